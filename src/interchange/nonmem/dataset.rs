//! Event records of many subjects, compact or expanded.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::iter::FusedIterator;

use crate::interchange::error::FormatError;
use crate::interchange::nonmem::compaction::Compaction;
use crate::interchange::nonmem::record::EventRecord;
use crate::interchange::nonmem::time::RecordTime;

/// The event records of many subjects in order: one subject after the other, each by rising time.
///
/// At the same time an additional dose (ADDL) comes before the records that stand there. A dataset made from
/// records in any order puts doses before observations of the same time; one that was read keeps the order of
/// the file, so that an observation above a dose stays the trough that it is.
///
/// ```
/// use aso_regimen::Regimen;
/// use aso_regimen::interchange::nonmem::{EventDataset, SubjectRecords};
///
/// let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let (first, last) = ("2026-01-05".parse()?, "2026-06-22".parse()?);
/// let records = SubjectRecords::new(1, first).planned(&tofersen.starting(first), last)?;
///
/// let compact = EventDataset::new(records);
/// assert_eq!(compact.len(), 2);
/// let expanded = compact.expanded(100)?;
/// let days: Vec<_> = expanded.records().iter().filter_map(|record| record.time().whole_days()).collect();
/// assert_eq!(days, [0, 14, 28, 56, 84, 112, 140, 168]);
/// assert_eq!(expanded.compact(), compact);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventDataset {
    records: Vec<EventRecord>,
}

impl EventDataset {
    /// The records in order of subject, then of time; at the same time doses before observations, and
    /// otherwise as given.
    pub fn new(records: impl IntoIterator<Item = EventRecord>) -> Self {
        let mut records: Vec<EventRecord> = records.into_iter().collect();
        records.sort_by_key(|record| (record.id(), record.time(), record.dose().is_none()));
        Self { records }
    }

    /// Records that stand in order already.
    pub(super) fn in_order(records: Vec<EventRecord>) -> Self {
        Self { records }
    }

    /// The records in order.
    pub fn records(&self) -> &[EventRecord] {
        &self.records
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many records there are when every additional dose has its own.
    pub fn expanded_len(&self) -> u64 {
        let additional = |record: &EventRecord| record.dose().map_or(0, |dose| dose.additional());
        let sum = self.records.iter().map(|record| 1 + u64::from(additional(record)));
        sum.fold(0, u64::saturating_add)
    }

    /// One record a dose, lazily: additional doses are made when asked for.
    pub fn expand(&self) -> ExpandedRecords<'_> {
        ExpandedRecords { records: &self.records, read: 0, pending: BinaryHeap::new() }
    }

    /// One record for each dose, at most `limit` records in all.
    ///
    /// # Errors
    ///
    /// If there are more; nothing is expanded then.
    pub fn expanded(&self, limit: u64) -> Result<Self, FormatError> {
        let records = self.expanded_len();
        if records > limit {
            let expected = format!("at most {limit} records when expanded");
            return Err(FormatError::expected("data set", expected, records));
        }
        Ok(Self::in_order(self.expand().collect()))
    }

    /// Doses that follow each other in equal gaps, alike in mass, rate and compartment, joined into one record
    /// with additional doses. Expanding gives the same records as before, in the same order.
    #[must_use]
    pub fn compact(&self) -> Self {
        Self::in_order(Compaction::of(self.records.iter().copied()))
    }
}

/// One record a dose; see [`EventDataset::expand`].
#[derive(Debug, Clone)]
#[must_use = "records are made only when asked for"]
pub struct ExpandedRecords<'d> {
    records: &'d [EventRecord],
    /// How many of them were passed on.
    read: usize,
    /// Additional doses of the subject at hand, the earliest on top.
    pending: BinaryHeap<Reverse<Pending>>,
}

/// The additional doses of a record that are still to come, ordered by the time of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pending {
    time: RecordTime,
    /// Where the record stands.
    source: usize,
    left: u32,
    interval: RecordTime,
}

impl Pending {
    fn of(record: &EventRecord, source: usize) -> Option<Self> {
        let repeats = record.dose()?.repeats()?;
        Some(Self {
            time: record.time().nth_after(repeats.interval, 1)?,
            source,
            left: repeats.additional.get(),
            interval: repeats.interval,
        })
    }

    /// What is left after the next dose.
    fn rest(self) -> Option<Self> {
        let left = self.left - 1;
        let time = self.time.nth_after(self.interval, 1)?;
        (left > 0).then_some(Self { time, left, ..self })
    }
}

impl ExpandedRecords<'_> {
    /// The earliest additional dose, where it comes before the record that waits.
    fn additional(&mut self, waiting: Option<&EventRecord>) -> Option<EventRecord> {
        let mut top = self.pending.peek_mut()?;
        let Reverse(next) = *top;
        let source = self.records[next.source];
        if waiting.is_some_and(|record| record.id() == source.id() && record.time() < next.time) {
            return None;
        }
        match next.rest() {
            Some(rest) => *top = Reverse(rest),
            None => drop(PeekMut::pop(top)),
        }
        Some(source.repetition(next.time))
    }
}

impl Iterator for ExpandedRecords<'_> {
    type Item = EventRecord;

    fn next(&mut self) -> Option<EventRecord> {
        let waiting = self.records.get(self.read);
        if let Some(dose) = self.additional(waiting) {
            return Some(dose);
        }
        let record = waiting?;
        self.pending.extend(Pending::of(record, self.read).map(Reverse));
        self.read += 1;
        Some(record.once())
    }
}

impl FusedIterator for ExpandedRecords<'_> {}
