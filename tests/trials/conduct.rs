//! Visits as they happen, eligibility, workflow, parts, endpoints and methods of a trial.

use aso_regimen::catalog::tofersen;
use aso_regimen::evidence::audit::FindingLevel;
use aso_regimen::evidence::condition::{Condition, Findings, Met, Threshold};
use aso_regimen::evidence::method::{Method, ReadingUse, Verdict};
use aso_regimen::evidence::result::{
    PValue, Population, Readout, ReportedEstimate, ReportedScale, Test, TimePoint,
};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::{
    Arm, Attendance, Criterion, Epoch, Purpose, Rank, Trial, TrialBuilder, TrialEndpoint,
    TrialPart, VisitRecord, read_visits,
};
use aso_regimen::measure::assay::{Assay, AssaySpec, Trigger};
use aso_regimen::{Endpoint, Interval, Source, Window};

use crate::{assert_refused, builder, date, placebo, regimen, visit};

fn paper() -> Source {
    Source::new("a paper", Status::Publication)
}

fn followed() -> Trial {
    builder()
        .arm(Arm::active("drug", regimen("100 mg IT q28d x3")))
        .visit(visit("screening", -7).with_window(Window::days(14, 3)))
        .visit(
            visit("blood", 15).repeated_every(Interval::days(28)).with_window(Window::days(2, 3)),
        )
        .visit(visit("end", 141))
        .build()
        .expect("a trial")
}

fn records(lines: &[&str]) -> Vec<VisitRecord> {
    let header = "participant,arm,first_dose,visit,date";
    let text: Vec<String> =
        lines.iter().map(|line| format!("\"P,1\",drug,2026-01-05,{line}")).collect();
    read_visits(&format!("{header}\n{}\n", text.join("\n"))).expect("records")
}

/// Window by window: the last day in it, and the first out of it, on both sides.
#[test]
fn a_date_against_a_named_visit() {
    let trial = followed();
    for (name, on, expected) in [
        ("screening", "2025-12-15", Attendance::OnTime),
        ("screening", "2025-12-14", Attendance::Early(1)),
        ("screening", "2026-01-01", Attendance::OnTime),
        ("screening", "2026-01-02", Attendance::Late(1)),
        // Day 15 is 19 January; the third draw is on day 71, 16 March.
        ("blood 1", "2026-01-17", Attendance::OnTime),
        ("blood 1", "2026-01-16", Attendance::Early(1)),
        ("blood 3", "2026-03-19", Attendance::OnTime),
        ("blood 3", "2026-03-25", Attendance::Late(6)),
        ("end", "2026-05-25", Attendance::OnTime),
        ("end", "2026-05-26", Attendance::WindowNotStated(1)),
        ("end", "2026-05-20", Attendance::WindowNotStated(-5)),
    ] {
        let attended = trial.attended(name, date("2026-01-05"), date(on)).expect(name);
        assert_eq!(attended.attendance, expected, "{name} {on}");
    }
    for (off, text) in [(1, "1 day after"), (-5, "5 days before")] {
        let expected = format!("{text} the planned day, no window is stated");
        assert_eq!(Attendance::WindowNotStated(off).to_string(), expected);
    }
    for name in ["blood", "blood 0", "blood 01", "week 4", "end 1"] {
        assert_eq!(
            trial
                .attended(name, date("2026-01-05"), date("2026-01-05"))
                .expect_err(name)
                .to_string(),
            format!(
                "no visit is named {name:?}, expected one of \"screening\", \"blood 1\", \"end\""
            )
        );
    }
}

#[test]
fn a_file_of_visits_as_a_report() {
    let visits = records(&[
        "blood 1,2026-01-19",
        "blood 2,2026-02-20",
        "blood 1,2026-01-21",
        "blood 3,2026-03-13",
    ]);
    let report = followed().attendance(&visits, date("2026-04-14")).expect("a report");
    let lines: Vec<String> = report.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "P,1, screening: planned 2025-12-29 (-14d/+3d), missed",
            "P,1, blood 1: planned 2026-01-19 (-2d/+3d), 2026-01-19, on time",
            "P,1, blood 1: planned 2026-01-19 (-2d/+3d), 2026-01-21, repeated",
            "P,1, blood 2: planned 2026-02-16 (-2d/+3d), 2026-02-20, 1 day late",
            "P,1, blood 3: planned 2026-03-16 (-2d/+3d), 2026-03-13, 1 day early",
            "P,1, blood 4: planned 2026-04-13 (-2d/+3d), not yet due or still open",
        ]
    );
    let deviations = report.iter().filter(|visit| visit.attendance.is_deviation());
    assert_eq!(deviations.count(), 4);
    // The window of the fourth draw closes on 16 April.
    for (as_of, expected) in [("2026-04-16", Attendance::Due), ("2026-04-17", Attendance::Missed)] {
        let report = followed().attendance(&visits, date(as_of)).expect("a report");
        assert_eq!(report[5].attendance, expected);
    }
}

