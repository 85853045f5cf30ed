//! Every refusal, with its text.

use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::compartments::{Compartments, CompartmentsBuilder};
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Inputs, Repeated};
use aso_regimen::kinetics::parameter::{Clearance, Concentration, Litres, Quantity, Rate};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{Biomarker, TofersenModel};
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
use aso_regimen::{Mass, Regimen, StudyDay};

use crate::{intrathecal, litres, per_day, per_hour, repeated};

/// The text of an error stands alone, and is its `Debug` too.
#[track_caller]
fn says<T: std::fmt::Debug, E: std::error::Error>(result: Result<T, E>, expected: &str) {
    let error = result.expect_err("a refusal");
    assert_eq!(error.to_string(), expected);
    assert_eq!(format!("{error:?}"), expected);
    assert!(error.source().is_none(), "{error}");
}

#[test]
fn numbers_out_of_range() {
    says(Rate::per_day(-0.5), "expected a rate per day of 0, or 1e-12 to 1e6, found -0.5");
    says(
        Rate::of_half_life(0.0),
        "expected a half-life in days of 6.94e-7 to 6.93e11, or infinity, found 0",
    );
    says(Rate::per_hour(f64::NAN), "expected a rate per day of 0, or 1e-12 to 1e6, found NaN");
    says(Litres::new(0.0), "expected a volume in L of 1e-9 to 1e9, found 0");
    says(
        Clearance::litres_per_hour(f64::INFINITY),
        "expected a clearance in L/h of 0, or 1e-12 to 1e9, found inf",
    );
    says(
        Concentration::ng_per_ml(0.0),
        "expected a concentration in ng/mL of 1e-12 to 1e15, found 0",
    );
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(1.0).expect("in range"));
    says(half.with_imax(1.01), "expected an Imax of 0 to 1, found 1.01");
    says(half.with_hill(0.0), "expected a Hill exponent of 0.1 to 20, found 0");
    says(Inhibition::of_id50(Mass::ZERO), "expected an amount in mg of 1e-12 to 1e15, found 0");
    says(
        Turnover::of_protein(Rate::ZERO),
        "expected a rate of turnover per day of 1e-6 to 100, found 0",
    );
    says(
        Turnover::of_mrna_and_protein(per_day(101.0), per_day(1.0)),
        "expected a rate of turnover per day of 1e-6 to 100, found 101",
    );
    let sod1 = Turnover::of_protein(per_day(0.03)).expect("in range");
    says(sod1.with_drift(0.0), "expected a factor a year of 1e-3 to 1e3, found 0");
    says(sod1.level_under(-0.1, Time::ZERO), "expected an inhibition of 0 to 1, found -0.1");
    let one = [(per_day(1.0), f64::NAN)];
    says(
        Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &one),
        "expected a weight of -1e100 to 1e100, found NaN",
    );
    let eleven = [(per_day(1.0), 0.5); 11];
    says(
        Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &eleven),
        "expected a number of terms of 0 to 10, found 11",
    );
    let ten = Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &eleven[1..]);
    assert_eq!(ten.expect("ten terms").terms().len(), 10);
}

/// A sum of nothing, and one of a term and the same taken away: no share of it is anything.
#[test]
fn responses_of_nothing_have_no_trough() {
    let monthly = repeated(1, Time::days(28));
    for terms in [&[(0.5, 0.0)][..], &[(0.1, 1.0), (0.1, -1.0)]] {
        let terms: Vec<_> = terms.iter().map(|(rate, weight)| (per_day(*rate), *weight)).collect();
        let nothing = Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &terms);
        let nothing = nothing.expect("never below zero");
        says(nothing.accumulation(&monthly), "expected a trough above 0, found 0");
        says(nothing.doses_to(0.9, &monthly), "expected a trough above 0, found 0");
        assert_eq!(nothing.at_steady_state(&monthly, Time::days(28)), Ok(0.0));
        assert_eq!(nothing.plateau(Mass::mg(1)), Ok(0.0));
    }
}

