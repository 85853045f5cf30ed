//! One line of a file of event records, field by field.

use crate::interchange::nonmem::decimal::{self, NumberError};
use crate::interchange::nonmem::format::{ItemName, TimeUnit};
use crate::interchange::nonmem::read::{Columns, NonmemReadError, Problem};
use crate::interchange::nonmem::record::{DoseEvent, Event, EventRecord, RecordError};
use crate::interchange::nonmem::time::{
    HOURS_A_DAY, InfusionRate, RATE_DECIMALS, RecordTime, TIME_DECIMALS,
};
use crate::interchange::nonmem::write::MASS_DECIMALS;
use crate::quantity::Mass;

/// One line of the file.
pub(super) struct Line<'l> {
    /// The whole file.
    pub(super) text: &'l [u8],
    pub(super) fields: &'l csv::ByteRecord,
    pub(super) columns: &'l Columns,
    pub(super) unit: TimeUnit,
}

impl Line<'_> {
    pub(super) fn record(&self) -> Result<EventRecord, NonmemReadError> {
        if self.fields.len() != self.columns.count {
            return Err(NonmemReadError::Fields {
                line: self.place(),
                found: self.fields.len(),
                expected: self.columns.count,
            });
        }
        let id = self.small(ItemName::Id)?;
        let id = id.ok_or_else(|| self.missing(ItemName::Id))?;
        let time = self.time(ItemName::Time)?;
        let time = time.ok_or_else(|| self.missing(ItemName::Time))?;
        let event = match self.small(ItemName::Evid)? {
            Some(0_u8) => self.observation()?,
            Some(1) => self.dose()?.into(),
            _ => return Err(self.problem(ItemName::Evid, Problem::Evid)),
        };
        let record = EventRecord::new(id, time, event).map_err(|source| self.refused(source))?;
        let compartment = self.small(ItemName::Cmt)?.unwrap_or(0);
        Ok(record.in_compartment(compartment))
    }

    fn dose(&self) -> Result<DoseEvent, NonmemReadError> {
        let mass = self.number(ItemName::Amt, MASS_DECIMALS)?;
        let mass = mass.ok_or_else(|| self.missing(ItemName::Amt))?;
        let dose = DoseEvent::new(Mass::micrograms(mass))
            .map_err(|_| self.problem(ItemName::Amt, Problem::NoMass))?;
        if self.mdv()? == Some(false) {
            return Err(self.problem(ItemName::Mdv, Problem::MdvOfDose));
        }
        if self.is_value(ItemName::Dv)? {
            return Err(self.problem(ItemName::Dv, Problem::OnlyOfObservation));
        }
        let additional: u32 = self.small(ItemName::Addl)?.unwrap_or(0);
        let interval = self.time(ItemName::Ii)?.unwrap_or(RecordTime::ZERO);
        match (additional > 0, interval > RecordTime::ZERO) {
            (true, false) => return Err(self.problem(ItemName::Ii, Problem::NoInterval)),
            (false, true) => return Err(self.problem(ItemName::Addl, Problem::NoAdditional)),
            _ => {}
        }
        dose.at_rate(self.rate()?)
            .repeated(additional, interval)
            .map_err(|source| self.refused(source))
    }

    fn observation(&self) -> Result<Event, NonmemReadError> {
        for column in [ItemName::Amt, ItemName::Rate, ItemName::Addl, ItemName::Ii] {
            if self.is_value(column)? {
                return Err(self.problem(column, Problem::OnlyOfDose));
            }
        }
        let value = match self.text(ItemName::Dv)? {
            "" | "." => None,
            text => {
                let number = text.parse::<f64>().ok().filter(|value| value.is_finite());
                Some(number.ok_or_else(|| self.problem(ItemName::Dv, Problem::NotFinite))?)
            }
        };
        match (self.mdv()?, value) {
            // 0 is how data sets fill a column where a value is missing.
            (Some(true), Some(0.0)) => Ok(Event::Observation(None)),
            (Some(true), Some(_)) | (Some(false), None) => {
                Err(self.problem(ItemName::Mdv, Problem::MdvOfObservation))
            }
            _ => Ok(Event::Observation(value)),
        }
    }

    /// Whether the observed value is said to be missing.
    fn mdv(&self) -> Result<Option<bool>, NonmemReadError> {
        match self.small(ItemName::Mdv)? {
            None => Ok(None),
            Some(0_u8) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => Err(self.problem(ItemName::Mdv, Problem::Mdv)),
        }
    }

    fn rate(&self) -> Result<Option<InfusionRate>, NonmemReadError> {
        if matches!(self.text(ItemName::Rate)?, "-1" | "-2") {
            return Err(self.problem(ItemName::Rate, Problem::ModelledRate));
        }
        let per_unit = self.number(ItemName::Rate, RATE_DECIMALS)?.unwrap_or(0);
        let per_day = match self.unit {
            TimeUnit::Days => Some(per_unit),
            TimeUnit::Hours => per_unit.checked_mul(HOURS_A_DAY),
        };
        let per_day = per_day.ok_or_else(|| self.too_large(ItemName::Rate))?;
        Ok(InfusionRate::nanograms_per_day(per_day))
    }

    fn time(&self, column: ItemName) -> Result<Option<RecordTime>, NonmemReadError> {
        let Some(time) = self.number(column, TIME_DECIMALS)? else {
            return Ok(None);
        };
        let hours = match self.unit {
            TimeUnit::Hours => Some(time),
            TimeUnit::Days => time.checked_mul(HOURS_A_DAY),
        };
        let hours = hours.ok_or_else(|| self.too_large(column))?;
        Ok(Some(RecordTime(hours)))
    }

    /// A whole number of fewer bits.
    fn small<N: TryFrom<u64>>(&self, column: ItemName) -> Result<Option<N>, NonmemReadError> {
        let number = self.number(column, 0)?;
        number
            .map(|number| N::try_from(number).map_err(|_| self.too_large(column)))
            .transpose()
    }

    /// A number in smallest steps, where there is one.
    fn number(&self, column: ItemName, decimals: u32) -> Result<Option<u64>, NonmemReadError> {
        match decimal::parse(self.text(column)?, decimals) {
            Ok(number) => Ok(Some(number)),
            Err(NumberError::Missing) => Ok(None),
            Err(problem) => Err(self.problem(column, Problem::Number(problem))),
        }
    }

    /// Whether a field has anything but a missing value or the 0 that stands for one.
    fn is_value(&self, column: ItemName) -> Result<bool, NonmemReadError> {
        let text = self.text(column)?;
        Ok(!matches!(text, "" | ".") && text.parse::<f64>() != Ok(0.0))
    }

    /// The field of a column, nothing where there is no such column.
    fn text(&self, column: ItemName) -> Result<&str, NonmemReadError> {
        core::str::from_utf8(self.bytes(column)).map_err(|_| self.problem(column, Problem::NotText))
    }

    fn bytes(&self, column: ItemName) -> &[u8] {
        let place = self.columns.places[column as usize];
        place.map_or(&[], |place| &self.fields[place])
    }

    /// Which line of the file it is. The reader counts the empty lines before it as its own.
    pub(super) fn place(&self) -> u64 {
        let Some(start) = self.fields.position() else {
            return 0;
        };
        let byte = usize::try_from(start.byte()).unwrap_or(usize::MAX);
        let rest = self.text.get(byte..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        start.line() + ends.map(|byte| u64::from(*byte == b'\n')).sum::<u64>()
    }

    fn missing(&self, column: ItemName) -> NonmemReadError {
        self.problem(column, Problem::Number(NumberError::Missing))
    }

    fn too_large(&self, column: ItemName) -> NonmemReadError {
        self.problem(column, Problem::Number(NumberError::TooLarge))
    }

    fn problem(&self, column: ItemName, problem: Problem) -> NonmemReadError {
        NonmemReadError::Field {
            line: self.place(),
            column,
            text: String::from_utf8_lossy(self.bytes(column)).into_owned(),
            problem,
        }
    }

    fn refused(&self, source: RecordError) -> NonmemReadError {
        NonmemReadError::Record {
            line: self.place(),
            source,
        }
    }
}
