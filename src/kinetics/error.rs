//! Why a simulation is refused.
//!
//! ```
//! use aso_regimen::kinetics::{input::Repeated, time::Time};
//! use aso_regimen::Mass;
//!
//! let error = Repeated::every(Mass::mg(100), Time::ZERO).expect_err("no interval");
//! assert_eq!(error.to_string(), "expected an interval between doses, found none");
//! ```

use crate::dosing::dose::Route;
use crate::kinetics::parameter::Quantity;
use crate::kinetics::time::Time;
use crate::text::debug_as_display;

/// The largest product of a gap in days and the fastest rate per day.
pub(crate) const STIFFEST: f64 = 1e12;

/// Why a model cannot answer.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// A dose is given by a route that the model does not have.
    #[error("a dose is given by {given}, and the model is for {taken}")]
    Route {
        /// By which route the dose is given.
        given: Route,
        /// Which one the model takes.
        taken: Route,
    },
    /// A dose is given and the model takes none.
    #[error("a dose is given by {0}, and the model takes no doses")]
    NoRoute(Route),
    /// The place for the results has another length than the list of samples.
    #[error("{samples} samples need as many places, found {places}")]
    Places {
        /// How many samples there are.
        samples: usize,
        /// How many places there are.
        places: usize,
    },
    /// Nothing leaves, so that amounts rise for ever.
    #[error("nothing is eliminated, so there is no steady state")]
    NoSteadyState,
    /// Doses that follow each other at once.
    #[error("expected an interval between doses, found none")]
    NoInterval,
    /// Infusions that run into each other.
    #[error("expected an infusion no longer than the interval of {interval}, found one of {over}")]
    Overlap {
        /// How long an infusion takes.
        over: Time,
        /// From one to the next.
        interval: Time,
    },
    /// No drug where there would be a trough, so that nothing is a multiple or a share of it.
    #[error("expected some drug at the end of the interval, found none")]
    NoTrough,
    /// A share that is not one.
    #[error("expected a share above 0 and below 1, found {0}")]
    Share(f64),
    /// The potency is in another unit than what drives the effect.
    #[error("the potency is {potency}, and what drives the effect is {driver}")]
    Potency {
        /// In what the potency is.
        potency: Quantity,
        /// In what the response is.
        driver: Quantity,
    },
    /// A baseline that drifts out of the range of numbers.
    #[error(
        "expected a time in which the drifting baseline changes by no more than e^700, found {days} days"
    )]
    Drift {
        /// From the first dose to the last sample.
        days: f64,
    },
    /// The slowest and the fastest flow are too far apart for a long gap.
    #[error(
        "a gap of {days} days with a rate of {rate} per day loses all numerical precision, the limit is {} days times rate",
        STIFFEST
    )]
    TooStiff {
        /// The gap.
        days: f64,
        /// The fastest rate.
        rate: f64,
    },
}

debug_as_display!(SimulationError);
