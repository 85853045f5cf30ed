//! From doses to concentration to knock-down: what follows from a regimen by its mechanism, so that regimens
//! that no trial compared can be compared.
//!
//! ```text
//! Schedule or Course -> Inputs -+
//!                               +-> Design -> Disposition -> concentrations
//! times of the samples ---------+                        +-> Turnover -> levels of a protein
//! Compartments, or a published model -> Disposition
//! ```
//!
//! [`Inputs`] are what enters and when, late and missed doses as they were. A [`Design`] merges them with the
//! samples on a clock of whole [minutes](time), once for any number of subjects. A model of
//! [`Compartments`] gives the [`Disposition`] of a route and a compartment: a sum of exponentials, or a chain of
//! stages where drug flows one way, as out of a depot. Where drug flows in a circle, it simulates all
//! compartments. [`Turnover`] follows messenger RNA and protein below an
//! [inhibition](turnover::Inhibition) of synthesis. All solutions are closed-form, or
//! quadrature to an accuracy that the caller chooses; there is no step size to tune.
//!
//! [`published`] has models with their citations, [`tofersen`] one that was fitted here, and says so.
//! [`cohort`] (feature `cohort`) runs any of them for virtual populations.
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
//! | what | unit |
//! |---|---|
//! | time | whole minutes since the first dose; days in results |
//! | amounts | mg |
//! | concentrations | ng/mL |
//! | rates | per day; [`Rate::per_hour`](parameter::Rate::per_hour) converts |
//! | flows, volumes | L/h, L |
//! | levels | share of baseline, or of placebo |
//!
//! The same words elsewhere: an [`Input`](input::Input) is a NONMEM dose record, `over` its AMT/RATE; a sample is a
//! record with EVID 0; a [`Disposition`] is a unit impulse response.
//!
//! [`Inputs`]: input::Inputs
//! [`Design`]: design::Design
//! [`Compartments`]: compartments::Compartments
//! [`Disposition`]: disposition::Disposition
//! [`Turnover`]: turnover::Turnover

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
