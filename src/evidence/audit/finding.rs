//! Findings of an audit: the result checked, the severity, and the outcome of the check.

use core::fmt;
use core::ops::RangeInclusive;

use crate::evidence::audit::rounding::{p_values, range};
use crate::evidence::method::{Method, Verdict};
use crate::evidence::printed::Printed;
use crate::evidence::result::{Contrast, PValue, ReportedEstimate, ReportedOutcome, Test};
use crate::evidence::source::Source;
use crate::evidence::trial::{Arm, TrialEndpoint};
use crate::measure::assay::Trigger;
use crate::measure::endpoint::Endpoint;

/// One check of a published result, and its outcome.
///
/// It prints on one line with its level, the result and its source: `agreement: ALSFRS-R total, ... [JAMA Neurol
/// 2026;83:115, table 2]: agrees with its arms ...`.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AuditFinding<'t> {
    /// The severity.
    pub level: FindingLevel,
    /// What was checked: a result, a method or a trigger.
    pub subject: AuditSubject<'t>,
    /// The check and its outcome.
    pub check: Check<'t>,
}

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum FindingLevel {
    /// Rounding does not explain it, nor does a usual method of analysis: a number is impossible, two numbers of one
    /// document contradict each other, a range leaves out a result that it sums up, or a p-value is set beside an
    /// estimate that is known not to be its own.
    Fault,
    /// Know this before you use the number: two sources differ, a p-value or an interval is of another method than the
    /// usual one for its estimate, or a reviewer found the readings not reliable.
    Note,
    /// Two numbers agree within their rounding.
    Agreement,
    /// The result could not be checked.
    NotChecked,
}

