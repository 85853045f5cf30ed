//! The rounding of decimals to binary numbers.

/// How far a value is above a limit; 0 if it is no further than the rounding of decimals of this size makes it.
pub(crate) fn excess(value: f64, limit: f64, size: f64) -> f64 {
    let excess = value - limit;
    if excess.is_finite() && excess.abs() <= 4.0 * f64::EPSILON * size { 0.0 } else { excess }
}
