//! Audits of right results that another program computed, in which there is nothing to find, and of the same results with
//! one error each.
//!
//! By numpy and scipy 1.17 with the generator `default_rng(20261126)`, n participants in each of two arms. Rows `t`:
//! `ttest_ind(a, b)` of normal deviates, its interval, and the difference over its statistic as standard error; the three
//! last with `equal_var=False`. Rows `ratio`, `percent` and `unstated`: the same on logarithms. Rows `shares`: the
//! interval of Newcombe from `binomtest(x, n).proportion_ci(method='wilson')`, and p of `fisher_exact`.

use aso_regimen::evidence::analysis::ReportedAnalysis;
use aso_regimen::evidence::audit::FindingLevel;
use aso_regimen::evidence::result::{
    Finding, PValue, Population, Readout, ReportedEstimate, ReportedScale, Test, TimePoint,
};
use aso_regimen::evidence::source::Status;
use aso_regimen::measure::endpoint::{Benefit, ReportedAs};
use aso_regimen::{Arm, Endpoint, Source, Trial};

use crate::parts::printed;

/// Kind, participants of each arm, estimate with its interval, p, standard error, and the arms' numbers.
type Row = (&'static str, u32, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: [Row; 27] = [
    ("t", 4, "-3.22 -11.27 4.83", "0.366", "3.29", "-6.30 -3.08"),
    ("t", 6, "-5.13 -9.87 -0.38", "0.037", "2.13", "-9.12 -3.99"),
    ("t", 8, "0.32 -3.52 4.17", "0.859", "1.79", "-6.35 -6.68"),
    ("t", 12, "-2.56 -5.48 0.37", "0.084", "1.41", "-8.02 -5.47"),
    ("t", 20, "-0.91 -3.72 1.89", "0.514", "1.39", "-6.43 -5.52"),
    ("t", 36, "-3.63 -5.59 -1.66", "0.0004", "0.98", "-7.62 -4.00"),
    ("t", 54, "-2.79 -4.39 -1.19", "0.0008", "0.81", "-6.82 -4.03"),
    ("t", 100, "-3.70 -4.79 -2.61", "<0.0001", "0.55", "-8.16 -4.46"),
    ("t", 5, "-4.70 -11.73 2.32", "0.144", "2.70", "-8.39 -3.69"),
    ("t", 9, "-7.73 -10.99 -4.48", "0.0002", "1.51", "-11.97 -4.24"),
    ("t", 30, "-3.12 -5.40 -0.83", "0.0089", "1.13", "-7.92 -4.80"),
    ("ratio", 6, "0.61 0.31 1.21", "0.139", "", "0.69 1.14"),
    ("ratio", 12, "0.57 0.38 0.87", "0.010", "", "0.64 1.12"),
    ("ratio", 36, "0.47 0.36 0.62", "<0.0001", "", "0.53 1.13"),
    ("ratio", 72, "0.52 0.44 0.61", "<0.0001", "", "0.54 1.05"),
    ("percent", 6, "-59.7 -81.3 -13.2", "0.025", "", "-46.4 33.1"),
    ("percent", 12, "-55.7 -68.3 -38.0", "<0.0001", "", "-48.7 15.6"),
    ("percent", 36, "-47.2 -58.0 -33.7", "<0.0001", "", "-40.2 13.3"),
    ("percent", 72, "-42.5 -51.5 -31.9", "<0.0001", "", "-47.6 -8.9"),
    ("unstated", 6, "-33.7 -60.2 10.3", "0.102", "", "-35.5 -2.7"),
    ("unstated", 12, "-48.7 -62.6 -29.8", "0.0002", "", "-37.7 21.5"),
    ("unstated", 36, "-52.8 -61.8 -41.6", "<0.0001", "", "-47.5 11.2"),
    ("unstated", 72, "-45.5 -54.0 -35.4", "<0.0001", "", "-45.4 0.2"),
    ("shares", 20, "45.0 15.0 65.6", "0.0079", "", "12/20 3/20"),
    ("shares", 40, "27.5 5.8 45.9", "0.024", "", "23/40 12/40"),
    ("shares", 100, "28.0 14.4 40.2", "<0.0001", "", "55/100 27/100"),
    ("shares", 200, "30.0 20.6 38.7", "<0.0001", "", "109/200 49/200"),
];

/// Observed means of arms, and a difference or ratio by analysis of covariance. By numpy `linalg.lstsq` on baseline and
/// arm, of deviates whose correlation with baseline is from 0.3 to 0.9; the last by this crate.
#[rustfmt::skip]
const ADJUSTED: [Row; 7] = [
    ("t", 15, "-3.1 -5.3 -0.9", "0.0074", "1.1", "-6.6 -4.3"),
    ("t", 15, "-0.8 -6.1 4.4", "0.74", "", "-6.8 -6.7"),
    ("t", 15, "0.45 -1.46 2.36", "0.64", "", "-3.92 -4.95"),
    ("ratio", 20, "1.01 0.71 1.42", "0.9755", "", "0.76 0.92"),
    ("ratio", 15, "2.373 1.404 4.011", "0.002", "", "3.050 1.079"),
    ("ratio", 20, "1.211 0.942 1.556", "0.130", "", "1.285 1.052"),
    ("ratio", 0, "0.803 0.677 0.952", "0.0199", "", "0.817 1.009"),
];

