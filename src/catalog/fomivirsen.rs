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

/// The US label, approved on 26 August 1998: two doses of 330 µg in 0.05 mL into the affected eye, one every other
/// week, then one every 4 weeks. The end of the section on dosage was not read, so its rule for missed doses is not
/// known.
///
/// Not modelled: the interruption of treatment during inflammation, because the sentence that was read breaks off; a
/// new induction when the disease progresses, which only a compendium states; no use within 2 to 4 weeks of cidofovir.
pub fn labels() -> Vec<Label> {
    let us = read("Vitravene US prescribing information", &["fda:NDA020961"]);
    labels_of([Label::builder("Vitravene", Authority::Us)
        .substance("fomivirsen")
        .superseded()
        .regimen(regimen!("330 µg (0.05 mL) IVT q2w x2, then q4w"))
        .source(us("dosage and administration"))])
}
