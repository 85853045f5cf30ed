//! Audits: published numbers against each other, each with the rounding of its print.

use aso_regimen::evidence::analysis::{Imputation, ReportedAnalysis};
use aso_regimen::evidence::audit::{AuditFinding, Check, FindingLevel};
use aso_regimen::evidence::level::{Average, MedianTime, ReportedLevel, Spread};
use aso_regimen::evidence::method::Method;
use aso_regimen::evidence::result::{
    Contrast, Finding, PValue, Population, Readout, ReportedEstimate, ReportedOutcome,
    ReportedScale, Test, TimePoint,
};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::Visit;
use aso_regimen::measure::endpoint::{Benefit, ReportedAs};
use aso_regimen::{Arm, Endpoint, Source, StudyDay, Trial};
use proptest::prelude::*;

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
        .method(Method::new("Simoa", Endpoint::plasma_pnfh(), from("a protocol")))
        .method(Method::new("Atellica", Endpoint::plasma_pnfh(), from("a protocol")))
        .visit(Visit::new("week 28", StudyDay::new(197).expect("a day")))
        .outcomes(outcomes)
        .contrasts(contrasts)
        .build()
        .expect("a trial")
}

fn texts<'t>(findings: impl IntoIterator<Item = &'t AuditFinding<'t>>) -> Vec<String> {
    let text = |found: &AuditFinding<'_>| format!("{}: {}", found.level, found.check);
    findings.into_iter().map(text).collect()
}

/// Level and text of each finding, without the result that it is of.
#[track_caller]
fn assert_audit(trial: &Trial, expected: &[&str]) {
    assert_eq!(texts(trial.audit().findings()), expected);
}

/// 0.40 / 0.80 is 0.50, and by rounding of both 0.490 to 0.510.
#[test]
fn an_audit_says_whether_arms_agree() {
    let arms = || [outcome("drug", "0.40"), outcome("placebo", "0.80")];
    let give =
        "0.40 (geometric mean ratio) over 0.80 (geometric mean ratio), which give 0.491 to 0.509";
    assert_audit(
        &trial([contrast("0.50")], arms()),
        &[&format!("agreement: agrees with its arms: {give}")],
    );
    assert_audit(
        &trial([contrast("0.60")], arms()),
        &[&format!("note: does not agree with its arms: {give}")],
    );
    assert_audit(
        &trial([contrast("0.60")], [outcome("drug", "0.40")]),
        &[
            "not checked: arm \"placebo\" has no number of the same endpoint, population, time, analysis and method",
        ],
    );
    // The other sign of 0 is 0.
    assert_audit(
        &trial(
            [of_scale(ReportedScale::Points, "5")],
            [in_points("drug", "5"), in_points("placebo", "0")],
        ),
        &["agreement: agrees with its arms: 5 points minus 0 points, which give 4 to 6"],
    );
    let silent = trial([], arms());
    assert!(silent.stratified_by().eq(["site"]));
    assert_audit(&silent, &[]);
}

/// Each result once with its source, and below it what was found; a finding alone says both.
#[test]
fn an_audit_prints_each_result_once() {
    let p = PValue::new(printed("1.7"));
    let trial = trial([contrast("0.50").with_p(p)], [outcome("placebo", "0.80")]);
    let subject = "phosphorylated neurofilament heavy chain";
    let audit = trial.audit();
    let text = audit.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "faults: 1, notes: 0, agreements: 0, not checked: 1");
    assert!(lines[1].starts_with(subject) && lines[1].ends_with(" [a report]"), "{}", lines[1]);
    assert_eq!(
        lines[2..],
        [
            "  not checked: arm \"drug\" has no number of the same endpoint, population, time, analysis and method",
            "  fault: the p-value 1.7 is not from 0 to 1",
        ]
    );
    let alone = audit.findings()[1].to_string();
    assert_eq!(alone, format!("fault: {}: the p-value 1.7 is not from 0 to 1", lines[1]));
    assert_eq!(audit.at(FindingLevel::Fault).count(), 1);
}

/// A number that may be 0 divides nothing, and no range of ratios reaches below 0.
#[test]
fn nothing_is_divided_by_what_may_be_0() {
    let audit = |drug: &str, placebo: &str| {
        let arms = [outcome("drug", drug), outcome("placebo", placebo)];
        texts(trial([contrast("20")], arms).audit().findings())
    };
    let may_be_0 = |value: &str| {
        format!(
            "not checked: arm \"placebo\" may be 0 within its rounding: {value} (geometric mean ratio)"
        )
    };
    assert_eq!(audit("0.5", "0.0"), [may_be_0("0.0")]);
    assert_eq!(
        audit("0.0", "0.5"),
        [
            "note: does not agree with its arms: 0.0 (geometric mean ratio) over 0.5 (geometric mean ratio), which give 0.0 to \
          0.1"
        ]
    );
    let minus_all = |arm| {
        finding(arm, ReportedEstimate::new(printed("-100"), ReportedScale::PercentOfGeometricMean))
    };
    let nothing_left = trial([contrast("1")], [minus_all("drug"), minus_all("placebo")]);
    assert_audit(
        &nothing_left,
        &["not checked: arm \"placebo\" may be 0 within its rounding: -100 % (geometric mean)"],
    );
}

/// -3 % in one arm and a ratio of 0.99 in the other are 2 points apart; points of a score are on no scale of ratios.
#[test]
fn arms_are_put_on_the_scale_of_their_contrast() {
    let mut percent = outcome("placebo", "-3");
    percent.finding = ReportedEstimate::new(printed("-3"), ReportedScale::PercentUnstated).into();
    let arms = [outcome("drug", "0.99"), percent];
    assert_audit(
        &trial([of_scale(ReportedScale::PercentagePoints, "2")], arms.clone()),
        &[
            "agreement: agrees with its arms: 0.99 (geometric mean ratio) minus -3 % (kind of mean not stated), which give 1 \
           to 3",
        ],
    );
    assert_audit(
        &trial([of_scale(ReportedScale::Points, "2")], arms),
        &["not checked: arm \"drug\" is on another scale: 0.99 (geometric mean ratio)"],
    );
}

/// 0.6 lies in the middle of -1.3 and 2.6 by their rounding, and not in that of -1.3 and 4.2. Many intervals are not
/// symmetric, but each holds its estimate.
#[test]
fn intervals_around_their_estimates() {
    let found = |scale, numbers| impossible(vec![with_interval(scale, numbers, None)], vec![]);
    let off = "note: the estimate is not the midpoint of the interval";
    let points = ReportedScale::Points;
    assert_eq!(found(points, ["0.6", "-1.3", "2.6"]), [""; 0]);
    assert_eq!(found(points, ["0.6", "-1.3", "4.2"]), [off]);
    assert_eq!(
        found(points, ["2.8", "-1.3", "2.6"]),
        ["fault: 2.8 is outside its own limits of -1.3 to 2.6"]
    );
    assert_eq!(found(points, ["2.7", "-1.3", "2.6"]), [off], "both may be 2.65");
    let ratio = ReportedScale::HazardRatio;
    assert_eq!(found(ratio, ["0.64", "0.282", "1.461"]), [""; 0]);
    assert_eq!(found(ratio, ["0.87", "0.282", "1.461"]), [off], "the middle on the linear scale");
    assert_eq!(
        found(ratio, ["5.00", "0.00", "0.90"]),
        ["fault: 5.00 is outside its own limits of 0.00 to 0.90"]
    );
    // Symmetric as a difference, as a ratio, as neither.
    let unstated = ReportedScale::PercentUnstated;
    assert_eq!(found(unstated, ["-50", "-60", "-40"]), [""; 0]);
    assert_eq!(found(unstated, ["-50", "-75", "0"]), [""; 0]);
    assert_eq!(found(unstated, ["-50", "-90", "-40"]), [off]);
    assert_eq!(found(ReportedScale::PercentOfParticipants, ["58", "39.46", "71.81"]), [""; 0]);
    let arm =
        ReportedEstimate::new(printed("-6.98"), points).within(printed("-3.0"), printed("-1.0"));
    assert_eq!(
        impossible(vec![], vec![finding("drug", arm)]),
        ["fault: -6.98 is outside its own limits of -3.0 to -1.0"]
    );
}

