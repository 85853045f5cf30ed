//! Panels of the quadrature: what one of some length does, and how far off it is at most.
//!
//! In a panel the inhibition is taken at four Gauss-Legendre nodes, which are a sum of Legendre polynomials up to the
//! third. The integral of each with the exponential weight of a stage is exact, a modified spherical Bessel function, so
//! that a panel may be far longer than a half-life of the protein. What is left out begins with the fourth polynomial.
//! What the third adds is larger as a rule, and is the estimate of the error.

use crate::kinetics::chain::passed;
use crate::kinetics::decay::{decay, each, gap};
use crate::kinetics::modes::Square;
use crate::kinetics::response::Response;
use crate::kinetics::turnover::Turnover;

/// The nodes of a panel, as shares of its length (Gauss-Legendre with four nodes), and their weights.
const NODES: AtNodes = [
    0.069_431_844_202_973_71,
    0.330_009_478_207_571_87,
    1.0 - 0.330_009_478_207_571_87,
    1.0 - 0.069_431_844_202_973_71,
];
const WEIGHTS: AtNodes = [
    0.173_927_422_568_726_93,
    0.326_072_577_431_273_07,
    0.326_072_577_431_273_07,
    0.173_927_422_568_726_93,
];

/// A number at each node.
pub(super) type AtNodes = [f64; 4];

/// By Legendre polynomial, what the value at each node adds to its coefficient.
const LEGENDRE: [AtNodes; 4] = {
    let mut table = [[0.0; 4]; 4];
    let mut node = 0;
    while node < 4 {
        let (x, weight) = (2.0 * NODES[node] - 1.0, WEIGHTS[node]);
        table[0][node] = weight;
        table[1][node] = 3.0 * weight * x;
        table[2][node] = 5.0 * weight * (1.5 * x * x - 0.5);
        table[3][node] = 7.0 * weight * (2.5 * x * x - 1.5) * x;
        node += 1;
    }
    table
};

/// What a panel of one length does.
#[derive(Clone, Copy)]
pub(super) struct Panel<const N: usize> {
    pub(super) days: f64,
    /// What one milligram in each term adds to the level at each node, and what it is in each term at the end.
    pub(super) levels: [AtNodes; N],
    pub(super) passed: Square<N>,
    /// The same of one milligram a day that enters from the start of the panel.
    pub(super) infused_levels: AtNodes,
    pub(super) infused: [f64; N],
    /// What inhibition at each node does to messenger RNA and to protein by the end.
    pub(super) to_mrna: AtNodes,
    pub(super) to_protein: AtNodes,
    /// What is left at the end of messenger RNA and protein, and what the former does to the latter.
    pub(super) mrna: f64,
    pub(super) coupling: f64,
    pub(super) protein: f64,
    /// What inhibition at each node says of the error of the protein.
    pub(super) error: AtNodes,
}

impl<const N: usize> Panel<N> {
    pub(super) fn new(driver: &Response, turnover: &Turnover, days: f64, infuses: bool) -> Self {
        let mut panel = Self {
            days,
            levels: [[0.0; 4]; N],
            passed: [[0.0; N]; N],
            infused_levels: [0.0; 4],
            infused: [0.0; N],
            to_mrna: [0.0; 4],
            to_protein: [0.0; 4],
            mrna: 0.0,
            coupling: 0.0,
            protein: 0.0,
            error: [0.0; 4],
        };
        if driver.chained {
            panel.follow_chain(driver);
        } else {
            panel.follow_sum(driver);
        }
        if infuses {
            panel.follow_infusion(driver);
        }
        panel.follow_stages(turnover);
        panel
    }

