//! The fit of the tofersen model to published levels, with the uncertainty of its parameters and its sensitivity to
//! assumptions.

use core::f64::consts::LN_10;
use core::ops::RangeInclusive;

use crate::dosing::dose::Route;
use crate::kinetics::design::Design;
use crate::kinetics::disposition::{Disposition, NG_PER_ML};
use crate::kinetics::error::SimulationError;
use crate::kinetics::parameter::{Concentration, ParameterError, Quantity, Rate, check};
use crate::kinetics::tofersen::biomarker::Biomarker;
use crate::kinetics::tofersen::model::{DoseWarning, ELIMINATION, Response, TofersenError};
use crate::kinetics::tofersen::points::{Point, PointRole, Relative, points};
use crate::kinetics::tofersen::published::{CSF_VOLUME, default_turnover};
use crate::kinetics::tofersen::search::{crossing, least};
use crate::kinetics::turnover::{Inhibition, Turnover};

/// The assumptions of a fit.
///
/// ```
/// use aso_regimen::kinetics::tofersen::{Biomarker, Fit, FitAssumptions};
///
/// let mut steep = FitAssumptions::of(Biomarker::CsfSod1);
/// steep.hill = 4.0;
/// let [usual, steep] = [Fit::new(Biomarker::CsfSod1), Fit::with(&steep)?];
/// // A steeper curve fits a little better, with less than half of the largest inhibition.
/// assert!(usual.loss - steep.loss > 1.0 && usual.loss - steep.loss < 2.0);
/// assert!(usual.imax > 0.8 && steep.imax < 0.3);
/// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FitAssumptions {
    /// The biomarker that is fitted.
    pub biomarker: Biomarker,
    /// The prior standard error of the logarithm of the half-life, around the [default half-life](default_turnover).
    /// Infinity means no prior knowledge.
    pub half_life_error: f64,
    /// The Hill exponent, from 0.1 to 20.
    pub hill: f64,
    /// The elimination rate of drug from cerebrospinal fluid.
    pub elimination: Rate,
    /// The half-life of equilibration of an effect compartment with cerebrospinal fluid, in days; `None` for a direct
    /// effect.
    #[doc(alias = "ke0")]
    pub delay: Option<f64>,
    /// Whether the fall of SOD1, not the drug itself, drives neurofilament. SOD1 cannot drive itself.
    pub by_sod1: bool,
    /// The correlation of the errors of the same people on different days, from 0 to 0.99.
    pub correlation: f64,
    /// The factor by which the level without drug grows in 28 weeks.
    pub growth: f64,
    /// Whether only the differences from placebo are fitted.
    pub only_placebo: bool,
}

impl FitAssumptions {
    /// Returns the assumptions of [`Fit::new`]: a prior half-life within a factor of about 1.5 of the default (a
    /// standard error of 0.2), a Hill exponent of 1, the published elimination, a direct effect, the drug itself as the
    /// driver, a correlation of 0.5, and a stable level without drug.
    pub fn of(biomarker: Biomarker) -> Self {
        Self {
            biomarker,
            half_life_error: 0.2,
            hill: 1.0,
            elimination: ELIMINATION,
            delay: None,
            by_sod1: false,
            correlation: 0.5,
            growth: 1.0,
            only_placebo: false,
        }
    }
}

