//! What a label's rule says of a dose that is late.

use chrono::NaiveDate;

use crate::dosing::missed_dose::{Action, Limit, Measure, Rule, TimeRule};

/// The dates that a label may measure between.
pub(super) struct Times {
    /// The day the missed dose can be given.
    pub(super) date: NaiveDate,
    pub(super) planned: NaiveDate,
    pub(super) last_given: Option<NaiveDate>,
    pub(super) next: Option<NaiveDate>,
}

impl Times {
    pub(super) fn action(&self, rule: &Rule) -> Action {
        match rule {
            Rule::Always(action) => *action,
            Rule::ByTime(rule) => self.banded(rule),
        }
    }

    /// The action of the first band that holds the time measured. The last band has no limit.
    fn banded(&self, rule: &TimeRule) -> Action {
        if rule.measure() == Measure::SinceLastDose && self.last_given.is_none() {
            return Action::NotStated;
        }
        let band = rule.bands().iter().find(|band| match band.limit {
            Some(limit) => self.within(rule.measure(), limit),
            None => true,
        });
        band.map_or(Action::NotStated, |band| band.action)
    }

    /// Whether the time measured is within a limit. A limit past the calendar holds every time.
    fn within(&self, measure: Measure, limit: Limit) -> bool {
        let included = limit.is_included();
        let since = |from: NaiveDate| match limit.span().after(from) {
            Some(end) => self.date < end || (included && self.date == end),
            None => true,
        };
        match measure {
            Measure::PastPlanned | Measure::UntilNoticed => since(self.planned),
            Measure::SinceLastDose => self.last_given.is_some_and(since),
            Measure::ToNextPlanned => {
                self.next.is_some_and(|next| match limit.span().before(next) {
                    Some(begin) => self.date > begin || (included && self.date == begin),
                    None => true,
                })
            }
        }
    }
}
