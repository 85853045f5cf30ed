//! Worked numbers, computed with R 4 and checked with 30 digits.

use aso_regimen::StudyDay;
use aso_regimen::analysis::ancova::{Ancova, Covariate, LogAncova};
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::contrast::{self, Variances};
use aso_regimen::analysis::estimate::{Estimate, EstimateNumbers};
use aso_regimen::analysis::imputation::PooledFreedom;
use aso_regimen::analysis::joint_rank::{ExactPermutation, JointRank, Survival, Undecided, Wins};
use aso_regimen::analysis::missing::Missing;
use aso_regimen::analysis::scale::EffectRatio;
use aso_regimen::analysis::{imputation, summary};
use aso_regimen::measure::change::{Difference, GeometricMeanRatio};

use crate::{Check, P95, PLACEBO, TREATED, died, digits, eight, near, placebo, treated};

#[test]
fn one_arm() -> Check {
    let mean = summary::geometric_mean_ratio(&treated(), P95)?;
    digits(mean.value.ln(), "-0.4210066924");
    digits(mean.standard_error, "0.0789975247");
    digits(mean.value.value(), "0.6563857086");
    digits(mean.value.percent(), "-34.361429");
    digits(mean.low.value(), "0.5104757867");
    digits(mean.high.value(), "0.8440012430");
    digits(mean.low.percent(), "-48.952421");
    digits(mean.high.percent(), "-15.599876");
    assert_eq!((mean.degrees_of_freedom, mean.participants, mean.level), (3.0, 4, P95));

    assert_eq!(summary::mean_percent_change(&treated(), P95)?.value.percent(), -33.75);
    assert_eq!(summary::median_percent_change(&treated())?.percent(), -32.5);
    let ratio = summary::ratio_of_means(&treated())?;
    digits(ratio.ratio.value(), "0.6416667");
    digits(ratio.ratio.percent_change().percent(), "-35.833333");
    assert_eq!(ratio.participants, 4);

    let mean = summary::geometric_mean_ratio(&placebo(), P95)?;
    digits(mean.value.ln(), "-0.0130726207");
    digits(mean.value.value(), "0.9870124549");
    digits(summary::mean_percent_change(&placebo(), P95)?.value.percent(), "-1.156355");
    assert_eq!(summary::median_percent_change(&placebo())?.percent(), -2.0);
    Ok(())
}

#[test]
fn two_arms() -> Check {
    let ratio =
        contrast::ratio_of_geometric_mean_ratios(&treated(), &placebo(), Variances::Pooled, P95)?;
    digits(ratio.value.ln(), "-0.4079340717");
    digits(ratio.standard_error, "0.0757407454");
    assert_eq!(ratio.degrees_of_freedom, 7.0);
    digits(ratio.value.value(), "0.6650227212");
    digits(ratio.value.percent(), "-33.497728");
    digits(ratio.low.value(), "0.5559747080");
    digits(ratio.high.value(), "0.7954592419");
    digits(ratio.t, "-5.3859262894");
    digits(ratio.p_value, "0.0010238307");
    let welch =
        contrast::ratio_of_geometric_mean_ratios(&treated(), &placebo(), Variances::Welch, P95)?;
    digits(welch.p_value, "0.0099060612");
    let [treated, placebo] = [
        summary::geometric_mean_ratio(&treated(), P95)?,
        summary::geometric_mean_ratio(&placebo(), P95)?,
    ];
    digits(treated.value.points_from(placebo.value).points(), "-33.062675");
    Ok(())
}

/// Tofersen against placebo at week 28, plasma neurofilament light chain of all participants: 60 % lower, interval 51 to 67 %
/// lower; the ratio of the arms is 0.45 / 1.12.
#[test]
fn a_published_interval_holds_its_estimate() -> Check {
    let end = GeometricMeanRatio::from_percent;
    let ratio = contrast::from_interval("NfL", [end(-67.0)?, end(-51.0)?], P95, 108)?;
    digits(ratio.value.value(), "0.4021");
    digits(ratio.standard_error, "0.1008");
    digits(ratio.low.value(), "0.33");
    digits(ratio.high.value(), "0.49");
    assert_eq!(ratio.degrees_of_freedom, f64::INFINITY);
    assert_eq!(
        ratio.to_string(),
        "NfL, from its published interval (n = 108): 0.402 (95 % CI 0.330 to 0.490), z = -9.034, p = 1.662e-19",
    );
    Ok(())
}

