//! Hand-held dynamometry: the strength of many muscles in one number, the megascore.
//!
//! Each muscle's force is turned into standard deviations from a reference, and the megascore is their mean
//! over the muscles that could be tested: `mean((force - mean) / sd)`. It is in standard deviations, not in
//! units of force, and megascores of different references are not comparable, so that each keeps the name of
//! its reference. VALOR tested 16 muscles, [`VALOR_MUSCLES`], and took a mean if no more than 10 of them were missing, so of
//! 6 at least (ClinicalTrials.gov, NCT02623699 and NCT03070119); other trials tested others.
//!
//! ```
//! use aso_regimen::measure::dynamometry::{Force, Muscle, StrengthReference};
//!
//! let newtons = Force::newtons;
//! let muscles = vec![
//!     Muscle::new("elbow flexors", newtons(200.0)?, newtons(50.0)?)?,
//!     Muscle::new("knee extensors", newtons(300.0)?, newtons(60.0)?)?,
//! ];
//! let reference = StrengthReference::new("made-up reference", muscles, 2)?;
//! let forces = [("elbow flexors", newtons(150.0)?), ("knee extensors", newtons(240.0)?)];
//! assert_eq!(reference.megascore(forces)?.standard_deviations(), -1.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod force;
mod megascore;
mod muscle;
mod reference;

pub use error::StrengthError;
pub use force::{Force, ForceError};
pub use megascore::{Megascore, MegascoreChange};
pub use muscle::{Muscle, VALOR_MUSCLES};
pub use reference::StrengthReference;
