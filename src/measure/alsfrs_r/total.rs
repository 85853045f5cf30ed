//! The total of a sheet and its change.

use core::fmt;
use core::ops::Sub;

use thiserror::Error;

use crate::text::{debug_as_display, json_value};

/// The highest total: twelve items of 4 points.
pub(super) const BEST_TOTAL: u8 = 48;

/// A total of 0 to 48 points; 48 is normal function.
///
/// ```
/// use aso_regimen::measure::alsfrs_r::{Points, Total};
///
/// let change = Total::new(34)? - Total::new(38)?;
/// assert_eq!(change, Points::new(-4)?);
/// assert_eq!(change.to_string(), "-4 points");
/// assert!(Total::new(49).is_err());
/// # Ok::<(), aso_regimen::measure::alsfrs_r::PointsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "crate::text::plain::Plain<u8>"))]
pub struct Total(pub(super) u8);

impl Total {
    /// Returns a total without a sheet.
    ///
    /// # Errors
    ///
    /// If it is above 48.
    pub const fn new(points: u8) -> Result<Self, PointsError> {
        if points > BEST_TOTAL {
            return Err(PointsError::Total(points));
        }
        Ok(Self(points))
    }

    /// 0 to 48.
    pub const fn points(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The change from the total on the right to the total on the left.
impl Sub for Total {
    type Output = Points;

    #[expect(clippy::cast_possible_wrap, reason = "totals are at most 48")]
    fn sub(self, baseline: Self) -> Points {
        Points(self.0 as i8 - baseline.0 as i8)
    }
}

/// The change of a total, -48 to 48 points; negative is loss of function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "crate::text::plain::Plain<i8>"))]
pub struct Points(i8);

impl Points {
    /// Returns a change without the totals.
    ///
    /// # Errors
    ///
    /// If it is outside -48 to 48.
    pub const fn new(points: i8) -> Result<Self, PointsError> {
        if points.unsigned_abs() > BEST_TOTAL {
            return Err(PointsError::Change(points));
        }
        Ok(Self(points))
    }

    /// -48 to 48.
    pub const fn value(self) -> i8 {
        self.0
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.0.unsigned_abs() == 1 { "point" } else { "points" };
        write!(f, "{:+} {unit}", self.0)
    }
}

/// Why a number is refused as a [`Total`] or as a change of one.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PointsError {
    /// The total is above 48.
    #[error("an ALSFRS-R total of {0} points, expected 0 to 48")]
    Total(u8),
    /// The change is outside -48 to 48.
    #[error("an ALSFRS-R change of {0} points, expected -48 to 48")]
    Change(i8),
}

debug_as_display!(PointsError);

json_value!(u8, Total::new, PointsError);

json_value!(i8, Points::new, PointsError);
