//! Monitoring rules of a label: laboratory values and reactions that call for a change, pause or stop of treatment.
//!
//! ```
//! use aso_regimen::Source;
//! use aso_regimen::evidence::monitoring::{
//!     Monitoring, MonitoringAction, ValueBand, ValueLimit,
//! };
//! use aso_regimen::evidence::source::Status;
//!
//! let low = ValueLimit::Below("50".parse()?);
//! let bands = vec![
//!     ValueBand::new(MonitoringAction::Stop).with_limit(low),
//!     ValueBand::new(MonitoringAction::Continue),
//! ];
//! let label = Source::new("a label", Status::LabelText).at("table 1");
//! let platelets = Monitoring::new("platelets", bands, label)?.in_unit("10^9/L");
//! assert_eq!(platelets.applies_to(40.0, "10^9/L")?.action, MonitoringAction::Stop);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! [`Monitoring::applies_to`] returns the band that a value is in, and
//! [`Label::rules_met`](super::label::Label::rules_met) returns the rules of a label that are met. Nothing here changes
//! a course: a person decides what is done.

use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::span::words;
use crate::evidence::condition::{Condition, UnitError};
use crate::evidence::printed::Printed;
use crate::evidence::source::Source;
use crate::text::debug_as_display;

/// The action that a label prescribes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum MonitoringAction {
    /// Continue treatment.
    Continue,
    /// Give the label's regimen with this name.
    Regimen {
        /// The name of the regimen.
        name: Cow<'static, str>,
        /// The time from the last dose to the first dose of the regimen (fitusiran: 3 months). `None` if it begins with
        /// the next planned dose.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        after_last_dose: Option<Interval>,
    },
    /// Go to the next lower of the label's [dose levels](super::label::Label::levels).
    Lower,
    /// Pause treatment until a condition is met, then resume.
    Pause {
        /// The condition that ends the pause.
        until: Condition,
        /// How treatment is resumed.
        resume: Resume,
    },
    /// Interrupt today's infusion; the course continues.
    Interrupt,
    /// Do not start treatment.
    DoNotStart,
    /// Stop treatment for good.
    Stop,
    /// The label does not say what to do.
    NotStated,
}

/// How treatment is resumed after a pause.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Resume {
    /// With the regimen before the pause.
    Same,
    /// With the next lower of the label's [dose levels](super::label::Label::levels).
    Lower,
    /// With the label's regimen with this name.
    Regimen(Cow<'static, str>),
    /// Do what another rule of the label says (imetelstat: the dose level, by grade and occurrence).
    AnotherRule,
    /// The label does not say.
    NotStated,
}

/// A rule of a label: an action to take if a condition is met, such as a second reaction of some grade or a number of
/// doses without effect.
///
/// ```
/// use aso_regimen::Source;
/// use aso_regimen::evidence::condition::Condition;
/// use aso_regimen::evidence::monitoring::{ConditionalRule, MonitoringAction};
/// use aso_regimen::evidence::source::Status;
///
/// // Imetelstat US, 2.3: stop after 6 doses without less need of transfusions.
/// let six = core::num::NonZeroU32::new(6).expect("not 0");
/// let rule = ConditionalRule::new(
///     Condition::DosesGiven(six)
///         .and(Condition::judged("the transfusion burden has not fallen")),
///     MonitoringAction::Stop,
///     Source::new("Rytelo US prescribing information", Status::LabelText)
///         .at("section 2.3"),
/// );
/// assert_eq!(
///     rule.to_string(),
///     "at least 6 doses were given, and the transfusion burden has not fallen: stop",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct ConditionalRule {
    /// The condition.
    pub when: Condition,
    /// The action to take if the condition is met.
    pub action: MonitoringAction,
    /// Additional instructions, in the label's sense; empty if there are none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub additional_instructions: Cow<'static, str>,
    /// The source.
    pub source: Source,
}

impl ConditionalRule {
    /// Returns a rule with its condition, action and source.
    pub fn new(when: Condition, action: MonitoringAction, source: Source) -> Self {
        Self { when, action, additional_instructions: Cow::Borrowed(""), source }
    }

    /// The action and instructions, without the condition.
    pub(super) fn said(&self) -> String {
        with_more(&self.action, &self.additional_instructions)
    }

    /// Returns this rule with additional instructions.
    #[must_use]
    pub fn with_instructions(mut self, additional: impl Into<Cow<'static, str>>) -> Self {
        self.additional_instructions = additional.into();
        self
    }
}

fn with_more(action: &MonitoringAction, additional_instructions: &str) -> String {
    match additional_instructions {
        "" => action.to_string(),
        more => format!("{action} ({more})"),
    }
}

