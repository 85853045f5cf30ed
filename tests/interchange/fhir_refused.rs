//! FHIR that is refused, with the place and the words.

use std::error::Error as _;

use aso_regimen::interchange::FormatError;
use aso_regimen::interchange::fhir::{
    Medication, Release, medication_request, read_medication_request,
};
use serde_json::{Value, json};

use crate::regimen;

fn tofersen() -> Value {
    let order =
        Medication::named("tofersen").and_then(|tofersen| tofersen.for_subject("Patient/17"));
    let tofersen = regimen("100 mg IT q14d x3, then q28d");
    let request =
        medication_request(&tofersen, &order.expect("two texts"), Release::R5).expect("it fits");
    serde_json::to_value(&request).expect("JSON")
}

fn refused(json: &Value) -> FormatError {
    read_medication_request(&json.to_string(), None).expect_err(&json.to_string())
}

/// Tofersen with one element at a place set to something else.
#[track_caller]
fn assert_refused(place: &str, value: Value, text: &str) {
    let mut json = tofersen();
    let (parent, name) = place.rsplit_once('/').expect("a JSON pointer");
    let parent = json.pointer_mut(parent).expect("the pointer's parent");
    parent[name] = value;
    assert_eq!(refused(&json).to_string(), text);
}

const ROUTES: &str = "one of intrathecal (72607000), intravenous (47625008 255560000), subcutaneous (34206005 \
                      263887005), intravitreal (418401004), intramuscular (78421000 255559005)";

const REPEAT: &str = "/dosageInstruction/1/timing/repeat";

#[track_caller]
fn assert_repeat_refused(repeat: Value, text: &str) {
    let place = "dosageInstruction[1].timing.repeat";
    assert_refused(REPEAT, repeat, &format!("{place}{text}"));
}

#[test]
fn a_refusal_has_its_place() {
    let mut json = tofersen();
    json["dosageInstruction"][1]["timing"]["repeat"]["period"] = json!(14.5);
    let error = refused(&json);
    assert_eq!(error.place(), "dosageInstruction[1].timing.repeat.period", "{error}");
    assert!(error.to_string().ends_with(", found 14.5"), "{error}");
}

/// The largest dose is one of a person, never of a kilogram.
#[test]
fn a_largest_dose_by_weight_is_refused() {
    let mut json = tofersen();
    let quantity =
        |code: &str| json!({"value": 1, "code": code, "system": "http://unitsofmeasure.org"});
    let one = &mut json["dosageInstruction"][1];
    one["doseAndRate"] = json!([{"doseQuantity": quantity("mg/kg")}]);
    one["maxDosePerAdministration"] = quantity("mg/kg");
    assert_eq!(
        refused(&json).to_string(),
        "dosageInstruction[1].maxDosePerAdministration.code: expected one of the UCUM units ug, mg, g, \
         found \"mg/kg\""
    );
}

/// Another reader of FHIR takes the first three of these (fhir.resources 8.3).
#[test]
fn times_that_other_readers_take() {
    assert_repeat_refused(
        json!({"period": -14, "periodUnit": "d"}),
        ".period: expected at least 0 (tim-5), found -14",
    );
    assert_repeat_refused(
        json!({"period": 14, "periodUnit": "fortnight"}),
        ".periodUnit: expected d, wk, mo, a, or h that make whole days, found \"fortnight\"",
    );
    assert_repeat_refused(
        json!({"period": 14}),
        ".period: expected periodUnit beside it (tim-2), found none",
    );
}

