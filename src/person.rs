//! Sex, age and height of a person. Body weight is a [quantity](crate::quantity::BodyWeight).
//!
//! ```
//! use aso_regimen::person::{Age, Height};
//!
//! // An age on a date has whole years on birthdays.
//! let age = Age::on("2026-11-26".parse()?, "1986-11-26".parse()?)?;
//! assert_eq!(age.as_years(), 40.0);
//! assert_eq!(Height::cm(175)?.as_metres(), 1.75);
//! assert_eq!(
//!     Height::cm(17).unwrap_err().to_string(),
//!     "a height of 170 mm, expected 300 to 2500 mm",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use chrono::{Months, NaiveDate};
use thiserror::Error;

use crate::calendar::days_between;
use crate::text::{debug_as_display, json_value};

/// Sex, as in models and reference equations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// A value for each sex, in named fields so that the two cannot be swapped.
///
/// ```
/// use aso_regimen::person::{BySex, Sex};
///
/// let rows = BySex { female: "female.csv", male: "male.csv" };
/// assert_eq!(rows.of(Sex::Male), &"male.csv");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a value for each sex"))]
pub struct BySex<T> {
    /// The value for female persons.
    pub female: T,
    /// The value for male persons.
    pub male: T,
}

impl<T> BySex<T> {
    /// The value for this sex.
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
/// use aso_regimen::person::Age;
///
/// assert_eq!(Age::years(48.1)?.to_string(), "48.1 years");
/// assert!(Age::years(f64::NAN).is_err());
/// # Ok::<(), aso_regimen::person::PersonError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "crate::text::plain::Plain<f64>"))]
pub struct Age(f64);

impl Age {
    /// Beyond the oldest age on record (122); days or months entered as years mostly are beyond it.
    const OLDEST_YEARS: f64 = 130.0;

    /// Decimal years.
    ///
    /// # Errors
    ///
    /// If it is outside 0 to 130, or not finite.
    pub fn years(years: f64) -> Result<Self, PersonError> {
        if (0.0..=Self::OLDEST_YEARS).contains(&years) {
            return Ok(Self(years));
        }
        Err(PersonError::Age(years))
    }

    /// The age on a date: completed years, and the part of the current year of life in days. So birthdays are
    /// whole numbers, and an equation that changes at 18 changes on the birthday. The rule is ours.
    ///
    /// # Errors
    ///
    /// If the date is before the birth, or more than 130 years after it.
    pub fn on(date: NaiveDate, birth: NaiveDate) -> Result<Self, PersonError> {
        let before_birth = PersonError::BeforeBirth { date, birth };
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
        let unit = match self.0 {
            1.0 => "year",
            _ => "years",
        };
        write!(f, "{} {unit}", self.0)
    }
}

/// A body height in whole millimetres, 300 to 2500.
///
/// ```
/// use aso_regimen::person::Height;
///
/// assert_eq!(Height::cm(176)?, Height::mm(1760)?);
/// assert!(Height::cm(1760).is_err());
/// # Ok::<(), aso_regimen::person::PersonError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "crate::text::plain::Plain<u32>"))]
pub struct Height(u32);

impl Height {
    /// Nobody is shorter or taller; metres or centimetres entered as millimetres are shorter, millimetres
    /// entered as centimetres are taller.
    const RANGE_MM: core::ops::RangeInclusive<u32> = 300..=2500;

    /// Whole millimetres.
    ///
    /// # Errors
    ///
    /// If it is outside 300 to 2500 mm.
    pub fn mm(mm: u32) -> Result<Self, PersonError> {
        if Self::RANGE_MM.contains(&mm) {
            return Ok(Self(mm));
        }
        Err(PersonError::Height(mm))
    }

    /// A limit written in this crate, within the range.
    pub(crate) const fn from_checked_mm(mm: u32) -> Self {
        Self(mm)
    }

    /// Whole centimetres.
    ///
    /// # Errors
    ///
    /// If it is outside 30 to 250 cm.
    pub fn cm(cm: u32) -> Result<Self, PersonError> {
        Self::mm(cm.saturating_mul(10))
    }

    /// Whole millimetres.
    pub const fn as_mm(self) -> u32 {
        self.0
    }

    /// This height in centimetres, the unit of most equations.
    pub fn as_cm(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    /// This height in metres, the unit of the ECSC equations.
    pub fn as_metres(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

impl fmt::Display for Height {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} mm", self.0)
    }
}

/// Why a number or date is no age or height of a person.
#[derive(Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum PersonError {
    /// Not an age of a person.
    #[error("an age of {0} years, expected 0 to 130 years")]
    Age(f64),
    /// The date is before the birth.
    #[error("an age on {date}, expected a date on or after the birth on {birth}")]
    BeforeBirth {
        /// The day on which the age was asked for.
        date: NaiveDate,
        /// The date of birth.
        birth: NaiveDate,
    },
    /// Not a height of a person.
    #[error("a height of {0} mm, expected 300 to 2500 mm")]
    Height(u32),
}

debug_as_display!(PersonError);

json_value!(f64, Age::years, PersonError);
json_value!(u32, Height::mm, PersonError);
