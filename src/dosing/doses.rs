//! Iterators over the planned doses of a schedule, from either end.
//!
//! ```
//! use aso_regimen::regimen;
//!
//! let regimen = regimen!("100 mg IT q14d x3, then q28d x5");
//! let doses = regimen.starting("2026-01-05".parse()?).iter();
//! assert_eq!(doses.len(), 8);
//! assert_eq!(doses.clone().day_offsets().to_vec(), [0, 14, 28, 56, 84, 112, 140, 168]);
//! let last = doses.rev().next().ok_or("no dose")?;
//! assert_eq!(
//!     last.to_string(),
//!     "dose 8 (maintenance): 100 mg IT on 2026-06-22, study day 169"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![expect(
    clippy::inline_always,
    reason = "behind one call an iterator has to be in memory, and each dose costs twice as much"
)]

use core::fmt;
use core::iter::FusedIterator;
use core::ops::RangeInclusive;
use std::collections::VecDeque;

use chrono::{Datelike, NaiveDate};

use crate::calendar::{Interval, StudyDay};
use crate::dosing::day_of_year::DayOfYear;
use crate::dosing::dose::Dose;
use crate::dosing::phase::{Phase, Role};
use crate::dosing::segment::{PlacedDose, Run, Segment, Segments};

/// One dose of a [`Schedule`](crate::Schedule): number, date, amount and route.
///
/// ```
/// use aso_regimen::regimen;
///
/// let regimen = regimen!("100 mg IT q14d x3, then q28d");
/// let plan = regimen.starting("2026-01-05".parse()?);
/// let fourth = plan.dose(4).ok_or("no dose 4")?;
/// assert_eq!((fourth.number(), fourth.study_day().number()), (4, 57));
/// assert_eq!(
///     fourth.to_string(),
///     "dose 4 (maintenance): 100 mg IT on 2026-03-02, study day 57"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// In JSON: `{"number": 4, "role": "maintenance", "date": "2026-03-02", "study_day": 57, "dose": ...}` with the
/// [`Dose`], and `"window": {"start": "2026-02-27", "end": "2026-03-05"}` if it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(into = "PlannedDoseForm<'r>"))]
pub struct PlannedDose<'r> {
    phase: &'r Phase,
    date: NaiveDate,
    number: u32,
    day_offset: i32,
}

impl<'r> PlannedDose<'r> {
    /// The dose number in the schedule, counted from 1.
    #[doc(alias = "EXSEQ")]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The purpose of its phase.
    pub fn role(&self) -> Role {
        self.phase.role()
    }

    /// The planned date.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The planned study day; the first dose is on study day 1.
    pub fn study_day(&self) -> StudyDay {
        StudyDay::from_offset(self.day_offset)
    }

    /// Days since the first dose, 0 for the first dose itself.
    #[doc(alias = "TIME")]
    pub fn day_offset(&self) -> i32 {
        self.day_offset
    }

    /// Amount and route.
    pub fn dose(&self) -> &'r Dose {
        self.phase.dose()
    }

    /// The dates on which the dose is on time; `None` if it has no window.
    pub fn window(&self) -> Option<RangeInclusive<NaiveDate>> {
        self.phase.window().map(|window| window.around(self.date))
    }
}

impl fmt::Display for PlannedDose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "dose {} ({}): {} on {}, study day {}",
            self.number,
            self.role(),
            self.dose(),
            self.date,
            self.study_day()
        )
    }
}

/// The object of a planned dose in JSON.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
struct PlannedDoseForm<'r> {
    number: u32,
    role: Role,
    date: NaiveDate,
    study_day: StudyDay,
    dose: &'r Dose,
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<RangeInclusive<NaiveDate>>,
}

#[cfg(feature = "serde")]
impl<'r> From<PlannedDose<'r>> for PlannedDoseForm<'r> {
    fn from(dose: PlannedDose<'r>) -> Self {
        Self {
            number: dose.number(),
            role: dose.role(),
            date: dose.date(),
            study_day: dose.study_day(),
            dose: dose.dose(),
            window: dose.window(),
        }
    }
}

