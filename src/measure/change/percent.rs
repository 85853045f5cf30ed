//! The change of one value against its own baseline, in percent.

use core::cmp::Ordering;
use core::fmt;
use core::ops::Sub;

use crate::measure::change::difference::PercentagePoints;
use crate::measure::change::error::{ChangeError, FINITE, finite};
use crate::measure::change::print::write_rounded;
use crate::measure::change::ratio::Ratio;
use crate::numeric::rounding::excess;
use crate::text::json_form;

/// The change of one value against its own baseline, in percent of the baseline.
///
/// The value is finite and within ±[`PercentChange::MAX`]. Percent changes do not add up and have no mean of their own
/// kind: their difference is in [`PercentagePoints`], and the mean over participants is a
/// [`MeanPercentChange`](super::MeanPercentChange). To chain changes, use [`then`](PercentChange::then); to ask how
/// much more one changed than the other, use [`relative_to`](PercentChange::relative_to).
///
/// A change from a baseline below 0 is in percent of the size of the baseline. It is no ratio: [`inverse`](Self::inverse),
/// [`then`](Self::then), [`relative_to`](Self::relative_to) and [`to_ratio`](Self::to_ratio) refuse it, and it is neither
/// equal to, above nor below a change from a baseline above 0. The change keeps which of the two it is, in JSON as
/// `"from_below_zero": true`.
///
/// ```
/// use aso_regimen::measure::change::PercentChange;
///
/// let change = PercentChange::from_baseline(80.0, 81.4)?;
/// assert_eq!(format!("{change:.2}"), "1.75 %");
/// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
/// ```
///
/// `Display` rounds to one decimal (`-59.8 %`, `50 %`); a precision is honoured (`{:.2}`).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "PercentChangeForm"))]
pub struct PercentChange {
    percent: f64,
    /// Whether the baseline was below 0.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "core::ops::Not::not"))]
    from_below_zero: bool,
}

impl PercentChange {
    /// The largest change that is kept, 10³⁰² %, and with the other sign the smallest.
    ///
    /// No measurement comes near it; below it, the difference of two changes and the ratio behind a change stay finite.
    pub const MAX: f64 = 1e302;

    /// The change from `baseline` to `value`: 100 · (value − baseline) / |baseline|.
    ///
    /// This is the definition of PCHG in the CDISC analysis data model: it divides by the absolute value, so that a
    /// rise is positive also from a baseline below 0 (a z-score of −10 that becomes −5 has risen by 50 %).
    ///
    /// # Errors
    ///
    /// If either number is NaN or infinite, if the baseline is 0, or if the result is beyond [`PercentChange::MAX`].
    #[doc(alias("PCHG", "AVAL", "BASE"))]
    pub fn from_baseline(baseline: f64, value: f64) -> Result<Self, ChangeError> {
        finite("baseline", baseline)?;
        finite("value", value)?;
        if baseline == 0.0 {
            return Err(ChangeError::ZeroBaseline);
        }
        let change = Self::result(Self::formula(baseline, value))?;
        Ok(change.with_baseline_below_zero(baseline < 0.0))
    }

    /// A change that is already in percent, such as one read from a publication. Its baseline counts as above 0.
    ///
    /// # Errors
    ///
    /// If `percent` is NaN, infinite, or beyond [`PercentChange::MAX`].
    pub fn from_percent(percent: f64) -> Result<Self, ChangeError> {
        if Self::keeps(finite("percent change", percent)?) {
            Ok(Self { percent, from_below_zero: false })
        } else {
            Err(Self::out_of_range(percent))
        }
    }

    /// The change in percent of the baseline, or of its size if it is below 0.
    pub const fn percent(self) -> f64 {
        self.percent
    }

