//! Conditions of a label's rules: limits of laboratory values, reactions by grade and occurrence, numbers of doses,
//! times, and statements that a person judges.
//!
//! ```
//! use aso_regimen::evidence::condition::{Condition, Findings, Met, Threshold};
//!
//! let low = Condition::value("platelets", "10^9/L", Threshold::Below("100".parse()?));
//! assert_eq!(low.to_string(), "platelets in 10^9/L is below 100");
//! assert_eq!(low.met(&Findings::new())?, Met::NotKnown);
//! let found = Findings::new().value("platelets", "10^9/L", 80.0);
//! assert_eq!(low.met(&found)?, Met::Yes);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use core::fmt;
use core::num::NonZeroU32;
use core::ops::{Bound, Range, RangeBounds};
use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::course::{Course, EntryKind};
use crate::dosing::regimen::Regimen;
use crate::dosing::regimen::Role;
use crate::dosing::span::words;
use crate::evidence::printed::Printed;
use crate::text::{debug_as_display, is_blank};

/// A value in another unit than that of the condition or label.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("{what}: expected the unit {expected:?}, found {found:?}")]
pub struct UnitError {
    what: String,
    expected: String,
    found: String,
}

debug_as_display!(UnitError);

impl UnitError {
    pub(super) fn new(what: &str, expected: &str, found: &str) -> Self {
        let [what, expected, found] = [what, expected, found].map(str::to_owned);
        Self { what, expected, found }
    }
}

/// The values that meet a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Threshold {
    /// Less than this.
    Below(Printed),
    /// This or less.
    AtMost(Printed),
    /// This or more.
    AtLeast(Printed),
    /// More than this.
    Above(Printed),
}

impl Threshold {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::Below(limit) => value < limit.value(),
            Self::AtMost(limit) => value <= limit.value(),
            Self::AtLeast(limit) => value >= limit.value(),
            Self::Above(limit) => value > limit.value(),
        }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(limit) => write!(f, "below {limit}"),
            Self::AtMost(limit) => write!(f, "at most {limit}"),
            Self::AtLeast(limit) => write!(f, "at least {limit}"),
            Self::Above(limit) => write!(f, "above {limit}"),
        }
    }
}

/// A condition under which a label's rule applies or a pause ends.
///
/// ```
/// use aso_regimen::evidence::condition::{Condition, Findings, Met, Threshold};
///
/// // Inotersen US, 2.4: 3 successive platelet counts above 100 x 10^9/L, and the benefit
/// // outweighs the risk.
/// let platelets =
///     Condition::value("platelets", "10^9/L", Threshold::Above("100".parse()?));
/// let restart =
///     platelets.in_a_row(3).and(Condition::judged("the benefit outweighs the risk"));
/// assert_eq!(
///     restart.to_string(),
///     "3 successive values of platelets in 10^9/L are above 100, and the benefit \
///      outweighs the risk",
/// );
/// let counts = [90.0, 104.0, 110.0, 121.0].into_iter();
/// let found = counts
///     .fold(Findings::new(), |found, count| found.value("platelets", "10^9/L", count));
/// assert_eq!(restart.met(&found)?, Met::ToJudge);
/// let judged = found.judged("the benefit outweighs the risk", true);
/// assert_eq!(restart.met(&judged)?, Met::Yes);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Condition {
    /// The latest values of a measurement meet a threshold.
    Value {
        /// The name of the measurement.
        what: Cow<'static, str>,
        /// The unit; empty if there is none.
        #[cfg_attr(feature = "serde", serde(default))]
        unit: Cow<'static, str>,
        /// The threshold.
        is: Threshold,
        /// How many of the latest values in a row must meet the threshold.
        #[cfg_attr(feature = "serde", serde(default = "one"))]
        successive: NonZeroU32,
    },
    /// A reaction of certain grades at certain occurrences.
    ///
    /// The caller decides whether occurrences are counted within a grade or over all grades, because a label may not
    /// say (imetelstat's does not).
    Reaction {
        /// The name of the reaction.
        what: Cow<'static, str>,
        /// The lowest and the highest grade.
        grades: (u8, u8),
        /// The first and the last occurrence, counted from 1.
        occurrences: (u32, u32),
    },
    /// At least this many doses were given.
    DosesGiven(NonZeroU32),
    /// The first dose was given at least this long ago.
    SinceFirstDose(Interval),
    /// The last dose was given at least this long ago.
    SinceLastDose(Interval),
    /// The first dose of the present regimen was given at least this long ago. After a [switch](Course::switch) this is
    /// the first dose since the switch.
    OnRegimen(Interval),
    /// The label's regimen with this name is given, or was given when the latest value was measured.
    Given(Cow<'static, str>),
    /// A maintenance dose was given.
    MaintenanceGiven,
    /// A statement that a person judges, in the label's sense.
    Judged(Cow<'static, str>),
    /// All of these conditions are met.
    All(Vec<Self>),
    /// At least one of these conditions is met.
    Any(Vec<Self>),
}

#[cfg(feature = "serde")]
const fn one() -> NonZeroU32 {
    NonZeroU32::MIN
}

/// Whether a condition is met, as far as is known. The order is from `No` to `Yes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Met {
    /// The condition is not met.
    No,
    /// Something that the condition needs was not measured or not given.
    NotKnown,
    /// The measured parts are met; a person must judge the rest.
    ToJudge,
    /// The condition is met.
    Yes,
}

