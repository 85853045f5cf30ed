//! What every reference equation answers: a predicted volume, and how far from it is still usual.

use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use crate::measure::spirometry::percent::PercentPredicted;
use crate::measure::spirometry::spline::Interpolation;
use crate::measure::spirometry::subject::{Age, Height, LungVolume, Subject};

/// The normal deviate below which 5 percent of healthy people lie, as the equations' authors round it.
pub(super) const LOWER_LIMIT_DEVIATE: f64 = 1.645;

/// A reference equation for a vital capacity.
///
/// The name stands for everything that changes the answer except the subject: population, capacity,
/// coefficients, the reading of a spline table. Two equations that can answer differently have different names.
///
/// ```
/// use aso_regimen::measure::spirometry::{
///     Age, Height, Knudson1983, LungVolume, NhanesGroup, NhanesIii, ReferenceEquation, Sex, Subject,
/// };
///
/// let subject = Subject {
///     sex: Sex::Female,
///     age: Age::years(65.0)?,
///     height: Height::cm(163)?,
/// };
/// let equations: [&dyn ReferenceEquation; 2] = [&NhanesIii::fvc(NhanesGroup::Caucasian), &Knudson1983];
/// let percent = equations.map(|equation| {
///     let measured = LungVolume::litres(2.5).map_err(|error| error.to_string())?;
///     let percent = equation.percent_predicted(&subject, measured).map_err(|error| error.to_string())?;
///     Ok::<_, String>(percent.percent().round())
/// });
/// assert_eq!(percent, [Ok(79.0), Ok(85.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ReferenceEquation {
    /// What the equation is called wherever its values are.
    fn name(&self) -> EquationName;

    /// What a healthy person of this sex, age and height breathes.
    ///
    /// # Errors
    ///
    /// Where the subject is outside the range the equation was made for, or the equation has no answer.
    fn predict(&self, subject: &Subject) -> Result<PredictedValue, PredictedValueError>;

    /// The measured volume in percent of the predicted one.
    ///
    /// # Errors
    ///
    /// As [`ReferenceEquation::predict`].
    fn percent_predicted(
        &self,
        subject: &Subject,
        measured: LungVolume,
    ) -> Result<PercentPredicted, PredictedValueError> {
        Ok(self.predict(subject)?.percent(measured))
    }
}

