//! The participants of one arm, as two columns.

use crate::analysis::error::AnalysisError;
use crate::measure::change::{ChangeError, ColumnError, Difference, Ratio};

/// The baselines and the later values of one arm's participants, row by row, and the arm's name for errors and sentences.
///
/// The columns are as long as each other and not empty. What else is asked of the rows depends on the estimator: logarithms
/// need numbers above 0.
///
/// ```
/// use aso_regimen::analysis::arm::ArmData;
///
/// let arm = ArmData::new("tofersen", &[100.0, 80.0], &[60.0, 60.0])?;
/// assert_eq!(arm.participants(), 2);
/// assert_eq!(
///     ArmData::new("placebo", &[], &[]).unwrap_err().to_string(),
///     "arm \"placebo\": number of participants is 0; expected at least 1",
/// );
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArmData<'a> {
    name: &'a str,
    baselines: &'a [f64],
    values: &'a [f64],
}

impl<'a> ArmData<'a> {
    /// An arm from its columns.
    ///
    /// # Errors
    ///
    /// If the columns are empty or differ in length.
    pub fn new(
        name: &'a str,
        baselines: &'a [f64],
        values: &'a [f64],
    ) -> Result<Self, AnalysisError> {
        if baselines.len() != values.len() {
            let lengths = ColumnError::Lengths {
                baselines: baselines.len(),
                values: values.len(),
            };
            return Err(AnalysisError::column(name, lengths));
        }
        let arm = Self {
            name,
            baselines,
            values,
        };
        arm.needs(1)?;
        Ok(arm)
    }

    /// The name of the arm.
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// How many participants it has, at least 1.
    pub const fn participants(&self) -> usize {
        self.values.len()
    }

    /// The baselines.
    #[doc(alias = "BASE")]
    pub const fn baselines(&self) -> &'a [f64] {
        self.baselines
    }

    /// The later values.
    #[doc(alias = "AVAL")]
    pub const fn values(&self) -> &'a [f64] {
        self.values
    }

    /// The log ratio of each participant.
    pub(crate) fn log_ratios(&self) -> Result<Vec<f64>, AnalysisError> {
        self.map(|baseline, value| Ratio::to_baseline(baseline, value).map(Ratio::ln))
    }

    /// The difference of each participant.
    pub(crate) fn differences(&self) -> Result<Vec<f64>, AnalysisError> {
        self.map(|baseline, value| {
            Difference::from_baseline(baseline, value).map(Difference::value)
        })
    }

    /// An error unless the arm has so many participants.
    pub(crate) fn needs(&self, needed: usize) -> Result<(), AnalysisError> {
        if self.participants() >= needed {
            return Ok(());
        }
        Err(AnalysisError::TooFew {
            arm: self.name.to_owned(),
            participants: self.participants(),
            needed,
        })
    }

    pub(crate) fn map(
        &self,
        change: impl Fn(f64, f64) -> Result<f64, ChangeError>,
    ) -> Result<Vec<f64>, AnalysisError> {
        let rows = self.baselines.iter().zip(self.values).zip(1..);
        rows.map(|((&baseline, &value), row)| {
            change(baseline, value)
                .map_err(|cause| AnalysisError::column(self.name, ColumnError::Row { row, cause }))
        })
        .collect()
    }
}
