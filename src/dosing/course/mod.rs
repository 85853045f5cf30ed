//! What was really given to one patient, and what is due next by the label.

mod adherence;
mod advice;
mod due;
mod entry;
mod error;
mod forecast;
#[cfg(feature = "serde")]
mod form;
mod given;
mod history;
mod late;
mod missed;
mod pauses;
mod revision;
mod state;
mod timing;

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;

pub use self::adherence::Adherence;
pub use self::advice::{Advice, Recommendation};
pub use self::entry::{Entry, EntryKind, GivenAmount, Switch};
pub use self::error::CourseError;
pub use self::forecast::{DueDose, Forecast, NextDue};
pub use self::given::GivenDose;
pub use self::history::HistoryItem;
pub use self::missed::{DoseNotGiven, NotGiven};
pub use self::revision::{CourseRevision, Judgement, Rejudged};
pub use self::timing::{Pause, Timing, Unspecified};
use crate::dosing::course::due::{Due, Rules, allowed_after};
use crate::dosing::course::revision::appended;
use crate::dosing::course::state::{Logged, Plan, Start, State, Step, Walk};
use crate::dosing::label_key::LabelKey;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::dosing::segment::PlacedDose;
use crate::dosing::tolerance::Tolerance;
use crate::quantity::BodyWeight;

/// The doses one patient was really given or missed, and the plan that follows from them.
///
/// A course is a log of dated [entries](Entry) and what follows from them. It begins as the schedule of its regimen.
/// Doses given on time leave that plan as it is; what a late or missed dose does to it is the [`MissedDosePolicy`]'s.
/// Where the policy has no answer, the date of the next dose is [`Unspecified`], with the reason, until somebody
/// [decides](Course::reschedule) or the dose is given.
///
/// Entries may be recorded late: they go where their day belongs, entries of one day in the order recorded, and the
/// [`CourseRevision`] returned lists what is judged otherwise than before. An entry that is refused changes nothing.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::{Course, catalog, chrono::NaiveDate};
/// use aso_regimen::dosing::course::Timing;
///
/// let first: NaiveDate = "2026-01-05".parse()?;
/// let day = |offset| first + aso_regimen::chrono::Days::new(offset);
///
/// let mut course: Course = catalog::tofersen::labels().remove(0).course(first)?;
/// assert_eq!(course.give(first)?.timing(), Some(Timing::OnTime));
/// // The second loading dose comes six days late; the third follows 14 days after it (US label, 2.1).
/// assert_eq!(course.give(day(20))?.timing(), Some(Timing::Late(6)));
/// let days: Vec<_> = course.forecast().map(|dose| dose.date()).take(3).collect();
/// assert_eq!(days, [day(34), day(62), day(90)]);
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// As JSON a course is its first plan and its entries in the order recorded:
/// `{"format":1,"regimen":{..},"policy":{..},"first_dose":"2026-01-05","entries":[{"day":"2026-01-05","what":"given"}]}`.
#[derive(Clone)]
pub struct Course {
    plan: Plan,
    /// By day, and by the order of recording within a day.
    log: Vec<Logged>,
    /// The place of the next entry in the order of recording.
    recorded: u64,
    /// After every entry.
    state: State,
}

impl Course {
    /// A course in which nothing was given yet, its first dose planned on a date.
    pub fn new(regimen: Regimen, policy: MissedDosePolicy, first_dose: NaiveDate) -> Self {
        let plan =
            Plan { regimen, policy, start: Start::First(first_dose), tolerance: None, label: None };
        let first = PlacedDose::first(plan.regimen.phases(), first_dose);
        Self { plan, log: Vec::new(), recorded: 0, state: State::new(Due::Planned(first), None) }
    }

    /// A course of a patient who comes from elsewhere, where the dose with this number was given on a day.
    ///
    /// The next dose is due by the regimen and judged by the policy; nothing before it is part of the course. Where a
    /// phase lasts for some time, its start is counted back from that dose, assuming the earlier ones were on time. With
    /// the `catalog` feature, a label's `continuing` finds the policy of its regimen.
    ///
    /// ```
    /// use aso_regimen::Course;
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    ///
    /// let regimen = "100 mg IT q14d x3, then q28d".parse()?;
    /// let course = Course::continuing(regimen, MissedDosePolicy::not_stated(), 5, "2026-03-30".parse()?)?;
    /// let next = course.next_due().dose().expect("maintenance has no end");
    /// assert_eq!(next.to_string(), "dose 6 (maintenance): 100 mg IT on 2026-04-27");
    /// assert_eq!(course.doses_given().count(), 0);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the regimen has no dose with this number.
    pub fn continuing(
        regimen: Regimen,
        policy: MissedDosePolicy,
        number: u32,
        day: NaiveDate,
    ) -> Result<Self, CourseError> {
        let plan = Plan {
            regimen,
            policy,
            start: Start::After { number, day },
            tolerance: None,
            label: None,
        };
        Self::replayed(plan, Vec::new()).map_err(|(_, why)| why)
    }

