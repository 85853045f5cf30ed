//! Whether published results agree with each other: contrasts with their arms, p-values with their
//! estimates and with the sequence of the tests, ranges with the results they put together, sources with each other on
//! how an endpoint was measured.
//!
//! Every printed number stands for all the numbers that round to it. A check only speaks of a
//! disagreement that no such numbers can explain.

use core::fmt;
use core::ops::RangeInclusive;

use crate::evidence::method::{Method, ReadingUse, Verdict};
use crate::evidence::result::{
    ConfidenceInterval, Contrast, Finding, PValue, ReportedEstimate, ReportedOutcome,
    ReportedScale, Test,
};
use crate::evidence::trial::{Arm, Rank, Trial, TrialEndpoint};
use crate::measure::assay::Trigger;
use crate::numeric::distribution::{normal_quantile, two_sided_normal};

/// One thing that was checked, and what came out.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum AuditFinding<'t> {
    /// A contrast beside what its arms give.
    Arms {
        /// The contrast.
        contrast: &'t Contrast,
        /// What its arms give, from the lowest to the highest their rounding allows.
        from_arms: RangeInclusive<f64>,
        /// Whether the contrast can be one of these.
        agrees: bool,
    },
    /// One of a contrast's arms has no number in the trial.
    ArmsMissing {
        /// The contrast.
        contrast: &'t Contrast,
    },
    /// A p-value beside the one of its estimate and interval by a normal approximation.
    PValue {
        /// The contrast.
        contrast: &'t Contrast,
        /// The p-values that estimate and interval allow.
        from_interval: RangeInclusive<f64>,
        /// Whether the p-value can be one of these; if not, it belongs to another test.
        fits: bool,
    },
    /// An interval printed in points is symmetric around its estimate only as a ratio.
    IntervalOfARatio {
        /// The contrast.
        contrast: &'t Contrast,
    },
    /// The middle of an interval is not its estimate, neither in points nor as a ratio.
    OffCentre {
        /// The contrast.
        contrast: &'t Contrast,
    },
    /// A p-value of an endpoint behind one that was not met, or of none of the trial's endpoints, not marked as nominal.
    NotNominal {
        /// The contrast.
        contrast: &'t Contrast,
        /// The endpoint that was not met.
        not_met: &'t TrialEndpoint,
    },
    /// Two documents name different methods for one endpoint.
    MethodsDiffer {
        /// The method by one.
        one: &'t Method,
        /// The method by the other.
        other: &'t Method,
    },
    /// A treatment starts at a level of an assay whose levels a reviewer does not rely on.
    UnreliableTrigger {
        /// The arm.
        arm: &'t Arm,
        /// What the reviewer says.
        verdict: &'t Verdict,
    },
    /// A printed range leaves out a result of the same endpoint and arm.
    RangeLeavesOut {
        /// The range.
        range: &'t ReportedOutcome,
        /// What it leaves out.
        outcome: &'t ReportedOutcome,
    },
}

impl AuditFinding<'_> {
    /// Whether it finds fault with a source.
    pub fn is_fault(&self) -> bool {
        matches!(
            self,
            Self::Arms { agrees: false, .. }
                | Self::PValue { fits: false, .. }
                | Self::IntervalOfARatio { .. }
                | Self::OffCentre { .. }
                | Self::NotNominal { .. }
                | Self::MethodsDiffer { .. }
                | Self::UnreliableTrigger { .. }
                | Self::RangeLeavesOut { .. }
        )
    }
}

