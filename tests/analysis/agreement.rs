//! Agreement with `SciPy` and statsmodels to ten digits.
//!
//! `reference/analysis.json` was made by `reference/make_analysis.py`; the versions that ran stand in the file.

use aso_regimen::StudyDay;
use aso_regimen::analysis::ancova::{Ancova, Covariate, LogAncova};
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::analysis::estimate::Estimate;
use aso_regimen::analysis::joint_rank::{JointRank, Survival, Undecided};
use aso_regimen::analysis::scale::EstimateScale;
use aso_regimen::analysis::summary;
use aso_regimen::measure::change::{
    Difference, GeometricMeanRatio, MeanPercentChange, PercentagePoints,
};
use serde_json::Value;

use crate::{Check, P95, alive, near};

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/analysis.json")).expect("JSON")
}

pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

pub(crate) fn column(value: &Value) -> Vec<f64> {
    value.as_array().expect("a column").iter().map(number).collect()
}

/// A data set of the reference, both arms.
struct Set {
    name: String,
    json: Value,
}

impl Set {
    fn all() -> Vec<Self> {
        let sets = reference()["sets"].as_array().expect("sets").clone();
        assert!(sets.len() >= 5);
        let name = |json: &Value| json["name"].as_str().expect("a name").to_owned();
        sets.into_iter().map(|json| Self { name: name(&json), json }).collect()
    }

    fn column(&self, arm: &str, name: &str) -> Vec<f64> {
        column(&self.json[arm][name])
    }

    fn outcomes(&self, arm: &str) -> Vec<Survival> {
        let died = self.json[arm]["died"].as_array().expect("a column");
        let days = self.json[arm]["last_days"].as_array().expect("a column");
        let rows = died.iter().zip(days).zip(self.column(arm, "changes"));
        rows.map(|((died, day), change)| {
            let day = StudyDay::new(day.as_i64().expect("a day")).expect("a day");
            match died.as_bool() {
                Some(true) => Survival::Died { on: day },
                _ => Survival::Alive {
                    change: Difference::new(change).expect("finite"),
                    last_seen: day,
                },
            }
        })
        .collect()
    }

    fn agrees<S: EstimateScale>(
        &self,
        what: &str,
        estimate: &Estimate<S>,
        expected: &Value,
        read: impl Fn(S) -> f64,
    ) {
        let what = format!("{}, {what}", self.name);
        near(read(estimate.value), number(&expected["estimate"]), &what);
        near(estimate.standard_error, number(&expected["error"]), &what);
        near(estimate.degrees_of_freedom, number(&expected["df"]), &what);
        near(estimate.p_value, number(&expected["p"]), &what);
        let interval = &expected["intervals"][0];
        near(read(estimate.low), number(&interval["low"]), &what);
        near(read(estimate.high), number(&interval["high"]), &what);
    }
}

#[test]
fn t_tests_agree_with_scipy() -> Check {
    for set in Set::all() {
        let columns = ["first", "second"]
            .map(|arm| (set.column(arm, "baselines"), set.column(arm, "values")));
        let [first, second] = &columns;
        let first = ArmData::new("first", &first.0, &first.1)?;
        let second = ArmData::new("second", &second.0, &second.1)?;
        for (index, arm) in [&first, &second].into_iter().enumerate() {
            let expected = &set.json["log_means"][index];
            set.agrees(
                "geometric mean",
                &summary::geometric_mean_ratio(arm, P95)?,
                expected,
                GeometricMeanRatio::ln,
            );
            let expected = &set.json["percent_means"][index];
            set.agrees(
                "mean percent",
                &summary::mean_percent_change(arm, P95)?,
                expected,
                MeanPercentChange::percent,
            );
        }
        for (spread, name) in [(Variances::Pooled, "pooled"), (Variances::Welch, "welch")] {
            let expected = &set.json[format!("log_{name}")];
            let ratio = contrast::ratio_of_geometric_mean_ratios(&first, &second, spread, P95)?;
            set.agrees(name, &ratio, expected, GeometricMeanRatio::ln);
            let expected = &set.json[format!("percent_{name}")];
            let points = contrast::difference_of_mean_percents(&first, &second, spread, P95)?;
            let narrow = ConfidenceLevel::percent(90.0)?;
            let ninety = contrast::difference_of_mean_percents(&first, &second, spread, narrow)?;
            near(ninety.low.points(), number(&expected["intervals"][1]["low"]), name);
            near(ninety.high.points(), number(&expected["intervals"][1]["high"]), name);
            set.agrees(name, &points, expected, PercentagePoints::points);
        }
    }
    Ok(())
}

