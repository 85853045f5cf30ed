//! Changes that know their scale.
//!
//! "Minus 55 percent" can mean five things, and most mistakes with percent changes mix two of them. Here each is a type:
//!
//! | type | what it is | made from |
//! |---|---|---|
//! | [`PercentChange`] | one value against its own baseline, in percent | two numbers |
//! | [`Ratio`] | one positive value over another | two numbers |
//! | [`Difference`] | one value minus another, in the unit of the endpoint | two numbers |
//! | [`MeanPercentChange`] | the arithmetic mean of individual percent changes | two columns |
//! | [`GeometricMeanRatio`] | the exponential of the mean log ratio | two columns |
//! | [`PercentagePoints`] | the difference of two percentages | two percent changes |
//!
//! Nothing adds, averages or compares across them. A difference of two percent changes is in points and stays in points;
//! how much lower one arm ended than another is a ratio of ratios. The two are far apart: in VALOR plasma neurofilament
//! light ended at 0.45 of baseline with tofersen and at 1.12 with placebo (Miller et al., N Engl J Med 2022;387:1099).
//!
//! ```
//! use aso_regimen::measure::change::{GeometricMeanRatio, PercentChange};
//!
//! let tofersen = GeometricMeanRatio::new(0.45)?;
//! let placebo = GeometricMeanRatio::new(1.12)?;
//! assert_eq!(tofersen.relative_to(placebo)?.percent_change().to_string(), "-59.8 %");
//! assert_eq!(tofersen.points_from(placebo).to_string(), "-67 points");
//!
//! // A single participant's numbers behave the same way.
//! let treated = PercentChange::from_percent(-55.0)?;
//! let untreated = PercentChange::from_percent(12.0)?;
//! assert_eq!(treated.relative_to(untreated)?.to_string(), "-59.8 %");
//! assert_eq!((treated - untreated).to_string(), "-67 points");
//! # Ok::<(), aso_regimen::measure::change::ChangeError>(())
//! ```
//!
//! Whole columns of participants go through [`percent_into`], [`percents`], [`mean_percent`], [`percent_spread`] and
//! [`geometric_mean_ratio`], which refuse a bad row by its number.

use core::cmp::Ordering;

use thiserror::Error;

mod columns;
mod difference;
mod mean;
mod percent;
mod ratio;

pub use columns::{
    ColumnError, PercentSpread, geometric_mean_ratio, mean_percent, percent_into, percent_spread,
    percents,
};
pub use difference::{Difference, PercentagePoints};
pub use mean::{GeometricMeanRatio, MeanPercentChange};
pub use percent::PercentChange;
pub use ratio::Ratio;

