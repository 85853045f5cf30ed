//! Schedules: a regimen with the date of its first dose.
//!
//! ```
//! use aso_regimen::{Mass, regimen};
//!
//! let regimen = regimen!("100 mg IT q14d x3, then q28d");
//! let plan = regimen.starting("2026-01-05".parse()?);
//! assert_eq!(plan.dose(4).ok_or("no dose 4")?.date(), "2026-03-02".parse()?);
//! assert_eq!(plan.count_through("2026-03-02".parse()?), 4);
//! assert_eq!(plan.total_through("2026-03-02".parse()?, None)?, Mass::mg(400));
//! assert_eq!(plan.next_after("2026-03-02".parse()?).ok_or("none")?.number(), 5);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::ops::{Bound, RangeBounds};

use chrono::NaiveDate;

use crate::dosing::dose::MassError;
use crate::dosing::doses::{Doses, PlannedDose};
use crate::dosing::phase::Phase;
use crate::dosing::regimen::Regimen;
use crate::dosing::segment::{PlacedDose, Segments};
use crate::quantity::{BodyWeight, Mass};

/// The planned doses of a [`Regimen`] that starts on a date.
///
/// Dose 1 is on the start date. Dates increase strictly. The schedule ends with the last phase, or else with chrono's
/// calendar on 31 December 262 142. It borrows the regimen and computes doses when asked: looking up a dose number or a
/// date takes time in the number of phases, not of doses.
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
    /// Returns the schedule of this regimen with its first dose on a date.
    #[inline]
    pub fn starting(&self, first_dose: NaiveDate) -> Schedule<'_> {
        Schedule { regimen: self, start: first_dose }
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

    /// Every planned dose, in order. If the regimen has no end, the doses go on to the end of the calendar.
    #[inline]
    pub fn iter(&self) -> Doses<'r> {
        self.through(NaiveDate::MAX)
    }

    /// The doses through a date: the date is included.
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
    #[doc(alias = "until")]
    #[inline]
    pub fn through(&self, last: NaiveDate) -> Doses<'r> {
        self.doses(self.first(), last)
    }

    /// The doses before a date: the date is excluded.
    #[doc(alias = "until")]
    pub fn before(&self, end: NaiveDate) -> Doses<'r> {
        self.between(..end)
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
        let entry = from.zip(last).and_then(|(from, _)| {
            let before = from.pred_opt().map_or(0, |day| self.count_through(day));
            self.first().nth_after(self.regimen.phases(), before)
        });
        self.doses(entry.unwrap_or(PlacedDose::NOWHERE), last.unwrap_or(NaiveDate::MIN))
    }

    /// The dose with this number, counted from 1; `None` if the number is 0 or past the last dose.
    pub fn dose(&self, number: u32) -> Option<PlannedDose<'r>> {
        let entry = self.first().nth_after(self.regimen.phases(), number.checked_sub(1)?)?;
        self.doses(entry, NaiveDate::MAX).next()
    }

    /// The first dose after a date; `None` if there is none.
    pub fn next_after(&self, date: NaiveDate) -> Option<PlannedDose<'r>> {
        self.dose(self.count_through(date).checked_add(1)?)
    }

    /// The last dose; `None` if the regimen has no end.
    pub fn last(&self) -> Option<PlannedDose<'r>> {
        self.regimen.is_finite().then(|| self.dose(self.count_through(NaiveDate::MAX))).flatten()
    }

    /// The number of doses through a date, which is included.
    pub fn count_through(&self, last: NaiveDate) -> u32 {
        self.segments(last).count_doses()
    }

    /// Returns the amount of drug through a date, which is included, for one body weight. Pass `None` if no amount
    /// depends on weight.
    ///
    /// # Errors
    ///
    /// If [`Amount::mass_for`] fails for one of these doses, or if the sum is larger than a [`Mass`] can hold.
    ///
    /// [`Amount::mass_for`]: crate::Amount::mass_for
    pub fn total_through(
        &self,
        last: NaiveDate,
        weight: impl Into<Option<BodyWeight>>,
    ) -> Result<Mass, MassError> {
        let weight = weight.into();
        self.doses_by_phase(last).try_fold(Mass::ZERO, |total, (phase, doses)| {
            phase
                .dose()
                .mass_for(weight)?
                .checked_mul(u64::from(doses))
                .and_then(|mass| total.checked_add(mass))
                .ok_or(MassError::TooLarge)
        })
    }

    /// The number of doses in each phase through a date, which is included. Phases that begin later are left out.
    pub fn doses_by_phase(
        &self,
        last: NaiveDate,
    ) -> impl Iterator<Item = (&'r Phase, u32)> + use<'r> {
        self.segments(last).map(|segment| (segment.phase, segment.count))
    }

    pub(super) fn segments(&self, last: NaiveDate) -> Segments<'r> {
        Segments::new(self.regimen.phases(), self.first(), last)
    }

    #[inline]
    fn first(&self) -> PlacedDose {
        PlacedDose::first(self.regimen.phases(), self.start)
    }

    #[inline]
    fn doses(&self, entry: PlacedDose, last: NaiveDate) -> Doses<'r> {
        Doses::new(self.regimen.phases(), self.start, entry, last)
    }
}

impl<'r> IntoIterator for &Schedule<'r> {
    type Item = PlannedDose<'r>;
    type IntoIter = Doses<'r>;

    fn into_iter(self) -> Doses<'r> {
        self.iter()
    }
}
