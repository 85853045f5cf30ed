//! Time since the first dose, in whole minutes.
//!
//! ```
//! use aso_regimen::kinetics::time::Time;
//!
//! assert_eq!(Time::hours(36), Time::days(1) + Time::hours(12));
//! assert_eq!(Time::weeks(4).as_days(), 28.0);
//! ```

use core::fmt;
use core::ops::Add;

use crate::calendar::StudyDay;

/// Time since the first dose in whole minutes.
///
/// Doses and samples are on one clock of integers, so that equal gaps are exactly equal and no gap is a small
/// difference of two large rounded numbers. Study day 15 begins at `Time::days(14)`.
///
/// ```
/// use aso_regimen::kinetics::time::Time;
///
/// assert_eq!(Time::days(1), Time::hours(24));
/// assert_eq!(Time::minutes(5_256).as_days(), 3.65);
/// assert_eq!((Time::days(14) + Time::hours(6)).to_string(), "14 d 6 h");
/// let weekly = Time::days(7).every(Time::days(7)).take(3);
/// assert!(weekly.eq([Time::days(7), Time::days(14), Time::days(21)]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Time(u64);

const MINUTES_AN_HOUR: u64 = 60;
const MINUTES_A_DAY: u64 = 24 * MINUTES_AN_HOUR;

impl Time {
    /// The time of the first dose.
    pub const ZERO: Self = Self(0);

    /// Returns a time in whole minutes.
    pub const fn minutes(minutes: u32) -> Self {
        Self(minutes as u64)
    }

    /// Returns a time in whole hours.
    pub const fn hours(hours: u32) -> Self {
        Self(hours as u64 * MINUTES_AN_HOUR)
    }

    /// Returns a time in whole days.
    pub const fn days(days: u32) -> Self {
        Self(days as u64 * MINUTES_A_DAY)
    }

    /// Returns a time in whole weeks.
    pub const fn weeks(weeks: u32) -> Self {
        Self(weeks as u64 * 7 * MINUTES_A_DAY)
    }

    /// Returns the beginning of a study day; `None` if the day is before the first dose.
    pub fn of(day: StudyDay) -> Option<Self> {
        u32::try_from(day.offset()).ok().map(Self::days)
    }

    /// The time in minutes.
    pub const fn as_minutes(self) -> u64 {
        self.0
    }

    /// The time in days.
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact below 2^53 minutes, which is 17 billion years"
    )]
    pub fn as_days(self) -> f64 {
        self.0 as f64 / 1_440.0
    }

    /// Returns the times at this step from this time on, without end.
    pub fn every(self, step: Self) -> impl Iterator<Item = Self> + Clone {
        (0_u64..).map_while(move |n| {
            let later = step.0.checked_mul(n)?.checked_add(self.0)?;
            Some(Self(later))
        })
    }

    /// Returns the sum of two times; `None` if it exceeds 35 trillion years.
    pub fn checked_add(self, later: Self) -> Option<Self> {
        self.0.checked_add(later.0).map(Self)
    }

    /// So much later, or the largest time.
    pub(crate) fn later(self, by: Self) -> Self {
        Self(self.0.saturating_add(by.0))
    }

    /// Returns this multiple of the time, or the largest time.
    pub(crate) fn times(self, number: u64) -> Self {
        Self(self.0.saturating_mul(number))
    }

    /// The time from an earlier one to this one; nothing for a later one.
    pub(crate) fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }
}

/// # Panics
///
/// If the sum is past 35 trillion years; [`Time::checked_add`] does not.
impl Add for Time {
    type Output = Self;

    fn add(self, later: Self) -> Self {
        self.checked_add(later).expect("a sum of times stays below 35 trillion years")
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            (self.0 / MINUTES_A_DAY, "d"),
            (self.0 % MINUTES_A_DAY / MINUTES_AN_HOUR, "h"),
            (self.0 % MINUTES_AN_HOUR, "min"),
        ];
        let mut shown = parts.iter().filter(|(count, _)| *count > 0);
        match shown.next() {
            None => f.write_str("0 d")?,
            Some((count, unit)) => write!(f, "{count} {unit}")?,
        }
        shown.try_for_each(|(count, unit)| write!(f, " {count} {unit}"))
    }
}
