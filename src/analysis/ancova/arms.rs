//! Any number of arms in one model.

use core::marker::PhantomData;

use crate::analysis::ancova::least_squares::Fit;
use crate::analysis::arm::{ArmData, at_least, check, logarithms};
use crate::analysis::confidence::ConfidenceLevel;
use crate::analysis::error::AnalysisError;
use crate::analysis::estimate::{Estimate, EstimateWithError};
use crate::analysis::missing::{Counted, Missing};
use crate::analysis::scale::EstimateScale;
use crate::measure::change::{Difference, GeometricMeanRatio};
use crate::numeric::moments::{Moments, number};

/// The participants of one arm of an [`ArmModel`], row by row.
///
/// ```
/// use aso_regimen::analysis::ancova::ModelArm;
///
/// let arm = ModelArm::new("20 mg", &[1.0, 2.0]).with_covariates(&[&[40.0, 61.0]]);
/// assert_eq!((arm.responses.len(), arm.covariates.len(), arm.missing), (2, 1, None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ModelArm<'a> {
    /// The name of the arm.
    pub name: &'a str,
    /// The response of each participant.
    pub responses: &'a [f64],
    /// The covariates: one column for each, with a number for each participant. All arms have the same covariates in
    /// the same order.
    pub covariates: &'a [&'a [f64]],
    /// The stratum of each participant; empty in all arms if there are no strata.
    pub strata: &'a [&'a str],
    /// The number of responses that were imputed.
    pub imputed: usize,
    /// The counts of missing participants of the arm, by reason; `None` if not stated.
    pub missing: Option<Missing>,
}

impl<'a> ModelArm<'a> {
    /// Returns an arm with this name and the response of each participant.
    pub const fn new(name: &'a str, responses: &'a [f64]) -> Self {
        Self { name, responses, covariates: &[], strata: &[], imputed: 0, missing: None }
    }

    /// Returns an arm whose responses are the values of `arm`, with its counts of imputed and missing participants.
    pub const fn of_values(arm: &ArmData<'a>) -> Self {
        let Counted { imputed, missing, .. } = arm.counted();
        Self { imputed, missing, ..Self::new(arm.name(), arm.values()) }
    }

    /// Returns this arm with these covariates, each with a number for each participant.
    #[must_use]
    pub const fn with_covariates(self, covariates: &'a [&'a [f64]]) -> Self {
        Self { covariates, ..self }
    }

    /// Returns this arm with the stratum of each participant.
    #[must_use]
    pub const fn with_strata(self, strata: &'a [&'a str]) -> Self {
        Self { strata, ..self }
    }

    /// Returns this arm with the counts of its missing participants, by reason. Estimates print them.
    #[must_use]
    pub const fn with_missing(self, missing: Missing) -> Self {
        Self { missing: Some(missing), ..self }
    }
}

/// The weight of each stratum in a least-squares mean.
///
/// ```
/// use aso_regimen::analysis::ancova::{ArmModel, ModelArm, StrataWeights};
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
///
/// // The bulbar stratum is 3 lower, and three quarters of the participants.
/// let strata = ["spinal", "bulbar", "bulbar", "bulbar"];
/// let arms = [
///     ModelArm::new("drug", &[6.0, 4.0, 2.0, 3.0]).with_strata(&strata),
///     ModelArm::new("placebo", &[4.0, 2.0, 0.0, 1.0]).with_strata(&strata),
/// ];
/// let model = ArmModel::fit("change", &arms, &[])?;
/// let of_drug = |weights| {
///     model.means(weights, ConfidenceLevel::P95).map(|means| means[0].value.value())
/// };
/// assert_eq!(format!("{:.2}", of_drug(StrataWeights::Equal)?), "4.50");
/// assert_eq!(format!("{:.2}", of_drug(StrataWeights::Observed)?), "3.75");
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[doc(alias("OM", "proportional"))]
#[non_exhaustive]
pub enum StrataWeights {
    /// Equal weights, the default of R's `emmeans` and SAS's `LSMEANS`.
    Equal,
    /// Weights proportional to the number of participants in all arms together: `weights = "proportional"` in
    /// `emmeans`, `OM` in SAS.
    Observed,
}

