//! A regimen with a start date: every planned dose by number and by date, lazily, without an allocation.

#![expect(
    clippy::inline_always,
    reason = "behind one call an iterator has to be in memory, and each dose costs twice as much"
)]

use core::fmt;
use core::iter::FusedIterator;
use core::ops::{Bound, RangeBounds, RangeInclusive};

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::StudyDay;
use crate::dosing::dose::{Dose, MassError};
use crate::dosing::regimen::{Phase, Regimen, Role};
use crate::dosing::segment::{PlacedDose, Run, Segment, Segments};
use crate::quantity::{BodyWeight, Mass};

/// The planned doses of a [`Regimen`] that starts on a date.
///
/// Dose 1 is on the start, the dates rise strictly, and the schedule ends with its last phase, or else
/// with chrono's calendar on 31 December 262 142. It borrows the regimen, computes each dose when asked,
/// and answers questions about a dose number or a date in time that grows with the number of phases and
/// not with the number of doses.
///
/// ```
/// use aso_regimen::{Regimen, chrono::NaiveDate};
///
/// let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let plan = tofersen.starting("2026-01-05".parse::<NaiveDate>()?);
/// let days: Vec<i32> = plan.iter().day_offsets().take(5).collect();
/// assert_eq!(days, [0, 14, 28, 56, 84]);
///
/// let fourth = plan.dose(4).expect("the maintenance phase has no end");
/// assert_eq!(fourth.date(), "2026-03-02".parse()?);
/// assert_eq!(fourth.study_day().number(), 57);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Schedule<'r> {
    regimen: &'r Regimen,
    start: NaiveDate,
}

impl Regimen {
    /// The schedule of this regimen with its first dose on a date.
    #[inline]
    pub fn starting(&self, first_dose: NaiveDate) -> Schedule<'_> {
        Schedule {
            regimen: self,
            start: first_dose,
        }
    }
}

impl<'r> Schedule<'r> {
    /// The date of the first dose, which is study day 1.
    pub fn start(&self) -> NaiveDate {
        self.start
    }

