//! Visits: when participants are seen, and what is measured then.

use std::borrow::Cow;

use crate::calendar::{Interval, StudyDay, Window};
use crate::evidence::epoch::Epoch;
use crate::evidence::trial::TrialError;
use crate::measure::endpoint::Endpoint;

/// A day on which participants are seen, and what is measured then.
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
    /// Its name in the trial.
    pub name: Cow<'static, str>,
    /// The study day it is planned for; if it is repeated, for the first time.
    pub day: StudyDay,
    /// The days around it that are on time, where a source states them.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub window: Option<Window>,
    /// For a visit that comes again and again, the time between.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub every: Option<Interval>,
    /// What is measured; nothing where no source says what.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub assessments: Vec<Endpoint>,
    /// The epoch of the trial that it belongs to, where that is stated.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "crate::text::plain::plain",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub epoch: Option<Epoch>,
    /// The name of the part of the trial whose participants are seen; all of them where there is none.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub part: Option<Cow<'static, str>>,
}

impl Visit {
    /// A visit on a study day.
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

    /// The same visit in an epoch of the trial.
    #[must_use]
    pub fn in_epoch(self, epoch: Epoch) -> Self {
        Self { epoch: Some(epoch), ..self }
    }

    /// The same visit for the participants of one part.
    #[must_use]
    pub fn in_part(self, part: impl Into<Cow<'static, str>>) -> Self {
        Self { part: Some(part.into()), ..self }
    }

    /// The same visit with one more assessment.
    #[must_use]
    pub fn assessing(mut self, endpoint: Endpoint) -> Self {
        self.assessments.push(endpoint);
        self
    }

    /// The same visit with a window.
    #[must_use]
    pub fn with_window(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    /// The same visit, again after each interval, without an end.
    #[must_use]
    pub fn repeated_every(mut self, interval: Interval) -> Self {
        self.every = Some(interval);
        self
    }

    /// Its name at a repetition, counted from 1: `blood 3`. A visit that is not repeated keeps its own.
    pub fn name_of(&self, repetition: u32) -> String {
        match self.every {
            Some(_) => format!("{} {repetition}", self.name),
            None => self.name.clone().into_owned(),
        }
    }

    /// The study days on which it is planned, through a day.
    ///
    /// # Errors
    ///
    /// If it is repeated after months, whose days depend on the date of the first dose.
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

    /// Whether those of a part, or of a trial without parts, are seen.
    pub(super) fn is_of(&self, part: Option<&str>) -> bool {
        self.part.is_none() || self.part.as_deref() == part
    }

    /// Whether the window of one repetition reaches into that of the next.
    pub(super) fn overlaps_itself(&self) -> bool {
        let window = (self.early() + self.late()).unsigned_abs();
        self.every.is_some_and(|every| window >= every.shortest_in_days())
    }

    /// Whether the name of one is that of the other, or of one of its repetitions.
    pub(super) fn is_named_as(&self, other: &Self) -> bool {
        let repeats = |one: &Self, other: &Self| {
            let number =
                other.name.strip_prefix(&*one.name).and_then(|rest| rest.strip_prefix(' '));
            one.every.is_some() && number.is_some_and(|number| number.parse::<u32>().is_ok())
        };
        self.name == other.name || repeats(self, other) || repeats(other, self)
    }

    /// Whether the same participants are seen at both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.part.is_none() || other.part.is_none() || self.part == other.part
    }

    /// Whether the windows of two visits share a day, now or at any repetition.
    ///
    /// Of a visit repeated in months only the first counts: the days of the others depend on the date of
    /// the first dose.
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
