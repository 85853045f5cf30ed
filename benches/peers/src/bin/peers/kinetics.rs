//! The concentration in two compartments after 26 doses, at 200 samples in two years.

use std::hint::black_box;

use aso_regimen::dosing::dose::Route;
use aso_regimen_peers::ours;
use aso_regimen_peers::problem::{BODY, Body, MG, SAMPLES, dose_days, sample_days};
use aso_regimen_peers::table::Task;
use pharmsol::prelude::*;
use pharmsol::{Cache, ExplicitRkTableau, OdeSolver};

const OURS: &str = "ours, rates to concentrations";
const PHARMSOL: &str = "pharmsol, analytical";

pub fn print() {
    let design = ours::design(Route::Intrathecal);
    let subject = subject("csf", "concentration");
    let (analytical, ode) = (analytical(), ode());
    let (doses, samples) = (dose_days(), sample_days());
    let doses: Vec<f64> = doses.into_iter().map(f64::from).collect();
    let rates = Parameters::with_model(&analytical, rates(&BODY)).expect("four parameters");
    let mut warm = vec![0.0; samples.len()];
    let mut task = Task::new(
        "Two compartments, 26 doses, 200 samples in 730 days, one subject",
        1,
        "subject",
        BODY.superposed(),
    );
    task.row(
        OURS,
        1e-12,
        || new_column(|out| ours::concentrations(black_box(&BODY), black_box(&design), out)),
        |out| out,
    );
    let mut answer = vec![0.0; samples.len()];
    ours::concentrations(&BODY, &design, &mut answer);
    task.row(
        "ours, into a warm buffer",
        1e-12,
        || ours::concentrations(black_box(&BODY), black_box(&design), &mut warm),
        |()| answer,
    );
    let by_hand =
        || new_column(|out| black_box(&BODY).carried(black_box(&doses), black_box(&samples), out));
    task.row("by hand, an exponential for each term and event", 1e-11, by_hand, |out| out);
    let run = || {
        let found = analytical.estimate_predictions(black_box(&subject), black_box(&rates));
        found.expect("predictions")
    };
    task.row(PHARMSOL, 1e-11, run, |found| found.flat_predictions().clone());
    let stepped = || {
        let found = ode.estimate_predictions(black_box(&subject), black_box(&rates));
        found.expect("predictions")
    };
    task.row("pharmsol, Tsit45 at 1e-6", 1e-4, stepped, |found| found.flat_predictions().clone());
    task.faster(OURS, PHARMSOL, 70.0);
    task.print(15);
}

/// A simulation that returns its samples.
pub fn new_column(write: impl FnOnce(&mut [f64])) -> Vec<f64> {
    let mut out = vec![0.0; SAMPLES as usize];
    write(&mut out);
    out
}

/// The subject as pharmsol has it, dosed by one input and observed in one output.
pub fn subject(input: &str, output: &str) -> Subject {
    let builder = Subject::builder("one")
        .bolus(0.0, f64::from(MG), input)
        .repeat(2, 14.0)
        .bolus(56.0, f64::from(MG), input)
        .repeat(22, 28.0);
    sample_days()
        .into_iter()
        .fold(builder, |builder, day| builder.missing_observation(day, output))
        .build()
}

/// Under pharmsol's names.
pub fn rates(body: &Body) -> [(&'static str, f64); 4] {
    [("ke", body.k10), ("kcp", body.k12), ("kpc", body.k21), ("v", body.volume)]
}

pub fn analytical() -> equation::Analytical {
    analytical! {
        name: "two compartments",
        params: [ke, kcp, kpc, v],
        states: [central, peripheral],
        outputs: [concentration],
        routes: [
            bolus(csf) -> central,
        ],
        structure: two_compartments,
        out: |x, _t, y| {
            y[concentration] = 1_000.0 * x[central] / v;
        },
    }
    .disable_cache()
}

fn ode() -> equation::ODE {
    ode! {
        name: "two compartments",
        params: [ke, kcp, kpc, v],
        states: [central, peripheral],
        outputs: [concentration],
        diffeq: |x, _t, dx| {
            dx[central] = bolus[csf] - ke * x[central] - kcp * x[central] + kpc * x[peripheral];
            dx[peripheral] = kcp * x[central] - kpc * x[peripheral];
        },
        out: |x, _t, y| {
            y[concentration] = 1_000.0 * x[central] / v;
        },
    }
    .with_solver(OdeSolver::ExplicitRk(ExplicitRkTableau::Tsit45))
    .with_tolerances(1e-6, 1e-6)
    .disable_cache()
}
