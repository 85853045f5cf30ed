//! Levels of protein where the integral that is their definition has a closed form.

use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Concentration, Rate};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};

use crate::{intrathecal, litres, near, per_day};

const ROUTE: Route = Route::Intrathecal;
/// The rate of the protein per day; its messenger RNA is lost twice as fast where there is one.
const LOSS: f64 = 0.05;
const MOST: f64 = 0.8;

fn alone() -> Turnover {
    let alone = Turnover::of_protein(per_day(LOSS)).expect("in range");
    alone.with_accuracy(1e-10).expect("in range")
}

fn two_stages() -> Turnover {
    let both = Turnover::of_mrna_and_protein(per_day(2.0 * LOSS), per_day(LOSS));
    both.and_then(|both| both.with_accuracy(1e-10)).expect("in range")
}

/// What inhibition takes from the protein by each of these days, as a share of baseline, and likewise where it goes
/// through messenger RNA. A milligram of drug is a nanogram per millilitre.
fn taken(drug: f64, potency: f64, inputs: &Inputs, days: &[u32]) -> Vec<(f64, f64)> {
    let driver = Disposition::mammillary(ROUTE, litres(1_000.0), per_day(drug), &[]).expect("one");
    let half = Concentration::ng_per_ml(potency).expect("in range");
    let inhibition = Inhibition::of_ic50(half).with_imax(MOST).expect("a share");
    let times: Vec<Time> = days.iter().copied().map(Time::days).collect();
    let design = Design::new(inputs, &times);
    let [one, two] = [alone(), two_stages()]
        .map(|turnover| turnover.simulate(&driver, &inhibition, &design).expect("intrathecal"));
    one.iter().zip(two).map(|(one, two)| (1.0 - one, 1.0 - two)).collect()
}

#[track_caller]
fn agree(found: (f64, f64), expected: (f64, f64), within: f64) {
    for (found, expected) in [(found.0, expected.0), (found.1, expected.1)] {
        let off = (found - expected).abs();
        assert!(off < within, "found {found}, expected {expected}, {off:e} apart");
    }
}

/// Drug that is lost twice as fast as the protein, of which with `v = e^(kt)` and a dose `c` the inhibition is
/// `c / (h v^2 + c)`, leaves an arc tangent, and behind messenger RNA a logarithm besides.
#[test]
fn drug_lost_twice_as_fast_as_the_protein() {
    let days = [1, 5, 20, 60, 200];
    for (ratio, within) in [(0.1, 1e-10), (1.0, 1e-10), (30.0, 1e-10), (1e4, 1e-10), (1e6, 1e-10)] {
        let found = taken(2.0 * LOSS, 100.0 / ratio, &intrathecal(100, &[0]), &days);
        for (found, day) in found.into_iter().zip(days) {
            let v = (LOSS * f64::from(day)).exp();
            let root = f64::sqrt(ratio);
            let arc = root * ((v / root).atan() - (1.0 / root).atan());
            let logarithm = 0.5 * ratio * ((v * v - 1.0) / (1.0 + ratio)).ln_1p();
            let alone = MOST * arc / v;
            let second = 2.0 * alone - 2.0 * MOST * logarithm / (v * v);
            agree(found, (alone, second), within);
        }
    }
}

/// Drug that enters at a constant rate and is lost as fast as the protein leaves logarithms, while it enters and
/// after.
#[test]
fn a_constant_rate_of_drug_lost_as_fast_as_the_protein() {
    let (begin, length) = (5_u32, 40_u32);
    let slow = Input::bolus(Time::days(begin), Mass::mg(400), ROUTE).over(Time::days(length));
    let inputs: Inputs = [slow].into_iter().collect();
    let plateau = 400.0 / 40.0 / LOSS;
    for ratio in [0.1, 1.0, 30.0, 1e4] {
        let half = plateau / ratio;
        let entering = |days: u32| {
            let u = (LOSS * f64::from(days)).exp();
            let sum = half + plateau;
            let logarithm = half * (sum * (u - 1.0) / half).ln_1p() / sum;
            let first = (u - 1.0 - logarithm) / sum;
            let second =
                (0.5 * (u * u - 1.0) - half * (u - 1.0) / sum - plateau * logarithm / sum) / sum;
            let by = MOST * plateau;
            let mrna = 2.0 * by * second / (u * u);
            (by * first / u, 2.0 * by * first / u - mrna, mrna)
        };
        let after = |days: u32| {
            let (alone, protein, mrna) = entering(length);
            let level = plateau * -(-LOSS * f64::from(length)).exp_m1();
            let v = (LOSS * f64::from(days)).exp();
            let ratio = level / half;
            let logarithm = ratio * ((v - 1.0) / (1.0 + ratio)).ln_1p();
            let second = ratio * (v - 1.0 - logarithm);
            (
                (alone + MOST * logarithm) / v,
                (protein + mrna + 2.0 * MOST * logarithm) / v
                    - (mrna + 2.0 * MOST * second) / (v * v),
            )
        };
        let days = [0, 5, 6, 15, 45, 46, 60, 200];
        let found = taken(LOSS, half, &inputs, &days);
        for (found, day) in found.into_iter().zip(days) {
            let expected = match day {
                0..=5 => (0.0, 0.0),
                6..=45 => {
                    let (alone, protein, _) = entering(day - begin);
                    (alone, protein)
                }
                _ => after(day - begin - length),
            };
            agree(found, expected, 1e-8);
        }
    }
}