/// -39.6 % with 95 % CI -59.2 to -10.6 has p = 0.0118 as a ratio, and 0.0014 as a difference.
#[test]
fn a_percent_change_of_an_unstated_kind_is_read_both_ways() {
    let unstated = ReportedScale::PercentUnstated;
    let of_p = |p| {
        let contrast = with_interval(unstated, ["-39.6", "-59.2", "-10.6"], Some(p));
        impossible(vec![contrast], vec![])
    };
    assert_eq!(
        of_p("0.012"),
        ["agreement: p = 0.012 fits the interval, which implies p = 0.0114 to 0.0121"]
    );
    assert_eq!(
        of_p("0.3"),
        [
            "note: p = 0.3 (test not named) does not fit the interval, which implies p = 0.0114 to 0.0121"
        ]
    );
    let symmetric_in_both = with_interval(unstated, ["-5.0", "-9.0", "-1.0"], Some("0.3"));
    let both = impossible(vec![symmetric_in_both], vec![]);
    assert_eq!(
        both,
        [
            "note: p = 0.3 (test not named) does not fit the interval, which implies p = 0.0122 to 0.0197"
        ]
    );
    let percent = |arm, value| finding(arm, ReportedEstimate::new(printed(value), unstated));
    let of_arms = |value| {
        impossible(
            vec![of_scale(unstated, value)],
            vec![percent("drug", "-55"), percent("placebo", "12")],
        )
    };
    let [minus, over] = ["minus", "over"].map(|sign| {
        format!("-55 % (kind of mean not stated) {sign} 12 % (kind of mean not stated), which give")
    });
    assert_eq!(of_arms("-67"), [format!("agreement: agrees with its arms: {minus} -68 to -66")]);
    assert_eq!(of_arms("-60"), [format!("agreement: agrees with its arms: {over} -60.4 to -59.2")]);
    assert_eq!(
        of_arms("-63"),
        [format!(
            "note: does not agree with its arms: {minus} -68 to -66, and as a percent change of a ratio -60.4 to -59.2"
        )]
    );
    // Nothing is divided by nothing, but the difference can be computed.
    let of_nothing = |value| {
        let arms = vec![percent("drug", "-80"), percent("placebo", "-100")];
        impossible(vec![of_scale(unstated, value)], arms)
    };
    let minus = minus.replace("-55", "-80").replace("12", "-100");
    assert_eq!(of_nothing("20"), [format!("agreement: agrees with its arms: {minus} 19 to 21")]);
    assert_eq!(of_nothing("50"), [format!("note: does not agree with its arms: {minus} 19 to 21")]);
    // The kind of mean of an arm is not stated either.
    let ratio = [of_scale(ReportedScale::GeometricMeanRatio, "0.30")];
    let found = impossible(ratio.into(), vec![percent("drug", "-55"), percent("placebo", "12")]);
    assert!(found[0].starts_with("note: does not agree with its arms"), "{found:?}");
    let twice = impossible(vec![], vec![outcome("drug", "0.65"), percent("drug", "-38")]);
    assert_eq!(twice, ["note: also printed as -38 % (kind of mean not stated) [a report]"]);
}

/// A standard error of 2.25 has the interval 1.2 - 1.96 * 2.25 to 1.2 + 1.96 * 2.25, or a wider one by a t distribution.
#[test]
fn standard_errors_of_intervals() {
    let found = |error| {
        let estimate = ReportedEstimate::new(printed("1.2"), ReportedScale::Points)
            .within(printed("-3.2"), printed("5.6"))
            .with_standard_error(printed(error));
        let contrast = contrast("1").with_estimate(estimate);
        [impossible(vec![contrast], vec![]), impossible(vec![], vec![finding("drug", estimate)])]
    };
    // By one degree of freedom 4.35 / 12.7, by the normal distribution 4.45 / 1.96.
    let implied =
        "fault: the standard error 0.2 does not belong to the interval, which implies 0.34 to 2.27";
    assert_eq!(found("0.2"), [[implied], [implied]]);
    assert_eq!(found("2.25"), [[""; 0], [""; 0]]);
    assert_eq!(found("2.4")[0].len(), 1);
    assert_eq!(found("-0.5")[1][0], "fault: the standard error or spread -0.5 is below 0");
    // Of 39 participants 38 degrees of freedom at least: 4.35 / 2.024.
    let estimate = ReportedEstimate::new(printed("1.2"), ReportedScale::Points)
        .within(printed("-3.2"), printed("5.6"))
        .with_standard_error(printed("0.5"));
    assert_eq!(
        impossible(vec![], vec![finding("drug", estimate).with_n(39)]),
        [
            "fault: the standard error 0.5 does not belong to the interval, which implies 2.15 to 2.27"
        ]
    );
    // One participant leaves no degree of freedom. One is assumed, as where no number is stated.
    let estimate = estimate.with_standard_error(printed("0.2"));
    assert_eq!(impossible(vec![], vec![finding("drug", estimate).with_n(1)]), [implied]);
}

