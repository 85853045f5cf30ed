//! Residual error: the difference between a measured and a true value.

use crate::kinetics::cohort::Stream;
use crate::kinetics::parameter::{ParameterError, check};
use crate::text::json_form;

/// A residual error model: the error with which a value is measured, drawn independently for every sample.
///
/// ```
/// use aso_regimen::kinetics::cohort::{Residual, Stream};
/// use aso_regimen::kinetics::published::Yamamoto2023;
///
/// let assay = Residual::of_logarithm(Yamamoto2023::CSF_RESIDUAL_VARIANCE)?;
/// let mut stream = Stream::of(1, 1);
/// let measured = assay.measure(10.0, &mut stream);
/// assert!(measured > 0.0 && measured != 10.0);
/// assert_eq!(Residual::NONE.measure(10.0, &mut stream), 10.0);
/// # Ok::<(), aso_regimen::kinetics::parameter::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "ResidualForm"))]
#[doc(alias = "EPS")]
#[doc(alias = "SIGMA")]
pub struct Residual {
    kind: Kind,
    variance: f64,
}

json_form!(ResidualForm { kind: Kind, variance: f64 } is "a kind of error and its variance",
    Residual::new, ParameterError);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
enum Kind {
    Proportional,
    Logarithm,
}

impl Residual {
    /// No residual error.
    pub const NONE: Self = Self { kind: Kind::Logarithm, variance: 0.0 };

    /// Returns a proportional error with this variance: NONMEM's `Y = F * (1 + EPS)`. A value whose error would make it
    /// negative is measured as 0, which is below every limit of quantification.
    ///
    /// # Errors
    ///
    /// If the variance is not from 0 to 100.
    pub fn proportional(variance: f64) -> Result<Self, ParameterError> {
        Self::new(Kind::Proportional, variance)
    }

    /// Returns a normal error of the logarithm with this variance: NONMEM's `Y = F * EXP(EPS)`.
    ///
    /// # Errors
    ///
    /// If the variance is not from 0 to 100.
    pub fn of_logarithm(variance: f64) -> Result<Self, ParameterError> {
        Self::new(Kind::Logarithm, variance)
    }

    fn new(kind: Kind, variance: f64) -> Result<Self, ParameterError> {
        check("a residual variance", variance, 0.0..=100.0, "0 to 100")?;
        Ok(Self { kind, variance })
    }

    /// Returns the measured value for a true one.
    pub fn measure(&self, value: f64, stream: &mut Stream) -> f64 {
        let error = self.variance.sqrt() * stream.normal();
        match self.kind {
            Kind::Proportional => (value * (1.0 + error)).max(0.0),
            Kind::Logarithm => value * libm::exp(error),
        }
    }
}