impl From<bool> for Met {
    fn from(met: bool) -> Self {
        if met { Self::Yes } else { Self::No }
    }
}

impl Condition {
    /// Returns the condition that the latest value meets a threshold.
    pub fn value(
        what: impl Into<Cow<'static, str>>,
        unit: impl Into<Cow<'static, str>>,
        is: Threshold,
    ) -> Self {
        Self::Value { what: what.into(), unit: unit.into(), is, successive: NonZeroU32::MIN }
    }

    /// Returns the condition that a reaction has one of these grades and is one of these occurrences. Occurrences are
    /// counted from 1: `3..` is the third and all later ones.
    pub fn reaction(
        what: impl Into<Cow<'static, str>>,
        grades: impl RangeBounds<u8>,
        occurrences: impl RangeBounds<u32>,
    ) -> Self {
        let grades = ends(&grades).map_or((1, 0), |(from, to)| (from, to.unwrap_or(u8::MAX)));
        let times = ends(&occurrences).map_or((1, 0), |(from, to)| (from, to.unwrap_or(u32::MAX)));
        Self::Reaction { what: what.into(), grades, occurrences: times }
    }

    /// Returns a statement that a person judges, in the label's sense.
    pub fn judged(what: impl Into<Cow<'static, str>>) -> Self {
        Self::Judged(what.into())
    }

    /// Returns this condition for this many successive values. Only [`Condition::Value`] is changed.
    ///
    /// # Panics
    ///
    /// If `times` is 0.
    #[must_use]
    pub fn in_a_row(self, times: u32) -> Self {
        let successive = NonZeroU32::new(times).expect("at least one value");
        match self {
            Self::Value { what, unit, is, .. } => Self::Value { what, unit, is, successive },
            other => other,
        }
    }

