//! Rows that take turns, round by round, once all of them have given the same answer.

use std::fmt;
use std::hint::black_box;

use crate::clock::{self, median};
use crate::python::Worker;

/// How often a table is measured. A bar is judged on the median run, because another program on the machine can move
/// a single one.
pub const RUNS: usize = 5;

/// One task that several candidates do. The first row is what the others are compared with.
pub struct Task<'a> {
    title: &'static str,
    /// What the time is divided by, and what it is.
    items: usize,
    item: &'static str,
    expected: Vec<f64>,
    /// Whether the time of all threads counts, and not that of this thread.
    all_threads: bool,
    rows: Vec<Row<'a>>,
    bars: Vec<Bar>,
}

struct Row<'a> {
    name: &'static str,
    /// The largest relative error against what is expected.
    error: f64,
    items: usize,
    repeats: usize,
    /// Seconds of processor time for so many runs.
    seconds: Box<dyn FnMut(usize) -> f64 + 'a>,
    /// Seconds an item, by run and round.
    times: [Vec<f64>; RUNS],
}

/// What one row is to be.
struct Bar {
    ours: &'static str,
    claim: Claim,
}

/// Compared with a row, at no larger error.
enum Claim {
    /// At least so many times faster.
    Faster(&'static str, f64),
    /// At most so many times as long.
    AtMost(&'static str, f64),
    /// At most so many nanoseconds an item.
    Within(f64),
}

/// A figure of each run, in ascending order.
pub struct Runs([f64; RUNS]);

impl Runs {
    pub fn new(of_run: impl FnMut(usize) -> f64) -> Self {
        let mut figures = std::array::from_fn(of_run);
        figures.sort_by(f64::total_cmp);
        Self(figures)
    }

    /// The median, as it is printed: what is printed is what is judged.
    pub fn median(&self) -> f64 {
        three(self.0[RUNS / 2]).parse().expect("a number")
    }
}

/// The median, the least and the greatest.
impl fmt::Display for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [least, median, greatest] = [0, RUNS / 2, RUNS - 1].map(|run| three(self.0[run]));
        write!(f, "{median} ({least} to {greatest})")
    }
}

/// "Held" or "Not held".
pub fn verdict(held: bool) -> &'static str {
    if held { "Held" } else { "**Not held**" }
}

impl<'a> Task<'a> {
    pub fn new(title: &'static str, items: usize, item: &'static str, expected: Vec<f64>) -> Self {
        Self {
            title,
            items,
            item,
            expected,
            all_threads: false,
            rows: Vec::new(),
            bars: Vec::new(),
        }
    }

    /// The same, where candidates have threads of their own.
    #[must_use]
    pub fn on_all_threads(self) -> Self {
        Self { all_threads: true, ..self }
    }

    /// A candidate in this process: what it does, and how its result is read.
    ///
    /// The answer may differ from the expected one by a relative error of `within`.
    pub fn row<A>(
        &mut self,
        name: &'static str,
        within: f64,
        mut run: impl FnMut() -> A + 'a,
        answer: impl FnOnce(A) -> Vec<f64>,
    ) {
        let error = self.check(name, within, &answer(run()));
        let all_threads = self.all_threads;
        let mut once = move || {
            black_box(run());
        };
        let seconds = move |repeats| {
            if all_threads {
                clock::seconds_of_all_threads(repeats, &mut once)
            } else {
                clock::seconds(repeats, &mut once)
            }
        };
        self.push(name, error, self.items, seconds);
    }

    /// A candidate in the Python process, if there is one.
    pub fn python(
        &mut self,
        name: &'static str,
        within: f64,
        worker: Option<&'a Worker>,
        entry: &'static str,
    ) {
        self.python_for(self.items, name, within, worker, entry);
    }

    /// The same, where the candidate is too slow for more than some of the items.
    pub fn python_for(
        &mut self,
        items: usize,
        name: &'static str,
        within: f64,
        worker: Option<&'a Worker>,
        entry: &'static str,
    ) {
        let Some(worker) = worker else { return };
        let error = self.check(name, within, &worker.answer(entry));
        self.push(name, error, items, move |repeats| worker.seconds(entry, repeats));
    }

    /// One row is to be at least so many times faster than another, at no larger error.
    pub fn faster(&mut self, ours: &'static str, row: &'static str, times: f64) {
        self.bars.push(Bar { ours, claim: Claim::Faster(row, times) });
    }

