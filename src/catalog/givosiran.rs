//! Givosiran (Givlaari), a small interfering RNA for acute hepatic porphyria.

use crate::catalog::{regimen, source};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// The US label: 2.5 mg/kg of actual body weight once a month; a missed dose as soon as possible, and monthly
/// from that dose. After a rise of transaminases, 1.25 mg/kg.
pub fn labels() -> Vec<Label> {
    let us = |place| source("Givlaari US prescribing information", place, Status::Confirmed);
    vec![
        Label::new(
            "Givlaari",
            "givosiran",
            Authority::Us,
            None,
            LabelRegimen::named("starting dose", regimen("2.5 mg/kg SC q1mo")),
            us("dosage"),
        )
        .with_regimen(LabelRegimen::named(
            "resumed after a transaminase event",
            regimen("1.25 mg/kg SC q1mo"),
        ))
        .with_policy(MissedDosePolicy::always(Action::Reanchor), us("missed dose")),
    ]
}