fn numbers(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

/// The trial of a row whose test is the one that it was computed by.
fn trial((kind, n, estimate, p, error, arms): Row) -> Trial {
    let (scale, reported_as) = match kind {
        "t" | "model" | "covariates" => (ReportedScale::Points, ReportedAs::Difference),
        "ratio" => (ReportedScale::GeometricMeanRatio, ReportedAs::RatioToBaseline),
        "percent" => (ReportedScale::PercentOfGeometricMean, ReportedAs::RatioToBaseline),
        "unstated" => (ReportedScale::PercentUnstated, ReportedAs::RatioToBaseline),
        _ => (ReportedScale::PercentagePoints, ReportedAs::Proportion),
    };
    let endpoint = Endpoint::builder("an endpoint", Benefit::Higher, reported_as).build();
    let source = || Source::new("a report", Status::Publication);
    let readout = Readout::new(endpoint.expect("an endpoint"), source())
        .in_population(Population::Named("all".into()))
        .at(TimePoint::Week(28));
    let readout = match kind {
        "model" => readout.by_analysis(ReportedAnalysis::default().by_model("the usual one")),
        "covariates" => readout.by_analysis(ReportedAnalysis::default().adjusted_for("age")),
        _ => readout,
    };
    let side = |arm: &'static str, text: &str| {
        let finding = match text.split_once('/') {
            Some((count, of)) => Finding::Events {
                count: count.parse().expect("a count"),
                of: of.parse().expect("a count"),
            },
            None => ReportedEstimate::new(printed(text), scale).into(),
        };
        let outcome = readout.outcome(arm, finding);
        if n == 0 { outcome } else { outcome.with_n(n) }
    };
    let of_arms = numbers(arms);
    let of_contrast = numbers(estimate);
    let estimate = ReportedEstimate::new(printed(of_contrast[0]), scale)
        .within(printed(of_contrast[1]), printed(of_contrast[2]));
    let estimate = match error {
        "" => estimate,
        error => estimate.with_standard_error(printed(error)),
    };
    let p = match p.strip_prefix('<') {
        Some(bound) => PValue::below(printed(bound)),
        None => PValue::new(printed(p)),
    };
    let p = p.by(if kind == "shares" { Test::Unstated } else { Test::Ancova });
    let contrast = readout.contrast("drug").against("placebo").with_estimate(estimate).with_p(p);
    Trial::builder("NCT00000001".parse().expect("a number"), "a trial", source())
        .arm(Arm::untreated("drug"))
        .arm(Arm::untreated("placebo"))
        .outcomes([side("drug", of_arms[0]), side("placebo", of_arms[1])])
        .contrasts([contrast])
        .build()
        .expect("a trial")
}

fn found(row: Row) -> Vec<String> {
    let trial = trial(row);
    let audit = trial.audit();
    let of_note = |level| matches!(level, FindingLevel::Fault | FindingLevel::Note);
    let found = audit.findings().iter().filter(|found| of_note(found.level));
    found.map(|found| format!("{}: {}", found.level, found.check)).collect()
}

#[test]
fn nothing_is_found_in_right_results() {
    for row in ROWS {
        assert_eq!(found(row), [""; 0], "{row:?}");
        let agreements = trial(row).audit().at(FindingLevel::Agreement).count();
        assert_eq!(agreements, if row.0 == "shares" { 1 } else { 2 }, "{row:?}");
    }
}

/// A standard error beside a ratio, a percent change of an unstated kind or a difference of shares may be one of the
/// logarithm, of the percentages or of many tests.
#[test]
fn a_standard_error_of_no_stated_scale_is_not_checked() {
    for (nth, error) in [(12, "0.12"), (20, "8.3"), (23, "9.9")] {
        let (kind, n, estimate, p, _, arms) = ROWS[nth];
        assert_eq!(found((kind, n, estimate, p, error, arms)), [""; 0], "{kind}");
    }
}

