//! What is known of one participant.

use crate::calendar::StudyDay;
use crate::measure::change::Difference;

/// What became of a participant until the day of the analysis.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Survival {
    /// Died, or reached whatever event counts as death in the trial.
    Died {
        /// The day of death.
        on: StudyDay,
    },
    /// Did not die while followed, and has a change of function at the visit of the analysis.
    Alive {
        /// The change of function; higher is better. Where lower is better, give it negated.
        change: Difference,
        /// The last day on which the participant was known to be alive.
        last_seen: StudyDay,
    },
    /// Did not die while followed, and has no change of function.
    NotMeasured {
        /// The last day on which the participant was known to be alive.
        last_seen: StudyDay,
    },
}

/// What becomes of a pair that survival does not decide: one died, and the other was last seen alive before that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Undecided {
    /// Function decides, as in generalised pairwise comparisons: a participant who died and has no change of function is
    /// below everyone who has one.
    #[default]
    ByFunction,
    /// The two tie. Early leavers tie often, which draws an effect towards 0.
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
