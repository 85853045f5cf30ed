//! One participant's schedule of activities, and what the participant can see of it.
//!
//! ```text
//! cargo run --example schedule_of_activities
//! cargo run --example schedule_of_activities -- "ENDEAR" sham 2015-01-05
//! ```

use std::env;
use std::error::Error;
use std::process::ExitCode;

use aso_regimen::catalog;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::evidence::trial::Activity;
use aso_regimen::{Arm, Trial};

const USAGE: &str =
    "usage: schedule_of_activities [TRIAL ARM START], such as \"GENERATION HD1\" Q16W 2019-07-01";

/// How much of a schedule without an end is shown.
const DAYS_SHOWN: u64 = 400;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let (title, arm, start) = match arguments {
        [] => ("GENERATION HD1", "Q16W", "2019-07-01"),
        [title, arm, start] => (title.as_str(), arm.as_str(), start.as_str()),
        _ => return Err(USAGE.to_owned()),
    };
    let trial = catalog::trials().named(title).one().map_err(|error| error.to_string())?;
    let first: NaiveDate = start.parse().map_err(|error| {
        format!("the start {start:?} is not a date such as 2019-07-01: {error}")
    })?;
    show(trial, arm, first).map_err(|error| with_causes(error.as_ref()))
}

/// The arm's own calendar, then what its participants see beside what those of another arm see.
fn show(trial: &Trial, arm: &str, first: NaiveDate) -> Result<(), Box<dyn Error>> {
    let through = first.checked_add_days(Days::new(DAYS_SHOWN)).unwrap_or(NaiveDate::MAX);
    let calendar = trial.calendar(arm, first, through)?;
    println!("{}, {}: arm {arm}, from {first}", trial.registration(), trial.title());
    for activity in &calendar {
        println!("  {activity}");
    }
    for source in trial.sources() {
        println!("  source: {source}");
    }

    let Some(other) = masked_to(trial, trial.arm(arm)?, first, through) else {
        println!("\nno other arm seems to be given drug on the same days");
        return Ok(());
    };
    let seen = blinded(&calendar);
    let seen_there = blinded(&trial.calendar(other.name(), first, through)?);
    let here = format!("as seen in arm {arm}");
    let there = format!("as seen in arm {}", other.name());
    let widths = seen.iter().chain([&here]).map(|line| line.chars().count());
    let width = widths.max().unwrap_or(0);
    println!("\n  {here:<width$}  {there}");
    for (here, there) in seen.iter().zip(&seen_there) {
        println!("  {here:<width$}  {there}");
    }
    assert_eq!(seen, seen_there, "nobody can tell the arms apart");
    println!("\nboth see the same {} entries", seen.len());
    Ok(())
}

/// The first other arm that seems to be given drug on the same days.
fn masked_to<'t>(
    trial: &'t Trial,
    arm: &Arm,
    first: NaiveDate,
    through: NaiveDate,
) -> Option<&'t Arm> {
    let days = |arm: &Arm| -> Option<Vec<NaiveDate>> {
        let seems = arm.apparent_regimen()?;
        Some(seems.starting(first).through(through).dates().collect())
    };
    let here = days(arm)?;
    trial
        .arms()
        .iter()
        .filter(|other| other.name() != arm.name())
        .find(|other| days(other).as_ref() == Some(&here))
}

fn blinded(calendar: &[Activity<'_>]) -> Vec<String> {
    let seen = calendar.iter().map(|activity| activity.blinded());
    seen.map(|activity| activity.to_string()).collect()
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
