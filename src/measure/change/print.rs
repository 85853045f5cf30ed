//! How changes are rounded in print.

use crate::text::write_significant;

/// Writes a percentage or a difference: one decimal, and none if it would be 0, unless the caller asked for a precision.
pub(super) fn write_rounded(
    f: &mut core::fmt::Formatter<'_>,
    value: f64,
    unit: &str,
) -> core::fmt::Result {
    let text = format!("{value:.*}", f.precision().unwrap_or(1));
    let text = match f.precision() {
        Some(_) => &text,
        None => text.strip_suffix(".0").unwrap_or(&text),
    };
    f.write_str(without_negative_zero(text))?;
    f.write_str(unit)
}

/// Rounding -0.04 to one decimal gives "-0", which says that there is a fall and that there is none.
fn without_negative_zero(text: &str) -> &str {
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|byte| matches!(byte, b'0' | b'.')) => rest,
        _ => text,
    }
}

/// Writes a ratio to three significant digits, unless the caller asked for a precision in decimals.
pub(super) fn write_ratio(f: &mut core::fmt::Formatter<'_>, value: f64) -> core::fmt::Result {
    if let Some(decimals) = f.precision() {
        return write!(f, "{value:.decimals$}");
    }
    write_significant(f, value, 3, -3..4)
}
