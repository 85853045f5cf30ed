//! Numerical methods that several modules share: distributions, moments, rounding, and arithmetic of twice the precision.

pub(crate) mod distribution;
#[cfg(feature = "kinetics")]
pub(crate) mod double_double;
pub(crate) mod moments;
pub(crate) mod rounding;
pub(crate) mod student_t;

/// That a number is another to twelve digits, for the tests of distributions.
#[cfg(test)]
fn near(found: f64, expected: f64) {
    let apart = (found / expected - 1.0).abs();
    assert!(apart < 1e-12, "{found:e}, expected {expected:e}");
}
