//! Event records of many subjects, compact or expanded.

use core::ops::Range;
use core::str::Utf8Error;
use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;
use std::collections::{BinaryHeap, HashMap};
use std::iter::FusedIterator;

use chrono::NaiveDate;

use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::nonmem::clock::Moment;
use crate::interchange::nonmem::columns::Records;
use crate::interchange::nonmem::compaction::{Compaction, Placed};
use crate::interchange::nonmem::covariates::Covariates;
use crate::interchange::nonmem::record::EventRecord;
use crate::interchange::nonmem::time::RecordTime;

/// The event records of many subjects, subject by subject, each in order of time.
///
/// An additional dose (ADDL) comes before other records of the same time. A data set that is made from records has
/// doses before observations of the same time; one that was read keeps the order of the file, in which an observation
/// listed before a dose of the same time is taken before it (a trough). After a reset (EVID 3 or 4) time may start again.
///
/// A data set also has covariates, with one value for each record, and comments. One that was read from a file with
/// dates has the [date](Self::date) of each record. Dates are not written (TIME is), so that equality does not compare
/// them. `regimen` and `course` use the dates if there are any, and otherwise need times of whole days.
///
/// ```
/// use aso_regimen::Regimen;
/// use aso_regimen::interchange::nonmem::{
///     EventDataset, RecordFormat, SubjectRecords, TimeUnit,
/// };
///
/// let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let (first, last) = ("2026-01-05".parse()?, "2026-06-22".parse()?);
/// let records = SubjectRecords::new(1, first).planned(&tofersen.starting(first), last)?;
///
/// let compact = EventDataset::new(records);
/// assert_eq!(compact.len(), 2);
/// let expanded = compact.expanded(100)?;
/// let days: Vec<_> =
///     expanded.records().filter_map(|record| record.time().whole_days()).collect();
/// assert_eq!(days, [0, 14, 28, 56, 84, 112, 140, 168]);
/// assert_eq!(expanded.compact(), compact);
///
/// let weighed = compact.with_covariate("WT", |_| "72.5")?.with_comment("as planned")?;
/// let file = RecordFormat::new(TimeUnit::Days).to_csv(&weighed)?;
/// assert_eq!(
///     file,
///     "ID,TIME,AMT,RATE,EVID,CMT,ADDL,II,MDV,DV,WT\n\
///      #as planned\n\
///      1,0,100,0,1,0,2,14,1,.,72.5\n\
///      1,56,100,0,1,0,4,28,1,.,72.5\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct EventDataset {
    records: Records,
    covariates: Covariates,
    comments: Vec<String>,
    /// When time 0 of each subject was, if the file had clock times.
    starts: HashMap<u32, Moment>,
}

impl PartialEq for EventDataset {
    fn eq(&self, other: &Self) -> bool {
        self.records == other.records
            && self.covariates == other.covariates
            && self.comments == other.comments
    }
}

impl EventDataset {
    /// Returns a data set with the records in order of subject and of time since the last reset; at the same time,
    /// doses come before observations.
    pub fn new(records: impl IntoIterator<Item = EventRecord>) -> Self {
        let mut resets: HashMap<u32, u32> = HashMap::new();
        let mut counted: Vec<(u32, EventRecord)> = Vec::new();
        for record in records {
            let before = resets.entry(record.id()).or_default();
            *before += u32::from(record.is_reset());
            counted.push((*before, record));
        }
        counted.sort_by_key(|(resets, record)| {
            (record.id(), *resets, !record.is_reset(), record.time(), record.dose().is_none())
        });
        let mut data = Self::default();
        for (_, record) in counted {
            data.push(&record, "");
        }
        data
    }

    /// No record yet, with these covariates.
    pub(super) fn without_records(names: Vec<String>) -> Self {
        Self { covariates: Covariates::named(names), ..Self::default() }
    }

    /// Adds a record that comes after all others, with its row of covariates.
    #[inline]
    pub(super) fn push(&mut self, record: &EventRecord, row: &str) {
        self.records.push(record);
        self.covariates.push_row(row);
    }

