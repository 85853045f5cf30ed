//! What an assay is, and what it refuses.

use core::fmt;
use std::sync::Arc;

use thiserror::Error;

use crate::measure::assay::reading::{AssayReading, Level};

/// What an assay measures, on what, in which unit, and between which limits.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AssaySpec {
    /// The analyte with its matrix, for example `NfL in plasma`.
    pub analyte: String,
    /// The platform, for example the instrument and kit.
    pub platform: String,
    /// The unit of the readings and of both limits, for example `pg/mL`.
    pub unit: String,
    /// The lower limit of quantification, above 0.
    pub lloq: f64,
    /// The upper limit of quantification, above the lower one, or `None` where none is known.
    pub uloq: Option<f64>,
}

/// An assay: named, with a positive lower limit of quantification below its upper one. Cheap to clone.
///
/// ```
/// use aso_regimen::measure::assay::{Assay, AssaySpec, Level};
///
/// let assay = Assay::new(AssaySpec {
///     analyte: "NfL in plasma".to_owned(),
///     platform: "platform A".to_owned(),
///     unit: "pg/mL".to_owned(),
///     lloq: 5.0,
///     uloq: Some(500.0),
/// })?;
/// assert_eq!(assay.reading(12.5)?.level(), Level::Quantified(12.5));
/// assert_eq!(assay.reading(4.9)?.level(), Level::BelowLloq(5.0));
/// assert_eq!(assay.reading(500.1)?.to_string(), "> 500 pg/mL");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "AssaySpec", into = "AssaySpec"))]
pub struct Assay(Arc<AssaySpec>);

impl Assay {
    /// The assay of a specification.
    ///
    /// # Errors
    ///
    /// On an empty name, and where the limits are not finite, not above 0 or not ascending.
    pub fn new(spec: AssaySpec) -> Result<Self, AssayError> {
        for (what, name) in [
            ("an analyte", &spec.analyte),
            ("a platform", &spec.platform),
            ("a unit", &spec.unit),
        ] {
            if name.trim().is_empty() {
                return Err(AssayError::Unnamed { what });
            }
        }
        let (lloq, uloq) = (spec.lloq, spec.uloq);
        let ascending = uloq.is_none_or(|uloq| uloq.is_finite() && uloq > lloq);
        if !(lloq.is_normal() && lloq > 0.0 && ascending) {
            return Err(AssayError::Limits { lloq, uloq });
        }
        Ok(Self(Arc::new(spec)))
    }

    /// What the assay measures, on what, in which unit, and between which limits.
    pub fn spec(&self) -> &AssaySpec {
        &self.0
    }

    /// A reading of this concentration. Outside the limits the number itself is not kept, since it is not
    /// one.
    ///
    /// # Errors
    ///
    /// On a concentration that is negative or not finite.
    pub fn reading(&self, concentration: f64) -> Result<AssayReading, AssayError> {
        let spec = self.spec();
        if !(concentration.is_finite() && concentration >= 0.0) {
            return Err(AssayError::Concentration(concentration));
        }
        let level = match spec.uloq {
            _ if concentration < spec.lloq => Level::BelowLloq(spec.lloq),
            Some(uloq) if concentration > uloq => Level::AboveUloq(uloq),
            _ => Level::Quantified(concentration),
        };
        Ok(self.with(level))
    }

    /// A reading that the laboratory reported as below the lower limit.
    pub fn below_lloq(&self) -> AssayReading {
        self.with(Level::BelowLloq(self.spec().lloq))
    }

    /// A reading that the laboratory reported as above the upper limit.
    ///
    /// # Errors
    ///
    /// Where the assay has no upper limit.
    pub fn above_uloq(&self) -> Result<AssayReading, AssayError> {
        match self.spec().uloq {
            Some(uloq) => Ok(self.with(Level::AboveUloq(uloq))),
            None => Err(AssayError::NoUloq),
        }
    }

    fn with(&self, level: Level) -> AssayReading {
        AssayReading::of(self.clone(), level)
    }

    /// Analyte, platform and unit are the same; the limits may have been determined anew.
    pub(super) fn is_comparable(&self, other: &Self) -> bool {
        let name = |assay: &Self| {
            let AssaySpec {
                analyte,
                platform,
                unit,
                ..
            } = assay.spec();
            (analyte.clone(), platform.clone(), unit.clone())
        };
        Arc::ptr_eq(&self.0, &other.0) || name(self) == name(other)
    }
}

/// Prints `NfL in plasma, platform A, pg/mL`.
impl fmt::Display for Assay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let AssaySpec {
            analyte,
            platform,
            unit,
            ..
        } = self.spec();
        write!(f, "{analyte}, {platform}, {unit}")
    }
}

/// Why there is no assay, reading or number.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AssayError {
    /// Assays are told apart by analyte, platform and unit.
    #[error("an assay needs {what}")]
    Unnamed {
        /// Which name is empty.
        what: &'static str,
    },
    /// The limits bound what is quantified.
    #[error("limits of quantification {lloq} and {}, expected finite and ascending from above 0", or_none(*uloq))]
    Limits {
        /// The lower limit.
        lloq: f64,
        /// The upper limit.
        uloq: Option<f64>,
    },
    /// Not a concentration.
    #[error("a concentration of {0}, expected a finite number of 0 or more")]
    Concentration(f64),
    /// Without an upper limit nothing is above it.
    #[error("the assay has no upper limit of quantification")]
    NoUloq,
    /// No rule puts a number above the upper limit.
    #[error(
        "the reading is above the upper limit of quantification, {uloq}, and no rule gives it a number"
    )]
    AboveUloq {
        /// The upper limit, in the unit of the assay.
        uloq: f64,
    },
    /// What the reading says is not what its assay can say.
    #[error("a reading of {level:?} is not one of its assay")]
    Level {
        /// What the reading says.
        level: Level,
    },
    /// Readings of different assays are not compared.
    #[error("readings of {one} and of {other} are not comparable")]
    DifferentAssays {
        /// The assay of one reading.
        one: String,
        /// The assay of the other.
        other: String,
    },
}

fn or_none(uloq: Option<f64>) -> String {
    uloq.map_or_else(|| "none".to_owned(), |uloq| uloq.to_string())
}

#[cfg(feature = "serde")]
impl TryFrom<AssaySpec> for Assay {
    type Error = AssayError;

    fn try_from(spec: AssaySpec) -> Result<Self, AssayError> {
        Self::new(spec)
    }
}

#[cfg(feature = "serde")]
impl From<Assay> for AssaySpec {
    fn from(assay: Assay) -> Self {
        assay.spec().clone()
    }
}
