//! Multiple imputation of 1,000 participants, 8 visits and 20 data sets. The target: in seconds, chained equations too.

#[path = "common/dropouts.rs"]
mod dropouts;

use std::hint::black_box;
use std::time::Instant;

use aso_regimen::analysis::imputation::{ImputationMethod, ImputationPlan};
use criterion::{Criterion, criterion_group, criterion_main};
use dropouts::{DATA_SETS, PARTICIPANTS, VISITS};

fn imputation(criterion: &mut Criterion) {
    let [drug, placebo] = dropouts::arms();
    let arms = [drug.incomplete("drug"), placebo.incomplete("placebo")];
    let missing =
        arms.iter().flat_map(|arm| arm.visits().map(|visit| arm.values(visit).expect("a visit")));
    let missing = missing.flatten().filter(|value| value.is_none()).count();
    println!("\n{DATA_SETS} data sets, {missing} of {} values missing", PARTICIPANTS * VISITS);
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
