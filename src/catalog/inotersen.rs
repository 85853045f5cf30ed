//! Inotersen (Tegsedi), for polyneuropathy of hereditary transthyretin amyloidosis.

use crate::calendar::Interval;
use crate::catalog::{below, by_time, monitored, printed, regimen, source};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::monitoring::{Monitoring, MonitoringAction, ValueLimit};
use crate::evidence::source::Status;

/// The regimen for few platelets.
const FEW: &str = "platelets from 75 to below 100 x10^9/L";

/// The EU table of platelet counts.
fn platelets() -> Monitoring {
    let pause = || MonitoringAction::Pause {
        until: "three counts in a row are above 100".into(),
        resume: Some(FEW.into()),
    };
    monitored(
        ("platelets", "10^9/L"),
        vec![
            (below("25"), MonitoringAction::Stop, "no restart"),
            (below("50"), pause(), "measure twice weekly, consider corticosteroids"),
            (below("75"), pause(), "measure twice weekly"),
            (below("100"), MonitoringAction::Regimen(FEW.into()), "measure weekly"),
            (ValueLimit::Through(printed("100")), MonitoringAction::NotStated, ""),
        ],
        (MonitoringAction::Continue, "measure every 2 weeks"),
        source(
            "Tegsedi EU summary of product characteristics, 2026",
            "section 4.2, table of platelet counts",
            Status::Confirmed,
        ),
    )
}

/// The US label's platelet count for beginning at all, and its renal values for holding doses.
fn us_gates() -> [Monitoring; 3] {
    let us = |place| source("Tegsedi US prescribing information", place, Status::Confirmed);
    let hold = || MonitoringAction::Pause {
        until: "it has recovered".into(),
        resume: None,
    };
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
    let us = |place| source("Tegsedi US prescribing information", place, Status::Confirmed);
    let eu = |place| source("Tegsedi EU summary of product characteristics, 2026", place, Status::Confirmed);
    let weekly = || LabelRegimen::new(regimen("284 mg (1.5 mL) SC q1w"));
    let policy = MissedDosePolicy::for_all(by_time(
        Measure::ToNextPlanned,
        &[(Limit::Through(Interval::days(2)), Action::Skip)],
        Action::KeepCalendar { minimum_gap: None },
    ));
    let us_label = Label::new("Tegsedi", "inotersen", Authority::Us, None, weekly(), us("dosage"))
        .with_policy(policy, us("missed dose"));
    vec![
        us_gates().into_iter().fold(us_label, Label::with_monitoring),
        Label::new("Tegsedi", "inotersen", Authority::Eu, "2026", weekly(), eu("section 4.2"))
            .with_regimen(LabelRegimen::named(FEW, regimen("284 mg (1.5 mL) SC q2w")))
            .with_monitoring(platelets()),
    ]
}
