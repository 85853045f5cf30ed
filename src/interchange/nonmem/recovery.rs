//! From dose records back to a regimen.

use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::dose::{Dose, Route};
use crate::dosing::regimen::{Extent, Phase, Regimen, RegimenError};
use crate::interchange::nonmem::compaction::Compaction;
use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::record::EventRecord;
use crate::interchange::nonmem::time::RecordTime;
use crate::text::debug_as_display;

/// Why dose records are not a regimen.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RegimenRecoveryError {
    /// The subject has no dose.
    #[error("subject {id}: expected a dose record, found none")]
    NoDoses {
        /// The subject.
        id: u32,
    },
    /// A regimen counts in days.
    #[error("subject {id}: expected whole days between doses, found {time}")]
    NotWholeDays {
        /// The subject.
        id: u32,
        /// The time between two doses.
        time: RecordTime,
    },
    /// Two doses at a time, or additional doses that reach past the next record.
    #[error(
        "subject {id}: expected one dose after the other, found a record at {time} after a dose at {last}"
    )]
    Interleaved {
        /// The subject.
        id: u32,
        /// The time of the later record.
        time: RecordTime,
        /// The time of the last dose of the record before.
        last: RecordTime,
    },
    /// A phase counts its doses in 32 bits.
    #[error("subject {id}: expected at most 4294967295 doses in one record, found 4294967296")]
    TooManyDoses {
        /// The subject.
        id: u32,
    },
    /// The doses of a regimen enter one compartment.
    #[error("subject {id}: expected doses in one compartment, found {first} and {second}")]
    Compartments {
        /// The subject.
        id: u32,
        /// The compartment of the first dose.
        first: u16,
        /// Another one.
        second: u16,
    },
    /// The duration of a dose is in whole minutes.
    #[error(
        "subject {id}: expected an infusion of 1 to 65535 whole minutes, found another at {time}"
    )]
    Infusion {
        /// The subject.
        id: u32,
        /// When it begins.
        time: RecordTime,
    },
    /// The phases do not fit together.
    #[error("subject {id}: {why}")]
    Regimen {
        /// The subject.
        id: u32,
        /// Why not.
        why: RegimenError,
    },
}

debug_as_display!(RegimenRecoveryError);

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
    pub fn regimen(&self, id: u32, route: &Route) -> Result<Regimen, RegimenRecoveryError> {
        let mut compaction = Compaction::default();
        for record in self.records() {
            if record.id() == id && record.dose().is_some() {
                compaction.push(*record);
            }
        }
        let records = compaction.into_records();
        let phases: Result<Vec<Phase>, RegimenRecoveryError> = (0..records.len())
            .map(|index| phase(&records, index, route))
            .collect();
        Regimen::new(phases?).map_err(|why| match why {
            RegimenError::Empty => RegimenRecoveryError::NoDoses { id },
            why => RegimenRecoveryError::Regimen { id, why },
        })
    }
}

/// The phase of a record among those of its subject, with its seam to the record before.
fn phase(
    records: &[EventRecord],
    index: usize,
    route: &Route,
) -> Result<Phase, RegimenRecoveryError> {
    let (record, id) = (&records[index], records[index].id());
    let event = record.dose().ok_or(RegimenRecoveryError::NoDoses { id })?;
    let mut dose = Dose::new(event.mass(), route.clone());
    if let Some(rate) = event.rate() {
        let minutes = rate
            .minutes(event.mass())
            .ok_or(RegimenRecoveryError::Infusion {
                id,
                time: record.time(),
            })?;
        dose = dose.over_minutes(minutes, minutes);
    }
    let doses = event.additional().checked_add(1);
    let doses = doses.ok_or(RegimenRecoveryError::TooManyDoses { id })?;
    let phase = match event.repeats() {
        None => Phase::single(dose),
        Some(repeats) => Phase::maintenance(dose, days(id, repeats.interval)?).with_doses(doses),
    };
    let phase = phase.with_role(Regimen::usual_role(
        index,
        records.len(),
        Extent::Doses(doses),
    ));
    match index.checked_sub(1) {
        None => Ok(phase),
        Some(before) => Ok(phase.after(seam(&records[before], record)?)),
    }
}

/// The days from the last dose of a record to the first of the next.
fn seam(before: &EventRecord, record: &EventRecord) -> Result<Interval, RegimenRecoveryError> {
    let id = record.id();
    let (first, second) = (before.compartment(), record.compartment());
    if first != second {
        return Err(RegimenRecoveryError::Compartments { id, first, second });
    }
    let (time, last) = (record.time(), before.last_time());
    match time.since(last) {
        Some(gap) if gap > RecordTime::ZERO => days(id, gap),
        _ => Err(RegimenRecoveryError::Interleaved { id, time, last }),
    }
}

fn days(id: u32, time: RecordTime) -> Result<Interval, RegimenRecoveryError> {
    let days = time.whole_days().and_then(Interval::try_days);
    days.ok_or(RegimenRecoveryError::NotWholeDays { id, time })
}
