//! Why there is no change, and the checks that say so.

use thiserror::Error;

use crate::text::{Found, debug_as_display};

/// Why a change is refused.
#[derive(Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// An input is NaN or infinite.
    #[error("{what} is {}; expected a finite number", Found(*value))]
    NotFinite {
        /// Which input: `baseline`, `value`, `percent`, ...
        what: &'static str,
        /// The number.
        value: f64,
    },
    /// A ratio needs numbers above 0.
    #[error("{what} is {}; expected a number above 0", Found(*value))]
    NotPositive {
        /// Which input: `baseline`, `value` or `ratio`.
        what: &'static str,
        /// The number.
        value: f64,
    },
    /// There is no percent change from a baseline of 0.
    #[error("baseline is 0; expected any other number")]
    ZeroBaseline,
    /// A decrease of 100 % or more has no ratio.
    #[error("{what} is {} %; expected a change above -100 %", Found(*percent))]
    NothingLeft {
        /// Which change.
        what: &'static str,
        /// Its size in percent.
        percent: f64,
    },
    /// A change from a baseline below 0 has no ratio.
    #[error("{what} is from a baseline below 0; expected one from a baseline above 0")]
    FromBelowZero {
        /// Which change.
        what: &'static str,
    },
    /// The result is beyond [`PercentChange::MAX`](super::PercentChange::MAX), or outside
    /// [`Ratio::MIN`](super::Ratio::MIN) to [`Ratio::MAX`](super::Ratio::MAX).
    #[error("the {what} is {}; expected {expected}", Found(*value))]
    OutOfRange {
        /// The result.
        what: &'static str,
        /// Its number.
        value: f64,
        /// The range.
        expected: &'static str,
    },
}

debug_as_display!(ChangeError);

/// What a number must be that is only limited by its 64 bits.
pub(crate) const FINITE: &str = "a finite number";

pub(super) fn finite(what: &'static str, value: f64) -> Result<f64, ChangeError> {
    if value.is_finite() { Ok(value) } else { Err(ChangeError::NotFinite { what, value }) }
}

pub(super) fn positive(what: &'static str, value: f64) -> Result<f64, ChangeError> {
    if finite(what, value)? > 0.0 {
        Ok(value)
    } else {
        Err(ChangeError::NotPositive { what, value })
    }
}
