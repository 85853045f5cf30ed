//! The registry a trial is registered in, and its number there.

use core::fmt;
use core::str::FromStr;
use std::borrow::Cow;

use thiserror::Error;

use crate::text::{debug_as_display, serde_as_text};

/// Where a trial is registered and under which number; text in JSON.
///
/// ```
/// use aso_regimen::evidence::trial::Registration;
///
/// let valor: Registration = "NCT02623699".parse()?;
/// assert_eq!(valor, Registration::Nct(2_623_699));
/// let elsewhere: Registration = "ISRCTN: 12345678".parse()?;
/// assert_eq!(elsewhere.to_string(), "ISRCTN: 12345678");
/// assert_eq!("none".parse(), Ok(Registration::None));
/// # Ok::<(), aso_regimen::evidence::trial::ParseRegistrationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Registration {
    /// ClinicalTrials.gov: the number after `NCT`, of at most eight digits.
    Nct(u32),
    /// Another registry. [`TrialBuilder::build`](super::TrialBuilder::build) checks that neither part is
    /// blank, and that the registry has no colon in its name.
    Named {
        /// The registry.
        registry: Cow<'static, str>,
        /// The trial's number there.
        number: Cow<'static, str>,
    },
    /// It is not registered.
    None,
}

/// Why a text is not a [`Registration`].
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseRegistrationError {
    /// The text begins like a number of ClinicalTrials.gov and is none.
    #[error("expected NCT and eight digits such as NCT02623699, found {found:?}")]
    Nct {
        /// The text.
        found: String,
    },
    /// The text has another form.
    #[error(
        "expected a registration such as \"NCT02623699\", \"ISRCTN: 12345678\" or \"none\", found {found:?}"
    )]
    Form {
        /// The text.
        found: String,
    },
}

debug_as_display!(ParseRegistrationError);

impl FromStr for Registration {
    type Err = ParseRegistrationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = || text.to_owned();
        match text.split_once(": ") {
            Some((registry, number))
                if ![registry, number].iter().any(|part| part.trim().is_empty()) =>
            {
                Ok(Self::Named {
                    registry: registry.to_owned().into(),
                    number: number.to_owned().into(),
                })
            }
            None if text == "none" => Ok(Self::None),
            None if text.starts_with("NCT") => {
                let digits = &text["NCT".len()..];
                let plain = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
                let number = digits.parse().ok().filter(|_| plain).map(Self::Nct);
                number.ok_or_else(|| ParseRegistrationError::Nct { found: found() })
            }
            _ => Err(ParseRegistrationError::Form { found: found() }),
        }
    }
}

impl fmt::Display for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nct(number) => write!(f, "NCT{number:08}"),
            Self::Named { registry, number } => write!(f, "{registry}: {number}"),
            Self::None => f.write_str("none"),
        }
    }
}

serde_as_text!(
    Registration,
    "a registration such as \"NCT02623699\", \"ISRCTN: 12345678\" or \"none\""
);
