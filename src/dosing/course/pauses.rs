//! The days on which treatment was held or stopped.

use core::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::dosing::course::due::Rules;
use crate::dosing::segment::PlacedDose;

/// The days on which treatment was held or stopped, as far as the entries were read. Both ends are among them, since the
/// last day of the calendar has none after it.
#[derive(Debug, Clone, Default)]
pub(super) struct Pauses {
    /// In order, as the entries are.
    spans: Vec<RangeInclusive<NaiveDate>>,
    /// The day of the last entry.
    day: Option<NaiveDate>,
}

impl Pauses {
    /// Goes on from the last entry to the next, on this day; the days between where treatment was paused, which is said
    /// for the time after the last one.
    pub(super) fn go_on(
        &mut self,
        is_paused: bool,
        day: NaiveDate,
    ) -> Option<RangeInclusive<NaiveDate>> {
        let span = self.end(is_paused, day.pred_opt());
        self.day = Some(day);
        span
    }

    /// The same from the last entry through a day.
    pub(super) fn end(
        &mut self,
        is_paused: bool,
        through: Option<NaiveDate>,
    ) -> Option<RangeInclusive<NaiveDate>> {
        let span = self.day.zip(through).map(|(from, through)| from..=through);
        let span = span.filter(|span| is_paused && !span.is_empty());
        self.spans.extend(span.clone());
        span
    }

    /// The last day of the pause that a date is in; `None` if it is in none.
    pub(super) fn end_of(&self, date: NaiveDate) -> Option<NaiveDate> {
        let over = self.spans.partition_point(|span| *span.end() < date);
        self.spans.get(over).filter(|span| span.contains(&date)).map(|span| *span.end())
    }

    /// How many of the doses from one on, fewer than `doses`, were planned on these days.
    pub(super) fn doses(&self, rules: Rules<'_>, first: PlacedDose, doses: u32) -> u32 {
        let through = |day: NaiveDate| first.count_through(rules.phases(), day).min(doses);
        let within = |span: &RangeInclusive<NaiveDate>| {
            through(*span.end()).saturating_sub(span.start().pred_opt().map_or(0, through))
        };
        self.spans.iter().map(within).sum()
    }
}
