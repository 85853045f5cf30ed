//! Writes random courses of some labels as JSON lines, each with what was recorded in which order and what the crate
//! answers. The days lie thickly around every bound of the labels, the ends of months and leap days.
//!
//! `cargo run --example random_courses COUNT SEED`, by `tests/forecast/run`

use std::error::Error;
use std::io::{BufWriter, Write, stdout};

use aso_regimen::Course;
use aso_regimen::chrono::{Days, Months, NaiveDate};
use aso_regimen::dosing::course::{Entry, NextDue};
use serde_json::json;

use self::random::Random;
use self::record::{Recorded, answers, course, date};

#[path = "../random.rs"]
mod random;
mod record;

/// The labels that the forecast knows.
const LABELS: [&str; 5] =
    ["tofersen EU", "nusinersen US", "patisiran US", "inclisiran EU", "inotersen US"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let count = numbers.next().ok_or("expected a count of courses")??;
    let mut random = Random(numbers.next().ok_or("expected a seed")??);
    let mut out = BufWriter::new(stdout().lock());
    for index in 0..count {
        let label = LABELS[usize::try_from(index)? % LABELS.len()];
        writeln!(out, "{}", random_course(label, &mut random))?;
    }
    out.flush()?;
    Ok(())
}

fn plus(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { day - by } else { day + by }
}

fn first_day(random: &mut Random) -> NaiveDate {
    const ENDS: [&str; 12] = [
        "2020-02-29",
        "2023-11-30",
        "2024-01-31",
        "2024-02-29",
        "2023-08-31",
        "2025-12-31",
        "2024-10-31",
        "2023-05-31",
        "2027-11-29",
        "2023-02-28",
        "2024-11-29",
        "2026-08-30",
    ];
    if random.percent(40) {
        date(random.of(&ENDS))
    } else {
        plus(date("2019-01-01"), i64::try_from(random.below(4_000)).expect("small"))
    }
}

fn random_course(label: &str, random: &mut Random) -> serde_json::Value {
    let first = first_day(random);
    let mut course = course(label, first);
    let mut recorded: Vec<serde_json::Value> = Vec::new();
    let mut last = first;
    if label.starts_with("patisiran") && random.percent(85) {
        let weighed =
            Recorded { day: first.to_string(), grams: Some(weight(random)), ..what("weighed") };
        record(&mut course, &weighed, &mut recorded);
    }
    for _ in 0..=random.below(14) {
        let day = random_day(&course, label, last, random);
        let mut entry = random_entry(&course, day, random);
        entry.day = day.to_string();
        if random.percent(12) {
            let entries = u64::try_from(course.entries().len()).expect("few");
            entry.number = usize::try_from(random.below(entries + 2)).ok();
            entry.change = Some(random.of(&["amend", "amend", "remove"]).to_owned());
        }
        if record(&mut course, &entry, &mut recorded) {
            last = course.entries().last().map_or(first, Entry::day).max(first);
        }
    }
    let as_of = match random.below(4) {
        0 => last,
        1 => course.next_due().dose().map_or(last, |dose| dose.date()).max(last),
        2 => plus(last, random.of(&[1, 7, 13, 14, 20, 21, 27, 28])),
        _ => plus(last, i64::try_from(random.below(900)).expect("small")),
    };
    let mut advised: Vec<NaiveDate> =
        (0..4).map(|_| random_day(&course, label, last, random).max(last)).collect();
    advised.push(last);
    json!({
        "label": label,
        "first": first.to_string(),
        "recorded": recorded,
        "as of": as_of.to_string(),
        "advised": advised.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "answers": answers(&course, as_of, &advised),
    })
}

fn record(course: &mut Course, entry: &Recorded, recorded: &mut Vec<serde_json::Value>) -> bool {
    let accepted = entry.record(course);
    let mut written = serde_json::to_value(entry).expect("plain data");
    written["accepted"] = accepted.into();
    recorded.push(written);
    accepted
}

fn what(what: &str) -> Recorded {
    Recorded { what: what.to_owned(), ..Recorded::default() }
}

fn weight(random: &mut Random) -> u32 {
    random.of(&[8_000, 55_500, 70_000, 99_900, 99_999, 100_000, 100_001, 104_000, 140_000])
}

/// A day near a bound: most often the day the next dose is planned.
fn random_day(course: &Course, label: &str, last: NaiveDate, random: &mut Random) -> NaiveDate {
    let near = random.of(&[-1, 0, 0, 1]);
    match random.below(20) {
        0 => return last,
        1 => return plus(last, random.of(&[1, 2, 3, 7, 14])),
        // Recorded late: at or around something that is recorded already.
        2 | 3 => {
            let days: Vec<NaiveDate> = course.entries().map(Entry::day).collect();
            let around = if days.is_empty() { last } else { random.of(&days) };
            return plus(around, random.of(&[-14, -7, -3, -1, 0, 0, 1, 3, 7, 14, 30]));
        }
        _ => {}
    }
    let given = course.doses_given().last().map_or(last, |dose| dose.date());
    let planned = match course.next_due() {
        NextDue::Due(dose) => dose.date(),
        _ => plus(given, random.of(&[7, 14, 21, 28, 120, 180])),
    };
    if random.percent(50) {
        return planned;
    }
    if random.percent(25) {
        let days = i64::try_from(random.below(90)).expect("small");
        return plus(planned, days - 25);
    }
    let (substance, _) = label.split_once(' ').expect("a substance");
    match substance {
        "tofersen" => plus(planned, random.of(&[-14, -1, 1, 14, 28, 56, 400])),
        "nusinersen" => match random.below(4) {
            0 => plus(given + Months::new(random.of(&[8, 16, 40])), near),
            1 => plus(planned + Months::new(4), near - random.of(&[13, 14, 0])),
            2 => plus(planned, random.of(&[-14, -1, 1, 13, 14, 30])),
            _ => plus(given + Months::new(random.of(&[2, 4, 5, 6, 7])), near),
        },
        "patisiran" => plus(planned, random.of(&[-3, -1, 1, 2, 3, 4, 5, 20, 21, 22, 42])),
        "inclisiran" => match random.below(3) {
            0 => plus(planned + Months::new(3), near),
            1 => plus(planned + Months::new(random.of(&[1, 2, 6, 9])), near),
            _ => plus(planned, random.of(&[-30, -1, 1, 10, 89, 90, 91, 92, 93])),
        },
        _ => plus(planned, random.of(&[-2, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 21])),
    }
}

fn random_entry(course: &Course, day: NaiveDate, random: &mut Random) -> Recorded {
    if matches!(course.next_due(), NextDue::Held { .. } | NextDue::Stopped { .. })
        && random.percent(45)
    {
        return what("resumed");
    }
    match random.below(100) {
        0..60 => what("given"),
        60..66 => Recorded {
            micrograms: Some(random.of(&[1_000, 2_400, 5_000, 7_500, 12_000])),
            partly: Some(true),
            ..what("given")
        },
        66..69 => Recorded { micrograms: Some(random.of(&[11_000, 250_000])), ..what("given") },
        69..74 => Recorded { counts: Some(false), ..what("given") },
        74..80 => what("missed"),
        80..84 => what("held"),
        84..86 => what("resumed"),
        86..88 => what("stopped"),
        88..92 => what("skipped"),
        92..96 => {
            let to = plus(day, random.of(&[-1, 0, 1, 3, 7, 14, 40, 100]));
            Recorded { to: Some(to.to_string()), ..what("rescheduled") }
        }
        _ => Recorded { grams: Some(weight(random)), ..what("weighed") },
    }
}
