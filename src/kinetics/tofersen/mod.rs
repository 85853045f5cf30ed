//! A knock-down model of tofersen, fitted here to published changes of SOD1 protein in cerebrospinal fluid.
//!
//! No model of tofersen has been published with its parameters. This one estimates two parameters, fitted on
//! 23 November 2026 to four published points by [`Fit::new`], and two that are known: drug leaves the cerebrospinal
//! fluid with a half-life of about four weeks, and SOD1 protein in it with one of about 25 days. There are no
//! concentrations in it: a dose enters one compartment as an amount, and that amount inhibits synthesis (a
//! K-PD model; Jacqmin et al., J Pharmacokinet Pharmacodyn 2007;34:57, doi:10.1007/s10928-006-9035-z, volume and page
//! not checked).
//!
//! # What it is fitted to, and what not
//!
//! - Used: the differences from placebo at day 85, before the dose of that day, for 20, 40, 60 and 100 mg with their
//!   95 % intervals (Miller et al., N Engl J Med 2020;383:109, doi:10.1056/NEJMoa2003715). The abstract calls them
//!   percentage points; their intervals are symmetric only as those of ratios, and as ratios they are used. Standard
//!   errors come from the intervals, and their covariance from the one placebo arm that all four share: 12 patients
//!   beside 10 on 100 mg.
//! - Left out: VALOR (its populations have no intervals for SOD1, and so it is left to test the prediction), the
//!   interim result at 100 mg, which the paper supersedes, and the arms, which the differences hold already.
//!
//! # Limits
//!
//! - Four points and two parameters: the largest inhibition, which the fit puts at its bound of 1, and the amount
//!   at half of it are poorly identifiable separately ([`Fit::imax_interval`], [`Fit::id50_mg_interval`]), and what they predict
//!   together is not known to a few percent either ([`Fit::level_ranges`]). The half-lives are taken as they were
//!   published, and their error is in none of these ranges, whose limit is that of large samples.
//! - The shape is a choice. A steeper curve, with a Hill exponent of 2 or 3, fits slightly better with a largest
//!   inhibition of about 0.4, and says other things of doses that nobody gave.
//! - The published points do not rise with dose (60 mg did less than 40 mg), and no curve that does goes
//!   through them. The effect at 20 mg is within its interval, but the model has one and the data none.
//! - The fit saw doses of 20 to 100 mg and twelve weeks, and week 28 of VALOR tested it. The endpoint is total
//!   SOD1, of both alleles, in cerebrospinal fluid, which shows less than tissue.
//! - It says nothing of any one patient, and nothing of function.

use crate::calendar::StudyDay;
use crate::dosing::dose::{MassError, Route};
use crate::dosing::schedule::Schedule;
use crate::evidence::prediction::PredictsChange;
use crate::evidence::result::{Contrast, Population, ReportedEstimate, ReportedScale};
use crate::kinetics::design::Design;
use crate::kinetics::disposition::Disposition;
use crate::kinetics::error::SimulationError;
use crate::kinetics::input::Inputs;
use crate::kinetics::parameter::Quantity;
use crate::kinetics::published::{sod1_half_life, tofersen_csf_half_life};
use crate::kinetics::time::Time;
use crate::kinetics::turnover::{Inhibition, Turnover};
use crate::measure::change::{ChangeError, PercentChange, Ratio};
use crate::measure::endpoint::Endpoint;
use crate::text::{debug_as_display, json_form};

mod biomarker;
// The published points are the catalog's.
#[cfg(feature = "catalog")]
mod fit;
#[cfg(feature = "catalog")]
mod points;

pub use self::biomarker::Biomarker;
#[cfg(feature = "catalog")]
pub use self::fit::{Fit, Point as FittedPoint};
#[cfg(feature = "catalog")]
pub use self::points::{Point, Relative, Role, points};

/// SOD1 protein in cerebrospinal fluid under tofersen, relative to placebo.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog::tofersen;
/// use aso_regimen::kinetics::tofersen::KnockDown;
/// use aso_regimen::StudyDay;
///
/// let model = KnockDown::fitted();
/// let approved = tofersen::approved();
/// let plan = approved.starting("2026-01-05".parse()?);
/// // Week 28 of VALOR, which was not used for the fit: 0.66 was reported.
/// let ratio = model.relative_to_placebo(&plan, StudyDay::from_offset(196))?;
/// assert_eq!(format!("{:.2}", ratio.value()), "0.62");
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "KnockDownForm"))]
#[doc(alias = "K-PD")]
pub struct KnockDown {
    driver: Disposition,
    inhibition: Inhibition,
    turnover: Turnover,
}

/// Why there is no prediction.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum KnockDownError {
    /// The mass of a dose cannot be told.
    #[error(transparent)]
    Mass(#[from] MassError),
    /// The model cannot run.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// Nothing is left to compare.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// A day before the first dose.
    #[error("study day {0} is before the first dose")]
    BeforeFirstDose(StudyDay),
}

