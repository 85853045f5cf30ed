//! How much a value changed, on scales that cannot be mixed up.
//!
//! | type | is | of |
//! |---|---|---|
//! | [`PercentChange`] | 100 * (value - baseline) / abs(baseline) | one value |
//! | [`Ratio`] | value / baseline, both above zero | one value |
//! | [`MeanPercentChange`] | the arithmetic mean of percent changes | many values |
//! | [`GeometricMeanRatio`] | the geometric mean of ratios | many values |
//! | [`PercentagePoints`] | the difference of two percentages | two results |
//!
//! The mean of percent changes and the percent change of a geometric mean are different numbers for the
//! same data: on log-normal data with a fall by half the one can be -51 % where the other is -54 %. Nothing
//! here adds, averages or compares across two of these types.
//!
//! Arms are compared by the ratio of their ratios. VALOR's plasma neurofilament fell by 55 % under tofersen
//! and rose by 12 % under placebo; that is 60 % lower than placebo, as its label says, and 67 points
//! (Qalsody US prescribing information, section 14):
//!
//! ```
//! use aso_regimen::PercentChange;
//!
//! let tofersen = PercentChange::from_percent(-55.0)?;
//! let placebo = PercentChange::from_percent(12.0)?;
//! assert_eq!(tofersen.relative_to(placebo)?.to_string(), "-59.8 %");
//! assert_eq!((tofersen - placebo).to_string(), "-67.0 points");
//! # Ok::<(), aso_regimen::measure::change::ChangeError>(())
//! ```

mod columns;

use core::fmt;
use core::ops::{Add, Neg, Sub};

use thiserror::Error;

pub use self::columns::{ColumnError, geometric_mean_ratio, mean_percent, percent_into, percents};

/// Why two numbers have no change, or a number is not one.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ChangeError {
    /// Nothing can be a percentage of a baseline of zero.
    #[error("the baseline is 0, a change relative to it is not defined")]
    BaselineZero,
    /// A baseline that is not a finite number.
    #[error("the baseline is {0}, expected a finite number")]
    BaselineNotFinite(f64),
    /// A value that is not a finite number.
    #[error("the value is {0}, expected a finite number")]
    ValueNotFinite(f64),
    /// A ratio needs a baseline above zero.
    #[error("the baseline is {0}, a ratio needs one above 0")]
    BaselineNotPositive(f64),
    /// A ratio needs a value above zero.
    #[error("the value is {0}, a ratio needs one above 0")]
    ValueNotPositive(f64),
    /// The change is larger or smaller than a number can be.
    #[error("the change from {baseline} to {value} is outside the range of numbers")]
    OutOfRange {
        /// The baseline.
        baseline: f64,
        /// The value.
        value: f64,
    },
    /// Changes of -100 % and less have no ratio.
    #[error("a change of {0} % leaves nothing to compare with, expected more than -100 %")]
    NothingLeft(f64),
}

/// A change that has a direction. Sealed: the changes of this crate have it.
pub trait Change: sealed::Change + Copy {
    /// Whether there is more than before.
    fn is_increase(&self) -> bool {
        self.centred() > 0.0
    }

    /// Whether there is less than before.
    fn is_decrease(&self) -> bool {
        self.centred() < 0.0
    }
}

mod sealed {
    pub trait Change {
        /// The change as a number that is 0 for no change.
        fn centred(&self) -> f64;
    }
}

impl<C: sealed::Change + Copy> Change for C {}

/// Zero on the scale of the percent change of a ratio of one.
fn percent_of(ratio: f64) -> f64 {
    100.0 * (ratio - 1.0)
}

/// The change of one value against its own baseline, in percent: 100 * (value - baseline) / |baseline|, the
/// PCHG of ADaM. Always a finite number.
///
/// ```
/// use aso_regimen::PercentChange;
///
/// assert_eq!(PercentChange::from_baseline(80.0, 81.4)?.percent(), 1.7500000000000071);
/// // The baseline's sign does not turn the direction.
/// assert_eq!(PercentChange::from_baseline(-10.0, -5.0)?.percent(), 50.0);
/// assert!(PercentChange::from_baseline(0.0, 5.0).is_err());
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct PercentChange {
    percent: f64,
}

