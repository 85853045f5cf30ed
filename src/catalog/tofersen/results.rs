//! Helpers to write rows of results of this drug, and the documents they were read in.

use std::borrow::Cow;

use crate::calendar::StudyDay;
use crate::catalog::cells::{cell, estimate, level, median_time, p};
use crate::catalog::literal::{article, found, made, published, read, record};
use crate::evidence::analysis::{Imputation, ReportedAnalysis};
use crate::evidence::level::Average;
use crate::evidence::result::{
    Contrast, Finding, PValue, Population, Readout, ReportedEstimate, ReportedOutcome,
    ReportedScale, Test, TimePoint,
};
use crate::evidence::source::Source;
use crate::evidence::trial::TrialBuilder;
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

/// The arms of VALOR.
pub(super) const TOFERSEN: &str = "100 mg";
pub(super) const PLACEBO: &str = "placebo";

pub(super) const FASTER: Population = Population::FasterProgressing;
pub(super) const SLOWER: Population = Population::SlowerProgressing;
pub(super) const ALL: Population = Population::IntentionToTreat;

/// By the median of plasma neurofilament at baseline of VALOR (CHMP assessment report, page 63).
pub(super) const HIGH_NFL: Population = named("neurofilament at least 75.6 pg/mL");
pub(super) const LOW_NFL: Population = named("neurofilament below 75.6 pg/mL");

pub(super) const fn named(name: &'static str) -> Population {
    Population::Named(Cow::Borrowed(name))
}

pub(super) const POINTS: ReportedScale = ReportedScale::Points;
pub(super) const PREDICTED: ReportedScale = ReportedScale::PercentPredictedPoints;
pub(super) const PERCENT: ReportedScale = ReportedScale::PercentUnstated;
pub(super) const PEOPLE: ReportedScale = ReportedScale::PercentOfParticipants;
pub(super) const DEVIATIONS: ReportedScale = ReportedScale::StandardDeviations;
pub(super) const HAZARD: ReportedScale = ReportedScale::HazardRatio;
/// Least-squares geometric means of value over baseline, from a model of the logarithms after multiple
/// imputation.
pub(super) const RATIO: ReportedScale = ReportedScale::GeometricMeanRatio;
/// The same, printed as a percent change.
pub(super) const PERCENT_OF_MEAN: ReportedScale = ReportedScale::PercentOfGeometricMean;

/// The record of parts A, B and C, with the results of 28 July 2023.
pub(super) fn record_101(place: &'static str) -> Source {
    found(|place| record("NCT02623699").at(place).of("28 August 2026"), &[])(place)
}

/// The record of the extension, with the results of 29 August 2025.
pub(super) fn record_102(place: &'static str) -> Source {
    found(|place| record("NCT03070119").at(place).of("28 August 2026"), &[])(place)
}

/// The record of ATLAS.
pub(super) fn record_303(place: &'static str) -> Source {
    found(|place| record("NCT04856982").at(place).of("30 March 2026"), &[])(place)
}

/// Places in the assessment report of the European Medicines Agency.
pub(super) fn chmp(place: &'static str) -> Source {
    let report = |place| published("CHMP assessment report, Qalsody").at(place);
    found(report, &["ema:EMA/276404/2024"])(place)
}

/// Places in the review of the Food and Drug Administration, by the page numbers printed in it.
pub(super) fn fda(place: &'static str) -> Source {
    let review = |place| published("FDA integrated review, NDA 215887").at(place);
    found(review, &["fda:NDA215887"])(place)
}

/// Places in the sponsor's document for the advisory committee.
pub(super) fn briefing(place: &'static str) -> Source {
    let document = |place| published("Biogen, briefing document, 22 March 2023").at(place);
    found(document, &["fda:NDA215887"])(place)
}

/// Places in the article on the final results.
pub(super) fn jama(place: &'static str) -> Source {
    let (document, doi) =
        ("Miller et al., JAMA Neurol 2026;83(2):115-125", "doi:10.1001/jamaneurol.2025.4946");
    let more = &["pmid:41661214", "pmc:PMC12723595"];
    found(|place| article(document, doi).at(place), more)(place)
}

