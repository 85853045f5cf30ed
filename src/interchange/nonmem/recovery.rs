//! From dose records back to a regimen and to a course.

use core::fmt;

use chrono::{Days, NaiveDate};

use crate::calendar::Interval;
use crate::dosing::course::{Course, Entry};
use crate::dosing::dose::{Dose, Route};
use crate::dosing::regimen::{Extent, Phase, Regimen, RegimenError};
use crate::interchange::error::FormatError;
use crate::interchange::history::{MOST_DOSES, Planned};
use crate::interchange::nonmem::compaction::{Compaction, Placed};
use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::record::DoseEvent;
use crate::interchange::nonmem::subject_records::SubjectRecords;
use crate::interchange::nonmem::time::RecordTime;
use crate::interchange::plan_entries::{PlanEntries, given_on, is_part};
use crate::quantity::Mass;

/// The error that something else was expected of a subject's record.
fn refused(at: &Placed<'_>, expected: &str, found: impl fmt::Display) -> FormatError {
    let place = format!("subject {}, record {}", at.record.id(), at.number);
    FormatError::expected(place, expected, found)
}

impl EventDataset {
    /// Returns a regimen with the doses of a subject: the same doses on the same days after the first one. The caller
    /// states the route, which records do not have. If the file had dates or clock times, the day of a dose counts, and
    /// not its time of day.
    ///
    /// Not everything of a regimen is in its records: a regimen without an end is read with one, months are read as
    /// days, and every phase but the last is read as a loading phase.
    ///
    /// ```
    /// use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};
    /// use aso_regimen::{Regimen, Route};
    ///
    /// let file = "ID,TIME,AMT,EVID,ADDL,II,CMT\n1,0,100,1,2,14,1\n1,56,100,1,4,28,1\n";
    /// let data = RecordFormat::new(TimeUnit::Days).read(file.as_bytes())?;
    /// let tofersen: Regimen = "100 mg IT q14d x3, then q28d x5".parse()?;
    /// assert_eq!(data.regimen(1, &Route::Intrathecal)?, tofersen);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the subject has no dose; if doses overlap, are in several compartments or not whole days apart; if a dose is
    /// at steady state or after a reset; or if an infusion does not take whole minutes. The error states the record.
    pub fn regimen(&self, id: u32, route: &Route) -> Result<Regimen, FormatError> {
        let mut records = self.dose_records(id)?;
        if let Some(start) = self.start(id) {
            for placed in &mut records {
                placed.record.time = start.midnight_before(placed.record.time);
            }
        }
        let records = Compaction::of(records);
        let phases: Result<Vec<Phase>, FormatError> =
            (0..records.len()).map(|index| phase(&records, index, route)).collect();
        Regimen::new(phases?).map_err(|why| match why {
            RegimenError::Empty => {
                FormatError::expected(format!("subject {id}"), "a dose record", "none")
            }
            why => FormatError::because(format!("subject {id}"), why),
        })
    }

    /// The doses of a subject in the order of their records, each with its time and record, all of them in one
    /// compartment, which is this one where it is given.
    pub(super) fn doses_of(
        &self,
        id: u32,
        mut compartment: Option<u16>,
    ) -> Result<Vec<(RecordTime, Placed<'_>)>, FormatError> {
        let mut doses = Vec::new();
        for at in self.dose_records(id)? {
            let Some(event) = at.record.dose() else { continue };
            check_not_steady(&at, event)?;
            let found = at.record.compartment();
            let expected = *compartment.get_or_insert(found);
            if found != expected {
                return Err(refused(&at, &format!("a dose in compartment {expected}"), found));
            }
            let interval = event.repeats().map_or(RecordTime::ZERO, |repeats| repeats.interval);
            for number in 0..=event.additional() {
                let time = at.record.time().nth_after(interval, number);
                doses.push((time.unwrap_or(RecordTime::MAX), at));
                if doses.len() > MOST_DOSES {
                    let expected = format!("at most {MOST_DOSES} doses of a subject");
                    return Err(refused(&at, &expected, "more"));
                }
            }
        }
        if doses.is_empty() {
            return Err(FormatError::expected(format!("subject {id}"), "a dose record", "none"));
        }
        Ok(doses)
    }

