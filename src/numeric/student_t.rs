//! Student's t distribution, to about 1e-13 also in the tails.
//!
//! The quantile of the crate `distrs` (Hill's algorithm 396) has six to ten digits and is polished by Newton steps on the
//! tail area below. Its distribution function is not used: its series has seven digits for the fractional degrees of
//! freedom of Welch's test.

use core::f64::consts::PI;

use distrs::StudentsT;

use crate::numeric::distribution::{normal_quantile, two_sided_normal};

/// The probability of a t deviate with `df` degrees of freedom at least as far from 0 as `t`, on either side.
///
/// With infinitely many degrees of freedom it is the normal one.
pub(crate) fn two_sided_t(t: f64, df: f64) -> f64 {
    let square = t * t;
    if df.is_infinite() || square == 0.0 {
        return two_sided_normal(t);
    }
    if df > LARGE {
        return two_sided_normal(normal_equivalent(square, df));
    }
    // The incomplete beta function with a = df / 2, b = 1 / 2 at x = df / (df + t^2), from the end where its continued
    // fraction is short.
    let (a, near, far) = (df / 2.0, df / (df + square), square / (df + square));
    let ln_near = -(square / df).ln_1p();
    let front = (a * ln_near).exp() * (far / PI).sqrt() * gamma_ratio(a);
    if near < (a + 1.0) / (a + 2.5) {
        front / a * continued_fraction(a, 0.5, near)
    } else {
        1.0 - 2.0 * front * continued_fraction(0.5, a, far)
    }
}

/// The distance from 0 within which a t deviate with `df` degrees of freedom stays with this probability.
///
/// `df` is at least 0.01; with infinitely many it is the normal one. Infinite where its square is.
pub(crate) fn t_quantile(within: f64, df: f64) -> f64 {
    if df.is_infinite() {
        return normal_quantile(within);
    }
    let outside = 1.0 - within;
    // Hill's algorithm needs a degree of freedom. Newton's steps on the logarithms come from above, and need none.
    let (mut t, steps, most) =
        if df < 1.0 { (1.0, 50, 1e3) } else { (-StudentsT::ppf(outside / 2.0, df), 10, 1.0) };
    for _ in 0..steps {
        // On the logarithm of the tail, which is nearly straight in the logarithm of t, so that a step never leaves the
        // positive numbers.
        let tail = two_sided_t(t, df);
        let slope = -2.0 * t * t_density(t, df) / tail;
        let step = ((outside / tail).ln() / slope).clamp(-most, most);
        t *= step.exp();
        if step.abs() < 1e-15 {
            break;
        }
    }
    // Where its square is infinite, the tail is no number, and nor is the step.
    if t.is_nan() { f64::INFINITY } else { t }
}

/// Degrees of freedom above which `df / (df + t^2)` is so near to 1 that it has too few digits left.
const LARGE: f64 = 1e4;

/// The normal deviate with the tail area of a t deviate, by the first terms of an expansion in 1 / df (Hill, Commun ACM
/// 1970;13:617, doi:10.1145/355598.362775). From [`LARGE`] degrees of freedom on, those left out are less than 1e-11
/// of a tail of 1e-280.
fn normal_equivalent(square: f64, df: f64) -> f64 {
    let a = df - 0.5;
    let b = 48.0 * a * a;
    let y = a * (square / df).ln_1p();
    let third = -(0.4 * y + 3.3) * y * y / b;
    ((third + y + 3.0) / b + 1.0) * y.sqrt()
}

fn t_density(t: f64, df: f64) -> f64 {
    let bell = (-(df + 1.0) / 2.0 * (t * t / df).ln_1p()).exp();
    gamma_ratio(df / 2.0) / (df * PI).sqrt() * bell
}

