//! Comparisons: the treatment burden of regimens, reported effects of arms, and predictions with published contrasts.
//!
//! ```
//! use aso_regimen::{Regimen, compare::Comparison};
//!
//! let monthly: Regimen = "100 mg IT q28d".parse()?;
//! let quarterly: Regimen = "100 mg IT q3mo".parse()?;
//! let comparison = Comparison::new("2026-01-05".parse()?, "2026-12-31".parse()?)?
//!     .with("monthly", &monthly, None)?
//!     .with("quarterly", &quarterly, None)?;
//! println!("{comparison}");
//! let doses = comparison.rows().iter().map(|row| row.burden.doses);
//! assert!(doses.eq([13, 4]));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use core::fmt;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::{Interval, StudyDay};
use crate::dosing::dose::{MassError, Route};
use crate::dosing::regimen::{Regimen, Role};
use crate::dosing::schedule::Schedule;
use crate::evidence::prediction::PredictsChange;
use crate::evidence::question::pairs;
use crate::evidence::result::{Contrast, ReportedOutcome, TimePoint};
use crate::evidence::trial::{Arm, Trial};
use crate::measure::change::{PercentChange, PercentagePoints};
use crate::measure::endpoint::Endpoint;
use crate::quantity::{BodyWeight, Mass, Volume};
use crate::text::debug_as_display;

/// The treatment burden from the first dose through a date: doses, lumbar punctures, drug and cerebrospinal fluid
/// withdrawn.
///
/// ```
/// use aso_regimen::{Mass, Regimen, compare::Burden};
///
/// let tofersen: Regimen = "100 mg (withdraw 10 mL) IT q14d x3, then q28d".parse()?;
/// let plan = tofersen.starting("2026-01-05".parse()?);
/// let burden = Burden::of(&plan, "2027-01-04".parse()?, None)?;
/// assert_eq!((burden.doses, burden.lumbar_punctures, burden.loading_doses), (15, 15, 3));
/// assert_eq!(burden.mass, Mass::mg(1_500));
/// assert_eq!(burden.csf_withdrawn.to_string(), "150 mL");
/// assert_eq!(burden.loading_share(), Some(0.2));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Burden {
    /// The number of doses.
    pub doses: u32,
    /// The number of loading doses.
    pub loading_doses: u32,
    /// The number of doses given by lumbar puncture.
    pub lumbar_punctures: u32,
    /// The total amount of drug.
    pub mass: Mass,
    /// The total volume of cerebrospinal fluid withdrawn, as far as the regimen states it.
    pub csf_withdrawn: Volume,
    /// The number of lumbar punctures for which the regimen does not state a volume withdrawn.
    pub withdrawal_unstated: u32,
    /// The number of doses in the first twelve months.
    pub first_year: u32,
}

impl Burden {
    /// Returns the burden of a schedule through a date, the date included, for a patient with this weight. Pass `None`
    /// if no amount depends on weight.
    ///
    /// # Errors
    ///
    /// If the mass of a dose cannot be computed, or if a sum is too large.
    pub fn of(
        plan: &Schedule<'_>,
        through: NaiveDate,
        weight: impl Into<Option<BodyWeight>>,
    ) -> Result<Self, MassError> {
        let mut burden = Self {
            doses: plan.count_through(through),
            loading_doses: 0,
            lumbar_punctures: 0,
            mass: plan.total_through(through, weight)?,
            csf_withdrawn: Volume::ZERO,
            withdrawal_unstated: 0,
            first_year: plan.count_through(through.min(end_of_first_year(plan.start()))),
        };
        for (phase, doses) in plan.doses_by_phase(through) {
            if phase.role() == Role::Loading {
                burden.loading_doses += doses;
            }
            if *phase.dose().route() != Route::Intrathecal {
                continue;
            }
            burden.lumbar_punctures += doses;
            match phase.dose().withdrawn() {
                Some(csf) => {
                    burden.csf_withdrawn = csf
                        .checked_mul(u64::from(doses))
                        .and_then(|csf| csf.checked_add(burden.csf_withdrawn))
                        .ok_or(MassError::TooLarge)?;
                }
                None => burden.withdrawal_unstated += doses,
            }
        }
        Ok(burden)
    }

    /// The number of doses after the first twelve months.
    pub fn later_years(&self) -> u32 {
        self.doses - self.first_year
    }

