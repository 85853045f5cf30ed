//! Panels of the quadrature: what happens in one of some length.
//!
//! In a panel the inhibition is a polynomial of degree five through its values at six Gauss-Legendre nodes. What a power
//! of time does to a stage that is lost at a constant rate is exact, so that a panel may be far longer than a half-life
//! of the protein, and the level is known at any time within it.

use crate::kinetics::chain::passed;
use crate::kinetics::decay::{decay, decay_in_place, each};
use crate::kinetics::modes::Square;
use crate::kinetics::response::Response;
use crate::kinetics::turnover::Turnover;

/// A number for each node of a panel, or for each power of time from 0 to 5.
pub(super) type Six = [f64; 6];

/// The nodes of a panel as shares of its length (Gauss-Legendre with six nodes).
pub(super) const NODES: Six = [
    0.033_765_242_898_423_99,
    0.169_395_306_766_867_74,
    0.380_690_406_958_401_55,
    1.0 - 0.380_690_406_958_401_55,
    1.0 - 0.169_395_306_766_867_74,
    1.0 - 0.033_765_242_898_423_99,
];

/// By node, the coefficients of the polynomial that is 1 there and 0 at the other nodes (Lagrange).
const LAGRANGE: [Six; 6] = {
    let mut table = [[0.0; 6]; 6];
    let mut node = 0;
    while node < 6 {
        table[node][0] = 1.0;
        let mut other = 0;
        while other < 6 {
            if other != node {
                let apart = NODES[node] - NODES[other];
                let mut power = 5;
                while power > 0 {
                    table[node][power] =
                        (table[node][power - 1] - NODES[other] * table[node][power]) / apart;
                    power -= 1;
                }
                table[node][0] *= -NODES[other] / apart;
            }
            other += 1;
        }
        node += 1;
    }
    table
};

/// The coefficients of the polynomial with these values at the nodes.
#[inline]
pub(super) fn polynomial(values: &Six) -> Six {
    let mut coefficients = [0.0; 6];
    for (value, row) in values.iter().zip(&LAGRANGE) {
        for (coefficient, cell) in coefficients.iter_mut().zip(row) {
            *coefficient += value * cell;
        }
    }
    coefficients
}

/// The protein as a weighted sum of `S` stages, each of which follows the inhibition at a rate of its own.
///
/// Behind a messenger RNA that is lost at the rate m, a protein that is lost at the rate p is below baseline by
/// `(p M - m P) / (p - m)`, with M and P what follows the inhibition at these rates. Where the two rates meet, this is
/// interpolated between pairs of rates that are a little apart: it depends on the square of half their difference.
#[derive(Clone, Copy)]
pub(super) struct Stages<const S: usize> {
    /// Per day.
    pub(super) rates: [f64; S],
    pub(super) weights: [f64; S],
}

/// Half the differences of the pairs between which rates that meet are interpolated, as shares of their mean.
const APART: [f64; 2] = [7e-4, 1.4e-3];

/// How many stages a turnover has.
pub(super) fn stages(turnover: &Turnover) -> usize {
    match turnover.mrna {
        None => 1,
        Some(mrna) if half_apart(mrna, turnover.protein).abs() < APART[0] => 4,
        Some(_) => 2,
    }
}

/// Half the difference of two rates as a share of their mean.
fn half_apart(one: f64, other: f64) -> f64 {
    (other - one) / (other + one)
}

impl<const S: usize> Stages<S> {
    pub(super) fn of(turnover: &Turnover) -> Self {
        let protein = turnover.protein;
        let mrna = turnover.mrna.unwrap_or(protein);
        let (mut rates, mut weights) = ([protein; S], [1.0; S]);
        if S == 2 {
            (rates[0], weights[0]) = (mrna, protein / (protein - mrna));
            weights[1] = -mrna / (protein - mrna);
        } else if S == 4 {
            let (mean, apart) = (0.5 * (mrna + protein), half_apart(mrna, protein));
            let [near, far] = APART.map(|apart| apart * apart);
            let of_far = (apart * apart - near) / (far - near);
            for (pair, (half, share)) in APART.iter().zip([1.0 - of_far, of_far]).enumerate() {
                rates[2 * pair] = mean * (1.0 - half);
                rates[2 * pair + 1] = mean * (1.0 + half);
                weights[2 * pair] = share * (1.0 + half) / (2.0 * half);
                weights[2 * pair + 1] = -share * (1.0 - half) / (2.0 * half);
            }
        }
        Self { rates, weights }
    }

    /// The protein where the stages are at these levels.
    #[inline]
    pub(super) fn protein(&self, levels: &[f64; S]) -> f64 {
        self.weights.iter().zip(levels).map(|(weight, level)| weight * level).sum()
    }
}

