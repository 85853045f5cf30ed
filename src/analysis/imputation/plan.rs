//! Imputation plans: how missing values are drawn.

use crate::analysis::ancova::least_squares::Fit;
use crate::analysis::arm::{LARGEST, logarithms};
use crate::analysis::error::AnalysisError;
use crate::analysis::imputation::data_set::{ImputedArm, ImputedDataSet};
use crate::analysis::imputation::incomplete::IncompleteArm;
use crate::analysis::imputation::stream::{Stream, Streams};

/// The most data sets of a plan.
const MOST_DATA_SETS: usize = 10_000;

/// How a missing value is drawn from the regression model of its visit.
///
/// For each data set, both methods first draw the residual variance and the coefficients from their posterior
/// distribution under the usual prior (proper imputation: Rubin, Multiple Imputation for Nonresponse in Surveys, Wiley
/// 1987, chapter 5).
///
/// ```
/// use aso_regimen::analysis::imputation::{
///     ImputationMethod, ImputationPlan, IncompleteArm,
/// };
///
/// let arms = [IncompleteArm::new(
///     "A",
///     &["P1", "P2", "P3", "P4", "P5"],
///     &[1.0, 2.0, 3.0, 4.0, 2.5],
/// )?
/// .with_visit("week 4", &[Some(2.0), Some(3.0), Some(4.0), Some(6.0), None])?];
/// let imputed = |method| -> Result<f64, aso_regimen::analysis::error::AnalysisError> {
///     Ok(ImputationPlan::new(3)
///         .with_method(method)
///         .data_set(&arms, 1)?
///         .arm("A")?
///         .values("week 4")?[4])
/// };
/// let values = [2.0, 3.0, 4.0, 6.0];
/// assert!(!values.contains(&imputed(ImputationMethod::Regression)?));
/// assert!(
///     values.contains(&imputed(ImputationMethod::PredictiveMeanMatching { donors: 2 })?)
/// );
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[doc(alias("norm", "pmm", "MONOTONE REG", "REGPMM"))]
#[non_exhaustive]
pub enum ImputationMethod {
    /// The value predicted by the drawn coefficients, plus a normal deviate with the drawn variance.
    #[default]
    Regression,
    /// Predictive mean matching, type 1: an observed value of one of the `donors` participants whose prediction by the
    /// fitted coefficients is nearest to the prediction of the missing value by the drawn coefficients. Every imputed
    /// value is an observed one.
    PredictiveMeanMatching {
        /// The number of donors, of whom one is drawn: at least 1, at most the participants with a value at the visit.
        /// 5 is usual.
        donors: usize,
    },
}

/// A plan of multiple imputation: missing values are imputed within each arm, visit by visit, from the baseline, the
/// covariates and the earlier visits.
///
/// A data set depends only on the arms, the plan and its number. It is identical to the last bit whether it is made
/// alone or with others, and on whichever thread.
///
/// ```
/// use aso_regimen::analysis::imputation::{
///     ImputationMethod, ImputationPlan, IncompleteArm,
/// };
///
/// let participants = ["P01", "P02", "P03", "P04", "P05", "P06"];
/// let arms = [IncompleteArm::new(
///     "placebo",
///     &participants,
///     &[90.0, 110.0, 70.0, 100.0, 130.0, 85.0],
/// )?
/// .with_visit(
///     "week 4",
///     &[Some(92.0), Some(104.0), Some(75.0), Some(98.0), Some(120.0), None],
/// )?];
/// let plan = ImputationPlan::new(7)
///     .with_method(ImputationMethod::PredictiveMeanMatching { donors: 3 });
/// let data_sets = plan.data_sets(&arms, 5)?;
/// assert_eq!(data_sets[4], plan.data_set(&arms, 5)?);
/// let imputed = data_sets[4].arm("placebo")?.values("week 4")?[5];
/// // One of the three who began nearest.
/// assert!([75.0, 92.0, 98.0].contains(&imputed));
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, expecting = "how missing values are imputed")
)]
#[doc(alias("mice", "PROC MI", "multiple imputation"))]
pub struct ImputationPlan {
    seed: u64,
    #[cfg_attr(feature = "serde", serde(default))]
    method: ImputationMethod,
    #[cfg_attr(feature = "serde", serde(default))]
    on_logarithms: bool,
    #[cfg_attr(feature = "serde", serde(default))]
    iterations: Option<usize>,
}

