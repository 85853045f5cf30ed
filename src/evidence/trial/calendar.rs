//! The schedule of activities of one participant: treatments and assessments by date.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::StudyDay;
use crate::dosing::dose::Dose;
use crate::evidence::trial::arm::{Arm, Mask};
use crate::evidence::trial::procedure::Procedure;
use crate::evidence::trial::visit::Visit;
use crate::evidence::trial::{Trial, TrialError};
use crate::measure::endpoint::Endpoint;

/// One entry of a participant's schedule of activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Activity<'t> {
    /// The date.
    pub date: NaiveDate,
    /// The study day. Day 1 is the day of the first dose, or of the placebo or sham procedure in its place.
    pub study_day: StudyDay,
    /// The activity itself.
    pub what: ActivityKind<'t>,
    /// Whether the arm is open label.
    pub is_open_label: bool,
}

/// An activity in a schedule: a treatment, an assessment or a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ActivityKind<'t> {
    /// A dose of the drug is given.
    Drug(&'t Dose),
    /// This placebo is given instead of drug, by the same procedure.
    Placebo(&'t str, Procedure<'t>),
    /// A sham procedure: the administration is only acted out.
    Sham(Procedure<'t>),
    /// Drug, placebo or sham procedure; masking hides which one, and the amount.
    Hidden(Procedure<'t>),
    /// This endpoint is assessed at the visit with this name.
    Assessment(&'t str, &'t Endpoint),
    /// A visit with this name; no source states what is assessed.
    Visit(&'t str),
}

impl ActivityKind<'_> {
    /// Whether this is an administration of drug, placebo or sham.
    pub(crate) fn is_given(self) -> bool {
        !matches!(self, Self::Assessment(..) | Self::Visit(_))
    }
}

/// Prints `100 mg IT`, or `week 28: ALSFRS-R total, clinical function (points)`.
impl fmt::Display for ActivityKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Drug(dose) => dose.fmt(f),
            Self::Placebo("placebo", _) => f.write_str("placebo"),
            Self::Placebo(what, _) => write!(f, "placebo ({what})"),
            Self::Sham(_) => f.write_str("sham procedure"),
            Self::Hidden(procedure) => write!(f, "masked treatment {procedure}"),
            Self::Assessment(visit, endpoint) => write!(f, "{visit}: {endpoint}"),
            Self::Visit(visit) => write!(f, "{visit}: visit"),
        }
    }
}

/// Prints `2026-01-05 day 1: 100 mg IT`.
impl fmt::Display for Activity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} day {}: {}", self.date, self.study_day, self.what)
    }
}

impl Trial {
    /// Returns the schedule of activities of one participant through a date, the date included.
    ///
    /// Activities are in the order of their dates; on one day, treatments come before assessments.
    ///
    /// # Errors
    ///
    /// If no arm has this name, if its treatment is known only in words, if it is a pooled arm, if drug is given on a
    /// day that the apparent regimen does not have, or if a visit is before the first date of chrono's calendar.
    pub fn calendar<'t>(
        &'t self,
        arm: &str,
        first_dose: NaiveDate,
        through: NaiveDate,
    ) -> Result<Vec<Activity<'t>>, TrialError> {
        let arm = self.arm(arm)?;
        let mut days = administrations(arm, first_dose, through)?;
        let part = arm.part().map(|part| &*part.name);
        for visit in self.visits_of(part) {
            let dates = dates(visit, first_dose)?.take_while(|date| *date <= through);
            days.extend(dates.flat_map(|date| seen(visit).map(move |what| (date, what))));
        }
        // A stable sort: the activities of a day stay in the order above.
        days.sort_by_key(|(date, _)| *date);
        let activities = days.into_iter().map(|(date, what)| Activity {
            date,
            study_day: StudyDay::of(date, first_dose),
            what,
            is_open_label: arm.is_open_label(),
        });
        Ok(activities.collect())
    }
}

