//! Estimates of change: worked numbers, agreement with Python's statistics, properties, errors.
//!
//! `reference/analysis.json` was made by `reference/make_analysis.py`; the versions that ran stand in the file.
#![expect(
    clippy::float_cmp,
    reason = "numbers that are exact in binary are compared exactly"
)]

use aso_regimen::StudyDay;
use aso_regimen::analysis::ancova::{Ancova, Covariate, LogAncova};
use aso_regimen::analysis::arm::Arm;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Spread};
use aso_regimen::analysis::estimate::{AnalysisError, Estimate, Scale};
use aso_regimen::analysis::joint_rank::{ExactPermutation, JointRank, Outcome};
use aso_regimen::analysis::{imputation, summary};
use aso_regimen::measure::change::{
    Difference, GeometricMeanRatio, MeanPercentChange, PercentagePoints,
};
use proptest::prelude::*;
use serde_json::Value;

type Check = Result<(), Box<dyn std::error::Error>>;

const P95: ConfidenceLevel = ConfidenceLevel::P95;

const TREATED: ([f64; 4], [f64; 4]) = ([100.0, 80.0, 120.0, 60.0], [60.0, 60.0, 66.0, 45.0]);
const PLACEBO: ([f64; 5], [f64; 5]) = (
    [90.0, 110.0, 70.0, 100.0, 130.0],
    [92.0, 104.0, 75.0, 98.0, 120.0],
);

fn treated() -> Arm<'static> {
    Arm::new("tofersen", &TREATED.0, &TREATED.1).expect("an arm")
}

fn placebo() -> Arm<'static> {
    Arm::new("placebo", &PLACEBO.0, &PLACEBO.1).expect("an arm")
}

/// As many decimals as the worked number has.
fn digits(number: f64, text: &str) {
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    assert_eq!(format!("{number:.decimals$}"), text);
}

fn near(found: f64, expected: f64, what: &str) {
    let apart = (found - expected).abs();
    assert!(
        apart <= 1e-10 * expected.abs().max(1e-300),
        "{what}: {found}, expected {expected}"
    );
}

// Worked numbers, computed with R 4.

#[test]
fn one_arm() -> Check {
    let mean = summary::geometric_mean_ratio(&treated(), P95)?;
    digits(mean.value().ln(), "-0.4210066924");
    digits(mean.standard_error(), "0.0789975247");
    digits(mean.value().value(), "0.6563857086");
    digits(mean.value().percent(), "-34.361429");
    digits(mean.low().value(), "0.5104757867");
    digits(mean.high().value(), "0.8440012430");
    digits(mean.low().percent(), "-48.952421");
    digits(mean.high().percent(), "-15.599876");
    assert_eq!(
        (mean.degrees_of_freedom(), mean.participants(), mean.level()),
        (3.0, 4, P95)
    );

    assert_eq!(
        summary::mean_percent(&treated(), P95)?.value().percent(),
        -33.75
    );
    assert_eq!(summary::median_percent(&treated())?.percent(), -32.5);
    let ratio = summary::ratio_of_means(&treated())?;
    digits(ratio.ratio().value(), "0.6416667");
    digits(ratio.ratio().percent_change().percent(), "-35.833333");
    assert_eq!(ratio.participants(), 4);

    let mean = summary::geometric_mean_ratio(&placebo(), P95)?;
    digits(mean.value().ln(), "-0.0130726207");
    digits(mean.value().value(), "0.9870124549");
    digits(
        summary::mean_percent(&placebo(), P95)?.value().percent(),
        "-1.156355",
    );
    assert_eq!(summary::median_percent(&placebo())?.percent(), -2.0);
    Ok(())
}

#[test]
fn two_arms() -> Check {
    let ratio = contrast::geometric_mean_ratios(&treated(), &placebo(), Spread::Pooled, P95)?;
    digits(ratio.value().ln(), "-0.4079340717");
    digits(ratio.standard_error(), "0.0757407454");
    assert_eq!(ratio.degrees_of_freedom(), 7.0);
    digits(ratio.value().value(), "0.6650227212");
    digits(ratio.value().percent(), "-33.497728");
    digits(ratio.low().value(), "0.5559747080");
    digits(ratio.high().value(), "0.7954592419");
    digits(ratio.t(), "-5.3859262894");
    digits(ratio.p_value(), "0.0010238307");
    let welch = contrast::geometric_mean_ratios(&treated(), &placebo(), Spread::Welch, P95)?;
    digits(welch.p_value(), "0.0099060612");
    let [treated, placebo] = [
        summary::geometric_mean_ratio(&treated(), P95)?,
        summary::geometric_mean_ratio(&placebo(), P95)?,
    ];
    digits(
        treated.value().points_from(placebo.value()).points(),
        "-33.062675",
    );
    Ok(())
}

