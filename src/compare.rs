//! Regimens head to head: what each asks of a patient over the same time, and what it was reported to do.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::{Interval, StudyDay};
use crate::dosing::dose::{MassError, Route};
use crate::dosing::regimen::{Regimen, Role};
use crate::dosing::schedule::Schedule;
use crate::evidence::result::{
    Contrast, Finding, ReportedEstimate, ReportedOutcome, ReportedScale, TimePoint,
};
use crate::evidence::trial::Trial;
use crate::kinetics::tofersen::{KnockDown, KnockDownError};
use crate::measure::change::{PercentChange, PercentagePoints, Ratio};
use crate::measure::endpoint::Endpoint;
use crate::quantity::{BodyWeight, Mass, Volume};

/// What a regimen asks of a patient from the first dose through a date.
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
pub struct Burden {
    /// Doses.
    pub doses: u32,
    /// Of these, loading doses.
    pub loading_doses: u32,
    /// Of these, by lumbar puncture.
    pub lumbar_punctures: u32,
    /// Drug.
    pub mass: Mass,
    /// Cerebrospinal fluid withdrawn, as far as the regimen states it.
    pub csf_withdrawn: Volume,
    /// Lumbar punctures for which the regimen does not state how much fluid is withdrawn.
    pub withdrawal_unstated: u32,
    /// Doses in the twelve months from the first one on.
    pub first_year: u32,
}

impl Burden {
    /// What a schedule asks through a date, the date included, of a patient of this weight. `None` will do
    /// for amounts that do not depend on it.
    ///
    /// # Errors
    ///
    /// Where the mass of a dose cannot be told, or a sum is past the largest value.
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

    /// Doses after the first twelve months.
    pub fn later_years(&self) -> u32 {
        self.doses - self.first_year
    }

    /// Loading doses as a share of all, from 0 to 1; `None` without a dose.
    pub fn loading_share(&self) -> Option<f64> {
        (self.doses > 0).then(|| f64::from(self.loading_doses) / f64::from(self.doses))
    }
}

/// The last day of the twelve months that begin on a date.
fn end_of_first_year(start: NaiveDate) -> NaiveDate {
    Interval::months(12)
        .nth_after(start, 1)
        .and_then(|anniversary| anniversary.pred_opt())
        .unwrap_or(NaiveDate::MAX)
}

/// Regimens that begin on the same day, and what each asks through the same date.
///
/// Prints as a table.
///
/// ```
/// use aso_regimen::{Regimen, compare::Comparison};
///
/// let monthly: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
/// let quarterly: Regimen = "100 mg IT q14d x3, then q3mo".parse()?;
/// let comparison = Comparison::new("2026-01-05".parse()?, "2026-12-31".parse()?)
///     .with("monthly", &monthly, None)?
///     .with("quarterly", &quarterly, None)?;
/// let [one, other] = comparison.rows() else { panic!("two rows") };
/// assert_eq!(one.burden.doses - other.burden.doses, 8);
/// assert!(comparison.to_string().contains("quarterly"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison<'r> {
    start: NaiveDate,
    through: NaiveDate,
    rows: Vec<Row<'r>>,
}

/// One regimen of a [`Comparison`].
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'r> {
    /// The name it goes by.
    pub name: String,
    /// The regimen.
    pub regimen: &'r Regimen,
    /// What it asks.
    pub burden: Burden,
    /// What a model predicts on the last day, against placebo; none where none was asked.
    pub predicted: Option<PercentChange>,
}

impl<'r> Comparison<'r> {
    /// A comparison from the day of the first dose through a date, the date included.
    pub fn new(first_dose: NaiveDate, through: NaiveDate) -> Self {
        Self {
            start: first_dose,
            through,
            rows: Vec::new(),
        }
    }

    /// The same with one more regimen, for a patient of this weight. `None` will do for amounts that do
    /// not depend on it.
    ///
    /// # Errors
    ///
    /// As [`Burden::of`].
    pub fn with(
        mut self,
        name: impl Into<String>,
        regimen: &'r Regimen,
        weight: impl Into<Option<BodyWeight>>,
    ) -> Result<Self, MassError> {
        let burden = Burden::of(&regimen.starting(self.start), self.through, weight)?;
        self.rows.push(Row {
            name: name.into(),
            regimen,
            burden,
            predicted: None,
        });
        Ok(self)
    }

