//! Visit windows in study days, and which of several readings counts for a visit.
//!
//! A window has a first and a last study day, both included. The windows of a plan do not overlap, so a reading belongs
//! to one visit or to none.
//!
//! ```
//! use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
//! use aso_regimen::{StudyDay, Window};
//!
//! let day = StudyDay::new;
//! let week_4 = VisitWindow::around("week 4", day(29)?, Window::days(7, 7))?;
//! let plan = VisitPlan::new(Tie::Earlier, vec![week_4])?;
//! assert_eq!(plan.visit_on(day(36)?), Some(0));
//! assert_eq!(plan.visit_on(day(37)?), None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use thiserror::Error;

use crate::calendar::{StudyDay, Window};
use crate::evidence::trial::Trial;
use crate::measure::endpoint::Benefit;
use crate::text::{debug_as_display, json_form};

/// A visit window: a name, a target day, and the first and last day on which a reading counts for the visit.
///
/// The target day is within the window. It prints as `week 4 (study days 22 to 36, target 29)`.
///
/// ```
/// use aso_regimen::analysis::visits::VisitWindow;
/// use aso_regimen::{StudyDay, Window};
///
/// let week_4 = VisitWindow::around("week 4", StudyDay::new(29)?, Window::days(7, 7))?;
/// assert!(week_4.contains(StudyDay::new(22)?));
/// assert!(!week_4.contains(StudyDay::new(37)?));
/// assert_eq!(week_4.to_string(), "week 4 (study days 22 to 36, target 29)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "WindowForm"))]
#[doc(alias("AVISIT", "AWRANGE", "AWTARGET"))]
pub struct VisitWindow {
    name: String,
    first: StudyDay,
    target: StudyDay,
    last: StudyDay,
}

impl VisitWindow {
    /// Returns a visit window from its first, target and last day.
    ///
    /// # Errors
    ///
    /// If the name is empty, or if the days are not in ascending order.
    pub fn new(
        name: impl Into<String>,
        first: StudyDay,
        target: StudyDay,
        last: StudyDay,
    ) -> Result<Self, VisitError> {
        let name = name.into();
        if name.trim().is_empty() {
            return Err(VisitError::Unnamed);
        }
        if first <= target && target <= last {
            return Ok(Self { name, first, target, last });
        }
        Err(VisitError::Order { name, first, target, last })
    }

    /// Returns a visit window from its target day and the days allowed before and after it.
    ///
    /// # Errors
    ///
    /// If the name is empty, or if the window ends outside the range of study days.
    pub fn around(name: &str, target: StudyDay, window: Window) -> Result<Self, VisitError> {
        let first = target.offset().checked_sub(i32::from(window.early()));
        let last = target.offset().checked_add(i32::from(window.late()));
        let (Some(first), Some(last)) = (first, last) else {
            return Err(VisitError::OutOfRange { name: name.to_owned(), target });
        };
        let day = StudyDay::from_offset;
        Self::new(name, day(first), target, day(last))
    }

    /// The name of the visit.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first day of the window.
    pub const fn first(&self) -> StudyDay {
        self.first
    }

    /// The target day.
    pub const fn target(&self) -> StudyDay {
        self.target
    }

    /// The last day of the window.
    pub const fn last(&self) -> StudyDay {
        self.last
    }

    /// Whether a reading on this day counts for the visit.
    pub fn contains(&self, day: StudyDay) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Days from the target, and with equal distances the preferred side first.
    pub(super) fn closeness(&self, day: StudyDay, tie: Tie) -> (u32, bool) {
        let is_later = day > self.target;
        let preferred = match tie {
            Tie::Earlier => is_later,
            Tie::Later => !is_later,
        };
        (day.offset().abs_diff(self.target.offset()), preferred)
    }
}

impl fmt::Display for VisitWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, first, target, last } = self;
        write!(f, "{name} (study days {first} to {last}, target {target})")
    }
}

/// Which of two readings counts if both are equally far from the target, one before it and one after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Tie {
    /// The earlier one.
    Earlier,
    /// The later one.
    Later,
}

