//! From drug to knock-down: a protein whose synthesis is inhibited, and which falls by its own turnover.
//!
//! An antisense oligonucleotide binds the messenger RNA, synthesis of the protein falls, and the protein that
//! is there is lost as slowly as before: an indirect response with inhibition of input (Dayneka, Garg and
//! Jusko, J Pharmacokinet Biopharm 1993;21:457). Levels are relative to baseline, so that synthesis and
//! loss have the same rate.
//!
//! # How it is computed
//!
//! Given the inhibition over time, the level is an integral of it with an exponential weight. The time since
//! the last change of input is cut into panels that grow from the time in which drug changes, and
//! in each panel six Gauss-Legendre nodes are taken: nothing is stepped, nothing is rejected, and equal panels share
//! their exponentials. Against references of 25 digits the relative error of a level is below 1e-8 for the
//! models of this crate; for rates from 0.001 to 100 per day and peaks up to a million times the potency it is
//! below 1e-6 of baseline (`tests/kinetics`).
//!
//! What this does not do: an effect on the loss of the protein, and feedback. They have no such integral, and
//! there is no function for them here.

use core::fmt;

use crate::kinetics::design::Design;
use crate::kinetics::disposition::{
    Disposition, MOST_COMPARTMENTS, Quantity, SimulationError, inflow,
};
use crate::kinetics::panels::Run;
use crate::kinetics::parameter::{Concentration, ParameterError, Rate};
use crate::kinetics::time::Time;
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

