//! Eteplirsen (Exondys 51), for Duchenne muscular dystrophy amenable to skipping of exon 51.
//!
//! ```
//! use aso_regimen::catalog::eteplirsen;
//!
//! let label = &eteplirsen::labels()[0];
//! assert_eq!(label.key().to_string(), "Exondys 51, US, 2022-01");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "30 mg/kg (over 35-60 min) IV q7d");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible; the label does not say when the next dose \
//!      is",
//! );
//! ```

use crate::catalog::literal::{labels_of, read};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label, whose text on doses is of January 2022, in a label of August 2025: once a week by infusion through a
/// filter of 0.2 µm. A missed dose may be given as soon as possible after its scheduled time; the label does not say
/// when the next dose is. Unlike the labels of the other exon-skipping drugs, it has no kidney tests.
///
/// Not modelled: slowing or interrupting the infusion for hypersensitivity, which the label leaves to the physician.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Exondys 51 US prescribing information, SPL version 15, file of 13 August 2025",
        &["set-id:33bff678-7829-479e-9110-b8e33a0bc0aa", "fda:NDA206488"],
    );
    let policy = MissedDosePolicy::always(Action::NextUnspecified);
    labels_of([Label::builder("Exondys 51", Authority::Us)
        .substance("eteplirsen")
        .edition("2022-01")
        .regimen(regimen!("30 mg/kg (over 35-60 min) IV q1w"))
        .policy(policy, us("section 2.1"))])
}
