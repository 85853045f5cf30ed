//! How well a course kept to its plan.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::days_between;
use crate::dosing::course::Course;
use crate::dosing::course::due::{Due, Verdict};
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
    pub fn adherence(&self, as_of: NaiveDate) -> Adherence {
        let planned = self.stretches(as_of);
        let mut tally = Tally {
            adherence: Adherence {
                planned: planned.iter().map(Stretch::count).sum(),
                ..Adherence::default()
            },
            ..Tally::default()
        };
        let steps = self.walk().take_while(|step| step.entry.day() <= as_of);
        let mut last = None;
        for step in steps {
            tally.pause(&step, step.entry.day());
            tally.enter(&step);
            last = Some(step);
        }
        if let Some(step) = last {
            // The last day of the calendar has no day after it.
            let end = as_of.succ_opt().unwrap_or(as_of);
            let rules = step.after.rules(&self.plan, &self.log);
            let open = Step { rules, before: step.after, ..step };
            tally.pause(&open, end);
        }
        tally.finished()
    }

    /// How much drug the regimens plan up to a date, the date included, as they were laid out on their first day, for the
    /// body weight recorded last by then.
    ///
    /// # Errors
    ///
    /// If the mass of a dose cannot be told, or if the sum is past the largest mass.
    pub fn mass_planned(&self, as_of: NaiveDate) -> Result<Mass, MassError> {
        let known = self.walk().take_while(|step| step.entry.day() <= as_of);
        let weight = known.last().and_then(|step| step.weight);
        self.stretches(as_of).iter().try_fold(Mass::ZERO, |total, stretch| {
            total.checked_add(stretch.mass(weight)?).ok_or(MassError::TooLarge)
        })
    }

    /// The doses that the regimens plan up to a date, the date included, as they were laid out on their first day:
    /// without what late doses changed, and none from the day of a stop until treatment is resumed.
    pub fn doses_planned(&self, through: NaiveDate) -> impl Iterator<Item = PlannedDose<'_>> + '_ {
        let stretches = self.stretches(through).into_iter();
        stretches.flat_map(|stretch| stretch.doses(self.start()))
    }

    /// What was planned up to a date, in order.
    fn stretches(&self, through: NaiveDate) -> Vec<Stretch<'_>> {
        let mut stretches = Vec::new();
        let Ok(first) = self.plan.state() else {
            return stretches;
        };
        let mut plan = (&self.plan.regimen, first.at.due);
        stretches.extend(Stretch::of_plan(plan, None, through));
        for step in self.walk().take_while(|step| step.entry.day() <= through) {
            let day = step.entry.day();
            match step.entry.kind() {
                EntryKind::Switched(switch) => {
                    plan = (&switch.regimen, step.after.at.due);
                    let date = plan.1.date().unwrap_or(day);
                    end(&mut stretches, date);
                    if !step.after.is_stopped() {
                        stretches.extend(Stretch::of_plan(plan, None, through));
                    }
                }
                EntryKind::Stopped if !step.before.is_stopped() => {
                    // A dose given on that day was planned.
                    let given = step.before.at.last_given == Some(day);
                    end(&mut stretches, if given { day.succ_opt().unwrap_or(day) } else { day });
                }
                EntryKind::Resumed if step.before.is_stopped() => {
                    stretches.extend(Stretch::of_plan(plan, Some(day), through));
                }
                _ => {}
            }
        }
        stretches.retain(|stretch| stretch.from <= stretch.through);
        stretches
    }
}

/// Ends what was planned on the eve of a date. What was to begin later never does.
fn end(stretches: &mut Vec<Stretch<'_>>, date: NaiveDate) {
    stretches.retain(|stretch| stretch.from < date);
    let eve = date.pred_opt().unwrap_or(date);
    for stretch in stretches.iter_mut().rev().take_while(|stretch| stretch.through > eve) {
        stretch.through = eve;
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
    /// From a day, or from its first dose; nothing where no dose is planned.
    fn of_plan(
        (regimen, due): (&'c Regimen, Due),
        from: Option<NaiveDate>,
        through: NaiveDate,
    ) -> Option<Self> {
        let Due::Planned(first) = due else {
            return None;
        };
        Some(Self { regimen, first, from: from.unwrap_or(first.date()), through })
    }

    /// Doses, or micrograms, from the first through the last day.
    fn of(&self, through: impl Fn(NaiveDate) -> Result<u64, MassError>) -> Result<u64, MassError> {
        let before = self.from.pred_opt().map_or(Ok(0), &through)?;
        Ok(through(self.through)?.saturating_sub(before))
    }

    fn count(&self) -> u32 {
        let phases = self.regimen.phases();
        let through = |date| Ok(u64::from(self.first.count_through(phases, date)));
        let doses = self.of(through).unwrap_or_default();
        u32::try_from(doses).unwrap_or(u32::MAX)
    }

    fn mass(&self, weight: Option<BodyWeight>) -> Result<Mass, MassError> {
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
    /// Of these, in addition to the regimen.
    pub additional: u32,
    /// Doses given that do not count.
    pub not_counting: u32,
    /// Doses that were recorded as missed and not made up, left out, or passed over as the label says.
    pub missed: u32,
    /// Doses that were planned while treatment was held.
    pub held: u32,
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
            ", not counting {}, missed {}, held {}",
            self.not_counting, self.missed, self.held
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
    fn pause(&mut self, step: &Step<'_>, until: NaiveDate) {
        let from = self.day.replace(until);
        let (Some(from), Some(_)) = (from, step.before.pause) else {
            return;
        };
        if step.before.is_held() {
            let held = Run::held(step.rules, step.before.at.due, from, until, "");
            self.adherence.held += held.doses();
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
        adherence.missed += passed_over(&step.before, step, verdict, &self.pauses);
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

/// How many doses a dose given passes over that were neither held nor counted as missed before.
fn passed_over(
    before: &State,
    step: &Step<'_>,
    verdict: &Verdict,
    pauses: &[(NaiveDate, NaiveDate)],
) -> u32 {
    let Due::Planned(first) = before.at.due else {
        return 0;
    };
    let held_or_stopped: u32 =
        pauses.iter().map(|days| planned_within(step.rules, first, verdict.skipped, *days)).sum();
    let known = u32::from(before.is_missed() && verdict.skipped > 0);
    verdict.skipped.saturating_sub(held_or_stopped + known)
}
