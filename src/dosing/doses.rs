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
use core::marker::PhantomData;
use core::ops::RangeInclusive;
use std::collections::VecDeque;

use chrono::{Datelike, NaiveDate};

use crate::calendar::{Interval, StudyDay};
use crate::dosing::dose::Dose;
use crate::dosing::phase::{Phase, Role};
use crate::dosing::segment::{PlacedDose, Segment, Segments};
use crate::dosing::stride::Stride;

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

    pub(crate) fn phase(&self) -> &'r Phase {
        self.phase
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
    left: Left<'r>,
    seen: PhantomData<T>,
}

/// An iterator over the dates of a [`Schedule`](crate::Schedule); see [`Doses::dates`].
pub type Dates<'r> = Doses<'r, NaiveDate>;

/// An iterator over the days since the first dose of a [`Schedule`](crate::Schedule); see [`Doses::day_offsets`].
pub type DayOffsets<'r> = Doses<'r, i32>;

/// The next doses, which need no look at their segment: in months without dates one, else all that are left of it.
#[derive(Debug, Clone, Copy)]
struct Run<'r> {
    phase: &'r Phase,
    interval: Interval,
    left: u32,
    /// The number after that of the last one, counted from 1.
    end: u32,
    /// The days from the first dose of the schedule to the next one, and from there to the one after it, where steps are
    /// in days.
    day: i32,
    step: u32,
    /// The date of the next one, where steps are in months or dates are asked for.
    stride: Stride,
    /// The day of the first dose of the schedule.
    start: i32,
}

impl<'r> Run<'r> {
    /// The next date.
    #[inline(always)]
    fn next_date(&mut self) -> NaiveDate {
        self.stride.next(self.interval).unwrap_or_else(past_calendar)
    }

    /// The next day, in steps of days.
    #[inline(always)]
    fn next_day(&mut self) -> i32 {
        // Past the last dose it may start over.
        let later = self.day.wrapping_add_unsigned(self.step);
        core::mem::replace(&mut self.day, later)
    }

    #[inline(always)]
    fn next<T: Seen<'r>>(&mut self) -> T {
        self.left -= 1;
        T::next_of(self)
    }

    /// All of them.
    #[inline(always)]
    fn all<T: Seen<'r>>(mut self) -> impl Iterator<Item = T> {
        (0..self.left).map(move |_| self.next())
    }
}

/// A dose is only planned where the calendar has a date.
#[cold]
#[inline(never)]
fn past_calendar() -> NaiveDate {
    NaiveDate::MAX
}

/// What there is to see of each dose.
trait Seen<'r>: Copy {
    /// Whether its date is.
    const DATED: bool;

    /// Of the next dose of a run, after which so many are left.
    fn next_of(run: &mut Run<'r>) -> Self;
}

/// The doses that are left.
#[derive(Debug, Clone)]
struct Left<'r> {
    run: Run<'r>,
    segment: Segment<'r>,
    /// How many doses of the segment come after the run: its last ones.
    here: u32,
    /// The further segments, and those after them, which are listed once a dose was taken from the back.
    segments: Segments<'r>,
    listed: VecDeque<Segment<'r>>,
}

impl<'r> Left<'r> {
    /// Whether a dose is left, which is then in the run.
    #[inline(always)]
    fn find_run(&mut self, dated: bool) -> bool {
        self.run.left > 0 || self.next_run(dated).is_some()
    }

    /// Goes on to the next run.
    #[inline(always)]
    fn next_run(&mut self, dated: bool) -> Option<()> {
        if self.here == 0 {
            self.next_segment()?;
            self.enter(dated)?;
        }
        let run = &mut self.run;
        (run.left, run.step) = match run.interval {
            Interval::Days(days) => (self.here, days.get()),
            Interval::Months(_) if dated => (self.here, 0),
            Interval::Months(_) => {
                run.day = run.next_date().num_days_from_ce() - run.start;
                (1, 0)
            }
        };
        self.here -= run.left;
        run.end = self.segment.end();
        Some(())
    }

    #[inline(always)]
    fn next_segment(&mut self) -> Option<()> {
        self.here = 0;
        self.segment = match self.segments.next() {
            Some(next) => next,
            None => self.listed.pop_front()?,
        };
        self.here = self.segment.count;
        Some(())
    }

    /// Finds the next dose of the segment.
    #[inline(always)]
    fn enter(&mut self, dated: bool) -> Option<()> {
        let (segment, run) = (&self.segment, &mut self.run);
        let place = segment.place(segment.count - self.here);
        (run.phase, run.interval) = (segment.phase, segment.interval);
        run.day = place.day - run.start;
        if dated || matches!(run.interval, Interval::Months(_)) {
            run.stride = place.stride(run.interval)?;
        }
        Some(())
    }

    /// Makes the doses of the run a part of the rest again.
    #[inline(always)]
    fn give_back_run(&mut self) {
        self.here += core::mem::take(&mut self.run.left);
    }

    /// Leaves out so many doses.
    fn skip(&mut self, mut count: u32, dated: bool) -> Option<()> {
        self.give_back_run();
        while count >= self.here {
            count -= self.here;
            self.next_segment()?;
        }
        self.here -= count;
        self.enter(dated)
    }

