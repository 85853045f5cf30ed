//! Intervals of days or calendar months, study days, and windows around a planned date.
//!
//! A month is never converted to days. "Every 4 months" is 120 to 123 days, depending on the date. A trial protocol
//! that says 119 or 120 days means another interval than a label that says 4 months.
//!
//! ```
//! use aso_regimen::{Interval, StudyDay, Window, chrono::NaiveDate};
//!
//! let first: NaiveDate = "2026-01-31".parse()?;
//! let four_months: Interval = "4mo".parse()?;
//! assert_eq!(four_months.nth_after(first, 1), Some("2026-05-31".parse()?));
//! assert_eq!(Interval::months(1).nth_after(first, 1), Some("2026-02-28".parse()?));
//!
//! // Day 1 is the first dose; there is no day 0.
//! assert_eq!(StudyDay::of("2026-02-28".parse()?, first).number(), 29);
//! let visit: Window = "-3d/+5d".parse()?;
//! assert!(visit.around("2026-02-28".parse()?).contains(&"2026-03-05".parse()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;
use core::num::NonZeroU32;
use core::ops::RangeInclusive;

use chrono::{Datelike, Days, Duration, Months, NaiveDate};
#[cfg(feature = "serde")]
use serde::de::{self, Deserializer, Unexpected, Visitor};
use thiserror::Error;

use crate::text::error::Unread;
use crate::text::reader::{Reader, append, text_form, tri};
use crate::text::{debug_as_display, json_value};

/// The time from one dose to the next: a whole number of days or of calendar months, at least one.
///
/// Weeks are seven days and equal to them; months are never converted. Prints and reads as `14d` and `4mo`;
/// `2w` is read, and equal to `14d`.
///
/// ```
/// use aso_regimen::Interval;
///
/// assert_eq!(Interval::weeks(2), Interval::days(14));
/// assert_ne!(Interval::months(1), Interval::days(30));
/// assert_eq!("4mo".parse::<Interval>()?, Interval::months(4));
/// # Ok::<(), aso_regimen::ParseError>(())
/// ```
#[doc(alias("II", "tau", "EXDOSFRQ"))]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interval {
    /// Days of the calendar.
    Days(NonZeroU32),
    /// Calendar months, the day of month clamped to the length of the target month.
    Months(NonZeroU32),
}

impl Interval {
    /// Whole days.
    ///
    /// # Panics
    ///
    /// If `days` is 0; in a `const` this is a compile error. For a number known only at run time, use
    /// [`Interval::try_days`].
    pub const fn days(days: u32) -> Self {
        Self::try_days(days).expect("an interval is at least one day")
    }

    /// Whole weeks, which are seven days each.
    ///
    /// # Panics
    ///
    /// If `weeks` is 0 or beyond 613 566 756; in a `const` this is a compile error. For a number
    /// known only at run time, use [`Interval::try_weeks`].
    pub const fn weeks(weeks: u32) -> Self {
        Self::try_weeks(weeks).expect("an interval is 1 to 613566756 weeks")
    }

    /// Calendar months.
    ///
    /// # Panics
    ///
    /// If `months` is 0; in a `const` this is a compile error. For a number known only at run time, use
    /// [`Interval::try_months`].
    pub const fn months(months: u32) -> Self {
        Self::try_months(months).expect("an interval is at least one month")
    }

    /// Whole days, or `None` for 0.
    pub const fn try_days(days: u32) -> Option<Self> {
        match NonZeroU32::new(days) {
            Some(days) => Some(Self::Days(days)),
            None => None,
        }
    }

    /// Whole weeks, or `None` for 0 and beyond 613 566 756.
    pub const fn try_weeks(weeks: u32) -> Option<Self> {
        match weeks.checked_mul(7) {
            Some(days) => Self::try_days(days),
            None => None,
        }
    }

    /// Calendar months, or `None` for 0.
    pub const fn try_months(months: u32) -> Option<Self> {
        match NonZeroU32::new(months) {
            Some(months) => Some(Self::Months(months)),
            None => None,
        }
    }

