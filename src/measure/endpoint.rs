//! What a trial measures, and which way is better.
//!
//! ```
//! use aso_regimen::measure::change::{Difference, PercentChange};
//! use aso_regimen::measure::endpoint::Endpoint;
//!
//! // Less neurofilament is better, and fewer points of function are worse.
//! assert!(Endpoint::PLASMA_NFL.improved(PercentChange::from_percent(-55.0)?));
//! assert!(Endpoint::ALSFRS_R.worsened(Difference::new(-7.0)?));
//! assert_eq!(Endpoint::ALSFRS_R.to_string(), "ALSFRS-R total (points, 0 to 48, higher is better)");
//! # Ok::<(), aso_regimen::measure::change::ChangeError>(())
//! ```

use core::cmp::Ordering;
use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use super::change::Change;

mod limits;

pub use limits::Limits;

/// Something that is measured in a trial.
///
/// It has a name and a domain (`CSF`, `plasma`, `clinical function`, ...) that are not empty, a unit unless its source
/// leaves that open, the [`Limits`] of its values, the direction of [`Benefit`], and the [`ChangeScale`] on which its
/// change is reported. Names are compared as they are written.
///
/// ```
/// use aso_regimen::measure::endpoint::{Benefit, ChangeScale, Endpoint, Limits};
///
/// let brain_volume = Endpoint::new("ventricular volume", "MRI", Benefit::Lower, ChangeScale::MeanPercentChange)?
///     .in_unit("mL")?
///     .within(Limits::at_least(0.0)?);
/// assert_eq!(brain_volume.unit(), Some("mL"));
/// assert!(brain_volume.check(-1.0).is_err());
/// # Ok::<(), aso_regimen::measure::endpoint::EndpointError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "Fields", into = "Fields")
)]
pub struct Endpoint {
    name: Cow<'static, str>,
    domain: Cow<'static, str>,
    unit: Option<Cow<'static, str>>,
    limits: Limits,
    benefit: Benefit,
    scale: ChangeScale,
}

/// Which direction is good for the participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Benefit {
    /// Lower values are better: a marker of damage, the amount of a toxic protein.
    Lower,
    /// Higher values are better: function, strength, time to an event.
    Higher,
}

/// The scale on which the change of an endpoint is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ChangeScale {
    /// [`GeometricMeanRatio`](super::change::GeometricMeanRatio) to baseline.
    GeometricMeanRatio,
    /// [`MeanPercentChange`](super::change::MeanPercentChange) from baseline.
    MeanPercentChange,
    /// [`Difference`](super::change::Difference) from baseline, in the unit of the endpoint.
    Difference,
    /// [`PercentagePoints`](super::change::PercentagePoints), for an endpoint that is itself a percentage.
    PercentagePoints,
    /// Hazard ratio between arms, for the time to an event.
    HazardRatio,
}

/// Why an endpoint, or a value of one, was refused.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// A text is empty, or blank at one end.
    #[error("{what} is {text:?}; expected text without blanks around it")]
    Text {
        /// Which text: `name`, `domain` or `unit`.
        what: &'static str,
        /// What was given.
        text: String,
    },
    /// A limit is NaN or infinite, or the low limit is not below the high one.
    #[error("limits {low:?} to {high:?}; expected finite numbers, the first below the second")]
    Limits {
        /// The low limit, if any.
        low: Option<f64>,
        /// The high limit, if any.
        high: Option<f64>,
    },
    /// A value is NaN, infinite, or outside the limits of its endpoint.
    #[error("{endpoint} is {value}; expected {limits}")]
    Value {
        /// The name of the endpoint.
        endpoint: String,
        /// What was given.
        value: f64,
        /// What is allowed.
        limits: Limits,
    },
}

impl Endpoint {
    /// Total SOD1 protein in cerebrospinal fluid. No unit, since its change is reported as a ratio.
    pub const CSF_SOD1: Self =
        Self::biomarker("SOD1 protein", "CSF", None, ChangeScale::GeometricMeanRatio);

    /// Neurofilament light chain in plasma.
    pub const PLASMA_NFL: Self = Self::neurofilament("NfL", "plasma");

