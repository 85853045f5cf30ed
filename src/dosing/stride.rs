//! Dates that are one interval apart.

#![expect(
    clippy::inline_always,
    reason = "behind a call the loop over the dates of a schedule has to be in memory"
)]

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::Interval;

/// Days before each month of a common and of a leap year, and of the whole year.
const BEFORE: [[u32; 13]; 2] = [
    [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365],
    [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366],
];

/// The next of some dates that are one interval apart. Within a year the way to it takes no division.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stride {
    /// A date of the year.
    year: NaiveDate,
    /// Steps in days: the day of the year, counted from 1. Steps in months: the month, counted from 0.
    at: u32,
    /// The last one of the year, past which the next date may be for a time.
    end: u32,
    /// Steps in months: the day of the month, or the last one of a shorter month.
    day: u32,
}

impl Stride {
    /// Of a run without doses.
    pub(super) const NONE: Self = Self { year: NaiveDate::MIN, at: 0, end: 0, day: 0 };

    /// In days from a date on.
    #[inline(always)]
    pub(super) fn in_days(date: NaiveDate) -> Self {
        Self { year: date, at: date.ordinal(), end: last_day(date), day: 0 }
    }

    /// In months, of which so many lie between a base, which gives the day of the month, and the next date.
    #[inline(always)]
    pub(super) fn in_months(base: NaiveDate, months: u32) -> Self {
        let at = base.month0().saturating_add(months);
        Self { year: base, at, end: 11, day: base.day() }
    }

    /// The next date; `None` past the calendar.
    #[inline(always)]
    pub(super) fn next(&mut self, step: Interval) -> Option<NaiveDate> {
        match step {
            Interval::Days(days) => {
                if self.at > self.end {
                    self.year = day_after_year(self.year, self.at - self.end)?;
                    (self.at, self.end) = (self.year.ordinal(), last_day(self.year));
                }
                let ordinal = self.at;
                // Past the last dose it may start over.
                self.at = ordinal.wrapping_add(days.get());
                self.year.with_ordinal(ordinal)
            }
            Interval::Months(months) => {
                if self.at > self.end {
                    let year = self.year.year().checked_add_unsigned(self.at / 12)?;
                    self.year = NaiveDate::from_yo_opt(year, 1)?;
                    self.at %= 12;
                }
                let (month, leap) = (self.at as usize, usize::from(self.year.leap_year()));
                let last = BEFORE[leap][month + 1];
                let ordinal = last.min(BEFORE[leap][month] + self.day);
                self.at = self.at.saturating_add(months.get());
                self.year.with_ordinal(ordinal)
            }
        }
    }
}

/// The last day of the year of a date, counted from 1.
#[inline(always)]
fn last_day(date: NaiveDate) -> u32 {
    365 + u32::from(date.leap_year())
}

/// The date so many days after the last one of a year.
#[cold]
fn day_after_year(year: NaiveDate, days: u32) -> Option<NaiveDate> {
    let next_year = year.year() + 1;
    NaiveDate::from_yo_opt(next_year, days).or_else(|| {
        NaiveDate::from_yo_opt(next_year, 1)?.checked_add_days(Days::new(u64::from(days) - 1))
    })
}
