//! What an analysis was made of can be asked of it, and each word it prints is the right one.

use aso_regimen::analysis::ancova::{Ancova, ArmModel, LogAncova, ModelArm, StrataWeights};
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::analysis::dose_proportionality::PowerModel;
use aso_regimen::analysis::joint_rank::JointRank;
use aso_regimen::analysis::missing::Missing;
use aso_regimen::analysis::readings::{Reading, Readings};
use aso_regimen::analysis::summary;
use aso_regimen::{PercentChange, StudyDay, chrono::NaiveDate};

use crate::{Check, P95, PLACEBO, TREATED, alive, died, digits, placebo, treated};

#[test]
fn a_level_is_in_percent() -> Check {
    assert_eq!(ConfidenceLevel::percent(90.0)?.as_percent(), 90.0);
    assert_eq!(P95.as_percent(), 95.0);
    Ok(())
}

#[test]
fn readings_by_date() -> Check {
    let reading = Reading::new("P01", StudyDay::FIRST, 88.0).arm("tofersen").endpoint("NfL");
    let (first, later): (NaiveDate, NaiveDate) = ("2026-01-05".parse()?, "2026-02-02".parse()?);
    let by_date = reading.on(later, first);
    assert_eq!(
        by_date,
        Reading::new("P01", StudyDay::new(29)?, 88.0).arm("tofersen").endpoint("NfL")
    );
    let mut readings = Readings::new();
    assert!(readings.is_empty());
    readings.push(by_date)?;
    assert!(!readings.is_empty());
    Ok(())
}

/// Of all baselines in tenths up to 200 of which 30 % are tenths too, a fall by 30 % is one, whatever rounding makes of
/// it: as numbers, about a third of these changes are above -30.
#[test]
fn responders_are_those_who_reach_the_limit() -> Check {
    let tenths = |tenths: u32| f64::from(tenths) / 10.0;
    let whole: Vec<u32> = (1..=200).map(|ten| 10 * ten).collect();
    let baselines: Vec<f64> = whole.iter().map(|tens| tenths(*tens)).collect();
    let fallen: Vec<f64> = whole.iter().map(|tens| tenths(7 * tens / 10)).collect();
    let risen: Vec<f64> = whole.iter().map(|tens| tenths(13 * tens / 10)).collect();
    let arm = ArmData::new("drug", &baselines, &fallen)?;
    let count = |arm, responds: fn(PercentChange) -> bool| {
        summary::responders(arm, responds).map(|found| found.responders)
    };
    assert_eq!(count(&arm, |change| change.is_at_most(-30.0))?, 200);
    assert_eq!(count(&arm, |change| change.is_at_least(-30.0))?, 200);
    assert_eq!(count(&arm, |change| change.is_at_most(-30.000_000_001))?, 0);
    assert_eq!(count(&arm, |change| change.is_at_least(-29.999_999_999))?, 0);
    assert_eq!(count(&arm, |change| change.is_at_most(f64::NAN))?, 0);
    assert_eq!(count(&arm, |change| change.is_at_least(f64::NAN))?, 0);
    assert_eq!(count(&arm, |change| change.is_at_least(f64::INFINITY))?, 0);
    assert_eq!(count(&arm, |change| change.is_at_most(f64::NEG_INFINITY))?, 0);
    assert_eq!(count(&arm, |change| change.is_at_most(f64::INFINITY))?, 200);
    let missed = count(&arm, |change| change.percent() > -30.0)?;
    assert!(missed > 20, "{missed}");
    let arm = ArmData::new("drug", &baselines, &risen)?;
    assert_eq!(count(&arm, |change| change.is_at_least(30.0) && change.is_at_most(30.0))?, 200);

    let mut missing = Missing::default();
    (missing.without_reading, missing.below_lloq) = (2, 1);
    let arm = ArmData::new("drug", &[3.0, 6.0, 7.0], &[2.1, 4.3, 4.9])?;
    let found = summary::responders(&arm, |change| change.is_at_most(-30.0))?;
    assert_eq!(found.to_string(), "responders, drug (n = 3): 2 of 3 (66.7 %)");
    assert_eq!((found.share(), found.share_of_all()), (2.0 / 3.0, None));
    let found = summary::responders(&arm.with_missing(missing), |change| change.is_at_most(-30.0))?;
    assert_eq!(found.share_of_all(), Some(2.0 / 6.0));
    assert_eq!((&*found.arm, found.missing), ("drug", Some(missing)));
    let zero = ArmData::new("drug", &[1.0, 0.0], &[1.0, 1.0])?;
    assert_eq!(
        summary::responders(&zero, |_| true).unwrap_err().to_string(),
        "arm \"drug\": row 2: baseline is 0; expected any other number"
    );
    Ok(())
}

