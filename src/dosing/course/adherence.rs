//! How well a course kept to its plan.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::days_between;
use crate::dosing::course::Course;
use crate::dosing::course::due::{Due, Rules, Verdict};
use crate::dosing::course::entry::EntryKind;
use crate::dosing::course::missed::{Run, planned_within};
use crate::dosing::course::state::{State, Step};
use crate::dosing::course::timing::Timing;
use crate::dosing::dose::MassError;
use crate::dosing::doses::{Doses, PlannedDose};
use crate::dosing::regimen::Regimen;
use crate::dosing::segment::{PlacedDose, Segments};
use crate::quantity::{BodyWeight, Mass};
use crate::text::debug_as_display;

impl Course {
    /// How well the doses given up to a date, the date included, kept to the plan.
    pub fn adherence(&self, through: NaiveDate) -> Adherence {
        let (mut planned, mut tally) = (Planned::new(self, through), Tally::default());
        let mut state = self.plan.state().ok();
        for step in self.walk().take_while(|step| step.entry.day() <= through) {
            planned.enter(&step);
            tally.pause(&step.before, step.rules, step.entry.day());
            tally.enter(&step);
            state = Some(step.after);
        }
        tally.adherence.planned = planned.stretches().map(Stretch::count).sum();
        if let Some(state) = state {
            let rules = state.rules(&self.plan, &self.log);
            // The last day of the calendar has no day after it.
            tally.pause(&state, rules, through.succ_opt().unwrap_or(through));
            tally.adherence.outstanding = tally.outstanding(&state, rules, through);
        }
        tally.finished()
    }

    /// How much drug the regimens plan up to a date, the date included, as they were laid out on their first day, for the
    /// body weight recorded last by then.
    ///
    /// # Errors
    ///
    /// If the mass of a dose cannot be told, or if the sum is past the largest mass.
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

    /// The doses that the regimens plan up to a date, the date included, as they were laid out on their first day:
    /// without what late doses changed, and none from the day of a stop until treatment is resumed.
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
    /// The regimen in force and its first dose.
    plan: Option<(&'c Regimen, Due)>,
    stretches: Vec<Stretch<'c>>,
    /// The last day on which the dose planned for it was given.
    given: Option<NaiveDate>,
}

impl<'c> Planned<'c> {
    fn new(course: &'c Course, through: NaiveDate) -> Self {
        let first = course.plan.state().ok();
        let plan = first.map(|first| (&course.plan.regimen, first.at.due));
        let mut planned = Self { through, plan, stretches: Vec::new(), given: None };
        planned.go_on(None);
        planned
    }

    fn enter(&mut self, step: &Step<'c>) {
        let day = step.entry.day();
        match (step.entry.kind(), &step.verdict) {
            (EntryKind::Given, Some(verdict)) if verdict.planned == Some(day) => {
                self.given = self.given.max(step.entry.counts().then_some(day));
            }
            (EntryKind::Switched(switch), _) => {
                let due = step.after.at.due;
                self.plan = Some((&switch.regimen, due));
                self.end(due.date().unwrap_or(day));
                if !step.after.is_stopped() {
                    self.go_on(None);
                }
            }
            (EntryKind::Stopped, _) => {
                // The dose planned for that day and given was planned.
                let given = self.given == Some(day);
                self.end(if given { day.succ_opt().unwrap_or(day) } else { day });
            }
            (EntryKind::Resumed, _) if step.before.is_stopped() => {
                let given = self.given == Some(day);
                self.go_on(Some(if given { day.succ_opt().unwrap_or(day) } else { day }));
            }
            _ => {}
        }
    }

    /// The regimen is planned from a day on, or from its first dose.
    fn go_on(&mut self, from: Option<NaiveDate>) {
        if let Some((regimen, Due::Planned(first))) = self.plan {
            let from = from.unwrap_or(first.date());
            self.stretches.push(Stretch { regimen, first, from, through: self.through });
        }
    }

    /// Ends what was planned on the eve of a date. What was to begin later never does.
    fn end(&mut self, date: NaiveDate) {
        self.stretches.retain(|stretch| stretch.from < date);
        let eve = date.pred_opt().unwrap_or(date);
        for stretch in self.stretches.iter_mut().rev().take_while(|stretch| stretch.through > eve) {
            stretch.through = eve;
        }
    }

