//! The epochs of a trial.

use core::fmt;
use std::borrow::Cow;

/// An epoch of a trial, in the terms of CDISC (code list C99079).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[doc(alias = "EPOCH")]
#[non_exhaustive]
pub enum Epoch {
    /// Screening for eligibility.
    Screening,
    /// Before the first dose; changes are computed from its values.
    Baseline,
    /// Drug, placebo or a sham procedure is given.
    Treatment,
    /// Follow-up after the last dose.
    FollowUp,
    /// Another epoch, by its name.
    Named(Cow<'static, str>),
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Screening => "screening",
            Self::Baseline => "baseline",
            Self::Treatment => "treatment",
            Self::FollowUp => "follow-up",
            Self::Named(name) => name,
        })
    }
}
