//! The numbers of a model with their units: rates, volumes, clearances, concentrations.

use core::f64::consts::LN_2;
use core::fmt;

use crate::text::{debug_as_display, json_form};

/// A number that cannot be the parameter of a model.
#[derive(Clone, Copy, PartialEq, thiserror::Error)]
#[error("expected {what} of {range}, found {value}")]
#[non_exhaustive]
pub struct ParameterError {
    /// Which kind of number, with its unit.
    pub what: &'static str,
    /// What was found.
    pub value: f64,
    /// What is accepted.
    pub range: &'static str,
}

debug_as_display!(ParameterError);

/// A first-order rate: the share of an amount that leaves in a day.
///
/// 0, or from 1e-12 to 1e6 per day. Above it a compartment is empty before the clock of [`Time`] has moved.
///
/// ```
/// use aso_regimen::kinetics::parameter::Rate;
///
/// let sod1 = Rate::of_half_life(25.0)?;
/// assert!((sod1.as_per_day() - 0.027_725_887).abs() < 1e-9);
/// assert_eq!(sod1.half_life(), Some(25.0));
/// assert_eq!(Rate::per_hour(0.5)?, Rate::per_day(12.0)?);
/// assert!(Rate::per_day(-1.0).is_err());
/// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
/// ```
///
/// [`Time`]: crate::kinetics::time::Time
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[doc(alias = "kel")]
#[doc(alias = "ke0")]
#[doc(alias = "kout")]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RateForm"))]
pub struct Rate {
    per_day: f64,
}

impl Rate {
    /// Nothing leaves.
    pub const ZERO: Self = Self { per_day: 0.0 };

    /// A rate per day.
    ///
    /// # Errors
    ///
    /// If it is neither 0 nor from 1e-12 to 1e6.
    pub fn per_day(rate: f64) -> Result<Self, ParameterError> {
        if rate == 0.0 || (1e-12..=1e6).contains(&rate) {
            // A negative zero would print its sign.
            Ok(Self {
                per_day: rate.abs(),
            })
        } else {
            Err(ParameterError {
                what: "a rate per day",
                value: rate,
                range: "0, or 1e-12 to 1e6",
            })
        }
    }

    /// A rate per hour.
    ///
    /// # Errors
    ///
    /// As [`Rate::per_day`], which is where the rate is checked.
    pub fn per_hour(rate: f64) -> Result<Self, ParameterError> {
        Self::per_day(HOURS_A_DAY * rate)
    }

    /// The rate at which half is left after so many days.
    ///
    /// # Errors
    ///
    /// As [`Rate::per_day`], which is where the rate is checked.
    pub fn of_half_life(days: f64) -> Result<Self, ParameterError> {
        Self::per_day(LN_2 / days)
    }

    /// Per day.
    pub const fn as_per_day(self) -> f64 {
        self.per_day
    }

    /// The same rate times a factor, such as that of a covariate.
    ///
    /// # Errors
    ///
    /// As [`Rate::per_day`].
    pub fn times(self, factor: f64) -> Result<Self, ParameterError> {
        Self::per_day(self.per_day * factor)
    }

    /// Days after which half is left; `None` if nothing leaves.
    pub fn half_life(self) -> Option<f64> {
        (self.per_day > 0.0).then(|| LN_2 / self.per_day)
    }

    /// A rate that is known to be one.
    pub(crate) const fn unchecked(per_day: f64) -> Self {
        Self { per_day }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} per day", self.per_day)
    }
}

json_form!(RateForm { per_day: f64 } is "a rate, {\"per_day\": 0.03}",
    Rate::per_day, ParameterError);

pub(crate) const HOURS_A_DAY: f64 = 24.0;

/// A volume in which an amount is distributed, in litres, from 1e-9 to 1e9.
///
/// A number that was estimated, often far larger than the body, and not the volume of a syringe: that is
/// [`Volume`](crate::Volume), which is exact.
///
/// ```
/// use aso_regimen::kinetics::parameter::Litres;
///
/// assert_eq!(Litres::new(0.433)?.value(), 0.433);
/// assert!(Litres::new(0.0).is_err());
/// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[doc(alias = "V")]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "LitresForm"))]
pub struct Litres {
    litres: f64,
}

impl Litres {
    /// A volume of distribution in litres.
    ///
    /// # Errors
    ///
    /// If it is outside 1e-9 to 1e9.
    pub fn new(litres: f64) -> Result<Self, ParameterError> {
        if (1e-9..=1e9).contains(&litres) {
            Ok(Self { litres })
        } else {
            Err(ParameterError {
                what: "a volume in L",
                value: litres,
                range: "1e-9 to 1e9",
            })
        }
    }

