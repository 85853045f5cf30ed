//! Labels and trials of the catalog, and what they are made of.

use std::collections::BTreeSet;

use aso_regimen::Label;
use aso_regimen::catalog;
use aso_regimen::evidence::condition::{Condition, Threshold};
use aso_regimen::evidence::monitoring::{MonitoringAction, Resume, ValueBand, ValueLimit};
use aso_regimen::evidence::result::Finding;
use aso_regimen::evidence::trial::Mask;
use aso_regimen::{Arm, Trial};
use serde_json::Value;

use crate::{Kept, found};

/// How many of a kind.
const MANY: usize = 12;

/// The first of each kind of value: one for each set of members, or of words.
fn some<T: serde::Serialize>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let kind = |value: &T| match serde_json::to_value(value).expect("JSON") {
        Value::Object(members) => members.keys().cloned().collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    values.into_iter().filter(|value| seen.insert(kind(value))).take(MANY).collect()
}

/// Labels with everything: windows, bands of weight, levels, monitoring, rules, rules for missed doses of all kinds.
fn labels() -> Vec<Label> {
    let names =
        ["tofersen", "nusinersen", "volanesorsen", "nedosiran", "avacincaptad pegol", "inotersen"];
    names
        .into_iter()
        .map(|name| {
            let labels = catalog::labels().named(name);
            labels.iter().max_by_key(|label| label.monitoring().len()).expect(name).clone()
        })
        .collect()
}

fn trials() -> Vec<Trial> {
    vec![catalog::tofersen::valor(), catalog::tominersen::generation_hd1()]
}

fn conditions() -> Vec<Condition> {
    let labels = catalog::labels();
    let of_labels = labels.iter().flat_map(|label| {
        let rules = label.rules().iter().map(|rule| rule.when.clone());
        let monitoring = label.monitoring().iter().filter_map(|one| one.when().cloned());
        rules.chain(monitoring).collect::<Vec<_>>()
    });
    let of_trials = trials();
    let criteria = of_trials.iter().flat_map(Trial::eligibility);
    let mut all: Vec<Condition> =
        of_labels.chain(criteria.map(|criterion| criterion.condition.clone())).collect();
    let mut at = 0;
    while let Some(condition) = all.get(at) {
        if let Condition::All(parts) | Condition::Any(parts) = condition.clone() {
            all.extend(parts);
        }
        at += 1;
    }
    all
}

fn thresholds() -> Vec<Threshold> {
    let of = |condition: Condition| match condition {
        Condition::Value { is, .. } => Some(is),
        _ => None,
    };
    conditions().into_iter().filter_map(of).collect()
}

fn bands() -> Vec<ValueBand> {
    let labels = catalog::labels();
    let monitoring = labels.iter().flat_map(Label::monitoring);
    monitoring.flat_map(|one| one.bands().to_vec()).collect()
}

fn actions() -> Vec<MonitoringAction> {
    let labels = catalog::labels();
    let rules =
        labels.iter().flat_map(|label| label.rules().iter().map(|rule| rule.action.clone()));
    rules.chain(bands().into_iter().map(|band| band.action)).collect()
}

fn resumptions() -> Vec<Resume> {
    let of = |action: MonitoringAction| match action {
        MonitoringAction::Pause { resume, .. } => Some(resume),
        _ => None,
    };
    actions().into_iter().filter_map(of).collect()
}

fn limits() -> Vec<ValueLimit> {
    bands().into_iter().filter_map(|band| band.limit).collect()
}

fn arms() -> Vec<Arm> {
    trials().iter().flat_map(|trial| trial.arms().to_vec()).collect()
}

fn masks() -> Vec<Mask> {
    let trials = catalog::trials();
    trials.iter().flat_map(Trial::arms).filter_map(|arm| arm.mask().cloned()).collect()
}

fn findings() -> Vec<Finding> {
    let trials = catalog::trials();
    let outcomes = trials.iter().flat_map(Trial::outcomes);
    outcomes.map(|outcome| outcome.finding.clone()).collect()
}

