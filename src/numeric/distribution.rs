//! The normal distribution, to about 1e-13 also in the tails.
//!
//! The quantile is that of the crate `distrs` (Wichura's algorithm AS 241), and probabilities are found from it. Its
//! distribution function is not used: 1 + erf loses all precision in the tails.

use distrs::Normal;

/// The probability of a normal deviate at least as far from 0 as `z`, on either side; 0 from 38 on, where it is below
/// 1e-315.
///
/// Halves the range of its logarithm until the quantile of it is `z`.
pub(crate) fn two_sided_normal(z: f64) -> f64 {
    let z = z.abs();
    if z > 38.0 {
        return 0.0;
    }
    let (mut low, mut high) = (-745.0, 0.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if distance_outside(middle.exp()) < z {
            high = middle;
        } else {
            low = middle;
        }
    }
    high.exp()
}

/// The distance from 0 within which a normal deviate stays with this probability.
pub(crate) fn normal_quantile(within: f64) -> f64 {
    distance_outside(1.0 - within)
}

/// The distance from 0 beyond which a normal deviate is with this probability.
fn distance_outside(probability: f64) -> f64 {
    -Normal::ppf(probability / 2.0, 0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::near;

    /// Reference values by mpmath 1.3 with 30 digits.
    #[test]
    fn tails_and_quantiles() {
        near(two_sided_normal(0.0), 1.0);
        near(two_sided_normal(1e-9), 0.999_999_999_202_115_4);
        near(two_sided_normal(1.0), 0.317_310_507_862_914_1);
        near(two_sided_normal(8.0), 1.244_192_114_854_356_8e-15);
        near(two_sided_normal(-37.0), 1.145_114_244_504_915_4e-299);
        assert!(two_sided_normal(f64::INFINITY).abs() < f64::MIN_POSITIVE);
        near(normal_quantile(0.95), 1.959_963_984_540_054);
    }
}
