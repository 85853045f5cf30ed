//! The participants with whom one is compared, in sorted columns.

use crate::analysis::joint_rank::survival::{Survival, Undecided};
use crate::calendar::StudyDay;

/// Participants to be compared with, sorted so that a count is a binary search.
pub(super) struct Field {
    deaths: Vec<StudyDay>,
    survivors_seen: Vec<StudyDay>,
    changes: Vec<f64>,
    undecided: Undecided,
}

/// How many of a field one participant beats and is beaten by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tally {
    pub(super) wins: usize,
    pub(super) losses: usize,
}

impl Field {
    pub(super) fn new<'o>(
        outcomes: impl Iterator<Item = &'o Survival>,
        undecided: Undecided,
    ) -> Self {
        let (deaths, survivors_seen, changes) = (Vec::new(), Vec::new(), Vec::new());
        let mut field = Self { deaths, survivors_seen, changes, undecided };
        for outcome in outcomes {
            match *outcome {
                Survival::Died { on } => field.deaths.push(on),
                Survival::Alive { change, last_seen } => {
                    field.survivors_seen.push(undecided.outlives_until(last_seen));
                    field.changes.push(change.value());
                }
                Survival::NotMeasured { last_seen } => field.survivors_seen.push(last_seen),
            }
        }
        field.deaths.sort_unstable();
        field.survivors_seen.sort_unstable();
        field.changes.sort_unstable_by(f64::total_cmp);
        field
    }

    /// Counts the wins and losses of a participant, who may be one of the field.
    pub(super) fn tally(&self, outcome: &Survival) -> Tally {
        match *outcome {
            Survival::Died { on } => {
                let earlier = self.deaths.partition_point(|death| *death < on);
                let up_to = self.deaths.partition_point(|death| *death <= on);
                let left_before = self.survivors_seen.partition_point(|seen| *seen < on);
                Tally {
                    wins: earlier,
                    losses: self.deaths.len() - up_to + self.survivors_seen.len() - left_before,
                }
            }
            Survival::Alive { change, last_seen } => {
                let change = change.value();
                let worse = self.changes.partition_point(|other| *other < change);
                let up_to = self.changes.partition_point(|other| *other <= change);
                let outlived = self.outlived(self.undecided.outlives_until(last_seen));
                Tally { wins: outlived + worse, losses: self.changes.len() - up_to }
            }
            Survival::NotMeasured { last_seen } => {
                Tally { wins: self.outlived(last_seen), losses: 0 }
            }
        }
    }

    fn outlived(&self, last_seen: StudyDay) -> usize {
        self.deaths.partition_point(|death| *death <= last_seen)
    }
}

impl Tally {
    /// Wins minus losses.
    pub(super) fn score(self) -> i64 {
        signed(self.wins) - signed(self.losses)
    }
}

/// A count of participants, of whom memory holds fewer than 2^63.
fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
