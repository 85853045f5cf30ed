//! Vutrisiran (Amvuttra), a small interfering RNA for transthyretin amyloidosis.

use crate::catalog::{regimen, source};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// 25 mg every 3 months; a missed dose as soon as possible, and every 3 months from the most recent dose.
pub fn labels() -> Vec<Label> {
    let quarterly = || LabelRegimen::new(regimen("25 mg SC q3mo"));
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let us = |place| source("Amvuttra US prescribing information", place, Status::Confirmed);
    let eu = |place| source("Amvuttra EU summary of product characteristics, 2022", place, Status::Confirmed);
    vec![
        Label::new("Amvuttra", "vutrisiran", Authority::Us, None, quarterly(), us("dosage"))
            .with_policy(policy(), us("missed dose")),
        Label::new("Amvuttra", "vutrisiran", Authority::Eu, "2022", quarterly(), eu("section 4.2"))
            .with_policy(policy(), eu("section 4.2")),
    ]
}
