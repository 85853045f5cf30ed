//! The parts of a trial that is registered once.

use core::fmt;
use std::borrow::Cow;

/// A part of a trial, such as part B, the multiple ascending doses.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a part with its name and purpose")
)]
#[non_exhaustive]
pub struct TrialPart {
    /// Its name in the protocol: `B`.
    pub name: Cow<'static, str>,
    /// What it is for.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub purpose: Purpose,
}

/// What a part of a trial is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Purpose {
    /// One dose each, higher in each cohort.
    #[doc(alias = "SAD")]
    SingleAscendingDoses,
    /// Several doses each, higher in each cohort.
    #[doc(alias = "MAD")]
    MultipleAscendingDoses,
    /// The confirmatory part.
    Pivotal,
    /// Observation without drug, until something starts the treatment.
    RunIn,
    /// Treatment before symptoms.
    Presymptomatic,
    /// Treatment of those who became symptomatic in an earlier part.
    Symptomatic,
    /// Treatment of those who completed an earlier part.
    Extension,
    /// Another, in the source's words.
    Named(Cow<'static, str>),
}

impl TrialPart {
    /// A part by its name and what it is for.
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
