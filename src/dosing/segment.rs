//! The closed form behind schedules: for each phase, where its first dose falls and how many doses follow.

use chrono::{Datelike, Months, NaiveDate};

use crate::calendar::Interval;
use crate::dosing::regimen::{Extent, Phase};

/// A day, and what further months count from.
///
/// Consecutive steps in months count from one base date, so that one clamped month end never feeds the
/// next; a step in days makes the day it reaches the new base.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Days since 31 December of the year 0, as chrono's `num_days_from_ce`.
    pub(super) day: i32,
    /// The base and the months since, while the last steps were in months.
    months: Option<(NaiveDate, u32)>,
}

impl Place {
    #[inline]
    pub(super) fn on(date: NaiveDate) -> Self {
        Self {
            day: date.num_days_from_ce(),
            months: None,
        }
    }

    #[inline]
    pub(super) fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(self.day)
    }

    /// The base that months count from, and the months already counted.
    #[inline]
    fn base(self) -> Option<(NaiveDate, u32)> {
        match self.months {
            Some(base) => Some(base),
            None => Some((self.date()?, 0)),
        }
    }

    /// The place `n` intervals later; `None` past the calendar.
    #[inline]
    pub(super) fn after(self, interval: Interval, n: u32) -> Option<Self> {
        if n == 0 {
            return Some(self);
        }
        match interval {
            Interval::Days(days) => {
                let day = i64::from(self.day) + i64::from(days.get()) * i64::from(n);
                let day = i32::try_from(day).ok()?;
                Some(Self { day, months: None })
            }
            Interval::Months(step) => {
                let (base, months) = self.base()?;
                let months = step.get().checked_mul(n)?.checked_add(months)?;
                let date = base.checked_add_months(Months::new(months))?;
                Some(Self {
                    day: date.num_days_from_ce(),
                    months: Some((base, months)),
                })
            }
        }
    }

    /// How many of the places 0, 1, 2 ... intervals later are not after `limit`.
    #[inline]
    fn count_through(self, interval: Interval, limit: i32) -> Option<u32> {
        if self.day > limit {
            return Some(0);
        }
        let steps = match interval {
            Interval::Days(days) => (limit - self.day).unsigned_abs() / days.get(),
            Interval::Months(step) => {
                let (base, months) = self.base()?;
                let limit = NaiveDate::from_num_days_from_ce_opt(limit)?;
                let between = months_between(base, limit)?.checked_sub(months)?;
                let steps = between / step.get();
                // In the month of the limit itself the day decides.
                let last = base.checked_add_months(Months::new(months + steps * step.get()));
                if last.is_none_or(|last| last > limit) {
                    steps.checked_sub(1)?
                } else {
                    steps
                }
            }
        };
        Some(steps + 1)
    }
}

/// Whole months from the month of one date to the month of a later one, whatever the days.
fn months_between(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    let years = to.year() - from.year();
    let months = i64::from(years) * 12 + i64::from(to.month()) - i64::from(from.month());
    u32::try_from(months).ok()
}

/// Where a run of doses begins: which dose of a regimen, and on which day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    place: Place,
    /// Number of the dose in the schedule, counted from 1.
    number: u32,
    /// Which phase, counted from 0.
    phase: u32,
    /// How many doses of the phase come before.
    index: u32,
    /// The last day of a phase that lasts for some time.
    until: i32,
}

impl Entry {
    /// The first dose of a regimen.
    #[inline]
    pub(super) fn first(phases: &[Phase], date: NaiveDate) -> Self {
        Self::of_phase(phases, 0, 1, Place::on(date))
    }

    /// The first dose of a phase, the `number`-th of the schedule.
    #[inline]
    fn of_phase(phases: &[Phase], phase: u32, number: u32, place: Place) -> Self {
        let until = match phases[phase as usize].extent() {
            // A time that reaches past the calendar is no limit.
            Extent::For(time) => place.after(time, 1).map_or(i32::MAX, |end| end.day - 1),
            _ => i32::MAX,
        };
        Self {
            place,
            number,
            phase,
            index: 0,
            until,
        }
    }

    /// Which phase, counted from 0.
    pub(super) fn phase(&self) -> usize {
        self.phase as usize
    }

    /// Number of the dose in the schedule, counted from 1.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Its date. An entry is only ever made where the calendar has one.
    pub(super) fn date(&self) -> NaiveDate {
        self.place.date().unwrap_or(NaiveDate::MAX)
    }

    /// The same dose on another date, from which the doses after it are counted. The time a phase lasts
    /// still counts from its first dose.
    pub(super) fn moved_to(self, phases: &[Phase], date: NaiveDate) -> Self {
        let place = Place::on(date);
        if self.index == 0 {
            return Self::of_phase(phases, self.phase, self.number, place);
        }
        Self { place, ..self }
    }

