//! The numbers of a model with their units: rates, volumes, clearances, concentrations.
//!
//! ```
//! use aso_regimen::kinetics::parameter::{Clearance, Litres, Rate};
//!
//! let clearance = Clearance::litres_per_hour(0.136)?;
//! let elimination = clearance.over(Litres::new(0.5)?)?;
//! assert_eq!(elimination, Rate::per_hour(0.272)?);
//! assert_eq!(
//!     Rate::of_half_life(0.0).unwrap_err().to_string(),
//!     "expected a half-life in days of 6.94e-7 to 6.93e11, or infinity, found 0",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::f64::consts::LN_2;
use core::fmt;
use core::ops::RangeInclusive;

use crate::text::{debug_as_display, json_form};

/// A number that cannot be the parameter of a model.
#[derive(Clone, Copy, PartialEq, thiserror::Error)]
#[error("expected {what} of {range}, found {}", Found(*value))]
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

/// A number as it is read best: with an exponent where it would be a row of noughts.
struct Found(f64);

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value) = self;
        if *value != 0.0 && value.is_finite() && !(1e-6..1e15).contains(&value.abs()) {
            write!(f, "{value:e}")
        } else {
            write!(f, "{value}")
        }
    }
}

/// The value, if it is within the range, which `range` has in words.
pub(crate) fn check(
    what: &'static str,
    value: f64,
    within: RangeInclusive<f64>,
    range: &'static str,
) -> Result<f64, ParameterError> {
    if within.contains(&value) { Ok(value) } else { Err(ParameterError { what, value, range }) }
}

/// A number with its unit: the constructor that checks it, the way back, its text and its JSON.
macro_rules! parameter {
    (
        $(#[$about:meta])*
        $type:ident { $key:ident }, $form:ident $form_name:literal is $expected:literal;
        $(#[$make_about:meta])*
        $make:ident: $what:literal within $range:literal, $smallest:literal to $largest:literal $(or $zero:literal)?;
        $(#[$get_about:meta])*
        $get:ident in $unit:literal;
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(try_from = $form_name))]
        pub struct $type {
            $key: f64,
        }

        json_form!($form { $key: f64 } is $expected, $type::$make, ParameterError);

        impl $type {
            $(#[$make_about])*
            ///
            /// # Errors
            ///
            #[doc = concat!("If it is outside this range: ", $range, ".")]
            pub fn $make(value: f64) -> Result<Self, ParameterError> {
                $(
                    if value == $zero {
                        return Ok(Self::unchecked($zero)); // A negative zero would print its sign.
                    }
                )?
                check($what, value, $smallest..=$largest, $range).map(Self::unchecked)
            }

            /// A number that is known to be in range, such as a published estimate.
            pub(crate) const fn unchecked($key: f64) -> Self {
                Self { $key }
            }

            $(#[$get_about])*
            pub const fn $get(self) -> f64 {
                self.$key
            }

            /// The same times a factor, such as that of a covariate.
            ///
            /// # Errors
            ///
            #[doc = concat!("If the product is outside this range: ", $range, ".")]
            pub fn times(self, factor: f64) -> Result<Self, ParameterError> {
                Self::$make(self.$key * factor)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("{} ", $unit), self.$key)
            }
        }
    };
}

parameter! {
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
    #[doc(alias = "kel")]
    #[doc(alias = "ke0")]
    #[doc(alias = "kout")]
    Rate { per_day }, RateForm "RateForm" is "a rate, {\"per_day\": 0.03}";
    /// A rate per day.
    per_day: "a rate per day" within "0, or 1e-12 to 1e6", 1e-12 to 1e6 or 0.0;
    /// Per day.
    as_per_day in "per day";
}

impl Rate {
    /// Nothing leaves.
    pub const ZERO: Self = Self::unchecked(0.0);

    /// A rate per hour.
    ///
    /// # Errors
    ///
    /// If [`Rate::per_day`] refuses what it is per day.
    pub fn per_hour(rate: f64) -> Result<Self, ParameterError> {
        Self::per_day(HOURS_A_DAY * rate)
    }

    /// The rate at which half is left after so many days.
    ///
    /// # Errors
    ///
    /// If the half-life is below 6.94e-7 days or above 6.93e11 days, unless it is infinite: [`Rate::per_day`] refuses
    /// the rate.
    pub fn of_half_life(days: f64) -> Result<Self, ParameterError> {
        let (what, range) = ("a half-life in days", "6.94e-7 to 6.93e11, or infinity");
        Self::per_day(LN_2 / days).map_err(|_| ParameterError { what, value: days, range })
    }

    /// Days after which half is left; `None` if nothing leaves.
    pub fn half_life(self) -> Option<f64> {
        (self.per_day > 0.0).then(|| LN_2 / self.per_day)
    }
}

const HOURS_A_DAY: f64 = 24.0;

parameter! {
    /// A volume in which an amount is distributed, in litres, from 1e-9 to 1e9.
    ///
    /// A number that was estimated, often far larger than the body, and not the volume of a syringe: that is
    /// [`Volume`](crate::Volume), which is exact.
    #[doc(alias = "V")]
    Litres { litres }, LitresForm "LitresForm" is "a volume, {\"litres\": 0.15}";
    /// A volume of distribution in litres.
    new: "a volume in L" within "1e-9 to 1e9", 1e-9 to 1e9;
    /// In litres.
    value in "L";
}

parameter! {
    /// A flow between compartments or out of the body in litres per hour, 0 or from 1e-12 to 1e9.
    ///
    /// ```
    /// use aso_regimen::kinetics::parameter::{Clearance, Litres, Rate};
    ///
    /// let clearance = Clearance::litres_per_hour(0.136)?;
    /// assert_eq!(clearance.over(Litres::new(0.5)?)?, Rate::per_hour(0.272)?);
    /// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
    /// ```
    #[doc(alias = "CL")]
    #[doc(alias = "Q")]
    Clearance { litres_per_hour }, ClearanceForm "ClearanceForm"
        is "a clearance, {\"litres_per_hour\": 0.136}";
    /// A flow in litres per hour.
    litres_per_hour: "a clearance in L/h" within "0, or 1e-12 to 1e9", 1e-12 to 1e9 or 0.0;
    /// In litres per hour.
    as_litres_per_hour in "L/h";
}

impl Clearance {
    /// The rate at which this flow empties a volume.
    ///
    /// # Errors
    ///
    /// If the rate is outside what a [`Rate`] holds.
    pub fn over(self, volume: Litres) -> Result<Rate, ParameterError> {
        Rate::per_hour(self.litres_per_hour / volume.litres)
    }
}

parameter! {
    /// A concentration in nanograms per millilitre, from 1e-12 to 1e15.
    ///
    /// ```
    /// use aso_regimen::kinetics::parameter::Concentration;
    ///
    /// assert_eq!(Concentration::ng_per_ml(12.5)?.to_string(), "12.5 ng/mL");
    /// assert!(Concentration::ng_per_ml(f64::NAN).is_err());
    /// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
    /// ```
    #[doc(alias = "DV")]
    Concentration { ng_per_ml }, ConcentrationForm "ConcentrationForm"
        is "a concentration, {\"ng_per_ml\": 8.9}";
    /// A concentration in nanograms per millilitre.
    ng_per_ml: "a concentration in ng/mL" within "1e-12 to 1e15", 1e-12 to 1e15;
    /// In nanograms per millilitre.
    as_ng_per_ml in "ng/mL";
}

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
