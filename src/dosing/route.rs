//! The way a dose enters the body.

use core::fmt;
use core::str::FromStr;

use crate::text::error::{ParseError, Unread};
use crate::text::reader::{Reader, parse};
use crate::text::serde_as_text;

/// The way a dose enters the body.
///
/// Prints and reads as the abbreviation: `IT`, `IV`, `SC`, `IVT`.
#[doc(alias = "EXROUTE")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Route {
    /// Into the cerebrospinal fluid by lumbar puncture.
    Intrathecal,
    /// Into a vein.
    Intravenous,
    /// Under the skin.
    Subcutaneous,
    /// Into the vitreous of an eye.
    Intravitreal,
}

impl Route {
    /// Every route, in the order of declaration.
    pub const ALL: &'static [Self] = &[
        Self::Intrathecal,
        Self::Intravenous,
        Self::Subcutaneous,
        Self::Intravitreal,
    ];

    /// The abbreviation that the text form uses.
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Intrathecal => "IT",
            Self::Intravenous => "IV",
            Self::Subcutaneous => "SC",
            Self::Intravitreal => "IVT",
        }
    }

    pub(crate) const fn read(text: &mut Reader<'_>) -> Result<Self, Unread> {
        let mut index = 0;
        while index < Self::ALL.len() {
            if text.eat_word(Self::ALL[index].abbreviation()) {
                return Ok(Self::ALL[index]);
            }
            index += 1;
        }
        text.expected("a route: IT, IV, SC or IVT")
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.abbreviation())
    }
}

impl FromStr for Route {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text, Self::read)
    }
}

serde_as_text!(Route, "a route: \"IT\", \"IV\", \"SC\" or \"IVT\"");
