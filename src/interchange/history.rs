//! A course dose by dose: what was given, what was not, and what is planned.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::dosing::course::{Course, EntryKind, GivenDose, HistoryItem, MissedDose, Timing};
use crate::dosing::dose::Dose;
use crate::quantity::Mass;

/// Names a dose of a course, whatever happens to its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    /// Which run through a regimen, counted from 1: a restart and a change of regimen begin another.
    pub(super) run: u32,
    /// Which dose of it.
    pub(super) which: Which,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Which {
    /// The dose of the regimen with this number, counted from 1.
    Planned(u32),
    /// Of the run's additional doses the one with this number, counted from 1.
    Additional(u32),
}

/// What became of a dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was given.
    Given {
        /// How much, where that is known.
        mass: Option<Mass>,
        /// How the day compares with the plan.
        timing: Timing,
    },
    /// It was not given, and why.
    NotGiven(Cow<'static, str>),
}

/// A dose of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Past {
    pub(super) key: Key,
    /// The day it was given, or was planned for.
    pub(super) date: NaiveDate,
    pub(super) dose: Dose,
    pub(super) fate: Fate,
}

/// Why a planned dose that nobody recorded as missed was not given.
const PASSED_OVER: &str =
    "passed over: a later planned dose was given in its place, as the label has it";

/// The past of a course in the order of its records, and the keys of its doses to come.
#[derive(Debug)]
pub(super) struct History {
    pub(super) past: Vec<Past>,
    keys: Keys,
}

/// Hands out keys in the order of doses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys {
    run: u32,
    /// The number of the dose of the run that was given last.
    last: u32,
    additional: u32,
}

impl Keys {
    pub(super) const FIRST: Self = Self {
        run: 1,
        last: 0,
        additional: 0,
    };

    fn next_run(&mut self) {
        *self = Self {
            run: self.run + 1,
            ..Self::FIRST
        };
    }

    pub(super) fn of(&mut self, number: Option<u32>) -> Key {
        let which = if let Some(number) = number {
            Which::Planned(number)
        } else {
            self.additional += 1;
            Which::Additional(self.additional)
        };
        Key {
            run: self.run,
            which,
        }
    }

    fn of_given(&mut self, number: Option<u32>) -> Key {
        if let Some(number) = number {
            // Numbers only ever fall when the regimen begins anew.
            if number <= self.last {
                self.next_run();
            }
            self.last = number;
        }
        self.of(number)
    }
}

impl History {
    /// What became of every dose of a course so far.
    pub(super) fn of(course: &Course) -> Self {
        let mut history = Self {
            past: Vec::new(),
            keys: Keys::FIRST,
        };
        for item in course.history() {
            match item {
                HistoryItem::Given(given) => history.push_given(&given),
                HistoryItem::NotGiven(dose) => history.push_missed(&dose),
                HistoryItem::Recorded(entry) => {
                    if let EntryKind::Switched(_) = entry.kind() {
                        history.keys.next_run();
                    }
                }
            }
        }
        history
    }

    /// The keys of the doses to come.
    pub(super) fn keys(&self) -> Keys {
        self.keys
    }

    fn push_given(&mut self, given: &GivenDose<'_>) {
        self.past.push(Past {
            // A dose that does not count is one more than those of the regimen.
            key: self
                .keys
                .of_given(given.number().filter(|_| given.counts())),
            date: given.date(),
            dose: given.dose().clone(),
            fate: Fate::Given {
                mass: given.mass().ok(),
                timing: given.timing(),
            },
        });
    }

    fn push_missed(&mut self, missed: &MissedDose<'_>) {
        let reason = missed.reason().unwrap_or(PASSED_OVER).to_owned();
        self.past.push(Past {
            key: self.keys.of(missed.number()),
            date: missed.planned(),
            dose: missed.dose().clone(),
            fate: Fate::NotGiven(reason.into()),
        });
    }
}
