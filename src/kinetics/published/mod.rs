//! Published models with their sources, units and covariates.
//!
//! | model | drug and population | compartments |
//! |---|---|---|
//! | [`Luu2017`] | nusinersen in children with spinal muscular atrophy | CSF, CNS, plasma, body |
//! | [`Biliouris2018`] | nusinersen in monkeys, scaled to children | CSF, three parts of the spinal cord, pons, brain, deep brain, plasma, periphery |
//! | [`Yamamoto2023`] | tominersen in adults with Huntington's disease | CSF, two of CNS, plasma, two of the body |
//!
//! The published model of tofersen is [`TofersenModel::published`].
//!
//! The parameters were read in the R package `nlmixr2lib`, which reproduces the papers' final tables and control
//! streams and cites their places. They were not read in the papers, so their status is [`Status::Secondary`].
//!
//! ```
//! use aso_regimen::dosing::dose::Route;
//! use aso_regimen::kinetics::{published::Luu2017, time::Time};
//! use aso_regimen::{BodyWeight, Mass};
//!
//! let child = Luu2017::typical(BodyWeight::grams(15_200))?;
//! let csf = child.model()?.concentration(Route::Intrathecal, "CSF")?;
//! let in_a_week = csf.after(Mass::mg(12), Time::weeks(1));
//! assert!(csf.after(Mass::mg(12), Time::weeks(2)) < in_a_week);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Status::Secondary`]: crate::evidence::source::Status::Secondary
//! [`TofersenModel::published`]: crate::kinetics::tofersen::TofersenModel::published

mod biliouris_2018;
mod luu_2017;
mod yamamoto_2023;

use crate::kinetics::parameter::{ParameterError, check};

pub use biliouris_2018::Biliouris2018;
pub use luu_2017::Luu2017;
pub use yamamoto_2023::{Patient, Yamamoto2023};

/// The factor by which a parameter of a subject differs from the typical one: `e^(sd z)`.
pub(super) fn log_normal(variance: f64, deviation: f64) -> Result<f64, ParameterError> {
    let what = "a random effect (eta) in standard deviations";
    let deviation = check(what, deviation, -10.0..=10.0, "-10 to 10")?;
    Ok(libm::exp(variance.sqrt() * deviation))
}