/// At first, in between and for ever after; where the level touches zero or begins there it is none.
#[test]
fn responses_below_zero() {
    let response = |terms: &[(f64, f64)]| {
        let terms: Vec<_> = terms.iter().map(|(rate, weight)| (per_day(*rate), *weight)).collect();
        Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &terms)
    };
    let text = "expected a level after one milligram of 0 or more at all times, found -1";
    says(response(&[(0.1, 1.0), (1.0, -2.0)]), text);
    says(response(&[(0.1, -1.0)]), text);
    assert!(response(&[(0.1, -1.0), (1.0, 2.0)]).is_err());
    // x (x - 0.8) (x - 0.5) with x = e^-t, at the lowest -0.0148.
    let between = response(&[(1.0, 0.4), (2.0, -1.3), (3.0, 1.0)]).expect_err("below zero");
    assert!((-0.0149..-0.01).contains(&between.value), "{between}");
    // x ((x - c)^2 - (c / 100)^2) with c = e^-4, for an hour about day 4, at the lowest -c^3 / 10^4.
    let c = (-4.0_f64).exp();
    let brief = [(1.0, c * c * (1.0 - 1e-4)), (2.0, -2.0 * c), (3.0, 1.0)];
    for slower in [&[][..], &[(0.25, 0.0)]] {
        let brief = response(&[&brief, slower].concat()).expect_err("below zero");
        assert!((-6.2e-10..-6e-10).contains(&brief.value), "{brief}");
    }
    // However small or large the unit.
    for unit in [1e-90, 1e-15, 1e90] {
        let below = response(&[(0.1, unit), (1.0, -2.0 * unit)]).expect_err("below zero at first");
        crate::near(below.value, -unit, 1e-15);
    }
    // x (x - 0.5)^2, and 1 - x.
    assert!(response(&[(1.0, 0.25), (2.0, -1.0), (3.0, 1.0)]).is_ok());
    assert!(response(&[(0.0, 1.0), (1.0, -1.0)]).is_ok());
    let stages = [(per_day(1.0), 1.0), (per_day(2.0), -1e-3)];
    let chain = Disposition::of_chain(Route::Intrathecal, Quantity::Amount, &stages);
    assert!(chain.is_ok());
    let stages = [(per_day(2.0), 1.0), (per_day(1.0), -1e-3)];
    let chain = Disposition::of_chain(Route::Intrathecal, Quantity::Amount, &stages);
    assert!(chain.is_err());
}

/// Rates of published numbers may be equal but for their last digits. Their weights add up to less than nothing for
/// some 10^13 days, and to more than that only later.
#[test]
fn responses_below_zero_of_rates_that_nearly_meet() {
    let (one, other) = (0.500_000_000_000_105_7, 0.500_000_000_000_032_9);
    let near = [(one, -1.125), (one, 0.0625), (one, -1.125), (one, -1.125), (one, -1.125)];
    let terms = [&near[..], &[(other, -1.125), (other, 4.625), (17.0, 1.125), (4.25, 5.125)]];
    let terms: Vec<_> =
        terms.concat().iter().map(|(rate, weight)| (per_day(*rate), *weight)).collect();
    let error = Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &terms);
    let error = error.expect_err("-0.9375 e^(-t/2) in the end");
    assert!((-0.5..-0.1).contains(&error.value), "{error}");
}

/// The slowest term may have no weight, or one that others of its rate cancel: those before it decide in the end.
#[test]
fn responses_below_zero_before_a_term_of_no_weight() {
    let text = "expected a level after one milligram of 0 or more at all times, found -0.";
    let slow: [&[(f64, f64)]; 4] = [
        &[(0.25, 0.0)],
        &[(0.25, 0.0), (0.0, 0.0)],
        &[(0.25, 1.0), (0.25, -1.0)],
        // 0.1 + 0.2 - 0.3 is not quite 0.
        &[(0.25, 0.1), (0.25, 0.2), (0.25, -0.3)],
    ];
    for slow in slow {
        for (weight, is_below) in [(-0.5, true), (0.5, false)] {
            let terms = [&[(2.0, 1.0), (1.0, weight)], slow].concat();
            let terms: Vec<_> =
                terms.iter().map(|(rate, weight)| (per_day(*rate), *weight)).collect();
            let sum = Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &terms);
            assert_eq!(sum.is_err(), is_below, "{terms:?}: {sum:?}");
            if let Err(error) = sum {
                assert!(error.to_string().starts_with(text), "{error}");
            }
        }
    }
    // x^2 - x / 2 with x = e^-t is least where x = 1/4, at -1/16.
    let stages = [(2.0, 0.5), (1.0, -0.25), (0.5, 0.0), (0.25, 0.0)];
    let stages = stages.map(|(rate, weight)| (per_day(rate), weight));
    let chain = Disposition::of_chain(Route::Intrathecal, Quantity::Amount, &stages);
    let error = chain.expect_err("x^2 - x / 2 in stages, a hundredth off at the most");
    assert!((-0.0625..-0.05).contains(&error.value), "{error}");
    let nothing = [(1.0, 0.0), (0.5, -0.0)].map(|(rate, weight)| (per_day(rate), weight));
    assert!(Disposition::of_chain(Route::Intrathecal, Quantity::Amount, &nothing).is_ok());
    assert!(Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &nothing).is_ok());
}