/// The fit of one biomarker by generalised least squares of the log levels, with the covariance that [`points`]
/// describes.
///
/// Three parameters are fitted to eight points: the largest inhibition (Imax), the concentration at half of it (IC50),
/// and the half-life, which has a prior. The points contradict each other more than their errors allow, and no steady
/// state fits all of them; the misfit ([`Fit::misfit`]: the loss divided by its degrees of freedom) quantifies this. The
/// intervals are profile-likelihood intervals: the loss may rise by the 95 % chi-square quantile, 3.84, times the
/// misfit, which widens them by about the square root of the misfit. This scaling is a convention, as in quasi-likelihood: the misfit is estimated from six degrees of freedom,
/// and it is not random error (levels drift in the extension). With the quantile of F(1, 6), 5.99 in place of
/// 3.84, the intervals would be wider; the module's page lists them.
///
/// ```
/// use aso_regimen::kinetics::tofersen::{Biomarker, Fit};
///
/// let nfl = Fit::new(Biomarker::PlasmaNfl);
/// // The published model has 0.60 and 2.53 ng/mL.
/// assert_eq!(format!("{:.2} {:.1} ng/mL", nfl.imax, nfl.ic50), "0.66 2.9 ng/mL");
/// // Its points contradict each other: 0.40, 0.50, 0.33 and 0.33 of those on 100 mg.
/// assert!(nfl.misfit > 3.0);
/// // Of SOD1 they do not tell a strong drug at a high concentration from a weak one at a
/// // low concentration.
/// let sod1 = Fit::new(Biomarker::CsfSod1);
/// assert!(sod1.ic50_interval().contains(&1.0) && sod1.ic50_interval().contains(&70.0));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Fit {
    /// The assumptions of the fit.
    pub assumptions: FitAssumptions,
    /// Imax, the largest inhibition as a fraction of synthesis, from 0 to 1.
    #[doc(alias = "Emax")]
    pub imax: f64,
    /// IC50, the concentration in ng/mL at half of the largest inhibition, from 0.1 to 1000.
    #[doc(alias = "EC50")]
    pub ic50: f64,
    /// The half-life of the biomarker in days, from 1 to 400.
    pub half_life: f64,
    /// The loss: the generalised sum of squared residuals, plus the squared deviation of the half-life from its prior.
    pub loss: f64,
    /// The loss divided by its degrees of freedom, at least 1. It is 1 if the points agree with the model within their
    /// errors.
    #[doc(alias = "Birge ratio")]
    pub misfit: f64,
    /// The fitted points, each with the level that the model predicts.
    pub points: Vec<(Point, f64)>,
    #[cfg_attr(feature = "serde", serde(skip))]
    data: Data,
}

/// The increase of the loss at the ends of an interval of one parameter, and at the edge of the region of three:
/// chi-square quantiles of 95 %.
const PROFILE: f64 = 3.841_458_820_694_124;
const JOINT: f64 = 7.814_727_903_251_179;
/// Where parameters are looked for: the logarithms of ng/mL and of days.
const IC50S: RangeInclusive<f64> = -LN_10..=3.0 * LN_10;
const HALF_LIVES: RangeInclusive<f64> = 0.0..=5.991_464_547_107_982;
/// Parameters that are fitted.
const PARAMETERS: f64 = 3.0;

impl Fit {
    /// Returns the fit with the assumptions of [`FitAssumptions::of`].
    pub fn new(biomarker: Biomarker) -> Self {
        match Self::with(&FitAssumptions::of(biomarker)) {
            Ok(fit) => fit,
            Err(_) => unreachable!("the usual assumptions are in range"),
        }
    }

    /// Returns a fit with these assumptions.
    ///
    /// # Errors
    ///
    /// If an assumption is out of range.
    pub fn with(assumptions: &FitAssumptions) -> Result<Self, ParameterError> {
        let data = Data::new(assumptions)?;
        let (ln_half_life, loss) = least(HALF_LIVES, |half_life| data.best_ic50(half_life).1);
        let (ln_ic50, _) = data.best_ic50(ln_half_life);
        let suppressed = data.suppressed(ln_ic50, ln_half_life);
        let (imax, _) = data.best_imax(&suppressed, ln_half_life);
        let predicted = suppressed.iter().zip(&data.growth).map(|(s, g)| (1.0 - imax * s) * g);
        let points = data.points.iter().cloned().zip(predicted).collect();
        let freedom = data.freedom();
        Ok(Self {
            assumptions: assumptions.clone(),
            imax,
            ic50: ln_ic50.exp(),
            half_life: ln_half_life.exp(),
            loss,
            misfit: (loss / freedom).max(1.0),
            points,
            data,
        })
    }

