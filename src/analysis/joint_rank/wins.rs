use core::fmt;

use super::field::Tally;
use crate::analysis::estimate::{AnalysisError, Digits};
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
///     "treated (n = 2) against placebo (n = 2): 3 wins, 0 losses, 1 tie; net benefit 0.7500; none excluded",
/// );
/// assert_eq!(ranks.wins().win_ratio().unwrap_err().to_string(), "no losses between the arms; expected at least one");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_field_names, reason = "they are wins and losses")]
pub struct Wins {
    arms: [String; 2],
    participants: [usize; 2],
    wins: usize,
    losses: usize,
}

impl Wins {
    pub(super) fn count(
        arms: [&str; 2],
        tallies: impl Iterator<Item = Tally>,
        participants: [usize; 2],
    ) -> Self {
        let start = Self {
            arms: arms.map(str::to_owned),
            participants,
            wins: 0,
            losses: 0,
        };
        tallies.fold(start, |sum, tally| Self {
            wins: sum.wins + tally.wins,
            losses: sum.losses + tally.losses,
            ..sum
        })
    }

    /// Pairs in which the participant of the first arm won.
    pub fn wins(&self) -> usize {
        self.wins
    }

    /// Pairs in which the participant of the first arm lost.
    pub fn losses(&self) -> usize {
        self.losses
    }

    /// Pairs that tied.
    pub fn ties(&self) -> usize {
        self.pairs() - self.wins - self.losses
    }

    /// Wins over losses; ties do not count.
    ///
    /// # Errors
    ///
    /// If there are no losses.
    pub fn win_ratio(&self) -> Result<f64, AnalysisError> {
        if self.losses == 0 {
            return Err(AnalysisError::Undefined { what: "losses" });
        }
        Ok(number(self.wins) / number(self.losses))
    }

    /// Wins over losses, half of the ties on each side.
    ///
    /// # Errors
    ///
    /// If there are neither losses nor ties.
    pub fn win_odds(&self) -> Result<f64, AnalysisError> {
        let half = number(self.ties()) / 2.0;
        if self.wins == self.pairs() {
            return Err(AnalysisError::Undefined {
                what: "losses or ties",
            });
        }
        Ok((number(self.wins) + half) / (number(self.losses) + half))
    }

    /// The share of pairs won minus the share lost, from -1 to 1.
    pub fn net_benefit(&self) -> f64 {
        (number(self.wins) - number(self.losses)) / number(self.pairs())
    }

    fn pairs(&self) -> usize {
        self.participants[0] * self.participants[1]
    }
}

impl fmt::Display for Wins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([first, second], [n, m]) = (&self.arms, self.participants);
        let many = |count: usize, one: &str, many: &str| {
            format!("{count} {}", if count == 1 { one } else { many })
        };
        write!(
            f,
            "{first} (n = {n}) against {second} (n = {m}): {}, {}, {}; net benefit {}; none excluded",
            many(self.wins, "win", "wins"),
            many(self.losses, "loss", "losses"),
            many(self.ties(), "tie", "ties"),
            Digits(self.net_benefit()),
        )
    }
}
