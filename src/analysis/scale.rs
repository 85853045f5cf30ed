//! Scales of estimates, and the ratio scale of effects.
//!
//! ```
//! use aso_regimen::analysis::scale::EffectRatio;
//!
//! let hazard_ratio = EffectRatio::new(0.36)?;
//! assert_eq!(hazard_ratio.value(), 0.36);
//! assert!(EffectRatio::new(0.0).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use core::fmt;

use crate::measure::change::{
    ChangeError, Difference, GeometricMeanRatio, MeanPercentChange, PercentagePoints, Ratio,
};
use crate::text::{json_form, write_significant};

/// The scale of an [`Estimate`](super::estimate::Estimate): the type of its value and of the ends of its interval. It
/// is an [`EffectRatio`] or a mean or difference of [`measure::change`](crate::measure::change).
///
/// This trait is sealed. Two related types have other meanings:
/// [`ReportedScale`](crate::evidence::result::ReportedScale) is the scale of a number that a source prints, and
/// [`ReportedAs`](crate::measure::endpoint::ReportedAs) is the kind of change in which an endpoint is reported.
pub trait EstimateScale: Copy + fmt::Display + sealed::OnScale {}

impl<S: Copy + fmt::Display + sealed::OnScale> EstimateScale for S {}

pub(crate) mod sealed {
    use super::ChangeError;

    /// The axis of a picture of numbers on a scale.
    #[cfg(feature = "plot")]
    #[derive(Debug, Clone, Copy)]
    pub struct Axis {
        /// Whether distances are ratios; the number on the scale of analysis is a logarithm then.
        pub(crate) is_ratio: bool,
        /// What is written under it, in two lines.
        pub(crate) words: [&'static str; 2],
    }

    pub trait OnScale: Sized {
        /// How two means on this scale are compared, in a sentence.
        const APART: &'static str = "difference in";

        /// Of which kind a mean on this scale is, in a sentence.
        const MEAN: &'static str = "mean";

        /// The axis of a picture of such numbers.
        #[cfg(feature = "plot")]
        const AXIS: Axis;

        /// What stands behind the number in a sentence.
        const UNIT: &'static str;

        /// From the number on the scale of analysis.
        fn on_scale(number: f64) -> Result<Self, ChangeError>;

        /// The number on the scale of analysis.
        fn to_number(self) -> f64;

        /// The number that a reader expects, rounded as it is printed.
        fn printed(self) -> String;
    }
}

/// A ratio of two arms that is not a ratio of means: a hazard ratio, an odds ratio or a win ratio. 1 means no
/// difference.
///
/// Estimates are computed on the log scale. The limits are those of [`Ratio`].
///
/// ```
/// use aso_regimen::analysis::scale::EffectRatio;
///
/// assert_eq!(EffectRatio::new(0.36)?.to_string(), "0.360");
/// assert_eq!(
///     EffectRatio::new(0.0).unwrap_err().to_string(),
///     "ratio is 0; expected a number above 0",
/// );
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "EffectRatioForm"))]
#[doc(alias("hazard ratio", "odds ratio", "win ratio"))]
pub struct EffectRatio {
    effect_ratio: f64,
}

impl EffectRatio {
    /// Returns a ratio from its number.
    ///
    /// # Errors
    ///
    /// If the number is NaN, infinite, 0, negative, or outside the limits of [`Ratio`].
    pub fn new(ratio: f64) -> Result<Self, ChangeError> {
        Ok(Self { effect_ratio: Ratio::new(ratio)?.value() })
    }

    /// Returns the ratio with this natural logarithm.
    ///
    /// # Errors
    ///
    /// If the logarithm is NaN or infinite, or if the ratio is outside the limits of [`Ratio`].
    pub fn from_ln(ln: f64) -> Result<Self, ChangeError> {
        Ok(Self { effect_ratio: GeometricMeanRatio::from_ln(ln)?.value() })
    }

    /// The ratio as a number.
    pub const fn value(self) -> f64 {
        self.effect_ratio
    }

    /// The natural logarithm of the ratio.
    pub fn ln(self) -> f64 {
        self.effect_ratio.ln()
    }
}

impl fmt::Display for EffectRatio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Ratio::new(self.effect_ratio) {
            Ok(ratio) => ratio.fmt(f),
            Err(_) => self.effect_ratio.fmt(f),
        }
    }
}

json_form!(EffectRatioForm { effect_ratio: f64 } is "a ratio, {\"effect_ratio\": 0.36}",
    EffectRatio::new, ChangeError);

#[cfg(feature = "plot")]
use sealed::Axis;

macro_rules! scales {
    ($($name:ident made by $make:ident, read by $read:ident, printed as $print:expr, then $unit:literal, drawn as ratio $is_ratio:literal on $words:expr $(, apart $apart:literal, as $mean:literal)?;)+) => {$(
        impl sealed::OnScale for $name {
            const UNIT: &'static str = $unit;
            #[cfg(feature = "plot")]
            const AXIS: Axis = Axis { is_ratio: $is_ratio, words: $words };
            $(const APART: &'static str = $apart;
            const MEAN: &'static str = $mean;)?

            fn on_scale(number: f64) -> Result<Self, ChangeError> {
                Self::$make(number)
            }

            fn to_number(self) -> f64 {
                self.$read()
            }

            fn printed(self) -> String {
                $print(self).to_string()
            }
        }
    )+};
}

scales! {
    GeometricMeanRatio made by from_ln, read by ln, printed as Self::ratio, then "",
        drawn as ratio true on ["geometric mean ratio", "logarithmic axis; 0.5 is -50 %"], apart "ratio of", as "geometric mean";
    EffectRatio made by from_ln, read by ln, printed as |effect: Self| effect, then "",
        drawn as ratio true on ["ratio", "logarithmic axis"];
    MeanPercentChange made by from_percent, read by percent, printed as |mean: Self| Digits(mean.percent()), then " %",
        drawn as ratio false on ["mean percent change", "linear axis"];
    PercentagePoints made by new, read by points, printed as |points: Self| Digits(points.points()), then " points",
        drawn as ratio false on ["percentage points", "difference, linear axis"];
    Difference made by new, read by value, printed as |difference: Self| Digits(difference.value()), then "",
        drawn as ratio false on ["difference", "linear axis"];
}

/// A number to four significant digits; whole numbers whole.
pub(crate) struct Digits(pub(crate) f64);

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        if size.fract() == 0.0 && size < 1e9 {
            return write!(f, "{}", self.0);
        }
        write_significant(f, self.0, 4, -4..9)
    }
}

/// A p-value as in a sentence, `p = 0.03330`; one that is too small for the range of numbers is `p < 1e-300`.
pub(crate) struct P(pub(crate) f64);

impl fmt::Display for P {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1e-300 {
            return f.write_str("p < 1e-300");
        }
        write!(f, "p = {}", Digits(self.0))
    }
}
