//! Checks of results that are printed twice, and of ranges against the results that they sum up.

use core::ops::RangeInclusive;

use crate::evidence::audit::finding::{Check, FindingLevel};
use crate::evidence::audit::rounding::{overlap, percent};
use crate::evidence::result::{
    Contrast, Finding, Population, ReportedEstimate, ReportedOutcome, TimePoint,
};
use crate::evidence::source::Source;

/// Finds later contrasts that answer the same question with a different number.
pub(super) fn contrasts<'t>(
    contrast: &'t Contrast,
    later: &'t [Contrast],
) -> impl Iterator<Item = (FindingLevel, Check<'t>)> {
    let is_one = is_one_question(&contrast.population, contrast.at);
    let asked = later.iter().filter(move |other| {
        let same = is_one && other.asks_the_same_as(contrast) && other.words == contrast.words;
        let same = same && other.analysis == contrast.analysis;
        same && may_be_one_method(contrast.method.as_ref(), other.method.as_ref())
    });
    asked.filter_map(move |other| {
        let differ = differ(&contrast.estimate?, &other.estimate?)?;
        let level = level(&contrast.source, &other.source);
        differ.then_some((level, Check::OtherContrast(other)))
    })
}

/// Finds later results of the same arm that answer the same question with a different number.
pub(super) fn outcomes<'t>(
    outcome: &'t ReportedOutcome,
    later: &'t [ReportedOutcome],
) -> impl Iterator<Item = (FindingLevel, Check<'t>)> {
    let is_one = is_one_question(&outcome.population, outcome.at);
    let asked = later.iter().filter(move |other| {
        let same = is_one
            && other.endpoint == outcome.endpoint
            && other.arm == outcome.arm
            && other.population == outcome.population
            && other.at == outcome.at
            && other.analysis == outcome.analysis;
        same && may_be_one_method(outcome.method.as_ref(), other.method.as_ref())
    });
    asked.filter_map(move |other| {
        let differ = match (&outcome.finding, &other.finding) {
            (Finding::Estimate(one), Finding::Estimate(other)) => differ(one, other)?,
            (one @ Finding::Events { .. }, other @ Finding::Events { .. }) => one != other,
            _ => false,
        };
        let level = level(&outcome.source, &other.source);
        differ.then_some((level, Check::OtherOutcome(other)))
    })
}

/// Finds results of the same endpoint and arm that a printed range does not cover.
pub(super) fn left_out<'t>(
    range: &'t ReportedOutcome,
    outcomes: &'t [ReportedOutcome],
) -> impl Iterator<Item = (FindingLevel, Check<'t>)> {
    let ends = match range.finding {
        Finding::Range { low, high, .. } => {
            let (one, other) = (low.value(), high.value());
            Some(one.min(other)..=one.max(other))
        }
        _ => None,
    };
    outcomes.iter().filter_map(move |outcome| {
        let estimate = outcome.finding.estimate()?;
        let percent = percent(estimate.value, estimate.scale)?;
        let same = outcome.endpoint == range.endpoint && outcome.arm == range.arm;
        let out = same && !overlap(ends.as_ref()?, &percent);
        out.then_some((FindingLevel::Fault, Check::LeavesOut(outcome)))
    })
}

/// Whether population and time identify the number; otherwise numbers may differ for a reason that is not printed.
fn is_one_question(population: &Population, at: TimePoint) -> bool {
    let is_stated = !matches!(population, Population::Mixed | Population::Unstated);
    is_stated && at != TimePoint::Unstated
}

fn may_be_one_method<M: PartialEq>(one: Option<&M>, other: Option<&M>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// A document that contradicts itself is at fault; if two documents differ, it is not known which is right.
fn level(one: &Source, other: &Source) -> FindingLevel {
    if one.document == other.document { FindingLevel::Fault } else { FindingLevel::Note }
}

/// Whether two numbers or their intervals differ beyond their rounding; `None` if their scales cannot be compared.
/// Roundings that only touch differ: one number is not printed as both 0.78 and 0.79.
fn differ(one: &ReportedEstimate, other: &ReportedEstimate) -> Option<bool> {
    let on_one_scale = |value, scale| -> Option<RangeInclusive<f64>> {
        if one.scale == other.scale {
            return Some(ReportedEstimate::new(value, scale).rounding());
        }
        percent(value, scale)
    };
    let values = [(one.value, other.value)].into_iter();
    let ends = one.interval.zip(other.interval);
    let ends = ends.map(|(one, other)| [(one.low, other.low), (one.high, other.high)]);
    let mut pairs = values.chain(ends.into_iter().flatten());
    pairs.try_fold(false, |differs, (value, beside)| {
        let value = on_one_scale(value, one.scale)?;
        let beside = on_one_scale(beside, other.scale)?;
        Some(differs || !overlap(&value, &inside(&beside)))
    })
}

/// A range that excludes its ends.
fn inside(range: &RangeInclusive<f64>) -> RangeInclusive<f64> {
    let margin = (range.end() - range.start()) * 1e-3;
    range.start() + margin..=range.end() - margin
}
