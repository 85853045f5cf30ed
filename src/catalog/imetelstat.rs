//! Imetelstat (Rytelo), an oligonucleotide that inhibits telomerase, for myelodysplastic syndromes.

use crate::catalog::literal::{below, label_text, labels_of, monitored, pause};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{Monitoring, MonitoringAction};

/// Counts below which the next cycle is delayed. At which level it is then given depends on how often it
/// happened: the same after a first grade 3 thrombocytopenia, one lower after the second and third.
fn counts() -> [Monitoring; 2] {
    let us = label_text("Rytelo US prescribing information");
    let delay = || pause("it has recovered", None);
    [("absolute neutrophil count", "1"), ("platelets", "50")].map(|(what, limit)| {
        monitored(
            (what, "10^9/L"),
            vec![(below(limit), delay(), "")],
            (MonitoringAction::Continue, ""),
            us("dose modifications"),
        )
    })
}

/// The US label: 7.1 mg/kg over 2 hours every 4 weeks, and the two lower levels of its dose ladder. 7.1 mg of
/// imetelstat are 7.5 mg of its sodium salt, which trial papers count in. Only delays for toxicity were read,
/// no rule for missed doses.
pub fn labels() -> Vec<Label> {
    let us = label_text("Rytelo US prescribing information");
    let first = regimen!("5.6 mg/kg (over 120 min) IV q4w");
    let second = regimen!("4.4 mg/kg (over 120 min) IV q4w");
    labels_of([Label::builder("Rytelo", Authority::Us)
        .substance("imetelstat")
        .named("starting dose", regimen!("7.1 mg/kg (over 120 min) IV q4w"))
        .named("first dose reduction", first)
        .named("second dose reduction", second)
        .monitoring(counts())
        .source(us("dosage and dose modifications"))])
}