    /// Returns the 95 % profile-likelihood interval of Imax.
    pub fn imax_interval(&self) -> RangeInclusive<f64> {
        let of_imax = |imax: f64| {
            let of_half_life = |half_life: f64| {
                least(IC50S, |ic50| {
                    self.data.loss(imax, &self.data.suppressed(ic50, half_life), half_life)
                })
                .1
            };
            least(HALF_LIVES, of_half_life).1
        };
        crossing(self.imax, 0.0..=1.0, self.limit(PROFILE), of_imax)
    }

    /// Returns the 95 % profile-likelihood interval of the IC50 in ng/mL.
    pub fn ic50_interval(&self) -> RangeInclusive<f64> {
        exp(&self.ln_ic50s(self.limit(PROFILE)))
    }

    /// Returns the 95 % profile-likelihood interval of the half-life in days, including its prior.
    pub fn half_life_interval(&self) -> RangeInclusive<f64> {
        exp(&self.ln_half_lives(self.limit(PROFILE)))
    }

    /// Returns the joint 95 % region: the values of the three parameters together whose loss is not much above the lowest,
    /// as a grid.
    pub fn region(&self) -> JointRegion {
        const IC50_STEPS: u32 = 24;
        const HALF_LIFE_STEPS: u32 = 12;
        let limit = self.limit(JOINT);
        let (ic50s, half_lives) = (self.ln_ic50s(limit), self.ln_half_lives(limit));
        let mut responses = Vec::new();
        for half_life in steps(&half_lives, HALF_LIFE_STEPS) {
            for ic50 in steps(&ic50s, IC50_STEPS) {
                let suppressed = self.data.suppressed(ic50, half_life);
                let (best, loss) = self.data.best_imax(&suppressed, half_life);
                if loss > limit {
                    continue;
                }
                let of_imax = |imax| self.data.loss(imax, &suppressed, half_life);
                let (low, high) = crossing(best, 0.0..=1.0, limit, of_imax).into_inner();
                let ends = [low, high].map(|imax| self.data.response(imax, ic50, half_life));
                responses.extend(ends.into_iter().flatten());
            }
        }
        JointRegion { driver: self.data.driver.clone(), responses, any_dose: false }
    }

    fn ln_ic50s(&self, limit: f64) -> RangeInclusive<f64> {
        let of_ic50 =
            |ic50: f64| least(HALF_LIVES, |half_life| self.data.best(ic50, half_life).1).1;
        crossing(self.ic50.ln(), IC50S, limit, of_ic50)
    }

    fn ln_half_lives(&self, limit: f64) -> RangeInclusive<f64> {
        let of_half_life = |half_life: f64| self.data.best_ic50(half_life).1;
        crossing(self.half_life.ln(), HALF_LIVES, limit, of_half_life)
    }

    /// The largest loss within a region, wider for points that contradict each other.
    fn limit(&self, increase: f64) -> f64 {
        self.loss + self.misfit * increase
    }
}

/// A joint confidence region of the three parameters of a [`Fit`], as a grid that includes its edge.
///
/// In the region the loss rises by at most the misfit times 7.81, the 95 % chi-square quantile with three degrees of
/// freedom. With 3 F(3, 6), 14.3, in place of 7.81 the region would be larger.
#[derive(Debug, Clone, PartialEq)]
pub struct JointRegion {
    driver: Disposition,
    responses: Vec<Response>,
    any_dose: bool,
}

impl JointRegion {
    /// Returns this region so that it also predicts for doses and exposures that were not tried ([`DoseWarning`]).
    ///
    /// Those predictions are extrapolations. The FDA reviewers write that the response to doses above 100 mg cannot be
    /// reliably predicted at this time.
    #[must_use]
    pub fn beyond_tried_doses(self) -> Self {
        Self { any_dose: true, ..self }
    }