    /// Returns the condition that both this one and `other` are met.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match self {
            Self::All(mut all) => {
                all.push(other);
                Self::All(all)
            }
            one => Self::All(vec![one, other]),
        }
    }

    /// Returns the condition that this one or `other` is met.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Any(mut any) => {
                any.push(other);
                Self::Any(any)
            }
            one => Self::Any(vec![one, other]),
        }
    }

    /// Returns whether the findings meet this condition.
    ///
    /// [`Met::ToJudge`] if at least one part is met and a person must judge the rest; [`Met::NotKnown`] if parts are
    /// still to be judged and no other part is met.
    ///
    /// # Errors
    ///
    /// If a value was reported in another unit than that of the condition.
    pub fn met(&self, found: &Findings) -> Result<Met, UnitError> {
        self.met_by(found, 0..found.in_order.len())
    }

    /// Whether it is met by some of the values and reactions, and by all else that was told.
    pub(super) fn met_by(&self, found: &Findings, these: Range<usize>) -> Result<Met, UnitError> {
        let met = self.within(found, &these)?;
        if met != Met::ToJudge {
            return Ok(met);
        }
        for part in self.parts() {
            if part.within(found, &these)? == Met::Yes {
                return Ok(met);
            }
        }
        Ok(Met::NotKnown)
    }

    fn within(&self, found: &Findings, these: &Range<usize>) -> Result<Met, UnitError> {
        let told = &found.in_order[these.clone()];
        Ok(match self {
            Self::Value { what, unit, is, successive } => {
                let values = values_of(told, what, unit)?;
                let wanted = usize::try_from(successive.get()).unwrap_or(usize::MAX);
                let latest = values.len().checked_sub(wanted).map(|from| &values[from..]);
                match latest {
                    _ if values.is_empty() => Met::NotKnown,
                    Some(latest) if latest.iter().any(|value| !value.is_finite()) => Met::NotKnown,
                    Some(latest) => latest.iter().all(|value| is.holds(*value)).into(),
                    None => Met::No,
                }
            }
            Self::Reaction { .. } => told.iter().any(|finding| self.looks_at(finding)).into(),
            Self::DosesGiven(least) => {
                found.doses_given.map_or(Met::NotKnown, |doses| (doses >= least.get()).into())
            }
            Self::SinceFirstDose(time) => found.since_begun(found.first_dose, *time),
            Self::SinceLastDose(time) => found.since(found.last_dose, *time),
            Self::OnRegimen(time) => found.since_begun(found.on_regimen, *time),
            Self::Given(name) => {
                let names = found.given_on(told.last().and_then(|finding| finding.day));
                names.map_or(Met::NotKnown, |names| names.contains(name).into())
            }
            Self::MaintenanceGiven => found.maintenance_given.map_or(Met::NotKnown, Met::from),
            Self::Judged(what) => {
                let judged = found.judged.iter().rev().find(|(judged, _)| same(judged, what));
                judged.map_or(Met::ToJudge, |(_, is_so)| (*is_so).into())
            }
            Self::All(all) => {
                let mut met = Met::Yes;
                for condition in all {
                    met = met.min(condition.within(found, these)?);
                }
                met
            }
            Self::Any(any) => {
                let mut met = Met::No;
                for condition in any {
                    met = met.max(condition.within(found, these)?);
                }
                met
            }
        })
    }

    /// The conditions that it is made of, without those that only join others.
    pub(super) fn parts(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::parts).collect(),
            part => vec![part],
        }
    }

    /// Whether a finding, as it is, is what a part of it asks about.
    pub(super) fn looks_at(&self, finding: &Finding) -> bool {
        self.parts().into_iter().any(|part| match (part, &finding.kind) {
            (Self::Value { what, .. }, Kind::Value { .. }) => same(what, &finding.what),
            (
                Self::Reaction { what, grades, occurrences },
                Kind::Reaction { grade, occurrence },
            ) => {
                same(what, &finding.what)
                    && (grades.0..=grades.1).contains(grade)
                    && (occurrences.0..=occurrences.1).contains(occurrence)
            }
            _ => false,
        })
    }

    /// What is wrong with it, and what is expected.
    pub(super) fn fault(&self) -> Option<(String, &'static str)> {
        match self {
            Self::All(parts) | Self::Any(parts) if parts.is_empty() => {
                Some(("a list of no conditions".to_owned(), "at least one"))
            }
            Self::All(parts) | Self::Any(parts) => parts.iter().find_map(Self::fault),
            Self::Value { what, .. } | Self::Reaction { what, .. } | Self::Judged(what)
                if is_blank(what) =>
            {
                Some((format!("a condition on {what:?}"), "a name that is not blank"))
            }
            Self::Reaction { what, grades: (from, to), .. } if from > to => {
                Some((format!("grades {from} to {to} of {what}"), "the lower grade first"))
            }
            Self::Reaction { what, occurrences: (from, to), .. } if from > to || *to == 0 => {
                let found = format!("occurrences {from} to {to} of {what}");
                Some((found, "the earlier occurrence first, and the later one not 0"))
            }
            _ => None,
        }
    }

    /// Whether it depends on the doses or the regimen, so that what once met it need not meet it for ever.
    pub(super) fn is_of_doses(&self) -> bool {
        self.parts().into_iter().any(|part| {
            !matches!(part, Self::Value { .. } | Self::Reaction { .. } | Self::Judged(_))
        })
    }
}

/// Whether two names are the same, in whatever case.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The first and the last number of a range; `None` if it has none.
fn ends<T: Copy + Into<u64> + TryFrom<u64>>(range: &impl RangeBounds<T>) -> Option<(T, Option<T>)> {
    let from = match range.start_bound() {
        Bound::Included(from) => (*from).into(),
        Bound::Excluded(before) => (*before).into() + 1,
        Bound::Unbounded => 0,
    };
    let to = match range.end_bound() {
        Bound::Included(to) => Some(*to),
        Bound::Excluded(after) => Some(T::try_from((*after).into().checked_sub(1)?).ok()?),
        Bound::Unbounded => None,
    };
    Some((T::try_from(from).ok()?, to))
}

/// The values of a measurement, oldest first.
fn values_of(told: &[Finding], what: &str, unit: &str) -> Result<Vec<f64>, UnitError> {
    let mut values = Vec::new();
    for finding in told.iter().filter(|finding| same(&finding.what, what)) {
        match &finding.kind {
            Kind::Value { value, unit: its } if its == unit => values.push(*value),
            Kind::Value { unit: its, .. } => return Err(UnitError::new(what, unit, its)),
            Kind::Reaction { .. } => {}
        }
    }
    Ok(values)
}

