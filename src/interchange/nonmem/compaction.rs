//! Equal doses in equal gaps, joined into one record while they come in.

use crate::interchange::nonmem::record::{DoseEvent, EventRecord, RecordedEvent};
use crate::interchange::nonmem::time::RecordTime;

/// A record with its place in a data set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'d> {
    pub(super) record: EventRecord,
    /// The number of the record, counted from 1; of the first one where several were joined.
    pub(super) number: usize,
    /// Its covariates.
    pub(super) row: &'d str,
}

/// Collects records in order and joins doses where that changes neither what nor the order.
#[derive(Debug, Default)]
pub(super) struct Compaction<'d> {
    records: Vec<Placed<'d>>,
    open: Option<Run>,
}

/// The doses that the next one may continue.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where their record stands.
    record: usize,
    /// The time of the last of them.
    last: RecordTime,
    /// The time of the latest record without a dose after them.
    other: Option<RecordTime>,
}

impl<'d> Compaction<'d> {
    /// The records with doses joined.
    pub(super) fn of(records: impl IntoIterator<Item = Placed<'d>>) -> Vec<Placed<'d>> {
        let mut compaction = Self::default();
        for record in records {
            compaction.push(record);
        }
        compaction.records
    }

    fn push(&mut self, next: Placed<'d>) {
        match next.record.event() {
            RecordedEvent::Observation(_) | RecordedEvent::Other => {
                if let Some(run) = &mut self.open {
                    run.other = Some(next.record.time());
                }
            }
            RecordedEvent::Reset => self.open = None,
            RecordedEvent::Dose(dose) | RecordedEvent::ResetDose(dose) => {
                if let Some((run, longer)) = self.open.and_then(|run| self.longer(run, &next)) {
                    self.records[run.record].record = longer;
                    self.open = Some(run);
                    return;
                }
                let record = self.records.len();
                let run = Run { record, last: next.record.time(), other: None };
                self.open = dose.repeats().is_none().then_some(run);
            }
        }
        self.records.push(next);
    }

    /// The run and its record with one more dose, where this dose continues it.
    fn longer(&self, run: Run, next: &Placed<'_>) -> Option<(Run, EventRecord)> {
        let Placed { record: first, row, .. } = self.records[run.record];
        let RecordedEvent::Dose(dose) = next.record.event() else {
            return None;
        };
        let doses = first.dose()?;
        let gap = next.record.time().since(run.last)?;
        let alike = first.id() == next.record.id()
            && first.compartment() == next.record.compartment()
            && row == next.row
            && next.record.ignored_value().is_none()
            && doses.once() == dose;
        // An additional dose comes before a record without a dose of its time, and this one came after it.
        let after_other = run.other == Some(next.record.time());
        if !alike || after_other || !goes_on(doses, gap) {
            return None;
        }
        let additional = doses.additional().checked_add(1)?;
        let joined = doses.repeated(additional, gap).ok()?;
        let run = Run { last: next.record.time(), ..run };
        Some((run, EventRecord { event: first.event().with_dose(joined), ..first }))
    }
}

/// Whether a dose after this gap has the interval of the doses before.
fn goes_on(doses: DoseEvent, gap: RecordTime) -> bool {
    doses.repeats().is_none_or(|repeats| repeats.interval == gap)
}

/// Records in order, with doses joined.
pub(super) fn joined(records: Vec<EventRecord>) -> Vec<EventRecord> {
    let placed = |(record, number)| Placed { record, number, row: "" };
    let joined = Compaction::of(records.into_iter().zip(1..).map(placed));
    joined.into_iter().map(|placed| placed.record).collect()
}
