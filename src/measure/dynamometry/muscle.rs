//! A muscle and what its force is held against.

use crate::measure::dynamometry::error::StrengthError;
use crate::measure::dynamometry::force::Force;
use crate::numeric::moments::{Moments, number};
use crate::text::json_form;

/// A thousandth of what a dynamometer resolves; a smaller one would make z-scores of rounding errors.
const SMALLEST_SD_NEWTONS: f64 = 0.001;

/// The 16 muscles of the megascore of VALOR and its extension, eight on each side (ClinicalTrials.gov, NCT03070119, titles
/// of the outcomes; Biogen, briefing document for the advisory committee of 22 March 2023, page 28).
pub const VALOR_MUSCLES: &[&str] = &[
    "left shoulder flexion",
    "left elbow flexion",
    "left wrist extension",
    "left index finger abduction",
    "left thumb abduction",
    "left fifth digit abduction",
    "left knee extension",
    "left ankle dorsiflexion",
    "right shoulder flexion",
    "right elbow flexion",
    "right wrist extension",
    "right index finger abduction",
    "right thumb abduction",
    "right fifth digit abduction",
    "right knee extension",
    "right ankle dorsiflexion",
];

/// A muscle with mean and standard deviation of its reference.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "MuscleForm"))]
pub struct Muscle {
    name: String,
    mean: Force,
    sd: Force,
}

impl Muscle {
    /// Returns a muscle with its reference. If both sides are tested, the name states the side.
    ///
    /// # Errors
    ///
    /// If the name is empty or the standard deviation is below 0.001 N.
    pub fn new(name: impl Into<String>, mean: Force, sd: Force) -> Result<Self, StrengthError> {
        let name = name.into();
        if name.trim().is_empty() {
            return Err(StrengthError::Unnamed);
        }
        if sd.newtons < SMALLEST_SD_NEWTONS {
            return Err(StrengthError::NoSpread { muscle: name, sd });
        }
        Ok(Self { name, mean, sd })
    }

    /// Returns a muscle with the reference of a sample of people: its mean and its standard deviation (divisor `n - 1`).
    ///
    /// # Errors
    ///
    /// If the name is empty, or if the sample has fewer than two forces or a standard deviation below 0.001 N.
    pub fn of_sample(name: &str, forces: &[Force]) -> Result<Self, StrengthError> {
        let newtons: Vec<f64> = forces.iter().map(|force| force.newtons).collect();
        let moments = Moments::of(&newtons);
        // Forces within 0 to 5000 N have their mean there, and a standard deviation of at most 3536 N. One alone has none.
        let variance = moments.squares() / number(forces.len().max(2) - 1);
        let (mean, sd) = (moments.mean(), variance.sqrt());
        Self::new(name, Force { newtons: mean }, Force { newtons: sd })
    }

    /// The name: muscle and side.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The reference mean.
    pub const fn mean(&self) -> Force {
        self.mean
    }

    /// The reference standard deviation, at least 0.001 N.
    pub const fn sd(&self) -> Force {
        self.sd
    }

    pub(super) fn z_score(&self, force: Force) -> f64 {
        (force.newtons - self.mean.newtons) / self.sd.newtons
    }
}

json_form!(MuscleForm { name: String, mean: Force, sd: Force } is "a muscle with mean and sd",
    Muscle::new, StrengthError);
