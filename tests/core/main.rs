//! The core: quantities, calendar, regimens, their text form, schedules, courses and comparisons.

mod adherence;
mod api;
mod audit;
mod audit_rows;
mod both_ends;
mod bounds;
#[cfg(all(feature = "catalog", feature = "kinetics"))]
mod compare;
mod concerns;
mod course;
mod course_properties;
mod documentation;
mod errors;
#[cfg(feature = "catalog")]
mod exhaustion;
mod extremes;
#[cfg(all(feature = "catalog", feature = "serde"))]
mod forecast;
mod generate;
#[cfg(feature = "catalog")]
mod label_rules;
#[cfg(feature = "catalog")]
mod labels;
#[cfg(feature = "catalog")]
mod labels_a;
#[cfg(feature = "catalog")]
mod labels_b;
#[cfg(all(feature = "catalog", feature = "serde"))]
mod labels_page;
mod late_doses;
mod layers;
mod notation;
mod notation_page;
#[cfg(feature = "catalog")]
mod outside;
mod parts;
mod peers;
#[cfg(all(feature = "catalog", feature = "kinetics"))]
mod practice;
mod properties;
mod quantities;
#[cfg(feature = "catalog")]
#[expect(dead_code, reason = "other programs draw from lists")]
#[path = "../random.rs"]
mod random;
mod ranges;
mod routes;
#[cfg(feature = "serde")]
mod serde;
#[cfg(all(feature = "catalog", feature = "serde"))]
#[path = "../text_file.rs"]
mod text_file;
mod walk;
#[cfg(feature = "catalog")]
mod worked_examples;
mod worst_cases;
mod wrong_inputs;

use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::course::{CourseError, Timing};
use aso_regimen::{Course, Regimen};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Gives the dose that is due, and tells how the day compares with the plan.
fn gives(course: &mut Course, day: NaiveDate) -> Result<Timing, CourseError> {
    let given = course.give(day)?;
    Ok(given.timing().expect("a dose given has a timing"))
}

#[track_caller]
fn regimen(text: &str) -> Regimen {
    match text.parse() {
        Ok(regimen) => regimen,
        Err(error) => panic!("{text}: {error}"),
    }
}

/// The first days of a schedule, 0 for its first dose.
#[track_caller]
fn assert_days(regimen: &Regimen, expected: &[i32]) {
    let plan = regimen.starting(date("2026-01-05"));
    let days: Vec<i32> = plan.iter().day_offsets().take(expected.len()).collect();
    assert_eq!(days, expected, "{regimen}");
}

#[track_caller]
fn assert_dates(regimen: &Regimen, start: &str, expected: &[&str]) {
    let plan = regimen.starting(date(start));
    let dates: Vec<String> =
        plan.iter().dates().take(expected.len()).map(|date| date.to_string()).collect();
    assert_eq!(dates, expected, "{regimen}");
}
