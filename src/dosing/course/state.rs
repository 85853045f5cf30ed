//! Where a course stands after each of its entries.

use chrono::NaiveDate;

use crate::dosing::course::due::{Due, Rules, Standing, Verdict};
use crate::dosing::course::entry::{Entry, EntryKind, GivenAmount};
use crate::dosing::course::error::CourseError;
use crate::dosing::course::pauses::Pauses;
use crate::dosing::course::timing::{Pause, Timing, Unspecified};
use crate::dosing::label_key::LabelKey;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::dosing::segment::PlacedDose;
use crate::dosing::tolerance::Tolerance;
use crate::quantity::{BodyWeight, Mass};

/// What a course began with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) regimen: Regimen,
    pub(super) policy: MissedDosePolicy,
    pub(super) start: Start,
    pub(super) tolerance: Option<Tolerance>,
    pub(super) label: Option<LabelKey>,
}

/// Where a course takes up its regimen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// With the first dose, planned on a date.
    First(NaiveDate),
    /// After the dose with this number, given on a day outside the course.
    After { number: u32, day: NaiveDate },
}

impl Plan {
    /// Checks that the clinic's tolerance fits a regimen.
    pub(super) fn check(&self, regimen: &Regimen) -> Result<(), CourseError> {
        let Some(tolerance) = self.tolerance else {
            return Ok(());
        };
        let checked = regimen.with_windows(tolerance);
        checked.map(drop).map_err(|why| CourseError::Tolerance { tolerance, why })
    }

    /// The state before every entry.
    pub(super) fn state(&self) -> Result<State, CourseError> {
        let phases = self.regimen.phases();
        let (due, last_given) = match self.start {
            Start::First(date) => (Due::Planned(PlacedDose::first(phases, date)), None),
            Start::After { number, day } => {
                let given = PlacedDose::numbered(phases, number, day)
                    .ok_or(CourseError::NoSuchDose { number })?;
                let next = given.successor(phases);
                (next.map_or(Due::Nothing, Due::Planned), Some(day))
            }
        };
        Ok(State::new(due, last_given))
    }
}

/// An entry with its place in the order of recording.
#[derive(Debug, Clone)]
pub(super) struct Logged {
    pub(super) entry: Entry,
    pub(super) recorded: u64,
}

/// A hold or a stop, and since when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paused {
    pub(super) how: Pause,
    pub(super) since: NaiveDate,
    /// Which entry it is.
    entry: usize,
    /// Since when treatment was held until it was stopped.
    held_since: Option<NaiveDate>,
}

/// Where a course stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) at: Standing,
    /// What was due when the dose that is still to be given was recorded as missed.
    pub(super) missed: Option<Due>,
    pub(super) pause: Option<Paused>,
    /// The entries that the regimen and the policy in force are from; `None` for those of the plan.
    regimen: Option<usize>,
    policy: Option<usize>,
    /// The first day on which drug was given.
    pub(super) first_given: Option<NaiveDate>,
    pub(super) weight: Option<BodyWeight>,
    /// The dose given last, where that was a part of it, and how much of it went in.
    part: Option<(Verdict, Mass)>,
}

impl State {
    pub(super) fn new(due: Due, last_given: Option<NaiveDate>) -> Self {
        Self {
            at: Standing::new(due, last_given),
            missed: None,
            pause: None,
            regimen: None,
            policy: None,
            first_given: None,
            weight: None,
            part: None,
        }
    }

    pub(super) fn rules<'c>(&self, plan: &'c Plan, log: &'c [Logged]) -> Rules<'c> {
        let entry = |index: usize| &log[index].entry;
        let regimen = match self.regimen.map(|index| entry(index).kind()) {
            Some(EntryKind::Switched(switch)) => &switch.regimen,
            _ => &plan.regimen,
        };
        let policy = match self.policy.map(|index| entry(index).kind()) {
            Some(EntryKind::Switched(switch)) => &switch.policy,
            Some(EntryKind::PolicyChanged(policy)) => policy,
            _ => &plan.policy,
        };
        Rules { regimen, policy, tolerance: plan.tolerance, weight: self.weight }
    }

    pub(super) fn is_held(&self) -> bool {
        self.pause.is_some_and(|pause| pause.how == Pause::Held)
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.pause.is_some_and(|pause| pause.how == Pause::Stopped)
    }