impl Arm {
    /// Returns what is given at one dose of the [apparent regimen](Arm::apparent_regimen): drug, placebo or a sham
    /// procedure. Doses are counted from 1.
    ///
    /// `None` if the arm has no apparent regimen, or if that has fewer doses.
    pub fn given_at(&self, number: u32, first_dose: NaiveDate) -> Option<ActivityKind<'_>> {
        let seems = self.apparent_regimen()?.starting(first_dose).dose(number)?;
        let drug = self
            .drug()
            .and_then(|drug| drug.starting(first_dose).between(seems.date()..=seems.date()).next());
        Some(match (drug, self.mask()) {
            (Some(drug), _) => ActivityKind::Drug(drug.dose()),
            (None, Some(mask)) => mask.as_dose(seems.dose()),
            (None, None) => ActivityKind::Drug(seems.dose()),
        })
    }
}

impl Mask {
    fn as_dose<'t>(&'t self, dose: &'t Dose) -> ActivityKind<'t> {
        match self {
            Self::Placebo(what) => ActivityKind::Placebo(what, Procedure::of(dose)),
            Self::Sham => ActivityKind::Sham(Procedure::of(dose)),
        }
    }
}

type Day<'t> = (NaiveDate, ActivityKind<'t>);

/// The administrations of an arm: drug, and placebo or sham on days without drug.
fn administrations(
    arm: &Arm,
    first_dose: NaiveDate,
    through: NaiveDate,
) -> Result<Vec<Day<'_>>, TrialError> {
    if let Some(words) = arm.words() {
        return Err(TrialError::KnownInWords {
            arm: arm.name().to_owned(),
            words: words.to_owned(),
        });
    }
    if let Some(arms) = arm.pooled_arms() {
        let arms: Vec<&str> = arms.collect();
        return Err(TrialError::Pooled { arm: arm.name().to_owned(), arms: arms.join(", ") });
    }
    let mut days: Vec<Day<'_>> = Vec::new();
    if let Some(drug) = arm.drug() {
        let doses = drug.starting(first_dose).through(through);
        days.extend(doses.map(|dose| (dose.date(), ActivityKind::Drug(dose.dose()))));
    }
    let (Some(seems), Some(mask)) = (arm.apparent_regimen(), arm.mask()) else {
        return Ok(days);
    };
    let drug_days: Vec<NaiveDate> = days.iter().map(|(date, _)| *date).collect();
    let seeming = seems.starting(first_dose).through(through);
    let seeming: Vec<_> = seeming.map(|dose| (dose.date(), dose.dose())).collect();
    let seems_to_be_given = |date| seeming.binary_search_by_key(date, |(day, _)| *day).is_ok();
    if let Some(date) = drug_days.iter().find(|date| !seems_to_be_given(*date)) {
        return Err(TrialError::DrugShows { arm: arm.name().to_owned(), date: *date });
    }
    let without_drug =
        seeming.into_iter().filter(|(date, _)| drug_days.binary_search(date).is_err());
    days.extend(without_drug.map(|(date, dose)| (date, mask.as_dose(dose))));
    Ok(days)
}

/// The dates of a visit; endless if it is repeated.
pub(super) fn dates(
    visit: &Visit,
    first_dose: NaiveDate,
) -> Result<impl Iterator<Item = NaiveDate> + use<>, TrialError> {
    let first = match visit.day.date(first_dose) {
        Ok(date) => Some(date),
        // After the last date of the calendar is after every horizon.
        Err(_) if visit.day.offset() > 0 => None,
        Err(why) => {
            return Err(TrialError::Visit { visit: visit.name.clone().into_owned(), why });
        }
    };
    let every = visit.every;
    let repetitions = if every.is_some() { u32::MAX } else { 0 };
    let date = move |n| match every {
        Some(every) => every.nth_after(first?, n),
        None => first,
    };
    Ok((0..=repetitions).map_while(date))
}

/// The assessments of a visit, or the visit itself if none are stated.
fn seen(visit: &Visit) -> impl Iterator<Item = ActivityKind<'_>> {
    let unstated = visit.assessments.is_empty().then_some(ActivityKind::Visit(&visit.name));
    let assessments = visit.assessments.iter();
    assessments.map(|endpoint| ActivityKind::Assessment(&visit.name, endpoint)).chain(unstated)
}
