//! A regimen as `MedicationRequest`.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::dosing::course::{Course, Entry, EntryKind, NextDue};
use crate::dosing::regimen::{Extent, Regimen};
use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::fhir::after_dose::AfterDose;
use crate::interchange::fhir::datatype::{concept, date, extension};
use crate::interchange::fhir::dosage::dosage;
use crate::interchange::fhir::element::REQUEST;
use crate::interchange::fhir::extension as url;
use crate::interchange::fhir::json::{Json, Member, object};
use crate::interchange::fhir::log::{extensions, lasting};
use crate::interchange::fhir::order::MedicationOrder;
use crate::interchange::fhir::release::Release;
use crate::interchange::fhir::status::{RequestIntent, RequestStatus};
use crate::interchange::fhir::{LARGEST_COUNT, ONE_LINE, to_json};

/// A `MedicationRequest`, made by [`medication_request`] or [`MedicationRequest::of_course`].
///
/// serde or [`to_json`](Self::to_json) makes its JSON. The caller adds what else a receiver needs, such as a requester
/// or a coded medication.
#[derive(Debug, Clone, PartialEq)]
pub struct MedicationRequest {
    pub(super) release: Release,
    status: RequestStatus,
    reason: Option<String>,
    /// Since when it has its status.
    changed: Option<NaiveDate>,
    intent: RequestIntent,
    /// The medication and the patient.
    pub(super) of: (Member, Json),
    start: Option<NaiveDate>,
    instructions: Vec<Json>,
    /// The last dose given elsewhere, the tolerance, and what its course records beside doses given.
    extensions: Vec<Json>,
    /// How many regimens its course had before; `None` without a course.
    pub(super) run: Option<usize>,
}

/// Returns the regimen as a `MedicationRequest` of a release: a draft of a plan, until it is
/// [ordered](MedicationRequest::ordered).
///
/// ```
/// use aso_regimen::Regimen;
/// use aso_regimen::interchange::fhir::{
///     Medication, Release, medication_request, read_medication_request,
/// };
///
/// let nusinersen: Regimen = "12 mg IT q14d x3, then after 35d x1, then q4mo".parse()?;
/// let order = Medication::named("nusinersen")?.for_subject("Patient/17")?;
/// let request = medication_request(&nusinersen, &order, Release::R4)?.ordered();
/// let json = request.to_json();
/// assert!(json.contains("\"periodUnit\": \"mo\""));
/// assert_eq!(read_medication_request(&json, None)?.regimen, nusinersen);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// If a phase has more than 2 147 483 647 doses, the largest `count` of FHIR.
pub fn medication_request(
    regimen: &Regimen,
    order: &MedicationOrder<'_>,
    release: Release,
) -> Result<MedicationRequest, FormatError> {
    check_counts(regimen)?;
    let numbered = regimen.phases().iter().zip(1..);
    let instructions = numbered.map(|(phase, number)| dosage(phase, Some(number), release));
    Ok(MedicationRequest {
        release,
        status: RequestStatus::Draft,
        reason: None,
        changed: None,
        intent: RequestIntent::Plan,
        of: (order.medication(release), order.subject()),
        start: None,
        instructions: instructions.collect(),
        extensions: Vec::new(),
        run: None,
    })
}

impl MedicationRequest {
    /// Returns this request as an active order.
    #[must_use]
    pub fn ordered(self) -> Self {
        Self { status: RequestStatus::Active, intent: RequestIntent::Order, ..self }
    }

    /// Returns this request with another intent.
    #[must_use]
    pub fn with_intent(self, intent: RequestIntent) -> Self {
        Self { intent, ..self }
    }

    /// Returns this request with a status and an optional reason.
    ///
    /// # Errors
    ///
    /// If the release does not have the status, or if the reason is blank or has a control character.
    pub fn with_status(
        self,
        status: RequestStatus,
        reason: Option<&str>,
    ) -> Result<Self, FormatError> {
        if status.only_in().is_some_and(|only| only != self.release) {
            let expected = format!("a status of {}", self.release);
            return Err(FormatError::expected("status", expected, status));
        }
        reason.map(|reason| check_plain("reason", ONE_LINE, reason, &[])).transpose()?;
        Ok(Self { status, reason: reason.map(str::to_owned), ..self })
    }

    /// Returns this request with the day of the first dose.
    ///
    /// # Errors
    ///
    /// If the day is not in the years 1 to 9999.
    pub fn starting(self, first_dose: NaiveDate) -> Result<Self, FormatError> {
        date(first_dose)?;
        Ok(Self { start: Some(first_dose), ..self })
    }

    /// Returns the order of a course: the regimen in force and the planned date of its first dose. For a patient taken
    /// over from elsewhere it is without the doses given there; the last of these is in an extension of the first regimen's
    /// order.
    ///
    /// Its status is `active` while doses are to come, even if the date of the next is unspecified; `on-hold` or
    /// `stopped`, with the reason and the day; or `completed` at the end of the regimen. What the course
    /// [records beside doses](crate::interchange::fhir#how-a-course-is-written) since
    /// the regimen began is in extensions, and from before it the last weight and a hold or stop that has not ended. So is
    /// the clinic's [tolerance](Course::tolerating).
    ///
    /// ```
    /// use aso_regimen::interchange::fhir::{
    ///     Medication, MedicationRequest, Release, RequestStatus, read_medication_request,
    /// };
    /// use aso_regimen::{Course, Regimen, dosing::missed_dose::MissedDosePolicy};
    ///
    /// let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
    /// let first = "2026-01-05".parse()?;
    /// let mut course = Course::new(tofersen, MissedDosePolicy::not_stated(), first);
    /// course.give(first)?;
    /// course.stop("2026-01-12".parse()?, "consent withdrawn")?;
    /// let order = Medication::named("tofersen")?.for_subject("Patient/17")?;
    /// let json = MedicationRequest::of_course(&course, &order, Release::R4)?.to_json();
    /// let read = read_medication_request(&json, None)?;
    /// assert_eq!(read.status, RequestStatus::Stopped);
    /// assert_eq!(read.reason.as_deref(), Some("consent withdrawn"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If [`medication_request`] has an error, or if the reason has a control character or a day is not in the years 1
    /// to 9999.
    pub fn of_course(
        course: &Course,
        order: &MedicationOrder<'_>,
        release: Release,
    ) -> Result<Self, FormatError> {
        match Self::all_of_course(course, order, release)?.pop() {
            Some(last) => Ok(last),
            None => unreachable!("a course has a regimen"),
        }
    }

