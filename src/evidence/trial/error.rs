//! Errors of building a trial and of its methods.

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::{Interval, StudyDay, StudyDayError};
use crate::evidence::condition::UnitError;
use crate::evidence::epoch::Epoch;
use crate::evidence::trial::part::TrialPart;
use crate::text::debug_as_display;
use crate::text::excerpt::quoted;

/// An error of building a [`Trial`](super::Trial), or of one of its methods.
#[derive(Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TrialError {
    /// A registration does not have the form of its registry.
    #[error("the registration does not have the form of its registry: {why}")]
    Registration {
        /// What was expected, and what was found.
        why: String,
    },
    /// A name is empty, or begins or ends with a space.
    #[error(
        "the name of {what} is {found:?}, expected one that is not empty and neither begins nor ends with a space"
    )]
    Blank {
        /// What the name is of.
        what: &'static str,
        /// The name.
        found: String,
    },
    /// A registration, stratification factor, visit, method or endpoint appears twice.
    #[error("{what} {name:?} appears twice, expected once")]
    Twice {
        /// What appears twice.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A criterion, a visit or a call names a part that no arm belongs to.
    #[error("{of} names {part}, expected {parts}")]
    UnknownPart {
        /// What names the part.
        of: String,
        /// The part.
        part: String,
        /// The parts of the trial.
        parts: String,
    },
    /// Two arms give a part of one name different purposes.
    #[error("one arm is in {one:?} and another in {other:?}, expected one purpose for each part")]
    TwoPurposes {
        /// The part and its purpose in the arm that is listed first.
        one: String,
        /// The part and its purpose in a later arm.
        other: String,
    },
    /// The condition of a criterion can never be met, is always met, or is about something without a name.
    #[error("criterion {number} has {found}, expected {expected}")]
    Criterion {
        /// The place of the criterion in the list, counted from 1.
        number: usize,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// A value was reported in another unit than that of a criterion.
    #[error(transparent)]
    Unit(#[from] UnitError),
    /// An arm is compared with itself, pools itself, or is entered from itself.
    #[error("arm {name:?} is paired with itself, expected another arm")]
    SameArm {
        /// The name.
        name: String,
    },
    /// Two endpoints are not in the order of their ranks.
    #[error(
        "endpoint {later:?} comes after {earlier:?}, expected the endpoints in the order of their ranks"
    )]
    EndpointOrder {
        /// The endpoint that is listed first.
        earlier: String,
        /// The endpoint that is listed after it, although its rank is higher.
        later: String,
    },
    /// Two visits are not in the order of their epochs.
    #[error(
        "visit {later:?} of the {later_epoch} comes after visit {earlier:?} of the {epoch}, expected the epochs in order"
    )]
    EpochOrder {
        /// The visit with the earlier study day.
        earlier: String,
        /// The epoch of the earlier visit.
        epoch: Epoch,
        /// The visit with the later study day.
        later: String,
        /// The epoch of the later visit.
        later_epoch: Epoch,
    },
    /// The limits of quantification of a method are not valid.
    #[error("the limits of quantification of method {name:?}: {why}")]
    Limits {
        /// The name.
        name: String,
        /// What was found, and what was expected.
        why: String,
    },
    /// A text contains a control character: the title, a stratification factor, a criterion, a source, or the name of
    /// an arm, part, method or visit.
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
    /// Two arms have the same name.
    #[error("two arms are named {name:?}, expected different names")]
    ArmTwice {
        /// The name.
        name: String,
    },
    /// The allocation of an arm is 0.
    #[error("arm {name:?} has an allocation of 0, expected at least 1")]
    NoAllocation {
        /// The arm.
        name: String,
    },
    /// Only some of the arms that are masked to each other have an allocation.
    #[error(
        "arm {with:?} has an allocation and arm {without:?} has none, expected one for each masked arm or for none"
    )]
    AllocationInPart {
        /// An arm with an allocation.
        with: String,
        /// An arm without an allocation.
        without: String,
    },
    /// The sum of the allocations is too large.
    #[error("the sum of the allocations is more than 4294967295, expected 4294967295 or less")]
    AllocationTooLarge,
    /// A pooled arm combines no arms.
    #[error("pooled arm {name:?} combines no arms, expected at least one")]
    PooledOfNone {
        /// The arm.
        name: String,
    },
    /// No method with this name measures the endpoint.
    #[error("no method {} of the trial measures {endpoint}, expected {methods}", quoted(name))]
    UnknownMethod {
        /// The name.
        name: String,
        /// The endpoint.
        endpoint: String,
        /// The methods that measure the endpoint.
        methods: String,
    },
    /// No visit has this name.
    #[error("no visit is named {}, expected {visits}", quoted(name))]
    UnknownVisit {
        /// The name.
        name: String,
        /// The names of the visits.
        visits: String,
    },
    /// Two parts of the trial plan a visit of one name differently.
    #[error(
        "visit {name:?} is planned differently in parts {:?} and {:?}, expected a name with one plan: \
         `Trial::attendance` knows the part from the arm",
        parts[0], parts[1]
    )]
    VisitOfParts {
        /// The name.
        name: String,
        /// The names of the two parts.
        parts: [String; 2],
    },
    /// A visit is repeated in months, so its study days depend on the date of the first dose.
    #[error(
        "visit {visit:?} is repeated every {every}, expected an interval in days because months have no fixed study days"
    )]
    InMonths {
        /// The visit.
        visit: String,
        /// The interval.
        every: Interval,
    },
    /// A pooled arm has no calendar of its own.
    #[error("arm {arm:?} is pooled from several arms, expected one of them: {arms}")]
    Pooled {
        /// The arm.
        arm: String,
        /// The arms that it combines.
        arms: String,
    },
    /// No arm has this name.
    #[error("no arm is named {}, expected one of {arms}", quoted(name))]
    UnknownArm {
        /// The name.
        name: String,
        /// The names of the arms.
        arms: String,
    },
    /// A visit is before the first date of chrono's calendar.
    #[error("visit {visit:?}: {why}")]
    Visit {
        /// The visit.
        visit: String,
        /// The study day and the date of the first dose.
        why: StudyDayError,
    },
    /// The treatment of an arm is known only in words.
    #[error("the treatment of arm {arm:?} is known only as {words:?}, expected a regimen")]
    KnownInWords {
        /// The arm.
        arm: String,
        /// The words of the source.
        words: String,
    },
    /// Drug is given on a day that the apparent regimen does not have, which would unmask the arm.
    #[error("arm {arm:?} is given drug on {date}, expected a day of its apparent regimen")]
    DrugShows {
        /// The arm.
        arm: String,
        /// The day.
        date: NaiveDate,
    },
    /// A visit is more than ten years before the first dose.
    #[error(
        "visit {visit:?} is on study day {day}, expected study day -3653 or later, at most ten years before the first dose"
    )]
    VisitTooEarly {
        /// The visit.
        visit: String,
        /// Its study day.
        day: StudyDay,
    },
    /// The windows of two repetitions of a visit overlap.
    #[error("the windows of the repeated visit {visit:?} overlap, expected no day in common")]
    RepeatedTooSoon {
        /// The visit.
        visit: String,
    },
    /// Two visits without windows are on one day, repetitions included.
    #[error(
        "the visits {earlier:?} and {later:?} are on one day, expected one visit with the assessments of both"
    )]
    OneDay {
        /// The visit that is listed first.
        earlier: String,
        /// The other one.
        later: String,
    },
    /// The windows of two visits overlap, repetitions included.
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
    /// The error for a part that no arm belongs to, or for no part where every arm belongs to one.
    pub(super) fn unknown_part(of: &str, part: Option<&str>, parts: &[&TrialPart]) -> Self {
        let mut names: Vec<String> = parts.iter().map(|part| format!("{:?}", part.name)).collect();
        names.dedup();
        let part =
            part.map_or_else(|| "no part".to_owned(), |part| format!("part {}", quoted(part)));
        let parts = expected(&names, "no part because no arm belongs to one");
        Self::UnknownPart { of: of.to_owned(), part, parts }
    }
}
