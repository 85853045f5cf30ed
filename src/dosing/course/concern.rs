//! What somebody should confirm about an entry of a course.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::days_between;
use crate::dosing::course::Course;
use crate::dosing::course::advice::{Recommendation, recommended};
use crate::dosing::course::due::Verdict;
use crate::dosing::course::entry::EntryKind;
use crate::dosing::course::error::CourseError;
use crate::dosing::course::pauses::Pauses;
use crate::dosing::course::state::Step;
use crate::dosing::course::timing::{Pause, Timing, Unspecified};
use crate::quantity::{BodyWeight, Mass};
use crate::text::debug_as_display;

/// Half a year: a date is far from all others if it is more than these days away.
const FAR: u32 = 183;

impl Course {
    /// Returns what somebody should confirm about an entry, by its number, counted from 1: amounts, days and weights that
    /// are possible and that are often typing errors. Empty if there is nothing to ask.
    ///
    /// Nothing is refused because of a concern. To ask before an entry is recorded or amended, do it in a clone of the
    /// course first.
    ///
    /// ```
    /// use aso_regimen::dosing::course::Entry;
    /// use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
    /// use aso_regimen::{Course, Mass};
    ///
    /// let policy = MissedDosePolicy::always(Action::Reanchor);
    /// let mut course = Course::new("100 mg IT q28d".parse()?, policy, "2026-01-05".parse()?);
    /// course.give("2026-01-05".parse()?)?;
    /// course.hold("2026-01-20".parse()?, "fever")?;
    ///
    /// let mut asked = course.clone();
    /// let entry = Entry::given("2026-02-02".parse()?).amount(Mass::mg(1000));
    /// let number = asked.record(entry)?.entry().ok_or("an entry was recorded")?;
    /// let concerns: Vec<String> =
    ///     asked.concerns(number)?.iter().map(ToString::to_string).collect();
    /// assert_eq!(concerns, [
    ///     "1000 mg was given, 10 times the planned 100 mg",
    ///     "the dose was given while treatment was held",
    /// ]);
    /// // Nobody confirms it, so that it is not recorded.
    /// assert_eq!(course.entries().len(), 2);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no entry with this number.
    pub fn concerns(&self, number: usize) -> Result<Vec<Concern>, CourseError> {
        let index = self.index_of(number)?;
        let (mut pauses, mut before, mut dosed) = (Pauses::default(), None, None);
        for (place, step) in self.walk().take(index + 1).enumerate() {
            let day = step.entry.day();
            pauses.go_on(step.before.pause.is_some(), day);
            if place == index {
                let nearby = [Some(self.start()), before, step.due().date()];
                let pause = step.before.pause_of(&self.log, index).map(|pause| pause.how);
                return Ok(of_step(&step, nearby, (dosed == Some(day), pause), &pauses));
            }
            if step.verdict.is_some() {
                dosed = Some(day);
            }
            before = Some(day);
        }
        Ok(Vec::new())
    }
}

/// The concerns about one entry, near some dates of the course, on a day on which another dose was given or none, and
/// recorded in a hold or a stop or in none.
fn of_step(
    step: &Step<'_>,
    nearby: [Option<NaiveDate>; 3],
    (is_second, pause): (bool, Option<Pause>),
    pauses: &Pauses,
) -> Vec<Concern> {
    let day = step.entry.day();
    let mut concerns = Vec::from_iter(far_away(day, nearby));
    let known = [Some(day), step.due().date(), None];
    match (step.entry.kind(), &step.verdict) {
        (EntryKind::Given, Some(verdict)) if !step.entry.is_rest() => {
            let twice = is_second.then_some(Concern::AnotherDose { day });
            concerns.extend(of_dose(step, verdict, pause, pauses).chain(twice));
        }
        (EntryKind::Rescheduled(date), _) => concerns.extend(far_away(*date, known)),
        (EntryKind::Switched(switch), _) => {
            concerns.extend(switch.on.and_then(|date| far_away(date, known)));
        }
        (EntryKind::Weighed(weight), _) => {
            concerns.extend(of_weight(*weight, step.before.weight));
        }
        _ => {}
    }
    concerns
}