/// An iterator over the planned doses of a [`Schedule`](crate::Schedule), from either end.
///
/// Each step takes constant time. [`nth`](Iterator::nth), [`len`](ExactSizeIterator::len) and
/// [`nth_back`](DoubleEndedIterator::nth_back) take time in the number of phases. The first step from the back allocates a
/// list of the phases.
///
/// ```
/// use aso_regimen::{Regimen, chrono::NaiveDate};
///
/// let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let plan = tofersen.starting("2026-01-05".parse::<NaiveDate>()?);
/// let latest = plan.through("2026-12-31".parse()?).rev().take(2);
/// assert_eq!(latest.map(|dose| dose.number()).collect::<Vec<_>>(), [14, 13]);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "doses are computed only when asked for"]
pub struct Doses<'r, T = PlannedDose<'r>> {
    /// How many doses are left of a run, how far they are apart, and the next one, if one is left.
    left: u32,
    step: Interval,
    next: T,
    /// Its date, where dates are asked for and the doses before it were.
    date: DayOfYear,
    dated: bool,
    rest: Rest<'r>,
}

/// An iterator over the dates of a [`Schedule`](crate::Schedule); see [`Doses::dates`].
pub type Dates<'r> = Doses<'r, NaiveDate>;

/// An iterator over the days since the first dose of a [`Schedule`](crate::Schedule); see [`Doses::day_offsets`].
pub type DayOffsets<'r> = Doses<'r, i32>;

/// What comes after a [`Run`]: the rest of a segment, then further segments.
#[derive(Debug, Clone)]
struct Rest<'r> {
    segment: Segment,
    /// How many doses of the segment are done or in the run.
    done: u32,
    segments: Segments<'r>,
    /// The further segments, in place of `segments` once a dose was taken from the back.
    listed: Option<VecDeque<Segment>>,
    start: i32,
}

/// What there is to see of each dose.
trait Seen<'r>: Copy {
    /// Whether its date is.
    const DATED: bool;

    /// Of the first dose of a run.
    fn first_of(run: &Run, rest: &Rest<'r>) -> Self;

    /// Of the next dose of the run.
    fn later(self, step: Interval) -> Self;

    /// With its date, counted in days from `start`.
    fn on(self, date: DayOfYear, step: Interval, start: i32) -> Option<Self>;

    /// As [`Iterator::fold`].
    #[inline]
    fn fold<B>(doses: Doses<'r, Self>, init: B, mut f: impl FnMut(B, Self) -> B) -> B {
        let mut folded = init;
        for seen in doses {
            folded = f(folded, seen);
        }
        folded
    }
}

impl Rest<'_> {
    #[inline(always)]
    fn next_segment(&mut self) -> Option<Segment> {
        match &mut self.listed {
            None => self.segments.next(),
            Some(listed) => listed.pop_front(),
        }
    }

    #[inline(always)]
    fn next_run(&mut self) -> Option<Run> {
        if self.done == self.segment.count {
            self.segment = self.next_segment()?;
            self.done = 0;
        }
        Some(self.segment.run(self.done))
    }

    /// Leaves out so many doses from the front.
    fn skip(&mut self, mut count: u32) {
        loop {
            let here = self.segment.count - self.done;
            self.done += here.min(count);
            if count <= here {
                return;
            }
            count -= here;
            let Some(next) = self.next_segment() else {
                return;
            };
            (self.segment, self.done) = (next, 0);
        }
    }

    /// Takes the last dose after leaving out so many from the back.
    fn take_last(&mut self, mut skipped: u32) -> Option<Run> {
        let segments = &mut self.segments;
        let listed = self.listed.get_or_insert_with(|| segments.collect());
        while let Some(mut last) = listed.pop_back() {
            if let Some(k) = (last.count - 1).checked_sub(skipped) {
                last.count = k;
                if k > 0 {
                    listed.push_back(last);
                }
                return Some(last.run(k));
            }
            skipped -= last.count;
        }
        let here = self.segment.count - self.done;
        self.segment.count -= here.min(skipped.saturating_add(1));
        (skipped < here).then(|| self.segment.run(self.segment.count))
    }

    #[inline]
    fn len(&self) -> u32 {
        let count = |segment: &Segment| segment.count;
        let further: u32 = match &self.listed {
            Some(listed) => listed.iter().map(count).sum(),
            None => self.segments.clone().count_doses(),
        };
        self.segment.count - self.done + further
    }
}

