//! What a trial refuses as it is built: names that are empty, come twice or are not there, and things out of their order.

use aso_regimen::evidence::condition::{Condition, Threshold};
use aso_regimen::evidence::method::Method;
use aso_regimen::evidence::result::{Population, Readout};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::{
    Criterion, Epoch, Mask, Purpose, Rank, Trial, TrialBuilder, TrialEndpoint, TrialPart,
};
use aso_regimen::{Arm, Endpoint, Interval, Source};

use crate::{assert_refused, builder, placebo, regimen, visit};

fn paper() -> Source {
    Source::new("a paper", Status::Publication)
}

fn with() -> TrialBuilder {
    builder().arm(Arm::untreated("a")).arm(Arm::untreated("b"))
}

#[test]
fn names_are_not_empty() {
    let nfl = |name: &'static str| Method::new(name, Endpoint::plasma_nfl(), paper());
    let titled = |title: &'static str| {
        Trial::builder("NCT00000001".parse().expect("a number"), title, paper())
            .arm(Arm::untreated("a"))
    };
    let drug = || regimen("100 mg IT q28d");
    for (trial, what, name) in [
        (titled(""), "the trial", ""),
        (with().arm(Arm::untreated("c ")), "an arm", "c "),
        (with().arm(Arm::untreated("")), "an arm", ""),
        (with().arm(Arm::untreated("\u{200b}")), "an arm", "\u{200b}"),
        (with().visit(visit(" ", 1)), "a visit", " "),
        (with().stratified_by(""), "a stratification factor", ""),
        (with().method(nfl("")), "a method", ""),
        (with().visit(visit("v", 1).in_epoch(Epoch::Named("".into()))), "an epoch", ""),
        (with().arm(Arm::masked("c", drug(), Mask::Placebo("".into()))), "a placebo", ""),
        (with().arm(Arm::untreated("c").in_part(TrialPart::new("", Purpose::RunIn))), "a part", ""),
    ] {
        assert_refused(
            trial.build(),
            &format!(
                "the name of {what} is {name:?}, expected one that is not empty and neither begins nor ends with a space"
            ),
        );
    }
}

#[test]
fn names_come_once() {
    let nfl = |limits: (&str, &str)| {
        let [low, high] = [limits.0, limits.1].map(|text| text.parse().expect("a number"));
        Method::new("A", Endpoint::plasma_nfl(), paper()).limits(low, Some(high))
    };
    let twice = |trial: TrialBuilder, what, name| {
        assert_refused(trial.build(), &format!("{what} {name:?} appears twice, expected once"));
    };
    twice(with().visit(visit("v", 1)).visit(visit("v", 29)), "visit", "v");
    let blood = || visit("blood", 1).repeated_every(Interval::days(28));
    twice(with().visit(blood()).visit(visit("blood 3", 10)), "visit", "blood");
    let fourth = with().visit(visit("blood 3", -10)).visit(blood());
    twice(fourth, "visit", "blood 3");
    let other = with().visit(blood()).visit(visit("blood b", 10)).visit(visit("blood", 300));
    twice(other, "visit", "blood");
    assert!(with().visit(blood()).visit(visit("blood b", 10)).build().is_ok());
    let arm =
        |name: &'static str| Arm::untreated(name).in_part(TrialPart::new(name, Purpose::Pivotal));
    let parts = builder().arm(arm("A")).arm(arm("B"));
    let parts = parts.visit(visit("v", 1).in_part("A")).visit(visit("v", 8).in_part("B"));
    assert!(parts.clone().build().is_ok(), "nobody is seen at both");
    twice(parts.visit(visit("v", 15)), "visit", "v");
    twice(with().stratified_by("site").stratified_by("site"), "stratification factor", "site");
    let two = with().method(nfl(("5", "50"))).method(nfl(("5", "60")));
    twice(two, "method", "A of neurofilament light chain, plasma (pg/mL)");
    let other = Method::new("A", Endpoint::csf_nfl(), paper());
    assert!(with().method(nfl(("5", "50"))).method(other).build().is_ok());
    let primary = || TrialEndpoint::new(Rank::Primary, Endpoint::alsfrs_r());
    let name =
        "primary: ALSFRS-R total, clinical function, not stated, time not stated, test not stated";
    twice(with().endpoints([primary(), primary()]), "endpoint", name);
    // It cannot be both met and not met, and not be read out any more.
    twice(with().endpoints([primary().met(true), primary().met(false)]), "endpoint", name);
    twice(with().endpoints([primary().met(true), primary()]), "endpoint", name);
    let faster = primary().in_population(Population::FasterProgressing);
    assert!(with().endpoints([primary(), faster]).build().is_ok());
    for (limits, why) in [(("50", "5"), "5"), (("0", "5"), "0"), (("-1", "5"), "-1")] {
        let error = with().method(nfl(limits)).build().expect_err("no limits").to_string();
        assert!(
            error.starts_with("the limits of quantification of method \"A\": ")
                && error.contains(why),
            "{error}"
        );
    }
}

/// A method in print, with the limits of quantification that are stated.
#[test]
fn methods_print_their_limits() {
    let elisa = || Method::new("ELISA", Endpoint::csf_sod1(), paper());
    let limit = |text: &str| text.parse().expect("a number");
    for (method, limits) in [
        (elisa(), ""),
        (elisa().limits(limit("15.6"), None), ", lower limit of quantification 15.6"),
        (
            elisa().limits(limit("15.6"), Some(limit("1000"))),
            ", limits of quantification 15.6 to 1000",
        ),
    ] {
        assert_eq!(method.to_string(), format!("{}: ELISA{limits}", Endpoint::csf_sod1()));
    }
}

