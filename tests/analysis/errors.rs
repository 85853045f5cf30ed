//! Bad data and bad models, in words.

use std::error::Error;

use aso_regimen::analysis::ancova::{Ancova, ArmModel, Covariate, ModelArm};
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::analysis::dose_proportionality::PowerModel;
use aso_regimen::analysis::error::AnalysisError;
use aso_regimen::analysis::estimate::EstimateNumbers;
use aso_regimen::analysis::joint_rank::JointRank;
use aso_regimen::analysis::missing::Missing;
use aso_regimen::analysis::{imputation, summary};
use aso_regimen::measure::change::{Difference, GeometricMeanRatio, PercentSpread};
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
            "geometric mean ratio to baseline, placebo (n = 2), lower end of the interval: the ratio is 0; \
             expected 1e-300 to 1e300",
        ),
    ] {
        assert_eq!(error.map(|error: AnalysisError| alone(&error)).as_deref(), Some(text));
    }
    assert!(against(&[1.0], &[2.0], Variances::Pooled).is_none());
}

/// Equal changes of decimals differ by the rounding of the decimals, and have no spread.
#[test]
fn equal_changes_of_decimals_have_no_spread() {
    let no_spread = |text: String| {
        let ending = ": the standard error is 0, since all values are equal or fit exactly; expected values that vary";
        assert!(text.ends_with(ending), "{text}");
    };
    let arm = |name, baselines, values| ArmData::new(name, baselines, values).expect("an arm");
    // -0.1 each, and -0.3 each.
    let first = arm("a", &[3.4, 2.9, 4.1], &[3.3, 2.8, 4.0]);
    let second = arm("b", &[1.1, 30.7, 640.9, 7.3], &[0.8, 30.4, 640.6, 7.0]);
    for one in [&first, &second] {
        no_spread(summary::mean_difference(one, P95).expect_err("equal").to_string());
    }
    for variances in [Variances::Welch, Variances::Pooled] {
        let difference = contrast::difference_of_means(&first, &second, variances, P95);
        no_spread(difference.expect_err("equal").to_string());
    }
    // +1 % each, of numbers that are not near 1.
    let hundredth = arm("c", &[34.0, 2.9, 410.0, 7.3], &[34.34, 2.929, 414.1, 7.373]);
    no_spread(summary::mean_percent_change(&hundredth, P95).expect_err("equal").to_string());
    no_spread(summary::geometric_mean_ratio(&hundredth, P95).expect_err("equal").to_string());
    let spread = PercentSpread::of_columns(hundredth.baselines(), hundredth.values());
    assert_eq!(spread.map(|spread| spread.sd.points()), Ok(0.0));

    // A spread of one part in 10^12 of the numbers is one.
    let apart = arm("d", &[3.4, 2.9, 4.1], &[3.3, 2.8, 4.000_000_000_004]);
    assert!(summary::mean_difference(&apart, P95).is_ok());
    let apart = arm("e", &[34.0, 2.9, 410.0], &[34.34, 2.929, 414.100_000_000_4]);
    assert!(summary::mean_percent_change(&apart, P95).is_ok());
    assert!(summary::geometric_mean_ratio(&apart, P95).is_ok());
    // So is one of numbers whose squares are beyond the range of numbers.
    let large = arm("f", &[1e200, 2e200], &[2e200, 5e200]);
    assert!(summary::mean_difference(&large, P95).is_ok());
}

/// A line through all values fits exactly, however many there are.
#[test]
fn an_exact_fit_is_one_in_long_arms_too() {
    for participants in [10_u32, 1_000, 20_000] {
        let baseline = |row: u32| 20.0 + f64::from(row * 7 % 1_001) / 10.0;
        let column = |of: &dyn Fn(f64) -> f64| -> Vec<f64> {
            (0..participants).map(|row| of(baseline(row))).collect()
        };
        let baselines = column(&|x| x);
        let responses = [column(&|x| 0.3 * x - 1.7), column(&|x| 0.3 * x)];
        let covariate = Covariate::new("baseline", &baselines, &baselines);
        let fit = Ancova::fit("change", ["a", "b"], [&responses[0], &responses[1]], &[covariate]);
        let error = fit.and_then(|fit| fit.effect(P95)).expect_err("an exact fit").to_string();
        assert!(error.contains(": the standard error is 0, "), "{participants}: {error}");
        // One value off by a millionth is not exact.
        let mut off = responses[0].clone();
        off[3] += 1e-6;
        let fit = Ancova::fit("change", ["a", "b"], [&off, &responses[1]], &[covariate]);
        assert!(fit.and_then(|fit| fit.effect(P95)).is_ok(), "{participants}");
    }
}

