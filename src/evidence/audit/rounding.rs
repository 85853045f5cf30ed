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

/// A range as `1.15 to 1.17`, with so many digits behind the point or fewer, if both ends would have zeros there.
pub(super) fn range(range: &RangeInclusive<f64>, decimals: u8) -> String {
    let ends = [range.start(), range.end()];
    let at = |decimals: u8| ends.map(|end| format!("{end:.*}", usize::from(decimals)));
    let is_needed =
        |decimals: &u8| *decimals == 0 || at(*decimals).iter().any(|end| !end.ends_with('0'));
    let [low, high] = at((0..=decimals).rev().find(is_needed).unwrap_or(0));
    format!("{low} to {high}")
}

/// P-values as `p = 0.569 to 0.608`, with three digits, or `p < 0.0001`. They have the digits of the printed p-value if
/// with three they seemed to hold one that they do not.
pub(super) fn p_values(range: &RangeInclusive<f64>, printed: Printed) -> String {
    const LEAST: f64 = 1e-4;
    let near = |end: &f64| (end - printed.value()).abs() < 1e-3;
    let is_near = !range.contains(&printed.value()) && (near(range.start()) || near(range.end()));
    let least = if is_near { usize::from(printed.decimals()) } else { 0 };
    let digits = |p: f64| {
        let decimals = [0.1, 0.01, 0.001].iter().filter(|bound| p < **bound).count() + 3;
        let decimals = decimals.max(least);
        if p < LEAST { "less than 0.0001".to_owned() } else { format!("{p:.decimals$}") }
    };
    if *range.end() < LEAST {
        return "p < 0.0001".to_owned();
    }
    format!("p = {} to {}", digits(*range.start()), digits(*range.end()))
}
