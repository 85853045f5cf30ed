//! The parts of a trial under one registration.

use core::fmt;
use std::borrow::Cow;

/// A part of a trial, such as part B with multiple ascending doses.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a part with its name and purpose")
)]
#[non_exhaustive]
pub struct TrialPart {
    /// The name of the part in the protocol, such as `B`.
    pub name: Cow<'static, str>,
    /// The purpose of the part.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub purpose: Purpose,
}

/// The purpose of a part of a trial.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Purpose {
    /// Single ascending doses: one dose for each participant, higher in each cohort.
    #[doc(alias = "SAD")]
    SingleAscendingDoses,
    /// Multiple ascending doses: several doses for each participant, higher in each cohort.
    #[doc(alias = "MAD")]
    MultipleAscendingDoses,
    /// The confirmatory part.
    Pivotal,
    /// Observation without drug, until treatment is triggered.
    RunIn,
    /// Treatment before symptoms.
    Presymptomatic,
    /// Treatment of participants who became symptomatic in an earlier part.
    Symptomatic,
    /// Treatment of participants who completed an earlier part.
    Extension,
    /// Another purpose, in the source's words.
    Named(Cow<'static, str>),
}

impl TrialPart {
    /// Returns a part with this name and purpose.
    pub fn new(name: impl Into<Cow<'static, str>>, purpose: Purpose) -> Self {
        Self { name: name.into(), purpose }
    }
}

/// Prints `part B, multiple ascending doses`.
impl fmt::Display for TrialPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "part {}, ", self.name)?;
        f.write_str(match &self.purpose {
            Purpose::SingleAscendingDoses => "single ascending doses",
            Purpose::MultipleAscendingDoses => "multiple ascending doses",
            Purpose::Pivotal => "pivotal",
            Purpose::RunIn => "run-in",
            Purpose::Presymptomatic => "presymptomatic",
            Purpose::Symptomatic => "symptomatic",
            Purpose::Extension => "extension",
            Purpose::Named(words) => words,
        })
    }
}
