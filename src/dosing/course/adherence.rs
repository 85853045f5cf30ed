//! Adherence: how a course compares with its plan.

use core::fmt;
use core::ops::RangeInclusive;

use chrono::NaiveDate;

use crate::calendar::days_between;
use crate::dosing::course::Course;
use crate::dosing::course::due::{Due, Rules, Standing, Verdict};
use crate::dosing::course::entry::EntryKind;
use crate::dosing::course::missed::Run;
use crate::dosing::course::pauses::Pauses;
use crate::dosing::course::state::{State, Step};
use crate::dosing::course::timing::Timing;
use crate::dosing::dose::MassError;
use crate::dosing::doses::{Doses, PlannedDose};
use crate::dosing::regimen::Regimen;
use crate::dosing::segment::{PlacedDose, Segments};
use crate::quantity::{BodyWeight, Mass};
use crate::text::debug_as_display;

impl Course {
    /// Returns how the doses given through a date, which is included, compare with the plan.
    pub fn adherence(&self, through: NaiveDate) -> Adherence {
        let (mut planned, mut tally) = (Planned::new(self, through), Tally::default());
        let mut state = self.plan.state().ok();
        for step in self.walk().take_while(|step| step.entry.day() <= through) {
            planned.enter(&step);
            let days = tally.pauses.go_on(step.before.pause.is_some(), step.entry.day());
            tally.hold(&step.before, step.rules, days);
            tally.enter(&step);
            state = Some(step.after);
        }
        tally.adherence.planned = planned.stretches().map(Stretch::count).sum();
        if let Some(state) = state {
            let rules = state.rules(&self.plan, &self.log);
            let days = tally.pauses.end(state.pause.is_some(), Some(through));
            tally.hold(&state, rules, days);
            tally.adherence.outstanding = state.outstanding(rules, &tally.pauses, through);
        }
        tally.finished()
    }

    /// Returns the amount of drug planned through a date, which is included: by the regimens as they were planned on their
    /// first day, for the last body weight recorded by that date.
    ///
    /// # Errors
    ///
    /// If the mass of a dose cannot be calculated, or if the sum is larger than a [`Mass`] can hold.
    pub fn mass_planned(&self, through: NaiveDate) -> Result<Mass, MassError> {
        let (mut planned, mut weight) = (Planned::new(self, through), None);
        for step in self.walk().take_while(|step| step.entry.day() <= through) {
            planned.enter(&step);
            weight = step.weight;
        }
        planned.stretches().try_fold(Mass::ZERO, |total, stretch| {
            total.checked_add(stretch.mass(weight)?).ok_or(MassError::TooLarge)
        })
    }

    /// The doses planned through a date, which is included: by the regimens as they were planned on their first day, before
    /// late doses moved them. There are none from the day of a stop until a resumption. A dose planned for the day of the
    /// stop is among them if it was given, missed or left out on that day.
    pub fn doses_planned(&self, through: NaiveDate) -> impl Iterator<Item = PlannedDose<'_>> + '_ {
        let mut planned = Planned::new(self, through);
        for step in self.walk().take_while(|step| step.entry.day() <= through) {
            planned.enter(&step);
        }
        planned.stretches().flat_map(|stretch| stretch.doses(self.start()))
    }
}

/// What the regimens plan up to a date, as they were laid out on their first day.
struct Planned<'c> {
    through: NaiveDate,
    /// One after the other.
    regimens: Vec<Stretch<'c>>,
    /// From and through which day treatment was not stopped.
    running: Vec<(NaiveDate, NaiveDate)>,
    /// The last day on which the dose planned for it was given, missed or left out.
    settled: Option<NaiveDate>,
}

impl<'c> Planned<'c> {
    fn new(course: &'c Course, through: NaiveDate) -> Self {
        let running = vec![(NaiveDate::MIN, NaiveDate::MAX)];
        let mut planned = Self { through, regimens: Vec::new(), running, settled: None };
        if let Ok(State { at: Standing { due: Due::Planned(first), .. }, .. }) = course.plan.state()
        {
            planned.go_on(&course.plan.regimen, first, first.date());
        }
        planned
    }

