//! How the amounts in all compartments change over a gap: the exponential of the matrix of rates.
//!
//! For what has no modes of its own: drug that flows one way from one part of the body into another, and
//! flows in a circle.

use crate::kinetics::disposition::SimulationError;

/// The largest product of a gap in days and the fastest rate per day: beyond it the slow part of the
/// exponential has fewer than six digits.
pub(crate) const STIFFEST: f64 = 1e9;

/// A square matrix by rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Matrix {
    n: usize,
    cells: Vec<f64>,
}

impl Matrix {
    pub(crate) fn zero(n: usize) -> Self {
        Self {
            n,
            cells: vec![0.0; n * n],
        }
    }

    fn identity(n: usize) -> Self {
        let mut identity = Self::zero(n);
        for k in 0..n {
            *identity.cell(k, k) = 1.0;
        }
        identity
    }

    pub(crate) fn cell(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.cells[row * self.n + column]
    }

    fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks_exact(self.n)
    }

    fn times(&self, other: &Self) -> Self {
        let mut product = Self::zero(self.n);
        for (row, out) in self.rows().zip(product.cells.chunks_exact_mut(self.n)) {
            for (factor, other) in row.iter().zip(other.rows()) {
                for (out, cell) in out.iter_mut().zip(other) {
                    *out += factor * cell;
                }
            }
        }
        product
    }

    fn scaled(mut self, by: f64) -> Self {
        for cell in &mut self.cells {
            *cell *= by;
        }
        self
    }

    /// The matrix applied to a column.
    pub(crate) fn apply(&self, column: &[f64], out: &mut [f64]) {
        for (row, out) in self.rows().zip(out) {
            *out = row.iter().zip(column).map(|(a, b)| a * b).sum();
        }
    }
}

/// The exponential of a matrix of rates times a number of days.
///
/// `rates` holds in row `i` and column `j` the rate from `j` to `i`, and nothing on its diagonal; `out` the sum
/// of the rates out of each. With the fastest rate added to the diagonal there is no negative number
/// left, so every cell keeps its digits, however small it is (Xue and Ye, Numer Math 2013;124:137): series for
/// a short time, then squared until the time is reached. The relative error of every cell is at most about
/// 1e-15 times the fastest rate times the gap.
///
/// # Errors
///
/// Where that product is above [`STIFFEST`].
pub(crate) fn propagator(
    rates: &Matrix,
    out: &[f64],
    days: f64,
) -> Result<Matrix, SimulationError> {
    let fastest = out.iter().copied().fold(0.0, f64::max);
    if fastest * days > STIFFEST {
        return Err(SimulationError::TooStiff {
            days,
            rate: fastest,
        });
    }
    let mut squarings = 0;
    let mut short = days;
    while fastest * short > 0.5 {
        short /= 2.0;
        squarings += 1;
    }
    let mut shifted = rates.clone();
    for (k, out) in out.iter().enumerate() {
        *shifted.cell(k, k) += fastest - out;
    }
    let step = shifted.scaled(short);
    // Rows sum to at most 0.5 times the number of compartments, so that thirty terms leave nothing out.
    let mut power = Matrix::identity(rates.n);
    let mut sum = power.clone();
    for term in 1..=30 {
        power = power.times(&step).scaled(1.0 / f64::from(term));
        for (sum, cell) in sum.cells.iter_mut().zip(&power.cells) {
            *sum += cell;
        }
        let largest = power.cells.iter().copied().fold(0.0, f64::max);
        if largest == 0.0 || largest < 1e-40 {
            break;
        }
    }
    let mut result = sum.scaled(libm::exp(-fastest * short));
    for _ in 0..squarings {
        result = result.times(&result);
    }
    Ok(result)
}
