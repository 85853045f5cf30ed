//! The response to one unit at once: a sum of exponentials, or a chain of stages.

use crate::kinetics::chain::{Paths, filled, passed};
use crate::kinetics::decay::{decay, each, inflow};
use crate::kinetics::modes::{MAX_COMPARTMENTS, Square};

/// How much is in each term.
pub(crate) type State = [f64; MAX_COMPARTMENTS];

/// The rates and weights of a response to one unit, the fastest first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Response {
    pub(crate) terms: usize,
    /// Per day.
    pub(crate) rates: [f64; MAX_COMPARTMENTS],
    pub(crate) weights: [f64; MAX_COMPARTMENTS],
    /// Whether each term is a stage that empties into the next.
    pub(crate) chained: bool,
}

impl Response {
    /// A sum of exponentials.
    pub(crate) fn sum(terms: &[(f64, f64)]) -> Self {
        let mut sorted = [(0.0, 0.0); MAX_COMPARTMENTS];
        let sorted = &mut sorted[..terms.len()];
        sorted.copy_from_slice(terms);
        sorted.sort_unstable_by(|(one, _), (other, _)| other.total_cmp(one));
        let mut response = Self {
            terms: sorted.len(),
            rates: [0.0; MAX_COMPARTMENTS],
            weights: [0.0; MAX_COMPARTMENTS],
            chained: false,
        };
        for (term, (rate, weight)) in sorted.iter().enumerate() {
            response.rates[term] = *rate;
            response.weights[term] = *weight;
        }
        response
    }

    /// A chain of stages in the order in which drug passes through them.
    pub(crate) fn chain(stages: &[(f64, f64)]) -> Self {
        let places = Places::of(stages.iter().map(|(rate, _)| *rate));
        let mut paths = Paths::among(places.rates());
        let mut path = Vec::with_capacity(stages.len());
        let mut flow = 1.0;
        for (stage, (rate, weight)) in stages.iter().enumerate() {
            path.push(places.place[stage]);
            path.sort_unstable();
            paths.add(&path, flow * weight);
            flow *= rate;
        }
        Self::along(&places, &paths)
    }

    /// Returns this response behind a first stage, which drug enters and which empties at this rate.
    pub(crate) fn behind(&self, rate: f64) -> Self {
        let own = &self.rates[..self.terms];
        let places = Places::of(own.iter().copied().chain([rate]));
        let mut paths = Paths::among(places.rates());
        let mut flow = rate;
        for (term, (own, weight)) in own.iter().zip(&self.weights).enumerate() {
            let first = if self.chained { 0 } else { term };
            let before = (first..=term).chain([self.terms]);
            let mut path: Vec<usize> = before.map(|term| places.place[term]).collect();
            path.sort_unstable();
            paths.add(&path, flow * weight);
            if self.chained {
                flow *= own;
            }
        }
        Self::along(&places, &paths)
    }

    pub(crate) fn along(places: &Places, paths: &Paths) -> Self {
        Self { terms: places.number, rates: places.sorted, weights: paths.weights(), chained: true }
    }

    /// The first so many rates and weights; those beyond the terms are 0.
    pub(crate) fn first<const N: usize>(&self) -> ([f64; N], [f64; N]) {
        let (mut rates, mut weights) = ([0.0; N], [0.0; N]);
        rates.copy_from_slice(&self.rates[..N]);
        weights.copy_from_slice(&self.weights[..N]);
        (rates, weights)
    }

    /// A part of a milligram that is given at once, by term.
    pub(crate) fn entry(&self) -> State {
        let mut entry = [0.0; MAX_COMPARTMENTS];
        let entered = if self.chained { 1.min(self.terms) } else { self.terms };
        entry[..entered].fill(1.0);
        entry
    }

    /// What one milligram in each term becomes after some days, times `e^(slower days)`.
    pub(crate) fn passed(&self, days: f64, slower: f64) -> Square<MAX_COMPARTMENTS> {
        if self.chained {
            return passed(&self.rates, self.terms, days, slower);
        }
        let mut passed = [[0.0; MAX_COMPARTMENTS]; MAX_COMPARTMENTS];
        for (term, rate) in self.rates[..self.terms].iter().enumerate() {
            [passed[term][term]] = decay([(rate - slower) * days]);
        }
        passed
    }

    /// What is in each term after some days in which one milligram a day was given.
    pub(crate) fn filled(&self, days: f64) -> State {
        if self.chained {
            return filled(&self.rates, self.terms, days);
        }
        let mut filled = each(&self.rates, |rate| inflow(rate, days));
        filled[self.terms..].fill(0.0);
        filled
    }

    /// The level at which the terms hold these amounts.
    pub(crate) fn level(&self, state: &State) -> f64 {
        self.weights.iter().zip(state).map(|(weight, amount)| weight * amount).sum()
    }

