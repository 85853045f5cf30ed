//! A date from which later ones follow without a division.

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::Interval;

/// Days of a common year before each month.
const BEFORE: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/// Days of each month of a common year.
const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A date as its year and the day of the year. Steps within the year take no division, those into a later year
/// take few.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayOfYear {
    /// Any date of the year.
    year: NaiveDate,
    /// The day of the year, counted from 1.
    ordinal: u32,
    /// Steps in months: the month, counted from 0, and the day of the month, or the last one of a shorter month.
    month: u32,
    day: u32,
}

impl DayOfYear {
    /// A date, from which steps in months lead to a day of the month.
    #[inline]
    pub(super) fn new(date: NaiveDate, day: u32) -> Self {
        Self { year: date, ordinal: date.ordinal(), month: date.month0(), day }
    }

    /// The date; `None` past the end of the year.
    #[inline(always)]
    pub(super) fn date(self) -> Option<NaiveDate> {
        self.year.with_ordinal(self.ordinal)
    }

    /// The steps that lead to dates of the year.
    pub(super) fn steps_in_year(self, step: Interval) -> u32 {
        match step {
            Interval::Days(days) => (365 + leap_day(self.year) - self.ordinal) / days,
            Interval::Months(months) => (11 - self.month) / months,
        }
    }

    /// One step further, within the year. Past it there is no date until the year [is turned](Self::turned).
    #[inline(always)]
    pub(super) fn later(&mut self, step: Interval) {
        match step {
            // Where it wraps, `turned` knows the date before it.
            Interval::Days(days) => self.ordinal = self.ordinal.wrapping_add(days.get()),
            Interval::Months(months) => {
                self.month = self.month.saturating_add(months.get());
                if self.month < 12 {
                    self.ordinal = self.ordinal_in_month();
                }
            }
        }
    }

    /// This date, which was counted past the end of the year, in its own year; `None` past the calendar.
    pub(super) fn turned(self, step: Interval) -> Option<Self> {
        match step {
            Interval::Days(days) => {
                let length = 365 + leap_day(self.year);
                let date = match self.ordinal.checked_sub(length) {
                    Some(ordinal) if days.get() <= 365 => {
                        NaiveDate::from_yo_opt(self.year.year() + 1, ordinal)?
                    }
                    _ => {
                        let last = self.year.with_ordinal(self.ordinal.wrapping_sub(days.get()))?;
                        last.checked_add_days(Days::new(days.get().into()))?
                    }
                };
                Some(Self { year: date, ordinal: date.ordinal(), ..self })
            }
            Interval::Months(_) => {
                let year = self.year.year().checked_add_unsigned(self.month / 12)?;
                let year = NaiveDate::from_yo_opt(year, 1)?;
                let turned = Self { year, month: self.month % 12, ..self };
                Some(Self { ordinal: turned.ordinal_in_month(), ..turned })
            }
        }
    }

    /// The day of the year in the month that steps in months have reached.
    #[inline(always)]
    fn ordinal_in_month(self) -> u32 {
        let (month, leap) = (self.month as usize, leap_day(self.year));
        let last = LENGTHS[month] + if month == 1 { leap } else { 0 };
        BEFORE[month] + if month > 1 { leap } else { 0 } + self.day.min(last)
    }
}

#[inline(always)]
fn leap_day(year: NaiveDate) -> u32 {
    u32::from(year.leap_year())
}
