//! Which analysis a published number is of: planned or post hoc, of which data, by which model, with which imputation.

use core::fmt;
use std::borrow::Cow;

/// How missing values were filled in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Imputation {
    /// As those of the same arm went on.
    #[doc(alias = "MAR")]
    MissingAtRandom,
    /// As if the participant had changed to the reference arm.
    #[doc(alias = "J2R")]
    JumpToReference,
    /// As if the participant had been in the reference arm from the start.
    #[doc(alias = "CR")]
    CopyReference,
    /// With the changes of the reference arm from the last value on.
    #[doc(alias = "CIR")]
    CopyIncrementsInReference,
    /// Otherwise, in the words of the source.
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

/// The analysis that a published number is of, as far as its source says. Two numbers for one population and time can
/// be of two analyses; they are not compared with each other.
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
    /// Whether it was planned before anybody saw the data; `None` if the source does not say.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub is_planned: Option<bool>,
    /// The cut of the data, such as `January 2022`; `None` if there was one only.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub data: Option<Cow<'static, str>>,
    /// The model of an estimate; the test of a p-value is [its own](crate::evidence::result::PValue::test).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub model: Option<Cow<'static, str>>,
    /// What the model adjusts for, of what sets it apart from other analyses of the source.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub covariates: Vec<Cow<'static, str>>,
    /// How missing values were filled in.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub imputation: Option<Imputation>,
    /// What else was done: which values were counted otherwise, or left out.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub rules: Vec<Cow<'static, str>>,
}

impl ReportedAnalysis {
    /// An analysis that was planned.
    pub fn planned() -> Self {
        Self { is_planned: Some(true), ..Self::default() }
    }

    /// An analysis that was chosen after the data were seen.
    pub fn post_hoc() -> Self {
        Self { is_planned: Some(false), ..Self::default() }
    }

    /// The same of a cut of the data.
    #[must_use]
    pub fn of_data(self, cut: impl Into<Cow<'static, str>>) -> Self {
        Self { data: Some(cut.into()), ..self }
    }

    /// The same by a model.
    #[must_use]
    pub fn by_model(self, model: impl Into<Cow<'static, str>>) -> Self {
        Self { model: Some(model.into()), ..self }
    }

    /// The same, adjusted for one more covariate.
    #[must_use]
    pub fn adjusted_for(mut self, covariate: impl Into<Cow<'static, str>>) -> Self {
        self.covariates.push(covariate.into());
        self
    }

    /// The same with missing values filled in so.
    #[must_use]
    pub fn imputed(self, imputation: Imputation) -> Self {
        Self { imputation: Some(imputation), ..self }
    }

    /// The same with one more rule.
    #[must_use]
    pub fn with_rule(mut self, rule: impl Into<Cow<'static, str>>) -> Self {
        self.rules.push(rule.into());
        self
    }

    /// ` (post hoc)`; empty if nothing is stated.
    pub(crate) fn in_brackets(&self) -> String {
        if self.is_unstated() { String::new() } else { format!(" ({self})") }
    }

    /// Whether nothing is known of it: the main analysis of its source.
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
