//! Virtual patients on all cores.

use std::hint::black_box;
use std::time::Instant;

use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::cohort::Stream;
use aso_regimen::kinetics::design::Design;
use aso_regimen_peers::clock::median;
use aso_regimen_peers::ours;
use aso_regimen_peers::problem::{Body, EFFECT, SAMPLES};
use aso_regimen_peers::table::{Runs, Task, count, three, verdict};
use pharmsol::prelude::*;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::kinetics::{analytical, new_column, rates, subject};

const PATIENTS: usize = 1_000;
const WIDTH: usize = SAMPLES as usize;

pub fn print() {
    against_pharmsol();
    let design = ours::design(Route::Intrathecal);
    println!("\n### Cohorts on all cores\n");
    println!(
        "Speed-up is the time on the clock with one thread by that with all. Other work on the machine lowers both, and"
    );
    println!(
        "their ratio is what counts: the median over the runs of the ratios within each round.\n"
    );
    println!("| | of the cohort | of a bare rayon loop | ratio |");
    println!("|---|---:|---:|---:|");
    let concentrations = |stream: &mut Stream, out: &mut [f64]| simulate(&design, stream, out);
    let protein = |stream: &mut Stream, out: &mut [f64]| {
        ours::protein(&ours::drawn(stream), &EFFECT, &design, out);
    };
    let shares = [
        scaling(
            "100 000 patients, concentrations, `collect`",
            || drop(ours::all(100_000, concentrations)),
            || drop(loop_into(100_000, &concentrations)),
        ),
        scaling(
            "100 000 patients, concentrations, `summarise`",
            || drop(ours::bands(100_000, concentrations)),
            || bare_loop(100_000, &concentrations),
        ),
        scaling(
            "20 000 patients, knock-down, `collect`",
            || drop(ours::all(20_000, protein)),
            || drop(loop_into(20_000, &protein)),
        ),
        scaling(
            "20 000 patients, knock-down, `summarise`",
            || drop(ours::bands(20_000, protein)),
            || bare_loop(20_000, &protein),
        ),
    ];
    let held = shares.iter().all(|share| share.median() >= 0.95);
    let shares = shares.map(|share| share.to_string()).join(", ");
    println!(
        "\nBar: a cohort scales at least 0.95 times as well as a bare rayon loop of the same arithmetic. {}: {shares}.",
        verdict(held)
    );
    println!(
        "\nOutside the bar, a small cohort, where the distributions of each thread are what costs:\n"
    );
    println!("| | of the cohort | of a bare rayon loop | ratio |");
    println!("|---|---:|---:|---:|");
    scaling(
        "2 000 patients, concentrations, `summarise`",
        || drop(ours::bands(2_000, concentrations)),
        || bare_loop(2_000, &concentrations),
    );
}

fn against_pharmsol() {
    let design = ours::design(Route::Intrathecal);
    let bodies: Vec<Body> = (0..PATIENTS as u64)
        .map(|number| ours::drawn(&mut Stream::of(ours::SEED, number)))
        .collect();
    let (subject, model) = (subject("csf", "concentration"), analytical());
    let parameters: Vec<Parameters> = bodies
        .iter()
        .map(|body| Parameters::with_model(&model, rates(body)).expect("four parameters"))
        .collect();
    let simulate = |stream: &mut Stream, out: &mut [f64]| simulate(&design, stream, out);
    let expected: Vec<f64> = bodies.iter().flat_map(Body::superposed).collect();
    let mut task = Task::new(
        "1 000 virtual patients, two compartments, 200 samples: the mean of every sample, processor time of all cores",
        PATIENTS,
        "patient",
        means(&expected),
    )
    .on_all_threads();
    task.row(
        "ours, `Cohort::collect`, every sample kept",
        1e-12,
        || ours::all(PATIENTS, simulate),
        |all| means(&all),
    );
    task.row(
        "ours, `Cohort::summarise`, with percentiles",
        1e-12,
        || ours::bands(PATIENTS, simulate),
        |bands| bands.iter().map(|band| band.mean().expect("patients")).collect(),
    );
    task.row(
        "by hand, a rayon loop over the same simulation",
        1e-12,
        || loop_into(PATIENTS, &simulate),
        |all| means(&all),
    );
    let by_pharmsol = || -> Vec<Vec<f64>> {
        let run = |parameters: &Parameters| {
            let found = model.estimate_predictions(black_box(&subject), parameters);
            found.expect("predictions").flat_predictions().clone()
        };
        parameters.par_iter().map(run).collect()
    };
    task.row("pharmsol, analytical, a rayon loop", 1e-11, by_pharmsol, |all| means(&all.concat()));
    task.print(5);
}

fn simulate(design: &Design, stream: &mut Stream, out: &mut [f64]) {
    ours::concentrations(&ours::drawn(stream), design, out);
}

/// The mean of each sample over the patients.
fn means(all: &[f64]) -> Vec<f64> {
    let patients = count(all.len() / WIDTH);
    let mean = |sample| all[sample..].iter().step_by(WIDTH).sum::<f64>() / patients;
    (0..WIDTH).map(mean).collect()
}

/// What a person would write who needs every sample.
fn loop_into(patients: usize, simulate: &(impl Fn(&mut Stream, &mut [f64]) + Sync)) -> Vec<f64> {
    let mut all = vec![0.0; patients * WIDTH];
    all.par_chunks_exact_mut(WIDTH)
        .enumerate()
        .for_each(|(number, out)| simulate(&mut Stream::of(ours::SEED, number as u64), out));
    all
}

/// The same with nothing kept.
fn bare_loop(patients: usize, simulate: &(impl Fn(&mut Stream, &mut [f64]) + Sync)) {
    (0..patients as u64).into_par_iter().for_each_init(
        || new_column(|_| ()),
        |out, number| {
            simulate(&mut Stream::of(ours::SEED, number), out);
            black_box(out);
        },
    );
}

/// Prints how much faster all cores are than one, and returns the speed-up of a cohort by that of a bare loop.
fn scaling(name: &str, cohort: impl Fn() + Sync, bare: impl Fn() + Sync) -> Runs {
    let cores = std::thread::available_parallelism().expect("a number of cores");
    let pools = [1, cores.get()].map(pool);
    let speed_up = |run: &(dyn Fn() + Sync)| {
        let [one, all] = pools.each_ref().map(|pool| wall(pool, run));
        one / all
    };
    let mut rounds: Vec<[f64; 2]> = Vec::new();
    let share = Runs::new(|_| {
        let run = [(); 9].map(|()| [speed_up(&cohort), speed_up(&bare)]);
        rounds.extend(run);
        median(run.map(|[cohort, bare]| cohort / bare).to_vec())
    });
    let [cohort, bare] = [0, 1].map(|of| median(rounds.iter().map(|round| round[of]).collect()));
    println!("| {name} | {} | {} | {} |", three(cohort), three(bare), three(share.median()));
    share
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

/// Seconds on the clock.
fn wall(pool: &ThreadPool, run: impl FnOnce() + Send) -> f64 {
    let begin = Instant::now();
    pool.install(run);
    begin.elapsed().as_secs_f64()
}
