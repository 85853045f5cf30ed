//! Patisiran (Onpattro), a small interfering RNA for hereditary transthyretin amyloidosis.

use crate::calendar::Interval;
use crate::catalog::literal::{by_time, label_text, labels_of};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label: 0.3 mg/kg below 100 kg and 30 mg from there, every 3 weeks over about 80 minutes. Given
/// within 3 days of the missed dose, the schedule is kept; later, it is counted from the new date.
pub fn labels() -> Vec<Label> {
    let us = label_text("Onpattro US prescribing information");
    let kept = Action::KeepCalendar { minimum_gap: None };
    let policy = by_time(
        Measure::PastPlanned,
        &[(Limit::through(Interval::days(3)), kept)],
        Action::Reanchor,
    );
    labels_of([Label::builder("Onpattro", Authority::Us)
        .substance("patisiran")
        .regimen(regimen!("[<100 kg: 0.3 mg/kg; else 30 mg] (over 80 min) IV q3w"))
        .source(us("dosage"))
        .policy(MissedDosePolicy::always(policy), us("missed dose"))])
}