    /// The share of loading doses among all doses, from 0 to 1. `None` if there is no dose.
    pub fn loading_share(&self) -> Option<f64> {
        (self.doses > 0).then(|| f64::from(self.loading_doses) / f64::from(self.doses))
    }
}

/// The last day of the twelve months that begin on a date.
fn end_of_first_year(start: NaiveDate) -> NaiveDate {
    let anniversary = Interval::months(12).nth_after(start, 1);
    let last = anniversary.and_then(|anniversary| anniversary.pred_opt());
    last.unwrap_or(NaiveDate::MAX)
}

/// A comparison of regimens that begin on the same day, with the burden of each through the same date.
///
/// It prints as a table.
///
/// ```
/// use aso_regimen::{Regimen, compare::Comparison};
///
/// let monthly: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let quarterly: Regimen = "100 mg IT q14d x3, then q3mo".parse()?;
/// let comparison = Comparison::new("2026-01-05".parse()?, "2026-12-31".parse()?)?
///     .with("monthly", &monthly, None)?
///     .with("quarterly", &quarterly, None)?;
/// let [one, other] = comparison.rows() else { panic!("two rows") };
/// assert_eq!(one.burden.doses - other.burden.doses, 8);
/// assert!(comparison.to_string().contains("quarterly"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Comparison<'r> {
    start: NaiveDate,
    through: NaiveDate,
    rows: Vec<Row<'r>>,
}

/// A [`Comparison`] that ends before its first dose.
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[error("the comparison ends on {through}, expected {first_dose} (the first dose) or later")]
#[non_exhaustive]
pub struct ComparisonError {
    /// The date of the first dose.
    pub first_dose: NaiveDate,
    /// The last date.
    pub through: NaiveDate,
}

/// Why one regimen of a [`Comparison`] has no row or no number.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("regimen {regimen:?}: {cause}")]
#[non_exhaustive]
pub struct RowError<E> {
    /// The name of the regimen.
    pub regimen: String,
    /// The error of its burden, of the model or of the computation.
    pub cause: E,
}

debug_as_display!(ComparisonError);

impl<E: fmt::Display> fmt::Debug for RowError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<E> RowError<E> {
    fn of(regimen: &str) -> impl FnOnce(E) -> Self {
        let regimen = regimen.to_owned();
        |cause| Self { regimen, cause }
    }
}

/// One regimen of a [`Comparison`].
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Row<'r> {
    /// The name of the regimen.
    pub name: String,
    /// The regimen.
    pub regimen: &'r Regimen,
    /// The body weight of the patient. `None` if it was not given.
    pub weight: Option<BodyWeight>,
    /// The treatment burden.
    pub burden: Burden,
    /// The predictions for the last day, in the order of the calls of [`Comparison::predicting`].
    pub predictions: Vec<PredictedChange>,
    /// Other numbers for the last day, in the order of the calls of [`Comparison::computing`].
    pub numbers: Vec<ComputedNumber>,
}

/// A number that was computed for a regimen, such as the concentration of drug.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ComputedNumber {
    /// The name of the number, with its unit.
    pub name: String,
    /// The number.
    pub value: f64,
}

/// A model's prediction for one endpoint under a regimen.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PredictedChange {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The change relative to no treatment. `None` if the model does not predict this endpoint.
    pub change: Option<PercentChange>,
}

impl Row<'_> {
    /// Returns the predicted change of an endpoint, by the first model that predicts it. `None` if no model does.
    pub fn predicted(&self, endpoint: &Endpoint) -> Option<PercentChange> {
        let mut found = self.predictions.iter().filter(|one| one.endpoint == *endpoint);
        found.find_map(|one| one.change)
    }

    /// The regimen with its amounts for the weight of the patient.
    fn weighed(&self) -> Regimen {
        self.regimen.for_weight(self.weight)
    }
}

impl<'r> Comparison<'r> {
    /// Returns a comparison from the first dose through a date, the date included.
    ///
    /// # Errors
    ///
    /// If the date is before the first dose.
    pub fn new(first_dose: NaiveDate, through: NaiveDate) -> Result<Self, ComparisonError> {
        if through < first_dose {
            return Err(ComparisonError { first_dose, through });
        }
        Ok(Self { start: first_dose, through, rows: Vec::new() })
    }

