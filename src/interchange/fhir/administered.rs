//! `MedicationAdministration` back to what was given, and to the entries of a course.

use std::collections::HashMap;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use serde::Serialize;

use crate::dosing::course::{
    Course, CourseError, Entry, EntryKind, HistoryItem, NextDue, NotGiven,
};
use crate::dosing::dose::{Amount, Dose, Route};
use crate::interchange::error::FormatError;
use crate::interchange::fhir::administration::{REST, RecordedAs, UNCOUNTED};
use crate::interchange::fhir::element::{ADMINISTRATION, Element, Object};
use crate::interchange::fhir::extension;
use crate::interchange::fhir::log::{Pause, is_given, runs, unrecorded};
use crate::interchange::fhir::order::MedicationOrder;
use crate::interchange::fhir::release::{
    Differing::{self, OfR4, OfR5, Renamed},
    Release, Seen,
};
use crate::interchange::fhir::route::read_route;
use crate::interchange::fhir::status::AdministrationStatus;
use crate::interchange::fhir::value::{
    medication, notes, parsed, read_day, read_mass, read_period, reference, words,
};
use crate::interchange::history::{Planned, items};
use crate::quantity::Mass;
use crate::text::excerpt::{excerpt, quoted};

/// A `MedicationAdministration` as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct ReadAdministration {
    /// The release; `None` if the caller did not choose one and no element shows it.
    pub release: Option<Release>,
    /// Whether the dose was given.
    pub status: AdministrationStatus,
    /// The reason for the status, in the sender's words; `None` if there is none.
    pub reason: Option<String>,
    /// The texts of the notes.
    pub notes: Vec<String>,
    /// The medication, in the sender's words, or else as a reference; `None` if there is neither.
    pub medication: Option<String>,
    /// The patient, as a reference such as `Patient/17`; `None` if there is none, or one to a
    /// [contained](crate::interchange::fhir#what-is-read) resource.
    pub subject: Option<String>,
    /// The request that it is of, as a reference such as `MedicationRequest/9`; `None` if there is none, or one to a
    /// contained resource.
    pub request: Option<String>,
    /// The day, in the sender's time zone; of an administration over several days, the first day.
    pub date: NaiveDate,
    /// The route; `None` if it is not stated.
    pub route: Option<Route>,
    /// The mass given; `None` if it is not stated or not known.
    pub mass: Option<Mass>,
    /// The amount by body weight, where its mass is not known, as [`medication_administrations`] writes it; `None`
    /// otherwise.
    ///
    /// [`medication_administrations`]: crate::interchange::fhir::medication_administrations
    pub amount: Option<Amount>,
    /// The dosage, in the sender's words; `None` if there are none.
    pub text: Option<String>,
    /// Its time, by which the doses of a day have an order; `None` if only the day is stated.
    #[serde(skip)]
    time: Option<DateTime<FixedOffset>>,
    #[serde(skip)]
    as_planned: bool,
    #[serde(skip)]
    recorded_as: Option<RecordedAs>,
}

/// Reads a `MedicationAdministration` of a release, or of the one that the document
/// [shows](crate::interchange::fhir#releases). The [module](crate::interchange::fhir#what-is-read) states what is read
/// and what is refused.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::interchange::fhir::{
///     AdministrationStatus, read_medication_administration,
/// };
///
/// let json = r#"{"resourceType": "MedicationAdministration", "status": "stopped",
///   "statusReason": [{"text": "needle clotted"}],
///   "medicationCodeableConcept": {"text": "tofersen"},
///   "subject": {"reference": "Patient/17"},
///   "effectiveDateTime": "2026-01-19T10:30:00+01:00",
///   "dosage": {"route": {"text": "intrathecal"},
///     "dose": {"value": 60, "system": "http://unitsofmeasure.org", "code": "mg"}}}"#;
/// let given = read_medication_administration(json, None)?;
/// assert_eq!(given.status, AdministrationStatus::Stopped);
/// assert_eq!((given.date, given.mass), ("2026-01-19".parse()?, Some(Mass::mg(60))));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// If the text is not JSON, or if an element is missing, belongs to the other release, has a value that cannot be read,
/// or can neither be read nor ignored. The error states the path of the element.
pub fn read_medication_administration(
    json: &str,
    release: impl Into<Option<Release>>,
) -> Result<ReadAdministration, FormatError> {
    let administration = Element::document(json, ADMINISTRATION)?;
    ReadAdministration::read(&administration, &mut Seen::new(release.into()))
}