    pub(crate) const fn read(text: &mut Reader<'_>) -> Result<Self, Unread> {
        const MOST: u64 = u32::MAX as u64;
        let start = *text;
        if !text.at_digit() {
            return text.expected("an interval such as 14d, 2w or 4mo");
        }
        let digits = text.digits();
        let (each, months) = if text.eat_word("d") {
            (1, false)
        } else if text.eat_word("w") {
            (7, false)
        } else if text.eat_word("mo") {
            (1, true)
        } else {
            return text.expected("the unit d, w or mo right after the number");
        };
        let count = match append(0, digits) {
            Some(count) => count.saturating_mul(each),
            None => u64::MAX,
        };
        #[expect(clippy::cast_possible_truncation, reason = "at most a u32")]
        match (count, months) {
            (1..=MOST, false) => Ok(Self::days(count as u32)),
            (1..=MOST, true) => Ok(Self::months(count as u32)),
            _ => start.expected("at least 1 and at most 4294967295 days or months"),
        }
    }

    /// The date `n` intervals after `start`, or `None` past the last date of the calendar (chrono's
    /// 31 December 262 142).
    ///
    /// Months count from `start` in one step, so that a short month never shortens the next: the day of
    /// month is that of `start`, or the last one of a month that has no such day. No label says what
    /// happens at a month's end; this rule is ours.
    ///
    /// ```
    /// use aso_regimen::{Interval, chrono::NaiveDate};
    ///
    /// let date = |text: &str| text.parse::<NaiveDate>();
    /// let start = date("2025-10-31")?;
    /// assert_eq!(Interval::months(4).nth_after(start, 1), Some(date("2026-02-28")?));
    /// assert_eq!(Interval::months(4).nth_after(start, 2), Some(date("2026-06-30")?));
    /// assert_eq!(Interval::months(4).nth_after(start, 3), Some(date("2026-10-31")?));
    /// # Ok::<(), aso_regimen::chrono::ParseError>(())
    /// ```
    pub fn nth_after(self, start: NaiveDate, n: u32) -> Option<NaiveDate> {
        match self {
            Self::Days(days) => {
                start.checked_add_days(Days::new(u64::from(days.get()) * u64::from(n)))
            }
            Self::Months(months) => {
                start.checked_add_months(Months::new(months.get().checked_mul(n)?))
            }
        }
    }

    /// The fewest days this interval can be: itself in days; for months, the shortest run of that many
    /// consecutive calendar months (1 month: 28, 2: 59, 3: 89, 4: 120, 12: 365).
    ///
    /// Beyond seven years of months the true minimum can be a leap day longer; the value is never too long.
    pub const fn shortest_in_days(self) -> u64 {
        // Of a common year, the shortest run of 0 to 11 consecutive months.
        const SHORTEST: [u64; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
        match self {
            Self::Days(days) => days.get() as u64,
            Self::Months(months) => {
                let months = months.get();
                (months / 12) as u64 * 365 + SHORTEST[(months % 12) as usize]
            }
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => f.pad(&format!("{days}d")),
            Self::Months(months) => f.pad(&format!("{months}mo")),
        }
    }
}

text_form!(Interval, "an interval such as \"14d\", \"2w\" or \"4mo\"");

/// Days from one date to another, negative if the second is earlier.
pub(crate) fn days_between(from: NaiveDate, to: NaiveDate) -> i32 {
    // The whole calendar is 191 million days long, so the difference fits.
    to.num_days_from_ce() - from.num_days_from_ce()
}

/// Makes a module `date_of` with a function for each named field of a serde form: `date_fields!(day; to)` is for
/// `#[serde(deserialize_with = "date_of::day")] day: NaiveDate` and for an `Option<NaiveDate>` named `to`. The error of
/// a text that is not a date names the text, the form and the field.
#[cfg(feature = "serde")]
macro_rules! date_fields {
    ($($field:ident),+; $($optional:ident),*) => {
        mod date_of {
            use chrono::NaiveDate;
            use serde::de::{Deserializer, Error};

            use crate::calendar::DateReader;

            $(pub(super) fn $field<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
                let date = from.deserialize_str(DateReader(stringify!($field)))?;
                date.ok_or_else(|| Error::missing_field(stringify!($field)))
            })+

            $(pub(super) fn $optional<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<Option<NaiveDate>, D::Error> {
                from.deserialize_option(DateReader(stringify!($optional)))
            })*
        }
    };
}
#[cfg(feature = "serde")]
pub(crate) use date_fields;