    fn follow_sum(&mut self, driver: &Response) {
        let (rates, weights) = driver.first::<N>();
        for (term, (rate, weight)) in rates.into_iter().zip(weights).enumerate() {
            let [first, second, end, _] =
                decay([NODES[0], NODES[1], 1.0, 0.0].map(|node| rate * self.days * node));
            // The other nodes are as far before the end as these are after the start.
            let before_end = |start: f64| if start > 0.0 { end / start } else { 0.0 };
            let left = [first, second, before_end(second), before_end(first)];
            self.levels[term] = each(&left, |left| weight * left);
            self.passed[term][term] = end;
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

    fn follow_infusion(&mut self, driver: &Response) {
        for (level, share) in self.infused_levels.iter_mut().zip(NODES) {
            *level = driver.level(&driver.filled(share * self.days));
        }
        self.infused.copy_from_slice(&driver.filled(self.days)[..N]);
    }

    fn follow_stages(&mut self, turnover: &Turnover) {
        let mrna = turnover.mrna.unwrap_or(0.0) * self.days;
        let protein = turnover.protein * self.days;
        let [half_mrna, half_protein] = decay([mrna / 2.0, protein / 2.0]);
        self.protein = half_protein * half_protein;
        let of_protein = moments(protein, half_protein);
        if turnover.mrna.is_none() {
            self.to_protein = at_nodes(&of_protein, protein);
            self.error = each(&LEGENDRE[3], |part| part * protein * of_protein[3]);
            return;
        }
        self.mrna = half_mrna * half_mrna;
        let of_mrna = moments(mrna, half_mrna);
        let apart = protein - mrna;
        // Through both stages: the difference of their moments over that of their rates.
        let mut of_both = [0.0; 5];
        if apart.abs() > 1e-3 {
            let by = 1.0 / apart;
            self.coupling = protein * (self.mrna - self.protein) * by;
            for (both, (one, other)) in of_both.iter_mut().zip(of_mrna.iter().zip(&of_protein)) {
                *both = (one - other) * by;
            }
        } else {
            // Where the rates meet, that has no digits left, and is the mean slope of the moments between them.
            let rate = turnover.protein;
            self.coupling = rate * gap(mrna / self.days, rate, self.days);
            for node in [0.211_324_865_405_187_1, 0.788_675_134_594_812_9] {
                let between = mrna + node * apart;
                let [half] = decay([between / 2.0]);
                let slopes = slopes(&moments(between, half));
                of_both.iter_mut().zip(slopes).for_each(|(both, slope)| *both += 0.5 * slope);
            }
        }
        self.to_mrna = at_nodes(&of_mrna, mrna);
        self.to_protein = at_nodes(&of_both, mrna * protein);
        // What is wrong in messenger RNA will be in protein.
        let error = (mrna * of_both[3]).abs().max(of_mrna[3].abs()) * protein;
        self.error = each(&LEGENDRE[3], |part| part * error);
    }
}

/// Weights of the nodes for the integral with these moments.
fn at_nodes(moments: &[f64; 5], by: f64) -> AtNodes {
    let mut weights = [0.0; 4];
    for (polynomial, moment) in LEGENDRE.iter().zip(moments) {
        for (weight, part) in weights.iter_mut().zip(polynomial) {
            *weight += by * moment * part;
        }
    }
    weights
}

/// The means over a panel of the first five Legendre polynomials with the weight `e^(-passed)` from what has passed until
/// the end, a number of e-folds at the start; `half` is the weight in the middle.
fn moments(folds: f64, half: f64) -> [f64; 5] {
    if folds > 0.25 {
        let (end, by) = (half * half, 1.0 / folds);
        let mut moments = [(1.0 - end) * by, 0.0, 0.0, 0.0, 0.0];
        moments[1] = (1.0 + end - 2.0 * moments[0]) * by;
        let mut odd = 3.0;
        for order in 1..4 {
            moments[order + 1] = moments[order - 1] - 2.0 * odd * by * moments[order];
            odd += 2.0;
        }
        return moments;
    }
    // Where that would lose digits, the modified spherical Bessel functions by their powers.
    let x = 0.5 * folds;
    let square = 0.5 * x * x;
    let mut series = [1.0; 5];
    for reciprocals in POWERS.iter().rev() {
        for (series, reciprocal) in series.iter_mut().zip(reciprocals) {
            *series = 1.0 + square * reciprocal * *series;
        }
    }
    let mut leading = half;
    for (moment, odd) in series.iter_mut().zip([1.0 / 3.0, 1.0 / 5.0, 1.0 / 7.0, 1.0 / 9.0, 0.0]) {
        *moment *= leading;
        leading *= x * odd;
    }
    series
}

/// By power of the series and order of the function, one over what divides it.
const POWERS: [[f64; 5]; 4] = {
    let mut table = [[0.0; 5]; 4];
    let mut power = 0;
    let mut factor = 1.0;
    while power < 4 {
        let mut odd = 2.0 * factor + 1.0;
        let mut order = 0;
        while order < 5 {
            table[power][order] = 1.0 / (factor * odd);
            odd += 2.0;
            order += 1;
        }
        factor += 1.0;
        power += 1;
    }
    table
};

/// By how much the moments fall with the number of e-folds.
fn slopes(moments: &[f64; 5]) -> [f64; 5] {
    let mut slopes = [0.0; 5];
    let mut order = 0.0;
    for place in 0..4 {
        let before = if place > 0 { moments[place - 1] } else { 0.0 };
        let mean = ((order + 1.0) * moments[place + 1] + order * before) / (2.0 * order + 1.0);
        slopes[place] = 0.5 * (moments[place] - mean);
        order += 1.0;
    }
    slopes
}
