//! `MedicationRequest` back to a regimen.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use crate::calendar::{Interval, days_between};
use crate::dosing::course::{Course, EntryKind};
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::{Extent, Phase, Regimen, RegimenError};
use crate::interchange::error::FormatError;
use crate::interchange::fhir::element::{Element, Object, REQUEST};
use crate::interchange::fhir::extension;
use crate::interchange::fhir::instruction::Instruction;
use crate::interchange::fhir::log::{Pause, Requested};
use crate::interchange::fhir::order::{Medication, MedicationOrder};
use crate::interchange::fhir::release::{
    Differing::{self, OfR4, OfR5, Renamed},
    Release, Seen,
};
use crate::interchange::fhir::status::{RequestIntent, RequestStatus};
use crate::interchange::fhir::value::{
    Period, medication, notes, read_day, read_period, reference, words,
};
use crate::quantity::Mass;

/// A `MedicationRequest` as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct ReadRequest {
    /// The release; `None` if the caller did not choose one and no element shows it.
    pub release: Option<Release>,
    /// The status.
    pub status: RequestStatus,
    /// The reason for the status, in the sender's words; `None` if there is none.
    pub reason: Option<String>,
    /// The intent: an order, or only a plan or a proposal.
    pub intent: RequestIntent,
    /// The medication, in the sender's words, or else as a reference; `None` if there is neither.
    pub medication: Option<String>,
    /// The patient, as a reference such as `Patient/17`; `None` if there is none, or one to a
    /// [contained](crate::interchange::fhir#what-is-read) resource.
    pub subject: Option<String>,
    /// The day of the first dose: the start of `effectiveDosePeriod`, or of the first `boundsPeriod`; `None` if there
    /// is neither.
    pub start: Option<NaiveDate>,
    /// The regimen of the instructions: what is left of it, for a patient taken over from elsewhere.
    pub regimen: Regimen,
    /// The largest mass of drug in the patient's lifetime, which a regimen cannot state; `None` if there is no limit.
    pub lifetime_limit: Option<Mass>,
    /// The first day of the status; `None` if it is not stated.
    pub status_changed: Option<NaiveDate>,
    /// The texts of the instructions (`text`, `additionalInstruction`, `patientInstruction`, the words of
    /// `timing.code`) and of the notes. The crate does not interpret them: a person has to read them.
    pub instructions: Vec<String>,
    #[serde(skip)]
    pub(super) known: Requested,
}

/// Reads the regimen and status of a `MedicationRequest` of a release, or of the one that the document
/// [shows](crate::interchange::fhir#releases). The [module](crate::interchange::fhir#what-is-read) states what is read
/// and what is refused.
///
/// ```
/// use aso_regimen::interchange::fhir::{Release, RequestStatus, read_medication_request};
///
/// let json = r#"{"resourceType": "MedicationRequest",
///   "status": "active", "intent": "order",
///   "medicationCodeableConcept": {"text": "tofersen"},
///   "subject": {"reference": "Patient/17"},
///   "dosageInstruction": [
///     {"sequence": 1, "timing": {"repeat":
///        {"count": 3, "frequency": 1, "period": 2, "periodUnit": "wk"}},
///      "route": {"text": "intrathecal"}, "doseAndRate": [{"doseQuantity":
///        {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]},
///     {"sequence": 2, "timing": {"repeat":
///        {"frequency": 1, "period": 28, "periodUnit": "d"}},
///      "route": {"text": "intrathecal"}, "doseAndRate": [{"doseQuantity":
///        {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]}]}"#;
/// let request = read_medication_request(json, None)?;
/// assert_eq!(request.status, RequestStatus::Active);
/// assert_eq!(request.release, Some(Release::R4));
/// assert_eq!(request.regimen.to_string(), "100 mg IT q14d x3, then q28d");
///
/// let error = read_medication_request(json, Release::R5).unwrap_err();
/// assert_eq!(error.place(), "medicationCodeableConcept");
/// # Ok::<(), aso_regimen::interchange::FormatError>(())
/// ```
///
/// # Errors
///
/// If the text is not JSON; if an element is missing, belongs to the other release, has a value that cannot be read, or
/// can neither be read nor ignored; if a rule of `Timing` is broken; or if the instructions are not a regimen. The
/// error states the path of the element.
pub fn read_medication_request(
    json: &str,
    release: impl Into<Option<Release>>,
) -> Result<ReadRequest, FormatError> {
    let request = Element::document(json, REQUEST)?;
    ReadRequest::read(&request, &mut Seen::new(release.into()))
}

