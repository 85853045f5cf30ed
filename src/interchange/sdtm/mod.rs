//! SDTM tables: what one subject was given (EX, EC), and the design of a trial (TA, TE, TV).
//!
//! | table | from | function |
//! |---|---|---|
//! | EX, exposure: one record a dose given | a [`Course`](crate::Course) | [`exposure`] |
//! | EX, one record a run of equal doses | a [`Course`](crate::Course) | [`exposure_by_interval`] |
//! | EC, exposure as collected: what was planned, given and not given | a [`Course`](crate::Course) | [`exposure_as_collected`] |
//! | TA, TE, the arms and their elements | a [`Trial`](crate::Trial) | [`trial_arms`], [`trial_elements`] |
//! | TV, the visits | a [`Trial`](crate::Trial) | [`trial_visits`] |
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

mod design;
mod exposure;
mod reader;
mod record;
mod study;
mod subject;
mod term;
mod variables;

pub use self::design::{trial_arms, trial_elements, trial_visits};
pub use self::exposure::{SubjectTreatment, exposure, exposure_as_collected, exposure_by_interval};
pub use self::reader::ExposureReader;
pub use self::record::{ExposureDate, ExposureKind, ExposureRecord};
pub use self::study::{Study, StudySubject};
pub use self::subject::SubjectExposure;
pub use self::term::{frequency, route};
use crate::interchange::table::{Column, DataType};

const fn text(name: &'static str, label: &'static str) -> Column {
    Column::new(name, DataType::Text).labelled(label)
}

const STUDYID: Column = text("STUDYID", "Study Identifier");
const DOMAIN: Column = text("DOMAIN", "Domain Abbreviation");
const USUBJID: Column = text("USUBJID", "Unique Subject Identifier");
const EPOCH: Column = text("EPOCH", "Epoch");
