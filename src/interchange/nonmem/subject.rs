//! From schedules and courses to the event records of one subject.

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::days_between;
use crate::dosing::course::Course;
use crate::dosing::dose::{Dose, MassError};
use crate::dosing::schedule::Schedule;
use crate::interchange::nonmem::record::{DoseEvent, EventRecord, RecordError};
use crate::interchange::nonmem::runs::Runs;
use crate::interchange::nonmem::time::{InfusionRate, RecordTime};
use crate::quantity::{BodyWeight, Mass};

/// What becomes of the time that a label gives a dose to run in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum InfusionRule {
    /// Every dose is given at once.
    #[default]
    AtOnce,
    /// Doses with a duration are infusions over the shortest one.
    OverShortest,
    /// Doses with a duration are infusions over the longest one.
    OverLongest,
}

/// The subject whose doses become records: a number, the date of time 0, and what amounts may depend on.
///
/// Records are compact: doses alike in equal gaps become one record with additional doses. Dates are exact
/// days, so that "every 4 months" becomes the days it falls on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecordSubject {
    id: u32,
    day_zero: NaiveDate,
    compartment: u16,
    weight: Option<BodyWeight>,
    giving: InfusionRule,
}

/// Why a dose has no record. Each names the date of the dose.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum RecordSubjectError {
    /// NONMEM's times are not negative.
    #[error("a dose on {date} is before time 0 on {day_zero}")]
    BeforeDayZero {
        /// The date of the dose.
        date: NaiveDate,
        /// The date of time 0.
        day_zero: NaiveDate,
    },
    /// How much it is cannot be told.
    #[error("the dose on {date} has no mass")]
    Mass {
        /// The date of the dose.
        date: NaiveDate,
        /// Why not.
        source: MassError,
    },
    /// The infusion has no rate.
    #[error("{mass} over {minutes} min on {date} has no rate, expected more time or less drug")]
    Rate {
        /// The date of the dose.
        date: NaiveDate,
        /// How much.
        mass: Mass,
        /// How long.
        minutes: u16,
    },
    /// There can be no such record.
    #[error("the dose on {date} cannot be a record")]
    Record {
        /// The date of the dose.
        date: NaiveDate,
        /// Why not.
        source: RecordError,
    },
}

impl RecordSubject {
    /// The subject with this number and date of time 0, dosed in the default compartment of the model.
    pub fn new(id: u32, day_zero: NaiveDate) -> Self {
        Self {
            id,
            day_zero,
            compartment: 0,
            weight: None,
            giving: InfusionRule::AtOnce,
        }
    }

    /// The same subject dosed in this compartment.
    #[must_use]
    pub fn dosed_in(self, compartment: u16) -> Self {
        Self {
            compartment,
            ..self
        }
    }

    /// The same subject with a body weight.
    #[must_use]
    pub fn weighing(self, weight: BodyWeight) -> Self {
        Self {
            weight: Some(weight),
            ..self
        }
    }

    /// The same subject with this done about the time that doses take.
    #[must_use]
    pub fn giving(self, giving: InfusionRule) -> Self {
        Self { giving, ..self }
    }

    /// The planned doses through a date, the date included. NONMEM has no regimen without an end, so that
    /// one needs the date.
    ///
    /// ```
    /// use aso_regimen::Regimen;
    /// use aso_regimen::interchange::nonmem::{RecordSubject, RecordTime};
    ///
    /// // Every 4 months is 120, 122 and 123 days here, never 4 times 28.
    /// let nusinersen: Regimen = "12 mg IT q4mo".parse()?;
    /// let first = "2026-01-05".parse()?;
    /// let records = RecordSubject::new(1, first).planned(&nusinersen.starting(first), "2027-01-05".parse()?)?;
    /// let days: Vec<_> = records.iter().map(|record| (record.time(), record.last_time())).collect();
    /// assert_eq!(days[0], (RecordTime::days(0), RecordTime::days(120)));
    /// assert_eq!(days[1], (RecordTime::days(243), RecordTime::days(365)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where a dose is before time 0, where its mass depends on a body weight that is not given, and where an
    /// infusion has no rate.
    pub fn planned(
        &self,
        schedule: &Schedule<'_>,
        through: NaiveDate,
    ) -> Result<Vec<EventRecord>, RecordSubjectError> {
        let doses = schedule.through(through);
        self.doses(doses.map(|planned| (planned.date(), planned.dose())))
    }

    /// The doses that were given in a course, each by the body weight that the course has for it.
    ///
    /// # Errors
    ///
    /// As [`RecordSubject::planned`].
    pub fn given(&self, course: &Course) -> Result<Vec<EventRecord>, RecordSubjectError> {
        joined(course.doses_given().map(|given| {
            let date = given.date();
            let mass = given
                .mass()
                .map_err(|source| RecordSubjectError::Mass { date, source })?;
            self.record(date, given.dose(), mass)
        }))
    }

    /// Doses on these dates, in rising order, for the body weight of the subject.
    ///
    /// # Errors
    ///
    /// As [`RecordSubject::planned`].
    pub fn doses<'a>(
        &self,
        doses: impl IntoIterator<Item = (NaiveDate, &'a Dose)>,
    ) -> Result<Vec<EventRecord>, RecordSubjectError> {
        joined(doses.into_iter().map(|(date, dose)| {
            let mass = dose
                .mass_for(self.weight)
                .map_err(|source| RecordSubjectError::Mass { date, source })?;
            self.record(date, dose, mass)
        }))
    }

    /// The time of a date.
    ///
    /// # Errors
    ///
    /// Before day zero.
    pub fn time(&self, date: NaiveDate) -> Result<RecordTime, RecordSubjectError> {
        let days = days_between(self.day_zero, date);
        let days = u32::try_from(days).map_err(|_| RecordSubjectError::BeforeDayZero {
            date,
            day_zero: self.day_zero,
        })?;
        Ok(RecordTime::days(days))
    }

    fn record(
        &self,
        date: NaiveDate,
        dose: &Dose,
        mass: Mass,
    ) -> Result<EventRecord, RecordSubjectError> {
        let refused = |source| RecordSubjectError::Record { date, source };
        let event = DoseEvent::new(mass)
            .map_err(refused)?
            .at_rate(self.rate(date, dose, mass)?);
        let record = EventRecord::new(self.id, self.time(date)?, event).map_err(refused)?;
        Ok(record.in_compartment(self.compartment))
    }

    fn rate(
        &self,
        date: NaiveDate,
        dose: &Dose,
        mass: Mass,
    ) -> Result<Option<InfusionRate>, RecordSubjectError> {
        let Some(duration) = dose.duration() else {
            return Ok(None);
        };
        let minutes = match self.giving {
            InfusionRule::AtOnce => return Ok(None),
            InfusionRule::OverShortest => duration.shortest,
            InfusionRule::OverLongest => duration.longest,
        };
        let rate = InfusionRate::over_minutes(mass, minutes);
        rate.map(Some).ok_or(RecordSubjectError::Rate {
            date,
            mass,
            minutes,
        })
    }
}

/// Records in order, alike ones joined.
fn joined(
    records: impl Iterator<Item = Result<EventRecord, RecordSubjectError>>,
) -> Result<Vec<EventRecord>, RecordSubjectError> {
    let mut runs = Runs::default();
    for record in records {
        runs.push(record?);
    }
    Ok(runs.into_records())
}