/// By scipy: -8.43 with 95 % CI -14.99 to -1.88 has p = 0.0116 to 0.0214 with 5 or more degrees of freedom, and up to
/// 0.0390 with one. 6 participants of an arm have 5 at least.
#[test]
fn whole_arms_widen_a_range_and_accuse_nobody() {
    type Change = fn(ReportedOutcome) -> ReportedOutcome;
    let found = |p: &str, population: &Population, analysis: &ReportedAnalysis, change: Change| {
        let arm = |arm, value| {
            let of = |it: &mut ReportedOutcome| {
                (it.population, it.analysis) = (population.clone(), analysis.clone());
            };
            change(changed(in_points(arm, value), of))
        };
        let p = PValue::new(printed(p)).by(Test::Ancova);
        let mut contrast = with_interval(ReportedScale::Points, ["-8.43", "-14.99", "-1.88"], None);
        (contrast.population, contrast.analysis) = (population.clone(), analysis.clone());
        let trial = Trial::builder("NCT00000001".parse().expect("a number"), "a trial", from("a"))
            .arm(Arm::untreated("drug").with_n(6))
            .arm(Arm::untreated("placebo").with_n(6))
            .outcomes([arm("drug", "-9.43"), arm("placebo", "-1.00")])
            .contrasts([contrast.with_p(p)]);
        texts(trial.build().expect("a trial").audit().findings()).swap_remove(1)
    };
    let (whole, main) = (Population::IntentionToTreat, ReportedAnalysis::default());
    let with_n: Change = |it| it.with_n(6);
    let fits = "agreement: p = 0.017 fits the interval, which implies p = 0.0116 to 0.0214";
    assert_eq!(found("0.017", &whole, &main, |it| it), fits);
    assert_eq!(found("0.017", &whole, &main, with_n), fits);
    let few = |p, implied| {
        format!(
            "note: p = {p} fits the interval only by a t distribution of few degrees of freedom; otherwise it implies p = \
             {implied}"
        )
    };
    assert_eq!(found("0.030", &whole, &main, |it| it), few("0.030", "0.0116 to 0.0214"));
    assert_eq!(
        found("0.030", &whole, &main, with_n),
        "fault: p = 0.030 (analysis of covariance) does not fit the interval, which implies p = 0.0116 to 0.0214"
    );
    // Not all of an arm are in another population, and imputed values take degrees of freedom away.
    let alone = few("0.017", "0.0116 to 0.0118");
    assert_eq!(found("0.017", &Population::FasterProgressing, &main, |it| it), alone);
    let imputed = ReportedAnalysis::default().imputed(Imputation::MissingAtRandom);
    assert_eq!(found("0.017", &whole, &imputed, with_n), alone);
    // 2.1 is a standard error by one degree of freedom only if it may have been that: 6.555 / 2.57 = 2.55 is the least.
    let estimate = ReportedEstimate::new(printed("-8.43"), ReportedScale::Points)
        .within(printed("-14.99"), printed("-1.88"))
        .with_standard_error(printed("2.1"));
    let of = |analysis: ReportedAnalysis, n: Option<u32>| {
        let outcome = changed(finding("drug", estimate), |it| (it.analysis, it.n) = (analysis, n));
        with_arm(6, vec![outcome])
    };
    assert_eq!(of(main.clone(), None), [""; 0]);
    assert_eq!(of(imputed, Some(6)), [""; 0]);
    assert_eq!(
        of(main, Some(6)),
        [
            "fault: the standard error 2.1 does not belong to the interval, which implies 2.55 to 3.35"
        ]
    );
}

/// By scipy: 0.61 with 95 % CI 0.47 to 0.79 has p up to 0.000649 with 49 degrees of freedom, up to 0.00202 with 11.5, and
/// up to 0.0276 with one.
#[test]
fn of_whole_arms_a_quarter_is_analysed() {
    let found = |p: &str, n: u32| {
        let numbers = ["0.61", "0.47", "0.79"];
        let p = PValue::new(printed(p)).by(Test::Ancova);
        let contrast = with_interval(ReportedScale::GeometricMeanRatio, numbers, None).with_p(p);
        let trial = Trial::builder("NCT00000001".parse().expect("a number"), "a trial", from("a"))
            .arm(Arm::untreated("drug").with_n(n))
            .arm(Arm::untreated("placebo").with_n(n))
            .contrasts([contrast]);
        texts(trial.build().expect("a trial").audit().findings()).swap_remove(1)
    };
    let implied = "implies p = less than 0.0001 to 0.000649";
    for p in ["0.003", "0.02"] {
        let does_not = "does not fit the interval, which";
        let text = format!("fault: p = {p} (analysis of covariance) {does_not} {implied}");
        assert_eq!(found(p, 50), text);
    }
    let few = "fits the interval only by a t distribution of few degrees of freedom; otherwise it";
    assert_eq!(found("0.002", 50), format!("note: p = 0.002 {few} {implied}"));
    assert!(found("0.02", 8).starts_with("note: p = 0.02 fits the interval only by"));
}

/// The interval implies p = 0.569 to 0.608.
#[test]
fn what_names_the_test_of_a_p_value() {
    let paper = |p| with_interval(ReportedScale::Points, ["1.2", "-3.2", "5.5"], None).with_p(p);
    let found = |p: PValue, others: Vec<Contrast>| {
        let mut table = of_scale(ReportedScale::Points, "1.2").with_p(p);
        table.source = from("a table");
        let found = impossible([vec![table], others].concat(), vec![]).swap_remove(0);
        found.replace("the interval of a report, which implies p = 0.569 to 0.608", "it")
    };
    let (exact, bound) = (|| PValue::new(printed("0.03")), || PValue::below(printed("0.05")));
    let by = |p: PValue| vec![paper(p.by(Test::JointRank))];
    let names = "; a report attributes it to the joint rank test";
    let note = |p| format!("note: p {p} (test not named) does not fit it");
    assert_eq!(found(exact(), by(exact())), format!("fault{}{names}", &note("= 0.03")[4..]));
    assert_eq!(found(bound(), by(bound())), format!("fault{}{names}", &note("< 0.05")[4..]));
    // A bound and a number are not one p-value, and analysis of covariance is the test of the estimate.
    assert_eq!(found(exact(), by(bound())), note("= 0.03"));
    assert_eq!(found(bound(), by(exact())), note("< 0.05"));
    assert_eq!(found(exact(), vec![paper(exact().by(Test::Ancova))]), note("= 0.03"));
    // An interval that is not symmetric implies no p-value, but the next one does.
    let skewed = with_interval(ReportedScale::Points, ["1.2", "-3.2", "9.9"], None);
    let p = PValue::new(printed("0.60"));
    assert_eq!(
        found(p.clone(), vec![skewed.clone(), paper(p.clone())]),
        "agreement: p = 0.60 fits it"
    );
    assert!(found(p, vec![skewed]).contains("not the midpoint"));
}

/// 2.0 with 95 % CI -0.65 to 4.65 has p = 0.12875 to 0.15000, by scipy.
#[test]
fn a_p_value_near_its_range_has_the_digits_to_tell_them_apart() {
    let found = |p| {
        let contrast = with_interval(ReportedScale::Points, ["2.0", "-0.65", "4.65"], Some(p));
        impossible(vec![contrast], vec![]).swap_remove(0)
    };
    for (p, implied) in [("0.1501", "0.1287 to 0.1500"), ("0.3", "0.129 to 0.150")] {
        let expected = "(test not named) does not fit the interval, which implies p =";
        assert_eq!(found(p), format!("note: p = {p} {expected} {implied}"));
    }
    assert!(found("0.1499").ends_with("p = 0.129 to 0.150"));
}

fn from(document: &'static str) -> Source {
    Source::new(document, Status::Publication)
}

fn finding(arm: &'static str, finding: impl Into<Finding>) -> ReportedOutcome {
    let finding = finding.into();
    changed(outcome(arm, "1"), |it| it.finding = finding)
}