    /// Neurofilament light chain in cerebrospinal fluid.
    pub const CSF_NFL: Self = Self::neurofilament("NfL", "CSF");

    /// Phosphorylated neurofilament heavy chain in plasma.
    pub const PLASMA_PNFH: Self = Self::neurofilament("pNfH", "plasma");

    /// Phosphorylated neurofilament heavy chain in cerebrospinal fluid.
    pub const CSF_PNFH: Self = Self::neurofilament("pNfH", "CSF");

    /// Total of the revised ALS functional rating scale: twelve items of 0 to 4 points.
    pub const ALSFRS_R: Self = Self::clinical(
        "ALSFRS-R total",
        "clinical function",
        "points",
        Limits {
            low: Some(0.0),
            high: Some(48.0),
        },
        ChangeScale::Difference,
    );

    /// Slow vital capacity in percent of the predicted value.
    pub const SVC: Self = Self::clinical(
        "slow vital capacity",
        "respiratory function",
        "% predicted",
        Limits {
            low: Some(0.0),
            high: None,
        },
        ChangeScale::PercentagePoints,
    );

    /// Hand-held dynamometry megascore: the mean of the z-scores of the muscles tested.
    pub const HHD_MEGASCORE: Self = Self::clinical(
        "HHD megascore",
        "muscle strength",
        "SD",
        Limits::NONE,
        ChangeScale::Difference,
    );

    /// Time to death or permanent ventilation.
    pub const TIME_TO_DEATH_OR_VENTILATION: Self = Self::clinical(
        "time to death or permanent ventilation",
        "survival",
        "days",
        Limits {
            low: Some(0.0),
            high: None,
        },
        ChangeScale::HazardRatio,
    );

    /// Time to death.
    pub const TIME_TO_DEATH: Self = Self::clinical(
        "time to death",
        "survival",
        "days",
        Limits {
            low: Some(0.0),
            high: None,
        },
        ChangeScale::HazardRatio,
    );

    /// An endpoint without unit and limits; see [`in_unit`](Endpoint::in_unit) and [`within`](Endpoint::within).
    ///
    /// # Errors
    ///
    /// If `name` or `domain` is empty or has blanks around it.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        domain: impl Into<Cow<'static, str>>,
        benefit: Benefit,
        scale: ChangeScale,
    ) -> Result<Self, EndpointError> {
        Ok(Self {
            name: trimmed("name", name.into())?,
            domain: trimmed("domain", domain.into())?,
            unit: None,
            limits: Limits::NONE,
            benefit,
            scale,
        })
    }

    /// The same endpoint with its values in `unit`.
    ///
    /// # Errors
    ///
    /// If `unit` is empty or has blanks around it.
    pub fn in_unit(self, unit: impl Into<Cow<'static, str>>) -> Result<Self, EndpointError> {
        Ok(Self {
            unit: Some(trimmed("unit", unit.into())?),
            ..self
        })
    }

    /// The same endpoint with its values within `limits`.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// What is measured, such as `NfL`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The matrix it is measured in, or the domain of function it belongs to.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The unit of its values; `None` if unspecified.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// The limits of its values.
    pub const fn limits(&self) -> Limits {
        self.limits
    }

    /// Which direction is good for the participant.
    pub const fn benefit(&self) -> Benefit {
        self.benefit
    }

    /// The scale on which its change is reported.
    pub const fn scale(&self) -> ChangeScale {
        self.scale
    }

    /// The value itself, if it is within the limits.
    ///
    /// # Errors
    ///
    /// If `value` is NaN, infinite or outside the limits.
    ///
    /// ```
    /// use aso_regimen::measure::endpoint::Endpoint;
    ///
    /// let error = Endpoint::ALSFRS_R.check(51.0).unwrap_err();
    /// assert_eq!(error.to_string(), "ALSFRS-R total is 51; expected 0 to 48");
    /// ```
    pub fn check(&self, value: f64) -> Result<f64, EndpointError> {
        if self.limits.contain(value) {
            Ok(value)
        } else {
            Err(EndpointError::Value {
                endpoint: self.name.to_string(),
                value,
                limits: self.limits,
            })
        }
    }

    /// Whether a change, on any scale, is one for the better. No change is neither better nor worse.
    pub fn improved(&self, change: impl Change) -> bool {
        change.direction() == self.benefit.direction()
    }

    /// Whether a change, on any scale, is one for the worse. No change is neither better nor worse.
    pub fn worsened(&self, change: impl Change) -> bool {
        change.direction() == self.benefit.direction().reverse()
    }

    const fn biomarker(
        name: &'static str,
        domain: &'static str,
        unit: Option<Cow<'static, str>>,
        scale: ChangeScale,
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            domain: Cow::Borrowed(domain),
            unit,
            limits: Limits {
                low: Some(0.0),
                high: None,
            },
            benefit: Benefit::Lower,
            scale,
        }
    }

    const fn neurofilament(name: &'static str, domain: &'static str) -> Self {
        let unit = Some(Cow::Borrowed("pg/mL"));
        Self::biomarker(name, domain, unit, ChangeScale::GeometricMeanRatio)
    }

    const fn clinical(
        name: &'static str,
        domain: &'static str,
        unit: &'static str,
        limits: Limits,
        scale: ChangeScale,
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            domain: Cow::Borrowed(domain),
            unit: Some(Cow::Borrowed(unit)),
            limits,
            benefit: Benefit::Higher,
            scale,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A substance is told apart by where it is measured; a clinical scale has a name of its own.
        if self.benefit == Benefit::Lower {
            write!(f, "{} ", self.domain)?;
        }
        write!(f, "{} (", self.name)?;
        if let Some(unit) = self.unit() {
            write!(f, "{unit}, ")?;
        }
        if self.limits != Limits::NONE {
            write!(f, "{}, ", self.limits)?;
        }
        write!(f, "{})", self.benefit)
    }
}