/// An arm without variance lends no degrees of freedom: those of two participants are left, which is 1.
#[test]
fn welch_with_an_arm_that_does_not_vary() -> Check {
    let constant = ArmData::new("constant", &[1.0; 9], &[3.0; 9])?;
    let varied = ArmData::new("varied", &[1.0; 2], &[2.0, 4.0])?;
    let difference = contrast::difference_of_means(&varied, &constant, Variances::Welch, P95)?;
    assert_eq!((difference.degrees_of_freedom, difference.standard_error), (1.0, 1.0));
    digits(difference.high.value() - difference.value.value(), "12.7062047362");
    assert_eq!(difference.p_value, 1.0);
    Ok(())
}

#[test]
fn log_ancova() -> Check {
    let fit = LogAncova::fit(&treated(), &placebo(), &[])?;
    let ratio = fit.ratio(P95)?;
    digits(ratio.value.ln(), "-0.4527944948");
    digits(ratio.standard_error, "0.0383359993");
    assert_eq!(ratio.degrees_of_freedom, 6.0);
    digits(ratio.t, "-11.8112");
    digits(ratio.value.value(), "0.6358487904");
    digits(ratio.low.value(), "0.5789151801");
    digits(ratio.high.value(), "0.6983815560");
    digits(fit.logarithms().slopes()[0], "0.6167076423");
    digits(fit.logarithms().intercept(), "1.7440537618");
    let [of_treated, of_placebo] = fit.adjusted_geometric_mean_ratios(P95)?;
    digits(of_placebo.value.value(), "1.0068889657");
    digits(of_treated.value.value(), "0.6402291309");
    let [of_treated, of_placebo] = fit.logarithms().adjusted_means(P95)?;
    digits(of_placebo.value.value(), "4.539145683");
    digits(of_treated.value.value(), "4.086351188");

    // With the log ratio as response the arms are as far apart, and the slope is one less.
    let ln = |column: &[f64]| column.iter().map(|x| x.ln()).collect::<Vec<_>>();
    let change = |arm: &ArmData<'_>| {
        ln(&arm.values().iter().zip(arm.baselines()).map(|(y, b)| y / b).collect::<Vec<_>>())
    };
    let (first, second) = (ln(&TREATED.0), ln(&PLACEBO.0));
    let baseline = Covariate::new("ln(baseline)", &first, &second);
    let changes = [&*change(&treated()), &*change(&placebo())];
    let fit = Ancova::fit("log ratio", ["tofersen", "placebo"], changes, &[baseline])?;
    digits(fit.effect(P95)?.value.value(), "-0.4527944948");
    digits(fit.slopes()[0], "-0.3832923577");
    Ok(())
}

/// Equal days of death tie; counted as a loss for both, as one program does, the scores would not sum to 0.
#[test]
fn joint_rank_of_eight() -> Check {
    let ranks = eight();
    assert_eq!(ranks.scores(), [[7, 4, -4, 1], [4, -7, -1, -4]]);
    assert_eq!(ranks.ranks(), [[8.0, 6.5, 2.5, 5.0], [6.5, 1.0, 4.0, 2.5]]);
    let test = ranks.finkelstein_schoenfeld()?;
    assert_eq!(test.statistic, 8);
    digits(test.variance, "46.8571428571");
    digits(test.z, "1.1686974196");
    digits(test.p_value, "0.2425255620");
    let exact = ranks.exact_permutation()?;
    assert_eq!((exact.as_extreme, exact.ways), (24, 70));
    digits(exact.p_value, "0.3428571429");
    let wins = ranks.wins();
    assert_eq!((wins.wins, wins.losses, wins.ties), (11, 3, 2));
    digits(wins.win_ratio()?, "3.6666666667");
    assert_eq!((wins.net_benefit, wins.win_odds()?), (0.5, 3.0));
    Ok(())
}

