//! iCalendar (RFC 5545): one calendar entry for each dose, and updates as a course goes on.
//!
//! Each dose is an all-day `VEVENT`. Its `UID` consists of the caller's name for the course and the number of the dose,
//! so that a later revision moves or cancels the entry in a calendar that already has it. No recurrence rule is
//! written: `RRULE` skips months without the day of the month, while this crate uses their last day.
//!
//! Entries that a later revision replaces, and all entries after a stop, are `STATUS:CANCELLED`. While the next date is
//! open, treatment is held, or a dose is overdue, planned doses stay on their days as `STATUS:TENTATIVE`
//! ([`Calendar::replacing`]), and the description says why.
//!
//! Doses are numbered as in the regimen. A restart and a change of regimen begin another run, whose numbers start again:
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
//! let first = Calendar::of_course(&name, &course, today..=through)?;
//! let revision = Revision::new("2026-01-01T08:00:00Z".parse()?);
//! let text = first.to_text(&revision)?;
//! assert!(text.contains("UID:dose-2.course-17@clinic.example\r\n"));
//! assert!(text.contains("DTSTART;VALUE=DATE:20260119\r\n"));
//!
//! // The second dose comes six days late, and by the label the third follows from there.
//! course.give("2026-01-05".parse()?)?;
//! course.give("2026-01-25".parse()?)?;
//! let second = Calendar::of_course(&name, &course, "2026-01-25".parse()?..=through)?
//!     .replacing(&first);
//! let text = second.to_text(&revision.revised(1, "2026-01-25T16:00:00Z".parse()?)?)?;
//! assert!(text.contains("DTSTART;VALUE=DATE:20260125\r\n"));
//! assert!(text.contains("DTSTART;VALUE=DATE:20260208\r\n"));
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use core::fmt;
use core::ops::RangeInclusive;
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::dosing::course::{
    Course, DoseNotGiven, DueDose, GivenAmount, GivenDose, HistoryItem, NextDue, NotGiven,
};
use crate::dosing::dose::Amount;
use crate::dosing::schedule::Schedule;
use crate::dosing::tolerance::open_day;
use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::history::{Key, Keys, MOST_DOSES, items, reason, too_many};
use crate::quantity::Mass;
use crate::text::excerpt::quoted;

/// Calendar entries for the doses of a schedule or a course.
#[doc(alias = "VCALENDAR")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// By the name of the course and the dose.
    entries: BTreeMap<(String, Key), Entry>,
    /// By the name of the course; a schedule is none.
    courses: BTreeMap<String, Option<Kept>>,
}

/// A course as it was when its calendar was kept, which has the doses after the last day as well.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    name: CalendarCourse,
    course: Course,
    as_of: NaiveDate,
    /// What names the doses to come.
    keys: Keys,
    pause: Option<Pause>,
}

/// Why nobody knows when the doses to come are, and what that makes of those that were planned.
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
    /// Whether it is waited for on a day that is past.
    is_overdue: bool,
    /// The date and window of a dose to come.
    due: Option<(NaiveDate, Option<(NaiveDate, NaiveDate)>)>,
}

/// The status of an entry; a planned dose has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Confirmed,
    Tentative,
    Cancelled,
}

/// The method of a calendar: what its receiver does with it.
#[doc(alias = "METHOD")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CalendarMethod {
    /// `METHOD:PUBLISH`: the entries are shown, and no reply is expected.
    Publish,
    /// `METHOD:CANCEL`: every entry is cancelled. [`Calendar::only_cancelled`] returns a calendar of the entries that
    /// are off, [`Calendar::cancelled`] one of all entries.
    Cancel,
}

/// The names that calendar entries give to a course: its identifier, the patient and the drug.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CalendarCourse {
    uid: String,
    patient: Option<String>,
    medication: Option<String>,
}

impl CalendarCourse {
    /// Returns a course with a globally unique name such as `course-17@clinic.example`, which becomes a part of each
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

    /// Returns this course with the clinic's name for the patient, which begins each `SUMMARY`.
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