/// What the releases call an element; the elements of one of them alone. With the two lists below, these are all elements
/// of `MedicationRequest` in HL7's `StructureDefinition`s of 4.0.1 and 5.0.0.
const DIFFERING: [Differing; 13] = [
    Renamed("medicationCodeableConcept", "medication"),
    Renamed("medicationReference", "medication"),
    Renamed("reasonCode", "reason"),
    Renamed("reasonReference", "reason"),
    Renamed("reportedBoolean", "reported"),
    Renamed("reportedReference", "informationSource"),
    OfR4("instantiatesCanonical"),
    OfR4("instantiatesUri"),
    OfR4("detectedIssue"),
    OfR5("device"),
    OfR5("effectiveDosePeriod"),
    OfR5("renderedDosageInstruction"),
    OfR5("statusChanged"),
];

const UNDERSTOOD: [&str; 7] =
    ["status", "statusReason", "intent", "doNotPerform", "subject", "note", "dosageInstruction"];

const PASSED_OVER: [&str; 18] = [
    "identifier",
    "category",
    "priority",
    "encounter",
    "supportingInformation",
    "authoredOn",
    "requester",
    "performer",
    "performerType",
    "recorder",
    "basedOn",
    "groupIdentifier",
    "courseOfTherapyType",
    "insurance",
    "dispenseRequest",
    "substitution",
    "priorPrescription",
    "eventHistory",
];

