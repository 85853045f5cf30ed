//! Nedosiran (Rivfloza), a small interfering RNA for primary hyperoxaluria type 1.

use crate::calendar::Interval;
use crate::catalog::{by_time, regimen, source};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::evidence::label::{Authority, Label, LabelRegimen};
use crate::evidence::source::Status;

/// Once a month, by age and weight; 160 mg of nedosiran are 170 mg of its sodium salt. A missed dose is given
/// as soon as possible; more than 7 days late, monthly from that date. That the calendar is kept up to 7 days
/// is implied and nowhere said, so that the next date is left open there. All from a compendium.
pub fn labels() -> Vec<Label> {
    let compendium = |place| source("Drugs.com, nedosiran monograph", place, Status::Secondary);
    let policy = MissedDosePolicy::for_all(by_time(
        Measure::PastPlanned,
        &[(Limit::Through(Interval::days(7)), Action::NextUnspecified)],
        Action::Reanchor,
    ));
    vec![
        Label::new(
            "Rivfloza",
            "nedosiran",
            Authority::Us,
            None,
            LabelRegimen::named(
                "12 years and older",
                regimen("[<50 kg: 128 mg; else 160 mg] SC q1mo"),
            ),
            compendium("dosage"),
        )
        .with_regimen(LabelRegimen::named(
            "9 to 11 years",
            regimen("[<50 kg: 3.3 mg/kg max 128 mg; else 160 mg] SC q1mo"),
        ))
        .with_policy(policy, compendium("missed dose")),
    ]
}
