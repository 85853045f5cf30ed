//! The Finkelstein-Schoenfeld test.

use core::fmt;

use crate::analysis::arm::ComparedArms;
use crate::analysis::error::AnalysisError;
use crate::analysis::scale::P;
use crate::numeric::distribution::two_sided_normal;
use crate::numeric::moments::number;

/// The Finkelstein-Schoenfeld test of no difference between two arms, by the normal approximation.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FinkelsteinSchoenfeld {
    #[cfg_attr(feature = "serde", serde(flatten))]
    arms: ComparedArms,
    /// The sum of the scores of the first arm; above 0 if the first arm did better.
    pub statistic: i64,
    /// The variance of the statistic over all allocations of the participants to the arms, above 0.
    pub variance: f64,
    /// The statistic over its standard error.
    pub z: f64,
    /// The two-sided p-value of the normal approximation.
    pub p_value: f64,
}

impl FinkelsteinSchoenfeld {
    pub(super) fn new(arms: &ComparedArms, scores: &[Vec<i64>; 2]) -> Result<Self, AnalysisError> {
        let [n, m] = arms.participants.map(number);
        let squares: i128 =
            scores.iter().flatten().map(|score| i128::from(*score) * i128::from(*score)).sum();
        if squares == 0 {
            let what = "Finkelstein-Schoenfeld test".to_owned();
            return Err(AnalysisError::NoSpread(what));
        }
        let statistic: i64 = scores[0].iter().sum();
        let variance = n * m / ((n + m) * (n + m - 1.0)) * float(squares);
        let z = float(statistic.into()) / variance.sqrt();
        Ok(Self { arms: arms.clone(), statistic, variance, z, p_value: two_sided_normal(z) })
    }
}

impl fmt::Display for FinkelsteinSchoenfeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Finkelstein-Schoenfeld test, {}: Z = {:.3}, {}",
            self.arms,
            self.z,
            P(self.p_value),
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums of squares have 15 good digits at least")]
fn float(count: i128) -> f64 {
    count as f64
}
