//! Estimates of change: worked numbers, agreement with Python's statistics, properties, errors.
#![expect(clippy::float_cmp, reason = "numbers that are exact in binary are compared exactly")]

use aso_regimen::StudyDay;
use aso_regimen::analysis::arm::ArmData;
use aso_regimen::analysis::confidence::ConfidenceLevel;
use aso_regimen::analysis::joint_rank::{JointRank, Survival};
use aso_regimen::measure::change::Difference;

mod agreement;
mod errors;
mod imputation;
mod numbers;
mod parts;
mod properties;
mod worked_numbers;

pub(crate) type Check = Result<(), Box<dyn std::error::Error>>;

pub(crate) const P95: ConfidenceLevel = ConfidenceLevel::P95;

pub(crate) const TREATED: ([f64; 4], [f64; 4]) =
    ([100.0, 80.0, 120.0, 60.0], [60.0, 60.0, 66.0, 45.0]);
pub(crate) const PLACEBO: ([f64; 5], [f64; 5]) =
    ([90.0, 110.0, 70.0, 100.0, 130.0], [92.0, 104.0, 75.0, 98.0, 120.0]);

pub(crate) fn treated() -> ArmData<'static> {
    ArmData::new("tofersen", &TREATED.0, &TREATED.1).expect("an arm")
}

pub(crate) fn placebo() -> ArmData<'static> {
    ArmData::new("placebo", &PLACEBO.0, &PLACEBO.1).expect("an arm")
}

/// As many decimals as the worked number has.
pub(crate) fn digits(number: f64, text: &str) {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    assert_eq!(format!("{number:.decimals$}"), text);
}

pub(crate) fn near(found: f64, expected: f64, what: &str) {
    let apart = (found - expected).abs();
    assert!(apart <= 1e-10 * expected.abs().max(1e-300), "{what}: {found}, expected {expected}");
}

pub(crate) fn alive(change: f64) -> Survival {
    Survival::Alive {
        change: Difference::new(change).expect("finite"),
        last_seen: StudyDay::new(197).expect("a day"),
    }
}

pub(crate) fn died(day: i64) -> Survival {
    Survival::Died { on: StudyDay::new(day).expect("a day") }
}

pub(crate) fn eight() -> JointRank {
    let treated = [alive(-2.0), alive(-5.0), died(150), alive(-9.0)];
    let placebo = [alive(-5.0), died(90), alive(-12.0), died(150)];
    JointRank::new(["treated", "placebo"], &treated, &placebo).expect("two arms")
}
