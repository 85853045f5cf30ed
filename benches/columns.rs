//! Columns of percent changes against their floors: 10 million pairs on one thread, and a column that stays in cache.
//!
//! The floor of a column is the plain loop into a warm buffer, without any check; it moves 240 MB. The floor of a geometric
//! mean is `exp(mean(ln(v / b)))` in one serial sum. Targets: column at most 1.05, geometric mean at most 0.25.

mod common;

use std::hint::black_box;

use aso_regimen::measure::change::{
    GeometricMeanRatio, MeanPercentChange, PercentSpread, percent_into, percents,
};
use common::ratios;
use criterion::{Criterion, criterion_group, criterion_main};

/// Baselines around 50 and values around 30, log-uniform, from a fixed linear congruence.
fn pairs(rows: usize) -> (Vec<f64>, Vec<f64>) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |scale: f64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The highest 52 bits as the mantissa of a number in [1, 2).
        let unit = f64::from_bits(state >> 12 | 1.0_f64.to_bits()) - 1.0;
        scale * (unit - 0.5).exp()
    };
    (0..rows).map(|_| (draw(50.0), draw(30.0))).unzip()
}

fn floor_column(baselines: &[f64], values: &[f64], out: &mut [f64]) {
    for ((&b, &v), out) in baselines.iter().zip(values).zip(out) {
        *out = 100.0 * (v - b) / b.abs();
    }
}

#[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 rows")]
fn floor_mean(baselines: &[f64], values: &[f64]) -> f64 {
    let sum: f64 = baselines.iter().zip(values).map(|(b, v)| 100.0 * (v - b) / b.abs()).sum();
    sum / values.len() as f64
}

#[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 rows")]
fn floor_geometric(baselines: &[f64], values: &[f64]) -> f64 {
    let sum: f64 = baselines.iter().zip(values).map(|(b, v)| (v / b).ln()).sum();
    (sum / values.len() as f64).exp()
}

/// The logarithms summed with compensation (Neumaier), as the yardstick of accuracy.
#[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 rows")]
fn exact_geometric(baselines: &[f64], values: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for (b, v) in baselines.iter().zip(values) {
        let ln = (v / b).ln();
        let next = sum + ln;
        lost += if sum.abs() >= ln.abs() { (sum - next) + ln } else { (ln - next) + sum };
        sum = next;
    }
    ((sum + lost) / values.len() as f64).exp()
}

fn compare(criterion: &mut Criterion, rows: usize) {
    let (b, v) = pairs(rows);
    let (mut warm, mut other) = (vec![0.0; rows], vec![0.0; rows]);
    ratios(
        criterion,
        "percent change of a column, into a warm buffer",
        rows,
        &mut [
            ("floor: plain loop, no check", &mut || {
                floor_column(black_box(&b), black_box(&v), &mut warm);
            }),
            ("percent_into", &mut || {
                percent_into(black_box(&b), black_box(&v), &mut other).expect("good rows");
            }),
            ("percents (a fresh column)", &mut || {
                black_box(percents(black_box(&b), black_box(&v)).expect("good rows"));
            }),
        ],
    );
    ratios(
        criterion,
        "mean percent change",
        rows,
        &mut [
            ("floor: serial sum", &mut || {
                black_box(floor_mean(black_box(&b), black_box(&v)));
            }),
            ("mean_percent", &mut || {
                black_box(
                    MeanPercentChange::of_columns(black_box(&b), black_box(&v)).expect("good rows"),
                );
            }),
            ("percent_spread (with SD)", &mut || {
                black_box(
                    PercentSpread::of_columns(black_box(&b), black_box(&v)).expect("good rows"),
                );
            }),
        ],
    );
    ratios(
        criterion,
        "geometric mean ratio",
        rows,
        &mut [
            ("floor: exp of the mean of ln", &mut || {
                black_box(floor_geometric(black_box(&b), black_box(&v)));
            }),
            ("geometric_mean_ratio", &mut || {
                black_box(
                    GeometricMeanRatio::of_columns(black_box(&b), black_box(&v))
                        .expect("good rows"),
                );
            }),
        ],
    );
    let exact = exact_geometric(&b, &v);
    let error = |found: f64| ((found - exact) / exact).abs();
    let ours = GeometricMeanRatio::of_columns(&b, &v).expect("good rows").value();
    println!(
        "relative error: floor {:.1e}, ours {:.1e}",
        error(floor_geometric(&b, &v)),
        error(ours)
    );
}

fn columns(criterion: &mut Criterion) {
    compare(criterion, 10_000_000);
    compare(criterion, 10_000);
}

criterion_group! {
    name = benches;
    config = common::criterion();
    targets = columns
}
criterion_main!(benches);