impl MonitoringAction {
    /// Returns the action to give the label's regimen with this name from the next planned dose.
    pub fn regimen(name: impl Into<Cow<'static, str>>) -> Self {
        Self::Regimen { name: name.into(), after_last_dose: None }
    }

    /// Returns the action to pause until a condition is met, then resume.
    pub fn pause(until: Condition, resume: Resume) -> Self {
        Self::Pause { until, resume }
    }

    /// The regimen that the action names.
    pub(super) fn named(&self) -> Option<&str> {
        match self {
            Self::Regimen { name, .. } | Self::Pause { resume: Resume::Regimen(name), .. } => {
                Some(name)
            }
            _ => None,
        }
    }

    /// The condition that ends the pause, if the action is one.
    pub(super) fn until(&self) -> Option<&Condition> {
        match self {
            Self::Pause { until, .. } => Some(until),
            _ => None,
        }
    }

    /// Whether the action lowers the dose level.
    pub(super) fn lowers(&self) -> bool {
        matches!(self, Self::Lower | Self::Pause { resume: Resume::Lower, .. })
    }
}

/// The upper limit of a band of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ValueLimit {
    /// Below this value, which is in the next band.
    Below(Printed),
    /// Up to this value, which is included.
    Through(Printed),
}

/// A band of values, from the limit of the band before to its own limit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a limit and its action"))]
#[non_exhaustive]
pub struct ValueBand {
    /// The upper limit. `None` for the last band.
    pub limit: Option<ValueLimit>,
    /// The action that the label prescribes for these values.
    pub action: MonitoringAction,
    /// How often to measure, or other instructions, paraphrased from the label; empty if there are none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub additional_instructions: Cow<'static, str>,
}

/// Laboratory monitoring that a label requires: a measurement, and the action for each band of its values.
///
/// Each band begins where the one before ends, so every value is in exactly one band.
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
///     platelets.applies_to(80.0, "10^9/L")?.action,
///     MonitoringAction::regimen("platelets from 75 to below 100 x10^9/L"),
/// );
/// // The table has "above 100" and "75 to below 100": of 100 itself it says nothing.
/// assert_eq!(platelets.applies_to(100.0, "10^9/L")?.action, MonitoringAction::NotStated);
/// assert_eq!(
///     platelets.applies_to(80_000.0, "/µL").expect_err("another unit").to_string(),
///     "platelets: expected the unit \"10^9/L\", found \"/µL\"",
/// );
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "crate::text::plain::Plain<Form>"))]
pub struct Monitoring {
    what: Cow<'static, str>,
    unit: Cow<'static, str>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    when: Option<Condition>,
    bands: Vec<ValueBand>,
    source: Source,
}

/// An error of [`Monitoring`] or of [`Label::rules_met`](super::label::Label::rules_met). Bands are counted from 1.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum MonitoringError {
    /// There is no band, a band lacks a limit, the last band has one, or the limits do not increase.
    #[error("{found}, expected {expected}")]
    Bands {
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// The value is negative, infinite or NaN.
    #[error("the value is {0}, expected a finite number of 0 or more")]
    Value(f64),
    /// The value is in another unit than the label's.
    #[error(transparent)]
    Unit(UnitError),
    /// No rule of the label uses a finding.
    #[error("no rule of {label} uses {what:?}, expected {known}")]
    NotLookedAt {
        /// The key of the label.
        label: String,
        /// The name of the finding.
        what: String,
        /// The names that the label's rules use.
        known: String,
    },
}

debug_as_display!(MonitoringError);

impl ValueBand {
    /// Returns a band without a limit and without additional instructions.
    pub fn new(action: MonitoringAction) -> Self {
        Self { limit: None, action, additional_instructions: Cow::Borrowed("") }
    }

    /// Returns this band with its upper limit.
    #[must_use]
    pub fn with_limit(mut self, limit: ValueLimit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Returns this band with additional instructions.
    #[must_use]
    pub fn with_instructions(mut self, additional: impl Into<Cow<'static, str>>) -> Self {
        self.additional_instructions = additional.into();
        self
    }
}

impl ValueLimit {
    /// The limit, and whether it is included in the band.
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
    /// Returns the monitoring of a measurement without a unit. The bands are listed from the lowest to the highest.
    ///
    /// # Errors
    ///
    /// If there is no band, if a band before the last has no limit, if the last band has one, or if a limit does not
    /// exceed the one before.
    pub fn new(
        what: impl Into<Cow<'static, str>>,
        bands: Vec<ValueBand>,
        source: Source,
    ) -> Result<Self, MonitoringError> {
        let fault = |found: String, expected: &str| {
            Err(MonitoringError::Bands { found, expected: expected.to_owned() })
        };
        let mut before: Option<ValueLimit> = None;
        for (ValueBand { limit, .. }, band) in bands.iter().zip(1..) {
            match (limit, before) {
                (Some(limit), _) if band == bands.len() => {
                    return fault(
                        format!("the last band of values, band {band}, is {limit}"),
                        "no limit",
                    );
                }
                (None, _) if band < bands.len() => {
                    let found = format!("band {band} of values has no limit");
                    return fault(found, "one because another band follows");
                }
                (Some(limit), Some(before)) if limit.place() <= before.place() => {
                    let expected = format!("more than the band before, {before}");
                    return fault(format!("band {band} of values is {limit}"), &expected);
                }
                _ => before = *limit,
            }
        }
        if bands.is_empty() {
            return fault("no band of values".to_owned(), "at least one");
        }
        Ok(Self { what: what.into(), unit: Cow::Borrowed(""), when: None, bands, source })
    }

