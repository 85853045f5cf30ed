//! The scales of estimates, and how numbers are rounded in print.

use core::fmt;

use crate::measure::change::{
    ChangeError, Difference, GeometricMeanRatio, MeanPercentChange, PercentagePoints,
};

/// The types a number can have that is computed from data: a mean or difference of
/// [`measure::change`](crate::measure::change), which [`Estimate`](super::estimate::Estimate) puts an interval around.
///
/// Sealed. What a source prints is a number with a [`ReportedScale`](crate::evidence::result::ReportedScale); which kind
/// of change an endpoint has is its [`ReportedAs`](crate::measure::endpoint::ReportedAs).
pub trait EstimateScale: Copy + fmt::Display + sealed::OnScale {}

impl<S: Copy + fmt::Display + sealed::OnScale> EstimateScale for S {}

pub(crate) mod sealed {
    use super::ChangeError;

    pub trait OnScale: Sized {
        /// What stands behind the number in a sentence.
        const UNIT: &'static str;

        /// From the number on the scale of analysis.
        fn on_scale(number: f64) -> Result<Self, ChangeError>;

        /// The number that a reader expects, rounded as it is printed.
        fn printed(self) -> String;
    }
}

macro_rules! scales {
    ($($name:ident made by $make:ident, printed as $print:expr, then $unit:literal;)+) => {$(
        impl sealed::OnScale for $name {
            const UNIT: &'static str = $unit;

            fn on_scale(number: f64) -> Result<Self, ChangeError> {
                Self::$make(number)
            }

            fn printed(self) -> String {
                $print(self).to_string()
            }
        }
    )+};
}

scales! {
    GeometricMeanRatio made by from_ln, printed as Self::ratio, then "";
    MeanPercentChange made by from_percent, printed as |mean: Self| Digits(mean.percent()), then " %";
    PercentagePoints made by new, printed as |points: Self| Digits(points.points()), then " points";
    Difference made by new, printed as |difference: Self| Digits(difference.value()), then "";
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
