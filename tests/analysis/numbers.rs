//! Agreement with `NumPy`, `SciPy` and plain loops to ten digits:
//! `reference/numbers.json`, made by
//! `reference/make_numbers.py`; the versions that ran stand in the file.

use aso_regimen::StudyDay;
use aso_regimen::analysis::ancova::{ArmModel, ModelArm, StrataWeights};
use aso_regimen::analysis::dose_proportionality::PowerModel;
use aso_regimen::analysis::estimate::{Estimate, EstimateNumbers};
use aso_regimen::analysis::imputation::{PooledFreedom, pool, pool_with};
use aso_regimen::analysis::joint_rank::{FollowUp, JointRank, Undecided, Wins};
use aso_regimen::analysis::scale::{EffectRatio, EstimateScale};
use aso_regimen::measure::change::{Difference, GeometricMeanRatio};
use serde_json::Value;

use crate::agreement::{column, number};
use crate::{Check, P95, near};

fn sets(name: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("reference/numbers.json")).expect("JSON");
    let sets = all[name].as_array().expect("sets").clone();
    assert!(sets.len() >= 5, "{name}");
    sets
}

fn df_of(value: &Value) -> f64 {
    if value.is_null() { f64::INFINITY } else { number(value) }
}

fn agrees<S: EstimateScale>(found: &Estimate<S>, expected: &Value, read: impl Fn(S) -> f64) {
    let what = &found.estimator;
    near(read(found.value), number(&expected["estimate"]), what);
    near(found.standard_error, number(&expected["error"]), what);
    if found.degrees_of_freedom.is_finite() || !expected["df"].is_null() {
        near(found.degrees_of_freedom, number(&expected["df"]), what);
    }
    near(found.p_value, number(&expected["p"]), what);
    near(read(found.low), number(&expected["low"]), what);
    near(read(found.high), number(&expected["high"]), what);
}

#[test]
fn pooled_estimates() -> Check {
    for set in sets("pooled") {
        let (values, errors) = (column(&set["estimates"]), column(&set["errors"]));
        let mut estimates = Vec::new();
        for (value, standard_error) in values.into_iter().zip(errors) {
            let numbers = EstimateNumbers {
                estimator: "change".into(),
                value: Difference::new(value)?,
                standard_error,
                degrees_of_freedom: df_of(&set["df"]),
                participants: 40,
            };
            estimates.push(numbers.estimate(P95)?);
        }
        agrees(&pool(&estimates)?, &set["barnard_rubin"], Difference::value);
        let old = pool_with(&estimates, PooledFreedom::LargeSample)?;
        agrees(&old, &set["large_sample"], Difference::value);
    }
    Ok(())
}

fn followed(arm: &Value) -> Vec<FollowUp> {
    let one = |person: &Value| FollowUp {
        died: person[0].as_bool().expect("died"),
        last_day: StudyDay::new(person[1].as_i64().expect("a day")).expect("a day"),
        changes: person[2]
            .as_array()
            .expect("changes")
            .iter()
            .map(|change| change.as_f64().map(|change| Difference::new(change).expect("finite")))
            .collect(),
    };
    arm.as_array().expect("an arm").iter().map(one).collect()
}

#[test]
fn wins_over_visits_and_strata() -> Check {
    for set in sets("wins") {
        for (rule, name) in [(Undecided::ByFunction, "by_function"), (Undecided::Tie, "tie")] {
            let expected = &set[name];
            let ranks: Vec<_> = set["strata"]
                .as_array()
                .expect("strata")
                .iter()
                .map(|stratum| {
                    let [first, second] = [0, 1].map(|arm| followed(&stratum[arm]));
                    JointRank::over_visits(["treated", "placebo"], &first, &second, rule)
                })
                .collect::<Result<_, _>>()?;
            let wins = Wins::stratified(&ranks.iter().map(JointRank::wins).collect::<Vec<_>>())?;
            let counts = [wins.wins, wins.losses, wins.ties];
            assert_eq!(
                counts.map(Value::from),
                ["wins", "losses", "ties"].map(|of| expected[of].clone())
            );
            agrees(&wins.win_ratio_interval(P95)?, &expected["win_ratio"], EffectRatio::ln);
            agrees(&wins.win_odds_interval(P95)?, &expected["win_odds"], EffectRatio::ln);
            agrees(&wins.net_benefit_interval(P95)?, &expected["net_benefit"], Difference::value);
            near(wins.win_ratio()?.ln(), number(&expected["win_ratio"]["estimate"]), name);
            near(wins.net_benefit, number(&expected["net_benefit"]["estimate"]), name);
        }
    }
    Ok(())
}

#[test]
fn models_of_several_arms() -> Check {
    let mut compared = 0;
    for set in sets("arms") {
        let doses = column(&set["doses"]);
        let arms: Vec<_> = set["arms"].as_array().expect("arms").iter().collect();
        let names: Vec<_> = doses.iter().map(|dose| format!("{dose} mg")).collect();
        let bases: Vec<Vec<f64>> =
            arms.iter().map(|arm| column(&arm["bases"]).iter().map(|x| x.ln()).collect()).collect();
        let bases: Vec<[&[f64]; 1]> = bases.iter().map(|column| [&**column]).collect();
        let values: Vec<_> = arms.iter().map(|arm| column(&arm["values"])).collect();
        let strata: Vec<Vec<&str>> = arms
            .iter()
            .map(|arm| {
                arm["strata"].as_array().expect("strata").iter().filter_map(Value::as_str).collect()
            })
            .collect();
        let arms: Vec<_> = (0..names.len())
            .map(|arm| {
                let model = ModelArm::new(&names[arm], &values[arm]);
                model.with_covariates(&bases[arm]).with_strata(&strata[arm])
            })
            .collect();
        let model = ArmModel::fit_logs("value", &arms, &["ln(baseline)"])?;
        let ln = GeometricMeanRatio::ln;
        let all = |found: &[Estimate<GeometricMeanRatio>], expected: &Value| {
            let expected = expected.as_array().expect("estimates");
            assert_eq!(found.len(), expected.len());
            found.iter().zip(expected).for_each(|(found, expected)| agrees(found, expected, ln));
            found.len()
        };
        compared += all(&model.contrasts_with("0 mg", P95)?, &set["contrasts"]);
        compared += all(&model.means(StrataWeights::Equal, P95)?, &set["equal"]);
        compared += all(&model.means(StrataWeights::Observed, P95)?, &set["observed"]);
        let [.., before, last] = &*names else { unreachable!("two arms at least") };
        agrees(&model.contrast(last, before, P95)?, &set["last_two"], ln);
        agrees(&model.trend(&doses, P95)?, &set["trend"], ln);
    }
    assert_eq!(compared, 13 + 2 * 18);
    Ok(())
}

#[test]
fn power_models() -> Check {
    for set in sets("power") {
        let model = PowerModel::fit("AUC", &column(&set["doses"]), &column(&set["areas"]))?;
        agrees(&model.exponent(P95)?, &set["exponent"], Difference::value);
        agrees(&model.dose_normalised_ratio(P95)?, &set["ratio"], EffectRatio::ln);
    }
    Ok(())
}
