//! Dose proportionality: whether exposure rises in proportion to dose.
//!
//! ```
//! use aso_regimen::analysis::confidence::ConfidenceLevel;
//! use aso_regimen::analysis::dose_proportionality::PowerModel;
//!
//! // Twice the dose, about twice the exposure.
//! let model = PowerModel::fit("AUC", &[10.0, 20.0, 40.0], &[1.0, 2.1, 4.0])?;
//! let exponent = model.exponent(ConfidenceLevel::P95)?;
//! assert_eq!(format!("{:.2}", exponent.value.value()), "1.00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::analysis::ancova::least_squares::Fit;
use crate::analysis::arm::logarithms;
use crate::analysis::confidence::ConfidenceLevel;
use crate::analysis::error::AnalysisError;
use crate::analysis::estimate::{Estimate, EstimateWithError};
use crate::analysis::missing::Counted;
use crate::analysis::scale::{Digits, EffectRatio};
use crate::measure::change::Difference;

/// The power model: exposure = a · dose^b, a straight line on the log scale. If b = 1, exposure is proportional to
/// dose.
///
/// ```
/// use aso_regimen::analysis::confidence::ConfidenceLevel;
/// use aso_regimen::analysis::dose_proportionality::PowerModel;
///
/// let doses = [20.0, 20.0, 40.0, 40.0, 60.0, 60.0, 100.0, 100.0];
/// let areas = [11.0, 9.0, 21.0, 18.0, 33.0, 28.0, 46.0, 58.0];
/// let model = PowerModel::fit("AUC", &doses, &areas)?;
/// let level = ConfidenceLevel::percent(90.0)?;
/// assert_eq!(
///     model.exponent(level)?.to_string(),
///     "exponent of dose, AUC (n = 8), power model: \
///      1.026 (90 % CI 0.8964 to 1.157), t = 15.338 with 6 df, p = 4.853e-6",
/// );
/// // Within 0.80 to 1.25 it would be proportional over the range of doses.
/// assert_eq!(
///     model.dose_normalised_ratio(level)?.to_string(),
///     "dose-normalised ratio, highest to lowest dose (5-fold), AUC (n = 8), power model: \
///      1.04 (90 % CI 0.846 to 1.29), t = 0.395 with 6 df, p = 0.7062",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[doc(alias("power model", "dose linearity"))]
pub struct PowerModel {
    exposure: String,
    participants: usize,
    /// The highest over the lowest dose.
    range: f64,
    fit: Fit,
}

impl PowerModel {
    /// Fits the power model by least squares on the log scale. `doses` and `exposures` have one number for each
    /// participant, in the same order.
    ///
    /// # Errors
    ///
    /// If the exposure has no name, if there are more or fewer doses than exposures, if there are fewer than three
    /// participants, if a number is NaN, infinite, 0 or negative (the error names column and row), or if all doses are
    /// equal.
    pub fn fit(exposure: &str, doses: &[f64], exposures: &[f64]) -> Result<Self, AnalysisError> {
        AnalysisError::unless_named("exposure", exposure)?;
        let participants = exposures.len();
        if doses.len() != participants {
            return Err(AnalysisError::Doses { found: doses.len(), expected: participants });
        }
        let (ln_doses, exposures) = (logarithms("dose", doses)?, logarithms(exposure, exposures)?);
        if participants < 3 {
            return Err(AnalysisError::NoFreedom { participants, coefficients: 2 });
        }
        let [lowest, highest] =
            [f64::min, f64::max].map(|of| doses.iter().copied().reduce(of).unwrap_or_default());
        let fit = Fit::new(vec![vec![1.0; participants], ln_doses], exposures)
            .map_err(|_| AnalysisError::EqualDoses(lowest))?;
        Ok(Self { exposure: exposure.to_owned(), participants, range: highest / lowest, fit })
    }

    /// Returns the exponent b. t and p test the exponent 0, that is, no dependence on dose.
    ///
    /// # Errors
    ///
    /// If the model fits all exposures exactly.
    pub fn exponent(&self, level: ConfidenceLevel) -> Result<Estimate<Difference>, AnalysisError> {
        let (estimate, error) = self.fit.combine(&[0.0, 1.0]);
        let numbers = EstimateWithError { estimate, error, df: self.fit.df() };
        Estimate::new(format!("exponent of dose, {}", self.named()), numbers, level, self.counted())
    }

    /// Returns the ratio of dose-normalised exposures (exposure over dose), highest to lowest dose. It is 1 if exposure
    /// is proportional to dose, which t and p test.
    ///
    /// Proportionality is concluded if the 90 % interval lies within 0.80 to 1.25. This is the criterion of Smith et
    /// al. (Pharm Res 2000;17:1278, `doi:10.1023/A:1026451721686`) for the exponent.
    ///
    /// # Errors
    ///
    /// If the model fits all exposures exactly, or if an end of the interval is outside the limits of a ratio.
    pub fn dose_normalised_ratio(
        &self,
        level: ConfidenceLevel,
    ) -> Result<Estimate<EffectRatio>, AnalysisError> {
        let (exponent, error) = self.fit.combine(&[0.0, 1.0]);
        let numbers = EstimateWithError {
            estimate: (exponent - 1.0) * self.range.ln(),
            error: error * self.range.ln(),
            df: self.fit.df(),
        };
        let fold = Digits(self.range);
        let what = format!(
            "dose-normalised ratio, highest to lowest dose ({fold}-fold), {}",
            self.named()
        );
        Estimate::new(what, numbers, level, self.counted())
    }

    const fn counted(&self) -> Counted {
        Counted::only(self.participants)
    }

    fn named(&self) -> String {
        format!("{} (n = {}), power model", self.exposure, self.participants)
    }
}
