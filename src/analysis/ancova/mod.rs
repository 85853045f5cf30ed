//! Analysis of covariance (ANCOVA): arms compared at equal baselines.
//!
//! ```
//! use aso_regimen::analysis::ancova::LogAncova;
//! use aso_regimen::analysis::arm::ArmData;
//! use aso_regimen::analysis::confidence::ConfidenceLevel;
//!
//! let tofersen =
//!     ArmData::new("tofersen", &[100.0, 80.0, 120.0, 60.0], &[60.0, 60.0, 66.0, 45.0])?;
//! let placebo =
//!     ArmData::new("placebo", &[90.0, 110.0, 70.0, 100.0], &[92.0, 104.0, 75.0, 98.0])?;
//! let ratio = LogAncova::fit(&tofersen, &placebo, &[])?.ratio(ConfidenceLevel::P95)?;
//! assert_eq!(ratio.value.to_string(), "0.641 (geometric mean ratio)");
//! # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
//! ```

use crate::analysis::arm::{ArmData, ComparedArms, check};
use crate::analysis::confidence::ConfidenceLevel;
use crate::analysis::error::AnalysisError;
use crate::analysis::estimate::{Estimate, EstimateWithError};
use crate::analysis::scale::EstimateScale;
use crate::measure::change::{Difference, GeometricMeanRatio, Ratio};
use crate::numeric::moments::Moments;

mod arms;
pub(super) mod least_squares;

pub use arms::{ArmModel, ModelArm, StrataWeights};

use least_squares::Fit;

/// A covariate of two arms, with a number for each participant in the order of the rows: a baseline, an age, or a
/// stratum as 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Covariate<'a> {
    /// The name of the covariate; errors use it.
    pub name: &'a str,
    /// The numbers of the first arm.
    pub first: &'a [f64],
    /// The numbers of the second arm.
    pub second: &'a [f64],
}

impl<'a> Covariate<'a> {
    /// Returns a covariate with this name and a number for each participant of the first and of the second arm.
    pub const fn new(name: &'a str, first: &'a [f64], second: &'a [f64]) -> Self {
        Self { name, first, second }
    }
}

/// An analysis of covariance of two arms, with one slope for each covariate, common to both arms.
///
/// The response is any number whose differences are meaningful, such as a change in points or a joint rank. For
/// biomarkers on the log scale use [`LogAncova`].
///
/// ```
/// use aso_regimen::analysis::ancova::{Ancova, Covariate};
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
///
/// // Joint ranks of function and survival, adjusted for the ALSFRS-R total at baseline.
/// let baseline = Covariate::new(
///     "baseline total",
///     &[40.0, 38.0, 30.0, 44.0],
///     &[41.0, 29.0, 36.0, 33.0],
/// );
/// let ranks = [&[8.0, 6.5, 2.5, 5.0][..], &[6.5, 1.0, 4.0, 2.5][..]];
/// let fit = Ancova::fit("joint rank", ["tofersen", "placebo"], ranks, &[baseline])?;
/// let effect = fit.effect(ConfidenceLevel::P95)?;
/// assert_eq!(format!("{:.10}", effect.value.value()), "0.8941908714");
/// assert_eq!(format!("{:.10}", effect.p_value), "0.4760862421");
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias("ANCOVA", "analysis of covariance"))]
pub struct Ancova {
    what: String,
    arms: ComparedArms,
    covariate_means: Vec<f64>,
    fit: Fit,
}

