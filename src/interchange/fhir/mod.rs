//! FHIR R4 and R5: regimens as `MedicationRequest`, courses as `MedicationAdministration` and bundles of both, written
//! and read; regimens as `PlanDefinition`, written.
//!
//! A hospital's order and its administrations become a course:
//!
//! ```
//! use aso_regimen::dosing::missed_dose::MissedDosePolicy;
//! use aso_regimen::interchange::fhir::{
//!     RequestStatus, read_bundle, record_administrations,
//! };
//! use aso_regimen::Mass;
//!
//! let json = r#"{"resourceType": "Bundle", "type": "collection", "entry": [
//!   {"resource": {"resourceType": "MedicationRequest",
//!     "status": "active", "intent": "order",
//!     "medicationCodeableConcept": {"text": "tofersen"},
//!     "subject": {"reference": "Patient/17"},
//!     "dosageInstruction": [{
//!       "timing": {"repeat": {"boundsPeriod": {"start": "2026-01-05"},
//!         "frequency": 1, "period": 4, "periodUnit": "wk"}},
//!       "route": {"coding": [{"system": "http://snomed.info/sct", "code": "72607000"}]},
//!       "doseAndRate": [{"doseQuantity":
//!         {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]}]}},
//!   {"resource": {"resourceType": "MedicationAdministration", "status": "completed",
//!     "medicationCodeableConcept": {"text": "tofersen"},
//!     "subject": {"reference": "Patient/17"},
//!     "effectiveDateTime": "2026-01-05T10:30:00+01:00",
//!     "dosage": {"dose":
//!       {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}}}]}"#;
//! let bundle = read_bundle(json, None)?;
//! let request = bundle.clone().into_requests()?.remove(0);
//! assert_eq!(request.status, RequestStatus::Active);
//! // If the request is on hold, so is the course.
//! let mut course = request.course(MissedDosePolicy::not_stated())?;
//! let given = bundle.into_administrations()?;
//! let recorded = record_administrations(&mut course, &request.order()?, &given)?;
//! assert_eq!(recorded.left_out, []);
//! assert!(recorded.of_other_requests.is_empty());
//! assert_eq!(course.mass_given("2026-01-05".parse()?)?, Mass::mg(100));
//! let next = course.next_due().dose().ok_or("no dose is due")?;
//! assert_eq!(next.to_string(), "dose 2 (maintenance): 100 mg IT on 2026-02-02");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! The other way, [`medication_request`] writes a regimen, [`MedicationRequest::of_course`] the order of a course,
//! [`medication_administrations`] its doses, and [`Bundle`] all of them as one file.
//!
//! # Releases
//!
//! Writing takes a [`Release`]. Reading takes one too, or finds it in the document: the first element or status that
//! only one release has decides, such as `medicationCodeableConcept` (R4) or `medication` (R5). From then on, elements
//! of the other release are refused, and the error gives the element's name in the release found. R4 has no
//! `effectiveDosePeriod` and no `statusChanged`; there the crate uses the extensions that HL7 publishes for them. The
//! names of elements, codes of status and intent, and rules of `Timing` are those of HL7's `StructureDefinition`s and
//! `CodeSystem`s of 4.0.1 and 5.0.0.
//!
//! # How a regimen is written
//!
//! Each phase of a regimen is one `dosageInstruction`, numbered by `sequence`. Elements of the standard hold the number
//! of doses (`count`), the interval (`period`, `periodUnit` `d` or `mo`), the time that a phase lasts
//! (`boundsDuration`), the amount (`doseQuantity` in UCUM `mg`, `ug`, `mg/kg` or `ug/kg`), a largest mass
//! (`maxDosePerAdministration`), the duration of a dose (`duration`) and the route. What the standard has no element
//! for is in extensions of `dosageInstruction`, and in words in its `text`:
//!
//! | extension | value | meaning |
//! |---|---|---|
//! | `urn:aso-regimen:role` | `valueCode` | `loading`, `maintenance`, `titration` or `single` |
//! | `urn:aso-regimen:seam` | `valueDuration` | from the last dose of the instruction before to the first of this one |
//! | `urn:aso-regimen:window` | `valueString` | days early and late that are on time, as `-3d/+5d`, a [`Tolerance`](crate::dosing::tolerance::Tolerance) |
//! | `urn:aso-regimen:amount` | `valueString` | an amount by weight band or with a largest weight, as [text](crate::dosing::notation); of an administration, an amount by body weight whose mass is not known |
//! | `urn:aso-regimen:volume` | `valueQuantity` | the volume given, in `mL` |
//! | `urn:aso-regimen:withdrawn` | `valueQuantity` | the cerebrospinal fluid withdrawn first, in `mL` |
//! | `urn:aso-regimen:recorded-as` | `valueCode` | of an administration: `rest` or `uncounted` of a dose given; `missed`, `skipped`, `passed-over` or `held` of one not given |
//! | `urn:aso-regimen:entry` | `valueString` | of a request: an [entry](crate::dosing::course::Entry) of its course, as JSON |
//! | `urn:aso-regimen:tolerance` | `valueString` | of a request: the [tolerance](crate::Course::tolerating) of the clinic, in place of the windows |
//! | `urn:aso-regimen:after-dose` | extensions | of a request: the last dose given elsewhere, its `number` (`valuePositiveInt`) and `day` (`valueDate`), and the whole `regimen` (`valueString`), as [text](crate::dosing::notation) |
//!
//! These URLs name extensions of this crate, which are not registered anywhere. An amount in an extension is in no
//! other element, so that a receiver without the extension sees no amount rather than a wrong one.
//!
//! `sequence` orders instructions, but no element of `MedicationRequest` states how long after one instruction the next
//! begins. A receiver without the extension must read the text or infer it. [`plan_definition`] states it in elements
//! of the standard: `relatedAction` with an `offsetDuration`.
//!
//! `periodUnit` `mo` is the calendar month. The standard does not state what follows the 31st. Each `text` with months
//! therefore states this crate's rule, which counts months from one first date.
//!
//! # How a course is written
//!
//! Doses given and not given are administrations. No resource here has an element for the end of a hold, a new date, a
//! dose missed and then left out, a weight or a change of the rules for missed doses. Such entries are in extensions of the
//! request, in order. On a day with other entries, `{"day":"2026-01-19","what":"given"}` marks where in the order of that
//! day a dose given stands.
//! [`record_administrations`] with the [order of the request](ReadRequest::order) reads them, and the course becomes what it
//! was. With an order that the caller made, there are only the administrations.
//!
//! Another regimen is another request, with its own administrations. A patient who was converted to a higher dose:
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog;
//! use aso_regimen::dosing::course::Switch;
//! use aso_regimen::evidence::label::Authority;
//! use aso_regimen::interchange::fhir::{
//!     Bundle, Medication, MedicationRequest, Release, medication_administrations,
//!     read_bundle, record_administrations,
//! };
//!
//! let label = catalog::labels().named("Spinraza").authority(Authority::Us);
//! let label = label.current("2026-11-26".parse()?).one()?;
//! let [low, .., higher] = label.regimens() else { panic!("expected several regimens") };
//! let policy = label.policy_of(higher);
//! let mut course = label.course_named(&low.name, "2026-04-07".parse()?)?;
//! course.give("2026-04-07".parse()?)?;
//! let switch = Switch::to(higher.regimen.clone(), policy.clone());
//! course.switch("2026-04-14".parse()?, switch, "higher dose")?;
//! course.give("2026-04-21".parse()?)?;
//!
//! let order = Medication::named("nusinersen")?.for_subject("Patient/17")?;
//! let requests = MedicationRequest::all_of_course(&course, &order, Release::R4)?;
//! let doses = medication_administrations(&course, &order, Release::R4)?;
//! let bundle = read_bundle(&Bundle::new(requests, doses)?.to_json(), None)?;
//!
//! let requests = bundle.clone().into_requests()?;
//! let doses = bundle.into_administrations()?;
//! let [before, after] = requests.as_slice() else { panic!("expected two requests") };
//! let read = before.planned_course(label.policy_of(low).clone())?;
//! let mut read = read.following_label(label.key());
//! let recorded = record_administrations(&mut read, &before.order()?, &doses)?;
//! assert_eq!(recorded.of_other_requests, [2]);
//! let changed = before.status_changed.ok_or("no day of the change")?;
//! let switch = Switch::to(after.regimen.clone(), policy.clone());
//! read.switch(changed, switch, "higher dose")?;
//! let recorded = record_administrations(&mut read, &after.order()?, &doses)?;
//! assert_eq!(recorded.of_other_requests, [1]);
//! assert_eq!(read, course);
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! The request of a patient [taken over from elsewhere](crate::Course::continuing) has as instructions the rest of the
//! regimen, without the doses given there. The extension `urn:aso-regimen:after-dose` has the whole regimen, and the number
//! and the day of the last dose given elsewhere. [`ReadRequest::course`] continues after that dose, so that each dose keeps
//! its number and the label's rules for it. The extension is refused if what is left of its regimen is not what the
//! instructions say. Without the extension, the first dose of the instructions is dose 1.
//!
//! Not written are the rules for missed doses at the start and the label's name. The caller passes the rules to
//! [`ReadRequest::course`], and [`Course::following_label`](crate::Course::following_label) sets the name.
//!
//! The rules for missed doses and the tolerance decide whether a late dose moves the next one. In a course without those
//! of the sender, doses can have other planned dates, and so be late by another number of days. If the file does not state
//! the tolerance, such as one from another program, the caller sets it before anything is recorded, with
//! [`planned_course`](ReadRequest::planned_course) and then [`Course::tolerating`](crate::Course::tolerating). A sign of
//! other rules is a dose missed, skipped or held in [`left_out`](RecordedAdministrations::left_out), because the course
//! has no such dose on that date.
//!
//! A dose that is [removed](crate::Course::remove) from a course is absent from the next bundle: the program that sends
//! bundles must mark what it sent before as `entered-in-error`.
//!
//! # What is read
//!
//! Of a request: `status`, `statusReason`, `intent`, the medication, `subject`, `effectiveDosePeriod`, `statusChanged`,
//! `note` and `dosageInstruction`. Of an administration: `status`, `statusReason`, `note`, the medication, `subject`,
//! `request`, its day and `dosage`. A day with a time must have seconds and a time zone, as FHIR requires.
//! `doNotPerform`, `implicitRules` and `modifierExtension` change the meaning of a resource and are refused.
//! Other elements of the standard, such as `dispenseRequest` and `substitution`, and other extensions are not read. A
//! name that neither release has is refused, and the error says so. An element that begins with `_`, such as `_status`, is
//! refused if its partner is read.
//!
//! Texts are not interpreted, but returned for a person to read: those of a request in [`ReadRequest::instructions`],
//! those of an administration in [`ReadAdministration::notes`] and [`ReadAdministration::text`].
//!
//! A reference to a contained resource, such as `#med1`, means another resource in every document. A medication is
//! then what the contained one is called, and `None` if it has no words; a contained patient is always `None`. An order
//! that has no medication or no patient cannot be compared with administrations.
//!
//! Within `dosageInstruction` and `dosage` every element is either read or refused. Exceptions, which are not read, are
//! `id`, `site`, `method`, the rate of an administration, a single `timeOfDay` (courses count days), and extensions of
//! other makers, which the standard allows to ignore.
//!
//! - **When**: `period` in days, weeks, months, years, or hours that make whole days, with one dose in each. Without
//!   `period`, `timing.code` of HL7 (QD, AM, PM, BED, QOD, WK, MO); a code that contradicts `period` is refused.
//!   `event` is the day of the first dose. `boundsPeriod` is the first and the last day of its instruction, and so
//!   states when it follows the one before. Without `boundsPeriod` the extension states the gap; without both, the gap is
//!   the later instruction's `period`. The rules tim-1 to tim-10 of `Timing` are checked.
//! - **How much**: a mass in UCUM, exactly, since no decimal passes through floating point. A quantity without system
//!   and code is read if its `unit` is exactly such a code, as in `{"value": 100, "unit": "mg"}`. Beside a code, a
//!   `unit` of mass, volume or time that names another unit is refused, in signs or words of any case, such as `mcg` or
//!   `Micrograms per kilogram`; other units, such as `vial`, are not compared. A rate, such as 1.8 mg/kg in 20 min,
//!   becomes the duration of the dose.
//!   `maxDosePerLifetime` is [returned](ReadRequest::lifetime_limit) beside the regimen. `maxDosePerPeriod`, ranges and
//!   doses as needed are refused.
//! - **Route**: codes of SNOMED CT, HL7 v3 and HL7 v2 for the routes of this crate and the intramuscular one (the error
//!   of another code lists them), or the name of a route as text, such as `intravenous`, `IV`, `Intravenous route` or
//!   `Intravenous use` (the term of EDQM). Any other text is taken as the name of another route: `slow IV push` alone is
//!   not the intravenous route, and such a dose does not fit an intravenous regimen. Codes, displays and text that name
//!   different routes are refused, also in the middle of such a text.
//!
//! A phase without the extension for its role has the role that the text form would give it.
//!
//! # Why these are types of our own
//!
//! A reader must know of each element whether it changes what is given. Of the crates with all of FHIR's resources,
//! helios-fhir 0.2.7 and fhir-model 0.13.0 (which has R4B in place of R4 and requires Rust 1.95) silently read a period
//! of -14 or of a fortnight, a misspelt element, an element of the other release, and in R4 a status that does not
//! exist; fhirbolt 0.4.0 refuses every decimal. They add 150 to 300 s of processor time to a build of 26 s (measured in
//! November 2026).

