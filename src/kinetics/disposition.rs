//! Dispositions: the response of one compartment to doses.
//!
//! ```
//! use aso_regimen::Mass;
//! use aso_regimen::dosing::dose::Route;
//! use aso_regimen::kinetics::disposition::Disposition;
//! use aso_regimen::kinetics::parameter::{Litres, Rate};
//! use aso_regimen::kinetics::time::Time;
//!
//! // 1 mg under the skin, from where 2 per day enter 20 L of plasma and 0.1 per day leave
//! // it.
//! let plasma = Disposition::mammillary(
//!     Route::Subcutaneous,
//!     Litres::new(20.0)?,
//!     Rate::per_day(0.1)?,
//!     &[],
//! )?;
//! let under_the_skin = plasma.with_absorption(Rate::per_day(2.0)?)?;
//! let after_a_day = under_the_skin.after(Mass::mg(1), Time::days(1));
//! assert_eq!(format!("{after_a_day:.5} ng/mL"), "40.50011 ng/mL");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use crate::dosing::dose::Route;
use crate::kinetics::chain::{filled, passed};
use crate::kinetics::decay::{decay_in_place, each, inflow};
use crate::kinetics::design::{Design, Happening};
use crate::kinetics::error::SimulationError;
pub use crate::kinetics::modes::MAX_COMPARTMENTS;
use crate::kinetics::modes::{Terms, modes};
use crate::kinetics::parameter::{Litres, ParameterError, Quantity, Rate, check};
use crate::kinetics::response::{Response, apply};
use crate::kinetics::time::Time;
use crate::quantity::Mass;

/// How a compartment responds to one unit of drug: its level over time after a bolus of 1 mg (unit impulse response), as
/// a sum of exponentials or a chain of stages.
///
/// If drug reaches the compartment only by flows in both directions, the response is a sum of exponentials: each term
/// is a weight times `e^(-rate t)`. If drug flows one way on its path, as out of a subcutaneous depot, the response is
/// a chain: a dose enters the first stage, each stage empties into the next at its rate, and the weight of a stage is
/// the level for 1 mg in it. Rates may be equal.
///
/// [`Compartments::concentration`] derives it from a model; [`Disposition::mammillary`] and
/// [`Disposition::with_absorption`] make it from rates. It gives the levels for any list of doses, and steady state and
/// accumulation in closed form. It also drives a [`Turnover`](crate::kinetics::turnover::Turnover) model.
///
/// ```
/// use aso_regimen::dosing::dose::Route;
/// use aso_regimen::kinetics::disposition::Disposition;
/// use aso_regimen::kinetics::input::Repeated;
/// use aso_regimen::kinetics::parameter::{Litres, Rate};
/// use aso_regimen::kinetics::time::Time;
/// use aso_regimen::Mass;
///
/// // One compartment of 0.15 L with a half-life of 28 days.
/// let (volume, rate) = (Litres::new(0.15)?, Rate::of_half_life(28.0)?);
/// let csf = Disposition::mammillary(Route::Intrathecal, volume, rate, &[])?;
/// let after_four_weeks = csf.after(Mass::mg(100), Time::weeks(4));
/// // Half of 100 mg in 0.15 L, in ng/mL.
/// assert!((after_four_weeks / 333_333.333_333 - 1.0).abs() < 1e-11);
/// // Dosed once per half-life, the steady-state trough is twice the single-dose trough.
/// let monthly = Repeated::every(Mass::mg(100), Time::weeks(4))?;
/// let trough = csf.at_steady_state(&monthly, Time::weeks(4))?;
/// assert!((trough / after_four_weeks - 2.0).abs() < 1e-12);
/// assert_eq!(csf.doses_to(0.9, &monthly)?, 4); // 1/2, 3/4, 7/8, 15/16
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
    pub(crate) response: Response,
}

/// A response as it is written and read: each term is its rate and its weight.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(expecting = "a disposition: its terms and route", deny_unknown_fields)]
struct DispositionForm {
    route: Route,
    quantity: Quantity,
    terms: Vec<(Rate, f64)>,
    /// Whether the terms are stages of a chain.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    chained: bool,
}