    /// Returns this course with the name of the drug, which each `SUMMARY` has before the dose.
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

/// The revision of a calendar: when it was made, its number and its method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Revision<'a> {
    stamp: DateTime<Utc>,
    sequence: u32,
    method: Option<(CalendarMethod, &'a str)>,
}

impl<'a> Revision<'a> {
    /// Returns the first revision, number 0, made at this time. The time is written to the second.
    #[doc(alias = "DTSTAMP")]
    pub fn new(stamp: DateTime<Utc>) -> Self {
        Self { stamp, sequence: 0, method: None }
    }

    /// Returns a later revision, whose number must be higher than those of all earlier ones.
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

    /// Returns this revision with a method, and the organizer that RFC 5546 requires with a method: an address such as
    /// `mailto:clinic@example.org`.
    ///
    /// # Errors
    ///
    /// If the organizer is not an address, which is a scheme, a colon and more text without white space.
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
    /// Returns the planned doses through a date, which is included.
    ///
    /// # Errors
    ///
    /// If there are more than 36,525 doses, a hundred years of daily ones.
    pub fn of_schedule(
        course: &CalendarCourse,
        schedule: &Schedule<'_>,
        through: NaiveDate,
    ) -> Result<Self, FormatError> {
        let mut keys = Keys::FIRST;
        let planned = schedule.through(through).map(|planned| {
            let key = keys.of(Some(planned.number()));
            let mut lines = vec![planned.to_string()];
            lines.extend(planned.window().map(|window| on_time(window.into_inner())));
            let dose = planned.dose();
            let what = format!("{} {}", dose.amount(), dose.route());
            let summary = course.summary(&key.name(" "), what);
            let window = planned.window().map(RangeInclusive::into_inner);
            let entry = Entry::planned(planned.date(), summary, lines);
            ((course.uid.clone(), key), Entry { due: Some((planned.date(), window)), ..entry })
        });
        let mut entries = BTreeMap::new();
        add(&mut entries, planned)?;
        Ok(Self { entries, courses: BTreeMap::from([(course.uid.clone(), None)]) })
    }

