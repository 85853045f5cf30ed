//! Givosiran (Givlaari), a small interfering RNA for acute hepatic porphyria.

use crate::catalog::literal::{label_text, labels_of};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label: 2.5 mg/kg of actual body weight once a month; a missed dose as soon as possible, and monthly
/// from that dose. After a rise of transaminases, 1.25 mg/kg.
pub fn labels() -> Vec<Label> {
    let us = label_text("Givlaari US prescribing information");
    let policy = MissedDosePolicy::always(Action::Reanchor);
    let resumed = regimen!("1.25 mg/kg SC q1mo");
    labels_of([Label::builder("Givlaari", Authority::Us)
        .substance("givosiran")
        .named("starting dose", regimen!("2.5 mg/kg SC q1mo"))
        .named("resumed after a transaminase event", resumed)
        .source(us("dosage"))
        .policy(policy, us("missed dose"))])
}
