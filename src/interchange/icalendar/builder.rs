//! The making of a calendar from a schedule or a course.

use core::fmt;
use core::ops::RangeInclusive;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::dosing::course::{Course, DueDose, HistoryItem, NextDue, Recommendation};
use crate::dosing::schedule::Schedule;
use crate::dosing::tolerance::open_day;
use crate::interchange::error::FormatError;
use crate::interchange::history::{Key, Keys, MOST_DOSES, items, too_many};
use crate::interchange::icalendar::calendar::Calendar;
use crate::interchange::icalendar::entry::{Entry, Status};
use crate::interchange::icalendar::name::CalendarCourse;

impl Calendar {
    /// Begins a calendar of the planned doses through a date, which is included.
    pub fn of_schedule<'a>(
        name: &'a CalendarCourse,
        schedule: &Schedule<'a>,
        through: NaiveDate,
    ) -> CalendarBuilder<'a> {
        CalendarBuilder::new(name, Source::Schedule(*schedule), through)
    }

    /// Begins a calendar of the entries recorded in a course and its doses to come. The range begins with the day on which
    /// the calendar is made, or with that of the last entry if it is later, and ends with the last planned date of doses to
    /// come.
    ///
    /// A dose given is on the day on which it was given, with the amount given and `STATUS:CONFIRMED`. A dose that does
    /// not count has an entry of its own beside that of the dose that is still due, and so has the rest of a dose of
    /// which a part was given. A dose missed, skipped, held or
    /// passed over is on its planned day with `STATUS:CANCELLED`; if it was given later, there is one entry, as given.
    /// A dose to come has no status, and its description says what the label says about a late dose.
    ///
    /// A dose whose date is past stays on that date with `STATUS:TENTATIVE`, and its description says what the label
    /// says about it on the first day of the range. The doses after it are tentative too. If the label says to give or
    /// skip the late dose, they are on the dates that follow from that ([`Course::forecast_from`]), which move from day
    /// to day as long as it is not given. Otherwise they stay on their planned dates.
    ///
    /// While treatment is held, the doses to come stay on the dates that they had when it was held, with
    /// `STATUS:TENTATIVE`. There are none if the next date is unspecified, and none after a stop;
    /// [`replacing`](CalendarBuilder::replacing) keeps those that were sent.
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

type IsOpen<'a> = Box<dyn Fn(NaiveDate) -> bool + 'a>;
type Doses<'a> = Box<dyn Iterator<Item = Awaited> + 'a>;

