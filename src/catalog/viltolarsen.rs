//! Viltolarsen (Viltepso), for Duchenne muscular dystrophy amenable to skipping of exon 53.

use crate::catalog::literal::{label_text, labels_of};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label: once a week by infusion. A missed dose should be given as soon as possible after its time; the
/// label does not say when the next one is then.
pub fn labels() -> Vec<Label> {
    let us = label_text("Viltepso US prescribing information");
    let policy = MissedDosePolicy::always(Action::NextUnspecified);
    labels_of([Label::builder("Viltepso", Authority::Us)
        .substance("viltolarsen")
        .regimen(regimen!("80 mg/kg (over 60 min) IV q1w"))
        .source(us("dosage"))
        .policy(policy, us("missed dose"))])
}
