//! Two models of tofersen, from dose to neurofilament: the sponsor's model as authorities print it, and a model that
//! was fitted in this crate.
//!
//! ```text
//!                                          +-> SOD1 in cerebrospinal fluid
//! dose -> tofersen in cerebrospinal fluid -+
//!                                          +-> neurofilament light chain in plasma
//! ```
//!
//! A dose enters one compartment, from which drug is eliminated with a half-life of 33 days. The drug inhibits the
//! synthesis of both proteins, each of which has its own turnover rate (indirect response models).
//! [`TofersenModel::run`] computes the three levels for any list of doses, late and missed ones included. The limits
//! below state how far these predictions can be used.
//!
//! ```
//! use aso_regimen::Regimen;
//! use aso_regimen::kinetics::{input::Inputs, time::Time, tofersen::TofersenModel};
//!
//! let approved: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
//! let plan = approved.starting("2026-01-05".parse()?);
//! let inputs = Inputs::planned(&plan, "2026-07-20".parse()?, None)?;
//! let week_28 = TofersenModel::published().run(&inputs, &[Time::weeks(28)])?;
//! assert_eq!(format!("{:.1} ng/mL", week_28.csf_ng_per_ml[0]), "14.3 ng/mL");
//! assert_eq!(format!("{:.2} {:.2}", week_28.sod1[0], week_28.nfl[0]), "0.74 0.48");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # Two models
//!
//! - [`TofersenModel::published`] has those parameters of the sponsor's report CPP-21-004 that are printed in text. The
//!   sponsor fitted them to individual data: concentrations of 166 people, both proteins of 176. The documents
//!   contradict each other on whether concentrations of VALOR were included: the CHMP (page 47) writes that no
//!   pharmacokinetic data of phase 3 were used, the FDA (page 226) that those of studies 101 and 102 were. If the CHMP
//!   is right, VALOR's troughs are an external validation. [`NOT_PRINTED`] lists what no text prints. The turnover
//!   rates have defaults with a source ([`default_turnover`]) and can be replaced ([`TofersenModel::with_turnover`]).
//! - [`TofersenModel::fitted`] has the same drug in cerebrospinal fluid, and responses that were fitted on 26 November
//!   2026 to published means.
#![cfg_attr(
    feature = "catalog",
    doc = "  [`points`] lists them with what was kept apart, and [`Fit`] says how uncertain the parameters are."
)]
//!
//! The two models are never mixed, and neither was tuned to the other. [`TofersenPlasma`] is the model of drug in
//! plasma.
//!
//! # Limits
//!
//! - The models predict means of groups. They say nothing about one patient, clinical function or survival, and are not
//!   medical advice.
//! - The model of cerebrospinal fluid is linear, but the measured exposure rose less than in proportion to the dose.
//!   100 mg gave 2 to 3 times the concentration of 20 mg, and 40 and 60 mg gave the same (CHMP, pages 42 and 49). All
//!   IC50s of the fit depend on the linear model.
//! - The CHMP (page 47) considers the model of cerebrospinal fluid useful only as an approximation of exposure for the
//!   models of effect, and reports difficulties of convergence of the neurofilament model.
//! - At week 28 of VALOR the published model predicts 0.74 for SOD1, where 0.66 was reported, and 0.48 for
//!   neurofilament, where 0.40 was reported. In the extension neurofilament continues to fall while CSF SOD1 rises
//!   again (0.67, 0.74, 0.79); a steady state fits neither, and fewer participants remain.
//! - Both models predict that an early and a delayed start are equal within 24 weeks of tofersen. This follows from the
//!   assumed half-life near 26 days. With other half-lives that the fit does not exclude, neurofilament is lower after
//!   the early start at week 52.
//! - The two concentrations of the extension in week 4 do not agree with those of VALOR: 9.18 ng/mL after eight or more
//!   doses, where 14.3 is predicted and 24 was measured before.
//! - The models assume that untreated levels do not change. On placebo neurofilament rose by 12 % in 28 weeks.
//! - The models assume that every dose is given, but the published means include people who missed some: a median of 33
//!   doses in a median of 148 weeks, where the plan has about 39 (CHMP assessment report, page 132; the 39 are computed
//!   here).
//! - The range of the fit is the lowest and the highest prediction in the joint 95 % region: all values of Imax, IC50 and
//!   half-life together whose loss (weighted sum of squared residuals) is not much above the lowest. It is uncertainty of
//!   the mean, not variability between participants, which is far larger. It includes the errors of the published means
//!   and of the half-life priors, but not those of the concentrations, which are not printed. The allowed increase of the
//!   loss is multiplied by the misfit, which is the loss of the best fit divided by its degrees of freedom. This is a
//!   convention, so 95 % is a nominal level.
//! - Doses outside 20 to 100 mg, and exposures above that of the approved regimen, have a [`DoseWarning`].
//!   [`TofersenModel::run`] returns it with the numbers; every other prediction fails.
//! - Late, missed and partial doses, other intervals and stops are computed without a warning. No trial compared them,
//!   no published simulation covers them, and no level after a stop is published. That both proteins return to the
//!   level without drug is an assumption of the model.
//! - The published points cannot distinguish a steep dose response from a flat one, SOD1 from drug as the driver of
//!   neurofilament, or a delayed effect from a direct one: the losses differ by less than the misfit.
//!
//! # Early and delayed start
//!
#![doc = concat!(
    "<div style=\"overflow-x:auto\"><div style=\"min-width:640px\">\n",
    include_str!("../../../docs/pictures/starts.svg"),
    "</div></div>"
)]
//!
#![cfg_attr(feature = "catalog", doc = include_str!("../../../docs/tofersen.md"))]

mod biomarker;
// The published points are the catalog's.
#[cfg(feature = "catalog")]
mod fit;
mod model;
mod plasma;
#[cfg(feature = "catalog")]
mod points;
mod published;
#[cfg(feature = "catalog")]
mod search;

pub use self::biomarker::Biomarker;
#[cfg(feature = "catalog")]
pub use self::fit::{Fit, FitAssumptions, JointRegion};
pub use self::model::{DoseWarning, PredictedCourse, Response, TofersenError, TofersenModel};
pub use self::plasma::TofersenPlasma;
#[cfg(feature = "catalog")]
pub use self::points::{Point, PointRole, Relative, points};
pub use self::published::{
    NOT_PRINTED, PrintedParameter, PrintedSimulation, default_turnover, printed_parameters,
    printed_simulations,
};
