//! Viltolarsen (Viltepso), for Duchenne muscular dystrophy amenable to skipping of exon 53.

use crate::catalog::{regimen, source};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// The US label: once a week by infusion. A missed dose should be given as soon as possible after its time; the
/// label does not say when the next one is then.
pub fn labels() -> Vec<Label> {
    let us = |place| source("Viltepso US prescribing information", place, Status::Confirmed);
    let weekly = LabelRegimen::new(regimen("80 mg/kg (over 60 min) IV q1w"));
    vec![
        Label::new("Viltepso", "viltolarsen", Authority::Us, None, weekly, us("dosage"))
            .with_policy(MissedDosePolicy::always(Action::NextUnspecified), us("missed dose")),
    ]
}
