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
/// Never lower than the percent change of the geometric mean ratio of the same participants, and no substitute for it:
/// +100 % and −50 % average to +25 %, though their ratios 2 and 0.5 have the geometric mean 1.
/// Made from columns by [`of_columns`](MeanPercentChange::of_columns).
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
    /// A mean that is already in percent, such as one read from a publication.
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
/// It is the exponential of the mean of the log ratios, and kept within the limits of [`Ratio`]. Two arms are compared by
/// [`relative_to`](GeometricMeanRatio::relative_to); the difference in [`PercentagePoints`] has to be asked for by name.
/// Made from columns by [`of_columns`](GeometricMeanRatio::of_columns).
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
    /// A geometric mean ratio from its number, such as one read from a publication.
    ///
    /// # Errors
    ///
    /// If `ratio` is NaN, infinite, 0, negative, or outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn new(ratio: f64) -> Result<Self, ChangeError> {
        Ratio::new(ratio).map(Self::of)
    }

    /// The geometric mean ratio whose percent change was printed: −55 % is 0.45.
    ///
    /// # Errors
    ///
    /// If `percent` is NaN, infinite, or −100 or lower.
    pub fn from_percent(percent: f64) -> Result<Self, ChangeError> {
        PercentChange::from_percent(percent)?.to_ratio().map(Self::of)
    }

    /// The geometric mean ratio whose logarithm is given.
    ///
    /// # Errors
    ///
    /// If `ln` is NaN, infinite, or the ratio is outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn from_ln(ln: f64) -> Result<Self, ChangeError> {
        let ratio = finite("log ratio", ln)?.exp();
        Self::new(ratio).map_err(|_| Ratio::OUT_OF_RANGE)
    }

    /// The ratio as a number.
    pub const fn value(self) -> f64 {
        self.geometric_mean_ratio
    }

    /// The same number as the ratio of the typical participant.
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

    /// The change in percent of the typical participant, as publications print it.
    pub fn percent_change(self) -> PercentChange {
        PercentChange::formula_of_ratio(self.geometric_mean_ratio)
    }

    /// The ratio of this ratio to `other`: how many times as high this arm ended.
    ///
    /// # Errors
    ///
    /// If the result is outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn relative_to(self, other: Self) -> Result<Self, ChangeError> {
        self.ratio().relative_to(other.ratio()).map(Self::of)
    }

    /// The reciprocal: the contrast seen from the other arm.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self::of(self.ratio().inverse())
    }

    /// The difference of the two percent changes. It is not the percent difference of the arms, which is
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
