//! Inotersen (Tegsedi), for polyneuropathy of hereditary transthyretin amyloidosis.

use crate::calendar::Interval;
use crate::catalog::literal::{
    below, by_time, give, label_text, labels_of, monitored, pause, through,
};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{Monitoring, MonitoringAction};

const US: &str = "Tegsedi US prescribing information";
const EU: &str = "Tegsedi EU summary of product characteristics, 2026";

/// The regimen for few platelets.
const FEW: &str = "platelets from 75 to below 100 x10^9/L";

/// The EU table of platelet counts.
fn platelets() -> Monitoring {
    let hold = || pause("three counts in a row are above 100", Some(FEW));
    monitored(
        ("platelets", "10^9/L"),
        vec![
            (below("25"), MonitoringAction::Stop, "no restart"),
            (below("50"), hold(), "measure twice weekly, consider corticosteroids"),
            (below("75"), hold(), "measure twice weekly"),
            (below("100"), give(FEW), "measure weekly"),
            (through("100"), MonitoringAction::NotStated, ""),
        ],
        (MonitoringAction::Continue, "measure every 2 weeks"),
        label_text(EU)("section 4.2, table of platelet counts"),
    )
}

/// The US label's platelet count for beginning at all, and its renal values for holding doses.
fn us_gates() -> [Monitoring; 3] {
    let us = label_text(US);
    let hold = || pause("it has recovered", None);
    [
        monitored(
            ("platelets before the first dose", "10^9/L"),
            vec![(below("100"), MonitoringAction::DoNotStart, "")],
            (MonitoringAction::Continue, ""),
            us("start of treatment"),
        ),
        monitored(
            ("urine protein to creatinine ratio", "mg/g"),
            vec![(below("1000"), MonitoringAction::Continue, "")],
            (hold(), ""),
            us("renal function"),
        ),
        monitored(
            ("estimated glomerular filtration rate", "mL/min/1.73 m^2"),
            vec![(below("45"), hold(), "")],
            (MonitoringAction::Continue, ""),
            us("renal function"),
        ),
    ]
}

/// The US label: 284 mg in 1.5 mL once a week. A missed dose is given as soon as possible, unless the next
/// one is within two days; then it is skipped.
///
/// The EU table of platelet counts has 284 mg every 2 weeks from 75 to below 100 x10^9/L, which is the
/// second regimen; whether it applies is for the monitoring to say.
pub fn labels() -> Vec<Label> {
    let (us, eu) = (label_text(US), label_text(EU));
    let weekly = || regimen!("284 mg (1.5 mL) SC q1w");
    let policy = by_time(
        Measure::ToNextPlanned,
        &[(Limit::through(Interval::days(2)), Action::Skip)],
        Action::KeepCalendar { minimum_gap: None },
    );
    labels_of([
        Label::builder("Tegsedi", Authority::Us)
            .substance("inotersen")
            .regimen(weekly())
            .monitoring(us_gates())
            .source(us("dosage"))
            .policy(MissedDosePolicy::always(policy), us("missed dose")),
        Label::builder("Tegsedi", Authority::Eu)
            .substance("inotersen")
            .edition("2026")
            .regimen(weekly())
            .named(FEW, regimen!("284 mg (1.5 mL) SC q2w"))
            .monitoring([platelets()])
            .source(eu("section 4.2")),
    ])
}
