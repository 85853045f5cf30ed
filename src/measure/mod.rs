//! What was measured, and how much it changed.

pub mod change;
pub mod endpoint;
