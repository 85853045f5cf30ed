//! Comparisons between two arms, counted.

use core::fmt;

use crate::analysis::arm::ComparedArms;
use crate::analysis::error::AnalysisError;
use crate::analysis::joint_rank::field::Tally;
use crate::analysis::scale::Digits;
use crate::numeric::moments::number;

/// The comparisons of each participant of the first arm with each of the second.
///
/// ```
/// # use aso_regimen::StudyDay;
/// # use aso_regimen::analysis::joint_rank::{JointRank, Survival};
/// let died = |day| StudyDay::new(day).map(|on| Survival::Died { on });
/// let ranks = JointRank::new(["treated", "placebo"], &[died(30)?, died(20)?], &[died(10)?, died(20)?])?;
/// assert_eq!(
///     ranks.wins().to_string(),
///     "treated (n = 2) against placebo (n = 2): 3 wins, 0 losses, 1 tie; net benefit 0.7500",
/// );
/// assert_eq!(ranks.wins().win_ratio().unwrap_err().to_string(), "no losses between the arms; expected at least one");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Wins {
    #[cfg_attr(feature = "serde", serde(flatten))]
    arms: ComparedArms,
    /// Pairs in which the participant of the first arm won.
    pub wins: usize,
    /// Pairs in which the participant of the first arm lost.
    pub losses: usize,
    /// Pairs that tied.
    pub ties: usize,
    /// The share of pairs won minus the share lost, from -1 to 1.
    pub net_benefit: f64,
}

impl Wins {
    pub(super) fn count(arms: &ComparedArms, tallies: impl Iterator<Item = Tally>) -> Self {
        let (wins, losses) = tallies
            .fold((0, 0), |(wins, losses), tally| (wins + tally.wins, losses + tally.losses));
        let pairs = arms.participants.iter().product::<usize>();
        Self {
            arms: arms.clone(),
            wins,
            losses,
            ties: pairs - wins - losses,
            net_benefit: (number(wins) - number(losses)) / number(pairs),
        }
    }

    /// Wins over losses; ties do not count.
    ///
    /// # Errors
    ///
    /// If there are no losses.
    pub fn win_ratio(&self) -> Result<f64, AnalysisError> {
        if self.losses == 0 {
            return Err(AnalysisError::Undefined("losses"));
        }
        Ok(number(self.wins) / number(self.losses))
    }

    /// Wins over losses, half of the ties on each side.
    ///
    /// # Errors
    ///
    /// If there are neither losses nor ties.
    pub fn win_odds(&self) -> Result<f64, AnalysisError> {
        let half = number(self.ties) / 2.0;
        if self.losses == 0 && self.ties == 0 {
            return Err(AnalysisError::Undefined("losses or ties"));
        }
        Ok((number(self.wins) + half) / (number(self.losses) + half))
    }
}

impl fmt::Display for Wins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let many = |count: usize, one: &str, many: &str| {
            format!("{count} {}", if count == 1 { one } else { many })
        };
        write!(
            f,
            "{}: {}, {}, {}; net benefit {}",
            self.arms,
            many(self.wins, "win", "wins"),
            many(self.losses, "loss", "losses"),
            many(self.ties, "tie", "ties"),
            Digits(self.net_benefit),
        )
    }
}
