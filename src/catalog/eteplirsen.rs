//! Eteplirsen (Exondys 51), for Duchenne muscular dystrophy amenable to skipping of exon 51.

use crate::catalog::literal::{label_text, labels_of};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label: once a week by infusion. A missed dose may be given as soon as possible after its time; the
/// label does not say when the next one is then.
pub fn labels() -> Vec<Label> {
    let us = label_text("Exondys 51 US prescribing information");
    let policy = MissedDosePolicy::always(Action::NextUnspecified);
    labels_of([Label::builder("Exondys 51", Authority::Us)
        .substance("eteplirsen")
        .regimen(regimen!("30 mg/kg (over 35-60 min) IV q1w"))
        .source(us("dosage"))
        .policy(policy, us("missed dose"))])
}