#[test]
fn files_that_cannot_be_used_say_where() {
    let refused = |csv: &str| read_visits(csv).expect_err(csv).to_string();
    assert_eq!(
        refused("participant,arm,visit,date"),
        "line 1 of the visits: expected a column \"first_dose\", found none"
    );
    for empty in ["", "\u{feff}", "\n \n"] {
        assert_eq!(
            refused(empty),
            "line 1 of the visits: expected a header with the columns participant, arm, first_dose, visit, date, \
             found an empty file"
        );
    }
    for other in [';', '\t', '|'] {
        let header = "participant,arm,first_dose,visit,date".replace(',', &other.to_string());
        assert_eq!(
            refused(&header),
            format!(
                "line 1 of the visits: expected fields separated by commas, found {other:?} between them"
            )
        );
    }
    assert_eq!(
        refused("participant,arm,first_dose,visit,date,dose"),
        "line 1 of the visits: expected the columns participant, arm, first_dose, visit, date and optionally discontinued, found a column \"dose\""
    );
    assert_eq!(
        refused("participant,arm,first_dose,visit,date,date"),
        "line 1 of the visits: expected one column \"date\", found two"
    );
    let header = "visit,participant,arm,first_dose,date";
    assert_eq!(
        refused(&format!("{header}\n\nweek 4,P1,drug,2026-01-05\n")),
        "line 3 of the visits: expected 5 fields, found 4"
    );
    assert_eq!(
        refused(&format!("{header}\nweek 4;P1;drug;2026-01-05;2026-02-03\n")),
        "line 2 of the visits: expected fields separated by commas, found ';' between them"
    );
    assert_eq!(
        refused(&format!("{header}\nweek 4,P1,drug,2026-01-05,2026-02-30\n")),
        "line 2 of the visits: in column date, expected a date such as \"2026-01-05\", found \"2026-02-30\""
    );
    for day in ["2026 -2 -3", "26-02-03", "2026-2-3", "+2026-02-03"] {
        assert_eq!(
            refused(&format!("{header}\nweek 4,P1,drug,2026-01-05,{day}\n")),
            format!(
                "line 2 of the visits: in column date, expected a date such as \"2026-01-05\", found {day:?}"
            )
        );
    }
    assert_eq!(
        refused(&format!("{header}\nweek 4,,drug,2026-01-05,2026-02-03\n")),
        "line 2 of the visits: in column participant, expected a value, found nothing"
    );
    assert_eq!(
        refused(&format!("{header}\n\"week 4,P1,drug,2026-01-05,2026-02-03\n")),
        "line 2 of the visits: expected a closing quote, found the end of the line"
    );
    for name in ["wee\"k 4\"", "\"week\" 4", "\"week 4\"\"", "x\"\"", "\"\"\"\"x"] {
        let expected = if name == "\"week 4\"\"" {
            "expected a closing quote, found the end of the line"
        } else {
            "expected quotes around the whole field, found a quote within a field"
        };
        assert_eq!(
            refused(&format!("{header}\n{name},P1,drug,2026-01-05,2026-02-03\n")),
            format!("line 2 of the visits: {expected}")
        );
    }
    let spaced = format!("{header}\n \"week, 4\" , P1,drug,2026-01-05,\"2026-02-03\"\n");
    assert_eq!(read_visits(&spaced).expect("a record")[0].visit, "week, 4");
    let quoted = format!("{header}\n\"week \"\"4\"\", clinic\",P1,drug,2026-01-05,2026-02-03\n");
    assert_eq!(read_visits(&quoted).expect("a record")[0].visit, "week \"4\", clinic");
}

