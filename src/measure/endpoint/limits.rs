use core::fmt;
use core::hash::{Hash, Hasher};

use super::EndpointError;

/// The lowest and the highest value an endpoint can have, both included and both optional.
///
/// Always finite, the lower below the higher.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

impl Limits {
    /// Any finite number is allowed.
    pub const NONE: Self = Self {
        low: None,
        high: None,
    };

    /// From `low` up, included.
    ///
    /// # Errors
    ///
    /// If `low` is NaN or infinite.
    pub fn at_least(low: f64) -> Result<Self, EndpointError> {
        Self::new(Some(low), None)
    }

    /// From `low` to `high`, both included.
    ///
    /// # Errors
    ///
    /// If a limit is NaN or infinite, or `low` is not below `high`.
    pub fn between(low: f64, high: f64) -> Result<Self, EndpointError> {
        Self::new(Some(low), Some(high))
    }

    /// From the optional limits, both included.
    ///
    /// # Errors
    ///
    /// If a limit is NaN or infinite, or `low` is not below `high`.
    pub fn new(low: Option<f64>, high: Option<f64>) -> Result<Self, EndpointError> {
        let finite = low.into_iter().chain(high).all(f64::is_finite);
        let ordered = low.zip(high).is_none_or(|(low, high)| low < high);
        if finite && ordered {
            // Adding 0 turns -0 into 0, so that equal limits hash alike.
            Ok(Self {
                low: low.map(|x| x + 0.0),
                high: high.map(|x| x + 0.0),
            })
        } else {
            Err(EndpointError::Limits { low, high })
        }
    }

    /// The lowest value that is allowed, if there is one.
    pub const fn low(self) -> Option<f64> {
        self.low
    }

    /// The highest value that is allowed, if there is one.
    pub const fn high(self) -> Option<f64> {
        self.high
    }

    /// Whether `value` is finite and within the limits.
    pub fn contain(self, value: f64) -> bool {
        value.is_finite()
            && self.low.is_none_or(|low| value >= low)
            && self.high.is_none_or(|high| value <= high)
    }

    fn bits(self) -> (Option<u64>, Option<u64>) {
        (self.low.map(f64::to_bits), self.high.map(f64::to_bits))
    }
}

// Limits are finite and never -0, so that equal bits mean equal numbers.
impl PartialEq for Limits {
    fn eq(&self, other: &Self) -> bool {
        self.bits() == other.bits()
    }
}

impl Eq for Limits {}

impl Hash for Limits {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bits().hash(state);
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (Some(low), Some(high)) => write!(f, "{low} to {high}"),
            (Some(low), None) => write!(f, "{low} or more"),
            (None, Some(high)) => write!(f, "{high} or less"),
            (None, None) => f.write_str("any finite number"),
        }
    }
}
