//! iCalendar (RFC 5545): one calendar entry for each dose, and updates as a course goes on.
//!
//! Each dose is an all-day `VEVENT`. Its `UID` consists of the caller's name for the course and the number of the dose,
//! so that a later revision moves or cancels the entry in a calendar that already has it. No recurrence rule is
//! written: `RRULE` skips months without the day of the month, while this crate uses their last day.
//!
//! Doses that may still move are `STATUS:TENTATIVE`, for example while treatment is held or a dose is overdue. Doses that
//! were sent in an earlier calendar and are no longer planned are `STATUS:CANCELLED`. The description says why.
//!
//! A program that sends a calendar stores it, in memory or as JSON, since [`CalendarBuilder::replacing`] needs it to cancel
//! entries that were sent.
//!
//! Doses are numbered as in the regimen. A change of regimen, a restart and a return to an earlier dose begin another run:
//! `dose 1 of run 2` is the first dose of the second run.
//!
//! The text depends on the caller's input alone: the same input gives the same bytes. The crate writes it itself,
//! because icalendar 0.17 requires Rust 1.88 and adds eight crates, among them the system clock and a random source,
//! and because ics 0.5 folds lines at 76 octets, one more than the standard allows.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog;
//! use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, Revision};
//!
//! let mut course = catalog::tofersen::labels().remove(0).course("2026-01-05".parse()?)?;
//! let name =
//!     CalendarCourse::new("course-17@clinic.example")?.with_medication("tofersen")?;
//! let (today, through) = ("2026-01-01".parse()?, "2026-03-31".parse()?);
//! let first = Calendar::of_course(&name, &course, today..=through).build()?;
//! let revision = Revision::new("2026-01-01T08:00:00Z".parse()?);
//! let text = first.to_text(&revision)?;
//! assert!(text.contains("UID:dose-2.course-17@clinic.example\r\n"));
//! assert!(text.contains("DTSTART;VALUE=DATE:20260119\r\n"));
//!
//! // The second dose comes six days late, and by the label the third follows from there.
//! course.give("2026-01-05".parse()?)?;
//! course.give("2026-01-25".parse()?)?;
//! let second = Calendar::of_course(&name, &course, "2026-01-25".parse()?..=through)
//!     .replacing(&first)
//!     .build()?;
//! let text = second.to_text(&revision.revised(1, "2026-01-25T16:00:00Z".parse()?)?)?;
//! assert!(text.contains("DTSTART;VALUE=DATE:20260125\r\n"));
//! assert!(text.contains("DTSTART;VALUE=DATE:20260208\r\n"));
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod builder;
mod calendar;
mod content_line;
mod entry;
mod name;
mod revision;
mod to_come;
mod visits;

pub use self::builder::CalendarBuilder;
pub use self::calendar::Calendar;
pub use self::name::CalendarCourse;
pub use self::revision::{CalendarMethod, Revision};
