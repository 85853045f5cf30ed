//! What one dose does to one compartment: a sum of exponentials, and all that follows from it.

use crate::dosing::dose::Route;
use crate::kinetics::decay::{decay, decay_in_place, each, inflow};
use crate::kinetics::design::{Design, Happening};
use crate::kinetics::error::SimulationError;
use crate::kinetics::modes::{Terms, modes};
use crate::kinetics::parameter::{Litres, ParameterError, Quantity, Rate};
use crate::kinetics::time::Time;
use crate::quantity::Mass;

/// The largest number of compartments of a model.
pub const MAX_COMPARTMENTS: usize = 10;

/// How a compartment responds to one milligram at once: a sum of exponentials.
///
/// Every linear model whose flows go both ways has one for each pair of a route and a compartment
/// ([`Compartments::concentration`]). From it follow the response to any list of doses, steady state,
/// accumulation and half-lives, all in closed form.
///
/// ```
/// use aso_regimen::dosing::dose::Route;
/// use aso_regimen::kinetics::disposition::Disposition;
/// use aso_regimen::kinetics::parameter::{Litres, Rate};
/// use aso_regimen::kinetics::time::Time;
/// use aso_regimen::Mass;
///
/// // One compartment of 0.15 L that is half empty after 28 days.
/// let csf = Disposition::mammillary(Route::Intrathecal, Litres::new(0.15)?, Rate::of_half_life(28.0)?, &[])?;
/// let after_four_weeks = csf.after(Mass::mg(100), Time::weeks(4));
/// assert!((after_four_weeks / 333_333.333_333 - 1.0).abs() < 1e-11); // half of 100 mg in 0.15 L, in ng/mL
/// // Dosed once per half-life, the steady-state trough is twice the single-dose trough.
/// let trough = csf.at_steady_state(Mass::mg(100), Time::weeks(4), Time::weeks(4))?;
/// assert!((trough / after_four_weeks - 2.0).abs() < 1e-12);
/// assert_eq!(csf.doses_to(0.9, Time::weeks(4))?, 4); // 1/2, 3/4, 7/8, 15/16
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// [`Compartments::concentration`]: crate::kinetics::compartments::Compartments::concentration
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "crate::text::plain::Plain<DispositionForm>", into = "DispositionForm")
)]
#[doc(alias = "unit impulse response")]
#[doc(alias = "UIR")]
pub struct Disposition {
    route: Route,
    quantity: Quantity,
    modes: usize,
    /// Per day, falling; zero beyond the modes.
    rates: [f64; MAX_COMPARTMENTS],
    /// In the unit of the quantity for one milligram; zero beyond the modes.
    weights: [f64; MAX_COMPARTMENTS],
}

/// A response as it is written and read: each term is its rate and its weight.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(expecting = "a disposition: its terms and route", deny_unknown_fields)]
struct DispositionForm {
    route: Route,
    quantity: Quantity,
    terms: Vec<(Rate, f64)>,
}

