//! Multiple imputation of 1,000 participants, 8 visits and 20 data sets. The target: in seconds, chained equations too.

use std::hint::black_box;
use std::time::Instant;

use aso_regimen::analysis::imputation::{ImputationMethod, ImputationPlan, IncompleteArm};
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
    let missing =
        arms.iter().flat_map(|arm| arm.visits().map(|visit| arm.values(visit).expect("a visit")));
    let missing = missing.flatten().filter(|value| value.is_none()).count();
    println!("\n{DATA_SETS} data sets, {missing} of {} values missing", participants * VISITS);
    let plan = ImputationPlan::new(1).on_logarithms();
    let matching = plan.with_method(ImputationMethod::PredictiveMeanMatching { donors: 5 });
    let mut group = criterion.benchmark_group("20 data sets of 1,000 participants and 8 visits");
    for (name, plan) in [
        ("monotone regression", plan),
        ("predictive mean matching, 5 donors", matching),
        ("chained equations, 5 iterations", plan.chained(5)),
    ] {
        let impute = || black_box(plan.data_sets(black_box(&arms), DATA_SETS).expect("data sets"));
        let mut times: Vec<_> = (0..5)
            .map(|_| {
                let begin = Instant::now();
                impute();
                begin.elapsed()
            })
            .collect();
        times.sort_unstable();
        println!("{:>8.3} s  {name}", times[2].as_secs_f64());
        group.bench_function(name, |bencher| bencher.iter(impute));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().without_plots().sample_size(10);
    targets = imputation
}
criterion_main!(benches);