#[cfg(feature = "serde")]
impl From<Disposition> for DispositionForm {
    fn from(disposition: Disposition) -> Self {
        let terms = disposition.terms().collect();
        let Disposition { route, quantity, response } = disposition;
        Self { route, quantity, terms, chained: response.chained }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<crate::text::plain::Plain<DispositionForm>> for Disposition {
    type Error = ParameterError;

    fn try_from(
        crate::text::plain::Plain(form): crate::text::plain::Plain<DispositionForm>,
    ) -> Result<Self, ParameterError> {
        let read = if form.chained { Self::of_chain } else { Self::of_terms };
        read(form.route, form.quantity, &form.terms)
    }
}

impl Disposition {
    /// Returns the concentration in the centre of a mammillary model: a central compartment with a volume, which doses
    /// enter and from which drug is eliminated, and up to nine peripheral compartments, each with the rate from the
    /// centre and the rate back.
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
        let response = match peripheral {
            [(there, back)] if *there > Rate::ZERO && *back > Rate::ZERO => {
                Response::sum(&centre_of_two(elimination, *there, *back))
            }
            [] | [_] => Response::sum(centre::<2>(elimination, peripheral).as_slice()),
            [_, _] => Response::sum(centre::<3>(elimination, peripheral).as_slice()),
            _ => Response::sum(centre::<MAX_COMPARTMENTS>(elimination, peripheral).as_slice()),
        };
        Ok(Self::of(route, Quantity::Concentration, response.scaled(NG_PER_ML / volume.value())))
    }

    /// Returns a published sum of exponentials: at most ten rates, each with its weight for 1 mg in the unit of the
    /// quantity.
    ///
    /// # Errors
    ///
    /// If there are more than ten terms, if a weight is outside -1e100 to 1e100, or if the sum is negative at any time.
    pub fn of_terms(
        route: Route,
        quantity: Quantity,
        terms: &[(Rate, f64)],
    ) -> Result<Self, ParameterError> {
        Self::checked(route, quantity, terms, Response::sum)
    }

    /// Returns a published chain of at most ten stages, in this order: a dose enters the first stage, and each stage
    /// empties into the next at its rate. The weight of a stage is the level for 1 mg in it, in the unit of the
    /// quantity.
    ///
    /// Several chains can have the same response. The one kept has falling rates.
    ///
    /// ```
    /// use aso_regimen::Mass;
    /// use aso_regimen::dosing::dose::Route;
    /// use aso_regimen::kinetics::disposition::Disposition;
    /// use aso_regimen::kinetics::parameter::{Quantity, Rate};
    /// use aso_regimen::kinetics::time::Time;
    ///
    /// // Three transit compartments, all with the same rate, and the amount in the third:
    /// // (kt)^2/2 e^(-kt).
    /// let transit = Rate::per_day(0.5)?;
    /// let stages = [(transit, 0.0), (transit, 0.0), (transit, 1.0)];
    /// let third = Disposition::of_chain(Route::Subcutaneous, Quantity::Amount, &stages)?;
    /// let after_four_days = third.after(Mass::mg(100), Time::days(4));
    /// assert!((after_four_days - 200.0 * (-2.0_f64).exp()).abs() < 1e-12);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are more than ten stages, if a weight is outside -1e100 to 1e100, or if the response is negative at any
    /// time.
    #[doc(alias = "transit compartments")]
    pub fn of_chain(
        route: Route,
        quantity: Quantity,
        stages: &[(Rate, f64)],
    ) -> Result<Self, ParameterError> {
        Self::checked(route, quantity, stages, Response::chain)
    }

    fn checked(
        route: Route,
        quantity: Quantity,
        terms: &[(Rate, f64)],
        response: fn(&[(f64, f64)]) -> Response,
    ) -> Result<Self, ParameterError> {
        for (_, weight) in terms {
            check("a weight", *weight, -1e100..=1e100, "-1e100 to 1e100")?;
        }
        if terms.len() > MAX_COMPARTMENTS {
            return Err(ParameterError {
                what: "a number of terms",
                #[expect(clippy::cast_precision_loss, reason = "a number for an error message")]
                value: terms.len() as f64,
                range: "0 to 10",
            });
        }
        let terms: Vec<(f64, f64)> =
            terms.iter().map(|(rate, weight)| (rate.as_per_day(), *weight)).collect();
        let response = response(&terms);
        match response.below_zero() {
            None => Ok(Self::of(route, quantity, response)),
            Some(value) => Err(ParameterError {
                what: "a level after one milligram",
                value,
                range: "0 or more at all times",
            }),
        }
    }

    pub(crate) fn of(route: Route, quantity: Quantity, response: Response) -> Self {
        Self { route, quantity, response }
    }

    /// Returns this response with first-order absorption: doses enter a depot, which empties into the compartment at
    /// this rate. The rate may equal another one. Several depots in series are transit compartments.
    ///
    /// ```
    /// use aso_regimen::Mass;
    /// use aso_regimen::dosing::dose::Route;
    /// use aso_regimen::kinetics::disposition::Disposition;
    /// use aso_regimen::kinetics::parameter::{Litres, Rate};
    /// use aso_regimen::kinetics::time::Time;
    ///
    /// // Into the depot and out of the body at the same rate: D/V k t e^(-kt).
    /// let rate = Rate::per_day(0.5)?;
    /// let plasma =
    ///     Disposition::mammillary(Route::Subcutaneous, Litres::new(10.0)?, rate, &[])?
    ///         .with_absorption(rate)?;
    /// let after_two_days = plasma.after(Mass::mg(100), Time::days(2));
    /// assert!((after_two_days / (10_000.0 * (-1.0_f64).exp()) - 1.0).abs() < 1e-14);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the rate is 0, or if the response has ten terms already.
    #[doc(alias = "KA")]
    #[doc(alias = "absorption")]
    #[doc(alias = "depot")]
    pub fn with_absorption(self, rate: Rate) -> Result<Self, ParameterError> {
        if rate == Rate::ZERO {
            return Err(ParameterError {
                what: "a rate of absorption per day",
                value: 0.0,
                range: "1e-12 to 1e6",
            });
        }
        if self.response.terms == MAX_COMPARTMENTS {
            return Err(ParameterError {
                what: "a number of terms before absorption",
                value: 10.0,
                range: "0 to 9",
            });
        }
        Ok(Self { response: self.response.behind(rate.as_per_day()), ..self })
    }

    /// The route of the doses.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// The quantity of the response, with its unit.
    pub fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The terms, the fastest first: the rate, and the weight for 1 mg in the unit of the quantity.
    pub fn terms(&self) -> impl ExactSizeIterator<Item = (Rate, f64)> + Clone + '_ {
        let Response { terms, rates, weights, .. } = &self.response;
        (0..*terms).map(|term| (Rate::unchecked(rates[term]), weights[term]))
    }

