//! Changes from baseline in whole columns: ten million rows, and ten thousand that stay in cache.

use std::hint::black_box;

use aso_regimen::measure::change::{GeometricMeanRatio, MeanPercentChange, percent_into, percents};
use aso_regimen_peers::problem::columns;
use aso_regimen_peers::python::Worker;
use aso_regimen_peers::table::{Task, count};

const INTO: &str = "ours, `percent_into`, every row checked";
const PLAIN: &str = "by hand, a plain loop, nothing checked";
const GEOMETRIC: &str = "ours, `geometric_mean_ratio`, every row checked";
const LOGARITHMS: &str = "by hand, logarithms summed, nothing checked";

pub fn print(worker: Option<&Worker>) {
    compare(
        worker,
        10_000_000,
        5,
        [
            "Percent change, 10 000 000 rows",
            "Mean percent change, 10 000 000 rows",
            "Geometric mean ratio, 10 000 000 rows",
        ],
    );
    compare(
        worker,
        10_000,
        15,
        [
            "Percent change, 10 000 rows",
            "Mean percent change, 10 000 rows",
            "Geometric mean ratio, 10 000 rows",
        ],
    );
}

fn compare(worker: Option<&Worker>, rows: usize, rounds: usize, titles: [&'static str; 3]) {
    let (b, v) = columns(rows);
    if let Some(worker) = worker {
        worker.load("columns", [&b, &v]);
    }
    column(worker, [&b, &v], rounds, titles[0]);
    mean(worker, [&b, &v], rounds, titles[1]);
    geometric(worker, [&b, &v], rounds, titles[2]);
}

fn column(worker: Option<&Worker>, [b, v]: [&[f64]; 2], rounds: usize, title: &'static str) {
    let mut expected = vec![0.0; v.len()];
    plain(b, v, &mut expected);
    let (mut warm, mut other) = (vec![0.0; v.len()], vec![0.0; v.len()]);
    let mut task = Task::new(title, v.len(), "row", expected);
    let ours = |out: &mut [f64]| percent_into(black_box(b), black_box(v), out).expect("good rows");
    let mut answer = vec![0.0; v.len()];
    ours(&mut answer);
    task.row(INTO, 1e-15, || ours(&mut warm), |()| answer);
    let fresh = || percents(black_box(b), black_box(v)).expect("good rows");
    task.row("ours, `percents`, a new column", 1e-15, fresh, |column| column);
    let mut answer = vec![0.0; v.len()];
    plain(b, v, &mut answer);
    task.row(PLAIN, 1e-15, || plain(black_box(b), black_box(v), &mut other), |()| answer);
    task.python("numpy, `out=`", 1e-14, worker, "percent_numpy_out");
    task.python("numpy, an expression", 1e-14, worker, "percent_numpy");
    task.python("pandas", 1e-14, worker, "percent_pandas");
    task.python("polars, an expression", 1e-14, worker, "percent_polars");
    task.at_most(INTO, PLAIN, 1.05);
    task.print(rounds);
}

fn plain(baselines: &[f64], values: &[f64], out: &mut [f64]) {
    for ((&b, &v), out) in baselines.iter().zip(values).zip(out) {
        *out = 100.0 * (v - b) / b.abs();
    }
}

fn mean(worker: Option<&Worker>, [b, v]: [&[f64]; 2], rounds: usize, title: &'static str) {
    let exact = exact_mean(b.iter().zip(v).map(|(b, v)| 100.0 * (v - b) / b.abs()));
    let mut task = Task::new(title, v.len(), "row", vec![exact]);
    let ours = || MeanPercentChange::of_columns(black_box(b), black_box(v)).expect("good rows");
    task.row("ours, `mean_percent`, every row checked", 1e-14, ours, |mean| vec![mean.percent()]);
    let serial = || {
        let (b, v) = (black_box(b), black_box(v));
        let sum: f64 = b.iter().zip(v).map(|(b, v)| 100.0 * (v - b) / b.abs()).sum();
        sum / count(v.len())
    };
    task.row("by hand, a plain sum, nothing checked", 1e-11, serial, |mean| vec![mean]);
    task.python("numpy", 1e-12, worker, "mean_numpy");
    task.python("pandas", 1e-12, worker, "mean_pandas");
    task.python("polars, an expression", 1e-12, worker, "mean_polars");
    task.print(rounds);
}

fn geometric(worker: Option<&Worker>, [b, v]: [&[f64]; 2], rounds: usize, title: &'static str) {
    let exact = exact_mean(b.iter().zip(v).map(|(b, v)| (v / b).ln())).exp();
    let mut task = Task::new(title, v.len(), "row", vec![exact]);
    let ours = || GeometricMeanRatio::of_columns(black_box(b), black_box(v)).expect("good rows");
    task.row(GEOMETRIC, 1e-14, ours, |mean| vec![mean.value()]);
    let serial = || {
        let (b, v) = (black_box(b), black_box(v));
        let sum: f64 = b.iter().zip(v).map(|(b, v)| (v / b).ln()).sum();
        (sum / count(v.len())).exp()
    };
    task.row(LOGARITHMS, 1e-11, serial, |mean| vec![mean]);
    task.python("numpy", 1e-12, worker, "geometric_numpy");
    task.python("SciPy, `gmean`", 1e-12, worker, "geometric_scipy");
    task.python("pandas", 1e-12, worker, "geometric_pandas");
    task.python("polars, an expression", 1e-12, worker, "geometric_polars");
    task.at_most(GEOMETRIC, LOGARITHMS, 0.25);
    task.print(rounds);
}

/// A mean whose sum is compensated (Neumaier), so that its own error is far below what is measured.
fn exact_mean(numbers: impl ExactSizeIterator<Item = f64>) -> f64 {
    let rows = count(numbers.len());
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for number in numbers {
        let next = sum + number;
        lost +=
            if sum.abs() >= number.abs() { (sum - next) + number } else { (number - next) + sum };
        sum = next;
    }
    (sum + lost) / rows
}