impl Ancova {
    /// Fits the responses of two arms by least squares. The names of the response and the arms appear in the printed
    /// estimates.
    ///
    /// # Errors
    ///
    /// If the response has no name, if both arms have the same name, if an arm is empty, if a covariate is longer or
    /// shorter than its arm, if a number is NaN or beyond ±10¹⁵⁰ (the error names arm, column and row), if a covariate
    /// is constant or a linear combination of others, if there are no more participants than coefficients, or if a
    /// coefficient overflows.
    pub fn fit(
        response: &str,
        arms: [&str; 2],
        responses: [&[f64]; 2],
        covariates: &[Covariate<'_>],
    ) -> Result<Self, AnalysisError> {
        AnalysisError::unless_named("response", response)?;
        let participants = responses.map(<[f64]>::len);
        let compared = ComparedArms::new(arms, participants)?;
        for arm in [0, 1] {
            check(response, arms[arm], responses[arm], participants[arm])?;
            for Covariate { name, first, second } in covariates {
                check(name, arms[arm], [first, second][arm], participants[arm])?;
            }
        }
        let rows = participants[0] + participants[1];
        let in_first = |row| if row < participants[0] { 1.0 } else { 0.0 };
        let mut columns = vec![vec![1.0; rows], (0..rows).map(in_first).collect()];
        columns.extend(covariates.iter().map(|of| [of.first, of.second].concat()));
        let covariate_means =
            columns[2..].iter().map(|column| Moments::of(column).mean()).collect();
        let coefficients = covariates.len() + 2;
        if rows <= coefficients {
            return Err(AnalysisError::NoFreedom { participants: rows, coefficients });
        }
        // The first two columns, of ones and of the first arm, are independent: neither arm is empty.
        let fit = Fit::new(columns, responses.concat()).map_err(|column| {
            let covariate = column.checked_sub(2).and_then(|at| covariates.get(at));
            let column = covariate.map_or("arm", |covariate| covariate.name);
            AnalysisError::Dependent(column.to_owned())
        })?;
        let what = format!("mean {response}");
        AnalysisError::unless_finite(&what, "coefficient", fit.coefficients())?;
        Ok(Self { what, arms: compared, covariate_means, fit })
    }

    /// Returns the treatment effect: the response of the first arm minus that of the second, at equal covariates.
    ///
    /// # Errors
    ///
    /// If the covariates fit all responses exactly.
    pub fn effect(&self, level: ConfidenceLevel) -> Result<Estimate<Difference>, AnalysisError> {
        let what = format!("difference in {}, {}, ANCOVA", self.what, self.arms);
        self.estimate(what, &self.treatment(), 0.0, level)
    }

    /// Returns the least-squares mean of each arm: its mean response at the mean of each covariate over all
    /// participants.
    ///
    /// A stratum given as 0 or 1 thereby has its observed weight, as with `weights = "proportional"` in R's `emmeans`
    /// or `OM` in SAS. The default of both is equal weights; [`ArmModel`] offers both kinds.
    ///
    /// # Errors
    ///
    /// If the covariates fit all responses exactly.
    #[doc(alias("LS mean", "LSMEANS", "emmeans"))]
    pub fn adjusted_means(
        &self,
        level: ConfidenceLevel,
    ) -> Result<[Estimate<Difference>; 2], AnalysisError> {
        self.means(&format!("adjusted {}", self.what), 0.0, level)
    }

    /// The intercept: the response of the second arm where every covariate is 0.
    pub fn intercept(&self) -> f64 {
        self.fit.coefficients()[0]
    }

    /// The slope of the response for each covariate, in the order of the covariates.
    pub fn slopes(&self) -> &[f64] {
        &self.fit.coefficients()[2..]
    }

    fn means<S: EstimateScale>(
        &self,
        what: &str,
        offset: f64,
        level: ConfidenceLevel,
    ) -> Result<[Estimate<S>; 2], AnalysisError> {
        let mean = |arm: usize| {
            let mut weights = vec![1.0, if arm == 0 { 1.0 } else { 0.0 }];
            weights.extend(&self.covariate_means);
            self.estimate(format!("{what}, {}", self.arms.arm(arm)), &weights, offset, level)
        };
        Ok([mean(0)?, mean(1)?])
    }

    fn treatment(&self) -> Vec<f64> {
        let mut weights = vec![0.0; self.fit.coefficients().len()];
        weights[1] = 1.0;
        weights
    }

    fn estimate<S: EstimateScale>(
        &self,
        what: String,
        weights: &[f64],
        offset: f64,
        level: ConfidenceLevel,
    ) -> Result<Estimate<S>, AnalysisError> {
        let (estimate, error) = self.fit.combine(weights);
        let error = EstimateWithError { estimate: estimate - offset, error, df: self.fit.df() };
        Estimate::new(what, error, level, self.arms.counted())
    }
}

/// Analysis of covariance on the log scale: ln(value) by arm, with ln(baseline) as a covariate.
///
/// The biomarkers of VALOR were compared in this way, after imputation (Miller et al., N Engl J Med 2022;387:1099,
/// doi:10.1056/NEJMoa2204705). With ln of the ratio to baseline as the response the results would be the same, except
/// that the slope of ln(baseline) would be 1 lower.
///
/// ```
/// use aso_regimen::analysis::ancova::LogAncova;
/// use aso_regimen::analysis::arm::ArmData;
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
///
/// let tofersen =
///     ArmData::new("tofersen", &[100.0, 80.0, 120.0, 60.0], &[60.0, 60.0, 66.0, 45.0])?;
/// let placebo = ArmData::new(
///     "placebo",
///     &[90.0, 110.0, 70.0, 100.0, 130.0],
///     &[92.0, 104.0, 75.0, 98.0, 120.0],
/// )?;
/// let fit = LogAncova::fit(&tofersen, &placebo, &[])?;
/// let ratio = fit.ratio(ConfidenceLevel::P95)?;
/// assert_eq!(format!("{:.10}", ratio.value.value()), "0.6358487904");
/// let [tofersen, placebo] = fit.adjusted_geometric_mean_ratios(ConfidenceLevel::P95)?;
/// assert_eq!(
///     tofersen.value.relative_to(placebo.value).map(|r| r.to_string()),
///     Ok("0.636 (geometric mean ratio)".into())
/// );
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LogAncova {
    model: Ancova,
}

impl LogAncova {
    /// Fits two arms. `covariates` are added to the logarithm of the baseline.
    ///
    /// # Errors
    ///
    /// If a baseline or value is NaN, infinite, 0 or negative (the error names arm and row), and as for
    /// [`Ancova::fit`].
    pub fn fit(
        first: &ArmData<'_>,
        second: &ArmData<'_>,
        covariates: &[Covariate<'_>],
    ) -> Result<Self, AnalysisError> {
        let logs = |arm: &ArmData<'_>| -> Result<[Vec<f64>; 2], AnalysisError> {
            arm.map(|baseline, value| Ratio::to_baseline(baseline, value).map(Ratio::value))?;
            let ln = |column: &[f64]| column.iter().map(|x| x.ln()).collect();
            Ok([ln(arm.baselines()), ln(arm.values())])
        };
        let ([first_baselines, first_values], [second_baselines, second_values]) =
            (logs(first)?, logs(second)?);
        let baseline = Covariate::new("ln(baseline)", &first_baselines, &second_baselines);
        let covariates = [&[baseline], covariates].concat();
        let names = [first.name(), second.name()];
        let responses = [&*first_values, &*second_values];
        let model = Ancova::fit("ln(value)", names, responses, &covariates)?;
        Ok(Self { model: Ancova { arms: ComparedArms::of(first, second)?, ..model } })
    }