    /// Returns the same course with the clinic's own [`Window`](crate::Window) or [`Tolerance`], which takes the place of
    /// the windows of its regimens.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::{Window, catalog, chrono::Days, chrono::NaiveDate};
    ///
    /// let first: NaiveDate = "2026-01-05".parse()?;
    /// let course = catalog::tofersen::labels().remove(0).course(first)?;
    /// let mut course = course.tolerating(Window::days(3, 3))?;
    /// course.give(first)?;
    /// course.give(first + Days::new(13))?;
    /// let next = course.next_due().dose().expect("the second was on time");
    /// assert_eq!(next.date(), first + Days::new(28));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the windows of neighbouring doses would share a day, if planned doses are nearer to each other than the least
    /// gap, or if an entry is recorded already.
    pub fn tolerating(mut self, tolerance: impl Into<Tolerance>) -> Result<Self, CourseError> {
        if !self.log.is_empty() {
            let entries = self.log.len();
            return Err(CourseError::Begun { entries });
        }
        self.plan.tolerance = Some(tolerance.into());
        self.plan.check(&self.plan.regimen)?;
        Ok(self)
    }

    /// Returns the same course with the key of the label it follows.
    #[must_use]
    pub fn following_label(mut self, key: LabelKey) -> Self {
        self.plan.label = Some(key);
        self
    }

    /// Records an entry where its day belongs.
    ///
    /// An entry of the last day or later takes constant time; an earlier one, or a weight after a dose of its day, time
    /// that grows with the entries.
    ///
    /// # Errors
    ///
    /// If the entry says nothing that can be (see [`CourseError`]), or if a later entry would become invalid.
    pub fn record(&mut self, entry: Entry) -> Result<CourseRevision, CourseError> {
        entry.check()?;
        let day = entry.day();
        let is_last = self.log.last().is_none_or(|last| last.entry.day() <= day);
        // A weight holds for the doses of its day that were recorded before it.
        let weighs_back = matches!(entry.kind(), EntryKind::Weighed(_)) && self.is_dosed(day);
        let logged = Logged { entry, recorded: self.recorded };
        if is_last && !weighs_back {
            return self.append(logged);
        }
        let before = self.judgements();
        let index = self.place(&logged);
        self.log.insert(index, logged);
        match self.replay(Some(index)) {
            Ok(()) => {
                self.recorded += 1;
                Ok(self.revised(Some(index), None, &before))
            }
            Err(why) => {
                self.log.remove(index);
                Err(why)
            }
        }
    }

    /// Puts another entry in the place of the one with a number, counted from 1 in the order of [`Course::entries`].
    ///
    /// ```
    /// use aso_regimen::{Course, Mass, chrono::NaiveDate};
    /// use aso_regimen::dosing::course::Entry;
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    ///
    /// let [first, second]: [NaiveDate; 2] = ["2026-01-05".parse()?, "2026-02-02".parse()?];
    /// let mut course = Course::new("120 mg IT q28d".parse()?, MissedDosePolicy::not_stated(), first);
    /// course.give(first)?;
    /// course.give(second)?;
    /// // Of the second dose only a part went in; the first was not given here.
    /// course.amend(2, Entry::given(second).partly(Mass::mg(60)).reason("needle clotted"))?;
    /// assert_eq!(course.mass_given(second)?, Mass::mg(180));
    /// course.remove(1)?;
    /// assert_eq!(course.mass_given(second)?, Mass::mg(60));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Course::record`], and if there is no such entry.
    pub fn amend(&mut self, number: usize, entry: Entry) -> Result<CourseRevision, CourseError> {
        let index = self.index_of(number)?;
        entry.check()?;
        let before = self.judgements();
        let was = self.log.remove(index);
        let amended = Logged { entry, recorded: was.recorded };
        let place = self.place(&amended);
        self.log.insert(place, amended);
        match self.replay(Some(place)) {
            Ok(()) => Ok(self.revised(Some(place), Some(index), &before)),
            Err(why) => {
                self.log.remove(place);
                self.log.insert(index, was);
                Err(why)
            }
        }
    }

