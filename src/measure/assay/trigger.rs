//! A level and a rise of a concentration that start a treatment.

use core::fmt;

use thiserror::Error;

use crate::measure::assay::reading::AssayReading;
use crate::measure::assay::spec::{Assay, AssayError, Level};
use crate::numeric::rounding::excess;
use crate::text::{debug_as_display, json_form};

/// A level that a reading must reach, and how far above the baseline it must be, both by one assay.
///
/// ```
/// use aso_regimen::measure::assay::{Assay, AssaySpec, Trigger};
///
/// let spec =
///     AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL").lloq(4.9);
/// let assay = Assay::new(spec.clone())?;
/// let trigger = Trigger::new(assay.reading(44.0)?, 10.0)?;
/// assert_eq!(trigger.is_met(&assay.reading(30.0)?, &assay.reading(44.0)?)?, Some(true));
/// assert_eq!(trigger.is_met(&assay.reading(34.5)?, &assay.reading(44.0)?)?, Some(false));
/// let other = Assay::new(spec.platform("platform B"))?;
/// assert!(trigger.is_met(&assay.reading(30.0)?, &other.reading(44.0)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "TriggerForm"))]
pub struct Trigger {
    level: AssayReading,
    rise: f64,
}

impl Trigger {
    /// Returns a trigger at a level, and at a rise above the baseline, in the unit of the assay. Pass 0 if no rise is
    /// needed.
    ///
    /// # Errors
    ///
    /// If the level is outside the limits of quantification, or if the rise is negative or not finite.
    pub fn new(level: AssayReading, rise: f64) -> Result<Self, TriggerError> {
        match level.level() {
            Level::Quantified(_) if rise.is_finite() && rise >= 0.0 => Ok(Self { level, rise }),
            Level::Quantified(_) => Err(TriggerError::Rise(rise)),
            _ => Err(TriggerError::Level(level)),
        }
    }

    /// The level that must be reached.
    pub const fn level(&self) -> &AssayReading {
        &self.level
    }

    /// How far above the baseline, in the unit of the assay.
    pub const fn rise(&self) -> f64 {
        self.rise
    }

    /// The assay of the level: that of every reading it is compared with.
    pub const fn assay(&self) -> &Assay {
        self.level.assay()
    }

    /// Whether a reading reaches both.
    ///
    /// A rise counts as reached if only the rounding of the numbers keeps it from that: from 54.1 to 64.1 is a rise of 10,
    /// though the binary numbers nearest to these decimals are less than 10 apart.
    ///
    /// `None` if a reading is outside the limits of quantification and either answer is possible.
    ///
    /// # Errors
    ///
    /// If analyte, platform or unit of a reading are not those of the level.
    pub fn is_met(
        &self,
        baseline: &AssayReading,
        value: &AssayReading,
    ) -> Result<Option<bool>, AssayError> {
        baseline.check_comparable(&self.level)?;
        value.check_comparable(&self.level)?;
        let (least, most) = value.level().range();
        let (lowest, highest) = baseline.level().range();
        let level = self.level.level().number();
        let is_certain = least >= level && self.excess(least, highest) >= 0.0;
        // A reading below a limit, and a baseline above one, come close to it and are never there.
        let is_below = matches!(value.level(), Level::BelowLloq(_));
        let is_above = matches!(baseline.level(), Level::AboveUloq(_));
        let reaches =
            |excess: f64, is_open: bool| if is_open { excess > 0.0 } else { excess >= 0.0 };
        let is_possible = reaches(most - level, is_below)
            && reaches(self.excess(most, lowest), is_below || is_above);
        Ok(match (is_certain, is_possible) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        })
    }

    /// How far a value is above the baseline and the rise; 0 if it is no further than decimals are rounded.
    fn excess(&self, value: f64, baseline: f64) -> f64 {
        let needed = baseline + self.rise;
        excess(value, needed, value.min(needed))
    }
}

/// Prints `at least 44 pg/mL and 10 pg/mL above baseline, NfL in plasma, platform A, pg/mL`.
impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at least {}", self.level)?;
        if self.rise > 0.0 {
            write!(f, " and {} {} above baseline", self.rise, self.assay().spec().unit)?;
        }
        write!(f, ", {}", self.assay())
    }
}

// The rise is a finite number.
impl Eq for Trigger {}

impl core::hash::Hash for Trigger {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.level.hash(state);
    }
}

/// Why a level and a rise are refused as a [`Trigger`].
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum TriggerError {
    /// The level is outside the limits of quantification.
    #[error("a trigger at {0}, expected a level within the limits of quantification")]
    Level(AssayReading),
    /// The rise is negative or not finite.
    #[error("a trigger at a rise of {0}, expected a finite number of 0 or more")]
    Rise(f64),
}

debug_as_display!(TriggerError);

json_form!(TriggerForm { level: AssayReading, rise: f64 } is "a trigger with level and rise",
    Trigger::new, TriggerError);
