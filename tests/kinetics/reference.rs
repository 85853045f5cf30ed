//! Against values with 25 digits, made by `reference/make.py` from matrix exponentials and adaptive quadrature.

use std::collections::BTreeMap;

use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::compartments::Compartments;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Concentration, Quantity, Rate};
use aso_regimen::kinetics::published::{Biliouris2018, Luu2017, Patient, Yamamoto2023};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
use aso_regimen::person::{Age, Sex};
use aso_regimen::{BodyWeight, Mass};

use crate::{half_life, intrathecal, litres, near, per_day};

const TOFERSEN: [u32; 8] = [0, 14, 28, 56, 84, 112, 140, 168];

/// The values of one name: time and value.
fn values(name: &str) -> Vec<(Time, f64)> {
    let text = include_str!("reference/values.txt");
    let found: Vec<(Time, f64)> = text
        .lines()
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .filter(|fields| fields[0] == name)
        .map(|fields| {
            let days: f64 = fields[1].parse().expect("days");
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole minutes of a year"
            )]
            let minutes = (days * 1_440.0).round() as u32;
            (Time::minutes(minutes), fields[2].parse().expect("a value"))
        })
        .collect();
    assert!(!found.is_empty(), "no values for {name}");
    found
}

/// Every compartment of a model against its values, by both ways of computing.
#[track_caller]
fn agrees(model: &Compartments, name: &str, inputs: &Inputs, compartments: &[&str]) -> f64 {
    let mut worst: f64 = 0.0;
    for (number, compartment) in compartments.iter().enumerate() {
        if compartment.is_empty() {
            continue;
        }
        let (times, expected): (Vec<Time>, Vec<f64>) =
            values(&format!("{name}.{number}")).into_iter().unzip();
        let design = Design::new(inputs, &times);
        let by_matrix = model
            .simulate(&design)
            .expect("a simulation")
            .concentrations(compartment)
            .expect("a volume");
        let response = model.concentration(Route::Intrathecal, compartment).expect("no circle");
        let by_modes = response.simulate(&design).expect("a simulation");
        // Out of cerebrospinal fluid into plasma, and never back.
        let one_way = ["plasma", "body", "body 1", "body 2"].contains(compartment);
        assert_eq!(response.is_chain(), one_way, "{name} {compartment}");
        for (row, expected) in expected.iter().enumerate() {
            for found in [&by_matrix, &by_modes] {
                worst = worst.max((found[row] / expected - 1.0).abs());
                near(found[row], *expected, 1e-12);
            }
        }
    }
    worst
}

#[test]
fn concentrations_agree_with_the_matrix_exponential() {
    let mut worst = BTreeMap::new();
    let luu = Luu2017::FINAL.model().expect("a model");
    let names = ["CSF", "CNS", "plasma", "body"];
    worst.insert("luu", agrees(&luu, "luu", &intrathecal(12, &TOFERSEN), &names));

    let yamamoto = Yamamoto2023::REFERENCE.model().expect("a model");
    let inputs = intrathecal(100, &TOFERSEN);
    let names = ["CSF", "CNS 1", "CNS 2", "plasma", "body 1", "body 2"];
    worst.insert("yamamoto", agrees(&yamamoto, "yamamoto", &inputs, &names));

    let age = Age::years(2.0 / 12.0).expect("an age");
    let biliouris = Biliouris2018::of(BodyWeight::kg(5), age).model().expect("a model");
    let names = ["CSF", "cervical", "thoracic", "lumbar", "pons", "brain", "", "plasma", ""];
    let inputs = intrathecal(12, &TOFERSEN);
    worst.insert("biliouris", agrees(&biliouris, "biliouris", &inputs, &names));
    println!("{worst:?}");
}

/// The models of the R package nlmixr2lib, run without R by `reference/nlmixr2lib.py`, for two people each.
#[test]
fn concentrations_agree_with_nlmixr2lib() {
    let age = |years: f64| Age::years(years).expect("an age");
    let luu = |grams| Luu2017::typical(BodyWeight::grams(grams)).expect("a child").model();
    let biliouris = |kg, years| Biliouris2018::of(BodyWeight::kg(kg), age(years)).model();
    let yamamoto = |patient: &Patient| Yamamoto2023::typical(patient).expect("in range").model();
    let reference = Patient::new(BodyWeight::kg(75), age(49.0), Sex::Male);
    let other = Patient::new(BodyWeight::kg(60), age(60.0), Sex::Female);
    let of_luu = ["CSF", "CNS", "plasma", "body"].as_slice();
    let of_biliouris =
        ["CSF", "cervical", "thoracic", "lumbar", "pons", "brain", "plasma"].as_slice();
    let of_yamamoto = ["CSF", "plasma"].as_slice();
    let cases = [
        (luu(15_200), 12, of_luu),
        (luu(70_000), 12, of_luu),
        (biliouris(5, 1.0 / 6.0), 12, of_biliouris),
        (biliouris(20, 5.0), 12, of_biliouris),
        (yamamoto(&reference), 120, of_yamamoto),
        (yamamoto(&other.with_antibodies().with_csf_protein(0.5)), 120, of_yamamoto),
    ];
    let mut compared = 0;
    for line in include_str!("reference/nlmixr2lib.txt").lines().skip(1) {
        let fields: Vec<&str> = line.split(';').collect();
        let (model, mg, compartments) = &cases[fields[0].parse::<usize>().expect("a case")];
        let model = model.as_ref().expect("a model");
        let at = match fields[1] {
            "0.25" => Time::hours(6),
            days => Time::days(days.parse().expect("days")),
        };
        let design = Design::new(&intrathecal(*mg, &[0, 14, 28, 56, 84]), &[at]);
        let amounts = model.simulate(&design).expect("intrathecal");
        assert_eq!(compartments.len(), fields.len() - 2);
        for (name, expected) in compartments.iter().zip(&fields[2..]) {
            let found = amounts.concentrations(name).expect("a compartment")[0];
            near(found, expected.parse().expect("a number"), 1e-8);
            compared += 1;
        }
    }
    assert_eq!(compared, 5 * (4 + 4 + 7 + 7 + 2 + 2));
}

