//! Summaries of one arm: the mean change from baseline.
//!
//! ```
//! use aso_regimen::analysis::arm::ArmData;
//! use aso_regimen::analysis::confidence::ConfidenceLevel;
//! use aso_regimen::analysis::summary;
//!
//! let arm =
//!     ArmData::new("tofersen", &[100.0, 80.0, 120.0, 60.0], &[60.0, 60.0, 66.0, 45.0])?;
//! let ratio = summary::geometric_mean_ratio(&arm, ConfidenceLevel::P95)?;
//! let mean = summary::mean_percent_change(&arm, ConfidenceLevel::P95)?;
//! // A geometric mean is further down than the mean of the percent changes.
//! assert_eq!(
//!     (ratio.value.to_string(), mean.value.percent()),
//!     ("0.656 (geometric mean ratio)".into(), -33.75)
//! );
//! # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
//! ```

use core::fmt;

use crate::analysis::arm::ArmData;
use crate::analysis::confidence::ConfidenceLevel;
use crate::analysis::error::AnalysisError;
use crate::analysis::estimate::{Estimate, EstimateWithError};
use crate::analysis::missing::{Counted, Missing};
use crate::analysis::scale::EstimateScale;
use crate::measure::change::{
    ChangeError, Difference, GeometricMeanRatio, MeanPercentChange, PercentChange, Ratio,
};
use crate::numeric::moments::{Moments, number};

/// Returns the geometric mean of the ratios to baseline, with a t interval of the mean log ratio.
///
/// # Errors
///
/// If there are fewer than two participants, if a baseline or value is NaN, infinite, 0 or negative (the error names the
/// row), or if all ratios are equal.
pub fn geometric_mean_ratio(
    arm: &ArmData<'_>,
    level: ConfidenceLevel,
) -> Result<Estimate<GeometricMeanRatio>, AnalysisError> {
    let what = "geometric mean ratio to baseline";
    mean(what, arm, arm.log_ratios()?, level)
}

/// Returns the arithmetic mean of the percent changes, with a t interval.
///
/// # Errors
///
/// If there are fewer than two participants, if a participant has no percent change (the error names the row), or if
/// all changes are equal.
pub fn mean_percent_change(
    arm: &ArmData<'_>,
    level: ConfidenceLevel,
) -> Result<Estimate<MeanPercentChange>, AnalysisError> {
    mean("mean percent change", arm, arm.percent_moments()?, level)
}

/// Returns the arithmetic mean of the changes from baseline, with a t interval.
///
/// # Errors
///
/// If there are fewer than two participants, if a number is NaN or infinite (the error names the row), or if all
/// changes are equal.
pub fn mean_difference(
    arm: &ArmData<'_>,
    level: ConfidenceLevel,
) -> Result<Estimate<Difference>, AnalysisError> {
    let what = "mean difference from baseline";
    mean(what, arm, arm.differences()?, level)
}

/// Returns the median percent change. For an even number of participants it is the mean of the two middle ones. If any
/// baseline is below 0, it counts as a change from one below 0, which is no ratio.
///
/// # Errors
///
/// If a participant has no percent change; the error names the row.
pub fn median_percent_change(arm: &ArmData<'_>) -> Result<PercentChange, AnalysisError> {
    let mut changes = arm.percent_changes()?;
    changes.sort_unstable_by(f64::total_cmp);
    let middle = changes.len() / 2;
    let median = if changes.len() % 2 == 1 {
        changes[middle]
    } else {
        f64::midpoint(changes[middle - 1], changes[middle])
    };
    let from_below_zero = arm.baselines().iter().any(|baseline| *baseline < 0.0);
    let median = PercentChange::from_percent(median);
    let median = median.map(|median| median.with_baseline_below_zero(from_below_zero));
    out_of_range("median percent change", median)
}

/// Returns the ratio of the mean value to the mean baseline.
///
/// Participants with high baselines have more weight than in a mean of ratios. Some reports print it as "percent change
/// of the mean"; it equals neither of the two means above.
///
/// # Errors
///
/// If a baseline or value is NaN, infinite, 0 or negative; the error names the row.
///
/// ```
/// use aso_regimen::analysis::arm::ArmData;
/// use aso_regimen::analysis::summary;
///
/// let arm =
///     ArmData::new("tofersen", &[100.0, 80.0, 120.0, 60.0], &[60.0, 60.0, 66.0, 45.0])?;
/// let ratio = summary::ratio_of_means(&arm)?;
/// assert_eq!(ratio.to_string(), "ratio of means, tofersen (n = 4): 0.642");
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
pub fn ratio_of_means(arm: &ArmData<'_>) -> Result<RatioOfMeans, AnalysisError> {
    arm.map(|baseline, value| Ratio::to_baseline(baseline, value).map(Ratio::value))?;
    let mean = |column| Moments::of(column).mean();
    let ratio = Ratio::to_baseline(mean(arm.baselines()), mean(arm.values()));
    let Counted { participants, imputed, missing } = arm.counted();
    let ratio = out_of_range("ratio of means", ratio)?;
    Ok(RatioOfMeans { arm: arm.name().to_owned(), ratio, participants, imputed, missing })
}

