//! Prints the doses of a regimen in its first year as a table, and draws them into a file. The regimen is given as text.
//!
//! ```text
//! cargo run --features plot --example explore
//! cargo run --features plot --example explore -- "12 mg IT q14d x3, then after 35d x1, then q4mo"
//! cargo run --features plot --example explore -- "285 mg SC q1w for 3mo, then q2w" 2026-03-02 FILE.svg
//! ```

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use aso_regimen::ParseError;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::plot::PictureError;
use aso_regimen::plot::{Picture, Timeline};
use aso_regimen::{Interval, Regimen};

const USAGE: &str = "usage: explore [REGIMEN [START such as 2026-01-05 [FILE.svg]]]";
const REGIMEN: &str = "100 mg IT q14d x3, then q28d";
const START: &str = "2026-01-05";
const FILE: &str = "target/explore.svg";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), String> {
    let (regimen, start, file) = match *arguments {
        [] => (REGIMEN, START, FILE),
        [regimen] => (regimen, START, FILE),
        [regimen, start] => (regimen, start, FILE),
        [regimen, start, file] => (regimen, start, file),
        _ => {
            return Err(format!("expected at most 3 arguments, found {}", arguments.len()));
        }
    };
    let regimen: Regimen = regimen
        .parse()
        .map_err(|error: ParseError| format!("{}\n{}", error.pointer(), with_causes(&error)))?;
    let start: NaiveDate = start
        .parse()
        .map_err(|_| format!("expected a start date such as 2026-01-05, found {start:?}"))?;
    let through = last_of_first_year(start)?;

    let table = table(&regimen, start, through);
    println!("{}", table.join("\n"));
    let drawn = draw(&regimen, start, through).map_err(|error| with_causes(&error))?;
    write(Path::new(file), &drawn.picture).map_err(|error| format!("{file}: {error}"))?;
    println!("\npicture through {}: {file}", drawn.through);
    if arguments.is_empty() {
        check(&table);
    }
    Ok(())
}

/// The last day of the first year: the day before the anniversary of the first dose.
fn last_of_first_year(start: NaiveDate) -> Result<NaiveDate, String> {
    let anniversary = Interval::months(12).nth_after(start, 1);
    anniversary
        .and_then(|date| date.pred_opt())
        .ok_or_else(|| format!("the year after {start} is after the end of the calendar"))
}

/// The doses through a date, one per line.
fn table(regimen: &Regimen, start: NaiveDate, through: NaiveDate) -> Vec<String> {
    let plan = regimen.starting(start);
    let mut lines = vec![
        regimen.to_string(),
        format!("from {start} through {through}"),
        String::new(),
        "dose  date        weekday    day   gap  role         amount".to_owned(),
    ];
    let mut before: Option<i32> = None;
    for dose in plan.through(through) {
        let day = dose.day_offset();
        let gap = before.replace(day).map_or("-".to_owned(), |before| (day - before).to_string());
        lines.push(format!(
            "{:>4}  {}  {:9}  {:>4}  {gap:>4}  {:11}  {} {}",
            dose.number(),
            dose.date(),
            dose.date().format("%A").to_string(),
            dose.study_day().number(),
            dose.role(),
            dose.dose().amount(),
            dose.dose().route(),
        ));
    }
    let total = match plan.total_through(through, None) {
        Ok(mass) => mass.to_string(),
        Err(error) => error.to_string(),
    };
    lines.push(String::new());
    lines.push(format!("{} doses, {total} in total", plan.count_through(through)));
    lines.push(match plan.next_after(through) {
        Some(next) => format!("next: {next}"),
        None => "next: no further dose".to_owned(),
    });
    lines
}

/// A picture and its last day.
struct Drawn {
    picture: Picture,
    through: NaiveDate,
}

/// Draws the doses through a date, or through fewer days if so many doses would not be legible.
fn draw(regimen: &Regimen, start: NaiveDate, through: NaiveDate) -> Result<Drawn, PictureError> {
    let drawn = Timeline::new("Planned doses", start, through)?.with("regimen", regimen)?.draw();
    match drawn {
        Err(PictureError::TooLong { most, .. }) => {
            let last = start + Days::new(u64::from(most) - 1);
            draw(regimen, start, last)
        }
        drawn => drawn.map(|picture| Drawn { picture, through }),
    }
}

fn write(file: &Path, picture: &Picture) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, picture.as_str())
}

/// Checks what is printed without arguments: tofersen as approved.
fn check(lines: &[String]) {
    assert_eq!(lines[4], "   1  2026-01-05  Monday        1     -  loading      100 mg IT");
    assert_eq!(lines[7], "   4  2026-03-02  Monday       57    28  maintenance  100 mg IT");
    assert_eq!(lines[lines.len() - 2], "15 doses, 1500 mg in total");
    let next = "next: dose 16 (maintenance): 100 mg IT on 2027-02-01, study day 393";
    assert_eq!(lines[lines.len() - 1], next);
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
