//! The date of an edition, as exactly as it is known, and which edition follows which.

use chrono::NaiveDate;

/// The date of an edition: a year, a month or a day.
///
/// It is what a label's edition begins with: `2026`, `2026-03`, `2026-03-30`, or `2026-03, 50/28 mg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EditionDate {
    first: NaiveDate,
    last: NaiveDate,
}

impl EditionDate {
    /// The date that an edition begins with; `None` if it begins with something else.
    pub fn of(edition: &str) -> Option<Self> {
        let text = edition.split(',').next()?.trim();
        let parts: Vec<&str> = text.split('-').collect();
        let number = |part: &str, digits: usize| {
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u32>().ok().filter(|_| plain)
        };
        let year = i32::try_from(number(parts.first()?, 4)?).ok()?;
        let month = parts.get(1).map(|month| number(month, 2));
        let day = parts.get(2).map(|day| number(day, 2));
        let date = NaiveDate::from_ymd_opt;
        let (first, next) = match (month, day) {
            _ if parts.len() > 3 => return None,
            (None, _) => (date(year, 1, 1)?, date(year + 1, 1, 1)?),
            (Some(month), None) => {
                let (year_after, month_after) =
                    if month? == 12 { (year + 1, 1) } else { (year, month? + 1) };
                (date(year, month?, 1)?, date(year_after, month_after, 1)?)
            }
            (Some(month), Some(day)) => {
                let day = date(year, month?, day?)?;
                (day, day.succ_opt()?)
            }
        };
        Some(Self { first, last: next.pred_opt()? })
    }

    /// The first day that it can be.
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    /// Whether it is later for certain: 2026-03 is after 2025, and not after 2026.
    pub fn is_after(self, other: Self) -> bool {
        self.first > other.last
    }
}
