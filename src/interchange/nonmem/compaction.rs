//! Equal doses in equal gaps, joined into one record while they come in.

use crate::interchange::nonmem::record::{DoseEvent, EventRecord};
use crate::interchange::nonmem::time::RecordTime;

/// Collects records in order and joins doses where that changes neither what nor the order.
#[derive(Debug, Default)]
pub(super) struct Compaction {
    records: Vec<EventRecord>,
    open: Option<Run>,
}

/// The doses that the next one may continue.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where their record stands.
    record: usize,
    /// The time of the last of them.
    last: RecordTime,
    /// The time of the latest observation after them.
    observed: Option<RecordTime>,
}

impl Compaction {
    /// The records with doses joined.
    pub(super) fn of(records: impl IntoIterator<Item = EventRecord>) -> Vec<EventRecord> {
        let mut compaction = Self::default();
        for record in records {
            compaction.push(record);
        }
        compaction.records
    }

    fn push(&mut self, record: EventRecord) {
        let Some(dose) = record.dose() else {
            if let Some(run) = &mut self.open {
                run.observed = Some(record.time());
            }
            self.records.push(record);
            return;
        };
        if let Some((run, longer)) = self.open.and_then(|run| self.longer(run, &record)) {
            self.records[run.record] = longer;
            self.open = Some(run);
            return;
        }
        self.open = dose.repeats().is_none().then_some(Run {
            record: self.records.len(),
            last: record.time(),
            observed: None,
        });
        self.records.push(record);
    }

    /// The run and its record with one more dose, where this dose continues it.
    fn longer(&self, run: Run, next: &EventRecord) -> Option<(Run, EventRecord)> {
        let first = self.records[run.record];
        let (doses, dose) = (first.dose()?, next.dose()?);
        let gap = next.time().since(run.last)?;
        let alike = first.id() == next.id()
            && first.compartment() == next.compartment()
            && doses.once() == dose;
        // An additional dose comes before an observation of its time, and this one came after it.
        let after_observation = run.observed == Some(next.time());
        if !alike || after_observation || !goes_on(doses, gap) {
            return None;
        }
        let additional = doses.additional().checked_add(1)?;
        let joined = doses.repeated(additional, gap).ok()?;
        let run = Run { last: next.time(), ..run };
        let record = EventRecord::new(first.id(), first.time(), joined).ok()?;
        Some((run, record.in_compartment(first.compartment())))
    }
}

/// Whether a dose after this gap has the interval of the doses before.
fn goes_on(doses: DoseEvent, gap: RecordTime) -> bool {
    doses.repeats().is_none_or(|repeats| repeats.interval == gap)
}
