//! Panels of the quadrature: what one of some length does, and whether its error is within the accuracy.
//!
//! In a panel the inhibition is taken at four Gauss-Legendre nodes, which makes it a sum of Legendre polynomials up to the
//! third. The integral of each with the exponential weight of a stage is exact, a modified spherical Bessel function, so
//! that a panel may be far longer than a half-life of the protein. How large the polynomials are that are left out shows
//! at the ends of the panel, where inhibition is known too.

use crate::kinetics::chain::passed;
use crate::kinetics::decay::{decay, decay_in_place, each, gap};
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

/// The polynomials at the end of a panel from the values at the first two nodes: for the sum of those at a node and at its
/// mirror image, and for the difference. At the start the differences have the other sign.
const EVEN: [f64; 2] = [LEGENDRE[0][0] + LEGENDRE[2][0], LEGENDRE[0][1] + LEGENDRE[2][1]];
const ODD: [f64; 2] = [LEGENDRE[1][3] + LEGENDRE[3][3], LEGENDRE[1][2] + LEGENDRE[3][2]];

/// What a panel of one length does.
#[derive(Clone, Copy)]
pub(super) struct Panel<const N: usize> {
    /// What one milligram in each term adds to the level at each node, and what it is in each term at the end.
    pub(super) levels: [AtNodes; N],
    pub(super) passed: Square<N>,
    /// What inhibition at each node does to messenger RNA and to protein by the end.
    pub(super) to_mrna: AtNodes,
    pub(super) to_protein: AtNodes,
    /// What is left at the end of messenger RNA and protein, and what the former does to the latter.
    pub(super) mrna: f64,
    pub(super) coupling: f64,
    pub(super) protein: f64,
    /// What one unit of the fourth polynomial in the inhibition, and one unit all the time, does to the protein.
    fourth: f64,
    all: f64,
}

/// How inhibition in a panel departs from the polynomials up to the third.
///
/// At an end every polynomial is 1 or -1, so what is missed there is the size of the first that is left out, the fourth,
/// which meets its own moment. Sizes fall as a geometric series or faster. So those from the eighth on, which the nodes
/// take for a constant, are at most as large as the square of the fourth over the range of the inhibition.
pub(super) struct Departure {
    missed: f64,
    range: f64,
}

/// What one milligram a day that enters from the start of a panel adds to the level at each node, and what of it is in
/// each term at the end.
pub(super) fn infused<const N: usize>(driver: &Response, days: f64) -> (AtNodes, [f64; N]) {
    let levels = each(&NODES, |share| driver.level(&driver.filled(share * days)));
    let mut end = [0.0; N];
    end.copy_from_slice(&driver.filled(days)[..N]);
    (levels, end)
}

impl<const N: usize> Panel<N> {
    pub(super) fn new(driver: &Response, turnover: &Turnover, days: f64) -> Self {
        let mut panel = Self {
            levels: [[0.0; 4]; N],
            passed: [[0.0; N]; N],
            to_mrna: [0.0; 4],
            to_protein: [0.0; 4],
            mrna: 0.0,
            coupling: 0.0,
            protein: 0.0,
            fourth: 0.0,
            all: 0.0,
        };
        if driver.chained {
            panel.follow_chain(driver, days);
        } else {
            panel.follow_sum(driver, days);
        }
        panel.follow_stages(turnover, days);
        panel
    }

    fn follow_sum(&mut self, driver: &Response, days: f64) {
        let (rates, weights) = driver.first::<N>();
        let mut left = [[0.0; 4]; N];
        for (left, rate) in left.iter_mut().zip(rates) {
            *left = each(&NODES, |node| rate * days * node);
        }
        decay_in_place(left.as_flattened_mut());
        for (term, (left, weight)) in left.iter().zip(weights).enumerate() {
            self.levels[term] = each(left, |left| weight * left);
            // The last node is as far before the end as the first is after the start.
            self.passed[term][term] = left[0] * left[3];
        }
    }

    fn follow_chain(&mut self, driver: &Response, days: f64) {
        let (rates, weights) = driver.first::<N>();
        for (node, share) in NODES.iter().enumerate() {
            let passed = passed(&rates, driver.terms, share * days, 0.0);
            for (levels, row) in self.levels.iter_mut().zip(&passed) {
                levels[node] = row.iter().zip(&weights).map(|(left, weight)| left * weight).sum();
            }
        }
        self.passed = passed(&rates, driver.terms, days, 0.0);
    }

    /// How inhibition at the nodes and at both ends departs from the polynomials.
    #[inline]
    pub(super) fn departure(ends: [f64; 2], inhibited: &AtNodes) -> Departure {
        let [first, second, third, fourth] = inhibited;
        let even = EVEN[0] * (fourth + first) + EVEN[1] * (third + second);
        let odd = ODD[0] * (fourth - first) + ODD[1] * (third - second);
        let [start, end] = [(ends[0] - (even - odd)).abs(), (ends[1] - (even + odd)).abs()];
        let missed = if start > end { start } else { end };
        Departure { missed, range: (ends[1] - ends[0]).abs() + missed }
    }

    /// Whether the error of the protein by the end is within an accuracy.
    #[inline]
    pub(super) fn is_within(&self, accuracy: f64, of: &Departure) -> bool {
        let Departure { missed, range } = of;
        missed * self.fourth <= accuracy && missed * missed * self.all <= accuracy * range
    }

    fn follow_stages(&mut self, turnover: &Turnover, days: f64) {
        let mrna = turnover.mrna.unwrap_or(0.0) * days;
        let protein = turnover.protein * days;
        let [half_mrna, half_protein] = decay([mrna / 2.0, protein / 2.0]);
        self.protein = half_protein * half_protein;
        self.all = 1.0 - self.protein;
        let of_protein = moments(protein, half_protein);
        if turnover.mrna.is_none() {
            self.to_protein = at_nodes(&of_protein, protein);
            self.fourth = protein * of_protein[4];
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
            self.coupling = rate * gap(mrna / days, rate, days);
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
        self.fourth = (mrna * of_both[4]).abs().max(of_mrna[4].abs()) * protein;
    }
}

/// Weights of the nodes for the integral with these moments: of the even polynomials the same on both sides of the
/// middle, and of the odd ones with the other sign.
#[inline]
fn at_nodes(moments: &[f64; 5], by: f64) -> AtNodes {
    let [constant, line, square, cube] = &LEGENDRE;
    let mut weights = [0.0; 4];
    for node in 0..2 {
        let even = by * (moments[0] * constant[node] + moments[2] * square[node]);
        let odd = by * (moments[1] * line[node] + moments[3] * cube[node]);
        weights[node] = even + odd;
        weights[3 - node] = even - odd;
    }
    weights
}

/// The scalar product, in two sums side by side.
#[inline]
pub(super) fn dot(one: &AtNodes, other: &AtNodes) -> f64 {
    (one[0] * other[0] + one[2] * other[2]) + (one[1] * other[1] + one[3] * other[3])
}

/// The means over a panel of the first five Legendre polynomials with the weight `e^(-passed)` from what has passed until
/// the end, a number of e-folds at the start; `half` is the weight in the middle.
#[inline]
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
