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
//! three levels for any list of doses; see the limits for late, missed and other doses.
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
//!   sponsor fitted them to individual data: concentrations of 166 people, both proteins of 176. Whether concentrations of
//!   VALOR were among them is contradictory: the CHMP (page 47) writes that no pharmacokinetic data of phase 3 were used,
//!   the FDA (page 226) that studies 101 and 102 were. If the CHMP is right, VALOR's troughs are an outside check.
//!   What is in no text is named in [`NOT_PRINTED`]; a rate of turnover has a sourced default ([`default_turnover`]) and
//!   can be replaced ([`TofersenModel::with_turnover`]).
//! - [`TofersenModel::fitted`] has the same drug in cerebrospinal fluid, and responses that were fitted on 26 November
//!   2026 to published means.
#![cfg_attr(
    feature = "catalog",
    doc = "  [`points`] lists them with what was kept apart, and [`Fit`] says how uncertain the parameters are."
)]
//!
//! They are never mixed, and neither was tuned to the other. Drug in plasma is [`TofersenPlasma`].
//!
//! # Limits
//!
//! - Levels are those of groups. The models do not predict clinical function, survival or any one patient, and are no
//!   advice.
//! - The model of cerebrospinal fluid is linear, and the measured exposure was not: it rose less than in proportion to the
//!   dose. 100 mg gave 2 to 3 times the concentration of 20 mg, and 40 and 60 mg gave the same (CHMP, pages 42 and 49). All
//!   IC50s of the fit rest on the linear model.
//! - The CHMP (page 47) holds the model of cerebrospinal fluid to be useful only as an approximation of exposure for the
//!   models of effect, and names difficulties of convergence of the model of neurofilament.
//! - At week 28 of VALOR the published model has 0.74 for SOD1 where 0.66 was reported, and 0.48 for neurofilament
//!   where 0.40 was. In the extension neurofilament goes on falling while CSF SOD1 rises again (0.67, 0.74, 0.79); a
//!   steady state fits neither, and fewer participants remain.
//! - That an early and a delayed start are equal within 24 weeks of tofersen follows from the assumed half-life near 26
//!   days. Half-lives that the fit does not exclude leave neurofilament lower in the early start at week 52.
//! - The extension's two concentrations in week 4 do not fit VALOR's: 9.18 ng/mL after eight doses and more, where
//!   14.3 is predicted and 24 was measured before.
//! - The models follow untreated levels that do not change. On placebo neurofilament rose by 12 % in 28 weeks.
//! - The models take doses as given, and the published means are of people who missed some: a median of 33 doses in a
//!   median of 148 weeks, where the plan has about 39 (CHMP assessment report, page 132; the 39 are computed here).
//! - The ranges of the fit are uncertainty of the mean, not variability between participants, which is far larger. They
//!   include the errors of the published means and of the half-life priors, not those of the concentrations, which are not
//!   printed. That they are scaled by the misfit is a convention, and 95 % is nominal.
//! - Doses outside 20 to 100 mg, and exposures above that of the approved regimen, have a [`DoseWarning`]:
//!   [`TofersenModel::run`] returns it beside the numbers, and everything else that predicts refuses.
//! - Late, missed and partial doses, other intervals and stops are computed without a warning. No trial compared them, no
//!   published simulation covers them, and no level after a stop is published: that both proteins return to the level
//!   without drug is an assumption of the model.
//! - The published points do not tell a steep dose response from a flat one, drug from SOD1 as what drives
//!   neurofilament, or a delay from none: the losses differ by less than the misfit.
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