impl ReadRequest {
    /// Returns the medication and the patient, which the administrations of the course must have too.
    ///
    /// # Errors
    ///
    /// If the request has no medication or no subject, or if one of them is blank or has a control character.
    pub fn order(&self) -> Result<MedicationOrder<'_>, FormatError> {
        let lacks = |place| FormatError::expected(place, "a text of one line", "nothing");
        let medication = self.medication.as_deref().ok_or_else(|| lacks("medication"))?;
        let subject = self.subject.as_deref().ok_or_else(|| lacks("subject"))?;
        let order = Medication::named(medication)?.for_subject(subject)?;
        Ok(MedicationOrder { request: Some(&self.known), pause: self.pause(), ..order })
    }

    /// Returns a course of the regimen from its first day, with the rules for missed doses at its start.
    /// [`record_administrations`](crate::interchange::fhir::record_administrations) adds the doses given, and the
    /// [entries](crate::interchange::fhir#how-a-course-is-written) that the request carries, such as weights and new dates. Until
    /// it is called, the course is without these; where no dose was given, call it with `&[]`.
    ///
    /// Pass the sender's rules: with others, doses can have other planned dates. The same is true of the sender's
    /// tolerance, which the request states if this crate wrote it. Otherwise set it with [`Course::tolerating`] on the
    /// [`planned_course`](Self::planned_course).
    ///
    /// The course is held or stopped as the status says, from the day of the status on: held if it is `on-hold`; stopped
    /// if it is `stopped` or `ended`, or if it is `completed` and the regimen has no end.
    ///
    /// # Errors
    ///
    /// If [`planned_course`](Self::planned_course) has an error; if the course would be held or stopped and the day of the
    /// status is not stated; or if the status is `active` and the [entries](crate::interchange::fhir#how-a-course-is-written) that this
    /// crate wrote end with treatment held or stopped.
    pub fn course(&self, policy: MissedDosePolicy) -> Result<Course, FormatError> {
        let mut course = self.planned_course(policy)?;
        let pause = self.known.pause().filter(|_| self.status == RequestStatus::Active);
        if let Some(pause) = pause {
            let (entry, day) = (extension::ENTRY, pause.day());
            let status = if *pause.kind() == EntryKind::Held { "on-hold" } else { "stopped" };
            let expected = format!("{status}, as the extension {entry} of {day} states");
            return Err(FormatError::expected("status", expected, self.status));
        }
        if self.pauses().is_some() {
            let pause = self.pause().ok_or_else(|| {
                let expected = format!(
                    "the day of the status {} (or planned_course, which ignores it)",
                    self.status
                );
                FormatError::expected("statusChanged", expected, "nothing")
            })?;
            let recorded = course.record(pause.entry());
            recorded.map_err(|why| FormatError::because("status", why))?;
        }
        Ok(course)
    }

    /// Whether the status is a hold, or else a stop; `None` if it is neither.
    fn pauses(&self) -> Option<bool> {
        let is_open = |phase: &Phase| phase.extent() == Extent::OpenEnded;
        match self.status {
            RequestStatus::OnHold => Some(true),
            RequestStatus::Stopped | RequestStatus::Ended => Some(false),
            RequestStatus::Completed if self.regimen.phases().iter().any(is_open) => Some(false),
            _ => None,
        }
    }

    /// The hold or the stop that the request states.
    fn pause(&self) -> Option<Pause<'_>> {
        let reason = self.reason.as_deref().unwrap_or(self.status.code());
        let (is_hold, since) = self.pauses().zip(self.status_changed)?;
        Some(Pause { is_hold, since, reason })
    }

    /// Returns a course of the regimen from its first day, without entries: the plan, also where the request is on hold or
    /// over. It has the [tolerance](Course::tolerating) that the request states. For a patient
    /// [taken over from elsewhere](crate::interchange::fhir#how-a-course-is-written) it continues after the last dose given
    /// there.
    ///
    /// # Errors
    ///
    /// If the request was never in force (`draft`, `cancelled`, `entered-in-error`) or may not have been (`unknown`),
    /// if its intent is not an order (`proposal`, `plan`, `option`), if it has no first day, if its tolerance does not fit
    /// the regimen, or if the regimen of a patient taken over from elsewhere does not go on with the instructions after the
    /// last dose given there.
    pub fn planned_course(&self, policy: MissedDosePolicy) -> Result<Course, FormatError> {
        use RequestStatus::{Active, Completed, Ended, OnHold, Stopped};
        if !matches!(self.status, Active | OnHold | Ended | Stopped | Completed) {
            let expected = "active, on-hold, ended, stopped or completed for a course";
            return Err(FormatError::expected("status", expected, self.status));
        }
        if let RequestIntent::Proposal | RequestIntent::Plan | RequestIntent::Option = self.intent {
            return Err(FormatError::expected("intent", "an order for a course", self.intent));
        }
        let course = if let Some(after) = &self.known.after_dose {
            after.course(policy, &(self.regimen.clone(), self.start))?
        } else {
            let start = self.start.ok_or_else(|| {
                FormatError::expected("effectiveDosePeriod", "the day of the first dose", "nothing")
            })?;
            Course::new(self.regimen.clone(), policy, start)
        };
        let Some(tolerance) = self.known.tolerance else { return Ok(course) };
        let place = format!("extension {}", extension::TOLERANCE);
        course.tolerating(tolerance).map_err(|why| FormatError::because(place, why))
    }

    pub(super) fn read(request: &Object<'_>, seen: &mut Seen) -> Result<Self, FormatError> {
        request.none_of(&["modifierExtension", "implicitRules"])?;
        seen.check_resource(request, &DIFFERING, [&UNDERSTOOD, &PASSED_OVER])?;
        if let Some(not) = request.get("doNotPerform") {
            if not.boolean()? {
                return Err(not.expected("false"));
            }
        }
        let status = RequestStatus::read_in(request, seen)?;
        let intent = RequestIntent::read(request, "intent")?;
        let reason = request.get("statusReason").map(|reason| words(&reason)).transpose()?;
        let instructions = request.need("dosageInstruction", "at least one instruction")?;
        let parts = instructions.array()?;
        let parts = parts.iter().map(|part| Instruction::read(part, seen));
        let parts = in_sequence(parts.collect::<Result<_, _>>()?)?;
        let period = effective_period(request)?;
        let start = match (&period, parts.first().and_then(|part| part.times.bounds.as_ref())) {
            (Some(period), Some(bounds)) if bounds.first != period.first => {
                let expected = format!("{}, the start of effectiveDosePeriod", period.first);
                return Err(bounds.start.expected(&expected));
            }
            (Some(period), _) | (None, Some(period)) => Some(period.first),
            (None, None) => None,
        };
        let words = parts.iter().flat_map(|part| part.words.iter().chain(&part.times.words));
        let mut instructions_in_words: Vec<String> = words.cloned().collect();
        if let Some(rendered) = request.get("renderedDosageInstruction") {
            instructions_in_words.push(rendered.text()?);
        }
        instructions_in_words.extend(notes(request)?);
        let regimen = placed(&instructions, &parts, start, period.as_ref())?;
        Ok(Self {
            release: seen.release,
            status,
            reason: reason.flatten(),
            intent,
            medication: medication(request)?,
            subject: reference(request, "subject")?,
            start,
            regimen,
            lifetime_limit: parts.iter().filter_map(|part| part.lifetime_limit).min(),
            status_changed: status_changed(request)?,
            instructions: instructions_in_words,
            known: Requested::read(request)?,
        })
    }
}

