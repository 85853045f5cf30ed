//! Percent predicted and its change.

use core::fmt;

use thiserror::Error;

use crate::measure::spirometry::name::EquationName;
use crate::text::{debug_as_display, json_form};

/// A vital capacity in percent of the predicted one, with the name of the equation.
///
/// The value is finite and above 0.
///
/// ```
/// use aso_regimen::measure::spirometry::{EquationName, PercentPredicted};
///
/// let equation = EquationName::new("NHANES III FVC, Caucasian")?;
/// let baseline = PercentPredicted::new(81.5, equation.clone())?;
/// let week_28 = PercentPredicted::new(70.0, equation)?;
/// let change = week_28.change_from(&baseline)?;
/// assert_eq!(change.points(), -11.5);
///
/// let other = PercentPredicted::new(70.0, EquationName::new("Knudson 1983 FVC")?)?;
/// assert!(other.change_from(&baseline).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "PercentPredictedForm"))]
pub struct PercentPredicted {
    #[cfg_attr(feature = "serde", serde(rename = "percent_predicted"))]
    pub(super) percent: f64,
    pub(super) equation: EquationName,
}

impl PercentPredicted {
    /// Returns a percent predicted whose volume in litres is not known, as in reports of trials.
    ///
    /// # Errors
    ///
    /// If the percentage is not a finite number above 0.
    pub fn new(percent: f64, equation: EquationName) -> Result<Self, PercentPredictedError> {
        if percent.is_finite() && percent > 0.0 {
            return Ok(Self { percent, equation });
        }
        Err(PercentPredictedError::Value(percent))
    }

    /// Percent of the predicted volume.
    pub const fn percent(&self) -> f64 {
        self.percent
    }

    /// The name of the equation.
    pub const fn equation(&self) -> &EquationName {
        &self.equation
    }

    /// Returns the change from `baseline`, in percent-predicted points.
    ///
    /// # Errors
    ///
    /// If the two were predicted by different equations.
    pub fn change_from(
        &self,
        baseline: &Self,
    ) -> Result<PercentPredictedPoints, DifferentEquations> {
        if self.equation != baseline.equation {
            return Err(DifferentEquations {
                value: self.equation.clone(),
                baseline: baseline.equation.clone(),
            });
        }
        // Two positive finite numbers: their difference is finite.
        Ok(PercentPredictedPoints { points: self.percent - baseline.percent })
    }
}

impl fmt::Display for PercentPredicted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} % predicted ({})", self.percent, self.equation)
    }
}

/// A change of [`PercentPredicted`], in points: from 80 to 72 percent predicted is -8 points, not -10 percent.
/// The value is finite.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "PointsForm"))]
pub struct PercentPredictedPoints {
    #[cfg_attr(feature = "serde", serde(rename = "percent_predicted_points"))]
    points: f64,
}

impl PercentPredictedPoints {
    /// Returns a change without its values.
    ///
    /// # Errors
    ///
    /// If the number is not finite.
    pub fn new(points: f64) -> Result<Self, PercentPredictedError> {
        if points.is_finite() {
            return Ok(Self { points });
        }
        Err(PercentPredictedError::Change(points))
    }

    /// Percent-predicted points, negative for a loss.
    pub const fn points(self) -> f64 {
        self.points
    }
}

impl fmt::Display for PercentPredictedPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:+.1} percent-predicted points", self.points)
    }
}

/// Why a number is refused as a percent predicted or as a change of one.
#[derive(Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum PercentPredictedError {
    /// The percentage is not a finite number above 0.
    #[error("{0} percent predicted, expected a finite number above 0")]
    Value(f64),
    /// The change is not a finite number.
    #[error("a change of {0} percent-predicted points, expected a finite number")]
    Change(f64),
}

/// Why there is no change: the two values have different reference equations.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("the value is predicted by {value}, the baseline by {baseline}; expected one equation")]
#[non_exhaustive]
pub struct DifferentEquations {
    /// The equation of the later value.
    pub value: EquationName,
    /// The equation of the baseline.
    pub baseline: EquationName,
}

debug_as_display!(PercentPredictedError, DifferentEquations);

json_form!(PercentPredictedForm { percent_predicted: f64, equation: EquationName }
    is "a percent predicted with its equation", PercentPredicted::new, PercentPredictedError);

json_form!(PointsForm { percent_predicted_points: f64 } is "a change, {\"percent_predicted_points\": -8.0}",
    PercentPredictedPoints::new, PercentPredictedError);
