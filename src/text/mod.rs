//! What every value with a text form shares: reading, exact decimals, and serde through `Display` and `FromStr`.

use core::fmt;

pub(crate) mod decimal;
pub(crate) mod error;
pub(crate) mod excerpt;
#[cfg(feature = "serde")]
pub(crate) mod plain;
pub(crate) mod reader;
#[cfg(feature = "serde")]
pub(crate) mod text_or;

/// A number in an error as it is read best: with an exponent where it would be a row of noughts.
pub(crate) struct Found(pub(crate) f64);

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value) = self;
        if *value != 0.0 && value.is_finite() && !(1e-6..1e15).contains(&value.abs()) {
            write!(f, "{value:e}")
        } else {
            write!(f, "{value}")
        }
    }
}

/// Serialises a type as its `Display` text and reads it back through `FromStr`, its only parser.
macro_rules! serde_as_text {
    ($type:ty, $expecting:literal) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl serde::de::Visitor<'_> for Text {
                    type Value = $type;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str($expecting)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}
pub(crate) use serde_as_text;

/// The form in which a value with a check is read from JSON, and the constructor that checks it. The type derives
/// `Serialize` as it is, and `Deserialize` with `try_from` this form.
macro_rules! json_form {
    ($form:ident { $($(#[$of:meta])* $key:ident: $kind:ty),+ } is $expected:literal, $type:ident :: $make:ident, $error:ty) => {
        #[cfg(feature = "serde")]
        #[derive(serde::Deserialize)]
        #[serde(expecting = $expected, deny_unknown_fields)]
        struct $form {
            $($(#[$of])*
            #[serde(deserialize_with = "crate::text::plain::plain")]
            $key: $kind),+
        }

        #[cfg(feature = "serde")]
        impl TryFrom<$form> for $type {
            type Error = $error;

            fn try_from(form: $form) -> Result<Self, $error> {
                Self::$make($(form.$key),+)
            }
        }
    };
}
pub(crate) use json_form;

/// The same for a value that JSON has without keys: as a number, a text or a list.
macro_rules! json_value {
    ($kind:ty, $type:ident :: $make:ident, $error:ty) => {
        #[cfg(feature = "serde")]
        impl TryFrom<$crate::text::plain::Plain<$kind>> for $type {
            type Error = $error;

            fn try_from(value: $crate::text::plain::Plain<$kind>) -> Result<Self, $error> {
                Self::$make(value.0)
            }
        }
    };
}
pub(crate) use json_value;

/// `Debug` reads like `Display`: a failed assertion prints values as a person writes them, and `unwrap` and
/// `main` print an error as its text.
macro_rules! debug_as_display {
    ($($type:ty),+) => {$(
        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(self, f)
            }
        }
    )+};
}
pub(crate) use debug_as_display;

/// Writes a number to so many significant digits; with an exponent if that is outside the range of `plain` ones.
pub(crate) fn write_significant(
    f: &mut fmt::Formatter<'_>,
    value: f64,
    digits: usize,
    plain: core::ops::Range<i32>,
) -> fmt::Result {
    // Rounded first, since 9.999 to three digits has one digit more before its point.
    let rounded = format!("{value:.*e}", digits - 1);
    let exponent = rounded.split_once('e').and_then(|(_, exponent)| exponent.parse().ok());
    match exponent.filter(|exponent| plain.contains(exponent)) {
        Some(exponent) => {
            let decimals = (digits - 1).saturating_add_signed(-exponent as isize);
            write!(f, "{value:.decimals$}")
        }
        None => f.write_str(&rounded),
    }
}

/// What separates the fields of a line that has no comma.
pub(crate) fn separator_but_comma(line: &str) -> Option<char> {
    let found = || [';', '\t', '|'].into_iter().find(|other| line.contains(*other));
    if line.contains(',') { None } else { found() }
}

/// Whether a text says something and can be printed.
pub(crate) fn is_readable(text: &str) -> bool {
    !is_blank(text) && !has_control(text)
}

/// Whether a text has no character that can be seen.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_ignorable(c))
}

/// Whether a character is drawn as nothing: `Default_Ignorable_Code_Point` of Unicode.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a text has a character that no format of the field holds.
pub(crate) fn has_control(text: &str) -> bool {
    text.contains(char::is_control)
}
