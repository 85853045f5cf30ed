//! Courses as bundles of FHIR, read back: every entry comes back, and what the format cannot say is refused.

use std::collections::BTreeSet;

use aso_regimen::chrono::Days;
use aso_regimen::dosing::course::{Entry, EntryKind, NextDue, Switch};
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::evidence::label::Authority;
use aso_regimen::interchange::FormatError;
use aso_regimen::interchange::fhir::{
    Bundle, Medication, MedicationOrder, MedicationRequest, ReadAdministration, ReadRequest,
    Release, medication_administrations, medication_request, read_bundle, read_medication_request,
    record_administrations,
};
use aso_regimen::{Course, Label, Mass, Window, catalog};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::courses::course;
use crate::{date, regimen};

fn order() -> MedicationOrder<'static> {
    Medication::named("tofersen").and_then(|one| one.for_subject("Patient/17")).expect("two texts")
}

fn label(name: &str) -> Label {
    let label = catalog::labels().named(name).authority(Authority::Us).current(date("2026-11-26"));
    label.one().expect("one").clone()
}

fn qalsody() -> Course {
    label("Qalsody").course(date("2026-01-05")).expect("a course")
}

fn bundle(course: &Course, release: Release) -> Bundle {
    let requests = MedicationRequest::all_of_course(course, &order(), release).expect("it fits");
    let done = medication_administrations(course, &order(), release).expect("ordinary texts");
    Bundle::new(requests, done).expect("one release")
}

fn read(json: &str) -> (Vec<ReadRequest>, Vec<ReadAdministration>) {
    let read = read_bundle(json, None).expect("a bundle");
    let requests = read.clone().into_requests().expect("all of them");
    (requests, read.into_administrations().expect("all of them"))
}

/// The course of the first request, and of the later ones with the changes of regimen.
fn back(course: &Course, release: Release) -> Course {
    let first: MedicationPlan = serde_json::from_value(json!(course)).expect("its form");
    let (requests, given) = read(&bundle(course, release).to_json());
    let is_switch = |entry: &&Entry| matches!(entry.kind(), EntryKind::Switched(_));
    let mut switches = course.entries().filter(is_switch);
    let mut back = match requests.as_slice() {
        [only] => only.course(first.policy).expect("in force"),
        all => all[0].planned_course(first.policy).expect("in force"),
    };
    if let Some(key) = course.label() {
        back = back.following_label(key.clone());
    }
    for (index, request) in requests.iter().enumerate() {
        if index > 0 {
            back.record(switches.next().expect("one before each").clone()).expect("as it was");
        }
        let order = request.order().expect("two texts");
        let recorded = record_administrations(&mut back, &order, &given).expect("as it was");
        assert_eq!(recorded.left_out, []);
    }
    back
}

#[derive(serde::Deserialize)]
struct MedicationPlan {
    policy: MissedDosePolicy,
}

/// A course with these entries.
fn with(mut course: Course, entries: impl IntoIterator<Item = Entry>) -> Course {
    for entry in entries {
        course.record(entry).expect("it can be");
    }
    course
}

proptest! {
    #![proptest_config(crate::cases(300))]

    /// Doses of every kind, misses, holds, stops, skips, new dates, weights, changes of rules and of regimens.
    #[test]
    fn every_entry_of_a_course_comes_back(course in course()) {
        // A weight that is recorded on the day of a change, after it, is not known to the order before.
        let all: Vec<&Entry> = course.entries().collect();
        prop_assume!(all.iter().enumerate().all(|(place, entry)| {
            let same_day = all[place..].iter().take_while(|later| later.day() == entry.day());
            let is_weight = |later: &&&Entry| matches!(later.kind(), EntryKind::Weighed(_));
            !matches!(entry.kind(), EntryKind::Switched(_)) || !same_day.into_iter().any(|later| is_weight(&later))
        }));
        for release in Release::ALL {
            let back = back(&course, *release);
            prop_assert_eq!(back.entries().collect::<Vec<_>>(), course.entries().collect::<Vec<_>>());
            prop_assert_eq!(&back, &course);
            prop_assert_eq!(back.next_due(), course.next_due());
            let day = course.entries().last().map_or(course.start(), Entry::day) + Days::new(40);
            let advice = |course: &Course| course.advise(day).map(|advice| advice.to_string());
            prop_assert_eq!(advice(&back), advice(&course));
            prop_assert!(back.doses_missed().eq(course.doses_missed()));
        }
    }
}

/// The dates of each are those of the course, worked out by hand from the label.
#[test]
fn what_only_the_request_has() {
    let day = date;
    let first = Entry::given(day("2026-01-05"));
    for (name, entries, next) in [
        (
            "a dose missed, and then left out",
            vec![
                Entry::missed(day("2026-01-19"), "snow"),
                Entry::skipped(day("2026-01-21"), "left out by Dr. A"),
                Entry::given(day("2026-02-02")),
            ],
            "dose 4 (maintenance): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-03-02",
        ),
        (
            "a hold that has ended",
            vec![Entry::held(day("2026-01-10"), "fever"), Entry::resumed(day("2026-01-25"))],
            "dose 2 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-01-19",
        ),
        (
            "a hold that has ended, and a miss",
            vec![
                Entry::held(day("2026-01-10"), "fever"),
                Entry::resumed(day("2026-01-25")),
                Entry::missed(day("2026-01-26"), "snow"),
            ],
            "dose 2 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-01-19",
        ),
        (
            "a weight before the dose of its day",
            vec![
                Entry::weighed(day("2026-01-19"), "70 kg".parse().expect("a weight")),
                Entry::given(day("2026-01-19")),
            ],
            "dose 3 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-02-02",
        ),
        (
            "a new date",
            vec![Entry::rescheduled(day("2026-01-10"), day("2026-01-15"), "holiday")],
            "dose 2 (loading): 100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT on 2026-01-15",
        ),
    ] {
        let course = with(qalsody(), [first.clone()].into_iter().chain(entries));
        for release in Release::ALL {
            let back = back(&course, *release);
            assert_eq!(back.next_due().to_string(), next, "{name}");
            assert_eq!(back, course, "{name}");
        }
    }
    // A first dose that was brought forward.
    let early = with(
        qalsody(),
        [
            Entry::rescheduled(day("2026-01-02"), day("2026-01-02"), "came early"),
            Entry::given(day("2026-01-02")),
        ],
    );
    assert_eq!(back(&early, Release::R4), early);
}

