//! FHIR R4 and R5: a regimen as `MedicationRequest` and back, and as `PlanDefinition`; a course as
//! `MedicationAdministration`s and back; bundles of them.
//!
//! A hospital's order, and the course that its records tell:
//!
//! ```
//! use aso_regimen::dosing::missed_dose::MissedDosePolicy;
//! use aso_regimen::interchange::fhir::{read_bundle, record_administrations};
//! use aso_regimen::Mass;
//!
//! let json = r#"{"resourceType": "Bundle", "type": "collection", "entry": [
//!   {"resource": {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
//!     "medicationCodeableConcept": {"text": "tofersen"}, "subject": {"reference": "Patient/17"},
//!     "dosageInstruction": [{
//!       "timing": {"repeat": {"boundsPeriod": {"start": "2026-01-05"},
//!         "frequency": 1, "period": 4, "periodUnit": "wk"}},
//!       "route": {"coding": [{"system": "http://snomed.info/sct", "code": "72607000"}]},
//!       "doseAndRate": [{"doseQuantity":
//!         {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]}]}},
//!   {"resource": {"resourceType": "MedicationAdministration", "status": "completed",
//!     "medicationCodeableConcept": {"text": "tofersen"}, "subject": {"reference": "Patient/17"},
//!     "effectiveDateTime": "2026-01-05T10:30:00+01:00",
//!     "dosage": {"dose": {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}}}]}"#;
//! let bundle = read_bundle(json, None)?;
//! let request = bundle.clone().into_requests()?.remove(0);
//! let mut course = request.course(MissedDosePolicy::not_stated())?;
//! let administrations = bundle.into_administrations()?;
//! let recorded = record_administrations(&mut course, &request.order()?, &administrations)?;
//! assert_eq!(recorded.left_out, []);
//! assert_eq!(course.mass_given("2026-01-05".parse()?)?, Mass::mg(100));
//! let next = course.next_due().dose().ok_or("no dose is due")?;
//! assert_eq!(next.to_string(), "dose 2 (maintenance): 100 mg IT on 2026-02-02");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! The other way, [`medication_request`] writes a regimen, [`MedicationRequest::of_course`] the order that a course
//! follows, [`medication_administrations`] its doses, and [`Bundle`] all of them in one file.
//!
//! # Releases
//!
//! Who writes chooses the [`Release`]. Who reads may choose it, or leave it to the document: its first element, or
//! status, that only one release has tells which it is, such as `medicationCodeableConcept` (R4) or `medication` (R5).
//! From there on an element of the other release is refused, and the error says what it is called here. R4 has no
//! `effectiveDosePeriod` and no `statusChanged`; there they stand in the extensions that HL7 publishes for them.
//!
//! # How a regimen is written
//!
//! Each phase of a regimen is one `dosageInstruction`, in `sequence`. What the standard has a place for
//! stands there: the number of doses (`count`), the interval (`period`, `periodUnit` `d` or `mo`), the time a
//! phase lasts (`boundsDuration`), the amount (`doseQuantity` in UCUM `mg`, `ug`, `mg/kg` or `ug/kg`), a
//! largest mass (`maxDosePerAdministration`), how long the giving takes (`duration`), the route. What it has no
//! place for stands in extensions of `dosageInstruction`, and in words in its `text`:
//!
//! | extension | value | meaning |
//! |---|---|---|
//! | `urn:aso-regimen:role` | `valueCode` | `loading`, `maintenance`, `titration` or `single` |
//! | `urn:aso-regimen:seam` | `valueDuration` | from the last dose of the instruction before to the first of this one |
//! | `urn:aso-regimen:window` | `valueString` | days early and late that are on time, as `-3d/+5d`, a [`Tolerance`](crate::dosing::tolerance::Tolerance) |
//! | `urn:aso-regimen:amount` | `valueString` | an amount by weight band or with a largest weight, as [text](crate::dosing::notation) |
//! | `urn:aso-regimen:volume` | `valueQuantity` | the volume given, in `mL` |
//! | `urn:aso-regimen:withdrawn` | `valueQuantity` | the cerebrospinal fluid withdrawn first, in `mL` |
//! | `urn:aso-regimen:recorded-as` | `valueCode` | of an administration: `rest`, `uncounted`, `skipped`, `passed-over` or `held` |
//!
//! These URLs name our own extensions; no registry lists them. An amount that stands in an extension stands
//! nowhere else, so that a receiver without the extension sees no amount rather than a wrong one.
//!
//! `sequence` puts instructions in order, and nothing in `MedicationRequest` says how long after the one the
//! next begins: a receiver without our extension has to read the text or to infer it. [`plan_definition`]
//! states it in the standard's own words, as `relatedAction` with an `offsetDuration`.
//!
//! `periodUnit` `mo` is the calendar month. The standard does not say what follows the 31st; each `text` with
//! months states the rule of this crate, which counts them from one first date.
//!
//! # What is read
//!
//! Of the request itself: `status`, `statusReason`, `intent`, the medication, `subject`, `effectiveDosePeriod` and
//! `dosageInstruction`. `doNotPerform`, `implicitRules` and `modifierExtension` change the meaning of all and are
//! refused; other elements and extensions, such as those of the pharmacy (`dispenseRequest`, `substitution`), are
//! passed over. Of an administration: `status`, `statusReason`, `note`, the medication, `subject`, its day and
//! `dosage`. A name that neither release has is refused, and so is the companion of an element that is read, such as
//! `_status`.
//!
//! Words are not interpreted. [`ReadRequest::instructions`] has those of a request, [`ReadAdministration::notes`] and
//! [`ReadAdministration::text`] those of an administration, for a person to read.
//!
//! From `dosageInstruction` and `dosage` down every element is either understood or refused; passed over are only `id`,
//! `site`, `method`, the rate of an administration, a single
//! `timeOfDay`, since courses count days, and extensions of other makers, which by the standard can be ignored safely.
//!
//! - **When**: `period` in days, weeks, months, years, or hours that make whole days, with one dose in each;
//!   `timing.code` of HL7 (QD, QOD, WK, MO) where there is no `period`, and refused where it contradicts one;
//!   `event` as the day of the first dose.
//!   `boundsPeriod` gives the first day and the last of its instruction, and so where it follows the one before;
//!   without it that is our extension, or else its own period, as for every [`Phase`](crate::Phase). The rules tim-1
//!   to tim-10 of `Timing` are checked.
//! - **How much**: masses in UCUM, exactly: no decimal passes through floating point. A rate, such as 1.8 mg/kg in 20
//!   min, is how long the dose takes. `maxDosePerLifetime` is [read](ReadRequest::lifetime_limit) beside the regimen;
//!   `maxDosePerPeriod`, ranges and doses as needed are refused.
//! - **Route**: the codes of SNOMED CT, HL7 v3 and HL7 v2 for each of our routes and the intramuscular one, which the
//!   error of another code lists; or its name as text. Codes and text that name different routes are refused.
//!
//! Roles that are not stated are those of the text form.
//!
//! # Why these are types of our own
//!
//! A reader must know of each element whether it changes what is given, and say so. Of the crates that have all of
//! FHIR's resources, helios-fhir 0.2.7 and fhir-model 0.13.0 (which has R4B in place of R4 and needs Rust 1.95) read a
//! period of -14 or of a fortnight, a misspelt element and one of the other release without a word, and in R4 a status
//! that does not exist; fhirbolt 0.4.0 refuses every decimal. They add 150 to 300 s of processor time to a build
//! of 26 s (measured in November 2026).

mod administered;
mod administration;
mod bundle;
mod datatype;
mod dosage;
mod element;
mod instruction;
mod json;
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
pub use self::bundle::{Bundle, BundleType, ReadBundle, ReadEntry, read_bundle};
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
    /// What they have in common.
    pub(super) const OURS: &str = "urn:aso-regimen:";
    /// HL7's own, for elements of R5 in R4.
    pub(super) const EFFECTIVE_PERIOD: &str = "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.effectiveDosePeriod";
    pub(super) const STATUS_CHANGED: &str =
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.statusChanged";
}

/// Where the codes of units come from.
const UCUM: &str = "http://unitsofmeasure.org";
/// FHIR's `positiveInt` goes no further.
const LARGEST_COUNT: u32 = 2_147_483_647;
/// What is expected of a text.
const ONE_LINE: &str = "a text of one line";
