//! Trials: who is given what, what it looks like to them, when they are seen, and what was found.

mod arm;
mod calendar;
mod registration;
mod visit;

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

pub use self::arm::{Arm, Mask};
pub use self::calendar::{Activity, ActivityKind};
pub use self::registration::{ParseRegistrationError, Registration};
pub use self::visit::Visit;
use crate::calendar::StudyDayError;
use crate::evidence::result::{Contrast, ReportedOutcome};
use crate::evidence::source::Source;
#[cfg(feature = "serde")]
use crate::text::plain::Plain;
use crate::text::{debug_as_display, has_control};

/// A trial: its registration, its arms, its visits and its results.
///
/// Every arm that a result names is one of the trial's, arms have different names, and the windows of
/// visits never overlap, their repetitions included. The repetitions of a visit repeated in months are held
/// apart from each other but not from those of other visits: their days depend on the first dose's.
///
/// In JSON: `{"registration": "NCT02623699", "title": "VALOR", "arms": [...], "visits": [...], "outcomes": [...],
/// "contrasts": [...], "sources": [...]}` with an [`Arm`], a [`Visit`] and so on in each list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Plain<TrialBuilder>"))]
pub struct Trial(TrialBuilder);

/// Collects the parts of a [`Trial`]; [`TrialBuilder::build`] checks them once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(expecting = "a trial", deny_unknown_fields))]
#[must_use = "a builder does nothing until it is built"]
pub struct TrialBuilder {
    registration: Registration,
    title: Cow<'static, str>,
    arms: Vec<Arm>,
    #[cfg_attr(feature = "serde", serde(default))]
    stratified_by: Vec<Cow<'static, str>>,
    #[cfg_attr(feature = "serde", serde(default))]
    visits: Vec<Visit>,
    #[cfg_attr(feature = "serde", serde(default))]
    outcomes: Vec<ReportedOutcome>,
    #[cfg_attr(feature = "serde", serde(default))]
    contrasts: Vec<Contrast>,
    sources: Vec<Source>,
}

/// Why parts do not make a [`Trial`], or a question to one has no answer.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TrialError {
    /// Registry or number is blank, the registry has a colon in its name, or a number of
    /// ClinicalTrials.gov has more than eight digits.
    #[error(
        "the registration is {found:?}, expected NCT and eight digits, or a registry without a colon and a \
         number"
    )]
    Registration {
        /// The registration as text.
        found: String,
    },
    /// The title, a stratification factor, a source or the name of an arm or a visit has a control character in it.
    #[error("{found:?} has a control character, expected none")]
    Control {
        /// The text.
        found: String,
    },
    /// There is no source.
    #[error("a trial without a source, expected at least one")]
    NoSource,
    /// There is no arm.
    #[error("a trial without an arm, expected at least one")]
    NoArms,
    /// Two arms with one name.
    #[error("two arms are named {name:?}, expected different names")]
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
    #[error("visit {visit:?}: {why}")]
    Visit {
        /// The visit.
        visit: String,
        /// Which day of which first dose.
        why: StudyDayError,
    },
    /// What an arm is given is not known as a regimen.
    #[error("what arm {arm:?} is given is known in words only, expected a regimen: {words}")]
    KnownInWords {
        /// The arm.
        arm: String,
        /// What is known.
        words: String,
    },
    /// Drug on a day on which none seems to be given, which would unmask the arm.
    #[error("arm {arm:?} is given drug on {date}, expected a day on which drug seems to be given")]
    DrugShows {
        /// The arm.
        arm: String,
        /// The day.
        date: NaiveDate,
    },
    /// A visit that comes again before its window closes, or while the next one is open.
    #[error("the windows of the repeated visit {visit:?} overlap, expected no day in common")]
    RepeatedTooSoon {
        /// The visit.
        visit: String,
    },
    /// Two visits whose windows share a day, or would at a repetition.
    #[error(
        "the windows of the visits {earlier:?} and {later:?} overlap, expected no day in common"
    )]
    WindowsOverlap {
        /// The earlier visit.
        earlier: String,
        /// The later one.
        later: String,
    },
}

debug_as_display!(TrialError);

impl TrialBuilder {
    /// With this arm.
    pub fn arm(mut self, arm: Arm) -> Self {
        self.arms.push(arm);
        self
    }

    /// With allocation stratified by this.
    pub fn stratified_by(mut self, what: impl Into<Cow<'static, str>>) -> Self {
        self.stratified_by.push(what.into());
        self
    }

    /// With this visit.
    pub fn visit(mut self, visit: Visit) -> Self {
        self.visits.push(visit);
        self
    }

    /// With these results for arms.
    pub fn outcomes(mut self, outcomes: impl IntoIterator<Item = ReportedOutcome>) -> Self {
        self.outcomes.extend(outcomes);
        self
    }

    /// With these results between arms.
    pub fn contrasts(mut self, contrasts: impl IntoIterator<Item = Contrast>) -> Self {
        self.contrasts.extend(contrasts);
        self
    }

    /// With one more source; the same one again adds nothing.
    pub fn source(mut self, source: Source) -> Self {
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        self
    }

