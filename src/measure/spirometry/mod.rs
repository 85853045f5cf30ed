//! Vital capacity in percent of the value predicted for a person's sex, age and height.
//!
//! The same litres are on average 78.5 to 88.5 percent predicted depending on the reference equation (van Eijk et
//! al., Amyotroph Lateral Scler Frontotemporal Degener 2019, volume and page not checked: five equations in one
//! cohort), so that a [`PercentPredicted`] keeps the name of its equation, and a change between two equations is
//! refused.
//!
//! Closed-form equations are whole: [`NhanesIii`], [`Knudson1983`], [`Ecsc1993`]. The equations of the LMS
//! family ([`gli_2012_fvc`], [`gli_2022_fvc`], [`gli_2021_vc`], [`jrs_2014_vc`], or any [`LmsEquation`]) need a
//! table of splines, which the caller brings. Ages and heights outside an equation's range are refused, never
//! extrapolated. Whether a slow manoeuvre may be held against an equation made from forced ones is the
//! study's decision; the name says what the equation was made for.
//!
//! ```
//! use aso_regimen::measure::spirometry::{
//!     Ecsc1993, LungVolume, ReferenceEquation, Subject,
//! };
//! use aso_regimen::person::{Age, Height, Sex};
//!
//! let subject = Subject::new(Sex::Male, Age::years(40.0)?, Height::cm(175)?);
//! let percent = Ecsc1993::fvc().percent_predicted(&subject, LungVolume::litres(4.0)?)?;
//! assert_eq!(percent.to_string(), "85.1 % predicted (ECSC/ERS 1993 FVC)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ecsc;
mod equation;
mod gli;
mod knudson;
mod lms;
mod manoeuvre;
mod name;
mod nhanes;
mod percent;
mod spline;
mod subject;

pub use ecsc::{Ecsc1993, FemaleIvcAgeTerm};
pub use equation::{PredictedValue, PredictedValueError, ReferenceEquation};
pub use gli::{GliGroup, gli_2012_fvc, gli_2021_vc, gli_2022_fvc, jrs_2014_vc};
pub use knudson::Knudson1983;
pub use lms::{AgeTerm, LmsCoefficients, LmsEquation, LmsError};
pub use manoeuvre::Manoeuvres;
pub use name::{EquationName, UnnamedEquation};
pub use nhanes::{NhanesGroup, NhanesIii};
pub use percent::{
    DifferentEquations, PercentPredicted, PercentPredictedError, PercentPredictedPoints,
};
pub use spline::{Interpolation, SplineRow, SplineTable, SplineTableError};
pub use subject::{LungVolume, LungVolumeError, Subject};
