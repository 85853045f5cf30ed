//! What a cohort leaves when only its distribution is asked for: counts and an exact sum.

use std::collections::BTreeMap;

/// The distribution of one number over a cohort, of which any number of subjects takes the same memory.
///
/// A logarithmic histogram with 256 bins for each doubling, so that a percentile is known to 0.2 %, and the
/// sum of all numbers without rounding, so that the mean does not depend on the order of the
/// subjects. All of it is counts, and two distributions are put together by adding them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Distribution {
    /// Counts from the bin `first` on.
    bins: Vec<u64>,
    first: i32,
    sum: ExactSum,
}

/// One count of a [`Distribution`]: what other programs add up by name to put distributions together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Part {
    /// How many numbers are in a bin.
    Bin(i32),
    /// A digit of the sum, to the base 2^32, from the smallest on.
    Digit(u16),
}

/// How many bits of a number name its bin: sign, exponent, and eight bits after the leading one.
const BIN_BITS: u32 = 20;

/// The bin of a finite number. Bins rise with the numbers.
fn bin(number: f64) -> i32 {
    let magnitude = (number.abs().to_bits() >> (64 - BIN_BITS)) as i32;
    if number < 0.0 {
        -1 - magnitude
    } else {
        magnitude
    }
}

/// The middle of a bin.
fn middle(bin: i32) -> f64 {
    let (magnitude, sign) = if bin < 0 {
        (-1 - bin, -1.0)
    } else {
        (bin, 1.0)
    };
    let edge =
        |magnitude: i32| f64::from_bits(u64::from(magnitude.unsigned_abs()) << (64 - BIN_BITS));
    if magnitude == 0 {
        return 0.0; // And what is so near to it that no measurement tells.
    }
    sign * f64::midpoint(edge(magnitude), edge(magnitude + 1))
}

/// How many bins one bin is above another.
fn apart(lower: i32, higher: i32) -> usize {
    usize::try_from(higher - lower).unwrap_or_default()
}

impl Distribution {
    /// Adds a finite number.
    pub(crate) fn add(&mut self, number: f64) {
        *self.count_mut(bin(number)) += 1;
        self.sum.add(number);
    }

    fn count_mut(&mut self, bin: i32) -> &mut u64 {
        if self.bins.is_empty() {
            self.first = bin;
        }
        if bin < self.first {
            let missing = apart(bin, self.first);
            self.bins.splice(0..0, core::iter::repeat_n(0, missing));
            self.first = bin;
        }
        let place = apart(self.first, bin);
        if place >= self.bins.len() {
            self.bins.resize(place + 1, 0);
        }
        &mut self.bins[place]
    }

    /// The same in the one form that equal distributions have.
    pub(crate) fn settled(mut self) -> Self {
        self.sum.carry();
        self
    }

    /// Adds another distribution to this one.
    pub fn merge(&mut self, other: &Self) {
        for (bin, count) in other.counts() {
            *self.count_mut(bin) += count;
        }
        self.sum.merge(&other.sum);
    }

    /// The bins that are not empty, with their counts.
    fn counts(&self) -> impl Iterator<Item = (i32, u64)> + '_ {
        (self.first..)
            .zip(&self.bins)
            .filter(|(_, count)| **count > 0)
            .map(|(bin, count)| (bin, *count))
    }

    /// How many numbers there are.
    pub fn count(&self) -> u64 {
        self.bins.iter().sum()
    }

    /// Their mean; `None` without a number.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of subjects are far below 2^53"
    )]
    pub fn mean(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| self.sum.rounded() / count as f64)
    }

    /// The number that so many percent of all are not above: the middle of its bin, at most 0.2 % away from it.
    /// `None` without a number, and for no percentage from 0 to 100.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        if !(0.0..=100.0).contains(&percent) {
            return None;
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a count is a count"
        )]
        let rank = ((percent / 100.0 * self.count() as f64).ceil() as u64).max(1);
        let mut below = 0;
        self.counts().find_map(|(bin, count)| {
            below += count;
            (below >= rank).then(|| middle(bin))
        })
    }

    /// All counts, by what they count. They add up: the counts of two cohorts together are the sums of theirs.
    pub fn parts(&self) -> impl Iterator<Item = (Part, i64)> + '_ {
        let bins = self
            .counts()
            .map(|(bin, count)| (Part::Bin(bin), i64::try_from(count).unwrap_or(i64::MAX)));
        bins.chain(self.sum.digits())
    }

    /// The distribution with these counts; `None` where they are none that [`Distribution::parts`] gives.
    pub fn from_parts(parts: impl IntoIterator<Item = (Part, i64)>) -> Option<Self> {
        let mut distribution = Self::default();
        // In order, so that the list of bins grows at its end only.
        let parts: BTreeMap<Part, i64> = parts.into_iter().collect();
        for (part, count) in parts {
            match part {
                Part::Bin(bin) if bin.unsigned_abs() < 1 << BIN_BITS => {
                    *distribution.count_mut(bin) = u64::try_from(count).ok()?;
                }
                Part::Bin(_) => return None,
                Part::Digit(place) => {
                    *distribution.sum.digits.get_mut(usize::from(place))? = count;
                }
            }
        }
        distribution.sum.carry();
        Some(distribution)
    }
}

/// The sum of any finite numbers without rounding: digits to the base 2^32 that span all of them (Kulisch,
/// Computer Arithmetic and Validity, 2013).
#[derive(Debug, Clone, PartialEq, Eq)]
struct ExactSum {
    digits: Vec<i64>,
    /// Numbers added since digits were last carried.
    pending: u32,
}

