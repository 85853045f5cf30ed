//! A knock-down model of tofersen, fitted here to published changes of SOD1 protein in cerebrospinal fluid.
//!
//! No model of tofersen has been published with its parameters. This one has two numbers of its own, fitted on
//! 23 November 2026 to four published points by [`Fit::new`], and two that are known: drug leaves the cerebrospinal
//! fluid with a half-life of about four weeks, and SOD1 protein in it with one of about 25 days. There are no
//! concentrations in it: a dose enters one compartment as an amount, and that amount inhibits synthesis (a
//! K-PD model; Jacqmin et al., J Pharmacokinet Pharmacodyn 2007;34:57).
//!
//! # What it is fitted to, and what not
//!
//! - Used: the differences from placebo at day 85, before the dose of that day, for 20, 40, 60 and 100 mg with their
//!   95 % intervals (Miller et al., N Engl J Med 2020;383:109). The abstract calls them percentage points; their
//!   intervals are symmetric only as those of ratios, and as ratios they are used. Standard errors come from the
//!   intervals, and their covariance from the one placebo arm that all four share: 12 patients beside 10 on 100 mg.
//! - Left out: VALOR (its populations have no intervals for SOD1, and so it is left to test the prediction), the
//!   interim result at 100 mg, which the paper supersedes, and the arms, which the differences hold already.
//!
//! # Limits
//!
//! - Four points and two parameters: the largest inhibition, which the fit puts at its bound of 1, and the amount
//!   at half of it are hardly known apart ([`Fit::most_interval`], [`Fit::half_mg_interval`]), and what they predict
//!   together is not known to a few percent either ([`Fit::level_ranges`]). The half-lives are taken as they were
//!   published, and their error is in none of these ranges, whose limit is that of large samples.
//! - The shape is a choice. A steeper curve, with a Hill exponent of 2 or 3, fits slightly better with a largest
//!   inhibition of about 0.4, and says other things of doses that nobody gave.
//! - The published points do not rise with dose (60 mg did less than 40 mg), and no curve that does goes
//!   through them. The effect at 20 mg is within its interval, but the model has one and the data none.
//! - The fit saw doses of 20 to 100 mg and twelve weeks, and week 28 of VALOR tested it. The endpoint is total
//!   SOD1, of both alleles, in cerebrospinal fluid, which shows less than tissue.
//! - It says nothing of any one patient, and nothing of function.

use core::ops::RangeInclusive;

use crate::calendar::StudyDay;
use crate::catalog::tofersen;
use crate::dosing::dose::{MassError, Route};
use crate::dosing::schedule::Schedule;
use crate::evidence::result::{Contrast, Population};
use crate::kinetics::design::Design;
use crate::kinetics::disposition::{Disposition, Quantity, SimulationError};
use crate::kinetics::input::{Input, Inputs};
use crate::kinetics::published::{sod1_half_life, tofersen_csf_half_life};
use crate::kinetics::time::Time;
use crate::kinetics::turnover::{Inhibition, Turnover};
use crate::measure::change::{ChangeError, Ratio};
use crate::measure::endpoint::Endpoint;
use crate::quantity::Mass;

/// SOD1 protein in cerebrospinal fluid under tofersen, relative to placebo.
///
/// ```
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
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct KnockDown {
    driver: Disposition,
    inhibition: Inhibition,
    turnover: Turnover,
}