/// What was checked: a result, a method or a trigger.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum AuditSubject<'t> {
    /// A result between two arms.
    Contrast(&'t Contrast),
    /// The result of an arm.
    Outcome(&'t ReportedOutcome),
    /// The methods by which an endpoint was measured.
    Endpoint(&'t Endpoint),
    /// The trigger that starts treatment in these arms.
    Trigger(&'t Trigger, Vec<&'t Arm>),
}

/// A check of a result, and its outcome.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Check<'t> {
    /// A contrast was compared with the results of its arms.
    Arms {
        /// The printed estimate of the contrast.
        printed: ReportedEstimate,
        /// The result of its arm.
        arm: &'t ReportedOutcome,
        /// The result of its reference arm.
        reference: &'t ReportedOutcome,
        /// Whether the arms were divided, as for ratios and their percent changes, or subtracted.
        by_division: bool,
        /// The range that the two arms imply on the scale of the contrast, given their rounding.
        from_arms: RangeInclusive<f64>,
        /// The range that they imply by division, if the source does not say of which kind a percent change is and it
        /// agrees with neither. `None` otherwise.
        read_as_ratio: Option<RangeInclusive<f64>>,
        /// Whether the contrast agrees with this range.
        agrees: bool,
        /// The result of an arm whose reversed sign would make the contrast agree. `None` if there is none.
        other_sign: Option<&'t ReportedOutcome>,
    },
    /// A contrast cannot be compared with the results of its arms.
    NotCheckable(NotCheckable<'t>),
    /// A p-value was compared with those that the estimate and its 95 % interval imply.
    ///
    /// Both are taken to be of one distribution: the normal, or a t distribution with at least as many degrees of
    /// freedom as the smaller arm has participants less one. This covers the t tests of Student and Welch, analysis of
    /// covariance and Wald's test. If the results do not state their participants, those of the whole arms are taken
    /// for an analysis by intention to treat. If these are not stated either, or values were imputed, it is the normal
    /// distribution alone. P-values of shares, and of intervals that are not symmetric, are not checked.
    PValue {
        /// The printed p-value.
        p: &'t PValue,
        /// The other contrast whose interval was used. `None` if the contrast of the p-value has one.
        interval_of: Option<&'t Contrast>,
        /// The range of p-values that the estimate and its interval imply. For a percent change of an unstated kind,
        /// the range as a difference or as a ratio, whichever fits; if neither does, both together.
        implied: RangeInclusive<f64>,
        /// Whether the printed p-value agrees with this range.
        fits: bool,
        /// True if p disagrees with this range, but a t distribution with so few degrees of freedom that it would agree
        /// is possible for these numbers of participants. Of whole arms at least a quarter are taken to be analysed.
        few_df: bool,
        /// If p disagrees, `few_df` is false and its source names no test: another contrast with this p-value that does.
        named_by: Option<&'t Contrast>,
    },
    /// A standard error and its 95 % interval are not made from each other by the normal or a t distribution. Standard
    /// errors of ratios are not checked, because they may be those of the logarithm.
    StandardError {
        /// The printed standard error.
        standard_error: Printed,
        /// The range of standard errors that the interval implies.
        implied: RangeInclusive<f64>,
    },
    /// An interval printed in points, for an endpoint that is reported as a ratio to baseline, is symmetric around its
    /// estimate only if both are read as percent changes of a ratio.
    IntervalOfARatio,
    /// The estimate is not the midpoint of its interval: on the log scale for ratios, on the linear scale for
    /// differences, on neither for percent changes of an unstated kind. Exact, profile-likelihood, bootstrap and
    /// Hodges-Lehmann intervals are of this kind, and so are misprints. Differences of shares are not checked.
    OffCentre,
    /// A p-value is nominal but not marked as nominal: an endpoint of the testing sequence was not met, and the p-value
    /// belongs to none of the sequence or to a later endpoint that is not said to be met. It is a note in trials of
    /// several treated arms, because an endpoint does not say in which of them it was not met.
    NotNominal {
        /// The endpoint that was not met.
        not_met: &'t TrialEndpoint,
    },
    /// An impossible number.
    Impossible(Impossible),
    /// More participants are counted than the arm has: some of them never entered it, or the number is wrong.
    MoreThanTheArm {
        /// The number counted.
        counted: u32,
        /// The number of participants in the arm.
        n: u32,
    },
    /// A percentage of participants that no whole number of participants gives: a misprint, or an imputed value.
    NoWholeNumber {
        /// The number of participants.
        n: u32,
        /// Whether exactly `n` participants are counted. If `false`, no smaller number gives the percentage either.
        all: bool,
    },
    /// A different number for the same arms, endpoint, population, time, analysis and method.
    OtherContrast(&'t Contrast),
    /// A different number for the same arm, endpoint, population, time, analysis and method.
    OtherOutcome(&'t ReportedOutcome),
    /// A printed range does not cover this result of the same endpoint, arm and analysis. A range that states
    /// population, time or method covers only results of these.
    LeavesOut(&'t ReportedOutcome),
    /// Two documents name different methods for the same endpoint.
    MethodsDiffer {
        /// The method according to one document.
        one: &'t Method,
        /// The method according to the other.
        other: &'t Method,
    },
    /// Treatment starts at an absolute value of an assay whose absolute values a reviewer found not reliable.
    UnreliableTrigger(&'t Verdict),
}

/// Why a contrast cannot be compared with its arms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum NotCheckable<'t> {
    /// This arm has no number for the endpoint, population, time and analysis of the contrast.
    NoResult(&'t str),
    /// The number of this arm cannot be converted to the scale of the contrast.
    OtherScale(&'t ReportedOutcome),
    /// The number of this arm may be 0 within its rounding, so the ratio is not defined.
    MayBeZero(&'t ReportedOutcome),
    /// Population or time is not stated or not one, so that results of the arms may be of others.
    SeveralQuestions,
}

/// An impossible number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Impossible {
    /// A p-value below 0 or above 1.
    PValue(Printed),
    /// The lower limit of an interval is above the upper limit.
    EndsSwapped {
        /// The number printed as the lower limit.
        low: Printed,
        /// The number printed as the upper limit.
        high: Printed,
    },
    /// A number outside its own interval, or outside the range of the values that it is the average of.
    OutsideItsLimits {
        /// The number.
        value: Printed,
        /// The lower limit, or the lowest value.
        low: Printed,
        /// The upper limit, or the highest value.
        high: Printed,
    },
    /// A standard error, standard deviation or coefficient of variation below 0.
    NegativeSpread(Printed),
    /// A ratio that is not above 0.
    Ratio(Printed),
    /// A change below -100 % of a quantity that cannot be negative.
    BelowNothing(Printed),
    /// A percentage of participants below 0 % or above 100 %.
    Share(Printed),
    /// A value or change that the endpoint's range does not allow.
    OutOfRange {
        /// The number.
        value: Printed,
        /// The lowest value of the endpoint.
        low: i32,
        /// The highest value of the endpoint.
        high: i32,
    },
    /// A geometric mean of an endpoint that can be 0.
    NoGeometricMean,
    /// More participants with an event than participants in all.
    Events {
        /// Participants with the event.
        count: u32,
        /// All participants.
        of: u32,
    },
}

impl fmt::Display for AuditFinding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.level, self.subject, self.check)
    }
}

impl fmt::Display for FindingLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fault => "fault",
            Self::Note => "note",
            Self::Agreement => "agreement",
            Self::NotChecked => "not checked",
        })
    }
}