/// Γ(a + 1/2) / Γ(a) for a > 0.
///
/// The difference of two log-gammas would lose a digit for each digit of `a`. This is the expansion in w = a - 1/4, whose
/// odd terms vanish (Tricomi and Erdélyi, Pacific J Math 1951;1:133, doi:10.2140/pjm.1951.1.133), after a recursion
/// to where five terms are enough.
fn gamma_ratio(a: f64) -> f64 {
    let (mut a, mut factor) = (a, 1.0);
    while a < 20.0 {
        factor *= a / (a + 0.5);
        a += 1.0;
    }
    let w = a - 0.25;
    let u = 1.0 / (w * w);
    let series = [-174_317.0 / 134_217_728.0, 631.0 / 524_288.0, -19.0 / 8192.0, 1.0 / 64.0, 1.0];
    let sum = series.iter().fold(0.0, |sum, term| sum * u + term);
    factor * w.sqrt() * sum
}

/// The continued fraction of the incomplete beta function (NIST Digital Library of Mathematical Functions, 8.17.22), by
/// Lentz's method.
#[expect(clippy::many_single_char_names, reason = "the letters of the formula")]
#[expect(clippy::float_cmp, reason = "a factor of exactly 1 changes nothing")]
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    // It takes about the root of the larger parameter: 1000 steps are enough for 10^4 degrees
    // of freedom. Up to there no term comes nearer to 0 than 4e-4.
    for step in 1..1000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        fraction *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        let change = c * d;
        fraction *= change;
        if change == 1.0 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::near;

    /// Reference values by mpmath 1.3 with 30 digits.
    #[test]
    fn tails() {
        near(two_sided_t(3.0, 0.05), 0.849_115_272_015_965_3);
        near(two_sided_t(0.1, 1.0), 0.936_548_965_138_892_9);
        near(two_sided_t(5.0, 2.7), 0.019_700_838_926_463_834);
        near(two_sided_t(-30.0, 6.125), 7.014_077_301_830_518e-8);
        near(two_sided_t(2.0, 9999.5), 0.045_527_262_011_405_266);
        near(two_sided_t(10.0, 1e6), 1.527_861_076_817_824e-23);
        near(two_sided_t(20.0, 10_001.0), 2.763_598_153_424_082e-87);
        near(two_sided_t(2.0, f64::INFINITY), two_sided_normal(2.0));
        near(two_sided_t(0.0, 3.0), 1.0);
    }

    /// From the same, to the last digits: below 20, where the expansion begins, and far above.
    #[test]
    fn ratios_of_gammas() {
        for (a, expected) in [
            (0.5, 0.564_189_583_547_756_3),
            (3.0, 1.661_675_485_223_921_3),
            (20.0, 4.444_275_161_239_915),
            (25.5, 5.025_060_930_079_452),
            (5000.0, 70.708_910_373_801_64),
        ] {
            let apart = (gamma_ratio(a) / expected - 1.0).abs();
            assert!(apart < 8.0 * f64::EPSILON, "{a}: {apart:e}");
        }
    }

    #[test]
    fn quantiles() {
        // Less than one degree of freedom, as a pooled estimate can have.
        near(t_quantile(0.95, 0.05) / 1e25, 1.195_833_758_547_540_7);
        near(t_quantile(0.95, 0.2), 768_848.479_701_229_3);
        near(t_quantile(0.95, 0.9), 16.580_058_171_327_157);
        assert!(t_quantile(0.999, 0.01).is_infinite());
        near(t_quantile(0.95, 1.0), 12.706_204_736_174_693);
        near(t_quantile(0.95, 2.7), 3.392_148_383_173_751);
        near(t_quantile(0.5, 6.125), 0.716_636_246_544_275);
        near(t_quantile(0.95, 1000.0), 1.962_339_080_826_408);
        // One minus this level has ten digits.
        assert!((t_quantile(0.999_999, 1.5) / 8_285.391_194_866_203 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn quantiles_undo_tails() {
        for df in [0.2, 0.5, 1.0, 1.3, 2.0, 4.5, 17.0, 250.0, 9_999.0, 10_001.0, 1e7] {
            for within in [0.01, 0.3, 0.8, 0.95, 0.999, 0.999_999] {
                let outside = 1.0 - within;
                let found = two_sided_t(t_quantile(within, df), df);
                assert!((found / outside - 1.0).abs() < 1e-11, "{within} within, {df} df");
            }
        }
    }
}
