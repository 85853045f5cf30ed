//! Joint rank of function and survival, also known as combined assessment of function and survival (CAFS).
//!
//! Every participant is compared with every other. A comparison is won, lost or tied:
//!
//! 1. Both died: the later death wins; deaths on the same day tie.
//! 2. One died: the other wins if they were seen alive on that day or later. If their follow-up ended before it,
//!    survival does not decide the pair, and the rule [`Undecided`] applies: function decides (the default), or the
//!    pair ties.
//! 3. Otherwise function decides: the better change wins, equal changes tie, and a change that was not measured ties
//!    with every other. A participant who died without a change ranks below all who have one. With changes by visit
//!    ([`JointRank::over_visits`]) two participants are compared at the last visit that both have, and so are two who
//!    died on the same day.
//!
//! Changes are compared as numbers. Those computed from decimals differ in their last bits where the decimals do not: 3.3
//! minus 3.4 is not 4.0 minus 4.1. Round such changes to the digits that were measured, so that equal ones tie.
//!
//! The score of a participant is the number of wins minus the number of losses. Every win is another participant's
//! loss, so the scores always sum to 0. Ranks are the mid-ranks of the scores; 1 is the worst.
//!
//! If every survivor has a change at one visit, the comparisons form a total order, and the rank is (N + 1)/2 +
//! score/2. With censoring there may be no such order (A beats B, B beats C, and A ties with C); scores and tests are
//! still defined.
//!
//! Wins and losses are counted in sorted columns instead of pair by pair: 100 000 participants take a few hundredths of
//! a second, O(n log n), with and without censoring.
//!
//! Sources: Berry et al., Amyotroph Lateral Scler Frontotemporal Degener 2013;14:162 for the method (not checked);
//! Finkelstein and Schoenfeld, Stat Med 1999;18:1341,
//! `doi:10.1002/(SICI)1097-0258(19990615)18:11<1341::AID-SIM129>3.0.CO;2-7` for the test.
//!
//! ```
//! use aso_regimen::StudyDay;
//! use aso_regimen::analysis::joint_rank::{JointRank, Survival};
//! use aso_regimen::measure::change::Difference;
//!
//! let change = Difference::new(-3.0)?;
//! let alive = Survival::Alive { change, last_seen: StudyDay::new(197)? };
//! let died = Survival::Died { on: StudyDay::new(90)? };
//! let ranks = JointRank::new(["treated", "placebo"], &[alive], &[died])?;
//! assert_eq!(ranks.ranks(), [[2.0], [1.0]]);
//! assert_eq!(ranks.wins().wins, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::analysis::arm::ComparedArms;
use crate::analysis::error::AnalysisError;
use crate::numeric::moments::number;

mod field;
mod follow_up;
mod permutation;
mod survival;
mod test;
mod wins;

use field::{Field, Tally};
pub use follow_up::FollowUp;
pub use permutation::ExactPermutation;
pub use survival::{Survival, Undecided};
pub use test::FinkelsteinSchoenfeld;
pub use wins::Wins;

/// The joint ranks of the participants of two arms, with their scores.
///
/// ```
/// use aso_regimen::StudyDay;
/// use aso_regimen::analysis::joint_rank::{JointRank, Survival};
/// use aso_regimen::measure::change::Difference;
///
/// let alive = |change| -> Result<Survival, Box<dyn std::error::Error>> {
///     Ok(Survival::Alive {
///         change: Difference::new(change)?,
///         last_seen: StudyDay::new(197)?,
///     })
/// };
/// let died = |day| StudyDay::new(day).map(|on| Survival::Died { on });
/// let treated = [alive(-2.0)?, alive(-5.0)?, died(150)?, alive(-9.0)?];
/// let placebo = [alive(-5.0)?, died(90)?, alive(-12.0)?, died(150)?];
///
/// let ranks = JointRank::new(["treated", "placebo"], &treated, &placebo)?;
/// assert_eq!(ranks.scores(), [[7, 4, -4, 1], [4, -7, -1, -4]]);
/// assert_eq!(ranks.ranks(), [[8.0, 6.5, 2.5, 5.0], [6.5, 1.0, 4.0, 2.5]]);
/// assert_eq!(
///     ranks.finkelstein_schoenfeld()?.to_string(),
///     "Finkelstein-Schoenfeld test, treated (n = 4) against placebo (n = 4): Z = 1.169, \
///      p = 0.2425",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "CAFS")]
pub struct JointRank {
    #[cfg_attr(feature = "serde", serde(flatten))]
    arms: ComparedArms,
    scores: [Vec<i64>; 2],
    wins: Wins,
}

impl JointRank {
    /// Compares every participant of both arms with every other. Function decides a pair that survival does not decide.
    ///
    /// # Errors
    ///
    /// If both arms have the same name, or if an arm is empty.
    pub fn new(
        arms: [&str; 2],
        first: &[Survival],
        second: &[Survival],
    ) -> Result<Self, AnalysisError> {
        Self::by_rule(arms, first, second, Undecided::ByFunction)
    }

