//! Who was measured, and how many litres.

use core::fmt;

use thiserror::Error;

use crate::person::{Age, Height, Sex};
use crate::text::{debug_as_display, json_form};

/// A volume of breathed air: a vital capacity, measured or predicted, of 0.001 to 20 L.
///
/// ```
/// use aso_regimen::measure::spirometry::LungVolume;
///
/// assert_eq!(LungVolume::millilitres(3500)?, LungVolume::litres(3.5)?);
/// assert!(LungVolume::litres(3500.0).is_err());
/// # Ok::<(), aso_regimen::measure::spirometry::LungVolumeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "LungVolumeForm"))]
pub struct LungVolume {
    litres: f64,
}

impl LungVolume {
    /// A spirometer's last digit is 10 mL, and twice the largest lungs are below 20 L, so that millilitres
    /// entered as litres are refused.
    const RANGE_LITRES: core::ops::RangeInclusive<f64> = 0.001..=20.0;

    /// Litres.
    ///
    /// # Errors
    ///
    /// If it is outside 0.001 to 20 L, or not finite.
    pub fn litres(litres: f64) -> Result<Self, LungVolumeError> {
        if Self::RANGE_LITRES.contains(&litres) {
            return Ok(Self { litres });
        }
        Err(LungVolumeError(litres))
    }

    /// Whole millilitres.
    ///
    /// # Errors
    ///
    /// If it is outside 1 to 20 000 mL.
    pub fn millilitres(millilitres: u32) -> Result<Self, LungVolumeError> {
        Self::litres(f64::from(millilitres) / 1000.0)
    }

    /// Litres.
    pub const fn as_litres(self) -> f64 {
        self.litres
    }
}

impl fmt::Display for LungVolume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} L", self.litres)
    }
}

/// A number of litres is no [`LungVolume`].
#[derive(Clone, Copy, PartialEq, Error)]
#[error("a lung volume of {0} L, expected 0.001 to 20 L")]
pub struct LungVolumeError(f64);

debug_as_display!(LungVolumeError);

json_form!(LungVolumeForm { litres: f64 } is "a lung volume, {\"litres\": 3.5}",
    LungVolume::litres, LungVolumeError);

/// The person a vital capacity is predicted for.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a person with sex, age and height")
)]
#[non_exhaustive]
pub struct Subject {
    /// The sex the equation is looked up by.
    pub sex: Sex,
    /// Age on the day of the measurement.
    #[cfg_attr(feature = "serde", serde(rename = "age_years"))]
    pub age: Age,
    /// Standing height.
    #[cfg_attr(feature = "serde", serde(rename = "height_mm"))]
    pub height: Height,
}

impl Subject {
    /// A person of this sex, age on the day of the measurement and standing height.
    pub const fn new(sex: Sex, age: Age, height: Height) -> Self {
        Self { sex, age, height }
    }
}
