//! Why there is no reference, megascore or change.

use thiserror::Error;

use crate::measure::dynamometry::force::Force;
use crate::text::debug_as_display;

/// Why there is no reference, megascore or change of one.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum StrengthError {
    /// Muscles and references are told apart by name.
    #[error("a muscle or reference without a name, expected more than white space")]
    Unnamed,
    /// A z-score divides by the standard deviation.
    #[error(
        "{muscle}: a standard deviation of {sd}, expected at least 0.001 N of at least two people"
    )]
    NoSpread {
        /// The muscle.
        muscle: String,
        /// The standard deviation refused.
        sd: Force,
    },
    /// A muscle counts once.
    #[error("{0} is listed twice, expected each muscle once")]
    Twice(String),
    /// A megascore is the mean of at least one muscle of the reference.
    #[error("a minimum of {minimum} muscles, expected 1 to the {muscles} of the reference")]
    Minimum {
        /// The minimum asked.
        minimum: usize,
        /// The muscles of the reference.
        muscles: usize,
    },
    /// The reference has no such muscle.
    #[error("{muscle} is no muscle of the reference {reference}, expected one of {muscles}")]
    Unknown {
        /// The muscle.
        muscle: String,
        /// The name of the reference.
        reference: String,
        /// The muscles of the reference.
        muscles: String,
    },
    /// Too much is missing.
    #[error("number of muscles tested is {tested}, expected at least {minimum} of the reference")]
    TooFew {
        /// The muscles tested.
        tested: usize,
        /// The fewest allowed.
        minimum: usize,
    },
    /// A megascore is the mean z-score of at least one muscle.
    #[error(
        "a megascore of {standard_deviations} of {tested} muscles, expected at most 5000000 either way of at least 1"
    )]
    Score {
        /// The number refused.
        standard_deviations: f64,
        /// The muscles tested.
        tested: usize,
    },
    /// Two megascores are not further apart.
    #[error("a change of {0} standard deviations, expected at most 10000000 either way")]
    Change(f64),
    /// Megascores of different references have no difference.
    #[error(
        "the value is in standard deviations of {value}, the baseline of {baseline}; expected one reference"
    )]
    DifferentReferences {
        /// The reference of the later value.
        value: String,
        /// The reference of the baseline.
        baseline: String,
    },
}

debug_as_display!(StrengthError);
