//! Vutrisiran (Amvuttra), a small interfering RNA for transthyretin amyloidosis.

use crate::catalog::literal::{label_text, labels_of};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// 25 mg every 3 months; a missed dose as soon as possible, and every 3 months from the most recent dose.
pub fn labels() -> Vec<Label> {
    let quarterly = || regimen!("25 mg SC q3mo");
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let us = label_text("Amvuttra US prescribing information");
    let eu = label_text("Amvuttra EU summary of product characteristics, 2022");
    labels_of([
        Label::builder("Amvuttra", Authority::Us)
            .substance("vutrisiran")
            .regimen(quarterly())
            .source(us("dosage"))
            .policy(policy(), us("missed dose")),
        Label::builder("Amvuttra", Authority::Eu)
            .substance("vutrisiran")
            .edition("2022")
            .regimen(quarterly())
            .source(eu("section 4.2"))
            .policy(policy(), eu("section 4.2")),
    ])
}
