//! Event records to text.

use std::io::{self, Write};

use crate::interchange::error::{FileError, FormatError};
use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::decimal::Decimal;
use crate::interchange::nonmem::format::{AmountUnit, ItemName, RecordFormat, TimeUnit};
use crate::interchange::nonmem::record::{DoseEvent, EventRecord, RecordedEvent};
use crate::interchange::nonmem::time::{HOURS_A_DAY, RecordTime, TIME_DECIMALS};

impl RecordFormat {
    /// Writes a header line, the comments and the records. Covariates come after the data items. The output is
    /// buffered.
    ///
    /// # Errors
    ///
    /// If a number has no finite decimal form in the unit of time, if a record needs a column that is left out, or if
    /// the output fails.
    pub fn write(&self, data: &EventDataset, output: impl Write) -> Result<(), FileError> {
        let mut lines = Lines::new(self, output);
        let columns = self.columns_for(data);
        for column in &columns {
            lines.text(column.name().as_bytes());
        }
        for name in data.covariates() {
            lines.quoted(name);
        }
        lines.end().map_err(output_failed)?;
        for comment in data.comments() {
            lines.comment(comment).map_err(output_failed)?;
        }
        let all = ItemName::ALL.iter().copied();
        let left_out: Vec<ItemName> = all.filter(|column| !columns.contains(column)).collect();
        for (record, at) in data.records().zip(0..) {
            let place = |column| format!("record {}, column {column}", at + 1);
            if let Some(column) = left_out.iter().find(|column| needs(&record, **column)) {
                let expected = "among the columns to write";
                return Err(FormatError::expected(place(column), expected, "left out").into());
            }
            for column in &columns {
                lines.field(&record, *column).ok_or_else(|| {
                    let expected = format!("a decimal number in {}", self.unit);
                    FormatError::expected(place(column), expected, number_in(&record, *column))
                })?;
            }
            for value in data.values(at) {
                lines.quoted(value);
            }
            lines.end().map_err(output_failed)?;
        }
        lines.flush().map_err(output_failed)
    }

    /// Returns the records as text.
    ///
    /// # Errors
    ///
    /// If [`RecordFormat::write`] has an error.
    pub fn to_csv(&self, data: &EventDataset) -> Result<String, FileError> {
        let mut text = Vec::new();
        self.write(data, &mut text)?;
        String::from_utf8(text).map_err(|error| output_failed(io::Error::other(error)))
    }

    /// The columns to write; SS where a dose is at steady state, unless the columns were given.
    fn columns_for(&self, data: &EventDataset) -> Vec<ItemName> {
        self.columns.clone().unwrap_or_else(|| {
            let steady = data.records().any(|record| needs(&record, ItemName::Ss));
            let all = ItemName::ALL.iter().copied();
            all.filter(|column| steady || *column != ItemName::Ss).collect()
        })
    }
}

/// The number of a column that has no end of decimals.
fn number_in(record: &EventRecord, column: ItemName) -> String {
    let dose = record.dose();
    let interval = dose.and_then(interval);
    match (column, dose.and_then(|dose| dose.rate()), interval) {
        (ItemName::Rate, Some(rate), _) => rate.to_string(),
        (ItemName::Ii, _, Some(interval)) => interval.to_string(),
        _ => record.time().to_string(),
    }
}

/// The II of a dose.
fn interval(dose: DoseEvent) -> Option<RecordTime> {
    let repeated = dose.repeats().map(|repeats| repeats.interval);
    repeated.or(dose.steady_state().map(|steady| steady.interval))
}

fn output_failed(cause: io::Error) -> FileError {
    let what = "the records";
    FileError::Output { what, cause }
}

/// Whether a record would say something else without a column.
fn needs(record: &EventRecord, column: ItemName) -> bool {
    let dose = record.dose();
    match column {
        ItemName::Rate => dose.is_some_and(|dose| dose.rate().is_some()),
        ItemName::Ss => dose.is_some_and(|dose| dose.steady_state().is_some()),
        ItemName::Addl => dose.is_some_and(|dose| dose.repeats().is_some()),
        ItemName::Ii => dose.and_then(interval).is_some(),
        ItemName::Mdv => {
            let missing = matches!(record.event(), RecordedEvent::Observation(None));
            missing && record.ignored_value().is_some()
        }
        ItemName::Dv => {
            let observed = matches!(record.event(), RecordedEvent::Observation(Some(_)));
            observed || record.ignored_value().is_some()
        }
        ItemName::Cmt => record.compartment() != 0,
        ItemName::Id | ItemName::Time | ItemName::Amt | ItemName::Evid => false,
    }
}

