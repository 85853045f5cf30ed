//! The releases of FHIR, and which of them a document is of.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::interchange::error::FormatError;
use crate::interchange::fhir::element::{Element, Object};

/// A release of FHIR. R4B is [`Release::R4`], since these resources are the same in both.
///
/// ```
/// use aso_regimen::interchange::fhir::Release;
///
/// assert_eq!(Release::R4.to_string(), "FHIR R4");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Release {
    /// Release 4, version 4.0.1 or 4.3.0.
    R4,
    /// Release 5, version 5.0.0.
    R5,
}

impl Release {
    /// All releases, the earliest first.
    pub const ALL: &'static [Self] = &[Self::R4, Self::R5];
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::R4 => "FHIR R4",
            Self::R5 => "FHIR R5",
        })
    }
}

/// An element that the releases do not share.
pub(super) enum Differing {
    /// What R4 calls it, and what R5 does.
    Renamed(&'static str, &'static str),
    OfR4(&'static str),
    OfR5(&'static str),
}

impl Differing {
    /// The name in R4, and that in R5.
    const fn names(&self) -> [Option<&'static str>; 2] {
        match self {
            Self::Renamed(r4, r5) => [Some(r4), Some(r5)],
            Self::OfR4(name) => [Some(name), None],
            Self::OfR5(name) => [None, Some(name)],
        }
    }
}

/// The release of a document: the caller's choice, or that of its first element that only one release has.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) release: Option<Release>,
    /// What tells it.
    by: String,
}

impl Seen {
    pub(super) fn new(chosen: Option<Release>) -> Self {
        Self { release: chosen, by: "chosen by the caller".to_owned() }
    }

    /// Refuses elements of the other release and those of neither, in a resource that has these elements. Of an element
    /// that is passed over, its companion with an underscore is too.
    pub(super) fn check_resource(
        &mut self,
        resource: &Object<'_>,
        elements: &[Differing],
        [read, passed_over]: [&[&str]; 2],
    ) -> Result<(), FormatError> {
        const OF_ALL: [&str; 7] =
            ["resourceType", "id", "meta", "language", "text", "contained", "extension"];
        self.check(resource, elements)?;
        let differing = elements.iter().flat_map(Differing::names);
        let mut names: Vec<&str> = differing.flatten().collect();
        names.extend(OF_ALL.iter().chain(read).chain(passed_over));
        let companions: Vec<String> = passed_over.iter().map(|name| format!("_{name}")).collect();
        names.extend(["_id", "_language"].into_iter().chain(companions.iter().map(String::as_str)));
        resource.only(&names)
    }

    /// Refuses elements of the other release, in an object that has these elements.
    pub(super) fn check(
        &mut self,
        object: &Object<'_>,
        elements: &[Differing],
    ) -> Result<(), FormatError> {
        for [r4, r5] in elements.iter().map(Differing::names) {
            for (release, name, other) in [(Release::R4, r4, r5), (Release::R5, r5, r4)] {
                let Some(element) = name.and_then(|name| object.get(name)) else {
                    continue;
                };
                self.see(release, &element, ("an element", other.unwrap_or("no such element")))?;
            }
        }
        Ok(())
    }

    /// What is there is of one release alone; in a document of the other something else is expected.
    pub(super) fn see(
        &mut self,
        release: Release,
        element: &Element<'_>,
        (what, other): (&str, &str),
    ) -> Result<(), FormatError> {
        let Some(seen) = self.release else {
            *self = Self { release: Some(release), by: format!("of {}", element.path()) };
            return Ok(());
        };
        if seen == release {
            return Ok(());
        }
        let expected = format!("{other} as in {seen}, the release {}", self.by);
        Err(FormatError::expected(element.path(), expected, format!("{what} of {release}")))
    }
}
