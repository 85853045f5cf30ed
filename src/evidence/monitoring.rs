//! What a label says of a measured value: change, pause or stop, as data beside the label.
//!
//! Nothing here changes a plan. [`Monitoring::applies_to`] says which band of a label a value is in and what
//! the label says of it; what is done about it, somebody decides.

use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use crate::evidence::printed::Printed;
use crate::evidence::source::Source;
use crate::text::debug_as_display;

/// What a label says of values in a band.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ValueLimit {
    /// Less than this; the value itself is in the next band.
    Below(Printed),
    /// This or less.
    Through(Printed),
}

/// Values from the limit of the band before up to its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct ValueBand {
    /// Where it ends; `None` for the last.
    pub limit: Option<ValueLimit>,
    /// What the label says.
    pub action: MonitoringAction,
    /// How often to measure, or what else to do, in the label's sense; empty where it says nothing.
    #[cfg_attr(feature = "serde", serde(default))]
    pub additional_instructions: Cow<'static, str>,
}

/// Laboratory monitoring the label requires: a value, and what the label says of each band of it.
///
/// Each band begins where the one before ends, so that every value is in one.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog;
/// use aso_regimen::evidence::label::Authority;
/// use aso_regimen::evidence::monitoring::MonitoringAction;
///
/// let label = catalog::labels().named("inotersen").authority(Authority::Eu).one()?;
/// let platelets = &label.monitoring()[0];
/// assert_eq!(
///     platelets.applies_to(80.0)?.action,
///     MonitoringAction::Regimen("platelets from 75 to below 100 x10^9/L".into()),
/// );
/// // The table has "above 100" and "75 to below 100": of 100 itself it says nothing.
/// assert_eq!(platelets.applies_to(100.0)?.action, MonitoringAction::NotStated);
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Form"))]
pub struct Monitoring {
    what: Cow<'static, str>,
    unit: Cow<'static, str>,
    bands: Vec<ValueBand>,
    source: Source,
}

/// Why bands do not make a [`Monitoring`], or a value is in none of them. Bands are counted from 1.
#[derive(Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum MonitoringError {
    /// There is no band.
    #[error("no band of values, expected at least one")]
    NoBands,
    /// The last band has a limit.
    #[error("band {band} of values, the last, is {limit}, expected no limit")]
    EndMissing {
        /// Which band.
        band: usize,
        /// Its limit.
        limit: ValueLimit,
    },
    /// A band before the last has no limit.
    #[error("band {band} of values has no limit, expected one because another band follows")]
    LimitMissing {
        /// Which band.
        band: usize,
    },
    /// A limit does not exceed the one before.
    #[error("band {band} of values is {limit}, expected more than the band before, {before}")]
    NotRising {
        /// Which band.
        band: usize,
        /// Its limit.
        limit: ValueLimit,
        /// The limit of the band before.
        before: ValueLimit,
    },
    /// A value that is not a finite number of zero or more.
    #[error("the value is {0}, expected a finite number of 0 or more")]
    Value(f64),
}

debug_as_display!(MonitoringError);

impl ValueBand {
    /// A band without a limit, for which the label has no more instructions.
    pub fn new(action: MonitoringAction) -> Self {
        Self { limit: None, action, additional_instructions: Cow::Borrowed("") }
    }

    /// The same band with a limit.
    #[must_use]
    pub fn with_limit(mut self, limit: ValueLimit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The same band with these additional instructions.
    #[must_use]
    pub fn with_instructions(mut self, additional: impl Into<Cow<'static, str>>) -> Self {
        self.additional_instructions = additional.into();
        self
    }
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
        (value, true) <= self.place()
    }
}

impl Monitoring {
    /// Bands of a value, lowest first, without a unit.
    ///
    /// # Errors
    ///
    /// If there is no band, if a band before the last has no limit or the last has one, and if a limit does
    /// not exceed the one before.
    pub fn new(
        what: impl Into<Cow<'static, str>>,
        bands: Vec<ValueBand>,
        source: Source,
    ) -> Result<Self, MonitoringError> {
        let (last, limited) = bands.split_last().ok_or(MonitoringError::NoBands)?;
        if let Some(limit) = last.limit {
            let band = bands.len();
            return Err(MonitoringError::EndMissing { band, limit });
        }
        let mut before: Option<ValueLimit> = None;
        for (ValueBand { limit, .. }, band) in limited.iter().zip(1..) {
            let limit = limit.ok_or(MonitoringError::LimitMissing { band })?;
            match before {
                Some(before) if limit.place() <= before.place() => {
                    return Err(MonitoringError::NotRising { band, limit, before });
                }
                _ => before = Some(limit),
            }
        }
        Ok(Self { what: what.into(), unit: Cow::Borrowed(""), bands, source })
    }

    /// The same monitoring in a unit.
    #[must_use]
    pub fn in_unit(mut self, unit: impl Into<Cow<'static, str>>) -> Self {
        self.unit = unit.into();
        self
    }

    /// What is measured.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// Its unit; empty if it has none.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The bands, lowest first.
    pub fn bands(&self) -> &[ValueBand] {
        &self.bands
    }

    /// Its source.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The band that holds a value.
    ///
    /// # Errors
    ///
    /// If the value is negative, infinite or not a number.
    pub fn applies_to(&self, value: f64) -> Result<&ValueBand, MonitoringError> {
        if !value.is_finite() || value < 0.0 {
            return Err(MonitoringError::Value(value));
        }
        // The last band has no limit.
        let passed = |band: &ValueBand| band.limit.is_some_and(|limit| !limit.holds(value));
        Ok(&self.bands[self.bands.partition_point(passed)])
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

impl fmt::Display for ValueLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(limit) => write!(f, "below {limit}"),
            Self::Through(limit) => write!(f, "up to {limit}"),
        }
    }
}

impl fmt::Display for Monitoring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if !self.unit.is_empty() {
            write!(f, " in {}", self.unit)?;
        }
        f.write_str(": ")?;
        let mut separator = "";
        for band in &self.bands {
            f.write_str(separator)?;
            match band.limit {
                Some(limit) => write!(f, "{limit}: ")?,
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

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(expecting = "monitoring of a value", deny_unknown_fields)]
struct Form {
    what: Cow<'static, str>,
    #[serde(default)]
    unit: Cow<'static, str>,
    bands: Vec<ValueBand>,
    source: Source,
}

#[cfg(feature = "serde")]
impl TryFrom<Form> for Monitoring {
    type Error = MonitoringError;

    fn try_from(form: Form) -> Result<Self, MonitoringError> {
        Ok(Self::new(form.what, form.bands, form.source)?.in_unit(form.unit))
    }
}