    /// Returns the orders of a course, one for each regimen that it had, in order: those before a change of regimen are
    /// `stopped`, with its reason and day, and the last is that of [`of_course`](Self::of_course). A [`Bundle`] of all of
    /// them with the administrations of the course states of each administration which of them it is of.
    ///
    /// A weight is in the order during which it was recorded. If it was recorded after a change of regimen on the same
    /// day, a dose given earlier on that day comes back with its mass instead of the planned amount for each kilogram.
    ///
    /// The last dose given elsewhere is in the first order alone.
    ///
    /// [`Bundle`]: crate::interchange::fhir::Bundle
    ///
    /// # Errors
    ///
    /// If [`of_course`](Self::of_course) has an error for one of them.
    pub fn all_of_course(
        course: &Course,
        order: &MedicationOrder<'_>,
        release: Release,
    ) -> Result<Vec<Self>, FormatError> {
        let (mut all, mut entries) = (Vec::new(), Vec::new());
        let ordered = course.ordered().into_iter().zip(0_usize..);
        let mut ordered = ordered.map(|((regimen, start), run)| {
            let request = medication_request(&regimen, order, release)?.ordered();
            let request = Self { run: Some(run), ..request };
            start.map_or(Ok(request.clone()), |start| request.starting(start))
        });
        let tolerance = course
            .tolerance()
            .map(|tolerance| extension(url::TOLERANCE, "valueString", tolerance.to_string()));
        let mut next = |entries: &[&Entry]| match ordered.next() {
            Some(request) => {
                let extensions = tolerance.iter().cloned().chain(extensions(entries)?).collect();
                Ok(Self { extensions, ..request? })
            }
            None => unreachable!("a regimen begins at the start and at each change"),
        };
        for entry in course.entries() {
            if let EntryKind::Switched(_) = entry.kind() {
                let why = (RequestStatus::Stopped, entry.day(), entry.why().unwrap_or_default());
                all.push(next(&entries)?.since(why)?);
                entries = lasting(&entries);
            } else {
                entries.push(entry);
            }
        }
        let last = next(&entries)?;
        all.push(match course.next_due() {
            NextDue::Held { since, reason } => last.since((RequestStatus::OnHold, since, reason)),
            NextDue::Stopped { on, reason } => last.since((RequestStatus::Stopped, on, reason)),
            NextDue::Ended => last.with_status(RequestStatus::Completed, None),
            _ => Ok(last),
        }?);
        if let Some(after) = AfterDose::of(course) {
            all[0].extensions.insert(0, after.extension()?);
        }
        Ok(all)
    }

    /// With a status from a day on, and its reason.
    fn since(
        self,
        (status, day, reason): (RequestStatus, NaiveDate, &str),
    ) -> Result<Self, FormatError> {
        date(day)?;
        Ok(Self { changed: Some(day), ..self.with_status(status, Some(reason))? })
    }

    /// Returns the resource as indented JSON.
    pub fn to_json(&self) -> String {
        to_json(self)
    }

    pub(super) fn resource(&self) -> Json {
        let text = |day: NaiveDate| day.to_string();
        let period = self.start.map(|start| object([("start", text(start).into())]));
        let changed = self.changed.map(text);
        // R4 has extensions for the two elements that it lacks.
        let (mut extensions, period, changed) = match self.release {
            Release::R4 => {
                let period =
                    period.map(|period| extension(url::EFFECTIVE_PERIOD, "valuePeriod", period));
                let changed =
                    changed.map(|day| extension(url::STATUS_CHANGED, "valueDateTime", day));
                (period.into_iter().chain(changed).collect::<Vec<_>>(), None, None)
            }
            Release::R5 => (Vec::new(), period, changed),
        };
        extensions.extend(self.extensions.iter().cloned());
        let (medication, subject) = self.of.clone();
        object([
            ("resourceType", REQUEST.into()),
            ("extension", extensions.into()),
            ("status", self.status.code().into()),
            ("statusReason", self.reason.as_deref().map(concept).into()),
            ("statusChanged", changed.into()),
            ("intent", self.intent.code().into()),
            medication,
            ("subject", subject),
            ("effectiveDosePeriod", period.into()),
            ("dosageInstruction", self.instructions.clone().into()),
        ])
    }
}

impl Serialize for MedicationRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.resource().serialize(serializer)
    }
}

pub(super) fn check_counts(regimen: &Regimen) -> Result<(), FormatError> {
    for (phase, number) in regimen.phases().iter().zip(1..) {
        match phase.extent() {
            Extent::Doses(doses) if doses > LARGEST_COUNT => {
                let expected = format!("at most {LARGEST_COUNT} doses");
                let place = format!("phase {number}");
                return Err(FormatError::expected(place, expected, doses));
            }
            _ => {}
        }
    }
    Ok(())
}
