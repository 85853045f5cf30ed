//! What a label says about a late or missed dose, as data.
//!
//! A [`MissedDosePolicy`] has one [`Rule`] for loading doses and one for maintenance doses, and further ones for single dose
//! numbers if the label has them. A rule is one [`Action`] for every case, or one action for each [`TimeBand`] of a
//! [`Measure`]. If a label is silent, the action is [`Action::NotStated`]; nothing is filled in.
//!
//! ```
//! use aso_regimen::Interval;
//! use aso_regimen::dosing::missed_dose::{
//!     Action, Limit, Measure, MissedDosePolicy, TimeBand, TimeRule,
//! };
//!
//! // Up to 3 days late the dates are kept; later than that, they are counted from the day given.
//! let rule = TimeRule::new(
//!     Measure::PastPlanned,
//!     vec![
//!         TimeBand::new(
//!             Limit::through(Interval::days(3)),
//!             Action::KeepCalendar { minimum_gap: None },
//!         ),
//!         TimeBand::new(None, Action::Reanchor),
//!     ],
//! )?;
//! assert_eq!(
//!     MissedDosePolicy::always(rule).to_string(),
//!     "any dose: 3 days or less after the planned date: give it as soon as possible and keep the \
//!      planned dates of later doses; more than 3 days: give it as soon as possible and count \
//!      later doses from that day",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;
use core::num::NonZeroU32;
use std::collections::BTreeMap;

use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::phase::Role;
use crate::dosing::span::{Words, words};
use crate::text::{debug_as_display, json_form};

pub use crate::dosing::span::Span;

/// What a label measures to tell what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Measure {
    /// From the planned date of the missed dose to the day it can be given (inclisiran, patisiran).
    PastPlanned,
    /// From the last dose given to the day the missed one can be given (nusinersen).
    SinceLastDose,
    /// From the day it can be given to the next planned dose (inotersen, mipomersen).
    ToNextPlanned,
    /// From the planned date to the day the omission is noticed (volanesorsen).
    UntilNoticed,
}

/// What to do with a dose that is late or was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Action {
    /// Give it; later doses keep their intervals, counted from the day it is given.
    Reanchor,
    /// Give it; later doses stay on their planned dates.
    KeepCalendar {
        /// How far the next one must be away at the least, where the label says so. What to do when it
        /// is nearer, no label says.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        minimum_gap: Option<Interval>,
    },
    /// Give it; the next dose stays on its planned date if that is at least this far away, or else is
    /// this long after the day it is given, and later doses count from the next one (nusinersen in Japan).
    KeepOrWait {
        /// The least time to the next dose.
        gap: Interval,
    },
    /// Give it; the next dose is this long after, and later doses count from that one (nusinersen in the
    /// European Union: 28 mg 14 days after a late second 50 mg).
    NextAfter {
        /// The time to the next dose.
        next: Interval,
    },
    /// Give it, then so many additional doses at an interval; later doses keep their intervals, counted
    /// from the last of these.
    AddDoses {
        /// How many, besides the one that was missed.
        doses: NonZeroU32,
        /// The time between them.
        every: Interval,
    },
    /// Do not give it; the next dose is the next planned one.
    Skip,
    /// Give it as the first dose of the whole regimen.
    Restart,
    /// Give another dose of the regimen in its place, with the amount of that dose, and go on from there
    /// (nusinersen in the United States: one 50 mg, which is dose 2, and then 28 mg every 4 months).
    GoBackTo {
        /// The number of that dose, counted from 1.
        dose: NonZeroU32,
    },
    /// Begin another regimen of the label, which somebody chooses: a course is then
    /// [switched](crate::Course::switch).
    AnotherRegimen,
    /// Give it; the label does not say when the next dose is.
    NextUnspecified,
    /// The label does not say what to do.
    NotStated,
    /// What the label says was not read here.
    NotRead,
}

/// Up to where a band reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Limit {
    /// Less than this; the time itself belongs to the next band.
    Below(Span),
    /// This or less.
    Through(Span),
}

/// An action for every time from the limit of the band before up to its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a limit and its action"))]
#[non_exhaustive]
pub struct TimeBand {
    /// Where the band ends; none for a last band without an end.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<Limit>,
    /// What to do within it.
    pub action: Action,
}