    /// Adds a record that comes after all others, with its row of covariates as a file has it.
    #[inline]
    pub(super) fn push_read(&mut self, record: &EventRecord, row: &[u8]) -> Result<(), Utf8Error> {
        self.covariates.push_bytes(row)?;
        self.records.push(record);
        Ok(())
    }

    /// The same with the moment of time 0 of each subject.
    pub(super) fn begun_at(self, starts: HashMap<u32, Moment>) -> Self {
        Self { starts, ..self }
    }

    /// When time 0 of a subject was; `None` if the file had no clock times.
    pub(super) fn start(&self, id: u32) -> Option<Moment> {
        self.starts.get(&id).copied()
    }

    /// Adds a line that is no record.
    pub(super) fn push_comment(&mut self, comment: String) {
        self.comments.push(comment);
    }

    /// Returns the records in order.
    pub fn records(&self) -> impl ExactSizeIterator<Item = EventRecord> + Clone + '_ {
        (0..self.len()).map(|at| self.records.get(at))
    }

    /// Returns the record at a place, counted from 0; `None` if there are fewer.
    pub fn record(&self, at: usize) -> Option<EventRecord> {
        (at < self.len()).then(|| self.records.get(at))
    }

    /// Returns the date of the record at a place, counted from 0; `None` if there are fewer, or if it was not read from
    /// a file with calendar dates (DATE, DAT1, DAT2, DAT3). A clock time of 24:00 is on the next day.
    ///
    /// ```
    /// use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};
    ///
    /// let file = "\
    /// ID,DATE,TIME,AMT,DV
    /// 1,12/29/2025,9:00,.,88
    /// 1,1/5/2026,8:30,100,.
    /// ";
    /// let data = RecordFormat::new(TimeUnit::Hours).read(file.as_bytes())?;
    /// assert_eq!(data.date(1), Some("2026-01-05".parse()?));
    /// assert_eq!(data.day_zero(1), Some("2025-12-29".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn date(&self, at: usize) -> Option<NaiveDate> {
        let record = self.record(at)?;
        self.start(record.id())?.date(record.time())
    }

    /// Returns the date of time 0 of a subject, which is that of its first record; `None` if the subject has no record,
    /// or if it was not read from a file with calendar dates.
    pub fn day_zero(&self, id: u32) -> Option<NaiveDate> {
        self.start(id)?.date(RecordTime::ZERO)
    }

    /// Returns the number of records.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the names of the covariates.
    pub fn covariates(&self) -> &[String] {
        self.covariates.names()
    }

    /// Returns the values of a covariate by record, as written in the file; `None` if there is no such covariate.
    pub fn covariate(&self, name: &str) -> Option<impl Iterator<Item = &str>> {
        let place = self.covariates().iter().position(|other| other == name)?;
        let value = move |at| self.covariates.values(at).nth(place).unwrap_or_default();
        Some((0..self.len()).map(value))
    }

    /// The values of all covariates of the record at a place, counted from 0.
    pub(super) fn values(&self, at: usize) -> impl Iterator<Item = &str> {
        self.covariates.values(at)
    }

    /// Returns this data set with another covariate, whose value is computed from each record.
    ///
    /// # Errors
    ///
    /// If the name is blank, that of a NONMEM data item or another covariate, or one that would change what is given, such
    /// as `DUR` or `D1`; or if the name or a value has a control character.
    pub fn with_covariate<V: Into<String>>(
        self,
        name: &str,
        value: impl FnMut(EventRecord) -> V,
    ) -> Result<Self, FormatError> {
        let values = self.records().map(value).map(Into::into);
        let covariates = self.covariates.with(name, values)?;
        Ok(Self { covariates, ..self })
    }

    /// Returns the comments: the comment lines of the file, without their `#`.
    pub fn comments(&self) -> &[String] {
        &self.comments
    }

    /// Returns this data set with another comment, which is written below the header line.
    ///
    /// # Errors
    ///
    /// If it is blank or has a control character.
    pub fn with_comment(mut self, comment: &str) -> Result<Self, FormatError> {
        check_plain("comment", "a text of one line", comment, &['\t'])?;
        self.push_comment(comment.to_owned());
        Ok(self)
    }

    /// Returns the number of records after expansion, in which each additional dose has its own.
    pub fn expanded_len(&self) -> u64 {
        let additional = |record: EventRecord| record.dose().map_or(0, |dose| dose.additional());
        let sum = self.records().map(|record| 1 + u64::from(additional(record)));
        sum.fold(0, u64::saturating_add)
    }

    /// Returns one record for each dose. Additional doses are made one at a time as the iterator advances. A reset
    /// comes after all additional doses of the records before it. A reset and dose (EVID 4) resets once, as in NONMEM:
    /// its additional doses are plain ones.
    pub fn expand(&self) -> ExpandedRecords<'_> {
        ExpandedRecords { data: self, read: 0, pending: BinaryHeap::new() }
    }

    /// Returns a data set with one record for each dose, of at most `limit` records. An additional dose has the
    /// covariates of its first dose.
    ///
    /// # Errors
    ///
    /// If there are more than `limit` records. Nothing is expanded then.
    pub fn expanded(&self, limit: u64) -> Result<Self, FormatError> {
        let records = self.expanded_len();
        if records > limit {
            let expected = format!("at most {limit} records when expanded");
            return Err(FormatError::expected("data set", expected, records));
        }
        let mut expanded = self.emptied();
        let mut all = self.expand();
        while let Some((record, source)) = all.next_from() {
            expanded.push(&record, self.covariates.row(source));
        }
        Ok(expanded)
    }

    /// Returns a data set in which consecutive doses at equal intervals, alike in mass, rate, compartment and
    /// covariates, are one record with additional doses. Expanding it gives the same records in the same order.
    #[must_use]
    pub fn compact(&self) -> Self {
        let mut compact = self.emptied();
        for placed in Compaction::of(self.placed(0..self.len())) {
            compact.push(&placed.record, placed.row);
        }
        compact
    }

    /// The records of a subject, as they are placed.
    pub(super) fn of_subject(&self, id: u32) -> impl Iterator<Item = Placed<'_>> {
        self.placed(self.records.of_subject(id))
    }

    /// The records at some places, with their numbers, counted from 1, and their rows of covariates.
    fn placed(&self, places: Range<usize>) -> impl Iterator<Item = Placed<'_>> {
        places.map(|at| Placed {
            record: self.records.get(at),
            number: at + 1,
            row: self.covariates.row(at),
        })
    }

    fn emptied(&self) -> Self {
        let names = self.covariates().to_vec();
        let (comments, starts) = (self.comments.clone(), self.starts.clone());
        Self { comments, starts, ..Self::without_records(names) }
    }
}