#[test]
fn the_rules_of_timing() {
    for (repeat, text) in [
        (
            json!({"duration": 2, "period": 1, "periodUnit": "d"}),
            ".duration: expected durationUnit beside it (tim-1), found none",
        ),
        (
            json!({"duration": -2, "durationUnit": "min", "period": 1, "periodUnit": "d"}),
            ".duration: expected at least 0 (tim-4), found -2",
        ),
        (json!({"periodMax": 2}), ".periodMax: expected period beside it (tim-6), found none"),
        (
            json!({"durationMax": 2, "durationUnit": "min"}),
            ".durationMax: expected duration beside it (tim-7), found none",
        ),
        (json!({"countMax": 2}), ".countMax: expected count beside it (tim-8), found none"),
        (
            json!({"offset": 2}),
            ".offset: expected when beside it, other than C, CM, CD or CV (tim-9), found none",
        ),
        (
            json!({"offset": 2, "when": ["MORN", "CD"]}),
            ".offset: expected when beside it, other than C, CM, CD or CV (tim-9), found CD",
        ),
        (
            json!({"timeOfDay": ["08:00:00"], "when": ["MORN"]}),
            ".timeOfDay: expected no when beside it (tim-10), found [\"MORN\"]",
        ),
    ] {
        assert_repeat_refused(repeat, text);
    }
}

