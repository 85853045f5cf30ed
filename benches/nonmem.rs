//! Event records out and in, against the csv crate's bare writer and reader on the same bytes.

mod common;
#[path = "common/records.rs"]
mod records;

use std::hint::black_box;
use std::io;

use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};
use criterion::Criterion;
use records::{RECORDS, bare, dataset};

fn main() {
    let mut criterion = common::criterion().configure_from_args();
    write(&mut criterion);
    read(&mut criterion);
    criterion.final_summary();
}

fn write(criterion: &mut Criterion) {
    let format = RecordFormat::new(TimeUnit::Days);
    let data = dataset();
    let file = format.to_csv(&data).expect("text");
    let lines = bare(file.as_bytes());
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
    let file = format.to_csv(&dataset()).expect("text");
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
