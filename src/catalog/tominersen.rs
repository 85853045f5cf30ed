//! Tominersen, for Huntington disease: two trials of long intervals. It is not approved anywhere.

use crate::catalog::literal::{made, record, registered, reported};
use crate::dosing::notation::regimen;
use crate::evidence::trial::{Arm, Mask, Trial};

const PLACEBO: &str = "placebo";

/// Both trials.
pub fn trials() -> Vec<Trial> {
    vec![generation_hd1(), generation_hd2()]
}

fn placebo() -> Mask {
    Mask::Placebo("intrathecal placebo".into())
}

/// GENERATION HD1, NCT03761849: tominersen every 8 weeks (arm `Q8W`) or every 16 weeks (`Q16W`) against
/// placebo every 8 weeks. Those of `Q16W` are given placebo at the visits between, so that nobody can tell
/// the arms by their dates.
///
/// The registry has the intervals and the placebo between; that the dose was 120 mg is of a secondary
/// source. Whether dosing began more closely spaced is not confirmed, so no loading dose is shown; neither
/// is an end of dosing, which was stopped early.
///
/// ```
/// let trial = aso_regimen::catalog::tominersen::generation_hd1();
/// let day = |text: &str| text.parse();
/// let calendar = trial.calendar("Q16W", day("2019-07-01")?, day("2019-10-21")?)?;
/// let lines: Vec<String> = calendar.iter().map(ToString::to_string).collect();
/// assert_eq!(
///     lines,
///     [
///         "2019-07-01 day 1: 120 mg IT",
///         "2019-08-26 day 57: placebo (intrathecal placebo)",
///         "2019-10-21 day 113: 120 mg IT",
///     ],
/// );
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn generation_hd1() -> Trial {
    let every_8_weeks = || regimen!("120 mg IT q56d");
    let registry = record("NCT03761849").at("arms");
    let dose = reported("HDCare, page on GENERATION HD1").at("120 mg");
    made(
        Trial::builder(registered("NCT03761849"), "GENERATION HD1", registry)
            .source(dose)
            .arm(Arm::active("Q8W", every_8_weeks()))
            .arm(
                Arm::active("Q16W", regimen!("120 mg IT q112d"))
                    .masked_as(every_8_weeks(), placebo()),
            )
            .arm(Arm::masked(PLACEBO, every_8_weeks(), placebo()))
            .build(),
    )
}

/// GENERATION HD2, NCT05686551: 60 mg or 100 mg against placebo, all every 16 weeks.
///
/// The registry states no number of doses, so the regimens are without an end.
pub fn generation_hd2() -> Trial {
    let registry = record("NCT05686551").at("arms").of("March 2023");
    made(
        Trial::builder(registered("NCT05686551"), "GENERATION HD2", registry)
            .arm(Arm::active("60 mg", regimen!("60 mg IT q112d")))
            .arm(Arm::active("100 mg", regimen!("100 mg IT q112d")))
            .arm(Arm::masked(PLACEBO, regimen!("100 mg IT q112d"), placebo()))
            .build(),
    )
}
