//! What names the doses of a course, and what is said of one that was not given.

use crate::dosing::course::{DoseNotGiven, GivenDose};

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

/// Hands out keys in the order of doses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys {
    run: u32,
    /// The number of the dose of the run that was given last.
    last: u32,
    additional: u32,
}

impl Keys {
    pub(super) const FIRST: Self = Self { run: 1, last: 0, additional: 0 };

    pub(super) fn next_run(&mut self) {
        *self = Self { run: self.run + 1, ..Self::FIRST };
    }

    pub(super) fn of(&mut self, number: Option<u32>) -> Key {
        let which = if let Some(number) = number {
            Which::Planned(number)
        } else {
            self.additional += 1;
            Which::Additional(self.additional)
        };
        Key { run: self.run, which }
    }

    /// A dose that does not count is one more than those of the regimen.
    pub(super) fn of_given(&mut self, given: &GivenDose<'_>) -> Key {
        let number = given.number().filter(|_| given.counts());
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

/// Why a dose was not given, also where nobody recorded it.
pub(super) fn reason<'c>(missed: &DoseNotGiven<'c>) -> &'c str {
    let passed_over =
        "passed over: a later planned dose was given in its place, as the label has it";
    missed.reason().unwrap_or(passed_over)
}