#[test]
fn records_that_cannot_be_used_say_where() {
    let refused = |mut visits: Vec<VisitRecord>, change: fn(&mut VisitRecord)| {
        change(visits.last_mut().expect("a record"));
        let error = followed().attendance(&visits, date("2026-04-14")).expect_err("refused");
        assert_eq!(format!("{error:?}"), error.to_string());
        error.to_string()
    };
    let two = || records(&["blood 1,2026-01-19", "blood 2,2026-02-16"]);
    assert_eq!(
        refused(two(), |record| record.date = "2026-04-15".parse().expect("a date")),
        "line 3 of the visits: in column date, expected 2026-04-14, the day of the report, or earlier, found 2026-04-15"
    );
    assert_eq!(
        refused(two(), |record| record.discontinued = "2026-01-04".parse().ok()),
        "line 3 of the visits: in column discontinued, expected 2026-01-05, the day of the first dose, or later, found 2026-01-04"
    );
    assert_eq!(
        refused(two(), |record| record.discontinued = "2026-04-15".parse().ok()),
        "line 3 of the visits: in column discontinued, expected 2026-04-14, the day of the report, or earlier, found 2026-04-15"
    );
    let mut left = two();
    for record in &mut left {
        record.discontinued = Some(date("2026-01-05"));
    }
    assert!(followed().attendance(&left, date("2026-04-14")).is_ok(), "after the first dose");
    assert_eq!(
        refused(two(), |record| record.visit = "week 4".to_owned()),
        "line 3 of the visits: in column visit, expected one of \"screening\", \"blood 1\", \"end\", found \"week 4\""
    );
    assert_eq!(
        refused(two(), |record| record.arm = "placebo".to_owned()),
        "line 3 of the visits: in column arm, expected one of \"drug\", found \"placebo\""
    );
    assert_eq!(
        refused(two(), |record| record.first_dose = "2026-01-12".parse().expect("a date")),
        "line 3 of the visits: expected \"P,1\" in arm \"drug\" with first dose 2026-01-05 as in an earlier line, found arm \"drug\" with first dose 2026-01-12"
    );
}

/// Participants in turns are reported one after the other, each with its own first dose.
#[test]
fn participants_in_turns_have_their_own_days() {
    let header = "participant,arm,first_dose,visit,date";
    let lines = [
        "P1,drug,2026-01-05,blood 1,2026-01-19",
        "P2,drug,2026-02-02,blood 1,2026-01-19",
        "P1,drug,2026-01-05,screening,2025-12-29",
        "P2,drug,2026-02-02,screening,2026-01-26",
    ];
    let visits = read_visits(&format!("{header}\n{}", lines.join("\n"))).expect("records");
    let report = followed().attendance(&visits, date("2026-01-26")).expect("a report");
    let found: Vec<_> =
        report.iter().map(|visit| (&*visit.participant, &*visit.visit, visit.attendance)).collect();
    let on_time = Attendance::OnTime;
    assert_eq!(
        found,
        [
            ("P1", "screening", on_time),
            ("P1", "blood 1", on_time),
            ("P2", "screening", on_time),
            ("P2", "blood 1", Attendance::Early(26)),
        ]
    );
}

/// A year of two digits too few makes 26,089 visits, which are looked up and not compared one by one.
#[test]
fn a_mistyped_first_dose() {
    let file = "participant,arm,first_dose,visit,date\n\
                P1,drug,0026-01-05,blood 26088,2025-12-30\n";
    let visits = read_visits(file).expect("a record");
    let report = followed().attendance(&visits, date("2026-01-05")).expect("a report");
    assert_eq!(report.len(), 26_091);
    let missed = report.iter().filter(|visit| visit.attendance == Attendance::Missed);
    assert_eq!(missed.count(), 26_090);
}

/// What was not planned is in the report, and what could not be any more is no deviation.
#[test]
fn unscheduled_visits_and_discontinuation() {
    let file = "\u{feff}participant,arm,first_dose,visit,date,discontinued\n\
                P1,drug,2026-01-05,screening,2025-12-29,\n\
                P1,drug,2026-01-05,Unscheduled 1,2026-01-10,\n\
                P1,drug,2026-01-05,UNSCHEDULED 1,2026-01-11,2026-02-13\n";
    let visits = read_visits(file).expect("records");
    let report = followed().attendance(&visits, date("2026-03-16")).expect("a report");
    let lines: Vec<String> = report.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "P1, screening: planned 2025-12-29 (-14d/+3d), 2025-12-29, on time",
            "P1, Unscheduled 1: 2026-01-10, unscheduled",
            "P1, UNSCHEDULED 1: 2026-01-11, unscheduled",
            "P1, blood 1: planned 2026-01-19 (-2d/+3d), missed",
            // Its window opened on 14 February, a day after.
            "P1, blood 2: planned 2026-02-16 (-2d/+3d), not expected after discontinuation",
            "P1, blood 3: planned 2026-03-16 (-2d/+3d), not expected after discontinuation",
        ]
    );
    assert_eq!(report.iter().filter(|visit| visit.attendance.is_deviation()).count(), 1);
    let on_the_day = file.replace("2026-02-13", "2026-02-14");
    let visits = read_visits(&on_the_day).expect("records");
    let report = followed().attendance(&visits, date("2026-03-16")).expect("a report");
    assert_eq!(report[4].attendance, Attendance::Missed);
    let two = file.replace("2026-01-10,", "2026-01-10,2026-02-20");
    let error = followed().attendance(&read_visits(&two).expect("records"), date("2026-03-16"));
    assert_eq!(
        error.expect_err("two days").to_string(),
        "line 4 of the visits: in column discontinued, expected 2026-02-20, as in an earlier line of \"P1\", found 2026-02-13"
    );
    let attended = followed().attended("end", date("2026-01-05"), date("2026-05-25"));
    let attended = attended.expect("a visit").to_string();
    assert_eq!(attended, "end: planned 2026-05-25, 2026-05-25, on time");
}

