//! What was given and what was not, as `MedicationAdministration`s.

use chrono::NaiveDate;
use serde::Serialize;

use crate::dosing::course::{
    Course, DoseNotGiven, EntryKind, GivenAmount, GivenDose, HistoryItem, NotGiven,
};
use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::fhir::datatype::{concept, date, extension, mass_quantity};
use crate::interchange::fhir::element::ADMINISTRATION;
use crate::interchange::fhir::extension as url;
use crate::interchange::fhir::json::{Json, Member, object};
use crate::interchange::fhir::order::MedicationOrder;
use crate::interchange::fhir::release::Release;
use crate::interchange::fhir::route::route_concept;
use crate::interchange::fhir::status::AdministrationStatus;
use crate::interchange::fhir::{ONE_LINE, to_json};
use crate::interchange::history::{items, reason};

/// A `MedicationAdministration`, made by [`medication_administrations`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct MedicationAdministration {
    pub(super) resource: Json,
    #[serde(skip)]
    pub(super) release: Release,
    /// The medication and the patient.
    #[serde(skip)]
    pub(super) of: (Member, Json),
    /// How many regimens the course had before.
    #[serde(skip)]
    pub(super) run: usize,
}

/// Returns the doses of a course, given and not given, in order, as resources of a release.
///
/// | status | dose | element of the reason |
/// |---|---|---|
/// | `completed` | each dose given, on its day | `note` |
/// | `stopped` | each dose given in part, on its day | `statusReason` |
/// | `not-done` | each dose missed, skipped, held or passed over, on its planned date | `statusReason` |
///
/// `dosage` has the mass given, and its `text` the planned dose. A dose that does not count has a resource too, since
/// the drug was given; its `note` says so. A dose that was missed and given later has two resources. What FHIR has no
/// code for, such as a dose that does not count or was held, is also in an extension, which
/// [`record_administrations`](crate::interchange::fhir::record_administrations) reads.
///
/// A [`Bundle`](crate::interchange::fhir::Bundle) adds the reference to the request. Doses of an ongoing hold are written
/// once it ends. The status of the request states that treatment is held or stopped, see
/// [`MedicationRequest::of_course`](crate::interchange::fhir::MedicationRequest::of_course).
///
/// The mass is calculated from the body weight of the day. If it depends on a weight and none was recorded, `dose` has
/// HL7's extension `data-absent-reason` with the code `unknown`, and an extension of `dosage` has the amount.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog;
/// use aso_regimen::interchange::fhir::{Medication, Release, medication_administrations};
///
/// let mut course = catalog::tofersen::labels().remove(0).course("2026-01-05".parse()?)?;
/// course.give("2026-01-05".parse()?)?;
/// course.miss("2026-01-19".parse()?, "fever")?;
/// let order = Medication::named("tofersen")?.for_subject("Patient/17")?;
/// let done = medication_administrations(&course, &order, Release::R4)?;
/// let json: Vec<serde_json::Value> = done
///     .iter()
///     .map(|one| serde_json::from_str(&one.to_json()))
///     .collect::<Result<_, _>>()?;
/// assert_eq!(json[0]["status"], "completed");
/// assert_eq!(json[0]["dosage"]["dose"]["value"], 100);
/// assert_eq!(json[1]["status"], "not-done");
/// assert_eq!(json[1]["statusReason"][0]["text"], "fever");
/// assert_eq!(json[1]["effectiveDateTime"], "2026-01-19");
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// If a reason is blank or has a control character, if a date is not in the years 1 to 9999, or if the course has more
/// than 36 525 doses, given and not given.
pub fn medication_administrations(
    course: &Course,
    order: &MedicationOrder<'_>,
    release: Release,
) -> Result<Vec<MedicationAdministration>, FormatError> {
    let (mut done, mut run) = (Vec::new(), 0);
    for item in items(course)? {
        let resource = match item {
            HistoryItem::Given(given) => given_dose(&given, order, release)?,
            HistoryItem::NotGiven(missed) => not_done(&missed, order, release)?,
            HistoryItem::Recorded(entry) => {
                run += usize::from(matches!(entry.kind(), EntryKind::Switched(_)));
                continue;
            }
        };
        let of = (order.medication(release), order.subject());
        done.push(MedicationAdministration { resource, release, of, run });
    }
    Ok(done)
}

