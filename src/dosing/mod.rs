//! What is given and when: doses, regimens of phases, their text form, and schedules of dates.

pub mod dose;
#[cfg(feature = "serde")]
mod json;
pub mod missed_dose;
pub mod notation;
pub mod regimen;
pub mod schedule;
mod segment;
