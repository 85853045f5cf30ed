//! The doses that were given, and how well they kept to the plan.

use chrono::NaiveDate;

use crate::calendar::days_between;
use crate::dosing::course::due::{Judgement, Timing};
use crate::dosing::course::{Course, Logged, Record, Treatment, due_date};
use crate::dosing::dose::{Dose, MassError};
use crate::dosing::regimen::Role;
use crate::quantity::{BodyWeight, Mass};

impl Course {
    /// The doses that were given, in order.
    pub fn doses_given(&self) -> impl Iterator<Item = GivenDose<'_>> + '_ {
        self.log.iter().filter_map(|logged| self.given_dose(logged))
    }

    /// How well the doses given up to a date, the date included, kept to the plan.
    pub fn adherence(&self, as_of: NaiveDate) -> Adherence {
        let mut adherence = Adherence {
            planned: self.planned_through(as_of),
            ..Adherence::default()
        };
        let mut delays = 0_i64;
        let mut dated = 0_u32;
        for logged in &self.log {
            match (&logged.record, &logged.given) {
                (Record::Given(date), Some(judgement)) if *date <= as_of => {
                    adherence.count(judgement);
                    if let Some(planned) = judgement.planned {
                        delays += i64::from(days_between(planned, *date));
                        dated += 1;
                    }
                }
                (Record::Missed(_), _)
                    if due_date(&logged.before.due).is_some_and(|due| due <= as_of) =>
                {
                    adherence.missed += 1;
                }
                _ => {}
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "at most 191 million days for each of 2^32 doses"
        )]
        if dated > 0 {
            adherence.mean_delay_days = Some(delays as f64 / f64::from(dated));
        }
        adherence
    }

    /// How much drug was given up to a date, the date included.
    ///
    /// # Errors
    ///
    /// Where the mass of a dose depends on a body weight that was not recorded before it, or the sum is
    /// past the largest mass.
    pub fn mass_given(&self, as_of: NaiveDate) -> Result<Mass, MassError> {
        self.doses_given()
            .take_while(|given| given.date <= as_of)
            .try_fold(Mass::ZERO, |total, given| {
                total.checked_add(given.mass()?).ok_or(MassError::TooLarge)
            })
    }

    /// How much drug the regimens plan up to a date, the date included, as they were laid out on their
    /// first day, for the body weight recorded last.
    ///
    /// # Errors
    ///
    /// Where the mass of a dose cannot be told, or the sum is past the largest mass.
    pub fn mass_planned(&self, as_of: NaiveDate) -> Result<Mass, MassError> {
        self.laid_out(as_of)
            .try_fold(Mass::ZERO, |total, (treatment, last)| {
                let plan = treatment.regimen.starting(treatment.first);
                total
                    .checked_add(plan.total_through(last, self.weight)?)
                    .ok_or(MassError::TooLarge)
            })
    }

    fn planned_through(&self, as_of: NaiveDate) -> u32 {
        self.laid_out(as_of)
            .map(|(treatment, last)| {
                treatment
                    .regimen
                    .starting(treatment.first)
                    .count_through(last)
            })
            .sum()
    }

    /// Each regimen with the last day on which it was in force, up to a date; the last regimen first. One
    /// that a later entry took over before its first day has no day.
    fn laid_out(&self, as_of: NaiveDate) -> impl Iterator<Item = (&Treatment, NaiveDate)> + '_ {
        let treatments = self.treatments.iter().rev();
        treatments.scan(Some(as_of), |end, treatment| {
            let last = (*end)?;
            *end = treatment.first.pred_opt().map(|eve| eve.min(last));
            Some((treatment, last))
        })
    }

    fn given_dose<'c>(&'c self, logged: &'c Logged) -> Option<GivenDose<'c>> {
        let (Record::Given(date), Some(judgement)) = (&logged.record, &logged.given) else {
            return None;
        };
        let rules = self.treatments[logged.before.treatment].rules();
        Some(GivenDose {
            date: *date,
            number: (!judgement.additional).then(|| judgement.entry.number()),
            role: rules.phase(&judgement.entry).role(),
            dose: rules.phase(&judgement.entry).dose(),
            timing: judgement.timing,
            planned: judgement.planned,
            weight: logged.weight,
        })
    }
}

/// A dose of a [`Course`] that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GivenDose<'c> {
    date: NaiveDate,
    number: Option<u32>,
    role: Role,
    dose: &'c Dose,
    timing: Timing,
    planned: Option<NaiveDate>,
    weight: Option<BodyWeight>,
}

impl<'c> GivenDose<'c> {
    /// The day it was given.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Which dose of the regimen in force it was, counted from 1; `None` for an additional one.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// What it was for.
    pub fn role(&self) -> Role {
        self.role
    }

    /// What was given.
    pub fn dose(&self) -> &'c Dose {
        self.dose
    }

    /// How the day compares with the plan of that day.
    pub fn timing(&self) -> Timing {
        self.timing
    }

    /// The date it was planned for, where it had one.
    pub fn planned(&self) -> Option<NaiveDate> {
        self.planned
    }

    /// How much drug it was.
    ///
    /// # Errors
    ///
    /// Where that depends on a body weight that was not recorded before the dose.
    pub fn mass(&self) -> Result<Mass, MassError> {
        self.dose.mass_for(self.weight)
    }
}

/// How well a [`Course`] kept to its plan up to a date.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Adherence {
    /// Doses that the regimens plan, as they were laid out on their first day.
    pub planned: u32,
    /// Doses given, additional ones among them.
    pub given: u32,
    /// Of these, on their planned date or in their window.
    pub on_time: u32,
    /// Of these, before it.
    pub early: u32,
    /// Of these, after it.
    pub late: u32,
    /// Of these, when the label had given no date.
    pub unplanned: u32,
    /// Of these, in addition to the regimen.
    pub additional: u32,
    /// Doses that were recorded as missed, or passed over as the label says.
    pub missed: u32,
    /// Mean of the days from the planned date to the day a dose was given, negative for early ones; over
    /// the doses that had a planned date.
    pub mean_delay_days: Option<f64>,
}

impl Adherence {
    fn count(&mut self, judgement: &Judgement) {
        self.given += 1;
        self.missed += judgement.skipped;
        self.additional += u32::from(judgement.additional);
        let timing = match judgement.timing {
            Timing::Early(_) => &mut self.early,
            Timing::OnTime => &mut self.on_time,
            Timing::Late(_) => &mut self.late,
            Timing::Unplanned => &mut self.unplanned,
        };
        *timing += 1;
    }
}
