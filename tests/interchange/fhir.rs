//! FHIR R5: the worked example first, then out and in again; R4 is beside it in `fhir_releases`.

use aso_regimen::dosing::course::GivenAmount;
use aso_regimen::dosing::dose::Cap;
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::dosing::regimen::Extent;
use aso_regimen::interchange::fhir::{
    Medication, MedicationOrder, Release, medication_administrations, medication_request,
    plan_definition, read_medication_request,
};
use aso_regimen::{Amount, Dose, Interval, Mass, Phase, Regimen, catalog};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::courses::course;
use crate::generate;
use crate::{date, regimen};

fn medication() -> Medication<'static> {
    Medication::named("tofersen").expect("a text")
}

fn order() -> MedicationOrder<'static> {
    medication().for_subject("Patient/17").expect("a text")
}

fn request(regimen: &Regimen) -> Value {
    let request = medication_request(regimen, &order(), Release::R5).expect("counts that fit");
    serde_json::from_str(&request.to_json()).expect("JSON")
}

#[track_caller]
fn read(json: &Value) -> Regimen {
    match read_medication_request(&json.to_string(), None) {
        Ok(request) => request.regimen,
        Err(error) => panic!("{error}: {json:#}"),
    }
}

fn milligrams(value: u32) -> Value {
    json!({"value": value, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"})
}

/// The human text says all of a window.
#[test]
fn a_window_in_words() {
    for (window, text) in [
        ("-3d/+3d", "on time from 3 days before to 3 days after"),
        (
            "-3d/+2d rolling least gap 10d",
            "on time from 3 days before to 2 days after, the next dose counted from the day given, at least \
             10 days after the dose before",
        ),
    ] {
        let request = request(&regimen(&format!("100 mg IT q28d window {window}")));
        let expected = format!("100 mg IT every 28 days (maintenance); {text}");
        assert_eq!(request["dosageInstruction"][0]["text"], expected);
    }
}

/// Tofersen as the US label has it (section 2.1), whole.
#[test]
fn tofersen_as_a_request() {
    let route = json!({
        "coding": [{
            "system": "http://snomed.info/sct",
            "code": "72607000",
            "display": "Intrathecal route"
        }],
        "text": "intrathecal"
    });
    let expected = json!({
        "resourceType": "MedicationRequest",
        "status": "draft",
        "intent": "plan",
        "medication": {"concept": {"text": "tofersen"}},
        "subject": {"reference": "Patient/17"},
        "dosageInstruction": [
            {
                "extension": [{"url": "urn:aso-regimen:role", "valueCode": "loading"}],
                "sequence": 1,
                "text": "100 mg IT every 14 days, 3 doses in all (loading)",
                "timing": {"repeat":
                    {"count": 3, "frequency": 1, "period": 14, "periodUnit": "d"}},
                "asNeeded": false,
                "route": route,
                "doseAndRate": [{"doseQuantity": milligrams(100)}]
            },
            {
                "extension": [
                    {"url": "urn:aso-regimen:role", "valueCode": "maintenance"},
                    {"url": "urn:aso-regimen:seam", "valueDuration":
                        {"value": 28, "unit": "d", "system": "http://unitsofmeasure.org",
                         "code": "d"}}
                ],
                "sequence": 2,
                "text": "100 mg IT every 28 days (maintenance); first 28 days after the last dose of \
                         instruction 1",
                "timing": {"repeat": {"frequency": 1, "period": 28, "periodUnit": "d"}},
                "asNeeded": false,
                "route": route,
                "doseAndRate": [{"doseQuantity": milligrams(100)}]
            }
        ]
    });
    let tofersen = regimen("100 mg IT q14d x3, then q28d");
    assert_eq!(request(&tofersen), expected);
    assert_eq!(read(&expected), tofersen);
}

/// As another maker writes it: no extension, no sequence of ours, a text for the route.
#[test]
fn tofersen_of_another_maker_has_the_seam_of_its_period() {
    let quantity = json!({"value": 100, "code": "mg", "system": "http://unitsofmeasure.org"});
    let mut others = json!({
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "requester": {"display": "somebody"},
        "dosageInstruction": [
            {"sequence": 2,
             "timing": {"repeat": {"frequency": 1, "period": 28, "periodUnit": "d"}},
             "route": {"text": "Intrathecal"},
             "doseAndRate": [{"doseQuantity": quantity}]},
            {"sequence": 1,
             "timing": {"repeat": {"count": 3, "frequency": 1, "period": 2, "periodUnit": "wk"}},
             "route": {"text": "intrathecal"},
             "doseAndRate": [{"doseQuantity": quantity}]}
        ]
    });
    assert_eq!(read(&others), regimen("100 mg IT q14d x3, then q28d"));
    // Nothing is carried from one instruction to another.
    others["dosageInstruction"][0].as_object_mut().expect("an object").remove("route");
    assert_eq!(
        read_medication_request(&others.to_string(), None).unwrap_err().to_string(),
        "dosageInstruction[0].route: expected the route of the dose, found nothing"
    );
}

#[test]
fn what_the_standard_has_a_place_for_stands_there() {
    let json = request(&regimen("0.3 mg/kg max 30 mg (over 80-120 min) IV q3w for 3mo"));
    let one = &json["dosageInstruction"][0];
    assert_eq!(
        one["timing"]["repeat"],
        json!({
            "boundsDuration":
                {"value": 3, "unit": "mo", "system": "http://unitsofmeasure.org", "code": "mo"},
            "duration": 80, "durationMax": 120, "durationUnit": "min",
            "frequency": 1, "period": 21, "periodUnit": "d"
        })
    );
    let even = request(&regimen("30 mg (over 20-20 min) IV x1"));
    assert_eq!(
        even["dosageInstruction"][0]["timing"]["repeat"],
        json!({"count": 1, "duration": 20, "durationUnit": "min"})
    );
    let quantity = &one["doseAndRate"][0]["doseQuantity"];
    assert_eq!((&quantity["value"], &quantity["code"]), (&json!(0.3), &json!("mg/kg")));
    assert_eq!(one["maxDosePerAdministration"], milligrams(30));
    assert_eq!(
        one["text"],
        "0.3 mg/kg max 30 mg (over 80-120 min) IV every 21 days as long as less than 3 months have \
         passed since the first of these doses (maintenance); months are calendar months, all counted \
         from the date on which counting in months begins, and in a month that has no such day its last \
         day is meant"
    );
}

/// A receiver that does not know the extension sees no amount, never a wrong one.
#[test]
fn an_amount_that_fhir_cannot_say_stands_in_an_extension_only() {
    for text in ["0.3 mg/kg max 100 kg", "[<100 kg: 0.3 mg/kg; else 30 mg]"] {
        let patisiran = regimen(&format!("{text} IV q3w"));
        let json = request(&patisiran);
        let one = &json["dosageInstruction"][0];
        assert_eq!(
            one["extension"][0],
            json!({
                "url": "urn:aso-regimen:amount", "valueString": text
            })
        );
        assert_eq!(one.get("doseAndRate"), None);
        assert_eq!(one.get("maxDosePerAdministration"), None);
        assert!(one["text"].as_str().expect("a text").starts_with(text));
        assert_eq!(read(&json), patisiran);
    }
}

#[test]
fn masses_are_exact_in_every_reader() {
    let value = |mass| {
        let single = Regimen::new(vec![Phase::single(Dose::intrathecal(Mass::micrograms(mass)))]);
        let json = request(&single.expect("one dose"));
        let quantity = &json["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"];
        format!("{} {}", quantity["value"], quantity["code"].as_str().expect("a code"))
    };
    assert_eq!(value(330), "0.33 mg");
    assert_eq!(value(29_970), "29.97 mg");
    assert_eq!(value(1), "0.001 mg");
    assert_eq!(value(999_999_999_999_999), "999999999999.999 mg");
    assert_eq!(value(1_000_000_000_000_001), "1000000000000001 ug");
    assert_eq!(value(u64::MAX), "18446744073709551615 ug");
}

/// A point in a JSON number is a decimal point, with three digits behind it as well, and an exponent one of ten.
#[test]
fn every_form_of_a_number_is_read() {
    let mut json = request(&regimen("100 mg (15 mL) IT q14d x3"));
    for (value, mass) in [
        ("1.000", "1 mg"),
        ("1.500", "1.5 mg"),
        ("20.250", "20.25 mg"),
        ("100.0", "100 mg"),
        ("0.500", "0.5 mg"),
        ("100", "100 mg"),
        ("2.8e1", "28 mg"),
        ("1E+2", "100 mg"),
        ("2500e-3", "2.5 mg"),
        ("0.05e2", "5 mg"),
        ("5e-1", "0.5 mg"),
        ("20e0", "20 mg"),
    ] {
        let quantity = &mut json["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"];
        quantity["value"] = json!("VALUE");
        let text = json.to_string().replace("\"VALUE\"", value);
        let read = read_medication_request(&text, None).expect(value);
        assert_eq!(read.regimen, regimen(&format!("{mass} (15 mL) IT q14d x3")), "{value}");
    }
}

#[test]
fn a_draft_becomes_an_order() {
    let request =
        medication_request(&regimen("12 mg IT q4mo"), &order(), Release::R5).expect("it fits");
    let json: Value = serde_json::from_str(&request.ordered().to_json()).expect("JSON");
    assert_eq!((&json["status"], &json["intent"]), (&json!("active"), &json!("order")));
}

/// Nusinersen as the EU label has it (SmPC, section 4.2): the seams are stated, not inferred.
#[test]
fn a_plan_definition_states_each_seam() {
    let nusinersen = regimen("12 mg IT q14d x3, then after 35d x1, then q4mo");
    let plan = plan_definition(&nusinersen, &medication(), Release::R5).expect("it fits");
    let plan: Value = serde_json::from_str(&plan.to_json()).expect("JSON");
    let actions = plan["action"].as_array().expect("actions");
    assert_eq!(actions.len(), 3);
    assert_eq!(actions[0].get("relatedAction"), None);
    let ucum = "http://unitsofmeasure.org";
    for (action, target, value, code) in [(1, "phase-1", 35, "d"), (2, "phase-2", 4, "mo")] {
        assert_eq!(
            actions[action]["relatedAction"],
            json!([{
                "targetId": target,
                "relationship": "after-end",
                "offsetDuration": {"value": value, "unit": code, "system": ucum, "code": code}
            }])
        );
    }
    assert_eq!(actions[1]["timingTiming"], json!({"repeat": {"count": 1}}));
    assert_eq!(actions[2]["definitionCanonical"], "#dose-3");
    assert_eq!(plan["contained"][2]["id"], "dose-3");
    assert_eq!(plan["contained"][2]["dosage"][0]["doseAndRate"][0]["doseQuantity"], milligrams(12));
}

#[test]
fn a_course_as_administrations() {
    let labels = catalog::labels().named("patisiran");
    let label = labels.iter().next().expect("patisiran is in the catalog");
    let mut course = label.course(date("2026-01-05")).expect("one regimen");
    course.give(date("2026-01-05")).expect("the first");
    course.weigh(date("2026-01-20"), "70 kg".parse().expect("a weight")).expect("a weight");
    course.give(date("2026-01-26")).expect("the second");
    let done = medication_administrations(&course, &order(), Release::R5).expect("two texts");
    let json = serde_json::to_value(&done).expect("JSON");
    assert_eq!(json[0]["occurenceDateTime"], "2026-01-05");
    // Nobody was weighed yet: the mass is unknown, and the amount is by weight.
    let absent = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    let dosage = &json[0]["dosage"];
    assert_eq!(dosage["dose"], json!({"extension": [{"url": absent, "valueCode": "unknown"}]}));
    let by_weight = "[<100 kg: 0.3 mg/kg; else 30 mg]";
    assert_eq!(
        dosage["extension"],
        json!([{"url": "urn:aso-regimen:amount", "valueString": by_weight}])
    );
    assert_eq!(dosage["route"]["text"], "intravenous");
    assert_eq!(json[0].get("note"), None);
    assert_eq!(json[1]["dosage"]["dose"], milligrams(21));
}

#[test]
fn an_administration_has_its_text() {
    let first = date("2026-01-05");
    let tofersen = regimen("100 mg IT q14d x3, then q28d");
    let mut course = aso_regimen::Course::new(tofersen, MissedDosePolicy::not_stated(), first);
    course.give(first).expect("the first");
    let done = medication_administrations(&course, &order(), Release::R5).expect("two texts");
    let read: Value = serde_json::from_str(&done[0].to_json()).expect("JSON");
    assert_eq!(read, serde_json::to_value(&done[0]).expect("JSON"));
    assert_eq!(read["resourceType"], "MedicationAdministration");
}

/// As other makers write it: the role is what the text form takes where no word says otherwise, one instruction
/// alone needs no sequence, `14.0` is whole, and a year is twelve months.
#[test]
fn roles_and_periods_of_other_makers() {
    let part = |sequence: Option<u32>, repeat: Value| {
        let quantity = json!({"value": 100, "code": "mg", "system": "http://unitsofmeasure.org"});
        let mut part = json!({
            "timing": {"repeat": repeat},
            "route": {"text": "Intrathecal"},
            "doseAndRate": [{"doseQuantity": quantity}]
        });
        if let Some(sequence) = sequence {
            part["sequence"] = sequence.into();
        }
        part
    };
    let of = |parts: Vec<Value>| {
        read(&json!({
            "resourceType": "MedicationRequest",
            "status": "active",
            "intent": "order",
            "dosageInstruction": parts
        }))
    };
    let biweekly = json!({"count": 3, "frequency": 1, "period": 14.0, "periodUnit": "d"});
    let monthly = json!({"count": 1, "frequency": 1, "period": 28, "periodUnit": "d"});
    assert_eq!(
        of(vec![part(Some(1), biweekly), part(Some(2), monthly)]),
        regimen("100 mg IT q14d x3, then after 28d x1")
    );
    assert_eq!(of(vec![part(None, json!({"count": 1}))]), regimen("100 mg IT x1"));
    let yearly = json!({"frequency": 1, "period": 1, "periodUnit": "a"});
    assert_eq!(of(vec![part(None, yearly)]), regimen("100 mg IT q12mo"));
}

/// A dose in whose place a later one was given, by a label that has it skipped.
#[test]
fn doses_passed_over_are_not_done() {
    let labels = catalog::labels();
    let skipping = labels.iter().find(|label| label.policy().to_string().contains("skip it"));
    let label = skipping.expect("some label has doses skipped");
    let mut course = label.course(date("2026-01-05")).expect("one regimen");
    course.give(date("2026-01-05")).expect("the first");
    let third = course.forecast().nth(1).expect("a third").date();
    course.give(third).expect("the third");
    let done = medication_administrations(&course, &order(), Release::R5).expect("two texts");
    let json = serde_json::to_value(&done).expect("JSON");
    let statuses: Vec<&str> = json
        .as_array()
        .expect("an array")
        .iter()
        .map(|one| one["status"].as_str().expect("a status"))
        .collect();
    assert_eq!(statuses, ["completed", "not-done", "completed"], "{label}");
}

#[test]
fn what_cannot_be_written_is_refused() {
    let blank = medication().for_subject(" \u{a0}").unwrap_err();
    assert_eq!(blank.to_string(), "subject: expected a text of one line, found a blank one");
    let control = Medication::named("tofer\u{7}sen").unwrap_err();
    assert_eq!(
        control.to_string(),
        "medication: expected a text of one line, found the control character '\\u{7}'"
    );
    let many = regimen("100 mg IT q14d x4294967295");
    let error = medication_request(&many, &order(), Release::R5).unwrap_err();
    assert_eq!(error.place(), "phase 1");
    assert_eq!(error.to_string(), "phase 1: expected at most 2147483647 doses, found 4294967295");
    let mut course =
        catalog::tofersen::labels().remove(0).course(date("+12026-01-05")).expect("one regimen");
    course.give(date("+12026-01-05")).expect("the first");
    let error = medication_administrations(&course, &order(), Release::R5).unwrap_err();
    assert_eq!(
        error.to_string(),
        "date of a dose: expected a year from 0001 to 9999, found +12026-01-05"
    );
}

/// The largest count that FHIR has is read and costs nothing.
#[test]
fn a_huge_count_stays_lazy() {
    let many = regimen("100 mg IT q14d x2147483647");
    let back = read(&request(&many));
    assert_eq!(back.phases()[0].extent(), Extent::Doses(2_147_483_647));
    let plan = back.starting(date("2026-01-05"));
    assert_eq!(plan.count_through(date("2026-02-05")), 3);
}

#[test]
fn every_label_goes_out_and_comes_back() {
    let mut regimens = 0;
    for label in catalog::labels() {
        for one in label.regimens() {
            assert_eq!(read(&request(&one.regimen)), one.regimen, "{label}");
            regimens += 1;
        }
    }
    assert!(regimens > 30, "only {regimens}");
}

proptest! {
    #![proptest_config(crate::cases(200))]

    /// For example `0.3 mg/kg max 30 mg (over 80 min) IV q3w x2, then after 1mo x1`.
    #[test]
    fn a_regimen_goes_out_and_comes_back(regimen in generate::regimen()) {
        prop_assert_eq!(read(&request(&regimen)), regimen);
    }

    /// What goes out has the instructions' text even for a reader who knows no extension: without them,
    /// everything but the fields they hold is the same.
    #[test]
    fn without_extensions_a_reader_sees_no_other_amount(regimen in generate::regimen()) {
        let mut json = request(&regimen);
        for one in json["dosageInstruction"].as_array_mut().expect("instructions") {
            one.as_object_mut().expect("an object").remove("extension");
        }
        if let Ok(back) = read_medication_request(&json.to_string(), None) {
            for (phase, read) in regimen.phases().iter().zip(back.regimen.phases()) {
                prop_assert_eq!(phase.dose().amount(), read.dose().amount());
                prop_assert_eq!(phase.extent(), read.extent());
                prop_assert_eq!(phase.interval(), read.interval());
            }
        }
    }

    /// Each action of a plan names the one before and the time from its last dose.
    #[test]
    fn a_plan_has_every_seam(regimen in generate::regimen()) {
        let plan = plan_definition(&regimen, &medication(), Release::R5).expect("it fits");
        let plan = serde_json::to_value(&plan).expect("JSON");
        for (index, phase) in regimen.phases().iter().enumerate().skip(1) {
            let related = &plan["action"][index]["relatedAction"][0];
            prop_assert_eq!(&related["targetId"], &json!(format!("phase-{index}")));
            let (value, code) = match phase.seam().expect("a later phase has one") {
                Interval::Days(days) => (days, "d"),
                Interval::Months(months) => (months, "mo"),
            };
            prop_assert_eq!(&related["offsetDuration"]["value"], &json!(value));
            prop_assert_eq!(&related["offsetDuration"]["code"], &json!(code));
        }
    }

    /// Every dose given is there once, on its day and with its mass.
    #[test]
    fn administrations_are_the_doses_given(course in course()) {
        let done = medication_administrations(&course, &order(), Release::R5).expect("ordinary texts");
        let json = serde_json::to_value(&done).expect("JSON");
        let completed = json.as_array().expect("an array").iter()
            .filter(|one| one["status"] != "not-done");
        let doses: Vec<_> = course.doses_given().collect();
        prop_assert_eq!(completed.clone().count(), doses.len());
        for (one, given) in completed.zip(doses) {
            let part = matches!(given.amount(), GivenAmount::Part(_));
            prop_assert_eq!(&one["status"], if part { "stopped" } else { "completed" });
            prop_assert_eq!(&one["occurenceDateTime"], &json!(given.date().to_string()));
            prop_assert_eq!(one["dosage"]["dose"].get("value").is_some(), given.mass().is_ok());
        }
        let not_done = json.as_array().expect("an array").len() - course.doses_given().count();
        let today = course.doses_given().last().map_or(course.start(), |last| last.date());
        prop_assert!(not_done >= course.adherence(today).missed as usize);
    }
}

#[test]
fn a_cap_is_the_largest_dose() {
    let capped = regimen("0.3 mg/kg max 30 mg IV q3w");
    let Amount::PerKg(per_kg) = capped.phases()[0].dose().amount() else {
        panic!("an amount by weight");
    };
    assert_eq!(per_kg.cap, Some(Cap::Mass(Mass::mg(30))));
    assert_eq!(read(&request(&capped)), capped);
}

/// A route without a code of ours is its name, both ways; a known one is read in either case.
#[test]
fn a_named_route_is_a_text() {
    let nasal = regimen("100 mg \"intranasal\" q7d");
    let mut json = request(&nasal);
    assert_eq!(json["dosageInstruction"][0]["route"], json!({"text": "intranasal"}));
    assert_eq!(read(&json), nasal);
    json["dosageInstruction"][0]["route"] = json!({"text": "Subcutaneous"});
    assert_eq!(read(&json), regimen("100 mg SC q7d"));
}

/// As hospitals send it: FHIR R4, with a period that starts on a day.
#[test]
fn a_request_of_r4_with_a_start() {
    let json = r#"{"resourceType": "MedicationRequest", "status": "active", "intent": "order",
      "medicationCodeableConcept": {"text": "tofersen"}, "dosageInstruction": [{"asNeededBoolean": false,
      "timing": {"repeat": {"boundsPeriod": {"start": "2026-04-27T08:00:00+02:00"}, "frequency": 1, "period": 28,
      "periodUnit": "d"}}, "route": {"text": "intrathecal"}, "doseAndRate": [{"doseQuantity":
      {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]}]}"#;
    let read = read_medication_request(json, None).expect("all of it is understood");
    assert_eq!(read.start, Some(date("2026-04-27")));
    assert_eq!(read.regimen.to_string(), "100 mg IT q28d");
    let plain = json.replace("\"start\": \"2026-04-27T08:00:00+02:00\"", "\"end\": \"2026-04-27\"");
    assert_eq!(
        read_medication_request(&plain, None).expect_err("no start").to_string(),
        "dosageInstruction[0].timing.repeat.boundsPeriod.start: expected a day, found nothing"
    );
}
