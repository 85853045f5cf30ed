//! What errors show of a text that was found.

use std::borrow::Cow;

/// The start of a text that prints in 60 characters, for an error that is short however long its input is.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    shortened(text, 60)
}

/// The same in quotation marks, with control characters escaped.
pub(crate) fn quoted(text: &str) -> String {
    format!("{:?}", excerpt(text))
}

/// The start of a text that prints in so many characters.
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

/// A text as one line: control characters, which a terminal would obey, are escaped.
#[cfg(feature = "interchange")]
pub(crate) fn one_line(text: String) -> String {
    if !text.contains(char::is_control) {
        return text;
    }
    let shown = |c: char| if c.is_control() { c.escape_debug().to_string() } else { c.to_string() };
    text.chars().map(shown).collect()
}
