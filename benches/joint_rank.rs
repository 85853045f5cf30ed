//! Joint ranks against their floor.
//!
//! The floor is one sort of as many 64-bit numbers, which no ranking can do without. Every participant needs some binary
//! searches as well: the target is at most 20 times the floor at 100 000 participants, and from 10 000 to 100 000 no more than
//! 15 times the time. All pairs of 100 000 would be 10 000 000 000 comparisons.

mod common;

use std::hint::black_box;

use aso_regimen::StudyDay;
use aso_regimen::analysis::joint_rank::{FollowUp, JointRank, Survival, Undecided};
use aso_regimen::measure::change::Difference;
use common::ratios;
use criterion::{Criterion, criterion_group, criterion_main};

/// A quarter die on one of 400 days, the others are last seen on one of them; changes tie now and then.
fn participants(count: usize) -> Vec<Survival> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: u32| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 33).expect("31 bits") % below
    };
    (0..count)
        .map(|_| {
            let day = StudyDay::new(i64::from(draw(400)) + 1).expect("a day");
            if draw(4) == 0 {
                return Survival::Died { on: day };
            }
            let change = Difference::new(-f64::from(draw(100_000)) / 1000.0).expect("finite");
            Survival::Alive { change, last_seen: day }
        })
        .collect()
}

fn compare(criterion: &mut Criterion, count: usize) {
    let all = participants(count);
    let (first, second) = all.split_at(count / 2);
    let keys: Vec<f64> = all
        .iter()
        .map(|outcome| match outcome {
            Survival::Alive { change, .. } => change.value(),
            _ => -1000.0,
        })
        .collect();
    let new = || {
        JointRank::new(["first", "second"], black_box(first), black_box(second)).expect("two arms")
    };
    let ranks = new();
    ratios(
        criterion,
        "joint rank, with deaths and censoring",
        count,
        &mut [
            ("floor: one sort", &mut || {
                let mut keys = black_box(&keys).clone();
                keys.sort_unstable_by(f64::total_cmp);
                black_box(keys);
            }),
            ("JointRank::new (scores, wins)", &mut || {
                black_box(new());
            }),
            ("ranks", &mut || {
                black_box(black_box(&ranks).ranks());
            }),
            ("finkelstein_schoenfeld", &mut || {
                black_box(black_box(&ranks).finkelstein_schoenfeld().expect("scores that vary"));
            }),
        ],
    );
}

/// As [`participants`], with a change at each of eight visits until the last day.
fn followed(count: usize) -> Vec<FollowUp> {
    let visits = |last_day: StudyDay, change: f64| {
        let seen = (1..=8_u32).take_while(|visit| {
            StudyDay::new(50 * i64::from(*visit)).is_ok_and(|day| day <= last_day)
        });
        seen.map(|visit| Difference::new(change * f64::from(visit)).ok()).collect()
    };
    let follow = |outcome: &Survival| match *outcome {
        Survival::Died { on } => FollowUp { died: true, last_day: on, changes: visits(on, -9.0) },
        Survival::Alive { change, last_seen } => FollowUp {
            died: false,
            last_day: last_seen,
            changes: visits(last_seen, change.value()),
        },
        _ => unreachable!("every survivor has a change"),
    };
    participants(count).iter().map(follow).collect()
}

/// Every pair is looked at, at the last visit that both have; the floor is one pass over all pairs.
fn over_visits(criterion: &mut Criterion, count: usize) {
    let all = followed(count);
    let (first, second) = all.split_at(count / 2);
    ratios(
        criterion,
        "joint rank over eight visits",
        count,
        &mut [
            ("floor: the last days of all pairs compared", &mut || {
                let all = black_box(&all);
                let before = |one: &FollowUp| {
                    all.iter().filter(|other| one.last_day < other.last_day).count()
                };
                black_box(all.iter().map(before).sum::<usize>());
            }),
            ("JointRank::over_visits", &mut || {
                let by = Undecided::ByFunction;
                black_box(JointRank::over_visits(
                    ["first", "second"],
                    black_box(first),
                    black_box(second),
                    by,
                ))
                .expect("two arms");
            }),
        ],
    );
}

fn joint_rank(criterion: &mut Criterion) {
    over_visits(criterion, 1_000);
    compare(criterion, 1_000);
    compare(criterion, 10_000);
    compare(criterion, 100_000);
}

criterion_group! {
    name = benches;
    config = common::criterion();
    targets = joint_rank
}
criterion_main!(benches);
