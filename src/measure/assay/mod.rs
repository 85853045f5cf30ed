//! Concentrations with limits of quantification.
//!
//! Below its lower limit (LLOQ) and above its upper limit (ULOQ) an assay gives no number that is accurate
//! enough (FDA, Bioanalytical method validation, guidance for industry, 2018). Such a reading is kept as what
//! it is; a number in its place comes only from a stated [`BlqRule`], and a change that has such a reading at
//! one end is a [`Bound`], not a number.
//!
//! Every reading keeps its assay, because platforms disagree: neurofilament light chain in pg/mL of one is not
//! that of another. Readings of different assays are not compared.
//!
//! ```
//! use aso_regimen::measure::assay::{Assay, AssaySpec, BlqRule};
//!
//! let spec = AssaySpec::new("SOD1").platform("ELISA kit").unit("ng/mL").lloq(15.6);
//! let assay = Assay::new(spec)?;
//! let (baseline, value) = (assay.read("40")?, assay.read("<15.6")?);
//! // The reading is below the limit, so the change is a bound.
//! let change = value.against(&baseline)?.percent_change()?;
//! assert_eq!(change.to_string(), "< -61 %");
//! assert_eq!(value.concentration_by(BlqRule::HalfLloq)?, Some(7.8));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bound;
mod reading;
mod spec;
mod trigger;

pub use bound::{Bound, Ends};
pub use reading::{AssayReading, BlqRule, Concentrations, ConcentrationsError};
pub use spec::{Assay, AssayError, AssaySpec, Level};
pub use trigger::{Trigger, TriggerError};