#[test]
fn log_ancova() -> Check {
    let fit = LogAncova::fit(&treated(), &placebo(), &[])?;
    let ratio = fit.ratio(P95)?;
    digits(ratio.value().ln(), "-0.4527944948");
    digits(ratio.standard_error(), "0.0383359993");
    assert_eq!(ratio.degrees_of_freedom(), 6.0);
    digits(ratio.t(), "-11.8112");
    digits(ratio.value().value(), "0.6358487904");
    digits(ratio.low().value(), "0.5789151801");
    digits(ratio.high().value(), "0.6983815560");
    digits(fit.logarithms().slopes()[0], "0.6167076423");
    digits(fit.logarithms().intercept(), "1.7440537618");
    let [of_treated, of_placebo] = fit.geometric_mean_ratios(P95)?;
    digits(of_placebo.value().value(), "1.0068889657");
    digits(of_treated.value().value(), "0.6402291309");
    let [of_treated, of_placebo] = fit.logarithms().adjusted_means(P95)?;
    digits(of_placebo.value().value(), "4.539145683");
    digits(of_treated.value().value(), "4.086351188");

    // With the log ratio as response the arms are as far apart, and the slope is one less.
    let ln = |column: &[f64]| column.iter().map(|x| x.ln()).collect::<Vec<_>>();
    let change = |arm: &Arm<'_>| {
        ln(&arm
            .values()
            .iter()
            .zip(arm.baselines())
            .map(|(y, b)| y / b)
            .collect::<Vec<_>>())
    };
    let (first, second) = (ln(&TREATED.0), ln(&PLACEBO.0));
    let baseline = Covariate {
        name: "ln(baseline)",
        first: &first,
        second: &second,
    };
    let changes = [&*change(&treated()), &*change(&placebo())];
    let fit = Ancova::fit("log ratio", ["tofersen", "placebo"], changes, &[baseline])?;
    digits(fit.effect(P95)?.value().value(), "-0.4527944948");
    digits(fit.slopes()[0], "-0.3832923577");
    Ok(())
}

fn alive(change: f64) -> Outcome {
    Outcome::Alive {
        change: Difference::new(change).expect("finite"),
        last_seen: StudyDay::new(197).expect("a day"),
    }
}

fn died(day: i64) -> Outcome {
    Outcome::Died {
        on: StudyDay::new(day).expect("a day"),
    }
}

fn eight() -> JointRank {
    let treated = [alive(-2.0), alive(-5.0), died(150), alive(-9.0)];
    let placebo = [alive(-5.0), died(90), alive(-12.0), died(150)];
    JointRank::new(["treated", "placebo"], &treated, &placebo).expect("two arms")
}

/// Equal days of death tie; counted as a loss for both, as one program does, the scores would not sum to 0.
#[test]
fn joint_rank_of_eight() -> Check {
    let ranks = eight();
    assert_eq!(ranks.scores(), [[7, 4, -4, 1], [4, -7, -1, -4]]);
    assert_eq!(ranks.ranks(), [[8.0, 6.5, 2.5, 5.0], [6.5, 1.0, 4.0, 2.5]]);
    let test = ranks.finkelstein_schoenfeld()?;
    assert_eq!(test.statistic(), 8);
    digits(test.variance(), "46.8571428571");
    digits(test.z(), "1.1686974196");
    digits(test.p_value(), "0.2425255620");
    let exact = ranks.exact_permutation()?;
    assert_eq!((exact.as_extreme(), exact.ways()), (24, 70));
    digits(exact.p_value(), "0.3428571429");
    let wins = ranks.wins();
    assert_eq!((wins.wins(), wins.losses(), wins.ties()), (11, 3, 2));
    digits(wins.win_ratio()?, "3.6666666667");
    assert_eq!((wins.net_benefit(), wins.win_odds()?), (0.5, 3.0));
    Ok(())
}

