//! What was measured, and how much it changed.

pub mod alsfrs_r;
pub mod assay;
pub mod change;
pub mod dynamometry;
pub mod endpoint;
pub mod spirometry;
