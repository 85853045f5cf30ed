//! Changes with an end beyond a limit of quantification.

use core::fmt;

use crate::measure::change::{ChangeError, PercentChange, Ratio};

/// A baseline and a later value in the unit of their assay; both are above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ends {
    /// The concentration at baseline, or the limit it lies beyond.
    pub baseline: f64,
    /// The later concentration, or the limit it lies beyond.
    pub value: f64,
}

/// A change one of whose ends may lie beyond a limit of quantification.
///
/// ```
/// use aso_regimen::measure::assay::{Bound, Ends};
///
/// let bound = Bound::LessThan(Ends { baseline: 40.0, value: 5.0 });
/// assert_eq!(bound.ratio()?.map(|ratio| ratio.value()), Bound::LessThan(0.125));
/// assert_eq!(
///     bound.percent_change()?.map(|change| change.percent()),
///     Bound::LessThan(-87.5)
/// );
/// assert_eq!(bound.exactly(), None);
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Bound<T> {
    /// The change; both ends are quantified.
    Exactly(T),
    /// The change is less than this.
    LessThan(T),
    /// The change is more than this.
    MoreThan(T),
    /// Both ends lie beyond the same limit, so that the change is not known.
    Unknown,
}

impl Bound<Ends> {
    /// The ratio to baseline.
    ///
    /// # Errors
    ///
    /// If it is outside [`Ratio::MIN`] to [`Ratio::MAX`].
    pub fn ratio(self) -> Result<Bound<Ratio>, ChangeError> {
        self.try_map(|ends| Ratio::to_baseline(ends.baseline, ends.value))
    }

    /// The percent change from baseline.
    ///
    /// # Errors
    ///
    /// If it is beyond [`PercentChange::MAX`].
    pub fn percent_change(self) -> Result<Bound<PercentChange>, ChangeError> {
        self.try_map(|ends| PercentChange::from_baseline(ends.baseline, ends.value))
    }
}

impl<T> Bound<T> {
    /// The change, if both ends are quantified.
    pub fn exactly(self) -> Option<T> {
        match self {
            Self::Exactly(change) => Some(change),
            _ => None,
        }
    }

    /// Returns this bound on another scale, which must rise with this one.
    #[must_use]
    pub fn map<U>(self, scale: impl FnOnce(T) -> U) -> Bound<U> {
        match self {
            Self::Exactly(change) => Bound::Exactly(scale(change)),
            Self::LessThan(change) => Bound::LessThan(scale(change)),
            Self::MoreThan(change) => Bound::MoreThan(scale(change)),
            Self::Unknown => Bound::Unknown,
        }
    }

    /// Returns this bound on another scale that can refuse a value; see [`Bound::map`].
    ///
    /// # Errors
    ///
    /// If `scale` refuses.
    pub fn try_map<U, E>(self, scale: impl FnOnce(T) -> Result<U, E>) -> Result<Bound<U>, E> {
        Ok(match self {
            Self::Exactly(change) => Bound::Exactly(scale(change)?),
            Self::LessThan(change) => Bound::LessThan(scale(change)?),
            Self::MoreThan(change) => Bound::MoreThan(scale(change)?),
            Self::Unknown => Bound::Unknown,
        })
    }
}

/// Prints the change, with `<` or `>` before it, or `unknown`.
impl<T: fmt::Display> fmt::Display for Bound<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(change) => change.fmt(f),
            Self::LessThan(change) => write!(f, "< {change}"),
            Self::MoreThan(change) => write!(f, "> {change}"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}
