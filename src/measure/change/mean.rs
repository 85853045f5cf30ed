//! Means of changes over participants, of two kinds that are not mixed.

use core::fmt;
use core::ops::Sub;

use crate::measure::change::difference::PercentagePoints;
use crate::measure::change::error::{ChangeError, finite};
use crate::measure::change::percent::PercentChange;
use crate::measure::change::print::{write_ratio, write_rounded};
use crate::measure::change::ratio::Ratio;
use crate::text::json_form;

/// The arithmetic mean of individual percent changes.
///
/// It is never lower than the percent change of the geometric mean ratio of the same participants, and another quantity:
/// the mean of +100 % and −50 % is +25 %, while the geometric mean of the ratios 2 and 0.5 is 1.
/// [`of_columns`](MeanPercentChange::of_columns) computes it from columns.
///
/// ```
/// use aso_regimen::measure::change::MeanPercentChange;
///
/// let mean = MeanPercentChange::of_columns(&[50.0, 50.0], &[100.0, 25.0])?;
/// assert_eq!(mean.to_string(), "25 % (mean of percent changes)");
/// # Ok::<(), aso_regimen::measure::change::ColumnError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "MeanPercentChangeForm"))]
pub struct MeanPercentChange {
    mean_percent: f64,
}

impl MeanPercentChange {
    /// Returns a mean in percent, such as one from a publication.
    ///
    /// # Errors
    ///
    /// If `percent` is NaN, infinite, or beyond [`PercentChange::MAX`].
    pub fn from_percent(percent: f64) -> Result<Self, ChangeError> {
        Ok(Self { mean_percent: PercentChange::from_percent(percent)?.percent() })
    }

    /// The mean in percent.
    pub const fn percent(self) -> f64 {
        self.mean_percent
    }
}

json_form!(MeanPercentChangeForm { mean_percent: f64 } is "a mean percent change, {\"mean_percent\": -55.0}",
    MeanPercentChange::from_percent, ChangeError);

/// The difference of two mean percent changes is in percentage points.
impl Sub for MeanPercentChange {
    type Output = PercentagePoints;

    fn sub(self, other: Self) -> PercentagePoints {
        PercentagePoints::between(self.mean_percent, other.mean_percent)
    }
}

impl fmt::Display for MeanPercentChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_rounded(f, self.mean_percent, " % (mean of percent changes)")
    }
}

/// The geometric mean of ratios to baseline, or the ratio of two such means.
///
/// It is the exponential of the mean of the log ratios, within the limits of [`Ratio`].
/// [`relative_to`](GeometricMeanRatio::relative_to) compares two arms; the difference in [`PercentagePoints`] is
/// [`points_from`](GeometricMeanRatio::points_from). [`of_columns`](GeometricMeanRatio::of_columns) computes it from columns.
///
/// ```
/// use aso_regimen::measure::change::GeometricMeanRatio;
///
/// let mean = GeometricMeanRatio::of_columns(&[50.0, 50.0], &[100.0, 25.0])?;
/// assert_eq!(mean.to_string(), "1.00 (geometric mean ratio)");
/// assert_eq!(mean.percent(), 0.0);
/// # Ok::<(), aso_regimen::measure::change::ColumnError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "GeometricMeanRatioForm"))]
pub struct GeometricMeanRatio {
    geometric_mean_ratio: f64,
}

impl GeometricMeanRatio {
    /// Returns a geometric mean ratio, such as one from a publication.
    ///
    /// # Errors
    ///
    /// If `ratio` is NaN, infinite, 0, negative, or outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn new(ratio: f64) -> Result<Self, ChangeError> {
        Ratio::new(ratio).map(Self::of)
    }

    /// Returns the geometric mean ratio of a percent change: −55 % is 0.45.
    ///
    /// # Errors
    ///
    /// If `percent` is NaN, infinite, or −100 or lower.
    pub fn from_percent(percent: f64) -> Result<Self, ChangeError> {
        PercentChange::from_percent(percent)?.to_ratio().map(Self::of)
    }

    /// Returns the geometric mean ratio of a natural logarithm.
    ///
    /// # Errors
    ///
    /// If `ln` is NaN, infinite, or the ratio is outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn from_ln(ln: f64) -> Result<Self, ChangeError> {
        Ratio::result(finite("log ratio", ln)?.exp()).map(Self::of)
    }

    /// The ratio as a number.
    pub const fn value(self) -> f64 {
        self.geometric_mean_ratio
    }

    /// Returns this number as a [`Ratio`].
    pub fn ratio(self) -> Ratio {
        Ratio::kept(self.geometric_mean_ratio)
    }

    /// The natural logarithm, which is the mean of the log ratios.
    pub fn ln(self) -> f64 {
        self.geometric_mean_ratio.ln()
    }

    /// 100 · (ratio − 1).
    pub fn percent(self) -> f64 {
        self.percent_change().percent()
    }

    /// Returns this number as a percent change, as publications print it.
    pub fn percent_change(self) -> PercentChange {
        PercentChange::formula_of_ratio(self.geometric_mean_ratio)
    }

    /// Returns this ratio divided by `other`: the contrast of two arms.
    ///
    /// # Errors
    ///
    /// If the result is outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn relative_to(self, other: Self) -> Result<Self, ChangeError> {
        self.ratio().relative_to(other.ratio()).map(Self::of)
    }

    /// Returns the reciprocal: the contrast in the other direction.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self::of(self.ratio().inverse())
    }

    /// Returns the difference of the two percent changes, in points. The percent difference of the arms is
    /// [`relative_to`](GeometricMeanRatio::relative_to).
    pub fn points_from(self, other: Self) -> PercentagePoints {
        // 100 (r - s) and not the difference of two rounded percentages.
        let apart = self.geometric_mean_ratio - other.geometric_mean_ratio;
        PercentagePoints::between(100.0 * apart, 0.0)
    }

    fn of(ratio: Ratio) -> Self {
        Self { geometric_mean_ratio: ratio.value() }
    }
}

json_form!(GeometricMeanRatioForm { geometric_mean_ratio: f64 }
    is "a geometric mean ratio, {\"geometric_mean_ratio\": 0.45}", GeometricMeanRatio::new, ChangeError);

impl fmt::Display for GeometricMeanRatio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_ratio(f, self.geometric_mean_ratio)?;
        f.write_str(" (geometric mean ratio)")
    }
}
