//! One subject's messenger RNA and protein on the way through a design, by exponential Gauss-Legendre quadrature.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::kinetics::decay::decay;
use crate::kinetics::design::{Design, Happening};
use crate::kinetics::disposition::{Disposition, inflow};
use crate::kinetics::turnover::{Inhibition, Turnover, gap};

/// Nodes of a panel, as shares of its length (Gauss-Legendre with six nodes), and its end.
const NODES: [f64; 8] = [
    0.033_765_242_898_423_99,
    0.169_395_306_766_867_74,
    0.380_690_406_958_401_55,
    0.619_309_593_041_598_5,
    0.830_604_693_233_132_3,
    0.966_234_757_101_576,
    1.0,
    0.0,
];

/// The weights of the six nodes, which sum to 1.
const WEIGHTS: [f64; 6] = [
    0.085_662_246_189_585_17,
    0.180_380_786_524_069_3,
    0.233_956_967_286_345_52,
    0.233_956_967_286_345_52,
    0.180_380_786_524_069_3,
    0.085_662_246_189_585_17,
];

/// Where the end of the panel stands among the nodes.
const END: usize = 6;

/// The first panel after a change of input, in units of the fastest rate times the Hill exponent. An
/// inhibition that saturates has poles at a distance of pi over their product from the real axis, whatever the
/// dose.
const FIRST: f64 = 1.0;
/// By how much of itself, over the Hill exponent, a panel may be longer than the one before.
const GROWTH: f64 = 0.5;
/// The longest panel, in units of the fastest rate of turnover.
const LONGEST: f64 = 4.0;

/// One subject on the way through a design.
pub(crate) struct Run<'m, const N: usize> {
    turnover: &'m Turnover,
    inhibition: &'m Inhibition,
    rates: [f64; N],
    weights: [f64; N],
    infuses: bool,
    /// Lengths of panels that grow from the shortest to the longest, in days, and by how much of itself.
    ladder: Vec<f64>,
    growth: f64,
    /// Panels by length: equal ones share their exponentials.
    panels: Vec<Panel<N>>,
    places: HashMap<u64, usize, BuildHasherDefault<Mixer>>,
    state: State<N>,
}

#[derive(Clone, Copy)]
struct State<const N: usize> {
    /// What is left of all doses, by term of the response.
    terms: [f64; N],
    /// Milligrams that enter in a day.
    infused: f64,
    /// By how much messenger RNA and protein are below baseline, as shares of it.
    mrna: f64,
    protein: f64,
}

/// What a panel of one length does.
#[derive(Clone, Copy)]
struct Panel<const N: usize> {
    /// What is left of each term at each node, times its weight in the response.
    left: [[f64; 6]; N],
    /// The response at each node to one milligram a day since the start of the panel.
    infused: [f64; 6],
    /// What is left of each term at the end, and what one milligram a day has become there.
    terms: [f64; N],
    inflows: [f64; N],
    /// What inhibition at each node does to messenger RNA and to protein by the end.
    to_mrna: [f64; 6],
    to_protein: [f64; 6],
    /// What is left at the end of messenger RNA and protein, and what the former does to the latter.
    mrna: f64,
    coupling: f64,
    protein: f64,
}

impl<'m, const N: usize> Run<'m, N> {
    pub(crate) fn new(
        turnover: &'m Turnover,
        driver: &Disposition,
        inhibition: &'m Inhibition,
        infuses: bool,
    ) -> Self {
        let (rates, weights) = driver.first::<N>();
        let steepness = inhibition.exponent().max(1.0);
        Self {
            turnover,
            inhibition,
            rates,
            weights,
            infuses,
            growth: GROWTH / steepness,
            ladder: ladder(
                rates[0] * steepness,
                turnover.mrna.unwrap_or(0.0).max(turnover.protein),
                1.0 + GROWTH / steepness,
            ),
            panels: Vec::with_capacity(64),
            places: HashMap::with_capacity_and_hasher(96, BuildHasherDefault::default()),
            state: State {
                terms: [0.0; N],
                infused: 0.0,
                mrna: 0.0,
                protein: 0.0,
            },
        }
    }

    /// Writes the level of the protein at every sample, as a share of baseline.
    pub(crate) fn through(mut self, design: &Design, out: &mut [f64]) {
        // Days since time 0, and since the input changed.
        let (mut now, mut since) = (0.0, 0.0);
        for event in design.events() {
            let gap = design.steps()[event.step];
            self.pass(since, gap);
            now += gap;
            since += gap;
            match event.what {
                Happening::Sample(number) => {
                    // Quadrature may leave 1e-10 more than all of it.
                    let left = (1.0 - self.state.protein).max(0.0);
                    out[number] = left * self.turnover.untreated(now);
                }
                Happening::Bolus(_, mg) => {
                    self.state.terms = self.state.terms.map(|term| term + mg);
                    since = 0.0;
                }
                Happening::Infusion(_, mg_per_day) => {
                    self.state.infused = mg_per_day;
                    since = 0.0;
                }
            }
        }
    }

    /// Lets a gap pass that begins so long after the last change of input, panel by panel.
    fn pass(&mut self, mut since: f64, gap: f64) {
        let mut left = gap;
        while left > 0.0 {
            // A little more, for the rungs that are met exactly.
            let longest = (self.ladder[0] + self.growth * since) * (1.0 + 1e-9);
            let rung = self.ladder.partition_point(|rung| *rung <= longest).max(1);
            let days = self.ladder[rung - 1].min(left);
            let panel = self.panel(days);
            self.cross(panel);
            since += days;
            left -= days;
        }
    }

