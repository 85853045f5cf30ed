//! The muscles of a study, and the way from forces to a megascore.

use std::collections::HashSet;
use std::sync::Arc;

use thiserror::Error;

use crate::measure::dynamometry::force::Force;
use crate::measure::dynamometry::megascore::Megascore;
use crate::measure::dynamometry::muscle::Muscle;

/// The muscles of a study with their reference, and how many of them a megascore needs.
///
/// ```
/// use aso_regimen::measure::dynamometry::{Force, Muscle, StrengthReference};
///
/// let reference = StrengthReference::new(
///     "baseline of the trial",
///     vec![
///         Muscle::new("left biceps", Force::newtons(20.0)?, Force::newtons(5.0)?)?,
///         Muscle::new("right biceps", Force::newtons(30.0)?, Force::newtons(10.0)?)?,
///     ],
///     1,
/// )?;
/// let baseline = reference.megascore([
///     ("left biceps", Force::newtons(15.0)?),
///     ("right biceps", Force::newtons(35.0)?),
/// ])?;
/// let week_28 = reference.megascore([
///     ("left biceps", Force::newtons(12.5)?),
///     ("right biceps", Force::newtons(30.0)?),
/// ])?;
/// assert_eq!(baseline.standard_deviations(), -0.25);
/// assert_eq!(week_28.change_from(&baseline)?.standard_deviations(), -0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "RawReference", into = "RawReference")
)]
pub struct StrengthReference {
    name: Arc<str>,
    muscles: Vec<Muscle>,
    minimum: usize,
}

impl StrengthReference {
    /// A reference by name, its muscles, and the fewest of them that make a megascore.
    ///
    /// # Errors
    ///
    /// On an empty name, on a muscle that is listed twice, and on a minimum of 0 or above the number of
    /// muscles.
    pub fn new(name: &str, muscles: Vec<Muscle>, minimum: usize) -> Result<Self, StrengthError> {
        if name.trim().is_empty() {
            return Err(StrengthError::Unnamed);
        }
        let mut names = HashSet::new();
        for muscle in &muscles {
            if !names.insert(muscle.name()) {
                return Err(StrengthError::Twice {
                    muscle: muscle.name().to_owned(),
                });
            }
        }
        if minimum == 0 || minimum > muscles.len() {
            return Err(StrengthError::Minimum {
                minimum,
                muscles: muscles.len(),
            });
        }
        Ok(Self {
            name: name.into(),
            muscles,
            minimum,
        })
    }

    /// What the reference is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The muscles, in the order given.
    pub fn muscles(&self) -> &[Muscle] {
        &self.muscles
    }

    /// The fewest muscles that make a megascore.
    pub const fn minimum(&self) -> usize {
        self.minimum
    }

    /// The mean z-score of the muscles that were tested, by name and in any order.
    ///
    /// # Errors
    ///
    /// On a muscle the reference does not have, on one that comes twice, and on fewer muscles than the
    /// minimum.
    pub fn megascore<'a>(
        &self,
        forces: impl IntoIterator<Item = (&'a str, Force)>,
    ) -> Result<Megascore, StrengthError> {
        let mut z_scores = vec![None; self.muscles.len()];
        for (name, force) in forces {
            let muscle = || name.to_owned();
            let place = self.muscles.iter().position(|muscle| muscle.name() == name);
            let place = place.ok_or_else(|| StrengthError::Unknown { muscle: muscle() })?;
            if z_scores[place].is_some() {
                return Err(StrengthError::Twice { muscle: muscle() });
            }
            z_scores[place] = Some(self.muscles[place].z_score(force));
        }
        let tested = z_scores.iter().flatten().count();
        if tested < self.minimum {
            return Err(StrengthError::TooFew {
                tested,
                minimum: self.minimum,
            });
        }
        // In the order of the reference, so that the sum does not depend on the order of the readings.
        let sum: f64 = z_scores.iter().flatten().sum();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a body has fewer than 2^52 muscles"
        )]
        let standard_deviations = sum / tested as f64;
        let reference = Arc::clone(&self.name);
        Ok(Megascore::of_z_scores(
            standard_deviations,
            tested,
            reference,
        ))
    }
}

/// Why there is no reference, megascore or change of one.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum StrengthError {
    /// Muscles and references are told apart by name.
    #[error("a muscle and a reference need a name")]
    Unnamed,
    /// A z-score divides by the standard deviation.
    #[error(
        "{muscle}: the standard deviation of the reference is below 0.001 N, so there is no z-score"
    )]
    NoSpread {
        /// The muscle.
        muscle: String,
    },
    /// A muscle counts once.
    #[error("{muscle} is listed twice")]
    Twice {
        /// The muscle.
        muscle: String,
    },
    /// A megascore is the mean of at least one muscle of the reference.
    #[error("a minimum of {minimum} muscles, expected 1 to the {muscles} of the reference")]
    Minimum {
        /// The minimum asked.
        minimum: usize,
        /// The muscles of the reference.
        muscles: usize,
    },
    /// The reference has no such muscle.
    #[error("{muscle} is not in the reference")]
    Unknown {
        /// The muscle.
        muscle: String,
    },
    /// Too much is missing.
    #[error("muscles tested: {tested}, the reference asks for at least {minimum}")]
    TooFew {
        /// The muscles tested.
        tested: usize,
        /// The fewest allowed.
        minimum: usize,
    },
    /// A megascore is the mean z-score of at least one muscle.
    #[error(
        "a megascore of {standard_deviations} of {tested} muscles, expected at most 5000000 either way of at least 1"
    )]
    Score {
        /// The number refused.
        standard_deviations: f64,
        /// The muscles tested.
        tested: usize,
    },
    /// Two megascores are not further apart.
    #[error("a change of {0} standard deviations, expected at most 10000000 either way")]
    Change(f64),
    /// Megascores of different references have no difference.
    #[error("the value is in standard deviations of {value}, the baseline of {baseline}")]
    DifferentReferences {
        /// The reference of the later value.
        value: String,
        /// The reference of the baseline.
        baseline: String,
    },
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReference {
    name: String,
    muscles: Vec<Muscle>,
    minimum: usize,
}

#[cfg(feature = "serde")]
impl TryFrom<RawReference> for StrengthReference {
    type Error = StrengthError;

    fn try_from(raw: RawReference) -> Result<Self, StrengthError> {
        Self::new(&raw.name, raw.muscles, raw.minimum)
    }
}

#[cfg(feature = "serde")]
impl From<StrengthReference> for RawReference {
    fn from(reference: StrengthReference) -> Self {
        Self {
            name: reference.name.to_string(),
            muscles: reference.muscles,
            minimum: reference.minimum,
        }
    }
}
