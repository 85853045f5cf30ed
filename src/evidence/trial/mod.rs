//! Trials: who may enter, who is given what, what it looks like to them, when they are seen, and what was found.

mod arm;
mod attendance;
mod blinding;
mod calendar;
mod criterion;
mod endpoint;
mod part;
mod procedure;
mod registration;
mod visit;
mod workflow;

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

pub use self::arm::{Arm, Mask};
pub use self::attendance::{Attendance, AttendedVisit, VisitRecord, VisitRecordError, read_visits};
pub use self::blinding::{Sign, Unmasking, Viewer};
pub use self::calendar::{Activity, ActivityKind};
pub use self::criterion::Criterion;
pub use self::endpoint::{EarlierDesign, Rank, TrialEndpoint};
pub use self::part::{Epoch, Purpose, TrialPart};
pub use self::procedure::Procedure;
pub use self::registration::{ParseRegistrationError, Registration};
pub use self::visit::Visit;
pub use self::workflow::Step;
use crate::calendar::{Interval, StudyDayError};
use crate::evidence::method::Method;
use crate::evidence::result::{Contrast, ReportedOutcome};
use crate::evidence::source::Source;
#[cfg(feature = "serde")]
use crate::text::plain::Plain;
use crate::text::{debug_as_display, has_control};