    /// Whether the response is a chain of stages. Otherwise it is a sum of exponentials.
    pub fn is_chain(&self) -> bool {
        self.response.chained
    }

    /// The half-lives in days, the shortest first. Terms that do not decay are left out.
    pub fn half_lives(&self) -> impl Iterator<Item = f64> + Clone + '_ {
        self.terms().filter_map(|(rate, _)| rate.half_life())
    }

    /// Returns the response at this time after a single dose.
    pub fn after(&self, dose: Mass, time: Time) -> f64 {
        let left = apply(&self.response.passed(time.as_days(), 0.0), &self.response.entry());
        dose.as_mg() * self.response.level(&left).max(0.0)
    }

    /// Returns the response at every sample of a design, in the order of the samples.
    ///
    /// # Errors
    ///
    /// If a dose is given by another route.
    pub fn simulate(&self, design: &Design) -> Result<Vec<f64>, SimulationError> {
        let mut out = vec![0.0; design.samples()];
        self.simulate_into(design, &mut out)?;
        Ok(out)
    }

    /// Writes the response at every sample of a design into `out`, in the order of the samples.
    ///
    /// # Errors
    ///
    /// If a dose is given by another route, or if `out` is longer or shorter than the list of samples.
    pub fn simulate_into(&self, design: &Design, out: &mut [f64]) -> Result<(), SimulationError> {
        self.takes(design)?;
        design.fits(out)?;
        match self.response.terms {
            0 | 1 => self.run::<1>(design, out),
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

    fn run<const N: usize>(&self, design: &Design, out: &mut [f64]) {
        if self.is_chain() {
            self.run_chain::<N>(design, out);
        } else {
            self.run_sum::<N>(design, out);
        }
    }

    /// Carries each term of the sum from event to event.
    fn run_sum<const N: usize>(&self, design: &Design, out: &mut [f64]) {
        let (rates, weights) = self.response.first::<N>();
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

    /// Carries what is in each stage of the chain from event to event.
    fn run_chain<const N: usize>(&self, design: &Design, out: &mut [f64]) {
        let (rates, weights) = self.response.first::<N>();
        let stages = self.response.terms;
        let passages: Vec<_> =
            design.steps.iter().map(|step| passed(&rates, stages, *step, 0.0)).collect();
        let steps = design.steps.iter().filter(|_| design.infuses);
        let inflows: Vec<[f64; N]> = steps.map(|step| filled(&rates, stages, *step)).collect();
        let mut infused = 0.0;
        let mut state = [0.0; N];
        for event in &design.events {
            state = apply(&passages[event.step], &state);
            if infused > 0.0 {
                for (amount, inflow) in state.iter_mut().zip(&inflows[event.step]) {
                    *amount += infused * inflow;
                }
            }
            match event.what {
                Happening::Sample(number) => out[number] = dot(&weights, &state).max(0.0),
                Happening::Bolus(_, mg) => state[0] += mg,
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