#[cfg(feature = "serde")]
impl From<Disposition> for DispositionForm {
    fn from(disposition: Disposition) -> Self {
        let terms = disposition.terms().collect();
        Self { route: disposition.route, quantity: disposition.quantity, terms }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<crate::text::plain::Plain<DispositionForm>> for Disposition {
    type Error = ParameterError;

    fn try_from(
        crate::text::plain::Plain(form): crate::text::plain::Plain<DispositionForm>,
    ) -> Result<Self, ParameterError> {
        Self::of_terms(form.route, form.quantity, &form.terms)
    }
}

impl Disposition {
    /// A mammillary model: a central compartment of some volume, into which doses go and from which drug is
    /// eliminated, and up to nine others, each with the rate from the centre and the rate back. The
    /// response is the concentration in the centre.
    ///
    /// # Errors
    ///
    /// If there are more than nine peripheral compartments.
    pub fn mammillary(
        route: Route,
        volume: Litres,
        elimination: Rate,
        peripheral: &[(Rate, Rate)],
    ) -> Result<Self, ParameterError> {
        if peripheral.len() >= MAX_COMPARTMENTS {
            return Err(ParameterError {
                what: "a number of peripheral compartments",
                #[expect(clippy::cast_precision_loss, reason = "a number for an error message")]
                value: peripheral.len() as f64,
                range: "0 to 9",
            });
        }
        let scale = NG_PER_ML / volume.value();
        let of =
            |terms: &[(f64, f64)]| Self::from_modes(route, Quantity::Concentration, scale, terms);
        Ok(match peripheral {
            [(there, back)] if *there > Rate::ZERO && *back > Rate::ZERO => {
                of(&centre_of_two(elimination, *there, *back))
            }
            [] | [_] => of(centre::<2>(elimination, peripheral).as_slice()),
            [_, _] => of(centre::<3>(elimination, peripheral).as_slice()),
            _ => of(centre::<MAX_COMPARTMENTS>(elimination, peripheral).as_slice()),
        })
    }

    /// A published sum of exponentials: rates, and weights in the unit of the quantity for one milligram, at most ten.
    ///
    /// # Errors
    ///
    /// If there are more than ten terms, or a weight is not finite.
    pub fn of_terms(
        route: Route,
        quantity: Quantity,
        terms: &[(Rate, f64)],
    ) -> Result<Self, ParameterError> {
        let refused = |what, value| ParameterError {
            what,
            value,
            range: "at most ten terms with finite weights",
        };
        if let Some((_, weight)) = terms.iter().find(|(_, weight)| !weight.is_finite()) {
            return Err(refused("a weight", *weight));
        }
        if let Some((_, weight)) = terms.get(MAX_COMPARTMENTS) {
            return Err(refused("no further term", *weight));
        }
        let terms: Vec<(f64, f64)> =
            terms.iter().map(|(rate, weight)| (rate.as_per_day(), *weight)).collect();
        Ok(Self::from_modes(route, quantity, 1.0, &terms))
    }

    /// The sum of exponentials with these rates and weights for one milligram, scaled.
    pub(crate) fn from_modes(
        route: Route,
        quantity: Quantity,
        scale: f64,
        modes: &[(f64, f64)],
    ) -> Self {
        let mut sorted = [(0.0, 0.0); MAX_COMPARTMENTS];
        let sorted = &mut sorted[..modes.len()];
        sorted.copy_from_slice(modes);
        sorted.sort_unstable_by(|(one, _), (other, _)| other.total_cmp(one));
        let mut disposition = Self {
            route,
            quantity,
            modes: sorted.len(),
            rates: [0.0; MAX_COMPARTMENTS],
            weights: [0.0; MAX_COMPARTMENTS],
        };
        for (mode, (rate, weight)) in sorted.iter().enumerate() {
            disposition.rates[mode] = *rate;
            disposition.weights[mode] = weight * scale;
        }
        disposition
    }

    /// By which route the doses are given.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// What the response is, and in which unit.
    pub fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The terms of the sum, the fastest first: its rate, and its weight in the unit of the quantity for one
    /// milligram.
    pub fn terms(&self) -> impl ExactSizeIterator<Item = (Rate, f64)> + Clone + '_ {
        (0..self.modes).map(|mode| (Rate::unchecked(self.rates[mode]), self.weights[mode]))
    }

    /// The half-lives in days, the shortest first. A term that does not decay has none.
    pub fn half_lives(&self) -> impl Iterator<Item = f64> + Clone + '_ {
        self.terms().filter_map(|(rate, _)| rate.half_life())
    }

    /// The response so long after one dose.
    pub fn after(&self, dose: Mass, time: Time) -> f64 {
        let days = time.as_days();
        let decayed = decay(each(&self.rates, |rate| rate * days));
        (dose.as_mg() * dot(&self.weights, &decayed)).max(0.0)
    }

    /// The response so long after one of endlessly many doses, each an interval after the one before. A time
    /// beyond the interval is one after the last dose of all.
    ///
    /// # Errors
    ///
    /// If there is no interval between doses, or drug is never eliminated.
    #[doc(alias = "SS")]
    pub fn at_steady_state(
        &self,
        dose: Mass,
        interval: Time,
        after: Time,
    ) -> Result<f64, SimulationError> {
        if interval == Time::ZERO {
            return Err(SimulationError::NoInterval);
        }
        let mut sum = 0.0;
        for (rate, weight) in self.terms() {
            let [left] = decay([rate.as_per_day() * after.as_days()]);
            // The geometric series of what is left of all doses before.
            let lost = -libm::expm1(-rate.as_per_day() * interval.as_days());
            if lost == 0.0 {
                return Err(SimulationError::NoSteadyState);
            }
            sum += weight * left / lost;
        }
        Ok(dose.as_mg() * sum)
    }

