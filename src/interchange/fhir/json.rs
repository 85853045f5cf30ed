//! JSON on the way out: members in the order of the standard, and none without a value.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::Number;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Json {
    /// No value: its member is left out.
    Missing,
    Flag(bool),
    Number(Number),
    Text(Cow<'static, str>),
    List(Vec<Json>),
    #[serde(serialize_with = "in_order")]
    Object(Vec<Member>),
}

/// A name and its value.
pub(super) type Member = (&'static str, Json);

/// An object of those members that have a value; FHIR has no empty list.
pub(super) fn object<const N: usize>(members: [Member; N]) -> Json {
    let has_value = |(_, value): &Member| match value {
        Json::Missing => false,
        Json::List(items) => !items.is_empty(),
        _ => true,
    };
    Json::Object(members.into_iter().filter(has_value).collect())
}

fn in_order<S: Serializer>(members: &[Member], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
}

macro_rules! json_from {
    ($($type:ty => $variant:ident),+) => {$(
        impl From<$type> for Json {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        }
    )+};
}
json_from!(bool => Flag, Number => Number, u16 => Number, u32 => Number, usize => Number);
json_from!(&'static str => Text, String => Text, Vec<Json> => List, [Json; 1] => List);

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}
