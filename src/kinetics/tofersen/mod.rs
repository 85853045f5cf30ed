//! Tofersen from dose to neurofilament: the sponsor's model as authorities print it, and one that was fitted here.
//!
//! ```text
//!                                          +-> SOD1 in cerebrospinal fluid
//! dose -> tofersen in cerebrospinal fluid -+
//!                                          +-> neurofilament light chain in plasma
//! ```
//!
//! A dose enters one compartment, from which drug leaves with a half-life of 33 days. The drug inhibits the synthesis
//! of both proteins, each of which is lost at its own rate: two indirect responses. [`TofersenModel::run`] gives all
//! three levels for any list of doses, late, partial and missed ones included.
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
//! - [`TofersenModel::published`] has the parameters of the sponsor's report CPP-21-004 that are printed in text. The
//!   sponsor fitted them to measurements of single people of all its trials: concentrations of 166, both proteins of 176.
//!   What is in no text is named in [`NOT_PRINTED`]; a rate of turnover has a sourced default ([`default_turnover`]) and
//!   can be replaced ([`TofersenModel::with_turnover`]).
//! - [`TofersenModel::fitted`] has the same drug in cerebrospinal fluid, and responses that were fitted on 26 November
//!   2026 to published means.
#![cfg_attr(
    feature = "catalog",
    doc = "  [`points`] lists them with what was kept apart, and [`Fit`] says how little they determine."
)]
//!
//! They are never mixed, and neither was tuned to the other. Drug in plasma is [`TofersenPlasma`].
//!
//! # Limits
//!
//! - Levels are those of groups. They say nothing of any one patient, of function or survival, and are no advice.
//! - At week 28 of VALOR the published model has 0.74 for SOD1 where 0.66 was reported, and 0.48 for neurofilament
//!   where 0.40 was. In the extension neurofilament goes on falling while SOD1 comes back; a steady state fits
//!   neither, and the people who stay grow fewer.
//! - The extension's two concentrations in week 4 do not fit VALOR's: 9.18 ng/mL after eight doses and more, where
//!   14.3 is predicted and 24 was measured before.
//! - The models follow untreated levels that do not change. On placebo neurofilament rose by 12 % in 28 weeks.
//! - The models take doses as given, and the published means are of people who missed some: a median of 33 doses in a
//!   median of 148 weeks, where the plan has about 39 (CHMP assessment report, page 132; the 39 are computed here).
//! - The ranges of the fit hold the errors of the published means and of what is known of the half-lives. They do not hold
//!   those of the concentrations, which are not printed, and they are not those of people, who differ far more.
//! - Doses outside 20 to 100 mg come with the reviewers' warning ([`DoseWarning`]).
//! - The published points do not tell a steep dose response from a flat one, drug from SOD1 as what drives
//!   neurofilament, or a delay from none: the losses differ by less than the misfit.
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
