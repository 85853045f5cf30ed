//! What is measured, and which way it gets better.

use core::cmp::Ordering;
use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use crate::measure::change::Change;

/// Which way an endpoint goes when a patient benefits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Benefit {
    /// Less is better: neurofilament light chain in plasma.
    Lower,
    /// More is better: the ALSFRS-R total.
    Higher,
}

impl Benefit {
    /// How a change for the better compares with no change.
    fn direction(self) -> Ordering {
        match self {
            Self::Lower => Ordering::Less,
            Self::Higher => Ordering::Greater,
        }
    }
}

/// How a change of an endpoint is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ReportedAs {
    /// As a ratio to baseline, or the percent change of one.
    RatioToBaseline,
    /// As a difference, in the endpoint's own unit.
    Difference,
    /// As the time to an event.
    TimeToEvent,
    /// As the share of participants who have it.
    Proportion,
}

/// Something that is measured: its name, what it is measured of, its unit, the values it can take, which
/// way is better, and how its change is reported.
///
/// ```
/// use aso_regimen::{Endpoint, PercentChange};
///
/// let nfl = Endpoint::plasma_nfl();
/// let change = PercentChange::from_percent(-55.0)?;
/// assert!(nfl.improved(change), "less neurofilament in plasma is better");
/// assert_eq!(nfl.to_string(), "neurofilament light chain, plasma (pg/mL)");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Form", into = "Form"))]
pub struct Endpoint {
    name: Cow<'static, str>,
    matrix: Cow<'static, str>,
    unit: Cow<'static, str>,
    range: Option<(i32, i32)>,
    benefit: Benefit,
    reported_as: ReportedAs,
}

/// Why parts do not make an [`Endpoint`], or a number is no value of one.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// It has no name.
    #[error("an endpoint without a name")]
    NoName,
    /// Its range holds less than two values.
    #[error(
        "an endpoint from {low} to {high}, expected the lower value first and the higher above it"
    )]
    Range {
        /// The lower end.
        low: i32,
        /// The higher end.
        high: i32,
    },
    /// A value that is no number.
    #[error("a value of {0}, expected a finite number")]
    NotFinite(f64),
    /// A value that the endpoint cannot take.
    #[error("a value of {value}, expected one from {low} to {high}")]
    OutOfRange {
        /// What was given.
        value: f64,
        /// The lowest value it can take.
        low: i32,
        /// The highest value it can take.
        high: i32,
    },
}