    /// The dose records of a subject, which has no reset after its first record.
    fn dose_records(&self, id: u32) -> Result<Vec<Placed<'_>>, FormatError> {
        let own = self.of_subject(id).map(|placed| Placed { row: "", ..placed });
        let own: Vec<Placed<'_>> = own.collect();
        if let Some(reset) = own.iter().skip(1).find(|placed| placed.record.is_reset()) {
            let expected = "doses without a reset (EVID 3 or 4) between them";
            let found = format!("one at {}", reset.record.time());
            return Err(refused(reset, expected, found));
        }
        Ok(own.into_iter().filter(|placed| placed.record.dose().is_some()).collect())
    }
}

impl SubjectRecords {
    /// Records in a course the doses that a data set has of this subject, additional doses (ADDL) among them. The course
    /// has the plan, which is not in the records: a regimen and the rules for missed doses, from the planned date of the
    /// first dose on, and the entries that are no doses, such as new dates. On one day they have their places as in
    /// [`SubjectExposure::course`](crate::interchange::sdtm::SubjectExposure::course).
    ///
    /// A dose of another mass than planned is recorded with the mass given, and one that is not on a planned date on the
    /// day it was given. Records do not say which doses were missed: a planned dose without a record stays due until the
    /// next dose is given. Several records of a day are read as parts of the planned dose if together they are at most
    /// that. RATE, body weight and observations are not compared with the plan.
    ///
    /// If the file had dates or clock times, a dose is on its day, whatever its time of day. The date of time 0 must
    /// then be that of the data set, which [`EventDataset::day_zero`] returns.
    ///
    /// ```
    /// use aso_regimen::interchange::nonmem::{RecordFormat, SubjectRecords, TimeUnit};
    /// use aso_regimen::{Course, Mass, dosing::missed_dose::MissedDosePolicy};
    ///
    /// let file = "ID,TIME,AMT,ADDL,II\n1,0,100,1,14\n1,30,80,0,0\n";
    /// let data = RecordFormat::new(TimeUnit::Days).read(file.as_bytes())?;
    /// let first = "2026-01-05".parse()?;
    /// let regimen = "100 mg IT q14d x3, then q28d".parse()?;
    /// let plan = Course::new(regimen, MissedDosePolicy::not_stated(), first);
    /// let course = SubjectRecords::new(1, first).course(&data, plan)?;
    /// let given: Vec<String> =
    ///     course.doses_given().map(|dose| dose.date().to_string()).collect();
    /// assert_eq!(given, ["2026-01-05", "2026-01-19", "2026-02-04"]);
    /// assert_eq!(course.mass_given("2026-02-04".parse()?)?, Mass::mg(280));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the subject has no dose or more than 36,525; if the data set has another date of time 0; if a dose is not
    /// whole days after time 0 and its time of day is not known, is at steady state or after a reset; if a second dose
    /// of a day makes its total larger than the planned dose; if doses are in several compartments, or in another
    /// than the one [given](Self::dosed_in); or if the course refuses a dose. The error has the subject and the record.
    pub fn course(&self, data: &EventDataset, plan: Course) -> Result<Course, FormatError> {
        let doses = self.days(data)?;
        let plan = plan.split().map_err(|why| FormatError::because("plan", why))?;
        let planned = Planned::of(&entered(&plan, &doses, &Planned::default())?);
        entered(&plan, &doses, &planned)
    }

    /// The days of the doses, in order, each with its record.
    fn days<'d>(
        &self,
        data: &'d EventDataset,
    ) -> Result<Vec<(NaiveDate, Placed<'d>)>, FormatError> {
        if let Some(zero) = data.day_zero(self.id).filter(|zero| *zero != self.day_zero) {
            let expected = format!("{zero}, the date of time 0 in the data set");
            return Err(FormatError::expected(
                format!("subject {}", self.id),
                expected,
                self.day_zero,
            ));
        }
        let start = data.start(self.id);
        let compartment = (self.compartment != 0).then_some(self.compartment);
        let doses = data.doses_of(self.id, compartment)?.into_iter().map(|(time, at)| {
            let midnight = start.map_or(time, |start| start.midnight_before(time));
            Ok((self.day(&at, midnight)?, at))
        });
        let mut doses = doses.collect::<Result<Vec<_>, FormatError>>()?;
        doses.sort_by_key(|(day, at)| (*day, at.number));
        Ok(doses)
    }

    fn day(&self, at: &Placed<'_>, time: RecordTime) -> Result<NaiveDate, FormatError> {
        let whole = "a dose whole days after time 0";
        let days = time.whole_days().ok_or_else(|| refused(at, whole, time))?;
        let day = self.day_zero.checked_add_days(Days::new(days.into()));
        day.ok_or_else(|| refused(at, "a day of the calendar", time))
    }
}

