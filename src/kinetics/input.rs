//! Inputs of a model: amounts of drug, with times and routes.
//!
//! ```
//! use aso_regimen::Mass;
//! use aso_regimen::dosing::dose::Route;
//! use aso_regimen::kinetics::input::{Input, Inputs};
//! use aso_regimen::kinetics::time::Time;
//!
//! let first = Input::bolus(Time::ZERO, Mass::mg(100), Route::Intravenous);
//! let second =
//!     Input::bolus(Time::weeks(1), Mass::mg(50), Route::Intravenous).over(Time::hours(2));
//! let inputs: Inputs = [first, second].into_iter().collect();
//! assert_eq!(inputs.total(), Some(Mass::mg(150)));
//! ```

use chrono::NaiveDate;

use crate::calendar::days_between;
use crate::dosing::course::Course;
use crate::dosing::dose::{MassError, Route};
use crate::dosing::schedule::Schedule;
use crate::kinetics::error::SimulationError;
use crate::kinetics::time::Time;
use crate::quantity::{BodyWeight, Mass};

/// A dose as a model takes it: an amount of drug that enters a compartment at once (bolus) or at a constant rate
/// (infusion).
///
/// In JSON times are whole minutes: `{"at": 20160, "mass": "100 mg", "over": 0, "route": "IT"}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Input {
    /// The time at which it begins.
    pub at: Time,
    /// The amount.
    #[doc(alias = "AMT")]
    pub mass: Mass,
    /// The duration; [`Time::ZERO`] for a bolus.
    #[doc(alias = "DUR")]
    #[cfg_attr(feature = "serde", serde(default))]
    pub over: Time,
    /// The route.
    pub route: Route,
}

impl Input {
    /// Returns a bolus.
    pub fn bolus(at: Time, mass: Mass, route: Route) -> Self {
        Self { at, mass, over: Time::ZERO, route }
    }

    /// Returns this input as an infusion of this duration, at a constant rate.
    #[must_use]
    pub fn over(self, over: Time) -> Self {
        Self { over, ..self }
    }
}

/// The same dose repeated at a constant interval without end, for steady state.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::kinetics::{input::Repeated, time::Time};
///
/// let weekly = Repeated::every(Mass::mg(300), Time::weeks(1))?.over(Time::hours(2))?;
/// assert_eq!(weekly.duration(), Time::hours(2));
/// assert!(Repeated::every(Mass::mg(300), Time::ZERO).is_err());
/// # Ok::<(), aso_regimen::kinetics::error::SimulationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[doc(alias = "SS")]
#[doc(alias = "II")]
pub struct Repeated {
    mass: Mass,
    interval: Time,
    over: Time,
}

impl Repeated {
    /// Returns boluses, one at the beginning of each interval.
    ///
    /// # Errors
    ///
    /// If the interval is 0.
    pub fn every(mass: Mass, interval: Time) -> Result<Self, SimulationError> {
        if interval == Time::ZERO {
            return Err(SimulationError::NoInterval);
        }
        Ok(Self { mass, interval, over: Time::ZERO })
    }

    /// Returns these doses as infusions of this duration, at a constant rate.
    ///
    /// # Errors
    ///
    /// If the duration is longer than the interval.
    pub fn over(self, over: Time) -> Result<Self, SimulationError> {
        if over > self.interval {
            return Err(SimulationError::Overlap { over, interval: self.interval });
        }
        Ok(Self { over, ..self })
    }

    /// The amount of each dose.
    pub fn mass(&self) -> Mass {
        self.mass
    }

    /// The interval from the beginning of one dose to that of the next.
    pub fn interval(&self) -> Time {
        self.interval
    }

    /// The duration of each dose; [`Time::ZERO`] for a bolus.
    pub fn duration(&self) -> Time {
        self.over
    }
}

