//! Courses: what comes next does not depend on how much was given before, and a clinic's patients are many.

#[path = "common/clinic.rs"]
mod clinic;
mod common;

use std::hint::black_box;

use aso_regimen::chrono::NaiveDate;
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

/// A clinic of 10,000 patients: the bars are 10 ms for who is due, and what the JSON library takes for the same text.
fn of_a_clinic(criterion: &mut Criterion) {
    let patients = clinic::patients();
    let lines: Vec<String> = patients
        .iter()
        .map(|course| serde_json::to_string(course).expect("it can be written"))
        .collect();
    ratios(
        criterion,
        "who of 10 000 patients is due in the next 14 days",
        10_000,
        &mut [("next_due", &mut || {
            black_box(clinic::due(black_box(&patients), clinic::fortnight()));
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
    targets = courses, of_a_clinic
}
criterion_main!(benches);
