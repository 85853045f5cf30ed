//! The minimum of a function of one number, and the range in which the function stays below a limit.

use core::ops::RangeInclusive;

/// Where a function with one valley is least in a range, ends included, and how much it is there (Brent, Algorithms for
/// Minimization without Derivatives, 1973, chapter 5: parabolas, and the golden section where they do not help).
pub(super) fn least(range: RangeInclusive<f64>, function: impl Fn(f64) -> f64) -> (f64, f64) {
    const GOLDEN: f64 = 0.381_966_011_250_105_1;
    /// About the root of the precision: nearer the function does not change.
    const NEAREST: f64 = 2e-8;
    let (mut low, mut high) = range.clone().into_inner();
    // The best place so far, the second best, and the one that was second before.
    let mut best = low + GOLDEN * (high - low);
    let mut at_best = function(best);
    let (mut second, mut third) = (best, best);
    let (mut at_second, mut at_third) = (at_best, at_best);
    let (mut step, mut before) = (0.0_f64, 0.0_f64);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        let near = NEAREST * (1.0 + best.abs());
        if (best - middle).abs() <= 2.0 * near - 0.5 * (high - low) {
            break;
        }
        let (r, q) =
            ((best - second) * (at_best - at_third), (best - third) * (at_best - at_second));
        let (mut over, mut under) = ((best - third) * q - (best - second) * r, 2.0 * (q - r));
        if under > 0.0 {
            over = -over;
        } else {
            under = -under;
        }
        let inside = over > under * (low - best) && over < under * (high - best);
        if before.abs() > near && over.abs() < (0.5 * under * before).abs() && inside {
            before = step;
            step = over / under;
            let next = best + step;
            if next - low < 2.0 * near || high - next < 2.0 * near {
                step = near.copysign(middle - best);
            }
        } else {
            before = if best < middle { high - best } else { low - best };
            step = GOLDEN * before;
        }
        let next = best + if step.abs() >= near { step } else { near.copysign(step) };
        let at_next = function(next);
        if at_next <= at_best {
            if next < best {
                high = best;
            } else {
                low = best;
            }
            (third, at_third) = (second, at_second);
            (second, at_second) = (best, at_best);
            (best, at_best) = (next, at_next);
        } else {
            if next < best {
                low = next;
            } else {
                high = next;
            }
            if at_next <= at_second || second.to_bits() == best.to_bits() {
                (third, at_third) = (second, at_second);
                (second, at_second) = (next, at_next);
            } else if at_next <= at_third
                || third.to_bits() == best.to_bits()
                || third.to_bits() == second.to_bits()
            {
                (third, at_third) = (next, at_next);
            }
        }
    }
    // The ends are never tried on the way.
    let ends = [*range.start(), *range.end()].map(|end| (end, function(end)));
    ends.into_iter().fold((best, at_best), |best, end| if end.1 < best.1 { end } else { best })
}

