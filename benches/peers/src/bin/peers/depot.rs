//! A depot under the skin: the concentration in plasma, and the knock-down that it drives.

use std::hint::black_box;

use aso_regimen::dosing::dose::Route;
use aso_regimen_peers::ours;
use aso_regimen_peers::problem::{DEPOT, EFFECT};
use aso_regimen_peers::table::Task;
use pharmsol::prelude::*;
use pharmsol::{Cache, ExplicitRkTableau, OdeSolver};

use crate::kinetics::{new_column, subject};
use crate::knock_down::TOLERANCE;

pub fn print() {
    concentrations();
    knock_down();
}

fn concentrations() {
    let design = ours::design(Route::Subcutaneous);
    let subject = subject("skin", "concentration");
    let (analytical, ode) = (analytical(), ode());
    let parameters = [("ka", DEPOT.ka), ("ke", DEPOT.ke), ("v", DEPOT.volume)];
    let parameters = Parameters::with_model(&analytical, parameters).expect("three parameters");
    let mut task = Task::new(
        "A depot and one compartment, 26 doses, 200 samples in 730 days, one subject",
        1,
        "subject",
        DEPOT.superposed(),
    );
    let ours = || {
        let (depot, design) = black_box((&DEPOT, &design));
        new_column(|out| ours::depot_concentrations(depot, design, out))
    };
    task.row("ours, rates to concentrations", 1e-12, ours, |out| out);
    let read = |found: SubjectPredictions| found.flat_predictions().clone();
    let exact = || {
        let found = analytical.estimate_predictions(black_box(&subject), black_box(&parameters));
        found.expect("predictions")
    };
    task.row("pharmsol, analytical", 1e-11, exact, read);
    let stepped = || {
        let found = ode.estimate_predictions(black_box(&subject), black_box(&parameters));
        found.expect("predictions")
    };
    task.row("pharmsol, Tsit45 at 1e-6", 1e-2, stepped, read);
    task.print(15);
}

fn knock_down() {
    let design = ours::design(Route::Subcutaneous);
    let subject = subject("skin", "protein");
    let model = knocked_down();
    let (km, kp) = EFFECT.rates();
    let parameters = [
        ("ka", DEPOT.ka),
        ("ke", DEPOT.ke),
        ("most", EFFECT.most),
        ("half", f64::from(EFFECT.half)),
        ("km", km),
        ("kp", kp),
    ];
    let parameters = Parameters::with_model(&model, parameters).expect("six parameters");
    let mut task = Task::new(
        "Knock-down by a depot: plasma, messenger RNA and protein, 26 doses, 200 samples, one subject",
        1,
        "subject",
        EFFECT.stepped(&DEPOT),
    );
    let ours = || {
        let (depot, effect, design) = black_box((&DEPOT, &EFFECT, &design));
        new_column(|out| ours::depot_protein(depot, effect, design, out))
    };
    task.row("ours at 1e-8, rates to protein", 1e-6, ours, |out| out);
    let stepped = || {
        let found = model.estimate_predictions(black_box(&subject), black_box(&parameters));
        found.expect("predictions")
    };
    task.row("pharmsol, Tsit45 at 1e-6", 1e-4, stepped, |found| found.flat_predictions().clone());
    task.print(15);
}

fn analytical() -> equation::Analytical {
    analytical! {
        name: "a depot and one compartment",
        params: [ka, ke, v],
        states: [depot, plasma],
        outputs: [concentration],
        routes: [
            bolus(skin) -> depot,
        ],
        structure: one_compartment_with_absorption,
        out: |x, _t, y| {
            y[concentration] = 1_000.0 * x[plasma] / v;
        },
    }
    .disable_cache()
}

fn ode() -> equation::ODE {
    ode! {
        name: "a depot and one compartment",
        params: [ka, ke, v],
        states: [depot, plasma],
        outputs: [concentration],
        diffeq: |x, _t, dx| {
            dx[depot] = bolus[skin] - ka * x[depot];
            dx[plasma] = ka * x[depot] - ke * x[plasma];
        },
        out: |x, _t, y| {
            y[concentration] = 1_000.0 * x[plasma] / v;
        },
    }
    .with_solver(OdeSolver::ExplicitRk(ExplicitRkTableau::Tsit45))
    .with_tolerances(TOLERANCE, TOLERANCE)
    .disable_cache()
}

fn knocked_down() -> equation::ODE {
    ode! {
        name: "knock-down by a depot",
        params: [ka, ke, most, half, km, kp],
        states: [depot, plasma, mrna, level],
        outputs: [protein],
        init: |_t, x| {
            x[mrna] = 1.0;
            x[level] = 1.0;
        },
        diffeq: |x, _t, dx| {
            dx[depot] = bolus[skin] - ka * x[depot];
            dx[plasma] = ka * x[depot] - ke * x[plasma];
            dx[mrna] = km * (1.0 - most * x[plasma] / (half + x[plasma]) - x[mrna]);
            dx[level] = kp * (x[mrna] - x[level]);
        },
        out: |x, _t, y| {
            y[protein] = x[level];
        },
    }
    .with_solver(OdeSolver::ExplicitRk(ExplicitRkTableau::Tsit45))
    .with_tolerances(TOLERANCE, TOLERANCE)
    .disable_cache()
}
