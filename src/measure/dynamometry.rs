//! Hand-held dynamometry: the strength of many muscles in one number, the megascore.
//!
//! Each muscle's force is turned into standard deviations from a reference, and the megascore is their mean
//! over the muscles that could be tested: `mean((force - mean) / sd)`. It is in standard deviations, not in
//! units of force, and megascores of different references are not comparable, so that each keeps the name of
//! its reference. Trials in ALS tested up to 16 muscles of arms and legs (VALOR: Miller et al., N Engl J Med
//! 2022;387:1099). No source known to us says how many may be missing; the reference states it.

use core::fmt;
use core::ops::RangeInclusive;
use std::sync::Arc;

use thiserror::Error;

/// A force of 0 to 5000 newtons; 0 is a muscle that moves nothing.
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
#[cfg_attr(feature = "serde", serde(try_from = "RawForce", into = "RawForce"))]
pub struct Force {
    newtons: f64,
}

/// By definition of the kilogram-force.
const NEWTONS_PER_KILOGRAM_FORCE: f64 = 9.80665;

/// No hand resists half a tonne; forces in millinewtons or grams are mostly beyond it.
const STRONGEST_NEWTONS: f64 = 5000.0;

/// Forces of 0 to 5000 N and standard deviations of at least 0.001 N keep a z-score within 5 million.
const SCORES: RangeInclusive<f64> = -5e6..=5e6;

/// A thousandth of what a dynamometer resolves; a smaller one would make z-scores of rounding errors.
const SMALLEST_SD_NEWTONS: f64 = 0.001;

impl Force {
    /// Newtons.
    ///
    /// # Errors
    ///
    /// Outside 0 to 5000 N, and where the number is not finite.
    pub fn newtons(newtons: f64) -> Result<Self, ForceError> {
        if (0.0..=STRONGEST_NEWTONS).contains(&newtons) {
            return Ok(Self { newtons });
        }
        Err(ForceError(newtons))
    }

    /// Kilograms of force, 9.80665 N each.
    ///
    /// # Errors
    ///
    /// Outside 0 to 5000 N, and where the number is not finite.
    pub fn kilograms_force(kilograms: f64) -> Result<Self, ForceError> {
        Self::newtons(kilograms * NEWTONS_PER_KILOGRAM_FORCE)
    }

    /// Newtons.
    pub const fn as_newtons(self) -> f64 {
        self.newtons
    }
}

impl fmt::Display for Force {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} N", self.newtons)
    }
}

/// A number of newtons is no [`Force`].
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("a force of {0} N is outside 0 to 5000 N")]
pub struct ForceError(f64);

/// A muscle with the mean and the standard deviation that its force is held against.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RawMuscle", into = "RawMuscle"))]
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
    /// On an empty name and on a standard deviation below 0.001 N.
    pub fn new(name: &str, mean: Force, sd: Force) -> Result<Self, StrengthError> {
        if name.trim().is_empty() {
            return Err(StrengthError::Unnamed);
        }
        if sd.newtons < SMALLEST_SD_NEWTONS {
            return Err(StrengthError::NoSpread {
                muscle: name.to_owned(),
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
    /// On an empty name, and where the sample has fewer than two forces or a standard deviation below 0.001 N.
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

    fn z_score(&self, force: Force) -> f64 {
        (force.newtons - self.mean.newtons) / self.sd.newtons
    }
}

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
        for (place, muscle) in muscles.iter().enumerate() {
            if muscles[..place]
                .iter()
                .any(|other| other.name == muscle.name)
            {
                return Err(StrengthError::Twice {
                    muscle: muscle.name.clone(),
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
            let place = self.muscles.iter().position(|muscle| muscle.name == name);
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
        Ok(Megascore {
            standard_deviations,
            tested,
            reference: Arc::clone(&self.name),
        })
    }
}

/// The mean z-score of the muscles tested, in standard deviations of its reference. Always finite.
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
#[cfg_attr(
    feature = "serde",
    serde(try_from = "RawMegascore", into = "RawMegascore")
)]
pub struct Megascore {
    standard_deviations: f64,
    tested: usize,
    reference: Arc<str>,
}

impl Megascore {
    /// A megascore that is known without its forces: standard deviations, muscles tested, the reference's
    /// name.
    ///
    /// # Errors
    ///
    /// Where the number is not within -5 million to 5 million, on no muscles, and on an empty name.
    pub fn new(
        standard_deviations: f64,
        tested: usize,
        reference: &str,
    ) -> Result<Self, StrengthError> {
        if reference.trim().is_empty() {
            return Err(StrengthError::Unnamed);
        }
        if !SCORES.contains(&standard_deviations) || tested == 0 {
            return Err(StrengthError::Score {
                standard_deviations,
                tested,
            });
        }
        Ok(Self {
            standard_deviations,
            tested,
            reference: reference.into(),
        })
    }

    /// Standard deviations of the reference; 0 is its mean.
    pub const fn standard_deviations(&self) -> f64 {
        self.standard_deviations
    }

    /// How many muscles it is the mean of.
    pub const fn tested(&self) -> usize {
        self.tested
    }

    /// The name of the reference.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// The change since `baseline`, in standard deviations of the reference. Where other muscles were tested
    /// than at baseline, a part of the change is theirs.
    ///
    /// # Errors
    ///
    /// Where the two have different references.
    pub fn change_from(&self, baseline: &Self) -> Result<MegascoreChange, StrengthError> {
        if self.reference != baseline.reference {
            return Err(StrengthError::DifferentReferences {
                value: self.reference.to_string(),
                baseline: baseline.reference.to_string(),
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
pub struct MegascoreChange {
    standard_deviations: f64,
}

impl MegascoreChange {
    /// Standard deviations of the reference.
    pub const fn standard_deviations(self) -> f64 {
        self.standard_deviations
    }
}

impl fmt::Display for MegascoreChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:+.2} SD", self.standard_deviations)
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
struct RawForce {
    newtons: f64,
}

#[cfg(feature = "serde")]
impl TryFrom<RawForce> for Force {
    type Error = ForceError;

    fn try_from(raw: RawForce) -> Result<Self, ForceError> {
        Self::newtons(raw.newtons)
    }
}

#[cfg(feature = "serde")]
impl From<Force> for RawForce {
    fn from(force: Force) -> Self {
        Self {
            newtons: force.newtons,
        }
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMuscle {
    name: String,
    mean: Force,
    sd: Force,
}

#[cfg(feature = "serde")]
impl TryFrom<RawMuscle> for Muscle {
    type Error = StrengthError;

    fn try_from(raw: RawMuscle) -> Result<Self, StrengthError> {
        Self::new(&raw.name, raw.mean, raw.sd)
    }
}

#[cfg(feature = "serde")]
impl From<Muscle> for RawMuscle {
    fn from(muscle: Muscle) -> Self {
        Self {
            name: muscle.name,
            mean: muscle.mean,
            sd: muscle.sd,
        }
    }
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

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMegascore {
    standard_deviations: f64,
    tested: usize,
    reference: String,
}

#[cfg(feature = "serde")]
impl TryFrom<RawMegascore> for Megascore {
    type Error = StrengthError;

    fn try_from(raw: RawMegascore) -> Result<Self, StrengthError> {
        Self::new(raw.standard_deviations, raw.tested, &raw.reference)
    }
}

#[cfg(feature = "serde")]
impl From<Megascore> for RawMegascore {
    fn from(score: Megascore) -> Self {
        Self {
            standard_deviations: score.standard_deviations,
            tested: score.tested,
            reference: score.reference.to_string(),
        }
    }
}
