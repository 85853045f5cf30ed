//! The making of a calendar from a schedule or a course.

use core::cell::RefCell;
use core::ops::RangeInclusive;
use core::{fmt, iter};
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::dosing::course::{Course, DueDose, Forecast, HistoryItem, NextDue, Recommendation};
use crate::dosing::missed_dose::Action;
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

    /// Begins a calendar of the entries recorded in a course and its doses to come. The range begins with the day for which
    /// the calendar is made, or with that of the last entry if it is later, and ends with the last planned date of doses to
    /// come.
    ///
    /// A dose given is on the day on which it was given, with the amount given and `STATUS:CONFIRMED`. A dose that does
    /// not count has an entry of its own beside that of the dose that is still due, and so has the rest of a dose of
    /// which a part was given. A dose missed, skipped, held or passed over is on its planned day with `STATUS:CANCELLED`. If
    /// it is still due it is a dose to come, whose description says why it was not given; if it was given later, there is
    /// one entry, as given. A dose to come has no status, and its description says what the label says about a late dose.
    ///
    /// A dose whose date is past stays on that date with `STATUS:TENTATIVE`, and its description says what the label
    /// says about it on the first day of the range. The doses after it are tentative too. If the label says to give the late
    /// dose and when the next one is, they are on the dates that follow from giving it on that day
    /// ([`Course::forecast_from`]), which move from day to day as long as it is not given. Otherwise they stay on their
    /// planned dates.
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
    /// The day from which visits are looked for.
    visits_from: Option<NaiveDate>,
    is_open: Option<RefCell<IsOpen<'a>>>,
    earlier: Option<&'a BTreeMap<Key, Entry>>,
}

type IsOpen<'a> = Box<dyn FnMut(NaiveDate) -> bool + 'a>;
type Doses<'s> = Box<dyn Iterator<Item = Awaited> + 's>;

