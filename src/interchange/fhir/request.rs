//! A regimen as `MedicationRequest`.

use serde::Serialize;

use crate::dosing::regimen::{Extent, Regimen};
use crate::interchange::error::FormatError;
use crate::interchange::fhir::dosage::dosage;
use crate::interchange::fhir::json::Json;
use crate::interchange::fhir::order::MedicationOrder;
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
    medication: Json,
    subject: Json,
    dosage_instruction: Json,
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
) -> Result<MedicationRequest, FormatError> {
    check_counts(regimen)?;
    let numbered = regimen.phases().iter().zip(1..);
    let instructions = numbered.map(|(phase, number)| dosage(phase, Some(number)));
    Ok(MedicationRequest {
        resource_type: "MedicationRequest",
        status: "draft",
        intent: "plan",
        medication: order.medication(),
        subject: order.subject(),
        dosage_instruction: instructions.collect::<Vec<_>>().into(),
    })
}

impl MedicationRequest {
    /// The same as an active order: `status` is `active` and `intent` is `order`.
    #[must_use]
    pub fn ordered(self) -> Self {
        Self { status: "active", intent: "order", ..self }
    }

    /// The resource as JSON, indented.
    pub fn to_json(&self) -> String {
        to_json(self)
    }
}

pub(super) fn check_counts(regimen: &Regimen) -> Result<(), FormatError> {
    for (phase, number) in regimen.phases().iter().zip(1..) {
        match phase.extent() {
            Extent::Doses(doses) if doses > LARGEST_COUNT => {
                let expected = format!("at most {LARGEST_COUNT} doses");
                let place = format!("phase {number}");
                return Err(FormatError::expected(place, expected, doses));
            }
            _ => {}
        }
    }
    Ok(())
}
