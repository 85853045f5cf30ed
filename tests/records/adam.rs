//! Basic data structure rows.

use aso_regimen::StudyDay;
use aso_regimen::Window;
use aso_regimen::analysis::baseline::{BaselineRule, FirstDoseDay};
use aso_regimen::analysis::readings::{Reading, Readings};
use aso_regimen::analysis::visit_changes::{ChangePlan, ChangesOf};
use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
use aso_regimen::interchange::adam::{AnalysisParameter, BasicData, ParameterCode};
use aso_regimen::interchange::table::DataValue;
use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule};
use proptest::prelude::*;

fn day(number: i64) -> StudyDay {
    StudyDay::new(number).expect("a study day")
}

fn readings(rows: &[(&str, i64, f64)]) -> Readings {
    let mut readings = Readings::new();
    for (participant, number, value) in rows {
        let reading =
            Reading::new(participant, day(*number), *value).arm("tofersen").endpoint("NfL");
        readings.push(reading).expect("a reading");
    }
    readings
}

fn visits() -> VisitPlan {
    let around = |name, target| {
        VisitWindow::around(name, day(target), Window::days(7, 7)).expect("a window")
    };
    VisitPlan::new(Tie::Earlier, vec![around("Week 4", 29), around("Week 8", 57)]).expect("a plan")
}

fn plan(baseline: BaselineRule) -> BasicData {
    BasicData::new("STUDY1", vec![parameter("NfL", "NFL")], baseline, visits())
}

fn parameter(endpoint: &str, code: &str) -> AnalysisParameter {
    AnalysisParameter::new(endpoint, code.parse().expect("a code"))
}

const LAST: BaselineRule = BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose);

#[track_caller]
fn rows(plan: &BasicData, readings: &Readings) -> Vec<String> {
    let text = plan.table(readings).expect("a table").to_csv().expect("text");
    let rows = text.lines().skip(1);
    rows.map(|line| line.trim_start_matches("STUDY1,").replace(",tofersen,NfL,NFL", "")).collect()
}

#[test]
fn changes_from_the_last_reading_before_the_first_dose() {
    // Participant, day, visit, value, baseline, change, percent change, baseline flag, analysis flag, derivation.
    let readings = readings(&[
        ("P01", -20, 90.0),
        ("P01", 1, 80.0),
        ("P01", 27, 60.0),
        ("P01", 31, 64.0),
        ("P01", 45, 50.0),
    ]);
    assert_eq!(
        rows(&plan(LAST), &readings),
        [
            "P01,-20,,90,80,,,,,",
            "P01,1,Baseline,80,80,,,Y,,",
            "P01,27,Week 4,60,80,-20,-25,,Y,",
            "P01,31,Week 4,64,80,-16,-20,,,",
            "P01,45,,50,80,-30,-37.5,,,",
        ]
    );
}

#[test]
fn percent_changes_as_admiral_has_them() {
    // From a baseline of 0 there is none; from -10 to -5 it is +50 (derive_var_pchg).
    let readings =
        readings(&[("P01", 1, 0.0), ("P01", 29, 5.0), ("P02", 1, -10.0), ("P02", 29, -5.0)]);
    assert_eq!(
        rows(&plan(LAST), &readings),
        [
            "P01,1,Baseline,0,0,,,Y,,",
            "P01,29,Week 4,5,0,5,,,Y,",
            "P02,1,Baseline,-10,-10,,,Y,,",
            "P02,29,Week 4,-5,-10,5,50,,Y,",
        ]
    );
}

#[test]
fn a_mean_baseline_is_a_row_of_its_own() {
    let rule = BaselineRule::MeanBeforeFirstDose(FirstDoseDay::BeforeDose);
    let readings = readings(&[("P01", -20, 90.0), ("P01", 1, 110.0), ("P01", 29, 50.0)]);
    assert_eq!(
        rows(&plan(rule), &readings),
        [
            "P01,,Baseline,100,100,,,Y,,AVERAGE",
            "P01,-20,,90,100,,,,,",
            "P01,1,,110,100,,,,,",
            "P01,29,Week 4,50,100,-50,-50,,Y,",
        ]
    );
}

#[test]
fn nobody_is_dropped() {
    let readings = readings(&[("P01", 29, 50.0)]);
    assert_eq!(rows(&plan(LAST), &readings), ["P01,29,Week 4,50,,,,,Y,"]);
}

