//! Doses, regimens, schedules, and courses.
//!
//! | type | is |
//! |---|---|
//! | [`Dose`](crate::Dose) | an amount and a route |
//! | [`Regimen`](crate::Regimen) | phases of equal doses at equal intervals |
//! | [`Schedule`](crate::Schedule) | a regimen with the date of its first dose: every planned dose |
//! | [`Course`](crate::Course) | what one patient was given, and what is due |
//! | [`MissedDosePolicy`](missed_dose::MissedDosePolicy) | what a label says about late and missed doses |
//!
//! ```
//! use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
//! use aso_regimen::{Course, regimen};
//!
//! let tofersen = regimen!("100 mg IT q14d x3, then q28d");
//! let plan = tofersen.starting("2026-01-05".parse()?);
//! assert_eq!(plan.dose(4).ok_or("no dose 4")?.date(), "2026-03-02".parse()?);
//!
//! // The second dose comes six days late. This policy counts later doses from the day
//! // given.
//! let policy = MissedDosePolicy::always(Action::Reanchor);
//! let mut course = Course::new(tofersen, policy, "2026-01-05".parse()?);
//! course.give("2026-01-05".parse()?)?;
//! course.give("2026-01-25".parse()?)?;
//! let due = course.next_due().dose().ok_or("no dose is due")?;
//! assert_eq!(due.date(), "2026-02-08".parse()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "serde")]
pub mod as_text;
pub mod course;
pub mod dose;
pub mod doses;
pub(crate) mod label_key;
pub mod missed_dose;
pub mod notation;
mod phase;
pub mod regimen;
mod route;
pub mod schedule;
mod segment;
pub(crate) mod span;
mod stride;
pub mod tolerance;
