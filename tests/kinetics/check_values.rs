//! Worked numbers of the published models, to the digits given.

use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::published::{Biliouris2018, Luu2017, Patient, Yamamoto2023};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{Biomarker, TofersenModel};
use aso_regimen::kinetics::turnover::Turnover;
use aso_regimen::person::{Age, Sex};
use aso_regimen::{BodyWeight, Mass, Regimen};

use crate::{half_life, intrathecal, near, repeated};

fn csf(model: &aso_regimen::kinetics::compartments::Compartments) -> Disposition {
    model.concentration(Route::Intrathecal, "CSF").expect("cerebrospinal fluid")
}

/// As many digits as the expected text has.
#[track_caller]
fn digits(found: f64, expected: &str) {
    let decimals = expected.split_once('.').map_or(0, |(_, d)| d.len());
    assert_eq!(format!("{found:.decimals$}"), expected);
}

#[test]
fn nusinersen_half_lives() {
    for (parameters, hours, days) in
        [(Luu2017::FINAL, "1.448235", "162.564"), (Luu2017::ABSTRACT, "1.512955", "164.048")]
    {
        let csf = csf(&parameters.model().expect("a model"));
        let half_lives: Vec<f64> = csf.half_lives().collect();
        assert_eq!(half_lives.len(), 2);
        digits(half_lives[0] * 24.0, hours);
        digits(half_lives[1], days);
    }
}

#[test]
fn nusinersen_12_mg() {
    let csf = csf(&Luu2017::FINAL.model().expect("a model"));
    for (hours, expected) in [
        (0, "27713.63"),
        (24, "5.65218"),
        (168, "5.23217"),
        (336, "5.07831"),
        (672, "4.78404"),
        (2016, "3.76787"),
    ] {
        digits(csf.after(Mass::mg(12), Time::hours(hours)), expected);
    }
}

#[test]
fn tominersen_100_mg() {
    let csf = csf(&Yamamoto2023::REFERENCE.model().expect("a model"));
    let half_lives: Vec<f64> = csf.half_lives().collect();
    digits(half_lives[0] * 24.0, "0.97294");
    digits(half_lives[1] * 24.0, "6.41736");
    digits(half_lives[2] * 24.0, "674.144");
    digits(half_lives[2], "28.089");
    for (hours, expected) in
        [(24, "23258.15"), (168, "3.39528"), (336, "2.85321"), (672, "2.01975"), (1344, "1.01210")]
    {
        digits(csf.after(Mass::mg(100), Time::hours(hours)), expected);
    }
}

/// The label says that the trough of tofersen in cerebrospinal fluid is highest at the third dose.
#[test]
fn troughs_under_the_tofersen_schedule_are_highest_at_the_third_dose() {
    let csf = csf(&Yamamoto2023::REFERENCE.model().expect("a model"));
    let regimen: Regimen = "100 mg IT q14d x3, then q28d".parse().expect("a regimen");
    let plan = regimen.starting("2026-01-05".parse().expect("a date"));
    let through = plan.dose(9).expect("a dose").date();
    let inputs =
        aso_regimen::kinetics::input::Inputs::planned(&plan, through, None).expect("fixed amounts");
    let times: Vec<Time> = inputs.iter().map(|input| input.at).collect();
    let troughs = csf.simulate(&Design::new(&inputs, &times)).expect("intrathecal");
    let expected =
        ["0.0000", "2.8532", "4.8730", "4.4616", "4.2555", "4.1522", "4.1004", "4.0745", "4.0615"];
    for (trough, expected) in troughs.iter().zip(expected) {
        digits(*trough, expected);
    }
    let highest = troughs.iter().copied().fold(0.0, f64::max);
    assert_eq!(highest.to_bits(), troughs[2].to_bits());
}

#[test]
fn with_a_half_life_of_four_weeks_the_third_trough_is_a_fifth_above_steady_state() {
    let csf = Disposition::mammillary(Route::Intrathecal, crate::litres(1.0), half_life(28.0), &[])
        .expect("a compartment");
    let doses = intrathecal(1, &[0, 14, 28]);
    let troughs =
        csf.simulate(&Design::new(&doses, &[Time::days(28), Time::days(56)])).expect("intrathecal");
    let steady =
        csf.at_steady_state(&repeated(1, Time::weeks(4)), Time::weeks(4)).expect("a steady state");
    near(troughs[0] / steady, 0.5 + 0.5_f64.sqrt(), 1e-14);
    near(troughs[1] / steady, f64::midpoint(1.5, 0.5_f64.sqrt()), 1e-14);
    digits(troughs[0] / steady, "1.2071");
    digits(troughs[1] / steady, "1.1036");
}