    /// The panel of a length, made when it is first met.
    #[inline]
    fn panel(&mut self, days: f64) -> usize {
        *self.places.entry(days.to_bits()).or_insert_with(|| {
            self.panels.push(Panel::new(
                &self.rates,
                &self.weights,
                self.turnover,
                self.infuses,
                days,
            ));
            self.panels.len() - 1
        })
    }

    /// Crosses one panel.
    #[inline]
    fn cross(&mut self, panel: usize) {
        let panel = &self.panels[panel];
        let State {
            terms,
            infused,
            mrna,
            protein,
        } = &mut self.state;
        let mut levels = [0.0; 6];
        for (term, left) in terms.iter_mut().zip(&panel.left) {
            for (level, left) in levels.iter_mut().zip(left) {
                *level += *term * left;
            }
        }
        for (term, left) in terms.iter_mut().zip(&panel.terms) {
            *term *= left;
        }
        if *infused > 0.0 {
            for (level, inflow) in levels.iter_mut().zip(&panel.infused) {
                *level += *infused * inflow;
            }
            for (term, inflow) in terms.iter_mut().zip(&panel.inflows) {
                *term += *infused * inflow;
            }
        }
        // Terms of opposite sign may leave a remainder below zero just after a dose.
        let inhibited = self.inhibition.at_all(levels.map(|level| level.max(0.0)));
        *protein = *protein * panel.protein
            + *mrna * panel.coupling
            + pairwise(&panel.to_protein, &inhibited);
        *mrna = *mrna * panel.mrna + pairwise(&panel.to_mrna, &inhibited);
    }
}

/// The scalar product, in two sums side by side.
#[inline]
fn pairwise(one: &[f64; 6], other: &[f64; 6]) -> f64 {
    let sums: [f64; 2] = core::array::from_fn(|i| {
        one[i] * other[i] + one[i + 2] * other[i + 2] + one[i + 4] * other[i + 4]
    });
    sums[0] + sums[1]
}

/// Lengths of panels for the fastest rate of the inhibition and of the turnover, each so many times the one before.
fn ladder(inhibition: f64, turnover: f64, growth: f64) -> Vec<f64> {
    let longest = LONGEST / turnover;
    let mut rung = if inhibition > 0.0 {
        (FIRST / inhibition).min(longest)
    } else {
        longest
    };
    let mut ladder = Vec::new();
    while rung < longest {
        ladder.push(rung);
        rung *= growth;
    }
    ladder.push(longest);
    ladder
}

impl<const N: usize> Panel<N> {
    fn new(
        rates: &[f64; N],
        weights: &[f64; N],
        turnover: &Turnover,
        infuses: bool,
        days: f64,
    ) -> Self {
        let at_nodes = |rate: f64| decay(NODES.map(|node| rate * days * node));
        let mut panel = Self {
            left: [[0.0; 6]; N],
            infused: [0.0; 6],
            terms: [0.0; N],
            inflows: [0.0; N],
            to_mrna: [0.0; 6],
            to_protein: [0.0; 6],
            mrna: 0.0,
            coupling: 0.0,
            protein: 0.0,
        };
        for (mode, (rate, weight)) in rates.iter().zip(weights).enumerate() {
            let left = at_nodes(*rate);
            panel.left[mode] = core::array::from_fn(|node| weight * left[node]);
            panel.terms[mode] = left[END];
            if infuses {
                for (response, node) in panel.infused.iter_mut().zip(NODES) {
                    *response += weight * inflow(*rate, days * node);
                }
                panel.inflows[mode] = inflow(*rate, days);
            }
        }
        // The nodes are symmetric: as long as the first is after the start, so long is the last before the end.
        let to_end = |weighed: [f64; 6]| core::array::from_fn(|node| weighed[5 - node]);
        let protein = at_nodes(turnover.protein);
        panel.protein = protein[END];
        if let Some(rate) = turnover.mrna {
            let mrna = at_nodes(rate);
            let between = between(rate, turnover.protein, days, &mrna, &protein);
            panel.mrna = mrna[END];
            panel.coupling = turnover.protein * between[END];
            panel.to_mrna = to_end(weigh(&mrna, rate * days));
            panel.to_protein = to_end(weigh(&between, rate * turnover.protein * days));
        } else {
            panel.to_protein = to_end(weigh(&protein, turnover.protein * days));
        }
        panel
    }
}

/// Values at the nodes times the weights of the nodes.
fn weigh(values: &[f64; 8], by: f64) -> [f64; 6] {
    core::array::from_fn(|node| values[node] * WEIGHTS[node] * by)
}

/// What passes through both stages, at every node: the difference of their decays over that of their rates.
fn between(
    mrna: f64,
    protein: f64,
    days: f64,
    mrna_left: &[f64; 8],
    protein_left: &[f64; 8],
) -> [f64; 8] {
    let apart = protein - mrna;
    if (apart * days).abs() > 1e-4 {
        core::array::from_fn(|node| (mrna_left[node] - protein_left[node]) / apart)
    } else {
        // Where the rates meet, the difference has no digits left.
        NODES.map(|node| gap(mrna, protein, node * days))
    }
}

/// A hash of one number: lengths of panels are few, and nobody chooses them to collide.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // Fibonacci hashing, with the well-mixed high bits brought down to where the table looks.
        self.0 = (self.0 ^ number)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(26);
    }
}
