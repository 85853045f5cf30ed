//! Why a value is not written in a format, or not read from it.

use core::fmt;
use std::io;

use thiserror::Error;

use crate::text::debug_as_display;
use crate::text::excerpt::{one_line, quoted};

/// Why a value cannot be written in a format or read from it: the place, what was expected there and what was found.
///
/// ```
/// use aso_regimen::interchange::fhir::read_medication_request;
///
/// let json = r#"{"resourceType": "MedicationRequest",
///   "status": "active", "intent": "order",
///   "dosageInstruction": [{
///     "timing": {"repeat": {"period": -14, "periodUnit": "d"}},
///     "route": {"text": "intrathecal"},
///     "doseAndRate": [{"doseQuantity":
///         {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]}]}"#;
/// let error = read_medication_request(json, None).unwrap_err();
/// assert_eq!(error.place(), "dosageInstruction[0].timing.repeat.period");
/// assert_eq!(
///     error.to_string(),
///     "dosageInstruction[0].timing.repeat.period: expected at least 0 (tim-5), found -14",
/// );
/// ```
#[derive(Clone, PartialEq, Eq, Error)]
pub struct FormatError {
    place: String,
    problem: String,
}

impl FormatError {
    /// Something else was expected at a place.
    pub(super) fn expected(
        place: impl Into<String>,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) -> Self {
        Self::because(place, format!("expected {expected}, found {found}"))
    }

    /// What is at a place breaks a rule, in the words of the rule.
    pub(super) fn because(place: impl Into<String>, why: impl fmt::Display) -> Self {
        Self { place: one_line(place.into()), problem: one_line(why.to_string()) }
    }

    /// Returns where the fault is: the record and its line, the row and the variable, the path of an element such as
    /// `dosageInstruction[1].timing.repeat.period`, or the date of a dose. Empty if the error is about a single value.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Returns what was expected there, and what was found.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.problem)
    }
}

/// Why a file cannot be written or read.
#[derive(Error)]
#[non_exhaustive]
pub enum FileError {
    /// The format cannot express what is to be written, or the content of the file is refused.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The file cannot be written.
    #[error("output: expected {what} to be written, found {cause}")]
    Output {
        /// What was to be written.
        what: &'static str,
        /// The error of the system.
        #[source]
        cause: io::Error,
    },
    /// The file cannot be read, or is not a file of comma-separated values.
    #[error("input: expected comma-separated values, found {0}")]
    Input(#[source] io::Error),
}

debug_as_display!(FormatError, FileError);

/// The place of a row, counted from 1, and its line in a file that has lines.
pub(super) fn row_and_line(row: usize, line: Option<u64>) -> String {
    line.map_or_else(|| format!("row {row}"), |line| format!("row {row} (line {line})"))
}

/// Names in quotation marks, all of them, but for those past the twentieth, of which it has the count.
pub(super) fn listed<'t>(names: impl IntoIterator<Item = &'t str>) -> String {
    const MOST: usize = 20;
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(MOST).map(|name| quoted(name)).collect();
    match names.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Refuses a text that is blank, or has a control character that is not allowed.
pub(super) fn check_plain(
    place: &str,
    expected: &str,
    text: &str,
    allowed: &[char],
) -> Result<(), FormatError> {
    let refused = |found| Err(FormatError::expected(place, expected, found));
    if text.trim().is_empty() {
        return refused("a blank one".to_owned());
    }
    let control = |c: &char| c.is_control() && !allowed.contains(c);
    match text.chars().find(control) {
        Some(found) => refused(format!("the control character {found:?}")),
        None => Ok(()),
    }
}
