//! What was measured, and how much it changed.
//!
//! | module | holds |
//! |---|---|
//! | [`change`] | percent changes, ratios, differences and their means, each a type |
//! | [`endpoint`] | what is measured, its unit, and which direction is better |
//! | [`alsfrs_r`] | score sheets of the ALS functional rating scale |
//! | [`spirometry`] | vital capacity in percent of predicted |
//! | [`dynamometry`] | muscle strength as a megascore |
//! | [`assay`] | concentrations with limits of quantification |
//!
//! ```
//! use aso_regimen::{Endpoint, PercentChange};
//!
//! let change = PercentChange::from_baseline(66.6, 30.0)?;
//! assert_eq!(format!("{change:.0}"), "-55 %");
//! assert!(Endpoint::plasma_nfl().improved(change), "less neurofilament is better");
//! # Ok::<(), aso_regimen::measure::change::ChangeError>(())
//! ```

pub mod alsfrs_r;
pub mod assay;
pub mod change;
pub mod dynamometry;
pub mod endpoint;
pub mod spirometry;
