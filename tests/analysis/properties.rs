//! What holds for any data.

use aso_regimen::StudyDay;
use aso_regimen::analysis::ancova::{Ancova, ArmModel, Covariate, ModelArm, StrataWeights};
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::analysis::estimate::{Estimate, EstimateNumbers};
use aso_regimen::analysis::imputation::{PooledFreedom, pool, pool_with};
use aso_regimen::analysis::joint_rank::{FollowUp, JointRank, Survival, Undecided, Wins};
use aso_regimen::analysis::summary;
use aso_regimen::measure::change::{Difference, GeometricMeanRatio};
use proptest::prelude::*;

use crate::{P95, alive, died};

type Rows = Vec<(f64, f64)>;

fn rows() -> impl Strategy<Value = Rows> {
    prop::collection::vec((1.0..1000.0, 1.0..1000.0), 2..20)
}

fn with_arm<T>(rows: &Rows, use_it: impl FnOnce(&ArmData<'_>) -> T) -> T {
    with_named("arm", rows, use_it)
}

fn with_named<T>(name: &str, rows: &Rows, use_it: impl FnOnce(&ArmData<'_>) -> T) -> T {
    let (baselines, values): (Vec<f64>, Vec<f64>) = rows.iter().copied().unzip();
    use_it(&ArmData::new(name, &baselines, &values).expect("an arm"))
}

fn ratio_of(first: &Rows, second: &Rows, spread: Variances) -> Estimate<GeometricMeanRatio> {
    with_arm(first, |first| {
        with_named("other", second, |second| {
            contrast::ratio_of_geometric_mean_ratios(first, second, spread, P95)
                .expect("rows that vary")
        })
    })
}

fn outcomes() -> impl Strategy<Value = Vec<Survival>> {
    let day = || (1_i64..40).prop_map(|day| StudyDay::new(day).expect("a day"));
    let outcome = prop_oneof![
        day().prop_map(|on| Survival::Died { on }),
        (-5_i32..5, day()).prop_map(|(change, last_seen)| Survival::Alive {
            change: Difference::new(change.into()).expect("finite"),
            last_seen,
        }),
        day().prop_map(|last_seen| Survival::NotMeasured { last_seen }),
    ];
    prop::collection::vec(outcome, 1..25)
}

/// The rules of the module, pair by pair.
fn compare(one: &Survival, other: &Survival, rule: Undecided) -> i64 {
    use Survival::{Alive, Died, NotMeasured};
    let sign = |greater: bool, less: bool| i64::from(greater) - i64::from(less);
    match (*one, *other) {
        (Died { on }, Died { on: other }) => sign(on > other, on < other),
        // Seen alive on that day, or better in function than nothing.
        (Died { on }, Alive { last_seen, .. }) => {
            sign(false, last_seen >= on || rule == Undecided::ByFunction)
        }
        (Died { on }, NotMeasured { last_seen }) => sign(false, last_seen >= on),
        (Alive { change, .. }, Alive { change: other, .. }) => sign(change > other, change < other),
        (_, Died { .. }) => -compare(other, one, rule),
        _ => 0,
    }
}

/// The same participant with the one visit of the analysis.
fn followed(outcome: &Survival) -> FollowUp {
    match *outcome {
        Survival::Alive { change, last_seen } => {
            FollowUp { died: false, last_day: last_seen, changes: vec![None, Some(change)] }
        }
        Survival::Died { on } => FollowUp { died: true, last_day: on, changes: vec![] },
        Survival::NotMeasured { last_seen } => {
            FollowUp { died: false, last_day: last_seen, changes: vec![None] }
        }
        _ => unreachable!("three kinds"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_geometric_mean_is_at_most_the_arithmetic(rows in rows()) {
        let [geometric, arithmetic] = with_arm(&rows, |arm| [
            summary::geometric_mean_ratio(arm, P95).expect("rows that vary").value.percent(),
            summary::mean_percent_change(arm, P95).expect("rows that vary").value.percent(),
        ]);
        prop_assert!(geometric <= arithmetic + 1e-9 * (100.0 + arithmetic.abs()));
    }

    #[test]
    fn contrasts_are_antisymmetric(first in rows(), second in rows()) {
        for spread in [Variances::Pooled, Variances::Welch] {
            let (one, other) = (ratio_of(&first, &second, spread), ratio_of(&second, &first, spread));
            prop_assert!((one.value.ln() + other.value.ln()).abs() < 1e-12);
            prop_assert!((one.low.ln() + other.high.ln()).abs() < 1e-9);
            prop_assert!((one.p_value - other.p_value).abs() < 1e-9);
        }
    }

    #[test]
    fn the_order_of_participants_does_not_matter(first in rows(), second in rows(), turn in 0_usize..20) {
        let mut turned = first.clone();
        turned.rotate_left(turn % first.len());
        turned.reverse();
        let (one, other) = (ratio_of(&first, &second, Variances::Welch), ratio_of(&turned, &second, Variances::Welch));
        prop_assert!((one.value.ln() - other.value.ln()).abs() < 1e-12);
        prop_assert!((one.standard_error - other.standard_error).abs() < 1e-12);
    }

    #[test]
    fn scaling_an_assay_leaves_ratios_alone(first in rows(), second in rows(), scale in 1e-3..1e3) {
        let scaled = |rows: &Rows| rows.iter().map(|(b, v)| (b * scale, v * scale)).collect::<Rows>();
        let one = ratio_of(&first, &second, Variances::Pooled);
        let other = ratio_of(&scaled(&first), &scaled(&second), Variances::Pooled);
        prop_assert!((one.value.ln() - other.value.ln()).abs() < 1e-11);
        prop_assert!((one.high.ln() - other.high.ln()).abs() < 1e-9);
    }

    #[test]
    fn intervals_hold_the_estimate_and_narrow_with_replication(rows in rows(), times in 2_usize..5) {
        let width = |rows: &Rows| with_arm(rows, |arm| {
            let mean = summary::geometric_mean_ratio(arm, P95).expect("rows that vary");
            assert!(mean.low < mean.value && mean.value < mean.high);
            mean.high.ln() - mean.low.ln()
        });
        prop_assert!(width(&rows.repeat(times)) < width(&rows));
    }

    #[test]
    fn joint_scores_are_those_of_all_pairs(
        first in outcomes(),
        second in outcomes(),
        rule in prop_oneof![Just(Undecided::ByFunction), Just(Undecided::Tie)],
    ) {
        let ranks = JointRank::by_rule(["first", "second"], &first, &second, rule)?;
        let over_visits = |arm: &[Survival]| arm.iter().map(followed).collect::<Vec<_>>();
        let (one, other) = (over_visits(&first), over_visits(&second));
        prop_assert_eq!(&JointRank::over_visits(["first", "second"], &one, &other, rule)?, &ranks);
        let everyone: Vec<_> = first.iter().chain(&second).collect();
        let scores = ranks.scores().concat();
        for (one, score) in everyone.iter().zip(&scores) {
            prop_assert_eq!(*score, everyone.iter().map(|other| compare(one, other, rule)).sum::<i64>());
        }
        prop_assert_eq!(scores.iter().sum::<i64>(), 0);
        let pairs = |sign| first.iter().flat_map(|a| second.iter().map(move |b| compare(a, b, rule)))
            .filter(|found| *found == sign).count();
        prop_assert_eq!((ranks.wins().wins, ranks.wins().losses), (pairs(1), pairs(-1)));
        let turned = JointRank::by_rule(["second", "first"], &second, &first, rule)?;
        // The mirror image: the ratio upside down, the interval with it.
        let intervals = (ranks.wins().win_ratio_interval(P95), turned.wins().win_ratio_interval(P95));
        if let (Ok(one), Ok(other)) = intervals {
            prop_assert!((one.value.ln() + other.value.ln()).abs() < 1e-12);
            prop_assert!((one.low.ln() + other.high.ln()).abs() < 1e-9);
            prop_assert!(one.low < one.value && one.value < one.high);
        }
        // A stratum twice has the same ratio, and half of its variance.
        let twice = Wins::stratified(&[ranks.wins(), ranks.wins()])?;
        prop_assert_eq!(twice.wins, 2 * ranks.wins().wins);
        if let (Ok(one), Ok(two)) = (ranks.wins().net_benefit_interval(P95), twice.net_benefit_interval(P95)) {
            prop_assert!((one.value.value() - two.value.value()).abs() < 1e-12);
            prop_assert!((one.standard_error.powi(2) / two.standard_error.powi(2) - 2.0).abs() < 1e-9);
        }
        if let Ok(test) = ranks.finkelstein_schoenfeld() {
            let other = turned.finkelstein_schoenfeld()?;
            prop_assert_eq!((test.statistic, test.z), (-other.statistic, -other.z));
            prop_assert_eq!(ranks.exact_permutation()?.p_value, turned.exact_permutation()?.p_value);
        }
    }

    /// Two arms of a model are those of an `Ancova`, and the trend over two doses is their difference over that of the doses.
    #[test]
    fn a_model_of_two_arms_is_an_ancova(first in rows(), second in rows(), dose in 1.0..100.0) {
        let columns = [&first, &second].map(|rows| rows.iter().copied().unzip::<_, _, Vec<f64>, Vec<f64>>());
        let covariates = columns.each_ref().map(|(baselines, _)| [&**baselines]);
        let arm = |name, at: usize| ModelArm::new(name, &columns[at].1).with_covariates(&covariates[at]);
        let ancova = Ancova::fit(
            "value", ["first", "second"], [&columns[0].1, &columns[1].1],
            &[Covariate::new("baseline", &columns[0].0, &columns[1].0)],
        );
        if let Ok(ancova) = ancova {
            let model = ArmModel::fit("value", &[arm("first", 0), arm("second", 1)], &["baseline"])?;
            let (one, other) = (ancova.effect(P95)?, model.contrast("first", "second", P95)?);
            let apart = |a: f64, b: f64| (a - b).abs() <= 1e-8 * one.standard_error;
            prop_assert!(apart(one.value.value(), other.value.value()), "{one} {other}");
            prop_assert!(apart(one.standard_error, other.standard_error));
            let trend = model.trend(&[dose, 0.0], P95)?;
            prop_assert!(apart(trend.value.value() * dose, one.value.value()));
            for weights in [StrataWeights::Equal, StrataWeights::Observed] {
                let means = model.means(weights, P95)?;
                for (mean, expected) in means.iter().zip(ancova.adjusted_means(P95)?) {
                    prop_assert!(apart(mean.value.value(), expected.value.value()));
                }
            }
        }
    }

    /// Pooling is never surer than the data alone, and with infinite degrees of freedom both rules are one.
    #[test]
    fn pooled_degrees_of_freedom(
        sets in prop::collection::vec((-5.0..5.0, 0.1..5.0), 2..12),
        df in prop_oneof![2.0..200.0, Just(f64::INFINITY)],
    ) {
        let estimates: Vec<_> = sets.iter().map(|(value, standard_error)| {
            EstimateNumbers {
                estimator: "change".into(),
                value: Difference::new(*value).expect("finite"),
                standard_error: *standard_error,
                degrees_of_freedom: df,
                participants: 20,
            }
            .estimate(P95)
            .expect("an estimate")
        }).collect();
        let (new, old) = (pool(&estimates)?, pool_with(&estimates, PooledFreedom::LargeSample)?);
        prop_assert_eq!(new.standard_error, old.standard_error);
        prop_assert!(new.degrees_of_freedom <= df.min(old.degrees_of_freedom) * (1.0 + 1e-12));
        if df.is_infinite() {
            prop_assert!((new.degrees_of_freedom / old.degrees_of_freedom - 1.0).abs() < 1e-12);
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
                prop_assert!(sound([mean.value.value(), mean.low.value(), mean.high.value(), mean.p_value]));
            }
            if let Ok(points) = contrast::difference_of_mean_percents(a, b, Variances::Welch, P95) {
                prop_assert!(sound([points.value.points(), points.low.points(), points.t, points.p_value]));
            }
            let baseline = Covariate::new("baseline", a.baselines(), b.baselines());
            if let Ok(fit) = Ancova::fit("value", ["a", "b"], [a.values(), b.values()], &[baseline]) {
                prop_assert!(fit.intercept().is_finite() && fit.slopes()[0].is_finite());
                if let Ok(effect) = fit.effect(P95) {
                    prop_assert!(sound([effect.value.value(), effect.low.value(), effect.t, effect.p_value]));
                }
            }
            Ok(())
        }))?;
    }
}
