//! From dose records back to a regimen.

use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::dose::{Dose, Route};
use crate::dosing::regimen::{Extent, Phase, Regimen, RegimenError};
use crate::interchange::nonmem::dataset::Dataset;
use crate::interchange::nonmem::record::EventRecord;
use crate::interchange::nonmem::runs::Runs;
use crate::interchange::nonmem::time::RecordTime;

/// Why dose records are no regimen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RecoverError {
    /// The subject has no dose.
    #[error("subject {id} has no dose record")]
    NoDoses {
        /// The subject.
        id: u32,
    },
    /// Regimens count in days.
    #[error("subject {id} has doses {time} apart, expected whole days")]
    NotWholeDays {
        /// The subject.
        id: u32,
        /// The time between two doses.
        time: RecordTime,
    },
    /// Two doses at a time, or additional doses that reach past the next record.
    #[error(
        "subject {id} has a dose record at {time}, before or with the last dose of the record before, \
         expected one dose after the other"
    )]
    Interleaved {
        /// The subject.
        id: u32,
        /// The time of the later record.
        time: RecordTime,
    },
    /// A phase counts its doses in 32 bits.
    #[error("subject {id} has more than 4294967295 doses in one record")]
    TooManyDoses {
        /// The subject.
        id: u32,
    },
    /// Doses of one regimen go one way.
    #[error("subject {id} is dosed in the compartments {first} and {second}, expected one")]
    Compartments {
        /// The subject.
        id: u32,
        /// The compartment of the first dose.
        first: u16,
        /// Another one.
        second: u16,
    },
    /// A dose takes whole minutes.
    #[error("the infusion of subject {id} at {time} does not take 1 to 65535 whole minutes")]
    Infusion {
        /// The subject.
        id: u32,
        /// When it begins.
        time: RecordTime,
    },
    /// The phases do not fit together.
    #[error("the doses of subject {id} are no regimen")]
    Regimen {
        /// The subject.
        id: u32,
        /// Why not.
        source: RegimenError,
    },
}

impl Dataset {
    /// A regimen with the dose records of a subject: the same doses on the same days after the first one, given
    /// by this route, which records do not have.
    ///
    /// Records cannot carry everything: a regimen without an end comes back with one, months come back as the
    /// days they had, and every phase but the last is a loading phase.
    ///
    /// ```
    /// use aso_regimen::interchange::nonmem::{Format, TimeUnit};
    /// use aso_regimen::{Regimen, Route};
    ///
    /// let file = "ID,TIME,AMT,EVID,ADDL,II,CMT\n1,0,100,1,2,14,1\n1,56,100,1,4,28,1\n";
    /// let data = Format::new(TimeUnit::Days).read(file.as_bytes())?;
    /// let tofersen: Regimen = "100 mg IT q14d x3, then q28d x5".parse()?;
    /// assert_eq!(data.regimen(1, Route::Intrathecal)?, tofersen);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the subject has no dose, doses overlap, are in several compartments or not on whole days, and
    /// where an infusion does not take whole minutes.
    pub fn regimen(&self, id: u32, route: Route) -> Result<Regimen, RecoverError> {
        let mut runs = Runs::default();
        for record in self.records() {
            if record.id() == id && record.dose().is_some() {
                runs.push(*record);
            }
        }
        let records = runs.into_records();
        let phases: Result<Vec<Phase>, RecoverError> = (0..records.len())
            .map(|index| phase(&records, index, route.clone()))
            .collect();
        Regimen::new(phases?).map_err(|source| match source {
            RegimenError::Empty => RecoverError::NoDoses { id },
            source => RecoverError::Regimen { id, source },
        })
    }
}

/// The phase of a record among those of its subject, with its seam to the record before.
fn phase(records: &[EventRecord], index: usize, route: Route) -> Result<Phase, RecoverError> {
    let (record, id) = (&records[index], records[index].id());
    let event = record.dose().ok_or(RecoverError::NoDoses { id })?;
    let mut dose = Dose::new(event.mass(), route);
    if let Some(rate) = event.rate() {
        let minutes = rate.minutes(event.mass()).ok_or(RecoverError::Infusion {
            id,
            time: record.time(),
        })?;
        dose = dose.over_minutes(minutes, minutes);
    }
    let doses = event.additional().checked_add(1);
    let doses = doses.ok_or(RecoverError::TooManyDoses { id })?;
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
fn seam(before: &EventRecord, record: &EventRecord) -> Result<Interval, RecoverError> {
    let id = record.id();
    let (first, second) = (before.compartment(), record.compartment());
    if first != second {
        return Err(RecoverError::Compartments { id, first, second });
    }
    match record.time().since(before.last_time()) {
        Some(gap) if gap > RecordTime::ZERO => days(id, gap),
        _ => Err(RecoverError::Interleaved {
            id,
            time: record.time(),
        }),
    }
}

fn days(id: u32, time: RecordTime) -> Result<Interval, RecoverError> {
    let days = time.whole_days().and_then(Interval::try_days);
    days.ok_or(RecoverError::NotWholeDays { id, time })
}