    /// Returns this monitoring with the unit of the measurement.
    #[must_use]
    pub fn in_unit(mut self, unit: impl Into<Cow<'static, str>>) -> Self {
        self.unit = unit.into();
        self
    }

    /// Returns this monitoring restricted to values measured while a condition is met (fitusiran: while one of its
    /// amounts is given).
    #[must_use]
    pub fn only_when(mut self, condition: Condition) -> Self {
        self.when = Some(condition);
        self
    }

    /// The condition that must be met when a value is measured. `None` if the bands are for all values.
    pub fn when(&self) -> Option<&Condition> {
        self.when.as_ref()
    }

    /// The name of the measurement.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// The unit of the measurement; empty if it has none.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The bands, from the lowest to the highest.
    pub fn bands(&self) -> &[ValueBand] {
        &self.bands
    }

    /// The source.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The name of the measurement, and when it is made.
    pub(super) fn title(&self) -> String {
        let when = self.when.iter().map(|when| format!(", if {when}"));
        format!("monitoring of {}{}", self.what, when.collect::<String>())
    }

    /// The bands and their actions in words.
    pub(super) fn said(&self) -> Vec<String> {
        let said = self.bands.iter().map(|ValueBand { limit, action, additional_instructions }| {
            let values = match limit {
                Some(limit) => limit.to_string(),
                None if self.bands.len() == 1 => "any value".to_owned(),
                None => "above".to_owned(),
            };
            format!("{values}: {}", with_more(action, additional_instructions))
        });
        said.collect()
    }

    /// Returns the band that a value is in.
    ///
    /// # Errors
    ///
    /// If the value is negative, infinite or NaN, or if its unit is not that of the label.
    pub fn applies_to(&self, value: f64, unit: &str) -> Result<&ValueBand, MonitoringError> {
        if unit != self.unit {
            return Err(MonitoringError::Unit(UnitError::new(&self.what, &self.unit, unit)));
        }
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
            Self::Regimen { name, after_last_dose } => {
                write!(f, "give the regimen {name:?}")?;
                match after_last_dose {
                    Some(time) => write!(f, ", {} after the last dose", words(*time)),
                    None => Ok(()),
                }
            }
            Self::Lower => f.write_str("one level lower"),
            Self::Pause { until, resume } => {
                write!(f, "pause until {until}, then ")?;
                match resume {
                    Resume::Same => f.write_str("go on"),
                    Resume::Lower => f.write_str("one level lower"),
                    Resume::Regimen(name) => write!(f, "give the regimen {name:?}"),
                    Resume::AnotherRule => f.write_str("as another rule of the label says"),
                    Resume::NotStated => f.write_str("the label does not say what to do"),
                }
            }
            Self::Interrupt => f.write_str("interrupt the infusion"),
            Self::DoNotStart => f.write_str("do not start"),
            Self::Stop => f.write_str("stop"),
            Self::NotStated => f.write_str("the label does not say what to do"),
        }
    }
}

impl fmt::Display for ConditionalRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.when, self.said())
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
        if let Some(when) = &self.when {
            write!(f, ", if {when}")?;
        }
        write!(f, ": {}", self.said().join("; "))
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(expecting = "monitoring of a value", deny_unknown_fields)]
struct Form {
    what: Cow<'static, str>,
    #[serde(default)]
    unit: Cow<'static, str>,
    #[serde(default)]
    when: Option<Condition>,
    bands: Vec<ValueBand>,
    source: Source,
}

#[cfg(feature = "serde")]
impl TryFrom<crate::text::plain::Plain<Form>> for Monitoring {
    type Error = MonitoringError;

    fn try_from(
        crate::text::plain::Plain(form): crate::text::plain::Plain<Form>,
    ) -> Result<Self, MonitoringError> {
        let monitoring = Self::new(form.what, form.bands, form.source)?.in_unit(form.unit);
        Ok(Self { when: form.when, ..monitoring })
    }
}