impl Trial {
    /// Checks the trial's published results against each other.
    ///
    /// Each contrast is recomputed from the results of its two arms for the same endpoint, population, time and
    /// analysis: arms of the contrast's own source, where that has both, or else the first ones. Ratios are
    /// divided, differences subtracted. Each p-value is compared with the one of estimate and interval by a
    /// normal approximation, on the scale of the logarithm for ratios.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use aso_regimen::catalog::tofersen;
    ///
    /// let valor = tofersen::valor();
    /// let faults: Vec<String> = valor
    ///     .audit()
    ///     .iter()
    ///     .filter(|remark| remark.is_fault())
    ///     .map(ToString::to_string)
    ///     .collect();
    /// assert!(faults.iter().any(|fault| fault.contains("p = 0.97 (joint rank test) is not the p")));
    /// # }
    /// ```
    pub fn audit(&self) -> Vec<AuditFinding<'_>> {
        let contrasts = self.contrasts().iter().flat_map(|contrast| {
            [self.against_arms(contrast), p_value(contrast), interval_scale(contrast)]
                .into_iter()
                .flatten()
        });
        contrasts
            .chain(self.left_out_of_ranges())
            .chain(self.not_nominal())
            .chain(self.methods_differ())
            .chain(self.unreliable_triggers())
            .collect()
    }

    /// P-values that are nominal, as an endpoint before was not met, and not marked so.
    fn not_nominal(&self) -> impl Iterator<Item = AuditFinding<'_>> {
        let in_sequence =
            |of: &TrialEndpoint| of.rank <= Rank::KeySecondary && of.earlier.is_none();
        let failed =
            self.endpoints().iter().position(|of| in_sequence(of) && of.is_met == Some(false));
        failed.into_iter().flat_map(move |failed| {
            let tested = &self.endpoints()[..=failed];
            let nominal = move |contrast: &&Contrast| {
                !tested.iter().any(|of| in_sequence(of) && is_tested_by(of, contrast))
            };
            let unmarked =
                |contrast: &&Contrast| contrast.p.as_ref().is_some_and(|p| !p.is_nominal);
            let contrasts = self.contrasts().iter().filter(unmarked).filter(nominal);
            contrasts.map(move |contrast| AuditFinding::NotNominal {
                contrast,
                not_met: &tested[failed],
            })
        })
    }

    fn methods_differ(&self) -> impl Iterator<Item = AuditFinding<'_>> {
        self.methods().iter().enumerate().flat_map(move |(index, one)| {
            let differs = move |other: &&Method| {
                let documents_differ = other.source.document != one.source.document;
                other.endpoint == one.endpoint && other.name != one.name && documents_differ
            };
            let others = self.methods()[index + 1..].iter().filter(differs);
            others.map(move |other| AuditFinding::MethodsDiffer { one, other })
        })
    }

    /// Each trigger once, at the first arm that it starts.
    fn unreliable_triggers(&self) -> impl Iterator<Item = AuditFinding<'_>> {
        let arms = self.arms().iter().enumerate().filter(move |(index, arm)| {
            let mut before = self.arms()[..*index].iter();
            arm.trigger().is_some() && before.all(|other| other.trigger() != arm.trigger())
        });
        arms.flat_map(move |(_, arm)| {
            let of_it = |method: &&Method| {
                method.assay().ok().as_ref() == arm.trigger().map(Trigger::assay)
            };
            let methods = self.methods().iter().filter(of_it);
            let verdicts = methods.flat_map(|method| method.verdicts_on(ReadingUse::Absolute));
            verdicts
                .filter(|verdict| !verdict.is_reliable)
                .map(move |verdict| AuditFinding::UnreliableTrigger { arm, verdict })
        })
    }

    fn against_arms<'t>(&'t self, contrast: &'t Contrast) -> Option<AuditFinding<'t>> {
        let printed = contrast.estimate?;
        let Some((arm, reference)) = self.arms_of(contrast) else {
            return Some(AuditFinding::ArmsMissing { contrast });
        };
        let (low, high) = arm.into_inner();
        let (least, most) = reference.into_inner();
        let from_arms = if printed.scale.is_ratio() {
            low / most..=high / least
        } else {
            low - most..=high - least
        };
        Some(AuditFinding::Arms {
            contrast,
            agrees: overlap(&from_arms, &printed.rounding()),
            from_arms,
        })
    }

    /// The two results a contrast is made of, on its scale.
    fn arms_of(&self, contrast: &Contrast) -> Option<(RangeInclusive<f64>, RangeInclusive<f64>)> {
        let scale = contrast.estimate?.scale;
        let first = |arm: &str, own: bool| {
            let outcomes = self.outcomes().iter();
            outcomes
                .filter(|outcome| outcome.arm == arm && same_question(outcome, contrast))
                .filter(|outcome| !own || outcome.source.document == contrast.source.document)
                .find_map(|outcome| on_scale(&outcome.finding.estimate()?, scale))
        };
        let both = |own| Some((first(&contrast.arm, own)?, first(&contrast.reference, own)?));
        both(true).or_else(|| both(false))
    }

    fn left_out_of_ranges(&self) -> impl Iterator<Item = AuditFinding<'_>> + '_ {
        self.outcomes().iter().flat_map(move |range| {
            let ends = match range.finding {
                Finding::Range { low, high, .. } => {
                    let (one, other) = (low.value(), high.value());
                    Some(one.min(other)..=one.max(other))
                }
                _ => None,
            };
            self.outcomes().iter().filter_map(move |outcome| {
                let percent = percent_change(&outcome.finding)?;
                let same = outcome.endpoint == range.endpoint && outcome.arm == range.arm;
                let out = !overlap(ends.as_ref()?, &percent);
                (same && out).then_some(AuditFinding::RangeLeavesOut { range, outcome })
            })
        })
    }
}

