//! Which label: its product, the authority that approved it, and its edition.

use core::fmt;
use core::str::FromStr;
use std::borrow::Cow;

use thiserror::Error;

use crate::text::{debug_as_display, serde_as_text};

/// Who approved a label.
///
/// ```
/// use aso_regimen::evidence::label::Authority;
///
/// assert_eq!("UK".parse(), Ok(Authority::Uk));
/// assert_eq!("Brazil".parse(), Ok(Authority::Named("Brazil".into())));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
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
    /// Another, by its name; not blank, without a comma, and none of the names above.
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

    fn name(&self) -> &str {
        match self {
            Self::Us => "US",
            Self::Eu => "EU",
            Self::Uk => "UK",
            Self::Japan => "Japan",
            Self::China => "China",
            Self::Canada => "Canada",
            Self::Switzerland => "Switzerland",
            Self::Australia => "Australia",
            Self::Named(name) => name,
        }
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Authority {
    type Err = LabelKeyError;

    /// The authority of this name, in capital letters or small ones; one of another name is
    /// [`Authority::Named`].
    fn from_str(text: &str) -> Result<Self, LabelKeyError> {
        let known = Self::ALL.iter().find(|known| known.name().eq_ignore_ascii_case(text));
        match known {
            Some(known) => Ok(known.clone()),
            None if text.trim().is_empty() || text.contains(',') => {
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
/// let key: LabelKey = "Spinraza, EU, January 2026, 50/28 mg".parse()?;
/// assert_eq!(key.product(), "Spinraza");
/// assert_eq!(key.authority(), &Authority::Eu);
/// assert_eq!(key.edition(), Some("January 2026, 50/28 mg"));
/// assert_eq!(key.to_string(), "Spinraza, EU, January 2026, 50/28 mg");
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
    /// The product is blank or has a comma in it.
    #[error("the product is {found:?}, expected a brand name without a comma")]
    Product {
        /// The product.
        found: String,
    },
    /// The authority is blank, has a comma in it, or names one of [`Authority::ALL`] in words.
    #[error(
        "the authority is {found:?}, expected a name without a comma, and a variant of its own where it \
         has one"
    )]
    Authority {
        /// The authority.
        found: String,
    },
    /// The edition is blank.
    #[error("the edition of {product:?} is blank, expected a year, a month or a word, or none")]
    Edition {
        /// The product.
        product: String,
    },
    /// The text has no comma.
    #[error(
        "expected product, authority and edition such as \"Qalsody, US, 2023\", found {found:?}"
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
        if self.product.trim().is_empty() || self.product.contains(',') {
            return Err(LabelKeyError::Product { found: self.product.into_owned() });
        }
        if self.authority.name().parse::<Authority>().as_ref() != Ok(&self.authority) {
            return Err(LabelKeyError::Authority { found: self.authority.to_string() });
        }
        let blank = |edition: &Cow<'static, str>| edition.trim().is_empty();
        if self.edition.as_ref().is_some_and(blank) {
            return Err(LabelKeyError::Edition { product: self.product.into_owned() });
        }
        Ok(self)
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

serde_as_text!(LabelKey, "the key of a label such as \"Qalsody, US, 2023\"");
