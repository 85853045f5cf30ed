//! iCalendar (RFC 5545): a calendar entry for each dose, and its changes as a course goes on.
//!
//! Each dose is an all-day `VEVENT` with a `UID` made of the caller's name for the course and the number of
//! the dose, so that a later edition moves or cancels the entry that is already in somebody's calendar.
//! There is no recurrence rule: intervals of months are expanded, as their rule for the end of a month is
//! not that of `RRULE`, which skips months that have no such day.
//!
//! Everything in the text comes from the caller: the same input gives the same bytes.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog;
//! use aso_regimen::interchange::icalendar::{Agenda, Edition};
//!
//! let mut course = catalog::tofersen::labels().remove(0).course("2026-01-05".parse()?);
//! let through = "2026-03-31".parse()?;
//! let first = Agenda::of_course(&course, through);
//! let edition = Edition::new("course-17@clinic.example", "tofersen", "2026-01-01T08:00:00Z".parse()?)?;
//! let text = first.to_text(&edition)?;
//! assert!(text.contains("UID:dose-2.course-17@clinic.example\r\n"));
//! assert!(text.contains("DTSTART;VALUE=DATE:20260119\r\n"));
//!
//! // The second dose comes six days late, and the label has the third follow from there.
//! course.give("2026-01-05".parse()?)?;
//! course.give("2026-01-25".parse()?)?;
//! let second = Agenda::of_course(&course, through).replacing(&first);
//! let text = second.to_text(&edition.revised(1, "2026-01-25T16:00:00Z".parse()?))?;
//! assert!(text.contains("DTSTART;VALUE=DATE:20260125\r\n"));
//! assert!(text.contains("DTSTART;VALUE=DATE:20260208\r\n"));
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use std::collections::BTreeMap;

use ::icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use thiserror::Error;

use crate::dosing::course::{Course, DueDose};
use crate::dosing::dose::Dose;
use crate::dosing::schedule::Schedule;
use crate::interchange::history::{Fate, History, Key, Keys, Past, Which};

/// The doses of a schedule or a course that go into a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    entries: BTreeMap<Key, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    date: NaiveDate,
    dose: Dose,
    state: State,
    /// What there is to say, line by line.
    lines: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Planned,
    Given,
    Cancelled,
}

/// Why an [`Agenda`] cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AgendaError {
    /// A text that says nothing.
    #[error("the {what} is blank, expected a text")]
    Blank {
        /// Which text.
        what: &'static str,
    },
    /// A control character, which RFC 5545 does not allow in a text.
    #[error("the {what} has the control character {character:?}, expected plain text")]
    Control {
        /// Which text.
        what: &'static str,
        /// The character.
        character: char,
    },
    /// The organizer is not an address.
    #[error("the organizer is {found:?}, expected an address such as mailto:clinic@example.org")]
    Organizer {
        /// What it is.
        found: String,
    },
    /// A date that RFC 5545 has no text for.
    #[error("{0} cannot be written, expected a day from 0001-01-01 to 9999-12-30")]
    Date(NaiveDate),
    /// A cancellation of the whole with an entry that is not cancelled.
    #[error("the entry on {date} is not cancelled, expected each to be with METHOD:CANCEL")]
    NotCancelled {
        /// Its day.
        date: NaiveDate,
    },
}

/// What the calendar is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `METHOD:PUBLISH`: to be shown, and not to be answered.
    Publish,
    /// `METHOD:CANCEL`: every entry is taken back, as [`Agenda::cancelled`] has them.
    Cancel,
}

/// One edition of a calendar: whose it is, and which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edition<'a> {
    course: &'a str,
    medication: &'a str,
    stamp: DateTime<Utc>,
    sequence: u32,
    method: Option<(Method, &'a str)>,
}

impl<'a> Edition<'a> {
    /// The first edition: a name for the course that no other one has anywhere, such as
    /// `course-17@clinic.example`, which becomes part of each `UID`; the drug; and the time it is made at, to
    /// the second, which becomes `DTSTAMP`.
    ///
    /// # Errors
    ///
    /// Where a text is blank or has a control character.
    pub fn new(
        course: &'a str,
        medication: &'a str,
        stamp: DateTime<Utc>,
    ) -> Result<Self, AgendaError> {
        check_line("course", course)?;
        check_line("medication", medication)?;
        Ok(Self {
            course,
            medication,
            stamp,
            sequence: 0,
            method: None,
        })
    }

