//! FHIR R4 beside R5: the same regimen in both, and what only one of them has.

use std::time::{Duration, Instant};

use aso_regimen::chrono::{Datelike, Months, NaiveDate};
use aso_regimen::interchange::FormatError;
use aso_regimen::interchange::fhir::{
    Medication, MedicationOrder, MedicationRequest, ReadRequest, Release, RequestIntent,
    RequestStatus, medication_request, plan_definition, read_medication_administration,
    read_medication_request,
};
use aso_regimen::{Dose, Interval, Mass, Phase, Regimen};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::courses::course;
use crate::generate;
use crate::{date, regimen};

fn order() -> MedicationOrder<'static> {
    Medication::named("tofersen").and_then(|one| one.for_subject("Patient/17")).expect("two texts")
}

fn json_of(request: &MedicationRequest) -> Value {
    serde_json::from_str(&request.to_json()).expect("JSON")
}

#[track_caller]
fn read(json: &Value) -> ReadRequest {
    match read_medication_request(&json.to_string(), None) {
        Ok(request) => request,
        Err(error) => panic!("{error}: {json:#}"),
    }
}

fn refused(json: &Value, release: impl Into<Option<Release>>) -> FormatError {
    read_medication_request(&json.to_string(), release).expect_err("not as it should be")
}