impl PercentChange {
    /// The change from a baseline to a value in the same unit.
    ///
    /// # Errors
    ///
    /// Where one of them is infinite or not a number, where the baseline is 0, and where the change is
    /// larger than a number can be.
    pub fn from_baseline(baseline: f64, value: f64) -> Result<Self, ChangeError> {
        if !baseline.is_finite() {
            return Err(ChangeError::BaselineNotFinite(baseline));
        }
        if !value.is_finite() {
            return Err(ChangeError::ValueNotFinite(value));
        }
        if baseline == 0.0 {
            return Err(ChangeError::BaselineZero);
        }
        let percent = percent_change(baseline, value);
        if !percent.is_finite() {
            return Err(ChangeError::OutOfRange { baseline, value });
        }
        Ok(Self { percent })
    }

    /// A change that is known as a percentage.
    ///
    /// # Errors
    ///
    /// Where it is infinite or not a number.
    pub fn from_percent(percent: f64) -> Result<Self, ChangeError> {
        if percent.is_finite() {
            return Ok(Self { percent });
        }
        Err(ChangeError::ValueNotFinite(percent))
    }

    /// The percentage, negative for a decrease.
    pub fn percent(self) -> f64 {
        self.percent
    }

    /// The ratio of value to baseline, for a baseline above zero.
    ///
    /// # Errors
    ///
    /// At -100 % and below.
    pub fn to_ratio(self) -> Result<Ratio, ChangeError> {
        if self.percent <= -100.0 {
            return Err(ChangeError::NothingLeft(self.percent));
        }
        Ratio::new(1.0 + self.percent / 100.0)
    }

    /// What this change is after, or against, another: the percent change of the ratio of the two ratios.
    ///
    /// # Errors
    ///
    /// Where the other is -100 % or below.
    pub fn relative_to(self, reference: Self) -> Result<Self, ChangeError> {
        let reference = reference.to_ratio()?.value();
        let ratio = (1.0 + self.percent / 100.0) / reference;
        Self::from_percent(percent_of(ratio))
    }

    /// This change and then another one, as one change.
    ///
    /// # Errors
    ///
    /// Where the result is larger than a number can be.
    pub fn then(self, next: Self) -> Result<Self, ChangeError> {
        // (1 + a)(1 + b) - 1, without the cancellation.
        let percent = self.percent + next.percent + self.percent * next.percent / 100.0;
        Self::from_percent(percent)
    }

    /// The change that takes this one back.
    ///
    /// # Errors
    ///
    /// At -100 % and below.
    pub fn inverse(self) -> Result<Self, ChangeError> {
        if self.percent <= -100.0 {
            return Err(ChangeError::NothingLeft(self.percent));
        }
        Self::from_percent(-self.percent / (1.0 + self.percent / 100.0))
    }

    /// The value to which this change takes a baseline.
    ///
    /// # Errors
    ///
    /// Where the baseline is infinite or not a number, or the value larger than a number can be.
    pub fn apply_to(self, baseline: f64) -> Result<f64, ChangeError> {
        if !baseline.is_finite() {
            return Err(ChangeError::BaselineNotFinite(baseline));
        }
        let value = baseline + baseline.abs() * (self.percent / 100.0);
        if value.is_finite() {
            return Ok(value);
        }
        Err(ChangeError::OutOfRange { baseline, value })
    }
}

/// The formula alone; callers check what goes in and what comes out.
#[inline]
fn percent_change(baseline: f64, value: f64) -> f64 {
    100.0 * ((value - baseline) / baseline.abs())
}

/// The difference of two percent changes in percentage points. Not finite is not possible: a difference
/// past the largest number is that number.
impl Sub for PercentChange {
    type Output = PercentagePoints;

    fn sub(self, reference: Self) -> PercentagePoints {
        PercentagePoints::saturating(self.percent - reference.percent)
    }
}

/// A value over its baseline, both above zero. Always finite and above zero itself.
///
/// ```
/// use aso_regimen::Ratio;
///
/// // Plasma neurofilament in VALOR, week 28 (Qalsody US prescribing information, section 14).
/// let tofersen = Ratio::new(0.45)?;
/// let placebo = Ratio::new(1.12)?;
/// assert_eq!(tofersen.relative_to(placebo)?.to_string(), "0.402");
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Ratio {
    ratio: f64,
}

impl Ratio {
    /// A ratio that is known as a number.
    ///
    /// # Errors
    ///
    /// Where it is not finite, or not above zero.
    pub fn new(ratio: f64) -> Result<Self, ChangeError> {
        if !ratio.is_finite() {
            return Err(ChangeError::ValueNotFinite(ratio));
        }
        if ratio <= 0.0 {
            return Err(ChangeError::ValueNotPositive(ratio));
        }
        Ok(Self { ratio })
    }