/// Whether the p-value of a contrast is that of an endpoint of the trial.
fn is_tested_by(of: &TrialEndpoint, contrast: &Contrast) -> bool {
    let unstated = |p: &PValue| [&of.test, &p.test].contains(&&Test::Unstated);
    let test = contrast.p.as_ref().is_none_or(|p| unstated(p) || p.test == of.test);
    test && of.endpoint == contrast.endpoint
        && of.population == contrast.population
        && of.at == contrast.at
        && contrast.analysis.is_planned != Some(false)
}

fn same_question(outcome: &ReportedOutcome, contrast: &Contrast) -> bool {
    outcome.endpoint == contrast.endpoint
        && outcome.population == contrast.population
        && outcome.at == contrast.at
        && outcome.analysis == contrast.analysis
}

/// The result of an arm with its rounding, on the scale of a contrast; `None` if it has no place there.
fn on_scale(arm: &ReportedEstimate, scale: ReportedScale) -> Option<RangeInclusive<f64>> {
    if scale == arm.scale {
        return Some(arm.rounding());
    }
    let (low, high) = arm.value.rounding().into_inner();
    let (low, high) = (arm.scale.percent(low)?, arm.scale.percent(high)?);
    match scale {
        ReportedScale::PercentagePoints | ReportedScale::PercentUnstated => Some(low..=high),
        ReportedScale::GeometricMeanRatio | ReportedScale::PercentOfGeometricMean => {
            Some(1.0 + low / 100.0..=1.0 + high / 100.0)
        }
        _ => None,
    }
}

/// A percent change with its rounding; `None` for findings of other kinds.
fn percent_change(finding: &Finding) -> Option<RangeInclusive<f64>> {
    let ReportedEstimate { value, scale, .. } = finding.estimate()?;
    let (low, high) = value.rounding().into_inner();
    Some(scale.percent(low)?..=scale.percent(high)?)
}

/// Whether two ranges meet, with room for the rounding of the arithmetic itself.
fn overlap(one: &RangeInclusive<f64>, other: &RangeInclusive<f64>) -> bool {
    const ROUNDING: f64 = 1e-9;
    one.start() - ROUNDING <= *other.end() && other.start() - ROUNDING <= *one.end()
}

/// On the scale on which intervals are symmetric: the logarithm for ratios.
fn symmetric(range: RangeInclusive<f64>, scale: ReportedScale) -> Option<RangeInclusive<f64>> {
    if !scale.is_ratio() {
        return Some(range);
    }
    let (low, high) = range.into_inner();
    let (low, high) = (scale.comparable(low), scale.comparable(high));
    (low > 0.0).then(|| low.ln()..=high.ln())
}