#[test]
fn ancova_agrees_with_statsmodels() -> Check {
    for set in Set::all() {
        let columns = ["first", "second"]
            .map(|arm| (set.column(arm, "baselines"), set.column(arm, "values")));
        let [first, second] = &columns;
        let first = ArmData::new("first", &first.0, &first.1)?;
        let second = ArmData::new("second", &second.0, &second.1)?;
        let ages = ["first", "second"].map(|arm| set.column(arm, "ages"));
        let age = Covariate::new("age", &ages[0], &ages[1]);
        for (name, covariates) in [("log_ancova", &[][..]), ("log_ancova_age", &[age])] {
            let expected = &set.json[name];
            let fit = LogAncova::fit(&first, &second, covariates)?;
            set.agrees(name, &fit.ratio(P95)?, &expected["effect"], GeometricMeanRatio::ln);
            near(fit.logarithms().intercept(), number(&expected["intercept"]), name);
            for (slope, expected) in
                fit.logarithms().slopes().iter().zip(column(&expected["slopes"]))
            {
                near(*slope, expected, name);
            }
            for (mean, expected) in fit
                .logarithms()
                .adjusted_means(P95)?
                .iter()
                .zip(expected["adjusted"].as_array().expect("two arms"))
            {
                near(mean.value.value(), number(&expected["estimate"]), name);
                near(mean.standard_error, number(&expected["error"]), name);
            }
        }
        let ranks = column(&set.json["change_ranks"]);
        let (of_first, of_second) = ranks.split_at(ages[0].len());
        let fit = Ancova::fit("rank", ["first", "second"], [of_first, of_second], &[age])?;
        let expected = &set.json["rank_ancova"]["effect"];
        set.agrees("ranks", &fit.effect(P95)?, expected, Difference::value);
    }
    Ok(())
}

/// Without deaths the Finkelstein-Schoenfeld test is the Wilcoxon test with ties.
#[test]
fn wilcoxon_agrees_with_scipy() -> Check {
    for set in Set::all() {
        let [first, second] = ["first", "second"]
            .map(|arm| set.column(arm, "changes").into_iter().map(alive).collect::<Vec<_>>());
        let ranks = JointRank::new(["first", "second"], &first, &second)?;
        assert_eq!(ranks.ranks().concat(), column(&set.json["change_ranks"]), "{}", set.name);
        near(ranks.finkelstein_schoenfeld()?.p_value, number(&set.json["wilcoxon_p"]), &set.name);
    }
    Ok(())
}

/// Deaths, and survivors last seen before some of them, against a loop over all pairs.
#[test]
fn joint_ranks_agree_with_a_loop_over_pairs() -> Check {
    let mut permuted = 0;
    for set in Set::all() {
        let expected = &set.json["joint_rank"];
        let arms = [set.outcomes("first"), set.outcomes("second")];
        let names = ["first", "second"];
        let ranks = JointRank::by_rule(names, &arms[0], &arms[1], Undecided::Tie)?;
        let scores: Vec<_> =
            ranks.scores().concat().iter().map(|score| Value::from(*score)).collect();
        assert_eq!(Value::from(scores), expected["scores"], "{}", set.name);
        assert_eq!(ranks.ranks().concat(), column(&expected["ranks"]), "{}", set.name);
        let test = ranks.finkelstein_schoenfeld()?;
        near(test.z, number(&expected["z"]), &set.name);
        near(test.p_value, number(&expected["p"]), &set.name);
        assert_eq!(Value::from(ranks.wins().wins), expected["wins"]);
        assert_eq!(Value::from(ranks.wins().losses), expected["losses"]);
        if let Some(exact) = expected["exact"].as_object() {
            let found = ranks.exact_permutation()?;
            assert_eq!(Some(found.as_extreme), exact["as_extreme"].as_u64().map(u128::from));
            assert_eq!(Some(found.ways), exact["ways"].as_u64().map(u128::from));
            permuted += 1;
        }
    }
    assert_eq!(permuted, 2);
    Ok(())
}

/// The quantile shows in the width of an interval: here the standard error is 1.
#[test]
fn t_quantiles_agree_with_scipy() -> Check {
    let mut compared = 0;
    for row in reference()["distributions"]["t_quantiles"].as_array().expect("rows") {
        let (within, df, quantile) = (number(&row[0]), number(&row[1]), number(&row[2]));
        if df.fract() != 0.0 || df > 100.0 {
            continue;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small count"
        )]
        let n = df as usize + 1;
        let mut values = vec![0.0; n];
        values[0] = 1.0;
        let baselines = vec![0.0; n];
        let arm = ArmData::new("one", &baselines, &values)?;
        let mean = summary::mean_difference(&arm, ConfidenceLevel::percent(100.0 * within)?)?;
        near((mean.high.value() - mean.value.value()) / mean.standard_error, quantile, "quantile");
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
    Ok(())
}
