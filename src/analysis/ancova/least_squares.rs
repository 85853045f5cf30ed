//! Least squares.

use crate::numeric::moments::number;

/// A least-squares fit by Householder reflections, which squares no condition number as the normal equations do
/// (Golub and Van Loan, Matrix Computations, chapter 5).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fit {
    coefficients: Vec<f64>,
    /// The upper triangle of the reflected columns: row by row within each column.
    triangle: Vec<Vec<f64>>,
    residual_sd: f64,
    df: f64,
}

/// A column is a combination of those before it if so little of its length is left beside them.
const NEGLIGIBLE: f64 = 1e-10;

/// Residuals are rounding if they are so small a share of the responses; in a long arm the rounding of the sums adds up.
const ROUNDING: f64 = 1e-14;

impl Fit {
    /// Fits the responses by the columns; the error is the first column that is a combination of those before it.
    pub(crate) fn new(mut columns: Vec<Vec<f64>>, mut responses: Vec<f64>) -> Result<Self, usize> {
        let size = length(&responses);
        for step in 0..columns.len() {
            let before = length(&columns[step]);
            let Some(mirror) = columns[step].get(step..).map(mirror) else {
                return Err(step);
            };
            let Some(mirror) = mirror.filter(|mirror| mirror.length > NEGLIGIBLE * before) else {
                return Err(step);
            };
            for column in &mut columns[step..] {
                mirror.reflect(&mut column[step..]);
            }
            mirror.reflect(&mut responses[step..]);
        }
        let (explained, left) = responses.split_at(columns.len());
        let residual = length(left);
        let df = number(left.len());
        let rounding = ROUNDING.max(f64::EPSILON * number(responses.len() * columns.len()));
        let exact = residual <= rounding * size;
        Ok(Self {
            coefficients: solve(&columns, explained),
            triangle: columns,
            residual_sd: if exact { 0.0 } else { residual / df.sqrt() },
            df,
        })
    }

    pub(crate) fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    pub(crate) fn df(&self) -> f64 {
        self.df
    }

    pub(crate) fn residual_sd(&self) -> f64 {
        self.residual_sd
    }

    /// The coefficients of another residual standard deviation than the fitted one, each as many of these deviations of
    /// independent unit normals apart from the fitted ones as their covariance has it.
    pub(crate) fn coefficients_off(&self, sd: f64, normals: &[f64]) -> Vec<f64> {
        // The covariance is sd^2 (R'R)^-1, that of sd R^-1 z.
        let off = solve(&self.triangle, normals);
        self.coefficients.iter().zip(off).map(|(fitted, off)| fitted + sd * off).collect()
    }

    /// The sum of the weighted coefficients, and its standard error.
    pub(crate) fn combine(&self, weights: &[f64]) -> (f64, f64) {
        let estimate = weights.iter().zip(&self.coefficients).map(|(w, c)| w * c).sum();
        // The variance of w'c is s^2 |z|^2, with z from R'z = w.
        let mut z: Vec<f64> = Vec::with_capacity(weights.len());
        for (weight, column) in weights.iter().zip(&self.triangle) {
            let known: f64 = column.iter().zip(&z).map(|(r, z)| r * z).sum();
            z.push((weight - known) / column[z.len()]);
        }
        (estimate, self.residual_sd * length(&z))
    }
}

/// A reflection that turns a column into its first axis.
struct Mirror {
    normal: Vec<f64>,
    length: f64,
}

/// The reflection for a column, unless that has no length.
fn mirror(column: &[f64]) -> Option<Mirror> {
    let length_of_column = length(column);
    let mut normal = column.to_vec();
    let first = normal.first_mut()?;
    // Away from the axis that is nearer, so that nothing cancels.
    *first += length_of_column.copysign(*first);
    let scale = length(&normal);
    (scale > 0.0).then(|| {
        for x in &mut normal {
            *x /= scale;
        }
        Mirror { normal, length: length_of_column }
    })
}

impl Mirror {
    fn reflect(&self, column: &mut [f64]) {
        let along: f64 = self.normal.iter().zip(&*column).map(|(n, x)| n * x).sum();
        for (x, n) in column.iter_mut().zip(&self.normal) {
            *x -= 2.0 * along * n;
        }
    }
}

/// Solves the upper triangle backwards.
fn solve(triangle: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut solution = right.to_vec();
    for row in (0..solution.len()).rev() {
        let known: f64 = (row + 1..solution.len()).map(|k| triangle[k][row] * solution[k]).sum();
        solution[row] = (solution[row] - known) / triangle[row][row];
    }
    solution
}

fn length(column: &[f64]) -> f64 {
    // Scaled, so that no square leaves the range of numbers.
    let largest = column.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    largest * column.iter().map(|x| (x / largest) * (x / largest)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nearly on the axis already, where the difference of the two would have no digits left.
    #[test]
    fn a_mirror_turns_a_column_into_the_axis() {
        for column in [[1.0, 1e-9], [-1.0, 1e-9], [1e-9, 1.0], [3.0, 4.0]] {
            let mirror = mirror(&column).expect("a length");
            let mut turned = column;
            mirror.reflect(&mut turned);
            assert!((turned[0].abs() - mirror.length).abs() < 1e-15, "{turned:?}");
            assert!(turned[1].abs() < 1e-15, "{turned:?}");
        }
        assert!(mirror(&[0.0, 0.0]).is_none());
    }
}