    /// Whether the baseline is known to be below 0, so that the change is no ratio and is not compared with others.
    ///
    /// ```
    /// use aso_regimen::measure::change::PercentChange;
    ///
    /// assert!(PercentChange::from_baseline(-10.0, 5.0)?.is_from_below_zero());
    /// assert!(!PercentChange::from_baseline(10.0, 25.0)?.is_from_below_zero());
    /// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
    /// ```
    pub const fn is_from_below_zero(self) -> bool {
        self.from_below_zero
    }

    /// Whether the change is this percentage or lower: `is_at_most(-30.0)` asks for a fall by 30 % or more. False if
    /// `percent` is NaN.
    ///
    /// A percentage counts as reached if only the rounding of the numbers keeps the change from it: from 3.0 to 2.1 is a
    /// change of -30 %, though it is computed as -29.999999999999996 %.
    ///
    /// ```
    /// use aso_regimen::measure::change::PercentChange;
    ///
    /// let change = PercentChange::from_baseline(3.0, 2.1)?;
    /// assert!(change.is_at_most(-30.0) && change.is_at_least(-30.0));
    /// assert!(change.percent() > -30.0);
    /// assert!(!PercentChange::from_baseline(3.0, 2.1001)?.is_at_most(-30.0));
    /// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
    /// ```
    #[doc(alias("responder", "CRIT1"))]
    pub fn is_at_most(self, percent: f64) -> bool {
        self.excess(percent) <= 0.0
    }

    /// Whether the change is this percentage or higher, with the same rounding as [`is_at_most`](Self::is_at_most). False
    /// if `percent` is NaN.
    pub fn is_at_least(self, percent: f64) -> bool {
        self.excess(percent) >= 0.0
    }

    /// How far it is above a percentage. The quotient of value and baseline is rounded as a percentage of 100 is.
    fn excess(self, percent: f64) -> f64 {
        excess(self.percent, percent, 100.0 + percent.abs())
    }

    /// The value that this change makes of `baseline`, the inverse of [`from_baseline`](PercentChange::from_baseline). The
    /// change is taken in percent of the size of the baseline, whether that is above or below 0.
    ///
    /// # Errors
    ///
    /// If `baseline` is NaN, infinite or 0, or if the result is not finite.
    pub fn apply_to(self, baseline: f64) -> Result<f64, ChangeError> {
        if finite("baseline", baseline)? == 0.0 {
            return Err(ChangeError::ZeroBaseline);
        }
        let value = baseline + self.percent / 100.0 * baseline.abs();
        finite("value", value).map_err(|_| ChangeError::OutOfRange {
            what: "value",
            value,
            expected: FINITE,
        })
    }

    /// The change that leads back to the baseline: +100 % undoes −50 %.
    ///
    /// # Errors
    ///
    /// If this change is −100 % or lower, since there is no way back from nothing, or from a baseline below 0.
    pub fn inverse(self) -> Result<Self, ChangeError> {
        let left = self.left("the change")?;
        Self::from_percent(-self.percent / left)
    }

    /// This change followed by `next`, which is measured against the value this change leads to.
    ///
    /// # Errors
    ///
    /// If this change is −100 % or lower, if either change is from a baseline below 0, or if the result is beyond
    /// [`PercentChange::MAX`].
    ///
    /// ```
    /// use aso_regimen::measure::change::PercentChange;
    ///
    /// let halved = PercentChange::from_percent(-50.0)?;
    /// assert_eq!(halved.then(halved)?.percent(), -75.0);
    /// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
    /// ```
    pub fn then(self, next: Self) -> Result<Self, ChangeError> {
        let left = self.left("the first change")?;
        let next = next.of_positive("the next change")?;
        Self::result(self.percent + left * next.percent)
    }

    /// How much higher (or lower) this change leaves a value than `other` leaves it: (1 + a) / (1 + b) − 1.
    ///
    /// # Errors
    ///
    /// If `other` is −100 % or lower, if either change is from a baseline below 0, or if the result is beyond
    /// [`PercentChange::MAX`].
    pub fn relative_to(self, other: Self) -> Result<Self, ChangeError> {
        let left = other.left("the change to compare with")?;
        self.of_positive("this change")?;
        Self::result((self.percent - other.percent) / left)
    }

