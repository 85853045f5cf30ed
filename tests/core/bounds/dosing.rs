//! Limits of doses, regimens and courses.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::dose::{WeightBand, WeightBands};
use aso_regimen::dosing::missed_dose::{self, Action, Limit, Measure, MissedDosePolicy, TimeRule};
use aso_regimen::{BodyWeight, Course, Dose, Interval, Mass, Phase, Regimen, Volume, Window};

use crate::{date, regimen};

fn one_dose(dose: Dose) -> Result<Regimen, impl std::error::Error> {
    Regimen::new(vec![Phase::single(dose)])
}

fn refused(text: &str) {
    assert!(text.parse::<Regimen>().is_err(), "{text}");
}

#[test]
fn doses() {
    assert!(one_dose(Dose::intrathecal(Mass::micrograms(1))).is_ok());
    assert!(one_dose(Dose::intrathecal(Mass::ZERO)).is_err());
    let largest = Dose::intrathecal(Mass::micrograms(u64::MAX));
    let twice = Regimen::new(vec![Phase::loading(largest, 2, Interval::days(1))]);
    let twice = twice.expect("a dose may be the largest mass");
    let plan = twice.starting(date("2026-01-05"));
    assert!(plan.total_through(date("2026-01-05"), None).is_ok());
    assert!(plan.total_through(date("2026-01-06"), None).is_err());
    let bare = || Dose::intrathecal(Mass::mg(1));
    assert!(one_dose(bare().in_volume(Volume::microlitres(1))).is_ok());
    assert!(one_dose(bare().in_volume(Volume::ZERO)).is_err());
    assert!(one_dose(bare().withdrawing(Volume::ZERO)).is_err());
}

#[test]
fn minutes() {
    for (text, fits) in [
        ("1 mg (over 1 min) IV x1", true),
        ("1 mg (over 0 min) IV x1", false),
        ("1 mg (over 65535 min) IV x1", true),
        ("1 mg (over 65536 min) IV x1", false),
        ("1 mg (over 3-3 min) IV x1", true),
        ("1 mg (over 3-2 min) IV x1", false),
    ] {
        assert_eq!(text.parse::<Regimen>().is_ok(), fits, "{text}");
    }
}

#[test]
fn doses_of_a_phase() {
    let most = regimen("1 mg SC q1d x4294967295");
    let doses = most.starting(NaiveDate::MIN).count_through(NaiveDate::MAX);
    assert_eq!(doses, 191_491_529, "as many as the calendar has days");
    refused("1 mg SC q1d x4294967296");
    assert!("1 mg SC q1d x1".parse::<Regimen>().is_ok());
    refused("1 mg SC q1d x0");
}

#[test]
fn phases() {
    assert!(Regimen::new(Vec::new()).is_err());
    let phase = || Phase::loading(Dose::intrathecal(Mass::mg(1)), 1, Interval::days(1));
    assert!(Regimen::new(vec![phase()]).is_ok());
    let many = Regimen::new((0..100_000).map(|_| phase()).collect());
    assert_eq!(many.map(|regimen| regimen.phases().len()), Ok(100_000));
}

#[test]
fn windows_of_neighbours() {
    let with = |early, late, every| {
        let phase = Phase::loading(Dose::intrathecal(Mass::mg(1)), 2, every);
        Regimen::new(vec![phase.with_window(Window::days(early, late))])
    };
    assert!(with(6, 7, Interval::days(14)).is_ok());
    assert!(with(7, 7, Interval::days(14)).is_err());
    // The shortest month has 28 days, the shortest four have 120.
    assert!(with(13, 14, Interval::months(1)).is_ok());
    assert!(with(14, 14, Interval::months(1)).is_err());
    assert!(with(0, 119, Interval::months(4)).is_ok());
    assert!(with(0, 120, Interval::months(4)).is_err());
    assert!(
        "1 mg SC q7d x2 window -0d/+3d, then after 9d x1 window -5d/+0d".parse::<Regimen>().is_ok()
    );
    refused("1 mg SC q7d x2 window -0d/+3d, then after 8d x1 window -5d/+0d");
}

