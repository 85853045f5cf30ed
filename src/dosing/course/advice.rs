//! What a label says about giving a dose on one day.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::Interval;
use crate::dosing::course::Course;
use crate::dosing::course::due::{Due, Rules, Standing, Verdict};
use crate::dosing::course::entry::Entry;
use crate::dosing::course::error::CourseError;
use crate::dosing::course::forecast::{DueDose, Forecast};
use crate::dosing::course::state::State;
use crate::dosing::course::timing::{Pause, Timing, Unspecified};
use crate::dosing::dose::Dose;
use crate::dosing::missed_dose::Action;
use crate::dosing::phase::Role;
use crate::text::debug_as_display;

impl Course {
    /// Returns what the label says about giving the due dose on this day.
    ///
    /// If the date of the due dose is unspecified, the advice is too, until a person sets a date. A dose recorded as missed
    /// is to be given as long as it is on time. Of a first dose that is late the label says nothing, unless it has a rule for
    /// [that dose](crate::dosing::missed_dose::MissedDosePolicy::with_dose).
    ///
    /// # Errors
    ///
    /// If the day is before that of the last entry, or if the regimen has ended.
    pub fn advise(&self, day: NaiveDate) -> Result<Advice<'_>, CourseError> {
        if let Some(last) = self.entries().last().map(Entry::day) {
            if day < last {
                return Err(CourseError::BeforeLastEntry { day, last });
            }
        }
        let (rules, state) = (self.rules(), &self.state);
        let verdict = state.judge(rules, day).ok_or(CourseError::Ended { day })?;
        let phase = rules.phase(&verdict.dose);
        let (recommendation, following) = recommended(state, rules, &verdict, day);
        let least_gap = match (recommendation, state.at.last_given, rules.tolerance(phase)) {
            (Recommendation::Wait(until), Some(last), Some(tolerance))
                if tolerance.allowed_after(last) == Some(until) =>
            {
                tolerance.least_gap()
            }
            _ => None,
        };
        let at = match recommendation {
            Recommendation::Give | Recommendation::Restart => Standing::new(following, Some(day)),
            _ => state.at,
        };
        let planned = rules.phase(&verdict.due);
        Ok(Advice {
            course: self,
            day,
            number: verdict.number().map(|_| verdict.due.number()),
            role: planned.role(),
            due: planned.dose(),
            planned: verdict.planned,
            recommendation,
            timing: verdict.timing,
            action: verdict.action,
            given: match recommendation {
                Recommendation::Give | Recommendation::Restart => {
                    Some(DueDose::given(rules, &verdict, day, &state.at))
                }
                _ => None,
            },
            following: Forecast::new(self, following, at),
            unspecified: match (recommendation, following) {
                (Recommendation::NotStated(reason), _) | (_, Due::Undated(_, reason)) => {
                    Some(reason)
                }
                (Recommendation::NotRead, _) => Some(Unspecified::NotRead),
                _ => None,
            },
            least_gap,
        })
    }

    /// What the label says about a dose to come if it is late, in words.
    #[cfg(feature = "interchange")]
    pub(crate) fn if_late(&self, due: &DueDose<'_>) -> String {
        match due.number() {
            Some(number) => self.rules().if_late(number, due.role(), &self.state.at),
            None => Action::NotStated.to_string(),
        }
    }

    /// Returns the doses to come from a day on. If the date of the due dose is not past on that day, they are those of
    /// [`Course::forecast`]. If it is past, they are the doses that follow from giving or skipping the due dose on this day
    /// as the label [says](Course::advise); there are none if the label says neither. A day before the last entry counts as
    /// the day of that entry.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::{catalog, chrono::NaiveDate};
    ///
    /// let day = |text: &str| text.parse::<NaiveDate>();
    /// let mut course = catalog::tofersen::labels().remove(0).course(day("2026-06-01")?)?;
    /// course.give(day("2026-06-01")?)?;
    /// let next: Vec<String> = course
    ///     .forecast_from(day("2026-11-26")?)
    ///     .take(2)
    ///     .map(|dose| dose.to_string())
    ///     .collect();
    /// assert!(next[0].ends_with(" IT on 2026-11-26, planned on 2026-06-15"));
    /// assert!(next[1].ends_with(" IT on 2026-12-10"));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    pub fn forecast_from(&self, day: NaiveDate) -> Forecast<'_> {
        let day = self.not_before_last_entry(day);
        let is_past = self.next_due().dose().is_some_and(|due| due.date() < day);
        let Some(advice) = is_past.then(|| self.advise(day).ok()).flatten() else {
            return self.forecast();
        };
        match advice.recommendation() {
            Recommendation::Give | Recommendation::Restart | Recommendation::Skip => {
                advice.following.beginning_with(advice.given)
            }
            _ => Forecast::new(self, Due::Nothing, self.state.at),
        }
    }
}

