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
    pub(super) fn on(date: NaiveDate) -> Self {
        Self {
            day: date.num_days_from_ce(),
            months: None,
        }
    }

    pub(super) fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(self.day)
    }

    /// The base that months count from, and the months already counted.
    fn base(self) -> Option<(NaiveDate, u32)> {
        match self.months {
            Some(base) => Some(base),
            None => Some((self.date()?, 0)),
        }
    }

    /// The place `n` intervals later; `None` past the calendar.
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

/// Where in a regimen a run of doses begins: which dose, and on which day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Which phase, counted from 0.
    phase: usize,
    /// How many doses of the phase come before.
    index: u32,
    /// Number of the dose in the schedule, counted from 1.
    number: u32,
    place: Place,
    /// Where the phase's own first dose is, from which its duration counts.
    phase_first: Place,
}

impl Entry {
    /// The first dose of a regimen.
    pub(super) fn first(date: NaiveDate) -> Self {
        let place = Place::on(date);
        Self {
            phase: 0,
            index: 0,
            number: 1,
            place,
            phase_first: place,
        }
    }
}

/// A run of doses of one phase, none of them past a limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// Which phase, counted from 0.
    pub(super) phase: usize,
    /// Number of its first dose in the schedule, counted from 1.
    pub(super) number: u32,
    pub(super) count: u32,
    pub(super) first: Place,
    interval: Option<Interval>,
    index: u32,
    phase_first: Place,
}

impl Segment {
    /// Before the first one.
    pub(super) const EMPTY: Self = {
        let nowhere = Place {
            day: 0,
            months: None,
        };
        Self {
            phase: 0,
            number: 1,
            count: 0,
            first: nowhere,
            interval: None,
            index: 0,
            phase_first: nowhere,
        }
    };

    /// The place of its dose `k`, counted from 0.
    pub(super) fn place(&self, k: u32) -> Option<Place> {
        match self.interval {
            Some(interval) => self.first.after(interval, k),
            None => Some(self.first),
        }
    }

    /// The date of its dose `k`, counted from 0, for intervals in months without a detour over days.
    pub(super) fn date(&self, k: u32) -> Option<NaiveDate> {
        match (self.interval, self.first.base()) {
            (Some(Interval::Months(step)), Some((base, months))) => {
                let months = step.get().checked_mul(k)?.checked_add(months)?;
                base.checked_add_months(Months::new(months))
            }
            _ => self.place(k)?.date(),
        }
    }

    /// Days between its doses, where that is one number.
    pub(super) fn step_in_days(&self) -> Option<u32> {
        match self.interval {
            Some(Interval::Months(_)) => None,
            Some(Interval::Days(days)) => Some(days.get()),
            None => Some(0),
        }
    }

    /// Where the dose with this number in the schedule stands; it must be one of the segment's.
    pub(super) fn entry(&self, number: u32) -> Option<Entry> {
        let k = number.checked_sub(self.number)?;
        Some(Entry {
            phase: self.phase,
            index: self.index + k,
            number,
            place: self.place(k)?,
            phase_first: self.phase_first,
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

    /// How many doses of the phase there are from an entry on, whatever the limit.
    fn extent(phase: &Phase, entry: &Entry) -> Option<u32> {
        match (phase.extent(), phase.interval()) {
            (Extent::Doses(doses), _) => doses.checked_sub(entry.index),
            (Extent::For(time), Some(interval)) => match entry.phase_first.after(time, 1) {
                Some(end) => entry.place.count_through(interval, end.day - 1),
                // It lasts past the calendar.
                None => Some(u32::MAX),
            },
            _ => Some(u32::MAX),
        }
    }

    /// Where the phase after a whole segment begins.
    fn following(&self, segment: &Segment) -> Option<Entry> {
        let phase = segment.phase + 1;
        let seam = self.phases.get(phase)?.seam()?;
        let place = segment.place(segment.count - 1)?.after(seam, 1)?;
        Some(Entry {
            phase,
            index: 0,
            number: segment.number + segment.count,
            place,
            phase_first: place,
        })
    }
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        let entry = self
            .next
            .take()
            .filter(|entry| entry.place.day <= self.limit)?;
        let phase = &self.phases[entry.phase];
        let mut segment = Segment {
            phase: entry.phase,
            number: entry.number,
            count: Self::extent(phase, &entry)?,
            first: entry.place,
            interval: phase.interval(),
            index: entry.index,
            phase_first: entry.phase_first,
        };
        let last = segment.place(segment.count.checked_sub(1)?);
        if last.is_some_and(|last| last.day <= self.limit) {
            self.next = self.following(&segment);
        } else if let Some(interval) = segment.interval {
            segment.count = entry.place.count_through(interval, self.limit)?;
        }
        Some(segment)
    }
}
