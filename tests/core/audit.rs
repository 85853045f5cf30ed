//! Audits: published numbers against each other, each with the rounding of its print.

use aso_regimen::evidence::audit::AuditFinding;
use aso_regimen::evidence::result::{
    Contrast, PValue, ReportedEstimate, ReportedOutcome, ReportedScale,
};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::Visit;
use aso_regimen::{Arm, Source, StudyDay, Trial};

use crate::parts::{contrast, outcome, printed};

fn trial(
    contrasts: impl IntoIterator<Item = Contrast>,
    outcomes: impl IntoIterator<Item = ReportedOutcome>,
) -> Trial {
    let number = "NCT00000001".parse().expect("a number");
    Trial::builder(number, "a trial", Source::new("a protocol", Status::Publication))
        .arm(Arm::untreated("drug"))
        .arm(Arm::untreated("placebo"))
        .stratified_by("site")
        .visit(Visit::new("week 28", StudyDay::new(197).expect("a day")))
        .outcomes(outcomes)
        .contrasts(contrasts)
        .build()
        .expect("a trial")
}

#[track_caller]
fn assert_audit(trial: &Trial, faults: &[(bool, &str)]) {
    let remarks = trial.audit();
    let found: Vec<_> =
        remarks.iter().map(|remark| (remark.is_fault(), remark.to_string())).collect();
    assert_eq!(found.len(), faults.len(), "{found:?}");
    for ((fault, text), (expected, end)) in found.iter().zip(faults) {
        assert_eq!(fault, expected, "{text}");
        assert!(text.ends_with(end), "{text}");
    }
}

/// 0.40 / 0.80 is 0.50, and by rounding of both 0.490 to 0.510.
#[test]
fn an_audit_says_whether_arms_agree() {
    let arms = || [outcome("drug", "0.40"), outcome("placebo", "0.80")];
    assert_audit(
        &trial([contrast("0.50")], arms()),
        &[(false, ": agrees with its arms, which give 0.491 to 0.509")],
    );
    assert_audit(
        &trial([contrast("0.60")], arms()),
        &[(true, ": does not agree with its arms, which give 0.491 to 0.509")],
    );
    assert_audit(
        &trial([contrast("0.60")], [outcome("drug", "0.40")]),
        &[(false, ": not checked, an arm has no number")],
    );
    let silent = trial([], arms());
    assert!(silent.stratified_by().eq(["site"]));
    assert_audit(&silent, &[]);
}

/// -3 % in one arm and a ratio of 0.99 in the other are 2 points apart; points of a score are on no scale of ratios.
#[test]
fn arms_are_put_on_the_scale_of_their_contrast() {
    let mut percent = outcome("placebo", "-3");
    percent.finding = ReportedEstimate::new(printed("-3"), ReportedScale::PercentUnstated).into();
    let arms = [outcome("drug", "0.99"), percent];
    assert_audit(
        &trial([of_scale(ReportedScale::PercentagePoints, "2")], arms.clone()),
        &[(false, ": agrees with its arms, which give 1.000 to 3.000")],
    );
    assert_audit(
        &trial([of_scale(ReportedScale::Points, "2")], arms),
        &[(false, ": not checked, an arm has no number")],
    );
}

/// 0.6 lies in the middle of -1.3 and 2.6 by their rounding, and not in that of -1.3 and 4.2; no ratio ends below 0.
#[test]
fn intervals_around_their_estimates() {
    let found = |scale, numbers| {
        trial([with_interval(scale, numbers, None)], []).audit().iter().any(AuditFinding::is_fault)
    };
    assert!(!found(ReportedScale::Points, ["0.6", "-1.3", "2.6"]));
    assert!(found(ReportedScale::Points, ["0.6", "-1.3", "4.2"]));
    assert!(!found(ReportedScale::HazardRatio, ["0.64", "0.282", "1.461"]));
    assert!(found(ReportedScale::HazardRatio, ["1.22", "0.11", "-3.04"]));
}

fn from(document: &'static str) -> Source {
    Source::new(document, Status::Publication)
}

fn in_points(arm: &'static str, value: &str) -> ReportedOutcome {
    let mut outcome = outcome(arm, value);
    outcome.finding = ReportedEstimate::new(printed(value), ReportedScale::Points).into();
    outcome
}

fn of_scale(scale: ReportedScale, value: &str) -> Contrast {
    contrast(value).with_estimate(ReportedEstimate::new(printed(value), scale))
}

/// A contrast with its interval, and with p where it has one.
fn with_interval(scale: ReportedScale, [value, low, high]: [&str; 3], p: Option<&str>) -> Contrast {
    let estimate = ReportedEstimate::new(printed(value), scale).within(printed(low), printed(high));
    contrast(value).with_estimate(estimate).with_p(p.map(|value| PValue::new(printed(value))))
}

