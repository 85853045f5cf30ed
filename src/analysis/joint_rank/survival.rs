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
