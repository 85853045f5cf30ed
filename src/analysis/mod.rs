//! From readings to changes, and from changes to what a trial reports.

pub mod baseline;
pub mod readings;
pub mod visit_changes;
pub mod visits;
