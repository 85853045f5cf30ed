//! Decimal numbers as whole smallest steps, to and from text without an error of rounding.

use std::borrow::Cow;

/// Reads `12`, `0.5` or `.5` as whole steps of 10^-`decimals`; `None` for nothing, or the `.` that stands for it.
/// The error is what was expected.
pub(super) fn parse(text: &str, decimals: u32) -> Result<Option<u64>, Cow<'static, str>> {
    let is_number = |text: &str| {
        let mut digits = text.bytes().filter(u8::is_ascii_digit);
        let others = text.bytes().filter(|byte| !byte.is_ascii_digit());
        digits.next().is_some() && others.eq(text.bytes().filter(|byte| *byte == b'.').take(1))
    };
    if matches!(text, "" | ".") {
        return Ok(None);
    }
    let positive = text.strip_prefix('-').unwrap_or(text);
    if !is_number(positive) {
        return Err("a number such as 100 or 0.5".into());
    }
    if positive != text {
        return Err("a number that is not negative".into());
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    let shift = u32::try_from(fraction.len())
        .ok()
        .and_then(|digits| decimals.checked_sub(digits))
        .ok_or_else(|| match decimals {
            0 => "a whole number".into(),
            _ => Cow::from(format!("at most {decimals} decimals")),
        })?;
    let mut digits = whole.bytes().chain(fraction.bytes());
    digits
        .try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .and_then(|value| value.checked_mul(10_u64.pow(shift)))
        .map(Some)
        .ok_or(TOO_LARGE.into())
}

/// What is expected in place of a number past the largest one.
pub(super) const TOO_LARGE: &str = "a smaller number";

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