/// What the releases call an element; the elements of one of them alone. With the two lists below, these are all elements
/// of `MedicationAdministration` in HL7's `StructureDefinition`s of 4.0.1 and 5.0.0.
const DIFFERING: [Differing; 13] = [
    Renamed("medicationCodeableConcept", "medication"),
    Renamed("medicationReference", "medication"),
    Renamed("effectiveDateTime", "occurenceDateTime"),
    Renamed("effectivePeriod", "occurencePeriod"),
    Renamed("context", "encounter"),
    Renamed("reasonCode", "reason"),
    Renamed("reasonReference", "reason"),
    OfR4("instantiates"),
    OfR5("basedOn"),
    OfR5("occurenceTiming"),
    OfR5("recorded"),
    OfR5("isSubPotent"),
    OfR5("subPotentReason"),
];

const UNDERSTOOD: [&str; 6] = ["status", "statusReason", "note", "subject", "request", "dosage"];

const PASSED_OVER: [&str; 7] = [
    "identifier",
    "partOf",
    "category",
    "supportingInformation",
    "performer",
    "device",
    "eventHistory",
];

const DOSAGE: [&str; 9] =
    ["id", "extension", "text", "site", "route", "method", "dose", "rateRatio", "rateQuantity"];

impl ReadAdministration {
    pub(super) fn read(administration: &Object<'_>, seen: &mut Seen) -> Result<Self, FormatError> {
        administration.none_of(&["modifierExtension", "implicitRules"])?;
        seen.check_resource(administration, &DIFFERING, [&UNDERSTOOD, &PASSED_OVER])?;
        let status = AdministrationStatus::read(administration, "status")?;
        if let Some(less) = administration.get("isSubPotent") {
            if less.boolean()? {
                return Err(less.expected("false, and a dosage with what was given"));
            }
        }
        let reasons = administration.get("statusReason").map(|all| all.array()).transpose()?;
        let reasons = reasons.unwrap_or_default();
        let reasons = reasons.iter().map(words).collect::<Result<Vec<_>, _>>()?;
        let reasons: Vec<String> = reasons.into_iter().flatten().collect();
        let (date, time) = read_occurrence(administration)?;
        let dosage = administration.get("dosage").map(|dosage| dosage.object()).transpose()?;
        let dosage = dosage.as_ref();
        dosage.map(|dosage| dosage.only(&DOSAGE)).transpose()?;
        let get = |name: &str| dosage.and_then(|dosage| dosage.get(name));
        let mass = get("dose").map(|dose| read_dose(&dose)).transpose()?.flatten();
        Ok(Self {
            release: seen.release,
            status,
            reason: (!reasons.is_empty()).then(|| reasons.join("; ")),
            notes: notes(administration)?,
            medication: medication(administration)?,
            subject: reference(administration, "subject")?,
            request: reference(administration, "request")?,
            date,
            route: get("route").map(|route| read_route(&route)).transpose()?,
            mass,
            amount: dosage.map(|dosage| read_amount(dosage, mass)).transpose()?.flatten(),
            text: get("text").map(|text| text.text()).transpose()?,
            time,
            as_planned: false,
            recorded_as: read_recorded_as(administration, status)?,
        })
    }

