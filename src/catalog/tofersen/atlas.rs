//! ATLAS, NCT04856982: tofersen before the first symptom.

use crate::calendar::{Interval, StudyDay};
use crate::catalog::literal::{made, printed, published, record, registered, secondary};
use crate::catalog::tofersen::comparison_tables::comparison;
use crate::catalog::tofersen::label::approved;
use crate::catalog::tofersen::results::PLACEBO;
use crate::evidence::method::{Method, ReadingUse, Verdict};
use crate::evidence::trial::{Arm, Mask, Purpose, Trial, TrialPart, Visit};
use crate::measure::assay::Trigger;
use crate::measure::endpoint::Endpoint;

/// How plasma neurofilament is measured in ATLAS (CHMP assessment report, figure 34; the limits are those of the same
/// platform in VALOR, FDA integrated review, pages 192 and 193).
fn nfl_method() -> Method {
    let report = published("CHMP assessment report, Qalsody").at("page 116");
    let report = report.identified(made("ema:EMA/276404/2024".parse()));
    let review = published("FDA integrated review, Qalsody").of("24 April 2023");
    let review = review.identified(made("fda:NDA215887".parse()));
    let method = Method::new("Siemens Atellica IM", Endpoint::plasma_nfl(), report);
    method
        .limits(printed("4.9"), Some(printed("474")))
        .judged(Verdict::unreliable(ReadingUse::Absolute, "FDA", review.clone().at("page 193")))
        .judged(Verdict::reliable(ReadingUse::Change, "FDA", review.at("page 195")))
}

/// The plasma neurofilament that ends the run-in without drug: at least 44 pg/mL, and at least 10 pg/mL above baseline, by
/// the assay of ATLAS (CHMP assessment report, page 115). A reading of another platform is refused.
///
/// ```
/// let trigger = aso_regimen::catalog::tofersen::atlas_trigger();
/// let reading = |value| trigger.assay().reading(value);
/// assert_eq!(trigger.is_met(&reading(30.0)?, &reading(44.0)?)?, Some(true));
/// assert_eq!(trigger.is_met(&reading(34.5)?, &reading(44.0)?)?, Some(false), "a rise of less than 10 pg/mL");
/// assert_eq!(trigger.is_met(&reading(20.0)?, &reading(43.9)?)?, Some(false), "below 44 pg/mL");
/// # Ok::<(), aso_regimen::measure::assay::AssayError>(())
/// ```
pub fn atlas_trigger() -> Trigger {
    let level = made(nfl_method().assay().and_then(|assay| assay.reading(44.0)));
    made(Trigger::new(level, 10.0))
}

const RUN_IN: &str = "run-in (part A)";

/// A run-in without drug (part A), in which neurofilament is measured about every 28 days, and, once
/// [`atlas_trigger`] is met before any symptom, 100 mg against placebo (part B).
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
    let part_b_arm = |arm: Arm| {
        let arm = arm.in_part(TrialPart::new("B", Purpose::Presymptomatic));
        arm.after(RUN_IN).started_by(atlas_trigger())
    };
    let part_b = comparison("phase 3 VALOR and ATLAS trials: schedule of part B");
    let mask = Mask::Placebo("placebo".into());
    let page = secondary("MND Australia, page on ATLAS");
    let trial = Trial::builder(registered("NCT04856982"), "ATLAS", registry)
        .source(page("run-in, trigger, parts B and C"))
        .source(part_b)
        .method(nfl_method())
        .arm(Arm::untreated(RUN_IN).in_part(TrialPart::new("A", Purpose::RunIn)))
        .arm(part_b_arm(Arm::active("100 mg (part B)", approved())))
        .arm(part_b_arm(Arm::masked(PLACEBO, approved(), mask)))
        .visit(every_28_days);
    made(trial.build())
}
