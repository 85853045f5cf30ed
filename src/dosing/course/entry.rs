//! What is recorded in a course: entries with a day and, where a person decided, a reason.

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;

use crate::dosing::course::error::CourseError;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::quantity::{BodyWeight, Mass};
use crate::text::debug_as_display;
#[cfg(feature = "serde")]
use crate::text::plain::Plain;

/// One entry in the log of a [`Course`](crate::Course): what happened or was decided, and on which day.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::dosing::course::Entry;
///
/// let part =
///     Entry::given("2026-01-19".parse()?).partly(Mass::mg(60)).reason("needle clotted");
/// assert_eq!(
///     part.to_string(),
///     "2026-01-19: given, part of the dose, 60 mg (needle clotted)"
/// );
/// # Ok::<(), aso_regimen::chrono::ParseError>(())
/// ```
///
/// In JSON an entry is `{"day":"2026-01-19","what":"given","part":"60 mg","reason":"needle clotted"}`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Plain<form::Read>", into = "form::Written"))]
pub struct Entry {
    day: NaiveDate,
    kind: EntryKind,
    amount: GivenAmount,
    counts: bool,
    /// Whether an amount was said in place of another.
    has_two_amounts: bool,
    reason: Option<Cow<'static, str>>,
}

/// What an [`Entry`] records.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryKind {
    /// The due dose was given, or a part or the rest of it, or a dose that does not count.
    Given,
    /// The due dose was not given.
    Missed,
    /// Treatment is held from this day on.
    Held,
    /// Treatment goes on from this day, after a hold or a stop.
    Resumed,
    /// Treatment was stopped.
    Stopped,
    /// The due dose is left out.
    Skipped,
    /// The next dose is on this date. Later doses are counted from it.
    Rescheduled(NaiveDate),
    /// Another regimen begins with the next dose.
    Switched(Box<Switch>),
    /// Other rules for missed doses apply from this day on.
    PolicyChanged(Box<MissedDosePolicy>),
    /// The body weight for all doses of this day and later.
    Weighed(BodyWeight),
}

/// The amount of a dose that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum GivenAmount {
    /// The planned amount.
    #[default]
    AsPlanned,
    /// An amount other than the planned one.
    Another(Mass),
    /// A part of the planned amount.
    Part(Mass),
    /// A further part of a dose of which a part was given before.
    Rest(Mass),
}

impl GivenAmount {
    /// The mass given; `None` if it is the planned amount.
    pub const fn mass(self) -> Option<Mass> {
        match self {
            Self::AsPlanned => None,
            Self::Another(mass) | Self::Part(mass) | Self::Rest(mass) => Some(mass),
        }
    }
}

/// A change to another regimen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Switch {
    /// The new regimen.
    pub regimen: Regimen,
    /// Its rules for missed doses.
    pub policy: MissedDosePolicy,
    /// The date of its first dose; `None` for the planned date of the dose that it replaces, or for the day of the entry if
    /// that date has passed.
    pub on: Option<NaiveDate>,
}

impl Switch {
    /// Returns a switch whose first dose is on the planned date of the dose that it replaces, or on the day of the entry if
    /// that date has passed and treatment is neither held nor stopped.
    pub fn to(regimen: Regimen, policy: MissedDosePolicy) -> Self {
        Self { regimen, policy, on: None }
    }

    /// Returns this switch with its first dose on a date.
    #[must_use]
    pub fn on(self, date: NaiveDate) -> Self {
        Self { on: Some(date), ..self }
    }
}

impl Entry {
    fn new(day: NaiveDate, kind: EntryKind) -> Self {
        let amount = GivenAmount::AsPlanned;
        Self { day, kind, amount, counts: true, has_two_amounts: false, reason: None }
    }

    /// Returns an entry for the due dose given on this day, as planned unless [`Entry::amount`], [`Entry::partly`] or
    /// [`Entry::not_counting`] say otherwise.
    pub fn given(day: NaiveDate) -> Self {
        Self::new(day, EntryKind::Given)
    }