impl<'r, T> Doses<'r, T> {
    /// Goes on to the next doses: with dates, those of a segment in one year, else all of a segment in days
    /// or one in months.
    #[inline(always)]
    fn advance(&mut self) -> Option<()>
    where
        T: Seen<'r>,
    {
        let rest = &mut self.rest;
        if T::DATED && self.dated && rest.done < rest.segment.count {
            self.date = self.date.turned(self.step)?;
        } else {
            let run = rest.next_run()?;
            self.step = run.interval;
            self.next = T::first_of(&run, rest);
            if T::DATED {
                self.date = run.date()?;
                self.dated = true;
            }
        }
        let whole = rest.segment.count - rest.done;
        self.left = match self.step {
            step if T::DATED => whole.min(self.date.steps_in_year(step) + 1),
            Interval::Days(_) => whole,
            Interval::Months(_) => 1,
        };
        rest.done += self.left;
        Some(())
    }

    /// Makes the doses of the run a part of the rest again.
    fn give_back_run(&mut self) {
        self.rest.done -= core::mem::take(&mut self.left);
        self.dated = false;
    }

    #[inline]
    fn map_seen<U>(mut self, of: impl FnOnce(T) -> U) -> Doses<'r, U> {
        self.give_back_run();
        Doses {
            left: self.left,
            step: self.step,
            next: of(self.next),
            date: self.date,
            dated: self.dated,
            rest: self.rest,
        }
    }
}

impl<'r, T: Seen<'r>> Iterator for Doses<'r, T> {
    type Item = T;

    #[inline(always)]
    fn next(&mut self) -> Option<T> {
        if self.left == 0 {
            self.advance()?;
        }
        let seen = self.next.on(self.date, self.step, self.rest.start)?;
        self.left -= 1;
        self.next = self.next.later(self.step);
        if T::DATED {
            self.date.later(self.step);
        }
        Some(seen)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let doses = (self.left + self.rest.len()) as usize;
        (doses, Some(doses))
    }

    fn nth(&mut self, n: usize) -> Option<T> {
        self.give_back_run();
        self.rest.skip(at_most_all(n));
        self.next()
    }

    fn count(self) -> usize {
        self.len()
    }

    fn last(mut self) -> Option<T> {
        self.next_back()
    }

    #[inline]
    fn fold<B, F: FnMut(B, T) -> B>(self, init: B, f: F) -> B {
        T::fold(self, init, f)
    }
}

impl<'r, T: Seen<'r>> DoubleEndedIterator for Doses<'r, T> {
    fn next_back(&mut self) -> Option<T> {
        self.nth_back(0)
    }

    fn nth_back(&mut self, n: usize) -> Option<T> {
        self.give_back_run();
        let run = self.rest.take_last(at_most_all(n))?;
        let seen = T::first_of(&run, &self.rest);
        if T::DATED { seen.on(run.date()?, run.interval, self.rest.start) } else { Some(seen) }
    }
}

impl<'r, T: Seen<'r>> ExactSizeIterator for Doses<'r, T> {}
impl<'r, T: Seen<'r>> FusedIterator for Doses<'r, T> {}

/// A number of doses: at most one a day of a calendar of 191 million days.
fn at_most_all(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl<'r> Seen<'r> for PlannedDose<'r> {
    const DATED: bool = true;

    #[inline(always)]
    fn first_of(run: &Run, rest: &Rest<'r>) -> Self {
        Self {
            phase: &rest.segments.phases()[run.phase()],
            date: NaiveDate::MIN,
            number: run.number,
            day_offset: run.day() - rest.start,
        }
    }

    #[inline(always)]
    fn later(self, step: Interval) -> Self {
        Self { number: self.number + 1, day_offset: self.day_offset.later(step), ..self }
    }

    #[inline(always)]
    fn on(self, date: DayOfYear, step: Interval, start: i32) -> Option<Self> {
        let date = date.date()?;
        let day_offset = match step {
            Interval::Days(_) => self.day_offset,
            Interval::Months(_) => date.num_days_from_ce() - start,
        };
        Some(Self { date, day_offset, ..self })
    }
}

