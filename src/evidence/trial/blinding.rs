//! Blinding: what participants and staff see in a masked trial, and whether they can tell its arms apart.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::StudyDay;
use crate::dosing::dose::Minutes;
use crate::evidence::trial::arm::Arm;
use crate::evidence::trial::calendar::{Activity, ActivityKind};
use crate::evidence::trial::procedure::Procedure;
use crate::evidence::trial::{Trial, TrialError};

/// From whose point of view the trial is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Viewer {
    /// A participant, to whom a sham procedure looks like a dose.
    Participant,
    /// The staff who perform the procedure and so know a sham procedure. A placebo looks like the drug to them, too.
    Staff,
}

impl Activity<'_> {
    /// Returns the blinded view of this activity. In a masked arm the treatment and its amount are hidden, but the day,
    /// visit, assessment and procedure are shown. In an open-label arm nothing is hidden.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::evidence::trial::Viewer;
    ///
    /// let trial = aso_regimen::catalog::tofersen::valor();
    /// let day = "2019-07-01".parse()?;
    /// let calendar = trial.calendar("placebo", day, day)?;
    /// assert_eq!(
    ///     calendar[2].seen_by(Viewer::Participant).to_string(),
    ///     "2019-07-01 day 1: masked treatment (15 mL, over 1-3 min) IT",
    /// );
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn seen_by(self, viewer: Viewer) -> Self {
        let what = match self.what {
            what if self.is_open_label => what,
            ActivityKind::Drug(dose) => ActivityKind::Hidden(Procedure::of(dose)),
            ActivityKind::Placebo(_, procedure) => ActivityKind::Hidden(procedure),
            ActivityKind::Sham(procedure) if viewer == Viewer::Participant => {
                ActivityKind::Hidden(procedure)
            }
            what => what,
        };
        Self { what, ..self }
    }
}

/// The difference by which two arms can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Sign {
    /// One arm is open label, or both are and are given different doses.
    OpenLabel,
    /// On some day only one of the arms is given something.
    Day,
    /// The routes of administration differ.
    Route,
    /// The injected volumes differ.
    Volume,
    /// The volumes of cerebrospinal fluid withdrawn differ.
    FluidWithdrawn,
    /// The durations of the administration differ.
    Duration,
    /// One arm has a sham procedure and the other has not.
    Sham,
    /// The visits differ, or what is assessed at them.
    Visit,
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OpenLabel => "open label",
            Self::Day => "day",
            Self::Route => "route",
            Self::Volume => "volume",
            Self::FluidWithdrawn => "fluid withdrawn",
            Self::Duration => "duration",
            Self::Sham => "sham procedure",
            Self::Visit => "visit",
        })
    }
}

/// A way in which two arms can be told apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Unmasking {
    /// The names of the two arms.
    pub arms: [String; 2],
    /// The difference.
    pub sign: Sign,
    /// What is seen in each arm on the first day on which they differ, in the order of `arms`.
    pub seen: [String; 2],
    /// The study day on which they first differ.
    pub day: StudyDay,
    /// Who can see the difference. Staff see everything that participants see.
    pub viewer: Viewer,
}

/// Prints `"100 mg" and "placebo": volume on day 1, 15 mL against 2 mL, seen by participants`.
impl fmt::Display for Unmasking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { arms: [one, other], sign, seen: [here, there], day, viewer } = self;
        let viewer = match viewer {
            Viewer::Participant => "participants",
            Viewer::Staff => "staff only",
        };
        write!(
            f,
            "{one:?} and {other:?}: {sign} on day {day}, {here} against {there}, seen by {viewer}"
        )
    }
}

impl Trial {
    /// Returns the pairs of arms that should look alike: both are masked and belong to the same part of the trial.
    pub fn masked_pairs(&self) -> impl Iterator<Item = [&Arm; 2]> {
        let arms = self.arms();
        arms.iter().enumerate().flat_map(move |(index, one)| {
            let others = arms[index + 1..].iter();
            others
                .filter(|other| one.is_masked() && other.is_masked() && one.part() == other.part())
                .map(move |other| [one, other])
        })
    }

