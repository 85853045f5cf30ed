//! A regimen as `PlanDefinition`, where the seam is stated in the standard's own words.

use serde::Serialize;

use crate::calendar::Interval;
use crate::dosing::regimen::{Phase, Regimen};
use crate::interchange::fhir::datatype::{Concept, Quantity};
use crate::interchange::fhir::dosage::{Dosage, MONTH_RULE};
use crate::interchange::fhir::error::WriteResourceError;
use crate::interchange::fhir::order::Medication;
use crate::interchange::fhir::request::{check_counts, counts_months};
use crate::interchange::fhir::timing::Timing;
use crate::interchange::fhir::to_json;

/// A FHIR R5 `PlanDefinition`, made by [`plan_definition`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanDefinition {
    resource_type: &'static str,
    contained: Vec<ActivityDefinition>,
    title: String,
    status: &'static str,
    action: Vec<PhaseAction>,
}

/// What one phase gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ActivityDefinition {
    resource_type: &'static str,
    id: String,
    status: &'static str,
    kind: &'static str,
    product_codeable_concept: Concept,
    dosage: [Dosage; 1],
}

/// When one phase gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct PhaseAction {
    link_id: String,
    title: String,
    text_equivalent: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    related_action: Option<[RelatedAction; 1]>,
    timing_timing: Timing,
    definition_canonical: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct RelatedAction {
    target_id: String,
    relationship: &'static str,
    offset_duration: Quantity,
}

/// The regimen as a `PlanDefinition` for nobody in particular: an action for each phase, and for each later
/// one how long `after-end` of the one before, which is its last dose, it begins.
///
/// The amount and the route stand in a contained `ActivityDefinition`, with the module's extensions.
///
/// ```
/// use aso_regimen::Regimen;
/// use aso_regimen::interchange::fhir::{Medication, plan_definition};
///
/// let nusinersen: Regimen = "12 mg IT q14d x3, then after 35d x1, then q4mo".parse()?;
/// let json = plan_definition(&nusinersen, &Medication::named("nusinersen")?)?.to_json();
/// let plan: serde_json::Value = serde_json::from_str(&json)?;
/// let related = &plan["action"][1]["relatedAction"][0];
/// assert_eq!(related["targetId"], "phase-1");
/// assert_eq!(related["relationship"], "after-end");
/// assert_eq!(related["offsetDuration"]["value"], 35);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// If a phase has more doses than FHIR can count, which is 2 147 483 647.
pub fn plan_definition(
    regimen: &Regimen,
    medication: &Medication<'_>,
) -> Result<PlanDefinition, WriteResourceError> {
    check_counts(regimen)?;
    let phases = || regimen.phases().iter().zip(1_usize..);
    Ok(PlanDefinition {
        resource_type: "PlanDefinition",
        contained: phases()
            .map(|(phase, number)| activity(phase, number, medication))
            .collect(),
        title: format!("{}: {regimen}", medication.name),
        status: "draft",
        action: phases()
            .map(|(phase, number)| action(phase, number))
            .collect(),
    })
}

impl PlanDefinition {
    /// The resource as JSON, indented.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

fn activity(phase: &Phase, number: usize, medication: &Medication<'_>) -> ActivityDefinition {
    ActivityDefinition {
        resource_type: "ActivityDefinition",
        id: format!("dose-{number}"),
        status: "draft",
        kind: "MedicationRequest",
        product_codeable_concept: Concept::text(medication.name),
        dosage: [Dosage::of_phase(phase)],
    }
}

fn action(phase: &Phase, number: usize) -> PhaseAction {
    let seam = phase.seam().filter(|_| number > 1);
    let mut text = Dosage::of_phase(phase).text;
    if counts_months(phase, seam) {
        text.push_str(MONTH_RULE);
    }
    PhaseAction {
        link_id: format!("phase-{number}"),
        title: format!("{} doses", phase.role()),
        text_equivalent: text,
        related_action: seam.map(|seam| [RelatedAction::after_end(number - 1, seam)]),
        timing_timing: Timing::of_phase(phase),
        definition_canonical: format!("#dose-{number}"),
    }
}

impl RelatedAction {
    fn after_end(target: usize, seam: Interval) -> Self {
        Self {
            target_id: format!("phase-{target}"),
            relationship: "after-end",
            offset_duration: Quantity::of_interval(seam),
        }
    }
}