/// Doses of one day that have different amounts by the plan: the one that counts, and those that do not.
#[test]
fn doses_of_a_day_have_their_own_amounts() {
    let uncounted = || Entry::given(date("2026-01-05")).not_counting();
    let counted = || Entry::given(date("2026-01-05"));
    for regimen in
        ["6 mg/kg SC q28d x1, then 3 mg/kg SC q28d", "100 mg IT q28d x1, then 50 mg IT q28d"]
    {
        for entries in [
            vec![counted(), uncounted()],
            vec![uncounted(), counted()],
            vec![uncounted(), counted(), uncounted()],
        ] {
            let regimen = regimen.parse().expect("a regimen");
            let plan = Course::new(regimen, MissedDosePolicy::not_stated(), date("2026-01-05"));
            let course = with(plan, entries);
            assert_eq!(back(&course, Release::R4), course);
        }
    }
}

/// A patient taken over from elsewhere keeps the numbers of the doses, and the label's rules for them.
#[test]
fn a_patient_taken_over_from_elsewhere() {
    let leqvio = catalog::labels().named("Leqvio").authority(Authority::Eu).one().expect("one");
    let leqvio = |given| {
        let course = leqvio.continuing("", 3, date("2026-01-03")).expect("a dose");
        with(course, [Entry::given(date(given))])
    };
    let spinraza = label("Spinraza");
    let spinraza = |name, number| spinraza.continuing(name, number, date("2026-02-17"));
    let low = spinraza("low dose", 5).expect("a dose");
    let high = spinraza("high dose", 4).expect("a dose");
    let high = with(high, [Entry::given(date("2026-06-17"))]);
    let next = |course: &Course| course.next_due().to_string();
    let advice = |course: &Course, day| course.advise(date(day)).expect("it is due").to_string();
    for release in Release::ALL {
        // A day early.
        let early = leqvio("2026-07-02");
        assert_eq!(back(&early, *release), early);
        let [low, high] = [&low, &high].map(|course| back(course, *release));
        let rows = [
            // Sixteen days late; the label keeps the dates.
            next(&back(&leqvio("2026-07-19"), *release)),
            advice(&low, "2027-01-10"),
            advice(&low, "2029-12-01"),
            advice(&high, "2027-03-20"),
            advice(&high, "2029-12-01"),
        ]
        .map(|text| text.replace(" (5 mL, withdraw 5 mL, over 1-3 min) IT", ""));
        assert_eq!(
            rows,
            [
                "dose 5 (maintenance): 284 mg (1.5 mL) SC on 2027-01-03",
                "2027-01-10: dose 6 (maintenance): 12 mg planned on 2026-06-17, 207 days late, 2 doses outstanding: give \
                 it as soon as possible, then 1 additional dose 14 days after it, and count later doses from the last of \
                 these; next is additional dose: 12 mg on 2027-01-24",
                "2029-12-01: dose 6 (maintenance): 12 mg planned on 2026-06-17, 1263 days late, 11 doses outstanding: \
                 begin the regimen anew with 12 mg; next is dose 2 (loading): 12 mg on 2029-12-15",
                "2027-03-20: dose 6 (maintenance): 28 mg planned on 2026-10-17, 154 days late, 2 doses outstanding: give \
                 dose 2 of the regimen (50 mg) in its place; next is dose 3 (maintenance): 28 mg on 2027-07-20",
                "2029-12-01: dose 6 (maintenance): 28 mg planned on 2026-10-17, 1141 days late, 10 doses outstanding: \
                 begin the regimen anew with 50 mg; next is dose 2 (loading): 50 mg on 2029-12-15",
            ]
        );
    }
}