/// A document and the place in it.
struct Cited<'t>(&'t Source);

impl fmt::Display for Cited<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.document)?;
        self.0.place.as_ref().map_or(Ok(()), |place| write!(f, ", {place}"))
    }
}

/// Prints the result with its source: `ALSFRS-R total, ...: 1.2 points [a paper, table 2]`.
impl fmt::Display for AuditSubject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contrast(contrast) => write!(f, "{contrast} [{}]", Cited(&contrast.source)),
            Self::Outcome(outcome) => write!(f, "{outcome} [{}]", Cited(&outcome.source)),
            Self::Endpoint(endpoint) => endpoint.fmt(f),
            Self::Trigger(trigger, arms) => {
                let names: Vec<String> =
                    arms.iter().map(|arm| format!("{:?}", arm.name())).collect();
                let names = names.join(" and ");
                write!(f, "{names}: treatment starts at an absolute level, {trigger}")
            }
        }
    }
}

impl fmt::Display for Check<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Arms {
                printed, arm, reference, by_division, from_arms, read_as_ratio, agrees, other_sign
            } => {
                let verb = if *agrees { "agrees" } else { "does not agree" };
                let over = if *by_division { "over" } else { "minus" };
                let [value, beside] = [arm, reference].map(|outcome| number(outcome));
                let decimals = printed.value.decimals() + 1;
                write!(f, "{verb} with its arms: {value} {over} {beside}, ")?;
                write!(f, "which give {}", range(from_arms, decimals))?;
                if let Some(ratio) = read_as_ratio {
                    write!(f, ", and as a percent change of a ratio {}", range(ratio, decimals))?;
                }
                other_sign.map_or(Ok(()), |outcome| {
                    write!(f, "; it would if the sign of {:?} were reversed", &*outcome.arm)
                })
            }
            Self::NotCheckable(why) => why.fmt(f),
            Self::PValue { p, interval_of, implied, fits, few_df, named_by } => {
                let implied = p_values(implied, p.value);
                let relation = if p.is_bound { "<" } else { "=" };
                let printed = format!("p {relation} {}", p.value);
                let interval = match interval_of {
                    Some(other) => format!("the interval of {}", Cited(&other.source)),
                    None => "the interval".to_owned(),
                };
                match (&p.test, fits) {
                    (_, true) => write!(f, "{printed} fits {interval}, which implies {implied}"),
                    _ if *few_df => {
                        write!(f, "{printed} fits {interval} only by a t distribution of few degrees ")?;
                        write!(f, "of freedom; otherwise it implies {implied}")
                    }
                    (Test::Unstated | Test::Ancova, false) => {
                        let test = p.test.to_string().replace("not stated", "not named");
                        write!(f, "{printed} ({test}) does not fit {interval}, ")?;
                        write!(f, "which implies {implied}")?;
                        named_by.map_or(Ok(()), |other| {
                            let test = other.p.as_ref().map_or(&Test::Unstated, |p| &p.test);
                            let source = Cited(&other.source);
                            write!(f, "; {source} attributes it to the {test}")
                        })
                    }
                    (test, false) => {
                        write!(f, "{printed} belongs to the {test}; {interval} implies {implied}")
                    }
                }
            }
            Self::StandardError { standard_error, implied } => {
                let implied = range(implied, standard_error.decimals() + 1);
                write!(f, "the standard error {standard_error} does not belong to the interval, ")?;
                write!(f, "which implies {implied}")
            }
            Self::IntervalOfARatio => f.write_str(
                "the interval is symmetric only on the log scale: the points are percent changes of a ratio",
            ),
            Self::OffCentre => f.write_str("the estimate is not the midpoint of the interval"),
            Self::NotNominal { not_met } => {
                write!(f, "the p-value is nominal but not marked as nominal, because of {not_met}")
            }
            Self::Impossible(why) => why.fmt(f),
            Self::MoreThanTheArm { counted, n } => {
                write!(f, "{counted} participants are counted, and the arm has {n}")
            }
            Self::NoWholeNumber { n, all } => {
                let most = if *all { "" } else { "or fewer " };
                write!(f, "no whole number of {n} {most}participants gives this share: ")?;
                f.write_str("a misprint, or an imputed share")
            }
            Self::OtherContrast(other) => {
                let number = other.estimate.map(|estimate| estimate.to_string());
                let number = number.unwrap_or_default();
                write!(f, "also printed as {number} [{}]", Cited(&other.source))
            }
            Self::OtherOutcome(other) => {
                write!(f, "also printed as {} [{}]", other.finding, Cited(&other.source))
            }
            Self::LeavesOut(outcome) => write!(f, "leaves out {}", AuditSubject::Outcome(outcome)),
            Self::MethodsDiffer { one, other } => {
                write!(f, "measured by {} [{}] ", one.name, Cited(&one.source))?;
                write!(f, "or by {} [{}]", other.name, Cited(&other.source))
            }
            Self::UnreliableTrigger(verdict) => {
                write!(f, "{verdict} [{}]", Cited(&verdict.source))
            }
        }
    }
}