#[test]
fn constant_rate_input_agrees_with_the_matrix_exponential() {
    let luu = Luu2017::FINAL.model().expect("a model");
    let slow = Input::bolus(Time::ZERO, Mass::mg(12), Route::Intrathecal).over(Time::hours(3));
    let inputs: Inputs = [slow].into_iter().collect();
    agrees(&luu, "luu-infused", &inputs, &["CSF", "CNS", "plasma", "body"]);
}

fn knock_down(
    name: &str,
    turnover: &Turnover,
    driver: &Disposition,
    inhibition: Inhibition,
    inputs: &Inputs,
) {
    let (times, expected): (Vec<Time>, Vec<f64>) = values(name).into_iter().unzip();
    let design = Design::new(inputs, &times);
    for accuracy in [0.01, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12] {
        let turnover = turnover.with_accuracy(accuracy).expect("in range");
        let levels = turnover.simulate(driver, &inhibition, &design).expect("a simulation");
        for (level, expected) in levels.iter().zip(&expected) {
            println!("{name} {accuracy:e} {:e}", level - expected);
            assert!((level - expected).abs() <= accuracy, "{name} {level} {expected} {accuracy}");
        }
    }
}

fn half_at(ng_per_ml: f64) -> Inhibition {
    Inhibition::of_ic50(Concentration::ng_per_ml(ng_per_ml).expect("a concentration"))
}

fn two_stages(mrna: f64, protein: f64) -> Turnover {
    Turnover::of_mrna_and_protein(half_life(mrna), half_life(protein)).expect("a turnover")
}

#[test]
fn knock_down_agrees_with_adaptive_quadrature() {
    let inputs = intrathecal(100, &TOFERSEN);
    let luu = Luu2017::FINAL.model().expect("a model");
    let csf = luu.concentration(Route::Intrathecal, "CSF").expect("CSF");
    let cns = luu.concentration(Route::Intrathecal, "CNS").expect("CNS");
    let up_to = |inhibition: Inhibition, most: f64| inhibition.with_imax(most).expect("a share");
    let slow = two_stages(1.0, 25.0);
    knock_down("csf-10", &slow, &csf, up_to(half_at(10.0), 0.8), &inputs);
    let steep = up_to(half_at(60.0), 0.9).with_hill(2.5).expect("an exponent");
    knock_down("csf-hill", &slow, &csf, steep, &inputs);
    knock_down("cns-300", &two_stages(0.25, 10.0), &cns, half_at(300.0), &inputs);

    let alone = Turnover::of_protein(half_life(25.0)).expect("a turnover");
    // A volume of 1000 L makes a milligram a nanogram per millilitre.
    let effect = Disposition::mammillary(Route::Intrathecal, litres(1_000.0), half_life(28.0), &[])
        .expect("a compartment");
    assert_eq!(effect.quantity(), Quantity::Concentration);
    knock_down("one-stage", &alone, &effect, half_at(150.0), &inputs);

    let tominersen = Yamamoto2023::REFERENCE
        .model()
        .expect("a model")
        .concentration(Route::Intrathecal, "CSF")
        .expect("CSF");
    let inputs = intrathecal(120, &[0, 28, 56, 84]);
    let weak = up_to(half_at(5.0), 0.7);
    knock_down("tominersen", &two_stages(2.0, 20.0), &tominersen, weak, &inputs);
}

/// A fast term that is nearly gone is not stepped over: each of four infusions once left 2e-12 behind.
#[test]
fn what_is_left_of_a_fast_term_counts() {
    let terms = [(per_day(50.0), 1_000.0), (per_day(0.01), 1.0)];
    let driver = Disposition::of_terms(Route::Intrathecal, Quantity::Concentration, &terms);
    let inputs = intrathecal(100, &[0, 14, 28, 42]).over(Time::days(4));
    let slow = two_stages(70.0, 35.0);
    knock_down("fast-term", &slow, &driver.expect("two terms"), half_at(1_000.0), &inputs);
}

/// Where rates meet, the formulas have zero over zero.
#[test]
fn rates_that_meet_are_no_special_case() {
    let inputs = intrathecal(100, &TOFERSEN);
    let design = Design::new(&inputs, &[Time::days(57), Time::days(169)]);
    let effect = |rate: Rate| {
        Disposition::mammillary(Route::Intrathecal, litres(1_000.0), rate, &[])
            .expect("a compartment")
    };
    let levels = |mrna: f64, protein: f64| {
        two_stages(mrna, protein)
            .simulate(&effect(half_life(25.0)), &half_at(100.0), &design)
            .expect("a simulation")
    };
    let met = levels(25.0, 25.0);
    // From about 1.4e-3 on they are taken as two.
    for apart in [1e-12, 1e-9, 1e-7, 1e-5, 1e-3, 2e-3] {
        for (met, near_by) in met.iter().zip(levels(25.0 * (1.0 + apart), 25.0)) {
            near(near_by, *met, apart + 2e-8);
        }
    }
}
