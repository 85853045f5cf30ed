//! Numerical methods that several modules share: distributions, moments, and arithmetic of twice the precision.

pub(crate) mod distribution;
pub(crate) mod double_double;
pub(crate) mod moments;