    /// The next dose on the plan this one is on.
    pub(super) fn successor(self, phases: &[Phase]) -> Option<Self> {
        let next = self.number.checked_add(1)?;
        Segments::new(phases, self, NaiveDate::MAX)
            .find(|segment| next < segment.end())?
            .entry(next)
    }

    /// The last dose up to a date, this one or a later one on the plan it is on.
    pub(super) fn latest_through(self, phases: &[Phase], date: NaiveDate) -> Option<Self> {
        let last = Segments::new(phases, self, date).last()?;
        last.entry(last.end() - 1)
    }
}

/// A run of doses of one phase, none of them past a limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    entry: Entry,
    pub(super) count: u32,
    interval: Option<Interval>,
}

impl Segment {
    /// Before the first one.
    pub(super) const EMPTY: Self = Self {
        entry: Entry {
            place: Place {
                day: 0,
                months: None,
            },
            number: 1,
            phase: 0,
            index: 0,
            until: 0,
        },
        count: 0,
        interval: None,
    };

    /// Which phase, counted from 0.
    #[inline]
    pub(super) fn phase(&self) -> usize {
        self.entry.phase as usize
    }

    /// Number of its first dose in the schedule, counted from 1.
    #[inline]
    pub(super) fn number(&self) -> u32 {
        self.entry.number
    }

    /// The number after that of its last dose.
    #[inline]
    pub(super) fn end(&self) -> u32 {
        self.entry.number + self.count
    }

    /// The place of its dose `k`, counted from 0.
    #[inline]
    pub(super) fn place(&self, k: u32) -> Option<Place> {
        match self.interval {
            Some(interval) => self.entry.place.after(interval, k),
            None => Some(self.entry.place),
        }
    }

    /// The date of its dose `k`, counted from 0, for intervals in months without a detour over days.
    #[inline]
    pub(super) fn date(&self, k: u32) -> Option<NaiveDate> {
        match (self.interval, self.entry.place.base()) {
            (Some(Interval::Months(step)), Some((base, months))) => {
                let months = step.get().checked_mul(k)?.checked_add(months)?;
                base.checked_add_months(Months::new(months))
            }
            _ => self.place(k)?.date(),
        }
    }

    /// Days between its doses, where that is one number.
    #[inline]
    pub(super) fn step_in_days(&self) -> Option<u32> {
        match self.interval {
            Some(Interval::Months(_)) => None,
            Some(Interval::Days(days)) => Some(days.get()),
            None => Some(0),
        }
    }

    /// Where the dose with this number in the schedule stands; it must be one of the segment's.
    pub(super) fn entry(&self, number: u32) -> Option<Entry> {
        let k = number.checked_sub(self.entry.number)?;
        Some(Entry {
            place: self.place(k)?,
            number,
            index: self.entry.index + k,
            ..self.entry
        })
    }
}

/// The segments of a regimen from one of its doses on, up to a limit that is included.
#[derive(Debug, Clone)]
pub(super) struct Segments<'r> {
    phases: &'r [Phase],
    next: Option<Entry>,
    limit: i32,
}

impl<'r> Segments<'r> {
    #[inline]
    pub(super) fn new(phases: &'r [Phase], entry: Entry, last: NaiveDate) -> Self {
        Self {
            phases,
            next: Some(entry),
            limit: last.num_days_from_ce(),
        }
    }

    pub(super) fn emptied(self) -> Self {
        Self { next: None, ..self }
    }

    pub(super) fn phases(&self) -> &'r [Phase] {
        self.phases
    }

    /// Where the phase after a whole segment begins.
    #[inline]
    fn following(&self, segment: &Segment) -> Option<Entry> {
        let phase = segment.entry.phase + 1;
        let seam = self.phases.get(phase as usize)?.seam()?;
        let last = segment.place(segment.count.checked_sub(1)?)?;
        let number = segment.end();
        Some(Entry::of_phase(
            self.phases,
            phase,
            number,
            last.after(seam, 1)?,
        ))
    }
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    #[inline]
    fn next(&mut self) -> Option<Segment> {
        let entry = self.next.take()?;
        if entry.place.day > self.limit {
            return None;
        }
        let phase = &self.phases[entry.phase as usize];
        let Some(interval) = phase.interval() else {
            let segment = Segment {
                entry,
                count: 1,
                interval: None,
            };
            self.next = self.following(&segment);
            return Some(segment);
        };
        // As many as the phase has, and as many as come up to the limit.
        let whole = match phase.extent() {
            Extent::Doses(doses) => doses.checked_sub(entry.index)?,
            // A dose that came late may be past the time; it is still one.
            Extent::For(_) => entry.place.count_through(interval, entry.until)?.max(1),
            Extent::OpenEnded => u32::MAX,
        };
        let room = entry.place.count_through(interval, self.limit)?;
        let segment = Segment {
            entry,
            count: whole.min(room),
            interval: Some(interval),
        };
        if whole <= room {
            self.next = self.following(&segment);
        }
        (segment.count > 0).then_some(segment)
    }
}