/// The last dose given elsewhere is in the first request alone, which is refused if its instructions say something else.
#[test]
fn the_last_dose_given_elsewhere_is_an_extension() {
    let plan = regimen("100 mg IT q14d x3, then q28d");
    let policy = MissedDosePolicy::not_stated;
    let mut course = Course::continuing(plan, policy(), 5, date("2026-03-30")).expect("a dose");
    let switch = Switch::to(regimen("50 mg IT q28d"), policy());
    course.switch(date("2026-04-01"), switch, "a lower dose").expect("a dose is due");
    for release in Release::ALL {
        let both = MedicationRequest::all_of_course(&course, &order(), *release).expect("it fits");
        let [first, last] = both.as_slice() else { panic!("two requests") };
        let last = json!(last);
        assert!(!last.to_string().contains("after-dose"), "{last}");
        let mut first = json!(first);
        let place = |first: &Value| {
            let all = first["extension"].as_array().expect("extensions");
            let is_ours = |one: &Value| one["url"] == "urn:aso-regimen:after-dose";
            all.iter().position(is_ours).expect("ours")
        };
        let place = place(&first);
        assert_eq!(
            first["extension"][place]["extension"],
            json!([
                {"url": "number", "valuePositiveInt": 5},
                {"url": "day", "valueDate": "2026-03-30"},
                {"url": "regimen", "valueString": "100 mg IT q14d x3, then q28d"},
            ])
        );
        let read = |json: &Value| read_medication_request(&json.to_string(), None);
        let ours = read(&first).expect("ours");
        assert_eq!(ours.start, Some(date("2026-04-27")));
        assert_eq!(ours.regimen, regimen("maintenance 100 mg IT q28d"));
        let refused = |part: usize, member: &str, value: Value| {
            let mut other = first.clone();
            other["extension"][place]["extension"][part][member] = value;
            match read(&other) {
                Ok(read) => read.planned_course(policy()).expect_err("a course").to_string(),
                Err(why) => why.to_string(),
            }
        };
        let ours = "extension urn:aso-regimen:after-dose";
        let left = |number: u32, day: &str, left: &str| {
            format!(
                "{ours}: expected the instructions to be the rest of its regimen after dose {number} on {day}, {left}, \
                 found \"100 mg IT q28d\" from 2026-04-27"
            )
        };
        assert_eq!(
            refused(0, "valuePositiveInt", json!(2)),
            left(2, "2026-03-30", "\"100 mg IT x1, then q28d\" from 2026-04-13")
        );
        assert_eq!(
            refused(1, "valueDate", json!("2026-03-31")),
            left(5, "2026-03-31", "\"100 mg IT q28d\" from 2026-04-28")
        );
        assert_eq!(
            refused(2, "valueString", json!("100 mg IT q28d x5")),
            left(5, "2026-03-30", "\"100 mg IT q28d x5\"")
        );
        assert_eq!(
            refused(2, "valueString", json!("100 mg IT q14d x3")),
            format!("{ours}: the regimen has no dose 5")
        );
        let part = |part: usize| format!("extension[{place}].extension[{part}]");
        assert_eq!(
            refused(0, "valuePositiveInt", json!(0)),
            format!("{}.valuePositiveInt: expected the number of a dose, from 1, found 0", part(0))
        );
        assert_eq!(
            refused(1, "valueDate", json!("2026-02-30")),
            format!(
                "{}.valueDate: expected a day such as \"2026-01-05\", found \"2026-02-30\"",
                part(1)
            )
        );
        assert!(
            refused(2, "valueString", json!("100 mg"))
                .starts_with(&format!("{}.valueString: ", part(2)))
        );
        for url in ["day", "days"] {
            assert!(refused(0, "url", json!(url)).starts_with(&format!(
                "extension[{place}].extension: expected the extensions number, day and regimen, each once, found "
            )));
        }
        let again = first["extension"][place].clone();
        first["extension"].as_array_mut().expect("extensions").push(again);
        assert_eq!(
            read(&first).expect_err("twice").to_string(),
            format!("extension[{}].url: expected once, found twice", place + 1)
        );
    }
    // After the last dose nothing is left, and the instructions are the whole regimen.
    let over = Course::continuing(regimen("5 mg SC q7d x3"), policy(), 3, date("2026-03-30"));
    let over = over.expect("a dose");
    assert_eq!(back(&over, Release::R4), over);
}

