//! Eplontersen (Wainua, Wainzua), for polyneuropathy of hereditary transthyretin amyloidosis.

use crate::catalog::{regimen, source};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// 45 mg in 0.8 mL once a month; a missed dose as soon as possible, and monthly from its date. The pivotal
/// study gave it every 4 weeks; the labels say monthly.
pub fn labels() -> Vec<Label> {
    let monthly = || LabelRegimen::new(regimen("45 mg (0.8 mL) SC q1mo"));
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let us = |place| source("Wainua US prescribing information", place, Status::Confirmed);
    let eu = |place| source("Wainzua summary of product characteristics", place, Status::Confirmed);
    vec![
        Label::new("Wainua", "eplontersen", Authority::Us, None, monthly(), us("dosage"))
            .with_policy(policy(), us("missed dose")),
        Label::new("Wainzua", "eplontersen", Authority::Eu, None, monthly(), eu("section 4.2"))
            .with_policy(policy(), eu("section 4.2")),
    ]
}