    /// How many times the trough after the first dose the trough at steady state is.
    ///
    /// # Errors
    ///
    /// If [`Disposition::at_steady_state`] has no answer.
    #[doc(alias = "Rac")]
    pub fn accumulation(&self, interval: Time) -> Result<f64, SimulationError> {
        self.at_steady_state(Mass::mg(1), interval, interval)?;
        let days = interval.as_days();
        // Relative to the slowest term, so that nothing is lost where all of them have decayed.
        let slowest = self.terms().last().ok_or(SimulationError::NoSteadyState)?.0;
        let (mut steady, mut first) = (0.0, 0.0);
        for (rate, weight) in self.terms() {
            let [left] = decay([(rate.as_per_day() - slowest.as_per_day()) * days]);
            first += weight * left;
            steady += weight * left / -libm::expm1(-rate.as_per_day() * days);
        }
        Ok(steady / first)
    }

    /// After how many doses at an interval the trough has reached a share of the trough at steady state.
    ///
    /// # Errors
    ///
    /// If [`Disposition::at_steady_state`] has no answer, or the share is not above 0 and below 1.
    pub fn doses_to(&self, share: f64, interval: Time) -> Result<u64, SimulationError> {
        if !(share > 0.0 && share < 1.0) {
            return Err(SimulationError::Share(share));
        }
        let steady = self.at_steady_state(Mass::mg(1), interval, interval)?;
        let missing = |doses: u64| -> f64 {
            #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 doses nothing is missing")]
            let days = doses as f64 * interval.as_days();
            self.terms()
                .map(|(rate, weight)| {
                    let rate = rate.as_per_day();
                    let [left] = decay([rate * (days + interval.as_days())]);
                    weight * left / -libm::expm1(-rate * interval.as_days())
                })
                .sum()
        };
        let enough = |doses: u64| missing(doses) <= (1.0 - share) * steady;
        let mut above = 1_u64;
        while !enough(above) {
            // So slow that no number of doses gets there.
            above = above.checked_mul(2).ok_or(SimulationError::NoSteadyState)?;
        }
        let mut below = above / 2;
        while above - below > 1 {
            let middle = below + (above - below) / 2;
            if enough(middle) {
                above = middle;
            } else {
                below = middle;
            }
        }
        Ok(above)
    }

    /// The level that a constant rate of so much in a day leads to.
    ///
    /// # Errors
    ///
    /// If drug is never eliminated.
    #[doc(alias = "Css")]
    pub fn plateau(&self, a_day: Mass) -> Result<f64, SimulationError> {
        let mut sum = 0.0;
        for (rate, weight) in self.terms() {
            if rate == Rate::ZERO {
                return Err(SimulationError::NoSteadyState);
            }
            sum += weight / rate.as_per_day();
        }
        Ok(a_day.as_mg() * sum)
    }

    /// The response at every sample of a design, in the order of the samples.
    ///
    /// # Errors
    ///
    /// If a dose is given by another route.
    pub fn simulate(&self, design: &Design) -> Result<Vec<f64>, SimulationError> {
        let mut out = vec![0.0; design.samples()];
        self.simulate_into(design, &mut out)?;
        Ok(out)
    }

    /// The same into a place that the caller has.
    ///
    /// # Errors
    ///
    /// If a dose is given by another route, or there are not as many places as samples.
    pub fn simulate_into(&self, design: &Design, out: &mut [f64]) -> Result<(), SimulationError> {
        self.takes(design)?;
        design.fits(out)?;
        match self.modes {
            0 => out.fill(0.0),
            1 => self.run::<1>(design, out),
            2 => self.run::<2>(design, out),
            3 => self.run::<3>(design, out),
            4 => self.run::<4>(design, out),
            _ => self.run::<MAX_COMPARTMENTS>(design, out),
        }
        Ok(())
    }

