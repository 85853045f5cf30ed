//! A regimen as `MedicationRequest`.

use serde::Serialize;

use crate::calendar::Interval;
use crate::dosing::regimen::{Extent, Phase, Regimen};
use crate::interchange::fhir::datatype::{Concept, Extension, words};
use crate::interchange::fhir::dosage::{Dosage, MONTH_RULE};
use crate::interchange::fhir::error::WriteResourceError;
use crate::interchange::fhir::order::MedicationOrder;
use crate::interchange::fhir::timing::Timing;
use crate::interchange::fhir::{LARGEST_COUNT, to_json};

/// A FHIR R5 `MedicationRequest`, made by [`medication_request`].
///
/// Its JSON comes from serde or from [`to_json`](Self::to_json). What else a receiver wants, such as a
/// requester or a coded medication, is for the caller to add.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MedicationRequest {
    resource_type: &'static str,
    status: &'static str,
    intent: &'static str,
    medication: CodeableReference,
    subject: Reference,
    dosage_instruction: Vec<Dosage>,
}

/// A `CodeableReference` that names a thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct CodeableReference {
    concept: Concept,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Reference {
    reference: String,
}

impl CodeableReference {
    pub(super) fn medication(order: &MedicationOrder<'_>) -> Self {
        let concept = Concept::text(order.medication.name);
        Self { concept }
    }
}

impl Reference {
    pub(super) fn subject(order: &MedicationOrder<'_>) -> Self {
        let reference = order.subject.to_owned();
        Self { reference }
    }
}

/// The regimen as a `MedicationRequest`: a draft of a plan, until it is [ordered](MedicationRequest::ordered).
///
/// ```
/// use aso_regimen::Regimen;
/// use aso_regimen::interchange::fhir::{Medication, medication_request, read_medication_request};
///
/// let nusinersen: Regimen = "12 mg IT q14d x3, then after 35d x1, then q4mo".parse()?;
/// let order = Medication::named("nusinersen")?.for_subject("Patient/17")?;
/// let request = medication_request(&nusinersen, &order)?;
/// let json = request.to_json();
/// assert!(json.contains("\"periodUnit\": \"mo\""));
/// assert_eq!(read_medication_request(&json)?, nusinersen);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// If a phase has more doses than FHIR can count, which is 2 147 483 647.
pub fn medication_request(
    regimen: &Regimen,
    order: &MedicationOrder<'_>,
) -> Result<MedicationRequest, WriteResourceError> {
    check_counts(regimen)?;
    Ok(MedicationRequest {
        resource_type: "MedicationRequest",
        status: "draft",
        intent: "plan",
        medication: CodeableReference::medication(order),
        subject: Reference::subject(order),
        dosage_instruction: regimen
            .phases()
            .iter()
            .enumerate()
            .map(|(index, phase)| instruction(index, phase))
            .collect(),
    })
}

impl MedicationRequest {
    /// The same as an active order: `status` is `active` and `intent` is `order`.
    #[must_use]
    pub fn ordered(self) -> Self {
        Self {
            status: "active",
            intent: "order",
            ..self
        }
    }

    /// The resource as JSON, indented.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

pub(super) fn check_counts(regimen: &Regimen) -> Result<(), WriteResourceError> {
    for (phase, number) in regimen.phases().iter().zip(1..) {
        match phase.extent() {
            Extent::Doses(doses) if doses > LARGEST_COUNT => {
                let phase = number;
                return Err(WriteResourceError::TooManyDoses { phase, doses });
            }
            _ => {}
        }
    }
    Ok(())
}

fn instruction(index: usize, phase: &Phase) -> Dosage {
    let mut dosage = Dosage::of_phase(phase);
    dosage.sequence = Some(index + 1);
    dosage.timing = Some(Timing::of_phase(phase));
    let seam = phase.seam().filter(|_| index > 0);
    if let Some(seam) = seam {
        dosage.extension.push(Extension::seam(seam));
        let first = format!(
            "; first {} after the last dose of instruction {index}",
            words(seam)
        );
        dosage.text.push_str(&first);
    }
    if counts_months(phase, seam) {
        dosage.text.push_str(MONTH_RULE);
    }
    dosage
}

/// Whether a phase has a time in months.
pub(super) fn counts_months(phase: &Phase, seam: Option<Interval>) -> bool {
    let time = match phase.extent() {
        Extent::For(time) => Some(time),
        _ => None,
    };
    [phase.interval(), seam, time]
        .iter()
        .any(|time| matches!(time, Some(Interval::Months(_))))
}
