//! Identifiers of documents: DOIs, numbers of registries and authorities, and addresses.

use core::fmt;
use core::str::FromStr;

use thiserror::Error;

use crate::evidence::trial::Registration;
use crate::text::excerpt::quoted;
use crate::text::{debug_as_display, has_control, serde_as_text};

/// An identifier of a document. It is text with its kind before a colon, in JSON too. The form of each kind is checked,
/// and a control character is refused.
///
/// | text | what it is |
/// |---|---|
/// | `doi:10.1056/NEJMoa2204705` | digital object identifier |
/// | `pmid:36129998` | number in PubMed |
/// | `pmc:PMC12723595` | number in PubMed Central |
/// | `registry:NCT02623699` | [registration](Registration) of a trial |
/// | `set-id:81356b45-1cb7-4eef-88ea-e44cc18b47c5` | set of structured product labels in DailyMed |
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
pub struct Identifier(String);

/// A text that is not an [`Identifier`].
#[derive(Clone, PartialEq, Eq, Error)]
#[error("expected {expected}, found {}", quoted(found))]
pub struct ParseIdentifierError {
    expected: &'static str,
    found: String,
}

debug_as_display!(Identifier, ParseIdentifierError);

/// A check of the form of a value.
type Check = fn(&str) -> bool;

/// Each kind: the word before the colon, what is expected, and the check of what is after the colon.
const KINDS: [(&str, &str, Check); 8] = [
    // The prefix is of digits and dots: DOI Handbook, DOI name syntax.
    ("doi", "a DOI such as \"doi:10.1056/NEJMoa2204705\"", |value| {
        let parts = value.strip_prefix("10.").and_then(|rest| rest.split_once('/'));
        closed(value)
            && parts.is_some_and(|(who, what)| who.split('.').all(digits) && !what.is_empty())
    }),
    ("pmid", "a number of PubMed such as \"pmid:36129998\"", counted),
    ("pmc", "a number of PubMed Central such as \"pmc:PMC12723595\"", |value| {
        value.strip_prefix("PMC").is_some_and(counted)
    }),
    ("registry", "a registration such as \"registry:NCT02623699\"", |value| {
        value.parse::<Registration>().is_ok_and(|found| found != Registration::None)
    }),
    (
        "set-id",
        "a set id such as \"set-id:0f51aa8e-8475-8cf9-e063-6394a90a6848\", in small letters",
        |value| {
            let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
            value.split('-').map(str::len).eq([8, 4, 4, 4, 12])
                && value.bytes().all(|b| b == b'-' || hex(b))
        },
    ),
    ("fda", "an application such as \"fda:NDA209531\" or \"fda:NDA209531/S-016\"", |value| {
        let (number, supplement) = value.split_once("/S-").unwrap_or((value, "000"));
        let number = ["NDA", "BLA"].iter().find_map(|kind| number.strip_prefix(kind));
        number.is_some_and(|number| digits(number) && number.len() == 6)
            && digits(supplement)
            && supplement.len() == 3
    }),
    ("ema", "a number such as \"ema:EMEA/H/C/004312\" or \"ema:EMA/276404/2024\"", |value| {
        let starts = ["EMEA/", "EMA/"];
        let rest = starts.iter().find_map(|start| value.strip_prefix(start));
        closed(value) && rest.is_some_and(|rest| !rest.is_empty())
    }),
    ("number", "a register and a number such as \"number:Swissmedic 69332\"", |value| {
        let parts = value.split_once(' ');
        parts.is_some_and(|(register, number)| {
            !register.is_empty() && number.contains(|c: char| c.is_ascii_digit())
        })
    }),
];

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn counted(text: &str) -> bool {
    digits(text) && !text.starts_with('0') && text.len() < 10
}

fn closed(text: &str) -> bool {
    !text.contains(char::is_whitespace)
}

fn is_address(text: &str) -> bool {
    let host = text.split_once("://").and_then(|(_, rest)| rest.split('/').next());
    let parts = host.map(|host| host.split('.').filter(|part| !part.is_empty()).count());
    closed(text) && parts.is_some_and(|parts| parts > 1)
}

impl Identifier {
    /// Returns the web address of the document or of its record. `None` if the register has no web page per entry.
    pub fn address(&self) -> Option<String> {
        let (word, value) = self.0.split_once(':')?;
        Some(match word {
            "doi" => format!("https://doi.org/{value}"),
            "pmid" => format!("https://pubmed.ncbi.nlm.nih.gov/{value}/"),
            "pmc" => format!("https://pmc.ncbi.nlm.nih.gov/articles/{value}/"),
            "registry" if value.starts_with("NCT") => {
                format!("https://clinicaltrials.gov/study/{value}")
            }
            "set-id" => format!("https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={value}"),
            "fda" => format!(
                "https://www.accessdata.fda.gov/scripts/cder/daf/index.cfm?event=overview.process&ApplNo={}",
                &value[3..9]
            ),
            "http" | "https" => self.0.clone(),
            _ => return None,
        })
    }
}

impl FromStr for Identifier {
    type Err = ParseIdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (word, value) = text.split_once(':').unwrap_or((text, ""));
        let known = KINDS.into_iter().find(|(known, ..)| *known == word);
        let (holds, expected) = match known {
            Some((_, expected, holds)) => (holds(value), expected),
            None if text.starts_with("http://") || text.starts_with("https://") => {
                (is_address(text), "an address such as \"https://www.ema.europa.eu/\"")
            }
            None => (
                false,
                "an identifier that begins with doi:, pmid:, pmc:, registry:, set-id:, fda:, ema:, number: or https://",
            ),
        };
        let found = text.to_owned();
        if holds && !has_control(text) {
            Ok(Self(found))
        } else {
            Err(ParseIdentifierError { expected, found })
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

serde_as_text!(Identifier, "an identifier such as \"doi:10.1056/NEJMoa2204705\"");
