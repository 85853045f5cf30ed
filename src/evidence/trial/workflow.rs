//! The workflow of a trial from screening to its end, as its sources describe it.

use core::fmt;

use crate::evidence::epoch::Epoch;
use crate::evidence::trial::arm::Arm;
use crate::evidence::trial::criterion::Criterion;
use crate::evidence::trial::part::TrialPart;
use crate::evidence::trial::visit::Visit;
use crate::evidence::trial::{Trial, TrialError};
use crate::measure::endpoint::Endpoint;

/// One step of the workflow of a trial. A step that no source describes has an empty list and prints as `not stated`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Step<'t> {
    /// Visits at which eligibility is assessed.
    Screening(Vec<&'t Visit>),
    /// The eligibility criteria.
    Eligibility(Vec<&'t Criterion>),
    /// The allocation of participants to arms.
    Randomisation {
        /// The names of the arms with their numbers in the allocation ratio.
        arms: Vec<(&'t str, u32)>,
        /// The stratification factors.
        strata: Vec<&'t str>,
    },
    /// Baseline visits, from which changes are computed.
    Baseline(Vec<&'t Visit>),
    /// The arms, and the visits of the treatment epoch, of epochs with other names, or of no epoch.
    Treatment(Vec<&'t Arm>, Vec<&'t Visit>),
    /// The endpoints assessed at the visits.
    Assessments(Vec<&'t Endpoint>),
    /// Follow-up visits after the last dose.
    FollowUp(Vec<&'t Visit>),
    /// The last planned visit. `None` if there is no visit, or if one is repeated without end.
    End(Option<&'t Visit>),
}

impl Trial {
    /// Returns the parts of the trial, in the order of their arms.
    pub fn parts(&self) -> Vec<&TrialPart> {
        let mut parts: Vec<&TrialPart> = Vec::new();
        for part in self.arms().iter().filter_map(Arm::part) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts
    }

    /// The arms of a part, or of no part, without those that pool others. An error if there is none.
    pub(super) fn arms_of(&self, of: &str, part: Option<&str>) -> Result<Vec<&Arm>, TrialError> {
        let of_part = |arm: &&Arm| arm.part().map(|part| &*part.name) == part;
        let arms: Vec<&Arm> =
            self.arms().iter().filter(of_part).filter(|arm| arm.pooled_arms().is_none()).collect();
        if arms.is_empty() {
            return Err(TrialError::unknown_part(of, part, &self.parts()));
        }
        Ok(arms)
    }

    /// Returns the steps of the trial in order: screening, eligibility, randomisation, baseline, treatment,
    /// assessments, follow-up, end.
    ///
    /// Pass the name of a part, or `None` for a trial without parts.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// let trial = aso_regimen::catalog::nusinersen::trials().remove(0);
    /// let workflow = trial.workflow(None)?;
    /// let steps: Vec<String> = workflow.iter().map(ToString::to_string).collect();
    /// assert_eq!(steps[0], "screening: not stated");
    /// assert_eq!(steps[4], "treatment: nusinersen, sham");
    /// # }
    /// # Ok::<(), aso_regimen::evidence::trial::TrialError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If no arm belongs to this part, or if `part` is `None` and every arm belongs to a part.
    pub fn workflow(&self, part: Option<&str>) -> Result<Vec<Step<'_>>, TrialError> {
        let arms = self.arms_of("the request for a workflow", part)?;
        let visits: Vec<&Visit> = self.visits_of(part).collect();
        let in_epoch = |keep: fn(&Option<Epoch>) -> bool| -> Vec<&Visit> {
            visits.iter().copied().filter(|visit| keep(&visit.epoch)).collect()
        };
        let mut assessments: Vec<&Endpoint> = Vec::new();
        for endpoint in visits.iter().flat_map(|visit| &visit.assessments) {
            if !assessments.contains(&endpoint) {
                assessments.push(endpoint);
            }
        }
        let endless = visits.iter().any(|visit| visit.every.is_some());
        Ok(vec![
            Step::Screening(in_epoch(|epoch| *epoch == Some(Epoch::Screening))),
            Step::Eligibility(self.eligibility().iter().filter(|of| of.is_of(part)).collect()),
            Step::Randomisation {
                arms: arms.iter().filter_map(|arm| Some((arm.name(), arm.allocation()?))).collect(),
                strata: self.stratified_by().collect(),
            },
            Step::Baseline(in_epoch(|epoch| *epoch == Some(Epoch::Baseline))),
            Step::Treatment(
                arms,
                in_epoch(|epoch| {
                    !matches!(epoch, Some(Epoch::Screening | Epoch::Baseline | Epoch::FollowUp))
                }),
            ),
            Step::Assessments(assessments),
            Step::FollowUp(in_epoch(|epoch| *epoch == Some(Epoch::FollowUp))),
            Step::End(visits.last().copied().filter(|_| !endless)),
        ])
    }
}

/// Prints a step such as `randomisation: 2:1 to 100 mg, placebo; stratified by site`.
impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |visit: &&Visit| {
            let every = visit.every.map(|every| format!(", every {every}")).unwrap_or_default();
            format!("{} (day {}{every})", visit.name, visit.day)
        };
        let names = |visits: &[&Visit]| visits.iter().map(name).collect::<Vec<_>>();
        let (step, parts) = match self {
            Self::Screening(visits) => ("screening", names(visits)),
            Self::Eligibility(criteria) => {
                ("eligibility", criteria.iter().map(ToString::to_string).collect())
            }
            Self::Randomisation { arms, strata } => {
                let names: Vec<&str> = arms.iter().map(|(arm, _)| *arm).collect();
                let ratio: Vec<String> = arms.iter().map(|(_, parts)| parts.to_string()).collect();
                let ratio = format!("{} to {}", ratio.join(":"), names.join(", "));
                let mut parts: Vec<String> =
                    (!arms.is_empty()).then_some(ratio).into_iter().collect();
                if !strata.is_empty() {
                    parts.push(format!("stratified by {}", strata.join(", ")));
                }
                ("randomisation", parts)
            }
            Self::Baseline(visits) => ("baseline", names(visits)),
            Self::Treatment(arms, visits) => {
                let arms = arms.iter().map(|arm| match arm.trigger() {
                    Some(trigger) => format!("{} once {trigger}", arm.name()),
                    None => arm.name().to_owned(),
                });
                let arms: Vec<String> = arms.collect();
                let visits = names(visits).join(", ");
                let visits = Some(format!("visits {visits}")).filter(|_| !visits.is_empty());
                let arms = Some(arms.join(", ")).filter(|arms| !arms.is_empty());
                ("treatment", arms.into_iter().chain(visits).collect())
            }
            Self::Assessments(endpoints) => {
                ("assessments", endpoints.iter().map(|endpoint| endpoint.full_name()).collect())
            }
            Self::FollowUp(visits) => ("follow-up", names(visits)),
            Self::End(visit) => ("end", names(visit.as_slice())),
        };
        match &*parts {
            [] => write!(f, "{step}: not stated"),
            parts => {
                let lists = ["eligibility", "randomisation", "treatment", "assessments"];
                let between = if lists.contains(&step) { "; " } else { ", " };
                write!(f, "{step}: {}", parts.join(between))
            }
        }
    }
}
