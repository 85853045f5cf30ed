//! Regimens, courses and trials in the formats of others: out, back in, and what is refused.

mod bounds;
mod courses;
mod drug;
mod fhir;
mod fhir_courses;
mod fhir_faults;
mod fhir_records;
mod fhir_refused;
mod fhir_releases;
#[path = "../core/generate.rs"]
#[expect(dead_code, reason = "the core's tests use the rest of it")]
mod generate;
mod icalendar;
mod practice;
mod schema;
#[path = "../core/walk.rs"]
#[expect(dead_code, reason = "the core's tests use the rest of it")]
mod walk;

use aso_regimen::Regimen;
use aso_regimen::chrono::NaiveDate;
use proptest::prelude::ProptestConfig;

/// So many cases; a failure is printed and not kept in a file.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

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
