//! Event records to text.

use std::io::{self, Write};

use crate::interchange::error::{FileError, FormatError};
use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::decimal::Decimal;
use crate::interchange::nonmem::format::{ItemName, RecordFormat, TimeUnit};
use crate::interchange::nonmem::record::{EventRecord, RecordedEvent};
use crate::interchange::nonmem::time::{HOURS_A_DAY, RATE_DECIMALS, TIME_DECIMALS};

/// Decimals of a mass in mg.
pub(super) const MASS_DECIMALS: u32 = 3;

impl RecordFormat {
    /// Writes the records with a line of names. The output is buffered here.
    ///
    /// # Errors
    ///
    /// If a number of a record has no end of decimals in the unit of time, a record needs a column that is left
    /// out, or the output fails.
    pub fn write(&self, data: &EventDataset, output: impl Write) -> Result<(), FileError> {
        let mut lines = Lines::new(self.unit, output);
        for column in &self.columns {
            lines.text(column.name().as_bytes());
        }
        lines.end().map_err(output_failed)?;
        let all = ItemName::ALL.iter().copied();
        let left_out: Vec<ItemName> = all.filter(|column| !self.columns.contains(column)).collect();
        for (record, number) in data.records().iter().zip(1..) {
            if let Some(column) = left_out.iter().find(|column| needs(record, **column)) {
                let place = format!("record {number}, column {column}");
                let expected = "among the columns to write";
                return Err(FormatError::expected(place, expected, "left out").into());
            }
            for column in &self.columns {
                lines
                    .field(record, *column)
                    .ok_or_else(|| self.not_decimal(number, record, *column))?;
            }
            lines.end().map_err(output_failed)?;
        }
        lines.flush().map_err(output_failed)
    }

    /// The records as text.
    ///
    /// # Errors
    ///
    /// As [`RecordFormat::write`].
    pub fn to_csv(&self, data: &EventDataset) -> Result<String, FileError> {
        let mut text = Vec::new();
        self.write(data, &mut text)?;
        String::from_utf8(text).map_err(|error| output_failed(io::Error::other(error)))
    }

    fn not_decimal(&self, number: usize, record: &EventRecord, column: ItemName) -> FormatError {
        let dose = record.dose();
        let rate = dose.and_then(|dose| dose.rate());
        let repeats = dose.and_then(|dose| dose.repeats());
        let found = match (column, rate, repeats) {
            (ItemName::Rate, Some(rate), _) => rate.to_string(),
            (ItemName::Ii, _, Some(repeats)) => repeats.interval.to_string(),
            _ => record.time().to_string(),
        };
        let place = format!("record {number}, column {column}");
        FormatError::expected(place, format!("a decimal number in {}", self.unit), found)
    }
}

fn output_failed(cause: io::Error) -> FileError {
    let what = "the records";
    FileError::Output { what, cause }
}

/// Whether a record would say something else without a column.
fn needs(record: &EventRecord, column: ItemName) -> bool {
    match (column, record.event()) {
        (ItemName::Rate, RecordedEvent::Dose(dose)) => dose.rate().is_some(),
        (ItemName::Addl | ItemName::Ii, RecordedEvent::Dose(dose)) => dose.repeats().is_some(),
        (ItemName::Dv, RecordedEvent::Observation(value)) => value.is_some(),
        (ItemName::Cmt, _) => record.compartment() != 0,
        _ => false,
    }
}

/// Lines of fields. Names, numbers and points need no quotes, so that fields go straight to their place.
struct Lines<W> {
    output: W,
    bytes: Vec<u8>,
    decimal: Decimal,
    unit: TimeUnit,
}

impl<W: Write> Lines<W> {
    /// The output gets this many bytes at a time, and what is left of a line.
    const BLOCK: usize = 1 << 16;

    fn new(unit: TimeUnit, output: W) -> Self {
        Self {
            output,
            bytes: Vec::with_capacity(Self::BLOCK + 1_024),
            decimal: Decimal::new(),
            unit,
        }
    }

    fn end(&mut self) -> io::Result<()> {
        // In place of the comma behind the last field.
        if let Some(comma) = self.bytes.last_mut() {
            *comma = b'\n';
        }
        if self.bytes.len() >= Self::BLOCK {
            self.output.write_all(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.write_all(&self.bytes)?;
        self.output.flush()
    }

    /// Adds a field; `None` where the number has no end in the unit of time.
    #[inline]
    fn field(&mut self, record: &EventRecord, column: ItemName) -> Option<()> {
        match (column, record.event()) {
            (ItemName::Id, _) => self.number::<0>(record.id().into()),
            (ItemName::Time, _) => {
                self.number::<TIME_DECIMALS>(self.divided(record.time().0, TimeUnit::Days)?);
            }
            (ItemName::Cmt, _) => self.number::<0>(record.compartment().into()),
            (ItemName::Evid, RecordedEvent::Dose(_))
            | (ItemName::Mdv, RecordedEvent::Dose(_) | RecordedEvent::Observation(None)) => {
                self.text(b"1");
            }
            (ItemName::Evid, RecordedEvent::Observation(_))
            | (ItemName::Mdv, RecordedEvent::Observation(Some(_))) => {
                self.text(b"0");
            }
            (ItemName::Amt, RecordedEvent::Dose(dose)) => {
                self.number::<MASS_DECIMALS>(dose.mass().as_micrograms());
            }
            (ItemName::Rate, RecordedEvent::Dose(dose)) => match dose.rate() {
                None => self.text(b"0"),
                Some(rate) => {
                    self.number::<RATE_DECIMALS>(self.divided(rate.0.get(), TimeUnit::Hours)?);
                }
            },
            (ItemName::Addl, RecordedEvent::Dose(dose)) => {
                self.number::<0>(dose.additional().into());
            }
            (ItemName::Ii, RecordedEvent::Dose(dose)) => match dose.repeats() {
                None => self.text(b"0"),
                Some(repeats) => {
                    self.number::<TIME_DECIMALS>(self.divided(repeats.interval.0, TimeUnit::Days)?);
                }
            },
            (ItemName::Dv, RecordedEvent::Observation(Some(value))) => self.value(value)?,
            (ItemName::Dv | ItemName::Amt | ItemName::Rate | ItemName::Addl | ItemName::Ii, _) => {
                self.text(b".");
            }
        }
        Some(())
    }

    #[inline]
    fn text(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.bytes.push(b',');
    }

    #[inline]
    fn number<const DECIMALS: u32>(&mut self, steps: u64) {
        let text = self.decimal.text::<DECIMALS>(steps);
        self.bytes.extend_from_slice(text);
        self.bytes.push(b',');
    }

    /// The shortest text that is read as the same number.
    fn value(&mut self, value: f64) -> Option<()> {
        write!(self.bytes, "{value},").ok()
    }

    /// A number of steps, divided by the hours of a day where the file has this unit; `None` where that has no end.
    #[inline]
    fn divided(&self, steps: u64, unit: TimeUnit) -> Option<u64> {
        if self.unit != unit {
            return Some(steps);
        }
        (steps % HOURS_A_DAY == 0).then_some(steps / HOURS_A_DAY)
    }
}
