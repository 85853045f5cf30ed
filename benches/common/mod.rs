//! Ratios in one run: the candidates take turns, round by round, and each is compared with the first one
//! of its own round, so that a machine whose speed drifts does not change the answer. Criterion then takes
//! the same candidates, one after the other, and keeps their history.

use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};

/// The settings of all benches: short, because ratios need no long runs.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .without_plots()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400))
}

/// Runs every candidate in turn, and prints the median time of each and the median of its ratio to the first.
/// Then hands them to criterion.
pub(crate) fn ratios(
    criterion: &mut Criterion,
    title: &str,
    items: usize,
    candidates: &mut [(&str, &mut dyn FnMut())],
) {
    print_ratios(title, items, candidates);
    let mut group = criterion.benchmark_group(format!("{title}, {items} items"));
    group.throughput(Throughput::Elements(items as u64));
    for (name, run) in candidates {
        group.bench_function(*name, |bencher| bencher.iter(&mut *run));
    }
    group.finish();
}

#[expect(clippy::cast_precision_loss, reason = "counts of rounds are far below 2^52")]
fn print_ratios(title: &str, items: usize, candidates: &mut [(&str, &mut dyn FnMut())]) {
    const ROUNDS: usize = 41;
    let repeats = calibrate(candidates[0].1);
    let mut times = vec![Vec::with_capacity(ROUNDS); candidates.len()];
    for round in 0..=ROUNDS {
        for ((_, run), times) in candidates.iter_mut().zip(&mut times) {
            let time = clock(repeats, run);
            // The first round warms up.
            if round > 0 {
                times.push(time);
            }
        }
    }
    println!("\n{title} ({items} items, {ROUNDS} rounds of {repeats})");
    println!("{:>12} {:>8}", "ns/item", "ratio");
    let floor = times[0].clone();
    for ((name, _), times) in candidates.iter().zip(times) {
        let ratio = median(times.iter().zip(&floor).map(|(a, b)| a / b).collect());
        let each = median(times) / repeats as f64 / items as f64;
        println!("{each:>12.3} {ratio:>8.3}  {name}");
    }
}

/// How many runs take about two milliseconds.
fn calibrate(run: &mut dyn FnMut()) -> usize {
    let mut repeats = 1;
    while clock(repeats, run) < 2e6 {
        repeats *= 2;
    }
    repeats
}

/// Nanoseconds of `repeats` runs.
fn clock(repeats: usize, run: &mut dyn FnMut()) -> f64 {
    let begin = Instant::now();
    for _ in 0..repeats {
        run();
    }
    Duration::as_secs_f64(&begin.elapsed()) * 1e9
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