/// Of arms in several documents those of the contrast's own count, where it has both; else the first.
#[test]
fn a_contrast_is_held_against_its_own_document() {
    let elsewhere = |arm, value| {
        let mut outcome = outcome(arm, value);
        outcome.source = from("a registry");
        outcome
    };
    let all = [
        elsewhere("drug", "0.30"),
        elsewhere("placebo", "0.90"),
        outcome("drug", "0.40"),
        outcome("placebo", "0.80"),
    ];
    assert_audit(
        &trial([contrast("0.50")], all.clone()),
        &[(false, ": agrees with its arms, which give 0.491 to 0.509")],
    );
    let [first, second, one, _] = all;
    assert_audit(
        &trial([contrast("0.50")], [first, second, one]),
        &[(true, ": does not agree with its arms, which give 0.326 to 0.341")],
    );
}

/// -5.0 less -3.0 is -2.0, and by rounding of both -2.1 to -1.9.
#[test]
fn differences_are_subtracted() {
    assert_audit(
        &trial(
            [of_scale(ReportedScale::Points, "-2.0")],
            [in_points("drug", "-5.0"), in_points("placebo", "-3.0")],
        ),
        &[(false, ": agrees with its arms, which give -2.100 to -1.900")],
    );
}

/// 5 less 3.0 is between 4.5 - 3.05 = 1.45 and 5.5 - 2.95 = 2.55, where the roundings of 1.4 and 2.6 end.
#[test]
fn roundings_that_touch_agree() {
    let arms = || [in_points("drug", "5"), in_points("placebo", "3.0")];
    for (value, fault) in [("1.3", true), ("1.4", false), ("2.6", false), ("2.7", true)] {
        let trial = trial([of_scale(ReportedScale::Points, value)], arms());
        let remarks = trial.audit();
        assert_eq!(remarks.len(), 1);
        assert_eq!(remarks[0].is_fault(), fault, "{value}");
    }
}

/// By R: the standard error of 3 with 95 % CI 1 to 5 is (5 - 1) / (2 * qnorm(0.975)) = 1.0204, and
/// 2 * pnorm(-3 / 1.0204) = 0.0033; the rounding of all three numbers widens that.
#[test]
fn p_values_of_intervals() {
    let said = |numbers, p| {
        let contrast = with_interval(ReportedScale::Points, numbers, Some(p));
        let trial = trial([contrast], []);
        let remarks = trial.audit();
        remarks
            .get(1)
            .map(|remark| remark.to_string().split_off(remark.to_string().rfind(": ").unwrap_or(0)))
    };
    let fits =
        |range: &str| Some(format!(": the p-value fits estimate and interval, which give {range}"));
    assert_eq!(said(["3.0", "1.0", "5.0"], "0.003"), fits("0.002 to 0.005"));
    assert_eq!(said(["-3.0", "-5.0", "-1.0"], "0.003"), fits("0.002 to 0.005"));
    assert_eq!(said(["0.0", "-5.0", "5.0"], "0.99"), fits("0.984 to 1.000"));
    // The ends may be the same number.
    assert_eq!(said(["1", "1", "2"], "0.05"), None);
}

/// -50 within -75 and 0 lies in the middle as a ratio, 0.5 within 0.25 and 1; -50 within -60 and -40 in points.
#[test]
fn intervals_of_ratios_in_print_of_points() {
    let found = |numbers| {
        let contrast = with_interval(ReportedScale::PercentagePoints, numbers, None);
        let trial = trial([contrast], []);
        let remarks = trial.audit();
        remarks
            .get(1)
            .map(|remark| remark.to_string().split_off(remark.to_string().rfind(": ").unwrap_or(0)))
    };
    let of_a_ratio =
        ": the interval is symmetric around the estimate as that of a ratio, not as one of points";
    assert_eq!(found(["-50", "-75", "0"]).as_deref(), Some(of_a_ratio));
    assert_eq!(found(["-50", "-60", "-40"]), None, "of points alone");
    assert_eq!(found(["-1", "-2", "0"]), None, "of both, by their rounding");
    let of_neither = ": the middle of the interval is not the estimate";
    assert_eq!(found(["-50", "-90", "-40"]).as_deref(), Some(of_neither));
}

#[test]
fn percent_changes_of_estimates() {
    let percent = |scale, text| {
        let change = ReportedEstimate::new(printed(text), scale).percent_change()?;
        Some(format!("{change:.0}"))
    };
    let reduction = Some("-38 %".to_owned());
    assert_eq!(percent(ReportedScale::GeometricMeanRatio, "0.62"), reduction);
    assert_eq!(percent(ReportedScale::PercentOfGeometricMean, "-38"), reduction);
    assert_eq!(percent(ReportedScale::PercentUnstated, "-38"), reduction);
    assert_eq!(percent(ReportedScale::PercentagePoints, "-38"), None);
}
