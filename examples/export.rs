//! Tofersen for one patient, in every format of the field: what was planned, what was given, what is to come.
//!
//! ```text
//! cargo run --features interchange --example export             into target/export
//! cargo run --features interchange --example export -- FOLDER
//! ```

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use aso_regimen::catalog::tofersen;
use aso_regimen::chrono::{Days, NaiveDate, NaiveDateTime};
use aso_regimen::interchange::fhir::{self, Medication, Release};
use aso_regimen::interchange::icalendar::{Calendar, CalendarCourse, Revision};
use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, SubjectRecords, TimeUnit};
use aso_regimen::interchange::sdtm::{self, Study};
use aso_regimen::interchange::table::Table;

fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        std::env::args_os().nth(1).map_or_else(|| PathBuf::from("target/export"), PathBuf::from);
    fs::create_dir_all(&folder)?;
    let files = files()?;
    for (name, text) in &files {
        let path = folder.join(name);
        fs::write(&path, text)?;
        println!("{:>6} bytes  {}", text.len(), path.display());
    }
    // What can come back comes back equal.
    let text =
        |name: &str| files.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str());
    let request = text("request.json").ok_or("no request")?;
    assert_eq!(fhir::read_medication_request(request, None)?.regimen, tofersen::approved());
    let records = text("planned.csv").ok_or("no records")?;
    let read = RecordFormat::new(TimeUnit::Days).read(records.as_bytes())?;
    assert_eq!(read.expanded(100)?.records().len(), 8);
    Ok(())
}

/// The files by name.
fn files() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let label = tofersen::labels().swap_remove(0);
    let start: NaiveDate = "2026-01-05".parse()?;
    let stamp: NaiveDateTime = "2026-03-10T09:00:00".parse()?;
    let through = start + Days::new(168);
    let plan = label.regimen()?.starting(start);
    // Two doses on their days, the third missed and given two weeks late, one more four weeks later.
    let mut course = label.course(start)?;
    course.give(start)?;
    course.give(start + Days::new(14))?;
    course.miss(start + Days::new(28), "pneumonia")?;
    course.give(start + Days::new(42))?;
    course.give(start + Days::new(70))?;
    let mut files = Vec::new();
    let mut add = |name: &str, text: String| files.push((name.to_owned(), text));

    let patient = SubjectRecords::new(1, start).dosed_in(1);
    let days = RecordFormat::new(TimeUnit::Days);
    let planned = EventDataset::new(patient.planned(&plan, through)?);
    add("planned.csv", days.to_csv(&planned)?);
    add("planned-expanded.csv", days.to_csv(&planned.expanded(100)?)?);
    add("given.csv", days.to_csv(&EventDataset::new(patient.given(&course)?))?);

    let study = Study::new("STUDY1")?.in_epoch("TREATMENT")?;
    let treatment = study.subject("STUDY1-001")?.treated_with("TOFERSEN")?;
    let valor = tofersen::valor();
    let last = aso_regimen::StudyDay::of(through, start);
    let tables = [
        ("ex", sdtm::exposure(&treatment, &course)?),
        ("ec", sdtm::exposure_as_collected(&treatment, &course)?),
        ("ta", sdtm::trial_arms(&study, &valor)?),
        ("te", sdtm::trial_elements(&study, &valor)?),
        ("tv", sdtm::trial_visits(&study, &valor, last)?),
    ];
    for (name, table) in &tables {
        add(&format!("{name}.csv"), table.to_csv()?);
        add(&format!("{name}.json"), dataset_json(table, stamp)?);
    }

    let medication = Medication::named(label.substance())?;
    let order = medication.for_subject("Patient/17")?;
    let request = fhir::medication_request(label.regimen()?, &order, Release::R4)?.ordered();
    add("request.json", request.to_json());
    let definition = fhir::plan_definition(label.regimen()?, &medication, Release::R4)?;
    add("plan.json", definition.to_json());
    let administered = fhir::medication_administrations(&course, &order, Release::R4)?;
    add("administered.json", serde_json::to_string_pretty(&administered)?);

    let name = CalendarCourse::new("course-17@clinic.example")?;
    let name = name.with_medication(label.substance())?;
    let calendar = Calendar::of_course(&name, &course, course.start()..=through).build()?;
    let revision = Revision::new(stamp.and_utc());
    add("course.ics", calendar.to_text(&revision)?);
    add("course.json", serde_json::to_string_pretty(&course)?);
    Ok(files)
}

fn dataset_json(table: &Table, created: NaiveDateTime) -> Result<String, Box<dyn Error>> {
    let mut bytes = Vec::new();
    table.write_dataset_json(created, &mut bytes)?;
    Ok(String::from_utf8(bytes)?)
}
