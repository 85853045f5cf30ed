//! Published numbers with exactly the digits that the source prints.
//!
//! ```
//! use aso_regimen::evidence::printed::Printed;
//!
//! let ratio: Printed = "0.40".parse()?;
//! assert_eq!((ratio.value(), ratio.decimals()), (0.4, 2));
//! assert_ne!(ratio, "0.4".parse()?);
//! assert!("4e-1".parse::<Printed>().is_err());
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use core::fmt;
use core::ops::RangeInclusive;
use core::str::FromStr;

use thiserror::Error;

use crate::text::excerpt::quoted;
use crate::text::{debug_as_display, serde_as_text};

/// A decimal number exactly as printed: `-8.14`, `0.40`, `12`.
///
/// All digits are kept, including trailing zeros, so `0.40` stands for any number from 0.395 to 0.405. Two values are
/// equal if they print the same: `0.4` and `0.40` are different. There are at most 18 digits and no exponent.
///
/// ```
/// use aso_regimen::evidence::printed::Printed;
///
/// let ratio: Printed = "0.40".parse()?;
/// assert_eq!(ratio.to_string(), "0.40");
/// assert_eq!(ratio.value(), 0.4);
/// let (low, high) = ratio.rounding().into_inner();
/// assert!((low - 0.395).abs() < 1e-12 && (high - 0.405).abs() < 1e-12);
/// # Ok::<(), aso_regimen::evidence::printed::ParsePrintedError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Printed {
    /// The digits without the point.
    digits: i64,
    decimals: u8,
    /// `-0.0` keeps its sign.
    negative: bool,
}

/// A text that is not a printed number.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("expected a decimal number of at most 18 digits such as -8.14, found {}", quoted(text))]
pub struct ParsePrintedError {
    text: String,
}

impl Printed {
    /// The number as the nearest `f64`.
    pub fn value(self) -> f64 {
        self.with_last_digit(0.0)
    }

    /// Returns the range of numbers that round to the printed one, ends included.
    pub fn rounding(self) -> RangeInclusive<f64> {
        self.with_last_digit(-0.5)..=self.with_last_digit(0.5)
    }

    /// The number with `more` added to its last digit. It is one division of two exact numbers, so the result is the
    /// nearest `f64`.
    #[expect(clippy::cast_precision_loss, reason = "printed numbers have a few digits")]
    fn with_last_digit(self, more: f64) -> f64 {
        (self.digits as f64 + more) / 10_f64.powi(i32::from(self.decimals))
    }

    /// The number of digits after the decimal point.
    pub fn decimals(self) -> u8 {
        self.decimals
    }
}

impl FromStr for Printed {
    type Err = ParsePrintedError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match rest.split_once('.') {
            Some((_, "")) => ("", ""),
            Some(parts) => parts,
            None => (rest, ""),
        };
        let all = || whole.bytes().chain(fraction.bytes());
        // A number is printed with one leading zero at the most.
        let padded = whole.len() > 1 && whole.starts_with('0');
        let plain = !whole.is_empty() && !padded && all().all(|byte| byte.is_ascii_digit());
        if !plain || all().count() > 18 {
            return Err(ParsePrintedError { text: text.to_owned() });
        }
        let magnitude = all().fold(0_i64, |value, byte| value * 10 + i64::from(byte - b'0'));
        Ok(Self {
            digits: if negative { -magnitude } else { magnitude },
            decimals: u8::try_from(fraction.len()).unwrap_or(u8::MAX),
            negative,
        })
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        let digits = self.digits.unsigned_abs();
        let decimals = usize::from(self.decimals);
        if decimals == 0 {
            return f.pad(&format!("{sign}{digits}"));
        }
        let scale = 10_u64.pow(u32::from(self.decimals));
        let (whole, fraction) = (digits / scale, digits % scale);
        f.pad(&format!("{sign}{whole}.{fraction:0decimals$}"))
    }
}

debug_as_display!(Printed, ParsePrintedError);

serde_as_text!(Printed, "a printed number such as \"-8.14\"");
