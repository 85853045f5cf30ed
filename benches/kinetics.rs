//! Concentrations and knock-down of one subject, against the same formulas written by hand without sharing
//! exponentials. Against other packages: `benches/peers`.

#[path = "common/mod.rs"]
mod common;

use std::hint::black_box;

use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Concentration, Litres, Rate};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
use criterion::{Criterion, criterion_group, criterion_main};

/// 26 boluses on days 0, 14, 28 and then every 28 days.
fn inputs() -> Inputs {
    [0, 14]
        .into_iter()
        .chain((28..).step_by(28).take(24))
        .map(|day| Input::bolus(Time::days(day), Mass::mg(100), Route::Intrathecal))
        .collect()
}

/// 200 samples over 730 days, on no day of a dose.
fn samples() -> Vec<Time> {
    let step = Time::minutes(5_256);
    step.every(step).take(200).collect()
}

fn two_compartments() -> Disposition {
    let per_day = |rate| Rate::per_day(rate).expect("a rate");
    Disposition::mammillary(
        Route::Intrathecal,
        Litres::new(0.15).expect("a volume"),
        per_day(0.012),
        &[(per_day(1.0), per_day(1.2))],
    )
    .expect("two compartments")
}

/// Every term of every sample with its own exponential, event by event.
fn by_hand(inputs: &Inputs, samples: &[Time], out: &mut [f64]) {
    let (k10, k12, k21) = (0.012, 1.0, 1.2);
    let sum: f64 = k10 + k12 + k21;
    let fast = 0.5 * (sum + (sum * sum - 4.0 * k10 * k21).sqrt());
    let slow = k10 * k21 / fast;
    let weight = 1_000.0 / 0.15 / (fast - slow);
    let (first, second) = ((fast - k21) * weight, (k21 - slow) * weight);
    let (mut a, mut b, mut now) = (0.0, 0.0, 0.0);
    let mut doses = inputs.iter().peekable();
    for (sample, out) in samples.iter().zip(out) {
        let end = sample.as_days();
        while let Some(dose) = doses.next_if(|dose| dose.at < *sample) {
            let day = dose.at.as_days();
            a = a * (-fast * (day - now)).exp() + dose.mass.as_mg();
            b = b * (-slow * (day - now)).exp() + dose.mass.as_mg();
            now = day;
        }
        a *= (-fast * (end - now)).exp();
        b *= (-slow * (end - now)).exp();
        now = end;
        *out = first * a + second * b;
    }
}

fn kinetics(criterion: &mut Criterion) {
    let (inputs, samples) = (inputs(), samples());
    let design = Design::new(&inputs, &samples);
    let mut out = vec![0.0; samples.len()];
    let mut hand = vec![0.0; samples.len()];
    by_hand(&inputs, &samples, &mut hand);
    two_compartments().simulate_into(&design, &mut out).expect("a simulation");
    for (ours, theirs) in out.iter().zip(&hand) {
        assert!((ours / theirs - 1.0).abs() < 1e-12, "{ours} {theirs}");
    }
    common::ratios(
        criterion,
        "two compartments, 26 doses, 200 samples",
        1,
        &mut [
            ("by hand, an exponential a term", &mut || {
                by_hand(black_box(&inputs), black_box(&samples), &mut hand);
                black_box(&hand);
            }),
            ("from parameters", &mut || {
                two_compartments()
                    .simulate_into(black_box(&design), &mut out)
                    .expect("a simulation");
                black_box(&out);
            }),
        ],
    );

    let inhibition = Inhibition::of_ic50(Concentration::ng_per_ml(1e5).expect("a concentration"))
        .with_imax(0.8)
        .expect("a share");
    let sod1 = Turnover::of_mrna_and_protein(
        Rate::of_half_life(1.0).expect("a rate"),
        Rate::of_half_life(25.0).expect("a rate"),
    )
    .expect("a turnover");
    let mut levels = vec![0.0; samples.len()];
    let mut concentrations = vec![0.0; samples.len()];
    common::ratios(
        criterion,
        "knock-down, 26 doses, 200 samples",
        1,
        &mut [
            ("concentrations alone", &mut || {
                two_compartments()
                    .simulate_into(black_box(&design), &mut concentrations)
                    .expect("a simulation");
                black_box(&concentrations);
            }),
            ("messenger RNA and protein", &mut || {
                sod1.simulate_into(
                    &two_compartments(),
                    &inhibition,
                    black_box(&design),
                    &mut levels,
                )
                .expect("a simulation");
                black_box(&levels);
            }),
        ],
    );
}

criterion_group! {
    name = benches;
    config = common::criterion();
    targets = kinetics
}
criterion_main!(benches);
