//! Panels of the exponential Gauss-Legendre quadrature: how long they are, and what one of some length does.

use crate::kinetics::decay::{decay_in_place, each, gap, inflow};
use crate::kinetics::turnover::Turnover;

/// The first three nodes of a panel, as shares of its length (Gauss-Legendre with six nodes), and its end. The
/// other nodes are as far before the end as these are after the start.
const NODES: [f64; 4] =
    [0.033_765_242_898_423_99, 0.169_395_306_766_867_74, 0.380_690_406_958_401_55, 1.0];

/// The weights of the six nodes, which sum to 1.
const WEIGHTS: [f64; 6] = [
    0.085_662_246_189_585_17,
    0.180_380_786_524_069_3,
    0.233_956_967_286_345_52,
    0.233_956_967_286_345_52,
    0.180_380_786_524_069_3,
    0.085_662_246_189_585_17,
];

/// The first panel after a change of input, in units of the fastest rate times the Hill exponent. Where the level
/// falls, an inhibition that saturates has poles at a distance of pi over their product from the real axis,
/// whatever the dose.
const FIRST: f64 = 1.0;
/// The longest panel, in units of the fastest rate of turnover.
const LONGEST: f64 = 4.0;

/// What a panel of one length does.
#[derive(Clone, Copy)]
pub(super) struct Panel<const N: usize> {
    pub(super) days: f64,
    /// What is left of each term at each node, times its weight in the response, and at the end.
    pub(super) left: [[f64; 6]; N],
    pub(super) terms: [f64; N],
    /// What inhibition at each node does to messenger RNA and to protein by the end.
    pub(super) to_mrna: [f64; 6],
    pub(super) to_protein: [f64; 6],
    /// What is left at the end of messenger RNA and protein, and what the former does to the latter.
    pub(super) mrna: f64,
    pub(super) coupling: f64,
    pub(super) protein: f64,
}

/// Lengths of panels for the fastest rate of the inhibition and of the turnover, each so many times the one before.
pub(super) fn ladder(inhibition: f64, turnover: f64, growth: f64) -> Vec<f64> {
    let longest = LONGEST / turnover;
    let base = if inhibition > 0.0 { (FIRST / inhibition).min(longest) } else { longest };
    core::iter::successors(Some(base), |rung| Some(rung * growth))
        .take_while(|rung| *rung < longest)
        .chain([longest])
        .collect()
}

/// Values at the six nodes, and at the end.
type AtNodes = ([f64; 6], f64);

/// What is left at every node of what decays to these shares at the first three and at the end.
#[inline]
fn mirrored([first, second, third, end]: [f64; 4]) -> AtNodes {
    let before_end = |start: f64| if start > 0.0 { end / start } else { 0.0 };
    let nodes = [first, second, third, before_end(third), before_end(second), before_end(first)];
    (nodes, end)
}

impl<const N: usize> Panel<N> {
    pub(super) fn new(
        rates: &[f64; N],
        weights: &[f64; N],
        turnover: &Turnover,
        days: f64,
    ) -> Self {
        let exponents = |rate: f64| each(&NODES, |node| rate * days * node);
        let mut response = [[0.0; 4]; N];
        for (response, rate) in response.iter_mut().zip(rates) {
            *response = exponents(*rate);
        }
        decay_in_place(response.as_flattened_mut());
        let mrna_rate = turnover.mrna.unwrap_or(0.0);
        let mut stages = [exponents(mrna_rate), exponents(turnover.protein)];
        decay_in_place(stages.as_flattened_mut());
        let (mrna, protein) = (mirrored(stages[0]), mirrored(stages[1]));

        let mut panel = Self {
            days,
            left: [[0.0; 6]; N],
            terms: [0.0; N],
            to_mrna: [0.0; 6],
            to_protein: [0.0; 6],
            mrna: 0.0,
            coupling: 0.0,
            protein: protein.1,
        };
        for (mode, (decayed, weight)) in response.into_iter().zip(weights).enumerate() {
            let (nodes, end) = mirrored(decayed);
            panel.left[mode] = each(&nodes, |left| weight * left);
            panel.terms[mode] = end;
        }
        if turnover.mrna.is_some() {
            let between = between(mrna_rate, turnover.protein, days, &mrna, &protein);
            panel.mrna = mrna.1;
            panel.coupling = turnover.protein * between.1;
            panel.to_mrna = to_end(&mrna.0, mrna_rate * days);
            panel.to_protein = to_end(&between.0, mrna_rate * turnover.protein * days);
        } else {
            panel.to_protein = to_end(&protein.0, turnover.protein * days);
        }
        panel
    }
}

/// Values at the nodes, as seen from the end, times the weights of the nodes.
fn to_end(values: &[f64; 6], by: f64) -> [f64; 6] {
    core::array::from_fn(|node| values[5 - node] * (WEIGHTS[node] * by))
}

/// What passes through both stages, at every node: the difference of their decays over that of their rates.
fn between(
    mrna: f64,
    protein: f64,
    days: f64,
    mrna_left: &AtNodes,
    protein_left: &AtNodes,
) -> AtNodes {
    let apart = protein - mrna;
    if (apart * days).abs() > 1e-4 {
        let by = 1.0 / apart;
        let nodes = core::array::from_fn(|node| (mrna_left.0[node] - protein_left.0[node]) * by);
        (nodes, (mrna_left.1 - protein_left.1) * by)
    } else {
        // Where the rates meet, the difference has no digits left.
        let nodes = core::array::from_fn(|node| gap(mrna, protein, days * place(node)));
        (nodes, gap(mrna, protein, days))
    }
}

/// A node as a share of the length of its panel.
fn place(node: usize) -> f64 {
    if node < 3 { NODES[node] } else { 1.0 - NODES[5 - node] }
}

/// The response at every node to one milligram a day since the start of a panel, and what that has become of each
/// term at the end.
pub(super) fn infusion<const N: usize>(
    rates: &[f64; N],
    weights: &[f64; N],
    days: f64,
) -> ([f64; 6], [f64; N]) {
    let mut response = [0.0; 6];
    for (rate, weight) in rates.iter().zip(weights) {
        for (node, response) in response.iter_mut().enumerate() {
            *response += weight * inflow(*rate, days * place(node));
        }
    }
    (response, each(rates, |rate| inflow(rate, days)))
}
