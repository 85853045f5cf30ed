//! Checks of results that are printed twice, and of ranges against the results that they sum up.

use core::ops::RangeInclusive;

use crate::evidence::audit::finding::{Check, FindingLevel};
use crate::evidence::audit::rounding::{overlap, percent};
use crate::evidence::printed::Printed;
use crate::evidence::question::{Question, answers, contrasts_like, is_one_document};
use crate::evidence::result::{
    Contrast, Finding, ReportedEstimate, ReportedOutcome, ReportedScale, TimePoint,
};
use crate::evidence::source::Source;

/// Finds later contrasts that answer the same question with a different number.
pub(super) fn contrasts<'t>(
    contrast: &'t Contrast,
    later: &'t [Contrast],
) -> impl Iterator<Item = (FindingLevel, Check<'t>)> {
    let asked = contrasts_like(later, contrast).filter(|other| other.words == contrast.words);
    asked.filter_map(move |other| {
        let (one, beside) = (contrast.estimate?, other.estimate?);
        let (sources, scales) = ([&contrast.source, &other.source], [one.scale, beside.scale]);
        let level = level(contrast.method == other.method, sources, scales);
        differ(&one, &beside)?.then_some((level, Check::OtherContrast(other)))
    })
}

/// Finds later results of the same arm that answer the same question with a different number.
pub(super) fn outcomes<'t>(
    outcome: &'t ReportedOutcome,
    later: &'t [ReportedOutcome],
) -> impl Iterator<Item = (FindingLevel, Check<'t>)> {
    answers(later, outcome.into(), &outcome.arm).filter_map(move |other| {
        let differ = match (&outcome.finding, &other.finding) {
            (Finding::Estimate(one), Finding::Estimate(beside)) => differ(one, beside)?,
            (one @ Finding::Events { .. }, beside @ Finding::Events { .. }) => one != beside,
            _ => shares_differ(outcome, other)?,
        };
        let share = ReportedScale::PercentOfParticipants;
        let scales = [outcome, other].map(|it| it.finding.estimate().map_or(share, |it| it.scale));
        let of_same = outcome.method == other.method && !of_others(outcome, other);
        let level = level(of_same, [&outcome.source, &other.source], scales);
        differ.then_some((level, Check::OtherOutcome(other)))
    })
}

/// Whether two results count different numbers of participants.
fn of_others(one: &ReportedOutcome, other: &ReportedOutcome) -> bool {
    one.counted().zip(other.counted()).is_some_and(|(one, other)| one != other)
}

/// Whether a percentage is not that of a count; `None` if one of the two is neither. They may differ if they are not of
/// the same participants, or if the percentage has an interval, so that it is estimated.
fn shares_differ(one: &ReportedOutcome, other: &ReportedOutcome) -> Option<bool> {
    let estimated =
        |it: &ReportedOutcome| it.finding.estimate().is_some_and(|it| it.interval.is_some());
    let is_count = !of_others(one, other) && !estimated(one) && !estimated(other);
    Some(is_count && !overlap(&one.finding.share()?, &other.finding.share()?))
}

/// Finds results that a printed range sums up but does not cover. A range that does not state its time may be of
/// another time than the results of another document.
pub(super) fn left_out<'t>(
    range: &'t ReportedOutcome,
    outcomes: &'t [ReportedOutcome],
) -> impl Iterator<Item = (FindingLevel, Check<'t>)> {
    let question = Question::from(range);
    let summed_up = outcomes
        .iter()
        .filter(move |outcome| outcome.arm == range.arm && question.covers((*outcome).into()));
    summed_up.filter_map(move |outcome| {
        let &Finding::Range { low, high, scale } = &range.finding else { return None };
        let estimate = outcome.finding.estimate()?;
        let scales = [scale, estimate.scale];
        let ends = [on_one_scale(low, scales)?, on_one_scale(high, scales)?];
        let within = ends[0].start().min(*ends[1].start())..=ends[0].end().max(*ends[1].end());
        let value = on_one_scale(estimate.value, [estimate.scale, scale])?;
        let sources = [&range.source, &outcome.source];
        let of_method = range.method.is_none() || outcome.method.is_some();
        let of_time = range.at != TimePoint::Unstated || is_one_document(sources[0], sources[1]);
        let level = match question.is_one() {
            true => level(of_method, sources, scales),
            false if of_method && of_time => FindingLevel::Fault,
            false => FindingLevel::Note,
        };
        (!overlap(&within, &value)).then_some((level, Check::LeavesOut(outcome)))
    })
}

/// A document that contradicts itself is at fault; if two documents differ, it is not known which is right. Nor is it
/// if the two may not be of the same method and participants, or if only one of two percent changes is of a stated
/// kind.
fn level(of_same: bool, sources: [&Source; 2], scales: [ReportedScale; 2]) -> FindingLevel {
    let [one, beside] = scales.map(|scale| scale == ReportedScale::PercentUnstated);
    let is_certain = of_same && one == beside && is_one_document(sources[0], sources[1]);
    if is_certain { FindingLevel::Fault } else { FindingLevel::Note }
}

/// Whether two numbers or their intervals differ beyond their rounding; `None` if their scales cannot be compared.
/// Roundings that only touch differ: one number is not printed as both 0.78 and 0.79.
fn differ(one: &ReportedEstimate, other: &ReportedEstimate) -> Option<bool> {
    let values = [(one.value, other.value)].into_iter();
    let ends = one.interval.zip(other.interval);
    let ends = ends.map(|(one, other)| [(one.low, other.low), (one.high, other.high)]);
    let mut pairs = values.chain(ends.into_iter().flatten());
    pairs.try_fold(false, |differs, (value, beside)| {
        let value = on_one_scale(value, [one.scale, other.scale])?;
        let beside = on_one_scale(beside, [other.scale, one.scale])?;
        Some(differs || !overlap(&value, &inside(&beside)))
    })
}

/// The range of a printed number on its scale, or as a percent change if the number beside it is on another.
fn on_one_scale(value: Printed, scales: [ReportedScale; 2]) -> Option<RangeInclusive<f64>> {
    if scales[0] == scales[1] {
        return Some(value.rounding());
    }
    percent(value, scales[0])
}

/// A range that excludes its ends.
fn inside(range: &RangeInclusive<f64>) -> RangeInclusive<f64> {
    let margin = (range.end() - range.start()) * 1e-3;
    range.start() + margin..=range.end() - margin
}
