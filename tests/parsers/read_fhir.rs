//! Reads requests, administrations and bundles of others, and prints what was read of each, or why it is refused, as one
//! JSON object a line.
//!
//! `cargo run --features interchange --example read_fhir FILE ...`, by `tests/parsers/read`

use std::error::Error;
use std::fs;

use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::regimen::Extent;
use aso_regimen::interchange::FormatError;
use aso_regimen::interchange::fhir::{
    ReadAdministration, ReadEntry, ReadRequest, read_bundle, read_medication_administration,
    read_medication_request,
};
use aso_regimen::{Amount, Mass, Phase, Route};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args().skip(1) {
        let text = fs::read_to_string(&path)?;
        let kind = serde_json::from_str::<Value>(&text)?["resourceType"].clone();
        let results = match kind.as_str() {
            Some("MedicationRequest") => vec![of(read_medication_request(&text, None), request)],
            Some("MedicationAdministration") => {
                vec![of(read_medication_administration(&text, None), administration)]
            }
            Some("Bundle") => match read_bundle(&text, None) {
                Ok(bundle) => bundle.entries.iter().filter_map(entry).collect(),
                Err(why) => vec![refused(&why)],
            },
            _ => continue,
        };
        for (index, mut result) in results.into_iter().enumerate() {
            result["file"] = path.as_str().into();
            result["index"] = index.into();
            println!("{result}");
        }
    }
    Ok(())
}

fn of<T>(read: Result<T, FormatError>, show: fn(&T) -> Value) -> Value {
    read.map_or_else(|why| refused(&why), |read| show(&read))
}

fn refused(why: &FormatError) -> Value {
    json!({ "refused": why.to_string() })
}

fn entry(entry: &ReadEntry) -> Option<Value> {
    match entry {
        ReadEntry::Request(read) => Some(request(read)),
        ReadEntry::Administration(read) => Some(administration(read)),
        ReadEntry::Refused(why) => Some(refused(why)),
        _ => None,
    }
}

/// The first doses from the day of the request, or from a day of our own where it has none.
fn request(read: &ReadRequest) -> Value {
    let start = read.start.unwrap_or(NaiveDate::from_ymd_opt(2026, 1, 31).unwrap_or_default());
    let doses = read.regimen.starting(start);
    let doses = doses.iter().take(60).map(|dose| {
        let amount = match dose.dose().amount() {
            Amount::Fixed(mass) => json!({ "ug": mass.as_micrograms() }),
            Amount::PerKg(amount) => json!({ "ug/kg": amount.mass.as_micrograms() }),
            other => json!({ "text": other.to_string() }),
        };
        let minutes = dose.dose().duration().map(|minutes| minutes.shortest);
        json!([dose.date(), amount, dose.dose().route().name(), minutes])
    });
    let is_open = |phase: &Phase| phase.extent() == Extent::OpenEnded;
    json!({
        "release": read.release, "status": read.status, "intent": read.intent, "start": start,
        "regimen": read.regimen.to_string(), "doses": doses.collect::<Vec<_>>(),
        "is_open": read.regimen.phases().iter().any(is_open), "lifetime_limit": read.lifetime_limit,
        "medication": read.medication, "subject": read.subject,
    })
}

fn administration(read: &ReadAdministration) -> Value {
    json!({
        "release": read.release, "status": read.status, "date": read.date, "reason": read.reason,
        "ug": read.mass.map(Mass::as_micrograms),
        "route": read.route.as_ref().map(Route::name),
        "medication": read.medication, "subject": read.subject,
    })
}
