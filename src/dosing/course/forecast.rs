//! The doses to come in a course.

use core::fmt;
use core::iter::FusedIterator;
use core::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::dosing::course::Course;
use crate::dosing::course::due::{Due, Rules, Standing, Verdict};
use crate::dosing::course::timing::{Pause, Unspecified};
use crate::dosing::dose::{Dose, MassError};
use crate::dosing::doses::Doses;
#[cfg(feature = "interchange")]
use crate::dosing::missed_dose::Action;
use crate::dosing::phase::{Phase, Role};
use crate::dosing::tolerance::open_day;
use crate::quantity::{BodyWeight, Mass};
use crate::text::debug_as_display;

impl Course {
    /// Returns what is due next, in constant time.
    pub fn next_due(&self) -> NextDue<'_> {
        let state = &self.state;
        let reason = state.pause_reason(&self.log);
        match (state.pause, state.at.due) {
            (_, Due::Nothing) => NextDue::Ended,
            (Some(pause), _) => match pause.how {
                Pause::Held => NextDue::Held { since: pause.since, reason },
                Pause::Stopped => NextDue::Stopped { on: pause.since, reason },
            },
            (None, Due::Undated(_, reason)) => NextDue::Unspecified(reason),
            (None, due) => {
                DueDose::of(self.rules(), &due, &state.at).map_or(NextDue::Ended, NextDue::Due)
            }
        }
    }

    /// Returns the due dose if `day` is after its last on-time day; `None` if it is not overdue, if treatment is held or
    /// stopped, or if its date is unspecified. A day before the last entry counts as the day of that entry.
    pub fn overdue(&self, day: NaiveDate) -> Option<DueDose<'_>> {
        let day = self.not_before_last_entry(day);
        let due = self.next_due().dose()?;
        let last = due.window.map_or(due.date, |(_, close)| close);
        (last < day).then_some(due)
    }

    /// Returns the doses to come if each is given on its planned date, even one that has passed; for overdue patients use
    /// [`Course::forecast_from`]. There are none if the date of the next dose is unspecified and while treatment is held or
    /// stopped; [`Course::next_due`] has the reason.
    pub fn forecast(&self) -> Forecast<'_> {
        let due = match self.state.pause {
            Some(_) => Due::Nothing,
            None => self.state.at.due,
        };
        Forecast::new(self, due, self.state.at)
    }

    /// The doses to come as they were planned when treatment was held, if each is given on its planned date.
    #[cfg(feature = "interchange")]
    pub(crate) fn forecast_held(&self) -> Forecast<'_> {
        Forecast::new(self, self.state.at.due, self.state.at)
    }
}

/// What is due next in a [`Course`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum NextDue<'c> {
    /// This dose is due.
    Due(DueDose<'c>),
    /// The date of the next dose is unspecified, for this reason.
    Unspecified(Unspecified),
    /// Treatment is held.
    Held {
        /// The first day of the hold.
        since: NaiveDate,
        /// Why it is held.
        reason: &'c str,
    },
    /// Treatment was stopped before the regimen had ended.
    Stopped {
        /// The day of the stop.
        on: NaiveDate,
        /// Why it was stopped.
        reason: &'c str,
    },
    /// The regimen has ended, whether or not treatment was held or stopped after its last dose.
    Ended,
}

impl<'c> NextDue<'c> {
    /// The due dose; `None` if none has a date.
    pub fn dose(self) -> Option<DueDose<'c>> {
        match self {
            Self::Due(dose) => Some(dose),
            _ => None,
        }
    }
}

impl fmt::Display for NextDue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Due(dose) => dose.fmt(f),
            Self::Unspecified(reason) => write!(f, "the next dose has no date: {reason}"),
            Self::Held { since, reason } => write!(f, "treatment is held since {since}: {reason}"),
            Self::Stopped { on, reason } => write!(f, "treatment was stopped on {on}: {reason}"),
            Self::Ended => f.write_str("the regimen has ended"),
        }
    }
}

/// A dose to come in a [`Course`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DueDose<'c> {
    date: NaiveDate,
    planned: NaiveDate,
    number: Option<u32>,
    role: Role,
    dose: &'c Dose,
    window: Option<(NaiveDate, NaiveDate)>,
    weight: Option<BodyWeight>,
    mass: Option<Mass>,
}

impl<'c> DueDose<'c> {
    pub(super) fn of(rules: Rules<'c>, due: &Due, at: &Standing) -> Option<Self> {
        let phase = rules.phase(&due.dose()?);
        Some(Self::on(rules, phase, (due.number(), due.date()?), at))
    }