#[test]
fn parts_are_those_of_arms() {
    let of_a = || Arm::untreated("run-in").in_part(TrialPart::new("A", Purpose::RunIn));
    assert_refused(
        builder().arm(of_a()).visit(visit("v", 1).in_part("a")).build(),
        "visit \"v\" names part \"a\", expected one of \"A\"",
    );
    assert_refused(
        with().visit(visit("v", 1).in_part("A")).build(),
        "visit \"v\" names part \"A\", expected no part because no arm belongs to one",
    );
    let pivotal = || Arm::masked("sham", regimen("100 mg IT q28d"), Mask::Sham);
    let pivotal = pivotal().in_part(TrialPart::new("A", Purpose::Pivotal));
    assert_refused(
        builder().arm(of_a()).arm(pivotal).build(),
        "one arm is in \"part A, run-in\" and another in \"part A, pivotal\", expected one purpose for each part",
    );
    let ill = Criterion::inclusion(Condition::judged("no symptom")).of_part("B");
    assert_refused(
        builder().arm(of_a()).eligibility([ill]).build(),
        "criterion \"inclusion (part B): no symptom\" names part \"B\", expected one of \"A\"",
    );
    let of = |part: &'static str| Criterion::inclusion(Condition::judged(part)).of_part(part);
    let both = Criterion::inclusion(Condition::judged("both"));
    let drug = Arm::active("drug", regimen("100 mg IT q28d"));
    let trial = builder()
        .arm(of_a())
        .arm(drug.in_part(TrialPart::new("B", Purpose::Pivotal)))
        .eligibility([of("A"), of("B"), both])
        .build()
        .expect("a trial");
    let step = |part| trial.workflow(Some(part)).expect("a workflow")[1].to_string();
    assert_eq!(step("A"), "eligibility: inclusion (part A): A; inclusion: both");
    assert_eq!(step("B"), "eligibility: inclusion (part B): B; inclusion: both");
}

/// What is always so, can never be, or is about nothing is not a criterion.
#[test]
fn criteria_can_be_met_and_not_met() {
    let value = Condition::value("NfL", "pg/mL", Threshold::Below("44".parse().expect("a number")));
    for (condition, found, expected) in [
        (Condition::All(Vec::new()), "a list of no conditions", "at least one"),
        (Condition::Any(Vec::new()), "a list of no conditions", "at least one"),
        (value.clone().and(Condition::Any(Vec::new())), "a list of no conditions", "at least one"),
        (Condition::judged(" "), "a condition on \" \"", "a name that is not blank"),
        (
            Condition::value("", "", Threshold::Below("44".parse().expect("a number"))),
            "a condition on \"\"",
            "a name that is not blank",
        ),
    ] {
        let fine = Criterion::inclusion(value.clone());
        assert_refused(
            with().eligibility([fine, Criterion::exclusion(condition)]).build(),
            &format!("criterion 2 has {found}, expected {expected}"),
        );
    }
}

#[test]
fn orders_are_kept() {
    let ranked = |rank, endpoint| TrialEndpoint::new(rank, endpoint);
    let primary = || ranked(Rank::Primary, Endpoint::alsfrs_r());
    let secondary = || ranked(Rank::Secondary, Endpoint::plasma_nfl());
    let rest = "not stated, time not stated, test not stated";
    assert_refused(
        with().endpoints([secondary(), primary()]).build(),
        &format!(
            "endpoint \"primary: ALSFRS-R total, clinical function, {rest}\" comes after \"secondary: neurofilament \
             light chain, plasma, {rest}\", expected the endpoints in the order of their ranks"
        ),
    );
    let earlier = primary().of_earlier_design("version 1", paper());
    assert!(with().endpoints([primary(), secondary(), earlier]).build().is_ok());
    let follow_up = || visit("late", 10).in_epoch(Epoch::FollowUp);
    let baseline = || visit("first", 100).in_epoch(Epoch::Baseline);
    assert_refused(
        with().visit(baseline()).visit(follow_up()).build(),
        "visit \"first\" of the baseline comes after visit \"late\" of the follow-up, expected the epochs in order",
    );
    // On one day there is no order.
    assert_refused(
        with().visit(visit("late", 100).in_epoch(Epoch::FollowUp)).visit(baseline()).build(),
        "the visits \"late\" and \"first\" are on one day, expected one visit with the assessments of both",
    );
    let arm =
        |name: &'static str| Arm::untreated(name).in_part(TrialPart::new(name, Purpose::Pivotal));
    let parts = builder().arm(arm("A")).arm(arm("B"));
    let parts = parts.visit(baseline().in_part("A")).visit(follow_up().in_part("B"));
    assert!(parts.build().is_ok(), "each part has its own order");
}

#[test]
fn nothing_is_set_against_itself() {
    let refused = |trial: TrialBuilder, arm| {
        let expected = format!("arm {arm:?} is paired with itself, expected another arm");
        assert_refused(trial.build(), &expected);
    };
    let read = Readout::new(Endpoint::plasma_nfl(), paper());
    refused(with().contrasts([read.contrast("a").against("a")]), "a");
    refused(with().arm(Arm::pooled("p", ["p"])), "p");
    let drug = Arm::masked("c", regimen("100 mg IT q28d"), placebo());
    refused(with().arm(drug.after("c")), "c");
}