/// A value that is no number, as a missing one is often read, says nothing of eligibility.
#[test]
fn what_is_no_number_is_not_known() {
    let limit = |limit: &str| limit.parse().expect("a number");
    let low = Condition::value("platelets", "10^9/L", Threshold::Below(limit("100")));
    let counts = |values: &[f64]| {
        values.iter().fold(Findings::new(), |all, value| all.value("platelets", "10^9/L", *value))
    };
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for found in [counts(&[value]), counts(&[90.0, value])] {
            assert_eq!(Criterion::exclusion(low.clone()).met(&found), Ok(Met::NotKnown));
            assert_eq!(Criterion::inclusion(low.clone()).met(&found), Ok(Met::NotKnown));
        }
    }
    let two = low.clone().in_a_row(2);
    assert_eq!(two.met(&counts(&[90.0, f64::NAN, 90.0])), Ok(Met::NotKnown));
    assert_eq!(two.met(&counts(&[f64::NAN, 90.0, 90.0])), Ok(Met::Yes), "the latest two are known");
}

/// The shipped file of the example `own_trial` is of the form that is read.
#[test]
fn the_shipped_visits_are_read() {
    let visits = read_visits(include_str!("../../examples/data/visits.csv")).expect("records");
    assert_eq!(visits.len(), 18);
}

#[test]
fn criteria_are_met_by_what_was_found() {
    let at_least = |limit: &str| Threshold::AtLeast(limit.parse().expect("a number"));
    let capacity = |limit| Condition::value("SVC", "% predicted", at_least(limit));
    let trial = builder()
        .arm(Arm::untreated("a"))
        .eligibility([
            Criterion::inclusion(Condition::value("age", "years", at_least("18"))),
            Criterion::inclusion(capacity("65")).of_population(Population::FasterProgressing),
            Criterion::inclusion(capacity("50")).of_population(Population::SlowerProgressing),
            Criterion::exclusion(Condition::judged("HIV infection")),
        ])
        .build()
        .expect("a trial");
    let found = Findings::new().value("age", "years", 40.0).value("SVC", "% predicted", 60.0);
    let met = |population, found: &Findings| -> Vec<Met> {
        let criteria = trial.criteria_met(None, &population, found);
        let criteria = criteria.expect("the units of the criteria");
        criteria.into_iter().map(|(_, met)| met).collect()
    };
    assert_eq!(met(Population::FasterProgressing, &found), [Met::Yes, Met::No, Met::NotKnown]);
    assert_eq!(met(Population::SlowerProgressing, &found), [Met::Yes, Met::Yes, Met::NotKnown]);
    assert_eq!(met(Population::IntentionToTreat, &Findings::new()), [Met::NotKnown, Met::NotKnown]);
    for (infected, expected) in [(true, Met::No), (false, Met::Yes)] {
        let judged = found.clone().judged("HIV infection", infected);
        assert_eq!(met(Population::SlowerProgressing, &judged)[2], expected);
    }
    assert_eq!(trial.eligibility()[3].to_string(), "exclusion: HIV infection");
}

