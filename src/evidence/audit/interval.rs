//! Checks of intervals against their estimates, p-values and standard errors.

use core::ops::RangeInclusive;

use crate::evidence::analysis::ReportedAnalysis;
use crate::evidence::audit::finding::{Check, FindingLevel};
use crate::evidence::audit::rounding::overlap;
use crate::evidence::question::{answers, contrasts_like, is_one_document};
use crate::evidence::result::{
    ConfidenceInterval, Contrast, PValue, Population, ReportedEstimate, ReportedOutcome,
    ReportedScale, Test,
};
use crate::evidence::trial::Trial;
use crate::measure::endpoint::{Endpoint, ReportedAs};
use crate::numeric::distribution::normal_quantile;
use crate::numeric::student_t::{t_quantile, two_sided_t};

/// Compares a p-value with those that the interval of its estimate implies, or that of the same estimate in another
/// result.
///
/// A p-value of another test is no fault, so that one that does not agree is a note. It is a fault only if it is said
/// to be of the analysis of covariance, or if it is set beside the estimate without a test and another document prints
/// it with another test. Intervals that are not symmetric, and those of shares, are of methods that imply no p-value.
pub(super) fn check_p<'t>(
    trial: &'t Trial,
    contrast: &'t Contrast,
) -> Option<(FindingLevel, Check<'t>)> {
    let (estimate, p) = (contrast.estimate?, contrast.p.as_ref()?);
    if is_of_shares(estimate.scale, &contrast.endpoint) {
        return None;
    }
    let asked = || contrasts_like(trial.contrasts(), contrast);
    let has_it = |other: &&Contrast| {
        other.estimate.is_some_and(|it| {
            it.scale == estimate.scale && overlap(&it.rounding(), &estimate.rounding())
        })
    };
    let implies_p =
        |other: &&Contrast| other.estimate.is_some_and(|it| implied_by(it, None).next().is_some());
    let interval_of = match estimate.interval {
        Some(_) => None,
        None => Some(asked().filter(has_it).find(implies_p)?),
    };
    let of = interval_of.unwrap_or(contrast);
    let (estimate, counted, whole) = (of.estimate?, least_df(trial, of), whole_df(trial, of));
    let least_df = counted.or(whole);
    let values = |p: &PValue| if p.is_bound { 0.0..=p.value.value() } else { p.value.rounding() };
    let is_printed = |range: &RangeInclusive<f64>| overlap(range, &values(p));
    let fitting = implied_by(estimate, least_df).find(is_printed);
    let fits = fitting.is_some();
    // Of whole arms a quarter at least: (df + 1) / 4 participants.
    let few = whole.map_or(1.0, |df| ((df - 3.0) / 4.0).max(1.0));
    let few_df =
        !fits && counted.is_none() && implied_by(estimate, Some(few)).any(|it| is_printed(&it));
    let both = implied_by(estimate, least_df)
        .reduce(|one, other| one.start().min(*other.start())..=one.end().max(*other.end()));
    let names_it = |other: &&Contrast| {
        let is_another = |p: &&PValue| !matches!(p.test, Test::Unstated | Test::Ancova);
        let named = other.p.as_ref().filter(is_another);
        named.is_some_and(|other| {
            other.is_bound == p.is_bound && overlap(&values(other), &values(p))
        })
    };
    let is_unnamed = !fits && !few_df && p.test == Test::Unstated;
    let named_by = asked().filter(|_| is_unnamed).find(names_it);
    let stated = estimate.scale != ReportedScale::PercentUnstated;
    let level = match (&p.test, named_by) {
        _ if fits => FindingLevel::Agreement,
        (Test::Ancova, _) if !few_df && stated => FindingLevel::Fault,
        (_, Some(other)) if stated && !is_one_document(&other.source, &contrast.source) => {
            FindingLevel::Fault
        }
        _ => FindingLevel::Note,
    };
    let implied = fitting.or(both)?;
    Some((level, Check::PValue { p, interval_of, implied, fits, few_df, named_by }))
}