    fn stretches(self) -> impl Iterator<Item = Stretch<'c>> {
        self.stretches.into_iter().filter(|stretch| stretch.from <= stretch.through)
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
                let dose = phases[segment.phase()].dose().mass_for(weight)?;
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

/// How well a [`Course`] kept to its plan up to a date.
#[derive(Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Adherence {
    /// Doses that the regimens plan, as they were laid out on their first day. Those planned during a hold are among
    /// them, and none from the day of a stop until treatment is resumed.
    pub planned: u32,
    /// Doses given that count, additional ones among them.
    pub given: u32,
    /// Of these, on their planned date or in their window.
    pub on_time: u32,
    /// Of these, before it.
    pub early: u32,
    /// Of these, after it.
    pub late: u32,
    /// Of these, without a planned date.
    pub unplanned: u32,
    /// Of these, while treatment was held or stopped.
    pub while_paused: u32,
    /// Of these, in addition to the regimen.
    pub additional: u32,
    /// Doses given that do not count.
    pub not_counting: u32,
    /// Doses that were recorded as missed and not made up, left out, or passed over as the label says.
    pub missed: u32,
    /// Doses that were planned while treatment was held.
    pub held: u32,
    /// Doses that were planned up to the date and were neither given nor recorded as missed nor held.
    pub outstanding: u32,
    /// Mean of the days from the planned date to the day a dose was given, negative for early ones; over
    /// the doses that had a planned date. `None` if there is none.
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
            Some(days) => write!(f, ", mean delay {days} days"),
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
    /// The day of the entry before.
    day: Option<NaiveDate>,
    /// From and until before which day treatment was held or stopped.
    pauses: Vec<(NaiveDate, NaiveDate)>,
}

impl Tally {
    /// Counts what was planned from the entry before until before a day, where treatment was held.
    fn pause(&mut self, state: &State, rules: Rules<'_>, until: NaiveDate) {
        let from = self.day.replace(until);
        let (Some(from), Some(_)) = (from, state.pause) else {
            return;
        };
        if state.is_held() {
            self.adherence.held += Run::held(rules, state, (from, until), "").doses();
        }
        if from < until {
            self.pauses.push((from, until));
        }
    }

    fn enter(&mut self, step: &Step<'_>) {
        match (step.entry.kind(), &step.verdict) {
            (EntryKind::Given, Some(verdict)) if step.entry.counts() => {
                self.given(step, verdict);
            }
            (EntryKind::Given, _) => self.adherence.not_counting += 1,
            (EntryKind::Missed | EntryKind::Skipped, _)
                if step.before.pause.is_none() && !step.before.is_missed() =>
            {
                self.adherence.missed += 1;
            }
            _ => {}
        }
    }

    fn given(&mut self, step: &Step<'_>, verdict: &Verdict) {
        let adherence = &mut self.adherence;
        adherence.given += 1;
        adherence.additional += u32::from(verdict.additional);
        adherence.while_paused += u32::from(step.before.pause.is_some());
        let timing = match verdict.timing {
            Timing::Early(_) => &mut adherence.early,
            Timing::OnTime => &mut adherence.on_time,
            Timing::Late(_) => &mut adherence.late,
            Timing::Unplanned => &mut adherence.unplanned,
        };
        *timing += 1;
        if verdict.made_up {
            adherence.missed -= 1;
        }
        if let Due::Planned(first) = step.before.at.due {
            let passed_over = self.not_paused(&step.before, step.rules, first, verdict.skipped);
            self.adherence.missed += passed_over;
        }
        if let Some(planned) = verdict.planned {
            self.delays += i64::from(days_between(planned, step.entry.day()));
            self.dated += 1;
        }
    }

    /// What is due through a date, where it is not recorded as missed.
    fn outstanding(&self, state: &State, rules: Rules<'_>, through: NaiveDate) -> u32 {
        match state.at.due {
            Due::Planned(first) => {
                let doses = first.count_through(rules.phases(), through);
                self.not_paused(state, rules, first, doses)
            }
            Due::Additional(added) => {
                u32::from(added.date <= through && !self.is_paused(added.date))
            }
            Due::Undated(..) | Due::Nothing => 0,
        }
    }

    /// How many of so many doses from the due one on were not planned while treatment was held or stopped, and not
    /// counted as missed before.
    fn not_paused(&self, state: &State, rules: Rules<'_>, first: PlacedDose, doses: u32) -> u32 {
        let pauses = self.pauses.iter().map(|days| planned_within(rules, first, doses, *days));
        let is_known = state.is_missed() && !self.is_paused(first.date());
        doses.saturating_sub(pauses.sum::<u32>() + u32::from(is_known))
    }

    fn is_paused(&self, date: NaiveDate) -> bool {
        self.pauses.iter().any(|(from, until)| (*from..*until).contains(&date))
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
