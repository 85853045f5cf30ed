//! Every limit of the mechanism at its last value and at the first one beyond; `docs/bounds.md` has the reasons.

use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::compartments::Compartments;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::Repeated;
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
    let hill = |changed: Result<Inhibition, ParameterError>| changed.map(|of| of.hill());
    assert_eq!((hill(Ok(half)), hill(half.with_hill(2.5))), (Ok(1.0), Ok(2.5)));
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
