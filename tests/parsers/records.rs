//! Writes one patient's tofersen, and the design of its trial, as the files of other programs.
//!
//! `cargo run --features interchange --example export_records -- FOLDER`; without a folder, prints what it
//! would write.

use std::error::Error;
use std::fs::{self, File};
use std::path::PathBuf;

use aso_regimen::analysis::baseline::{BaselineRule, FirstDoseDay};
use aso_regimen::analysis::readings::{Reading, Readings};
use aso_regimen::analysis::visits::{Tie, VisitPlan, VisitWindow};
use aso_regimen::chrono::{NaiveDate, NaiveDateTime};
use aso_regimen::evidence::source::{Source, Status};
use aso_regimen::evidence::trial::{Mask, Visit};
use aso_regimen::interchange::adam::{AnalysisParameter, BasicData};
use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, SubjectRecords, TimeUnit};
use aso_regimen::interchange::sdtm::{self, Study};
use aso_regimen::interchange::table::Table;
use aso_regimen::{Arm, Course, Endpoint, Interval, Label, StudyDay, Trial, Window, catalog};

fn main() -> Result<(), Box<dyn Error>> {
    let label = catalog::tofersen::labels().remove(0);
    let (first, last) = ("2024-01-01".parse()?, "2024-06-17".parse()?);

    let (compact, expanded) = records(&label, first, last)?;
    let course = course(&label, first, last)?;
    let study = Study::new("STUDY1")?.in_epoch("TREATMENT")?;
    let treatment = study.subject("STUDY1-001")?.treated_with("TOFERSEN")?;
    let trial = trial()?;
    let through = StudyDay::of(last, first);
    let tables = [
        ("ex", sdtm::exposure(&treatment, &course)?),
        ("ex_by_interval", sdtm::exposure_by_interval(&treatment, &course)?),
        ("ec", sdtm::exposure_as_collected(&treatment, &course)?),
        ("ta", sdtm::trial_arms(&study, &trial)?),
        ("te", sdtm::trial_elements(&study, &trial)?),
        ("tv", sdtm::trial_visits(&study, &trial, through)?),
        ("adnfl", basic_data()?),
    ];

    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        println!("{compact}\n{expanded}");
        for (_, table) in tables {
            println!("{}: {}\n{}", table.name(), table.label(), table.to_csv()?);
        }
        return Ok(());
    };
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("compact.csv"), compact)?;
    fs::write(folder.join("expanded.csv"), expanded)?;
    for (name, table) in &tables {
        write(&folder, name, table)?;
    }
    Ok(())
}

/// The planned doses as NONMEM event records, compact and expanded.
fn records(
    label: &Label,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<(String, String), Box<dyn Error>> {
    let plan = label.regimen()?.starting(first);
    let patient = SubjectRecords::new(1, first).dosed_in(1);
    let compact = EventDataset::new(patient.planned(&plan, last)?);
    let expanded = compact.expanded(1_000)?;
    let format = RecordFormat::new(TimeUnit::Days);
    Ok((format.to_csv(&compact)?, format.to_csv(&expanded)?))
}

/// Every dose on its date, and the one after them missed.
fn course(label: &Label, first: NaiveDate, last: NaiveDate) -> Result<Course, Box<dyn Error>> {
    let mut course = Course::new(label.regimen()?.clone(), label.policy().clone(), first);
    for dose in label.regimen()?.starting(first).through(last) {
        course.give(dose.date())?;
    }
    if let Some(next) = course.next_due().dose() {
        course.miss(next.date(), "PNEUMONIA")?;
    }
    Ok(course)
}

/// A trial of tofersen against a sham procedure.
fn trial() -> Result<Trial, Box<dyn Error>> {
    let tofersen = catalog::tofersen::approved();
    let blood = Visit::new("Blood", StudyDay::FIRST)
        .repeated_every(Interval::days(28))
        .with_window(Window::days(3, 3))
        .assessing(Endpoint::plasma_nfl());
    let source = Source::new("an example", Status::Secondary);
    let trial = Trial::builder("NCT02623699".parse()?, "Example", source)
        .arm(Arm::active("Tofersen", tofersen.clone()))
        .arm(Arm::masked("Sham", tofersen, Mask::Sham))
        .visit(blood)
        .build()?;
    Ok(trial)
}

/// Readings of neurofilament with baseline and change.
fn basic_data() -> Result<Table, Box<dyn Error>> {
    let mut readings = Readings::new();
    for (participant, day, value) in [
        ("STUDY1-001", -7, 92.0),
        ("STUDY1-001", 1, 88.0),
        ("STUDY1-001", 29, 66.0),
        ("STUDY1-001", 85, 44.0),
        ("STUDY1-002", 1, 0.0),
        ("STUDY1-002", 30, 5.0),
    ] {
        readings.push(
            Reading::new(participant, StudyDay::new(day)?, value)
                .arm("Tofersen")
                .endpoint("Neurofilament light chain, plasma (pg/mL)"),
        )?;
    }
    let around =
        |name, day| VisitWindow::around(name, StudyDay::from_offset(day), Window::days(7, 7));
    let endpoint = "Neurofilament light chain, plasma (pg/mL)";
    let plan = BasicData::new(
        "STUDY1",
        vec![AnalysisParameter::new(endpoint, "NFLP".parse()?)],
        BaselineRule::LastBeforeFirstDose(FirstDoseDay::BeforeDose),
        VisitPlan::new(Tie::Earlier, vec![around("Week 4", 28)?, around("Week 12", 84)?])?,
    );
    Ok(plan.table(&readings)?)
}

/// A table as comma-separated values and as Dataset-JSON.
fn write(folder: &std::path::Path, name: &str, table: &Table) -> Result<(), Box<dyn Error>> {
    let created: NaiveDateTime = "2026-01-05T12:00:00".parse()?;
    table.write_csv(File::create(folder.join(format!("{name}.csv")))?)?;
    let json = File::create(folder.join(format!("{name}.json")))?;
    Ok(table.write_dataset_json(created, json)?)
}
