//! The doses that were planned and not given.

use chrono::NaiveDate;

use crate::dosing::course::due::Due;
use crate::dosing::course::{Course, Logged, Record, due_date};
use crate::dosing::dose::Dose;
use crate::dosing::regimen::Role;

impl Course {
    /// The doses that were recorded as missed, and those that the label had passed over when a later one was
    /// given, in order of their planned dates.
    ///
    /// ```
    /// use aso_regimen::{Course, Regimen, chrono::NaiveDate};
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    ///
    /// let monthly: Regimen = "120 mg IT q28d".parse()?;
    /// let first: NaiveDate = "2026-01-05".parse()?;
    /// let mut course = Course::new(monthly, MissedDosePolicy::not_stated(), first);
    /// course.give(first)?;
    /// course.miss("snow")?;
    /// let missed: Vec<_> = course.doses_missed().collect();
    /// assert_eq!(missed[0].planned(), "2026-02-02".parse()?);
    /// assert_eq!(missed[0].reason(), Some("snow"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn doses_missed(&self) -> impl Iterator<Item = MissedDose<'_>> + '_ {
        self.log.iter().flat_map(|logged| {
            let recorded = self.recorded_miss(logged);
            recorded.into_iter().chain(self.passed_over(logged))
        })
    }

    fn recorded_miss<'c>(&'c self, logged: &'c Logged) -> Option<MissedDose<'c>> {
        let Record::Missed(reason) = &logged.record else {
            return None;
        };
        let planned = due_date(&logged.before.due)?;
        let (entry, number) = match logged.before.due {
            Due::Planned(entry) => (entry, Some(entry.number())),
            Due::Additional { base, .. } => (base, None),
            Due::Undated(..) | Due::Nothing => return None,
        };
        let phase = self.treatments[logged.before.treatment]
            .rules()
            .phase(&entry);
        Some(MissedDose {
            planned,
            number,
            role: phase.role(),
            dose: phase.dose(),
            reason: Some(reason),
        })
    }

    fn passed_over<'c>(&'c self, logged: &'c Logged) -> impl Iterator<Item = MissedDose<'c>> + 'c {
        let rules = self.treatments[logged.before.treatment].rules();
        let first = match logged.before.due {
            Due::Planned(entry) => Some(entry),
            _ => None,
        };
        let skipped = logged.given.as_ref().map_or(0, |given| given.skipped);
        let entries =
            core::iter::successors(first, move |entry| entry.successor(rules.regimen.phases()));
        entries
            .take(skipped as usize)
            // The first of them may be recorded as missed already.
            .skip(usize::from(logged.before.missed))
            .map(move |entry| MissedDose {
                planned: entry.date(),
                number: Some(entry.number()),
                role: rules.phase(&entry).role(),
                dose: rules.phase(&entry).dose(),
                reason: None,
            })
    }
}

/// A dose of a [`Course`] that was planned and not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MissedDose<'c> {
    planned: NaiveDate,
    number: Option<u32>,
    role: Role,
    dose: &'c Dose,
    reason: Option<&'c str>,
}

impl<'c> MissedDose<'c> {
    /// The date it was planned for.
    pub fn planned(&self) -> NaiveDate {
        self.planned
    }

    /// Which dose of the regimen in force it was, counted from 1; `None` for an additional one.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// What it was for.
    pub fn role(&self) -> Role {
        self.role
    }

    /// What was not given.
    pub fn dose(&self) -> &'c Dose {
        self.dose
    }

    /// Why not, where that was recorded.
    pub fn reason(&self) -> Option<&'c str> {
        self.reason
    }
}