/// Part A takes those with less than 44 pg/mL and part B those with 44 or more: nobody fails both, and nobody needs both.
#[test]
fn criteria_are_those_of_a_part() {
    let nfl = |is: Threshold| Criterion::inclusion(Condition::value("NfL", "pg/mL", is));
    let limit = || "44".parse().expect("a number");
    let arm =
        |part: &'static str| Arm::untreated(part).in_part(TrialPart::new(part, Purpose::Pivotal));
    let trial = builder()
        .arm(arm("A"))
        .arm(arm("B"))
        .eligibility([
            nfl(Threshold::Below(limit())).of_part("A"),
            nfl(Threshold::AtLeast(limit())).of_part("B"),
            Criterion::exclusion(Condition::judged("HIV infection")),
        ])
        .build()
        .expect("a trial");
    let found = |nfl| Findings::new().value("NfL", "pg/mL", nfl).judged("HIV infection", false);
    let everybody = Population::IntentionToTreat;
    let met = |part: &str, value| {
        let criteria = trial.criteria_met(Some(part), &everybody, &found(value)).expect("a part");
        assert_eq!(criteria.len(), 2);
        criteria.into_iter().map(|(_, met)| met).min()
    };
    for (value, a, b) in [(20.0, Met::Yes, Met::No), (44.0, Met::No, Met::Yes)] {
        assert_eq!((met("A", value), met("B", value)), (Some(a), Some(b)), "{value}");
    }
    let refused = |part, found: &Findings| {
        trial.criteria_met(part, &everybody, found).expect_err("refused").to_string()
    };
    let parts = "expected one of \"A\", \"B\"";
    assert_eq!(
        refused(Some("C"), &found(20.0)),
        format!("the request for criteria names part \"C\", {parts}")
    );
    assert_eq!(
        refused(None, &found(20.0)),
        format!("the request for criteria names no part, {parts}")
    );
    assert_eq!(
        refused(Some("A"), &Findings::new().value("NfL", "ng/L", 20.0)),
        "NfL: expected the unit \"pg/mL\", found \"ng/L\""
    );
    // All criteria of ATLAS that were read are of its run-in.
    let atlas = tofersen::atlas();
    let of =
        |part| atlas.criteria_met(Some(part), &everybody, &Findings::new()).map(|met| met.len());
    assert_eq!(["A", "B", "C", "D"].map(of), [Ok(8), Ok(0), Ok(0), Ok(0)]);
}

/// A name that two parts have is judged by the arm's part, and by the name alone only if the parts agree.
#[test]
fn a_visit_of_two_parts() {
    let arm =
        |part: &'static str| Arm::untreated(part).in_part(TrialPart::new(part, Purpose::Pivotal));
    let of = |part: &'static str, days| {
        visit("week 4", 29).in_part(part).with_window(Window::days(days, days))
    };
    let with = |days| {
        let trial = builder().arm(arm("A")).arm(arm("B")).visit(of("A", 1)).visit(of("B", days));
        trial.build().expect("a trial")
    };
    let (first, on) = (date("2026-01-05"), date("2026-02-07"));
    let same = with(1).attended("week 4", first, on).expect("one plan");
    assert_eq!(same.attendance, Attendance::Late(4));
    assert_eq!(
        with(7).attended("week 4", first, on).expect_err("two plans").to_string(),
        "visit \"week 4\" is planned differently in parts \"A\" and \"B\", expected a name with one plan: \
         `Trial::attendance` knows the part from the arm"
    );
    let file = "participant,arm,first_dose,visit,date\n\
                P1,A,2026-01-05,week 4,2026-02-07\nP2,B,2026-01-05,week 4,2026-02-07\n";
    let report = with(7).attendance(&read_visits(file).expect("records"), on).expect("a report");
    let judged: Vec<Attendance> = report.iter().map(|visit| visit.attendance).collect();
    assert_eq!(judged, [Attendance::Late(4), Attendance::OnTime]);
}

#[test]
fn a_workflow_has_every_step_and_says_what_is_not_stated() {
    let trial = builder()
        .arm(Arm::active("drug", regimen("100 mg IT q28d x3")).with_allocation(2))
        .arm(Arm::masked("placebo", regimen("100 mg IT q28d x3"), placebo()).with_allocation(1))
        .arm(Arm::pooled("all", ["drug", "placebo"]))
        .stratified_by("site")
        .stratified_by("age")
        .visit(visit("clinic", -7).in_epoch(Epoch::Screening))
        .visit(visit("day 1", 1).in_epoch(Epoch::Baseline).assessing(Endpoint::plasma_nfl()))
        .visit(
            visit("week 4", 29).assessing(Endpoint::plasma_nfl()).assessing(Endpoint::alsfrs_r()),
        )
        .visit(visit("week 8", 57).in_epoch(Epoch::FollowUp))
        .build()
        .expect("a trial");
    let steps = trial.workflow(None).expect("a workflow");
    let steps: Vec<String> = steps.iter().map(ToString::to_string).collect();
    assert_eq!(
        steps,
        [
            "screening: clinic (day -7)",
            "eligibility: not stated",
            "randomisation: 2:1 to drug, placebo; stratified by site, age",
            "baseline: day 1 (day 1)",
            "treatment: drug, placebo; visits week 4 (day 29)",
            "assessments: neurofilament light chain, plasma; ALSFRS-R total, clinical function",
            "follow-up: week 8 (day 57)",
            "end: week 8 (day 57)",
        ]
    );
    assert_eq!(
        trial.workflow(Some("B")).expect_err("no such part").to_string(),
        "the request for a workflow names part \"B\", expected no part because no arm belongs to one"
    );
    assert_eq!(
        tofersen::valor().workflow(None).expect_err("a part").to_string(),
        "the request for a workflow names no part, expected one of \"C\""
    );
}