/// A patient's findings: values and reactions in their order, doses given, and judgements.
///
/// The order matters: a pause ends only by findings after its cause. A judgement applies to all findings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    in_order: Vec<Finding>,
    doses_given: Option<u32>,
    maintenance_given: Option<bool>,
    first_dose: Option<NaiveDate>,
    last_dose: Option<NaiveDate>,
    on_regimen: Option<NaiveDate>,
    /// The day of the last dose given elsewhere, if others were given there before it.
    elsewhere: Option<NaiveDate>,
    today: Option<NaiveDate>,
    /// From which days on which regimens were given.
    regimens: Vec<(NaiveDate, Regimen)>,
    /// From which days on which of a label's regimens, by their names.
    names: Vec<(NaiveDate, Vec<Cow<'static, str>>)>,
    judged: Vec<(Cow<'static, str>, bool)>,
}

/// A value or a reaction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Finding {
    pub(super) what: Cow<'static, str>,
    pub(super) kind: Kind,
    pub(super) day: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Value { unit: Cow<'static, str>, value: f64 },
    Reaction { grade: u8, occurrence: u32 },
}

impl Findings {
    /// Returns empty findings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns these findings with one more value, later than all before.
    ///
    /// A NaN or infinite value counts as not known, and so does a condition that uses it.
    #[must_use]
    pub fn value(
        mut self,
        what: impl Into<Cow<'static, str>>,
        unit: impl Into<Cow<'static, str>>,
        value: f64,
    ) -> Self {
        let kind = Kind::Value { unit: unit.into(), value };
        self.in_order.push(Finding { what: what.into(), kind, day: None });
        self
    }

    /// Returns these findings with a reaction, its grade, and its occurrence counted from 1.
    #[must_use]
    pub fn reaction(
        mut self,
        what: impl Into<Cow<'static, str>>,
        grade: u8,
        occurrence: u32,
    ) -> Self {
        let kind = Kind::Reaction { grade, occurrence };
        self.in_order.push(Finding { what: what.into(), kind, day: None });
        self
    }

    /// Returns these findings with the date of the last value or reaction. A finding without a date counts as found
    /// under the present regimen.
    #[must_use]
    pub fn on(mut self, day: NaiveDate) -> Self {
        if let Some(last) = self.in_order.last_mut() {
            last.day = Some(day);
        }
        self
    }

    /// Returns these findings with the name of the label's regimen that is given. It is not needed if the doses of a
    /// [course](Self::doses_of) are given.
    #[must_use]
    pub fn given(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.names = vec![(NaiveDate::MIN, vec![name.into()])];
        self
    }

    /// Returns these findings with the doses of a course given through `today`, without those that do not count. Of a
    /// patient [taken over from elsewhere](Course::continuing), the doses given there are as many as the number of the
    /// last one; the day of the first one is not known.
    #[must_use]
    pub fn doses_of(mut self, course: &Course, today: NaiveDate) -> Self {
        let elsewhere = course.after_dose().filter(|(_, day)| *day <= today);
        let last = elsewhere.and_then(|(number, day)| {
            let doses = course.first_regimen().starting(NaiveDate::MIN);
            Some((day, doses.dose(number)?.role()))
        });
        let given = course.doses_given().filter(|dose| dose.counts() && dose.date() <= today);
        let given = given.map(|dose| (dose.date(), dose.role()));
        let (dates, roles): (Vec<NaiveDate>, Vec<Role>) = last.into_iter().chain(given).unzip();
        let before = elsewhere.map_or(0, |(number, _)| number - 1);
        self.maintenance_given = Some(roles.contains(&Role::Maintenance));
        let doses = u32::try_from(dates.len()).unwrap_or(u32::MAX);
        self.doses_given = Some(doses.saturating_add(before));
        (self.first_dose, self.last_dose) = (dates.first().copied(), dates.last().copied());
        self.elsewhere = last.map(|(day, _)| day).filter(|_| before > 0);
        self.on_regimen = last.map(|(day, _)| day);
        self.regimens = vec![(NaiveDate::MIN, course.first_regimen().clone())];
        for entry in course.entries().filter(|entry| entry.day() <= today) {
            match entry.kind() {
                EntryKind::Switched(switch) => {
                    self.on_regimen = None;
                    let from = switch.on.unwrap_or(entry.day());
                    self.regimens.push((from, switch.regimen.clone()));
                }
                EntryKind::Given if entry.counts() => {
                    self.on_regimen.get_or_insert(entry.day());
                }
                _ => {}
            }
        }
        self.today = Some(today);
        self
    }

    /// Returns these findings with a person's judgement, in the words of the condition.
    #[must_use]
    pub fn judged(mut self, what: impl Into<Cow<'static, str>>, is_so: bool) -> Self {
        self.judged.push((what.into(), is_so));
        self
    }

    /// The values and reactions, in the order told.
    pub(super) fn in_order(&self) -> &[Finding] {
        &self.in_order
    }

    /// What was judged.
    pub(super) fn judgements(&self) -> impl Iterator<Item = &str> {
        self.judged.iter().map(|(what, _)| &**what)
    }

    /// The names of the regimens that are given.
    pub(super) fn names_given(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flat_map(|(_, names)| names).map(|name| &**name)
    }

    /// The same, with the names that a label has for the regimens of the course.
    pub(super) fn named_by<'l>(
        &self,
        names_of: impl Fn(&Regimen) -> Vec<Cow<'static, str>> + 'l,
    ) -> Self {
        let mut named = self.clone();
        named.names.extend(self.regimens.iter().map(|(from, regimen)| (*from, names_of(regimen))));
        named
    }

    /// The names of the regimen that is given on a day, or now.
    fn given_on(&self, day: Option<NaiveDate>) -> Option<&[Cow<'static, str>]> {
        let day = day.or(self.today).unwrap_or(NaiveDate::MAX);
        let given = self.names.iter().rev().find(|(from, _)| *from <= day);
        // A regimen without a name is none of the label's, and nothing is known by it.
        given.map(|(_, names)| &**names).filter(|names| !names.is_empty())
    }

    fn since(&self, then: Option<NaiveDate>, time: Interval) -> Met {
        match (then, self.today) {
            (Some(then), Some(today)) => {
                time.nth_after(then, 1).is_some_and(|over| today >= over).into()
            }
            (None, Some(_)) => Met::No,
            _ => Met::NotKnown,
        }
    }

    /// The same of what began then, or on an unknown earlier day elsewhere.
    fn since_begun(&self, then: Option<NaiveDate>, time: Interval) -> Met {
        match self.since(then, time) {
            Met::No if then.is_some() && then == self.elsewhere => Met::NotKnown,
            met => met,
        }
    }
}