    /// A dose of a phase with this number, on its planned date or after the least gap.
    fn on(
        rules: Rules<'c>,
        phase: &'c Phase,
        (number, planned): (Option<u32>, NaiveDate),
        at: &Standing,
    ) -> Self {
        let on_time = rules.on_time(phase, planned, at);
        Self {
            date: planned.max(*on_time.start()),
            planned,
            number,
            role: phase.role(),
            dose: phase.dose(),
            window: rules
                .tolerance(phase)
                .filter(|_| !on_time.is_empty())
                .map(|_| on_time.into_inner()),
            weight: rules.weight,
            mass: phase.dose().mass_for(rules.weight).ok(),
        }
    }

    /// A dose given on a day.
    pub(super) fn given(
        rules: Rules<'c>,
        verdict: &Verdict,
        day: NaiveDate,
        at: &Standing,
    ) -> Self {
        let phase = rules.phase(&verdict.dose);
        let planned = verdict.planned.unwrap_or(day);
        let window = rules.tolerance(phase).map(|_| rules.on_time(phase, planned, at));
        let window = window.filter(|window| window.contains(&day));
        Self {
            date: day,
            planned,
            number: verdict.number(),
            role: phase.role(),
            dose: phase.dose(),
            window: window.map(|window| (day, *window.end())),
            weight: rules.weight,
            mass: phase.dose().mass_for(rules.weight).ok(),
        }
    }

    /// The date it is due: its planned date, or the first day that the least gap allows if that is later.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The planned date.
    pub fn planned(&self) -> NaiveDate {
        self.planned
    }

    /// The number of the dose in the regimen in force, counted from 1; `None` for an additional dose.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// The purpose of its phase.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Amount and route.
    pub fn dose(&self) -> &'c Dose {
        self.dose
    }

    /// The mass for the last recorded body weight.
    ///
    /// # Errors
    ///
    /// If the amount depends on body weight and none was recorded.
    pub fn mass(&self) -> Result<Mass, MassError> {
        self.mass.map_or_else(|| self.dose.mass_for(self.weight), Ok)
    }

    /// The dates on which it is on time; `None` if it has no window, or if the first day that the least gap allows would be
    /// late. The window begins on the latest of these days:
    ///
    /// - its own first day around the planned date;
    /// - the day after the last dose;
    /// - the day on which the least gap is over, or the date that a person set if that is earlier;
    /// - the day on which a person set the date or changed the regimen, or the planned date if that is earlier.
    pub fn window(&self) -> Option<RangeInclusive<NaiveDate>> {
        self.window.map(|(open, close)| open..=close)
    }

    /// The day for a visit if the clinic is not open every day: the open day in its window nearest to its date, the later
    /// one of two. If no day of the window is open, the nearest open day that is not before the window. `None` if no day
    /// within a year is open.
    ///
    /// The closure says whether the clinic is open on a day; the crate has no calendar of holidays.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::chrono::{Datelike, NaiveDate, Weekday};
    /// use aso_regimen::{Window, catalog};
    ///
    /// let first: NaiveDate = "2026-01-03".parse()?;
    /// let course = catalog::tofersen::labels().remove(0).course(first)?;
    /// let is_open = |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    /// // A Saturday: the label has no window, so that it is Monday.
    /// let due = course.next_due().dose().expect("the first");
    /// assert_eq!(due.open_day(is_open), Some("2026-01-05".parse()?));
    /// // With a window of three days it is Friday.
    /// let course = course.tolerating(Window::days(3, 3))?;
    /// let due = course.next_due().dose().expect("the first");
    /// assert_eq!(due.open_day(is_open), Some("2026-01-02".parse()?));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn open_day(&self, is_open: impl FnMut(NaiveDate) -> bool) -> Option<NaiveDate> {
        open_day(self.date, self.window, is_open)
    }
}

impl fmt::Display for DueDose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => write!(f, "dose {number} ({})", self.role)?,
            None => f.write_str("additional dose")?,
        }
        write!(f, ": {} on {}", self.dose, self.date)?;
        if self.planned == self.date {
            return Ok(());
        }
        write!(f, ", planned on {}", self.planned)
    }
}

