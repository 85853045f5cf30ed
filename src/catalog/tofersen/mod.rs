//! Tofersen (Qalsody), for amyotrophic lateral sclerosis with a mutation in *SOD1*: its labels, its four
//! studies with their results, and the tables of the comparison from which this crate grew.
//!
//! ```
//! use aso_regimen::catalog::tofersen;
//!
//! for trial in tofersen::trials() {
//!     println!("{}, {}", trial.registration(), trial.title());
//!     for outcome in trial.outcomes() {
//!         println!("  {outcome} [{}]", outcome.source);
//!     }
//! }
//! # assert_eq!(tofersen::trials().len(), 4);
//! ```

mod atlas;
mod extension;
pub mod comparison_tables;
mod phase_1_2;
mod results;
mod valor;

pub use self::atlas::{ATLAS_TRIGGER, Trigger, atlas};
pub use self::extension::extension;
pub use self::phase_1_2::{ascending, phase_1_2};
pub use self::valor::{eight_doses, valor};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::{Source, Status};
use crate::evidence::trial::Trial;

/// The arms of VALOR.
const TOFERSEN: &str = "100 mg";
const PLACEBO: &str = "placebo";

/// The four studies, in the order in which they began.
pub fn trials() -> Vec<Trial> {
    vec![phase_1_2(), extension(), valor(), atlas()]
}

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
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let us = |place| {
        Source::new("Qalsody US prescribing information", Status::Confirmed)
            .at(place)
            .of("2023")
    };
    let eu = || {
        Source::new("Qalsody EU summary of product characteristics", Status::Confirmed)
            .at("section 4.2")
            .of("2024")
    };
    let approved = || LabelRegimen::new(approved());
    vec![
        Label::new("Qalsody", "tofersen", Authority::Us, "2023", approved(), us("sections 2.1, 2.2"))
            .with_policy(policy(), us("section 2.1")),
        Label::new("Qalsody", "tofersen", Authority::Eu, "2024", approved(), eu())
            .with_policy(policy(), eu()),
    ]
}
