//! Text to event records.

use core::fmt;
use std::collections::HashSet;
use std::io::Read;

use thiserror::Error;

use crate::interchange::nonmem::dataset::Dataset;
use crate::interchange::nonmem::decimal::NumberError;
use crate::interchange::nonmem::format::{Format, ItemName};
use crate::interchange::nonmem::line::Line;
use crate::interchange::nonmem::record::{EventRecord, RecordError};
use crate::interchange::nonmem::time::RecordTime;

/// Why a text is no [`Dataset`]. Lines count from 1, and the line of names is one.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NonmemReadError {
    /// No comma-separated values, or the input failed.
    #[error("the records could not be read as comma-separated values")]
    Csv(#[source] Box<dyn core::error::Error + Send + Sync>),
    /// A column that no record can do without.
    #[error("no column {0}, expected at least ID, TIME, AMT, EVID")]
    NoColumn(ItemName),
    /// A name that comes twice.
    #[error("the column {name} comes twice, expected every name once")]
    ColumnTwice {
        /// The name.
        name: String,
    },
    /// A column that would be lost.
    #[error(
        "the column {name:?} is none of ID, TIME, AMT, RATE, EVID, CMT, ADDL, II, MDV, DV and not among the \
         ignored ones"
    )]
    UnknownColumn {
        /// The name.
        name: String,
    },
    /// A line with other fields than the line of names.
    #[error("line {line} has {found} fields, expected {expected}")]
    Fields {
        /// The line.
        line: u64,
        /// How many fields it has.
        found: usize,
        /// How many columns there are.
        expected: usize,
    },
    /// A field that cannot be.
    #[error("line {line}, column {column}: {problem}, found {text:?}")]
    Field {
        /// The line.
        line: u64,
        /// The column.
        column: ItemName,
        /// The field.
        text: String,
        /// What is wrong with it.
        problem: Problem,
    },
    /// An earlier time below a later one.
    #[error("line {line}: subject {id} is at {time} after {before}, expected rising times")]
    Order {
        /// The line.
        line: u64,
        /// The subject.
        id: u32,
        /// The time of the line.
        time: RecordTime,
        /// The time before it.
        before: RecordTime,
    },
    /// The records of a subject stand in two places, which NONMEM takes for two subjects.
    #[error(
        "line {line}: subject {id} comes again after another one, expected its records together"
    )]
    SubjectAgain {
        /// The line.
        line: u64,
        /// The subject.
        id: u32,
    },
    /// There can be no such record.
    #[error("line {line} is no event record")]
    Record {
        /// The line.
        line: u64,
        /// Why not.
        source: RecordError,
    },
}

/// What is wrong with a field of an event record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// It is not the number that it should be.
    Number(NumberError),
    /// Neither a dose nor an observation. What an additional dose of a reset is, tools do not agree on.
    Evid,
    /// A dose of nothing.
    NoMass,
    /// A rate that the model is to find.
    ModelledRate,
    /// Additional doses with no time between them.
    NoInterval,
    /// A time between additional doses of which there are none.
    NoAdditional,
    /// Neither 0 nor 1.
    Mdv,
    /// A dose with an observed value.
    MdvOfDose,
    /// A value that is said to be missing, or a missing one that is not.
    MdvOfObservation,
    /// No finite number.
    NotFinite,
    /// What only a dose has.
    OnlyOfDose,
    /// What only an observation has.
    OnlyOfObservation,
    /// Bytes that are no text.
    NotText,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number(problem) => return problem.fmt(f),
            Self::Evid => "expected 0 for an observation or 1 for a dose",
            Self::NoMass => "expected more than 0 in a dose record",
            Self::ModelledRate => {
                "expected a rate, or 0 for a dose given at once; -1 and -2 leave it to the model"
            }
            Self::NoInterval => "expected more than 0 where ADDL is",
            Self::NoAdditional => "expected more than 0 where II is",
            Self::Mdv => "expected 0 or 1",
            Self::MdvOfDose => "expected 1 in a dose record",
            Self::MdvOfObservation => "expected 0 with an observed value and 1 without",
            Self::NotFinite => "expected a finite number",
            Self::OnlyOfDose => "expected nothing in an observation record",
            Self::OnlyOfObservation => "expected nothing in a dose record",
            Self::NotText => "expected text in UTF-8",
        })
    }
}

impl Format {
    /// Reads records with a line of names; the columns may stand in any order. Additional doses stay as they
    /// are, so that a line that asks for four billion of them takes no more room than another.
    ///
    /// CMT, RATE, ADDL, II, MDV and DV may be left out, and stand for the default compartment, a dose given at
    /// once, none, and a value that is missing.
    ///
    /// # Errors
    ///
    /// Whatever [`NonmemReadError`] and [`Problem`] list.
    pub fn read(&self, mut input: impl Read) -> Result<Dataset, NonmemReadError> {
        let mut text = Vec::new();
        input.read_to_end(&mut text).map_err(unreadable)?;
        let mut lines = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(&text[..]);
        let columns = self.places(lines.byte_headers().map_err(unreadable)?)?;
        let mut records = Vec::new();
        let mut order = Order::default();
        let mut fields = csv::ByteRecord::new();
        while lines.read_byte_record(&mut fields).map_err(unreadable)? {
            let line = Line {
                text: &text,
                fields: &fields,
                columns: &columns,
                unit: self.unit,
            };
            let record = line.record()?;
            order.check(&record, &line)?;
            records.push(record);
        }
        Ok(Dataset::in_order(records))
    }

    /// Where each column stands.
    fn places(&self, names: &csv::ByteRecord) -> Result<Columns, NonmemReadError> {
        let mut columns = Columns {
            places: [None; ItemName::ALL.len()],
            count: names.len(),
        };
        let mut seen = HashSet::with_capacity(names.len());
        for (place, name) in names.iter().enumerate() {
            let name = String::from_utf8_lossy(name).into_owned();
            match ItemName::named(&name) {
                Some(column) => columns.places[column as usize] = Some(place),
                None if self.ignored.contains(&name) => {}
                None => return Err(NonmemReadError::UnknownColumn { name }),
            }
            if let Some(name) = seen.replace(name) {
                return Err(NonmemReadError::ColumnTwice { name });
            }
        }
        for needed in ItemName::NEEDED {
            if columns.places[needed as usize].is_none() {
                return Err(NonmemReadError::NoColumn(needed));
            }
        }
        Ok(columns)
    }
}

fn unreadable(error: impl core::error::Error + Send + Sync + 'static) -> NonmemReadError {
    NonmemReadError::Csv(Box::new(error))
}

/// Where the columns of a file stand.
pub(super) struct Columns {
    /// By column.
    pub(super) places: [Option<usize>; ItemName::ALL.len()],
    pub(super) count: usize,
}

/// Subjects stand together, and their times rise.
#[derive(Default)]
struct Order {
    seen: HashSet<u32>,
    last: Option<(u32, RecordTime)>,
}

impl Order {
    fn check(&mut self, record: &EventRecord, line: &Line<'_>) -> Result<(), NonmemReadError> {
        let (id, time) = (record.id(), record.time());
        match self.last {
            Some((last, before)) if last == id && time < before => {
                return Err(NonmemReadError::Order {
                    line: line.place(),
                    id,
                    time,
                    before,
                });
            }
            Some((last, _)) if last == id => {}
            _ if self.seen.insert(id) => {}
            _ => {
                let line = line.place();
                return Err(NonmemReadError::SubjectAgain { line, id });
            }
        }
        self.last = Some((id, time));
        Ok(())
    }
}