    /// This change as a ratio of value to baseline: −60 % is 0.4.
    ///
    /// # Errors
    ///
    /// If the change is −100 % or lower, or from a baseline below 0: from −10 to 5 it is +150 %, and 5 to −10 is not 2.5.
    ///
    /// ```
    /// use aso_regimen::measure::change::PercentChange;
    ///
    /// let change = PercentChange::from_baseline(-10.0, 5.0)?;
    /// assert_eq!(change.percent(), 150.0);
    /// assert!(change.to_ratio().is_err());
    /// # Ok::<(), aso_regimen::measure::change::ChangeError>(())
    /// ```
    pub fn to_ratio(self) -> Result<Ratio, ChangeError> {
        Ratio::new(self.left("the change")?)
    }

    /// The formula without its checks; for columns, which check the results instead of the inputs.
    #[inline]
    pub(super) fn formula(baseline: f64, value: f64) -> f64 {
        100.0 * (value - baseline) / baseline.abs()
    }

    #[cfg(feature = "serde")]
    fn read(percent: f64, from_below_zero: bool) -> Result<Self, ChangeError> {
        Ok(Self::from_percent(percent)?.with_baseline_below_zero(from_below_zero))
    }

    /// This change, as one from a baseline below 0 or not.
    pub(crate) fn with_baseline_below_zero(self, from_below_zero: bool) -> Self {
        Self { from_below_zero, ..self }
    }

    /// Whether a number is within the limits; false for NaN.
    #[inline]
    pub(super) fn keeps(percent: f64) -> bool {
        percent.abs() <= Self::MAX
    }

    /// 100 · (ratio − 1), for a ratio within the limits of [`Ratio`].
    pub(super) fn formula_of_ratio(ratio: f64) -> Self {
        Self { percent: 100.0 * (ratio - 1.0), from_below_zero: false }
    }

    /// The fraction of the baseline that is left, above 0.
    fn left(self, what: &'static str) -> Result<f64, ChangeError> {
        self.of_positive(what)?;
        if self.percent > -100.0 {
            Ok((100.0 + self.percent) / 100.0)
        } else {
            Err(ChangeError::NothingLeft { what, percent: self.percent })
        }
    }

    /// This change, unless its baseline was below 0.
    fn of_positive(self, what: &'static str) -> Result<Self, ChangeError> {
        if self.from_below_zero { Err(ChangeError::FromBelowZero { what }) } else { Ok(self) }
    }

    /// A change that was computed, so that nothing but its range is wrong with it.
    fn result(percent: f64) -> Result<Self, ChangeError> {
        Self::from_percent(percent).map_err(|_| Self::out_of_range(percent))
    }

    const fn out_of_range(value: f64) -> ChangeError {
        ChangeError::OutOfRange { what: "percent change", value, expected: Self::RANGE }
    }

    pub(super) const RANGE: &'static str = "at most 1e302 % either way";
}

impl Ratio {
    /// This change in percent: 0.4 is −60 %.
    pub fn percent_change(self) -> PercentChange {
        PercentChange::formula_of_ratio(self.value())
    }
}

json_form!(PercentChangeForm { percent: f64, #[serde(default)] from_below_zero: bool }
    is "a percent change, {\"percent\": -55.0}", PercentChange::read, ChangeError);

/// Changes from a baseline above 0 and from one below 0 have no order.
impl PartialOrd for PercentChange {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let is_same = self.from_below_zero == other.from_below_zero;
        self.percent.partial_cmp(&other.percent).filter(|_| is_same)
    }
}

/// The difference of two percent changes is in percentage points.
impl Sub for PercentChange {
    type Output = PercentagePoints;

    fn sub(self, other: Self) -> PercentagePoints {
        PercentagePoints::between(self.percent, other.percent)
    }
}

impl fmt::Display for PercentChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_rounded(f, self.percent, " %")
    }
}
