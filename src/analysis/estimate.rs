//! Estimates with confidence intervals.
//!
//! ```
//! use aso_regimen::analysis::arm::ArmData;
//! use aso_regimen::analysis::confidence::ConfidenceLevel;
//! use aso_regimen::analysis::summary;
//!
//! let arm = ArmData::new("drug", &[100.0, 80.0, 90.0], &[60.0, 60.0, 45.0])?;
//! let ratio = summary::geometric_mean_ratio(&arm, ConfidenceLevel::P95)?;
//! assert!(ratio.low < ratio.value && ratio.value < ratio.high);
//! assert_eq!((ratio.participants, ratio.degrees_of_freedom), (3, 2.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use crate::analysis::confidence::ConfidenceLevel;
use crate::analysis::error::AnalysisError;
use crate::analysis::missing::{Counted, Missing};
use crate::analysis::scale::{Digits, EstimateScale, P};
use crate::numeric::student_t::{t_quantile, two_sided_t};

/// An estimate on the scale `S`, with a confidence interval.
///
/// The interval contains the estimate. Interval, t and p come from a t distribution on the scale of analysis, on which
/// the estimate is nearly normal: the logarithm for a
/// [`GeometricMeanRatio`](crate::measure::change::GeometricMeanRatio) or an [`EffectRatio`](super::scale::EffectRatio),
/// the number itself for the other scales. `Display` writes a sentence; the [module above](super) has an example.
///
/// ```
/// use aso_regimen::analysis::arm::ArmData;
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
/// use aso_regimen::analysis::summary;
///
/// let arm = ArmData::new("drug", &[100.0, 80.0, 90.0], &[60.0, 60.0, 45.0])?;
/// let ratio = summary::geometric_mean_ratio(&arm, ConfidenceLevel::P95)?;
/// assert_eq!(ratio.value.ratio().to_string(), "0.608");
/// assert!(ratio.low < ratio.value && ratio.value < ratio.high);
/// assert_eq!((ratio.participants, ratio.degrees_of_freedom), (3, 2.0));
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
///
/// In JSON infinite degrees of freedom are `null`.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Estimate<S> {
    /// The estimator: what was estimated, in whom, and by which method.
    pub estimator: String,
    /// The point estimate.
    pub value: S,
    /// The lower end of the confidence interval.
    pub low: S,
    /// The upper end of the confidence interval.
    pub high: S,
    /// The confidence level of the interval.
    pub level: ConfidenceLevel,
    /// The standard error on the scale of analysis, above 0.
    pub standard_error: f64,
    /// Degrees of freedom of the standard error; infinite for a normal approximation.
    pub degrees_of_freedom: f64,
    /// The test statistic: the distance of the estimate from no effect, in standard errors.
    pub t: f64,
    /// The two-sided p-value of no effect.
    pub p_value: f64,
    /// The number of participants in the estimate, of all arms together.
    pub participants: usize,
    /// The number of those participants who have an imputed value.
    pub imputed: usize,
    /// The participants of all arms who are missing, by reason; `None` unless stated for every arm.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub missing: Option<Missing>,
    #[cfg_attr(feature = "serde", serde(skip))]
    on_scale_of_analysis: f64,
}

/// Below, every interval is beyond all scales.
const SMALLEST_DF: f64 = 0.01;

/// An estimate that another program computed, as numbers: for example from a mixed model for repeated measures, a
/// survival regression or a population model, none of which this crate fits. [`estimate`](EstimateNumbers::estimate)
/// turns the numbers into an [`Estimate`], which can be printed, drawn and pooled by [`pool`](super::imputation::pool).
///
/// ```
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
/// use aso_regimen::analysis::estimate::EstimateNumbers;
/// use aso_regimen::analysis::scale::EffectRatio;
///
/// let cox = EstimateNumbers {
///     estimator:
///         "hazard ratio of death, treated (n = 72) against placebo (n = 36), Cox model"
///             .into(),
///     value: EffectRatio::new(0.36)?,
///     standard_error: 0.48,
///     degrees_of_freedom: f64::INFINITY,
///     participants: 108,
/// };
/// assert_eq!(
///     cox.estimate(ConfidenceLevel::P95)?.to_string(),
///     "hazard ratio of death, treated (n = 72) against placebo (n = 36), Cox model: \
///      0.360 (95 % CI 0.141 to 0.922), z = -2.128, p = 0.03330",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias("MMRM", "Cox", "NONMEM", "hazard ratio"))]
pub struct EstimateNumbers<S> {
    /// The estimator: what was estimated, in whom, and by which method. It is the beginning of the printed sentence.
    pub estimator: String,
    /// The point estimate.
    pub value: S,
    /// The standard error on the scale of analysis, above 0: that of the logarithm for a
    /// [`GeometricMeanRatio`](crate::measure::change::GeometricMeanRatio) or an
    /// [`EffectRatio`](super::scale::EffectRatio), that of the number itself for the other scales.
    pub standard_error: f64,
    /// Degrees of freedom of the standard error, at least 1; infinite for a normal approximation.
    pub degrees_of_freedom: f64,
    /// The number of participants in the estimate, of all arms together, at least 1.
    pub participants: usize,
}