    /// One row is to take at most so many times as long as another, at no larger error.
    pub fn at_most(&mut self, ours: &'static str, row: &'static str, times: f64) {
        self.bars.push(Bar { ours, claim: Claim::AtMost(row, times) });
    }

    /// One row is to take at most so many nanoseconds an item.
    pub fn within(&mut self, ours: &'static str, nanoseconds: f64) {
        self.bars.push(Bar { ours, claim: Claim::Within(nanoseconds) });
    }

    fn push(
        &mut self,
        name: &'static str,
        error: f64,
        items: usize,
        seconds: impl FnMut(usize) -> f64 + 'a,
    ) {
        let mut seconds = Box::new(seconds);
        let repeats = clock::repeats(&mut seconds);
        self.rows.push(Row { name, error, items, repeats, seconds, times: Default::default() });
    }

    fn check(&self, name: &str, within: f64, answer: &[f64]) -> f64 {
        assert_eq!(answer.len(), self.expected.len(), "{name} of {}", self.title);
        let error = largest_error(answer, &self.expected);
        assert!(error <= within, "{name} of {}: off by {error:e}", self.title);
        error
    }

    /// Times the rows in turn, so many rounds in each run, and prints them as a table.
    pub fn print(mut self, rounds: usize) {
        for run in 0..RUNS {
            for _ in 0..rounds {
                for row in &mut self.rows {
                    let time = (row.seconds)(row.repeats) / count(row.repeats * row.items);
                    row.times[run].push(time);
                }
            }
        }
        println!("\n### {}\n", self.title);
        println!("| | ns per {} | ratio | largest relative error |", self.item);
        println!("|---|---:|---:|---:|");
        for row in &self.rows {
            let each = median(row.times.concat()) * 1e9;
            println!(
                "| {} | {} | {} | {} |",
                row.name,
                three(each),
                three(ratios(row, &self.rows[0]).median()),
                error(row.error)
            );
        }
        for bar in &self.bars {
            self.print_bar(bar);
        }
    }

    fn print_bar(&self, bar: &Bar) {
        let row = |name| self.rows.iter().find(|row| row.name == name).expect("a row");
        let ours = row(bar.ours);
        let (wanted, peer, runs, held) = match bar.claim {
            Claim::Faster(peer, least) => {
                let runs = ratios(row(peer), ours);
                let held = runs.median() >= least;
                (format!("is at least {least} times faster than"), Some(peer), runs, held)
            }
            Claim::AtMost(peer, most) => {
                let runs = ratios(ours, row(peer));
                let held = runs.median() <= most;
                (format!("takes at most {most} times as long as"), Some(peer), runs, held)
            }
            Claim::Within(most) => {
                let runs = Runs::new(|run| median(ours.times[run].clone()) * 1e9);
                let held = runs.median() <= most;
                (format!("takes at most {most} ns per {}", self.item), None, runs, held)
            }
        };
        let Some(peer) = peer.map(row) else {
            println!("\nBar: `{}` {wanted}. {}: {runs} ns.", bar.ours, verdict(held));
            return;
        };
        println!(
            "\nBar: `{}` {wanted} `{}`, at no larger error. {}: {runs} times, error {} against {}.",
            bar.ours,
            peer.name,
            verdict(held && ours.error <= peer.error),
            error(ours.error),
            error(peer.error),
        );
    }
}

/// In each run, the median over its rounds of one time by another.
fn ratios(row: &Row, to: &Row) -> Runs {
    Runs::new(|run| median(row.times[run].iter().zip(&to.times[run]).map(|(a, b)| a / b).collect()))
}

/// The largest error relative to what is expected; where that is 0, the error itself.
pub fn largest_error(answer: &[f64], expected: &[f64]) -> f64 {
    answer
        .iter()
        .zip(expected)
        .map(|(answer, expected)| {
            let scale = if *expected == 0.0 { 1.0 } else { expected.abs() };
            let error = (answer - expected).abs() / scale;
            // `max` would pass over NaN.
            if error.is_nan() { f64::INFINITY } else { error }
        })
        .fold(0.0, f64::max)
}

/// Three digits.
pub fn three(value: f64) -> String {
    let decimals = (2.0 - value.abs().log10().floor()).clamp(0.0, 4.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 4")]
    let decimals = decimals as usize;
    format!("{value:.decimals$}")
}

fn error(error: f64) -> String {
    if error == 0.0 { "none".to_owned() } else { format!("{error:.0e}") }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn count(count: usize) -> f64 {
    count as f64
}