/// Something about an entry that somebody should confirm; see [`Course::concerns`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Concern {
    /// The amount given is at least twice the planned one, or at most half of it.
    Amount {
        /// The amount given.
        given: Mass,
        /// The amount planned, for the body weight of the day.
        planned: Mass,
    },
    /// A dose by body weight was given, and its amount is not known: no body weight is, or the plan has none for it.
    NoAmount {
        /// The body weight.
        weight: Option<BodyWeight>,
    },
    /// A dose was given on a day for which the label does not [say](Course::advise) to give it; also on the day of a hold
    /// or a stop that was recorded before the dose, unless treatment was resumed on that day. Such a dose counts as given
    /// before the hold or the stop.
    NotAdvised(Recommendation),
    /// Other doses planned through the day of a dose given were not given and have no entry, and treatment is neither held
    /// nor stopped. If the next date counts from the dose given, or is not stated, no later answer mentions these doses.
    /// Record them as missed to keep them.
    Outstanding {
        /// How many.
        doses: u32,
        /// The day.
        through: NaiveDate,
    },
    /// A person set the date of a dose or changed the regimen, and the dose was given sooner after the last one than the
    /// plan has it.
    SoonAfter {
        /// Days after the last dose that counts.
        days: u32,
        /// The fewest days between the two by the regimen and its windows, or the least gap if that is longer. Of the first
        /// dose of a regimen it is the time to its second one.
        least: u32,
    },
    /// Another dose was given on the same day.
    AnotherDose {
        /// The day.
        day: NaiveDate,
    },
    /// The day of an entry is more than half a year from the start of the course, from the entry before and from the date of
    /// the due dose; or the date that it sets is more than half a year from both its own day and the due date.
    FarAway {
        /// The date.
        date: NaiveDate,
        /// The nearest of those dates.
        nearest: NaiveDate,
    },
    /// The body weight is at least twice the one before or at most half of it, or is not from 1 kg to 300 kg.
    Weight {
        /// The weight.
        weight: BodyWeight,
        /// The one before, if the weight is far from it.
        before: Option<BodyWeight>,
    },
}

/// Whether one of two amounts is at least twice the other.
fn is_far(one: u64, other: u64) -> bool {
    one / 2 >= other || other / 2 >= one
}

fn far_away(date: NaiveDate, known: [Option<NaiveDate>; 3]) -> Option<Concern> {
    let away = |from: &NaiveDate| days_between(*from, date).unsigned_abs();
    let nearest = known.into_iter().flatten().min_by_key(away)?;
    (away(&nearest) > FAR).then_some(Concern::FarAway { date, nearest })
}

fn of_weight(weight: BodyWeight, before: Option<BodyWeight>) -> Option<Concern> {
    let grams = |weight: BodyWeight| u64::from(weight.as_grams());
    let before = before.filter(|before| is_far(grams(weight), grams(*before)));
    let usual = BodyWeight::kg(1)..=BodyWeight::kg(300);
    (before.is_some() || !usual.contains(&weight)).then_some(Concern::Weight { weight, before })
}