#[test]
fn turnover_of_sod1() {
    let rate = half_life(25.0);
    digits(rate.as_per_day(), "0.027725887");
    let sod1 = Turnover::of_protein(rate).expect("a turnover");
    let level = |inhibition: f64, days: u32| {
        sod1.level_under(inhibition, Time::days(days)).expect("a share")
    };
    digits(1.0 - level(1.0, 84), "0.902604");
    digits(1.0 - level(1.0, 196), "0.995636");
    digits(sod1.days_to(0.9).expect("a share"), "83.05");
    digits(0.36 / (1.0 - level(1.0, 84)), "0.398846");
    digits(0.33 / (1.0 - level(1.0, 84)), "0.365609");
    for (inhibition, expected) in [(0.2, "0.819479"), (0.4, "0.638958"), (0.6, "0.458437")] {
        digits(level(inhibition, 84), expected);
    }
    let both = Turnover::of_mrna_and_protein(half_life(1.0), rate).expect("a turnover");
    digits(both.level_under(0.4, Time::days(84)).expect("a share"), "0.640581");
}

/// A baseline that doubles in a year doubles with and without drug.
#[test]
fn a_drifting_baseline_leaves_the_ratio_to_placebo_as_it_is() {
    let sod1 = Turnover::of_protein(half_life(25.0)).expect("a turnover");
    let drifting = sod1.with_drift(2.0).expect("a factor");
    let year = Time::minutes(525_949); // 365.2425 days
    near(drifting.level_under(0.0, year).expect("a share"), 2.0, 1e-6);
    let model = TofersenModel::published();
    let inhibition = model.response(Biomarker::CsfSod1).inhibition;
    let design = Design::new(&intrathecal(100, &[0, 14, 28]), &[Time::days(90)]);
    let level = |turnover: &Turnover| {
        turnover.simulate(model.csf(), &inhibition, &design).expect("intrathecal")[0]
    };
    near(level(&drifting) / level(&sod1), 2.0_f64.powf(90.0 / 365.2425), 1e-14);
}

#[test]
fn weight_changes_nusinersen_as_the_paper_says() {
    let adult = Luu2017::typical(BodyWeight::kg(70)).expect("an adult");
    let relative = 70.0 / 15.2_f64;
    near(adult.plasma_clearance.as_litres_per_hour(), 2.36 * relative.powf(0.689), 1e-15);
    near(adult.csf.value(), 0.433 * relative.powf(0.596), 1e-15);
    near(adult.plasma.value(), 29.0 * (1.0 + 0.047 * 54.8), 1e-15);
    assert_eq!(adult.cns, Luu2017::FINAL.cns);
    // At the median weight nothing changes.
    let median = Luu2017::typical(BodyWeight::grams(15_200)).expect("a child");
    assert_eq!(median, Luu2017::FINAL);
    // The lightest patient of the paper, and one lighter than any.
    assert!(Luu2017::typical(BodyWeight::grams(5_100)).is_ok());
    assert!(Luu2017::typical(BodyWeight::grams(1)).is_ok());
}

fn reference_patient() -> Patient {
    let age = Age::years(49.0).expect("an age");
    let patient = Patient::new(BodyWeight::kg(75), age, Sex::Male);
    assert_eq!((patient.csf_protein.to_bits(), patient.antibodies), (0.35_f64.to_bits(), false));
    patient
}

#[test]
fn covariates_of_tominersen() {
    let reference = reference_patient();
    assert_eq!(Yamamoto2023::typical(&reference).expect("a patient"), Yamamoto2023::REFERENCE);
    let clearances = |patient: Patient| {
        let typical = Yamamoto2023::typical(&patient).expect("a patient");
        let of = |found: aso_regimen::kinetics::parameter::Clearance,
                  reference: aso_regimen::kinetics::parameter::Clearance| {
            found.as_litres_per_hour() / reference.as_litres_per_hour()
        };
        (
            of(typical.csf_clearance, Yamamoto2023::REFERENCE.csf_clearance),
            of(typical.plasma_clearance, Yamamoto2023::REFERENCE.plasma_clearance),
        )
    };
    let close = |found: (f64, f64), csf: f64, plasma: f64| {
        near(found.0, csf, 1e-14);
        near(found.1, plasma, 1e-14);
    };
    close(clearances(reference.with_antibodies()), 0.899_303, 0.327);
    let woman = Patient::new(reference.weight, reference.age, Sex::Female);
    close(clearances(woman), 1.0, 0.814);
    let age = Age::years(64.0).expect("an age");
    close(
        clearances(Patient::new(reference.weight, age, reference.sex)),
        (-0.005_498 * 15.0_f64).exp(),
        1.0,
    );
    let of_protein = |csf_protein| clearances(reference.with_csf_protein(csf_protein));
    close(of_protein(0.54), (-0.539_797 * 0.19_f64).exp(), 1.0);
    // Above 2 g/L protein has no effect, and at 2 g/L it has.
    close(of_protein(2.0), (-0.539_797 * 1.65_f64).exp(), 1.0);
    close(of_protein(15.5), 1.0, 1.0);
    let weight = BodyWeight::kg(52);
    close(
        clearances(Patient::new(weight, reference.age, reference.sex)),
        1.0,
        (52.0 / 75.0_f64).powf(0.687),
    );
    assert!(Yamamoto2023::typical(&reference.with_csf_protein(f64::NAN)).is_err());
}

