//! What is read of EX data sets that others wrote, for `exposure.py` to compare.
//!
//! Reads each `ex-NAME.csv` and `ex-NAME.json` of a folder with its `dm-NAME.csv`, and writes `read-NAME-csv.csv` and
//! `read-NAME-json.csv`: the doses as the records say, and those of the courses by a plan of one dose a day.

use std::error::Error;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;

use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::sdtm::{ExposureReader, SubjectExposure};
use aso_regimen::interchange::table::Dataset;
use aso_regimen::{Course, Mass};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(folder) = std::env::args_os().nth(1) else {
        println!("usage: read_exposure FOLDER");
        return Ok(());
    };
    let folder = Path::new(&folder);
    let mut files: Vec<String> = fs::read_dir(folder)?
        .map(|file| Ok(file?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, std::io::Error>>()?;
    files.sort();
    for file in &files {
        let Some((name, kind)) = file.strip_prefix("ex-").and_then(|file| file.split_once('.'))
        else {
            continue;
        };
        let input = File::open(folder.join(file))?;
        let ex = match kind {
            "csv" => Dataset::from_csv(input)?.taking_as_missing("NA"),
            _ => Dataset::from_dataset_json(input)?,
        };
        let dm = Dataset::from_csv(File::open(folder.join(format!("dm-{name}.csv")))?)?;
        let dm = dm.taking_as_missing("NA");
        let mut reader = ExposureReader::new().with_demographics(&dm)?;
        if name == "vaccine" {
            reader = reader.of_treatment("vaccine A").of_treatment("vaccine B");
            reader = reader.unit("SYRINGE", Mass::mg(1));
        }
        let mut text = "USUBJID,what,day,mg,open\n".to_owned();
        match reader.read(&ex) {
            Ok(subjects) => {
                for subject in subjects {
                    one(subject, &dm, &mut text)?;
                }
            }
            Err(why) => writeln!(text, ",refused,\"{}\",,", why.to_string().replace('"', "\"\""))?,
        }
        fs::write(folder.join(format!("read-{name}-{kind}.csv")), text)?;
    }
    Ok(())
}

/// The doses of one subject, and those of its course.
fn one(subject: SubjectExposure, dm: &Dataset, text: &mut String) -> Result<(), Box<dyn Error>> {
    let id = subject.id().to_owned();
    let refused = |why: &dyn Error| format!("\"{}\"", why.to_string().replace('"', "\"\""));
    let (subject, open) = match subject.doses() {
        Ok(_) => (subject, ""),
        // Where EXENDTC is missing, doses went on until the subject left the study.
        Err(why) => {
            writeln!(text, "{id},refused,{},,", refused(&why))?;
            let row = (1..=dm.len()).find(|row| dm.value(*row, "USUBJID") == Some(&id));
            let end = row.and_then(|row| dm.value(row, "RFENDTC")).ok_or("no RFENDTC")?;
            (subject.ongoing_through(end.get(..10).unwrap_or(end).parse()?), "open")
        }
    };
    let Ok(doses) = subject.doses() else {
        return Ok(());
    };
    for (day, record) in &doses {
        let mass = record.dose.unwrap_or(Mass::ZERO).as_mg();
        writeln!(text, "{id},dose,{day},{mass},{open}")?;
    }
    let first = subject.first_day()?.ok_or("no dose")?;
    let route = doses.first().and_then(|(_, record)| record.route.clone()).ok_or("no route")?;
    let plan = || -> Result<Course, Box<dyn Error>> {
        let regimen = format!("54 mg {route} q1d").parse()?;
        Ok(Course::new(regimen, MissedDosePolicy::not_stated(), first))
    };
    let masked = doses.iter().all(|(_, record)| record.dose == Some(Mass::ZERO));
    let course = if masked { subject.apparent_course(plan()?)? } else { subject.course(plan()?)? };
    for given in course.doses_given() {
        let mass = if masked { 0.0 } else { given.mass()?.as_mg() };
        writeln!(text, "{id},course,{},{mass},{open}", given.date())?;
    }
    let last: NaiveDate = doses.last().map_or(first, |(day, _)| *day);
    let adherence = course.adherence(last);
    writeln!(text, "{id},planned,{last},{},{open}", adherence.planned)?;
    writeln!(text, "{id},given,{last},{},{open}", adherence.given)?;
    Ok(())
}