fn changed(
    mut outcome: ReportedOutcome,
    change: impl FnOnce(&mut ReportedOutcome),
) -> ReportedOutcome {
    change(&mut outcome);
    outcome
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
    let checks = |outcomes: Vec<ReportedOutcome>| {
        let trial = trial([contrast("0.50")], outcomes);
        let audit = trial.audit();
        let of_arms = audit.findings().iter().find_map(|found| match &found.check {
            Check::Arms { arm, agrees, .. } => {
                Some((found.level, arm.source.document.clone(), *agrees))
            }
            _ => None,
        });
        of_arms.expect("a check against the arms")
    };
    assert_eq!(checks(all.to_vec()), (FindingLevel::Agreement, "a report".into(), true));
    // Two documents differ: nobody knows which is wrong.
    assert_eq!(checks(all[..3].to_vec()), (FindingLevel::Note, "a registry".into(), false));
}

/// -5.0 less -3.0 is -2.0, and by rounding of both -2.1 to -1.9.
#[test]
fn differences_are_subtracted() {
    assert_audit(
        &trial(
            [of_scale(ReportedScale::Points, "-2.0")],
            [in_points("drug", "-5.0"), in_points("placebo", "-3.0")],
        ),
        &[
            "agreement: agrees with its arms: -5.0 points minus -3.0 points, which give -2.1 to -1.9",
        ],
    );
}

/// -0.08 less -0.21 is 0.13; without its sign, 0.08 less -0.21 is 0.29.
#[test]
fn a_lost_sign_is_named() {
    let arms = |drug, placebo| [in_points("drug", drug), in_points("placebo", placebo)];
    let found = |value, arms| {
        let trial = trial([of_scale(ReportedScale::Points, value)], arms);
        let audit = trial.audit();
        let text = audit.findings()[0].check.to_string();
        text.split_once("; ").map(|(_, hint)| hint.to_owned())
    };
    let hint = |arm: &str| Some(format!("it would if the sign of {arm:?} were reversed"));
    assert_eq!(found("0.14", arms("0.08", "-0.21")), hint("drug"));
    assert_eq!(found("-0.13", arms("0.08", "0.05")), hint("drug"));
    assert_eq!(found("0.13", arms("0.08", "0.05")), hint("placebo"));
    assert_eq!(found("0.50", arms("0.08", "-0.21")), None);
    assert_eq!(found("0.03", arms("0.08", "0.05")), None, "it agrees");
}

/// 5 less 3.0 is between 4.5 - 3.05 = 1.45 and 5.5 - 2.95 = 2.55, where the roundings of 1.4 and 2.6 end.
#[test]
fn roundings_that_touch_agree() {
    let arms = || [in_points("drug", "5"), in_points("placebo", "3.0")];
    let (note, agreement) = (FindingLevel::Note, FindingLevel::Agreement);
    for (value, level) in [("1.3", note), ("1.4", agreement), ("2.6", agreement), ("2.7", note)] {
        let trial = trial([of_scale(ReportedScale::Points, value)], arms());
        let levels: Vec<_> = trial.audit().findings().iter().map(|found| found.level).collect();
        assert_eq!(levels, [level], "{value}");
    }
}

/// By R: the standard error of 3 with 95 % CI 1 to 5 is (5 - 1) / (2 * qnorm(0.975)) = 1.0204, and
/// 2 * pnorm(-3 / 1.0204) = 0.0033; the rounding of all three numbers widens that to 2 * pnorm(-3.05 / 0.9949) = 0.00217 and
/// 2 * pnorm(-2.95 / 1.0459) = 0.00480.
#[test]
fn p_values_of_intervals() {
    let said = |numbers, p: &str| {
        let contrast = with_interval(ReportedScale::Points, numbers, Some(p));
        texts(trial([contrast], []).audit().findings()).get(1).cloned()
    };
    let fits = |p: &str, range: &str| {
        Some(format!("agreement: p = {p} fits the interval, which implies p = {range}"))
    };
    assert_eq!(said(["3.0", "1.0", "5.0"], "0.003"), fits("0.003", "0.00217 to 0.00480"));
    assert_eq!(said(["-3.0", "-5.0", "-1.0"], "0.003"), fits("0.003", "0.00217 to 0.00480"));
    assert_eq!(said(["0.0", "-5.0", "5.0"], "0.99"), fits("0.99", "0.984 to 1.000"));
    // The ends may be the same number.
    assert_eq!(said(["1", "1", "2"], "0.05"), None);
    // The interval leaves nothing of p but that it is small. Any test may be meant.
    assert_eq!(
        said(["30.0", "29.0", "31.0"], "0.01").as_deref(),
        Some("note: p = 0.01 (test not named) does not fit the interval, which implies p < 0.0001")
    );
}

/// The p-value of the joint rank test is a note where it is named, and a fault where it passes for that of the difference.
#[test]
fn p_values_of_another_test() {
    let p = |test| PValue::new(printed("0.97")).by(test);
    let interval = ["1.2", "-3.2", "5.5"];
    let paper = || with_interval(ReportedScale::Points, interval, None).with_p(p(Test::JointRank));
    let table = |p| {
        let mut table = of_scale(ReportedScale::Points, "1.2").with_p(p);
        table.source = from("a table").at("row 7");
        table
    };
    let found = |contrasts: Vec<Contrast>, at: usize| {
        let trial = trial(contrasts, []);
        let audit = trial.audit();
        let all = texts(audit.findings());
        let of_p: Vec<String> = all.into_iter().filter(|text| text.contains("p = 0.")).collect();
        of_p.get(at).cloned()
    };
    assert_eq!(
        found(vec![paper()], 0).as_deref(),
        Some(
            "note: p = 0.97 belongs to the joint rank test; the interval implies p = 0.569 to 0.608"
        )
    );
    let not_of_it = "fault: p = 0.97 (test not named) does not fit the interval of a report, which implies p = \
                     0.569 to 0.608; a report attributes it to the joint rank test";
    assert_eq!(found(vec![table(p(Test::Unstated)), paper()], 0).as_deref(), Some(not_of_it));
    assert_eq!(found(vec![paper(), table(p(Test::Unstated))], 1).as_deref(), Some(not_of_it));
    let of_it = PValue::new(printed("0.60"));
    assert_eq!(
        found(vec![table(of_it.clone()), paper()], 0).as_deref(),
        Some("agreement: p = 0.60 fits the interval of a report, which implies p = 0.569 to 0.608")
    );
    // One that fits, and one of a test that is named, need nobody to name theirs.
    let named_by = |p: PValue, contrasts: Vec<Contrast>| {
        let trial = trial([vec![table(p)], contrasts].concat(), []);
        let of_p = trial.audit().findings().iter().find_map(|found| match found.check {
            Check::PValue { named_by, .. } => Some(named_by.is_some()),
            _ => None,
        });
        of_p.expect("a check of p")
    };
    let also_named = paper().with_p(PValue::new(printed("0.60")).by(Test::JointRank));
    assert!(!named_by(of_it, vec![also_named]));
    assert!(!named_by(p(Test::Ancova), vec![paper()]));
    assert!(named_by(p(Test::Unstated), vec![paper()]));
    // The document itself names the test elsewhere.
    let own = of_scale(ReportedScale::Points, "1.2").with_p(p(Test::Unstated));
    let text = found(vec![own, paper()], 0).expect("a check of p");
    assert!(text.starts_with("note: p = 0.97 (test not named) does not fit"), "{text}");
    // The interval of another analysis is of another estimate.
    let mut post_hoc = paper();
    post_hoc.analysis = ReportedAnalysis::post_hoc();
    assert_eq!(found(vec![table(p(Test::Unstated)), post_hoc], 1), None);
    // Of another difference, another interval.
    let mut other = table(p(Test::Unstated));
    other.estimate = Some(ReportedEstimate::new(printed("1.4"), ReportedScale::Points));
    assert_eq!(found(vec![other, paper()], 1), None);
    let ancova = with_interval(ReportedScale::Points, interval, None).with_p(p(Test::Ancova));
    assert_eq!(
        texts(trial([ancova], []).audit().at(FindingLevel::Fault)),
        [
            "fault: p = 0.97 (analysis of covariance) does not fit the interval, which implies p = 0.569 to 0.608"
        ]
    );
}