/// The two-sided p-values that an estimate and its 95 % interval allow.
fn p_from_interval(
    estimate: &ReportedEstimate,
    interval: &ConfidenceInterval,
) -> Option<RangeInclusive<f64>> {
    let scale = estimate.scale;
    let centre = symmetric(estimate.value.rounding(), scale)?;
    let low = symmetric(interval.low.rounding(), scale)?;
    let high = symmetric(interval.high.rounding(), scale)?;
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

fn p_value(contrast: &Contrast) -> Option<AuditFinding<'_>> {
    let estimate = contrast.estimate?;
    let p = contrast.p.as_ref()?;
    let from_interval = p_from_interval(&estimate, &estimate.interval?)?;
    let printed = if p.is_bound { 0.0..=p.value.value() } else { p.value.rounding() };
    Some(AuditFinding::PValue { contrast, fits: overlap(&from_interval, &printed), from_interval })
}

/// Finds intervals whose middle is not their estimate, and those in points where it is so only if both are taken as ratios.
fn interval_scale(contrast: &Contrast) -> Option<AuditFinding<'_>> {
    let estimate = contrast.estimate?;
    let interval = estimate.interval?;
    let middle = |scale: ReportedScale| -> Option<bool> {
        let low = symmetric(interval.low.rounding(), scale)?;
        let high = symmetric(interval.high.rounding(), scale)?;
        let middle = (low.start() + high.start()) / 2.0..=(low.end() + high.end()) / 2.0;
        Some(overlap(&middle, &symmetric(estimate.value.rounding(), scale)?))
    };
    // No ratio is below 0.
    let highest = estimate.scale.comparable(*interval.high.rounding().end());
    if !(estimate.scale.is_ratio() && highest < 0.0) && middle(estimate.scale)? {
        return None;
    }
    let percent =
        matches!(estimate.scale, ReportedScale::PercentagePoints | ReportedScale::PercentUnstated);
    if percent && middle(ReportedScale::PercentOfGeometricMean) == Some(true) {
        return Some(AuditFinding::IntervalOfARatio { contrast });
    }
    Some(AuditFinding::OffCentre { contrast })
}

impl fmt::Display for AuditFinding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (contrast, words, range) = match self {
            Self::Arms { contrast, from_arms, agrees } => {
                let verb = if *agrees { "agrees" } else { "does not agree" };
                (contrast, format!("{verb} with its arms"), from_arms)
            }
            Self::PValue { contrast, from_interval, fits } => {
                let words = match &contrast.p {
                    Some(p) if !fits => {
                        format!("{p} is not the p of the estimate and its interval")
                    }
                    _ => "the p-value fits estimate and interval".to_owned(),
                };
                (contrast, words, from_interval)
            }
            Self::ArmsMissing { contrast } => {
                return write!(f, "{contrast}: not checked, an arm has no number");
            }
            Self::IntervalOfARatio { contrast } => {
                return write!(
                    f,
                    "{contrast}: the interval is symmetric around the estimate as that of a ratio, not as \
                     one of points"
                );
            }
            Self::OffCentre { contrast } => {
                return write!(f, "{contrast}: the middle of the interval is not the estimate");
            }
            Self::NotNominal { contrast, not_met } => {
                return write!(
                    f,
                    "{contrast}: the p-value is nominal and not marked so, after {not_met}"
                );
            }
            Self::MethodsDiffer { one, other } => {
                let [here, there] = [one, other].map(|method| &method.source.document);
                let (endpoint, one, other) = (&one.endpoint, &one.name, &other.name);
                return write!(f, "{endpoint}: {one} by {here}, {other} by {there}");
            }
            Self::UnreliableTrigger { arm, verdict } => {
                return write!(
                    f,
                    "arm {:?}: its treatment starts at a level; {verdict}",
                    arm.name()
                );
            }
            Self::RangeLeavesOut { range, outcome } => {
                return write!(f, "{range}: leaves out {outcome}");
            }
        };
        let (low, high) = (range.start(), range.end());
        write!(f, "{contrast}: {words}, which give {low:.3} to {high:.3}")
    }
}
