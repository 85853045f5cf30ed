//! What is given and when: doses, regimens of phases, their text form, schedules of dates, and the
//! courses that really took place.

pub mod course;
pub mod dose;
pub mod doses;
#[cfg(feature = "serde")]
mod json;
pub mod missed_dose;
pub mod notation;
pub mod regimen;
pub mod schedule;
mod segment;
pub mod tolerance;
