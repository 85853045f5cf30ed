//! The problems as `aso-regimen` has them.

use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::cohort::{Cohort, Distribution, Stream};
use aso_regimen::kinetics::compartments::Compartments;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Litres, Rate};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};

use crate::problem::{BODY, Body, Depot, Effect, MG, SAMPLE_MINUTES, SAMPLES, dose_days};

/// Doses and samples, merged once for all subjects.
pub fn design(route: Route) -> Design {
    let dose = |day| Input::bolus(Time::days(day), Mass::mg(MG), route.clone());
    let inputs: Inputs = dose_days().into_iter().map(dose).collect();
    let step = Time::minutes(SAMPLE_MINUTES);
    let samples: Vec<Time> = step.every(step).take(SAMPLES as usize).collect();
    Design::new(&inputs, &samples)
}

fn rate(per_day: f64) -> Rate {
    Rate::per_day(per_day).expect("a rate")
}

/// From rates to the concentration in the fluid at every sample.
pub fn concentrations(body: &Body, design: &Design, out: &mut [f64]) {
    let volume = Litres::new(body.volume).expect("a volume");
    let brain = [(rate(body.k12), rate(body.k21))];
    Disposition::mammillary(Route::Intrathecal, volume, rate(body.k10), &brain)
        .expect("a model")
        .simulate_into(design, out)
        .expect("a simulation");
}

/// From rates to the protein at every sample.
pub fn protein(body: &Body, effect: &Effect, design: &Design, out: &mut [f64]) {
    let model = Compartments::builder()
        .amount("CSF")
        .amount("CNS")
        .rate("CSF", "CNS", rate(body.k12))
        .rate("CNS", "CSF", rate(body.k21))
        .elimination("CSF", rate(body.k10))
        .dosed(Route::Intrathecal, "CSF")
        .build()
        .expect("a model");
    let brain = model.amount(Route::Intrathecal, "CNS").expect("a response");
    knocked_down(&brain, effect, design, out);
}

/// From rates to the concentration in plasma at every sample.
pub fn depot_concentrations(depot: &Depot, design: &Design, out: &mut [f64]) {
    let volume = Litres::new(depot.volume).expect("a volume");
    Disposition::mammillary(Route::Subcutaneous, volume, rate(depot.ke), &[])
        .and_then(|plasma| plasma.with_absorption(rate(depot.ka)))
        .expect("a model")
        .simulate_into(design, out)
        .expect("a simulation");
}

/// From rates to the protein at every sample.
pub fn depot_protein(depot: &Depot, effect: &Effect, design: &Design, out: &mut [f64]) {
    let model = Compartments::builder()
        .amount("depot")
        .amount("plasma")
        .rate("depot", "plasma", rate(depot.ka))
        .elimination("plasma", rate(depot.ke))
        .dosed(Route::Subcutaneous, "depot")
        .build()
        .expect("a model");
    let plasma = model.amount(Route::Subcutaneous, "plasma").expect("a response");
    knocked_down(&plasma, effect, design, out);
}

/// The protein at every sample, from the amount that inhibits.
fn knocked_down(drug: &Disposition, effect: &Effect, design: &Design, out: &mut [f64]) {
    let inhibition = Inhibition::of_id50(Mass::mg(effect.half))
        .and_then(|inhibition| inhibition.with_imax(effect.most))
        .expect("an inhibition");
    let (mrna, protein) = effect.rates();
    Turnover::of_mrna_and_protein(rate(mrna), rate(protein))
        .expect("a turnover")
        .simulate_into(drug, &inhibition, design, out)
        .expect("a simulation");
}

/// The seed of all cohorts here.
pub const SEED: u64 = 1;

/// A virtual patient: rates that are log-normal around those of [`BODY`], with a standard deviation of 0.3.
pub fn drawn(stream: &mut Stream) -> Body {
    let [k10, k12, k21] = stream.normals().map(|z: f64| (0.3 * z).exp());
    Body { k10: BODY.k10 * k10, k12: BODY.k12 * k12, k21: BODY.k21 * k21, ..BODY }
}

/// The distribution of every sample over so many patients.
pub fn bands(
    patients: usize,
    simulate: impl Fn(&mut Stream, &mut [f64]) + Sync,
) -> Vec<Distribution> {
    Cohort::new(SEED, patients as u64)
        .summarise(SAMPLES as usize, |stream, out| {
            simulate(stream, out);
            Ok(())
        })
        .expect("a cohort")
}

/// Every sample of every patient.
pub fn all(patients: usize, simulate: impl Fn(&mut Stream, &mut [f64]) + Sync) -> Vec<f64> {
    Cohort::new(SEED, patients as u64)
        .collect(SAMPLES as usize, |stream, out| {
            simulate(stream, out);
            Ok(())
        })
        .expect("a cohort")
}