    /// Returns this administration as the planned dose if it states no mass. No element of FHIR says that a missing
    /// mass means the planned dose: use this for a sender that is known to leave it out.
    #[must_use]
    pub fn as_planned_if_unstated(self) -> Self {
        Self { as_planned: true, ..self }
    }

    fn refused(&self, number: usize, why: String) -> FormatError {
        FormatError::because(format!("administration {number} on {}", self.date), why)
    }

    /// Checks that a dose given is the planned one, but for its mass.
    fn check(&self, planned: &Dose) -> Result<(), String> {
        if self.status == AdministrationStatus::NotDone {
            return Ok(());
        }
        let other = |what: &str, [planned, found]: [String; 2]| {
            let [planned, found] = [&planned, &found].map(|text| excerpt(text));
            Err(format!("expected the {what} {planned}, found {found}"))
        };
        if let Some(found) = self.route.as_ref().filter(|found| *found != planned.route()) {
            return other("route", [planned.route(), found].map(ToString::to_string));
        }
        if let Some(found) = self.amount.as_ref().filter(|found| *found != planned.amount()) {
            return other("amount", [planned.amount(), found].map(ToString::to_string));
        }
        Ok(())
    }

    /// What a course records of it, in which the dose that is due has a mass; `None` if it is nothing.
    fn entry(&self, planned: Option<Mass>) -> Result<Option<Entry>, String> {
        // The first note of a dose that does not count is what the extension says.
        let own = match self.recorded_as {
            Some(RecordedAs::Rest) => Some(REST),
            Some(RecordedAs::Uncounted) => Some(UNCOUNTED),
            _ => None,
        };
        let mut notes = self.notes.iter().map(String::as_str).peekable();
        notes.next_if(|note| Some(*note) == own);
        let words: Vec<&str> = self.reason.as_deref().into_iter().chain(notes).collect();
        let reason = (!words.is_empty()).then(|| words.join("; "));
        let mass = self.mass.filter(|mass| Some(*mass) != planned);
        let given = match (self.status, self.recorded_as) {
            (AdministrationStatus::NotDone, recorded_as) => {
                let reason = reason.unwrap_or_else(|| "not done".to_owned());
                return Ok(match recorded_as {
                    Some(RecordedAs::PassedOver) => None,
                    Some(RecordedAs::Held) => Some(Entry::held(self.date, reason)),
                    Some(RecordedAs::Skipped) => Some(Entry::skipped(self.date, reason)),
                    _ => Some(Entry::missed(self.date, reason)),
                });
            }
            (AdministrationStatus::Completed, Some(RecordedAs::Rest)) => {
                let mass = self.mass.ok_or("rest of a dose, expected its mass, found none")?;
                Entry::rest(self.date, mass)
            }
            (AdministrationStatus::Completed, _) => match mass {
                None if self.mass.is_none() && !self.as_planned && self.amount.is_none() => {
                    return Err(
                        "expected the mass that was given (or as_planned_if_unstated), found none"
                            .to_owned(),
                    );
                }
                Some(mass) => Entry::given(self.date).amount(mass),
                None => Entry::given(self.date),
            },
            (AdministrationStatus::Stopped, _) => {
                let mass =
                    self.mass.ok_or("stopped, expected a mass that was given, found none")?;
                Entry::given(self.date).partly(mass)
            }
            (status, _) => {
                return Err(format!(
                    "expected the status completed, stopped, not-done or entered-in-error, found {status}"
                ));
            }
        };
        let given = match self.recorded_as {
            Some(RecordedAs::Uncounted) => given.not_counting(),
            _ => given,
        };
        Ok(Some(match reason {
            Some(reason) => given.reason(reason),
            None => given,
        }))
    }
}