fn trigger() -> Trigger {
    let spec = AssaySpec::new("NfL in plasma").platform("A").unit("pg/mL").lloq(5.0);
    let assay = Assay::new(spec).expect("an assay");
    Trigger::new(assay.reading(44.0).expect("a reading"), 10.0).expect("a trigger")
}

#[test]
fn parts_have_their_arms_visits_and_starts() {
    let part = |name: &'static str, purpose| TrialPart::new(name, purpose);
    let run_in = || Arm::untreated("run-in").in_part(part("A", Purpose::RunIn));
    let treated = Arm::active("drug", regimen("100 mg IT q28d x3"));
    let treated = treated.in_part(part("B", Purpose::Presymptomatic));
    let trial = builder()
        .arm(run_in())
        .arm(treated.after("run-in").started_by(trigger()))
        .visit(visit("blood", 1).repeated_every(Interval::days(28)).in_part("A"))
        .visit(visit("clinic", 29).in_part("B"))
        .build()
        .expect("windows of two parts may overlap");
    let days = |arm| -> Vec<String> {
        let calendar = trial.calendar(arm, date("2026-01-05"), date("2026-02-05"));
        calendar.expect("a calendar").iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        days("run-in"),
        ["2026-01-05 day 1: blood: visit", "2026-02-02 day 29: blood: visit"]
    );
    assert_eq!(
        days("drug"),
        [
            "2026-01-05 day 1: 100 mg IT",
            "2026-02-02 day 29: 100 mg IT",
            "2026-02-02 day 29: clinic: visit"
        ]
    );
    let header = "participant,arm,first_dose,visit,date";
    let visits = read_visits(&format!("{header}\nP1,drug,2026-01-05,blood 1,2026-01-05"));
    assert_eq!(
        trial
            .attendance(&visits.expect("a record"), date("2026-02-05"))
            .expect_err("refused")
            .to_string(),
        "line 2 of the visits: in column visit, expected one of \"clinic\", found \"blood 1\"",
    );
    let parts: Vec<String> = trial.parts().iter().map(ToString::to_string).collect();
    assert_eq!(parts, ["part A, run-in", "part B, presymptomatic"]);
    assert_eq!(
        trial.workflow(Some("B")).expect("a workflow")[4].to_string(),
        "treatment: drug once at least 44 pg/mL and 10 pg/mL above baseline, NfL in plasma, A, pg/mL; visits clinic (day 29)"
    );
    let drug = trial.arm("drug").expect("an arm");
    assert!(drug.entered_from().eq(["run-in"]));
    assert_refused(
        builder().arm(run_in().after("part 0")).build(),
        "no arm is named \"part 0\", expected one of \"run-in\"",
    );
    assert_refused(
        builder().arm(Arm::pooled("all", ["drug"])).build(),
        "no arm is named \"drug\", expected one of \"all\"",
    );
    assert_refused(
        builder().arm(Arm::pooled("all", [""; 0])).build(),
        "pooled arm \"all\" combines no arms, expected at least one",
    );
}

#[test]
fn an_allocation_is_whole() {
    let drug = |name: &'static str| Arm::active(name, regimen("100 mg IT q28d"));
    let two = |second: Arm| builder().arm(drug("A").with_allocation(2)).arm(second).build();
    assert_refused(
        two(drug("B")),
        "arm \"A\" has an allocation and arm \"B\" has none, expected one for each masked arm or for none",
    );
    assert!(two(drug("B").open_label()).is_ok(), "nobody is allocated to it");
    assert!(two(Arm::untreated("B")).is_ok());
    assert!(two(drug("B").in_part(TrialPart::new("2", Purpose::Extension))).is_ok());
    assert!(two(drug("B").with_allocation(u32::MAX - 2)).is_ok());
    assert_refused(
        two(drug("B").with_allocation(u32::MAX)),
        "the sum of the allocations is more than 4294967295, expected 4294967295 or less",
    );
}

fn nfl_by(platform: &'static str, document: &'static str) -> Method {
    Method::new(platform, Endpoint::plasma_nfl(), Source::new(document, Status::Publication))
}

fn with_methods(methods: impl IntoIterator<Item = Method>) -> TrialBuilder {
    let trial = builder().arm(Arm::untreated("a")).arm(Arm::untreated("b"));
    methods.into_iter().fold(trial, TrialBuilder::method)
}