/// A linear model of two or more arms: a mean for each arm, a common slope for each covariate, a common shift for each
/// stratum, and one residual variance. A contrast of two arms uses the residual variance of all participants.
///
/// ```
/// use aso_regimen::analysis::ancova::{ArmModel, ModelArm, StrataWeights};
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
///
/// let arms = [
///     ModelArm::new("placebo", &[1.0, 2.0, 3.0]),
///     ModelArm::new("20 mg", &[2.0, 4.0]),
///     ModelArm::new("60 mg", &[6.0, 7.0, 8.0]),
/// ];
/// let model = ArmModel::fit("change", &arms, &[])?;
/// let level = ConfidenceLevel::P95;
/// assert_eq!(
///     model.contrast("60 mg", "placebo", level)?.to_string(),
///     "difference in mean change, 60 mg (n = 3) against placebo (n = 3), model of 3 \
///      arms: 5.000 (95 % CI 2.701 to 7.299), t = 5.590 with 5 df, p = 0.002528",
/// );
/// assert_eq!(model.means(StrataWeights::Equal, level)?[1].value.value(), 3.0);
/// // The means are 2, 3 and 7.
/// let slope = model.trend(&[0.0, 20.0, 60.0], level)?;
/// assert_eq!(format!("{:.4}", slope.value.value()), "0.0857");
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias("ANOVA", "ANCOVA", "emmeans", "LSMEANS", "Dunnett"))]
pub struct ArmModel<S> {
    response: String,
    arms: Vec<(String, Counted)>,
    covariate_means: Vec<f64>,
    /// The share of participants in each stratum but the first.
    shares: Vec<f64>,
    fit: Fit,
    scale: PhantomData<S>,
}

