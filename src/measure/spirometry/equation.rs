//! What every reference equation answers: a predicted volume, and how far from it is still usual.

use core::ops::RangeInclusive;
use std::borrow::Cow;

use thiserror::Error;

use crate::measure::spirometry::name::EquationName;
use crate::measure::spirometry::percent::PercentPredicted;
use crate::measure::spirometry::subject::{LungVolume, Subject};
use crate::person::{Age, Height};
use crate::text::debug_as_display;

/// The powers of published equations lie between 0 and 2; ten keeps every z-score finite.
pub(super) const POWERS: RangeInclusive<f64> = -10.0..=10.0;

/// Healthy populations spread by a tenth or two; outside these the coefficients are not those of an equation.
const VARIATIONS: RangeInclusive<f64> = 0.001..=1.0;

/// The normal deviate below which 5 percent of healthy people lie, as the equations' authors round it.
const LOWER_LIMIT_DEVIATE: f64 = 1.645;

/// A reference equation for a vital capacity, of this crate or of the user.
///
/// The name identifies population, capacity, coefficients and how a spline table is read: two equations that differ in
/// one of these have different names. It does not identify the rows of a spline table, which the caller brings. A change
/// between percents predicted with two tables of one equation is therefore not refused: use one table for a study.
///
/// ```
/// use aso_regimen::measure::spirometry::{
///     EquationName, LungVolume, PredictedValue, PredictedValueError, ReferenceEquation,
///     Subject,
/// };
/// use aso_regimen::person::{Age, Height, Sex};
///
/// /// 25 mL for each centimetre of height.
/// struct PerHeight(EquationName);
///
/// impl ReferenceEquation for PerHeight {
///     fn name(&self) -> EquationName {
///         self.0.clone()
///     }
///
///     fn predict(
///         &self,
///         subject: &Subject,
///     ) -> Result<PredictedValue, PredictedValueError> {
///         PredictedValue::new(self.name(), 0.025 * subject.height.as_cm())
///     }
/// }
///
/// let subject = Subject::new(Sex::Female, Age::years(65.0)?, Height::cm(160)?);
/// let equation = PerHeight(EquationName::new("our clinic's")?);
/// let percent = equation.percent_predicted(&subject, LungVolume::litres(3.0)?)?;
/// assert_eq!(percent.to_string(), "75.0 % predicted (our clinic's)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ReferenceEquation {
    /// What the equation is called wherever its values are.
    fn name(&self) -> EquationName;

    /// What a healthy person of this sex, age and height breathes.
    ///
    /// # Errors
    ///
    /// If the subject is outside the range the equation was made for, or the equation has no answer.
    fn predict(&self, subject: &Subject) -> Result<PredictedValue, PredictedValueError>;

    /// Returns the measured volume in percent of the predicted one.
    ///
    /// # Errors
    ///
    /// If there is no predicted value; see [`ReferenceEquation::predict`].
    fn percent_predicted(
        &self,
        subject: &Subject,
        measured: LungVolume,
    ) -> Result<PercentPredicted, PredictedValueError> {
        Ok(self.predict(subject)?.percent(measured))
    }
}

/// What an equation knows of the spread around its predicted value.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
enum Spread {
    /// Nothing.
    Unknown,
    /// The volume below which 5 percent of healthy people lie.
    LowerLimit(LungVolume),
    /// Box-Cox power and coefficient of variation.
    Lms { power: f64, variation: f64 },
}

/// The vital capacity predicted for one subject, with the name of its equation.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PredictedValue {
    equation: EquationName,
    volume: LungVolume,
    spread: Spread,
}

impl PredictedValue {
    /// Returns a predicted volume in litres, with the name of its equation, without a distribution.
    ///
    /// # Errors
    ///
    /// If the volume is outside 0.001 to 20 L.
    pub fn new(equation: EquationName, litres: f64) -> Result<Self, PredictedValueError> {
        match LungVolume::litres(litres) {
            Ok(volume) => Ok(Self { equation, volume, spread: Spread::Unknown }),
            Err(_) => Err(PredictedValueError::Volume { equation, litres }),
        }
    }

    /// Returns this prediction with a lower limit of normal: the 5th percentile of healthy people.
    ///
    /// # Errors
    ///
    /// If the limit is not below the predicted volume.
    pub fn with_lower_limit(self, limit: LungVolume) -> Result<Self, PredictedValueError> {
        if limit < self.volume {
            return Ok(Self { spread: Spread::LowerLimit(limit), ..self });
        }
        Err(PredictedValueError::LowerLimit { equation: self.equation, limit, volume: self.volume })
    }

    /// A predicted volume with its lower limit of normal, both in litres; without, if the limit is no lung volume.
    pub(super) fn with_limit(
        equation: EquationName,
        [litres, limit]: [f64; 2],
    ) -> Result<Self, PredictedValueError> {
        let predicted = Self::new(equation, litres)?;
        match LungVolume::litres(limit) {
            Ok(limit) => predicted.with_lower_limit(limit),
            Err(_) => Ok(predicted),
        }
    }

