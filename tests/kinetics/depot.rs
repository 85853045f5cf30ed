//! Drug that goes one way, out of a depot and on: against values with 40 digits by `reference/depot.py`, and by hand.

use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::compartments::{Compartments, CompartmentsBuilder};
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs, Repeated};
use aso_regimen::kinetics::parameter::Quantity;
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};

use crate::{litres, near, per_day};

const ROUTE: Route = Route::Subcutaneous;
const NAMES: [&str; 4] = ["0", "1", "2", "3"];
const SIX_HOURS: Time = Time::hours(6);

/// Flows from and to, the fourth being out of the body, per day.
type Flows = Vec<(usize, usize, f64)>;
const OUT: usize = 4;

fn model(compartments: usize, flows: &Flows) -> Compartments {
    let model = NAMES[..compartments]
        .iter()
        .fold(Compartments::builder(), |model, name| CompartmentsBuilder::amount(model, *name));
    flows
        .iter()
        .fold(model, |model, (from, to, rate)| match *to {
            OUT => model.elimination(NAMES[*from], per_day(*rate)),
            to => model.rate(NAMES[*from], NAMES[to], per_day(*rate)),
        })
        .dosed(ROUTE, "0")
        .build()
        .expect("a model")
}

/// The models of `reference/depot.py` under their names.
fn cases() -> Vec<(String, usize, Flows)> {
    let two = |into: f64, out: f64| vec![(0, 1, into), (1, OUT, out)];
    let mut cases = vec![("docs".to_owned(), 2, two(2.0, 0.1))];
    for (number, power) in [f64::NEG_INFINITY, -50.0, -30.0, -12.0, -4.0].into_iter().enumerate() {
        cases.push((format!("near{number}"), 2, two(0.5 * (1.0 + power.exp2()), 0.5)));
    }
    for (number, power) in [-6.0, -3.0, 3.0, 6.0_f64].into_iter().enumerate() {
        cases.push((format!("far{number}"), 2, two((3.0 * power).exp2(), 0.125)));
    }
    for (number, rate) in
        [0.25, 0.25 * (1.0 + (-40.0_f64).exp2()), 1.5, 8.0].into_iter().enumerate()
    {
        let flows = vec![(0, 1, rate), (1, OUT, 0.75), (1, 2, 0.5), (2, 1, 0.5)];
        cases.push((format!("tissue{number}"), 3, flows));
    }
    let four = |near: f64| {
        let rates = [0.0, 1.0, 2.0, 3.0].map(|times| 1.0 + times * near);
        (0..4).map(|stage| (stage, stage + 1, rates[stage])).collect()
    };
    cases.push(("transit".to_owned(), 4, four(0.0)));
    cases.push(("transit-near".to_owned(), 4, four((-20.0_f64).exp2())));
    let ways = vec![(0, 1, 2.0), (0, 2, 1.0), (1, 3, 0.5), (2, 3, 0.25), (3, OUT, 0.5)];
    cases.push(("ways".to_owned(), 4, ways));
    let behind =
        vec![(0, 1, 1.0), (1, 0, 0.25), (0, 2, 0.5), (2, 3, 2.0), (3, 2, 0.125), (2, OUT, 0.75)];
    cases.push(("behind".to_owned(), 4, behind));
    cases
}

/// Days and values in mg of a case in a compartment.
fn values(case: &str, compartment: usize) -> Vec<(Time, f64)> {
    let compartment = compartment.to_string();
    let lines = include_str!("reference/depot.txt").lines();
    let found: Vec<(Time, f64)> = lines
        .map(|line| line.split(' ').collect::<Vec<_>>())
        .filter(|fields| fields[0] == case && fields[1] == compartment)
        .map(|fields| {
            let days: f64 = fields[2].parse().expect("days");
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole minutes of two months"
            )]
            let minutes = (days * 1_440.0).round() as u32;
            (Time::minutes(minutes), fields[3].parse().expect("a value"))
        })
        .collect();
    assert!(!found.is_empty(), "no values for {case}");
    found
}

fn one_mg(over: Time) -> Inputs {
    [Input::bolus(Time::ZERO, Mass::mg(1), ROUTE).over(over)].into_iter().collect()
}