#[test]
fn differences_and_tests_in_print() -> Check {
    let responses: [&[f64]; 2] = [&[1.0, 2.0, 4.0], &[5.0, 6.0, 8.0]];
    let fit = Ancova::fit("change", ["treated", "placebo"], responses, &[])?;
    let effect = fit.effect(P95)?.to_string();
    assert!(effect.contains("treated") && effect.contains("-4"), "{effect}");
    let ranks = JointRank::new(
        ["treated", "placebo"],
        &[alive(-1.0), alive(-2.0)],
        &[alive(-5.0), died(100)],
    )?;
    let test = ranks.finkelstein_schoenfeld()?.to_string();
    assert!(
        test.starts_with(
            "Finkelstein-Schoenfeld test, treated (n = 2) against placebo (n = 2): Z = "
        ),
        "{test}"
    );
    let power = PowerModel::fit("AUC", &[10.0, 20.0, 40.0], &[1.0, 2.1, 3.9])?;
    let exponent = power.exponent(P95)?.to_string();
    assert!(exponent.starts_with("exponent of dose, AUC (n = 3), power model: "), "{exponent}");
    let means = summary::ratio_of_means(&treated())?.to_string();
    assert_eq!(means, "ratio of means, tofersen (n = 4): 0.642");
    Ok(())
}

/// Four digits, as many as a p-value or a difference is quoted with; whole numbers whole.
#[test]
fn numbers_have_four_digits() -> Check {
    let printed = |value: f64| -> Result<String, Box<dyn std::error::Error>> {
        let values = [0.5 * value, 1.5 * value];
        let arm = ArmData::new("one", &[0.0; 2], &values)?;
        let sentence = summary::mean_difference(&arm, P95)?.to_string();
        let number = sentence.split(" (").nth(1).and_then(|rest| rest.split(": ").nth(1));
        Ok(number.ok_or("a number")?.to_owned())
    };
    for (value, text) in [
        (0.000_012_345_6, "1.235e-5"),
        (0.000_123_456, "0.0001235"),
        (0.001_234_56, "0.001235"),
        (0.012_345_6, "0.01235"),
        (0.123_456, "0.1235"),
        (1.234_56, "1.235"),
        (12.345_6, "12.35"),
        (123.456, "123.5"),
        (1_234.56, "1235"),
        (999_999_999.0, "999999999"),
        (1e9, "1.000e9"),
        (-40.0, "-40"),
    ] {
        assert_eq!(printed(value)?, text);
    }
    Ok(())
}

#[test]
fn estimates_say_whom_they_rest_on() -> Check {
    let pooled = contrast::difference_of_means(&treated(), &placebo(), Variances::Pooled, P95)?;
    assert_eq!((pooled.participants, pooled.missing), (9, None));
    let (two, none) = (Missing::unexplained(2), Missing::default());
    let told = contrast::difference_of_means(
        &treated().with_missing(two),
        &placebo().with_missing(none),
        Variances::Pooled,
        P95,
    )?;
    assert_eq!((told.participants, told.missing.map(Missing::total)), (9, Some(2)));
    assert!(
        told.to_string().starts_with(
            "difference of mean changes from baseline, tofersen (n = 4, 2 missing: 2 for another reason or none stated) \
             against placebo (n = 5, none missing), pooled variance: "
        ),
        "{told}"
    );
    // What was told of one arm alone is not said of both.
    let half = contrast::difference_of_means(
        &treated().with_missing(two),
        &placebo(),
        Variances::Pooled,
        P95,
    )?;
    assert_eq!(half.missing, None);
    assert!(half.to_string().contains("placebo (n = 5), pooled"), "{half}");
    let adjusted =
        LogAncova::fit(&treated().with_missing(two), &placebo().with_missing(none), &[])?;
    assert_eq!(adjusted.ratio(P95)?.missing.map(Missing::total), Some(2));
    let responses: [&[f64]; 2] = [&TREATED.1, &PLACEBO.1];
    let fit = Ancova::fit("value", ["treated", "placebo"], responses, &[])?;
    assert_eq!(fit.effect(P95)?.participants, 9);
    Ok(())
}

