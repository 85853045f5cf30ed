//! Published results: what a source prints for an arm or for two arms, with its scale, its population and
//! its place.
//!
//! A number without its scale is no result. "-55 %" can be a mean of percent changes or the percent
//! change of a geometric mean; "-22.2 %" can be points of a percent-predicted value. So every [`ReportedEstimate`]
//! names its [`ReportedScale`], and a source that does not say is [`ReportedScale::PercentUnstated`].

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

/// On which scale a source prints a number: its unit, and whether it is a ratio.
///
/// [`ReportedAs`] is another idea, the kind of change that an endpoint is reported as, and the trait
/// `EstimateScale` of the module `analysis` a third, the scale on which estimates are computed here.
///
/// [`ReportedAs`]: crate::measure::endpoint::ReportedAs
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum ReportedScale {
    /// For an arm, the geometric mean of value over baseline; between arms, a ratio of two of these.
    GeometricMeanRatio,
    /// The same ratio, printed as its percent change: 100 * (ratio - 1).
    PercentOfGeometricMean,
    /// A percent change of which the source does not say how it was averaged.
    PercentUnstated,
    /// Points of the endpoint's own scale.
    Points,
    /// Points of percent predicted; a difference of two percentages, not a percent of anything.
    PercentPredictedPoints,
    /// A difference that a source calls percentage points.
    PercentagePoints,
    /// Standard deviations of a reference sample.
    StandardDeviations,
    /// A ratio of hazards.
    HazardRatio,
    /// Percent of the participants.
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
    /// Its lower end.
    pub low: Printed,
    /// Its upper end.
    pub high: Printed,
}

/// A number with its scale, and its 95 % confidence interval where the source prints one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an estimate and its scale"))]
#[non_exhaustive]
pub struct ReportedEstimate {
    /// The number as printed.
    pub value: Printed,
    /// What kind of number it is.
    pub scale: ReportedScale,
    /// Its 95 % confidence interval, on the same scale.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub interval: Option<ConfidenceInterval>,
    /// Its standard error, where the source prints it.
    #[doc(alias = "SE")]
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub standard_error: Option<Printed>,
}

impl ReportedEstimate {
    /// A number without an interval.
    pub const fn new(value: Printed, scale: ReportedScale) -> Self {
        Self { value, scale, interval: None, standard_error: None }
    }

    /// The same with its 95 % confidence interval.
    #[must_use]
    pub const fn within(self, low: Printed, high: Printed) -> Self {
        Self { interval: Some(ConfidenceInterval { low, high }), ..self }
    }

    /// The same with its standard error.
    #[must_use]
    pub const fn with_standard_error(self, standard_error: Printed) -> Self {
        Self { standard_error: Some(standard_error), ..self }
    }

    /// The percent change that the number stands for, whether printed as percent or as a geometric mean
    /// ratio; `None` on every other scale, and if it is below -100 %, which no change is.
    ///
    /// Where the source does not say how the change was averaged, neither does this number.
    pub fn percent_change(&self) -> Option<PercentChange> {
        let percent =
            self.scale.percent(self.value.value()).filter(|percent| *percent >= -100.0)?;
        PercentChange::from_percent(percent).ok()
    }