/// A mode can be far slower than any rate.
#[test]
fn what_is_eliminated_too_slowly_has_no_steady_state() {
    let slow = [(per_day(1e6), per_day(1e-12)); 9];
    let kept = Disposition::mammillary(Route::Intrathecal, litres(1.0), per_day(1e-12), &slow);
    let kept = kept.expect("ten compartments");
    assert!(kept.plateau(Mass::mg(1)).map_or(true, f64::is_finite));
    let chain = Compartments::builder()
        .compartment("a", litres(1.0))
        .compartment("b", litres(1.0))
        .rate("a", "b", per_day(1e6))
        .rate("b", "a", per_day(1e-12))
        .elimination("b", Rate::ZERO)
        .dosed(Route::Intrathecal, "a")
        .build()
        .expect("a model");
    let kept = chain.concentration(Route::Intrathecal, "a").expect("both ways");
    says(kept.plateau(Mass::mg(1)), "there is no steady state, since drug is not eliminated");
    says(
        kept.at_steady_state(&repeated(1, Time::days(1)), Time::ZERO),
        "there is no steady state, since drug is not eliminated",
    );
}

#[test]
fn doses_that_are_not_repeated() {
    says(
        Repeated::every(Mass::mg(1), Time::ZERO),
        "expected an interval between doses above 0, found 0",
    );
    says(
        repeated(1, Time::days(7)).over(Time::days(8)),
        "expected an infusion no longer than the interval of 7 d, found one of 8 d",
    );
    let csf = Disposition::mammillary(Route::Intrathecal, litres(0.15), per_day(0.1), &[]);
    let csf = csf.expect("one compartment");
    says(
        csf.clone().with_absorption(Rate::ZERO),
        "expected a rate of absorption per day of 1e-12 to 1e6, found 0",
    );
    let ten = (0..9).try_fold(csf, |csf, _| csf.with_absorption(per_day(1.0)));
    says(
        ten.expect("ten terms").with_absorption(per_day(1.0)),
        "expected a number of terms before absorption of 0 to 9, found 10",
    );
}

#[test]
fn shares_that_are_none() {
    let sod1 = Turnover::of_protein(per_day(0.03)).expect("in range");
    let csf = Disposition::mammillary(Route::Intrathecal, litres(0.15), per_day(0.1), &[])
        .expect("one compartment");
    for share in [-0.5, 0.0, 1.0, f64::NAN] {
        let text = format!("expected a share above 0 and below 1, found {share}");
        says(sod1.days_to(share), &text);
        says(csf.doses_to(share, &repeated(1, Time::weeks(4))), &text);
    }
}

fn two() -> CompartmentsBuilder {
    Compartments::builder().compartment("CSF", litres(0.15)).amount("tissue")
}

