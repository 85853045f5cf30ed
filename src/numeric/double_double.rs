//! Numbers of twice the precision, for matrices that are squared so often that rounding errors would show.

use core::ops::{Add, Mul};

/// The unevaluated sum of a number and its rounding error: about 32 digits (Dekker, Numer Math 1971;18:224,
/// doi:10.1007/BF01397083).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Double {
    high: f64,
    low: f64,
}

impl Double {
    pub(crate) const ONE: Self = Self { high: 1.0, low: 0.0 };

    pub(crate) fn new(number: f64) -> Self {
        Self { high: number, low: 0.0 }
    }

    /// The difference of two numbers, exactly.
    pub(crate) fn difference(one: f64, other: f64) -> Self {
        Self::sum(one, -other)
    }

    /// The sum of two numbers, exactly (Knuth).
    fn sum(one: f64, other: f64) -> Self {
        let high = one + other;
        let part = high - one;
        Self { high, low: (one - (high - part)) + (other - part) }
    }

    /// The product of two numbers, exactly, without a fused instruction, which not every machine has (Veltkamp).
    fn product(one: f64, other: f64) -> Self {
        let split = |number: f64| {
            let shifted = 134_217_729.0 * number;
            let high = shifted - (shifted - number);
            (high, number - high)
        };
        let high = one * other;
        let ((a, b), (c, d)) = (split(one), split(other));
        Self { high, low: ((a * c - high) + a * d + b * c) + b * d }
    }

    /// One over a number.
    pub(crate) fn reciprocal(number: f64) -> Self {
        let high = 1.0 / number;
        let missing = Self::ONE + Self::product(-number, high);
        Self { high, low: missing.rounded() / number }
    }

    pub(crate) fn rounded(self) -> f64 {
        self.high + self.low
    }
}

impl Add for Double {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let sum = Self::sum(self.high, other.high);
        Self::sum(sum.high, sum.low + self.low + other.low)
    }
}

impl Mul for Double {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = Self::product(self.high, other.high);
        let low = product.low + (self.high * other.low + self.low * other.high);
        Self::sum(product.high, low)
    }
}

#[cfg(test)]
mod tests {
    use super::Double;

    #[test]
    fn thirds_add_up() {
        let third = 1.0 / 3.0;
        let rest = Double::difference(1.0, third) + Double::new(-third) + Double::new(-third);
        // What a third lacks in double precision, three times.
        assert_eq!(rest.rounded().to_bits(), 2.0_f64.powi(-54).to_bits());
        let square = Double::difference(1.0, 1e-20) * Double::difference(1.0, 1e-20);
        let left = square + Double::new(-1.0);
        assert_eq!(left.rounded().to_bits(), (-2e-20_f64).to_bits());
        // Too little to be seen above 1, where numbers are twice as far apart as below.
        let above = Double::difference(1.0, -0.75 * 2.0_f64.powi(-53));
        assert_eq!(above.rounded().to_bits(), 1.0_f64.to_bits());
    }
}