/// Places in the label of the United States.
pub(super) fn us(place: &'static str) -> Source {
    let found_by = &["set-id:81356b45-1cb7-4eef-88ea-e44cc18b47c5", "fda:NDA215887"];
    read("Qalsody US prescribing information, file of 13 November 2024", found_by)(place)
}

/// Places in the label of the European Union.
pub(super) fn eu(place: &'static str) -> Source {
    let found_by = &["number:Union-Register EU/1/23/1783/001", "ema:EMA/VR/0000296462"];
    read("Qalsody EU summary of product characteristics", found_by)(place)
}

/// The article on VALOR, of which the abstract was read.
pub(super) fn paper() -> Source {
    article("Miller et al., N Engl J Med 2022;387:1099-1110", "doi:10.1056/NEJMoa2204705")
}

/// The slides on which most results of VALOR and the first ones of its extension are; they were not read again.
pub(super) fn slides() -> Source {
    published("Biogen, VALOR results at the American Neurological Association meeting")
        .of("17 October 2021")
}

/// Results of two arms, the second of which the first is compared with.
pub(super) struct Results {
    arms: (&'static str, &'static str),
    outcomes: Vec<ReportedOutcome>,
    contrasts: Vec<Contrast>,
}

impl Results {
    pub(super) fn between(arm: &'static str, reference: &'static str) -> Self {
        Self { arms: (arm, reference), outcomes: Vec::new(), contrasts: Vec::new() }
    }

