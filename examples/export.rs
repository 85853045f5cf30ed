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
use aso_regimen::interchange::fhir::{self, Order};
use aso_regimen::interchange::icalendar::{Agenda, Edition};
use aso_regimen::interchange::nonmem::{Dataset, Format, RecordSubject, TimeUnit};
use aso_regimen::interchange::sdtm::{self, DesignTables, Treatment};
use aso_regimen::interchange::table::Table;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("target/export"), PathBuf::from);
    fs::create_dir_all(&folder)?;
    let files = files()?;
    for (name, text) in &files {
        let path = folder.join(name);
        fs::write(&path, text)?;
        println!("{:>6} bytes  {}", text.len(), path.display());
    }
    // What can come back comes back equal.
    let text = |name: &str| {
        files
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, text)| text.as_str())
    };
    let request = text("request.json").ok_or("no request")?;
    assert_eq!(
        fhir::read_medication_request(request)?,
        tofersen::approved()
    );
    let records = text("planned.csv").ok_or("no records")?;
    let read = Format::new(TimeUnit::Days).read(records.as_bytes())?;
    assert_eq!(read.expanded(100)?.records().len(), 8);
    Ok(())
}

/// The files by name.
fn files() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let label = tofersen::labels().swap_remove(0);
    let start: NaiveDate = "2026-01-05".parse()?;
    let stamp: NaiveDateTime = "2026-03-10T09:00:00".parse()?;
    let through = start + Days::new(168);
    let plan = label.regimen().starting(start);
    // Two doses on their days, the third missed and given two weeks late, one more four weeks later.
    let mut course = label.course(start);
    course.give(start)?;
    course.give(start + Days::new(14))?;
    course.miss(start + Days::new(28), "pneumonia")?;
    course.give(start + Days::new(42))?;
    course.give(start + Days::new(70))?;
    let mut files = Vec::new();
    let mut add = |name: &str, text: String| files.push((name.to_owned(), text));

    let patient = RecordSubject::new(1, start).dosed_in(1);
    let days = Format::new(TimeUnit::Days);
    let planned = Dataset::new(patient.planned(&plan, through)?);
    add("planned.csv", days.to_csv(&planned)?);
    add(
        "planned-expanded.csv",
        days.to_csv(&planned.expanded(100)?)?,
    );
    add(
        "given.csv",
        days.to_csv(&Dataset::new(patient.given(&course)?))?,
    );

    let treatment = Treatment::new("STUDY1", "STUDY1-001", "TOFERSEN")?.in_epoch("TREATMENT")?;
    let design = DesignTables::new("STUDY1", "TREATMENT")?;
    let valor = tofersen::valor();
    let last = aso_regimen::StudyDay::of(through, start);
    let tables = [
        ("ex", sdtm::exposure(&treatment, &course)?),
        ("ec", sdtm::exposure_as_collected(&treatment, &course)?),
        ("ta", sdtm::trial_arms(&design, &valor)?),
        ("te", sdtm::trial_elements(&design, &valor)?),
        ("tv", sdtm::trial_visits(&design, &valor, last)?),
    ];
    for (name, table) in &tables {
        add(&format!("{name}.csv"), table.to_csv()?);
        add(&format!("{name}.json"), dataset_json(table, stamp)?);
    }

    let order = Order::new(label.substance(), "Patient/17")?;
    let request = fhir::medication_request(label.regimen(), &order)?.ordered();
    add("request.json", request.to_json());
    let definition = fhir::plan_definition(label.regimen(), label.substance())?;
    add("plan.json", definition.to_json());
    let administered = fhir::medication_administrations(&course, &order)?;
    add(
        "administered.json",
        serde_json::to_string_pretty(&administered)?,
    );

    let edition = Edition::new(
        "course-17@clinic.example",
        label.substance(),
        stamp.and_utc(),
    )?;
    let agenda = Agenda::of_course(&course, through);
    add("course.ics", agenda.to_text(&edition)?);
    add("course.json", serde_json::to_string_pretty(&course)?);
    Ok(files)
}

fn dataset_json(table: &Table, created: NaiveDateTime) -> Result<String, Box<dyn Error>> {
    let mut bytes = Vec::new();
    table.write_dataset_json(created, &mut bytes)?;
    Ok(String::from_utf8(bytes)?)
}
