//! The twelve items of the form and the domains they count towards.

use core::fmt;

/// One of the twelve items, in the order of the form.
///
/// ```
/// use aso_regimen::measure::alsfrs_r::{Domain, Item};
///
/// assert_eq!(Item::Walking.number(), 8);
/// assert_eq!(Item::Walking.name(), "walking");
/// assert_eq!(Item::Walking.domain(), Domain::GrossMotor);
/// assert_eq!(Item::ALL.len(), 12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Item {
    /// Item 1: speech.
    Speech,
    /// Item 2: salivation.
    Salivation,
    /// Item 3: swallowing.
    Swallowing,
    /// Item 4: handwriting.
    Handwriting,
    /// Item 5: cutting food and handling utensils; asked in one of two wordings, see [`CuttingForm`].
    Cutting,
    /// Item 6: dressing and hygiene.
    Dressing,
    /// Item 7: turning in bed.
    TurningInBed,
    /// Item 8: walking.
    Walking,
    /// Item 9: climbing stairs.
    ClimbingStairs,
    /// Item 10: dyspnoea.
    Dyspnoea,
    /// Item 11: orthopnoea.
    Orthopnoea,
    /// Item 12: respiratory insufficiency: 4 none; bilevel positive airway pressure 3 intermittently, 2 all night,
    /// 1 night and day; 0 invasive ventilation.
    RespiratoryInsufficiency,
}

impl Item {
    /// All items, in the order of the form.
    pub const ALL: [Self; 12] = [
        Self::Speech,
        Self::Salivation,
        Self::Swallowing,
        Self::Handwriting,
        Self::Cutting,
        Self::Dressing,
        Self::TurningInBed,
        Self::Walking,
        Self::ClimbingStairs,
        Self::Dyspnoea,
        Self::Orthopnoea,
        Self::RespiratoryInsufficiency,
    ];

    /// The item's number on the form, 1 to 12.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The name of the item.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Salivation => "salivation",
            Self::Swallowing => "swallowing",
            Self::Handwriting => "handwriting",
            Self::Cutting => "cutting food and handling utensils",
            Self::Dressing => "dressing and hygiene",
            Self::TurningInBed => "turning in bed",
            Self::Walking => "walking",
            Self::ClimbingStairs => "climbing stairs",
            Self::Dyspnoea => "dyspnoea",
            Self::Orthopnoea => "orthopnoea",
            Self::RespiratoryInsufficiency => "respiratory insufficiency",
        }
    }

    /// The domain the item counts towards.
    pub const fn domain(self) -> Domain {
        match self.number() {
            1..=3 => Domain::Bulbar,
            4..=6 => Domain::FineMotor,
            7..=9 => Domain::GrossMotor,
            _ => Domain::Respiratory,
        }
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

/// Prints `item 8 (walking)`.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {} ({})", self.number(), self.name())
    }
}

/// One of the four domains, three items and 0 to 12 points each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Domain {
    /// Items 1 to 3.
    Bulbar,
    /// Items 4 to 6.
    FineMotor,
    /// Items 7 to 9.
    GrossMotor,
    /// Items 10 to 12.
    Respiratory,
}

/// One of the three domains of those authors who take fine and gross motor items together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum BroadDomain {
    /// Items 1 to 3, 0 to 12 points.
    Bulbar,
    /// Items 4 to 9, 0 to 24 points.
    Motor,
    /// Items 10 to 12, 0 to 12 points.
    Respiratory,
}

impl From<Domain> for BroadDomain {
    fn from(domain: Domain) -> Self {
        match domain {
            Domain::Bulbar => Self::Bulbar,
            Domain::FineMotor | Domain::GrossMotor => Self::Motor,
            Domain::Respiratory => Self::Respiratory,
        }
    }
}

/// The wording of item 5. Exactly one counts, so every sheet states which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum CuttingForm {
    /// 5a, for a person without gastrostomy.
    #[cfg_attr(feature = "serde", serde(rename = "5a"))]
    WithoutGastrostomy,
    /// 5b, for a person with gastrostomy: another wording, the same 0 to 4 points.
    #[cfg_attr(feature = "serde", serde(rename = "5b"))]
    WithGastrostomy,
}
