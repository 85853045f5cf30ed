//! Changes that know their scale.
//!
//! "Minus 55 percent" can mean five things, and most mistakes with percent changes mix two of them. Here each is a type:
//!
//! | type | what it is | made from |
//! |---|---|---|
//! | [`PercentChange`] | one value against its own baseline, in percent | two numbers |
//! | [`Ratio`] | one positive value over another | two numbers |
//! | [`Difference`] | one value minus another, in the unit of the endpoint | two numbers |
//! | [`MeanPercentChange`] | the arithmetic mean of individual percent changes | two columns |
//! | [`GeometricMeanRatio`] | the exponential of the mean log ratio | two columns |
//! | [`PercentagePoints`] | the difference of two percentages | two percent changes |
//!
//! Nothing adds, averages or compares across them. A difference of two percent changes is in points and stays in points;
//! how much lower one arm ended than another is a ratio of ratios. The two are far apart: in VALOR plasma neurofilament
//! light ended at 0.45 of baseline with tofersen and at 1.12 with placebo (Miller et al., N Engl J Med 2022;387:1099,
//! doi:10.1056/NEJMoa2204705).
//!
//! ```
//! use aso_regimen::measure::change::{GeometricMeanRatio, PercentChange};
//!
//! let tofersen = GeometricMeanRatio::new(0.45)?;
//! let placebo = GeometricMeanRatio::new(1.12)?;
//! assert_eq!(tofersen.relative_to(placebo)?.percent_change().to_string(), "-59.8 %");
//! assert_eq!(tofersen.points_from(placebo).to_string(), "-67 points");
//!
//! // A single participant's numbers behave the same way.
//! let treated = PercentChange::from_percent(-55.0)?;
//! let untreated = PercentChange::from_percent(12.0)?;
//! assert_eq!(treated.relative_to(untreated)?.to_string(), "-59.8 %");
//! assert_eq!((treated - untreated).to_string(), "-67 points");
//! # Ok::<(), aso_regimen::measure::change::ChangeError>(())
//! ```
//!
//! Whole columns of participants go through [`percents`], [`percent_into`], [`MeanPercentChange::of_columns`],
//! [`PercentSpread::of_columns`] and [`GeometricMeanRatio::of_columns`], which refuse a bad row by its number.

mod columns;
mod difference;
mod direction;
mod error;
mod mean;
mod percent;
mod print;
mod ratio;

pub use columns::{ColumnError, PercentSpread, percent_into, percents};
pub use difference::{Difference, PercentagePoints};
pub use direction::Change;
pub use error::ChangeError;
pub use mean::{GeometricMeanRatio, MeanPercentChange};
pub use percent::PercentChange;
pub use ratio::Ratio;
