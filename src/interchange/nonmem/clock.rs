//! Dates and clock times, which become times since the first record of a subject as NM-TRAN makes them.

use chrono::{Datelike, Days, NaiveDate};

use crate::interchange::nonmem::decimal;
use crate::interchange::nonmem::format::TimeUnit;
use crate::interchange::nonmem::time::{HOURS_A_DAY, RecordTime, TIME_DECIMALS};

/// The order of day, month and year, by the name of the column: DATE, DAT1, DAT2, DAT3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateOrder {
    MonthDayYear,
    DayMonthYear,
    YearMonthDay,
    YearDayMonth,
}

impl DateOrder {
    const ALL: [(&'static str, Self); 4] = [
        ("DATE", Self::MonthDayYear),
        ("DAT1", Self::DayMonthYear),
        ("DAT2", Self::YearMonthDay),
        ("DAT3", Self::YearDayMonth),
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, order)| *order)
    }

    /// What is expected in the column.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::MonthDayYear => "a date such as 1/31/2026, its year of four digits",
            Self::DayMonthYear => "a date such as 31/1/2026, its year of four digits",
            Self::YearMonthDay => "a date such as 2026/1/31, its year of four digits",
            Self::YearDayMonth => "a date such as 2026/31/1, its year of four digits",
        }
    }

    /// Reads a date, or the number of a day; `None` if it is neither.
    pub(super) fn read(self, text: &[u8]) -> Option<Day> {
        let mut numbers = [(0_u32, 0_usize); 3];
        let mut count = 0;
        for part in text.split(|byte| !byte.is_ascii_digit()) {
            let digits = core::str::from_utf8(part).ok()?;
            *numbers.get_mut(count)? = (digits.parse().ok()?, digits.len());
            count += 1;
        }
        let [first, second, third] = numbers;
        if count == 1 {
            return Some(Day::Numbered(first.0.into()));
        }
        let (year, month, day) = match self {
            Self::MonthDayYear => (third, first, second),
            Self::DayMonthYear => (third, second, first),
            Self::YearMonthDay => (first, second, third),
            Self::YearDayMonth => (first, third, second),
        };
        if count != 3 || year.1 != 4 {
            return None;
        }
        let date = NaiveDate::from_ymd_opt(i32::try_from(year.0).ok()?, month.0, day.0)?;
        Some(Day::Dated(date.num_days_from_ce().into()))
    }
}

/// A day, in days from some day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// From a day that the file does not have.
    Numbered(i64),
    /// In the calendar.
    Dated(i64),
}

impl Day {
    /// The days from an earlier day on; `None` if one of them has no date.
    fn since(self, earlier: Self) -> Option<i64> {
        match (self, earlier) {
            (Self::Numbered(day), Self::Numbered(first))
            | (Self::Dated(day), Self::Dated(first)) => Some(day - first),
            _ => None,
        }
    }
}

/// A day and a time on it, in microseconds: less than 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    day: Day,
    clock: u64,
}

const SECOND: u64 = 1_000_000;
const HOUR: u64 = 3_600 * SECOND;
/// The smallest step of a [`RecordTime`] in microseconds.
const STEP: u64 = 36;

/// Why a moment has no time since an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotLater {
    /// One of the two days has no date.
    OtherDays,
    /// Its day is an earlier one.
    EarlierDay,
    /// Its clock time is an earlier one.
    EarlierClock,
}

impl Moment {
    /// So many microseconds after the beginning of a day; 24:00 and later are of the days after it.
    pub(super) fn new(day: Day, clock: u64) -> Self {
        const DAY: u64 = HOURS_A_DAY * HOUR;
        let later = |day: i64| day.saturating_add_unsigned(clock / DAY);
        let day = match day {
            Day::Numbered(day) => Day::Numbered(later(day)),
            Day::Dated(day) => Day::Dated(later(day)),
        };
        Self { day, clock: clock % DAY }
    }

    /// The time since an earlier moment, to the nearest step of the unit.
    pub(super) fn since(self, earlier: Self, unit: TimeUnit) -> Result<RecordTime, NotLater> {
        let days = i128::from(self.day.since(earlier.day).ok_or(NotLater::OtherDays)?);
        let span = days * i128::from(HOURS_A_DAY * HOUR) + i128::from(self.clock)
            - i128::from(earlier.clock);
        let steps = match unit {
            TimeUnit::Hours => 1,
            TimeUnit::Days => i128::from(HOURS_A_DAY),
        };
        let step = i128::from(STEP) * steps;
        let not_later = if days < 0 { NotLater::EarlierDay } else { NotLater::EarlierClock };
        let rounded = (span + step / 2) / step * steps;
        u64::try_from(rounded).ok().filter(|_| span >= 0).map(RecordTime).ok_or(not_later)
    }

    /// The beginning of the day of a time after this moment, on a clock that begins with the day of the moment itself.
    pub(super) fn midnight_before(self, time: RecordTime) -> RecordTime {
        RecordTime(self.days_until(time).saturating_mul(RecordTime::days(1).0))
    }

    /// The number of the day of a time after this moment, where that of the moment itself is 0.
    fn days_until(self, time: RecordTime) -> u64 {
        const DAY: u128 = (HOURS_A_DAY * HOUR) as u128;
        // Times are rounded to steps, so that midnight may come up to half a step of days early.
        let rounding = u128::from(STEP * HOURS_A_DAY / 2);
        let days =
            (u128::from(self.clock) + u128::from(time.0) * u128::from(STEP) + rounding) / DAY;
        u64::try_from(days).unwrap_or(u64::MAX)
    }

    /// The date of a time after this moment; `None` if it has none.
    pub(super) fn date(self, time: RecordTime) -> Option<NaiveDate> {
        let Day::Dated(first) = self.day else { return None };
        let first = NaiveDate::from_num_days_from_ce_opt(i32::try_from(first).ok()?)?;
        first.checked_add_days(Days::new(self.days_until(time)))
    }
}

/// Reads `8:30`, `8:30:15`, or hours such as `8.5`, in microseconds; nothing for a value that is missing.
pub(super) fn read_clock(text: &[u8], rounds: bool) -> Result<Option<u64>, &'static str> {
    const EXPECTED: &str = "a clock time such as 8:30 or 8.5";
    if !text.contains(&b':') {
        let rounded = rounds.then_some(0);
        let steps = decimal::parse(text, TIME_DECIMALS, rounded).map_err(|_| EXPECTED)?;
        let clock = steps.map(|steps| steps.checked_mul(STEP).ok_or(EXPECTED));
        return clock.transpose();
    }
    let mut parts = text.split(|byte| *byte == b':');
    let mut part = |below: u64| match parts.next() {
        None => Ok(None),
        Some(part) if !part.iter().all(u8::is_ascii_digit) => Err(EXPECTED),
        Some(part) => match decimal::parse(part, 0, None) {
            Ok(Some(number)) if number < below => Ok(Some(number)),
            _ => Err(EXPECTED),
        },
    };
    let hours = part(1_000_000)?.unwrap_or_default();
    let minutes = part(60)?.unwrap_or_default();
    let seconds = part(60)?.unwrap_or_default();
    match part(0)? {
        Some(_) => Err(EXPECTED),
        None => Ok(Some(hours * HOUR + (minutes * 60 + seconds) * SECOND)),
    }
}
