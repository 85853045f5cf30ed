//! Exposure and trial design as SDTM tables.

use std::collections::HashMap;

use aso_regimen::chrono::Days;
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::evidence::condition::{Condition, Threshold};
use aso_regimen::evidence::result::{Population, TimePoint};
use aso_regimen::evidence::source::{Source, Status};
use aso_regimen::evidence::trial::{
    Criterion, Epoch, Mask, Purpose, Rank, Registration, TrialBuilder, TrialEndpoint, TrialPart,
    Visit,
};
use aso_regimen::interchange::sdtm::{
    self, Study, SubjectTreatment, exposure, exposure_as_collected, exposure_by_interval,
    trial_arms, trial_criteria, trial_elements, trial_summary, trial_visits,
};
use aso_regimen::interchange::table::{DataValue, Table};
use aso_regimen::{Arm, Course, Endpoint, Interval, Route, StudyDay, Trial, Window, catalog};
use proptest::prelude::*;

use crate::generate::in_days_and_months;
use crate::{date, regimen};

fn study() -> Study {
    Study::new("STUDY1").expect("an identifier")
}

fn treated(study: &Study) -> SubjectTreatment {
    let subject = study.subject("STUDY1-001").expect("an identifier");
    subject.treated_with("TOFERSEN").expect("a name")
}

fn treatment() -> SubjectTreatment {
    let study = study().in_epoch("TREATMENT").expect("an epoch");
    treated(&study).in_form("INJECTION").expect("a form")
}

/// Tofersen given on these days.
fn tofersen(days: &[u64]) -> Course {
    let label = catalog::tofersen::labels().remove(0);
    let first = date("2024-01-01");
    let mut course =
        Course::new(label.regimen().expect("one regimen").clone(), label.policy().clone(), first);
    for day in days {
        course.give(first + Days::new(*day)).expect("in order");
    }
    course
}

fn texts(table: &Table, column: &str) -> Vec<String> {
    let csv = table.to_csv().expect("text");
    let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned));
    let place = lines.next().and_then(|mut names| names.position(|name| name == column));
    let place = place.expect("a column");
    lines.map(|mut line| line.nth(place).expect("a field")).collect()
}

const EIGHT: [u64; 8] = [0, 14, 28, 56, 84, 112, 140, 168];

#[test]
fn one_record_a_dose() {
    let table = exposure(&treatment(), &tofersen(&EIGHT)).expect("a table");
    assert_eq!(texts(&table, "EXSTDY"), ["1", "15", "29", "57", "85", "113", "141", "169"]);
    assert_eq!(
        table.to_csv().expect("text").lines().take(3).collect::<Vec<_>>(),
        [
            "STUDYID,DOMAIN,USUBJID,EXSEQ,EXSPID,EXTRT,EXDOSE,EXDOSU,EXDOSFRM,EXDOSFRQ,EXROUTE,EXADJ,EPOCH,EXSTDTC,EXENDTC,\
             EXSTDY,EXENDY",
            "STUDY1,EX,STUDY1-001,1,,TOFERSEN,100,mg,INJECTION,ONCE,INTRATHECAL,,TREATMENT,2024-01-01,2024-01-01,\
             1,1",
            "STUDY1,EX,STUDY1-001,2,,TOFERSEN,100,mg,INJECTION,ONCE,INTRATHECAL,,TREATMENT,2024-01-15,2024-01-15,\
             15,15",
        ]
    );
}

#[test]
fn two_records_that_admiral_expands() {
    // admiral expands EVERY 2 WEEKS of 1 to 29 January and EVERY 4 WEEKS of 26 February to 17 June 2024.
    let table = exposure_by_interval(&treatment(), &tofersen(&EIGHT)).expect("a table");
    assert_eq!(texts(&table, "EXDOSFRQ"), ["EVERY 2 WEEKS", "EVERY 4 WEEKS"]);
    assert_eq!(texts(&table, "EXSTDTC"), ["2024-01-01", "2024-02-26"]);
    assert_eq!(texts(&table, "EXENDTC"), ["2024-01-29", "2024-06-17"]);
    assert_eq!(texts(&table, "EXENDY"), ["29", "169"]);
}

#[test]
fn a_gap_without_a_term_is_not_rounded() {
    // The third dose comes a day late: 14 and 15 days, the latter without a term.
    let table = exposure_by_interval(&treatment(), &tofersen(&[0, 14, 29])).expect("a table");
    assert_eq!(texts(&table, "EXDOSFRQ"), ["EVERY 2 WEEKS", "ONCE"]);
}

#[test]
fn another_amount_is_another_record() {
    let first = date("2024-01-01");
    let rising = regimen("50 mg IT q14d x2, then 100 mg IT q14d");
    let mut course = Course::new(rising, MissedDosePolicy::not_stated(), first);
    for day in [0, 14, 28, 42] {
        course.give(first + Days::new(day)).expect("in order");
    }
    let table = exposure_by_interval(&treatment(), &course).expect("a table");
    assert_eq!(texts(&table, "EXDOSE"), ["50", "100"]);
    assert_eq!(texts(&table, "EXENDY"), ["15", "43"]);
}