/// Why a change could not be formed.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// An input is NaN or infinite.
    #[error("{what} is {value}; expected a finite number")]
    NotFinite {
        /// Which input: `baseline`, `value`, `percent`, ...
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// A ratio was asked of a number that is 0 or negative.
    #[error("{what} is {value}; expected a number above 0")]
    NotPositive {
        /// Which input: `baseline`, `value` or `ratio`.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// There is no percent change from a baseline of 0.
    #[error("baseline is 0; expected any other number")]
    ZeroBaseline,
    /// A fall of 100 % or more leaves nothing to relate to.
    #[error("{what} is {percent} %; expected a change above -100 %")]
    NothingLeft {
        /// Which change.
        what: &'static str,
        /// Its size in percent.
        percent: f64,
    },
    /// The result is beyond [`PercentChange::MAX`], or outside [`Ratio::MIN`] to [`Ratio::MAX`].
    #[error("the {what} is beyond the range in which changes are kept")]
    OutOfRange {
        /// What would have been returned.
        what: &'static str,
    },
}

/// A change with a direction, whatever its scale.
///
/// Implemented by the types of this module and by no others, so that
/// [`Endpoint::improved`](super::endpoint::Endpoint::improved) can be asked of each of them.
///
/// ```
/// use core::cmp::Ordering;
/// use aso_regimen::measure::change::{Change, PercentChange, Ratio};
///
/// assert_eq!(PercentChange::from_percent(-20.0)?.direction(), Ordering::Less);
/// assert_eq!(Ratio::new(1.2)?.direction(), Ordering::Greater);
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
pub trait Change: Copy + sealed::Sealed {
    /// `Less` for a fall, `Equal` for no change, `Greater` for a rise.
    fn direction(self) -> Ordering;
}

mod sealed {
    pub trait Sealed {}
}

/// Implements [`Change`] by comparing one field with the value that stands for no change.
macro_rules! change {
    ($($name:ident . $field:ident against $unchanged:literal),* $(,)?) => {$(
        impl sealed::Sealed for $name {}

        impl Change for $name {
            fn direction(self) -> Ordering {
                // Both are finite. `total_cmp` alone would tell -0 from 0.
                self.$field().partial_cmp(&$unchanged).unwrap_or(Ordering::Equal)
            }
        }
    )*};
}

change! {
    PercentChange.percent against 0.0,
    Ratio.value against 1.0,
    Difference.value against 0.0,
    MeanPercentChange.percent against 0.0,
    GeometricMeanRatio.value against 1.0,
    PercentagePoints.points against 0.0,
}

fn finite(what: &'static str, value: f64) -> Result<f64, ChangeError> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(ChangeError::NotFinite { what, value })
    }
}

fn positive(what: &'static str, value: f64) -> Result<f64, ChangeError> {
    if finite(what, value)? > 0.0 {
        Ok(value)
    } else {
        Err(ChangeError::NotPositive { what, value })
    }
}

/// Writes a percentage or a difference: one decimal, and none if it would be 0, unless the caller asked for a precision.
fn write_rounded(f: &mut core::fmt::Formatter<'_>, value: f64, unit: &str) -> core::fmt::Result {
    let text = format!("{value:.*}", f.precision().unwrap_or(1));
    let text = match f.precision() {
        Some(_) => &text,
        None => text.strip_suffix(".0").unwrap_or(&text),
    };
    f.write_str(without_negative_zero(text))?;
    f.write_str(unit)
}

/// Rounding -0.04 to one decimal gives "-0", which says that there is a fall and that there is none.
fn without_negative_zero(text: &str) -> &str {
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|byte| matches!(byte, b'0' | b'.')) => rest,
        _ => text,
    }
}

/// Writes a ratio to three significant digits, unless the caller asked for a precision in decimals.
fn write_ratio(f: &mut core::fmt::Formatter<'_>, value: f64) -> core::fmt::Result {
    if let Some(decimals) = f.precision() {
        return write!(f, "{value:.decimals$}");
    }
    match value {
        ..0.001 | 10_000.0.. => write!(f, "{value:.2e}"),
        ..0.01 => write!(f, "{value:.5}"),
        ..0.1 => write!(f, "{value:.4}"),
        ..1.0 => write!(f, "{value:.3}"),
        ..10.0 => write!(f, "{value:.2}"),
        ..100.0 => write!(f, "{value:.1}"),
        _ => write!(f, "{value:.0}"),
    }
}

/// Deserialisers for single fields, so that JSON passes the checks of the constructors.
#[cfg(feature = "serde")]
mod checked {
    use serde::{Deserialize, Deserializer, de::Error};

    use super::{PercentChange, Ratio, finite};

    pub(super) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        let value = f64::deserialize(from)?;
        finite("number", value).map_err(D::Error::custom)
    }

    pub(super) fn percent<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        let value = f64::deserialize(from)?;
        PercentChange::from_percent(value)
            .map(PercentChange::percent)
            .map_err(D::Error::custom)
    }

    pub(super) fn ratio<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        let value = f64::deserialize(from)?;
        Ratio::new(value)
            .map(Ratio::value)
            .map_err(D::Error::custom)
    }
}
