//! A time that a label sets as a limit.

use core::fmt;

use chrono::{Days, Months, NaiveDate};

use crate::calendar::Interval;
use crate::text::error::Unread;
use crate::text::reader::{Reader, append, text_form, tri};

/// A time limit of a label: an interval, or a number of months and a half.
///
/// No label defines half a month. Here it is 15 days after the whole months: 8.5 months from 5 January end on
/// 20 September. Prints and reads as `14d`, `8mo` and `8.5mo`.
///
/// ```
/// use aso_regimen::Interval;
/// use aso_regimen::dosing::missed_dose::Span;
///
/// let span: Span = "8.5mo".parse()?;
/// assert_eq!(span.after("2026-01-05".parse()?), Some("2026-09-20".parse()?));
/// assert_eq!(Span::from(Interval::weeks(2)).to_string(), "14d");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    pub(super) whole: Interval,
    pub(super) half: bool,
}

impl Span {
    /// Returns this many months and a half.
    ///
    /// # Panics
    ///
    /// If `months` is 0; in a `const` this is a compile error.
    pub const fn months_and_half(months: u32) -> Self {
        Self { whole: Interval::months(months), half: true }
    }

    /// The date this long after another, or `None` past the last date of the calendar.
    pub fn after(self, date: NaiveDate) -> Option<NaiveDate> {
        self.whole.nth_after(date, 1)?.checked_add_days(self.half_month())
    }

    /// The date this long before another, or `None` before the first date of the calendar.
    pub fn before(self, date: NaiveDate) -> Option<NaiveDate> {
        let end = date.checked_sub_days(self.half_month())?;
        match self.whole {
            Interval::Days(days) => end.checked_sub_days(Days::new(u64::from(days.get()))),
            Interval::Months(months) => end.checked_sub_months(Months::new(months.get())),
        }
    }

    /// The number of its days or months, and their unit.
    fn parts(self) -> (String, &'static str) {
        let (count, unit) = match self.whole {
            Interval::Days(days) => (days.get(), "day"),
            Interval::Months(months) => (months.get(), "month"),
        };
        (if self.half { format!("{count}.5") } else { count.to_string() }, unit)
    }

    /// The number of its days or months, without their unit.
    pub(super) fn number(self) -> String {
        self.parts().0
    }

    fn half_month(self) -> Days {
        Days::new(if self.half { 15 } else { 0 })
    }

    const fn read(text: &mut Reader<'_>) -> Result<Self, Unread> {
        const MOST: u64 = u32::MAX as u64;
        let start = *text;
        let whole = text.digits();
        if !text.eat_word(".5mo") {
            *text = start;
            return Ok(Self { whole: tri!(Interval::read(text)), half: false });
        }
        match append(0, whole) {
            Some(months @ 1..=MOST) => {
                #[expect(clippy::cast_possible_truncation, reason = "at most a u32")]
                let months = months as u32;
                Ok(Self::months_and_half(months))
            }
            _ => start.expected("at least 1.5 and at most 4294967295.5 months"),
        }
    }
}

impl From<Interval> for Span {
    fn from(whole: Interval) -> Self {
        Self { whole, half: false }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.whole, self.half) {
            (Interval::Months(months), true) => write!(f, "{months}.5mo"),
            (whole, _) => whole.fmt(f),
        }
    }
}

text_form!(Span, "a time such as 14d, 2w, 8mo or 8.5mo");

/// A time in words: `14 days`, `1 month`, `8.5 months`.
pub(crate) struct Words(pub(super) Span);

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = self.0.parts();
        let plural = if number == "1" { "" } else { "s" };
        write!(f, "{number} {unit}{plural}")
    }
}

pub(crate) fn words(interval: Interval) -> Words {
    Words(interval.into())
}