/// What `Timing` may say and no regimen holds is not dropped.
#[test]
fn times_that_no_regimen_holds() {
    for (repeat, text) in [
        (
            json!({"period": 0, "periodUnit": "d"}),
            ".period: expected a whole number of at least 1, found 0",
        ),
        (
            json!({"period": 0.5, "periodUnit": "mo"}),
            ".period: expected a whole number of at least 1, found 0.5",
        ),
        (
            json!({"period": 8, "periodUnit": "h"}),
            ".period: expected whole days, since regimens count days, found 8",
        ),
        (
            json!({"period": 4_000_000_000_u32, "periodUnit": "wk"}),
            ".period: expected at most 4294967295 days or months, found 4000000000",
        ),
        (
            json!({"frequency": 2, "period": 28, "periodUnit": "d"}),
            ".frequency: expected 1, one dose in each period, found 2",
        ),
        (
            json!({"period": 28, "periodMax": 30, "periodUnit": "d"}),
            ".periodMax: expected no such element, as it is not read and may change what is given or when, found 30",
        ),
        (
            json!({"period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]}),
            ".dayOfWeek: expected no such element, as it is not read and may change what is given or when, found [\"mon\"]",
        ),
        (
            json!({"count": 4_294_967_295_u32, "period": 1, "periodUnit": "d"}),
            ".count: expected a whole number from 1 to 2147483647, found 4294967295",
        ),
        (
            json!({"count": 0, "period": 1, "periodUnit": "d"}),
            ".count: expected a whole number from 1 to 2147483647, found 0",
        ),
        (json!({"count": 3}), ".period: expected the time between doses, found nothing"),
        (
            json!({"duration": 30, "durationUnit": "s", "period": 1, "periodUnit": "d"}),
            ".durationUnit: expected min or h, found \"s\"",
        ),
        (
            json!({"duration": 1093, "durationUnit": "h", "period": 1, "periodUnit": "d"}),
            ".duration: expected 1 to 65535 whole minutes, found 1093",
        ),
        (
            json!({"duration": 0, "durationUnit": "min", "period": 1, "periodUnit": "d"}),
            ".duration: expected 1 to 65535 whole minutes, found 0",
        ),
        (json!([]), ": expected an object, found []"),
        (
            json!({"period": "28", "periodUnit": "d"}),
            ".period: expected a whole number of at least 1, found \"28\"",
        ),
        (
            json!({"period": null, "periodUnit": "d"}),
            ".period: expected a whole number of at least 1, found null",
        ),
    ] {
        assert_repeat_refused(repeat, text);
    }
}

#[test]
fn amounts_that_are_not_exact() {
    const QUANTITY: &str = "/dosageInstruction/0/doseAndRate/0/doseQuantity";
    let place = "dosageInstruction[0].doseAndRate[0].doseQuantity";
    let units = "expected one of the UCUM units ug, mg, g, ug/kg, mg/kg";
    for (name, value, text) in [
        (
            "value",
            json!(-100),
            ".value: expected a number of at least 0, with an exponent from -30 to 30 if any, found -100",
        ),
        (
            "value",
            json!(1e31),
            ".value: expected a number of at least 0, with an exponent from -30 to 30 if any, found 1e+31",
        ),
        (
            "value",
            json!("NaN"),
            ".value: expected a number of at least 0, with an exponent from -30 to 30 if any, found \"NaN\"",
        ),
        (
            "value",
            json!(0.0001),
            ".value: expected a whole number of µg at character 1, found \"0.0001 mg\"",
        ),
        ("code", json!("mcg"), &format!(".code: {units}, found \"mcg\"")),
        ("code", json!("mg/m2"), &format!(".code: {units}, found \"mg/m2\"")),
        (
            "system",
            json!("http://example.org"),
            ".system: expected http://unitsofmeasure.org, found \"http://example.org\"",
        ),
        (
            "comparator",
            json!("<"),
            ".comparator: expected no such element, as it is not read and may change what is given or when, found \"<\"",
        ),
    ] {
        assert_refused(&format!("{QUANTITY}/{name}"), value, &format!("{place}{text}"));
    }
}

/// Digits that a double would round away are seen.
#[test]
fn no_number_passes_through_floating_point() {
    let text = tofersen().to_string();
    let exact = "100.000000000000000000000";
    let back = read_medication_request(
        &text.replace("\"value\":100", &format!("\"value\":{exact}")),
        None,
    );
    assert_eq!(back.expect("zeros").regimen, regimen("100 mg IT q14d x3, then q28d"));
    let fine = text.replace("\"value\":100", "\"value\":100.000000000000000000001");
    let error = read_medication_request(&fine, None).unwrap_err();
    assert_eq!(
        error.problem(),
        "expected a whole number of µg at character 1, found \"100.00000000\""
    );
}

#[test]
fn elements_that_change_the_meaning() {
    let unknown =
        "expected no such element, as it is not read and may change what is given or when, found";
    for (place, value, text) in [
        ("/modifierExtension", json!([]), format!("modifierExtension: {unknown} []")),
        ("/implicitRules", json!("urn:x"), format!("implicitRules: {unknown} \"urn:x\"")),
        ("/doNotPerform", json!(true), "doNotPerform: expected false, found true".to_owned()),
        (
            "/status",
            json!("banana"),
            "status: expected one of active, on-hold, ended, stopped, completed, cancelled, entered-in-error, draft, \
             unknown, found \"banana\""
                .to_owned(),
        ),
        (
            "/intent",
            json!("wish"),
            "intent: expected one of proposal, plan, order, original-order, reflex-order, filler-order, \
             instance-order, option, found \"wish\""
                .to_owned(),
        ),
        (
            "/resourceType",
            json!("MedicationStatement"),
            "resourceType: expected \"MedicationRequest\", found \"MedicationStatement\"".to_owned(),
        ),
        (
            "/dosageInstruction/0/modifierExtension",
            json!([]),
            format!("dosageInstruction[0].modifierExtension: {unknown} []"),
        ),
        (
            "/dosageInstruction/0/asNeeded",
            json!(true),
            "dosageInstruction[0].asNeeded: expected false, since regimens are not given as needed, found \
             true".to_owned(),
        ),
        (
            "/dosageInstruction/0/asNeededFor",
            json!([]),
            "dosageInstruction[0].asNeededFor: expected none, since regimens are not given as needed, found []"
                .to_owned(),
        ),
        (
            "/dosageInstruction/0/timing/repeat/boundsPeriod",
            json!({"start": "2026-04"}),
            "dosageInstruction[0].timing.repeat.boundsPeriod.start: expected a day such as \"2026-01-05\", found \
             \"2026-04\"".to_owned(),
        ),
        (
            "/dosageInstruction/0/maxDosePerPeriod",
            json!([]),
            format!("dosageInstruction[0].maxDosePerPeriod: {unknown} []"),
        ),
        (
            "/dosageInstruction/0/doseAndRate",
            json!([{"rateRange": {}}]),
            format!("dosageInstruction[0].doseAndRate[0].rateRange: {unknown} {{}}"),
        ),
        (
            "/dosageInstruction/0/maxDosePerAdministration",
            json!({}),
            "dosageInstruction[0].maxDosePerAdministration: expected none, as the dose is not per kilogram, \
             found {}".to_owned(),
        ),
        (
            "/dosageInstruction/1/sequence",
            json!(1),
            "dosageInstruction[1].sequence: expected a number of its own, since no regimen has two doses at \
             once, found 1".to_owned(),
        ),
        (
            "/dosageInstruction/1/sequence",
            json!("2"),
            "dosageInstruction[1].sequence: expected a positive number, found \"2\"".to_owned(),
        ),
        (
            "/dosageInstruction/1/route",
            json!({"text": " "}),
            "dosageInstruction[1].route.text: expected intrathecal, intravenous, subcutaneous, intravitreal or the name \
             of another route, found \" \"".to_owned(),
        ),
        (
            "/dosageInstruction/1/route",
            json!({"text": "intrathecal", "coding":
                [{"system": "http://snomed.info/sct", "code": "26643006"}]}),
            format!("dosageInstruction[1].route.coding[0].code: expected {ROUTES}, found \"26643006\""),
        ),
    ] {
        assert_refused(place, value, &text);
    }
}

#[test]
fn extensions_of_ours_that_say_nothing() {
    let extension = |value: Value| json!([value]);
    let place = "dosageInstruction[1].extension[0]";
    for (value, text) in [
        (
            json!({"url": "urn:aso-regimen:role", "valueCode": "induction"}),
            ".valueCode: expected loading, maintenance, titration or single, found \"induction\"",
        ),
        (
            json!({"url": "urn:aso-regimen:seam", "valueString": "28d"}),
            ".valueString: expected no such element, as it is not read and may change what is given or when, found \"28d\"",
        ),
        (
            json!({"url": "urn:aso-regimen:window", "valueString": "3 days"}),
            ".valueString: expected a window such as -3d/+5d with at most 65535 days on a side at character 1, found \"3 days\"",
        ),
        (
            json!({"url": "urn:aso-regimen:amount", "valueString": "100"}),
            ".valueString: expected one of the units mg, µg, mcg, ug, g after the number at character 4, found the end",
        ),
        (
            json!({"url": "urn:aso-regimen:taste", "valueString": "salt"}),
            ".url: expected no such element, as it is not read and may change what is given or when, found \"urn:aso-regimen:taste\"",
        ),
    ] {
        let expected = format!("{place}{text}");
        assert_refused("/dosageInstruction/1/extension", extension(value), &expected);
    }
    let role = json!({"url": "urn:aso-regimen:role", "valueCode": "loading"});
    assert_refused(
        "/dosageInstruction/1/extension",
        json!([role, role]),
        "dosageInstruction[1].extension[1].url: expected once, found twice",
    );
    let amount = json!({"url": "urn:aso-regimen:amount", "valueString": "100 mg"});
    let mut json = tofersen();
    json["dosageInstruction"][1]["extension"] = json!([amount]);
    let error = refused(&json).to_string();
    let text =
        "dosageInstruction[1].doseAndRate: expected no other amount beside that of the extension";
    assert!(error.starts_with(text), "{error}");
}

#[test]
fn instructions_without_an_order() {
    let mut json = tofersen();
    json["dosageInstruction"][0].as_object_mut().expect("an object").remove("sequence");
    assert_eq!(
        refused(&json).to_string(),
        "dosageInstruction[0].sequence: expected a number, since there are several instructions, found nothing"
    );
}

/// Extensions of other makers may be ignored, by the standard.
#[test]
fn extensions_of_others_are_passed_over() {
    let mut json = tofersen();
    let other = json!({"url": "http://example.org/taste", "valueString": "salt"});
    json["dosageInstruction"][0]["extension"].as_array_mut().expect("an array").push(other);
    assert!(read_medication_request(&json.to_string(), None).is_ok());
}

#[test]
fn instructions_that_make_no_regimen() {
    let mut json = tofersen();
    json["dosageInstruction"][0]["timing"]["repeat"].as_object_mut().expect("one").remove("count");
    assert_eq!(
        refused(&json).to_string(),
        "dosageInstruction: phase 1 is loading without an end, expected an end such as x3, or another role than loading"
    );
    let mut empty = tofersen();
    empty["dosageInstruction"] = json!([]);
    assert_eq!(
        refused(&empty).to_string(),
        "dosageInstruction: a regimen without a phase, expected at least one phase"
    );
}

/// An error is a line, however long what is wrong; it says all, and has no cause to look into.
#[test]
fn an_error_is_short_and_stands_alone() {
    let long = "\u{8001}".repeat(1_000_000);
    let at = |pointer: &str| {
        let mut json = tofersen();
        *json.pointer_mut(pointer).expect("a place") = json!(long);
        json
    };
    let mut unknown = tofersen();
    unknown["dosageInstruction"][0][long.as_str()] = json!(long);
    let repeat = json!({"timeOfDay": [], "when": [long]});
    let mut invariant = tofersen();
    invariant["dosageInstruction"][0]["timing"]["repeat"] = repeat;
    let digits = format!("\"value\":{}", "1".repeat(1_000_000));
    let digits = tofersen().to_string().replace("\"value\":100", &digits);
    let error = read_medication_request(&digits, None).unwrap_err().to_string();
    assert!(error.len() < 250, "{} characters", error.len());
    for json in [
        at("/resourceType"),
        at("/dosageInstruction"),
        at("/dosageInstruction/0/route/coding/0/code"),
        at("/dosageInstruction/0/doseAndRate/0/doseQuantity/value"),
        at("/dosageInstruction/0/extension/0/valueCode"),
        unknown,
        invariant,
    ] {
        let error = refused(&json);
        let text = error.to_string();
        // The longest lists the codes of routes.
        assert!(text.chars().count() < 350, "{} characters", text.len());
        assert!(error.source().is_none());
        assert_eq!(format!("{error:?}"), text);
    }
}

/// What is wrong with the text, and where.
#[test]
fn texts_that_are_not_json() {
    let line = "{\"resourceType\": \"MedicationRequest\"";
    for (text, found) in [
        ("", "an empty text"),
        (" ", "a text that ends where a value should be at line 1 column 1"),
        (line, "a text that ends within an object at line 1 column 36"),
        (&format!("{line},\n"), "a text that ends within an object at line 2 column 0"),
        (&format!("{line},\n \"note\""), "a text that ends within an object at line 2 column 7"),
        (
            &format!("{line},\n \"note\": "),
            "a text that ends where a value should be at line 2 column 9",
        ),
        (&format!("{line},\n \"no"), "a text that ends within quotation marks at line 2 column 4"),
        (&format!("{line},\n \"note\": ["), "a text that ends within a list at line 2 column 10"),
        (&format!("{line},,\"a\": 1}}"), "no name in quotation marks at line 1 column 38"),
        (&format!("{line},}}"), "no name in quotation marks at line 1 column 38"),
        (&format!("{line} \"a\": 1}}"), "neither a comma nor } after a value at line 1 column 38"),
        (&format!("{line}}}}}"), "more text after the end at line 1 column 38"),
        ("{\"a\" 1}", "no colon after a name at line 1 column 6"),
        ("{\"a\": NaN}", "no value at line 1 column 7"),
        ("{\"a\": nil}", "a word other than true, false and null at line 1 column 8"),
        ("{\"a\": [1 2]}", "neither a comma nor ] after a value at line 1 column 10"),
        ("{\"a\": [1,, 2]}", "no value at line 1 column 10"),
        ("{\"a\": \"\t\"}", "a control character within quotation marks at line 1 column 7"),
    ] {
        assert_eq!(
            read_medication_request(text, None).unwrap_err().to_string(),
            format!("MedicationRequest: expected JSON, found {found}"),
            "{text}"
        );
    }
}

#[test]
fn texts_that_are_no_resource() {
    for (text, error) in [
        ("[]", "MedicationRequest: expected an object, found []"),
        ("{}", "resourceType: expected MedicationRequest, found nothing"),
        (
            "{\"resourceType\": \"MedicationRequest\", \"status\": \"a\", \"status\": \"b\"}",
            "status: expected once, found twice",
        ),
        (
            "{\"resourceType\": \"MedicationRequest\", \"status\": \"draft\", \"intent\": \"plan\"}",
            "dosageInstruction: expected at least one instruction, found nothing",
        ),
    ] {
        assert_eq!(read_medication_request(text, None).unwrap_err().to_string(), error, "{text}");
    }
}

/// Brackets by the hundred thousand are an error at the most, also where nobody looks.
#[test]
fn depth_is_no_danger() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read_medication_request(&deep, None).is_err());
    let hidden = tofersen().to_string().replacen('{', &format!("{{\"category\":{deep},"), 1);
    let read = read_medication_request(&hidden, None).expect("an element nobody reads");
    assert_eq!(read.regimen, regimen("100 mg IT q14d x3, then q28d"));
    let inside = tofersen().to_string().replace("\"count\":3", &format!("\"count\":{deep}"));
    let error = read_medication_request(&inside, None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "dosageInstruction[0].timing.repeat.count: expected a whole number from 1 to 2147483647, found \
         [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ ..."
    );
}