impl fmt::Display for NotCheckable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoResult(arm) => {
                write!(f, "arm {arm:?} has no number of the same endpoint, population, time, ")?;
                f.write_str("analysis and method")
            }
            Self::OtherScale(outcome) => {
                write!(f, "arm {:?} is on another scale: {}", &*outcome.arm, number(outcome))
            }
            Self::MayBeZero(outcome) => {
                let number = number(outcome);
                write!(f, "arm {:?} may be 0 within its rounding: {number}", &*outcome.arm)
            }
            Self::SeveralQuestions => {
                f.write_str("the population or the time is not stated, or there are several")
            }
        }
    }
}

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PValue(p) => write!(f, "the p-value {p} is not from 0 to 1"),
            Self::EndsSwapped { low, high } => {
                write!(f, "the upper end of the interval, {high}, is below the lower end, {low}")
            }
            Self::OutsideItsLimits { value, low, high } => {
                write!(f, "{value} is outside its own limits of {low} to {high}")
            }
            Self::NegativeSpread(value) => {
                write!(f, "the standard error or spread {value} is below 0")
            }
            Self::Ratio(value) => write!(f, "the ratio {value} is not above 0"),
            Self::BelowNothing(value) => {
                write!(f, "{value} % is below -100 %, the lowest possible change")
            }
            Self::Share(value) => write!(f, "{value} % is not from 0 % to 100 %"),
            Self::OutOfRange { value, low, high } => {
                write!(f, "{value} is outside what the endpoint's range of {low} to {high} allows")
            }
            Self::NoGeometricMean => {
                f.write_str("the endpoint can be 0, so that it has no geometric mean")
            }
            Self::Events { count, of } => write!(
                f,
                "{count} participants with the event are more than {of} participants in all"
            ),
        }
    }
}

/// The number of an outcome without its interval, or what there is instead.
fn number(outcome: &ReportedOutcome) -> String {
    match outcome.finding.estimate() {
        Some(estimate) => ReportedEstimate { interval: None, ..estimate }.to_string(),
        None => outcome.finding.to_string(),
    }
}
