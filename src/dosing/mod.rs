//! What is given and when: doses, regimens of phases, their text form, schedules of dates, and the
//! courses that really took place.

#[cfg(feature = "serde")]
pub mod as_text;
pub mod course;
pub mod dose;
pub mod doses;
pub(crate) mod label_key;
pub mod missed_dose;
pub mod notation;
mod phase;
pub mod regimen;
mod route;
pub mod schedule;
mod segment;
pub(crate) mod span;
pub mod tolerance;
