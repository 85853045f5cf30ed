//! Checks of contrasts against the results of their arms.

use core::ops::RangeInclusive;

use crate::evidence::analysis::ReportedAnalysis;
use crate::evidence::audit::finding::{Check, FindingLevel, NotCheckable};
use crate::evidence::audit::interval::is_beyond;
use crate::evidence::audit::rounding::{overlap, percent};
use crate::evidence::question::{Numbered, Question, answers, is_one_document, pairs};
use crate::evidence::result::{Contrast, Finding, ReportedScale};
use crate::evidence::trial::Trial;

/// The result of an arm, and the range of its number on the scale of the contrast.
type Side<'t> = Numbered<'t, RangeInclusive<f64>>;

/// A scale that a contrast may be on, and the results of its arms on it.
type Tried<'t> = (ReportedScale, [Side<'t>; 2]);

/// Compares a contrast with the results of its arms. There may be several, such as those of two methods if the contrast
/// names none: the one that explains it best counts.
///
/// It is a fault if one document contradicts itself, and a note if two documents differ or if the two may be computed
/// in different ways: a percent change of an unstated kind, and a contrast that may be adjusted where its arms are not.
pub(super) fn check<'t>(
    trial: &'t Trial,
    contrast: &'t Contrast,
) -> Option<(FindingLevel, Check<'t>)> {
    let printed = contrast.estimate?;
    let (mut tried, mut failed) = (Vec::new(), None);
    for scale in printed.scale.readings() {
        match sides(trial, contrast, scale) {
            Ok(pairs) => tried.extend(pairs.into_iter().map(|sides| (scale, sides))),
            Err(why) => failed = Some(why),
        }
    }
    let range = |(scale, [arm, reference]): &Tried<'t>| between(&arm.1, &reference.1, *scale);
    let is_printed = |range: &RangeInclusive<f64>| overlap(range, &printed.value.rounding());
    let level = |tried: &Tried<'t>| {
        let ((scale, sides), range) = (tried, range(tried));
        let of_unstated = |(outcome, _): &Side<'t>| {
            let estimate = outcome.finding.estimate();
            estimate.is_some_and(|it| it.scale == ReportedScale::PercentUnstated)
        };
        let another_mean = printed.scale == ReportedScale::PercentUnstated
            || scale.is_ratio() && sides.iter().any(of_unstated);
        let ReportedAnalysis { model, covariates, .. } = &contrast.analysis;
        let of_a_model = model.is_some() || !covariates.is_empty();
        let may_be_adjusted = (!of_a_model || sides[0].0.finding.share().is_some())
            && is_beyond(&printed, *scale, &range) != Some(true);
        let own = |(outcome, _): &Side<'t>| is_one_document(&outcome.source, &contrast.source);
        match is_printed(&range) {
            true => FindingLevel::Agreement,
            false if another_mean || may_be_adjusted || !sides.iter().all(own) => {
                FindingLevel::Note
            }
            false => FindingLevel::Fault,
        }
    };
    // The first of those with the best level.
    let Some(best) = tried.iter().rev().max_by_key(|it| level(it)) else {
        return failed.map(|why| (FindingLevel::NotChecked, Check::NotCheckable(why)));
    };
    let (level, (scale, [(arm, of_arm), (reference, of_reference)])) = (level(best), best);
    let agrees = level == FindingLevel::Agreement;
    let is_ratio = |(other, sides): &&Tried<'t>| {
        !agrees && other != scale && [sides[0].0, sides[1].0] == [*arm, *reference]
    };
    let read_as_ratio = tried.iter().find(is_ratio).map(range);
    let negative = |range: &RangeInclusive<f64>| -range.end()..=-range.start();
    let turned = [
        (*arm, between(&negative(of_arm), of_reference, *scale)),
        (*reference, between(of_arm, &negative(of_reference), *scale)),
    ];
    let by_division = scale.is_ratio();
    let explains = !agrees && !by_division;
    let mut turned = turned.into_iter().filter(|(_, range)| explains && is_printed(range));
    let other_sign = turned.next().map(|(outcome, _)| outcome);
    let from_arms = range(best);
    let check = Check::Arms {
        printed,
        arm,
        reference,
        by_division,
        from_arms,
        read_as_ratio,
        agrees,
        other_sign,
    };
    Some((level, check))
}

/// What two arms give, as a contrast on this scale is printed: arm over reference for ratios, arm minus reference
/// otherwise.
fn between(
    arm: &RangeInclusive<f64>,
    reference: &RangeInclusive<f64>,
    scale: ReportedScale,
) -> RangeInclusive<f64> {
    if !scale.is_ratio() {
        return arm.start() - reference.end()..=arm.end() - reference.start();
    }
    // No ratio is below 0.
    let low = arm.start().max(0.0) / reference.end();
    let high = arm.end().max(0.0) / reference.start();
    match scale {
        ReportedScale::PercentOfGeometricMean => 100.0 * (low - 1.0)..=100.0 * (high - 1.0),
        _ => low..=high,
    }
}

/// The results of the two arms of a contrast on its scale; at least one pair.
fn sides<'t>(
    trial: &'t Trial,
    contrast: &'t Contrast,
    scale: ReportedScale,
) -> Result<Vec<[Side<'t>; 2]>, NotCheckable<'t>> {
    let question = Question::from(contrast);
    if !question.is_one() {
        return Err(NotCheckable::SeveralQuestions);
    }
    let side = |arm: &'t str| {
        let all = || answers(trial.outcomes(), question, arm);
        let on_it: Vec<Side<'t>> =
            all().filter_map(|it| Some((it, on_scale(&it.finding, scale)?))).collect();
        let has_number = |it: &Finding| it.estimate().is_some() || it.share().is_some();
        let other = all().find(|it| has_number(&it.finding));
        if on_it.is_empty() {
            return Err(other.map_or(NotCheckable::NoResult(arm), NotCheckable::OtherScale));
        }
        Ok(on_it)
    };
    let (arms, references) = (side(&contrast.arm)?, side(&contrast.reference)?);
    let mut pairs = pairs(&arms, &references, &contrast.source);
    let first = pairs.first().map(|[_, (reference, _)]| *reference);
    let first = first.ok_or(NotCheckable::NoResult(&contrast.reference))?;
    pairs.retain(|[_, (_, range)]| !scale.is_ratio() || *range.start() > 0.0);
    if pairs.is_empty() { Err(NotCheckable::MayBeZero(first)) } else { Ok(pairs) }
}

/// The range of an arm's number on the scale of a contrast. `None` if it cannot be converted.
fn on_scale(finding: &Finding, scale: ReportedScale) -> Option<RangeInclusive<f64>> {
    let differs_by_points =
        matches!(scale, ReportedScale::PercentagePoints | ReportedScale::PercentOfParticipants);
    if let Some(share) = finding.share().filter(|_| differs_by_points) {
        return Some(share);
    }
    let arm = finding.estimate()?;
    if scale == arm.scale {
        return Some(arm.rounding());
    }
    let (low, high) = percent(arm.value, arm.scale)?.into_inner();
    match scale {
        ReportedScale::PercentagePoints | ReportedScale::PercentUnstated => Some(low..=high),
        ReportedScale::GeometricMeanRatio | ReportedScale::PercentOfGeometricMean => {
            Some(1.0 + low / 100.0..=1.0 + high / 100.0)
        }
        _ => None,
    }
}
