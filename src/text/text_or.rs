//! Values that JSON has as their text or as an object.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::text::plain::plain;

/// A value that was read from its text, or the form of its object: `#[serde(try_from = "TextOr<Dose, DoseForm>")]`.
pub(crate) enum TextOr<T, F> {
    Text(T),
    Object(F),
}

/// The form of an object in whose place the text can be.
pub(crate) trait Form {
    /// What JSON should have there, in the words of an error.
    const EXPECTED: &'static str;
}

impl<'de, T, F> Deserialize<'de> for TextOr<T, F>
where
    T: FromStr<Err: fmt::Display>,
    F: Deserialize<'de> + Form,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(Reader(PhantomData));
        }
        F::deserialize(deserializer).map(Self::Object)
    }
}

struct Reader<T, F>(PhantomData<(T, F)>);

impl<'de, T, F> Visitor<'de> for Reader<T, F>
where
    T: FromStr<Err: fmt::Display>,
    F: Deserialize<'de> + Form,
{
    type Value = TextOr<T, F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(F::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        text.parse().map(TextOr::Text).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        plain(MapAccessDeserializer::new(map)).map(TextOr::Object)
    }
}