impl MedicationAdministration {
    /// Returns the resource as indented JSON.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

/// What the note of a dose says that is none of the plan's.
pub(super) const REST: &str = "rest of the dose of which a part was given";
pub(super) const UNCOUNTED: &str = "does not count as the dose that was due";

fn given_dose(
    given: &GivenDose<'_>,
    order: &MedicationOrder<'_>,
    release: Release,
) -> Result<Json, FormatError> {
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
    let recorded_as = (!given.counts()).then(|| {
        if given.is_rest() { (RecordedAs::Rest, REST) } else { (RecordedAs::Uncounted, UNCOUNTED) }
    });
    let uncounted = recorded_as.map(|(_, words)| words.to_owned());
    let reason = given.reason().map(str::to_owned);
    let (why, reason) = if part { (reason, None) } else { (None, reason) };
    let notes = [uncounted, reason].into_iter().flatten();
    let notes: Vec<Json> = notes.map(|text| object([("text", text.into())])).collect();
    // `dosage` requires an amount (mad-1).
    let (amount, mass) = if let Ok(mass) = given.mass() {
        (Json::Missing, mass_quantity(mass))
    } else {
        let absent = extension(url::DATA_ABSENT_REASON, "valueCode", "unknown");
        let amount = extension(url::AMOUNT, "valueString", dose.amount().to_string());
        ([amount].into(), object([("extension", [absent].into())]))
    };
    let dosage = object([
        ("extension", amount),
        ("text", text.into()),
        ("route", route_concept(dose.route())),
        ("dose", mass),
    ]);
    let status = if part { AdministrationStatus::Stopped } else { AdministrationStatus::Completed };
    Ok(object([
        ("resourceType", ADMINISTRATION.into()),
        RecordedAs::member(recorded_as.map(|(recorded_as, _)| recorded_as)),
        ("status", status.code().into()),
        ("statusReason", why.map(|why| [concept(why)]).into()),
        order.medication(release),
        ("subject", order.subject()),
        occurrence(given.date(), release)?,
        ("note", notes.into()),
        ("dosage", dosage),
    ]))
}

fn not_done(
    missed: &DoseNotGiven<'_>,
    order: &MedicationOrder<'_>,
    release: Release,
) -> Result<Json, FormatError> {
    let reason = reason(missed);
    check_plain("reason", ONE_LINE, reason, &[])?;
    let recorded_as = match missed.why() {
        NotGiven::Missed => RecordedAs::Missed,
        NotGiven::Skipped => RecordedAs::Skipped,
        NotGiven::PassedOver => RecordedAs::PassedOver,
        NotGiven::Held => RecordedAs::Held,
    };
    Ok(object([
        ("resourceType", ADMINISTRATION.into()),
        RecordedAs::member(Some(recorded_as)),
        ("status", AdministrationStatus::NotDone.code().into()),
        ("statusReason", [concept(reason)].into()),
        order.medication(release),
        ("subject", order.subject()),
        occurrence(missed.planned(), release)?,
    ]))
}

fn occurrence(day: NaiveDate, release: Release) -> Result<Member, FormatError> {
    let name = match release {
        Release::R4 => "effectiveDateTime",
        // The standard spells it with one r.
        Release::R5 => "occurenceDateTime",
    };
    Ok((name, date(day)?.into()))
}

/// What a course records of a dose that FHIR has no word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum RecordedAs {
    Rest,
    Uncounted,
    Missed,
    Skipped,
    PassedOver,
    Held,
}

impl RecordedAs {
    /// The codes of a dose given.
    pub(super) const GIVEN: [(&'static str, Self); 2] =
        [("rest", Self::Rest), ("uncounted", Self::Uncounted)];
    /// The codes of a dose not given.
    pub(super) const NOT_GIVEN: [(&'static str, Self); 4] = [
        ("missed", Self::Missed),
        ("skipped", Self::Skipped),
        ("passed-over", Self::PassedOver),
        ("held", Self::Held),
    ];

    fn member(recorded_as: Option<Self>) -> Member {
        let mut codes = Self::GIVEN.iter().chain(&Self::NOT_GIVEN);
        let code = codes.find(|(_, one)| Some(*one) == recorded_as);
        let extension = code.map(|(code, _)| extension(url::RECORDED_AS, "valueCode", *code));
        ("extension", extension.map(|one| [one]).into())
    }
}