#[test]
fn a_missed_dose_is_in_ec_alone() {
    let label = catalog::tofersen::labels().remove(0);
    let first = date("2024-01-01");
    let mut course =
        Course::new(label.regimen().expect("one regimen").clone(), label.policy().clone(), first);
    course.give(first).expect("given");
    course.miss(first + Days::new(14), "PNEUMONIA").expect("missed");
    course.give(first + Days::new(20)).expect("given");

    let ex = exposure(&treatment(), &course).expect("a table");
    assert_eq!(texts(&ex, "EXSTDY"), ["1", "21"]);
    let ec = exposure_as_collected(&treatment(), &course).expect("a table");
    assert_eq!(texts(&ec, "ECSTDY"), ["1", "1", "15", "15", "21"]);
    let moods = ["SCHEDULED", "PERFORMED", "SCHEDULED", "PERFORMED", "PERFORMED"];
    assert_eq!(texts(&ec, "ECMOOD"), moods);
    let groups = ["DOSE 1", "DOSE 1", "DOSE 2", "DOSE 2", "DOSE 2"];
    assert_eq!(texts(&ec, "ECLNKGRP"), groups);
    assert_eq!(texts(&ec, "ECPRESP"), ["", "Y", "", "Y", "Y"]);
    assert_eq!(texts(&ec, "ECOCCUR"), ["", "Y", "", "N", "Y"]);
    assert_eq!(texts(&ec, "ECREASOC"), ["", "", "", "PNEUMONIA", ""]);
    // Not 0: the implementation guide forbids it.
    assert_eq!(texts(&ec, "ECDOSE"), ["100", "100", "100", "", "100"]);
    assert_eq!(texts(&ec, "ECDOSU"), ["mg"; 5]);
}

/// SDTMIG 3.4, section 6.1.3.1, assumption 2b: PLACEBO and 0; and never 0 for a dose that was missed.
#[test]
fn masked_doses_are_placebo_with_0_mg() {
    let plan = || regimen("120 mg IT q28d x4");
    let first = date("2024-01-01");
    let day = |number: u64| first + Days::new(28 * (number - 1));
    let mut course = Course::new(plan(), MissedDosePolicy::always(Action::Skip), first);
    course.give(day(1)).expect("given");
    course.give(day(2)).expect("given");
    course.miss(day(3), "PNEUMONIA").expect("missed");
    course.give(day(4)).expect("given");
    let tables = |arm: Arm| {
        let treatment = treatment().in_arm(arm);
        let ex = exposure(&treatment, &course).expect("a table");
        let ec = exposure_as_collected(&treatment, &course).expect("a table");
        [texts(&ex, "EXTRT"), texts(&ex, "EXDOSE"), texts(&ec, "ECTRT"), texts(&ec, "ECDOSE")]
    };
    let saline = || Mask::Placebo("saline".into());
    let placebo = "PLACEBO";
    assert_eq!(
        tables(Arm::masked("placebo", plan(), saline())),
        [
            vec![placebo; 3],
            vec!["0"; 3],
            vec![placebo; 8],
            vec!["0", "0", "0", "0", "0", "", "0", "0"],
        ]
    );
    // Drug on days 1 and 57, placebo between.
    let drug = "TOFERSEN";
    let every_other = Arm::active("every 8 weeks", regimen("120 mg IT q56d x2"));
    assert_eq!(
        tables(every_other.masked_as(plan(), saline())),
        [
            vec![drug, placebo, placebo],
            vec!["120", "0", "0"],
            vec![drug, drug, placebo, placebo, drug, drug, placebo, placebo],
            vec!["120", "120", "0", "0", "120", "", "0", "0"],
        ]
    );
    // Nothing goes anywhere in a sham procedure.
    let sham = treatment().in_arm(Arm::masked("sham", plan(), Mask::Sham));
    let routes = |treatment: &SubjectTreatment| {
        let ex = exposure(treatment, &course).expect("a table");
        let ec = exposure_as_collected(treatment, &course).expect("a table");
        (texts(&ex, "EXROUTE"), texts(&ec, "ECROUTE"), texts(&ex, "EXTRT"), texts(&ec, "ECTRT"))
    };
    let name = "SHAM PROCEDURE";
    let found = routes(&sham);
    assert_eq!((found.0, found.2), (vec![String::new(); 3], vec![name.to_owned(); 3]));
    assert_eq!((found.1, found.3), (vec![String::new(); 8], vec![name.to_owned(); 8]));
    let named = sham.sham_named("PLACEBO SHAM PROCEDURE").expect("a name");
    assert_eq!(routes(&named).2, ["PLACEBO SHAM PROCEDURE"; 3]);
    let placebo_arm = treatment().in_arm(Arm::masked("placebo", plan(), saline()));
    assert_eq!(routes(&placebo_arm).0, ["INTRATHECAL"; 3]);
    assert!(treatment().sham_named(" ").is_err());
    let sham = tables(Arm::masked("sham", plan(), Mask::Sham));
    assert_eq!(
        (&sham[0], &sham[1]),
        (&vec!["SHAM PROCEDURE".to_owned(); 3], &vec!["0".to_owned(); 3])
    );
    assert_eq!(tables(Arm::active("drug", plan()))[1], ["120"; 3]);
    // A run ends where the drug does.
    let treatment = treatment()
        .in_arm(Arm::active("first", regimen("120 mg IT x1")).masked_as(plan(), saline()));
    let runs = exposure_by_interval(&treatment, &course).expect("a table");
    assert_eq!(texts(&runs, "EXTRT"), [drug, placebo]);
    assert_eq!(texts(&runs, "EXDOSE"), ["120", "0"]);
    for (arm, expected) in [
        (
            Arm::active("low", regimen("60 mg IT q28d x4")),
            "arm \"low\": expected a course of its apparent regimen, found 60 mg IT in place of 120 mg IT",
        ),
        (
            Arm::active("short", regimen("120 mg IT q28d x1")),
            "arm \"short\": expected a course of its apparent regimen, found 120 mg IT, which the arm does not plan",
        ),
    ] {
        let error = exposure(&self::treatment().in_arm(arm), &course).expect_err("another plan");
        assert_eq!(error.to_string(), expected);
    }
}

