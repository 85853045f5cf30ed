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
//! // Up to 3 days late the dates are kept; later than that, they are counted from the day
//! // given.
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
//!     "any dose: 3 days or less after the planned date: give it as soon as possible and \
//!      keep the planned dates of later doses; more than 3 days: give it as soon as \
//!      possible and count later doses from that day",
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

/// The time, in days or months, on which a label bases what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Measure {
    /// The time from the planned date of the missed dose to the day it can be given (inclisiran, patisiran).
    PastPlanned,
    /// The time from the last dose given to the day the missed one can be given (nusinersen).
    SinceLastDose,
    /// The time from the day it can be given to the next planned dose (inotersen, mipomersen).
    ToNextPlanned,
    /// The time from the planned date to the day the omission is noticed (volanesorsen).
    UntilNoticed,
}

/// What to do about a dose that is late or was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Action {
    /// Give it. Later doses are counted from the day it is given.
    Reanchor,
    /// Give it. Later doses keep their planned dates.
    KeepCalendar {
        /// The least time to the next dose, if the label states one. No label says what to do if the next dose is
        /// closer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        minimum_gap: Option<Interval>,
    },
    /// Give it. The next dose keeps its planned date if that is at least `gap` away; otherwise it is given `gap` after
    /// this one, and later doses are counted from it (nusinersen in Japan).
    KeepOrWait {
        /// The least time to the next dose.
        gap: Interval,
    },
    /// Give it. The next dose is given `next` after it, and later doses are counted from that one (nusinersen in the
    /// European Union: 28 mg 14 days after a late second 50 mg).
    NextAfter {
        /// The time to the next dose.
        next: Interval,
    },
    /// Give it, then additional doses at an interval. Later doses are counted from the last of these.
    AddDoses {
        /// Number of additional doses, without the missed one.
        doses: NonZeroU32,
        /// The time between them.
        every: Interval,
    },
    /// Do not give it. The next dose is the next planned one.
    Skip,
    /// Begin the regimen again; this is its first dose.
    Restart,
    /// Give another dose of the regimen instead, with the amount of that dose, and go on from it (nusinersen in the
    /// United States: one dose of 50 mg, which is dose 2, and then 28 mg every 4 months).
    GoBackTo {
        /// The number of that dose, counted from 1.
        dose: NonZeroU32,
    },
    /// Begin another regimen of the label, which a person chooses and records with
    /// [`Course::switch`](crate::Course::switch).
    AnotherRegimen,
    /// Give it. The label does not say when the next dose is.
    NextUnspecified,
    /// The label does not say what to do.
    NotStated,
    /// The text of the label was not read here.
    NotRead,
}

/// The end of a band of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Limit {
    /// Less than this. The limit itself belongs to the next band.
    Below(Span),
    /// At most this. The limit itself belongs to this band.
    Through(Span),
}

/// An action for times from the limit of the band before up to the limit of this band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a limit and its action"))]
#[non_exhaustive]
pub struct TimeBand {
    /// The end of the band; `None` for the last band.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<Limit>,
    /// What to do within it.
    pub action: Action,
}

/// Actions by bands of a time.
///
/// Each band begins where the band before ends, and only the last band has no limit, so that every time has exactly one
/// action. A time that a label leaves out is a band with [`Action::NotStated`].
///
/// ```
/// use aso_regimen::Interval;
/// use aso_regimen::dosing::missed_dose::{
///     Action, Limit, Measure, Rule, TimeBand, TimeRule,
/// };
///
/// // Inclisiran: the calendar is kept when less than 3 months late, the regimen begins
/// // anew when more than 3 months late (EU SmPC, section 4.2). Of exactly 3 months it does
/// // not speak.
/// let three = Interval::months(3);
/// let rule = TimeRule::new(
///     Measure::PastPlanned,
///     vec![
///         TimeBand::new(Limit::below(three), Action::KeepCalendar { minimum_gap: None }),
///         TimeBand::new(Limit::through(three), Action::NotStated),
///         TimeBand::new(None, Action::Restart),
///     ],
/// )?;
/// assert_eq!(
///     Rule::from(rule).to_string(),
///     "less than 3 months after the planned date: give it as soon as possible and keep \
///      the planned dates of later doses; exactly 3 months: the label does not say what \
///      to do; more than 3 months: begin the regimen anew",
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

/// What to do about late or missed doses of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Rule {
    /// One action, however late the dose is.
    Always(Action),
    /// An action by how much time has passed.
    ByTime(TimeRule),
}