/// Survival leaves two pairs undecided: one who left before the other died, on either side.
#[test]
fn function_decides_where_survival_does_not() -> Check {
    let seen = |day, change| -> Result<Survival, Box<dyn std::error::Error>> {
        Ok(Survival::Alive { change: Difference::new(change)?, last_seen: StudyDay::new(day)? })
    };
    let treated = [seen(15, -2.0)?, died(20), died(35)];
    let control = [died(10), died(20), seen(30, -3.0)?];
    let names = ["treated", "control"];
    let ranks = JointRank::new(names, &treated, &control)?;
    assert_eq!(
        ranks.wins().to_string(),
        "treated (n = 3) against control (n = 3): 6 wins, 2 losses, 1 tie; net benefit 0.4444",
    );
    let ranks = JointRank::by_rule(names, &treated, &control, Undecided::Tie)?;
    assert_eq!((ranks.wins().wins, ranks.wins().losses, ranks.wins().ties), (5, 1, 3));
    Ok(())
}

/// Wins 3 of 4: shares 3/4 and 1/4; the first arm's two win 1 and 1/2, the second's lose 1/2 and 1.
#[test]
fn intervals_of_wins_by_hand() -> Check {
    let ranks = JointRank::new(["a", "b"], &[died(30), died(20)], &[died(10), died(25)])?;
    let net = ranks.wins().net_benefit_interval(P95)?;
    // Nets 1 and 0 in the first arm, -1 and 0 in the second: variance 1/2 each, over 2.
    near(net.standard_error.powi(2), 0.5, "net benefit");
    assert_eq!(net.value.value(), 0.5);
    let ratio = ranks.wins().win_ratio_interval(P95)?;
    // won / (3/4) - lost / (1/4): 4/3 and 2/3 - 2 in the first arm, their variance 32/9.
    near(ratio.standard_error.powi(2), 32.0 / 9.0, "win ratio");
    near(ratio.value.value(), 3.0, "win ratio");
    let odds = ranks.wins().win_odds_interval(P95)?;
    // Without ties the same.
    near(odds.standard_error.powi(2), 32.0 / 9.0, "win odds");
    let one = JointRank::new(["a", "b"], &[died(30)], &[died(10), died(40)])?;
    let refused = one.wins().net_benefit_interval(P95).expect_err("one participant");
    assert_eq!(refused.to_string(), r#"arm "a": number of participants is 1; expected at least 2"#);
    let all = JointRank::new(["a", "b"], &[died(30), died(20)], &[died(10), died(5)])?;
    let refused = [
        all.wins().win_ratio_interval(P95).expect_err("no losses").to_string(),
        all.wins().win_odds_interval(P95).expect_err("no losses").to_string(),
        all.wins().net_benefit_interval(P95).expect_err("no spread").to_string(),
        Wins::stratified(&[]).expect_err("no strata").to_string(),
        Wins::stratified(&[all.wins(), eight().wins()]).expect_err("other arms").to_string(),
    ];
    assert_eq!(
        refused,
        [
            "number of losses is 0; expected at least 1",
            "number of losses or ties is 0; expected at least 1",
            "net benefit, a (n = 2) against b (n = 2): the standard error is 0, since all values are equal or fit exactly; expected values that vary",
            "number of strata is 0; expected at least 1",
            "stratum 2 compares treated and placebo; expected a and b, as the first does",
        ],
    );
    Ok(())
}

/// A stratum that has one participant in an arm says nothing of the variance there, and is no certain knowledge.
#[test]
fn small_strata_do_not_narrow_an_interval() -> Check {
    let three = JointRank::new(["a", "b"], &[30, 20, 40].map(died), &[10, 25, 35].map(died))?;
    let alone = three.wins().net_benefit_interval(P95)?;
    let one = JointRank::new(["a", "b"], &[died(30)], &[died(10), died(20)])?;
    let strata = Wins::stratified(&[three.wins(), one.wins()])?;
    let refused = r#"stratum 2: arm "a": number of participants is 1; expected at least 2"#;
    for error in [
        strata.net_benefit_interval(P95).map(|_| ()).expect_err("a small stratum"),
        strata.win_ratio_interval(P95).map(|_| ()).expect_err("a small stratum"),
        strata.win_odds_interval(P95).map(|_| ()).expect_err("a small stratum"),
    ] {
        assert_eq!(error.to_string(), refused);
    }
    // Its comparisons count, and have a win ratio.
    assert_eq!((strata.wins, strata.win_ratio().is_ok()), (three.wins().wins + 2, true));
    // Two of it are one stratum with two, where all is won: less variance for the larger arms alone.
    let two = JointRank::new(["a", "b"], &[died(30), died(30)], &[died(10), died(20)])?;
    let strata = Wins::stratified(&[three.wins(), two.wins()])?.net_benefit_interval(P95)?;
    near(strata.standard_error, 1.5 / 2.5 * alone.standard_error, "weights 3 / 2 and 1");
    Ok(())
}

/// In 20 strata of two a side without an effect the interval of the net benefit excludes 0 in about 5 % of trials, not
/// in 15 %: by simulation in Python with 40 000 trials in 4.3 %.
#[test]
fn intervals_of_many_small_strata_cover() -> Check {
    // The days of death are 0 to 999 999, by a linear congruential generator (Knuth's MMIX).
    let mut state = 20_261_126_u64;
    let mut day = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        died(i64::try_from((state >> 33) % 1_000_000 + 1).expect("small"))
    };
    let trials = 600;
    let mut excluded = 0;
    for _ in 0..trials {
        let ranks: Vec<JointRank> = (0..20)
            .map(|_| JointRank::new(["a", "b"], &[day(), day()], &[day(), day()]))
            .collect::<Result<_, _>>()?;
        let wins = Wins::stratified(&ranks.iter().map(JointRank::wins).collect::<Vec<_>>())?;
        let net = wins.net_benefit_interval(P95)?;
        excluded += u32::from(net.low.value() > 0.0 || net.high.value() < 0.0);
    }
    // 26 expected, with a standard deviation of 5.
    assert!((10..=45).contains(&excluded), "{excluded} of {trials}");
    Ok(())
}

