//! Pooling of estimates from several imputed data sets.

use crate::analysis::error::AnalysisError;
use crate::analysis::estimate::{Estimate, EstimateWithError};
use crate::analysis::scale::EstimateScale;
use crate::numeric::moments::{Moments, number};

/// The degrees of freedom of a pooled estimate.
///
/// With m data sets, γ is the share of the variance that is due to imputation, (1 + 1/m) B / T: B is the variance
/// between the data sets, T the total variance.
///
/// ```
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
/// use aso_regimen::analysis::estimate::EstimateNumbers;
/// use aso_regimen::analysis::imputation::{PooledFreedom, pool_with};
/// use aso_regimen::measure::change::Difference;
///
/// let mut estimates = Vec::new();
/// for value in [1.0, 2.0, 3.0] {
///     let numbers = EstimateNumbers {
///         estimator: "mean change".into(),
///         value: Difference::new(value)?,
///         standard_error: 1.0,
///         degrees_of_freedom: 10.0,
///         participants: 11,
///     };
///     estimates.push(numbers.estimate(ConfidenceLevel::P95)?);
/// }
/// let freedom = |rule| {
///     pool_with(&estimates, rule)
///         .map(|pooled| format!("{:.3}", pooled.degrees_of_freedom))
/// };
/// assert_eq!(freedom(PooledFreedom::BarnardRubin)?, "2.278");
/// assert_eq!(freedom(PooledFreedom::LargeSample)?, "6.125");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum PooledFreedom {
    /// Barnard and Rubin's degrees of freedom (Biometrika 1999;86:948, `doi:10.1093/biomet/86.4.948`). They use the
    /// degrees of freedom ν of the complete data: their reciprocal is γ² / (m − 1) + (ν + 3) / ((ν + 1) ν (1 − γ)).
    /// They never exceed ν. If the data sets agree, they are (ν + 1) / (ν + 3) ν. They are the default of R's `mice`;
    /// SAS's `MIANALYZE` uses them with `EDF`.
    #[default]
    BarnardRubin,
    /// Rubin's degrees of freedom of 1987, for large samples: (m − 1) / γ², infinite if the data sets agree. They can
    /// exceed those of the complete data, and the interval is then too narrow. They are the default of SAS's
    /// `MIANALYZE`.
    LargeSample,
}

/// Pools the estimates from imputed data sets by Rubin's rules, with Barnard and Rubin's degrees of freedom.
///
/// The pooled estimate is the mean of the estimates on the scale of analysis. Its variance is the mean variance within
/// the data sets plus (1 + 1/m) times the variance between them (Rubin, Multiple Imputation for Nonresponse in Surveys,
/// Wiley 1987, chapter 3). If the data sets have different degrees of freedom, as with Welch's test, the smallest are
/// used.
///
/// # Errors
///
/// If there are fewer than two data sets, or if their estimators or confidence levels differ.
///
/// ```
/// use aso_regimen::analysis::arm::ArmData;
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
/// use aso_regimen::analysis::{imputation, summary};
///
/// // The last value was imputed three times.
/// let baselines = [100.0, 80.0, 120.0, 60.0];
/// let mut estimates = Vec::new();
/// for imputed in [40.0, 45.0, 50.0] {
///     let values = [60.0, 60.0, 66.0, imputed];
///     let arm = ArmData::new("tofersen", &baselines, &values)?;
///     estimates.push(summary::geometric_mean_ratio(&arm, ConfidenceLevel::P95)?);
/// }
/// let pooled = imputation::pool(&estimates)?;
/// assert_eq!(pooled.value.ratio().to_string(), "0.656");
/// assert_eq!(
///     pooled.to_string(),
///     "geometric mean ratio to baseline, tofersen (n = 4), pooled over 3 imputations: \
///      0.656 (95 % CI 0.419 to 1.03), t = -4.807 with 1.704 df, p = 0.05513",
/// );
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[doc(alias = "Rubin")]
pub fn pool<S: EstimateScale>(estimates: &[Estimate<S>]) -> Result<Estimate<S>, AnalysisError> {
    pool_with(estimates, PooledFreedom::BarnardRubin)
}

/// Pools as [`pool`] does, with the degrees of freedom of this rule.
///
/// # Errors
///
/// If [`pool`] has an error.
pub fn pool_with<S: EstimateScale>(
    estimates: &[Estimate<S>],
    freedom: PooledFreedom,
) -> Result<Estimate<S>, AnalysisError> {
    let [first, .., _] = estimates else {
        return Err(AnalysisError::TooFewImputations(estimates.len()));
    };
    let alike =
        |other: &Estimate<S>| other.estimator == first.estimator && other.level == first.level;
    if let Some((other, data_set)) = estimates.iter().zip(1..).find(|(other, _)| !alike(other)) {
        let named = |one: &Estimate<S>| format!("{:?} at {}", one.estimator, one.level);
        return Err(AnalysisError::Unlike {
            data_set,
            found: named(other),
            expected: named(first),
        });
    }
    let each: Vec<_> = estimates.iter().map(Estimate::on_scale_of_analysis).collect();
    let rule = match freedom {
        PooledFreedom::BarnardRubin => "",
        PooledFreedom::LargeSample => " with large-sample degrees of freedom",
    };
    let what = format!("{}, pooled over {} imputations{rule}", first.estimator, each.len());
    Estimate::new(what, rubin(&each, freedom), first.level, first.counted())
}

fn rubin(each: &[EstimateWithError], freedom: PooledFreedom) -> EstimateWithError {
    let m = number(each.len());
    // As shares of the largest error, so that no square leaves the range of numbers.
    let size = each.iter().map(|one| one.error).fold(0.0, f64::max);
    let estimates: Vec<f64> = each.iter().map(|one| one.estimate / size).collect();
    let between = Moments::of(&estimates);
    let variance_within = each.iter().map(|one| (one.error / size).powi(2)).sum::<f64>() / m;
    let variance_between = (1.0 + 1.0 / m) * between.squares() / (m - 1.0);
    let variance = variance_within + variance_between;
    let (own, added) = (variance_within / variance, variance_between / variance);
    let large_sample = (m - 1.0) / (added * added);
    let df = match freedom {
        PooledFreedom::LargeSample => large_sample,
        PooledFreedom::BarnardRubin => {
            let complete = each.iter().map(|one| one.df).fold(f64::INFINITY, f64::min);
            let observed = (complete + 1.0) / (1.0 + 3.0 / complete) * own;
            (large_sample.recip() + observed.recip()).recip()
        }
    };
    EstimateWithError { estimate: size * between.mean(), error: size * variance.sqrt(), df }
}
