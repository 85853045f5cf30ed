//! One participant's schedule of activities: what is given and what is measured, by date.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::StudyDay;
use crate::dosing::dose::Dose;
use crate::dosing::regimen::Regimen;
use crate::evidence::trial::arm::Mask;
use crate::evidence::trial::{Trial, TrialError};
use crate::measure::endpoint::Endpoint;

/// One entry of a participant's schedule of activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Activity<'t> {
    /// When.
    pub date: NaiveDate,
    /// The study day, counted from the first dose or what seems to be one.
    pub study_day: StudyDay,
    /// What is done.
    pub what: What<'t>,
}

/// What is done in a schedule of activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What<'t> {
    /// A dose of the drug is given.
    Drug(&'t Dose),
    /// This is given in its place.
    Placebo(&'t str),
    /// The procedure is only acted out.
    Sham,
    /// One of the three above; which one is hidden.
    Hidden,
    /// At this visit, this is measured.
    Assessment(&'t str, &'t Endpoint),
}

impl Activity<'_> {
    /// The same as participants see it: whether drug, placebo or sham is hidden.
    #[must_use]
    pub fn blinded(self) -> Self {
        let what = match self.what {
            What::Drug(_) | What::Placebo(_) | What::Sham => What::Hidden,
            other => other,
        };
        Self { what, ..self }
    }
}

impl fmt::Display for Activity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} day {}: ", self.date, self.study_day)?;
        match self.what {
            What::Drug(dose) => dose.fmt(f),
            What::Placebo(what) => write!(f, "placebo ({what})"),
            What::Sham => f.write_str("sham procedure"),
            What::Hidden => f.write_str("drug or its mask"),
            What::Assessment(visit, endpoint) => write!(f, "{visit}: {}", endpoint.name()),
        }
    }
}

impl Trial {
    /// One participant's schedule of activities through a date, the date included: what is given, and
    /// what is measured, in order of date.
    ///
    /// # Errors
    ///
    /// Where there is no such arm, and where a visit is before the first date of chrono's calendar.
    pub fn calendar<'t>(
        &'t self,
        arm: &str,
        first_dose: NaiveDate,
        through: NaiveDate,
    ) -> Result<Vec<Activity<'t>>, TrialError> {
        let arm = self.arm(arm)?;
        let doses = |regimen: Option<&'t Regimen>| {
            regimen
                .map(|regimen| regimen.starting(first_dose).through(through))
                .into_iter()
                .flatten()
        };
        let drug_days: Vec<NaiveDate> = doses(arm.drug()).map(|dose| dose.date()).collect();
        let drug = doses(arm.drug()).map(|dose| (dose.date(), What::Drug(dose.dose())));
        let masked = doses(arm.seems())
            .map(|dose| dose.date())
            .filter(|date| drug_days.binary_search(date).is_err())
            .map(|date| match arm.mask() {
                Some(Mask::Placebo(what)) => (date, What::Placebo(what)),
                _ => (date, What::Sham),
            });
        let mut activities: Vec<Activity<'t>> = drug
            .chain(masked)
            .chain(self.assessments(first_dose, through)?)
            .map(|(date, what)| Activity {
                date,
                study_day: StudyDay::of(date, first_dose),
                what,
            })
            .collect();
        activities.sort_by_key(|activity| activity.date);
        Ok(activities)
    }

    /// What is measured when, visit by visit.
    fn assessments(
        &self,
        first_dose: NaiveDate,
        through: NaiveDate,
    ) -> Result<Vec<(NaiveDate, What<'_>)>, TrialError> {
        let mut assessments = Vec::new();
        for visit in &self.visits {
            let first = match visit.day.date(first_dose) {
                Ok(date) => date,
                // After the last date of the calendar is after the horizon.
                Err(_) if visit.day.offset() > 0 => continue,
                Err(error) => return Err(error.into()),
            };
            let repeats = 0..if visit.every.is_some() { u32::MAX } else { 1 };
            let dates = repeats
                .map_while(|n| match visit.every {
                    Some(every) => every.nth_after(first, n),
                    None => Some(first),
                })
                .take_while(|date| *date <= through);
            for date in dates {
                let what = visit
                    .assessments
                    .iter()
                    .map(|endpoint| (date, What::Assessment(&visit.name, endpoint)));
                assessments.extend(what);
            }
        }
        Ok(assessments)
    }
}
