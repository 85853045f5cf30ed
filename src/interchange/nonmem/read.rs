//! Text to event records.

use core::fmt;
use std::collections::HashSet;
use std::io::Read;

use thiserror::Error;

use crate::interchange::nonmem::dataset::Dataset;
use crate::interchange::nonmem::decimal::{self, NumberError};
use crate::interchange::nonmem::format::{Column, Format, TimeUnit};
use crate::interchange::nonmem::record::{
    DoseEvent, Event, HOURS_A_DAY, RATE_DECIMALS, Rate, Record, RecordError, TIME_DECIMALS, Time,
};
use crate::interchange::nonmem::write::MASS_DECIMALS;
use crate::quantity::Mass;

/// Why a text is no [`Dataset`]. Lines count from 1, and the line of names is one.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No comma-separated values, or the input failed.
    #[error("the records could not be read as comma-separated values")]
    Csv(#[source] Box<dyn core::error::Error + Send + Sync>),
    /// A column that no record can do without.
    #[error("no column {0}, expected at least ID, TIME, AMT, EVID")]
    NoColumn(Column),
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
        column: Column,
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
        time: Time,
        /// The time before it.
        before: Time,
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
    /// Whatever [`ReadError`] and [`Problem`] list.
    pub fn read(&self, input: impl Read) -> Result<Dataset, ReadError> {
        let mut lines = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(input);
        let columns = self.places(lines.byte_headers().map_err(unreadable)?)?;
        let mut records = Vec::new();
        let mut order = Order::default();
        let mut fields = csv::ByteRecord::new();
        while lines.read_byte_record(&mut fields).map_err(unreadable)? {
            let line = Line {
                number: fields.position().map_or(0, csv::Position::line),
                fields: &fields,
                columns: &columns,
                unit: self.unit,
            };
            let record = line.record()?;
            order.check(&record, line.number)?;
            records.push(record);
        }
        Ok(Dataset::in_order(records))
    }

    /// Where each column stands.
    fn places(&self, names: &csv::ByteRecord) -> Result<Columns, ReadError> {
        let mut columns = Columns {
            places: [None; Column::ALL.len()],
            count: names.len(),
        };
        let mut seen = HashSet::with_capacity(names.len());
        for (place, name) in names.iter().enumerate() {
            let name = String::from_utf8_lossy(name).into_owned();
            match Column::named(&name) {
                Some(column) => columns.places[column as usize] = Some(place),
                None if self.ignored.contains(&name) => {}
                None => return Err(ReadError::UnknownColumn { name }),
            }
            if let Some(name) = seen.replace(name) {
                return Err(ReadError::ColumnTwice { name });
            }
        }
        for needed in Column::NEEDED {
            if columns.places[needed as usize].is_none() {
                return Err(ReadError::NoColumn(needed));
            }
        }
        Ok(columns)
    }
}

fn unreadable(error: csv::Error) -> ReadError {
    ReadError::Csv(Box::new(error))
}

struct Columns {
    /// By column.
    places: [Option<usize>; Column::ALL.len()],
    count: usize,
}

/// Subjects stand together, and their times rise.
#[derive(Default)]
struct Order {
    seen: HashSet<u32>,
    last: Option<(u32, Time)>,
}

impl Order {
    fn check(&mut self, record: &Record, line: u64) -> Result<(), ReadError> {
        let (id, time) = (record.id(), record.time());
        match self.last {
            Some((last, before)) if last == id && time < before => {
                return Err(ReadError::Order {
                    line,
                    id,
                    time,
                    before,
                });
            }
            Some((last, _)) if last == id => {}
            _ if self.seen.insert(id) => {}
            _ => return Err(ReadError::SubjectAgain { line, id }),
        }
        self.last = Some((id, time));
        Ok(())
    }
}

/// One line of the file.
struct Line<'l> {
    number: u64,
    fields: &'l csv::ByteRecord,
    columns: &'l Columns,
    unit: TimeUnit,
}