/// Lines of fields. Names, numbers and points need no quotes, so that fields go straight to their place.
struct Lines<W> {
    output: W,
    bytes: Vec<u8>,
    decimal: Decimal,
    unit: TimeUnit,
    amounts: AmountUnit,
}

impl<W: Write> Lines<W> {
    /// The output gets this many bytes at a time, and what is left of a line.
    const BLOCK: usize = 1 << 16;

    fn new(format: &RecordFormat, output: W) -> Self {
        Self {
            output,
            bytes: Vec::with_capacity(Self::BLOCK + 1_024),
            decimal: Decimal::new(),
            unit: format.unit,
            amounts: format.amounts,
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
        match (column, record.dose()) {
            (ItemName::Id, _) => self.number::<0>(record.id().into()),
            (ItemName::Time, _) => {
                self.number::<TIME_DECIMALS>(self.divided(record.time().0, TimeUnit::Days)?);
            }
            (ItemName::Cmt, _) => self.number::<0>(record.compartment().into()),
            (ItemName::Evid, _) => self.text(match record.event() {
                RecordedEvent::Observation(_) => b"0",
                RecordedEvent::Dose(_) => b"1",
                RecordedEvent::Other => b"2",
                RecordedEvent::Reset => b"3",
                RecordedEvent::ResetDose(_) => b"4",
            }),
            (ItemName::Mdv, _) => self.text(match record.event() {
                RecordedEvent::Observation(Some(_)) => b"0",
                _ => b"1",
            }),
            (ItemName::Amt, Some(dose)) => {
                let micrograms = dose.mass().as_micrograms();
                match self.amounts {
                    AmountUnit::Mg => self.number::<3>(micrograms),
                    AmountUnit::Micrograms => self.number::<0>(micrograms),
                }
            }
            (ItemName::Rate, Some(dose)) => match dose.rate() {
                None => self.text(b"0"),
                Some(rate) => {
                    let nanograms = self.divided(rate.0.get(), TimeUnit::Hours)?;
                    match self.amounts {
                        AmountUnit::Mg => self.number::<6>(nanograms),
                        AmountUnit::Micrograms => self.number::<3>(nanograms),
                    }
                }
            },
            (ItemName::Ss, Some(dose)) => self.text(match dose.steady_state() {
                None => b"0",
                Some(steady) if steady.adds => b"2",
                Some(_) => b"1",
            }),
            (ItemName::Addl, Some(dose)) => self.number::<0>(dose.additional().into()),
            (ItemName::Ii, Some(dose)) => match interval(dose) {
                None => self.text(b"0"),
                Some(interval) => {
                    self.number::<TIME_DECIMALS>(self.divided(interval.0, TimeUnit::Days)?);
                }
            },
            (ItemName::Dv, _) => match (record.event(), record.ignored_value()) {
                (RecordedEvent::Observation(Some(value)), _) | (_, Some(value)) => {
                    self.value(value)?;
                }
                _ => self.text(b"."),
            },
            (_, None) => self.text(b"."),
        }
        Some(())
    }

    #[inline]
    fn text(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.bytes.push(b',');
    }

    /// A name or a value of a covariate, in quotation marks where it would be another one without them.
    fn quoted(&mut self, text: &str) {
        let outer_blank = text.starts_with([' ', '\t']) || text.ends_with([' ', '\t', '\r']);
        if outer_blank || text.contains([',', '"']) {
            self.bytes.push(b'"');
            self.bytes.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            self.bytes.push(b'"');
            self.bytes.push(b',');
        } else {
            self.text(text.as_bytes());
        }
    }

    fn comment(&mut self, comment: &str) -> io::Result<()> {
        self.bytes.push(b'#');
        self.text(comment.as_bytes());
        self.end()
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
