//! Every limit of the mechanism at its last value and at the first one beyond; `docs/bounds.md` has the reasons.

use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::compartments::Compartments;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Repeated};
use aso_regimen::kinetics::parameter::{
    Clearance, Concentration, Litres, ParameterError, Quantity, Rate,
};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{TofersenModel, TofersenPlasma};
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};

use crate::{intrathecal, litres, per_day};

/// Accepts both ends and refuses the numbers just outside, 0 apart.
#[track_caller]
fn within<T>(from: f64, to: f64, make: impl Fn(f64) -> Result<T, ParameterError>) {
    assert!(make(from).is_ok() && make(to).is_ok());
    let beside =
        |number: f64, step: i64| f64::from_bits(number.to_bits().wrapping_add_signed(step));
    let (below, above) = (beside(from, -1), beside(to, 1));
    assert!(make(below).is_err(), "{below:e}");
    assert!(make(above).is_err(), "{above:e}");
    assert!(make(f64::NAN).is_err() && make(f64::INFINITY).is_err() && make(-1.0).is_err());
}

#[test]
fn rates() {
    within(1e-12, 1e6, Rate::per_day);
    assert_eq!(Rate::per_day(-0.0).expect("nothing leaves"), Rate::ZERO);
}

/// Of every model with random effects.
#[test]
fn random_effects() {
    let within = |make: &dyn Fn(f64) -> Result<(), ParameterError>| {
        assert!([-10.0, 0.0, 10.0].into_iter().all(|by| make(by).is_ok()));
        for by in [(-10.0_f64).next_down(), 10.0_f64.next_up(), f64::NAN, f64::INFINITY] {
            let error = make(by).expect_err("a refusal").to_string();
            let expected =
                "expected a random effect (eta) in standard deviations of -10 to 10, found ";
            assert!(error.starts_with(expected), "{error}");
        }
    };
    let model = TofersenModel::published();
    within(&|by| model.clone().with_random_effects([by, 0.0]).map(drop));
    within(&|by| model.clone().with_random_effects([0.0, by]).map(drop));
    let man = TofersenPlasma::TYPICAL_MAN;
    within(&|by| man.with_random_effects([0.0, 0.0, by]).map(drop));
}

#[test]
fn half_lives() {
    assert!(Rate::of_half_life(6.94e-7).is_ok() && Rate::of_half_life(6.93e-7).is_err());
    assert!(Rate::of_half_life(6.93e11).is_ok() && Rate::of_half_life(6.94e11).is_err());
    assert_eq!(Rate::of_half_life(f64::INFINITY), Ok(Rate::ZERO));
    for days in [0.0, -25.0, f64::NAN] {
        let error = Rate::of_half_life(days).expect_err("a refusal");
        assert_eq!((error.what, error.value.to_bits()), ("a half-life in days", days.to_bits()));
    }
}

#[test]
fn volumes_of_distribution() {
    within(1e-9, 1e9, Litres::new);
    assert!(Litres::new(0.0).is_err());
}

#[test]
fn clearances() {
    within(1e-12, 1e9, Clearance::litres_per_hour);
    assert!(Clearance::litres_per_hour(0.0).is_ok());
}

#[test]
fn concentrations() {
    within(1e-12, 1e15, Concentration::ng_per_ml);
}

#[test]
fn rates_of_turnover() {
    within(1e-6, 100.0, |rate| Turnover::of_protein(Rate::per_day(rate)?));
}

#[test]
fn hill_exponents() {
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(1.0).expect("in range"));
    within(0.1, 20.0, |hill| half.with_hill(hill));
}

#[test]
fn drifts() {
    let sod1 = Turnover::of_protein(per_day(0.03)).expect("in range");
    within(1e-3, 1e3, |factor| sod1.with_drift(factor));
}

#[test]
fn amounts_at_half() {
    // The finest amount there is, and the largest.
    assert!(Inhibition::of_id50(Mass::micrograms(1)).is_ok());
    assert!(Inhibition::of_id50(Mass::micrograms(1_000_000_000_000_000_000)).is_ok());
    assert!(Inhibition::of_id50(Mass::micrograms(u64::MAX)).is_err());
}

