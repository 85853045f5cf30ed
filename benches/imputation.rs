//! Multiple imputation against its floor.
//!
//! The floor is one copy of the table for each data set, which no imputation can do without. The target: 1,000 participants,
//! 8 visits, 20 % of the values missing, 20 data sets, in seconds, chained equations too.

mod common;

use std::hint::black_box;

use aso_regimen::analysis::imputation::{ImputationMethod, ImputationPlan, IncompleteArm};
use common::ratios;
use criterion::{Criterion, criterion_group, criterion_main};

const VISITS: usize = 8;
const DATA_SETS: usize = 20;

/// Two arms of half the participants, each value near the one before; one in thirty leaves before each visit.
fn arms(participants: usize) -> [IncompleteArm; 2] {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).expect("31 bits")) / 2.0_f64.powi(31)
    };
    ["drug", "placebo"].map(|arm| {
        let names: Vec<String> =
            (0..participants / 2).map(|number| format!("{arm} {number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let baselines: Vec<f64> = names.iter().map(|_| 40.0 + 80.0 * draw()).collect();
        let (mut levels, mut stay) = (baselines.clone(), vec![true; names.len()]);
        let mut made = IncompleteArm::new(arm, &names, &baselines).expect("an arm");
        for visit in 1..=VISITS {
            let mut value = |(level, stays): (&mut f64, &mut bool)| {
                *level *= 0.85 + 0.3 * draw();
                *stays &= draw() > 1.0 / 22.0;
                stays.then_some(*level)
            };
            let values: Vec<_> = levels.iter_mut().zip(&mut stay).map(&mut value).collect();
            made = made.with_visit(&format!("visit {visit}"), &values).expect("values");
        }
        made
    })
}

fn imputation(criterion: &mut Criterion) {
    let participants = 1_000;
    let arms = arms(participants);
    let table = vec![1.0; participants * VISITS];
    let missing =
        arms.iter().flat_map(|arm| arm.visits().map(|visit| arm.values(visit).expect("a visit")));
    let missing = missing.flatten().filter(|value| value.is_none()).count();
    println!("\n{missing} of {} values are missing", table.len());
    let plan = ImputationPlan::new(1).on_logarithms();
    let impute = |plan: ImputationPlan| {
        black_box(plan.data_sets(black_box(&arms), DATA_SETS).expect("data sets"));
    };
    ratios(
        criterion,
        "20 data sets of 1,000 participants and 8 visits",
        participants,
        &mut [
            ("floor: 20 copies of the table", &mut || {
                black_box((0..DATA_SETS).map(|_| black_box(&table).clone()).collect::<Vec<_>>());
            }),
            ("monotone regression", &mut || impute(plan)),
            ("predictive mean matching, 5 donors", &mut || {
                impute(plan.with_method(ImputationMethod::PredictiveMeanMatching { donors: 5 }));
            }),
        ],
    );
    let begin = std::time::Instant::now();
    impute(plan.chained(5));
    println!("chained equations, 5 iterations: {:.2} s", begin.elapsed().as_secs_f64());
}

criterion_group! {
    name = benches;
    config = common::criterion();
    targets = imputation
}
criterion_main!(benches);
