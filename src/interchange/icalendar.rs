//! iCalendar (RFC 5545): a calendar entry for each dose, and its changes as a course goes on.
//!
//! Each dose is an all-day `VEVENT` with a `UID` made of the caller's name for the course and the number of
//! the dose, so that a later revision moves or cancels the entry that is already in somebody's calendar.
//! There is no recurrence rule: intervals of months are expanded, because `RRULE` skips months that do not have
//! the day of month, and this crate clamps to their last day.
//!
//! Only what is off is cancelled: a dose missed, left out or held that another day has taken the place of, and every
//! dose after a stop. Where the date of the next dose is not specified, and while treatment is held, doses that were
//! planned before are not off: [`Calendar::replacing`] leaves them on their days, `STATUS:TENTATIVE`, and says why.
//!
//! Everything in the text comes from the caller: the same input gives the same bytes. The text is written here
//! because icalendar 0.17 links the system clock and a random source and eight more crates, and because both it and
//! ics 0.5 fold continued lines at 76 octets.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog;
//! use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, Revision};
//!
//! let mut course = catalog::tofersen::labels().remove(0).course("2026-01-05".parse()?)?;
//! let name = CalendarCourse::new("course-17@clinic.example")?.with_medication("tofersen")?;
//! let through = "2026-03-31".parse()?;
//! let first = Calendar::of_course(&name, &course, through);
//! let revision = Revision::new("2026-01-01T08:00:00Z".parse()?);
//! let text = first.to_text(&revision)?;
//! assert!(text.contains("UID:dose-2.course-17@clinic.example\r\n"));
//! assert!(text.contains("DTSTART;VALUE=DATE:20260119\r\n"));
//!
//! // The second dose comes six days late, and by the label the third follows from there.
//! course.give("2026-01-05".parse()?)?;
//! course.give("2026-01-25".parse()?)?;
//! let second = Calendar::of_course(&name, &course, through).replacing(&first);
//! let text = second.to_text(&revision.revised(1, "2026-01-25T16:00:00Z".parse()?)?)?;
//! assert!(text.contains("DTSTART;VALUE=DATE:20260125\r\n"));
//! assert!(text.contains("DTSTART;VALUE=DATE:20260208\r\n"));
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use core::fmt;
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::dosing::course::{
    Course, DoseNotGiven, DueDose, GivenAmount, GivenDose, HistoryItem, NextDue, NotGiven,
};
use crate::dosing::schedule::Schedule;
use crate::interchange::error::{FormatError, check_plain, quoted};
use crate::interchange::history::{Key, Keys, Which, reason};

/// The doses of a schedule or a course as entries of a calendar.
#[doc(alias = "VCALENDAR")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// By the name of the course and the dose.
    entries: BTreeMap<(String, Key), Entry>,
    /// By the name of the course.
    pauses: BTreeMap<String, Pause>,
}

/// Why a course has no doses to come, and what that makes of those that were planned.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pause {
    run: u32,
    status: Status,
    why: String,
}

#[doc(alias = "VEVENT")]
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    date: NaiveDate,
    summary: String,
    status: Option<Status>,
    /// The description, line by line.
    lines: Vec<String>,
    /// Why it has its status, where that came later; the last line.
    why: Option<String>,
}

/// The status of an entry; a planned dose has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Confirmed,
    Tentative,
    Cancelled,
}

/// What the receiver does with the calendar.
#[doc(alias = "METHOD")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CalendarMethod {
    /// `METHOD:PUBLISH`: the entries are shown, and no answer is expected.
    Publish,
    /// `METHOD:CANCEL`: every entry is taken back, as [`Calendar::cancelled`] has them.
    Cancel,
}

/// A course as its calendar entries name it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CalendarCourse {
    uid: String,
    patient: Option<String>,
    medication: Option<String>,
}

