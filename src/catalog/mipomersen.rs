//! Mipomersen (Kynamro, discontinued), for homozygous familial hypercholesterolaemia.

use crate::calendar::Interval;
use crate::catalog::literal::{below, by_time, label_text, labels_of, monitored, pause};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{Monitoring, MonitoringAction};

const US: &str = "Kynamro US prescribing information";

/// Alanine aminotransferase, in multiples of the upper limit of normal. When to go on is not in what was
/// read.
fn transaminase() -> Monitoring {
    let withhold = || pause("somebody decides", None);
    monitored(
        ("alanine aminotransferase", "times the upper limit of normal"),
        vec![
            (below("3"), MonitoringAction::Continue, ""),
            (below("5"), withhold(), "after confirmation within a week"),
        ],
        (withhold(), ""),
        label_text(US)("liver enzymes"),
    )
}

/// The US label: 200 mg in 1 mL once a week, on the same day. A missed dose may be given if the next one is
/// at least three days away.
pub fn labels() -> Vec<Label> {
    let us = label_text(US);
    let policy = by_time(
        Measure::ToNextPlanned,
        &[(Limit::below(Interval::days(3)), Action::Skip)],
        Action::KeepCalendar { minimum_gap: None },
    );
    labels_of([Label::builder("Kynamro", Authority::Us)
        .substance("mipomersen")
        .edition("last before it was discontinued")
        .regimen(regimen!("200 mg (1 mL) SC q1w"))
        .monitoring([transaminase()])
        .source(us("dosage"))
        .policy(MissedDosePolicy::always(policy), us("missed dose"))])
}