fn share(share: f64) -> Result<f64, ParameterError> {
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

/// The turnover of a protein, and of its messenger RNA where that is slow enough to matter.
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
pub struct Turnover {
    /// Per day; none where the messenger RNA follows at once.
    pub(crate) mrna: Option<f64>,
    pub(crate) protein: f64,
    /// The logarithm by which the level rises in a day without drug.
    drift: f64,
}

impl Turnover {
    /// Synthesis that follows the inhibition at once, and a protein that is lost at a rate.
    ///
    /// # Errors
    ///
    /// If the rate is outside 1e-6 to 100 per day.
    pub fn of_protein(protein: Rate) -> Result<Self, ParameterError> {
        Ok(Self {
            mrna: None,
            protein: turnover(protein)?,
            drift: 0.0,
        })
    }

    /// A messenger RNA whose synthesis is inhibited and which is lost at one rate, and a protein made from
    /// it that is lost at another.
    ///
    /// # Errors
    ///
    /// If a rate is outside 1e-6 to 100 per day. A messenger RNA that is lost faster follows at once:
    /// [`Turnover::of_protein`].
    pub fn of_mrna_and_protein(mrna: Rate, protein: Rate) -> Result<Self, ParameterError> {
        Ok(Self {
            mrna: Some(turnover(mrna)?),
            ..Self::of_protein(protein)?
        })
    }

    /// The same on a baseline that itself grows by a factor in a year, as neurofilament does where disease
    /// goes on: the level with drug and the level without both carry the factor, and their ratio does
    /// not.
    ///
    /// # Errors
    ///
    /// If the factor is outside 1e-3 to 1e3.
    pub fn drifting(self, factor_a_year: f64) -> Result<Self, ParameterError> {
        if !(1e-3..=1e3).contains(&factor_a_year) {
            return Err(ParameterError {
                what: "a factor a year",
                value: factor_a_year,
                range: "1e-3 to 1e3",
            });
        }
        Ok(Self {
            drift: libm::log(factor_a_year) / DAYS_A_YEAR,
            ..self
        })
    }

    /// The level after some time with a constant inhibition, as a share of baseline.
    ///
    /// # Errors
    ///
    /// If the inhibition is not a share from 0 to 1, and if a drifting baseline leaves the numbers in that time.
    pub fn level_under(&self, inhibition: f64, time: Time) -> Result<f64, ParameterError> {
        share(inhibition)?;
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

    /// After how many days a constant inhibition has had a share of its full effect.
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

    /// The share of the full effect of a constant inhibition after some days.
    fn reached(&self, days: f64) -> f64 {
        let own = -libm::expm1(-self.protein * days);
        match self.mrna {
            None => own,
            Some(mrna) => own - self.protein * gap(mrna, self.protein, days),
        }
    }

    /// The level without drug after some days, as a share of baseline.
    pub(crate) fn untreated(&self, days: f64) -> f64 {
        if self.drift == 0.0 {
            1.0
        } else {
            libm::exp(self.drift * days)
        }
    }

    /// The level of the protein at every sample of a design, as a share of baseline.
    ///
    /// ```
    /// # use aso_regimen::dosing::dose::Route;
    /// # use aso_regimen::kinetics::{disposition::Disposition, parameter::{Concentration, Litres, Rate}};
    /// use aso_regimen::kinetics::{design::Design, input::Inputs, time::Time};
    /// use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
    /// use aso_regimen::Regimen;
    ///
    /// let csf = Disposition::mammillary(Route::Intrathecal, Litres::new(0.15)?, Rate::of_half_life(28.0)?, &[])?;
    /// let inhibition = Inhibition::half_at(Concentration::ng_per_ml(1e6)?);
    /// let sod1 = Turnover::of_protein(Rate::of_half_life(25.0)?)?;
    ///
    /// let regimen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
    /// let plan = regimen.starting("2026-01-05".parse()?);
    /// let inputs = Inputs::planned(&plan, "2026-12-31".parse()?, None)?;
    /// let visits = [Time::ZERO, Time::weeks(12), Time::weeks(28)];
    /// let levels = sod1.simulate(&csf, &inhibition, &Design::new(&inputs, &visits))?;
    /// assert_eq!(levels[0], 1.0);
    /// assert!(levels[2] < levels[1] && levels[1] < 1.0);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the potency is not in the unit of the response, and for a dose by another route.
    pub fn simulate(
        &self,
        driver: &Disposition,
        inhibition: &Inhibition,
        design: &Design,
    ) -> Result<Vec<f64>, SimulationError> {
        let mut out = vec![0.0; design.samples()];
        self.simulate_into(driver, inhibition, design, &mut out)?;
        Ok(out)
    }

    /// The same into a place that the caller has.
    ///
    /// # Errors
    ///
    /// As [`Turnover::simulate`], and if there are not as many places as samples.
    pub fn simulate_into(
        &self,
        driver: &Disposition,
        inhibition: &Inhibition,
        design: &Design,
        out: &mut [f64],
    ) -> Result<(), SimulationError> {
        driver.takes(design)?;
        if driver.quantity() != inhibition.quantity {
            return Err(SimulationError::Potency {
                potency: inhibition.quantity,
                driver: driver.quantity(),
            });
        }
        if out.len() != design.samples() {
            return Err(SimulationError::Places {
                samples: design.samples(),
                places: out.len(),
            });
        }
        let days: f64 = design
            .events()
            .iter()
            .map(|event| design.steps()[event.step])
            .sum();
        let fastest = self
            .mrna
            .unwrap_or(0.0)
            .max(self.protein)
            .max(self.drift.abs());
        if days * fastest > LONGEST_RUN {
            return Err(SimulationError::TooLong { days, fastest });
        }
        if (self.drift * days).abs() > 700.0 {
            return Err(SimulationError::TooLong { days, fastest });
        }
        match driver.terms().len() {
            0 | 1 => Run::<1>::new(self, driver, inhibition).through(design, out),
            2 => Run::<2>::new(self, driver, inhibition).through(design, out),
            3 => Run::<3>::new(self, driver, inhibition).through(design, out),
            4 => Run::<4>::new(self, driver, inhibition).through(design, out),
            _ => Run::<MOST_COMPARTMENTS>::new(self, driver, inhibition).through(design, out),
        }
        Ok(())
    }
}

impl fmt::Display for Turnover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use core::f64::consts::LN_2;
        if let Some(mrna) = self.mrna {
            write!(
                f,
                "messenger RNA with a half-life of {:.3} d, ",
                LN_2 / mrna
            )?;
        }
        write!(
            f,
            "protein with a half-life of {:.3} d",
            LN_2 / self.protein
        )
    }
}

/// Panels are no longer than a few half-lives, so that the fastest rate decides how many there are.
fn turnover(rate: Rate) -> Result<f64, ParameterError> {
    let per_day = rate.as_per_day();
    if (1e-6..=100.0).contains(&per_day) {
        Ok(per_day)
    } else {
        Err(ParameterError {
            what: "a rate of turnover per day",
            value: per_day,
            range: "1e-6 to 100",
        })
    }
}

/// The longest run, in days times the fastest rate of turnover: some ten million panels.
const LONGEST_RUN: f64 = 4e7;

/// The mean length of a year in the Gregorian calendar.
const DAYS_A_YEAR: f64 = 365.2425;

/// `(e^(-a t) - e^(-b t)) / (b - a)`, also where the two rates meet.
pub(crate) fn gap(a: f64, b: f64, days: f64) -> f64 {
    let (slow, apart) = (a.min(b), (b - a).abs());
    libm::exp(-slow * days) * inflow(apart, days)
}
