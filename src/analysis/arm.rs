//! The data of one arm: a column of baselines and a column of later values.
//!
//! ```
//! use aso_regimen::analysis::arm::ArmData;
//!
//! let arm = ArmData::new("drug", &[100.0, 80.0, 90.0], &[60.0, 60.0, 45.0])?;
//! assert_eq!((arm.name(), arm.participants()), ("drug", 3));
//! assert_eq!(arm.baselines()[1], 80.0);
//! assert_eq!(arm.values()[1], 60.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use crate::analysis::error::AnalysisError;
use crate::analysis::missing::{Counted, Missing};
use crate::measure::change::{ChangeError, ColumnError, Difference, Ratio, percents};
use crate::numeric::moments::{Moments, number};

/// The baseline and the later value of each participant of an arm, row by row, and the name of the arm.
///
/// Both columns have the same length, at least 1. Some estimators require more: logarithms need numbers above 0.
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
    imputed: usize,
    missing: Option<Missing>,
}

impl<'a> ArmData<'a> {
    /// Returns an arm with this name and these columns.
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
        let arm = Self { name, baselines, values, imputed: 0, missing: None };
        arm.needs(1)?;
        Ok(arm)
    }

    /// Returns this arm with the counts of its missing participants, by reason. Estimates print them.
    #[must_use]
    pub const fn with_missing(self, missing: Missing) -> Self {
        Self { missing: Some(missing), ..self }
    }

    /// The counts of missing participants, by reason.
    ///
    /// `None` if not stated.
    pub const fn missing(&self) -> Option<Missing> {
        self.missing
    }

    /// Returns this arm with the number of its values that were imputed. Estimates print it.
    pub(crate) const fn with_imputed(self, imputed: usize) -> Self {
        Self { imputed, ..self }
    }

    /// The number of values that were imputed, as in an arm of an
    /// [`ImputedDataSet`](crate::analysis::imputation::ImputedDataSet).
    pub const fn imputed(&self) -> usize {
        self.imputed
    }

    pub(crate) const fn counted(&self) -> Counted {
        let Self { imputed, missing, .. } = *self;
        Counted { participants: self.values.len(), imputed, missing }
    }

    /// The name of the arm.
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// The number of participants, at least 1.
    pub const fn participants(&self) -> usize {
        self.values.len()
    }

    /// The baseline of each participant.
    #[doc(alias = "BASE")]
    pub const fn baselines(&self) -> &'a [f64] {
        self.baselines
    }

    /// The later value of each participant.
    #[doc(alias = "AVAL")]
    pub const fn values(&self) -> &'a [f64] {
        self.values
    }

    /// The moments of the log ratios, whose rounding is that of a ratio.
    pub(crate) fn log_ratios(&self) -> Result<Moments, AnalysisError> {
        let logs =
            self.map(|baseline, value| Ratio::to_baseline(baseline, value).map(Ratio::ln))?;
        Ok(Moments::of(&logs).beyond_rounding(1.0))
    }

    /// The moments of the differences, whose rounding is that of baselines and values.
    pub(crate) fn differences(&self) -> Result<Moments, AnalysisError> {
        let differences = self.map(|baseline, value| {
            Difference::from_baseline(baseline, value).map(Difference::value)
        })?;
        let numbers = self.baselines.iter().chain(self.values);
        let size =
            numbers.fold(0.0, |sum: f64, x| sum.hypot(*x)) / number(self.values.len()).sqrt();
        Ok(Moments::of(&differences).beyond_rounding(size))
    }

    /// The moments of the percent changes.
    pub(crate) fn percent_moments(&self) -> Result<Moments, AnalysisError> {
        Ok(Moments::of(&self.percent_changes()?).beyond_rounding(100.0))
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
        mut change: impl FnMut(f64, f64) -> Result<f64, ChangeError>,
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

/// No measurement is larger; sums, differences and squares of such values stay finite.
pub(crate) const LARGEST: f64 = 1e150;

/// Checks a column of an arm: a finite number for each participant.
pub(crate) fn check(
    column: &str,
    arm: &str,
    numbers: &[f64],
    expected: usize,
) -> Result<(), AnalysisError> {
    let (arm, column) = (arm.to_owned(), column.to_owned());
    if numbers.len() != expected {
        return Err(AnalysisError::Rows { arm, column, rows: numbers.len(), expected });
    }
    let fits = |x: &f64| x.abs() <= LARGEST;
    match numbers.iter().zip(1..).find(|(x, _)| !fits(x)) {
        Some((&value, row)) => Err(AnalysisError::TooLarge { arm, column, row, value }),
        None => Ok(()),
    }
}

/// Two arms that are compared, of different names, each with at least one participant.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(crate) struct ComparedArms {
    pub(crate) arms: [String; 2],
    pub(crate) participants: [usize; 2],
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) imputed: [usize; 2],
    /// Who is missing in each arm, where both were told.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(crate) missing: Option<[Missing; 2]>,
}

impl ComparedArms {
    pub(crate) fn new(arms: [&str; 2], participants: [usize; 2]) -> Result<Self, AnalysisError> {
        if arms[0] == arms[1] {
            return Err(AnalysisError::NameTwice { what: "arms", name: arms[0].to_owned() });
        }
        at_least(1, arms[0], participants[0])?;
        at_least(1, arms[1], participants[1])?;
        Ok(Self { arms: arms.map(str::to_owned), participants, imputed: [0; 2], missing: None })
    }

    pub(crate) fn of(first: &ArmData<'_>, second: &ArmData<'_>) -> Result<Self, AnalysisError> {
        let counts = [first.participants(), second.participants()];
        let arms = Self::new([first.name, second.name], counts)?;
        let missing = first.missing.zip(second.missing).map(|(first, second)| [first, second]);
        Ok(Self { imputed: [first.imputed, second.imputed], missing, ..arms })
    }

    /// How many there are of both arms, and who is missing.
    pub(crate) fn counted(&self) -> Counted {
        self.counted_in(0) + self.counted_in(1)
    }

    fn counted_in(&self, arm: usize) -> Counted {
        Counted {
            participants: self.participants[arm],
            imputed: self.imputed[arm],
            missing: self.missing.map(|missing| missing[arm]),
        }
    }

    /// One arm: `tofersen (n = 4)`.
    pub(crate) fn arm(&self, arm: usize) -> String {
        format!("{} ({})", self.arms[arm], self.counted_in(arm))
    }
}

/// Prints `tofersen (n = 4) against placebo (n = 5)`.
impl fmt::Display for ComparedArms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} against {}", self.arm(0), self.arm(1))
    }
}