#[test]
fn compartments() {
    let chain =
        |n: u32| (0..n).fold(Compartments::builder(), |model, k| model.amount(k.to_string()));
    assert!(chain(10).build().is_ok());
    assert!(chain(11).build().is_err());
    let others = vec![(per_day(0.1), per_day(0.2)); 9];
    let mammillary = |n: usize| {
        let mut others = others.clone();
        others.resize(n, (per_day(0.3), per_day(0.4)));
        Disposition::mammillary(Route::Intrathecal, litres(1.0), per_day(0.1), &others)
    };
    assert_eq!(mammillary(9).expect("ten in all").terms().len(), 10);
    assert!(mammillary(10).is_err());
}

#[test]
fn stiffest_gap() {
    let model = Compartments::builder()
        .amount("centre")
        .elimination("centre", per_day(1e6))
        .dosed(Route::Intrathecal, "centre")
        .build()
        .expect("a model");
    let at = |minutes: u32| {
        let design =
            Design::new(&intrathecal(1, &[0]), &[Time::days(1_000_000) + Time::minutes(minutes)]);
        model.simulate(&design).map(|amounts| amounts.eliminated()[0])
    };
    assert_eq!(at(0), Ok(1.0));
    assert!(at(1).is_err());
}

/// From the first dose on nothing is too long: a turnover of 100 per day for 400 000 years.
#[test]
fn longest_run() {
    let csf = Disposition::mammillary(Route::Intrathecal, litres(1.0), per_day(0.1), &[])
        .expect("one compartment");
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(1.0).expect("in range"));
    let fastest = Turnover::of_protein(per_day(100.0)).expect("in range");
    let design = Design::new(
        &intrathecal(1, &[0]),
        &[Time::hours(1), Time::days(400), Time::days(146_000_000)],
    );
    let levels = fastest.simulate(&csf, &half, &design).expect("intrathecal");
    assert!(levels[0] < 0.1 && levels[1] > 0.999);
    assert_eq!(levels[2].to_bits(), 1.0_f64.to_bits());
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

/// The largest dose, on every minute for ever, still makes a number.
#[test]
fn weights() {
    let one = |weight: f64| {
        let terms = [(per_day(1e-12), weight)];
        Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &terms)
    };
    assert!(one(1e100).is_ok());
    for beyond in [1.000_000_000_000_000_2e100, f64::INFINITY, f64::NAN] {
        assert!(one(beyond).is_err(), "{beyond:e}");
    }
    let most = Mass::micrograms(u64::MAX);
    let every_minute = Repeated::every(most, Time::minutes(1)).expect("an interval");
    let level = one(1e100).expect("in range").at_steady_state(&every_minute, Time::ZERO);
    assert!(level.expect("eliminated").is_finite());
}

#[test]
fn accuracies() {
    let sod1 = Turnover::of_protein(per_day(0.03)).expect("in range");
    within(1e-12, 0.01, |accuracy| sod1.with_accuracy(accuracy));
}

/// The logarithm of a thousandfold in a year, 6.9078, for 101.3 years.
#[test]
fn longest_drift() {
    let csf = Disposition::mammillary(Route::Intrathecal, litres(1.0), per_day(0.1), &[])
        .expect("one compartment");
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(1.0).expect("in range"));
    let drifting = Turnover::of_protein(per_day(0.1)).and_then(|sod1| sod1.with_drift(1e3));
    let drifting = drifting.expect("in range");
    let at = |day: u32| {
        let design = Design::new(&intrathecal(1, &[0]), &[Time::days(day)]);
        drifting.simulate(&csf, &half, &design)
    };
    assert!(at(37_011).expect("at the limit")[0] > 1e303);
    let text = at(37_012).expect_err("beyond").to_string();
    assert_eq!(
        text,
        "expected a duration in which the drifting baseline changes by a factor of at most e^700, found 37012 days"
    );
}

/// As long as the interval, and a minute longer.
#[test]
fn repeated_infusions() {
    let weekly = || Repeated::every(Mass::mg(1), Time::days(7)).expect("repeated");
    assert!(weekly().over(Time::days(7)).is_ok());
    assert!(weekly().over(Time::minutes(7 * 24 * 60 + 1)).is_err());
}

#[cfg(feature = "cohort")]
#[test]
fn covariances() {
    use aso_regimen::kinetics::cohort::Covariance;

    assert!(Covariance::<1>::block(&[100.0]).is_ok());
    assert!(Covariance::<1>::block(&[100.0_f64.next_up()]).is_err());
    assert!(Covariance::<2>::block(&[100.0, -100.0, 100.0]).is_ok());
    assert!(Covariance::<2>::block(&[100.0, (-100.0_f64).next_down(), 100.0]).is_err());
}