/// Two elements that say different things of the time of a dose.
#[test]
fn what_contradicts_itself() {
    let hl7 = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation";
    let code = |code: &str| json!({"coding": [{"system": hl7, "code": code}]});
    let place = "dosageInstruction[1].timing.code";
    for (value, text) in [
        (code("WK"), ": expected every 28 days, as in repeat, found a code for every 7 days"),
        (code("MO"), ": expected every 28 days, as in repeat, found a code for every 1 month"),
        (
            code("BID"),
            ".coding[0].code: expected one of QD, AM, PM, BED, QOD, WK, MO, found \"BID\"",
        ),
        (
            json!({"coding": [{"system": hl7, "code": "WK"}, {"system": hl7, "code": "QD"}]}),
            ".coding[1].code: expected the same time between doses as the code before, found \"QD\"",
        ),
    ] {
        assert_refused("/dosageInstruction/1/timing/code", value, &format!("{place}{text}"));
    }
    let mut json = tofersen();
    json["dosageInstruction"][1]["timing"]["repeat"]["period"] = json!(7);
    json["dosageInstruction"][1]["timing"]["code"] = code("WK");
    let read = read_medication_request(&json.to_string(), None).expect("they agree");
    assert_eq!(read.regimen.to_string(), "100 mg IT q14d x3, then after 28d q7d");
}

