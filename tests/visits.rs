//! Baselines, visit windows, and the way from a table of readings to changes by visit and arm.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails, in its helpers too")]

use std::error::Error;

use aso_regimen::analysis::baseline::{BaselineRule, FirstDoseDay};
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::imputation::ImputationPlan;
use aso_regimen::analysis::readings::{Reading, Readings};
use aso_regimen::analysis::summary;
use aso_regimen::analysis::visit_changes::{
    ChangePlan, ChangesOf, Excluded, Reason, WithoutBaseline, ZeroBaseline,
};
use aso_regimen::analysis::visits::{
    Placement, Tie, VisitError, VisitPlan, VisitValue, VisitWindow,
};
use aso_regimen::evidence::source::{Source, Status};
use aso_regimen::evidence::trial::{Purpose, Registration, TrialPart, Visit};
use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule};
use aso_regimen::measure::change::MeanPercentChange;
use aso_regimen::measure::endpoint::Benefit;
use aso_regimen::{Arm, Interval, StudyDay, Trial, Window};
use proptest::prelude::*;

fn day(number: i64) -> StudyDay {
    StudyDay::new(number).unwrap()
}

fn window(name: &str, first: i64, target: i64, last: i64) -> VisitWindow {
    VisitWindow::new(name, day(first), day(target), day(last)).unwrap()
}

fn plan(tie: Tie) -> VisitPlan {
    let windows = vec![window("week 8", 50, 57, 64), window("week 4", 22, 29, 36)];
    VisitPlan::new(tie, windows).unwrap()
}

fn reading<'a>(participant: &'a str, arm: &'a str, number: i64, value: f64) -> Reading<'a> {
    Reading::new(participant, day(number), value).arm(arm).endpoint("NfL")
}

/// Two arms, three participants, one of them without a baseline.
fn readings() -> Readings {
    let mut readings = Readings::new();
    for row in [
        reading("P01", "tofersen", -10, 98.0),
        reading("P01", "tofersen", 1, 100.0),
        reading("P01", "tofersen", 27, 70.0),
        reading("P01", "tofersen", 31, 60.0),
        reading("P02", "placebo", 1, 90.0),
        reading("P02", "placebo", 45, 91.0),
        reading("P02", "placebo", 60, 99.0),
        reading("P03", "tofersen", 29, 50.0),
    ] {
        readings.push(row).unwrap();
    }
    readings
}

fn change_plan(tie: Tie) -> ChangePlan {
    let last = BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose);
    ChangePlan::new(last, plan(tie)).without_baseline(WithoutBaseline::Exclude)
}

#[test]
fn a_plan_goes_by_days_and_windows_include_their_ends() {
    let plan = plan(Tie::Earlier);
    let names: Vec<_> = plan.windows().iter().map(VisitWindow::name).collect();
    assert_eq!(names, ["week 4", "week 8"]);
    for (number, visit) in [
        (21, None),
        (22, Some(0)),
        (36, Some(0)),
        (37, None),
        (49, None),
        (50, Some(1)),
        (64, Some(1)),
        (65, None),
        (-30, None),
    ] {
        assert_eq!(plan.visit_on(day(number)), visit, "study day {number}");
    }
}

#[test]
fn a_window_around_day_1_has_no_day_0() {
    let screening = VisitWindow::around("baseline", day(1), Window::days(1, 1)).unwrap();
    assert_eq!((screening.first(), screening.last()), (day(-1), day(2)));
}

#[test]
fn ties_go_the_stated_way() {
    let days = [day(31), day(27)];
    for (tie, chosen) in [(Tie::Earlier, 1), (Tie::Later, 0)] {
        let placed = plan(tie).place(&days).unwrap();
        let mut expected = [Placement::NotClosest { visit: 0 }; 2];
        expected[chosen] = Placement::Chosen { visit: 0 };
        assert_eq!(placed, expected);
    }
    // The rule is for ties alone: day 30 is closer than day 27.
    let placed = plan(Tie::Earlier).place(&[day(27), day(30)]).unwrap();
    assert_eq!(placed[1], Placement::Chosen { visit: 0 });
}

#[test]
fn baselines_by_each_rule() {
    let baseline = |participant, rule| readings().baseline(participant, "NfL", &rule);
    let value = |participant, rule| baseline(participant, rule).map(|found| found.value);
    let (before, after) = (FirstDoseDay::BeforeDose, FirstDoseDay::AfterDose);

    assert_eq!(value("P01", BaselineRule::LastBeforeFirstDose(before)), Some(100.0));
    assert_eq!(value("P01", BaselineRule::LastBeforeFirstDose(after)), Some(98.0));
    assert_eq!(value("P02", BaselineRule::LastBeforeFirstDose(after)), None);
    assert_eq!(value("P03", BaselineRule::LastBeforeFirstDose(before)), None);
    assert_eq!(value("P01", BaselineRule::OnDay(day(27))), Some(70.0));
    assert_eq!(value("P01", BaselineRule::OnDay(day(28))), None);

    let mean = baseline("P01", BaselineRule::MeanBeforeFirstDose(before)).unwrap();
    assert_eq!((mean.value, mean.day, mean.readings), (99.0, day(1), 2));

    for (tie, expected) in [(Tie::Earlier, 70.0), (Tie::Later, 60.0)] {
        let window = window("week 4", 22, 29, 36);
        let at_visit = BaselineRule::AtVisit { window, tie };
        assert_eq!(value("P01", at_visit), Some(expected));
    }
    assert_eq!(value("P09", BaselineRule::OnDay(day(1))), None);
}