    /// Adds a regimen for a patient with this weight. Pass `None` if no amount depends on weight.
    ///
    /// The burden, and the predictions and numbers added later, are those for this weight.
    ///
    /// # Errors
    ///
    /// If [`Burden::of`] is an error for this regimen. The error names the regimen.
    pub fn with(
        mut self,
        name: impl Into<String>,
        regimen: &'r Regimen,
        weight: impl Into<Option<BodyWeight>>,
    ) -> Result<Self, RowError<MassError>> {
        let (name, weight) = (name.into(), weight.into());
        let burden = Burden::of(&regimen.starting(self.start), self.through, weight);
        let burden = burden.map_err(RowError::of(&name))?;
        self.rows.push(Row {
            name,
            regimen,
            weight,
            burden,
            predictions: Vec::new(),
            numbers: Vec::new(),
        });
        Ok(self)
    }

    /// Adds a model's prediction for each regimen added so far: the change of an endpoint relative to no treatment on
    /// the last day, before any dose of that day. Amounts that depend on body weight are those for the weight in
    /// [`with`](Comparison::with).
    ///
    /// ```
    /// # #[cfg(all(feature = "catalog", feature = "kinetics"))] {
    /// use aso_regimen::catalog::tofersen;
    /// use aso_regimen::{Endpoint, compare::Comparison, kinetics::tofersen::TofersenModel};
    ///
    /// // No trial compared this: the approved regimen without its loading doses.
    /// let approved = tofersen::approved();
    /// let unloaded = "100 mg IT q28d".parse()?;
    /// let sod1 = Endpoint::csf_sod1();
    /// let after_12_weeks = Comparison::new("2026-01-05".parse()?, "2026-03-30".parse()?)?
    ///     .with("approved", &approved, None)?
    ///     .with("without loading", &unloaded, None)?
    ///     .predicting(&TofersenModel::published(), &sod1)?;
    /// let predicted: Vec<String> = after_12_weeks
    ///     .rows()
    ///     .iter()
    ///     .filter_map(|row| Some(format!("{:.0}", row.predicted(&sod1)?)))
    ///     .collect();
    /// assert_eq!(predicted, ["-24 %", "-21 %"]);
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the model cannot be run for one of the regimens. The error names the regimen.
    pub fn predicting<M: PredictsChange>(
        mut self,
        model: &M,
        endpoint: &Endpoint,
    ) -> Result<Self, RowError<M::Error>> {
        let day = StudyDay::of(self.through, self.start);
        for row in &mut self.rows {
            let change = model.relative_change(&row.weighed().starting(self.start), day, endpoint);
            let change = change.map_err(RowError::of(&row.name))?;
            row.predictions.push(PredictedChange { endpoint: endpoint.clone(), change });
        }
        Ok(self)
    }