/// Two elements that say different things of the route of a dose.
#[test]
fn routes_that_contradict_themselves() {
    let v3 = "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration";
    let snomed = json!({"system": "http://snomed.info/sct", "code": "72607000"});
    let intravenous = json!({"system": "http://snomed.info/sct", "code": "47625008"});
    let edqm = json!({"system": "http://standardterms.edqm.eu", "code": "20042000", "display": "Intrathecal use"});
    let place = "dosageInstruction[1].route";
    for (value, text) in [
        (
            json!({"coding": [snomed, {"system": v3, "code": "SQ"}]}),
            ".coding[1].code: expected a code of the intrathecal route, found \"SQ\"",
        ),
        (
            json!({"coding": [snomed], "text": "Subcutaneous route (qualifier value)"}),
            ".text: expected intrathecal, the route of the code, found \"Subcutaneous route (qualifier value)\"",
        ),
        (
            json!({"coding": [snomed], "text": "intramuscular"}),
            ".text: expected intrathecal, the route of the code, found \"intramuscular\"",
        ),
        (
            json!({"coding": [snomed], "text": "IV"}),
            ".text: expected intrathecal, the route of the code, found \"IV\"",
        ),
        (
            json!({"coding": [snomed], "text": "SLOW IV PUSH"}),
            ".text: expected intrathecal, the route of the code, found \"SLOW IV PUSH\"",
        ),
        (
            json!({"coding": [snomed], "text": "slow IV push"}),
            ".text: expected intrathecal, the route of the code, found \"slow IV push\"",
        ),
        (
            json!({"coding": [intravenous], "text": "slow IT push"}),
            ".text: expected intravenous, the route of the code, found \"slow IT push\"",
        ),
        (
            json!({"coding": [snomed], "text": "slow i.v. push"}),
            ".text: expected intrathecal, the route of the code, found \"slow i.v. push\"",
        ),
        (
            json!({"coding": [snomed], "text": "For intravenous use."}),
            ".text: expected intrathecal, the route of the code, found \"For intravenous use.\"",
        ),
        (
            json!({"coding": [{"system": "http://snomed.info/sct", "code": "72607000", "display": "Intravenous route"}]}),
            ".coding[0].display: expected intrathecal, the route of the code, found \"Intravenous route\"",
        ),
        (
            json!({"coding": [snomed, {"system": "http://example.org", "display": "SQ"}]}),
            ".coding[1].display: expected intrathecal, the route of the code, found \"SQ\"",
        ),
        (
            json!({"coding": [{"system": "http://example.org", "display": "Intravenous"}], "text": "IT"}),
            ".coding[0].display: expected intrathecal, the route of the text, found \"Intravenous\"",
        ),
        (
            json!({"coding": [edqm], "text": "slow IV push"}),
            ".coding[0].display: expected slow IV push, the route of the text, found \"Intrathecal use\"",
        ),
        (
            json!({"coding": [edqm], "text": "Intravenous use"}),
            ".coding[0].display: expected intravenous, the route of the text, found \"Intrathecal use\"",
        ),
    ] {
        assert_refused("/dosageInstruction/1/route", value, &format!("{place}{text}"));
    }
}

