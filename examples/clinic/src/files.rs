//! What leaves: files of one patient or of the clinic, each in a format that other programs read.

use std::sync::Arc;

use aso_regimen::Course;
use aso_regimen::interchange::table::Table;
use aso_regimen::interchange::{FormatError, fhir, icalendar, nonmem, sdtm};
use aso_regimen::plot::CourseTimeline;
use chrono::{Datelike, Days, SubsecRound, Utc};

use crate::clinic::Clinic;
use crate::patient::{Chart, Patient};
use crate::{Failure, today};

type Patients = [Arc<Patient>];
type Make = fn(&Clinic, &Patients) -> Result<String, Failure>;

/// Name, type, what it is, and how it is made; the first is of one patient alone.
pub const FILES: [(&str, &str, &str, Make); 7] = [
    ("timeline.svg", "image/svg+xml", "a year back and a quarter ahead", timeline),
    ("calendar.ics", "text/calendar", "calendar feed, a quarter back and a year ahead", calendar),
    ("ex.csv", "text/csv", "SDTM EX, doses given", |_, p| exposure(p, sdtm::exposure)),
    ("ec.csv", "text/csv", "SDTM EC, collected", |_, p| exposure(p, sdtm::exposure_as_collected)),
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

fn calendar(clinic: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let (today, mut calendars) = (today(), Vec::new());
    for patient in patients {
        let name = icalendar::CalendarCourse::new(format!("course-{}@clinic.example", patient.id))?;
        let name = name.with_patient(&patient.chart.name)?.with_medication(patient.drug())?;
        let days = today..=today + Days::new(365);
        let calendar = icalendar::Calendar::of_course(&name, &patient.course, days);
        let calendar = calendar.on_open_days(|day| clinic.open.contains(&day.weekday()));
        calendars.push(calendar.build()?.since(today - Days::new(91)));
    }
    let revision = icalendar::Revision::new(Utc::now().trunc_subsecs(0));
    Ok(icalendar::Calendar::together(calendars)?.to_text(&revision)?)
}

type MakeTable = fn(&sdtm::SubjectTreatment, &Course) -> Result<Table, FormatError>;

fn exposure(patients: &Patients, table: MakeTable) -> Result<String, Failure> {
    let (study, mut csv) = (sdtm::Study::new("CLINIC")?, String::new());
    for patient in patients {
        let treated = study.subject(format!("CLINIC-{}", patient.id))?;
        let treated = treated.treated_with(patient.drug().to_uppercase())?;
        let rows = table(&treated, &patient.course)?.to_csv()?;
        csv.extend(rows.split_inclusive('\n').skip(usize::from(!csv.is_empty())));
    }
    Ok(csv)
}

fn bundle(_: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let subjects = patients.iter().map(|one| format!("https://clinic.example/Patient/{}", one.id));
    let subjects: Vec<String> = subjects.collect();
    let (mut orders, mut requests, mut given) = (Vec::new(), Vec::new(), Vec::new());
    for (subject, patient) in subjects.iter().zip(patients) {
        let order = fhir::Medication::named(patient.drug())?.for_subject(subject)?;
        let (course, release) = (&patient.course, fhir::Release::R4);
        requests.extend(fhir::MedicationRequest::all_of_course(course, &order, release)?);
        given.extend(fhir::medication_administrations(course, &order, release)?);
        orders.push((order, &patient.chart.name));
    }
    let bundle = fhir::Bundle::new(requests, given)?;
    let mut named = orders.iter();
    Ok(named.try_fold(bundle, |bundle, (order, name)| bundle.with_patient(order, name))?.to_json())
}

fn records(_: &Clinic, patients: &Patients) -> Result<String, Failure> {
    let mut records = Vec::new();
    for patient in patients {
        let subject = nonmem::SubjectRecords::new(patient.id, patient.course.day_one());
        records.extend(subject.given(&patient.course)?);
    }
    let format = nonmem::RecordFormat::new(nonmem::TimeUnit::Days);
    Ok(format.to_csv(&nonmem::EventDataset::new(records))?)
}