    /// Returns the entries recorded in a course and its doses to come. The range begins with the day on which the
    /// calendar is made and ends with the last day of doses to come.
    ///
    /// A dose given is on the day on which it was given, with the amount given and `STATUS:CONFIRMED`. A dose that does
    /// not count has an entry of its own beside that of the dose that is still due, and so has the rest of a dose of
    /// which a part was given. A dose missed, skipped, held or
    /// passed over is on its planned day with `STATUS:CANCELLED`; if it was given later, there is one entry, as given.
    /// A dose to come has no status, and its description says what the label says about a late dose.
    ///
    /// A dose whose date is past stays on that date with `STATUS:TENTATIVE`, and its description says what the label
    /// says about it on the first day of the range. The doses after it are tentative too, on the dates that follow if
    /// it is given on that first day ([`Course::forecast_from`]).
    ///
    /// # Errors
    ///
    /// If there are more than 36,525 doses, such as those of a hold or a range of thousands of years.
    pub fn of_course(
        name: &CalendarCourse,
        course: &Course,
        days: RangeInclusive<NaiveDate>,
    ) -> Result<Self, FormatError> {
        let (as_of, through) = days.into_inner();
        let as_of = course.not_before_last_entry(as_of);
        let mut keys = Keys::FIRST;
        let mut entries = BTreeMap::new();
        for item in items(course)? {
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
        let pause = Pause::of(course, keys.run(), as_of);
        let kept = Kept { name: name.clone(), course: course.clone(), as_of, keys, pause };
        let to_come = kept.doses().take_while(|(_, entry)| entry.date <= through);
        add(&mut entries, to_come.map(|(key, entry)| ((name.uid.clone(), key), entry)))?;
        Ok(Self { entries, courses: BTreeMap::from([(name.uid.clone(), Some(kept))]) })
    }

    /// Returns this calendar with each dose to come on a day on which the clinic is open, as found by
    /// [`DueDose::open_day`] among the days from the first day of the range on. A dose without such a day stays where it
    /// is. Only the day of the visit is moved. The dates of later doses stay.
    ///
    /// A dose whose date has come is moved as well while its window is open. It stands on its planned
    /// day if it is overdue, also where the clinic is closed then, and stays on the day that it has if treatment is held or
    /// if the next date is unspecified.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::chrono::{Datelike, NaiveDate, Weekday};
    /// use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse};
    ///
    /// let first: NaiveDate = "2026-01-03".parse()?;
    /// let course = aso_regimen::catalog::tofersen::labels().remove(0).course(first)?;
    /// let name = CalendarCourse::new("course-17@clinic.example")?;
    /// let is_open = |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    /// let calendar = Calendar::of_course(&name, &course, first..=first)?;
    /// assert_eq!(calendar.on_open_days(is_open).dates(), ["2026-01-05".parse()?]);
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn on_open_days(mut self, mut is_open: impl FnMut(NaiveDate) -> bool) -> Self {
        for ((course, _), entry) in &mut self.entries {
            let awaited = entry.due.filter(|_| entry.status != Some(Status::Cancelled));
            let Some((date, window)) = awaited else { continue };
            let (open, close) = window.unwrap_or((date, date));
            let open = match self.courses.get(course) {
                // Nobody waits for it on a day to come.
                Some(Some(kept)) if date <= kept.as_of && kept.pause.is_some() => continue,
                Some(Some(kept)) => open.max(kept.as_of),
                _ => open,
            };
            entry.date = open_day(date, Some((open, close)), &mut is_open).unwrap_or(date);
        }
        self
    }

    /// Returns this calendar without the entries before a day, for a feed of a course of many years. Call
    /// [`replacing`](Self::replacing) before this.
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
    /// let feed = Calendar::of_course(&name, &course, days)?.since("2026-01-15".parse()?);
    /// assert_eq!(feed.dates(), ["2026-01-19".parse()?, "2026-02-02".parse()?]);
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn since(mut self, day: NaiveDate) -> Self {
        self.entries.retain(|_, entry| entry.date >= day);
        self
    }

    /// Returns one calendar of several courses, such as those of all patients of a clinic.
    ///
    /// # Errors
    ///
    /// If two calendars have a course of the same name, since their entries could not be told apart.
    pub fn together(calendars: impl IntoIterator<Item = Self>) -> Result<Self, FormatError> {
        let mut all = Self { entries: BTreeMap::new(), courses: BTreeMap::new() };
        for calendar in calendars {
            let mut courses = calendar.courses.keys();
            if let Some(course) = courses.find(|course| all.courses.contains_key(*course)) {
                let place = format!("course {}", quoted(course));
                return Err(FormatError::expected(place, "once", "twice"));
            }
            all.entries.extend(calendar.entries);
            all.courses.extend(calendar.courses);
        }
        Ok(all)
    }

    /// Returns this calendar with the doses that the earlier calendar has and this one has not. Such a dose keeps its date
    /// if that is after the last day of this calendar. It becomes tentative if the course is held, a dose is overdue or
    /// the next date is unspecified, and is cancelled otherwise. Courses that are not in both calendars, such as those of
    /// other patients, add nothing, since nothing about them changes. Call [`on_open_days`](Self::on_open_days) after
    /// this method.
    #[must_use]
    pub fn replacing(mut self, earlier: &Self) -> Self {
        for kept in self.courses.values().flatten() {
            let uid = &kept.name.uid;
            let is_off = |key: &(String, Key)| !self.entries.contains_key(key);
            let mut own = earlier.entries.keys().filter(|key| key.0 == *uid);
            let Some((_, last)) = own.rfind(|key| is_off(key)) else { continue };
            // As many as a calendar can have.
            let to_come = kept.doses().take(MOST_DOSES).take_while(|(key, _)| key <= last);
            let to_come = to_come.map(|(key, entry)| ((uid.clone(), key), entry));
            let moved: Vec<_> = to_come
                .filter(|(key, _)| earlier.entries.contains_key(key) && is_off(key))
                .collect();
            self.entries.extend(moved);
        }
        for (key, entry) in &earlier.entries {
            let Some(kept) = self.courses.get(&key.0) else { continue };
            if !self.entries.contains_key(key) {
                let pause = kept.as_ref().and_then(|kept| kept.pause.as_ref());
                self.entries.insert(key.clone(), entry.clone().replaced(key.1, pause));
            }
        }
        self
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
    /// let clinic = |courses: &[_]| {
    ///     let calendars = names.iter().zip(courses);
    ///     let calendars = calendars
    ///         .map(|(name, course)| Calendar::of_course(name, course, start..=through));
    ///     Calendar::together(calendars.collect::<Result<Vec<_>, _>>()?)
    /// };
    /// let before = clinic(&courses)?;
    /// let [mut first, second] = courses;
    /// first.give(start)?;
    /// first.stop("2026-01-07".parse()?, "consent withdrawn")?;
    /// // One file takes back the doses that are off, and leaves all others where they are.
    /// let off = clinic(&[first, second])?.replacing(&before).only_cancelled();
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
        self.entries.retain(|_, entry| entry.status == Some(Status::Cancelled));
        self
    }

    /// Returns this calendar with every dose cancelled.
    #[must_use]
    pub fn cancelled(self) -> Self {
        let entries = self.entries.into_iter();
        let entries = entries.map(|(key, entry)| (key, entry.cancelled())).collect();
        Self { entries, ..self }
    }

    /// Returns the days of the doses that are not cancelled, in order.
    pub fn dates(&self) -> Vec<NaiveDate> {
        let entries = self.entries.values();
        let standing = entries.filter(|entry| entry.status != Some(Status::Cancelled));
        let mut dates: Vec<_> = standing.map(|entry| entry.date).collect();
        dates.sort_unstable();
        dates
    }

    /// Returns the calendar as text, its entries by day. Lines are folded and ended as RFC 5545 requires.
    ///
    /// # Errors
    ///
    /// If a reason has a control character other than a line feed, a day is not in the years 1 to 9999, or a calendar
    /// with [`CalendarMethod::Cancel`] has an entry that is not cancelled.
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
    /// Why no dates are known, where that is not that the regimen is over.
    fn of(course: &Course, run: u32, as_of: NaiveDate) -> Option<Self> {
        let (status, why) = match course.next_due() {
            NextDue::Due(due) if course.overdue(as_of).is_some() => {
                (Status::Tentative, format!("As of {as_of} the dose of {} is overdue", due.date()))
            }
            NextDue::Unspecified(why) => {
                (Status::Tentative, format!("The next dose has no date: {why}"))
            }
            NextDue::Held { since, reason } => {
                (Status::Tentative, format!("Treatment is held since {since}: {reason}"))
            }
            NextDue::Stopped { on, reason } => {
                (Status::Cancelled, format!("Treatment was stopped on {on}: {reason}"))
            }
            _ => return None,
        };
        Some(Self { run, status, why })
    }
}

impl Kept {
    /// The doses to come, also those after the last day; one whose date is past comes first.
    fn doses(&self) -> impl Iterator<Item = (Key, Entry)> + '_ {
        let past = self.course.next_due().dose().filter(|due| due.date() < self.as_of);
        let advice = past.and_then(|_| self.course.advise(self.as_of).ok());
        let late = past.zip(advice.as_ref()).map(|(due, advice)| {
            let key = self.keys.clone().counted(due.number());
            let mut entry = Entry::due(&self.name, key, &due, &self.course).tentative();
            // In place of the dose and its date, which the advice names, and of what is said of it if it is late.
            entry.lines.pop();
            entry.lines.remove(0);
            let why = Some(format!("As of {advice}"));
            let is_overdue = self.course.overdue(self.as_of).is_some();
            (key, Entry { why, is_overdue, ..entry })
        });
        let mut keys = self.keys;
        let doses = self.course.forecast_from(self.as_of).map(move |due| {
            let key = keys.counted(due.number());
            let entry = Entry::due(&self.name, key, &due, &self.course);
            (key, if past.is_some() { entry.tentative() } else { entry })
        });
        // That the late dose is given today is assumed, and nobody's appointment.
        let assumed = advice.is_some_and(|advice| advice.given().is_some());
        late.into_iter().chain(doses.skip(usize::from(assumed)))
    }
}

impl Entry {
    fn planned(date: NaiveDate, summary: String, lines: Vec<String>) -> Self {
        Self { date, summary, status: None, lines, why: None, is_overdue: false, due: None }
    }

