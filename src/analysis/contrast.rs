//! Contrasts: two arms compared at one time.
//!
//! Each contrast compares the first arm with the second: a ratio below 1 or a difference below 0 means that the first
//! arm ended lower.
//!
//! ```
//! use aso_regimen::analysis::arm::ArmData;
//! use aso_regimen::analysis::confidence::ConfidenceLevel;
//! use aso_regimen::analysis::contrast::{self, Variances};
//!
//! let tofersen = ArmData::new("tofersen", &[40.0, 42.0, 38.0], &[39.0, 40.0, 37.0])?;
//! let placebo = ArmData::new("placebo", &[41.0, 39.0, 40.0], &[36.0, 37.0, 36.0])?;
//! let points = contrast::difference_of_means(
//!     &tofersen,
//!     &placebo,
//!     Variances::Welch,
//!     ConfidenceLevel::P95,
//! )?;
//! // -4/3 against -11/3.
//! assert_eq!(format!("{:.3}", points.value.value()), "2.333");
//! # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
//! ```

use crate::analysis::arm::{ArmData, ComparedArms};
use crate::analysis::confidence::ConfidenceLevel;
use crate::analysis::error::AnalysisError;
use crate::analysis::estimate::{Estimate, EstimateWithError};
use crate::analysis::missing::Counted;
use crate::analysis::scale::EstimateScale;
use crate::measure::change::{Difference, GeometricMeanRatio, PercentagePoints};
use crate::numeric::distribution::normal_quantile;
use crate::numeric::moments::{Moments, number};

/// The assumption about the variances of the two arms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[doc(alias("equal variances", "t test"))]
#[non_exhaustive]
pub enum Variances {
    /// Equal variances (Student's t test): one pooled variance with n₁ + n₂ − 2 degrees of freedom.
    Pooled,
    /// Unequal variances (Welch's t test): one variance for each arm, with Satterthwaite's degrees of freedom.
    Welch,
}

/// Returns the ratio of the two geometric mean ratios to baseline, by a t test of the log ratios.
///
/// # Errors
///
/// If a baseline or value is NaN, infinite, 0 or negative (the error names arm and row), if both arms have the same
/// name, if there are too few participants (Welch needs two in each arm; pooled needs one in each arm and three in
/// all), or if the log ratios do not vary within an arm.
pub fn ratio_of_geometric_mean_ratios(
    first: &ArmData<'_>,
    second: &ArmData<'_>,
    spread: Variances,
    level: ConfidenceLevel,
) -> Result<Estimate<GeometricMeanRatio>, AnalysisError> {
    let what = "ratio of geometric mean ratios to baseline";
    compare(what, [first, second], ArmData::log_ratios, (spread, level))
}

/// Returns the difference of the two mean percent changes in percentage points, by a t test.
///
/// # Errors
///
/// If a participant has no percent change (the error names arm and row), if both arms have the same name, if there are
/// too few participants (Welch needs two in each arm; pooled needs one in each arm and three in all), or if the changes
/// do not vary within an arm.
pub fn difference_of_mean_percents(
    first: &ArmData<'_>,
    second: &ArmData<'_>,
    spread: Variances,
    level: ConfidenceLevel,
) -> Result<Estimate<PercentagePoints>, AnalysisError> {
    let what = "difference of mean percent changes";
    compare(what, [first, second], ArmData::percent_moments, (spread, level))
}

/// Returns the difference of the two mean changes from baseline, in the unit of the endpoint, by a t test.
///
/// # Errors
///
/// If a number is NaN or infinite (the error names arm and row), if both arms have the same name, if there are too few
/// participants (Welch needs two in each arm; pooled needs one in each arm and three in all), or if the changes do not
/// vary within an arm.
pub fn difference_of_means(
    first: &ArmData<'_>,
    second: &ArmData<'_>,
    spread: Variances,
    level: ConfidenceLevel,
) -> Result<Estimate<Difference>, AnalysisError> {
    let what = "difference of mean changes from baseline";
    compare(what, [first, second], ArmData::differences, (spread, level))
}