/// Each arm of a model says who of it is missing, and an estimate counts those of all arms where each was told.
#[test]
fn models_of_arms_say_who_is_missing() -> Check {
    let mut two = Missing::default();
    (two.without_reading, two.below_lloq) = (1, 1);
    let arms = [
        ModelArm::new("placebo", &[1.0, 2.0, 3.0]).with_missing(Missing::default()),
        ModelArm::new("20 mg", &[2.0, 4.0]).with_missing(two),
        ModelArm::new("60 mg", &[6.0, 7.0, 8.0]).with_missing(Missing::unexplained(3)),
    ];
    let model = ArmModel::fit("change", &arms, &[])?;
    let contrast = model.contrast("20 mg", "placebo", P95)?;
    assert!(
        contrast.to_string().starts_with(
            "difference in mean change, 20 mg (n = 2, 2 missing: 1 without a reading at the visit, 1 below the limit of \
             quantification at the visit) against placebo (n = 3, none missing), model of 3 arms: 1.000 ("
        ),
        "{contrast}"
    );
    assert_eq!((contrast.participants, contrast.missing.map(Missing::total)), (8, Some(5)));
    let trend = model.trend(&[0.0, 20.0, 60.0], P95)?;
    assert!(
        trend.estimator.ends_with("60 mg (n = 3, 3 missing: 3 for another reason or none stated)"),
        "{trend}"
    );
    // What was not told of one arm is not said of all.
    let untold =
        ArmModel::fit("change", &[arms[0], arms[1], ModelArm::new("60 mg", &[6.0, 7.0])], &[])?;
    assert_eq!(untold.contrast("20 mg", "placebo", P95)?.missing, None);
    Ok(())
}

/// Three of four participants are of the stratum that is exp(4 ln 1.037) times higher: with observed weights, means are
/// exp((3/4 - 1/2) 4 ln 1.037) = 1.037 times those with equal ones, which are the default of R's emmeans and SAS.
#[test]
fn strata_by_observed_weights_are_3_7_percent_off() -> Check {
    let high = 1.037_f64.powi(4);
    // About the mean of its arm and stratum, each value is as much below as another is above it.
    let values = |scale: f64| {
        [0.9, 1.0 / 0.9, 0.9 * high, high / 0.9, high, high, high, high].map(|x| x * scale)
    };
    let strata = ["low", "low", "high", "high", "high", "high", "high", "high"];
    let (drug, placebo) = (values(0.5), values(1.0));
    let arms = [
        ModelArm::new("drug", &drug).with_strata(&strata),
        ModelArm::new("placebo", &placebo).with_strata(&strata),
    ];
    let model = ArmModel::fit_logs("NfL", &arms, &[])?;
    let [equal, observed] = [StrataWeights::Equal, StrataWeights::Observed]
        .map(|weights| model.means(weights, P95).expect("means"));
    for (equal, observed) in equal.iter().zip(&observed) {
        digits(observed.value.value() / equal.value.value(), "1.0370000000");
        assert!(equal.estimator.ends_with("strata weighted equally"), "{equal}");
        assert!(observed.estimator.ends_with("strata weighted as observed"), "{observed}");
    }
    // The contrast is the same by either.
    digits(model.contrast("drug", "placebo", P95)?.value.value(), "0.5000000000");
    Ok(())
}

/// One participant has no variance of its own, and takes that of the other arm where the two are pooled.
#[test]
fn one_participant_against_two() -> Check {
    let one = ArmData::new("one", &[10.0], &[12.0])?;
    let two = ArmData::new("two", &[10.0, 10.0], &[10.0, 14.0])?;
    let pooled = contrast::difference_of_means(&one, &two, Variances::Pooled, P95)?;
    // Changes 2 against 0 and 4: the variance is 8 with 1 degree of freedom, and that of the difference 8 (1 + 1/2).
    assert_eq!((pooled.value.value(), pooled.participants), (0.0, 3));
    digits(pooled.standard_error.powi(2), "12.0000000000");
    let other = ArmData::new("other", &[10.0], &[12.0])?;
    let error = contrast::difference_of_means(&one, &other, Variances::Pooled, P95)
        .expect_err("no variance");
    assert_eq!(error.to_string(), r#"arm "one": number of participants is 1; expected at least 2"#);
    Ok(())
}

/// Wins without losses have no ratio, and without ties no odds.
#[test]
fn wins_against_nothing() -> Check {
    let names = ["treated", "placebo"];
    let all = JointRank::new(names, &[alive(1.0), alive(2.0)], &[alive(-5.0), died(100)])?;
    assert!(all.wins().win_ratio().is_err());
    assert!(all.wins().win_odds().is_err());
    let tied = JointRank::new(names, &[alive(1.0), alive(2.0)], &[alive(1.0), died(100)])?;
    assert!(tied.wins().win_ratio().is_err());
    assert_eq!(tied.wins().win_odds()?, 7.0);
    Ok(())
}
