//! Checks of intervals against their estimates and p-values.

use core::ops::RangeInclusive;

use crate::evidence::audit::finding::{Check, FindingLevel};
use crate::evidence::audit::rounding::overlap;
use crate::evidence::printed::Printed;
use crate::evidence::result::{
    ConfidenceInterval, Contrast, PValue, ReportedEstimate, ReportedScale, Test,
};
use crate::evidence::trial::Trial;
use crate::numeric::distribution::{normal_quantile, two_sided_normal};

/// Compares a p-value with the one that the interval of its estimate implies, or that of the same estimate in another
/// source.
///
/// A p-value that does not agree is a note if another test is named, and a fault otherwise.
pub(super) fn check_p<'t>(
    trial: &'t Trial,
    contrast: &'t Contrast,
) -> Option<(FindingLevel, Check<'t>)> {
    let (estimate, p) = (contrast.estimate?, contrast.p.as_ref()?);
    let asked = || trial.contrasts().iter().filter(|other| other.asks_the_same_as(contrast));
    let (interval_of, implied) = match estimate.interval {
        Some(interval) => (None, implied(&estimate, &interval)?),
        None => asked().find_map(|other| {
            let same = other.estimate?;
            let of_it =
                same.scale == estimate.scale && overlap(&same.rounding(), &estimate.rounding());
            Some((Some(other), implied(&same, &same.interval.filter(|_| of_it)?)?))
        })?,
    };
    let values = |p: &PValue| if p.is_bound { 0.0..=p.value.value() } else { p.value.rounding() };
    let fits = overlap(&implied, &values(p));
    let level = match p.test {
        _ if fits => FindingLevel::Agreement,
        Test::Unstated | Test::Ancova => FindingLevel::Fault,
        Test::JointRank | Test::Named(_) => FindingLevel::Note,
    };
    let names_it = |other: &&Contrast| {
        let named = other.p.as_ref().filter(|other| other.test != Test::Unstated);
        named.is_some_and(|other| overlap(&values(other), &values(p)))
    };
    let named_by = (!fits && p.test == Test::Unstated).then(|| asked().find(names_it)).flatten();
    Some((level, Check::PValue { p, interval_of, implied, fits, named_by }))
}

/// Finds intervals whose midpoint is not their estimate, and intervals in points that are symmetric only as ratios.
pub(super) fn check_middle(contrast: &Contrast) -> Option<(FindingLevel, Check<'_>)> {
    let estimate = contrast.estimate?;
    let interval = estimate.interval.filter(|interval| !are_swapped(interval))?;
    let middle = |scale: ReportedScale| -> Option<bool> {
        let low = symmetric(interval.low, scale)?;
        let high = symmetric(interval.high, scale)?;
        let middle = (low.start() + high.start()) / 2.0..=(low.end() + high.end()) / 2.0;
        Some(overlap(&middle, &symmetric(estimate.value, scale)?))
    };
    if middle(estimate.scale)? {
        return None;
    }
    let percent =
        matches!(estimate.scale, ReportedScale::PercentagePoints | ReportedScale::PercentUnstated);
    let of_a_ratio = percent && middle(ReportedScale::PercentOfGeometricMean) == Some(true);
    Some((FindingLevel::Fault, if of_a_ratio { Check::IntervalOfARatio } else { Check::OffCentre }))
}

/// Whether the printed lower limit is above the upper limit.
pub(super) fn are_swapped(interval: &ConfidenceInterval) -> bool {
    interval.low.value() > interval.high.value()
}

/// The range of a printed number on the scale on which intervals are symmetric: the logarithm for ratios. `None` if it
/// may be 0 or less.
fn symmetric(value: Printed, scale: ReportedScale) -> Option<RangeInclusive<f64>> {
    let (low, high) = value.rounding().into_inner();
    if !scale.is_ratio() {
        return Some(low..=high);
    }
    let (low, high) = (scale.comparable(low), scale.comparable(high));
    (low > 0.0).then(|| low.ln()..=high.ln())
}

/// The two-sided p-values that an estimate and its 95 % interval imply.
fn implied(
    estimate: &ReportedEstimate,
    interval: &ConfidenceInterval,
) -> Option<RangeInclusive<f64>> {
    let scale = estimate.scale;
    let centre = symmetric(estimate.value, scale)?;
    let low = symmetric(interval.low, scale)?;
    let high = symmetric(interval.high, scale)?;
    // 95 % lie within 1.959964 standard errors on either side.
    let standard_error = |width: f64| width / (2.0 * normal_quantile(0.95));
    let narrow = standard_error(high.start() - low.end());
    let wide = standard_error(high.end() - low.start());
    let nearest = if *centre.start() <= 0.0 && *centre.end() >= 0.0 {
        0.0
    } else {
        centre.start().abs().min(centre.end().abs())
    };
    let farthest = centre.start().abs().max(centre.end().abs());
    let p = |distance: f64, error: f64| two_sided_normal(distance / error);
    (narrow > 0.0).then(|| p(farthest, narrow)..=p(nearest, wide))
}