/// The name of a reference equation: never empty.
///
/// ```
/// use aso_regimen::measure::spirometry::{EquationName, Knudson1983, ReferenceEquation};
///
/// assert_eq!(Knudson1983.name(), EquationName::new("Knudson 1983 FVC")?);
/// assert!(EquationName::new("").is_err());
/// # Ok::<(), aso_regimen::measure::spirometry::UnnamedEquation>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String", into = "String"))]
pub struct EquationName(Cow<'static, str>);

impl EquationName {
    /// The name of the caller's own equation.
    ///
    /// # Errors
    ///
    /// Where nothing but white space is given.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Result<Self, UnnamedEquation> {
        let name = name.into();
        if name.trim().is_empty() {
            return Err(UnnamedEquation);
        }
        Ok(Self(name))
    }

    /// A name written in this crate.
    pub(super) const fn shipped(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name of an equation that reads a spline table, which it may read in several ways.
    pub(super) fn of_table(name: &str, interpolation: Interpolation) -> Self {
        Self(Cow::Owned(format!("{name}, {}", interpolation.name())))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EquationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A reference equation needs a name to be told from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a reference equation needs a name")]
pub struct UnnamedEquation;

/// What an equation knows of the spread around its predicted value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Spread {
    /// Nothing.
    Unknown,
    /// The volume below which 5 percent of healthy people lie, in litres.
    LowerLimit(f64),
    /// Box-Cox power and coefficient of variation.
    Lms { power: f64, variation: f64 },
}

/// The vital capacity predicted for one subject, with the name of its equation.
///
/// ```
/// use aso_regimen::measure::spirometry::{
///     Age, Height, NhanesGroup, NhanesIii, ReferenceEquation, Sex, Subject,
/// };
///
/// let subject = Subject {
///     sex: Sex::Male,
///     age: Age::years(45.0)?,
///     height: Height::cm(176)?,
/// };
/// let prediction = NhanesIii::fvc(NhanesGroup::Caucasian).predict(&subject)?;
/// assert_eq!(format!("{:.4}", prediction.volume().as_litres()), "5.0653");
/// let lower = prediction.lower_limit().ok_or("NHANES III has a lower limit")?;
/// assert_eq!(format!("{:.4}", lower.as_litres()), "4.1525");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PredictedValue {
    equation: EquationName,
    volume: LungVolume,
    spread: Spread,
}

impl PredictedValue {
    /// The door of all equations: litres that are no lung volume are refused here.
    pub(super) fn new(
        equation: EquationName,
        litres: f64,
        spread: Spread,
    ) -> Result<Self, PredictedValueError> {
        match LungVolume::litres(litres) {
            Ok(volume) => Ok(Self {
                equation,
                volume,
                spread,
            }),
            Err(_) => Err(PredictedValueError::Volume { equation, litres }),
        }
    }

    /// The equation that predicted.
    pub const fn equation(&self) -> &EquationName {
        &self.equation
    }

    /// The predicted volume.
    pub const fn volume(&self) -> LungVolume {
        self.volume
    }

    /// The lower limit of normal: 5 percent of healthy people breathe less. `None` where the equation's
    /// authors give none, or where it falls below any lung volume.
    pub fn lower_limit(&self) -> Option<LungVolume> {
        let litres = match self.spread {
            Spread::Unknown => return None,
            Spread::LowerLimit(litres) => litres,
            Spread::Lms { power, variation } => {
                self.volume.as_litres() * lms_factor(-LOWER_LIMIT_DEVIATE, power, variation)
            }
        };
        LungVolume::litres(litres).ok()
    }

    /// Standard deviations between the measured and the predicted volume, negative below it. `None` for
    /// equations outside the LMS family, whose authors give a limit and no distribution.
    pub fn z_score(&self, measured: LungVolume) -> Option<f64> {
        let Spread::Lms { power, variation } = self.spread else {
            return None;
        };
        let log_ratio = (measured.as_litres() / self.volume.as_litres()).ln();
        if power == 0.0 {
            return Some(log_ratio / variation);
        }
        Some((power * log_ratio).exp_m1() / (power * variation))
    }

    /// The measured volume in percent of the predicted one.
    pub fn percent(&self, measured: LungVolume) -> PercentPredicted {
        let percent = 100.0 * measured.as_litres() / self.volume.as_litres();
        PercentPredicted::of_volumes(percent, self.equation.clone())
    }
}

/// The volume at `z` over the median, `(1 + z L S)^(1/L)`, whose limit for a power of 0 is `exp(z S)`; NaN
/// where no volume has this `z`.
fn lms_factor(z: f64, power: f64, variation: f64) -> f64 {
    if power == 0.0 {
        return (z * variation).exp();
    }
    ((z * power * variation).ln_1p() / power).exp()
}

/// Why an equation has no prediction for a subject.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum PredictedValueError {
    /// The equation was made from people of other ages, or the spline table holds no such age.
    #[error("{equation}: an age of {age} is outside {youngest} to {oldest} years")]
    Age {
        /// The equation asked.
        equation: EquationName,
        /// The subject's age.
        age: Age,
        /// The lowest age it answers, in years.
        youngest: f64,
        /// The highest age it answers, in years.
        oldest: f64,
    },
    /// The equation has a lowest age and no highest.
    #[error("{equation}: an age of {age} is below {youngest} years")]
    TooYoung {
        /// The equation asked.
        equation: EquationName,
        /// The subject's age.
        age: Age,
        /// The lowest age it answers, in years.
        youngest: f64,
    },
    /// The equation was made from people of other heights.
    #[error("{equation}: a height of {height} is outside {shortest} to {tallest}")]
    Height {
        /// The equation asked.
        equation: EquationName,
        /// The subject's height.
        height: Height,
        /// The lowest height it answers for this sex.
        shortest: Height,
        /// The highest height it answers for this sex.
        tallest: Height,
    },
    /// Sources print two coefficients and the caller did not say which to use.
    #[error(
        "{0}: sources disagree on the age term for female subjects (0.024 or 0.026 L a year), name one"
    )]
    DisputedCoefficient(EquationName),
    /// The spline table has rows on both sides of this age, too far apart to read between them.
    #[error(
        "{equation}: the spline table has no rows between {below} and {above} years, an age of {age} falls in the gap"
    )]
    SplineGap {
        /// The equation asked.
        equation: EquationName,
        /// The subject's age.
        age: Age,
        /// The age of the row below, in years.
        below: f64,
        /// The age of the row above, in years.
        above: f64,
    },
    /// The formula left the range of lungs.
    #[error("{equation}: predicts {litres} L for this subject, which is outside 0.001 to 20 L")]
    Volume {
        /// The equation asked.
        equation: EquationName,
        /// What it answered, in litres.
        litres: f64,
    },
    /// The formula gave a spread that no healthy population has.
    #[error(
        "{equation}: gives a coefficient of variation of {variation} for this subject, expected 0.001 to 1"
    )]
    Variation {
        /// The equation asked.
        equation: EquationName,
        /// What it answered.
        variation: f64,
    },
}

#[cfg(feature = "serde")]
impl TryFrom<String> for EquationName {
    type Error = UnnamedEquation;

    fn try_from(name: String) -> Result<Self, UnnamedEquation> {
        Self::new(name)
    }
}

#[cfg(feature = "serde")]
impl From<EquationName> for String {
    fn from(name: EquationName) -> Self {
        name.0.into_owned()
    }
}

/// The age, if it is within both limits.
pub(super) fn age_within(
    equation: EquationName,
    age: Age,
    youngest: f64,
    oldest: f64,
) -> Result<f64, PredictedValueError> {
    if (youngest..=oldest).contains(&age.as_years()) {
        return Ok(age.as_years());
    }
    Err(PredictedValueError::Age {
        equation,
        age,
        youngest,
        oldest,
    })
}