    /// Why treatment is held or stopped.
    pub(super) fn pause_reason<'c>(&self, log: &'c [Logged]) -> &'c str {
        let reason = self.pause.and_then(|pause| log.get(pause.entry)?.entry.why());
        reason.unwrap_or_default()
    }

    /// Whether the dose that is due was recorded as missed and may still be made up.
    pub(super) fn is_missed(&self) -> bool {
        self.missed.is_some_and(|missed| match (missed, self.at.due) {
            (Due::Additional(_), Due::Additional(_)) => true,
            (missed, _) => missed.number().is_some_and(|_| self.is_due(&missed)),
        })
    }

    /// Whether the dose that is due was recorded as missed on the planned date that it has, if it has one.
    pub(super) fn is_known(&self) -> bool {
        self.is_missed() && self.has_missed(&self.at.due)
    }

    /// How many doses planned through a date were neither given nor recorded as missed, and not planned in a pause.
    pub(super) fn outstanding(&self, rules: Rules<'_>, pauses: &Pauses, through: NaiveDate) -> u32 {
        match self.at.due {
            Due::Planned(first) => {
                let doses = first.count_through(rules.phases(), through);
                self.not_paused(rules, pauses, first, doses)
            }
            Due::Additional(added) => {
                let is_open = added.date <= through && pauses.end_of(added.date).is_none();
                u32::from(is_open && !self.is_known())
            }
            Due::Undated(..) | Due::Nothing => 0,
        }
    }

    /// How many of so many doses from the due one on were not planned while treatment was held or stopped, and not
    /// counted as missed before.
    pub(super) fn not_paused(
        &self,
        rules: Rules<'_>,
        pauses: &Pauses,
        first: PlacedDose,
        doses: u32,
    ) -> u32 {
        let is_known = self.is_known() && pauses.end_of(first.date()).is_none();
        doses.saturating_sub(pauses.doses(rules, first, doses) + u32::from(is_known))
    }

    /// The dose that was recorded as missed, where the label does not say what is due then: nobody has decided.
    fn left_open(&self) -> Option<Due> {
        let is_open = matches!(self.at.due, Due::Undated(..));
        self.missed.filter(|missed| is_open && missed.date().is_some())
    }

    /// What is due: after a miss on which the label is silent, still the dose that was missed.
    pub(super) fn due(&self) -> Due {
        self.left_open().unwrap_or(self.at.due)
    }

    /// What is due on a day, on which the label may have earlier doses skipped.
    fn due_on(&self, rules: Rules<'_>, day: NaiveDate) -> Due {
        rules.due_on(&Standing { due: self.due(), ..self.at }, day)
    }

    pub(super) fn has_missed(&self, due: &Due) -> bool {
        self.missed.is_some_and(|missed| {
            let same_date = due.date().is_none_or(|date| missed.date() == Some(date));
            missed.number() == due.number() && same_date
        })
    }

    /// Whether what was due is the same dose as what is due now.
    fn is_due(&self, was: &Due) -> bool {
        was.number() == self.at.due.number()
    }

    /// Whether an additional dose has another date than the one on which it was missed.
    fn is_moved(&self, missed: &Due) -> bool {
        match (missed, self.at.due) {
            (Due::Additional(was), Due::Additional(now)) => was.date != now.date,
            _ => false,
        }
    }

    /// What it means to give the dose that is due on a day.
    pub(super) fn judge(&self, rules: Rules<'_>, day: NaiveDate) -> Option<Verdict> {
        let pause = self.pause.map(|pause| pause.how);
        self.judge_dose(rules, day).map(|verdict| Verdict { pause, ..verdict })
    }

    fn judge_dose(&self, rules: Rules<'_>, day: NaiveDate) -> Option<Verdict> {
        let mut at = self.at;
        if self.is_stopped() && at.due.dose().is_some() {
            // Nothing is planned, also after it.
            let open = |due| rules.left_open(due, Unspecified::GivenAfterStop);
            at.due = open(at.due);
            let verdict = rules.judge(&at, day)?;
            let made_up = self.is_missed() && self.is_due(&at.due);
            return Some(Verdict { made_up, after: open(verdict.after), ..verdict });
        }
        if let Some(missed) = self.missed.filter(|missed| !self.is_moved(missed)) {
            // A dose that was recorded as missed, and is given on time all the same, was not missed. A miss is no
            // decision: if the label does not say what follows it, the dose is late as it is without the miss.
            let at = Standing { due: missed, ..at };
            let verdict = rules.judge(&at, day)?;
            let is_on_time = verdict.timing == Timing::OnTime && verdict.skipped == 0;
            if is_on_time || self.left_open().is_some() {
                return Some(Verdict { made_up: true, ..verdict });
            }
        }
        let verdict = rules.judge(&at, day)?;
        Some(Verdict {
            made_up: self.is_missed() && self.is_due(&at.due) && verdict.skipped == 0,
            ..verdict
        })
    }

    /// Goes on with the entry with this index, and tells what it means if it is a dose. One that is refused changes
    /// nothing.
    pub(super) fn enter(
        &mut self,
        plan: &Plan,
        log: &[Logged],
        index: usize,
    ) -> Result<Option<Verdict>, CourseError> {
        let entry = &log[index].entry;
        let (day, rules) = (entry.day(), self.rules(plan, log));
        match entry.kind() {
            EntryKind::Given => {
                let on_day = self.on_day_of(log, index);
                let (verdict, part) = match (entry.given_amount(), self.part) {
                    (GivenAmount::Rest(mass), Some((verdict, before)))
                        if self.at.last_given == Some(day) =>
                    {
                        (verdict, Some(before.checked_add(mass).unwrap_or(mass)))
                    }
                    (GivenAmount::Rest(_), _) => return Err(CourseError::NoPart { day }),
                    (GivenAmount::Part(mass), _) => (on_day.given(rules, entry)?, Some(mass)),
                    _ => (on_day.given(rules, entry)?, None),
                };
                if let Some(part) = part {
                    let planned = rules.phase(&verdict.dose).dose();
                    match planned.mass_for(self.weight_of_day(log, index)) {
                        Ok(planned) if part > planned => {
                            return Err(CourseError::PartTooLarge { day, part, planned });
                        }
                        _ => {}
                    }
                }
                self.first_given = self.first_given.or(Some(day));
                if entry.counts() || entry.is_rest() {
                    self.part = part.map(|part| (verdict, part));
                }
                if entry.counts() {
                    self.at = Standing::new(verdict.after, Some(day));
                    self.missed = None;
                }
                return Ok(Some(verdict));
            }
            EntryKind::Missed if self.pause.is_some() => {}
            EntryKind::Missed => {
                let due = self.check_missed(rules, day)?;
                self.missed = Some(due);
                self.go_on_to(rules.missed(due, &self.at));
            }
            EntryKind::Skipped => {
                self.check_due(day)?;
                let due = self.due_on(rules, day);
                self.missed = None;
                self.go_on_to(rules.left_out(due));
            }
            EntryKind::Rescheduled(to) => {
                self.check_due(day)?;
                self.check_after_last(*to)?;
                self.at.due = rules.moved(self.due_on(rules, day), *to);
                (self.at.decided, self.at.set_on) = (true, Some(day));
                self.missed = self.missed_before(*to);
            }
            EntryKind::Switched(switch) => {
                let first = match switch.on {
                    Some(date) => date,
                    // One that is overdue is not planned before it was decided on, nor for a day of a pause.
                    None => match (self.pause, check_dated(&self.due_on(rules, day), day)?) {
                        (Some(_), planned) => planned,
                        (None, planned) => planned.max(day),
                    },
                };
                self.check_after_last(first)?;
                plan.check(&switch.regimen)?;
                let first = PlacedDose::first(switch.regimen.phases(), first);
                self.at.due = Due::Planned(first);
                (self.at.decided, self.at.set_on) = (switch.on.is_some(), Some(day));
                self.missed = None;
                self.part = None;
                (self.regimen, self.policy) = (Some(index), Some(index));
            }
            EntryKind::PolicyChanged(_) => {
                self.policy = Some(index);
                if let Some(missed) = self.left_open() {
                    self.go_on_to(self.rules(plan, log).missed(missed, &self.at));
                }
            }
            EntryKind::Held | EntryKind::Stopped => {
                let is_hold = *entry.kind() == EntryKind::Held;
                let how = if is_hold { Pause::Held } else { Pause::Stopped };
                match self.pause {
                    // A hold may end with a stop.
                    Some(Paused { how: before, since, .. }) if is_hold || before == how => {
                        return Err(CourseError::AlreadyPaused { day, how, before, since });
                    }
                    held => {
                        let held_since = held.map(|held| held.since);
                        self.pause = Some(Paused { how, since: day, entry: index, held_since });
                    }
                }
            }
            EntryKind::Resumed if self.pause.is_none() => {
                return Err(CourseError::NothingToResume { day });
            }
            EntryKind::Resumed => self.pause = None,
            EntryKind::Weighed(weight) => self.weight = Some(*weight),
        }
        Ok(None)
    }

    /// Where the course stands for a dose of the day of an entry: one of the day of a hold or a stop is before it, and
    /// one of the day of a resumption after it.
    fn on_day_of(&self, log: &[Logged], index: usize) -> Self {
        let day = log[index].entry.day();
        let before = |pause: Paused| match pause.held_since {
            _ if pause.since < day => Some(pause),
            // A dose asks how treatment is interrupted, and not since when.
            Some(since) if since < day => Some(Paused { how: Pause::Held, ..pause }),
            _ => None,
        };
        Self { pause: self.pause_of(log, index).and_then(before), ..*self }
    }

    /// The hold or stop that an entry is recorded in, unless treatment is resumed later on its day.
    pub(super) fn pause_of(&self, log: &[Logged], index: usize) -> Option<Paused> {
        let pause = self.pause?;
        let mut later = of_the_day(log, index);
        let is_over = later.any(|entry| *entry.kind() == EntryKind::Resumed);
        (!is_over).then_some(pause)
    }

    /// The weight that holds for the doses on the day of an entry, as far as it is recorded.
    fn weight_of_day(&self, log: &[Logged], index: usize) -> Option<BodyWeight> {
        let weights = of_the_day(log, index).filter_map(|entry| match entry.kind() {
            EntryKind::Weighed(weight) => Some(*weight),
            _ => None,
        });
        weights.last().or(self.weight)
    }

    /// What is known of a miss once the dose has another date.
    fn missed_before(&self, to: NaiveDate) -> Option<Due> {
        let missed = self.missed?;
        match missed {
            _ if self.is_due(&missed) && missed.date() == Some(to) => Some(self.at.due),
            // The date on which it was missed is its date no more.
            Due::Planned(dose) | Due::Undated(dose, _) => {
                Some(Due::Undated(dose, Unspecified::NotStated))
            }
            Due::Additional(_) | Due::Nothing => Some(missed),
        }
    }

    /// Another dose is due, or the same one.
    fn go_on_to(&mut self, due: Due) {
        if !self.is_due(&due) {
            self.at = Standing::new(due, self.at.last_given);
        }
        self.at.due = due;
    }

    fn given(&self, rules: Rules<'_>, entry: &Entry) -> Result<Verdict, CourseError> {
        let day = entry.day();
        match self.at.last_given {
            Some(last) if day < last || (day == last && entry.counts()) => {
                return Err(CourseError::NotAfterLastDose { day, last });
            }
            _ => {}
        }
        if let (Due::Planned(first), None, None) =
            (self.at.due, self.first_given, self.at.last_given)
        {
            let range = rules.on_time(rules.phase(&first), first.date(), &self.at);
            if first.number() == 1 && day < *range.start() {
                return Err(CourseError::BeforeStart { day, earliest: *range.start() });
            }
        }
        self.judge(rules, day).ok_or(CourseError::Ended { day })
    }

    fn check_due(&self, day: NaiveDate) -> Result<(), CourseError> {
        match self.at.due {
            Due::Nothing => Err(CourseError::Ended { day }),
            _ => Ok(()),
        }
    }

    fn check_after_last(&self, date: NaiveDate) -> Result<(), CourseError> {
        match self.at.last_given {
            Some(last) if date <= last => Err(CourseError::DateNotAfterLastDose { date, last }),
            _ => Ok(()),
        }
    }

    /// The dose that was missed on a day.
    fn check_missed(&self, rules: Rules<'_>, day: NaiveDate) -> Result<Due, CourseError> {
        let due = rules.due_on(&self.at, day);
        let planned = check_dated(&due, day)?;
        if self.has_missed(&due) {
            return Err(CourseError::AlreadyMissed { planned });
        }
        let dose = due.dose();
        let open = dose.map(|dose| *rules.on_time(rules.phase(&dose), planned, &self.at).start());
        match open.map(|open| open.min(planned)) {
            Some(earliest) if day < earliest => {
                Err(CourseError::NotDueYet { day, planned, earliest })
            }
            _ => Ok(due),
        }
    }
}

