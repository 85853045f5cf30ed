//! Knock-down of a protein: drug inhibits its synthesis, and the level follows by the protein's own turnover.
//!
//! An antisense oligonucleotide binds the messenger RNA. Synthesis of the protein falls, and its loss stays as it is: an
//! indirect response with inhibition of input (Dayneka, Garg and Jusko, J Pharmacokinet Biopharm 1993;21:457,
//! doi:10.1007/BF01061691). Levels are relative to baseline, so synthesis and loss have the same rate.
//!
//! ```
//! use aso_regimen::Regimen;
//! use aso_regimen::dosing::dose::Route;
//! use aso_regimen::kinetics::disposition::Disposition;
//! use aso_regimen::kinetics::parameter::{Concentration, Litres, Rate};
//! use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
//! use aso_regimen::kinetics::{design::Design, input::Inputs, time::Time};
//!
//! // 300 mg under the skin every week, a plasma protein with a half-life of two days.
//! let plasma = Disposition::mammillary(
//!     Route::Subcutaneous,
//!     Litres::new(20.0)?,
//!     Rate::per_day(0.1)?,
//!     &[],
//! )?
//! .with_absorption(Rate::per_day(2.0)?)?;
//! let inhibition =
//!     Inhibition::of_ic50(Concentration::ng_per_ml(5_000.0)?).with_imax(0.9)?;
//! let protein = Turnover::of_protein(Rate::of_half_life(2.0)?)?;
//!
//! let weekly: Regimen = "300 mg SC q7d".parse()?;
//! let inputs = Inputs::planned(
//!     &weekly.starting("2026-01-05".parse()?),
//!     "2026-06-30".parse()?,
//!     None,
//! )?;
//! let design = Design::new(&inputs, &[Time::ZERO, Time::weeks(4), Time::weeks(24)]);
//! let levels = protein.simulate(&plasma, &inhibition, &design)?;
//! assert_eq!(format!("{levels:.3?}"), "[1.000, 0.298, 0.287]");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # How it is computed
//!
//! Given the inhibition over time, the level is its integral with an exponential weight (variation of constants). Time
//! between two changes of input is cut into panels. In each panel the inhibition is a polynomial through its values at
//! six Gauss-Legendre nodes. The integral of the polynomial is exact, at the end of the panel and at every sample within
//! it. The error of a panel is estimated from what the polynomial misses at both ends, where the inhibition is known
//! too. A panel whose error is above a quarter of the [accuracy](Turnover::with_accuracy) is made shorter. Against
//! references of 25 digits and against composite quadrature, the error of a level is below the accuracy, as a share of
//! baseline (`tests/kinetics`). Where messenger RNA and protein are lost at nearly the same rate, rounding can add
//! 2e-12.
//!
//! Panels grow with the time since the last change of input, so the work grows with the number of doses and samples and
//! with the logarithm of time. A run of millions of years takes milliseconds.
//!
//! Effects on the loss of the protein, and feedback, are not supported: they have no such integral.

mod inhibition;
mod quadrature;
mod simulation;

use core::f64::consts::LN_2;
use core::fmt;

pub use self::inhibition::Inhibition;

use crate::kinetics::decay::gap;
use crate::kinetics::error::SimulationError;
use crate::kinetics::parameter::{ParameterError, Rate, check};
use crate::kinetics::time::Time;
use crate::text::json_form;