    /// Returns an entry for a further part of the dose of which a [part](Entry::partly) was given that day; together at most
    /// the planned amount. It adds drug, and is not a dose of its own.
    pub fn rest(day: NaiveDate, mass: Mass) -> Self {
        Self { amount: GivenAmount::Rest(mass), counts: false, ..Self::given(day) }
    }

    /// Returns an entry for the due dose not given.
    pub fn missed(day: NaiveDate, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(day, EntryKind::Missed).reason(reason)
    }

    /// Returns an entry for treatment held from this day on, until it is [resumed](Entry::resumed). A dose given on this day
    /// counts as given before the hold. Record a hold on its day: a course is what it is after its last entry, so that one
    /// recorded ahead of its day counts at once.
    pub fn held(day: NaiveDate, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(day, EntryKind::Held).reason(reason)
    }

    /// Returns an entry for treatment that goes on from this day. A dose given on this day counts as given after the
    /// resumption.
    pub fn resumed(day: NaiveDate) -> Self {
        Self::new(day, EntryKind::Resumed)
    }

    /// Returns an entry for treatment stopped: no dose is planned from this day on. A dose given on this day counts as given
    /// before the stop. Record a stop on its day, as a [hold](Entry::held).
    pub fn stopped(day: NaiveDate, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(day, EntryKind::Stopped).reason(reason)
    }

    /// Returns an entry for a decision of this day to leave out the due dose.
    pub fn skipped(day: NaiveDate, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(day, EntryKind::Skipped).reason(reason)
    }

    /// Returns an entry for a decision of this day that the next dose is on the date `to`.
    pub fn rescheduled(
        day: NaiveDate,
        to: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(day, EntryKind::Rescheduled(to)).reason(reason)
    }

    /// Returns an entry for a decision of this day to change to another regimen.
    pub fn switched(day: NaiveDate, switch: Switch, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(day, EntryKind::Switched(Box::new(switch))).reason(reason)
    }

    /// Returns an entry for other rules for missed doses from this day on, such as those of a new edition of the label.
    pub fn policy_changed(
        day: NaiveDate,
        policy: MissedDosePolicy,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(day, EntryKind::PolicyChanged(Box::new(policy))).reason(reason)
    }

    /// Returns an entry for the body weight on this day.
    pub fn weighed(day: NaiveDate, weight: BodyWeight) -> Self {
        Self::new(day, EntryKind::Weighed(weight))
    }

    fn with(self, amount: GivenAmount) -> Self {
        let has_two_amounts = self.amount != GivenAmount::AsPlanned;
        Self { amount, has_two_amounts, ..self }
    }

    /// Returns this entry of a dose with an amount other than the planned one.
    #[must_use]
    pub fn amount(self, mass: Mass) -> Self {
        self.with(GivenAmount::Another(mass))
    }

    /// Returns this entry of a dose of which only a part was given: at most the planned amount.
    #[must_use]
    pub fn partly(self, mass: Mass) -> Self {
        self.with(GivenAmount::Part(mass))
    }

    /// Returns this entry of a dose that does not count: drug was given, and the dose stays due.
    #[must_use]
    pub fn not_counting(self) -> Self {
        Self { counts: false, ..self }
    }

    /// Returns this entry with a reason: a text that is not blank and has no control character.
    #[must_use]
    pub fn reason(self, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }

    /// The day of the entry.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// What the entry records.
    pub fn kind(&self) -> &EntryKind {
        &self.kind
    }

    /// The amount given; [`GivenAmount::AsPlanned`] for entries that record no dose.
    pub fn given_amount(&self) -> GivenAmount {
        self.amount
    }

    /// Whether the dose given counts as the due dose.
    pub fn counts(&self) -> bool {
        self.counts
    }

