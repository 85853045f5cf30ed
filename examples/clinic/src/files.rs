//! What leaves: files of one patient or of the clinic, each in a format that other programs read.

use std::sync::Arc;

use aso_regimen::Course;
use aso_regimen::chrono::Days;
use aso_regimen::interchange::fhir::{
    Bundle, BundleType, Medication, MedicationRequest, Release, medication_administrations,
};
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, Revision};
use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, SubjectRecords, TimeUnit};
use aso_regimen::interchange::sdtm::{self, Study, SubjectTreatment};
use aso_regimen::interchange::table::Table;
use aso_regimen::plot::CourseTimeline;
use chrono::{SubsecRound, Utc};

use crate::Failure;
use crate::clinic::{Clinic, Patient};
use crate::web::today;

/// Name, type and what it is.
pub const FILES: [(&str, &str, &str); 7] = [
    ("timeline.svg", "image/svg+xml", "a year back and a quarter ahead"),
    (
        "calendar.ics",
        "text/calendar; charset=utf-8",
        "calendar feed, a quarter back and a year ahead",
    ),
    ("ex.csv", "text/csv; charset=utf-8", "SDTM EX, what was given"),
    ("ec.csv", "text/csv; charset=utf-8", "SDTM EC, as collected"),
    ("fhir.json", "application/fhir+json", "FHIR R4 bundle, orders and administrations"),
    ("nonmem.csv", "text/csv; charset=utf-8", "NONMEM records"),
    ("patients.json", "application/json", "every row, to be taken in again"),
];

type Patients = [Arc<Patient>];

pub fn file(name: &str, clinic: &Clinic, of: &Patients) -> Result<String, Failure> {
    match name {
        "timeline.svg" => timeline(of),
        "calendar.ics" => calendar(clinic, of),
        "ex.csv" => exposure(clinic, of, sdtm::exposure),
        "ec.csv" => exposure(clinic, of, sdtm::exposure_as_collected),
        "fhir.json" => bundle(clinic, of),
        "nonmem.csv" => records(of),
        _ => {
            let mut all = clinic.stored()?;
            all.retain(|stored| of.iter().any(|patient| Some(patient.id) == stored.id));
            Ok(serde_json::to_string_pretty(&all)?)
        }
    }
}

fn timeline(patients: &Patients) -> Result<String, Failure> {
    let [patient] = patients else { return Err("a timeline is of one patient".into()) };
    let start = today().max(patient.course.start());
    let timeline =
        CourseTimeline::new(patient.name.as_str(), &patient.course, start + Days::new(91))?;
    Ok(timeline.since(today() - Days::new(365)).draw()?.to_string())
}

fn substance(clinic: &Clinic, patient: &Patient) -> String {
    let label = clinic.label(&patient.course);
    label.map_or(patient.drug(), |label| label.substance()).to_owned()
}

fn of<T, E: std::fmt::Display>(patient: &Patient, made: Result<T, E>) -> Result<T, Failure> {
    made.map_err(|why| format!("patient {}, {}: {why}", patient.id, patient.name).into())
}

fn calendar(clinic: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let today = today();
    let calendar = |patient: &Arc<Patient>| {
        let name = CalendarCourse::new(format!("course-{}@clinic.example", patient.id))?;
        let name = name.with_patient(&patient.name)?.with_medication(substance(clinic, patient))?;
        let calendar = Calendar::of_course(&name, &patient.course, today..=today + Days::new(365));
        Ok(calendar.on_open_days(|day| clinic.is_open(day)).since(today - Days::new(91)))
    };
    let calendars = patients.iter().map(calendar).collect::<Result<Vec<_>, Failure>>()?;
    let stamp = Utc::now().trunc_subsecs(0);
    // The rows of all patients: a number that rises with each of them.
    let rows: i64 = clinic.patients().iter().map(|patient| patient.version).sum();
    let first = Revision::new(stamp);
    let revision = if rows == 0 { first } else { first.revised(u32::try_from(rows)?, stamp)? };
    Ok(Calendar::together(calendars)?.to_text(&revision)?)
}

fn exposure<E: std::fmt::Display>(
    clinic: &Clinic,
    patients: &Patients,
    table: impl Fn(&SubjectTreatment, &Course) -> Result<Table, E>,
) -> Result<String, Failure> {
    let study = Study::new("CLINIC")?;
    let mut csv = String::new();
    for patient in patients {
        let treated = study.subject(format!("CLINIC-{}", patient.id))?;
        let treated = treated.treated_with(substance(clinic, patient).to_uppercase())?;
        let rows = of(patient, table(&treated, &patient.course))?.to_csv()?;
        csv.extend(rows.split_inclusive('\n').skip(usize::from(!csv.is_empty())));
    }
    Ok(csv)
}

fn bundle(clinic: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let (mut requests, mut given) = (Vec::new(), Vec::new());
    for patient in patients {
        let (substance, subject) = (substance(clinic, patient), format!("Patient/{}", patient.id));
        let order = Medication::named(&substance)?.for_subject(&subject)?;
        let request = MedicationRequest::of_course(&patient.course, &order, Release::R4);
        requests.push(of(patient, request)?);
        let doses = medication_administrations(&patient.course, &order, Release::R4);
        given.extend(of(patient, doses)?);
    }
    Ok(Bundle::new(BundleType::Collection, requests, given)?.to_json())
}

fn records(patients: &Patients) -> Result<String, Failure> {
    let mut records = Vec::new();
    for patient in patients {
        let subject = SubjectRecords::new(u32::try_from(patient.id)?, patient.course.day_one());
        records.extend(of(patient, subject.given(&patient.course))?);
    }
    Ok(RecordFormat::new(TimeUnit::Days).to_csv(&EventDataset::new(records))?)
}
