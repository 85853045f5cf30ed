//! Fomivirsen (Vitravene, withdrawn), for cytomegalovirus retinitis; the first antisense drug.
//!
//! ```
//! use aso_regimen::catalog::fomivirsen;
//!
//! let label = &fomivirsen::labels()[0];
//! assert_eq!(label.key().to_string(), "Vitravene, US");
//! assert_eq!(
//!     label.regimens()[0].regimen.to_string(),
//!     "330 µg (0.05 mL) IVT q14d x2, then q28d",
//! );
//! assert_eq!(label.policy().to_string(), "any dose: the label's text was not read here");
//! ```

use crate::catalog::literal::{labels_of, read};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label, approved on 26 August 1998: 330 µg in 0.05 mL into the affected eye every other week twice, then
/// every 4 weeks. Of its section on dosage the end was not read, so not what it said of missed doses.
///
/// Left out: to interrupt for inflammation until it falls, a sentence that breaks off; a new induction when the disease
/// progresses, which only a compendium has; not within 2 to 4 weeks of cidofovir.
pub fn labels() -> Vec<Label> {
    let us = read("Vitravene US prescribing information", &["fda:NDA020961"]);
    labels_of([Label::builder("Vitravene", Authority::Us)
        .substance("fomivirsen")
        .superseded()
        .regimen(regimen!("330 µg (0.05 mL) IVT q2w x2, then q4w"))
        .source(us("dosage and administration"))])
}
