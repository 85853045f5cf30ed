//! What was found in a text, as errors show it.

use std::borrow::Cow;

/// The first 40 characters of a text, so that an error is short however long its input is.
pub(super) fn excerpt(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{} ...", &text[..end]).into(),
        None => text.into(),
    }
}

/// What keeps a text from being plain: that it is blank, or has a control character; `None` if it is plain.
pub(super) fn not_plain(text: &str, allowed: &[char]) -> Option<String> {
    if text.trim().is_empty() {
        return Some("a blank one".to_owned());
    }
    let control = |c: &char| c.is_control() && !allowed.contains(c);
    let found = text.chars().find(control)?;
    Some(format!("the control character {found:?}"))
}
