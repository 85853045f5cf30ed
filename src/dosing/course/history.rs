//! A course dose by dose: what was given, what was not and why, and what was decided, in order.

use core::iter::FusedIterator;

use chrono::NaiveDate;

use crate::dosing::course::Course;
use crate::dosing::course::entry::{Entry, EntryKind};
use crate::dosing::course::given::GivenDose;
use crate::dosing::course::missed::{DoseNotGiven, NotGiven, Run};
use crate::dosing::course::pauses::Pauses;
use crate::dosing::course::state::{State, Step, Walk};
use crate::dosing::course::timing::Timing;

/// One item in the [history](Course::history) of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum HistoryItem<'c> {
    /// A dose was given.
    Given(GivenDose<'c>),
    /// A planned dose was not given.
    NotGiven(DoseNotGiven<'c>),
    /// Any other entry: a hold, a resumption, a stop, a decision or a weight. Two records of a dose not given are among
    /// them:
    ///
    /// - a dose recorded as missed that was given on time after all,
    /// - a dose missed or left out that was planned while treatment was held or stopped.
    Recorded(&'c Entry),
}

impl Course {
    /// The history in the order of the entries: every dose given, every planned dose not given, and every other entry.
    ///
    /// Doses planned during a hold come before the entry that ends it; doses passed over come before the dose given
    /// instead. For the doses of a hold that has not ended, use [`Course::doses_held`].
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::{catalog, chrono::Days, chrono::NaiveDate};
    ///
    /// let first: NaiveDate = "2026-01-05".parse()?;
    /// let mut course = catalog::vutrisiran::labels().remove(0).course(first)?;
    /// course.give(first)?;
    /// course.hold(first + Days::new(80), "pneumonia")?;
    /// course.resume(first + Days::new(100))?;
    /// course.give(first + Days::new(101))?;
    /// let history: Vec<String> = course.history().map(|item| format!("{item:?}")).collect();
    /// assert_eq!(history, [
    ///     "Given(dose 1 (maintenance): 25 mg SC on 2026-01-05, on time)",
    ///     "Recorded(2026-03-26: held (pneumonia))",
    ///     "NotGiven(dose 2 (maintenance): 25 mg SC planned on 2026-04-05, held (pneumonia))",
    ///     "Recorded(2026-04-15: resumed)",
    ///     "Given(dose 2 (maintenance): 25 mg SC on 2026-04-16, 11 days late)",
    /// ]);
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn history(&self) -> impl Iterator<Item = HistoryItem<'_>> + '_ {
        History::new(self)
    }

    /// The doses not given, in order: recorded as missed and not made up, left out, or passed over as the label says.
    ///
    /// ```
    /// use aso_regimen::{Course, Regimen, chrono::NaiveDate};
    /// use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    ///
    /// let monthly: Regimen = "120 mg IT q28d".parse()?;
    /// let first: NaiveDate = "2026-01-05".parse()?;
    /// let mut course = Course::new(monthly, MissedDosePolicy::not_stated(), first);
    /// course.give(first)?;
    /// course.miss("2026-02-02".parse()?, "snow")?;
    /// let missed: Vec<_> = course.doses_missed().collect();
    /// assert_eq!(missed[0].planned(), "2026-02-02".parse()?);
    /// assert_eq!(missed[0].reason(), Some("snow"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn doses_missed(&self) -> impl Iterator<Item = DoseNotGiven<'_>> + '_ {
        self.history().filter_map(|item| match item {
            HistoryItem::NotGiven(dose) if dose.why() != NotGiven::Held && !dose.made_up() => {
                Some(dose)
            }
            _ => None,
        })
    }

    /// The doses planned while treatment was held, through a date, which is included.
    pub fn doses_held(&self, through: NaiveDate) -> impl Iterator<Item = DoseNotGiven<'_>> + '_ {
        let (mut last, mut runs) = (None, Vec::new());
        for step in self.walk().take_while(|step| step.entry.day() <= through) {
            runs.extend(self.held(last.as_ref(), step.entry.day().pred_opt()));
            last = Some((step.entry.day(), step.after));
        }
        runs.extend(self.held(last.as_ref(), Some(through)));
        runs.into_iter().flatten()
    }

    /// What was held from an entry, with the state after it, through a day.
    fn held(
        &self,
        last: Option<&(NaiveDate, State)>,
        through: Option<NaiveDate>,
    ) -> Option<Run<'_>> {
        let (day, state) = last.filter(|(_, state)| state.is_held())?;
        let reason = state.pause_reason(&self.log);
        let rules = state.rules(&self.plan, &self.log);
        Some(Run::held(rules, state, *day..=through?, reason))
    }
}

