//! Columns of baselines and values, a row for each participant.

use core::fmt;

use thiserror::Error;

use crate::measure::change::difference::PercentagePoints;
use crate::measure::change::error::{ChangeError, FINITE};
use crate::measure::change::mean::{GeometricMeanRatio, MeanPercentChange};
use crate::measure::change::percent::PercentChange;
use crate::measure::change::ratio::Ratio;
use crate::numeric::moments::{Moments, number};
use crate::text::debug_as_display;

/// Why two columns give no result. Rows are counted from 1.
#[derive(Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// There are too few rows.
    #[error("number of rows is {rows}; expected at least {needed}")]
    TooShort {
        /// The number of rows needed.
        needed: usize,
        /// The number of rows.
        rows: usize,
    },
    /// The columns differ in length. A shorter column is never recycled.
    #[error("{baselines} baselines and {values} values; expected as many of one as of the other")]
    Lengths {
        /// Length of the column of baselines.
        baselines: usize,
        /// Length of the column of values.
        values: usize,
    },
    /// The output has another length.
    #[error("{rows} rows and room for {room}; expected room for as many changes as there are rows")]
    Room {
        /// Length of the columns to read.
        rows: usize,
        /// Length of the column to write.
        room: usize,
    },
    /// A row has no change.
    #[error("row {row}: {cause}")]
    Row {
        /// The first such row, from 1.
        row: usize,
        /// The reason.
        cause: ChangeError,
    },
    /// The result of all rows together is out of range.
    #[error("the {what} of the columns is {value:?}; expected {expected}")]
    OutOfRange {
        /// The result.
        what: &'static str,
        /// Its number.
        value: f64,
        /// The range.
        expected: &'static str,
    },
}

debug_as_display!(ColumnError);

/// Writes the percent change of each row into `out`, as [`PercentChange::from_baseline`] computes it.
///
/// No memory is allocated; `out` can be used again for the next column.
///
/// # Errors
///
/// If the three lengths differ, or if a row has no percent change; the error names the first such row. In that case the
/// contents of `out` are not to be used.
pub fn percent_into(baselines: &[f64], values: &[f64], out: &mut [f64]) -> Result<(), ColumnError> {
    equal_lengths(baselines, values)?;
    if out.len() != values.len() {
        return Err(ColumnError::Room { rows: values.len(), room: out.len() });
    }
    // A bad input makes a bad result (0 divides to an infinity or NaN), so one look at the result will do.
    let mut bad = false;
    for ((&baseline, &value), out) in baselines.iter().zip(values).zip(out) {
        let percent = PercentChange::formula(baseline, value);
        bad |= !PercentChange::keeps(percent);
        *out = percent;
    }
    if bad { Err(bad_row(baselines, values, 0, PercentChange::from_baseline)) } else { Ok(()) }
}

/// Returns the percent change of each row in a new column.
///
/// # Errors
///
/// If the columns differ in length, or if a row has no percent change; the error names the first such row.
///
/// ```
/// use aso_regimen::measure::change::percents;
///
/// assert_eq!(percents(&[100.0, 80.0], &[60.0, 60.0])?, [-40.0, -25.0]);
///
/// let error = percents(&[100.0, 0.0], &[60.0, 60.0]).unwrap_err();
/// assert_eq!(error.to_string(), "row 2: baseline is 0; expected any other number");
/// # Ok::<(), aso_regimen::measure::change::ColumnError>(())
/// ```
pub fn percents(baselines: &[f64], values: &[f64]) -> Result<Vec<f64>, ColumnError> {
    let mut out = vec![0.0; values.len()];
    percent_into(baselines, values, &mut out)?;
    Ok(out)
}

impl MeanPercentChange {
    /// Returns the arithmetic mean of the percent changes of all rows.
    ///
    /// # Errors
    ///
    /// If the columns are empty or differ in length, if a row has no percent change (the error names the first), or if the
    /// mean is beyond [`PercentChange::MAX`].
    pub fn of_columns(baselines: &[f64], values: &[f64]) -> Result<Self, ColumnError> {
        mean_of(percent_moments(baselines, values, 1)?)
    }
}

