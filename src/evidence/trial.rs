//! Trials: who is given what, what it looks like to them, when they are seen, and what was found.

use core::fmt;
use core::str::FromStr;
use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::{Interval, StudyDay, StudyDayError, Window};
use crate::dosing::dose::Dose;
use crate::dosing::regimen::Regimen;
use crate::evidence::result::{Contrast, Outcome};
use crate::evidence::source::Source;
use crate::measure::endpoint::Endpoint;
use crate::text::serde_as_text;

/// A number of ClinicalTrials.gov: `NCT` and eight digits.
///
/// ```
/// use aso_regimen::evidence::trial::NctNumber;
///
/// let valor: NctNumber = "NCT02623699".parse()?;
/// assert_eq!(valor.to_string(), "NCT02623699");
/// assert!("NCT2623699".parse::<NctNumber>().is_err());
/// # Ok::<(), aso_regimen::evidence::trial::ParseNctNumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NctNumber(u32);

/// Why a text is not an [`NctNumber`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected NCT and eight digits such as NCT02623699, found {text:?}")]
pub struct ParseNctNumberError {
    text: String,
}

impl FromStr for NctNumber {
    type Err = ParseNctNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text
            .strip_prefix("NCT")
            .filter(|digits| digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| ParseNctNumberError {
                text: text.to_owned(),
            })
    }
}

impl fmt::Display for NctNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NCT{:08}", self.0)
    }
}

serde_as_text!(NctNumber, "a registry number such as \"NCT02623699\"");

/// What is done on a day on which others are given the drug.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Mask {
    /// A placebo is given in the same way, such as artificial cerebrospinal fluid of the same volume.
    Placebo(Cow<'static, str>),
    /// The procedure is only acted out.
    Sham,
}

/// One arm of a [`Trial`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Arm {
    name: Cow<'static, str>,
    allocation: u32,
    n: Option<u32>,
    drug: Option<Regimen>,
    seems: Option<Regimen>,
    mask: Option<Mask>,
}

impl Arm {
    /// An arm in which everybody is given a regimen and nothing else.
    pub fn active(name: impl Into<Cow<'static, str>>, drug: Regimen) -> Self {
        Self {
            drug: Some(drug),
            ..Self::untreated(name)
        }
    }

    /// An arm in which a regimen seems to be given, and none is.
    pub fn masked(name: impl Into<Cow<'static, str>>, seems: Regimen, mask: Mask) -> Self {
        Self {
            seems: Some(seems),
            mask: Some(mask),
            ..Self::untreated(name)
        }
    }

    /// An arm in which nothing is given.
    pub fn untreated(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            allocation: 1,
            n: None,
            drug: None,
            seems: None,
            mask: None,
        }
    }

    /// The same arm, seeming to be given another regimen: on its days without drug, the mask.
    #[must_use]
    pub fn seeming(self, seems: Regimen, mask: Mask) -> Self {
        Self {
            seems: Some(seems),
            mask: Some(mask),
            ..self
        }
    }

    /// The same arm with its part of the allocation, such as 2 in 2:1.
    #[must_use]
    pub fn with_allocation(self, parts: u32) -> Self {
        Self {
            allocation: parts,
            ..self
        }
    }

    /// The same arm with so many participants.
    #[must_use]
    pub fn with_n(self, n: u32) -> Self {
        Self { n: Some(n), ..self }
    }

    /// Its name in the trial.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its part of the allocation.
    pub fn allocation(&self) -> u32 {
        self.allocation
    }

    /// How many participants it has, where a source says so.
    pub fn n(&self) -> Option<u32> {
        self.n
    }

    /// The drug that is really given.
    pub fn drug(&self) -> Option<&Regimen> {
        self.drug.as_ref()
    }

    /// What seems to be given: to participants, the same in all arms that are masked to each other.
    pub fn seems(&self) -> Option<&Regimen> {
        self.seems.as_ref().or(self.drug.as_ref())
    }

    /// What is done on days on which drug only seems to be given.
    pub fn mask(&self) -> Option<&Mask> {
        self.mask.as_ref()
    }
}

/// A day on which participants are seen, and what is measured then.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Visit {
    /// Its name in the trial.
    pub name: Cow<'static, str>,
    /// The study day it is planned for.
    pub day: StudyDay,
    /// The days around it that are on time, where a source states them.
    pub window: Option<Window>,
    /// For a visit that comes again and again, the time between.
    pub every: Option<Interval>,
    /// What is measured.
    pub assessments: Vec<Endpoint>,
}

impl Visit {
    /// A visit on a study day.
    pub fn new(name: impl Into<Cow<'static, str>>, day: StudyDay) -> Self {
        Self {
            name: name.into(),
            day,
            window: None,
            every: None,
            assessments: Vec::new(),
        }
    }

    /// The same visit with one more assessment.
    #[must_use]
    pub fn assessing(mut self, endpoint: Endpoint) -> Self {
        self.assessments.push(endpoint);
        self
    }

    /// The same visit with a window.
    #[must_use]
    pub fn with_window(self, window: Window) -> Self {
        Self {
            window: Some(window),
            ..self
        }
    }

    /// The same visit, again after each interval.
    #[must_use]
    pub fn repeated_every(self, interval: Interval) -> Self {
        Self {
            every: Some(interval),
            ..self
        }
    }
}

/// A trial: its registration, its arms, its visits and its results.
///
/// Every arm that a result names is one of the trial's, arms have different names, and the windows of
/// visits never overlap.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Trial {
    registration: NctNumber,
    title: Cow<'static, str>,
    arms: Vec<Arm>,
    stratified_by: Vec<Cow<'static, str>>,
    visits: Vec<Visit>,
    outcomes: Vec<Outcome>,
    contrasts: Vec<Contrast>,
    sources: Vec<Source>,
}

