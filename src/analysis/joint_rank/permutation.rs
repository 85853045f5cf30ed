//! The exact permutation test of the joint rank.

use core::fmt;

use crate::analysis::arm::ComparedArms;
use crate::analysis::error::AnalysisError;
use crate::analysis::scale::P;

/// The exact permutation test of the joint rank. Its p-value is the share of all allocations of the participants to the
/// two arms in which the score sum of the first arm is at least as far from 0 as the observed one.
///
/// The allocations are counted by their score sums, not one by one.
///
/// ```
/// # use aso_regimen::StudyDay;
/// # use aso_regimen::analysis::joint_rank::{JointRank, Survival};
/// let died = |day| StudyDay::new(day).map(|on| Survival::Died { on });
/// let ranks = JointRank::new(
///     ["treated", "placebo"],
///     &[died(30)?, died(40)?],
///     &[died(10)?, died(20)?],
/// )?;
/// // The best of six ways, and the worst is as far from 0.
/// let exact = ranks.exact_permutation()?;
/// assert_eq!((exact.as_extreme, exact.ways), (2, 6));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// In JSON the two counts are texts, since few readers of JSON numbers hold 10²⁹.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ExactPermutation {
    #[cfg_attr(feature = "serde", serde(flatten))]
    arms: ComparedArms,
    /// The number of allocations whose score sum is at least as far from 0 as the observed one.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub as_extreme: u128,
    /// The number of allocations.
    #[cfg_attr(feature = "serde", serde(serialize_with = "as_text"))]
    pub ways: u128,
    /// The two-sided p-value.
    pub p_value: f64,
}

#[cfg(feature = "serde")]
fn as_text<S: serde::Serializer>(count: &u128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(count)
}

impl ExactPermutation {
    /// The largest number of participants, of both arms together.
    ///
    /// 100 participants take some tenths of a second; their 10²⁹ allocations fit into 128 bits. For more participants
    /// the normal approximation is as good.
    pub const LIMIT: usize = 100;

    pub(super) fn new(arms: &ComparedArms, scores: &[Vec<i64>; 2]) -> Result<Self, AnalysisError> {
        let all = scores.concat();
        if all.len() > Self::LIMIT {
            return Err(AnalysisError::TooMany { participants: all.len(), limit: Self::LIMIT });
        }
        let observed: i64 = scores[0].iter().sum();
        let mut sums = Sums::new(&all, scores[0].len());
        for &score in &all {
            sums.add(score);
        }
        let as_extreme = sums.ways(|sum| sum.abs() >= observed.abs());
        let ways = sums.ways(|_| true);
        #[expect(clippy::cast_precision_loss, reason = "a share to 15 digits")]
        let p_value = as_extreme as f64 / ways as f64;
        Ok(Self { arms: arms.clone(), as_extreme, ways, p_value })
    }
}

impl fmt::Display for ExactPermutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "exact permutation test, {}: {} of {} ways, {}",
            self.arms,
            self.as_extreme,
            self.ways,
            P(self.p_value),
        )
    }
}

/// In how many ways some of the scores added so far have a given sum: a row for each number of scores taken.
struct Sums {
    rows: Vec<Vec<u128>>,
    lowest: i64,
}

impl Sums {
    fn new(scores: &[i64], taken: usize) -> Self {
        let lowest: i64 = scores.iter().filter(|score| **score < 0).sum();
        let highest: i64 = scores.iter().filter(|score| **score > 0).sum();
        let width = usize::try_from(highest - lowest).unwrap_or_default() + 1;
        let mut rows = vec![vec![0; width]; taken + 1];
        if let Some(none) = rows[0].get_mut(usize::try_from(-lowest).unwrap_or_default()) {
            *none = 1;
        }
        Self { rows, lowest }
    }

    /// Lets one more score be taken or left.
    fn add(&mut self, score: i64) {
        let by = usize::try_from(score.unsigned_abs()).unwrap_or(usize::MAX);
        for taken in (1..self.rows.len()).rev() {
            let (fewer, more) = self.rows.split_at_mut(taken);
            let (from, to) = (&fewer[taken - 1], &mut more[0]);
            if score >= 0 {
                to.iter_mut().skip(by).zip(from).for_each(|(to, from)| *to += from);
            } else {
                to.iter_mut().zip(from.iter().skip(by)).for_each(|(to, from)| *to += from);
            }
        }
    }

    /// The ways to take all, with a sum that is wanted.
    fn ways(&self, wanted: impl Fn(i64) -> bool) -> u128 {
        let full = self.rows.last().map_or(&[][..], Vec::as_slice);
        let sums = full.iter().zip(self.lowest..);
        sums.filter(|(_, sum)| wanted(*sum)).map(|(ways, _)| ways).sum()
    }
}