/// The fewest degrees of freedom that a t distribution of a result of so many participants may have: one less, which is
/// the least of Welch's test if they are those of the smaller arm, and leaves room for covariates. `None` if values are
/// imputed, which may take any number away.
pub(super) fn df_of(n: u32, analysis: &ReportedAnalysis) -> Option<f64> {
    (analysis.imputation.is_none() && n > 1).then(|| f64::from(n) - 1.0)
}

/// The fewest degrees of freedom of a contrast; `None` if its results do not state their participants.
pub(super) fn least_df(trial: &Trial, contrast: &Contrast) -> Option<f64> {
    let [arm, reference] = [&contrast.arm, &contrast.reference].map(|name| {
        let results = answers(trial.outcomes(), contrast.into(), name);
        results.filter_map(ReportedOutcome::counted).min()
    });
    df_of(arm?.min(reference?), &contrast.analysis)
}

/// The degrees of freedom of whole arms, of which some participants may be missing; `None` if the analysis is not by
/// intention to treat.
fn whole_df(trial: &Trial, contrast: &Contrast) -> Option<f64> {
    let [arm, reference] =
        [&contrast.arm, &contrast.reference].map(|name| trial.arm(name).ok()?.n());
    let whole = contrast.population == Population::IntentionToTreat;
    df_of(arm?.min(reference?), &contrast.analysis).filter(|_| whole)
}

/// Finds estimates that are not the midpoint of their interval, and intervals in points that are symmetric only as
/// ratios.
pub(super) fn check_middle(contrast: &Contrast) -> Option<(FindingLevel, Check<'_>)> {
    let estimate = contrast.estimate?;
    let interval = estimate.interval?;
    let possible =
        !are_swapped(&interval) && overlap(&limits(&interval), &estimate.value.rounding());
    let is_middle = |scale| Some(around(&estimate, scale)?.0);
    let is_off = estimate.scale.readings().into_iter().all(|scale| is_middle(scale) == Some(false));
    if !possible || !is_off || is_of_shares(estimate.scale, &contrast.endpoint) {
        return None;
    }
    let of_a_ratio = estimate.scale == ReportedScale::PercentagePoints
        && contrast.endpoint.reported_as() == ReportedAs::RatioToBaseline
        && is_middle(ReportedScale::PercentOfGeometricMean) == Some(true);
    if of_a_ratio {
        return Some((FindingLevel::Fault, Check::IntervalOfARatio));
    }
    Some((FindingLevel::Note, Check::OffCentre))
}

/// Finds a standard error that no t distribution with at least so many degrees of freedom makes its interval of.
pub(super) fn check_error<'t>(
    estimate: &ReportedEstimate,
    endpoint: &Endpoint,
    least_df: Option<f64>,
) -> Option<(FindingLevel, Check<'t>)> {
    let scale = estimate.scale;
    let (half, standard_error) = (half_width(estimate, scale)?, estimate.standard_error?);
    let of_no_scale = scale.is_ratio() || scale == ReportedScale::PercentUnstated;
    if of_no_scale || is_of_shares(scale, endpoint) {
        return None;
    }
    let most = t_quantile(0.95, least_df.unwrap_or(1.0));
    let implied = half.start() / most..=half.end() / normal_quantile(0.95);
    (!overlap(&implied, &standard_error.rounding()))
        .then_some((FindingLevel::Fault, Check::StandardError { standard_error, implied }))
}

/// Whether the printed lower limit is above the upper limit.
pub(super) fn are_swapped(interval: &ConfidenceInterval) -> bool {
    interval.low.value() > interval.high.value()
}

/// The range between the limits of an interval, with their rounding.
pub(super) fn limits(interval: &ConfidenceInterval) -> RangeInclusive<f64> {
    *interval.low.rounding().start()..=*interval.high.rounding().end()
}

