//! Chains of stages: each stage empties into the next at its own rate.
//!
//! The amount that passes through a chain is a divided difference of the exponential over the rates of its stages, which
//! is never negative. It is computed as a difference if two rates are far apart, and by a series of positive terms if
//! they are close or equal. Both keep full precision, and equal rates are not a special case.
//!
//! A response along several paths is written as one chain through all of their stages, in order of their rates (the
//! Newton form of an interpolation; Putzer, Am Math Mon 1966;73:2). If the fastest stage is first, every step to that
//! form adds numbers of the same sign.

use crate::kinetics::decay::{decay, each};
use crate::kinetics::modes::{MAX_COMPARTMENTS, Square};

/// What one milligram in each stage becomes: in row `i` and column `k`, how much of what is in stage `i` now is in
/// stage `k` after some days, times `e^(slower days)`. Rates fall along the chain.
pub(crate) fn passed<const N: usize>(
    rates: &[f64; N],
    stages: usize,
    days: f64,
    slower: f64,
) -> Square<N> {
    let mut passed = differences(&each(rates, |rate| rate - slower)[..stages], days);
    for (first, row) in passed.iter_mut().enumerate().take(stages) {
        let mut flow = 1.0;
        for (rate, cell) in rates.iter().zip(row).skip(first) {
            *cell *= flow;
            flow *= rate;
        }
    }
    passed
}

/// How much is in each stage after some days in which one milligram a day has entered the first.
pub(crate) fn filled<const N: usize>(rates: &[f64; N], stages: usize, days: f64) -> [f64; N] {
    let mut filled = [0.0; N];
    let mut flow = 1.0;
    for stage in 0..stages {
        // What has entered is a stage of its own that nothing leaves.
        let mut with_dose = [0.0; MAX_COMPARTMENTS + 1];
        with_dose[..=stage].copy_from_slice(&rates[..=stage]);
        let all: Square<{ MAX_COMPARTMENTS + 1 }> = differences(&with_dose[..stage + 2], days);
        filled[stage] = flow * all[0][stage + 1];
        flow *= rates[stage];
    }
    filled
}

/// The divided differences of `e^(-rate days)` over all neighbours among some falling rates, in row and column of the
/// first and the last of them.
fn differences<const N: usize>(rates: &[f64], days: f64) -> Square<N> {
    /// Rates that differ by more than this over the time have a difference with all of its digits.
    const APART: f64 = 4.0;
    let mut table = [[0.0; N]; N];
    for last in 0..rates.len() {
        [table[last][last]] = decay([rates[last] * days]);
        for first in (0..last).rev() {
            let apart = rates[first] - rates[last];
            table[first][last] = if apart * days > APART {
                (table[first + 1][last] - table[first][last - 1]) / apart
            } else {
                series(&rates[first..=last], days)
            };
        }
    }
    table
}

/// The divided difference over rates that are near, by powers of what each of them is slower than the fastest.
fn series(rates: &[f64], days: f64) -> f64 {
    let fastest = rates[0];
    // By how many of the rates have taken part, the sum of all products of so many factors, over a factorial.
    let mut products = [0.0; MAX_COMPARTMENTS + 1];
    let products = &mut products[..rates.len()];
    let mut factor = 1.0;
    let mut order = 0.0;
    for _ in 1..rates.len() {
        order += 1.0;
        factor *= days / order;
    }
    products.fill(1.0);
    let mut sum = 1.0;
    loop {
        order += 1.0;
        let mut product = 0.0;
        for (own, rate) in products.iter_mut().zip(rates) {
            product += (fastest - rate) * days / order * *own;
            *own = product;
        }
        sum += product;
        // Less than half of the last digit of any number from 1 on.
        if product <= 1e-16 {
            let [left] = decay([fastest * days]);
            return factor * left * sum;
        }
    }
}

/// Paths through stages, added up to one chain.
pub(crate) struct Paths {
    stages: usize,
    /// Per day, falling.
    rates: [f64; MAX_COMPARTMENTS],
    coefficients: [f64; MAX_COMPARTMENTS],
}

impl Paths {
    /// No path yet among stages of these falling rates.
    pub(crate) fn among(rates: &[f64]) -> Self {
        let mut all = [0.0; MAX_COMPARTMENTS];
        all[..rates.len()].copy_from_slice(rates);
        Self { stages: rates.len(), rates: all, coefficients: [0.0; MAX_COMPARTMENTS] }
    }

    /// Adds a path through some of the stages, by their rising places, whose flows and last weight multiply to this.
    pub(crate) fn add(&mut self, path: &[usize], weight: f64) {
        // The divided difference over the first stages of the path of a product of one factor a stage of the chain.
        let mut of_first = [0.0; MAX_COMPARTMENTS];
        let of_first = &mut of_first[..path.len()];
        of_first[0] = weight;
        for (rate, coefficient) in self.rates[..self.stages].iter().zip(&mut self.coefficients) {
            *coefficient += of_first[path.len() - 1];
            let mut shorter = 0.0;
            for (place, value) in path.iter().zip(&mut *of_first) {
                let longer = (rate - self.rates[*place]) * *value + shorter;
                shorter = core::mem::replace(value, longer);
            }
        }
    }

    /// Says that the response begins as that power of time: the first so many stages have no weight, only rounding.
    pub(crate) fn begin_with(&mut self, power: usize) {
        self.coefficients[..power].fill(0.0);
    }

    /// The weight of each stage: the response to one milligram in it.
    pub(crate) fn weights(&self) -> [f64; MAX_COMPARTMENTS] {
        let mut weights = self.coefficients;
        let mut flow = 1.0;
        for (weight, rate) in weights.iter_mut().zip(&self.rates) {
            // Behind a stage that nothing leaves there is nothing.
            *weight = if *weight == 0.0 { 0.0 } else { *weight / flow };
            flow *= rate;
        }
        weights
    }
}
