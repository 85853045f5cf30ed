//! Conditions of a label's rules: counts that must hold several times, reactions by grade and occurrence, doses
//! without effect, and what somebody judges.

use core::fmt;
use core::num::NonZeroU32;
use core::ops::RangeInclusive;
use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::course::{Course, EntryKind};
use crate::dosing::missed_dose::words;
use crate::evidence::printed::Printed;
use crate::text::debug_as_display;

/// A value in another unit than that of the label.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("{what} was found in {found:?}, expected {expected:?}")]
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

/// Which values fulfil a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Comparison {
    /// Less than this.
    Below(Printed),
    /// This or less.
    AtMost(Printed),
    /// This or more.
    AtLeast(Printed),
    /// More than this.
    Above(Printed),
}

impl Comparison {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::Below(limit) => value < limit.value(),
            Self::AtMost(limit) => value <= limit.value(),
            Self::AtLeast(limit) => value >= limit.value(),
            Self::Above(limit) => value > limit.value(),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(limit) => write!(f, "below {limit}"),
            Self::AtMost(limit) => write!(f, "at most {limit}"),
            Self::AtLeast(limit) => write!(f, "at least {limit}"),
            Self::Above(limit) => write!(f, "above {limit}"),
        }
    }
}

/// What has to be so for a label's rule to apply, or before treatment goes on.
///
/// ```
/// use aso_regimen::evidence::condition::{Comparison, Condition, Findings, Met};
///
/// // Inotersen US, 2.4: 3 successive platelet counts above 100 x 10^9/L, and the benefit outweighs the risk.
/// let platelets = Condition::value("platelets", "10^9/L", Comparison::Above("100".parse()?));
/// let restart = platelets.in_a_row(3).and(Condition::judged("the benefit outweighs the risk"));
/// assert_eq!(
///     restart.to_string(),
///     "3 successive values of platelets in 10^9/L are above 100, and the benefit outweighs the risk",
/// );
/// let counts = [90.0, 104.0, 110.0, 121.0].into_iter();
/// let found = counts.fold(Findings::new(), |found, count| found.value("platelets", "10^9/L", count));
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
    /// The latest values, so many in a row, compare like this with a limit.
    Value {
        /// What is measured.
        what: Cow<'static, str>,
        /// Its unit; empty if it has none.
        #[cfg_attr(feature = "serde", serde(default))]
        unit: Cow<'static, str>,
        /// Which values fulfil it.
        is: Comparison,
        /// How many of the latest in a row.
        #[cfg_attr(feature = "serde", serde(default = "one"))]
        successive: NonZeroU32,
    },
    /// A reaction of one of these grades for the time with one of these numbers.
    Reaction {
        /// Which reaction.
        what: Cow<'static, str>,
        /// The lowest and the highest grade.
        grades: (u8, u8),
        /// The first and the last occurrence, counted from 1.
        occurrences: (u32, u32),
    },
    /// At least so many doses were given.
    DosesGiven(NonZeroU32),
    /// The first dose was given at least this long ago.
    SinceFirstDose(Interval),
    /// The last dose was given at least this long ago.
    SinceLastDose(Interval),
    /// The first dose of the present regimen was given at least this long ago: of the course, or since its last
    /// [switch](Course::switch).
    OnRegimen(Interval),
    /// What somebody judges, in the label's sense.
    Judged(Cow<'static, str>),
    /// All of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
}

#[cfg(feature = "serde")]
const fn one() -> NonZeroU32 {
    NonZeroU32::MIN
}

/// Whether a condition is met, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Met {
    /// It is not met.
    No,
    /// Something was not measured or not told.
    NotKnown,
    /// All that was told fulfils it, and the rest somebody has to judge.
    ToJudge,
    /// It is met.
    Yes,
}

impl From<bool> for Met {
    fn from(met: bool) -> Self {
        if met { Self::Yes } else { Self::No }
    }
}

impl Condition {
    /// The latest value is in a range.
    pub fn value(
        what: impl Into<Cow<'static, str>>,
        unit: impl Into<Cow<'static, str>>,
        is: Comparison,
    ) -> Self {
        Self::Value { what: what.into(), unit: unit.into(), is, successive: NonZeroU32::MIN }
    }

    /// A reaction of one of these grades for the time with one of these numbers, counted from 1.
    pub fn reaction(
        what: impl Into<Cow<'static, str>>,
        grades: RangeInclusive<u8>,
        occurrences: RangeInclusive<u32>,
    ) -> Self {
        let (grades, occurrences) = (grades.into_inner(), occurrences.into_inner());
        Self::Reaction { what: what.into(), grades, occurrences }
    }

    /// What somebody judges, in the label's sense.
    pub fn judged(what: impl Into<Cow<'static, str>>) -> Self {
        Self::Judged(what.into())
    }

    /// The same value so many times in a row; other conditions stay as they are.
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

    /// This and another one.
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

    /// This or another one.
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

