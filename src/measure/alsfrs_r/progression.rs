//! The points lost a month since symptom onset.

use core::fmt;

use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::days_between;
use crate::measure::alsfrs_r::total::{BEST_TOTAL, Total};
use crate::text::{debug_as_display, json_form};

/// Days of a year where months are `days / 365.25 * 12`.
const DAYS_PER_YEAR: f64 = 365.25;

/// Points lost per month from symptom onset to a visit: `(48 - total) / months`, never negative (Kimura et
/// al., Neurology 2006;66:265, page not checked, PMID 16434671).
///
/// Months are `days / 365.25 * 12`. A rate of 0 at a total of 48 says nothing about later decline.
///
/// ```
/// use aso_regimen::chrono::NaiveDate;
/// use aso_regimen::measure::alsfrs_r::{ProgressionRate, Total};
///
/// let onset = NaiveDate::from_ymd_opt(2020, 1, 15).ok_or("no such date")?;
/// let visit = NaiveDate::from_ymd_opt(2021, 1, 15).ok_or("no such date")?;
/// let rate = ProgressionRate::since_onset(Total::new(36)?, onset, visit)?;
/// assert_eq!(format!("{:.5}", rate.points_per_month()), "0.99795");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "RateForm"))]
#[doc(alias("delta FS", "FRS slope"))]
pub struct ProgressionRate {
    points_per_month: f64,
}

impl ProgressionRate {
    /// Returns the rate from the date of symptom onset to the date of the visit at which the total was scored.
    ///
    /// # Errors
    ///
    /// If the visit is not after the onset.
    pub fn since_onset(
        total: Total,
        onset: NaiveDate,
        visit: NaiveDate,
    ) -> Result<Self, ProgressionRateError> {
        let days = days_between(onset, visit);
        if days <= 0 {
            return Err(ProgressionRateError::VisitNotAfterOnset { onset, visit });
        }
        Self::over_months(total, f64::from(days) / DAYS_PER_YEAR * 12.0)
    }

    /// Returns the rate for a number of months since onset.
    ///
    /// # Errors
    ///
    /// If the months are not a finite number above 0, or so few that the rate is not finite.
    pub fn over_months(total: Total, months: f64) -> Result<Self, ProgressionRateError> {
        let lost = f64::from(BEST_TOTAL - total.points());
        if !(months.is_finite() && months > 0.0) {
            return Err(ProgressionRateError::Months(months));
        }
        Self::from_points_per_month(lost / months).map_err(|_| ProgressionRateError::Months(months))
    }

    /// Points lost per month, 0 or more.
    pub const fn points_per_month(self) -> f64 {
        self.points_per_month
    }

    /// Returns the rate as a slope of the total: points per month, 0 or less.
    pub fn slope_points_per_month(self) -> f64 {
        0.0 - self.points_per_month
    }

    fn from_points_per_month(points: f64) -> Result<Self, ProgressionRateError> {
        if points.is_finite() && points >= 0.0 {
            return Ok(Self { points_per_month: points });
        }
        Err(ProgressionRateError::Rate(points))
    }
}

impl fmt::Display for ProgressionRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} points per month", self.points_per_month)
    }
}

/// Why a [`ProgressionRate`] is refused.
#[derive(Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ProgressionRateError {
    /// The visit is not after the onset.
    #[error("a visit on {visit}, expected one after the symptom onset on {onset}")]
    VisitNotAfterOnset {
        /// Symptom onset.
        onset: NaiveDate,
        /// The visit where the total was scored.
        visit: NaiveDate,
    },
    /// The months are not a finite number above 0.
    #[error("{0} months since symptom onset, expected a finite number above 0")]
    Months(f64),
    /// The rate is not a finite number of 0 or more.
    #[error("a progression rate of {0} points per month, expected a finite number of 0 or more")]
    Rate(f64),
}

debug_as_display!(ProgressionRateError);

json_form!(RateForm { points_per_month: f64 } is "a progression rate, {\"points_per_month\": 0.8}",
    ProgressionRate::from_points_per_month, ProgressionRateError);
