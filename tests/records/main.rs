//! Records: NONMEM event records, SDTM and ADaM tables, out and in again.

mod adam;
mod generate;
mod nonmem_errors;
mod nonmem_examples;
mod nonmem_properties;
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

/// An error and its causes on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