/// A trial: its registration, its arms, its visits and its results.
///
/// Every arm and method that a result names is one of the trial's, arms have different names, arms that are masked to
/// each other have all a part of the allocation or none, and the windows of
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
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    also_registered: Vec<Registration>,
    title: Cow<'static, str>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    eligibility: Vec<Criterion>,
    arms: Vec<Arm>,
    #[cfg_attr(feature = "serde", serde(default))]
    stratified_by: Vec<Cow<'static, str>>,
    #[cfg_attr(feature = "serde", serde(default))]
    visits: Vec<Visit>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    methods: Vec<Method>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    endpoints: Vec<TrialEndpoint>,
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
    /// The registration has not the form of its registry.
    #[error(
        "the registration is {found:?}, expected one in the form of its registry, such as \"NCT02623699\""
    )]
    Registration {
        /// The registration as text.
        found: String,
    },
    /// The title, a stratification factor, a criterion, a source or the name of an arm, a part, a method or a visit has a
    /// control character in it.
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
    /// Of arms that are masked to each other, one has a part of the allocation and another has none.
    #[error(
        "arm {with:?} has a part of the allocation and arm {without:?} has none, expected all of them or none"
    )]
    AllocationInPart {
        /// An arm that has one.
        with: String,
        /// An arm that has none.
        without: String,
    },
    /// The parts of the allocation are more than can be counted.
    #[error("the parts of the allocation are more than 4294967295 together, expected fewer")]
    AllocationTooLarge,
    /// A pooled arm of no other arms.
    #[error("arm {name:?} puts no arms together, expected at least one")]
    PooledOfNone {
        /// The arm.
        name: String,
    },
    /// No method of this name measures the endpoint.
    #[error("no method {name:?} of the trial measures {endpoint}, expected one of {methods}")]
    UnknownMethod {
        /// The name.
        name: String,
        /// The endpoint.
        endpoint: String,
        /// The methods that measure it.
        methods: String,
    },
    /// No visit of this name.
    #[error("no visit is named {name:?}, expected one of {visits}")]
    UnknownVisit {
        /// The name.
        name: String,
        /// The names there are.
        visits: String,
    },
    /// The days of a visit that is repeated in months are not known without a date.
    #[error(
        "visit {visit:?} is repeated every {every}, expected days, as it has no study days otherwise"
    )]
    InMonths {
        /// The visit.
        visit: String,
        /// The interval.
        every: Interval,
    },
    /// An arm that puts others together has no calendar of its own.
    #[error("arm {arm:?} puts arms together, expected one of them: {arms}")]
    Pooled {
        /// The arm.
        arm: String,
        /// The arms.
        arms: String,
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
    /// With its number in another registry.
    pub fn also_registered(mut self, registration: Registration) -> Self {
        self.also_registered.push(registration);
        self
    }

    /// With these criteria of eligibility.
    pub fn eligibility(mut self, criteria: impl IntoIterator<Item = Criterion>) -> Self {
        self.eligibility.extend(criteria);
        self
    }

    /// With a method of measurement, which outcomes can name.
    pub fn method(mut self, method: Method) -> Self {
        self.methods.push(method);
        self
    }

    /// With these endpoints, in the order in which they are tested.
    pub fn endpoints(mut self, endpoints: impl IntoIterator<Item = TrialEndpoint>) -> Self {
        self.endpoints.extend(endpoints);
        self
    }

    /// With this arm.
    pub fn arm(mut self, arm: Arm) -> Self {
        self.arms.push(arm);
        self
    }

    /// With randomisation stratified by this.
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
    /// If a registration has not the form of its registry, if there is no arm, if two arms have one name, if an arm has 0
    /// parts of the allocation or of arms masked to each other only some have any, if a result names an arm or a method
    /// that is not there, and if the windows of two visits of one part or of a repeated one overlap.
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
            also_registered: Vec::new(),
            title: title.into(),
            eligibility: Vec::new(),
            arms: Vec::new(),
            stratified_by: Vec::new(),
            visits: Vec::new(),
            methods: Vec::new(),
            endpoints: Vec::new(),
            outcomes: Vec::new(),
            contrasts: Vec::new(),
            sources: vec![source],
        }
    }

    /// Where it is registered.
    pub fn registration(&self) -> &Registration {
        &self.0.registration
    }

    /// Its numbers, the first of them first.
    pub fn registrations(&self) -> impl Iterator<Item = &Registration> {
        core::iter::once(&self.0.registration).chain(&self.0.also_registered)
    }

    /// Who may enter, where sources say so.
    pub fn eligibility(&self) -> &[Criterion] {
        &self.0.eligibility
    }

    /// How its endpoints are measured, where sources say so.
    pub fn methods(&self) -> &[Method] {
        &self.0.methods
    }

    /// Its endpoints, in the order in which they are tested.
    pub fn endpoints(&self) -> &[TrialEndpoint] {
        &self.0.endpoints
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

    /// The visits of a part, by its name, with those of no part.
    pub fn visits_of(&self, part: Option<&str>) -> impl Iterator<Item = &Visit> {
        self.visits().iter().filter(move |visit| visit.is_of(part))
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
        for registration in core::iter::once(&self.registration).chain(&self.also_registered) {
            let text = registration.to_string();
            if text.parse::<Registration>().as_ref() != Ok(registration) {
                return Err(TrialError::Registration { found: text });
            }
        }
        let texts = [&self.title].into_iter().chain(&self.stratified_by);
        let texts =
            texts.chain(self.visits.iter().map(|visit| &visit.name)).map(ToString::to_string);
        let texts = texts.chain(self.arms.iter().map(|arm| arm.name().to_owned()));
        let texts = texts.chain(self.arms.iter().filter_map(Arm::part).map(TrialPart::to_string));
        let texts = texts.chain(self.eligibility.iter().map(Criterion::to_string));
        let texts = texts.chain(self.methods.iter().map(Method::to_string));
        let mut texts = texts.chain(self.sources.iter().map(Source::to_string));
        if let Some(found) = texts.find(|text| has_control(text)) {
            return Err(TrialError::Control { found });
        }
        self.check_arms()?;
        self.check_methods()?;
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
            let mut pooled = arm.pooled_arms().into_iter().flatten().peekable();
            if arm.pooled_arms().is_some() && pooled.peek().is_none() {
                return Err(TrialError::PooledOfNone { name: name() });
            }
            for other in pooled.chain(arm.entered_from()) {
                self.named(other)?;
            }
        }
        self.check_allocation()
    }

    /// Whether those who can be allocated to one arm are allocated to all.
    fn check_allocation(&self) -> Result<(), TrialError> {
        let masked = || self.arms.iter().filter(|arm| arm.is_masked());
        for with in masked().filter(|arm| arm.allocation().is_some()) {
            let mut beside = masked().filter(|other| other.part() == with.part());
            if let Some(without) = beside.find(|other| other.allocation().is_none()) {
                let [with, without] = [with, without].map(|arm| arm.name().to_owned());
                return Err(TrialError::AllocationInPart { with, without });
            }
        }
        let parts = self.arms.iter().filter_map(Arm::allocation).map(u64::from);
        if parts.sum::<u64>() > u64::from(u32::MAX) {
            return Err(TrialError::AllocationTooLarge);
        }
        Ok(())
    }

    fn check_methods(&self) -> Result<(), TrialError> {
        let of_outcomes = self.outcomes.iter().map(|outcome| (&outcome.endpoint, &outcome.method));
        let of_contrasts =
            self.contrasts.iter().map(|contrast| (&contrast.endpoint, &contrast.method));
        for (endpoint, name) in of_outcomes.chain(of_contrasts) {
            let Some(name) = name else { continue };
            let of_it = self.methods.iter().filter(|method| method.endpoint == *endpoint);
            let names: Vec<&str> = of_it.map(|method| &*method.name).collect();
            if !names.contains(&&**name) {
                return Err(TrialError::UnknownMethod {
                    name: name.clone().into_owned(),
                    endpoint: endpoint.to_string(),
                    methods: names.join(", "),
                });
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
