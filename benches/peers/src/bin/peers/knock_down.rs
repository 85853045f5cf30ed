//! Fluid, brain, messenger RNA and protein: the protein at 200 samples in two years.

use std::hint::black_box;

use aso_regimen::dosing::dose::Route;
use aso_regimen_peers::ours;
use aso_regimen_peers::problem::{
    BASELINE, BODY, Body, EFFECT, Effect, MG, dose_days, sample_days,
};
use aso_regimen_peers::python::Worker;
use aso_regimen_peers::table::Task;
use diffsol::{NalgebraMat, OdeBuilder, OdeSolverMethod, OdeSolverStopReason};
use ode_solvers::continuous_output_model::ContinuousOutputModel;
use ode_solvers::{Dopri5, System, Vector4};
use pharmsol::prelude::*;
use pharmsol::{Cache, ExplicitRkTableau, OdeSolver};

use crate::kinetics::{new_column, subject};

const OURS: &str = "ours at 1e-8, rates to protein";
const PHARMSOL: &str = "pharmsol, Tsit45 at 1e-6";
/// Relative and absolute, of every solver that steps.
pub const TOLERANCE: f64 = 1e-6;

pub fn print(worker: Option<&Worker>) {
    let design = ours::design(Route::Intrathecal);
    let subject = subject("csf", "protein");
    let explicit = model(OdeSolver::ExplicitRk(ExplicitRkTableau::Tsit45));
    let implicit = model(OdeSolver::Bdf);
    let numbers = parameters(&explicit);
    let simulate = |model: &equation::ODE| {
        let found = model.estimate_predictions(black_box(&subject), black_box(&numbers));
        found.expect("predictions")
    };
    let ours = || {
        let (body, effect, design) = black_box((&BODY, &EFFECT, &design));
        new_column(|out| ours::protein(body, effect, design, out))
    };
    let read = |found: SubjectPredictions| found.flat_predictions().clone();
    let mut task = Task::new(
        "Knock-down: fluid, brain, messenger RNA and protein, 26 doses, 200 samples, one subject",
        1,
        "subject",
        EFFECT.stepped(&BODY),
    );
    task.row(OURS, 1e-6, ours, |out| out);
    task.row(
        "ode_solvers, Dopri5 at 1e-6, anew after each dose",
        1e-4,
        || by_ode_solvers(black_box(&BODY), black_box(&EFFECT)),
        |out| out,
    );
    task.row(
        "diffsol, Tsit45 at 1e-6",
        1e-4,
        || by_diffsol(black_box(&BODY), black_box(&EFFECT)),
        |out| out,
    );
    task.row(PHARMSOL, 1e-4, || simulate(&explicit), read);
    task.row("pharmsol, BDF at 1e-6 (its default solver)", 1e-3, || simulate(&implicit), read);
    task.python("SciPy, `solve_ivp`, LSODA at 1e-6", 1e-3, worker, "knock_down_lsoda");
    task.python("SciPy, `solve_ivp`, RK45 at 1e-6", 1e-3, worker, "knock_down_rk45");
    task.faster(OURS, PHARMSOL, 45.0);
    task.print(5);
}

/// The doses, each with the time until which it is the last one, and the samples in between.
fn stretches() -> Vec<(f64, f64, Vec<f64>)> {
    let doses: Vec<f64> = dose_days().into_iter().map(f64::from).collect();
    let samples = sample_days();
    let end = samples[samples.len() - 1];
    let ends = doses[1..].iter().chain([&end]);
    doses
        .iter()
        .zip(ends)
        .map(|(&begin, &end)| {
            let within = |time: &&f64| **time > begin && **time <= end;
            (begin, end, samples.iter().filter(within).copied().collect())
        })
        .collect()
}

struct Slopes<'a>(&'a Body, &'a Effect);

impl System<f64, Vector4<f64>> for Slopes<'_> {
    fn system(&self, _: f64, y: &Vector4<f64>, dy: &mut Vector4<f64>) {
        *dy = self.1.slopes(self.0, (*y).into()).into();
    }
}

fn by_ode_solvers(body: &Body, effect: &Effect) -> Vec<f64> {
    let mut state = Vector4::from(BASELINE);
    let mut out = Vec::with_capacity(200);
    for (begin, end, samples) in stretches() {
        state[0] += f64::from(MG);
        let mut solver =
            Dopri5::new(Slopes(body, effect), begin, end, 0.0, state, TOLERANCE, TOLERANCE);
        let mut course = ContinuousOutputModel::default();
        solver.integrate_with_continuous_output_model(&mut course).expect("a solution");
        let at = |time| course.evaluate(time).expect("a time within");
        out.extend(samples.into_iter().map(|time| at(time)[3]));
        state = at(end);
    }
    out
}

fn by_diffsol(body: &Body, effect: &Effect) -> Vec<f64> {
    type Matrix = NalgebraMat<f64>;
    let problem = OdeBuilder::<Matrix>::new()
        .rtol(TOLERANCE)
        .atol([TOLERANCE])
        .rhs(
            |y: &<Matrix as diffsol::MatrixCommon>::V,
             _p,
             _t,
             dy: &mut <Matrix as diffsol::MatrixCommon>::V| {
                let slopes = effect.slopes(body, [y[0], y[1], y[2], y[3]]);
                for (place, slope) in slopes.into_iter().enumerate() {
                    dy[place] = slope;
                }
            },
        )
        .init(
            |_p, _t, y| {
                for (place, level) in BASELINE.into_iter().enumerate() {
                    y[place] = level;
                }
            },
            4,
        )
        .build()
        .expect("a problem");
    let mut solver = problem.tsit45().expect("a solver");
    let mut out = Vec::with_capacity(200);
    for (_, end, samples) in stretches() {
        solver.state_mut().y[0] += f64::from(MG);
        solver.set_stop_time(end).expect("a time to come");
        let mut samples = samples.into_iter().peekable();
        loop {
            let stop = solver.step().expect("a step");
            let now = solver.state().t;
            while let Some(time) = samples.next_if(|time| *time <= now) {
                out.push(solver.interpolate(time).expect("a time within")[3]);
            }
            if matches!(stop, OdeSolverStopReason::TstopReached) {
                break;
            }
        }
    }
    out
}

fn parameters(model: &equation::ODE) -> Parameters {
    let (km, kp) = EFFECT.rates();
    Parameters::with_model(
        model,
        [
            ("k10", BODY.k10),
            ("k12", BODY.k12),
            ("k21", BODY.k21),
            ("most", EFFECT.most),
            ("half", f64::from(EFFECT.half)),
            ("km", km),
            ("kp", kp),
        ],
    )
    .expect("seven parameters")
}

fn model(solver: OdeSolver) -> equation::ODE {
    ode! {
        name: "knock-down",
        params: [k10, k12, k21, most, half, km, kp],
        states: [fluid, brain, mrna, level],
        outputs: [protein],
        init: |_t, x| {
            x[mrna] = 1.0;
            x[level] = 1.0;
        },
        diffeq: |x, _t, dx| {
            dx[fluid] = bolus[csf] + k21 * x[brain] - (k10 + k12) * x[fluid];
            dx[brain] = k12 * x[fluid] - k21 * x[brain];
            dx[mrna] = km * (1.0 - most * x[brain] / (half + x[brain]) - x[mrna]);
            dx[level] = kp * (x[mrna] - x[level]);
        },
        out: |x, _t, y| {
            y[protein] = x[level];
        },
    }
    .with_solver(solver)
    .with_tolerances(TOLERANCE, TOLERANCE)
    .disable_cache()
}