#[test]
fn models_that_are_none() {
    says(Compartments::builder().build(), "expected a model with 1 to 10 compartments, found 0");
    says(
        (0..11).fold(Compartments::builder(), |model, n| model.amount(n.to_string())).build(),
        "expected a model with 1 to 10 compartments, found 11",
    );
    says(
        two().amount("CSF").build(),
        "two compartments are called \"CSF\", expected each name once",
    );
    says(
        two().rate("CSF", "plasma", per_day(1.0)).build(),
        "no compartment is called \"plasma\", expected one of CSF, tissue",
    );
    says(
        two().flow("tissue", "CSF", per_hour(0.1)).build(),
        "compartment \"tissue\" has no volume, expected one for its concentration or a flow in litres",
    );
    says(
        two().rate("CSF", "CSF", per_day(1.0)).build(),
        "compartment \"CSF\" flows into itself, expected another compartment",
    );
    says(
        two().clearance("CSF", per_hour(1e9)).build(),
        "the flow out of \"CSF\" is too fast or too slow for its volume: \
         expected a rate per day of 0, or 1e-12 to 1e6, found 160000000000",
    );
    says(
        two().dosed(Route::Intrathecal, "CSF").dosed(Route::Intrathecal, "tissue").build(),
        "doses by IT enter two compartments, expected one",
    );
}

#[test]
fn questions_that_a_model_does_not_answer() {
    let chain = two()
        .rate("CSF", "tissue", per_day(1.0))
        .dosed(Route::Intrathecal, "CSF")
        .build()
        .expect("a model");
    says(
        chain.concentration(Route::Subcutaneous, "CSF"),
        "doses by SC enter no compartment, expected one",
    );
    says(
        chain.concentration(Route::Intrathecal, "brain"),
        "no compartment is called \"brain\", expected one of CSF, tissue",
    );
    says(
        chain.concentration(Route::Intrathecal, "tissue"),
        "compartment \"tissue\" has no volume, expected one for its concentration or a flow in litres",
    );
    // What is never reached holds nothing.
    let apart = two()
        .dosed(Route::Intrathecal, "CSF")
        .build()
        .expect("a model")
        .amount(Route::Intrathecal, "tissue")
        .expect("an answer");
    let design = Design::new(&intrathecal(100, &[0]), &[Time::days(1)]);
    assert_eq!(apart.simulate(&design), Ok(vec![0.0]));
    let kept = two()
        .dosed(Route::Intrathecal, "CSF")
        .build()
        .expect("a model")
        .concentration(Route::Intrathecal, "CSF")
        .expect("an answer");
    says(
        kept.accumulation(&repeated(1, Time::days(28))),
        "there is no steady state, since drug is not eliminated",
    );
    says(kept.plateau(Mass::mg(1)), "there is no steady state, since drug is not eliminated");
}

/// The same flows there and back round a circle leave it in balance, and then it is solved; a thousandth more one way
/// does not.
#[test]
fn a_circle_is_solved_where_it_is_in_balance() {
    let circle = |last: f64| {
        Compartments::builder()
            .amount("a")
            .amount("b")
            .amount("c")
            .rate("a", "b", per_day(2.0))
            .rate("b", "a", per_day(1.0))
            .rate("b", "c", per_day(3.0))
            .rate("c", "b", per_day(1.0))
            .rate("c", "a", per_day(1.0))
            .rate("a", "c", per_day(last))
            .dosed(Route::Intrathecal, "a")
            .build()
            .expect("a model")
    };
    // Round it 2 x 3 x 1 one way and 6 x 1 x 1 the other.
    let balanced = circle(6.0);
    for (name, share) in [("a", 1.0), ("b", 2.0), ("c", 6.0)] {
        let response = balanced.amount(Route::Intrathecal, name);
        let found = response.expect("in balance").after(Mass::mg(9), Time::days(100));
        crate::near(found, share, 1e-14);
    }
    says(
        circle(6.006).amount(Route::Intrathecal, "b"),
        "drug flows in a circle between \"a\" and \"b\", so that the response may oscillate; \
         use `Compartments::simulate`",
    );
}

/// Every part reaches every other and no flow has one back.
#[test]
fn a_tangle_of_one_way_flows_is_refused() {
    let tangle =
        ["a", "b", "c", "d"].into_iter().fold(Compartments::builder(), CompartmentsBuilder::amount);
    let tangle = [("b", "a"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "b")]
        .into_iter()
        .fold(tangle, |model, (from, to)| model.rate(from, to, per_day(1.0)))
        .dosed(Route::Intrathecal, "a")
        .build()
        .expect("a model");
    for name in ["a", "b", "c", "d"] {
        assert!(tangle.amount(Route::Intrathecal, name).is_err(), "{name}");
    }
}