    /// The regimen.
    pub fn regimen(&self) -> &'r Regimen {
        self.regimen
    }

    /// Every planned dose in order. Where the regimen has no end, this goes on to the end of the calendar.
    #[inline]
    pub fn iter(&self) -> Doses<'r> {
        self.through(NaiveDate::MAX)
    }

    /// The doses up to a date, the date itself included.
    ///
    /// ```
    /// use aso_regimen::{Regimen, chrono::NaiveDate};
    ///
    /// let weekly: Regimen = "284 mg SC q7d".parse()?;
    /// let plan = weekly.starting("2026-01-05".parse::<NaiveDate>()?);
    /// assert_eq!(plan.through("2026-01-12".parse()?).count(), 2);
    /// assert_eq!(plan.before("2026-01-12".parse()?).count(), 1);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[inline]
    pub fn through(&self, last: NaiveDate) -> Doses<'r> {
        Doses::new(self, PlacedDose::first(self.regimen.phases(), self.start), last)
    }

    /// The doses up to a date, the date itself not included.
    pub fn before(&self, end: NaiveDate) -> Doses<'r> {
        match end.pred_opt() {
            Some(last) => self.through(last),
            // Nothing is before the first date of the calendar.
            None => self.through(end).emptied(),
        }
    }

    /// The doses on the dates of a range such as `from..end` or `from..=last`.
    pub fn between(&self, dates: impl RangeBounds<NaiveDate>) -> Doses<'r> {
        let from = match dates.start_bound() {
            Bound::Included(from) => Some(*from),
            Bound::Excluded(after) => after.succ_opt(),
            Bound::Unbounded => Some(NaiveDate::MIN),
        };
        let last = match dates.end_bound() {
            Bound::Included(last) => Some(*last),
            Bound::Excluded(end) => end.pred_opt(),
            Bound::Unbounded => Some(NaiveDate::MAX),
        };
        let (Some(from), Some(last)) = (from, last) else {
            return self.iter().emptied();
        };
        let first = from.pred_opt().map_or(0, |day| self.count_through(day)) + 1;
        match self.entry(first) {
            Some(entry) => Doses::new(self, entry, last),
            None => self.iter().emptied(),
        }
    }

    /// The dose with this number, counted from 1; `None` for 0 and past the end.
    pub fn dose(&self, number: u32) -> Option<PlannedDose<'r>> {
        Doses::new(self, self.entry(number)?, NaiveDate::MAX).next()
    }

    /// The first dose later than a date.
    pub fn next_after(&self, date: NaiveDate) -> Option<PlannedDose<'r>> {
        self.dose(self.count_through(date).checked_add(1)?)
    }

    /// The last dose, where the regimen has an end.
    pub fn last(&self) -> Option<PlannedDose<'r>> {
        self.regimen
            .is_finite()
            .then(|| self.dose(self.count_through(NaiveDate::MAX)))
            .flatten()
    }

    /// How many doses there are up to a date, the date itself included.
    pub fn count_through(&self, last: NaiveDate) -> u32 {
        self.segments(last).map(|segment| segment.count).sum()
    }

    /// How much drug is given up to a date, the date itself included, to a person of this weight all the
    /// while. `None` will do for amounts that do not depend on it.
    ///
    /// ```
    /// use aso_regimen::{Mass, Regimen, chrono::NaiveDate};
    ///
    /// let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
    /// let plan = tofersen.starting("2026-01-05".parse::<NaiveDate>()?);
    /// assert_eq!(plan.total_through("2026-06-22".parse()?, None)?, Mass::mg(800));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the mass of a dose up to then cannot be told, see [`Amount::mass_for`], or the sum is past
    /// the largest mass.
    ///
    /// [`Amount::mass_for`]: crate::Amount::mass_for
    pub fn total_through(
        &self,
        last: NaiveDate,
        weight: impl Into<Option<BodyWeight>>,
    ) -> Result<Mass, MassError> {
        let weight = weight.into();
        self.doses_by_phase(last)
            .try_fold(Mass::ZERO, |total, (phase, doses)| {
                phase
                    .dose()
                    .mass_for(weight)?
                    .checked_mul(u64::from(doses))
                    .and_then(|mass| total.checked_add(mass))
                    .ok_or(MassError::TooLarge)
            })
    }

    /// How many doses of each phase there are up to a date, the date itself included. Phases that begin
    /// later are left out.
    pub fn doses_by_phase(
        &self,
        last: NaiveDate,
    ) -> impl Iterator<Item = (&'r Phase, u32)> + use<'r> {
        let phases = self.regimen.phases();
        self.segments(last)
            .map(move |segment| (&phases[segment.phase()], segment.count))
    }

    pub(super) fn segments(&self, last: NaiveDate) -> Segments<'r> {
        Segments::new(
            self.regimen.phases(),
            PlacedDose::first(self.regimen.phases(), self.start),
            last,
        )
    }

    /// Where the dose with this number stands.
    fn entry(&self, number: u32) -> Option<PlacedDose> {
        let segment = self
            .segments(NaiveDate::MAX)
            .find(|segment| number < segment.end())?;
        segment.entry(number)
    }
}

impl<'r> IntoIterator for &Schedule<'r> {
    type Item = PlannedDose<'r>;
    type IntoIter = Doses<'r>;

    fn into_iter(self) -> Doses<'r> {
        self.iter()
    }
}

/// One dose of a [`Schedule`]: its number, its date, and what is to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlannedDose<'r> {
    phase: &'r Phase,
    date: NaiveDate,
    number: u32,
    day_offset: i32,
}

impl<'r> PlannedDose<'r> {
    /// Which dose it is, counted from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What its phase is for.
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
    pub fn day_offset(&self) -> i32 {
        self.day_offset
    }

