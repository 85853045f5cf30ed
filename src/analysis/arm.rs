//! The participants of one arm, as two columns.

use core::fmt;

use crate::analysis::error::AnalysisError;
use crate::analysis::missing::{Counted, Missing};
use crate::measure::change::{ChangeError, ColumnError, Difference, Ratio, percents};

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
    missing: Option<Missing>,
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
            let lengths = ColumnError::Lengths { baselines: baselines.len(), values: values.len() };
            return Err(AnalysisError::column(name, lengths));
        }
        let arm = Self { name, baselines, values, missing: None };
        arm.needs(1)?;
        Ok(arm)
    }

    /// The same arm with those of its participants who are in no row; estimates print them.
    #[must_use]
    pub const fn with_missing(self, missing: Missing) -> Self {
        Self { missing: Some(missing), ..self }
    }

    /// The participants who are in no row.
    ///
    /// `None` if that was not told.
    pub const fn missing(&self) -> Option<Missing> {
        self.missing
    }

    pub(crate) const fn counted(&self) -> Counted {
        Counted { participants: self.values.len(), missing: self.missing }
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

    /// The percent change of each participant.
    pub(crate) fn percent_changes(&self) -> Result<Vec<f64>, AnalysisError> {
        percents(self.baselines, self.values)
            .map_err(|cause| AnalysisError::column(self.name, cause))
    }

    /// An error unless the arm has so many participants.
    pub(crate) fn needs(&self, needed: usize) -> Result<(), AnalysisError> {
        at_least(needed, self.name, self.participants())
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

pub(crate) fn at_least(needed: usize, arm: &str, participants: usize) -> Result<(), AnalysisError> {
    if participants >= needed {
        return Ok(());
    }
    Err(AnalysisError::TooFew { arm: arm.to_owned(), participants, needed })
}

/// The logarithms of a column, named for the error.
pub(crate) fn logarithms(column: &str, numbers: &[f64]) -> Result<Vec<f64>, AnalysisError> {
    let log = |(&value, row): (&f64, usize)| {
        if value > 0.0 && value.is_finite() {
            return Ok(value.ln());
        }
        Err(AnalysisError::NotPositive { column: column.to_owned(), row, value })
    };
    numbers.iter().zip(1..).map(log).collect()
}

/// Two arms that are compared, each with at least one participant.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(crate) struct ComparedArms {
    pub(crate) arms: [String; 2],
    pub(crate) participants: [usize; 2],
    /// Who is missing in each arm, where both were told.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(crate) missing: Option<[Missing; 2]>,
}

impl ComparedArms {
    pub(crate) fn new(arms: [&str; 2], participants: [usize; 2]) -> Result<Self, AnalysisError> {
        at_least(1, arms[0], participants[0])?;
        at_least(1, arms[1], participants[1])?;
        Ok(Self { arms: arms.map(str::to_owned), participants, missing: None })
    }

    pub(crate) fn of(first: &ArmData<'_>, second: &ArmData<'_>) -> Result<Self, AnalysisError> {
        let counts = [first.participants(), second.participants()];
        let arms = Self::new([first.name, second.name], counts)?;
        let missing = first.missing.zip(second.missing).map(|(first, second)| [first, second]);
        Ok(Self { missing, ..arms })
    }

    /// How many there are of both arms, and who is missing.
    pub(crate) fn counted(&self) -> Counted {
        let missing = self.missing.map(|[first, second]| first + second);
        Counted { participants: self.participants.iter().sum(), missing }
    }

    /// One arm: `tofersen (n = 4)`.
    pub(crate) fn arm(&self, arm: usize) -> String {
        let missing = self.missing.map(|missing| missing[arm]);
        let counted = Counted { participants: self.participants[arm], missing };
        format!("{} ({counted})", self.arms[arm])
    }
}

/// Prints `tofersen (n = 4) against placebo (n = 5)`.
impl fmt::Display for ComparedArms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} against {}", self.arm(0), self.arm(1))
    }
}
