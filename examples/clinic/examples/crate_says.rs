//! For `tests/browser.py`: reads `patients.json`, rebuilds each course by the crate alone, and prints what the crate says of it.
//!
//! ```text
//! cargo run --example crate_says -- DAY <patients.json
//! ```

#[path = "../tests/support/stored.rs"]
mod stored;

use aso_regimen::chrono::NaiveDate;
use serde_json::json;
use stored::Stored;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let day: NaiveDate = std::env::args().nth(1).ok_or("expected a day")?.parse()?;
    let patients: Vec<Stored> = serde_json::from_reader(std::io::stdin())?;
    let said = patients.iter().map(|patient| {
        let course = patient.course();
        let judged: Vec<String> = (course.entries().zip(course.judgements()))
            .map(|(entry, judgement)| match judgement.to_string().as_str() {
                "no dose" => entry.to_string(),
                judgement => format!("{entry} - {judgement}"),
            })
            .collect();
        let advice = course.advise(day).map_or_else(|why| why.to_string(), |advice| advice.to_string());
        let next = course.next_due();
        json!({
            "name": patient.name, "next": next.to_string(), "date": next.dose().map(|dose| dose.date()),
            "advice": advice, "history": judged, "given": course.doses_given().map(|dose| dose.date()).collect::<Vec<_>>(),
        })
    });
    println!("{}", serde_json::to_string(&said.collect::<Vec<_>>())?);
    Ok(())
}
