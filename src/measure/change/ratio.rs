//! One value over another.

use core::fmt;

use crate::measure::change::error::{ChangeError, positive};
use crate::measure::change::print::write_ratio;
use crate::text::json_form;

/// One positive value over another.
///
/// The value is from [`Ratio::MIN`] to [`Ratio::MAX`], so that its reciprocal, logarithm and percent change exist and
/// are finite.
///
/// ```
/// use aso_regimen::measure::change::Ratio;
///
/// let csf_sod1 = Ratio::to_baseline(120.0, 78.0)?;
/// assert_eq!(csf_sod1.to_string(), "0.650");
/// assert_eq!(csf_sod1.percent_change().to_string(), "-35 %");
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
///
/// `Display` shows three significant digits; a precision means decimals (`{:.4}`).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RatioForm"))]
pub struct Ratio {
    ratio: f64,
}

impl Ratio {
    /// The smallest ratio that is kept. No measurement comes near it, and above it all arithmetic is in full precision.
    pub const MIN: f64 = 1e-300;

    /// The largest ratio that is kept, the reciprocal of [`Ratio::MIN`].
    pub const MAX: f64 = 1e300;

    /// A ratio from its number.
    ///
    /// # Errors
    ///
    /// If `ratio` is NaN, infinite, 0, negative, or outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn new(ratio: f64) -> Result<Self, ChangeError> {
        if Self::keeps(positive("ratio", ratio)?) {
            Ok(Self { ratio })
        } else {
            Err(Self::out_of_range(ratio))
        }
    }

    /// The ratio of `value` to `baseline`.
    ///
    /// # Errors
    ///
    /// If either number is NaN, infinite, 0 or negative, or if the ratio is outside [`Ratio::MIN`] to [`Ratio::MAX`].
    #[doc(alias = "R2BASE")]
    pub fn to_baseline(baseline: f64, value: f64) -> Result<Self, ChangeError> {
        positive("baseline", baseline)?;
        positive("value", value)?;
        Self::result(value / baseline)
    }

    /// The ratio as a number.
    pub const fn value(self) -> f64 {
        self.ratio
    }

    /// The natural logarithm of the ratio.
    pub fn ln(self) -> f64 {
        self.ratio.ln()
    }

    /// The ratio of this ratio to `other`.
    ///
    /// # Errors
    ///
    /// If the result is outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn relative_to(self, other: Self) -> Result<Self, ChangeError> {
        Self::result(self.ratio / other.ratio)
    }

    /// The reciprocal, which leads back to the baseline.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { ratio: self.ratio.recip().clamp(Self::MIN, Self::MAX) }
    }

    /// This ratio followed by `next`, which is measured against the value this one leads to: their product.
    ///
    /// # Errors
    ///
    /// If the result is outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn then(self, next: Self) -> Result<Self, ChangeError> {
        Self::result(self.ratio * next.ratio)
    }

    /// A ratio that was found to be within the limits before.
    pub(super) const fn kept(ratio: f64) -> Self {
        Self { ratio }
    }

    /// Whether a number is within the limits; false for NaN.
    #[inline]
    pub(super) fn keeps(ratio: f64) -> bool {
        (Self::MIN..=Self::MAX).contains(&ratio)
    }

    /// A ratio that was computed, so that nothing but its range is wrong with it.
    pub(super) fn result(ratio: f64) -> Result<Self, ChangeError> {
        Self::new(ratio).map_err(|_| Self::out_of_range(ratio))
    }

    const fn out_of_range(value: f64) -> ChangeError {
        ChangeError::OutOfRange { what: "ratio", value, expected: Self::RANGE }
    }

    pub(super) const RANGE: &'static str = "1e-300 to 1e300";
}

json_form!(RatioForm { ratio: f64 } is "a ratio, {\"ratio\": 0.45}", Ratio::new, ChangeError);

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_ratio(f, self.ratio)
    }
}
