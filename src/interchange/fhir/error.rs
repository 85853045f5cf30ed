//! What can be wrong on the way out and on the way in.

use chrono::NaiveDate;
use thiserror::Error;

use crate::dosing::regimen::RegimenError;
use crate::text::error::ParseError;

/// Why something cannot be written as FHIR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A text that says nothing.
    #[error("the {what} is blank, expected a text")]
    Blank {
        /// Which text.
        what: &'static str,
    },
    /// A control character, which FHIR's strings of one line do not have.
    #[error("the {what} has the control character {character:?}, expected a text of one line")]
    Control {
        /// Which text.
        what: &'static str,
        /// The character.
        character: char,
    },
    /// More doses than `count` can say.
    #[error("phase {phase} has {doses} doses, expected at most 2147483647, as FHIR counts them")]
    TooManyDoses {
        /// Which phase, counted from 1.
        phase: usize,
        /// How many it has.
        doses: u32,
    },
    /// A date that FHIR has no text for.
    #[error("{0} cannot be written, expected a year from 0001 to 9999")]
    Year(NaiveDate),
}

/// Why a FHIR resource was not read: where, and what is wrong there.
///
/// ```
/// use aso_regimen::interchange::fhir::read_medication_request;
///
/// let json = r#"{"resourceType": "MedicationRequest", "status": "active", "dosageInstruction": [{
///     "timing": {"repeat": {"period": -14, "periodUnit": "d"}},
///     "route": {"text": "intrathecal"},
///     "doseAndRate": [{"doseQuantity":
///         {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]}]}"#;
/// assert_eq!(
///     read_medication_request(json).unwrap_err().to_string(),
///     "dosageInstruction[0].timing.repeat.period: tim-5, expected at least 0, found -14",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}: {fault}")]
pub struct FhirReadError {
    path: String,
    #[source]
    fault: Fault,
}

impl FhirReadError {
    pub(super) fn new(path: impl Into<String>, fault: Fault) -> Self {
        Self {
            path: path.into(),
            fault,
        }
    }

    /// Where in the resource, such as `dosageInstruction[1].timing.repeat.period`; `MedicationRequest` for
    /// the whole of it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    pub fn fault(&self) -> &Fault {
        &self.fault
    }
}

/// What is wrong with one element.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Fault {
    /// The text is not JSON at all.
    #[error("not JSON, at line {line}, column {column}")]
    Json {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// An element is not there.
    #[error("missing, expected {expected}")]
    Missing {
        /// What should be there.
        expected: &'static str,
    },
    /// The same element twice.
    #[error("stands there twice")]
    Twice,
    /// An element that may change what is given, and that no regimen can hold.
    #[error("not understood, and it may change what is given or when")]
    NotUnderstood,
    /// Another value, or another kind of value, than one that can be read.
    #[error("expected {expected}, found {found}")]
    Value {
        /// What can be read.
        expected: &'static str,
        /// The JSON that is there, shortened.
        found: String,
    },
    /// A rule of the standard for `Timing` is broken.
    #[error("{rule}, expected {expected}, found {found}")]
    Invariant {
        /// Its name, such as `tim-2`.
        rule: &'static str,
        /// What it asks for.
        expected: &'static str,
        /// What is there instead.
        found: String,
    },
    /// A quantity that cannot be held exactly.
    #[error("the quantity cannot be read")]
    Quantity(#[source] ParseError),
    /// Our extension for the window does not hold one.
    #[error("the window cannot be read")]
    Window(#[source] ParseError),
    /// Our extension for the amount does not hold one.
    #[error("the amount cannot be read")]
    Amount(#[source] ParseError),
    /// Each instruction can be read, but together they make no regimen.
    #[error("the instructions make no regimen")]
    Regimen(#[source] RegimenError),
}