#[test]
fn ancova_on_joint_ranks() -> Check {
    let ranks = eight().ranks();
    let fit = |covariates: &[Covariate<'_>]| {
        Ancova::fit(
            "joint rank",
            ["treated", "placebo"],
            [&ranks[0], &ranks[1]],
            covariates,
        )?
        .effect(P95)
    };
    let baseline = Covariate {
        name: "baseline",
        first: &[40.0, 38.0, 30.0, 44.0],
        second: &[41.0, 29.0, 36.0, 33.0],
    };
    let adjusted = fit(&[baseline])?;
    digits(adjusted.value().value(), "0.8941908714");
    digits(adjusted.standard_error(), "1.1612884057");
    digits(adjusted.p_value(), "0.4760862421");
    let plain = fit(&[])?;
    near(plain.value().value(), 2.0, "difference of mean ranks");
    digits(plain.standard_error(), "1.6583123952");
    digits(plain.p_value(), "0.2731950097");
    Ok(())
}

/// Estimates 1, 2, 3 with variance 1 each.
#[test]
fn rubins_rules() -> Check {
    let estimates = [1.0, 2.0, 3.0].map(|mean| {
        // Two participants a and b have the standard error |a - b| / 2.
        let values = [mean - 1.0, mean + 1.0];
        summary::mean_difference(&Arm::new("one", &[0.0; 2], &values).expect("an arm"), P95)
            .expect("a mean")
    });
    assert_eq!(estimates.each_ref().map(Estimate::standard_error), [1.0; 3]);
    let pooled = imputation::pool(&estimates)?;
    assert_eq!(pooled.value().value(), 2.0);
    digits(pooled.standard_error().powi(2), "2.3333333");
    digits(pooled.degrees_of_freedom(), "6.125");

    let agreeing = [estimates[0].clone(), estimates[0].clone()];
    let pooled = imputation::pool(&agreeing)?;
    assert_eq!(
        (pooled.standard_error(), pooled.degrees_of_freedom()),
        (1.0, f64::INFINITY)
    );
    digits(pooled.high().value() - pooled.value().value(), "1.959964");
    Ok(())
}

#[test]
fn estimates_are_sentences() -> Check {
    for (sentence, text) in [
        (
            summary::geometric_mean_ratio(&treated(), P95)?.to_string(),
            "geometric mean ratio to baseline, tofersen (n = 4): 0.656 (95 % CI 0.510 to 0.844), t = -5.329 with 3 df, \
             p = 0.01291; none excluded",
        ),
        (
            summary::mean_percent(&treated(), ConfidenceLevel::percent(90.0)?)?
                .excluding(2)
                .to_string(),
            "mean percent change, tofersen (n = 4): -33.75 % (90 % CI -45.88 to -21.62), t = -6.548 with 3 df, \
             p = 0.007240; 2 excluded",
        ),
        (
            contrast::mean_percents(&treated(), &placebo(), Spread::Welch, P95)?.to_string(),
            "difference of mean percent changes, tofersen (n = 4) against placebo (n = 5), Welch: -32.59 points \
             (95 % CI -47.94 to -17.25), t = -5.617 with 4.575 df, p = 0.003277; none excluded",
        ),
        (
            LogAncova::fit(&treated(), &placebo(), &[])?.geometric_mean_ratios(P95)?[0].to_string(),
            "adjusted geometric mean ratio to baseline, tofersen (n = 4): 0.640 (95 % CI 0.598 to 0.686), t = -15.816 with \
             6 df, p = 4.052e-6; none excluded",
        ),
        (
            eight().exact_permutation()?.to_string(),
            "exact permutation test, treated (n = 4) against placebo (n = 4): 24 of 70 ways, p = 0.3429; none excluded",
        ),
        (
            eight().wins().to_string(),
            "treated (n = 4) against placebo (n = 4): 11 wins, 3 losses, 2 ties; net benefit 0.5000; none excluded",
        ),
    ] {
        assert_eq!(sentence, text);
    }
    Ok(())
}