/// The items of one step after the other.
#[derive(Debug, Clone)]
struct History<'c> {
    course: &'c Course,
    walk: Walk<'c>,
    pauses: Pauses,
    held: Option<Run<'c>>,
    passed_over: Option<Run<'c>>,
    item: Option<HistoryItem<'c>>,
}

impl<'c> History<'c> {
    fn new(course: &'c Course) -> Self {
        Self {
            course,
            walk: course.walk(),
            pauses: Pauses::default(),
            held: None,
            passed_over: None,
            item: None,
        }
    }

    fn enter(&mut self, step: &Step<'c>) {
        let (before, day) = (&step.before, step.entry.day());
        let paused = self.pauses.go_on(before.pause.is_some(), day);
        self.held = paused
            .filter(|_| before.is_held())
            .map(|days| Run::held(step.rules, before, days, before.pause_reason(&self.course.log)));
        let passed_over = step.passed_over();
        self.passed_over = (passed_over > 0)
            .then(|| Run::passed_over(step.rules, before.at.due, passed_over, before.is_known()));
        let why = match step.entry.kind() {
            EntryKind::Missed => NotGiven::Missed,
            _ => NotGiven::Skipped,
        };
        let not_given = step.leaves_out(&self.pauses).then(|| {
            let why = (why, step.entry.why());
            missed(DoseNotGiven::due(step.rules, &step.due(), day, why)?, self.walk.clone())
        });
        let not_given = not_given.flatten().map(HistoryItem::NotGiven);
        let given = GivenDose::of(step).map(HistoryItem::Given);
        self.item = given.or(not_given).or(Some(HistoryItem::Recorded(step.entry)));
    }
}

/// A dose left out, with whether it was made up in the steps after; nothing where it was given on time.
fn missed<'c>(mut dose: DoseNotGiven<'c>, later: Walk<'c>) -> Option<DoseNotGiven<'c>> {
    for step in later {
        if step.entry.kind() == &EntryKind::Given && step.entry.counts() {
            let verdict = step.verdict?;
            dose.made_up = verdict.made_up;
            let on_time =
                verdict.timing == Timing::OnTime && verdict.planned == Some(dose.planned());
            return (!(verdict.made_up && on_time)).then_some(dose);
        }
        let still = step.after.missed.is_some_and(|missed| missed.number() == dose.number());
        if !still {
            break;
        }
    }
    Some(dose)
}

impl<'c> Iterator for History<'c> {
    type Item = HistoryItem<'c>;

    fn next(&mut self) -> Option<HistoryItem<'c>> {
        loop {
            if let Some(dose) = self.held.as_mut().and_then(Iterator::next) {
                return Some(HistoryItem::NotGiven(dose));
            }
            self.held = None;
            while let Some(run) = &mut self.passed_over {
                match run.next().map(|dose| (self.pauses.end_of(dose.planned()), dose)) {
                    Some((None, dose)) => return Some(HistoryItem::NotGiven(dose)),
                    // Those of a pause are held, and there may be many.
                    Some((Some(end), _)) => run.go_on_after(end),
                    None => self.passed_over = None,
                }
            }
            if let Some(item) = self.item.take() {
                return Some(item);
            }
            let step = self.walk.next()?;
            self.enter(&step);
        }
    }
}

impl FusedIterator for History<'_> {}
