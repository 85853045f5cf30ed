//! The fit of the model to published points, and how far its parameters are known.

use core::ops::RangeInclusive;

use crate::catalog::tofersen;
use crate::dosing::dose::Route;
use crate::evidence::result::Contrast;
use crate::kinetics::design::Design;
use crate::kinetics::error::SimulationError;
use crate::kinetics::input::{Input, Inputs};
use crate::kinetics::time::Time;
use crate::kinetics::tofersen::{KnockDown, is_fitted};
use crate::measure::change::Ratio;
use crate::quantity::Mass;

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
/// assert!(fit.imax_interval.contains(&0.4) && fit.imax_interval.contains(&1.0));
/// assert!(fit.id50_mg_interval.contains(&30.0) && fit.id50_mg_interval.contains(&500.0));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Fit {
    /// The largest inhibition, as a share of synthesis, from 0 to 1.
    #[doc(alias = "Emax")]
    pub imax: f64,
    /// The values of it that the data do not exclude: 95 %, by profile likelihood.
    pub imax_interval: RangeInclusive<f64>,
    /// The amount in mg at half of it, from 1 to 10 000.
    pub id50_mg: f64,
    /// The values of it that the data do not exclude: 95 %, by profile likelihood.
    pub id50_mg_interval: RangeInclusive<f64>,
    /// The squares of the residuals of the logarithms over their covariance, added up.
    pub loss: f64,
    /// The points.
    pub points: Vec<Point>,
    #[cfg_attr(feature = "serde", serde(skip))]
    data: Vec<Data>,
}

/// A published point and what the model says of it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
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
        let (half, loss) = least(ln(&AMOUNTS), |ln_half| best_imax(&data, ln_half.exp()).1);
        let id50_mg = half.exp();
        let (imax, _) = best_imax(&data, id50_mg);
        let limit = loss + PROFILE;
        let of_half = |ln_half: f64| best_imax(&data, ln_half.exp()).1;
        let of_imax =
            |imax: f64| least(ln(&AMOUNTS), |ln_half| Self::loss_at(&data, imax, ln_half.exp())).1;
        let halves = interval(half, ln(&AMOUNTS), limit, of_half);
        let points = data.iter().filter_map(|point| point.with(imax, id50_mg)).collect();
        Self {
            imax,
            imax_interval: interval(imax, 0.0..=1.0, limit, of_imax),
            id50_mg,
            id50_mg_interval: halves.start().exp()..=halves.end().exp(),
            loss,
            points,
            data,
        }
    }

    /// The levels at every sample of a design, relative to placebo, that the data do not exclude: over all pairs of
    /// parameters whose loss is within the limit of the intervals, not over the two intervals one at a time.
    ///
    /// # Errors
    ///
    /// If a dose is not intrathecal.
    pub fn level_ranges(
        &self,
        design: &Design,
    ) -> Result<Vec<RangeInclusive<f64>>, SimulationError> {
        const STEPS: u32 = 32;
        let limit = self.loss + PROFILE;
        let (low, high) = ln(&self.id50_mg_interval).into_inner();
        // Where the largest inhibition is complete, the pairs end in corners that no step meets.
        let complete = |ln_half: f64| Self::loss_at(&self.data, 1.0, ln_half.exp());
        let (best, least_loss) = least(low..=high, complete);
        let mut pairs = Vec::new();
        if least_loss <= limit {
            let corners = interval(best, low..=high, limit, complete).into_inner();
            pairs.extend([corners.0, corners.1].map(|ln_half| (1.0, ln_half.exp())));
        }
        for step in 0..=STEPS {
            let id50_mg = (low + (high - low) * f64::from(step) / f64::from(STEPS)).exp();
            let (best, _) = best_imax(&self.data, id50_mg);
            let ends =
                interval(best, 0.0..=1.0, limit, |imax| Self::loss_at(&self.data, imax, id50_mg));
            pairs.extend([*ends.start(), *ends.end()].map(|imax| (imax, id50_mg)));
        }
        let mut ranges = vec![f64::INFINITY..=0.0; design.samples()];
        for model in pairs.into_iter().filter_map(|(imax, half)| KnockDown::with(imax, half)) {
            for (range, level) in ranges.iter_mut().zip(model.levels(design)?) {
                *range = range.start().min(level)..=range.end().max(level);
            }
        }
        Ok(ranges)
    }

    /// The residuals of the logarithms against their covariance: each has the error of its own arm, and all have
    /// that of the one placebo arm.
    fn loss_at(data: &[Data], imax: f64, id50_mg: f64) -> f64 {
        let Some(shared) = shared_variance(data) else {
            return f64::INFINITY;
        };
        let (mut squares, mut sum, mut weights) = (0.0, 0.0, 0.0);
        for point in data {
            let residual = point.residual(imax, id50_mg);
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
        if !is_fitted(contrast) {
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

    fn level(&self, imax: f64, id50_mg: f64) -> Option<f64> {
        let levels = KnockDown::with(imax, id50_mg)?.levels(&self.design).ok()?;
        levels.first().copied()
    }

    fn residual(&self, imax: f64, id50_mg: f64) -> f64 {
        match self.level(imax, id50_mg) {
            Some(level) => level.ln() - self.ln_reported,
            None => f64::INFINITY,
        }
    }

    fn with(&self, imax: f64, id50_mg: f64) -> Option<Point> {
        Some(Point {
            dose: self.dose,
            reported: Ratio::new(self.ln_reported.exp()).ok()?,
            standard_error: self.standard_error,
            predicted: Ratio::new(self.level(imax, id50_mg)?).ok()?,
        })
    }
}

/// The best largest inhibition for an amount, and its loss.
fn best_imax(data: &[Data], id50_mg: f64) -> (f64, f64) {
    least(0.0..=1.0, |imax| Fit::loss_at(data, imax, id50_mg))
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
    [(left, at_left), (right, at_right), (low, function(low)), (high, function(high))]
        .into_iter()
        .fold((left, at_left), |best, next| if next.1 < best.1 { next } else { best })
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