/// The period of all instructions: an element of R5, for which R4 has an extension.
fn effective_period<'j>(request: &Object<'j>) -> Result<Option<Period<'j>>, FormatError> {
    let element = request.get("effectiveDosePeriod");
    let period = of_r5(request, element, extension::EFFECTIVE_PERIOD, "valuePeriod")?;
    period.map(|period| read_period(&period)).transpose()
}

/// The day of the status: an element of R5, for which R4 has an extension.
fn status_changed(request: &Object<'_>) -> Result<Option<NaiveDate>, FormatError> {
    let element = request.get("statusChanged");
    let day = of_r5(request, element, extension::STATUS_CHANGED, "valueDateTime")?;
    day.map(|day| read_day(&day)).transpose()
}

/// An element of R5, or the value of the extension that stands for it in R4.
fn of_r5<'j>(
    request: &Object<'j>,
    element: Option<Element<'j>>,
    url: &str,
    member: &str,
) -> Result<Option<Element<'j>>, FormatError> {
    let mut found = element;
    for (url, extension) in request.extensions(url)? {
        if found.replace(extension.need(member, "the extension's value")?).is_some() {
            return Err(url.refused("expected once, found twice"));
        }
    }
    Ok(found)
}

/// Puts instructions in order. Several have each a place of its own.
fn in_sequence(mut parts: Vec<Instruction<'_>>) -> Result<Vec<Instruction<'_>>, FormatError> {
    let refused = |part: &Instruction<'_>, expected, found: &str| {
        let path = format!("{}.sequence", part.path);
        Err(FormatError::expected(path, expected, found))
    };
    if parts.len() > 1 {
        if let Some(part) = parts.iter().find(|part| part.sequence.is_none()) {
            let expected = "a number, since there are several instructions";
            return refused(part, expected, "nothing");
        }
    }
    parts.sort_by_key(|part| part.sequence);
    match parts.windows(2).find(|pair| pair[0].sequence == pair[1].sequence) {
        Some(pair) => {
            let expected = "a number of its own, since no regimen has two doses at once";
            let found = pair[1].sequence.unwrap_or_default().to_string();
            refused(&pair[1], expected, &found)
        }
        None => Ok(parts),
    }
}