impl Benefit {
    /// How a change for the better compares with no change.
    pub const fn direction(self) -> Ordering {
        match self {
            Self::Lower => Ordering::Less,
            Self::Higher => Ordering::Greater,
        }
    }
}

impl fmt::Display for Benefit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lower => "lower is better",
            Self::Higher => "higher is better",
        })
    }
}

fn trimmed(
    what: &'static str,
    text: Cow<'static, str>,
) -> Result<Cow<'static, str>, EndpointError> {
    if text.is_empty() || text.trim() != text {
        Err(EndpointError::Text {
            what,
            text: text.into_owned(),
        })
    } else {
        Ok(text)
    }
}

#[cfg(feature = "serde")]
mod json {
    use std::borrow::Cow;

    use serde::{Deserialize, Serialize};

    use super::{Benefit, ChangeScale, Endpoint, EndpointError, Limits};

    /// An endpoint as it is written.
    #[derive(Serialize, Deserialize)]
    #[serde(rename = "Endpoint", deny_unknown_fields)]
    pub(super) struct Fields {
        name: Cow<'static, str>,
        domain: Cow<'static, str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Cow<'static, str>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        high: Option<f64>,
        benefit: Benefit,
        scale: ChangeScale,
    }

    impl From<Endpoint> for Fields {
        fn from(endpoint: Endpoint) -> Self {
            let Limits { low, high } = endpoint.limits;
            let Endpoint {
                name,
                domain,
                unit,
                benefit,
                scale,
                ..
            } = endpoint;
            Self {
                name,
                domain,
                unit,
                low,
                high,
                benefit,
                scale,
            }
        }
    }

    impl TryFrom<Fields> for Endpoint {
        type Error = EndpointError;

        fn try_from(fields: Fields) -> Result<Self, EndpointError> {
            let Fields {
                name,
                domain,
                unit,
                low,
                high,
                benefit,
                scale,
            } = fields;
            let endpoint = Self::new(name, domain, benefit, scale)?.within(Limits::new(low, high)?);
            match unit {
                Some(unit) => endpoint.in_unit(unit),
                None => Ok(endpoint),
            }
        }
    }
}

#[cfg(feature = "serde")]
use json::Fields;