/// What the label says of a dose that is given on a day, as it is judged, and what is due if that is done.
pub(super) fn recommended(
    state: &State,
    rules: Rules<'_>,
    verdict: &Verdict,
    day: NaiveDate,
) -> (Recommendation, Due) {
    let silent = |reason| match reason {
        Unspecified::NotRead => (Recommendation::NotRead, Due::Nothing),
        reason => (Recommendation::NotStated(reason), Due::Nothing),
    };
    match (verdict.pause, state.at.due, verdict.timing, verdict.action) {
        (Some(Pause::Held), ..) => (Recommendation::Held, Due::Nothing),
        (Some(Pause::Stopped), ..) => (Recommendation::Stopped, Due::Nothing),
        (.., Timing::Early(_), _) => {
            let planned = verdict.planned.unwrap_or(day);
            let range = rules.on_time(rules.phase(&verdict.dose), planned, &state.at);
            (Recommendation::Wait(*range.start()), state.due())
        }
        // One that was missed may be on time still.
        (.., Timing::OnTime, _) => (Recommendation::Give, verdict.after),
        (None, Due::Undated(_, reason), ..) => silent(reason),
        (.., Timing::Late(_), _) if verdict.additional => silent(Unspecified::AdditionalDose),
        (.., Timing::Late(_), None) => silent(rules.of_first(rules.phase(&verdict.dose).role())),
        (.., Timing::Late(_), Some(action)) => match action {
            Action::NotStated => silent(Unspecified::NotStated),
            Action::AnotherRegimen => silent(Unspecified::AnotherRegimen),
            Action::NotRead => silent(Unspecified::NotRead),
            Action::Skip => (Recommendation::Skip, rules.following(verdict.dose)),
            Action::Restart => (Recommendation::Restart, verdict.after),
            _ => (Recommendation::Give, verdict.after),
        },
        _ => (Recommendation::Give, verdict.after),
    }
}

/// What to do about the due dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Recommendation {
    /// It is too early: wait until this day.
    Wait(NaiveDate),
    /// Give it.
    Give,
    /// Do not give it; wait for the next planned dose.
    Skip,
    /// Begin the regimen again, with this dose as its first.
    Restart,
    /// The label does not say.
    NotStated(Unspecified),
    /// The text of the label was not read here.
    NotRead,
    /// Do not give it: treatment is held.
    Held,
    /// Do not give it: treatment was stopped.
    Stopped,
}

/// What a label says about giving the due dose on one day; see [`Course::advise`].
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog;
/// use aso_regimen::dosing::course::Recommendation;
///
/// // Once a week; a late dose is skipped where the next is at most 2 days away.
/// let label = catalog::inotersen::labels().remove(0);
/// let mut course = label.course_named(&label.regimens()[0].name, "2026-01-05".parse()?)?;
/// course.give("2026-01-05".parse()?)?;
/// // Nothing was written down for 12 weeks.
/// let advice = course.advise("2026-04-02".parse()?)?;
/// assert_eq!(advice.recommendation(), Recommendation::Give);
/// assert_eq!((advice.number(), advice.outstanding()), (Some(13), 12));
/// let text = advice.to_string();
/// assert!(text.starts_with("2026-04-02: dose 13 (maintenance): 284 mg "));
/// assert!(text.contains(
///     " planned on 2026-03-30, 3 days late, 12 doses outstanding: give it as soon as"
/// ));
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Advice<'c> {
    course: &'c Course,
    day: NaiveDate,
    number: Option<u32>,
    role: Role,
    /// What was planned.
    due: &'c Dose,
    planned: Option<NaiveDate>,
    recommendation: Recommendation,
    timing: Timing,
    action: Option<Action>,
    given: Option<DueDose<'c>>,
    following: Forecast<'c>,
    unspecified: Option<Unspecified>,
    least_gap: Option<Interval>,
}

impl<'c> Advice<'c> {
    /// The day that the advice is for.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The number of the dose that the advice is about, counted from 1; `None` for an additional dose. If the label says
    /// to skip late doses, it is the latest dose planned by that day, and otherwise the due dose.
    pub fn number(&self) -> Option<u32> {
        self.number
    }

    /// The planned date of that dose; `None` if it has none.
    pub fn planned(&self) -> Option<NaiveDate> {
        self.planned
    }

