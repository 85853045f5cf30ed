//! Numbers that a few lines on paper give, each a path of its own through the mechanism.

use std::f64::consts::LN_2;

use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::compartments::Compartments;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Concentration, Quantity, Rate};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};

use crate::{half_life, intrathecal, litres, near, per_day, repeated};

const ROUTE: Route = Route::Intrathecal;

/// Three parts with a half-life of one week and one part with a half-life of four, in mg.
fn two_terms() -> Disposition {
    let terms = [(half_life(28.0), 1.0), (half_life(7.0), 3.0)];
    Disposition::of_terms(ROUTE, Quantity::Amount, &terms).expect("two terms")
}

/// After four weeks 3/16 and 1/2 are left; with all doses before, 3/15 and 1.
#[test]
fn troughs_of_two_terms() {
    let both = two_terms();
    let four_weeks = Time::weeks(4);
    near(both.after(Mass::mg(16), four_weeks), 11.0, 1e-14);
    let steady = both.at_steady_state(&repeated(16, four_weeks), four_weeks);
    near(steady.expect("eliminated"), 19.2, 1e-14);
    let accumulation = both.accumulation(&repeated(16, four_weeks)).expect("eliminated");
    near(accumulation, 19.2 / 11.0, 1e-14);
    // Given every day, by the same two sums of powers.
    let daily = both.accumulation(&repeated(16, Time::days(1))).expect("eliminated");
    let (fast, slow) = (0.5_f64.powf(1.0 / 7.0), 0.5_f64.powf(1.0 / 28.0));
    let steady = 3.0 * fast / (1.0 - fast) + slow / (1.0 - slow);
    near(daily, steady / (3.0 * fast + slow), 1e-13);
}

/// Doses so far apart that nothing is left do not add up, also where what is left is too small for a number.
#[test]
fn nothing_accumulates_where_all_is_lost_between_doses() {
    let terms = [(per_day(1e6), 2.0), (per_day(1e5), 1.0)];
    let fast = Disposition::of_terms(ROUTE, Quantity::Amount, &terms).expect("two terms");
    assert_eq!(fast.accumulation(&repeated(1, Time::days(1))), Ok(1.0));
}

/// What goes in a day is what is lost in a day: 3 parts for 7 days and 1 for 28, over the logarithm of 2.
#[test]
fn a_constant_rate_leads_to_the_plateau() {
    let plateau = two_terms().plateau(Mass::mg(2)).expect("eliminated");
    near(plateau, 98.0 / LN_2, 1e-14);
    // 24 mg a day into 0.25 L that loses 0.4 a day, wherever else drug goes in between.
    let others = [(per_day(0.7), per_day(0.1)), (per_day(3.0), per_day(2.0))];
    for peripheral in [&others[..0], &others[..1], &others] {
        let csf = Disposition::mammillary(ROUTE, litres(0.25), per_day(0.4), peripheral)
            .expect("few compartments");
        near(csf.plateau(Mass::mg(24)).expect("eliminated"), 240_000.0, 1e-13);
        let years = Input::bolus(Time::ZERO, Mass::mg(48_000), ROUTE).over(Time::days(2_000));
        let inputs: Inputs = [years].into_iter().collect();
        let design = Design::new(&inputs, &[Time::days(2_000)]);
        near(csf.simulate(&design).expect("intrathecal")[0], 240_000.0, 1e-13);
    }
}

/// A part that is never filled is not there, and one that gives nothing back is one more way out.
#[test]
fn parts_that_do_not_exchange_have_no_term() {
    let (never, half) = (Rate::ZERO, per_day(0.5));
    let one_term = |elimination, peripheral: &[(Rate, Rate)], expected: f64| {
        let csf = Disposition::mammillary(ROUTE, litres(1.0), elimination, peripheral)
            .expect("few compartments");
        let terms: Vec<(Rate, f64)> = csf.terms().collect();
        assert_eq!(terms.len(), 1, "{terms:?}");
        near(terms[0].0.as_per_day(), expected, 1e-15);
        near(terms[0].1, 1_000.0, 1e-15);
        near(csf.plateau(Mass::mg(1)).expect("eliminated"), 1_000.0 / expected, 1e-15);
    };
    for peripheral in [&[(never, half)][..], &[(never, half); 2], &[(never, never)]] {
        one_term(half, peripheral, 0.5);
    }
    one_term(half, &[(half, never)], 1.0);
    one_term(half, &[(half, never); 2], 1.5);
    one_term(never, &[(half, never)], 0.5);
}

