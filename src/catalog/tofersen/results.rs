//! Rows of results in few words, for the trials of this drug.

use crate::catalog::printed;
use crate::evidence::result::{
    Contrast, ReportedEstimate, Finding, ReportedOutcome, PValue, Population, ReportedScale, Test, TimePoint,
};
use crate::evidence::source::Source;
use crate::measure::endpoint::Endpoint;

/// What several results have in common.
#[derive(Clone)]
pub(super) struct Question {
    pub(super) endpoint: Endpoint,
    pub(super) population: Population,
    pub(super) at: TimePoint,
    pub(super) source: Source,
}

impl Question {
    /// What was found for an arm.
    pub(super) fn found(&self, arm: &'static str, finding: Finding) -> ReportedOutcome {
        ReportedOutcome {
            endpoint: self.endpoint.clone(),
            arm: arm.into(),
            population: self.population,
            at: self.at,
            n: None,
            finding,
            source: self.source.clone(),
        }
    }

    /// A number for an arm.
    pub(super) fn number(&self, arm: &'static str, value: &str, scale: ReportedScale) -> ReportedOutcome {
        self.found(arm, Finding::Estimate(estimate(value, scale)))
    }

    /// So many participants of so many.
    pub(super) fn events(&self, arm: &'static str, count: u32, of: u32) -> ReportedOutcome {
        self.found(arm, Finding::Events { count, of })
    }

    /// Words for an arm.
    pub(super) fn words(&self, arm: &'static str, words: &'static str) -> ReportedOutcome {
        self.found(arm, Finding::Qualitative(words.into()))
    }

    /// A comparison of two arms.
    pub(super) fn contrast(
        &self,
        (arm, reference): (&'static str, &'static str),
        estimate: impl Into<Option<ReportedEstimate>>,
        p: impl Into<Option<PValue>>,
    ) -> Contrast {
        Contrast {
            endpoint: self.endpoint.clone(),
            arm: arm.into(),
            reference: reference.into(),
            population: self.population,
            at: self.at,
            estimate: estimate.into(),
            p: p.into(),
            words: None,
            source: self.source.clone(),
        }
    }
}

/// The same outcome of so many participants.
pub(super) fn of(n: u32, outcome: ReportedOutcome) -> ReportedOutcome {
    ReportedOutcome {
        n: Some(n),
        ..outcome
    }
}

pub(super) fn estimate(value: &str, scale: ReportedScale) -> ReportedEstimate {
    ReportedEstimate::new(printed(value), scale)
}

/// A number with its 95 % confidence interval.
pub(super) fn within(value: &str, low: &str, high: &str, scale: ReportedScale) -> ReportedEstimate {
    estimate(value, scale).within(printed(low), printed(high))
}

/// A p-value whose test the source does not name.
pub(super) fn p(value: &str) -> PValue {
    PValue {
        value: printed(value),
        is_bound: false,
        test: Test::Unstated,
    }
}

/// A p-value printed as below this.
pub(super) fn p_below(value: &str) -> PValue {
    PValue {
        is_bound: true,
        ..p(value)
    }
}