/// "2", "2 to 3" or "4 and more".
fn range<T: fmt::Display + PartialEq + Copy>(from: T, to: T, most: T, more: &str) -> String {
    match to {
        to if to == from => from.to_string(),
        to if to == most => format!("{from} {more}"),
        to => format!("{from} to {to}"),
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, parts: &[Self], word: &str| {
            let mut between = "";
            for part in parts {
                write!(f, "{between}")?;
                // A list within another is set apart.
                match part {
                    Self::All(_) | Self::Any(_) => write!(f, "({part})")?,
                    part => part.fmt(f)?,
                }
                between = word;
            }
            Ok(())
        };
        match self {
            Self::Value { what, unit, is, successive } => {
                match successive.get() {
                    1 => f.write_str(what)?,
                    times => write!(f, "{times} successive values of {what}")?,
                }
                if !unit.is_empty() {
                    write!(f, " in {unit}")?;
                }
                let verb = if successive.get() == 1 { "is" } else { "are" };
                write!(f, " {verb} {is}")
            }
            Self::Reaction { what, grades, occurrences } => {
                let grades = range(grades.0, grades.1, u8::MAX, "or more");
                let times = range(occurrences.0, occurrences.1, u32::MAX, "or later");
                write!(f, "{what} of grade {grades}, occurrence {times}")
            }
            Self::DosesGiven(doses) => write!(f, "at least {doses} doses were given"),
            Self::SinceFirstDose(time) => {
                write!(f, "the first dose was at least {} ago", words(*time))
            }
            Self::SinceLastDose(time) => {
                write!(f, "the last dose was at least {} ago", words(*time))
            }
            Self::OnRegimen(time) => {
                write!(f, "the regimen has been given for at least {}", words(*time))
            }
            Self::Given(name) => write!(f, "the regimen {name:?} is given"),
            Self::MaintenanceGiven => f.write_str("a maintenance dose was given"),
            Self::Judged(what) => f.write_str(what),
            Self::All(all) => joined(f, all, ", and "),
            Self::Any(any) => joined(f, any, ", or "),
        }
    }
}
