//! The closed form behind schedules: for each phase, where its first dose falls and how many doses follow.

#![expect(
    clippy::inline_always,
    reason = "behind one call the iterator that goes through segments has to be in memory"
)]

use core::num::NonZeroU32;

use chrono::{Datelike, Duration, NaiveDate};

use crate::calendar::{Interval, days_between};
use crate::dosing::phase::{Extent, Phase};
use crate::dosing::stride::Stride;

/// A day, and what further months count from.
///
/// Consecutive steps in months count from one base date, so that one clamped month end never feeds the
/// next; a step in days makes the day it reaches the new base.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Days since 31 December of the year 0, as chrono's `num_days_from_ce`. Past the calendar it is
    /// [`NEVER`] or at least later than every date.
    pub(super) day: i32,
    /// Set unless the last steps were in days.
    months: Option<MonthSteps>,
}

/// Months counted from a base date.
#[derive(Debug, Clone, Copy)]
struct MonthSteps {
    base: NaiveDate,
    count: u32,
}

impl MonthSteps {
    #[inline]
    fn date(self) -> Option<NaiveDate> {
        if self.count == 0 { Some(self.base) } else { self.stride().next(MONTHLY) }
    }

    #[inline(always)]
    fn stride(self) -> Stride {
        Stride::in_months(self.base, self.count)
    }

    /// `n` steps of some months further.
    #[inline]
    fn and(self, step: NonZeroU32, n: u32) -> Self {
        // Chrono's calendar is over long before the largest number of months.
        let count = step.get().saturating_mul(n).saturating_add(self.count);
        Self { count, ..self }
    }

    /// How many further steps of some months lead to a date that is not after a limit.
    fn steps_through(self, step: NonZeroU32, limit: NaiveDate) -> Option<u32> {
        Some(whole_months(self.base, limit)?.checked_sub(self.count)? / step)
    }
}

/// Steps that are never made.
const DAILY: Interval = Interval::days(1);
const MONTHLY: Interval = Interval::months(1);

/// A day that is later than every date of the calendar.
const NEVER: i32 = i32::MAX;

impl Place {
    #[inline]
    pub(super) fn on(date: NaiveDate) -> Self {
        let months = MonthSteps { base: date, count: 0 };
        Self { day: date.num_days_from_ce(), months: Some(months) }
    }

    #[inline]
    pub(super) fn date(self) -> Option<NaiveDate> {
        match self.months {
            Some(months) => months.date(),
            None => NaiveDate::from_num_days_from_ce_opt(self.day),
        }
    }

    /// The dates from here on.
    #[inline(always)]
    pub(super) fn stride(self, interval: Interval) -> Option<Stride> {
        match interval {
            Interval::Days(_) => self.date().map(Stride::in_days),
            Interval::Months(_) => counted_months(self.day, self.months).map(MonthSteps::stride),
        }
    }

    /// The place `n` intervals later.
    #[inline(always)]
    pub(super) fn after(self, interval: Interval, n: u32) -> Self {
        if n == 0 {
            return self;
        }
        match interval {
            Interval::Days(days) => {
                let day = i64::from(self.day) + i64::from(days.get()) * i64::from(n);
                Self { day: i32::try_from(day).unwrap_or(NEVER), months: None }
            }
            Interval::Months(step) => {
                let months =
                    counted_months(self.day, self.months).map(|months| months.and(step, n));
                Self { day: day_after(months), months }
            }
        }
    }

    /// How many of the places 0, 1, 2 ... intervals later are not after a limit, which this one is not. A
    /// limit past the calendar, which has no date, has room for more doses than the calendar has.
    #[inline(always)]
    fn count_through(
        self,
        interval: Interval,
        limit: i32,
        date: impl FnOnce() -> Option<NaiveDate>,
    ) -> u32 {
        match interval {
            // Either may be near an end of `i32`: the difference does not fit into one.
            Interval::Days(days) => limit.abs_diff(self.day) / days.get() + 1,
            Interval::Months(step) => {
                months_through(counted_months(self.day, self.months), step, date())
            }
        }
    }
}

// The next three take and return what fits into registers, and are not inlined: a schedule in days is to pay
// nothing for months, neither with a place in memory nor with their code in its loops.

/// The months counted up to a day; none where the day is the base.
#[inline(never)]
fn counted_months(day: i32, months: Option<MonthSteps>) -> Option<MonthSteps> {
    months.or_else(|| {
        let base = NaiveDate::from_num_days_from_ce_opt(day)?;
        Some(MonthSteps { base, count: 0 })
    })
}

/// The day that months lead to.
#[inline(never)]
fn day_after(months: Option<MonthSteps>) -> i32 {
    months.and_then(MonthSteps::date).map_or(NEVER, |date| date.num_days_from_ce())
}