/// A dose that a late one adds is none of the plan: in a control arm it masks the drug as all others do, and where drug and
/// placebo take turns the plan does not say which it is.
#[test]
fn additional_doses_of_an_arm() {
    let plan = || regimen("120 mg IT q28d x4");
    let adding =
        Action::AddDoses { doses: 1.try_into().expect("not 0"), every: Interval::days(14) };
    let mut course = Course::new(plan(), MissedDosePolicy::always(adding), date("2024-01-01"));
    for day in ["2024-01-01", "2024-02-05", "2024-02-19"] {
        course.give(date(day)).expect("given");
    }
    let numbers: Vec<_> = course.doses_given().map(|given| given.number()).collect();
    assert_eq!(numbers, [Some(1), Some(2), None]);
    let saline = || Mask::Placebo("saline".into());
    let masses = |arm: Arm| {
        let table = exposure(&treatment().in_arm(arm), &course);
        table.map(|table| texts(&table, "EXDOSE")).map_err(|error| error.to_string())
    };
    assert_eq!(masses(Arm::active("drug", plan())), Ok(vec!["120".to_owned(); 3]));
    assert_eq!(masses(Arm::masked("placebo", plan(), saline())), Ok(vec!["0".to_owned(); 3]));
    let first = Arm::active("first", regimen("120 mg IT x1")).masked_as(plan(), saline());
    assert_eq!(
        masses(first),
        Err("arm \"first\": expected a course of its apparent regimen, found 120 mg IT, which the arm does not plan".to_owned())
    );
}

#[test]
fn doses_passed_over_are_in_ec_without_a_reason() {
    // Where late doses are skipped, a dose four weeks after the first passes over three.
    let first = date("2024-01-01");
    let policy = MissedDosePolicy::always(Action::Skip);
    let mut course = Course::new(regimen("284 mg SC q1w"), policy, first);
    course.give(first).expect("given");
    course.give(first + Days::new(28)).expect("given");
    let ec = exposure_as_collected(&treatment(), &course).expect("a table");
    let days = ["1", "1", "8", "8", "15", "15", "22", "22", "29", "29"];
    assert_eq!(texts(&ec, "ECSTDY"), days);
    assert_eq!(texts(&ec, "ECOCCUR"), ["", "Y", "", "N", "", "N", "", "N", "", "Y"]);
    assert_eq!(texts(&ec, "ECREASOC"), [""; 10]);
    let missed: Vec<_> = course.doses_missed().map(|missed| missed.number()).collect();
    assert_eq!(missed, [Some(2), Some(3), Some(4)]);
    let adherence = course.adherence(first + Days::new(28));
    assert_eq!(adherence.missed, 3);
}

#[test]
fn what_is_not_said_is_empty() {
    let treatment = treated(&study());
    let table = exposure(&treatment, &tofersen(&[0])).expect("a table");
    assert_eq!(texts(&table, "EXDOSFRM"), [""]);
    assert_eq!(
        table.column("EPOCH").and_then(|mut column| column.next()),
        Some(&DataValue::Missing)
    );
    assert!(table.column("VISITNUM").is_none());
}

#[test]
fn terms() {
    let routes = Route::KNOWN.iter().map(sdtm::route);
    assert_eq!(
        routes.collect::<Vec<_>>(),
        ["INTRATHECAL", "INTRAVENOUS", "SUBCUTANEOUS", "INTRAVITREAL"]
    );
    assert_eq!(sdtm::route(&Route::Named("intranasal".into())), "INTRANASAL");
    assert_eq!(sdtm::frequency(Interval::weeks(1)), Some("EVERY WEEK"));
    // 13 weeks are not 3 months.
    for weeks in [2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 16] {
        let term = format!("EVERY {weeks} WEEKS");
        assert_eq!(sdtm::frequency(Interval::weeks(weeks)), Some(&*term));
    }
    let months = |months| sdtm::frequency(Interval::months(months));
    assert_eq!(
        [1, 2, 3, 4, 5, 6, 7].map(months),
        [Some("QM"), Some("Q2M"), Some("Q3M"), Some("Q4M"), None, Some("Q6M"), None]
    );
}

#[test]
fn refused_identifiers() {
    let refused = |text: &str| study().subject(text).expect_err("refused").to_string();
    assert_eq!(
        refused(""),
        "USUBJID: expected 1 to 200 printable characters without spaces at the ends, found \"\""
    );
    assert_eq!(
        refused(" 001"),
        "USUBJID: expected 1 to 200 printable characters without spaces at the ends, found \" 001\""
    );
    assert_eq!(
        refused(&"a".repeat(1_000_000)),
        format!(
            "USUBJID: expected 1 to 200 printable characters without spaces at the ends, found \"{} ...\"",
            "a".repeat(60)
        )
    );
    assert!(study().subject("a\nb").is_err());
    assert!(study().subject("a".repeat(200)).is_ok());
    assert!(study().subject("a".repeat(201)).is_err());
    assert!(Study::new("").is_err());
    assert!(study().in_epoch("").is_err());
}

