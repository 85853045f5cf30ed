//! What every value with a text form shares: exact decimals, and serde through `Display` and `FromStr`.

use thiserror::Error;

/// Why a number with a unit could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseQuantityError {
    /// The text does not begin with a plain decimal number.
    #[error("expected a number such as {example}, found {text:?}")]
    Number {
        /// The text as given.
        text: String,
        /// A text that is read.
        example: &'static str,
    },
    /// The number is not followed by one of the units.
    #[error("expected one of the units {units} after the number in {text:?}")]
    Unit {
        /// The text as given.
        text: String,
        /// The units that are read.
        units: &'static str,
    },
    /// The number has more decimals than the smallest unit can hold.
    #[error("{text:?} is finer than {finest}, the smallest step that can be held")]
    TooFine {
        /// The text as given.
        text: String,
        /// The smallest step.
        finest: &'static str,
    },
    /// The number is larger than the type can hold.
    #[error("{text:?} is more than the largest value, {largest}")]
    TooLarge {
        /// The text as given.
        text: String,
        /// The largest value.
        largest: &'static str,
    },
    /// Zero where a positive number is needed.
    #[error("{text:?} is zero, expected more than {finest}")]
    Zero {
        /// The text as given.
        text: String,
        /// What must be exceeded.
        finest: &'static str,
    },
}

/// How one quantity is written.
pub(crate) struct Notation {
    /// Each unit with the power of ten by which it exceeds the smallest step.
    pub(crate) units: &'static [(&'static str, u32)],
    pub(crate) unit_list: &'static str,
    pub(crate) example: &'static str,
    pub(crate) finest: &'static str,
    pub(crate) largest: &'static str,
}

impl Notation {
    /// Reads `12`, `0.5` or `29.97` with a unit, exactly: no sign, no exponent, no separator.
    pub(crate) fn parse(&self, text: &str) -> Result<u64, ParseQuantityError> {
        let owned = || text.to_owned();
        let number = || ParseQuantityError::Number {
            text: owned(),
            example: self.example,
        };
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (whole, fraction) = match text[..end].split_once('.') {
            Some((_, "")) => return Err(number()),
            Some((whole, fraction)) => (whole, fraction.trim_end_matches('0')),
            None => (&text[..end], ""),
        };
        if whole.is_empty() || fraction.contains('.') {
            return Err(number());
        }
        let unit = text[end..].strip_prefix(' ').unwrap_or(&text[end..]);
        let Some(&(_, power)) = self.units.iter().find(|(name, _)| *name == unit) else {
            return Err(ParseQuantityError::Unit {
                text: owned(),
                units: self.unit_list,
            });
        };
        let decimals = fraction.len();
        if decimals > power as usize {
            return Err(ParseQuantityError::TooFine {
                text: owned(),
                finest: self.finest,
            });
        }
        let shift = power - u32::try_from(decimals).unwrap_or(power);
        digits(whole, fraction)
            .and_then(|value| value.checked_mul(10_u64.pow(shift)))
            .ok_or_else(|| ParseQuantityError::TooLarge {
                text: owned(),
                largest: self.largest,
            })
    }

    pub(crate) fn zero(&self, text: &str) -> ParseQuantityError {
        ParseQuantityError::Zero {
            text: text.to_owned(),
            finest: self.finest,
        }
    }

    pub(crate) fn too_large(&self, text: &str) -> ParseQuantityError {
        ParseQuantityError::TooLarge {
            text: text.to_owned(),
            largest: self.largest,
        }
    }
}

/// The digits before and after the point as one integer.
fn digits(whole: &str, fraction: &str) -> Option<u64> {
    whole
        .bytes()
        .chain(fraction.bytes())
        .try_fold(0_u64, |value, byte| {
            value.checked_mul(10)?.checked_add(u64::from(byte - b'0'))
        })
}

/// Writes `value` steps of 10^-`decimals` without trailing zeros, and its unit, as wide as asked for.
pub(crate) fn write_quantity(
    f: &mut core::fmt::Formatter<'_>,
    value: u64,
    decimals: u32,
    unit: &str,
) -> core::fmt::Result {
    let scale = 10_u64.pow(decimals);
    let whole = value / scale;
    let rest = format!("{:0width$}", value % scale, width = decimals as usize);
    match rest.trim_end_matches('0') {
        "" => f.pad(&format!("{whole} {unit}")),
        fraction => f.pad(&format!("{whole}.{fraction} {unit}")),
    }
}

/// An error and its causes on one line; serde's errors carry no `source`.
#[cfg(feature = "serde")]
pub(crate) fn chain(error: &dyn core::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
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
                        text.parse()
                            .map_err(|error| E::custom($crate::text::chain(&error)))
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }
    };
}
pub(crate) use serde_as_text;

/// Serialises a checked number as an object of one field, whose name says the unit or the scale, and reads it
/// back through the check.
macro_rules! serde_as_number {
    ($type:ident { $key:ident: $read:ident } from $make:path) => {
        #[cfg(feature = "serde")]
        const _: () = {
            #[derive(serde::Serialize, serde::Deserialize)]
            #[serde(
                expecting = "an object of one number, named by its unit",
                deny_unknown_fields
            )]
            struct Form {
                $key: f64,
            }

            impl serde::Serialize for $type {
                fn serialize<S: serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> Result<S::Ok, S::Error> {
                    let $key = self.$read();
                    serde::Serialize::serialize(&Form { $key }, serializer)
                }
            }

            impl<'de> serde::Deserialize<'de> for $type {
                fn deserialize<D: serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> Result<Self, D::Error> {
                    let form = <Form as serde::Deserialize>::deserialize(deserializer)?;
                    $make(form.$key).map_err(serde::de::Error::custom)
                }
            }
        };
    };
}
pub(crate) use serde_as_number;

/// The form in which a value with a check is read from JSON, and the constructor that checks it. The type derives
/// `Serialize` as it is, and `Deserialize` with `try_from` this form.
macro_rules! json_form {
    ($form:ident { $($key:ident: $kind:ty),+ } is $expected:literal, $type:ident :: $make:ident, $error:ty) => {
        #[cfg(feature = "serde")]
        #[derive(serde::Deserialize)]
        #[serde(expecting = $expected, deny_unknown_fields)]
        struct $form {
            $($key: $kind),+
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

/// `Debug` reads like `Display`, so that a failed assertion prints values as a person writes them.
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
