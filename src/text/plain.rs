//! Errors of JSON in plain words: serde's own name types of the language it is written in.

use core::fmt::Display;

use serde::de::{Deserialize, Deserializer, Error};

#[cfg(feature = "interchange")]
use crate::text::excerpt::{one_line, shortened};

/// A form whose errors are in plain words, down to its last member: `#[serde(try_from = "Plain<PhaseForm>")]`.
pub(crate) struct Plain<F>(pub(crate) F);

impl<'de, F: Deserialize<'de>> Deserialize<'de> for Plain<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        plain(deserializer).map(Self)
    }
}

/// Reads a value with errors in plain words: `#[serde(deserialize_with = "plain")]` of a member.
pub(crate) fn plain<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map_err(in_plain_words)
}

/// What `serde_json` says of a text that is not JSON, and what was found.
#[cfg(feature = "interchange")]
const FAULTS: [(&str, &str); 12] = [
    ("EOF while parsing a list", "a text that ends within a list"),
    ("EOF while parsing an object", "a text that ends within an object"),
    ("EOF while parsing a string", "a text that ends within quotation marks"),
    ("EOF while parsing a value", "a text that ends where a value should be"),
    ("expected value", "no value"),
    ("expected ident", "a word other than true, false and null"),
    ("expected `:`", "no colon after a name"),
    ("expected `,` or `]`", "neither a comma nor ] after a value"),
    ("expected `,` or `}`", "neither a comma nor } after a value"),
    ("key must be a string", "no name in quotation marks"),
    ("trailing characters", "more text after the end"),
    (
        r"control character (\u0000-\u001F) found while parsing a string",
        "a control character within quotation marks",
    ),
];

/// The text of an error of JSON: what was found, what was expected, and the place, each shortened. If the text is not
/// JSON, it is only what was found.
#[cfg(feature = "interchange")]
pub(crate) fn short(error: &impl Display) -> String {
    let text = one_line(error.to_string());
    if text == "EOF while parsing a value at line 1 column 0" {
        return "an empty text".to_owned();
    }
    let before = |text: &str, word| text.rfind(word).unwrap_or(text.len());
    let (said, place) = text.split_at(before(&text, " at line "));
    if let Some((_, found)) = FAULTS.iter().find(|(fault, _)| *fault == said) {
        return format!("{found}{place}");
    }
    let (found, expected) = said.split_at(before(said, ", expected "));
    [found, expected, place].map(|part| shortened(part, 200)).concat()
}

/// What serde says it expected, and what that is.
const WORDS: [(&str, &str); 14] = [
    ("u8", "a whole number from 0 to 255"),
    ("i8", "a whole number from -128 to 127"),
    ("u16", "a whole number from 0 to 65535"),
    ("u32", "a whole number from 0 to 4294967295"),
    ("a nonzero u32", "a whole number from 1 to 4294967295"),
    ("i32", "a whole number from -2147483648 to 2147483647"),
    ("u64", "a whole number from 0"),
    ("usize", "a whole number from 0"),
    ("i64", "a whole number"),
    ("f64", "a number"),
    ("a tuple of size 2", "a list of two numbers such as [1, 3]"),
    ("a sequence", "a list"),
    ("a map", "an object"),
    ("newtype variant", "an object with one member"),
];

/// The same error, in plain words. A reader that adds the place finds it at the end of the text, where it was.
pub(crate) fn in_plain_words<E: Error + Display>(error: E) -> E {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    let (said, place) = text.split_at(end);
    if let Some(rest) = said.strip_prefix("unknown variant ") {
        return E::custom(format_args!("unknown value {rest}{place}"));
    }
    let Some((found, expected)) = said.rsplit_once(", expected ") else {
        return error;
    };
    let known = WORDS.iter().find(|(word, _)| *word == expected).map(|(_, plain)| *plain);
    match known.or(expected.starts_with("struct ").then_some("an object")) {
        Some(plain) => E::custom(format_args!("{found}, expected {plain}{place}")),
        None => error,
    }
}