fn of_dose<'a>(
    step: &'a Step<'_>,
    verdict: &Verdict,
    pause: Option<Pause>,
    pauses: &Pauses,
) -> impl Iterator<Item = Concern> + use<'a> {
    let (state, rules, day) = (&step.before, step.rules, step.entry.day());
    let planned = rules.phase(&verdict.dose).dose().mass_for(step.weight);
    let amount = match (step.entry.given_amount().mass(), planned) {
        (Some(given), Ok(planned)) if is_far(given.as_micrograms(), planned.as_micrograms()) => {
            Some(Concern::Amount { given, planned })
        }
        (None, Err(_)) => Some(Concern::NoAmount { weight: step.weight }),
        _ => None,
    };
    let soon = match (state.at.set_on, state.at.last_given, rules.fewest_days(&verdict.dose)) {
        (Some(_), Some(before), Some(least))
            if step.entry.counts()
                && !verdict.additional
                && !matches!(verdict.timing, Timing::Early(_)) =>
        {
            let days = days_between(before, day).unsigned_abs();
            (days < least).then_some(Concern::SoonAfter { days, least })
        }
        _ => None,
    };
    // A dose of the day of a hold or a stop counts as given before it. But advice of the day was against a dose that was
    // recorded after it.
    let advised = match recommended(state, rules, &Verdict { pause, ..*verdict }, day).0 {
        Recommendation::Give | Recommendation::Restart => None,
        other => Some(Concern::NotAdvised(other)),
    };
    let counted = verdict.planned.is_some_and(|planned| {
        let is_known = state.is_known() && state.at.due.number() == Some(verdict.due.number());
        planned <= day && !is_known && pauses.end_of(planned).is_none()
    });
    // What is planned in a hold or after a stop waits for its end.
    let outstanding = match verdict.pause {
        Some(_) => 0,
        None => state.outstanding(rules, pauses, day).saturating_sub(u32::from(counted)),
    };
    let outstanding =
        (outstanding > 0).then_some(Concern::Outstanding { doses: outstanding, through: day });
    [amount, advised, soon, outstanding].into_iter().flatten()
}

/// A number to a tenth.
fn times(more: u64, less: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "to a tenth")]
    let ratio = more as f64 / less as f64;
    ((ratio * 10.0).round() / 10.0).to_string()
}

impl fmt::Display for Concern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Amount { given, planned } => {
                write!(f, "{given} was given, ")?;
                let (of_given, of_plan) = (given.as_micrograms(), planned.as_micrograms());
                if of_given > of_plan {
                    write!(f, "{} times the planned {planned}", times(of_given, of_plan))
                } else {
                    write!(
                        f,
                        "and the planned {planned} is {} times as much",
                        times(of_plan, of_given)
                    )
                }
            }
            Self::NoAmount { weight: None } => f.write_str(
                "the amount is not known, as it depends on body weight and none is known",
            ),
            Self::NoAmount { weight: Some(weight) } => {
                write!(f, "the amount is not known, as the plan has none for {weight}")
            }
            Self::NotAdvised(advised) => match advised {
                Recommendation::Wait(until) => {
                    write!(
                        f,
                        "the dose was given before {until}, the first day on which it is on time"
                    )
                }
                Recommendation::Skip => {
                    f.write_str("the dose was given when the label says to skip it")
                }
                Recommendation::Held => f.write_str("the dose was given while treatment was held"),
                Recommendation::Stopped => {
                    f.write_str("the dose was given after treatment was stopped")
                }
                Recommendation::NotStated(why) => {
                    write!(f, "the dose was given without advice: {why}")
                }
                _ => write!(f, "the dose was given without advice: {}", Unspecified::NotRead),
            },
            Self::Outstanding { doses: 1, through } => {
                write!(f, "another dose planned by {through} was not given and has no entry")
            }
            Self::Outstanding { doses, through } => write!(
                f,
                "{doses} other doses planned by {through} were not given and have no entry"
            ),
            Self::SoonAfter { days, least } => {
                let plural = if days == 1 { "" } else { "s" };
                write!(
                    f,
                    "the dose was given {days} day{plural} after the last one, and by the plan at least {least} days lie \
                     between them"
                )
            }
            Self::AnotherDose { day } => write!(f, "another dose was given on {day}"),
            Self::FarAway { date, nearest } => {
                let days = days_between(nearest, date).unsigned_abs();
                write!(f, "{date} is {days} days from {nearest}, the nearest date of the course")
            }
            Self::Weight { weight, before: Some(before) } => {
                write!(f, "the body weight is {weight}, and it was {before} before")
            }
            Self::Weight { weight, before: None } => {
                write!(f, "the body weight is {weight}, expected 1 kg to 300 kg")
            }
        }
    }
}

debug_as_display!(Concern);
