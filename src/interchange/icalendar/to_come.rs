//! The doses to come, and the days of their visits.

use core::fmt::Display;
use core::iter;
use core::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::dosing::course::forecast::OnDay;
use crate::dosing::course::{Course, DueDose, Forecast, NextDue, Recommendation};
use crate::dosing::schedule::Schedule;
use crate::dosing::tolerance::Tolerance;
use crate::interchange::history::{Key, Keys};
use crate::interchange::icalendar::entry::Entry;
use crate::interchange::icalendar::name::CalendarCourse;
use crate::interchange::icalendar::visits::Visits;

const NO_OPEN_DAY: &str = "The clinic is closed for a year";

pub(super) type Doses<'s> = Box<dyn Iterator<Item = Awaited> + 's>;

/// The doses to come of a schedule or a course, with their visits.
#[derive(Clone, Copy)]
pub(super) struct ToCome<'s, 'a> {
    pub(super) name: &'s CalendarCourse,
    pub(super) visits: &'s Visits<'a>,
}

/// A dose: its entry on the planned date, the days on which it is on time, and its tolerance.
type Planned = (Key, Entry, Option<RangeInclusive<NaiveDate>>, Option<Tolerance>);

/// A dose to come: its entry on the planned date, and the day of its visit.
pub(super) struct Awaited {
    pub(super) key: Key,
    pub(super) entry: Entry,
    pub(super) visit: NaiveDate,
}