/// The regimen of the instructions, each where its bounds put it.
fn placed(
    instructions: &Element<'_>,
    parts: &[Instruction<'_>],
    start: Option<NaiveDate>,
    period: Option<&Period<'_>>,
) -> Result<Regimen, FormatError> {
    let reached = start.map_or(Reached::Unknown, Reached::Start);
    let mut placed = Placed { instructions, phases: Vec::new(), reached, seam: None };
    for (index, part) in parts.iter().enumerate() {
        let mut phase = part.phase(index, parts.len());
        placed.seam = None;
        let bounds = part.times.bounds.as_ref();
        if let Some(bounds) = bounds.filter(|_| index > 0) {
            let seam = placed.seam_to(bounds)?;
            if part.seam.is_none() {
                placed.seam = Some(seam);
                placed.reached = Reached::Start(bounds.first);
            } else {
                let first = placed.first(&phase, &bounds.start)?;
                if first != bounds.first {
                    let expected =
                        format!("{first}, the day on which the seam puts the first dose");
                    return Err(bounds.start.expected(&expected));
                }
            }
        }
        let of_all = period.filter(|_| index + 1 == parts.len());
        for (end, day) in [bounds, of_all].into_iter().flatten().filter_map(|one| one.end.as_ref())
        {
            phase = placed.bounded(phase, end, *day)?;
        }
        placed.push(phase)?;
    }
    Regimen::new(placed.phases).map_err(|why| instructions.refused(why))
}

/// The phases up to one of the instructions, and where they are.
struct Placed<'p, 'j> {
    instructions: &'p Element<'j>,
    phases: Vec<Phase>,
    reached: Reached,
    /// The seam of the next phase, where its bounds state it.
    seam: Option<Interval>,
}

/// Where the phases end, by which alone the next one is placed.
#[derive(Clone, Copy)]
enum Reached {
    /// The day of the first dose is not stated.
    Unknown,
    /// The next dose is on this day, from which months count.
    Start(NaiveDate),
    /// The last dose is so many months after this day, from which months count.
    Last(NaiveDate, u32),
    /// The last phase has no end.
    Endless,
    /// The calendar ends before the last dose.
    Never,
}

impl Reached {
    /// The day of the last dose.
    fn last(self) -> Option<NaiveDate> {
        match self {
            Self::Last(day, months) => day.checked_add_months(Months::new(months)),
            _ => None,
        }
    }
}

impl Placed<'_, '_> {
    fn push(&mut self, phase: Phase) -> Result<(), FormatError> {
        self.reached = match phase.extent() {
            Extent::OpenEnded => Reached::Endless,
            _ => self.after(&phase)?,
        };
        self.phases.push(self.with_seam(phase));
        Ok(())
    }

    fn with_seam(&self, phase: Phase) -> Phase {
        match self.seam {
            Some(seam) => phase.after(seam),
            None => phase,
        }
    }

    /// The error of a further phase, with its number among all phases.
    fn refused(&self, next: &Phase, why: RegimenError) -> FormatError {
        let all = self.phases.iter().cloned().chain([self.with_seam(next.clone())]);
        self.instructions.refused(Regimen::new(all.collect()).err().unwrap_or(why))
    }

    /// Where a further phase, which has an end, ends.
    fn after(&self, phase: &Phase) -> Result<Reached, FormatError> {
        // In place of all phases before, one dose from which months count, and one so many months later.
        let dose = || Phase::single(phase.dose().clone());
        let (day, mut phases) = match self.reached {
            Reached::Start(day) => (day, Vec::new()),
            Reached::Last(day, 0) => (day, vec![dose()]),
            Reached::Last(day, months) => {
                (day, vec![dose(), dose().after(Interval::months(months))])
            }
            Reached::Endless => {
                return Err(self.refused(phase, RegimenError::EndlessBeforeEnd { phase: 2 }));
            }
            reached => return Ok(reached),
        };
        let before = phases.len();
        phases.push(phase.clone());
        let regimen = Regimen::new(phases).map_err(|why| self.refused(phase, why))?;
        let phase = &regimen.phases()[before];
        let plan = regimen.starting(day);
        let doses = plan.doses_by_phase(NaiveDate::MAX).nth(before).map(|(_, doses)| doses);
        let (Some(doses), Some(first)) = (doses, plan.dose(u32::try_from(before).unwrap_or(0) + 1))
        else {
            return Ok(Reached::Never);
        };
        if matches!(phase.extent(), Extent::Doses(all) if all > doses) {
            return Ok(Reached::Never);
        }
        // A step in days makes the day that it reaches the one from which months count.
        let first = match (self.reached, phase.seam()) {
            (Reached::Last(day, months), Some(Interval::Months(seam))) => {
                Reached::Last(day, months + seam.get())
            }
            _ => Reached::Last(first.date(), 0),
        };
        Ok(match (first, phase.interval()) {
            (Reached::Last(day, months), Some(Interval::Months(step))) => {
                Reached::Last(day, months + step.get() * (doses - 1))
            }
            (_, Some(Interval::Days(_))) if doses > 1 => {
                plan.last().map_or(Reached::Never, |last| Reached::Last(last.date(), 0))
            }
            (first, _) => first,
        })
    }

    /// The day of the first dose of a further phase, which an element bounds.
    fn first(&self, phase: &Phase, bound: &Element<'_>) -> Result<NaiveDate, FormatError> {
        self.last_within(&phase.clone().with_doses(1), bound, "first")
    }

    /// The day of the last dose of a further phase, which an element bounds.
    fn last_within(
        &self,
        phase: &Phase,
        bound: &Element<'_>,
        which: &str,
    ) -> Result<NaiveDate, FormatError> {
        self.after(phase)?.last().ok_or_else(|| {
            bound.expected(&format!("none, since the calendar ends before the {which} dose"))
        })
    }

    /// The time from the last dose to the first day of bounds.
    fn seam_to(&self, bounds: &Period<'_>) -> Result<Interval, FormatError> {
        let Some(last) = self.reached.last() else {
            return Err(bounds.start.expected(match self.reached {
                Reached::Unknown => "none, since the day of the first dose is not stated",
                Reached::Endless => "none, since the instruction before has no end",
                _ => "none, since the calendar ends before the last dose of the instruction before",
            }));
        };
        days(last, bounds.first).ok_or_else(|| {
            let expected = format!("a day after {last}, the last dose of the instruction before");
            bounds.start.expected(&expected)
        })
    }

    /// The next phase without doses after a day. One that states its end by itself must keep it.
    fn bounded(
        &self,
        phase: Phase,
        end: &Element<'_>,
        day: NaiveDate,
    ) -> Result<Phase, FormatError> {
        let is_open = phase.extent() == Extent::OpenEnded;
        let (which, dose) = if is_open {
            ("first", self.first(&phase, end)?)
        } else {
            ("last", self.last_within(&phase, end, "last")?)
        };
        // The day itself is the last.
        let after = day.succ_opt().and_then(|after| days(dose, after));
        let time = after
            .ok_or_else(|| end.expected(&format!("{dose}, the {which} dose, or a later day")))?;
        Ok(if is_open { phase.lasting(time) } else { phase })
    }
}

/// The days from one date to a later one.
fn days(from: NaiveDate, to: NaiveDate) -> Option<Interval> {
    u32::try_from(days_between(from, to)).ok().and_then(Interval::try_days)
}