/// Mean and standard deviation of percent changes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PercentSpread {
    /// Number of rows; at least 2.
    pub rows: usize,
    /// The arithmetic mean.
    pub mean: MeanPercentChange,
    /// The standard deviation of the sample (divisor n − 1).
    pub sd: PercentagePoints,
}

impl PercentSpread {
    /// Returns mean and standard deviation of the percent changes of all rows, in one pass over the columns.
    ///
    /// # Errors
    ///
    /// If there are fewer than two rows, if the columns differ in length, if a row has no percent change (the error names the
    /// first), or if mean or standard deviation are out of range.
    ///
    /// ```
    /// use aso_regimen::measure::change::PercentSpread;
    ///
    /// let spread =
    ///     PercentSpread::of_columns(&[100.0, 80.0, 120.0, 60.0], &[60.0, 60.0, 66.0, 45.0])?;
    /// assert_eq!(spread.mean.percent(), -33.75);
    /// assert_eq!(
    ///     spread.to_string(),
    ///     "-33.8 % (mean of percent changes), SD 10.3 points, n = 4"
    /// );
    /// # Ok::<(), aso_regimen::measure::change::ColumnError>(())
    /// ```
    pub fn of_columns(baselines: &[f64], values: &[f64]) -> Result<Self, ColumnError> {
        let moments = percent_moments(baselines, values, 2)?;
        let mean = mean_of(moments)?;
        let sd = (moments.squares() / number(moments.count() - 1)).sqrt();
        let sd = PercentagePoints::new(sd).map_err(|_| ColumnError::OutOfRange {
            what: "standard deviation",
            value: sd,
            expected: FINITE,
        })?;
        Ok(Self { rows: moments.count(), mean, sd })
    }
}

impl fmt::Display for PercentSpread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, SD {}, n = {}", self.mean, self.sd, self.rows)
    }
}

impl GeometricMeanRatio {
    /// Returns the geometric mean of the ratios of value to baseline over all rows.
    ///
    /// It multiplies mantissas and adds exponents instead of summing logarithms, which is several times as fast and more
    /// accurate.
    ///
    /// # Errors
    ///
    /// If the columns are empty or differ in length, or if [`Ratio::to_baseline`] fails for a row; the error names the first
    /// such row.
    pub fn of_columns(baselines: &[f64], values: &[f64]) -> Result<Self, ColumnError> {
        equal_lengths(baselines, values)?;
        at_least(1, values)?;
        let mut buffer = [0.0; BLOCK];
        let mut logs = LogSum::default();
        for (block, (baselines, values)) in blocks(baselines, values) {
            let ratios = &mut buffer[..values.len()];
            if !ratio_into(baselines, values, ratios) {
                return Err(bad_row(baselines, values, block * BLOCK, Ratio::to_baseline));
            }
            logs.add(ratios);
        }
        let ln = logs.mean(values.len());
        Self::from_ln(ln).map_err(|_| ColumnError::OutOfRange {
            what: "geometric mean",
            value: ln.exp(),
            expected: Ratio::RANGE,
        })
    }
}

/// Rows taken together: they stay in the cache nearest to the processor, and the product of their mantissas, each below 2,
/// stays below 2^512.
const BLOCK: usize = 512;

/// Independent products let the processor multiply while it still waits for the product before.
const LANES: usize = 8;

/// Writes the ratio of each row; false if a row has none.
fn ratio_into(baselines: &[f64], values: &[f64], out: &mut [f64]) -> bool {
    let mut good = true;
    for ((&baseline, &value), out) in baselines.iter().zip(values).zip(out) {
        let ratio = value / baseline;
        good &= baseline > 0.0 && Ratio::keeps(ratio);
        *out = ratio;
    }
    good
}

/// The sum of the logarithms of ratios: their biased exponents, and the logarithms of their mantissas.
#[derive(Debug, Default)]
struct LogSum {
    exponents: u64,
    rest: f64,
}