    /// Whether it is met by what was found.
    ///
    /// # Errors
    ///
    /// If a value that it names was found in another unit.
    pub fn met(&self, found: &Findings) -> Result<Met, UnitError> {
        Ok(match self {
            Self::Value { what, unit, is, successive } => {
                let values = found.values_of(what, unit)?;
                let wanted = usize::try_from(successive.get()).unwrap_or(usize::MAX);
                match values.len().checked_sub(wanted) {
                    _ if values.is_empty() => Met::NotKnown,
                    Some(from) => values[from..].iter().all(|value| is.holds(*value)).into(),
                    None => Met::No,
                }
            }
            Self::Reaction { what, grades, occurrences } => {
                let suits = |found: &Reaction| {
                    found.what == *what
                        && (grades.0..=grades.1).contains(&found.grade)
                        && (occurrences.0..=occurrences.1).contains(&found.occurrence)
                };
                found.reactions.iter().any(suits).into()
            }
            Self::DosesGiven(least) => {
                found.doses_given.map_or(Met::NotKnown, |doses| (doses >= least.get()).into())
            }
            Self::SinceFirstDose(time) => found.since(found.first_dose, *time),
            Self::SinceLastDose(time) => found.since(found.last_dose, *time),
            Self::OnRegimen(time) => found.since(found.on_regimen, *time),
            Self::Judged(what) => {
                let judged = found.judged.iter().rev().find(|(judged, _)| judged == what);
                judged.map_or(Met::ToJudge, |(_, is_so)| (*is_so).into())
            }
            Self::All(all) => {
                let mut met = Met::Yes;
                for condition in all {
                    met = met.min(condition.met(found)?);
                }
                met
            }
            Self::Any(any) => {
                let mut met = Met::No;
                for condition in any {
                    met = met.max(condition.met(found)?);
                }
                met
            }
        })
    }
}

/// What was found in a patient: values in the order measured, reactions, doses, judgements.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    values: Vec<Measured>,
    reactions: Vec<Reaction>,
    doses_given: Option<u32>,
    first_dose: Option<NaiveDate>,
    last_dose: Option<NaiveDate>,
    on_regimen: Option<NaiveDate>,
    today: Option<NaiveDate>,
    judged: Vec<(Cow<'static, str>, bool)>,
}

/// The values of one measurement, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    pub(super) what: Cow<'static, str>,
    pub(super) unit: Cow<'static, str>,
    pub(super) values: Vec<f64>,
}

#[derive(Debug, Clone, PartialEq)]
struct Reaction {
    what: Cow<'static, str>,
    grade: u8,
    occurrence: u32,
}

impl Findings {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more value of what is measured, later than those before.
    #[must_use]
    pub fn value(
        mut self,
        what: impl Into<Cow<'static, str>>,
        unit: impl Into<Cow<'static, str>>,
        value: f64,
    ) -> Self {
        let (what, unit) = (what.into(), unit.into());
        let known = self.values.iter_mut().find(|known| known.what == what && known.unit == unit);
        match known {
            Some(known) => known.values.push(value),
            None => self.values.push(Measured { what, unit, values: vec![value] }),
        }
        self
    }

    /// With a reaction, its grade, and for the how manieth time it occurs, counted from 1.
    #[must_use]
    pub fn reaction(
        mut self,
        what: impl Into<Cow<'static, str>>,
        grade: u8,
        occurrence: u32,
    ) -> Self {
        self.reactions.push(Reaction { what: what.into(), grade, occurrence });
        self
    }

    /// With the doses of a course that were given through a day and count.
    #[must_use]
    pub fn doses_of(mut self, course: &Course, today: NaiveDate) -> Self {
        let given = course.doses_given().filter(|dose| dose.counts() && dose.date() <= today);
        let dates: Vec<NaiveDate> = given.map(|dose| dose.date()).collect();
        self.doses_given = Some(u32::try_from(dates.len()).unwrap_or(u32::MAX));
        (self.first_dose, self.last_dose) = (dates.first().copied(), dates.last().copied());
        self.on_regimen = None;
        for entry in course.entries().filter(|entry| entry.day() <= today) {
            match entry.kind() {
                EntryKind::Switched(_) => self.on_regimen = None,
                EntryKind::Given if entry.counts() => {
                    self.on_regimen.get_or_insert(entry.day());
                }
                _ => {}
            }
        }
        self.today = Some(today);
        self
    }

    /// With what somebody judged, in the words of the condition.
    #[must_use]
    pub fn judged(mut self, what: impl Into<Cow<'static, str>>, is_so: bool) -> Self {
        self.judged.push((what.into(), is_so));
        self
    }

    pub(super) fn measured(&self) -> &[Measured] {
        &self.values
    }

    fn values_of(&self, what: &str, unit: &str) -> Result<&[f64], UnitError> {
        let mut of_it = self.values.iter().filter(|known| known.what == what);
        match of_it.next() {
            None => Ok(&[]),
            Some(known) if known.unit == unit && of_it.next().is_none() => Ok(&known.values),
            Some(_) => {
                let units = self.values.iter().filter(|known| known.what == what);
                let other = units.map(|known| &*known.unit).find(|known| *known != unit);
                Err(UnitError::new(what, unit, other.unwrap_or_default()))
            }
        }
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
}

/// "2" or "2 to 3".
fn range<T: fmt::Display + PartialEq>((from, to): &(T, T)) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
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
                let (grades, times) = (range(grades), range(occurrences));
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
            Self::Judged(what) => f.write_str(what),
            Self::All(all) => joined(f, all, ", and "),
            Self::Any(any) => joined(f, any, ", or "),
        }
    }
}
