//! Function and survival together: the joint rank, also known as combined assessment of function and survival (CAFS).
//!
//! Every participant is compared with every other. A comparison is won, lost or tied:
//!
//! 1. Both died: the later death wins; deaths on the same day tie.
//! 2. One died: the other wins if they were seen alive on that day or later. If they left before it, nobody knows who would
//!    have died first, and the two tie.
//! 3. Neither died: the better change of function wins; equal changes tie, and so does a change that was not measured.
//!
//! The score of a participant is wins minus losses. Each win is another's loss, so that the scores sum to 0 whatever the data.
//! Ranks are the mid-ranks of the scores, 1 the worst.
//!
//! Rule 2 is the stated rule for censoring. Where every survivor was seen after the last death and has a change, nothing is
//! censored, the comparisons form one order, and the rank is (N + 1)/2 + score/2. With censoring there may be no such order (A
//! beats B, B beats C, and A ties with C); scores and tests are defined all the same. Early leavers tie often, which draws
//! their scores towards 0: leaving early is not punished and not rewarded, and an effect is underestimated rather than invented.
//!
//! The counts come from sorted columns, and not from pairs: 100 000 participants take some O(n log n) hundredths of a second,
//! with and without censoring.
//!
//! The method: Berry et al., Amyotroph Lateral Scler Frontotemporal Degener 2013;14:162 (not checked); the test:
//! Finkelstein and Schoenfeld, Stat Med 1999;18:1341,
//! `doi:10.1002/(SICI)1097-0258(19990615)18:11<1341::AID-SIM129>3.0.CO;2-7`.

use crate::analysis::arm::ComparedArms;
use crate::analysis::error::AnalysisError;
use crate::numeric::moments::number;

mod field;
mod permutation;
mod survival;
mod test;
mod wins;

use field::Field;
pub use permutation::ExactPermutation;
pub use survival::Survival;
pub use test::FinkelsteinSchoenfeld;
pub use wins::Wins;

/// The scores and ranks of two arms' participants among each other.
///
/// ```
/// use aso_regimen::StudyDay;
/// use aso_regimen::analysis::joint_rank::{JointRank, Survival};
/// use aso_regimen::measure::change::Difference;
///
/// let alive = |change| -> Result<Survival, Box<dyn std::error::Error>> {
///     Ok(Survival::Alive { change: Difference::new(change)?, last_seen: StudyDay::new(197)? })
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
///     "Finkelstein-Schoenfeld test, treated (n = 4) against placebo (n = 4): Z = 1.169, p = 0.2425",
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
    /// Compares all participants of both arms, named for the sentences.
    ///
    /// # Errors
    ///
    /// If an arm is empty.
    pub fn new(
        arms: [&str; 2],
        first: &[Survival],
        second: &[Survival],
    ) -> Result<Self, AnalysisError> {
        let arms = ComparedArms::new(arms, [first.len(), second.len()])?;
        let all = Field::new(first.iter().chain(second));
        let scores = [first, second].map(|arm| arm.iter().map(|one| all.score(one)).collect());
        let others = Field::new(second.iter());
        let wins = Wins::count(&arms, first.iter().map(|one| others.tally(one)));
        Ok(Self { arms, scores, wins })
    }

    /// Wins minus losses of each participant against all others, of the first and of the second arm.
    pub fn scores(&self) -> [&[i64]; 2] {
        [&self.scores[0], &self.scores[1]]
    }

    /// The mid-rank of each participant among all, 1 the worst, of the first and of the second arm.
    ///
    /// They are what an [`Ancova`](crate::analysis::ancova::Ancova) on ranks takes as responses.
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

    /// The comparisons between the arms alone: win ratio, win odds, net benefit.
    pub fn wins(&self) -> &Wins {
        &self.wins
    }

    /// The Finkelstein-Schoenfeld test of no difference between the arms.
    ///
    /// Without censoring it is the Wilcoxon test of the ranks, with ties and without continuity correction.
    ///
    /// # Errors
    ///
    /// If all comparisons tie.
    pub fn finkelstein_schoenfeld(&self) -> Result<FinkelsteinSchoenfeld, AnalysisError> {
        FinkelsteinSchoenfeld::new(&self.arms, &self.scores)
    }

    /// The exact distribution of the score sum of the first arm over all ways to share out the participants.
    ///
    /// # Errors
    ///
    /// If there are more than [`ExactPermutation::LIMIT`] participants.
    pub fn exact_permutation(&self) -> Result<ExactPermutation, AnalysisError> {
        ExactPermutation::new(&self.arms, &self.scores)
    }
}
