//! Lumasiran (Oxlumo), a small interfering RNA for primary hyperoxaluria type 1.

use crate::catalog::literal::{label_text, labels_of};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::quantity::BodyWeight;

/// The US label: three monthly loading doses, then maintenance from 1 month after the last of them, monthly
/// below 10 kg and every 3 months from there: weight decides on the amount and on the interval. A missed dose
/// is given as soon as possible, and the interval counts from the most recent dose.
pub fn labels() -> Vec<Label> {
    const TEN: BodyWeight = BodyWeight::kg(10);
    const TWENTY: BodyWeight = BodyWeight::kg(20);
    let us = label_text("Oxlumo US prescribing information");
    let infants = regimen!("6 mg/kg SC q1mo x3, then 3 mg/kg SC q1mo");
    let children = regimen!("6 mg/kg SC q1mo x3, then 6 mg/kg SC after 1mo q3mo");
    let others = regimen!("3 mg/kg SC q1mo x3, then 3 mg/kg SC after 1mo q3mo");
    let infants = LabelRegimen::named("below 10 kg", infants);
    let children = LabelRegimen::named("from 10 to below 20 kg", children);
    let others = LabelRegimen::named("from 20 kg", others);
    let policy = MissedDosePolicy::always(Action::Reanchor);
    labels_of([Label::builder("Oxlumo", Authority::Us)
        .substance("lumasiran")
        .regimen(infants.below_weight(TEN))
        .regimen(children.from_weight(TEN).below_weight(TWENTY))
        .regimen(others.from_weight(TWENTY))
        .source(us("dosage"))
        .policy(policy, us("missed dose"))])
}
