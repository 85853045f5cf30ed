//! SDTM: what one subject was given (EX, EC), both ways, and the design of a trial (TA, TE, TV,
//! TI, TS).
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
//! Variables, their order and labels are those of SDTMIG 3.4; ECREASOC is its name for the reason why a dose
//! was not given. Terms are from the CDISC code lists for routes (C66729), frequencies (C71113) and units
//! (C71620). Study days have no day 0. Identifiers, and whatever else is of the sponsor and not of the regimen,
//! come from the caller.
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
//!         "STUDY1,EX,STUDY1-001,2,TOFERSEN,100,mg,,ONCE,INTRATHECAL,,TREATMENT,2026-01-19,2026-01-19,15,15"
//!     )
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # In
//!
//! An [`ExposureReader`] reads EX or EC of any sponsor from a [`Dataset`](super::table::Dataset), which is
//! comma-separated values or Dataset-JSON 1.1. Each subject is a [`SubjectExposure`]: its records, its doses day by day,
//! and its [`Course`](crate::Course). The plan is not in EX. The caller gives it, as a course in which nothing is recorded
//! yet.
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
//! EC of a course, read by the same plan, is the same course if its entries are doses given and doses missed on their
//! planned date. EX is the same without the doses missed. What neither carries:
//!
//! - that a dose was held, left out or passed over: it comes back as missed;
//! - a hold, its end, a stop, a moved date, another regimen or policy, a weight: the caller's plan has them;
//! - that a dose does not count: EC has it in ECLNKGRP, if the reader is told to [read
//!   it](ExposureReader::grouped_by_dose); else it comes back as a dose that does;
//! - that a dose is a part of which the rest was never given: it comes back as another amount;
//! - the reason of a dose that is given as planned.
//!
//! Two equal parts of one dose are two equal records, which are refused as one record that is there twice.

mod code;
mod design;
mod element;
mod exposure;
mod extent;
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
