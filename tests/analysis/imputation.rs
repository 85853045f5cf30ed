//! Multiple imputation: draw by draw against an independent program, in distribution against closed forms and other
//! packages, and the same bits wherever a data set is made.
//!
//! `reference/imputation.json` was made by `reference/make_imputation.py`; the versions that ran stand in the file.

#![expect(clippy::cast_precision_loss, reason = "counts of a few values")]

use std::thread;

use aso_regimen::analysis::ancova::{ArmModel, LogAncova, ModelArm, StrataWeights};
use aso_regimen::analysis::imputation::{
    ImputationMethod, ImputationPlan, ImputedDataSet, IncompleteArm, pool,
};
use aso_regimen::analysis::missing::Missing;
use aso_regimen::analysis::summary;
use serde_json::Value;

use crate::agreement::{column, number};
use crate::{Check, P95};

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/imputation.json")).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn incomplete(name: &str, json: &Value) -> IncompleteArm {
    let baselines = column(&json["baselines"]);
    let participants: Vec<String> =
        (1..=baselines.len()).map(|row| format!("{name}{row}")).collect();
    let participants: Vec<&str> = participants.iter().map(String::as_str).collect();
    let mut arm = IncompleteArm::new(name, &participants, &baselines).expect("an arm");
    for (covariate, place) in list(&json["covariates"]).iter().zip(1..) {
        arm =
            arm.with_covariate(&format!("covariate {place}"), &column(covariate)).expect("numbers");
    }
    for (visit, place) in list(&json["visits"]).iter().zip(1..) {
        let values: Vec<_> = list(visit).iter().map(Value::as_f64).collect();
        arm = arm.with_visit(&format!("visit {place}"), &values).expect("values");
    }
    arm
}

fn plan(json: &Value) -> ImputationPlan {
    let mut plan = ImputationPlan::new(json["seed"].as_u64().expect("a seed"));
    let count = |value: &Value| value.as_u64().and_then(|count| usize::try_from(count).ok());
    if let Some(donors) = count(&json["donors"]) {
        plan = plan.with_method(ImputationMethod::PredictiveMeanMatching { donors });
    }
    if json["on_logarithms"] == true {
        plan = plan.on_logarithms();
    }
    count(&json["iterations"]).map_or(plan, |iterations| plan.chained(iterations))
}

