//! ALSFRS-R, the revised ALS functional rating scale: twelve items of 0 to 4 points, total 0 to 48, 48 is
//! normal function (Cedarbaum et al., J Neurol Sci 1999;169:13, doi:10.1016/S0022-510X(99)00210-5).
//!
//! A [`Sheet`] holds the ratings of one visit, a [`Total`] their sum, [`Points`] the change of a total, and
//! a [`ProgressionRate`] the points lost a month since onset. A slope fitted to several visits is another
//! quantity and has no place in these types.
//!
//! ```
//! use aso_regimen::measure::alsfrs_r::{CuttingForm, Sheet};
//!
//! let baseline = [4, 4, 4, 4, 3, 4, 4, 4, 3, 4, 4, 4].map(Some);
//! let later = [4, 4, 3, 4, 3, 3, 4, 4, 3, 4, 4, 4].map(Some);
//! let [baseline, later] = [baseline, later]
//!     .map(|row| Sheet::from_row(CuttingForm::WithoutGastrostomy, row));
//! let change = later?.total()? - baseline?.total()?;
//! assert_eq!(change.value(), -2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod item;
mod progression;
mod sheet;
mod total;

pub use item::{BroadDomain, CuttingForm, Domain, Item};
pub use progression::{ProgressionRate, ProgressionRateError};
pub use sheet::{IncompleteSheet, Sheet, SheetError};
pub use total::{Points, PointsError, Total};
