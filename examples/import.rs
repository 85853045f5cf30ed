//! What others write, read: an EX data set of a trial, a NONMEM data set and an R4 bundle of a hospital, all made up. Out
//! come courses by one label, how well each kept to it, and a picture of each.
//!
//! ```text
//! cargo run --features interchange,plot --example import                     into target/import
//! cargo run --features interchange,plot --example import -- FOLDER
//! ```

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::evidence::label::Label;
use aso_regimen::interchange::fhir::{RequestStatus, read_bundle, record_administrations};
use aso_regimen::interchange::nonmem::{RecordFormat, SubjectRecords, TimeUnit};
use aso_regimen::interchange::sdtm::ExposureReader;
use aso_regimen::interchange::table::Dataset;
use aso_regimen::plot::CourseTimeline;
use aso_regimen::{Course, Mass, catalog};

/// A course with the name it has where it comes from.
type Named = (String, Course);

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/import");
    let out =
        std::env::args_os().nth(1).map_or_else(|| PathBuf::from("target/import"), PathBuf::from);
    fs::create_dir_all(&out)?;
    let label = catalog::tofersen::labels().swap_remove(0);
    let through: NaiveDate = "2026-04-30".parse()?;

    let mut courses = exposure(&data, &label)?;
    courses.extend(event_records(&data, &label)?);
    courses.extend(bundle(&data, &label)?);
    println!(
        "{:<26}  planned  given  on time  late  missed  outstanding  drug given",
        "through 2026-04-30"
    );
    for (name, course) in &courses {
        let kept = course.adherence(through);
        let drug = course.mass_given(through)?.to_string();
        let drug = if name.ends_with("on placebo") { "none".to_owned() } else { drug };
        println!(
            "{name:<26}{:>9}{:>7}{:>9}{:>6}{:>8}{:>13}  {drug}",
            kept.planned, kept.given, kept.on_time, kept.late, kept.missed, kept.outstanding
        );
        let picture = CourseTimeline::new(name, course, through)?.as_of(through);
        let picture = if drug == "none" { picture.masked() } else { picture }.draw()?;
        let file = format!("{}.svg", name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
        fs::write(out.join(file), picture.as_str())?;
    }
    println!("outstanding: planned through that day and neither given nor left out");
    println!("{} pictures in {}", courses.len(), out.display());
    Ok(())
}

/// EX with the reference dates of DM; a subject on placebo has the course that it seems to have.
fn exposure(data: &Path, label: &Label) -> Result<Vec<Named>, Box<dyn Error>> {
    let dm = Dataset::from_csv(File::open(data.join("dm.csv"))?)?;
    let ex = Dataset::from_csv(File::open(data.join("ex.csv"))?)?;
    let reader = ExposureReader::new().with_demographics(&dm)?;
    let mut courses = Vec::new();
    for subject in reader.read(&ex)? {
        let plan = label.course(subject.first_day()?.ok_or("no dose")?)?;
        let drug = subject.doses()?.iter().any(|(_, record)| record.dose > Some(Mass::ZERO));
        let course = if drug { subject.course(plan)? } else { subject.apparent_course(plan)? };
        let given = if drug { "" } else { ", on placebo" };
        courses.push((format!("EX {}{given}", subject.id()), course));
    }
    Ok(courses)
}

/// Event records have times and no dates: time 0 is put on a day.
fn event_records(data: &Path, label: &Label) -> Result<Vec<Named>, Box<dyn Error>> {
    let zero: NaiveDate = "2026-01-05".parse()?;
    let format = RecordFormat::new(TimeUnit::Days).commented_by('C')?.taking_covariates();
    let dataset = format.read(File::open(data.join("doses.csv"))?)?;
    let mut courses: Vec<Named> = Vec::new();
    for record in dataset.records().filter(|record| record.dose().is_some()) {
        let name = format!("NONMEM ID {}", record.id());
        if courses.iter().all(|(other, _)| *other != name) {
            let days = record.time().whole_days().ok_or("a time within a day")?;
            let plan = label.course(zero + Days::new(days.into()))?;
            let course = SubjectRecords::new(record.id(), zero).course(&dataset, plan)?;
            courses.push((name, course));
        }
    }
    Ok(courses)
}

/// A request with the administrations that followed it; the regimen is that of the request, the rules are the label's.
fn bundle(data: &Path, label: &Label) -> Result<Vec<Named>, Box<dyn Error>> {
    let bundle = read_bundle(&fs::read_to_string(data.join("bundle.json"))?, None)?;
    let [request] = <[_; 1]>::try_from(bundle.clone().into_requests()?)
        .map_err(|found| format!("expected one request, found {}", found.len()))?;
    let administrations = bundle.into_administrations()?;
    if request.status != RequestStatus::Active {
        return Err(format!("expected an order in force, found one {}", request.status).into());
    }
    // Refuses a plan or a proposal, and below administrations to another patient or of another drug.
    let mut course = request.course(label.policy().clone())?;
    let recorded = record_administrations(&mut course, &request.order()?, &administrations)?;
    if !recorded.left_out.is_empty() {
        println!("{} administrations are left out", recorded.left_out.len());
    }
    if !recorded.of_other_requests.is_empty() {
        println!("administrations of other requests: {:?}", recorded.of_other_requests);
    }
    Ok(vec![("FHIR R4 Patient/17".to_owned(), course)])
}