    /// A value over its baseline, in the same unit.
    ///
    /// # Errors
    ///
    /// Where one of them is not finite or not above zero, and where the ratio is larger or smaller than a
    /// number can be.
    pub fn to_baseline(baseline: f64, value: f64) -> Result<Self, ChangeError> {
        if !baseline.is_finite() {
            return Err(ChangeError::BaselineNotFinite(baseline));
        }
        if baseline <= 0.0 {
            return Err(ChangeError::BaselineNotPositive(baseline));
        }
        Self::new(value)?;
        Self::new(value / baseline).map_err(|_| ChangeError::OutOfRange { baseline, value })
    }

    /// The ratio; 1 for no change.
    pub fn value(self) -> f64 {
        self.ratio
    }

    /// Its natural logarithm; 0 for no change.
    pub fn ln(self) -> f64 {
        self.ratio.ln()
    }

    /// The same change in percent.
    ///
    /// # Errors
    ///
    /// Where the percentage is larger than a number can be.
    pub fn percent_change(self) -> Result<PercentChange, ChangeError> {
        PercentChange::from_percent(percent_of(self.ratio))
    }

    /// This ratio over another.
    ///
    /// # Errors
    ///
    /// Where the result is larger or smaller than a number can be.
    pub fn relative_to(self, reference: Self) -> Result<Self, ChangeError> {
        Self::to_baseline(reference.ratio, self.ratio)
    }

    /// This change and then another one, as one ratio.
    ///
    /// # Errors
    ///
    /// Where the result is larger or smaller than a number can be.
    pub fn then(self, next: Self) -> Result<Self, ChangeError> {
        Self::new(self.ratio * next.ratio)
    }

    /// The ratio that takes this one back.
    ///
    /// # Errors
    ///
    /// Where the result is larger than a number can be.
    pub fn inverse(self) -> Result<Self, ChangeError> {
        Self::new(1.0 / self.ratio)
    }
}

/// A difference of two percentages. Always finite.
///
/// It adds to and subtracts from its own kind only: a percent change plus points is no percent change.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct PercentagePoints {
    points: f64,
}

impl PercentagePoints {
    /// A difference that is known as a number of points.
    ///
    /// # Errors
    ///
    /// Where it is infinite or not a number.
    pub fn new(points: f64) -> Result<Self, ChangeError> {
        if points.is_finite() {
            return Ok(Self { points });
        }
        Err(ChangeError::ValueNotFinite(points))
    }

    /// The number of points.
    pub fn points(self) -> f64 {
        self.points
    }

    /// From the sum or difference of two finite numbers, which is never NaN.
    fn saturating(points: f64) -> Self {
        Self {
            points: points.clamp(f64::MIN, f64::MAX),
        }
    }
}

/// A sum past the largest number is that number.
impl Add for PercentagePoints {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::saturating(self.points + other.points)
    }
}

/// A difference past the largest number is that number.
impl Sub for PercentagePoints {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::saturating(self.points - other.points)
    }
}

impl Neg for PercentagePoints {
    type Output = Self;

    fn neg(self) -> Self {
        Self {
            points: -self.points,
        }
    }
}

/// The arithmetic mean of percent changes.
///
/// It is never below the percent change of the geometric mean of the same data, and has no ratio to
/// another: a ratio of two such means is the change of nothing.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct MeanPercentChange {
    percent: f64,
}

impl MeanPercentChange {
    /// A mean that is known as a percentage.
    ///
    /// # Errors
    ///
    /// Where it is infinite or not a number.
    pub fn from_percent(percent: f64) -> Result<Self, ChangeError> {
        PercentChange::from_percent(percent).map(|change| Self {
            percent: change.percent,
        })
    }

    /// The percentage, negative for a decrease.
    pub fn percent(self) -> f64 {
        self.percent
    }
}

/// The difference of two means in percentage points. A difference past the largest number is that number.
impl Sub for MeanPercentChange {
    type Output = PercentagePoints;

    fn sub(self, reference: Self) -> PercentagePoints {
        PercentagePoints::saturating(self.percent - reference.percent)
    }
}

/// The geometric mean of ratios to baseline. Always finite and above zero.
///
/// ```
/// use aso_regimen::measure::change::GeometricMeanRatio;
///
/// // CSF SOD1 in VALOR's faster-progressing population, week 28 (Miller et al., N Engl J Med
/// // 2022;387:1099): 0.71 with tofersen, 1.16 with placebo.
/// let tofersen = GeometricMeanRatio::new(0.71)?;
/// let placebo = GeometricMeanRatio::new(1.16)?;
/// assert_eq!(tofersen.relative_to(placebo)?.to_string(), "0.612");
/// assert_eq!(format!("{:.0}", tofersen.points_from(placebo)), "-45 points");
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct GeometricMeanRatio {
    ratio: Ratio,
}