    /// A level below zero, if the response ever has one.
    pub(crate) fn below_zero(&self) -> Option<f64> {
        if self.weights[..self.terms].iter().all(|weight| *weight >= 0.0) {
            return None;
        }
        let chain = if self.chained { *self } else { self.as_chain() };
        let mut decided = *self;
        // In the end the last stage decides, or the one before it where nothing of it is left in the level.
        while decided.share(LAST_DAY) == 0.0 {
            decided = Self { terms: decided.terms - 1, ..chain };
            if decided.terms == 0 {
                return None;
            }
        }
        let (rates, stages) = (&chain.rates[..decided.terms], &chain.weights[..decided.terms]);
        let turns = turning_points(rates, stages);
        let halved = |day| core::iter::successors(Some(day), |day| Some(day / 2.0)).take(110);
        // Where rates are nearly equal, rounding hides turning points, and what is between them lasts long.
        let mut days = turns.into_iter().chain([0.0]).chain(halved(LAST_DAY));
        let day = days.find(|day| decided.share(*day) < 0.0)?;
        // By then it may have come near zero again, and somewhere before it is lower.
        let level = |day| self.level(&apply(&self.passed(day, 0.0), &self.entry()));
        halved(day).map(level).reduce(f64::min)
    }

    /// The level after some days as a share of what its terms add, from -1 to 1. A part in 10^12 is rounding, and 0.
    fn share(&self, days: f64) -> f64 {
        // Relative to the slowest term, of which something is left on the last day.
        let state = apply(&self.passed(days, self.rates[self.terms - 1]), &self.entry());
        let parts = self.weights.iter().zip(&state).map(|(weight, amount)| (weight * amount).abs());
        let share = self.level(&state) / parts.sum::<f64>();
        if share.abs() > 1e-12 { share } else { 0.0 }
    }

    /// A sum of exponentials as a chain.
    fn as_chain(&self) -> Self {
        let mut paths = Paths::among(&self.rates[..self.terms]);
        for (term, weight) in self.weights[..self.terms].iter().enumerate() {
            paths.add(&[term], *weight);
        }
        Self { weights: paths.weights(), chained: true, ..*self }
    }

    pub(crate) fn scaled(mut self, scale: f64) -> Self {
        self.weights.iter_mut().for_each(|weight| *weight *= scale);
        self
    }
}

/// What each term turns into by such a matrix of rows for what is now and columns for what will be.
pub(crate) fn apply<const N: usize>(passed: &Square<N>, state: &[f64; N]) -> [f64; N] {
    let mut next = [0.0; N];
    for (row, amount) in passed.iter().zip(state) {
        for (next, cell) in next.iter_mut().zip(row) {
            *next += amount * cell;
        }
    }
    next
}

/// The last day of the clock.
const LAST_DAY: f64 = 1.3e16;

/// The days at which the response of a chain, over the decay of its fastest stage, may turn: what is behind the
/// fastest stage is zero there (Rolle).
fn turning_points(rates: &[f64], weights: &[f64]) -> Vec<f64> {
    match rates.split_first() {
        Some((_, [_, ..])) => zeros(&rates[1..], &weights[1..]),
        _ => Vec::new(),
    }
}

/// The days at which the response of a chain is zero, one between any two turning points of unlike sign.
fn zeros(rates: &[f64], weights: &[f64]) -> Vec<f64> {
    let Some(slowest) = rates.last() else {
        return Vec::new();
    };
    let mut chain = Response::sum(&[]);
    chain.terms = rates.len();
    chain.chained = true;
    chain.rates[..rates.len()].copy_from_slice(rates);
    chain.weights[..rates.len()].copy_from_slice(weights);
    let negative = |days: f64| {
        chain.level(&apply(&chain.passed(days, *slowest), &chain.entry())).is_sign_negative()
    };
    let mut turns = turning_points(rates, weights);
    turns.push(LAST_DAY);
    let mut zeros = Vec::new();
    let mut begin = 0.0;
    for end in turns {
        if negative(begin) != negative(end) {
            zeros.push(between(begin, end, |days| negative(days) == negative(end)));
        }
        begin = end;
    }
    zeros
}

/// The first number between two from 0 on at which something holds, if it does from there to the second.
fn between(begin: f64, end: f64, holds: impl Fn(f64) -> bool) -> f64 {
    // The bits of numbers from 0 on are in their order.
    let (mut low, mut high) = (begin.to_bits(), end.to_bits());
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(f64::from_bits(middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    f64::from_bits(high)
}

/// Rates, and where each is among all of them when the fastest is the first.
pub(crate) struct Places {
    number: usize,
    sorted: [f64; MAX_COMPARTMENTS],
    pub(crate) place: [usize; MAX_COMPARTMENTS],
}

impl Places {
    /// Of at most so many rates as a model has compartments.
    pub(crate) fn of(rates: impl Iterator<Item = f64>) -> Self {
        let mut order: Vec<(usize, f64)> = rates.enumerate().collect();
        order.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let mut places = Self {
            number: order.len(),
            sorted: [0.0; MAX_COMPARTMENTS],
            place: [0; MAX_COMPARTMENTS],
        };
        for (place, (own, rate)) in order.into_iter().enumerate() {
            places.sorted[place] = rate;
            places.place[own] = place;
        }
        places
    }

    pub(crate) fn rates(&self) -> &[f64] {
        &self.sorted[..self.number]
    }
}
