//! Published results of trials, for one arm or between two arms.
//!
//! ```
//! use aso_regimen::evidence::result::{ReportedEstimate, ReportedScale};
//!
//! let ratio = ReportedEstimate::new("0.45".parse()?, ReportedScale::GeometricMeanRatio);
//! let change = ratio.percent_change().expect("a ratio has a percent change");
//! assert_eq!(format!("{change:.0}"), "-55 %");
//! let points = ReportedEstimate::new("1.2".parse()?, ReportedScale::Points);
//! assert_eq!(points.percent_change(), None);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! A number needs its scale. "-55 %" can be a mean of percent changes or the percent change of a geometric mean, and
//! "-22.2 %" can be points of a percent-predicted value. So every [`ReportedEstimate`] has a [`ReportedScale`]; if the
//! source does not state it, it is [`ReportedScale::PercentUnstated`].

use core::fmt;
use core::ops::RangeInclusive;
use std::borrow::Cow;

use crate::calendar::StudyDay;
use crate::evidence::analysis::ReportedAnalysis;
use crate::evidence::level::{MedianTime, ReportedLevel};
use crate::evidence::printed::Printed;
use crate::evidence::source::Source;
use crate::measure::change::PercentChange;
use crate::measure::endpoint::Endpoint;

/// The scale of a published number: its unit, and whether it is a ratio or a difference.
///
/// Two related types have other meanings: [`ReportedAs`] is the kind of change that an endpoint is reported as, and the
/// trait `EstimateScale` of the module `analysis` is the scale on which this crate computes estimates.
///
/// [`ReportedAs`]: crate::measure::endpoint::ReportedAs
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ReportedScale {
    /// A geometric mean ratio. For one arm: value over baseline; between arms: the ratio of two of these.
    GeometricMeanRatio,
    /// A geometric mean ratio printed as a percent change: 100 * (ratio - 1).
    PercentOfGeometricMean,
    /// A percent change; the source does not say how it was averaged.
    PercentUnstated,
    /// Points of the endpoint's own scale.
    Points,
    /// Points of percent predicted: a difference of two percentages, not a relative change.
    PercentPredictedPoints,
    /// A difference that a source calls percentage points.
    PercentagePoints,
    /// Standard deviations of a reference sample.
    StandardDeviations,
    /// A hazard ratio.
    HazardRatio,
    /// A percentage of the participants.
    PercentOfParticipants,
}

impl ReportedScale {
    /// Whether the number is a ratio, or one printed as percent: arms are compared by division.
    pub(crate) const fn is_ratio(self) -> bool {
        matches!(self, Self::GeometricMeanRatio | Self::PercentOfGeometricMean | Self::HazardRatio)
    }

    /// What a printed number is on the scale on which arms are compared: a ratio for
    /// [`ReportedScale::PercentOfGeometricMean`], itself otherwise.
    pub(crate) fn comparable(self, printed: f64) -> f64 {
        match self {
            Self::PercentOfGeometricMean => 1.0 + printed / 100.0,
            _ => printed,
        }
    }

    /// The scales that a number may be on: two for a percent change of an unstated kind, which may be a difference of
    /// percent changes or the percent change of a ratio.
    pub(crate) fn readings(self) -> Vec<Self> {
        match self {
            Self::PercentUnstated => vec![self, Self::PercentOfGeometricMean],
            _ => vec![self],
        }
    }

    /// The percent change that a printed number stands for, if it stands for one.
    pub(crate) fn percent(self, printed: f64) -> Option<f64> {
        match self {
            Self::GeometricMeanRatio => Some(100.0 * (printed - 1.0)),
            Self::PercentOfGeometricMean | Self::PercentUnstated => Some(printed),
            _ => None,
        }
    }

    /// The ratio that a printed number stands for, if it stands for one.
    #[cfg(all(feature = "catalog", feature = "kinetics"))]
    pub(crate) fn ratio(self, printed: f64) -> Option<f64> {
        match self {
            Self::GeometricMeanRatio => Some(printed),
            _ => Some(1.0 + self.percent(printed)? / 100.0),
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::GeometricMeanRatio => " (geometric mean ratio)",
            Self::PercentOfGeometricMean => " % (geometric mean)",
            Self::PercentUnstated => " % (kind of mean not stated)",
            Self::Points => " points",
            Self::PercentPredictedPoints => " points of % predicted",
            Self::PercentagePoints => " percentage points",
            Self::StandardDeviations => " SD",
            Self::HazardRatio => " (hazard ratio)",
            Self::PercentOfParticipants => " % of participants",
        }
    }
}

