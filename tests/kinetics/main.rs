//! From doses to concentration to knock-down.

mod bounds;
mod check_values;
mod closed_forms;
mod depot;
mod errors;
#[cfg(all(feature = "catalog", feature = "serde"))]
mod json;
mod knock_down;
mod parts;
#[cfg(feature = "catalog")]
mod properties;
mod reference;
#[cfg(feature = "catalog")]
mod tofersen;
#[cfg(feature = "catalog")]
mod tofersen_page;

use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::input::{Input, Inputs, Repeated};
use aso_regimen::kinetics::parameter::{Clearance, Litres, Rate};
use aso_regimen::kinetics::time::Time;

/// Boluses into cerebrospinal fluid on these days.
fn intrathecal(mg: u32, days: &[u32]) -> Inputs {
    days.iter()
        .map(|day| Input::bolus(Time::days(*day), Mass::mg(mg), Route::Intrathecal))
        .collect()
}

fn repeated(mg: u32, interval: Time) -> Repeated {
    Repeated::every(Mass::mg(mg), interval).expect("an interval")
}

fn litres(litres: f64) -> Litres {
    Litres::new(litres).expect("a volume")
}

fn per_hour(flow: f64) -> Clearance {
    Clearance::litres_per_hour(flow).expect("a flow")
}

fn per_day(rate: f64) -> Rate {
    Rate::per_day(rate).expect("a rate")
}

fn half_life(days: f64) -> Rate {
    Rate::of_half_life(days).expect("a rate")
}

/// Asserts that a number has these digits.
#[track_caller]
fn near(found: f64, expected: f64, relative: f64) {
    let off = if expected == 0.0 { found.abs() } else { (found / expected - 1.0).abs() };
    assert!(off <= relative, "found {found}, expected {expected}, {off:e} apart");
}
