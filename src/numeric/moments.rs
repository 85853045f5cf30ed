//! Count, mean and sum of squared deviations of a column of numbers.

/// Count, mean and sum of squared deviations of finite numbers, accurate also where the mean is far from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Moments {
    count: usize,
    mean: f64,
    /// Of the deviations over the scale, which is 1 unless their own squares are beyond the range of numbers.
    squares: f64,
    scale: f64,
}

/// Independent sums let the processor add while it still waits for the sum before.
const LANES: usize = 16;

impl Moments {
    pub(crate) fn of(numbers: &[f64]) -> Self {
        if numbers.is_empty() {
            return Self::default();
        }
        let count = numbers.len();
        let mean = sum_of(numbers, |x| x) / number(count);
        let mut squares = sum_of(numbers, |x| (x - mean) * (x - mean));
        let mut scale = 1.0;
        if !(1e-280..1e280).contains(&squares) {
            let largest = numbers.iter().map(|x| x.abs()).fold(0.0, f64::max);
            if largest > 0.0 {
                scale = largest;
                squares = sum_of(numbers, |x| ((x - mean) / scale).powi(2));
            }
        }
        Self { count, mean, squares, scale }.beyond_rounding(0.0)
    }

    /// The same, with no spread where it is no larger than the rounding of equal numbers that were computed from others
    /// of this size: 3.3 - 3.4 and 4.0 - 4.1 differ by that.
    pub(crate) fn beyond_rounding(self, size: f64) -> Self {
        let spread = self.scale * (self.squares / number(self.count)).sqrt();
        let none = spread <= 4.0 * f64::EPSILON * (size + self.mean.abs());
        Self { squares: if none { 0.0 } else { self.squares }, ..self }
    }

    /// The moments of both sets of numbers together.
    pub(crate) fn merge(self, other: Self) -> Self {
        if self.count == 0 {
            return other;
        }
        let count = self.count + other.count;
        let share = number(other.count) / number(count);
        let apart = other.mean - self.mean;
        Self {
            count,
            mean: self.mean + apart * share,
            squares: self.squares() + other.squares() + apart * apart * number(self.count) * share,
            scale: 1.0,
        }
    }

    pub(crate) fn count(self) -> usize {
        self.count
    }

    pub(crate) fn mean(self) -> f64 {
        self.mean
    }

    /// The sum of squared deviations from the mean.
    pub(crate) fn squares(self) -> f64 {
        self.squares * self.scale * self.scale
    }

    /// The root of that sum over a divisor, also where the sum itself is beyond the range of numbers.
    #[cfg(feature = "analysis")]
    pub(crate) fn root_over(self, divisor: f64) -> f64 {
        self.scale * (self.squares / divisor).sqrt()
    }
}

/// A number of rows as a number to divide by.
#[expect(clippy::cast_precision_loss, reason = "no column has 2^53 rows")]
pub(crate) fn number(rows: usize) -> f64 {
    rows as f64
}

#[inline]
fn sum_of(numbers: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0; LANES];
    let chunks = numbers.chunks_exact(LANES);
    let rest: f64 = chunks.remainder().iter().map(|&x| term(x)).sum();
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += term(x);
        }
    }
    lanes.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums of equal numbers round; their spread is 0 all the same.
    #[test]
    fn equal_numbers_have_no_spread() {
        for count in 1..200 {
            for number in [0.1, -0.7, 1e-9 / 3.0, 1e100 / 7.0, 0.0] {
                let moments = Moments::of(&vec![number; count]);
                assert!(moments.squares().abs() < f64::MIN_POSITIVE, "{count} times {number}");
                assert!((moments.mean() - number).abs() <= 1e-15 * number.abs());
            }
        }
    }

    /// The squares of deviations of 1e-200 and 1e200 are no numbers; their roots are.
    #[cfg(feature = "analysis")]
    #[test]
    fn tiny_and_huge_numbers_vary() {
        for scale in [1e-300, 1e-200, 1e-150, 1.0, 1e150, 1e200] {
            let moments = Moments::of(&[1.0, 2.0, 6.0].map(|x| x * scale));
            assert!((moments.root_over(2.0) / (7.0_f64.sqrt() * scale) - 1.0).abs() < 1e-14);
        }
        // Deviations of 61, -47 and twice -7, whose squares are 6028 together.
        let moments = Moments::of(&[68.0, -40.0, 0.0, 0.0].map(|x| x * 0.025e308));
        assert!(
            (moments.root_over(3.0) / ((6028.0_f64 / 3.0).sqrt() * 0.025e308) - 1.0).abs() < 1e-14
        );
    }

    #[test]
    fn a_mean_far_from_zero_costs_no_digits() {
        let numbers: Vec<f64> = (0..1001).map(|i| 1e12 + f64::from(i)).collect();
        let moments = Moments::of(&numbers);
        assert!((moments.mean() - (1e12 + 500.0)).abs() < 1e-3);
        // n (n^2 - 1) / 12.
        assert!((moments.squares() / 83_583_500.0 - 1.0).abs() < 1e-12);
        // Nor where their squares need a scale.
        let scale = 2.0_f64.powi(465);
        let huge: Vec<f64> = numbers.iter().map(|number| number * scale).collect();
        let moments = Moments::of(&huge);
        assert!((moments.squares() / (83_583_500.0 * scale * scale) - 1.0).abs() < 1e-12);
    }
}