/// A 95 % confidence interval as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, expecting = "an interval with its low and high end")
)]
#[non_exhaustive]
pub struct ConfidenceInterval {
    /// The lower limit.
    pub low: Printed,
    /// The upper limit.
    pub high: Printed,
}

/// A published number with its scale, and with its 95 % confidence interval and standard error if the source prints
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an estimate and its scale"))]
#[non_exhaustive]
pub struct ReportedEstimate {
    /// The number as printed.
    pub value: Printed,
    /// The scale of the number.
    pub scale: ReportedScale,
    /// The 95 % confidence interval, on the same scale. `None` if the source prints none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub interval: Option<ConfidenceInterval>,
    /// The standard error. `None` if the source does not print it.
    #[doc(alias = "SE")]
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub standard_error: Option<Printed>,
}

impl ReportedEstimate {
    /// Returns an estimate without interval and standard error.
    pub const fn new(value: Printed, scale: ReportedScale) -> Self {
        Self { value, scale, interval: None, standard_error: None }
    }

    /// Returns this estimate with its 95 % confidence interval.
    #[must_use]
    pub const fn within(self, low: Printed, high: Printed) -> Self {
        Self { interval: Some(ConfidenceInterval { low, high }), ..self }
    }

    /// Returns this estimate with its standard error.
    #[must_use]
    pub const fn with_standard_error(self, standard_error: Printed) -> Self {
        Self { standard_error: Some(standard_error), ..self }
    }

    /// Returns the percent change, whether it is printed as a percentage or as a geometric mean ratio.
    ///
    /// `None` if the scale is any other, or if the number is below -100 %, which is impossible.
    ///
    /// If the source does not say how the change was averaged, the kind of mean remains unknown.
    pub fn percent_change(&self) -> Option<PercentChange> {
        let percent =
            self.scale.percent(self.value.value()).filter(|percent| *percent >= -100.0)?;
        PercentChange::from_percent(percent).ok()
    }

    /// The range of numbers that round to the printed one, as ratios if the scale is a ratio.
    pub(crate) fn rounding(&self) -> RangeInclusive<f64> {
        let (low, high) = self.value.rounding().into_inner();
        self.scale.comparable(low)..=self.scale.comparable(high)
    }
}

impl fmt::Display for ReportedEstimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value, self.scale.unit())?;
        if let Some(ConfidenceInterval { low, high }) = self.interval {
            write!(f, ", 95 % CI {low} to {high}")?;
        }
        match self.standard_error {
            Some(error) => write!(f, ", SE {error}"),
            None => Ok(()),
        }
    }
}

/// The analysis population of a result.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Population {
    /// Intention to treat: everybody who was randomised.
    IntentionToTreat,
    /// Participants whose disease was expected to progress faster.
    FasterProgressing,
    /// All other participants, whose disease was expected to progress more slowly.
    SlowerProgressing,
    /// The cohorts of a multiple-ascending-dose trial.
    AscendingDose,
    /// Participants of several populations or trials combined.
    Mixed,
    /// Another population, in the source's words.
    Named(Cow<'static, str>),
    /// The source does not say.
    Unstated,
}

impl fmt::Display for Population {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IntentionToTreat => "intention to treat",
            Self::FasterProgressing => "faster progressing",
            Self::SlowerProgressing => "slower progressing",
            Self::AscendingDose => "ascending-dose cohorts",
            Self::Mixed => "mixed",
            Self::Named(name) => name,
            Self::Unstated => "not stated",
        })
    }
}

/// The time of a result in the trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum TimePoint {
    /// A study day.
    Day(StudyDay),
    /// The end of this week.
    Week(u16),
    /// Several times, or the source does not say.
    Unstated,
}

impl fmt::Display for TimePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "day {day}"),
            Self::Week(week) => write!(f, "week {week}"),
            Self::Unstated => f.write_str("time not stated"),
        }
    }
}

