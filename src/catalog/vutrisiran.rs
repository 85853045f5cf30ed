//! Vutrisiran (Amvuttra), a small interfering RNA for transthyretin amyloidosis.
//!
//! ```
//! use aso_regimen::catalog::vutrisiran;
//!
//! let label = &vutrisiran::labels()[0];
//! assert_eq!(label.key().to_string(), "Amvuttra, US, 2025-03");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "25 mg SC q3mo");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::catalog::literal::{labels_of, read, years};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US and EU labels, for adults: 25 mg every 3 months. A missed dose is given as soon as possible, and later doses
/// are every 3 months from the most recent dose. The US label of March 2025 is for polyneuropathy of the hereditary
/// disease and for cardiomyopathy of both forms, with the same dose; the EU label of 2022 is for polyneuropathy.
///
/// The later EU label, read in its Romanian version, has both indications and the same dose, but no date; its rule for
/// missed doses was not read. Not in the catalog: the labels of the United Kingdom (February 2023) and Switzerland
/// (2025), because the copies end in or before the sentence on missed doses. Not modelled: vitamin A, because it is
/// another drug.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Amvuttra US prescribing information, file of 6 November 2025",
        &["set-id:8db0facb-81b6-4006-9239-27dc6409c5d3", "fda:NDA215515"],
    );
    let eu = read(
        "Amvuttra EU summary of product characteristics",
        &["number:ANMDMR 1681/2022/01", "https://files.optimerix.ro/PRO_W69347001.txt"],
    );
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    let label = |authority| {
        let label = Label::builder("Amvuttra", authority).substance("vutrisiran");
        label.from_age(years(18)).regimen(regimen!("25 mg SC q3mo"))
    };
    labels_of([
        label(Authority::Us).edition("2025-03").policy(policy(), us("section 2.1")),
        label(Authority::Eu).edition("with cardiomyopathy").source(eu("section 4.2")),
        label(Authority::Eu).edition("2022").policy(policy(), eu("section 4.2")).superseded(),
    ])
}