/// Two stages, one twice as fast as the other, have had the square of what the slow one has alone.
#[test]
fn two_stages_under_a_constant_inhibition() {
    for days in [1, 14, 100] {
        let share = 1.0 - (-LOSS * f64::from(days)).exp();
        let level = two_stages().level_under(0.4, Time::days(days));
        near(level.expect("a share"), 1.0 - 0.4 * share * share, 1e-14);
    }
    for share in [1e-6_f64, 0.01, 0.5, 0.9, 0.999] {
        let days = two_stages().days_to(share).expect("a share");
        near(days, -(-share.sqrt()).ln_1p() / LOSS, 1e-9);
        near(alone().days_to(share).expect("a share"), -(-share).ln_1p() / LOSS, 1e-15);
    }
}

/// Drug that is never lost inhibits by 2/3 for ever: stages of the same rate follow by a gamma distribution of shape 2,
/// and those of nearly the same rate nearly so.
#[test]
fn two_stages_that_meet_under_a_constant_level_of_drug() {
    let kept = Disposition::mammillary(ROUTE, litres(1_000.0), Rate::ZERO, &[]).expect("one");
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(50.0).expect("in range"));
    // Each rate with the time it takes for one e-fold.
    for (rate, fold) in [(LOSS, Time::days(20)), (10.0, Time::minutes(144))] {
        for apart in [0.0, 1e-4, 6.9e-4] {
            let [mrna, protein] = [1.0 - apart, 1.0 + apart].map(|share| per_day(share * rate));
            let both = Turnover::of_mrna_and_protein(mrna, protein);
            let both = both.and_then(|both| both.with_accuracy(1e-12)).expect("in range");
            for (folds, at) in (1_u32..).zip(fold.every(fold)).take(8) {
                let design = Design::new(&intrathecal(100, &[0]), &[at]);
                let found = both.simulate(&kept, &half, &design).expect("intrathecal")[0];
                let under = both.level_under(2.0 / 3.0, at).expect("a share");
                let off = (found - under).abs();
                assert!(off < 1e-11, "{apart} {folds}: {found} {under}, {off:e} apart");
                if apart == 0.0 {
                    let x = f64::from(folds);
                    near(found, 1.0 - 2.0 / 3.0 * (1.0 - (1.0 + x) * (-x).exp()), 1e-11);
                }
            }
        }
    }
}

/// A dose changes nothing at once: just after it the level on a drifting baseline is what it was just before.
#[test]
fn a_sample_just_after_a_dose() {
    let driver = Disposition::mammillary(ROUTE, litres(1_000.0), per_day(LOSS), &[]).expect("one");
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(50.0).expect("in range"));
    let drifting = alone().with_drift(2.0).expect("in range");
    let inputs = intrathecal(100, &[0, 28, 365]);
    let at = [Time::ZERO, Time::days(28), Time::days(365)];
    let of = |design: Design| drifting.simulate(&driver, &half, &design).expect("intrathecal");
    let (before, after) = (of(Design::new(&inputs, &at)), of(Design::after_doses(&inputs, &at)));
    for (before, after) in before.into_iter().zip(after) {
        near(after, before, 1e-9);
    }
}

