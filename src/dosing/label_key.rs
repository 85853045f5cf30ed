//! Which label: its product, the authority that approved it, and its edition.

use core::fmt;
use core::str::FromStr;
use std::borrow::Cow;

use thiserror::Error;

use crate::text::excerpt::quoted;
use crate::text::{debug_as_display, is_readable, serde_as_text};

/// Who approved a label; text in JSON, as in the key of a label.
///
/// It is parsed from a code (`US`), the name of the place (`United States`) or of the agency (`FDA`), in any letter
/// case.
///
/// ```
/// use aso_regimen::evidence::label::Authority;
///
/// assert_eq!("UK".parse(), Ok(Authority::Uk));
/// assert_eq!("FDA".parse(), Ok(Authority::Us));
/// assert_eq!("Brazil".parse(), Ok(Authority::Named("Brazil".into())));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Authority {
    /// United States: the Food and Drug Administration.
    #[doc(alias = "FDA")]
    Us,
    /// European Union: the European Commission on the advice of the European Medicines Agency.
    #[doc(alias = "EMA")]
    Eu,
    /// United Kingdom: the Medicines and Healthcare products Regulatory Agency.
    #[doc(alias = "MHRA")]
    Uk,
    /// Japan: the Ministry of Health, Labour and Welfare on the advice of its agency.
    #[doc(alias = "PMDA")]
    Japan,
    /// China: the National Medical Products Administration.
    #[doc(alias = "NMPA")]
    China,
    /// Canada: Health Canada.
    Canada,
    /// Switzerland: Swissmedic.
    #[doc(alias = "Swissmedic")]
    Switzerland,
    /// Australia: the Therapeutic Goods Administration.
    #[doc(alias = "TGA")]
    Australia,
    /// Another, by its name; not blank, without a comma or a control character, and none of the names by which
    /// one of the others is read.
    Named(Cow<'static, str>),
}

impl Authority {
    /// Those with a variant of their own.
    pub const ALL: &'static [Self] = &[
        Self::Us,
        Self::Eu,
        Self::Uk,
        Self::Japan,
        Self::China,
        Self::Canada,
        Self::Switzerland,
        Self::Australia,
    ];

    /// The name that is written, and the others that are read.
    fn names(&self) -> (&str, &'static [&'static str]) {
        match self {
            Self::Us => (
                "US",
                &["USA", "U.S.", "U.S.A.", "United States", "United States of America", "FDA"],
            ),
            Self::Eu => ("EU", &["E.U.", "European Union", "Europe", "EMA", "European Commission"]),
            Self::Uk => ("UK", &["U.K.", "GB", "United Kingdom", "Great Britain", "MHRA"]),
            Self::Japan => ("Japan", &["JP", "JPN", "PMDA", "MHLW"]),
            Self::China => ("China", &["CN", "CHN", "NMPA", "CFDA"]),
            Self::Canada => ("Canada", &["CA", "CAN", "Health Canada"]),
            Self::Switzerland => ("Switzerland", &["CH", "CHE", "Swissmedic"]),
            Self::Australia => ("Australia", &["AU", "AUS", "TGA"]),
            Self::Named(name) => (name, &[]),
        }
    }

    fn is_called(&self, text: &str) -> bool {
        let (name, others) = self.names();
        [&[name], others].concat().iter().any(|name| name.eq_ignore_ascii_case(text))
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.names().0)
    }
}

impl FromStr for Authority {
    type Err = LabelKeyError;

    /// The authority of this name, or of its agency's; one of another name is [`Authority::Named`].
    fn from_str(text: &str) -> Result<Self, LabelKeyError> {
        let known = Self::ALL.iter().find(|known| known.is_called(text.trim()));
        match known {
            Some(known) => Ok(known.clone()),
            None if !is_readable(text) || text.contains(',') => {
                Err(LabelKeyError::Authority { found: text.to_owned() })
            }
            None => Ok(Self::Named(text.to_owned().into())),
        }
    }
}

