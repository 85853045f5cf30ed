//! The analysis behind a published number: planned or post hoc, data cut, model and imputation.
//!
//! ```
//! use aso_regimen::evidence::analysis::ReportedAnalysis;
//!
//! let planned = ReportedAnalysis::planned().by_model("analysis of covariance");
//! let post_hoc = ReportedAnalysis::post_hoc().of_data("January 2022");
//! assert_eq!(planned.to_string(), "planned, analysis of covariance");
//! assert_eq!(post_hoc.to_string(), "post hoc, data of January 2022");
//! ```

use core::fmt;
use std::borrow::Cow;

/// How missing values were imputed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Imputation {
    /// Missing at random: imputed as the other participants of the same arm continued.
    #[doc(alias = "MAR")]
    MissingAtRandom,
    /// Jump to reference: as if the participant had changed to the reference arm.
    #[doc(alias = "J2R")]
    JumpToReference,
    /// Copy reference: as if the participant had been in the reference arm from the start.
    #[doc(alias = "CR")]
    CopyReference,
    /// Copy increments in reference: the last value plus the changes of the reference arm from then on.
    #[doc(alias = "CIR")]
    CopyIncrementsInReference,
    /// Another method, in the source's words.
    Named(Cow<'static, str>),
}

impl fmt::Display for Imputation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingAtRandom => "as missing at random",
            Self::JumpToReference => "by jump to reference",
            Self::CopyReference => "by copy reference",
            Self::CopyIncrementsInReference => "by copy increments in reference",
            Self::Named(words) => words,
        })
    }
}

/// The analysis behind a published number, as far as its source describes it. Numbers from different analyses are not
/// compared with each other, even for the same population and time.
///
/// ```
/// use aso_regimen::evidence::analysis::{Imputation, ReportedAnalysis};
///
/// let sensitivity = ReportedAnalysis::post_hoc()
///     .by_model("analysis of covariance")
///     .adjusted_for("neurofilament at baseline")
///     .imputed(Imputation::JumpToReference)
///     .with_rule("deaths count as 0 points");
/// assert_eq!(
///     sensitivity.to_string(),
///     "post hoc, analysis of covariance, adjusted for neurofilament at baseline, \
///      imputed by jump to reference, deaths count as 0 points",
/// );
/// assert!(ReportedAnalysis::default().is_unstated());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default, expecting = "an analysis"))]
#[non_exhaustive]
pub struct ReportedAnalysis {
    /// Whether the analysis was planned before the data were seen. `None` if the source does not say.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub is_planned: Option<bool>,
    /// The data cut, such as `January 2022`. `None` if there was only one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub data: Option<Cow<'static, str>>,
    /// The statistical model of the estimate. The test of a p-value is in
    /// [`PValue::test`](crate::evidence::result::PValue::test).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub model: Option<Cow<'static, str>>,
    /// The covariates that distinguish this model from other analyses of the same source.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub covariates: Vec<Cow<'static, str>>,
    /// How missing values were imputed. `None` if the source does not say.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub imputation: Option<Imputation>,
    /// Other rules, such as values that were replaced or left out.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub rules: Vec<Cow<'static, str>>,
}

impl ReportedAnalysis {
    /// Returns an analysis that was planned.
    pub fn planned() -> Self {
        Self { is_planned: Some(true), ..Self::default() }
    }

    /// Returns an analysis that was chosen after the data were seen.
    pub fn post_hoc() -> Self {
        Self { is_planned: Some(false), ..Self::default() }
    }

    /// Returns this analysis with its data cut.
    #[must_use]
    pub fn of_data(self, cut: impl Into<Cow<'static, str>>) -> Self {
        Self { data: Some(cut.into()), ..self }
    }

    /// Returns this analysis with its statistical model.
    #[must_use]
    pub fn by_model(self, model: impl Into<Cow<'static, str>>) -> Self {
        Self { model: Some(model.into()), ..self }
    }

    /// Returns this analysis with one more covariate.
    #[must_use]
    pub fn adjusted_for(mut self, covariate: impl Into<Cow<'static, str>>) -> Self {
        self.covariates.push(covariate.into());
        self
    }

    /// Returns this analysis with its imputation of missing values.
    #[must_use]
    pub fn imputed(self, imputation: Imputation) -> Self {
        Self { imputation: Some(imputation), ..self }
    }

    /// Returns this analysis with one more rule.
    #[must_use]
    pub fn with_rule(mut self, rule: impl Into<Cow<'static, str>>) -> Self {
        self.rules.push(rule.into());
        self
    }

    /// ` (post hoc)`; empty if nothing is stated.
    pub(crate) fn in_brackets(&self) -> String {
        if self.is_unstated() { String::new() } else { format!(" ({self})") }
    }

    /// Whether nothing is stated about the analysis: it is the main analysis of its source.
    pub fn is_unstated(&self) -> bool {
        *self == Self::default()
    }
}

/// Prints `post hoc, data of January 2022, adjusted for neurofilament at baseline`; nothing if nothing is stated.
impl fmt::Display for ReportedAnalysis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let planned =
            self.is_planned.map(|is_planned| if is_planned { "planned" } else { "post hoc" });
        let mut parts: Vec<String> = planned.map(str::to_owned).into_iter().collect();
        parts.extend(self.data.as_ref().map(|cut| format!("data of {cut}")));
        parts.extend(self.model.as_ref().map(ToString::to_string));
        if !self.covariates.is_empty() {
            parts.push(format!("adjusted for {}", self.covariates.join(" and ")));
        }
        parts.extend(self.imputation.as_ref().map(|how| format!("imputed {how}")));
        parts.extend(self.rules.iter().map(ToString::to_string));
        f.write_str(&parts.join(", "))
    }
}
