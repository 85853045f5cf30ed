//! The kinds of work.

use std::hint::black_box;

use aso_regimen::analysis::joint_rank::{JointRank, Survival};
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::dose::Route;
use aso_regimen::measure::change::{
    Difference, GeometricMeanRatio, MeanPercentChange, percent_into,
};
use aso_regimen::{Regimen, StudyDay};
use aso_regimen_peers::ours;
use aso_regimen_peers::problem;

use crate::growth::Growth;

/// 10 to these powers, from one to the other.
pub fn powers(from: u32, to: u32) -> Vec<usize> {
    (from..=to).map(|power| 10_usize.pow(power)).collect()
}

/// A dose a day, so that ten million doses end within the calendar.
pub fn schedules() -> Vec<Growth> {
    let daily: Regimen = "10 mg SC q1d".parse().expect("a regimen");
    let first = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date");
    let doses = |size: usize| {
        let last = first + Days::new(u64::try_from(size).expect("a count") - 1);
        daily.starting(first).through(last)
    };
    let sizes = powers(1, 7);
    for size in &sizes {
        assert_eq!(doses(*size).len(), *size);
    }
    vec![
        Growth::of("Schedules", "days, lazily", "dose", &sizes, |size| {
            seen(doses(size).day_offsets());
        }),
        Growth::of("Schedules", "days, `to_vec`", "dose", &sizes, |size| {
            doses(size).day_offsets().to_vec()
        }),
        Growth::of("Schedules", "dates, lazily", "dose", &sizes, |size| {
            seen(doses(size).dates());
        }),
    ]
}

/// Each is computed, and none is kept.
fn seen<T>(items: impl Iterator<Item = T>) {
    items.for_each(|item| {
        black_box(item);
    });
}

/// Virtual patients, each with rates of its own and 200 samples, of which percentiles are kept.
pub fn cohorts() -> Vec<Growth> {
    let design = ours::design(Route::Intrathecal);
    let concentrations =
        Growth::of("Cohorts, 200 samples", "concentrations", "patient", &powers(1, 6), |size| {
            ours::bands(size, |stream, out| {
                ours::concentrations(&ours::drawn(stream), &design, out);
            })
        });
    let protein =
        Growth::of("Cohorts, 200 samples", "protein levels", "patient", &powers(1, 5), |size| {
            ours::bands(size, |stream, out| {
                ours::protein(&ours::drawn(stream), &problem::EFFECT, &design, out);
            })
        });
    vec![concentrations, protein]
}

pub fn columns() -> Vec<Growth> {
    let sizes = powers(3, 8);
    let (b, v) = problem::columns(sizes[sizes.len() - 1]);
    let mut out = vec![0.0; v.len()];
    vec![
        Growth::of("Columns", "percent change", "row", &sizes, |size| {
            percent_into(&b[..size], &v[..size], &mut out[..size]).expect("good rows");
        }),
        Growth::of("Columns", "mean percent change", "row", &sizes, |size| {
            MeanPercentChange::of_columns(&b[..size], &v[..size]).expect("good rows")
        }),
        Growth::of("Columns", "geometric mean ratio", "row", &sizes, |size| {
            GeometricMeanRatio::of_columns(&b[..size], &v[..size]).expect("good rows")
        }),
    ]
}

/// A quarter die on one of 400 days, the others are last seen on one of them; changes tie now and then.
fn participants(number: usize) -> Vec<Survival> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: u32| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 33).expect("31 bits") % below
    };
    let mut participant = || {
        let day = StudyDay::new(i64::from(draw(400)) + 1).expect("a day");
        if draw(4) == 0 {
            return Survival::Died { on: day };
        }
        let change = -f64::from(draw(100_000)) / 1000.0;
        Survival::Alive { change: Difference::new(change).expect("finite"), last_seen: day }
    };
    (0..number).map(|_| participant()).collect()
}

pub fn ranks() -> Vec<Growth> {
    let sizes = powers(2, 6);
    let all = participants(sizes[sizes.len() - 1]);
    let new = |size: usize| {
        let (first, second) = all[..size].split_at(size / 2);
        JointRank::new(["first", "second"], first, second).expect("two arms")
    };
    vec![Growth::of("Joint rank", "scores and wins, with censoring", "participant", &sizes, new)]
}