#[test]
fn refused_courses() {
    let first = date("2024-01-01");
    let by_weight = regimen("2 mg/kg SC q1w");
    let mut course = Course::new(by_weight, MissedDosePolicy::not_stated(), first);
    course.give(first).expect("given");
    let error = exposure(&treatment(), &course).expect_err("no weight");
    assert_eq!(
        error.to_string(),
        "dose on 2024-01-01: the amount depends on body weight and none is known, expected one such as 70 kg"
    );
    let mut course = tofersen(&[0]);
    course.miss(first + Days::new(14), "ab ").expect("missed");
    let error = exposure_as_collected(&treatment(), &course).expect_err("a space at the end");
    assert_eq!(
        error.to_string(),
        "dose missed on 2024-01-15: ECREASOC: expected 1 to 200 printable characters without spaces at the ends, \
         found \"ab \""
    );
    let late = date("+12024-01-01");
    let mut course = Course::new(regimen("12 mg IT q4mo"), MissedDosePolicy::not_stated(), late);
    course.give(late).expect("given");
    let error = exposure(&treatment(), &course).expect_err("five digits");
    assert_eq!(
        error.to_string(),
        "EX, row 1, column EXSTDTC: expected a year from 0 to 9999, found +12024-01-01"
    );
}

fn design() -> Study {
    let design = study().in_epoch("BLINDED TREATMENT");
    design.expect("an epoch")
}

fn trial() -> Trial {
    let active = regimen("100 mg IT q14d x3, then q28d x5");
    let source = Source::new("a protocol", Status::Secondary);
    let sham = Arm::masked("sham", active.clone(), Mask::Sham);
    let blood = Visit::new("blood", StudyDay::FIRST);
    let blood = blood.repeated_every(Interval::days(28)).with_window(Window::days(3, 3));
    Trial::builder("NCT02623699".parse().expect("a number"), "VALOR", source)
        .arm(Arm::active("tofersen", active.clone()))
        .arm(sham)
        .arm(Arm::active("open label", active))
        .arm(Arm::untreated("observation"))
        .visit(blood)
        .visit(Visit::new("week 25", StudyDay::from_offset(175)))
        .build()
        .expect("a trial")
}

#[test]
fn arms_and_elements() {
    let arms = trial_arms(&design(), &trial()).expect("a table");
    assert_eq!(texts(&arms, "ARMCD"), ["A1", "A1", "A2", "A2", "A3", "A3", "A4"]);
    assert_eq!(texts(&arms, "TAETORD"), ["1", "2", "1", "2", "1", "2", "1"]);
    // Two arms that are given the same go through the same elements.
    assert_eq!(texts(&arms, "ETCD"), ["E1", "E2", "E3", "E4", "E1", "E2", "E5"]);
    let elements = trial_elements(&design(), &trial()).expect("a table");
    let lines = elements.to_csv().expect("text");
    let lines: Vec<_> = lines.lines().collect();
    assert_eq!(
        lines[1..3],
        [
            "STUDY1,TE,E1,\"100 mg IT, loading every 14d, 3 doses, followed after 28d\",\"First dose of: 100 mg IT, loading \
             every 14d, 3 doses, followed after 28d\",28d after dose 3 of the element,",
            "STUDY1,TE,E2,\"100 mg IT, maintenance every 28d, 5 doses\",\"First dose of: 100 mg IT, maintenance every 28d, \
             5 doses\",\"Dose 5 of the element, and the visits after it\",",
        ]
    );
    assert_eq!(lines[5], "STUDY1,TE,E5,No treatment,Study day 1,End of the trial,");
}

fn builder() -> TrialBuilder {
    let source = Source::new("a protocol", Status::Secondary);
    Trial::builder("NCT00000001".parse().expect("a number"), "a trial", source)
}

fn on_day(name: &'static str, day: i64) -> Visit {
    Visit::new(name, StudyDay::new(day).expect("a study day"))
}