fn notes(trial: &Trial) -> Vec<String> {
    trial.audit().at(FindingLevel::Note).map(ToString::to_string).collect()
}

fn faults(trial: &Trial) -> Vec<String> {
    trial.audit().at(FindingLevel::Fault).map(ToString::to_string).collect()
}

#[test]
fn outcomes_name_a_method_of_their_trial() {
    let outcome = |endpoint, method: &'static str| {
        let estimate = ReportedEstimate::new(
            "0.5".parse().expect("a number"),
            ReportedScale::GeometricMeanRatio,
        );
        Readout::new(endpoint, paper()).measured_by(method).outcome("a", estimate)
    };
    let trial = |outcome| {
        with_methods([nfl_by("A", "one"), nfl_by("B", "one")]).outcomes([outcome]).build()
    };
    let kept = trial(outcome(Endpoint::plasma_nfl(), "B")).expect("a trial");
    assert_eq!(kept.outcomes()[0].method.as_deref(), Some("B"));
    assert!(notes(&kept).is_empty(), "two methods of one document are no contradiction");
    assert_refused(
        trial(outcome(Endpoint::plasma_nfl(), "C")),
        "no method \"C\" of the trial measures neurofilament light chain, plasma (pg/mL), expected one of A, B",
    );
    assert_refused(
        trial(outcome(Endpoint::csf_nfl(), "A")),
        "no method \"A\" of the trial measures neurofilament light chain, cerebrospinal fluid (pg/mL), \
         expected no method because the trial has none for this endpoint",
    );
}

#[test]
fn an_audit_finds_methods_that_differ_and_triggers_that_nobody_relies_on() {
    let trial = with_methods([nfl_by("A", "one"), nfl_by("B", "two")]).build().expect("a trial");
    let nfl = "note: neurofilament light chain, plasma (pg/mL): measured by";
    assert_eq!(notes(&trial), [format!("{nfl} A [one] or by B [two]")]);
    // What is measured to see who may enter does not contradict what is measured as outcome.
    let screening = || nfl_by("B", "two").in_epoch(Epoch::Screening);
    assert_eq!(
        screening().to_string(),
        "neurofilament light chain, plasma (pg/mL): B, at screening"
    );
    let trial = with_methods([nfl_by("A", "one"), screening()]).build().expect("a trial");
    assert!(notes(&trial).is_empty());
    let later = nfl_by("C", "three").in_epoch(Epoch::Screening);
    let trial = with_methods([nfl_by("A", "one"), screening(), later]).build().expect("a trial");
    assert_eq!(notes(&trial), [format!("{nfl} B [two] or by C [three]")]);
    let limited = |lloq: &str| nfl_by("A", "one").limits(lloq.parse().expect("a number"), None);
    assert_eq!(
        limited("5").to_string(),
        "neurofilament light chain, plasma (pg/mL): A, lower limit of quantification 5"
    );
    let level = limited("5").assay().and_then(|assay| assay.reading(44.0)).expect("a reading");
    let started = |method: Method| {
        let trigger = Trigger::new(level.clone(), 10.0).expect("a trigger");
        let arm = |name| Arm::active(name, regimen("100 mg IT q28d")).started_by(trigger.clone());
        let trial = with_methods([method]).arm(arm("drug")).arm(arm("more drug"));
        notes(&trial.build().expect("a trial"))
    };
    let not = |of| Verdict::unreliable(of, "FDA", paper());
    assert_eq!(
        started(limited("5").judged(not(ReadingUse::Absolute))),
        [
            "note: \"drug\" and \"more drug\": treatment starts at an absolute level, at least 44 pg/mL and 10 pg/mL above \
          baseline, neurofilament light chain in plasma, A, pg/mL: FDA: absolute values not reliable [a paper]"
        ]
    );
    assert!(started(limited("5").judged(not(ReadingUse::Change))).is_empty());
    assert!(
        started(limited("5").judged(Verdict::reliable(ReadingUse::Absolute, "FDA", paper())))
            .is_empty()
    );
    assert!(started(limited("6").judged(not(ReadingUse::Absolute))).is_empty(), "another assay");
    assert!(nfl_by("A", "one").assay().is_err(), "no limit is stated");
    assert_eq!(
        nfl_by("A", "one").administered_by("a rater").by_guideline("ATS/ERS").to_string(),
        "neurofilament light chain, plasma (pg/mL): A, administered by a rater, by ATS/ERS"
    );
}

