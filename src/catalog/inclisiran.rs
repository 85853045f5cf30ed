//! Inclisiran (Leqvio), a small interfering RNA for hypercholesterolaemia.

use crate::calendar::Interval;
use crate::catalog::literal::{by_time, label_text, labels_of};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The EU label: 284 mg at once, again at 3 months, then every 6 months. Less than 3 months late, the
/// original calendar is kept; more than 3 months late, the regimen begins anew; of exactly 3 months the
/// label does not speak.
pub fn labels() -> Vec<Label> {
    let eu = label_text("Leqvio EU summary of product characteristics, 2021");
    let three = Interval::months(3);
    let kept = Action::KeepCalendar { minimum_gap: None };
    let policy = by_time(
        Measure::PastPlanned,
        &[(Limit::below(three), kept), (Limit::through(three), Action::NotStated)],
        Action::Restart,
    );
    labels_of([Label::builder("Leqvio", Authority::Eu)
        .substance("inclisiran")
        .edition("2021")
        .regimen(regimen!("284 mg SC x1, then after 3mo x1, then q6mo"))
        .source(eu("section 4.2"))
        .policy(MissedDosePolicy::always(policy), eu("section 4.2"))])
}
