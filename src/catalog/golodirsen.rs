//! Golodirsen (Vyondys 53), for Duchenne muscular dystrophy amenable to skipping of exon 53.

use crate::catalog::literal::{labels_of, secondary};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label: once a week by infusion. A missed dose is given as soon as possible after its time; the
/// label does not say when the next one is then.
pub fn labels() -> Vec<Label> {
    let us = secondary("Vyondys 53 US prescribing information");
    let policy = MissedDosePolicy::always(Action::NextUnspecified);
    labels_of([Label::builder("Vyondys 53", Authority::Us)
        .substance("golodirsen")
        .regimen(regimen!("30 mg/kg (over 35-60 min) IV q1w"))
        .source(us("dosage"))
        .policy(policy, us("missed dose"))])
}