impl ArmModel<Difference> {
    /// Fits the responses by least squares. `covariates` are the names of the covariates of each arm; errors use them.
    ///
    /// # Errors
    ///
    /// If the response has no name, if there are fewer than two arms, if two arms have the same name, if an arm is
    /// empty, if a column is longer or shorter than its arm, if a number is NaN or beyond ±10¹⁵⁰ (the error names arm,
    /// column and row), if a covariate or stratum is a linear combination of the columns before it, or if there are no
    /// more participants than coefficients.
    pub fn fit(
        response: &str,
        arms: &[ModelArm<'_>],
        covariates: &[&str],
    ) -> Result<Self, AnalysisError> {
        Self::of(response, arms, covariates)
    }
}

impl ArmModel<GeometricMeanRatio> {
    /// Fits the logarithms of the responses, so that contrasts are ratios of geometric means. Covariates are not
    /// transformed.
    ///
    /// # Errors
    ///
    /// If a response is not above 0 (the error names arm and row), and as for [`fit`](ArmModel::fit).
    pub fn fit_logs(
        response: &str,
        arms: &[ModelArm<'_>],
        covariates: &[&str],
    ) -> Result<Self, AnalysisError> {
        let mut logs = Vec::new();
        for arm in arms {
            logs.push(logarithms(&format!("{response} of arm {:?}", arm.name), arm.responses)?);
        }
        let arms: Vec<_> =
            arms.iter().zip(&logs).map(|(arm, responses)| ModelArm { responses, ..*arm }).collect();
        Self::of(response, &arms, covariates)
    }
}

impl<S: EstimateScale> ArmModel<S> {
    fn of(response: &str, arms: &[ModelArm<'_>], names: &[&str]) -> Result<Self, AnalysisError> {
        AnalysisError::unless_named("response", response)?;
        if arms.len() < 2 {
            return Err(AnalysisError::TooFewArms(arms.len()));
        }
        let stratified = arms.iter().any(|arm| !arm.strata.is_empty());
        for (place, arm) in arms.iter().enumerate() {
            if arms[..place].iter().any(|before| before.name == arm.name) {
                return Err(AnalysisError::NameTwice { what: "arms", name: arm.name.to_owned() });
            }
            let n = arm.responses.len();
            at_least(1, arm.name, n)?;
            check(response, arm.name, arm.responses, n)?;
            let rows = |column: &str, rows: usize, expected: usize| {
                let (arm, column) = (arm.name.to_owned(), column.to_owned());
                if rows == expected {
                    Ok(())
                } else {
                    Err(AnalysisError::Rows { arm, column, rows, expected })
                }
            };
            if arm.covariates.len() != names.len() {
                let expected = match names {
                    [] => "0".to_owned(),
                    names => format!("{} ({})", names.len(), names.join(", ")),
                };
                let (arm, found) = (arm.name.to_owned(), arm.covariates.len());
                return Err(AnalysisError::Covariates { arm, found, expected });
            }
            rows("strata", arm.strata.len(), if stratified { n } else { 0 })?;
            for (name, column) in names.iter().zip(arm.covariates) {
                check(name, arm.name, column, n)?;
            }
        }
        let participants: usize = arms.iter().map(|arm| arm.responses.len()).sum();
        let mut columns: Vec<Vec<f64>> = (0..arms.len())
            .map(|own| {
                let rows = arms.iter().enumerate();
                rows.flat_map(|(arm, of)| of.responses.iter().map(move |_| f64::from(arm == own)))
                    .collect()
            })
            .collect();
        let join = |covariate: usize| {
            arms.iter().flat_map(|arm| arm.covariates[covariate]).copied().collect()
        };
        columns.extend((0..names.len()).map(join));
        let strata: Vec<&str> = arms.iter().flat_map(|arm| arm.strata).copied().collect();
        let mut levels = strata.clone();
        levels.sort_unstable();
        levels.dedup();
        let others = levels.get(1..).unwrap_or_default();
        columns.extend(
            others
                .iter()
                .map(|level| strata.iter().map(|stratum| f64::from(stratum == level)).collect()),
        );
        let mut means: Vec<f64> =
            columns[arms.len()..].iter().map(|column| Moments::of(column).mean()).collect();
        let shares = means.split_off(names.len());
        let coefficients = columns.len();
        if participants <= coefficients {
            return Err(AnalysisError::NoFreedom { participants, coefficients });
        }
        let responses = arms.iter().flat_map(|arm| arm.responses).copied().collect();
        let fit = Fit::new(columns, responses).map_err(|column| {
            // The columns of the arms come first, and are independent.
            let place = column - arms.len();
            AnalysisError::Dependent(match names.get(place) {
                Some(name) => (*name).to_owned(),
                None => format!("stratum {:?}", others[place - names.len()]),
            })
        })?;
        let what = format!("mean {response}");
        AnalysisError::unless_finite(&what, "coefficient", fit.coefficients())?;
        let counted = |arm: &ModelArm<'_>| Counted {
            participants: arm.responses.len(),
            imputed: arm.imputed,
            missing: arm.missing,
        };
        let arms = arms.iter().map(|arm| (arm.name.to_owned(), counted(arm))).collect();
        let (response, covariate_means) = (response.to_owned(), means);
        Ok(Self { response, arms, covariate_means, shares, fit, scale: PhantomData })
    }

    /// Returns the contrast of an arm against another at equal covariates and strata: the difference of their means, or
    /// on logarithms the ratio of their geometric means.
    ///
    /// The interval is for this contrast alone, without a correction for multiplicity, as in SAS's `LSMEANS` without
    /// `ADJUST`. R's `emmeans` corrects by default; its `adjust = "none"` gives these intervals.
    ///
    /// # Errors
    ///
    /// If there is no such arm, if both are the same arm, or if the model fits all responses exactly.
    pub fn contrast(
        &self,
        arm: &str,
        reference: &str,
        level: ConfidenceLevel,
    ) -> Result<Estimate<S>, AnalysisError> {
        let [arm, reference] = [self.place(arm)?, self.place(reference)?];
        if arm == reference {
            return Err(AnalysisError::SameArm(self.arms[arm].0.clone()));
        }
        let mut weights = vec![0.0; self.fit.coefficients().len()];
        weights[arm] += 1.0;
        weights[reference] -= 1.0;
        let [first, second] = [arm, reference].map(|arm| self.named(arm));
        let arms = self.arms.len();
        let what =
            format!("{} {}, {first} against {second}, model of {arms} arms", S::APART, self.mean());
        self.estimate(what, &weights, level)
    }