#[track_caller]
fn agrees(response: &Disposition, case: &str, compartment: usize) {
    let weekly = Repeated::every(Mass::mg(1), Time::weeks(1)).expect("an interval");
    let slow = weekly.over(SIX_HOURS).expect("shorter than a week");
    let name = |kind: &str| format!("{case}{kind}");
    for (time, expected) in values(case, compartment) {
        near(response.after(Mass::mg(1), time), expected, 1e-12);
    }
    for (kind, over) in [("", Time::ZERO), ("-infused", SIX_HOURS)] {
        let (times, expected): (Vec<_>, Vec<_>) =
            values(&name(kind), compartment).into_iter().unzip();
        let design = Design::after_doses(&one_mg(over), &times);
        let found = response.simulate(&design).expect("its route");
        found.iter().zip(expected).for_each(|(found, expected)| near(*found, expected, 1e-12));
    }
    for (kind, doses) in [("-steady", &weekly), ("-infused-steady", &slow)] {
        for (time, expected) in values(&name(kind), compartment) {
            let found = response.at_steady_state(doses, time).expect("eliminated");
            near(found, expected, 1e-12);
        }
    }
}

#[test]
fn chains_agree_with_the_matrix_exponential() {
    for (case, compartments, flows) in cases() {
        let model = model(compartments, &flows);
        for (compartment, name) in NAMES.iter().enumerate().take(compartments) {
            let response = model.amount(ROUTE, name).expect("one way");
            agrees(&response, &case, compartment);
        }
    }
}

/// The same by rates, without a model.
#[test]
fn absorption_and_stages_agree_with_the_matrix_exponential() {
    for (case, compartments, flows) in cases() {
        let rates: Vec<_> = flows.iter().map(|(_, _, rate)| per_day(*rate)).collect();
        let named = |start: &str| case.starts_with(start);
        if compartments == 2 {
            let out = [(rates[1], 1.0)];
            let centre = Disposition::of_terms(ROUTE, Quantity::Amount, &out).expect("a term");
            agrees(&centre.with_absorption(rates[0]).expect("a rate"), &case, 1);
        } else if named("tissue") {
            // In 1000 L a milligram is 1 ng/mL.
            let tissue = [(rates[2], rates[3])];
            let centre = Disposition::mammillary(ROUTE, litres(1_000.0), rates[1], &tissue);
            let centre = centre.expect("a tissue").with_absorption(rates[0]).expect("a rate");
            agrees(&centre, &case, 1);
        } else if named("transit") {
            let stages: Vec<_> = rates.iter().zip([0.0, 0.0, 0.0, 1.0]).collect();
            let stages: Vec<_> = stages.into_iter().map(|(rate, last)| (*rate, last)).collect();
            let last = Disposition::of_chain(ROUTE, Quantity::Amount, &stages).expect("stages");
            agrees(&last, &case, 3);
            let out = [(rates[3], 1.0)];
            let out = Disposition::of_terms(ROUTE, Quantity::Amount, &out).expect("a term");
            let behind = rates[..3].iter().try_fold(out, |out, rate| out.with_absorption(*rate));
            agrees(&behind.expect("three more"), &case, 3);
        }
    }
}

/// By hand: 1/20 x 2/1.9 (e^-0.1 - e^-2).
#[test]
fn a_depot_of_2_a_day_into_a_tenth_a_day() {
    let plasma = Disposition::mammillary(ROUTE, litres(20.0), per_day(0.1), &[]).expect("one");
    let response = plasma.with_absorption(per_day(2.0)).expect("a rate");
    assert!(response.is_chain());
    let after_a_day = response.after(Mass::mg(1), Time::days(1));
    near(after_a_day, 50.0 * 2.0 / 1.9 * ((-0.1_f64).exp() - (-2.0_f64).exp()), 1e-14);
    assert_eq!(format!("{after_a_day:.5}"), "40.50011");
    // 1 mg a day into 2 L a day.
    near(response.plateau(Mass::mg(1)).expect("eliminated"), 500.0, 1e-14);
    let half_lives: Vec<f64> = response.half_lives().collect();
    near(half_lives[0], std::f64::consts::LN_2 / 2.0, 1e-15);
    near(half_lives[1], std::f64::consts::LN_2 / 0.1, 1e-15);
}