/// How far from its best value a number can go before a function of it passes a limit, or the range ends.
pub(super) fn crossing(
    best: f64,
    range: RangeInclusive<f64>,
    limit: f64,
    function: impl Fn(f64) -> f64,
) -> RangeInclusive<f64> {
    let end = |outermost: f64| {
        if function(outermost) <= limit {
            return outermost;
        }
        let (mut inside, mut outside) = (best, outermost);
        while (inside - outside).abs() > 1e-6 {
            let middle = 0.5 * (inside + outside);
            if function(middle) <= limit {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        inside
    };
    let (low, high) = range.into_inner();
    end(low)..=end(high)
}

#[cfg(test)]
mod tests {
    use core::cell::RefCell;

    use super::*;

    /// The places that SciPy 1.17.1 tries (`minimize_scalar` with `method="bounded"`, which is Brent's method as well),
    /// with the tolerance of `least`.
    #[test]
    fn a_minimum_is_looked_for_where_scipy_looks() {
        type Function = fn(f64) -> f64;
        let cases: [(Function, RangeInclusive<f64>, &[f64]); 7] = [
            (
                |x| (x - 1.3).cosh(),
                -2.0..=7.0,
                &[
                    1.437_694, 3.562_306, 0.124_612, 1.199_54, 1.301_926, 1.299_979, 1.300_001,
                    1.3, 1.3, 1.3,
                ],
            ),
            (
                |x| (x - 0.7).powi(4) + 0.1 * x,
                -1.0..=3.0,
                &[
                    0.527_864, 1.472_136, -0.055_728, 0.610_633, 0.514_388, 0.296_623, 0.425_513,
                    0.378_17, 0.409_955, 0.408_223, 0.407_534, 0.407_597, 0.407_598, 0.407_598,
                    0.407_598,
                ],
            ),
            (
                |x| x - x.ln(),
                0.01..=9.0,
                &[
                    3.443_874, 5.566_126, 2.132_251, 1.321_623, 0.820_628, 0.982_505, 1.019_722,
                    1.000_236, 1.000_115, 1.000_002, 1.0, 1.0, 1.0,
                ],
            ),
            (
                |x| (x - 2.0).abs() + 0.3 * (x - 2.0),
                -1.0..=4.0,
                &[
                    0.909_83, 2.090_17, 2.819_66, 1.782_881, 2.050_286, 1.947_229, 1.884_454,
                    1.975_317, 1.988_16, 2.011_89, 1.994_512, 1.997_406, 2.002_938, 1.998_735,
                    1.999_455, 2.000_786, 1.999_703, 2.000_117, 1.999_99, 1.999_925, 1.999_994,
                    2.000_041, 2.000_012, 1.999_998, 2.000_003, 1.999_999, 2.0, 2.000_001, 2.0,
                    2.0, 2.0, 2.0, 2.0,
                ],
            ),
            (
                |x| -x.sin() - 0.1 * x * x + 0.02 * x.powi(3),
                -1.0..=5.0,
                &[
                    1.291_796, 2.708_204, 0.416_408, 1.731_605, 1.750_803, 1.737_905, 1.737_936,
                    1.737_935, 1.737_935, 1.737_935,
                ],
            ),
            (
                |x| (x - 2.4).powi(2) * (1.1 + x * x),
                -1.0..=8.0,
                &[
                    2.437_694, 4.562_306, 1.124_612, 1.879_348, 3.249_224, 2.747_671, 2.332_363,
                    2.396_15, 2.399_134, 2.399_94, 2.400_001, 2.4, 2.4, 2.4,
                ],
            ),
            (
                |x| ((x + 1.4).powi(2) + 0.4).sqrt(),
                -5.0..=8.0,
                &[
                    -0.034_442, 3.034_442, -1.931_116, -2.437_039, -1.364_559, -1.223_105,
                    -1.409_376, -1.400_285, -1.399_997, -1.4, -1.4, -1.4,
                ],
            ),
        ];
        for (function, range, expected) in cases {
            let tried = RefCell::new(Vec::new());
            let (best, at_best) = least(range.clone(), |x| {
                tried.borrow_mut().push(x);
                function(x)
            });
            let mut tried = tried.into_inner();
            // The ends are tried last, which SciPy does not do.
            assert_eq!(tried.split_off(tried.len() - 2), [*range.start(), *range.end()]);
            assert_eq!(tried.len(), expected.len(), "{tried:?}");
            for (place, expected) in tried.iter().zip(expected) {
                assert!((place - expected).abs() < 2e-6, "{tried:?}");
            }
            assert!((best - expected[expected.len() - 1]).abs() < 2e-6);
            assert_eq!(at_best.to_bits(), function(best).to_bits());
        }
    }

    #[test]
    fn an_end_can_be_the_least() {
        assert_eq!(least(0.0..=1.0, f64::exp), (0.0, 1.0));
        assert_eq!(least(0.0..=1.0, |x| -x), (1.0, -1.0));
    }

    #[test]
    fn a_crossing_is_found_on_either_side_or_is_the_end() {
        let ends = crossing(1.0, -5.0..=8.0, 4.0, |x| (x - 1.0).powi(2));
        assert!((ends.start() + 1.0).abs() < 1e-6 && (ends.end() - 3.0).abs() < 1e-6, "{ends:?}");
        assert_eq!(crossing(1.0, 0.0..=2.0, 4.0, |x| (x - 1.0).powi(2)), 0.0..=2.0);
    }
}
