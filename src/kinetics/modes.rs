//! The rates and weights of a linear model with flows in both directions, to full relative precision.
//!
//! The amounts of such a model, each divided by the root of its amount at equilibrium, follow a symmetric
//! matrix. Two methods keep its modes precise even if the rates are far apart. The matrix is factored without
//! any subtraction, because the elimination from a compartment is known and need not be computed as the
//! difference of its flows (Grassmann, Taksar and Heyman, Oper Res 1985;33:1107, doi:10.1287/opre.33.5.1107, for
//! Markov chains). The modes are computed from the factor by rotations (one-sided Jacobi; Demmel and Veselić, SIAM J
//! Matrix Anal Appl 1992;13:1204, doi:10.1137/0613074), which do not mix the small with the large. Equal rates
//! are not a special case: the modes stay orthogonal.

/// The largest number of compartments of a model.
pub const MAX_COMPARTMENTS: usize = 10;

/// A number for each pair of compartments, or of stages.
pub(crate) type Square<const N: usize> = [[f64; N]; N];

/// The modes of a model of at most `N` compartments.
#[derive(Debug, Clone)]
pub(crate) struct Modes<const N: usize> {
    n: usize,
    rates: [f64; N],
    /// By compartment and mode; orthogonal.
    shapes: Square<N>,
    /// The root of the amount at equilibrium in each compartment.
    scale: [f64; N],
}

impl<const N: usize> Modes<N> {
    /// The rate and weight of each mode in the amount in one compartment after one unit into another.
    pub(crate) fn between(&self, from: usize, to: usize) -> Terms<N> {
        let mut terms = [(0.0, 0.0); N];
        for (mode, term) in terms.iter_mut().enumerate() {
            *term = (self.rates[mode], self.entry(from, mode) * self.exit(to, mode));
        }
        Terms { n: self.n, terms }
    }

    pub(crate) fn rates(&self) -> &[f64] {
        &self.rates[..self.n]
    }

    /// How much of one unit into a compartment is in a mode.
    pub(crate) fn entry(&self, from: usize, mode: usize) -> f64 {
        self.shapes[from][mode] / self.scale[from]
    }

    /// How much of one unit in a mode is in a compartment.
    pub(crate) fn exit(&self, to: usize, mode: usize) -> f64 {
        self.shapes[to][mode] * self.scale[to]
    }
}

/// Rates and weights of at most `N` modes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<const N: usize> {
    n: usize,
    terms: [(f64, f64); N],
}

impl<const N: usize> Terms<N> {
    pub(crate) fn as_slice(&self) -> &[(f64, f64)] {
        &self.terms[..self.n]
    }
}

/// The modes of the first `n` compartments.
///
/// `shared` is, for each pair, the root of the product of the rates there and back. `scale` is the root of
/// the amounts at which flows there and back are equal. `lost` is the rate at which a compartment loses
/// drug for good.
pub(crate) fn modes<const N: usize>(
    n: usize,
    shared: &Square<N>,
    scale: &[f64; N],
    lost: &[f64; N],
) -> Modes<N> {
    let mut factor = factor(n, shared, scale, lost);
    let mut shapes = [[0.0; N]; N];
    for (compartment, row) in shapes.iter_mut().enumerate().take(n) {
        row[compartment] = 1.0;
    }
    // Convergence is quadratic; five sweeps were the most that random models needed.
    for _ in 0..30 {
        let mut rotated = false;
        for p in 0..n {
            for q in p + 1..n {
                rotated |= rotate(n, &mut factor, &mut shapes, p, q);
            }
        }
        if !rotated {
            break;
        }
    }
    let mut rates = [0.0; N];
    for (mode, rate) in rates.iter_mut().enumerate().take(n) {
        *rate = product(n, &factor, mode, mode);
    }
    Modes { n, rates, shapes, scale: *scale }
}

/// The upper factor of the matrix: its product with its own transpose, from the left, is the matrix. Nothing is shared
/// by a compartment with itself.
fn factor<const N: usize>(
    n: usize,
    shared: &Square<N>,
    scale: &[f64; N],
    lost: &[f64; N],
) -> Square<N> {
    let mut shared = *shared;
    let mut excess = *lost;
    for (excess, scale) in excess.iter_mut().zip(scale) {
        *excess *= scale;
    }
    let mut factor = [[0.0; N]; N];
    for k in 0..n {
        let outflow: f64 = (k..n).map(|j| shared[k][j] * scale[j]).sum();
        let pivot = (excess[k] + outflow) / scale[k];
        if pivot == 0.0 {
            continue; // Nothing leaves it any more: a mode that does not decay.
        }
        factor[k][k] = pivot.sqrt();
        for i in k + 1..n {
            let share = shared[i][k] / pivot;
            factor[k][i] = -shared[i][k] / factor[k][k];
            excess[i] += share * excess[k];
            let through = shared[k];
            for (j, flow) in shared[i].iter_mut().enumerate().take(n).skip(k) {
                if j != i {
                    *flow += share * through[j];
                }
            }
        }
    }
    factor
}

/// The scalar product of two columns.
fn product<const N: usize>(n: usize, columns: &Square<N>, p: usize, q: usize) -> f64 {
    columns.iter().take(n).map(|row| row[p] * row[q]).sum()
}

/// Makes two columns of the factor orthogonal; `false` where they were.
fn rotate<const N: usize>(
    n: usize,
    factor: &mut Square<N>,
    shapes: &mut Square<N>,
    p: usize,
    q: usize,
) -> bool {
    let (first, second) = (product(n, factor, p, p), product(n, factor, q, q));
    let both = product(n, factor, p, q);
    if both * both <= f64::EPSILON * f64::EPSILON * first * second {
        return false;
    }
    let slope = (second - first) / (2.0 * both);
    let tangent = slope.signum() / (slope.abs() + (1.0 + slope * slope).sqrt());
    let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
    let sine = cosine * tangent;
    for columns in [factor, shapes] {
        for row in columns.iter_mut().take(n) {
            let (one, other) = (row[p], row[q]);
            row[p] = cosine * one - sine * other;
            row[q] = sine * one + cosine * other;
        }
    }
    true
}
