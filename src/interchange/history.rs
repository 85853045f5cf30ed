//! A course dose by dose: what was given, what was not, and what is planned.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::dosing::course::{Course, CourseError, DueDose, GivenDose, Record, Timing};
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
    /// Plays a course again from its beginning.
    pub(super) fn of(course: &Course) -> Self {
        let mut replay = course.clone();
        let mut records = Vec::new();
        while let Some(record) = replay.undo() {
            records.push(record);
        }
        let mut given = course.doses_given();
        let mut history = Self {
            past: Vec::new(),
            keys: Keys::FIRST,
        };
        for record in records.into_iter().rev() {
            match &record {
                Record::Given(_) => history.extend_given(&replay, given.next()),
                Record::Missed(reason) => history.push_missed(&replay, reason.clone()),
                Record::Switched(_) => history.keys.next_run(),
                Record::Rescheduled(_) | Record::Weighed(_) => {}
            }
            apply(&mut replay, record).expect("what a course has recorded can be recorded again");
        }
        history
    }

    /// The keys of the doses to come.
    pub(super) fn keys(&self) -> Keys {
        self.keys
    }

    fn extend_given(&mut self, before: &Course, given: Option<GivenDose<'_>>) {
        let Some(given) = given else { return };
        let passed = before
            .forecast()
            .take_while(|due| due.number().is_some() && due.number() < given.number());
        for due in passed {
            let key = self.keys.of(due.number());
            self.push(
                key,
                due.date(),
                due.dose(),
                Fate::NotGiven(PASSED_OVER.into()),
            );
        }
        let key = self.keys.of_given(given.number());
        let fate = Fate::Given {
            mass: given.mass().ok(),
            timing: given.timing(),
        };
        self.push(key, given.date(), given.dose(), fate);
    }

    fn push_missed(&mut self, before: &Course, reason: Cow<'static, str>) {
        let due: Option<DueDose<'_>> = before.forecast().next();
        if let Some(due) = due {
            let key = self.keys.of(due.number());
            self.push(key, due.date(), due.dose(), Fate::NotGiven(reason));
        }
    }

    fn push(&mut self, key: Key, date: NaiveDate, dose: &Dose, fate: Fate) {
        let dose = dose.clone();
        self.past.push(Past {
            key,
            date,
            dose,
            fate,
        });
    }
}

fn apply(course: &mut Course, record: Record) -> Result<(), CourseError> {
    match record {
        Record::Given(date) => course.give(date).map(drop),
        Record::Missed(reason) => course.miss(reason),
        Record::Rescheduled(date) => course.reschedule(date),
        Record::Switched(switch) => course.switch(*switch),
        Record::Weighed(weight) => {
            course.weigh(weight);
            Ok(())
        }
    }
}