/// The level a day after a dose, wherever on the clock, and those of two doses added up.
#[test]
fn doses_of_a_depot_add_up_and_shift() {
    let plasma = Disposition::mammillary(ROUTE, litres(20.0), per_day(0.1), &[]).expect("one");
    let response = plasma.with_absorption(per_day(2.0)).expect("a rate");
    let level = |doses: &[(u32, u32)], day: u32| {
        let doses: Inputs = doses
            .iter()
            .map(|(day, mg)| Input::bolus(Time::days(*day), Mass::mg(*mg), ROUTE))
            .collect();
        let found = response.simulate(&Design::new(&doses, &[Time::days(day)]));
        format!("{:.4}", found.expect("subcutaneous")[0])
    };
    assert_eq!(level(&[(0, 1)], 1), "40.5001");
    assert_eq!(level(&[(300, 1)], 301), "40.5001");
    assert_eq!(level(&[(0, 1)], 2), "42.1271");
    assert_eq!(level(&[(0, 1), (1, 2)], 2), "123.1273");
}

/// To every accuracy that is asked for, where the rates of the depot coincide too.
#[test]
fn a_depot_drives_a_knock_down() {
    for (case, into, out) in [
        ("knock-equal", 0.5, 0.5),
        ("knock-near", 0.5 * (1.0 + (-30.0_f64).exp2()), 0.5),
        ("knock-far", 16.0, 1.0 / 64.0),
    ] {
        let stages = [(per_day(into), 0.0), (per_day(out), 1.0)];
        let depot = Disposition::of_chain(ROUTE, Quantity::Amount, &stages).expect("two stages");
        let half = Inhibition::of_id50(Mass::mg(30)).expect("in range");
        let doses: Inputs = [0, 7, 14]
            .map(|day| Input::bolus(Time::days(day), Mass::mg(100), ROUTE))
            .into_iter()
            .collect();
        let (times, expected): (Vec<_>, Vec<_>) = values(case, 0).into_iter().unzip();
        for accuracy in [0.01, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12] {
            let protein = Turnover::of_protein(per_day(0.2));
            let protein = protein.and_then(|protein| protein.with_accuracy(accuracy));
            let found =
                protein.expect("in range").simulate(&depot, &half, &Design::new(&doses, &times));
            for (found, expected) in found.expect("subcutaneous").iter().zip(&expected) {
                let off = (found - expected).abs();
                assert!(off <= accuracy, "{case} {accuracy:e}: {found} {expected}, {off:e} apart");
            }
        }
    }
}

/// Equal rates, every two days at 0.5 a day: the trough k t e^(-kt) becomes a sum of n e^-n, which is e/(e - 1)^2.
#[test]
fn accumulation_behind_a_depot_of_the_same_rate() {
    let plasma = Disposition::mammillary(ROUTE, litres(1.0), per_day(0.5), &[]).expect("one");
    let response = plasma.with_absorption(per_day(0.5)).expect("a rate");
    let doses = Repeated::every(Mass::mg(1), Time::days(2)).expect("an interval");
    let e = std::f64::consts::E;
    let steady = e / (e - 1.0).powi(2);
    near(response.accumulation(&doses).expect("eliminated"), steady * e, 1e-14);
    let trough = response.at_steady_state(&doses, Time::days(2)).expect("eliminated");
    near(trough, 1_000.0 * steady, 1e-14);
    // The sums to two, three ... doses over that of all: 0.40, 0.69, 0.86, 0.935.
    assert_eq!(response.doses_to(0.9, &doses), Ok(4));
    assert_eq!(response.doses_to(0.94, &doses), Ok(5));
}

/// In all compartments and out of the body there is what was given, where rates coincide too.
#[test]
fn nothing_is_lost_on_the_way() {
    for (case, compartments, flows) in cases() {
        let model = model(compartments, &flows);
        let times = [Time::hours(1), Time::days(3), Time::days(40)];
        let design = Design::new(&one_mg(SIX_HOURS), &times);
        let amounts = model.simulate(&design).expect("subcutaneous");
        for (row, eliminated) in amounts.eliminated().iter().enumerate() {
            let given = if row == 0 { 1.0 / 6.0 } else { 1.0 };
            let of = |name: &&str| {
                let response = model.amount(ROUTE, name).expect("one way");
                response.simulate(&design).expect("subcutaneous")[row]
            };
            let held: f64 = NAMES[..compartments].iter().map(of).sum();
            near(held + eliminated, given, 1e-13);
            assert!(held >= 0.0, "{case}");
        }
    }
}