/// Reads a date as it is printed: `2026-01-05`, and with a sign before year 0 and beyond 9999, as `+10000-01-05`.
///
/// The reader of chrono takes `26-1-5` as a day of the year 26, and spaces.
pub(crate) fn read_date(text: &str) -> Option<NaiveDate> {
    let is_as_printed = |date: &NaiveDate| date.to_string() == text;
    plain_date(text).or_else(|| text.parse().ok().filter(is_as_printed))
}

/// A date of four, two and two digits, which most are; ten times as quick as the general form.
fn plain_date(text: &str) -> Option<NaiveDate> {
    let text = text.as_bytes();
    let &[_, _, _, _, b'-', _, _, b'-', _, _] = text else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            let digit = char::from(*digit).to_digit(10)?;
            Some(number * 10 + digit)
        })
    };
    let year = i32::try_from(number(&text[..4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&text[5..7])?, number(&text[8..])?)
}

/// Reads a date, or null where a format has it, as the field of this name.
#[cfg(feature = "serde")]
pub(crate) struct DateReader(pub(crate) &'static str);

#[cfg(feature = "serde")]
impl<'de> Visitor<'de> for DateReader {
    type Value = Option<NaiveDate>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a date such as \"2026-01-05\" in the field `{}`", self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let date = read_date(text);
        date.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// A day of a study: 1 is the day of the first dose, -1 the day before; there is no day 0.
///
/// This is the --DY of CDISC (SDTMIG 4.4.4). The distance from the first dose, which does have a 0, is
/// [`StudyDay::offset`].
///
/// ```
/// use aso_regimen::StudyDay;
///
/// let day = StudyDay::new(15)?;
/// assert_eq!(day.offset(), 14);
/// assert_eq!(StudyDay::from_offset(-1).number(), -1);
/// assert!(StudyDay::new(0).is_err());
/// # Ok::<(), aso_regimen::calendar::StudyDayError>(())
/// ```
#[doc(alias("DY", "ADY", "EXSTDY"))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "crate::text::plain::Plain<i64>", into = "i64"))]
pub struct StudyDay {
    offset: i32,
}

/// Why a number is not a [`StudyDay`].
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum StudyDayError {
    /// Study days go from -1 to 1.
    #[error(
        "there is no study day 0, expected at least 1, the day of the first dose, or at most -1, the day before"
    )]
    Zero,
    /// Beyond what a 32-bit day offset holds.
    #[error("study day {0}, expected one from -2147483648 to 2147483648")]
    OutOfRange(i64),
    /// The date of the study day is outside chrono's calendar.
    #[error(
        "study day {day} of a first dose on {first_dose} has no date, expected one from {} to {}",
        NaiveDate::MIN,
        NaiveDate::MAX
    )]
    OutOfCalendar {
        /// The study day's number.
        day: i64,
        /// Study day 1.
        first_dose: NaiveDate,
    },
}

impl StudyDay {
    /// The day of the first dose.
    pub const FIRST: Self = Self { offset: 0 };

    /// The study day with this number: 1, 2, 3 ... from the first dose, -1, -2 ... before it.
    ///
    /// # Errors
    ///
    /// If the number is 0 or outside -2 147 483 648 to 2 147 483 648.
    pub const fn new(number: i64) -> Result<Self, StudyDayError> {
        let offset = match number {
            0 => return Err(StudyDayError::Zero),
            1.. => number - 1,
            _ => number,
        };
        if offset < i32::MIN as i64 || offset > i32::MAX as i64 {
            return Err(StudyDayError::OutOfRange(number));
        }
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked above")]
        Ok(Self { offset: offset as i32 })
    }