/// A hospital's R4 order with these instructions, each 100 mg IT in the timing.
fn r4(timings: &[Value]) -> Value {
    let numbered = timings.iter().zip(1..);
    let instructions = numbered.map(|(timing, number)| {
        json!({
            "sequence": number, "timing": timing, "asNeededBoolean": false,
            "route": {"coding": [{"system": "http://snomed.info/sct", "code": "72607000"}]},
            "doseAndRate": [{"doseQuantity":
                {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"}}]
        })
    });
    json!({
        "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "medicationCodeableConcept": {"text": "tofersen"}, "subject": {"reference": "Patient/17"},
        "dosageInstruction": instructions.collect::<Vec<_>>()
    })
}

/// The start and the regimen of instructions with these timings.
#[track_caller]
fn timed(timings: &[Value]) -> (Option<NaiveDate>, Regimen) {
    let read = read(&r4(timings));
    (read.start, read.regimen)
}

#[track_caller]
fn assert_timing_refused(timings: &[Value], text: &str) {
    assert_eq!(refused(&r4(timings), None).to_string(), text);
}

/// Tofersen stopped, whole, in the words of R4.
#[test]
fn a_stopped_order_of_r4() {
    let tofersen = regimen("100 mg IT q14d x3");
    let request = medication_request(&tofersen, &order(), Release::R4).expect("it fits").ordered();
    let request = request.with_status(RequestStatus::Stopped, Some("rash")).expect("a reason");
    let json = json_of(&request.starting(date("2026-01-05")).expect("a year of four digits"));
    let period = "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.effectiveDosePeriod";
    assert_eq!(
        json,
        json!({
            "resourceType": "MedicationRequest",
            "extension": [{"url": period, "valuePeriod": {"start": "2026-01-05"}}],
            "status": "stopped",
            "statusReason": {"text": "rash"},
            "intent": "order",
            "medicationCodeableConcept": {"text": "tofersen"},
            "subject": {"reference": "Patient/17"},
            "dosageInstruction": [{
                "extension": [{"url": "urn:aso-regimen:role", "valueCode": "maintenance"}],
                "sequence": 1,
                "text": "100 mg IT every 14 days, 3 doses in all (maintenance)",
                "timing": {"repeat": {"count": 3, "frequency": 1, "period": 14, "periodUnit": "d"}},
                "asNeededBoolean": false,
                "route": {
                    "coding": [{"system": "http://snomed.info/sct", "code": "72607000",
                                "display": "Intrathecal route"}],
                    "text": "intrathecal"
                },
                "doseAndRate": [{"doseQuantity": {"value": 100, "unit": "mg",
                    "system": "http://unitsofmeasure.org", "code": "mg"}}]
            }]
        })
    );
    let back = read(&json);
    assert_eq!(back.release, Some(Release::R4));
    assert_eq!((back.status, back.reason.as_deref()), (RequestStatus::Stopped, Some("rash")));
    assert_eq!((back.start, back.regimen), (Some(date("2026-01-05")), tofersen));
    assert_eq!(back.intent, RequestIntent::Order);
    assert_eq!(back.medication.as_deref(), Some("tofersen"));
    assert_eq!(back.subject.as_deref(), Some("Patient/17"));
    assert_eq!(back.lifetime_limit, None);
}

proptest! {
    #![proptest_config(crate::cases(200))]

    /// Whatever is written comes back, of both releases the same.
    #[test]
    fn a_request_comes_back_from_both_releases(
        regimen in generate::regimen(),
        status in proptest::sample::select(RequestStatus::ALL),
        intent in proptest::sample::select(RequestIntent::ALL),
        reason in proptest::option::of("[a-z]{1,9}"),
        start in proptest::option::of((1_i32..3_000, 1_u32..366)),
    ) {
        let start = start.and_then(|(year, day)| NaiveDate::from_yo_opt(year, day));
        let mut same = Vec::new();
        for release in Release::ALL {
            let request = medication_request(&regimen, &order(), *release).expect("it fits");
            let request = request.with_intent(intent).with_status(status, reason.as_deref());
            if status == RequestStatus::Ended && *release == Release::R4 {
                prop_assert_eq!(
                    request.expect_err("R5's own").to_string(),
                    "status: expected a status of FHIR R4, found ended"
                );
                continue;
            }
            let mut request = request.expect("a reason");
            if let Some(start) = start {
                request = request.starting(start).expect("four digits");
            }
            let read = read(&json_of(&request));
            prop_assert_eq!(read.release, Some(*release));
            prop_assert_eq!(&read.regimen, &regimen);
            prop_assert_eq!((read.status, read.intent, read.start), (status, intent, start));
            prop_assert_eq!(&read.reason, &reason);
            same.push((read.medication, read.subject, read.lifetime_limit));
        }
        prop_assert!(same.windows(2).all(|pair| pair[0] == pair[1]));
    }

    /// The first day of each instruction may stand beside its seam, if it is the day of the schedule.
    #[test]
    fn the_days_of_a_schedule_are_those_of_its_seams(
        regimen in phases_in_months(),
        // Behind the last day of a month some are clamped.
        start in (1_i32..3_000, 1_u32..13, 28_u32..32),
        off in 0_usize..8,
    ) {
        let (year, month, day) = start;
        let start = NaiveDate::from_ymd_opt(year, month, day);
        let start = start.or(NaiveDate::from_ymd_opt(year, month, 28)).expect("a day of each month");
        let plan = regimen.starting(start);
        let request = medication_request(&regimen, &order(), Release::R5).expect("it fits");
        let mut json = json_of(&request.starting(start).expect("four digits"));
        let instructions = json["dosageInstruction"].as_array_mut().expect("an array");
        let mut number = 1;
        let mut wrong = false;
        for (index, (_, doses)) in plan.doses_by_phase(NaiveDate::MAX).enumerate() {
            let first = plan.dose(number).expect("the first of the phase").date();
            number = number.saturating_add(doses);
            let repeat = &mut instructions[index]["timing"]["repeat"];
            if first.year() > 9_999 || repeat.get("boundsDuration").is_some() {
                continue;
            }
            wrong |= index > 0 && index == off;
            let day = if index > 0 && index == off { first.succ_opt() } else { Some(first) };
            if let Some(day) = day.filter(|day| day.year() <= 9_999) {
                repeat["boundsPeriod"] = json!({"start": day});
            }
        }
        match read_medication_request(&json.to_string(), None) {
            Ok(read) => prop_assert_eq!((read.regimen, wrong), (regimen, false)),
            Err(why) => prop_assert!(wrong && why.problem().contains("on which the seam puts"), "{why}"),
        }
    }

    /// The order of a course says the same in both.
    #[test]
    fn the_order_of_a_course_is_the_same_in_both_releases(course in course()) {
        let of = |release| {
            let request = MedicationRequest::of_course(&course, &order(), release);
            read(&json_of(&request.expect("ordinary texts")))
        };
        let (mut r4, r5) = (of(Release::R4), of(Release::R5));
        r4.release = r5.release;
        prop_assert_eq!(r4, r5);
    }
}

#[test]
fn an_element_of_the_other_release_is_called_so() {
    let mut json = r4(&[json!({"repeat": {"count": 1}})]);
    json["dosageInstruction"][0]["asNeeded"] = json!(false);
    assert_eq!(
        refused(&json, None).to_string(),
        "dosageInstruction[0].asNeeded: expected asNeededBoolean as in FHIR R4, the release of \
         medicationCodeableConcept, found an element of FHIR R5"
    );
    let json = r4(&[json!({"repeat": {"count": 1}})]);
    assert_eq!(
        refused(&json, Release::R5).to_string(),
        "medicationCodeableConcept: expected medication as in FHIR R5, the release chosen by the caller, found an \
         element of FHIR R4"
    );
    assert!(read_medication_request(&json.to_string(), Release::R4).is_ok());
    for (name, value, text) in [
        (
            "statusChanged",
            json!("2026-01-05"),
            "statusChanged: expected no such element as in FHIR R4, the release of medicationCodeableConcept, found \
             an element of FHIR R5",
        ),
        (
            "status",
            json!("ended"),
            "status: expected one of active, on-hold, stopped, completed, cancelled, entered-in-error, draft, unknown \
             as in FHIR R4, the release of medicationCodeableConcept, found the status ended of FHIR R5",
        ),
    ] {
        let mut json = json.clone();
        json[name] = value;
        assert_eq!(refused(&json, None).to_string(), text);
    }
    // Nothing tells, and nothing is of the other.
    let mut neither = json.clone();
    neither.as_object_mut().expect("an object").remove("medicationCodeableConcept");
    neither["dosageInstruction"][0].as_object_mut().expect("an object").remove("asNeededBoolean");
    assert_eq!(read(&neither).release, None);
    neither["status"] = json!("ended");
    assert_eq!(read(&neither).release, Some(Release::R5));
}

/// A dose every so many days within bounds.
fn every(days: u32, bounds: &Value) -> Value {
    json!({"repeat": {"boundsPeriod": bounds, "frequency": 1, "period": days, "periodUnit": "d"}})
}

/// The first day and the last of `boundsPeriod` are days of its instruction.
#[test]
fn bounds() {
    let start = Some(date("2026-01-05"));
    assert_eq!(
        timed(&[every(14, &json!({"start": "2026-01-05T08:00:00+01:00"}))]),
        (start, regimen("100 mg IT q14d"))
    );
    // The 15th day is the last, with its dose.
    let fifteen = every(14, &json!({"start": "2026-01-05", "end": "2026-01-19"}));
    let (_, bounded) = timed(&[fifteen]);
    assert_eq!(bounded, regimen("100 mg IT q14d for 15d"));
    assert_eq!(bounded.starting(date("2026-01-05")).iter().count(), 2);
    // HL7's rule per-1: the end may be the start.
    let one_day = every(14, &json!({"start": "2026-01-05", "end": "2026-01-05"}));
    assert_eq!(timed(&[one_day]), (start, regimen("100 mg IT q14d for 1d")));
    // A day of a later instruction is where its first dose is.
    let mut loading = every(14, &json!({"start": "2026-01-05"}));
    loading["repeat"]["count"] = json!(3);
    assert_eq!(
        timed(&[loading.clone(), every(28, &json!({"start": "2026-03-09"}))]),
        (start, regimen("100 mg IT q14d x3, then after 35d q28d"))
    );
    let place = "dosageInstruction[1].timing.repeat.boundsPeriod.start";
    assert_timing_refused(
        &[loading.clone(), every(28, &json!({"start": "2026-02-02"}))],
        &format!(
            "{place}: expected a day after 2026-02-02, the last dose of the instruction before, found \"2026-02-02\""
        ),
    );
    let unplaced = json!({"repeat": {"count": 3, "frequency": 1, "period": 14, "periodUnit": "d"}});
    assert_timing_refused(
        &[unplaced, every(28, &json!({"start": "2026-03-09"}))],
        &format!(
            "{place}: expected none, since the day of the first dose is not stated, found \"2026-03-09\""
        ),
    );
    assert_timing_refused(
        &[every(14, &json!({"start": "2026-01-05"})), every(28, &json!({"start": "2026-03-09"}))],
        &format!(
            "{place}: expected none, since the instruction before has no end, found \"2026-03-09\""
        ),
    );
    // An instruction that states its doses keeps its bounds.
    loading["repeat"]["boundsPeriod"] = json!({"start": "2026-01-05", "end": "2026-02-02"});
    assert_eq!(timed(&[loading.clone()]), (start, regimen("100 mg IT q14d x3")));
    loading["repeat"]["boundsPeriod"]["end"] = json!("2026-02-01");
    let place = "dosageInstruction[0].timing.repeat.boundsPeriod.end";
    assert_timing_refused(
        &[loading],
        &format!(
            "{place}: expected 2026-02-02, the last dose, or a later day, found \"2026-02-01\""
        ),
    );
    assert_timing_refused(
        &[every(14, &json!({"start": "2026-01-05", "end": "2026-01-04"}))],
        &format!("{place}: expected 2026-01-05, the start, or a later day, found \"2026-01-04\""),
    );
    assert_timing_refused(
        &[every(14, &json!({"end": "2026-01-04"}))],
        "dosageInstruction[0].timing.repeat.boundsPeriod.start: expected a day, found nothing",
    );
    let mut both = every(14, &json!({"start": "2026-01-05"}));
    both["repeat"]["boundsDuration"] = json!({});
    let error = refused(&r4(&[both]), None);
    assert_eq!(error.place(), "dosageInstruction[0].timing.repeat.boundsDuration.value");
}

/// The last day of a later instruction is kept as that of the first is.
#[test]
fn bounds_of_later_instructions() {
    let start = Some(date("2026-01-05"));
    let mut loading = every(14, &json!({"start": "2026-01-05"}));
    loading["repeat"]["count"] = json!(3);
    let later = |bounds: Value| timed(&[loading.clone(), every(28, &bounds)]);
    assert_eq!(
        later(json!({"start": "2026-03-02", "end": "2026-12-31"})),
        (start, regimen("100 mg IT q14d x3, then q28d for 305d"))
    );
    let (_, read) = later(json!({"start": "2026-03-09", "end": "2026-04-06"}));
    assert_eq!(read, regimen("100 mg IT q14d x3, then after 35d q28d for 29d"));
    let days: Vec<_> = read.starting(date("2026-01-05")).iter().map(|dose| dose.date()).collect();
    assert_eq!(days[3..], [date("2026-03-09"), date("2026-04-06")]);
    let mut counted = every(28, &json!({"start": "2026-03-02", "end": "2026-04-01"}));
    counted["repeat"]["count"] = json!(20);
    let place = "dosageInstruction[1].timing.repeat.boundsPeriod.end";
    assert_timing_refused(
        &[loading.clone(), counted.clone()],
        // 19 times 28 days are 532.
        &format!(
            "{place}: expected 2027-08-16, the last dose, or a later day, found \"2026-04-01\""
        ),
    );
    counted["repeat"]["period"] = json!(4_000_000_000_u32);
    assert_timing_refused(
        &[loading.clone(), counted],
        &format!(
            "{place}: expected none, since the calendar ends before the last dose, found \"2026-04-01\""
        ),
    );
    // Nothing can follow there, and the instruction before has an end all the same.
    let mut long = every(4_000_000_000_u32, &json!({"start": "2026-01-05"}));
    long["repeat"]["count"] = json!(20);
    assert_timing_refused(
        &[long, every(28, &json!({"start": "2026-03-02"}))],
        "dosageInstruction[1].timing.repeat.boundsPeriod.start: expected none, since the calendar ends before the \
         last dose of the instruction before, found \"2026-03-02\"",
    );
    // And that of one in the middle tells where the next one is.
    let middle = every(28, &json!({"start": "2026-03-02", "end": "2026-05-31"}));
    let third = every(84, &json!({"start": "2026-06-22", "end": "2026-12-31"}));
    assert_eq!(
        timed(&[loading.clone(), middle.clone(), third]),
        (start, regimen("100 mg IT q14d x3, then q28d for 91d, then after 28d q84d for 193d"))
    );
    let early = every(84, &json!({"start": "2026-05-25", "end": "2026-12-31"}));
    assert_timing_refused(
        &[loading.clone(), middle, early],
        "dosageInstruction[2].timing.repeat.boundsPeriod.start: expected a day after 2026-05-25, the last dose of the \
         instruction before, found \"2026-05-25\"",
    );
    // One without an end has none after it.
    let open = every(28, &json!({"start": "2026-03-02"}));
    let last = json!({"repeat": {"boundsPeriod": {"start": "2026-06-22", "end": "2026-12-31"}, "count": 1}});
    assert_timing_refused(
        &[loading.clone(), open, last],
        "dosageInstruction[2].timing.repeat.boundsPeriod.start: expected none, since the instruction before has no \
         end, found \"2026-06-22\"",
    );
    // A fault is that of its phase among all of them.
    let mut json = r4(&[loading, every(28, &json!({"start": "2026-03-02", "end": "2026-12-31"}))]);
    json["dosageInstruction"][1]["timing"]["repeat"]["count"] = json!(2);
    json["dosageInstruction"][1]["extension"] =
        json!([{"url": "urn:aso-regimen:role", "valueCode": "single"}]);
    assert_eq!(
        refused(&json, None).to_string(),
        "dosageInstruction: phase 2 is a single dose and has more than one, expected x1, or another role than single"
    );
}

/// Instructions whose seam is stated beside their first day.
fn with_seams(timings: &[Value], seam: &Value) -> Value {
    let mut json = r4(timings);
    for later in json["dosageInstruction"].as_array_mut().expect("an array").iter_mut().skip(1) {
        later["extension"] = json!([{"url": "urn:aso-regimen:seam", "valueDuration": seam}]);
    }
    json
}

/// A seam in months counts from one first date, as months always do, and the first day beside it must be that.
#[test]
fn a_seam_beside_bounds() {
    let once = |day: &str| json!({"repeat": {"boundsPeriod": {"start": day}, "count": 1}});
    let ucum = |value: u32, code: &str| json!({"value": value, "system": "http://unitsofmeasure.org", "code": code});
    let month = ucum(1, "mo");
    let days = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"].map(once);
    assert_eq!(
        read(&with_seams(&days, &month)).regimen,
        regimen("100 mg IT x1, then after 1mo x1, then after 1mo x1, then after 1mo x1")
    );
    let place = "dosageInstruction[2].timing.repeat.boundsPeriod.start";
    let off = ["2026-01-31", "2026-02-28", "2026-03-28"].map(once);
    assert_eq!(
        refused(&with_seams(&off, &month), None).to_string(),
        format!(
            "{place}: expected 2026-03-31, the day on which the seam puts the first dose, found \"2026-03-28\""
        )
    );
    // Days make a new first date of the day that they reach, and so do doses in days.
    let mut middle = every(14, &json!({"start": "2026-02-28"}));
    middle["repeat"]["count"] = json!(3);
    let new = [once("2026-01-31"), middle, once("2026-04-28")];
    assert_eq!(
        read(&with_seams(&new, &month)).regimen,
        regimen("100 mg IT x1, then after 1mo q14d x3, then after 1mo x1")
    );
    // A single dose does not, since it has no step in days.
    let middle = every(14, &json!({"start": "2026-02-28", "end": "2026-03-05"}));
    let single = regimen("100 mg IT x1, then after 1mo q14d for 6d, then after 1mo x1");
    let days = single.starting(date("2026-01-31")).iter().map(|dose| dose.date());
    assert!(days.eq(["2026-01-31", "2026-02-28", "2026-03-31"].map(date)));
    let old = [once("2026-01-31"), middle, once("2026-03-31")];
    assert_eq!(read(&with_seams(&old, &month)).regimen, single);
    let three = ["2026-01-31", "2026-03-02", "2026-04-01"].map(once);
    assert_eq!(
        read(&with_seams(&three, &ucum(30, "d"))).regimen,
        regimen("100 mg IT x1, then after 30d x1, then after 30d x1")
    );
    let far = ["2026-01-31", "2026-02-28"].map(once);
    assert_eq!(
        refused(&with_seams(&far, &ucum(4_000_000_000, "mo")), None).to_string(),
        "dosageInstruction[1].timing.repeat.boundsPeriod.start: expected none, since the calendar ends before the \
         first dose, found \"2026-02-28\""
    );
}

/// Phases in months, with days here and there.
fn phases_in_months() -> impl Strategy<Value = Regimen> {
    let interval = || {
        prop_oneof![
            3 => (1_u32..4).prop_map(Interval::months),
            1 => (1_u32..40).prop_map(Interval::days),
        ]
    };
    let phases = proptest::collection::vec((interval(), interval(), 0_u32..4), 2..7);
    phases.prop_map(|phases| {
        let dose = || Dose::intrathecal(Mass::mg(100));
        let phases = phases.into_iter().enumerate().map(|(index, (every, seam, doses))| {
            let phase = match doses {
                0 => Phase::loading(dose(), 1, every).lasting(Interval::months(5)),
                doses => Phase::loading(dose(), doses, every),
            };
            if index == 0 { phase } else { phase.after(seam) }
        });
        Regimen::new(phases.collect()).expect("phases that fit together")
    })
}

/// The work grows with the number of instructions, not with its square.
#[test]
fn twenty_thousand_instructions_with_seam_and_bounds() {
    let first = date("2026-01-31");
    let day = |months: u32| first.checked_add_months(Months::new(months)).expect("a date");
    let once = |months| json!({"repeat": {"boundsPeriod": {"start": day(months)}, "count": 1}});
    let timings: Vec<_> = (0..20_000).map(once).collect();
    let month = json!({"value": 1, "system": "http://unitsofmeasure.org", "code": "mo"});
    let json = with_seams(&timings, &month).to_string();
    let begun = Instant::now();
    let read = read_medication_request(&json, None).expect("a long order");
    let taken = begun.elapsed();
    assert_eq!(read.regimen.phases().len(), timings.len());
    assert!(taken < Duration::from_secs(60), "{taken:?}");
}

/// `effectiveDosePeriod` bounds all instructions together.
#[test]
fn the_period_of_all_instructions() {
    let mut json = r4(&[
        json!({"repeat": {"count": 3, "period": 14, "periodUnit": "d"}}),
        json!({"repeat": {"period": 28, "periodUnit": "d"}}),
    ]);
    json["medication"] = json!({"concept": {"text": "tofersen"}});
    json.as_object_mut().expect("an object").remove("medicationCodeableConcept");
    for one in json["dosageInstruction"].as_array_mut().expect("an array") {
        one.as_object_mut().expect("an object").remove("asNeededBoolean");
    }
    json["effectiveDosePeriod"] = json!({"start": "2026-01-05", "end": "2026-03-31"});
    let back = read(&json);
    assert_eq!(back.release, Some(Release::R5));
    // The first maintenance dose is on 2 March.
    assert_eq!(back.regimen, regimen("100 mg IT q14d x3, then q28d for 30d"));
    let last = back.regimen.starting(date("2026-01-05")).last().expect("it ends");
    assert_eq!(last.date(), date("2026-03-30"));
    json["effectiveDosePeriod"]["end"] = json!("2026-03-01");
    assert_eq!(
        refused(&json, None).to_string(),
        "effectiveDosePeriod.end: expected 2026-03-02, the first dose, or a later day, found \"2026-03-01\""
    );
    // Also where the last instruction states its first day.
    let mut later = json.clone();
    later["effectiveDosePeriod"]["end"] = json!("2026-12-31");
    later["dosageInstruction"][1]["timing"]["repeat"]["boundsPeriod"] =
        json!({"start": "2026-03-09"});
    assert_eq!(read(&later).regimen, regimen("100 mg IT q14d x3, then after 35d q28d for 298d"));
    // The element and the extension that stands for it in R4 are one too many.
    let url = "http://hl7.org/fhir/5.0/StructureDefinition/extension-MedicationRequest.effectiveDosePeriod";
    later["extension"] =
        json!([{"url": url, "valuePeriod": {"start": "2026-01-05", "end": "2026-06-30"}}]);
    assert_eq!(refused(&later, None).to_string(), "extension[0].url: expected once, found twice");
    json["effectiveDosePeriod"] = json!({"start": "2026-01-05"});
    json["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"] =
        json!({"start": "2026-01-06"});
    assert_eq!(
        refused(&json, None).to_string(),
        "dosageInstruction[0].timing.repeat.boundsPeriod.start: expected 2026-01-05, the start of \
         effectiveDosePeriod, found \"2026-01-06\""
    );
    json["dosageInstruction"][0]["timing"]["repeat"]["boundsPeriod"]["start"] = json!("2026-01-05");
    assert_eq!(read(&json).start, Some(date("2026-01-05")), "both say the same");
}

#[test]
fn times_of_other_makers() {
    let start = Some(date("2026-01-05"));
    for (timing, expected) in [
        (json!({"repeat": {"period": 336, "periodUnit": "h"}}), (None, "100 mg IT q14d")),
        (json!({"repeat": {"period": 28.0, "periodUnit": "d"}}), (None, "100 mg IT q28d")),
        (
            json!({"repeat": {"period": 1, "periodUnit": "wk", "timeOfDay": ["09:00:00"]}}),
            (None, "100 mg IT q7d"),
        ),
        (json!({"event": ["2026-01-05"]}), (start, "100 mg IT x1")),
        (json!({"event": ["2026-01-05"], "repeat": {"count": 1}}), (start, "100 mg IT x1")),
        (json!({"code": {"text": "once"}, "repeat": {"count": 1}}), (None, "100 mg IT x1")),
        (
            json!({"event": ["2026-01-05"], "repeat": {"period": 14, "periodUnit": "d", "boundsPeriod": {"start": "2026-01-05"}}}),
            (start, "100 mg IT q14d"),
        ),
        (
            json!({"event": ["2026-01-05T09:00:00Z"], "repeat": {"period": 14, "periodUnit": "d"}}),
            (start, "100 mg IT q14d"),
        ),
        (
            json!({"code": {"coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "code": "MO"}]}}),
            (None, "100 mg IT q1mo"),
        ),
        (
            json!({"code": {"text": "every 4 weeks"}, "repeat": {"period": 4, "periodUnit": "wk"}}),
            (None, "100 mg IT q28d"),
        ),
        (json!({"code": {"text": "once"}, "repeat": {"count": 1}}), (None, "100 mg IT x1")),
        (
            json!({"repeat": {"count": 1, "duration": 1.5, "durationUnit": "h"}}),
            (None, "100 mg (over 90 min) IT x1"),
        ),
    ] {
        let (start, text) = expected;
        assert_eq!(timed(&[timing]), (start, regimen(text)));
    }
    let place = "dosageInstruction[0].timing";
    for (timing, text) in [
        (
            json!({"repeat": {"period": 36, "periodUnit": "h"}}),
            ".repeat.period: expected whole days, since regimens count days, found 36",
        ),
        (
            json!({"repeat": {"period": 1, "periodUnit": "d", "timeOfDay": ["09:00:00", "21:00:00"]}}),
            ".repeat.timeOfDay: expected one time of day, of one dose in each period, found [\"09:00:00\",\"21:00:00\"]",
        ),
        (
            json!({"event": ["2026-01-05", "2026-02-05"]}),
            ".event: expected one day, that of the first dose, found [\"2026-01-05\",\"2026-02-05\"]",
        ),
        (
            json!({"event": ["2026-01-05"], "repeat": {"period": 14, "periodUnit": "d", "boundsPeriod": {"start": "2026-01-06"}}}),
            ".event[0]: expected 2026-01-06, the first day of the bounds, found \"2026-01-05\"",
        ),
        (
            json!({"code": {"coding": [
                {"system": "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "code": "BID"}]}}),
            ".code.coding[0].code: expected one of QD, AM, PM, BED, QOD, WK, MO, found \"BID\"",
        ),
        (
            json!({"code": {"text": "every 4 weeks"}}),
            ".code: expected a code of HL7's GTSAbbreviation, or repeat with a period, found {\"text\":\"every 4 weeks\"}",
        ),
        (
            json!({"code": {"text": "weekly"}, "repeat": {"count": 3}}),
            ".code: expected a code of HL7's GTSAbbreviation, or repeat with a period, found {\"text\":\"weekly\"}",
        ),
        (json!({}), ".repeat: expected how often the dose is given, found nothing"),
        (
            json!({"repeat": {"count": 1, "duration": 33.33, "durationUnit": "h"}}),
            ".repeat.duration: expected 1 to 65535 whole minutes, found 33.33",
        ),
    ] {
        assert_timing_refused(&[timing], &format!("{place}{text}"));
    }
}

/// A rate is the time that the dose takes.
#[test]
fn rates() {
    let rated = |dose: Value, rate: Value| {
        let mut json = r4(&[json!({"repeat": {"period": 21, "periodUnit": "d"}})]);
        let one = &mut json["dosageInstruction"][0]["doseAndRate"][0];
        one["doseQuantity"] = dose;
        let name = if rate.get("numerator").is_some() { "rateRatio" } else { "rateQuantity" };
        one[name] = rate;
        json
    };
    let quantity = |value: Value, code: &str| json!({"value": value, "system": "http://unitsofmeasure.org", "code": code});
    let of_kg = quantity(json!(1.8), "mg/kg");
    let ratio = |time: Value| json!({"numerator": of_kg, "denominator": time});
    for (dose, rate, text) in [
        (of_kg.clone(), ratio(quantity(json!(20), "min")), "1.8 mg/kg (over 20 min) IT q21d"),
        (of_kg.clone(), ratio(quantity(json!(1), "h")), "1.8 mg/kg (over 60 min) IT q21d"),
        (
            quantity(json!(300), "mg"),
            quantity(json!(2.5), "mg/min"),
            "300 mg (over 120 min) IT q21d",
        ),
        (quantity(json!(1), "g"), quantity(json!(500), "mg/h"), "1000 mg (over 120 min) IT q21d"),
        (of_kg.clone(), quantity(json!(60), "ug/kg/min"), "1.8 mg/kg (over 30 min) IT q21d"),
    ] {
        assert_eq!(read(&rated(dose, rate)).regimen, regimen(text));
    }
    let place = "dosageInstruction[0].doseAndRate[0]";
    for (dose, rate, text) in [
        (
            quantity(json!(300), "mg"),
            quantity(json!(50), "mL/h"),
            ".rateQuantity.code: expected a mass, or a mass per kg, per min or h such as mg/min, found \"mL/h\"",
        ),
        (
            quantity(json!(300), "mg"),
            quantity(json!(1), "mg"),
            ".rateQuantity.code: expected a mass, or a mass per kg, per min or h such as mg/min, found \"mg\"",
        ),
        (
            of_kg.clone(),
            ratio(quantity(json!(20), "s")),
            ".rateRatio.denominator.code: expected min or h, found \"s\"",
        ),
    ] {
        let error = refused(&rated(dose, rate), None).to_string();
        assert_eq!(error, format!("{place}{text}"));
    }
    let of_another =
        refused(&rated(quantity(json!(100), "mg"), quantity(json!(1), "mg/kg/h")), None);
    let text = "expected a rate in the unit of the dose, and no maxDosePerAdministration, found ";
    assert!(of_another.problem().starts_with(text), "{of_another}");
    let error = refused(&rated(quantity(json!(100), "mg"), quantity(json!(7), "mg/min")), None);
    let whole = "expected a rate by which the dose takes 1 to 65535 whole minutes, found ";
    assert!(error.problem().starts_with(whole), "{error}");
    let error = refused(&rated(quantity(json!(100), "mg"), quantity(json!(0), "mg/min")), None);
    assert!(error.problem().starts_with(whole), "{error}");
    let mut both = rated(of_kg.clone(), ratio(quantity(json!(20), "min")));
    both["dosageInstruction"][0]["doseAndRate"][0]["rateQuantity"] = json!({});
    assert_eq!(
        refused(&both, None).to_string(),
        format!("{place}.rateQuantity: expected none beside a ratio, found {{}}")
    );
    let mut twice = rated(quantity(json!(100), "mg"), quantity(json!(5), "mg/min"));
    let repeat = &mut twice["dosageInstruction"][0]["timing"]["repeat"];
    repeat["duration"] = json!(20);
    repeat["durationUnit"] = json!("min");
    assert_eq!(read(&twice).regimen, regimen("100 mg (over 20 min) IT q21d"));
    twice["dosageInstruction"][0]["timing"]["repeat"]["duration"] = json!(30);
    let error = refused(&twice, None);
    assert_eq!(error.place(), format!("{place}.rateQuantity"));
    let text = "expected a rate by which the dose takes its duration, found ";
    assert!(error.problem().starts_with(text), "{error}");
}

/// A limit for a lifetime is no part of a regimen, and is not lost.
#[test]
fn a_limit_for_a_lifetime() {
    let mut json = r4(&[json!({"repeat": {"period": 21, "periodUnit": "d"}})]);
    let limit =
        json!({"value": 400, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"});
    json["dosageInstruction"][0]["maxDosePerLifetime"] = limit;
    let limited = read(&json);
    assert_eq!(limited.lifetime_limit, Some(Mass::mg(400)));
    let written = serde_json::to_value(&limited).expect("JSON");
    assert_eq!(written["lifetime_limit"], json!("400 mg"));
    let names: Vec<&str> = written.as_object().expect("names").keys().map(String::as_str).collect();
    assert_eq!(
        names.join(" "),
        "instructions intent lifetime_limit medication reason regimen release start status status_changed subject"
    );
    json["dosageInstruction"][0]["maxDosePerLifetime"]["code"] = json!("U");
    assert_eq!(
        refused(&json, None).to_string(),
        "dosageInstruction[0].maxDosePerLifetime.code: expected one of the UCUM units ug, mg, g, found \"U\""
    );
}

/// Each route by each of its codes, and what is listed where a code is another.
#[test]
fn routes() {
    let routed = |system: &str, code: &str| {
        let mut json = r4(&[json!({"repeat": {"count": 1}})]);
        json["dosageInstruction"][0]["route"] = json!({"coding": [
            {"system": "http://example.org/routes", "code": "7"},
            {"system": system, "code": code}
        ]});
        json
    };
    let (snomed, v3, v2) = (
        "http://snomed.info/sct",
        "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration",
        "http://terminology.hl7.org/CodeSystem/v2-0162",
    );
    for (system, codes, route) in [
        (snomed, "72607000", "IT"),
        (snomed, "47625008 255560000", "IV"),
        (snomed, "34206005 263887005", "SC"),
        (snomed, "418401004", "IVT"),
        (snomed, "78421000 255559005", "\"intramuscular\""),
        (v3, "IT ITINJ", "IT"),
        (v3, "IV IVC IVCI IVINJ IVINJBOL IVPUSH IVRPUSH IVSPUSH", "IV"),
        (v3, "SQ SQINFUS", "SC"),
        (v3, "IVITINJ", "IVT"),
        (v3, "IM IMD IMZ", "\"intramuscular\""),
        (v2, "IT", "IT"),
        (v2, "IV", "IV"),
        (v2, "SC", "SC"),
        (v2, "IM", "\"intramuscular\""),
    ] {
        for code in codes.split(' ') {
            let read = read(&routed(system, code));
            assert_eq!(read.regimen, regimen(&format!("100 mg {route} x1")), "{code}");
        }
    }
    let place = "dosageInstruction[0].route.coding[1].code";
    assert_eq!(
        refused(&routed(v2, "PO"), None).to_string(),
        format!(
            "{place}: expected one of intrathecal (IT), intravenous (IV), subcutaneous (SC), intramuscular (IM), found \"PO\""
        )
    );
    assert_eq!(
        refused(&routed(v3, "PO"), None).to_string(),
        format!(
            "{place}: expected one of intrathecal (IT ITINJ), intravenous (IV IVC IVCI IVINJ IVINJBOL IVPUSH IVRPUSH \
             IVSPUSH), subcutaneous (SQ SQINFUS), intravitreal (IVITINJ), intramuscular (IM IMD IMZ), found \"PO\""
        )
    );
}

/// The medication is named by its text, its code, or what it refers to.
#[test]
fn what_the_medication_is_called() {
    let mut json = r4(&[json!({"repeat": {"count": 1}})]);
    let mut called = |value: Value| {
        let members = json.as_object_mut().expect("an object");
        members.remove("medicationCodeableConcept");
        members.insert("medicationReference".to_owned(), value);
        members.insert(
            "contained".to_owned(),
            json!([{"resourceType": "Medication", "id": "m", "code": {"coding": [{"display": "Qalsody"}]}}]),
        );
        read(&json).medication
    };
    assert_eq!(called(json!({"reference": "#m"})).as_deref(), Some("Qalsody"));
    assert_eq!(called(json!({"reference": "Medication/1"})).as_deref(), Some("Medication/1"));
    assert_eq!(called(json!({"display": "tofersen"})).as_deref(), Some("tofersen"));
    assert_eq!(called(json!({})), None);
    // Two choices of one element.
    json["medicationCodeableConcept"] = json!({"text": "nusinersen"});
    json["medicationReference"] = json!({"reference": "#m"});
    assert_eq!(
        refused(&json, None).to_string(),
        "medicationReference: expected none beside medicationCodeableConcept, found {\"reference\":\"#m\"}"
    );
    // In R5 both are one element: what the concept has no words for, the reference may have.
    let members = json.as_object_mut().expect("an object");
    members.retain(|name, _| !name.starts_with("medication"));
    json["dosageInstruction"][0].as_object_mut().expect("one").remove("asNeededBoolean");
    json["medication"] =
        json!({"concept": {"coding": [{"code": "1"}]}, "reference": {"reference": "#m"}});
    assert_eq!(read(&json).medication.as_deref(), Some("Qalsody"));
}

/// The seams of a plan, in the words of R4.
#[test]
fn a_plan_definition_of_r4() {
    let nusinersen = regimen("12 mg IT q14d x3, then after 35d x1");
    let medication = Medication::named("nusinersen").expect("a name");
    let plan = plan_definition(&nusinersen, &medication, Release::R4).expect("it fits");
    let plan: Value = serde_json::from_str(&plan.to_json()).expect("JSON");
    assert_eq!(
        (&plan["action"][1]["id"], plan["action"][1].get("linkId")),
        (&json!("phase-2"), None)
    );
    assert_eq!(
        plan["action"][1]["relatedAction"],
        json!([{
            "actionId": "phase-1",
            "relationship": "after-end",
            "offsetDuration": {"value": 35, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}
        }])
    );
    assert_eq!(plan["contained"][0]["dosage"][0]["asNeededBoolean"], json!(false));
}

/// Elements by release, as HL7's `StructureDefinition`s of 4.0.1 and 5.0.0 have them, but for those that are read.
const OF_BOTH: [(&str, &[&str]); 2] = [
    (
        "MedicationRequest",
        &[
            "identifier",
            "category",
            "priority",
            "encounter",
            "supportingInformation",
            "authoredOn",
            "requester",
            "performer",
            "performerType",
            "recorder",
            "basedOn",
            "groupIdentifier",
            "courseOfTherapyType",
            "insurance",
            "dispenseRequest",
            "substitution",
            "priorPrescription",
            "eventHistory",
            "meta",
            "language",
            "text",
            "contained",
        ],
    ),
    (
        "MedicationAdministration",
        &[
            "identifier",
            "partOf",
            "category",
            "supportingInformation",
            "performer",
            "request",
            "device",
            "eventHistory",
            "meta",
            "language",
            "text",
            "contained",
        ],
    ),
];
const OF_ONE: [(&str, Release, &[&str]); 4] = [
    (
        "MedicationRequest",
        Release::R4,
        &[
            "reportedBoolean",
            "reportedReference",
            "reasonCode",
            "reasonReference",
            "instantiatesCanonical",
            "instantiatesUri",
            "detectedIssue",
        ],
    ),
    (
        "MedicationRequest",
        Release::R5,
        &["informationSource", "reported", "device", "reason", "renderedDosageInstruction"],
    ),
    (
        "MedicationAdministration",
        Release::R4,
        &["instantiates", "context", "reasonCode", "reasonReference"],
    ),
    (
        "MedicationAdministration",
        Release::R5,
        &["basedOn", "encounter", "recorded", "subPotentReason", "reason"],
    ),
];

/// Every element that HL7 publishes for a release is known in it, and in no other.
#[test]
fn elements_of_the_releases() {
    let read = |kind: &str, release: Release, name: &str| {
        let r5 = release == Release::R5;
        let mut json = json!({"resourceType": kind, "status": "completed", "intent": "order"});
        json[if r5 { "medication" } else { "medicationCodeableConcept" }] =
            if r5 { json!({"concept": {"text": "tofersen"}}) } else { json!({"text": "tofersen"}) };
        if kind == "MedicationRequest" {
            json["dosageInstruction"] = json!([{
                "timing": {"repeat": {"period": 28, "periodUnit": "d"}},
                "route": {"text": "intrathecal"},
                "doseAndRate": [{"doseQuantity": {"value": 100, "unit": "mg"}}],
            }]);
        } else {
            json.as_object_mut().expect("an object").remove("intent");
            json[if r5 { "occurenceDateTime" } else { "effectiveDateTime" }] = json!("2026-01-05");
        }
        json[name] = match name {
            "contained" => json!([]),
            "renderedDosageInstruction" => json!("once a month"),
            _ => json!({}),
        };
        let text = json.to_string();
        if kind == "MedicationRequest" {
            read_medication_request(&text, release).map(drop).map_err(|error| error.to_string())
        } else {
            let read = read_medication_administration(&text, release);
            read.map(drop).map_err(|error| error.to_string())
        }
    };
    for (kind, names) in OF_BOTH {
        for (name, release) in
            names.iter().flat_map(|name| Release::ALL.iter().map(move |release| (*name, *release)))
        {
            assert_eq!(read(kind, release, name), Ok(()), "{kind}.{name} in {release}");
        }
        for release in Release::ALL {
            let error = read(kind, *release, "dosages").expect_err("of neither");
            let text = "dosages: expected an element that FHIR R4 or R5 has here, found {}";
            assert_eq!(error, text);
        }
    }
    for (kind, own, names) in OF_ONE {
        for name in names {
            assert_eq!(read(kind, own, name), Ok(()), "{kind}.{name} in {own}");
            let other = if own == Release::R4 { Release::R5 } else { Release::R4 };
            let error = read(kind, other, name).expect_err(name);
            let end = format!("found an element of {own}");
            assert!(error.starts_with(&format!("{name}: ")) && error.ends_with(&end), "{error}");
        }
    }
}

/// A code of R5's own system is continuous, which is no interval; a time of day is that of one dose a day.
#[test]
fn codes_of_an_interval() {
    let hl7 = |system: &str, code: &str| {
        json!({"code": {"coding": [
        {"system": format!("http://terminology.hl7.org/CodeSystem/{system}"), "code": code}]}})
    };
    for (code, expected) in [
        ("QD", "100 mg IT q1d"),
        ("AM", "100 mg IT q1d"),
        ("PM", "100 mg IT q1d"),
        ("BED", "100 mg IT q1d"),
        ("QOD", "100 mg IT q2d"),
        ("WK", "100 mg IT q7d"),
        ("MO", "100 mg IT q1mo"),
    ] {
        assert_eq!(timed(&[hl7("v3-GTSAbbreviation", code)]), (None, regimen(expected)), "{code}");
    }
    // With a number of doses. A single dose has no interval.
    for (count, expected) in [(3, "100 mg IT q7d x3"), (1, "100 mg IT x1")] {
        let mut timing = hl7("v3-GTSAbbreviation", "WK");
        timing["repeat"] = json!({"count": count});
        assert_eq!(timed(&[timing]), (None, regimen(expected)));
    }
    let error = read_medication_request(&r4(&[hl7("timing-abbreviation", "C")]).to_string(), None);
    assert_eq!(
        error.expect_err("continuous").to_string(),
        "dosageInstruction[0].timing.code.coding[0].code: expected one of QD, AM, PM, BED, QOD, WK, MO, found \"C\""
    );
}