/// In a circle the amounts swing: no sum of exponentials, and the matrix still answers.
#[test]
fn a_circle_is_refused_and_simulated() {
    let circle = Compartments::builder()
        .compartment("a", litres(1.0))
        .compartment("b", litres(1.0))
        .compartment("c", litres(1.0))
        .rate("a", "b", per_day(1.0))
        .rate("b", "c", per_day(1.0))
        .rate("c", "a", per_day(1.0))
        .dosed(Route::Intrathecal, "a")
        .build()
        .expect("a model");
    assert!(circle.concentration(Route::Intrathecal, "b").is_err());
    let design = Design::new(&intrathecal(3, &[0]), &[Time::days(100)]);
    let amounts = circle.simulate(&design).expect("a simulation");
    for name in ["a", "b", "c"] {
        crate::near(amounts.of(name).expect("a compartment")[0], 1.0, 1e-14);
    }
}

#[test]
fn simulations_that_do_not_fit() {
    let csf = Disposition::mammillary(Route::Intrathecal, litres(0.15), per_day(0.1), &[])
        .expect("one compartment");
    let regimen: Regimen = "300 mg SC q7d x2".parse().expect("a regimen");
    let plan = regimen.starting("2026-01-05".parse().expect("a date"));
    let inputs = Inputs::planned(&plan, NaiveDate::MAX, None).expect("fixed amounts");
    let wrong = Design::new(&inputs, &[Time::days(1)]);
    let text = "expected doses by IT, the route of the model, found a dose by SC";
    says(csf.simulate(&wrong), text);
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(1.0).expect("in range"));
    let sod1 = Turnover::of_protein(per_day(0.03)).expect("in range");
    says(sod1.simulate(&csf, &half, &wrong), text);
    let model = two().dosed(Route::Intrathecal, "CSF").build().expect("a model");
    says(model.simulate(&wrong), text);
    says(
        two().build().expect("a model").simulate(&wrong),
        "expected no doses, since the model has no route, found a dose by SC",
    );
    let right = Design::new(&intrathecal(100, &[0]), &[Time::days(1), Time::days(2)]);
    says(
        csf.simulate_into(&right, &mut [0.0; 3]),
        "expected 2 places for the results of 2 samples, found 3",
    );
    let by_amount = Inhibition::of_id50(Mass::mg(1)).expect("in range");
    says(
        sod1.simulate(&csf, &by_amount, &right),
        "expected a potency in the unit of its driver, a concentration in ng/mL, found an amount in mg",
    );
    let fast = two()
        .elimination("CSF", per_day(1e6))
        .dosed(Route::Intrathecal, "CSF")
        .build()
        .expect("a model");
    let long = Design::new(&intrathecal(100, &[0]), &[Time::days(1_000_001)]);
    says(
        fast.simulate(&long),
        "a gap of 1000001 days at a rate of 1000000 per day leaves no numerical precision; expected a product of at most \
         1e12",
    );
}

#[test]
fn predictions_that_cannot_be_made() {
    let model = TofersenModel::fitted();
    let sod1 = Biomarker::CsfSod1;
    let start = "2026-01-05".parse().expect("a date");
    let by_weight: Regimen = "2 mg/kg IT q28d".parse().expect("a regimen");
    says(
        model.relative_to_placebo(&by_weight.starting(start), StudyDay::from_offset(28), sod1),
        "the amount depends on body weight and none is known, expected one such as 70 kg",
    );
    let fixed: Regimen = "100 mg IT q28d".parse().expect("a regimen");
    says(
        model.relative_to_placebo(&fixed.starting(start), StudyDay::from_offset(-1), sod1),
        "study day -1 is before the first dose, expected study day 1 or later",
    );
    let higher: Regimen = "150 mg IT q28d".parse().expect("a regimen");
    says(
        model.relative_to_placebo(&higher.starting(start), StudyDay::from_offset(28), sod1),
        "expected doses of 20 to 100 mg, found 150 mg within 7 days; the reviewers of the FDA write that the response to \
         doses above 100 mg cannot be reliably predicted at this time",
    );
}