    /// The same with what a model predicts for each regimen so far: the change of SOD1 in cerebrospinal
    /// fluid against placebo on the last day, before a dose of that day.
    ///
    /// ```
    /// use aso_regimen::catalog::tofersen;
    /// use aso_regimen::{compare::Comparison, kinetics::tofersen::KnockDown};
    ///
    /// // What no trial compared: the approved regimen without its loading doses.
    /// let approved = tofersen::approved();
    /// let unloaded = "100 mg IT q28d".parse()?;
    /// let after_12_weeks = Comparison::new("2026-01-05".parse()?, "2026-03-30".parse()?)
    ///     .with("approved", &approved, None)?
    ///     .with("without loading", &unloaded, None)?
    ///     .predicting(&KnockDown::fitted())?;
    /// let predicted: Vec<String> = after_12_weeks
    ///     .rows()
    ///     .iter()
    ///     .map(|row| format!("{:.0}", row.predicted.expect("was asked")))
    ///     .collect();
    /// assert_eq!(predicted, ["-35 %", "-29 %"]);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// For a regimen that is not intrathecal or whose doses depend on body weight.
    pub fn predicting(mut self, model: &KnockDown) -> Result<Self, KnockDownError> {
        let day = StudyDay::of(self.through, self.start);
        for row in &mut self.rows {
            let plan = row.regimen.starting(self.start);
            let ratio = model.relative_to_placebo(&plan, day)?;
            row.predicted = Some(ratio.percent_change());
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
        let predicts = self.rows.iter().any(|row| row.predicted.is_some());
        writeln!(f, "{}", if predicts { "  SOD1 at end" } else { "" })?;
        for Row {
            name: own,
            burden,
            predicted,
            ..
        } in &self.rows
        {
            let share = burden
                .loading_share()
                .map_or_else(|| "-".to_owned(), |share| format!("{:.0} %", 100.0 * share));
            // A sum to which some punctures contribute nothing known is only a lower bound.
            let at_least = if burden.withdrawal_unstated > 0 {
                "≥ "
            } else {
                ""
            };
            write!(
                f,
                "{own:name$}  {:>5}  {:>9}  {:>10}  {:>13}  {share:>7}  {:>10}  {:>5}",
                burden.doses,
                burden.lumbar_punctures,
                burden.mass,
                format!("{at_least}{}", burden.csf_withdrawn),
                burden.first_year,
                burden.later_years(),
            )?;
            match predicted {
                Some(change) => writeln!(f, "  {:>11}", format!("{change:.0}"))?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}

/// The reported change of one arm against another, as a ratio and as points.
///
/// ```
/// use aso_regimen::catalog::tofersen;
/// use aso_regimen::{Endpoint, compare};
///
/// let valor = tofersen::valor();
/// let effect = compare::effects(&valor, "placebo")
///     .into_iter()
///     .find(|effect| effect.arm.to_string().contains("light chain, 100 mg, intention to treat"))
///     .expect("plasma neurofilament");
/// // -55 % against 12 % is 60 % less, and not 67.
/// assert_eq!(format!("{:.0}, {:.0}", effect.change, effect.reference_change), "-55 %, 12 %");
/// assert_eq!(effect.relative.to_string(), "-59.8 %");
/// assert_eq!(effect.points.to_string(), "-67 points");
/// # assert_eq!(effect.arm.endpoint, Endpoint::plasma_nfl());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect<'t> {
    /// What was found for the arm.
    pub arm: &'t ReportedOutcome,
    /// What was found for the arm it is compared with.
    pub reference: &'t ReportedOutcome,
    /// The arm's own change.
    pub change: PercentChange,
    /// The change of the arm it is compared with.
    pub reference_change: PercentChange,
    /// The change of the arm relative to that of the other: the ratio of the two ratios, in percent.
    pub relative: PercentChange,
    /// The difference of the two percentages.
    pub points: PercentagePoints,
}

/// The effects a trial reports as changes in percent or as ratios, against one of its arms: each number of
/// another arm with the first number of that arm for the same endpoint, population and time.
pub fn effects<'t>(trial: &'t Trial, reference: &str) -> Vec<Effect<'t>> {
    let changes = || {
        trial
            .outcomes()
            .iter()
            .filter_map(|outcome| match &outcome.finding {
                Finding::Estimate(estimate) => Some((outcome, estimate.percent_change()?)),
                _ => None,
            })
    };
    let same_question = |one: &ReportedOutcome, other: &ReportedOutcome| {
        one.endpoint == other.endpoint && one.population == other.population && one.at == other.at
    };
    changes()
        .filter(|(arm, _)| arm.arm != reference)
        .filter_map(|(arm, change)| {
            let (found, other) = changes()
                .find(|(outcome, _)| outcome.arm == reference && same_question(outcome, arm))?;
            Some(Effect {
                arm,
                reference: found,
                change,
                reference_change: other,
                relative: change.relative_to(other).ok()?,
                points: change - other,
            })
        })
        .collect()
}

/// A published difference from placebo in SOD1 of cerebrospinal fluid, and what a model says of it.
///
/// ```
/// use aso_regimen::catalog::tofersen;
/// use aso_regimen::{compare, kinetics::tofersen::KnockDown};
///
/// let valor = tofersen::valor();
/// let predictions = compare::predictions(&valor, &KnockDown::fitted());
/// for prediction in &predictions {
///     println!("{prediction}");
/// }
/// // None of these was used for the fit.
/// let all = predictions.last().expect("intention to treat");
/// assert_eq!(format!("{:.0}, {:.0}", all.reported, all.predicted), "-34 %, -38 %");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PredictedContrast<'t> {
    /// What was published.
    pub contrast: &'t Contrast,
    /// Its change against placebo: one less the ratio of the two.
    pub reported: PercentChange,
    /// The ends of its 95 % interval, where it has one.
    pub interval: Option<[PercentChange; 2]>,
    /// What the model says.
    pub predicted: PercentChange,
    /// Whether the model was fitted to this very number, so that agreement says little.
    pub is_fitted: bool,
}