/// Actions by bands of a measured time.
///
/// Each band begins where the one before ends, so that there is neither a gap nor an overlap, and only the
/// last has no limit: every time has one action. A time a label leaves out is a band of
/// [`Action::NotStated`] like any other.
///
/// ```
/// use aso_regimen::Interval;
/// use aso_regimen::dosing::missed_dose::{Action, Limit, Measure, Rule, TimeBand, TimeRule};
///
/// // Inclisiran: the calendar is kept when less than 3 months late, the regimen begins anew when more
/// // than 3 months late (EU SmPC, section 4.2). Of exactly 3 months it does not speak.
/// let three = Interval::months(3);
/// let rule = TimeRule::new(Measure::PastPlanned, vec![
///     TimeBand::new(Limit::below(three), Action::KeepCalendar { minimum_gap: None }),
///     TimeBand::new(Limit::through(three), Action::NotStated),
///     TimeBand::new(None, Action::Restart),
/// ])?;
/// assert_eq!(
///     Rule::from(rule).to_string(),
///     "less than 3 months after the planned date: give it as soon as possible and keep the planned \
///      dates of later doses; exactly 3 months: the label does not say what to do; more than 3 months: begin the \
///      regimen anew",
/// );
/// # Ok::<(), aso_regimen::dosing::missed_dose::PolicyError>(())
/// ```
///
/// In JSON: `{"measure": "past-planned", "bands": [{"limit": {"below": "3mo"}, "action": "reanchor"}, {"action": "skip"}]}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "TimeRuleForm"))]
pub struct TimeRule {
    measure: Measure,
    bands: Vec<TimeBand>,
}

json_form!(TimeRuleForm { measure: Measure, bands: Vec<TimeBand> } is "a measure and its bands",
    TimeRule::new, PolicyError);

/// What to do with a late or missed dose of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Rule {
    /// The same however late.
    Always(Action),
    /// It depends on a time.
    ByTime(TimeRule),
}

/// A label's rules for late and missed doses, or your own.
///
/// ```
/// use aso_regimen::Interval;
/// use aso_regimen::dosing::missed_dose::{Action, Limit, Measure, MissedDosePolicy, TimeBand, TimeRule};
///
/// // Tofersen (US label, section 2.1): as soon as possible, and the intervals from there.
/// let policy = MissedDosePolicy::always(Action::Reanchor);
/// assert_eq!(
///     policy.to_string(),
///     "any dose: give it as soon as possible and count later doses from that day",
/// );
///
/// // A protocol of your own: a maintenance dose more than a week late is left out.
/// let late = TimeRule::new(Measure::PastPlanned, vec![
///     TimeBand::new(Limit::through(Interval::weeks(1)), Action::KeepCalendar { minimum_gap: None }),
///     TimeBand::new(None, Action::Skip),
/// ])?;
/// let protocol = MissedDosePolicy::new(Action::Reanchor, late);
/// assert_ne!(protocol, policy);
/// # Ok::<(), aso_regimen::dosing::missed_dose::PolicyError>(())
/// ```
///
/// In JSON: `{"loading": {"always": "reanchor"}, "maintenance": {"by-time": ...}}`, with a [`TimeRule`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "the rules for missed doses of each kind")
)]
#[non_exhaustive]
pub struct MissedDosePolicy {
    /// For loading and titration doses.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub loading: Rule,
    /// For maintenance and single doses.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub maintenance: Rule,
    /// For single doses by their numbers in the regimen, counted from 1; they come before the other two.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub doses: BTreeMap<NonZeroU32, Rule>,
}

/// Why bands do not make a [`TimeRule`]: there is none, a limit is missing or one too many, or limits do not rise or
/// are not all in days or all in months. Bands are counted from 1.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("{found}, expected {expected}")]
pub struct PolicyError {
    found: String,
    expected: &'static str,
}

debug_as_display!(PolicyError);

impl Action {
    /// [`Action::AddDoses`] with a literal number of doses; for input, the variant takes one that is not 0.
    ///
    /// # Panics
    ///
    /// If `doses` is 0; in a `const` this is a compile error.
    pub const fn add_doses(doses: u32, every: Interval) -> Self {
        let doses = NonZeroU32::new(doses).expect("at least one dose is added");
        Self::AddDoses { doses, every }
    }

    /// [`Action::GoBackTo`] with a literal number of a dose; for input, the variant takes one that is not 0.
    ///
    /// # Panics
    ///
    /// If `dose` is 0; in a `const` this is a compile error.
    pub const fn go_back_to(dose: u32) -> Self {
        Self::GoBackTo { dose: NonZeroU32::new(dose).expect("doses are counted from 1") }
    }
}

impl Limit {
    /// Less than this.
    pub fn below(time: impl Into<Span>) -> Self {
        Self::Below(time.into())
    }

    /// This or less.
    pub fn through(time: impl Into<Span>) -> Self {
        Self::Through(time.into())
    }

    /// The time at the limit.
    pub fn span(self) -> Span {
        match self {
            Self::Below(time) | Self::Through(time) => time,
        }
    }

    /// Whether the time at the limit is within the band.
    pub fn is_included(self) -> bool {
        matches!(self, Self::Through(_))
    }

