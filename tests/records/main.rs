//! Records: NONMEM event records, SDTM and ADaM tables, out and in again.

mod adam;
mod doses_not_given;
mod exposure;
mod generate;
mod nonmem_courses;
mod nonmem_errors;
mod nonmem_examples;
mod nonmem_foreign;
mod nonmem_properties;
mod nonmem_times;
#[path = "../random.rs"]
mod random;
mod sdtm;
mod tables;

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