/// The turnover rates (kout) of a protein and, unless it is lost fast, of its messenger RNA.
///
/// ```
/// use aso_regimen::kinetics::{parameter::Rate, time::Time, turnover::Turnover};
///
/// // SOD1 in human CSF, half-life 25 days: 12 weeks show 90 % of a steady effect.
/// let sod1 = Turnover::of_protein(Rate::of_half_life(25.0)?)?;
/// let level = sod1.level_under(0.4, Time::weeks(12))?;
/// assert!((level - 0.638_958).abs() < 1e-6);
/// assert!((sod1.days_to(0.9)? - 83.05).abs() < 0.01);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "TurnoverForm"))]
#[doc(alias = "indirect response")]
#[doc(alias = "kout")]
pub struct Turnover {
    /// Per day; `None` if the messenger RNA follows the inhibition at once.
    #[cfg_attr(feature = "serde", serde(rename = "mrna_per_day"))]
    mrna: Option<f64>,
    #[cfg_attr(feature = "serde", serde(rename = "protein_per_day"))]
    protein: f64,
    /// The factor by which the untreated level changes in a year (no unit), and its logarithm per day.
    factor_a_year: f64,
    #[cfg_attr(feature = "serde", serde(skip))]
    drift: f64,
    /// The largest error of a level.
    accuracy: f64,
}

/// The accuracy of a turnover for which none is chosen.
const ACCURACY: f64 = 1e-8;

