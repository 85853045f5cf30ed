//! Who was measured, and how many litres.

use core::fmt;

use chrono::{Months, NaiveDate};
use thiserror::Error;

use crate::calendar::days_between;
use crate::text::serde_as_number;

/// The sex a reference equation is looked up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// One thing for each sex, by name, so that the two cannot change places.
///
/// ```
/// use aso_regimen::measure::spirometry::{BySex, Sex};
///
/// let rows = BySex { female: "female.csv", male: "male.csv" };
/// assert_eq!(rows.of(Sex::Male), &"male.csv");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BySex<T> {
    /// What holds for female subjects.
    pub female: T,
    /// What holds for male subjects.
    pub male: T,
}

impl<T> BySex<T> {
    /// The one for this sex.
    pub const fn of(&self, sex: Sex) -> &T {
        match sex {
            Sex::Female => &self.female,
            Sex::Male => &self.male,
        }
    }
}

/// An age in decimal years, 0 to 130.
///
/// ```
/// use aso_regimen::measure::spirometry::Age;
///
/// assert_eq!(Age::years(48.1)?.to_string(), "48.1 years");
/// assert!(Age::years(f64::NAN).is_err());
/// # Ok::<(), aso_regimen::measure::spirometry::SubjectError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "f64", into = "f64"))]
pub struct Age(f64);

impl Age {
    /// Beyond the oldest age on record (122); days or months entered as years mostly are beyond it.
    const OLDEST_YEARS: f64 = 130.0;

    /// Decimal years.
    ///
    /// # Errors
    ///
    /// Outside 0 to 130, and where the number is not finite.
    pub fn years(years: f64) -> Result<Self, SubjectError> {
        if (0.0..=Self::OLDEST_YEARS).contains(&years) {
            return Ok(Self(years));
        }
        Err(SubjectError::Age(years))
    }

    /// The age on a date: completed years, and the part of the current year of life in days. So birthdays are
    /// whole numbers, and an equation that changes at 18 changes on the birthday. The rule is ours.
    ///
    /// ```
    /// use aso_regimen::chrono::NaiveDate;
    /// use aso_regimen::measure::spirometry::Age;
    ///
    /// let born = NaiveDate::from_ymd_opt(1980, 3, 1).ok_or("no such date")?;
    /// let birthday = NaiveDate::from_ymd_opt(1998, 3, 1).ok_or("no such date")?;
    /// assert_eq!(Age::on(birthday, born)?, Age::years(18.0)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// On a date before the birth, and beyond 130 years.
    pub fn on(date: NaiveDate, birth: NaiveDate) -> Result<Self, SubjectError> {
        let before_birth = SubjectError::BeforeBirth { date, birth };
        let completed = date.years_since(birth).ok_or(before_birth)?;
        let birthday = |years: u32| birth.checked_add_months(Months::new(years * 12));
        let whole = f64::from(completed);
        let (Some(last), Some(next)) = (birthday(completed), birthday(completed + 1)) else {
            return Self::years(whole);
        };
        let days = |from, to| f64::from(days_between(from, to));
        Self::years(whole + days(last, date) / days(last, next))
    }

    /// Decimal years.
    pub const fn as_years(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} years", self.0)
    }
}

/// A body height in whole millimetres, 300 to 2500.
///
/// ```
/// use aso_regimen::measure::spirometry::Height;
///
/// assert_eq!(Height::cm(176)?, Height::mm(1760)?);
/// assert!(Height::cm(1760).is_err());
/// # Ok::<(), aso_regimen::measure::spirometry::SubjectError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "u32", into = "u32"))]
pub struct Height {
    mm: u32,
}

impl Height {
    /// Nobody is shorter or taller; metres or centimetres entered as millimetres are shorter, millimetres
    /// entered as centimetres are taller.
    const RANGE_MM: core::ops::RangeInclusive<u32> = 300..=2500;

    /// Whole millimetres.
    ///
    /// # Errors
    ///
    /// Outside 300 to 2500 mm.
    pub fn mm(mm: u32) -> Result<Self, SubjectError> {
        if Self::RANGE_MM.contains(&mm) {
            return Ok(Self { mm });
        }
        Err(SubjectError::Height(mm))
    }

    /// A limit written in this crate, within the range.
    pub(super) const fn from_checked_mm(mm: u32) -> Self {
        Self { mm }
    }

    /// Whole centimetres.
    ///
    /// # Errors
    ///
    /// Outside 30 to 250 cm.
    pub fn cm(cm: u32) -> Result<Self, SubjectError> {
        Self::mm(cm.saturating_mul(10))
    }

    /// Whole millimetres.
    pub const fn as_mm(self) -> u32 {
        self.mm
    }

    /// Centimetres, as most equations want them.
    pub fn as_cm(self) -> f64 {
        f64::from(self.mm) / 10.0
    }

    /// Metres, as the ECSC equations want them.
    pub fn as_metres(self) -> f64 {
        f64::from(self.mm) / 1000.0
    }
}

impl fmt::Display for Height {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} mm", self.mm)
    }
}

/// A volume of breathed air: a vital capacity, measured or predicted, of 0.001 to 20 L.
///
/// ```
/// use aso_regimen::measure::spirometry::LungVolume;
///
/// assert_eq!(LungVolume::millilitres(3500)?, LungVolume::litres(3.5)?);
/// assert!(LungVolume::litres(3500.0).is_err());
/// # Ok::<(), aso_regimen::measure::spirometry::SubjectError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
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
    /// Outside 0.001 to 20 L, and where the number is not finite.
    pub fn litres(litres: f64) -> Result<Self, SubjectError> {
        if Self::RANGE_LITRES.contains(&litres) {
            return Ok(Self { litres });
        }
        Err(SubjectError::Volume(litres))
    }

    /// Whole millilitres.
    ///
    /// # Errors
    ///
    /// Outside 1 to 20 000 mL.
    pub fn millilitres(millilitres: u32) -> Result<Self, SubjectError> {
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

/// The person a vital capacity is predicted for.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
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

/// Why a number is no age, height or lung volume.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum SubjectError {
    /// Not an age of a person.
    #[error("an age of {0} years is outside 0 to 130 years")]
    Age(f64),
    /// An age counts from the birth.
    #[error("the measurement on {date} is before the birth on {birth}")]
    BeforeBirth {
        /// The day of the measurement.
        date: NaiveDate,
        /// The date of birth.
        birth: NaiveDate,
    },
    /// Not a height of a person.
    #[error("a height of {0} mm is outside 300 to 2500 mm")]
    Height(u32),
    /// Not a volume of human lungs.
    #[error("a lung volume of {0} L is outside 0.001 to 20 L")]
    Volume(f64),
}

#[cfg(feature = "serde")]
impl TryFrom<f64> for Age {
    type Error = SubjectError;

    fn try_from(years: f64) -> Result<Self, SubjectError> {
        Self::years(years)
    }
}

#[cfg(feature = "serde")]
impl From<Age> for f64 {
    fn from(age: Age) -> Self {
        age.0
    }
}

#[cfg(feature = "serde")]
impl TryFrom<u32> for Height {
    type Error = SubjectError;

    fn try_from(mm: u32) -> Result<Self, SubjectError> {
        Self::mm(mm)
    }
}

#[cfg(feature = "serde")]
impl From<Height> for u32 {
    fn from(height: Height) -> Self {
        height.mm
    }
}

serde_as_number!(LungVolume { litres: as_litres } from LungVolume::litres);
