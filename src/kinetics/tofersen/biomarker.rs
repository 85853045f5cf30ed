//! The two biomarkers of the tofersen models.

use core::fmt;

use crate::measure::endpoint::Endpoint;

/// A biomarker whose level tofersen lowers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Biomarker {
    /// Total SOD1 protein in cerebrospinal fluid, from both alleles.
    CsfSod1,
    /// Neurofilament light chain in plasma.
    PlasmaNfl,
}

impl Biomarker {
    /// Both biomarkers.
    pub const ALL: &'static [Self] = &[Self::CsfSod1, Self::PlasmaNfl];

    /// Returns the endpoint under which trials report this biomarker.
    pub fn endpoint(self) -> Endpoint {
        match self {
            Self::CsfSod1 => Endpoint::csf_sod1(),
            Self::PlasmaNfl => Endpoint::plasma_nfl(),
        }
    }

    /// Returns the biomarker of an endpoint; `None` if the endpoint is neither of the two.
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
