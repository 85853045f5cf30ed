//! The making of a calendar from a schedule or a course.

use core::fmt;
use core::ops::RangeInclusive;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::dosing::course::{Course, HistoryItem, NextDue};
use crate::dosing::schedule::Schedule;
use crate::interchange::error::FormatError;
use crate::interchange::history::{Key, Keys, MOST_DOSES, items, too_many};
use crate::interchange::icalendar::calendar::Calendar;
use crate::interchange::icalendar::entry::{Entry, Status};
use crate::interchange::icalendar::name::CalendarCourse;
use crate::interchange::icalendar::to_come::{Awaited, Doses, ToCome, held, no_date_after};
use crate::interchange::icalendar::visits::{IsOpen, Visits};

impl Calendar {
    /// Begins a calendar of the planned doses through a date, which is included.
    pub fn of_schedule<'a>(
        name: &'a CalendarCourse,
        schedule: &Schedule<'a>,
        through: NaiveDate,
    ) -> CalendarBuilder<'a> {
        CalendarBuilder::new(name, Source::Schedule(*schedule), through)
    }

    /// Begins a calendar of the entries recorded in a course and its doses to come. The range begins with the day for which
    /// the calendar is made, and ends with the last planned date of doses to come. If the dose
    /// that is due next was missed or held before, it is included also if its date is later.
    ///
    /// If the last entry of the course has a later day than the first of the range, the calendar is made for that day. A
    /// stop or a hold that is recorded ahead of its day therefore counts at once; record it on its day.
    ///
    /// A dose given is on the day on which it was given, with the amount given and `STATUS:CONFIRMED`. A dose that does
    /// not count has an entry of its own beside that of the dose that is still due, and so has the rest of a dose of
    /// which a part was given. A dose missed, skipped, held or passed over is on its planned day with `STATUS:CANCELLED`. If
    /// it is still due, it is a dose to come, whose description says why it was not given; if it was given later, there is
    /// one entry, as given. A dose to come has no status unless its day may change, and its description says what the label
    /// says about a late dose.
    ///
    /// A dose whose day is past stays on that day with `STATUS:TENTATIVE`, and its description says what the label
    /// says if it is given on the first day of the range, or on the first day after it on which the clinic is open. The doses
    /// after it are tentative too. If the label says to give the late dose and when the next one is, they are on the dates
    /// that follow from giving it on that day ([`Course::forecast_from`]), which move from day to day as long as it is not
    /// given. Otherwise they keep their planned dates.
    ///
    /// Since not every program shows the status, the summary of these entries ends with `tentative` or `overdue`.
    ///
    /// While treatment is held, the doses to come are on their planned dates, with `STATUS:TENTATIVE`. There are none if the
    /// next date is unspecified, and none after a stop; [`replacing`](CalendarBuilder::replacing) keeps those that were sent.
    pub fn of_course<'a>(
        name: &'a CalendarCourse,
        course: &'a Course,
        days: RangeInclusive<NaiveDate>,
    ) -> CalendarBuilder<'a> {
        let (as_of, through) = days.into_inner();
        let as_of = course.not_before_last_entry(as_of);
        CalendarBuilder::new(name, Source::Course { course, as_of }, through)
    }
}

/// A calendar to be made of a schedule or a course: the days on which the clinic is open, and the calendar that was sent
/// before.
#[must_use = "a calendar is made by `build`"]
pub struct CalendarBuilder<'a> {
    name: &'a CalendarCourse,
    source: Source<'a>,
    through: NaiveDate,
    is_open: Option<IsOpen<'a>>,
    earlier: Option<&'a BTreeMap<Key, Entry>>,
}

#[derive(Clone, Copy)]
enum Source<'a> {
    Schedule(Schedule<'a>),
    Course { course: &'a Course, as_of: NaiveDate },
}

impl Source<'_> {
    /// The day from which visits are looked for.
    fn visits_from(&self) -> Option<NaiveDate> {
        match self {
            Self::Schedule(_) => None,
            Self::Course { course, as_of } => match course.next_due() {
                NextDue::Held { since, .. } => Some(since),
                _ => Some(*as_of),
            },
        }
    }
}

/// What was recorded in a course.
struct Recorded {
    /// What names the doses to come.
    keys: Keys,
    last_given: Option<NaiveDate>,
    /// Why each run but the one at hand is over.
    ends: Vec<String>,
}

