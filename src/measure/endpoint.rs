//! Endpoints: what is measured, in which unit, and which direction is better.
//!
//! ```
//! use aso_regimen::measure::endpoint::{Benefit, ReportedAs};
//! use aso_regimen::{Endpoint, PercentChange};
//!
//! let grip =
//!     Endpoint::builder("grip strength", Benefit::Higher, ReportedAs::RatioToBaseline)
//!         .unit("N")
//!         .build()?;
//! assert!(grip.worsened(PercentChange::from_percent(-12.0)?));
//! assert_eq!(Endpoint::alsfrs_r().range(), Some((0, 48)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::cmp::Ordering;
use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use crate::measure::change::Change;
use crate::text::{debug_as_display, json_value};

/// Which direction of an endpoint is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Benefit {
    /// Lower values are better, as of neurofilament light chain in plasma.
    Lower,
    /// Higher values are better, as of the ALSFRS-R total.
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

/// The kind of change of an endpoint, and so whether two arms are compared by division or by subtraction.
///
/// This is a property of the endpoint. The scale of one printed number is a
/// [`ReportedScale`](crate::evidence::result::ReportedScale); computed numbers have types with the trait
/// `analysis::scale::EstimateScale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ReportedAs {
    /// A ratio to baseline, or its percent change.
    RatioToBaseline,
    /// A difference, in the unit of the endpoint.
    Difference,
    /// The time to an event.
    TimeToEvent,
    /// The share of participants.
    Proportion,
}

/// An endpoint: name, matrix, unit, range, which direction is better, and how its change is reported.
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
///
/// In JSON: `{"name": "ALSFRS-R total", "matrix": "clinical function", "unit": "points", "range": [0, 48], "benefit":
/// "higher", "reported_as": "difference"}`; the range is optional.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "crate::text::plain::Plain<EndpointParts>"))]
#[doc(alias("PARAM", "PARAMCD"))]
pub struct Endpoint(EndpointParts);

/// What an endpoint is made of, and its form in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(expecting = "an endpoint", deny_unknown_fields))]
struct EndpointParts {
    name: Cow<'static, str>,
    #[cfg_attr(feature = "serde", serde(default))]
    matrix: Cow<'static, str>,
    #[cfg_attr(feature = "serde", serde(default))]
    unit: Cow<'static, str>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    range: Option<(i32, i32)>,
    benefit: Benefit,
    reported_as: ReportedAs,
}

/// A builder of an [`Endpoint`]; [`EndpointBuilder::build`] checks it.
///
/// ```
/// use aso_regimen::Endpoint;
/// use aso_regimen::measure::endpoint::{Benefit, ReportedAs};
///
/// let score = Endpoint::builder("a score", Benefit::Higher, ReportedAs::Difference)
///     .matrix("clinical function")
///     .unit("points")
///     .range(0, 40)
///     .build()?;
/// assert_eq!(score.to_string(), "a score, clinical function (points)");
/// assert!(score.check(41.0).is_err());
/// # Ok::<(), aso_regimen::measure::endpoint::EndpointError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct EndpointBuilder(EndpointParts);

impl EndpointBuilder {
    /// Sets the matrix: a body fluid, or a domain of function.
    pub fn matrix(mut self, matrix: impl Into<Cow<'static, str>>) -> Self {
        self.0.matrix = matrix.into();
        self
    }

    /// Sets the unit.
    pub fn unit(mut self, unit: impl Into<Cow<'static, str>>) -> Self {
        self.0.unit = unit.into();
        self
    }

    /// Sets the lowest and the highest possible value.
    pub fn range(mut self, low: i32, high: i32) -> Self {
        self.0.range = Some((low, high));
        self
    }

    /// Returns the endpoint.
    ///
    /// # Errors
    ///
    /// If its name is empty, or if the low end of its range is not below the high end.
    pub fn build(self) -> Result<Endpoint, EndpointError> {
        Endpoint::checked(self.0)
    }
}

json_value!(EndpointParts, Endpoint::checked, EndpointError);

impl Endpoint {
    fn checked(parts: EndpointParts) -> Result<Self, EndpointError> {
        if parts.name.trim().is_empty() {
            return Err(EndpointError::NoName);
        }
        match parts.range {
            Some((low, high)) if low >= high => Err(EndpointError::Range { low, high }),
            _ => Ok(Self(parts)),
        }
    }
}

/// Why an [`Endpoint`] or one of its values is refused.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// It has no name.
    #[error("an endpoint without a name, expected more than white space")]
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
    /// A value is NaN or infinite.
    #[error("{endpoint}: a value of {value}, expected a finite number")]
    NotFinite {
        /// The name of the endpoint.
        endpoint: String,
        /// The value.
        value: f64,
    },
    /// A value is outside the range of the endpoint.
    #[error("{endpoint}: a value of {value}, expected one from {low} to {high}")]
    OutOfRange {
        /// The name of the endpoint.
        endpoint: String,
        /// The value.
        value: f64,
        /// The lowest value it can take.
        low: i32,
        /// The highest value it can take.
        high: i32,
    },
}

