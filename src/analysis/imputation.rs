//! One estimate from several imputed data sets.

use crate::analysis::error::AnalysisError;
use crate::analysis::estimate::{Estimate, EstimateWithError};
use crate::analysis::missing::Counted;
use crate::analysis::scale::EstimateScale;
use crate::numeric::moments::{Moments, number};

/// Pools the estimates from imputed data sets by Rubin's rules.
///
/// The estimate is the mean of the estimates on the scale of analysis; its variance is the mean variance within the data sets
/// plus (1 + 1/m) times the variance between them (Rubin, Multiple Imputation for Nonresponse in Surveys, Wiley 1987, chapter 3).
/// The degrees of freedom are Rubin's (m − 1)(1 + W / ((1 + 1/m) B))², and infinite where the data sets agree; they can exceed
/// those of the complete data, for which others have proposed a correction that is not made here.
///
/// # Errors
///
/// If there are fewer than two data sets, or if they do not all have the same estimator and level.
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
/// assert!(pooled.standard_error > estimates[1].standard_error);
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[doc(alias = "Rubin")]
pub fn pool<S: EstimateScale>(estimates: &[Estimate<S>]) -> Result<Estimate<S>, AnalysisError> {
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
    let what = format!("{}, pooled over {} imputations", first.estimator, each.len());
    let counted = Counted { participants: first.participants, missing: first.missing };
    Estimate::new(what, rubin(&each), first.level, counted)
}

fn rubin(each: &[EstimateWithError]) -> EstimateWithError {
    let m = number(each.len());
    let estimates: Vec<f64> = each.iter().map(|one| one.estimate).collect();
    let between = Moments::of(&estimates);
    let variance_within = each.iter().map(|one| one.error * one.error).sum::<f64>() / m;
    let variance_between = (1.0 + 1.0 / m) * between.squares() / (m - 1.0);
    EstimateWithError {
        estimate: between.mean(),
        error: (variance_within + variance_between).sqrt(),
        df: (m - 1.0) * (1.0 + variance_within / variance_between).powi(2),
    }
}