/// Why there is no prediction.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum KnockDownError {
    /// The mass of a dose cannot be told.
    #[error("the mass of a dose cannot be told")]
    Mass(#[from] MassError),
    /// The model cannot run.
    #[error("the model cannot be run")]
    Simulation(#[from] SimulationError),
    /// Nothing is left to compare.
    #[error("the level is no ratio")]
    Change(#[from] ChangeError),
    /// A day before the first dose.
    #[error("study day {0} is before the first dose")]
    BeforeFirstDose(StudyDay),
}

/// What [`Fit::new`] finds; a test keeps them equal.
const MOST: f64 = 1.0;
const HALF_MG: f64 = 224.6;

impl KnockDown {
    /// The model with the parameters that [`Fit::new`] found, to four digits.
    pub fn fitted() -> Self {
        match Self::with(MOST, HALF_MG) {
            Some(model) => model,
            None => unreachable!("both constants are in range"),
        }
    }

    /// The model with other parameters; `None` outside their range.
    fn with(most: f64, half_mg: f64) -> Option<Self> {
        Some(Self {
            driver: driver(),
            inhibition: Inhibition::half_at_mg(half_mg).ok()?.up_to(most).ok()?,
            turnover: Turnover::of_protein(sod1_half_life().0).ok()?,
        })
    }

    /// Whether a published difference is one of those to which the model was fitted.
    pub fn is_fitted_to(contrast: &Contrast) -> bool {
        contrast.population == Population::AscendingDose
            && contrast
                .estimate
                .is_some_and(|estimate| estimate.interval.is_some())
            && contrast.endpoint == Endpoint::csf_sod1()
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
    /// For a dose that is not intrathecal.
    pub fn levels(&self, design: &Design) -> Result<Vec<f64>, SimulationError> {
        self.turnover
            .simulate(&self.driver, &self.inhibition, design)
    }

    /// The level of SOD1 on a study day of a plan, before a dose of that day, relative to placebo.
    ///
    /// # Errors
    ///
    /// For a day before the first dose, a dose that is not intrathecal, or one by body weight.
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

fn driver() -> Disposition {
    let (rate, _) = tofersen_csf_half_life();
    Disposition::from_modes(
        Route::Intrathecal,
        Quantity::Amount,
        1.0,
        &[(rate.as_per_day(), 1.0)],
    )
}

/// The fit: what it is of, how good it is, and how far its parameters are known.
///
/// ```
/// use aso_regimen::kinetics::tofersen::Fit;
///
/// let fit = Fit::new();
/// for point in &fit.points {
///     let low = point.reported.ln() - 1.96 * point.standard_error;
///     let high = point.reported.ln() + 1.96 * point.standard_error;
///     assert!((low..high).contains(&point.predicted.ln()), "{} lies outside", point.dose);
/// }
/// // The data do not tell a strong drug at a large amount from a weak one at a small amount.
/// assert!(fit.most_interval.contains(&0.4) && fit.most_interval.contains(&1.0));
/// assert!(fit.half_mg_interval.contains(&30.0) && fit.half_mg_interval.contains(&500.0));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The largest inhibition, as a share of synthesis, from 0 to 1.
    pub most: f64,
    /// The values of it that the data do not exclude: 95 %, by profile likelihood.
    pub most_interval: RangeInclusive<f64>,
    /// The amount in mg at half of it, from 1 to 10 000.
    pub half_mg: f64,
    /// The values of it that the data do not exclude: 95 %, by profile likelihood.
    pub half_mg_interval: RangeInclusive<f64>,
    /// The squares of the residuals of the logarithms over their covariance, added up.
    pub loss: f64,
    /// The points.
    pub points: Vec<Point>,
    data: Vec<Data>,
}

/// A published point and what the model says of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Each dose.
    pub dose: Mass,
    /// What was reported, relative to placebo.
    pub reported: Ratio,
    /// The standard error of its logarithm, from its interval.
    pub standard_error: f64,
    /// What the model says.
    pub predicted: Ratio,
}

/// The increase of the loss at the ends of a 95 % interval of one parameter: a chi-square quantile.
const PROFILE: f64 = 3.841_458_820_694_124;
/// Half the width of a 95 % interval in standard errors.
const NORMAL: f64 = 1.959_963_984_540_054;
/// Where the amount at half of the largest inhibition is looked for, in mg.
const AMOUNTS: RangeInclusive<f64> = 1.0..=10_000.0;

impl Default for Fit {
    fn default() -> Self {
        Self::new()
    }
}

impl Fit {
    /// Fits the model to the published points: weighted least squares of the logarithms, by searching each parameter
    /// to the last digits in turn.
    pub fn new() -> Self {
        let trial = tofersen::phase_1_2();
        let doses = [20, 40, 60, 100].map(Mass::mg);
        let data: Vec<Data> = doses
            .iter()
            .filter_map(|dose| {
                let arm = dose.to_string();
                trial
                    .contrasts()
                    .iter()
                    .filter(|contrast| contrast.arm == arm)
                    .find_map(|contrast| Data::of(*dose, contrast))
            })
            .collect();
        let (half, loss) = least(ln(&AMOUNTS), |ln_half| best_most(&data, ln_half.exp()).1);
        let half_mg = half.exp();
        let (most, _) = best_most(&data, half_mg);
        let limit = loss + PROFILE;
        let of_half = |ln_half: f64| best_most(&data, ln_half.exp()).1;
        let of_most = |most: f64| {
            least(ln(&AMOUNTS), |ln_half| {
                Self::loss_at(&data, most, ln_half.exp())
            })
            .1
        };
        let halves = interval(half, ln(&AMOUNTS), limit, of_half);
        let points = data
            .iter()
            .filter_map(|point| point.with(most, half_mg))
            .collect();
        Self {
            most,
            most_interval: interval(most, 0.0..=1.0, limit, of_most),
            half_mg,
            half_mg_interval: halves.start().exp()..=halves.end().exp(),
            loss,
            points,
            data,
        }
    }

    /// The levels at every sample of a design, relative to placebo, that the data do not exclude: over all pairs of
    /// parameters whose loss is within the limit of the intervals.
    ///
    /// ```
    /// use aso_regimen::catalog::tofersen;
    /// use aso_regimen::kinetics::{design::Design, input::Inputs, time::Time, tofersen::Fit};
    ///
    /// let approved = tofersen::approved();
    /// let plan = approved.starting("2026-01-05".parse()?);
    /// let inputs = Inputs::planned(&plan, "2026-12-31".parse()?, None)?;
    /// let ranges = Fit::new().level_ranges(&Design::new(&inputs, &[Time::weeks(28)]))?;
    /// let (low, high) = (ranges[0].start(), ranges[0].end());
    /// assert!(*low < 0.6 && *high > 0.7, "{low} to {high}");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// For a dose that is not intrathecal.
    pub fn level_ranges(
        &self,
        design: &Design,
    ) -> Result<Vec<RangeInclusive<f64>>, SimulationError> {
        const STEPS: u32 = 16;
        let limit = self.loss + PROFILE;
        let (low, high) = ln(&self.half_mg_interval).into_inner();
        let mut ranges = vec![f64::INFINITY..=0.0; design.samples()];
        for step in 0..=STEPS {
            let half_mg = (low + (high - low) * f64::from(step) / f64::from(STEPS)).exp();
            let (best, _) = best_most(&self.data, half_mg);
            let mosts = interval(best, 0.0..=1.0, limit, |most| {
                Self::loss_at(&self.data, most, half_mg)
            });
            for most in [*mosts.start(), *mosts.end()] {
                let Some(model) = KnockDown::with(most, half_mg) else {
                    continue;
                };
                for (range, level) in ranges.iter_mut().zip(model.levels(design)?) {
                    *range = range.start().min(level)..=range.end().max(level);
                }
            }
        }
        Ok(ranges)
    }

    /// The residuals of the logarithms against their covariance: each has the error of its own arm, and all have
    /// that of the one placebo arm.
    fn loss_at(data: &[Data], most: f64, half_mg: f64) -> f64 {
        let Some(shared) = shared_variance(data) else {
            return f64::INFINITY;
        };
        let (mut squares, mut sum, mut weights) = (0.0, 0.0, 0.0);
        for point in data {
            let residual = point.residual(most, half_mg);
            let own = point.standard_error.powi(2) - shared;
            squares += residual * residual / own;
            sum += residual / own;
            weights += 1.0 / own;
        }
        // The inverse of a diagonal and a constant (Sherman and Morrison).
        squares - sum * sum / (1.0 / shared + weights)
    }
}

/// The variance that the placebo arm brings into every difference: of the difference of the highest dose that part
/// which its 12 patients have beside the 10 on drug.
fn shared_variance(data: &[Data]) -> Option<f64> {
    const ON_DRUG: f64 = 10.0;
    const ON_PLACEBO: f64 = 12.0;
    let variance = data.last()?.standard_error.powi(2);
    Some(variance * (1.0 / ON_PLACEBO) / (1.0 / ON_DRUG + 1.0 / ON_PLACEBO))
}

/// A published point before the fit.
#[derive(Debug, Clone, PartialEq)]
struct Data {
    dose: Mass,
    ln_reported: f64,
    standard_error: f64,
    design: Design,
}

impl Data {
    /// A difference in percent from placebo with its interval, as a ratio.
    fn of(dose: Mass, contrast: &Contrast) -> Option<Self> {
        let estimate = contrast.estimate?;
        let interval = estimate.interval?;
        if !KnockDown::is_fitted_to(contrast) {
            return None;
        }
        let ln = |percent: f64| (percent / 100.0).ln_1p();
        let day_85 = Time::days(84);
        let inputs: Inputs = [0, 14, 28, 56, 84]
            .map(|day| Input::bolus(Time::days(day), dose, Route::Intrathecal))
            .into_iter()
            .collect();
        Some(Self {
            dose,
            ln_reported: ln(estimate.value.value()),
            standard_error: (ln(interval.high.value()) - ln(interval.low.value())) / (2.0 * NORMAL),
            design: Design::new(&inputs, &[day_85]),
        })
    }

    fn level(&self, most: f64, half_mg: f64) -> Option<f64> {
        let levels = KnockDown::with(most, half_mg)?.levels(&self.design).ok()?;
        levels.first().copied()
    }

    fn residual(&self, most: f64, half_mg: f64) -> f64 {
        match self.level(most, half_mg) {
            Some(level) => level.ln() - self.ln_reported,
            None => f64::INFINITY,
        }
    }

    fn with(&self, most: f64, half_mg: f64) -> Option<Point> {
        Some(Point {
            dose: self.dose,
            reported: Ratio::new(self.ln_reported.exp()).ok()?,
            standard_error: self.standard_error,
            predicted: Ratio::new(self.level(most, half_mg)?).ok()?,
        })
    }
}

/// The best largest inhibition for an amount, and its loss.
fn best_most(data: &[Data], half_mg: f64) -> (f64, f64) {
    least(0.0..=1.0, |most| Fit::loss_at(data, most, half_mg))
}

fn ln(range: &RangeInclusive<f64>) -> RangeInclusive<f64> {
    range.start().ln()..=range.end().ln()
}

/// Where a function with one valley is least, and how much it is there: golden section.
fn least(range: RangeInclusive<f64>, function: impl Fn(f64) -> f64) -> (f64, f64) {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut low, mut high) = range.into_inner();
    let inside = |low: f64, high: f64| (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut left, mut right) = inside(low, high);
    let (mut at_left, mut at_right) = (function(left), function(right));
    for _ in 0..45 {
        if at_left < at_right {
            high = right;
            (right, at_right) = (left, at_left);
            left = inside(low, high).0;
            at_left = function(left);
        } else {
            low = left;
            (left, at_left) = (right, at_right);
            right = inside(low, high).1;
            at_right = function(right);
        }
    }
    // An end of the range is never tried itself.
    [
        (left, at_left),
        (right, at_right),
        (low, function(low)),
        (high, function(high)),
    ]
    .into_iter()
    .fold(
        (left, at_left),
        |best, next| if next.1 < best.1 { next } else { best },
    )
}

/// How far a parameter can go from its best value before the loss passes a limit, or the range ends.
fn interval(
    best: f64,
    range: RangeInclusive<f64>,
    limit: f64,
    loss: impl Fn(f64) -> f64,
) -> RangeInclusive<f64> {
    let end = |outermost: f64| {
        if loss(outermost) <= limit {
            return outermost;
        }
        let (mut inside, mut outside) = (best, outermost);
        for _ in 0..50 {
            let middle = 0.5 * (inside + outside);
            if loss(middle) <= limit {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        inside
    };
    let (low, high) = range.into_inner();
    end(low)..=end(high)
}