debug_as_display!(EndpointError);

impl Endpoint {
    /// Returns a builder of an endpoint with a name, the direction that is better, and the kind of its change.
    pub fn builder(
        name: impl Into<Cow<'static, str>>,
        benefit: Benefit,
        reported_as: ReportedAs,
    ) -> EndpointBuilder {
        EndpointBuilder(EndpointParts {
            name: name.into(),
            matrix: Cow::Borrowed(""),
            unit: Cow::Borrowed(""),
            range: None,
            benefit,
            reported_as,
        })
    }

    const LESS: (Benefit, ReportedAs) = (Benefit::Lower, ReportedAs::RatioToBaseline);
    const MORE: (Benefit, ReportedAs) = (Benefit::Higher, ReportedAs::Difference);

    const fn literal(
        [name, matrix, unit]: [&'static str; 3],
        range: Option<(i32, i32)>,
        (benefit, reported_as): (Benefit, ReportedAs),
    ) -> Self {
        Self(EndpointParts {
            name: Cow::Borrowed(name),
            matrix: Cow::Borrowed(matrix),
            unit: Cow::Borrowed(unit),
            range,
            benefit,
            reported_as,
        })
    }

    /// Total SOD1 protein in cerebrospinal fluid. Tofersen lowers that of both alleles.
    pub const fn csf_sod1() -> Self {
        let parts = ["SOD1 protein", "cerebrospinal fluid", "ng/mL"];
        Self::literal(parts, None, Self::LESS)
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
        Self::neurofilament("phosphorylated neurofilament heavy chain", "cerebrospinal fluid")
    }

    const fn neurofilament(name: &'static str, matrix: &'static str) -> Self {
        Self::literal([name, matrix, "pg/mL"], None, Self::LESS)
    }

    /// The total of the revised ALS functional rating scale, 0 to 48.
    pub const fn alsfrs_r() -> Self {
        let parts = ["ALSFRS-R total", "clinical function", "points"];
        Self::literal(parts, Some((0, 48)), Self::MORE)
    }

    /// Slow vital capacity in percent of a predicted value.
    pub const fn slow_vital_capacity() -> Self {
        let parts = ["slow vital capacity", "respiratory function", "% predicted"];
        Self::literal(parts, None, Self::MORE)
    }

    /// The hand-held dynamometry megascore, a mean of z-scores over muscles.
    pub const fn dynamometry_megascore() -> Self {
        let parts = ["hand-held dynamometry megascore", "muscle strength", "SD"];
        Self::literal(parts, None, Self::MORE)
    }

    /// Time to death or permanent ventilation; later is better.
    pub const fn event_free_survival() -> Self {
        let parts = ["time to death or permanent ventilation", "survival", "days"];
        Self::literal(parts, None, (Benefit::Higher, ReportedAs::TimeToEvent))
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The matrix: a body fluid, or a domain of function. Empty if not stated.
    pub fn matrix(&self) -> &str {
        &self.0.matrix
    }

    /// The unit. Empty if not stated.
    pub fn unit(&self) -> &str {
        &self.0.unit
    }

    /// The lowest and the highest possible value; `None` if no range is stated.
    pub fn range(&self) -> Option<(i32, i32)> {
        self.0.range
    }

    /// Which direction is better.
    pub fn benefit(&self) -> Benefit {
        self.0.benefit
    }

    /// The kind of its change.
    pub fn reported_as(&self) -> ReportedAs {
        self.0.reported_as
    }

    /// Returns the value if it is possible.
    ///
    /// # Errors
    ///
    /// If it is NaN, infinite, or outside the range.
    pub fn check(&self, value: f64) -> Result<f64, EndpointError> {
        let endpoint = || self.name().to_owned();
        match self.0.range {
            _ if !value.is_finite() => {
                Err(EndpointError::NotFinite { endpoint: endpoint(), value })
            }
            Some((low, high)) if value < f64::from(low) || value > f64::from(high) => {
                Err(EndpointError::OutOfRange { endpoint: endpoint(), value, low, high })
            }
            _ => Ok(value),
        }
    }

    /// Whether a change, on any scale, is for the better. No change is not.
    pub fn improved(&self, change: impl Change) -> bool {
        change.direction() == self.0.benefit.direction()
    }

    /// Whether a change, on any scale, is for the worse. No change is not.
    pub fn worsened(&self, change: impl Change) -> bool {
        change.direction() == self.0.benefit.direction().reverse()
    }
}

/// Prints `ALSFRS-R total, clinical function (points)`; matrix and unit are left out if they are not stated.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        if !self.matrix().is_empty() {
            write!(f, ", {}", self.matrix())?;
        }
        match self.unit() {
            "" => Ok(()),
            unit => write!(f, " ({unit})"),
        }
    }
}
