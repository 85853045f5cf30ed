//! Correlated random effects.

use crate::kinetics::cohort::Stream;
use crate::text::debug_as_display;

/// The covariance matrix of `N` random effects with mean 0: a block of NONMEM's `$OMEGA`.
///
/// The matrix is positive semidefinite. It may be singular: an effect may have variance 0, and effects may be fully
/// correlated.
///
/// ```
/// use aso_regimen::kinetics::cohort::{Covariance, Stream};
/// use aso_regimen::kinetics::parameter::Clearance;
///
/// // Of the logarithms of clearance and volume, as in `$OMEGA BLOCK(2) 0.09 0.06 0.16`.
/// let omega = Covariance::block(&[0.09, 0.06, 0.16])?;
/// let [clearance, _volume] = omega.draw(&mut Stream::of(1, 42));
/// let subject = Clearance::litres_per_hour(2.36)?.times(clearance.exp())?;
/// assert!(subject.as_litres_per_hour() > 0.0);
/// // Correlations of 0.5 make standard deviations as the published models here take them.
/// let correlated = Covariance::block(&[1.0, 0.5, 1.0, 0.5, 0.5, 1.0])?;
/// let _by: [f64; 3] = correlated.draw(&mut Stream::of(1, 42));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "crate::text::plain::Plain<Vec<f64>>", into = "Vec<f64>")
)]
#[doc(alias = "OMEGA")]
#[doc(alias = "ETA")]
pub struct Covariance<const N: usize> {
    /// Of the row's effect with the column's, up to the diagonal.
    block: [[f64; N]; N],
    /// What each independent deviate adds to the row's effect: the block is this times its transpose.
    factor: [[f64; N]; N],
}

/// Why numbers are not a covariance matrix.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CovarianceError {
    /// There are more or fewer numbers than the lower triangle of the matrix has.
    #[error(
        "expected {expected} covariances, the lower triangle of the matrix by rows, found {found}"
    )]
    Number {
        /// The number of elements of the lower triangle.
        expected: usize,
        /// The number of elements that were given.
        found: usize,
    },
    /// A variance is outside 0 to 100, or a covariance outside -100 to 100.
    #[error(
        "row {row}, column {column} of the covariances: expected {}, found {value}",
        if row == column { "a variance of 0 to 100" } else { "a covariance of -100 to 100" }
    )]
    Value {
        /// The row, from 1.
        row: usize,
        /// The column, from 1.
        column: usize,
        /// The element.
        value: f64,
    },
    /// The matrix is not positive semidefinite: an effect has a negative variance, given the effects before it.
    #[error(
        "row {row} of the covariances: expected a variance of 0 or more given the effects before it, found {variance}; the matrix is not positive semidefinite"
    )]
    Indefinite {
        /// The row, from 1.
        row: usize,
        /// The variance of the effect, given the effects before it.
        variance: f64,
    },
    /// The matrix is not positive semidefinite: an effect has a covariance with an effect whose variance is 0, given
    /// the effects before it.
    #[error(
        "row {row}, column {column} of the covariances: effect {column} has variance 0 given the effects before it; expected a covariance of 0 given the same effects, found {value}"
    )]
    Unrelated {
        /// The row, from 1.
        row: usize,
        /// The column, from 1.
        column: usize,
        /// The covariance, given the effects before it.
        value: f64,
    },
}

debug_as_display!(CovarianceError);

impl<const N: usize> Covariance<N> {
    /// Returns a covariance matrix from its lower triangle by rows: three numbers for two effects, six for three.
    ///
    /// # Errors
    ///
    /// If there are more or fewer numbers, if a variance is outside 0 to 100 or a covariance outside -100 to 100, or if
    /// the matrix is not positive semidefinite.
    pub fn block(rows: &[f64]) -> Result<Self, CovarianceError> {
        let expected = N * (N + 1) / 2;
        if rows.len() != expected {
            return Err(CovarianceError::Number { expected, found: rows.len() });
        }
        let mut block = [[0.0; N]; N];
        let places = (0..N).flat_map(|row| (0..=row).map(move |column| (row, column)));
        for ((row, column), value) in places.zip(rows) {
            let least = if column == row { 0.0 } else { -100.0 };
            if !(least..=100.0).contains(value) {
                let (row, column) = (row + 1, column + 1);
                return Err(CovarianceError::Value { row, column, value: *value });
            }
            block[row][column] = *value;
        }
        Ok(Self { block, factor: factor(&block)? })
    }

    /// Returns the covariance matrix of independent effects with these variances.
    ///
    /// # Errors
    ///
    /// If a variance is outside 0 to 100.
    pub fn independent(variances: [f64; N]) -> Result<Self, CovarianceError> {
        let mut rows = Vec::with_capacity(N * (N + 1) / 2);
        for (effect, variance) in variances.into_iter().enumerate() {
            rows.extend(core::iter::repeat_n(0.0, effect));
            rows.push(variance);
        }
        Self::block(&rows)
    }

    /// The covariance of two effects, counted from 0, or the variance if both are the same; `None` if there is no such
    /// effect.
    pub fn of(&self, one: usize, other: usize) -> Option<f64> {
        self.block.get(one.max(other))?.get(one.min(other)).copied()
    }

    /// Draws the random effects of one subject. This takes `N` normal deviates from the stream.
    pub fn draw(&self, stream: &mut Stream) -> [f64; N] {
        let deviates: [f64; N] = stream.normals();
        self.factor.map(|row| row.iter().zip(&deviates).map(|(factor, z)| factor * z).sum())
    }
}

/// The lower factor of a block (Cholesky), with nothing in the column of an effect that does not vary by itself.
fn factor<const N: usize>(block: &[[f64; N]; N]) -> Result<[[f64; N]; N], CovarianceError> {
    /// What rounding leaves of a variance.
    const ROUNDING: f64 = 1e-12;
    let mut factor = [[0.0; N]; N];
    for column in 0..N {
        let known: f64 = factor[column][..column].iter().map(|part| part * part).sum();
        let variance = block[column][column] - known;
        let rounding = ROUNDING * block[column][column];
        if variance < -rounding {
            return Err(CovarianceError::Indefinite { row: column + 1, variance });
        }
        let own = if variance > rounding { variance.sqrt() } else { 0.0 };
        factor[column][column] = own;
        for row in column + 1..N {
            let both = factor[row][..column].iter().zip(&factor[column][..column]);
            let known: f64 = both.map(|(one, other)| one * other).sum();
            let value = block[row][column] - known;
            if own > 0.0 {
                factor[row][column] = value / own;
            } else if value.abs() > (ROUNDING * block[row][row] * block[column][column]).sqrt() {
                return Err(CovarianceError::Unrelated { row: row + 1, column: column + 1, value });
            }
        }
    }
    Ok(factor)
}

#[cfg(feature = "serde")]
impl<const N: usize> TryFrom<crate::text::plain::Plain<Vec<f64>>> for Covariance<N> {
    type Error = CovarianceError;

    fn try_from(rows: crate::text::plain::Plain<Vec<f64>>) -> Result<Self, CovarianceError> {
        Self::block(&rows.0)
    }
}

impl<const N: usize> From<Covariance<N>> for Vec<f64> {
    fn from(covariance: Covariance<N>) -> Self {
        let rows = covariance.block.iter().enumerate();
        rows.flat_map(|(effect, row)| row[..=effect].to_vec()).collect()
    }
}
