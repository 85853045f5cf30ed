//! Ranges of the numbers that a printed one may stand for, and how they print.

use core::ops::RangeInclusive;

use crate::evidence::printed::Printed;
use crate::evidence::result::ReportedScale;

/// Whether two ranges meet, with room for the rounding of the arithmetic itself.
pub(super) fn overlap(one: &RangeInclusive<f64>, other: &RangeInclusive<f64>) -> bool {
    const ROUNDING: f64 = 1e-9;
    one.start() - ROUNDING <= *other.end() && other.start() - ROUNDING <= *one.end()
}

/// A printed number as a percent change, with its rounding; `None` if its scale is none of percent changes.
pub(super) fn percent(value: Printed, scale: ReportedScale) -> Option<RangeInclusive<f64>> {
    let (low, high) = value.rounding().into_inner();
    Some(scale.percent(low)?..=scale.percent(high)?)
}

/// A number with so many digits behind the point, without zeros at the end: `1.15`, `-5.7`, `0`.
pub(super) fn short(value: f64, decimals: u8) -> String {
    let text = format!("{value:.*}", usize::from(decimals));
    let text = match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.'),
        None => &text,
    };
    (if text == "-0" { "0" } else { text }).to_owned()
}

/// P-values as `p = 0.569 to 0.608`, with three digits, or `p < 0.0001`.
pub(super) fn p_values(range: &RangeInclusive<f64>) -> String {
    const LEAST: f64 = 1e-4;
    let digits = |p: f64| match p {
        LEAST.. => {
            let decimals = [0.1, 0.01, 0.001].iter().filter(|bound| p < **bound).count() + 3;
            short(p, u8::try_from(decimals).unwrap_or(u8::MAX))
        }
        _ => "less than 0.0001".to_owned(),
    };
    if *range.end() < LEAST {
        return "p < 0.0001".to_owned();
    }
    format!("p = {} to {}", digits(*range.start()), digits(*range.end()))
}
