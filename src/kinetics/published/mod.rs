//! Models as they were published, with their source, units and covariates.
//!
//! | model | of | compartments |
//! |---|---|---|
//! | [`Luu2017`] | nusinersen in children with spinal muscular atrophy | CSF, CNS, plasma, body |
//! | [`Biliouris2018`] | nusinersen in monkeys, scaled to children | CSF, three parts of the cord, brain, pons, plasma |
//! | [`Yamamoto2023`] | tominersen in adults with Huntington's disease | CSF with two, plasma with two |
//!
//! and what is known of tofersen and of its target as single numbers: [`tofersen_csf_half_life`],
//! [`sod1_half_life`].
//!
//! The parameters were read in the R package `nlmixr2lib`, which holds the papers' final tables and control
//! streams with their places, and not in the papers: their status is [`Status::Secondary`].
//!
//! [`Status::Secondary`]: crate::evidence::source::Status::Secondary

mod biliouris_2018;
mod luu_2017;
mod yamamoto_2023;

pub use biliouris_2018::Biliouris2018;
pub use luu_2017::Luu2017;
pub use yamamoto_2023::{Patient, Yamamoto2023};

use crate::evidence::source::{Source, Status};
use crate::kinetics::parameter::Rate;

/// The rate at which SOD1 protein in human cerebrospinal fluid turns over: half in about 25 days, and where that stands.
///
/// ```
/// use aso_regimen::kinetics::published::sod1_half_life;
///
/// let (rate, source) = sod1_half_life();
/// assert_eq!(rate.half_life(), Some(25.0));
/// assert!(source.to_string().starts_with("Crisp et al., J Clin Invest 2015;125:2772"));
/// ```
pub fn sod1_half_life() -> (Rate, Source) {
    (
        Rate::unchecked(core::f64::consts::LN_2 / 25.0),
        Source::new("Crisp et al., J Clin Invest 2015;125:2772", Status::Secondary),
    )
}

/// The rate at which tofersen leaves cerebrospinal fluid: half in about four weeks, and where that stands.
pub fn tofersen_csf_half_life() -> (Rate, Source) {
    (
        Rate::unchecked(core::f64::consts::LN_2 / 28.0),
        Source::new("Qalsody US prescribing information", Status::Secondary).at("section 12.3"),
    )
}

/// The factor by which a parameter of a subject differs from the typical one: `e^(sd z)`.
fn log_normal(variance: f64, deviation: f64) -> f64 {
    libm::exp(variance.sqrt() * deviation)
}