#[test]
fn changes_by_visit_and_arm() {
    let readings = readings();
    let changes = change_plan(Tie::Later).changes(&readings, "NfL").unwrap();

    let tofersen = changes.at("week 4", "tofersen").unwrap();
    assert_eq!(tofersen.participants(), ["P01"]);
    assert_eq!(tofersen.days(), [day(31)]);
    assert_eq!((tofersen.baselines(), tofersen.values()), (&[100.0][..], &[60.0][..]));
    assert_eq!(tofersen.differences(), [-40.0]);

    let placebo = changes.at("week 8", "placebo").unwrap();
    assert_eq!((placebo.participants(), placebo.differences()), (&["P02"][..], vec![9.0]));
    assert!(changes.at("week 4", "placebo").unwrap().values().is_empty());

    let aside: Vec<_> = changes
        .excluded()
        .iter()
        .map(|aside| (aside.row, aside.participant, aside.reason))
        .collect();
    assert_eq!(
        aside,
        [
            (1, "P01", Reason::NotAfterBaseline),
            (2, "P01", Reason::NotAfterBaseline),
            (3, "P01", Reason::NotClosest { visit: 0 }),
            (5, "P02", Reason::NotAfterBaseline),
            (6, "P02", Reason::OutsideVisits),
            (8, "P03", Reason::NoBaseline),
        ]
    );
}

/// Nobody of an arm gets lost: each has a change, or is missing for one reason, and the sentence says so.
#[test]
fn who_is_missing_and_why_reaches_the_sentence() {
    let spec = AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL").lloq(5.0);
    let assay = Assay::new(spec).unwrap();
    let mut readings = Readings::new();
    for (participant, start, end) in [
        ("P1", 10.0, 8.0),
        ("P2", 12.0, 6.0),
        ("P3", 20.0, 4.9),
        ("P4", 4.0, 9.0),
        ("P5", 9.0, 5.0),
    ] {
        // The last one comes too late for week 8.
        for (number, value) in [(1, start), (if participant == "P5" { 65 } else { 57 }, end)] {
            let found = assay.reading(value).unwrap();
            let row = Reading::assayed(participant, day(number), &found, BlqRule::Drop).unwrap();
            readings.push(row.arm("drug").endpoint("NfL")).unwrap();
        }
    }
    readings.enrol("P6", "drug").unwrap();
    readings.enrol("P1", "drug").unwrap();
    assert_eq!(readings.len(), 8, "two of ten are below the limit");
    assert_eq!(
        readings.enrol("P1", "placebo").unwrap_err().to_string(),
        "row 11, participant P1: is in arm placebo, expected drug as in the rows before"
    );
    assert!(readings.enrol(" ", "drug").is_err());

    let changes = change_plan(Tie::Later).changes(&readings, "NfL").unwrap();
    let week_8 = changes.at("week 8", "drug").unwrap();
    assert_eq!(week_8.participants(), ["P1", "P2"]);
    let missing = week_8.missing();
    assert_eq!(
        (missing.without_baseline, missing.without_reading, missing.below_lloq, missing.other),
        (2, 1, 1, 0)
    );
    let estimate = summary::geometric_mean_ratio(&week_8.data().unwrap(), ConfidenceLevel::P95);
    let sentence = estimate.unwrap().to_string();
    assert!(
        sentence.starts_with(
            "geometric mean ratio to baseline, drug (n = 2, 4 missing: 2 without a baseline, 1 without a reading \
             at the visit, 1 below the limit of quantification at the visit): 0.632 ("
        ),
        "{sentence}"
    );
    assert!(!sentence.contains("excluded"), "{sentence}");

    // A reading of another endpoint that is below its limit is none of this one.
    let other = Reading::assayed("P5", day(57), &assay.below_lloq(), BlqRule::Drop).unwrap();
    readings.push(other.arm("drug").endpoint("SOD1")).unwrap();
    let changes = change_plan(Tie::Later).changes(&readings, "NfL").unwrap();
    assert_eq!(changes.at("week 8", "drug").unwrap().missing(), missing);

    // By half the limit both have a number.
    let half = Reading::assayed("P3", day(57), &assay.below_lloq(), BlqRule::HalfLloq).unwrap();
    assert_eq!((half.value, half.is_dropped), (2.5, false));
}

