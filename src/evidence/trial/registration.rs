//! The registration of a trial: the registry and the trial's number there.

use core::fmt;
use core::ops::RangeInclusive;
use core::str::FromStr;
use std::borrow::Cow;

use thiserror::Error;

use crate::text::excerpt::quoted;
use crate::text::{debug_as_display, is_readable, serde_as_text};

/// The registration of a trial: its registry and its number there. In JSON it is text.
///
/// | text | registry |
/// |---|---|
/// | `NCT02623699` | ClinicalTrials.gov |
/// | `2023-503928-10-00` | Clinical Trials Information System of the European Union (EU CT number); its second part begins with 5 |
/// | `2015-004098-33` | EudraCT, the register of the European Union before; its second part does not begin with 5 |
/// | `ISRCTN12345678` | ISRCTN |
/// | `jRCTs041220087` | Japan Registry of Clinical Trials: a small letter or none, then 9 or 10 digits |
/// | `ChiCTR2300070727` | Chinese Clinical Trial Registry; an older form is `ChiCTR-TRC-12345678` |
/// | `DRKS: DRKS00012345` | another registry, a colon, and the number there |
/// | `none` | not registered |
///
/// The form of the number is checked, and that the digits of an NCT or ISRCTN number are not all 0. Check digits are
/// not verified.
///
/// ```
/// use aso_regimen::evidence::trial::Registration;
///
/// let valor: Registration = "NCT02623699".parse()?;
/// assert_eq!(valor, Registration::Nct(2_623_699));
/// let in_europe: Registration = "2015-004098-33".parse()?;
/// assert_eq!(in_europe, Registration::EudraCt("2015-004098-33".into()));
/// assert_eq!("none".parse(), Ok(Registration::None));
/// # Ok::<(), aso_regimen::evidence::trial::ParseRegistrationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Registration {
    /// A ClinicalTrials.gov number: the at most eight digits after `NCT`.
    Nct(u32),
    /// An EU CT number. The form of this number, and of those in the variants below, is checked by
    /// [`TrialBuilder::build`](super::TrialBuilder::build).
    EuCt(Cow<'static, str>),
    /// A EudraCT number.
    EudraCt(Cow<'static, str>),
    /// An ISRCTN number: the at most eight digits after `ISRCTN`.
    Isrctn(u32),
    /// A number of the Japan Registry of Clinical Trials, including `jRCT`.
    Jrct(Cow<'static, str>),
    /// A number of the Chinese Clinical Trial Registry, including `ChiCTR`.
    ChiCtr(Cow<'static, str>),
    /// A registry other than those above. Its name has no colon, and neither its name nor the number is blank or has a
    /// control character.
    Named {
        /// The name of the registry.
        registry: Cow<'static, str>,
        /// The trial's number there.
        number: Cow<'static, str>,
    },
    /// The trial is not registered.
    None,
}

/// A text that is not a [`Registration`].
#[derive(Clone, PartialEq, Eq, Error)]
#[error("expected {expected}, found {}", quoted(found))]
pub struct ParseRegistrationError {
    expected: &'static str,
    found: String,
}

debug_as_display!(ParseRegistrationError);

/// The beginning of a number, the form expected, and the function that reads it.
type Form = (&'static str, &'static str, fn(&str) -> Option<Registration>);

const FORMS: [Form; 4] = [
    ("NCT", "NCT and eight digits such as NCT02623699", |text| {
        eight_digits(text, "NCT").map(Registration::Nct)
    }),
    ("ISRCTN", "ISRCTN and eight digits such as ISRCTN12345678", |text| {
        eight_digits(text, "ISRCTN").map(Registration::Isrctn)
    }),
    ("jRCT", "jRCT, a small letter or none, and 9 or 10 digits such as jRCTs041220087", |text| {
        let number = text.strip_prefix("jRCT")?;
        let number = number.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(number);
        has_digits(number, 9..=10).then(|| Registration::Jrct(text.to_owned().into()))
    }),
    ("ChiCTR", "ChiCTR and 10 digits such as ChiCTR2300070727, or ChiCTR-TRC-12345678", |text| {
        let number = text.strip_prefix("ChiCTR")?;
        let older = number.strip_prefix('-').and_then(|rest| rest.split_once('-'));
        let capitals =
            |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_uppercase());
        let is_number = match older {
            Some((kind, digits)) => capitals(kind) && has_digits(digits, 6..=10),
            None => has_digits(number, 10..=10),
        };
        is_number.then(|| Registration::ChiCtr(text.to_owned().into()))
    }),
];

const DATED: &str =
    "a EudraCT number such as 2015-004098-33, or an EU CT number such as 2023-503928-10-00";

fn has_digits(text: &str, lengths: RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn eight_digits(text: &str, before: &str) -> Option<u32> {
    let digits = text.strip_prefix(before).filter(|digits| has_digits(digits, 8..=8))?;
    digits.parse().ok().filter(|number| *number > 0)
}

/// A number that begins with a year.
fn dated(text: &str) -> Option<Registration> {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    if !parts.iter().all(|part| has_digits(part, 1..=6)) || !text.starts_with("20") {
        return None;
    }
    match &*lengths {
        [4, 6, 2, 2] if parts[1].starts_with('5') => {
            Some(Registration::EuCt(text.to_owned().into()))
        }
        [4, 6, 2] if !parts[1].starts_with('5') => {
            Some(Registration::EudraCt(text.to_owned().into()))
        }
        _ => None,
    }
}

impl FromStr for Registration {
    type Err = ParseRegistrationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = |expected| ParseRegistrationError { expected, found: text.to_owned() };
        if text == "none" {
            return Ok(Self::None);
        }
        if let Some((_, expected, read)) = FORMS.iter().find(|(begin, ..)| text.starts_with(begin))
        {
            return read(text).ok_or_else(|| refused(expected));
        }
        let named = text.split_once(": ");
        if named.is_none() && text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('-') {
            return dated(text).ok_or_else(|| refused(DATED));
        }
        match named.filter(|(registry, number)| is_readable(registry) && is_readable(number)) {
            Some((registry, _)) if ["EU CT", "EudraCT"].contains(&registry) => Err(refused(DATED)),
            Some((_, number)) if matches!(number.parse(), Ok(of) if !matches!(of, Self::Named { .. } | Self::None)) => {
                Err(refused("the number alone, whose form names its registry, such as NCT02623699"))
            }
            Some((registry, number)) if !registry.contains(':') => Ok(Self::Named {
                registry: registry.to_owned().into(),
                number: number.to_owned().into(),
            }),
            _ => Err(refused(
                "a registration such as \"NCT02623699\", \"DRKS: DRKS00012345\" or \"none\"",
            )),
        }
    }
}

impl fmt::Display for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nct(number) => write!(f, "NCT{number:08}"),
            Self::Isrctn(number) => write!(f, "ISRCTN{number:08}"),
            Self::EuCt(number)
            | Self::EudraCt(number)
            | Self::Jrct(number)
            | Self::ChiCtr(number) => f.write_str(number),
            Self::Named { registry, number } => write!(f, "{registry}: {number}"),
            Self::None => f.write_str("none"),
        }
    }
}

serde_as_text!(
    Registration,
    "a registration such as \"NCT02623699\", \"DRKS: DRKS00012345\" or \"none\""
);
