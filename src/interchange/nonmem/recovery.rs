//! From dose records back to a regimen.

use core::fmt;

use crate::calendar::Interval;
use crate::dosing::dose::{Dose, Route};
use crate::dosing::regimen::{Extent, Phase, Regimen, RegimenError};
use crate::interchange::error::FormatError;
use crate::interchange::nonmem::compaction::Compaction;
use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::record::EventRecord;
use crate::interchange::nonmem::time::RecordTime;

/// The error that something else was expected of a subject's doses.
fn refused(id: u32, expected: &str, found: impl fmt::Display) -> FormatError {
    FormatError::expected(format!("subject {id}"), expected, found)
}

impl EventDataset {
    /// A regimen with the dose records of a subject: the same doses on the same days after the first one, given
    /// by this route, which records do not have.
    ///
    /// Records cannot carry everything: a regimen without an end comes back with one, months come back as the
    /// days they had, and every phase but the last is a loading phase.
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
    /// If the subject has no dose, if doses overlap, are in several compartments or not whole days apart, or if an
    /// infusion does not take whole minutes.
    pub fn regimen(&self, id: u32, route: &Route) -> Result<Regimen, FormatError> {
        let all = self.records().iter().copied();
        let own = all.filter(|record| record.id() == id && record.dose().is_some());
        let records = Compaction::of(own);
        let phases: Result<Vec<Phase>, FormatError> =
            (0..records.len()).map(|index| phase(&records, index, route)).collect();
        Regimen::new(phases?).map_err(|why| match why {
            RegimenError::Empty => refused(id, "a dose record", "none"),
            why => FormatError::because(format!("subject {id}"), why),
        })
    }
}

/// The phase of a record among those of its subject, with its seam to the record before.
fn phase(records: &[EventRecord], index: usize, route: &Route) -> Result<Phase, FormatError> {
    let (record, id) = (&records[index], records[index].id());
    let event = record.dose();
    let event = event.ok_or_else(|| refused(id, "a dose record", "none"))?;
    let mut dose = Dose::new(event.mass(), route.clone());
    if let Some(rate) = event.rate() {
        let minutes = rate.minutes(event.mass()).ok_or_else(|| {
            let found = format!("another at {}", record.time());
            refused(id, "an infusion of 1 to 65535 whole minutes", found)
        })?;
        dose = dose.over_minutes(minutes, minutes);
    }
    let doses = event.additional().checked_add(1);
    let doses = doses.ok_or_else(|| {
        let expected = "at most 4294967295 doses in one record";
        refused(id, expected, "4294967296")
    })?;
    let phase = match event.repeats() {
        None => Phase::single(dose),
        Some(repeats) => Phase::maintenance(dose, days(id, repeats.interval)?).with_doses(doses),
    };
    let phase = phase.with_role(Regimen::usual_role(index, records.len(), Extent::Doses(doses)));
    match index.checked_sub(1) {
        None => Ok(phase),
        Some(before) => Ok(phase.after(seam(&records[before], record)?)),
    }
}

/// The days from the last dose of a record to the first of the next.
fn seam(before: &EventRecord, record: &EventRecord) -> Result<Interval, FormatError> {
    let id = record.id();
    let (first, second) = (before.compartment(), record.compartment());
    if first != second {
        let found = format!("{first} and {second}");
        return Err(refused(id, "doses in one compartment", found));
    }
    let (time, last) = (record.time(), before.last_time());
    match time.since(last) {
        Some(gap) if gap > RecordTime::ZERO => days(id, gap),
        _ => {
            let found = format!("a record at {time} after a dose at {last}");
            Err(refused(id, "one dose after the other", found))
        }
    }
}

fn days(id: u32, time: RecordTime) -> Result<Interval, FormatError> {
    let days = time.whole_days().and_then(Interval::try_days);
    days.ok_or_else(|| refused(id, "whole days between doses", time))
}
