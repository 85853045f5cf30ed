//! What a label says of what was found: change, pause or stop, as data beside the label.
//!
//! Nothing here changes a plan. [`Monitoring::applies_to`] says which band of a label a value is in and what
//! the label says of it, and [`Label::rules_met`](super::label::Label::rules_met) which of all its rules are
//! met; what is done about it, somebody decides.

use core::fmt;
use std::borrow::Cow;

use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::span::words;
use crate::evidence::condition::{Condition, UnitError};
use crate::evidence::printed::Printed;
use crate::evidence::source::Source;
use crate::text::debug_as_display;

/// What a label says to do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum MonitoringAction {
    /// Go on as before.
    Continue,
    /// Give the label's regimen of this name.
    Regimen {
        /// The name of the regimen.
        name: Cow<'static, str>,
        /// How long after the last dose it begins, where the label says so (fitusiran: 3 months); `None` if it
        /// begins with the next planned dose.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        after_last_dose: Option<Interval>,
    },
    /// Give the next lower of the label's [levels](super::label::Label::levels).
    Lower,
    /// Give nothing until this is so, and then go on.
    Pause {
        /// What has to be so.
        until: Condition,
        /// What to go on with.
        resume: Resume,
    },
    /// Interrupt the infusion of today; the course goes on.
    Interrupt,
    /// Do not begin.
    DoNotStart,
    /// Give nothing any more.
    Stop,
    /// The label does not say what to do.
    NotStated,
}

/// What to go on with after a pause.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Resume {
    /// The regimen before the pause.
    Same,
    /// The next lower of the label's [levels](super::label::Label::levels).
    Lower,
    /// The label's regimen of this name.
    Regimen(Cow<'static, str>),
    /// What another rule of the label says for what was found (imetelstat: the level, by grade and occurrence).
    AnotherRule,
    /// The label does not say.
    NotStated,
}

/// What a label says to do where a condition is met: a reaction of some grade for the second time, two values at
/// once, doses without effect.
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
    /// What has to be so.
    pub when: Condition,
    /// What the label says to do then.
    pub action: MonitoringAction,
    /// What else to do, in the label's sense; empty where it says nothing.
    #[cfg_attr(feature = "serde", serde(default))]
    pub additional_instructions: Cow<'static, str>,
    /// Its source.
    pub source: Source,
}

impl ConditionalRule {
    /// What a label says to do where this is so.
    pub fn new(when: Condition, action: MonitoringAction, source: Source) -> Self {
        Self { when, action, additional_instructions: Cow::Borrowed(""), source }
    }

    /// What it says, without its condition.
    pub(super) fn said(&self) -> String {
        with_more(&self.action, &self.additional_instructions)
    }

    /// The same rule with these additional instructions.
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
    /// The label's regimen of this name, from the next planned dose.
    pub fn regimen(name: impl Into<Cow<'static, str>>) -> Self {
        Self::Regimen { name: name.into(), after_last_dose: None }
    }

    /// Nothing until this is so, and then what is said.
    pub fn pause(until: Condition, resume: Resume) -> Self {
        Self::Pause { until, resume }
    }

    /// The regimen that it names.
    pub(super) fn named(&self) -> Option<&str> {
        match self {
            Self::Regimen { name, .. } | Self::Pause { resume: Resume::Regimen(name), .. } => {
                Some(name)
            }
            _ => None,
        }
    }

    /// Whether it goes one level lower.
    pub(super) fn lowers(&self) -> bool {
        matches!(self, Self::Lower | Self::Pause { resume: Resume::Lower, .. })
    }
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
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a limit and its action"))]
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
///     platelets.applies_to(80.0, "10^9/L")?.action,
///     MonitoringAction::regimen("platelets from 75 to below 100 x10^9/L"),
/// );
/// // The table has "above 100" and "75 to below 100": of 100 itself it says nothing.
/// assert_eq!(platelets.applies_to(100.0, "10^9/L")?.action, MonitoringAction::NotStated);
/// assert_eq!(
///     platelets.applies_to(80_000.0, "/µL").expect_err("another unit").to_string(),
///     "platelets was found in \"/µL\", expected \"10^9/L\"",
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

/// Why bands do not make a [`Monitoring`], or a value is in none of them. Bands are counted from 1.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum MonitoringError {
    /// There is no band, one has a limit too few or too many, or limits do not rise.
    #[error("{found}, expected {expected}")]
    Bands {
        /// What is wrong.
        found: String,
        /// What should be.
        expected: String,
    },
    /// A value that is not a finite number of zero or more.
    #[error("the value is {0}, expected a finite number of 0 or more")]
    Value(f64),
    /// A value is in another unit than the label's.
    #[error(transparent)]
    Unit(UnitError),
    /// No rule of the label looks at something that was told.
    #[error("no rule of {label} looks at {what:?}, expected {known}")]
    NotLookedAt {
        /// Which label.
        label: String,
        /// What was told.
        what: String,
        /// The names that its rules look at.
        known: String,
    },
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
        let fault = |found: String, expected: &str| {
            Err(MonitoringError::Bands { found, expected: expected.to_owned() })
        };
        let mut before: Option<ValueLimit> = None;
        for (ValueBand { limit, .. }, band) in bands.iter().zip(1..) {
            match (limit, before) {
                (Some(limit), _) if band == bands.len() => {
                    return fault(
                        format!("band {band} of values, the last, is {limit}"),
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

    /// The same monitoring in a unit.
    #[must_use]
    pub fn in_unit(mut self, unit: impl Into<Cow<'static, str>>) -> Self {
        self.unit = unit.into();
        self
    }

    /// The same monitoring of values that are found while this is so (fitusiran: on one of its amounts).
    #[must_use]
    pub fn only_when(mut self, condition: Condition) -> Self {
        self.when = Some(condition);
        self
    }

    /// What has to be so while a value is found; `None` if the bands are for all values.
    pub fn when(&self) -> Option<&Condition> {
        self.when.as_ref()
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

    /// What is measured, and when.
    pub(super) fn title(&self) -> String {
        let when = self.when.iter().map(|when| format!(", if {when}"));
        format!("monitoring of {}{}", self.what, when.collect::<String>())
    }

    /// What it says, band by band.
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

    /// The band that holds a value.
    ///
    /// # Errors
    ///
    /// If the value is negative, infinite or not a number, or if its unit is not that of the label.
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
