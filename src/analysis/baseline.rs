//! Baseline rules: which of a participant's readings are the baseline. Trials differ, so the rule is always stated.
//!
//! ```
//! use aso_regimen::StudyDay;
//! use aso_regimen::analysis::baseline::BaselineRule;
//! use aso_regimen::analysis::readings::{Reading, Readings};
//!
//! let mut readings = Readings::new();
//! let reading = Reading::new("P01", StudyDay::FIRST, 90.0);
//! readings.push(reading.arm("drug").endpoint("NfL"))?;
//! let rule = BaselineRule::OnDay(StudyDay::FIRST);
//! let baseline = readings.baseline("P01", "NfL", &rule);
//! assert_eq!(baseline.map(|baseline| baseline.value), Some(90.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::analysis::visits::{Tie, VisitWindow};
use crate::calendar::StudyDay;
use crate::numeric::moments::number;

/// Whether a reading on the day of the first dose was taken before or after that dose. Study days have no time of day,
/// so the study must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum FirstDoseDay {
    /// Readings on that day were taken before the dose.
    BeforeDose,
    /// Readings on that day were taken after the dose.
    AfterDose,
}

impl FirstDoseDay {
    fn is_before_dose(self, day: StudyDay) -> bool {
        match self {
            Self::BeforeDose => day <= StudyDay::FIRST,
            Self::AfterDose => day < StudyDay::FIRST,
        }
    }
}

/// The rule that derives the baseline from one participant's readings of one endpoint.
///
/// ```
/// use aso_regimen::StudyDay;
/// use aso_regimen::analysis::baseline::{BaselineRule, FirstDoseDay};
/// use aso_regimen::analysis::readings::{Reading, Readings};
///
/// let mut readings = Readings::new();
/// for (day, value) in [(-20, 90.0), (1, 110.0), (29, 60.0)] {
///     let day = StudyDay::new(day)?;
///     readings.push(Reading::new("P01", day, value).arm("tofersen").endpoint("NfL"))?;
/// }
/// let baseline =
///     |rule| readings.baseline("P01", "NfL", &rule).map(|baseline| baseline.value);
/// let same_day = FirstDoseDay::BeforeDose;
/// assert_eq!(baseline(BaselineRule::LastBeforeFirstDose(same_day)), Some(110.0));
/// assert_eq!(baseline(BaselineRule::MeanBeforeFirstDose(same_day)), Some(100.0));
/// assert_eq!(baseline(BaselineRule::OnDay(StudyDay::new(15)?)), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[doc(alias("ABLFL", "BASE"))]
#[non_exhaustive]
pub enum BaselineRule {
    /// The last reading before the first dose.
    LastBeforeFirstDose(FirstDoseDay),
    /// The mean of all readings before the first dose.
    MeanBeforeFirstDose(FirstDoseDay),
    /// The reading on this day.
    OnDay(StudyDay),
    /// The reading closest to the target day of this visit.
    AtVisit {
        /// The visit.
        window: VisitWindow,
        /// Which of two readings counts if both are equally close to the target.
        tie: Tie,
    },
}

/// A participant's baseline of one endpoint.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Baseline {
    /// The baseline, in the unit of the endpoint.
    pub value: f64,
    /// The day of the baseline reading, or of the last one if the baseline is a mean. Changes are computed for readings
    /// after this day.
    pub day: StudyDay,
    /// The number of days whose readings are averaged. It is 1 for the reading of one day, even if that is a mean of
    /// duplicates.
    pub readings: usize,
}

impl Baseline {
    fn of((day, value): (StudyDay, f64)) -> Self {
        Self { value, day, readings: 1 }
    }

    fn mean_of(readings: impl Iterator<Item = (StudyDay, f64)>) -> Option<Self> {
        let sum = readings.map(Self::of).reduce(|sum, next| Self {
            value: sum.value + next.value,
            day: sum.day.max(next.day),
            readings: sum.readings + 1,
        })?;
        let value = sum.value / number(sum.readings);
        Some(Self { value, ..sum })
    }
}

impl BaselineRule {
    /// The baseline among readings of different days, in any order.
    ///
    /// `None` if no reading meets the rule.
    pub(crate) fn among(
        &self,
        mut readings: impl Iterator<Item = (StudyDay, f64)>,
    ) -> Option<Baseline> {
        match self {
            Self::LastBeforeFirstDose(first) => readings
                .filter(|(day, _)| first.is_before_dose(*day))
                .max_by_key(|(day, _)| *day)
                .map(Baseline::of),
            Self::MeanBeforeFirstDose(first) => {
                Baseline::mean_of(readings.filter(|(day, _)| first.is_before_dose(*day)))
            }
            Self::OnDay(day) => readings.find(|(other, _)| other == day).map(Baseline::of),
            Self::AtVisit { window, tie } => readings
                .filter(|(day, _)| window.contains(*day))
                .min_by_key(|(day, _)| window.closeness(*day, *tie))
                .map(Baseline::of),
        }
    }
}