/// The rule M6 over time, in whatever order the readings come: 40 is quantified, and one of the two after it counts.
#[test]
fn runs_below_the_limit_count_once() {
    let spec = AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL");
    let assay = Assay::new(spec.lloq(2.0).uloq(500.0)).unwrap();
    let series = [(57, "<2.0"), (1, "BLQ"), (29, "40"), (85, "<2")]
        .map(|(on, printed)| (day(on), assay.read(printed).unwrap()));
    let once = Reading::assayed_over_time("P01", &series, BlqRule::HalfLloqOnce).unwrap();
    let found: Vec<_> = once.iter().map(|one| (one.day, one.value, one.is_dropped)).collect();
    assert_eq!(
        found,
        [(day(1), 1.0, false), (day(29), 40.0, false), (day(57), 1.0, false), (day(85), 0.0, true)]
    );
    let mut readings = Readings::new();
    for one in once {
        readings.push(one.arm("drug").endpoint("NfL")).unwrap();
    }
    assert_eq!(readings.len(), 3);
    let above = [(day(29), assay.read("12").unwrap()), (day(1), assay.above_uloq().unwrap())];
    assert_eq!(
        Reading::assayed_over_time("P01", &above, BlqRule::Drop).unwrap_err().to_string(),
        "row 1 of the readings: NfL in plasma, platform A, pg/mL: a reading above the upper limit of quantification, 500; expected one at most there, since no rule gives it a number"
    );
    assert_eq!(Reading::assayed_over_time("P01", &[], BlqRule::Drop).unwrap(), []);
}

