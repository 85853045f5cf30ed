//! Fitusiran (Qfitlia), a small interfering RNA for haemophilia.

use crate::catalog::{regimen, source};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// 50 mg every 2 months to begin with, and the steps to which measured antithrombin may lead: 20 and 10 mg
/// every 2 months, or the same amount every month. From compendia; what the label says of missed doses was
/// not read.
pub fn labels() -> Vec<Label> {
    let compendium = source("Drugs.com, fitusiran dosage", "dosage", Status::Secondary);
    let named = |name, text| LabelRegimen::named(name, regimen(text));
    vec![
        Label::new(
            "Qfitlia",
            "fitusiran",
            Authority::Us,
            None,
            named("starting dose", "50 mg SC q2mo"),
            compendium,
        )
        .and(named("antithrombin below 15 %, first step down", "20 mg SC q2mo"))
        .and(named("antithrombin below 15 %, second step down", "10 mg SC q2mo"))
        .and(named("antithrombin above 35 % after 6 months", "50 mg SC q1mo")),
    ]
}
