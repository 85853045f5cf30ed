//! Event records out and in, against the csv crate's bare writer and reader on the same bytes.

mod common;

use std::hint::black_box;
use std::io;

use aso_regimen::Mass;
use aso_regimen::interchange::nonmem::{
    DoseEvent, EventDataset, EventRecord, RecordFormat, RecordTime, TimeUnit,
};
use criterion::Criterion;

const RECORDS: usize = 1_000_000;

/// Eight doses and four observations for each of many subjects.
fn dataset(records: usize) -> EventDataset {
    let dose = DoseEvent::new(Mass::micrograms(99_500)).expect("a dose");
    let days = [0, 14, 28, 56, 84, 112, 140, 168];
    let subjects = 1..=u32::try_from(records.div_ceil(12)).expect("few subjects");
    let all = subjects.flat_map(|id| {
        let doses =
            days.map(|day| EventRecord::new(id, RecordTime::days(day), dose).expect("a record"));
        let observed = [1, 57, 113, 169].map(|day| {
            let value = 88.5 - f64::from(day) / 4.0;
            EventRecord::new(id, RecordTime::days(day), Some(value))
                .expect("a record")
                .in_compartment(2)
        });
        doses.into_iter().chain(observed)
    });
    EventDataset::new(all.take(records))
}

/// The records of a file as the csv crate holds them.
fn bare(file: &str) -> Vec<csv::ByteRecord> {
    let mut lines = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
    lines.byte_records().collect::<Result<_, _>>().expect("records")
}

fn main() {
    let mut criterion = common::criterion().configure_from_args();
    write(&mut criterion);
    read(&mut criterion);
    criterion.final_summary();
}

fn write(criterion: &mut Criterion) {
    let format = RecordFormat::new(TimeUnit::Days);
    let data = dataset(RECORDS);
    let file = format.to_csv(&data).expect("text");
    let lines = bare(&file);
    let mut written = Vec::with_capacity(file.len());
    for line in &lines {
        written.extend(line.iter().collect::<Vec<_>>().join(&b","[..]));
        written.push(b'\n');
    }
    assert_eq!(written, file.as_bytes(), "the same bytes");
    common::ratios(
        criterion,
        "write records",
        RECORDS,
        &mut [
            ("csv::Writer, records as bytes", &mut || {
                let mut writer = csv::Writer::from_writer(io::sink());
                for line in &lines {
                    writer.write_byte_record(line).expect("a sink");
                }
                writer.flush().expect("a sink");
            }),
            ("RecordFormat::write", &mut || {
                format.write(black_box(&data), io::sink()).expect("a sink");
            }),
        ],
    );
}

fn read(criterion: &mut Criterion) {
    let format = RecordFormat::new(TimeUnit::Days);
    let file = format.to_csv(&dataset(RECORDS)).expect("text");
    common::ratios(
        criterion,
        "read records",
        RECORDS,
        &mut [
            ("csv::Reader, byte records", &mut || {
                let mut lines = csv::Reader::from_reader(black_box(file.as_bytes()));
                for line in lines.byte_records() {
                    black_box(line.expect("a record"));
                }
            }),
            ("csv::Reader, one byte record again and again", &mut || {
                let mut lines = csv::Reader::from_reader(black_box(file.as_bytes()));
                let mut line = csv::ByteRecord::new();
                while lines.read_byte_record(&mut line).expect("a record") {
                    black_box(&line);
                }
            }),
            ("RecordFormat::read", &mut || {
                let data = format.read(black_box(file.as_bytes()));
                black_box(data.expect("records"));
            }),
        ],
    );
}
