//! The entries of the courses of a calendar.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::history::{Key, Which};
use crate::interchange::icalendar::content_line::ContentLines;
use crate::interchange::icalendar::entry::{Entry, Status, check_day};
use crate::interchange::icalendar::revision::{CalendarMethod, Revision};
use crate::text::excerpt::quoted;
use crate::text::plain::Plain;

/// Calendar entries for the doses of schedules and courses.
///
/// In JSON it is a list of courses with their entries. A program that sends a calendar stores this JSON, and reads it when
/// it makes [the next one](super::CalendarBuilder::replacing). [`Calendar::default`] has no entries.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, Revision};
///
/// let label = aso_regimen::catalog::tofersen::labels().remove(0);
/// let first = "2026-01-05".parse()?;
/// let mut course = label.course(first)?;
/// let name = CalendarCourse::new("course-17@clinic.example")?;
/// let through = "2026-02-28".parse()?;
/// let sent = Calendar::of_course(&name, &course, first..=through).build()?;
/// let kept = serde_json::to_string(&sent)?;
///
/// // The next night, in another process.
/// course.give(first)?;
/// let today = "2026-01-06".parse()?;
/// course.stop(today, "consent withdrawn")?;
/// let sent: Calendar = serde_json::from_str(&kept)?;
/// let next = Calendar::of_course(&name, &course, today..=through);
/// let next = next.replacing(&sent).build()?;
/// assert_eq!(next.dates(), [first]);
/// let now = "2026-01-06T20:00:00Z".parse()?;
/// let text = next.to_text(&Revision::new(now).revised(1, now)?)?;
/// assert_eq!(text.matches("STATUS:CANCELLED").count(), 2);
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[doc(alias = "VCALENDAR")]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Plain<Form>", into = "Form")]
pub struct Calendar {
    /// By the name of the course; a course may have no entries.
    pub(super) courses: BTreeMap<String, BTreeMap<Key, Entry>>,
}

impl Calendar {
    /// Returns this calendar without the doses given or cancelled before a day, so that a course of many years stays a small
    /// file. Doses to come stay, even if they are overdue.
    ///
    /// Store the whole calendar for the next one, and choose a day before those that may still be corrected: the receiver
    /// does not learn of corrections of earlier days.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse};
    ///
    /// let label = aso_regimen::catalog::tofersen::labels().remove(0);
    /// let mut course = label.course("2026-01-05".parse()?)?;
    /// course.give("2026-01-05".parse()?)?;
    /// course.give("2026-01-19".parse()?)?;
    /// let name = CalendarCourse::new("course-17@clinic.example")?;
    /// let days = "2026-01-19".parse()?..="2026-02-28".parse()?;
    /// let all = Calendar::of_course(&name, &course, days).build()?;
    /// let feed = all.since("2026-01-15".parse()?);
    /// assert_eq!(feed.dates(), ["2026-01-19".parse()?, "2026-02-02".parse()?]);
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn since(mut self, day: NaiveDate) -> Self {
        let waits = |entry: &Entry| matches!(entry.status, Status::Planned | Status::Tentative);
        self.retain(|entry| entry.day >= day || waits(entry));
        self
    }

    /// Returns one calendar of several courses, such as those of all patients of a clinic.
    ///
    /// # Errors
    ///
    /// If two calendars have a course of the same name, since their entries could not be told apart.
    pub fn together(calendars: impl IntoIterator<Item = Self>) -> Result<Self, FormatError> {
        let mut all = Self::default();
        for (course, entries) in calendars.into_iter().flat_map(|calendar| calendar.courses) {
            all.add(course, entries)?;
        }
        Ok(all)
    }

