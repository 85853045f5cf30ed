//! The labels of tofersen and the regimen they approve.

use crate::catalog::literal::{label_text, labels_of};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::label::{Authority, Label};

/// The approved regimen: 100 mg in 15 mL by lumbar puncture, after about 10 mL of cerebrospinal fluid, over
/// 1 to 3 minutes; three loading doses 14 days apart, then every 28 days (US prescribing information,
/// sections 2.1 and 2.2; EU SmPC, section 4.2).
///
/// ```
/// let regimen = aso_regimen::catalog::tofersen::approved();
/// let plan = regimen.starting("2026-01-05".parse()?);
/// let days: Vec<i32> = plan.iter().day_offsets().take(8).collect();
/// assert_eq!(days, [0, 14, 28, 56, 84, 112, 140, 168]);
/// # Ok::<(), aso_regimen::chrono::ParseError>(())
/// ```
pub fn approved() -> Regimen {
    regimen!("100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3, then q28d")
}

/// The labels of the United States and the European Union. Their rules for missed doses agree: as soon as
/// possible, and the interval that follows that dose from there.
pub fn labels() -> Vec<Label> {
    let us =
        |place: &'static str| label_text("Qalsody US prescribing information")(place).of("2023");
    let eu =
        || label_text("Qalsody EU summary of product characteristics")("section 4.2").of("2024");
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let label =
        |authority| Label::builder("Qalsody", authority).substance("tofersen").regimen(approved());
    labels_of([
        label(Authority::Us)
            .edition("2023")
            .source(us("sections 2.1, 2.2"))
            .policy(policy(), us("section 2.1")),
        label(Authority::Eu).edition("2024").source(eu()).policy(policy(), eu()),
    ])
}