/// Returns how many participants respond: those whose percent change meets a condition.
///
/// ```
/// use aso_regimen::analysis::arm::ArmData;
/// use aso_regimen::analysis::missing::Missing;
/// use aso_regimen::analysis::summary;
///
/// let arm = ArmData::new("tofersen", &[3.0, 80.0, 120.0], &[2.1, 60.0, 66.0])?
///     .with_missing(Missing::unexplained(1));
/// // A fall by 30 % or more.
/// let found = summary::responders(&arm, |change| change.is_at_most(-30.0))?;
/// assert_eq!((found.responders, found.participants), (2, 3));
/// // The missing participant counts as not responding.
/// assert_eq!(found.share_of_all(), Some(0.5));
/// assert_eq!(
///     found.to_string(),
///     "responders, tofersen (n = 3, 1 missing: 1 for another reason or none stated): 2 \
///      of 3 (66.7 %)",
/// );
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
///
/// # Errors
///
/// If a participant has no percent change; the error names the row.
#[doc(alias("responder", "CRIT1FL"))]
pub fn responders(
    arm: &ArmData<'_>,
    responds: impl Fn(PercentChange) -> bool,
) -> Result<Responders, AnalysisError> {
    let mut responders = 0;
    arm.map(|baseline, value| {
        let change = PercentChange::from_baseline(baseline, value)?;
        responders += usize::from(responds(change));
        Ok(change.percent())
    })?;
    let Counted { participants, imputed, missing } = arm.counted();
    Ok(Responders { arm: arm.name().to_owned(), responders, participants, imputed, missing })
}

/// How many participants of an arm respond. The crate has no confidence interval of a share.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Responders {
    /// The name of the arm.
    pub arm: String,
    /// The number of participants who respond.
    pub responders: usize,
    /// The number of participants with a percent change.
    pub participants: usize,
    /// The number of participants who have an imputed value.
    pub imputed: usize,
    /// The participants who are missing, by reason; `None` if not stated.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub missing: Option<Missing>,
}

impl Responders {
    /// The share of the participants with a percent change who respond, from 0 to 1.
    pub fn share(&self) -> f64 {
        number(self.responders) / number(self.participants)
    }

    /// The share of all participants who respond, from 0 to 1. The missing ones count as not responding.
    ///
    /// `None` if it is not stated who is missing.
    #[doc(alias("NRI", "non-responder imputation"))]
    pub fn share_of_all(&self) -> Option<f64> {
        let all = self.participants + self.missing?.total();
        Some(number(self.responders) / number(all))
    }
}

impl fmt::Display for Responders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { arm, responders, participants, imputed, missing } = self;
        let counted = Counted { participants: *participants, imputed: *imputed, missing: *missing };
        write!(f, "responders, {arm} ({counted}): {responders} of {participants} ")?;
        write!(f, "({:.1} %)", 100.0 * self.share())
    }
}

/// The ratio of a mean value to a mean baseline.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RatioOfMeans {
    /// The name of the arm.
    pub arm: String,
    /// The ratio.
    pub ratio: Ratio,
    /// The number of participants.
    pub participants: usize,
    /// The number of participants who have an imputed value.
    pub imputed: usize,
    /// The participants who are missing, by reason; `None` if not stated.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub missing: Option<Missing>,
}

impl fmt::Display for RatioOfMeans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { arm, ratio, participants, imputed, missing } = self;
        let counted = Counted { participants: *participants, imputed: *imputed, missing: *missing };
        write!(f, "ratio of means, {arm} ({counted}): {ratio}")
    }
}

fn mean<S: EstimateScale>(
    what: &str,
    arm: &ArmData<'_>,
    changes: Moments,
    level: ConfidenceLevel,
) -> Result<Estimate<S>, AnalysisError> {
    arm.needs(2)?;
    let n = number(changes.count());
    let error = EstimateWithError {
        estimate: changes.mean(),
        error: changes.root_over((n - 1.0) * n),
        df: n - 1.0,
    };
    let what = format!("{what}, {} ({})", arm.name(), arm.counted());
    Estimate::new(what, error, level, arm.counted())
}

fn out_of_range<T>(what: &str, change: Result<T, ChangeError>) -> Result<T, AnalysisError> {
    change.map_err(|cause| AnalysisError::OutOfRange { what: what.to_owned(), cause })
}
