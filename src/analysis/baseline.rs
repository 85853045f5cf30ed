//! Which readings are a participant's baseline. Trials differ, so the rule is a value that is stated.
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

/// Whether a reading of the day of the first dose was taken before that dose. Study days carry no time of
/// day, so the study says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum FirstDoseDay {
    /// Readings of that day were taken before the dose.
    BeforeDose,
    /// Readings of that day were taken after the dose.
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

/// How a baseline is found among one participant's readings of one endpoint.
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
    /// The reading of this day.
    OnDay(StudyDay),
    /// The reading that is closest to the target of this visit.
    AtVisit {
        /// The visit.
        window: VisitWindow,
        /// Which of two equally close readings counts.
        tie: Tie,
    },
}

/// A participant's baseline of one endpoint.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Baseline {
    /// In the unit of the endpoint.
    pub value: f64,
    /// The day of the reading, or of the last reading of a mean. Changes are of readings after this day.
    pub day: StudyDay,
    /// How many days it is the mean of; 1 for the reading of one day, also where that is the mean of duplicates.
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
