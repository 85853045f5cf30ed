//! Text to event records.

use std::collections::HashSet;
use std::io::Read;

use crate::interchange::error::{FileError, FormatError, quoted};
use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::format::{Columns, ItemName, RecordFormat};
use crate::interchange::nonmem::line::Line;
use crate::interchange::nonmem::record::EventRecord;
use crate::interchange::nonmem::time::RecordTime;

impl RecordFormat {
    /// Reads records with a line of names; the columns may stand in any order. Additional doses stay as they
    /// are, so that a line that asks for four billion of them takes no more room than another.
    ///
    /// CMT, RATE, ADDL, II, MDV and DV may be left out, and stand for the default compartment, a dose given at
    /// once, none, and a value that is missing.
    ///
    /// # Errors
    ///
    /// If the input fails or is not comma-separated values; if a column is missing, comes twice or is not known; or
    /// if a record or one of its fields is not read. The error has the record, the line and the column.
    pub fn read(&self, mut input: impl Read) -> Result<EventDataset, FileError> {
        let mut text = Vec::new();
        input.read_to_end(&mut text).map_err(FileError::Input)?;
        let mut lines =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(&text[..]);
        let columns = self.places(lines.byte_headers().map_err(malformed)?)?;
        let mut records = Vec::new();
        let mut order = Order::default();
        let mut fields = csv::ByteRecord::new();
        while lines.read_byte_record(&mut fields).map_err(malformed)? {
            let line = Line {
                text: &text,
                fields: &fields,
                record: records.len() + 1,
                columns: &columns,
                unit: self.unit,
            };
            let record = line.record()?;
            order.check(&record, &line)?;
            records.push(record);
        }
        Ok(EventDataset::in_order(records))
    }

    /// Where each column stands.
    fn places(&self, names: &csv::ByteRecord) -> Result<Columns, FormatError> {
        const PLACE: &str = "line of names";
        let mut columns = Columns { places: [None; ItemName::ALL.len()], count: names.len() };
        let mut seen = HashSet::with_capacity(names.len());
        for (place, name) in names.iter().enumerate() {
            let name = String::from_utf8_lossy(name).into_owned();
            match ItemName::named(&name) {
                Some(column) => columns.places[column as usize] = Some(place),
                None if self.ignored.contains(&name) => {}
                None => {
                    let expected =
                        "ID, TIME, AMT, RATE, EVID, CMT, ADDL, II, MDV, DV or a column to ignore";
                    return Err(FormatError::expected(PLACE, expected, quoted(&name)));
                }
            }
            if let Some(name) = seen.replace(name) {
                let found = format!("{} twice", quoted(&name));
                return Err(FormatError::expected(PLACE, "every name once", found));
            }
        }
        for needed in ItemName::NEEDED {
            if columns.places[needed as usize].is_none() {
                return Err(needed.missing_in(PLACE));
            }
        }
        Ok(columns)
    }
}

fn malformed(error: csv::Error) -> FileError {
    FileError::Input(error.into())
}

/// Subjects stand together, and their times rise.
#[derive(Default)]
struct Order {
    seen: HashSet<u32>,
    last: Option<(u32, RecordTime)>,
}

impl Order {
    fn check(&mut self, record: &EventRecord, line: &Line<'_>) -> Result<(), FormatError> {
        let (id, time) = (record.id(), record.time());
        match self.last {
            Some((last, before)) if last == id && time < before => {
                let found = format!("subject {id} at {time} after {before}");
                return Err(FormatError::expected(line.place(), "rising times", found));
            }
            Some((last, _)) if last == id => {}
            _ if self.seen.insert(id) => {}
            _ => {
                let expected = format!("the records of subject {id} together");
                let found = "another subject between";
                return Err(FormatError::expected(line.place(), expected, found));
            }
        }
        self.last = Some((id, time));
        Ok(())
    }
}