impl ImputationPlan {
    /// Returns a plan of monotone imputation by regression. It is for participants who have values up to some visit and
    /// none after it.
    pub const fn new(seed: u64) -> Self {
        Self { seed, method: ImputationMethod::Regression, on_logarithms: false, iterations: None }
    }

    /// Returns this plan with another method.
    #[must_use]
    pub const fn with_method(self, method: ImputationMethod) -> Self {
        Self { method, ..self }
    }

    /// Returns this plan on the log scale: baselines and values must be above 0. Covariates are not transformed.
    #[must_use]
    pub const fn on_logarithms(self) -> Self {
        Self { on_logarithms: true, ..self }
    }

    /// Returns this plan for values that may be missing at any visit (chained equations): each missing value starts as
    /// an observed value of another participant, drawn at random; then each visit in turn is imputed from all other
    /// visits, for this number of iterations, 1 to 1000. 10 are usual; `mice` uses 5 by default.
    #[must_use]
    #[doc(alias("FCS", "MICE"))]
    pub const fn chained(self, iterations: usize) -> Self {
        Self { iterations: Some(iterations), ..self }
    }

    /// Returns the first data sets, 1 to 10,000 of them. 20 are usual; more reduce the Monte Carlo error.
    ///
    /// # Errors
    ///
    /// If the number of data sets is 0 or above 10,000, if a value is missing before an observed one and the plan is
    /// not [`chained`](Self::chained) (the error names participant and visits), if a visit has fewer values than its
    /// regression needs, if a baseline, covariate or visit is a linear combination of the columns before it, if a
    /// regression leaves no residual variance, if the number of donors is 0 or exceeds the observed values, if a number
    /// is not above 0 on the log scale, or if a drawn value is beyond ±10¹⁵⁰.
    pub fn data_sets<'a>(
        &self,
        arms: &'a [IncompleteArm],
        count: usize,
    ) -> Result<Vec<ImputedDataSet<'a>>, AnalysisError> {
        within("imputed data sets", count, MOST_DATA_SETS)?;
        let mut streams = Streams::new(self.seed);
        let next = |number| {
            let data_set = self.impute(arms, &streams, number);
            streams.go_to_next_data_set();
            data_set
        };
        (1..=count).map(next).collect()
    }

    /// Returns one data set by its number, from 1.
    ///
    /// # Errors
    ///
    /// If [`data_sets`](Self::data_sets) has an error for as many data sets.
    pub fn data_set<'a>(
        &self,
        arms: &'a [IncompleteArm],
        number: usize,
    ) -> Result<ImputedDataSet<'a>, AnalysisError> {
        within("the imputed data set", number, MOST_DATA_SETS)?;
        let mut streams = Streams::new(self.seed);
        (1..number).for_each(|_| streams.go_to_next_data_set());
        self.impute(arms, &streams, number)
    }

    fn impute<'a>(
        &self,
        arms: &'a [IncompleteArm],
        streams: &Streams,
        number: usize,
    ) -> Result<ImputedDataSet<'a>, AnalysisError> {
        let mut filled = Vec::with_capacity(arms.len());
        for (arm, stream) in arms.iter().zip(streams.of_arms()) {
            if filled.iter().any(|before: &ImputedArm<'_>| before.incomplete.name() == arm.name()) {
                let name = arm.name().to_owned();
                return Err(AnalysisError::NameTwice { what: "arms", name });
            }
            let mut work = Filling::new(self, arm, stream)?;
            match self.iterations {
                None => work.visit_after_visit()?,
                Some(iterations) => work.in_chains(iterations)?,
            }
            filled.push(ImputedArm { incomplete: arm, values: work.values });
        }
        Ok(ImputedDataSet { number, arms: filled })
    }

    fn scaled(&self, column: &str, numbers: &[f64]) -> Result<Vec<f64>, AnalysisError> {
        if self.on_logarithms { logarithms(column, numbers) } else { Ok(numbers.to_vec()) }
    }
}

