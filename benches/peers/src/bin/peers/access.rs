//! What does not cost more the further away it is: a dose by its number, a count up to a date, the next doses of a
//! course.

use std::hint::black_box;

use aso_regimen::chrono::NaiveDate;
use aso_regimen::{Course, Regimen, catalog};
use aso_regimen_peers::table::{Task, count};

const ROUNDS: usize = 15;

pub fn print() {
    by_number();
    by_date();
    forecast();
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date")
}

fn tofersen() -> Regimen {
    "100 mg IT q14d x3, then q28d".parse().expect("a regimen")
}

/// The third dose is on day 28, and each one after it 28 days later.
fn by_number() {
    let regimen = tofersen();
    let dose = |number: u32| {
        let schedule = black_box(&regimen).starting(black_box(first()));
        schedule.dose(black_box(number)).expect("a dose")
    };
    let (near, far) = ("the 10th", "the 1 000 000th");
    let mut task = Task::new("One dose of tofersen by its number", 1, "dose", vec![28.0]);
    for (name, number) in [(near, 10), (far, 1_000_000)] {
        task.row(
            name,
            0.0,
            move || dose(number),
            |dose| {
                let days = (dose.date() - first()).num_days();
                let apart = i64::from(number - 2);
                assert_eq!(days % apart, 0);
                vec![f64::from(i32::try_from(days / apart).expect("days"))]
            },
        );
    }
    task.at_most(far, near, 1.1);
    task.print(ROUNDS);
}

/// The answer is by how much a count differs from the days between by 28.
fn by_date() {
    let regimen = tofersen();
    let day = |year| NaiveDate::from_ymd_opt(year, 6, 1).expect("a date");
    let given = |until| {
        let schedule = black_box(&regimen).starting(black_box(first()));
        schedule.count_through(black_box(until))
    };
    let (near, far) = ("within 1 year", "within 100 000 years");
    let mut task = Task::new("How many doses of tofersen until a date", 1, "count", vec![0.0]);
    for (name, until) in [(near, day(2026)), (far, day(102_025))] {
        task.row(
            name,
            0.0,
            move || given(until),
            |doses| {
                let days = usize::try_from((until - first()).num_days()).expect("later");
                vec![count(usize::try_from(doses).expect("a count")) - count(days / 28 + 2)]
            },
        );
    }
    task.at_most(far, near, 1.1);
    task.print(ROUNDS);
}

fn forecast() {
    let (short, long) = (course(10), course(100_000));
    let (near, far) = ("after 10 doses given", "after 100 000 doses given");
    let mut task =
        Task::new("The next 12 doses of a course of tofersen", 12, "dose", vec![28.0; 11]);
    for (name, course) in [(near, &short), (far, &long)] {
        task.row(
            name,
            0.0,
            move || {
                let next = black_box(course).forecast().take(12);
                next.map(|dose| dose.date()).collect::<Vec<_>>()
            },
            |dates| {
                let gaps = dates.windows(2).map(|pair| (pair[1] - pair[0]).num_days());
                gaps.map(|days| f64::from(i32::try_from(days).expect("days"))).collect()
            },
        );
    }
    task.at_most(far, near, 1.1);
    task.print(ROUNDS);
}

/// A course with so many doses given on plan.
fn course(doses: usize) -> Course {
    let label = catalog::tofersen::labels().remove(0);
    let mut course = label.course(first()).expect("one regimen");
    let planned = course.forecast().take(doses);
    let dates: Vec<_> = planned.map(|dose| dose.date()).collect();
    for date in dates {
        course.give(date).expect("on plan");
    }
    course
}