/// The day and the time.
fn read_occurrence(
    administration: &Object<'_>,
) -> Result<(NaiveDate, Option<DateTime<FixedOffset>>), FormatError> {
    let time = |text: String| DateTime::parse_from_rfc3339(&text).ok();
    let of = |names: [&str; 2]| names.iter().find_map(|name| administration.get(name));
    let moment = of(["effectiveDateTime", "occurenceDateTime"]);
    let period = match (moment, of(["effectivePeriod", "occurencePeriod"])) {
        (Some(moment), None) => return Ok((read_day(&moment)?, time(moment.text()?))),
        (None, Some(period)) => period,
        (Some(_), Some(period)) => return Err(period.expected("none beside a time")),
        (None, None) => {
            let expected = "a day (occurenceDateTime or occurencePeriod in FHIR R5)";
            return Err(administration.lacks("effectiveDateTime", expected));
        }
    };
    let period = read_period(&period)?;
    match period.end {
        // An infusion can go on after midnight.
        Some((end, last)) if period.first.checked_add_days(Days::new(1)) < Some(last) => {
            Err(end.expected(&format!("{}, the day of the start, or the day after", period.first)))
        }
        _ => Ok((period.first, time(period.start.text()?))),
    }
}

/// The mass of a dose; `None` if it has none, and the reason in its place.
fn read_dose(dose: &Element<'_>) -> Result<Option<Mass>, FormatError> {
    let object = dose.object()?;
    if object.extensions(extension::DATA_ABSENT_REASON)?.is_empty() {
        return read_mass(dose).map(Some);
    }
    object.only(&["id", "extension"])?;
    Ok(None)
}

/// The amount that stands in our extension in place of a mass.
fn read_amount(dosage: &Object<'_>, mass: Option<Mass>) -> Result<Option<Amount>, FormatError> {
    let amount = dosage.own_extension(extension::AMOUNT, "valueString")?;
    if let (Some(amount), Some(_)) = (&amount, mass) {
        return Err(amount.expected("none beside the mass of the dose"));
    }
    amount.map(|amount| parsed(&amount)).transpose()
}

/// What a course records of it, which must agree with the status.
fn read_recorded_as(
    administration: &Object<'_>,
    status: AdministrationStatus,
) -> Result<Option<RecordedAs>, FormatError> {
    let Some(code) = administration.own_extension(extension::RECORDED_AS, "valueCode")? else {
        return Ok(None);
    };
    let known = match status {
        AdministrationStatus::NotDone => &RecordedAs::NOT_GIVEN[..],
        AdministrationStatus::Completed => &RecordedAs::GIVEN[..],
        // A part of a dose, which is no rest.
        AdministrationStatus::Stopped => &RecordedAs::GIVEN[1..],
        // It is not recorded.
        _ => return Ok(None),
    };
    let word = code.text()?;
    let found = known.iter().find(|(known, _)| *known == word);
    let codes: Vec<&str> = known.iter().map(|(known, _)| *known).collect();
    let expected = || format!("{}, as the status is {status}", codes.join(" or "));
    found.map(|(_, known)| Some(*known)).ok_or_else(|| code.expected(&expected()))
}

/// The administrations that [`record_administrations`] did not record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "look at `left_out`: these administrations were not recorded"]
pub struct RecordedAdministrations {
    /// Each `not-done` that is not recorded, with its number, its day and the reason.
    pub left_out: Vec<FormatError>,
    /// The numbers, counted from 1, of the administrations of another request than the order.
    pub of_other_requests: Vec<usize>,
}