    /// A volume that is known to be one: a published estimate.
    pub(crate) const fn published(litres: f64) -> Self {
        Self { litres }
    }

    /// The same volume times a factor, such as that of a covariate.
    ///
    /// # Errors
    ///
    /// If the product is outside 1e-9 to 1e9.
    pub fn times(self, factor: f64) -> Result<Self, ParameterError> {
        Self::new(self.litres * factor)
    }

    /// In litres.
    pub const fn value(self) -> f64 {
        self.litres
    }
}

impl fmt::Display for Litres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} L", self.litres)
    }
}

json_form!(LitresForm { litres: f64 } is "a volume, {\"litres\": 0.15}",
    Litres::new, ParameterError);

/// A flow between compartments or out of the body in litres per hour, 0 or from 1e-12 to 1e9.
///
/// ```
/// use aso_regimen::kinetics::parameter::{Clearance, Litres, Rate};
///
/// let clearance = Clearance::litres_per_hour(0.136)?;
/// assert_eq!(clearance.over(Litres::new(0.5)?)?, Rate::per_hour(0.272)?);
/// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[doc(alias = "CL")]
#[doc(alias = "Q")]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ClearanceForm"))]
pub struct Clearance {
    litres_per_hour: f64,
}

impl Clearance {
    /// A flow in litres per hour.
    ///
    /// # Errors
    ///
    /// If it is neither 0 nor from 1e-12 to 1e9.
    pub fn litres_per_hour(flow: f64) -> Result<Self, ParameterError> {
        if flow == 0.0 || (1e-12..=1e9).contains(&flow) {
            Ok(Self {
                litres_per_hour: flow.abs(),
            })
        } else {
            Err(ParameterError {
                what: "a clearance in L/h",
                value: flow,
                range: "0, or 1e-12 to 1e9",
            })
        }
    }

    /// A flow that is known to be one: a published estimate.
    pub(crate) const fn published(litres_per_hour: f64) -> Self {
        Self { litres_per_hour }
    }

    /// The same flow times a factor, such as that of a covariate.
    ///
    /// # Errors
    ///
    /// If the product is neither 0 nor from 1e-12 to 1e9.
    pub fn times(self, factor: f64) -> Result<Self, ParameterError> {
        Self::litres_per_hour(self.litres_per_hour * factor)
    }

    /// In litres per hour.
    pub const fn as_litres_per_hour(self) -> f64 {
        self.litres_per_hour
    }

    /// The rate at which this flow empties a volume.
    ///
    /// # Errors
    ///
    /// If the rate is outside what a [`Rate`] holds.
    pub fn over(self, volume: Litres) -> Result<Rate, ParameterError> {
        Rate::per_hour(self.litres_per_hour / volume.litres)
    }
}

impl fmt::Display for Clearance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} L/h", self.litres_per_hour)
    }
}

json_form!(ClearanceForm { litres_per_hour: f64 } is "a clearance, {\"litres_per_hour\": 0.136}",
    Clearance::litres_per_hour, ParameterError);

/// A concentration in nanograms per millilitre, from 1e-12 to 1e15.
///
/// ```
/// use aso_regimen::kinetics::parameter::Concentration;
///
/// assert_eq!(Concentration::ng_per_ml(12.5)?.to_string(), "12.5 ng/mL");
/// assert!(Concentration::ng_per_ml(f64::NAN).is_err());
/// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[doc(alias = "DV")]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ConcentrationForm"))]
pub struct Concentration {
    ng_per_ml: f64,
}

impl Concentration {
    /// A concentration in nanograms per millilitre.
    ///
    /// # Errors
    ///
    /// If it is outside 1e-12 to 1e15.
    pub fn ng_per_ml(concentration: f64) -> Result<Self, ParameterError> {
        if (1e-12..=1e15).contains(&concentration) {
            Ok(Self {
                ng_per_ml: concentration,
            })
        } else {
            Err(ParameterError {
                what: "a concentration in ng/mL",
                value: concentration,
                range: "1e-12 to 1e15",
            })
        }
    }

    /// In nanograms per millilitre.
    pub const fn as_ng_per_ml(self) -> f64 {
        self.ng_per_ml
    }
}

impl fmt::Display for Concentration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ng/mL", self.ng_per_ml)
    }
}

json_form!(ConcentrationForm { ng_per_ml: f64 } is "a concentration, {\"ng_per_ml\": 8.9}",
    Concentration::ng_per_ml, ParameterError);

/// What is followed in a compartment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Quantity {
    /// A concentration in nanograms per millilitre.
    Concentration,
    /// An amount in milligrams.
    Amount,
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Concentration => "a concentration in ng/mL",
            Self::Amount => "an amount in mg",
        })
    }
}
