//! What identifies a study and its subjects, and the texts that an SDTM variable takes.

use crate::interchange::error::FormatError;
use crate::text::excerpt::quoted;

/// The longest text of a variable; transport files hold no more.
const LONGEST: usize = 200;

/// A text as the variable takes it.
pub(super) fn term(variable: &'static str, text: impl Into<String>) -> Result<String, FormatError> {
    let text = text.into();
    let length = text.chars().count();
    let is_clean = text.trim() == text && !text.chars().any(char::is_control);
    if is_clean && (1..=LONGEST).contains(&length) {
        return Ok(text);
    }
    let expected = format!("1 to {LONGEST} printable characters without spaces at the ends");
    Err(FormatError::expected(variable, expected, quoted(&text)))
}

/// A study (STUDYID) and the epoch of its treatment (EPOCH).
///
/// ```
/// use aso_regimen::interchange::sdtm::Study;
///
/// let study = Study::new("STUDY1")?.in_epoch("TREATMENT")?;
/// assert!(study.subject("STUDY1-001")?.treated_with("TOFERSEN").is_ok());
/// assert_eq!(
///     study.subject("").unwrap_err().to_string(),
///     "USUBJID: expected 1 to 200 printable characters without spaces at the ends, found \
///      \"\""
/// );
/// # Ok::<(), aso_regimen::interchange::FormatError>(())
/// ```
#[doc(alias = "STUDYID")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Study {
    pub(super) id: String,
    pub(super) epoch: Option<String>,
    /// Names of arms and elements with their codes.
    pub(super) codes: Vec<(String, String)>,
}

/// A subject of a study (USUBJID).
#[doc(alias = "USUBJID")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StudySubject {
    pub(super) study: Study,
    pub(super) id: String,
}

impl Study {
    /// Returns the study with this identifier.
    ///
    /// # Errors
    ///
    /// If the text is empty, longer than 200 characters, not printable, or has spaces at its ends.
    pub fn new(id: impl Into<String>) -> Result<Self, FormatError> {
        Ok(Self { id: term("STUDYID", id)?, epoch: None, codes: Vec::new() })
    }

    /// Returns this study with the epoch of all doses, such as `TREATMENT` or `BLINDED TREATMENT` (code list C99079).
    ///
    /// # Errors
    ///
    /// If [`Study::new`] would refuse the text.
    #[doc(alias = "EPOCH")]
    pub fn in_epoch(self, epoch: impl Into<String>) -> Result<Self, FormatError> {
        let epoch = Some(term("EPOCH", epoch)?);
        Ok(Self { epoch, ..self })
    }

    /// Returns this study with the code of an arm (ARMCD, at most 20 characters) or an element (ETCD, at most 8
    /// characters). Their names are those that [`trial_arms`](super::trial_arms) writes.
    ///
    /// # Errors
    ///
    /// If [`Study::new`] would refuse the name or the code.
    #[doc(alias("ARMCD", "ETCD"))]
    pub fn coded(
        mut self,
        name: impl Into<String>,
        code: impl Into<String>,
    ) -> Result<Self, FormatError> {
        self.codes.push((term("ARM or ELEMENT", name)?, term("ARMCD or ETCD", code)?));
        Ok(self)
    }

    /// Returns the subject with this identifier, which is unique across all studies of the sponsor.
    ///
    /// # Errors
    ///
    /// If [`Study::new`] would refuse the text.
    pub fn subject(&self, id: impl Into<String>) -> Result<StudySubject, FormatError> {
        let (study, id) = (self.clone(), term("USUBJID", id)?);
        Ok(StudySubject { study, id })
    }
}
