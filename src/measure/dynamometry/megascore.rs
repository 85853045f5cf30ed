//! The megascore and its change.

use core::fmt;
use core::ops::RangeInclusive;

use crate::measure::dynamometry::error::StrengthError;
use crate::text::json_form;

/// Forces of 0 to 5000 N and standard deviations of at least 0.001 N keep a z-score within 5 million.
const SCORES: RangeInclusive<f64> = -5e6..=5e6;

/// The distance of two megascores.
const CHANGES: RangeInclusive<f64> = -1e7..=1e7;

/// The mean z-score of the muscles tested, in standard deviations of its reference. The value is finite.
///
/// ```
/// use aso_regimen::measure::dynamometry::Megascore;
///
/// let baseline = Megascore::new(-0.25, 16, "baseline of the trial")?;
/// let week_28 = Megascore::new(-0.75, 16, "baseline of the trial")?;
/// assert_eq!(week_28.change_from(&baseline)?.to_string(), "-0.50 SD");
/// # Ok::<(), aso_regimen::measure::dynamometry::StrengthError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "MegascoreForm"))]
pub struct Megascore {
    pub(super) standard_deviations: f64,
    pub(super) tested: usize,
    pub(super) reference: String,
}

impl Megascore {
    /// Returns a megascore without forces: standard deviations, number of muscles tested, and the name of the reference.
    ///
    /// # Errors
    ///
    /// If the number is not within -5 million to 5 million, if there are no muscles, or if the name is empty.
    pub fn new(
        standard_deviations: f64,
        tested: usize,
        reference: impl Into<String>,
    ) -> Result<Self, StrengthError> {
        let reference = reference.into();
        if reference.trim().is_empty() {
            return Err(StrengthError::Unnamed);
        }
        if !SCORES.contains(&standard_deviations) || tested == 0 {
            return Err(StrengthError::Score { standard_deviations, tested });
        }
        Ok(Self { standard_deviations, tested, reference })
    }

    /// The number of standard deviations; 0 is the mean of the reference.
    pub const fn standard_deviations(&self) -> f64 {
        self.standard_deviations
    }

    /// The number of muscles tested.
    pub const fn tested(&self) -> usize {
        self.tested
    }

    /// The name of the reference.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// Returns the change from `baseline`, in standard deviations of the reference. If other muscles were tested than at
    /// baseline, part of the change is due to that.
    ///
    /// # Errors
    ///
    /// If the two have different references.
    pub fn change_from(&self, baseline: &Self) -> Result<MegascoreChange, StrengthError> {
        if self.reference != baseline.reference {
            return Err(StrengthError::DifferentReferences {
                value: self.reference.clone(),
                baseline: baseline.reference.clone(),
            });
        }
        Ok(MegascoreChange {
            standard_deviations: self.standard_deviations - baseline.standard_deviations,
        })
    }
}

impl fmt::Display for Megascore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.tested == 1 { "" } else { "s" };
        write!(
            f,
            "{:+.2} SD of {} ({} muscle{plural})",
            self.standard_deviations, self.reference, self.tested
        )
    }
}

/// The change of a [`Megascore`], in standard deviations of its reference; negative is loss of strength.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ChangeForm"))]
pub struct MegascoreChange {
    standard_deviations: f64,
}

impl MegascoreChange {
    /// Returns a change without the megascores.
    ///
    /// # Errors
    ///
    /// If the number is not within -10 million to 10 million.
    pub fn new(standard_deviations: f64) -> Result<Self, StrengthError> {
        if CHANGES.contains(&standard_deviations) {
            return Ok(Self { standard_deviations });
        }
        Err(StrengthError::Change(standard_deviations))
    }

    /// The change in standard deviations of the reference.
    pub const fn standard_deviations(self) -> f64 {
        self.standard_deviations
    }
}

impl fmt::Display for MegascoreChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:+.2} SD", self.standard_deviations)
    }
}

json_form!(MegascoreForm { standard_deviations: f64, tested: usize, reference: String }
    is "a megascore with its reference", Megascore::new, StrengthError);

json_form!(ChangeForm { standard_deviations: f64 } is "a change, {\"standard_deviations\": -0.5}",
    MegascoreChange::new, StrengthError);
