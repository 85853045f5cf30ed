//! Mipomersen (Kynamro, discontinued), for homozygous familial hypercholesterolaemia.

use crate::calendar::Interval;
use crate::catalog::{below, by_time, monitored, regimen, source};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::monitoring::{Monitoring, MonitoringAction};
use crate::evidence::source::Status;

/// Alanine aminotransferase, in multiples of the upper limit of normal. When to go on is not in what was
/// read.
fn transaminase() -> Monitoring {
    let withhold = || MonitoringAction::Pause {
        until: "somebody decides".into(),
        resume: None,
    };
    monitored(
        ("alanine aminotransferase", "times the upper limit of normal"),
        vec![
            (below("3"), MonitoringAction::Continue, ""),
            (below("5"), withhold(), "after confirmation within a week"),
        ],
        (withhold(), ""),
        source("Kynamro US prescribing information", "liver enzymes", Status::Confirmed),
    )
}

/// The US label: 200 mg in 1 mL once a week, on the same day. A missed dose may be given if the next one is
/// at least three days away.
pub fn labels() -> Vec<Label> {
    let us = |place| source("Kynamro US prescribing information", place, Status::Confirmed);
    let policy = MissedDosePolicy::for_all(by_time(
        Measure::ToNextPlanned,
        &[(Limit::Below(Interval::days(3)), Action::Skip)],
        Action::KeepCalendar { minimum_gap: None },
    ));
    vec![
        Label::new(
            "Kynamro",
            "mipomersen",
            Authority::Us,
            "last before it was discontinued",
            LabelRegimen::new(regimen("200 mg (1 mL) SC q1w")),
            us("dosage"),
        )
        .with_policy(policy, us("missed dose"))
        .with_monitoring(transaminase()),
    ]
}
