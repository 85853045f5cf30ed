//! The muscles of a study, and the way from forces to a megascore.

use std::collections::HashSet;

use crate::measure::dynamometry::error::StrengthError;
use crate::measure::dynamometry::force::Force;
use crate::measure::dynamometry::megascore::Megascore;
use crate::measure::dynamometry::muscle::Muscle;
use crate::numeric::moments::number;
use crate::text::json_form;

/// The muscles of a study with their references, and the least number of muscles for a megascore.
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
#[cfg_attr(feature = "serde", serde(try_from = "ReferenceForm"))]
pub struct StrengthReference {
    name: String,
    muscles: Vec<Muscle>,
    minimum: usize,
}

impl StrengthReference {
    /// Returns a reference with a name, its muscles, and the least number of muscles for a megascore.
    ///
    /// # Errors
    ///
    /// If the name is empty, if a muscle is listed twice, or if the minimum is 0 or above the number of muscles.
    pub fn new(
        name: impl Into<String>,
        muscles: Vec<Muscle>,
        minimum: usize,
    ) -> Result<Self, StrengthError> {
        let name = name.into();
        if name.trim().is_empty() {
            return Err(StrengthError::Unnamed);
        }
        let mut names = HashSet::new();
        for muscle in &muscles {
            if !names.insert(muscle.name()) {
                return Err(StrengthError::Twice(muscle.name().to_owned()));
            }
        }
        if minimum == 0 || minimum > muscles.len() {
            return Err(StrengthError::Minimum { minimum, muscles: muscles.len() });
        }
        Ok(Self { name, muscles, minimum })
    }

    /// The name of the reference.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The muscles, in the order given.
    pub fn muscles(&self) -> &[Muscle] {
        &self.muscles
    }

    /// The least number of muscles for a megascore.
    pub const fn minimum(&self) -> usize {
        self.minimum
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.muscles.iter().map(Muscle::name).collect();
        names.join(", ")
    }

    /// Returns the mean z-score of the muscles tested, given by name in any order.
    ///
    /// # Errors
    ///
    /// If a muscle is not in the reference or is given twice, or if there are too few muscles.
    pub fn megascore<'a>(
        &self,
        forces: impl IntoIterator<Item = (&'a str, Force)>,
    ) -> Result<Megascore, StrengthError> {
        let mut z_scores = vec![None; self.muscles.len()];
        for (name, force) in forces {
            let muscle = || name.to_owned();
            let place = self.muscles.iter().position(|muscle| muscle.name() == name);
            let place = place.ok_or_else(|| StrengthError::Unknown {
                muscle: muscle(),
                reference: self.name.clone(),
                muscles: self.names(),
            })?;
            if z_scores[place].is_some() {
                return Err(StrengthError::Twice(muscle()));
            }
            z_scores[place] = Some(self.muscles[place].z_score(force));
        }
        let tested = z_scores.iter().flatten().count();
        if tested < self.minimum {
            return Err(StrengthError::TooFew { tested, minimum: self.minimum });
        }
        // In the order of the reference, so that the sum does not depend on the order of the readings.
        let sum: f64 = z_scores.iter().flatten().sum();
        Ok(Megascore {
            standard_deviations: sum / number(tested),
            tested,
            reference: self.name.clone(),
        })
    }
}

json_form!(ReferenceForm { name: String, muscles: Vec<Muscle>, minimum: usize } is "a strength reference",
    StrengthReference::new, StrengthError);
