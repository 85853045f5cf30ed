//! What was given and what was not, as `MedicationAdministration`s.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::dosing::course::Course;
use crate::dosing::dose::Dose;
use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::fhir::datatype::{concept, mass_quantity, route_concept};
use crate::interchange::fhir::json::{Json, object};
use crate::interchange::fhir::order::MedicationOrder;
use crate::interchange::fhir::{ONE_LINE, to_json};
use crate::interchange::history::{Fate, History, Past};
use crate::quantity::Mass;

/// A FHIR R5 `MedicationAdministration`, made by [`medication_administrations`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct MedicationAdministration(Json);

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
) -> Result<Vec<MedicationAdministration>, FormatError> {
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
) -> Result<MedicationAdministration, FormatError> {
    let occurrence = date(past.date)?;
    let (mut status, mut reason, mut note, mut dosage) = ("completed", None, None, None);
    match &past.fate {
        Fate::Given {
            mass: Some(mass), ..
        } => dosage = Some(given(&past.dose, *mass)),
        Fate::Given { mass: None, .. } => {
            let text = format!("{}; body weight not recorded", past.dose);
            note = Some([object([("text", text.into())])]);
        }
        Fate::NotGiven(why) => {
            check_plain("reason", ONE_LINE, why, &[])?;
            status = "not-done";
            reason = Some([concept(why.as_ref())]);
        }
    }
    Ok(MedicationAdministration(object([
        ("resourceType", "MedicationAdministration".into()),
        ("status", status.into()),
        ("statusReason", reason.into()),
        ("medication", order.medication()),
        ("subject", order.subject()),
        // The standard spells it with one r.
        ("occurenceDateTime", occurrence.into()),
        ("note", note.into()),
        ("dosage", dosage.into()),
    ])))
}

fn given(dose: &Dose, mass: Mass) -> Json {
    object([
        ("text", dose.to_string().into()),
        ("route", route_concept(dose.route())),
        ("dose", mass_quantity(mass)),
    ])
}

/// FHIR's dates have years of four digits.
fn date(date: NaiveDate) -> Result<String, FormatError> {
    if (1..=9999).contains(&date.year()) {
        return Ok(date.to_string());
    }
    let expected = "a year from 0001 to 9999";
    Err(FormatError::expected("date of a dose", expected, date))
}