#[derive(Clone, Copy)]
enum Source<'a> {
    Schedule(Schedule<'a>),
    Course { course: &'a Course, as_of: NaiveDate },
}

/// A dose to come: its entry on the planned date, and the day of its visit.
struct Awaited {
    key: Key,
    entry: Entry,
    visit: NaiveDate,
}

/// Why doses that were sent have no date any more, and what that makes of them.
struct Pause {
    /// Of the doses given.
    keys: Keys,
    is_stopped: bool,
    why: String,
}

impl<'a> CalendarBuilder<'a> {
    fn new(name: &'a CalendarCourse, source: Source<'a>, through: NaiveDate) -> Self {
        let visits_from = match source {
            Source::Schedule(_) => None,
            Source::Course { course, as_of } => match course.next_due() {
                NextDue::Held { since, .. } => Some(since),
                _ => Some(as_of),
            },
        };
        Self { name, source, through, visits_from, is_open: None, earlier: None }
    }

    /// Puts each dose to come on a day on which the clinic is open, as found by [`DueDose::open_day`] among the days from
    /// the first day of the calendar on, and after the visit before. A dose without such a day stays where it is. The
    /// description says that the visit is not on the planned date.
    ///
    /// The dates of later doses follow from the days of the visits by the rules of the label. If the clinic is closed as
    /// long as a dose is on time, and by the label the plan does not go on from a later day, the dose is tentative and later
    /// doses keep their dates; one that the label skips stays on its date. In a schedule all doses keep their dates.
    ///
    /// A dose whose date has come is moved on while it is on time. Once it is overdue it stays on its last booked day. While
    /// treatment is held, the days are looked for from the first day of the hold on.
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
        Self { is_open: Some(RefCell::new(Box::new(is_open))), ..self }
    }

    /// Adds the doses that a calendar sent before contains and this one does not, so that its receiver learns what became
    /// of them.
    ///
    /// - A dose that is now planned after the last day of this calendar is on its new date.
    /// - If the date of the next dose or of the one after it is unspecified, a dose to come stays on its day and is
    ///   tentative.
    /// - Any other dose is cancelled, and the description says why.
    ///
    /// The calendar sent before may have other courses as well. They add nothing: a patient of whom no calendar is made any
    /// more keeps the entries, unless the course is stopped first.
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
            Source::Schedule(schedule) => (self.planned(schedule), None),
            Source::Course { course, as_of } => {
                let keys = self.recorded(course, &mut entries)?;
                (self.to_come(course, as_of, keys), Pause::of(course, as_of, keys))
            }
        };
        let mut first = None;
        // One more than a calendar can have.
        for Awaited { key, mut entry, visit } in to_come.take(MOST_DOSES + 1) {
            let planned = entry.day;
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
            let before: Option<&Entry> = entries.get(&key);
            if before.is_none() && entries.len() == MOST_DOSES {
                return Err(too_many(planned));
            }
            if let Some(why) = before.and_then(Entry::why_not_given) {
                entry = entry.saying(why.clone());
            }
            if visit != planned {
                entry = entry.visited(visit, self.is_open(planned));
            }
            entries.insert(key, entry);
        }
        for (key, entry) in self.earlier.into_iter().flatten() {
            let pause = pause.as_ref().filter(|pause| {
                pause.keys.is_to_come(*key) && first.is_none_or(|first| *key > first)
            });
            entries.entry(*key).or_insert_with(|| replaced(entry.clone(), pause));
        }
        Ok(Calendar { courses: BTreeMap::from([(self.name.uid.clone(), entries)]) })
    }

    fn planned(&self, schedule: Schedule<'a>) -> Doses<'_> {
        let (mut keys, mut before) = (Keys::FIRST, None);
        Box::new(schedule.iter().map(move |planned| {
            let key = keys.of(Some(planned.number()));
            let entry = Entry::of_schedule(self.name, key, &planned);
            let visit = self.visit(planned.date(), planned.window(), before);
            before = Some(visit);
            Awaited { key, entry, visit }
        }))
    }

    /// Adds what was recorded, and returns what names the doses to come.
    fn recorded(
        &self,
        course: &Course,
        entries: &mut BTreeMap<Key, Entry>,
    ) -> Result<Keys, FormatError> {
        let mut keys = Keys::of_course(course);
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
    fn to_come(&self, course: &'a Course, as_of: NaiveDate, keys: Keys) -> Doses<'_> {
        let next = course.next_due();
        let Some(due) = next.dose() else {
            let NextDue::Held { since, reason } = next else {
                return Box::new(iter::empty());
            };
            let why = held(since, reason);
            let held = self.doses(course, course.forecast_held(), keys);
            return Box::new(held.map(move |dose| dose.with(|entry| entry.waiting(&why))));
        };
        if due.date() >= as_of {
            return self.doses(course, course.forecast(), keys);
        }
        let day = self.day_to_give(as_of);
        let Ok(advice) = course.advise(day) else {
            return self.doses(course, course.forecast(), keys);
        };
        let why = format!("Not given as of {as_of}. Advice for {advice}");
        let mut planned = self.doses(course, course.forecast(), keys);
        let late = planned.next().map(|late| {
            let is_overdue = course.overdue(as_of).is_some() && late.visit < as_of;
            let late = late.with(|entry| entry.waiting(&why));
            if is_overdue { late.with(Entry::overdue) } else { late }
        });
        let is_booked = late.as_ref().is_some_and(|late| late.visit >= as_of);
        let what = if is_booked { "is not given yet" } else { "is overdue" };
        let why = format!("As of {as_of} the dose of {} {what}", due.date());
        let moves = match advice.recommendation() {
            Recommendation::Give | Recommendation::Restart => advice.unspecified().is_none(),
            _ => false,
        };
        if !moves {
            // They are on their planned dates, also where the label skips the late dose.
            let others = planned.map(move |dose| dose.with(|entry| entry.tentative(&why)));
            return Box::new(late.into_iter().chain(others));
        }
        // If the label skips late doses, the advice is about the latest one, and the others are behind.
        let (judged, mut behind_keys) = (advice.number(), keys);
        let is_behind = move |due: &DueDose<'_>| {
            due.number().is_some_and(|number| judged.is_some_and(|judged| number <= judged))
        };
        let behind = course.forecast().take_while(is_behind).map(move |due| {
            let key = behind_keys.counted(due.number());
            let entry = self.due(course, key, &due);
            let is_judged = due.number() == judged;
            let visit = is_judged.then(|| self.visit(due.date(), due.window(), None));
            let visit = visit.unwrap_or(due.date());
            Awaited { key, entry: entry.tentative(&why), visit }
        });
        // That the dose is given then is assumed, so that it has no entry on that day.
        let assumed =
            format!("This date assumes that the dose of {} is given on {day}", due.date());
        let following = self.doses(course, course.forecast_from(day), keys).skip(1);
        let following = following.map(move |dose| dose.with(|entry| entry.tentative(&assumed)));
        Box::new(late.into_iter().chain(behind.skip(1)).chain(following))
    }

    /// The doses of a forecast if each is given on the day of its visit.
    fn doses<'s>(
        &'s self,
        course: &'a Course,
        mut forecast: Forecast<'a>,
        mut keys: Keys,
    ) -> Doses<'s> {
        let mut before = None;
        Box::new(iter::from_fn(move || {
            let mut visit = None;
            let (due, instead) = forecast
                .next_on(|due| *visit.insert(self.visit(due.date(), due.window(), before)))?;
            let visit = visit.unwrap_or(due.date());
            let key = keys.counted(due.number());
            let entry = self.due(course, key, &due);
            let is_late = visit > due.window().map_or(due.date(), |days| *days.end());
            if instead == Some(Action::Skip) {
                let why =
                    "The clinic is closed, and the label says to skip the dose if it is that late";
                return Some(Awaited { key, entry: entry.tentative(why), visit: due.date() });
            }
            before = Some(visit);
            let entry = if is_late && instead == Some(Action::NotStated) {
                let why = format!(
                    "On {visit} it is late, and by the label the plan does not go on from there"
                );
                entry.tentative(&why)
            } else {
                entry
            };
            Some(Awaited { key, entry, visit })
        }))
    }

    fn due(&self, course: &Course, key: Key, due: &DueDose<'_>) -> Entry {
        Entry::due(self.name, key, due).with_rule(&course.if_late(due))
    }

    fn is_open(&self, day: NaiveDate) -> bool {
        self.is_open.as_ref().is_none_or(|is_open| is_open.borrow_mut()(day))
    }

    /// The first day on which a dose that is late can be given.
    fn day_to_give(&self, as_of: NaiveDate) -> NaiveDate {
        open_day(as_of, None, |day| self.is_open(day)).unwrap_or(as_of)
    }

    /// The day of the visit for a dose that is planned on a date, after the visit before.
    fn visit(
        &self,
        planned: NaiveDate,
        window: Option<RangeInclusive<NaiveDate>>,
        before: Option<NaiveDate>,
    ) -> NaiveDate {
        if self.is_open.is_none() {
            return planned;
        }
        let (open, close) = window.map_or((planned, planned), RangeInclusive::into_inner);
        // One that is late is on its last booked day.
        let open = self.visits_from.map_or(open, |day| open.max(day.min(close)));
        let after = before.and_then(|before| before.succ_opt());
        let open = after.map_or(open, |after| open.max(after));
        open_day(planned, Some((open, close)), |day| self.is_open(day)).unwrap_or(planned)
    }
}