    /// What is to be given.
    pub fn dose(&self) -> &'r Dose {
        self.phase.dose()
    }

    /// The dates on which the dose is on time, where the regimen has a window for it.
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

/// The planned doses of a [`Schedule`] in order.
#[derive(Debug, Clone)]
#[must_use = "doses are computed only when asked for"]
pub struct Doses<'r> {
    /// How many doses are left of a run, how far they are apart, and the next one.
    left: u32,
    step: u32,
    next: PlannedDose<'r>,
    rest: Rest<'r>,
}

/// What comes after a [`Run`]: the rest of a segment, then further segments.
#[derive(Debug, Clone)]
struct Rest<'r> {
    segment: Segment,
    /// How many doses of the segment are done or in the run.
    done: u32,
    segments: Segments<'r>,
    start: i32,
}

impl Rest<'_> {
    #[inline(always)]
    fn next_run(&mut self) -> Option<Run> {
        if self.done == self.segment.count {
            self.segment = self.segments.next()?;
            self.done = 0;
        }
        let run = self.segment.run(self.done);
        self.done += run.left;
        Some(run)
    }

    /// The exact number of doses after the run.
    #[inline(never)]
    fn len(self) -> u32 {
        let later: u32 = self.segments.map(|segment| segment.count).sum();
        self.segment.count - self.done + later
    }
}

/// An exact size, of `left` doses and what comes after them.
#[inline]
fn size(left: u32, rest: Rest<'_>) -> (usize, Option<usize>) {
    // At most one dose a day of a calendar of 191 million days.
    let doses = (left + rest.len()) as usize;
    (doses, Some(doses))
}

impl<'r> Doses<'r> {
    #[inline]
    fn new(schedule: &Schedule<'r>, entry: PlacedDose, last: NaiveDate) -> Self {
        let phases = schedule.regimen.phases();
        Self {
            left: 0,
            step: 0,
            next: PlannedDose {
                phase: &phases[0],
                date: schedule.start,
                number: 1,
                day_offset: 0,
            },
            rest: Rest {
                segment: Segment::EMPTY,
                done: 0,
                segments: Segments::new(phases, entry, last),
                start: schedule.start.num_days_from_ce(),
            },
        }
    }

    /// Goes on to the next run.
    #[inline(always)]
    fn advance(&mut self) -> Option<()> {
        let run = self.rest.next_run()?;
        self.left = run.left;
        self.step = run.step;
        self.next = PlannedDose {
            phase: &self.rest.segments.phases()[run.phase()],
            date: run.date()?,
            number: run.number,
            day_offset: run.day - self.rest.start,
        };
        Some(())
    }

    /// The doses of a regimen from one of them on, wherever it stands; day 0 is the first dose.
    pub(super) fn from_entry(regimen: &'r Regimen, first_dose: NaiveDate, entry: PlacedDose) -> Self {
        Self::new(&regimen.starting(first_dose), entry, NaiveDate::MAX)
    }

    fn emptied(mut self) -> Self {
        self.rest.segments = self.rest.segments.emptied();
        self
    }

    /// Their dates.
    #[inline]
    pub fn dates(self) -> Dates<'r> {
        Dates {
            left: self.left,
            date: self.next.date,
            step: self.step,
            rest: self.rest,
        }
    }

    /// Days since the first dose of the schedule: 0, 14, 28 ...
    ///
    /// Where intervals are in days no date is computed; this is the quickest way through a schedule.
    #[inline]
    pub fn day_offsets(self) -> DayOffsets<'r> {
        DayOffsets {
            left: self.left,
            day: self.next.day_offset,
            step: self.step,
            rest: self.rest,
        }
    }

    /// Study days: 1, 15, 29 ...
    #[inline]
    pub fn study_days(self) -> impl FusedIterator<Item = StudyDay> + Clone + use<'r> {
        self.day_offsets().map(StudyDay::from_offset)
    }
}

impl<'r> Iterator for Doses<'r> {
    type Item = PlannedDose<'r>;