/// Codes, displays and texts of one route, in the ways in which it is called.
#[test]
fn routes_that_agree() {
    let v3 = "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration";
    let snomed = json!({"system": "http://snomed.info/sct", "code": "72607000"});
    let edqm = json!({"system": "http://standardterms.edqm.eu", "code": "20042000", "display": "Intrathecal use"});
    let read = |route: Value| {
        let mut json = tofersen();
        for index in 0..2 {
            json["dosageInstruction"][index]["route"] = route.clone();
        }
        let read = read_medication_request(&json.to_string(), None).expect("they agree");
        read.regimen.to_string()
    };
    for route in [
        json!({"text": "Intrathecal route (qualifier value)"}),
        json!({"text": "i.t."}),
        // The term of EDQM.
        json!({"text": "Intrathecal use"}),
        json!({"coding": [edqm], "text": "Intrathecal"}),
        json!({"coding": [edqm], "text": "intrathecal use"}),
        // The word is no abbreviation, and the route may be named beside another.
        json!({"coding": [snomed], "text": "give it. Intrathecal, not IV"}),
        json!({"coding": [snomed, {"system": v3, "code": "IT"}], "text": "by lumbar puncture"}),
    ] {
        assert_eq!(read(route), "100 mg IT q14d x3, then q28d");
    }
    for text in ["INJECT IT SLOWLY", "inject it slowly"] {
        let route = json!({"coding": [{"system": "http://snomed.info/sct", "code": "47625008"}], "text": text});
        assert_eq!(read(route), "100 mg IV q14d x3, then q28d");
    }
    // A text of other words is not interpreted: it is the name of a route, beside a display that agrees.
    for route in [
        json!({"text": "slow intrathecal injection"}),
        json!({"coding": [edqm], "text": "slow intrathecal injection"}),
    ] {
        assert_eq!(read(route), "100 mg \"slow intrathecal injection\" q14d x3, then q28d");
    }
}

