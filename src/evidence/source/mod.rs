//! Sources: the documents that facts come from, their identifiers, and how the facts are known.
//!
//! ```
//! use aso_regimen::Source;
//! use aso_regimen::evidence::source::Status;
//!
//! let article =
//!     Source::new("Miller et al., N Engl J Med 2022;387:1099-1110", Status::Publication)
//!         .identified("doi:10.1056/NEJMoa2204705".parse()?);
//! let address = article.identifiers[0].address();
//! assert_eq!(address.as_deref(), Some("https://doi.org/10.1056/NEJMoa2204705"));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod identifier;

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;

pub use self::identifier::{Identifier, ParseIdentifierError};

/// How a fact is known. The document is in its [`Source`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Status {
    /// Read in the text of a label.
    LabelText,
    /// Read in a primary publication: an article, an authority's report, or a sponsor's slides.
    Publication,
    /// Read in a trial registry.
    RegistryRecord,
    /// Read in a secondary source about the document: a compendium, a press release or a news page.
    Secondary,
    /// Stated somewhere, but not verified in any source that is named here.
    Unverified,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LabelText => "label text",
            Self::Publication => "publication",
            Self::RegistryRecord => "registry record",
            Self::Secondary => "secondary source",
            Self::Unverified => "unverified",
        })
    }
}

/// The source of a fact: the document, the place in it, its edition, its identifiers, the day it was read, and how the
/// fact is known.
///
/// ```
/// use aso_regimen::Source;
/// use aso_regimen::evidence::source::Status;
///
/// let label = Source::new("Tryngolza US prescribing information", Status::LabelText)
///     .at("section 2.2")
///     .of("July 2026")
///     .identified("set-id:0f51aa8e-8475-8cf9-e063-6394a90a6848".parse()?)
///     .read_on("2026-11-26".parse()?);
/// assert_eq!(
///     label.to_string(),
///     "Tryngolza US prescribing information, section 2.2, July 2026, \
///      set-id:0f51aa8e-8475-8cf9-e063-6394a90a6848, read on 2026-11-26 (label text)",
/// );
/// assert!(label.can_be_looked_up());
/// assert!(!Source::new("News of the results", Status::Secondary).can_be_looked_up());
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// In JSON: `{"document": "Qalsody US prescribing information", "place": "section 2.1", "edition": "2023",
/// "identifiers": ["fda:NDA215887"], "read": "2026-11-26", "status": "label-text"}`; only `document` and `status` are
/// required.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a source with its document and status")
)]
#[non_exhaustive]
pub struct Source {
    /// The document, cited as in print; an article with its volume and first page.
    pub document: Cow<'static, str>,
    /// The place in the document: a section, table, page or slide.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub place: Option<Cow<'static, str>>,
    /// The edition, or the date of revision.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub edition: Option<Cow<'static, str>>,
    /// The identifiers of the document, such as its DOI.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub identifiers: Vec<Identifier>,
    /// The day the document was read. `None` if that is not known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "read_day"))]
    pub read: Option<NaiveDate>,
    /// How the fact is known.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub status: Status,
}

impl Source {
    /// Returns a source with its document and how the fact is known.
    pub fn new(document: impl Into<Cow<'static, str>>, status: Status) -> Self {
        Self {
            document: document.into(),
            place: None,
            edition: None,
            identifiers: Vec::new(),
            read: None,
            status,
        }
    }

    /// Returns this source with the place in the document: a section, table, page or slide.
    #[must_use]
    pub fn at(mut self, place: impl Into<Cow<'static, str>>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Returns this source with its edition or date of revision.
    #[must_use]
    pub fn of(mut self, edition: impl Into<Cow<'static, str>>) -> Self {
        self.edition = Some(edition.into());
        self
    }

    /// Returns this source with one more identifier.
    #[must_use]
    pub fn identified(mut self, identifier: Identifier) -> Self {
        self.identifiers.push(identifier);
        self
    }

    /// Returns this source with the day on which it was read.
    #[must_use]
    pub fn read_on(mut self, day: NaiveDate) -> Self {
        self.read = Some(day);
        self
    }

    /// Whether a reader can look the document up: it has an identifier, or its citation has year, volume and page as in
    /// `2022;387:1099`.
    pub fn can_be_looked_up(&self) -> bool {
        !self.identifiers.is_empty() || has_volume_and_page(&self.document)
    }
}

/// Whether a text has year, volume and page, such as `2022;387(12):1099-1110`.
fn has_volume_and_page(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let cited = |(before, after): (&str, &str)| {
        let year = before.len() >= 4 && before.chars().rev().take(4).all(digit);
        let parts = after.split_once(':');
        year && parts.is_some_and(|(volume, page)| {
            volume.starts_with(digit) && page.chars().take(2).any(digit)
        })
    };
    text.match_indices(';').any(|(at, _)| cited((&text[..at], &text[at + 1..])))
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document)?;
        for detail in [&self.place, &self.edition].into_iter().flatten() {
            write!(f, ", {detail}")?;
        }
        for identifier in &self.identifiers {
            write!(f, ", {identifier}")?;
        }
        if let Some(day) = self.read {
            write!(f, ", read on {day}")?;
        }
        write!(f, " ({})", self.status)
    }
}

#[cfg(feature = "serde")]
fn read_day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    from.deserialize_option(crate::calendar::DateReader("read"))
}