    /// Finds the differences by which two arms can be told apart through a date, the date included.
    ///
    /// Returns each kind of difference once, on the first day on which it is seen. The list is empty if and only if the
    /// arms look alike to participants and staff.
    ///
    /// ```
    /// use aso_regimen::evidence::source::{Source, Status};
    /// use aso_regimen::evidence::trial::Registration;
    /// use aso_regimen::{Arm, Trial};
    ///
    /// let protocol = Source::new("a protocol", Status::Publication);
    /// let trial = Trial::builder(Registration::None, "by two routes", protocol)
    ///     .arm(Arm::active("IT", "100 mg (15 mL, withdraw 10 mL) IT q28d".parse()?))
    ///     .arm(Arm::active("SC", "300 mg (2 mL) SC q28d".parse()?))
    ///     .build()?;
    /// let day = "2026-01-05".parse()?;
    /// let found = trial.unmasked_by(["IT", "SC"], day, day)?;
    /// let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    /// assert_eq!(
    ///     found,
    ///     [
    ///         "\"IT\" and \"SC\": route on day 1, IT against SC, seen by participants",
    ///         "\"IT\" and \"SC\": volume on day 1, 15 mL against 2 mL, seen by participants",
    ///         "\"IT\" and \"SC\": fluid withdrawn on day 1, 10 mL against not stated, \
    ///          seen by participants",
    ///     ],
    /// );
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If both names are the same, or if [`Trial::calendar`] is an error for one of the arms.
    pub fn unmasked_by(
        &self,
        arms: [&str; 2],
        first_dose: NaiveDate,
        through: NaiveDate,
    ) -> Result<Vec<Unmasking>, TrialError> {
        if arms[0] == arms[1] {
            return Err(TrialError::SameArm { name: arms[0].to_owned() });
        }
        let [one, other] = arms.map(|arm| self.calendar(arm, first_dose, through));
        let (one, other) = (one?, other?);
        let mut found: Vec<Unmasking> = Vec::new();
        for viewer in [Viewer::Participant, Viewer::Staff] {
            let [here, there] = [&one, &other].map(|calendar| -> Vec<Activity<'_>> {
                calendar.iter().map(|activity| activity.seen_by(viewer)).collect()
            });
            differences(&here, &there, |day, sign, seen| {
                if !found.iter().any(|known| known.sign == sign) {
                    let arms = arms.map(str::to_owned);
                    found.push(Unmasking { arms, sign, seen, day, viewer });
                }
            });
        }
        Ok(found)
    }
}

/// Reports every difference between two calendars, day by day.
fn differences<'t>(
    one: &[Activity<'t>],
    other: &[Activity<'t>],
    mut tell: impl FnMut(StudyDay, Sign, [String; 2]),
) {
    let (mut here, mut there) =
        (one.chunk_by(same_day).peekable(), other.chunk_by(same_day).peekable());
    loop {
        let next = |days: Option<&&[Activity<'t>]>| days.map(|activities| activities[0].study_day);
        let Some(day) = next(here.peek()).into_iter().chain(next(there.peek())).min() else {
            break;
        };
        let today = |activities: &&[Activity<'t>]| activities[0].study_day == day;
        let (here, there) = (here.next_if(today), there.next_if(today));
        let (here, there) = (here.unwrap_or_default(), there.unwrap_or_default());
        let given = [here, there].map(|what| what.iter().find(|activity| activity.what.is_given()));
        match given {
            [Some(one), Some(other)] => {
                apart(*one, *other, |sign, seen| tell(day, sign, seen));
            }
            [None, None] => {}
            given => {
                let words = |given: Option<&Activity<'_>>| {
                    given.map_or_else(|| "nothing".to_owned(), |given| given.what.to_string())
                };
                tell(day, Sign::Day, given.map(words));
            }
        }
        let seen = [here, there].map(|what| {
            let visits = what.iter().filter(|activity| !activity.what.is_given());
            let visits: Vec<String> = visits.map(|activity| activity.what.to_string()).collect();
            if visits.is_empty() { "nothing".to_owned() } else { visits.join(", ") }
        });
        if seen[0] != seen[1] {
            tell(day, Sign::Visit, seen);
        }
    }
}

fn same_day(one: &Activity<'_>, other: &Activity<'_>) -> bool {
    one.study_day == other.study_day
}

/// The visible parts of a procedure, each with its name and value.
fn signs(of: Procedure<'_>) -> [(Sign, String); 4] {
    let (route, [volume, withdrawn], duration) = of.shown();
    let or_not = |shown: Option<String>| shown.unwrap_or_else(|| "not stated".to_owned());
    let minutes = |Minutes { shortest, longest }| {
        let from = (shortest != longest).then(|| format!("{shortest} to "));
        format!("{}{longest} min", from.unwrap_or_default())
    };
    [
        (Sign::Route, route.to_string()),
        (Sign::Volume, or_not(volume.map(|volume| volume.to_string()))),
        (Sign::FluidWithdrawn, or_not(withdrawn.map(|csf| csf.to_string()))),
        (Sign::Duration, or_not(duration.map(minutes))),
    ]
}

/// Reports the differences between two administrations on one day.
fn apart(one: Activity<'_>, other: Activity<'_>, mut tell: impl FnMut(Sign, [String; 2])) {
    use ActivityKind::{Hidden, Placebo, Sham};
    let seen = || [one.what.to_string(), other.what.to_string()];
    match (one.what, other.what) {
        (here, there) if here == there => {}
        (Hidden(here), Hidden(there))
        | (Sham(here), Sham(there))
        | (Placebo(_, here), Placebo(_, there))
            if here != there =>
        {
            for ((sign, here), (_, there)) in signs(here).into_iter().zip(signs(there)) {
                if here != there {
                    tell(sign, [here, there]);
                }
            }
        }
        _ if one.is_open_label || other.is_open_label => tell(Sign::OpenLabel, seen()),
        _ => tell(Sign::Sham, seen()),
    }
}
