//! Why a text is not a data set of event records.

use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use crate::interchange::excerpt::excerpt;
use crate::interchange::nonmem::format::ItemName;
use crate::interchange::nonmem::record::EventRecordError;
use crate::interchange::nonmem::time::RecordTime;
use crate::text::debug_as_display;

/// Where a record stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RecordPlace {
    /// The number of the record, counted from 1.
    pub record: usize,
    /// The line of the file, counted from 1; the line of names is one.
    pub line: u64,
}

impl fmt::Display for RecordPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {} (line {})", self.record, self.line)
    }
}

/// Why a text is not an [`EventDataset`](crate::interchange::nonmem::EventDataset).
#[derive(Error)]
#[non_exhaustive]
pub enum ReadRecordsError {
    /// Not comma-separated values, or the input failed.
    #[error("input: expected comma-separated values, found {0}")]
    Csv(#[source] Box<dyn core::error::Error + Send + Sync>),
    /// A column that every record needs is missing.
    #[error("line of names: expected ID, TIME, AMT and EVID, found no {0}")]
    NoColumn(ItemName),
    /// A name that comes twice.
    #[error("line of names: expected every name once, found {:?} twice", excerpt(.name))]
    ColumnTwice {
        /// The name.
        name: String,
    },
    /// A column that would be lost.
    #[error(
        "line of names: expected ID, TIME, AMT, RATE, EVID, CMT, ADDL, II, MDV, DV or a column to ignore, \
         found {:?}",
        excerpt(.name)
    )]
    UnknownColumn {
        /// The name.
        name: String,
    },
    /// A record with more or fewer fields than there are names.
    #[error("{at}: expected {expected} fields, found {found}")]
    Fields {
        /// The record.
        at: RecordPlace,
        /// How many names there are.
        expected: usize,
        /// How many fields it has.
        found: usize,
    },
    /// A field that is not read.
    #[error("{at}, column {column}: expected {expected}, found {:?}", excerpt(.found))]
    Field {
        /// The record.
        at: RecordPlace,
        /// The column.
        column: ItemName,
        /// What is read there.
        expected: Cow<'static, str>,
        /// The field.
        found: String,
    },
    /// A time below that of the record before.
    #[error("{at}: expected rising times, found subject {id} at {time} after {before}")]
    Order {
        /// The record.
        at: RecordPlace,
        /// The subject.
        id: u32,
        /// The time of the record.
        time: RecordTime,
        /// The time before it.
        before: RecordTime,
    },
    /// The records of a subject stand in two places, which NONMEM takes for two subjects.
    #[error("{at}: expected the records of subject {id} together, found another subject between")]
    SubjectAgain {
        /// The record.
        at: RecordPlace,
        /// The subject.
        id: u32,
    },
    /// Fields that are not a record together.
    #[error("{at}: {why}")]
    Record {
        /// The record.
        at: RecordPlace,
        /// Why not.
        why: EventRecordError,
    },
}

debug_as_display!(ReadRecordsError);
