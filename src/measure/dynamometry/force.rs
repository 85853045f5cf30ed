//! A force in newtons.

use core::fmt;

use thiserror::Error;

use crate::text::{debug_as_display, json_form};

/// A force of 0 to 5000 newtons.
///
/// ```
/// use aso_regimen::measure::dynamometry::Force;
///
/// assert_eq!(Force::kilograms_force(1.0)?, Force::newtons(9.80665)?);
/// assert!(Force::newtons(-1.0).is_err());
/// # Ok::<(), aso_regimen::measure::dynamometry::ForceError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ForceForm"))]
pub struct Force {
    pub(super) newtons: f64,
}

/// By definition of the kilogram-force.
const NEWTONS_PER_KILOGRAM_FORCE: f64 = 9.80665;

/// No hand resists half a tonne; forces in millinewtons or grams are mostly beyond it.
const STRONGEST_NEWTONS: f64 = 5000.0;

impl Force {
    /// Returns a force in newtons.
    ///
    /// # Errors
    ///
    /// If it is outside 0 to 5000 N, or not finite.
    pub fn newtons(newtons: f64) -> Result<Self, ForceError> {
        if (0.0..=STRONGEST_NEWTONS).contains(&newtons) {
            return Ok(Self { newtons });
        }
        Err(ForceError(newtons))
    }

    /// Returns a force in kilograms-force, 9.80665 N each.
    ///
    /// # Errors
    ///
    /// If it is outside 0 to 5000 N, or not finite.
    pub fn kilograms_force(kilograms: f64) -> Result<Self, ForceError> {
        Self::newtons(kilograms * NEWTONS_PER_KILOGRAM_FORCE)
    }

    /// The force in newtons.
    pub const fn as_newtons(self) -> f64 {
        self.newtons
    }
}

impl fmt::Display for Force {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} N", self.newtons)
    }
}

/// Why a number is refused as a [`Force`].
#[derive(Clone, Copy, PartialEq, Error)]
#[error("a force of {0} N, expected 0 to 5000 N")]
pub struct ForceError(f64);

debug_as_display!(ForceError);

json_form!(ForceForm { newtons: f64 } is "a force, {\"newtons\": 20.0}",
    Force::newtons, ForceError);