/// An entry and those after it on its day.
fn of_the_day(log: &[Logged], index: usize) -> impl Iterator<Item = &Entry> {
    let day = log[index].entry.day();
    log[index..].iter().map(|logged| &logged.entry).take_while(move |entry| entry.day() == day)
}

fn check_dated(due: &Due, day: NaiveDate) -> Result<NaiveDate, CourseError> {
    match due {
        Due::Nothing => Err(CourseError::Ended { day }),
        Due::Undated(_, why) => Err(CourseError::NoDate { day, why: *why }),
        Due::Planned(dose) => Ok(dose.date()),
        Due::Additional(added) => Ok(added.date),
    }
}

/// An entry, what it means, and where the course stands before and after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'c> {
    pub(super) entry: &'c Entry,
    /// Those in force before it.
    pub(super) rules: Rules<'c>,
    pub(super) before: State,
    pub(super) after: State,
    /// What a dose given means.
    pub(super) verdict: Option<Verdict>,
    /// The body weight of the day.
    pub(super) weight: Option<BodyWeight>,
}

impl Step<'_> {
    /// The dose that the entry is about.
    pub(super) fn due(&self) -> Due {
        let (before, day) = (&self.before, self.entry.day());
        match self.entry.kind() {
            EntryKind::Missed if before.pause.is_some() => before.at.due,
            EntryKind::Missed
            | EntryKind::Skipped
            | EntryKind::Rescheduled(_)
            | EntryKind::Switched(_) => before.due_on(self.rules, day),
            _ => before.at.due,
        }
    }

    /// How many planned doses before that one the label has passed over.
    pub(super) fn passed_over(&self) -> u32 {
        match (self.entry.kind(), self.verdict) {
            (EntryKind::Given, Some(verdict)) if self.entry.counts() => verdict.skipped,
            _ => {
                let numbers = self.due().number().zip(self.before.at.due.number());
                numbers.map_or(0, |(due, before)| due.saturating_sub(before))
            }
        }
    }

    /// Whether it records that the dose planned for its day was not given.
    pub(super) fn settles(&self) -> bool {
        let paused = match self.entry.kind() {
            EntryKind::Missed => self.before.pause.is_some(),
            _ => self.before.is_stopped(),
        };
        !paused && self.due().date() == Some(self.entry.day())
    }

    /// Whether it records that a dose was not given of which no other figure tells: it is not known to be missed, and
    /// was planned for a day on which treatment was neither held nor stopped.
    pub(super) fn leaves_out(&self, pauses: &Pauses) -> bool {
        let unplanned = match (self.due().date(), self.before.pause) {
            (Some(date), _) if pauses.end_of(date).is_some() => true,
            (Some(date), Some(pause)) => pause.how == Pause::Stopped && pause.since <= date,
            (None, pause) => pause.is_some(),
            (Some(_), None) => false,
        };
        !unplanned
            && match self.entry.kind() {
                EntryKind::Missed => self.before.pause.is_none(),
                EntryKind::Skipped => !self.before.has_missed(&self.due()),
                _ => false,
            }
    }

    /// How much drug was given; `None` if nothing was, or if the body weight is not known.
    pub(super) fn mass(&self) -> Option<Mass> {
        let dose = self.rules.phase(&self.verdict?.dose).dose();
        let amount = self.entry.given_amount().mass();
        amount.or_else(|| dose.mass_for(self.weight).ok())
    }
}

