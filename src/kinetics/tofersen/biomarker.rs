//! The two proteins that tofersen lowers and whose published levels the models are set beside.

use core::fmt;

use crate::measure::endpoint::Endpoint;

/// A protein whose level falls under tofersen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Biomarker {
    /// Total SOD1 protein in cerebrospinal fluid, of both alleles.
    CsfSod1,
    /// Neurofilament light chain in plasma.
    PlasmaNfl,
}

impl Biomarker {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::CsfSod1, Self::PlasmaNfl];

    /// The endpoint under which trials report it.
    pub fn endpoint(self) -> Endpoint {
        match self {
            Self::CsfSod1 => Endpoint::csf_sod1(),
            Self::PlasmaNfl => Endpoint::plasma_nfl(),
        }
    }

    /// The biomarker of an endpoint; `None` if it is neither.
    pub fn of(endpoint: &Endpoint) -> Option<Self> {
        Self::ALL.iter().copied().find(|biomarker| biomarker.endpoint() == *endpoint)
    }
}

impl fmt::Display for Biomarker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CsfSod1 => "SOD1 in cerebrospinal fluid",
            Self::PlasmaNfl => "neurofilament light chain in plasma",
        })
    }
}
