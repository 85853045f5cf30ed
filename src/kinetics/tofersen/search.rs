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