impl<'s> ToCome<'s, '_> {
    pub(super) fn of_schedule(self, schedule: Schedule<'s>) -> Doses<'s> {
        let mut keys = Keys::FIRST;
        self.on_dates(schedule.iter().map(move |planned| {
            let key = keys.of(Some(planned.number()));
            let entry = Entry::of_schedule(self.name, key, &planned);
            (key, entry, planned.window(), planned.phase().tolerance())
        }))
    }

    /// Doses that keep their planned dates, whatever the days of their visits.
    fn on_dates(self, doses: impl Iterator<Item = Planned> + 's) -> Doses<'s> {
        let (mut before, mut doses) = (None, doses.peekable());
        Box::new(iter::from_fn(move || {
            let (key, entry, window, tolerance) = doses.next()?;
            let planned = entry.day;
            // Days before this one are too near to the visit before.
            let apart = |before| tolerance?.allowed_after(before)?.pred_opt();
            let after = before.max(before.and_then(apart));
            let visit = self.visits.of(planned, window, after);
            let next = doses.peek().map(|(_, next, ..)| next.day);
            let is_behind = |visit| visit > planned && next.is_some_and(|next| next <= visit);
            let why = match visit {
                None => NO_OPEN_DAY,
                Some(visit) if is_behind(visit) => {
                    "The clinic is closed until the next dose is planned"
                }
                Some(visit) => {
                    before = Some(visit);
                    return Some(Awaited { key, entry, visit });
                }
            };
            Some(Awaited { key, entry: entry.tentative(why), visit: planned })
        }))
    }

    /// The doses to come, also those after the last day; one whose date is past comes first.
    pub(super) fn of_course(self, course: &'s Course, as_of: NaiveDate, keys: Keys) -> Doses<'s> {
        let next = course.next_due();
        let Some(due) = next.dose() else {
            let NextDue::Held { since, reason } = next else {
                return Box::new(iter::empty());
            };
            let why = held(since, reason);
            let held = self.doses(course, course.forecast_held(), keys);
            return Box::new(held.map(move |dose| dose.with(|entry| entry.waiting(&why))));
        };
        let booked_doses = || self.doses(course, course.forecast(), keys);
        if due.date() >= as_of {
            return booked_doses();
        }
        let visit = booked_doses().next().map(|next| next.visit);
        let booked = self.visits.booked(due.date(), due.window());
        let day = self.visits.first_from(as_of);
        let advice = match course.advise(day) {
            Ok(advice) if visit.is_none_or(|visit| visit < as_of) || visit != booked => advice,
            // Its visit is to come.
            _ => return booked_doses(),
        };
        let closed = if day == as_of {
            String::new()
        } else {
            format!(", and the next day on which the clinic is open is {day}")
        };
        let why = format!("Not given as of {as_of}{closed}. Advice for {advice}");
        let late = visit.map(|visit| {
            let mut keys = keys;
            let key = keys.counted(due.number());
            let entry = self.due(course, key, &due).waiting(&why);
            let is_overdue = course.overdue(as_of).is_some() && visit < as_of;
            let entry = if is_overdue { entry.overdue() } else { entry };
            Awaited { key, entry, visit }
        });
        let is_booked = visit.is_some_and(|visit| visit >= as_of);
        let what = if is_booked { "is not given yet" } else { "is overdue" };
        let why = format!("As of {as_of} the dose of {} {what}", due.date());
        let moves = match advice.recommendation() {
            Recommendation::Give | Recommendation::Restart => advice.unspecified().is_none(),
            _ => false,
        };
        if !moves {
            // They are on their planned dates, also where the label skips the late dose.
            let mut keys = keys;
            let planned = course.forecast().map(move |due| {
                let key = keys.counted(due.number());
                (key, self.due(course, key, &due), due.window(), None)
            });
            let others = self.on_dates(planned).skip(1);
            let others = others.map(move |dose| dose.with(|entry| entry.tentative(&why)));
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
            let visit = is_judged.then(|| self.visits.of(due.date(), due.window(), None));
            let visit = visit.flatten().unwrap_or(due.date());
            Awaited { key, entry: entry.tentative(&why), visit }
        });
        // That the dose is given then is assumed, so that it has no entry on that day.
        let assumed = assumes(advice.planned().unwrap_or(due.date()), day);
        let following = self.doses(course, course.forecast_from(day), keys).skip(1);
        let following = following.map(move |dose| dose.with(|entry| entry.tentative(&assumed)));
        Box::new(late.into_iter().chain(behind.skip(1)).chain(following))
    }

    /// The doses of a forecast if each is given on the day of its visit.
    fn doses(self, course: &'s Course, mut forecast: Forecast<'s>, mut keys: Keys) -> Doses<'s> {
        let mut before = None;
        // Why the dates of later doses are not certain.
        let mut uncertain: Option<String> = None;
        Box::new(iter::from_fn(move || {
            let mut found = None;
            let (due, on_day) = forecast.next_on(|due| {
                let visit = self.visits.of(due.date(), due.window(), before);
                found.insert(visit).unwrap_or(due.date())
            })?;
            let visit = found.flatten().unwrap_or(due.date());
            let key = keys.counted(due.number());
            let mut entry = self.due(course, key, &due);
            if let Some(why) = &uncertain {
                entry = entry.tentative(why);
            }
            let is_late = visit > due.window().map_or(due.date(), |days| *days.end());
            let late = |what: &dyn Display| format!("On {visit} it is late, and {what}");
            let (why, then) = match on_day {
                _ if found == Some(None) => {
                    let then = format!("The dose of {} has no visit", due.date());
                    (Some(NO_OPEN_DAY.to_owned()), Some(then))
                }
                OnDay::Given => (None, None),
                OnDay::Skipped => (Some(late(&"the label says to skip it")), None),
                OnDay::Behind(reason) => {
                    let why = "The clinic is closed until the next dose is due";
                    let then = format!("The dose of {} has no visit: {reason}", due.date());
                    (Some(why.to_owned()), Some(then))
                }
                OnDay::Undated(reason) => {
                    let why = is_late.then(|| late(&reason));
                    (why, Some(no_date_after(visit, reason)))
                }
                OnDay::Another(action) => {
                    let why = late(&format_args!("the label says to {action}"));
                    (Some(why), Some(assumes(due.date(), visit)))
                }
            };
            if let Some(why) = why {
                entry = entry.tentative(&why);
            }
            uncertain = uncertain.take().or(then);
            if found == Some(None) || matches!(on_day, OnDay::Skipped | OnDay::Behind(_)) {
                return Some(Awaited { key, entry, visit: due.date() });
            }
            before = Some(visit);
            Some(Awaited { key, entry, visit })
        }))
    }

    fn due(&self, course: &Course, key: Key, due: &DueDose<'_>) -> Entry {
        Entry::due(self.name, key, due).with_rule(&course.if_late(due))
    }
}

impl Awaited {
    fn with(self, change: impl FnOnce(Entry) -> Entry) -> Self {
        Self { entry: change(self.entry), ..self }
    }
}

pub(super) fn held(since: NaiveDate, reason: &str) -> String {
    format!("Treatment is held since {since}: {reason}")
}

/// That the dose after one has no date, for a reason.
pub(super) fn no_date_after(day: NaiveDate, reason: impl Display) -> String {
    format!("After the dose of {day} the next has no date: {reason}")
}

/// That a date follows from giving a dose on a day.
fn assumes(planned: NaiveDate, day: NaiveDate) -> String {
    format!("This date assumes that the dose of {planned} is given on {day}")
}
