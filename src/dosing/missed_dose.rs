//! What a label says about a dose that is late or missed, as data.
//!
//! A [`MissedDosePolicy`] has a [`Rule`] for loading and one for maintenance doses. A rule is one
//! [`Action`] for every case, or actions by [`TimeBand`]s of a [`Measure`]. Where a label says nothing, the
//! action says so; nothing is filled in.

use core::fmt;
use core::num::NonZeroU32;

use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::phase::Role;
use crate::text::{debug_as_display, json_form};

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
    Below(Interval),
    /// This or less.
    Through(Interval),
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
///     TimeBand::new(Limit::Below(three), Action::KeepCalendar { minimum_gap: None }),
///     TimeBand::new(Limit::Through(three), Action::NotStated),
///     TimeBand::new(None, Action::Restart),
/// ])?;
/// assert_eq!(
///     Rule::from(rule).to_string(),
///     "less than 3 months after the planned date: give it as soon as possible and keep the planned \
///      dates of later doses; exactly 3 months: the label does not say what to do; later: begin the \
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
///     TimeBand::new(Limit::Through(Interval::weeks(1)), Action::KeepCalendar { minimum_gap: None }),
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
}

/// Why bands do not make a [`TimeRule`]. Bands are counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// There is no band.
    #[error("a rule by time without a band, expected at least one")]
    NoBands,
    /// A band before the last has no limit.
    #[error("band {band} has no limit, expected one because another band follows it")]
    LimitMissing {
        /// Which band.
        band: usize,
    },
    /// The last band has a limit and nothing says what holds beyond it.
    #[error(
        "band {band}, the last, ends {limit}, expected no limit; if the label says nothing of later times, add a band \
         with the action `not-stated`"
    )]
    EndMissing {
        /// The number of the last band.
        band: usize,
        /// Its limit.
        limit: Limit,
    },
    /// Limits in days and in months cannot be put in order.
    #[error(
        "band {band} ends {limit} and the one before {before}, expected all limits in days or all in months"
    )]
    UnitsMixed {
        /// Which band.
        band: usize,
        /// Its limit.
        limit: Limit,
        /// The limit of the band before.
        before: Limit,
    },
    /// A limit does not exceed the one before.
    #[error("band {band} ends {limit} and the one before {before}, expected rising limits")]
    NotRising {
        /// Which band.
        band: usize,
        /// Its limit.
        limit: Limit,
        /// The limit of the band before.
        before: Limit,
    },
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
}

impl Limit {
    /// The time at the limit.
    pub fn interval(self) -> Interval {
        match self {
            Self::Below(time) | Self::Through(time) => time,
        }
    }

    /// Whether the time at the limit is within the band.
    pub fn is_included(self) -> bool {
        matches!(self, Self::Through(_))
    }

    /// That the limit of this band is beyond the one before, in the same unit.
    fn check_after(self, before: Self, band: usize) -> Result<(), PolicyError> {
        let limit = self;
        match (limit.interval(), before.interval()) {
            (Interval::Days(this), Interval::Days(that))
            | (Interval::Months(this), Interval::Months(that)) => {
                if (this, limit.is_included()) > (that, before.is_included()) {
                    return Ok(());
                }
                Err(PolicyError::NotRising { band, limit, before })
            }
            _ => Err(PolicyError::UnitsMixed { band, limit, before }),
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
        let Some((last, limited)) = bands.split_last() else {
            return Err(PolicyError::NoBands);
        };
        let mut before: Option<Limit> = None;
        for (band, number) in limited.iter().zip(1..) {
            let limit = band.limit.ok_or(PolicyError::LimitMissing { band: number })?;
            if let Some(before) = before {
                limit.check_after(before, number)?;
            }
            before = Some(limit);
        }
        if let Some(limit) = last.limit {
            let band = bands.len();
            return Err(PolicyError::EndMissing { band, limit });
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
        Self { loading: loading.into(), maintenance: maintenance.into() }
    }

    /// A policy that says nothing: what follows a late or missed dose is never guessed.
    pub fn not_stated() -> Self {
        Self::always(Action::NotStated)
    }

    /// The policy of a label whose text on missed doses was not read here.
    pub fn not_read() -> Self {
        Self::always(Action::NotRead)
    }

    /// The rule for doses of a role: loading and titration share one, maintenance and single the other.
    pub fn rule(&self, role: Role) -> &Rule {
        match role {
            Role::Loading | Role::Titration => &self.loading,
            Role::Maintenance | Role::Single => &self.maintenance,
        }
    }
}

/// An interval in words: `14 days`, `1 month`.
struct Words(Interval);

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self.0 {
            Interval::Days(days) => (days.get(), "day"),
            Interval::Months(months) => (months.get(), "month"),
        };
        let plural = if count == 1 { "" } else { "s" };
        write!(f, "{count} {unit}{plural}")
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
                Words(*gap)
            ),
            Self::AddDoses { doses, every } => {
                f.write_str("give it as soon as possible, then ")?;
                match doses.get() {
                    1 => write!(f, "1 additional dose {} later", Words(*every))?,
                    more => write!(f, "{more} additional doses {} apart", Words(*every))?,
                }
                f.write_str(", and count later doses from the last of these")
            }
            Self::Skip => f.write_str("do not give it and wait for the next planned dose"),
            Self::Restart => f.write_str("begin the regimen anew"),
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
            Self::ToNextPlanned => "before the next planned dose",
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
            match (before, band.limit) {
                (Some(Limit::Below(from)), Some(Limit::Through(to))) if from == to => {
                    write!(f, "exactly {}", Words(to))?;
                }
                (_, Some(Limit::Below(to))) => write!(f, "less than {}", Words(to))?,
                (_, Some(Limit::Through(to))) => write!(f, "at most {}", Words(to))?,
                (Some(_), None) if self.measure == Measure::ToNextPlanned => {
                    f.write_str("earlier")?;
                }
                (Some(_), None) => f.write_str("later")?,
                (None, None) => f.write_str("at any time")?,
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
        if self.loading == self.maintenance {
            return write!(f, "any dose: {}", self.maintenance);
        }
        write!(f, "loading dose: {}\nmaintenance dose: {}", self.loading, self.maintenance)
    }
}
