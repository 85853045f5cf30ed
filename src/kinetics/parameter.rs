//! Parameters of models with their units: rates, volumes, clearances and concentrations.
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

use crate::text::{Found, debug_as_display, json_form};

/// The error of a number outside the range of a parameter.
#[derive(Clone, Copy, PartialEq, thiserror::Error)]
#[error("expected {what} of {range}, found {}", Found(*value))]
#[non_exhaustive]
pub struct ParameterError {
    /// The parameter, with its unit.
    pub what: &'static str,
    /// The number that was given.
    pub value: f64,
    /// The range.
    pub range: &'static str,
}

debug_as_display!(ParameterError);

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

            /// Returns the product of this parameter and a factor, such as that of a covariate.
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
    /// A first-order rate constant: the fraction of an amount that leaves per day.
    ///
    /// The range is 0, or 1e-12 to 1e6 per day. A compartment with a faster rate would be empty within one step of the
    /// clock of [`Time`].
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
    /// Returns a rate per day.
    per_day: "a rate per day" within "0, or 1e-12 to 1e6", 1e-12 to 1e6 or 0.0;
    /// The rate per day.
    as_per_day in "per day";
}

impl Rate {
    /// No elimination.
    pub const ZERO: Self = Self::unchecked(0.0);

    /// Returns a rate given per hour.
    ///
    /// # Errors
    ///
    /// If the rate per day is outside the range of [`Rate::per_day`].
    pub fn per_hour(rate: f64) -> Result<Self, ParameterError> {
        Self::per_day(HOURS_A_DAY * rate)
    }

    /// Returns the rate with this half-life in days.
    ///
    /// # Errors
    ///
    /// If the half-life is below 6.94e-7 days, or above 6.93e11 days but not infinite, so that the rate is outside the
    /// range of [`Rate::per_day`].
    pub fn of_half_life(days: f64) -> Result<Self, ParameterError> {
        let (what, range) = ("a half-life in days", "6.94e-7 to 6.93e11, or infinity");
        Self::per_day(LN_2 / days).map_err(|_| ParameterError { what, value: days, range })
    }

    /// The half-life in days; `None` if the rate is 0.
    pub fn half_life(self) -> Option<f64> {
        (self.per_day > 0.0).then(|| LN_2 / self.per_day)
    }
}

const HOURS_A_DAY: f64 = 24.0;

parameter! {
    /// A volume of distribution in litres, from 1e-9 to 1e9.
    ///
    /// It is an estimated number, often far larger than the body. For an exact volume, such as that in a syringe, use
    /// [`Volume`](crate::Volume).
    #[doc(alias = "V")]
    Litres { litres }, LitresForm "LitresForm" is "a volume, {\"litres\": 0.15}";
    /// Returns a volume of distribution in litres.
    new: "a volume in L" within "1e-9 to 1e9", 1e-9 to 1e9;
    /// The volume in litres.
    value in "L";
}

parameter! {
    /// A clearance in litres per hour, out of the body or between compartments: 0, or 1e-12 to 1e9.
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
    /// Returns a clearance in litres per hour.
    litres_per_hour: "a clearance in L/h" within "0, or 1e-12 to 1e9", 1e-12 to 1e9 or 0.0;
    /// The clearance in litres per hour.
    as_litres_per_hour in "L/h";
}

impl Clearance {
    /// Returns the rate of this clearance from a volume: clearance over volume.
    ///
    /// # Errors
    ///
    /// If the rate is outside the range of [`Rate`].
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
    /// Returns a concentration in nanograms per millilitre.
    ng_per_ml: "a concentration in ng/mL" within "1e-12 to 1e15", 1e-12 to 1e15;
    /// The concentration in nanograms per millilitre.
    as_ng_per_ml in "ng/mL";
}

/// The quantity that a response is in.
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