/// A p-value below the range of numbers is no 0.
#[test]
fn the_smallest_p_value_in_print() {
    let of = |standard_error: f64, df: f64| {
        let numbers = EstimateNumbers {
            estimator: "change".into(),
            value: Difference::new(10.0).expect("finite"),
            standard_error,
            degrees_of_freedom: df,
            participants: 40,
        };
        numbers.estimate(P95).expect("an estimate").to_string()
    };
    for (text, ending) in [
        (of(0.2, f64::INFINITY), "z = 50.000, p < 1e-300"),
        (of(0.27, f64::INFINITY), "z = 37.037, p = 2.904e-300"),
        (of(0.2, 1e5), "p < 1e-300"),
        (of(5.0, f64::INFINITY), "z = 2.000, p = 0.04550"),
        // Four digits where rounding adds one before the point.
        (of(5.0, 9.9996), "t = 2.000 with 10.00 df, p = 0.07339"),
        (of(5.0, 99.996), "t = 2.000 with 100.0 df, p = 0.04821"),
    ] {
        assert!(text.ends_with(ending), "{text}");
    }
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
            contrast::from_interval(
                "NfL",
                [half(), GeometricMeanRatio::from_percent(-20.0).expect("a ratio")],
                P95,
                0,
            )
            .err(),
            "NfL: number of participants is 0; expected 1 or more",
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

/// Numbers of such different sizes have no coefficient in the range of numbers.
#[test]
fn a_coefficient_is_finite() {
    let (y, z) = ([1e150, -1e150, 1e150], [-1e150, 1e150, 1e150]);
    let tiny = Covariate::new("dose", &[1e-170, 2e-170, 4e-170], &[3e-170, 1e-170, 5e-170]);
    let error = Ancova::fit("score", ["tofersen", "placebo"], [&y, &z], &[tiny]).unwrap_err();
    assert_eq!(alone(&error), "mean score: coefficient is -inf; expected a finite number",);
}

/// The largest value that is taken, the next one, and one that is imputed beyond the range.
#[test]
fn values_are_within_a_range() {
    let arm = || imputation::IncompleteArm::new("A", &["P1"], &[1.0]).expect("an arm");
    assert!(arm().with_visit("week 4", &[Some(-1e150)]).is_ok());
    // The logarithm doubles from visit to visit.
    let growing =
        imputation::IncompleteArm::new("A", &["P1", "P2", "P3", "P4"], &[1e10, 1e20, 1e30, 1e140]);
    let week_4 = [Some(1e20), Some(1.1e40), Some(1e60), None];
    let arms = [growing.and_then(|arm| arm.with_visit("week 4", &week_4)).expect("an arm")];
    let error = imputation::ImputationPlan::new(1).on_logarithms().data_set(&arms, 1);
    let text = alone(&error.expect_err("about 1e280"));
    let (begin, end) = (
        "week 4 of participant P4, arm \"A\": imputed value is ",
        "; expected a number within ±1e150",
    );
    let number = text.strip_prefix(begin).and_then(|text| text.strip_suffix(end));
    assert!(number.is_some_and(|number| number.contains("e2")), "{text}");
    assert_eq!(
        alone(&arm().with_visit("week 4", &[Some(1.1e150)]).unwrap_err()),
        r#"week 4 of arm "A" is 1.1e150 in row 1; expected a number within ±1e150"#,
    );
}

/// 3, 4 or 5 units in the last place around 0 are a spread, of however many.
#[test]
fn a_spread_of_few_digits_is_one() {
    let baselines = vec![1.0; 400];
    let values: Vec<f64> =
        (0..400).map(|i| 1.0 + f64::from(i % 2) * 100.0 * f64::EPSILON).collect();
    let arm = ArmData::new("A", &baselines, &values).expect("an arm");
    let mean = summary::mean_difference(&arm, P95).expect("a spread");
    assert!(mean.standard_error > 0.0);
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