impl LogSum {
    /// Adds at most [`BLOCK`] ratios, all of them positive and normal.
    fn add(&mut self, ratios: &[f64]) {
        let mut products = [1.0; LANES];
        let mut exponents = [0; LANES];
        let mut multiply = |chunk: &[f64]| {
            for ((&ratio, product), sum) in chunk.iter().zip(&mut products).zip(&mut exponents) {
                let (exponent, mantissa) = split(ratio);
                *sum += exponent;
                *product *= mantissa;
            }
        };
        let mut chunks = ratios.chunks_exact(LANES);
        (&mut chunks).for_each(&mut multiply);
        multiply(chunks.remainder());
        self.exponents += exponents.iter().sum::<u64>();
        self.rest += products.iter().product::<f64>().ln();
    }

    /// The mean over all rows that were added.
    #[expect(clippy::cast_precision_loss, reason = "exponents below 2^11 of 2^42 rows are exact")]
    fn mean(&self, rows: usize) -> f64 {
        let rows = number(rows);
        let powers = self.exponents as f64 - BIAS * rows;
        (powers * core::f64::consts::LN_2 + self.rest) / rows
    }
}

/// What the exponent of a 64-bit float is counted from.
const BIAS: f64 = 1023.0;

/// Biased exponent, and mantissa in [1, 2), of a positive normal number.
#[inline]
fn split(number: f64) -> (u64, f64) {
    const MANTISSA: u64 = (1 << 52) - 1;
    let bits = number.to_bits();
    (bits >> 52, f64::from_bits((bits & MANTISSA) | 1.0_f64.to_bits()))
}

/// The moments of the percent changes, block by block so that no column of them is kept.
fn percent_moments(
    baselines: &[f64],
    values: &[f64],
    needed: usize,
) -> Result<Moments, ColumnError> {
    equal_lengths(baselines, values)?;
    at_least(needed, values)?;
    let mut buffer = [0.0; BLOCK];
    let mut moments = Moments::default();
    for (block, (baselines, values)) in blocks(baselines, values) {
        let percents = &mut buffer[..values.len()];
        if percent_into(baselines, values, percents).is_err() {
            let first = block * BLOCK;
            return Err(bad_row(baselines, values, first, PercentChange::from_baseline));
        }
        moments = moments.merge(Moments::of(percents));
    }
    Ok(moments.beyond_rounding(100.0))
}

fn mean_of(moments: Moments) -> Result<MeanPercentChange, ColumnError> {
    MeanPercentChange::from_percent(moments.mean()).map_err(|_| ColumnError::OutOfRange {
        what: "mean percent change",
        value: moments.mean(),
        expected: PercentChange::RANGE,
    })
}

fn blocks<'a>(
    baselines: &'a [f64],
    values: &'a [f64],
) -> impl Iterator<Item = (usize, (&'a [f64], &'a [f64]))> {
    baselines.chunks(BLOCK).zip(values.chunks(BLOCK)).enumerate()
}

fn equal_lengths(baselines: &[f64], values: &[f64]) -> Result<(), ColumnError> {
    if baselines.len() == values.len() {
        Ok(())
    } else {
        Err(ColumnError::Lengths { baselines: baselines.len(), values: values.len() })
    }
}

fn at_least(needed: usize, values: &[f64]) -> Result<(), ColumnError> {
    if values.len() >= needed {
        Ok(())
    } else {
        Err(ColumnError::TooShort { needed, rows: values.len() })
    }
}

/// The error of the first row that has no change, where a pass over many rows has found one; `first` rows come before.
#[cold]
fn bad_row<T>(
    baselines: &[f64],
    values: &[f64],
    first: usize,
    check: impl Fn(f64, f64) -> Result<T, ChangeError>,
) -> ColumnError {
    let mut rows = baselines.iter().zip(values).zip(first + 1..);
    let bad = rows.find_map(|((&baseline, &value), row)| {
        check(baseline, value).err().map(|cause| ColumnError::Row { row, cause })
    });
    bad.expect("the pass computes each row as its check does")
}