impl CalendarCourse {
    /// The course with this globally unique name, such as `course-17@clinic.example`, which becomes part of each
    /// `UID`.
    ///
    /// # Errors
    ///
    /// If the name is blank or has a control character.
    #[doc(alias = "UID")]
    pub fn new(uid: impl Into<String>) -> Result<Self, FormatError> {
        let uid = uid.into();
        check_plain("course", "a text", &uid, &[])?;
        Ok(Self { uid, patient: None, medication: None })
    }

    /// The same with what the clinic calls the patient, which each `SUMMARY` then begins with.
    ///
    /// # Errors
    ///
    /// If the name is blank or has a control character.
    pub fn with_patient(self, patient: impl Into<String>) -> Result<Self, FormatError> {
        let patient = patient.into();
        check_plain("patient", "a text", &patient, &[])?;
        let patient = Some(patient);
        Ok(Self { patient, ..self })
    }

    /// The same with the name of the drug, which each `SUMMARY` then has before the dose.
    ///
    /// # Errors
    ///
    /// If the name is blank or has a control character.
    pub fn with_medication(self, medication: impl Into<String>) -> Result<Self, FormatError> {
        let medication = medication.into();
        check_plain("medication", "a text", &medication, &[])?;
        let medication = Some(medication);
        Ok(Self { medication, ..self })
    }

