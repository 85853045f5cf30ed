//! What the resources say beside the regimen: the medication, and the patient it is for.

use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::fhir::ONE_LINE;
use crate::interchange::fhir::datatype::concept;
use crate::interchange::fhir::json::{Json, Member, object};
use crate::interchange::fhir::log::{Pause, Requested};
use crate::interchange::fhir::release::Release;
use crate::text::excerpt::quoted;

/// The medication of a resource.
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
/// # Ok::<(), aso_regimen::interchange::FormatError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Medication<'a> {
    pub(super) name: &'a str,
}

/// An order of a medication for one patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MedicationOrder<'a> {
    pub(super) medication: Medication<'a>,
    pub(super) subject: &'a str,
    /// The request that it was read from.
    pub(super) request: Option<&'a Requested>,
    /// The hold or the stop that the request states.
    pub(super) pause: Option<Pause<'a>>,
}

impl<'a> Medication<'a> {
    /// Returns the medication with this name.
    ///
    /// # Errors
    ///
    /// If the name is blank or has a control character.
    pub fn named(name: &'a str) -> Result<Self, FormatError> {
        check_plain("medication", ONE_LINE, name, &[])?;
        Ok(Self { name })
    }

    /// Returns an order of this medication for a patient, a FHIR reference such as `Patient/17`.
    ///
    /// # Errors
    ///
    /// If the reference is blank, has a control character or is one to a contained resource, such as `#patient`.
    pub fn for_subject(self, subject: &'a str) -> Result<MedicationOrder<'a>, FormatError> {
        check_plain("subject", ONE_LINE, subject, &[])?;
        if subject.starts_with('#') {
            let expected = "a reference to another resource, such as Patient/17";
            return Err(FormatError::expected("subject", expected, quoted(subject)));
        }
        Ok(MedicationOrder { medication: self, subject, request: None, pause: None })
    }
}

impl MedicationOrder<'_> {
    /// The element of a resource that has the medication.
    pub(super) fn medication(&self, release: Release) -> Member {
        let concept = concept(self.medication.name);
        match release {
            Release::R4 => ("medicationCodeableConcept", concept),
            Release::R5 => ("medication", object([("concept", concept)])),
        }
    }

    pub(super) fn subject(&self) -> Json {
        object([("reference", self.subject.to_owned().into())])
    }
}
