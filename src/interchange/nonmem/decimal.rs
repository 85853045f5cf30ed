//! Decimal numbers as whole smallest steps, to and from text without an error of rounding.

use std::borrow::Cow;

/// Whether a field has no value: nothing, NONMEM's `.` or R's `NA`.
#[inline]
pub(super) fn is_missing(text: &[u8]) -> bool {
    matches!(text, b"" | b"." | b"NA")
}

/// Reads `12`, `0.5`, `1.1E+02` or Fortran's `1.1D+02` as whole steps of 10^-`decimals`; `None` for a value that is
/// missing. A number between two steps becomes the nearest one if that is at least `rounded`, where this is given.
/// The error is what was expected.
#[inline]
pub(super) fn parse(
    text: &[u8],
    decimals: u32,
    rounded: Option<u64>,
) -> Result<Option<u64>, Cow<'static, str>> {
    if is_missing(text) {
        return Ok(None);
    }
    // As nearly every number: up to 18 digits and a point, no more decimals than there are steps.
    let (mut value, mut point) = (0_u64, None);
    for (place, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' if place < 18 => value = value * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() && text.len() > 1 => point = Some(place),
            _ => return parse_any(text, decimals, rounded).map(Some),
        }
    }
    let fraction = point.map_or(0, |place| text.len() - 1 - place);
    let spare = u32::try_from(fraction).ok().and_then(|digits| decimals.checked_sub(digits));
    match spare.and_then(|spare| 10_u64.checked_pow(spare)) {
        Some(scale) => value.checked_mul(scale).map(Some).ok_or(TOO_LARGE.into()),
        None => parse_any(text, decimals, rounded).map(Some),
    }
}

fn parse_any(
    text: &[u8],
    decimals: u32,
    rounded: Option<u64>,
) -> Result<u64, Cow<'static, str>> {
    let Some((negative, digits, point)) = scientific(text) else {
        return Err("a number such as 100 or 0.5".into());
    };
    if negative && digits.iter().any(|digit| *digit != 0) {
        return Err("a number that is not negative".into());
    }
    let leading = digits.iter().take_while(|digit| **digit == 0).count();
    let digits = &digits[leading..];
    // How many of the digits are whole steps.
    let whole = point.saturating_sub_unsigned(leading as u64).saturating_add(decimals.into());
    let kept = usize::try_from(whole).unwrap_or(0).min(digits.len());
    let value = digits[..kept]
        .iter()
        .try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(*digit)))
        .ok_or(TOO_LARGE)?;
    if digits[kept..].iter().all(|digit| *digit == 0) {
        let zeros = u32::try_from(whole.saturating_sub_unsigned(kept as u64)).unwrap_or(u32::MAX);
        return match value {
            0 => Ok(0),
            _ if whole <= 0 => Ok(value),
            _ => 10_u64
                .checked_pow(zeros)
                .and_then(|scale| value.checked_mul(scale))
                .ok_or(TOO_LARGE.into()),
        };
    }
    let up = whole >= 0 && digits[kept] >= 5;
    let nearest = value.checked_add(u64::from(up)).ok_or(TOO_LARGE)?;
    match rounded {
        Some(least) if nearest >= least => Ok(nearest),
        _ if decimals == 0 => Err("a whole number".into()),
        _ => Err(format!("at most {decimals} decimals").into()),
    }
}

/// Whether it is negative, its digits, and how many of them are before the point; `None` if it is no number.
fn scientific(text: &[u8]) -> Option<(bool, Vec<u8>, i64)> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let is_exponent = |byte: &u8| matches!(byte, b'e' | b'E' | b'd' | b'D');
    let (mantissa, exponent) = match text.iter().position(is_exponent) {
        Some(place) => (&text[..place], exponent(&text[place + 1..])?),
        None => (text, 0),
    };
    let point = mantissa.iter().position(|byte| *byte == b'.').unwrap_or(mantissa.len());
    let (whole, fraction) = mantissa.split_at(point);
    let digits = whole.iter().chain(fraction.iter().skip(1));
    let digits: Option<Vec<u8>> =
        digits.map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect();
    let digits = digits.filter(|digits| !digits.is_empty())?;
    Some((negative, digits, i64::try_from(point).ok()?.saturating_add(exponent)))
}

/// A whole number, the largest one where it is larger.
fn exponent(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().fold(0_i64, |value, digit| {
        value.saturating_mul(10).saturating_add(i64::from(digit - b'0'))
    });
    Some(sign * value)
}

/// Reads any finite number, `None` for a value that is missing; the error is what was expected.
pub(super) fn parse_value(text: &[u8]) -> Result<Option<f64>, Cow<'static, str>> {
    if is_missing(text) {
        return Ok(None);
    }
    let number = |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite());
    let value = core::str::from_utf8(text).ok().and_then(|text| {
        number(text).or_else(|| number(&text.replace(['d', 'D'], "e")))
    });
    value.map(Some).ok_or("a finite number".into())
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
