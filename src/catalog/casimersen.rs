//! Casimersen (Amondys 45), for Duchenne muscular dystrophy amenable to skipping of exon 45.

use crate::catalog::{regimen, source};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// The US label: once a week by infusion. A missed dose may be given as soon as possible after its time; the
/// label does not say when the next one is then.
pub fn labels() -> Vec<Label> {
    let us = |place| source("Amondys 45 US prescribing information", place, Status::Confirmed);
    let weekly = LabelRegimen::new(regimen("30 mg/kg (over 35-60 min) IV q1w"));
    vec![
        Label::new("Amondys 45", "casimersen", Authority::Us, None, weekly, us("dosage"))
            .with_policy(MissedDosePolicy::always(Action::NextUnspecified), us("missed dose")),
    ]
}