    /// Whether it is beyond another one; `None` if one is in days and the other in months.
    fn is_after(self, before: Self) -> Option<bool> {
        let place = |limit: Self, whole: u32| (whole, limit.span().half, limit.is_included());
        match (self.span().whole, before.span().whole) {
            (Interval::Days(this), Interval::Days(that))
            | (Interval::Months(this), Interval::Months(that)) => {
                Some(place(self, this.get()) > place(before, that.get()))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below(time) => write!(f, "below {time}"),
            Self::Through(time) => write!(f, "through {time}"),
        }
    }
}

impl TimeBand {
    /// A band up to a limit; with `None` the last band, of all times beyond the one before it.
    pub fn new(limit: impl Into<Option<Limit>>, action: Action) -> Self {
        let limit = limit.into();
        Self { limit, action }
    }
}

impl TimeRule {
    /// A rule of bands, shortest time first.
    ///
    /// # Errors
    ///
    /// If there is no band, if a band before the last has no limit or the last has one, and if a limit does not
    /// exceed the one before or is not in the same unit.
    pub fn new(measure: Measure, bands: Vec<TimeBand>) -> Result<Self, PolicyError> {
        let fault = |found: String, expected| Err(PolicyError { found, expected });
        let mut before: Option<Limit> = None;
        for (TimeBand { limit, .. }, band) in bands.iter().zip(1..) {
            let is_last = band == bands.len();
            match (limit, before) {
                (None, _) if !is_last => {
                    let found = format!("band {band} has no limit");
                    return fault(found, "one because another band follows it");
                }
                (Some(limit), _) if is_last => {
                    let found = format!("band {band}, the last, ends {limit}");
                    return fault(
                        found,
                        "no limit; if the label says nothing of later times, add a band with the action `not-stated`",
                    );
                }
                (Some(limit), Some(before)) if limit.is_after(before) != Some(true) => {
                    let rising = limit.is_after(before).is_some();
                    let found = format!("band {band} ends {limit} and the one before {before}");
                    let units = "all limits in days or all in months";
                    return fault(found, if rising { "rising limits" } else { units });
                }
                _ => before = *limit,
            }
        }
        if bands.is_empty() {
            return fault("a rule by time without a band".to_owned(), "at least one");
        }
        Ok(Self { measure, bands })
    }

    /// What is measured.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// The bands, shortest time first.
    pub fn bands(&self) -> &[TimeBand] {
        &self.bands
    }
}

impl From<TimeRule> for Rule {
    fn from(rule: TimeRule) -> Self {
        Self::ByTime(rule)
    }
}

impl From<Action> for Rule {
    fn from(action: Action) -> Self {
        Self::Always(action)
    }
}

impl Rule {
    /// Every action the rule can come to.
    pub fn actions(&self) -> impl Iterator<Item = Action> + '_ {
        let (always, bands) = match self {
            Self::Always(action) => (Some(*action), &[][..]),
            Self::ByTime(rule) => (None, rule.bands()),
        };
        always.into_iter().chain(bands.iter().map(|band| band.action))
    }
}

impl MissedDosePolicy {
    /// One rule for every dose, or one action however late a dose is.
    pub fn always(rule: impl Into<Rule>) -> Self {
        let rule = rule.into();
        Self::new(rule.clone(), rule)
    }

    /// A rule for loading and titration doses, and one for maintenance and single doses.
    pub fn new(loading: impl Into<Rule>, maintenance: impl Into<Rule>) -> Self {
        let (loading, maintenance) = (loading.into(), maintenance.into());
        Self { loading, maintenance, doses: BTreeMap::new() }
    }

    /// The same policy with a rule of its own for one dose, by its number in the regimen.
    ///
    /// ```
    /// use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
    /// use core::num::NonZeroU32;
    ///
    /// // The dose of week 2 moves the one after it; of the others the label does not speak.
    /// let second = NonZeroU32::new(2).expect("not 0");
    /// let policy = MissedDosePolicy::not_stated().with_dose(second, Action::Reanchor);
    /// assert_eq!(
    ///     policy.to_string(),
    ///     "dose 2: give it as soon as possible and count later doses from that day\n\
    ///      any other dose: the label does not say what to do",
    /// );
    /// ```
    #[must_use]
    pub fn with_dose(mut self, number: NonZeroU32, rule: impl Into<Rule>) -> Self {
        self.doses.insert(number, rule.into());
        self
    }

    /// A policy that says nothing: what follows a late or missed dose is never guessed.
    pub fn not_stated() -> Self {
        Self::always(Action::NotStated)
    }

    /// The policy of a label whose text on missed doses was not read here.
    pub fn not_read() -> Self {
        Self::always(Action::NotRead)
    }

    /// The rule for a dose by its number in the regimen and its role: loading and titration share one,
    /// maintenance and single the other.
    pub fn rule(&self, number: u32, role: Role) -> &Rule {
        let own = NonZeroU32::new(number).and_then(|number| self.doses.get(&number));
        own.unwrap_or_else(|| self.rule_for(role))
    }