    /// Returns this prediction as the median of a distribution with Box-Cox power L and coefficient of variation S, which
    /// give a z-score and a lower limit.
    ///
    /// # Errors
    ///
    /// If the power is outside -10 to 10, or the coefficient of variation outside 0.001 to 1.
    pub fn with_distribution(
        self,
        power: f64,
        variation: f64,
    ) -> Result<Self, PredictedValueError> {
        for (what, value, range, expected) in [
            ("power", power, POWERS, "-10 to 10"),
            ("coefficient of variation", variation, VARIATIONS, "0.001 to 1"),
        ] {
            if !range.contains(&value) {
                return Err(PredictedValueError::Distribution {
                    equation: self.equation,
                    what,
                    value,
                    expected,
                });
            }
        }
        Ok(Self { spread: Spread::Lms { power, variation }, ..self })
    }

    /// The name of the equation.
    pub const fn equation(&self) -> &EquationName {
        &self.equation
    }

    /// The predicted volume.
    pub const fn volume(&self) -> LungVolume {
        self.volume
    }

    /// The lower limit of normal, the 5th percentile of healthy people; `None` if the authors give none, or if it is below
    /// any lung volume.
    #[doc(alias = "LLN")]
    pub fn lower_limit(&self) -> Option<LungVolume> {
        match self.spread {
            Spread::Unknown => None,
            Spread::LowerLimit(limit) => Some(limit),
            Spread::Lms { power, variation } => {
                let factor = lms_factor(-LOWER_LIMIT_DEVIATE, power, variation);
                LungVolume::litres(self.volume.as_litres() * factor).ok()
            }
        }
    }

    /// Returns the z-score of the measured volume, negative below the prediction; `None` if the equation gives no
    /// distribution, as those outside the LMS family.
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

    /// Returns the measured volume in percent of the predicted one.
    pub fn percent(&self, measured: LungVolume) -> PercentPredicted {
        // Both volumes are within 0.001 to 20 L, so that their quotient needs no check.
        PercentPredicted {
            percent: 100.0 * measured.as_litres() / self.volume.as_litres(),
            equation: self.equation.clone(),
        }
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

/// Why there is no prediction for a subject.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum PredictedValueError {
    /// The age is outside the range of the equation or of its spline table.
    #[error("{equation}: an age of {age}, expected {youngest} to {oldest} years")]
    Age {
        /// The equation.
        equation: EquationName,
        /// The subject's age.
        age: Age,
        /// The lowest age, in years.
        youngest: f64,
        /// The highest age, in years.
        oldest: f64,
    },
    /// The height is outside the range of the equation.
    #[error("{equation}: a height of {height}, expected {shortest} to {tallest}")]
    Height {
        /// The equation.
        equation: EquationName,
        /// The subject's height.
        height: Height,
        /// The lowest height for this sex and age.
        shortest: Height,
        /// The highest height for this sex and age.
        tallest: Height,
    },
    /// Sources print two coefficients and the caller did not say which to use.
    #[error(
        "{0}: sources disagree on the age term for female subjects, expected an equation with 0.024 or 0.026 L a year"
    )]
    DisputedCoefficient(EquationName),
    /// The spline table has rows on both sides of this age, too far apart to read between them.
    #[error(
        "{equation}: an age of {age}, expected none in the gap of the spline table between {below} and {above} years"
    )]
    SplineGap {
        /// The equation.
        equation: EquationName,
        /// The subject's age.
        age: Age,
        /// The age of the row below, in years.
        below: f64,
        /// The age of the row above, in years.
        above: f64,
    },
    /// The predicted volume is outside 0.001 to 20 L.
    #[error("{equation}: predicts {litres} L for this subject, expected 0.001 to 20 L")]
    Volume {
        /// The equation.
        equation: EquationName,
        /// The predicted volume, in litres.
        litres: f64,
    },
    /// A parameter of the distribution is out of range.
    #[error("{equation}: gives a {what} of {value} for this subject, expected {expected}")]
    Distribution {
        /// The equation.
        equation: EquationName,
        /// Which parameter: `power` or `coefficient of variation`.
        what: &'static str,
        /// Its value.
        value: f64,
        /// The range.
        expected: &'static str,
    },
    /// The lower limit of normal is not below the predicted volume.
    #[error("{equation}: a lower limit of {limit}, expected less than the predicted {volume}")]
    LowerLimit {
        /// The equation.
        equation: EquationName,
        /// The limit.
        limit: LungVolume,
        /// The predicted volume.
        volume: LungVolume,
    },
    /// Another reason, for an equation of the user.
    #[error("{equation}: {why}")]
    Other {
        /// The equation.
        equation: EquationName,
        /// The reason, in words.
        why: Cow<'static, str>,
    },
}

debug_as_display!(PredictedValueError);

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
    Err(PredictedValueError::Age { equation, age, youngest, oldest })
}

/// The height, if it is within both limits in millimetres.
pub(super) fn height_within(
    equation: EquationName,
    height: Height,
    limits: RangeInclusive<u32>,
) -> Result<Height, PredictedValueError> {
    if limits.contains(&height.as_mm()) {
        return Ok(height);
    }
    let [shortest, tallest] = [*limits.start(), *limits.end()].map(Height::from_checked_mm);
    Err(PredictedValueError::Height { equation, height, shortest, tallest })
}