/// The roots of the characteristic polynomial with 60 digits: fast rate, its share, slow rate, its share.
#[test]
fn two_compartments_far_apart_or_close_together() {
    let terms = |out, there, back| {
        let centre = Disposition::mammillary(ROUTE, litres(1_000.0), out, &[(there, back)])
            .expect("two compartments");
        let terms = centre.terms();
        terms.map(|(rate, weight)| (rate.as_per_day(), weight)).collect::<Vec<_>>()
    };
    for (rates, fast, slow) in [
        (
            [0.012, 1.0, 1.2],
            [2.205_470_781_785_491_5, 0.457_252_160_968_139_53],
            [0.006_529_218_214_508_44, 0.542_747_839_031_860_5],
        ),
        (
            [2.0, 1e-9, 2.0],
            [2.000_044_721_859_553, 0.500_005_590_169_943_4],
            [1.999_955_279_140_447_1, 0.499_994_409_830_056_6],
        ),
        (
            [1e-12, 1e6, 1e-3],
            [1_000_000.001, 0.999_999_999],
            [9.999_999_99e-22, 9.999_999_990_000_001e-10],
        ),
        (
            [3.0, 0.1, 0.4],
            [3.114_734_406_395_618, 0.994_601_731_176_935_4],
            [0.385_265_593_604_381_95, 0.005_398_268_823_064_595],
        ),
    ] {
        let [out, there, back] = rates.map(per_day);
        for ((rate, weight), expected) in terms(out, there, back).into_iter().zip([fast, slow]) {
            near(rate, expected[0], 1e-15);
            near(weight, expected[1], 1e-15);
        }
    }
    // What is never eliminated stays in both, by the ratio of the flows.
    let (never, rest) = terms(Rate::ZERO, per_day(0.5), per_day(0.25))[1];
    assert_eq!((never.to_bits(), rest.to_bits()), (0, (1.0_f64 / 3.0).to_bits()));
}

/// Ten stages with the same rate, as many as a model can have, named by their number from 0 on; a dose enters the first.
fn chain_of_ten(rate: Rate) -> Compartments {
    let chain = (0..10).fold(Compartments::builder(), |chain, k| chain.amount(k.to_string()));
    (1..10)
        .fold(chain, |chain, k| chain.rate((k - 1).to_string(), k.to_string(), rate))
        .elimination("9", rate)
        .dosed(ROUTE, "0")
        .build()
        .expect("a model")
}

/// Down a chain of equal rates the amounts are Poisson: after x they are `e^-x x^k / k!`. Each part keeps its digits,
/// also the tenth one a minute after the dose, where it holds 1e-142 of it.
#[test]
fn a_chain_of_equal_rates_is_poisson() {
    for (rate, minutes) in [(1e-12, 1), (1e-4, 60), (0.5, 1_440), (1.0, 14_400), (300.0, 144)] {
        let chain = chain_of_ten(per_day(rate));
        let design = Design::new(&intrathecal(1, &[0]), &[Time::minutes(minutes)]);
        let amounts = chain.simulate(&design).expect("intrathecal");
        let x = rate * f64::from(minutes) / 1_440.0;
        let mut expected = (-x).exp();
        for k in 0..10 {
            let found = amounts.of(&k.to_string()).expect("a compartment")[0];
            near(found, expected, 1e-12);
            expected *= x / f64::from(k + 1);
        }
    }
}

/// While a milligram a day enters a chain of equal rates, a stage holds `(1 - P(N <= k)) / rate`, with N of a Poisson
/// distribution of mean x.
#[test]
fn an_infused_chain_of_equal_rates_is_poisson() {
    for (rate, days) in [(0.05, 20), (0.5, 30), (2.0, 10)] {
        let chain = chain_of_ten(per_day(rate));
        let infusion = Input::bolus(Time::ZERO, Mass::mg(40), ROUTE).over(Time::days(40));
        let inputs: Inputs = [infusion].into_iter().collect();
        let design = Design::new(&inputs, &[Time::days(days)]);
        let amounts = chain.simulate(&design).expect("intrathecal");
        let x = rate * f64::from(days);
        let mut term = (-x).exp();
        let mut above = 1.0;
        for k in 0..10 {
            above -= term;
            let name = k.to_string();
            let response = chain.amount(ROUTE, &name).expect("one way");
            let by_response = response.simulate(&design).expect("intrathecal")[0];
            for found in [amounts.of(&name).expect("a compartment")[0], by_response] {
                let expected = above / rate;
                assert!((found - expected).abs() < 1e-11 / rate, "{k}: {found}, {expected}");
            }
            term *= x / f64::from(k + 1);
        }
    }
}

