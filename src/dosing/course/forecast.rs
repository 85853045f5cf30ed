//! The doses to come in a course.

use core::fmt;
use core::iter::FusedIterator;
use core::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::dosing::course::Course;
use crate::dosing::course::due::{Due, Unspecified};
use crate::dosing::dose::Dose;
use crate::dosing::doses::{Doses, PlannedDose};
use crate::dosing::regimen::{Regimen, Role};

impl Course {
    /// What is due next.
    pub fn next_due(&self) -> NextDue<'_> {
        match self.state.due {
            Due::Nothing => NextDue::Ended,
            Due::Undated(_, reason) => NextDue::Unspecified(reason),
            Due::Planned(_) | Due::Additional { .. } => {
                self.forecast().next().map_or(NextDue::Ended, NextDue::Dose)
            }
        }
    }

    /// The doses to come if each is given on its date. None where the date of the next is not specified;
    /// [`Course::next`] has the reason.
    pub fn forecast(&self) -> Forecast<'_> {
        Forecast::new(self, self.state.due)
    }
}

/// What is due next in a [`Course`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextDue<'c> {
    /// This dose, on its date.
    Dose(DueDose<'c>),
    /// A dose of which the label does not say when it is, and why.
    Unspecified(Unspecified),
    /// Nothing any more; the regimen is over.
    Ended,
}

/// A dose to come in a [`Course`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DueDose<'c> {
    date: NaiveDate,
    number: Option<u32>,
    role: Role,
    dose: &'c Dose,
    window: Option<(NaiveDate, NaiveDate)>,
}

impl<'c> DueDose<'c> {
    fn of(planned: &PlannedDose<'c>) -> Self {
        Self {
            date: planned.date(),
            number: Some(planned.number()),
            role: planned.role(),
            dose: planned.dose(),
            window: planned.window().map(RangeInclusive::into_inner),
        }
    }

    /// Its planned date.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Which dose of the regimen in force it is, counted from 1; `None` for an additional one.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// What it is for.
    pub fn role(&self) -> Role {
        self.role
    }

    /// What is to be given.
    pub fn dose(&self) -> &'c Dose {
        self.dose
    }

    /// The dates on which it is on time, where the regimen has a window for it.
    pub fn window(&self) -> Option<RangeInclusive<NaiveDate>> {
        self.window.map(|(open, close)| open..=close)
    }
}

impl fmt::Display for DueDose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => write!(f, "dose {number} ({})", self.role)?,
            None => f.write_str("additional dose")?,
        }
        write!(f, ": {} on {}", self.dose, self.date)
    }
}

/// The doses to come in a [`Course`], in order, if each is given on its date.
#[derive(Debug, Clone)]
#[must_use = "doses are computed only when asked for"]
pub struct Forecast<'c> {
    regimen: &'c Regimen,
    first_dose: NaiveDate,
    /// Additional doses still to come, before those of the regimen.
    additional: Option<Due>,
    doses: Option<Doses<'c>>,
}

impl<'c> Forecast<'c> {
    pub(super) fn new(course: &'c Course, due: Due) -> Self {
        let regimen = course.regimen();
        let first_dose = course.start;
        let doses = match due {
            Due::Planned(entry) => Some(Doses::from_entry(regimen, first_dose, entry)),
            _ => None,
        };
        Self {
            regimen,
            first_dose,
            additional: matches!(due, Due::Additional { .. }).then_some(due),
            doses,
        }
    }

    /// The next additional dose, after the last of which the regimen goes on.
    fn next_additional(&mut self) -> Option<DueDose<'c>> {
        let Some(Due::Additional {
            date,
            left,
            every,
            base,
        }) = self.additional.take()
        else {
            return None;
        };
        let phase = &self.regimen.phases()[base.phase()];
        match every.nth_after(date, 1) {
            Some(date) if left > 1 => {
                self.additional = Some(Due::Additional {
                    date,
                    left: left - 1,
                    every,
                    base,
                });
            }
            _ => {
                let last = base.moved_to(self.regimen.phases(), date);
                let next = last.successor(self.regimen.phases());
                self.doses =
                    next.map(|next| Doses::from_entry(self.regimen, self.first_dose, next));
            }
        }
        Some(DueDose {
            date,
            number: None,
            role: phase.role(),
            dose: phase.dose(),
            window: None,
        })
    }
}

impl<'c> Iterator for Forecast<'c> {
    type Item = DueDose<'c>;

    fn next(&mut self) -> Option<DueDose<'c>> {
        self.next_additional()
            .or_else(|| self.doses.as_mut()?.next().map(|dose| DueDose::of(&dose)))
    }
}

impl FusedIterator for Forecast<'_> {}