    /// The study day this many days after the first dose (negative: before).
    pub const fn from_offset(offset: i32) -> Self {
        Self { offset }
    }

    /// The study day of a date.
    pub fn of(date: NaiveDate, first_dose: NaiveDate) -> Self {
        Self::from_offset(days_between(first_dose, date))
    }

    /// 1 on the day of the first dose, -1 the day before.
    pub const fn number(self) -> i64 {
        if self.offset < 0 { self.offset as i64 } else { self.offset as i64 + 1 }
    }

    /// Days since the first dose, 0 on its day.
    #[doc(alias = "TIME")]
    pub const fn offset(self) -> i32 {
        self.offset
    }

    /// The date of this study day.
    ///
    /// # Errors
    ///
    /// If that date is outside chrono's calendar.
    pub fn date(self, first_dose: NaiveDate) -> Result<NaiveDate, StudyDayError> {
        let days = Duration::days(i64::from(self.offset));
        first_dose
            .checked_add_signed(days)
            .ok_or(StudyDayError::OutOfCalendar { day: self.number(), first_dose })
    }
}

impl fmt::Display for StudyDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number().fmt(f)
    }
}

impl fmt::Debug for StudyDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "study day {}", self.number())
    }
}

json_value!(i64, StudyDay::new, StudyDayError);

impl From<StudyDay> for i64 {
    fn from(day: StudyDay) -> Self {
        day.number()
    }
}

/// The days around a planned date on which a dose or visit still counts as on time.
///
/// `Window::days(early, late)` reaches from `early` days before to `late` days after, both included. Trial protocols state
/// windows, and few labels do: Izervay has 7 days before to 7 days after. Prints and reads as `-3d/+5d`.
///
/// ```
/// use aso_regimen::{Window, chrono::NaiveDate};
///
/// let window = Window::days(3, 5);
/// let planned: NaiveDate = "2026-03-02".parse()?;
/// let days = window.around(planned);
/// assert_eq!(days, "2026-02-27".parse()?..="2026-03-07".parse()?);
/// assert_eq!(window.to_string(), "-3d/+5d");
/// # Ok::<(), aso_regimen::chrono::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    early: u16,
    late: u16,
}

impl Window {
    /// From `early` days before to `late` days after the planned date, both included.
    pub const fn days(early: u16, late: u16) -> Self {
        Self { early, late }
    }

    /// How many days before the planned date the window opens.
    pub const fn early(self) -> u16 {
        self.early
    }

    /// How many days after the planned date the window closes.
    pub const fn late(self) -> u16 {
        self.late
    }

    pub(crate) const fn read(text: &mut Reader<'_>) -> Result<Self, Unread> {
        const EXPECTED: &str = "a window such as -3d/+5d with at most 65535 days on a side";
        tri!(text.require("-", EXPECTED));
        let early = tri!(text.number(u16::MAX as u32, EXPECTED));
        tri!(text.require("d/+", EXPECTED));
        let late = tri!(text.number(u16::MAX as u32, EXPECTED));
        if !text.eat_word("d") {
            return text.expected(EXPECTED);
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most a u16")]
        Ok(Self::days(early as u16, late as u16))
    }

    /// The dates of the window around a planned date. Days before the first or after the last date of
    /// chrono's calendar do not exist and are not in it.
    pub fn around(self, planned: NaiveDate) -> RangeInclusive<NaiveDate> {
        let open = planned.checked_sub_days(Days::new(u64::from(self.early)));
        let close = planned.checked_add_days(Days::new(u64::from(self.late)));
        open.unwrap_or(NaiveDate::MIN)..=close.unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "-{}d/+{}d", self.early, self.late)
    }
}

debug_as_display!(StudyDayError);

text_form!(Window, "a window such as \"-3d/+5d\"");