/// -50 within -75 and 0 lies in the middle as a ratio, 0.5 within 0.25 and 1; -50 within -60 and -40 in points.
#[test]
fn intervals_of_ratios_in_print_of_points() {
    let found = |numbers| {
        let contrast = with_interval(ReportedScale::PercentagePoints, numbers, None);
        texts(trial([contrast], []).audit().findings()).get(1).cloned()
    };
    let of_a_ratio = "fault: the interval is symmetric only on the log scale: the points are percent changes of a ratio";
    assert_eq!(found(["-50", "-75", "0"]).as_deref(), Some(of_a_ratio));
    assert_eq!(found(["-50", "-60", "-40"]), None, "of points alone");
    assert_eq!(found(["-1", "-2", "0"]), None, "of both, by their rounding");
    let of_neither = "note: the estimate is not the midpoint of the interval";
    assert_eq!(found(["-50", "-90", "-40"]).as_deref(), Some(of_neither));
}

fn impossible(contrasts: Vec<Contrast>, outcomes: Vec<ReportedOutcome>) -> Vec<String> {
    let trial = trial(contrasts, outcomes);
    let audit = trial.audit();
    let of_it = |found: &&AuditFinding<'_>| found.level != FindingLevel::NotChecked;
    texts(audit.findings().iter().filter(of_it))
}

#[test]
fn contrasts_that_cannot_be() {
    let found = |scale, numbers| impossible(vec![with_interval(scale, numbers, None)], vec![]);
    let swapped = "fault: the upper end of the interval, -3.2, is below the lower end, 5.5";
    assert_eq!(found(ReportedScale::Points, ["1.2", "5.5", "-3.2"]), [swapped]);
    assert_eq!(found(ReportedScale::Points, ["1.2", "-3.2", "5.5"]), [""; 0]);
    assert_eq!(
        found(ReportedScale::HazardRatio, ["1.22", "0.11", "-3.04"]),
        [
            "fault: the ratio -3.04 is not above 0",
            "fault: the upper end of the interval, -3.04, is below the lower end, 0.11",
        ]
    );
    // The middle of 0.9 and 0.1 is 0.5.
    assert_eq!(
        found(ReportedScale::Points, ["0.5", "0.9", "0.1"]),
        ["fault: the upper end of the interval, 0.1, is below the lower end, 0.9"]
    );
    assert_eq!(
        found(ReportedScale::GeometricMeanRatio, ["-0.5", "-0.7", "-0.3"])[0],
        "fault: the ratio -0.5 is not above 0"
    );
    assert_eq!(
        found(ReportedScale::PercentOfGeometricMean, ["-150", "-160", "-140"])[0],
        "fault: -150 % is below -100 %, the lowest possible change"
    );
    // 0.00 may be 0.004, and -100 % may be -99.6 %; a difference of percents may be below -100.
    assert_eq!(found(ReportedScale::HazardRatio, ["0.01", "0.00", "0.02"]), [""; 0]);
    assert_eq!(found(ReportedScale::PercentOfGeometricMean, ["-100", "-100", "-99"]), [""; 0]);
    assert_eq!(found(ReportedScale::PercentUnstated, ["-120", "-130", "-110"]), [""; 0]);
    for (p, is_one) in [("-1", false), ("-0.01", false), ("0", true), ("1", true), ("1.01", false)]
    {
        let found = impossible(vec![contrast("0.5").with_p(PValue::new(printed(p)))], vec![]);
        assert_eq!(found.is_empty(), is_one, "{p} {found:?}");
        let found = impossible(vec![contrast("0.5").with_p(PValue::below(printed(p)))], vec![]);
        assert_eq!(found.is_empty(), is_one, "{p} {found:?}");
    }
}

#[test]
fn outcomes_that_cannot_be() {
    let of = |finding: Finding| {
        let readout = Readout::new(Endpoint::alsfrs_r(), from("a report"));
        impossible(vec![], vec![readout.outcome("drug", finding)])
    };
    let estimate = |value, scale| of(ReportedEstimate::new(printed(value), scale).into());
    let points = |value| estimate(value, ReportedScale::Points);
    assert_eq!(
        points("-80"),
        ["fault: -80 is outside what the endpoint's range of 0 to 48 allows"]
    );
    assert_eq!([points("-48"), points("48")], [vec![""; 0], vec![]]);
    assert_eq!(
        estimate("0.9", ReportedScale::GeometricMeanRatio),
        ["fault: the endpoint can be 0, so that it has no geometric mean"]
    );
    assert_eq!(
        estimate("101", ReportedScale::PercentOfParticipants),
        ["fault: 101 % is not from 0 % to 100 %"]
    );
    assert_eq!(
        of(Finding::Events { count: 5, of: 3 }),
        ["fault: 5 participants with the event are more than 3 participants in all"]
    );
    assert_eq!(of(Finding::Events { count: 3, of: 3 }), [""; 0]);
    let unstated = ReportedScale::PercentUnstated;
    let range =
        |low, high| of(Finding::Range { low: printed(low), high: printed(high), scale: unstated });
    assert_eq!(range("-55", "-120"), ["fault: -120 % is below -100 %, the lowest possible change"]);
    assert_eq!(range("-55", "-20"), [""; 0]);
    let change = ReportedEstimate::new(printed("-150"), ReportedScale::PercentOfGeometricMean);
    assert_eq!(change.percent_change(), None);
}

/// A difference of two changes of a score from 0 to 48 reaches from -96 to 96.
#[test]
fn differences_reach_twice_as_far_as_changes() {
    let of = |value| {
        let estimate = ReportedEstimate::new(printed(value), ReportedScale::Points);
        let readout = Readout::new(Endpoint::alsfrs_r(), from("a report"));
        impossible(
            vec![readout.contrast("drug").against("placebo").with_estimate(estimate)],
            vec![],
        )
    };
    assert_eq!(of("-96"), [""; 0]);
    assert_eq!(of("97"), ["fault: 97 is outside what the endpoint's range of 0 to 48 allows"]);
    let from_ten = Endpoint::builder("an index", Benefit::Higher, ReportedAs::Difference);
    let readout =
        Readout::new(from_ten.range(10, 50).build().expect("an endpoint"), from("a report"));
    let points = |value| ReportedEstimate::new(printed(value), ReportedScale::Points);
    for (value, found) in [("80", 0), ("81", 1)] {
        let contrast = readout.contrast("drug").against("placebo").with_estimate(points(value));
        assert_eq!(impossible(vec![contrast], vec![]).len(), found, "{value}");
    }
    for (value, found) in [("50", 0), ("51", 1)] {
        let outcome = readout.outcome("drug", points(value));
        assert_eq!(impossible(vec![], vec![outcome]).len(), found, "{value}");
    }
}