/// No usual adjustment is called a fault, unless the numbers are said to be of one model.
#[test]
fn adjusted_contrasts_of_observed_arms_are_no_fault() {
    for row in ADJUSTED {
        let notes = found(row);
        assert!(notes[0].starts_with("note: does not agree with its arms"), "{row:?} {notes:?}");
        assert!(!notes.iter().any(|text| text.starts_with("fault")), "{row:?} {notes:?}");
        for kind in ["model", "covariates"].into_iter().filter(|_| row.0 == "t") {
            let faults = found((kind, row.1, row.2, row.3, row.4, row.5));
            assert!(faults[0].starts_with("fault: does not agree"), "{row:?} {faults:?}");
        }
    }
    // An interval of 6.0 may be 6.1 wide, and the estimate 1.05: arms that give more than 7.15 are too far from it.
    let of = |estimate, arms| found(("t", 0, estimate, "0.5", "", arms)).swap_remove(0);
    let does_not = "does not agree with its arms: ";
    let minus = |arms: &str, give: &str| format!("{does_not}{arms}, which give {give}");
    for (estimate, arms, expected) in [
        ("1.0 -2.0 4.0", "7.3 0.0", minus("7.3 points minus 0.0 points", "7.2 to 7.4")),
        ("4.0 1.0 7.0", "-0.2 0.0", minus("-0.2 points minus 0.0 points", "-0.3 to -0.1")),
        ("-4.0 -7.0 -1.0", "0.2 0.0", minus("0.2 points minus 0.0 points", "0.1 to 0.3")),
    ] {
        assert_eq!(of(estimate, arms), format!("fault: {expected}"));
    }
    for (estimate, arms) in [
        ("1.0 -2.0 4.0", "7.2 0.0"),
        ("1.0 -2.0 4.0", "-5.2 0.0"),
        ("4.0 1.0 7.0", "0.0 0.0"),
        ("-4.0 -7.0 -1.0", "0.0 0.0"),
        // An interval on both sides of no difference has no side.
        ("-1.0 -4.0 2.0", "0.5 0.0"),
        ("1.0 -2.0 4.0", "-0.5 0.0"),
    ] {
        assert!(of(estimate, arms).starts_with("note: does not agree"), "{estimate} {arms}");
    }
}

/// Without the numbers of participants a t distribution of few degrees of freedom is possible, and no fault.
#[test]
fn few_degrees_of_freedom_are_no_fault() {
    let of_6 = ("t", 0, "-8.43 -14.99 -1.88", "0.017", "", "-9.43 -1.00");
    let by_normal = "otherwise it implies p = 0.0116 to 0.0118";
    assert_eq!(
        found(of_6),
        [format!(
            "note: p = 0.017 fits the interval only by a t distribution of few degrees of freedom; {by_normal}"
        )]
    );
    // With 10 degrees of freedom 0.0168.
    assert_eq!(found(("t", 6, of_6.2, of_6.3, of_6.4, of_6.5)), [""; 0]);
    for (kind, _, estimate, p, error, arms) in ROWS {
        let found = found((kind, 0, estimate, p, error, arms));
        assert!(found.iter().all(|text| text.starts_with("note: p")), "{found:?}");
    }
}

/// One error in each row: the estimate's sign, the limits, the number of an arm, p, and the standard error.
#[test]
fn one_error_is_found() {
    let faults = |row: Row, change: fn(&mut Vec<String>)| {
        let mut numbers: Vec<String> = numbers(row.2).into_iter().map(Into::into).collect();
        change(&mut numbers);
        let estimate: &'static str = numbers.join(" ").leak();
        found((row.0, row.1, estimate, row.3, row.4, row.5))
    };
    for row in ROWS {
        let swapped = faults(row, |numbers| numbers.swap(1, 2));
        assert!(swapped.iter().any(|text| text.contains("is below the lower end")), "{row:?}");
        let turned = faults(row, |numbers| {
            let value = &numbers[0];
            numbers[0] = value.strip_prefix('-').map_or(format!("-{value}"), Into::into);
        });
        let p: f64 = row.3.trim_start_matches('<').parse().expect("a number");
        let is_found = |text: &String| {
            text.starts_with("fault") || p > 0.05 && text.starts_with("note: does not agree")
        };
        assert!(turned.iter().any(is_found), "{row:?} {turned:?}");
    }
    let [kind, estimate, arms] = ["t", "-5.13 -9.87 -0.38", "-9.12 -3.99"];
    let of_p = |p| found((kind, 6, estimate, p, "2.13", arms));
    let implied = "the interval, which implies p = 0.0337 to 0.0392";
    for p in ["0.019", "0.010", "0.045"] {
        let text = format!("fault: p = {p} (analysis of covariance) does not fit {implied}");
        assert_eq!(of_p(p), [text]);
    }
    // 2.13 times the root of 3 is the standard deviation.
    assert_eq!(
        found((kind, 6, estimate, "0.037", "3.69", arms)),
        [
            "fault: the standard error 3.69 does not belong to the interval, which implies 1.844 to 2.424"
        ]
    );
    assert_eq!(
        found((kind, 6, estimate, "0.037", "2.13", "-9.12 -6.99")),
        [
            "note: does not agree with its arms: -9.12 points minus -6.99 points, which give -2.14 to -2.12"
        ]
    );
    assert_eq!(
        found((kind, 6, estimate, "0.037", "2.13", "-3.99 -9.12")),
        [
            "fault: does not agree with its arms: -3.99 points minus -9.12 points, which give 5.12 to 5.14"
        ]
    );
    let shares = |arms| found(("shares", 40, "27.5 5.8 45.9", "0.024", "", arms));
    let give =
        |arms: &str, give: &str| format!("does not agree with its arms: {arms}, which give {give}");
    assert_eq!(
        shares("25/40 12/40"),
        [format!("note: {}", give("25 of 40 minus 12 of 40", "32.5 to 32.5"))]
    );
    assert_eq!(
        shares("12/40 23/40"),
        [format!("fault: {}", give("12 of 40 minus 23 of 40", "-27.5 to -27.5"))]
    );
}
