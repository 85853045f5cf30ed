//! Checks for impossible numbers.

use crate::evidence::audit::finding::{Check, FindingLevel, Impossible};
use crate::evidence::audit::interval::{are_swapped, check_error, df_of, limits};
use crate::evidence::audit::rounding::overlap;
use crate::evidence::level::{MedianTime, ReportedLevel, Spread};
use crate::evidence::printed::Printed;
use crate::evidence::result::{
    ConfidenceInterval, Contrast, Finding, ReportedEstimate, ReportedOutcome, ReportedScale,
};
use crate::evidence::trial::{Arm, Trial};
use crate::measure::endpoint::Endpoint;

type Found<'t> = Vec<(FindingLevel, Check<'t>)>;

/// Finds what is impossible in a contrast.
pub(super) fn of_contrast(contrast: &Contrast) -> Found<'_> {
    let p = contrast.p.as_ref().map(|p| p.value);
    let p = p.filter(|p| !(0.0..=1.0).contains(&p.value())).map(Impossible::PValue);
    let mut found: Vec<Impossible> = p.into_iter().collect();
    if let Some(estimate) = &contrast.estimate {
        found.extend(of_estimate(estimate, &contrast.endpoint, Of::Contrast));
    }
    faults(found)
}

/// Finds what is impossible in the result of an arm, or possible only if participants outside the arm are counted or
/// values are imputed.
pub(super) fn of_outcome<'t>(trial: &'t Trial, outcome: &'t ReportedOutcome) -> Found<'t> {
    let mut found = Vec::new();
    match &outcome.finding {
        Finding::Estimate(estimate) => {
            found.extend(of_estimate(estimate, &outcome.endpoint, Of::Arm));
            let share = (estimate.scale == ReportedScale::PercentOfParticipants)
                .then_some(estimate.value)
                .filter(|share| !(0.0..=100.0).contains(&share.value()));
            found.extend(share.map(Impossible::Share));
        }
        Finding::Range { low, high, scale } => {
            let ends = [low, high].map(|end| ReportedEstimate::new(*end, *scale));
            found.extend(ends.iter().flat_map(|end| of_estimate(end, &outcome.endpoint, Of::Arm)));
        }
        Finding::Level(level) => found.extend(of_level(level, &outcome.endpoint)),
        &Finding::MedianTime(MedianTime { median, low: Some(low), high: Some(high), .. }) => {
            found.extend(of_interval(median, ConfidenceInterval { low, high }));
        }
        &Finding::Events { count, of } => {
            found.extend((count > of).then_some(Impossible::Events { count, of }));
        }
        _ => {}
    }
    let n = trial.arm(&outcome.arm).ok().and_then(Arm::n);
    // Once for each number of participants.
    let same =
        |other: &&ReportedOutcome| other.arm == outcome.arm && other.counted() == outcome.counted();
    let is_first = trial.outcomes().iter().find(same).is_some_and(|first| first == outcome);
    let more = outcome.counted().zip(n).filter(|(counted, n)| is_first && counted > n);
    let more = more.map(|(counted, n)| Check::MoreThanTheArm { counted, n });
    let notes = more.into_iter().chain(no_whole_number(trial, outcome, n));
    let least_df = outcome.n.and_then(|n| df_of(n, &outcome.analysis));
    let error = outcome.finding.estimate();
    let error = error.and_then(|it| check_error(&it, &outcome.endpoint, least_df));
    let notes = notes.map(|check| (FindingLevel::Note, check));
    faults(found).into_iter().chain(error).chain(notes).collect()
}

/// What a number belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// One arm: a value or a change.
    Arm,
    /// A contrast of two arms: a difference of changes can be twice as large as a change, and a difference of percent
    /// changes can be below -100.
    Contrast,
}

fn faults<'t>(found: Vec<Impossible>) -> Found<'t> {
    found.into_iter().map(|why| (FindingLevel::Fault, Check::Impossible(why))).collect()
}

