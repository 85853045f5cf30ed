//! The days on which treatment was held or stopped.

use chrono::NaiveDate;

use crate::dosing::course::due::Rules;
use crate::dosing::segment::PlacedDose;

/// From and until before which day treatment was held or stopped, as far as the entries were read.
#[derive(Debug, Clone, Default)]
pub(super) struct Pauses {
    spans: Vec<(NaiveDate, NaiveDate)>,
    /// The day of the last entry.
    day: Option<NaiveDate>,
}

impl Pauses {
    /// Goes on from the last entry until before a day; these days where treatment was paused, which is said for the time
    /// after that entry.
    pub(super) fn go_on(
        &mut self,
        is_paused: bool,
        until: NaiveDate,
    ) -> Option<(NaiveDate, NaiveDate)> {
        let span = self.day.replace(until).map(|from| (from, until));
        let span = span.filter(|(from, until)| is_paused && from < until);
        self.spans.extend(span);
        span
    }

    /// The day after the pause that a date is in; `None` if it is in none.
    pub(super) fn end_of(&self, date: NaiveDate) -> Option<NaiveDate> {
        let span = self.spans.iter().find(|(from, until)| (*from..*until).contains(&date));
        span.map(|(_, until)| *until)
    }

    /// How many of the doses from one on, fewer than `doses`, were planned on these days.
    pub(super) fn doses(&self, rules: Rules<'_>, first: PlacedDose, doses: u32) -> u32 {
        let through = |end: NaiveDate| {
            let eve = end.pred_opt();
            eve.map_or(0, |eve| first.count_through(rules.phases(), eve)).min(doses)
        };
        let within =
            |(from, until): &(NaiveDate, NaiveDate)| through(*until).saturating_sub(through(*from));
        self.spans.iter().map(within).sum()
    }
}
