//! Published averages with their spread, such as baseline values, and the median time to an event.
//!
//! ```
//! use aso_regimen::evidence::level::{Average, MedianTime, ReportedLevel, Spread};
//!
//! let score = ReportedLevel::new(Average::Mean, "36.0".parse()?)
//!     .with_spread(Spread::StandardDeviation("6.40".parse()?));
//! assert_eq!(score.to_string(), "mean 36.0 (SD 6.40)");
//! let survival = MedianTime::new(None, "weeks");
//! assert_eq!(survival.to_string(), "median not reached");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use core::fmt;
use std::borrow::Cow;

use crate::evidence::printed::Printed;

/// The kind of average that a source prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Average {
    /// The arithmetic mean.
    Mean,
    /// The geometric mean.
    GeometricMean,
    /// The median.
    Median,
}

impl fmt::Display for Average {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mean => "mean",
            Self::GeometricMean => "geometric mean",
            Self::Median => "median",
        })
    }
}

/// The spread of the values, or the precision of their average.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Spread {
    /// The standard deviation of the values.
    #[doc(alias = "SD")]
    StandardDeviation(Printed),
    /// The standard error of the average.
    #[doc(alias = "SEM")]
    StandardError(Printed),
    /// The coefficient of variation of the values, in percent.
    #[doc(alias = "CV")]
    CoefficientOfVariation(Printed),
    /// The lowest and the highest value.
    Range {
        /// The lowest.
        low: Printed,
        /// The highest.
        high: Printed,
    },
}

/// Prints `SD 6.40`, `SE 0.711`, `CV 137 %` or `range 15 to 44`.
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StandardDeviation(value) => write!(f, "SD {value}"),
            Self::StandardError(value) => write!(f, "SE {value}"),
            Self::CoefficientOfVariation(percent) => write!(f, "CV {percent} %"),
            Self::Range { low, high } => write!(f, "range {low} to {high}"),
        }
    }
}

/// An average over several participants and its spread, in the unit of the endpoint.
///
/// The number of participants is in [`ReportedOutcome::n`](crate::evidence::result::ReportedOutcome::n). A level is not
/// a change: effects and predictions ignore it, and an audit compares it with no other result.
///
/// ```
/// use aso_regimen::Endpoint;
/// use aso_regimen::evidence::level::{Average, ReportedLevel, Spread};
/// use aso_regimen::evidence::result::Readout;
/// use aso_regimen::evidence::source::{Source, Status};
///
/// let paper = Source::new("a paper", Status::Publication).at("table 1");
/// let score = ReportedLevel::new(Average::Mean, "36.0".parse()?)
///     .with_spread(Spread::StandardDeviation("6.40".parse()?))
///     .with_spread(Spread::Range { low: "15".parse()?, high: "44".parse()? });
/// let baseline = Readout::new(Endpoint::alsfrs_r(), paper).outcome("100 mg", score);
/// assert!(baseline.to_string().ends_with(": mean 36.0 points (SD 6.40, range 15 to 44)"));
/// # Ok::<(), aso_regimen::evidence::printed::ParsePrintedError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a level with its average and value")
)]
#[non_exhaustive]
pub struct ReportedLevel {
    /// The kind of average.
    pub average: Average,
    /// The number as printed.
    pub value: Printed,
    /// The measures of spread; empty if the source prints none.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub spread: Vec<Spread>,
}

impl ReportedLevel {
    /// Returns a level without a spread.
    pub const fn new(average: Average, value: Printed) -> Self {
        Self { average, value, spread: Vec::new() }
    }

    /// Returns this level with one more measure of spread.
    #[must_use]
    pub fn with_spread(mut self, spread: Spread) -> Self {
        self.spread.push(spread);
        self
    }

    /// Prints it in a unit, which may be empty.
    pub(super) fn print(&self, f: &mut fmt::Formatter<'_>, unit: &str) -> fmt::Result {
        write!(f, "{} {}", self.average, self.value)?;
        if !unit.is_empty() {
            write!(f, " {unit}")?;
        }
        let mut before = " (";
        for spread in &self.spread {
            write!(f, "{before}{spread}")?;
            before = ", ";
        }
        f.write_str(if self.spread.is_empty() { "" } else { ")" })
    }
}

/// Prints `mean 36.0 (SD 6.40, range 15 to 44)`.
impl fmt::Display for ReportedLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print(f, "")
    }
}

/// The median time to an event. It is not reached while more than half of the participants have had no event.
///
/// ```
/// use aso_regimen::evidence::level::MedianTime;
///
/// let time = MedianTime::new("260.7".parse().ok(), "weeks");
/// let time = time.within("171.0".parse().ok(), None);
/// assert_eq!(time.to_string(), "median 260.7 weeks, 95 % CI 171.0 weeks to not reached");
/// assert_eq!(MedianTime::new(None, "weeks").to_string(), "median not reached");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a median time with its unit")
)]
#[non_exhaustive]
pub struct MedianTime {
    /// The median. `None` if it was not reached.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub median: Option<Printed>,
    /// The lower limit of the 95 % confidence interval. `None` if it was not reached, or if no interval is printed.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub low: Option<Printed>,
    /// The upper limit of the 95 % confidence interval. `None` if it was not reached, or if no interval is printed.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub high: Option<Printed>,
    /// The unit of time as printed, such as `weeks`.
    pub unit: Cow<'static, str>,
}

impl MedianTime {
    /// Returns a median time in this unit. Pass `None` if the median was not reached.
    pub fn new(median: Option<Printed>, unit: impl Into<Cow<'static, str>>) -> Self {
        Self { median, low: None, high: None, unit: unit.into() }
    }

    /// Returns this time with its 95 % confidence interval. Pass `None` for a limit that was not reached.
    #[must_use]
    pub fn within(self, low: Option<Printed>, high: Option<Printed>) -> Self {
        Self { low, high, ..self }
    }
}

/// Prints `median 260.7 weeks, 95 % CI 171.0 weeks to not reached`.
impl fmt::Display for MedianTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |time: Option<Printed>| {
            time.map_or_else(|| "not reached".to_owned(), |time| format!("{time} {}", self.unit))
        };
        write!(f, "median {}", time(self.median))?;
        match (self.low, self.high) {
            (None, None) => Ok(()),
            (low, high) => write!(f, ", 95 % CI {} to {}", time(low), time(high)),
        }
    }
}
