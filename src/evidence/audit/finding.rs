//! What an audit finds: at which result, how grave, and what.

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

/// One thing that was checked, and what came out.
///
/// It prints on one line with its level, the result and its source: `agreement: ALSFRS-R total, ... [JAMA Neurol
/// 2026;83:115, table 2]: agrees with its arms ...`.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct AuditFinding<'t> {
    /// How grave it is.
    pub level: FindingLevel,
    /// The result that was checked.
    pub subject: AuditSubject<'t>,
    /// What was checked, and what came out.
    pub check: Check<'t>,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum FindingLevel {
    /// A source prints what cannot be so, or what it or the results that it sums up contradict.
    Fault,
    /// Something to know before the number is used: two sources differ, a p-value is of another test than the
    /// estimate, or a reviewer does not rely on the readings.
    Note,
    /// Two numbers agree within their rounding.
    Agreement,
    /// It could not be checked.
    NotChecked,
}

/// What was checked.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum AuditSubject<'t> {
    /// A result between two arms.
    Contrast(&'t Contrast),
    /// The result of an arm.
    Outcome(&'t ReportedOutcome),
    /// How an endpoint was measured.
    Endpoint(&'t Endpoint),
    /// What starts the treatment of these arms.
    Trigger(&'t Trigger, Vec<&'t Arm>),
}

/// What a check of a result found.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Check<'t> {
    /// A contrast beside what its arms give.
    Arms {
        /// The number of the contrast.
        printed: ReportedEstimate,
        /// The result of its arm.
        arm: &'t ReportedOutcome,
        /// The result of its reference arm.
        reference: &'t ReportedOutcome,
        /// What the two give on the scale of the contrast, from the lowest to the highest their rounding allows.
        from_arms: RangeInclusive<f64>,
        /// Whether the contrast can be one of these.
        agrees: bool,
        /// The one of the two with which it would agree if that had the other sign.
        other_sign: Option<&'t ReportedOutcome>,
    },
    /// A contrast that cannot be compared with its arms.
    NotCheckable(NotCheckable<'t>),
    /// A p-value beside the one that an estimate and its interval imply by a normal approximation.
    PValue {
        /// The p-value.
        p: &'t PValue,
        /// The contrast with the interval, if another source prints it.
        interval_of: Option<&'t Contrast>,
        /// The p-values that estimate and interval imply.
        implied: RangeInclusive<f64>,
        /// Whether the p-value can be one of these.
        fits: bool,
        /// Where no test is named, the contrast of another source that prints this p-value with its test.
        named_by: Option<&'t Contrast>,
    },
    /// An interval printed in points is symmetric around its estimate only as a ratio.
    IntervalOfARatio,
    /// The middle of an interval is not its estimate, neither in points nor as a ratio.
    OffCentre,
    /// A p-value of an endpoint behind one that was not met, or of none of the trial's endpoints, not marked as
    /// nominal.
    NotNominal {
        /// The endpoint that was not met.
        not_met: &'t TrialEndpoint,
    },
    /// A number that cannot be.
    Impossible(Impossible),
    /// More participants are counted than the arm has: some of them never entered it, or the number is wrong.
    MoreThanTheArm {
        /// How many are counted.
        counted: u32,
        /// How many the arm has.
        n: u32,
    },
    /// A share of participants that no whole number of them gives: a misprint, or an imputed share.
    NoWholeNumber {
        /// How many participants there are.
        n: u32,
        /// Whether all of them are counted; otherwise no smaller number gives it either.
        all: bool,
    },
    /// Another result of the same arms, endpoint, population, time, analysis and method that is not the same number.
    OtherContrast(&'t Contrast),
    /// Another result of the same arm, endpoint, population, time, analysis and method that is not the same number.
    OtherOutcome(&'t ReportedOutcome),
    /// A result of the same endpoint and arm that a printed range leaves out.
    LeavesOut(&'t ReportedOutcome),
    /// Two documents name different methods.
    MethodsDiffer {
        /// The method by one.
        one: &'t Method,
        /// The method by the other.
        other: &'t Method,
    },
    /// A treatment starts at a level of an assay whose levels a reviewer does not rely on.
    UnreliableTrigger(&'t Verdict),
}

/// Why a contrast cannot be compared with its arms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum NotCheckable<'t> {
    /// This arm has no number for the endpoint, population and time of the contrast.
    NoResult(&'t str),
    /// The number of this arm cannot be put on the scale of the contrast.
    OtherScale(&'t ReportedOutcome),
    /// The number of this arm may be 0 by its rounding, and nothing can be divided by it.
    MayBeZero(&'t ReportedOutcome),
}

/// A number that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Impossible {
    /// A p-value below 0 or above 1.
    PValue(Printed),
    /// The lower end of an interval is above the upper one.
    EndsSwapped {
        /// What is printed as the lower end.
        low: Printed,
        /// What is printed as the upper end.
        high: Printed,
    },
    /// A ratio that is not above 0.
    Ratio(Printed),
    /// A change below -100 % of what cannot be negative.
    BelowNothing(Printed),
    /// A share below 0 % or above 100 % of the participants.
    Share(Printed),
    /// A value or change farther than the endpoint's range allows.
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
    /// More participants with an event than participants.
    Events {
        /// With the event.
        count: u32,
        /// Of all.
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
            Self::Arms { printed, arm, reference, from_arms, agrees, other_sign } => {
                let verb = if *agrees { "agrees" } else { "does not agree" };
                let over = if printed.scale.is_ratio() { "over" } else { "less" };
                let [value, beside] = [arm, reference].map(|outcome| number(outcome));
                let give = range(from_arms, printed.value.decimals() + 1);
                write!(f, "{verb} with its arms: {value} {over} {beside}, ")?;
                write!(f, "which give {give}")?;
                other_sign.map_or(Ok(()), |outcome| {
                    write!(f, "; it would with the other sign of {:?}", &*outcome.arm)
                })
            }
            Self::NotCheckable(why) => why.fmt(f),
            Self::PValue { p, interval_of, implied, fits, named_by } => {
                let implied = p_values(implied);
                let relation = if p.is_bound { "<" } else { "=" };
                let printed = format!("p {relation} {}", p.value);
                let interval = match interval_of {
                    Some(other) => format!("the interval of {}", Cited(&other.source)),
                    None => "the interval".to_owned(),
                };
                match (&p.test, fits) {
                    (_, true) => write!(f, "{printed} fits {interval}, which implies {implied}"),
                    (Test::Unstated, false) => {
                        write!(f, "{printed}, of which no test is named, is not of the estimate: ")?;
                        write!(f, "{interval} implies {implied}")?;
                        named_by.map_or(Ok(()), |other| {
                            let test = other.p.as_ref().map_or(&Test::Unstated, |p| &p.test);
                            let source = Cited(&other.source);
                            write!(f, "; {source} names it as of the {test}")
                        })
                    }
                    (test, false) => {
                        write!(f, "{printed} is of the {test}; {interval} implies {implied}")
                    }
                }
            }
            Self::IntervalOfARatio => f.write_str(
                "the interval is symmetric on the log scale alone: the points are percent changes of a ratio",
            ),
            Self::OffCentre => f.write_str("the middle of the interval is not the estimate"),
            Self::NotNominal { not_met } => {
                write!(f, "the p-value is nominal and not marked so, after {not_met}")
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
                write!(f, "no number of arm {arm:?} for this endpoint, population and time")
            }
            Self::OtherScale(outcome) => {
                write!(f, "arm {:?} is on another scale: {}", &*outcome.arm, number(outcome))
            }
            Self::MayBeZero(outcome) => {
                write!(f, "arm {:?} may be 0 by its rounding: {}", &*outcome.arm, number(outcome))
            }
        }
    }
}

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PValue(p) => write!(f, "a p-value of {p}, and none is below 0 or above 1"),
            Self::EndsSwapped { low, high } => {
                write!(f, "the upper end of the interval, {high}, is below the lower end, {low}")
            }
            Self::Ratio(value) => write!(f, "{value} is not above 0, and every ratio is"),
            Self::BelowNothing(value) => {
                write!(f, "{value} % is below -100 %, and nothing can fall by more than all of it")
            }
            Self::Share(value) => write!(f, "{value} % is not from 0 % to 100 %"),
            Self::OutOfRange { value, low, high } => {
                write!(f, "{value} is farther than the endpoint's range of {low} to {high} allows")
            }
            Self::NoGeometricMean => {
                f.write_str("the endpoint can be 0, so that it has no geometric mean")
            }
            Self::Events { count, of } => write!(f, "{count} is more than {of}"),
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
