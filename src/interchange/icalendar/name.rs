//! What the entries of a course are called.

use core::fmt;

use crate::interchange::error::{FormatError, check_plain};

/// The names that calendar entries give to a course: its identifier, the patient and the drug.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CalendarCourse {
    pub(super) uid: String,
    patient: Option<String>,
    medication: Option<String>,
}

impl CalendarCourse {
    /// Returns a course with a globally unique name such as `course-17@clinic.example`, which becomes a part of each
    /// `UID`.
    ///
    /// # Errors
    ///
    /// If the name is blank or has a control character.
    #[doc(alias = "UID")]
    pub fn new(uid: impl Into<String>) -> Result<Self, FormatError> {
        let uid = uid.into();
        check_plain("course", "a text", &uid, &[])?;
        Ok(Self { uid, patient: None, medication: None })
    }

    /// Returns this course with the clinic's name for the patient, which begins each `SUMMARY`.
    ///
    /// # Errors
    ///
    /// If the name is blank or has a control character.
    pub fn with_patient(self, patient: impl Into<String>) -> Result<Self, FormatError> {
        let patient = patient.into();
        check_plain("patient", "a text", &patient, &[])?;
        let patient = Some(patient);
        Ok(Self { patient, ..self })
    }

    /// Returns this course with the name of the drug, which each `SUMMARY` has before the dose.
    ///
    /// # Errors
    ///
    /// If the name is blank or has a control character.
    pub fn with_medication(self, medication: impl Into<String>) -> Result<Self, FormatError> {
        let medication = medication.into();
        check_plain("medication", "a text", &medication, &[])?;
        let medication = Some(medication);
        Ok(Self { medication, ..self })
    }

    /// Which dose it is, and how much.
    pub(super) fn summary(&self, which: &str, what: impl fmt::Display) -> String {
        let dose = format!("{which}: {what}");
        let parts = [self.patient.clone(), self.medication.clone(), Some(dose)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