fn rows(table: &Table, columns: &[&str]) -> Vec<String> {
    let columns: Vec<Vec<&DataValue>> =
        columns.iter().map(|name| table.column(name).expect("a column").collect()).collect();
    let text = |value: &DataValue| match value {
        DataValue::Text(text) => text.clone(),
        DataValue::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    (0..table.len())
        .map(|row| columns.iter().map(|column| text(column[row])).collect::<Vec<_>>().join("|"))
        .collect()
}

/// The epochs of the visits before and after treatment are elements, one ends where the next begins, and who is randomised
/// to what stands at the end of the last one before it (SDTMIG 3.4, section 7.2.1, example trial 1).
#[test]
fn elements_before_and_after_treatment() {
    let plan = || regimen("100 mg IT q28d x3");
    let trial = builder()
        .arm(Arm::active("drug", plan()).with_allocation(2))
        .arm(Arm::masked("sham", plan(), Mask::Sham).with_allocation(1))
        .visit(on_day("consent", -42).in_epoch(Epoch::Screening))
        .visit(on_day("repeat", -35).in_epoch(Epoch::Screening))
        .visit(on_day("wash-out", -14).in_epoch(Epoch::Named("wash-out".into())))
        .visit(on_day("baseline", 1).in_epoch(Epoch::Baseline))
        .visit(on_day("week 12", 85).in_epoch(Epoch::Treatment))
        .visit(on_day("week 16", 113).in_epoch(Epoch::FollowUp))
        .visit(on_day("week 20", 141).in_epoch(Epoch::FollowUp))
        .build()
        .expect("a trial");
    let arms = trial_arms(&design(), &trial).expect("a table");
    let (drug, sham) = (
        "100 mg IT, maintenance every 28d, 3 doses",
        "Sham procedure, maintenance every 28d, 3 doses",
    );
    assert_eq!(
        rows(&arms, &["ARMCD", "TAETORD", "ETCD", "ELEMENT", "TABRANCH", "EPOCH"]),
        [
            "A1|1|E1|Screening||SCREENING".to_owned(),
            "A1|2|E2|Wash-out|Randomised to drug|WASH-OUT".to_owned(),
            format!("A1|3|E3|{drug}||BLINDED TREATMENT"),
            "A1|4|E4|Follow-up||FOLLOW-UP".to_owned(),
            "A2|1|E1|Screening||SCREENING".to_owned(),
            "A2|2|E2|Wash-out|Randomised to sham|WASH-OUT".to_owned(),
            format!("A2|3|E5|{sham}||BLINDED TREATMENT"),
            "A2|4|E4|Follow-up||FOLLOW-UP".to_owned(),
        ]
    );
    let elements = trial_elements(&design(), &trial).expect("a table");
    let (washed, follow_up) =
        ("Visit \"wash-out\" on study day -14", "Visit \"week 16\" on study day 113");
    assert_eq!(
        rows(&elements, &["TESTRL", "TEENRL"])[..4],
        [
            format!("Visit \"consent\" on study day -42|{washed}"),
            format!("{washed}|Study day 1"),
            format!("First dose of: {drug}|{follow_up}"),
            format!("{follow_up}|Visit \"week 20\" on study day 141"),
        ]
    );
    let misplaced = builder()
        .arm(Arm::untreated("all"))
        .visit(on_day("late", 200).in_epoch(Epoch::Screening))
        .build()
        .expect("a trial");
    assert_eq!(
        trial_arms(&design(), &misplaced).expect_err("after treatment").to_string(),
        "visit \"late\": expected treatment or follow-up after study day 1, found screening on study day 200"
    );
}

/// What is given is that of the calendar: placebo between the doses of the drug is named.
#[test]
fn elements_name_the_placebo_between_doses() {
    let extension = catalog::tofersen::extension();
    let early = extension.arm("early start").expect("an arm");
    let drug = early.drug().expect("a regimen").clone();
    let seems = early.apparent_regimen().expect("a regimen").clone();
    let mask = || Mask::Placebo("placebo".into());
    let trial = builder()
        .arm(Arm::active("early start", drug.clone()).masked_as(seems.clone(), mask()))
        .arm(Arm::active("plain", drug.clone()).masked_as(drug.clone(), mask()))
        .arm(Arm::masked("placebo", seems.clone(), Mask::Placebo("saline".into())))
        .build()
        .expect("a trial");
    let elements = trial_elements(&design(), &trial).expect("a table");
    let names = rows(&elements, &["ELEMENT"]);
    let early = format!("100 mg IT, maintenance every 28d, placebo on the other days of {seems}");
    assert_eq!(names[..2], [early, "100 mg IT, maintenance every 28d".to_owned()]);
    assert!(names[2].starts_with("Placebo (saline), loading every 14d"), "{names:?}");
    let first = date("2024-01-01");
    let calendar = trial.calendar("early start", first, first + Days::new(60)).expect("a calendar");
    let given = calendar.iter().map(|activity| activity.what.to_string()).collect::<Vec<_>>();
    assert!(given.iter().any(|what| what.starts_with("placebo")), "{given:?}");
}

/// Arms that are entered from others are one arm with them, and each place where there is more than one way says which.
#[test]
fn arms_that_follow_each_other() {
    let atlas = catalog::tofersen::atlas();
    let arms = trial_arms(&design(), &atlas).expect("a table");
    let run_in = "run-in (part A)";
    let [drug, placebo, before] = [
        format!("{run_in}, then 100 mg (part B), then 100 mg after 100 mg (part C)"),
        format!("{run_in}, then placebo, then 100 mg after placebo (part C)"),
        format!("{run_in}, then 100 mg (part D)"),
    ];
    let rows_of = |arm: &str| {
        let rows = rows(&arms, &["ARM", "TABRANCH", "EPOCH"]).into_iter();
        let own = rows.filter_map(|row| Some(row.strip_prefix(arm)?.strip_prefix("|")?.to_owned()));
        own.collect::<Vec<_>>()
    };
    let once = "at least 44 pg/mL and 10 pg/mL above baseline, neurofilament light chain in plasma, Siemens Atellica IM, pg/mL";
    assert_eq!(
        rows_of(&placebo),
        [
            format!("Allocated to placebo once {once}|RUN-IN"),
            "|BLINDED TREATMENT".to_owned(),
            "|BLINDED TREATMENT".to_owned(),
            "|BLINDED TREATMENT".to_owned(),
            "|BLINDED TREATMENT".to_owned(),
        ]
    );
    assert_eq!(
        rows_of(&before),
        ["Allocated to 100 mg (part D)|RUN-IN", "|OPEN LABEL TREATMENT", "|OPEN LABEL TREATMENT",]
    );
    assert_eq!(rows_of(&drug).len(), 4);
    assert_eq!(arms.len(), 5 + 3 + 4);
    // The run-in ends where the next part begins; the days of part A are those of the trial.
    let elements = trial_elements(&design(), &atlas).expect("a table");
    assert_eq!(
        rows(&elements, &["ELEMENT", "TESTRL", "TEENRL"])[0],
        "No treatment until entry into the next part of the trial|Study day 1|Entry into the next part of the trial"
    );
    let visits = trial_visits(&design(), &atlas, StudyDay::from_offset(28)).expect("a table");
    assert_eq!(
        rows(&visits, &["VISITNUM", "VISIT", "VISITDY", "ARMCD"]),
        [
            "1|neurofilament 1|1|A1",
            "1|neurofilament 1|1|A2",
            "1|neurofilament 1|1|A3",
            "2|neurofilament 2|29|A1",
            "2|neurofilament 2|29|A2",
            "2|neurofilament 2|29|A3",
        ]
    );
}

/// The participants of a pooled arm are those of its arms; who is in two parts has the visits of both.
#[test]
fn visits_of_parts_have_their_arms() {
    let part = |name| TrialPart::new(name, Purpose::MultipleAscendingDoses);
    let plan = || regimen("5 mg SC q28d x2");
    let trial = builder()
        .arm(Arm::active("low", plan()).in_part(part("1")))
        .arm(Arm::active("high", plan()).in_part(part("1")))
        .arm(Arm::pooled("both", ["low", "high"]))
        .arm(Arm::active("open", plan()).in_part(part("2")).after("both").open_label())
        .arm(Arm::active("new", plan()).in_part(part("2")))
        .visit(on_day("week 4", 29).in_part("1").with_window(Window::days(3, 3)))
        .visit(on_day("week 8", 57).in_part("2").with_window(Window::days(3, 3)))
        .visit(on_day("call", 90))
        .build()
        .expect("a trial");
    let visits = trial_visits(&design(), &trial, StudyDay::from_offset(100)).expect("a table");
    assert_eq!(
        rows(&visits, &["VISITNUM", "VISIT", "VISITDY", "ARM", "TVSTRL", "TVENRL"]),
        [
            "1|week 4|29|low, then open|Study day 26|Study day 32",
            "1|week 4|29|high, then open|Study day 26|Study day 32",
            "2|week 8||low, then open|Study day 54 of part 2|Study day 60 of part 2",
            "2|week 8||high, then open|Study day 54 of part 2|Study day 60 of part 2",
            "2|week 8|57|new|Study day 54|Study day 60",
            "3|call|90|low, then open|Study day 90|",
            "3|call|90|high, then open|Study day 90|",
            "3|call|90|new|Study day 90|",
        ]
    );
}

/// SDTMIG 3.4, sections 7.4.1 and 7.4.2.
#[test]
fn criteria_and_summary() {
    // The implementation guide has longer ones shortened by hand.
    let valor = trial_criteria(&study(), &catalog::tofersen::valor());
    let long = valor.expect_err("more than 200 characters").to_string();
    let expected = "IETEST: expected 1 to 200 printable characters";
    assert!(long.starts_with("criterion INCL") && long.contains(expected), "{long}");
    let condition =
        Condition::value("age", "years", Threshold::AtLeast("18".parse().expect("a number")));
    let trial = builder()
        .also_registered("2015-004098-33".parse().expect("a number"))
        .also_registered("DRKS: DRKS00012345".parse().expect("a number"))
        .eligibility([
            Criterion::inclusion(condition).of_population(Population::FasterProgressing),
            Criterion::exclusion(Condition::judged("HIV infection")),
            Criterion::inclusion(Condition::judged("informed consent")),
        ])
        .arm(Arm::untreated("one"))
        .arm(Arm::untreated("other"))
        .arm(Arm::pooled("both", ["one", "other"]))
        .stratified_by("site")
        .stratified_by("riluzole")
        .endpoints([
            TrialEndpoint::new(Rank::Primary, Endpoint::alsfrs_r()).at(TimePoint::Week(28)),
            TrialEndpoint::new(Rank::KeySecondary, Endpoint::csf_sod1()),
            TrialEndpoint::new(Rank::Secondary, Endpoint::plasma_nfl()),
        ])
        .build()
        .expect("a trial");
    let criteria = trial_criteria(&study(), &trial).expect("a table");
    assert_eq!(
        rows(&criteria, &["DOMAIN", "IETESTCD", "IETEST", "IECAT"]),
        [
            "TI|INCL01|age in years is at least 18 (faster progressing)|INCLUSION",
            "TI|EXCL01|HIV infection|EXCLUSION",
            "TI|INCL02|informed consent|INCLUSION",
        ]
    );
    let summary = trial_summary(&study(), &trial).expect("a table");
    assert_eq!(
        rows(&summary, &["TSSEQ", "TSPARMCD", "TSVAL", "TSVALCD", "TSVCDREF"]),
        [
            "1|TITLE|a trial||",
            "1|REGID|NCT00000001|NCT00000001|ClinicalTrials.gov",
            "2|REGID|2015-004098-33|2015-004098-33|EudraCT",
            "3|REGID|DRKS00012345|DRKS00012345|DRKS",
            "1|NARMS|2||",
            "1|STRATFCT|site||",
            "2|STRATFCT|riluzole||",
            "1|OUTMSPRI|ALSFRS-R total, clinical function (points), week 28||",
            "1|OUTMSSEC|SOD1 protein, cerebrospinal fluid (ng/mL)||",
            "2|OUTMSSEC|neurofilament light chain, plasma (pg/mL)||",
        ]
    );
    assert_eq!(rows(&summary, &["TSPARM"])[1], "Registry Identifier");
}

/// Each registry by its name, and none for a trial that is in none.
#[test]
fn registries_have_their_names() {
    let registries = |numbers: &[&str]| -> Vec<String> {
        let mut numbers = numbers.iter().map(|text| text.parse().expect("a number"));
        let source = Source::new("a protocol", Status::Publication);
        let first = numbers.next().unwrap_or(Registration::None);
        let trial = numbers.fold(Trial::builder(first, "a trial", source), |trial, number| {
            trial.also_registered(number)
        });
        let trial = trial.arm(Arm::untreated("a")).build().expect("a trial");
        let summary = trial_summary(&study(), &trial).expect("a table");
        let rows = rows(&summary, &["TSPARMCD", "TSVAL", "TSVCDREF"]).into_iter();
        rows.filter_map(|row| row.strip_prefix("REGID|").map(str::to_owned)).collect()
    };
    assert_eq!(
        registries(&["2023-503928-10-00", "ISRCTN00012345", "jRCTs041220087", "ChiCTR2300070727"]),
        [
            "2023-503928-10-00|CTIS",
            "ISRCTN00012345|ISRCTN",
            "jRCTs041220087|jRCT",
            "ChiCTR2300070727|ChiCTR"
        ]
    );
    assert_eq!(registries(&[]), [""; 0]);
}

#[test]
fn codes_can_be_chosen() {
    let coded = |pairs: &[(&str, &str)]| {
        pairs.iter().fold(design(), |study, (name, code)| study.coded(*name, *code).expect("texts"))
    };
    let first = "100 mg IT, loading every 14d, 3 doses, followed after 28d";
    let study = coded(&[("tofersen", "TOF100"), (first, "LOAD")]);
    let arms = trial_arms(&study, &trial()).expect("a table");
    assert_eq!(texts(&arms, "ARMCD"), ["TOF100", "TOF100", "A2", "A2", "A3", "A3", "A4"]);
    assert_eq!(texts(&arms, "ETCD"), ["LOAD", "E2", "E3", "E4", "LOAD", "E2", "E5"]);
    let elements = trial_elements(&study, &trial()).expect("a table");
    assert_eq!(texts(&elements, "ETCD"), ["LOAD", "E2", "E3", "E4", "E5"]);
    // As long as they can be (SDTMIG 3.4, sections 7.2.1 and 7.2.2).
    let study = coded(&[("sham", "ABCDEFGHIJKLMNOPQRST"), ("No treatment", "UNTREATE")]);
    let arms = trial_arms(&study, &trial()).expect("a table");
    assert_eq!(texts(&arms, "ARMCD")[2], "ABCDEFGHIJKLMNOPQRST");
    assert_eq!(texts(&arms, "ETCD")[6], "UNTREATE");
    for (pairs, expected) in [
        (
            [("nobody", "N"), ("sham", "S")],
            "codes of arms and elements: expected the name of an arm or element, found code \"N\" for \"nobody\"",
        ),
        (
            [("sham", "A3"), ("tofersen", "T")],
            "ARMCD of \"open label\": expected a code of its own, found \"A3\" twice",
        ),
        (
            [("sham", "ABCDEFGHIJKLMNOPQRSTU"), ("tofersen", "T")],
            "ARMCD of \"sham\": expected at most 20 characters, found \"ABCDEFGHIJKLMNOPQRSTU\"",
        ),
        (
            [("No treatment", "UNTREATED"), ("tofersen", "T")],
            "ETCD of \"No treatment\": expected at most 8 characters, found \"UNTREATED\"",
        ),
    ] {
        let error = trial_arms(&coded(&pairs), &trial()).expect_err(expected);
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(
        design().coded("sham", " S").expect_err("a space").to_string(),
        "ARMCD or ETCD: expected 1 to 200 printable characters without spaces at the ends, found \" S\""
    );
}

#[test]
fn an_element_that_lasts_has_its_duration() {
    let source = Source::new("a protocol", Status::Secondary);
    let arm = Arm::active("drug", regimen("1 mg SC q7d for 14d, then q28d for 6mo"));
    let trial = Trial::builder("NCT00000001".parse().expect("a number"), "short", source)
        .arm(arm)
        .build()
        .expect("a trial");
    let elements = trial_elements(&design(), &trial).expect("a table");
    let of = |name: &str| -> Vec<DataValue> {
        let column = elements.column(name).expect("a column");
        column.cloned().collect()
    };
    // The first maintenance dose is 28 days after the last loading dose, on day 36, and not after 14 days.
    assert_eq!(of("TEDUR"), [DataValue::Missing, "P6M".into()]);
    assert_eq!(
        of("TEENRL"),
        [
            "28d after the last dose of the element".into(),
            "6mo after the start of the element".into()
        ]
    );
    let days: Vec<i64> = trial.arms()[0]
        .drug()
        .expect("a regimen")
        .starting(date("2024-01-01"))
        .iter()
        .take(3)
        .map(|dose| dose.study_day().number())
        .collect();
    assert_eq!(days, [1, 8, 36]);
}

#[test]
fn visits_with_their_windows() {
    let table = trial_visits(&design(), &trial(), StudyDay::from_offset(56)).expect("a table");
    assert_eq!(texts(&table, "VISIT"), ["blood 1", "blood 2", "blood 3"]);
    assert_eq!(texts(&table, "VISITDY"), ["1", "29", "57"]);
    // The day before study day 1 is -1.
    assert_eq!(texts(&table, "TVSTRL"), ["Study day -3", "Study day 26", "Study day 54"]);
    assert_eq!(texts(&table, "TVENRL"), ["Study day 4", "Study day 32", "Study day 60"]);
    // No source states a window: the visit ends on the day it starts (SDTMIG 3.4, section 7.3.1, assumption 5).
    let later = trial_visits(&design(), &trial(), StudyDay::from_offset(175)).expect("a table");
    assert_eq!(
        rows(&later, &["VISIT", "VISITDY", "ARMCD", "TVSTRL", "TVENRL"]).last().map(String::as_str),
        Some("week 25|176||Study day 176|")
    );
}

#[test]
fn refused_designs() {
    let source = Source::new("a protocol", Status::Secondary);
    let number = "NCT02623699".parse().expect("a number");
    let builder = Trial::builder(number, "VALOR", source);
    let described = builder.clone().arm(Arm::described("old", "some drug"));
    let described = described.build().expect("a trial");
    assert_eq!(
        trial_arms(&design(), &described).expect_err("words").to_string(),
        "arm \"old\": expected a regimen, found words only: \"some drug\""
    );
    assert_eq!(
        trial_arms(&study(), &trial()).expect_err("no epoch").to_string(),
        "EPOCH: expected 1 to 200 printable characters without spaces at the ends, found \"\""
    );
    let monthly = Visit::new("blood", StudyDay::FIRST).repeated_every(Interval::months(1));
    let monthly = builder.arm(Arm::untreated("all")).visit(monthly);
    let monthly = monthly.build().expect("a trial");
    assert_eq!(
        trial_visits(&design(), &monthly, StudyDay::FIRST).expect_err("months").to_string(),
        "visit \"blood\": expected to be repeated after days, found every 1mo"
    );
}

#[test]
fn published_trials_have_tables() {
    for trial in catalog::tofersen::trials() {
        if trial.arms().iter().all(|arm| arm.words().is_none()) {
            trial_elements(&design(), &trial).expect("elements");
            assert!(!trial_arms(&design(), &trial).expect("arms").is_empty());
        }
        let through = StudyDay::from_offset(196);
        let visits = trial_visits(&design(), &trial, through).expect("visits");
        assert!(visits.len() >= trial.visits().iter().filter(|visit| visit.day <= through).count());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// An element ends when the next one starts: the days from its last dose to the first of the next are those of its end rule,
    /// or of none, if it is the last. Names are unique, and each has a rule.
    #[test]
    fn elements_have_no_gaps(regimen in in_days_and_months()) {
        let trial = builder().arm(Arm::active("drug", regimen.clone())).build().expect("a trial");
        let elements = trial_elements(&design(), &trial).expect("a table");
        // An element may come again in its arm.
        let rules: HashMap<String, String> =
            rows(&elements, &["ELEMENT"]).into_iter().zip(rows(&elements, &["TEENRL"])).collect();
        prop_assert_eq!(rules.len(), elements.len());
        let arms = trial_arms(&design(), &trial).expect("a table");
        let ends: Vec<String> = rows(&arms, &["ELEMENT"]).iter().map(|name| rules[name].clone()).collect();
        prop_assert_eq!(ends.len(), regimen.phases().len());
        for (end, next) in ends.iter().zip(regimen.phases().iter().skip(1)) {
            let seam = next.seam().expect("a seam");
            prop_assert!(end.starts_with(&format!("{seam} after ")), "{:?}", ends);
        }
    }

    /// EX has the doses given, by interval as well, and its days are those of the schedule.
    #[test]
    fn exposure_has_every_dose(regimen in in_days_and_months()) {
        let first = date("2024-01-31");
        let mut course = Course::new(regimen.clone(), MissedDosePolicy::not_stated(), first);
        for dose in &regimen.starting(first) {
            course.give(dose.date()).expect("on its date");
        }
        let table = exposure(&treatment(), &course).expect("a table");
        let days: Vec<i64> = regimen.starting(first).iter().map(|dose| dose.study_day().number()).collect();
        let found = table.column("EXSTDY").expect("a column").cloned();
        prop_assert!(found.eq(days.iter().copied().map(DataValue::Integer)));
        let by_interval = exposure_by_interval(&treatment(), &course).expect("a table");
        prop_assert!(by_interval.len() <= table.len());
        prop_assert_eq!(by_interval.column("EXENDY").expect("a column").last(), table.column("EXENDY").expect("a column").last());
    }
}