    /// The reason; `None` if none was recorded.
    pub fn why(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Whether it is more of the dose before.
    pub(crate) fn is_rest(&self) -> bool {
        matches!(self.amount, GivenAmount::Rest(_))
    }

    /// Checks what does not depend on the course.
    pub(super) fn check(&self) -> Result<(), CourseError> {
        let (day, what) = (self.day, self.kind.word());
        let needs_reason =
            !matches!(self.kind, EntryKind::Given | EntryKind::Resumed | EntryKind::Weighed(_));
        let blank = |reason: &str| reason.trim().is_empty();
        if self.why().map_or(needs_reason, blank) {
            return Err(CourseError::NoReason { day, what });
        }
        if let Some(found) = self.why().and_then(|reason| reason.chars().find(|c| c.is_control())) {
            return Err(CourseError::ControlCharacter { day, what, found });
        }
        if self.kind != EntryKind::Given && (self.amount != GivenAmount::AsPlanned || !self.counts)
        {
            return Err(CourseError::NotADose { day, what });
        }
        if self.has_two_amounts {
            return Err(CourseError::TwoAmounts { day });
        }
        if self.counts && self.is_rest() {
            return Err(CourseError::NoPart { day });
        }
        match (self.amount.mass(), &self.kind) {
            (Some(Mass::ZERO), _) => Err(CourseError::NoMass { day }),
            (_, EntryKind::Rescheduled(to)) if *to < day => {
                Err(CourseError::DecidedLater { day, to: *to })
            }
            _ => Ok(()),
        }
    }
}

impl EntryKind {
    /// The word for this kind in JSON and in errors, such as `given`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Missed => "missed",
            Self::Held => "held",
            Self::Resumed => "resumed",
            Self::Stopped => "stopped",
            Self::Skipped => "skipped",
            Self::Rescheduled(_) => "rescheduled",
            Self::Switched(_) => "switched",
            Self::PolicyChanged(_) => "policy-changed",
            Self::Weighed(_) => "weighed",
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.day, self.kind.word())?;
        match &self.kind {
            EntryKind::Rescheduled(to) => write!(f, " to {to}")?,
            EntryKind::Switched(switch) => {
                write!(f, " to {}", switch.regimen)?;
                if let Some(on) = switch.on {
                    write!(f, " from {on}")?;
                }
            }
            EntryKind::PolicyChanged(policy) => {
                write!(f, " to {}", policy.to_string().replace('\n', "; "))?;
            }
            EntryKind::Weighed(weight) => write!(f, " {weight}")?,
            _ => {}
        }
        match self.amount {
            GivenAmount::AsPlanned => {}
            GivenAmount::Another(mass) => write!(f, ", {mass}")?,
            GivenAmount::Part(mass) => write!(f, ", part of the dose, {mass}")?,
            GivenAmount::Rest(mass) => write!(f, ", rest of the dose, {mass}")?,
        }
        if !self.counts && !self.is_rest() {
            f.write_str(", does not count")?;
        }
        match &self.reason {
            Some(reason) => write!(f, " ({reason})"),
            None => Ok(()),
        }
    }
}

debug_as_display!(Entry);

/// The serde form of an [`Entry`]: one flat object.
#[cfg(feature = "serde")]
mod form {
    use std::borrow::Cow;

    use chrono::NaiveDate;
    use serde::{Deserialize, Serialize};

    use super::{Entry, EntryKind, GivenAmount, Switch};
    use crate::calendar::date_fields;
    use crate::dosing::missed_dose::MissedDosePolicy;
    use crate::dosing::regimen::Regimen;
    use crate::quantity::{BodyWeight, Mass};
    use crate::text::plain::Plain;

    date_fields!(day; to, on);

    pub(super) type Read = Form<Word>;
    pub(super) type Written = Form<&'static str>;

