//! What was given and what was not, as `MedicationAdministration`s.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::dosing::course::{Course, DoseNotGiven, GivenAmount, GivenDose, HistoryItem};
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

/// The doses of a course, given and not given, in order.
///
/// | status | for | where the reason stands |
/// |---|---|---|
/// | `completed` | each dose given, on its day | `note` |
/// | `stopped` | each dose of which a part was given, on its day | `statusReason` |
/// | `not-done` | each dose missed, left out, held or passed over, on its planned date | `statusReason` |
///
/// `dosage` has the mass that was given, and its `text` the planned one beside it. That a dose does not count says the
/// `note`; the resource is there all the same, since the drug went in. A dose that was missed and given later is there
/// twice. Doses of a hold that goes on are written once it ends; that treatment is held or stopped says the status of
/// the request, see [`MedicationRequest::of_course`](crate::interchange::fhir::MedicationRequest::of_course).
///
/// The mass is that for the body weight of the day. Where it depends on a weight and none was recorded, there is no
/// `dosage`, which must have an amount, and the dose stands in the `note`.
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
        HistoryItem::Given(given) => Some(given_dose(&given, order)),
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

fn given_dose(
    given: &GivenDose<'_>,
    order: &MedicationOrder<'_>,
) -> Result<MedicationAdministration, FormatError> {
    let dose = given.dose();
    let (part, text) = match given.amount() {
        GivenAmount::Part(mass) => (true, format!("{mass} of {dose}")),
        GivenAmount::Rest(mass) => (false, format!("rest, {mass} of {dose}")),
        GivenAmount::Another(mass) => (false, format!("{mass} in place of {dose}")),
        _ => (false, dose.to_string()),
    };
    if let Some(reason) = given.reason() {
        check_plain("reason", ONE_LINE, reason, &[])?;
    }
    let unweighed = given.mass().is_err().then(|| format!("{dose}; body weight not recorded"));
    let uncounted = (!given.counts()).then(|| {
        let rest = "rest of the dose of which a part was given";
        let none = "does not count as the dose that was due";
        if given.is_rest() { rest.to_owned() } else { none.to_owned() }
    });
    let reason = given.reason().map(str::to_owned);
    let (why, reason) = if part { (reason, None) } else { (None, reason) };
    let notes = [unweighed, uncounted, reason].into_iter().flatten();
    let notes: Vec<Json> = notes.map(|text| object([("text", text.into())])).collect();
    let dosage = given.mass().ok().map(|mass| {
        object([
            ("text", text.into()),
            ("route", route_concept(dose.route())),
            ("dose", mass_quantity(mass)),
        ])
    });
    Ok(MedicationAdministration(object([
        ("resourceType", RESOURCE.into()),
        ("status", if part { "stopped" } else { "completed" }.into()),
        ("statusReason", why.map(|why| [concept(why)]).into()),
        ("medication", order.medication()),
        ("subject", order.subject()),
        (OCCURRENCE, date(given.date())?.into()),
        ("note", notes.into()),
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
pub(super) fn date(date: NaiveDate) -> Result<String, FormatError> {
    if (1..=9999).contains(&date.year()) {
        return Ok(date.to_string());
    }
    let expected = "a year from 0001 to 9999";
    Err(FormatError::expected("date of a dose", expected, date))
}