    /// Adds a number for each regimen added so far, computed from its schedule and the last day. In the schedule,
    /// amounts that depend on body weight are fixed amounts for the weight in [`with`](Comparison::with).
    ///
    /// ```
    /// # #[cfg(feature = "kinetics")] {
    /// use aso_regimen::{compare::Comparison, kinetics::tofersen::TofersenModel};
    ///
    /// let model = TofersenModel::published();
    /// let monthly = "100 mg IT q14d x3, then q28d".parse()?;
    /// let comparison = Comparison::new("2026-01-05".parse()?, "2026-07-20".parse()?)?
    ///     .with("approved", &monthly, None)?
    ///     .computing("CSF ng/mL", |plan, day| model.trough(plan, day))?;
    /// assert_eq!(format!("{:.1}", comparison.rows()[0].numbers[0].value), "14.3");
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `compute` returns an error for one of the regimens. The error names the regimen.
    pub fn computing<E>(
        mut self,
        name: &str,
        compute: impl Fn(&Schedule<'_>, StudyDay) -> Result<f64, E>,
    ) -> Result<Self, RowError<E>> {
        let day = StudyDay::of(self.through, self.start);
        for row in &mut self.rows {
            let value = compute(&row.weighed().starting(self.start), day);
            let value = value.map_err(RowError::of(&row.name))?;
            row.numbers.push(ComputedNumber { name: name.to_owned(), value });
        }
        Ok(self)
    }

    /// The regimens in the order in which they were added.
    pub fn rows(&self) -> &[Row<'r>] {
        &self.rows
    }
}

impl fmt::Display for Comparison<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.rows.iter().map(|row| row.name.chars().count()).max();
        let name = name.unwrap_or(0).max("regimen".len());
        write!(
            f,
            "{:name$}  doses  punctures        drug  CSF withdrawn  loading  first year  later",
            "regimen"
        )?;
        let mut endpoints: Vec<&Endpoint> = Vec::new();
        for one in self.rows.iter().flat_map(|row| &row.predictions) {
            if !endpoints.contains(&&one.endpoint) {
                endpoints.push(&one.endpoint);
                write!(f, "  {} at end", one.endpoint.name())?;
            }
        }
        let mut numbers: Vec<&str> = Vec::new();
        for one in self.rows.iter().flat_map(|row| &row.numbers) {
            if !numbers.contains(&one.name.as_str()) {
                numbers.push(&one.name);
                write!(f, "  {} at end", one.name)?;
            }
        }
        writeln!(f)?;
        for row in &self.rows {
            let burden = &row.burden;
            let share = burden
                .loading_share()
                .map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", 100.0 * share));
            // A sum to which some punctures contribute nothing known is only a lower bound.
            let at_least = if burden.withdrawal_unstated > 0 { "≥ " } else { "" };
            write!(
                f,
                "{:name$}  {:>5}  {:>9}  {:>10}  {:>13}  {share:>7}  {:>10}  {:>5}",
                row.name,
                burden.doses,
                burden.lumbar_punctures,
                burden.mass,
                format!("{at_least}{}", burden.csf_withdrawn),
                burden.first_year,
                burden.later_years(),
            )?;
            for endpoint in &endpoints {
                let width = format!("{} at end", endpoint.name()).chars().count();
                let change = row
                    .predicted(endpoint)
                    .map_or_else(|| "-".to_owned(), |change| format!("{change:.0}"));
                write!(f, "  {change:>width$}")?;
            }
            for name in &numbers {
                let width = format!("{name} at end").chars().count();
                let found = row.numbers.iter().find(|one| one.name == *name);
                let value = found.map_or_else(|| "-".to_owned(), |one| format!("{:.1}", one.value));
                write!(f, "  {value:>width$}")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// The reported changes of two arms, and their difference as a ratio and as points.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use aso_regimen::catalog::tofersen;
/// use aso_regimen::{Endpoint, compare};
///
/// let valor = tofersen::valor();
/// let effect = compare::effects(&valor, "placebo")
///     .into_iter()
///     .find(|effect| {
///         effect
///             .arm
///             .to_string()
///             .contains("light chain, plasma, 100 mg, intention to treat")
///     })
///     .expect("plasma neurofilament");
/// // A change of -55 % compared with 12 % is 60 % lower, not 67 % lower.
/// assert_eq!(
///     format!("{:.0}, {:.0}", effect.change, effect.reference_change),
///     "-55 %, 12 %"
/// );
/// assert_eq!(effect.relative.to_string(), "-59.8 %");
/// assert_eq!(effect.points.to_string(), "-67 points");
/// # assert_eq!(effect.arm.endpoint, Endpoint::plasma_nfl());
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Effect<'t> {
    /// The result of the arm.
    pub arm: &'t ReportedOutcome,
    /// The result of the reference arm.
    pub reference: &'t ReportedOutcome,
    /// The change in the arm.
    pub change: PercentChange,
    /// The change in the reference arm.
    pub reference_change: PercentChange,
    /// The change relative to the reference arm: the quotient of the two ratios to baseline, as a percent change.
    pub relative: PercentChange,
    /// The difference of the two percent changes, in percentage points.
    pub points: PercentagePoints,
}

/// Returns the effects that a trial reports, relative to a reference arm.
///
/// Each result that is a percent change or a ratio is compared with such a result of the reference arm for the same
/// endpoint, population, time and analysis: with the reference result of the same document; if it has none, with the
/// first one listed. Results whose population or time is not stated are left out, and no two results are compared whose
/// methods are named and differ.
pub fn effects<'t>(trial: &'t Trial, reference: &str) -> Vec<Effect<'t>> {
    let changes = |of_reference: bool| {
        let outcomes = trial.outcomes().iter();
        let outcomes = outcomes.filter(move |it| (it.arm == reference) == of_reference);
        outcomes.filter_map(|it| Some((it, it.finding.estimate()?.percent_change()?)))
    };
    let references: Vec<_> = changes(true).collect();
    let effect = |(arm, change): (&'t ReportedOutcome, PercentChange)| {
        let pairs = pairs(&[(arm, change)], &references, &arm.source);
        let [_, (reference, reference_change)] = pairs.into_iter().next()?;
        Some(Effect {
            arm,
            reference,
            change,
            reference_change,
            relative: change.relative_to(reference_change).ok()?,
            points: change - reference_change,
        })
    };
    changes(false).filter_map(effect).collect()
}