json_form!(TurnoverForm { #[serde(default)] mrna_per_day: Option<f64>, protein_per_day: f64, factor_a_year: f64,
    #[serde(default)] accuracy: Option<f64> }
    is "a turnover by rates per day and a factor a year", Turnover::read, ParameterError);

impl Turnover {
    /// Returns a protein with this turnover rate (kout), per day, whose synthesis follows the inhibition at once.
    ///
    /// # Errors
    ///
    /// If the rate is outside 1e-6 to 100 per day.
    pub fn of_protein(protein: Rate) -> Result<Self, ParameterError> {
        Ok(Self {
            mrna: None,
            protein: turnover(protein)?,
            factor_a_year: 1.0,
            drift: 0.0,
            accuracy: ACCURACY,
        })
    }

    /// Returns a messenger RNA whose synthesis is inhibited, and the protein made from it, each with its turnover rate
    /// (kout), per day.
    ///
    /// # Errors
    ///
    /// If a rate is outside 1e-6 to 100 per day. For a messenger RNA that is lost faster use [`Turnover::of_protein`]: it
    /// follows the inhibition at once.
    pub fn of_mrna_and_protein(mrna: Rate, protein: Rate) -> Result<Self, ParameterError> {
        Ok(Self { mrna: Some(turnover(mrna)?), ..Self::of_protein(protein)? })
    }

    #[cfg(feature = "serde")]
    fn read(
        mrna: Option<f64>,
        protein: f64,
        factor_a_year: f64,
        accuracy: Option<f64>,
    ) -> Result<Self, ParameterError> {
        let protein = Rate::per_day(protein)?;
        let turnover = match mrna {
            Some(mrna) => Self::of_mrna_and_protein(Rate::per_day(mrna)?, protein)?,
            None => Self::of_protein(protein)?,
        };
        turnover.with_drift(factor_a_year)?.with_accuracy(accuracy.unwrap_or(ACCURACY))
    }

    /// Returns this turnover on a baseline that drifts, as neurofilament does while disease progresses. The levels with
    /// and without drug both change by the factor each year (365.2425 days); their ratio stays.
    ///
    /// # Errors
    ///
    /// If the factor is outside 1e-3 to 1e3.
    pub fn with_drift(self, factor_a_year: f64) -> Result<Self, ParameterError> {
        check("a factor a year", factor_a_year, 1e-3..=1e3, "1e-3 to 1e3")?;
        Ok(Self { factor_a_year, drift: libm::log(factor_a_year) / DAYS_A_YEAR, ..self })
    }

    /// Returns this turnover with another accuracy: the largest error of a level, as a share of baseline. It is 1e-8 by
    /// default.
    ///
    /// ```
    /// # use aso_regimen::dosing::dose::Route;
    /// # use aso_regimen::kinetics::parameter::{Concentration, Litres, Rate};
    /// # use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
    /// # use aso_regimen::kinetics::design::Design;
    /// # use aso_regimen::kinetics::disposition::Disposition;
    /// # use aso_regimen::kinetics::input::{Input, Inputs};
    /// # use aso_regimen::kinetics::time::Time;
    /// # use aso_regimen::Mass;
    /// # let (volume, rate) = (Litres::new(0.15)?, Rate::of_half_life(28.0)?);
    /// # let csf = Disposition::mammillary(Route::Intrathecal, volume, rate, &[])?;
    /// # let half = Inhibition::of_ic50(Concentration::ng_per_ml(1e5)?);
    /// # let dose = Input::bolus(Time::ZERO, Mass::mg(100), Route::Intrathecal);
    /// # let design = Design::new(&Inputs::from_iter([dose]), &[Time::weeks(4)]);
    /// let sod1 = Turnover::of_protein(Rate::of_half_life(25.0)?)?;
    /// let rough = sod1.with_accuracy(1e-4)?.simulate(&csf, &half, &design)?[0];
    /// let fine = sod1.with_accuracy(1e-12)?.simulate(&csf, &half, &design)?[0];
    /// assert!((rough - fine).abs() < 1e-4);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the accuracy is outside 1e-12 to 0.01.
    pub fn with_accuracy(self, accuracy: f64) -> Result<Self, ParameterError> {
        check("an accuracy", accuracy, 1e-12..=0.01, "1e-12 to 0.01")?;
        Ok(Self { accuracy, ..self })
    }

    /// Returns the level after some time with a constant inhibition, as a share of baseline.
    ///
    /// # Errors
    ///
    /// If the inhibition is outside 0 to 1, or if a drifting baseline changes by more than a factor of
    /// e^700 in that time.
    pub fn level_under(&self, inhibition: f64, time: Time) -> Result<f64, ParameterError> {
        check("an inhibition", inhibition, 0.0..=1.0, "0 to 1")?;
        let days = time.as_days();
        if (self.drift * days).abs() > 700.0 {
            return Err(ParameterError {
                what: "a time in days on this baseline",
                value: days,
                range: "0 to where it has changed by e^700",
            });
        }
        Ok((1.0 - inhibition * self.reached(days)) * self.untreated(days))
    }

    /// The days until a constant inhibition has reached a share of its full effect.
    ///
    /// # Errors
    ///
    /// If the share is not above 0 and below 1.
    pub fn days_to(&self, share: f64) -> Result<f64, SimulationError> {
        if !(share > 0.0 && share < 1.0) {
            return Err(SimulationError::Share(share));
        }
        if self.mrna.is_none() {
            return Ok(-libm::log1p(-share) / self.protein);
        }
        let (mut low, mut high) = (0.0, 1.0);
        while self.reached(high) < share {
            high *= 2.0;
        }
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if self.reached(middle) < share {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(high)
    }

    /// The share of its full effect that a constant inhibition has reached after some days.
    fn reached(&self, days: f64) -> f64 {
        let own = -libm::expm1(-self.protein * days);
        match self.mrna {
            None => own,
            Some(mrna) => own - self.protein * gap(mrna, self.protein, days),
        }
    }

    /// The level without drug after some days, as a share of baseline.
    pub(crate) fn untreated(&self, days: f64) -> f64 {
        if self.drift == 0.0 { 1.0 } else { libm::exp(self.drift * days) }
    }
}

impl fmt::Display for Turnover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = |rate: f64| format!("{:.3} d", LN_2 / rate);
        if let Some(mrna) = self.mrna {
            write!(f, "messenger RNA with a half-life of {}, ", days(mrna))?;
        }
        write!(f, "protein with a half-life of {}", days(self.protein))
    }
}

/// Half-lives from ten minutes to two thousand years.
fn turnover(rate: Rate) -> Result<f64, ParameterError> {
    let what = "a rate of turnover per day";
    check(what, rate.as_per_day(), 1e-6..=100.0, "1e-6 to 100")
}

/// The mean length of a year in the Gregorian calendar.
const DAYS_A_YEAR: f64 = 365.2425;
