//! The fitted model of tofersen.

use aso_regimen::catalog::tofersen;
use aso_regimen::kinetics::tofersen::{Fit, KnockDown};

#[test]
fn the_shipped_parameters_are_those_of_the_fit() {
    let fit = Fit::new();
    println!("{fit:#?}");
    let shipped = KnockDown::fitted();
    assert!(
        (fit.most - shipped.inhibition().most()).abs() < 5.1e-5,
        "{}",
        fit.most
    );
    assert!(
        (fit.half_mg - shipped.inhibition().half()).abs() < 0.051,
        "{}",
        fit.half_mg
    );
    let _ = tofersen::approved();
}