    /// The words of [`EntryKind::word`].
    #[derive(Deserialize)]
    #[serde(expecting = "what was done, such as \"given\"", rename_all = "kebab-case")]
    pub(super) enum Word {
        Given,
        Missed,
        Held,
        Resumed,
        Stopped,
        Skipped,
        Rescheduled,
        Switched,
        PolicyChanged,
        Weighed,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(expecting = "an entry: its day and what was done", deny_unknown_fields)]
    pub(super) struct Form<W> {
        #[serde(deserialize_with = "date_of::day")]
        day: NaiveDate,
        what: W,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<Mass>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        part: Option<Mass>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rest: Option<Mass>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        counts: Option<bool>,
        #[serde(
            default,
            deserialize_with = "date_of::to",
            skip_serializing_if = "Option::is_none"
        )]
        to: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        regimen: Option<Box<Regimen>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        policy: Option<Box<MissedDosePolicy>>,
        #[serde(
            default,
            deserialize_with = "date_of::on",
            skip_serializing_if = "Option::is_none"
        )]
        on: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weight: Option<BodyWeight>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Cow<'static, str>>,
    }

    impl From<Entry> for Written {
        fn from(entry: Entry) -> Self {
            let mut form = Self {
                day: entry.day,
                what: entry.kind.word(),
                amount: None,
                part: None,
                rest: None,
                counts: (!entry.counts && !entry.is_rest()).then_some(false),
                to: None,
                regimen: None,
                policy: None,
                on: None,
                weight: None,
                reason: entry.reason,
            };
            match entry.amount {
                GivenAmount::AsPlanned => {}
                GivenAmount::Another(mass) => form.amount = Some(mass),
                GivenAmount::Part(mass) => form.part = Some(mass),
                GivenAmount::Rest(mass) => form.rest = Some(mass),
            }
            match entry.kind {
                EntryKind::Rescheduled(to) => form.to = Some(to),
                EntryKind::Switched(switch) => {
                    form.regimen = Some(Box::new(switch.regimen));
                    form.policy = Some(Box::new(switch.policy));
                    form.on = switch.on;
                }
                EntryKind::PolicyChanged(policy) => form.policy = Some(policy),
                EntryKind::Weighed(weight) => form.weight = Some(weight),
                _ => {}
            }
            form
        }
    }

    /// The value of a field that an entry of this kind has.
    fn needed<T>(field: Option<T>, kind: &str, name: &str) -> Result<T, String> {
        field.ok_or_else(|| format!("an entry {kind:?} without the field `{name}`, expected it"))
    }

    impl TryFrom<Plain<Read>> for Entry {
        type Error = String;

        fn try_from(Plain(mut form): Plain<Read>) -> Result<Self, String> {
            let kind = match form.what {
                Word::Given => EntryKind::Given,
                Word::Missed => EntryKind::Missed,
                Word::Held => EntryKind::Held,
                Word::Resumed => EntryKind::Resumed,
                Word::Stopped => EntryKind::Stopped,
                Word::Skipped => EntryKind::Skipped,
                Word::Rescheduled => {
                    EntryKind::Rescheduled(needed(form.to.take(), "rescheduled", "to")?)
                }
                Word::Switched => EntryKind::Switched(Box::new(Switch {
                    regimen: *needed(form.regimen.take(), "switched", "regimen")?,
                    policy: *needed(form.policy.take(), "switched", "policy")?,
                    on: form.on.take(),
                })),
                Word::PolicyChanged => EntryKind::PolicyChanged(needed(
                    form.policy.take(),
                    "policy-changed",
                    "policy",
                )?),
                Word::Weighed => {
                    EntryKind::Weighed(needed(form.weight.take(), "weighed", "weight")?)
                }
            };
            let amount = match (form.amount, form.part, form.rest) {
                (None, None, None) => GivenAmount::AsPlanned,
                (Some(mass), None, None) => GivenAmount::Another(mass),
                (None, Some(mass), None) => GivenAmount::Part(mass),
                (None, None, Some(mass)) => GivenAmount::Rest(mass),
                (Some(_), Some(_), None) => {
                    return Err("an entry with both `amount` and `part`, expected one".to_owned());
                }
                (_, _, Some(_)) => {
                    return Err("an entry with `rest` and another amount, expected one".to_owned());
                }
            };
            let left_over = [
                ("to", form.to.is_some()),
                ("regimen", form.regimen.is_some()),
                ("policy", form.policy.is_some()),
                ("on", form.on.is_some()),
                ("weight", form.weight.is_some()),
            ];
            if let Some((field, _)) = left_over.into_iter().find(|(_, there)| *there) {
                let kind = kind.word();
                return Err(format!(
                    "an entry {kind:?} with the field `{field}`, which it does not have"
                ));
            }
            let entry = Self {
                day: form.day,
                kind,
                amount,
                counts: form.counts.unwrap_or(!matches!(amount, GivenAmount::Rest(_))),
                has_two_amounts: false,
                reason: form.reason,
            };
            entry.check().map_err(|error| error.to_string())?;
            Ok(entry)
        }
    }
}
