//! Nedosiran (Rivfloza), a small interfering RNA for primary hyperoxaluria type 1.

use crate::calendar::Interval;
use crate::catalog::literal::{by_time, labels_of, secondary};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// Once a month, by age and weight; 160 mg of nedosiran are 170 mg of its sodium salt. A missed dose is given
/// as soon as possible; more than 7 days late, monthly from that date. That the calendar is kept up to 7 days
/// is implied and nowhere said, so that the next date is left open there. All from a compendium.
pub fn labels() -> Vec<Label> {
    let compendium = secondary("Drugs.com, nedosiran monograph");
    let policy = by_time(
        Measure::PastPlanned,
        &[(Limit::through(Interval::days(7)), Action::NextUnspecified)],
        Action::Reanchor,
    );
    let adults = regimen!("[<50 kg: 128 mg; else 160 mg] SC q1mo");
    let children = regimen!("[<50 kg: 3.3 mg/kg max 128 mg; else 160 mg] SC q1mo");
    labels_of([Label::builder("Rivfloza", Authority::Us)
        .substance("nedosiran")
        .named("12 years and older", adults)
        .named("9 to 11 years", children)
        .source(compendium("dosage"))
        .policy(MissedDosePolicy::always(policy), compendium("missed dose"))])
}
