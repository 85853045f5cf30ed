//! What was really given to one patient, and what is due next by the label.
//!
//! A [`Course`] is a log of entries. What is due, late or unspecified is computed from the log.
//!
//! ```
//! use aso_regimen::dosing::course::{Entry, NextDue};
//! use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
//! use aso_regimen::{Course, Mass};
//!
//! let policy = MissedDosePolicy::always(Action::Reanchor);
//! let mut course = Course::new("100 mg IT q28d".parse()?, policy, "2026-01-05".parse()?);
//! course.give("2026-01-05".parse()?)?;
//!
//! // Five days late, and only a part.
//! let part = Entry::given("2026-02-07".parse()?).partly(Mass::mg(60));
//! let revision = course.record(part.reason("needle clotted"))?;
//! assert_eq!(revision.timing().ok_or("not a dose")?.to_string(), "5 days late");
//!
//! course.hold("2026-02-20".parse()?, "fever")?;
//! assert!(matches!(course.next_due(), NextDue::Held { reason: "fever", .. }));
//! course.resume("2026-02-25".parse()?)?;
//! let due = course.next_due().dose().ok_or("no dose is due")?;
//! assert_eq!(due.date(), "2026-03-07".parse()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod adherence;
mod advice;
mod concern;
mod due;
mod entry;
mod error;
pub(crate) mod forecast;
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
pub use self::concern::Concern;
pub use self::entry::{Entry, EntryKind, GivenAmount, Switch};
pub use self::error::CourseError;
pub use self::forecast::{DueDose, Forecast, NextDue};
pub use self::given::GivenDose;
pub use self::history::HistoryItem;
pub use self::missed::{DoseNotGiven, NotGiven};
pub use self::revision::{CourseRevision, Judgement, Rejudged};
pub use self::timing::{Pause, Timing, Unspecified};
use crate::dosing::course::due::{Due, Rules};
use crate::dosing::course::revision::appended;
use crate::dosing::course::state::{Logged, Plan, Start, State, Step, Walk};
use crate::dosing::label_key::LabelKey;
use crate::dosing::missed_dose::MissedDosePolicy;
use crate::dosing::regimen::Regimen;
use crate::dosing::segment::PlacedDose;
use crate::dosing::tolerance::Tolerance;
use crate::quantity::BodyWeight;

