//! A dose that was planned and not given.

use core::fmt;
use core::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::dosing::course::due::{Due, Rules};
use crate::dosing::course::state::State;
use crate::dosing::dose::Dose;
use crate::dosing::phase::Role;
use crate::text::debug_as_display;

/// Why a planned dose was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum NotGiven {
    /// It was recorded as missed.
    Missed,
    /// A person decided to leave it out.
    Skipped,
    /// The label says to skip it, and a later dose was given.
    PassedOver,
    /// It was planned while treatment was held.
    Held,
}

/// A planned dose of a [`Course`](crate::Course) that was not given.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DoseNotGiven<'c> {
    planned: NaiveDate,
    number: Option<u32>,
    role: Role,
    dose: &'c Dose,
    why: NotGiven,
    reason: Option<&'c str>,
    pub(super) made_up: bool,
}

impl<'c> DoseNotGiven<'c> {
    /// The dose that is due, on its planned date or, where it has none, on the day of the entry.
    pub(super) fn due(
        rules: Rules<'c>,
        due: &Due,
        day: NaiveDate,
        (why, reason): (NotGiven, Option<&'c str>),
    ) -> Option<Self> {
        let phase = rules.phase(&due.dose()?);
        Some(Self {
            planned: due.date().unwrap_or(day),
            number: due.number(),
            role: phase.role(),
            dose: phase.dose(),
            why,
            reason,
            made_up: false,
        })
    }

    /// The planned date. If the dose had none, the day on which it was decided to leave it out.
    pub fn planned(&self) -> NaiveDate {
        self.planned
    }

    /// The number of the dose in the regimen in force, counted from 1; `None` for an additional dose.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// The purpose of its phase.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The planned amount, and the route.
    pub fn dose(&self) -> &'c Dose {
        self.dose
    }

    /// Why it was not given.
    pub fn why(&self) -> NotGiven {
        self.why
    }

    /// The recorded reason; `None` for a dose passed over.
    pub fn reason(&self) -> Option<&'c str> {
        self.reason
    }

    /// Whether it was given later.
    pub fn made_up(&self) -> bool {
        self.made_up
    }
}

impl fmt::Display for DoseNotGiven<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => write!(f, "dose {number} ({})", self.role)?,
            None => f.write_str("additional dose")?,
        }
        let why = match self.why {
            NotGiven::Missed => "missed",
            NotGiven::Skipped => "skipped",
            NotGiven::PassedOver => "passed over",
            NotGiven::Held => "held",
        };
        write!(f, ": {} planned on {}, {why}", self.dose, self.planned)?;
        match self.reason {
            Some(reason) => write!(f, " ({reason})"),
            None => Ok(()),
        }
    }
}

debug_as_display!(DoseNotGiven<'_>);

/// Doses of one plan that were not given for one reason, in order.
#[derive(Debug, Clone)]
pub(super) struct Run<'c> {
    rules: Rules<'c>,
    next: Due,
    /// The first number that is not among them any more.
    end: u32,
    /// The last date that can be theirs.
    through: NaiveDate,
    why: (NotGiven, Option<&'c str>),
}

impl<'c> Run<'c> {
    /// So many planned doses from one on, which the label has passed over.
    pub(super) fn passed_over(rules: Rules<'c>, due: Due, doses: u32, known: bool) -> Self {
        let first = due.number().unwrap_or_default();
        // The first of them may be recorded as missed already.
        let next = match due {
            Due::Planned(dose) if known => rules.following(dose),
            _ => due,
        };
        Self {
            rules,
            next,
            end: first.saturating_add(doses),
            through: NaiveDate::MAX,
            why: (NotGiven::PassedOver, None),
        }
    }

    /// The doses planned on days on which treatment was held; not one that is recorded as missed already. Of additional doses it is the one that is due, as the others are counted from it.
    pub(super) fn held(
        rules: Rules<'c>,
        state: &State,
        days: RangeInclusive<NaiveDate>,
        reason: &'c str,
    ) -> Self {
        let (from, through) = days.into_inner();
        let due = state.at.due;
        let next = match due {
            Due::Planned(dose) if state.is_known() && dose.date() >= from => rules.following(dose),
            Due::Additional(_) if state.is_known() => Due::Nothing,
            _ => not_before(rules, due, from),
        };
        Self { rules, next, end: u32::MAX, through, why: (NotGiven::Held, Some(reason)) }
    }

    /// Goes on with the first of them that is planned after a day.
    pub(super) fn go_on_after(&mut self, day: NaiveDate) {
        let next = day.succ_opt();
        self.next = next.map_or(Due::Nothing, |day| not_before(self.rules, self.next, day));
    }

    /// How many there are.
    pub(super) fn doses(&self) -> u32 {
        match self.next {
            Due::Planned(dose) => {
                let doses = dose.count_through(self.rules.phases(), self.through);
                doses.min(self.end.saturating_sub(dose.number()))
            }
            Due::Additional(added) => u32::from(added.date <= self.through),
            Due::Undated(..) | Due::Nothing => 0,
        }
    }
}

/// The first dose from one on that is planned on a day or later.
fn not_before(rules: Rules<'_>, due: Due, day: NaiveDate) -> Due {
    match due {
        Due::Planned(dose) => {
            let eve = day.pred_opt().map(|eve| dose.count_through(rules.phases(), eve));
            let first = dose.nth_after(rules.phases(), eve.unwrap_or(0));
            first.map_or(Due::Nothing, Due::Planned)
        }
        Due::Additional(added) if added.date >= day => due,
        _ => Due::Nothing,
    }
}

impl<'c> Iterator for Run<'c> {
    type Item = DoseNotGiven<'c>;

    fn next(&mut self) -> Option<DoseNotGiven<'c>> {
        let due = self.next;
        let date = due.date().filter(|date| *date <= self.through)?;
        if due.number().is_some_and(|number| number >= self.end) {
            return None;
        }
        self.next = match due {
            Due::Planned(dose) => self.rules.following(dose),
            _ => Due::Nothing,
        };
        DoseNotGiven::due(self.rules, &due, date, self.why)
    }
}
