//! Arms: what is given in each, and what seems to be.

use std::borrow::Cow;

use crate::dosing::regimen::Regimen;

/// What is done on a day on which others are given the drug.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Mask {
    /// A placebo is given in the same way, such as artificial cerebrospinal fluid of the same volume.
    Placebo(Cow<'static, str>),
    /// The procedure is only acted out.
    Sham,
}

/// One arm of a [`Trial`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Arm {
    name: Cow<'static, str>,
    allocation: u32,
    n: Option<u32>,
    drug: Option<Regimen>,
    seems: Option<Regimen>,
    mask: Option<Mask>,
}

impl Arm {
    /// An arm in which everybody is given a regimen and nothing else.
    pub fn active(name: impl Into<Cow<'static, str>>, drug: Regimen) -> Self {
        Self {
            drug: Some(drug),
            ..Self::untreated(name)
        }
    }

    /// An arm in which a regimen seems to be given, and none is.
    pub fn masked(name: impl Into<Cow<'static, str>>, seems: Regimen, mask: Mask) -> Self {
        Self {
            seems: Some(seems),
            mask: Some(mask),
            ..Self::untreated(name)
        }
    }

    /// An arm in which nothing is given.
    pub fn untreated(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            allocation: 1,
            n: None,
            drug: None,
            seems: None,
            mask: None,
        }
    }

    /// The same arm, seeming to be given another regimen: on its days without drug, the mask.
    #[must_use]
    pub fn seeming(self, seems: Regimen, mask: Mask) -> Self {
        Self {
            seems: Some(seems),
            mask: Some(mask),
            ..self
        }
    }

    /// The same arm with its part of the allocation, such as 2 in 2:1.
    #[must_use]
    pub fn with_allocation(self, parts: u32) -> Self {
        Self {
            allocation: parts,
            ..self
        }
    }

    /// The same arm with so many participants.
    #[must_use]
    pub fn with_n(self, n: u32) -> Self {
        Self { n: Some(n), ..self }
    }

    /// Its name in the trial.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its part of the allocation.
    pub fn allocation(&self) -> u32 {
        self.allocation
    }

    /// How many participants it has, where a source says so.
    pub fn n(&self) -> Option<u32> {
        self.n
    }

    /// The drug that is really given.
    pub fn drug(&self) -> Option<&Regimen> {
        self.drug.as_ref()
    }

    /// What seems to be given: to participants, the same in all arms that are masked to each other.
    pub fn seems(&self) -> Option<&Regimen> {
        self.seems.as_ref().or(self.drug.as_ref())
    }

    /// What is done on days on which drug only seems to be given.
    pub fn mask(&self) -> Option<&Mask> {
        self.mask.as_ref()
    }
}
