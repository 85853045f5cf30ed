//! From doses to concentration to knock-down.

#[cfg(feature = "cohort")]
pub mod cohort;
pub mod compartments;
mod decay;
pub mod design;
pub mod disposition;
mod double;
pub mod input;
mod modes;
mod panels;
pub mod parameter;
mod propagator;
pub mod published;
pub mod time;
pub mod tofersen;
pub mod turnover;