/// Records a hospital's administrations in a course, in order of time. They may be passed in any order; those of one day
/// without a time are recorded in the order passed, but the rest of a dose after its part. Later administrations can be
/// recorded by another call with these alone.
///
/// | status | entry |
/// |---|---|
/// | `completed` | given; with another amount if the mass is not the planned one |
/// | `stopped` | a part given |
/// | `not-done` | missed, with the reason, or `not done` if none is stated |
/// | `entered-in-error` | none |
///
/// A dose given without a mass is refused, unless it has the [amount](ReadAdministration::amount) of the planned dose, or
/// the caller states that it is the [planned one](ReadAdministration::as_planned_if_unstated). A `not-done` on a day on
/// which the course has no dose that can be missed is left out and [listed](RecordedAdministrations::left_out): a late
/// dose moves the next one, and some hospitals record a missed dose on its protocol day.
///
/// With the [order of a request](crate::interchange::fhir::ReadRequest::order) that can be referred to, administrations
/// whose `request` is another one are not recorded, but [listed](RecordedAdministrations::of_other_requests). Those
/// without a `request` are recorded.
///
/// Doses that [`medication_administrations`] wrote as uncounted, skipped, passed over or held are read as such. If
/// [`MedicationRequest::of_course`] wrote the request, its order has what else was recorded, such as the end of a hold or
/// a new date, and the course becomes what it was. A dose written as missed, skipped or held after the last of these
/// entries is recorded; an earlier one that they do not state is left out and listed. Without that order, a hold lasts
/// from the first dose held to the next dose given, and a dose missed and then left out is only missed.
///
/// ```
/// use aso_regimen::{Course, Mass, dosing::missed_dose::MissedDosePolicy};
/// use aso_regimen::interchange::fhir::{Medication, read_bundle, record_administrations};
///
/// let given = |status: &str, day: &str, mg: u32| format!(r#"{{"resource": {{
///   "resourceType": "MedicationAdministration", "status": "{status}",
///   "medicationCodeableConcept": {{"text": "tofersen"}},
///   "subject": {{"reference": "Patient/17"}},
///   "effectiveDateTime": "{day}",
///   "dosage": {{"dose": {{"value": {mg}, "unit": "mg"}}}}}}}}"#);
/// let bundle = format!(
///     r#"{{"resourceType": "Bundle", "type": "searchset", "entry": [{}, {}]}}"#,
///     given("stopped", "2026-01-19", 60), given("completed", "2026-01-05", 100));
///
/// let administrations = read_bundle(&bundle, None)?.into_administrations()?;
/// let order = Medication::named("tofersen")?.for_subject("Patient/17")?;
/// let first = "2026-01-05".parse()?;
/// let regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let mut course = Course::new(regimen, MissedDosePolicy::not_stated(), first);
/// let recorded = record_administrations(&mut course, &order, &administrations)?;
/// assert_eq!(recorded.left_out, []);
/// assert_eq!(course.mass_given("2026-01-19".parse()?)?, Mass::mg(160));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// If an administration is of another patient or medication than the order, has another status, no mass, or another
/// route or amount by weight than the planned dose, if its request has the id of the order's and the address of another
/// server, or if the course refuses it. Then nothing is recorded.
///
/// [`medication_administrations`]: crate::interchange::fhir::medication_administrations
/// [`MedicationRequest::of_course`]: crate::interchange::fhir::MedicationRequest::of_course
pub fn record_administrations(
    course: &mut Course,
    order: &MedicationOrder<'_>,
    administrations: &[ReadAdministration],
) -> Result<RecordedAdministrations, FormatError> {
    let (mut ordered, mut of_other_requests) = (Vec::new(), Vec::new());
    for (one, number) in administrations.iter().zip(1_usize..) {
        if one.status == AdministrationStatus::EnteredInError {
            continue;
        }
        let is_of = match (order.request, one.request.as_deref()) {
            (Some(request), Some(reference)) => request.is(reference),
            _ => Ok(true),
        };
        if is_of.map_err(|why| one.refused(number, why))? {
            ordered.push((one, number));
        } else {
            of_other_requests.push(number);
        }
    }
    ordered.sort_by_key(|(one, _)| (one.date, one.time));
    for (one, number) in &ordered {
        for (what, expected, found) in [
            ("subject", order.subject, one.subject.as_deref()),
            ("medication", order.medication.name, one.medication.as_deref()),
        ] {
            if found != Some(expected) {
                let found = found.map_or("none".to_owned(), quoted);
                let expected = quoted(expected);
                let why = format!("expected the {what} of the order, {expected}, found {found}");
                return Err(one.refused(*number, why));
            }
        }
    }
    let mut left_out = leave_out_stated(course, order, &mut ordered)?;
    let planned = Planned::of(&with_entries(course, order, &ordered, &Planned::default())?.0);
    let (recorded, refused) = with_entries(course, order, &ordered, &planned)?;
    *course = recorded;
    left_out.extend(refused);
    Ok(RecordedAdministrations { left_out, of_other_requests })
}