/// The program makes its own stream, regressions and matches, and comes to the same values.
#[test]
fn draws_agree_with_numpy() -> Check {
    let mut compared = 0;
    for set in list(&reference()["drawn"]) {
        let names = ["A", "B", "C"];
        let arms: Vec<_> =
            list(&set["arms"]).iter().zip(names).map(|(arm, name)| incomplete(name, arm)).collect();
        let plan = plan(&set["plan"]);
        let made = plan.data_sets(&arms, 7)?;
        for data_set in list(&set["data_sets"]) {
            let number = data_set["number"]
                .as_u64()
                .and_then(|n| usize::try_from(n).ok())
                .expect("a number");
            let own = plan.data_set(&arms, number)?;
            assert_eq!(own, made[number - 1]);
            assert_eq!(own.number(), number);
            for (found, expected) in own.arms().iter().zip(list(&data_set["arms"])) {
                for (visit, expected) in found.incomplete().visits().zip(list(expected)) {
                    let given = found.incomplete().values(visit)?;
                    for ((value, given), expected) in
                        found.values(visit)?.iter().zip(given).zip(column(expected))
                    {
                        let apart = (value - expected).abs();
                        assert!(
                            apart <= 1e-9 * expected.abs(),
                            "{value}, expected {expected} in {plan:?}"
                        );
                        if let Some(given) = given {
                            assert_eq!(value, given);
                        } else {
                            compared += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(compared > 800, "{compared} imputed values");
    Ok(())
}

/// The mean and variance of each imputed value over many data sets, against the closed form of the posterior predictive
/// distribution, with 20 % missing; five standard errors, as there are some 240 values.
#[test]
fn imputed_values_are_distributed_as_they_should_be() -> Check {
    let json = reference();
    let distribution = &json["distribution"];
    let arms = [incomplete("A", &distribution["arm"])];
    let data_sets: usize = 500;
    let drawn = logarithms(&ImputationPlan::new(3).on_logarithms().data_sets(&arms, data_sets)?);
    let cells = list(&distribution["cells"]);
    assert_eq!(cells.len(), drawn.len());
    let m = 500.0_f64;
    for (values, cell) in drawn.iter().zip(cells) {
        let (mean, variance) = moments(values);
        let (expected, spread) = (number(&cell["mean"]), number(&cell["variance"]));
        assert!((mean - expected).abs() < 5.0 * (spread / m).sqrt(), "{mean}, expected {expected}");
        assert!(
            (variance / spread - 1.0).abs() < 5.0 * (2.2 / m).sqrt(),
            "{variance}, expected {spread}"
        );
    }
    Ok(())
}

/// The mean and variance of the imputed values of a visit, beside scikit-learn's and statsmodels' over 500 data sets.
#[test]
fn imputed_values_are_distributed_as_those_of_other_programs() -> Check {
    let json = reference();
    let distribution = &json["distribution"];
    let arms = [incomplete("A", &distribution["arm"])];
    let plan = ImputationPlan::new(4).on_logarithms();
    let matching = plan.with_method(ImputationMethod::PredictiveMeanMatching { donors: 5 });
    for (plan, data_sets, program) in
        [(plan, 300, "sklearn"), (plan.chained(10), 40, "sklearn"), (matching, 200, "statsmodels")]
    {
        let data_sets = plan.data_sets(&arms, data_sets)?;
        for (visit, expected) in arms[0].visits().zip(list(&distribution[program])) {
            let of_visit = |data_set: &ImputedDataSet<'_>| -> Vec<f64> {
                let imputed = data_set.arms()[0].imputed().filter(|imputed| imputed.visit == visit);
                imputed.map(|imputed| imputed.value.ln()).collect()
            };
            let values: Vec<Vec<f64>> = data_sets.iter().map(of_visit).collect();
            let (mean, variance) = moments(&values.concat());
            let error = |by_data_set: Vec<f64>| {
                let (_, variance) = moments(&by_data_set);
                (variance * by_data_set.len() as f64).sqrt() / by_data_set.len() as f64
            };
            let mean_error = error(values.iter().map(|one| moments(one).0).collect());
            let squares = |one: &Vec<f64>| {
                let (own, variance) = moments(one);
                variance + (own - mean).powi(2)
            };
            let variance_error = error(values.iter().map(squares).collect());
            for (what, found, own) in
                [("mean", mean, mean_error), ("variance", variance, variance_error)]
            {
                let other = number(&expected[format!("{what}_error")]);
                let apart = (found - number(&expected[what])) / own.hypot(other);
                println!("{program} {visit} {what}: {apart:.2} standard errors");
                assert!(
                    apart.abs() < 4.0,
                    "{plan:?}, {visit}: {what} {found}, expected {expected}"
                );
            }
        }
    }
    Ok(())
}

/// By missing value, its logarithm in each data set.
fn logarithms(data_sets: &[ImputedDataSet<'_>]) -> Vec<Vec<f64>> {
    let mut drawn = Vec::new();
    for data_set in data_sets {
        for (place, imputed) in data_set.arms()[0].imputed().enumerate() {
            if drawn.len() == place {
                drawn.push(Vec::new());
            }
            drawn[place].push(imputed.value.ln());
        }
    }
    drawn
}

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n)
}

#[test]
fn the_same_bits_on_one_and_on_many_threads() -> Check {
    let json = reference();
    let arms: Vec<_> = list(&json["drawn"][1]["arms"])
        .iter()
        .zip(["A", "B"])
        .map(|(arm, name)| incomplete(name, arm))
        .collect();
    let plan = ImputationPlan::new(5).on_logarithms();
    let matching = plan.with_method(ImputationMethod::PredictiveMeanMatching { donors: 5 });
    for plan in [plan, matching, plan.chained(3)] {
        let alone = plan.data_sets(&arms, 12)?;
        let arms = &arms;
        let together: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (1..=12)
                .rev()
                .map(|number| scope.spawn(move || plan.data_set(arms, number).expect("a data set")))
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        let bits = |data_set: &ImputedDataSet<'_>| -> Vec<u64> {
            let arms = data_set.arms().iter();
            arms.flat_map(|arm| arm.imputed().map(|imputed| imputed.value.to_bits())).collect()
        };
        for (one, other) in alone.iter().zip(together.iter().rev()) {
            assert_eq!(bits(one), bits(other));
            assert_eq!(one.number(), other.number());
        }
        assert_ne!(bits(&alone[0]), bits(&alone[1]));
        // An arm has its numbers whoever comes after it, and others by another seed.
        assert_eq!(plan.data_set(&arms[..1], 3)?.arms(), &alone[2].arms()[..1]);
    }
    assert_ne!(
        ImputationPlan::new(5).data_set(&arms, 1)?,
        ImputationPlan::new(6).data_set(&arms, 1)?
    );
    Ok(())
}

#[test]
fn matching_imputes_what_somebody_has() -> Check {
    for set in list(&reference()["drawn"]).iter().filter(|set| !set["plan"]["donors"].is_null()) {
        let arms = [incomplete("A", &set["arms"][0])];
        for data_set in plan(&set["plan"]).data_sets(&arms, 3)? {
            for imputed in data_set.arm("A")?.imputed() {
                let given = arms[0].values(imputed.visit)?;
                assert!(given.contains(&Some(imputed.value)), "{imputed:?}");
            }
        }
    }
    Ok(())
}

/// Imputed, analysed by both models, pooled; and every sentence says how many were imputed and who is missing.
#[test]
fn from_missing_values_to_a_pooled_estimate() -> Check {
    let json = reference();
    let mut missing = Missing::default();
    missing.without_baseline = 2;
    let arms = [("A", missing), ("B", Missing::default())]
        .into_iter()
        .zip(list(&json["drawn"][1]["arms"]))
        .map(|((name, missing), arm)| incomplete(name, arm).with_missing(missing))
        .collect::<Vec<_>>();
    let imputed_at = |arm: &IncompleteArm| {
        arm.values("visit 4").expect("a visit").iter().filter(|value| value.is_none()).count()
    };
    let counts = [imputed_at(&arms[0]), imputed_at(&arms[1])];
    let (mut ratios, mut contrasts, mut means) = (Vec::new(), Vec::new(), Vec::new());
    for data_set in ImputationPlan::new(8).on_logarithms().data_sets(&arms, 20)? {
        let [first, second] =
            [data_set.arm("A")?.at("visit 4")?, data_set.arm("B")?.at("visit 4")?];
        assert_eq!([first.imputed(), second.imputed()], counts);
        ratios.push(LogAncova::fit(&first, &second, &[])?.ratio(P95)?);
        means.push(summary::geometric_mean_ratio(&first, P95)?);
        let ln = |arm: &[f64]| arm.iter().map(|x| x.ln()).collect::<Vec<_>>();
        let (a, b) = (ln(first.baselines()), ln(second.baselines()));
        let (a, b) = ([&*a], [&*b]);
        let model = [
            ModelArm::of_values(&first).with_covariates(&a),
            ModelArm::of_values(&second).with_covariates(&b),
        ];
        let model = ArmModel::fit_logs("value", &model, &["ln(baseline)"])?;
        contrasts.push(model.contrast("A", "B", P95)?);
        let sentence = model.means(StrataWeights::Equal, P95)?[0].to_string();
        let begin = format!(
            "adjusted geometric mean value, A (n = 72, {} imputed, 2 missing: 2 without a baseline): ",
            counts[0],
        );
        assert!(sentence.starts_with(&begin), "{sentence}");
    }
    let (ratio, contrast, mean) = (pool(&ratios)?, pool(&contrasts)?, pool(&means)?);
    let who = format!(
        "A (n = 72, {} imputed, 2 missing: 2 without a baseline) against B (n = 36, {} imputed, none missing)",
        counts[0], counts[1],
    );
    assert_eq!(
        ratio.estimator,
        format!(
            "ratio of geometric means, {who}, ANCOVA on logarithms, pooled over 20 imputations"
        ),
    );
    assert_eq!(
        contrast.estimator,
        format!(
            "ratio of geometric mean value, {who}, model of 2 arms, pooled over 20 imputations"
        ),
    );
    for one in [&ratio, &contrast] {
        assert_eq!((one.participants, one.imputed), (108, counts[0] + counts[1]));
        assert_eq!(one.missing.map(Missing::total), Some(2));
    }
    assert_eq!((mean.participants, mean.imputed), (72, counts[0]));
    // Two arms of one model are the ANCOVA.
    assert!((ratio.value.ln() - contrast.value.ln()).abs() < 1e-10);
    assert!(ratio.degrees_of_freedom < 105.0);
    Ok(())
}

/// Without a gap nothing is drawn, and every data set is the arm itself.
#[test]
fn nothing_missing_is_nothing_imputed() -> Check {
    let arms = [IncompleteArm::new("A", &["P1", "P2"], &[1.0, 2.0])?
        .with_visit("week 4", &[Some(3.0), Some(3.0)])?];
    let data_set = ImputationPlan::new(1).chained(5).data_set(&arms, 2)?;
    assert_eq!(data_set.arm("A")?.values("week 4")?, [3.0, 3.0]);
    assert_eq!(data_set.arm("A")?.imputed().count(), 0);
    assert_eq!(data_set.arm("A")?.at("week 4")?.imputed(), 0);
    assert!(data_set.arm("A")?.incomplete().participants().eq(["P1", "P2"]));
    Ok(())
}

#[cfg(feature = "serde")]
#[test]
fn plans_and_data_sets_in_json() -> Check {
    let matching = ImputationMethod::PredictiveMeanMatching { donors: 5 };
    let plan = ImputationPlan::new(7).with_method(matching).on_logarithms().chained(10);
    let json = r#"{"seed":7,"method":{"predictive-mean-matching":{"donors":5}},"on_logarithms":true,"iterations":10}"#;
    assert_eq!(serde_json::to_string(&plan)?, json);
    assert_eq!(serde_json::from_str::<ImputationPlan>(json)?, plan);
    assert_eq!(serde_json::from_str::<ImputationPlan>(r#"{"seed":7}"#)?, ImputationPlan::new(7));
    assert!(serde_json::from_str::<ImputationPlan>(r#"{"seed":7,"sets":20}"#).is_err());
    let arms = [IncompleteArm::new("A", &["P1", "P2", "P3", "P4"], &[1.0, 2.0, 4.0, 5.0])?
        .with_visit("week 4", &[Some(3.0), None, Some(4.0), Some(3.5)])?];
    let data_set = ImputationPlan::new(1).data_set(&arms, 1)?;
    let json = serde_json::to_value(&data_set)?;
    assert_eq!(json["number"], 1);
    let arm = &json["arms"][0];
    assert_eq!(arm["incomplete"]["participants"][3], "P4");
    assert_eq!(
        arm["incomplete"]["visits"][0],
        serde_json::json!(["week 4", [3.0, null, 4.0, 3.5]])
    );
    assert_eq!(arm["values"][0][1], data_set.arms()[0].values("week 4")?[1]);
    Ok(())
}
