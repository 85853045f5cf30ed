//! Arms with missing values.

use crate::analysis::arm::{LARGEST, at_least, check};
use crate::analysis::error::AnalysisError;
use crate::analysis::missing::Missing;

/// The participants of an arm over several visits: a baseline for each participant, and a value or `None` at each
/// visit.
///
/// ```
/// use aso_regimen::analysis::imputation::IncompleteArm;
///
/// let arm = IncompleteArm::new("tofersen", &["P01", "P02"], &[100.0, 80.0])?
///     .with_visit("week 4", &[Some(80.0), Some(66.0)])?
///     .with_visit("week 8", &[Some(60.0), None])?;
/// assert!(arm.visits().eq(["week 4", "week 8"]));
/// assert_eq!(arm.values("week 8")?, [Some(60.0), None]);
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
///
/// [`VisitChanges::incomplete`](crate::analysis::visit_changes::VisitChanges::incomplete) makes one from readings.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct IncompleteArm {
    name: String,
    participants: Vec<String>,
    baselines: Vec<f64>,
    covariates: Vec<(String, Vec<f64>)>,
    visits: Vec<(String, Vec<Option<f64>>)>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    missing: Option<Missing>,
}

impl IncompleteArm {
    /// Returns an arm with this name, and the name and baseline of each participant.
    ///
    /// # Errors
    ///
    /// If there is no participant, if two participants have the same name, if there are more or fewer baselines than
    /// participants, or if a baseline is NaN or beyond ±10¹⁵⁰.
    pub fn new(
        name: &str,
        participants: &[&str],
        baselines: &[f64],
    ) -> Result<Self, AnalysisError> {
        at_least(1, name, participants.len())?;
        check("baseline", name, baselines, participants.len())?;
        let mut sorted = participants.to_vec();
        sorted.sort_unstable();
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            let name = pair[0].to_owned();
            return Err(AnalysisError::NameTwice { what: "participants", name });
        }
        Ok(Self {
            name: name.to_owned(),
            participants: participants.iter().copied().map(str::to_owned).collect(),
            baselines: baselines.to_vec(),
            covariates: Vec::new(),
            visits: Vec::new(),
            missing: None,
        })
    }

    /// Returns this arm with one more visit, after the visits it has: the value of each participant, `None` if it is
    /// missing.
    ///
    /// # Errors
    ///
    /// If there is a visit with this name, if there are more or fewer values than participants, or if a value is NaN or
    /// beyond ±10¹⁵⁰.
    pub fn with_visit(mut self, name: &str, values: &[Option<f64>]) -> Result<Self, AnalysisError> {
        if self.visits().any(|visit| visit == name) {
            return Err(AnalysisError::NameTwice { what: "visits", name: name.to_owned() });
        }
        let (arm, column) = (self.name.clone(), name.to_owned());
        let (rows, expected) = (values.len(), self.participants.len());
        if rows != expected {
            return Err(AnalysisError::Rows { arm, column, rows, expected });
        }
        for (value, row) in values.iter().zip(1..) {
            if let Some(value) = value.filter(|value| value.is_nan() || value.abs() > LARGEST) {
                return Err(AnalysisError::TooLarge { arm, column, row, value });
            }
        }
        self.visits.push((column, values.to_vec()));
        Ok(self)
    }

    /// Returns this arm with a covariate, such as age: one number for each participant. The imputation model uses it.
    ///
    /// # Errors
    ///
    /// If there are more or fewer numbers than participants, or if a number is NaN or beyond ±10¹⁵⁰.
    pub fn with_covariate(mut self, name: &str, numbers: &[f64]) -> Result<Self, AnalysisError> {
        check(name, &self.name, numbers, self.participants.len())?;
        self.covariates.push((name.to_owned(), numbers.to_vec()));
        Ok(self)
    }

    /// Returns this arm with the counts of its missing participants, by reason. Estimates print them.
    #[must_use]
    pub fn with_missing(self, missing: Missing) -> Self {
        Self { missing: Some(missing), ..self }
    }

    /// The name of the arm.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of the participants.
    pub fn participants(&self) -> impl ExactSizeIterator<Item = &str> {
        self.participants.iter().map(String::as_str)
    }

    /// The baseline of each participant.
    pub fn baselines(&self) -> &[f64] {
        &self.baselines
    }

    /// The names of the visits, in order.
    pub fn visits(&self) -> impl ExactSizeIterator<Item = &str> {
        self.visits.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the value of each participant at a visit, `None` if it is missing.
    ///
    /// # Errors
    ///
    /// If there is no such visit.
    pub fn values(&self, visit: &str) -> Result<&[Option<f64>], AnalysisError> {
        Ok(self.column(self.place(visit)?))
    }

    /// The counts of missing participants, by reason.
    ///
    /// `None` if not stated.
    pub const fn missing(&self) -> Option<Missing> {
        self.missing
    }

    pub(super) fn covariates(&self) -> &[(String, Vec<f64>)] {
        &self.covariates
    }

    pub(super) fn participant(&self, row: usize) -> &str {
        &self.participants[row]
    }

    pub(super) fn visit(&self, place: usize) -> &str {
        &self.visits[place].0
    }

    pub(super) fn column(&self, visit: usize) -> &[Option<f64>] {
        &self.visits[visit].1
    }

    pub(super) fn place(&self, visit: &str) -> Result<usize, AnalysisError> {
        self.visits()
            .position(|name| name == visit)
            .ok_or_else(|| AnalysisError::unknown("visit", visit, self.visits()))
    }
}