/// After an endpoint of the sequence that was not met, each p-value that is not of one tested up to it is nominal.
#[test]
fn an_audit_finds_p_values_that_are_nominal_and_not_marked() {
    let (faster, week) = (Population::FasterProgressing, TimePoint::Week(28));
    let question =
        |endpoint| Readout::new(endpoint, paper()).in_population(faster.clone()).at(week);
    let contrast = |endpoint, p: PValue| question(endpoint).contrast("a").against("b").with_p(p);
    let p = || PValue::new("0.04".parse().expect("a number"));
    let ranked =
        |rank, endpoint| TrialEndpoint::new(rank, endpoint).in_population(faster.clone()).at(week);
    let trial = |met| {
        with_methods([])
            .endpoints([
                ranked(Rank::Primary, Endpoint::alsfrs_r()).by(Test::JointRank).met(met),
                ranked(Rank::KeySecondary, Endpoint::csf_sod1()),
            ])
            .contrasts([
                contrast(Endpoint::alsfrs_r(), p().by(Test::JointRank)),
                contrast(Endpoint::alsfrs_r(), p().by(Test::Ancova)),
                contrast(Endpoint::csf_sod1(), p()),
                contrast(Endpoint::plasma_nfl(), p().nominal()),
            ])
            .build()
            .expect("a trial")
    };
    let not_met = "primary: ALSFRS-R total, clinical function, faster progressing, week 28, joint rank test: \
                   not met";
    assert_eq!(
        faults(&trial(false)),
        [
            format!(
                "fault: ALSFRS-R total, clinical function, a against b, faster progressing, week 28: p = 0.04 (analysis of covariance) [a paper]: \
                 the p-value is nominal but not marked as nominal, because of {not_met}"
            ),
            format!(
                "fault: SOD1 protein, cerebrospinal fluid, a against b, faster progressing, week 28: p = 0.04 (test not stated) [a paper]: \
                 the p-value is nominal but not marked as nominal, because of {not_met}"
            ),
        ]
    );
    assert!(faults(&trial(true)).is_empty());
    // Of two primary endpoints, each with an alpha of its own, the second may be met alone.
    let of_two = |second: Option<bool>, arms: &[&'static str]| {
        let primary = |endpoint| ranked(Rank::Primary, endpoint);
        let mut sod1 = primary(Endpoint::csf_sod1());
        sod1.is_met = second;
        let trial = with_methods([])
            .endpoints([primary(Endpoint::alsfrs_r()).met(false), sod1])
            .contrasts([contrast(Endpoint::csf_sod1(), p())]);
        let trial = arms.iter().fold(trial, |trial, arm| trial.arm(Arm::untreated(*arm)));
        let trial = trial.build().expect("a trial");
        let audit = trial.audit();
        let nominal =
            audit.findings().iter().find(|found| found.check.to_string().contains("nominal"));
        nominal.map(|found| found.level)
    };
    assert_eq!(of_two(Some(true), &[]), None);
    assert_eq!(of_two(None, &[]), Some(FindingLevel::Fault));
    assert_eq!(of_two(None, &["c"]), Some(FindingLevel::Note), "not met in which arm?");
    assert_eq!(p().nominal().to_string(), "p = 0.04 (nominal, test not stated)");
}

#[cfg(feature = "serde")]
#[test]
fn designs_go_through_json() {
    let endpoint = TrialEndpoint::new(Rank::KeySecondary, Endpoint::csf_sod1()).met(true);
    let treated = Arm::active("drug", regimen("100 mg IT q28d")).after("a").started_by(trigger());
    let trial = with_methods([nfl_by("A", "one").limits("5".parse().expect("a number"), None)])
        .also_registered("2015-004098-33".parse().expect("a number"))
        .eligibility([Criterion::exclusion(Condition::judged("HIV infection"))])
        .endpoints([endpoint])
        .arm(treated.in_part(TrialPart::new("B", Purpose::Presymptomatic)).open_label())
        .arm(Arm::pooled("all", ["a", "b"]))
        .visit(visit("clinic", 1).in_epoch(Epoch::Named("wash-out".into())).in_part("B"))
        .build()
        .expect("a trial");
    let json = serde_json::to_string(&trial).expect("JSON");
    assert_eq!(serde_json::from_str::<Trial>(&json).expect("a trial"), trial);
    for (from, to) in [
        ("2015-004098-33", "2015-004098-3"),
        (r#""after":["a"]"#, r#""after":["z"]"#),
        (r#""key-secondary""#, r#""second""#),
        (r#""rise":10.0"#, r#""rise":-1.0"#),
    ] {
        assert!(json.contains(from), "{from} {json}");
        assert!(serde_json::from_str::<Trial>(&json.replace(from, to)).is_err(), "{to}");
    }
}
