//! Fitusiran (Qfitlia), a small interfering RNA for haemophilia.

use crate::catalog::{below, monitored, printed, regimen, source};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::monitoring::{Monitoring, MonitoringAction, ValueLimit};
use crate::evidence::source::Status;

const STEP_DOWN: &str = "antithrombin below 15 %, first step down";
const MONTHLY: &str = "antithrombin above 35 % after 6 months";

/// Antithrombin activity on 50 mg, measured at weeks 4, 12, 20 and 24 and after each change, and before the
/// first dose. Below 15 % the next steps are 20 and 10 mg, and then none.
fn antithrombin() -> [Monitoring; 2] {
    let compendium = || source("Drugs.com, fitusiran dosage", "antithrombin", Status::Secondary);
    [
        monitored(
            ("antithrombin activity on 50 mg", "%"),
            vec![
                (below("15"), MonitoringAction::Regimen(STEP_DOWN.into()), ""),
                (ValueLimit::Through(printed("35")), MonitoringAction::Continue, ""),
            ],
            (MonitoringAction::Regimen(MONTHLY.into()), "if it is so after 6 months"),
            compendium(),
        ),
        monitored(
            ("antithrombin activity before the first dose", "%"),
            vec![(below("60"), MonitoringAction::DoNotStart, "")],
            (MonitoringAction::Continue, ""),
            compendium(),
        ),
    ]
}

/// 50 mg every 2 months to begin with, and the steps to which measured antithrombin may lead: 20 and 10 mg
/// every 2 months, or the same amount every month. From compendia; what the label says of missed doses was
/// not read.
pub fn labels() -> Vec<Label> {
    let compendium = source("Drugs.com, fitusiran dosage", "dosage", Status::Secondary);
    let named = |name, text| LabelRegimen::named(name, regimen(text));
    let label = Label::new(
            "Qfitlia",
            "fitusiran",
            Authority::Us,
            None,
            named("starting dose", "50 mg SC q2mo"),
            compendium,
        )
        .with_regimen(named(STEP_DOWN, "20 mg SC q2mo"))
        .with_regimen(named("antithrombin below 15 %, second step down", "10 mg SC q2mo"))
        .with_regimen(named(MONTHLY, "50 mg SC q1mo"));
    vec![antithrombin().into_iter().fold(label, Label::with_monitoring)]
}