    /// Returns the ratio of the geometric means, first arm to second, at equal covariates.
    ///
    /// # Errors
    ///
    /// If the covariates fit all values exactly.
    pub fn ratio(
        &self,
        level: ConfidenceLevel,
    ) -> Result<Estimate<GeometricMeanRatio>, AnalysisError> {
        let model = &self.model;
        let what = format!("ratio of geometric means, {}, ANCOVA on logarithms", model.arms);
        model.estimate(what, &model.treatment(), 0.0, level)
    }

    /// Returns the least-squares geometric mean ratio to baseline of each arm: for a participant with the geometric
    /// mean baseline and the mean of each other covariate over all participants.
    ///
    /// # Errors
    ///
    /// If the covariates fit all values exactly.
    #[doc(alias("LS mean", "LSMEANS", "adjusted mean"))]
    pub fn adjusted_geometric_mean_ratios(
        &self,
        level: ConfidenceLevel,
    ) -> Result<[Estimate<GeometricMeanRatio>; 2], AnalysisError> {
        let mean_log_baseline = self.model.covariate_means[0];
        let what = "adjusted geometric mean ratio to baseline";
        self.model.means(what, mean_log_baseline, level)
    }

    /// The model on the log scale. Its first slope is that of ln(baseline).
    pub fn logarithms(&self) -> &Ancova {
        &self.model
    }
}
