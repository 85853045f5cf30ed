//! One regimen in every format its users already have.

pub mod fhir;
mod history;
pub mod icalendar;
pub mod schema;
