//! Every member of a document, in turn another value, gone, or of a name that nothing has: what is refused is refused
//! in one short line that says where.

use std::collections::BTreeSet;

use aso_regimen::dosing::course::{Entry, Switch};
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::FormatError;
use aso_regimen::interchange::fhir::{
    Bundle, Medication, MedicationRequest, ReadEntry, Release, medication_administrations,
    read_bundle, record_administrations,
};
use aso_regimen::{BodyWeight, Course, Mass};
use serde_json::{Map, Value, json};

use crate::{date, regimen};

const LONGEST: usize = 500;

/// A bundle with what a course can have: each entry, a change of regimen, and a dose given elsewhere.
fn document(release: Release) -> Value {
    let policy = MissedDosePolicy::not_stated;
    let first =
        regimen("[<50 kg: 2 mg/kg; else 100 mg] (15 mL, withdraw 10 mL) IT q14d x9 window -3d/+3d");
    let mut course =
        Course::continuing(first, policy(), 2, date("2026-01-05")).expect("one of nine");
    for entry in [
        Entry::given(date("2026-01-19")),
        Entry::weighed(date("2026-01-20"), BodyWeight::kg(70)),
        Entry::rescheduled(date("2026-01-21"), date("2026-02-03"), "travel"),
        Entry::given(date("2026-02-03")).partly(Mass::mg(60)).reason("a clot"),
        Entry::rest(date("2026-02-03"), Mass::mg(40)),
        Entry::given(date("2026-02-05")).amount(Mass::mg(10)).not_counting(),
        Entry::missed(date("2026-02-17"), "ill"),
        Entry::skipped(date("2026-02-18"), "still ill"),
        Entry::held(date("2026-02-20"), "platelets"),
        Entry::resumed(date("2026-03-20")),
        Entry::given(date("2026-03-20")),
        Entry::switched(
            date("2026-04-01"),
            Switch::to(regimen("1 mg/kg (over 20 min) \"into the port\" q1mo"), policy()),
            "another drug",
        ),
        Entry::given(date("2026-04-10")),
        Entry::stopped(date("2026-04-20"), "moved away"),
    ] {
        course.record(entry).expect("it can be");
    }
    let drug = Medication::named("tofersen").expect("a name");
    let order = drug.for_subject("Patient/17").expect("a reference");
    let requests = MedicationRequest::all_of_course(&course, &order, release).expect("it fits");
    let done = medication_administrations(&course, &order, release).expect("ordinary texts");
    let bundle = Bundle::new(requests, done).expect("one release");
    serde_json::from_str(&bundle.to_json()).expect("JSON")
}

/// The errors of everything that a program does with a bundle.
fn errors(json: &str, release: Option<Release>) -> Vec<FormatError> {
    let read = match read_bundle(json, release) {
        Ok(read) => read,
        Err(why) => return vec![why],
    };
    let (mut errors, mut requests, mut administrations) = (Vec::new(), Vec::new(), Vec::new());
    for entry in read.entries {
        match entry {
            ReadEntry::Request(request) => requests.push(*request),
            ReadEntry::Administration(one) => administrations.push(*one),
            ReadEntry::Refused(why) => errors.push(why),
            _ => {}
        }
    }
    for request in &requests {
        let course = [
            request.planned_course(MissedDosePolicy::not_stated()),
            request.course(MissedDosePolicy::not_stated()),
        ];
        for course in course {
            match (course, request.order()) {
                (Ok(mut course), Ok(order)) => {
                    match record_administrations(&mut course, &order, &administrations) {
                        Ok(recorded) => errors.extend(recorded.left_out),
                        Err(why) => errors.push(why),
                    }
                }
                (course, order) => errors.extend(course.err().into_iter().chain(order.err())),
            }
        }
    }
    errors
}

/// Values of each kind, of any length.
fn others() -> Vec<Value> {
    let long = "\u{8001}x\"\n".repeat(1_000);
    vec![
        Value::Null,
        json!(-1),
        json!(7.5),
        json!(1e99),
        json!(""),
        json!("\n"),
        json!(long),
        json!("x".repeat(3_000)),
        json!(json!({"x".repeat(3_000): 1}).to_string()),
        json!(json!({"day": "x".repeat(3_000)}).to_string()),
        json!([]),
        json!([long]),
        json!({}),
        json!({"": 1}),
        json!({long.clone(): long}),
        json!(true),
    ]
}

/// Calls with each document that differs in one place: a member has another value, is gone, has another name, or has
/// one beside it that nobody knows.
fn each_fault(document: &Value, mut with: impl FnMut(&str, &Value)) {
    let mut paths = Vec::new();
    collect(document, ["", ""], &mut paths);
    // The same place of another resource says nothing new.
    let mut seen = BTreeSet::new();
    paths.retain(|[_, shape]| seen.insert(shape.clone()));
    for [path, _] in &paths {
        let mut changed = document.clone();
        for other in others() {
            *changed.pointer_mut(path).expect("a member") = other;
            with(path, &changed);
        }
        let (parent, name) = path.rsplit_once('/').expect("a member");
        let Some(Value::Object(members)) = document.pointer(parent) else { continue };
        let mut changed = document.clone();
        let mut with_members = |members: &Map<String, Value>| {
            *changed.pointer_mut(parent).expect("an object") = Value::Object(members.clone());
            with(path, &changed);
        };
        let mut without = members.clone();
        let value = without.remove(name).expect("a member");
        with_members(&without);
        for other in ["", " ", "a.b", "a\nb", "modifierExtension", &"\u{8001}".repeat(3_000)] {
            for members in [members, &without] {
                let mut members = members.clone();
                members.insert(other.to_owned(), value.clone());
                with_members(&members);
            }
        }
    }
}

/// The paths of all members, each with its shape: the same, but that items of a list are told apart by what they are.
fn collect(value: &Value, [path, shape]: [&str; 2], paths: &mut Vec<[String; 2]>) {
    let mut add = |key: &str, kind: &str, value: &Value| {
        let [path, shape] = [format!("{path}/{key}"), format!("{shape}/{kind}")];
        paths.push([path.clone(), shape.clone()]);
        collect(value, [&path, &shape], paths);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| add(key, key, value)),
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                let kind = ["/url", "/resource/resourceType"].map(|at| value.pointer(at));
                let kind = kind.into_iter().flatten().find_map(Value::as_str).unwrap_or_default();
                add(&index.to_string(), kind, value);
            }
        }
        _ => {}
    }
}

#[test]
fn every_refusal_is_one_short_line_with_its_place() {
    for (release, chosen) in [(Release::R4, None), (Release::R5, Some(Release::R5))] {
        let document = document(release);
        assert_eq!(errors(&document.to_string(), chosen), []);
        let mut refused = 0;
        each_fault(&document, |path, changed| {
            for error in errors(&changed.to_string(), chosen) {
                let text = error.to_string();
                assert!(!error.place().is_empty(), "{path}: {text}");
                assert!(text.chars().count() < LONGEST, "{path}: {text}");
                assert!(!text.contains(char::is_control), "{path}: {text:?}");
                refused += 1;
            }
        });
        assert!(refused > 3_000, "{refused}");
    }
}
