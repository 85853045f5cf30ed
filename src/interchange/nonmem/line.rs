//! One line of a file of event records, field by field.

use core::fmt;

use crate::interchange::error::{FormatError, quoted};
use crate::interchange::nonmem::decimal::{self, TOO_LARGE};
use crate::interchange::nonmem::format::{Columns, ItemName, TimeUnit};
use crate::interchange::nonmem::record::{DoseEvent, EventRecord, RecordedEvent};
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
    /// The number of the record, counted from 1.
    pub(super) record: usize,
    pub(super) columns: &'l Columns,
    pub(super) unit: TimeUnit,
}

impl Line<'_> {
    pub(super) fn record(&self) -> Result<EventRecord, FormatError> {
        if self.fields.len() != self.columns.count {
            let expected = format!("{} fields", self.columns.count);
            return Err(FormatError::expected(self.place(), expected, self.fields.len()));
        }
        let id = self.needed(ItemName::Id, self.small(ItemName::Id)?)?;
        let time = self.needed(ItemName::Time, self.time(ItemName::Time)?)?;
        let event = match self.small(ItemName::Evid)? {
            Some(0_u8) => self.observation()?,
            Some(1) => self.dose()?.into(),
            _ => return self.expected(ItemName::Evid, "0 for an observation or 1 for a dose"),
        };
        let record = EventRecord::new(id, time, event)
            .map_err(|why| FormatError::because(self.place(), why))?;
        let compartment = self.small(ItemName::Cmt)?.unwrap_or(0);
        Ok(record.in_compartment(compartment))
    }

    fn dose(&self) -> Result<DoseEvent, FormatError> {
        let mass = self.number(ItemName::Amt, MASS_DECIMALS)?;
        let mass = Mass::micrograms(self.needed(ItemName::Amt, mass)?);
        let Ok(dose) = DoseEvent::new(mass) else {
            return self.expected(ItemName::Amt, "more than 0 in a dose record");
        };
        if self.mdv()? == Some(false) {
            return self.expected(ItemName::Mdv, "1 in a dose record");
        }
        if self.is_value(ItemName::Dv)? {
            return self.expected(ItemName::Dv, "nothing in a dose record");
        }
        let additional: u32 = self.small(ItemName::Addl)?.unwrap_or(0);
        let interval = self.time(ItemName::Ii)?.unwrap_or(RecordTime::ZERO);
        match (additional > 0, interval > RecordTime::ZERO) {
            (true, false) => return self.expected(ItemName::Ii, "more than 0 where ADDL is"),
            (false, true) => return self.expected(ItemName::Addl, "more than 0 where II is"),
            _ => {}
        }
        dose.at_rate(self.rate()?)
            .repeated(additional, interval)
            .map_err(|why| FormatError::because(self.place(), why))
    }

    fn observation(&self) -> Result<RecordedEvent, FormatError> {
        for column in [ItemName::Amt, ItemName::Rate, ItemName::Addl, ItemName::Ii] {
            if self.is_value(column)? {
                return self.expected(column, "nothing in an observation record");
            }
        }
        let value = match self.text(ItemName::Dv)? {
            "" | "." => None,
            text => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Some(value),
                _ => return self.expected(ItemName::Dv, "a finite number"),
            },
        };
        match (self.mdv()?, value) {
            // 0 is how data sets fill a column where a value is missing.
            (Some(true), Some(0.0)) => Ok(RecordedEvent::Observation(None)),
            (Some(true), Some(_)) | (Some(false), None) => {
                self.expected(ItemName::Mdv, "0 with an observed value and 1 without")
            }
            _ => Ok(RecordedEvent::Observation(value)),
        }
    }

    /// Whether the observed value is said to be missing.
    fn mdv(&self) -> Result<Option<bool>, FormatError> {
        match self.small(ItemName::Mdv)? {
            None => Ok(None),
            Some(0_u8) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => self.expected(ItemName::Mdv, "0 or 1"),
        }
    }

    fn rate(&self) -> Result<Option<InfusionRate>, FormatError> {
        if matches!(self.text(ItemName::Rate)?, "-1" | "-2") {
            let rate = "a rate, or 0 for a dose given at once; -1 and -2 leave it to the model";
            return self.expected(ItemName::Rate, rate);
        }
        let per_day = self.scaled(ItemName::Rate, RATE_DECIMALS, TimeUnit::Hours)?;
        Ok(per_day.and_then(InfusionRate::nanograms_per_day))
    }

    fn time(&self, column: ItemName) -> Result<Option<RecordTime>, FormatError> {
        let hours = self.scaled(column, TIME_DECIMALS, TimeUnit::Days)?;
        Ok(hours.map(RecordTime))
    }

    /// A number in smallest steps, times the hours of a day where the file has this unit.
    fn scaled(
        &self,
        column: ItemName,
        decimals: u32,
        unit: TimeUnit,
    ) -> Result<Option<u64>, FormatError> {
        let number = self.number(column, decimals)?;
        let factor = if self.unit == unit { HOURS_A_DAY } else { 1 };
        match number.map(|steps| steps.checked_mul(factor)) {
            Some(None) => self.expected(column, TOO_LARGE),
            scaled => Ok(scaled.flatten()),
        }
    }

    /// A whole number of fewer bits.
    fn small<N: TryFrom<u64>>(&self, column: ItemName) -> Result<Option<N>, FormatError> {
        match self.number(column, 0)?.map(N::try_from).transpose() {
            Ok(number) => Ok(number),
            Err(_) => self.expected(column, TOO_LARGE),
        }
    }

    /// A number in smallest steps, where there is one.
    fn number(&self, column: ItemName, decimals: u32) -> Result<Option<u64>, FormatError> {
        decimal::parse(self.text(column)?, decimals)
            .or_else(|expected| self.expected(column, expected))
    }

    fn needed<T>(&self, column: ItemName, value: Option<T>) -> Result<T, FormatError> {
        value.map_or_else(|| self.expected(column, "a value"), Ok)
    }

    /// Whether a field has anything but a missing value or the 0 that stands for one.
    fn is_value(&self, column: ItemName) -> Result<bool, FormatError> {
        let text = self.text(column)?;
        Ok(!matches!(text, "" | ".") && text.parse::<f64>() != Ok(0.0))
    }

    /// The field of a column, nothing where there is no such column.
    fn text(&self, column: ItemName) -> Result<&str, FormatError> {
        core::str::from_utf8(self.bytes(column)).or_else(|_| self.expected(column, "text in UTF-8"))
    }

    fn bytes(&self, column: ItemName) -> &[u8] {
        let place = self.columns.places[column as usize];
        place.map_or(&[], |place| &self.fields[place])
    }

    pub(super) fn place(&self) -> String {
        format!("record {} (line {})", self.record, self.line())
    }

    /// Which line of the file it is. The reader counts the empty lines before it as its own.
    fn line(&self) -> u64 {
        let Some(start) = self.fields.position() else {
            return 0;
        };
        let byte = usize::try_from(start.byte()).unwrap_or(usize::MAX);
        let rest = self.text.get(byte..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        start.line() + ends.map(|byte| u64::from(*byte == b'\n')).sum::<u64>()
    }

    /// The error that something else was expected in a column.
    fn expected<T>(&self, column: ItemName, expected: impl fmt::Display) -> Result<T, FormatError> {
        let place = format!("{}, column {column}", self.place());
        let found = String::from_utf8_lossy(self.bytes(column));
        Err(FormatError::expected(place, expected, quoted(&found)))
    }
}
