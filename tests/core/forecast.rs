//! What an independent program (`tests/forecast/forecast.py`, Python 3.11) says of some courses, entry by entry and
//! answer by answer. `tests/forecast/run` compares many more, and tells how the table is made.

use aso_regimen::chrono::NaiveDate;
use serde_json::Value;

#[path = "../forecast/record.rs"]
mod record;

const TABLE: &str = include_str!("../forecast/answers.jsonl");

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[test]
fn an_independent_forecast_agrees() {
    let mut courses = 0;
    for line in TABLE.lines() {
        let case: Value = serde_json::from_str(line).expect("JSON");
        let mut course = record::course(text(&case["label"]), record::date(text(&case["first"])));
        for written in case["recorded"].as_array().expect("a list") {
            let recorded: record::Recorded =
                serde_json::from_value(written.clone()).expect("an entry");
            let taken = recorded.record(&mut course);
            assert_eq!(written["accepted"], taken, "{written} of {line}");
        }
        let days = case["advised"].as_array().expect("a list").iter().map(text);
        let advised: Vec<NaiveDate> = days.map(record::date).collect();
        let answers = record::answers(&course, record::date(text(&case["as of"])), &advised);
        for (what, expected) in case["answers"].as_object().expect("by name") {
            assert_eq!(&answers[what], expected, "{what} of {line}");
        }
        courses += 1;
    }
    assert_eq!(courses, 60);
}
