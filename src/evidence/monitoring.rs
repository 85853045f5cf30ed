//! What a label says of a measured value: change, pause or stop, as data beside the label.
//!
//! Nothing here changes a plan. [`Monitoring::applies_to`] says which band of a label a value is in and what
//! the label says of it; what is done about it, somebody decides.

use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use crate::evidence::printed::Printed;
use crate::evidence::source::Source;

/// What a label says of values in a band.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum MonitoringAction {
    /// Go on as before.
    Continue,
    /// Give the label's regimen of this name.
    Regimen(Cow<'static, str>),
    /// Give nothing until this is so, and then the label's regimen of this name.
    Pause {
        /// What has to be so.
        until: Cow<'static, str>,
        /// The regimen to resume with; `None` for the one before.
        resume: Option<Cow<'static, str>>,
    },
    /// Do not begin.
    DoNotStart,
    /// Give nothing any more.
    Stop,
    /// The label does not speak of such values.
    NotStated,
}

/// Up to where a band of values reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum ValueLimit {
    /// Less than this; the value itself is in the next band.
    Below(Printed),
    /// This or less.
    Through(Printed),
}

/// Values from the limit of the band before up to its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ValueBand {
    /// Where it ends; `None` for the last.
    pub limit: Option<ValueLimit>,
    /// What the label says.
    pub action: MonitoringAction,
    /// How often to measure, or what else to do, in the label's sense; empty where it says nothing.
    pub additional_instructions: Cow<'static, str>,
}

/// A value that a label has measured, and what it says of each band of it.
///
/// Each band begins where the one before ends, so that every value is in one.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog;
/// use aso_regimen::evidence::label::Authority;
/// use aso_regimen::evidence::monitoring::MonitoringAction;
///
/// let labels = catalog::labels().substance("inotersen").authority(Authority::Eu);
/// let label = labels.iter().next().expect("the EU label");
/// let platelets = &label.monitoring()[0];
/// assert_eq!(
///     platelets.applies_to(80.0)?.action,
///     MonitoringAction::Regimen("platelets from 75 to below 100 x10^9/L".into()),
/// );
/// // The table has "above 100" and "75 to below 100": of 100 itself it says nothing.
/// assert_eq!(platelets.applies_to(100.0)?.action, MonitoringAction::NotStated);
/// # }
/// # Ok::<(), aso_regimen::evidence::monitoring::MonitoringError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Monitoring {
    what: Cow<'static, str>,
    unit: Cow<'static, str>,
    bands: Vec<ValueBand>,
    source: Source,
}

/// Why bands do not make a [`Monitoring`], or a value is in none of them. Bands are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum MonitoringError {
    /// There is no band, or the last one ends.
    #[error("the last band of values ends, expected one without a limit")]
    EndMissing,
    /// A band before the last has no limit.
    #[error("band {band} of values has no limit, but another band follows it")]
    LimitMissing {
        /// Which band.
        band: usize,
    },
    /// A limit does not exceed the one before.
    #[error("the limit of band {band} of values does not exceed the one before")]
    NotRising {
        /// Which band.
        band: usize,
    },
    /// A value that is not a finite number of zero or more.
    #[error("the value is {0}, expected a finite number of 0 or more")]
    Value(f64),
}

impl ValueLimit {
    /// The limit, and whether it is in the band.
    fn place(self) -> (f64, bool) {
        match self {
            Self::Below(limit) => (limit.value(), false),
            Self::Through(limit) => (limit.value(), true),
        }
    }

    fn holds(self, value: f64) -> bool {
        match self {
            Self::Below(limit) => value < limit.value(),
            Self::Through(limit) => value <= limit.value(),
        }
    }
}

impl Monitoring {
    /// Bands of a measured value, lowest first.
    ///
    /// # Errors
    ///
    /// Where a band before the last has no limit or the last has one, and where a limit does not exceed
    /// the one before.
    pub fn new(
        what: impl Into<Cow<'static, str>>,
        unit: impl Into<Cow<'static, str>>,
        bands: Vec<ValueBand>,
        source: Source,
    ) -> Result<Self, MonitoringError> {
        let Some((ValueBand { limit: None, .. }, limited)) = bands.split_last() else {
            return Err(MonitoringError::EndMissing);
        };
        let mut before = None;
        for (band, number) in limited.iter().zip(1..) {
            let place = band
                .limit
                .ok_or(MonitoringError::LimitMissing { band: number })?
                .place();
            if before.is_some_and(|before| place <= before) {
                return Err(MonitoringError::NotRising { band: number });
            }
            before = Some(place);
        }
        Ok(Self {
            what: what.into(),
            unit: unit.into(),
            bands,
            source,
        })
    }

    /// What is measured.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Its unit.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The bands, lowest first.
    pub fn bands(&self) -> &[ValueBand] {
        &self.bands
    }

    /// Where it stands.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The band that holds a value.
    ///
    /// # Errors
    ///
    /// Where the value is negative, infinite or not a number.
    pub fn applies_to(&self, value: f64) -> Result<&ValueBand, MonitoringError> {
        if !value.is_finite() || value < 0.0 {
            return Err(MonitoringError::Value(value));
        }
        self.bands
            .iter()
            .find(|band| band.limit.is_none_or(|limit| limit.holds(value)))
            .ok_or(MonitoringError::EndMissing)
    }
}

impl fmt::Display for MonitoringAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Continue => f.write_str("go on"),
            Self::Regimen(name) => write!(f, "give the regimen for {name}"),
            Self::Pause { until, resume } => {
                write!(f, "pause until {until}")?;
                match resume {
                    Some(name) => write!(f, ", then give the regimen for {name}"),
                    None => f.write_str(", then go on"),
                }
            }
            Self::DoNotStart => f.write_str("do not start"),
            Self::Stop => f.write_str("stop"),
            Self::NotStated => f.write_str("the label does not say what to do"),
        }
    }
}

impl fmt::Display for Monitoring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}: ", self.what, self.unit)?;
        let mut separator = "";
        for band in &self.bands {
            f.write_str(separator)?;
            match band.limit {
                Some(ValueLimit::Below(limit)) => write!(f, "below {limit}: ")?,
                Some(ValueLimit::Through(limit)) => write!(f, "up to {limit}: ")?,
                None => f.write_str("above: ")?,
            }
            band.action.fmt(f)?;
            if !band.additional_instructions.is_empty() {
                write!(f, " ({})", band.additional_instructions)?;
            }
            separator = "; ";
        }
        Ok(())
    }
}