    /// Compares every participant with every other, with a rule for pairs that survival does not decide.
    ///
    /// # Errors
    ///
    /// If both arms have the same name, or if an arm is empty.
    ///
    /// ```
    /// use aso_regimen::StudyDay;
    /// use aso_regimen::analysis::joint_rank::{JointRank, Survival, Undecided};
    /// use aso_regimen::measure::change::Difference;
    ///
    /// let alive = |day, change| -> Result<Survival, Box<dyn std::error::Error>> {
    ///     Ok(Survival::Alive {
    ///         change: Difference::new(change)?,
    ///         last_seen: StudyDay::new(day)?,
    ///     })
    /// };
    /// let died = |day| StudyDay::new(day).map(|on| Survival::Died { on });
    /// let treated = [alive(15, -2.0)?, died(20)?, died(35)?];
    /// let control = [died(10)?, died(20)?, alive(30, -3.0)?];
    /// let counts = |rule| {
    ///     JointRank::by_rule(["treated", "control"], &treated, &control, rule)
    ///         .map(|ranks| (ranks.wins().wins, ranks.wins().losses, ranks.wins().ties))
    /// };
    /// assert_eq!(counts(Undecided::ByFunction)?, (6, 2, 1));
    /// assert_eq!(counts(Undecided::Tie)?, (5, 1, 3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn by_rule(
        arms: [&str; 2],
        first: &[Survival],
        second: &[Survival],
        undecided: Undecided,
    ) -> Result<Self, AnalysisError> {
        let arms = ComparedArms::new(arms, [first.len(), second.len()])?;
        let all = Field::new(first.iter().chain(second), undecided);
        let scores = [first, second].map(|arm| arm.iter().map(|one| all.tally(one)).collect());
        let tallies = [(first, second), (second, first)].map(|(arm, others)| {
            let others = Field::new(others.iter(), undecided);
            arm.iter().map(|one| others.tally(one)).collect()
        });
        Ok(Self::of(arms, &scores, tallies))
    }

    /// Compares participants with changes of function at several visits. Two participants are compared at the last
    /// visit that both have.
    ///
    /// Pairs are compared one by one, so the time grows with the square of the number of participants: about 30 ms for
    /// 1,000.
    ///
    /// # Errors
    ///
    /// If both arms have the same name, or if an arm is empty.
    ///
    /// ```
    /// use aso_regimen::StudyDay;
    /// use aso_regimen::analysis::joint_rank::{FollowUp, JointRank, Undecided};
    /// use aso_regimen::measure::change::Difference;
    ///
    /// let alive = |day, changes: &[f64]| -> Result<FollowUp, Box<dyn std::error::Error>> {
    ///     let changes = changes
    ///         .iter()
    ///         .map(|change| Difference::new(*change).map(Some))
    ///         .collect::<Result<_, _>>()?;
    ///     Ok(FollowUp { died: false, last_day: StudyDay::new(day)?, changes })
    /// };
    /// // The second left after one visit, where the first had lost less; at the end the first
    /// // is worse than the third.
    /// let treated = [alive(57, &[-1.0, -6.0])?];
    /// let control = [alive(29, &[-2.0])?, alive(57, &[-2.0, -3.0])?];
    /// let ranks = JointRank::over_visits(
    ///     ["treated", "control"],
    ///     &treated,
    ///     &control,
    ///     Undecided::ByFunction,
    /// )?;
    /// assert_eq!((ranks.wins().wins, ranks.wins().losses), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn over_visits(
        arms: [&str; 2],
        first: &[FollowUp],
        second: &[FollowUp],
        undecided: Undecided,
    ) -> Result<Self, AnalysisError> {
        let arms = ComparedArms::new(arms, [first.len(), second.len()])?;
        let all = |one: &FollowUp| one.tally(first.iter().chain(second), undecided);
        let scores = [first, second].map(|arm| arm.iter().map(all).collect());
        let tallies = [(first, second), (second, first)].map(|(arm, others)| {
            arm.iter().map(|one| one.tally(others.iter(), undecided)).collect()
        });
        Ok(Self::of(arms, &scores, tallies))
    }

    fn of(arms: ComparedArms, all: &[Vec<Tally>; 2], tallies: [Vec<Tally>; 2]) -> Self {
        let scores =
            all.each_ref().map(|arm| arm.iter().map(|tally| tally.score()).collect::<Vec<_>>());
        Self { wins: Wins::count(&arms, tallies), arms, scores }
    }

    /// The score of each participant, wins minus losses against all others: of the first and of the second arm.
    pub fn scores(&self) -> [&[i64]; 2] {
        [&self.scores[0], &self.scores[1]]
    }

    /// Returns the mid-rank of each participant among all, 1 the worst: of the first and of the second arm.
    ///
    /// The ranks can be the responses of an [`Ancova`](crate::analysis::ancova::Ancova).
    pub fn ranks(&self) -> [Vec<f64>; 2] {
        let mut sorted: Vec<i64> = self.scores.concat();
        sorted.sort_unstable();
        let rank = |score: &i64| {
            let below = sorted.partition_point(|other| other < score);
            let up_to = sorted.partition_point(|other| other <= score);
            // The mean of the ranks below + 1 to up_to.
            number(below + 1 + up_to) / 2.0
        };
        [0, 1].map(|arm| self.scores[arm].iter().map(rank).collect())
    }

    /// The comparisons between the two arms, with win ratio, win odds and net benefit.
    pub fn wins(&self) -> &Wins {
        &self.wins
    }

    /// Returns the Finkelstein-Schoenfeld test of no difference between the arms.
    ///
    /// Without censoring it equals the Wilcoxon rank-sum test, with ties and without continuity correction.
    ///
    /// # Errors
    ///
    /// If all comparisons tie.
    pub fn finkelstein_schoenfeld(&self) -> Result<FinkelsteinSchoenfeld, AnalysisError> {
        FinkelsteinSchoenfeld::new(&self.arms, &self.scores)
    }

    /// Returns the exact permutation test of the score sum of the first arm.
    ///
    /// # Errors
    ///
    /// If there are more than [`ExactPermutation::LIMIT`] participants.
    pub fn exact_permutation(&self) -> Result<ExactPermutation, AnalysisError> {
        ExactPermutation::new(&self.arms, &self.scores)
    }
}
