//! How an endpoint was measured, by what its sources say: an assay with its platform and limits, or an instrument with
//! who administers it and by which guideline; and whether a reviewer relied on its readings.

use core::fmt;
use std::borrow::Cow;

use crate::evidence::epoch::Epoch;
use crate::evidence::printed::Printed;
use crate::evidence::source::Source;
use crate::measure::assay::{Assay, AssayError, AssaySpec};
use crate::measure::endpoint::Endpoint;

/// How a source says that an endpoint was measured. Outcomes and contrasts name it.
///
/// ```
/// use aso_regimen::Endpoint;
/// use aso_regimen::evidence::method::{Method, ReadingUse, Verdict};
/// use aso_regimen::evidence::source::{Source, Status};
///
/// let review = Source::new("FDA integrated review, NDA 215887", Status::Publication);
/// let page = |place| review.clone().at(place);
/// let nfl = Method::new("Siemens Atellica IM", Endpoint::plasma_nfl(), page("page 192"))
///     .limits("4.9".parse()?, Some("474".parse()?))
///     .judged(Verdict::unreliable(ReadingUse::Absolute, "FDA", page("page 193")))
///     .judged(Verdict::reliable(ReadingUse::Change, "FDA", page("page 195")));
/// assert_eq!(
///     nfl.to_string(),
///     "neurofilament light chain, plasma (pg/mL): Siemens Atellica IM, \
///      limits of quantification 4.9 to 474; \
///      FDA: absolute values not reliable; FDA: changes reliable",
/// );
/// assert_eq!(nfl.assay()?.reading(4.0)?.to_string(), "< 4.9 pg/mL");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a method with its name, endpoint and source")
)]
#[non_exhaustive]
pub struct Method {
    /// The platform of an assay, or the version of an instrument.
    pub name: Cow<'static, str>,
    /// What it measures.
    pub endpoint: Endpoint,
    /// The lower limit of quantification of an assay, in the unit of the endpoint.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub lloq: Option<Printed>,
    /// The upper limit of quantification of an assay, in the unit of the endpoint.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub uloq: Option<Printed>,
    /// Who administers an instrument.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub administered_by: Option<Cow<'static, str>>,
    /// By which guideline, or how.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub guideline: Option<Cow<'static, str>>,
    /// What reviewers said of its readings.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Vec::is_empty"
        )
    )]
    pub verdicts: Vec<Verdict>,
    /// The epoch of the trial for which the source states it, where it states one: a method of screening does not
    /// contradict that of an outcome.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub epoch: Option<Epoch>,
    /// Its source.
    pub source: Source,
}

impl Method {
    /// A method by its name, the endpoint that it measures, and the source that says so.
    pub fn new(name: impl Into<Cow<'static, str>>, endpoint: Endpoint, source: Source) -> Self {
        Self {
            name: name.into(),
            endpoint,
            lloq: None,
            uloq: None,
            administered_by: None,
            guideline: None,
            verdicts: Vec::new(),
            epoch: None,
            source,
        }
    }

    /// The same with the limits of quantification of an assay.
    #[must_use]
    pub fn limits(self, lloq: Printed, uloq: Option<Printed>) -> Self {
        Self { lloq: Some(lloq), uloq, ..self }
    }

    /// The same, administered by these people.
    #[must_use]
    pub fn administered_by(self, who: impl Into<Cow<'static, str>>) -> Self {
        Self { administered_by: Some(who.into()), ..self }
    }

    /// The same by this guideline.
    #[must_use]
    pub fn by_guideline(self, guideline: impl Into<Cow<'static, str>>) -> Self {
        Self { guideline: Some(guideline.into()), ..self }
    }

    /// The same, stated for one epoch of the trial.
    #[must_use]
    pub fn in_epoch(self, epoch: Epoch) -> Self {
        Self { epoch: Some(epoch), ..self }
    }

    /// The same with what a reviewer said of its readings.
    #[must_use]
    pub fn judged(mut self, verdict: Verdict) -> Self {
        self.verdicts.push(verdict);
        self
    }

    /// The assay, whose readings are compared with no other's.
    ///
    /// # Errors
    ///
    /// If no lower limit of quantification is stated, or if the endpoint has no unit.
    pub fn assay(&self) -> Result<Assay, AssayError> {
        let endpoint = &self.endpoint;
        let analyte = match endpoint.matrix() {
            "" => endpoint.name().to_owned(),
            matrix => format!("{} in {matrix}", endpoint.name()),
        };
        let spec = AssaySpec::new(analyte).platform(self.name.clone()).unit(endpoint.unit());
        let spec = AssaySpec { uloq: self.uloq.map(Printed::value), ..spec };
        Assay::new(spec.lloq(self.lloq.map_or(0.0, Printed::value)))
    }

    /// The verdicts on a use of its readings.
    pub fn verdicts_on(&self, of: ReadingUse) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(move |verdict| verdict.of == of)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.endpoint, self.name)?;
        match (self.lloq, self.uloq) {
            (Some(lloq), Some(uloq)) => {
                write!(f, ", limits of quantification {lloq} to {uloq}")?;
            }
            (Some(lloq), None) => write!(f, ", lower limit of quantification {lloq}")?,
            _ => {}
        }
        if let Some(who) = &self.administered_by {
            write!(f, ", administered by {who}")?;
        }
        if let Some(guideline) = &self.guideline {
            write!(f, ", by {guideline}")?;
        }
        if let Some(epoch) = &self.epoch {
            write!(f, ", at {epoch}")?;
        }
        self.verdicts.iter().try_for_each(|verdict| write!(f, "; {verdict}"))
    }
}

/// What readings are used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ReadingUse {
    /// The values themselves, as a threshold for enrolment uses them.
    Absolute,
    /// Their changes from baseline.
    Change,
}

/// What a reviewer said of a use of readings.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a verdict on readings"))]
#[non_exhaustive]
pub struct Verdict {
    /// Which use.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub of: ReadingUse,
    /// Whether the readings can be relied on for it.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub is_reliable: bool,
    /// Who says so.
    pub reviewer: Cow<'static, str>,
    /// Where.
    pub source: Source,
}

impl Verdict {
    /// The readings can be relied on.
    pub fn reliable(
        of: ReadingUse,
        reviewer: impl Into<Cow<'static, str>>,
        source: Source,
    ) -> Self {
        Self { of, is_reliable: true, reviewer: reviewer.into(), source }
    }

    /// The readings cannot be relied on.
    pub fn unreliable(
        of: ReadingUse,
        reviewer: impl Into<Cow<'static, str>>,
        source: Source,
    ) -> Self {
        Self { is_reliable: false, ..Self::reliable(of, reviewer, source) }
    }
}

/// Prints `FDA: absolute values not reliable`.
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = match self.of {
            ReadingUse::Absolute => "absolute values",
            ReadingUse::Change => "changes",
        };
        let not = if self.is_reliable { "" } else { "not " };
        write!(f, "{}: {of} {not}reliable", self.reviewer)
    }
}
