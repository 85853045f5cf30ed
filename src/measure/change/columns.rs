//! Changes of whole columns: one baseline and one value a row.
//!
//! The loops are written so that the compiler can run several rows at once, and check each row in the same
//! pass. A column that holds a bad row is an error that names the row.

use thiserror::Error;

use super::{
    ChangeError, GeometricMeanRatio, MeanPercentChange, PercentChange, Ratio, percent_change,
};

/// Why columns have no change. Rows are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// The columns are not of one length; nothing is recycled or left out.
    #[error(
        "{baselines} baselines and {values} values, expected as many of the one as of the other"
    )]
    LengthsDiffer {
        /// Rows of the baselines.
        baselines: usize,
        /// Rows of the values.
        values: usize,
    },
    /// The column for the results is not as long as the others.
    #[error("room for {room} results of {rows} rows, expected as much room as rows")]
    RoomDiffers {
        /// Room for results.
        room: usize,
        /// Rows of the columns.
        rows: usize,
    },
    /// A mean of nothing.
    #[error("the columns are empty, a mean needs at least one row")]
    Empty,
    /// A row has no change.
    #[error("row {row}, counted from 0, has no change")]
    Row {
        /// Which row.
        row: usize,
        /// Why.
        source: ChangeError,
    },
    /// The mean of the rows is larger than a number can be.
    #[error("the mean is outside the range of numbers")]
    OutOfRange,
}

/// Rows that are checked together.
const BLOCK: usize = 4096;
/// Rows that are computed together.
const LANES: usize = 8;

const EXPONENT_BITS: u32 = 52;
const MANTISSA: u64 = (1 << EXPONENT_BITS) - 1;
const ONE: u64 = 1023 << EXPONENT_BITS;
const SIGN: u64 = 1 << 63;

/// Each row's [`PercentChange`] in percent, into a column of the caller's.
///
/// ```
/// use aso_regimen::measure::change;
///
/// let mut percents = [0.0; 3];
/// change::percent_into(&[100.0, 80.0, 120.0], &[60.0, 60.0, 66.0], &mut percents)?;
/// assert_eq!(percents, [-40.0, -25.0, -45.0]);
/// # Ok::<(), change::ColumnError>(())
/// ```
///
/// # Errors
///
/// Where the three columns are not of one length, and on the first row that has no change; `percents` is
/// then partly written.
pub fn percent_into(
    baselines: &[f64],
    values: &[f64],
    percents: &mut [f64],
) -> Result<(), ColumnError> {
    same_length(baselines, values)?;
    if percents.len() != baselines.len() {
        return Err(ColumnError::RoomDiffers {
            room: percents.len(),
            rows: baselines.len(),
        });
    }
    let blocks = baselines
        .chunks(BLOCK)
        .zip(values.chunks(BLOCK))
        .zip(percents.chunks_mut(BLOCK));
    for (number, ((baselines, values), percents)) in blocks.enumerate() {
        let mut not_finite = 0;
        for ((percent, baseline), value) in percents.iter_mut().zip(baselines).zip(values) {
            *percent = percent_change(*baseline, *value);
            not_finite |= exponent_overflow(percent.to_bits());
        }
        if not_finite != 0 {
            return Err(first_bad_row(
                number,
                baselines,
                values,
                PercentChange::from_baseline,
            ));
        }
    }
    Ok(())
}

/// Each row's [`PercentChange`] in percent.
///
/// # Errors
///
/// As [`percent_into`].
pub fn percents(baselines: &[f64], values: &[f64]) -> Result<Vec<f64>, ColumnError> {
    let mut percents = vec![0.0; baselines.len()];
    percent_into(baselines, values, &mut percents)?;
    Ok(percents)
}

/// The arithmetic mean of the rows' percent changes.
///
/// ```
/// use aso_regimen::measure::change;
///
/// let mean = change::mean_percent(&[100.0, 80.0, 120.0, 60.0], &[60.0, 60.0, 66.0, 45.0])?;
/// assert_eq!(mean.percent(), -33.75);
/// # Ok::<(), change::ColumnError>(())
/// ```
///
/// # Errors
///
/// Where the columns are empty or not of one length, on the first row that has no change, and where the
/// sum of the rows is larger than a number can be.
pub fn mean_percent(baselines: &[f64], values: &[f64]) -> Result<MeanPercentChange, ColumnError> {
    let rows = checked_rows(baselines, values)?;
    let mut total = 0.0;
    let blocks = baselines.chunks(BLOCK).zip(values.chunks(BLOCK));
    for (number, (baselines, values)) in blocks.enumerate() {
        let mut sums = [0.0; LANES];
        let whole = baselines
            .chunks_exact(LANES)
            .zip(values.chunks_exact(LANES));
        for (baselines, values) in whole {
            for lane in 0..LANES {
                sums[lane] += percent_change(baselines[lane], values[lane]);
            }
        }
        for (lane, (baseline, value)) in rest(baselines).iter().zip(rest(values)).enumerate() {
            sums[lane] += percent_change(*baseline, *value);
        }
        let sum: f64 = sums.iter().sum();
        if !sum.is_finite() {
            return Err(first_bad_row(
                number,
                baselines,
                values,
                PercentChange::from_baseline,
            ));
        }
        total += sum;
    }
    MeanPercentChange::from_percent(total / rows).map_err(|_| ColumnError::OutOfRange)
}