// Agreement with SciPy and statsmodels.

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/analysis.json")).expect("JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn column(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .expect("a column")
        .iter()
        .map(number)
        .collect()
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
        sets.into_iter()
            .map(|json| Self {
                name: name(&json),
                json,
            })
            .collect()
    }

    fn column(&self, arm: &str, name: &str) -> Vec<f64> {
        column(&self.json[arm][name])
    }

    fn outcomes(&self, arm: &str) -> Vec<Outcome> {
        let died = self.json[arm]["died"].as_array().expect("a column");
        let days = self.json[arm]["last_days"].as_array().expect("a column");
        let rows = died.iter().zip(days).zip(self.column(arm, "changes"));
        rows.map(|((died, day), change)| {
            let day = StudyDay::new(day.as_i64().expect("a day")).expect("a day");
            match died.as_bool() {
                Some(true) => Outcome::Died { on: day },
                _ => Outcome::Alive {
                    change: Difference::new(change).expect("finite"),
                    last_seen: day,
                },
            }
        })
        .collect()
    }

    fn agrees<S: Scale>(
        &self,
        what: &str,
        estimate: &Estimate<S>,
        expected: &Value,
        read: impl Fn(S) -> f64,
    ) {
        let what = format!("{}, {what}", self.name);
        near(read(estimate.value()), number(&expected["estimate"]), &what);
        near(estimate.standard_error(), number(&expected["error"]), &what);
        near(
            estimate.degrees_of_freedom(),
            number(&expected["df"]),
            &what,
        );
        near(estimate.p_value(), number(&expected["p"]), &what);
        let interval = &expected["intervals"][0];
        near(read(estimate.low()), number(&interval["low"]), &what);
        near(read(estimate.high()), number(&interval["high"]), &what);
    }
}