/// Why doses that were sent have no date any more, and what that makes of them.
struct Pause {
    is_stopped: bool,
    why: String,
}

impl<'a> CalendarBuilder<'a> {
    fn new(name: &'a CalendarCourse, source: Source<'a>, through: NaiveDate) -> Self {
        Self { name, source, through, is_open: None, earlier: None }
    }

    /// Puts the visit for each dose to come on a day on which the clinic is open: of the open days on which the dose is on
    /// time the one nearest to its date, or else the first open day after them, as
    /// [`DueDose::open_day`](crate::dosing::course::DueDose::open_day) finds it. It is after the visit before by the least
    /// gap, if there is one, and not before the first day of the calendar. The description says where a visit is not on the
    /// planned date.
    ///
    /// In a course the dates of later doses follow from the visits by the rules of the label:
    ///
    /// - If the label does not say what follows a dose given that late, the doses after it are tentative on their planned
    ///   dates, and so is the dose itself if it is late.
    /// - If the label has the regimen begin anew or go back to an earlier dose, the dose is tentative, and so are the doses
    ///   that follow then.
    /// - If the label says to skip a dose that late, it has no visit: it is tentative on its planned date.
    ///
    /// A dose also has no visit if no day is open within a year, or if the next one is due before the clinic opens and the
    /// label does not say what follows, as in a schedule.
    ///
    /// A dose not given on the day of its visit moves to the next open day as long as it is on time, and is tentative. Once
    /// it is overdue it stays on the last day for which it was booked. While treatment is held, visits are on open days from the first day of
    /// the hold.
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
    /// let calendar =
    ///     Calendar::of_course(&name, &course, first..=first).on_open_days(is_open).build()?;
    /// assert_eq!(calendar.dates(), ["2026-01-05".parse()?]);
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn on_open_days(self, is_open: impl FnMut(NaiveDate) -> bool + 'a) -> Self {
        Self { is_open: Some(Box::new(is_open)), ..self }
    }

    /// Adds the doses that a calendar sent before contains and this one does not, so that its receiver learns what became
    /// of them.
    ///
    /// - A dose that is now planned after the last day of this calendar is on its new date. One that was held before is
    ///   cancelled until the calendar reaches that date, unless it is due next.
    /// - If this calendar has no date for the next dose, or for the one after it, the doses that were sent for days after
    ///   the last dose given keep these days and are tentative.
    /// - Any other dose is cancelled. The description says whether treatment was stopped, the regimen was changed or begun
    ///   anew, a record was removed, or the dose is just no longer planned.
    ///
    /// Other courses of the calendar sent before are ignored. To remove the entries of a patient of whom no calendar is made
    /// any more, stop the course and make one more.
    pub fn replacing(self, earlier: &'a Calendar) -> Self {
        Self { earlier: earlier.courses.get(&self.name.uid), ..self }
    }

    /// Returns the calendar.
    ///
    /// # Errors
    ///
    /// If there are more than 36,525 doses, a hundred years of daily ones, usually because a year was mistyped.
    pub fn build(mut self) -> Result<Calendar, FormatError> {
        let visits = Visits::new(self.is_open.take(), self.source.visits_from());
        let to_come = ToCome { name: self.name, visits: &visits };
        let mut entries = BTreeMap::new();
        let (doses, recorded, pause): (Doses<'_>, _, _) = match self.source {
            Source::Schedule(schedule) => (to_come.of_schedule(schedule), Recorded::NOTHING, None),
            Source::Course { course, as_of } => {
                let recorded = self.recorded(course, &mut entries)?;
                let doses = to_come.of_course(course, as_of, recorded.keys);
                (doses, recorded, Pause::of(course, as_of))
            }
        };
        let (mut first, mut last) = (None, None);
        // One more than a calendar can have.
        for Awaited { key, mut entry, visit } in doses.take(MOST_DOSES + 1) {
            let planned = entry.day;
            let is_next = *first.get_or_insert(key) == key;
            last = last.max(Some(key));
            // One that was not given may still be due.
            let is_known = entries.contains_key(&key);
            if planned > self.through && !(is_next && is_known) {
                // Of those after the last day, the ones that were sent.
                let sent = self.earlier.and_then(|earlier| earlier.range(key..).next());
                let Some((sent, _)) = sent.filter(|(sent, _)| sent.run == key.run) else { break };
                if *sent != key || is_known {
                    continue;
                }
            }
            if !is_known && entries.len() == MOST_DOSES {
                return Err(too_many(planned));
            }
            // After a hold the numbers of later ones are those of other doses.
            let before = entries.get_mut(&key).filter(|_| is_next);
            entry.not_given = before.and_then(|before: &mut Entry| before.not_given.take());
            entries.insert(key, entry.visited(visit, &visits));
        }
        for (key, entry) in self.earlier.into_iter().flatten() {
            let waits = recorded.keys.is_to_come(*key) && last.is_none_or(|last| *key > last);
            let pause = pause.as_ref().filter(|_| waits);
            let replaced = || recorded.replaced(*key, entry.clone(), pause, &visits);
            entries.entry(*key).or_insert_with(replaced);
        }
        Ok(Calendar { courses: BTreeMap::from([(self.name.uid.clone(), entries)]) })
    }

