//! The core: quantities, calendar, regimens, their text form, schedules, courses and comparisons.

mod api;
mod compare;
mod course;
mod course_properties;
mod errors;
mod extremes;
mod generate;
mod labels;
mod layers;
mod properties;
#[cfg(feature = "serde")]
mod serde;
mod walk;
mod worked_examples;

use aso_regimen::Regimen;
use aso_regimen::chrono::NaiveDate;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

#[track_caller]
fn regimen(text: &str) -> Regimen {
    match text.parse() {
        Ok(regimen) => regimen,
        Err(error) => panic!("{text}: {error}"),
    }
}
