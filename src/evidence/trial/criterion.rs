//! Eligibility criteria: limits of measured values, or statements that a person judges.

use core::fmt;
use std::borrow::Cow;

use crate::evidence::condition::{Condition, Findings, Met, UnitError};
use crate::evidence::result::Population;
use crate::evidence::trial::{Trial, TrialError};

/// One inclusion or exclusion criterion.
///
/// ```
/// use aso_regimen::evidence::condition::{Threshold, Condition, Findings, Met};
/// use aso_regimen::evidence::result::Population;
/// use aso_regimen::evidence::trial::Criterion;
///
/// let least = Threshold::AtLeast("65".parse()?);
/// let capacity = Condition::value("slow vital capacity", "% predicted", least);
/// let faster = Criterion::inclusion(capacity);
/// let faster = faster.of_population(Population::FasterProgressing);
/// assert_eq!(
///     faster.to_string(),
///     "inclusion (faster progressing): slow vital capacity in % predicted is at least 65",
/// );
/// let measured = Findings::new().value("slow vital capacity", "% predicted", 80.3);
/// assert_eq!(faster.met(&measured)?, Met::Yes);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a criterion with its condition")
)]
#[non_exhaustive]
pub struct Criterion {
    /// The condition that is checked.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub condition: Condition,
    /// `true` for an exclusion criterion: those who meet the condition may not enter.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "core::ops::Not::not"
        )
    )]
    pub excludes: bool,
    /// The population that the criterion is restricted to. `None` if it is for everybody.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub population: Option<Population>,
    /// The name of the part of the trial that the criterion is restricted to. `None` if it is for every part.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub part: Option<Cow<'static, str>>,
}

impl Criterion {
    /// Returns an inclusion criterion: participants must meet the condition.
    pub fn inclusion(condition: Condition) -> Self {
        Self { condition, excludes: false, population: None, part: None }
    }

    /// Returns an exclusion criterion: participants must not meet the condition.
    pub fn exclusion(condition: Condition) -> Self {
        Self { excludes: true, ..Self::inclusion(condition) }
    }

    /// Returns this criterion restricted to one population.
    #[must_use]
    pub fn of_population(self, population: Population) -> Self {
        Self { population: Some(population), ..self }
    }

    /// Returns this criterion restricted to one part of the trial.
    #[must_use]
    pub fn of_part(self, part: impl Into<Cow<'static, str>>) -> Self {
        Self { part: Some(part.into()), ..self }
    }

    /// Whether it is for those of this part, or of no part.
    pub(super) fn is_of(&self, part: Option<&str>) -> bool {
        self.part.is_none() || self.part.as_deref() == part
    }

    /// Returns whether this criterion lets somebody enter the trial, as far as is known: the condition of an inclusion
    /// criterion is met, or that of an exclusion criterion is not.
    ///
    /// # Errors
    ///
    /// If a value was reported in another unit than that of the criterion.
    pub fn met(&self, found: &Findings) -> Result<Met, UnitError> {
        Ok(match self.condition.met(found)? {
            Met::Yes if self.excludes => Met::No,
            Met::No if self.excludes => Met::Yes,
            met => met,
        })
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.excludes { "exclusion" } else { "inclusion" })?;
        if let Some(part) = &self.part {
            write!(f, " (part {part})")?;
        }
        if let Some(population) = &self.population {
            write!(f, " ({population})")?;
        }
        write!(f, ": {}", self.condition)
    }
}

impl Trial {
    /// Returns each criterion that applies to a part of the trial and to a population, and whether it lets somebody
    /// enter that part.
    ///
    /// Pass the name of the part, or `None` for a trial without parts. A criterion without a part applies to all parts.
    /// The answer for all criteria together is the lowest of the answers, in the order
    /// of [`Met`]: `met.iter().map(|(_, met)| met).min()`.
    ///
    /// # Errors
    ///
    /// If no arm belongs to this part, if `part` is `None` and every arm belongs to a part, or if a value was reported in
    /// another unit than that of a criterion.
    pub fn criteria_met(
        &self,
        part: Option<&str>,
        population: &Population,
        found: &Findings,
    ) -> Result<Vec<(&Criterion, Met)>, TrialError> {
        self.arms_of("the request for criteria", part)?;
        let criteria = self.eligibility().iter().filter(|criterion| criterion.is_of(part));
        criteria
            .filter(|criterion| criterion.population.as_ref().is_none_or(|of| of == population))
            .map(|criterion| Ok((criterion, criterion.met(found)?)))
            .collect()
    }
}
