//! Tofersen (Qalsody), for amyotrophic lateral sclerosis with a mutation in *SOD1*: its labels, its four trials with
//! their results, and the tables of a published comparison of its regimens.
//!
//! ```
//! use aso_regimen::catalog::tofersen;
//!
//! for trial in tofersen::trials() {
//!     println!("{}, {}", trial.registration(), trial.title());
//!     for outcome in trial.outcomes() {
//!         println!("  {outcome} [{}]", outcome.source);
//!     }
//! }
//! # assert_eq!(tofersen::trials().len(), 4);
//! ```
#![doc = include_str!("../../../docs/tofersen-comparison.md")]

mod atlas;
pub mod comparison_tables;
mod extension;
mod label;
mod mechanism;
mod methods;
mod phase_1_2;
mod results;
mod valor;

pub use self::atlas::{atlas, atlas_trigger};
pub use self::extension::extension;
pub use self::label::{approved, labels};
pub use self::mechanism::mechanism;
pub use self::phase_1_2::{ascending, phase_1_2};
pub use self::valor::{eight_doses, valor};
use crate::evidence::trial::Trial;

/// The rule of results that are counted from the first dose of tofersen in participants who had placebo in VALOR.
pub(crate) const FROM_OWN_START: &str = "from week 28 of VALOR on";

/// Returns the four trials, in the order in which they began.
pub fn trials() -> Vec<Trial> {
    vec![phase_1_2(), extension(), valor(), atlas()]
}
