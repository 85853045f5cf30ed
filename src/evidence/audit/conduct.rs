//! Checks against the plan of the trial: the testing sequence, methods and triggers.

use crate::evidence::audit::finding::{AuditFinding, AuditSubject, Check, FindingLevel};
use crate::evidence::method::{Method, ReadingUse};
use crate::evidence::result::{Contrast, PValue, Test};
use crate::evidence::trial::{Arm, Rank, Trial, TrialEndpoint};
use crate::measure::assay::Trigger;

/// Finds a p-value that is nominal, because an earlier endpoint was not met, but not marked as nominal.
pub(super) fn nominal<'t>(
    trial: &'t Trial,
    contrast: &'t Contrast,
) -> Option<(FindingLevel, Check<'t>)> {
    contrast.p.as_ref().filter(|p| !p.is_nominal)?;
    let in_sequence = |of: &&TrialEndpoint| of.rank <= Rank::KeySecondary && of.earlier.is_none();
    let endpoints: Vec<&TrialEndpoint> = trial.endpoints().iter().filter(in_sequence).collect();
    let failed = endpoints.iter().position(|of| of.is_met == Some(false))?;
    // An endpoint with an alpha of its own may be met after another was not.
    let is_confirmed = |(index, of): (usize, &&TrialEndpoint)| {
        (index <= failed || of.is_met == Some(true)) && is_tested_by(of, contrast)
    };
    if endpoints.iter().enumerate().any(is_confirmed) {
        return None;
    }
    let treated = |arm: &&Arm| arm.name() != contrast.reference && arm.pooled_arms().is_none();
    let is_one_arm = trial.arms().iter().filter(treated).count() <= 1;
    let level = if is_one_arm { FindingLevel::Fault } else { FindingLevel::Note };
    Some((level, Check::NotNominal { not_met: endpoints[failed] }))
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

/// Finds different methods in two documents for the same endpoint and epoch.
pub(super) fn methods(trial: &Trial) -> impl Iterator<Item = AuditFinding<'_>> {
    trial.methods().iter().enumerate().flat_map(move |(index, one)| {
        let differs = move |other: &&Method| {
            let documents_differ = other.source.document != one.source.document;
            let same = other.endpoint == one.endpoint && other.epoch == one.epoch;
            same && other.name != one.name && documents_differ
        };
        let others = trial.methods()[index + 1..].iter().filter(differs);
        others.map(move |other| AuditFinding {
            level: FindingLevel::Note,
            subject: AuditSubject::Endpoint(&one.endpoint),
            check: Check::MethodsDiffer { one, other },
        })
    })
}

/// Finds triggers by absolute values that a reviewer found not reliable, each once with its arms.
pub(super) fn triggers(trial: &Trial) -> impl Iterator<Item = AuditFinding<'_>> {
    let mut triggers: Vec<(&Trigger, Vec<&Arm>)> = Vec::new();
    for arm in trial.arms() {
        let Some(trigger) = arm.trigger() else { continue };
        match triggers.iter_mut().find(|(other, _)| *other == trigger) {
            Some((_, arms)) => arms.push(arm),
            None => triggers.push((trigger, vec![arm])),
        }
    }
    triggers.into_iter().flat_map(move |(trigger, arms)| {
        let of_it = |method: &&Method| method.assay().ok().as_ref() == Some(trigger.assay());
        let methods = trial.methods().iter().filter(of_it);
        let verdicts = methods.flat_map(|method| method.verdicts_on(ReadingUse::Absolute));
        let verdicts = verdicts.filter(|verdict| !verdict.is_reliable);
        let findings = verdicts.map(|verdict| AuditFinding {
            level: FindingLevel::Note,
            subject: AuditSubject::Trigger(trigger, arms.clone()),
            check: Check::UnreliableTrigger(verdict),
        });
        findings.collect::<Vec<_>>()
    })
}