#[test]
fn ancova_on_joint_ranks() -> Check {
    let ranks = eight().ranks();
    let fit = |covariates: &[Covariate<'_>]| {
        Ancova::fit("joint rank", ["treated", "placebo"], [&ranks[0], &ranks[1]], covariates)?
            .effect(P95)
    };
    let baseline = Covariate::new("baseline", &[40.0, 38.0, 30.0, 44.0], &[41.0, 29.0, 36.0, 33.0]);
    let adjusted = fit(&[baseline])?;
    digits(adjusted.value.value(), "0.8941908714");
    digits(adjusted.standard_error, "1.1612884057");
    digits(adjusted.p_value, "0.4760862421");
    let plain = fit(&[])?;
    near(plain.value.value(), 2.0, "difference of mean ranks");
    digits(plain.standard_error, "1.6583123952");
    digits(plain.p_value, "0.2731950097");
    Ok(())
}

/// Estimates 1, 2, 3 with variance 1 each.
#[test]
fn rubins_rules() -> Check {
    let estimates = [1.0, 2.0, 3.0].map(|mean| {
        // Two participants a and b have the standard error |a - b| / 2.
        let values = [mean - 1.0, mean + 1.0];
        summary::mean_difference(&ArmData::new("one", &[0.0; 2], &values).expect("an arm"), P95)
            .expect("a mean")
    });
    assert_eq!(estimates.each_ref().map(|estimate| estimate.standard_error), [1.0; 3]);
    let large = |estimates: &[_]| imputation::pool_with(estimates, PooledFreedom::LargeSample);
    let pooled = large(&estimates)?;
    assert_eq!(pooled.value.value(), 2.0);
    digits(pooled.standard_error.powi(2), "2.3333333");
    digits(pooled.degrees_of_freedom, "6.125");
    assert_eq!(
        pooled.estimator,
        "mean difference from baseline, one (n = 2), pooled over 3 imputations with large-sample degrees of freedom",
    );
    // One degree of freedom: 1 / (1/6.125 + 1/(1/2 * 3/7)).
    let pooled = imputation::pool(&estimates)?;
    digits(pooled.degrees_of_freedom, "0.20704225");
    assert_eq!(imputation::pool_with(&estimates, PooledFreedom::default())?, pooled);

    // With variances of 4 instead: 4 + (1 + 1/3) 1, and 2 (1 + 3)^2 degrees of freedom.
    let estimates = [1.0, 2.0, 3.0].map(|mean| {
        let values = [mean - 2.0, mean + 2.0];
        summary::mean_difference(&ArmData::new("one", &[0.0; 2], &values).expect("an arm"), P95)
            .expect("a mean")
    });
    let pooled = large(&estimates)?;
    digits(pooled.standard_error.powi(2), "5.3333333");
    digits(pooled.degrees_of_freedom, "32.000");

    let agreeing = [estimates[0].clone(), estimates[0].clone()];
    let pooled = large(&agreeing)?;
    assert_eq!((pooled.standard_error, pooled.degrees_of_freedom), (2.0, f64::INFINITY));
    digits(pooled.high.value() - pooled.value.value(), "3.919928");
    Ok(())
}