/// Whether a difference is one of shares of participants: it has many kinds of intervals and tests, none of them made
/// from a standard error alone.
fn is_of_shares(scale: ReportedScale, endpoint: &Endpoint) -> bool {
    let in_points = scale == ReportedScale::PercentagePoints;
    scale == ReportedScale::PercentOfParticipants
        || in_points && endpoint.reported_as() == ReportedAs::Proportion
}

/// Whether a range is farther from an estimate than its interval is wide, or on the other side of no difference than the
/// whole interval. `None` if there is no interval.
pub(super) fn is_beyond(
    estimate: &ReportedEstimate,
    scale: ReportedScale,
    range: &RangeInclusive<f64>,
) -> Option<bool> {
    let half = around(estimate, scale)?.1.end().abs();
    let (low, high) = symmetric(estimate.value.rounding(), scale)?.into_inner();
    let range = symmetric(range.clone(), scale)?;
    let is_opposite =
        low - half > 0.0 && *range.end() < 0.0 || high + half < 0.0 && *range.start() > 0.0;
    Some(is_opposite || !overlap(&(low - 2.0 * half..=high + 2.0 * half), &range))
}

/// A range on the scale on which intervals are symmetric: the logarithm for ratios. `None` if it reaches to 0 or less.
fn symmetric(range: RangeInclusive<f64>, scale: ReportedScale) -> Option<RangeInclusive<f64>> {
    let (low, high) = range.into_inner();
    if !scale.is_ratio() {
        return Some(low..=high);
    }
    let (low, high) = (scale.comparable(low), scale.comparable(high));
    (low > 0.0).then(|| low.ln()..=high.ln())
}

/// Whether an estimate may be the midpoint of its interval on a scale, and half the width of the interval. `None` if
/// there is no interval or the scale has no such numbers.
fn around(
    estimate: &ReportedEstimate,
    scale: ReportedScale,
) -> Option<(bool, RangeInclusive<f64>)> {
    let ConfidenceInterval { low, high } = estimate.interval?;
    let (low, high) = (symmetric(low.rounding(), scale)?, symmetric(high.rounding(), scale)?);
    let middle = (low.start() + high.start()) / 2.0..=(low.end() + high.end()) / 2.0;
    let half = (high.start() - low.end()) / 2.0..=(high.end() - low.start()) / 2.0;
    Some((overlap(&middle, &symmetric(estimate.value.rounding(), scale)?), half))
}

/// Half the width of an interval that is symmetric around its estimate and is not one number.
fn half_width(estimate: &ReportedEstimate, scale: ReportedScale) -> Option<RangeInclusive<f64>> {
    let (is_middle, half) = around(estimate, scale)?;
    (is_middle && *half.start() > 0.0).then_some(half)
}

/// The p-values that an estimate implies, on each scale that it may be on.
fn implied_by(
    estimate: ReportedEstimate,
    least_df: Option<f64>,
) -> impl Iterator<Item = RangeInclusive<f64>> {
    let readings = estimate.scale.readings().into_iter();
    readings.filter_map(move |scale| implied(&estimate, scale, least_df))
}

/// The two-sided p-values that an estimate and its 95 % interval imply by the normal distribution and by any t
/// distribution with at least so many degrees of freedom.
fn implied(
    estimate: &ReportedEstimate,
    scale: ReportedScale,
    least_df: Option<f64>,
) -> Option<RangeInclusive<f64>> {
    let half = half_width(estimate, scale)?;
    let centre = symmetric(estimate.value.rounding(), scale)?;
    let nearest = centre.start().max(-centre.end()).max(0.0);
    let farthest = centre.end().max(-centre.start());
    // With fewer degrees of freedom, p is nearer to 0.05.
    let p = |half_widths: f64, df: f64| two_sided_t(half_widths * t_quantile(0.95, df), df);
    let ends = [f64::INFINITY, least_df.unwrap_or(f64::INFINITY)];
    let [smallest, largest] = [farthest / half.start(), nearest / half.end()]
        .map(|half_widths| ends.map(|df| p(half_widths, df)));
    Some(smallest[0].min(smallest[1])..=largest[0].max(largest[1]))
}