#[derive(Clone, Copy)]
enum Source<'a> {
    Schedule(Schedule<'a>),
    Course { course: &'a Course, as_of: NaiveDate },
}

/// A dose to come.
struct Awaited {
    key: Key,
    entry: Entry,
    window: Option<RangeInclusive<NaiveDate>>,
}

/// Why nobody knows when the doses to come are, and what that makes of those that were planned.
struct Pause {
    keys: Keys,
    status: Status,
    why: String,
}

impl<'a> CalendarBuilder<'a> {
    fn new(name: &'a CalendarCourse, source: Source<'a>, through: NaiveDate) -> Self {
        Self { name, source, through, is_open: None, earlier: None }
    }

    /// Puts each dose to come on a day on which the clinic is open, as found by [`DueDose::open_day`] among the days from
    /// the day of the calendar on. A dose without such a day stays where it is. The description says that the visit is not
    /// on the planned date.
    ///
    /// Only the day of the visit is moved. The dates of later doses stay, but for those after a dose whose date is past:
    /// they follow from giving it on the next open day.
    ///
    /// A dose whose date has come is moved on while it is on time. Once it is overdue it stays on the last day on which it
    /// was expected, and while treatment is held on the day that it had when it was held.
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
    pub fn on_open_days(self, is_open: impl Fn(NaiveDate) -> bool + 'a) -> Self {
        Self { is_open: Some(Box::new(is_open)), ..self }
    }

    /// Adds the doses that a calendar sent before has and this one has not, so that its receiver learns what became of
    /// them. The calendar sent before may have other courses as well, which add nothing.
    ///
    /// - A dose that is now planned after the last day of this calendar is on its new date.
    /// - If the date of the next dose or of the one after it is unspecified, a dose of the regimen in force is tentative
    ///   and stays on its day.
    /// - Any other dose is cancelled; after a stop, the description says why.
    pub fn replacing(self, earlier: &'a Calendar) -> Self {
        Self { earlier: earlier.courses.get(&self.name.uid), ..self }
    }

    /// Returns the calendar.
    ///
    /// # Errors
    ///
    /// If there are more than 36,525 doses, a hundred years of daily ones, such as those of a hold or a range of thousands
    /// of years.
    pub fn build(self) -> Result<Calendar, FormatError> {
        let mut entries = BTreeMap::new();
        let (to_come, pause): (Doses<'_>, _) = match self.source {
            Source::Schedule(schedule) => (self.planned(&schedule), None),
            Source::Course { course, as_of } => {
                let keys = self.recorded(course, &mut entries)?;
                (self.to_come(course, as_of, keys), Pause::of(course, keys, as_of))
            }
        };
        let mut first = None;
        // One more than a calendar can have.
        for awaited in to_come.take(MOST_DOSES + 1) {
            let (key, planned) = (awaited.key, awaited.entry.day);
            first.get_or_insert(key);
            if planned > self.through {
                // Of those after the last day, the ones that were sent.
                let sent = self.earlier.and_then(|earlier| earlier.range(key..).next());
                let Some((sent, _)) = sent.filter(|(sent, _)| sent.run == key.run) else { break };
                if *sent != key || entries.contains_key(&key) {
                    continue;
                }
            }
            // One that was not given may still be due.
            if entries.len() == MOST_DOSES && !entries.contains_key(&key) {
                return Err(too_many(planned));
            }
            entries.insert(key, self.placed(awaited));
        }
        for (key, entry) in self.earlier.into_iter().flatten() {
            let pause = pause.as_ref().filter(|pause| {
                pause.keys.is_to_come(*key) && first.is_none_or(|first| *key > first)
            });
            entries.entry(*key).or_insert_with(|| replaced(entry, pause));
        }
        Ok(Calendar { courses: BTreeMap::from([(self.name.uid.clone(), entries)]) })
    }

    fn planned(&self, schedule: &Schedule<'a>) -> Doses<'a> {
        let (name, mut keys) = (self.name, Keys::FIRST);
        Box::new(schedule.iter().map(move |planned| {
            let key = keys.of(Some(planned.number()));
            let entry = Entry::of_schedule(name, key, &planned);
            Awaited { key, entry, window: planned.window() }
        }))
    }

    /// Adds what was recorded, and returns what names the doses to come.
    fn recorded(
        &self,
        course: &Course,
        entries: &mut BTreeMap<Key, Entry>,
    ) -> Result<Keys, FormatError> {
        let mut keys = Keys::FIRST;
        for item in items(course)? {
            let before = keys;
            let entry = match (keys.of_item(&item), &item) {
                (Some(key), HistoryItem::Given(given)) => {
                    (key, Entry::given(self.name, before.meant(given), given))
                }
                (Some(key), HistoryItem::NotGiven(missed)) => {
                    (key, Entry::missed(self.name, key, missed))
                }
                _ => continue,
            };
            entries.insert(entry.0, entry.1);
        }
        Ok(keys)
    }

    /// The doses to come, also those after the last day; one whose date is past comes first.
    fn to_come(&self, course: &'a Course, as_of: NaiveDate, keys: Keys) -> Doses<'a> {
        let name = self.name;
        let of = move |key, due: &DueDose<'_>, why: Option<&String>| {
            let entry = Entry::due(name, key, due, course);
            let entry = match why {
                Some(why) => entry.tentative(why.clone()),
                None => entry,
            };
            Awaited { key, entry, window: due.window() }
        };
        let counted = move |why: Option<String>| {
            let mut keys = keys;
            move |due: DueDose<'a>| of(keys.counted(due.number()), &due, why.as_ref())
        };
        let next = course.next_due();
        let Some(due) = next.dose() else {
            let NextDue::Held { since, reason } = next else {
                return Box::new(core::iter::empty());
            };
            let why = held(since, reason);
            return Box::new(course.forecast_held().map(counted(Some(why))));
        };
        let day = self.day_to_give(as_of);
        let advice = (due.date() < as_of).then(|| course.advise(day).ok()).flatten();
        let Some(advice) = advice else {
            return Box::new(course.forecast().map(counted(None)));
        };
        let key = keys.clone().counted(due.number());
        let is_overdue = course.overdue(as_of).is_some();
        let why = format!("Not given as of {as_of}. Advice for {advice}");
        let entry = Entry::late(name, key, &due, why, is_overdue);
        let late = Awaited { key, entry, window: due.window() };
        let why = late_until(&due, as_of, is_overdue);
        let (given, following) = match advice.recommendation() {
            _ if advice.unspecified().is_some() => (false, None),
            Recommendation::Give | Recommendation::Restart => {
                (true, Some(format!("{why}; if it is given on {day}")))
            }
            Recommendation::Skip => (false, Some(why.clone())),
            _ => (false, None),
        };
        let others = counted(Some(why));
        let Some(why) = following else {
            let planned = course.forecast().map(others).skip(1);
            return Box::new(core::iter::once(late).chain(planned));
        };
        // If the label skips late doses, the advice is about the latest one, and the others are behind.
        let judged = advice.number();
        let behind = course.forecast().take_while(move |due| {
            due.number().is_some_and(|number| judged.is_some_and(|judged| number <= judged))
        });
        // That the dose is given then is assumed, and nobody's appointment.
        let following = course.forecast_from(day).map(counted(Some(why))).skip(usize::from(given));
        Box::new(core::iter::once(late).chain(behind.map(others).skip(1)).chain(following))
    }

    /// The day from which visits are looked for.
    fn expected_from(&self) -> Option<NaiveDate> {
        let Source::Course { course, as_of } = self.source else { return None };
        match course.next_due() {
            NextDue::Held { since, .. } => Some(since),
            _ => Some(as_of),
        }
    }

    /// The first day on which a dose that is late can be given.
    fn day_to_give(&self, as_of: NaiveDate) -> NaiveDate {
        let is_open = self.is_open.as_ref();
        is_open.and_then(|is_open| open_day(as_of, None, is_open)).unwrap_or(as_of)
    }

    /// The entry of a dose to come, on the day of the visit.
    fn placed(&self, dose: Awaited) -> Entry {
        let Awaited { entry, window, .. } = dose;
        let Some(is_open) = &self.is_open else { return entry };
        let planned = entry.day;
        let (open, close) = window.map_or((planned, planned), RangeInclusive::into_inner);
        // One that is late is on the last day on which it was expected.
        let open = self.expected_from().map_or(open, |day| open.max(day.min(close)));
        match open_day(planned, Some((open, close)), is_open) {
            Some(visit) if visit != planned => entry.visited(visit, is_open(planned)),
            _ => entry,
        }
    }
}

impl fmt::Debug for CalendarBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("CalendarBuilder");
        shown.field("name", self.name).field("through", &self.through).finish_non_exhaustive()
    }
}

