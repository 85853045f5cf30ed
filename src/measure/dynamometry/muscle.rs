//! A muscle and what its force is held against.

use crate::measure::dynamometry::error::StrengthError;
use crate::measure::dynamometry::force::Force;

/// A thousandth of what a dynamometer resolves; a smaller one would make z-scores of rounding errors.
const SMALLEST_SD_NEWTONS: f64 = 0.001;

/// A muscle with the mean and the standard deviation that its force is held against.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "MuscleForm"))]
pub struct Muscle {
    name: String,
    mean: Force,
    sd: Force,
}

impl Muscle {
    /// A muscle, with its side in the name where both are tested, and its reference.
    ///
    /// # Errors
    ///
    /// If the name is empty or the standard deviation is below 0.001 N.
    pub fn new(name: &str, mean: Force, sd: Force) -> Result<Self, StrengthError> {
        if name.trim().is_empty() {
            return Err(StrengthError::Unnamed);
        }
        if sd.newtons < SMALLEST_SD_NEWTONS {
            return Err(StrengthError::NoSpread {
                muscle: name.to_owned(),
                sd,
            });
        }
        Ok(Self {
            name: name.to_owned(),
            mean,
            sd,
        })
    }

    /// The reference that a sample of people gives: its mean and its standard deviation with `n - 1`. Of that
    /// sample the mean z-score is 0.
    ///
    /// ```
    /// use aso_regimen::measure::dynamometry::{Force, Muscle};
    ///
    /// let forces = [Force::newtons(15.0)?, Force::newtons(20.0)?, Force::newtons(25.0)?];
    /// let muscle = Muscle::of_sample("left biceps", &forces)?;
    /// assert_eq!(muscle, Muscle::new("left biceps", Force::newtons(20.0)?, Force::newtons(5.0)?)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the name is empty, or if the sample has fewer than two forces or a standard deviation below 0.001 N.
    pub fn of_sample(name: &str, forces: &[Force]) -> Result<Self, StrengthError> {
        let newtons = || forces.iter().map(|force| force.newtons);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a sample has fewer than 2^52 people"
        )]
        let n = forces.len() as f64;
        if forces.len() < 2 {
            return Err(StrengthError::NoSpread {
                muscle: name.to_owned(),
                sd: Force { newtons: 0.0 },
            });
        }
        let mean = newtons().sum::<f64>() / n;
        let squares: f64 = newtons().map(|force| (force - mean).powi(2)).sum();
        // Forces within 0 to 5000 N have their mean there, and a standard deviation of at most 3536 N.
        Self::new(
            name,
            Force { newtons: mean },
            Force {
                newtons: (squares / (n - 1.0)).sqrt(),
            },
        )
    }

    /// Muscle and side.
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

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(expecting = "a muscle with mean and sd", deny_unknown_fields)]
struct MuscleForm {
    name: String,
    mean: Force,
    sd: Force,
}

#[cfg(feature = "serde")]
impl TryFrom<MuscleForm> for Muscle {
    type Error = StrengthError;

    fn try_from(form: MuscleForm) -> Result<Self, StrengthError> {
        Self::new(&form.name, form.mean, form.sd)
    }
}
