//! Viltolarsen (Viltepso), for Duchenne muscular dystrophy amenable to skipping of exon 53.
//!
//! ```
//! use aso_regimen::catalog::viltolarsen;
//!
//! let label = &viltolarsen::labels()[0];
//! assert_eq!(label.key().to_string(), "Viltepso, US, 2021-03");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "80 mg/kg (over 60 min) IV q7d");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible; the label does not say when the next dose \
//!      is",
//! );
//! ```

use crate::catalog::casimersen::kidneys;
use crate::catalog::literal::{found, labels_of, published, read};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label, whose section on kidney tests is of March 2021 and the rest on dosing of August 2020: once a week by
/// infusion over an hour. A missed dose should be given as soon as possible after its scheduled time; the label does
/// not say when the next dose is. The kidney tests are those of casimersen.
///
/// The dose in Japan is the same, according to the manufacturer's dosing page for professionals; the package insert
/// with its rules for missed doses and its tests was not found. Not modelled: dilution, which differs at exactly 100 mL
/// (no dilution from 100 mL in the United States, above 100 mL in Japan).
pub fn labels() -> Vec<Label> {
    let us = read(
        "Viltepso US prescribing information, SPL version 7, file of 16 July 2025",
        &["set-id:1ffff9a8-6d6a-4dcb-8493-1b6cc3a5d123", "fda:NDA212154"],
    );
    let japan = found(
        |place| published("Nippon Shinyaku, Viltepso for intravenous infusion 250 mg").at(place),
        &["https://med.nippon-shinyaku.co.jp/product/viltepso_i/guide/prescription.php"],
    );
    let hourly = || regimen!("80 mg/kg (over 60 min) IV q1w");
    let policy = MissedDosePolicy::always(Action::NextUnspecified);
    labels_of([
        Label::builder("Viltepso", Authority::Us)
            .substance("viltolarsen")
            .edition("2021-03")
            .regimen(hourly())
            .monitoring(kidneys(&us("sections 2.1 and 5.1")))
            .policy(policy, us("section 2.2")),
        Label::builder("Viltepso", Authority::Japan)
            .substance("viltolarsen")
            .regimen(hourly())
            .source(japan("dosage")),
    ])
}
