//! The distribution of a result over a cohort, without the single values.

use core::fmt;
use core::ops::Range;
use std::collections::BTreeMap;

use crate::text::debug_as_display;

/// The distribution of one result over a cohort. Its size in memory does not depend on the number of subjects.
///
/// It holds a logarithmic histogram with 256 bins per doubling, so that percentiles are accurate to 0.2 %, and the
/// exact sum of all values, so that the mean does not depend on the order of the subjects. Both are counts, so two
/// distributions are merged by adding them.
///
/// ```
/// use aso_regimen::kinetics::cohort::Cohort;
///
/// let results = Cohort::new(1, 10_000).summarise(1, |stream, out| {
///     out[0] = stream.uniform();
///     Ok(())
/// })?;
/// let uniform = &results[0];
/// assert_eq!(uniform.count(), 10_000);
/// let near = |found: Option<f64>, expected: f64| {
///     found.is_some_and(|found| (found - expected).abs() < 0.02)
/// };
/// assert!(near(uniform.mean(), 0.5) && near(uniform.percentile(95.0), 0.95));
/// # Ok::<(), aso_regimen::kinetics::cohort::CohortError>(())
/// ```
///
/// In JSON it is the list of its parts: `[[{"bin": 261888}, 3], [{"digit": 33}, 12288]]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "crate::text::plain::Plain<Vec<(Part, i64)>>", into = "Vec<(Part, i64)>")
)]
pub struct Distribution {
    /// Of negative numbers, by their magnitude.
    negative: Bins,
    zeros: u64,
    positive: Bins,
    sum: ExactSum,
}

/// Counts from the bin `first` on, at most 524 032 of them: 4 MB where numbers span all magnitudes, 20 kB where they
/// span a thousandfold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Bins {
    counts: Vec<u64>,
    first: i32,
}

impl Bins {
    fn count_mut(&mut self, bin: i32) -> &mut u64 {
        if self.counts.is_empty() {
            self.first = bin;
        }
        if bin < self.first {
            let missing = apart(bin, self.first);
            self.counts.splice(0..0, core::iter::repeat_n(0, missing));
            self.first = bin;
        }
        let place = apart(self.first, bin);
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        &mut self.counts[place]
    }

    /// The bins that are not empty, with their counts, from the smallest magnitude on.
    fn iter(&self) -> impl DoubleEndedIterator<Item = (i32, u64)> + '_ {
        let last = self.first.saturating_add(i32::try_from(self.counts.len()).unwrap_or(i32::MAX));
        (self.first..last)
            .zip(&self.counts)
            .filter(|(_, count)| **count > 0)
            .map(|(bin, count)| (bin, *count))
    }
}

/// A count of a [`Distribution`]. Other programs merge distributions by adding the counts of equal parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Part {
    /// The number of values in a bin.
    Bin(i32),
    /// A digit of the sum in base 2^32, from the smallest digit on.
    Digit(u16),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bin(bin) => write!(f, "bin {bin}"),
            Self::Digit(place) => write!(f, "digit {place}"),
        }
    }
}

/// The error of counts that are not those of a distribution.
#[derive(Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PartError {
    /// A count that no part of a distribution has.
    #[error(
        "expected counts of 0 or more, at most 1.8e19 in all, of bins -524031 to 524031 and of digits 0 to 67, found {count} for {part}"
    )]
    Count {
        /// The part.
        part: Part,
        /// The sum of all counts of this part.
        count: i128,
    },
    /// A sum that no values in these bins have, such as that of other bins.
    #[error(
        "expected the digits of a sum from {least:e} to {greatest:e}, as of values in these bins, found {sum:e}"
    )]
    Sum {
        /// The sum that the digits have.
        sum: f64,
        /// The sum of the least values of these bins.
        least: f64,
        /// The sum of the greatest values of these bins.
        greatest: f64,
    },
}

debug_as_display!(PartError);

/// How many bits of a number name its bin: a sign that is not used, exponent, and eight bits after the leading one.
const BIN_BITS: u32 = 20;

/// The first bin that no finite number is in.
const NO_BIN: i32 = 0x7ff << 8;

/// The bin of the magnitude of a finite number. Bins rise with the magnitude; that of 0 is 0, and of what is so near to
/// it that no measurement tells.
fn bin(number: f64) -> i32 {
    (number.abs().to_bits() >> (64 - BIN_BITS)) as i32
}

/// The smallest magnitude of a bin.
fn edge(bin: i32) -> f64 {
    f64::from_bits(u64::from(bin.unsigned_abs()) << (64 - BIN_BITS))
}

/// The smallest and the largest magnitude of a bin.
fn magnitudes(bin: i32) -> [f64; 2] {
    [edge(bin), f64::from_bits(edge(bin + 1).to_bits() - 1)]
}

