//! Avacincaptad pegol (Izervay), an RNA aptamer for geographic atrophy of the retina.
//!
//! ```
//! use aso_regimen::catalog::avacincaptad;
//!
//! let label = &avacincaptad::labels()[0];
//! assert_eq!(label.key().to_string(), "Izervay, US, 2025-02");
//! assert_eq!(
//!     label.regimens()[0].regimen.to_string(),
//!     "2 mg (0.1 mL) IVT q28d window -7d/+7d",
//! );
//! assert_eq!(label.policy().to_string(), "any dose: the label does not say what to do");
//! ```

use crate::catalog::literal::{labels_of, read};
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label, last changed in February 2025: 2 mg in 0.1 mL into each affected eye once a month, "approximately
/// every 28 ± 7 days", so the regimen has a window. The label does not say what to do about missed doses, as far as it
/// was read: sections 1, 2, 13, 14, 16 and 17, but not 3 to 12.
///
/// Not modelled: checks of intraocular pressure before and after the injection, and of signs of infection. Section 2
/// states no end of treatment.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Izervay US prescribing information, SPL version 9, file of 27 February 2026",
        &["set-id:1642fe6a-dc26-4d20-ae6e-654af744e3bd", "fda:NDA217225"],
    );
    labels_of([Label::builder("Izervay", Authority::Us)
        .substance("avacincaptad pegol")
        .edition("2025-02")
        .regimen(regimen!("2 mg (0.1 mL) IVT q28d window -7d/+7d"))
        .source(us("section 2.2"))
        .policy(
            MissedDosePolicy::not_stated(),
            us("sections 1, 2, 13, 14, 16 and 17, which are silent on missed doses"),
        )])
}
