//! Dates of editions, and the order of editions.

use chrono::{Months, NaiveDate};

use crate::calendar::read_date;

/// The date of an edition: a year, a month or a day.
///
/// A label's edition begins with it: `2026`, `2026-03`, `2026-03-30`, or `2026-03, 50/28 mg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EditionDate {
    first: NaiveDate,
    last: NaiveDate,
}

impl EditionDate {
    /// Returns the date that an edition begins with. `None` if it does not begin with a date.
    pub fn of(edition: &str) -> Option<Self> {
        let text = edition.split(',').next()?.trim();
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !text.split('-').all(digits) {
            return None;
        }
        let (rest, months) = match text.len() {
            4 => ("-01-01", 12),
            7 => ("-01", 1),
            10 => ("", 0),
            _ => return None,
        };
        let first = read_date(&format!("{text}{rest}"))?;
        let last = if months == 0 {
            first
        } else {
            first.checked_add_months(Months::new(months))?.pred_opt()?
        };
        Some(Self { first, last })
    }

    /// Whether an edition begins like a date but is not a valid one, such as `2026-13` or `2026 March`.
    pub(super) fn is_mistaken(edition: &str) -> bool {
        edition.bytes().take_while(u8::is_ascii_digit).count() > 3 && Self::of(edition).is_none()
    }

    /// The first day that the date can mean.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// The last day that the date can mean.
    pub fn last_day(self) -> NaiveDate {
        self.last
    }

    /// Whether this date is certainly later than `other`: 2026-03 is after 2025, but not after 2026.
    pub fn is_after(self, other: Self) -> bool {
        self.first > other.last
    }
}