fn with_arm(n: u32, outcomes: Vec<ReportedOutcome>) -> Vec<String> {
    let source = from("a protocol");
    let trial = Trial::builder("NCT00000001".parse().expect("a number"), "a trial", source);
    let trial = trial.arm(Arm::untreated("drug").with_n(n)).outcomes(outcomes).build();
    texts(trial.expect("a trial").audit().findings())
}

#[test]
fn participants_that_an_arm_does_not_have() {
    assert_eq!(
        with_arm(5, vec![outcome("drug", "0.5").with_n(500)]),
        ["note: 500 participants are counted, and the arm has 5"]
    );
    assert_eq!(with_arm(5, vec![outcome("drug", "0.5").with_n(5)]), [""; 0]);
    let mut events = outcome("drug", "0.5");
    events.finding = Finding::Events { count: 1, of: 6 };
    assert_eq!(with_arm(5, vec![events]), ["note: 6 participants are counted, and the arm has 5"]);
}

fn share(value: &str) -> ReportedOutcome {
    finding("drug", ReportedEstimate::new(printed(value), ReportedScale::PercentOfParticipants))
}

/// 31 of 36 are 86.1 %, 32 are 88.9 %; 30 of 34 are 88.2 %, and no share of fewer is 88.3 %. 53 of 60 are.
#[test]
fn shares_of_no_whole_number() {
    let note = |most: &str| {
        format!(
            "note: no whole number of {most}participants gives this share: a misprint, or an imputed share"
        )
    };
    assert_eq!(with_arm(36, vec![share("88.3")]), [note("36 or fewer ")]);
    assert_eq!(with_arm(36, vec![share("88.3").with_n(36)]), [note("36 ")]);
    assert_eq!(with_arm(36, vec![share("83.3").with_n(36)]), [""; 0]);
    assert_eq!(with_arm(36, vec![share("88.2")]), [""; 0], "of 34");
    assert_eq!(with_arm(36, vec![share("88.2").with_n(36)]), [note("36 ")]);
    assert_eq!(with_arm(60, vec![share("88.3")]), [""; 0]);
    // 1 of 8 is 12.5 %, which is printed as 12 % or as 13 %.
    assert_eq!(with_arm(8, vec![share("12").with_n(8)]), [""; 0]);
    assert_eq!(with_arm(8, vec![share("13").with_n(8)]), [""; 0]);
    // Another result counts 60 in this arm.
    let mut events = outcome("drug", "0.5");
    events.at = TimePoint::Week(52);
    events.finding = Finding::Events { count: 1, of: 60 };
    let found = with_arm(36, vec![share("88.3"), events]);
    assert_eq!(found, ["note: 60 participants are counted, and the arm has 36"]);
    // A share with an interval is estimated, not counted.
    let estimated = ReportedEstimate::new(printed("88.3"), ReportedScale::PercentOfParticipants)
        .within(printed("80.1"), printed("95.0"));
    assert_eq!(with_arm(36, vec![finding("drug", estimated)]), [""; 0]);
}

#[test]
fn results_that_are_printed_twice() {
    let found = |one: ReportedOutcome, other: ReportedOutcome| {
        let trial = trial([], [one, other]);
        texts(trial.audit().findings())
    };
    let registry = |value| changed(outcome("drug", value), |it| it.source = from("a registry"));
    assert_eq!(
        found(outcome("drug", "0.50"), outcome("drug", "0.90")),
        ["fault: also printed as 0.90 (geometric mean ratio) [a report]"]
    );
    assert_eq!(
        found(outcome("drug", "0.79"), registry("0.78")),
        ["note: also printed as 0.78 (geometric mean ratio) [a registry]"]
    );
    assert_eq!(found(outcome("drug", "0.78"), registry("0.8")), [""; 0], "it rounds to it");
    assert_eq!(found(outcome("drug", "0.78"), registry("0.785")), [""; 0], "0.7848 is both");
    assert_eq!(found(outcome("drug", "0.5"), outcome("placebo", "0.9")), [""; 0]);
    let mut percent = registry("1");
    let scale = ReportedScale::PercentUnstated;
    percent.finding = ReportedEstimate::new(printed("-38"), scale).into();
    assert_eq!(
        found(outcome("drug", "0.62"), percent.clone()),
        [""; 0],
        "the same on another scale"
    );
    assert_eq!(found(outcome("drug", "0.65"), percent).len(), 1);
    let unstated = |value| {
        finding("drug", ReportedEstimate::new(printed(value), ReportedScale::PercentUnstated))
    };
    let again = "also printed as -58 % (kind of mean not stated) [a report]";
    assert_eq!(found(unstated("-38"), unstated("-58")), [format!("fault: {again}")]);
    assert_eq!(
        found(outcome("drug", "0.62"), unstated("-58")),
        [format!("note: {again}")],
        "maybe of another mean"
    );
    let in_points = changed(in_points("drug", "9"), |it| it.source = from("a registry"));
    assert_eq!(found(outcome("drug", "0.65"), in_points), [""; 0], "scales that do not compare");
    let of = |n: [u32; 2]| {
        found(outcome("drug", "0.50").with_n(n[0]), outcome("drug", "0.90").with_n(n[1]))
    };
    let again = "also printed as 0.90 (geometric mean ratio) [a report]";
    assert_eq!(of([39, 39]), [format!("fault: {again}")]);
    assert_eq!(of([39, 36]), [format!("note: {again}")], "of other participants");
    let unstated = |value| changed(outcome("drug", value), |it| it.at = TimePoint::Unstated);
    assert_eq!(found(unstated("0.5"), unstated("0.9")), [""; 0], "maybe of two times");
    let mixed = |value| changed(outcome("drug", value), |it| it.population = Population::Mixed);
    assert_eq!(found(mixed("0.5"), mixed("0.9")), [""; 0]);
    let events = |count| finding("drug", Finding::Events { count, of: 9 });
    assert_eq!(found(events(3), events(4)), ["fault: also printed as 4 of 9 [a report]"]);
    assert_eq!(found(events(3), events(3)), [""; 0]);
    let of_three = finding("drug", Finding::Events { count: 1, of: 3 });
    assert_eq!(found(events(3), of_three), ["note: also printed as 1 of 3 [a report]"]);
}

/// 21 of 51 are 41.2 %.
#[test]
fn counts_and_shares_of_one_arm() {
    let events = || finding("drug", Finding::Events { count: 21, of: 51 });
    let found = |other| impossible(vec![], vec![events(), other]);
    assert_eq!(found(share("51")), ["fault: also printed as 51 % of participants [a report]"]);
    assert_eq!(found(share("41.2")), [""; 0]);
    assert_eq!(found(share("52").with_n(51)).len(), 2, "nor is it a share of 51");
    assert_eq!(found(share("50").with_n(42)), [""; 0], "a share of others");
    let estimated = ReportedEstimate::new(printed("45"), ReportedScale::PercentOfParticipants)
        .within(printed("30"), printed("60"));
    assert_eq!(found(finding("drug", estimated)), [""; 0]);
}

