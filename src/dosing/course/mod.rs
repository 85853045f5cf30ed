//! What was really given to one patient, and what is due next by the label.

mod adherence;
mod advice;
mod due;
mod forecast;
mod missed;
mod record;

use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

pub use self::adherence::{Adherence, GivenDose};
pub use self::advice::{Advice, Recommendation};
use self::due::{Due, Judgement, Rules, State};
pub use self::due::{Timing, Unspecified};
pub use self::forecast::{DueDose, Forecast, NextDue};
pub use self::missed::MissedDose;
pub use self::record::{Record, Switch};
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::dosing::segment::Entry;
use crate::quantity::BodyWeight;

/// The doses one patient was really given or missed, and the plan that follows from them.
///
/// A course begins as the schedule of its regimen. Doses given on time leave that plan as it is; what a
/// late or missed dose does to it is the [`MissedDosePolicy`]'s. Where the policy has no answer, the date
/// of the next dose is [`Unspecified`], with the reason, until somebody [decides](Course::reschedule) or
/// the dose is given. Entries are in the order of their days; one that is refused changes nothing.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::{Course, catalog, chrono::NaiveDate};
/// use aso_regimen::dosing::course::Timing;
///
/// let label = catalog::tofersen::labels().remove(0);
/// let first: NaiveDate = "2026-01-05".parse()?;
/// let day = |offset| first + aso_regimen::chrono::Days::new(offset);
///
/// let mut course = Course::new(label.regimen().clone(), label.policy().clone(), first);
/// assert_eq!(course.give(first)?, Timing::OnTime);
/// // The second loading dose comes six days late; the third follows 14 days after it (US label, 2.1).
/// assert_eq!(course.give(day(20))?, Timing::Late(6));
/// let days: Vec<_> = course.forecast().map(|dose| dose.date()).take(3).collect();
/// assert_eq!(days, [day(34), day(62), day(90)]);
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Course {
    start: NaiveDate,
    /// The regimens that were in force, the first one first.
    treatments: Vec<Treatment>,
    log: Vec<Logged>,
    state: State,
    weight: Option<BodyWeight>,
}

/// A regimen with its policy, from one day of a course on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Treatment {
    regimen: Regimen,
    policy: MissedDosePolicy,
    first: NaiveDate,
}

/// A record, what it meant, and where the course stood before it.
#[derive(Debug, Clone)]
struct Logged {
    record: Record,
    given: Option<Judgement>,
    before: State,
    weight: Option<BodyWeight>,
}

/// Why an entry was refused; the course is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CourseError {
    /// Before the planned first dose.
    #[error("{date} is before the course starts on {start}")]
    BeforeStart {
        /// The date of the entry.
        date: NaiveDate,
        /// The planned date of the first dose.
        start: NaiveDate,
    },
    /// Not later than the entry before.
    #[error("{date} is not after {last}, the day of the entry before")]
    OutOfOrder {
        /// The date of the entry.
        date: NaiveDate,
        /// The day of the entry before.
        last: NaiveDate,
    },
    /// The regimen is over.
    #[error("no dose is due any more, the regimen ended")]
    Ended,
    /// There is no planned dose that could be missed, or in whose place another could be given.
    #[error("the next dose has no planned date, expected one to be set first")]
    NothingPlanned,
    /// The dose that is due is recorded as missed already.
    #[error("the dose planned on {planned} is already recorded as missed")]
    AlreadyMissed {
        /// Its planned date.
        planned: NaiveDate,
    },
}

impl Course {
    /// A course in which nothing was given yet, its first dose planned on a date.
    pub fn new(regimen: Regimen, policy: MissedDosePolicy, first_dose: NaiveDate) -> Self {
        let state = State {
            due: Due::Planned(Entry::first(regimen.phases(), first_dose)),
            treatment: 0,
            last_given: None,
            last_entry: None,
            missed: false,
        };
        Self {
            start: first_dose,
            treatments: vec![Treatment {
                regimen,
                policy,
                first: first_dose,
            }],
            log: Vec::new(),
            state,
            weight: None,
        }
    }

