//! Olezarsen (Tryngolza), for familial chylomicronaemia syndrome.

use crate::catalog::literal::{label_text, labels_of};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// 80 mg in 0.8 mL once a month; a missed dose as soon as possible, and monthly from its date. US and EU
/// agree.
pub fn labels() -> Vec<Label> {
    let monthly = || regimen!("80 mg (0.8 mL) SC q1mo");
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let us = label_text("Tryngolza US prescribing information");
    let eu = label_text("Tryngolza EU summary of product characteristics");
    labels_of([
        Label::builder("Tryngolza", Authority::Us)
            .substance("olezarsen")
            .regimen(monthly())
            .source(us("dosage"))
            .policy(policy(), us("missed dose")),
        Label::builder("Tryngolza", Authority::Eu)
            .substance("olezarsen")
            .regimen(monthly())
            .source(eu("section 4.2"))
            .policy(policy(), eu("section 4.2")),
    ])
}
