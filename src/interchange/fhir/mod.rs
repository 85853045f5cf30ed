//! FHIR R5: a regimen as `MedicationRequest` and back, as `PlanDefinition`, and a course as `MedicationRequest` with
//! its status and as `MedicationAdministration`s.
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
//!
//! These URLs name our own extensions; no registry lists them. An amount that stands in an extension stands
//! nowhere else, so that a receiver without the extension sees no amount rather than a wrong one.
//!
//! # The seam
//!
//! `sequence` puts instructions in order, and nothing in `MedicationRequest` says how long after the one the
//! next begins: a receiver without our extension has to read the text or to infer it. [`plan_definition`]
//! states it in the standard's own words, as `relatedAction` with an `offsetDuration`. Reading an instruction
//! without the extension, its seam is its own period, as for every [`Phase`](crate::Phase).
//!
//! # Months
//!
//! `periodUnit` `mo` is the calendar month. The standard does not say what follows the 31st; each `text` with
//! months states the rule of this crate, which counts them from one first date.
//!
//! # What is read
//!
//! Of the request itself `resourceType`, `status` (not `entered-in-error`), `statusReason`, `effectiveDosePeriod` (a start alone)
//! and `dosageInstruction`;
//! `doNotPerform`, `implicitRules` and `modifierExtension` change the meaning of all and are refused, other
//! elements and extensions are ignored. From `dosageInstruction` down every element is either understood or
//! refused; passed over are only `id`, `text`, `additionalInstruction`, `patientInstruction`, `site`, `method`
//! and extensions of other makers, which by the standard can be ignored safely. Roles that are not stated are
//! those of the text form. `boundsPeriod` is read with a start alone. Of FHIR R4 `asNeededBoolean` is read as `asNeeded`. The rules tim-1 to tim-10 of `Timing` are checked, and so are numbers, exactly:
//! no decimal passes through floating point.

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
    ReadAdministration, read_medication_administration, record_administrations,
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
    pub(super) const EFFECTIVE_PERIOD: &str =
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.effectiveDosePeriod";
    pub(super) const STATUS_CHANGED: &str =
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.statusChanged";
}

/// Where the codes of units come from.
const UCUM: &str = "http://unitsofmeasure.org";
/// FHIR's `positiveInt` goes no further.
const LARGEST_COUNT: u32 = 2_147_483_647;
/// What is expected of a text.
const ONE_LINE: &str = "a text of one line";