/// Entries of another kind than doses given, and a place for each dose given on a day with others.
#[test]
fn a_request_has_its_entries_as_extensions() {
    let course = with(
        qalsody(),
        [
            Entry::given(date("2026-01-05")),
            Entry::held(date("2026-01-05"), "fever"),
            Entry::resumed(date("2026-01-25")),
        ],
    );
    let json: Value = serde_json::from_str(&bundle(&course, Release::R5).to_json()).expect("JSON");
    let entry = |text: &str| json!({"url": "urn:aso-regimen:entry", "valueString": text});
    assert_eq!(
        json["entry"][0]["resource"]["extension"],
        json!([
            // The place of the dose of that day, which is an administration.
            entry(r#"{"day":"2026-01-05","what":"given"}"#),
            entry(r#"{"day":"2026-01-05","what":"held","reason":"fever"}"#),
            entry(r#"{"day":"2026-01-25","what":"resumed"}"#),
        ])
    );
    // Of what was before a change of regimen, the last weight and a hold that has not ended.
    let mut course = with(
        qalsody(),
        [
            Entry::weighed(date("2026-01-03"), "71 kg".parse().expect("a weight")),
            Entry::weighed(date("2026-01-04"), "70 kg".parse().expect("a weight")),
            Entry::given(date("2026-01-05")),
            Entry::held(date("2026-01-06"), "fever"),
        ],
    );
    let switch = Switch::to(regimen("100 mg IT q28d"), MissedDosePolicy::not_stated());
    course.switch(date("2026-01-07"), switch.on(date("2026-02-10")), "visits").expect("a date");
    let last = MedicationRequest::of_course(&course, &order(), Release::R5).expect("it fits");
    assert_eq!(
        json!(last)["extension"],
        json!([
            entry(r#"{"day":"2026-01-04","what":"weighed","weight":"70 kg"}"#),
            entry(r#"{"day":"2026-01-06","what":"held","reason":"fever"}"#),
        ])
    );
    let mut request = json["entry"][0]["resource"].clone();
    let mut refused = |value: &str| {
        request["extension"] =
            json!([entry(r#"{"day":"2026-01-05","what":"given"}"#), entry(value)]);
        read_medication_request(&request.to_string(), None).expect_err(value).to_string()
    };
    let place = "extension[1].valueString";
    assert_eq!(
        refused(r#"{"day":"2026-01-04","what":"resumed"}"#),
        format!(
            "{place}: expected 2026-01-05, or a later day, found \"{{\\\"day\\\":\\\"2026-01-04\\\",\\\"what\\\":\\\"resumed\\ ..."
        )
    );
    assert!(refused(r#"{"day":"2026-01-05","what":"given","part":"60 mg"}"#).starts_with(
        &format!("{place}: expected an entry other than a dose with details or a change of regimen; those are resources of \
             their own, found")
    ),);
    assert!(
        refused(r#"{"day":"2026-01-05","what":"lost"}"#)
            .starts_with(&format!("{place}: expected an entry of a course: ")),
    );
    let long = "x".repeat(3_000);
    assert_eq!(
        refused(&format!(r#"{{"day":"{long}"}}"#)),
        format!(
            "{place}: expected an entry of a course: invalid value: string \"{} ..., expected a date such as \
             \"2026-01-05\" in the field `day` at line 1 column 3009",
            "x".repeat(200 - "invalid value: string \"".escape_debug().count())
        )
    );
    request["extension"] = json!([{"url": "urn:aso-regimen:entries", "valueString": ""}]);
    assert_eq!(
        read_medication_request(&request.to_string(), None).expect_err("unknown").to_string(),
        "extension[0].url: expected no such element, as it is not read and may change what is given or when, found \
         \"urn:aso-regimen:entries\""
    );
}

/// 100 mg of tofersen every four weeks, as a hospital orders it in R4.
fn ordered(status: &str) -> Value {
    json!({
        "resourceType": "MedicationRequest", "id": "new", "status": status, "intent": "order",
        "medicationCodeableConcept": {"text": "tofersen"}, "subject": {"reference": "Patient/17"},
        "dosageInstruction": [{
            "timing": {"repeat": {"boundsPeriod": {"start": "2026-01-05"},
                "frequency": 1, "period": 4, "periodUnit": "wk"}},
            "route": {"text": "intrathecal"},
            "doseAndRate": [{"doseQuantity": {"value": 100, "unit": "mg"}}]
        }]
    })
}

fn given(on: &str, mg: u32, request: Option<&str>) -> Value {
    let mut json = json!({
        "resourceType": "MedicationAdministration", "status": "completed",
        "medicationCodeableConcept": {"text": "tofersen"}, "subject": {"reference": "Patient/17"},
        "effectiveDateTime": on, "dosage": {"dose": {"value": mg, "unit": "mg"}}
    });
    if let Some(request) = request {
        json["request"] = json!({"reference": request});
    }
    json
}

fn collection(resources: &[Value]) -> String {
    let entries: Vec<_> = resources.iter().map(|one| json!({ "resource": one })).collect();
    json!({"resourceType": "Bundle", "type": "collection", "entry": entries}).to_string()
}

/// A course of a request on hold is on hold, and so on; where nobody knows since when, the caller chooses.
#[test]
fn the_status_of_a_request_is_that_of_its_course() {
    let policy = MissedDosePolicy::not_stated;
    let changed = json!([{
        "url": "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.statusChanged",
        "valueDateTime": "2026-02-02"
    }]);
    for (status, next) in [
        ("active", "dose 2 (maintenance): 100 mg IT on 2026-02-02"),
        ("on-hold", "treatment is held since 2026-02-02: fever"),
        ("stopped", "treatment was stopped on 2026-02-02: fever"),
        // The regimen has no end, and all that was to be given was given.
        ("completed", "treatment was stopped on 2026-02-02: fever"),
    ] {
        let mut json = ordered(status);
        json["statusReason"] = json!({"text": "fever"});
        json["extension"] = changed.clone();
        let (requests, doses) = read(&collection(&[json, given("2026-01-05", 100, None)]));
        let mut course = requests[0].course(policy()).expect("in force");
        let order = requests[0].order().expect("two texts");
        let recorded = record_administrations(&mut course, &order, &doses).expect("a dose");
        assert_eq!(recorded.left_out, []);
        assert_eq!(course.next_due().to_string(), next, "{status}");
    }
    for status in ["on-hold", "stopped", "completed"] {
        let (requests, _) = read(&collection(&[ordered(status)]));
        assert_eq!(
            requests[0].course(policy()).expect_err(status).to_string(),
            format!(
                "statusChanged: expected the day of the status {status} (or planned_course, which ignores it), found \
                 nothing"
            )
        );
        let plan = requests[0].planned_course(policy()).expect("the plan");
        assert!(matches!(plan.next_due(), NextDue::Due(_)), "{status}");
    }
    // A regimen that ends needs no day.
    let mut ends = ordered("completed");
    ends["dosageInstruction"][0]["timing"]["repeat"]["count"] = json!(2);
    assert!(read(&collection(&[ends])).0[0].course(policy()).is_ok());
    // A dose on the day of a stop was given before it.
    let mut json = ordered("stopped");
    json["extension"] = changed;
    let doses = [given("2026-01-05", 100, None), given("2026-02-02", 100, None)];
    let (requests, doses) = read(&collection(&[json, doses[0].clone(), doses[1].clone()]));
    let mut course = requests[0].course(policy()).expect("in force");
    let order = requests[0].order().expect("two texts");
    let recorded = record_administrations(&mut course, &order, &doses).expect("two doses");
    assert_eq!(recorded.left_out, []);
    let entries: Vec<_> = course.entries().map(ToString::to_string).collect();
    assert_eq!(
        entries,
        ["2026-01-05: given", "2026-02-02: given", "2026-02-02: stopped (stopped)"]
    );
}

/// All doses of the order were given: what is recorded after the last of them interrupts nothing.
#[test]
fn an_order_of_which_all_doses_were_given_is_completed() {
    let days = [date("2026-01-05"), date("2026-01-19")];
    for release in Release::ALL {
        for (entry, status) in [
            (Entry::stopped(days[1], "no effect"), "completed"),
            (Entry::stopped(date("2026-01-26"), "no effect"), "completed"),
            (Entry::held(date("2026-01-26"), "fever"), "completed"),
            (Entry::stopped(date("2026-01-12"), "no effect"), "stopped"),
        ] {
            let plan = regimen("100 mg IT q14d x2");
            let mut course = Course::new(plan, MissedDosePolicy::not_stated(), days[0]);
            course.give(days[0]).expect("it is due");
            if status == "completed" {
                course.give(days[1]).expect("it is due");
            }
            course.record(entry).expect("any day");
            let written =
                MedicationRequest::of_course(&course, &order(), *release).expect("it fits");
            let json: Value = serde_json::from_str(&written.to_json()).expect("JSON");
            assert_eq!(json["status"], status);
            assert_eq!(back(&course, *release), course);
        }
    }
}

/// Somebody made the request active and left our extensions as they were.
#[test]
fn a_status_against_the_entries() {
    let course = with(qalsody(), [Entry::held(date("2026-01-10"), "fever")]);
    let written = MedicationRequest::of_course(&course, &order(), Release::R4).expect("it fits");
    let active = written.to_json().replace("\"on-hold\"", "\"active\"");
    let request = read_medication_request(&active, None).expect("a request");
    assert_eq!(
        request.course(MissedDosePolicy::not_stated()).expect_err("held").to_string(),
        "status: expected on-hold, as the extension urn:aso-regimen:entry of 2026-01-10 states, found active"
    );
}

/// Somebody put the request on hold and left our extensions as they were. A hold is behind the other entries of its day.
#[test]
fn a_hold_that_only_the_status_states() {
    let weighed = || Entry::weighed(date("2026-01-10"), "70 kg".parse().expect("a weight"));
    let course = with(qalsody(), [weighed()]);
    let written = MedicationRequest::of_course(&course, &order(), Release::R4).expect("it fits");
    let mut json: Value = serde_json::from_str(&written.to_json()).expect("JSON");
    json["status"] = json!("on-hold");
    json["statusReason"] = json!({"text": "fever"});
    json["extension"].as_array_mut().expect("a weight").push(json!({
        "url": "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.statusChanged",
        "valueDateTime": "2026-01-10"
    }));
    let request = read_medication_request(&json.to_string(), None).expect("a request");
    let mut back = request.course(MissedDosePolicy::not_stated()).expect("in force");
    let order = request.order().expect("two texts");
    let recorded = record_administrations(&mut back, &order, &[]).expect("no doses");
    assert_eq!(recorded.left_out, []);
    let held = Entry::held(date("2026-01-10"), "fever");
    assert!(back.entries().eq(&[weighed(), held]), "{back}");
}

/// Whose doses they are: by id, by the address of the entry, with a version or without; those that name no request are
/// everybody's.
#[test]
fn administrations_of_another_request() {
    let doses = [
        given("2025-12-01", 12, Some("MedicationRequest/old")),
        given("2025-12-15", 12, Some("https://clinic.example/MedicationRequest/old")),
        given("2026-01-05", 100, Some("MedicationRequest/new/_history/3")),
        given("2026-02-02", 100, Some("https://clinic.example/MedicationRequest/new")),
        given("2026-03-02", 100, None),
    ];
    for url in [None, Some("https://clinic.example/MedicationRequest/new/_history/3")] {
        let all: Vec<_> = [ordered("active")].into_iter().chain(doses.clone()).collect();
        let mut json: Value = serde_json::from_str(&collection(&all)).expect("JSON");
        if let Some(url) = url {
            json["entry"][0]["fullUrl"] = json!(url);
        }
        let (requests, doses) = read(&json.to_string());
        assert_eq!(doses[0].request.as_deref(), Some("MedicationRequest/old"));
        let mut course = requests[0].course(MissedDosePolicy::not_stated()).expect("in force");
        let order = requests[0].order().expect("two texts");
        let recorded = record_administrations(&mut course, &order, &doses).expect("three doses");
        assert_eq!((recorded.of_other_requests, recorded.left_out), (vec![1, 2], vec![]));
        let days: Vec<_> = course.doses_given().map(|one| one.date()).collect();
        assert_eq!(days, [date("2026-01-05"), date("2026-02-02"), date("2026-03-02")]);
    }
    // An earlier dose that names no request is no reason to change the plan.
    let (requests, doses) = read(&collection(&[ordered("active"), given("2025-12-01", 12, None)]));
    let mut course = requests[0].course(MissedDosePolicy::not_stated()).expect("in force");
    let order = requests[0].order().expect("two texts");
    let refused = record_administrations(&mut course, &order, &doses).expect_err("too early");
    assert_eq!(
        refused.to_string(),
        "administration 1 on 2025-12-01: expected 2026-01-05, the first day on which a dose of the order can be given, or a \
         later day; if it is of an earlier order, record it with that order"
    );
}

/// From 12 mg of nusinersen to 50 and 28 mg: two requests, each with its own doses, and one course.
#[test]
fn a_patient_who_was_converted() {
    let spinraza = label("Spinraza");
    let regimens = spinraza.regimens();
    let higher = regimens.iter().find(|one| one.name.starts_with("change")).expect("it");
    let mut course = spinraza.course_named("low dose", date("2025-11-06")).expect("its name");
    let give = |course: &mut Course, doses: usize| {
        for _ in 0..doses {
            let due = course.next_due().dose().expect("a dose").date();
            course.give(due).expect("it is due");
        }
    };
    give(&mut course, 5);
    let switch = Switch::to(higher.regimen.clone(), spinraza.policy_of(higher).clone());
    course.switch(date("2026-07-01"), switch.clone(), "higher dose").expect("a dose is due");
    give(&mut course, 2);

    for release in Release::ALL {
        let (requests, given) = read(&bundle(&course, *release).to_json());
        let [low, high] = requests.as_slice() else { panic!("two requests") };
        assert_eq!((low.status.code(), high.status.code()), ("stopped", "active"));
        assert_eq!(low.status_changed, Some(date("2026-07-01")));
        let mut back = spinraza.course_named("low dose", low.start.expect("a day")).expect("it");
        let recorded = record_administrations(&mut back, &low.order().expect("two texts"), &given);
        assert_eq!(recorded.expect("five doses").of_other_requests, [6, 7]);
        assert_eq!(back.mass_given(date("2030-01-01")), Ok(Mass::mg(60)));
        back.switch(date("2026-07-01"), switch.clone(), "higher dose").expect("a dose is due");
        let recorded = record_administrations(&mut back, &high.order().expect("two texts"), &given);
        assert_eq!(recorded.expect("two doses").of_other_requests, [1, 2, 3, 4, 5]);
        assert_eq!(back, course);
    }
    // Without the request of the 12 mg nobody can tell whose they are, and they are refused.
    let last = MedicationRequest::of_course(&course, &order(), Release::R4).expect("it fits");
    let done = medication_administrations(&course, &order(), Release::R4).expect("two texts");
    let (requests, given) = read(&Bundle::new([last], done).expect("one release").to_json());
    let mut alone = requests[0].course(spinraza.policy_of(higher).clone()).expect("in force");
    let order = requests[0].order().expect("two texts");
    let refused = record_administrations(&mut alone, &order, &given).expect_err("12 mg");
    assert!(
        refused.to_string().ends_with("if it is of an earlier order, record it with that order"),
        "{refused}"
    );
}

/// HL7's rules bdl-7 (each address once) and bdl-15 of R5 (an address for each entry).
#[test]
fn each_entry_has_an_address_of_its_own() {
    let tofersen = Medication::named("tofersen").expect("a text");
    let nusinersen = Medication::named("nusinersen").expect("a text");
    let course =
        with(qalsody(), [Entry::given(date("2026-01-05")), Entry::given(date("2026-01-19"))]);
    for subject in ["Patient/17", "https://c.example/Patient/17"] {
        let orders = [tofersen, nusinersen].map(|one| one.for_subject(subject).expect("a text"));
        for release in Release::ALL {
            let of = |order| MedicationRequest::of_course(&course, order, *release).expect("it");
            let (requests, one) = ([of(&orders[0]), of(&orders[1]), of(&orders[0])], &orders[0]);
            let done = medication_administrations(&course, one, *release).expect("two texts");
            let mut bundle = Bundle::new(requests, done).expect("one release");
            for order in &orders {
                bundle = bundle.with_patient(order, "Test Otter").expect("a name");
            }
            assert_eq!(
                bundle.clone().with_patient(one, "Another").expect_err("two names").to_string(),
                format!(
                    "name: expected \"Test Otter\", as {subject} is called before, found \"Another\""
                )
            );
            let json: Value = serde_json::from_str(&bundle.to_json()).expect("JSON");
            assert_eq!(json["type"], json!("collection"));
            let entries = json["entry"].as_array().expect("entries");
            assert_eq!(entries.len(), 6, "three requests, two doses and one patient");
            let urls: Vec<_> =
                entries.iter().map(|one| one["fullUrl"].as_str().expect("one")).collect();
            assert_eq!(urls.iter().collect::<BTreeSet<_>>().len(), 6, "{urls:?}");
            for url in &urls {
                let is_uuid = |uuid: &str| {
                    let lengths: Vec<_> = uuid.split('-').map(str::len).collect();
                    let is_hex = |c: char| matches!(c, '0'..='9' | 'a'..='f' | '-');
                    lengths == [8, 4, 4, 4, 12] && uuid.chars().all(is_hex)
                };
                let uuid = url.strip_prefix("urn:uuid:");
                assert!(uuid.map_or(*url == subject, is_uuid), "{url}");
            }
            // Two requests could be the one that the doses are of.
            assert!(entries.iter().all(|entry| entry["resource"]["request"].is_null()));
        }
    }
    // Of one request, they are of that one.
    let json: Value = serde_json::from_str(&bundle(&course, Release::R4).to_json()).expect("JSON");
    assert_eq!(json["entry"][1]["resource"]["request"]["reference"], json["entry"][0]["fullUrl"]);
    // One that was made from a regimen is of no course.
    let plan = medication_request(&regimen("100 mg IT q28d"), &order(), Release::R4).expect("it");
    let done = medication_administrations(&course, &order(), Release::R4).expect("two texts");
    let json = Bundle::new([plan], done).expect("one release").to_json();
    assert!(!json.contains("\"request\""));
}

/// The last request of a course and the administrations of another, as they are read.
fn written(of: &Course, done: &Course) -> (ReadRequest, Vec<ReadAdministration>) {
    let request = MedicationRequest::of_course(of, &order(), Release::R4).expect("it fits");
    let done = medication_administrations(done, &order(), Release::R4).expect("ordinary texts");
    let (mut requests, done) = read(&Bundle::new([request], done).expect("one release").to_json());
    (requests.remove(0), done)
}

/// The entries of a request are recorded once, however often later doses are added.
#[test]
fn later_administrations_are_recorded_by_another_call() {
    let first = Entry::given(date("2026-01-05"));
    for entries in [
        vec![first.clone(), Entry::skipped(date("2026-01-18"), "holiday")],
        vec![
            first.clone(),
            Entry::held(date("2026-01-10"), "fever"),
            Entry::resumed(date("2026-01-25")),
        ],
        // A place for the first dose.
        vec![
            first.clone(),
            Entry::held(date("2026-01-05"), "fever"),
            Entry::resumed(date("2026-01-25")),
        ],
        vec![first, Entry::held(date("2026-01-10"), "fever")],
    ] {
        let before = with(qalsody(), entries);
        let (request, _) = written(&before, &before);
        let mut back = request.course(label("Qalsody").policy().clone()).expect("in force");
        back = back.following_label(before.label().expect("Qalsody").clone());
        let order = request.order().expect("two texts");
        let json = [given("2026-01-05", 100, None), given("2026-02-02", 100, None)];
        let (_, doses) = read(&collection(&json));
        let mut record = |doses: &[ReadAdministration]| {
            let recorded = record_administrations(&mut back, &order, doses).expect("new ones");
            assert_eq!(recorded.left_out, []);
            back.clone()
        };
        assert_eq!(record(&doses[..1]), before);
        assert_eq!(record(&[]), before);
        if !matches!(before.next_due(), NextDue::Held { .. }) {
            let after = with(before, [Entry::given(date("2026-02-02"))]);
            assert_eq!(record(&doses[1..]), after);
            assert_eq!(record(&[]), after);
        }
    }
    // The same with the request before a change of regimen.
    let skipped = [Entry::given(date("2026-01-05")), Entry::skipped(date("2026-01-18"), "holiday")];
    let mut course = with(qalsody(), skipped);
    let (request, _) = written(&course, &course);
    let switch = Switch::to(regimen("100 mg IT q28d"), MissedDosePolicy::not_stated());
    let switch = switch.on(date("2026-02-10"));
    course.switch(date("2026-02-03"), switch, "fewer visits").expect("it has a date");
    let mut again = course.clone();
    let order = request.order().expect("two texts");
    let recorded = record_administrations(&mut again, &order, &[]).expect("nothing new");
    assert_eq!((recorded.left_out, again), (vec![], course));
}

/// Entries of the request that the course has already, one by one, beside those that it does not have.
#[test]
fn entries_of_a_day_on_which_the_course_has_others() {
    let weighed = || Entry::weighed(date("2026-01-05"), "70 kg".parse().expect("a weight"));
    let part = || Entry::given(date("2026-01-05")).partly(Mass::mg(60));
    let all = with(qalsody(), [part(), Entry::rest(date("2026-01-05"), Mass::mg(40)), weighed()]);
    let held = Entry::held(date("2026-01-05"), "fever");
    let on_hold = with(qalsody(), [Entry::given(date("2026-01-05")), held.clone()]);
    for (own, known, expected) in [
        // One of the two places of that day is that of the part, and the other that of the rest, before the weight.
        (&all, vec![part()], all.clone()),
        // A hold is not a weight.
        (
            &on_hold,
            vec![Entry::given(date("2026-01-05")), weighed()],
            with(qalsody(), [Entry::given(date("2026-01-05")), weighed(), held]),
        ),
    ] {
        let (request, done) = written(own, own);
        let mut course = with(qalsody(), known);
        let order = request.order().expect("two texts");
        let recorded = record_administrations(&mut course, &order, &done[1..]).expect("the rest");
        assert_eq!((recorded.left_out, course), (vec![], expected));
    }
}

/// A course of a request with administrations, and what of these was left out.
fn recorded((request, all): (ReadRequest, Vec<ReadAdministration>)) -> (Vec<String>, Course) {
    let qalsody = label("Qalsody");
    let mut course = request.course(qalsody.policy().clone()).expect("in force");
    course = course.following_label(qalsody.key());
    let order = request.order().expect("two texts");
    let recorded = record_administrations(&mut course, &order, &all).expect("its doses");
    (recorded.left_out.iter().map(ToString::to_string).collect(), course)
}

/// A request of January with a weight, and what was done until March.
#[test]
fn a_dose_not_given_that_no_entry_of_the_request_states() {
    let given = |day: &str| Entry::given(date(day));
    let weighed = |day: &str| Entry::weighed(date(day), "70 kg".parse().expect("a weight"));
    let january = with(qalsody(), [given("2026-01-05"), weighed("2026-01-06")]);
    let done = |not_done: Entry| with(january.clone(), [not_done, given("2026-02-02")]);
    let skipped = done(Entry::skipped(date("2026-01-19"), "holiday"));
    let missed = done(Entry::missed(date("2026-01-19"), "snow"));
    for (march, entry) in [(&skipped, "skipped (holiday)"), (&missed, "missed (snow)")] {
        let (left_out, back) = recorded(written(&january, march));
        assert_eq!(left_out, [""; 0]);
        assert_eq!(
            back.entries().nth(2).expect("three").to_string(),
            format!("2026-01-19: {entry}")
        );
        assert_eq!(back, *march);
    }
    // A request that goes further should state it.
    let later = with(qalsody(), [given("2026-01-05"), weighed("2026-01-25")]);
    let fever = [Entry::held(date("2026-01-10"), "fever"), Entry::resumed(date("2026-01-25"))];
    let held = with(with(january.clone(), fever), [given("2026-02-02")]);
    let unstated = |number: u32, kind: &str| {
        format!(
            "administration {number} on 2026-01-19: expected the course to have a dose {kind} on this date, as the \
             sender's has, found none; does it have the sender's tolerance and rules for missed doses?"
        )
    };
    for (march, kind) in [(skipped, "skipped"), (held, "held")] {
        let (left_out, back) = recorded(written(&later, &march));
        assert_eq!(left_out, [unstated(2, kind)]);
        assert_eq!(back.entries().count(), 3);
    }
    // One entry states one dose.
    let (request, mut all) = written(&missed, &missed);
    all.insert(1, all[1].clone());
    let (left_out, back) = recorded((request, all));
    assert_eq!((left_out, back), (vec![unstated(3, "missed")], missed));
}

/// Two days late are on time by the clinic's tolerance, which keeps the plan. By the label they move it.
#[test]
fn a_clinic_s_tolerance_comes_back() {
    let tolerant = qalsody().tolerating(Window::days(3, 3)).expect("it fits");
    let course = with(
        tolerant,
        [
            Entry::given(date("2026-01-05")),
            Entry::given(date("2026-01-21")),
            Entry::held(date("2026-01-30"), "fever"),
            Entry::resumed(date("2026-02-09")),
            Entry::given(date("2026-02-12")),
        ],
    );
    assert_eq!(recorded(written(&course, &course)), (vec![], course.clone()));
    let mut switched = course.clone();
    let switch = Switch::to(regimen("100 mg IT q28d"), MissedDosePolicy::not_stated());
    switched.switch(date("2026-02-20"), switch, "fewer visits").expect("a reason");
    assert_eq!(back(&switched, Release::R5), switched);
    let (after, _) = written(&switched, &switched);
    let after = after.course(MissedDosePolicy::not_stated()).expect("in force");
    assert_eq!(after.tolerance(), course.tolerance());

    // A file without it, as another program writes.
    let mut json = serde_json::to_value(bundle(&course, Release::R5)).expect("JSON");
    let mut own = json["entry"][0]["resource"]["extension"].as_array().expect("several").clone();
    let extensions = own.split_off(1);
    assert_eq!(own, [json!({"url": "urn:aso-regimen:tolerance", "valueString": "-3d/+3d"})]);
    let mut request = |extensions: Vec<Value>| -> Result<_, FormatError> {
        json["entry"][0]["resource"]["extension"] = extensions.into();
        let read = read_bundle(&json.to_string(), None).expect("a bundle");
        let mut requests = read.clone().into_requests()?;
        Ok((requests.remove(0), read.into_administrations()?))
    };
    let (without, all) = request(extensions).expect("its other extensions");
    assert_eq!(
        recorded((without.clone(), all.clone())).0,
        [
            "administration 3 on 2026-02-02: expected the course to have a dose held on this date, as the sender's has, \
             found none; does it have the sender's tolerance and rules for missed doses?"
        ]
    );
    let plan = without.planned_course(label("Qalsody").policy().clone()).expect("in force");
    let plan = plan.tolerating(Window::days(3, 3)).expect("it fits");
    let mut back = plan.following_label(label("Qalsody").key());
    let order = without.order().expect("two texts");
    let recorded = record_administrations(&mut back, &order, &all).expect("its doses");
    assert_eq!((recorded.left_out, back), (vec![], course));
    // Once, and one that fits the regimen.
    let mut refused = |extensions: Vec<Value>| {
        let course = request(extensions)
            .and_then(|(request, _)| request.course(MissedDosePolicy::not_stated()));
        course.expect_err("it does not fit").to_string()
    };
    let stating = |tolerance| json!({"url": "urn:aso-regimen:tolerance", "valueString": tolerance});
    assert_eq!(
        refused(vec![stating("-3d")]),
        "entry[0].resource.extension[0].valueString: expected a window such as -3d/+5d with at most 65535 days on a \
         side at character 3, found \"d\""
    );
    let error = refused(vec![stating("-20d/+20d")]);
    let start =
        "extension urn:aso-regimen:tolerance: the window -20d/+20d does not fit the regimen: ";
    assert!(error.starts_with(start), "{error}");
    assert_eq!(
        refused(vec![stating("-3d/+3d"), stating("-3d/+3d")]),
        "entry[0].resource.extension[1].url: expected once, found twice"
    );
}

/// The request is older than the end of the hold. A dose that was held is of that hold, and begins no other.
#[test]
fn a_dose_held_in_a_hold_that_the_request_states() {
    let first = [Entry::given(date("2026-01-05")), Entry::held(date("2026-01-10"), "fever")];
    let on_hold = with(qalsody(), first);
    let over = with(on_hold.clone(), [Entry::resumed(date("2026-01-25"))]);
    let (request, all) = written(&on_hold, &over);
    assert_eq!(all.last().map(|one| one.date), Some(date("2026-01-19")));
    assert_eq!(recorded((request, all)), (vec![], on_hold));
}

/// The type and id of the request at another address: a copy, or another clinic's.
#[test]
fn a_request_with_the_same_id_on_another_server() {
    let other = "https://other.example/MedicationRequest/new";
    let all = [ordered("active"), given("2026-01-05", 100, Some(other))];
    for url in [
        "https://clinic.example/MedicationRequest/new",
        "urn:uuid:05efabf0-4be2-4561-91ce-51548425acb9",
    ] {
        let mut json: Value = serde_json::from_str(&collection(&all)).expect("JSON");
        json["entry"][0]["fullUrl"] = json!(url);
        let (requests, doses) = read(&json.to_string());
        let mut course = requests[0].course(MissedDosePolicy::not_stated()).expect("in force");
        let order = requests[0].order().expect("two texts");
        assert_eq!(
            record_administrations(&mut course, &order, &doses).expect_err("whose?").to_string(),
            "administration 1 on 2026-01-05: expected the request of the order, or one with another id than \
             \"MedicationRequest/new\", found \"https://other.example/MedicationRequest/new\""
        );
    }
}

/// 40 mg as the rest of a dose.
fn rest(on: &str) -> Value {
    let mut json = given(on, 40, None);
    json["extension"] = json!([{"url": "urn:aso-regimen:recorded-as", "valueCode": "rest"}]);
    json
}

/// Of several of them the first is refused.
#[test]
fn a_rest_without_a_part() {
    let (first, again) = (rest("2026-01-05"), rest("2026-01-05"));
    let next = [given("2026-01-19", 100, None), rest("2026-01-20")];
    for all in [vec![first.clone(), again], [vec![first], next.to_vec()].concat()] {
        let (_, doses) = read(&collection(&all));
        let refused =
            record_administrations(&mut qalsody(), &order(), &doses).expect_err("no part");
        let start = "administration 1 on 2026-01-05: a rest cannot be recorded on 2026-01-05";
        assert!(refused.to_string().starts_with(start), "{refused}");
    }
}

/// By the clock, whatever the zone; without times, a rest is of the part of its day.
#[test]
fn a_rest_follows_its_part_in_any_order() {
    let of = |part: &str, rest: &str| {
        let mut all = [given(part, 60, None), self::rest(rest)];
        all[0]["status"] = json!("stopped");
        let (_, mut doses) = read(&collection(&all));
        let recorded = [false, true].map(|reversed| {
            if reversed {
                doses.reverse();
            }
            let mut course = qalsody();
            let recorded = record_administrations(&mut course, &order(), &doses);
            recorded.map(|_| course.entries().map(ToString::to_string).collect::<Vec<_>>())
        });
        recorded.map(|one| one.map_err(|why| why.to_string()))
    };
    let both = [
        "2026-01-05: given, part of the dose, 60 mg",
        "2026-01-05: given, rest of the dose, 40 mg",
    ];
    let both = Ok(both.map(str::to_owned).to_vec());
    for (part, rest) in [
        ("2026-01-05", "2026-01-05"),
        ("2026-01-05T10:00:00Z", "2026-01-05"),
        ("2026-01-05", "2026-01-05T10:00:00Z"),
        ("2026-01-05T10:00:00+05:00", "2026-01-05T06:00:00Z"),
        ("2026-01-05T10:00:00+05:00", "2026-01-05T05:00:00Z"),
    ] {
        assert_eq!(of(part, rest), [both.clone(), both.clone()], "{part} {rest}");
    }
    let why = |number: u32| {
        Err(format!(
            "administration {number} on 2026-01-05: a rest cannot be recorded on 2026-01-05, as no part of a dose was given on \
             that day"
        ))
    };
    assert_eq!(of("2026-01-05T06:00:00Z", "2026-01-05T10:00:00+05:00"), [why(2), why(1)]);
}