    #[inline(always)]
    fn next(&mut self) -> Option<PlannedDose<'r>> {
        if self.left == 0 {
            self.advance()?;
        }
        let dose = self.next;
        self.left -= 1;
        if self.left > 0 {
            self.next.date = dose
                .date
                .checked_add_days(Days::new(u64::from(self.step)))?;
            self.next.number += 1;
            self.next.day_offset = dose.day_offset.wrapping_add_unsigned(self.step);
        }
        Some(dose)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        size(self.left, self.rest.clone())
    }
}

impl ExactSizeIterator for Doses<'_> {}
impl FusedIterator for Doses<'_> {}

/// The dates of a [`Schedule`], dose by dose; see [`Doses::dates`].
#[derive(Debug, Clone)]
#[must_use = "dates are computed only when asked for"]
pub struct Dates<'r> {
    left: u32,
    /// The next one, if one is left.
    date: NaiveDate,
    step: u32,
    rest: Rest<'r>,
}

impl Dates<'_> {
    /// Goes on to the next run.
    #[inline(always)]
    fn advance(&mut self) -> Option<()> {
        let run = self.rest.next_run()?;
        self.left = run.left;
        self.step = run.step;
        self.date = run.date()?;
        Some(())
    }
}

impl Iterator for Dates<'_> {
    type Item = NaiveDate;

    #[inline(always)]
    fn next(&mut self) -> Option<NaiveDate> {
        if self.left == 0 {
            self.advance()?;
        }
        let date = self.date;
        self.left -= 1;
        if self.left > 0 {
            self.date = date.checked_add_days(Days::new(u64::from(self.step)))?;
        }
        Some(date)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        size(self.left, self.rest.clone())
    }
}

impl ExactSizeIterator for Dates<'_> {}
impl FusedIterator for Dates<'_> {}

/// Days since the first dose of a [`Schedule`], dose by dose; see [`Doses::day_offsets`].
#[derive(Debug, Clone)]
#[must_use = "day offsets are computed only when asked for"]
pub struct DayOffsets<'r> {
    left: u32,
    /// The next one, if one is left.
    day: i32,
    step: u32,
    rest: Rest<'r>,
}

impl DayOffsets<'_> {
    /// The days of the run under way.
    #[inline]
    fn run(&self) -> impl ExactSizeIterator<Item = i32> + use<> {
        let (day, step) = (self.day, self.step);
        (0..self.left).map(move |k| day.wrapping_add_unsigned(k.wrapping_mul(step)))
    }

    /// Goes on to the next run.
    #[inline(always)]
    fn advance(&mut self) -> Option<()> {
        let run = self.rest.next_run()?;
        self.left = run.left;
        self.step = run.step;
        self.day = run.day - self.rest.start;
        Some(())
    }

    /// The day offsets still to come, in a `Vec` of the right size; quicker than `collect`.
    pub fn to_vec(mut self) -> Vec<i32> {
        let mut days = Vec::with_capacity(self.len());
        days.extend(self.run());
        while self.advance().is_some() {
            days.extend(self.run());
        }
        days
    }
}

impl Iterator for DayOffsets<'_> {
    type Item = i32;

    #[inline(always)]
    fn next(&mut self) -> Option<i32> {
        if self.left == 0 {
            self.advance()?;
        }
        let day = self.day;
        self.left -= 1;
        // After the last dose of a run this may be no day of the calendar; it is not used then.
        self.day = day.wrapping_add_unsigned(self.step);
        Some(day)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        size(self.left, self.rest.clone())
    }

    /// Run by run, which the compiler can do several days at once.
    #[inline]
    fn fold<B, F: FnMut(B, i32) -> B>(mut self, init: B, mut f: F) -> B {
        let mut folded = self.run().fold(init, &mut f);
        while self.advance().is_some() {
            folded = self.run().fold(folded, &mut f);
        }
        folded
    }
}

impl ExactSizeIterator for DayOffsets<'_> {}
impl FusedIterator for DayOffsets<'_> {}
