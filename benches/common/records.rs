//! Event records, and the same as the csv crate has them.

use aso_regimen::Mass;
use aso_regimen::interchange::nonmem::{DoseEvent, EventDataset, EventRecord, RecordTime};

pub(crate) const RECORDS: usize = 1_000_000;

/// Eight doses and four observations for each of many subjects.
pub(crate) fn dataset() -> EventDataset {
    let dose = DoseEvent::new(Mass::micrograms(99_500)).expect("a dose");
    let subjects = 1..=u32::try_from(RECORDS.div_ceil(12)).expect("few subjects");
    let all = subjects.flat_map(|id| {
        let doses = [0, 14, 28, 56, 84, 112, 140, 168]
            .map(|day| EventRecord::new(id, RecordTime::days(day), dose).expect("a record"));
        let observed = [1, 57, 113, 169].map(|day| {
            let value = 88.5 - f64::from(day) / 4.0;
            let record = EventRecord::new(id, RecordTime::days(day), Some(value));
            record.expect("a record").in_compartment(2)
        });
        doses.into_iter().chain(observed)
    });
    EventDataset::new(all.take(RECORDS))
}

/// The lines of a file as the csv crate holds them.
pub(crate) fn bare(file: &[u8]) -> Vec<csv::ByteRecord> {
    let mut lines = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
    lines.byte_records().collect::<Result<_, _>>().expect("records")
}