pub(crate) fn all() -> Vec<Kept> {
    let (labels, trials) = (labels(), trials());
    let of_trials = catalog::trials();
    let of_labels = catalog::labels();
    let methods = || of_trials.iter().flat_map(|trial| trial.methods().to_vec());
    let outcomes = || of_trials.iter().flat_map(|trial| trial.outcomes().to_vec());
    let contrasts = || of_trials.iter().flat_map(|trial| trial.contrasts().to_vec());
    let endpoints = || of_trials.iter().flat_map(|trial| trial.endpoints().to_vec());
    let regimens = of_labels.iter().flat_map(|label| label.regimens().to_vec());
    let monitoring = of_labels.iter().flat_map(|label| label.monitoring().to_vec());
    let rules = of_labels.iter().flat_map(|label| label.rules().to_vec());
    let sources = of_labels.iter().flat_map(|label| label.sources().to_vec());
    vec![
        found("evidence::analysis::ReportedAnalysis", some(outcomes().map(|one| one.analysis))),
        found("evidence::condition::Condition", some(conditions())),
        found("evidence::condition::Threshold", some(thresholds())),
        found("evidence::label::LabelKey", labels.iter().map(Label::key).collect::<Vec<_>>()),
        found("evidence::label::LabelRegimen", some(regimens)),
        found("evidence::label::Label", labels),
        found("evidence::level::MedianTime", median_times()),
        found("evidence::level::ReportedLevel", levels()),
        found(
            "evidence::level::Spread",
            levels().into_iter().flat_map(|level| level.spread).collect::<Vec<_>>(),
        ),
        found("evidence::mechanism::Mechanism", [catalog::tofersen::mechanism()]),
        found("evidence::method::Method", some(methods())),
        found(
            "evidence::method::Verdict",
            methods().flat_map(|one| one.verdicts).take(2).collect::<Vec<_>>(),
        ),
        found("evidence::monitoring::ConditionalRule", some(rules)),
        found("evidence::monitoring::Monitoring", some(monitoring)),
        found("evidence::monitoring::MonitoringAction", some(actions())),
        found("evidence::monitoring::Resume", some(resumptions())),
        found("evidence::monitoring::ValueBand", some(bands())),
        found("evidence::monitoring::ValueLimit", some(limits())),
        found(
            "evidence::result::ConfidenceInterval",
            estimates().into_iter().filter_map(|one| one.interval).take(2).collect::<Vec<_>>(),
        ),
        found("evidence::result::Contrast", some(contrasts())),
        found("evidence::result::Finding", some(findings())),
        found("evidence::result::PValue", some(contrasts().filter_map(|one| one.p))),
        found("evidence::result::Population", some(outcomes().map(|one| one.population))),
        found("evidence::result::ReportedEstimate", some(estimates())),
        found("evidence::result::ReportedOutcome", some(outcomes())),
        found(
            "evidence::source::Identifier",
            sources.clone().flat_map(|one| one.identifiers).take(6).collect::<Vec<_>>(),
        ),
        found("evidence::source::Source", some(sources)),
        found("evidence::trial::Arm", some(arms())),
        found(
            "evidence::trial::Criterion",
            some(trials.iter().flat_map(|one| one.eligibility().to_vec())),
        ),
        found(
            "evidence::trial::EarlierDesign",
            endpoints().filter_map(|one| one.earlier).take(1).collect::<Vec<_>>(),
        ),
        found("evidence::trial::Mask", some(masks())),
        found("evidence::trial::TrialEndpoint", some(endpoints())),
        found(
            "evidence::trial::TrialPart",
            of_trials.iter().flat_map(Trial::parts).take(4).cloned().collect::<Vec<_>>(),
        ),
        found("evidence::trial::Visit", some(trials.iter().flat_map(|one| one.visits().to_vec()))),
        found("evidence::trial::Trial", trials),
    ]
}

fn estimates() -> Vec<aso_regimen::evidence::result::ReportedEstimate> {
    let of = |finding: Finding| match finding {
        Finding::Estimate(estimate) => Some(estimate),
        _ => None,
    };
    findings().into_iter().filter_map(of).collect()
}

fn levels() -> Vec<aso_regimen::evidence::level::ReportedLevel> {
    let of = |finding: Finding| match finding {
        Finding::Level(level) => Some(level),
        _ => None,
    };
    some(findings().into_iter().filter_map(of))
}

fn median_times() -> Vec<aso_regimen::evidence::level::MedianTime> {
    let of = |finding: Finding| match finding {
        Finding::MedianTime(time) => Some(time),
        _ => None,
    };
    some(findings().into_iter().filter_map(of))
}
