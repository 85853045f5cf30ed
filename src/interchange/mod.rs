//! One regimen in every format its users already have.
//!
//! | format | module | out | in |
//! |---|---|---|---|
//! | NONMEM event records, compact and expanded | [`nonmem`] | plans, courses, any list of doses | doses, and their regimen |
//! | SDTM EX, EC | [`sdtm`] | courses | courses, by a plan of the caller |
//! | SDTM TA, TE, TV | [`sdtm`] | trials | |
//! | ADaM basic data (BASE, CHG, PCHG) | [`adam`] | readings | |
//! | comma-separated values, Dataset-JSON 1.1 | [`table`] | those tables | data sets of others |
//! | FHIR R4 and R5 `MedicationRequest`, `MedicationAdministration`, `Bundle`, `PlanDefinition` | [`fhir`] | regimens, courses | requests, records of doses given |
//! | iCalendar | [`icalendar`] | plans, courses, their changes | |
//! | JSON Schema of our own serde form | [`schema`] | | |
//!
//! What was given of a course leaves as it was given: a part as a part, a dose that does not count as the drug that it
//! was, and nothing for a dose missed or held. Reasons stand where a format has a place for them.
//!
//! Months never become days: where a format has none they are the dates they fall on. What a format cannot carry is
//! refused with a [`FormatError`], or stated to be left out; nothing is lost in silence. There is no clock: the
//! caller gives every stamp.

#[cfg(feature = "analysis")]
pub mod adam;
mod error;
pub mod fhir;
mod history;
pub mod icalendar;
pub mod nonmem;
pub mod schema;
pub mod sdtm;
pub mod table;

pub use self::error::{FileError, FormatError};