/// The middle of a bin of magnitudes.
fn middle(bin: i32) -> f64 {
    if bin + 1 == NO_BIN {
        return edge(bin); // What is above it has no middle with infinity.
    }
    f64::midpoint(edge(bin), edge(bin + 1))
}

/// How many bins one bin is above another.
fn apart(lower: i32, higher: i32) -> usize {
    usize::try_from(higher - lower).unwrap_or_default()
}

impl Distribution {
    /// Adds a finite number.
    pub(crate) fn add(&mut self, number: f64) {
        *self.count_mut(number.is_sign_negative(), bin(number)) += 1;
        self.sum.add(number);
    }

    fn count_mut(&mut self, is_negative: bool, bin: i32) -> &mut u64 {
        match bin {
            0 => &mut self.zeros,
            _ if is_negative => self.negative.count_mut(bin),
            _ => self.positive.count_mut(bin),
        }
    }

    /// Returns the canonical form, which is the same for equal distributions.
    pub(crate) fn settled(mut self) -> Self {
        self.sum.carry();
        self
    }

    /// Adds the counts of another distribution to this one.
    pub fn merge(&mut self, other: &Self) {
        for (bin, count) in other.counts() {
            *self.count_mut(bin.is_negative(), bin.abs()) += count;
        }
        self.sum.merge(&other.sum);
    }

    /// The bins that are not empty, with their counts, from the lowest numbers on; those of negative numbers have a
    /// negative sign.
    fn counts(&self) -> impl Iterator<Item = (i32, u64)> + '_ {
        let negative = self.negative.iter().rev().map(|(bin, count)| (-bin, count));
        let zeros = (self.zeros > 0).then_some((0, self.zeros));
        negative.chain(zeros).chain(self.positive.iter())
    }

    /// The number of values.
    pub fn count(&self) -> u64 {
        self.counts().map(|(_, count)| count).sum()
    }

    /// The mean; `None` if there are no values.
    #[expect(clippy::cast_precision_loss, reason = "counts of subjects are far below 2^53")]
    pub fn mean(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| self.sum.rounded() / count as f64)
    }

    /// The percentile: the middle of the bin that holds it, accurate to 0.2 %. `None` if there are no values, or if
    /// `percent` is not from 0 to 100.
    pub fn percentile(&self, percent: f64) -> Option<f64> {
        if !(0.0..=100.0).contains(&percent) {
            return None;
        }
        // A percent such as 99.9 is not exact, and must not be the next rank because its last bit is rounded up.
        let exact = 1.0 - 2.0 * f64::EPSILON;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a count is a count"
        )]
        let rank = ((percent * self.count() as f64 / 100.0 * exact).ceil() as u64).max(1);
        let mut below = 0;
        self.counts().find_map(|(bin, count)| {
            below += count;
            (below >= rank).then(|| match bin {
                0 => 0.0,
                _ => middle(bin.abs()).copysign(f64::from(bin)),
            })
        })
    }

    /// The parts with their counts. The counts of two cohorts together are the sums of the counts of each.
    pub fn parts(&self) -> impl Iterator<Item = (Part, i64)> + '_ {
        let bins = self
            .counts()
            .map(|(bin, count)| (Part::Bin(bin), i64::try_from(count).unwrap_or(i64::MAX)));
        bins.chain(self.sum.digits())
    }

    /// Returns the distribution with these counts. Counts of the same part are added.
    ///
    /// # Errors
    ///
    /// If these counts cannot come from [`Distribution::parts`]: if a count is out of range, or if the digits are those
    /// of a sum that values in these bins cannot have.
    pub fn from_parts(parts: impl IntoIterator<Item = (Part, i64)>) -> Result<Self, PartError> {
        // In order, so that the list of bins grows at its end only.
        let mut sums: BTreeMap<Part, i128> = BTreeMap::new();
        for (part, count) in parts {
            *sums.entry(part).or_default() += i128::from(count);
        }
        let mut distribution = Self::default();
        let mut all = 0_u64;
        for (part, count) in sums {
            distribution.set(part, count, &mut all).ok_or(PartError::Count { part, count })?;
        }
        distribution.sum.carry();
        let [mut least, mut greatest] = [(); 2].map(|()| ExactSum::default());
        for (bin, count) in distribution.counts() {
            let [small, large] = magnitudes(bin.abs());
            let [from, to] = match bin {
                ..0 => [-large, -small],
                0 => [-large, large],
                _ => [small, large],
            };
            least.add_times(from, count);
            greatest.add_times(to, count);
        }
        least.carry();
        greatest.carry();
        if distribution.sum.is_below(&least) || greatest.is_below(&distribution.sum) {
            let [sum, least, greatest] =
                [&distribution.sum, &least, &greatest].map(ExactSum::rounded);
            return Err(PartError::Sum { sum, least, greatest });
        }
        Ok(distribution)
    }

    /// Sets the count of a part, if it is one of a distribution.
    fn set(&mut self, part: Part, count: i128, all: &mut u64) -> Option<()> {
        let count = i64::try_from(count).ok()?;
        match part {
            Part::Bin(bin) if bin.unsigned_abs() < NO_BIN.unsigned_abs() => {
                let count = u64::try_from(count).ok()?;
                *all = all.checked_add(count)?;
                *self.count_mut(bin.is_negative(), bin.abs()) = count;
            }
            Part::Bin(_) => return None,
            Part::Digit(place) => *self.sum.digits.get_mut(usize::from(place))? = count,
        }
        Some(())
    }
}

