//! The trait of models whose predictions can be compared with published results.
//!
//! ```
//! # #[cfg(all(feature = "catalog", feature = "kinetics"))] {
//! use aso_regimen::evidence::prediction::PredictsChange;
//! use aso_regimen::kinetics::tofersen::TofersenModel;
//! use aso_regimen::{Endpoint, StudyDay, catalog::tofersen};
//!
//! let model = TofersenModel::published();
//! let approved = tofersen::approved();
//! let plan = approved.starting("2026-01-05".parse()?);
//! let day = StudyDay::new(85)?;
//! let change = model.relative_change(&plan, day, &Endpoint::csf_sod1())?;
//! assert_eq!(format!("{:.0}", change.expect("it predicts SOD1")), "-24 %");
//! # }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use crate::calendar::StudyDay;
use crate::dosing::schedule::Schedule;
use crate::evidence::result::{Contrast, ReportedScale};
use crate::measure::change::PercentChange;
use crate::measure::endpoint::Endpoint;

/// A model that predicts the change of an endpoint under a regimen.
///
/// [`compare::predictions`](crate::compare::predictions) uses it to compare a model with published contrasts, and
/// [`Comparison::predicting`](crate::compare::Comparison::predicting) to compare regimens.
///
/// ```
/// use core::convert::Infallible;
///
/// use aso_regimen::compare::Comparison;
/// use aso_regimen::evidence::prediction::PredictsChange;
/// use aso_regimen::{Endpoint, PercentChange, Regimen, Schedule, StudyDay};
///
/// /// Every dose lowers neurofilament in plasma by 5 %.
/// struct FivePercentADose;
///
/// impl PredictsChange for FivePercentADose {
///     type Error = Infallible;
///
///     fn relative_change(
///         &self,
///         plan: &Schedule<'_>,
///         day: StudyDay,
///         endpoint: &Endpoint,
///     ) -> Result<Option<PercentChange>, Infallible> {
///         let doses = plan.iter().take_while(|dose| dose.study_day() < day).count();
///         let left = 0.95_f64.powf(doses as f64);
///         let change = PercentChange::from_percent(100.0 * (left - 1.0)).ok();
///         Ok(change.filter(|_| *endpoint == Endpoint::plasma_nfl()))
///     }
/// }
///
/// let monthly: Regimen = "100 mg IT q28d".parse()?;
/// let comparison = Comparison::new("2026-01-05".parse()?, "2026-03-02".parse()?)?
///     .with("monthly", &monthly, None)?
///     .predicting(&FivePercentADose, &Endpoint::plasma_nfl())?;
/// let change = comparison.rows()[0].predicted(&Endpoint::plasma_nfl());
/// assert_eq!(change.map(|change| change.to_string()).as_deref(), Some("-9.8 %"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub trait PredictsChange {
    /// The error of a prediction.
    type Error: core::error::Error;

    /// Predicts the change of an endpoint, relative to no treatment, at the start of a study day and before any dose of
    /// that day.
    ///
    /// `None` if the model does not predict the endpoint.
    ///
    /// # Errors
    ///
    /// If the model cannot be run for this plan or day.
    fn relative_change(
        &self,
        plan: &Schedule<'_>,
        day: StudyDay,
        endpoint: &Endpoint,
    ) -> Result<Option<PercentChange>, Self::Error>;

    /// Whether the model was fitted to this contrast, so that agreement is no evidence for the model. The default is
    /// `false`.
    fn is_fitted_to(&self, contrast: &Contrast) -> bool {
        let _ = contrast;
        false
    }

    /// Returns the scale of a contrast's estimate. The default is the scale that its source states; a model may
    /// override it.
    fn scale_of(&self, contrast: &Contrast, stated: ReportedScale) -> ReportedScale {
        let _ = contrast;
        stated
    }
}
