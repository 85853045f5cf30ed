//! Imputed data sets.

use crate::analysis::arm::ArmData;
use crate::analysis::error::AnalysisError;
use crate::analysis::imputation::incomplete::IncompleteArm;

/// All arms, with every missing value imputed once.
///
/// ```
/// use aso_regimen::analysis::imputation::{ImputationPlan, IncompleteArm};
///
/// let arm = IncompleteArm::new(
///     "tofersen",
///     &["P01", "P02", "P03", "P04"],
///     &[100.0, 80.0, 120.0, 60.0],
/// )?
/// .with_visit("week 4", &[Some(60.0), Some(60.0), Some(66.0), None])?;
/// let arms = [arm];
/// let data_set = ImputationPlan::new(1).data_set(&arms, 1)?;
/// let imputed: Vec<_> = data_set.arm("tofersen")?.imputed().collect();
/// assert_eq!(
///     (imputed.len(), imputed[0].participant, imputed[0].visit),
///     (1, "P04", "week 4")
/// );
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ImputedDataSet<'a> {
    pub(super) number: usize,
    pub(super) arms: Vec<ImputedArm<'a>>,
}

impl<'a> ImputedDataSet<'a> {
    /// The number of the data set, from 1.
    pub const fn number(&self) -> usize {
        self.number
    }

    /// The arms, in the order in which they were given.
    pub fn arms(&self) -> &[ImputedArm<'a>] {
        &self.arms
    }

    /// Returns the arm with this name.
    ///
    /// # Errors
    ///
    /// If there is no such arm.
    pub fn arm(&self, name: &str) -> Result<&ImputedArm<'a>, AnalysisError> {
        let names = || self.arms.iter().map(|arm| arm.incomplete.name());
        let place = names().position(|arm| arm == name);
        place
            .map(|place| &self.arms[place])
            .ok_or_else(|| AnalysisError::unknown("arm", name, names()))
    }
}

/// An arm of an [`ImputedDataSet`]: the observed values, and an imputed value in place of each missing one.
///
/// ```
/// use aso_regimen::analysis::imputation::{ImputationPlan, IncompleteArm};
///
/// let arms = [IncompleteArm::new(
///     "placebo",
///     &["P01", "P02", "P03", "P04"],
///     &[90.0, 110.0, 70.0, 100.0],
/// )?
/// .with_visit("week 4", &[Some(92.0), None, Some(75.0), Some(98.0)])?];
/// let data_set = ImputationPlan::new(1).data_set(&arms, 1)?;
/// let week_4 = data_set.arm("placebo")?.at("week 4")?;
/// assert_eq!((week_4.participants(), week_4.imputed(), week_4.values()[2]), (4, 1, 75.0));
/// # Ok::<(), aso_regimen::analysis::error::AnalysisError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ImputedArm<'a> {
    pub(super) incomplete: &'a IncompleteArm,
    /// By visit, then by participant.
    pub(super) values: Vec<Vec<f64>>,
}

/// An imputed value. [`ImputedDataSet`] has an example.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ImputedValue<'a> {
    /// The participant.
    pub participant: &'a str,
    /// The visit.
    pub visit: &'a str,
    /// The imputed value.
    pub value: f64,
}

impl<'a> ImputedArm<'a> {
    /// The arm before imputation, with its missing values.
    pub const fn incomplete(&self) -> &'a IncompleteArm {
        self.incomplete
    }

    /// Returns the value of each participant at a visit.
    ///
    /// # Errors
    ///
    /// If there is no such visit.
    pub fn values(&self, visit: &str) -> Result<&[f64], AnalysisError> {
        Ok(&self.values[self.incomplete.place(visit)?])
    }

    /// Returns the data of the arm at a visit, with the number of imputed values, as the estimators of
    /// [`summary`](crate::analysis::summary), [`contrast`](crate::analysis::contrast) and
    /// [`ancova`](crate::analysis::ancova) take it.
    ///
    /// # Errors
    ///
    /// If there is no such visit.
    pub fn at(&self, visit: &str) -> Result<ArmData<'_>, AnalysisError> {
        let place = self.incomplete.place(visit)?;
        let column = self.incomplete.column(place);
        let imputed = column.iter().filter(|value| value.is_none()).count();
        let arm = self.incomplete;
        let data = ArmData::new(arm.name(), arm.baselines(), &self.values[place])?;
        let data = data.with_imputed(imputed);
        Ok(arm.missing().map_or(data, |missing| data.with_missing(missing)))
    }

    /// The imputed values, by visit and then by participant.
    pub fn imputed(&self) -> impl Iterator<Item = ImputedValue<'a>> {
        let arm = self.incomplete;
        self.values.iter().enumerate().flat_map(move |(visit, values)| {
            let rows = values.iter().zip(arm.column(visit)).enumerate();
            let missing = rows.filter(|(_, (_, given))| given.is_none());
            missing.map(move |(row, (value, _))| ImputedValue {
                participant: arm.participant(row),
                visit: arm.visit(visit),
                value: *value,
            })
        })
    }
}
