//! What a document is found by: a DOI, a number of a registry or an authority, an address.

use core::fmt;
use core::str::FromStr;
use std::borrow::Cow;

use thiserror::Error;

use crate::evidence::trial::Registration;
use crate::text::{debug_as_display, serde_as_text};

/// What a document is found by, in a form that was checked; text with its kind before a colon, in JSON too.
///
/// | text | what it is |
/// |---|---|
/// | `doi:10.1056/NEJMoa2204705` | digital object identifier |
/// | `pmid:36129998` | number in PubMed |
/// | `pmc:PMC12723595` | number in PubMed Central |
/// | `registry:NCT02623699` | [registration](Registration) of a trial |
/// | `set-id:81356b45-0c5d-4d7c-b5b5-2d0f1a0f6d2a` | set of structured product labels in DailyMed |
/// | `fda:NDA209531/S-016` | application, and supplement, at the Food and Drug Administration |
/// | `ema:EMEA/H/C/004312` | procedure or document of the European Medicines Agency |
/// | `number:Swissmedic 69332` | number in another register, whose name is before it |
/// | `https://www.ema.europa.eu/...` | address |
///
/// ```
/// use aso_regimen::evidence::source::Identifier;
///
/// let doi: Identifier = "doi:10.1056/NEJMoa2204705".parse()?;
/// assert_eq!(doi.address().as_deref(), Some("https://doi.org/10.1056/NEJMoa2204705"));
/// # Ok::<(), aso_regimen::evidence::source::ParseIdentifierError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    kind: Kind,
    value: Cow<'static, str>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Doi,
    Pmid,
    Pmc,
    Registry,
    SetId,
    Fda,
    Ema,
    Number,
    Url,
}

/// Why a text is not an [`Identifier`].
#[derive(Clone, PartialEq, Eq, Error)]
#[error("expected {expected}, found {found:?}")]
pub struct ParseIdentifierError {
    expected: &'static str,
    found: String,
}

debug_as_display!(Identifier, ParseIdentifierError);

impl Kind {
    /// Each with the word before the colon, and what is expected.
    const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Doi, "doi", "a DOI such as \"doi:10.1056/NEJMoa2204705\""),
        (Self::Pmid, "pmid", "a number of PubMed such as \"pmid:36129998\""),
        (Self::Pmc, "pmc", "a number of PubMed Central such as \"pmc:PMC12723595\""),
        (Self::Registry, "registry", "a registration such as \"registry:NCT02623699\""),
        (
            Self::SetId,
            "set-id",
            "a set id such as \"set-id:0f51aa8e-8475-8cf9-e063-6394a90a6848\", in small letters",
        ),
        (Self::Fda, "fda", "an application such as \"fda:NDA209531\" or \"fda:NDA209531/S-016\""),
        (Self::Ema, "ema", "a number such as \"ema:EMEA/H/C/004312\" or \"ema:EMA/276404/2024\""),
        (Self::Number, "number", "a register and a number such as \"number:Swissmedic 69332\""),
    ];

    fn holds(self, value: &str) -> bool {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let counted = |text: &str| digits(text) && !text.starts_with('0') && text.len() < 10;
        let closed = !value.contains(char::is_whitespace);
        match self {
            Self::Doi => value.strip_prefix("10.").is_some_and(|rest| {
                let parts = rest.split_once('/');
                closed && parts.is_some_and(|(who, what)| digits(who) && !what.is_empty())
            }),
            Self::Pmid => counted(value),
            Self::Pmc => value.strip_prefix("PMC").is_some_and(counted),
            Self::Registry => {
                value.parse::<Registration>().is_ok_and(|found| found != Registration::None)
            }
            Self::SetId => {
                let hex = |text: &str| {
                    text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
                };
                let groups: Vec<&str> = value.split('-').collect();
                groups.iter().copied().all(hex)
                    && groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
            }
            Self::Fda => {
                let (number, supplement) = match value.split_once("/S-") {
                    Some((number, supplement)) => (number, Some(supplement)),
                    None => (value, None),
                };
                let number = ["NDA", "BLA"].iter().find_map(|kind| number.strip_prefix(kind));
                number.is_some_and(|number| digits(number) && number.len() == 6)
                    && supplement.is_none_or(|number| digits(number) && number.len() == 3)
            }
            Self::Ema => {
                closed
                    && ["EMEA/", "EMA/"]
                        .iter()
                        .any(|start| value.len() > start.len() && value.starts_with(start))
            }
            Self::Number => {
                let parts = value.split_once(' ');
                parts.is_some_and(|(register, number)| {
                    !register.is_empty() && number.contains(|c: char| c.is_ascii_digit())
                })
            }
            Self::Url => {
                let rest =
                    ["https://", "http://"].iter().find_map(|start| value.strip_prefix(start));
                let host = rest.and_then(|rest| rest.split('/').next());
                closed
                    && host.is_some_and(|host| {
                        host.split('.').filter(|part| !part.is_empty()).count() > 1
                    })
            }
        }
    }
}

impl Identifier {
    /// The address at which the document, or what is known of it, can be read; `None` if its register has
    /// no page for each number.
    pub fn address(&self) -> Option<String> {
        let value = &self.value;
        Some(match self.kind {
            Kind::Doi => format!("https://doi.org/{value}"),
            Kind::Pmid => format!("https://pubmed.ncbi.nlm.nih.gov/{value}/"),
            Kind::Pmc => format!("https://pmc.ncbi.nlm.nih.gov/articles/{value}/"),
            Kind::Registry if value.starts_with("NCT") => {
                format!("https://clinicaltrials.gov/study/{value}")
            }
            Kind::SetId => {
                format!("https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={value}")
            }
            Kind::Fda => format!(
                "https://www.accessdata.fda.gov/scripts/cder/daf/index.cfm?event=overview.process&ApplNo={}",
                &value[3..9]
            ),
            Kind::Url => value.to_string(),
            Kind::Registry | Kind::Ema | Kind::Number => return None,
        })
    }
}

impl FromStr for Identifier {
    type Err = ParseIdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |expected| ParseIdentifierError { expected, found: text.to_owned() };
        let made = |kind, value: &str| Self { kind, value: value.to_owned().into() };
        if text.starts_with("http://") || text.starts_with("https://") {
            return if Kind::Url.holds(text) {
                Ok(made(Kind::Url, text))
            } else {
                Err(error("an address such as \"https://www.ema.europa.eu/\""))
            };
        }
        let (word, value) = text.split_once(':').unwrap_or((text, ""));
        match Kind::ALL.into_iter().find(|(_, known, _)| *known == word) {
            Some((kind, ..)) if kind.holds(value) => Ok(made(kind, value)),
            Some((.., expected)) => Err(error(expected)),
            None => Err(error(
                "an identifier that begins with doi:, pmid:, pmc:, registry:, set-id:, fda:, ema:, \
                 number: or https://",
            )),
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, word, _)) = Kind::ALL.into_iter().find(|(kind, ..)| *kind == self.kind) {
            write!(f, "{word}:")?;
        }
        f.write_str(&self.value)
    }
}

serde_as_text!(Identifier, "an identifier such as \"doi:10.1056/NEJMoa2204705\"");
