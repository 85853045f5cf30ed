//! What was given and what was not, as `MedicationAdministration`s.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::dosing::course::Course;
use crate::dosing::dose::Dose;
use crate::interchange::fhir::datatype::{Concept, Quantity};
use crate::interchange::fhir::error::WriteResourceError;
use crate::interchange::fhir::order::{MedicationOrder, check_text};
use crate::interchange::fhir::request::{CodeableReference, Reference};
use crate::interchange::fhir::to_json;
use crate::interchange::history::{Fate, History, Past};
use crate::quantity::Mass;

/// A FHIR R5 `MedicationAdministration`, made by [`medication_administrations`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MedicationAdministration {
    resource_type: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<[Concept; 1]>,
    medication: CodeableReference,
    subject: Reference,
    // The standard spells it with one r.
    #[serde(rename = "occurenceDateTime")]
    occurrence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<[Annotation; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dosage: Option<GivenDosage>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Annotation {
    text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct GivenDosage {
    text: String,
    route: Concept,
    dose: Quantity,
}

/// What was recorded in a course: `completed` on the day of each dose given, `not-done` with its reason on the
/// planned date of each dose that was missed or passed over. A dose that was missed and given later is there
/// twice.
///
/// The mass is that for the body weight recorded last before the dose. Where it depends on a weight and none
/// was recorded, there is no `dosage`, which must have an amount, and the dose stands in the `note`.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog;
/// use aso_regimen::interchange::fhir::{Medication, medication_administrations};
///
/// let mut course = catalog::tofersen::labels().remove(0).course("2026-01-05".parse()?);
/// course.give("2026-01-05".parse()?)?;
/// course.miss("2026-01-19".parse()?, "fever")?;
/// let done = medication_administrations(&course, &Medication::named("tofersen")?.for_subject("Patient/17")?)?;
/// let json: Vec<serde_json::Value> =
///     done.iter().map(|one| serde_json::from_str(&one.to_json())).collect::<Result<_, _>>()?;
/// assert_eq!(json[0]["status"], "completed");
/// assert_eq!(json[0]["dosage"]["dose"]["value"], 100);
/// assert_eq!(json[1]["status"], "not-done");
/// assert_eq!(json[1]["statusReason"][0]["text"], "fever");
/// assert_eq!(json[1]["occurenceDateTime"], "2026-01-19");
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// If a reason is blank or has a control character, or a date is not in the years 1 to 9999.
pub fn medication_administrations(
    course: &Course,
    order: &MedicationOrder<'_>,
) -> Result<Vec<MedicationAdministration>, WriteResourceError> {
    let past = History::of(course).past;
    past.iter()
        .map(|past| administration(past, order))
        .collect()
}

impl MedicationAdministration {
    /// The resource as JSON, indented.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

fn administration(
    past: &Past,
    order: &MedicationOrder<'_>,
) -> Result<MedicationAdministration, WriteResourceError> {
    let mut one = MedicationAdministration {
        resource_type: "MedicationAdministration",
        status: "completed",
        status_reason: None,
        medication: CodeableReference::medication(order),
        subject: Reference::subject(order),
        occurrence: date(past.date)?,
        note: None,
        dosage: None,
    };
    match &past.fate {
        Fate::Given {
            mass: Some(mass), ..
        } => one.dosage = Some(GivenDosage::new(&past.dose, *mass)),
        Fate::Given { mass: None, .. } => {
            let text = format!("{}; body weight not recorded", past.dose);
            one.note = Some([Annotation { text }]);
        }
        Fate::NotGiven(reason) => {
            check_text("reason", reason)?;
            one.status = "not-done";
            one.status_reason = Some([Concept::text(reason.as_ref())]);
        }
    }
    Ok(one)
}

impl GivenDosage {
    fn new(dose: &Dose, mass: Mass) -> Self {
        Self {
            text: dose.to_string(),
            route: Concept::of_route(dose.route()),
            dose: Quantity::of_mass(mass),
        }
    }
}

/// FHIR's dates have years of four digits.
fn date(date: NaiveDate) -> Result<String, WriteResourceError> {
    if (1..=9999).contains(&date.year()) {
        return Ok(date.to_string());
    }
    Err(WriteResourceError::Year(date))
}
