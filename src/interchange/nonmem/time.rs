//! Times since day zero and rates of infusions, exact in hours and days.

use core::fmt;
use core::num::NonZeroU64;

use crate::quantity::Mass;
use crate::text::debug_as_display;
use crate::text::decimal::write_quantity;

/// A time since time 0 (TIME) or an interval (II), from 0 to 184 467 440 737 hours in steps of 10⁻⁸ hours. Each number
/// of hours or days with up to eight decimals is exact.
///
/// ```
/// use aso_regimen::interchange::nonmem::RecordTime;
///
/// assert_eq!(RecordTime::days(1), RecordTime::hours(24));
/// assert_eq!(RecordTime::days(14).to_string(), "14 d");
/// assert_eq!(RecordTime::minutes(90).to_string(), "1.5 h");
/// assert_eq!(RecordTime::from_hours(1.5), Some(RecordTime::minutes(90)));
/// assert_eq!(RecordTime::minutes(90).as_hours(), 1.5);
/// assert_eq!(RecordTime::minutes(90).as_days(), 0.0625);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordTime(pub(super) u64);

debug_as_display!(RecordTime);

/// Decimals of a [`RecordTime`] in hours or days.
pub(super) const TIME_DECIMALS: u32 = 8;
const HOUR: u64 = 100_000_000;
pub(super) const HOURS_A_DAY: u64 = 24;
const STEPS_AN_HOUR: f64 = 1e8;
const STEPS_A_DAY: f64 = 24e8;

impl RecordTime {
    /// Time 0.
    pub const ZERO: Self = Self(0);
    /// The largest time.
    pub const MAX: Self = Self(u64::MAX);

    /// Returns a number of whole days.
    pub const fn days(days: u32) -> Self {
        Self(days as u64 * HOURS_A_DAY * HOUR)
    }

    /// Returns a number of whole hours.
    pub const fn hours(hours: u32) -> Self {
        Self(hours as u64 * HOUR)
    }

    /// Returns a number of minutes, to the nearest 10⁻⁸ h (36 µs): 30 minutes are 0.5 h, and 20 minutes are 0.33333333 h.
    pub const fn minutes(minutes: u32) -> Self {
        Self((minutes as u64 * HOUR + 30) / 60)
    }

    /// Returns a number of hours, to the nearest 10⁻⁸ h; `None` if it is negative, not a number, or above the largest
    /// time.
    pub fn from_hours(hours: f64) -> Option<Self> {
        Self::nearest(hours * STEPS_AN_HOUR)
    }

    /// Returns a number of days, to the nearest 10⁻⁸ h; `None` if it is negative, not a number, or above the largest
    /// time.
    pub fn from_days(days: f64) -> Option<Self> {
        Self::nearest(days * STEPS_A_DAY)
    }

    fn nearest(steps: f64) -> Option<Self> {
        // 2^64, the first number that has no place.
        const TOO_MANY: f64 = 18_446_744_073_709_551_616.0;
        let steps = steps.round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, not negative, and below 2^64"
        )]
        (0.0..TOO_MANY).contains(&steps).then_some(Self(steps as u64))
    }

    /// Returns the time in hours: the floating-point number nearest to it, up to 90 million hours.
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 steps, 90 million hours")]
    pub fn as_hours(self) -> f64 {
        self.0 as f64 / STEPS_AN_HOUR
    }

    /// Returns the time in days: the floating-point number nearest to it, up to 90 million hours.
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 steps, 90 million hours")]
    pub fn as_days(self) -> f64 {
        self.0 as f64 / STEPS_A_DAY
    }

    /// Returns the number of days; `None` if it is not whole. [`as_days`](Self::as_days) returns every number.
    pub fn whole_days(self) -> Option<u32> {
        let day = HOURS_A_DAY * HOUR;
        (self.0 % day == 0).then(|| u32::try_from(self.0 / day).ok()).flatten()
    }

    /// Returns the time since an earlier one; `None` if that one is later.
    pub fn since(self, earlier: Self) -> Option<Self> {
        self.0.checked_sub(earlier.0).map(Self)
    }

    /// Returns the time `n` intervals after this one; `None` if it is after the largest time.
    pub fn nth_after(self, interval: Self, n: u32) -> Option<Self> {
        let span = interval.0.checked_mul(u64::from(n))?;
        self.0.checked_add(span).map(Self)
    }
}

impl fmt::Display for RecordTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.whole_days() {
            Some(days) => write!(f, "{days} d"),
            None => write_quantity(f, self.0, TIME_DECIMALS, "h"),
        }
    }
}

/// The rate of an infusion, in whole nanograms per day. Rates with up to six decimals of mg per day or per hour are
/// exact.
#[doc(alias = "RATE")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InfusionRate(pub(super) NonZeroU64);

impl fmt::Display for InfusionRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ng per day", self.0)
    }
}

impl InfusionRate {
    /// Returns the rate at which a mass takes a number of minutes, to the nearest nanogram per hour; `None` if either
    /// is 0 or the rate is above the largest one.
    ///
    /// ```
    /// use aso_regimen::Mass;
    /// use aso_regimen::interchange::nonmem::InfusionRate;
    ///
    /// let rate = InfusionRate::over_minutes(Mass::mg(100), 20).expect("300 mg per hour");
    /// assert_eq!(rate.as_nanograms_per_day(), 7_200_000_000);
    /// ```
    pub fn over_minutes(mass: Mass, minutes: u16) -> Option<Self> {
        let minutes = u128::from(minutes);
        let nanograms = u128::from(mass.as_micrograms()) * 1_000;
        let per_hour = (nanograms * 60 + minutes / 2).checked_div(minutes)?;
        let per_day = u64::try_from(per_hour * u128::from(HOURS_A_DAY)).ok()?;
        NonZeroU64::new(per_day).map(Self)
    }

    /// Returns a rate in nanograms per day; `None` if it is 0.
    pub fn nanograms_per_day(nanograms: u64) -> Option<Self> {
        NonZeroU64::new(nanograms).map(Self)
    }

    /// Returns the rate in nanograms per day.
    pub const fn as_nanograms_per_day(self) -> u64 {
        self.0.get()
    }

    /// How many minutes a mass takes, to the nearest one.
    pub(super) fn nearest_minutes(self, mass: Mass) -> u128 {
        let per_day = u128::from(self.0.get());
        (u128::from(mass.as_micrograms()) * 1_440_000 + per_day / 2) / per_day
    }

    /// How many minutes a mass takes, where this is the rate of a whole number of them.
    pub(super) fn minutes(self, mass: Mass) -> Option<u16> {
        let minutes = u16::try_from(self.nearest_minutes(mass)).ok()?;
        (Self::over_minutes(mass, minutes) == Some(self)).then_some(minutes)
    }
}
