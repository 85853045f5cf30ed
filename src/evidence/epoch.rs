//! The epochs of a trial, which its visits and its methods of measurement name.

use core::fmt;
use std::borrow::Cow;

/// An epoch of a trial, by the terms of CDISC (code list C99079).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[doc(alias = "EPOCH")]
#[non_exhaustive]
pub enum Epoch {
    /// Screening for eligibility.
    Screening,
    /// Before the first dose; changes are counted from its values.
    Baseline,
    /// Drug or its mask is given.
    Treatment,
    /// After the last dose.
    FollowUp,
    /// Another, by its name.
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
