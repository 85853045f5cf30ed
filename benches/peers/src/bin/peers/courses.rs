//! A clinic of ten thousand patients who were treated for ten years.

#[path = "../../../../common/clinic.rs"]
mod clinic;

use std::hint::black_box;

use aso_regimen::Course;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen_peers::table::{Task, count};
use clinic::{DOSES, PATIENTS};
use serde_json::Value;

const LOADED: &str = "ours, `Course` from its JSON, every entry checked";
const VALUES: &str = "serde_json, `Value` from the same text";

pub fn print() {
    let patients = clinic::patients();
    due(&patients);
    load(&patients);
}

fn due(patients: &[Course]) {
    let (first, last) = clinic::fortnight();
    let given = |course: &Course| course.entries().next_back().expect("a dose").day();
    let latest: Vec<NaiveDate> = patients.iter().map(given).collect();
    let by_hand = |latest: &[NaiveDate]| {
        let due = |given: &&NaiveDate| (first..=last).contains(&(**given + Days::new(28)));
        latest.iter().filter(due).count()
    };
    let mut task = Task::new(
        "Who of 10 000 patients is due in the next 14 days",
        patients.len(),
        "patient",
        vec![count(by_hand(&latest))],
    );
    let fortnight = (first, last);
    task.row(
        "ours, `next_due` of each course",
        0.0,
        || clinic::due(black_box(patients), black_box(fortnight)),
        |due| vec![count(due)],
    );
    task.row(
        "chrono, by hand, 28 days after the latest dose, which is known",
        0.0,
        || by_hand(black_box(&latest)),
        |due| vec![count(due)],
    );
    task.within("ours, `next_due` of each course", 1_000.0);
    task.print(15);
}

/// The answer is how many entries there are in all.
fn load(patients: &[Course]) {
    let write = |course| serde_json::to_string(course).expect("JSON");
    let lines: Vec<String> = patients.iter().map(write).collect();
    let entries = usize::try_from(PATIENTS * DOSES).expect("a count");
    let mut task = Task::new(
        "10 000 courses of 131 entries from JSON",
        lines.len(),
        "course",
        vec![count(entries)],
    );
    let ours = |line: &String| {
        let course: Course = serde_json::from_str(line).expect("a course");
        course.entries().len()
    };
    let bare = |line: &String| {
        let course: Value = serde_json::from_str(line).expect("JSON");
        course["entries"].as_array().expect("entries").len()
    };
    let all = |entries: fn(&String) -> usize| black_box(&lines).iter().map(entries).sum();
    task.row(LOADED, 0.0, || all(ours), |entries| vec![count(entries)]);
    task.row(VALUES, 0.0, || all(bare), |entries| vec![count(entries)]);
    task.at_most(LOADED, VALUES, 1.0);
    task.print(3);
}
