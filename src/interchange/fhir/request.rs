//! A regimen as `MedicationRequest`.

use serde::{Deserialize, Serialize};

use crate::dosing::course::{Course, NextDue};
use crate::dosing::regimen::{Extent, Regimen};
use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::fhir::administration::date;
use crate::interchange::fhir::datatype::concept;
use crate::interchange::fhir::dosage::dosage;
use crate::interchange::fhir::json::{Json, object};
use crate::interchange::fhir::order::MedicationOrder;
use crate::interchange::fhir::{LARGEST_COUNT, ONE_LINE, to_json};

/// The status of a `MedicationRequest`, in the words of FHIR R5; one that was entered in error is never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RequestStatus {
    /// It is in force.
    Active,
    /// What it asks for is halted for a time.
    OnHold,
    /// It is over, whatever was done of it.
    Ended,
    /// What it asks for is halted for good, before all of it was done.
    Stopped,
    /// All that it asks for was done.
    Completed,
    /// It was withdrawn before anything of it was done.
    Cancelled,
    /// It is not yet to be acted on.
    Draft,
    /// The sender does not know which.
    Unknown,
}

/// A FHIR R5 `MedicationRequest`, made by [`medication_request`] or [`MedicationRequest::of_course`].
///
/// Its JSON comes from serde or from [`to_json`](Self::to_json). What else a receiver wants, such as a
/// requester or a coded medication, is for the caller to add.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MedicationRequest {
    resource_type: &'static str,
    status: RequestStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_changed: Option<String>,
    intent: &'static str,
    medication: Json,
    subject: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_dose_period: Option<Json>,
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
/// assert_eq!(read_medication_request(&json)?.regimen, nusinersen);
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
        status: RequestStatus::Draft,
        status_reason: None,
        status_changed: None,
        intent: "plan",
        medication: order.medication(),
        subject: order.subject(),
        effective_dose_period: None,
        dosage_instruction: instructions.collect::<Vec<_>>().into(),
    })
}

impl MedicationRequest {
    /// The same as an active order: `status` is `active` and `intent` is `order`.
    #[must_use]
    pub fn ordered(self) -> Self {
        Self { status: RequestStatus::Active, intent: "order", ..self }
    }

    /// The order that a course follows, with the regimen in force and, as start of `effectiveDosePeriod`, the planned date
    /// of its first dose; of a patient who comes from elsewhere without the doses given there. It is `active` while doses are to come, also where the date
    /// of the next is not specified; `on-hold` and `stopped` with the reason and, as `statusChanged`, the day;
    /// `completed` at the end of the regimen.
    ///
    /// ```
    /// use aso_regimen::interchange::fhir::{
    ///     Medication, MedicationRequest, RequestStatus, read_medication_request,
    /// };
    /// use aso_regimen::{Course, Regimen, dosing::missed_dose::MissedDosePolicy};
    ///
    /// let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
    /// let first = "2026-01-05".parse()?;
    /// let mut course = Course::new(tofersen, MissedDosePolicy::not_stated(), first);
    /// course.give(first)?;
    /// course.stop("2026-01-12".parse()?, "consent withdrawn")?;
    /// let order = Medication::named("tofersen")?.for_subject("Patient/17")?;
    /// let json = MedicationRequest::of_course(&course, &order)?.to_json();
    /// let read = read_medication_request(&json)?;
    /// assert_eq!(read.status, RequestStatus::Stopped);
    /// assert_eq!(read.reason.as_deref(), Some("consent withdrawn"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`medication_request`], if the reason has a control character, or if a day is not in the years 1 to 9999.
    pub fn of_course(course: &Course, order: &MedicationOrder<'_>) -> Result<Self, FormatError> {
        let (regimen, start) = course.ordered();
        let request = medication_request(&regimen, order)?.ordered();
        let start = start.map(date).transpose()?;
        let effective_dose_period = start.map(|start| object([("start", start.into())]));
        let request = Self { effective_dose_period, ..request };
        let (status, (day, reason)) = match course.next_due() {
            NextDue::Held { since, reason } => (RequestStatus::OnHold, (since, reason)),
            NextDue::Stopped { on, reason } => (RequestStatus::Stopped, (on, reason)),
            NextDue::Ended => return Ok(Self { status: RequestStatus::Completed, ..request }),
            _ => return Ok(request),
        };
        check_plain("reason", ONE_LINE, reason, &[])?;
        let status_changed = Some(date(day)?);
        Ok(Self { status, status_reason: Some(concept(reason)), status_changed, ..request })
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