    fn tentative(self) -> Self {
        Self { status: Some(Status::Tentative), ..self }
    }

    /// A dose to come.
    fn due(name: &CalendarCourse, key: Key, due: &DueDose<'_>, course: &Course) -> Self {
        let mut lines = vec![due.to_string()];
        lines.extend(due.window().map(|window| on_time(window.into_inner())));
        lines.push(format!("If it is late: {}", course.if_late(due)));
        let what = amount(due.dose().amount(), due.mass().ok());
        let what = format!("{what} {}", due.dose().route());
        let entry = Self::planned(due.date(), name.summary(&key.name(" "), what), lines);
        Self { due: Some((due.date(), due.window().map(RangeInclusive::into_inner))), ..entry }
    }

    fn given(course: &CalendarCourse, meant: Key, given: &GivenDose<'_>) -> Self {
        let (amount, route) = (given.dose().amount(), given.dose().route());
        let what = match given.amount() {
            GivenAmount::Another(mass) => format!("{mass} {route}"),
            GivenAmount::Part(mass) | GivenAmount::Rest(mass) => {
                format!("{mass} of {amount} {route}")
            }
            _ => format!("{} {route}", self::amount(amount, given.mass().ok())),
        };
        let counts = match (given.counts(), given.is_rest()) {
            (true, _) => "",
            (false, true) => ", rest",
            (false, false) => ", does not count",
        };
        let summary = course.summary(&(meant.name(" ") + counts), what);
        let lines = vec![format!("Given: {given}")];
        Self { status: Some(Status::Confirmed), ..Self::planned(given.date(), summary, lines) }
    }