impl<S: EstimateScale> EstimateNumbers<S> {
    /// Returns the estimate with its confidence interval at this level.
    ///
    /// # Errors
    ///
    /// If the estimator is empty, if the standard error is NaN, infinite, 0 or negative, if the degrees of freedom are
    /// NaN or below 1, if there is no participant, or if an end of the interval is outside the limits of its scale.
    pub fn estimate(self, level: ConfidenceLevel) -> Result<Estimate<S>, AnalysisError> {
        let Self { estimator, value, standard_error: error, degrees_of_freedom: df, participants } =
            self;
        AnalysisError::unless_named("estimator", &estimator)?;
        let above_0 = error > 0.0 && error.is_finite();
        for (holds, what, value, expected) in [
            (above_0, "standard error", error, "a finite number above 0"),
            (df >= 1.0, "number of degrees of freedom", df, "1 or more"),
            (participants > 0, "number of participants", 0.0, "1 or more"),
        ] {
            if !holds {
                return Err(AnalysisError::Number { estimator, what, value, expected });
            }
        }
        let numbers = EstimateWithError { estimate: value.to_number(), error, df };
        Estimate::new(estimator, numbers, level, Counted::only(participants))
            .map(|made| Estimate { value, ..made })
    }
}

/// An estimate on its scale of analysis, its standard error there, and the degrees of freedom of that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct EstimateWithError {
    pub(crate) estimate: f64,
    pub(crate) error: f64,
    pub(crate) df: f64,
}

impl<S: EstimateScale> Estimate<S> {
    /// Returns an estimate. The estimator is the beginning of its sentence.
    pub(crate) fn new(
        estimator: String,
        EstimateWithError { estimate, error, df }: EstimateWithError,
        level: ConfidenceLevel,
        Counted { participants, imputed, missing }: Counted,
    ) -> Result<Self, AnalysisError> {
        if error == 0.0 {
            return Err(AnalysisError::NoSpread(estimator));
        }
        AnalysisError::unless_finite(&estimator, "standard error", &[error])?;
        AnalysisError::unless_finite(&estimator, "estimate", &[estimate])?;
        if df.is_nan() || df < SMALLEST_DF {
            let (what, expected) = ("number of degrees of freedom", "0.01 or more");
            return Err(AnalysisError::Number { estimator, what, value: df, expected });
        }
        let reach = t_quantile(level.share(), df) * error;
        let scaled = |number: f64, part: &str| {
            let what = || format!("{estimator}{part}");
            S::on_scale(number).map_err(|cause| AnalysisError::OutOfRange { what: what(), cause })
        };
        let t = estimate / error;
        Ok(Self {
            value: scaled(estimate, "")?,
            low: scaled(estimate - reach, ", lower end of the interval")?,
            high: scaled(estimate + reach, ", upper end of the interval")?,
            estimator,
            level,
            standard_error: error,
            degrees_of_freedom: df,
            t,
            p_value: two_sided_t(t, df),
            participants,
            imputed,
            missing,
            on_scale_of_analysis: estimate,
        })
    }

    /// The participants in the estimate.
    pub(crate) fn counted(&self) -> Counted {
        let Self { participants, imputed, missing, .. } = *self;
        Counted { participants, imputed, missing }
    }

    pub(crate) fn on_scale_of_analysis(&self) -> EstimateWithError {
        EstimateWithError {
            estimate: self.on_scale_of_analysis,
            error: self.standard_error,
            df: self.degrees_of_freedom,
        }
    }
}

impl<S: EstimateScale> fmt::Display for Estimate<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { estimator, level, .. } = self;
        let [value, low, high] = [self.value, self.low, self.high].map(S::printed);
        write!(f, "{estimator}: {value}{} ({level} CI {low} to {high}), ", S::UNIT)?;
        if self.degrees_of_freedom.is_infinite() {
            write!(f, "z = {:.3}", self.t)?;
        } else {
            let df = Digits(self.degrees_of_freedom);
            write!(f, "t = {:.3} with {df} df", self.t)?;
        }
        write!(f, ", {}", P(self.p_value))
    }
}