    /// Records that the dose that is due was given on a date, and tells how that compares with the plan.
    ///
    /// # Errors
    ///
    /// Before the start, on or before the day of the entry before, and when the regimen is over.
    pub fn give(&mut self, date: NaiveDate) -> Result<Timing, CourseError> {
        self.check_order(date)?;
        let judgement = self
            .rules()
            .judge(&self.state, date)
            .ok_or(CourseError::Ended)?;
        self.push(Record::Given(date), Some(judgement));
        self.state = State {
            due: judgement.after,
            last_given: Some(date),
            last_entry: Some(date),
            missed: false,
            ..self.state
        };
        Ok(judgement.timing)
    }

    /// Records that the dose that is due was not given, and why.
    ///
    /// Where the label has late doses skipped, the next planned dose is due instead. Where it has them
    /// given as soon as possible, the missed dose stays due, and the label's rule applies to the day it is
    /// given. Where the label says nothing, neither does the course.
    ///
    /// # Errors
    ///
    /// When no dose is planned, or the one that is due is recorded as missed already.
    pub fn miss(&mut self, reason: impl Into<Cow<'static, str>>) -> Result<(), CourseError> {
        let planned = self.planned_date()?;
        if self.state.missed {
            return Err(CourseError::AlreadyMissed { planned });
        }
        let due = self
            .rules()
            .missed(self.state.due)
            .ok_or(CourseError::NothingPlanned)?;
        self.push(Record::Missed(reason.into()), None);
        let last = self
            .state
            .last_entry
            .map_or(planned, |last| last.max(planned));
        self.state = State {
            missed: stays_due(&due, planned),
            due,
            last_entry: Some(last),
            ..self.state
        };
        Ok(())
    }

    /// Records a decision that the next dose is on a date; doses after it are counted from there.
    ///
    /// # Errors
    ///
    /// Before the start, on or before the day of the entry before, and when the regimen is over.
    pub fn reschedule(&mut self, date: NaiveDate) -> Result<(), CourseError> {
        self.check_order(date)?;
        let phases = self.treatment().regimen.phases();
        let due = match self.state.due {
            Due::Planned(entry) | Due::Undated(entry, _) => {
                Due::Planned(entry.moved_to(phases, date))
            }
            Due::Additional {
                left, every, base, ..
            } => Due::Additional {
                date,
                left,
                every,
                base,
            },
            Due::Nothing => return Err(CourseError::Ended),
        };
        self.push(Record::Rescheduled(date), None);
        self.state = State {
            due,
            missed: false,
            ..self.state
        };
        Ok(())
    }

    /// Goes over to another regimen, whose first dose takes the place of the dose that is due: on its
    /// planned date, or on a date of its own.
    ///
    /// ```
    /// use aso_regimen::{Course, Regimen, chrono::NaiveDate};
    /// use aso_regimen::dosing::course::Switch;
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    ///
    /// // Nusinersen, from 12 mg to 50/28 mg: one 50 mg dose in place of the next 12 mg dose, then 28 mg
    /// // every 4 months (Biogen, 12 January 2026).
    /// let low: Regimen = "12 mg IT q14d x3, then after 35d x1, then q4mo".parse()?;
    /// let high: Regimen = "50 mg IT x1, then 28 mg IT q4mo".parse()?;
    /// let first: NaiveDate = "2025-01-06".parse()?;
    /// let mut course = Course::new(low.clone(), MissedDosePolicy::not_stated(), first);
    /// for dose in low.starting(first).iter().take(5) {
    ///     course.give(dose.date())?;
    /// }
    /// course.switch(Switch { regimen: high, policy: MissedDosePolicy::not_stated(), on: None })?;
    /// let next: Vec<_> = course.forecast().take(2).map(|dose| dose.to_string()).collect();
    /// assert_eq!(next[0], "dose 1 (loading): 50 mg IT on 2025-11-10");
    /// assert_eq!(next[1], "dose 2 (maintenance): 28 mg IT on 2026-03-10");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the switch has no date and neither has the dose that is due; where its date is before the
    /// start, or on or before the day of the entry before.
    pub fn switch(&mut self, switch: Switch) -> Result<(), CourseError> {
        let first = match switch.on {
            Some(date) => {
                self.check_order(date)?;
                date
            }
            None => self.planned_date()?,
        };
        let treatment = Treatment {
            regimen: switch.regimen.clone(),
            policy: switch.policy.clone(),
            first,
        };
        let due = Due::Planned(Entry::first(treatment.regimen.phases(), first));
        self.push(Record::Switched(Box::new(switch)), None);
        self.treatments.push(treatment);
        self.state = State {
            due,
            treatment: self.treatments.len() - 1,
            missed: false,
            ..self.state
        };
        Ok(())
    }

