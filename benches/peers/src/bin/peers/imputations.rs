//! Twenty imputed data sets of a trial that participants leave early.

#[path = "../../../../common/dropouts.rs"]
mod dropouts;

use std::hint::black_box;

use aso_regimen::analysis::imputation::{ImputationMethod, ImputationPlan, ImputedDataSet};
use aso_regimen_peers::python::Worker;
use aso_regimen_peers::table::{Task, count};
use dropouts::{Arm, DATA_SETS, VISITS};

/// Relative, of a mean whose imputed values are drawn at random.
const WITHIN: f64 = 0.03;

pub fn print(worker: Option<&Worker>) {
    let arms = dropouts::arms();
    if let Some(worker) = worker {
        let columns: Vec<Vec<f64>> = arms.iter().flat_map(columns).collect();
        worker.load("trial", &columns);
    }
    let incomplete = [arms[0].incomplete("drug"), arms[1].incomplete("placebo")];
    let complete = arms.each_ref().map(|arm| mean(&arm.complete[VISITS - 1])).to_vec();
    let mut task = Task::new(
        "Imputation: 1 000 participants, 8 visits, 20 data sets",
        DATA_SETS,
        "data set",
        complete,
    );
    let regression = ImputationPlan::new(1);
    let matching = regression.with_method(ImputationMethod::PredictiveMeanMatching { donors: 5 });
    for (name, plan) in [
        ("ours, monotone regression", regression),
        ("ours, chained regressions, 5 iterations", regression.chained(5)),
        ("ours, chained predictive mean matching, 5 donors, 5 iterations", matching.chained(5)),
    ] {
        let incomplete = &incomplete;
        let run = move || plan.data_sets(black_box(incomplete), DATA_SETS).expect("data sets");
        task.row(name, WITHIN, run, |sets| means(&sets));
    }
    task.python(
        "scikit-learn, `IterativeImputer`, posterior samples, 5 iterations",
        WITHIN,
        worker,
        "impute_scikit_learn",
    );
    task.python_for(
        2,
        "statsmodels, `MICEData`, predictive mean matching, 5 donors, 5 iterations (2 data sets)",
        WITHIN,
        worker,
        "impute_statsmodels",
    );
    task.print(1);
    println!(
        "\nThe answer is the mean at the last visit over all data sets, in each arm, and the error its distance from the"
    );
    println!(
        "mean of all participants, those who left included. Values are imputed within each arm."
    );
}

/// Baselines and visits; NaN for what is missing.
fn columns(arm: &Arm) -> Vec<Vec<f64>> {
    let value = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let visits = (0..VISITS).map(|visit| arm.values(visit).into_iter().map(value).collect());
    [arm.baselines.clone()].into_iter().chain(visits).collect()
}

/// Of the last visit over all data sets, in each arm.
fn means(sets: &[ImputedDataSet<'_>]) -> Vec<f64> {
    let of_arm = |name: &&str| {
        let values = |set: &ImputedDataSet<'_>| {
            let arm = set.arm(name).expect("an arm");
            arm.values(&format!("visit {VISITS}")).expect("a visit").to_vec()
        };
        mean(&sets.iter().flat_map(values).collect::<Vec<_>>())
    };
    ["drug", "placebo"].iter().map(of_arm).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / count(values.len())
}
