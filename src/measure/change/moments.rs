/// Count, mean and sum of squared deviations of finite numbers, accurate also where the mean is far from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Moments {
    count: usize,
    mean: f64,
    squares: f64,
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
        // The second sum takes out what rounding left in the first (Chan, Golub, LeVeque, Am Stat 1983;37:242).
        let rest = sum_of(numbers, |x| x - mean);
        let squares = sum_of(numbers, |x| (x - mean) * (x - mean));
        let correction = rest / number(count);
        let squares = squares - rest * correction;
        // Deviations that are no larger than the rounding of equal numbers are none.
        let none = (squares / number(count)).sqrt() <= 4.0 * f64::EPSILON * mean.abs();
        Self {
            count,
            mean: mean + correction,
            squares: if none { 0.0 } else { squares },
        }
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
            squares: self.squares + other.squares + apart * apart * number(self.count) * share,
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
        self.squares
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
