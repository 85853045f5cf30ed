//! Pharmacokinetics and pharmacodynamics: from doses to concentrations and to the knock-down of a protein. The models
//! compare regimens that no trial compared.
//!
//! ```text
//! Schedule or Course -> Inputs -+
//!                               +-> Design -> Disposition -> concentrations
//! times of the samples ---------+                        +-> Turnover -> levels of a protein
//! Compartments, or a published model -> Disposition
//! ```
//!
//! [`Inputs`] are the doses with their times, including late doses and without missed ones. A [`Design`] merges them
//! with the sampling times on a clock of whole [minutes](time), once for any number of subjects. A model of
//! [`Compartments`] gives a [`Disposition`] for each route and compartment: a sum of exponentials, or a chain of stages
//! where drug flows one way, as out of a depot. Where drug flows in a circle, the model simulates all compartments at
//! once. [`Turnover`] computes messenger RNA and protein whose synthesis is [inhibited](turnover::Inhibition). All
//! solutions are closed-form, or quadrature to an accuracy that the caller chooses; there is no step size to tune.
//!
//! [`published`] contains models from the literature with their citations; [`tofersen`] also contains a model that was
//! fitted in this crate. [`cohort`] (feature `cohort`) simulates any model for a virtual population.
//!
//! ```
//! use aso_regimen::dosing::dose::Route;
//! use aso_regimen::kinetics::{
//!     design::Design, input::Inputs, published::Luu2017, time::Time,
//! };
//! use aso_regimen::{BodyWeight, Regimen};
//!
//! // The trough of nusinersen in cerebrospinal fluid before the fourth dose, in a child of
//! // 15.2 kg.
//! let regimen: Regimen = "12 mg IT q14d x3, then after 35d x1, then q4mo".parse()?;
//! let plan = regimen.starting("2025-01-06".parse()?);
//! let fourth = plan.dose(4).ok_or("no fourth dose")?;
//! let inputs = Inputs::planned(&plan, fourth.date(), None)?;
//! let before = Design::new(&inputs, &[Time::of(fourth.study_day()).ok_or("too early")?]);
//!
//! let child = Luu2017::typical(BodyWeight::grams(15_200))?.model()?;
//! let csf = child.concentration(Route::Intrathecal, "CSF")?;
//! assert_eq!(format!("{:.2} ng/mL", csf.simulate(&before)?[0]), "13.14 ng/mL");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # Units
//!
//! | quantity | unit |
//! |---|---|
//! | time | whole minutes since the first dose; days in results |
//! | amount | mg |
//! | concentration | ng/mL |
//! | rate | per day; [`Rate::per_hour`](parameter::Rate::per_hour) converts |
//! | flow, volume | L/h, L |
//! | level of a protein | ratio to baseline or to placebo |
//!
//! Words of other tools: an [`Input`](input::Input) is a NONMEM dose record, and its `over` is AMT/RATE; a sample is a
//! record with EVID 0; a [`Disposition`] is a unit impulse response.
//!
//! [`Inputs`]: input::Inputs
//! [`Design`]: design::Design
//! [`Compartments`]: compartments::Compartments
//! [`Disposition`]: disposition::Disposition
//! [`Turnover`]: turnover::Turnover
//!
#![cfg_attr(
    not(feature = "cohort"),
    doc = "[`cohort`]: <https://docs.rs/aso-regimen/latest/aso_regimen/kinetics/cohort/>"
)]

mod cascade;
mod chain;
#[cfg(feature = "cohort")]
pub mod cohort;
pub mod compartments;
mod decay;
pub mod design;
pub mod disposition;
pub mod error;
pub mod input;
mod modes;
pub mod parameter;
mod propagator;
pub mod published;
mod response;
mod steady_state;
pub mod time;
pub mod tofersen;
pub mod turnover;
