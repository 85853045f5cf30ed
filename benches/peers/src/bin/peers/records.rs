//! A million event records for NONMEM, written and read, beside the csv crate's own writer and reader on the same bytes.

#[path = "../../../../common/records.rs"]
mod made;

use std::hint::black_box;
use std::io;

use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, TimeUnit};
use aso_regimen_peers::table::{Task, count};
use made::{RECORDS, bare, dataset};

const WRITTEN: &str = "ours, `RecordFormat::write`, records checked";
const CSV_WRITTEN: &str = "csv, `write_byte_record` of fields ready as bytes";
const READ: &str = "ours, `RecordFormat::read`, records checked";
const CSV_READ: &str = "csv, `byte_records`";

pub fn print() {
    let format = RecordFormat::new(TimeUnit::Days);
    let data = dataset();
    let file = format.to_csv(&data).expect("text").into_bytes();
    write(&format, &data, &file);
    read(&format, &data, &file);
}

fn write(format: &RecordFormat, data: &EventDataset, file: &[u8]) {
    let lines = bare(file);
    let mut task = Task::new("1 000 000 event records, written", RECORDS, "record", summed(file));
    task.row(
        WRITTEN,
        0.0,
        || format.write(black_box(data), io::sink()).expect("a sink"),
        |()| {
            let mut out = Vec::new();
            format.write(data, &mut out).expect("memory");
            summed(&out)
        },
    );
    task.row(
        CSV_WRITTEN,
        0.0,
        || write_bare(black_box(&lines), io::sink()),
        |()| {
            let mut out = Vec::new();
            write_bare(&lines, &mut out);
            summed(&out)
        },
    );
    task.at_most(WRITTEN, CSV_WRITTEN, 2.0);
    task.print(5);
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

/// The answer is how many records there are, and the sum of the subjects' numbers.
fn read(format: &RecordFormat, data: &EventDataset, file: &[u8]) {
    let ids = |data: &EventDataset| data.records().map(|record| record.id() as usize).sum();
    let expected = [RECORDS, ids(data)].map(count).to_vec();
    let mut task = Task::new("1 000 000 event records, read", RECORDS, "record", expected);
    task.row(
        READ,
        0.0,
        || format.read(black_box(file)).expect("records"),
        |data| [data.len(), ids(&data)].map(count).to_vec(),
    );
    let first = |line: &csv::ByteRecord| -> usize {
        str::from_utf8(&line[0]).expect("digits").parse().expect("a number")
    };
    let answer = |records: usize| {
        let ids = bare(file)[1..].iter().map(first).sum();
        [records, ids].map(count).to_vec()
    };
    task.row(
        CSV_READ,
        0.0,
        || {
            let mut lines = csv::Reader::from_reader(black_box(file));
            lines.byte_records().map(|line| drop(black_box(line.expect("a record")))).count()
        },
        answer,
    );
    task.row(
        "csv, `read_byte_record` into one record again and again",
        0.0,
        || {
            let mut lines = csv::Reader::from_reader(black_box(file));
            let (mut line, mut read) = (csv::ByteRecord::new(), 0);
            while lines.read_byte_record(&mut line).expect("a record") {
                black_box(&line);
                read += 1;
            }
            read
        },
        answer,
    );
    task.at_most(READ, CSV_READ, 2.0);
    task.print(5);
}