impl PredictedContrast<'_> {
    /// Whether the prediction is within the published interval, where there is one.
    pub fn is_within(&self) -> Option<bool> {
        let [low, high] = self.interval?.map(PercentChange::percent);
        Some((low..=high).contains(&self.predicted.percent()))
    }
}

impl fmt::Display for PredictedContrast<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Contrast {
            arm,
            population,
            at,
            ..
        } = self.contrast;
        write!(
            f,
            "{arm}, {population}, {at}: reported {:.0}",
            self.reported
        )?;
        if let Some([low, high]) = self.interval {
            write!(f, " ({low:.0} to {high:.0})")?;
        }
        let how = if self.is_fitted {
            "fitted"
        } else {
            "predicted"
        };
        write!(f, ", {how} {:.0}", self.predicted)
    }
}

/// What a model predicts for the differences from placebo in SOD1 of cerebrospinal fluid that a trial
/// reports, in the order of the trial. Contrasts without a number, a time or a regimen that the model takes are passed
/// over. Percentage points are read as the ratios that those of the phase 1/2 trial are.
pub fn predictions<'t>(trial: &'t Trial, model: &KnockDown) -> Vec<PredictedContrast<'t>> {
    let sod1 = Endpoint::csf_sod1();
    trial
        .contrasts()
        .iter()
        .filter(|contrast| contrast.endpoint == sod1 && contrast.reference == "placebo")
        .filter_map(|contrast| prediction(trial, contrast, model))
        .collect()
}

fn prediction<'t>(
    trial: &Trial,
    contrast: &'t Contrast,
    model: &KnockDown,
) -> Option<PredictedContrast<'t>> {
    let ReportedEstimate {
        value,
        scale,
        interval,
    } = contrast.estimate?;
    let on = match contrast.at {
        TimePoint::Day(day) => day,
        TimePoint::Week(week) => StudyDay::from_offset(7 * i32::from(week)),
        TimePoint::Unstated => return None,
    };
    let arm = trial.arms().iter().find(|arm| arm.name() == contrast.arm)?;
    // The days do not depend on the start, as long as the regimen has no months.
    let plan = arm.drug()?.starting(NaiveDate::default());
    let change = |printed: f64| match scale {
        ReportedScale::GeometricMeanRatio => Some(Ratio::new(printed).ok()?.percent_change()),
        // Printed as points, and symmetric only as ratios: see the trial.
        ReportedScale::PercentagePoints
        | ReportedScale::PercentOfGeometricMean
        | ReportedScale::PercentUnstated => PercentChange::from_percent(printed).ok(),
        _ => None,
    };
    let interval = match interval {
        Some(ends) => Some([change(ends.low.value())?, change(ends.high.value())?]),
        None => None,
    };
    Some(PredictedContrast {
        contrast,
        reported: change(value.value())?,
        interval,
        predicted: model.relative_to_placebo(&plan, on).ok()?.percent_change(),
        is_fitted: KnockDown::is_fitted_to(contrast),
    })
}
