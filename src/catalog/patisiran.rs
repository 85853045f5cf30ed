//! Patisiran (Onpattro), a small interfering RNA for hereditary transthyretin amyloidosis.

use crate::calendar::Interval;
use crate::catalog::{by_time, regimen, source};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// The US label: 0.3 mg/kg below 100 kg and 30 mg from there, every 3 weeks over about 80 minutes. Given
/// within 3 days of the missed dose, the schedule is kept; later, it is counted from the new date.
pub fn labels() -> Vec<Label> {
    let us = |place| source("Onpattro US prescribing information", place, Status::Confirmed);
    let policy = MissedDosePolicy::for_all(by_time(
        Measure::PastPlanned,
        &[(Limit::Through(Interval::days(3)), Action::KeepCalendar { minimum_gap: None })],
        Action::Reanchor,
    ));
    let doses = LabelRegimen::new(regimen("[<100 kg: 0.3 mg/kg; else 30 mg] (over 80 min) IV q3w"));
    vec![
        Label::new("Onpattro", "patisiran", Authority::Us, None, doses, us("dosage"))
            .with_policy(policy, us("missed dose")),
    ]
}
