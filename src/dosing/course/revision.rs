//! What an entry was judged to be, and what a change of the log judged anew.

use core::fmt;

use chrono::NaiveDate;

use crate::dosing::course::entry::EntryKind;
use crate::dosing::course::state::Step;
use crate::dosing::course::timing::{Pause, Timing};
use crate::dosing::missed_dose::Action;
use crate::quantity::Mass;
use crate::text::debug_as_display;

/// The judgement of an entry by the plan in force on its day.
///
/// Entries that are not about a dose, such as a hold, have none of these fields.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Judgement {
    /// The number of the dose in the regimen in force, counted from 1; `None` for an additional dose.
    pub number: Option<u32>,
    /// The planned date of the dose.
    pub planned: Option<NaiveDate>,
    /// How the day given compares with the plan.
    pub timing: Option<Timing>,
    /// Whether treatment was held or stopped when the dose was given; `None` if neither.
    pub pause: Option<Pause>,
    /// The rule of the label that applied to a late dose.
    pub action: Option<Action>,
    /// The mass given; `None` also if it depends on a body weight that was not recorded.
    pub mass: Option<Mass>,
}

impl Judgement {
    pub(super) fn of(step: &Step<'_>) -> Self {
        let due = step.due();
        match (step.entry.kind(), step.verdict) {
            (EntryKind::Given, Some(verdict)) => Self {
                number: verdict.number(),
                planned: verdict.planned,
                timing: Some(verdict.timing),
                pause: verdict.pause,
                action: verdict.action,
                mass: step.mass(),
            },
            (EntryKind::Missed, _) if step.before.pause.is_some() => Self::default(),
            (EntryKind::Missed | EntryKind::Skipped | EntryKind::Rescheduled(_), _) => {
                Self { number: due.number(), planned: due.date(), ..Self::default() }
            }
            _ => Self::default(),
        }
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.number, self.timing) {
            (Some(number), _) => write!(f, "dose {number}")?,
            (None, Some(_)) => f.write_str("additional dose")?,
            (None, None) => return f.write_str("no dose"),
        }
        if let Some(planned) = self.planned {
            write!(f, ", planned on {planned}")?;
        }
        if let Some(timing) = self.timing {
            write!(f, ": {timing}")?;
        }
        if let Some(pause) = self.pause {
            write!(f, ", while {pause}")?;
        }
        match self.mass {
            Some(mass) => write!(f, ", {mass}"),
            None => Ok(()),
        }
    }
}

/// An entry whose judgement changed because another entry was recorded, amended or removed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rejudged {
    /// Its present number.
    pub entry: usize,
    /// Its day.
    pub day: NaiveDate,
    /// The judgement before.
    pub before: Judgement,
    /// The judgement now.
    pub now: Judgement,
}

/// "entry 3, 2026-02-02: ...", with both judgements.
impl fmt::Display for Rejudged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}, {}: {}; before: {}", self.entry, self.day, self.now, self.before)
    }
}

/// The effect of recording, amending or removing an entry of a [`Course`](crate::Course): its number, its judgement, and the
/// other entries whose judgement changed.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::{catalog, chrono::NaiveDate};
///
/// let day = |text: &str| text.parse::<NaiveDate>();
/// let mut course = catalog::tofersen::labels().remove(0).course(day("2026-01-05")?)?;
/// course.give(day("2026-01-05")?)?;
/// course.give(day("2026-02-02")?)?;
/// // The dose of 19 January is found in the paper file.
/// let revision = course.give(day("2026-01-19")?)?;
/// assert_eq!(revision.entry(), Some(2));
/// let changed: Vec<String> =
///     revision.rejudged().iter().map(ToString::to_string).collect();
/// assert_eq!(
///     changed,
///     ["entry 3, 2026-02-02: dose 3, planned on 2026-02-02: on time, 100 mg; \
///       before: dose 2, planned on 2026-01-19: 14 days late, 100 mg"],
/// );
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CourseRevision {
    pub(super) entry: Option<usize>,
    pub(super) before: Option<Judgement>,
    pub(super) now: Option<Judgement>,
    pub(super) rejudged: Vec<Rejudged>,
}

impl CourseRevision {
    /// The number of the entry; `None` if it was removed.
    pub fn entry(&self) -> Option<usize> {
        self.entry
    }

    /// The judgement of the entry; `None` if it was removed.
    pub fn judgement(&self) -> Option<Judgement> {
        self.now
    }

    /// The judgement of the entry before it was amended or removed; `None` if it is new.
    pub fn before(&self) -> Option<Judgement> {
        self.before
    }

    /// How the day of a dose given compares with the plan; `None` for other entries.
    pub fn timing(&self) -> Option<Timing> {
        self.now?.timing
    }

    /// The other entries whose judgement changed, in order.
    pub fn rejudged(&self) -> &[Rejudged] {
        &self.rejudged
    }
}

/// What the entry appended last means.
pub(super) fn appended(step: &Step<'_>, index: usize) -> CourseRevision {
    CourseRevision {
        entry: Some(index + 1),
        before: None,
        now: Some(Judgement::of(step)),
        rejudged: Vec::new(),
    }
}

debug_as_display!(Judgement, Rejudged);
