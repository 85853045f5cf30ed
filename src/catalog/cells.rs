//! Cells of published tables, as they are printed.

use crate::catalog::literal::{made, printed};
use crate::evidence::level::{Average, MedianTime, ReportedLevel, Spread};
use crate::evidence::result::{
    Finding, PValue, Readout, ReportedEstimate, ReportedOutcome, ReportedScale,
};

/// A cell of a table, `0.78 (0.64, 0.96) [25]`: the number, its interval, and over how many participants; `None` if
/// empty.
pub(super) fn cell(
    question: &Readout,
    arm: &'static str,
    text: &'static str,
    scale: ReportedScale,
) -> Option<ReportedOutcome> {
    counted(question, arm, text, |number| estimate(number, scale))
}

/// A cell with a level, `36.0 (SD 6.40; 15 to 44) [39]`; `None` if empty.
pub(super) fn level(
    question: &Readout,
    arm: &'static str,
    average: Average,
    text: &'static str,
) -> Option<ReportedOutcome> {
    counted(question, arm, text, |number| {
        let (value, spreads) = in_brackets(number);
        let level = ReportedLevel::new(average, printed(value));
        spreads
            .into_iter()
            .flat_map(|all| all.split("; "))
            .map(spread)
            .fold(level, ReportedLevel::with_spread)
    })
}

fn counted<F: Into<Finding>>(
    question: &Readout,
    arm: &'static str,
    text: &'static str,
    finding: impl Fn(&str) -> F,
) -> Option<ReportedOutcome> {
    let (number, n) = match text.split_once(" [") {
        Some((number, n)) => (number, Some(made(n.trim_end_matches(']').parse::<u32>()))),
        None => (text, None),
    };
    let outcome = (!text.is_empty()).then(|| question.outcome(arm, finding(number)))?;
    Some(match n {
        Some(n) => outcome.with_n(n),
        None => outcome,
    })
}

/// What stands before brackets, and in them.
fn in_brackets(text: &str) -> (&str, Option<&str>) {
    match text.strip_suffix(')').and_then(|text| text.split_once(" (")) {
        Some((before, within)) => (before, Some(within)),
        None => (text, None),
    }
}

/// `SD 6.40`, `SE 0.711`, `CV 137` or `15 to 44`.
fn spread(text: &str) -> Spread {
    match text.split_once(' ') {
        Some(("SD", value)) => Spread::StandardDeviation(printed(value)),
        Some(("SE", value)) => Spread::StandardError(printed(value)),
        Some(("CV", percent)) => Spread::CoefficientOfVariation(printed(percent)),
        _ => {
            let (low, high) = text.split_once(" to ").unwrap_or((text, text));
            Spread::Range { low: printed(low), high: printed(high) }
        }
    }
}

/// A number as printed, with its 95 % confidence interval and its standard error in brackets where there are any:
/// `0.71 (0.62, 0.83)`, `-7.0 (SE 1.42)`, `1.2 (-3.19, 5.53; SE 2.22)`.
pub(super) fn estimate(text: &str, scale: ReportedScale) -> ReportedEstimate {
    let (value, within) = in_brackets(text);
    let mut estimate = ReportedEstimate::new(printed(value), scale);
    for part in within.into_iter().flat_map(|all| all.split("; ")) {
        estimate = match part.split_once(", ") {
            Some((low, high)) => estimate.within(printed(low), printed(high)),
            None => estimate.with_standard_error(printed(part.trim_start_matches("SE "))),
        };
    }
    estimate
}

/// A median time in weeks with its 95 % confidence interval, `260.7 (171.0, -)`; what was not reached is a dash.
pub(super) fn median_time(text: &str) -> MedianTime {
    let time = |text: &str| (text != "-").then(|| printed(text));
    let (median, within) = in_brackets(text);
    let (low, high) = within.and_then(|ends| ends.split_once(", ")).unwrap_or(("-", "-"));
    MedianTime::new(time(median), "weeks").within(time(low), time(high))
}

/// A p-value as printed, `0.0007` or `< 0.0001`.
pub(super) fn p(text: &str) -> PValue {
    match text.strip_prefix("< ") {
        Some(bound) => PValue::below(printed(bound)),
        None => PValue::new(printed(text)),
    }
}
