//! Planned visits: their study days, windows and assessments.

use std::borrow::Cow;

use crate::calendar::{Interval, StudyDay, Window};
use crate::evidence::epoch::Epoch;
use crate::evidence::trial::TrialError;
use crate::measure::endpoint::Endpoint;

/// A planned visit: its study day, window and assessments.
///
/// ```
/// use aso_regimen::evidence::trial::Visit;
/// use aso_regimen::{Endpoint, Interval, StudyDay, Window};
///
/// let blood = Visit::new("blood", StudyDay::FIRST)
///     .repeated_every(Interval::days(28))
///     .with_window(Window::days(3, 3))
///     .assessing(Endpoint::plasma_nfl());
/// assert_eq!(blood.assessments, [Endpoint::plasma_nfl()]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "a visit with its name and day")
)]
#[non_exhaustive]
pub struct Visit {
    /// The name of the visit in its trial.
    pub name: Cow<'static, str>,
    /// The planned study day; of a repeated visit, that of the first one.
    pub day: StudyDay,
    /// The window around the planned day. `None` if no source states one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub window: Option<Window>,
    /// The interval at which the visit is repeated without end. `None` if it is not repeated.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub every: Option<Interval>,
    /// The endpoints assessed; empty if no source states any.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub assessments: Vec<Endpoint>,
    /// The epoch of the trial. `None` if no source states it.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub epoch: Option<Epoch>,
    /// The name of the part of the trial that the visit belongs to. `None` if it is for all participants.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub part: Option<Cow<'static, str>>,
}

impl Visit {
    /// Returns a visit planned for this study day.
    pub fn new(name: impl Into<Cow<'static, str>>, day: StudyDay) -> Self {
        Self {
            name: name.into(),
            day,
            window: None,
            every: None,
            assessments: Vec::new(),
            epoch: None,
            part: None,
        }
    }

    /// Returns this visit with its epoch.
    #[must_use]
    pub fn in_epoch(self, epoch: Epoch) -> Self {
        Self { epoch: Some(epoch), ..self }
    }

    /// Returns this visit restricted to the participants of one part.
    #[must_use]
    pub fn in_part(self, part: impl Into<Cow<'static, str>>) -> Self {
        Self { part: Some(part.into()), ..self }
    }

    /// Returns this visit with one more endpoint to assess.
    #[must_use]
    pub fn assessing(mut self, endpoint: Endpoint) -> Self {
        self.assessments.push(endpoint);
        self
    }

    /// Returns this visit with a window around its planned day.
    #[must_use]
    pub fn with_window(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    /// Returns this visit repeated at this interval without end.
    #[must_use]
    pub fn repeated_every(mut self, interval: Interval) -> Self {
        self.every = Some(interval);
        self
    }

    /// Returns the name of one repetition, such as `blood 3`. Repetitions are counted from 1. The name of a visit that
    /// is not repeated has no number.
    pub fn name_of(&self, repetition: u32) -> String {
        match self.every {
            Some(_) => format!("{} {repetition}", self.name),
            None => self.name.clone().into_owned(),
        }
    }

    /// Returns the planned study days through a day, the day included.
    ///
    /// # Errors
    ///
    /// If the visit is repeated in months: its study days depend on the date of the first dose.
    pub fn days(&self, through: StudyDay) -> Result<impl Iterator<Item = StudyDay>, TrialError> {
        let step = match self.every {
            None => None,
            Some(Interval::Days(days)) => Some(days.get()),
            Some(every @ Interval::Months(_)) => {
                let visit = self.name.clone().into_owned();
                return Err(TrialError::InMonths { visit, every });
            }
        };
        let after = move |day: &StudyDay| {
            step.and_then(|step| day.offset().checked_add_unsigned(step)).map(StudyDay::from_offset)
        };
        let days = core::iter::successors(Some(self.day), after);
        Ok(days.take_while(move |day| *day <= through))
    }

    /// Whether participants of this part, or of no part, attend the visit.
    pub(super) fn is_of(&self, part: Option<&str>) -> bool {
        self.part.is_none() || self.part.as_deref() == part
    }

    /// Whether the windows of two consecutive repetitions overlap.
    pub(super) fn overlaps_itself(&self) -> bool {
        let window = (self.early() + self.late()).unsigned_abs();
        self.every.is_some_and(|every| window >= every.shortest_in_days())
    }

    /// Whether the name of one visit is that of the other, or of one of its repetitions.
    pub(super) fn is_named_as(&self, other: &Self) -> bool {
        let repeats = |one: &Self, other: &Self| {
            let number =
                other.name.strip_prefix(&*one.name).and_then(|rest| rest.strip_prefix(' '));
            one.every.is_some() && number.is_some_and(|number| number.parse::<u32>().is_ok())
        };
        self.name == other.name || repeats(self, other) || repeats(other, self)
    }

    /// Whether the same participants attend both visits.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.part.is_none() || other.part.is_none() || self.part == other.part
    }

    /// Whether the windows of two visits share a day, repetitions included. A visit without a window has one of one day.
    ///
    /// A visit repeated in months counts only with its first day: the later days depend on the date of the first dose.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        if !self.meets(other) {
            return false;
        }
        let apart = i64::from(other.day.offset()) - i64::from(self.day.offset());
        let nearest = -(self.early() + other.late());
        let farthest = self.late() + other.early();
        match (self.step(), other.step()) {
            (None, None) => (nearest..=farthest).contains(&apart),
            (None, Some(step)) => first_from(apart, step, nearest) <= farthest,
            // The same, seen from the other visit.
            (Some(step), None) => first_from(-apart, step, -farthest) <= -nearest,
            // Sooner or later every distance that differs by the common divisor occurs.
            (Some(one), Some(two)) => {
                let step = common_divisor(one, two);
                nearest + (apart - nearest).rem_euclid(step) <= farthest
            }
        }
    }

    fn early(&self) -> i64 {
        self.window.map_or(0, |window| i64::from(window.early()))
    }

    fn late(&self) -> i64 {
        self.window.map_or(0, |window| i64::from(window.late()))
    }

    fn step(&self) -> Option<i64> {
        match self.every {
            Some(Interval::Days(days)) => Some(i64::from(days.get())),
            Some(Interval::Months(_)) | None => None,
        }
    }
}

/// The first of `start`, `start + step`, `start + 2 * step` ... that is not below `bound`.
fn first_from(start: i64, step: i64, bound: i64) -> i64 {
    if start >= bound {
        return start;
    }
    bound + (start - bound).rem_euclid(step)
}

fn common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}
