//! Imetelstat (Rytelo), an oligonucleotide that inhibits telomerase, for myelodysplastic syndromes.

use crate::catalog::{below, monitored, regimen, source};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::monitoring::{Monitoring, MonitoringAction};
use crate::evidence::source::Status;

/// Counts below which the next cycle is delayed. At which level it is then given depends on how often it
/// happened: the same after a first grade 3 thrombocytopenia, one lower after the second and third.
fn counts() -> [Monitoring; 2] {
    let us = || source("Rytelo US prescribing information", "dose modifications", Status::Confirmed);
    let delay = || MonitoringAction::Pause {
        until: "it has recovered".into(),
        resume: None,
    };
    [("absolute neutrophil count", "1"), ("platelets", "50")].map(|(what, limit)| {
        monitored(
            (what, "10^9/L"),
            vec![(below(limit), delay(), "")],
            (MonitoringAction::Continue, ""),
            us(),
        )
    })
}

/// The US label: 7.1 mg/kg over 2 hours every 4 weeks, and the two lower levels of its dose ladder. 7.1 mg of
/// imetelstat are 7.5 mg of its sodium salt, which trial papers count in. Only delays for toxicity were read,
/// no rule for missed doses.
pub fn labels() -> Vec<Label> {
    let us = source("Rytelo US prescribing information", "dosage and dose modifications", Status::Confirmed);
    let level = |name, text| LabelRegimen::named(name, regimen(text));
    let label = Label::new(
            "Rytelo",
            "imetelstat",
            Authority::Us,
            None,
            level("starting dose", "7.1 mg/kg (over 120 min) IV q4w"),
            us,
        )
        .with_regimen(level("first dose reduction", "5.6 mg/kg (over 120 min) IV q4w"))
        .with_regimen(level("second dose reduction", "4.4 mg/kg (over 120 min) IV q4w"));
    vec![counts().into_iter().fold(label, Label::with_monitoring)]
}