/// Takes out the doses not given that an entry of the request states, and those that none states although the entries go
/// further. Returns the latter.
fn leave_out_stated(
    course: &Course,
    order: &MedicationOrder<'_>,
    ordered: &mut Vec<(&ReadAdministration, usize)>,
) -> Result<Vec<FormatError>, FormatError> {
    let is_ours = |one: &ReadAdministration| {
        one.status == AdministrationStatus::NotDone && one.recorded_as.is_some()
    };
    let last = order.request.and_then(|request| request.entries.last());
    let Some(last) = last.filter(|_| ordered.iter().any(|(one, _)| is_ours(one))) else {
        return Ok(Vec::new());
    };
    let others: Vec<_> = ordered.iter().copied().filter(|(one, _)| !is_ours(one)).collect();
    let (stating, _) = with_entries(course, order, &others, &Planned::default())?;
    let mut stated: HashMap<(NaiveDate, NotGiven), usize> = HashMap::new();
    for item in items(&stating)? {
        if let HistoryItem::NotGiven(one) = item {
            *stated.entry((one.planned(), one.why())).or_default() += 1;
        }
    }
    // The doses of a hold are in the history once it ends.
    let held = match stating.next_due() {
        NextDue::Held { since, .. } => Some(since),
        _ => None,
    };
    let mut left_out = Vec::new();
    ordered.retain(|(one, number)| {
        let (kind, why) = match one.recorded_as {
            _ if !is_ours(one) => return true,
            // It has no entry.
            Some(RecordedAs::PassedOver) => return false,
            Some(RecordedAs::Held) if held.is_some_and(|since| since <= one.date) => return false,
            Some(RecordedAs::Held) => ("held", NotGiven::Held),
            Some(RecordedAs::Skipped) => ("skipped", NotGiven::Skipped),
            _ => ("missed", NotGiven::Missed),
        };
        if let Some(times @ 1..) = stated.get_mut(&(one.date, why)) {
            *times -= 1;
            return false;
        }
        // After one that contradicts the entries, the planned dates are not certain.
        let is_new = one.date > last.day() && left_out.is_empty();
        if !is_new {
            let why = format!(
                "expected the course to have a dose {kind} on this date, as the sender's has, found none; does it have the \
                 sender's tolerance and rules for missed doses?"
            );
            left_out.push(one.refused(*number, why));
        }
        is_new
    });
    Ok(left_out)
}