    /// Returns the lowest and the highest level in the region at every sample of a design, relative to no drug. They
    /// are ranges of the mean, not of individuals. They hold only if the errors, their correlation and the form of the
    /// model are right.
    ///
    /// ```
    /// use aso_regimen::Mass;
    /// use aso_regimen::dosing::dose::Route;
    /// use aso_regimen::kinetics::tofersen::{Biomarker, Fit};
    /// use aso_regimen::kinetics::{design::Design, input::Input, time::Time};
    ///
    /// let doses = [0, 14, 28, 56]
    ///     .map(|day| Input::bolus(Time::days(day), Mass::mg(100), Route::Intrathecal));
    /// let day_85 = Design::new(&doses.into_iter().collect(), &[Time::days(84)]);
    /// let ranges = Fit::new(Biomarker::CsfSod1).region().level_ranges(&day_85)?;
    /// assert_eq!(format!("{:.1} to {:.1}", ranges[0].start(), ranges[0].end()), "0.6 to 0.9");
    /// # Ok::<(), aso_regimen::kinetics::tofersen::TofersenError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a dose is not intrathecal, or if doses or exposure are outside those that were tried and the region was not
    /// made by [`JointRegion::beyond_tried_doses`].
    pub fn level_ranges(&self, design: &Design) -> Result<Vec<RangeInclusive<f64>>, TofersenError> {
        self.ranges_of(design.samples(), |response| self.levels(response, design))
    }

    /// Returns the lowest and the highest ratio of the levels of one design to those of another, sample by sample. Both
    /// levels of a ratio have the same parameters. It can compare an early start with a delayed one.
    ///
    /// # Errors
    ///
    /// If the designs have different numbers of samples, and as for [`JointRegion::level_ranges`].
    pub fn level_ratio_ranges(
        &self,
        numerator: &Design,
        denominator: &Design,
    ) -> Result<Vec<RangeInclusive<f64>>, TofersenError> {
        let (samples, places) = (numerator.samples(), denominator.samples());
        if samples != places {
            return Err(SimulationError::Places { samples, places }.into());
        }
        self.ranges_of(samples, |response| {
            let levels = self.levels(response, numerator)?;
            let others = self.levels(response, denominator)?;
            Ok(levels.iter().zip(others).map(|(level, other)| level / other).collect())
        })
    }

    fn levels(&self, of: &Response, design: &Design) -> Result<Vec<f64>, TofersenError> {
        if !self.any_dose {
            DoseWarning::refuse(design)?;
        }
        Ok(of.turnover.simulate(&self.driver, &of.inhibition, design)?)
    }

    /// The lowest and the highest of some numbers over all responses.
    fn ranges_of(
        &self,
        samples: usize,
        numbers: impl Fn(&Response) -> Result<Vec<f64>, TofersenError>,
    ) -> Result<Vec<RangeInclusive<f64>>, TofersenError> {
        let mut ranges = vec![f64::INFINITY..=0.0; samples];
        for response in &self.responses {
            for (range, number) in ranges.iter_mut().zip(numbers(response)?) {
                *range = range.start().min(number)..=range.end().max(number);
            }
        }
        Ok(ranges)
    }
}

/// What is fitted, with all that does not depend on the parameters.
#[derive(Debug, Clone, PartialEq)]
struct Data {
    assumptions: FitAssumptions,
    driver: Disposition,
    points: Vec<Point>,
    /// The doses of each group of people with their days, in the order of the points.
    designs: Vec<Design>,
    ln_reported: Vec<f64>,
    /// What the level without drug has grown to.
    growth: Vec<f64>,
    /// The lower factor of the covariance (Cholesky), row by row.
    factor: Vec<Vec<f64>>,
}