    /// A later edition. Its number, which becomes `SEQUENCE`, is higher than that of every one before.
    #[must_use]
    pub fn revised(self, sequence: u32, stamp: DateTime<Utc>) -> Self {
        Self {
            stamp,
            sequence,
            ..self
        }
    }

    /// The same edition with a method, which RFC 5546 wants to have an organizer: an address such as
    /// `mailto:clinic@example.org`.
    ///
    /// # Errors
    ///
    /// Where the organizer is not an address: something, a colon, something, and no blank in it.
    pub fn by_method(self, method: Method, organizer: &'a str) -> Result<Self, AgendaError> {
        let blank = |c: char| c.is_whitespace() || c.is_control();
        match organizer.split_once(':') {
            Some((scheme, address))
                if !scheme.is_empty() && !address.is_empty() && !organizer.contains(blank) =>
            {
                let method = Some((method, organizer));
                Ok(Self { method, ..self })
            }
            _ => Err(AgendaError::Organizer {
                found: organizer.to_owned(),
            }),
        }
    }
}

/// A text of one line.
fn check_line(what: &'static str, text: &str) -> Result<(), AgendaError> {
    if text.trim().is_empty() {
        return Err(AgendaError::Blank { what });
    }
    check_text(what, text, |_| false)
}

fn check_text(
    what: &'static str,
    text: &str,
    allowed: fn(char) -> bool,
) -> Result<(), AgendaError> {
    let control = |c: &char| c.is_control() && !allowed(*c);
    match text.chars().find(control) {
        Some(character) => Err(AgendaError::Control { what, character }),
        None => Ok(()),
    }
}

impl Agenda {
    /// The planned doses up to a date, the date included.
    pub fn of_schedule(schedule: &Schedule<'_>, through: NaiveDate) -> Self {
        let mut keys = Keys::FIRST;
        let entries = schedule.through(through).map(|planned| {
            let mut entry = Entry::planned(planned.date(), planned.dose());
            entry.lines.push(format!("{planned}"));
            entry
                .lines
                .extend(planned.window().map(|window| on_time(window.into_inner())));
            (keys.of(Some(planned.number())), entry)
        });
        Self {
            entries: entries.collect(),
        }
    }

    /// What was recorded in a course, and its doses to come up to a date, the date included.
    ///
    /// Doses given are on the day they were given, `STATUS:CONFIRMED`; doses missed or passed over are on
    /// their planned day, `STATUS:CANCELLED`; doses to come have no status, and in words what the label says
    /// should they be late. A dose that was missed and given later is there once, as given.
    pub fn of_course(course: &Course, through: NaiveDate) -> Self {
        let history = History::of(course);
        let mut keys = history.keys();
        let mut entries: BTreeMap<_, _> = history
            .past
            .into_iter()
            .map(|past| (past.key, Entry::past(past)))
            .collect();
        for due in course.forecast().take_while(|due| due.date() <= through) {
            entries.insert(keys.of(due.number()), Entry::due(&due, course));
        }
        Self { entries }
    }

    /// The same, and each dose of an earlier agenda that is not in it any more, cancelled.
    #[must_use]
    pub fn replacing(mut self, earlier: &Self) -> Self {
        for (key, entry) in &earlier.entries {
            self.entries
                .entry(*key)
                .or_insert_with(|| entry.cancelled());
        }
        self
    }

    /// Every dose cancelled.
    #[must_use]
    pub fn cancelled(self) -> Self {
        let entries = self.entries.iter();
        Self {
            entries: entries
                .map(|(key, entry)| (*key, entry.cancelled()))
                .collect(),
        }
    }

    /// The days of the doses that are not cancelled, in order.
    pub fn dates(&self) -> Vec<NaiveDate> {
        let standing = |entry: &&Entry| entry.state != State::Cancelled;
        let mut dates: Vec<_> = self
            .entries
            .values()
            .filter(standing)
            .map(|one| one.date)
            .collect();
        dates.sort_unstable();
        dates
    }

    /// The calendar as text, its lines folded and ended as RFC 5545 has them.
    ///
    /// # Errors
    ///
    /// Where a reason has a control character other than a line feed, a day is not in the years 1 to 9999, or
    /// not every entry of a cancellation is cancelled.
    pub fn to_text(&self, edition: &Edition<'_>) -> Result<String, AgendaError> {
        check_date(edition.stamp.date_naive())?;
        let mut calendar = Calendar::empty();
        calendar.append_property(("VERSION", "2.0"));
        calendar.append_property(("PRODID", "-//aso-regimen//doses//EN"));
        if let Some((method, _)) = edition.method {
            calendar.append_property(("METHOD", method.word()));
        }
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(key, entry)| (entry.date, **key));
        for (key, entry) in entries {
            calendar.push(entry.event(*key, edition)?);
        }
        Ok(folded(&calendar.to_string()))
    }
}

