//! Writes and reads regimens, courses and trials in the formats of other programs.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog;
//! use aso_regimen::interchange::nonmem::{
//!     EventDataset, RecordFormat, SubjectRecords, TimeUnit,
//! };
//!
//! let label = catalog::tofersen::labels().remove(0);
//! let first = "2026-01-05".parse()?;
//! let mut course = label.course(first)?;
//! course.give(first)?;
//! course.give("2026-01-19".parse()?)?;
//!
//! let patient = SubjectRecords::new(17, first);
//! let format = RecordFormat::new(TimeUnit::Days);
//! let file = format.to_csv(&EventDataset::new(patient.given(&course)?))?;
//! assert_eq!(
//!     file,
//!     "ID,TIME,AMT,RATE,EVID,CMT,ADDL,II,MDV,DV\n17,0,100,0,1,0,1,14,1,.\n"
//! );
//! let read = patient.course(&format.read(file.as_bytes())?, label.course(first)?)?;
//! assert_eq!(read, course);
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! | format | module | out | in |
//! |---|---|---|---|
//! | NONMEM event records, compact and expanded | [`nonmem`] | plans, courses, any list of doses | doses, their regimen, courses |
//! | SDTM EX, EC | [`sdtm`] | courses | courses, with the caller's plan |
//! | SDTM TA, TE, TV, TI, TS | [`sdtm`] | trials | |
//! | ADaM basic data (BASE, CHG, PCHG) | [`adam`] | readings | |
//! | comma-separated values, Dataset-JSON 1.1 | [`table`] | tables of SDTM and ADaM | data sets of other programs |
//! | FHIR R4 and R5 `MedicationRequest`, `MedicationAdministration`, `Bundle`, `PlanDefinition` | [`fhir`] | regimens, courses | regimens, courses |
//! | iCalendar | [`icalendar`] | plans, courses, updates | |
//! | JSON Schema of the crate's own JSON | [`schema`] | | |
//!
//! A course is written as it was given: a part of a dose as a part, a dose that does not count as drug given, and a
//! missed or held dose as nothing given. Reasons are written if the format has a place for them.
//!
//! Months are never turned into days: in a format without months, doses are on the dates on which they fall. What a
//! format cannot express is refused with a [`FormatError`], or the page of its module says that it is left out. This
//! module reads no clock: the caller passes every time stamp.

#[cfg(feature = "analysis")]
pub mod adam;
mod error;
pub mod fhir;
mod history;
pub mod icalendar;
pub mod nonmem;
mod plan_entries;
pub mod schema;
pub mod sdtm;
pub mod table;

pub use self::error::{FileError, FormatError};