/// 2098 bits from the smallest number to the largest, and room for the sum of 2^64 of them.
const DIGITS: usize = 68;

impl Default for ExactSum {
    fn default() -> Self {
        Self {
            digits: vec![0; DIGITS],
            pending: 0,
        }
    }
}

impl ExactSum {
    fn add(&mut self, number: f64) {
        let bits = number.abs().to_bits();
        let (exponent, fraction) = (bits >> 52, bits & ((1 << 52) - 1));
        // Subnormal numbers have no leading one and the smallest exponent.
        let (shift, mantissa) = match exponent {
            0 => (0, fraction),
            _ => (exponent - 1, fraction | 1 << 52),
        };
        let place = (shift / 32) as usize;
        let mut rest = u128::from(mantissa) << (shift % 32);
        let sign = if number < 0.0 { -1 } else { 1 };
        for digit in &mut self.digits[place..place + 3] {
            *digit += sign * (rest & 0xffff_ffff) as i64;
            rest >>= 32;
        }
        self.pending += 1;
        if self.pending == 1 << 30 {
            self.carry();
        }
    }

    fn merge(&mut self, other: &Self) {
        self.carry();
        let mut other = other.clone();
        other.carry();
        for (digit, more) in self.digits.iter_mut().zip(&other.digits) {
            *digit += more;
        }
        self.carry();
    }

    /// Brings every digit but the last into 0 to 2^32 - 1.
    fn carry(&mut self) {
        let mut over = 0;
        let last = self.digits.len() - 1;
        for digit in &mut self.digits[..last] {
            // Digits that were read may be of any size.
            let sum = i128::from(*digit) + over;
            over = sum >> 32;
            *digit = (sum & 0xffff_ffff) as i64;
        }
        // What was read may be larger than any sum; that of numbers never is.
        let top = i128::from(self.digits[last]).saturating_add(over);
        self.digits[last] = i64::try_from(top).unwrap_or(i64::MAX);
        self.pending = 0;
    }

    fn digits(&self) -> impl Iterator<Item = (Part, i64)> + use<> {
        let mut carried = self.clone();
        carried.carry();
        (0..)
            .map(Part::Digit)
            .zip(carried.digits)
            .filter(|(_, digit)| *digit != 0)
    }

    /// The nearest number but for the last bit, from the largest digits.
    #[expect(clippy::cast_precision_loss, reason = "digits are below 2^53")]
    fn rounded(&self) -> f64 {
        let mut carried = self.clone();
        carried.carry();
        let negative = carried.digits[DIGITS - 1] < 0;
        if negative {
            for digit in &mut carried.digits {
                *digit = -*digit;
            }
            carried.carry();
        }
        let Some(top) = carried.digits.iter().rposition(|digit| *digit != 0) else {
            return 0.0;
        };
        let lowest = top.saturating_sub(2);
        let mut sum = 0.0;
        for digit in carried.digits[lowest..=top].iter().rev() {
            sum = sum * 4_294_967_296.0 + *digit as f64;
        }
        // In two steps: the scale of the smallest digits alone is no normal number.
        let exponent = 32 * i32::try_from(lowest).unwrap_or_default() - 1_074;
        let half = exponent / 2;
        let scaled = sum * 2.0_f64.powi(half) * 2.0_f64.powi(exponent - half);
        if negative { -scaled } else { scaled }
    }
}

#[cfg(test)]
mod tests {
    use super::{Distribution, ExactSum, bin, middle};

    #[test]
    fn bins_rise_and_hold_their_middle() {
        let mut last = i32::MIN;
        for number in [
            -1e300, -2.0, -1.0, -1e-300, 0.0, 1e-300, 0.5, 1.0, 1.003, 1.01, 1e300,
        ] {
            assert!(bin(number) >= last, "{number}");
            last = bin(number);
            let off = (middle(bin(number)) - number).abs();
            assert!(off <= 0.002 * number.abs() + 1e-307, "{number} {off}");
        }
    }

    #[test]
    fn sums_are_exact_in_any_order() {
        let numbers = [1e300, 1.0, -1e300, 1e-300, 3.5, -0.25];
        for start in 0..numbers.len() {
            let mut sum = ExactSum::default();
            for i in 0..numbers.len() {
                sum.add(numbers[(start + i) % numbers.len()]);
            }
            assert_eq!(sum.rounded().to_bits(), 4.25_f64.to_bits());
        }
        let mut small = ExactSum::default();
        small.add(-5e-324);
        small.add(-5e-324);
        assert_eq!(small.rounded().to_bits(), (-1e-323_f64).to_bits());
    }

    #[test]
    fn parts_add_up() {
        let (mut one, mut other, mut both) = Default::default();
        for i in 0..1_000 {
            let number = f64::from(i).sin() * f64::from(i);
            let half: &mut Distribution = if i % 3 == 0 { &mut one } else { &mut other };
            half.add(number);
            Distribution::add(&mut both, number);
        }
        let mut merged = one.clone();
        merged.merge(&other);
        assert_eq!(
            merged.parts().collect::<Vec<_>>(),
            both.parts().collect::<Vec<_>>()
        );
        let read = Distribution::from_parts(both.parts()).expect("its own parts");
        assert_eq!(
            read.parts().collect::<Vec<_>>(),
            both.parts().collect::<Vec<_>>()
        );
        assert_eq!(read.count(), 1_000);
    }
}