#[test]
fn t_tests_agree_with_scipy() -> Check {
    for set in Set::all() {
        let columns = ["first", "second"]
            .map(|arm| (set.column(arm, "baselines"), set.column(arm, "values")));
        let [first, second] = &columns;
        let first = Arm::new("first", &first.0, &first.1)?;
        let second = Arm::new("second", &second.0, &second.1)?;
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
                &summary::mean_percent(arm, P95)?,
                expected,
                MeanPercentChange::percent,
            );
        }
        for (spread, name) in [(Spread::Pooled, "pooled"), (Spread::Welch, "welch")] {
            let expected = &set.json[format!("log_{name}")];
            let ratio = contrast::geometric_mean_ratios(&first, &second, spread, P95)?;
            set.agrees(name, &ratio, expected, GeometricMeanRatio::ln);
            let expected = &set.json[format!("percent_{name}")];
            let points = contrast::mean_percents(&first, &second, spread, P95)?;
            let narrow = ConfidenceLevel::percent(90.0)?;
            let ninety = contrast::mean_percents(&first, &second, spread, narrow)?;
            near(
                ninety.low().points(),
                number(&expected["intervals"][1]["low"]),
                name,
            );
            near(
                ninety.high().points(),
                number(&expected["intervals"][1]["high"]),
                name,
            );
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
        let first = Arm::new("first", &first.0, &first.1)?;
        let second = Arm::new("second", &second.0, &second.1)?;
        let ages = ["first", "second"].map(|arm| set.column(arm, "ages"));
        let age = Covariate {
            name: "age",
            first: &ages[0],
            second: &ages[1],
        };
        for (name, covariates) in [("log_ancova", &[][..]), ("log_ancova_age", &[age])] {
            let expected = &set.json[name];
            let fit = LogAncova::fit(&first, &second, covariates)?;
            set.agrees(
                name,
                &fit.ratio(P95)?,
                &expected["effect"],
                GeometricMeanRatio::ln,
            );
            near(
                fit.logarithms().intercept(),
                number(&expected["intercept"]),
                name,
            );
            for (slope, expected) in fit
                .logarithms()
                .slopes()
                .iter()
                .zip(column(&expected["slopes"]))
            {
                near(*slope, expected, name);
            }
            for (mean, expected) in fit
                .logarithms()
                .adjusted_means(P95)?
                .iter()
                .zip(expected["adjusted"].as_array().expect("two arms"))
            {
                near(mean.value().value(), number(&expected["estimate"]), name);
                near(mean.standard_error(), number(&expected["error"]), name);
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
        let [first, second] = ["first", "second"].map(|arm| {
            set.column(arm, "changes")
                .into_iter()
                .map(alive)
                .collect::<Vec<_>>()
        });
        let ranks = JointRank::new(["first", "second"], &first, &second)?;
        assert_eq!(
            ranks.ranks().concat(),
            column(&set.json["change_ranks"]),
            "{}",
            set.name
        );
        near(
            ranks.finkelstein_schoenfeld()?.p_value(),
            number(&set.json["wilcoxon_p"]),
            &set.name,
        );
    }
    Ok(())
}

/// Deaths, and survivors last seen before some of them, against a loop over all pairs.
#[test]
fn joint_ranks_agree_with_a_loop_over_pairs() -> Check {
    let mut permuted = 0;
    for set in Set::all() {
        let expected = &set.json["joint_rank"];
        let ranks = JointRank::new(
            ["first", "second"],
            &set.outcomes("first"),
            &set.outcomes("second"),
        )?;
        let scores: Vec<_> = ranks
            .scores()
            .concat()
            .iter()
            .map(|score| Value::from(*score))
            .collect();
        assert_eq!(Value::from(scores), expected["scores"], "{}", set.name);
        assert_eq!(
            ranks.ranks().concat(),
            column(&expected["ranks"]),
            "{}",
            set.name
        );
        let test = ranks.finkelstein_schoenfeld()?;
        near(test.z(), number(&expected["z"]), &set.name);
        near(test.p_value(), number(&expected["p"]), &set.name);
        assert_eq!(Value::from(ranks.wins().wins()), expected["wins"]);
        assert_eq!(Value::from(ranks.wins().losses()), expected["losses"]);
        if let Some(exact) = expected["exact"].as_object() {
            let found = ranks.exact_permutation()?;
            assert_eq!(
                Some(found.as_extreme()),
                exact["as_extreme"].as_u64().map(u128::from)
            );
            assert_eq!(Some(found.ways()), exact["ways"].as_u64().map(u128::from));
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
    for row in reference()["distributions"]["t_quantiles"]
        .as_array()
        .expect("rows")
    {
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
        let arm = Arm::new("one", &baselines, &values)?;
        let mean = summary::mean_difference(&arm, ConfidenceLevel::percent(100.0 * within)?)?;
        near(
            (mean.high().value() - mean.value().value()) / mean.standard_error(),
            quantile,
            "quantile",
        );
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
    Ok(())
}

// Properties.

type Rows = Vec<(f64, f64)>;

fn rows() -> impl Strategy<Value = Rows> {
    prop::collection::vec((1.0..1000.0, 1.0..1000.0), 2..20)
}

fn with_arm<T>(rows: &Rows, use_it: impl FnOnce(&Arm<'_>) -> T) -> T {
    let (baselines, values): (Vec<f64>, Vec<f64>) = rows.iter().copied().unzip();
    use_it(&Arm::new("arm", &baselines, &values).expect("an arm"))
}

fn ratio_of(first: &Rows, second: &Rows, spread: Spread) -> Estimate<GeometricMeanRatio> {
    with_arm(first, |first| {
        with_arm(second, |second| {
            contrast::geometric_mean_ratios(first, second, spread, P95).expect("rows that vary")
        })
    })
}

fn outcomes() -> impl Strategy<Value = Vec<Outcome>> {
    let day = || (1_i64..40).prop_map(|day| StudyDay::new(day).expect("a day"));
    let outcome = prop_oneof![
        day().prop_map(|on| Outcome::Died { on }),
        (-5_i32..5, day()).prop_map(|(change, last_seen)| Outcome::Alive {
            change: Difference::new(change.into()).expect("finite"),
            last_seen,
        }),
        day().prop_map(|last_seen| Outcome::NotMeasured { last_seen }),
    ];
    prop::collection::vec(outcome, 1..25)
}

/// The rules of the module, pair by pair.
fn compare(one: &Outcome, other: &Outcome) -> i64 {
    use Outcome::{Alive, Died, NotMeasured};
    let sign = |greater: bool, less: bool| i64::from(greater) - i64::from(less);
    match (*one, *other) {
        (Died { on }, Died { on: other }) => sign(on > other, on < other),
        (Died { on }, Alive { last_seen, .. } | NotMeasured { last_seen }) => {
            sign(false, last_seen >= on)
        }
        (Alive { last_seen, .. } | NotMeasured { last_seen }, Died { on }) => {
            sign(last_seen >= on, false)
        }
        (Alive { change, .. }, Alive { change: other, .. }) => sign(change > other, change < other),
        _ => 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_geometric_mean_is_at_most_the_arithmetic(rows in rows()) {
        let [geometric, arithmetic] = with_arm(&rows, |arm| [
            summary::geometric_mean_ratio(arm, P95).expect("rows that vary").value().percent(),
            summary::mean_percent(arm, P95).expect("rows that vary").value().percent(),
        ]);
        prop_assert!(geometric <= arithmetic + 1e-9 * (100.0 + arithmetic.abs()));
    }

    #[test]
    fn contrasts_are_antisymmetric(first in rows(), second in rows()) {
        for spread in [Spread::Pooled, Spread::Welch] {
            let (one, other) = (ratio_of(&first, &second, spread), ratio_of(&second, &first, spread));
            prop_assert!((one.value().ln() + other.value().ln()).abs() < 1e-12);
            prop_assert!((one.low().ln() + other.high().ln()).abs() < 1e-9);
            prop_assert!((one.p_value() - other.p_value()).abs() < 1e-9);
        }
    }

    #[test]
    fn the_order_of_participants_does_not_matter(first in rows(), second in rows(), turn in 0_usize..20) {
        let mut turned = first.clone();
        turned.rotate_left(turn % first.len());
        turned.reverse();
        let (one, other) = (ratio_of(&first, &second, Spread::Welch), ratio_of(&turned, &second, Spread::Welch));
        prop_assert!((one.value().ln() - other.value().ln()).abs() < 1e-12);
        prop_assert!((one.standard_error() - other.standard_error()).abs() < 1e-12);
    }

    #[test]
    fn scaling_an_assay_leaves_ratios_alone(first in rows(), second in rows(), scale in 1e-3..1e3) {
        let scaled = |rows: &Rows| rows.iter().map(|(b, v)| (b * scale, v * scale)).collect::<Rows>();
        let one = ratio_of(&first, &second, Spread::Pooled);
        let other = ratio_of(&scaled(&first), &scaled(&second), Spread::Pooled);
        prop_assert!((one.value().ln() - other.value().ln()).abs() < 1e-11);
        prop_assert!((one.high().ln() - other.high().ln()).abs() < 1e-9);
    }

    #[test]
    fn intervals_hold_the_estimate_and_narrow_with_replication(rows in rows(), times in 2_usize..5) {
        let width = |rows: &Rows| with_arm(rows, |arm| {
            let mean = summary::geometric_mean_ratio(arm, P95).expect("rows that vary");
            assert!(mean.low() < mean.value() && mean.value() < mean.high());
            mean.high().ln() - mean.low().ln()
        });
        prop_assert!(width(&rows.repeat(times)) < width(&rows));
    }

    #[test]
    fn joint_scores_are_those_of_all_pairs(first in outcomes(), second in outcomes()) {
        let ranks = JointRank::new(["first", "second"], &first, &second)?;
        let everyone: Vec<_> = first.iter().chain(&second).collect();
        let scores = ranks.scores().concat();
        for (one, score) in everyone.iter().zip(&scores) {
            prop_assert_eq!(*score, everyone.iter().map(|other| compare(one, other)).sum::<i64>());
        }
        prop_assert_eq!(scores.iter().sum::<i64>(), 0);
        let pairs = |sign| first.iter().flat_map(|a| second.iter().map(move |b| compare(a, b)))
            .filter(|found| *found == sign).count();
        prop_assert_eq!((ranks.wins().wins(), ranks.wins().losses()), (pairs(1), pairs(-1)));
        let turned = JointRank::new(["second", "first"], &second, &first)?;
        if let Ok(test) = ranks.finkelstein_schoenfeld() {
            let other = turned.finkelstein_schoenfeld()?;
            prop_assert_eq!((test.statistic(), test.z()), (-other.statistic(), -other.z()));
            prop_assert_eq!(ranks.exact_permutation()?.p_value(), turned.exact_permutation()?.p_value());
        }
    }

    /// Without censoring the scores are one order: rank = (N + 1)/2 + score/2, and the variance is exact.
    #[test]
    fn uncensored_ranks_follow_from_scores(changes in prop::collection::vec((-5_i32..5, any::<bool>()), 2..30)) {
        let outcome = |(change, dies): &(i32, bool)| {
            if *dies { died(i64::from(*change + 10)) } else { alive((*change).into()) }
        };
        let all: Vec<_> = changes.iter().map(outcome).collect();
        let (first, second) = all.split_at(all.len() / 2);
        let ranks = JointRank::new(["first", "second"], first, second)?;
        let middle = f64::from(u32::try_from(all.len() + 1)?) / 2.0;
        for (rank, score) in ranks.ranks().concat().iter().zip(ranks.scores().concat()) {
            prop_assert_eq!(*rank, middle + f64::from(i32::try_from(score)?) / 2.0);
        }
    }

    /// Whatever the numbers: no panic, and no NaN.
    #[test]
    fn estimates_of_anything(
        first in prop::collection::vec((any::<f64>(), any::<f64>()), 1..6),
        second in prop::collection::vec((any::<f64>(), any::<f64>()), 1..6),
    ) {
        let sound = |numbers: [f64; 4]| numbers.iter().all(|x| x.is_finite());
        with_arm(&first, |a| with_arm(&second, |b| {
            if let Ok(mean) = summary::mean_difference(a, P95) {
                prop_assert!(sound([mean.value().value(), mean.low().value(), mean.high().value(), mean.p_value()]));
            }
            if let Ok(points) = contrast::mean_percents(a, b, Spread::Welch, P95) {
                prop_assert!(sound([points.value().points(), points.low().points(), points.t(), points.p_value()]));
            }
            let baseline = Covariate { name: "baseline", first: a.baselines(), second: b.baselines() };
            if let Ok(fit) = Ancova::fit("value", ["a", "b"], [a.values(), b.values()], &[baseline]) {
                prop_assert!(fit.intercept().is_finite() && fit.slopes()[0].is_finite());
                if let Ok(effect) = fit.effect(P95) {
                    prop_assert!(sound([effect.value().value(), effect.low().value(), effect.t(), effect.p_value()]));
                }
            }
            Ok(())
        }))?;
    }
}

// Errors.

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[test]
fn bad_data_in_words() {
    let arm = |baselines, values| Arm::new("placebo", baselines, values);
    let geometric = |baselines, values| {
        arm(baselines, values)
            .and_then(|arm| summary::geometric_mean_ratio(&arm, P95))
            .err()
    };
    let against = |baselines, values, spread| {
        arm(baselines, values)
            .and_then(|arm| contrast::geometric_mean_ratios(&treated(), &arm, spread, P95))
            .err()
    };
    for (error, text) in [
        (
            geometric(&[1.0], &[]),
            r#"arm "placebo" cannot be analysed: 1 baselines and 0 values; expected as many of one as of the other"#,
        ),
        (
            geometric(&[], &[]),
            r#"arm "placebo" has 0 participants; expected at least 1"#,
        ),
        (
            geometric(&[1.0], &[2.0]),
            r#"arm "placebo" has 1 participants; expected at least 2"#,
        ),
        (
            geometric(&[1.0, 1.0], &[2.0, 0.0]),
            r#"arm "placebo" cannot be analysed: no change in row 1, counting from 0: value is 0; expected a number above 0"#,
        ),
        (
            geometric(&[1.0, -1.0], &[2.0, -1.0]),
            r#"arm "placebo" cannot be analysed: no change in row 1, counting from 0: baseline is -1; expected a number above 0"#,
        ),
        (
            geometric(&[f64::NAN, 1.0], &[2.0, 1.0]),
            r#"arm "placebo" cannot be analysed: no change in row 0, counting from 0: baseline is NaN; expected a finite number"#,
        ),
        (
            geometric(&[10.0, 20.0, 30.0], &[3.0, 6.0, 9.0]),
            "geometric mean ratio to baseline, placebo (n = 3): no standard error, since nothing varies; expected values that \
             differ",
        ),
        (
            against(&[1.0], &[2.0], Spread::Welch),
            r#"arm "placebo" has 1 participants; expected at least 2"#,
        ),
        (
            geometric(&[1.0, 1.0], &[1e-250, 1e250]),
            "geometric mean ratio to baseline, placebo (n = 2): the estimate or its interval is out of range: the ratio is \
             beyond the range in which changes are kept",
        ),
        (
            JointRank::new(["treated", "placebo"], &[died(1)], &[]).err(),
            r#"arm "placebo" has 0 participants; expected at least 1"#,
        ),
        (
            JointRank::new(["a", "b"], &[died(1)], &[died(1)])
                .and_then(|r| r.finkelstein_schoenfeld())
                .err(),
            "Finkelstein-Schoenfeld test: no standard error, since nothing varies; expected values that differ",
        ),
        (
            JointRank::new(["a", "b"], &[died(1); 60], &[died(2); 41])
                .and_then(|r| r.exact_permutation())
                .err(),
            "101 participants; expected at most 100 for an exact permutation",
        ),
        (
            imputation::pool(&[summary::mean_percent(&treated(), P95).expect("a mean")]).err(),
            "1 imputed data sets; expected at least 2",
        ),
        (
            imputation::pool(
                &[treated(), placebo()]
                    .map(|arm| summary::mean_percent(&arm, P95).expect("a mean")),
            )
            .err(),
            "imputed data set 1, counting from 0, estimates something else; expected one estimator and level",
        ),
    ] {
        assert_eq!(
            error.map(|error: AnalysisError| chain(&error)).as_deref(),
            Some(text)
        );
    }
    assert!(against(&[1.0], &[2.0], Spread::Pooled).is_none());
    assert_eq!(
        ConfidenceLevel::percent(0.95).map_err(|error| error.to_string()),
        Err("a confidence level of 0.95 %; expected one from 1 to 99.9999 %".into()),
    );
}

#[test]
fn bad_models_in_words() {
    let fit = |first: [f64; 3], second: [f64; 3], covariates: &[Covariate<'_>]| {
        Ancova::fit(
            "score",
            ["tofersen", "placebo"],
            [&first, &second],
            covariates,
        )
        .and_then(|fit| fit.effect(P95))
        .err()
    };
    let age = |first, second| Covariate {
        name: "age",
        first,
        second,
    };
    let (y, z) = ([1.0, 2.0, 4.0], [3.0, 1.0, 1.0]);
    let varied = age(&[40.0, 50.0, 60.0], &[45.0, 66.0, 70.0]);
    for (error, text) in [
        (
            fit(y, z, &[age(&[40.0, 50.0], &[40.0, 50.0, 60.0])]),
            r#"age of arm "tofersen" has 2 rows; expected 3"#,
        ),
        (
            fit(
                y,
                z,
                &[age(&[40.0, 50.0, 60.0], &[40.0, f64::INFINITY, 60.0])],
            ),
            r#"age of arm "placebo" is inf in row 1, counting from 0; expected a number within ±1e150"#,
        ),
        (
            fit([1.0, f64::NAN, 2.0], z, &[]),
            r#"score of arm "tofersen" is NaN in row 1, counting from 0; expected a number within ±1e150"#,
        ),
        (
            fit(y, z, &[age(&[40.0; 3], &[40.0; 3])]),
            "age adds nothing to the columns before it; expected one that varies on its own",
        ),
        (
            fit(
                y,
                z,
                &[
                    varied,
                    Covariate {
                        name: "age again",
                        ..varied
                    },
                ],
            ),
            "age again adds nothing to the columns before it; expected one that varies on its own",
        ),
        (
            fit(y, z, &[varied; 4]),
            "6 participants and 6 coefficients; expected more participants",
        ),
        (
            fit([1.0; 3], [0.0; 3], &[]),
            "difference of mean scores, tofersen (n = 3) against placebo (n = 3), ANCOVA: no standard error, since nothing \
             varies; expected values that differ",
        ),
    ] {
        assert_eq!(
            error.map(|error: AnalysisError| chain(&error)).as_deref(),
            Some(text)
        );
    }
    let empty = Ancova::fit("score", ["tofersen", "placebo"], [&[1.0], &[]], &[]);
    assert_eq!(
        empty.err().map(|error| error.to_string()).as_deref(),
        Some(r#"arm "placebo" has 0 participants; expected at least 1"#),
    );
}

/// A hundred participants are still counted exactly, here against the only two ways that are as extreme.
#[test]
fn the_largest_exact_permutation() -> Check {
    let days = |from: i64| (from..from + 50).map(died).collect::<Vec<_>>();
    let ranks = JointRank::new(["late", "early"], &days(101), &days(1))?;
    assert_eq!(ranks.scores().concat().len(), ExactPermutation::LIMIT);
    let exact = ranks.exact_permutation()?;
    assert_eq!(exact.as_extreme(), 2);
    // 100! / (50! 50!)
    assert_eq!(exact.ways(), 100_891_344_545_564_193_334_812_497_256);
    Ok(())
}

#[cfg(feature = "serde")]
#[test]
fn levels_in_json() -> Check {
    assert_eq!(
        serde_json::to_string(&P95)?,
        r#"{"confidence_percent":95.0}"#
    );
    assert_eq!(
        serde_json::from_str::<ConfidenceLevel>(r#"{"confidence_percent":95.0}"#)?,
        P95
    );
    let refused = serde_json::from_str::<ConfidenceLevel>(r#"{"confidence_percent":0.95}"#);
    assert!(refused.is_err_and(|error| error.to_string().contains("a confidence level of 0.95 %")));
    assert!(
        serde_json::from_str::<ConfidenceLevel>(r#"{"confidence_percent":95,"sides":2}"#).is_err()
    );
    Ok(())
}
