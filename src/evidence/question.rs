//! The question that a published number answers, apart from its arms: which numbers may be compared.

use crate::evidence::analysis::ReportedAnalysis;
use crate::evidence::result::{Contrast, Population, ReportedOutcome, TimePoint};
use crate::evidence::source::Source;
use crate::measure::endpoint::Endpoint;

/// Endpoint, population, time, analysis and method of a result or a contrast.
#[derive(Clone, Copy)]
pub(crate) struct Question<'t> {
    endpoint: &'t Endpoint,
    population: &'t Population,
    at: TimePoint,
    analysis: &'t ReportedAnalysis,
    method: Option<&'t str>,
}

impl<'t> From<&'t ReportedOutcome> for Question<'t> {
    fn from(outcome: &'t ReportedOutcome) -> Self {
        let ReportedOutcome { endpoint, population, at, analysis, method, .. } = outcome;
        Self { endpoint, population, at: *at, analysis, method: method.as_deref() }
    }
}

impl<'t> From<&'t Contrast> for Question<'t> {
    fn from(contrast: &'t Contrast) -> Self {
        let Contrast { endpoint, population, at, analysis, method, .. } = contrast;
        Self { endpoint, population, at: *at, analysis, method: method.as_deref() }
    }
}

impl Question<'_> {
    /// Whether population and time are stated and are one; otherwise numbers may differ for a reason that is not
    /// printed.
    pub(crate) fn is_one(self) -> bool {
        !is_open(self.population) && self.at != TimePoint::Unstated
    }

    /// Whether another number answers the same question. Two methods are one unless both are named and differ.
    pub(crate) fn is_also(self, other: Self) -> bool {
        self.is_one() && self.covers(other)
    }

    /// Whether a range with this question sums up a number with another one. What it does not state may be anything,
    /// apart from the analysis: none stated is the main one.
    pub(crate) fn covers(self, other: Self) -> bool {
        let same_method =
            self.method.zip(other.method).is_none_or(|(method, other)| method == other);
        same_method
            && self.endpoint == other.endpoint
            && self.analysis == other.analysis
            && (is_open(self.population) || self.population == other.population)
            && (self.at == TimePoint::Unstated || self.at == other.at)
    }
}

/// The results of an arm that answer a question.
pub(crate) fn answers<'t>(
    outcomes: &'t [ReportedOutcome],
    question: Question<'_>,
    arm: &str,
) -> impl Iterator<Item = &'t ReportedOutcome> {
    let answers = move |it: &&ReportedOutcome| it.arm == arm && question.is_also((*it).into());
    outcomes.iter().filter(answers)
}

/// The contrasts of the same arms that answer the question of a contrast.
pub(crate) fn contrasts_like<'t>(
    contrasts: &'t [Contrast],
    contrast: &'t Contrast,
) -> impl Iterator<Item = &'t Contrast> {
    contrasts.iter().filter(move |other| {
        let same_arms = other.arm == contrast.arm && other.reference == contrast.reference;
        same_arms && Question::from(contrast).is_also((*other).into())
    })
}

/// A result and its number on a scale.
pub(crate) type Numbered<'t, T> = (&'t ReportedOutcome, T);

/// All pairs of results of two arms that belong together: those of this document if it has both arms, or else those of
/// one document, or else those of any two, with the arm from this document if it has that.
pub(crate) fn pairs<'t, T: Clone>(
    arms: &[Numbered<'t, T>],
    references: &[Numbered<'t, T>],
    source: &Source,
) -> Vec<[Numbered<'t, T>; 2]> {
    let apart = |[(arm, _), (reference, _)]: &[Numbered<'t, T>; 2]| {
        let of_two = !is_one_document(&arm.source, &reference.source);
        (of_two, !is_one_document(&arm.source, source))
    };
    let all = arms.iter().flat_map(|arm| {
        let question = Question::from(arm.0);
        let answers = references.iter().filter(move |(it, _)| question.is_also((*it).into()));
        answers.map(move |reference| [arm.clone(), reference.clone()])
    });
    let mut pairs: Vec<_> = all.collect();
    let nearest = pairs.iter().map(apart).min();
    pairs.retain(|pair| Some(apart(pair)) == nearest);
    pairs
}

/// Whether two results are of one document, whose numbers belong together.
pub(crate) fn is_one_document(one: &Source, other: &Source) -> bool {
    one.document == other.document
}

fn is_open(population: &Population) -> bool {
    matches!(population, Population::Mixed | Population::Unstated)
}
