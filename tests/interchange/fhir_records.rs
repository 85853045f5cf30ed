//! Administrations and bundles of FHIR: a course from a hospital's records.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, EntryKind, GivenAmount, NotGiven};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::interchange::FormatError;
use aso_regimen::interchange::fhir::{
    AdministrationStatus, Bundle, Medication, MedicationOrder, MedicationRequest,
    ReadAdministration, ReadBundle, ReadEntry, ReadRequest, Release, medication_administrations,
    medication_request, read_bundle, read_medication_administration, read_medication_request,
    record_administrations,
};
use aso_regimen::{Course, Mass, Route};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::courses::course;
use crate::{date, regimen};

fn order() -> MedicationOrder<'static> {
    Medication::named("tofersen").and_then(|one| one.for_subject("Patient/17")).expect("two texts")
}

fn day(offset: u64) -> NaiveDate {
    date("2026-01-05") + Days::new(offset)
}

fn tofersen() -> Course {
    let regimen = regimen("100 mg IT q14d x3, then q28d");
    Course::new(regimen, MissedDosePolicy::not_stated(), day(0))
}

/// 100 mg of tofersen given on a day, as a hospital writes it in R4.
fn given(on: &str) -> Value {
    json!({
        "resourceType": "MedicationAdministration", "status": "completed",
        "medicationCodeableConcept": {"text": "tofersen"}, "subject": {"reference": "Patient/17"},
        "effectiveDateTime": on,
        "dosage": {
            "route": {"coding": [{"system": "http://snomed.info/sct", "code": "72607000"}]},
            "dose": {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}
        }
    })
}

#[track_caller]
fn read(json: &Value) -> ReadAdministration {
    match read_medication_administration(&json.to_string(), None) {
        Ok(read) => read,
        Err(error) => panic!("{error}: {json:#}"),
    }
}

fn refused(json: &Value) -> FormatError {
    read_medication_administration(&json.to_string(), None).expect_err("not as it should be")
}

fn bundle(kind: &str, resources: &[Value]) -> String {
    let entries: Vec<_> = resources.iter().map(|one| json!({ "resource": one })).collect();
    json!({"resourceType": "Bundle", "type": kind, "entry": entries}).to_string()
}

/// The drug of a course: its days, masses and whether each dose counts.
fn drug(course: &Course) -> Vec<(NaiveDate, Option<Mass>, bool)> {
    course.doses_given().map(|one| (one.date(), one.mass().ok(), one.counts())).collect()
}

/// What of the administrations could not be recorded.
#[track_caller]
fn record(course: &mut Course, read: &[ReadAdministration]) -> Vec<FormatError> {
    record_administrations(course, &order(), read).expect("a course").left_out
}

fn written(course: &Course, release: Release) -> Vec<ReadAdministration> {
    let done = medication_administrations(course, &order(), release).expect("ordinary texts");
    let bundle = Bundle::new([], done).expect("one release");
    let read = read_bundle(&bundle.to_json(), release).expect("our own");
    read.into_administrations().expect("all of them")
}

/// Row by row of the table of statuses.
#[test]
fn a_course_from_records() {
    let mut part = given("2026-01-19T10:30:00+01:00");
    part["status"] = json!("stopped");
    part["statusReason"] =
        json!([{"text": "needle clotted"}, {"coding": [{"display": "sent home"}]}]);
    part["dosage"]["dose"]["value"] = json!(60);
    let mut missed = given("2026-02-02");
    missed["status"] = json!("not-done");
    let mut error = given("2026-02-03");
    error["status"] = json!("entered-in-error");
    let mut other = given("2026-02-04");
    other["dosage"]["dose"]["value"] = json!(90);
    other["note"] = json!([{"text": "first"}, {"text": "vial of 90"}]);
    let mut unstated = given("2026-03-04");
    unstated.as_object_mut().expect("an object").remove("dosage");
    // The newest first, as servers answer.
    let records = [unstated, other, error, missed, part, given("2026-01-05")];
    let read = read_bundle(&bundle("searchset", &records), Release::R4).expect("a bundle");
    let mut read = read.into_administrations().expect("all of them");
    let mut course = tofersen();
    let error = record_administrations(&mut course, &order(), &read).expect_err("no mass");
    assert_eq!(
        error.to_string(),
        "administration 1 on 2026-03-04: expected the mass that was given (or as_planned_if_unstated), found none"
    );
    read[0] = read[0].clone().as_planned_if_unstated();
    assert_eq!(record(&mut course, &read), []);
    let entries: Vec<_> = course.entries().map(ToString::to_string).collect();
    assert_eq!(
        entries,
        [
            "2026-01-05: given",
            "2026-01-19: given, part of the dose, 60 mg (needle clotted; sent home)",
            "2026-02-02: missed (not done)",
            "2026-02-04: given, 90 mg (first; vial of 90)",
            "2026-03-04: given",
        ]
    );
}

proptest! {
    #![proptest_config(crate::cases(200))]

    /// What was given goes out and comes back, of both releases the same. Where rules or regimens changed on the way, a
    /// course without these changes can refuse what was given after them.
    #[test]
    fn the_drug_of_a_course_comes_back(course in course()) {
        let (r4, r5) = (written(&course, Release::R4), written(&course, Release::R5));
        for (one, other) in r4.iter().zip(&r5) {
            prop_assert_eq!((one.release, other.release), (Some(Release::R4), Some(Release::R5)));
            let mut same = one.clone();
            same.release = other.release;
            prop_assert_eq!(&same, other);
        }
        let weights = course.entries().filter(|entry| matches!(entry.kind(), EntryKind::Weighed(_)));
        let first = course.entries().next().map_or(course.start(), |_| course.start());
        let mut back = Course::new(first_regimen(&course), course.policy().clone(), first);
        for weight in weights {
            back.record(weight.clone()).expect("a weight can always be recorded");
        }
        if record_administrations(&mut back, &order(), &r4).is_ok() {
            prop_assert_eq!(drug(&back), drug(&course));
        }
    }

    /// Doses given in time, another amount, in parts, not counted, missed or skipped: all of it comes back.
    #[test]
    fn a_plain_course_comes_back(what in proptest::collection::vec((0_u8..7, 1_u32..100), 1..12)) {
        let course = plain(&what);
        for release in Release::ALL {
            let mut back = tofersen();
            prop_assert_eq!(record(&mut back, &written(&course, *release)), []);
            prop_assert_eq!(drug(&back), drug(&course));
            let amounts = |course: &Course| -> Vec<_> {
                course.doses_given().map(|one| (one.amount(), one.reason().map(str::to_owned))).collect()
            };
            prop_assert_eq!(amounts(&back), amounts(&course));
            let not_given = |course: &Course| -> Vec<_> {
                course.doses_missed().map(|one| (one.planned(), one.why(), one.reason().map(str::to_owned))).collect()
            };
            prop_assert_eq!(not_given(&back), not_given(&course));
        }
    }
}