/// The result of one arm.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Finding {
    /// A number with its scale.
    Estimate(ReportedEstimate),
    /// A range that sums up several results.
    Range {
        /// The lower end.
        low: Printed,
        /// The upper end.
        high: Printed,
        /// The scale of both numbers.
        scale: ReportedScale,
    },
    /// A level, such as that at baseline, with its spread.
    Level(ReportedLevel),
    /// The median time to an event.
    MedianTime(MedianTime),
    /// The number of participants with an event.
    Events {
        /// Participants with the event.
        count: u32,
        /// All participants.
        of: u32,
    },
    /// Words instead of a number, as in the source.
    Qualitative(Cow<'static, str>),
    /// The source lists the result but leaves it empty.
    NotReported,
}

impl Finding {
    /// The number, where it is one.
    pub(crate) fn estimate(&self) -> Option<ReportedEstimate> {
        match self {
            Self::Estimate(estimate) => Some(*estimate),
            _ => None,
        }
    }

    /// The percentage of participants that the finding stands for, if it stands for one, with its rounding.
    pub(crate) fn share(&self) -> Option<RangeInclusive<f64>> {
        match self {
            Self::Estimate(estimate) => (estimate.scale == ReportedScale::PercentOfParticipants)
                .then(|| estimate.value.rounding()),
            &Self::Events { count, of } if of > 0 => {
                let share = 100.0 * f64::from(count) / f64::from(of);
                Some(share..=share)
            }
            _ => None,
        }
    }
}

impl From<ReportedEstimate> for Finding {
    fn from(estimate: ReportedEstimate) -> Self {
        Self::Estimate(estimate)
    }
}

impl From<ReportedLevel> for Finding {
    fn from(level: ReportedLevel) -> Self {
        Self::Level(level)
    }
}

impl From<MedianTime> for Finding {
    fn from(time: MedianTime) -> Self {
        Self::MedianTime(time)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Estimate(estimate) => estimate.fmt(f),
            Self::Range { low, high, scale } => write!(f, "{low} to {high}{}", scale.unit()),
            Self::Level(level) => level.fmt(f),
            Self::MedianTime(time) => time.fmt(f),
            Self::Events { count, of } => write!(f, "{count} of {of}"),
            Self::Qualitative(words) => f.write_str(words),
            Self::NotReported => f.write_str("not reported"),
        }
    }
}

/// What the results of several arms have in common: endpoint, population, time, analysis, method and source. Here the
/// observed means of two arms, and their difference adjusted for baseline:
///
/// ```
/// use aso_regimen::evidence::audit::FindingLevel;
/// use aso_regimen::evidence::result::{
///     PValue, Population, Readout, ReportedEstimate, ReportedScale, Test, TimePoint,
/// };
/// use aso_regimen::evidence::source::{Source, Status};
/// use aso_regimen::{Arm, Endpoint, Trial};
///
/// let paper = Source::new("a paper", Status::Publication);
/// let function = Readout::new(Endpoint::alsfrs_r(), paper.clone().at("table 2"))
///     .in_population(Population::IntentionToTreat)
///     .at(TimePoint::Week(28));
/// let scale = ReportedScale::Points;
/// let points = |text: &str| text.parse().map(|it| ReportedEstimate::new(it, scale));
/// let contrast = function
///     .contrast("100 mg")
///     .against("placebo")
///     .with_estimate(points("1.4")?.within("-0.8".parse()?, "3.6".parse()?))
///     .with_p(PValue::new("0.21".parse()?).by(Test::Ancova));
/// let trial = Trial::builder("NCT00000001".parse()?, "a trial", paper)
///     .arm(Arm::untreated("100 mg"))
///     .arm(Arm::untreated("placebo"))
///     .outcomes([function.outcome("100 mg", points("-6.98")?)])
///     .outcomes([function.outcome("placebo", points("-8.14")?)])
///     .contrasts([contrast])
///     .build()?;
/// let audit = trial.audit();
/// let notes: Vec<String> =
///     audit.at(FindingLevel::Note).map(|note| note.check.to_string()).collect();
/// let arms = "-6.98 points minus -8.14 points, which give 1.15 to 1.17";
/// assert_eq!(notes, [format!("does not agree with its arms: {arms}")]);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Readout {
    endpoint: Endpoint,
    population: Population,
    at: TimePoint,
    analysis: ReportedAnalysis,
    method: Option<Cow<'static, str>>,
    source: Source,
}

