//! Limits of analyses and of what sources print.

use aso_regimen::analysis::ancova::{Ancova, ArmModel, ModelArm};
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::estimate::EstimateNumbers;
use aso_regimen::analysis::imputation::{ImputationPlan, IncompleteArm};
use aso_regimen::analysis::joint_rank::{JointRank, Survival};
use aso_regimen::analysis::readings::{Reading, Readings};
use aso_regimen::analysis::{imputation, summary};
use aso_regimen::chrono::NaiveDate;
use aso_regimen::evidence::printed::Printed;
use aso_regimen::evidence::source::{Source, Status};
use aso_regimen::evidence::trial::{Registration, Trial, Visit};
use aso_regimen::measure::change::Difference;
use aso_regimen::{Arm, Interval, StudyDay};

use super::{inward, outward};

#[test]
fn confidence_levels() {
    for (percent, fits) in [
        (1.0, true),
        (inward(1.0), false),
        (99.9999, true),
        (outward(99.9999), false),
        (0.95, false),
        (f64::NAN, false),
    ] {
        assert_eq!(ConfidenceLevel::percent(percent).is_ok(), fits, "{percent}");
    }
}

#[test]
fn readings() {
    let takes = |value| {
        let reading = Reading::new("P01", StudyDay::FIRST, value)
            .arm("tofersen")
            .endpoint("plasma NfL, pg/mL");
        Readings::default().push(reading).is_ok()
    };
    assert!(takes(1e150) && takes(-1e150));
    assert!(!takes(outward(1e150)) && !takes(-outward(1e150)) && !takes(f64::NAN));
}

#[test]
fn covariates() {
    let fits = |largest: f64| {
        let responses: [&[f64]; 2] = [&[1.0, 2.0, largest], &[2.0, 3.0, 5.0]];
        Ancova::fit("response", ["one", "other"], responses, &[]).is_ok()
    };
    assert!(fits(1e150) && fits(-1e150));
    assert!(!fits(outward(1e150)) && !fits(f64::NAN));
}

#[test]
fn permutations() {
    let outcomes: Vec<Survival> = (0_u32..101)
        .map(|change| Survival::Alive {
            change: Difference::new(f64::from(change)).expect("finite"),
            last_seen: StudyDay::from_offset(196),
        })
        .collect();
    let counts = |participants: usize| {
        let (one, other) = outcomes[..participants].split_at(participants / 2);
        let ranks = JointRank::new(["one", "other"], one, other);
        ranks.and_then(|ranks| ranks.exact_permutation()).is_ok()
    };
    assert!(!counts(1) && counts(2));
    assert!(counts(100) && !counts(101));
}

#[test]
fn imputations() {
    let pooled = |sets: usize| {
        let estimates: Vec<_> = (0..sets)
            .map(|_| {
                let arm = ArmData::new("tofersen", &[100.0, 80.0, 120.0], &[60.0, 60.0, 66.0]);
                summary::geometric_mean_ratio(&arm.expect("an arm"), ConfidenceLevel::P95)
                    .expect("an estimate")
            })
            .collect();
        imputation::pool(&estimates).is_ok()
    };
    assert!(!pooled(0) && !pooled(1));
    assert!(pooled(2));
}

fn one_missing() -> [IncompleteArm; 1] {
    let participants = ["P1", "P2", "P3", "P4"];
    let arm = IncompleteArm::new("tofersen", &participants, &[100.0, 80.0, 120.0, 60.0]);
    let values = [Some(60.0), Some(60.0), Some(66.0), None];
    [arm.and_then(|arm| arm.with_visit("week 4", &values)).expect("an arm")]
}

#[test]
fn data_sets_of_a_plan() {
    let arms = one_missing();
    let plan = ImputationPlan::new(1);
    let fits = |number| plan.data_set(&arms, number).is_ok();
    assert!(!fits(0) && fits(1));
    assert!(fits(10_000) && !fits(10_001));
    assert!(plan.data_sets(&arms, 0).is_err() && plan.data_sets(&arms, 10_001).is_err());
}

#[test]
fn iterations() {
    let arms = one_missing();
    let fits = |iterations| ImputationPlan::new(1).chained(iterations).data_set(&arms, 1).is_ok();
    assert!(!fits(0) && fits(1));
    assert!(fits(1000) && !fits(1001));
}

#[test]
fn degrees_of_freedom() {
    let fits = |degrees_of_freedom| {
        let numbers = EstimateNumbers {
            estimator: "mean".to_owned(),
            value: Difference::new(1.0).expect("finite"),
            standard_error: 1.0,
            degrees_of_freedom,
            participants: 9,
        };
        numbers.estimate(ConfidenceLevel::P95).is_ok()
    };
    assert!(fits(1.0) && fits(f64::INFINITY));
    assert!(!fits(inward(1.0)) && !fits(f64::NAN) && !fits(-1.0));
}

#[test]
fn arms_of_a_model() {
    let names = ["0 mg", "20 mg", "60 mg"];
    let arms = names.map(|name| ModelArm::new(name, &[1.0, 2.0]));
    let fits = |arms: &[ModelArm<'_>]| ArmModel::fit("change", arms, &[]).is_ok();
    assert!(!fits(&arms[..0]) && !fits(&arms[..1]));
    assert!(fits(&arms[..2]) && fits(&arms));
}

#[test]
fn printed_numbers() {
    for (text, fits) in [
        ("999999999999999999", true),
        ("9999999999999999999", false),
        ("-0.12345678901234567", true),
        ("-0.123456789012345678", false),
        ("00", false),
    ] {
        assert_eq!(text.parse::<Printed>().is_ok(), fits, "{text}");
    }
}

#[test]
fn registrations() {
    for (text, fits) in [
        ("NCT00000000", false),
        ("NCT00000001", true),
        ("NCT99999999", true),
        ("NCT9999999", false),
        ("NCT100000000", false),
    ] {
        assert_eq!(text.parse::<Registration>().is_ok(), fits, "{text}");
    }
}

#[test]
fn days_of_visits() {
    let with_visit = |day: i64| {
        let visit = Visit::new("blood", StudyDay::new(day).expect("a study day"));
        Trial::builder(
            Registration::None,
            "a trial",
            Source::new("a protocol", Status::Publication),
        )
        .arm(Arm::untreated("observation"))
        .visit(visit.repeated_every(Interval::days(1)))
        .build()
    };
    // Daily from ten years before the first dose until that day.
    let trial = with_visit(-3_653).expect("ten years");
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date");
    let activities = trial.calendar("observation", first, first).expect("a calendar");
    assert_eq!(activities.len(), 3_654);
    assert_eq!(
        with_visit(-3_654).expect_err("more").to_string(),
        "visit \"blood\" is on study day -3654, expected study day -3653 or later, \
         at most ten years before the first dose"
    );
}
