//! Multiple imputation: missing values are drawn several times, each completed data set is analysed, and the estimates
//! are pooled.
//!
//! The biomarkers of VALOR were compared in this way: imputed within each arm from the baseline and the earlier visits,
//! analysed by ANCOVA on logarithms, and pooled by Rubin's rules (Miller et al., N Engl J Med 2022;387:1099,
//! `doi:10.1056/NEJMoa2204705`).
//!
//! ```
//! use aso_regimen::analysis::ancova::LogAncova;
//! use aso_regimen::analysis::confidence::ConfidenceLevel;
//! use aso_regimen::analysis::imputation::{ImputationPlan, IncompleteArm, pool};
//!
//! let (a, b) =
//!     (["A1", "A2", "A3", "A4", "A5", "A6"], ["B1", "B2", "B3", "B4", "B5", "B6"]);
//! let tofersen =
//!     IncompleteArm::new("tofersen", &a, &[100.0, 80.0, 120.0, 60.0, 95.0, 70.0])?
//!         .with_visit("week 4", &[80.0, 66.0, 91.0, 55.0, 70.0, 60.0].map(Some))?
//!         .with_visit(
//!             "week 8",
//!             &[Some(60.0), Some(60.0), Some(66.0), Some(45.0), Some(52.0), None],
//!         )?;
//! let placebo =
//!     IncompleteArm::new("placebo", &b, &[90.0, 110.0, 70.0, 100.0, 130.0, 85.0])?
//!         .with_visit("week 4", &[91.0, 112.0, 70.0, 95.0, 130.0, 88.0].map(Some))?
//!         .with_visit(
//!             "week 8",
//!             &[Some(92.0), Some(104.0), Some(75.0), Some(98.0), Some(120.0), None],
//!         )?;
//! let arms = [tofersen, placebo];
//!
//! let mut estimates = Vec::new();
//! for data_set in ImputationPlan::new(2022).on_logarithms().data_sets(&arms, 20)? {
//!     let [tofersen, placebo] = ["tofersen", "placebo"].map(|arm| data_set.arm(arm));
//!     let fit = LogAncova::fit(&tofersen?.at("week 8")?, &placebo?.at("week 8")?, &[])?;
//!     estimates.push(fit.ratio(ConfidenceLevel::P95)?);
//! }
//! let pooled = pool(&estimates)?;
//! assert_eq!((pooled.participants, pooled.imputed), (12, 2));
//! assert!(pooled.to_string().starts_with(
//!     "ratio of geometric means, tofersen (n = 6, 1 imputed) against placebo (n = 6, 1 \
//!      imputed), ANCOVA on logarithms, pooled over 20 imputations: 0.6",
//! ));
//! # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
//! ```
//!
//! # Assumptions
//!
//! - Values are missing at random (MAR): given the baseline and the observed values, whether a value is missing does
//!   not depend on that value. Two kinds of missing values are not missing at random: values after a death, and
//!   readings dropped because they are below the limit of quantification. Give the latter a number by their
//!   [`BlqRule`](crate::measure::assay::BlqRule) first.
//! - The value at a visit is a linear function of the baseline, the covariates and the earlier visits, on the scale of
//!   the plan.
//! - The imputation model contains every covariate of the analysis.
//! - [`Regression`](ImputationMethod::Regression) draws from a normal distribution, which knows no range: an imputed total
//!   of an instrument can be above its maximum or below its minimum.
//!   [`PredictiveMeanMatching`](ImputationMethod::PredictiveMeanMatching) takes observed values, and so stays within their
//!   range.
//!
//! # Other programs
//!
//! | here | R's `mice` | SAS |
//! |---|---|---|
//! | one arm at a time | data split by arm | `BY` arm |
//! | [`Regression`](ImputationMethod::Regression) | `norm` | `MONOTONE REG` |
//! | [`PredictiveMeanMatching`](ImputationMethod::PredictiveMeanMatching) | `pmm`, 5 donors, matching of type 1 | `MONOTONE REGPMM` |
//! | [`chained`](ImputationPlan::chained) | its algorithm, 5 iterations | `FCS` |
//! | [`pool`] | `pool` | `MIANALYZE` with `EDF` |
//!
//! The random numbers differ from those of the other programs; the distributions agree. Two differences: linearly
//! dependent columns are an error here, where `mice` leaves one out; and there is no ridge on the normal equations,
//! where `mice` adds 1e-5.

mod data_set;
mod incomplete;
mod plan;
mod pooling;
mod stream;

pub use data_set::{ImputedArm, ImputedDataSet, ImputedValue};
pub use incomplete::IncompleteArm;
pub use plan::{ImputationMethod, ImputationPlan};
pub use pooling::{PooledFreedom, pool, pool_with};