    /// Adds what was recorded.
    fn recorded(
        &self,
        course: &Course,
        entries: &mut BTreeMap<Key, Entry>,
    ) -> Result<Recorded, FormatError> {
        let mut recorded = Recorded { keys: Keys::of_course(course), ..Recorded::NOTHING };
        for item in items(course)? {
            let before = recorded.keys;
            let key = recorded.keys.of_item(&item);
            if recorded.keys.run > before.run {
                recorded.ends.push(match &item {
                    HistoryItem::Recorded(entry) => {
                        let why = entry.why().map(|why| format!(": {why}")).unwrap_or_default();
                        format!("The regimen was changed on {}{why}", entry.day())
                    }
                    HistoryItem::Given(given) => {
                        format!("The regimen began anew on {}", given.date())
                    }
                    HistoryItem::NotGiven(missed) => {
                        format!("The regimen begins anew on {}", missed.planned())
                    }
                });
            }
            let entry = match (key, &item) {
                (Some(key), HistoryItem::Given(given)) => {
                    recorded.last_given = Some(given.date());
                    (key, Entry::given(self.name, before.meant(given), given))
                }
                (Some(key), HistoryItem::NotGiven(missed)) => {
                    (key, Entry::missed(self.name, key, missed))
                }
                _ => continue,
            };
            entries.insert(entry.0, entry.1);
        }
        Ok(recorded)
    }
}

impl fmt::Debug for CalendarBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("CalendarBuilder");
        shown.field("name", self.name).field("through", &self.through).finish_non_exhaustive()
    }
}

impl Recorded {
    const NOTHING: Self = Self { keys: Keys::FIRST, last_given: None, ends: Vec::new() };

    /// What becomes of an entry that was sent and that the calendar does not have.
    fn replaced(
        &self,
        key: Key,
        entry: Entry,
        pause: Option<&Pause>,
        visits: &Visits<'_>,
    ) -> Entry {
        let is_past = self.last_given.is_some_and(|last| entry.day <= last);
        match (entry.status, pause, self.ends.get(key.run as usize - 1)) {
            (Status::Confirmed, ..) => entry.cancelled("The record of this dose was removed"),
            (Status::Planned | Status::Tentative, Some(pause), _)
                if !pause.is_stopped && !is_past =>
            {
                entry.left(&pause.why, visits)
            }
            (_, Some(pause), _) => entry.cancelled(&pause.why),
            (_, None, Some(end)) => entry.cancelled(end),
            (_, None, None) => entry.cancelled("This dose is no longer planned"),
        }
    }
}

impl Pause {
    /// Why doses to come have no date, where that is not that the regimen is over.
    fn of(course: &Course, as_of: NaiveDate) -> Option<Self> {
        let (is_stopped, why) = match course.next_due() {
            NextDue::Due(due) => {
                let why = course.advise(due.date().max(as_of)).ok()?.unspecified()?;
                (false, no_date_after(due.date(), why))
            }
            NextDue::Unspecified(why) => (false, format!("The next dose has no date: {why}")),
            NextDue::Held { since, reason } => {
                let mut resumed = course.clone();
                resumed.resume(as_of).ok()?;
                Self::of(&resumed, as_of)?;
                (false, held(since, reason))
            }
            NextDue::Stopped { on, reason } => {
                (true, format!("Treatment was stopped on {on}: {reason}"))
            }
            NextDue::Ended => return None,
        };
        Some(Self { is_stopped, why })
    }
}