debug_as_display!(KnockDownError);

json_form!(KnockDownForm { driver: Disposition, inhibition: Inhibition, turnover: Turnover }
    is "a driver, an inhibition and a turnover", KnockDown::new, SimulationError);

/// What [`Fit::new`] finds; a test keeps them equal.
const IMAX: f64 = 1.0;
const ID50_MG: f64 = 224.6;

impl KnockDown {
    /// A model of what drives the effect, how strongly, and how the protein turns over.
    ///
    /// # Errors
    ///
    /// If the inhibition is not by the quantity that the driver gives.
    pub fn new(
        driver: Disposition,
        inhibition: Inhibition,
        turnover: Turnover,
    ) -> Result<Self, SimulationError> {
        inhibition.is_driven_by(&driver)?;
        Ok(Self { driver, inhibition, turnover })
    }

    /// The model with the parameters that [`Fit::new`] found, to four digits.
    pub fn fitted() -> Self {
        match Self::with(IMAX, ID50_MG) {
            Some(model) => model,
            None => unreachable!("both constants are in range"),
        }
    }

    /// The model with other parameters; `None` outside their range.
    fn with(imax: f64, id50_mg: f64) -> Option<Self> {
        Some(Self {
            driver: Disposition::from_modes(
                Route::Intrathecal,
                Quantity::Amount,
                1.0,
                &[(tofersen_csf_half_life().0.as_per_day(), 1.0)],
            ),
            inhibition: Inhibition::of_id50_mg(id50_mg).ok()?.with_imax(imax).ok()?,
            turnover: Turnover::of_protein(sod1_half_life().0).ok()?,
        })
    }

    /// What drives the effect: the amount in one compartment, in mg.
    pub fn driver(&self) -> &Disposition {
        &self.driver
    }

    /// How strongly an amount inhibits synthesis.
    pub fn inhibition(&self) -> &Inhibition {
        &self.inhibition
    }

    /// How SOD1 turns over.
    pub fn turnover(&self) -> &Turnover {
        &self.turnover
    }

    /// The level of SOD1 at every sample, relative to placebo: 1 without drug.
    ///
    /// # Errors
    ///
    /// If a dose is not intrathecal.
    pub fn levels(&self, design: &Design) -> Result<Vec<f64>, SimulationError> {
        self.turnover.simulate(&self.driver, &self.inhibition, design)
    }

    /// The level of SOD1 on a study day of a plan, before a dose of that day, relative to placebo.
    ///
    /// # Errors
    ///
    /// If the day is before the first dose, or a dose is not intrathecal or depends on body weight.
    pub fn relative_to_placebo(
        &self,
        plan: &Schedule<'_>,
        on: StudyDay,
    ) -> Result<Ratio, KnockDownError> {
        let time = Time::of(on).ok_or(KnockDownError::BeforeFirstDose(on))?;
        // A plan that ends with the calendar has no dose after it either.
        let through = on.date(plan.start()).unwrap_or(chrono::NaiveDate::MAX);
        let inputs = Inputs::planned(plan, through, None)?;
        let levels = self.levels(&Design::new(&inputs, &[time]))?;
        Ok(Ratio::new(levels[0])?)
    }
}

impl PredictsChange for KnockDown {
    type Error = KnockDownError;

    /// Of SOD1 protein in cerebrospinal fluid.
    fn relative_change(
        &self,
        plan: &Schedule<'_>,
        day: StudyDay,
        endpoint: &Endpoint,
    ) -> Result<Option<PercentChange>, KnockDownError> {
        if *endpoint != Endpoint::csf_sod1() {
            return Ok(None);
        }
        let ratio = self.relative_to_placebo(plan, day)?;
        Ok(Some(ratio.percent_change()))
    }

    fn is_fitted_to(&self, contrast: &Contrast) -> bool {
        *self == Self::fitted() && is_fitted(contrast)
    }

    /// The percentage points of the phase 1/2 trial have intervals that are symmetric only as those of ratios.
    fn scale_of(&self, contrast: &Contrast, stated: ReportedScale) -> ReportedScale {
        if stated == ReportedScale::PercentagePoints && contrast.endpoint == Endpoint::csf_sod1() {
            ReportedScale::PercentOfGeometricMean
        } else {
            stated
        }
    }
}

/// Whether a contrast is one of the four that [`Fit`] uses, or the same as a ratio: the registry prints those but for the
/// one of 20 mg.
fn is_fitted(contrast: &Contrast) -> bool {
    let in_points = |estimate: ReportedEstimate| estimate.scale == ReportedScale::PercentagePoints;
    contrast.population == Population::AscendingDose
        && contrast.endpoint == Endpoint::csf_sod1()
        && contrast.estimate.is_some_and(|estimate| {
            estimate.interval.is_some() && (in_points(estimate) || contrast.arm != "20 mg")
        })
}
