//! Bad data and bad models, in words.

use std::error::Error;

use aso_regimen::analysis::ancova::{Ancova, ArmModel, Covariate, ModelArm};
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::analysis::dose_proportionality::PowerModel;
use aso_regimen::analysis::error::AnalysisError;
use aso_regimen::analysis::joint_rank::JointRank;
use aso_regimen::analysis::missing::Missing;
use aso_regimen::analysis::{imputation, summary};
use aso_regimen::measure::change::GeometricMeanRatio;
#[cfg(feature = "serde")]
use aso_regimen::{StudyDay, analysis::joint_rank::Survival};

#[cfg(feature = "serde")]
use crate::{Check, alive};
use crate::{P95, died, placebo, treated};

/// The text of an error, which stands alone: there is no cause to be asked for, and `Debug` says the same.
fn alone(error: &AnalysisError) -> String {
    assert!(error.source().is_none());
    assert_eq!(format!("{error:?}"), error.to_string());
    error.to_string()
}

#[test]
fn bad_data_in_words() {
    let arm = |baselines, values| ArmData::new("placebo", baselines, values);
    let geometric = |baselines, values| {
        arm(baselines, values).and_then(|arm| summary::geometric_mean_ratio(&arm, P95)).err()
    };
    let against = |baselines, values, spread| {
        arm(baselines, values)
            .and_then(|arm| contrast::ratio_of_geometric_mean_ratios(&treated(), &arm, spread, P95))
            .err()
    };
    for (error, text) in [
        (
            geometric(&[1.0], &[]),
            r#"arm "placebo": 1 baselines and 0 values; expected as many of one as of the other"#,
        ),
        (geometric(&[], &[]), r#"arm "placebo": number of participants is 0; expected at least 1"#),
        (
            geometric(&[1.0], &[2.0]),
            r#"arm "placebo": number of participants is 1; expected at least 2"#,
        ),
        (
            geometric(&[1.0, 1.0], &[2.0, 0.0]),
            r#"arm "placebo": row 2: value is 0; expected a number above 0"#,
        ),
        (
            geometric(&[1.0, -1.0], &[2.0, -1.0]),
            r#"arm "placebo": row 2: baseline is -1; expected a number above 0"#,
        ),
        (
            geometric(&[f64::NAN, 1.0], &[2.0, 1.0]),
            r#"arm "placebo": row 1: baseline is NaN; expected a finite number"#,
        ),
        (
            geometric(&[10.0, 20.0, 30.0], &[3.0, 6.0, 9.0]),
            "geometric mean ratio to baseline, placebo (n = 3): the standard error is 0, since all values are equal or fit \
             exactly; expected values that vary",
        ),
        // Ratios of 0.3 that differ in the last bit.
        (
            geometric(&[1.0, 3.0, 7.0], &[0.3, 0.9, 2.1]),
            "geometric mean ratio to baseline, placebo (n = 3): the standard error is 0, since all values are equal or fit \
             exactly; expected values that vary",
        ),
        (
            against(&[1.0], &[2.0], Variances::Welch),
            r#"arm "placebo": number of participants is 1; expected at least 2"#,
        ),
        (
            geometric(&[1.0, 1.0], &[1e-250, 1e250]),
            "geometric mean ratio to baseline, placebo (n = 2), lower end of the interval: the ratio is out of range; \
             expected 1e-300 to 1e300",
        ),
    ] {
        assert_eq!(error.map(|error: AnalysisError| alone(&error)).as_deref(), Some(text));
    }
    assert!(against(&[1.0], &[2.0], Variances::Pooled).is_none());
}

#[test]
fn bad_requests_in_words() {
    let half = || GeometricMeanRatio::new(0.5).expect("a ratio");
    for (error, text) in [
        (
            JointRank::new(["treated", "placebo"], &[died(1)], &[]).err(),
            r#"arm "placebo": number of participants is 0; expected at least 1"#,
        ),
        (
            JointRank::new(["a", "b"], &[died(1)], &[died(1)])
                .and_then(|r| r.finkelstein_schoenfeld())
                .err(),
            "Finkelstein-Schoenfeld test: the standard error is 0, since all values are equal or fit exactly; expected values that vary",
        ),
        (
            JointRank::new(["a", "b"], &[died(1); 60], &[died(2); 41])
                .and_then(|r| r.exact_permutation())
                .err(),
            "number of participants is 101; expected at most 100 for an exact permutation",
        ),
        (
            contrast::from_interval("NfL", [half(), half()], P95, 108).err(),
            "an interval from 0.5 to 0.5; expected the lower end first",
        ),
        (
            imputation::pool(&[summary::mean_percent_change(&treated(), P95).expect("a mean")])
                .err(),
            "number of imputed data sets is 1; expected at least 2",
        ),
        (
            imputation::pool(
                &[P95, ConfidenceLevel::percent(90.0).expect("a level")]
                    .map(|level| summary::mean_percent_change(&treated(), level).expect("a mean")),
            )
            .err(),
            r#"imputed data set 2 has "mean percent change, tofersen (n = 4)" at 90 %; expected "mean percent change, tofersen (n = 4)" at 95 %, as the first has"#,
        ),
        (
            imputation::pool(
                &[treated(), placebo()]
                    .map(|arm| summary::mean_percent_change(&arm, P95).expect("a mean")),
            )
            .err(),
            r#"imputed data set 2 has "mean percent change, placebo (n = 5)" at 95 %; expected "mean percent change, tofersen (n = 4)" at 95 %, as the first has"#,
        ),
    ] {
        assert_eq!(error.map(|error: AnalysisError| alone(&error)).as_deref(), Some(text));
    }
    assert_eq!(
        ConfidenceLevel::percent(0.95).map_err(|error| error.to_string()),
        Err("a confidence level of 0.95 %; expected one from 1 to 99.9999 %".into()),
    );
}

#[test]
fn bad_models_in_words() {
    let fit = |first: [f64; 3], second: [f64; 3], covariates: &[Covariate<'_>]| {
        Ancova::fit("score", ["tofersen", "placebo"], [&first, &second], covariates)
            .and_then(|fit| fit.effect(P95))
            .err()
    };
    let age = |first, second| Covariate::new("age", first, second);
    let (y, z) = ([1.0, 2.0, 4.0], [3.0, 1.0, 1.0]);
    let varied = age(&[40.0, 50.0, 60.0], &[45.0, 66.0, 70.0]);
    for (error, text) in [
        (
            fit(y, z, &[age(&[40.0, 50.0], &[40.0, 50.0, 60.0])]),
            r#"age of arm "tofersen" has 2 rows; expected 3"#,
        ),
        (
            fit(y, z, &[age(&[40.0, 50.0, 60.0], &[40.0, f64::INFINITY, 60.0])]),
            r#"age of arm "placebo" is inf in row 2; expected a number within ±1e150"#,
        ),
        (
            fit([1.0, f64::NAN, 2.0], z, &[]),
            r#"score of arm "tofersen" is NaN in row 2; expected a number within ±1e150"#,
        ),
        (
            fit(y, z, &[age(&[40.0; 3], &[40.0; 3])]),
            "age is constant or a linear combination of the columns before it; expected an independent column",
        ),
        (
            fit(y, z, &[varied, Covariate::new("age again", varied.first, varied.second)]),
            "age again is constant or a linear combination of the columns before it; expected an independent column",
        ),
        (
            fit(y, z, &[varied; 4]),
            "number of participants is 6, for 6 coefficients; expected more participants",
        ),
        // 0.1 age + 0.7 in the first arm, up to rounding.
        (
            fit([4.7, 5.7, 6.7], [4.5, 6.6, 7.0], &[varied]),
            "difference in mean score, tofersen (n = 3) against placebo (n = 3), ANCOVA: the standard error is 0, since all \
             values are equal or fit exactly; expected values that vary",
        ),
        (
            fit([1.0; 3], [0.0; 3], &[]),
            "difference in mean score, tofersen (n = 3) against placebo (n = 3), ANCOVA: the standard error is 0, since all \
             values are equal or fit exactly; expected values that vary",
        ),
    ] {
        assert_eq!(error.map(|error: AnalysisError| alone(&error)).as_deref(), Some(text));
    }
    let empty = Ancova::fit("score", ["tofersen", "placebo"], [&[1.0], &[]], &[]);
    assert_eq!(
        empty.err().map(|error| error.to_string()).as_deref(),
        Some(r#"arm "placebo": number of participants is 0; expected at least 1"#),
    );
}

#[test]
fn bad_models_of_arms_in_words() {
    let arm = ModelArm::new;
    let (low, high) = (arm("20 mg", &[1.0, 2.0]), arm("60 mg", &[4.0, 6.0]));
    let fit = |arms: &[ModelArm<'_>]| ArmModel::fit("score", arms, &[]);
    let model = fit(&[low, high]).expect("a model");
    let spinal = |arm: ModelArm<'static>| arm.with_strata(&["spinal", "spinal"]);
    let bulbar = high.with_strata(&["bulbar", "bulbar"]);
    let power = |doses: &[f64], areas: &[f64]| PowerModel::fit("AUC", doses, areas).err();
    for (error, text) in [
        (fit(&[low]).err(), "number of arms is 1; expected at least 2"),
        (fit(&[low, low]).err(), r#"two arms are called "20 mg"; expected each name once"#),
        (
            fit(&[low, arm("60 mg", &[])]).err(),
            r#"arm "60 mg": number of participants is 0; expected at least 1"#,
        ),
        (
            fit(&[low, arm("60 mg", &[1.0, f64::NAN])]).err(),
            r#"score of arm "60 mg" is NaN in row 2; expected a number within ±1e150"#,
        ),
        (fit(&[low, spinal(high)]).err(), r#"strata of arm "20 mg" has 0 rows; expected 2"#),
        (
            fit(&[spinal(low), bulbar]).err(),
            r#"stratum "spinal" is constant or a linear combination of the columns before it; expected an independent column"#,
        ),
        (
            ArmModel::fit("score", &[low, high], &["age"]).err(),
            r#"number of covariates of arm "20 mg" is 0; expected 1 (age)"#,
        ),
        (
            fit(&[arm("a", &[1.0]), arm("b", &[2.0])]).err(),
            "number of participants is 2, for 2 coefficients; expected more participants",
        ),
        (
            ArmModel::fit_logs("NfL", &[low, arm("60 mg", &[4.0, 0.0])], &[]).err(),
            r#"NfL of arm "60 mg" is 0 in row 2; expected a finite number above 0"#,
        ),
        (
            model.contrast("40 mg", "20 mg", P95).err(),
            r#"no arm "40 mg"; expected one of 20 mg, 60 mg"#,
        ),
        (model.contrasts_with("0", P95).err(), r#"no arm "0"; expected one of 20 mg, 60 mg"#),
        (model.trend(&[20.0], P95).err(), "number of doses is 1; expected 2"),
        (
            model.trend(&[20.0, f64::NAN], P95).err(),
            r#"dose of arm "60 mg" is NaN in row 1; expected a number within ±1e150"#,
        ),
        (
            model.trend(&[20.0, 20.0], P95).err(),
            "all doses are 20; expected at least two different ones",
        ),
        (power(&[1.0], &[]), "number of doses is 1; expected 0"),
        (power(&[1.0, 0.0], &[1.0, 2.0]), "dose is 0 in row 2; expected a finite number above 0"),
        (
            power(&[1.0, 2.0], &[1.0, f64::INFINITY]),
            "AUC is inf in row 2; expected a finite number above 0",
        ),
        (
            power(&[1.0, 2.0], &[1.0, 2.0]),
            "number of participants is 2, for 2 coefficients; expected more participants",
        ),
        (
            power(&[2.0; 3], &[1.0, 2.0, 3.0]),
            "all doses are 2; expected at least two different ones",
        ),
        (
            model.contrast("20 mg", "20 mg", P95).err(),
            r#"arm and reference are both "20 mg"; expected two arms"#,
        ),
        (
            ArmModel::fit(" ", &[low, high], &[]).err(),
            "the response has no name; expected more than white space",
        ),
        (
            Ancova::fit("", ["a", "b"], [&[1.0], &[2.0]], &[]).err(),
            "the response has no name; expected more than white space",
        ),
        (
            Ancova::fit("score", ["a", "a"], [&[1.0], &[2.0]], &[]).err(),
            r#"two arms are called "a"; expected each name once"#,
        ),
        (
            JointRank::new(["a", "a"], &[], &[]).err(),
            r#"two arms are called "a"; expected each name once"#,
        ),
        (
            PowerModel::fit("", &[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]).err(),
            "the exposure has no name; expected more than white space",
        ),
    ] {
        assert_eq!(error.map(|error: AnalysisError| alone(&error)).as_deref(), Some(text));
    }
}

#[cfg(feature = "serde")]
#[test]
fn levels_in_json() -> Check {
    assert_eq!(serde_json::to_string(&P95)?, r#"{"confidence_percent":95.0}"#);
    assert_eq!(serde_json::from_str::<ConfidenceLevel>(r#"{"confidence_percent":95.0}"#)?, P95);
    let refused = serde_json::from_str::<ConfidenceLevel>(r#"{"confidence_percent":0.95}"#);
    assert!(refused.is_err_and(|error| error.to_string().contains("a confidence level of 0.95 %")));
    assert!(
        serde_json::from_str::<ConfidenceLevel>(r#"{"confidence_percent":95,"sides":2}"#).is_err()
    );
    Ok(())
}

#[cfg(feature = "serde")]
#[test]
fn outcomes_in_json() -> Check {
    for (outcome, json) in [
        (died(150), r#"{"died":{"on":150}}"#),
        (
            Survival::NotMeasured { last_seen: StudyDay::FIRST },
            r#"{"not-measured":{"last_seen":1}}"#,
        ),
        (alive(-2.0), r#"{"alive":{"change":{"difference":-2.0},"last_seen":197}}"#),
    ] {
        assert_eq!(serde_json::to_string(&outcome)?, json);
        assert_eq!(serde_json::from_str::<Survival>(json)?, outcome);
    }
    assert_eq!(serde_json::to_string(&Variances::Welch)?, r#""welch""#);
    for refused in
        [r#"{"died":{"on":0}}"#, r#"{"died":{"on":1,"at":2}}"#, r#"{"alive":{"last_seen":1}}"#]
    {
        assert!(serde_json::from_str::<Survival>(refused).is_err(), "{refused}");
    }
    Ok(())
}

/// What a service sends on: every number of the sentence, and the sentence's beginning.
#[cfg(feature = "serde")]
#[test]
fn answers_in_json() -> Check {
    let estimate =
        summary::geometric_mean_ratio(&treated().with_missing(Missing::unexplained(2)), P95)?;
    let json: serde_json::Value = serde_json::to_value(&estimate)?;
    let fields: Vec<_> = json.as_object().expect("an object").keys().collect();
    assert_eq!(
        fields,
        [
            "degrees_of_freedom",
            "estimator",
            "high",
            "imputed",
            "level",
            "low",
            "missing",
            "p_value",
            "participants",
            "standard_error",
            "t",
            "value",
        ]
    );
    assert_eq!(json["estimator"], estimate.estimator);
    assert_eq!(json["value"], serde_json::to_value(estimate.value)?);
    assert_eq!(json["high"], serde_json::to_value(estimate.high)?);
    assert_eq!(json["p_value"], estimate.p_value);
    assert_eq!(json["t"], estimate.t);
    assert_eq!((&json["missing"]["other"], &json["participants"]), (&2.into(), &4.into()));
    let ends = [GeometricMeanRatio::new(0.33)?, GeometricMeanRatio::new(0.49)?];
    let published = contrast::from_interval("NfL", ends, P95, 108)?;
    assert!(serde_json::to_value(&published)?["degrees_of_freedom"].is_null());

    let ranks =
        JointRank::new(["treated", "placebo"], &[died(30), died(20)], &[died(10), died(20)])?;
    let arms = r#""arms":["treated","placebo"],"participants":[2,2]"#;
    assert_eq!(
        serde_json::to_string(ranks.wins())?,
        format!(r#"{{{arms},"wins":3,"losses":0,"ties":1,"net_benefit":0.75}}"#)
    );
    assert_eq!(
        serde_json::to_string(&ranks.exact_permutation()?)?,
        format!(r#"{{{arms},"as_extreme":"4","ways":"6","p_value":0.6666666666666666}}"#)
    );
    let test = ranks.finkelstein_schoenfeld()?;
    let json = serde_json::to_value(&test)?;
    assert_eq!((&json["z"], &json["p_value"]), (&test.z.into(), &test.p_value.into()));
    assert_eq!(serde_json::to_value(&ranks)?["scores"], serde_json::json!([[3, 0], [-3, 0]]));
    // As many ways as 128 bits hold are text, which nobody rounds.
    let days = |from: i64| (from..from + 50).map(died).collect::<Vec<_>>();
    let most = JointRank::new(["late", "early"], &days(101), &days(1))?.exact_permutation()?;
    let json = serde_json::to_value(&most)?;
    assert_eq!(json["ways"], "100891344545564193334812497256");
    assert_eq!(
        serde_json::to_string(&summary::ratio_of_means(&treated())?)?,
        r#"{"arm":"tofersen","ratio":{"ratio":0.6416666666666667},"participants":4,"imputed":0}"#
    );
    Ok(())
}
