//! Exposure and trial design as SDTM tables.

use aso_regimen::chrono::Days;
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::evidence::source::{Source, Status};
use aso_regimen::evidence::trial::{Mask, Visit};
use aso_regimen::interchange::sdtm::{
    self, Study, SubjectTreatment, exposure, exposure_as_collected, exposure_by_interval,
    trial_arms, trial_elements, trial_visits,
};
use aso_regimen::interchange::table::{DataValue, Table};
use aso_regimen::{Arm, Course, Interval, Route, StudyDay, Trial, Window, catalog};
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
            "STUDYID,DOMAIN,USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRM,EXDOSFRQ,EXROUTE,EXADJ,EPOCH,EXSTDTC,EXENDTC,\
             EXSTDY,EXENDY",
            "STUDY1,EX,STUDY1-001,1,TOFERSEN,100,mg,INJECTION,ONCE,INTRATHECAL,,TREATMENT,2024-01-01,2024-01-01,\
             1,1",
            "STUDY1,EX,STUDY1-001,2,TOFERSEN,100,mg,INJECTION,ONCE,INTRATHECAL,,TREATMENT,2024-01-15,2024-01-15,\
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
            "a".repeat(40)
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
            "STUDY1,TE,E1,\"100 mg IT, loading every 14d, 3 doses\",\"First dose of: 100 mg IT, loading every \
             14d, 3 doses\",Dose 3 of the element,",
            "STUDY1,TE,E2,\"100 mg IT, maintenance every 28d, 5 doses, after 28d\",28d after the last dose of the element \
             before,Dose 5 of the element,",
        ]
    );
    assert_eq!(lines[5], "STUDY1,TE,E5,No treatment,Allocation to the arm,End of the trial,");
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
    assert_eq!(of("TEDUR"), ["P14D".into(), "P6M".into()]);
    assert_eq!(
        of("TEENRL"),
        ["14d after the start of the element".into(), "6mo after the start of the element".into()]
    );
}

#[test]
fn visits_with_their_windows() {
    let table = trial_visits(&design(), &trial(), StudyDay::from_offset(56)).expect("a table");
    assert_eq!(texts(&table, "VISIT"), ["blood 1", "blood 2", "blood 3"]);
    assert_eq!(texts(&table, "VISITDY"), ["1", "29", "57"]);
    // The day before study day 1 is -1.
    assert_eq!(texts(&table, "TVSTRL"), ["Study day -3", "Study day 26", "Study day 54"]);
    assert_eq!(texts(&table, "TVENRL"), ["Study day 4", "Study day 32", "Study day 60"]);
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
    let monthly = builder.clone().arm(Arm::untreated("all")).visit(monthly);
    let monthly = monthly.build().expect("a trial");
    assert_eq!(
        trial_visits(&design(), &monthly, StudyDay::FIRST).expect_err("months").to_string(),
        "visit \"blood\": expected to be repeated after days, found every 1mo"
    );
    let twice = builder
        .arm(Arm::untreated("all"))
        .visit(Visit::new("blood", StudyDay::FIRST))
        .visit(Visit::new("blood", StudyDay::from_offset(7)));
    let twice = twice.build().expect("a trial");
    assert_eq!(
        trial_visits(&design(), &twice, StudyDay::from_offset(7)).expect_err("twice").to_string(),
        "visit \"blood\": expected once, found twice"
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