/// Four readings in the window of week 4, and one outside; the target is day 29.
#[test]
fn the_value_of_a_visit_is_by_its_rule() {
    let mut readings = Readings::new();
    let rows = [(1, 100.0), (23, 70.0), (28, 60.0), (33, 64.0), (34, 70.0), (45, 10.0)];
    for (on, value) in rows {
        readings.push(reading("P01", "tofersen", on, value)).unwrap();
    }
    let plan = |value| change_plan(Tie::Later).visit_value(value);
    for (value, expected, on, left_out) in [
        (VisitValue::Closest, 60.0, 28, vec![2, 4, 5]),
        (VisitValue::Last, 70.0, 34, vec![2, 3, 4]),
        (VisitValue::Mean, 66.0, 34, vec![]),
        (VisitValue::Worst(Benefit::Lower), 70.0, 23, vec![3, 4, 5]),
        (VisitValue::Worst(Benefit::Higher), 60.0, 28, vec![2, 4, 5]),
    ] {
        let changes = plan(value).changes(&readings, "NfL").unwrap();
        let week_4 = changes.at("week 4", "tofersen").unwrap();
        assert_eq!(
            (week_4.values(), week_4.days()),
            (&[expected][..], &[day(on)][..]),
            "{value:?}"
        );
        let reason = |one: &&Excluded<'_>| {
            matches!(one.reason, Reason::NotChosen { visit: 0 } | Reason::NotClosest { visit: 0 })
        };
        let rows: Vec<_> = changes.excluded().iter().filter(reason).map(|one| one.row).collect();
        assert_eq!(rows, left_out, "{value:?}");
        let outside = changes.excluded().last().unwrap();
        assert_eq!((outside.row, outside.reason), (6, Reason::OutsideVisits));
    }
    #[cfg(feature = "serde")]
    {
        let worst = plan(VisitValue::Worst(Benefit::Lower));
        let json = serde_json::to_string(&worst).unwrap();
        assert!(json.contains(r#""visit_value":{"worst":"lower"}"#), "{json}");
        assert_eq!(serde_json::from_str::<ChangePlan>(&json).unwrap(), worst);
        let without = json.replace(r#","visit_value":{"worst":"lower"}"#, "");
        assert_eq!(
            serde_json::from_str::<ChangePlan>(&without).unwrap(),
            plan(VisitValue::Closest)
        );
    }
}

/// Everybody with a baseline is there, by first appearance, also who has no visit; who has none is counted.
#[test]
fn an_arm_over_its_visits() {
    let mut readings = readings();
    for row in [reading("P05", "tofersen", 1, 70.0), reading("P06", "tofersen", 1, 80.0)] {
        readings.push(row).unwrap();
    }
    readings.push(reading("P06", "tofersen", 57, 44.0)).unwrap();
    readings.enrol("P07", "tofersen").unwrap();
    readings.enrol("P08", "sham").unwrap();
    let changes = change_plan(Tie::Later).changes(&readings, "NfL").unwrap();
    let arm = changes.incomplete("tofersen").unwrap();
    assert!(arm.participants().eq(["P01", "P05", "P06"]));
    assert_eq!(arm.baselines(), [100.0, 70.0, 80.0]);
    assert_eq!(arm.values("week 4").unwrap(), [Some(60.0), None, None]);
    assert_eq!(arm.values("week 8").unwrap(), [None, None, Some(44.0)]);
    assert_eq!(arm.missing().unwrap().to_string(), "2 missing: 2 without a baseline");
    assert_eq!(
        changes.incomplete("sham").unwrap_err().to_string(),
        r#"arm "sham": number of participants is 0; expected at least 1"#
    );
    assert_eq!(
        changes.incomplete("nobody").unwrap_err().to_string(),
        r#"the readings have no arm "nobody", expected one of tofersen, placebo, sham"#
    );
    let arms = [arm];
    assert_eq!(
        ImputationPlan::new(1).data_set(&arms, 1).unwrap_err().to_string(),
        r#"arm "tofersen", participant P06: no value at week 4, but one at week 8; expected no value after a missing one, as monotone imputation needs"#
    );
}

#[test]
fn the_windows_of_a_trial_are_a_plan() {
    let blood = Visit::new("blood", day(15)).repeated_every(Interval::days(28));
    let months = Visit::new("clinic", day(4)).repeated_every(Interval::months(1)).in_part("B");
    let protocol = Source::new("a protocol", Status::Publication);
    let trial = Trial::builder(Registration::None, "a trial", protocol)
        .arm(Arm::untreated("A").in_part(TrialPart::new("A", Purpose::RunIn)))
        .arm(Arm::untreated("B").in_part(TrialPart::new("B", Purpose::Pivotal)))
        .visit(Visit::new("screening", day(-7)))
        .visit(blood.with_window(Window::days(2, 3)).in_part("A"))
        .visit(months)
        .build()
        .unwrap();
    let plan = |part, through| VisitPlan::of_trial(&trial, part, day(through), Tie::Earlier);
    let windows: Vec<String> =
        plan(Some("A"), 43).unwrap().windows().iter().map(ToString::to_string).collect();
    assert_eq!(
        windows,
        [
            "screening (study days -7 to -7, target -7)",
            "blood 1 (study days 13 to 18, target 15)",
            "blood 2 (study days 41 to 46, target 43)",
        ]
    );
    assert_eq!(plan(Some("A"), 42).unwrap().windows().len(), 2);
    assert_eq!(
        plan(Some("B"), 42).unwrap_err().to_string(),
        "visit \"clinic\" is repeated every 1mo, expected an interval in days because months have no fixed study days"
    );
    assert_eq!(plan(Some("A"), -8).unwrap_err(), VisitError::Empty);
}

#[test]
fn rows_of_participants_may_alternate() {
    let mut readings = Readings::new();
    for row in [
        reading("P01", "tofersen", 31, 60.0),
        reading("P02", "placebo", 57, 80.0),
        reading("P02", "placebo", 1, 90.0),
        reading("P01", "tofersen", 1, 100.0),
    ] {
        readings.push(row).unwrap();
    }
    let changes = change_plan(Tie::Later).changes(&readings, "NfL").unwrap();
    assert_eq!(changes.at("week 4", "tofersen").unwrap().differences(), [-40.0]);
    assert_eq!(changes.at("week 8", "placebo").unwrap().differences(), [-10.0]);
    let rows: Vec<_> = changes.excluded().iter().map(|one| one.row).collect();
    assert_eq!(rows, [3, 4]);
}

#[test]
fn a_baseline_of_zero_is_set_aside_with_a_reason() {
    let mut readings = Readings::new();
    for (who, on, value) in [("P01", 1, 0.0), ("P01", 29, 8.0), ("P02", 1, 10.0), ("P02", 29, 5.0)]
    {
        readings.push(reading(who, "tofersen", on, value)).unwrap();
    }
    let plan = VisitPlan::new(Tie::Earlier, vec![window("week 4", 22, 29, 36)]).unwrap();
    let plan = ChangePlan::new(BaselineRule::OnDay(day(1)), plan);
    let endpoint = readings.endpoints().next().unwrap().to_owned();
    let kept = plan.changes(&readings, &endpoint).unwrap();
    let kept = kept.at("week 4", "tofersen").unwrap();
    assert_eq!(kept.differences(), [8.0, -5.0]);
    assert_eq!(
        kept.percent_changes().unwrap_err().to_string(),
        "participant P01: baseline is 0; expected any other number"
    );
    let plan = plan.zero_baseline(ZeroBaseline::Exclude);
    let changes = plan.changes(&readings, &endpoint).unwrap();
    let arm = changes.at("week 4", "tofersen").unwrap();
    assert_eq!(arm.percent_changes(), Ok(vec![-50.0]));
    let missing = arm.data().unwrap().missing().unwrap();
    assert_eq!(missing.to_string(), "1 missing: 1 with a baseline of 0");
    let reasons: Vec<_> = changes.excluded().iter().map(|one| (one.row, one.reason)).collect();
    assert_eq!(
        reasons,
        [(1, Reason::ZeroBaseline), (2, Reason::ZeroBaseline), (3, Reason::NotAfterBaseline)]
    );
}

/// The rows of errors are those that were pushed, also where fewer are kept.
#[test]
fn duplicates_are_averaged_on_demand() {
    let mut readings = Readings::averaging();
    for (on, value) in [(1, 10.0), (1, 13.0), (29, 6.0), (1, 1.0)] {
        readings.push(reading("P01", "tofersen", on, value)).unwrap();
    }
    let values: Vec<_> = readings.iter().map(|row| row.value).collect();
    assert_eq!(values, [8.0, 6.0]);
    assert_eq!([0, 1, 2].map(|row| readings.replicates(row)), [Some(3), Some(1), None]);
    let refused = readings.push(reading("P01", "placebo", 2, 1.0)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "row 5, participant P01: is in arm placebo, expected tofersen as in the rows before"
    );
}

#[test]
fn changes_at_and_before_baseline_only_when_asked() {
    let readings = readings();
    let visits = || {
        let windows = vec![window("screening", -28, -10, -1), window("day 1", 1, 1, 1)];
        VisitPlan::new(Tie::Earlier, windows).unwrap()
    };
    let last = || BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose);
    let plan = ChangePlan::new(last(), visits()).without_baseline(WithoutBaseline::Exclude);

    let changes = plan.changes(&readings, "NfL").unwrap();
    assert!(changes.at("day 1", "tofersen").unwrap().values().is_empty());

    let all = plan.changes_of(ChangesOf::AllReadings);
    let changes = all.changes(&readings, "NfL").unwrap();
    assert_eq!(changes.at("day 1", "tofersen").unwrap().differences(), [0.0]);
    assert_eq!(changes.at("screening", "tofersen").unwrap().differences(), [-2.0]);
}

#[test]
fn a_missing_baseline_names_the_participant() {
    let strict = change_plan(Tie::Later).without_baseline(WithoutBaseline::Refuse);
    assert_eq!(
        strict.changes(&readings(), "NfL").unwrap_err().to_string(),
        "participant P03 has no baseline of NfL, expected a reading that meets the rule"
    );
}

/// The worked sample: geometric mean ratio 0.6563857086 and mean percent change -33.75 in the treated arm.
#[test]
fn a_worked_sample_from_readings_to_means() {
    let (before, after) = ([100.0, 80.0, 120.0, 60.0], [60.0, 60.0, 66.0, 45.0]);
    let mut readings = Readings::new();
    for (index, name) in ["P1", "P2", "P3", "P4"].into_iter().enumerate() {
        readings.push(reading(name, "treated", 1, before[index])).unwrap();
        readings.push(reading(name, "treated", 57, after[index])).unwrap();
    }
    let changes = change_plan(Tie::Later).changes(&readings, "NfL").unwrap();
    let treated = changes.at("week 8", "treated").unwrap();
    let ratio = treated.geometric_mean_ratio().unwrap().value();
    assert!((ratio - 0.656_385_708_6).abs() < 1e-10);
    let estimate = summary::geometric_mean_ratio(&treated.data().unwrap(), ConfidenceLevel::P95);
    assert_eq!(
        estimate.unwrap().to_string(),
        "geometric mean ratio to baseline, treated (n = 4, none missing): 0.656 (95 % CI 0.510 to 0.844), t = -5.329 with 3 df, \
         p = 0.01291"
    );
    assert_eq!(treated.percent_changes().unwrap(), [-40.0, -25.0, -45.0, -25.0]);
    let mean = MeanPercentChange::of_columns(treated.baselines(), treated.values());
    assert!((mean.unwrap().percent() + 33.75).abs() < 1e-12);
}

#[test]
fn undefined_changes_name_the_participant_and_empty_arms_the_arm() {
    let mut readings = readings();
    readings.push(reading("P04", "placebo", 1, 50.0)).unwrap();
    readings.push(reading("P04", "placebo", 57, 0.0)).unwrap();
    let changes = change_plan(Tie::Later).changes(&readings, "NfL").unwrap();
    let placebo = changes.at("week 8", "placebo").unwrap();
    assert_eq!(placebo.arm(), "placebo");
    assert_eq!(placebo.participants(), ["P02", "P04"]);
    let refused = placebo.geometric_mean_ratio().unwrap_err();
    assert_eq!(refused.to_string(), "participant P04: value is 0; expected a number above 0");
    assert!(refused.source().is_none());
    let empty = changes.at("week 4", "placebo").unwrap();
    let refused = empty.geometric_mean_ratio().unwrap_err();
    assert_eq!(
        refused.to_string(),
        r#"arm "placebo" at this visit: number of rows is 0; expected at least 1"#
    );
    assert!(refused.source().is_none());
    assert_eq!(
        empty.data().unwrap_err().to_string(),
        r#"arm "placebo": number of participants is 0; expected at least 1"#
    );
}

#[test]
fn unknown_names_are_named() {
    let readings = readings();
    let plan = change_plan(Tie::Later);
    assert_eq!(
        plan.changes(&readings, "SOD1").unwrap_err().to_string(),
        r#"the readings have no endpoint "SOD1", expected one of NfL"#
    );
    let changes = plan.changes(&readings, "NfL").unwrap();
    assert_eq!(
        changes.at("week 5", "placebo").unwrap_err().to_string(),
        r#"the visit plan has no visit "week 5", expected one of week 4, week 8"#
    );
    assert_eq!(
        changes.at("week 4", "sham").unwrap_err().to_string(),
        r#"the readings have no arm "sham", expected one of tofersen, placebo"#
    );
}

proptest! {
    /// No reading gets lost: each is in one change, or excluded once.
    #[test]
    fn every_reading_is_accounted_for(
        rows in prop::collection::btree_map((0_u8..6, -40_i32..90), 1.0_f64..200.0, 0..60),
        later in any::<bool>(),
    ) {
        let mut readings = Readings::new();
        readings.push(reading("first", "B", 1, 1.0)).unwrap();
        for ((participant, offset), value) in &rows {
            let participant = format!("P{participant}");
            let arm = if participant.as_str() < "P3" { "A" } else { "B" };
            let row = Reading::new(&participant, StudyDay::from_offset(*offset), *value);
            readings.push(row.arm(arm).endpoint("NfL")).unwrap();
        }
        let tie = if later { Tie::Later } else { Tie::Earlier };
        let changes = change_plan(tie).changes(&readings, "NfL").unwrap();
        let mut placed = 0;
        for visit in ["week 4", "week 8"] {
            let mut people = 0;
            for arm in readings.arms() {
                let here = changes.at(visit, arm).unwrap();
                placed += here.values().len();
                people += here.participants().len() + here.missing().total();
            }
            prop_assert_eq!(people, readings.participants().count());
        }
        prop_assert_eq!(placed + changes.excluded().len(), readings.len());
        let aside: Vec<_> = changes.excluded().iter().map(|one| one.row).collect();
        prop_assert!(aside.windows(2).all(|pair| pair[0] < pair[1]));
    }

    /// The chosen reading is the closest, whatever the order of the days.
    #[test]
    fn chosen_readings_are_closest(offsets in prop::collection::btree_set(0_i32..80, 1..20)) {
        let plan = plan(Tie::Earlier);
        let days: Vec<_> = offsets.iter().rev().map(|offset| StudyDay::from_offset(*offset)).collect();
        let placed = plan.place(&days).unwrap();
        for (visit, window) in plan.windows().iter().enumerate() {
            let distance = |day: &StudyDay| day.offset().abs_diff(window.target().offset());
            let within = || days.iter().filter(|day| window.contains(**day));
            let chosen: Vec<_> = days
                .iter()
                .zip(&placed)
                .filter(|(_, placement)| **placement == Placement::Chosen { visit })
                .map(|(day, _)| *day)
                .collect();
            let closest = within().map(distance).min();
            prop_assert_eq!(chosen.first().map(distance), closest);
            prop_assert_eq!(chosen.len(), usize::from(closest.is_some()));
            // On a tie the earlier one.
            let earliest = within().filter(|day| Some(distance(day)) == closest).min();
            prop_assert_eq!(chosen.first(), earliest);
        }
    }
}

#[test]
fn plans_that_cannot_be_are_refused() {
    let refused = |windows| VisitPlan::new(Tie::Earlier, windows).unwrap_err().to_string();
    assert_eq!(
        refused(vec![window("week 8", 36, 57, 64), window("week 4", 22, 29, 36)]),
        "week 4 (study days 22 to 36, target 29) and week 8 (study days 36 to 64, target 57) overlap, \
         expected each day in one window at most"
    );
    // One window inside another that begins first and ends last.
    assert!(
        refused(vec![window("a", 1, 2, 90), window("b", 5, 6, 7)])
            .ends_with("overlap, expected each day in one window at most")
    );
    assert_eq!(
        refused(vec![window("week 4", 1, 2, 3), window("x", 4, 5, 6), window("week 4", 7, 8, 9)]),
        "week 4 is the name of two visits, expected each name once"
    );
    assert_eq!(refused(vec![]), "a visit plan has no windows, expected at least one");
    assert_eq!(
        VisitWindow::new("week 4", day(22), day(40), day(36)).unwrap_err().to_string(),
        "week 4: first day 22, target 40 and last day 36, expected them in this order"
    );
    assert_eq!(VisitWindow::new(" ", day(1), day(1), day(1)).unwrap_err(), VisitError::Unnamed);
    assert_eq!(
        VisitWindow::around("end", StudyDay::from_offset(i32::MAX), Window::days(0, 1))
            .unwrap_err()
            .to_string(),
        "end: the window around study day 2147483648 ends outside the range of study days, expected day offsets within 32 bits"
    );
    assert_eq!(
        plan(Tie::Later).place(&[day(28), day(28)]).unwrap_err().to_string(),
        "week 4: two readings on study day 28, expected one a day"
    );
    // Two of one day that are not the closest disturb nobody.
    assert!(plan(Tie::Later).place(&[day(28), day(28), day(29)]).is_ok());
}

#[test]
fn a_reading_that_a_rule_left_out_is_a_row_and_takes_its_day() {
    let assay = Assay::new(AssaySpec::new("NfL").platform("A").unit("pg/mL").lloq(2.0)).unwrap();
    let below = Reading::assayed("P1", day(29), &assay.read("<2.0").unwrap(), BlqRule::Drop);
    let below = below.unwrap().arm("drug").endpoint("NfL");
    let at = |on, value| reading("P1", "drug", on, value);
    for (first, second) in [(below, at(29, 3.0)), (at(29, 3.0), below), (below, below)] {
        let mut readings = Readings::new();
        readings.push(first).unwrap();
        assert_eq!(
            readings.push(second).unwrap_err().to_string(),
            "row 2, participant P1: has a second reading of NfL on study day 29, after row 1; expected one a day"
        );
        // The refused row is not counted, and the rows left out are.
        readings.push(at(57, 4.0)).unwrap();
        let again = readings.push(at(57, 4.0)).unwrap_err().to_string();
        assert!(again.starts_with("row 3, ") && again.contains("after row 2;"), "{again}");
    }
    // A mean is of the values there are.
    let mut readings = Readings::averaging();
    for reading in [below, at(1, 4.0), at(1, 6.0), at(29, 3.0), below, at(29, 5.0), at(57, 7.0)] {
        readings.push(reading).unwrap();
    }
    readings.push(at(57, 9.0)).unwrap();
    assert!(readings.iter().map(|mean| mean.value).eq([5.0, 4.0, 8.0]));
    let refused = readings.push(at(57, f64::NAN)).unwrap_err().to_string();
    assert!(refused.starts_with("row 9, "), "{refused}");
    let plan = change_plan(Tie::Earlier).without_baseline(WithoutBaseline::Exclude);
    let changes = plan.changes(&readings, "NfL").unwrap();
    let rows: Vec<_> = changes.excluded().iter().map(|one| one.row).collect();
    assert_eq!(rows, [1, 2, 5]);
}

/// As Beal's methods M1 and M6 delete them: a reading that a rule left out is neither baseline nor value of a visit, its
/// neighbour may be, and it is counted.
#[test]
fn a_reading_that_a_rule_left_out_gives_way_and_is_listed() {
    let assay = Assay::new(AssaySpec::new("NfL").platform("A").unit("pg/mL").lloq(2.0)).unwrap();
    let table = |people: &[(&str, &[(i64, &str)])]| {
        let mut readings = Readings::new();
        for (who, rows) in people {
            for (on, printed) in *rows {
                let found = assay.read(printed).unwrap();
                let row = Reading::assayed(who, day(*on), &found, BlqRule::Drop).unwrap();
                readings.push(row.arm("drug").endpoint("NfL")).unwrap();
            }
        }
        readings
    };
    let readings = table(&[("P1", &[(-14, "10"), (1, "BLQ"), (25, "8"), (29, "BLQ"), (36, "7")])]);
    assert!(readings.dropped().map(|one| one.day).eq([day(1), day(29)]));
    assert!(readings.dropped().all(|one| {
        one.is_dropped && (one.participant, one.arm, one.endpoint) == ("P1", "drug", "NfL")
    }));
    for (value, expected, other) in [
        (VisitValue::Closest, 8.0, Reason::NotClosest { visit: 0 }),
        (VisitValue::Worst(Benefit::Lower), 8.0, Reason::NotChosen { visit: 0 }),
    ] {
        let plan = change_plan(Tie::Later).visit_value(value);
        let changes = plan.changes(&readings, "NfL").unwrap();
        let week_4 = changes.at("week 4", "drug").unwrap();
        assert_eq!((week_4.baselines(), week_4.values()), (&[10.0][..], &[expected][..]));
        assert_eq!(week_4.missing().to_string(), "none missing");
        let aside: Vec<_> = changes.excluded().iter().map(|one| (one.row, one.reason)).collect();
        assert_eq!(
            aside,
            [
                (1, Reason::NotAfterBaseline),
                (2, Reason::BelowLloq),
                (4, Reason::BelowLloq),
                (5, other)
            ]
        );
    }
    let on_day_1 = ChangePlan::new(BaselineRule::OnDay(day(1)), plan(Tie::Later));
    assert_eq!(
        on_day_1.changes(&readings, "NfL").unwrap_err().to_string(),
        "participant P1 has no baseline of NfL, expected a reading that meets the rule"
    );

    // Whose readings are all left out at the visit is missing for that; whose only one there was up to the baseline is
    // missing for want of a reading.
    let around_1 = VisitPlan::new(Tie::Later, vec![window("start", -7, 1, 14)]).unwrap();
    let plan = |of| {
        ChangePlan::new(BaselineRule::OnDay(day(1)), around_1.clone())
            .without_baseline(WithoutBaseline::Exclude)
            .changes_of(of)
    };
    let readings = table(&[
        ("P1", &[(-7, "BLQ"), (1, "9")]),
        ("P2", &[(1, "9"), (14, "BLQ")]),
        ("P3", &[(1, "BLQ"), (14, "9")]),
    ]);
    let changes = plan(ChangesOf::AfterBaseline).changes(&readings, "NfL").unwrap();
    let missing = changes.at("start", "drug").unwrap().missing();
    assert_eq!((missing.without_baseline, missing.without_reading, missing.below_lloq), (1, 1, 1));
    let aside: Vec<_> = changes.excluded().iter().map(|one| (one.row, one.reason)).collect();
    assert_eq!(
        aside,
        [
            (1, Reason::BelowLloq),
            (2, Reason::NotAfterBaseline),
            (3, Reason::NotAfterBaseline),
            (4, Reason::BelowLloq),
            (5, Reason::BelowLloq),
            (6, Reason::NoBaseline)
        ]
    );
    let all = plan(ChangesOf::AllReadings).changes(&readings, "NfL").unwrap();
    let all = all.at("start", "drug").unwrap();
    assert_eq!((all.participants(), all.missing().total()), (&["P1", "P2"][..], 1));
}

#[test]
fn bad_rows_are_named_and_leave_the_table_alone() {
    let mut readings = readings();
    for (row, text) in [
        (
            reading("P02", "placebo", 70, f64::NAN),
            "row 9, participant P02: NfL is NaN, expected a finite number within 1e150",
        ),
        (
            reading("P02", "placebo", 70, -1e151),
            "row 9, participant P02: NfL is -1e151, expected a finite number within 1e150",
        ),
        (
            reading("P02", "tofersen", 70, 1.0),
            "row 9, participant P02: is in arm tofersen, expected placebo as in the rows before",
        ),
        (
            reading("P02", "placebo", 60, 1.0),
            "row 9, participant P02: has a second reading of NfL on study day 60, after row 7; expected one a day",
        ),
        (
            reading("", "placebo", 60, 1.0),
            "row 9: the participant has no name, expected more than white space",
        ),
        (
            reading("P04", " ", 60, 1.0),
            "row 9: the arm has no name, expected more than white space",
        ),
    ] {
        assert_eq!(readings.push(row).unwrap_err().to_string(), text);
        assert_eq!(readings.len(), 8);
        assert!(readings.participants().eq(["P01", "P02", "P03"]));
        assert!(readings.arms().eq(["tofersen", "placebo"]));
    }
    let other_endpoint = reading("P02", "placebo", 60, 1.0).endpoint("SOD1");
    readings.push(other_endpoint).unwrap();
    assert!(readings.endpoints().eq(["NfL", "SOD1"]));
}

#[cfg(feature = "serde")]
#[test]
fn plans_read_from_json_are_checked() {
    let json = concat!(
        r#"{"tie":"earlier","windows":[{"name":"week 4","first":22,"target":29,"last":36},"#,
        r#"{"name":"week 8","first":50,"target":57,"last":64}]}"#
    );
    let read: VisitPlan = serde_json::from_str(json).unwrap();
    assert_eq!(read, plan(Tie::Earlier));
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    for (from, to) in [
        (r#""first":50"#, r#""first":36"#),
        (r#""first":22"#, r#""first":0"#),
        (r#""target":29"#, r#""target":40"#),
        ("week 8", "week 4"),
        (r#""tie":"earlier","#, ""),
        (r#""last":64"#, r#""last":64,"late":7"#),
    ] {
        let refused = json.replace(from, to);
        assert!(serde_json::from_str::<VisitPlan>(&refused).is_err(), "{refused}");
    }
    let json = r#"{"last-before-first-dose":"before-dose"}"#;
    let rule: BaselineRule = serde_json::from_str(json).unwrap();
    assert_eq!(rule, BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose));
    assert_eq!(serde_json::to_string(&rule).unwrap(), json);

    let plan = change_plan(Tie::Earlier);
    let json = serde_json::to_string(&plan).unwrap();
    assert!(
        json.ends_with(
            r#""without_baseline":"exclude","changes_of":"after-baseline","zero_baseline":"keep","visit_value":"closest"}"#
        ),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<ChangePlan>(&json).unwrap(), plan);
    let refused = json.replace("exclude", "drop");
    assert!(serde_json::from_str::<ChangePlan>(&refused).is_err());
}

#[cfg(feature = "serde")]
#[test]
fn changes_serialise_with_what_was_excluded() {
    let readings = readings();
    let week_8 = VisitPlan::new(Tie::Later, vec![window("week 8", 50, 57, 64)]).unwrap();
    let last = BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose);
    let plan = ChangePlan::new(last, week_8).without_baseline(WithoutBaseline::Exclude);
    let changes = plan.changes(&readings, "NfL").unwrap();
    let json = serde_json::to_string(&changes).unwrap();
    assert!(
        json.starts_with(concat!(
            r#"{"visits":{"tie":"later","windows":[{"name":"week 8","first":50,"target":57,"last":64}]},"#,
            r#""changes":[[{"arm":"tofersen","participants":[],"days":[],"baselines":[],"values":[],"missing":{"without_baseline":1,"zero_baseline":0,"without_reading":1,"below_lloq":0,"other":0}},"#,
            r#"{"arm":"placebo","participants":["P02"],"days":[60],"baselines":[90.0],"values":[99.0],"missing":{"without_baseline":0,"zero_baseline":0,"without_reading":0,"below_lloq":0,"other":0}}]],"#,
            r#""excluded":[{"row":1,"participant":"P01","day":-10,"reason":"not-after-baseline"},"#,
        )),
        "{json}"
    );
    let reason = |reason: Reason| serde_json::to_string(&reason).unwrap();
    assert_eq!(reason(Reason::OutsideVisits), r#""outside-visits""#);
    assert_eq!(reason(Reason::BelowLloq), r#""below-lloq""#);
    assert_eq!(reason(Reason::NotClosest { visit: 0 }), r#"{"not-closest":{"visit":0}}"#);
    let first = changes.excluded().first().unwrap();
    assert_eq!((first.row, first.day), (1, day(-10)));
}
