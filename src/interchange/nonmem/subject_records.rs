//! From schedules and courses to the event records of one subject.

use chrono::NaiveDate;

use crate::calendar::days_between;
use crate::dosing::course::Course;
use crate::dosing::dose::{Dose, MassError};
use crate::dosing::schedule::Schedule;
use crate::interchange::error::FormatError;
use crate::interchange::history::{MOST_DOSES, too_many};
use crate::interchange::nonmem::compaction::joined;
use crate::interchange::nonmem::record::{DoseEvent, EventRecord};
use crate::interchange::nonmem::time::{InfusionRate, RecordTime};
use crate::quantity::{BodyWeight, Mass};

/// Whether doses with a duration are written as infusions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum InfusionRule {
    /// Every dose is a bolus.
    #[default]
    AtOnce,
    /// Doses with a duration are infusions over the shortest one.
    OverShortest,
    /// Doses with a duration are infusions over the longest one.
    OverLongest,
}

/// One subject by its number (ID) and the date of time 0: makes the event records of its doses, and [reads](Self::course)
/// the course that its records tell.
///
/// Records are compact: equal doses at equal intervals become one record with additional doses. Dates become exact
/// numbers of days: "every 4 months" becomes the days on which it falls.
#[doc(alias = "individual record")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubjectRecords {
    pub(super) id: u32,
    pub(super) day_zero: NaiveDate,
    pub(super) compartment: u16,
    weight: Option<BodyWeight>,
    giving: InfusionRule,
}

impl SubjectRecords {
    /// Returns the subject with this number and date of time 0, dosed in the default compartment of the model.
    pub fn new(id: u32, day_zero: NaiveDate) -> Self {
        Self { id, day_zero, compartment: 0, weight: None, giving: InfusionRule::AtOnce }
    }

    /// Returns this subject with doses in another compartment.
    #[must_use]
    pub fn dosed_in(self, compartment: u16) -> Self {
        Self { compartment, ..self }
    }

    /// Returns this subject with a body weight.
    #[must_use]
    pub fn weighing(self, weight: BodyWeight) -> Self {
        Self { weight: Some(weight), ..self }
    }

    /// Returns this subject with a rule for doses that have a duration.
    #[must_use]
    pub fn giving(self, giving: InfusionRule) -> Self {
        Self { giving, ..self }
    }

    /// Returns the planned doses through a date, which is included. The date is required, since NONMEM has no regimen
    /// without an end.
    ///
    /// ```
    /// use aso_regimen::Regimen;
    /// use aso_regimen::interchange::nonmem::{RecordTime, SubjectRecords};
    ///
    /// // Every 4 months is 120, 122 and 123 days here, never 4 times 28.
    /// let nusinersen: Regimen = "12 mg IT q4mo".parse()?;
    /// let first = "2026-01-05".parse()?;
    /// let records = SubjectRecords::new(1, first)
    ///     .planned(&nusinersen.starting(first), "2027-01-05".parse()?)?;
    /// let days: Vec<_> =
    ///     records.iter().map(|record| (record.time(), record.last_time())).collect();
    /// assert_eq!(days[0], (RecordTime::days(0), RecordTime::days(120)));
    /// assert_eq!(days[1], (RecordTime::days(243), RecordTime::days(365)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a dose is before time 0, if its mass depends on a body weight that is not known, if the rate of an infusion is
    /// out of range, or if there are more than 36,525 doses, a hundred years of daily ones.
    pub fn planned(
        &self,
        schedule: &Schedule<'_>,
        through: NaiveDate,
    ) -> Result<Vec<EventRecord>, FormatError> {
        let doses = schedule.through(through);
        self.doses(doses.map(|planned| (planned.date(), planned.dose())))
    }

    /// Returns the doses given in a course, each with the mass given. Doses that do not count are included; doses
    /// missed, skipped or held are not. A part of a dose and its rest are two records of one day, which
    /// [`SubjectRecords::course`] reads as such. That method refuses two doses of one day that are together more than the
    /// planned one, such as a dose that does not count and the dose after it; on two days it reads both as doses that
    /// count. An infusion of a part of a dose takes the planned time.
    ///
    /// # Errors
    ///
    /// If [`SubjectRecords::planned`] would have an error for one of the doses.
    pub fn given(&self, course: &Course) -> Result<Vec<EventRecord>, FormatError> {
        let doses = course.doses_given();
        let records = doses.map(|given| self.record(given.date(), given.dose(), given.mass()));
        Ok(joined(records.collect::<Result<_, _>>()?))
    }

    /// Returns doses on dates in rising order, for the body weight of the subject.
    ///
    /// # Errors
    ///
    /// If [`SubjectRecords::planned`] would have an error for one of the doses.
    pub fn doses<'a>(
        &self,
        doses: impl IntoIterator<Item = (NaiveDate, &'a Dose)>,
    ) -> Result<Vec<EventRecord>, FormatError> {
        let records = doses.into_iter().zip(0..).map(|((date, dose), before)| match before {
            MOST_DOSES => Err(too_many(date)),
            _ => self.record(date, dose, dose.mass_for(self.weight)),
        });
        Ok(joined(records.collect::<Result<_, _>>()?))
    }

    /// Returns the time of a date.
    ///
    /// # Errors
    ///
    /// If the date is before the date of time 0.
    pub fn time(&self, date: NaiveDate) -> Result<RecordTime, FormatError> {
        let days = days_between(self.day_zero, date);
        let days = u32::try_from(days).map_err(|_| {
            let zero = self.day_zero;
            let why = format!("expected {zero}, the date of time 0, or later");
            FormatError::because(dose_on(date), why)
        })?;
        Ok(RecordTime::days(days))
    }

    fn record(
        &self,
        date: NaiveDate,
        dose: &Dose,
        mass: Result<Mass, MassError>,
    ) -> Result<EventRecord, FormatError> {
        let mass = mass.map_err(|why| FormatError::because(dose_on(date), why))?;
        let refused = |why| FormatError::because(dose_on(date), why);
        let event = DoseEvent::new(mass).map_err(refused)?.at_rate(self.rate(date, dose, mass)?);
        let record = EventRecord::new(self.id, self.time(date)?, event).map_err(refused)?;
        Ok(record.in_compartment(self.compartment))
    }

    fn rate(
        &self,
        date: NaiveDate,
        dose: &Dose,
        mass: Mass,
    ) -> Result<Option<InfusionRate>, FormatError> {
        let Some(duration) = dose.duration() else {
            return Ok(None);
        };
        let minutes = match self.giving {
            InfusionRule::AtOnce => return Ok(None),
            InfusionRule::OverShortest => duration.shortest,
            InfusionRule::OverLongest => duration.longest,
        };
        let rate = InfusionRate::over_minutes(mass, minutes);
        rate.map(Some).ok_or_else(|| {
            let expected = "a rate of 1 ng to 768614 kg per hour";
            FormatError::expected(dose_on(date), expected, format!("{mass} over {minutes} min"))
        })
    }
}

fn dose_on(date: NaiveDate) -> String {
    format!("dose on {date}")
}