impl Data {
    fn new(assumptions: &FitAssumptions) -> Result<Self, ParameterError> {
        let FitAssumptions { biomarker, by_sod1, correlation, growth, .. } = *assumptions;
        let itself = if by_sod1 && biomarker == Biomarker::CsfSod1 { 1.0 } else { 0.0 };
        check("by_sod1 for SOD1", itself, 0.0..=0.0, "0 (false), as SOD1 cannot drive itself")?;
        check("a correlation", correlation, 0.0..=0.99, "0 to 0.99")?;
        check("a factor in 28 weeks", growth, 0.01..=100.0, "0.01 to 100")?;
        let error = assumptions.half_life_error;
        check("an error of a logarithm", error, 0.01..=f64::INFINITY, "0.01 to infinity")?;
        let mut points: Vec<Point> = points()
            .into_iter()
            .filter(|point| point.biomarker == biomarker && point.role == PointRole::Fitted)
            .filter(|point| !assumptions.only_placebo || point.relative == Relative::ToPlacebo)
            .collect();
        points.sort_by_key(|point| (point.people, point.at));
        let of_people = |people: &[Point]| {
            let at: Vec<_> = people.iter().map(|point| point.at).collect();
            // The doses of the last point are those of all of them, and more that come later.
            people.last().map(|last| Design::new(&last.doses, &at))
        };
        let designs = points.chunk_by(|one, other| one.people == other.people);
        let designs = designs.filter_map(of_people).collect();
        let days_of_growth = 196.0;
        let grown = |point: &Point| match point.relative {
            Relative::ToPlacebo => 1.0,
            _ => libm::pow(growth, point.at.as_days() / days_of_growth),
        };
        let data = Self {
            assumptions: assumptions.clone(),
            driver: driver(assumptions)?,
            designs,
            ln_reported: points.iter().map(|point| point.reported.ln()).collect(),
            growth: points.iter().map(grown).collect(),
            factor: cholesky(&covariance(&points, correlation)),
            points,
        };
        let (of_half, _) = default_turnover(biomarker);
        data.try_response(1.0, 0.0, of_half.half_life().unwrap_or(1.0).ln())?;
        Ok(data)
    }

    /// Points, and the half-life if something is known of it, less the parameters.
    #[expect(clippy::cast_precision_loss, reason = "a few points")]
    fn freedom(&self) -> f64 {
        let known = if self.assumptions.half_life_error.is_finite() { 1.0 } else { 0.0 };
        self.points.len() as f64 + known - PARAMETERS
    }

    fn try_response(
        &self,
        imax: f64,
        ic50: f64,
        half_life: f64,
    ) -> Result<Response, ParameterError> {
        let inhibition = Inhibition::of_ic50(Concentration::ng_per_ml(ic50.exp())?)
            .with_imax(imax)?
            .with_hill(self.assumptions.hill)?;
        let half_life = Rate::of_half_life(half_life.exp())?;
        let turnover = if self.assumptions.by_sod1 {
            Turnover::of_mrna_and_protein(default_turnover(Biomarker::CsfSod1).0, half_life)?
        } else {
            Turnover::of_protein(half_life)?
        };
        Ok(Response::new(inhibition, turnover))
    }

    /// The response with these parameters, the last two as logarithms.
    fn response(&self, imax: f64, ic50: f64, half_life: f64) -> Option<Response> {
        self.try_response(imax, ic50, half_life).ok()
    }

    /// How far each point is below the level without drug under complete inhibition at high concentrations: the fall is
    /// in proportion to the largest inhibition.
    fn suppressed(&self, ic50: f64, half_life: f64) -> Vec<f64> {
        let Some(Response { inhibition, turnover }) = self.response(1.0, ic50, half_life) else {
            return vec![f64::NAN; self.points.len()];
        };
        let levels = |design| turnover.simulate(&self.driver, &inhibition, design);
        let levels = self.designs.iter().filter_map(|design| levels(design).ok());
        levels.flatten().map(|level| 1.0 - level).collect()
    }

