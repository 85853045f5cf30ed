//! Decimal numbers as whole smallest steps, to and from text without an error of rounding.

use core::fmt;

/// What was expected in place of a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Expected {
    Number,
    NotNegative,
    Smaller,
    Decimals(u32),
    Finite,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number => f.write_str("a number such as 100 or 0.5"),
            Self::NotNegative => f.write_str("a number that is not negative"),
            Self::Smaller => f.write_str("a smaller number"),
            Self::Decimals(0) => f.write_str("a whole number"),
            Self::Decimals(decimals) => write!(f, "at most {decimals} decimals"),
            Self::Finite => f.write_str("a finite number"),
        }
    }
}

/// Whether a field has no value: nothing, NONMEM's `.` or R's `NA`.
#[inline]
pub(super) fn is_missing(text: &[u8]) -> bool {
    matches!(text, b"" | b"." | b"NA")
}

const POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// Reads `12`, `0.5`, `1.1E+02` or Fortran's `1.1D+02` as whole steps of 10^-`decimals`; `None` for a value that is
/// missing. A number between two steps becomes the nearest one if that is at least `rounded`, where this is given.
#[inline]
pub(super) fn parse(
    text: &[u8],
    decimals: u32,
    rounded: Option<u64>,
) -> Result<Option<u64>, Expected> {
    if is_missing(text) {
        return Ok(None);
    }
    match in_steps(text, decimals) {
        Some(value) => Ok(Some(value)),
        None => parse_any(text, decimals, rounded).map(Some),
    }
}

/// Reads nearly every number, with no more decimals than there are steps.
#[inline]
fn in_steps(text: &[u8], decimals: u32) -> Option<u64> {
    if let [digit @ b'0'..=b'9'] = text {
        return Some(u64::from(digit - b'0') * POWERS.get(decimals as usize)?);
    }
    let (digits, fraction) = plain(text)?;
    let spare = (decimals as usize).checked_sub(fraction)?;
    digits.checked_mul(*POWERS.get(spare)?)
}

/// The digits of a number that is up to 18 bytes long with its point, and how many are behind the point. The text is not
/// missing, so that it has a digit.
#[inline]
fn plain(text: &[u8]) -> Option<(u64, usize)> {
    if text.len() > 18 {
        return None;
    }
    let (mut value, mut point) = (0_u64, text.len());
    for (place, byte) in text.iter().enumerate() {
        match byte.wrapping_sub(b'0') {
            digit @ 0..=9 => value = value * 10 + u64::from(digit),
            _ if *byte == b'.' && point == text.len() => point = place,
            _ => return None,
        }
    }
    Some((value, text.len().saturating_sub(point + 1)))
}

/// Whether a field has nothing but a missing value or the 0 that stands for one.
#[inline]
pub(super) fn is_nothing(text: &[u8]) -> bool {
    if matches!(text, b"" | b"." | b"0") {
        return true;
    }
    match plain(text) {
        Some((digits, _)) => digits == 0,
        None => matches!(parse_value(text), Ok(None | Some(0.0))),
    }
}

#[cold]
fn parse_any(text: &[u8], decimals: u32, rounded: Option<u64>) -> Result<u64, Expected> {
    let not_a_number = if decimals == 0 { Expected::Decimals(0) } else { Expected::Number };
    let (negative, digits, point) = scientific(text).ok_or(not_a_number)?;
    if negative && digits.iter().any(|digit| *digit != 0) {
        return Err(Expected::NotNegative);
    }
    let leading = digits.iter().take_while(|digit| **digit == 0).count();
    let digits = &digits[leading..];
    // How many of the digits are whole steps.
    let whole = point.saturating_sub_unsigned(leading as u64).saturating_add(decimals.into());
    let kept = usize::try_from(whole).unwrap_or(0).min(digits.len());
    let value = digits[..kept]
        .iter()
        .try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(*digit)))
        .ok_or(Expected::Smaller)?;
    if digits[kept..].iter().any(|digit| *digit != 0) {
        let up = whole >= 0 && digits[kept] >= 5;
        let nearest = value.checked_add(u64::from(up)).ok_or(Expected::Smaller)?;
        return match rounded {
            Some(least) if nearest >= least => Ok(nearest),
            _ => Err(Expected::Decimals(decimals)),
        };
    }
    let zeros = whole.saturating_sub_unsigned(kept as u64);
    match usize::try_from(zeros) {
        Ok(zeros) if value > 0 => {
            let scaled = POWERS.get(zeros).and_then(|scale| value.checked_mul(*scale));
            scaled.ok_or(Expected::Smaller)
        }
        _ => Ok(value),
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

/// Reads any finite number, `None` for a value that is missing.
#[inline]
pub(super) fn parse_value(text: &[u8]) -> Result<Option<f64>, Expected> {
    if is_missing(text) {
        return Ok(None);
    }
    match plain(text) {
        // Both are exact, so that the quotient is the nearest number.
        Some((digits @ 0..EXACT, fraction)) => {
            #[expect(clippy::cast_precision_loss, reason = "exact below 2^53 and up to 10^18")]
            let value = digits as f64 / POWERS[fraction] as f64;
            Ok(Some(value))
        }
        _ => parse_any_value(text).map(Some),
    }
}

/// From here on not every whole number is a floating-point number.
const EXACT: u64 = 1 << 53;

#[cold]
fn parse_any_value(text: &[u8]) -> Result<f64, Expected> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite());
    let text = core::str::from_utf8(text).map_err(|_| Expected::Finite)?;
    let value = number(text).or_else(|| number(&text.replace(['d', 'D'], "e")));
    value.ok_or(Expected::Finite)
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