/// Returns the estimate and standard error that belong to a published confidence interval of a ratio, by the normal
/// approximation.
///
/// On the log scale the estimate is the middle of the interval, and the standard error is its width over twice the
/// normal quantile. If the ends are printed with few digits, the estimate is accurate to few digits.
///
/// # Errors
///
/// If `what` is empty, if there is no participant, or if the first end is not below the second.
///
/// ```
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
/// use aso_regimen::analysis::contrast;
/// use aso_regimen::measure::change::GeometricMeanRatio;
///
/// // An interval from 67 % to 51 % lower.
/// let ends = [
///     GeometricMeanRatio::from_percent(-67.0)?,
///     GeometricMeanRatio::from_percent(-51.0)?,
/// ];
/// let ratio = contrast::from_interval("plasma NfL", ends, ConfidenceLevel::P95, 108)?;
/// assert_eq!(ratio.value.ratio().to_string(), "0.402");
/// assert_eq!(format!("{:.2}", ratio.t), "-9.03");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_interval(
    what: &str,
    [low, high]: [GeometricMeanRatio; 2],
    level: ConfidenceLevel,
    participants: usize,
) -> Result<Estimate<GeometricMeanRatio>, AnalysisError> {
    AnalysisError::unless_named("estimate", what)?;
    if participants == 0 {
        return Err(AnalysisError::Number {
            estimator: what.to_owned(),
            what: "number of participants",
            value: 0.0,
            expected: "1 or more",
        });
    }
    if low >= high {
        return Err(AnalysisError::Interval { low: low.value(), high: high.value() });
    }
    let error = EstimateWithError {
        estimate: f64::midpoint(low.ln(), high.ln()),
        error: (high.ln() - low.ln()) / (2.0 * normal_quantile(level.share())),
        df: f64::INFINITY,
    };
    let what = format!("{what}, from its published interval (n = {participants})");
    Estimate::new(what, error, level, Counted::only(participants))
}

fn compare<'a, S: EstimateScale>(
    what: &str,
    [first, second]: [&ArmData<'a>; 2],
    changes: impl Fn(&ArmData<'a>) -> Result<Moments, AnalysisError>,
    (spread, level): (Variances, ConfidenceLevel),
) -> Result<Estimate<S>, AnalysisError> {
    let arms = ComparedArms::of(first, second)?;
    let moments = (changes(first)?, changes(second)?);
    let participants = first.participants() + second.participants();
    let needed = match spread {
        // One participant has no variance of its own, but the other arm can lend it.
        Variances::Pooled if participants > 2 => 1,
        _ => 2,
    };
    first.needs(needed)?;
    second.needs(needed)?;
    let error = spread.standard_error(moments.0, moments.1);
    let variance = match spread {
        Variances::Pooled => "pooled variance",
        Variances::Welch => "Welch",
    };
    Estimate::new(format!("{what}, {arms}, {variance}"), error, level, arms.counted())
}

impl Variances {
    fn standard_error(self, first: Moments, second: Moments) -> EstimateWithError {
        let estimate = first.mean() - second.mean();
        let (n, m) = (number(first.count()), number(second.count()));
        let (own, other, df) = match self {
            Self::Pooled => {
                let df = n + m - 2.0;
                let divisor = df / (n.recip() + m.recip());
                (first.root_over(divisor), second.root_over(divisor), df)
            }
            Self::Welch => {
                let own = first.root_over((n - 1.0) * n);
                let other = second.root_over((m - 1.0) * m);
                // As shares, so that no variance is squared beyond the range of numbers.
                let share = |error: f64, df: f64| (error / own.hypot(other)).powi(4) / df;
                let df = (share(own, n - 1.0) + share(other, m - 1.0)).recip();
                // At least 1, whatever the rounding.
                (own, other, df.max(1.0))
            }
        };
        EstimateWithError { estimate, error: own.hypot(other), df }
    }
}