impl Method {
    fn word(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Cancel => "CANCEL",
        }
    }
}

impl Entry {
    fn planned(date: NaiveDate, dose: &Dose) -> Self {
        Self {
            date,
            dose: dose.clone(),
            state: State::Planned,
            lines: Vec::new(),
        }
    }

    fn due(due: &DueDose<'_>, course: &Course) -> Self {
        let mut entry = Self::planned(due.date(), due.dose());
        entry.lines.push(due.to_string());
        entry
            .lines
            .extend(due.window().map(|window| on_time(window.into_inner())));
        let rule = course.policy().rule(due.role());
        entry.lines.push(match due.number() {
            Some(_) => format!("If it is late: {rule}"),
            None => "If it is late: the label does not say what to do".to_owned(),
        });
        entry
    }

    fn past(past: Past) -> Self {
        let (state, line) = match past.fate {
            Fate::Given { timing, .. } => (State::Given, format!("Given: {timing}")),
            Fate::NotGiven(reason) => (State::Cancelled, format!("Not given: {reason}")),
        };
        Self {
            state,
            lines: vec![past.dose.to_string(), line],
            ..Self::planned(past.date, &past.dose)
        }
    }

    fn cancelled(&self) -> Self {
        Self {
            state: State::Cancelled,
            ..self.clone()
        }
    }

    fn event(&self, key: Key, edition: &Edition<'_>) -> Result<Event, AgendaError> {
        let end = check_date(self.date)?;
        let description = self.lines.join("\n");
        check_text("description", &description, |c| c == '\n')?;
        let mut event = Event::new();
        // Both would come from the clock and from chance, were they not given.
        event
            .timestamp(edition.stamp)
            .uid(&uid(key, edition.course));
        // Not `all_day`, which ends on the day it begins; RFC 5545 (3.8.2.2) has the end exclusive.
        event.starts(self.date).ends(end);
        event
            .sequence(edition.sequence)
            .summary(&summary(key, &self.dose, edition.medication))
            .description(&description);
        let status = match self.state {
            State::Planned => None,
            State::Given => Some(EventStatus::Confirmed),
            State::Cancelled => Some(EventStatus::Cancelled),
        };
        if let Some(status) = status {
            event.status(status);
        }
        if let Some((method, organizer)) = edition.method {
            if method == Method::Cancel && self.state != State::Cancelled {
                return Err(AgendaError::NotCancelled { date: self.date });
            }
            event.append_property(Property::new("ORGANIZER", organizer));
        }
        Ok(event.done())
    }
}

fn on_time((open, close): (NaiveDate, NaiveDate)) -> String {
    format!("On time from {open} to {close}")
}

/// Which dose it is, in words with blanks or without.
fn name(key: Key, between: &str) -> String {
    let which = match key.which {
        Which::Planned(number) => format!("dose{between}{number}"),
        Which::Additional(number) => format!("additional dose{between}{number}"),
    };
    match key.run {
        1 => which,
        run => format!("{which} of run {run}"),
    }
}

fn uid(key: Key, course: &str) -> String {
    format!("{}.{course}", name(key, "-").replace(' ', "-"))
}

fn summary(key: Key, dose: &Dose, medication: &str) -> String {
    format!(
        "{medication}, {}: {} {}",
        name(key, " "),
        dose.amount(),
        dose.route()
    )
}

/// The day after, where both have years of four digits.
fn check_date(date: NaiveDate) -> Result<NaiveDate, AgendaError> {
    let next = date.succ_opt().filter(|next| next.year() <= 9999);
    next.filter(|_| date.year() >= 1)
        .ok_or(AgendaError::Date(date))
}

/// Folds lines anew, at 75 octets with the blank that a continued line begins with; the library leaves out
/// that blank and makes some a line of 76 (RFC 5545, section 3.1).
fn folded(text: &str) -> String {
    const OCTETS: usize = 75;
    let mut folded = String::with_capacity(text.len() + text.len() / 32);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > OCTETS {
                folded.push_str("\r\n ");
                octets = 1;
            }
            folded.push(c);
            octets += c.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}
