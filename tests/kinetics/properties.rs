//! What holds for every model and every list of doses.

use aso_regimen::dosing::course::{Course, Entry};
use aso_regimen::dosing::dose::Route;
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::kinetics::compartments::Compartments;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Concentration, Quantity, Rate};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{Biomarker, TofersenModel};
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
use aso_regimen::{Mass, Regimen};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::{litres, near, per_day, repeated};

const ROUTE: Route = Route::Intrathecal;

/// Rates over eight orders of magnitude.
fn rate() -> impl Strategy<Value = Rate> {
    (-5.0..3.0_f64).prop_map(|power| per_day(10_f64.powf(power)))
}

/// Any stages one after the other, some of them with the same rate, and the level in the last.
fn chain() -> impl Strategy<Value = Disposition> {
    let rates = prop_oneof![
        vec(rate(), 1..6),
        vec(prop_oneof![Just(per_day(0.5)), Just(per_day(0.5 * (1.0 + 1e-9))), rate()], 1..9),
    ];
    (rates, -1.0..1.0_f64).prop_map(|(rates, first)| {
        let last = rates.len() - 1;
        let weight = |stage: usize| if stage == last { 1.0 } else { first.max(0.0) };
        let stages: Vec<_> = rates.iter().enumerate().map(|(n, rate)| (*rate, weight(n))).collect();
        Disposition::of_chain(ROUTE, Quantity::Concentration, &stages).expect("not below zero")
    })
}

/// A centre with up to three others, as a response and as a model that can be simulated.
fn mammillary() -> impl Strategy<Value = (Disposition, Compartments)> {
    (rate(), vec((rate(), rate()), 0..4)).prop_map(|(out, others)| {
        let response = Disposition::mammillary(ROUTE, litres(0.15), out, &others);
        let names = ["one", "two", "three"];
        let mut model = Compartments::builder()
            .compartment("centre", litres(0.15))
            .elimination("centre", out)
            .dosed(ROUTE, "centre");
        for (name, (there, back)) in names.iter().zip(&others) {
            model = model
                .compartment(*name, litres(1.0))
                .rate("centre", *name, *there)
                .rate(*name, "centre", *back);
        }
        (response.expect("few compartments"), model.build().expect("a model"))
    })
}

/// Any rates between any of four compartments: one way, both ways, in circles.
fn any_flows() -> impl Strategy<Value = Compartments> {
    let maybe = prop_oneof![Just(None), rate().prop_map(Some)];
    (vec(maybe.clone(), 12), vec(maybe, 4)).prop_map(|(flows, lost)| {
        let names = ["a", "b", "c", "d"];
        let mut model = Compartments::builder().dosed(ROUTE, "a");
        for name in names {
            model = model.compartment(name, litres(1.0));
        }
        let pairs = (0..4).flat_map(|i| (0..4).filter(move |j| *j != i).map(move |j| (i, j)));
        for ((from, to), rate) in pairs.zip(flows) {
            if let Some(rate) = rate {
                model = model.rate(names[from], names[to], rate);
            }
        }
        for (name, rate) in names.iter().zip(lost) {
            if let Some(rate) = rate {
                model = model.elimination(*name, rate);
            }
        }
        model.build().expect("a model")
    })
}

fn doses(most: usize) -> impl Strategy<Value = Inputs> {
    vec((0..200_000_u32, 1..200_u32, prop_oneof![3 => Just(0), 1 => 1..5_000_u32]), 0..most)
        .prop_map(|doses| {
            doses
                .into_iter()
                .map(|(at, mg, over)| {
                    Input::bolus(Time::minutes(at), Mass::mg(mg), ROUTE).over(Time::minutes(over))
                })
                .collect()
        })
}

fn samples() -> impl Strategy<Value = Vec<Time>> {
    vec((0..400_000_u32).prop_map(Time::minutes), 1..12)
}