    /// Every number the printed one may stand for, as a ratio where the scale is one.
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

/// Who was counted in a result.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Population {
    /// Everybody who was randomised.
    IntentionToTreat,
    /// Participants whose disease was expected to progress faster.
    FasterProgressing,
    /// All the others.
    SlowerProgressing,
    /// The cohorts of a multiple-ascending-dose trial.
    AscendingDose,
    /// Participants of several populations or trials in one number.
    Mixed,
    /// Others, in the source's words.
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

/// When in a trial a result was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum TimePoint {
    /// On a study day.
    Day(StudyDay),
    /// At the end of so many weeks.
    Week(u16),
    /// At several times, or the source does not say.
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

/// What was found for one arm.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
#[non_exhaustive]
pub enum Finding {
    /// A number.
    Estimate(ReportedEstimate),
    /// A range of numbers in place of one, in which a source puts several results together.
    Range {
        /// The one end.
        low: Printed,
        /// The other.
        high: Printed,
        /// What kind of numbers they are.
        scale: ReportedScale,
    },
    /// A level, such as that at baseline, with its spread.
    Level(ReportedLevel),
    /// The median time to an event.
    MedianTime(MedianTime),
    /// So many participants of so many.
    Events {
        /// With the event.
        count: u32,
        /// Of all.
        of: u32,
    },
    /// Words instead of a number, as the source has it.
    Qualitative(Cow<'static, str>),
    /// The source has a place for it and nothing in it.
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

/// What the arms of a row of results have in common: endpoint, population, time, analysis and source.
///
/// ```
/// use aso_regimen::Endpoint;
/// use aso_regimen::evidence::result::{
///     Readout, ReportedEstimate, ReportedScale, TimePoint,
/// };
/// use aso_regimen::evidence::source::{Source, Status};
///
/// let paper = Source::new("a paper", Status::Publication).at("table 2");
/// let function = Readout::new(Endpoint::alsfrs_r(), paper).at(TimePoint::Week(28));
/// let points = |text: &str| {
///     Ok::<_, Box<dyn core::error::Error>>(ReportedEstimate::new(
///         text.parse()?,
///         ReportedScale::Points,
///     ))
/// };
/// let drug = function.outcome("100 mg", points("-6.98")?).with_n(39);
/// assert_eq!(
///     drug.to_string(),
///     "ALSFRS-R total, clinical function, 100 mg, not stated, week 28: -6.98 points",
/// );
/// let contrast = function.contrast("100 mg").against("placebo");
/// let contrast = contrast.with_estimate(points("1.2")?);
/// assert_eq!(
///     contrast.to_string(),
///     "ALSFRS-R total, clinical function, 100 mg against placebo, not stated, week 28: \
///      1.2 points",
/// );
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
    /// A readout of an endpoint, population and time not stated.
    pub fn new(endpoint: Endpoint, source: Source) -> Self {
        let (population, at) = (Population::Unstated, TimePoint::Unstated);
        let analysis = ReportedAnalysis::default();
        Self { endpoint, population, at, analysis, method: None, source }
    }

    /// The same readout, measured by the method of this name.
    #[must_use]
    pub fn measured_by(self, method: impl Into<Cow<'static, str>>) -> Self {
        Self { method: Some(method.into()), ..self }
    }

    /// The same readout in a population.
    #[must_use]
    pub fn in_population(self, population: Population) -> Self {
        Self { population, ..self }
    }

    /// The same readout at another time.
    #[must_use]
    pub fn at(self, at: TimePoint) -> Self {
        Self { at, ..self }
    }

    /// The same readout of another analysis.
    #[must_use]
    pub fn by_analysis(self, analysis: ReportedAnalysis) -> Self {
        Self { analysis, ..self }
    }

    /// What was found for an arm.
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

    /// A contrast of an arm with the one that [`Contrast::against`] names, as yet without a number.
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

/// What a source prints for one arm; [`Readout::outcome`] makes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "the result of an arm"))]
#[non_exhaustive]
pub struct ReportedOutcome {
    /// What was measured.
    pub endpoint: Endpoint,
    /// The name of the arm in its trial.
    pub arm: Cow<'static, str>,
    /// Who was counted.
    pub population: Population,
    /// When it was read.
    pub at: TimePoint,
    /// Which analysis it is of.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "ReportedAnalysis::is_unstated")
    )]
    pub analysis: ReportedAnalysis,
    /// The name of the [`Method`](crate::evidence::method::Method) by which it was measured, where a source says so.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub method: Option<Cow<'static, str>>,
    /// How many participants were counted, where the source says so.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub n: Option<u32>,
    /// What was found.
    pub finding: Finding,
    /// Its source.
    pub source: Source,
}

impl ReportedOutcome {
    /// The same outcome, counted over this many participants.
    #[must_use]
    pub fn with_n(self, n: u32) -> Self {
        Self { n: Some(n), ..self }
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

/// Which test a p-value belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Test {
    /// The joint rank of function and survival.
    JointRank,
    /// Analysis of covariance.
    #[doc(alias = "ANCOVA")]
    Ancova,
    /// Another, by its name.
    Named(Cow<'static, str>),
    /// The source does not name it.
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
    /// Which test it belongs to.
    pub test: Test,
    /// Whether it is nominal: not controlled for the number of tests, or of an endpoint behind one that was not met.
    #[cfg_attr(feature = "serde", serde(default))]
    pub is_nominal: bool,
}

impl PValue {
    /// A p-value printed as this number, of a test that is not stated.
    pub const fn new(value: Printed) -> Self {
        Self { value, is_bound: false, test: Test::Unstated, is_nominal: false }
    }

    /// A p-value printed as less than this number, of a test that is not stated.
    pub fn below(value: Printed) -> Self {
        let is_bound = true;
        Self { is_bound, ..Self::new(value) }
    }

    /// The same p-value of this test.
    #[must_use]
    pub fn by(self, test: Test) -> Self {
        Self { test, ..self }
    }

    /// The same p-value, marked as nominal.
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

/// What a source prints for one arm against another; [`Readout::contrast`] makes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "a result between two arms"))]
#[non_exhaustive]
pub struct Contrast {
    /// What was measured.
    pub endpoint: Endpoint,
    /// The arm that is compared.
    pub arm: Cow<'static, str>,
    /// The arm it is compared with.
    pub reference: Cow<'static, str>,
    /// Who was counted.
    pub population: Population,
    /// When it was read.
    pub at: TimePoint,
    /// Which analysis it is of.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "ReportedAnalysis::is_unstated")
    )]
    pub analysis: ReportedAnalysis,
    /// The name of the [`Method`](crate::evidence::method::Method) by which it was measured, where a source says so.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub method: Option<Cow<'static, str>>,
    /// The ratio or difference, arm over or minus reference, where one is printed.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub estimate: Option<ReportedEstimate>,
    /// Its p-value, where one is printed.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub p: Option<PValue>,
    /// What the source says in words instead of, or besides, a number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub words: Option<Cow<'static, str>>,
    /// Its source.
    pub source: Source,
}

impl Contrast {
    /// Whether another contrast is of the same arms, endpoint, population and time.
    pub(crate) fn asks_the_same_as(&self, other: &Self) -> bool {
        let same_arms = self.arm == other.arm && self.reference == other.reference;
        let same_time = self.population == other.population && self.at == other.at;
        same_arms && same_time && self.endpoint == other.endpoint
    }

    /// The same contrast with this reference arm.
    #[must_use]
    pub fn against(mut self, reference: impl Into<Cow<'static, str>>) -> Self {
        self.reference = reference.into();
        self
    }

    /// The same contrast with a number, or without one.
    #[must_use]
    pub fn with_estimate(mut self, estimate: impl Into<Option<ReportedEstimate>>) -> Self {
        self.estimate = estimate.into();
        self
    }

    /// The same contrast with a p-value, or without one.
    #[must_use]
    pub fn with_p(mut self, p: impl Into<Option<PValue>>) -> Self {
        self.p = p.into();
        self
    }

    /// The same contrast with the source's words.
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