/// The regimen before any change of it.
fn first_regimen(course: &Course) -> aso_regimen::Regimen {
    let json = serde_json::to_value(course).expect("JSON");
    serde_json::from_value(json["regimen"].clone()).expect("a regimen")
}

fn plain(what: &[(u8, u32)]) -> Course {
    let mut course = tofersen();
    for (what, mg) in what {
        let last = course.entries().last().map(Entry::day);
        let due = course.next_due().dose().map(|dose| dose.date());
        let on = due.or(last.map(|last| last + Days::new(20))).unwrap_or(day(0));
        let mass = Mass::mg(*mg);
        let entries = match what {
            0 | 1 => vec![Entry::given(on)],
            2 => vec![Entry::given(on).amount(mass).reason("a smaller vial")],
            3 => vec![Entry::given(on).partly(mass).reason("needle clotted")],
            4 => vec![Entry::given(on).not_counting().reason("leaked")],
            5 => vec![Entry::missed(on, "fever")],
            _ => vec![
                Entry::given(on).partly(Mass::mg(40)).reason("needle clotted"),
                Entry::rest(on, Mass::mg(60)),
            ],
        };
        for entry in entries {
            // What cannot be is refused, and nothing has changed.
            drop(course.record(entry));
        }
    }
    course
}

/// The amount by weight is stated by a code, and by no text.
#[test]
fn a_dose_of_a_body_weight_that_nobody_recorded() {
    let patisiran = || {
        let label = aso_regimen::catalog::patisiran::labels().remove(0);
        label.course(day(0)).expect("one regimen")
    };
    let mut course = patisiran();
    course.give(day(0)).expect("the first");
    course.record(Entry::given(day(21)).not_counting().reason(OWN)).expect("the second");
    for release in Release::ALL {
        let read = written(&course, *release);
        let amount = course.regimen().phases()[0].dose().amount();
        assert_eq!((read[0].mass, read[0].amount.as_ref()), (None, Some(amount)));
        let mut back = patisiran();
        assert_eq!(record(&mut back, &read), []);
        assert_eq!(back, course);
    }
    // Where the plan has another amount it is not that of the plan.
    let mut other = tofersen();
    let refused = record_administrations(&mut other, &order(), &written(&course, Release::R4));
    assert_eq!(
        refused.expect_err("another amount").to_string(),
        "administration 1 on 2026-01-05: expected the route IT, found IV"
    );
    let without = |dosage: Value, note: &str| {
        let mut json = given("2026-01-05");
        json["dosage"] = dosage;
        json["note"] = json!([{"text": note}]);
        read_medication_administration(&json.to_string(), None).map_err(|error| error.to_string())
    };
    let by_weight =
        |amount: &str| json!([{"url": "urn:aso-regimen:amount", "valueString": amount}]);
    let record = |dosage: Value, note: &str| {
        let read = without(dosage, note).expect("it can be read");
        let recorded = record_administrations(&mut tofersen(), &order(), &[read]);
        recorded.map(drop).expect_err("no mass").to_string()
    };
    let absent = json!({"extension": [
        {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]});
    let first = "administration 1 on 2026-01-05";
    assert_eq!(
        record(json!({"extension": by_weight("2 mg/kg"), "dose": absent}), "of the order"),
        format!("{first}: expected the amount 100 mg, found 2 mg/kg")
    );
    let no_mass = format!(
        "{first}: expected the mass that was given (or as_planned_if_unstated), found none"
    );
    assert_eq!(record(json!({"dose": absent}), "weight unknown"), no_mass);
    assert_eq!(record(json!({}), "100 mg IT; body weight not recorded"), no_mass);
    let mut both = given("2026-01-05")["dosage"].clone();
    both["extension"] = by_weight("2 mg/kg");
    assert_eq!(
        without(both, "two amounts").expect_err("refused"),
        "dosage.extension[0].valueString: expected none beside the mass of the dose, found \"2 mg/kg\""
    );
    let mut valued = given("2026-01-05")["dosage"].clone();
    valued["dose"]["extension"] = absent["extension"].clone();
    assert_eq!(
        without(valued, "known and not").expect_err("refused"),
        "dosage.dose.code: expected no such element, as it is not read and may change what is given or when, found \"mg\""
    );
    let seam = json!([{"url": "urn:aso-regimen:seam"}]);
    assert_eq!(
        without(json!({"extension": seam, "dose": absent}), "a seam").expect_err("refused"),
        "dosage.extension[0].url: expected no such element, as it is not read and may change what is given or when, found \"urn:aso-regimen:seam\""
    );
}

/// What our own note of an uncounted dose says.
const OWN: &str = "does not count as the dose that was due";

/// A person's words are never taken for those that this crate writes.
#[test]
fn words_of_a_person_are_kept() {
    let mut json = given("2026-01-05");
    json["note"] = json!([{"text": OWN}, {"text": "rest of the dose of which a part was given"}]);
    let mut course = tofersen();
    assert_eq!(record(&mut course, &[read(&json)]), []);
    let entry = course.entries().next().expect("it is recorded");
    assert_eq!(
        entry.to_string(),
        "2026-01-05: given (does not count as the dose that was due; rest of the dose of which a part was given)"
    );
}

/// A hold lasts from the first dose held to the next given.
#[test]
fn doses_held_come_back() {
    let mut course = tofersen();
    course.give(day(0)).expect("the first");
    course.hold(day(3), "an infection").expect("it is not held");
    course.resume(day(30)).expect("it is held");
    course.reschedule(day(30), day(31), "a bed").expect("it is open");
    course.give(day(31)).expect("the second");
    let read = written(&course, Release::R4);
    let statuses: Vec<_> = read.iter().map(|one| one.status).collect();
    let (done, not_done) = (AdministrationStatus::Completed, AdministrationStatus::NotDone);
    assert_eq!(statuses, [done, not_done, not_done, done]);
    let mut back = tofersen();
    assert_eq!(record(&mut back, &read), []);
    let entries: Vec<_> = back.entries().map(ToString::to_string).collect();
    assert_eq!(
        entries,
        [
            "2026-01-05: given",
            "2026-01-19: held (an infection)",
            "2026-02-05: resumed",
            "2026-02-05: given"
        ]
    );
    let held: Vec<_> = back.doses_held(day(31)).map(|one| (one.planned(), one.why())).collect();
    assert_eq!(held, [(day(14), NotGiven::Held), (day(28), NotGiven::Held)]);
}

/// A planned dose that a later one took the place of has a resource, and was recorded by nobody.
#[test]
fn doses_passed_over_are_no_entries() {
    let skipping =
        || Course::new(regimen("100 mg IT q14d"), MissedDosePolicy::always(Action::Skip), day(0));
    let mut course = skipping();
    course.give(day(0)).expect("the first");
    course.give(day(28)).expect("the third, on its day");
    let read = written(&course, Release::R4);
    assert_eq!((read.len(), read[1].status), (3, AdministrationStatus::NotDone));
    let mut back = skipping();
    assert_eq!(record(&mut back, &read), []);
    assert_eq!(back, course);
}

#[test]
fn what_no_course_can_have() {
    let record = |records: &[Value]| {
        let read: Vec<_> = records.iter().map(read).collect();
        let mut course = tofersen();
        let error =
            record_administrations(&mut course, &order(), &read).expect_err("not as it should be");
        assert_eq!(course.entries().count(), 0, "nothing is recorded");
        error.to_string()
    };
    let with = |name: &str, value: Value| {
        let mut json = given("2026-01-19");
        json[name] = value;
        json
    };
    let first = given("2026-01-05");
    let place = "administration 2 on 2026-01-19";
    for (second, text) in [
        (
            with("status", json!("in-progress")),
            "expected the status completed, stopped, not-done or entered-in-error, found in-progress",
        ),
        (
            with("subject", json!({"reference": "Patient/18"})),
            "expected the subject of the order, \"Patient/17\", found \"Patient/18\"",
        ),
        (
            with("medicationCodeableConcept", json!({})),
            "expected the medication of the order, \"tofersen\", found none",
        ),
        (
            with(
                "dosage",
                json!({"route": {"text": "intravenous"}, "dose": given("2026-01-05")["dosage"]["dose"]}),
            ),
            "expected the route IT, found IV",
        ),
        (
            json!({"resourceType": "MedicationAdministration", "status": "stopped",
                "medicationCodeableConcept": {"text": "tofersen"},
                "subject": {"reference": "Patient/17"}, "effectiveDateTime": "2026-01-19"}),
            "stopped, expected a mass that was given, found none",
        ),
    ] {
        assert_eq!(record(&[first.clone(), second]), format!("{place}: {text}"));
    }
    // One that should never have been there is of nobody.
    let mut error = with("subject", json!({"reference": "Patient/18"}));
    error["status"] = json!("entered-in-error");
    let mut course = tofersen();
    assert_eq!(self::record(&mut course, &[read(&error), read(&first)]), []);
    assert_eq!(course.entries().count(), 1);
    let twice = record(&[first.clone(), first]);
    assert!(twice.starts_with("administration 2 on 2026-01-05: "), "{twice}");
}

#[test]
fn administrations_that_are_refused() {
    let unknown =
        "expected no such element, as it is not read and may change what is given or when, found";
    let with = |pointer: &str, value: Value| {
        let mut json = given("2026-01-05");
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        json.pointer_mut(parent).expect("the parent")[name] = value;
        json
    };
    for (pointer, value, text) in [
        ("/modifierExtension", json!([]), format!("modifierExtension: {unknown} []")),
        ("/implicitRules", json!("urn:x"), format!("implicitRules: {unknown} \"urn:x\"")),
        ("/dosage/modifierExtension", json!([]), format!("dosage.modifierExtension: {unknown} []")),
        (
            "/status",
            json!("done"),
            "status: expected one of in-progress, not-done, on-hold, completed, entered-in-error, stopped, unknown, \
             found \"done\"".to_owned(),
        ),
        (
            "/effectiveDateTime",
            json!("2026-01"),
            "effectiveDateTime: expected a day such as \"2026-01-05\", found \"2026-01\"".to_owned(),
        ),
        (
            "/effectiveDateTime",
            json!("2026 -1 -5"),
            "effectiveDateTime: expected a day such as \"2026-01-05\", found \"2026 -1 -5\"".to_owned(),
        ),
        (
            "/effectiveDateTime",
            json!("2026-01-05T24:00:00Z"),
            "effectiveDateTime: expected a time such as T10:30:00+01:00 behind the day, found \
             \"2026-01-05T24:00:00Z\"".to_owned(),
        ),
        (
            "/occurenceDateTime",
            json!("2026-01-05"),
            "occurenceDateTime: expected effectiveDateTime as in FHIR R4, the release of medicationCodeableConcept, \
             found an element of FHIR R5".to_owned(),
        ),
        (
            "/effectivePeriod",
            json!({"start": "2026-01-05"}),
            "effectivePeriod: expected none beside a time, found {\"start\":\"2026-01-05\"}".to_owned(),
        ),
        (
            "/isSubPotent",
            json!(true),
            "isSubPotent: expected no such element as in FHIR R4, the release of medicationCodeableConcept, found an \
             element of FHIR R5".to_owned(),
        ),
        (
            "/dosage/dose",
            json!({"value": 1.8, "system": "http://unitsofmeasure.org", "code": "mg/kg"}),
            "dosage.dose.code: expected one of the UCUM units ug, mg, g, found \"mg/kg\"".to_owned(),
        ),
        (
            "/dosage/dose",
            json!({"value": 1}),
            "dosage.dose.system: expected http://unitsofmeasure.org, found nothing".to_owned(),
        ),
        (
            "/extension",
            json!([{"url": "urn:aso-regimen:recorded-as", "valueCode": "lost"}]),
            "extension[0].valueCode: expected rest or uncounted, as the status is completed, found \"lost\""
                .to_owned(),
        ),
        (
            "/extension",
            json!([{"url": "urn:aso-regimen:recorded-as", "valueCode": "held"}]),
            "extension[0].valueCode: expected rest or uncounted, as the status is completed, found \"held\""
                .to_owned(),
        ),
        (
            "/extension",
            json!([{"url": "urn:aso-regimen:seam"}]),
            format!("extension[0].url: {unknown} \"urn:aso-regimen:seam\""),
        ),
    ] {
        assert_eq!(refused(&with(pointer, value)).to_string(), text);
    }
    let mut less = json!({
        "resourceType": "MedicationAdministration", "status": "completed", "isSubPotent": true,
        "medication": {"concept": {"text": "tofersen"}}, "occurenceDateTime": "2026-01-05"
    });
    assert_eq!(
        refused(&less).to_string(),
        "isSubPotent: expected false, and a dosage with what was given, found true"
    );
    less["isSubPotent"] = json!(false);
    less["occurenceTiming"] = json!({});
    assert_eq!(read_medication_administration(&less.to_string(), None).expect("a day").mass, None);
}

/// An infusion is of the day on which it begins, and may end on the next.
#[test]
fn periods_of_administrations() {
    let mut long = given("2026-01-05");
    let members = long.as_object_mut().expect("an object");
    members.remove("effectiveDateTime");
    assert_eq!(
        refused(&long).to_string(),
        "effectiveDateTime: expected a day (occurenceDateTime or occurencePeriod in FHIR R5), found nothing"
    );
    long["effectivePeriod"] = json!({"start": "2026-01-05T22:00:00Z", "end": "2026-01-07"});
    assert_eq!(
        refused(&long).to_string(),
        "effectivePeriod.end: expected 2026-01-05, the day of the start, or the day after, found \"2026-01-07\""
    );
    for end in ["2026-01-05T23:00:00Z", "2026-01-06T02:00:00Z"] {
        long["effectivePeriod"]["end"] = json!(end);
        assert_eq!(read(&long).date, date("2026-01-05"));
    }
    let read = read(&long);
    assert_eq!((read.date, read.route), (date("2026-01-05"), Some(Route::Intrathecal)));
}

/// What a course records of a dose is of one given, or of one not given.
#[test]
fn a_code_that_contradicts_the_status() {
    let mut held = given("2026-01-05");
    held["status"] = json!("not-done");
    held["extension"] = json!([{"url": "urn:aso-regimen:recorded-as", "valueCode": "uncounted"}]);
    assert_eq!(
        refused(&held).to_string(),
        "extension[0].valueCode: expected missed or skipped or passed-over or held, as the status is not-done, found \
         \"uncounted\""
    );
    held["status"] = json!("entered-in-error");
    assert_eq!(read(&held).status, AdministrationStatus::EnteredInError);
}

/// A day has four, two and two digits.
#[test]
fn days_of_administrations() {
    for day in
        ["+10000-01-05", "-0001-01-05", "+2026-01-5", "2026-1-05", "026-01-005", " 2026-01-5"]
    {
        let mut json = given("2026-01-05");
        json["effectiveDateTime"] = json!(day);
        assert_eq!(
            refused(&json).to_string(),
            format!("effectiveDateTime: expected a day such as \"2026-01-05\", found {day:?}")
        );
    }
}

fn entries(bundle: &ReadBundle) -> Vec<String> {
    let of = |entry: &ReadEntry| match entry {
        ReadEntry::Request(request) => request.regimen.to_string(),
        ReadEntry::Administration(given) => given.date.to_string(),
        ReadEntry::Refused(why) => why.to_string(),
        ReadEntry::Other(kind) => kind.clone(),
        ReadEntry::Superseded(name) => format!("superseded {name}"),
        _ => unreachable!("no other entry"),
    };
    bundle.entries.iter().map(of).collect()
}

/// One entry that is not read keeps none from being read, and is not lost.
#[test]
fn a_bundle_of_everything() {
    let order = medication_request(&regimen("100 mg IT q28d"), &order(), Release::R4);
    let order = serde_json::to_value(order.expect("it fits")).expect("JSON");
    let mut tablets = order.clone();
    let dose = json!({"value": 2, "system": "urn:x", "code": "TAB"});
    tablets["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"] = dose;
    let of_r5 = json!({
        "resourceType": "MedicationAdministration", "status": "completed",
        "medication": {"concept": {"text": "tofersen"}}, "occurenceDateTime": "2026-01-05"
    });
    let patient = json!({"resourceType": "Patient"});
    let resources = [patient, order, tablets, given("2026-01-05"), of_r5, json!({}), json!([])];
    let read = read_bundle(&bundle("collection", &resources), None).expect("a bundle");
    assert_eq!(read.release, Some(Release::R4));
    assert_eq!(
        entries(&read),
        [
            "Patient",
            "100 mg IT q28d",
            "entry[2].resource.dosageInstruction[0].doseAndRate[0].doseQuantity.system: expected \
             http://unitsofmeasure.org, found \"urn:x\"",
            "2026-01-05",
            "entry[4].resource.medication: expected medicationCodeableConcept as in FHIR R4, the release of \
             entry[1].resource.medicationCodeableConcept, found an element of FHIR R5",
            "entry[5].resource.resourceType: expected the type of a resource, found nothing",
            "entry[6].resource: expected an object, found []",
        ]
    );
    let refused = read.into_requests().expect_err("two refused").to_string();
    assert!(refused.starts_with("entry[2]."), "{refused}");
    let empty = r#"{"resourceType": "Bundle", "type": "searchset", "total": 0}"#;
    assert_eq!(read_bundle(empty, None).expect("nothing").entries, []);
}

#[test]
fn bundles_that_are_refused() {
    let expected =
        "type: expected one of collection, searchset, document, transaction, batch, found";
    for (text, error) in [
        (bundle("history", &[]), format!("{expected} \"history\"")),
        ("{\"resourceType\": \"Bundle\"}".to_owned(), format!("{expected} nothing")),
        (
            "[".to_owned(),
            "Bundle: expected JSON, found a text that ends within a list at line 1 column 1"
                .to_owned(),
        ),
        (
            given("2026-01-05").to_string(),
            "resourceType: expected \"Bundle\", found \"MedicationAdministration\"".to_owned(),
        ),
        (
            "{\"resourceType\": \"Bundle\", \"type\": \"batch\", \"entry\": {}}".to_owned(),
            "entry: expected an array, found {}".to_owned(),
        ),
    ] {
        assert_eq!(read_bundle(&text, None).expect_err("no such bundle").to_string(), error);
    }
    // Whoever deletes does not give.
    let mut deleted: Value =
        serde_json::from_str(&bundle("transaction", &[given("2026-01-05")])).expect("JSON");
    deleted["entry"][0]["request"] = json!({"method": "POST"});
    let read = |json: &Value| read_bundle(&json.to_string(), None).expect("a bundle");
    assert_eq!(entries(&read(&deleted)), ["2026-01-05"]);
    deleted["entry"][0]["request"]["method"] = json!("DELETE");
    let text = "entry[0].request.method: expected POST or PUT, found \"DELETE\"";
    assert_eq!(entries(&read(&deleted)), [text]);
    // Also without the resource, and whatever is changed in it.
    for (method, url, found) in [
        ("DELETE", "MedicationAdministration/7", Some(text)),
        ("DELETE", "MedicationRequest?identifier=7", Some(text)),
        ("DELETE", "Patient/17", None),
        ("GET", "Patient/17", None),
    ] {
        let json = json!({"resourceType": "Bundle", "type": "transaction",
            "entry": [{"request": {"method": method, "url": url}}]});
        assert_eq!(entries(&read(&json)), found.into_iter().collect::<Vec<_>>(), "{url}");
    }
    // A misspelt element would be an empty bundle.
    let misspelt = json!({"resourceType": "Bundle", "type": "collection", "entries": []});
    assert_eq!(
        read_bundle(&misspelt.to_string(), None).expect_err("misspelt").to_string(),
        "entries: expected an element that FHIR R4 or R5 has here, found []"
    );
    // One page of several is not all.
    let mut page: Value =
        serde_json::from_str(&bundle("searchset", &[given("2026-01-05")])).expect("JSON");
    page["link"] = json!([{"relation": "self", "url": "x"}, {"relation": "next", "url": "page/2"}]);
    assert_eq!(read(&page).next_page.as_deref(), Some("page/2"));
    assert_eq!(
        read(&page).into_administrations().expect_err("a page").to_string(),
        "link: expected the last page of a search, found \"page/2\""
    );
}

/// A bundle of ours is of one release, and has all of it.
#[test]
fn a_bundle_goes_out() {
    let mut course = tofersen();
    course.give(day(0)).expect("the first");
    let of = |release| MedicationRequest::of_course(&course, &order(), release).expect("it fits");
    let done = medication_administrations(&course, &order(), Release::R4).expect("two texts");
    let both = Bundle::new([of(Release::R4)], done.clone()).expect("both R4");
    let json: Value = serde_json::from_str(&both.to_json()).expect("JSON");
    assert_eq!(json["type"], json!("collection"));
    let read = read_bundle(&both.to_json(), Release::R4).expect("ours");
    assert_eq!(entries(&read), ["100 mg IT q14d x3, then q28d", "2026-01-05"]);
    let GivenAmount::AsPlanned = course.doses_given().next().expect("one").amount() else {
        panic!("another amount");
    };
    // With the patient, who is neither a request nor an administration.
    let tofersen = Medication::named("tofersen").expect("a text");
    let subject = |subject| tofersen.for_subject(subject).expect("a text");
    let named = both.with_patient(&subject("https://clinic.example/Patient/17"), "Test Otter");
    let json: Value = serde_json::from_str(&named.expect("a name").to_json()).expect("JSON");
    assert_eq!(
        json["entry"][2],
        json!({
            "fullUrl": "https://clinic.example/Patient/17",
            "resource": {"resourceType": "Patient", "id": "17", "name": [{"text": "Test Otter"}]},
        })
    );
    let read = read_bundle(&json.to_string(), Release::R4).expect("ours");
    assert!(matches!(&read.entries[2], ReadEntry::Other(kind) if kind == "Patient"));
    let empty = || Bundle::new([], []).expect("none");
    let json = empty().with_patient(&order(), "Test Otter").expect("a name").to_json();
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let url = json["entry"][0]["fullUrl"].as_str().expect("a relative reference is no address");
    // The FNV-1a hash of the resource, 044a9dab-f6fa-244d-8fd4-8ae855914467, with the version and variant of RFC 9562.
    assert_eq!(url, "urn:uuid:044a9dab-f6fa-844d-8fd4-8ae855914467");
    let id = empty().with_patient(&subject("Patient/otter-1.b"), "Test Otter").expect("an id");
    assert!(id.to_json().contains("\"otter-1.b\""));
    let expected = "a reference such as Patient/17 or https://clinic.example/Patient/17";
    for wrong in ["Patient/", "Group/17", "MyPatient/17", "Patient/1 7", "urn:uuid:17"] {
        let error =
            empty().with_patient(&subject(wrong), "Test Otter").expect_err(wrong).to_string();
        assert_eq!(error, format!("subject: expected {expected}, found \"{wrong}\""));
    }
    let long = format!("Patient/{}", "1".repeat(65));
    assert!(empty().with_patient(&subject(&long), "Test Otter").is_err());
    assert_eq!(
        empty().with_patient(&order(), " ").expect_err("no name").to_string(),
        "name: expected a text of one line, found a blank one"
    );
    assert_eq!(
        Bundle::new([of(Release::R5)], done).expect_err("two").to_string(),
        "entry[1]: expected a resource of FHIR R5, as the first is, found FHIR R4"
    );
}

/// An error is a line, however long what is wrong.
#[test]
fn errors_of_records_are_short() {
    let long = "\u{8001}".repeat(1_000_000);
    for pointer in
        ["/status", "/effectiveDateTime", "/dosage", "/dosage/dose/code", "/subject/reference"]
    {
        let mut json = given("2026-01-05");
        *json.pointer_mut(pointer).expect("a place") = json!(long);
        let error = match read_medication_administration(&json.to_string(), None) {
            Err(error) => error,
            Ok(read) => {
                let both = [self::read(&given("2026-01-05")), read];
                record_administrations(&mut tofersen(), &order(), &both).expect_err("two patients")
            }
        };
        assert!(error.to_string().chars().count() < 250, "{pointer}");
    }
}

/// 100 mg of tofersen every four weeks, as a hospital orders it in R4.
fn ordered() -> Value {
    json!({
        "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "medicationCodeableConcept": {"text": "tofersen"}, "subject": {"reference": "Patient/17"},
        "dosageInstruction": [{
            "timing": {"repeat": {"boundsPeriod": {"start": "2026-01-05"},
                "frequency": 1, "period": 4, "periodUnit": "wk"}},
            "route": {"text": "intrathecal"},
            "doseAndRate": [{"doseQuantity":
                {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]
        }]
    })
}

fn requested(json: &Value) -> ReadRequest {
    match read_medication_request(&json.to_string(), None) {
        Ok(request) => request,
        Err(error) => panic!("{error}: {json:#}"),
    }
}

/// Administrations of another patient or another drug, and requests never in force, make no course.
#[test]
fn a_course_is_of_its_own_request() {
    let policy = MissedDosePolicy::not_stated;
    let given = [read(&given("2026-01-05"))];
    for (name, value, text) in [
        (
            "subject",
            json!({"reference": "Patient/99"}),
            "expected the subject of the order, \"Patient/99\", found \"Patient/17\"",
        ),
        (
            "medicationCodeableConcept",
            json!({"text": "nusinersen"}),
            "expected the medication of the order, \"nusinersen\", found \"tofersen\"",
        ),
    ] {
        let mut json = ordered();
        json[name] = value;
        let request = requested(&json);
        let mut course = request.course(policy()).expect("an active order");
        let order = request.order().expect("two texts");
        let error = record_administrations(&mut course, &order, &given).expect_err("another's");
        assert_eq!(error.to_string(), format!("administration 1 on 2026-01-05: {text}"));
        assert_eq!(course.entries().count(), 0, "nothing is recorded");
    }
    for status in ["draft", "cancelled", "entered-in-error", "unknown"] {
        let mut json = ordered();
        json["status"] = json!(status);
        assert_eq!(
            requested(&json).course(policy()).expect_err("never in force").to_string(),
            format!(
                "status: expected active, on-hold, ended, stopped or completed for a course, found {status}"
            )
        );
    }
    for intent in ["proposal", "plan", "option"] {
        let mut json = ordered();
        json["intent"] = json!(intent);
        assert_eq!(
            requested(&json).course(policy()).expect_err("no order").to_string(),
            format!("intent: expected an order for a course, found {intent}")
        );
    }
    let mut open = ordered();
    open["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"] = json!({});
    open["dosageInstruction"][0]["timing"]["repeat"]
        .as_object_mut()
        .expect("it")
        .remove("boundsPeriod");
    assert_eq!(
        requested(&open).course(policy()).expect_err("no day").to_string(),
        "effectiveDosePeriod: expected the day of the first dose, found nothing"
    );
    open.as_object_mut().expect("an object").remove("subject");
    assert_eq!(
        requested(&open).order().expect_err("of nobody").to_string(),
        "subject: expected a text of one line, found nothing"
    );
}

/// A rate says nothing of how much was given; what was written in words is there to be read.
#[test]
fn an_administration_without_a_dose() {
    let mut json = given("2026-01-05");
    json["note"] = json!([{"text": "only 50 mg given"}]);
    json["dosage"] = json!({"text": "50 mg only", "rateQuantity":
        {"value": 5, "system": "http://unitsofmeasure.org", "code": "mg/min"}});
    let read = read(&json);
    assert_eq!((read.mass, read.text.as_deref()), (None, Some("50 mg only")));
    assert_eq!(read.notes, ["only 50 mg given"]);
    let mut course = tofersen();
    let error = record_administrations(&mut course, &order(), core::slice::from_ref(&read))
        .expect_err("no mass");
    assert_eq!(
        error.to_string(),
        "administration 1 on 2026-01-05: expected the mass that was given (or as_planned_if_unstated), found none"
    );
    assert_eq!(record(&mut course, &[read.as_planned_if_unstated()]), []);
    let entries: Vec<_> = course.entries().map(ToString::to_string).collect();
    assert_eq!(entries, ["2026-01-05: given (only 50 mg given)"]);
}

/// The protocol's day is a day before the next dose, which a late dose has moved; the doses are recorded all the same.
#[test]
fn not_done_on_the_day_of_the_protocol() {
    let label = aso_regimen::catalog::tofersen::labels().remove(0);
    let mut course = label.course(day(0)).expect("a course");
    let mut not_done = given("2026-02-02");
    not_done["status"] = json!("not-done");
    let all = [given("2026-01-05"), given("2026-01-20"), not_done, given("2026-02-03")];
    let all: Vec<_> = all.iter().map(read).collect();
    let left_out: Vec<_> = record(&mut course, &all).iter().map(ToString::to_string).collect();
    assert_eq!(
        left_out,
        [
            "administration 3 on 2026-02-02: no dose was missed on 2026-02-02, as the next is planned on 2026-02-03, \
         expected 2026-02-03 or a later day"
        ]
    );
    let entries: Vec<_> = course.entries().map(ToString::to_string).collect();
    assert_eq!(entries, ["2026-01-05: given", "2026-01-20: given", "2026-02-03: given"]);
}

/// Words are shown and change nothing; the day of a stop comes back of both releases.
#[test]
fn the_words_of_a_request() {
    let mut json = ordered();
    json["note"] = json!([{"text": "see the letter"}]);
    let one = &mut json["dosageInstruction"][0];
    one["text"] = json!("200 mg twice a day");
    one["additionalInstruction"] = json!([{"text": "half dose if creatinine > 2"}]);
    one["patientInstruction"] = json!("drink water");
    one["timing"]["code"] = json!({"text": "twice daily"});
    let request = requested(&json);
    assert_eq!(request.regimen.to_string(), "100 mg IT q28d");
    assert_eq!(
        request.instructions,
        [
            "200 mg twice a day",
            "half dose if creatinine > 2",
            "drink water",
            "twice daily",
            "see the letter"
        ]
    );
    assert_eq!(request.status_changed, None);
    let mut course = tofersen();
    course.stop(day(7), "consent withdrawn").expect("it goes on");
    for release in Release::ALL {
        let written = MedicationRequest::of_course(&course, &order(), *release).expect("it fits");
        let read = read_medication_request(&written.to_json(), *release).expect("our own");
        assert_eq!(read.status_changed, Some(day(7)));
    }
}

/// One resource several times: the latest version counts, and where none is the latest, none that may be it is read.
#[test]
fn versions_of_a_resource() {
    let version = |day: &str, id: &str, updated: Option<&str>| {
        let mut json = given(day);
        json["id"] = json!(id);
        if let Some(updated) = updated {
            json["meta"] = json!({"lastUpdated": updated});
        }
        json
    };
    let of = |versions: &[Value]| {
        entries(&read_bundle(&bundle("collection", versions), None).expect("a bundle"))
    };
    let (early, late) = (Some("2026-01-06T23:30:00-05:00"), Some("2026-01-07T05:00:00+00:00"));
    let superseded = "superseded MedicationAdministration/1";
    let twice = "entry[1].resource.meta.lastUpdated: expected a time that tells which version of \
                 \"MedicationAdministration/1\" is the latest, found \"2026-01-07T05:00:00+00:00\", the time of entry[0]";
    let no_time = "entry[1].resource.meta.lastUpdated: expected a time that tells which version of \
                   \"MedicationAdministration/1\" is the latest, found no time";
    for (first, second, expected) in [
        (early, late, [superseded, "2026-01-20"]),
        (late, early, ["2026-01-19", superseded]),
        (late, late, [twice, twice]),
        (early, None, [no_time, no_time]),
    ] {
        let [first, second] =
            [version("2026-01-19", "1", first), version("2026-01-20", "1", second)];
        assert_eq!(of(&[first, second]), expected);
    }
    // The latest of three, wherever it is.
    let third = Some("2026-01-08T00:00:00Z");
    let three = [
        version("2026-01-19", "1", late),
        version("2026-01-20", "1", early),
        version("2026-01-21", "1", third),
    ];
    assert_eq!(of(&three), [superseded, superseded, "2026-01-21"]);
    // A time that cannot be read tells nothing, and is shown.
    let never = [version("2026-01-19", "1", late), version("2026-01-20", "1", Some("lately"))];
    let lately = no_time.replace("no time", "\"lately\"");
    assert_eq!(of(&never), [lately.clone(), lately]);
    // Another resource, and one without a name.
    let two = [version("2026-01-19", "1", None), version("2026-01-20", "2", None)];
    assert_eq!(of(&two), ["2026-01-19", "2026-01-20"]);
    assert_eq!(of(&[given("2026-01-19"), given("2026-01-20")]), ["2026-01-19", "2026-01-20"]);
    // A later entry decides between two of one time, and the order of the entries never matters.
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let in_order = |times: [Option<&str>; 3]| {
            let versions =
                order.map(|place| version(&format!("2026-01-1{place}"), "1", times[place]));
            let read = of(&versions);
            let mut told = [(); 3].map(|()| String::new());
            order.iter().zip(read).for_each(|(place, read)| told[*place] = read);
            told
        };
        assert_eq!(in_order([late, late, third]), [superseded, superseded, "2026-01-12"]);
        assert_eq!(in_order([early, late, None])[0], superseded);
        let [first, second, third] = in_order([late, None, early]);
        assert!(first.ends_with("found no time") && second == first, "{first} {second}");
        assert_eq!(third, superseded);
    }
    // A version that cannot be read keeps its own reason.
    let mut broken = version("2026-01-20", "1", late);
    broken["status"] = json!("half");
    let read = of(&[version("2026-01-19", "1", late), broken]);
    assert!(read[0] == twice && read[1].starts_with("entry[1].resource.status: "), "{read:?}");
}

/// A resource is known by its address and by its type and id, and a dose taken back by one of them is not given.
#[test]
fn versions_by_address_or_id() {
    let (early, late) = ("2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z");
    let entry = |url: Option<&str>, id: Option<&str>, updated: &str| {
        let mut resource = given("2026-01-05");
        resource["meta"] = json!({"lastUpdated": updated});
        if updated == late {
            resource["status"] = json!("entered-in-error");
        }
        if let Some(id) = id {
            resource["id"] = json!(id);
        }
        let mut entry = json!({"resource": resource});
        if let Some(url) = url {
            entry["fullUrl"] = json!(url);
        }
        entry
    };
    let read = |all: &[Value]| {
        let json = json!({"resourceType": "Bundle", "type": "collection", "entry": all});
        let read = read_bundle(&json.to_string(), None).expect("a bundle");
        let of = |entry: &ReadEntry| match entry {
            ReadEntry::Administration(given) => given.status.to_string(),
            ReadEntry::Superseded(name) => format!("superseded {name}"),
            ReadEntry::Refused(why) => why.to_string(),
            other => format!("{other:?}"),
        };
        read.entries.iter().map(of).collect::<Vec<_>>()
    };
    let url = "https://a.org/MedicationAdministration/1";
    let versioned = |number: u8| format!("{url}/_history/{number}");
    let (first, second) = (versioned(1), versioned(2));
    let by_id = "superseded MedicationAdministration/1".to_owned();
    let by_url = format!("superseded {url}");
    let error = "entered-in-error".to_owned();
    for (one, other, superseded) in [
        ((Some(url), Some("1")), (None, Some("1")), &by_url),
        ((None, Some("1")), (Some(url), Some("1")), &by_id),
        ((Some(first.as_str()), Some("1")), (Some(second.as_str()), Some("1")), &by_url),
        ((Some(first.as_str()), None), (Some(second.as_str()), None), &by_url),
        ((Some(url), None), (Some(url), Some("1")), &by_url),
    ] {
        let entries = [entry(one.0, one.1, early), entry(other.0, other.1, late)];
        assert_eq!(read(&entries), [superseded.clone(), error.clone()]);
        let [one, other] = entries;
        assert_eq!(read(&[other, one]), [error.clone(), superseded.clone()]);
    }
    // Three are one, although the first and the last have neither in common.
    let (third, id) = ("2026-01-08T00:00:00Z", Some("1"));
    assert_eq!(
        read(&[entry(Some(url), None, early), entry(Some(url), id, late), entry(None, id, third)]),
        [by_url.clone(), by_url.clone(), "completed".to_owned()]
    );
    // The id of one server is not that of another; which of them is meant is not known.
    let other = "https://b.org/MedicationAdministration/1";
    for (one, url) in [(url, "urn:uuid:1"), (url, other)] {
        let refused = format!(
            "entry[1].fullUrl: expected {one:?}, as entry[0] has it for \"MedicationAdministration/1\", found {url:?}"
        );
        let two = [entry(Some(one), id, early), entry(Some(url), id, late)];
        assert_eq!(read(&two), [refused.clone(), refused]);
    }
    // Also by way of one without an address.
    let through =
        read(&[entry(Some(url), id, early), entry(None, id, late), entry(Some(other), id, third)]);
    let refused = format!(
        "entry[2].fullUrl: expected {url:?}, as entry[0] has it for \"MedicationAdministration/1\", found {other:?}"
    );
    assert_eq!(through, [refused.clone(), refused.clone(), refused]);
    // The last tells that the first two are one.
    let three =
        read(&[entry(None, id, early), entry(Some(url), None, early), entry(Some(url), id, late)]);
    assert_eq!(three, [by_id, by_url, error]);
}

/// An address is that of one resource, whatever the times of its entries are.
#[test]
fn an_address_of_two_resources() {
    let url = "https://a.org/MedicationAdministration/1";
    let order = medication_request(&regimen("100 mg IT q28d"), &order(), Release::R4);
    let order = serde_json::to_value(order.expect("it fits")).expect("JSON");
    let entry = |mut resource: Value, id: &str, updated: &str| {
        resource["id"] = json!(id);
        resource["meta"] = json!({"lastUpdated": updated});
        json!({"fullUrl": url, "resource": resource})
    };
    let (early, late) = ("2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z");
    let given = given("2026-01-05");
    for (other, name) in [(&order, "MedicationRequest/1"), (&given, "MedicationAdministration/2")] {
        let id = name.rsplit_once('/').expect("a type and an id").1;
        for (one, two) in [(early, late), (late, early)] {
            let both = [entry(given.clone(), "1", one), entry(other.clone(), id, two)];
            let json = json!({"resourceType": "Bundle", "type": "collection", "entry": both});
            let read = read_bundle(&json.to_string(), None).expect("a bundle");
            let refused = format!(
                "entry[1].fullUrl: expected the address of {name:?} alone, found {url:?}, which entry[0] has for \
                 \"MedicationAdministration/1\""
            );
            assert_eq!(entries(&read), [refused.clone(), refused.clone()]);
            assert_eq!(read.into_requests().expect_err("refused").to_string(), refused);
        }
    }
}

/// A quantity without a system is its unit if that is exactly a code; a unit and its code agree.
#[test]
fn units_of_a_mass() {
    let dose = |quantity: Value| {
        let mut json = given("2026-01-05");
        json["dosage"]["dose"] = quantity;
        let read = read_medication_administration(&json.to_string(), None);
        read.map(|read| read.mass).map_err(|error| error.to_string())
    };
    let ucum = "http://unitsofmeasure.org";
    let mass = Ok(Some(Mass::mg(100)));
    let expected = "expected one of the UCUM units ug, mg, g, found";
    let system = "dosage.dose.system: expected http://unitsofmeasure.org, found nothing";
    for (quantity, read) in [
        (json!({"value": 100, "unit": "mg"}), mass.clone()),
        (json!({"value": 100_000, "unit": "ug"}), mass.clone()),
        (json!({"value": 100, "unit": "MG"}), Err(format!("dosage.dose.unit: {expected} \"MG\""))),
        (
            json!({"value": 100, "unit": "mg "}),
            Err(format!("dosage.dose.unit: {expected} \"mg \"")),
        ),
        (
            json!({"value": 100, "unit": "mcg"}),
            Err(format!("dosage.dose.unit: {expected} \"mcg\"")),
        ),
        (json!({"value": 100, "unit": "mg", "code": "mg"}), Err(system.to_owned())),
        (json!({"value": 100, "unit": "milligram", "system": ucum, "code": "mg"}), mass.clone()),
        (json!({"value": 100_000, "unit": "mcg", "system": ucum, "code": "ug"}), mass.clone()),
        (
            json!({"value": 100, "unit": "mcg", "system": ucum, "code": "mg"}),
            Err("dosage.dose.unit: expected mg, the unit of the code, found \"mcg\"".to_owned()),
        ),
        (
            json!({"value": 100, "unit": "g", "system": ucum, "code": "mg"}),
            Err("dosage.dose.unit: expected mg, the unit of the code, found \"g\"".to_owned()),
        ),
    ] {
        assert_eq!(dose(quantity.clone()), read, "{quantity}");
    }
    // In words, in another case, in the plural, and of another kind.
    let coded = |unit: &str, code: &str| {
        let quantity = json!({"value": 100, "unit": unit, "system": ucum, "code": code});
        dose(quantity).map(|mass| mass.map(|mass| mass.to_string()))
    };
    for (unit, code) in [
        ("micrograms", "mg"),
        ("Microgram", "mg"),
        ("\u{b5}g", "mg"),
        ("\u{3bc}g", "mg"),
        ("ng", "ug"),
        ("milligram", "ug"),
        ("MG", "ug"),
        ("mg.", "ug"),
        ("milligrams", "g"),
        ("mg/kg", "mg"),
        ("Milligrams per kilogram", "mg"),
        ("milligram-per-kilogram", "mg"),
        ("ml", "mg"),
        ("cc", "mg"),
        ("hours", "mg"),
    ] {
        let text =
            format!("dosage.dose.unit: expected {code}, the unit of the code, found {unit:?}");
        assert_eq!(coded(unit, code), Err(text));
    }
    for (unit, code, mass) in [
        ("Milligrams", "mg", "100 mg"),
        ("MG", "mg", "100 mg"),
        ("vial", "mg", "100 mg"),
        ("mg of tofersen", "mg", "100 mg"),
        ("MCG", "ug", "0.1 mg"),
        ("\u{3bc}g", "ug", "0.1 mg"),
        ("Grammes", "g", "100000 mg"),
    ] {
        assert_eq!(coded(unit, code), Ok(Some(mass.to_owned())), "{unit} {code}");
    }
    let mut by_weight = ordered();
    let mut per_kg = |unit: &str| {
        by_weight["dosageInstruction"][0]["doseAndRate"] = json!([{"doseQuantity":
            {"value": 2, "unit": unit, "system": ucum, "code": "mg/kg"}}]);
        let read = read_medication_request(&by_weight.to_string(), None);
        read.map(|read| read.regimen.to_string()).map_err(|error| error.to_string())
    };
    assert_eq!(per_kg("mg per kg"), Ok("2 mg/kg IT q28d".to_owned()));
    let place = "dosageInstruction[0].doseAndRate[0].doseQuantity.unit";
    for unit in ["mcg/kg", "micrograms per kilogram", "mg"] {
        let text = format!("{place}: expected mg/kg, the unit of the code, found {unit:?}");
        assert_eq!(per_kg(unit), Err(text));
    }
}

#[test]
fn days_by_the_clock_of_their_time_zone() {
    let read = |text: &str| {
        let mut json = given("2026-01-05");
        json["effectiveDateTime"] = json!(text);
        read_medication_administration(&json.to_string(), None).map(|read| read.date)
    };
    for time in ["", "T10:30:00Z", "T23:59:60.125-05:00", "T00:00:00+14:00", "T00:00:00-13:59"] {
        assert_eq!(read(&format!("2026-01-05{time}")), Ok(date("2026-01-05")), "{time}");
    }
    // FHIR has no time without seconds or a time zone, and no time zone beyond 14 hours.
    assert_eq!(
        read("2026-01-05T21:28:00").expect_err("no time zone").to_string(),
        "effectiveDateTime: expected a time such as T10:30:00+01:00 behind the day, found \"2026-01-05T21:28:00\""
    );
    for time in [
        "T",
        "T10",
        "T10:30",
        "T10:30Z",
        "T10:30+01:00",
        "T10:30:00+14:01",
        "T10:30:00+15:00",
        "T1:30",
        "T10:60",
        "T10:30:61",
        "T10:30:00.",
        "T10:30:00.Z",
        "T10:30:00.xZ",
        "T10:30:00+1:00",
        "T10:30:00Z+",
        "T10:30:00:00",
        "Tnoon",
        "T10:30:00 Z",
        "t10:30",
        " 10:30",
    ] {
        assert!(read(&format!("2026-01-05{time}")).is_err(), "{time}");
    }
    for day in ["+2026-1-05", "-026-01-05", "2026-1-005", "2026-02-29", "20260105"] {
        assert!(read(day).is_err(), "{day}");
    }
}

/// What a reference outside the document calls the medication is not what it contains.
#[test]
fn a_reference_is_to_what_has_its_id() {
    let of = |address: &str| {
        let mut json = given("2026-01-05");
        let object = json.as_object_mut().expect("an object");
        object.remove("medicationCodeableConcept");
        object.insert("medicationReference".into(), json!({"reference": address}));
        let one = |text: &str| json!({"resourceType": "Medication", "code": {"text": text}});
        let mut named = one("tofersen");
        named["id"] = json!("drug");
        object.insert("contained".into(), json!([one("saline"), named]));
        let read = read_medication_administration(&json.to_string(), None).expect("one");
        read.medication.unwrap_or_default()
    };
    assert_eq!(of("Medication/5"), "Medication/5");
    assert_eq!(of("#drug"), "tofersen");
    assert_eq!(of("#other"), "");
}

/// `#med1` and `#pat` are other resources in every document, so that no order has them in common.
#[test]
fn a_reference_within_a_document_is_no_name() {
    let rx = |code: &str| json!({"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": code}]});
    let contained = |mut json: Value, code: &str| {
        let members = json.as_object_mut().expect("an object");
        members.remove("medicationCodeableConcept");
        json["medicationReference"] = json!({"reference": "#med1"});
        json["contained"] = json!([{"resourceType": "Medication", "id": "med1", "code": rx(code)}]);
        json
    };
    let request = requested(&contained(ordered(), "2637001"));
    assert_eq!(request.medication, None);
    assert_eq!(
        request.order().expect_err("no name").to_string(),
        "medication: expected a text of one line, found nothing"
    );
    let refused = |given: &Value| {
        let given = [read(given)];
        let error = record_administrations(&mut tofersen(), &order(), &given);
        error.expect_err("of nobody").to_string()
    };
    let place = "administration 1 on 2026-01-05: expected the";
    assert_eq!(
        refused(&contained(given("2026-01-05"), "1870933")),
        format!("{place} medication of the order, \"tofersen\", found none")
    );
    let patient = |mut json: Value, identifier: &str| {
        json["subject"] = json!({"reference": "#pat"});
        json["contained"] = json!([{"resourceType": "Patient", "id": "pat", "identifier": [{"value": identifier}]}]);
        json
    };
    let request = requested(&patient(ordered(), "A"));
    assert_eq!(request.subject, None);
    assert_eq!(
        request.order().expect_err("no patient").to_string(),
        "subject: expected a text of one line, found nothing"
    );
    assert_eq!(
        refused(&patient(given("2026-01-05"), "B")),
        format!("{place} subject of the order, \"Patient/17\", found none")
    );
    let tofersen = Medication::named("tofersen").expect("a name");
    assert_eq!(
        tofersen.for_subject("#pat").expect_err("of one document").to_string(),
        "subject: expected a reference to another resource, such as Patient/17, found \"#pat\""
    );
}