    /// Whether all doses of a design are by the route of this response.
    pub(crate) fn takes(&self, design: &Design) -> Result<(), SimulationError> {
        match design.routes.iter().find(|route| **route != self.route) {
            None => Ok(()),
            Some(given) => {
                Err(SimulationError::Route { given: given.clone(), taken: self.route.clone() })
            }
        }
    }

    /// The first so many rates and weights; those beyond the modes are 0.
    pub(crate) fn first<const N: usize>(&self) -> ([f64; N], [f64; N]) {
        let (mut rates, mut weights) = ([0.0; N], [0.0; N]);
        rates.copy_from_slice(&self.rates[..N]);
        weights.copy_from_slice(&self.weights[..N]);
        (rates, weights)
    }

    /// Carries each term of the sum from event to event.
    fn run<const N: usize>(&self, design: &Design, out: &mut [f64]) {
        let (rates, weights) = self.first::<N>();
        let mut decays: Vec<[f64; N]> =
            design.steps.iter().map(|step| each(&rates, |rate| rate * step)).collect();
        decay_in_place(decays.as_flattened_mut());
        // What one milligram a day leaves in each term after each step.
        let steps = design.steps.iter().filter(|_| design.infuses);
        let inflows: Vec<[f64; N]> =
            steps.map(|step| each(&rates, |rate| inflow(rate, *step))).collect();
        let mut infused = 0.0;
        let mut terms = [0.0; N];
        for event in &design.events {
            for (term, decay) in terms.iter_mut().zip(&decays[event.step]) {
                *term *= decay;
            }
            if infused > 0.0 {
                for (term, inflow) in terms.iter_mut().zip(&inflows[event.step]) {
                    *term += infused * inflow;
                }
            }
            match event.what {
                // Terms of opposite sign may leave a remainder below zero just after a dose.
                Happening::Sample(number) => out[number] = dot(&weights, &terms).max(0.0),
                Happening::Bolus(_, mg) => terms.iter_mut().for_each(|term| *term += mg),
                Happening::Infusion(_, mg_per_day) => infused = mg_per_day,
            }
        }
    }
}

/// The rates and weights in the centre of a mammillary model of two compartments, by the quadratic formula without a
/// difference that could lose digits.
fn centre_of_two(elimination: Rate, there: Rate, back: Rate) -> [(f64, f64); 2] {
    let [lost, there, back] = [elimination, there, back].map(Rate::as_per_day);
    let (surplus, shared) = (lost - back + there, there * back);
    // The difference of the two rates, and its sum with the surplus without its sign.
    let apart = (surplus * surplus + 4.0 * shared).sqrt();
    let sum = apart + surplus.abs();
    let fast = 0.5 * (lost + there + back + apart);
    let (larger, smaller) = (sum / (2.0 * apart), 2.0 * shared / (apart * sum));
    let (first, second) = if surplus > 0.0 { (larger, smaller) } else { (smaller, larger) };
    [(fast, first), (lost * back / fast, second)]
}

/// The rates and weights in the centre of a mammillary model after one unit into it.
fn centre<const N: usize>(elimination: Rate, peripheral: &[(Rate, Rate)]) -> Terms<N> {
    let mut shared = [[0.0; N]; N];
    // The amounts at which as much flows out of the centre as back into it, relative to the centre.
    let mut scale = [1.0; N];
    let mut lost = [0.0; N];
    lost[0] = elimination.as_per_day();
    let mut n = 1;
    for (there, back) in peripheral {
        let (there, back) = (there.as_per_day(), back.as_per_day());
        if there == 0.0 {
            continue; // Never filled.
        }
        if back == 0.0 {
            lost[0] += there; // Never seen again.
            continue;
        }
        shared[0][n] = (there * back).sqrt();
        shared[n][0] = shared[0][n];
        scale[n] = (there / back).sqrt();
        n += 1;
    }
    modes(n, &shared, &scale, &lost).between(0, 0)
}

pub(crate) fn dot<const N: usize>(one: &[f64; N], other: &[f64; N]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// One milligram in one litre, in nanograms per millilitre.
pub(crate) const NG_PER_ML: f64 = 1_000.0;