    /// Returns the contrasts of every other arm against the reference, in the order of the arms.
    ///
    /// # Errors
    ///
    /// If [`contrast`](ArmModel::contrast) has an error for one of the arms.
    pub fn contrasts_with(
        &self,
        reference: &str,
        level: ConfidenceLevel,
    ) -> Result<Vec<Estimate<S>>, AnalysisError> {
        self.place(reference)?;
        let others = self.arms.iter().filter(|(name, _)| name != reference);
        others.map(|(name, _)| self.contrast(name, reference, level)).collect()
    }

    /// Returns the least-squares mean of each arm at the mean of each covariate over all participants. On logarithms it
    /// is the geometric mean of the response, or the geometric mean ratio if the response is a ratio.
    ///
    /// # Errors
    ///
    /// If the model fits all responses exactly.
    pub fn means(
        &self,
        strata: StrataWeights,
        level: ConfidenceLevel,
    ) -> Result<Vec<Estimate<S>>, AnalysisError> {
        let equal = vec![(number(self.shares.len()) + 1.0).recip(); self.shares.len()];
        let (shares, weighted) = match strata {
            _ if self.shares.is_empty() => (&self.shares, ""),
            StrataWeights::Equal => (&equal, ", strata weighted equally"),
            StrataWeights::Observed => (&self.shares, ", strata weighted as observed"),
        };
        let mean = |arm: usize| {
            let mut weights = vec![0.0; self.arms.len()];
            weights[arm] = 1.0;
            weights.extend(self.covariate_means.iter().chain(shares));
            let what = format!("adjusted {}, {}{weighted}", self.mean(), self.named(arm));
            self.estimate(what, &weights, level)
        };
        (0..self.arms.len()).map(mean).collect()
    }

    /// Returns the trend over dose, per unit of dose: the slope of the least-squares line through the adjusted means of
    /// the arms, with equal weight for each arm (a linear contrast). On logarithms it is the ratio per unit of dose.
    ///
    /// `doses` has the dose of each arm in the order of the arms, 0 for placebo.
    ///
    /// # Errors
    ///
    /// If there are more or fewer doses than arms, if a dose is NaN or beyond ±10¹⁵⁰, if all doses are equal, or if the
    /// model fits all responses exactly.
    pub fn trend(
        &self,
        doses: &[f64],
        level: ConfidenceLevel,
    ) -> Result<Estimate<S>, AnalysisError> {
        if doses.len() != self.arms.len() {
            return Err(AnalysisError::Doses { found: doses.len(), expected: self.arms.len() });
        }
        for ((arm, _), dose) in self.arms.iter().zip(doses) {
            check("dose", arm, &[*dose], 1)?;
        }
        let moments = Moments::of(doses);
        let root = moments.root_over(1.0);
        if root == 0.0 {
            return Err(AnalysisError::EqualDoses(doses[0]));
        }
        let mut weights = vec![0.0; self.fit.coefficients().len()];
        for (weight, dose) in weights.iter_mut().zip(doses) {
            *weight = (dose - moments.mean()) / root / root;
        }
        let arms: Vec<_> = (0..self.arms.len()).map(|arm| self.named(arm)).collect();
        let what = format!("trend of {} per unit of dose, {}", self.mean(), arms.join(", "));
        self.estimate(what, &weights, level)
    }

    fn place(&self, arm: &str) -> Result<usize, AnalysisError> {
        let names = || self.arms.iter().map(|(name, _)| name.as_str());
        names()
            .position(|name| name == arm)
            .ok_or_else(|| AnalysisError::unknown("arm", arm, names()))
    }

    /// `placebo (n = 12)`.
    fn named(&self, arm: usize) -> String {
        let (name, counted) = &self.arms[arm];
        format!("{name} ({counted})")
    }

    fn mean(&self) -> String {
        format!("{} {}", S::MEAN, self.response)
    }

    fn estimate(
        &self,
        what: String,
        weights: &[f64],
        level: ConfidenceLevel,
    ) -> Result<Estimate<S>, AnalysisError> {
        let (estimate, error) = self.fit.combine(weights);
        let numbers = EstimateWithError { estimate, error, df: self.fit.df() };
        let none = Counted { missing: Some(Missing::default()), ..Counted::only(0) };
        let counted = self.arms.iter().fold(none, |sum, (_, counted)| sum + *counted);
        Estimate::new(what, numbers, level, counted)
    }
}
