//! What leaves: files of one patient or of the clinic, each in a format that other programs read.

use std::sync::Arc;

use aso_regimen::Course;
use aso_regimen::interchange::fhir::{
    Bundle, BundleType, Medication, MedicationRequest, Release, medication_administrations,
};
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, Revision};
use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, SubjectRecords, TimeUnit};
use aso_regimen::interchange::sdtm::{self, Study, SubjectTreatment};
use aso_regimen::interchange::table::Table;
use aso_regimen::plot::CourseTimeline;
use chrono::{Days, SubsecRound, Utc};

use crate::clinic::Clinic;
use crate::patient::{Chart, Patient};
use crate::{Failure, today};

type Patients = [Arc<Patient>];
type Make = fn(&Clinic, &Patients) -> Result<String, Failure>;

/// Name, type, what it is, and how it is made; the first is of one patient alone.
pub const FILES: [(&str, &str, &str, Make); 7] = [
    ("timeline.svg", "image/svg+xml", "a year back and a quarter ahead", timeline),
    ("calendar.ics", "text/calendar", "calendar feed, a quarter back and a year ahead", calendar),
    ("ex.csv", "text/csv", "SDTM EX, doses given", |c, p| exposure(c, p, sdtm::exposure)),
    ("ec.csv", "text/csv", "SDTM EC, as collected, with the reasons as they were typed", |c, p| {
        exposure(c, p, sdtm::exposure_as_collected)
    }),
    ("fhir.json", "application/fhir+json", "FHIR R4: patients, orders, administrations", bundle),
    ("nonmem.csv", "text/csv", "NONMEM records", records),
    ("patients.json", "application/json", "every row, to be taken in again", charts),
];

fn charts(_: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let charts: Vec<&Chart> = patients.iter().map(|patient| &patient.chart).collect();
    Ok(serde_json::to_string_pretty(&charts)?)
}

fn timeline(_: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let [patient] = patients else { return Err("a timeline is of one patient".into()) };
    let until = today().max(patient.course.start()) + Days::new(91);
    let timeline = CourseTimeline::new(patient.chart.name.as_str(), &patient.course, until)?;
    Ok(timeline.since(today() - Days::new(365)).draw()?.to_string())
}

fn substance<'a>(clinic: &'a Clinic, patient: &'a Patient) -> &'a str {
    let product = patient.course.label().map_or("no label", |label| label.product());
    clinic.label(patient).map_or(product, |label| label.substance())
}

fn calendar(clinic: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let (today, mut calendars) = (today(), Vec::new());
    for patient in patients {
        let name = CalendarCourse::new(format!("course-{}@clinic.example", patient.id))?;
        let name =
            name.with_patient(&patient.chart.name)?.with_medication(substance(clinic, patient))?;
        let calendar = Calendar::of_course(&name, &patient.course, today..=today + Days::new(365))?;
        let calendar = calendar.on_open_days(|day| clinic.is_open(day));
        calendars.push(calendar.since(today - Days::new(91)));
    }
    let stamp = Utc::now().trunc_subsecs(0);
    // A number that rises with each row of any patient.
    let rows: usize = clinic.patients().iter().map(|patient| patient.chart.log.len()).sum();
    let revision = Revision::new(stamp).revised(u32::try_from(rows + 1)?, stamp)?;
    Ok(Calendar::together(calendars)?.to_text(&revision)?)
}

fn exposure<E: std::error::Error + Send + Sync + 'static>(
    clinic: &Clinic,
    patients: &Patients,
    table: impl Fn(&SubjectTreatment, &Course) -> Result<Table, E>,
) -> Result<String, Failure> {
    let study = Study::new("CLINIC")?;
    let mut csv = String::new();
    for patient in patients {
        let treated = study.subject(format!("CLINIC-{}", patient.id))?;
        let treated = treated.treated_with(substance(clinic, patient).to_uppercase())?;
        let rows = table(&treated, &patient.course)?.to_csv()?;
        csv.extend(rows.split_inclusive('\n').skip(usize::from(!csv.is_empty())));
    }
    Ok(csv)
}

fn bundle(clinic: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let subjects = patients.iter().map(|one| format!("https://clinic.example/Patient/{}", one.id));
    let subjects: Vec<String> = subjects.collect();
    let (mut orders, mut requests, mut given) = (Vec::new(), Vec::new(), Vec::new());
    for (subject, patient) in subjects.iter().zip(patients) {
        let order = Medication::named(substance(clinic, patient))?.for_subject(subject)?;
        requests.push(MedicationRequest::of_course(&patient.course, &order, Release::R4)?);
        given.extend(medication_administrations(&patient.course, &order, Release::R4)?);
        orders.push((order, &patient.chart.name));
    }
    let mut bundle = Bundle::new(BundleType::Collection, requests, given)?;
    for (order, name) in orders {
        bundle = bundle.with_patient(&order, name)?;
    }
    Ok(bundle.to_json())
}

fn records(_: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let mut records = Vec::new();
    for patient in patients {
        let subject = SubjectRecords::new(patient.id, patient.course.day_one());
        records.extend(subject.given(&patient.course)?);
    }
    Ok(RecordFormat::new(TimeUnit::Days).to_csv(&EventDataset::new(records))?)
}
