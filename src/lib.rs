//! Antisense-oligonucleotide (ASO) regimens, schedules, trials and the changes they report.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc(test(attr(deny(warnings))))]

pub mod analysis;
pub mod calendar;
pub mod catalog;
pub mod compare;
pub mod dosing;
pub mod evidence;
pub mod measure;
pub mod quantity;
mod text;

pub use crate::calendar::{Interval, StudyDay, Window};
pub use crate::dosing::course::Course;
pub use crate::dosing::dose::{Amount, Dose, Route};
pub use crate::dosing::regimen::{Phase, Regimen};
pub use crate::dosing::schedule::{PlannedDose, Schedule};
pub use crate::evidence::label::Label;
pub use crate::evidence::source::Source;
pub use crate::evidence::trial::{Arm, Trial};
pub use crate::measure::change::{PercentChange, PercentagePoints, Ratio};
pub use crate::measure::endpoint::Endpoint;
pub use crate::quantity::{BodyWeight, Mass, Volume};

/// The README's programs run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The calendar types in our signatures are chrono's.
pub use chrono;