fn within(what: &'static str, count: usize, most: usize) -> Result<(), AnalysisError> {
    if (1..=most).contains(&count) {
        return Ok(());
    }
    Err(AnalysisError::Count { what, count, least: 1, most })
}

/// An arm whose missing values are being filled.
struct Filling<'a> {
    plan: &'a ImputationPlan,
    arm: &'a IncompleteArm,
    stream: Stream,
    /// Ones, baselines and covariates.
    fixed: Vec<Vec<f64>>,
    /// By visit, on the scale of the plan; 0 where a value is not yet filled.
    scaled: Vec<Vec<f64>>,
    /// By visit, as they were given.
    values: Vec<Vec<f64>>,
    /// By visit, the rows with a value and those without.
    rows: Vec<(Vec<usize>, Vec<usize>)>,
}

impl<'a> Filling<'a> {
    fn new(
        plan: &'a ImputationPlan,
        arm: &'a IncompleteArm,
        stream: Stream,
    ) -> Result<Self, AnalysisError> {
        let named = |column: &str| format!("{column} of arm {:?}", arm.name());
        let ones = vec![1.0; arm.baselines().len()];
        let mut fixed = vec![ones, plan.scaled(&named("baseline"), arm.baselines())?];
        fixed.extend(arm.covariates().iter().map(|(_, numbers)| numbers.clone()));
        let mut work = Self {
            plan,
            arm,
            stream,
            fixed,
            scaled: Vec::new(),
            values: Vec::new(),
            rows: Vec::new(),
        };
        for visit in 0..arm.visits().len() {
            let column = arm.column(visit);
            // A missing value is 1 until it is filled, which has a logarithm.
            let values: Vec<f64> = column.iter().map(|value| value.unwrap_or(1.0)).collect();
            work.scaled.push(plan.scaled(&named(arm.visit(visit)), &values)?);
            work.values.push(values);
            work.rows.push((0..column.len()).partition(|row| column[*row].is_some()));
        }
        Ok(work)
    }

    /// Fills each visit from those before it, whose values all are there where its own is.
    fn visit_after_visit(&mut self) -> Result<(), AnalysisError> {
        for visit in 1..self.rows.len() {
            let (observed, _) = &self.rows[visit];
            let gap = |before: &usize| {
                let column = self.arm.column(*before);
                observed.iter().copied().find(|row| column[*row].is_none())
            };
            if let Some((before, row)) = (0..visit).find_map(|at| Some((at, gap(&at)?))) {
                return Err(AnalysisError::NotMonotone {
                    arm: self.arm.name().to_owned(),
                    participant: self.arm.participant(row).to_owned(),
                    visit: self.arm.visit(before).to_owned(),
                    later: self.arm.visit(visit).to_owned(),
                });
            }
        }
        (0..self.rows.len()).try_for_each(|visit| self.fill(visit))
    }

    /// Fills each visit from all others, again and again.
    fn in_chains(&mut self, iterations: usize) -> Result<(), AnalysisError> {
        within("iterations", iterations, 1000)?;
        for visit in 0..self.rows.len() {
            let (observed, missing) = &self.rows[visit];
            for row in missing {
                // A visit without any value is refused below.
                if let Some(last) = observed.len().checked_sub(1) {
                    let donor = observed[self.stream.below(last + 1)];
                    self.scaled[visit][*row] = self.scaled[visit][donor];
                }
            }
        }
        for _ in 0..iterations {
            for visit in 0..self.rows.len() {
                self.fill(visit)?;
            }
        }
        Ok(())
    }

