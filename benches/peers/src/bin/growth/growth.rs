//! One kind of work at rising sizes.

use std::hint::black_box;

use aso_regimen_peers::clock::{median, repeats, seconds_of_all_threads};
use aso_regimen_peers::table::{RUNS, Runs, count, three};

use crate::MEMORY;

/// One kind of work, measured at rising sizes.
#[derive(Clone)]
pub struct Growth {
    /// The part of the picture it belongs to.
    pub part: &'static str,
    pub name: &'static str,
    /// What is counted.
    pub item: &'static str,
    pub points: Vec<Point>,
}

/// The cost of one size.
#[derive(Clone)]
pub struct Point {
    pub size: usize,
    /// By run.
    runs: Vec<f64>,
    /// The most bytes that were in use at once, beyond those in use before.
    pub bytes: usize,
}

impl Growth {
    /// Measures a work at every size.
    pub fn of<A>(
        part: &'static str,
        name: &'static str,
        item: &'static str,
        sizes: &[usize],
        mut run: impl FnMut(usize) -> A,
    ) -> Self {
        let memory =
            |size: &usize| Point { size: *size, runs: Vec::new(), bytes: peak(|| run(*size)) };
        let mut points: Vec<Point> = sizes.iter().map(memory).collect();
        for _ in 0..RUNS {
            for point in &mut points {
                let size = point.size;
                point.runs.push(seconds(|| run(size)) / count(size) * 1e9);
            }
        }
        Self { part, name, item, points }
    }

    /// The time per item at the largest size by that at another, in each run.
    pub fn since(&self, size: usize) -> Runs {
        let at = self.points.iter().find(|point| point.size == size).expect("one of the sizes");
        let last = self.points.last().expect("at least one size");
        Runs::new(|run| last.runs[run] / at.runs[run])
    }

    /// The head of a table of rows with these sizes.
    pub fn print_head(sizes: &[usize]) {
        let names: Vec<String> = sizes.iter().map(|size| spaced(*size)).collect();
        println!("| ns per item | of | {} | peak memory |", names.join(" | "));
        println!("|---|---|{}---:|", "---:|".repeat(sizes.len()));
    }

    /// One row: the time per item at each size, and the memory at the largest.
    pub fn print(&self, sizes: &[usize]) {
        let at = |size: &usize| self.points.iter().find(|point| point.size == *size);
        let time = |size| at(size).map_or(String::new(), |point| three(point.ns_per_item()));
        let times: Vec<String> = sizes.iter().map(time).collect();
        let largest = self.points.last().expect("at least one size");
        println!(
            "| {}: {} | {} | {} | {} |",
            self.part,
            self.name,
            self.item,
            times.join(" | "),
            bytes(largest.bytes)
        );
    }
}

impl Point {
    pub fn ns_per_item(&self) -> f64 {
        median(self.runs.clone())
    }
}

/// The most bytes that are in use at once, beyond those in use before.
fn peak<A>(run: impl FnOnce() -> A) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    black_box(run());
    MEMORY.peak_usage() - before
}

/// Seconds a time: the median of three rounds of two milliseconds or longer.
fn seconds<A>(mut run: impl FnMut() -> A) -> f64 {
    let mut clock = |times| {
        seconds_of_all_threads(times, || {
            black_box(run());
        })
    };
    let times = repeats(&mut clock);
    median([(); 3].map(|()| clock(times) / count(times)).to_vec())
}

/// 1 000 000.
fn spaced(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

fn bytes(bytes: usize) -> String {
    match bytes {
        0 => "none".to_owned(),
        1..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} kB", three(count(bytes) / 1e3)),
        _ => format!("{} MB", three(count(bytes) / 1e6)),
    }
}
