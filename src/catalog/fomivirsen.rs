//! Fomivirsen (Vitravene, withdrawn), for cytomegalovirus retinitis; the first antisense drug.

use crate::catalog::literal::{labels_of, secondary};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// 330 µg in 0.05 mL into the affected eye every other week twice, then every 4 weeks. Progression may
/// require a new induction. What the label said of missed doses was not read.
pub fn labels() -> Vec<Label> {
    let compendium = secondary("Drugs.com, fomivirsen dosage");
    labels_of([Label::builder("Vitravene", Authority::Us)
        .substance("fomivirsen")
        .edition("last before it was withdrawn")
        .regimen(regimen!("330 µg (0.05 mL) IVT q2w x2, then q4w"))
        .source(compendium("dosage"))])
}