/// A published contrast with an arm without drug, and a model's prediction for it.
///
/// ```
/// # #[cfg(all(feature = "catalog", feature = "kinetics"))] {
/// use aso_regimen::catalog::tofersen;
/// use aso_regimen::{compare, kinetics::tofersen::TofersenModel};
///
/// let valor = tofersen::valor();
/// let predictions = compare::predictions(&valor, &TofersenModel::published());
/// for prediction in &predictions {
///     println!("{prediction}");
/// }
/// // SOD1 in all participants: the published model underpredicts week 28.
/// let all = &predictions[3];
/// assert_eq!(format!("{:.0}, {:.0}", all.reported, all.predicted), "-34 %, -26 %");
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PredictedContrast<'t> {
    /// The published contrast.
    pub contrast: &'t Contrast,
    /// The published change relative to the reference arm, as a percent change of a ratio.
    pub reported: PercentChange,
    /// The limits of the 95 % confidence interval. `None` if the contrast has none.
    pub interval: Option<[PercentChange; 2]>,
    /// The predicted change.
    pub predicted: PercentChange,
    /// Whether the model was fitted to this number, so that agreement is no evidence for the model.
    pub is_fitted: bool,
}

impl PredictedContrast<'_> {
    /// Whether the prediction is within the published interval. `None` if there is no interval.
    pub fn is_within(&self) -> Option<bool> {
        let [low, high] = self.interval?.map(PercentChange::percent);
        Some((low..=high).contains(&self.predicted.percent()))
    }
}

impl fmt::Display for PredictedContrast<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let contrast = self.contrast;
        write!(f, "{}, {}, {}, ", contrast.endpoint.name(), contrast.arm, contrast.population)?;
        write!(f, "{}{}: ", contrast.at, contrast.analysis.in_brackets())?;
        write!(f, "reported {:.0}", self.reported)?;
        if let Some([low, high]) = self.interval {
            write!(f, " ({low:.0} to {high:.0})")?;
        }
        let how = if self.is_fitted { "fitted" } else { "predicted" };
        write!(f, ", {how} {:.0}", self.predicted)
    }
}

/// Returns a model's predictions for the contrasts that a trial reports, in the order of the trial.
///
/// A contrast is left out if the model does not predict its endpoint or cannot be run for its arm, if its estimate is
/// not a percent change or a ratio, or if it has no single time or no regimen. Contrasts with a reference arm that is
/// given drug, or that combines arms of which one is, are left out too, because predictions are relative to no treatment.
pub fn predictions<'t>(
    trial: &'t Trial,
    model: &impl PredictsChange,
) -> Vec<PredictedContrast<'t>> {
    let predicted = |contrast| prediction(trial, contrast, model);
    trial.contrasts().iter().filter_map(predicted).collect()
}

fn prediction<'t>(
    trial: &Trial,
    contrast: &'t Contrast,
    model: &impl PredictsChange,
) -> Option<PredictedContrast<'t>> {
    let estimate = contrast.estimate?;
    let day = match contrast.at {
        TimePoint::Day(day) => day,
        TimePoint::Week(week) => StudyDay::from_offset(7 * i32::from(week)),
        TimePoint::Unstated => return None,
    };
    let arm = |name: &str| trial.arms().iter().find(|arm| arm.name() == name);
    let is_treated = |arm: &Arm| arm.drug().is_some() || arm.words().is_some();
    let reference = arm(&contrast.reference)?;
    let pooled = reference.pooled_arms().into_iter().flatten();
    let mut pooled = pooled.filter_map(arm);
    if is_treated(reference) || pooled.any(|arm| is_treated(arm) || arm.pooled_arms().is_some()) {
        return None;
    }
    // The days do not depend on the start, as long as the regimen has no months.
    let plan = arm(&contrast.arm)?.drug()?.starting(NaiveDate::default());
    let predicted = model.relative_change(&plan, day, &contrast.endpoint);
    let scale = model.scale_of(contrast, estimate.scale);
    let change = |printed: f64| PercentChange::from_percent(scale.percent(printed)?).ok();
    let interval = match estimate.interval {
        Some(ends) => Some([change(ends.low.value())?, change(ends.high.value())?]),
        None => None,
    };
    Some(PredictedContrast {
        contrast,
        reported: change(estimate.value.value())?,
        interval,
        predicted: predicted.ok()??,
        is_fitted: model.is_fitted_to(contrast),
    })
}
