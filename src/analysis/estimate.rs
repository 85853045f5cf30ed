//! An estimate with its interval, and all that is needed to judge it.

use core::fmt;

use thiserror::Error;

use crate::analysis::confidence::ConfidenceLevel;
use crate::measure::change::{
    ChangeError, ColumnError, Difference, GeometricMeanRatio, MeanPercentChange, PercentagePoints,
};
use crate::numeric::student_t::{t_quantile, two_sided_t};

/// An estimate on the scale `S`, with a confidence interval.
///
/// The interval holds the estimate. Interval, t and p are those of a t distribution on the scale on which the estimate is
/// nearly normal: of the logarithm for a [`GeometricMeanRatio`], of the number itself for the other scales.
/// `Display` is a sentence; see the example in the [module above](super).
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate<S> {
    what: String,
    value: S,
    low: S,
    high: S,
    level: ConfidenceLevel,
    error: EstimateWithError,
    participants: usize,
    excluded: usize,
}

/// An estimate on its scale of analysis, its standard error there, and the degrees of freedom of that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct EstimateWithError {
    pub(crate) estimate: f64,
    pub(crate) error: f64,
    pub(crate) df: f64,
}

impl<S: EstimateScale> Estimate<S> {
    /// `what` was estimated, and how: the beginning of the sentence.
    pub(crate) fn new(
        what: String,
        error: EstimateWithError,
        level: ConfidenceLevel,
        participants: usize,
    ) -> Result<Self, AnalysisError> {
        if error.error == 0.0 {
            return Err(AnalysisError::NoSpread { what });
        }
        if !(error.error.is_finite() && error.estimate.is_finite()) {
            return Err(AnalysisError::out_of_range(what, "standard error"));
        }
        let reach = t_quantile(level.share(), error.df) * error.error;
        let scaled = |number: f64| {
            S::on_scale(number).map_err(|source| AnalysisError::OutOfRange {
                what: what.clone(),
                source,
            })
        };
        Ok(Self {
            value: scaled(error.estimate)?,
            low: scaled(error.estimate - reach)?,
            high: scaled(error.estimate + reach)?,
            what,
            level,
            error,
            participants,
            excluded: 0,
        })
    }

    /// The estimate.
    pub fn value(&self) -> S {
        self.value
    }

    /// The lower end of the confidence interval.
    pub fn low(&self) -> S {
        self.low
    }

    /// The upper end of the confidence interval.
    pub fn high(&self) -> S {
        self.high
    }

    /// The confidence level of the interval.
    pub fn level(&self) -> ConfidenceLevel {
        self.level
    }

    /// What was estimated, in whom, and how.
    pub fn estimator(&self) -> &str {
        &self.what
    }

    /// The standard error on the scale of analysis, above 0: of the logarithm for a [`GeometricMeanRatio`].
    pub fn standard_error(&self) -> f64 {
        self.error.error
    }

    /// Degrees of freedom of the standard error; infinite for a normal approximation.
    pub fn degrees_of_freedom(&self) -> f64 {
        self.error.df
    }

    /// The estimate in standard errors from no change, or no difference.
    pub fn t(&self) -> f64 {
        self.error.estimate / self.error.error
    }

    /// The two-sided p-value of no change, or no difference.
    pub fn p_value(&self) -> f64 {
        two_sided_t(self.t(), self.error.df)
    }

    /// How many participants it rests on, of all arms together.
    pub fn participants(&self) -> usize {
        self.participants
    }

    /// How many participants were excluded before the analysis, as told by [`excluding`](Estimate::excluding).
    pub fn excluded(&self) -> usize {
        self.excluded
    }

    /// The same estimate with a note of how many participants were left out of the columns it was made from.
    ///
    /// Nothing is left out here: a row that cannot be used is an error.
    #[must_use]
    pub fn excluding(self, participants: usize) -> Self {
        Self {
            excluded: participants,
            ..self
        }
    }

    pub(crate) fn on_scale_of_analysis(&self) -> EstimateWithError {
        self.error
    }
}

impl<S: EstimateScale> fmt::Display for Estimate<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, level, .. } = self;
        let [value, low, high] = [self.value, self.low, self.high].map(Number);
        write!(
            f,
            "{what}: {value}{} ({level} CI {low} to {high}), ",
            S::UNIT
        )?;
        if self.error.df.is_infinite() {
            write!(f, "z = {:.3}", self.t())?;
        } else {
            write!(f, "t = {:.3} with {} df", self.t(), Digits(self.error.df))?;
        }
        write!(f, ", p = {}; ", Digits(self.p_value()))?;
        match self.excluded {
            0 => f.write_str("none excluded"),
            excluded => write!(f, "{excluded} excluded"),
        }
    }
}

/// The scales an estimate can be on. Sealed: they are the means and differences of [`measure::change`](crate::measure::change).
pub trait EstimateScale: Copy + fmt::Display + sealed::EstimateScale {}

impl<S: Copy + fmt::Display + sealed::EstimateScale> EstimateScale for S {}

pub(crate) mod sealed {
    use super::ChangeError;

    pub trait EstimateScale: Sized {
        /// What stands behind the number in a sentence.
        const UNIT: &'static str;

        /// From the number on the scale of analysis.
        fn on_scale(number: f64) -> Result<Self, ChangeError>;

        /// The number that a reader expects, rounded as it is printed.
        fn write(self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result;
    }
}

struct Number<S>(S);

impl<S: EstimateScale> fmt::Display for Number<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sealed::EstimateScale::write(self.0, f)
    }
}

