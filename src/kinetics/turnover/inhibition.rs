//! The inhibition of synthesis by drug: the sigmoid Imax model.

use crate::kinetics::decay::each;
use crate::kinetics::disposition::Disposition;
use crate::kinetics::error::SimulationError;
use crate::kinetics::parameter::{Concentration, ParameterError, Quantity, check};
use crate::quantity::Mass;
use crate::text::json_form;

/// A sigmoid Imax model of the inhibition of synthesis: `Imax * x^h / (x50^h + x^h)`, where x is the concentration or the
/// amount of drug.
///
/// ```
/// use aso_regimen::kinetics::parameter::Concentration;
/// use aso_regimen::kinetics::turnover::Inhibition;
///
/// let inhibition = Inhibition::of_ic50(Concentration::ng_per_ml(10.0)?).with_imax(0.8)?;
/// assert_eq!(inhibition.at(10.0)?, 0.4);
/// assert_eq!(inhibition.at(0.0)?, 0.0);
/// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "InhibitionForm"))]
#[doc(alias = "Emax")]
pub struct Inhibition {
    quantity: Quantity,
    potency: f64,
    imax: f64,
    hill: f64,
}

impl Inhibition {
    /// Returns an Imax model that is driven by concentration, with this IC50. Imax is 1 unless
    /// [`with_imax`](Self::with_imax) sets another.
    #[doc(alias = "IC50")]
    #[doc(alias = "EC50")]
    pub fn of_ic50(concentration: Concentration) -> Self {
        Self::of(Quantity::Concentration, concentration.as_ng_per_ml())
    }

    /// Returns an Imax model that is driven by the amount of drug, with this amount at half of Imax (A50, or EDK50 in
    /// K-PD models). Imax is 1 unless [`with_imax`](Self::with_imax) sets another.
    ///
    /// # Errors
    ///
    /// If the amount is 0.
    #[doc(alias = "ID50")]
    #[doc(alias = "A50")]
    #[doc(alias = "EDK50")]
    pub fn of_id50(amount: Mass) -> Result<Self, ParameterError> {
        Self::of_id50_mg(amount.as_mg())
    }

    /// The same for an amount in mg that is not a whole number of micrograms.
    pub(crate) fn of_id50_mg(id50: f64) -> Result<Self, ParameterError> {
        check("an amount in mg", id50, 1e-12..=1e15, "1e-12 to 1e15")?;
        Ok(Self::of(Quantity::Amount, id50))
    }

    #[cfg(feature = "serde")]
    fn read(
        quantity: Quantity,
        potency: f64,
        imax: f64,
        hill: f64,
    ) -> Result<Self, ParameterError> {
        let inhibition = match quantity {
            Quantity::Concentration => Self::of_ic50(Concentration::ng_per_ml(potency)?),
            Quantity::Amount => Self::of_id50_mg(potency)?,
        };
        inhibition.with_imax(imax)?.with_hill(hill)
    }

    fn of(quantity: Quantity, potency: f64) -> Self {
        Self { quantity, potency, imax: 1.0, hill: 1.0 }
    }

    /// Returns this inhibition with another maximal inhibition.
    ///
    /// # Errors
    ///
    /// If `imax` is outside 0 to 1.
    #[doc(alias = "Imax")]
    #[doc(alias = "Emax")]
    pub fn with_imax(self, imax: f64) -> Result<Self, ParameterError> {
        check("an Imax", imax, 0.0..=1.0, "0 to 1")?;
        Ok(Self { imax, ..self })
    }

    /// Returns this inhibition with a Hill exponent. It is 1 by default.
    ///
    /// # Errors
    ///
    /// If `hill` is outside 0.1 to 20.
    #[doc(alias = "gamma")]
    pub fn with_hill(self, hill: f64) -> Result<Self, ParameterError> {
        check("a Hill exponent", hill, 0.1..=20.0, "0.1 to 20")?;
        Ok(Self { hill, ..self })
    }

    /// The maximal inhibition (Imax), as a share of synthesis.
    pub fn imax(&self) -> f64 {
        self.imax
    }

    /// The IC50 in ng/mL or the ID50 in mg, at which the inhibition is half of Imax.
    pub fn potency(&self) -> f64 {
        self.potency
    }

    /// The Hill exponent.
    pub fn hill(&self) -> f64 {
        self.hill
    }

    /// Whether the inhibition depends on a concentration or on an amount.
    pub fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The inhibition at a concentration in ng/mL or an amount in mg, as a share of synthesis.
    ///
    /// # Errors
    ///
    /// If the level is negative, infinite or NaN.
    pub fn at(&self, level: f64) -> Result<f64, ParameterError> {
        check("a level", level, 0.0..=f64::MAX, "0 to 1.8e308")?;
        let [inhibition] = self.at_all(&[level]);
        Ok(inhibition)
    }

    /// Checks that a response has the unit of the potency.
    pub(crate) fn is_driven_by(&self, driver: &Disposition) -> Result<(), SimulationError> {
        if driver.quantity() == self.quantity {
            return Ok(());
        }
        Err(SimulationError::Potency { potency: self.quantity, driver: driver.quantity() })
    }

    #[inline]
    pub(crate) fn at_all<const N: usize>(&self, levels: &[f64; N]) -> [f64; N] {
        #[expect(clippy::float_cmp, reason = "the exponent that was never changed is exactly 1")]
        if self.hill == 1.0 {
            each(levels, |level| self.imax * (level / (self.potency + level)))
        } else {
            // The power of the ratio, so that it is infinite only where the inhibition is complete.
            each(levels, |level| {
                let power = libm::pow(level / self.potency, self.hill);
                if power < 1e300 { self.imax * power / (1.0 + power) } else { self.imax }
            })
        }
    }
}

json_form!(InhibitionForm { quantity: Quantity, potency: f64, imax: f64, hill: f64 }
    is "an inhibition by quantity, potency, imax and hill", Inhibition::read, ParameterError);
