//! Eplontersen (Wainua, Wainzua), for polyneuropathy of hereditary transthyretin amyloidosis.

use crate::catalog::literal::{label_text, labels_of};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// 45 mg in 0.8 mL once a month; a missed dose as soon as possible, and monthly from its date. The pivotal
/// study gave it every 4 weeks; the labels say monthly.
pub fn labels() -> Vec<Label> {
    let monthly = || regimen!("45 mg (0.8 mL) SC q1mo");
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let us = label_text("Wainua US prescribing information");
    let eu = label_text("Wainzua summary of product characteristics");
    labels_of([
        Label::builder("Wainua", Authority::Us)
            .substance("eplontersen")
            .regimen(monthly())
            .source(us("dosage"))
            .policy(policy(), us("missed dose")),
        Label::builder("Wainzua", Authority::Eu)
            .substance("eplontersen")
            .regimen(monthly())
            .source(eu("section 4.2"))
            .policy(policy(), eu("section 4.2")),
    ])
}