impl Seen<'_> for NaiveDate {
    const DATED: bool = true;

    #[inline(always)]
    fn first_of(_: &Run, _: &Rest<'_>) -> Self {
        Self::MIN
    }

    #[inline(always)]
    fn later(self, _: Interval) -> Self {
        self
    }

    #[inline(always)]
    fn on(self, date: DayOfYear, _: Interval, _: i32) -> Option<Self> {
        date.date()
    }
}

impl<'r> Seen<'r> for i32 {
    const DATED: bool = false;

    #[inline(always)]
    fn first_of(run: &Run, rest: &Rest<'_>) -> Self {
        run.day() - rest.start
    }

    #[inline(always)]
    fn later(self, step: Interval) -> Self {
        match step {
            Interval::Days(days) => self.wrapping_add_unsigned(days.get()),
            Interval::Months(_) => self,
        }
    }

    #[inline(always)]
    fn on(self, _: DayOfYear, _: Interval, _: i32) -> Option<Self> {
        Some(self)
    }

    /// Run by run, which the compiler can do several days at once.
    #[inline]
    fn fold<B>(mut days: DayOffsets<'r>, init: B, mut f: impl FnMut(B, Self) -> B) -> B {
        let mut folded = days.run().fold(init, &mut f);
        while days.advance().is_some() {
            folded = days.run().fold(folded, &mut f);
        }
        folded
    }
}

impl<'r> Doses<'r> {
    /// The doses of phases from one of them on, up to a date that is included; day 0 is the first dose.
    #[inline]
    pub(super) fn new(
        phases: &'r [Phase],
        first_dose: NaiveDate,
        entry: PlacedDose,
        last: NaiveDate,
    ) -> Self {
        Self {
            left: 0,
            step: Interval::days(1),
            date: DayOfYear::new(first_dose, first_dose.day()),
            dated: false,
            next: PlannedDose { phase: &phases[0], date: first_dose, number: 1, day_offset: 0 },
            rest: Rest {
                segment: Segment::EMPTY,
                done: 0,
                segments: Segments::new(phases, entry, last),
                listed: None,
                start: first_dose.num_days_from_ce(),
            },
        }
    }

    /// The dates of these doses.
    #[inline]
    pub fn dates(self) -> Dates<'r> {
        self.map_seen(|dose| dose.date)
    }

    /// Days since the first dose of the schedule: 0, 14, 28 ...
    ///
    /// For intervals in days no date is computed. This is the fastest way through a schedule.
    #[inline]
    pub fn day_offsets(self) -> DayOffsets<'r> {
        self.map_seen(|dose| dose.day_offset)
    }

    /// Study days: 1, 15, 29 ...
    #[inline]
    pub fn study_days(
        self,
    ) -> impl DoubleEndedIterator<Item = StudyDay> + ExactSizeIterator + FusedIterator + Clone + use<'r>
    {
        self.day_offsets().map(StudyDay::from_offset)
    }
}

impl DayOffsets<'_> {
    /// The days of the run under way.
    #[inline]
    fn run(&self) -> impl ExactSizeIterator<Item = i32> + use<> {
        let day = self.next;
        // One in months is a run of its own.
        let step = if let Interval::Days(days) = self.step { days.get() } else { 0 };
        (0..self.left).map(move |k| day.wrapping_add_unsigned(k.wrapping_mul(step)))
    }

    /// Collects the remaining day offsets into a `Vec`, faster than `collect`.
    pub fn to_vec(mut self) -> Vec<i32> {
        let mut days = Vec::with_capacity(self.len());
        days.extend(self.run());
        while self.advance().is_some() {
            days.extend(self.run());
        }
        days
    }
}
