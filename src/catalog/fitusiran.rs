//! Fitusiran (Qfitlia), a small interfering RNA for haemophilia.

use crate::catalog::literal::{below, give, labels_of, monitored, secondary, through};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{Monitoring, MonitoringAction};

const STEP_DOWN: &str = "antithrombin below 15 %, first step down";
const MONTHLY: &str = "antithrombin above 35 % after 6 months";

/// Antithrombin activity on 50 mg, measured at weeks 4, 12, 20 and 24 and after each change, and before the
/// first dose. Below 15 % the next steps are 20 and 10 mg, and then none.
fn antithrombin() -> [Monitoring; 2] {
    let compendium = secondary("Drugs.com, fitusiran dosage");
    [
        monitored(
            ("antithrombin activity on 50 mg", "%"),
            vec![
                (below("15"), give(STEP_DOWN), ""),
                (through("35"), MonitoringAction::Continue, ""),
            ],
            (give(MONTHLY), "if it is so after 6 months"),
            compendium("antithrombin"),
        ),
        monitored(
            ("antithrombin activity before the first dose", "%"),
            vec![(below("60"), MonitoringAction::DoNotStart, "")],
            (MonitoringAction::Continue, ""),
            compendium("antithrombin"),
        ),
    ]
}

/// 50 mg every 2 months to begin with, and the steps to which measured antithrombin may lead: 20 and 10 mg
/// every 2 months, or the same amount every month. From compendia; what the label says of missed doses was
/// not read.
pub fn labels() -> Vec<Label> {
    let compendium = secondary("Drugs.com, fitusiran dosage");
    let second = regimen!("10 mg SC q2mo");
    labels_of([Label::builder("Qfitlia", Authority::Us)
        .substance("fitusiran")
        .named("starting dose", regimen!("50 mg SC q2mo"))
        .named(STEP_DOWN, regimen!("20 mg SC q2mo"))
        .named("antithrombin below 15 %, second step down", second)
        .named(MONTHLY, regimen!("50 mg SC q1mo"))
        .monitoring(antithrombin())
        .source(compendium("dosage"))])
}
