//! From dose records back to a regimen.

use core::fmt;

use crate::calendar::Interval;
use crate::dosing::dose::{Dose, Route};
use crate::dosing::regimen::{Extent, Phase, Regimen, RegimenError};
use crate::interchange::error::FormatError;
use crate::interchange::nonmem::compaction::{Compaction, Placed};
use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::record::DoseEvent;
use crate::interchange::nonmem::time::RecordTime;

/// The error that something else was expected of a subject's record.
fn refused(at: &Placed<'_>, expected: &str, found: impl fmt::Display) -> FormatError {
    let place = format!("subject {}, record {}", at.record.id(), at.number);
    FormatError::expected(place, expected, found)
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
    /// If the subject has no dose, if doses overlap, are in several compartments or not whole days apart, if one is at
    /// steady state or after a reset, or if an infusion does not take whole minutes. The error has the record of the
    /// dose.
    pub fn regimen(&self, id: u32, route: &Route) -> Result<Regimen, FormatError> {
        let all = self.placed().map(|placed| Placed { row: "", ..placed });
        let own: Vec<Placed<'_>> = all.filter(|placed| placed.record.id() == id).collect();
        if let Some(reset) = own.iter().skip(1).find(|placed| placed.record.is_reset()) {
            let expected = "doses without a reset (EVID 3 or 4) between them";
            let found = format!("one at {}", reset.record.time());
            return Err(refused(reset, expected, found));
        }
        let doses = own.into_iter().filter(|placed| placed.record.dose().is_some());
        let records = Compaction::of(doses);
        let phases: Result<Vec<Phase>, FormatError> =
            (0..records.len()).map(|index| phase(&records, index, route)).collect();
        Regimen::new(phases?).map_err(|why| match why {
            RegimenError::Empty => {
                FormatError::expected(format!("subject {id}"), "a dose record", "none")
            }
            why => FormatError::because(format!("subject {id}"), why),
        })
    }
}

/// The phase of a record among those of its subject, with its seam to the record before.
fn phase(records: &[Placed<'_>], index: usize, route: &Route) -> Result<Phase, FormatError> {
    let at = &records[index];
    let event = at.record.dose().ok_or_else(|| refused(at, "a dose record", "none"))?;
    if event.steady_state().is_some() {
        let expected = "a record of every dose, which a dose at steady state has not";
        return Err(refused(at, expected, format!("SS at {}", at.record.time())));
    }
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