    /// Its rules: those of single doses by number, then that of loading and that of maintenance.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.doses.values().chain([&self.loading, &self.maintenance])
    }

    /// Whether one of its rules has only this action, however late a dose is.
    pub fn says(&self, wanted: Action) -> bool {
        self.rules().any(|rule| rule.actions().all(|action| action == wanted))
    }

    fn rule_for(&self, role: Role) -> &Rule {
        match role {
            Role::Loading | Role::Titration => &self.loading,
            Role::Maintenance | Role::Single => &self.maintenance,
        }
    }
}

/// "8 to below 16 months" and "8 through 16 months"; limits of a rule are of one unit.
fn up_to(from: Span, to: Limit) -> String {
    match to {
        Limit::Below(to) => format!("{} to below {}", from.number(), Words(to)),
        Limit::Through(to) => format!("{} through {}", from.number(), Words(to)),
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reanchor => {
                f.write_str("give it as soon as possible and count later doses from that day")
            }
            Self::KeepCalendar { minimum_gap: None } => {
                f.write_str("give it as soon as possible and keep the planned dates of later doses")
            }
            Self::KeepCalendar { minimum_gap: Some(gap) } => write!(
                f,
                "give it as soon as possible and keep the planned dates of later doses if the next is at \
                 least {} away",
                words(*gap)
            ),
            Self::KeepOrWait { gap } => write!(
                f,
                "give it as soon as possible and keep the planned date of the next dose if that is at \
                 least {0} away, or else give the next {0} after, and count later doses from there",
                words(*gap)
            ),
            Self::NextAfter { next } => write!(
                f,
                "give it as soon as possible and the next dose {} after, and count later doses from there",
                words(*next)
            ),
            Self::AddDoses { doses, every } => {
                f.write_str("give it as soon as possible, then ")?;
                match doses.get() {
                    1 => write!(f, "1 additional dose {} after it", words(*every))?,
                    more => write!(
                        f,
                        "{more} additional doses, the first {0} after it and then {0} apart",
                        words(*every)
                    )?,
                }
                f.write_str(", and count later doses from the last of these")
            }
            Self::Skip => f.write_str("skip it and wait for the next planned dose"),
            Self::Restart => f.write_str("begin the regimen anew"),
            Self::GoBackTo { dose } => write!(
                f,
                "give dose {dose} of the regimen in its place as soon as possible and go on from there"
            ),
            Self::AnotherRegimen => f.write_str("begin another regimen of the label"),
            Self::NextUnspecified => f.write_str(
                "give it as soon as possible; the label does not say when the next dose is",
            ),
            Self::NotStated => f.write_str("the label does not say what to do"),
            Self::NotRead => f.write_str("the label's text was not read here"),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PastPlanned => "after the planned date",
            Self::SinceLastDose => "since the last dose",
            Self::ToNextPlanned => "to the next planned dose",
            Self::UntilNoticed => "from the planned date until it is noticed",
        })
    }
}

impl fmt::Display for TimeRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before: Option<Limit> = None;
        for band in &self.bands {
            if before.is_some() {
                f.write_str("; ")?;
            }
            // Where the band before ends, this one begins.
            match (before, band.limit) {
                (None, None) => f.write_str("at any time")?,
                (None, Some(Limit::Below(to))) => write!(f, "less than {}", Words(to))?,
                (None, Some(Limit::Through(to))) => write!(f, "{} or less", Words(to))?,
                (Some(Limit::Below(from)), Some(Limit::Through(to))) if from == to => {
                    write!(f, "exactly {}", Words(to))?;
                }
                (Some(Limit::Below(from)), Some(to)) => write!(f, "from {}", up_to(from, to))?,
                (Some(Limit::Through(from)), Some(to)) => {
                    write!(f, "more than {}", up_to(from, to))?;
                }
                (Some(Limit::Below(from)), None) => write!(f, "{} or more", Words(from))?,
                (Some(Limit::Through(from)), None) => write!(f, "more than {}", Words(from))?,
            }
            if before.is_none() && band.limit.is_some() {
                write!(f, " {}", self.measure)?;
            }
            write!(f, ": {}", band.action)?;
            before = band.limit;
        }
        Ok(())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always(action) => action.fmt(f),
            Self::ByTime(rule) => rule.fmt(f),
        }
    }
}

impl fmt::Display for MissedDosePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, rule) in &self.doses {
            writeln!(f, "dose {number}: {rule}")?;
        }
        let other = if self.doses.is_empty() { "" } else { "other " };
        if self.loading == self.maintenance {
            return write!(f, "any {other}dose: {}", self.maintenance);
        }
        write!(
            f,
            "{other}loading dose: {}\n{other}maintenance dose: {}",
            self.loading, self.maintenance
        )
    }
}
