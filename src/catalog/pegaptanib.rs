//! Pegaptanib (Macugen, discontinued), an RNA aptamer for neovascular macular degeneration.
//!
//! ```
//! use aso_regimen::catalog::pegaptanib;
//!
//! let label = &pegaptanib::labels()[0];
//! assert_eq!(label.key().to_string(), "Macugen, US");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "0.3 mg IVT q42d");
//! assert_eq!(label.policy().to_string(), "any dose: the label's text was not read here");
//! ```

use crate::catalog::literal::{labels_of, read};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label, of unknown date: 0.3 mg into the eye once every six weeks. Only the first paragraphs on dosage were
/// read, so its rule for missed doses is not known.
pub fn labels() -> Vec<Label> {
    let us = read("Macugen US prescribing information", &["fda:NDA021756"]);
    labels_of([Label::builder("Macugen", Authority::Us)
        .substance("pegaptanib")
        .superseded()
        .regimen(regimen!("0.3 mg IVT q6w"))
        .source(us("dosage and administration"))])
}
