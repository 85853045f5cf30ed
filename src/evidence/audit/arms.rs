//! Checks of contrasts against the results of their arms.

use core::ops::RangeInclusive;

use crate::evidence::audit::finding::{Check, FindingLevel, NotCheckable};
use crate::evidence::audit::interval::limits;
use crate::evidence::audit::rounding::{overlap, percent};
use crate::evidence::question::{Numbered, Question, answers, is_one_document, pair};
use crate::evidence::result::{Contrast, Finding, ReportedOutcome, ReportedScale};
use crate::evidence::trial::Trial;

/// The result of an arm, and the range of its number on the scale of the contrast.
type Side<'t> = Numbered<'t, RangeInclusive<f64>>;

/// Compares a contrast with the results of its arms.
///
/// It is a fault if one document contradicts itself, and a note if two documents differ or if the two may be computed in
/// different ways: a percent change of an unstated kind, and a difference of shares, which may be adjusted for strata,
/// unless the arms' own difference is outside its interval. Means of one analysis are taken to be of one model.
pub(super) fn check<'t>(
    trial: &'t Trial,
    contrast: &'t Contrast,
) -> Option<(FindingLevel, Check<'t>)> {
    let printed = contrast.estimate?;
    let read = |scale| {
        let [arm, reference] = sides(trial, contrast, scale)?;
        let range = between(&arm.1, &reference.1, scale);
        Ok((scale, [arm, reference], range))
    };
    let (mut tried, mut failed) = (Vec::new(), None);
    for reading in printed.scale.readings().into_iter().map(read) {
        match reading {
            Ok(reading) => tried.push(reading),
            Err(why) => failed = Some(why),
        }
    }
    if let Some(why) = failed.filter(|_| tried.is_empty()) {
        return Some((FindingLevel::NotChecked, Check::NotCheckable(why)));
    }
    let is_printed = |range: &RangeInclusive<f64>| overlap(range, &printed.value.rounding());
    let fitting = tried.iter().find(|(.., range)| is_printed(range));
    let agrees = fitting.is_some();
    let (scale, [(arm, of_arm), (reference, of_reference)], range) =
        fitting.or_else(|| tried.first())?;
    let read_as_ratio = tried.get(1).filter(|_| !agrees).map(|(.., range)| range.clone());
    let own = |outcome: &ReportedOutcome| is_one_document(&outcome.source, &contrast.source);
    let of_unstated = |outcome: &ReportedOutcome| {
        let estimate = outcome.finding.estimate();
        estimate.is_some_and(|it| it.scale == ReportedScale::PercentUnstated)
    };
    let another_mean = printed.scale == ReportedScale::PercentUnstated
        || scale.is_ratio() && (of_unstated(arm) || of_unstated(reference));
    let adjusted = arm.finding.share().is_some()
        && printed.interval.is_none_or(|interval| overlap(&limits(&interval), range));
    let level = match agrees {
        true => FindingLevel::Agreement,
        false if another_mean || adjusted => FindingLevel::Note,
        false if own(arm) && own(reference) => FindingLevel::Fault,
        false => FindingLevel::Note,
    };
    let negative = |range: &RangeInclusive<f64>| -range.end()..=-range.start();
    let turned = [
        (*arm, between(&negative(of_arm), of_reference, *scale)),
        (*reference, between(of_arm, &negative(of_reference), *scale)),
    ];
    let by_division = scale.is_ratio();
    let explains = !agrees && !by_division;
    let mut turned = turned.into_iter().filter(|(_, range)| explains && is_printed(range));
    let other_sign = turned.next().map(|(outcome, _)| outcome);
    let from_arms = range.clone();
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

/// The results of the two arms of a contrast on its scale.
fn sides<'t>(
    trial: &'t Trial,
    contrast: &'t Contrast,
    scale: ReportedScale,
) -> Result<[Side<'t>; 2], NotCheckable<'t>> {
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
    let [arm, reference] = pair(&arms, &references, &contrast.source)
        .ok_or(NotCheckable::NoResult(&contrast.reference))?;
    if scale.is_ratio() && *reference.1.start() <= 0.0 {
        return Err(NotCheckable::MayBeZero(reference.0));
    }
    Ok([arm.clone(), reference.clone()])
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
