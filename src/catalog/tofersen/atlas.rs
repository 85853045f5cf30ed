//! ATLAS, NCT04856982: tofersen before the first symptom.

use crate::calendar::{Interval, StudyDay};
use crate::catalog::literal::{made, record, registered, secondary};
use crate::catalog::tofersen::comparison_tables::comparison;
use crate::catalog::tofersen::label::approved;
use crate::catalog::tofersen::results::PLACEBO;
use crate::evidence::trial::{Arm, Mask, Trial, Visit};
use crate::measure::endpoint::Endpoint;

/// The rise of plasma neurofilament that ends the run-in without drug: at least 10 pg/mL above baseline, to
/// at least 44 pg/mL (MND Australia, page on ATLAS; a secondary source).
///
/// ```
/// use aso_regimen::catalog::tofersen::ATLAS_TRIGGER;
///
/// assert!(ATLAS_TRIGGER.is_met(30.0, 44.0));
/// assert!(!ATLAS_TRIGGER.is_met(34.5, 44.0), "a rise of less than 10 pg/mL");
/// assert!(!ATLAS_TRIGGER.is_met(20.0, 43.9), "below 44 pg/mL");
/// ```
pub const ATLAS_TRIGGER: Trigger = Trigger { rise: 10, level: 44 };

/// A rise and a level that must both be reached, in pg/mL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Trigger {
    /// At least this much above baseline.
    pub rise: u32,
    /// At least this level.
    pub level: u32,
}

impl Trigger {
    /// Whether a value reaches both, against a baseline; both in pg/mL. A value that is not a number does
    /// not.
    pub fn is_met(self, baseline: f64, value: f64) -> bool {
        value - baseline >= f64::from(self.rise) && value >= f64::from(self.level)
    }
}

/// A run-in without drug (part A), in which neurofilament is measured about every 28 days, and, once
/// [`ATLAS_TRIGGER`] is met before any symptom, 100 mg against placebo (part B).
///
/// The calendar of part A counts from its first measurement, that of part B from the first dose. That part B
/// follows the approved schedule is stated by no source that was read. How many participants each part
/// has is not reported: 158 were enrolled in all.
///
/// ```
/// let atlas = aso_regimen::catalog::tofersen::atlas();
/// let run_in = atlas.calendar("run-in (part A)", "2026-01-05".parse()?, "2026-03-31".parse()?)?;
/// let days: Vec<i64> = run_in.iter().map(|activity| activity.study_day.number()).collect();
/// assert_eq!(days, [1, 29, 57, 85]);
/// assert!(atlas.arm("run-in (part A)")?.drug().is_none(), "no drug before the trigger");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn atlas() -> Trial {
    let every_28_days = Visit::new("neurofilament", StudyDay::FIRST)
        .repeated_every(Interval::days(28))
        .assessing(Endpoint::plasma_nfl());
    let registry = record("NCT04856982").of("March 2025");
    let part_b = comparison("phase 3 VALOR and ATLAS trials: schedule of part B");
    let mask = Mask::Placebo("placebo".into());
    let page = secondary("MND Australia, page on ATLAS");
    let trial = Trial::builder(registered("NCT04856982"), "ATLAS", registry)
        .source(page("run-in, trigger, parts B and C"))
        .source(part_b)
        .arm(Arm::untreated("run-in (part A)"))
        .arm(Arm::active("100 mg (part B)", approved()))
        .arm(Arm::masked(PLACEBO, approved(), mask))
        .visit(every_28_days);
    made(trial.build())
}
