//! Patisiran (Onpattro), a small interfering RNA for hereditary transthyretin amyloidosis.
//!
//! ```
//! use aso_regimen::catalog::patisiran;
//!
//! let label = &patisiran::labels()[0];
//! assert_eq!(label.key().to_string(), "Onpattro, US, 2025-09");
//! assert_eq!(
//!     label.regimens()[0].regimen.to_string(),
//!     "[<100 kg: 0.3 mg/kg; else 30 mg] (over 80 min) IV q21d",
//! );
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: 3 days or less after the planned date: give it as soon as possible and \
//!      keep the planned dates of later doses; more than 3 days: give it as soon as \
//!      possible and count later doses from that day",
//! );
//! ```

use crate::calendar::Interval;
use crate::catalog::literal::{by_time, found, labels_of, read, secondary, years};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// Labels for adults: 0.3 mg/kg below 100 kg and 30 mg from 100 kg, every 3 weeks. In the US it is infused over about
/// 80 minutes. A dose given within 3 days of the missed one keeps the schedule; a later one starts a new schedule from
/// its date.
///
/// The sentence on missed doses in the EU text of 2023 was read only up to "as soon as possible". That in the UK text
/// of September 2023 was not read; the UK rule is from a compendium.
///
/// Not modelled: premedication, vitamin A and the infusion rate, because they are not doses of this drug; infusion
/// reactions, because they stop the infusion and not the treatment. The Swiss and Canadian texts were not read.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Onpattro US prescribing information, file of 8 September 2025",
        &["set-id:e87ec36f-b4b4-49d4-aea4-d4ffb09b0970", "fda:NDA210922"],
    );
    let eu = read(
        "Onpattro EU summary of product characteristics",
        &[
            "number:Union-Register EU/1/18/1320/001",
            "https://www.ema.europa.eu/en/medicines/human/EPAR/onpattro",
        ],
    );
    let uk = read(
        "Onpattro UK summary of product characteristics",
        &["https://www.medicines.org.uk/emc/product/10368/smpc/print"],
    );
    let compendium = found(
        secondary("Medscape UK, patisiran parenteral"),
        &["https://www.medscape.co.uk/drug/patisiran-parenteral-71249-71249"],
    );
    let kept = Action::KeepCalendar { minimum_gap: None };
    let policy = || {
        let limited = [(Limit::through(Interval::days(3)), kept)];
        MissedDosePolicy::always(by_time(Measure::PastPlanned, &limited, Action::Reanchor))
    };
    let european = || regimen!("[<100 kg: 0.3 mg/kg; else 30 mg] IV q3w");
    let label = |authority| {
        Label::builder("Onpattro", authority).substance("patisiran").from_age(years(18))
    };
    labels_of([
        label(Authority::Us)
            .edition("2025-09")
            .regimen(regimen!("[<100 kg: 0.3 mg/kg; else 30 mg] (over 80 min) IV q3w"))
            .source(us("sections 2.1, 2.4"))
            .policy(policy(), us("section 2.1")),
        label(Authority::Eu).edition("2023").regimen(european()).source(eu("section 4.2")),
        label(Authority::Uk)
            .edition("2023-09-14")
            .regimen(european())
            .source(uk("section 4.2"))
            .policy(policy(), compendium("missed dose")),
    ])
}