impl Endpoint {
    /// An endpoint of any value.
    ///
    /// # Errors
    ///
    /// Without a name.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        matrix: impl Into<Cow<'static, str>>,
        unit: impl Into<Cow<'static, str>>,
        benefit: Benefit,
        reported_as: ReportedAs,
    ) -> Result<Self, EndpointError> {
        let name = name.into();
        if name.trim().is_empty() {
            return Err(EndpointError::NoName);
        }
        Ok(Self {
            name,
            matrix: matrix.into(),
            unit: unit.into(),
            range: None,
            benefit,
            reported_as,
        })
    }

    /// The same endpoint with the lowest and the highest value it can take.
    ///
    /// # Errors
    ///
    /// Where the lowest is not below the highest.
    pub fn with_range(self, low: i32, high: i32) -> Result<Self, EndpointError> {
        if low >= high {
            return Err(EndpointError::Range { low, high });
        }
        Ok(Self {
            range: Some((low, high)),
            ..self
        })
    }

    const fn literal(
        name: &'static str,
        matrix: &'static str,
        unit: &'static str,
        range: Option<(i32, i32)>,
        benefit: Benefit,
        reported_as: ReportedAs,
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            matrix: Cow::Borrowed(matrix),
            unit: Cow::Borrowed(unit),
            range,
            benefit,
            reported_as,
        }
    }

    /// Total SOD1 protein in cerebrospinal fluid. Tofersen lowers that of both alleles. The unit of its
    /// concentration stands in none of the sources here.
    pub const fn csf_sod1() -> Self {
        Self::literal(
            "SOD1 protein",
            "cerebrospinal fluid",
            "concentration",
            None,
            Benefit::Lower,
            ReportedAs::RatioToBaseline,
        )
    }

    /// Neurofilament light chain in plasma.
    pub const fn plasma_nfl() -> Self {
        Self::neurofilament("neurofilament light chain", "plasma")
    }

    /// Neurofilament light chain in cerebrospinal fluid.
    pub const fn csf_nfl() -> Self {
        Self::neurofilament("neurofilament light chain", "cerebrospinal fluid")
    }

    /// Phosphorylated neurofilament heavy chain in plasma.
    pub const fn plasma_pnfh() -> Self {
        Self::neurofilament("phosphorylated neurofilament heavy chain", "plasma")
    }

    /// Phosphorylated neurofilament heavy chain in cerebrospinal fluid.
    pub const fn csf_pnfh() -> Self {
        Self::neurofilament(
            "phosphorylated neurofilament heavy chain",
            "cerebrospinal fluid",
        )
    }

    const fn neurofilament(name: &'static str, matrix: &'static str) -> Self {
        let (benefit, reported_as) = (Benefit::Lower, ReportedAs::RatioToBaseline);
        Self::literal(name, matrix, "pg/mL", None, benefit, reported_as)
    }

    /// The total of the revised ALS functional rating scale, 0 to 48.
    pub const fn alsfrs_r() -> Self {
        Self::literal(
            "ALSFRS-R total",
            "clinical function",
            "points",
            Some((0, 48)),
            Benefit::Higher,
            ReportedAs::Difference,
        )
    }

    /// Slow vital capacity in percent of a predicted value.
    pub const fn slow_vital_capacity() -> Self {
        Self::literal(
            "slow vital capacity",
            "respiratory function",
            "% predicted",
            None,
            Benefit::Higher,
            ReportedAs::Difference,
        )
    }

    /// The hand-held dynamometry megascore, a mean of z-scores over muscles.
    pub const fn dynamometry_megascore() -> Self {
        Self::literal(
            "hand-held dynamometry megascore",
            "muscle strength",
            "SD",
            None,
            Benefit::Higher,
            ReportedAs::Difference,
        )
    }

    /// Time to death or permanent ventilation; later is better.
    pub const fn event_free_survival() -> Self {
        Self::literal(
            "time to death or permanent ventilation",
            "survival",
            "days",
            None,
            Benefit::Higher,
            ReportedAs::TimeToEvent,
        )
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is measured of: a body fluid, or a domain of function.
    pub fn matrix(&self) -> &str {
        &self.matrix
    }

    /// Its unit.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The lowest and the highest value it can take, where it has such.
    pub fn range(&self) -> Option<(i32, i32)> {
        self.range
    }

    /// Which way is better.
    pub fn benefit(&self) -> Benefit {
        self.benefit
    }

    /// How its change is reported.
    pub fn reported_as(&self) -> ReportedAs {
        self.reported_as
    }

    /// The value itself, if the endpoint can take it.
    ///
    /// # Errors
    ///
    /// Where it is infinite, not a number, or outside the range.
    ///
    /// ```
    /// use aso_regimen::Endpoint;
    ///
    /// let error = Endpoint::alsfrs_r().check(51.0).unwrap_err();
    /// assert_eq!(error.to_string(), "a value of 51, expected one from 0 to 48");
    /// ```
    pub fn check(&self, value: f64) -> Result<f64, EndpointError> {
        if !value.is_finite() {
            return Err(EndpointError::NotFinite(value));
        }
        match self.range {
            Some((low, high)) if value < f64::from(low) || value > f64::from(high) => {
                Err(EndpointError::OutOfRange { value, low, high })
            }
            _ => Ok(value),
        }
    }

    /// Whether a change, of whatever kind, is for the better. No change is not.
    pub fn improved(&self, change: impl Change) -> bool {
        change.direction() == self.benefit.direction()
    }

    /// Whether a change, of whatever kind, is for the worse. No change is not.
    pub fn worsened(&self, change: impl Change) -> bool {
        change.direction() == self.benefit.direction().reverse()
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} ({})", self.name, self.matrix, self.unit)
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Endpoint", deny_unknown_fields)]
struct Form {
    name: Cow<'static, str>,
    matrix: Cow<'static, str>,
    unit: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    range: Option<(i32, i32)>,
    benefit: Benefit,
    reported_as: ReportedAs,
}

#[cfg(feature = "serde")]
impl From<Endpoint> for Form {
    fn from(endpoint: Endpoint) -> Self {
        Self {
            name: endpoint.name,
            matrix: endpoint.matrix,
            unit: endpoint.unit,
            range: endpoint.range,
            benefit: endpoint.benefit,
            reported_as: endpoint.reported_as,
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Form> for Endpoint {
    type Error = EndpointError;

    fn try_from(form: Form) -> Result<Self, EndpointError> {
        let endpoint = Self::new(
            form.name,
            form.matrix,
            form.unit,
            form.benefit,
            form.reported_as,
        )?;
        match form.range {
            Some((low, high)) => endpoint.with_range(low, high),
            None => Ok(endpoint),
        }
    }
}
