//! SDTM tables: what one subject was given (EX, EC), and the design of a trial (TA, TE, TV, TI, TS).
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

mod code;
mod design;
mod element;
mod exposure;
mod path;
mod study;
mod summary;

pub use self::design::{trial_arms, trial_elements, trial_visits};
pub use self::exposure::{SubjectTreatment, exposure, exposure_as_collected, exposure_by_interval};
pub use self::study::{Study, StudySubject};
pub use self::summary::{trial_criteria, trial_summary};
use crate::calendar::Interval;
use crate::dosing::dose::Route;
use crate::interchange::table::{Column, DataType};

/// The term for a route: the controlled one (code list C66729, which may be extended), or its own name in capitals.
#[doc(alias = "EXROUTE")]
pub fn route(route: &Route) -> String {
    route.name().to_uppercase()
}

/// The controlled term for doses at an interval (code list C71113); `None` if no term says exactly that interval.
///
/// ```
/// use aso_regimen::Interval;
/// use aso_regimen::interchange::sdtm::frequency;
///
/// assert_eq!(frequency(Interval::days(28)), Some("EVERY 4 WEEKS"));
/// assert_eq!(frequency(Interval::months(4)), Some("Q4M"));
/// assert_eq!(frequency(Interval::weeks(9)), None);
/// assert_eq!(frequency(Interval::days(30)), None);
/// ```
#[doc(alias = "EXDOSFRQ")]
pub const fn frequency(interval: Interval) -> Option<&'static str> {
    let term = match interval {
        Interval::Days(days) => match days.get() {
            7 => "EVERY WEEK",
            14 => "EVERY 2 WEEKS",
            21 => "EVERY 3 WEEKS",
            28 => "EVERY 4 WEEKS",
            35 => "EVERY 5 WEEKS",
            42 => "EVERY 6 WEEKS",
            49 => "EVERY 7 WEEKS",
            56 => "EVERY 8 WEEKS",
            70 => "EVERY 10 WEEKS",
            84 => "EVERY 12 WEEKS",
            91 => "EVERY 13 WEEKS",
            112 => "EVERY 16 WEEKS",
            _ => return None,
        },
        Interval::Months(months) => match months.get() {
            1 => "QM",
            2 => "Q2M",
            3 => "Q3M",
            4 => "Q4M",
            6 => "Q6M",
            _ => return None,
        },
    };
    Some(term)
}

const fn text(name: &'static str, label: &'static str) -> Column {
    Column::new(name, DataType::Text).labelled(label)
}

const STUDYID: Column = text("STUDYID", "Study Identifier");
const DOMAIN: Column = text("DOMAIN", "Domain Abbreviation");
const USUBJID: Column = text("USUBJID", "Unique Subject Identifier");
const EPOCH: Column = text("EPOCH", "Epoch");
