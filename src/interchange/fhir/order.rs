//! What the resources say beside the regimen: the medication, and the patient it is for.

use crate::interchange::excerpt::not_plain;
use crate::interchange::fhir::error::WriteResourceError;

/// The medication that a resource is about.
///
/// ```
/// use aso_regimen::interchange::fhir::Medication;
///
/// let tofersen = Medication::named("tofersen")?;
/// assert!(tofersen.for_subject("Patient/17").is_ok());
/// assert_eq!(
///     tofersen.for_subject(" ").unwrap_err().to_string(),
///     "subject: expected a text of one line, found a blank one",
/// );
/// # Ok::<(), aso_regimen::interchange::fhir::WriteResourceError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Medication<'a> {
    pub(super) name: &'a str,
}

/// A medication for one patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MedicationOrder<'a> {
    pub(super) medication: Medication<'a>,
    pub(super) subject: &'a str,
}

impl<'a> Medication<'a> {
    /// The medication with this name.
    ///
    /// # Errors
    ///
    /// If the name is blank or has a control character.
    pub fn named(name: &'a str) -> Result<Self, WriteResourceError> {
        check_text("medication", name)?;
        Ok(Self { name })
    }

    /// An order of this medication for a patient, given as a FHIR reference such as `Patient/17`.
    ///
    /// # Errors
    ///
    /// If the reference is blank or has a control character.
    pub fn for_subject(self, subject: &'a str) -> Result<MedicationOrder<'a>, WriteResourceError> {
        check_text("subject", subject)?;
        Ok(MedicationOrder {
            medication: self,
            subject,
        })
    }
}

/// Whether FHIR takes a text as a string of one line.
pub(super) fn check_text(what: &'static str, text: &str) -> Result<(), WriteResourceError> {
    match not_plain(text, &[]) {
        Some(found) => Err(WriteResourceError::Text { what, found }),
        None => Ok(()),
    }
}