impl Pause {
    /// Why no dates are known, where that is not that the regimen is over.
    fn of(course: &Course, keys: Keys, as_of: NaiveDate) -> Option<Self> {
        let (status, why) = match course.next_due() {
            NextDue::Due(due) => {
                let advice = course.advise(due.date().max(as_of)).ok();
                let why = advice.and_then(|advice| advice.unspecified())?;
                let dose = due.date();
                (Status::Tentative, format!("After the dose of {dose} the next has no date: {why}"))
            }
            NextDue::Unspecified(why) => {
                (Status::Tentative, format!("The next dose has no date: {why}"))
            }
            NextDue::Held { since, reason } => (Status::Tentative, held(since, reason)),
            NextDue::Stopped { on, reason } => {
                (Status::Cancelled, format!("Treatment was stopped on {on}: {reason}"))
            }
            _ => return None,
        };
        Some(Self { keys, status, why })
    }
}

/// What becomes of an entry that a later calendar of its course does not have.
fn replaced(entry: &Entry, pause: Option<&Pause>) -> Entry {
    let entry = entry.clone();
    match pause.filter(|_| matches!(entry.status, Status::Planned | Status::Tentative)) {
        Some(pause) => entry.because(pause.status, pause.why.clone()),
        None => entry.cancelled(),
    }
}

fn held(since: NaiveDate, reason: &str) -> String {
    format!("Treatment is held since {since}: {reason}")
}

fn late_until(due: &DueDose<'_>, as_of: NaiveDate, is_overdue: bool) -> String {
    let what = if is_overdue { "is overdue" } else { "is not given yet" };
    format!("As of {as_of} the dose of {} {what}", due.date())
}
