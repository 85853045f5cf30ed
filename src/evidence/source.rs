//! The documents that facts are from, and how far that was checked.

use core::fmt;
use std::borrow::Cow;

/// How a fact came into this crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Status {
    /// Read in the document itself or a copy of its text.
    Confirmed,
    /// Read in a text about the document: a compendium, a press release, a news page.
    Secondary,
    /// Stated somewhere, but not read in any source named here.
    Unverified,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Confirmed => "confirmed",
            Self::Secondary => "secondary source",
            Self::Unverified => "unverified",
        })
    }
}

/// The document that a fact is from, the place in it, its edition, and how far that was checked.
///
/// ```
/// use aso_regimen::Source;
/// use aso_regimen::evidence::source::Status;
///
/// let label = Source::new("Qalsody US prescribing information", Status::Confirmed)
///     .at("section 2.1")
///     .of("2023");
/// assert_eq!(
///     label.to_string(),
///     "Qalsody US prescribing information, section 2.1, 2023 (confirmed)",
/// );
/// ```
///
/// In JSON: `{"document": "Qalsody US prescribing information", "place": "section 2.1", "edition": "2023", "status":
/// "confirmed"}`; place and edition may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a source with its document and status")
)]
#[non_exhaustive]
pub struct Source {
    /// Which document, cited as one would in print.
    pub document: Cow<'static, str>,
    /// Where in the document: a section, table, page or slide.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub place: Option<Cow<'static, str>>,
    /// Which edition, or of which date.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub edition: Option<Cow<'static, str>>,
    /// How far it was checked.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub status: Status,
}

impl Source {
    /// A document, and how far it was checked.
    pub fn new(document: impl Into<Cow<'static, str>>, status: Status) -> Self {
        Self { document: document.into(), place: None, edition: None, status }
    }

    /// The same source with the place in the document: a section, table, page or slide.
    #[must_use]
    pub fn at(mut self, place: impl Into<Cow<'static, str>>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// The same source with its edition or date.
    #[must_use]
    pub fn of(mut self, edition: impl Into<Cow<'static, str>>) -> Self {
        self.edition = Some(edition.into());
        self
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document)?;
        for detail in [&self.place, &self.edition].into_iter().flatten() {
            write!(f, ", {detail}")?;
        }
        write!(f, " ({})", self.status)
    }
}
