//! Days from left to right: the axis of every picture of dates.

use chrono::{Datelike, Days as Count, NaiveDate};

use crate::calendar::{Interval, StudyDay, days_between};
use crate::plot::canvas::{Anchor, BODY, Canvas, GAP, LINE, NOTE};
use crate::plot::error::PictureError;
use crate::plot::mark::RADIUS;
use crate::plot::palette::GREY;
use crate::plot::shape::rule;

/// How the days of a picture are counted. Dates are shown below the counts.
///
/// ```
/// use aso_regimen::Regimen;
/// use aso_regimen::plot::{DayCount, Timeline};
///
/// let nusinersen: Regimen = "12 mg IT q14d x3, then after 35d x1, then q4mo".parse()?;
/// let picture = Timeline::new("Nusinersen", "2026-01-31".parse()?, "2027-12-31".parse()?)?
///     .with("12 mg", &nusinersen)?
///     .counting(DayCount::Months)
///     .draw()?;
/// assert!(picture.as_str().contains("months since the first dose"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum DayCount {
    /// Study days: the first dose is on day 1, and there is no day 0.
    #[default]
    StudyDays,
    /// Calendar months since the first dose.
    Months,
}

/// The largest number of days in a picture: twenty years.
pub const MOST_DAYS: u32 = 7_305;

/// Days from one number of an axis to the next.
pub(super) const STEPS: [u32; 12] = [1, 2, 7, 14, 28, 56, 84, 168, 364, 728, 1_456, 7_280];

/// How wide the days of a picture are together, at the least and at the most.
const NARROWEST: f64 = 640.0;
const WIDEST: f64 = 1_600.0;
/// From the middle of a mark to that of the next.
const APART: f64 = 2.8 * RADIUS;
/// The width of a day where there are few.
const WIDEST_DAY: f64 = 24.0;

/// The days of a picture, and where they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    first: NaiveDate,
    last: NaiveDate,
    /// Study day 1.
    origin: NaiveDate,
    left: f64,
    day: f64,
}

/// How many days there are from one date to a later one, both counted.
pub(super) fn days_from(first: NaiveDate, last: NaiveDate) -> u32 {
    let days = days_between(first, last) + 1;
    u32::try_from(days.max(1)).unwrap_or(u32::MAX)
}

/// Whether so many days can be in a picture at all.
pub(super) fn check_span(first: NaiveDate, last: NaiveDate) -> Result<(), PictureError> {
    let days = days_from(first, last);
    if days > MOST_DAYS {
        let most = MOST_DAYS;
        return Err(PictureError::TooLong { days, most });
    }
    Ok(())
}

impl Days {
    /// The days from one date to another, wide enough for marks `nearest` days apart.
    pub(super) fn new(
        (first, last): (NaiveDate, NaiveDate),
        origin: NaiveDate,
        nearest: Option<u32>,
        left: f64,
    ) -> Result<Self, PictureError> {
        check_span(first, last)?;
        let days = days_from(first, last);
        let needed = nearest.map_or(0.0, |gap| APART / f64::from(gap.max(1)));
        let most = WIDEST / needed.max(WIDEST / f64::from(MOST_DAYS));
        if f64::from(days) > most {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a positive number of days below MOST_DAYS"
            )]
            let most = most.floor() as u32;
            return Err(PictureError::TooLong { days, most });
        }
        Ok(Self {
            first,
            last,
            origin,
            left: left + 2.0 * RADIUS,
            day: (NARROWEST / f64::from(days)).min(WIDEST_DAY).max(needed),
        })
    }

    pub(super) fn last(&self) -> NaiveDate {
        self.last
    }

    pub(super) fn x(&self, date: NaiveDate) -> f64 {
        self.left + self.day * f64::from(days_between(self.first, date))
    }

    /// The left and right edge, where nothing is beyond them.
    pub(super) fn edges(&self) -> (f64, f64) {
        let beyond = 2.0 * RADIUS;
        (self.left - beyond, self.x(self.last) + beyond)
    }

    /// From the morning of one date to the evening of another, as far as they are in the picture.
    pub(super) fn stretch(&self, from: NaiveDate, to: NaiveDate) -> (f64, f64) {
        let (left, right) = self.edges();
        let half = self.day / 2.0;
        ((self.x(from) - half).clamp(left, right), (self.x(to) + half).clamp(left, right))
    }

    /// Draws the axis under the picture, with lines up to `top`.
    pub(super) fn draw(&self, canvas: &mut Canvas, top: f64, count: DayCount) {
        let (left, right) = self.edges();
        let foot = canvas.bottom() + 0.4 * LINE;
        for (date, label) in self.ticks(count) {
            let x = self.x(date);
            canvas.put(rule((x, top), (x, foot + 4.0)));
            canvas.text(x, foot + LINE, Anchor::Middle, BODY, &label);
            canvas.text(x, foot + 2.0 * LINE, Anchor::Middle, NOTE, &date.to_string());
        }
        canvas.line((left, foot), (right, foot), GREY, 1.0);
        let title = match count {
            DayCount::StudyDays => "study day (day 1: first dose) and date",
            DayCount::Months => "months since the first dose and date",
        };
        canvas.text(left, foot + 3.1 * LINE, Anchor::Start, NOTE, title);
    }

    /// Dates with their counts, far enough apart to be read.
    fn ticks(&self, count: DayCount) -> Vec<(NaiveDate, String)> {
        let room = NOTE.width("2026-01-05") + GAP;
        let steps: Vec<Interval> = match count {
            DayCount::StudyDays => STEPS.map(Interval::days).to_vec(),
            DayCount::Months => [1, 2, 3, 6, 12, 24, 60].map(Interval::months).to_vec(),
        };
        let wide = |step: &Interval| {
            let shortest = u32::try_from(step.shortest_in_days()).unwrap_or(u32::MAX);
            f64::from(shortest) * self.day >= room
        };
        let widest = steps.len() - 1;
        let step = steps.iter().find(|step| wide(step)).unwrap_or(&steps[widest]);
        (0..)
            .map_while(|n| Some((n, step.nth_after(self.origin, n)?)))
            .take_while(|(_, date)| *date <= self.last)
            .filter(|(_, date)| *date >= self.first)
            .map(|(n, date)| (date, self.label(count, *step, n, date)))
            .collect()
    }

    fn label(&self, count: DayCount, step: Interval, n: u32, date: NaiveDate) -> String {
        match (count, step) {
            (DayCount::Months, Interval::Months(months)) => (months.get() * n).to_string(),
            _ => StudyDay::of(date, self.origin).number().to_string(),
        }
    }
}

/// The date some days earlier, as far as there is one.
pub(super) fn earlier(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_sub_days(Count::new(u64::from(days))).unwrap_or(NaiveDate::MIN)
}

/// A date in the words of a tooltip.
pub(super) fn on_day(date: NaiveDate, origin: NaiveDate) -> String {
    format!("{date}, study day {}", StudyDay::of(date, origin).number())
}

/// Dates of five-digit years are wider than the axis has room for.
pub(super) fn check_years(
    picture: &'static str,
    dates: [NaiveDate; 2],
) -> Result<(), PictureError> {
    let mut dates = dates.into_iter();
    match dates.find(|date| !(0..=9_999).contains(&date.year())) {
        Some(date) => Err(PictureError::Year { picture, date }),
        None => Ok(()),
    }
}
