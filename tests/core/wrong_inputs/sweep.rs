//! Every member of every document, in turn replaced by a value of another kind: each error says where, and what was
//! expected, in words of JSON and of the field.

use std::collections::{BTreeMap, BTreeSet};

use aso_regimen::dosing::course::{Entry, Switch};
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::dosing::missed_dose::{Action, Limit, Measure, TimeBand, TimeRule};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::evidence::label::Authority;
use aso_regimen::{BodyWeight, Course, Interval, Mass, Regimen, StudyDay, Window, catalog};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Words that JSON does not have: of the language that the reader is written in.
const OF_THE_LANGUAGE: [&str; 16] = [
    "struct", "enum", "variant", "tuple", "newtype", "Option", "unit", "u8", "u16", "u32", "u64",
    "usize", "i32", "i64", "f64", "nonzero",
];

/// Whether an error says in words of JSON and of the field what was expected, and where: the names of members and
/// what was found stand in quotes.
fn is_plain(error: &str, path: &str) -> bool {
    let unquoted: String = error.split('`').step_by(2).collect();
    let mut words = unquoted.split(|c: char| !c.is_alphanumeric() && c != '_');
    let says = ["expected", "missing field", "number out of range"]
        .iter()
        .any(|word| error.contains(word));
    // A rule of ours has words of its own for what breaks it.
    let by_serde = ["invalid ", "unknown ", "missing "].iter().any(|word| error.starts_with(word));
    let somewhere = error.contains(" at line ") || path.is_empty() || !by_serde;
    says && somewhere && !words.any(|word| OF_THE_LANGUAGE.contains(&word))
}

/// The errors that are not plain, each with the place where it was met.
#[derive(Default)]
struct Sweep {
    seen: BTreeSet<String>,
    not_plain: BTreeMap<String, String>,
    refused: usize,
}

impl Sweep {
    /// Replaces every member of a document. The same place of another document says nothing new.
    fn all_of<T: Serialize + DeserializeOwned>(&mut self, value: &T) {
        let name = core::any::type_name::<T>();
        let document = serde_json::to_value(value).expect("serialises");
        let mut paths = vec![String::new()];
        collect(&document, "", &mut paths);
        let shape = |path: &str| path.replace(|c: char| c.is_ascii_digit(), "");
        paths.retain(|path| self.seen.insert(format!("{name}{}", shape(path))));
        for path in &paths {
            for other in others() {
                let mut wrong = document.clone();
                *wrong.pointer_mut(path).expect("a member") = other;
                let Err(error) = serde_json::from_str::<T>(&wrong.to_string()) else {
                    continue;
                };
                self.refused += 1;
                let error = error.to_string();
                if !is_plain(&error, path) {
                    let said = error.split(" at line ").next().unwrap_or_default();
                    self.not_plain.insert(said.to_owned(), format!("{name}{path}: {error}"));
                }
            }
        }
    }
}

/// A value of each kind.
fn others() -> [Value; 10] {
    [
        Value::Null,
        json!(-1),
        json!(7.5),
        json!(99_999_999_999_u64),
        json!("x"),
        json!([]),
        json!([[]]),
        json!({}),
        json!({"x": 1}),
        json!(true),
    ]
}

fn collect(value: &Value, path: &str, paths: &mut Vec<String>) {
    let mut add = |key: &str, value: &Value| {
        let path = format!("{path}/{key}");
        paths.push(path.clone());
        collect(value, &path, paths);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| add(key, value)),
        Value::Array(values) => {
            values
                .iter()
                .take(3)
                .enumerate()
                .for_each(|(index, value)| add(&index.to_string(), value));
        }
        _ => {}
    }
}

#[test]
fn every_error_is_in_plain_words() {
    let mut sweep = Sweep::default();
    let text = "titration 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3 window -3d/+3d, \
                then after 35d q1mo for 3mo, then q28d";
    let regimen: Regimen = text.parse().expect("a regimen");
    sweep.all_of(&regimen);
    sweep.all_of(&regimen.phases()[0]);
    sweep.all_of(regimen.phases()[0].dose());
    let three = Interval::months(3);
    let bands = vec![
        TimeBand::new(Limit::below(three), Action::KeepCalendar { minimum_gap: Some(three) }),
        TimeBand::new(
            Limit::through(three),
            Action::AddDoses { doses: 2.try_into().expect("not 0"), every: three },
        ),
        TimeBand::new(None, Action::Restart),
    ];
    let rule = TimeRule::new(Measure::PastPlanned, bands).expect("a rule");
    sweep.all_of(&rule);
    sweep.all_of(&Authority::Us);
    sweep.all_of(&StudyDay::FIRST);
    for label in catalog::labels() {
        sweep.all_of(label);
        sweep.all_of(label.policy());
        sweep.all_of(&label.sources()[0]);
    }
    for trial in catalog::trials() {
        sweep.all_of(trial);
        trial.arms().iter().for_each(|arm| sweep.all_of(arm));
        trial.visits().iter().for_each(|visit| sweep.all_of(visit));
        let endpoints = trial.visits().iter().flat_map(|visit| &visit.assessments);
        endpoints.for_each(|endpoint| sweep.all_of(endpoint));
    }
    let day = |day: &str| day.parse().expect("a date");
    let label = catalog::labels().named("patisiran").into_iter().next().expect("a label");
    let course = label.course(day("2026-01-05")).expect("one regimen");
    let gap = Tolerance::within(Window::days(3, 3)).at_least_apart(Interval::days(10));
    let mut course = course.tolerating(gap).expect("it fits");
    let policy = MissedDosePolicy::not_stated();
    for entry in [
        Entry::weighed(day("2026-01-05"), BodyWeight::kg(70)),
        Entry::given(day("2026-01-05")).partly(Mass::mg(5)).reason("a clot"),
        Entry::given(day("2026-01-26")).amount(Mass::mg(20)).not_counting(),
        Entry::rescheduled(day("2026-01-27"), day("2026-02-01"), "travel"),
        Entry::switched(
            day("2026-01-28"),
            Switch::to(regimen, policy.clone()).on(day("2026-02-02")),
            "another drug",
        ),
        Entry::policy_changed(day("2026-01-29"), policy.clone(), "another edition"),
    ] {
        sweep.all_of(&entry);
        course.record(entry).expect("it can be");
    }
    sweep.all_of(&course);
    let elsewhere = Course::continuing(course.regimen().clone(), policy, 2, day("2026-01-05"));
    sweep.all_of(&elsewhere.expect("it has two doses"));
    let Sweep { not_plain, refused, .. } = sweep;
    assert!(not_plain.is_empty(), "{not_plain:#?}");
    assert!(refused > 1000, "{refused}");
}
