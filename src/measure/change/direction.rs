//! Which way a value changed, whatever the scale.

use core::cmp::Ordering;

use crate::measure::change::difference::{Difference, PercentagePoints};
use crate::measure::change::mean::{GeometricMeanRatio, MeanPercentChange};
use crate::measure::change::percent::PercentChange;
use crate::measure::change::ratio::Ratio;

/// A change with a direction, whatever its scale.
///
/// Only the types of this module implement it. [`Endpoint::improved`](crate::measure::endpoint::Endpoint::improved) takes
/// any of them.
pub trait Change: Copy + sealed::Sealed {
    /// `Less` for a fall, `Equal` for no change, `Greater` for a rise.
    fn direction(self) -> Ordering;
}

mod sealed {
    pub trait Sealed {}
}

/// Implements [`Change`] by comparing one field with the value that stands for no change.
macro_rules! change {
    ($($name:ident . $field:ident against $unchanged:literal),* $(,)?) => {$(
        impl sealed::Sealed for $name {}

        impl Change for $name {
            fn direction(self) -> Ordering {
                // Both are finite. `total_cmp` alone would tell -0 from 0.
                self.$field().partial_cmp(&$unchanged).unwrap_or(Ordering::Equal)
            }
        }
    )*};
}

change! {
    PercentChange.percent against 0.0,
    Ratio.value against 1.0,
    Difference.value against 0.0,
    MeanPercentChange.percent against 0.0,
    GeometricMeanRatio.value against 1.0,
    PercentagePoints.points against 0.0,
}