/// Why parts do not make a [`Trial`], or a question to one has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TrialError {
    /// There is no arm.
    #[error("a trial without an arm, expected at least one")]
    NoArms,
    /// Two arms with one name.
    #[error("two arms are named {name:?}")]
    ArmTwice {
        /// The name.
        name: String,
    },
    /// An arm to which nobody is allocated.
    #[error("0 parts of the allocation go to arm {name:?}, expected at least 1")]
    NoAllocation {
        /// The arm.
        name: String,
    },
    /// No arm of this name.
    #[error("no arm is named {name:?}, expected one of {arms}")]
    UnknownArm {
        /// The name.
        name: String,
        /// The names there are.
        arms: String,
    },
    /// A visit before the first dose is before the first date of the calendar.
    #[error("a visit is outside the calendar")]
    Visit(#[from] StudyDayError),
    /// Two neighbouring visits whose windows share a day.
    #[error("the windows of the visits {earlier:?} and {later:?} overlap")]
    WindowsOverlap {
        /// The earlier visit.
        earlier: String,
        /// The later one.
        later: String,
    },
}

/// Collects the parts of a [`Trial`]; [`TrialBuilder::build`] checks them once.
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct TrialBuilder {
    trial: Trial,
}

impl TrialBuilder {
    /// With this arm.
    pub fn arm(mut self, arm: Arm) -> Self {
        self.trial.arms.push(arm);
        self
    }

    /// With allocation stratified by this.
    pub fn stratified_by(mut self, what: impl Into<Cow<'static, str>>) -> Self {
        self.trial.stratified_by.push(what.into());
        self
    }

    /// With this visit.
    pub fn visit(mut self, visit: Visit) -> Self {
        self.trial.visits.push(visit);
        self
    }

    /// With these results for arms.
    pub fn outcomes(mut self, outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        self.trial.outcomes.extend(outcomes);
        self
    }

    /// With these results between arms.
    pub fn contrasts(mut self, contrasts: impl IntoIterator<Item = Contrast>) -> Self {
        self.trial.contrasts.extend(contrasts);
        self
    }

    /// With one more source.
    pub fn source(mut self, source: Source) -> Self {
        self.trial.sources.push(source);
        self
    }

    /// The trial, its visits in order of their days.
    ///
    /// # Errors
    ///
    /// Without an arm, with two arms of one name or one without a part of the allocation, where a result
    /// names an arm that is not there, and where the windows of neighbouring visits overlap.
    pub fn build(mut self) -> Result<Trial, TrialError> {
        self.trial.visits.sort_by_key(|visit| visit.day);
        self.trial.check()?;
        Ok(self.trial)
    }
}

impl Trial {
    /// A builder of the trial with this registration, title and source.
    pub fn builder(
        registration: NctNumber,
        title: impl Into<Cow<'static, str>>,
        source: Source,
    ) -> TrialBuilder {
        TrialBuilder {
            trial: Self {
                registration,
                title: title.into(),
                arms: Vec::new(),
                stratified_by: Vec::new(),
                visits: Vec::new(),
                outcomes: Vec::new(),
                contrasts: Vec::new(),
                sources: vec![source],
            },
        }
    }

    /// Its number at ClinicalTrials.gov.
    pub fn registration(&self) -> NctNumber {
        self.registration
    }

    /// Its name.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its arms; at least one.
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }

    /// By what allocation was stratified.
    pub fn stratified_by(&self) -> impl Iterator<Item = &str> + '_ {
        self.stratified_by.iter().map(AsRef::as_ref)
    }

    /// The arm of this name.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn arm(&self, name: &str) -> Result<&Arm, TrialError> {
        self.arms
            .iter()
            .find(|arm| arm.name == name)
            .ok_or_else(|| TrialError::UnknownArm {
                name: name.to_owned(),
                arms: self
                    .arms
                    .iter()
                    .map(|arm| format!("{:?}", arm.name))
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }

    /// Its visits, in the order of their days.
    pub fn visits(&self) -> &[Visit] {
        &self.visits
    }

    /// Results for arms.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// Results between arms.
    pub fn contrasts(&self) -> &[Contrast] {
        &self.contrasts
    }

    /// Where its design stands; at least one.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

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

    fn check(&self) -> Result<(), TrialError> {
        if self.arms.is_empty() {
            return Err(TrialError::NoArms);
        }
        for (index, arm) in self.arms.iter().enumerate() {
            let name = || arm.name.clone().into_owned();
            if self.arms[..index]
                .iter()
                .any(|other| other.name == arm.name)
            {
                return Err(TrialError::ArmTwice { name: name() });
            }
            if arm.allocation == 0 {
                return Err(TrialError::NoAllocation { name: name() });
            }
        }
        let of_outcomes = self.outcomes.iter().map(|outcome| &outcome.arm);
        let of_contrasts = self
            .contrasts
            .iter()
            .flat_map(|contrast| [&contrast.arm, &contrast.reference]);
        for name in of_outcomes.chain(of_contrasts) {
            self.arm(name)?;
        }
        for pair in self.visits.windows(2) {
            if !apart(&pair[0], &pair[1]) {
                return Err(TrialError::WindowsOverlap {
                    earlier: pair[0].name.clone().into_owned(),
                    later: pair[1].name.clone().into_owned(),
                });
            }
        }
        Ok(())
    }
}

/// Whether the windows of two visits, the earlier one first, share no day.
fn apart(earlier: &Visit, later: &Visit) -> bool {
    let late = earlier.window.map_or(0, Window::late);
    let early = later.window.map_or(0, Window::early);
    let close = i64::from(earlier.day.offset()) + i64::from(late);
    let open = i64::from(later.day.offset()) - i64::from(early);
    close < open
}

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
