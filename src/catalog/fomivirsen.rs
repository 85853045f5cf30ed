//! Fomivirsen (Vitravene, withdrawn), for cytomegalovirus retinitis; the first antisense drug.

use crate::catalog::{regimen, source};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// 330 µg in 0.05 mL into the affected eye every other week twice, then every 4 weeks. Progression may
/// require a new induction. What the label said of missed doses was not read.
pub fn labels() -> Vec<Label> {
    let induction = LabelRegimen::new(regimen("330 µg (0.05 mL) IVT q2w x2, then q4w"));
    let compendium = source("Drugs.com, fomivirsen dosage", "dosage", Status::Secondary);
    vec![Label::new(
        "Vitravene",
        "fomivirsen",
        Authority::Us,
        "last before it was withdrawn",
        induction,
        compendium,
    )]
}
