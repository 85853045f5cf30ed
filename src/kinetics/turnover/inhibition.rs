//! How drug inhibits synthesis: the sigmoid Imax model.

use crate::kinetics::parameter::{Concentration, ParameterError, Quantity};
use crate::quantity::Mass;

/// How strongly drug inhibits synthesis: `Imax * x^h / (x50^h + x^h)`, with x the concentration or the amount of drug.
///
/// ```
/// use aso_regimen::kinetics::parameter::Concentration;
/// use aso_regimen::kinetics::turnover::Inhibition;
///
/// let inhibition = Inhibition::half_at(Concentration::ng_per_ml(10.0)?).up_to(0.8)?;
/// assert_eq!(inhibition.at(10.0)?, 0.4);
/// assert_eq!(inhibition.at(0.0)?, 0.0);
/// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inhibition {
    quantity: Quantity,
    half: f64,
    most: f64,
    hill: f64,
}

impl Inhibition {
    /// Half of the largest inhibition, which is complete unless [`up_to`](Self::up_to) says otherwise, at a
    /// concentration.
    pub fn half_at(concentration: Concentration) -> Self {
        Self {
            quantity: Quantity::Concentration,
            half: concentration.as_ng_per_ml(),
            most: 1.0,
            hill: 1.0,
        }
    }

    /// The same with half at an amount.
    ///
    /// # Errors
    ///
    /// If the amount is nothing.
    pub fn half_at_amount(amount: Mass) -> Result<Self, ParameterError> {
        Self::half_at_mg(amount.as_mg())
    }

    /// Half at so many milligrams, which need not be whole micrograms.
    pub(crate) fn half_at_mg(half: f64) -> Result<Self, ParameterError> {
        if !(1e-12..=1e15).contains(&half) {
            return Err(ParameterError {
                what: "an amount in mg",
                value: half,
                range: "1e-12 to 1e15",
            });
        }
        Ok(Self {
            quantity: Quantity::Amount,
            half,
            most: 1.0,
            hill: 1.0,
        })
    }

    /// The same with another largest inhibition.
    ///
    /// # Errors
    ///
    /// If it is not a share from 0 to 1.
    pub fn up_to(self, most: f64) -> Result<Self, ParameterError> {
        share(most)?;
        Ok(Self { most, ..self })
    }

    /// The same with a Hill exponent, which is 1 otherwise.
    ///
    /// # Errors
    ///
    /// Outside 0.1 to 20.
    pub fn hill(self, exponent: f64) -> Result<Self, ParameterError> {
        if !(0.1..=20.0).contains(&exponent) {
            return Err(ParameterError {
                what: "a Hill exponent",
                value: exponent,
                range: "0.1 to 20",
            });
        }
        Ok(Self {
            hill: exponent,
            ..self
        })
    }

    /// The largest inhibition, as a share of synthesis.
    pub fn most(&self) -> f64 {
        self.most
    }

    /// The concentration in ng/mL or the amount in mg at which it is half of the largest.
    pub fn half(&self) -> f64 {
        self.half
    }

    /// The Hill exponent.
    pub fn exponent(&self) -> f64 {
        self.hill
    }

    /// Whether a concentration or an amount inhibits.
    pub fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The inhibition at a concentration in ng/mL or an amount in mg, as a share of synthesis.
    ///
    /// # Errors
    ///
    /// For a level that is negative, infinite or NaN.
    pub fn at(&self, level: f64) -> Result<f64, ParameterError> {
        if !(0.0..=f64::MAX).contains(&level) {
            return Err(ParameterError {
                what: "a level",
                value: level,
                range: "0 to 1.8e308",
            });
        }
        let [inhibition] = self.at_all([level]);
        Ok(inhibition)
    }

    #[inline]
    pub(crate) fn at_all<const N: usize>(&self, levels: [f64; N]) -> [f64; N] {
        #[expect(
            clippy::float_cmp,
            reason = "the exponent that was never changed is exactly 1"
        )]
        if self.hill == 1.0 {
            levels.map(|level| self.most * (level / (self.half + level)))
        } else {
            // Of the ratio, so that neither power is infinite before the other is added.
            levels.map(|level| {
                let power = libm::pow(level / self.half, self.hill);
                if power < 1e300 {
                    self.most * power / (1.0 + power)
                } else {
                    self.most
                }
            })
        }
    }
}

pub(super) fn share(share: f64) -> Result<f64, ParameterError> {
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err(ParameterError {
            what: "a share",
            value: share,
            range: "0 to 1",
        })
    }
}