    /// Draws the missing values of a visit from its regression on the fixed columns and on the visits before, or all others.
    fn fill(&mut self, visit: usize) -> Result<(), AnalysisError> {
        let (observed, missing) = &self.rows[visit];
        if missing.is_empty() {
            return Ok(());
        }
        let others: Vec<usize> = match self.plan.iterations {
            None => (0..visit).collect(),
            Some(_) => (0..self.rows.len()).filter(|other| *other != visit).collect(),
        };
        let of_others = others.iter().map(|other| &self.scaled[*other]);
        let predictors: Vec<&Vec<f64>> = self.fixed.iter().chain(of_others).collect();
        let (participants, needed) = (observed.len(), predictors.len() + 1);
        let (arm, name) = (self.arm.name(), self.arm.visit(visit));
        if participants < needed {
            let (arm, visit) = (arm.to_owned(), name.to_owned());
            return Err(AnalysisError::TooFewAtVisit { arm, visit, participants, needed });
        }
        let of_observed = |column: &Vec<f64>| observed.iter().map(|row| column[*row]).collect();
        let columns = predictors.iter().map(|column| of_observed(column)).collect();
        let fit = Fit::new(columns, of_observed(&self.scaled[visit])).map_err(|column| {
            AnalysisError::Dependent(format!("{} of arm {arm:?}", self.name_of(&others, column)))
        })?;
        if fit.residual_sd() == 0.0 {
            return Err(AnalysisError::NoResidual(format!("imputation of {name} of arm {arm:?}")));
        }
        let freedom = participants - predictors.len();
        let sd = fit.residual_sd() * (fit.df() / self.stream.chi_squared(freedom)).sqrt();
        let drawn = fit.coefficients_off(sd, &self.stream.normals(predictors.len()));
        let predict = |coefficients: &[f64], row: usize| -> f64 {
            coefficients.iter().zip(&predictors).map(|(by, column)| by * column[row]).sum()
        };
        let expected: Vec<f64> = missing.iter().map(|row| predict(&drawn, *row)).collect();
        match self.plan.method {
            ImputationMethod::Regression => {
                for (row, expected) in missing.iter().zip(expected) {
                    let scaled = expected + sd * self.stream.normal();
                    let value = if self.plan.on_logarithms { scaled.exp() } else { scaled };
                    if value.is_nan() || value.abs() > LARGEST {
                        let participant = self.arm.participant(*row);
                        return Err(AnalysisError::Number {
                            estimator: format!("{name} of participant {participant}, arm {arm:?}"),
                            what: "imputed value",
                            value,
                            expected: "a number within ±1e150",
                        });
                    }
                    (self.scaled[visit][*row], self.values[visit][*row]) = (scaled, value);
                }
            }
            ImputationMethod::PredictiveMeanMatching { donors } => {
                within("donors", donors, participants)?;
                let fitted = |row: &usize| (predict(fit.coefficients(), *row), *row);
                let mut others: Vec<_> = observed.iter().map(fitted).collect();
                // Donors of equal predictions come in random order.
                self.stream.shuffle(&mut others);
                others.sort_by(|one, other| one.0.total_cmp(&other.0));
                for (row, expected) in missing.iter().zip(expected) {
                    let near = nearest(&others, expected, donors);
                    let donor = near[self.stream.below(donors)].1;
                    self.scaled[visit][*row] = self.scaled[visit][donor];
                    self.values[visit][*row] = self.values[visit][donor];
                }
            }
        }
        Ok(())
    }

    /// The name of a column of the regression on the fixed columns and on other visits.
    fn name_of(&self, others: &[usize], column: usize) -> &str {
        match (column.checked_sub(self.fixed.len()), column.checked_sub(2)) {
            (Some(other), _) => self.arm.visit(others[other]),
            (None, Some(covariate)) => &self.arm.covariates()[covariate].0,
            (None, None) => "baseline",
        }
    }
}

/// Returns the donors whose predictions are nearest to a number; `donors` are sorted by prediction.
fn nearest(donors: &[(f64, usize)], to: f64, count: usize) -> &[(f64, usize)] {
    let mut last = donors.partition_point(|(prediction, _)| *prediction < to);
    let mut first = last;
    while last - first < count {
        let below = first.checked_sub(1).map(|below| to - donors[below].0);
        let above = donors.get(last).map(|above| above.0 - to);
        match (below, above) {
            (Some(below), Some(above)) if below < above => first -= 1,
            (Some(_), None) => first -= 1,
            _ => last += 1,
        }
    }
    &donors[first..last]
}
