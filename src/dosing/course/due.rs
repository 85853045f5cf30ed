//! Which dose is due in a course, and what becomes of the plan when it is given on some day.

use core::fmt;

use chrono::{Days, Months, NaiveDate};
use thiserror::Error;

use crate::calendar::{Interval, Window, days_between};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy, Rule, TimeRule};
use crate::dosing::regimen::{Phase, Regimen};
use crate::dosing::segment::Entry;

/// How the day a dose was given compares with the plan in force that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timing {
    /// So many days before its planned date, outside its window.
    Early(u32),
    /// On its planned date or within its window.
    OnTime,
    /// So many days after its planned date, outside its window.
    Late(u32),
    /// There was no planned date, because the label did not give one.
    Unplanned,
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = |f: &mut fmt::Formatter<'_>, days: u32, word| {
            let plural = if days == 1 { "" } else { "s" };
            write!(f, "{days} day{plural} {word}")
        };
        match *self {
            Self::Early(early) => days(f, early, "early"),
            Self::OnTime => f.write_str("on time"),
            Self::Late(late) => days(f, late, "late"),
            Self::Unplanned => f.write_str("without a planned date"),
        }
    }
}

/// Why the date of the next dose cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Unspecified {
    /// A dose was given before its time.
    #[error("the label does not say what follows a dose given {days} days early")]
    EarlyDose {
        /// How early.
        days: u32,
    },
    /// A dose is late or was missed.
    #[error("the label does not say what to do about a late or missed dose")]
    NotStated,
    /// A dose is late or was missed, and what the label says then was not read here.
    #[error("the label's text on late and missed doses was not read here")]
    NotRead,
    /// A late dose was given.
    #[error("the label does not say when the next dose is after a late one")]
    NextNotStated,
    /// The calendar is kept, but the next planned date is too near.
    #[error(
        "the next planned dose is {days} days away, nearer than the label asks for, and it does not say \
         what to do then"
    )]
    TooNear {
        /// Days from the dose given to the next planned date, negative if that is past.
        days: i32,
    },
    /// The dose should not have been given any more.
    #[error("the label says to skip a dose this late, and not what follows when it is given")]
    GivenAgainstLabel,
    /// An additional dose is late or was missed.
    #[error("the label does not say what follows an additional dose that is not on its date")]
    AdditionalDose,
}

/// What is due next.
#[derive(Debug, Clone, Copy)]
pub(super) enum Due {
    /// A dose of the regimen on its planned date.
    Planned(Entry),
    /// The first of so many additional doses; `base` is the dose of the regimen they were added to.
    Additional {
        date: NaiveDate,
        left: u32,
        every: Interval,
        base: Entry,
    },
    /// A dose of the regimen of which the label does not say when it is.
    Undated(Entry, Unspecified),
    /// Nothing any more.
    Nothing,
}

/// Where a course stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) due: Due,
    /// Which regimen of the course is in force.
    pub(super) treatment: usize,
    pub(super) last_given: Option<NaiveDate>,
    /// The day of the latest entry: a dose given, or the planned date of one missed.
    pub(super) last_entry: Option<NaiveDate>,
    /// Whether the dose that is due was already recorded as missed and is still to be given.
    pub(super) missed: bool,
}

/// What giving a dose on some day means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judgement {
    pub(super) timing: Timing,
    /// What the label says of a late dose; nothing where the dose is not late.
    pub(super) action: Option<Action>,
    /// Which dose of the regimen it is.
    pub(super) entry: Entry,
    pub(super) additional: bool,
    pub(super) planned: Option<NaiveDate>,
    /// How many planned doses before it the label says to skip.
    pub(super) skipped: u32,
    pub(super) after: Due,
}

/// A regimen with the rules for its missed doses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'c> {
    pub(super) regimen: &'c Regimen,
    pub(super) policy: &'c MissedDosePolicy,
}

