//! JSON, element by element, each with its path: exact numbers, no member twice, no wrong type unnoticed.

use core::fmt;
use std::borrow::Cow;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::interchange::error::{FormatError, excerpt};
use crate::interchange::fhir::UCUM;

/// One JSON value and where it stands. It is looked into one level at a time, so that what is not asked for
/// costs nothing, however deep.
#[derive(Debug, Clone)]
pub(super) struct Element<'j> {
    raw: &'j RawValue,
    path: String,
}

/// The members of a JSON object.
#[derive(Debug)]
pub(super) struct Object<'j> {
    members: Vec<(Cow<'j, str>, &'j RawValue)>,
    path: String,
}

/// The path of a whole resource, which its elements' paths leave out.
pub(super) const ROOT: &str = "MedicationRequest";

impl<'j> Element<'j> {
    pub(super) fn root(json: &'j str) -> Result<Self, FormatError> {
        let raw = serde_json::from_str(json).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let found = format!("a fault at line {line}, column {column}");
            FormatError::expected(ROOT, "JSON", found)
        })?;
        let path = ROOT.to_owned();
        Ok(Self { raw, path })
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The error that a value breaks a rule, in the words of the rule.
    pub(super) fn refused(&self, why: impl fmt::Display) -> FormatError {
        FormatError::because(self.path(), why)
    }

    /// The error that something else was expected here.
    pub(super) fn expected(&self, expected: &str) -> FormatError {
        FormatError::expected(self.path(), expected, self.found())
    }

    /// The error that the element is not read, and that it cannot be ignored.
    pub(super) fn not_understood(&self) -> FormatError {
        self.expected("no such element, since it may change what is given or when")
    }

    /// The JSON that is there, shortened.
    pub(super) fn found(&self) -> String {
        excerpt(self.raw.get()).into_owned()
    }

    pub(super) fn object(&self) -> Result<Object<'j>, FormatError> {
        if !self.raw.get().starts_with('{') {
            return Err(self.expected("an object"));
        }
        let Members(members) = self.parse("an object")?;
        let object = Object { members, path: self.path.clone() };
        let mut names: Vec<_> = object.members.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => {
                let path = object.path_of(pair[0]);
                Err(FormatError::expected(path, "once", "twice"))
            }
            None => Ok(object),
        }
    }

    pub(super) fn array(&self) -> Result<Vec<Self>, FormatError> {
        let items: Vec<&'j RawValue> = self.parse("an array")?;
        let place = |(index, raw)| Self { raw, path: format!("{}[{index}]", self.path) };
        Ok(items.into_iter().enumerate().map(place).collect())
    }

    pub(super) fn text(&self) -> Result<String, FormatError> {
        self.parse("a text")
    }

    pub(super) fn boolean(&self) -> Result<bool, FormatError> {
        self.parse("true or false")
    }

    /// The digits of a number that is not negative and has no exponent, as they stand there.
    pub(super) fn decimal(&self) -> Result<&'j str, FormatError> {
        let text = self.raw.get();
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if plain {
            return Ok(text);
        }
        Err(self.expected("a number of at least 0 without an exponent"))
    }

    /// Whether it is a number below 0.
    pub(super) fn is_negative(&self) -> bool {
        self.raw.get().starts_with('-')
    }

    /// A whole number from 1 to a largest one; `14.0` is whole.
    pub(super) fn whole(&self, largest: u32, expected: &str) -> Result<u32, FormatError> {
        let wrong = || self.expected(expected);
        let digits = self.decimal().map_err(|_| wrong())?;
        let whole = match digits.split_once('.') {
            Some((whole, fraction)) if fraction.bytes().all(|byte| byte == b'0') => whole,
            Some(_) => return Err(wrong()),
            None => digits,
        };
        let number = whole.parse::<u32>().map_err(|_| wrong())?;
        if number == 0 || number > largest {
            return Err(wrong());
        }
        Ok(number)
    }

    pub(super) fn parse<T: Deserialize<'j>>(&self, expected: &str) -> Result<T, FormatError> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.expected(expected))
    }
}

impl<'j> Object<'j> {
    /// The path of a member, its name shortened.
    pub(super) fn path_of(&self, name: &str) -> String {
        let name = excerpt(name);
        if self.path == ROOT {
            return name.into_owned();
        }
        format!("{}.{name}", self.path)
    }

    pub(super) fn get(&self, name: &str) -> Option<Element<'j>> {
        let (_, raw) = self.members.iter().find(|(member, _)| member == name)?;
        let path = self.path_of(name);
        Some(Element { raw, path })
    }

    /// The error that a member is missing.
    pub(super) fn lacks(&self, name: &str, expected: &str) -> FormatError {
        FormatError::expected(self.path_of(name), expected, "nothing")
    }

    pub(super) fn need(&self, name: &str, expected: &str) -> Result<Element<'j>, FormatError> {
        self.get(name).ok_or_else(|| self.lacks(name, expected))
    }

    /// Refuses members of other names.
    pub(super) fn only(&self, understood: &[&str]) -> Result<(), FormatError> {
        let mut names = self.members.iter().map(|(name, _)| name.as_ref());
        match names.find(|name| !understood.contains(name)) {
            Some(name) => self.none_of(&[name]),
            None => Ok(()),
        }
    }

    /// Refuses members of these names.
    pub(super) fn none_of(&self, names: &[&str]) -> Result<(), FormatError> {
        match names.iter().find_map(|name| self.get(name)) {
            Some(element) => Err(element.not_understood()),
            None => Ok(()),
        }
    }
}

/// Members as they stand in the text, also where a name stands there twice.
struct Members<'j>(Vec<(Cow<'j, str>, &'j RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((name, raw)) = map.next_entry::<Cow<'de, str>, &'de RawValue>()? {
                    members.push((name, raw));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// The value and the code of a `Quantity` in UCUM.
pub(super) fn read_quantity<'j>(
    quantity: &Element<'j>,
    units: &str,
) -> Result<(Element<'j>, Element<'j>), FormatError> {
    let object = quantity.object()?;
    object.only(&["id", "value", "unit", "system", "code"])?;
    let value = object.need("value", "a number")?;
    let system = object.need("system", UCUM)?;
    if system.text()? != UCUM {
        return Err(system.expected(UCUM));
    }
    Ok((value, object.need("code", units)?))
}