/// How many of the places 0, 1, 2 ... steps of some months further are not after a limit, which the first is
/// not.
#[inline(never)]
fn months_through(months: Option<MonthSteps>, step: NonZeroU32, limit: Option<NaiveDate>) -> u32 {
    match limit {
        Some(limit) => {
            months.and_then(|months| months.steps_through(step, limit)).map_or(1, |steps| steps + 1)
        }
        // No date of the calendar is after it.
        None => u32::MAX,
    }
}

/// Months counted from a date of which the last is not after another one. The last day of a month is long enough for
/// any day of the month.
fn whole_months(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    let years = to.year() - from.year();
    let day_is_left = to.day() < from.day() && to.succ_opt().is_some_and(|next| next.day() != 1);
    let months = i64::from(years) * 12 + i64::from(to.month()) - i64::from(from.month());
    u32::try_from(months - i64::from(day_is_left)).ok()
}

/// One dose of a regimen and the day it is planned on, from which the doses after it are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedDose {
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

impl PlacedDose {
    /// Past every limit.
    pub(super) const NOWHERE: Self = Self {
        place: Place { day: NEVER, months: None },
        number: 1,
        phase: 0,
        index: 0,
        until: NEVER,
    };

    /// The first dose of a regimen.
    #[inline(always)]
    pub(super) fn first(phases: &[Phase], date: NaiveDate) -> Self {
        Self::of_phase(&phases[0], 0, 1, Place::on(date))
    }

    /// The first dose of a phase, the `number`-th of the schedule.
    #[inline(always)]
    fn of_phase(phase: &Phase, index_of_phase: u32, number: u32, place: Place) -> Self {
        let until = match phase.extent() {
            Extent::For(time) => place.after(time, 1).day.saturating_sub(1),
            _ => NEVER,
        };
        Self { place, number, phase: index_of_phase, index: 0, until }
    }

    /// Which phase, counted from 0.
    pub(super) fn phase(&self) -> usize {
        self.phase as usize
    }

    /// Number of the dose in the schedule, counted from 1.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// How many doses of the phase come before.
    pub(super) fn index(&self) -> u32 {
        self.index
    }

    /// Its date. A dose is only handed out where the calendar has one.
    pub(super) fn date(&self) -> NaiveDate {
        self.place.date().unwrap_or(NaiveDate::MAX)
    }

    /// The same dose on another date, from which the doses after it are counted. The time a phase lasts
    /// still counts from its first dose.
    pub(super) fn moved_to(self, phases: &[Phase], date: NaiveDate) -> Self {
        let place = Place::on(date);
        if self.index == 0 {
            return Self::of_phase(&phases[self.phase()], self.phase, self.number, place);
        }
        Self { place, ..self }
    }

    /// The next dose on the plan this one is on.
    pub(super) fn successor(self, phases: &[Phase]) -> Option<Self> {
        self.nth_after(phases, 1)
    }

    /// How many doses of the plan this one is on there are from it through a date.
    pub(super) fn count_through(self, phases: &[Phase], date: NaiveDate) -> u32 {
        Segments::new(phases, self, date).count_doses()
    }

    /// The dose `n` doses later on the plan this one is on.
    pub(super) fn nth_after(self, phases: &[Phase], n: u32) -> Option<Self> {
        let number = self.number.checked_add(n)?;
        Segments::new(phases, self, NaiveDate::MAX)
            .find(|segment| number < segment.end())?
            .entry(number)
    }

    /// The dose with this number on a date, on a plan that has it there or as near as month ends allow.
    pub(super) fn numbered(phases: &[Phase], number: u32, date: NaiveDate) -> Option<Self> {
        let nth = |start| Self::first(phases, start).nth_after(phases, number.checked_sub(1)?);
        // Near the end of the calendar there is no room for the doses before it, counted from that date.
        let from = |start| nth(start).map(|dose| (start, dose));
        let (mut start, mut dose) = from(date).or_else(|| from(NaiveDate::MIN))?;
        for _ in 0..3 {
            let days = Duration::days(i64::from(days_between(dose.date(), date)));
            let Some(nearer) = start.checked_add_signed(days).and_then(from) else {
                break;
            };
            (start, dose) = nearer;
        }
        Some(dose.moved_to(phases, date))
    }

    /// The phases from this dose on. One that lasts for some time has the doses that are left of it.
    #[cfg(feature = "interchange")]
    pub(super) fn rest(self, phases: &[Phase]) -> Vec<Phase> {
        let mut rest = phases[self.phase()..].to_vec();
        let left = match rest[0].extent() {
            Extent::Doses(doses) => Some(doses.saturating_sub(self.index)),
            Extent::For(_) => Some(self.count_through(&phases[..=self.phase()], NaiveDate::MAX)),
            Extent::OpenEnded => None,
        };
        if let Some(left) = left.filter(|_| self.index > 0) {
            rest[0] = rest[0].clone().with_doses(left);
        }
        rest[0].pace.seam = None;
        rest
    }

