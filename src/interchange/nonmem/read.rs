//! Text to event records.

use std::collections::HashSet;
use std::io::Read;

use crate::interchange::nonmem::dataset::EventDataset;
use crate::interchange::nonmem::error::ReadRecordsError;
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
    pub fn read(&self, mut input: impl Read) -> Result<EventDataset, ReadRecordsError> {
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
    fn places(&self, names: &csv::ByteRecord) -> Result<Columns, ReadRecordsError> {
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
                None => return Err(ReadRecordsError::UnknownColumn { name }),
            }
            if let Some(name) = seen.replace(name) {
                return Err(ReadRecordsError::ColumnTwice { name });
            }
        }
        for needed in ItemName::NEEDED {
            if columns.places[needed as usize].is_none() {
                return Err(ReadRecordsError::NoColumn(needed));
            }
        }
        Ok(columns)
    }
}

fn unreadable(error: impl core::error::Error + Send + Sync + 'static) -> ReadRecordsError {
    ReadRecordsError::Csv(Box::new(error))
}

/// Subjects stand together, and their times rise.
#[derive(Default)]
struct Order {
    seen: HashSet<u32>,
    last: Option<(u32, RecordTime)>,
}

impl Order {
    fn check(&mut self, record: &EventRecord, line: &Line<'_>) -> Result<(), ReadRecordsError> {
        let (id, time) = (record.id(), record.time());
        match self.last {
            Some((last, before)) if last == id && time < before => {
                return Err(ReadRecordsError::Order {
                    at: line.place(),
                    id,
                    time,
                    before,
                });
            }
            Some((last, _)) if last == id => {}
            _ if self.seen.insert(id) => {}
            _ => {
                let at = line.place();
                return Err(ReadRecordsError::SubjectAgain { at, id });
            }
        }
        self.last = Some((id, time));
        Ok(())
    }
}
