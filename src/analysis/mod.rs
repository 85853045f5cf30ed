//! From readings to changes, and from changes to what a trial reports.
//!
//! | question | function |
//! |---|---|
//! | how far did one arm change? | [`summary::geometric_mean_ratio`], [`summary::mean_percent_change`], [`summary::ratio_of_means`] |
//! | how far apart did two arms end? | [`contrast::ratio_of_geometric_mean_ratios`], [`contrast::difference_of_mean_percents`], [`contrast::difference_of_means`] |
//! | which estimate has a published interval? | [`contrast::from_interval`] |
//! | the same, adjusted for baseline | [`ancova::LogAncova`], [`ancova::Ancova`] |
//! | more than two arms, and trends over dose | [`ancova::ArmModel`] |
//! | does exposure follow dose? | [`dose_proportionality::PowerModel`] |
//! | function and survival together | [`joint_rank::JointRank`] |
//! | missing values imputed, several times | [`imputation::ImputationPlan`] |
//! | one estimate from several imputed data sets | [`imputation::pool`] |
//! | a result of another program | [`estimate::EstimateNumbers`] |
//!
//! Not here: mixed models for repeated measures, survival regression, population models. Fit them elsewhere; their
//! results come in as [`EstimateNumbers`](estimate::EstimateNumbers), and are pooled, printed and drawn like ours.
//!
//! An [`Estimate`](estimate::Estimate) knows how it was made, from how many participants, how many of them have an imputed value and
//! who is missing, and prints as a sentence. Of the missing it prints what it was told: arms from readings tell it, other columns by
//! [`ArmData::with_missing`](arm::ArmData::with_missing).
//!
//! ```
//! use aso_regimen::analysis::arm::ArmData;
//! use aso_regimen::analysis::confidence::ConfidenceLevel;
//! use aso_regimen::analysis::contrast::{self, Variances};
//!
//! let tofersen =
//!     ArmData::new("tofersen", &[100.0, 80.0, 120.0, 60.0], &[60.0, 60.0, 66.0, 45.0])?;
//! let placebo = ArmData::new(
//!     "placebo",
//!     &[90.0, 110.0, 70.0, 100.0, 130.0],
//!     &[92.0, 104.0, 75.0, 98.0, 120.0],
//! )?;
//! let ratio = contrast::ratio_of_geometric_mean_ratios(
//!     &tofersen,
//!     &placebo,
//!     Variances::Pooled,
//!     ConfidenceLevel::P95,
//! )?;
//! assert_eq!(
//!     ratio.to_string(),
//!     "ratio of geometric mean ratios to baseline, tofersen (n = 4) against placebo (n = \
//!      5), pooled variance: 0.665 (95 % CI 0.556 to 0.795), t = -5.386 with 7 df, p = \
//!      0.001024",
//! );
//! # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
//! ```

pub mod ancova;
pub mod arm;
pub mod baseline;
pub mod confidence;
pub mod contrast;
pub mod dose_proportionality;
pub mod error;
pub mod estimate;
pub mod imputation;
pub mod joint_rank;
pub mod missing;
pub mod readings;
pub mod scale;
pub mod summary;
pub mod visit_changes;
pub mod visits;