/// Shares are subtracted, whichever way they are printed.
#[test]
fn differences_of_shares() {
    let points = || of_scale(ReportedScale::PercentagePoints, "15");
    let none = finding("placebo", Finding::Events { count: 0, of: 20 });
    assert_eq!(
        impossible(vec![points()], vec![share("51"), none]),
        [
            "note: does not agree with its arms: 51 % of participants minus 0 of 20, which give 50.5 to 51.5"
        ]
    );
    // Of nobody there is no share.
    let nobody = |arm| finding(arm, Finding::Events { count: 0, of: 0 });
    assert_audit(
        &trial([points()], [nobody("drug"), nobody("placebo")]),
        &[
            "not checked: arm \"drug\" has no number of the same endpoint, population, time, analysis and method",
        ],
    );
    let counted = |arm| finding(arm, Finding::Events { count: 21, of: 51 });
    assert_audit(
        &trial([contrast("0.50")], [counted("drug"), counted("placebo")]),
        &["not checked: arm \"drug\" is on another scale: 21 of 51"],
    );
}

/// Changes of an unstated kind do not have to agree with those of geometric means.
#[test]
fn a_contrast_of_an_unstated_mean_is_no_fault() {
    let by_model = ReportedAnalysis::default().by_model("the usual one");
    let scale = ReportedScale::PercentOfGeometricMean;
    let arm = |arm, value| {
        let estimate = ReportedEstimate::new(printed(value), scale);
        changed(finding(arm, estimate), |it| it.analysis = by_model.clone())
    };
    let contrast = |scale, value| {
        let mut contrast = of_scale(scale, value);
        contrast.analysis = by_model.clone();
        let found = impossible(vec![contrast], vec![arm("drug", "-40"), arm("placebo", "-20")]);
        found[0].split(':').next().map(str::to_owned)
    };
    assert_eq!(contrast(ReportedScale::PercentUnstated, "-70").as_deref(), Some("note"));
    assert_eq!(contrast(scale, "-70").as_deref(), Some("fault"));
}

/// A range covers the results of the population, time, analysis and method that it states, on its own scale.
#[test]
fn what_a_range_sums_up() {
    let range = |low, high, scale| {
        let (low, high) = (printed(low), printed(high));
        finding("drug", Finding::Range { low, high, scale })
    };
    let percent = |value| {
        finding(
            "drug",
            ReportedEstimate::new(printed(value), ReportedScale::PercentOfGeometricMean),
        )
    };
    let found =
        |range: ReportedOutcome, other: ReportedOutcome| impossible(vec![], vec![range, other]);
    let unstated = || range("-20", "-30", ReportedScale::PercentUnstated);
    let left_out = "leaves out phosphorylated neurofilament heavy chain, plasma, drug, intention to treat, week 28: -34 % \
                    (geometric mean) [a report]";
    let mixed = |it: ReportedOutcome| changed(it, |it| it.population = Population::Mixed);
    assert_eq!(found(mixed(unstated()), percent("-34")), [format!("fault: {left_out}")]);
    // Of one population and time it sums up no other, and it is not known which of two kinds of mean is meant.
    assert_eq!(found(unstated(), percent("-34")), [format!("note: {left_out}")]);
    let other =
        |change: fn(&mut ReportedOutcome)| found(unstated(), changed(percent("-34"), change));
    assert_eq!(other(|it| it.population = Population::FasterProgressing), [""; 0]);
    assert_eq!(other(|it| it.at = TimePoint::Week(4)), [""; 0]);
    assert_eq!(other(|it| it.analysis = ReportedAnalysis::post_hoc()), [""; 0]);
    let simoa = changed(unstated(), |it| it.method = Some("Simoa".into()));
    assert_eq!(
        found(simoa, changed(percent("-34"), |it| it.method = Some("Atellica".into()))),
        [""; 0]
    );
    // 0.66 is within 0.60 to 0.70.
    let ratios = || mixed(range("0.60", "0.70", ReportedScale::GeometricMeanRatio));
    assert_eq!(found(ratios(), percent("-34")), [""; 0]);
    assert_eq!(found(ratios(), percent("-45")).len(), 1);
    assert_eq!(found(ratios(), outcome("drug", "0.75")).len(), 1);
    // Of an unstated time, another document may be of another one.
    let of_no_time = |it: ReportedOutcome| changed(it, |it| it.at = TimePoint::Unstated);
    let elsewhere = || changed(percent("-34"), |it| it.source = from("a paper"));
    let left_out = left_out.replace("a report", "a paper");
    assert_eq!(found(of_no_time(unstated()), percent("-34"))[0][..5], *"fault");
    assert_eq!(found(of_no_time(unstated()), elsewhere()), [format!("note: {left_out}")]);
    assert_eq!(found(mixed(unstated()), elsewhere()), [format!("fault: {left_out}")]);
    // One of a method, of a result that does not name its own.
    let simoa = changed(mixed(unstated()), |it| it.method = Some("Simoa".into()));
    assert!(found(simoa, percent("-34"))[0].starts_with("note: leaves out"));
    // Of a range that states all, another document differs.
    let points = |value| in_points("drug", value);
    let of_points = || range("3", "5", ReportedScale::Points);
    assert!(found(of_points(), points("7"))[0].starts_with("fault: leaves out"));
    let elsewhere = changed(points("7"), |it| it.source = from("a paper"));
    assert!(found(of_points(), elsewhere)[0].starts_with("note: leaves out"));
}

/// 0.40 over 0.80 is by one assay, 0.45 over 1.12 by another.
#[test]
fn results_of_two_assays_are_not_compared() {
    let by = |assay: &'static str, mut outcome: ReportedOutcome| {
        outcome.method = Some(assay.into());
        outcome
    };
    let outcomes = || {
        let of = |assay, [drug, placebo]: [&str; 2]| {
            [by(assay, outcome("drug", drug)), by(assay, outcome("placebo", placebo))]
        };
        [of("Simoa", ["0.40", "0.80"]), of("Atellica", ["0.45", "1.12"])].concat()
    };
    let contrast_by = |assay: &'static str, value| {
        let mut contrast = contrast(value);
        contrast.method = Some(assay.into());
        contrast
    };
    for (assay, value) in [("Simoa", "0.50"), ("Atellica", "0.40")] {
        let found = impossible(vec![contrast_by(assay, value)], outcomes());
        assert!(found[0].starts_with("agreement: agrees with its arms"), "{found:?}");
    }
    // One that names none is of one of them, not of both.
    let of_two =
        vec![by("Simoa", outcome("drug", "0.40")), by("Atellica", outcome("placebo", "1.12"))];
    assert_eq!(impossible(vec![contrast("0.50")], of_two), [""; 0]);
    let both = |value| impossible(vec![contrast(value)], outcomes());
    let give =
        |arms: &str| format!("with its arms: {}", arms.replace(" ~", " (geometric mean ratio)"));
    let simoa = give("0.40 ~ over 0.80 ~, which give 0.491 to 0.509");
    assert_eq!(both("0.50"), [format!("agreement: agrees {simoa}")]);
    let atellica = give("0.45 ~ over 1.12 ~, which give 0.396 to 0.408");
    assert_eq!(both("0.40"), [format!("agreement: agrees {atellica}")]);
    assert_eq!(both("0.70"), [format!("note: does not agree {simoa}")]);
    // A number that names no method may be of another one than the number beside it.
    let printed_twice = "note: also printed as 0.45 (geometric mean ratio) [a report]";
    let named = by("Atellica", outcome("drug", "0.45"));
    assert_eq!(impossible(vec![], vec![outcome("drug", "0.40"), named]), [printed_twice]);
    let contrasts = vec![contrast("0.40"), contrast_by("Atellica", "0.45")];
    assert_eq!(impossible(contrasts, vec![]), [printed_twice]);
}