impl GeometricMeanRatio {
    /// A mean that is known as a number.
    ///
    /// # Errors
    ///
    /// Where it is not finite, or not above zero.
    pub fn new(ratio: f64) -> Result<Self, ChangeError> {
        Ratio::new(ratio).map(|ratio| Self { ratio })
    }

    /// A mean that is known as the percent change it stands for.
    ///
    /// # Errors
    ///
    /// Where it is infinite, not a number, or not above -100 %.
    pub fn from_percent(percent: f64) -> Result<Self, ChangeError> {
        let ratio = PercentChange::from_percent(percent)?.to_ratio()?;
        Ok(Self { ratio })
    }

    /// The mean ratio; 1 for no change.
    pub fn value(self) -> f64 {
        self.ratio.value()
    }

    /// Its natural logarithm, which is the mean of the logarithms; 0 for no change.
    pub fn ln(self) -> f64 {
        self.ratio.ln()
    }

    /// The percent change it stands for, negative for a decrease. At most `f64::MAX`.
    pub fn percent(self) -> f64 {
        percent_of(self.value()).min(f64::MAX)
    }

    /// This mean over that of another arm: how arms are compared.
    ///
    /// # Errors
    ///
    /// Where the result is larger or smaller than a number can be.
    pub fn relative_to(self, reference: Self) -> Result<Self, ChangeError> {
        self.ratio
            .relative_to(reference.ratio)
            .map(|ratio| Self { ratio })
    }

    /// How many points this mean's percent change is from another's. Not how arms are compared; for those
    /// who want to see the difference between the two.
    pub fn points_from(self, reference: Self) -> PercentagePoints {
        PercentagePoints::saturating(self.percent() - reference.percent())
    }
}

/// Writes a number with as many decimals as asked for, or else a usual number of them.
fn write_number(
    f: &mut fmt::Formatter<'_>,
    number: f64,
    decimals: usize,
    unit: &str,
) -> fmt::Result {
    let decimals = f.precision().unwrap_or(decimals);
    write!(f, "{number:.decimals$}{unit}")
}

impl fmt::Display for PercentChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_number(f, self.percent, 1, " %")
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_number(f, self.ratio, 3, "")
    }
}

impl fmt::Display for PercentagePoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_number(f, self.points, 1, " points")
    }
}

impl fmt::Display for MeanPercentChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_number(f, self.percent, 1, " % (mean)")
    }
}

impl fmt::Display for GeometricMeanRatio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_number(f, self.value(), 3, "")
    }
}

impl sealed::Change for PercentChange {
    fn centred(&self) -> f64 {
        self.percent
    }
}

impl sealed::Change for Ratio {
    fn centred(&self) -> f64 {
        self.ratio - 1.0
    }
}

impl sealed::Change for PercentagePoints {
    fn centred(&self) -> f64 {
        self.points
    }
}

impl sealed::Change for MeanPercentChange {
    fn centred(&self) -> f64 {
        self.percent
    }
}

impl sealed::Change for GeometricMeanRatio {
    fn centred(&self) -> f64 {
        self.value() - 1.0
    }
}

/// Each change as an object of one number, whose key names the scale.
#[cfg(feature = "serde")]
mod form {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::{GeometricMeanRatio, MeanPercentChange, PercentChange, PercentagePoints, Ratio};

    macro_rules! one_number {
        ($($type:ident, $key:literal, $read:ident, $make:ident);+ $(;)?) => {$(
            impl Serialize for $type {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    #[derive(Serialize)]
                    struct Form {
                        #[serde(rename = $key)]
                        number: f64,
                    }
                    Form { number: self.$read() }.serialize(serializer)
                }
            }

            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #[derive(Deserialize)]
                    #[serde(deny_unknown_fields)]
                    struct Form {
                        #[serde(rename = $key)]
                        number: f64,
                    }
                    let form = Form::deserialize(deserializer)?;
                    $type::$make(form.number).map_err(de::Error::custom)
                }
            }
        )+};
    }

    one_number! {
        PercentChange, "percent_change", percent, from_percent;
        Ratio, "ratio", value, new;
        PercentagePoints, "percentage_points", points, new;
        MeanPercentChange, "mean_percent_change", percent, from_percent;
        GeometricMeanRatio, "geometric_mean_ratio", value, new;
    }
}