/// Data sets that agree know no more than one of them: (3 + 1) / (3 + 3) 3 degrees of freedom.
#[test]
fn pooling_equal_data_sets_narrows_nothing() -> Check {
    let one = summary::geometric_mean_ratio(&treated(), P95)?;
    let pooled = imputation::pool(&[one.clone(), one.clone(), one.clone()])?;
    digits(pooled.degrees_of_freedom, "2.0000000000000");
    near(pooled.standard_error, one.standard_error, "standard error");
    assert!(pooled.low < one.low && one.high < pooled.high, "{pooled}");
    let [width, alone] = [&pooled, &one].map(|of| of.high.ln() - of.low.ln());
    // Quantiles of t with 2 and 3 degrees of freedom.
    near(width / alone, 4.302_652_729_749_464 / 3.182_446_305_283_71, "widths");
    Ok(())
}

/// A result of another program is as good as one of ours: it prints, and pools.
#[test]
fn estimates_from_numbers() -> Check {
    let numbers = |value, standard_error, degrees_of_freedom| EstimateNumbers {
        estimator: "mean change of the total, mixed model".into(),
        value,
        standard_error,
        degrees_of_freedom,
        participants: 108,
    };
    let points = |value| Difference::new(value).expect("finite");
    let sets = [(1.0, 2.0, 90.0), (2.0, 1.5, 92.5), (4.0, 2.5, 88.0)]
        .map(|(value, error, df)| numbers(points(value), error, df).estimate(P95).expect("one"));
    assert_eq!(
        sets[0].to_string(),
        "mean change of the total, mixed model: 1 (95 % CI -2.973 to 4.973), t = 0.500 with 90 df, p = 0.6183",
    );
    let pooled = imputation::pool(&sets)?;
    near(pooled.value.value(), 7.0 / 3.0, "mean");
    assert_eq!(pooled.participants, 108);
    // Within 12.5/3, between 7/3 (1 + 1/3) = 28/9.
    near(pooled.standard_error.powi(2), 12.5 / 3.0 + 28.0 / 9.0, "variance");
    let ours = summary::geometric_mean_ratio(&treated(), P95)?;
    let again = EstimateNumbers {
        estimator: ours.estimator.clone(),
        value: ours.value,
        standard_error: ours.standard_error,
        degrees_of_freedom: ours.degrees_of_freedom,
        participants: ours.participants,
    }
    .estimate(P95)?;
    assert_eq!(again.to_string(), ours.to_string());
    near(again.low.value(), ours.low.value(), "low");
    for (error, df, text) in [
        (0.0, 5.0, ": standard error is 0; expected a finite number above 0"),
        (-1.0, 5.0, ": standard error is -1; expected a finite number above 0"),
        (f64::INFINITY, 5.0, ": standard error is inf; expected a finite number above 0"),
        (f64::NAN, 5.0, ": standard error is NaN; expected a finite number above 0"),
        (1.0, 0.99, ": number of degrees of freedom is 0.99; expected 1 or more"),
        (1.0, f64::NAN, ": number of degrees of freedom is NaN; expected 1 or more"),
        (1e308, 1.0, ", lower end of the interval: difference is -inf; expected a finite number"),
    ] {
        let refused = numbers(points(1.0), error, df).estimate(P95).expect_err("no estimate");
        let refused = refused.to_string();
        assert!(refused.starts_with("mean change of the total, mixed model"), "{refused}");
        assert!(refused.ends_with(text), "{refused}");
    }
    let nobody = EstimateNumbers { participants: 0, ..numbers(points(1.0), 1.0, 5.0) };
    assert_eq!(
        nobody.estimate(P95).expect_err("of nobody").to_string(),
        "mean change of the total, mixed model: number of participants is 0; expected 1 or more",
    );
    // The value is the one that was told, though the interval is made by logarithms, which lose a digit of some.
    for hundredths in 1..=300 {
        let value = EffectRatio::new(f64::from(hundredths) / 100.0)?;
        let told = EstimateNumbers {
            estimator: "hazard ratio".into(),
            value,
            standard_error: 0.1,
            degrees_of_freedom: f64::INFINITY,
            participants: 108,
        };
        assert_eq!(told.estimate(P95)?.value, value);
    }
    Ok(())
}

