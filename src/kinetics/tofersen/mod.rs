//! Tofersen from dose to neurofilament: the published model, and one that was fitted here.
//!
//! TODO
mod biomarker;
// The published points are the catalog's.
#[cfg(feature = "catalog")]
mod fit;
mod model;
mod plasma;
#[cfg(feature = "catalog")]
mod points;
mod published;
#[cfg(feature = "catalog")]
mod search;

pub use self::biomarker::Biomarker;
#[cfg(feature = "catalog")]
pub use self::fit::{Fit, FitAssumptions, JointRegion};
pub use self::model::{DoseWarning, PredictedCourse, Response, TofersenError, TofersenModel};
pub use self::plasma::TofersenPlasma;
#[cfg(feature = "catalog")]
pub use self::points::{Point, Relative, Role, points};
pub use self::published::{
    NOT_PRINTED, PrintedParameter, PrintedSimulation, default_turnover, printed_parameters,
    printed_simulations,
};