impl fmt::Debug for CalendarBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("CalendarBuilder");
        shown.field("name", self.name).field("through", &self.through).finish_non_exhaustive()
    }
}

impl Awaited {
    fn with(self, change: impl FnOnce(Entry) -> Entry) -> Self {
        Self { entry: change(self.entry), ..self }
    }
}

impl Pause {
    /// Why doses to come have no date, where that is not that the regimen is over.
    fn of(course: &Course, as_of: NaiveDate, keys: Keys) -> Option<Self> {
        let (is_stopped, why) = match course.next_due() {
            NextDue::Due(due) => {
                let why = course.advise(due.date().max(as_of)).ok()?.unspecified()?;
                let dose = due.date();
                (false, format!("After the dose of {dose} the next has no date: {why}"))
            }
            NextDue::Unspecified(why) => (false, format!("The next dose has no date: {why}")),
            NextDue::Held { since, reason } => {
                let mut resumed = course.clone();
                resumed.resume(as_of).ok()?;
                Self::of(&resumed, as_of, keys)?;
                (false, held(since, reason))
            }
            NextDue::Stopped { on, reason } => {
                (true, format!("Treatment was stopped on {on}: {reason}"))
            }
            NextDue::Ended => return None,
        };
        Some(Self { keys, is_stopped, why })
    }
}

/// What becomes of an entry that a later calendar of its course does not have.
fn replaced(entry: Entry, pause: Option<&Pause>) -> Entry {
    match (entry.status, pause) {
        (Status::Confirmed, _) => entry.cancelled("The record of this dose was removed"),
        (_, Some(pause)) if pause.is_stopped => entry.cancelled(&pause.why),
        (Status::Planned | Status::Tentative, Some(pause)) => entry.left(&pause.why),
        _ => entry.cancelled("This dose is no longer planned"),
    }
}

fn held(since: NaiveDate, reason: &str) -> String {
    format!("Treatment is held since {since}: {reason}")
}