/// A course with entries for administrations in order, of which those with a planned mass are given as planned, and with
/// what the request of the order has.
fn with_entries(
    course: &Course,
    order: &MedicationOrder<'_>,
    ordered: &[(&ReadAdministration, usize)],
    planned: &Planned,
) -> Result<(Course, Vec<FormatError>), FormatError> {
    let mut recorder = Recorder {
        course: course.clone(),
        planned,
        holds: false,
        waiting: Vec::new(),
        left_out: Vec::new(),
    };
    let own: &[Entry] = order.request.map_or(&[], |request| &request.entries);
    let mut runs = runs(course.entries());
    // A hold or stop of the request belongs behind the doses of its day.
    let pause = order.pause.map(Pause::entry);
    let pause = pause.filter(|pause| course.entries().last() == Some(pause));
    if pause.is_some() {
        runs.last_mut().and_then(|run| run.entries.pop());
        let removed = recorder.course.remove(course.entries().len());
        removed.map_err(|why| FormatError::because("status", why))?;
    }
    let mut entries: Vec<(&Entry, bool)> =
        unrecorded(own, &runs).into_iter().map(|entry| (entry, false)).collect();
    if let Some(pause) = pause.as_ref().filter(|pause| !own.contains(pause)) {
        let place = entries.partition_point(|(entry, _)| entry.day() <= pause.day());
        entries.insert(place, (pause, true));
    }
    let mut rest = ordered.iter().peekable();
    for (entry, is_behind_doses) in entries {
        let day = entry.day();
        let is_before = |(one, _): &&(&ReadAdministration, usize)| {
            one.date < day || is_behind_doses && one.date == day
        };
        while let Some((one, number)) = rest.next_if(is_before) {
            recorder.add(one, *number)?;
        }
        if !is_given(entry) {
            let done = recorder.course.record(entry.clone());
            let place = || format!("extension {} on {day}", extension::ENTRY);
            done.map_err(|why| FormatError::because(place(), why))?;
        } else if let Some((one, number)) = rest.next_if(|(one, _)| one.date == day) {
            recorder.add(one, *number)?;
        }
    }
    for (one, number) in rest {
        recorder.add(one, *number)?;
    }
    match recorder.waiting.into_iter().next() {
        Some((.., why)) => Err(why),
        None => Ok((recorder.course, recorder.left_out)),
    }
}

/// Records administrations in order of time.
struct Recorder<'p> {
    course: Course,
    planned: &'p Planned,
    /// Whether treatment is held since a dose that was written as held.
    holds: bool,
    /// Rests of doses that came before the part, with their numbers and why the course refuses them.
    waiting: Vec<(&'p ReadAdministration, usize, FormatError)>,
    left_out: Vec<FormatError>,
}

impl<'p> Recorder<'p> {
    fn add(&mut self, one: &'p ReadAdministration, number: usize) -> Result<(), FormatError> {
        let refused = |why: String| one.refused(number, why);
        if let Some(dose) = self.planned.dose(&self.course, one.date) {
            one.check(dose).map_err(refused)?;
        }
        let planned = self.planned.mass(&self.course, one.date);
        let Some(entry) = one.entry(planned).map_err(refused)? else {
            return Ok(());
        };
        let held = matches!(entry.kind(), EntryKind::Held);
        let missed = matches!(entry.kind(), EntryKind::Missed);
        if missed && !self.holds {
            // No drug is lost with it, and the doses after it can still be recorded.
            if let Err(why) = self.course.record(entry) {
                self.left_out.push(refused(why.to_string()));
            }
            return Ok(());
        }
        if self.holds && held {
            return Ok(());
        }
        let resumed = if self.holds { self.course.resume(one.date).map(drop) } else { Ok(()) };
        self.holds = held;
        let recorded = resumed.and_then(|()| self.course.record(entry).map(drop));
        match recorded {
            Ok(()) => self.add_rests(one),
            Err(why @ CourseError::NoPart { .. }) => {
                self.waiting.push((one, number, refused(why.to_string())));
                Ok(())
            }
            Err(CourseError::BeforeStart { earliest, .. }) => Err(refused(format!(
                "expected {earliest}, the first day on which a dose of the order can be given, or a later day; if it is \
                 of an earlier order, record it with that order"
            ))),
            Err(why) => Err(refused(why.to_string())),
        }
    }

    /// Records the rests that waited for a part, if the administration just recorded is that part. Refuses those of an
    /// earlier day or time.
    fn add_rests(&mut self, last: &ReadAdministration) -> Result<(), FormatError> {
        for (rest, number, why) in core::mem::take(&mut self.waiting) {
            let is_before = rest.time.zip(last.time).is_some_and(|(rest, last)| rest < last);
            if is_before || rest.date != last.date {
                return Err(why);
            }
            self.add(rest, number)?;
        }
        Ok(())
    }
}
