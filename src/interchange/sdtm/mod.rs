//! SDTM: the exposure of a subject (EX, EC), written and read, and the design of a trial (TA, TE, TV, TI, TS).
//!
//! # Out
//!
//! | table | from | function |
//! |---|---|---|
//! | EX, exposure: one record a dose given | a [`Course`](crate::Course) | [`exposure`] |
//! | EX, one record a run of equal doses | a [`Course`](crate::Course) | [`exposure_by_interval`] |
//! | EC, exposure as collected: what was planned, given and not given | a [`Course`](crate::Course) | [`exposure_as_collected`] |
//! | TA, TE, the arms and their elements | a [`Trial`](crate::Trial) | [`trial_arms`], [`trial_elements`] |
//! | TV, the visits | a [`Trial`](crate::Trial) | [`trial_visits`] |
//! | TI, who may enter | a [`Trial`](crate::Trial) | [`trial_criteria`] |
//! | TS, a part of the summary | a [`Trial`](crate::Trial) | [`trial_summary`] |
//!
//! Variables, their order and their labels are those of SDTMIG 3.4. Terms are those of CDISC's code lists for routes
//! (C66729), frequencies (C71113) and units (C71620), in the SDTM Controlled Terminology of March 2025. There is no
//! study day 0. The caller passes identifiers and everything else that belongs to the sponsor and not to the regimen.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::interchange::sdtm::{self, Study};
//! use aso_regimen::{Course, catalog, chrono::NaiveDate};
//!
//! let label = catalog::tofersen::labels().remove(0);
//! let first: NaiveDate = "2026-01-05".parse()?;
//! let mut course = Course::new(label.regimen()?.clone(), label.policy().clone(), first);
//! course.give(first)?;
//! course.give("2026-01-19".parse()?)?;
//!
//! let study = Study::new("STUDY1")?.in_epoch("TREATMENT")?;
//! let treatment = study.subject("STUDY1-001")?.treated_with("TOFERSEN")?;
//! let table = sdtm::exposure(&treatment, &course)?.to_csv()?;
//! assert_eq!(
//!     table.lines().last(),
//!     Some(
//!         "STUDY1,EX,STUDY1-001,2,,TOFERSEN,100,mg,,ONCE,INTRATHECAL,,TREATMENT,\
//!          2026-01-19,2026-01-19,15,15"
//!     )
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # In
//!
//! An [`ExposureReader`] reads EX or EC of any sponsor from a [`Dataset`](super::table::Dataset). Each subject becomes
//! a [`SubjectExposure`] with its records, its doses by day and its [`Course`](crate::Course). EX and EC have no plan:
//! the caller passes it as a course, together with the entries that EX and EC do not state (see [below](#there-and-back)).
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog::tofersen;
//! use aso_regimen::interchange::sdtm::ExposureReader;
//! use aso_regimen::interchange::table::Dataset;
//!
//! let ex = "\
//! USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXROUTE,EXSTDTC,EXENDTC
//! STUDY1-001,1,TOFERSEN,100,mg,INTRATHECAL,2026-01-05,2026-01-05
//! STUDY1-001,2,TOFERSEN,100,mg,INTRATHECAL,2026-01-22,2026-01-22
//! ";
//! let label = tofersen::labels().remove(0);
//! for subject in ExposureReader::new().read(&Dataset::from_csv(ex.as_bytes())?)? {
//!     let first = subject.first_day()?.expect("two doses");
//!     let course = subject.course(label.course(first)?)?;
//!     let adherence = course.adherence("2026-01-31".parse()?);
//!     assert_eq!((adherence.given, adherence.on_time, adherence.late), (2, 1, 1));
//! }
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # There and back
//!
//! A course that is written as EC and read with the same plan is the same course if its entries are doses given and
//! doses missed on their planned date. EX is the same without the missed doses. EX and EC do not state:
//!
//! - new dates, holds, stops, resumptions, body weights, and changes of regimen or policy; in EX missed doses, and in EC
//!   that a dose held was afterwards recorded as missed, or one given on time before: add them to the plan before you read;
//! - whether a dose not given was missed, held, skipped or passed over. If no entry of the plan explains it, one alone
//!   is read as missed, and several in a row as a hold with a first and last day chosen by the reader, as
//!   [`SubjectExposure::course`] describes;
//! - whether a decision of the day of a dose was made before the dose or after it, where the plan does not say so;
//! - that a dose does not count, unless the reader is told to [read](ExposureReader::grouped_by_dose) ECLNKGRP of EC;
//! - that a dose is a part whose rest was never given: it is read as another amount;
//! - the reason of a dose that was given as planned.
//!
//! The course itself can be the plan, since a dose that the plan has as given says what its record does not state. Then
//! everything comes back.
//!
//! The reader refuses two records that differ in EXSEQ alone. Two equal parts of one dose are written with
//! EXSPID 1 and 2.

mod code;
mod design;
mod element;
mod exposure;
mod extent;
mod not_given;
mod path;
mod reader;
mod record;
mod study;
mod subject;
mod summary;
mod term;
mod variables;

pub use self::design::{trial_arms, trial_elements, trial_visits};
pub use self::exposure::{SubjectTreatment, exposure, exposure_as_collected, exposure_by_interval};
pub use self::reader::ExposureReader;
pub use self::record::{ExposureDate, ExposureKind, ExposureRecord};
pub use self::study::{Study, StudySubject};
pub use self::subject::SubjectExposure;
pub use self::summary::{trial_criteria, trial_summary};
pub use self::term::{frequency, route};
use crate::interchange::table::{Column, DataType};

const fn text(name: &'static str, label: &'static str) -> Column {
    Column::new(name, DataType::Text).labelled(label)
}

const STUDYID: Column = text("STUDYID", "Study Identifier");
const DOMAIN: Column = text("DOMAIN", "Domain Abbreviation");
const USUBJID: Column = text("USUBJID", "Unique Subject Identifier");
const EPOCH: Column = text("EPOCH", "Epoch");