#[test]
fn weight_bands() {
    let band =
        |grams, micrograms| WeightBand::new(BodyWeight::grams(grams), Mass::micrograms(micrograms));
    assert!(WeightBands::new(Vec::new(), None).is_err());
    assert!(WeightBands::new(vec![band(1, 1)], None).is_ok());
    assert!(WeightBands::new(vec![band(1, 0)], None).is_err());
    assert!(WeightBands::new(vec![band(5, 1), band(6, 1)], None).is_ok());
    assert!(WeightBands::new(vec![band(5, 1), band(5, 1)], None).is_err());
    let many = WeightBands::new((1..=100_000).map(|grams| band(grams, 1)).collect(), None);
    assert_eq!(many.map(|bands| bands.bands().len()), Ok(100_000));
}

#[test]
fn bands_of_a_rule() {
    let band = |limit: Option<Limit>| missed_dose::TimeBand::new(limit, Action::Skip);
    let rule = |limits: &[Option<Limit>]| {
        TimeRule::new(Measure::PastPlanned, limits.iter().copied().map(band).collect()).is_ok()
    };
    let days = |days| Interval::days(days);
    assert!(!rule(&[]));
    assert!(rule(&[None]));
    assert!(!rule(&[Some(Limit::below(days(1)))]));
    assert!(!rule(&[None, None]));
    assert!(rule(&[Some(Limit::below(days(1))), Some(Limit::through(days(1))), None]));
    assert!(!rule(&[Some(Limit::through(days(1))), Some(Limit::below(days(1))), None]));
    assert!(!rule(&[Some(Limit::below(days(1))), Some(Limit::below(days(1))), None]));
    assert!(!rule(&[Some(Limit::below(days(1))), Some(Limit::below(Interval::months(1))), None]));
}

#[test]
fn additional_doses() {
    assert!(std::panic::catch_unwind(|| Action::add_doses(0, Interval::days(1))).is_err());
    let most = Action::add_doses(u32::MAX, Interval::days(1));
    let mut course =
        Course::new(regimen("1 mg SC q7d"), MissedDosePolicy::always(most), date("2026-01-05"));
    course.give(date("2026-01-05")).expect("on its day");
    course.give(date("2026-01-13")).expect("a day late");
    let additional = course.forecast().take_while(|dose| dose.number().is_none());
    assert_eq!(additional.take(1_000).count(), 1_000);
    // As many as the calendar has room for.
    assert!(course.forecast().nth(1_000_000).is_some());
}

#[test]
fn entries_of_a_course() {
    let start = date("2026-01-05");
    let mut course = Course::new(regimen("1 mg SC q1d"), MissedDosePolicy::not_stated(), start);
    assert!(course.give(start - Days::new(1)).is_err());
    assert!(course.give(start).is_ok());
    assert!(course.give(start).is_err());
    assert!(course.give(start + Days::new(1)).is_ok());
    // The last day there is.
    assert!(course.reschedule(start + Days::new(1), NaiveDate::MAX, "far").is_ok());
    assert!(course.give(NaiveDate::MAX).is_ok());
    assert!(course.give(NaiveDate::MAX).is_err());
}

/// The format's own; whatever reads a value of this crate is within it.
#[cfg(feature = "serde")]
#[test]
fn depth_of_json() {
    let refusal = |depth: usize| {
        let value = serde_json::from_str::<serde_json::Value>(&"[".repeat(depth));
        value.expect_err("never closed").to_string()
    };
    assert!(refusal(127).starts_with("EOF"));
    assert!(refusal(128).starts_with("recursion limit"));
    // In a field that is not known.
    let nested = format!(r#"{{"phases":[{{"x":{}"#, "[".repeat(1_000_000));
    assert!(serde_json::from_str::<Regimen>(&nested).is_err());
}