    /// The trial, its visits in order of their days.
    ///
    /// # Errors
    ///
    /// If the registration is blank, if there is no arm, if two arms have one name or one has no part of the
    /// allocation, if a result names an arm that is not there, and if the windows of two visits or of a
    /// repeated one overlap.
    pub fn build(mut self) -> Result<Trial, TrialError> {
        self.visits.sort_by_key(|visit| visit.day);
        self.check()?;
        Ok(Trial(self))
    }
}

impl Trial {
    /// A builder of the trial with this registration, title and source.
    pub fn builder(
        registration: Registration,
        title: impl Into<Cow<'static, str>>,
        source: Source,
    ) -> TrialBuilder {
        TrialBuilder {
            registration,
            title: title.into(),
            arms: Vec::new(),
            stratified_by: Vec::new(),
            visits: Vec::new(),
            outcomes: Vec::new(),
            contrasts: Vec::new(),
            sources: vec![source],
        }
    }

    /// Where it is registered.
    pub fn registration(&self) -> &Registration {
        &self.0.registration
    }

    /// Its name.
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// Its arms; at least one.
    pub fn arms(&self) -> &[Arm] {
        &self.0.arms
    }

    /// Stratification factors of the randomisation.
    pub fn stratified_by(&self) -> impl Iterator<Item = &str> + '_ {
        self.0.stratified_by.iter().map(AsRef::as_ref)
    }

    /// The arm of this name.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn arm(&self, name: &str) -> Result<&Arm, TrialError> {
        self.0.named(name)
    }

    /// Its visits, in the order of their days.
    pub fn visits(&self) -> &[Visit] {
        &self.0.visits
    }

    /// Results for arms.
    pub fn outcomes(&self) -> &[ReportedOutcome] {
        &self.0.outcomes
    }

    /// Results between arms.
    pub fn contrasts(&self) -> &[Contrast] {
        &self.0.contrasts
    }

    /// The sources of its design; at least one.
    pub fn sources(&self) -> &[Source] {
        &self.0.sources
    }
}

impl TrialBuilder {
    fn named(&self, name: &str) -> Result<&Arm, TrialError> {
        let found = self.arms.iter().find(|arm| arm.name() == name);
        found.ok_or_else(|| {
            let arms = self.arms.iter();
            let names: Vec<String> = arms.map(|arm| format!("{:?}", arm.name())).collect();
            TrialError::UnknownArm { name: name.to_owned(), arms: names.join(", ") }
        })
    }

    fn check(&self) -> Result<(), TrialError> {
        if self.sources.is_empty() {
            return Err(TrialError::NoSource);
        }
        let registration = self.registration.to_string();
        if registration.parse::<Registration>().as_ref() != Ok(&self.registration) {
            return Err(TrialError::Registration { found: registration });
        }
        let texts = [&self.title].into_iter().chain(&self.stratified_by);
        let texts =
            texts.chain(self.visits.iter().map(|visit| &visit.name)).map(ToString::to_string);
        let texts = texts.chain(self.arms.iter().map(|arm| arm.name().to_owned()));
        let mut texts = texts.chain(self.sources.iter().map(Source::to_string));
        if let Some(found) = texts.find(|text| has_control(text)) {
            return Err(TrialError::Control { found });
        }
        self.check_arms()?;
        let of_outcomes = self.outcomes.iter().map(|outcome| &outcome.arm);
        let contrasts = self.contrasts.iter();
        let of_contrasts = contrasts.flat_map(|contrast| [&contrast.arm, &contrast.reference]);
        for name in of_outcomes.chain(of_contrasts) {
            self.named(name)?;
        }
        self.check_visits()
    }

    fn check_arms(&self) -> Result<(), TrialError> {
        if self.arms.is_empty() {
            return Err(TrialError::NoArms);
        }
        for (index, arm) in self.arms.iter().enumerate() {
            let name = || arm.name().to_owned();
            let mut before = self.arms[..index].iter();
            if before.any(|other| other.name() == arm.name()) {
                return Err(TrialError::ArmTwice { name: name() });
            }
            if arm.allocation() == Some(0) {
                return Err(TrialError::NoAllocation { name: name() });
            }
        }
        Ok(())
    }

    fn check_visits(&self) -> Result<(), TrialError> {
        for (index, later) in self.visits.iter().enumerate() {
            if later.overlaps_itself() {
                return Err(TrialError::RepeatedTooSoon { visit: later.name.clone().into_owned() });
            }
            let mut before = self.visits[..index].iter();
            if let Some(earlier) = before.find(|earlier| earlier.overlaps(later)) {
                return Err(TrialError::WindowsOverlap {
                    earlier: earlier.name.clone().into_owned(),
                    later: later.name.clone().into_owned(),
                });
            }
        }
        Ok(())
    }
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.0.title, self.0.registration)
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Plain<TrialBuilder>> for Trial {
    type Error = TrialError;

    fn try_from(Plain(parts): Plain<TrialBuilder>) -> Result<Self, TrialError> {
        parts.build()
    }
}
