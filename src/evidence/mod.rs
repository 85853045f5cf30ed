//! Evidence: labels, trials and published results, each with its source.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog::tofersen;
//! use aso_regimen::evidence::audit::FindingLevel;
//!
//! // A label states its rules, and where each comes from.
//! let label = &tofersen::labels()[0];
//! assert!(!label.sources().is_empty());
//!
//! // A trial has its design and its published results, which can be audited.
//! let valor = tofersen::valor();
//! assert_eq!(valor.registration().to_string(), "NCT02623699");
//! assert!(valor.audit().at(FindingLevel::Agreement).count() >= 40);
//! # }
//! ```

pub mod analysis;
pub mod audit;
pub mod condition;
mod epoch;
pub mod label;
pub mod level;
pub mod mechanism;
pub mod method;
pub mod monitoring;
pub mod prediction;
pub mod printed;
pub(crate) mod question;
pub mod result;
pub mod source;
pub mod trial;