/// Control characters of a document are escaped, and a second text of it is shortened like the first.
#[test]
fn what_a_terminal_would_obey_is_escaped() {
    let json = tofersen().to_string().replace("\"intent\":\"plan\"", "\"intent\":[\r\t\"\u{9b}\"]");
    let error = read_medication_request(&json, None).unwrap_err().to_string();
    assert!(error.ends_with("found [\\r\\t\"\\u{9b}\"]"), "{error}");
    let long = "x".repeat(3_000);
    let mut json = tofersen();
    json["dosageInstruction"][0]["route"] =
        json!({"coding": [{"system": "urn:x", "display": "intravenous"}], "text": long});
    let route = format!("expected {} ..., the route of the text", &long[..60]);
    let error = refused(&json).to_string();
    assert!(error.contains(&route), "{error}");
    let mut json = tofersen();
    let code = ["mg"; 1_000].join("/");
    json["dosageInstruction"][0]["doseAndRate"][0]["doseQuantity"] =
        json!({"value": 1, "system": "http://unitsofmeasure.org", "unit": "g", "code": code});
    let error = refused(&json).to_string();
    assert!(error.contains(&format!("expected {} ..., the unit", &code[..60])), "{error}");
}

/// A name that neither release has, and what stands beside a primitive that is read.
#[test]
fn names_that_no_resource_has() {
    let not_read = "no such element, as it is not read and may change what is given or when";
    let no_element = "an element that FHIR R4 or R5 has here";
    for (place, name, expected) in [
        ("", "effectiveDosePeroid", no_element),
        ("", "statsu", no_element),
        ("", "_statsu", no_element),
        ("", "_status", not_read),
        ("", "_doNotPerform", not_read),
        ("/dosageInstruction/0", "maxDosePerPeroid", no_element),
        ("/dosageInstruction/0", "maxDosePerPeriod", not_read),
        ("/dosageInstruction/0/timing/repeat", "frequncy", no_element),
        ("/dosageInstruction/0/timing/repeat", "dayOfWeek", not_read),
        ("/dosageInstruction/0/timing/repeat", "_when", not_read),
        ("/dosageInstruction/0/doseAndRate/0", "doseRange", not_read),
        ("/dosageInstruction/0/doseAndRate/0/doseQuantity", "comparator", not_read),
        ("/dosageInstruction/0/doseAndRate/0/doseQuantity", "units", no_element),
    ] {
        let mut json = tofersen();
        json.pointer_mut(place).expect("an object")[name] = json!({});
        let error = refused(&json);
        assert!(error.place().ends_with(name), "{error}");
        assert_eq!(error.problem(), format!("expected {expected}, found {{}}"), "{name}");
    }
    // One that no element of FHIR can have stands in quotation marks.
    let long = "\u{8001}".repeat(3_000);
    for (name, shown) in [
        ("", "\"\"".to_owned()),
        (" status", "\" status\"".to_owned()),
        ("a.b", "\"a.b\"".to_owned()),
        ("a\nb", "\"a\\nb\"".to_owned()),
        (&long, format!("\"{} ...\"", &long[..180])),
        (&"x".repeat(61), format!("\"{} ...\"", "x".repeat(60))),
        (&"x".repeat(60), "x".repeat(60)),
    ] {
        for (pointer, path) in [("", ""), ("/dosageInstruction/0", "dosageInstruction[0].")] {
            let mut json = tofersen();
            json.pointer_mut(pointer).expect("an object")[name] = json!(1);
            assert_eq!(
                refused(&json).to_string(),
                format!("{path}{shown}: expected {no_element}, found 1")
            );
        }
    }
    let mut json = tofersen();
    for name in ["_authoredOn", "identifier", "dispenseRequest", "_id", "meta"] {
        json[name] = json!({});
    }
    read_medication_request(&json.to_string(), None).expect("all can be passed over");
}
