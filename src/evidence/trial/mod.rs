//! Clinical trials: eligibility, arms and their masking, visits, schedules of activities, and published results.
//!
//! ```
//! # #[cfg(feature = "catalog")] {
//! let valor = aso_regimen::catalog::tofersen::valor();
//! assert_eq!(valor.endpoints()[0].is_met, Some(false));
//! assert!(valor.arm("placebo")?.is_masked());
//!
//! // Neither participants nor staff can tell the arms apart on the day of the first dose.
//! let day = "2026-01-05".parse()?;
//! assert!(valor.unmasked_by(["100 mg", "placebo"], day, day)?.is_empty());
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

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

/// A clinical trial: its registration, arms, visits and published results.
///
/// Every arm, method and part that is referred to exists in the trial, and a part has one purpose. Names of arms,
/// visits and methods, and registrations, are unique. Among arms that are masked to each other, either all have an
/// allocation or none has. Endpoints are in the order of their ranks, visits in the order of their epochs.
///
/// The windows of visits never overlap, repetitions included. A visit that is repeated in months is checked against its
/// own repetitions, and against other visits on its first day only, because its later days depend on the date of the
/// first dose.
///
/// ```
/// use aso_regimen::evidence::source::{Source, Status};
/// use aso_regimen::evidence::trial::{Mask, Registration, Visit};
/// use aso_regimen::{Arm, Regimen, StudyDay, Trial};
///
/// let protocol = Source::new("a protocol", Status::Publication);
/// let monthly: Regimen = "100 mg IT q28d".parse()?;
/// let trial = Trial::builder(Registration::None, "a trial", protocol)
///     .arm(Arm::active("100 mg", monthly.clone()).with_allocation(2))
///     .arm(Arm::masked("sham", monthly, Mask::Sham).with_allocation(1))
///     .visit(Visit::new("week 4", StudyDay::new(29)?))
///     .build()?;
/// let calendar = trial.calendar("sham", "2026-01-05".parse()?, "2026-02-02".parse()?)?;
/// assert_eq!(calendar[0].to_string(), "2026-01-05 day 1: sham procedure");
/// assert_eq!(calendar[2].to_string(), "2026-02-02 day 29: week 4: visit");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
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
    /// Adds the trial's number in another registry.
    pub fn also_registered(mut self, registration: Registration) -> Self {
        self.also_registered.push(registration);
        self
    }

    /// Adds eligibility criteria.
    pub fn eligibility(mut self, criteria: impl IntoIterator<Item = Criterion>) -> Self {
        self.eligibility.extend(criteria);
        self
    }

    /// Adds a method of measurement, to which outcomes can refer by name.
    pub fn method(mut self, method: Method) -> Self {
        self.methods.push(method);
        self
    }

    /// Adds endpoints, in the order in which they are tested.
    pub fn endpoints(mut self, endpoints: impl IntoIterator<Item = TrialEndpoint>) -> Self {
        self.endpoints.extend(endpoints);
        self
    }

    /// Adds an arm.
    pub fn arm(mut self, arm: Arm) -> Self {
        self.arms.push(arm);
        self
    }

    /// Adds a stratification factor of the randomisation.
    pub fn stratified_by(mut self, what: impl Into<Cow<'static, str>>) -> Self {
        self.stratified_by.push(what.into());
        self
    }

    /// Adds a visit.
    pub fn visit(mut self, visit: Visit) -> Self {
        self.visits.push(visit);
        self
    }

    /// Adds results of single arms.
    pub fn outcomes(mut self, outcomes: impl IntoIterator<Item = ReportedOutcome>) -> Self {
        self.outcomes.extend(outcomes);
        self
    }

    /// Adds results between two arms.
    pub fn contrasts(mut self, contrasts: impl IntoIterator<Item = Contrast>) -> Self {
        self.contrasts.extend(contrasts);
        self
    }

    /// Adds a source. A source that is already there is not added again.
    pub fn source(mut self, source: Source) -> Self {
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        self
    }

    /// Builds the trial, with its visits in the order of their days.
    ///
    /// # Errors
    ///
    /// If there is no source or no arm, if a registration does not have the form of its registry or a further one is
    /// `none`, if a name is blank or begins or ends with a space, if a name, a registration or an endpoint appears
    /// twice, if a text has a control character, if an arm, part or method that is referred to does not exist, if a
    /// part has two purposes, if the condition of a criterion has no parts, a blank name, a reversed range or only the
    /// occurrence 0, if an arm is pooled of, entered from or compared with itself, if a pooled arm combines no arms, if
    /// an arm has an allocation of 0, if only some of the arms that are masked to each other have an allocation, if all
    /// allocations together are above [`u32::MAX`], if the limits of a method are not valid, if endpoints are not in
    /// the order of their ranks or visits not in that of their epochs, if a visit is more than ten years before the
    /// first dose, if two visits of one part are on one day, or if the windows of two visits of one part, or of the
    /// repetitions of one visit, overlap.
    pub fn build(mut self) -> Result<Trial, TrialError> {
        self.visits.sort_by_key(|visit| visit.day);
        self.check()?;
        Ok(Trial(self))
    }
}

impl Trial {
    /// Returns a builder for a trial with this registration, title and source.
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

    /// The registry and the trial's number there.
    pub fn registration(&self) -> &Registration {
        &self.0.registration
    }

    /// All registrations, starting with [the main one](Self::registration).
    pub fn registrations(&self) -> impl Iterator<Item = &Registration> {
        core::iter::once(&self.0.registration).chain(&self.0.also_registered)
    }

    /// The eligibility criteria; empty if no source states any.
    pub fn eligibility(&self) -> &[Criterion] {
        &self.0.eligibility
    }

    /// The methods by which endpoints are measured; empty if no source states any.
    pub fn methods(&self) -> &[Method] {
        &self.0.methods
    }

    /// The endpoints, in the order in which they are tested.
    pub fn endpoints(&self) -> &[TrialEndpoint] {
        &self.0.endpoints
    }

    /// The title of the trial.
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// The arms; at least one.
    pub fn arms(&self) -> &[Arm] {
        &self.0.arms
    }

    /// The stratification factors of the randomisation.
    pub fn stratified_by(&self) -> impl Iterator<Item = &str> + '_ {
        self.0.stratified_by.iter().map(AsRef::as_ref)
    }

    /// Returns the arm with this name.
    ///
    /// # Errors
    ///
    /// If no arm has this name.
    pub fn arm(&self, name: &str) -> Result<&Arm, TrialError> {
        self.0.named(name)
    }

    /// The visits, in the order of their days.
    pub fn visits(&self) -> &[Visit] {
        &self.0.visits
    }

    /// Returns the visits of the part with this name, and the visits that belong to no part.
    pub fn visits_of(&self, part: Option<&str>) -> impl Iterator<Item = &Visit> {
        self.visits().iter().filter(move |visit| visit.is_of(part))
    }

    /// The results of single arms.
    pub fn outcomes(&self) -> &[ReportedOutcome] {
        &self.0.outcomes
    }

    /// The results between two arms.
    pub fn contrasts(&self) -> &[Contrast] {
        &self.0.contrasts
    }

    /// The sources of the trial's design; at least one.
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
