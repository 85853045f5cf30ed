//! The number under which a trial is registered.

use core::fmt;
use core::str::FromStr;

use thiserror::Error;

use crate::text::serde_as_text;

/// A number of ClinicalTrials.gov: `NCT` and eight digits.
///
/// ```
/// use aso_regimen::evidence::trial::NctNumber;
///
/// let valor: NctNumber = "NCT02623699".parse()?;
/// assert_eq!(valor.to_string(), "NCT02623699");
/// assert!("NCT2623699".parse::<NctNumber>().is_err());
/// # Ok::<(), aso_regimen::evidence::trial::ParseNctNumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NctNumber(u32);

/// Why a text is not an [`NctNumber`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected NCT and eight digits such as NCT02623699, found {text:?}")]
pub struct ParseNctNumberError {
    text: String,
}

impl FromStr for NctNumber {
    type Err = ParseNctNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text
            .strip_prefix("NCT")
            .filter(|digits| digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| ParseNctNumberError {
                text: text.to_owned(),
            })
    }
}

impl fmt::Display for NctNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NCT{:08}", self.0)
    }
}

serde_as_text!(NctNumber, "a registry number such as \"NCT02623699\"");