/// A minute after the dose there is `k1 k2 k3 t^3 / 6 (1 - s t / 4)` behind three flows, with the sum s of the rates out
/// of all four compartments, and `k1 k2 t^2 / 2 (1 - s t / 3)` behind two, with that of three.
#[test]
fn what_begins_flows_away_keeps_its_digits() {
    let flows = [("a", "b", 2e-3), ("b", "a", 1e-3), ("b", "c", 3e-3), ("c", "d", 4e-3)];
    let model = ["a", "b", "c", "d"].iter().fold(Compartments::builder(), |m, k| m.amount(*k));
    let model = flows
        .iter()
        .fold(model, |model, (from, to, rate)| model.rate(*from, *to, per_day(*rate)))
        .rate("d", "c", per_day(2e-3))
        .elimination("d", per_day(1e-3))
        .dosed(ROUTE, "a")
        .build()
        .expect("a model");
    let t: f64 = 1.0 / 1_440.0;
    for (name, expected) in [
        ("c", 6e-6 * t.powi(2) / 2.0 * (1.0 - 0.01 * t / 3.0)),
        ("d", 24e-9 * t.powi(3) / 6.0 * (1.0 - 0.013 * t / 4.0)),
    ] {
        let response = model.amount(ROUTE, name).expect("no circle");
        near(response.after(Mass::mg(1), Time::minutes(1)), expected, 1e-11);
    }
}

/// Two parts that lose the same and exchange the same: their sum and their difference each decay alone.
#[test]
fn two_equal_parts_that_exchange() {
    let model = Compartments::builder()
        .amount("a")
        .amount("b")
        .rate("a", "b", per_day(15.0))
        .rate("b", "a", per_day(15.0))
        .elimination("a", per_day(10.0))
        .elimination("b", per_day(10.0))
        .dosed(ROUTE, "a")
        .build()
        .expect("a model");
    let (sum, difference) = ((-1.0_f64).exp(), (-4.0_f64).exp());
    for (name, expected) in [("a", sum + difference), ("b", sum - difference)] {
        let response = model.amount(ROUTE, name).expect("both ways");
        near(response.after(Mass::mg(2), Time::minutes(144)), expected, 1e-14);
    }
}

/// Two tissues that are alike, named before the centre they exchange with, are as one twice as large:
/// `(3 e^(-6t) + 2 e^-t) / 5` is in the centre and `(e^-t - e^(-6t)) / 5` in each.
#[test]
fn two_tissues_that_are_alike() {
    let (there, back) = (per_day(1.0), per_day(3.0));
    let model = ["one", "other"]
        .iter()
        .fold(Compartments::builder(), |model, tissue| model.amount(*tissue))
        .amount("centre")
        .rate("centre", "one", there)
        .rate("one", "centre", back)
        .rate("centre", "other", there)
        .rate("other", "centre", back)
        .elimination("centre", per_day(2.0))
        .dosed(ROUTE, "centre")
        .build()
        .expect("a model");
    let (slow, fast) = ((-0.5_f64).exp(), (-3.0_f64).exp());
    let in_each = slow - fast;
    for (name, expected) in
        [("centre", 3.0 * fast + 2.0 * slow), ("one", in_each), ("other", in_each)]
    {
        let response = model.amount(ROUTE, name).expect("both ways");
        near(response.after(Mass::mg(5), Time::hours(12)), expected, 1e-14);
    }
}

/// With all rates smaller by a power of four, the terms are the same to the last bit but for that.
#[test]
fn a_slower_clock_changes_no_digit() {
    let power = (-28.0_f64).exp2();
    let terms = |power: f64| {
        let [out, there, back, other, rest] =
            [0.3, 0.5, 0.2, 0.1, 0.05].map(|rate| per_day(rate * power));
        let centre =
            Disposition::mammillary(ROUTE, litres(1.0), out, &[(there, back), (other, rest)]);
        let centre = centre.expect("three compartments");
        let bits =
            |(rate, weight): (Rate, f64)| ((rate.as_per_day() / power).to_bits(), weight.to_bits());
        centre.terms().map(bits).collect::<Vec<_>>()
    };
    assert_eq!(terms(power), terms(1.0));
}

/// Two routes at once, each at its own rate into its own part, and nothing anywhere else.
#[test]
fn two_infusions_fill_two_parts() {
    let model = Compartments::builder()
        .amount("CSF")
        .amount("plasma")
        .dosed(ROUTE, "CSF")
        .dosed(Route::Subcutaneous, "plasma")
        .build()
        .expect("a model");
    let ten_days = |mg, route| Input::bolus(Time::ZERO, Mass::mg(mg), route).over(Time::days(10));
    let inputs: Inputs =
        [ten_days(10, ROUTE), ten_days(300, Route::Subcutaneous)].into_iter().collect();
    let design = Design::new(&inputs, &[Time::days(5), Time::days(50)]);
    let amounts = model.simulate(&design).expect("both routes");
    for (name, half, all) in [("CSF", 5.0, 10.0), ("plasma", 150.0, 300.0)] {
        let found = amounts.of(name).expect("a compartment");
        near(found[0], half, 1e-14);
        near(found[1], all, 1e-14);
    }
    assert_eq!(amounts.eliminated(), [0.0, 0.0]);
}

