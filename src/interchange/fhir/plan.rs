//! A regimen as `PlanDefinition`, where the seam is stated in the standard's own words.

use serde::Serialize;

use crate::dosing::regimen::{Phase, Regimen};
use crate::interchange::error::FormatError;
use crate::interchange::fhir::datatype::{concept, duration};
use crate::interchange::fhir::dosage::{dosage, month_rule, seam, sentence};
use crate::interchange::fhir::json::{Json, object};
use crate::interchange::fhir::order::Medication;
use crate::interchange::fhir::release::Release;
use crate::interchange::fhir::request::check_counts;
use crate::interchange::fhir::timing::timing;
use crate::interchange::fhir::to_json;

/// A `PlanDefinition`, made by [`plan_definition`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PlanDefinition(Json);

/// Returns the regimen as a `PlanDefinition` for no patient in particular. Each phase is an action, and each later
/// action states how long `after-end` of the one before, its last dose, it begins.
///
/// A contained `ActivityDefinition` has the amount and the route, with the extensions of this module.
///
/// ```
/// use aso_regimen::Regimen;
/// use aso_regimen::interchange::fhir::{Medication, Release, plan_definition};
///
/// let nusinersen: Regimen = "12 mg IT q14d x3, then after 35d x1, then q4mo".parse()?;
/// let plan =
///     plan_definition(&nusinersen, &Medication::named("nusinersen")?, Release::R4)?;
/// let plan: serde_json::Value = serde_json::from_str(&plan.to_json())?;
/// let related = &plan["action"][1]["relatedAction"][0];
/// assert_eq!(related["actionId"], "phase-1");
/// assert_eq!(related["relationship"], "after-end");
/// assert_eq!(related["offsetDuration"]["value"], 35);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// If a phase has more than 2 147 483 647 doses, the largest `count` of FHIR.
pub fn plan_definition(
    regimen: &Regimen,
    medication: &Medication<'_>,
    release: Release,
) -> Result<PlanDefinition, FormatError> {
    check_counts(regimen)?;
    let phases = || regimen.phases().iter().zip(1..);
    let activities = phases().map(|(phase, number)| activity(phase, number, (medication, release)));
    let actions = phases().map(|(phase, number)| action(phase, number, release));
    Ok(PlanDefinition(object([
        ("resourceType", "PlanDefinition".into()),
        ("contained", activities.collect::<Vec<_>>().into()),
        ("title", format!("{}: {regimen}", medication.name).into()),
        ("status", "draft".into()),
        ("action", actions.collect::<Vec<_>>().into()),
    ])))
}

impl PlanDefinition {
    /// Returns the resource as indented JSON.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

/// What one phase gives.
fn activity(
    phase: &Phase,
    number: usize,
    (medication, release): (&Medication<'_>, Release),
) -> Json {
    object([
        ("resourceType", "ActivityDefinition".into()),
        ("id", format!("dose-{number}").into()),
        ("status", "draft".into()),
        ("kind", "MedicationRequest".into()),
        ("productCodeableConcept", concept(medication.name)),
        ("dosage", [dosage(phase, None, release)].into()),
    ])
}

/// When one phase gives it.
fn action(phase: &Phase, number: usize, release: Release) -> Json {
    let (own, others) = match release {
        Release::R4 => ("id", "actionId"),
        Release::R5 => ("linkId", "targetId"),
    };
    let seam = seam(phase, number);
    let text = sentence(phase) + month_rule(phase, seam);
    let related = seam.map(|seam| {
        [object([
            (others, format!("phase-{}", number - 1).into()),
            ("relationship", "after-end".into()),
            ("offsetDuration", duration(seam)),
        ])]
    });
    object([
        (own, format!("phase-{number}").into()),
        ("title", format!("{} doses", phase.role()).into()),
        ("textEquivalent", text.into()),
        ("relatedAction", related.into()),
        ("timingTiming", timing(phase)),
        ("definitionCanonical", format!("#dose-{number}").into()),
    ])
}