/// The key of a label: product, authority and, where it is known, edition.
///
/// It is written as text, in JSON too, and stays the same when anything else of the label is corrected.
///
/// ```
/// use aso_regimen::evidence::label::{Authority, LabelKey};
///
/// let key: LabelKey = "Spinraza, EU, 2026-01, 50/28 mg".parse()?;
/// assert_eq!(key.product(), "Spinraza");
/// assert_eq!(key.authority(), &Authority::Eu);
/// assert_eq!(key.edition(), Some("2026-01, 50/28 mg"));
/// assert_eq!(key.to_string(), "Spinraza, EU, 2026-01, 50/28 mg");
/// # Ok::<(), aso_regimen::evidence::label::LabelKeyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelKey {
    pub(crate) product: Cow<'static, str>,
    pub(crate) authority: Authority,
    pub(crate) edition: Option<Cow<'static, str>>,
}

/// Why parts or a text do not make a [`LabelKey`].
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LabelKeyError {
    /// The product is blank, or has a comma or a control character in it.
    #[error(
        "the product is {}, expected a brand name without commas and control characters",
        quoted(found)
    )]
    Product {
        /// The product.
        found: String,
    },
    /// The authority is blank, or has a comma or a control character in it.
    #[error(
        "the authority is {}, expected a name without commas and control characters",
        quoted(found)
    )]
    Authority {
        /// The authority.
        found: String,
    },
    /// [`Authority::Named`] with a name of another variant.
    #[error(
        "the authority is named {found:?}, expected that of {name}, which has a variant of its own"
    )]
    KnownAuthority {
        /// The name.
        found: String,
        /// The name by which it is written.
        name: String,
    },
    /// The edition is blank or has a control character in it.
    #[error(
        "the edition of {} is {}, expected a year, a month or a word without control characters, or none",
        quoted(product),
        quoted(found)
    )]
    Edition {
        /// The product.
        product: String,
        /// The edition.
        found: String,
    },
    /// The text has no comma.
    #[error(
        "expected product, authority and edition such as \"Qalsody, US, 2023\", found {}",
        quoted(found)
    )]
    Form {
        /// The text.
        found: String,
    },
}

debug_as_display!(LabelKeyError);

impl LabelKey {
    /// The key of a product's label by an authority, of an edition where that is known.
    ///
    /// # Errors
    ///
    /// If a part is blank, or product or authority has a comma in it, or if [`Authority::Named`] has the
    /// name of another variant.
    pub fn new(
        product: impl Into<Cow<'static, str>>,
        authority: Authority,
        edition: Option<Cow<'static, str>>,
    ) -> Result<Self, LabelKeyError> {
        let product = product.into();
        let key = Self { product, authority, edition };
        key.checked()
    }

    pub(crate) fn checked(self) -> Result<Self, LabelKeyError> {
        if !is_readable(&self.product) || self.product.contains(',') {
            return Err(LabelKeyError::Product { found: self.product.into_owned() });
        }
        match self.authority.names().0.parse::<Authority>()? {
            read if read == self.authority => {}
            known => {
                let (found, name) = (self.authority.to_string(), known.to_string());
                return Err(LabelKeyError::KnownAuthority { found, name });
            }
        }
        match &self.edition {
            Some(edition) if !is_readable(edition) => Err(LabelKeyError::Edition {
                product: self.product.into_owned(),
                found: edition.clone().into_owned(),
            }),
            _ => Ok(self),
        }
    }

    /// The brand name.
    pub fn product(&self) -> &str {
        &self.product
    }

    /// Who approved the label.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Its edition, `None` if it is not known.
    pub fn edition(&self) -> Option<&str> {
        self.edition.as_deref()
    }
}

impl fmt::Display for LabelKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.product, self.authority)?;
        match &self.edition {
            Some(edition) => write!(f, ", {edition}"),
            None => Ok(()),
        }
    }
}

impl FromStr for LabelKey {
    type Err = LabelKeyError;

    fn from_str(text: &str) -> Result<Self, LabelKeyError> {
        let Some((product, rest)) = text.split_once(", ") else {
            return Err(LabelKeyError::Form { found: text.to_owned() });
        };
        let (authority, edition) = match rest.split_once(", ") {
            Some((authority, edition)) => (authority, Some(edition.to_owned().into())),
            None => (rest, None),
        };
        Self::new(product.to_owned(), authority.parse()?, edition)
    }
}

serde_as_text!(Authority, "an authority such as \"US\" or \"Brazil\"");
serde_as_text!(LabelKey, "the key of a label such as \"Qalsody, US, 2023\"");
