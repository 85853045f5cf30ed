//! Numerical methods that several modules share: distributions, moments, and arithmetic of twice the precision.

pub(crate) mod distribution;
#[cfg(feature = "kinetics")]
pub(crate) mod double_double;
pub(crate) mod moments;
#[cfg(feature = "analysis")]
pub(crate) mod student_t;
