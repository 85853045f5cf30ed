//! A million event records for NONMEM, written, beside the csv crate's own writer on the same bytes.

use std::hint::black_box;
use std::io;

use aso_regimen::Mass;
use aso_regimen::interchange::nonmem::{
    DoseEvent, EventDataset, EventRecord, RecordFormat, RecordTime, TimeUnit,
};
use aso_regimen_peers::table::{Task, count};

const RECORDS: usize = 1_000_000;

const OURS: &str = "ours, `RecordFormat::write`, records checked";
const CSV: &str = "csv, `write_byte_record` of fields ready as bytes";

pub fn print() {
    let format = RecordFormat::new(TimeUnit::Days);
    let data = dataset();
    let file = format.to_csv(&data).expect("text").into_bytes();
    let lines = bare(&file);
    let mut task = Task::new("1 000 000 event records, written", RECORDS, "record", summed(&file));
    task.row(
        OURS,
        0.0,
        || format.write(black_box(&data), io::sink()).expect("a sink"),
        |()| {
            let mut out = Vec::new();
            format.write(&data, &mut out).expect("memory");
            summed(&out)
        },
    );
    task.row(
        CSV,
        0.0,
        || write_bare(black_box(&lines), io::sink()),
        |()| {
            let mut out = Vec::new();
            write_bare(&lines, &mut out);
            summed(&out)
        },
    );
    task.at_most(OURS, CSV, 2.0);
    task.print(15);
}

/// Eight doses and four observations for each of many subjects.
fn dataset() -> EventDataset {
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

/// The records of a file as the csv crate holds them.
fn bare(file: &[u8]) -> Vec<csv::ByteRecord> {
    let mut lines = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
    let records: Result<_, _> = lines.byte_records().collect();
    records.expect("records")
}

fn write_bare(lines: &[csv::ByteRecord], out: impl io::Write) {
    let mut writer = csv::Writer::from_writer(out);
    for line in lines {
        writer.write_byte_record(line).expect("a place to write");
    }
    writer.flush().expect("a place to write");
}

/// How many bytes, and the sums of those at even and at odd places.
fn summed(file: &[u8]) -> Vec<f64> {
    let sum = |from: usize| file[from..].iter().step_by(2).map(|byte| usize::from(*byte)).sum();
    [file.len(), sum(0), sum(1)].map(count).to_vec()
}