    /// Records the patient's body weight, on which the amounts of later doses may depend.
    pub fn weigh(&mut self, weight: BodyWeight) {
        self.push(Record::Weighed(weight), None);
        self.weight = Some(weight);
    }

    /// Takes back the last entry, and returns it; `None` where there is none.
    pub fn undo(&mut self) -> Option<Record> {
        let last = self.log.pop()?;
        if let Record::Switched(_) = last.record {
            self.treatments.pop();
        }
        self.state = last.before;
        self.weight = last.weight;
        Some(last.record)
    }

    /// The planned date of the first dose.
    pub fn start(&self) -> NaiveDate {
        self.start
    }

    /// The day of the first dose given, which is study day 1; before that, its planned date.
    pub fn first_dose(&self) -> NaiveDate {
        self.doses_given()
            .next()
            .map_or(self.start, |given| given.date())
    }

    /// The regimen in force.
    pub fn regimen(&self) -> &Regimen {
        &self.treatment().regimen
    }

    /// The rules for missed doses in force.
    pub fn policy(&self) -> &MissedDosePolicy {
        &self.treatment().policy
    }

    /// What was recorded, in order.
    pub fn records(&self) -> impl ExactSizeIterator<Item = &Record> + '_ {
        self.log.iter().map(|logged| &logged.record)
    }

    fn treatment(&self) -> &Treatment {
        &self.treatments[self.state.treatment]
    }

    fn rules(&self) -> Rules<'_> {
        self.treatments[self.state.treatment].rules()
    }

    fn push(&mut self, record: Record, given: Option<Judgement>) {
        self.log.push(Logged {
            record,
            given,
            before: self.state,
            weight: self.weight,
        });
    }

    fn check_order(&self, date: NaiveDate) -> Result<(), CourseError> {
        if date < self.start {
            return Err(CourseError::BeforeStart {
                date,
                start: self.start,
            });
        }
        match self.state.last_entry {
            Some(last) if date <= last => Err(CourseError::OutOfOrder { date, last }),
            _ => Ok(()),
        }
    }

    fn planned_date(&self) -> Result<NaiveDate, CourseError> {
        match self.state.due {
            Due::Nothing => Err(CourseError::Ended),
            due => due_date(&due).ok_or(CourseError::NothingPlanned),
        }
    }
}

impl Treatment {
    fn rules(&self) -> Rules<'_> {
        Rules {
            regimen: &self.regimen,
            policy: &self.policy,
        }
    }
}

fn due_date(due: &Due) -> Option<NaiveDate> {
    match due {
        Due::Planned(entry) => Some(entry.date()),
        Due::Additional { date, .. } => Some(*date),
        Due::Undated(..) | Due::Nothing => None,
    }
}

/// Whether after a miss the dose planned on that date is still the one that is due.
fn stays_due(due: &Due, planned: NaiveDate) -> bool {
    matches!(due, Due::Planned(entry) if entry.date() == planned)
}

/// Courses are equal when the same things were recorded in the same plan.
impl PartialEq for Course {
    fn eq(&self, other: &Self) -> bool {
        self.start == other.start
            && self.treatments == other.treatments
            && self.records().eq(other.records())
    }
}

impl Eq for Course {}