/// Two infusions into a depot: a polynomial can miss little at both ends of a panel and 3e-9 of the protein between
/// them. The level is by the quadrature of mpmath.
#[test]
fn a_panel_that_looks_right_at_both_ends() {
    let tissue = (per_day(0.014_148), per_day(1.0));
    let centre = Disposition::mammillary(ROUTE, litres(1.0), per_day(3.5495), &[tissue]);
    let driver = centre.and_then(|centre| centre.with_absorption(per_day(1.0))).expect("three");
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(0.242_61).expect("in range"));
    let steep = half.with_hill(2.536).expect("in range");
    let both = Turnover::of_mrna_and_protein(per_day(0.030_935), per_day(0.002_769_3));
    let both = both.and_then(|both| both.with_accuracy(1e-9)).expect("in range");
    let inputs = intrathecal(100, &[0, 92]).over(Time::days(21));
    let design = Design::new(&inputs, &[Time::days(112)]);
    let found = both.simulate(&driver, &steep, &design).expect("intrathecal")[0];
    let off = (found - 0.921_165_394_068_511).abs();
    assert!(off <= 1e-9, "{found}, {off:e} apart");
}

/// 10 mg that stay, and from day 10 on one more each day. The last 40 days leave an exponential integral: Ei(1) and
/// Ei(3) are from mpmath.
#[test]
fn an_infusion_of_drug_that_is_never_lost() {
    let kept = Disposition::mammillary(ROUTE, litres(1_000.0), Rate::ZERO, &[]).expect("one");
    let half = Inhibition::of_ic50(Concentration::ng_per_ml(10.0).expect("in range"));
    let slow = Input::bolus(Time::days(10), Mass::mg(40), ROUTE).over(Time::days(40));
    let inputs = intrathecal(10, &[0]).and([slow].into_iter().collect());
    let design = Design::new(&inputs, &[Time::days(50)]);
    let [finest, usual] = [1e-12, 1e-8].map(|accuracy| {
        let alone = alone().with_accuracy(accuracy).expect("in range");
        alone.simulate(&kept, &half, &design).expect("intrathecal")[0]
    });
    let [ei_1, ei_3] = [1.895_117_816_355_936_8, 9.933_832_570_625_416];
    let left = |folds: f64| (-folds).exp();
    let before = 0.5 * (1.0 - left(0.5)) * left(2.0);
    let expected = left(2.0) + 0.5 * left(3.0) * (ei_3 - ei_1) - before;
    near(finest, expected, 3e-12);
    near(usual, expected, 2e-8);
}

/// Of two equal stages half has come at the median of a gamma distribution of shape 2, 1.678 in units of the rate,
/// and 90 % at 3.890, from the fastest turnover to the slowest.
#[test]
fn days_to_a_share_through_equal_stages() {
    for rate in [100.0, 1.0, 1e-3, 1e-6] {
        let equal = Turnover::of_mrna_and_protein(per_day(rate), per_day(rate)).expect("in range");
        for (share, expected) in [
            (0.01, 0.148_554_740_253_267_9),
            (0.5, 1.678_346_990_016_660_5),
            (0.9, 3.889_720_169_867_429),
        ] {
            near(equal.days_to(share).expect("a share") * rate, expected, 1e-12);
        }
    }
}

/// A baseline that has changed by e^700, which is what 40960 days make of this factor a year.
#[test]
fn a_drifting_baseline_ends_where_it_has_changed_by_e_to_the_700() {
    let sod1 = Turnover::of_protein(per_day(0.03)).expect("in range");
    let factor = 513.853_012_088_742;
    for factor in [factor, 1.0 / factor] {
        let drifting = sod1.with_drift(factor).expect("in range");
        let level = |time| drifting.level_under(0.0, time);
        let last = level(Time::days(40_960)).expect("at the limit");
        near(last.ln().abs(), 700.0, 1e-13);
        let kept = Disposition::mammillary(ROUTE, litres(1.0), Rate::ZERO, &[]).expect("one");
        let none = Inhibition::of_ic50(Concentration::ng_per_ml(1.0).expect("in range"));
        let none = none.with_imax(0.0).expect("a share");
        let design = Design::new(&intrathecal(1, &[0]), &[Time::days(40_960)]);
        assert_eq!(drifting.simulate(&kept, &none, &design), Ok(vec![last]));
        let text = level(Time::days(40_960) + Time::minutes(1)).expect_err("beyond").to_string();
        assert!(
            text.starts_with("expected a time in days on this baseline of 0 to where it has changed by e^700, found 40960.0006"),
            "{text}"
        );
    }
    let nearly_still = sod1.with_drift(1.001).expect("in range");
    assert!(nearly_still.level_under(0.4, Time::days(400_000)).is_ok());
}
