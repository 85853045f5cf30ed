//! Why an entry is refused.

use chrono::NaiveDate;
use thiserror::Error;

use crate::dosing::course::timing::{Pause, Unspecified};
use crate::dosing::regimen::RegimenError;
use crate::dosing::tolerance::Tolerance;
use crate::quantity::Mass;
use crate::text::debug_as_display;

/// Why an entry was refused, or why a question about a course has no answer. The course is unchanged.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CourseError {
    /// The first dose cannot be given yet.
    #[error(
        "the first dose cannot be given on {day}, expected {earliest} or a later day; if it was given then, record first \
         that it was rescheduled"
    )]
    BeforeStart {
        /// The day of the entry.
        day: NaiveDate,
        /// The first day of its window.
        earliest: NaiveDate,
    },
    /// A dose that counts was given that day or later.
    #[error(
        "a dose cannot be given on {day}, as the last that counts was given on {last}, expected a later day"
    )]
    NotAfterLastDose {
        /// The day of the entry.
        day: NaiveDate,
        /// The day of the last dose that counts.
        last: NaiveDate,
    },
    /// The regimen has ended.
    #[error("no dose is due on {day}, as the regimen has ended")]
    Ended {
        /// The day of the entry.
        day: NaiveDate,
    },
    /// The due dose has no date.
    #[error("the next dose has no date on {day}; set one first: {why}")]
    NoDate {
        /// The day of the entry.
        day: NaiveDate,
        /// Why it has none.
        why: Unspecified,
    },
    /// The dose that is due cannot have been missed yet.
    #[error(
        "no dose was missed on {day}, as the next is planned on {planned}, expected {earliest} or a later day"
    )]
    NotDueYet {
        /// The day of the entry.
        day: NaiveDate,
        /// Its planned date.
        planned: NaiveDate,
        /// The first day of its window.
        earliest: NaiveDate,
    },
    /// The due dose is already recorded as missed.
    #[error("the dose planned on {planned} is already recorded as missed")]
    AlreadyMissed {
        /// Its planned date.
        planned: NaiveDate,
    },
    /// A date was set for the next dose that is not after the last one.
    #[error(
        "the next dose cannot be on {date}, as the last was given on {last}, expected a later date"
    )]
    DateNotAfterLastDose {
        /// The date that was set.
        date: NaiveDate,
        /// The day of the last dose that counts.
        last: NaiveDate,
    },
    /// The date that was set is before the day of the decision.
    #[error("on {day} the next dose cannot be moved to {to}, expected {day} or a later date")]
    DecidedLater {
        /// The day of the entry.
        day: NaiveDate,
        /// The date that was set.
        to: NaiveDate,
    },
    /// An entry that needs a reason has none, or the reason is blank.
    #[error("{what} on {day} without a reason, expected a text that is not blank")]
    NoReason {
        /// The day of the entry.
        day: NaiveDate,
        /// What it records.
        what: &'static str,
    },
    /// The reason of an entry has a character that cannot be printed or exported.
    #[error("the reason of the `{what}` entry on {day} contains the control character {found:?}")]
    ControlCharacter {
        /// The day of the entry.
        day: NaiveDate,
        /// What it records.
        what: &'static str,
        /// The character.
        found: char,
    },
    /// Treatment is held or stopped already.
    #[error(
        "treatment cannot be {how} on {day}, as it is {before} since {since}, expected a resumption first"
    )]
    AlreadyPaused {
        /// The day of the entry.
        day: NaiveDate,
        /// What it records.
        how: Pause,
        /// What was recorded before.
        before: Pause,
        /// Since when.
        since: NaiveDate,
    },
    /// Treatment is neither held nor stopped.
    #[error(
        "treatment cannot be resumed on {day}, as it is not interrupted, expected a hold or a stop first"
    )]
    NothingToResume {
        /// The day of the entry.
        day: NaiveDate,
    },
    /// A part of a dose is more than the planned amount.
    #[error("part of {part} on {day} exceeds the planned {planned}; for more use `amount`")]
    PartTooLarge {
        /// The day of the entry.
        day: NaiveDate,
        /// The amount given.
        part: Mass,
        /// The amount planned.
        planned: Mass,
    },
    /// The rest of a dose of which no part was given.
    #[error("a rest cannot be recorded on {day}, as no part of a dose was given on that day")]
    NoPart {
        /// The day of the entry.
        day: NaiveDate,
    },
    /// The amount given is 0.
    #[error("0 mg given on {day}, expected more; a dose that was not given is missed")]
    NoMass {
        /// The day of the entry.
        day: NaiveDate,
    },
    /// An entry has both an amount and a part, or one of them twice.
    #[error("the dose given on {day} has two amounts, expected one call of `amount` or `partly`")]
    TwoAmounts {
        /// The day of the entry.
        day: NaiveDate,
    },
    /// An amount, or not counting, was set on an entry that is not a dose given.
    #[error("{what} on {day}: only a `given` entry can have an amount or a part, or not count")]
    NotADose {
        /// The day of the entry.
        day: NaiveDate,
        /// What it records.
        what: &'static str,
    },
    /// A later entry would be refused.
    #[error("entry {entry} would be refused after that: {why}")]
    Conflict {
        /// The later entry, counted from 1.
        entry: usize,
        /// Why it would be refused.
        why: Box<CourseError>,
    },
    /// There is no such entry.
    #[error("there is no entry {entry}, the course has {entries}")]
    NoSuchEntry {
        /// Its number.
        entry: usize,
        /// The number of entries.
        entries: usize,
    },
    /// The regimen has no dose with this number.
    #[error("the regimen has no dose {number}")]
    NoSuchDose {
        /// The number, counted from 1.
        number: u32,
    },
    /// The tolerance does not fit the regimen.
    #[error("the window {tolerance} does not fit the regimen: {why}")]
    Tolerance {
        /// The tolerance.
        tolerance: Tolerance,
        /// The rule of a regimen that it would break.
        why: RegimenError,
    },
    /// A tolerance was set on a course that has entries.
    #[error("a tolerance is set before the first entry, and the course has {entries}")]
    Begun {
        /// The number of entries.
        entries: usize,
    },
    /// Advice for a day before the last entry.
    #[error(
        "there is no advice for {day}, as the last entry is on {last}, expected {last} or a later day"
    )]
    BeforeLastEntry {
        /// The day asked about.
        day: NaiveDate,
        /// The day of the last entry.
        last: NaiveDate,
    },
}

impl CourseError {
    /// The field of an entry's JSON that the error is about: `what`, `day`, `amount` (also for a part), `to` or `reason`.
    /// A form shows the error beside it.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::catalog;
    ///
    /// let first = "2026-01-05".parse()?;
    /// let mut course = catalog::tofersen::labels().remove(0).course(first)?;
    /// let error = course.hold(first, " ").unwrap_err();
    /// assert_eq!(error.field(), "reason");
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn field(&self) -> &'static str {
        match self {
            Self::NoReason { .. } | Self::ControlCharacter { .. } => "reason",
            Self::PartTooLarge { .. } | Self::NoMass { .. } | Self::TwoAmounts { .. } => "amount",
            Self::DateNotAfterLastDose { .. } | Self::DecidedLater { .. } => "to",
            Self::NoPart { .. }
            | Self::NotADose { .. }
            | Self::NothingToResume { .. }
            | Self::AlreadyPaused { .. }
            | Self::AlreadyMissed { .. } => "what",
            _ => "day",
        }
    }
}

debug_as_display!(CourseError);
