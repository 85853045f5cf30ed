//! Rows of results in few words, for the trials of this drug.

use crate::catalog::literal::{made, printed, published};
use crate::evidence::result::{
    Contrast, Finding, PValue, Population, Readout, ReportedEstimate, ReportedScale, TimePoint,
};
use crate::evidence::source::Source;
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

/// The arms of VALOR.
pub(super) const TOFERSEN: &str = "100 mg";
pub(super) const PLACEBO: &str = "placebo";
pub(super) const ARMS: (&str, &str) = (TOFERSEN, PLACEBO);

pub(super) const FASTER: Population = Population::FasterProgressing;
pub(super) const SLOWER: Population = Population::SlowerProgressing;
pub(super) const ALL: Population = Population::IntentionToTreat;

pub(super) const POINTS: ReportedScale = ReportedScale::Points;
pub(super) const PREDICTED: ReportedScale = ReportedScale::PercentPredictedPoints;
pub(super) const PERCENT: ReportedScale = ReportedScale::PercentUnstated;
/// Least-squares geometric means of value over baseline, from a model of the logarithms after multiple
/// imputation.
pub(super) const RATIO: ReportedScale = ReportedScale::GeometricMeanRatio;

impl Readout {
    /// A row of a table that compares two arms.
    pub(super) fn compared(
        &self,
        (arm, reference): (&'static str, &'static str),
        estimate: impl Into<Option<ReportedEstimate>>,
        p: impl Into<Option<PValue>>,
    ) -> Contrast {
        let contrast = self.contrast(arm).against(reference);
        contrast.with_estimate(estimate).with_p(p)
    }
}

pub(super) fn estimate(value: &str, scale: ReportedScale) -> ReportedEstimate {
    ReportedEstimate::new(printed(value), scale)
}

/// The slides on which most results of VALOR and the first ones of its extension are.
pub(super) fn slides() -> Source {
    published("Biogen, VALOR results at the American Neurological Association meeting")
        .of("17 October 2021")
}

pub(super) fn at_week(
    endpoint: Endpoint,
    population: Population,
    week: u16,
    source: Source,
) -> Readout {
    let readout = Readout::new(endpoint, source).in_population(population);
    readout.at(TimePoint::Week(week))
}

/// A number with its 95 % confidence interval.
pub(super) fn within(value: &str, low: &str, high: &str, scale: ReportedScale) -> ReportedEstimate {
    estimate(value, scale).within(printed(low), printed(high))
}

pub(super) fn events(count: u32, of: u32) -> Finding {
    Finding::Events { count, of }
}

pub(super) fn words(words: &'static str) -> Finding {
    Finding::Qualitative(words.into())
}

pub(super) fn p(value: &str) -> PValue {
    PValue::new(printed(value))
}

pub(super) fn p_below(value: &str) -> PValue {
    PValue::below(printed(value))
}

/// An adverse event of a trial, as an endpoint of which fewer are better.
pub(super) fn adverse(event: &'static str) -> Endpoint {
    let endpoint = Endpoint::builder(event, Benefit::Lower, ReportedAs::Proportion);
    made(endpoint.matrix("safety").unit("participants").build())
}
