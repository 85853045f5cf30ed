//! What errors show of a text that was found.

use core::fmt;
use std::borrow::Cow;

/// The start of a text that prints in so many characters, for an error that is short however long its input is.
pub(crate) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    let mut printed = 0;
    let longer = text.char_indices().find(|(_, c)| {
        printed += c.escape_debug().count();
        printed > most
    });
    match longer {
        Some((end, _)) => format!("{} ...", &text[..end]).into(),
        None => text.into(),
    }
}

/// A text that was found, in quotation marks and shortened.
pub(crate) struct Quoted<'t>(pub(crate) &'t str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", shortened(self.0, 100))
    }
}
