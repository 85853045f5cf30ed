//! Why parts do not make a trial, or a question to one has no answer.

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::{Interval, StudyDay, StudyDayError};
use crate::evidence::epoch::Epoch;
use crate::evidence::trial::part::TrialPart;
use crate::text::debug_as_display;

/// Why parts do not make a [`Trial`](super::Trial), or a question to one has no answer.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TrialError {
    /// A registration has not the form of its registry.
    #[error("the registration has another form than its registry's: {why}")]
    Registration {
        /// What was expected, and what was found.
        why: String,
    },
    /// A name that is empty, or has spaces at its ends.
    #[error(
        "the name of {what} is {found:?}, expected one that is not empty and has no spaces at its ends"
    )]
    Blank {
        /// Of what.
        what: &'static str,
        /// The name.
        found: String,
    },
    /// The same registration, stratification factor, visit, method or endpoint twice.
    #[error("{what} {name:?} comes twice, expected once")]
    Twice {
        /// What comes twice.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A criterion, a visit or a question of a part that no arm is in.
    #[error("{of} is of {part}, expected {parts}")]
    UnknownPart {
        /// Of what the part is.
        of: String,
        /// The part.
        part: String,
        /// The parts that arms are in.
        parts: String,
    },
    /// An arm that is compared with itself, puts itself together, or is entered from itself.
    #[error("arm {name:?} is set against itself, expected another arm")]
    SameArm {
        /// The name.
        name: String,
    },
    /// Two endpoints that are not in the order of their ranks.
    #[error(
        "endpoint {later:?} comes after {earlier:?}, expected the endpoints in the order of their ranks"
    )]
    EndpointOrder {
        /// The endpoint before.
        earlier: String,
        /// The endpoint that belongs before it.
        later: String,
    },
    /// Two visits that are not in the order of their epochs.
    #[error(
        "visit {later:?} of the {later_epoch} comes after visit {earlier:?} of the {epoch}, expected the epochs in order"
    )]
    EpochOrder {
        /// The visit before.
        earlier: String,
        /// Its epoch.
        epoch: Epoch,
        /// The visit after it.
        later: String,
        /// Its epoch, which comes before.
        later_epoch: Epoch,
    },
    /// The limits of a method are none.
    #[error("the limits of method {name:?}: {why}")]
    Limits {
        /// The name.
        name: String,
        /// What is wrong with them.
        why: String,
    },
    /// The title, a stratification factor, a criterion, a source or the name of an arm, a part, a method or a visit has
    /// a control character in it.
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
    #[error("arm {name:?} has 0 parts of the allocation, expected at least 1")]
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
    #[error("no method {name:?} of the trial measures {endpoint}, expected {methods}")]
    UnknownMethod {
        /// The name.
        name: String,
        /// The endpoint.
        endpoint: String,
        /// The methods that measure it.
        methods: String,
    },
    /// No visit of this name.
    #[error("no visit is named {name:?}, expected {visits}")]
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
    #[error(
        "arm {arm:?}: the dose of drug on {date} is on no day of the apparent regimen, expected one of its days"
    )]
    DrugShows {
        /// The arm.
        arm: String,
        /// The day.
        date: NaiveDate,
    },
    /// A visit more than ten years before the first dose. Repeated from there, it would come any number of times.
    #[error(
        "visit {visit:?} is on study day {day}, expected study day -3653 or later, at most ten years before the first dose"
    )]
    VisitTooEarly {
        /// The visit.
        visit: String,
        /// Its study day.
        day: StudyDay,
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

/// `one of A, B`, or what is expected where there is none.
pub(super) fn expected(names: &[impl AsRef<str>], otherwise: &str) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match &*names {
        [] => otherwise.to_owned(),
        names => format!("one of {}", names.join(", ")),
    }
}

impl TrialError {
    /// A part that no arm is in, or none where every arm is in one.
    pub(super) fn unknown_part(of: &str, part: Option<&str>, parts: &[&TrialPart]) -> Self {
        let mut names: Vec<String> = parts.iter().map(|part| format!("{:?}", part.name)).collect();
        names.dedup();
        let part = part.map_or_else(|| "no part".to_owned(), |part| format!("part {part:?}"));
        let parts = expected(&names, "no part, as no arm is in one");
        Self::UnknownPart { of: of.to_owned(), part, parts }
    }
}
