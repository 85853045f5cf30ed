//! Statistical analysis: from readings to changes from baseline, and from changes to the estimates that a trial
//! reports.
//!
//! | question | answer |
//! |---|---|
//! | How far did one arm change? | [`summary::geometric_mean_ratio`], [`summary::mean_percent_change`], [`summary::ratio_of_means`] |
//! | How many participants responded, such as with a fall by 30 % or more? | [`summary::responders`] |
//! | How far apart are two arms? | [`contrast::ratio_of_geometric_mean_ratios`], [`contrast::difference_of_mean_percents`], [`contrast::difference_of_means`] |
//! | Which estimate belongs to a published interval? | [`contrast::from_interval`] |
//! | How far apart are two arms at equal baselines? | [`ancova::LogAncova`], [`ancova::Ancova`] |
//! | How do more than two arms differ, and what is the trend over dose? | [`ancova::ArmModel`] |
//! | Is exposure proportional to dose? | [`dose_proportionality::PowerModel`] |
//! | Which arm did better in function and survival together? | [`joint_rank::JointRank`] |
//! | How are missing values imputed? | [`imputation::ImputationPlan`] |
//! | How are estimates from imputed data sets pooled? | [`imputation::pool`] |
//! | How is an estimate of another program used? | [`estimate::EstimateNumbers`] |
//!
//! This module does not fit mixed models for repeated measures (MMRM), survival regressions or population models. Fit
//! them with another program and enter the results as [`EstimateNumbers`](estimate::EstimateNumbers): they are then
//! pooled, printed and drawn like the estimates made here.
//!
//! An [`Estimate`](estimate::Estimate) records its method, the number of participants, how many of them have an imputed
//! value, and who is missing. It prints as a sentence. Arms made from readings count the missing participants; for
//! other columns state them with [`ArmData::with_missing`](arm::ArmData::with_missing).
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
