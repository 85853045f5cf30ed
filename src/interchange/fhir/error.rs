//! What can be wrong on the way out and on the way in.

use chrono::NaiveDate;
use thiserror::Error;

use crate::dosing::regimen::RegimenError;
use crate::text::debug_as_display;
use crate::text::error::ParseError;

/// Why something cannot be written as FHIR.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WriteResourceError {
    /// A text that is blank, or has a control character, which a FHIR string of one line does not have.
    #[error("{what}: expected a text of one line, found {found}")]
    Text {
        /// Which text.
        what: &'static str,
        /// What is found in it.
        found: String,
    },
    /// More doses than a `count` can have.
    #[error("phase {phase}: expected at most 2147483647 doses, found {doses}")]
    TooManyDoses {
        /// Which phase, counted from 1.
        phase: usize,
        /// How many doses it has.
        doses: u32,
    },
    /// A date outside the years of FHIR's `date`.
    #[error("date of a dose: expected a year from 0001 to 9999, found {0}")]
    Year(NaiveDate),
}

/// Why a FHIR resource was not read: the path of an element, and what is wrong with it.
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
///     "dosageInstruction[0].timing.repeat.period: expected at least 0 (tim-5), found -14",
/// );
/// ```
#[derive(Clone, PartialEq, Eq, Error)]
#[error("{path}: {problem}")]
pub struct ReadResourceError {
    path: String,
    problem: ElementProblem,
}

impl ReadResourceError {
    pub(super) fn new(path: impl Into<String>, problem: ElementProblem) -> Self {
        Self {
            path: path.into(),
            problem,
        }
    }

    /// The path of the element, such as `dosageInstruction[1].timing.repeat.period`; `MedicationRequest` for
    /// the whole resource.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong with the element.
    pub fn problem(&self) -> &ElementProblem {
        &self.problem
    }
}

/// What is wrong with one element of a FHIR resource.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ElementProblem {
    /// The text is not JSON.
    #[error("expected JSON, found a fault at line {line}, column {column}")]
    Json {
        /// Counted from 1.
        line: usize,
        /// Counted from 1; 0 before the first character.
        column: usize,
    },
    /// The element is missing.
    #[error("expected {expected}, found nothing")]
    Missing {
        /// What should be there.
        expected: &'static str,
    },
    /// The element is there more than once.
    #[error("expected once, found twice")]
    Twice,
    /// An element that may change what is given, and that no regimen can hold.
    #[error("expected no such element, since it may change what is given or when, found {found}")]
    NotUnderstood {
        /// The JSON that is there, shortened.
        found: String,
    },
    /// A value, or a type of value, that is not one of those that are read. Where an invariant of the standard is
    /// broken, its key stands behind what is expected.
    #[error("expected {expected}, found {found}")]
    Value {
        /// What is read.
        expected: &'static str,
        /// The JSON that is there, shortened.
        found: String,
    },
    /// A quantity, or the text of one of our extensions, that cannot be held exactly.
    #[error("{0}")]
    Unreadable(ParseError),
    /// Each instruction can be read, but together they are not a regimen.
    #[error("{0}")]
    Regimen(RegimenError),
}

debug_as_display!(WriteResourceError, ReadResourceError, ElementProblem);
