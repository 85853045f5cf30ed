//! Inclisiran (Leqvio), a small interfering RNA for hypercholesterolaemia.

use crate::calendar::Interval;
use crate::catalog::{by_time, regimen, source};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// The EU label: 284 mg at once, again at 3 months, then every 6 months. Less than 3 months late, the
/// original calendar is kept; more than 3 months late, the regimen begins anew; of exactly 3 months the
/// label does not speak.
pub fn labels() -> Vec<Label> {
    let eu = || source("Leqvio EU summary of product characteristics, 2021", "section 4.2", Status::Confirmed);
    let three = Interval::months(3);
    let policy = MissedDosePolicy::for_all(by_time(
        Measure::PastPlanned,
        &[
            (Limit::Below(three), Action::KeepCalendar { minimum_gap: None }),
            (Limit::Through(three), Action::NotStated),
        ],
        Action::Restart,
    ));
    let doses = LabelRegimen::new(regimen("284 mg SC x1, then after 3mo x1, then q6mo"));
    vec![
        Label::new("Leqvio", "inclisiran", Authority::Eu, "2021", doses, eu()).with_policy(policy, eu()),
    ]
}
