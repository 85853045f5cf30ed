//! Why a picture cannot be drawn.

use chrono::NaiveDate;
use thiserror::Error;

use crate::evidence::trial::TrialError;
use crate::plot::value_axis::ValuesError;
use crate::text::debug_as_display;

/// Why a picture, or a series of one, cannot be drawn. Rows, points, doses and characters are counted from 1.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum PictureError {
    /// A text that is blank or too long, or that has an invisible character or one that changes the direction of
    /// writing.
    #[error("{what} {why}")]
    Text {
        /// Which text.
        what: String,
        /// What it is, and what was expected.
        why: String,
    },
    /// The trial has no such calendar.
    #[error(transparent)]
    Trial(#[from] TrialError),
    /// There is nothing to draw.
    #[error("{picture} without {part}, expected at least one")]
    Empty {
        /// What is empty.
        picture: &'static str,
        /// What it needs.
        part: &'static str,
    },
    /// There are too many parts.
    #[error("{picture} of {count} {parts}, expected at most {most}")]
    TooMany {
        /// What has them.
        picture: &'static str,
        /// Of which kind.
        parts: &'static str,
        /// How many there are.
        count: usize,
        /// How many there can be.
        most: usize,
    },
    /// There are too many parts, perhaps without an end.
    #[error("{picture} of more than {most} {parts}, expected at most {most}")]
    NoEnd {
        /// What has them.
        picture: &'static str,
        /// Of which kind.
        parts: &'static str,
        /// How many there can be.
        most: usize,
    },
    /// The last date is before the first dose.
    #[error("a timeline from {first} through {last}, expected the earlier date first")]
    Backwards {
        /// The date of the first dose.
        first: NaiveDate,
        /// The last date.
        last: NaiveDate,
    },
    /// A year does not have four digits.
    #[error("{picture} that reaches {date}, expected years from 0 to 9999")]
    Year {
        /// What reaches it.
        picture: &'static str,
        /// The date.
        date: NaiveDate,
    },
    /// The picture of a course ends before its last entry.
    #[error("a picture through {through}, expected one that reaches the last entry on {last}")]
    EndsTooSoon {
        /// The last date of the picture.
        through: NaiveDate,
        /// The day of the last entry.
        last: NaiveDate,
    },
    /// The picture would be too wide, or its marks would overlap. Draw fewer days, counted from the first dose.
    #[error("a timeline of {days} days, expected at most {most} to stay legible")]
    TooLong {
        /// How many days there are.
        days: u32,
        /// How many can be told apart.
        most: u32,
    },
    /// A value that has no place on an axis.
    #[error("{what} has {why}")]
    Value {
        /// Which row, point or series has it.
        what: String,
        /// Why not.
        why: ValuesError,
    },
    /// A value outside its own interval.
    #[error("{what}, {value}, is not within its interval, {low} to {high}")]
    OutsideInterval {
        /// Which value.
        what: String,
        /// The value.
        value: f64,
        /// The lower end of the interval.
        low: f64,
        /// Its higher end.
        high: f64,
    },
    /// A contrast without a number.
    #[error("row {row} has no estimate, expected only contrasts that have one")]
    NoEstimate {
        /// Which row.
        row: usize,
    },
    /// Two scales that cannot share an axis, or intervals of two levels.
    #[error("row {row} is {found}, expected {expected} as in row 1")]
    MixedScales {
        /// Which row.
        row: usize,
        /// The scale or level of the first row.
        expected: String,
        /// That of this one.
        found: String,
    },
    /// A dose that is too far away, or not after the one before.
    #[error(
        "dose {number} is on day {day}, expected a day after the dose before and at most 36525 from day 0"
    )]
    Dose {
        /// Which dose.
        number: u32,
        /// Its day.
        day: i32,
    },
    /// Doses in a picture whose horizontal axis is not time in days.
    #[error("doses in a picture by \"{by}\", expected doses only in a picture over time, in days")]
    DosesWithoutDays {
        /// The quantity.
        by: String,
    },
    /// Doses whose marks would overlap.
    #[error("doses {nearest} days apart in a picture of {days} days, expected at most {most}")]
    DosesTooNear {
        /// The fewest days from one dose to the next.
        nearest: u32,
        /// How many days the picture spans.
        days: f64,
        /// How many it can span with doses so near.
        most: f64,
    },
    /// A point whose day is no number, too far away or not after the one before, or whose lower end is above the
    /// higher.
    #[error("point {point} {why}")]
    Point {
        /// Which point.
        point: usize,
        /// Where it is, and what was expected.
        why: String,
    },
}

debug_as_display!(PictureError);
