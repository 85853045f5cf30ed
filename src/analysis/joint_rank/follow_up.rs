//! Participants followed over several visits.

use core::cmp::Ordering;

use crate::analysis::joint_rank::field::Tally;
use crate::analysis::joint_rank::survival::Undecided;
use crate::calendar::StudyDay;
use crate::measure::change::Difference;

/// The follow-up of a participant: survival, and the change of function at each visit.
///
/// [`JointRank::over_visits`](super::JointRank::over_visits) compares two participants at the last visit that both
/// have, so that a participant who left early counts with the changes that were measured.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct FollowUp {
    /// Whether the participant died on the last day.
    pub died: bool,
    /// The day of death, or the last day on which the participant was known to be alive.
    pub last_day: StudyDay,
    /// The change of function at each planned visit in order, higher is better; `None` if it was not measured. All
    /// participants have the same visits; trailing visits without a measurement may be left out.
    pub changes: Vec<Option<Difference>>,
}

impl FollowUp {
    /// How this participant did against another: greater is better.
    fn compare(&self, other: &Self, undecided: Undecided) -> Ordering {
        let by_survival = match (self.died, other.died) {
            (true, true) => self.last_day.cmp(&other.last_day),
            (false, true) if self.last_day >= other.last_day => Ordering::Greater,
            (true, false) if other.last_day >= self.last_day => Ordering::Less,
            _ => Ordering::Equal,
        };
        let may_tie = undecided == Undecided::Tie && (self.died || other.died);
        if by_survival != Ordering::Equal || may_tie {
            return by_survival;
        }
        let mut both = self.changes.iter().zip(&other.changes).rev();
        let common = both.find_map(|(one, other)| Some((one.as_ref()?, other.as_ref()?)));
        match (common, self.measured(), other.measured()) {
            (Some((one, other)), ..) => one.value().total_cmp(&other.value()),
            (None, true, false) if other.died => Ordering::Greater,
            (None, false, true) if self.died => Ordering::Less,
            _ => Ordering::Equal,
        }
    }

    fn measured(&self) -> bool {
        self.changes.iter().any(Option::is_some)
    }

    /// Counts the wins and losses of this participant against others, who may include this one.
    pub(super) fn tally<'o>(
        &self,
        others: impl Iterator<Item = &'o Self>,
        undecided: Undecided,
    ) -> Tally {
        let none = Tally { wins: 0, losses: 0 };
        others.fold(none, |sum, other| match self.compare(other, undecided) {
            Ordering::Greater => Tally { wins: sum.wins + 1, ..sum },
            Ordering::Less => Tally { losses: sum.losses + 1, ..sum },
            Ordering::Equal => sum,
        })
    }
}
