//! The way a dose enters the body.

use core::fmt;
use core::str::FromStr;
use std::borrow::Cow;

use thiserror::Error;

use crate::text::error::{ParseError, Unread};
use crate::text::reader::{Reader, parse, tri};
use crate::text::{debug_as_display, serde_as_text};

/// Route of administration.
///
/// Prints and reads as its abbreviation, `IT`, `IV`, `SC` or `IVT`; any other route by its name in double quotes.
///
/// ```
/// use aso_regimen::{Regimen, Route};
///
/// let nasal: Regimen = "100 mg \"intranasal\" q7d".parse()?;
/// assert_eq!(nasal.phases()[0].dose().route(), &Route::Named("intranasal".into()));
/// assert_eq!(Route::Intrathecal.to_string(), "IT");
/// assert_eq!(Route::Intrathecal.name(), "intrathecal");
/// # Ok::<(), aso_regimen::ParseError>(())
/// ```
#[doc(alias = "EXROUTE")]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Any other route, by its name. A [`Regimen`](crate::Regimen) refuses a name that is blank, that has a double
    /// quote or a control character, or that is the name or the abbreviation of one of [`Route::KNOWN`].
    Named(Cow<'static, str>),
}

/// Why a name cannot be that of a [`Route::Named`].
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RouteNameError {
    /// Nothing but white space.
    #[error("a route without a name, expected {}", self.expected())]
    Blank,
    /// A double quote or a control character.
    #[error("the name of a route has {character:?} at character {at}, expected {}", self.expected())]
    Character {
        /// The character.
        character: char,
        /// Its place in the name, counted from 1.
        at: usize,
    },
    /// The name or the abbreviation of a route that has one.
    #[error("the name belongs to the route {abbreviation}, expected {}", self.expected())]
    Known {
        /// The abbreviation of that route.
        abbreviation: &'static str,
    },
}

impl RouteNameError {
    pub(super) const fn expected(&self) -> &'static str {
        match self {
            Self::Blank => "a name of a route such as \"intranasal\"",
            Self::Character { .. } => "a name of a route without quotes and control characters",
            Self::Known { abbreviation } => match abbreviation.as_bytes() {
                b"IT" => "IT without quotes",
                b"IV" => "IV without quotes",
                b"SC" => "SC without quotes",
                _ => "IVT without quotes",
            },
        }
    }
}

debug_as_display!(RouteNameError);

impl Route {
    /// The routes that have an abbreviation, in the order of declaration.
    pub const KNOWN: &'static [Self] =
        &[Self::Intrathecal, Self::Intravenous, Self::Subcutaneous, Self::Intravitreal];

    /// The abbreviation that the text form uses, or `None` if the route is [named](Route::Named).
    pub const fn abbreviation(&self) -> Option<&'static str> {
        match self {
            Self::Named(_) => None,
            known => Some(known.words().0),
        }
    }

    /// The name in full, such as `intrathecal`.
    pub fn name(&self) -> &str {
        match self {
            Self::Named(name) => name,
            known => known.words().1,
        }
    }

    /// Abbreviation and name of a route that has both.
    const fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Intrathecal => ("IT", "intrathecal"),
            Self::Intravenous => ("IV", "intravenous"),
            Self::Subcutaneous => ("SC", "subcutaneous"),
            Self::Intravitreal => ("IVT", "intravitreal"),
            Self::Named(_) => ("", ""),
        }
    }

    /// What to call the route in an error, or `None` if it is the intrathecal one.
    pub(super) const fn other_than_intrathecal(&self) -> Option<&'static str> {
        match self {
            Self::Intrathecal => None,
            Self::Named(_) => Some(OF_ANOTHER_NAME),
            known => known.abbreviation(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), RouteNameError> {
        match self {
            Self::Named(name) => check_name(name),
            _ => Ok(()),
        }
    }
}

/// A named route in an error that the compiler can make, too.
const OF_ANOTHER_NAME: &str = "of another name";

const fn check_name(name: &str) -> Result<(), RouteNameError> {
    let (bytes, trimmed) = (name.as_bytes(), name.as_bytes().trim_ascii());
    if trimmed.is_empty() {
        return Err(RouteNameError::Blank);
    }
    let (mut index, mut at) = (0, 0);
    while index < bytes.len() {
        let byte = bytes[index];
        // A byte that does not go on with a character begins one.
        at += (byte & 0xC0 != 0x80) as usize;
        // The controls of Latin-1, U+0080 to U+009F, have the byte of their number behind 0xC2.
        let latin = byte >= 0x80 && byte < 0xA0 && bytes[index - 1] == 0xC2;
        if byte == b'"' || byte.is_ascii_control() || latin {
            let character = byte as char;
            return Err(RouteNameError::Character { character, at });
        }
        index += 1;
    }
    let mut index = 0;
    while index < Route::KNOWN.len() {
        let (abbreviation, full) = Route::KNOWN[index].words();
        if is_same(trimmed, abbreviation.as_bytes()) || is_same(trimmed, full.as_bytes()) {
            return Err(RouteNameError::Known { abbreviation });
        }
        index += 1;
    }
    Ok(())
}

/// Whether two texts are the same in ASCII letters of either case, for the compiler too.
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    match (one, other) {
        ([a, one @ ..], [b, other @ ..]) => a.eq_ignore_ascii_case(b) && is_same(one, other),
        _ => one.is_empty() && other.is_empty(),
    }
}

/// A route as it is written, which owns nothing.
#[derive(Clone, Copy)]
pub(super) enum RouteText<'t> {
    Known(&'static Route),
    Named(&'t str),
}

impl<'t> RouteText<'t> {
    pub(super) const fn read(text: &mut Reader<'t>) -> Result<Self, Unread> {
        let mut index = 0;
        while index < Route::KNOWN.len() {
            let known = &Route::KNOWN[index];
            if text.eat_word(known.words().0) {
                return Ok(Self::Known(known));
            }
            index += 1;
        }
        let start = *text;
        if !text.eat("\"") {
            return text.expected("a route: IT, IV, SC, IVT, or another in double quotes");
        }
        let name = tri!(text.before("\"", "the name of a route and a closing double quote"));
        match check_name(name) {
            Ok(()) => Ok(Self::Named(name)),
            Err(error) => start.expected(error.expected()),
        }
    }

    pub(super) const fn other_than_intrathecal(self) -> Option<&'static str> {
        match self {
            Self::Known(known) => known.other_than_intrathecal(),
            Self::Named(_) => Some(OF_ANOTHER_NAME),
        }
    }

    pub(super) fn make(self) -> Route {
        match self {
            Self::Known(known) => known.clone(),
            Self::Named(name) => Route::Named(Cow::Owned(name.to_owned())),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.abbreviation() {
            Some(abbreviation) => f.pad(abbreviation),
            None => f.pad(&format!("\"{}\"", self.name())),
        }
    }
}

impl FromStr for Route {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text, RouteText::read).map(RouteText::make)
    }
}

serde_as_text!(Route, "a route such as \"IT\", or another in double quotes of its own");
