//! The fitted model of tofersen.

use aso_regimen::Endpoint;
use aso_regimen::catalog::tofersen;
use aso_regimen::evidence::result::{Contrast, Population};
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{Fit, KnockDown};

#[test]
fn the_shipped_parameters_are_those_of_the_fit() {
    let fit = Fit::new();
    let shipped = KnockDown::fitted();
    // The largest inhibition is at its bound, and not merely near it.
    assert_eq!(fit.most.to_bits(), 1.0_f64.to_bits());
    let digits = |value: f64, shipped: f64, step: f64| (value - shipped).abs() < 0.51 * step;
    assert!(
        digits(fit.most, shipped.inhibition().most(), 1e-4),
        "{}",
        fit.most
    );
    assert!(
        digits(fit.half_mg, shipped.inhibition().half(), 0.1),
        "{}",
        fit.half_mg
    );
}

/// Computed apart by `reference/fit.py`: other quadrature, other search, the covariance inverted as a matrix.
#[test]
fn the_fit_is_what_scipy_finds() {
    let fit = Fit::new();
    let near = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-5;
    assert!(near(fit.loss, LOSS), "{}", fit.loss);
    assert!(
        near(*fit.most_interval.start(), MOST_FROM),
        "{:?}",
        fit.most_interval
    );
    let (low, high) = fit.half_mg_interval.clone().into_inner();
    assert!(near(low, HALF_FROM) && near(high, HALF_TO), "{low} {high}");
    let predicted: Vec<f64> = fit
        .points
        .iter()
        .map(|point| point.predicted.value())
        .collect();
    for (found, expected) in predicted.iter().zip(PREDICTED) {
        assert!(near(*found, expected), "{predicted:?}");
    }
}

/// The ranges of levels at day 85 by `reference/fit.py`, over 400 amounts at half of the inhibition where the crate takes
/// 17.
#[test]
fn the_ranges_are_what_scipy_finds() {
    let fit = Fit::new();
    for (mg, low, high, within) in [
        (20, 0.776_230, 0.952_264, 3e-4),
        (100, 0.529_337, 0.804_680, 3e-3),
        (400, 0.267_871, 0.729_857, 7e-3),
    ] {
        let doses = crate::intrathecal(mg, &[0, 14, 28, 56]);
        let design = Design::new(&doses, &[Time::days(84)]);
        let (from, to) = fit.level_ranges(&design).expect("intrathecal")[0]
            .clone()
            .into_inner();
        let off = (from - low).abs().max((to - high).abs());
        assert!(off < within, "{mg} mg from {from} to {to}, {off:e} apart");
    }
}

/// The level at day 85 on 100 mg that the data do not exclude holds the reported one and the shipped one.
#[test]
fn ranges_hold_what_was_reported() {
    let fit = Fit::new();
    let doses = crate::intrathecal(100, &[0, 14, 28, 56, 84]);
    let design = Design::new(&doses, &[Time::ZERO, Time::days(84)]);
    let ranges = fit.level_ranges(&design).expect("intrathecal");
    assert_eq!(ranges[0], 1.0..=1.0);
    assert!(ranges[1].contains(&0.67) && ranges[1].contains(&fit.points[3].predicted.value()));
    assert!(
        *ranges[1].start() > 0.5 && *ranges[1].end() < 0.9,
        "{ranges:?}"
    );
}

#[test]
fn only_the_four_points_are_fitted() {
    let fitted = |trial: aso_regimen::Trial| {
        let model = KnockDown::fitted();
        let found = aso_regimen::compare::predictions(&trial, &model);
        found.iter().filter(|found| found.is_fitted).count()
    };
    assert_eq!(fitted(tofersen::phase_1_2()), 4);
    assert_eq!(fitted(tofersen::valor()), 0);
}

/// Each of the conditions alone excludes a difference.
#[test]
fn a_difference_is_fitted_by_its_trial_its_endpoint_and_its_interval() {
    let trial = tofersen::phase_1_2();
    let contrasts = || trial.contrasts().iter();
    let mut fitted = contrasts().filter(|contrast| KnockDown::is_fitted_to(contrast));
    let point = fitted.next().expect("20 mg").clone();
    assert_eq!(fitted.count(), 3);
    let mut without_interval = point.estimate.expect("a number");
    without_interval.interval = None;
    let changes: [fn(&mut Contrast); 2] = [
        |contrast| contrast.population = Population::Mixed,
        |contrast| contrast.endpoint = Endpoint::plasma_nfl(),
    ];
    let others = changes.map(|change| {
        let mut other = point.clone();
        change(&mut other);
        other
    });
    let numberless = [
        point.clone().with_estimate(without_interval),
        point.clone().with_estimate(None),
    ];
    for other in others.into_iter().chain(numberless) {
        assert!(!KnockDown::is_fitted_to(&other), "{other:?}");
    }
}

const LOSS: f64 = 3.762_028;
const MOST_FROM: f64 = 0.323_820;
const HALF_FROM: f64 = 23.859_41;
const HALF_TO: f64 = 514.214_7;
const PREDICTED: [f64; 4] = [0.898_083, 0.817_479, 0.751_994, 0.651_813];