/// The treatment of one patient: what was given, missed, held or changed, and what is due next.
///
/// A course is a log of dated [entries](Entry); everything else is computed from it. It begins as the schedule of its
/// regimen. Doses given on time leave that plan unchanged. The [`MissedDosePolicy`] says how a late or missed dose
/// changes it. If the policy has no answer, the date of the next dose is [`Unspecified`], with the reason, until a person
/// [sets a date](Course::reschedule) or the dose is given. A miss is not a decision: unless the label says to skip late
/// doses, a recorded miss sets no date, and a dose given after it is late by the days since its planned date.
///
/// Entries can be recorded late. They are sorted by day; entries of one day stay in the order recorded. A dose of the day
/// on which treatment is held or stopped counts as given before that, and a dose of the day on which it is resumed as
/// given after it, in whatever order they are recorded. The [`CourseRevision`] that is returned lists other entries whose
/// judgement changed. An entry that is refused changes nothing.
///
/// Entries state what happened. What is due follows from all of them, so an entry with a day to come takes effect at once.
/// Record a hold, a stop or a resumption on its day. If it is known when a hold will end,
/// [set the date](Course::reschedule) of the next dose during the hold.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::dosing::course::Timing;
/// use aso_regimen::{Course, catalog, chrono::NaiveDate};
///
/// let first: NaiveDate = "2026-01-05".parse()?;
/// let day = |offset| first + aso_regimen::chrono::Days::new(offset);
///
/// let mut course: Course = catalog::tofersen::labels().remove(0).course(first)?;
/// assert_eq!(course.give(first)?.timing(), Some(Timing::OnTime));
/// // The second loading dose comes six days late; the third follows 14 days after it (US
/// // label, 2.1).
/// assert_eq!(course.give(day(20))?.timing(), Some(Timing::Late(6)));
/// let days: Vec<_> = course.forecast().map(|dose| dose.date()).take(3).collect();
/// assert_eq!(days, [day(34), day(62), day(90)]);
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// In JSON a course is its first plan and its entries in the order recorded:
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
    /// Returns a course without entries, with its first dose planned on a date.
    pub fn new(regimen: Regimen, policy: MissedDosePolicy, first_dose: NaiveDate) -> Self {
        let plan =
            Plan { regimen, policy, start: Start::First(first_dose), tolerance: None, label: None };
        let first = PlacedDose::first(plan.regimen.phases(), first_dose);
        Self { plan, log: Vec::new(), recorded: 0, state: State::new(Due::Planned(first), None) }
    }

    /// Returns the course of a patient treated elsewhere before, where the dose with this number was given on a day.
    ///
    /// The next dose is planned by the regimen and judged by the policy; earlier doses are not part of the course. A
    /// phase with a duration is assumed to have begun on schedule. For a label, use [`Label::continuing`](crate::Label::continuing).
    ///
    /// ```
    /// use aso_regimen::Course;
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    ///
    /// let regimen = "100 mg IT q14d x3, then q28d".parse()?;
    /// let course = Course::continuing(
    ///     regimen,
    ///     MissedDosePolicy::not_stated(),
    ///     5,
    ///     "2026-03-30".parse()?,
    /// )?;
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

    /// Returns this course with the clinic's own [`Window`](crate::Window) or [`Tolerance`], which replaces the windows of
    /// its regimens.
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
    /// If windows of neighbouring doses would overlap, if two planned doses are closer than the least gap, or if an entry
    /// was recorded already.
    pub fn tolerating(mut self, tolerance: impl Into<Tolerance>) -> Result<Self, CourseError> {
        if !self.log.is_empty() {
            let entries = self.log.len();
            return Err(CourseError::Begun { entries });
        }
        self.plan.tolerance = Some(tolerance.into());
        self.plan.check(&self.plan.regimen)?;
        Ok(self)
    }

    /// Returns this course with the key of the label it follows.
    #[must_use]
    pub fn following_label(mut self, key: LabelKey) -> Self {
        self.plan.label = Some(key);
        self
    }

    /// Records an entry, sorted by its day.
    ///
    /// An entry on or after the last day takes constant time. An earlier one, or a weight or a resumption recorded after a
    /// dose of its day, takes time in the number of entries.
    ///
    /// # Errors
    ///
    /// If the entry contradicts itself or the course (see [`CourseError`]), or if a later entry would become invalid.
    pub fn record(&mut self, entry: Entry) -> Result<CourseRevision, CourseError> {
        entry.check()?;
        let day = entry.day();
        let is_last = self.log.last().is_none_or(|last| last.entry.day() <= day);
        // A weight and a resumption hold for the doses of the day that were recorded before.
        let of_the_day = matches!(entry.kind(), EntryKind::Weighed(_) | EntryKind::Resumed);
        let is_for_a_dose = of_the_day && self.is_dosed(day);
        let logged = Logged { entry, recorded: self.recorded };
        if is_last && !is_for_a_dose {
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

    /// Replaces an entry by its number, counted from 1 in the order of [`Course::entries`]. To replace the last one, count
    /// the entries first: `let last = course.entries().len();`, then `course.amend(last, entry)?`.
    ///
    /// ```
    /// use aso_regimen::dosing::course::Entry;
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    /// use aso_regimen::{Course, Mass, chrono::NaiveDate};
    ///
    /// let [first, second]: [NaiveDate; 2] = ["2026-01-05".parse()?, "2026-02-02".parse()?];
    /// let mut course =
    ///     Course::new("120 mg IT q28d".parse()?, MissedDosePolicy::not_stated(), first);
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
    /// If there is no entry with this number, or if [`Course::record`] fails.
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

    /// Removes an entry by its number, counted from 1. The numbers of later entries decrease by one.
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

    /// Records that the due dose was given on a day, as planned.
    ///
    /// # Errors
    ///
    /// If the day is before the window of the first dose, if a dose that counts was given on that day, if the regimen has
    /// ended, or if a later entry would become invalid.
    pub fn give(&mut self, day: NaiveDate) -> Result<CourseRevision, CourseError> {
        self.record(Entry::given(day))
    }

    /// Records that the dose due on a day was not given, and why.
    ///
    /// If the label says to skip late doses, the latest dose planned by that day counts as missed, earlier ones as passed
    /// over, and the next planned dose is due. If the label says to give them as soon as possible, the missed dose stays
    /// due, and the rule of the label applies to the day it is given. If the label is silent or was not read, the next date
    /// is [`Unspecified`], and it stays so if the missed dose is given late. A missed first dose stays due: the regimen
    /// begins when it is given. A label's rule for the first dose comes before that. A dose that is given in its window
    /// after all was not missed.
    ///
    /// # Errors
    ///
    /// If the reason is blank, if no dose is due by that day, or if the dose is already recorded as missed.
    pub fn miss(
        &mut self,
        day: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::missed(day, reason))
    }

    /// Records that treatment is held from a day on, and why.
    ///
    /// Until treatment is [resumed](Course::resume), planned doses are neither due nor missed; they count as held. A dose
    /// given on that day counts as given before the hold.
    ///
    /// # Errors
    ///
    /// If the reason is blank, or if treatment is already held or stopped.
    pub fn hold(
        &mut self,
        day: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::held(day, reason))
    }

    /// Records that treatment goes on from a day. The due dose is then judged by its label, as a late one if it is late. A
    /// dose given on that day counts as given after the resumption.
    ///
    /// # Errors
    ///
    /// If treatment is neither held nor stopped, or if a later entry would become invalid.
    pub fn resume(&mut self, day: NaiveDate) -> Result<CourseRevision, CourseError> {
        self.record(Entry::resumed(day))
    }

    /// Records that treatment was stopped on a day, and why. No dose is planned from that day on. A dose given on that day
    /// counts as given before the stop. After a dose given later, before a [resumption](Course::resume), the next date is
    /// [`Unspecified`]. If treatment went on with that dose, record a resumption on its day.
    ///
    /// # Errors
    ///
    /// If the reason is blank, or if treatment is already stopped.
    pub fn stop(
        &mut self,
        day: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::stopped(day, reason))
    }

    /// Records a decision to leave out the due dose, and why. If the label says to skip late doses, the next dose keeps its
    /// planned date; otherwise its date is unspecified until a person sets one.
    ///
    /// # Errors
    ///
    /// If the reason is blank, or if the regimen has ended.
    pub fn skip(
        &mut self,
        day: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::skipped(day, reason))
    }

    /// Records a decision, made on `day`, that the next dose is on the date `to`. Later doses are counted from it.
    ///
    /// # Errors
    ///
    /// If the reason is blank, if the date is before the day of the decision or not after the last dose, or if the
    /// regimen has ended.
    pub fn reschedule(
        &mut self,
        day: NaiveDate,
        to: NaiveDate,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::rescheduled(day, to, reason))
    }

    /// Records a change to another regimen. Its first dose replaces the due dose: on the planned date of that dose, on the
    /// day of the decision if that date has passed, or on a date of its own. The course keeps the key of its
    /// [label](Course::label).
    ///
    /// ```
    /// use aso_regimen::dosing::course::Switch;
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    /// use aso_regimen::{Course, Regimen, chrono::NaiveDate};
    ///
    /// // Nusinersen, from 12 mg to 50/28 mg: one 50 mg dose in place of the next 12 mg dose,
    /// // then 28 mg every 4 months (Biogen, 12 January 2026).
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
    /// If the reason is blank, if neither the switch nor the due dose has a date, if the date is not after the last dose, or
    /// if the tolerance of the course does not fit the regimen.
    pub fn switch(
        &mut self,
        day: NaiveDate,
        switch: Switch,
        reason: impl Into<Cow<'static, str>>,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::switched(day, switch, reason))
    }

    /// Records that other rules for missed doses apply from a day on, such as those of a new edition of the label. Earlier
    /// judgements and dose numbers stay, and so does the key of the [label](Course::label).
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

    /// Records the body weight on a day. It applies to all doses of that day and later, also to doses that were recorded as
    /// given as planned before the weight was recorded or corrected; the revision lists them. To keep the amount that was
    /// drawn up, record it with [`Entry::amount`].
    ///
    /// # Errors
    ///
    /// If a part that was given on that day or later would be more than the amount planned for this weight.
    pub fn weigh(
        &mut self,
        day: NaiveDate,
        weight: BodyWeight,
    ) -> Result<CourseRevision, CourseError> {
        self.record(Entry::weighed(day, weight))
    }

    /// The planned date of the first dose. For a patient treated elsewhere before, the day of the last dose given there.
    pub fn start(&self) -> NaiveDate {
        match self.plan.start {
            Start::First(date) => date,
            Start::After { day, .. } => day,
        }
    }

    /// The date of study day 1: the day the first dose was given, or its planned date until then.
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

    /// The number and the day of the last dose given elsewhere; `None` if treatment began with this course.
    pub(crate) fn after_dose(&self) -> Option<(u32, NaiveDate)> {
        match self.plan.start {
            Start::First(_) => None,
            Start::After { number, day } => Some((number, day)),
        }
    }

    /// The rules for missed doses in force.
    pub fn policy(&self) -> &MissedDosePolicy {
        self.rules().policy
    }

    /// The clinic's own tolerance; `None` if the windows of the regimen apply.
    pub fn tolerance(&self) -> Option<Tolerance> {
        self.plan.tolerance
    }

    /// The key of the label that the course began with; `None` if none was set. Entries do not change it: after a change to
    /// a later edition, [`Course::following_label`] sets its key.
    pub fn label(&self) -> Option<&LabelKey> {
        self.plan.label.as_ref()
    }

    /// The entries by day, and within a day in the order recorded. An entry's number is its place in this order, counted
    /// from 1; an entry recorded late increases the numbers of those after it.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> + DoubleEndedIterator + '_ {
        self.log.iter().map(|logged| &logged.entry)
    }

    /// The judgement of each entry, in the order of [`Course::entries`].
    ///
    /// ```
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    /// use aso_regimen::{Course, chrono::NaiveDate};
    ///
    /// let [first, second]: [NaiveDate; 2] = ["2026-01-05".parse()?, "2026-02-04".parse()?];
    /// let mut course =
    ///     Course::new("120 mg IT q28d".parse()?, MissedDosePolicy::not_stated(), first);
    /// course.give(first)?;
    /// course.hold("2026-01-20".parse()?, "fever")?;
    /// course.resume("2026-01-30".parse()?)?;
    /// course.give(second)?;
    /// let judged: Vec<String> =
    ///     course.judgements().iter().map(|judgement| judgement.to_string()).collect();
    /// assert_eq!(judged[1], "no dose");
    /// assert_eq!(judged[3], "dose 2, planned on 2026-02-02: 2 days late, 120 mg");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn judgements(&self) -> Vec<Judgement> {
        self.walk().map(|step| Judgement::of(&step)).collect()
    }

    /// The first day on which the least gap allows the next dose. If a person set an earlier date for that dose, it is that
    /// date. `None` if there is no least gap, if no dose was given, or if nothing is due.
    pub fn earliest_allowed(&self) -> Option<NaiveDate> {
        let due = self.state.due();
        let tolerance = self.rules().tolerance(self.rules().phase(&due.dose()?))?;
        self.state.at.allowed(tolerance, due.date())
    }

    /// The last recorded body weight; `None` if none was recorded.
    pub fn weight(&self) -> Option<BodyWeight> {
        self.state.weight
    }

    /// Whether treatment is held or stopped, also after the end of the regimen.
    pub(crate) fn pause(&self) -> Option<Pause> {
        self.state.pause.map(|pause| pause.how)
    }

    /// What orders for this course ask for, one for each regimen: the regimen without the doses that were given elsewhere,
    /// and the date from which it is; `None` where that is not known.
    #[cfg(feature = "interchange")]
    pub(crate) fn ordered(&self) -> Vec<(Regimen, Option<NaiveDate>)> {
        let order = |regimen: &Regimen, due: Option<Due>| {
            let Some(first) = due.as_ref().and_then(Due::dose) else {
                return (regimen.clone(), None);
            };
            let rest = Regimen::new(first.rest(regimen.phases()));
            (rest.unwrap_or_else(|_| regimen.clone()), due.and_then(|due| due.date()))
        };
        let planned = self.plan.state().ok().map(|state| state.at.due);
        let switches = self.walk().filter_map(|step| match step.entry.kind() {
            EntryKind::Switched(switch) => Some(order(&switch.regimen, Some(step.after.at.due))),
            _ => None,
        });
        core::iter::once(order(&self.plan.regimen, planned)).chain(switches).collect()
    }

    fn rules(&self) -> Rules<'_> {
        self.state.rules(&self.plan, &self.log)
    }

    fn walk(&self) -> Walk<'_> {
        Walk::new(&self.plan, &self.log)
    }

    /// The plan alone, and its entries, to record them anew among others.
    #[cfg(feature = "interchange")]
    pub(crate) fn split(self) -> Result<(Self, Vec<Entry>), CourseError> {
        let entries = self.log.into_iter().map(|logged| logged.entry).collect();
        let plan = Self::replayed(self.plan, Vec::new()).map_err(|(_, why)| why)?;
        Ok((plan, entries))
    }

    /// Whether the next dose is due once the due one is recorded as missed.
    #[cfg(feature = "interchange")]
    pub(crate) fn skips_if_missed(&self) -> bool {
        let at = self.state.at;
        self.rules().missed(at.due, &at).number() != at.due.number()
    }

    /// A course from its plan and entries, or which entry cannot be, and why.
    fn replayed(plan: Plan, log: Vec<Logged>) -> Result<Self, (usize, CourseError)> {
        let state = Walk::replayed(&plan, &log)?;
        Ok(Self { plan, recorded: log.len() as u64, log, state })
    }

    /// The day from which a question about doses to come can be answered: this one, or that of the last entry if it is
    /// later.
    pub(crate) fn not_before_last_entry(&self, day: NaiveDate) -> NaiveDate {
        self.entries().last().map_or(day, |last| day.max(last.day()))
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

/// Courses are equal if they have the same plan, and the same entries in the order of [`Course::entries`]: by day, and
/// within a day in the order recorded.
impl PartialEq for Course {
    fn eq(&self, other: &Self) -> bool {
        self.plan == other.plan && self.entries().eq(other.entries())
    }
}

impl Eq for Course {}

/// One line: the regimen in force, the number of entries, and what is due next.
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
