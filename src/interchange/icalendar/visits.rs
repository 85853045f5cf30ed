//! The days of visits: those on which a clinic is open.

use core::cell::RefCell;
use core::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::dosing::tolerance::open_day;

pub(super) type IsOpen<'a> = Box<dyn FnMut(NaiveDate) -> bool + 'a>;

/// The days on which a clinic is open, and the day from which visits are looked for.
pub(super) struct Visits<'a> {
    is_open: Option<RefCell<IsOpen<'a>>>,
    from: Option<NaiveDate>,
}

impl<'a> Visits<'a> {
    /// Without days, visits are on the planned dates.
    pub(super) fn new(is_open: Option<IsOpen<'a>>, from: Option<NaiveDate>) -> Self {
        Self { is_open: is_open.map(RefCell::new), from }
    }

    pub(super) fn is_open(&self, day: NaiveDate) -> bool {
        self.is_open.as_ref().is_none_or(|is_open| is_open.borrow_mut()(day))
    }

    /// The first day on which a dose that is late can be given.
    pub(super) fn first_from(&self, day: NaiveDate) -> NaiveDate {
        open_day(day, None, |day| self.is_open(day)).unwrap_or(day)
    }

    /// The day for which a dose was booked before its date had come.
    pub(super) fn booked(
        &self,
        planned: NaiveDate,
        window: Option<RangeInclusive<NaiveDate>>,
    ) -> Option<NaiveDate> {
        let window = window.map(RangeInclusive::into_inner);
        open_day(planned, window, |day| self.is_open(day))
    }

    /// The day of the visit for a dose that is planned on a date, after a day; `None` if no day is open within a year.
    pub(super) fn of(
        &self,
        planned: NaiveDate,
        window: Option<RangeInclusive<NaiveDate>>,
        after: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        if self.is_open.is_none() {
            return Some(planned);
        }
        let (open, close) = window.map_or((planned, planned), RangeInclusive::into_inner);
        // One that is late is on its last booked day.
        let open = self.from.map_or(open, |day| open.max(day.min(close)));
        let after = after.and_then(|after| after.succ_opt());
        let open = after.map_or(open, |after| open.max(after));
        open_day(planned, Some((open, close)), |day| self.is_open(day))
    }
}
