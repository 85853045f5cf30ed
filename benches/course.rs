//! Courses: what comes next does not depend on how much was given before.

mod common;

use std::hint::black_box;

use aso_regimen::chrono::NaiveDate;
use aso_regimen::{Course, catalog};
use common::ratios;
use criterion::{Criterion, criterion_group, criterion_main};

/// A course of tofersen with so many doses given on plan.
fn course(doses: usize) -> Course {
    let start = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
    let mut course = catalog::tofersen::labels().remove(0).course(start);
    let dates: Vec<NaiveDate> = course
        .forecast()
        .take(doses)
        .map(|dose| dose.date())
        .collect();
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

criterion_group! {
    name = benches;
    config = common::criterion();
    targets = courses
}
criterion_main!(benches);