/// Pairs of the contrast's own document before pairs of others, however well those agree.
#[test]
fn one_of_several_pairs_is_enough() {
    let elsewhere = |arm, value| changed(outcome(arm, value), |it| it.source = from("a registry"));
    let own = || vec![outcome("drug", "0.40"), outcome("placebo", "0.80")];
    let others = || vec![elsewhere("drug", "0.60"), elsewhere("placebo", "1.00")];
    let found = |outcomes: Vec<ReportedOutcome>| {
        impossible(vec![contrast("0.60")], outcomes).swap_remove(0)
    };
    assert!(found([others(), own()].concat()).starts_with("note: does not agree"));
    assert!(found(others()).starts_with("agreement"));
    // The placebo group is printed twice, and once of other participants.
    let again = outcome("placebo", "0.67").with_n(12);
    assert!(found([own(), vec![again]].concat()).starts_with("agreement"));
}

#[test]
fn results_of_several_times_are_not_compared() {
    let several = |value| changed(outcome("drug", value), |it| it.at = TimePoint::Unstated);
    let placebo = changed(outcome("placebo", "1.00"), |it| it.at = TimePoint::Unstated);
    let mut of_several = contrast("0.40");
    of_several.at = TimePoint::Unstated;
    assert_audit(
        &trial([of_several], [several("0.90"), several("0.40"), placebo]),
        &["not checked: the population or the time is not stated, or there are several"],
    );
}

#[test]
fn levels_that_cannot_be() {
    let of = |level: ReportedLevel| {
        let readout = Readout::new(Endpoint::alsfrs_r(), from("a report"));
        impossible(vec![], vec![readout.outcome("drug", level)])
    };
    let mean = |value| ReportedLevel::new(Average::Mean, printed(value));
    let range = |low, high| Spread::Range { low: printed(low), high: printed(high) };
    let outside =
        |value| format!("fault: {value} is outside what the endpoint's range of 0 to 48 allows");
    assert_eq!(of(mean("63.0")), [outside("63.0")]);
    assert_eq!(of(mean("36.0").with_spread(range("15", "49"))), [outside("49")]);
    assert_eq!(
        of(mean("36.0").with_spread(Spread::StandardDeviation(printed("-6")))),
        ["fault: the standard error or spread -6 is below 0"]
    );
    assert_eq!(
        of(mean("36.0").with_spread(range("44", "15"))),
        ["fault: the upper end of the interval, 15, is below the lower end, 44"]
    );
    assert_eq!(
        of(mean("14.0").with_spread(range("15", "44"))),
        ["fault: 14.0 is outside its own limits of 15 to 44"]
    );
    let right = mean("36.0").with_spread(range("15", "44"));
    for spread in ["6.4", "0"] {
        let right = right.clone().with_spread(Spread::StandardDeviation(printed(spread)));
        assert_eq!(of(right), [""; 0]);
    }
    let median = |low, high| {
        let time = MedianTime::new(Some(printed("20")), "weeks");
        let time = time.within(Some(printed(low)), Some(printed(high)));
        impossible(vec![], vec![finding("drug", time)])
    };
    assert_eq!(
        median("60", "30"),
        ["fault: the upper end of the interval, 30, is below the lower end, 60"]
    );
    assert_eq!(median("22", "30"), ["fault: 20 is outside its own limits of 22 to 30"]);
    assert_eq!(median("9", "30"), [""; 0]);
}

/// A contrast, its interval too.
#[test]
fn contrasts_that_are_printed_twice() {
    let points = |numbers| with_interval(ReportedScale::Points, numbers, None);
    let registry = |numbers| {
        let mut contrast = points(numbers);
        contrast.source = from("a registry");
        contrast
    };
    let found = |one, other| {
        let found = impossible(vec![one, other], vec![]);
        found.into_iter().filter(|text| text.contains("also printed")).collect::<Vec<_>>()
    };
    let numbers = ["0.6", "-1.3", "2.6"];
    assert_eq!(found(points(numbers), registry(numbers)), [""; 0]);
    assert_eq!(
        found(points(numbers), registry(["0.6", "-1.3", "4.2"])),
        ["note: also printed as 0.6 points, 95 % CI -1.3 to 4.2 [a registry]"]
    );
    assert_eq!(found(points(numbers), points(["0.7", "-1.2", "2.6"])).len(), 1);
    let other_model = points(["0.7", "-1.2", "2.6"]).with_words("another model");
    assert_eq!(found(points(numbers), other_model), [""; 0]);
}

fn number() -> impl Strategy<Value = String> {
    (-2000_i32..2000, 0_usize..4)
        .prop_map(|(digits, decimals)| format!("{:.decimals$}", f64::from(digits) / 1000.0))
}

proptest! {
    /// Whatever is printed: the ranges are ranges, no ratio and no p-value is outside its bounds, and a contrast that is
    /// computed from its arms and rounded agrees with them.
    #[test]
    fn ranges_of_an_audit_are_ranges(
        [drug, placebo, value, low, high, p] in prop::array::uniform6(number()),
        is_ratio in any::<bool>(),
    ) {
        let scale = if is_ratio { ReportedScale::GeometricMeanRatio } else { ReportedScale::Points };
        let arm = |name, value: &str| finding(name, ReportedEstimate::new(printed(value), scale));
        let of_arms = |value: &str| of_scale(scale, value);
        let arms = || [arm("drug", &drug), arm("placebo", &placebo)];
        let numbers = [value.as_str(), low.as_str(), high.as_str()];
        let given = trial([with_interval(scale, numbers, Some(&p))], arms());
        for found in given.audit().findings() {
            match &found.check {
                Check::Arms { from_arms: range, .. } => {
                    prop_assert!(range.start() <= range.end(), "{found}");
                    prop_assert!(!is_ratio || *range.start() >= 0.0, "{found}");
                }
                Check::PValue { implied: range, .. } => {
                    prop_assert!(range.start() <= range.end(), "{found}");
                    prop_assert!(*range.start() >= 0.0 && *range.end() <= 1.0, "{found}");
                }
                _ => {}
            }
            let text = found.to_string();
            prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
        let [one, other] = [&drug, &placebo].map(|value| printed(value).value());
        let computed = if is_ratio { one / other } else { one - other };
        if is_ratio && (one <= 0.0 || other <= 0.0) {
            return Ok(());
        }
        let agreeing = trial([of_arms(&format!("{computed:.2}"))], arms());
        let audit = agreeing.audit();
        prop_assert!(matches!(audit.findings()[0].level, FindingLevel::Agreement | FindingLevel::NotChecked), "{audit}");
    }
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
