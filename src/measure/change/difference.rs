//! Changes that are differences: in percentage points, or in the unit of the endpoint.

use core::fmt;
use core::ops::{Add, Neg, Sub};

use crate::measure::change::error::{ChangeError, FINITE, finite};
use crate::measure::change::print::write_rounded;
use crate::text::json_form;

/// A difference of two percentages, in percentage points. The value is finite.
///
/// Points can only be added to points. A sum beyond the range of a 64-bit float becomes the largest finite number.
///
/// ```
/// use aso_regimen::measure::change::PercentagePoints;
///
/// let sooner = PercentagePoints::new(-40.0)?;
/// let later = PercentagePoints::new(-27.0)?;
/// assert_eq!((sooner + later).to_string(), "-67 points");
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
///
/// `Display` rounds to one decimal; a precision is honoured (`{:.2}`).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "PercentagePointsForm"))]
pub struct PercentagePoints {
    points: f64,
}

impl PercentagePoints {
    /// Returns a difference in points.
    ///
    /// # Errors
    ///
    /// If `points` is NaN or infinite.
    pub fn new(points: f64) -> Result<Self, ChangeError> {
        Ok(Self { points: finite("difference in points", points)? })
    }

    /// `percent` minus `other`, both finite.
    pub(super) fn between(percent: f64, other: f64) -> Self {
        Self { points: saturated(percent - other) }
    }

    /// The difference in percentage points.
    pub const fn points(self) -> f64 {
        self.points
    }
}

json_form!(PercentagePointsForm { points: f64 } is "a difference, {\"points\": -67.0}",
    PercentagePoints::new, ChangeError);

impl fmt::Display for PercentagePoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_rounded(f, self.points, " points")
    }
}

/// One value minus another, in the unit of the endpoint: score points, litres, standard deviations. The value is
/// finite.
///
/// The unit is that of the [`Endpoint`](crate::measure::endpoint::Endpoint). A difference of percentages is in
/// [`PercentagePoints`] instead. A sum beyond the range of a 64-bit float becomes the largest finite number.
///
/// ```
/// use aso_regimen::measure::change::Difference;
///
/// // The total of ALSFRS-R fell from 40 to 33.
/// assert_eq!(Difference::from_baseline(40.0, 33.0)?.value(), -7.0);
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
///
/// `Display` rounds to one decimal; a precision is honoured (`{:.2}`).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "DifferenceForm"))]
pub struct Difference {
    difference: f64,
}

impl Difference {
    /// Returns a difference.
    ///
    /// # Errors
    ///
    /// If `difference` is NaN or infinite.
    pub fn new(difference: f64) -> Result<Self, ChangeError> {
        Ok(Self { difference: finite("difference", difference)? })
    }

    /// Returns `value` minus `baseline` (CHG in the CDISC analysis data model).
    ///
    /// # Errors
    ///
    /// If either number is NaN or infinite, or their difference is beyond the range of a 64-bit float.
    #[doc(alias("CHG", "AVAL", "BASE"))]
    pub fn from_baseline(baseline: f64, value: f64) -> Result<Self, ChangeError> {
        finite("baseline", baseline)?;
        finite("value", value)?;
        let value = value - baseline;
        Self::new(value).map_err(|_| ChangeError::OutOfRange {
            what: "difference",
            value,
            expected: FINITE,
        })
    }

    /// The difference as a number, in the unit of the endpoint.
    pub const fn value(self) -> f64 {
        self.difference
    }
}

json_form!(DifferenceForm { difference: f64 } is "a difference, {\"difference\": -7.0}",
    Difference::new, ChangeError);

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_rounded(f, self.difference, " units")
    }
}

/// Differences of one kind add to, and are taken from, that kind alone.
macro_rules! additive {
    ($($name:ident { $field:ident }),* $(,)?) => {$(
        impl Add for $name {
            type Output = Self;

            fn add(self, other: Self) -> Self {
                Self { $field: saturated(self.$field + other.$field) }
            }
        }

        impl Sub for $name {
            type Output = Self;

            fn sub(self, other: Self) -> Self {
                Self { $field: saturated(self.$field - other.$field) }
            }
        }

        impl Neg for $name {
            type Output = Self;

            fn neg(self) -> Self {
                Self { $field: -self.$field }
            }
        }
    )*};
}

additive! { PercentagePoints { points }, Difference { difference } }

/// The sum of two finite numbers is never NaN, but it can be infinite.
fn saturated(sum: f64) -> f64 {
    sum.clamp(f64::MIN, f64::MAX)
}
