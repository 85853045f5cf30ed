//! The data types of FHIR that several of our elements have: dates, quantities, coded concepts, extensions.

use chrono::{Datelike, NaiveDate};
use serde_json::Number;

use crate::calendar::Interval;
use crate::interchange::error::FormatError;
use crate::interchange::fhir::UCUM;
use crate::interchange::fhir::json::{Json, object};
use crate::quantity::{Mass, Volume};

/// An extension of ours, its value under the name that says its type.
pub(super) fn extension(url: &'static str, name: &'static str, value: impl Into<Json>) -> Json {
    object([("url", url.into()), (name, value.into())])
}

/// A `Quantity` in UCUM.
fn quantity((value, code): (Number, &'static str)) -> Json {
    object([
        ("value", value.into()),
        ("unit", code.into()),
        ("system", UCUM.into()),
        ("code", code.into()),
    ])
}

pub(super) fn mass_quantity(mass: Mass) -> Json {
    quantity(exact(mass.as_micrograms(), ["mg", "ug"]))
}

pub(super) fn per_kg_quantity(mass: Mass) -> Json {
    quantity(exact(mass.as_micrograms(), ["mg/kg", "ug/kg"]))
}

pub(super) fn volume_quantity(volume: Volume) -> Json {
    quantity(exact(volume.as_microlitres(), ["mL", "uL"]))
}

/// A `Duration`.
pub(super) fn duration(interval: Interval) -> Json {
    let (count, code) = count_and_unit(interval);
    quantity((count.into(), code))
}

/// A number of thousandths: in the larger unit where that is exact in every reader's floating point, else
/// whole in the smaller one.
fn exact(thousandths: u64, [larger, smaller]: [&'static str; 2]) -> (Number, &'static str) {
    // Fifteen digits survive a double on the way out and in.
    const FIFTEEN_DIGITS: u64 = 1_000_000_000_000_000;
    if thousandths % 1_000 == 0 {
        return ((thousandths / 1_000).into(), larger);
    }
    if thousandths < FIFTEEN_DIGITS {
        #[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
        let value = Number::from_f64(thousandths as f64 / 1_000.0);
        if let Some(value) = value {
            return (value, larger);
        }
    }
    (thousandths.into(), smaller)
}

/// A `CodeableConcept` that is its text alone.
pub(super) fn concept(text: impl Into<String>) -> Json {
    object([("text", text.into().into())])
}

/// An interval's number and UCUM code, which is also FHIR's `periodUnit`.
pub(super) fn count_and_unit(interval: Interval) -> (u32, &'static str) {
    match interval {
        Interval::Days(days) => (days.get(), "d"),
        Interval::Months(months) => (months.get(), "mo"),
    }
}

/// An interval in words: `14 days`, `1 month`.
pub(super) fn words(interval: Interval) -> String {
    let (count, unit) = count_and_unit(interval);
    let unit = if unit == "d" { "day" } else { "month" };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// The text of a day: FHIR's dates have years of four digits.
pub(super) fn date(date: NaiveDate) -> Result<String, FormatError> {
    if (1..=9999).contains(&date.year()) {
        return Ok(date.to_string());
    }
    let expected = "a year from 0001 to 9999";
    Err(FormatError::expected("date of a dose", expected, date))
}
