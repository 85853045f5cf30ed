//! Inclisiran (Leqvio), a small interfering RNA for hypercholesterolaemia.
//!
//! ```
//! use aso_regimen::catalog::inclisiran;
//!
//! let label = &inclisiran::labels()[0];
//! assert_eq!(label.key().to_string(), "Leqvio, US, 2026-02");
//! assert_eq!(
//!     label.regimens()[0].regimen.to_string(),
//!     "284 mg (1.5 mL) SC x1, then after 3mo x1, then q6mo",
//! );
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: less than 3 months after the planned date: give it as soon as possible \
//!      and keep the planned dates of later doses; exactly 3 months: the label does not \
//!      say what to do; more than 3 months: begin the regimen anew",
//! );
//! ```

use crate::calendar::Interval;
use crate::catalog::literal::{by_time, labels_of, read, years};
use crate::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The labels of the United States, the European Union and Switzerland: 284 mg at once, again at 3 months, then every 6
/// months. They are for adults, in the US from 12 years of age. If a dose is less than 3 months late, the planned dates
/// are kept; if it is more than 3 months late, the regimen begins anew. No label says what to do at exactly 3 months.
///
/// Not modelled: the change from an antibody against PCSK9 (immediately, at best within 2 weeks; EU and Switzerland),
/// because it is not a dose of this drug. Only the first sentence on dosing of the UK text of July 2022 was read.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Leqvio US prescribing information, file of 19 August 2026",
        &["set-id:6fc0afca-4513-4c35-b594-6544aee29a44", "fda:NDA214012"],
    );
    let eu = read(
        "Leqvio EU summary of product characteristics",
        &["ema:EMEA/H/C/005333", "https://www.ema.europa.eu/en/medicines/human/EPAR/leqvio"],
    );
    let swiss = read(
        "Leqvio Swiss Fachinformation",
        &[
            "number:Swissmedic 67836",
            "https://swissmedicinfo.ch/ShowText.aspx?authNr=67836&lang=EN&textType=FI",
        ],
    );
    let three = Interval::months(3);
    let policy = || {
        MissedDosePolicy::always(by_time(
            Measure::PastPlanned,
            &[
                (Limit::below(three), Action::KeepCalendar { minimum_gap: None }),
                (Limit::through(three), Action::NotStated),
            ],
            Action::Restart,
        ))
    };
    let label = |authority, from: u32| {
        let label = Label::builder("Leqvio", authority).substance("inclisiran");
        let regimen = regimen!("284 mg (1.5 mL) SC x1, then after 3mo x1, then q6mo");
        label.from_age(years(from)).regimen(regimen)
    };
    labels_of([
        label(Authority::Us, 12).edition("2026-02").policy(policy(), us("section 2.1")),
        label(Authority::Eu, 18).edition("2021").policy(policy(), eu("section 4.2")),
        label(Authority::Switzerland, 18).policy(policy(), swiss("dosage")),
    ])
}