/// The value of a visit that has several readings in its window.
/// [`ChangePlan::visit_value`](crate::analysis::visit_changes::ChangePlan::visit_value) has an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[doc(alias("ANL01FL", "DTYPE", "WOC"))]
#[non_exhaustive]
pub enum VisitValue {
    /// The reading closest to the target. The [`Tie`] of the plan decides between two equally close ones.
    #[default]
    Closest,
    /// The last reading.
    Last,
    /// The arithmetic mean of all readings. Its day is that of the last one.
    Mean,
    /// The worst reading: the highest if lower is better, else the lowest. Of equal readings it is the first.
    Worst(Benefit),
}

/// The visit that a reading is assigned to, and whether it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Placement {
    /// The reading is in the window of this visit and closest to its target.
    Chosen {
        /// The visit, by its index in [`VisitPlan::windows`].
        visit: usize,
    },
    /// The reading is in the window of this visit, but another one is closer to the target.
    NotClosest {
        /// The visit, by its index in [`VisitPlan::windows`].
        visit: usize,
    },
    /// The reading is in no window.
    Outside,
}

/// The visits of a study: windows that do not overlap, in ascending order, and the rule for ties.
///
/// ```
/// use aso_regimen::analysis::visits::{Placement, Tie, VisitPlan, VisitWindow};
/// use aso_regimen::{StudyDay, Window};
///
/// let day = StudyDay::new;
/// let plan = VisitPlan::new(
///     Tie::Earlier,
///     vec![
///         VisitWindow::around("week 4", day(29)?, Window::days(7, 7))?,
///         VisitWindow::around("week 8", day(57)?, Window::days(7, 7))?,
///     ],
/// )?;
/// let placed = plan.place(&[day(27)?, day(31)?, day(45)?, day(60)?])?;
/// assert_eq!(
///     placed,
///     [
///         Placement::Chosen { visit: 0 },
///         Placement::NotClosest { visit: 0 },
///         Placement::Outside,
///         Placement::Chosen { visit: 1 },
///     ]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "PlanForm"))]
pub struct VisitPlan {
    tie: Tie,
    windows: Vec<VisitWindow>,
}

impl VisitPlan {
    /// Returns a plan with these windows, given in any order.
    ///
    /// # Errors
    ///
    /// If there is no window, if two windows share a day, or if two windows have the same name.
    pub fn new(tie: Tie, mut windows: Vec<VisitWindow>) -> Result<Self, VisitError> {
        if windows.is_empty() {
            return Err(VisitError::Empty);
        }
        windows.sort_by_key(|window| window.first);
        for pair in windows.windows(2) {
            if pair[1].first <= pair[0].last {
                return Err(VisitError::Overlap {
                    earlier: pair[0].clone(),
                    later: pair[1].clone(),
                });
            }
        }
        let mut names: Vec<_> = windows.iter().map(VisitWindow::name).collect();
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(VisitError::NameTwice(pair[0].to_owned()));
        }
        Ok(Self { tie, windows })
    }

    /// Returns the windows of a trial's visits through a study day. `part` names a part of the trial; pass `None` for a
    /// trial without parts. A visit without a window has a window of one day. The name of a repeated visit ends in the
    /// number of the repetition.
    ///
    /// ```
    /// use aso_regimen::analysis::visits::{Tie, VisitPlan};
    /// use aso_regimen::evidence::source::{Source, Status};
    /// use aso_regimen::evidence::trial::{Registration, Visit};
    /// use aso_regimen::{Arm, Interval, StudyDay, Trial, Window};
    ///
    /// let blood = Visit::new("blood", StudyDay::new(29)?).repeated_every(Interval::days(28));
    /// let protocol = Source::new("a protocol", Status::Publication);
    /// let trial = Trial::builder(Registration::None, "a trial", protocol)
    ///     .arm(Arm::untreated("observation"))
    ///     .visit(blood.with_window(Window::days(3, 3)))
    ///     .build()?;
    /// let plan = VisitPlan::of_trial(&trial, None, StudyDay::new(60)?, Tie::Earlier)?;
    /// assert_eq!(plan.windows()[1].to_string(), "blood 2 (study days 54 to 60, target 57)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a visit is repeated every so many months, if there is no visit through that day, and as for
    /// [`VisitPlan::new`].
    pub fn of_trial(
        trial: &Trial,
        part: Option<&str>,
        through: StudyDay,
        tie: Tie,
    ) -> Result<Self, VisitError> {
        let mut windows = Vec::new();
        for visit in trial.visits_of(part) {
            let days = visit.days(through).map_err(|why| VisitError::Trial(why.to_string()))?;
            for (day, repetition) in days.zip(1..) {
                let window = visit.window.unwrap_or(Window::days(0, 0));
                windows.push(VisitWindow::around(&visit.name_of(repetition), day, window)?);
            }
        }
        Self::new(tie, windows)
    }

    /// The rule for ties.
    pub const fn tie(&self) -> Tie {
        self.tie
    }

    /// The visit windows, in ascending order.
    pub fn windows(&self) -> &[VisitWindow] {
        &self.windows
    }

    /// The index of the visit with this name in [`VisitPlan::windows`].
    ///
    /// `None` if there is no such visit.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.windows.iter().position(|window| window.name == name)
    }

    /// The index of the visit whose window contains this day.
    ///
    /// `None` if the day is outside every window.
    pub fn visit_on(&self, day: StudyDay) -> Option<usize> {
        let visit = self.windows.partition_point(|window| window.last < day);
        self.windows.get(visit)?.contains(day).then_some(visit)
    }

    /// Assigns each reading of one participant and endpoint to a visit, in the order of the given days. Every reading
    /// has a placement: readings outside every window and readings that are not the closest ones are marked as such.
    ///
    /// # Errors
    ///
    /// If two readings on the same day are the closest ones to a target.
    pub fn place(&self, days: &[StudyDay]) -> Result<Vec<Placement>, VisitError> {
        let mut closest: Vec<Option<usize>> = vec![None; self.windows.len()];
        let mut placements = Vec::with_capacity(days.len());
        for (reading, day) in days.iter().enumerate() {
            let Some(visit) = self.visit_on(*day) else {
                placements.push(Placement::Outside);
                continue;
            };
            let window = &self.windows[visit];
            let rank = |reading: usize| window.closeness(days[reading], self.tie);
            placements.push(Placement::NotClosest { visit });
            if closest[visit].is_none_or(|other| rank(reading) < rank(other)) {
                closest[visit] = Some(reading);
            }
        }
        for (visit, reading) in closest.into_iter().enumerate() {
            let Some(reading) = reading else { continue };
            let day = days[reading];
            if days.iter().filter(|other| **other == day).count() > 1 {
                return Err(VisitError::SameDay { name: self.windows[visit].name.clone(), day });
            }
            placements[reading] = Placement::Chosen { visit };
        }
        Ok(placements)
    }
}