    /// Returns the cancelled entries alone, for a receiver that cancels entries only by [`CalendarMethod::Cancel`].
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::catalog::tofersen;
    /// use aso_regimen::interchange::icalendar::{
    ///     Calendar, CalendarCourse, CalendarMethod, Revision,
    /// };
    ///
    /// let (start, through) = ("2026-01-05".parse()?, "2026-02-28".parse()?);
    /// let label = tofersen::labels().remove(0);
    /// let courses = [label.course(start)?, label.course(start)?];
    /// let names = [
    ///     CalendarCourse::new("course-1@clinic.example")?,
    ///     CalendarCourse::new("course-2@clinic.example")?,
    /// ];
    /// let clinic = |courses: &[_], sent: &Calendar| {
    ///     let calendars = names.iter().zip(courses);
    ///     let calendars = calendars.map(|(name, course)| {
    ///         Calendar::of_course(name, course, start..=through).replacing(sent).build()
    ///     });
    ///     Calendar::together(calendars.collect::<Result<Vec<_>, _>>()?)
    /// };
    /// let before = clinic(&courses, &Calendar::default())?;
    /// let [mut first, second] = courses;
    /// first.give(start)?;
    /// first.stop("2026-01-07".parse()?, "consent withdrawn")?;
    /// // One file takes back the doses that are off, and leaves all others where they are.
    /// let off = clinic(&[first, second], &before)?.only_cancelled();
    /// let revision = Revision::new("2026-01-01T08:00:00Z".parse()?)
    ///     .revised(1, "2026-01-07T16:00:00Z".parse()?)?;
    /// let text = off.to_text(
    ///     &revision.by_method(CalendarMethod::Cancel, "mailto:clinic@example.org")?,
    /// )?;
    /// assert!(text.contains("UID:dose-2.course-1@clinic.example\r\n"));
    /// assert!(!text.contains("UID:dose-1.course-1@clinic.example\r\n"));
    /// assert!(!text.contains("course-2@clinic.example"));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn only_cancelled(mut self) -> Self {
        self.retain(|entry| entry.status == Status::Cancelled);
        self
    }

    /// Returns this calendar with every dose cancelled.
    #[must_use]
    pub fn cancelled(mut self) -> Self {
        for entry in self.courses.values_mut().flat_map(BTreeMap::values_mut) {
            *entry = entry.clone().cancelled("Withdrawn by the sender");
        }
        self
    }

    /// Whether it has no entries.
    pub fn is_empty(&self) -> bool {
        self.courses.values().all(BTreeMap::is_empty)
    }

    /// Returns the days of the doses that are not cancelled, in order.
    pub fn dates(&self) -> Vec<NaiveDate> {
        let entries = self.courses.values().flat_map(BTreeMap::values);
        let standing = entries.filter(|entry| entry.status != Status::Cancelled);
        let mut dates: Vec<_> = standing.map(|entry| entry.day).collect();
        dates.sort_unstable();
        dates
    }

    /// Returns the calendar as text, its entries by day. Lines are folded and ended as RFC 5545 requires. A calendar without
    /// entries contains a time zone alone, as RFC 5545 requires at least one component.
    ///
    /// # Errors
    ///
    /// If a day or the time of the revision is not in the years 1 to 9999, or a calendar with [`CalendarMethod::Cancel`] has
    /// an entry that is not cancelled.
    pub fn to_text(&self, revision: &Revision<'_>) -> Result<String, FormatError> {
        check_day("time of the revision", revision.stamp.date_naive())?;
        let mut lines = ContentLines::default();
        lines.plain("BEGIN", "VCALENDAR");
        lines.plain("VERSION", "2.0");
        lines.plain("PRODID", "-//aso-regimen//doses//EN");
        match revision.method {
            Some((CalendarMethod::Publish, _)) => lines.plain("METHOD", "PUBLISH"),
            Some((CalendarMethod::Cancel, _)) => lines.plain("METHOD", "CANCEL"),
            None => {}
        }
        if self.is_empty() {
            for (name, value) in TIME_ZONE {
                lines.plain(name, value);
            }
        }
        let mut entries = Vec::new();
        for (course, of_course) in &self.courses {
            entries.extend(of_course.iter().map(|(key, entry)| (uid(course, key), entry)));
        }
        entries.sort_by_key(|(_, entry)| entry.day);
        for (uid, entry) in entries {
            entry.write(&uid, revision, &mut lines)?;
        }
        lines.plain("END", "VCALENDAR");
        Ok(lines.text)
    }

    fn add(&mut self, course: String, entries: BTreeMap<Key, Entry>) -> Result<(), FormatError> {
        if self.courses.contains_key(&course) {
            let place = format!("course {}", quoted(&course));
            return Err(FormatError::expected(place, "once", "twice"));
        }
        self.courses.insert(course, entries);
        Ok(())
    }

    fn retain(&mut self, stays: impl Fn(&Entry) -> bool) {
        for entries in self.courses.values_mut() {
            entries.retain(|_, entry| stays(entry));
        }
    }
}

/// A component without an entry (RFC 5545, section 3.6.5).
const TIME_ZONE: [(&str, &str); 8] = [
    ("BEGIN", "VTIMEZONE"),
    ("TZID", "UTC"),
    ("BEGIN", "STANDARD"),
    ("DTSTART", "19700101T000000"),
    ("TZOFFSETFROM", "+0000"),
    ("TZOFFSETTO", "+0000"),
    ("END", "STANDARD"),
    ("END", "VTIMEZONE"),
];

/// The name of an entry, by which a receiver finds it again.
fn uid(course: &str, key: &Key) -> String {
    format!("{}.{course}", key.name("-"))
}

/// A calendar in JSON.
#[derive(Serialize, Deserialize)]
#[serde(expecting = "a calendar: its courses and their entries", deny_unknown_fields)]
struct Form {
    courses: Vec<CourseForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "a course: its name and its entries", deny_unknown_fields)]
struct CourseForm {
    name: String,
    entries: Vec<EntryForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(expecting = "an entry: its run, its dose and what the calendar shows", deny_unknown_fields)]
struct EntryForm {
    run: u32,
    dose: Which,
    shown: Entry,
}

impl From<Calendar> for Form {
    fn from(calendar: Calendar) -> Self {
        let entry = |(Key { run, which }, shown)| EntryForm { run, dose: which, shown };
        let course = |(name, entries)| {
            let entries = BTreeMap::into_iter(entries).map(entry).collect();
            CourseForm { name, entries }
        };
        Self { courses: calendar.courses.into_iter().map(course).collect() }
    }
}

impl TryFrom<Plain<Form>> for Calendar {
    type Error = FormatError;

    fn try_from(Plain(form): Plain<Form>) -> Result<Self, FormatError> {
        let mut calendar = Self::default();
        for course in form.courses {
            check_plain("course", "a text", &course.name, &[])?;
            let mut entries = BTreeMap::new();
            for EntryForm { run, dose, shown } in course.entries {
                let key = Key { run, which: dose };
                let place = format!("entry {}", quoted(&uid(&course.name, &key)));
                if run == 0 || dose.parts().1 == 0 {
                    let expected = "a run and a dose with a number of at least 1";
                    return Err(FormatError::expected(place, expected, "0"));
                }
                shown.check(&place)?;
                if entries.insert(key, shown).is_some() {
                    return Err(FormatError::expected(place, "once", "twice"));
                }
            }
            calendar.add(course.name, entries)?;
        }
        Ok(calendar)
    }
}