/// One record a dose; see [`EventDataset::expand`].
#[derive(Debug, Clone)]
#[must_use = "records are made only when asked for"]
pub struct ExpandedRecords<'d> {
    data: &'d EventDataset,
    /// How many of its records were passed on.
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
    /// The earliest additional dose, where it comes before the record that waits, and where its record stands.
    fn additional(&mut self, waiting: Option<&EventRecord>) -> Option<(EventRecord, usize)> {
        let mut top = self.pending.peek_mut()?;
        let Reverse(next) = *top;
        let source = self.data.record(next.source)?;
        let comes_first = |record: &EventRecord| {
            record.id() == source.id() && !record.is_reset() && record.time() < next.time
        };
        if waiting.is_some_and(comes_first) {
            return None;
        }
        match next.rest() {
            Some(rest) => *top = Reverse(rest),
            None => drop(PeekMut::pop(top)),
        }
        Some((source.repetition(next.time), next.source))
    }

    /// The next record, and where the one that asks for it stands.
    fn next_from(&mut self) -> Option<(EventRecord, usize)> {
        let waiting = self.data.record(self.read);
        if let Some(dose) = self.additional(waiting.as_ref()) {
            return Some(dose);
        }
        let (record, source) = (waiting?, self.read);
        self.pending.extend(Pending::of(&record, source).map(Reverse));
        self.read += 1;
        Some((record.once(), source))
    }
}

impl Iterator for ExpandedRecords<'_> {
    type Item = EventRecord;

    fn next(&mut self) -> Option<EventRecord> {
        self.next_from().map(|(record, _)| record)
    }
}

impl FusedIterator for ExpandedRecords<'_> {}