/// Reasons are added one by one, and those of an arm of which none were told are not made up.
#[test]
fn who_is_missing_from_two_arms() -> Check {
    let mut of_treated = Missing::unexplained(1);
    (of_treated.without_baseline, of_treated.zero_baseline) = (2, 3);
    (of_treated.without_reading, of_treated.below_lloq) = (4, 5);
    let mut of_placebo = Missing::unexplained(10);
    (of_placebo.without_baseline, of_placebo.zero_baseline) = (20, 30);
    (of_placebo.without_reading, of_placebo.below_lloq) = (40, 50);
    let ratio = |placebo: &ArmData<'_>| {
        let treated = treated().with_missing(of_treated);
        contrast::ratio_of_geometric_mean_ratios(&treated, placebo, Variances::Pooled, P95)
    };
    let both = ratio(&placebo().with_missing(of_placebo))?.missing.expect("told of both");
    assert_eq!((both.without_baseline, both.zero_baseline), (22, 33));
    assert_eq!((both.without_reading, both.below_lloq, both.other), (44, 55, 11));
    assert_eq!(both.total(), 165);
    assert_eq!(ratio(&placebo())?.missing, None);
    Ok(())
}

/// The squares of such values are 0 or infinite, but they vary, and t does not depend on the unit.
#[test]
fn values_near_1e_200_vary() -> Check {
    let estimates = |scale: f64| -> Result<[Estimate<Difference>; 5], Box<dyn std::error::Error>> {
        let [first, second] = [[1.0, 2.0, 4.0], [5.0, 6.0, 8.5]].map(|arm| arm.map(|x| x * scale));
        let one = ArmData::new("one", &[0.0; 3], &first)?;
        let other = ArmData::new("other", &[0.0; 3], &second)?;
        let contrast = |spread| contrast::difference_of_means(&one, &other, spread, P95);
        let mean = summary::mean_difference(&one, P95)?;
        let mut again = summary::mean_difference(&other, P95)?;
        again.estimator.clone_from(&mean.estimator);
        let pooled = imputation::pool(&[mean.clone(), again])?;
        let fit = Ancova::fit("value", ["one", "other"], [&first, &second], &[]);
        let effect = match fit {
            Ok(fit) => fit.effect(P95)?,
            // Beyond what a model takes.
            Err(_) => contrast(Variances::Pooled)?,
        };
        Ok([mean, contrast(Variances::Pooled)?, contrast(Variances::Welch)?, pooled, effect])
    };
    let expected = estimates(1.0)?;
    for scale in [1e-200, 1e-290, 1e200] {
        for (found, expected) in estimates(scale)?.iter().zip(&expected) {
            near(found.t, expected.t, &found.estimator);
            near(found.degrees_of_freedom, expected.degrees_of_freedom, &found.estimator);
            near(found.standard_error / scale, expected.standard_error, &found.estimator);
        }
    }
    Ok(())
}

