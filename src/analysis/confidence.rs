//! Confidence levels.
//!
//! ```
//! use aso_regimen::analysis::confidence::ConfidenceLevel;
//!
//! assert_eq!(ConfidenceLevel::percent(95.0)?, ConfidenceLevel::P95);
//! assert_eq!(ConfidenceLevel::P95.to_string(), "95 %");
//! assert!(ConfidenceLevel::percent(100.0).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use thiserror::Error;

use crate::text::{debug_as_display, json_form};

/// A confidence level: the share of intervals that would hold the true value if the trial were repeated.
///
/// From 1 % to 99.9999 %. A lower level says nothing; at a higher level the ends depend on the far tails of a
/// distribution, which real data do not follow that far.
///
/// ```
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
///
/// assert_eq!(ConfidenceLevel::percent(90.0)?.to_string(), "90 %");
/// assert!(ConfidenceLevel::percent(0.95).is_err());
/// # Ok::<(), aso_regimen::analysis::confidence::ConfidenceError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "LevelForm"))]
pub struct ConfidenceLevel {
    #[cfg_attr(feature = "serde", serde(rename = "confidence_percent"))]
    percent: f64,
}

/// The error of a number that is not a confidence level.
#[derive(Clone, Copy, PartialEq, Error)]
#[error("a confidence level of {percent} %; expected one from 1 to 99.9999 %")]
#[non_exhaustive]
pub struct ConfidenceError {
    /// The number that was given.
    pub percent: f64,
}

impl ConfidenceLevel {
    /// 95 %, the level of nearly all trials.
    pub const P95: Self = Self { percent: 95.0 };

    /// Returns a confidence level given in percent.
    ///
    /// # Errors
    ///
    /// If the number is NaN or outside 1 to 99.9999 %. Thus 0.95 is refused; 95 % is `95.0`.
    pub fn percent(percent: f64) -> Result<Self, ConfidenceError> {
        if (1.0..=99.9999).contains(&percent) {
            Ok(Self { percent })
        } else {
            Err(ConfidenceError { percent })
        }
    }

    /// The level in percent.
    pub const fn as_percent(self) -> f64 {
        self.percent
    }

    /// The level as a share of 1.
    pub(crate) fn share(self) -> f64 {
        self.percent / 100.0
    }
}

impl fmt::Display for ConfidenceLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.percent)
    }
}

debug_as_display!(ConfidenceError);

json_form!(LevelForm { confidence_percent: f64 } is "a confidence level, {\"confidence_percent\": 95.0}",
    ConfidenceLevel::percent, ConfidenceError);
