//! Schedules against their floors.
//!
//! The floor of a schedule of day offsets is the loop that pushes them into a `Vec` of the right capacity;
//! the floor of one of dates is chrono's own `+ Days` and `+ Months`.

mod common;

use std::hint::black_box;

use aso_regimen::chrono::{Days, Months, NaiveDate};
use aso_regimen::{Dose, Interval, Mass, Regimen};
use common::ratios;
use criterion::{Criterion, criterion_group, criterion_main};

/// Tofersen over ten years: 132 doses.
const DOSES: usize = 132;

fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date")
}

fn horizon() -> NaiveDate {
    NaiveDate::from_ymd_opt(2034, 12, 31).expect("a date")
}

fn tofersen() -> Regimen {
    let dose = Dose::intrathecal(Mass::mg(100));
    Regimen::builder()
        .loading(dose.clone(), 3, Interval::days(14))
        .maintenance(dose, Interval::days(28))
        .build()
        .expect("a regimen")
}

/// Floor: the loop a person would write.
fn naive_days(horizon: i32) -> Vec<i32> {
    let doses = usize::try_from(horizon / 28 + 3).expect("after the start");
    let mut days = Vec::with_capacity(doses);
    let mut day = 0;
    while day <= 28 {
        days.push(day);
        day += 14;
    }
    day = 56;
    while day <= horizon {
        days.push(day);
        day += 28;
    }
    days
}

/// Floor: chrono's own addition of days.
fn naive_dates(start: NaiveDate, last: NaiveDate, mut each: impl FnMut(NaiveDate)) {
    let mut date = start;
    for _ in 0..3 {
        each(date);
        date = date + Days::new(14);
    }
    date = date + Days::new(14);
    while date <= last {
        each(date);
        date = date + Days::new(28);
    }
}

/// Floor: chrono's own addition of months.
fn naive_months(start: NaiveDate, last: NaiveDate, mut each: impl FnMut(NaiveDate)) {
    for days in [0, 14, 28] {
        each(start + Days::new(days));
    }
    let base = start + Days::new(63);
    for n in 0.. {
        let date = base + Months::new(4 * n);
        if date > last {
            break;
        }
        each(date);
    }
}

#[expect(clippy::too_many_lines, reason = "a list of candidates, one after the other")]
fn schedules(criterion: &mut Criterion) {
    let regimen = tofersen();
    let last = horizon();
    let days = i32::try_from((last - start()).num_days()).expect("ten years");
    let plan = || black_box(&regimen).starting(black_box(start()));
    assert_eq!(naive_days(days), plan().through(last).day_offsets().collect::<Vec<_>>());
    assert_eq!(naive_days(days), plan().through(last).day_offsets().to_vec());
    assert_eq!(DOSES, plan().through(last).len());

    ratios(
        criterion,
        "tofersen, ten years, study days",
        DOSES,
        &mut [
            ("floor: loop into a Vec of the right capacity", &mut || {
                black_box(naive_days(black_box(days)));
            }),
            ("the same loop, each day seen and none kept", &mut || {
                let horizon = black_box(days);
                for day in [0, 14, 28] {
                    black_box(day);
                }
                let mut day = 56;
                while day <= horizon {
                    black_box(day);
                    day += 28;
                }
            }),
            ("lazy, `for`", &mut || {
                for day in plan().through(black_box(last)).study_days() {
                    black_box(day);
                }
            }),
            ("lazy, `for_each`", &mut || {
                plan().through(black_box(last)).study_days().for_each(|day| {
                    black_box(day);
                });
            }),
            ("lazy, summed", &mut || {
                black_box(plan().through(black_box(last)).day_offsets().sum::<i32>());
            }),
            ("`to_vec`", &mut || {
                black_box(plan().through(black_box(last)).day_offsets().to_vec());
            }),
            ("`collect` into a Vec", &mut || {
                black_box(plan().through(black_box(last)).day_offsets().collect::<Vec<_>>());
            }),
        ],
    );

    ratios(
        criterion,
        "tofersen, ten years, dates",
        DOSES,
        &mut [
            ("floor: chrono `+ Days`", &mut || {
                naive_dates(black_box(start()), black_box(last), |date| {
                    black_box(date);
                });
            }),
            ("dates", &mut || {
                for date in plan().through(black_box(last)).dates() {
                    black_box(date);
                }
            }),
            ("planned doses", &mut || {
                for dose in plan().through(black_box(last)) {
                    black_box(dose);
                }
            }),
        ],
    );

    let nusinersen: Regimen =
        "12 mg IT q14d x3, then after 35d x1, then q4mo".parse().expect("a regimen");
    let mut expected = Vec::new();
    naive_months(start(), last, |date| expected.push(date));
    assert_eq!(expected, nusinersen.starting(start()).through(last).dates().collect::<Vec<_>>());
    ratios(
        criterion,
        "nusinersen, ten years, dates",
        expected.len(),
        &mut [
            ("floor: chrono `+ Months`", &mut || {
                naive_months(black_box(start()), black_box(last), |date| {
                    black_box(date);
                });
            }),
            ("dates", &mut || {
                for date in black_box(&nusinersen)
                    .starting(black_box(start()))
                    .through(black_box(last))
                    .dates()
                {
                    black_box(date);
                }
            }),
        ],
    );

    let far = |year| NaiveDate::from_ymd_opt(year, 6, 1).expect("a date");
    ratios(
        criterion,
        "one dose by its number, and a count by date",
        1,
        &mut [
            ("dose(10)", &mut || {
                black_box(plan().dose(black_box(10)));
            }),
            ("dose(1000)", &mut || {
                black_box(plan().dose(black_box(1_000)));
            }),
            ("dose(1000000)", &mut || {
                black_box(plan().dose(black_box(1_000_000)));
            }),
            ("count_through 1 year", &mut || {
                black_box(plan().count_through(black_box(far(2026))));
            }),
            ("count_through 100 years", &mut || {
                black_box(plan().count_through(black_box(far(2125))));
            }),
            ("count_through 100000 years", &mut || {
                black_box(plan().count_through(black_box(far(102_025))));
            }),
        ],
    );
}

criterion_group! {
    name = benches;
    config = common::criterion();
    targets = schedules
}
criterion_main!(benches);
