//! Nedosiran (Rivfloza), a small interfering RNA for primary hyperoxaluria type 1.
//!
//! ```
//! use aso_regimen::catalog::nedosiran;
//!
//! let label = &nedosiran::labels()[0];
//! assert_eq!(label.key().to_string(), "Rivfloza, US, 2025-03");
//! assert_eq!(
//!     label.regimens()[0].regimen.to_string(),
//!     "[<50 kg: 128 mg; else 160 mg] SC q1mo",
//! );
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: 7 days or less after the planned date: give it as soon as possible; \
//!      the label does not say when the next dose is; more than 7 days: give it as soon \
//!      as possible and count later doses from that day",
//! );
//! ```

use crate::calendar::Interval;
use crate::catalog::literal::{by_time, found, labels_of, read, secondary, years};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::dosing::regimen::Regimen;
use crate::evidence::label::{Authority, Label, LabelRegimen};

/// The US labels of March 2025 (from 2 years of age) and of 2023 (from 9 years): once a month, by age and actual body
/// weight. 160 mg of nedosiran correspond to 170 mg of its sodium salt. A missed dose is given as soon as possible. If
/// it is more than 7 days late, later doses are monthly from that date. If it is up to 7 days late, the label implies
/// but does not say that the planned dates are kept, so the next date is unspecified.
///
/// The edition of 2023 was read in a compendium. The edition of 2025 no longer has its maximum of 128 mg for children
/// below 50 kg, nor the rounding of their volume to 0.1 mL. Not modelled: relatively preserved kidney function (such as
/// an estimated filtration rate of at least 30 mL/min/1.73 m²), because it is part of the indication and not a dosing
/// rule.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Rivfloza US prescribing information",
        &["set-id:ace9d4bc-4d20-4beb-9e9d-888690424833", "fda:NDA215842"],
    );
    let compendium = found(
        secondary("Drugs.com, nedosiran monograph"),
        &["https://www.drugs.com/monograph/nedosiran.html"],
    );
    let policy = || {
        let open = [(Limit::through(Interval::days(7)), Action::NextUnspecified)];
        MissedDosePolicy::always(by_time(Measure::PastPlanned, &open, Action::Reanchor))
    };
    let label = |from: u32, children: &'static str, regimen: Regimen| {
        let children = LabelRegimen::named(children, regimen).below_age(years(12));
        let others = regimen!("[<50 kg: 128 mg; else 160 mg] SC q1mo");
        let others = LabelRegimen::named("12 years and older", others).from_age(years(12));
        let label = Label::builder("Rivfloza", Authority::Us).substance("nedosiran");
        label.from_age(years(from)).regimen(others).regimen(children)
    };
    let now = regimen!("[<39 kg: 3.3 mg/kg; <50 kg: 128 mg; else 160 mg] SC q1mo");
    let before = regimen!("[<50 kg: 3.3 mg/kg max 128 mg; else 160 mg] SC q1mo");
    labels_of([
        label(2, "2 to 11 years", now).edition("2025-03").policy(policy(), us("section 2.1")),
        label(9, "9 to 11 years", before)
            .edition("2023")
            .policy(policy(), compendium("dosage and administration")),
    ])
}