    fn enter(&mut self, step: &Step<'c>) {
        let day = step.entry.day();
        // The dose planned for that day, where it is settled, was planned whatever else happened that day.
        let after = |settled: Option<NaiveDate>| {
            if settled == Some(day) { day.succ_opt().unwrap_or(day) } else { day }
        };
        match (step.entry.kind(), &step.verdict, step.after.at.due) {
            (EntryKind::Given, Some(verdict), _) if verdict.planned == Some(day) => {
                self.settled = self.settled.max(step.entry.counts().then_some(day));
                // A stop of the day may be recorded before it.
                match self.running.last_mut() {
                    Some((_, last)) if step.entry.counts() && last.succ_opt() == Some(day) => {
                        *last = day;
                    }
                    _ => {}
                }
            }
            (EntryKind::Missed | EntryKind::Skipped, ..) if step.settles() => {
                self.settled = Some(day);
            }
            (EntryKind::Switched(switch), _, Due::Planned(first)) => {
                let is_missed = step.before.has_missed(&step.due());
                let (from, end) = match step.due().date() {
                    // Until a date to come, the regimen before is planned.
                    _ if first.date() > day => (first.date(), first.date()),
                    // In a pause, until the day of the switch.
                    Some(_) if step.before.pause.is_some() => (day, day),
                    // The first dose is in place of the one that was due; one recorded as missed was planned.
                    Some(date) if is_missed => (first.date(), date.succ_opt().unwrap_or(date)),
                    date => (first.date(), date.unwrap_or(first.date())),
                };
                let end = end.min(from);
                let eve = end.pred_opt().unwrap_or(end);
                for earlier in &mut self.regimens {
                    earlier.through = earlier.through.min(eve);
                }
                self.go_on(&switch.regimen, first, from);
            }
            (EntryKind::Stopped, ..) => {
                let end = after(self.settled);
                if let Some((_, last)) = self.running.last_mut() {
                    *last = end.pred_opt().unwrap_or(end);
                }
            }
            (EntryKind::Resumed, ..) if step.before.is_stopped() => {
                let last = self.running.last().and_then(|(_, last)| last.succ_opt());
                self.running.push((last.map_or(day, |next| day.max(next)), NaiveDate::MAX));
            }
            _ => {}
        }
    }

    /// A regimen with this first dose is planned from a day on.
    fn go_on(&mut self, regimen: &'c Regimen, first: PlacedDose, from: NaiveDate) {
        let through = self.through;
        self.regimens.push(Stretch { regimen, first, from, through });
    }

    /// The regimens on the days on which treatment was not stopped.
    fn stretches(self) -> impl Iterator<Item = Stretch<'c>> {
        let Self { regimens, running, .. } = self;
        let within =
            move |stretch: Stretch<'c>, (from, through): &(NaiveDate, NaiveDate)| Stretch {
                from: stretch.from.max(*from),
                through: stretch.through.min(*through),
                ..stretch
            };
        let cut =
            move |stretch| -> Vec<_> { running.iter().map(|days| within(stretch, days)).collect() };
        regimens.into_iter().flat_map(cut).filter(|stretch| stretch.from <= stretch.through)
    }
}

/// Days on which a regimen was planned, as it was laid out on its first day.
#[derive(Debug, Clone, Copy)]
struct Stretch<'c> {
    regimen: &'c Regimen,
    first: PlacedDose,
    from: NaiveDate,
    through: NaiveDate,
}

impl<'c> Stretch<'c> {
    /// Doses, or micrograms, from the first through the last day.
    fn of(&self, through: impl Fn(NaiveDate) -> Result<u64, MassError>) -> Result<u64, MassError> {
        let before = self.from.pred_opt().map_or(Ok(0), &through)?;
        Ok(through(self.through)?.saturating_sub(before))
    }

    fn count(self) -> u32 {
        let phases = self.regimen.phases();
        let through = |date| Ok(u64::from(self.first.count_through(phases, date)));
        let doses = self.of(through).unwrap_or_default();
        u32::try_from(doses).unwrap_or(u32::MAX)
    }

    fn mass(self, weight: Option<BodyWeight>) -> Result<Mass, MassError> {
        let phases = self.regimen.phases();
        let through = |date| {
            let mut segments = Segments::new(phases, self.first, date);
            let total = segments.try_fold(Mass::ZERO, |total, segment| {
                let dose = segment.phase.dose().mass_for(weight)?;
                dose.checked_mul(u64::from(segment.count))
                    .and_then(|mass| total.checked_add(mass))
                    .ok_or(MassError::TooLarge)
            });
            total.map(Mass::as_micrograms)
        };
        self.of(through).map(Mass::micrograms)
    }

    fn doses(self, start: NaiveDate) -> impl Iterator<Item = PlannedDose<'c>> {
        let phases = self.regimen.phases();
        let eve = self.from.pred_opt();
        let before = eve.map_or(0, |eve| self.first.count_through(phases, eve));
        let first = self.first.nth_after(phases, before);
        let doses = first.map(|first| Doses::new(phases, start, first, NaiveDate::MAX));
        let doses = doses.into_iter().flatten();
        doses.take_while(move |dose| dose.date() <= self.through)
    }
}