impl Readout {
    /// Returns a readout of an endpoint. Population, time, analysis and method are not stated.
    pub fn new(endpoint: Endpoint, source: Source) -> Self {
        let (population, at) = (Population::Unstated, TimePoint::Unstated);
        let analysis = ReportedAnalysis::default();
        Self { endpoint, population, at, analysis, method: None, source }
    }

    /// Returns this readout with the name of its method.
    #[must_use]
    pub fn measured_by(self, method: impl Into<Cow<'static, str>>) -> Self {
        Self { method: Some(method.into()), ..self }
    }

    /// Returns this readout with its analysis population.
    #[must_use]
    pub fn in_population(self, population: Population) -> Self {
        Self { population, ..self }
    }

    /// Returns this readout with its time.
    #[must_use]
    pub fn at(self, at: TimePoint) -> Self {
        Self { at, ..self }
    }

    /// Returns this readout with its analysis.
    #[must_use]
    pub fn by_analysis(self, analysis: ReportedAnalysis) -> Self {
        Self { analysis, ..self }
    }

    /// Returns the result of one arm.
    pub fn outcome(
        &self,
        arm: impl Into<Cow<'static, str>>,
        finding: impl Into<Finding>,
    ) -> ReportedOutcome {
        ReportedOutcome {
            endpoint: self.endpoint.clone(),
            arm: arm.into(),
            population: self.population.clone(),
            at: self.at,
            analysis: self.analysis.clone(),
            method: self.method.clone(),
            n: None,
            finding: finding.into(),
            source: self.source.clone(),
        }
    }

    /// Returns a contrast for this arm, without a number. Set the reference arm with [`Contrast::against`].
    pub fn contrast(&self, arm: impl Into<Cow<'static, str>>) -> Contrast {
        Contrast {
            endpoint: self.endpoint.clone(),
            arm: arm.into(),
            reference: Cow::Borrowed(""),
            population: self.population.clone(),
            at: self.at,
            analysis: self.analysis.clone(),
            method: self.method.clone(),
            estimate: None,
            p: None,
            words: None,
            source: self.source.clone(),
        }
    }
}

/// The published result of one arm. [`Readout::outcome`] makes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "the result of an arm"))]
#[non_exhaustive]
pub struct ReportedOutcome {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The name of the arm in its trial.
    pub arm: Cow<'static, str>,
    /// The analysis population.
    pub population: Population,
    /// The time of the result in the trial.
    pub at: TimePoint,
    /// The analysis.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "ReportedAnalysis::is_unstated")
    )]
    pub analysis: ReportedAnalysis,
    /// The name of the [`Method`](crate::evidence::method::Method) of measurement. `None` if no source states it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub method: Option<Cow<'static, str>>,
    /// The number of participants counted. `None` if the source does not state it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub n: Option<u32>,
    /// The result itself.
    pub finding: Finding,
    /// The source.
    pub source: Source,
}

impl ReportedOutcome {
    /// Returns this outcome with the number of participants counted.
    #[must_use]
    pub fn with_n(self, n: u32) -> Self {
        Self { n: Some(n), ..self }
    }

    /// The number of participants counted, as far as it is stated.
    pub(crate) fn counted(&self) -> Option<u32> {
        match self.finding {
            Finding::Events { of, .. } => self.n.max(Some(of)),
            _ => self.n,
        }
    }
}

impl fmt::Display for ReportedOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, ", self.endpoint.full_name(), self.arm)?;
        write!(f, "{}, {}{}: ", self.population, self.at, self.analysis.in_brackets())?;
        match &self.finding {
            Finding::Level(level) => level.print(f, self.endpoint.unit()),
            finding => finding.fmt(f),
        }
    }
}

/// The statistical test of a p-value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Test {
    /// The joint rank test of function and survival.
    JointRank,
    /// Analysis of covariance.
    #[doc(alias = "ANCOVA")]
    Ancova,
    /// Another test, by its name.
    Named(Cow<'static, str>),
    /// The source does not name the test.
    Unstated,
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::JointRank => "joint rank test",
            Self::Ancova => "analysis of covariance",
            Self::Named(name) => name,
            Self::Unstated => "test not stated",
        })
    }
}

