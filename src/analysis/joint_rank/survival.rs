//! The outcome of one participant at one visit.

use crate::calendar::StudyDay;
use crate::measure::change::Difference;

/// The outcome of a participant until the day of the analysis.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Survival {
    /// The participant died, or reached an event that counts as death in the trial.
    Died {
        /// The day of death.
        on: StudyDay,
    },
    /// The participant did not die during follow-up and has a change of function at the visit of the analysis.
    Alive {
        /// The change of function; higher is better. If lower is better, give the negated change.
        change: Difference,
        /// The last day on which the participant was known to be alive.
        last_seen: StudyDay,
    },
    /// The participant did not die during follow-up and has no change of function.
    NotMeasured {
        /// The last day on which the participant was known to be alive.
        last_seen: StudyDay,
    },
}

/// The rule for a pair that survival does not decide: one participant died, and the follow-up of the other ended before
/// that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Undecided {
    /// Function decides, as in generalised pairwise comparisons. A participant who died and has no change of function
    /// ranks below everyone who has one.
    #[default]
    ByFunction,
    /// The pair ties. Participants who leave early then tie often, which biases the effect towards 0.
    Tie,
}

impl Undecided {
    /// Until which day a participant with a change of function outlives others.
    pub(super) fn outlives_until(self, last_seen: StudyDay) -> StudyDay {
        match self {
            Self::ByFunction => StudyDay::from_offset(i32::MAX),
            Self::Tie => last_seen,
        }
    }
}
