//! Why a text could not be read, and where that shows.

use core::error::Error;
use core::fmt;

use crate::text::debug_as_display;

/// A place in a text, and what was expected there. It has no text of its own, so that functions which run in
/// the compiler can return it.
#[derive(Clone, Copy)]
pub(crate) struct Unread {
    /// In bytes from the start of the text.
    pub(crate) at: usize,
    pub(crate) expected: &'static str,
}

/// Why a text could not be read as a value, and at which place in the text.
///
/// It is the error of every text form of quantities, intervals, windows, routes, amounts, doses and regimens:
/// an amount inside a regimen is refused with the same words as an amount alone.
///
/// ```
/// use aso_regimen::{Mass, Regimen};
///
/// let error = "100 mg IT q14 x3".parse::<Regimen>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "expected the unit d, w or mo right after the number at character 14, found \" \
///      x3\"",
/// );
/// assert_eq!(error.pointer(), "100 mg IT q14 x3\n             ^");
///
/// let error = "0,5 mg".parse::<Mass>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "expected a number such as 0.5 or 1000 (a comma is not read) at character 2, found \
///      \",5 mg\"",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ParseError {
    text: String,
    at: usize,
    message: String,
}

impl ParseError {
    pub(crate) fn expected(text: &str, Unread { at, expected }: Unread) -> Self {
        let character = character(text, at);
        let message = match excerpt(&text[at..]) {
            "" => format!("expected {expected} at character {character}, found the end"),
            found => format!("expected {expected} at character {character}, found {found:?}"),
        };
        let text = text.to_owned();
        Self { text, at, message }
    }

    /// What was read breaks a rule, in the words of the rule.
    pub(crate) fn rule(text: &str, at: usize, rule: &dyn fmt::Display) -> Self {
        let message = format!("{rule}, at character {}", character(text, at));
        let text = text.to_owned();
        Self { text, at, message }
    }

    /// The place of the error in the text, in bytes from its start, at a character boundary.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The same place in characters, counted from 1.
    pub fn character(&self) -> usize {
        character(&self.text, self.at)
    }

    /// The line of the text with the error, and below it a mark under the place.
    pub fn pointer(&self) -> String {
        let (before, behind) = self.text.split_at(self.at);
        let before = before.rsplit('\n').next().unwrap_or_default();
        let behind = behind.split('\n').next().unwrap_or_default();
        let indent = |c| if c == '\t' { '\t' } else { ' ' };
        let indent: String = before.chars().map(indent).collect();
        format!("{before}{behind}\n{indent}^")
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for ParseError {}

debug_as_display!(ParseError);

/// A place in bytes as one in characters, counted from 1.
fn character(text: &str, at: usize) -> usize {
    text[..at].chars().count() + 1
}

/// The first characters of what was found, enough to recognise it.
fn excerpt(rest: &str) -> &str {
    let end = rest.char_indices().nth(12).map_or(rest.len(), |(at, _)| at);
    &rest[..end]
}
