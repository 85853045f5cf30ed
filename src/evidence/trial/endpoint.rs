//! The endpoints of a trial: rank, population, time, test, and whether they were met.

use core::fmt;
use std::borrow::Cow;

use crate::evidence::result::{Population, Test, TimePoint};
use crate::evidence::source::Source;
use crate::measure::endpoint::Endpoint;

/// The rank of an endpoint in a trial. The highest rank is first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Rank {
    /// The endpoint on which the outcome of the trial is decided.
    Primary,
    /// Tested in the planned sequence after the primary endpoint.
    KeySecondary,
    /// Tested outside the planned sequence.
    Secondary,
    /// Described but not tested.
    Exploratory,
}

/// An endpoint as a trial plans it, and whether it was met. A trial lists its endpoints in the order of testing.
///
/// ```
/// use aso_regimen::Endpoint;
/// use aso_regimen::evidence::result::{Population, Test, TimePoint};
/// use aso_regimen::evidence::trial::{Rank, TrialEndpoint};
///
/// let primary = TrialEndpoint::new(Rank::Primary, Endpoint::alsfrs_r())
///     .in_population(Population::FasterProgressing)
///     .at(TimePoint::Week(28))
///     .by(Test::JointRank)
///     .met(false);
/// assert_eq!(
///     primary.to_string(),
///     "primary: ALSFRS-R total, clinical function, faster progressing, week 28, \
///      joint rank test: not met",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an endpoint with its rank"))]
#[non_exhaustive]
pub struct TrialEndpoint {
    /// The rank of the endpoint in the trial.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub rank: Rank,
    /// What is measured.
    pub endpoint: Endpoint,
    /// The analysis population.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub population: Population,
    /// The time of the assessment.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub at: TimePoint,
    /// The statistical test.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub test: Test,
    /// Whether the endpoint was met. `None` if it was not read out yet or no source says.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub is_met: Option<bool>,
    /// The earlier design that the endpoint belongs to. `None` if it is part of the present design.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub earlier: Option<EarlierDesign>,
}

/// An earlier design of a trial, since replaced.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "an earlier design with its version and source")
)]
#[non_exhaustive]
pub struct EarlierDesign {
    /// The version of the design, such as `protocol before version 4`.
    pub version: Cow<'static, str>,
    /// The source that describes it.
    pub source: Source,
}

impl TrialEndpoint {
    /// Returns an endpoint with this rank. Population, time and test are not stated.
    pub fn new(rank: Rank, endpoint: Endpoint) -> Self {
        Self {
            rank,
            endpoint,
            population: Population::Unstated,
            at: TimePoint::Unstated,
            test: Test::Unstated,
            is_met: None,
            earlier: None,
        }
    }

    /// Returns this endpoint with its analysis population.
    #[must_use]
    pub fn in_population(self, population: Population) -> Self {
        Self { population, ..self }
    }

    /// Returns this endpoint with the time of its assessment.
    #[must_use]
    pub fn at(self, at: TimePoint) -> Self {
        Self { at, ..self }
    }

    /// Returns this endpoint with its statistical test.
    #[must_use]
    pub fn by(self, test: Test) -> Self {
        Self { test, ..self }
    }

    /// Returns this endpoint with whether it was met.
    #[must_use]
    pub fn met(self, is_met: bool) -> Self {
        Self { is_met: Some(is_met), ..self }
    }

    /// Returns this endpoint as part of an earlier design. It is not tested any more.
    ///
    /// ```
    /// use aso_regimen::Endpoint;
    /// use aso_regimen::evidence::source::{Source, Status};
    /// use aso_regimen::evidence::trial::{Rank, TrialEndpoint};
    ///
    /// let protocol = Source::new("a protocol, version 1", Status::Publication);
    /// let score = TrialEndpoint::new(Rank::Exploratory, Endpoint::alsfrs_r());
    /// let before = score.of_earlier_design("version 1", protocol);
    /// assert!(before.to_string().starts_with("exploratory in version 1: ALSFRS-R total"));
    /// ```
    #[must_use]
    pub fn of_earlier_design(self, version: impl Into<Cow<'static, str>>, source: Source) -> Self {
        Self { earlier: Some(EarlierDesign { version: version.into(), source }), ..self }
    }
}

/// Prints `primary: ALSFRS-R total, clinical function, faster progressing, week 28, joint rank test: not met`.
impl fmt::Display for TrialEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.rank {
            Rank::Primary => "primary",
            Rank::KeySecondary => "key secondary",
            Rank::Secondary => "secondary",
            Rank::Exploratory => "exploratory",
        })?;
        if let Some(earlier) = &self.earlier {
            write!(f, " in {}", earlier.version)?;
        }
        let Self { population, at, test, .. } = self;
        write!(f, ": {}, {population}, {at}, {test}", self.endpoint.full_name())?;
        match self.is_met {
            Some(true) => f.write_str(": met"),
            Some(false) => f.write_str(": not met"),
            None => Ok(()),
        }
    }
}