    /// Takes the last dose after leaving out so many from the back. It is the next one of what is returned.
    fn take_last(&mut self, mut skipped: u32, dated: bool) -> Option<Self> {
        self.listed.extend(self.segments.by_ref());
        loop {
            let mut segment = self.listed.pop_back().or_else(|| self.take_segment())?;
            if skipped >= segment.count {
                skipped -= segment.count;
                continue;
            }
            segment.count -= skipped;
            let (segments, listed) = (self.segments.clone(), VecDeque::new());
            let mut last = Self { run: self.run, segment, here: 1, segments, listed };
            last.run.left = 0;
            segment.count -= 1;
            if segment.count > 0 {
                self.listed.push_back(segment);
            }
            last.enter(dated)?;
            return Some(last);
        }
    }

    /// What is left of the segment.
    fn take_segment(&mut self) -> Option<Segment<'r>> {
        self.give_back_run();
        let left = core::mem::take(&mut self.here);
        (left > 0).then(|| self.segment.after(self.segment.count - left))
    }

    #[inline]
    fn len(&self) -> usize {
        let further = self.segments.clone().count_doses();
        let listed: u32 = self.listed.iter().map(|segment| segment.count).sum();
        (self.run.left + self.here + further + listed) as usize
    }
}

impl<'r, T: Seen<'r>> Iterator for Doses<'r, T> {
    type Item = T;

    #[inline(always)]
    fn next(&mut self) -> Option<T> {
        self.left.find_run(T::DATED).then(|| self.left.run.next())
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.left.len();
        (left, Some(left))
    }

    fn nth(&mut self, n: usize) -> Option<T> {
        self.left.skip(at_most_all(n), T::DATED)?;
        self.next()
    }

    fn count(self) -> usize {
        self.len()
    }

    fn last(mut self) -> Option<T> {
        self.next_back()
    }

    /// Run by run, so that a loop knows whether its steps are days or months.
    #[inline(always)]
    fn fold<B, F: FnMut(B, T) -> B>(self, init: B, mut f: F) -> B {
        let (mut left, mut folded) = (self.left, init);
        while left.find_run(T::DATED) {
            folded = left.run.all().fold(folded, &mut f);
            left.run.left = 0;
        }
        folded
    }

    /// Run by run as well: of a run a `Vec` knows the length.
    #[inline(always)]
    fn collect<B: FromIterator<T>>(self) -> B {
        let mut left = self.left;
        // What the first run has need not be counted.
        left.find_run(T::DATED);
        let mut doses = Vec::with_capacity(left.len());
        while left.find_run(T::DATED) {
            doses.extend(left.run.all::<T>());
            left.run.left = 0;
        }
        doses.into_iter().collect()
    }
}

impl<'r, T: Seen<'r>> DoubleEndedIterator for Doses<'r, T> {
    fn next_back(&mut self) -> Option<T> {
        self.nth_back(0)
    }

    fn nth_back(&mut self, n: usize) -> Option<T> {
        let left = self.left.take_last(at_most_all(n), T::DATED)?;
        Self { left, seen: PhantomData }.next()
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
    fn next_of(run: &mut Run<'r>) -> Self {
        let (phase, number, date) = (run.phase, run.end - 1 - run.left, run.next_date());
        let day_offset = match run.interval {
            Interval::Days(_) => run.next_day(),
            Interval::Months(_) => date.num_days_from_ce() - run.start,
        };
        Self { phase, date, number, day_offset }
    }
}

impl Seen<'_> for NaiveDate {
    const DATED: bool = true;

    #[inline(always)]
    fn next_of(run: &mut Run<'_>) -> Self {
        run.next_date()
    }
}

impl Seen<'_> for i32 {
    const DATED: bool = false;

    #[inline(always)]
    fn next_of(run: &mut Run<'_>) -> Self {
        run.next_day()
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
        let segments = Segments::new(phases, entry, last);
        let none = segments.none();
        let run = Run {
            phase: none.phase,
            interval: none.interval,
            left: 0,
            end: 1,
            day: 0,
            step: 0,
            stride: Stride::NONE,
            start: first_dose.num_days_from_ce(),
        };
        let listed = VecDeque::new();
        Self { left: Left { run, segment: none, here: 0, segments, listed }, seen: PhantomData }
    }

    /// The dates of these doses.
    #[inline]
    pub fn dates(self) -> Dates<'r> {
        Doses { left: self.left, seen: PhantomData }
    }

    /// Days since the first dose of the schedule: 0, 14, 28 ...
    ///
    /// For intervals in days no date is computed. This is the fastest way through a schedule.
    #[inline]
    pub fn day_offsets(mut self) -> DayOffsets<'r> {
        // In months a run of days is one dose.
        self.left.give_back_run();
        Doses { left: self.left, seen: PhantomData }
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
    /// Collects the remaining day offsets into a `Vec`, as `collect` does.
    pub fn to_vec(self) -> Vec<i32> {
        self.collect()
    }
}
