//! Why there is no reference, megascore or change.

use thiserror::Error;

use crate::measure::dynamometry::force::Force;
use crate::text::debug_as_display;

/// Why a reference, a megascore or a change of one is refused.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum StrengthError {
    /// A muscle or a reference has no name.
    #[error("a muscle or reference without a name, expected more than white space")]
    Unnamed,
    /// A z-score divides by the standard deviation.
    #[error(
        "{muscle}: a standard deviation of {sd}, expected at least 0.001 N of at least two people"
    )]
    NoSpread {
        /// The muscle.
        muscle: String,
        /// The standard deviation.
        sd: Force,
    },
    /// A muscle is listed twice.
    #[error("{0} is listed twice, expected each muscle once")]
    Twice(String),
    /// The least number of muscles is 0, or more than the reference has.
    #[error("a minimum of {minimum} muscles, expected 1 to the {muscles} of the reference")]
    Minimum {
        /// The smallest number of muscles allowed.
        minimum: usize,
        /// The muscles of the reference.
        muscles: usize,
    },
    /// The muscle is not in the reference.
    #[error("{muscle} is no muscle of the reference {reference}, expected one of {muscles}")]
    Unknown {
        /// The muscle.
        muscle: String,
        /// The name of the reference.
        reference: String,
        /// The muscles of the reference.
        muscles: String,
    },
    /// Too few muscles were tested.
    #[error("number of muscles tested is {tested}, expected at least {minimum} of the reference")]
    TooFew {
        /// The muscles tested.
        tested: usize,
        /// The smallest number of muscles allowed.
        minimum: usize,
    },
    /// A megascore is the mean z-score of at least one muscle.
    #[error(
        "a megascore of {standard_deviations} of {tested} muscles, expected at most 5000000 either way of at least 1"
    )]
    Score {
        /// The number.
        standard_deviations: f64,
        /// The muscles tested.
        tested: usize,
    },
    /// The change is more than two megascores can differ.
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