#[test]
fn csf_of_infants_goes_by_age() {
    let volume = |years: f64| {
        let age = Age::years(years).expect("an age");
        Biliouris2018::of(BodyWeight::kg(5), age).csf_ml()
    };
    let by_age = [0.0, 0.2499, 0.25, 0.4999, 0.5, 0.9999, 1.0, 1.9999, 2.0, 40.0].map(volume);
    let expected = [120.0, 120.0, 130.0, 130.0, 135.0, 135.0, 140.0, 140.0, 150.0, 150.0];
    assert_eq!(by_age.map(f64::to_bits), expected.map(f64::to_bits));
    // Half-lives of the two one-way rates in a monkey of 2.8 kg.
    digits(std::f64::consts::LN_2 / 0.0891, "7.779");
    digits(std::f64::consts::LN_2 / 0.206, "3.365");
}

/// Weight alone changes the volumes and flows of plasma, and nothing in cerebrospinal fluid.
#[test]
fn weight_changes_tominersen_in_plasma() {
    let reference = Yamamoto2023::REFERENCE;
    let mut patient = reference_patient();
    patient.weight = BodyWeight::kg(40);
    let light = Yamamoto2023::typical(&patient).expect("a patient");
    let relative = 40.0 / 75.0_f64;
    let volume = relative.powf(0.866);
    near(light.plasma.value() / reference.plasma.value(), volume, 1e-14);
    for ((flow, litres), (of_flow, of_litres)) in light.body.iter().zip(reference.body) {
        let flow = flow.as_litres_per_hour() / of_flow.as_litres_per_hour();
        near(flow, relative.powf(0.687), 1e-14);
        near(litres.value() / of_litres.value(), volume, 1e-14);
    }
    assert_eq!((light.csf, light.cns), (reference.csf, reference.cns));
    assert_eq!(light.csf_clearance, reference.csf_clearance);
}

/// "ε (proportional) 0.494" of Luu et al. 2017, and the variance of Yamamoto et al. 2023 in cerebrospinal fluid.
#[test]
fn residual_variances() {
    digits(Luu2017::RESIDUAL_VARIANCE, "0.494");
    digits(Yamamoto2023::CSF_RESIDUAL_VARIANCE, "0.0975477");
}

/// One standard deviation in each parameter alone, and nothing in the others.
#[test]
fn variability_between_subjects_is_log_normal() {
    let typical = Luu2017::FINAL;
    assert_eq!(typical.with_random_effects([0.0; 4]).expect("a patient"), typical);
    let parameters = |of: &Luu2017| {
        [
            of.plasma_clearance.as_litres_per_hour(),
            of.csf_clearance.as_litres_per_hour(),
            of.csf.value(),
            of.plasma.value(),
        ]
    };
    let spreads = [0.295, 0.244, 0.881, 0.390].map(|cv: f64| (cv * cv).ln_1p());
    for (which, spread) in spreads.into_iter().enumerate() {
        let mut by = [0.0; 4];
        by[which] = 1.0;
        let one = typical.with_random_effects(by).expect("a patient");
        let both = parameters(&one).into_iter().zip(parameters(&typical));
        for (place, (found, typical)) in both.enumerate() {
            let expected = if place == which { spread } else { 0.0 };
            near((found / typical).ln().powi(2), expected, 1e-13);
        }
    }

    let typical = Yamamoto2023::REFERENCE;
    assert_eq!(typical.with_random_effects([0.0; 3]).expect("a patient"), typical);
    let parameters = |of: &Yamamoto2023| {
        [of.csf_clearance.as_litres_per_hour(), of.csf.value(), of.cns[0].0.as_litres_per_hour()]
    };
    for (which, variance) in [0.027_309_4, 0.312_055, 0.199_008].into_iter().enumerate() {
        let mut by = [0.0; 3];
        by[which] = -1.0;
        let one = typical.with_random_effects(by).expect("a patient");
        let both = parameters(&one).into_iter().zip(parameters(&typical));
        for (place, (found, typical)) in both.enumerate() {
            let expected = if place == which { variance } else { 0.0 };
            near((found / typical).ln().powi(2), expected, 1e-13);
        }
    }
}