/// Errors of visit windows and plans.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VisitError {
    /// A visit has an empty name.
    #[error("a visit has no name, expected more than white space")]
    Unnamed,
    /// The visits of a trial have no study days, because they repeat by calendar months.
    #[error("{0}")]
    Trial(String),
    /// The first day, the target and the last day are not in ascending order.
    #[error(
        "{name}: first day {first}, target {target} and last day {last}, expected them in this order"
    )]
    Order {
        /// The visit.
        name: String,
        /// Its first day.
        first: StudyDay,
        /// Its target day.
        target: StudyDay,
        /// Its last day.
        last: StudyDay,
    },
    /// The window ends outside the range of study days, which are day offsets of 32 bits.
    #[error(
        "{name}: the window around study day {target} ends outside the range of study days, expected day offsets within 32 bits"
    )]
    OutOfRange {
        /// The visit.
        name: String,
        /// Its target day.
        target: StudyDay,
    },
    /// A visit plan has no windows.
    #[error("a visit plan has no windows, expected at least one")]
    Empty,
    /// Two windows of a plan share a day.
    #[error("{earlier} and {later} overlap, expected each day in one window at most")]
    Overlap {
        /// The window that begins first.
        earlier: VisitWindow,
        /// The other window.
        later: VisitWindow,
    },
    /// Two visits of a plan have the same name.
    #[error("{0} is the name of two visits, expected each name once")]
    NameTwice(String),
    /// Two readings on the same day are the closest ones to a target.
    #[error("{name}: two readings on study day {day}, expected one a day")]
    SameDay {
        /// The visit.
        name: String,
        /// The day of both readings.
        day: StudyDay,
    },
}

debug_as_display!(VisitError);

json_form!(WindowForm { name: String, first: StudyDay, target: StudyDay, last: StudyDay } is "a visit window",
    VisitWindow::new, VisitError);

json_form!(PlanForm { tie: Tie, windows: Vec<VisitWindow> } is "a visit plan",
    VisitPlan::new, VisitError);