impl From<Distribution> for Vec<(Part, i64)> {
    fn from(distribution: Distribution) -> Self {
        distribution.parts().collect()
    }
}

crate::text::json_value!(Vec<(Part, i64)>, Distribution::from_parts, PartError);

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
        Self { digits: vec![0; DIGITS], pending: 0 }
    }
}

impl ExactSum {
    /// The magnitude of a finite number in units of the digit at a place, and that place.
    fn placed(number: f64) -> (usize, u128) {
        let bits = number.abs().to_bits();
        let (exponent, fraction) = (bits >> 52, bits & ((1 << 52) - 1));
        // Subnormal numbers have no leading one and the smallest exponent.
        let (shift, mantissa) = match exponent {
            0 => (0, fraction),
            _ => (exponent - 1, fraction + (1 << 52)),
        };
        ((shift / 32) as usize, u128::from(mantissa) << (shift % 32))
    }

    fn add(&mut self, number: f64) {
        let (place, magnitude) = Self::placed(number);
        self.add_digits(number.is_sign_negative(), place..place + 3, magnitude);
        self.pending += 1;
        if self.pending == 1 << 30 {
            self.carry();
        }
    }

    /// Adds a number so many times.
    fn add_times(&mut self, number: f64, count: u64) {
        let (place, magnitude) = Self::placed(number);
        for (place, half) in [(place, count & 0xffff_ffff), (place + 1, count >> 32)] {
            self.add_digits(
                number.is_sign_negative(),
                place..place + 4,
                magnitude * u128::from(half),
            );
        }
    }

    #[inline]
    fn add_digits(&mut self, is_negative: bool, places: Range<usize>, mut magnitude: u128) {
        let sign = if is_negative { -1 } else { 1 };
        for digit in &mut self.digits[places] {
            *digit += sign * (magnitude & 0xffff_ffff) as i64;
            magnitude >>= 32;
        }
    }

    /// Whether this sum is smaller than another; both are carried.
    fn is_below(&self, other: &Self) -> bool {
        self.digits.iter().rev().lt(other.digits.iter().rev())
    }

    fn merge(&mut self, other: &Self) {
        self.carry();
        for (digit, more) in self.digits.iter_mut().zip(other.carried().digits) {
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
        let most = if top.is_negative() { i64::MIN } else { i64::MAX };
        self.digits[last] = i64::try_from(top).unwrap_or(most);
        self.pending = 0;
    }

    fn carried(&self) -> Self {
        let mut carried = self.clone();
        carried.carry();
        carried
    }

    fn digits(&self) -> impl Iterator<Item = (Part, i64)> + use<> {
        (0..).map(Part::Digit).zip(self.carried().digits).filter(|(_, digit)| *digit != 0)
    }

    /// The nearest number but for the last bit, from the largest digits.
    #[expect(clippy::cast_precision_loss, reason = "digits are below 2^53")]
    fn rounded(&self) -> f64 {
        let mut carried = self.carried();
        let negative = carried.digits[DIGITS - 1] < 0;
        if negative {
            for digit in &mut carried.digits {
                *digit = digit.saturating_neg();
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
    use super::{Distribution, ExactSum};

    #[test]
    fn both_signs_take_little_room() {
        let mut distribution = Distribution::default();
        for number in [-1.0, 0.0, 2.0] {
            distribution.add(number);
        }
        assert_eq!(distribution.negative.counts.len() + distribution.positive.counts.len(), 2);
    }

    /// A digit takes 2^31 numbers, and after half as many it is carried.
    #[test]
    fn digits_are_carried_before_they_are_full() {
        let mut sum = ExactSum { pending: (1 << 30) - 2, ..ExactSum::default() };
        sum.digits[0] = 1 << 62;
        sum.add(5e-324);
        assert_eq!(sum.digits[..2], [(1 << 62) + 1, 0]);
        sum.add(5e-324);
        assert_eq!(sum.digits[..2], [2, 1 << 30]);
        assert_eq!(sum.pending, 0);
    }
}