impl Line<'_> {
    fn record(&self) -> Result<Record, ReadError> {
        if self.fields.len() != self.columns.count {
            return Err(ReadError::Fields {
                line: self.number,
                found: self.fields.len(),
                expected: self.columns.count,
            });
        }
        let id = self.small(Column::Id)?;
        let id = id.ok_or_else(|| self.missing(Column::Id))?;
        let time = self.time(Column::Time)?;
        let time = time.ok_or_else(|| self.missing(Column::Time))?;
        let event = match self.small(Column::Evid)? {
            Some(0_u8) => self.observation()?,
            Some(1) => self.dose()?.into(),
            _ => return Err(self.problem(Column::Evid, Problem::Evid)),
        };
        let record = Record::new(id, time, event).map_err(|source| self.refused(source))?;
        let compartment = self.small(Column::Cmt)?.unwrap_or(0);
        Ok(record.in_compartment(compartment))
    }

    fn dose(&self) -> Result<DoseEvent, ReadError> {
        let mass = self.number(Column::Amt, MASS_DECIMALS)?;
        let mass = mass.ok_or_else(|| self.missing(Column::Amt))?;
        let dose = DoseEvent::new(Mass::micrograms(mass))
            .map_err(|_| self.problem(Column::Amt, Problem::NoMass))?;
        if self.mdv()? == Some(false) {
            return Err(self.problem(Column::Mdv, Problem::MdvOfDose));
        }
        if self.is_value(Column::Dv)? {
            return Err(self.problem(Column::Dv, Problem::OnlyOfObservation));
        }
        let additional: u32 = self.small(Column::Addl)?.unwrap_or(0);
        let interval = self.time(Column::Ii)?.unwrap_or(Time::ZERO);
        match (additional > 0, interval > Time::ZERO) {
            (true, false) => return Err(self.problem(Column::Ii, Problem::NoInterval)),
            (false, true) => return Err(self.problem(Column::Addl, Problem::NoAdditional)),
            _ => {}
        }
        dose.at_rate(self.rate()?)
            .repeated(additional, interval)
            .map_err(|source| self.refused(source))
    }

    fn observation(&self) -> Result<Event, ReadError> {
        for column in [Column::Amt, Column::Rate, Column::Addl, Column::Ii] {
            if self.is_value(column)? {
                return Err(self.problem(column, Problem::OnlyOfDose));
            }
        }
        let value = match self.text(Column::Dv)? {
            "" | "." => None,
            text => {
                let number = text.parse::<f64>().ok().filter(|value| value.is_finite());
                Some(number.ok_or_else(|| self.problem(Column::Dv, Problem::NotFinite))?)
            }
        };
        match (self.mdv()?, value) {
            // 0 is how data sets fill a column where a value is missing.
            (Some(true), Some(0.0)) => Ok(Event::Observation(None)),
            (Some(true), Some(_)) | (Some(false), None) => {
                Err(self.problem(Column::Mdv, Problem::MdvOfObservation))
            }
            _ => Ok(Event::Observation(value)),
        }
    }

    /// Whether the observed value is said to be missing.
    fn mdv(&self) -> Result<Option<bool>, ReadError> {
        match self.small(Column::Mdv)? {
            None => Ok(None),
            Some(0_u8) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => Err(self.problem(Column::Mdv, Problem::Mdv)),
        }
    }

    fn rate(&self) -> Result<Option<Rate>, ReadError> {
        if matches!(self.text(Column::Rate)?, "-1" | "-2") {
            return Err(self.problem(Column::Rate, Problem::ModelledRate));
        }
        let per_unit = self.number(Column::Rate, RATE_DECIMALS)?.unwrap_or(0);
        let per_day = match self.unit {
            TimeUnit::Days => Some(per_unit),
            TimeUnit::Hours => per_unit.checked_mul(HOURS_A_DAY),
        };
        let per_day = per_day.ok_or_else(|| self.too_large(Column::Rate))?;
        Ok(Rate::nanograms_per_day(per_day))
    }

    fn time(&self, column: Column) -> Result<Option<Time>, ReadError> {
        let Some(time) = self.number(column, TIME_DECIMALS)? else {
            return Ok(None);
        };
        let hours = match self.unit {
            TimeUnit::Hours => Some(time),
            TimeUnit::Days => time.checked_mul(HOURS_A_DAY),
        };
        let hours = hours.ok_or_else(|| self.too_large(column))?;
        Ok(Some(Time(hours)))
    }

    /// A whole number of fewer bits.
    fn small<N: TryFrom<u64>>(&self, column: Column) -> Result<Option<N>, ReadError> {
        let number = self.number(column, 0)?;
        number
            .map(|number| N::try_from(number).map_err(|_| self.too_large(column)))
            .transpose()
    }

    /// A number in smallest steps, where there is one.
    fn number(&self, column: Column, decimals: u32) -> Result<Option<u64>, ReadError> {
        match decimal::parse(self.text(column)?, decimals) {
            Ok(number) => Ok(Some(number)),
            Err(NumberError::Missing) => Ok(None),
            Err(problem) => Err(self.problem(column, Problem::Number(problem))),
        }
    }

    /// Whether a field has anything but a missing value or the 0 that stands for one.
    fn is_value(&self, column: Column) -> Result<bool, ReadError> {
        let text = self.text(column)?;
        Ok(!matches!(text, "" | ".") && text.parse::<f64>() != Ok(0.0))
    }

    /// The field of a column, nothing where there is no such column.
    fn text(&self, column: Column) -> Result<&str, ReadError> {
        core::str::from_utf8(self.bytes(column)).map_err(|_| self.problem(column, Problem::NotText))
    }

    fn bytes(&self, column: Column) -> &[u8] {
        let place = self.columns.places[column as usize];
        place.map_or(&[], |place| &self.fields[place])
    }

    fn missing(&self, column: Column) -> ReadError {
        self.problem(column, Problem::Number(NumberError::Missing))
    }

    fn too_large(&self, column: Column) -> ReadError {
        self.problem(column, Problem::Number(NumberError::TooLarge))
    }

    fn problem(&self, column: Column, problem: Problem) -> ReadError {
        ReadError::Field {
            line: self.number,
            column,
            text: String::from_utf8_lossy(self.bytes(column)).into_owned(),
            problem,
        }
    }

    fn refused(&self, source: RecordError) -> ReadError {
        ReadError::Record {
            line: self.number,
            source,
        }
    }
}