/// How a [`Course`] compares with its plan through a date.
///
/// Each planned date is counted once: as given, missed, held or outstanding. While doses keep the dates planned on the
/// first day, `planned = given + missed + held + outstanding`. `planned` always counts the original dates. So
/// the sum can differ after a late dose, a decision, a held dose that is given after the hold, an additional dose, or while
/// dates are unspecified.
#[derive(Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Adherence {
    /// Doses planned by the regimens on their first day, those during a hold included. Doses planned from the day of a stop
    /// until a resumption are not counted. A dose planned for the day of the stop is counted if it was given, missed or left
    /// out on that day.
    pub planned: u32,
    /// Doses given that count, additional ones included.
    pub given: u32,
    /// Of these, on their planned date or in their window.
    pub on_time: u32,
    /// Of these, early.
    pub early: u32,
    /// Of these, late.
    pub late: u32,
    /// Of these, without a planned date.
    pub unplanned: u32,
    /// Of these, while treatment was held or stopped.
    pub while_paused: u32,
    /// Of these, in addition to the regimen.
    pub additional: u32,
    /// Doses given that do not count. The [rest](crate::dosing::course::Entry::rest) of a dose is not a dose.
    pub not_counting: u32,
    /// Doses not given: recorded as missed and not made up, left out, or passed over as the label says. Those planned while
    /// treatment was held or stopped are not counted.
    pub missed: u32,
    /// Doses planned while treatment was held.
    pub held: u32,
    /// Doses planned through the date that were neither given nor recorded as missed nor held. 0 if the date of the next
    /// dose is unspecified.
    pub outstanding: u32,
    /// Mean delay in days of the doses that had a planned date, negative for early ones; `None` if there is no such dose.
    pub mean_delay_days: Option<f64>,
}

impl fmt::Display for Adherence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "planned {}, given {} (on time {}, early {}, late {}, unplanned {}, additional {})",
            self.planned,
            self.given,
            self.on_time,
            self.early,
            self.late,
            self.unplanned,
            self.additional
        )?;
        write!(
            f,
            ", while paused {}, not counting {}, missed {}, held {}, outstanding {}",
            self.while_paused, self.not_counting, self.missed, self.held, self.outstanding
        )?;
        match self.mean_delay_days {
            // To a tenth of a day, and never "-0".
            Some(days) => write!(f, ", mean delay {} days", (days * 10.0).round() / 10.0 + 0.0),
            None => Ok(()),
        }
    }
}

debug_as_display!(Adherence);

/// Adherence as far as it is counted.
#[derive(Default)]
struct Tally {
    adherence: Adherence,
    delays: i64,
    dated: u32,
    /// How often the dose that is due was counted as missed.
    misses: u32,
    pauses: Pauses,
}

impl Tally {
    /// Counts what was planned on days of a pause, where treatment was held.
    fn hold(&mut self, state: &State, rules: Rules<'_>, paused: Option<RangeInclusive<NaiveDate>>) {
        if let Some(days) = paused.filter(|_| state.is_held()) {
            self.adherence.held += Run::held(rules, state, days, "").doses();
        }
    }

    fn enter(&mut self, step: &Step<'_>) {
        if let (Due::Planned(first), doses @ 1..) = (step.before.at.due, step.passed_over()) {
            let missed = step.before.not_paused(step.rules, &self.pauses, first, doses);
            self.adherence.missed += missed;
        }
        match (step.entry.kind(), &step.verdict) {
            (EntryKind::Given, Some(verdict)) if step.entry.counts() => {
                self.given(step, verdict);
            }
            (EntryKind::Given, _) if !step.entry.is_rest() => self.adherence.not_counting += 1,
            (EntryKind::Missed | EntryKind::Skipped, _) => {
                let left_out = u32::from(step.leaves_out(&self.pauses));
                self.adherence.missed += left_out;
                let due = step.due().number();
                let again = step.before.missed.is_some_and(|missed| missed.number() == due);
                if step.before.pause.is_none() {
                    self.misses = left_out + if again { self.misses } else { 0 };
                }
            }
            _ => {}
        }
    }

    fn given(&mut self, step: &Step<'_>, verdict: &Verdict) {
        let adherence = &mut self.adherence;
        adherence.given += 1;
        adherence.additional += u32::from(verdict.additional);
        adherence.while_paused += u32::from(verdict.pause.is_some());
        let timing = match verdict.timing {
            Timing::Early(_) => &mut adherence.early,
            Timing::OnTime => &mut adherence.on_time,
            Timing::Late(_) => &mut adherence.late,
            Timing::Unplanned => &mut adherence.unplanned,
        };
        *timing += 1;
        if verdict.made_up {
            adherence.missed -= self.misses;
        }
        if let Some(planned) = verdict.planned {
            self.delays += i64::from(days_between(planned, step.entry.day()));
            self.dated += 1;
        }
    }

    fn finished(mut self) -> Adherence {
        #[expect(
            clippy::cast_precision_loss,
            reason = "at most 191 million days for each of 2^32 doses"
        )]
        if self.dated > 0 {
            self.adherence.mean_delay_days = Some(self.delays as f64 / f64::from(self.dated));
        }
        self.adherence
    }
}
