//! What a label says about a dose that is late or missed, as data.
//!
//! A [`MissedDosePolicy`] has a [`Rule`] for loading and one for maintenance doses. A rule is one
//! [`Action`] for every case, or actions by [`TimeBand`]s of a [`Measure`]: how late the dose is, how long ago
//! the last one was, how near the next one is, how soon it was noticed. Where a label says nothing, the
//! action says so; nothing is filled in.

use core::fmt;
use core::num::NonZeroU32;

use thiserror::Error;

use crate::calendar::Interval;
use crate::dosing::regimen::Role;

/// What a label measures to tell what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
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
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
pub enum Action {
    /// Give it; later doses keep their intervals, counted from the day it is given.
    Reanchor,
    /// Give it; later doses stay on their planned dates.
    KeepCalendar {
        /// How far the next one must be away at the least, where the label says so. What to do when it
        /// is nearer, no label says.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
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
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TimeBand {
    /// Where the band ends; none for a last band without an end.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
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
/// use aso_regimen::dosing::missed_dose::{Action, TimeBand, Limit, Measure, Rule, TimeRule};
///
/// // Inclisiran: the calendar is kept when less than 3 months late, the regimen begins anew when more
/// // than 3 months late (EU SmPC, section 4.2). Of exactly 3 months it does not speak.
/// let three = Interval::months(3);
/// let rule = TimeRule::new(Measure::PastPlanned, vec![
///     TimeBand { limit: Some(Limit::Below(three)), action: Action::KeepCalendar { minimum_gap: None } },
///     TimeBand { limit: Some(Limit::Through(three)), action: Action::NotStated },
///     TimeBand { limit: None, action: Action::Restart },
/// ])?;
/// assert_eq!(
///     Rule::from(rule).to_string(),
///     "less than 3 months after the planned date: give it as soon as possible and keep the planned \
///      dates of later doses; exactly 3 months: the label does not say what to do; later: begin the \
///      regimen anew",
/// );
/// # Ok::<(), aso_regimen::dosing::missed_dose::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TimeRule {
    measure: Measure,
    bands: Vec<TimeBand>,
}

/// What to do with a late or missed dose of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Rule {
    /// The same however late.
    Always(Action),
    /// It depends on a time.
    ByTime(TimeRule),
}

/// A label's rules for late and missed doses.
///
/// ```
/// use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
///
/// // Tofersen (US label, section 2.1): as soon as possible, and the intervals from there.
/// let policy = MissedDosePolicy::always(Action::Reanchor);
/// assert_eq!(
///     policy.to_string(),
///     "any dose: give it as soon as possible and count later doses from that day",
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct MissedDosePolicy {
    /// For loading and titration doses.
    pub loading: Rule,
    /// For maintenance and single doses.
    pub maintenance: Rule,
}

/// Why bands do not make a [`TimeRule`]. Bands are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// There is no band.
    #[error("a rule without a band, expected at least one")]
    NoBands,
    /// A band before the last has no limit.
    #[error("band {band} has no limit, but another band follows it")]
    LimitMissing {
        /// Which band.
        band: usize,
    },
    /// The last band has a limit and nothing says what holds beyond it.
    #[error(
        "the last band ends, expected one without a limit; use an action that says the label is silent"
    )]
    EndMissing,
    /// Limits in days and in months cannot be put in order.
    #[error(
        "the limit of band {band} is in another unit than the one before, expected all in days or all in months"
    )]
    UnitsMixed {
        /// Which band.
        band: usize,
    },
    /// A limit does not exceed the one before.
    #[error("the limit of band {band} does not exceed the one before")]
    NotRising {
        /// Which band.
        band: usize,
    },
}

impl Action {
    /// [`Action::AddDoses`] with a literal number of doses.
    ///
    /// # Panics
    ///
    /// On 0; in a `const` this is a compile error.
    pub const fn add_doses(doses: u32, every: Interval) -> Self {
        match NonZeroU32::new(doses) {
            Some(doses) => Self::AddDoses { doses, every },
            None => panic!("at least one dose is added"),
        }
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

    /// Whether this limit lies beyond another; `None` where one is in days and the other in months.
    fn exceeds(self, before: Self) -> Option<bool> {
        let ((Interval::Days(this), Interval::Days(that))
        | (Interval::Months(this), Interval::Months(that))) = (self.interval(), before.interval())
        else {
            return None;
        };
        Some((this, self.is_included()) > (that, before.is_included()))
    }
}

impl TimeRule {
    /// A rule of bands, shortest time first.
    ///
    /// # Errors
    ///
    /// Without a band; where a band before the last has no limit or the last has one; where a limit does
    /// not exceed the one before, or is not in the same unit.
    pub fn new(measure: Measure, bands: Vec<TimeBand>) -> Result<Self, PolicyError> {
        let Some((last, limited)) = bands.split_last() else {
            return Err(PolicyError::NoBands);
        };
        let mut before: Option<Limit> = None;
        for (band, number) in limited.iter().zip(1..) {
            let limit = band
                .limit
                .ok_or(PolicyError::LimitMissing { band: number })?;
            match before.map(|before| limit.exceeds(before)) {
                Some(None) => return Err(PolicyError::UnitsMixed { band: number }),
                Some(Some(false)) => return Err(PolicyError::NotRising { band: number }),
                _ => before = Some(limit),
            }
        }
        if last.limit.is_some() {
            return Err(PolicyError::EndMissing);
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

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for TimeRule {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(rename = "TimeRule", deny_unknown_fields)]
        struct Form {
            measure: Measure,
            bands: Vec<TimeBand>,
        }
        let Form { measure, bands } = Form::deserialize(deserializer)?;
        Self::new(measure, bands).map_err(serde::de::Error::custom)
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
        always
            .into_iter()
            .chain(bands.iter().map(|band| band.action))
    }
}

impl MissedDosePolicy {
    /// One action for every dose, however late.
    pub fn always(action: Action) -> Self {
        Self::for_all(action.into())
    }

    /// One rule for every dose.
    pub fn for_all(rule: Rule) -> Self {
        Self {
            loading: rule.clone(),
            maintenance: rule,
        }
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
            Self::KeepCalendar {
                minimum_gap: Some(gap),
            } => write!(
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
        write!(
            f,
            "loading dose: {}\nmaintenance dose: {}",
            self.loading, self.maintenance
        )
    }
}
