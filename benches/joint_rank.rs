//! Joint ranks against their floor.
//!
//! The floor is one sort of as many 64-bit numbers, which no ranking can do without. Every participant needs some binary
//! searches as well: the target is at most 20 times the floor at 100 000 participants, and from 10 000 to 100 000 no more than
//! 15 times the time. All pairs of 100 000 would be 10 000 000 000 comparisons.

mod common;

use std::hint::black_box;

use aso_regimen::StudyDay;
use aso_regimen::analysis::joint_rank::{JointRank, Survival};
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

fn joint_rank(criterion: &mut Criterion) {
    compare(criterion, 10_000);
    compare(criterion, 100_000);
}

criterion_group! {
    name = benches;
    config = common::criterion();
    targets = joint_rank
}
criterion_main!(benches);
