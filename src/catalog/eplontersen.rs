//! Eplontersen (Wainua, Wainzua), for polyneuropathy of hereditary transthyretin amyloidosis.
//!
//! ```
//! use aso_regimen::catalog::eplontersen;
//!
//! let label = &eplontersen::labels()[0];
//! assert_eq!(label.key().to_string(), "Wainua, US, 2026-04-15");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "45 mg (0.8 mL) SC q1mo");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::catalog::literal::{labels_of, read, years};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// 45 mg in 0.8 mL once a month for adults, in all four labels; the pivotal study gave it every 4 weeks. A missed dose
/// is given as soon as possible, and the months are counted from its date: in the United States, the United Kingdom
/// and Switzerland. The EU text begins in the same words, but its end was not read, so its rule is not read here.
///
/// Left out: vitamin A, which is not a dose of this drug. The Swiss and the EU text that were read bear no date; the
/// Swiss one breaks off before its last word ("from the date of the last ...").
pub fn labels() -> Vec<Label> {
    let us = read(
        "Wainua US prescribing information, SPL version 20",
        &["set-id:d7dcb847-71dd-4fff-82d0-d43a465fc096", "fda:NDA217388"],
    );
    let uk = read(
        "Wainzua UK summary of product characteristics",
        &["https://medicines.org.uk/emc/product/100312/smpc/print"],
    );
    let swiss = read(
        "Wainzua, Swiss information for professionals",
        &["number:Swissmedic 69332", "https://ch.oddb.org/de/gcc/fachinfo/reg/69332/chapter/usage"],
    );
    let eu = read(
        "Wainzua EU product information, annex I",
        &["ema:EMEA/H/C/006126", "https://files.optimerix.ro/PRO_W70969001.txt"],
    );
    let label = |product, authority| {
        let label = Label::builder(product, authority).substance("eplontersen");
        label.from_age(years(18)).regimen(regimen!("45 mg (0.8 mL) SC q1mo"))
    };
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    labels_of([
        label("Wainua", Authority::Us).edition("2026-04-15").policy(policy(), us("section 2.1")),
        label("Wainzua", Authority::Uk).edition("2024-12-11").policy(policy(), uk("section 4.2")),
        label("Wainzua", Authority::Switzerland)
            .source(swiss("Dosierung/Anwendung"))
            .policy(policy(), swiss("Dosierung/Anwendung, versäumte Dosis")),
        label("Wainzua", Authority::Eu).source(eu("section 4.2")),
    ])
}
