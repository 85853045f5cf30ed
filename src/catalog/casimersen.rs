//! Casimersen (Amondys 45), for Duchenne muscular dystrophy amenable to skipping of exon 45.
//!
//! ```
//! use aso_regimen::catalog::casimersen;
//!
//! let label = &casimersen::labels()[0];
//! assert_eq!(label.key().to_string(), "Amondys 45, US, 2024-07");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "30 mg/kg (over 35-60 min) IV q7d");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible; the label does not say when the next dose \
//!      is",
//! );
//! ```

use crate::catalog::literal::{labels_of, measured, read};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::Monitoring;
use crate::evidence::source::Source;

/// The kidney tests in the labels of casimersen, golodirsen and viltolarsen.
pub(super) fn kidneys(source: &Source) -> Vec<Monitoring> {
    let monthly = measured(
        &[("protein by urine dipstick", "")],
        "measure before the first dose and every month; if it stays raised: to a paediatric nephrologist",
        source,
    );
    let quarterly = measured(
        &[("serum cystatin C", ""), ("urine protein to creatinine ratio", "")],
        "measure before the first dose and every 3 months, urine before the infusion or at least 48 hours after \
         one; if it stays raised: to a paediatric nephrologist",
        source,
    );
    [monthly, quarterly].concat()
}

/// The US label, whose sections on dosing are of March 2023 and July 2024: once a week by infusion through a filter of
/// 0.2 µm. A missed dose may be given as soon as possible after its scheduled time; the label does not say when the
/// next dose is. Cystatin C and urine protein are measured, but no value has a consequence for the dose.
///
/// Not modelled: slowing, interrupting or stopping the infusion for hypersensitivity, which the label leaves to the
/// physician; the advice to consider measuring the glomerular filtration rate before the first dose. No label of
/// another authority was found.
pub fn labels() -> Vec<Label> {
    let us = read(
        "Amondys 45 US prescribing information, SPL version 11, file of 9 January 2026",
        &["set-id:e9e5fd44-eeda-4580-bba1-a734828bbcc3", "fda:NDA213026"],
    );
    let policy = MissedDosePolicy::always(Action::NextUnspecified);
    labels_of([Label::builder("Amondys 45", Authority::Us)
        .substance("casimersen")
        .edition("2024-07")
        .regimen(regimen!("30 mg/kg (over 35-60 min) IV q1w"))
        .monitoring(kidneys(&us("sections 2.1 and 5.2")))
        .policy(policy, us("section 2.2"))])
}
