//! One participant's schedule of activities: what is given and what is measured, by date.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::StudyDay;
use crate::dosing::dose::Dose;
use crate::evidence::trial::arm::{Arm, Mask};
use crate::evidence::trial::visit::Visit;
use crate::evidence::trial::{Trial, TrialError};
use crate::measure::endpoint::Endpoint;

/// One entry of a participant's schedule of activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Activity<'t> {
    /// When.
    pub date: NaiveDate,
    /// The study day, counted from the first dose or what seems to be one.
    pub study_day: StudyDay,
    /// What is done.
    pub what: ActivityKind<'t>,
}

/// What is done in a schedule of activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ActivityKind<'t> {
    /// A dose of the drug is given.
    Drug(&'t Dose),
    /// This is given in its place.
    Placebo(&'t str),
    /// The procedure is only acted out.
    Sham,
    /// One of the three above; which one is hidden.
    Hidden,
    /// At the visit of this name, this is measured.
    Assessment(&'t str, &'t Endpoint),
    /// Participants are seen at the visit of this name; what is measured is not stated.
    Visit(&'t str),
}

impl<'t> From<&'t Mask> for ActivityKind<'t> {
    fn from(mask: &'t Mask) -> Self {
        match mask {
            Mask::Placebo(what) => Self::Placebo(what),
            Mask::Sham => Self::Sham,
        }
    }
}

impl Activity<'_> {
    /// The same as participants of a masked trial see it: whether drug, placebo or sham is hidden.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::evidence::trial::Activity;
    ///
    /// let trial = aso_regimen::catalog::tominersen::generation_hd1();
    /// let (first, through) = ("2019-07-01".parse()?, "2021-06-30".parse()?);
    /// let q8w = trial.calendar("Q8W", first, through)?;
    /// let q16w = trial.calendar("Q16W", first, through)?;
    /// assert_ne!(q8w, q16w);
    /// assert!(q8w.into_iter().map(Activity::blinded).eq(q16w.into_iter().map(Activity::blinded)));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn blinded(self) -> Self {
        let what = match self.what {
            ActivityKind::Drug(_) | ActivityKind::Placebo(_) | ActivityKind::Sham => {
                ActivityKind::Hidden
            }
            ActivityKind::Hidden | ActivityKind::Assessment(..) | ActivityKind::Visit(_) => {
                self.what
            }
        };
        Self { what, ..self }
    }
}

impl fmt::Display for Activity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} day {}: ", self.date, self.study_day)?;
        match self.what {
            ActivityKind::Drug(dose) => dose.fmt(f),
            ActivityKind::Placebo(what) => write!(f, "placebo ({what})"),
            ActivityKind::Sham => f.write_str("sham procedure"),
            ActivityKind::Hidden => f.write_str("drug or its mask"),
            ActivityKind::Assessment(visit, endpoint) => write!(f, "{visit}: {}", endpoint.name()),
            ActivityKind::Visit(visit) => write!(f, "{visit}: visit"),
        }
    }
}

impl Trial {
    /// One participant's schedule of activities through a date, the date included: what is given and what
    /// is measured, in order of date; on one day, what is given first.
    ///
    /// # Errors
    ///
    /// If there is no such arm or what it is given is known in words only, if drug is given on a day on which
    /// none seems to be, and if a visit is before the first date of chrono's calendar.
    pub fn calendar<'t>(
        &'t self,
        arm: &str,
        first_dose: NaiveDate,
        through: NaiveDate,
    ) -> Result<Vec<Activity<'t>>, TrialError> {
        let mut days = administrations(self.arm(arm)?, first_dose, through)?;
        for visit in self.visits() {
            let dates = dates(visit, first_dose)?.take_while(|date| *date <= through);
            days.extend(dates.flat_map(|date| seen(visit).map(move |what| (date, what))));
        }
        // A stable sort: the activities of a day stay in the order above.
        days.sort_by_key(|(date, _)| *date);
        let activities = days.into_iter().map(|(date, what)| Activity {
            date,
            study_day: StudyDay::of(date, first_dose),
            what,
        });
        Ok(activities.collect())
    }
}

type Day<'t> = (NaiveDate, ActivityKind<'t>);

/// What an arm is given, and what is done on the days on which that only seems so.
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
    let mut days: Vec<Day<'_>> = Vec::new();
    if let Some(drug) = arm.drug() {
        let doses = drug.starting(first_dose).through(through);
        days.extend(doses.map(|dose| (dose.date(), ActivityKind::Drug(dose.dose()))));
    }
    let (Some(seems), Some(mask)) = (arm.apparent_regimen(), arm.mask()) else {
        return Ok(days);
    };
    let drug_days: Vec<NaiveDate> = days.iter().map(|(date, _)| *date).collect();
    let seeming: Vec<NaiveDate> = seems.starting(first_dose).through(through).dates().collect();
    for date in &drug_days {
        if seeming.binary_search(date).is_err() {
            return Err(TrialError::DrugShows { arm: arm.name().to_owned(), date: *date });
        }
    }
    let without_drug = seeming.into_iter().filter(|date| drug_days.binary_search(date).is_err());
    days.extend(without_drug.map(|date| (date, mask.into())));
    Ok(days)
}

/// The dates of a visit, without an end where it is repeated.
fn dates(
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

/// What is measured at a visit, or only that there is one.
fn seen(visit: &Visit) -> impl Iterator<Item = ActivityKind<'_>> {
    let unstated = visit.assessments.is_empty().then_some(ActivityKind::Visit(&visit.name));
    let assessments = visit.assessments.iter();
    assessments.map(|endpoint| ActivityKind::Assessment(&visit.name, endpoint)).chain(unstated)
}