    /// A row of a table: the arm, its reference, and the one against the other; an empty cell is not printed.
    pub(super) fn row(
        &mut self,
        question: &Readout,
        scale: ReportedScale,
        [arm, reference, against]: [&'static str; 3],
        p: impl Into<Option<PValue>>,
    ) {
        for (name, text) in [(self.arms.0, arm), (self.arms.1, reference)] {
            self.outcomes.extend(cell(question, name, text, scale));
        }
        let p = p.into();
        if !against.is_empty() || p.is_some() {
            let estimate = (!against.is_empty()).then(|| estimate(against, scale));
            self.contrasts.push(question.compared(self.arms, estimate, p));
        }
    }

    /// A p-value of a test that has no estimate, such as one of ranks.
    pub(super) fn test(&mut self, question: &Readout, p: PValue) {
        self.contrasts.push(question.compared(self.arms, None, p));
    }

    /// Participants with an event in each arm of so many.
    pub(super) fn counts(&mut self, question: &Readout, arm: (u32, u32), reference: (u32, u32)) {
        self.outcomes.push(question.outcome(self.arms.0, events(arm.0, arm.1)));
        self.outcomes.push(question.outcome(self.arms.1, events(reference.0, reference.1)));
    }

    /// A level for each arm.
    pub(super) fn levels(&mut self, of: &Readout, average: Average, levels: [&'static str; 2]) {
        for (arm, text) in [self.arms.0, self.arms.1].into_iter().zip(levels) {
            self.outcomes.extend(level(of, arm, average, text));
        }
    }

    /// The median time to an event in weeks for each arm.
    pub(super) fn medians(&mut self, of: &Readout, times: [&'static str; 2]) {
        for (arm, text) in [self.arms.0, self.arms.1].into_iter().zip(times) {
            self.outcomes.push(of.outcome(arm, median_time(text)));
        }
    }

    /// What stands in words for each arm.
    pub(super) fn words(&mut self, question: &Readout, [arm, reference]: [&'static str; 2]) {
        self.outcomes.push(question.outcome(self.arms.0, words(arm)));
        self.outcomes.push(question.outcome(self.arms.1, words(reference)));
    }

    pub(super) fn outcomes(&mut self, more: impl IntoIterator<Item = ReportedOutcome>) {
        self.outcomes.extend(more);
    }

    pub(super) fn contrasts(&mut self, more: impl IntoIterator<Item = Contrast>) {
        self.contrasts.extend(more);
    }
}

impl TrialBuilder {
    pub(super) fn results(self, results: Results) -> Self {
        self.outcomes(results.outcomes).contrasts(results.contrasts)
    }
}

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

/// An analysis of a cut of the data.
pub(super) fn of_data(cut: &'static str) -> ReportedAnalysis {
    ReportedAnalysis::default().of_data(cut)
}

/// An analysis whose model has neurofilament, which was chosen later than the first.
pub(super) fn with_neurofilament(analysis: ReportedAnalysis) -> ReportedAnalysis {
    analysis.adjusted_for("neurofilament at baseline")
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

/// On a study day, counted from 1.
pub(super) fn on_day(day: i64) -> TimePoint {
    TimePoint::Day(study_day(day))
}

/// A study day, counted from 1.
pub(super) fn study_day(day: i64) -> StudyDay {
    made(StudyDay::new(day))
}

pub(super) fn events(count: u32, of: u32) -> Finding {
    Finding::Events { count, of }
}

pub(super) fn words(words: &'static str) -> Finding {
    Finding::Qualitative(words.into())
}

/// Table 14 of the assessment report: the difference in the ALSFRS-R by four imputations, as two programs computed it.
/// Neurofilament at baseline is in the models that impute (page 73); where they are based on a reference, deaths count
/// as 0 points (page 71). Tables 12 and 13, the agency's own computation with the opposite sign, are left out. By the
/// normal distribution, three of the sixteen p-values do not fit their intervals.
pub(super) fn reference_based(
    results: &mut Results,
    question: &Readout,
    analysis: &ReportedAnalysis,
    programs: [[(&'static str, &'static str); 4]; 2],
) {
    for (program, cells) in ["five macros", "RMConjPlus"].into_iter().zip(programs) {
        let imputations = [
            (Imputation::MissingAtRandom, None),
            (Imputation::JumpToReference, Some("deaths count as 0 points")),
            (Imputation::CopyReference, Some("deaths count as 0 points")),
            (Imputation::CopyIncrementsInReference, Some("deaths count as 0 points")),
        ];
        for ((imputation, deaths), (cell, p_value)) in imputations.into_iter().zip(cells) {
            let rules = ["neurofilament at baseline in the imputation", program];
            let rules = rules.into_iter().chain(deaths);
            let analysis = analysis.clone().imputed(imputation);
            let question =
                question.clone().by_analysis(rules.fold(analysis, ReportedAnalysis::with_rule));
            results.row(&question, POINTS, ["", "", cell], p(p_value).nominal());
        }
    }
}

/// A nominal p-value of an analysis of covariance.
pub(super) fn ancova(text: &str) -> PValue {
    p(text).by(Test::Ancova).nominal()
}

/// A nominal p-value of a joint rank test.
pub(super) fn joint_rank(text: &str) -> PValue {
    p(text).by(Test::JointRank).nominal()
}

/// A nominal p-value of another test.
pub(super) fn nominal(text: &str, by: &'static str) -> PValue {
    p(text).by(Test::Named(by.into())).nominal()
}

/// An adverse event of a trial, as an endpoint of which fewer are better.
pub(super) fn adverse(event: &'static str) -> Endpoint {
    let endpoint = Endpoint::builder(event, Benefit::Lower, ReportedAs::Proportion);
    made(endpoint.matrix("safety").unit("participants").build())
}

/// A score of which a difference is printed.
pub(super) fn other(
    name: &'static str,
    of: &'static str,
    unit: &'static str,
    benefit: Benefit,
) -> Endpoint {
    let endpoint = Endpoint::builder(name, benefit, ReportedAs::Difference);
    made(endpoint.matrix(of).unit(unit).build())
}

/// A score of quality of life that participants report.
pub(super) fn reported_by_participants(name: &'static str, benefit: Benefit) -> Endpoint {
    other(name, "quality of life", "points", benefit)
}

/// The time to an event, later being better.
pub(super) fn time_to(name: &'static str) -> Endpoint {
    let endpoint = Endpoint::builder(name, Benefit::Higher, ReportedAs::TimeToEvent);
    made(endpoint.matrix("survival").unit("days").build())
}
