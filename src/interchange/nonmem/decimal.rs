//! Decimal numbers as whole smallest steps, to and from text without an error of rounding.

use thiserror::Error;

/// Why a text is not a number that can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NumberError {
    /// Nothing, or the `.` that stands for it.
    #[error("a value is missing")]
    Missing,
    /// No plain decimal number: an exponent, a date, an infinity.
    #[error("expected a number such as 100 or 0.5")]
    Malformed,
    /// Below 0.
    #[error("expected a number that is not negative")]
    Negative,
    /// More decimals than can be held.
    #[error("expected at most {0} decimals")]
    TooFine(u32),
    /// Past the largest number.
    #[error("the number is too large")]
    TooLarge,
}

/// Reads `12`, `0.5` or `.5` as whole steps of 10^-`decimals`.
pub(super) fn parse(text: &str, decimals: u32) -> Result<u64, NumberError> {
    let is_number = |text: &str| {
        let mut digits = text.bytes().filter(u8::is_ascii_digit);
        let others = text.bytes().filter(|byte| !byte.is_ascii_digit());
        digits.next().is_some() && others.eq(text.bytes().filter(|byte| *byte == b'.').take(1))
    };
    if matches!(text, "" | ".") {
        return Err(NumberError::Missing);
    }
    let positive = text.strip_prefix('-').unwrap_or(text);
    if !is_number(positive) {
        return Err(NumberError::Malformed);
    }
    if positive != text {
        return Err(NumberError::Negative);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    let shift = u32::try_from(fraction.len())
        .ok()
        .and_then(|digits| decimals.checked_sub(digits))
        .ok_or(NumberError::TooFine(decimals))?;
    let mut digits = whole.bytes().chain(fraction.bytes());
    digits
        .try_fold(0_u64, |value, digit| {
            value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
        })
        .and_then(|value| value.checked_mul(10_u64.pow(shift)))
        .ok_or(NumberError::TooLarge)
}

/// The longest text of a number of 20 digits and a point.
const LONGEST: usize = 21;

/// A place for the text of a number, used again and again.
#[derive(Debug)]
pub(super) struct Decimal {
    text: [u8; LONGEST],
}

impl Decimal {
    pub(super) const fn new() -> Self {
        Self { text: [0; LONGEST] }
    }

    /// The text of so many steps of 10^-`DECIMALS`, without zeros that say nothing.
    #[inline]
    pub(super) fn text<const DECIMALS: u32>(&mut self, steps: u64) -> &[u8] {
        // Known to the compiler, which then need not divide.
        let scale = const { 10_u64.pow(DECIMALS) };
        let (mut whole, fraction) = (steps / scale, steps % scale);
        let mut start = LONGEST;
        if fraction > 0 {
            start = self.put_fraction(fraction, DECIMALS);
        }
        loop {
            start = self.put(start, whole);
            whole /= 10;
            if whole == 0 {
                return &self.text[start..];
            }
        }
    }

    /// The point and the digits behind it.
    fn put_fraction(&mut self, mut fraction: u64, decimals: u32) -> usize {
        let mut digits = decimals;
        while fraction % 10 == 0 {
            fraction /= 10;
            digits -= 1;
        }
        let mut start = LONGEST;
        for _ in 0..digits {
            start = self.put(start, fraction);
            fraction /= 10;
        }
        self.text[start - 1] = b'.';
        start - 1
    }

    /// The last digit of a number, in front of what stands there.
    #[inline]
    fn put(&mut self, start: usize, number: u64) -> usize {
        let digit = number % 10;
        self.text[start - 1] = b'0' + digit.to_le_bytes()[0];
        start - 1
    }
}
