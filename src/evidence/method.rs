//! Methods of measurement: the platform and limits of an assay, or the administration of an instrument, with reviewers'
//! verdicts on the readings.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! use aso_regimen::catalog::tofersen;
//! use aso_regimen::evidence::method::ReadingUse;
//!
//! let valor = tofersen::valor();
//! let mut methods = valor.methods().iter();
//! let assay = methods.find(|method| method.name == "Siemens Atellica IM");
//! let assay = assay.expect("the assay of plasma neurofilament");
//! let mut verdicts = assay.verdicts_on(ReadingUse::Absolute).map(ToString::to_string);
//! assert_eq!(verdicts.next().as_deref(), Some("FDA: absolute values not reliable"));
//! # }
//! ```

use core::fmt;
use std::borrow::Cow;

use crate::evidence::epoch::Epoch;
use crate::evidence::printed::Printed;
use crate::evidence::source::Source;
use crate::measure::assay::{Assay, AssayError, AssaySpec};
use crate::measure::endpoint::Endpoint;

/// How an endpoint was measured, according to a source. Outcomes and contrasts refer to it by its name.
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
    /// The name of the method: the platform of an assay, or the version of an instrument.
    pub name: Cow<'static, str>,
    /// The endpoint that is measured.
    pub endpoint: Endpoint,
    /// The lower limit of quantification of an assay, in the unit of the endpoint. `None` if no source states it.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub lloq: Option<Printed>,
    /// The upper limit of quantification of an assay, in the unit of the endpoint. `None` if no source states it.
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
    /// The guideline that was followed, or how the endpoint was measured.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub guideline: Option<Cow<'static, str>>,
    /// Reviewers' verdicts on the readings.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Vec::is_empty"
        )
    )]
    pub verdicts: Vec<Verdict>,
    /// The epoch of the trial for which the source states the method. `None` if it states none. A method of screening
    /// does not contradict that of an outcome.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub epoch: Option<Epoch>,
    /// The source of the method.
    pub source: Source,
}

impl Method {
    /// Returns a method with its name, its endpoint and its source.
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

    /// Returns this method with the limits of quantification of an assay, in the unit of the endpoint.
    #[must_use]
    pub fn limits(self, lloq: Printed, uloq: Option<Printed>) -> Self {
        Self { lloq: Some(lloq), uloq, ..self }
    }

    /// Returns this method with the people who administer the instrument.
    #[must_use]
    pub fn administered_by(self, who: impl Into<Cow<'static, str>>) -> Self {
        Self { administered_by: Some(who.into()), ..self }
    }

    /// Returns this method with the guideline that was followed.
    #[must_use]
    pub fn by_guideline(self, guideline: impl Into<Cow<'static, str>>) -> Self {
        Self { guideline: Some(guideline.into()), ..self }
    }

    /// Returns this method restricted to one epoch of the trial.
    #[must_use]
    pub fn in_epoch(self, epoch: Epoch) -> Self {
        Self { epoch: Some(epoch), ..self }
    }

    /// Returns this method with one more reviewer's verdict.
    #[must_use]
    pub fn judged(mut self, verdict: Verdict) -> Self {
        self.verdicts.push(verdict);
        self
    }

    /// Returns the assay with this platform. Its readings are not comparable with those of other assays.
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

    /// Returns the verdicts on one use of the readings.
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
    /// Absolute values, for example for an enrolment threshold.
    Absolute,
    /// Changes from baseline.
    Change,
}

/// A reviewer's verdict on one use of readings.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a verdict on readings"))]
#[non_exhaustive]
pub struct Verdict {
    /// The use that is judged.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub of: ReadingUse,
    /// Whether the readings are reliable for this use.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub is_reliable: bool,
    /// The reviewer, such as `FDA`.
    pub reviewer: Cow<'static, str>,
    /// The source of the verdict.
    pub source: Source,
}

impl Verdict {
    /// Returns the verdict that the readings are reliable for this use.
    pub fn reliable(
        of: ReadingUse,
        reviewer: impl Into<Cow<'static, str>>,
        source: Source,
    ) -> Self {
        Self { of, is_reliable: true, reviewer: reviewer.into(), source }
    }

    /// Returns the verdict that the readings are not reliable for this use.
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
