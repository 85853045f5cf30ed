//! Checks of contrasts against the results of their arms.

use core::ops::RangeInclusive;

use crate::evidence::audit::finding::{Check, FindingLevel, NotCheckable};
use crate::evidence::audit::rounding::{overlap, percent};
use crate::evidence::result::{Contrast, ReportedEstimate, ReportedOutcome, ReportedScale};
use crate::evidence::trial::Trial;

/// The result of an arm, and the range of its number on the scale of the contrast.
type Side<'t> = (&'t ReportedOutcome, RangeInclusive<f64>);

/// Compares a contrast with the results of its arms: a fault if one document contradicts itself, a note if two
/// documents differ.
pub(super) fn check<'t>(
    trial: &'t Trial,
    contrast: &'t Contrast,
) -> Option<(FindingLevel, Check<'t>)> {
    let printed = contrast.estimate?;
    let sides = match sides(trial, contrast, printed.scale) {
        Ok(sides) => sides,
        Err(why) => return Some((FindingLevel::NotChecked, Check::NotCheckable(why))),
    };
    let is_printed = |range: &RangeInclusive<f64>| overlap(range, &printed.rounding());
    let [(arm, of_arm), (reference, of_reference)] = sides;
    let range = between(&of_arm, &of_reference, printed.scale);
    let agrees = is_printed(&range);
    let own = |outcome: &ReportedOutcome| outcome.source.document == contrast.source.document;
    let level = match agrees {
        true => FindingLevel::Agreement,
        false if own(arm) && own(reference) => FindingLevel::Fault,
        false => FindingLevel::Note,
    };
    let negative = |range: &RangeInclusive<f64>| -range.end()..=-range.start();
    let turned = [
        (arm, between(&negative(&of_arm), &of_reference, printed.scale)),
        (reference, between(&of_arm, &negative(&of_reference), printed.scale)),
    ];
    let explains = !agrees && !printed.scale.is_ratio();
    let mut turned = turned.into_iter().filter(|(_, range)| explains && is_printed(range));
    let other_sign = turned.next().map(|(outcome, _)| outcome);
    let from_arms = match printed.scale {
        ReportedScale::PercentOfGeometricMean => {
            100.0 * (range.start() - 1.0)..=100.0 * (range.end() - 1.0)
        }
        _ => range,
    };
    Some((level, Check::Arms { printed, arm, reference, from_arms, agrees, other_sign }))
}

/// Arm over reference for ratios, arm minus reference otherwise.
fn between(
    arm: &RangeInclusive<f64>,
    reference: &RangeInclusive<f64>,
    scale: ReportedScale,
) -> RangeInclusive<f64> {
    if scale.is_ratio() {
        // No ratio is below 0.
        return arm.start().max(0.0) / reference.end()..=arm.end().max(0.0) / reference.start();
    }
    arm.start() - reference.end()..=arm.end() - reference.start()
}

/// The results of the two arms of a contrast: those of its own document if it has both, or else the first ones listed.
fn sides<'t>(
    trial: &'t Trial,
    contrast: &'t Contrast,
    scale: ReportedScale,
) -> Result<[Side<'t>; 2], NotCheckable<'t>> {
    let numbers = |arm: &'t str, own: bool| {
        let outcomes = trial.outcomes().iter().filter(move |outcome| {
            let same_question = outcome.endpoint == contrast.endpoint
                && outcome.population == contrast.population
                && outcome.at == contrast.at
                && outcome.analysis == contrast.analysis;
            outcome.arm == arm && same_question
        });
        outcomes
            .filter(move |outcome| !own || outcome.source.document == contrast.source.document)
            .filter_map(|outcome| Some((outcome, outcome.finding.estimate()?)))
    };
    let side = |arm: &'t str, own: bool| {
        let mut on_it = numbers(arm, own)
            .filter_map(|(outcome, estimate)| Some((outcome, on_scale(&estimate, scale)?)));
        on_it.next().ok_or_else(|| match numbers(arm, false).next() {
            Some((outcome, _)) => NotCheckable::OtherScale(outcome),
            None => NotCheckable::NoResult(arm),
        })
    };
    let both = |own| Ok([side(&contrast.arm, own)?, side(&contrast.reference, own)?]);
    let sides = both(true).or_else(|_: NotCheckable<'_>| both(false))?;
    let [_, (reference, range)] = &sides;
    if scale.is_ratio() && *range.start() <= 0.0 {
        return Err(NotCheckable::MayBeZero(reference));
    }
    Ok(sides)
}

/// The range of an arm's number on the scale of a contrast. `None` if it cannot be converted.
fn on_scale(arm: &ReportedEstimate, scale: ReportedScale) -> Option<RangeInclusive<f64>> {
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
