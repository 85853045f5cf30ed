//! What an assay is, and what it refuses.

use core::fmt;
use std::sync::Arc;

use thiserror::Error;

use crate::text::{debug_as_display, json_value};

/// The specification of an assay: analyte, platform, unit and limits of quantification. [`Assay::new`] checks it.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an assay"))]
#[non_exhaustive]
pub struct AssaySpec {
    /// The analyte with its matrix, for example `NfL in plasma`.
    pub analyte: String,
    /// The platform, for example the instrument and kit.
    pub platform: String,
    /// The unit of the readings and of both limits, for example `pg/mL`.
    pub unit: String,
    /// The lower limit of quantification, above 0.
    #[doc(alias = "LLOQ")]
    pub lloq: f64,
    /// The upper limit of quantification, above the lower one, or `None` if none is known.
    #[doc(alias = "ULOQ")]
    pub uloq: Option<f64>,
}

impl AssaySpec {
    /// Returns the specification of an assay of this analyte in its matrix. It also needs a platform, a unit and a
    /// lower limit.
    pub fn new(analyte: impl Into<String>) -> Self {
        Self { analyte: analyte.into(), ..Self::default() }
    }

    /// Returns this specification with a platform.
    #[must_use]
    pub fn platform(mut self, platform: impl Into<String>) -> Self {
        self.platform = platform.into();
        self
    }

    /// Returns this specification with a unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// Returns this specification with a lower limit of quantification.
    #[must_use]
    pub fn lloq(self, lloq: f64) -> Self {
        Self { lloq, ..self }
    }

    /// Returns this specification with an upper limit of quantification.
    #[must_use]
    pub fn uloq(self, uloq: f64) -> Self {
        let uloq = Some(uloq);
        Self { uloq, ..self }
    }

    /// What tells assays apart: their limits may have been determined anew.
    pub(super) fn names(&self) -> [&str; 3] {
        [&self.analyte, &self.platform, &self.unit]
    }
}

/// The result of an assay.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Level {
    /// A concentration between the limits, both included, in the unit of the assay.
    Quantified(f64),
    /// Below the lower limit of quantification, whose value this is.
    #[doc(alias("BLQ", "BLOQ"))]
    BelowLloq(f64),
    /// Above the upper limit of quantification, whose value this is.
    #[doc(alias = "ALQ")]
    AboveUloq(f64),
}

impl Level {
    /// The concentration, or the limit it lies beyond.
    pub(super) const fn number(self) -> f64 {
        match self {
            Self::Quantified(number) | Self::BelowLloq(number) | Self::AboveUloq(number) => number,
        }
    }

    /// The lowest and the highest concentration that it can be, or the limit they come close to.
    pub(super) const fn range(self) -> (f64, f64) {
        match self {
            Self::Quantified(number) => (number, number),
            Self::BelowLloq(lloq) => (0.0, lloq),
            Self::AboveUloq(uloq) => (uloq, f64::INFINITY),
        }
    }
}

/// Prints `12.5`, `< 5` or `> 500`.
impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self {
            Self::Quantified(_) => "",
            Self::BelowLloq(_) => "< ",
            Self::AboveUloq(_) => "> ",
        };
        write!(f, "{sign}{}", self.number())
    }
}

/// An assay: named, with a positive lower limit of quantification below its upper one. Cheap to clone.
///
/// ```
/// use aso_regimen::measure::assay::{Assay, AssaySpec, Level};
///
/// let spec = AssaySpec::new("NfL in plasma").platform("platform A").unit("pg/mL");
/// let assay = Assay::new(spec.lloq(5.0).uloq(500.0))?;
/// assert_eq!(assay.reading(12.5)?.level(), Level::Quantified(12.5));
/// assert_eq!(assay.reading(4.9)?.level(), Level::BelowLloq(5.0));
/// assert_eq!(assay.reading(500.1)?.to_string(), "> 500 pg/mL");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "crate::text::plain::Plain<AssaySpec>", into = "AssaySpec")
)]
pub struct Assay(Arc<AssaySpec>);

