//! A schedule in the most obvious way: dose after dose, by the meaning of the words and nothing clever.

use aso_regimen::chrono::{Datelike, Days, NaiveDate};
use aso_regimen::dosing::regimen::Extent;
use aso_regimen::{Interval, Regimen};

/// Days in a month by the Gregorian rule, independent of the crate and of chrono.
pub(crate) fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The date so many months after another, its day of month clamped.
pub(crate) fn add_months(date: NaiveDate, months: u64) -> Option<NaiveDate> {
    let index =
        i64::from(date.year()) * 12 + i64::from(date.month0()) + i64::try_from(months).ok()?;
    let year = i32::try_from(index.div_euclid(12)).ok()?;
    let month = u32::try_from(index.rem_euclid(12)).ok()? + 1;
    NaiveDate::from_ymd_opt(year, month, date.day().min(days_in_month(year, month)))
}

/// Where months count from, and how many there were.
#[derive(Clone, Copy)]
struct Spot {
    base: NaiveDate,
    months: u64,
}

impl Spot {
    fn date(self) -> Option<NaiveDate> {
        add_months(self.base, self.months)
    }

    /// The number of the day one interval later. In days it is known past the calendar too.
    fn day_after(self, interval: Interval) -> Option<i64> {
        match interval {
            Interval::Days(days) => {
                let day = i64::from(self.date()?.num_days_from_ce());
                Some(day + i64::from(days.get()))
            }
            Interval::Months(_) => {
                let date = self.step(interval)?.date()?;
                Some(i64::from(date.num_days_from_ce()))
            }
        }
    }

    /// One step: a step in days makes a new base, a step in months counts on from the old one.
    fn step(self, interval: Interval) -> Option<Self> {
        match interval {
            Interval::Days(days) => Some(Self {
                base: self.date()?.checked_add_days(Days::new(u64::from(days.get())))?,
                months: 0,
            }),
            Interval::Months(months) => {
                Some(Self { months: self.months + u64::from(months.get()), ..self })
            }
        }
    }
}

/// One dose: which phase, and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Walked {
    pub(crate) phase: usize,
    pub(crate) date: NaiveDate,
}

/// The first `limit` doses of a regimen.
pub(crate) fn walk(regimen: &Regimen, start: NaiveDate, limit: usize) -> Vec<Walked> {
    let mut doses = Vec::new();
    let mut spot = Some(Spot { base: start, months: 0 });
    for (index, phase) in regimen.phases().iter().enumerate() {
        if index > 0 {
            spot = spot.and_then(|spot| spot.step(phase.seam().expect("a later phase has a seam")));
        }
        // A phase that lasts for some time ends on the day that time after its first dose.
        let end = match phase.extent() {
            Extent::For(time) => spot.and_then(|spot| spot.day_after(time)),
            _ => None,
        };
        let mut count = 0;
        loop {
            let Some(here) = spot.and_then(|spot| Some((spot, spot.date()?))) else {
                return doses;
            };
            if doses.len() == limit {
                return doses;
            }
            doses.push(Walked { phase: index, date: here.1 });
            count += 1;
            let next = phase.interval().and_then(|interval| here.0.step(interval));
            let goes_on = match phase.extent() {
                Extent::Doses(doses) => count < doses,
                Extent::OpenEnded => true,
                Extent::For(_) => {
                    let next = phase.interval().and_then(|interval| here.0.day_after(interval));
                    match (next, end) {
                        (Some(next), Some(end)) => next < end,
                        // Months past the calendar have no day: later than every day of the calendar,
                        // and no limit to what is past it too.
                        (None, Some(end)) => end > i64::from(NaiveDate::MAX.num_days_from_ce()) + 1,
                        (_, None) => true,
                    }
                }
                other => panic!("a walk knows no {other:?}"),
            };
            if !goes_on {
                break;
            }
            spot = next;
        }
    }
    doses
}