mod administered;
mod administration;
mod after_dose;
mod bundle;
mod datatype;
mod dosage;
mod element;
mod instruction;
mod json;
mod log;
mod order;
mod plan;
mod rate;
mod release;
mod request;
mod requested;
mod route;
mod status;
mod timing;
mod value;

pub use self::administered::{
    ReadAdministration, RecordedAdministrations, read_medication_administration,
    record_administrations,
};
pub use self::administration::{MedicationAdministration, medication_administrations};
pub use self::bundle::{Bundle, ReadBundle, ReadEntry, read_bundle};
pub use self::order::{Medication, MedicationOrder};
pub use self::plan::{PlanDefinition, plan_definition};
pub use self::release::Release;
pub use self::request::{MedicationRequest, medication_request};
pub use self::requested::{ReadRequest, read_medication_request};
pub use self::status::{AdministrationStatus, RequestIntent, RequestStatus};

use serde::Serialize;

/// The JSON of a resource of ours, indented.
fn to_json(resource: &impl Serialize) -> String {
    serde_json::to_string_pretty(resource).expect("text, whole numbers and finite decimals")
}

/// The extensions' URLs.
mod extension {
    pub(super) const ROLE: &str = "urn:aso-regimen:role";
    pub(super) const SEAM: &str = "urn:aso-regimen:seam";
    pub(super) const WINDOW: &str = "urn:aso-regimen:window";
    pub(super) const AMOUNT: &str = "urn:aso-regimen:amount";
    pub(super) const VOLUME: &str = "urn:aso-regimen:volume";
    pub(super) const WITHDRAWN: &str = "urn:aso-regimen:withdrawn";
    /// Of an administration: what a course records of it that FHIR has no word for.
    pub(super) const RECORDED_AS: &str = "urn:aso-regimen:recorded-as";
    /// Of a request: what its course records beside doses given.
    pub(super) const ENTRY: &str = "urn:aso-regimen:entry";
    /// Of a request: the clinic's tolerance.
    pub(super) const TOLERANCE: &str = "urn:aso-regimen:tolerance";
    /// Of a request: the last dose that was given elsewhere, and the whole regimen.
    pub(super) const AFTER_DOSE: &str = "urn:aso-regimen:after-dose";
    /// What they have in common.
    pub(super) const OURS: &str = "urn:aso-regimen:";
    /// HL7's own, for elements of R5 in R4.
    pub(super) const EFFECTIVE_PERIOD: &str = "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.effectiveDosePeriod";
    pub(super) const STATUS_CHANGED: &str =
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.statusChanged";
    /// HL7's own: why an element has no value.
    pub(super) const DATA_ABSENT_REASON: &str =
        "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
}

/// Where the codes of units come from.
const UCUM: &str = "http://unitsofmeasure.org";
/// FHIR's `positiveInt` goes no further.
const LARGEST_COUNT: u32 = 2_147_483_647;
/// What is expected of a text.
const ONE_LINE: &str = "a text of one line";