/// The geometric mean of the rows' ratios of value to baseline.
///
/// The product of the ratios' mantissas and the sum of their exponents need one logarithm for some thousand
/// rows, and lose less to rounding than a sum of logarithms.
///
/// ```
/// use aso_regimen::measure::change;
///
/// let mean = change::geometric_mean_ratio(&[100.0, 80.0, 120.0, 60.0], &[60.0, 60.0, 66.0, 45.0])?;
/// assert!((mean.value() - 0.656_385_708_6).abs() < 1e-10);
/// # Ok::<(), change::ColumnError>(())
/// ```
///
/// # Errors
///
/// Where the columns are empty or not of one length, and on the first row of which a number is not above
/// zero and finite or whose ratio is larger or smaller than a number can be.
pub fn geometric_mean_ratio(
    baselines: &[f64],
    values: &[f64],
) -> Result<GeometricMeanRatio, ColumnError> {
    let rows = checked_rows(baselines, values)?;
    let mut ln = 0.0;
    let mut exponent = 0;
    let blocks = baselines.chunks(BLOCK).zip(values.chunks(BLOCK));
    for (number, (baselines, values)) in blocks.enumerate() {
        match product(baselines, values) {
            Some(product) => {
                ln += product.ln_mantissas;
                exponent += product.exponent;
            }
            // Some ratio has few digits left, or some row is bad.
            None => ln += sum_of_logarithms(number, baselines, values)?,
        }
    }
    let mean = (ln + integer(exponent) * core::f64::consts::LN_2) / rows;
    GeometricMeanRatio::new(mean.exp()).map_err(|_| ColumnError::OutOfRange)
}

/// A product as the logarithm of its mantissas and a power of two.
struct Product {
    ln_mantissas: f64,
    exponent: i64,
}

/// The product of a block's ratios; `None` unless every one is positive and has all its digits.
fn product(baselines: &[f64], values: &[f64]) -> Option<Product> {
    let mut mantissas = [1.0; LANES];
    let mut exponents = [0_u64; LANES];
    let mut bad = [0_u64; LANES];
    let mut multiply = |lane: usize, baseline: f64, value: f64| {
        let bits = (value / baseline).to_bits();
        let exponent = bits >> EXPONENT_BITS;
        // Zero, subnormal, infinite, NaN or negative; two negative numbers have a positive ratio.
        bad[lane] |= exponent_overflow(bits) | exponent.wrapping_sub(1) >> 11;
        bad[lane] |= (baseline.to_bits() | value.to_bits()) & SIGN;
        exponents[lane] = exponents[lane].wrapping_add(exponent);
        // A mantissa is below 2, and a lane of a block has at most 512 of them.
        mantissas[lane] *= f64::from_bits((bits & MANTISSA) | ONE);
    };
    let whole = baselines
        .chunks_exact(LANES)
        .zip(values.chunks_exact(LANES));
    for (baselines, values) in whole {
        for lane in 0..LANES {
            multiply(lane, baselines[lane], values[lane]);
        }
    }
    for (lane, (baseline, value)) in rest(baselines).iter().zip(rest(values)).enumerate() {
        multiply(lane, *baseline, *value);
    }
    if bad.iter().any(|bad| *bad != 0) {
        return None;
    }
    let biased: u64 = exponents.iter().sum();
    let bias = 1023 * i64::try_from(baselines.len()).ok()?;
    Some(Product {
        ln_mantissas: mantissas.iter().map(|product| product.ln()).sum(),
        exponent: i64::try_from(biased).ok()? - bias,
    })
}

/// The slow way, which also finds the bad row.
fn sum_of_logarithms(block: usize, baselines: &[f64], values: &[f64]) -> Result<f64, ColumnError> {
    let mut sum = 0.0;
    for (index, (baseline, value)) in baselines.iter().zip(values).enumerate() {
        let ratio = Ratio::to_baseline(*baseline, *value).map_err(|source| ColumnError::Row {
            row: block * BLOCK + index,
            source,
        })?;
        sum += ratio.ln();
    }
    Ok(sum)
}

/// Not zero where the exponent is the one of infinities and NaN: plain integer steps, which every processor
/// can do on several rows at once.
#[inline]
fn exponent_overflow(bits: u64) -> u64 {
    (((bits >> EXPONENT_BITS) & 0x7ff) + 1) >> 11
}

/// The rows of a block that fill no whole group of lanes.
fn rest(column: &[f64]) -> &[f64] {
    column.chunks_exact(LANES).remainder()
}

fn same_length(baselines: &[f64], values: &[f64]) -> Result<(), ColumnError> {
    if baselines.len() == values.len() {
        return Ok(());
    }
    Err(ColumnError::LengthsDiffer {
        baselines: baselines.len(),
        values: values.len(),
    })
}

/// The number of rows, of which there must be some.
fn checked_rows(baselines: &[f64], values: &[f64]) -> Result<f64, ColumnError> {
    same_length(baselines, values)?;
    match i64::try_from(baselines.len()) {
        Ok(rows @ 1..) => Ok(integer(rows)),
        _ => Err(ColumnError::Empty),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "exact below 2^53, more rows than memory holds"
)]
fn integer(number: i64) -> f64 {
    number as f64
}

/// The first row of a block that has no change. Where every row has one, their sum has none.
fn first_bad_row<C>(
    block: usize,
    baselines: &[f64],
    values: &[f64],
    change: impl Fn(f64, f64) -> Result<C, ChangeError>,
) -> ColumnError {
    let rows = baselines.iter().zip(values).enumerate();
    for (index, (baseline, value)) in rows {
        if let Err(source) = change(*baseline, *value) {
            let row = block * BLOCK + index;
            return ColumnError::Row { row, source };
        }
    }
    ColumnError::OutOfRange
}
