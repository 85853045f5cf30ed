//! Olezarsen (Tryngolza), for familial chylomicronaemia syndrome.

use crate::catalog::{regimen, source};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// 80 mg in 0.8 mL once a month; a missed dose as soon as possible, and monthly from its date. US and EU
/// agree.
pub fn labels() -> Vec<Label> {
    let monthly = || LabelRegimen::new(regimen("80 mg (0.8 mL) SC q1mo"));
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let us = |place| source("Tryngolza US prescribing information", place, Status::Confirmed);
    let eu = |place| source("Tryngolza EU summary of product characteristics", place, Status::Confirmed);
    vec![
        Label::new("Tryngolza", "olezarsen", Authority::Us, None, monthly(), us("dosage"))
            .with_policy(policy(), us("missed dose")),
        Label::new("Tryngolza", "olezarsen", Authority::Eu, None, monthly(), eu("section 4.2"))
            .with_policy(policy(), eu("section 4.2")),
    ]
}
