//! JSON, element by element, each with its path: exact numbers, no member twice, no wrong type unnoticed.

use core::fmt;
use std::borrow::Cow;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::interchange::error::FormatError;
use crate::interchange::fhir::extension::OURS;
use crate::text::excerpt::{excerpt, quoted};
use crate::text::plain::short;

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

/// The resources that are read. Each is the path of a whole document, which its elements' paths leave out.
pub(super) const REQUEST: &str = "MedicationRequest";
pub(super) const ADMINISTRATION: &str = "MedicationAdministration";
pub(super) const BUNDLE: &str = "Bundle";

/// The elements of `Dosage`, `Timing` and `Quantity` in R4 (4.0.1) and R5 (5.0.0), and those of all elements, that are
/// read nowhere or not everywhere. The values of an extension are others.
const NOT_READ: [&str; 16] = [
    "extension",
    "modifierExtension",
    "maxDosePerPeriod",
    "doseRange",
    "rateRange",
    "boundsRange",
    "countMax",
    "frequencyMax",
    "periodMax",
    "dayOfWeek",
    "when",
    "offset",
    "comparator",
    "unit",
    "system",
    "code",
];

impl<'j> Element<'j> {
    /// The document, which is a resource of this type.
    pub(super) fn document(
        json: &'j str,
        resource: &'static str,
    ) -> Result<Object<'j>, FormatError> {
        let raw = serde_json::from_str(json)
            .map_err(|error| FormatError::expected(resource, "JSON", short(&error)))?;
        let document = Self { raw, path: resource.to_owned() }.object()?;
        let kind = document.need("resourceType", resource)?;
        if kind.text()? != resource {
            return Err(kind.expected(&format!("{resource:?}")));
        }
        Ok(document)
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
        self.expected("no such element, as it is not read and may change what is given or when")
    }

    /// The JSON that is there, shortened and on one line.
    pub(super) fn found(&self) -> String {
        let lines = self.raw.get().lines().map(str::trim).take(40);
        excerpt(&lines.collect::<String>()).into_owned()
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

    /// The digits of a number that is not negative, exactly as they stand there, and without an exponent.
    pub(super) fn decimal(&self) -> Result<String, FormatError> {
        let text = self.raw.get();
        let wrong =
            || self.expected("a number of at least 0, with an exponent from -30 to 30 if any");
        let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        if !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Err(wrong());
        }
        let exponent: i32 = exponent.parse().map_err(|_| wrong())?;
        match exponent {
            -30..=30 => Ok(shifted(number, exponent)),
            _ => Err(wrong()),
        }
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
            None => &*digits,
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
    /// The path of a member, its name shortened, and in quotation marks if no element of FHIR can have it.
    pub(super) fn path_of(&self, name: &str) -> String {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let shown = excerpt(name);
        let name = if !shown.is_empty() && shown.bytes().all(is_plain) {
            shown.into_owned()
        } else {
            quoted(name)
        };
        if [REQUEST, ADMINISTRATION, BUNDLE].contains(&self.path.as_str()) {
            return name;
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

    /// The extensions whose URL begins so, each with the element of its URL.
    pub(super) fn extensions(&self, url: &str) -> Result<Vec<(Element<'j>, Self)>, FormatError> {
        let all = self.get("extension").map(|all| all.array()).transpose()?;
        let mut found = Vec::new();
        for extension in all.unwrap_or_default() {
            let extension = extension.object()?;
            let name = extension.need("url", "a URL")?;
            if name.text()?.starts_with(url) {
                found.push((name, extension));
            }
        }
        Ok(found)
    }

    /// The value of our extension of this URL, which is in this member. No other extension of ours may be there.
    pub(super) fn own_extension(
        &self,
        own: &str,
        member: &str,
    ) -> Result<Option<Element<'j>>, FormatError> {
        let mut found = None;
        for (url, extension) in self.extensions(OURS)? {
            if url.text()? != own {
                return Err(url.not_understood());
            }
            extension.only(&["id", "url", member])?;
            if found.replace(extension.need(member, "the extension's value")?).is_some() {
                return Err(url.refused("expected once, found twice"));
            }
        }
        Ok(found)
    }

    /// Refuses members of other names, and says whether the standard has them.
    pub(super) fn only(&self, understood: &[&str]) -> Result<(), FormatError> {
        let mut members = self.members.iter();
        let other = members.find(|(name, _)| !understood.contains(&name.as_ref()));
        let Some((name, raw)) = other else { return Ok(()) };
        let element = Element { raw, path: self.path_of(name) };
        // Of a primitive, what has an underscore before its name.
        let name = name.strip_prefix('_').unwrap_or(name);
        let is_of_standard = understood.contains(&name) || NOT_READ.contains(&name);
        if is_of_standard || name.starts_with("value") {
            return Err(element.not_understood());
        }
        Err(element.expected("an element that FHIR R4 or R5 has here"))
    }

    /// Refuses members of these names.
    pub(super) fn none_of(&self, names: &[&str]) -> Result<(), FormatError> {
        match names.iter().find_map(|name| self.get(name)) {
            Some(element) => Err(element.not_understood()),
            None => Ok(()),
        }
    }
}

/// A decimal times a power of ten.
fn shifted(number: &str, exponent: i32) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let places = exponent.unsigned_abs() as usize;
    let zeros = "0".repeat(places);
    let (digits, point) = if exponent < 0 {
        (format!("{zeros}{whole}{fraction}"), whole.len())
    } else {
        (format!("{whole}{fraction}{zeros}"), whole.len() + places)
    };
    let (whole, fraction) = digits.split_at(point);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
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