impl Assay {
    /// Returns the assay of a specification.
    ///
    /// # Errors
    ///
    /// If analyte, platform or unit is empty, or if the limits are not finite, not above 0 or not ascending.
    pub fn new(spec: AssaySpec) -> Result<Self, AssayError> {
        for (what, name) in ["an analyte", "a platform", "a unit"].into_iter().zip(spec.names()) {
            if name.trim().is_empty() {
                return Err(AssayError::Unnamed(what));
            }
        }
        let (lloq, uloq) = (spec.lloq, spec.uloq);
        let ascending = uloq.is_none_or(|uloq| uloq.is_finite() && uloq > lloq);
        if !(lloq.is_normal() && lloq > 0.0 && ascending) {
            return Err(AssayError::Limits { lloq, uloq });
        }
        Ok(Self(Arc::new(spec)))
    }

    /// Analyte, platform, unit and limits of quantification.
    pub fn spec(&self) -> &AssaySpec {
        &self.0
    }
}

// Its limits are finite.
impl Eq for Assay {}

impl core::hash::Hash for Assay {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.0.names().hash(state);
    }
}

/// Prints `NfL in plasma, platform A, pg/mL`.
impl fmt::Display for Assay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spec().names().join(", "))
    }
}

/// Why an [`Assay`], a reading or a number in its place is refused.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AssayError {
    /// Analyte, platform or unit is empty.
    #[error("an assay without {0}, expected a name that is not empty")]
    Unnamed(&'static str),
    /// The limits are not finite, not above 0 or not ascending.
    #[error("limits of quantification: lower {lloq}, upper {}, expected finite numbers above 0, the upper one higher", or_none(*uloq))]
    Limits {
        /// The lower limit.
        lloq: f64,
        /// The upper limit.
        uloq: Option<f64>,
    },
    /// Not a concentration.
    #[error("{assay}: a concentration of {concentration}, expected a finite number of 0 or more")]
    Concentration {
        /// What was given.
        concentration: f64,
        /// The assay.
        assay: Assay,
    },
    /// Not how a laboratory prints a reading.
    #[error("{assay}: a reading of {text:?}, expected a number, a limit such as <{}, or BLQ", assay.spec().lloq)]
    Text {
        /// What was given.
        text: String,
        /// The assay.
        assay: Assay,
    },
    /// The assay has no upper limit.
    #[error(
        "{0}: a reading above an upper limit of quantification, expected an assay that has one"
    )]
    NoUloq(Assay),
    /// The reading is above the upper limit, for which there is no rule.
    #[error(
        "{assay}: a reading above the upper limit of quantification, {uloq}; expected one at most there, since no rule \
         gives it a number"
    )]
    AboveUloq {
        /// The upper limit.
        uloq: f64,
        /// The assay.
        assay: Assay,
    },
    /// The reading contradicts the limits of its assay.
    #[error("{assay}: a reading of {level}, expected {expected} by its limits of quantification")]
    Level {
        /// The result of the reading.
        level: Level,
        /// What the limits of the assay allow.
        expected: Level,
        /// The assay.
        assay: Assay,
    },
    /// The readings are of different assays.
    #[error("a reading of {one} and one of {other}, expected the same assay")]
    DifferentAssays {
        /// The assay of one reading.
        one: String,
        /// The assay of the other.
        other: String,
    },
}

debug_as_display!(AssayError);

fn or_none(uloq: Option<f64>) -> String {
    uloq.map_or_else(|| "none".to_owned(), |uloq| uloq.to_string())
}

json_value!(AssaySpec, Assay::new, AssayError);

#[cfg(feature = "serde")]
impl From<Assay> for AssaySpec {
    fn from(assay: Assay) -> Self {
        assay.spec().clone()
    }
}