    /// The last dose up to a date, this one or a later one on the plan it is on.
    pub(super) fn latest_through(self, phases: &[Phase], date: NaiveDate) -> Option<Self> {
        let last = Segments::new(phases, self, date).last()?;
        last.entry(last.end() - 1)
    }
}

/// A run of doses of one phase, none of them past a limit. At least one dose.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment<'r> {
    pub(super) phase: &'r Phase,
    entry: PlacedDose,
    pub(super) count: u32,
    /// How far they are apart; anything for a single dose.
    pub(super) interval: Interval,
}

impl Segment<'_> {
    /// The number after that of its last dose.
    #[inline]
    pub(super) fn end(&self) -> u32 {
        self.entry.number + self.count
    }

    /// The place of its dose `k`, counted from 0.
    #[inline(always)]
    pub(super) fn place(&self, k: u32) -> Place {
        self.entry.place.after(self.interval, k)
    }

    /// The same without its first doses, so many.
    pub(super) fn after(self, k: u32) -> Self {
        Self { entry: self.entry_at(k), count: self.count - k, ..self }
    }

    /// Where the dose with this number in the schedule stands; it must be one of the segment's.
    pub(super) fn entry(&self, number: u32) -> Option<PlacedDose> {
        Some(self.entry_at(number.checked_sub(self.entry.number)?))
    }

    /// Where its dose `k` stands, counted from 0.
    fn entry_at(&self, k: u32) -> PlacedDose {
        let (number, index) = (self.entry.number + k, self.entry.index + k);
        PlacedDose { place: self.place(k), number, index, ..self.entry }
    }
}

/// The segments of a regimen from one of its doses on, up to a limit that is included.
#[derive(Debug, Clone)]
pub(super) struct Segments<'r> {
    phases: &'r [Phase],
    /// Where the next one begins; past the limit where there is none.
    next: PlacedDose,
    limit: i32,
    /// The date of the limit.
    last: NaiveDate,
}

impl<'r> Segments<'r> {
    #[inline]
    pub(super) fn new(phases: &'r [Phase], entry: PlacedDose, last: NaiveDate) -> Self {
        Self { phases, next: entry, limit: last.num_days_from_ce(), last }
    }

    /// The only segment without a dose.
    #[inline]
    pub(super) fn none(&self) -> Segment<'r> {
        let (phase, entry) = (&self.phases[0], PlacedDose::NOWHERE);
        Segment { phase, entry, count: 0, interval: DAILY }
    }

    /// By value and not inlined, so that an iterator that is asked for its size need not be in memory.
    #[inline(never)]
    pub(super) fn count_doses(self) -> u32 {
        self.map(|segment| segment.count).sum()
    }

    /// Where the phase after a whole segment begins.
    #[inline(always)]
    fn following(&self, segment: &Segment<'_>) -> PlacedDose {
        let index = segment.entry.phase + 1;
        let Some((phase, seam)) =
            self.phases.get(index as usize).and_then(|phase| Some((phase, phase.seam()?)))
        else {
            return PlacedDose::NOWHERE;
        };
        let place = segment.place(segment.count - 1).after(seam, 1);
        PlacedDose::of_phase(phase, index, segment.end(), place)
    }
}

impl<'r> Iterator for Segments<'r> {
    type Item = Segment<'r>;

    #[inline(always)]
    fn next(&mut self) -> Option<Segment<'r>> {
        let mut entry = self.next;
        if entry.place.day > self.limit {
            return None;
        }
        let phase = &self.phases[entry.phase()];
        let interval = phase.interval();
        if let Some(Interval::Months(_)) = interval {
            entry.place.months = counted_months(entry.place.day, entry.place.months);
        }
        // As many as come up to the limit, and as many as the phase has.
        let (limit, last) = (self.limit, self.last);
        let room = interval
            .map_or(1, |interval| entry.place.count_through(interval, limit, || Some(last)));
        let whole = match (phase.extent(), interval) {
            (Extent::Doses(doses), _) => doses - entry.index,
            // A dose that came late may be past the time; it is still one.
            (Extent::For(_), Some(interval)) if entry.place.day <= entry.until => {
                let date = || NaiveDate::from_num_days_from_ce_opt(entry.until);
                entry.place.count_through(interval, entry.until, date)
            }
            (Extent::For(_), _) => 1,
            (Extent::OpenEnded, _) => u32::MAX,
        };
        let interval = interval.unwrap_or(DAILY);
        let segment = Segment { phase, entry, count: whole.min(room), interval };
        self.next = if whole <= room { self.following(&segment) } else { PlacedDose::NOWHERE };
        Some(segment)
    }
}
