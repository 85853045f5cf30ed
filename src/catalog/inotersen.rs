//! Inotersen (Tegsedi), for polyneuropathy of hereditary transthyretin amyloidosis.

use crate::calendar::Interval;
use crate::catalog::{by_time, regimen, source};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

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
    vec![
        Label::new("Tegsedi", "inotersen", Authority::Us, None, weekly(), us("dosage"))
            .with_policy(policy, us("missed dose")),
        Label::new("Tegsedi", "inotersen", Authority::Eu, "2026", weekly(), eu("section 4.2")).and(
            LabelRegimen::named("platelets from 75 to below 100 x10^9/L", regimen("284 mg (1.5 mL) SC q2w")),
        ),
    ]
}