/// A reading that a rule left out has a row without AVAL, and its neighbour is analysed.
#[test]
fn readings_below_the_limit_have_rows() {
    let spec = AssaySpec::new("NfL").platform("A").unit("pg/mL").lloq(2.0);
    let assay = Assay::new(spec).expect("an assay");
    let series = [(-14, "10"), (1, "BLQ"), (25, "8"), (29, "<2"), (45, "BLQ"), (57, "BLQ")]
        .map(|(on, printed)| (day(on), assay.read(printed).expect("a reading")));
    let table = |rule| {
        let mut readings = Readings::new();
        for one in Reading::assayed_over_time("P01", &series, rule).expect("one assay") {
            readings.push(one.arm("tofersen").endpoint("NfL")).expect("one a day");
        }
        readings
    };
    assert_eq!(
        rows(&plan(LAST), &table(BlqRule::Drop)),
        [
            "P01,-14,Baseline,10,10,,,Y,,",
            "P01,1,,,10,,,,,",
            "P01,25,Week 4,8,10,-2,-20,,Y,",
            "P01,29,Week 4,,10,,,,,",
            "P01,45,,,10,,,,,",
            "P01,57,Week 8,,10,,,,,",
        ]
    );
    let mean = BaselineRule::MeanBeforeFirstDose(FirstDoseDay::BeforeDose);
    assert_eq!(
        rows(&plan(mean), &table(BlqRule::HalfLloqOnce)),
        [
            "P01,,Baseline,5.5,5.5,,,Y,,AVERAGE",
            "P01,-14,,10,5.5,,,,,",
            "P01,1,,1,5.5,,,,,",
            "P01,25,Week 4,8,5.5,2.5,45.45454545454545,,,",
            "P01,29,Week 4,1,5.5,-4.5,-81.81818181818181,,Y,",
            "P01,45,,,5.5,,,,,",
            "P01,57,Week 8,,5.5,,,,,",
        ]
    );

    // A duplicate that was left out has its row beside that of the mean, and is no baseline.
    let mut duplicates = Readings::averaging();
    for printed in ["BLQ", "4", "6"] {
        let found = assay.read(printed).expect("a reading");
        let one = Reading::assayed("P01", day(1), &found, BlqRule::Drop).expect("at most 500");
        duplicates.push(one.arm("tofersen").endpoint("NfL")).expect("a reading");
    }
    assert_eq!(rows(&plan(LAST), &duplicates), ["P01,1,Baseline,5,5,,,Y,,", "P01,1,,,5,,,,,"]);
    let all = plan(LAST).with_changes_of(ChangesOf::AllReadings);
    assert_eq!(rows(&all, &duplicates), ["P01,1,Baseline,5,5,0,0,Y,,", "P01,1,,,5,,,,,"]);
    // Without any value there is no baseline.
    let nothing = table(BlqRule::Drop);
    let mut only = Readings::new();
    nothing.dropped().for_each(|one| only.push(one).expect("one a day"));
    assert_eq!(rows(&plan(LAST), &only)[1], "P01,29,Week 4,,,,,,,");
}

#[test]
fn all_readings_have_a_change_where_that_is_asked_for() {
    let all = plan(LAST).with_changes_of(ChangesOf::AllReadings);
    let readings = readings(&[("P01", -20, 90.0), ("P01", 1, 80.0)]);
    assert_eq!(
        rows(&all, &readings),
        ["P01,-20,,90,80,10,12.5,,,", "P01,1,Baseline,80,80,0,0,Y,,"]
    );
}

#[test]
fn refused() {
    let mut data = plan(LAST);
    data.parameters = vec![parameter("SOD1", "SOD1")];
    assert_eq!(
        data.table(&readings(&[("P01", 1, 80.0)])).expect_err("unknown").to_string(),
        "endpoint \"SOD1\": expected readings of it, found none"
    );
    let tiny = readings(&[("P01", 1, 1e-200), ("P01", 29, 1e150)]);
    assert_eq!(
        plan(LAST).table(&tiny).expect_err("too large").to_string(),
        "participant \"P01\", endpoint \"NfL\": the percent change is inf; expected at \
         most 1e302 % either way"
    );
    for code in ["", "1NFL", "nfl", "NFLPLASMA", "NF L"] {
        let error = code.parse::<ParameterCode>().expect_err("no code");
        assert_eq!(
            error.to_string(),
            format!(
                "parameter code: expected 1 to 8 of A to Z, 0 to 9 and _, a letter first, found {code:?}"
            )
        );
    }
    assert_eq!("N".parse::<ParameterCode>().expect("a code").to_string(), "N");
    assert!("ABCDEF_8".parse::<ParameterCode>().is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The rows that count have the same values and changes as the analysis by visit.
    #[test]
    fn rows_agree_with_the_analysis(days in proptest::collection::btree_map(-30_i32..70, 1.0..200.0, 1..12)) {
        let rows: Vec<_> = days.iter().map(|(offset, value)| {
            ("P01", StudyDay::from_offset(*offset).number(), *value)
        }).collect();
        let readings = readings(&rows);
        let table = plan(LAST).table(&readings).expect("a table");
        prop_assert_eq!(table.len(), readings.len());
        let changes = ChangePlan::new(LAST, visits());
        if let Ok(changes) = changes.changes(&readings, "NfL") {
            let expected: Vec<f64> = ["Week 4", "Week 8"]
                .iter()
                .flat_map(|visit| changes.at(visit, "tofersen").expect("a visit").percent_changes().expect("above 0"))
                .collect();
            let flags = table.column("ANL01FL").expect("a column");
            let percents = table.column("PCHG").expect("a column");
            let found: Vec<f64> = flags.zip(percents).filter_map(|pair| match pair {
                (DataValue::Text(_), DataValue::Double(percent)) => Some(*percent),
                _ => None,
            }).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