#[test]
fn estimates_are_sentences() -> Check {
    for (sentence, text) in [
        (
            summary::geometric_mean_ratio(&treated(), P95)?.to_string(),
            "geometric mean ratio to baseline, tofersen (n = 4): 0.656 (95 % CI 0.510 to 0.844), t = -5.329 with 3 df, \
             p = 0.01291",
        ),
        (
            summary::mean_percent_change(
                &treated().with_missing(Missing::unexplained(2)),
                ConfidenceLevel::percent(90.0)?,
            )?
            .to_string(),
            "mean percent change, tofersen (n = 4, 2 missing: 2 for another reason or none stated): -33.75 % (90 % CI -45.88 to -21.62), t = -6.548 with 3 df, \
             p = 0.007240",
        ),
        (
            contrast::difference_of_mean_percents(&treated(), &placebo(), Variances::Welch, P95)?
                .to_string(),
            "difference of mean percent changes, tofersen (n = 4) against placebo (n = 5), Welch: -32.59 points \
             (95 % CI -47.94 to -17.25), t = -5.617 with 4.575 df, p = 0.003277",
        ),
        (
            LogAncova::fit(&treated(), &placebo(), &[])?.adjusted_geometric_mean_ratios(P95)?[0]
                .to_string(),
            "adjusted geometric mean ratio to baseline, tofersen (n = 4): 0.640 (95 % CI 0.598 to 0.686), t = -15.816 with \
             6 df, p = 4.052e-6",
        ),
        (
            eight().exact_permutation()?.to_string(),
            "exact permutation test, treated (n = 4) against placebo (n = 4): 24 of 70 ways, p = 0.3429",
        ),
        (
            eight().wins().to_string(),
            "treated (n = 4) against placebo (n = 4): 11 wins, 3 losses, 2 ties; net benefit 0.5000",
        ),
    ] {
        assert_eq!(sentence, text);
    }
    Ok(())
}

/// A hundred participants are still counted exactly, here against the only two ways that are as extreme.
#[test]
fn the_largest_exact_permutation() -> Check {
    let days = |from: i64| (from..from + 50).map(died).collect::<Vec<_>>();
    let ranks = JointRank::new(["late", "early"], &days(101), &days(1))?;
    assert_eq!(ranks.scores().concat().len(), ExactPermutation::LIMIT);
    let exact = ranks.exact_permutation()?;
    assert_eq!(exact.as_extreme, 2);
    // 100! / (50! 50!)
    assert_eq!(exact.ways, 100_891_344_545_564_193_334_812_497_256);
    Ok(())
}

/// A median over a baseline below 0 is no ratio.
#[test]
fn a_median_of_changes_from_below_zero() -> Result<(), Box<dyn core::error::Error>> {
    let below = ArmData::new("z", &[-10.0, -20.0, 4.0], &[5.0, 10.0, 10.0])?;
    let median = summary::median_percent_change(&below)?;
    assert_eq!(median.percent(), 150.0);
    assert!(median.to_ratio().is_err());
    let above = ArmData::new("z", &[10.0, 20.0, 4.0], &[25.0, 50.0, 10.0])?;
    assert_eq!(summary::median_percent_change(&above)?.to_ratio()?.value(), 2.5);
    Ok(())
}
