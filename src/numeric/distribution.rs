//! The normal distribution, to about 1e-13 also in the tails.
//!
//! The quantile is that of the crate `distrs` (Wichura's algorithm AS 241). Its distribution function is not used: 1 + erf
//! loses all precision in the tails.

use core::f64::consts::FRAC_1_SQRT_2;

use distrs::Normal;

/// The probability of a normal deviate at least as far from 0 as `z`, on either side.
pub(crate) fn two_sided_normal(z: f64) -> f64 {
    libm::erfc(z.abs() * FRAC_1_SQRT_2)
}

/// The distance from 0 within which a normal deviate stays with this probability.
pub(crate) fn normal_quantile(within: f64) -> f64 {
    -Normal::ppf((1.0 - within) / 2.0, 0.0, 1.0)
}

/// A number between 0 and 1, never either, from 64 random bits.
#[cfg(any(feature = "analysis", feature = "cohort"))]
pub(crate) fn uniform(bits: u64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "53 bits are exact, and half a step keeps both ends out"
    )]
    let steps = (bits >> 11) as f64;
    // The largest rounds to 1, which the product below keeps out.
    ((steps + 0.5) * 2.0_f64.powi(-53)).min(0.999_999_999_999_999_9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::near;

    /// Reference values by mpmath 1.3 with 30 digits.
    #[test]
    fn tails_and_quantiles() {
        near(two_sided_normal(8.0), 1.244_192_114_854_356_8e-15);
        near(two_sided_normal(-37.0), 1.145_114_244_504_915_4e-299);
        near(normal_quantile(0.95), 1.959_963_984_540_054);
    }
}