    /// Which dose it is, and how much.
    fn summary(&self, which: &str, what: impl fmt::Display) -> String {
        let dose = format!("{which}: {what}");
        let parts = [self.patient.clone(), self.medication.clone(), Some(dose)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Which state of a calendar is written: when it was made, its number, and what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Revision<'a> {
    stamp: DateTime<Utc>,
    sequence: u32,
    method: Option<(CalendarMethod, &'a str)>,
}

impl<'a> Revision<'a> {
    /// The first one, numbered 0, made at this time to the second.
    #[doc(alias = "DTSTAMP")]
    pub fn new(stamp: DateTime<Utc>) -> Self {
        Self { stamp, sequence: 0, method: None }
    }

    /// A later one. Its number must be higher than those of all before.
    ///
    /// # Errors
    ///
    /// If the number is not higher than that of this one.
    #[doc(alias = "SEQUENCE")]
    pub fn revised(self, sequence: u32, stamp: DateTime<Utc>) -> Result<Self, FormatError> {
        if sequence > self.sequence {
            return Ok(Self { stamp, sequence, ..self });
        }
        let expected = format!("a number above {}", self.sequence);
        Err(FormatError::expected("sequence", &expected, sequence))
    }

    /// The same with a method and the organizer that RFC 5546 asks for with one: an address such as
    /// `mailto:clinic@example.org`.
    ///
    /// # Errors
    ///
    /// If the organizer is not an address: a scheme, a colon and more, without white space.
    #[doc(alias = "ORGANIZER")]
    pub fn by_method(
        self,
        method: CalendarMethod,
        organizer: &'a str,
    ) -> Result<Self, FormatError> {
        let blank = |c: char| c.is_whitespace() || c.is_control();
        match organizer.split_once(':') {
            Some((scheme, address))
                if !scheme.is_empty() && !address.is_empty() && !organizer.contains(blank) =>
            {
                let method = Some((method, organizer));
                Ok(Self { method, ..self })
            }
            _ => {
                let expected = "an address such as mailto:clinic@example.org";
                Err(FormatError::expected("organizer", expected, quoted(organizer)))
            }
        }
    }
}

impl Calendar {
    /// The planned doses up to a date, the date included.
    pub fn of_schedule(
        course: &CalendarCourse,
        schedule: &Schedule<'_>,
        through: NaiveDate,
    ) -> Self {
        let mut keys = Keys::FIRST;
        let entries = schedule.through(through).map(|planned| {
            let key = keys.of(Some(planned.number()));
            let mut lines = vec![planned.to_string()];
            lines.extend(planned.window().map(|window| on_time(window.into_inner())));
            let dose = planned.dose();
            let what = format_args!("{} {}", dose.amount(), dose.route());
            let summary = course.summary(&key.name(" "), what);
            let entry = Entry::planned(planned.date(), summary, lines);
            ((course.uid.clone(), key), entry)
        });
        Self { entries: entries.collect(), pauses: BTreeMap::new() }
    }

    /// What was recorded in a course, and its doses to come up to a date, the date included.
    ///
    /// Doses given are on the day they were given, with the amount given, `STATUS:CONFIRMED`; one that does not count
    /// has an entry beside that of the dose that is still due. Doses missed, left out, held or passed over are on their
    /// planned day, `STATUS:CANCELLED`. Doses to come have no status, and their description says what the label says of
    /// a late dose. A dose that was missed or held and given later is there once, as given.
    pub fn of_course(name: &CalendarCourse, course: &Course, through: NaiveDate) -> Self {
        let mut keys = Keys::FIRST;
        let mut entries = BTreeMap::new();
        for item in course.history() {
            let before = keys;
            let entry = match (keys.of_item(&item), &item) {
                (Some(key), HistoryItem::Given(given)) => {
                    (key, Entry::given(name, before.meant(given), given))
                }
                (Some(key), HistoryItem::NotGiven(missed)) => {
                    (key, Entry::missed(name, key, missed))
                }
                _ => continue,
            };
            entries.insert((name.uid.clone(), entry.0), entry.1);
        }
        let pause = Pause::of(course, keys.run());
        for due in course.forecast().take_while(|due| due.date() <= through) {
            let key = keys.of(due.number());
            let entry = Entry::due(name, key, &due, course);
            entries.insert((name.uid.clone(), key), entry);
        }
        let pauses = pause.map(|pause| (name.uid.clone(), pause));
        Self { entries, pauses: pauses.into_iter().collect() }
    }

    /// The calendars of several courses as one, such as those of all patients of a clinic.
    ///
    /// # Errors
    ///
    /// If two of them have a course of one name, whose entries could not be told apart.
    pub fn together(calendars: impl IntoIterator<Item = Self>) -> Result<Self, FormatError> {
        let mut all = Self { entries: BTreeMap::new(), pauses: BTreeMap::new() };
        for calendar in calendars {
            let courses = calendar.entries.keys().map(|(course, _)| course);
            let mut courses = courses.chain(calendar.pauses.keys());
            if let Some(course) = courses.find(|course| all.has_course(course)) {
                let place = format!("course {}", quoted(course));
                return Err(FormatError::expected(place, "once", "twice"));
            }
            all.entries.extend(calendar.entries);
            all.pauses.extend(calendar.pauses);
        }
        Ok(all)
    }

    fn has_course(&self, course: &str) -> bool {
        let first = Key { run: 0, which: Which::Planned(0) };
        let mut entries = self.entries.range((course.to_owned(), first)..);
        let has_entry = entries.next().is_some_and(|((name, _), _)| name == course);
        has_entry || self.pauses.contains_key(course)
    }

    /// The same, and each dose of an earlier calendar that is not in it any more: tentative while the course is held or
    /// does not know its next date, else cancelled.
    #[must_use]
    pub fn replacing(mut self, earlier: &Self) -> Self {
        for (key, entry) in &earlier.entries {
            if !self.entries.contains_key(key) {
                let entry = entry.clone().replaced(key.1, self.pauses.get(&key.0));
                self.entries.insert(key.clone(), entry);
            }
        }
        self
    }

    /// Every dose cancelled.
    #[must_use]
    pub fn cancelled(self) -> Self {
        let entries = self.entries.into_iter();
        let entries = entries.map(|(key, entry)| (key, entry.cancelled())).collect();
        Self { entries, ..self }
    }

    /// The days of the doses that are not cancelled, in order.
    pub fn dates(&self) -> Vec<NaiveDate> {
        let entries = self.entries.values();
        let standing = entries.filter(|entry| entry.status != Some(Status::Cancelled));
        let mut dates: Vec<_> = standing.map(|entry| entry.date).collect();
        dates.sort_unstable();
        dates
    }

    /// The calendar as text, its lines folded and ended as RFC 5545 has them, its entries by day.
    ///
    /// # Errors
    ///
    /// If a reason has a control character other than a line feed, a day is not in the years 1 to 9999, or
    /// an entry of a cancellation is not cancelled.
    pub fn to_text(&self, revision: &Revision<'_>) -> Result<String, FormatError> {
        check_date(revision.stamp.date_naive())?;
        let mut lines = ContentLines::default();
        lines.plain("BEGIN", "VCALENDAR");
        lines.plain("VERSION", "2.0");
        lines.plain("PRODID", "-//aso-regimen//doses//EN");
        match revision.method {
            Some((CalendarMethod::Publish, _)) => lines.plain("METHOD", "PUBLISH"),
            Some((CalendarMethod::Cancel, _)) => lines.plain("METHOD", "CANCEL"),
            None => {}
        }
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(_, entry)| entry.date);
        for ((course, key), entry) in entries {
            let uid = format!("{}.{course}", key.name("-"));
            entry.write(&uid, revision, &mut lines)?;
        }
        lines.plain("END", "VCALENDAR");
        Ok(lines.text)
    }
}

impl Pause {
    /// Why no doses are to come, where that is not that the regimen is over.
    fn of(course: &Course, run: u32) -> Option<Self> {
        let (status, why) = match course.next_due() {
            NextDue::Unspecified(why) => (Status::Tentative, format!("Date not specified: {why}")),
            NextDue::Held { since, reason } => {
                (Status::Tentative, format!("Held since {since}: {reason}"))
            }
            NextDue::Stopped { on, reason } => {
                (Status::Cancelled, format!("Stopped on {on}: {reason}"))
            }
            _ => return None,
        };
        Some(Self { run, status, why })
    }
}

impl Entry {
    fn planned(date: NaiveDate, summary: String, lines: Vec<String>) -> Self {
        Self { date, summary, status: None, lines, why: None }
    }

    /// A dose to come.
    fn due(name: &CalendarCourse, key: Key, due: &DueDose<'_>, course: &Course) -> Self {
        let mut lines = vec![due.to_string()];
        lines.extend(due.window().map(|window| on_time(window.into_inner())));
        lines.push(match due.number() {
            Some(number) => {
                format!("If it is late: {}", course.policy().rule(number, due.role()))
            }
            None => "If it is late: the label does not say what to do".to_owned(),
        });
        let dose = due.dose();
        let what = format_args!("{} {}", dose.amount(), dose.route());
        Self::planned(due.date(), name.summary(&key.name(" "), what), lines)
    }

    fn given(course: &CalendarCourse, meant: Key, given: &GivenDose<'_>) -> Self {
        let (amount, route) = (given.dose().amount(), given.dose().route());
        let what = match given.amount() {
            GivenAmount::Another(mass) => format!("{mass} {route}"),
            GivenAmount::Part(mass) => format!("{mass} of {amount} {route}"),
            _ => format!("{amount} {route}"),
        };
        let counts = if given.counts() { "" } else { ", does not count" };
        let summary = course.summary(&(meant.name(" ") + counts), what);
        let lines = vec![format!("Given: {given}")];
        Self { status: Some(Status::Confirmed), ..Self::planned(given.date(), summary, lines) }
    }

    fn missed(course: &CalendarCourse, key: Key, missed: &DoseNotGiven<'_>) -> Self {
        let dose = missed.dose();
        let what = format_args!("{} {}", dose.amount(), dose.route());
        let summary = course.summary(&key.name(" "), what);
        let word = if missed.why() == NotGiven::Held { "Held" } else { "Not given" };
        let lines = vec![dose.to_string(), format!("{word}: {}", reason(missed))];
        Self::planned(missed.planned(), summary, lines).cancelled()
    }

    /// What becomes of it where a later calendar of its course does not have it.
    fn replaced(self, key: Key, pause: Option<&Pause>) -> Self {
        let awaited = matches!(self.status, None | Some(Status::Tentative));
        match pause.filter(|pause| awaited && pause.run == key.run) {
            Some(pause) => {
                Self { status: Some(pause.status), why: Some(pause.why.clone()), ..self }
            }
            None => self.cancelled(),
        }
    }

    fn cancelled(self) -> Self {
        Self { status: Some(Status::Cancelled), ..self }
    }

    fn write(
        &self,
        uid: &str,
        revision: &Revision<'_>,
        lines: &mut ContentLines,
    ) -> Result<(), FormatError> {
        let end = check_date(self.date)?;
        let all = self.lines.iter().chain(&self.why).map(String::as_str);
        let description = all.collect::<Vec<_>>().join("\n");
        check_plain("description", "a text", &description, &['\n'])?;
        let cancels = matches!(revision.method, Some((CalendarMethod::Cancel, _)));
        if cancels && self.status != Some(Status::Cancelled) {
            let place = format!("entry on {}", self.date);
            let expected = "it cancelled, as METHOD:CANCEL takes all back";
            return Err(FormatError::expected(place, expected, "it planned or given"));
        }
        lines.plain("BEGIN", "VEVENT");
        lines.text("DESCRIPTION", &description);
        // The end is exclusive (RFC 5545, section 3.8.2.2).
        lines.plain("DTEND;VALUE=DATE", &end.format("%Y%m%d").to_string());
        let stamp = revision.stamp.format("%Y%m%dT%H%M%SZ");
        lines.plain("DTSTAMP", &stamp.to_string());
        lines.plain("DTSTART;VALUE=DATE", &self.date.format("%Y%m%d").to_string());
        if let Some((_, organizer)) = revision.method {
            lines.plain("ORGANIZER", organizer);
        }
        lines.plain("SEQUENCE", &revision.sequence.to_string());
        match self.status {
            Some(Status::Confirmed) => lines.plain("STATUS", "CONFIRMED"),
            Some(Status::Tentative) => lines.plain("STATUS", "TENTATIVE"),
            Some(Status::Cancelled) => lines.plain("STATUS", "CANCELLED"),
            None => {}
        }
        lines.text("SUMMARY", &self.summary);
        lines.text("UID", uid);
        lines.plain("END", "VEVENT");
        Ok(())
    }
}

fn on_time((open, close): (NaiveDate, NaiveDate)) -> String {
    format!("On time from {open} to {close}")
}

/// The day after, where both have years of four digits.
fn check_date(date: NaiveDate) -> Result<NaiveDate, FormatError> {
    let next = date.succ_opt().filter(|next| next.year() <= 9999);
    next.filter(|_| date.year() >= 1).ok_or_else(|| {
        let expected = "a day from 0001-01-01 to 9999-12-30";
        FormatError::expected("date of an entry", expected, date)
    })
}

/// Content lines (RFC 5545, section 3.1).
#[derive(Default)]
struct ContentLines {
    text: String,
}

impl ContentLines {
    /// A property whose value is of the type TEXT.
    fn text(&mut self, name: &str, value: &str) {
        let escaped = value.replace('\\', r"\\").replace(',', r"\,");
        let escaped = escaped.replace(';', r"\;").replace('\n', r"\n");
        self.plain(name, &escaped);
    }

    /// A property whose value is written as it is. Lines are folded at 75 octets, with the blank that a
    /// continued line begins with.
    fn plain(&mut self, name: &str, value: &str) {
        const OCTETS: usize = 75;
        let mut octets = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if octets + c.len_utf8() > OCTETS {
                self.text.push_str("\r\n ");
                octets = 1;
            }
            self.text.push(c);
            octets += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}
