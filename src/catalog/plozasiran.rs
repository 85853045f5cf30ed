//! Plozasiran (Redemplo), a small interfering RNA for familial chylomicronaemia syndrome.
//!
//! ```
//! use aso_regimen::catalog::plozasiran;
//!
//! let label = &plozasiran::labels()[0];
//! assert_eq!(label.key().to_string(), "Redemplo, US, 2025-11");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "25 mg (0.5 mL) SC q3mo");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::catalog::literal::{labels_of, read, years};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};

/// The US label, for adults: 25 mg every 3 months in addition to a low-fat diet. A missed dose is given as soon as
/// possible, and later doses are every 3 months from the most recent dose. The label requires no monitoring.
///
/// No EU label was found.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Redemplo US prescribing information, file of 24 November 2025",
        &["set-id:7fd37993-f85a-4af1-8bbe-133299f226ed", "fda:NDA219947"],
    );
    labels_of([Label::builder("Redemplo", Authority::Us)
        .substance("plozasiran")
        .edition("2025-11")
        .from_age(years(18))
        .regimen(regimen!("25 mg (0.5 mL) SC q3mo"))
        .source(us("section 2.1"))
        .policy(MissedDosePolicy::always(Action::Reanchor), us("section 2.2"))])
}
