//! The change of the amounts in all compartments over a gap: the exponential of the matrix of rates.
//!
//! It gives the amounts in all compartments at once, for flows in any direction, also in a circle.

use crate::kinetics::error::{STIFFEST, SimulationError};
use crate::numeric::double_double::Double;

/// A square matrix by rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matrix<T> {
    n: usize,
    cells: Vec<T>,
}

impl<T: Copy + Default> Matrix<T> {
    pub(crate) fn zero(n: usize) -> Self {
        Self { n, cells: vec![T::default(); n * n] }
    }

    pub(crate) fn cell(&mut self, row: usize, column: usize) -> &mut T {
        &mut self.cells[row * self.n + column]
    }

    fn rows(&self) -> impl Iterator<Item = &[T]> {
        self.cells.chunks_exact(self.n)
    }

    fn map<U>(&self, with: impl Fn(T) -> U) -> Matrix<U> {
        Matrix { n: self.n, cells: self.cells.iter().map(|cell| with(*cell)).collect() }
    }
}

impl Matrix<f64> {
    /// The matrix applied to a column.
    pub(crate) fn apply(&self, column: &[f64], out: &mut [f64]) {
        for (row, out) in self.rows().zip(out) {
            *out = row.iter().zip(column).map(|(a, b)| a * b).sum();
        }
    }
}

impl Matrix<Double> {
    fn identity(n: usize) -> Self {
        let mut identity = Self::zero(n);
        for k in 0..n {
            *identity.cell(k, k) = Double::ONE;
        }
        identity
    }

    fn times(&self, other: &Self) -> Self {
        let mut product = Self::zero(self.n);
        for (row, out) in self.rows().zip(product.cells.chunks_exact_mut(self.n)) {
            for (factor, other) in row.iter().zip(other.rows()) {
                for (out, cell) in out.iter_mut().zip(other) {
                    *out = *out + *factor * *cell;
                }
            }
        }
        product
    }
}

/// The exponential of a matrix of rates times a number of days.
///
/// `rates` holds in row `i` and column `j` the rate from `j` to `i`, and nothing on its diagonal; `out` the sum
/// of the rates out of each. With the fastest rate added to the diagonal there is no negative number
/// left, so every cell keeps its digits, however small it is (Xue and Ye, Math Comp 2013;82:1577,
/// doi:10.1090/S0025-5718-2013-02677-4): series for a short time, then squared until the time is reached. Each
/// squaring doubles the relative error, which is why all of it is done in twice the precision.
///
/// # Errors
///
/// If the fastest rate times the gap is above [`STIFFEST`]: what is left of 32 digits is too little.
pub(crate) fn propagator(
    rates: &Matrix<f64>,
    out: &[f64],
    days: f64,
) -> Result<Matrix<f64>, SimulationError> {
    let fastest = out.iter().copied().fold(0.0, f64::max);
    if fastest * days > STIFFEST {
        return Err(SimulationError::TooStiff { days, rate: fastest });
    }
    let mut squarings = 0;
    let mut short = days;
    while fastest * short > 0.5 {
        // Exact, as are the numbers that it is multiplied with below.
        short /= 2.0;
        squarings += 1;
    }
    let mut step = rates.map(Double::new);
    for (k, out) in out.iter().enumerate() {
        *step.cell(k, k) = Double::difference(fastest, *out);
    }
    let step = exponential(&step.map(|cell| cell * Double::new(short)));
    let mut decay = Matrix::zero(1);
    *decay.cell(0, 0) = Double::new(-fastest) * Double::new(short);
    let left = exponential(&decay).cells[0];
    let mut result = step.map(|cell| cell * left);
    for _ in 0..squarings {
        result = result.times(&result);
    }
    Ok(result.map(Double::rounded))
}

/// The exponential of a matrix whose powers fall quickly, by its series.
fn exponential(matrix: &Matrix<Double>) -> Matrix<Double> {
    let mut power = Matrix::identity(matrix.n);
    let mut sum = power.clone();
    for term in 1..60 {
        let reciprocal = Double::reciprocal(f64::from(term));
        power = power.times(matrix).map(|cell| cell * reciprocal);
        for (sum, cell) in sum.cells.iter_mut().zip(&power.cells) {
            *sum = *sum + *cell;
        }
        let cells = power.cells.iter().zip(&sum.cells);
        // Every cell has its digits, also one far smaller than the others.
        if cells.into_iter().all(|(cell, sum)| cell.rounded().abs() <= 1e-33 * sum.rounded().abs())
        {
            break;
        }
    }
    sum
}