/// A p-value as printed, with its test.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a p value and its test"))]
#[non_exhaustive]
pub struct PValue {
    /// The number.
    pub value: Printed,
    /// Whether the source prints it as an upper bound, `p < 0.0001`.
    pub is_bound: bool,
    /// The statistical test.
    pub test: Test,
    /// Whether the p-value is nominal: not adjusted for multiple testing, or after an endpoint in the testing sequence
    /// that was not met.
    #[cfg_attr(feature = "serde", serde(default))]
    pub is_nominal: bool,
}

impl PValue {
    /// Returns a p-value printed as this number. The test is not stated.
    pub const fn new(value: Printed) -> Self {
        Self { value, is_bound: false, test: Test::Unstated, is_nominal: false }
    }

    /// Returns a p-value printed as less than this number. The test is not stated.
    pub fn below(value: Printed) -> Self {
        let is_bound = true;
        Self { is_bound, ..Self::new(value) }
    }

    /// Returns this p-value with its test.
    #[must_use]
    pub fn by(self, test: Test) -> Self {
        Self { test, ..self }
    }

    /// Returns this p-value marked as nominal.
    #[must_use]
    pub fn nominal(self) -> Self {
        Self { is_nominal: true, ..self }
    }
}

impl fmt::Display for PValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let relation = if self.is_bound { "<" } else { "=" };
        let nominal = if self.is_nominal { "nominal, " } else { "" };
        write!(f, "p {relation} {} ({nominal}{})", self.value, self.test)
    }
}

/// The published result of one arm compared with another. [`Readout::contrast`] makes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a result between two arms"))]
#[non_exhaustive]
pub struct Contrast {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The name of the arm.
    pub arm: Cow<'static, str>,
    /// The name of the reference arm.
    pub reference: Cow<'static, str>,
    /// The analysis population.
    pub population: Population,
    /// The time of the result in the trial.
    pub at: TimePoint,
    /// The analysis.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "ReportedAnalysis::is_unstated")
    )]
    pub analysis: ReportedAnalysis,
    /// The name of the [`Method`](crate::evidence::method::Method) of measurement. `None` if no source states it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub method: Option<Cow<'static, str>>,
    /// The ratio (arm over reference) or difference (arm minus reference). `None` if none is printed.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub estimate: Option<ReportedEstimate>,
    /// The p-value. `None` if none is printed.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub p: Option<PValue>,
    /// The source's words, instead of a number or in addition to it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub words: Option<Cow<'static, str>>,
    /// The source.
    pub source: Source,
}

impl Contrast {
    /// Returns this contrast with its reference arm.
    #[must_use]
    pub fn against(mut self, reference: impl Into<Cow<'static, str>>) -> Self {
        self.reference = reference.into();
        self
    }

    /// Returns this contrast with its estimate. Pass `None` for none.
    #[must_use]
    pub fn with_estimate(mut self, estimate: impl Into<Option<ReportedEstimate>>) -> Self {
        self.estimate = estimate.into();
        self
    }

    /// Returns this contrast with its p-value. Pass `None` for none.
    #[must_use]
    pub fn with_p(mut self, p: impl Into<Option<PValue>>) -> Self {
        self.p = p.into();
        self
    }

    /// Returns this contrast with the source's words.
    #[must_use]
    pub fn with_words(mut self, words: impl Into<Cow<'static, str>>) -> Self {
        self.words = Some(words.into());
        self
    }
}

impl fmt::Display for Contrast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} ", self.endpoint.full_name(), self.arm)?;
        write!(f, "against {}, {}, ", self.reference, self.population)?;
        write!(f, "{}{}: ", self.at, self.analysis.in_brackets())?;
        let mut separator = "";
        if let Some(estimate) = &self.estimate {
            estimate.fmt(f)?;
            separator = ", ";
        }
        if let Some(p) = &self.p {
            write!(f, "{separator}{p}")?;
            separator = ", ";
        }
        match &self.words {
            Some(words) => write!(f, "{separator}{words}"),
            None => Ok(()),
        }
    }
}
