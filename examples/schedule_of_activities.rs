//! One participant's schedule of activities, and what the participant can see of it.
//!
//! ```text
//! cargo run --example schedule_of_activities
//! cargo run --example schedule_of_activities -- "ENDEAR" sham 2015-01-05
//! ```

use std::env;
use std::error::Error;
use std::process::ExitCode;

use aso_regimen::Trial;
use aso_regimen::catalog;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::evidence::trial::Viewer;

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

/// The arm's own calendar, by what it can be told from others, and what its participants see.
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

    let mut told_apart = false;
    for [one, other] in trial.masked_pairs() {
        if ![one.name(), other.name()].contains(&arm) {
            continue;
        }
        println!("\n{} beside {}", one.name(), other.name());
        let found = trial.unmasked_by([one.name(), other.name()], first, through)?;
        for sign in &found {
            println!("  {sign}");
            told_apart |= sign.viewer == Viewer::Participant;
        }
        if found.is_empty() {
            println!("  nobody can tell them apart");
        }
    }
    assert!(!told_apart, "no participant can tell the arm from others");
    println!("\nas participants see it");
    for activity in &calendar {
        println!("  {}", activity.seen_by(Viewer::Participant));
    }
    Ok(())
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
