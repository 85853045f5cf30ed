//! What was given and what was not, as `MedicationAdministration`s.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::dosing::course::{Course, DoseNotGiven, GivenDose, HistoryItem};
use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::fhir::datatype::{concept, mass_quantity, route_concept};
use crate::interchange::fhir::json::{Json, object};
use crate::interchange::fhir::order::MedicationOrder;
use crate::interchange::fhir::{ONE_LINE, to_json};
use crate::interchange::history::reason;

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
/// let mut course = catalog::tofersen::labels().remove(0).course("2026-01-05".parse()?)?;
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
    let items = course.history();
    let administrations = items.filter_map(|item| match item {
        HistoryItem::Given(given) => Some(completed(&given, order)),
        HistoryItem::NotGiven(missed) => Some(not_done(&missed, order)),
        HistoryItem::Recorded(_) => None,
    });
    administrations.collect()
}

impl MedicationAdministration {
    /// The resource as JSON, indented.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

fn completed(
    given: &GivenDose<'_>,
    order: &MedicationOrder<'_>,
) -> Result<MedicationAdministration, FormatError> {
    let dose = given.dose();
    let dosage = given.mass().ok().map(|mass| {
        object([
            ("text", dose.to_string().into()),
            ("route", route_concept(dose.route())),
            ("dose", mass_quantity(mass)),
        ])
    });
    let unweighed = || object([("text", format!("{dose}; body weight not recorded").into())]);
    let note = dosage.is_none().then(|| [unweighed()]);
    Ok(MedicationAdministration(object([
        ("resourceType", RESOURCE.into()),
        ("status", "completed".into()),
        ("medication", order.medication()),
        ("subject", order.subject()),
        (OCCURRENCE, date(given.date())?.into()),
        ("note", note.into()),
        ("dosage", dosage.into()),
    ])))
}

fn not_done(
    missed: &DoseNotGiven<'_>,
    order: &MedicationOrder<'_>,
) -> Result<MedicationAdministration, FormatError> {
    let occurrence = date(missed.planned())?;
    let reason = reason(missed);
    check_plain("reason", ONE_LINE, reason, &[])?;
    Ok(MedicationAdministration(object([
        ("resourceType", RESOURCE.into()),
        ("status", "not-done".into()),
        ("statusReason", [concept(reason)].into()),
        ("medication", order.medication()),
        ("subject", order.subject()),
        (OCCURRENCE, occurrence.into()),
    ])))
}

const RESOURCE: &str = "MedicationAdministration";
/// The standard spells it with one r.
const OCCURRENCE: &str = "occurenceDateTime";

/// FHIR's dates have years of four digits.
fn date(date: NaiveDate) -> Result<String, FormatError> {
    if (1..=9999).contains(&date.year()) {
        return Ok(date.to_string());
    }
    let expected = "a year from 0001 to 9999";
    Err(FormatError::expected("date of a dose", expected, date))
}
