//! Errors of simulations.
//!
//! ```
//! use aso_regimen::kinetics::{input::Repeated, time::Time};
//! use aso_regimen::Mass;
//!
//! let error = Repeated::every(Mass::mg(100), Time::ZERO).expect_err("no interval");
//! assert_eq!(error.to_string(), "expected an interval between doses above 0, found 0");
//! ```

use crate::dosing::dose::Route;
use crate::kinetics::parameter::Quantity;
use crate::kinetics::time::Time;
use crate::text::debug_as_display;

/// The largest product of a gap in days and the fastest rate per day.
pub(crate) const STIFFEST: f64 = 1e12;

/// Why a simulation has no result.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// A dose is given by a route that the model does not have.
    #[error("expected doses by {taken}, the route of the model, found a dose by {given}")]
    Route {
        /// The route of the dose.
        given: Route,
        /// A route of the model.
        taken: Route,
    },
    /// A dose is given, but no compartment of the model has doses.
    #[error("expected no doses, since the model has no route, found a dose by {0}")]
    NoRoute(Route),
    /// The slice for the results is longer or shorter than the list of samples.
    #[error("expected {samples} places for the results of {samples} samples, found {places}")]
    Places {
        /// The number of samples.
        samples: usize,
        /// The length of the slice.
        places: usize,
    },
    /// Drug is not eliminated, so that amounts rise without limit.
    #[error("there is no steady state, since drug is not eliminated")]
    NoSteadyState,
    /// The interval between doses is 0.
    #[error("expected an interval between doses above 0, found 0")]
    NoInterval,
    /// An infusion lasts longer than the interval between doses.
    #[error("expected an infusion no longer than the interval of {interval}, found one of {over}")]
    Overlap {
        /// The duration of an infusion.
        over: Time,
        /// The interval between the beginnings of two infusions.
        interval: Time,
    },
    /// The trough is 0, so that no ratio to it is defined.
    #[error("expected a trough above 0, found 0")]
    NoTrough,
    /// A share is not above 0 and below 1.
    #[error("expected a share above 0 and below 1, found {0}")]
    Share(f64),
    /// The potency has another unit than the quantity that drives the effect.
    #[error("expected a potency in the unit of its driver, {driver}, found {potency}")]
    Potency {
        /// The quantity of the potency.
        potency: Quantity,
        /// The quantity that drives the effect.
        driver: Quantity,
    },
    /// A drifting baseline leaves the range of numbers.
    #[error(
        "expected a duration in which the drifting baseline changes by a factor of at most e^700, found {days} days"
    )]
    Drift {
        /// The days from the first dose to the last sample.
        days: f64,
    },
    /// A gap is too long for the fastest rate of the model.
    #[error(
        "a gap of {days} days at a rate of {rate} per day leaves no numerical precision; expected a product of at most {:e}",
        STIFFEST
    )]
    TooStiff {
        /// The gap in days.
        days: f64,
        /// The fastest rate per day.
        rate: f64,
    },
}

debug_as_display!(SimulationError);
