//! Trials: who may enter, who is given what, what it looks like to them, when they are seen, and what was found.

mod arm;
mod attendance;
mod blinding;
mod calendar;
mod check;
mod criterion;
mod endpoint;
mod error;
mod part;
mod procedure;
mod registration;
mod visit;
mod workflow;

use core::fmt;
use std::borrow::Cow;

pub use self::arm::{Arm, Mask};
pub use self::attendance::{Attendance, AttendedVisit, VisitRecord, VisitRecordError, read_visits};
pub use self::blinding::{Sign, Unmasking, Viewer};
pub use self::calendar::{Activity, ActivityKind};
pub use self::criterion::Criterion;
pub use self::endpoint::{EarlierDesign, Rank, TrialEndpoint};
pub use self::error::TrialError;
pub use self::part::{Purpose, TrialPart};
pub use self::procedure::Procedure;
pub use self::registration::{ParseRegistrationError, Registration};
pub use self::visit::Visit;
pub use self::workflow::Step;
pub use crate::evidence::epoch::Epoch;
use crate::evidence::method::Method;
use crate::evidence::result::{Contrast, ReportedOutcome};
use crate::evidence::source::Source;
#[cfg(feature = "serde")]
use crate::text::plain::Plain;

/// A trial: its registration, its arms, its visits and its results.
///
/// Every arm, method and part that is named is one of the trial's; arms, visits, methods and registrations come once;
/// of arms masked against each other, either all have a part of the allocation or none has; endpoints are in the order
/// of their ranks and visits in that of their epochs. The windows of visits never overlap, their repetitions included;
/// those of a visit repeated in months are checked against each other only, as against other visits they depend on the
/// date of the first dose.
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
    /// If a registration has not the form of its registry, if there is no arm, if two arms have one name, if an arm has
    /// 0 parts of the allocation or of arms masked to each other only some have any, if a result names an arm or a
    /// method that is not there, and if the windows of two visits of one part or of a repeated one overlap.
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