/// Finds what is impossible in a number and its interval.
fn of_estimate(estimate: &ReportedEstimate, endpoint: &Endpoint, of: Of) -> Vec<Impossible> {
    let ReportedEstimate { value, scale, interval, standard_error } = *estimate;
    let ends = interval.map(|interval| [interval.low, interval.high]);
    let ends = ends.into_iter().flatten();
    let numbers = core::iter::once(value).chain(ends);
    let mut found: Vec<Impossible> =
        numbers.filter_map(|value| no_ratio(value, scale, of)).collect();
    found.extend(interval.and_then(|interval| of_interval(Some(value), interval)));
    found.extend(standard_error.and_then(negative));
    if let Some((low, high)) = endpoint.range() {
        let (lowest, highest) = (f64::from(low), f64::from(high));
        let reach = match of {
            Of::Arm => (highest - lowest).max(lowest.abs()).max(highest.abs()),
            Of::Contrast => 2.0 * (highest - lowest),
        };
        let far = scale == ReportedScale::Points && value.value().abs() > reach;
        found.extend(far.then_some(Impossible::OutOfRange { value, low, high }));
        let geometric = matches!(
            scale,
            ReportedScale::GeometricMeanRatio | ReportedScale::PercentOfGeometricMean
        );
        found.extend((geometric && low <= 0).then_some(Impossible::NoGeometricMean));
    }
    found
}

/// Finds limits that are swapped, or that their own number is outside of.
fn of_interval(value: Option<Printed>, interval: ConfidenceInterval) -> Option<Impossible> {
    let ConfidenceInterval { low, high } = interval;
    if are_swapped(&interval) {
        return Some(Impossible::EndsSwapped { low, high });
    }
    let value = value.filter(|value| !overlap(&limits(&interval), &value.rounding()))?;
    Some(Impossible::OutsideItsLimits { value, low, high })
}

fn negative(spread: Printed) -> Option<Impossible> {
    (spread.value() < 0.0).then_some(Impossible::NegativeSpread(spread))
}

/// Finds what is impossible in a level and its spread.
fn of_level(level: &ReportedLevel, endpoint: &Endpoint) -> Vec<Impossible> {
    let mut found = Vec::new();
    let mut values = vec![level.value];
    for spread in &level.spread {
        match *spread {
            Spread::StandardDeviation(value)
            | Spread::StandardError(value)
            | Spread::CoefficientOfVariation(value) => found.extend(negative(value)),
            Spread::Range { low, high } => {
                values.extend([low, high]);
                found.extend(of_interval(Some(level.value), ConfidenceInterval { low, high }));
            }
        }
    }
    if let Some((low, high)) = endpoint.range() {
        let within = f64::from(low)..=f64::from(high);
        let out = values.into_iter().filter(|value| !within.contains(&value.value()));
        found.extend(out.map(|value| Impossible::OutOfRange { value, low, high }));
    }
    found
}

/// Whether no number that rounds to the printed one is a ratio above 0, or a percent change of one.
fn no_ratio(value: Printed, scale: ReportedScale, of: Of) -> Option<Impossible> {
    let highest = *value.rounding().end();
    match scale {
        ReportedScale::GeometricMeanRatio | ReportedScale::HazardRatio => {
            (highest <= 0.0).then_some(Impossible::Ratio(value))
        }
        ReportedScale::PercentUnstated if of == Of::Contrast => None,
        ReportedScale::PercentOfGeometricMean | ReportedScale::PercentUnstated => {
            (highest <= -100.0).then_some(Impossible::BelowNothing(value))
        }
        _ => None,
    }
}

/// Whether no whole number of participants gives a percentage. Percentages with an interval are estimates and are not
/// checked. If the number counted is not stated, all numbers up to the largest known for the arm are tried.
fn no_whole_number<'t>(
    trial: &Trial,
    outcome: &ReportedOutcome,
    n: Option<u32>,
) -> Option<Check<'t>> {
    let estimate = outcome.finding.estimate()?;
    if estimate.scale != ReportedScale::PercentOfParticipants || estimate.interval.is_some() {
        return None;
    }
    let of_arm = trial.outcomes().iter().filter(|other| other.arm == outcome.arm);
    let most = outcome.n.or_else(|| of_arm.filter_map(ReportedOutcome::counted).chain(n).max())?;
    let share = estimate.value.rounding();
    let gives = |of: u32| {
        // The largest whole number that is not above the share.
        let count = (share.end() / 100.0 * f64::from(of) + 1e-9).floor();
        100.0 * count / f64::from(of) >= share.start() - 1e-9
    };
    // Some whole number of a thousand gives every share of one decimal.
    let mut numbers = outcome.n.unwrap_or(1)..=most;
    let none = (1..1000).contains(&most) && !numbers.any(gives);
    none.then_some(Check::NoWholeNumber { n: most, all: outcome.n.is_some() })
}