/// What is left of a stage in which so many e-folds pass, and what an inhibition that grows as a power of time, to 1 in
/// the end, does to it.
///
/// The latter is `folds` times the integral of `e^(-folds (1 - t)) t^power` from 0 to 1. By parts it is 1 less `power /
/// folds` times that of the power before: upwards where that loses no digits that matter, and otherwise downwards.
#[inline]
pub(super) fn follow(folds: f64) -> (f64, Six) {
    let mut taken = [0.0; 6];
    if folds > 0.25 {
        let [left] = decay([folds]);
        let by = 1.0 / folds;
        let (mut before, mut power) = (1.0 - left, 0.0);
        for taken in &mut taken {
            *taken = before;
            power += 1.0;
            before = 1.0 - power * by * before;
        }
        return (left, taken);
    }
    // What is wrong in the twelfth is 10^-14 in the fifth.
    let mut next = 0.0;
    for power in (0..13).rev() {
        next = (1.0 - next) * (folds * RECIPROCALS[power]);
        if power < 6 {
            taken[power] = next;
        }
    }
    (1.0 - taken[0], taken)
}

/// One over each number from 1 on.
const RECIPROCALS: [f64; 13] = {
    let mut reciprocals = [0.0; 13];
    let mut number = 0.0;
    let mut place = 0;
    while place < 13 {
        number += 1.0;
        reciprocals[place] = 1.0 / number;
        place += 1;
    }
    reciprocals
};

/// What a panel of one length does.
#[derive(Clone, Copy)]
pub(super) struct Panel<const N: usize, const S: usize> {
    pub(super) days: f64,
    /// What one milligram in each term adds to the level at each node, and what it is in each term at the end.
    pub(super) levels: [Six; N],
    pub(super) passed: Square<N>,
    /// What one milligram a day that enters adds to the level at each node, and what of it is in each term at the end.
    pub(super) infused: Six,
    pub(super) filled: [f64; N],
    /// What is left of each stage at the end, and what each power of time in the inhibition does to it.
    pub(super) left: [f64; S],
    pub(super) taken: [Six; S],
    /// How large the error of the protein is at most, for what the polynomial misses.
    pub(super) reach: f64,
}

impl<const N: usize, const S: usize> Panel<N, S> {
    pub(super) fn new(driver: &Response, infuses: bool, stages: &Stages<S>, days: f64) -> Self {
        let mut panel = Self {
            days,
            levels: [[0.0; 6]; N],
            passed: [[0.0; N]; N],
            infused: [0.0; 6],
            filled: [0.0; N],
            left: [0.0; S],
            taken: [[0.0; 6]; S],
            reach: 1.0,
        };
        if driver.chained {
            panel.follow_chain(driver);
        } else {
            panel.follow_sum(driver);
        }
        if infuses {
            panel.infused = each(&NODES, |share| driver.level(&driver.filled(share * days)));
            panel.filled.copy_from_slice(&driver.filled(days)[..N]);
        }
        for (stage, rate) in stages.rates.iter().enumerate() {
            let folds = rate * days;
            (panel.left[stage], panel.taken[stage]) = follow(folds);
            // Of a messenger RNA and a protein, two of two stages or of four.
            if stage < 2 && folds < 13.0 {
                panel.reach *= folds / 13.0;
            }
        }
        // What is left of a fast term when a long panel begins is gone before the second node, and nothing after it
        // cancels it: the slowest stage follows it for as long as it lasts.
        let slowest = stages.rates.iter().copied().fold(f64::INFINITY, f64::min);
        for rate in driver.rates.iter().take_while(|rate| **rate * days > 13.0) {
            panel.reach = panel.reach.max(slowest / rate).min(1.0);
        }
        panel
    }

    fn follow_sum(&mut self, driver: &Response) {
        let (rates, weights) = driver.first::<N>();
        let mut left = [[0.0; 6]; N];
        for (left, rate) in left.iter_mut().zip(rates) {
            *left = each(&NODES, |node| rate * self.days * node);
        }
        decay_in_place(left.as_flattened_mut());
        for (term, (left, weight)) in left.iter().zip(weights).enumerate() {
            self.levels[term] = each(left, |left| weight * left);
            // The last node is as far before the end as the first is after the start.
            self.passed[term][term] = left[0] * left[5];
        }
    }

    fn follow_chain(&mut self, driver: &Response) {
        let (rates, weights) = driver.first::<N>();
        for (node, share) in NODES.iter().enumerate() {
            let passed = passed(&rates, driver.terms, share * self.days, 0.0);
            for (levels, row) in self.levels.iter_mut().zip(&passed) {
                levels[node] = row.iter().zip(&weights).map(|(left, weight)| left * weight).sum();
            }
        }
        self.passed = passed(&rates, driver.terms, self.days, 0.0);
    }
}
