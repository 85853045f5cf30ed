//! The parts as they are read and printed, one by one.

use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::evidence::source::Status;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Concentration, Rate};
use aso_regimen::kinetics::published::{Biliouris2018, Luu2017, Yamamoto2023};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};

use crate::{half_life, intrathecal, litres, near, per_day, per_hour};

#[test]
fn numbers_print_their_unit() {
    assert_eq!(per_day(0.5).to_string(), "0.5 per day");
    assert_eq!(per_day(-0.0).to_string(), "0 per day");
    assert_eq!(litres(0.433).to_string(), "0.433 L");
    assert_eq!(per_hour(0.136).to_string(), "0.136 L/h");
    let potency = Concentration::ng_per_ml(12.5).expect("in range");
    assert_eq!(potency.to_string(), "12.5 ng/mL");
}

/// Their identifiers are on their pages.
#[test]
fn published_models_say_where_they_are_from() {
    for (source, text) in [
        (
            Biliouris2018::source(),
            "Biliouris et al., CPT Pharmacometrics Syst Pharmacol 2018;7:581, simulation control stream in the supplement",
        ),
        (Luu2017::source(), "Luu et al., J Clin Pharmacol 2017;57:1031, table 2"),
        (
            Yamamoto2023::source(),
            "Yamamoto et al., CPT Pharmacometrics Syst Pharmacol 2023;12:1213, table 2 and appendix S1",
        ),
    ] {
        let place = source.place.as_deref().expect("a place");
        assert_eq!(format!("{}, {place}", source.document), text);
        assert_eq!(source.status, Status::Secondary);
    }
}

#[test]
fn rates_are_scaled_and_read_as_half_lives() {
    assert_eq!(per_day(0.5).times(3.0), Ok(per_day(1.5)));
    assert!(per_day(0.5).times(-1.0).is_err());
    assert_eq!(half_life(25.0).half_life(), Some(25.0));
    assert_eq!(Rate::ZERO.half_life(), None);
}

#[test]
fn times_count_minutes() {
    let time = Time::days(3) + Time::hours(12) + Time::minutes(90);
    assert_eq!(time.as_minutes(), 5_130);
    let last = Time::ZERO.every(Time::weeks(u32::MAX)).last();
    let last = last.expect("the last before the end");
    assert_eq!(time.checked_add(Time::days(1)), Some(Time::minutes(6_570)));
    assert_eq!(last.checked_add(Time::weeks(u32::MAX)), None);
    assert_eq!(time.as_days().to_bits(), 3.5625_f64.to_bits());
}

/// What is 0 is left out, but for no time at all.
#[test]
fn times_print_days_hours_and_minutes() {
    for (minutes, text) in [
        (0, "0 d"),
        (1, "1 min"),
        (59, "59 min"),
        (60, "1 h"),
        (1_439, "23 h 59 min"),
        (1_440, "1 d"),
        (1_442, "1 d 2 min"),
        (1_500, "1 d 1 h"),
        (4_511, "3 d 3 h 11 min"),
    ] {
        assert_eq!(Time::minutes(minutes).to_string(), text);
    }
}

#[test]
fn inputs_keep_their_doses() {
    assert!(Inputs::default().is_empty());
    assert_eq!(Inputs::default().total(), Some(Mass::ZERO));
    let boluses = intrathecal(12, &[0, 14, 28]);
    assert!(!boluses.is_empty());
    assert_eq!(boluses.total(), Some(Mass::mg(36)));
    let slow = boluses.over(Time::hours(3));
    let doses = [0, 14, 28].map(|day| {
        Input::bolus(Time::days(day), Mass::mg(12), Route::Intrathecal).over(Time::hours(3))
    });
    assert_eq!(doses[1].at, Time::days(14));
    assert_eq!(doses[1].mass, Mass::mg(12));
    assert_eq!(doses[1].over, Time::hours(3));
    assert_eq!(doses[1].route, Route::Intrathecal);
    assert!(slow.iter().eq(&doses));
    let most = Input::bolus(Time::ZERO, Mass::micrograms(u64::MAX), Route::Intrathecal);
    assert_eq!([most.clone(), most].into_iter().collect::<Inputs>().total(), None);
}

/// Only what happens makes a step: a bolus has no end of its own.
#[test]
fn designs_count_different_gaps() {
    let weekly = intrathecal(12, &[7, 14, 21]);
    assert_eq!(Design::new(&weekly, &[]).distinct_steps(), 1);
    // A week, a day of infusion, and the six days after it.
    let slow = weekly.clone().over(Time::days(1));
    assert_eq!(Design::new(&slow, &[]).distinct_steps(), 3);
    // A sample with each dose, and one half a week after the last.
    let [first, second, third] = [7, 14, 21].map(Time::days);
    let half_a_week = third + Time::hours(84);
    let sampled = Design::new(&weekly, &[first, second, third, half_a_week]);
    assert_eq!((sampled.samples(), sampled.distinct_steps()), (4, 3));
}

/// Half of the largest inhibition at the potency, and with an exponent of 2 a fifth of it at half the potency.
#[test]
fn inhibition_at_a_level() {
    let potency = Concentration::ng_per_ml(10.0).expect("in range");
    let inhibition = Inhibition::of_ic50(potency).with_imax(0.8).expect("a share");
    let at = |inhibition: &Inhibition, level: f64| inhibition.at(level).expect("a level");
    assert_eq!(inhibition.imax().to_bits(), 0.8_f64.to_bits());
    assert_eq!(at(&inhibition, 0.0).to_bits(), 0);
    assert_eq!(at(&inhibition, 10.0).to_bits(), 0.4_f64.to_bits());
    near(at(&inhibition, 30.0), 0.6, 1e-15);
    let steep = inhibition.with_hill(2.0).expect("in range");
    near(at(&steep, 5.0), 0.16, 1e-15);
    assert_eq!(at(&steep, f64::MAX).to_bits(), 0.8_f64.to_bits());
    for (level, found) in [(-1e-300, "-1e-300"), (f64::INFINITY, "inf"), (f64::NAN, "NaN")] {
        let error = inhibition.at(level).expect_err("no level");
        assert_eq!(error.to_string(), format!("expected a level of 0 to 1.8e308, found {found}"));
    }
}

#[test]
fn turnover_prints_half_lives() {
    let alone = Turnover::of_protein(half_life(25.0)).expect("in range");
    assert_eq!(alone.to_string(), "protein with a half-life of 25.000 d");
    let both = Turnover::of_mrna_and_protein(half_life(0.25), half_life(25.0)).expect("in range");
    assert_eq!(
        both.to_string(),
        "messenger RNA with a half-life of 0.250 d, protein with a half-life of 25.000 d"
    );
}