fn inhibition() -> impl Strategy<Value = Inhibition> {
    (-3.0..7.0_f64, 0.0..=1.0_f64, prop_oneof![Just(1.0), 0.5..4.0_f64]).prop_map(
        |(half, most, hill)| {
            Inhibition::of_ic50(Concentration::ng_per_ml(10_f64.powf(half)).expect("in range"))
                .with_imax(most)
                .and_then(|inhibition| inhibition.with_hill(hill))
                .expect("in range")
        },
    )
}

fn turnover() -> impl Strategy<Value = Turnover> {
    let rate = || (-3.0..1.0_f64).prop_map(|power| per_day(10_f64.powf(power)));
    prop_oneof![
        rate().prop_map(|protein| Turnover::of_protein(protein).expect("in range")),
        (rate(), rate()).prop_map(|(mrna, protein)| {
            Turnover::of_mrna_and_protein(mrna, protein).expect("in range")
        }),
    ]
}

/// Equal within rounding of the largest of the numbers.
fn close(one: f64, other: f64, largest: f64) -> bool {
    (one - other).abs() <= 1e-11 * largest + 1e-300
}

fn with_mass(input: &Input, mass: Mass) -> Input {
    Input::bolus(input.at, mass, input.route.clone()).over(input.over)
}

/// Nothing leaves these compartments, so that one mode does not decay; what is computed of its rate is smaller than any
/// number that has all its digits.
#[test]
fn a_mode_that_does_not_decay() {
    let day = |rate| per_day(rate);
    let mut model = Compartments::builder().dosed(ROUTE, "a");
    for name in ["a", "b", "c", "d"] {
        model = model.compartment(name, litres(1.0));
    }
    let model = model.rate("a", "c", day(1.0)).rate("c", "a", day(924.757_756_930_816_5));
    let model = model.rate("c", "d", day(1.0)).rate("d", "c", day(1.0)).build().expect("a model");
    let minute = Time::minutes(1);
    let infusion = Input::bolus(Time::ZERO, Mass::mg(1), ROUTE).over(minute);
    let (doses, samples) = (Inputs::from_iter([infusion]), [minute, Time::days(365)]);
    let design = Design::new(&doses, &samples);
    let response = model.amount(ROUTE, "a").expect("a sum of exponentials");
    let found = response.simulate(&design).expect("intrathecal");
    // Since 924.76 times as much flows back, and a and c hold d's part as much: at equilibrium 1 / (1 + 2 / 924.76).
    assert!((found[1] - 0.997_841_938_753_636_2).abs() < 1e-12, "{found:?}");
    let amounts = model.simulate(&design).expect("intrathecal");
    for (one, other) in found.iter().zip(amounts.of("a").expect("a compartment")) {
        assert!(close(*one, *other, 1.0), "{one} {other}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The two ways of computing know nothing of each other.
    #[test]
    fn modes_and_matrix_agree((response, model) in mammillary(), doses in doses(6), samples in samples()) {
        let design = Design::new(&doses, &samples);
        let by_modes = response.simulate(&design).expect("intrathecal");
        let by_matrix = model.simulate(&design).expect("intrathecal").concentrations("centre").expect("a volume");
        let largest = by_matrix.iter().copied().fold(0.0, f64::max);
        for (one, other) in by_modes.iter().zip(&by_matrix) {
            prop_assert!(close(*one, *other, largest), "{one} {other}");
        }
    }

    /// Whatever flows, a sum of exponentials is what the matrix finds, or there is none.
    #[test]
    fn what_is_not_refused_is_right(model in any_flows(), doses in doses(4), samples in samples()) {
        let design = Design::new(&doses, &samples);
        let amounts = model.simulate(&design).expect("intrathecal");
        for name in ["a", "b", "c", "d"] {
            let Ok(response) = model.amount(ROUTE, name) else { continue };
            let by_modes = response.simulate(&design).expect("intrathecal");
            let by_matrix = amounts.of(name).expect("a compartment");
            let given = doses.total().expect("few").as_mg();
            for (one, other) in by_modes.iter().zip(by_matrix) {
                prop_assert!(close(*one, *other, given), "{name} {one} {other}");
            }
        }
    }

    #[test]
    fn two_schedules_together_are_their_sum(response in prop_oneof![mammillary().prop_map(|(response, _)| response), chain()], one in doses(6), other in doses(6), samples in samples()) {
        let of = |inputs: &Inputs| response.simulate(&Design::new(inputs, &samples)).expect("intrathecal");
        let (first, second, both) = (of(&one), of(&other), of(&one.clone().and(other.clone())));
        for row in 0..samples.len() {
            prop_assert!(close(first[row] + second[row], both[row], both[row]));
        }
    }

    #[test]
    fn twice_the_dose_is_twice_the_concentration(response in prop_oneof![mammillary().prop_map(|(response, _)| response), chain()], doses in doses(8), samples in samples()) {
        let twice: Inputs = doses.iter().map(|input| with_mass(input, input.mass + input.mass)).collect();
        let one = response.simulate(&Design::new(&doses, &samples)).expect("intrathecal");
        let two = response.simulate(&Design::new(&twice, &samples)).expect("intrathecal");
        for (one, two) in one.iter().zip(two) {
            // Times two is exact, but for numbers so small that they lose digits.
            prop_assert!(two < 1e-290 || (2.0 * one).to_bits() == two.to_bits(), "{one} {two}");
        }
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_negative(model in any_flows(), doses in doses(5), samples in samples()) {
        let amounts = model.simulate(&Design::new(&doses, &samples)).expect("intrathecal");
        for (row, sample) in samples.iter().enumerate() {
            let given: f64 = doses
                .iter()
                .map(|input| {
                    let begun = sample.as_days() - input.at.as_days();
                    // A bolus of the same time comes after the sample.
                    let part = if begun <= 0.0 { 0.0 } else if input.over == Time::ZERO { 1.0 } else { (begun / input.over.as_days()).min(1.0) };
                    input.mass.as_mg() * part
                })
                .sum();
            let mut found = amounts.eliminated()[row];
            for name in ["a", "b", "c", "d"] {
                let amount = amounts.of(name).expect("a compartment")[row];
                prop_assert!(amount >= 0.0);
                found += amount;
            }
            prop_assert!(close(found, given, given), "{found} of {given}");
        }
    }

    #[test]
    fn later_by_so_much_is_the_same_by_so_much_later(response in prop_oneof![mammillary().prop_map(|(response, _)| response), chain()], doses in doses(8), samples in samples(), by in 0..100_000_u32) {
        let by = Time::minutes(by);
        let later: Vec<Time> = samples.iter().map(|time| *time + by).collect();
        let now = response.simulate(&Design::new(&doses, &samples)).expect("intrathecal");
        let then = response.simulate(&Design::new(&doses.clone().delayed(by), &later)).expect("intrathecal");
        let largest = now.iter().copied().fold(0.0, f64::max);
        for (now, then) in now.iter().zip(then) {
            prop_assert!(close(*now, then, largest));
        }
    }

    #[test]
    fn the_order_of_samples_does_not_matter((response, _) in mammillary(), doses in doses(8), samples in samples()) {
        let reversed: Vec<Time> = samples.iter().rev().copied().collect();
        let forward = response.simulate(&Design::new(&doses, &samples)).expect("intrathecal");
        let mut backward = response.simulate(&Design::new(&doses, &reversed)).expect("intrathecal");
        backward.reverse();
        prop_assert_eq!(forward, backward);
    }

    /// All that entered leaves again: what a chain holds, added up over time, is what each stage holds it for.
    #[test]
    fn a_plateau_is_the_steady_state_of_an_infusion_without_end(response in chain(), day in 1..40_u32, at in 0..=100_u32) {
        let interval = Time::days(day);
        let endless = repeated(7 * day, interval).over(interval).expect("as long");
        let after = Time::minutes(at * day * 14);
        let found = response.at_steady_state(&endless, after).expect("eliminated");
        let plateau = response.plateau(Mass::mg(7)).expect("eliminated");
        prop_assert!((found / plateau - 1.0).abs() < 1e-10, "{found} {plateau}");
    }

    /// The steady state of the formula is what many doses come to.
    #[test]
    fn steady_state_is_the_limit(out in -2.0..1.0_f64, day in 7..40_u32) {
        let response = Disposition::mammillary(ROUTE, litres(0.2), per_day(10_f64.powf(out)), &[(per_day(0.3), per_day(0.2))]).expect("few");
        let interval = Time::days(day);
        let steady = response.at_steady_state(&repeated(7, interval), interval).expect("eliminated");
        let doses: Inputs = Time::ZERO.every(interval).take(3_000).map(|at| Input::bolus(at, Mass::mg(7), ROUTE)).collect();
        let last = [Time::days(3_000 * day)];
        let trough = response.simulate(&Design::new(&doses, &last)).expect("intrathecal")[0];
        prop_assert!((trough / steady - 1.0).abs() < 1e-9, "{trough} {steady}");
        // And no earlier dose had ninety percent of it than the one the crate names.
        let needed = u32::try_from(response.doses_to(0.9, &repeated(7, interval)).expect("a share")).expect("few");
        let at = |doses: u32| {
            let inputs: Inputs = (0..doses).map(|n| Input::bolus(Time::days(n * day), Mass::mg(7), ROUTE)).collect();
            response.simulate(&Design::new(&inputs, &[Time::days(doses * day)])).expect("intrathecal")[0] / steady
        };
        prop_assert!(at(needed) > 0.9 - 1e-9);
        prop_assert!(needed == 1 || at(needed - 1) < 0.9 + 1e-9);
    }

    #[test]
    fn a_level_is_a_share_of_baseline(response in prop_oneof![mammillary().prop_map(|(response, _)| response), chain()], inhibition in inhibition(), turnover in turnover(), doses in doses(5), samples in samples()) {
        let levels = turnover.simulate(&response, &inhibition, &Design::new(&doses, &samples)).expect("intrathecal");
        for level in levels {
            prop_assert!((1.0 - inhibition.imax() - 1e-7..=1.0 + 1e-7).contains(&level), "{level}");
        }
    }

    #[test]
    fn more_drug_is_never_less_knock_down((response, _) in mammillary(), inhibition in inhibition(), turnover in turnover(), doses in doses(5), samples in samples()) {
        let more: Inputs = doses.iter().map(|input| with_mass(input, Mass::micrograms(input.mass.as_micrograms() * 3 / 2))).collect();
        let of = |inputs: &Inputs| turnover.simulate(&response, &inhibition, &Design::new(inputs, &samples)).expect("intrathecal");
        for (less, more) in of(&doses).iter().zip(of(&more)) {
            prop_assert!(more <= less + 1e-7, "{less} {more}");
        }
    }
}

proptest! {
    // Few of them come near the bound: a million cases were tried once.
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Samples cut the panels of the quadrature: with many more of them the levels stay what they were, to the accuracy.
    #[test]
    fn finer_panels_find_the_same_level(
        rates in vec(-3.0..2.0_f64, 5),
        potency in 0.0..6.0_f64,
        hill in prop_oneof![Just(1.0), 0.2..3.0_f64],
        days in vec(0..140_u32, 1..4),
        over in prop_oneof![Just(0_u32), 1..40_u32],
        in_tissue in any::<bool>(),
        at in 1..200_u32,
        digits in 3..11_i32,
        absorption in prop_oneof![Just(None), (-2.0..2.0_f64).prop_map(Some)],
    ) {
        let [out, there, back, mrna, protein] = [0, 1, 2, 3, 4].map(|i: usize| per_day(10_f64.powf(rates[i])));
        let model = Compartments::builder()
            .compartment("centre", litres(1.0))
            .compartment("tissue", litres(1.0))
            .elimination("centre", out)
            .rate("centre", "tissue", there)
            .rate("tissue", "centre", back)
            .dosed(ROUTE, "centre")
            .build()
            .expect("a model");
        let place = if in_tissue { "tissue" } else { "centre" };
        let response = model.concentration(ROUTE, place).expect("both ways");
        let response = match absorption {
            Some(power) => response.with_absorption(per_day(10_f64.powf(power))).expect("three terms"),
            None => response,
        };
        // The peak of a dose of 100 mg is up to a million times the potency.
        let half = Inhibition::of_ic50(Concentration::ng_per_ml(1e5 / 10_f64.powf(potency)).expect("in range")).with_hill(hill).expect("in range");
        let accuracy = 10_f64.powi(-digits);
        let turnover = Turnover::of_mrna_and_protein(mrna, protein).and_then(|both| both.with_accuracy(accuracy)).expect("in range");
        let doses = crate::intrathecal(100, &days).over(Time::days(over));
        let last = Time::days(at);
        let of = |samples: &[Time]| turnover.simulate(&response, &half, &Design::new(&doses, samples)).expect("intrathecal");
        let coarse = of(&[last])[0];
        // Ten times a day, and every minute in the first hours after a dose.
        let every = Time::ZERO.every(Time::minutes(144)).take_while(|time| *time < last);
        let after = days.iter().flat_map(|day| Time::days(*day).every(Time::minutes(1)).take(100));
        let mut samples: Vec<Time> = every.chain(after.filter(|time| *time < last)).collect();
        samples.push(last);
        // Of many panels, each with its error, the sum is not to be taken for that of the coarse ones.
        let finer = turnover.with_accuracy((accuracy / 100.0).max(1e-12)).expect("in range");
        let finer = finer.simulate(&response, &half, &Design::new(&doses, &samples)).expect("intrathecal");
        let fine = finer[samples.len() - 1];
        prop_assert!((coarse - fine).abs() <= accuracy, "{coarse} {fine}");
    }
}

#[test]
fn no_dose_is_no_drug_and_no_effect() {
    let response = Disposition::mammillary(ROUTE, litres(1.0), per_day(0.1), &[]).expect("one");
    let design = Design::new(&Inputs::default(), &[Time::ZERO, Time::days(100)]);
    assert_eq!(response.simulate(&design), Ok(vec![0.0, 0.0]));
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(1.0).expect("in range"));
    let sod1 = Turnover::of_protein(per_day(0.03)).expect("in range");
    assert_eq!(sod1.simulate(&response, &half, &design), Ok(vec![1.0, 1.0]));
    // No samples, no answers.
    let design = Design::new(&crate::intrathecal(100, &[0]), &[]);
    assert_eq!(response.simulate(&design), Ok(vec![]));
}

#[test]
fn nothing_eliminated_stays_for_ever() {
    let kept =
        Disposition::mammillary(ROUTE, litres(1.0), Rate::ZERO, &[(per_day(1.0), per_day(2.0))])
            .expect("two compartments");
    let doses = crate::intrathecal(3, &[0, 10]);
    let found = kept
        .simulate(&Design::new(&doses, &[Time::days(4_000), Time::days(400_000)]))
        .expect("intrathecal");
    // 6 mg, of which two thirds are in the centre, in ng/mL of one litre.
    near(found[0], 4_000.0, 1e-14);
    near(found[1], 4_000.0, 1e-14);
}

#[test]
fn ten_thousand_doses() {
    let regimen: Regimen = "100 mg IT q28d x10000".parse().expect("a regimen");
    let plan = regimen.starting("2026-01-05".parse().expect("a date"));
    let last = plan.last().expect("finite");
    let inputs = Inputs::planned(&plan, last.date(), None).expect("a fixed amount");
    assert_eq!(inputs.len(), 10_000);
    let response = Disposition::mammillary(
        ROUTE,
        litres(1.0),
        Rate::of_half_life(28.0).expect("in range"),
        &[],
    )
    .expect("one");
    let at_last = [Time::of(last.study_day()).expect("after the first")];
    let trough = response.simulate(&Design::new(&inputs, &at_last)).expect("intrathecal");
    near(trough[0], 100_000.0, 1e-13);
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(1e5).expect("in range"));
    let sod1 = Turnover::of_protein(Rate::of_half_life(25.0).expect("in range")).expect("in range");
    let level =
        sod1.simulate(&response, &half, &Design::new(&inputs, &at_last)).expect("intrathecal")[0];
    assert!(level > 0.3 && level < 0.5, "{level}");
}

/// Late and missed doses show in the curve.
#[test]
fn a_course_is_simulated_as_it_was_given() {
    let label = &aso_regimen::catalog::tofersen::labels()[0];
    let day = |text: &str| text.parse().expect("a date");
    let mut course = label.course(day("2026-01-05")).expect("one regimen");
    for date in ["2026-01-05", "2026-01-19", "2026-02-02"] {
        course.give(day(date)).expect("in order");
    }
    // A month late.
    course.give(day("2026-03-30")).expect("in order");
    let given = Inputs::given(&course, day("2026-12-31")).expect("fixed amounts");
    let days: Vec<f64> = given.iter().map(|input| input.at.as_days()).collect();
    assert_eq!(days, [0.0, 14.0, 28.0, 84.0]);
    assert_eq!((&given).into_iter().collect::<Vec<_>>(), given.iter().collect::<Vec<_>>());
    let through = Inputs::given(&course, day("2026-01-19")).expect("fixed amounts");
    assert_eq!(through.len(), 2);
    let planned = Inputs::planned(
        &label.regimen().expect("one regimen").starting(day("2026-01-05")),
        day("2026-03-30"),
        None,
    )
    .expect("fixed amounts");
    let model = TofersenModel::published();
    let at = [Time::days(84)];
    let kept =
        model.levels(Biomarker::CsfSod1, &Design::new(&planned, &at)).expect("intrathecal")[0];
    let late = model.levels(Biomarker::CsfSod1, &Design::new(&given, &at)).expect("intrathecal")[0];
    assert!(late > kept + 0.02, "{late} {kept}");
}

/// A dose of 60 of 100 mg, one missed, and one that falls into a pause: what is there is what was given.
#[test]
fn amounts_and_pauses_of_a_course_drive_the_level() {
    let day = |text: &str| text.parse().expect("a date");
    let monthly: Regimen = "100 mg IT q28d".parse().expect("a regimen");
    let mut course =
        Course::new(monthly, MissedDosePolicy::always(Action::Skip), day("2026-01-05"));
    course.give(day("2026-01-05")).expect("due");
    let part = Entry::given(day("2026-02-02")).partly(Mass::mg(60)).reason("needle clotted");
    course.record(part).expect("due");
    course.record(Entry::missed(day("2026-03-02"), "snow")).expect("due");
    course.hold(day("2026-03-20"), "an infection").expect("a reason");
    course.resume(day("2026-04-20")).expect("held");
    course.give(day("2026-04-27")).expect("due");
    let given = Inputs::given(&course, day("2026-12-31")).expect("fixed amounts");
    let found: Vec<_> = given.iter().map(|input| (input.at.as_days(), input.mass)).collect();
    let expected = [(0_u32, 100), (28, 60), (112, 100)];
    assert_eq!(found, expected.map(|(days, mg)| (f64::from(days), Mass::mg(mg))));
    // Half is left after 28 days: 100 / 32 + 60 / 16 + 100 / 2.
    let csf = Disposition::mammillary(ROUTE, litres(1_000.0), crate::half_life(28.0), &[]);
    let csf = csf.expect("one compartment");
    let levels = csf.simulate(&Design::new(&given, &[Time::days(140)])).expect("intrathecal");
    near(levels[0], 56.875, 1e-14);
    // And the protein is that of those amounts, not of the plan.
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(100.0).expect("in range"));
    let sod1 = Turnover::of_protein(crate::half_life(25.0)).expect("in range");
    let level = |inputs: &Inputs| {
        let design = Design::new(inputs, &[Time::days(140)]);
        sod1.simulate(&csf, &half, &design).expect("intrathecal")[0]
    };
    let by_hand: Inputs = expected
        .map(|(days, mg)| Input::bolus(Time::days(days), Mass::mg(mg), ROUTE))
        .into_iter()
        .collect();
    assert_eq!(level(&given).to_bits(), level(&by_hand).to_bits());
    assert!(level(&given) > level(&crate::intrathecal(100, &[0, 28, 56, 84, 112])) + 0.05);
}