/// The inputs of a simulation in order of time: from a schedule, from a patient's course, or collected one by one.
///
/// Time is counted from the first dose. A dose is a bolus unless [`Inputs::over`] sets a duration: an intrathecal
/// injection of one to three minutes is a bolus in every model here.
///
/// ```
/// use aso_regimen::kinetics::input::Inputs;
/// use aso_regimen::{Mass, Regimen};
///
/// let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let plan = tofersen.starting("2026-01-05".parse()?);
/// let inputs = Inputs::planned(&plan, "2026-03-31".parse()?, None)?;
/// let days: Vec<f64> = inputs.iter().map(|input| input.at.as_days()).collect();
/// assert_eq!(days, [0.0, 14.0, 28.0, 56.0, 84.0]);
/// assert_eq!(inputs.total(), Some(Mass::mg(500)));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Vec<Input>"))]
pub struct Inputs(Vec<Input>);

impl Inputs {
    /// Returns the planned doses through a date (included), for a patient of this weight. Pass `None` if no amount
    /// depends on weight.
    ///
    /// # Errors
    ///
    /// If the mass of a dose cannot be computed.
    pub fn planned(
        plan: &Schedule<'_>,
        through: NaiveDate,
        weight: impl Into<Option<BodyWeight>>,
    ) -> Result<Self, MassError> {
        let weight = weight.into();
        plan.through(through)
            .map(|dose| {
                let mass = dose.dose().mass_for(weight)?;
                let at = Time::days(dose.day_offset().unsigned_abs());
                Ok(Input::bolus(at, mass, dose.dose().route().clone()))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Returns the doses that a patient was actually given through a date (included), with their actual dates and
    /// amounts. Missed and held doses are left out. Time is counted from the first dose given; the list is empty if the
    /// date is before it.
    ///
    /// # Errors
    ///
    /// If the mass of a dose cannot be computed.
    pub fn given(course: &Course, through: NaiveDate) -> Result<Self, MassError> {
        let first = course.day_one();
        course
            .doses_given()
            .take_while(|given| given.date() <= through)
            .map(|given| {
                let days = days_between(first, given.date());
                // Dates in a course rise, and the calendar has fewer than 2^32 days.
                let at = Time::days(u32::try_from(days).unwrap_or_default());
                let route = given.dose().route().clone();
                Ok(Input::bolus(at, given.mass()?, route))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// When each begins and how much it is.
    pub(crate) fn doses(&self) -> impl Iterator<Item = (Time, Mass)> {
        self.iter().map(|input| (input.at, input.mass))
    }

    /// Returns these inputs as infusions of this duration, at a constant rate.
    #[must_use]
    pub fn over(mut self, over: Time) -> Self {
        for input in &mut self.0 {
            input.over = over;
        }
        self
    }

    /// Returns these inputs together with others, such as those of a second schedule of the same patient.
    #[must_use]
    pub fn and(self, others: Self) -> Self {
        self.0.into_iter().chain(others.0).collect()
    }

    /// Returns these inputs, each later by this time.
    #[must_use]
    pub fn delayed(mut self, by: Time) -> Self {
        for input in &mut self.0 {
            input.at = input.at.later(by);
        }
        self
    }

    /// The inputs in order of time.
    pub fn iter(&self) -> core::slice::Iter<'_, Input> {
        self.0.iter()
    }

    /// The number of inputs.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no inputs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The total amount of drug; `None` if the sum exceeds the largest mass.
    pub fn total(&self) -> Option<Mass> {
        self.iter().try_fold(Mass::ZERO, |total, input| total.checked_add(input.mass))
    }
}

/// In any order; inputs at the same time stay as they come.
impl FromIterator<Input> for Inputs {
    fn from_iter<I: IntoIterator<Item = Input>>(inputs: I) -> Self {
        Self::from(inputs.into_iter().collect::<Vec<_>>())
    }
}

/// In any order; inputs at the same time stay as they come.
impl From<Vec<Input>> for Inputs {
    fn from(mut inputs: Vec<Input>) -> Self {
        inputs.sort_by_key(|input| input.at);
        Self(inputs)
    }
}

impl<'i> IntoIterator for &'i Inputs {
    type Item = &'i Input;
    type IntoIter = core::slice::Iter<'i, Input>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