/// One milligram that decays at one per day, every quarter of an hour until nothing is left, against the exponential
/// function of the system.
#[test]
fn decays_have_all_digits() {
    let one = Disposition::of_terms(ROUTE, Quantity::Amount, &[(per_day(1.0), 1.0)]).expect("one");
    let mut worst: f64 = 0.0;
    for time in Time::ZERO.every(Time::minutes(15)).take_while(|time| *time < Time::days(708)) {
        let left = one.after(Mass::mg(1), time);
        worst = worst.max((left / (-time.as_days()).exp() - 1.0).abs());
    }
    assert!(worst < 6e-16, "{worst:e}");
    for (time, left) in [(Time::ZERO, 1.0_f64), (Time::days(708), 0.0), (Time::days(9_999), 0.0)] {
        assert_eq!(one.after(Mass::mg(1), time).to_bits(), left.to_bits());
    }
}

/// Eight gaps are computed at once and the rest one by one, to the same bits.
#[test]
fn decays_do_not_depend_on_how_many_there_are() {
    let one = Disposition::of_terms(ROUTE, Quantity::Amount, &[(per_day(1.0), 1.0)]).expect("one");
    let inputs = intrathecal(1, &[0]);
    let times: Vec<Time> = (1..=11).map(|n| Time::days(n * n)).collect();
    let alone = |time: &Time| {
        let design = Design::after_doses(&inputs, &[*time]);
        one.simulate(&design).expect("a level")[0].to_bits()
    };
    for time in &times {
        assert_eq!(alone(time), one.after(Mass::mg(1), *time).to_bits());
    }
    // Nine doses at once, each with its own gap before the one sample.
    for count in 1..=times.len() {
        let gaps: Vec<Time> = times[..count].to_vec();
        let design = Design::after_doses(&inputs, &gaps);
        let levels = one.simulate(&design).expect("levels");
        let mut product = 1.0_f64;
        let mut before = Time::ZERO;
        for (level, time) in levels.iter().zip(&gaps) {
            let gap = Time::minutes(
                u32::try_from(time.as_minutes() - before.as_minutes()).expect("short"),
            );
            product *= one.after(Mass::mg(1), gap);
            before = *time;
            assert_eq!(level.to_bits(), product.to_bits(), "{count} gaps");
        }
    }
}

/// Each of these once took seconds to years: drug that enters without end, that nearly never leaves, whose level is the
/// small difference of large terms, and that is gone at once. The fastest protein is where inhibition leaves it.
#[test]
fn long_runs_end() {
    let route = Route::Intrathecal;
    let last = Time::days(4_000_000_000);
    let fastest = Turnover::of_protein(per_day(100.0)).expect("in range");
    let finest = fastest.with_accuracy(1e-12).expect("in range");
    let level = |terms: &[(f64, f64)], dose: Input, hill: f64| {
        let terms: Vec<_> = terms.iter().map(|(rate, weight)| (per_day(*rate), *weight)).collect();
        let driver = Disposition::of_terms(route.clone(), Quantity::Concentration, &terms);
        let half = Inhibition::of_ic50(Concentration::ng_per_ml(100.0).expect("in range"));
        let half = half.with_hill(hill).expect("in range");
        let design = Design::new(&[dose].into_iter().collect(), &[last]);
        finest.simulate(&driver.expect("no level below 0"), &half, &design).expect("one route")[0]
    };
    let once = |mg| Input::bolus(Time::ZERO, Mass::mg(mg), route.clone());
    let near = |found: f64, expected: f64, within: f64| {
        assert!((found - expected).abs() < within, "{found} {expected}");
    };

    // 1 mg a day, at a plateau of 100 ng/mL.
    near(level(&[(0.01, 1.0)], once(4_000_000_000).over(last), 1.0), 0.5, 1e-12);
    // Through two terms, of 50 ng/mL each.
    let two = [(1e6, 5e7), (1e-3, 0.05)];
    near(level(&two, once(4_000_000_000).over(last), 20.0), 0.5, 1e-12);
    // 100 ng/mL that falls by 0.4 % in ten million years.
    let left = (-0.004_f64).exp();
    near(level(&[(1e-12, 100.0), (1e6, 1e9)], once(1), 1.0), 1.0 / (1.0 + left), 1e-12);
    // 10^8 ng/mL less as much that falls by a millionth faster: at most 37 ng/mL, with eight digits.
    let opposite = [(1e-9, 1e8), (1.000_001e-9, -1e8)];
    let x = 1e8 * ((-4.0_f64).exp() - (-4.000_004_f64).exp());
    near(level(&opposite, once(1), 1.0), 1.0 / (1.0 + x / 100.0), 1e-8);
    // Gone within a second.
    near(level(&[(1e6, 1e100)], once(1), 20.0), 1.0, 1e-15);
}