/// The steps of a course, entry by entry.
#[derive(Debug, Clone)]
pub(super) struct Walk<'c> {
    plan: &'c Plan,
    log: &'c [Logged],
    next: usize,
    state: Option<State>,
    /// The day whose weight this is.
    day: Option<NaiveDate>,
    weight: Option<BodyWeight>,
}

impl<'c> Walk<'c> {
    pub(super) fn new(plan: &'c Plan, log: &'c [Logged]) -> Self {
        Self { plan, log, next: 0, state: plan.state().ok(), day: None, weight: None }
    }

    /// The state after every entry, or which entry is refused, and why.
    pub(super) fn replayed(plan: &Plan, log: &[Logged]) -> Result<State, (usize, CourseError)> {
        let mut state = plan.state().map_err(|why| (0, why))?;
        for index in 0..log.len() {
            let entered = state.enter(plan, log, index);
            entered.map_err(|why| (index, why))?;
        }
        Ok(state)
    }

    /// The weight that holds for all doses of a day.
    fn weigh(&mut self, day: NaiveDate) {
        let of_the_day =
            self.log[self.next..].iter().take_while(|logged| logged.entry.day() == day);
        for logged in of_the_day {
            if let EntryKind::Weighed(weight) = logged.entry.kind() {
                self.weight = Some(*weight);
            }
        }
        self.day = Some(day);
    }
}

impl<'c> Iterator for Walk<'c> {
    type Item = Step<'c>;

    fn next(&mut self) -> Option<Step<'c>> {
        let before = self.state?;
        let mut after = before;
        let entry = &self.log.get(self.next)?.entry;
        if self.day != Some(entry.day()) {
            self.weigh(entry.day());
        }
        // Every entry of a course was accepted.
        let verdict = after.enter(self.plan, self.log, self.next).ok()?;
        self.state = Some(after);
        self.next += 1;
        Some(Step {
            entry,
            rules: before.rules(self.plan, self.log),
            before,
            after,
            verdict,
            weight: self.weight,
        })
    }
}
