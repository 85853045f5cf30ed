//! Which dose is due in a course, and what becomes of the plan when it is given on some day.

use core::num::NonZeroU32;
use core::ops::RangeInclusive;

use chrono::{Days, NaiveDate};

use crate::calendar::{Interval, days_between};
use crate::dosing::course::late::Times;
use crate::dosing::course::timing::{Pause, Timing, Unspecified};
use crate::dosing::missed_dose::{Action, MissedDosePolicy, Rule};
use crate::dosing::phase::{Phase, Role};
use crate::dosing::regimen::Regimen;
use crate::dosing::segment::PlacedDose;
use crate::dosing::tolerance::Tolerance;
use crate::quantity::BodyWeight;

/// What is due next.
#[derive(Debug, Clone, Copy)]
pub(super) enum Due {
    /// A dose of the regimen on its planned date.
    Planned(PlacedDose),
    /// An additional dose.
    Additional(Additional),
    /// A dose of the regimen whose date is not known.
    Undated(PlacedDose, Unspecified),
    /// Nothing any more.
    Nothing,
}

/// The first of some additional doses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Additional {
    pub(super) date: NaiveDate,
    /// How many are left, this one included.
    left: u32,
    every: Interval,
    /// The dose of the regimen they were added to.
    pub(super) base: PlacedDose,
}

impl Due {
    pub(super) fn date(&self) -> Option<NaiveDate> {
        match self {
            Self::Planned(dose) => Some(dose.date()),
            Self::Additional(added) => Some(added.date),
            Self::Undated(..) | Self::Nothing => None,
        }
    }

    /// Its number in the regimen; `None` for an additional dose and where nothing is due.
    pub(super) fn number(&self) -> Option<u32> {
        match self {
            Self::Planned(dose) | Self::Undated(dose, _) => Some(dose.number()),
            Self::Additional(_) | Self::Nothing => None,
        }
    }

    /// The dose of the regimen that says what is given.
    pub(super) fn dose(&self) -> Option<PlacedDose> {
        match self {
            Self::Planned(dose) | Self::Undated(dose, _) => Some(*dose),
            Self::Additional(added) => Some(added.base),
            Self::Nothing => None,
        }
    }
}

/// What is due, and what its dates are measured from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) due: Due,
    /// The day of the last dose that counts.
    pub(super) last_given: Option<NaiveDate>,
    /// Whether somebody set the date of the dose that is due; the least gap does not move it.
    pub(super) decided: bool,
    /// The day on which a person set that date or changed the regimen.
    pub(super) set_on: Option<NaiveDate>,
}

impl Standing {
    /// Nobody set the date of the dose that is due.
    pub(super) fn new(due: Due, last_given: Option<NaiveDate>) -> Self {
        Self { due, last_given, decided: false, set_on: None }
    }

    /// The first day that the least gap allows for a dose that is due on a date: that date at the latest, where somebody
    /// set it.
    pub(super) fn allowed(
        &self,
        tolerance: Tolerance,
        date: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let allowed = tolerance.allowed_after(self.last_given?)?;
        Some(date.filter(|_| self.decided).map_or(allowed, |date| date.min(allowed)))
    }
}

/// What giving a dose on some day means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) timing: Timing,
    /// What the label says of a late dose; nothing where the dose is not late.
    pub(super) action: Option<Action>,
    /// Which dose of the regimen it is.
    pub(super) dose: PlacedDose,
    /// The dose that was planned, where the label has another one given in its place.
    pub(super) due: PlacedDose,
    pub(super) additional: bool,
    pub(super) planned: Option<NaiveDate>,
    /// How many planned doses before it the label says to skip.
    pub(super) skipped: u32,
    /// Whether the dose was recorded as missed before.
    pub(super) made_up: bool,
    /// Whether treatment is held or stopped.
    pub(super) pause: Option<Pause>,
    pub(super) after: Due,
}

/// A regimen with the rules for its missed doses and for its days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'c> {
    pub(super) regimen: &'c Regimen,
    pub(super) policy: &'c MissedDosePolicy,
    pub(super) tolerance: Option<Tolerance>,
    /// The weight recorded last.
    pub(super) weight: Option<BodyWeight>,
}