impl sealed::EstimateScale for GeometricMeanRatio {
    const UNIT: &'static str = "";

    fn on_scale(number: f64) -> Result<Self, ChangeError> {
        Self::from_ln(number)
    }

    fn write(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.ratio())
    }
}

impl sealed::EstimateScale for MeanPercentChange {
    const UNIT: &'static str = " %";

    fn on_scale(number: f64) -> Result<Self, ChangeError> {
        Self::from_percent(number)
    }

    fn write(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Digits(self.percent()))
    }
}

impl sealed::EstimateScale for PercentagePoints {
    const UNIT: &'static str = " points";

    fn on_scale(number: f64) -> Result<Self, ChangeError> {
        Self::new(number)
    }

    fn write(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Digits(self.points()))
    }
}

impl sealed::EstimateScale for Difference {
    const UNIT: &'static str = "";

    fn on_scale(number: f64) -> Result<Self, ChangeError> {
        Self::new(number)
    }

    fn write(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Digits(self.value()))
    }
}

/// A number to four significant digits; whole numbers whole.
pub(crate) struct Digits(pub(crate) f64);

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        match size {
            _ if size.fract() == 0.0 && size < 1e9 => write!(f, "{}", self.0),
            ..0.0001 | 1e9.. => write!(f, "{:.3e}", self.0),
            ..0.001 => write!(f, "{:.7}", self.0),
            ..0.01 => write!(f, "{:.6}", self.0),
            ..0.1 => write!(f, "{:.5}", self.0),
            ..1.0 => write!(f, "{:.4}", self.0),
            ..10.0 => write!(f, "{:.3}", self.0),
            ..100.0 => write!(f, "{:.2}", self.0),
            ..1000.0 => write!(f, "{:.1}", self.0),
            _ => write!(f, "{:.0}", self.0),
        }
    }
}

/// Why data give no estimate. Rows and participants are counted from 0.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// The columns of an arm do not match, or one of its participants has no change.
    #[error("arm {arm:?} cannot be analysed")]
    Column {
        /// The name of the arm.
        arm: String,
        /// What is wrong, and in which row.
        source: ColumnError,
    },
    /// An arm has too few participants.
    #[error("arm {arm:?}: number of participants is {participants}; expected at least {needed}")]
    TooFew {
        /// The name of the arm.
        arm: String,
        /// How many it has.
        participants: usize,
        /// How many it takes.
        needed: usize,
    },
    /// All values are equal, or fit exactly, so that there is no standard error.
    #[error("{what}: no standard error, since nothing varies; expected values that differ")]
    NoSpread {
        /// What was to be estimated.
        what: String,
    },
    /// The estimate or an end of its interval is beyond what its scale can hold.
    #[error("{what}: the estimate or its interval is out of range")]
    OutOfRange {
        /// What was to be estimated.
        what: String,
        /// Of what.
        source: ChangeError,
    },
    /// A column of a model is not as long as its arm.
    #[error("{column} of arm {arm:?} has {rows} rows; expected {expected}")]
    Rows {
        /// The name of the arm.
        arm: String,
        /// The name of the column.
        column: String,
        /// How many rows it has.
        rows: usize,
        /// How many participants the arm has.
        expected: usize,
    },
    /// A number is NaN, infinite, or so large that its square is.
    #[error(
        "{column} of arm {arm:?} is {value} in row {row}, counting from 0; expected a number within ±1e150"
    )]
    TooLarge {
        /// The name of the arm.
        arm: String,
        /// The name of the column.
        column: String,
        /// The row, counted from 0.
        row: usize,
        /// What was given.
        value: f64,
    },
    /// A covariate is constant, or a combination of the columns before it.
    #[error("{column} adds nothing to the columns before it; expected one that varies on its own")]
    Dependent {
        /// The name of the column.
        column: String,
    },
    /// A model has as many coefficients as there are participants.
    #[error(
        "number of participants is {participants}, for {coefficients} coefficients; expected more participants"
    )]
    NoFreedom {
        /// How many participants there are.
        participants: usize,
        /// How many coefficients the model has.
        coefficients: usize,
    },
    /// Something needs more data sets, such as imputations.
    #[error("number of imputed data sets is {given}; expected at least {needed}")]
    TooFewImputations {
        /// How many there are.
        given: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Estimates of different things, or at different levels, were to be pooled.
    #[error(
        "imputed data set {index}, counting from 0, estimates something else; expected one estimator and level"
    )]
    Unlike {
        /// The first that differs, counted from 0.
        index: usize,
    },
    /// The ends of a published interval are equal or the wrong way round.
    #[error("an interval from {low} to {high}; expected the lower end first")]
    Interval {
        /// The end that was given first.
        low: f64,
        /// The end that was given second.
        high: f64,
    },
    /// A ratio of wins has no wins or losses to divide by.
    #[error("no {what} between the arms; expected at least one")]
    Undefined {
        /// What there is none of.
        what: &'static str,
    },
    /// There are too many participants for an exact permutation.
    #[error(
        "number of participants is {participants}; expected at most {limit} for an exact permutation"
    )]
    TooMany {
        /// How many there are.
        participants: usize,
        /// How many are allowed.
        limit: usize,
    },
}

impl AnalysisError {
    pub(crate) fn out_of_range(estimate: String, what: &'static str) -> Self {
        Self::OutOfRange {
            what: estimate,
            source: ChangeError::OutOfRange { what },
        }
    }

    pub(crate) fn column(arm: &str, source: ColumnError) -> Self {
        Self::Column {
            arm: arm.to_owned(),
            source,
        }
    }
}
