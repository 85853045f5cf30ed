//! Courses: what comes next does not depend on how much was given before, and a clinic's patients are many.

mod common;

use std::hint::black_box;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::{Course, catalog};
use common::ratios;
use criterion::{Criterion, criterion_group, criterion_main};

/// A course of tofersen with so many doses given on plan.
fn course(doses: usize) -> Course {
    let start = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
    let label = catalog::tofersen::labels().remove(0);
    let mut course = label.course(start).expect("one regimen");
    let dates: Vec<NaiveDate> = course.forecast().take(doses).map(|dose| dose.date()).collect();
    for date in dates {
        course.give(date).expect("on plan");
    }
    course
}

fn courses(criterion: &mut Criterion) {
    let (short, long, longest) = (course(10), course(1_000), course(100_000));
    let forecast = |course: &Course| {
        black_box(black_box(course).forecast().take(12).count());
    };
    ratios(
        criterion,
        "a forecast of 12 doses",
        12,
        &mut [
            ("after 10 doses", &mut || forecast(&short)),
            ("after 1000 doses", &mut || forecast(&long)),
            ("after 100000 doses", &mut || forecast(&longest)),
        ],
    );
    ratios(
        criterion,
        "a course of so many doses given",
        1,
        &mut [
            ("10 doses", &mut || {
                black_box(course(10));
            }),
            ("100 doses", &mut || {
                black_box(course(100));
            }),
            ("1000 doses", &mut || {
                black_box(course(1_000));
            }),
        ],
    );
}

/// Ten years of one of a clinic's patients: 131 doses of tofersen, some of them late.
fn patient(number: u64) -> Course {
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date") + Days::new(number % 365);
    let label = catalog::tofersen::labels().remove(0);
    let mut course = label.course(start).expect("one regimen");
    for dose in 0..131_u64 {
        let due = course.next_due().dose().expect("it has no end").date();
        let late = u64::from((number + dose) % 16 == 0) * (1 + number % 9);
        course.give(due + Days::new(late)).expect("it is due");
    }
    course
}

/// A clinic of 10,000 patients: the bars are 10 ms for who is due, and what the JSON library takes for the same text.
fn clinic(criterion: &mut Criterion) {
    let patients: Vec<Course> = (0..10_000).map(patient).collect();
    let lines: Vec<String> = patients
        .iter()
        .map(|course| serde_json::to_string(course).expect("it can be written"))
        .collect();
    let today = NaiveDate::from_ymd_opt(2036, 1, 7).expect("a date");
    let end = today + Days::new(14);
    ratios(
        criterion,
        "who of 10 000 patients is due in the next 14 days",
        10_000,
        &mut [("next_due", &mut || {
            let due = black_box(&patients).iter().filter(|course| {
                let next = course.next_due().dose();
                next.is_some_and(|dose| (today..=end).contains(&dose.date()))
            });
            black_box(due.count());
        })],
    );
    ratios(
        criterion,
        "10 000 courses of 131 entries from JSON",
        10_000,
        &mut [
            ("serde_json::Value", &mut || {
                for line in &lines {
                    black_box(serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
                }
            }),
            ("Course", &mut || {
                for line in &lines {
                    black_box(serde_json::from_str::<Course>(line).expect("a course"));
                }
            }),
        ],
    );
}

criterion_group! {
    name = benches;
    config = common::criterion();
    targets = courses, clinic
}
criterion_main!(benches);