    /// How many doses planned through that day were neither given nor recorded as missed, the dose itself included; as
    /// [`Adherence::outstanding`](crate::dosing::course::Adherence::outstanding).
    pub fn outstanding(&self) -> u32 {
        self.course.adherence(self.day).outstanding
    }

    /// What to do on that day.
    pub fn recommendation(&self) -> Recommendation {
        self.recommendation
    }

    /// How a dose given on that day compares with the plan: early, on time or late.
    pub fn timing(&self) -> Timing {
        self.timing
    }

    /// The rule of the label that applies; `None` if the dose is not late, or if no rule is about it.
    pub fn action(&self) -> Option<Action> {
        self.action
    }

    /// The dose to give on that day; `None` if none is to be given. If the label says so, it is a dose of the regimen other
    /// than the due one.
    pub fn dose(&self) -> Option<&'c Dose> {
        self.given.map(|given| given.dose())
    }

    /// The dose to give on that day, with its number and mass; `None` if none is to be given.
    pub fn given(&self) -> Option<DueDose<'c>> {
        self.given
    }

    /// The doses that follow if the advice is taken.
    pub fn following(&self) -> Forecast<'c> {
        self.following.clone()
    }

    /// Why the date of the next dose is unspecified; `None` if it is not.
    pub fn unspecified(&self) -> Option<Unspecified> {
        self.unspecified
    }

    /// The least gap after the last dose, if that is why the dose has to wait; `None` otherwise.
    pub fn least_gap(&self) -> Option<Interval> {
        self.least_gap
    }
}

impl fmt::Display for Advice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.day)?;
        if let Recommendation::Held | Recommendation::Stopped = self.recommendation {
            return self.course.next_due().fmt(f);
        }
        match self.number {
            Some(number) => write!(f, "dose {number} ({})", self.role)?,
            None => f.write_str("additional dose")?,
        }
        write!(f, ": {} ", self.due)?;
        if let Some(planned) = self.planned {
            write!(f, "planned on {planned}, ")?;
        }
        self.timing.fmt(f)?;
        match self.outstanding() {
            0 | 1 => f.write_str(": ")?,
            doses => write!(f, ", {doses} doses outstanding: ")?,
        }
        match (self.recommendation, self.action) {
            (Recommendation::Wait(until), _) => {
                write!(f, "wait until {until}")?;
                return match self.least_gap {
                    Some(gap) => write!(f, ", {gap} after the last dose"),
                    None => Ok(()),
                };
            }
            (Recommendation::NotStated(reason), None) => return reason.fmt(f),
            (Recommendation::NotRead, None) => return Unspecified::NotRead.fmt(f),
            (_, Some(Action::GoBackTo { dose: number })) => {
                let dose = self.dose().map(|dose| format!(" ({dose})")).unwrap_or_default();
                write!(f, "give dose {number} of the regimen{dose} in its place")?;
            }
            (Recommendation::Restart, Some(action)) => {
                let dose = self.dose().map(|dose| format!(" with {dose}")).unwrap_or_default();
                write!(f, "{action}{dose}")?;
            }
            (_, Some(action)) => action.fmt(f)?,
            (_, None) => f.write_str("give it")?,
        }
        match (self.unspecified, self.following().next()) {
            // The action has said so already.
            (
                Some(
                    Unspecified::NotStated
                    | Unspecified::NotRead
                    | Unspecified::NextNotStated
                    | Unspecified::AnotherRegimen,
                ),
                _,
            ) => Ok(()),
            (Some(reason), _) => write!(f, "; {reason}"),
            (None, Some(next)) => write!(f, "; next is {next}"),
            (None, None) => f.write_str("; no dose follows"),
        }
    }
}

debug_as_display!(Advice<'_>);

/// The serde form of an [`Advice`], with the next of the doses that follow.
#[cfg(feature = "serde")]
impl serde::Serialize for Advice<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        #[serde(rename = "Advice")]
        struct Form<'a> {
            day: NaiveDate,
            number: Option<u32>,
            planned: Option<NaiveDate>,
            outstanding: u32,
            recommendation: Recommendation,
            timing: Timing,
            action: Option<Action>,
            dose: Option<&'a Dose>,
            following: Option<DueDose<'a>>,
            unspecified: Option<Unspecified>,
            least_gap: Option<Interval>,
            text: String,
        }
        Form {
            day: self.day,
            number: self.number,
            planned: self.planned,
            outstanding: self.outstanding(),
            recommendation: self.recommendation,
            timing: self.timing,
            action: self.action,
            dose: self.dose(),
            following: self.following().next(),
            unspecified: self.unspecified,
            least_gap: self.least_gap,
            text: self.to_string(),
        }
        .serialize(serializer)
    }
}