/// A plan with its own entries and with doses by day, of which those with the planned mass are given as planned, and
/// several of a day are the parts of one.
fn entered(
    (plan, own): &(Course, Vec<Entry>),
    doses: &[(NaiveDate, Placed<'_>)],
    planned: &Planned,
) -> Result<Course, FormatError> {
    let (mut course, mut own) = (plan.clone(), PlanEntries::new(own));
    let mass = |at: &Placed<'_>| at.record.dose().map_or(Mass::ZERO, |dose| dose.mass());
    let mut before: Option<&(NaiveDate, Placed<'_>)> = None;
    for (place, dose) in doses.iter().enumerate() {
        let (day, at) = dose;
        let told = own.before_record(&mut course, *day, true)?;
        let of_day = before.filter(|(other, _)| other == day && told.is_none_or(Entry::is_rest));
        before = Some(dose);
        if let Some((_, first)) = of_day {
            // Refused where the one before was no part of a dose, too.
            if course.record(Entry::rest(*day, mass(at))).is_err() {
                let expected =
                    "one dose a day, or several that together are at most the planned dose";
                let found = format!("another on {day}, after that of record {}", first.number);
                return Err(refused(at, expected, found));
            }
            continue;
        }
        let is_first = doses.get(place + 1).is_some_and(|(next, _)| next == day)
            && !planned.lacks_mass(&course, *day);
        let how = (told.map_or(is_first, is_part), told.is_none_or(Entry::counts));
        let given = given_on(*day, None, told);
        planned.give(&mut course, given, Some(mass(at)), how).map_err(|why| {
            let place = format!("subject {}, record {}", at.record.id(), at.number);
            FormatError::because(place, why)
        })?;
    }
    own.after_records(&mut course)?;
    Ok(course)
}

fn check_not_steady(at: &Placed<'_>, event: DoseEvent) -> Result<(), FormatError> {
    if event.steady_state().is_none() {
        return Ok(());
    }
    let expected = "a record of every dose, as SS states no dates of the doses before";
    Err(refused(at, expected, format!("SS at {}", at.record.time())))
}

/// The phase of a record among those of its subject, with its seam to the record before.
fn phase(records: &[Placed<'_>], index: usize, route: &Route) -> Result<Phase, FormatError> {
    let at = &records[index];
    let event = at.record.dose().ok_or_else(|| refused(at, "a dose record", "none"))?;
    check_not_steady(at, event)?;
    let doses = event.additional().checked_add(1);
    let doses = doses.ok_or_else(|| {
        let expected = "at most 4294967295 doses in one record";
        refused(at, expected, "4294967296")
    })?;
    let dose = dose(at, event, route)?;
    let phase = match event.repeats() {
        None => Phase::single(dose),
        Some(repeats) => Phase::maintenance(dose, days(at, repeats.interval)?).with_doses(doses),
    };
    let phase = phase.with_role(Regimen::usual_role(index, records.len(), Extent::Doses(doses)));
    match index.checked_sub(1) {
        None => Ok(phase),
        Some(before) => Ok(phase.after(seam(&records[before], at)?)),
    }
}

fn dose(at: &Placed<'_>, event: DoseEvent, route: &Route) -> Result<Dose, FormatError> {
    let dose = Dose::new(event.mass(), route.clone());
    let Some(rate) = event.rate() else {
        return Ok(dose);
    };
    let minutes = rate.minutes(event.mass()).ok_or_else(|| {
        let found = format!("another at {}", at.record.time());
        refused(at, "an infusion of 1 to 65535 whole minutes", found)
    })?;
    Ok(dose.over_minutes(minutes, minutes))
}

/// The days from the last dose of a record to the first of the next.
fn seam(before: &Placed<'_>, at: &Placed<'_>) -> Result<Interval, FormatError> {
    let (first, second) = (before.record.compartment(), at.record.compartment());
    if first != second {
        let found = format!("{first} and {second}");
        return Err(refused(at, "doses in one compartment", found));
    }
    let (time, last) = (at.record.time(), before.record.last_time());
    match time.since(last) {
        Some(gap) if gap > RecordTime::ZERO => days(at, gap),
        _ => {
            let found = format!("one at {time} after a dose at {last}");
            Err(refused(at, "one dose after the other", found))
        }
    }
}

fn days(at: &Placed<'_>, time: RecordTime) -> Result<Interval, FormatError> {
    let days = time.whole_days().and_then(Interval::try_days);
    days.ok_or_else(|| refused(at, "whole days between doses", time))
}