debug_as_display!(NextDue<'_>, DueDose<'_>, Forecast<'_>);

/// An iterator over the doses to come in a [`Course`] if each is given on its date.
#[derive(Clone)]
#[must_use = "doses are computed only when asked for"]
pub struct Forecast<'c> {
    rules: Rules<'c>,
    start: NaiveDate,
    /// The dose that is overdue, before all others.
    given: Option<DueDose<'c>>,
    /// What is due next, until the doses are those of the plan.
    at: Option<Standing>,
    /// The doses of the plan, and the date of the one before them.
    doses: Option<(Doses<'c>, NaiveDate)>,
    /// By which the doses after one that the label has skipped are judged.
    #[cfg(feature = "interchange")]
    skipped: Option<Standing>,
}

/// What the label says of a dose to come if it is given on a day. Where it does not say what follows, the doses after it
/// are those that follow it on its date.
#[cfg(feature = "interchange")]
#[derive(Debug, Clone, Copy)]
pub(crate) enum OnDay {
    /// Give it, and it says what follows.
    Given,
    /// Skip it.
    Skipped,
    /// What follows has no date, for this reason.
    Undated(Unspecified),
    /// The same, and the next dose is planned on that day or before it.
    Behind(Unspecified),
    /// Give another dose in its place, by this rule.
    Another(Action),
}

impl<'c> Forecast<'c> {
    pub(super) fn new(course: &'c Course, due: Due, at: Standing) -> Self {
        let at = Some(Standing { due, ..at });
        Self {
            rules: course.rules(),
            start: course.start(),
            given: None,
            at,
            doses: None,
            #[cfg(feature = "interchange")]
            skipped: None,
        }
    }

    /// The same doses, and one before them.
    pub(super) fn beginning_with(self, given: Option<DueDose<'c>>) -> Self {
        Self { given, ..self }
    }

    /// The next dose if each is given on a day of the caller's, such as that of a visit, and what follows.
    #[cfg(feature = "interchange")]
    pub(crate) fn next_on(
        &mut self,
        day: impl FnOnce(&DueDose<'c>) -> NaiveDate,
    ) -> Option<(DueDose<'c>, OnDay)> {
        if let Some(given) = self.given.take() {
            return Some((given, OnDay::Given));
        }
        let at = self.at.take()?;
        let due = DueDose::of(self.rules, &at.due, &at)?;
        let day = day(&due);
        // Those that the label has skipped are due until another one is given.
        let judged = self.skipped.unwrap_or(at);
        let verdict = self.rules.judge(&judged, day)?;
        let is_other = Some(verdict.dose.number()) != at.due.number();
        let undated = match (verdict.after, verdict.action) {
            (Due::Undated(_, reason), _) => Some(reason),
            (Due::Nothing, Some(Action::NotStated)) => Some(Unspecified::NotStated),
            (Due::Nothing, Some(Action::NotRead)) => Some(Unspecified::NotRead),
            (Due::Nothing, Some(Action::AnotherRegimen)) => Some(Unspecified::AnotherRegimen),
            _ => None,
        };
        let on_date = match at.due {
            Due::Planned(dose) => self.rules.following(dose),
            _ => self.rules.judge(&at, due.date)?.after,
        };
        let on_day = match (verdict.action, undated) {
            _ if verdict.skipped > 0 && is_other => OnDay::Skipped,
            (Some(Action::Skip), _) => OnDay::Skipped,
            (Some(action), _) if is_other => OnDay::Another(action),
            (_, Some(reason)) if on_date.date().is_some_and(|next| next <= day) => {
                OnDay::Behind(reason)
            }
            (_, Some(reason)) => OnDay::Undated(reason),
            _ => OnDay::Given,
        };
        let (after, last) = match on_day {
            OnDay::Given | OnDay::Another(..) => (verdict.after, Some(day)),
            OnDay::Undated(_) => (on_date, Some(day)),
            OnDay::Skipped | OnDay::Behind(_) => (on_date, at.last_given),
        };
        self.skipped = matches!(on_day, OnDay::Skipped).then_some(judged);
        self.at = Some(Standing::new(after, last));
        Some((due, on_day))
    }

    /// The next dose, with what its date is measured from.
    fn dose_due(&mut self) -> Option<DueDose<'c>> {
        let at = self.at.take()?;
        let due = DueDose::of(self.rules, &at.due, &at)?;
        match at.due {
            // Given on its planned date it leaves the plan as it is, and planned doses are the least gap apart.
            Due::Planned(dose) if due.date == due.planned => {
                let phases = self.rules.regimen.phases();
                let mut doses = Doses::new(phases, self.start, dose, NaiveDate::MAX);
                doses.next();
                self.doses = Some((doses, due.date));
            }
            _ => {
                let verdict = self.rules.judge(&at, due.date);
                self.at = verdict.map(|verdict| Standing::new(verdict.after, Some(due.date)));
            }
        }
        Some(due)
    }
}

impl<'c> Iterator for Forecast<'c> {
    type Item = DueDose<'c>;

    fn next(&mut self) -> Option<DueDose<'c>> {
        if let Some(given) = self.given.take() {
            return Some(given);
        }
        let Some((doses, before)) = &mut self.doses else {
            return self.dose_due();
        };
        let dose = doses.next()?;
        let at = Standing::new(Due::Nothing, Some(*before));
        *before = dose.date();
        Some(DueDose::on(self.rules, dose.phase(), (Some(dose.number()), dose.date()), &at))
    }
}

impl FusedIterator for Forecast<'_> {}

/// The next of them.
impl fmt::Display for Forecast<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.clone().next() {
            Some(dose) => write!(f, "Forecast({dose}, ..)"),
            None => f.write_str("Forecast()"),
        }
    }
}
