//! Hand-held dynamometry: the strength of many muscles in one number, the megascore.
//!
//! Each muscle's force is turned into standard deviations from a reference, and the megascore is their mean
//! over the muscles that could be tested: `mean((force - mean) / sd)`. It is in standard deviations, not in
//! units of force, and megascores of different references are not comparable, so that each keeps the name of
//! its reference. Trials in ALS tested up to 16 muscles of arms and legs (VALOR: Miller et al., N Engl J Med
//! 2022;387:1099, doi:10.1056/NEJMoa2204705). No source known to us says how many may be missing; the reference
//! states it.

mod error;
mod force;
mod megascore;
mod muscle;
mod reference;

pub use error::StrengthError;
pub use force::{Force, ForceError};
pub use megascore::{Megascore, MegascoreChange};
pub use muscle::Muscle;
pub use reference::StrengthReference;