    /// The squares of the residuals over their covariance.
    fn loss(&self, imax: f64, suppressed: &[f64], ln_half_life: f64) -> f64 {
        let (expected, _) = default_turnover(self.assumptions.biomarker);
        let expected = expected.half_life().map_or(0.0, f64::ln);
        let mut loss = ((ln_half_life - expected) / self.assumptions.half_life_error).powi(2);
        let mut whitened: Vec<f64> = Vec::with_capacity(suppressed.len());
        for (row, factor) in self.factor.iter().enumerate() {
            let level = (1.0 - imax * suppressed[row]) * self.growth[row];
            let known: f64 = factor.iter().zip(&whitened).map(|(f, w)| f * w).sum();
            let own = (level.ln() - self.ln_reported[row] - known) / factor[row];
            loss += own * own;
            whitened.push(own);
        }
        loss
    }

    /// The best largest inhibition, and its loss.
    fn best_imax(&self, suppressed: &[f64], half_life: f64) -> (f64, f64) {
        least(0.0..=1.0, |imax| self.loss(imax, suppressed, half_life))
    }

    fn best(&self, ic50: f64, half_life: f64) -> (f64, f64) {
        self.best_imax(&self.suppressed(ic50, half_life), half_life)
    }

    /// The best concentration at half of the largest inhibition for a half-life, and its loss.
    fn best_ic50(&self, half_life: f64) -> (f64, f64) {
        least(IC50S, |ic50| self.best(ic50, half_life).1)
    }
}

/// Drug in cerebrospinal fluid, or in an effect compartment that follows it.
fn driver(assumptions: &FitAssumptions) -> Result<Disposition, ParameterError> {
    let (rate, weight) = (assumptions.elimination, NG_PER_ML / CSF_VOLUME);
    let terms = match assumptions.delay {
        None => vec![(rate, weight)],
        Some(days) => {
            let follows = Rate::of_half_life(days)
                .map_err(|error| ParameterError { what: "a delay in days", ..error })?;
            let apart = follows.as_per_day() - rate.as_per_day();
            let shared = weight * follows.as_per_day() / apart;
            vec![(rate, shared), (follows, -shared)]
        }
    };
    Disposition::of_terms(Route::Intrathecal, Quantity::Concentration, &terms)
}

/// The covariance of the logarithms: doses of part B share their placebo, and the same people are measured again.
fn covariance(points: &[Point], correlation: f64) -> Vec<Vec<f64>> {
    let errors = |point: &Point| point.errors.unwrap_or([f64::NAN; 2]);
    let row = |one: &Point, number: usize| {
        let [drug, placebo] = errors(one);
        let between = |(other, column): (&Point, usize)| {
            let [other_drug, other_placebo] = errors(other);
            if number == column {
                return drug * drug + placebo * placebo;
            }
            let people = if one.people == other.people { correlation } else { 0.0 };
            // On the same day they are arms of one trial.
            let shared = if one.at == other.at { placebo * other_placebo } else { 0.0 };
            people * drug * other_drug + shared
        };
        points.iter().zip(0..).map(between).collect()
    };
    points.iter().zip(0..).map(|(one, number)| row(one, number)).collect()
}

/// The lower factor of a positive definite matrix.
fn cholesky(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for (number, row) in matrix.iter().enumerate() {
        let mut new: Vec<f64> = Vec::with_capacity(number + 1);
        for (column, other) in rows.iter().enumerate() {
            let known: f64 = new.iter().zip(other).map(|(a, b)| a * b).sum();
            new.push((row[column] - known) / other[column]);
        }
        let known: f64 = new.iter().map(|entry| entry * entry).sum();
        new.push((row[number] - known).sqrt());
        rows.push(new);
    }
    rows
}

fn exp(range: &RangeInclusive<f64>) -> RangeInclusive<f64> {
    range.start().exp()..=range.end().exp()
}

/// Equal steps over a range, both ends included.
fn steps(range: &RangeInclusive<f64>, count: u32) -> impl Iterator<Item = f64> {
    let (low, high) = (*range.start(), *range.end());
    (0..=count).map(move |step| low + (high - low) * f64::from(step) / f64::from(count))
}