impl<'c> Rules<'c> {
    fn phases(self) -> &'c [Phase] {
        self.regimen.phases()
    }

    pub(super) fn phase(self, entry: &Entry) -> &'c Phase {
        &self.phases()[entry.phase()]
    }

    pub(super) fn rule(self, entry: &Entry) -> &'c Rule {
        self.policy.rule(self.phase(entry).role())
    }

    /// The dose after one, on the plan on which that one is.
    fn following(self, entry: Entry) -> Due {
        entry
            .successor(self.phases())
            .map_or(Due::Nothing, Due::Planned)
    }

    /// The same, where the label does not give its date.
    fn undated(self, entry: Entry, reason: Unspecified) -> Due {
        match self.following(entry) {
            Due::Planned(next) => Due::Undated(next, reason),
            other => other,
        }
    }

    fn timing(self, entry: &Entry, date: NaiveDate) -> Timing {
        let planned = entry.date();
        let days = days_between(planned, date);
        let window = self.phase(entry).window().unwrap_or(Window::days(0, 0));
        if window.around(planned).contains(&date) {
            Timing::OnTime
        } else if days < 0 {
            Timing::Early(days.unsigned_abs())
        } else {
            Timing::Late(days.unsigned_abs())
        }
    }

    /// What the dose given on a date is, and what follows it.
    pub(super) fn judge(self, state: &State, date: NaiveDate) -> Option<Judgement> {
        match state.due {
            Due::Nothing => None,
            Due::Planned(entry) => Some(self.judge_planned(entry, state, date)),
            Due::Undated(entry, _) => {
                let entry = entry.moved_to(self.phases(), date);
                Some(Judgement {
                    timing: Timing::Unplanned,
                    action: None,
                    entry,
                    additional: false,
                    planned: None,
                    skipped: 0,
                    after: self.following(entry),
                })
            }
            Due::Additional {
                date: planned,
                left,
                every,
                base,
            } => Some(self.judge_additional((planned, left, every), base, date)),
        }
    }

    fn judge_planned(self, entry: Entry, state: &State, date: NaiveDate) -> Judgement {
        let timing = self.timing(&entry, date);
        let judged = |action, entry: Entry, after| Judgement {
            timing,
            action,
            entry,
            additional: false,
            planned: Some(entry.date()),
            skipped: 0,
            after,
        };
        match timing {
            Timing::Early(days) => {
                let after = self.undated(entry, Unspecified::EarlyDose { days });
                judged(None, entry, after)
            }
            // The regimen begins when its first dose is given.
            Timing::Late(_) if state.last_given.is_none() && entry.number() == 1 => {
                let begun = entry.moved_to(self.phases(), date);
                Judgement {
                    planned: Some(entry.date()),
                    ..judged(None, begun, self.following(begun))
                }
            }
            Timing::Late(_) => self.judge_late(entry, state, date, judged),
            Timing::OnTime | Timing::Unplanned => judged(None, entry, self.following(entry)),
        }
    }

    fn judge_late(
        self,
        entry: Entry,
        state: &State,
        date: NaiveDate,
        judged: impl Fn(Option<Action>, Entry, Due) -> Judgement,
    ) -> Judgement {
        let action = self.action(&entry, state.last_given, date);
        let again = |after| judged(Some(action), entry, after);
        match action {
            Action::Reanchor => again(self.following(entry.moved_to(self.phases(), date))),
            Action::KeepCalendar { minimum_gap } => {
                again(self.kept_calendar(entry, date, minimum_gap))
            }
            Action::AddDoses { doses, every } => match every.nth_after(date, 1) {
                Some(first) => again(Due::Additional {
                    date: first,
                    left: doses.get(),
                    every,
                    base: entry,
                }),
                None => again(Due::Nothing),
            },
            Action::Restart => {
                let first = Entry::first(self.phases(), date);
                Judgement {
                    planned: Some(entry.date()),
                    ..judged(Some(action), first, self.following(first))
                }
            }
            Action::Skip => match self.latest_by(entry, date) {
                Some((later, skipped)) => Judgement {
                    skipped,
                    ..self.judge_planned(later, state, date)
                },
                None => again(self.undated(entry, Unspecified::GivenAgainstLabel)),
            },
            Action::NextUnspecified => again(self.undated(entry, Unspecified::NextNotStated)),
            Action::NotStated => again(self.undated(entry, Unspecified::NotStated)),
            Action::NotRead => again(self.undated(entry, Unspecified::NotRead)),
        }
    }

    /// The latest planned dose after one whose date has come, or whose window is open, and how many
    /// planned doses that passes over.
    fn latest_by(self, entry: Entry, date: NaiveDate) -> Option<(Entry, u32)> {
        let early = self.phase(&entry).window().map_or(0, Window::early);
        let open = date
            .checked_add_days(Days::new(u64::from(early)))
            .unwrap_or(NaiveDate::MAX);
        let later = entry.latest_through(self.phases(), open)?;
        let skipped = later.number().checked_sub(entry.number())?;
        (skipped > 0).then_some((later, skipped))
    }

    fn kept_calendar(self, entry: Entry, date: NaiveDate, gap: Option<Interval>) -> Due {
        let Due::Planned(next) = self.following(entry) else {
            return Due::Nothing;
        };
        let earliest = match gap {
            Some(gap) => gap.nth_after(date, 1),
            None => date.succ_opt(),
        };
        if earliest.is_some_and(|earliest| next.date() >= earliest) {
            return Due::Planned(next);
        }
        let days = days_between(date, next.date());
        Due::Undated(next, Unspecified::TooNear { days })
    }

    fn judge_additional(
        self,
        (planned, left, every): (NaiveDate, u32, Interval),
        base: Entry,
        date: NaiveDate,
    ) -> Judgement {
        let days = days_between(planned, date);
        let timing = match days {
            0 => Timing::OnTime,
            1.. => Timing::Late(days.unsigned_abs()),
            _ => Timing::Early(days.unsigned_abs()),
        };
        let on_plan = match every.nth_after(date, 1) {
            Some(next) if left > 1 => Due::Additional {
                date: next,
                left: left - 1,
                every,
                base,
            },
            _ => self.following(base.moved_to(self.phases(), date)),
        };
        Judgement {
            timing,
            action: None,
            entry: base,
            additional: true,
            planned: Some(planned),
            skipped: 0,
            after: if timing == Timing::OnTime {
                on_plan
            } else {
                self.undated(base, Unspecified::AdditionalDose)
            },
        }
    }

    /// What follows when the dose that is due is not given at all: the next one, where the label has doses
    /// skipped; still the same one, where it has them given late.
    pub(super) fn missed(self, due: Due) -> Option<Due> {
        Some(match due {
            Due::Planned(entry) => {
                let rule = self.rule(&entry);
                if rule.actions().any(|action| action == Action::Skip) {
                    self.following(entry)
                } else if rule.actions().all(|action| action == Action::NotStated) {
                    Due::Undated(entry, Unspecified::NotStated)
                } else if rule.actions().all(|action| action == Action::NotRead) {
                    Due::Undated(entry, Unspecified::NotRead)
                } else {
                    due
                }
            }
            Due::Additional { base, .. } => self.undated(base, Unspecified::AdditionalDose),
            Due::Undated(..) | Due::Nothing => return None,
        })
    }

    /// What the label says of a planned dose that is given on a later date.
    pub(super) fn action(
        self,
        entry: &Entry,
        last_given: Option<NaiveDate>,
        date: NaiveDate,
    ) -> Action {
        match self.rule(entry) {
            Rule::Always(action) => *action,
            Rule::ByTime(rule) => {
                let next = entry.successor(self.phases()).map(|next| next.date());
                let times = Times {
                    date,
                    planned: entry.date(),
                    last_given,
                    next,
                };
                times.action(rule)
            }
        }
    }
}

/// The dates that a label may measure between.
struct Times {
    /// The day the missed dose can be given.
    date: NaiveDate,
    planned: NaiveDate,
    last_given: Option<NaiveDate>,
    next: Option<NaiveDate>,
}

impl Times {
    /// The action of the first band that holds the time measured. The last band has no limit.
    fn action(&self, rule: &TimeRule) -> Action {
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
        let since = |from: NaiveDate| match limit.interval().nth_after(from, 1) {
            Some(end) => self.date < end || (included && self.date == end),
            None => true,
        };
        match measure {
            Measure::PastPlanned | Measure::UntilNoticed => since(self.planned),
            Measure::SinceLastDose => self.last_given.is_some_and(since),
            Measure::ToNextPlanned => {
                self.next
                    .is_some_and(|next| match before(next, limit.interval()) {
                        Some(begin) => self.date > begin || (included && self.date == begin),
                        None => true,
                    })
            }
        }
    }
}

/// The date one interval before another.
fn before(date: NaiveDate, interval: Interval) -> Option<NaiveDate> {
    match interval {
        Interval::Days(days) => date.checked_sub_days(Days::new(u64::from(days.get()))),
        Interval::Months(months) => date.checked_sub_months(Months::new(months.get())),
    }
}