/// A label's rules for late and missed doses, or your own.
///
/// The rules for loading and for maintenance doses apply once a dose was given. A late first dose begins the regimen on
/// the day it is given. Without a rule for dose 1 (see [`MissedDosePolicy::with_dose`]), the advice on a late first dose is
/// [`FirstDose`](crate::dosing::course::Unspecified::FirstDose), or
/// [`NotRead`](crate::dosing::course::Recommendation::NotRead) where the rules were not read.
///
/// ```
/// use aso_regimen::Interval;
/// use aso_regimen::dosing::missed_dose::{
///     Action, Limit, Measure, MissedDosePolicy, TimeBand, TimeRule,
/// };
///
/// // Tofersen (US label, section 2.1): as soon as possible, and the intervals from there.
/// let policy = MissedDosePolicy::always(Action::Reanchor);
/// assert_eq!(
///     policy.to_string(),
///     "any dose: give it as soon as possible and count later doses from that day",
/// );
///
/// // A protocol of your own: a maintenance dose more than a week late is left out.
/// let late = TimeRule::new(
///     Measure::PastPlanned,
///     vec![
///         TimeBand::new(
///             Limit::through(Interval::weeks(1)),
///             Action::KeepCalendar { minimum_gap: None },
///         ),
///         TimeBand::new(None, Action::Skip),
///     ],
/// )?;
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
    /// Rule for loading and titration doses.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub loading: Rule,
    /// Rule for maintenance and single doses.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::text::plain::plain"))]
    pub maintenance: Rule,
    /// Rules for single dose numbers, counted from 1. They take precedence over the other two.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "BTreeMap::is_empty"
        )
    )]
    pub doses: BTreeMap<NonZeroU32, Rule>,
}

/// Why bands are refused as a [`TimeRule`]: there is none, a limit is missing, the last band has a limit, limits do not
/// increase, or limits mix days and months. Bands are counted from 1.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("{found}, expected {expected}")]
pub struct PolicyError {
    found: String,
    expected: &'static str,
}

debug_as_display!(PolicyError);

impl Action {
    /// Returns [`Action::AddDoses`] with a literal number of doses. For a number known only at run time, write the
    /// variant itself, `Action::AddDoses { doses, every }`.
    ///
    /// # Panics
    ///
    /// If `doses` is 0; in a `const` this is a compile error.
    pub const fn add_doses(doses: u32, every: Interval) -> Self {
        let doses = NonZeroU32::new(doses).expect("at least one dose is added");
        Self::AddDoses { doses, every }
    }

    /// Returns [`Action::GoBackTo`] with a literal dose number. For a number known only at run time, write the variant
    /// itself.
    ///
    /// # Panics
    ///
    /// If `dose` is 0; in a `const` this is a compile error.
    pub const fn go_back_to(dose: u32) -> Self {
        Self::GoBackTo { dose: NonZeroU32::new(dose).expect("doses are counted from 1") }
    }
}

impl Limit {
    /// Returns a limit that belongs to the next band.
    pub fn below(time: impl Into<Span>) -> Self {
        Self::Below(time.into())
    }

    /// Returns a limit that belongs to the band itself.
    pub fn through(time: impl Into<Span>) -> Self {
        Self::Through(time.into())
    }

    /// The time of the limit.
    pub fn span(self) -> Span {
        match self {
            Self::Below(time) | Self::Through(time) => time,
        }
    }

    /// Whether the limit itself belongs to the band.
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
    /// Returns a band up to a limit. Pass `None` for the last band.
    pub fn new(limit: impl Into<Option<Limit>>, action: Action) -> Self {
        let limit = limit.into();
        Self { limit, action }
    }
}

impl TimeRule {
    /// Returns a rule of these bands, shortest time first.
    ///
    /// # Errors
    ///
    /// If there is no band, if a band before the last has no limit, if the last band has one, or if a limit is not above
    /// the limit before it or not in the same unit.
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

    /// The time on which the rule is based.
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
    /// Every action of the rule.
    pub fn actions(&self) -> impl Iterator<Item = Action> + '_ {
        let (always, bands) = match self {
            Self::Always(action) => (Some(*action), &[][..]),
            Self::ByTime(rule) => (None, rule.bands()),
        };
        always.into_iter().chain(bands.iter().map(|band| band.action))
    }
}

impl MissedDosePolicy {
    /// Returns a policy with one rule, or one action, for every dose.
    pub fn always(rule: impl Into<Rule>) -> Self {
        let rule = rule.into();
        Self::new(rule.clone(), rule)
    }

    /// Returns a policy with one rule for loading and titration doses and one for maintenance and single doses.
    pub fn new(loading: impl Into<Rule>, maintenance: impl Into<Rule>) -> Self {
        let (loading, maintenance) = (loading.into(), maintenance.into());
        Self { loading, maintenance, doses: BTreeMap::new() }
    }

    /// Returns this policy with a rule for one dose number, counted from 1.
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

    /// Returns the policy of a silent label: what follows a late or missed dose is unspecified.
    pub fn not_stated() -> Self {
        Self::always(Action::NotStated)
    }

    /// Returns the policy of a label whose text on missed doses was not read here.
    pub fn not_read() -> Self {
        Self::always(Action::NotRead)
    }

    /// The rule for a dose, by its number and role.
    pub fn rule(&self, number: u32, role: Role) -> &Rule {
        let own = NonZeroU32::new(number).and_then(|number| self.doses.get(&number));
        own.unwrap_or_else(|| self.rule_for(role))
    }

    /// All rules: those of single dose numbers, then the one for loading and the one for maintenance doses.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.doses.values().chain([&self.loading, &self.maintenance])
    }

    /// Whether one of its rules has this as its only action.
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