impl<'c> Rules<'c> {
    pub(super) fn phases(self) -> &'c [Phase] {
        self.regimen.phases()
    }

    pub(super) fn phase(self, dose: &PlacedDose) -> &'c Phase {
        &self.phases()[dose.phase()]
    }

    fn rule(self, dose: &PlacedDose) -> &'c Rule {
        self.policy.rule(dose.number(), self.phase(dose).role())
    }

    /// The tolerance of the clinic, or else the window of the regimen.
    pub(super) fn tolerance(self, phase: &Phase) -> Option<Tolerance> {
        self.tolerance.or_else(|| phase.tolerance())
    }

    /// The days on which a dose planned for a date is on time: its window after the day of the last dose and the least gap,
    /// and, unless that date was past when somebody set it, not before the day on which it was set.
    pub(super) fn on_time(
        self,
        phase: &Phase,
        planned: NaiveDate,
        at: &Standing,
    ) -> RangeInclusive<NaiveDate> {
        let Some(tolerance) = self.tolerance(phase) else {
            return planned..=planned;
        };
        let (open, close) = tolerance.window().around(planned).into_inner();
        let after_last = at.last_given.and_then(|last| last.succ_opt());
        let allowed = at.allowed(tolerance, Some(planned));
        let set_on = at.set_on.map(|day| day.min(planned));
        [after_last, allowed, set_on].into_iter().flatten().fold(open, NaiveDate::max)..=close
    }

    /// The fewest days between a dose and the one before it by the regimen and its windows, or the least gap if that is
    /// longer. Of the first dose it is the time to the next one; `None` if there is none.
    pub(super) fn fewest_days(self, dose: &PlacedDose) -> Option<u32> {
        let (phases, at) = (self.phases(), dose.phase());
        let phase = &phases[at];
        let (earlier, later, interval) = match (dose.index(), at.checked_sub(1)) {
            (0, Some(before)) => (&phases[before], phase, phase.seam()?),
            (0, None) if !phase.pace.repeats() => {
                let next = phases.get(at + 1)?;
                (phase, next, next.seam()?)
            }
            _ => (phase, phase, phase.interval()?),
        };
        let (before, after) = (self.tolerance(earlier), self.tolerance(later));
        let late = before.filter(|all| !all.is_rolling()).map_or(0, |all| all.window().late());
        let early = after.map_or(0, |all| all.window().early());
        let gap = after.and_then(Tolerance::least_gap);
        let days = interval.shortest_in_days().saturating_sub(u64::from(late) + u64::from(early));
        let days = days.max(gap.map_or(0, Interval::shortest_in_days));
        Some(u32::try_from(days).unwrap_or(u32::MAX))
    }

    /// The dose after one, on the plan on which that one is.
    pub(super) fn following(self, dose: PlacedDose) -> Due {
        dose.successor(self.phases()).map_or(Due::Nothing, Due::Planned)
    }

    /// The same, where the label does not give its date.
    fn undated(self, dose: PlacedDose, reason: Unspecified) -> Due {
        match self.following(dose) {
            Due::Planned(next) => Due::Undated(next, reason),
            other => other,
        }
    }

    /// The same dose without its date, or the dose of the regimen that additional ones come before.
    pub(super) fn left_open(self, due: Due, reason: Unspecified) -> Due {
        match due {
            Due::Planned(dose) | Due::Undated(dose, _) => Due::Undated(dose, reason),
            Due::Additional(added) => self.undated(added.base, reason),
            Due::Nothing => Due::Nothing,
        }
    }

    /// The dose that is due on a day: the latest planned until then, where the label has those before it skipped.
    pub(super) fn due_on(self, at: &Standing, day: NaiveDate) -> Due {
        match at.due {
            Due::Planned(dose) if self.judge_planned(dose, at, day).skipped > 0 => {
                dose.latest_through(self.phases(), day).map_or(at.due, Due::Planned)
            }
            due => due,
        }
    }

    /// What the dose given on a date is, and what follows it.
    pub(super) fn judge(self, at: &Standing, date: NaiveDate) -> Option<Verdict> {
        let verdict = match at.due {
            Due::Nothing => return None,
            Due::Planned(dose) => self.judge_planned(dose, at, date),
            Due::Undated(dose, _) => {
                let dose = dose.moved_to(self.phases(), date);
                let after = self.following(dose);
                Verdict::new(Timing::Unplanned, dose, None, after)
            }
            Due::Additional(added) => self.judge_additional(added, at, date),
        };
        Some(Verdict { after: self.apart(verdict.after, date), ..verdict })
    }

    fn timing(range: &RangeInclusive<NaiveDate>, planned: NaiveDate, date: NaiveDate) -> Timing {
        if range.contains(&date) {
            Timing::OnTime
        } else if date < *range.start() {
            Timing::Early(days_between(date, planned.max(*range.start())).unsigned_abs())
        } else {
            Timing::Late(days_between(planned, date).unsigned_abs())
        }
    }

    fn counts_from_given(self, dose: &PlacedDose) -> bool {
        let tolerance = self.tolerance(self.phase(dose));
        tolerance.is_some_and(Tolerance::is_rolling)
    }

    fn judge_planned(self, dose: PlacedDose, at: &Standing, date: NaiveDate) -> Verdict {
        let planned = dose.date();
        let range = self.on_time(self.phase(&dose), planned, at);
        let timing = Self::timing(&range, planned, date);
        let moved = dose.moved_to(self.phases(), date);
        let judged = |dose, after| Verdict::new(timing, dose, Some(planned), after);
        match timing {
            Timing::Early(days) => {
                let reason = self.too_early(&dose, at, date, days);
                judged(dose, self.undated(dose, reason))
            }
            Timing::OnTime if date != planned && self.counts_from_given(&dose) => {
                judged(moved, self.following(moved))
            }
            Timing::OnTime | Timing::Unplanned => judged(dose, self.following(dose)),
            Timing::Late(_) if self.begins(dose.number(), at) => {
                judged(moved, self.following(moved))
            }
            Timing::Late(_) => self.judge_late(dose, at, date, judged),
        }
    }

    /// Whether a late dose begins the regimen on its own day, since no dose was given before it. The label's rules are
    /// about doses that follow another one, but for a rule of the first dose alone.
    fn begins(self, number: u32, at: &Standing) -> bool {
        at.last_given.is_none() && number == 1 && !self.policy.doses.contains_key(&NonZeroU32::MIN)
    }

    /// What the label says about a dose with this number and role if it is late, in words.
    #[cfg(feature = "interchange")]
    pub(super) fn if_late(self, number: u32, role: Role, at: &Standing) -> String {
        if self.begins(number, at) {
            self.of_first(role).to_string()
        } else {
            self.policy.rule(number, role).to_string()
        }
    }

    /// Why the label does not say what to do about a late dose that begins the regimen.
    pub(super) fn of_first(self, role: Role) -> Unspecified {
        let is_read = self.policy.rule(1, role).actions().any(|action| action != Action::NotRead);
        if is_read { Unspecified::FirstDose } else { Unspecified::NotRead }
    }

    /// Why nobody knows what follows a dose given this early.
    fn too_early(
        self,
        dose: &PlacedDose,
        at: &Standing,
        date: NaiveDate,
        days: u32,
    ) -> Unspecified {
        let tolerance = self.tolerance(self.phase(dose));
        let gap = tolerance.and_then(Tolerance::least_gap);
        let in_window = tolerance
            .is_some_and(|tolerance| tolerance.window().around(dose.date()).contains(&date));
        match (gap, at.last_given) {
            (Some(least), Some(before)) if in_window => {
                Unspecified::LeastGap { days: days_between(before, date).unsigned_abs(), least }
            }
            _ => Unspecified::EarlyDose { days },
        }
    }

    fn judge_late(
        self,
        dose: PlacedDose,
        at: &Standing,
        date: NaiveDate,
        judged: impl Fn(PlacedDose, Due) -> Verdict,
    ) -> Verdict {
        let times = Times {
            date,
            planned: dose.date(),
            last_given: at.last_given,
            next: dose.successor(self.phases()).map(|next| next.date()),
        };
        let action = times.action(self.rule(&dose));
        let again = |dose, after| Verdict { action: Some(action), ..judged(dose, after) };
        match action {
            Action::Reanchor => again(dose, self.following(dose.moved_to(self.phases(), date))),
            Action::KeepCalendar { minimum_gap } => {
                again(dose, self.kept_calendar(dose, date, minimum_gap))
            }
            Action::KeepOrWait { gap } => again(dose, self.kept_or_moved(dose, date, gap)),
            Action::NextAfter { next } => again(dose, self.moved_after(dose, date, next)),
            Action::GoBackTo { dose: number } => {
                match PlacedDose::numbered(self.phases(), number.get(), date) {
                    Some(earlier) => {
                        Verdict { due: dose, ..again(earlier, self.following(earlier)) }
                    }
                    None => again(dose, self.undated(dose, Unspecified::NotStated)),
                }
            }
            Action::AnotherRegimen => again(dose, self.undated(dose, Unspecified::AnotherRegimen)),
            Action::AddDoses { doses, every } => {
                let first = every.nth_after(date, 1).map(|first| Additional {
                    date: first,
                    left: doses.get(),
                    every,
                    base: dose,
                });
                again(dose, first.map_or(Due::Nothing, Due::Additional))
            }
            Action::Restart => {
                let first = PlacedDose::first(self.phases(), date);
                Verdict { due: dose, ..again(first, self.following(first)) }
            }
            Action::Skip => match self.latest_by(dose, date) {
                Some((later, skipped)) => {
                    Verdict { skipped, ..self.judge_planned(later, at, date) }
                }
                None => again(dose, self.undated(dose, Unspecified::GivenAgainstLabel)),
            },
            Action::NextUnspecified => again(dose, self.undated(dose, Unspecified::NextNotStated)),
            Action::NotStated => again(dose, self.undated(dose, Unspecified::NotStated)),
            Action::NotRead => again(dose, self.undated(dose, Unspecified::NotRead)),
        }
    }

    /// The latest planned dose after one whose date has come, or whose window is open, and how many
    /// planned doses that passes over.
    fn latest_by(self, dose: PlacedDose, date: NaiveDate) -> Option<(PlacedDose, u32)> {
        let tolerance = self.tolerance(self.phase(&dose));
        let early = tolerance.map_or(0, |tolerance| tolerance.window().early());
        let open = date.checked_add_days(Days::new(u64::from(early))).unwrap_or(NaiveDate::MAX);
        let later = dose.latest_through(self.phases(), open)?;
        let skipped = later.number().checked_sub(dose.number())?;
        (skipped > 0).then_some((later, skipped))
    }

    fn kept_calendar(self, dose: PlacedDose, date: NaiveDate, gap: Option<Interval>) -> Due {
        let next = self.following(dose);
        let (Due::Planned(dose), Some(gap)) = (next, gap) else {
            return next;
        };
        match gap.nth_after(date, 1) {
            Some(earliest) if dose.date() >= earliest => next,
            _ => Due::Undated(dose, too_near(date, dose.date())),
        }
    }

    /// The next dose on its planned date if that is far enough, or else as soon as the gap is over.
    fn kept_or_moved(self, dose: PlacedDose, date: NaiveDate, gap: Interval) -> Due {
        match self.following(dose) {
            Due::Planned(next)
                if gap.nth_after(date, 1).is_some_and(|open| next.date() >= open) =>
            {
                Due::Planned(next)
            }
            _ => self.moved_after(dose, date, gap),
        }
    }

    /// The next dose an interval after a date.
    fn moved_after(self, dose: PlacedDose, date: NaiveDate, interval: Interval) -> Due {
        match (dose.successor(self.phases()), interval.nth_after(date, 1)) {
            (Some(next), Some(date)) => Due::Planned(next.moved_to(self.phases(), date)),
            _ => Due::Nothing,
        }
    }

    /// What is due after a dose given on a date, where it is later than that and not before the least gap is over.
    fn apart(self, next: Due, given: NaiveDate) -> Due {
        let (Some(date), Some(dose)) = (next.date(), next.dose()) else {
            return next;
        };
        if date <= given {
            return self.left_open(next, too_near(given, date));
        }
        let at = Standing::new(next, Some(given));
        let range = self.on_time(self.phase(&dose), date, &at);
        let least = self.tolerance(self.phase(&dose));
        match least.and_then(Tolerance::least_gap) {
            Some(least) if range.is_empty() => {
                let days = days_between(given, date).unsigned_abs();
                self.left_open(next, Unspecified::LeastGap { days, least })
            }
            _ => next,
        }
    }

    fn judge_additional(self, added: Additional, at: &Standing, date: NaiveDate) -> Verdict {
        let range = self.on_time(self.phase(&added.base), added.date, at);
        let timing = Self::timing(&range, added.date, date);
        let from = if self.counts_from_given(&added.base) { date } else { added.date };
        let after = match timing {
            Timing::OnTime => self.after_additional(added, from),
            _ => self.undated(added.base, Unspecified::AdditionalDose),
        };
        Verdict { additional: true, ..Verdict::new(timing, added.base, Some(added.date), after) }
    }

    /// What follows an additional dose, counted from a date: another one, or the regimen.
    fn after_additional(self, added: Additional, from: NaiveDate) -> Due {
        match added.every.nth_after(from, 1) {
            Some(date) if added.left > 1 => {
                Due::Additional(Additional { date, left: added.left - 1, ..added })
            }
            _ => self.following(added.base.moved_to(self.phases(), from)),
        }
    }

    /// What is due once a dated dose is recorded as missed: the next one, where the label says to skip late
    /// doses however late; still the same one, where it has them given or where it begins the regimen. Where the label
    /// does not say, no date.
    pub(super) fn missed(self, due: Due, at: &Standing) -> Due {
        let Due::Planned(dose) = due else {
            return self.left_open(due, Unspecified::AdditionalDose);
        };
        if self.begins(dose.number(), at) {
            return due;
        }
        let rule = self.rule(&dose);
        let always = |wanted| rule.actions().all(|action| action == wanted);
        if always(Action::Skip) {
            self.following(dose)
        } else if always(Action::NotStated) {
            self.left_open(due, Unspecified::NotStated)
        } else if always(Action::NotRead) {
            self.left_open(due, Unspecified::NotRead)
        } else {
            due
        }
    }

    /// What is due once somebody decided to leave a dose out: the next one, on its planned date where the label
    /// says to skip late doses.
    pub(super) fn left_out(self, due: Due) -> Due {
        let skips = |dose| self.rule(dose).actions().any(|action| action == Action::Skip);
        match due {
            Due::Planned(dose) if skips(&dose) => self.following(dose),
            Due::Planned(dose) | Due::Undated(dose, _) => self.undated(dose, Unspecified::LeftOut),
            Due::Additional(added) => self.undated(added.base, Unspecified::LeftOut),
            Due::Nothing => Due::Nothing,
        }
    }

    /// The dose that is due on a date that somebody set.
    pub(super) fn moved(self, due: Due, date: NaiveDate) -> Due {
        match due {
            Due::Planned(dose) | Due::Undated(dose, _) => {
                Due::Planned(dose.moved_to(self.phases(), date))
            }
            Due::Additional(added) => Due::Additional(Additional { date, ..added }),
            Due::Nothing => Due::Nothing,
        }
    }
}

impl Verdict {
    fn new(timing: Timing, dose: PlacedDose, planned: Option<NaiveDate>, after: Due) -> Self {
        Self {
            timing,
            action: None,
            dose,
            due: dose,
            additional: false,
            planned,
            skipped: 0,
            made_up: false,
            pause: None,
            after,
        }
    }

    /// Its number in the regimen; `None` for an additional dose.
    pub(super) fn number(&self) -> Option<u32> {
        (!self.additional).then(|| self.dose.number())
    }
}

fn too_near(given: NaiveDate, next: NaiveDate) -> Unspecified {
    Unspecified::TooNear { days: days_between(given, next) }
}
