//! The model of tofersen in plasma.

use crate::dosing::dose::Route;
use crate::kinetics::compartments::{Compartments, ModelError};
use crate::kinetics::parameter::{Clearance, Litres, ParameterError, Rate, check};
use crate::kinetics::published::log_normal;
use crate::kinetics::tofersen::published::{
    ABSORPTION_PER_HOUR, ANTIBODIES_ON_CLEARANCE, BODY_SURFACE_POWER, FEMALE_ON_CENTRAL,
    PLASMA_CENTRAL, PLASMA_CLEARANCE, PLASMA_VARIABILITY, TYPICAL_BODY_SURFACE,
};
use crate::person::Sex;

/// A model of tofersen in plasma: a depot that doses enter, first-order absorption, a central compartment, and a
/// peripheral one if the caller gives its parameters.
///
/// The clearance to and the volume of the peripheral compartment are not printed. Without them the model has one
/// compartment, so its peak is the highest that the printed parameters allow. Half of the concentrations to which the
/// model was fitted were set to the limit of 1 ng/mL (CHMP assessment report, page 43), so its troughs mean little.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::dosing::dose::Route;
/// use aso_regimen::kinetics::{
///     design::Design, input::Input, time::Time, tofersen::TofersenPlasma,
/// };
///
/// let dose = Input::bolus(Time::ZERO, Mass::mg(100), Route::Intrathecal);
/// let at = Design::new(&[dose].into_iter().collect(), &[Time::hours(6)]);
/// let plasma = TofersenPlasma::TYPICAL_MAN.model()?;
/// let amounts = plasma.simulate(&at)?;
/// assert_eq!(format!("{:.0}", amounts.concentrations("plasma")?[0]), "600");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct TofersenPlasma {
    /// The absorption rate from the depot.
    pub absorption: Rate,
    /// The clearance from plasma.
    pub clearance: Clearance,
    /// The central volume.
    pub central: Litres,
    /// The clearance between plasma and the peripheral compartment, and its volume. Both are not printed.
    pub peripheral: Option<(Clearance, Litres)>,
}

impl TofersenPlasma {
    /// A man of 1.94 m² without antibodies.
    pub const TYPICAL_MAN: Self = Self {
        absorption: Rate::unchecked(24.0 * ABSORPTION_PER_HOUR),
        clearance: Clearance::unchecked(PLASMA_CLEARANCE),
        central: Litres::unchecked(PLASMA_CENTRAL),
        peripheral: None,
    };

    /// Returns the typical person of a sex and a body surface area in m². The participants had 1.37 to 2.71 m²; other
    /// values are extrapolations.
    ///
    /// # Errors
    ///
    /// If the body surface area is outside 0.1 to 5 m².
    pub fn typical(sex: Sex, body_surface: f64) -> Result<Self, ParameterError> {
        check("a body surface in m2", body_surface, 0.1..=5.0, "0.1 to 5")?;
        let surface = libm::pow(body_surface / TYPICAL_BODY_SURFACE, BODY_SURFACE_POWER);
        let sex = if sex == Sex::Female { 1.0 + FEMALE_ON_CENTRAL } else { 1.0 };
        Ok(Self {
            clearance: Self::TYPICAL_MAN.clearance.times(surface)?,
            central: Self::TYPICAL_MAN.central.times(sex)?,
            ..Self::TYPICAL_MAN
        })
    }

    /// Returns this person with antibodies against tofersen: clearance is lower by 42.9 %, as in the first model.
    ///
    /// # Errors
    ///
    /// If the clearance is out of range.
    pub fn with_antibodies(self) -> Result<Self, ParameterError> {
        Ok(Self { clearance: self.clearance.times(1.0 + ANTIBODIES_ON_CLEARANCE)?, ..self })
    }

    /// Returns this model with a peripheral compartment: the clearance between it and plasma, and its volume.
    #[must_use]
    pub const fn with_peripheral(self, flow: Clearance, volume: Litres) -> Self {
        Self { peripheral: Some((flow, volume)), ..self }
    }

    /// Returns the model of a person whose log clearance, absorption rate and central volume, in this order, are
    /// shifted from those of this model by `by` standard deviations of their random effects (eta / omega).
    ///
    /// The printed coefficients of variation, 69.6, 49.8 and 129 %, are read as those of log-normal distributions, so
    /// that omega is 0.63, 0.47 and 0.99. If the document prints 100 omega, omega is 0.696, 0.498 and 1.29.
    ///
    /// # Errors
    ///
    /// If a number of standard deviations is outside -10 to 10.
    #[doc(alias = "ETA")]
    pub fn with_random_effects(self, by: [f64; 3]) -> Result<Self, ParameterError> {
        let [clearance, absorption, central] =
            core::array::from_fn(|i| log_normal(PLASMA_VARIABILITY[i].powi(2).ln_1p(), by[i]));
        Ok(Self {
            absorption: self.absorption.times(absorption?)?,
            clearance: self.clearance.times(clearance?)?,
            central: self.central.times(central?)?,
            ..self
        })
    }

    /// Returns the compartment model: `depot`, which intrathecal doses enter, `plasma`, and `periphery` if its
    /// parameters are given.
    ///
    /// # Errors
    ///
    /// If a flow is too fast or too slow for its volume.
    pub fn model(&self) -> Result<Compartments, ModelError> {
        let model = Compartments::builder()
            .amount("depot")
            .compartment("plasma", self.central)
            .rate("depot", "plasma", self.absorption)
            .clearance("plasma", self.clearance)
            .dosed(Route::Intrathecal, "depot");
        match self.peripheral {
            Some((flow, volume)) => {
                model.compartment("periphery", volume).exchange("plasma", "periphery", flow).build()
            }
            None => model.build(),
        }
    }
}
