//! Golodirsen (Vyondys 53), for Duchenne muscular dystrophy amenable to skipping of exon 53.
//!
//! ```
//! use aso_regimen::catalog::golodirsen;
//!
//! let label = &golodirsen::labels()[0];
//! assert_eq!(label.key().to_string(), "Vyondys 53, US, 2024-06");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "30 mg/kg (over 35-60 min) IV q7d");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible; the label does not say when the next dose \
//!      is",
//! );
//! ```

use crate::catalog::casimersen::kidneys;
use crate::catalog::literal::{labels_of, read};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label, whose sections on dosing are of June 2024: once a week by infusion through a filter of
/// 0.2 µm. A missed dose may be given as soon as possible after its scheduled time; the label does not say when the
/// next dose is. The kidney tests are those of casimersen.
///
/// Not modelled: slowing, interrupting or stopping the infusion for hypersensitivity, which the label leaves to the
/// physician.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Vyondys 53 US prescribing information, SPL version 16, file of 13 March 2025",
        &["set-id:35c227d1-5b24-44b0-b5d3-f0f6b1c46bd5", "fda:NDA211970"],
    );
    let policy = MissedDosePolicy::always(Action::NextUnspecified);
    labels_of([Label::builder("Vyondys 53", Authority::Us)
        .substance("golodirsen")
        .edition("2024-06")
        .regimen(regimen!("30 mg/kg (over 35-60 min) IV q1w"))
        .monitoring(kidneys(&us("sections 2.1 and 5.2")))
        .policy(policy, us("section 2.2"))])
}