    /// Removes the entry with a number, counted from 1; those after it move up.
    ///
    /// # Errors
    ///
    /// If there is no such entry, or if a later one would become invalid.
    pub fn remove(&mut self, number: usize) -> Result<CourseRevision, CourseError> {
        let index = self.index_of(number)?;
        let before = self.judgements();
        let was = self.log.remove(index);
        match self.replay(None) {
            Ok(()) => Ok(self.revised(None, Some(index), &before)),
            Err(why) => {
                self.log.insert(index, was);
                Err(why)
            }
        }
    }

    /// Records that the dose that is due was given on a day, as planned.
    ///
    /// # Errors
    ///
    /// If the first dose cannot be given yet, if a dose that counts was given that day, if the regimen is over, or if a
    /// later entry would become invalid.
    pub fn give(&mut self, day: NaiveDate) -> Result<CourseRevision, CourseError> {
        self.record(Entry::given(day))
    }

    /// Records that the dose that is due on a day was not given, and why.
    ///
    /// Where the label has late doses skipped, the latest one planned by that day is due, and those before it were passed
    /// over; the next planned dose follows. Where it has them given as soon as
    /// possible, the missed dose stays due, and the label's rule applies to the day it is given. Without a rule of the
    /// label the next date is [`Unspecified`]. A dose that is given in its window all the same was not missed.
    ///
    /// # Errors
    ///
    /// If the reason is blank, if no dose is due by that day, or if it is recorded as missed already.
    pub fn miss(
        &mut self,
        day: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::missed(day, reason))
    }

    /// Records that treatment is interrupted from a day on, and why.
    ///
    /// Until it is [resumed](Course::resume), planned doses are neither due nor missed; they are counted as held.
    ///
    /// # Errors
    ///
    /// If the reason is blank, or if treatment is held or stopped already.
    pub fn hold(
        &mut self,
        day: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::held(day, reason))
    }

    /// Records that treatment may go on from a day. The dose that is due is then judged by its label as a late one.
    ///
    /// # Errors
    ///
    /// If treatment is neither held nor stopped, or if a later entry would become invalid.
    pub fn resume(&mut self, day: NaiveDate) -> Result<CourseRevision, CourseError> {
        self.record(Entry::resumed(day))
    }

    /// Records that treatment has ended, and why. No dose from that day on is planned.
    ///
    /// # Errors
    ///
    /// If the reason is blank, or if treatment is stopped already.
    pub fn stop(
        &mut self,
        day: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::stopped(day, reason))
    }

    /// Records a decision to leave out the dose that is due, and why. The next dose is on its planned date where the
    /// label has late doses skipped; elsewhere its date is unspecified until somebody decides.
    ///
    /// # Errors
    ///
    /// If the reason is blank, or if the regimen is over.
    pub fn skip(
        &mut self,
        day: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::skipped(day, reason))
    }

    /// Records a decision of a day that the next dose is on the date `to`; doses after it are counted from there.
    ///
    /// # Errors
    ///
    /// If the reason is blank, if the date is before the day of the decision or not after the last dose, or if the
    /// regimen is over.
    pub fn reschedule(
        &mut self,
        day: NaiveDate,
        to: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::rescheduled(day, to, reason))
    }

    /// Goes over to another regimen, whose first dose takes the place of the dose that is due: on its
    /// planned date, or on a date of its own.
    ///
    /// ```
    /// use aso_regimen::{Course, Regimen, chrono::NaiveDate};
    /// use aso_regimen::dosing::course::Switch;
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    ///
    /// // Nusinersen, from 12 mg to 50/28 mg: one 50 mg dose in place of the next 12 mg dose, then 28 mg
    /// // every 4 months (Biogen, 12 January 2026).
    /// let low: Regimen = "12 mg IT q14d x3, then after 35d x1, then q4mo".parse()?;
    /// let high: Regimen = "50 mg IT x1, then 28 mg IT q4mo".parse()?;
    /// let first: NaiveDate = "2025-01-06".parse()?;
    /// let mut course = Course::new(low.clone(), MissedDosePolicy::not_stated(), first);
    /// for dose in low.starting(first).iter().take(5) {
    ///     course.give(dose.date())?;
    /// }
    /// let switch = Switch::to(high, MissedDosePolicy::not_stated());
    /// course.switch("2025-10-01".parse()?, switch, "higher dose approved")?;
    /// let next: Vec<_> = course.forecast().take(2).map(|dose| dose.to_string()).collect();
    /// assert_eq!(next[0], "dose 1 (loading): 50 mg IT on 2025-11-10");
    /// assert_eq!(next[1], "dose 2 (maintenance): 28 mg IT on 2026-03-10");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the reason is blank, if the switch has no date and neither has the dose that is due, if its date is not after
    /// the last dose, or if the tolerance of the course does not fit the regimen.
    pub fn switch(
        &mut self,
        day: NaiveDate,
        switch: Switch,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::switched(day, switch, reason))
    }

    /// Goes over to other rules for missed doses from a day on, such as those of a label's new edition. What was judged
    /// before stays, and dose numbers go on.
    ///
    /// # Errors
    ///
    /// If the reason is blank.
    pub fn change_policy(
        &mut self,
        day: NaiveDate,
        policy: MissedDosePolicy,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::policy_changed(day, policy, reason))
    }

    /// Records the patient's body weight on a day. It holds for all doses of that day and later, also for those that were
    /// given as planned before it was recorded or corrected; the revision names them. What was really drawn up is kept by
    /// [`Entry::amount`].
    ///
    /// # Errors
    ///
    /// If a part of a dose that was given on that day or later would be more than what was planned by it.
    pub fn weigh(
        &mut self,
        day: NaiveDate,
        weight: BodyWeight,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::weighed(day, weight))
    }

    /// The planned date of the first dose; for a patient who comes from elsewhere, the day of the last dose given there.
    pub fn start(&self) -> NaiveDate {
        match self.plan.start {
            Start::First(date) => date,
            Start::After { day, .. } => day,
        }
    }

    /// Study day 1: the day the first dose was given; before that, its planned date.
    #[doc(alias = "RFSTDTC")]
    pub fn day_one(&self) -> NaiveDate {
        self.state.first_given.unwrap_or(self.start())
    }

    /// The regimen in force.
    pub fn regimen(&self) -> &Regimen {
        self.rules().regimen
    }

    /// The regimen that it began with.
    pub(crate) fn first_regimen(&self) -> &Regimen {
        &self.plan.regimen
    }

    /// The rules for missed doses in force.
    pub fn policy(&self) -> &MissedDosePolicy {
        self.rules().policy
    }

    /// The clinic's own tolerance; `None` if the windows of the regimen hold.
    pub fn tolerance(&self) -> Option<Tolerance> {
        self.plan.tolerance
    }

    /// The key of the label it follows; `None` if none was given.
    pub fn label(&self) -> Option<&LabelKey> {
        self.plan.label.as_ref()
    }

    /// What was recorded, by day, and within a day in the order recorded. Their numbers count from 1 in this order; a
    /// late entry moves those after it on by one.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> + DoubleEndedIterator + '_ {
        self.log.iter().map(|logged| &logged.entry)
    }

    /// The first day on which the next dose may be given by the least gap; `None` if there is no least gap, if no dose
    /// was given, or if nothing is due.
    pub fn earliest_allowed(&self) -> Option<NaiveDate> {
        let dose = self.state.at.due.dose()?;
        let tolerance = self.rules().tolerance(self.rules().phase(&dose))?;
        allowed_after(self.state.at.last_given?, tolerance)
    }

    /// The body weight recorded last; `None` if none was.
    pub fn weight(&self) -> Option<BodyWeight> {
        self.state.weight
    }

    /// What an order for this course asks for: the regimen in force without the doses that were given elsewhere, and the
    /// date from which it is; `None` where that is not known.
    #[cfg(feature = "interchange")]
    pub(crate) fn ordered(&self) -> (Regimen, Option<NaiveDate>) {
        let mut switches =
            self.walk().filter(|step| matches!(step.entry.kind(), EntryKind::Switched(_)));
        let due = match switches.by_ref().last() {
            Some(step) => Some(step.after.at.due),
            None => self.plan.state().ok().map(|state| state.at.due),
        };
        let regimen = self.regimen();
        let Some(first) = due.as_ref().and_then(Due::dose) else {
            return (regimen.clone(), None);
        };
        let rest = Regimen::new(first.rest(regimen.phases()));
        (rest.unwrap_or_else(|_| regimen.clone()), due.and_then(|due| due.date()))
    }

    fn rules(&self) -> Rules<'_> {
        self.state.rules(&self.plan, &self.log)
    }

    fn walk(&self) -> Walk<'_> {
        Walk::new(&self.plan, &self.log)
    }

    /// A course from its plan and entries, or which entry cannot be, and why.
    fn replayed(plan: Plan, log: Vec<Logged>) -> Result<Self, (usize, CourseError)> {
        let state = Walk::replayed(&plan, &log)?;
        Ok(Self { plan, recorded: log.len() as u64, log, state })
    }

    /// Whether the last day is this one, and has a dose given.
    fn is_dosed(&self, day: NaiveDate) -> bool {
        let mut of_the_day = self.entries().rev().take_while(|entry| entry.day() == day);
        of_the_day.any(|entry| *entry.kind() == EntryKind::Given)
    }

    /// Where an entry belongs.
    fn place(&self, logged: &Logged) -> usize {
        let key = |logged: &Logged| (logged.entry.day(), logged.recorded);
        self.log.partition_point(|other| key(other) < key(logged))
    }

    fn append(&mut self, logged: Logged) -> Result<CourseRevision, CourseError> {
        let index = self.log.len();
        self.log.push(logged);
        let before = self.state;
        match self.state.enter(&self.plan, &self.log, index) {
            Ok(verdict) => {
                self.recorded += 1;
                let step = Step {
                    entry: &self.log[index].entry,
                    rules: before.rules(&self.plan, &self.log),
                    before,
                    after: self.state,
                    verdict,
                    weight: self.state.weight,
                };
                Ok(appended(&step, index))
            }
            Err(why) => {
                self.log.pop();
                Err(why)
            }
        }
    }

    /// Judges every entry anew; `changed` is the one that was put in.
    fn replay(&mut self, changed: Option<usize>) -> Result<(), CourseError> {
        match Walk::replayed(&self.plan, &self.log) {
            Ok(state) => {
                self.state = state;
                Ok(())
            }
            Err((index, why)) if Some(index) == changed => Err(why),
            Err((index, why)) => {
                Err(CourseError::Conflict { entry: index + 1, why: Box::new(why) })
            }
        }
    }

    fn judgements(&self) -> Vec<Judgement> {
        self.walk().map(|step| Judgement::of(&step)).collect()
    }

    /// What changed, where the entry is at `index` now and was at `was` before.
    fn revised(
        &self,
        index: Option<usize>,
        was: Option<usize>,
        before: &[Judgement],
    ) -> CourseRevision {
        let now = self.judgements();
        let others = |judgements: usize, but: Option<usize>| {
            (0..judgements).filter(move |one| Some(*one) != but)
        };
        let pairs = others(before.len(), was).zip(others(now.len(), index));
        let rejudged =
            pairs.filter(|(old, new)| before[*old] != now[*new]).map(|(old, new)| Rejudged {
                entry: new + 1,
                day: self.log[new].entry.day(),
                before: before[old],
                now: now[new],
            });
        CourseRevision {
            entry: index.map(|index| index + 1),
            before: was.map(|was| before[was]),
            now: index.map(|index| now[index]),
            rejudged: rejudged.collect(),
        }
    }

    fn index_of(&self, number: usize) -> Result<usize, CourseError> {
        let index = number.checked_sub(1).filter(|index| *index < self.log.len());
        index.ok_or(CourseError::NoSuchEntry { entry: number, entries: self.log.len() })
    }
}

/// Courses are equal when the same things were recorded in the same plan, whatever the order of recording.
impl PartialEq for Course {
    fn eq(&self, other: &Self) -> bool {
        self.plan == other.plan && self.entries().eq(other.entries())
    }
}

impl Eq for Course {}

/// One line: the regimen in force, how many entries there are, and what is due next.
impl fmt::Display for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let regimen = self.regimen().to_string();
        let shown: String = regimen.chars().take(60).collect();
        let more = if shown.len() < regimen.len() { ".." } else { "" };
        let (from, entries) = (self.start(), self.log.len());
        let noun = if entries == 1 { "entry" } else { "entries" };
        write!(f, "{shown}{more} from {from}, {entries} {noun}, {}", self.next_due())
    }
}

/// As [`Display`](fmt::Display).
impl fmt::Debug for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Course({self})")
    }
}