    fn missed(course: &CalendarCourse, key: Key, missed: &DoseNotGiven<'_>) -> Self {
        let dose = missed.dose();
        let what = format!("{} {}", dose.amount(), dose.route());
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
                let why = Some(pause.why.clone());
                Self { status: Some(pause.status), why, is_overdue: false, ..self }
            }
            None => self.cancelled(),
        }
    }

    fn cancelled(self) -> Self {
        Self { status: Some(Status::Cancelled), is_overdue: false, ..self }
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
            let expected = "a cancelled entry, as METHOD:CANCEL cancels all entries";
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
        let overdue = if self.is_overdue { ", overdue" } else { "" };
        lines.text("SUMMARY", &format!("{}{overdue}", self.summary));
        // A dose does not keep its whole day busy (RFC 5545, section 3.8.2.7).
        lines.plain("TRANSP", "TRANSPARENT");
        lines.text("UID", uid);
        lines.plain("END", "VEVENT");
        Ok(())
    }
}

/// Adds doses to come, as long as there are not too many in all.
fn add(
    entries: &mut BTreeMap<(String, Key), Entry>,
    to_come: impl Iterator<Item = ((String, Key), Entry)>,
) -> Result<(), FormatError> {
    for (key, entry) in to_come {
        // One that was not given may still be due.
        if entries.len() == MOST_DOSES && !entries.contains_key(&key) {
            return Err(too_many(entry.date));
        }
        entries.insert(key, entry);
    }
    Ok(())
}

/// The amount of a dose; where it is by weight and the weight is known, the mass before it.
fn amount(amount: &Amount, mass: Option<Mass>) -> String {
    match (amount, mass) {
        (Amount::PerKg(_) | Amount::Bands(_), Some(mass)) => format!("{mass} ({amount})"),
        _ => amount.to_string(),
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
