//! The schemas match the serde form: what the crate writes is valid, what it reads is valid, and what no
//! value has the shape of is refused by both.

use aso_regimen::chrono::{Datelike, NaiveDate};
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::schema;
use aso_regimen::{Course, Dose, Label, Regimen, Source, Trial, catalog};
use boon::{Compiler, Draft, SchemaIndex, Schemas};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::courses::course;
use crate::generate;
use crate::regimen;

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("a schema is JSON")
}

/// A schema with all it refers to.
struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

fn validator(schema: &str) -> Validator {
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V2020_12);
    let id = |schema: &Value| schema["$id"].as_str().expect("an identifier").to_owned();
    for text in schema::ALL {
        let schema = parsed(text);
        compiler.add_resource(&id(&schema), schema).expect("an identifier of its own");
    }
    let mut schemas = Schemas::new();
    let index = compiler
        .compile(&id(&parsed(schema)), &mut schemas)
        .expect("valid by the meta-schema, and references that lead somewhere");
    Validator { schemas, index }
}

impl Validator {
    fn is_valid(&self, json: &Value) -> bool {
        self.schemas.validate(json, self.index).is_ok()
    }
}

#[track_caller]
fn assert_valid(validator: &Validator, value: &impl Serialize) {
    let json = serde_json::to_value(value).expect("JSON");
    if let Err(faults) = validator.schemas.validate(&json, validator.index) {
        panic!("{faults:#}\n{json:#}");
    }
}

/// Schema and reader take the same dates: as they are written, with a sign before year 0 and beyond 9999.
#[test]
fn dates_are_read_as_they_are_written() {
    let [sources, courses] = [schema::SOURCE, schema::COURSE].map(validator);
    let label = catalog::tofersen::labels().remove(0);
    let first = label.course(crate::date("2026-01-05")).expect("one regimen");
    for (date, is_date) in [
        ("2026-01-05", true),
        ("0000-01-05", true),
        ("-0001-01-05", true),
        ("+10000-01-05", true),
        ("26-01-05", false),
        ("2026-1-5", false),
        ("2026 -1 -5", false),
        (" 2026-01-05", false),
        ("+2026-01-05", false),
        ("+1000000-01-05", false),
        ("-0000-01-05", false),
        ("-01234-01-05", false),
        ("+09999-01-05", false),
        ("+9999-01-05", false),
        ("-12345-01-05", true),
        ("+262142-12-31", true),
        ("-262143-01-01", true),
        ("+299999-01-05", false),
        ("-299999-01-05", false),
        ("2026-00-05", false),
        ("2026-13-05", false),
        ("2026-01-00", false),
        ("2026-01-31", true),
        ("2026-01-32", false),
        ("2026-04-31", false),
        ("2024-02-29", true),
        ("2026-02-29", false),
        ("2000-02-29", true),
        ("1900-02-29", false),
        ("-0004-02-29", true),
        ("-0100-02-29", false),
        ("+10000-02-29", true),
        ("+10100-02-29", false),
        ("2024-02-30", false),
        ("2026-01-05T00:00", false),
        ("2026-01-05\n", false),
    ] {
        let source = json!({"document": "a label", "status": "label-text", "read": date});
        assert_eq!(sources.is_valid(&source), is_date, "{date}");
        assert_eq!(serde_json::from_value::<Source>(source).is_ok(), is_date, "{date}");
        let mut course = serde_json::to_value(&first).expect("JSON");
        course["first_dose"] = json!(date);
        assert_eq!(courses.is_valid(&course), is_date, "{date}");
        assert_eq!(serde_json::from_value::<Course>(course).is_ok(), is_date, "{date}");
    }
}

/// Every year is a date or none to both, in each way to write it, with the days at the ends of its months.
#[test]
fn dates_of_every_kind_of_year() {
    let sources = validator(schema::SOURCE);
    let beyond = NaiveDate::MAX.year().unsigned_abs() + 1;
    let years = [
        0,
        1,
        4,
        96,
        100,
        400,
        999,
        1_000,
        1_900,
        2_000,
        2_024,
        2_026,
        9_999,
        10_000,
        12_344,
        99_999,
        100_000,
        199_996,
        200_100,
        259_999,
        261_600,
        262_000,
        262_099,
        262_139,
        262_142,
        beyond + 1,
        263_000,
        270_000,
        300_000,
        1_000_000,
    ];
    for year in years {
        for sign in ["", "-", "+"] {
            for digits in
                [year.to_string(), format!("{year:04}"), format!("{year:05}"), format!("{year:06}")]
            {
                for month in 0..=13 {
                    for day in [0, 1, 9, 28, 29, 30, 31, 32] {
                        let date = format!("{sign}{digits}-{month:02}-{day:02}");
                        let json =
                            json!({"document": "a label", "status": "label-text", "read": date});
                        let is_valid = sources.is_valid(&json);
                        assert_eq!(
                            serde_json::from_value::<Source>(json).is_ok(),
                            is_valid,
                            "{date}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn each_schema_is_one_by_the_meta_schema() {
    for text in schema::ALL {
        assert_eq!(parsed(text)["$schema"], "https://json-schema.org/draft/2020-12/schema");
        validator(text);
    }
}

/// Tofersen (US label, section 2.1).
#[test]
fn tofersen_is_valid() {
    let tofersen = regimen("100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3, then q28d");
    assert_valid(&validator(schema::REGIMEN), &tofersen);
    assert_valid(&validator(schema::DOSE), tofersen.phases()[0].dose());
}

/// A text in the place of an object, and white space of every kind, are read and valid.
#[test]
fn texts_are_valid() {
    let of = validator(schema::REGIMEN);
    for json in [
        json!("100 mg IT q14d x3, then q28d"),
        json!({"phases": [{"role": "single", "dose": "5 mg SC", "doses": 1}]}),
        json!({"phases": [{"role": "maintenance", "dose": "5 mg SC", "every": "7d", "open_ended": true}]}),
        json!({"phases": [{"role": "single", "dose": {"amount": "\t5 mg/kg\u{a0}max 30 mg\n", "route": "SC"}, "doses": 1}]}),
    ] {
        assert!(of.is_valid(&json), "{json}");
        assert!(serde_json::from_value::<Regimen>(json).is_ok());
    }
    assert_refused::<Regimen>(&of, &json!(["100 mg IT q14d"]));
}

#[test]
fn the_whole_catalog_is_valid() {
    let (labels, trials) = (catalog::labels(), catalog::trials());
    let (of_label, of_trial) = (validator(schema::LABEL), validator(schema::TRIAL));
    let (of_policy, of_source) = (validator(schema::POLICY), validator(schema::SOURCE));
    for label in &labels {
        assert_valid(&of_label, label);
        assert_valid(&of_policy, label.policy());
        assert_valid(&of_source, &label.sources()[0]);
    }
    for trial in &trials {
        assert_valid(&of_trial, trial);
    }
    assert!(labels.len() > 20 && trials.len() > 5);
}

/// All that a label of one's own can say, read and written back.
#[test]
fn a_label_with_everything_is_valid() {
    let source = json!({
        "document": "Madeupza product information", "place": "4.2", "edition": "2026-03",
        "identifiers": ["set-id:0f51aa8e-8475-8cf9-e063-6394a90a6848", "https://www.ema.europa.eu/x"],
        "read": "2026-11-26", "status": "label-text",
    });
    let platelets = |is: Value| json!({"value": {"what": "platelets", "unit": "10^9/L", "is": is, "successive": 3}});
    let json = json!({
        "product": "Madeupza", "substance": "examplersen", "authority": "uk", "edition": "2026-03",
        "from_age": "216mo", "levels": ["high", "low"],
        "regimens": [
            {"name": "high", "regimen": "50 mg IT q14d x2, then 28 mg IT q4mo", "policy": {
                "loading": {"always": {"next-after": {"next": "14d"}}},
                "maintenance": {"by-time": {"measure": "since-last-dose", "bands": [
                    {"limit": {"below": "8.5mo"}, "action": {"keep-or-wait": {"gap": "14d"}}},
                    {"limit": {"through": "9mo"}, "action": {"go-back-to": {"dose": 2}}},
                    {"action": "another-regimen"},
                ]}},
                "doses": {"2": {"always": "reanchor"}},
            }},
            {"name": "low", "indication": "infantile", "from_age": "91d", "below_age": "181d", "from_weight": "3 kg",
             "below_weight": "10 kg", "regimen": "10.3 mg (4.3 mL) IT q4mo"},
        ],
        "rules": [
            {"when": {"all": [{"doses-given": 6}, {"judged": "without effect"}]}, "action": "stop", "source": source},
            {"when": {"any": [platelets(json!({"at-most": "50"})), {"since-first-dose": "3mo"}, {"since-last-dose": "7d"}, {"on-regimen": "6mo"}]},
             "action": {"pause": {"until": platelets(json!({"above": "100"})), "resume": {"regimen": "low"}}},
             "additional_instructions": "measure weekly", "source": source},
            {"when": {"reaction": {"what": "thrombocytopenia", "grades": [3, 3], "occurrences": [2, 3]}},
             "action": {"pause": {"until": platelets(json!({"at-least": "50"})), "resume": "lower"}}, "source": source},
            {"when": platelets(json!({"below": "25"})), "action": {"regimen": {"name": "low", "after_last_dose": "3mo"}},
             "source": source},
            {"when": {"judged": "not tolerated"}, "action": "lower", "source": source},
            {"when": {"judged": "few cells"}, "action": {"pause": {"until": {"judged": "more"}, "resume": "another-rule"}},
             "source": source},
        ],
        "sources": [source],
    });
    let label: Label = serde_json::from_value(json.clone()).expect("a label");
    let of = validator(schema::LABEL);
    assert!(of.is_valid(&json), "{json}");
    assert_valid(&of, &label);
    assert_eq!(
        serde_json::from_value::<Label>(serde_json::to_value(&label).expect("JSON"))
            .expect("a label"),
        label
    );
    for (at, wrong) in [
        ("/rules/0/when/all/0", json!({"doses-given": 0})),
        ("/rules/2/action/pause/resume", json!("later")),
        ("/regimens/0/policy/doses", json!({"0": {"always": "skip"}})),
        ("/regimens/0/policy/maintenance/by-time/bands/0/limit/below", json!("0.5mo")),
        ("/sources/0/identifiers/0", json!("set-id:5")),
        ("/sources/0/read", json!("26.11.2026")),
        ("/from_age", json!("18 years")),
    ] {
        let mut broken = json.clone();
        *broken.pointer_mut(at).expect(at) = wrong;
        assert_refused::<Label>(&of, &broken);
    }
}

/// Refused by the schema and by the crate.
#[track_caller]
fn assert_refused<T: DeserializeOwned>(validator: &Validator, json: &Value) {
    assert!(!validator.is_valid(json), "the schema takes {json}");
    assert!(serde_json::from_value::<T>(json.clone()).is_err(), "the crate takes {json}");
}

#[test]
fn doses_of_no_shape_are_refused_by_both() {
    let dose = validator(schema::DOSE);
    for json in [
        json!({"amount": 100, "route": "IT"}),
        json!({"amount": "100", "route": "IT"}),
        json!({"amount": "-100 mg", "route": "IT"}),
        json!({"amount": "0 mg", "route": "IT"}),
        json!({"amount": "00.0 mg", "route": "IT"}),
        json!({"amount": "0.000 mg/kg", "route": "IT"}),
        json!({"amount": "5 mg/kg max 0 mg", "route": "IT"}),
        json!({"amount": "[<0 kg: 1 mg; else 2 mg]", "route": "IT"}),
        json!({"amount": "[<10 kg: 0.0 mg; else 2 mg]", "route": "IT"}),
        json!({"amount": "100 mg", "route": "IT", "volume": "0 mL"}),
        json!({"amount": "100 mg", "route": "IT", "volume": "15 mL", "withdrawn": "0.0 mL"}),
        json!({"amount": "1e2 mg", "route": "IT"}),
        json!({"amount": "NaN mg", "route": "IT"}),
        json!({"amount": "1.000 mg", "route": "IT"}),
        json!({"amount": "0.5 mg/kg max 20.250 kg", "route": "IT"}),
        json!({"amount": "100 mg", "route": "IT", "volume": "1.500 mL"}),
        json!({"amount": "100 mg", "route": "PO"}),
        json!({"amount": "100 mg"}),
        json!({"amount": "100 mg", "route": "IT", "taste": "salt"}),
        json!({"amount": "100 mg", "route": "IT", "volume": "15"}),
        json!({"amount": "100 mg", "route": "IT", "minutes": [1]}),
        json!({"amount": "100 mg", "route": "IT", "minutes": [0, 3]}),
        json!({"amount": "100 mg", "route": "IT", "minutes": [1, 3, 5]}),
        json!({"amount": "100 mg", "route": "IT", "minutes": [1, 65_536]}),
        json!({"amount": "100 mg", "route": "IV", "withdrawn": "10 mL"}),
        json!({"amount": "[else 30 mg]", "route": "IV"}),
        json!({"amount": "[<100: 0.3 mg/kg; else 30 mg]", "route": "IV"}),
    ] {
        assert_refused::<Dose>(&dose, &json);
    }
}

/// Schema and reader take the same quantities: no finer than a smallest step, and none above the largest number of them.
#[test]
fn quantities_are_read_as_they_are_counted() {
    let wholes = [
        "0",
        "1",
        "007",
        "999",
        "1000",
        "1001",
        "1000000",
        "1000001",
        "18446744073708",
        "18446744073709",
        "18446744073710",
        "18446744073709551",
        "18446744073709552",
        "00018446744073709551615",
        "18446744073709551616",
        "99999999999999999999999",
    ];
    let fractions = [
        "", ".0", ".5", ".10", ".001", ".0010", ".0001", ".00010", ".000001", ".0000010",
        ".0000001", ".615", ".616", ".551615", ".551616", ".5516150", ".6150001",
    ];
    let (doses, courses) = (validator(schema::DOSE), validator(schema::COURSE));
    let label = catalog::tofersen::labels().remove(0);
    let plan = label.course(crate::date("2026-01-05")).expect("one regimen");
    let plan = serde_json::to_value(plan).expect("JSON");
    let dose = |member: &str, text: &str| {
        let mut json = json!({"amount": "100 mg", "route": "IT", "volume": "15 mL"});
        json[member] = json!(text);
        json
    };
    let entry = |member: &str, text: &str| {
        let mut json = plan.clone();
        let what = if member == "weight" { "weighed" } else { "given" };
        json["entries"] = json!([{"day": "2026-01-05", "what": what, member: text}]);
        json
    };
    let mut taken = 0;
    let mut check = |is_valid: bool, is_read: bool, json: Value| {
        assert_eq!(is_valid, is_read, "schema and reader disagree on {json}");
        taken += usize::from(is_read);
    };
    for whole in wholes {
        for fraction in fractions {
            for unit in ["mg", "\u{b5}g", "ug", "g", "mL", "uL", "L", "kg"] {
                let number = format!("{whole}{fraction} {unit}");
                let amounts = [
                    number.clone(),
                    format!("1 mg/kg max {number}"),
                    format!("[<{number}: 1 mg; else 2 mg]"),
                ];
                let of_dose = amounts.iter().map(|amount| dose("amount", amount));
                for json in of_dose.chain([dose("volume", &number)]) {
                    let is_read = serde_json::from_value::<Dose>(json.clone()).is_ok();
                    check(doses.is_valid(&json), is_read, json);
                }
                for json in ["weight", "amount"].map(|member| entry(member, &number)) {
                    let is_read = serde_json::from_value::<Course>(json.clone()).is_ok();
                    check(courses.is_valid(&json), is_read, json);
                }
            }
        }
    }
    assert!(taken > 1_000, "{taken}");
}

/// Schema and reader take the same intervals: up to the largest number of days or months.
#[test]
fn intervals_are_read_as_they_are_counted() {
    let (regimens, policies) = (validator(schema::REGIMEN), validator(schema::POLICY));
    let dose = json!({"amount": "100 mg", "route": "IT"});
    for (number, in_weeks, in_days) in [
        ("0", false, false),
        ("1", true, true),
        ("0014", true, true),
        ("613566756", true, true),
        ("613566757", false, true),
        ("0004294967295", false, true),
        ("4294967296", false, false),
        ("5000000000", false, false),
        ("99999999999999999999", false, false),
    ] {
        for (unit, is_one) in [("w", in_weeks), ("d", in_days), ("mo", in_days)] {
            let interval = format!("{number}{unit}");
            let window = format!("-3d/+3d least gap {interval}");
            for phase in [
                json!({"role": "maintenance", "dose": dose, "every": interval, "open_ended": true}),
                json!({"role": "single", "dose": dose, "doses": 1, "window": window}),
            ] {
                let json = json!({"phases": [phase]});
                assert_eq!(regimens.is_valid(&json), is_one, "{json}");
                assert_eq!(serde_json::from_value::<Regimen>(json).is_ok(), is_one, "{interval}");
            }
        }
        let below = |time: String| {
            let band = json!({"limit": {"below": time}, "action": "skip"});
            json!({"by-time": {"measure": "past-planned", "bands": [band, {"action": "reanchor"}]}})
        };
        let always = json!({"always": "skip"});
        for (rule, number, is_one) in [
            (below(format!("{number}.5mo")), "1", in_days),
            (below(format!("{number}d")), "1", in_days),
            (always, number, in_days && !number.starts_with('0')),
        ] {
            let json = json!({"loading": rule, "maintenance": rule, "doses": {number: {"always": "skip"}}});
            assert_eq!(policies.is_valid(&json), is_one, "{json}");
            let read = serde_json::from_value::<MissedDosePolicy>(json);
            assert_eq!(read.is_ok(), is_one, "{read:?}");
        }
    }
}

#[test]
fn regimens_of_no_shape_are_refused_by_both() {
    let of = validator(schema::REGIMEN);
    let dose = json!({"amount": "100 mg", "route": "IT"});
    let phase = |more: Value| {
        let mut phase = json!({"role": "loading", "dose": dose});
        let more = more.as_object().expect("an object").clone();
        phase.as_object_mut().expect("an object").extend(more);
        phase
    };
    for phases in [
        json!([]),
        json!([phase(json!({}))]),
        json!([phase(json!({"doses": 3}))]),
        json!([phase(json!({"doses": 0, "every": "14d"}))]),
        json!([phase(json!({"doses": -1, "every": "14d"}))]),
        json!([phase(json!({"doses": 2.5, "every": "14d"}))]),
        json!([phase(json!({"doses": 4_294_967_296_u64, "every": "14d"}))]),
        json!([phase(json!({"doses": 1e300, "every": "14d"}))]),
        json!([phase(json!({"doses": 3, "for": "3mo", "every": "14d"}))]),
        json!([phase(json!({"every": "14d"}))]),
        json!([phase(json!({"every": "14d", "doses": null}))]),
        json!([phase(json!({"every": "14d", "open_ended": null}))]),
        json!([phase(json!({"every": "14d", "open_ended": false}))]),
        json!([phase(json!({"every": "14d", "open_ended": "true"}))]),
        json!([phase(json!({"every": "14d", "doses": 3, "for": null}))]),
        json!([phase(json!({"every": "14d", "doses": 3, "open_ended": true}))]),
        json!([phase(json!({"every": "14d", "doses": 3, "open_ended": false}))]),
        json!([phase(json!({"every": "14d", "for": "3mo", "open_ended": true}))]),
        json!([phase(json!({"every": "14", "open_ended": true}))]),
        json!([phase(json!({"every": "0d", "open_ended": true}))]),
        json!([phase(json!({"every": 14, "open_ended": true}))]),
        json!([phase(json!({"every": "14d", "window": "3d", "open_ended": true}))]),
        json!([phase(json!({"every": "999999d", "window": "-65536d/+0d", "open_ended": true}))]),
        json!([phase(json!({"every": "999999d", "window": "-0d/+0065536d", "open_ended": true}))]),
        json!([phase(json!({"every": "14d", "after": "28d", "open_ended": true}))]),
        json!([phase(json!({"doses": 1})), phase(json!({"doses": 1}))]),
        json!([phase(json!({"role": "induction", "every": "14d", "open_ended": true}))]),
        json!({"0": phase(json!({"every": "14d", "open_ended": true}))}),
    ] {
        assert_refused::<Regimen>(&of, &json!({"phases": phases}));
    }
    assert_refused::<Regimen>(&of, &json!({}));
}

#[test]
fn courses_and_trials_of_no_shape_are_refused_by_both() {
    let of = validator(schema::COURSE);
    let labels = catalog::tofersen::labels();
    let label = labels.into_iter().next().expect("tofersen has a label");
    let course = label.course(crate::date("2026-01-05")).expect("one regimen");
    let course = serde_json::to_value(course).expect("JSON");
    for (place, wrong) in [
        ("first_dose", json!("5 January 2026")),
        ("first_dose", json!(20_260_105)),
        ("entries", json!([{"day": "2026-01-05", "what": "taken"}])),
        ("entries", json!([{"what": "given"}])),
        ("entries", json!([{"day": "2026-01-05", "what": "missed"}])),
        ("entries", json!([{"day": "2026-01-05", "what": "missed", "reason": " "}])),
        ("entries", json!([{"day": "2026-01-05", "what": "given", "to": "2026-01-06"}])),
        (
            "entries",
            json!([{"day": "2026-01-05", "what": "given", "amount": "1 mg", "part": "1 mg"}]),
        ),
        (
            "entries",
            json!([{"day": "2026-01-05", "what": "given", "part": "1 mg", "rest": "1 mg"}]),
        ),
        (
            "entries",
            json!([{"day": "2026-01-05", "what": "given", "rest": "1 mg", "counts": true}]),
        ),
        ("entries", json!([{"day": "2026-01-05", "what": "weighed", "weight": "70"}])),
        ("entries", json!([{"day": "2026-01-05", "what": "weighed", "weight": "70.500 kg"}])),
        ("entries", json!([{"day": "2026-01-05", "what": "given", "amount": "1.000 mg"}])),
        ("entries", json!([{"day": "2026-01-05", "what": "given", "amount": "0 mg"}])),
        ("entries", json!([{"day": "2026-01-05", "what": "given", "part": "0.00 mg"}])),
        ("entries", json!([{"day": "2026-01-05", "what": "weighed", "weight": "0 kg"}])),
        ("entries", json!(["given"])),
        ("format", json!(2)),
        ("entries", json!([{"day": "2026-01-05", "what": "missed", "reason": "a\u{7}b"}])),
        ("entries", json!([{"day": "2026-01-05", "what": "given", "reason": "a\nb"}])),
        ("tolerance", json!({"window": "-3d/+3d"})),
        ("tolerance", json!("3 days")),
        ("tolerance", json!("-3d/+3d least 10d")),
        ("tolerance", json!("-3d/+3d least gap 0d")),
        ("tolerance", json!("-3d/+3d least gap 10d rolling")),
        ("tolerance", json!("-3d/+3drolling")),
        ("label", json!("Qalsody")),
        ("label", json!(" , US")),
        ("label", json!("Qalsody, US, ")),
        ("after_dose", json!({"number": 2, "day": "2026-01-05"})),
        ("policy", json!({"loading": {"always": "reanchor"}})),
        ("policy", json!({"loading": {"always": "guess"}, "maintenance": {"always": "guess"}})),
        ("weight", json!("70 kg")),
    ] {
        let mut json = course.clone();
        json[place] = wrong;
        assert_refused::<Course>(&of, &json);
    }
    let of = validator(schema::LABEL);
    let label = catalog::labels().named("fitusiran").one().expect("one");
    let label = serde_json::to_value(label).expect("JSON");
    for (place, wrong) in [
        ("authority", json!("Brazil, Chile")),
        ("authority", json!(" ")),
        ("authority", json!("Bra\nzil")),
        ("authority", json!({"named": "Brazil"})),
        ("authority", json!({"named": 5})),
        ("regimens", json!([])),
        ("regimens", json!([{"name": "x"}])),
        ("sources", json!([])),
        ("policy", json!("not-read")),
        ("monitoring", json!([{"what": "x", "unit": "y"}])),
        ("phase", json!(3)),
    ] {
        let mut json = label.clone();
        json[place] = wrong;
        assert_refused::<Label>(&of, &json);
    }
    let of = validator(schema::TRIAL);
    let trials = catalog::trials();
    let trial = serde_json::to_value(trials.iter().next().expect("a trial")).expect("JSON");
    for (place, wrong) in [
        ("registration", json!("NCT123")),
        ("registration", json!("ISRCTN: ")),
        ("registration", json!("ISRCTN: 12345678")),
        ("registration", json!("2023-403928-10-00")),
        ("also_registered", json!(["jRCT1"])),
        ("eligibility", json!([{"excludes": true}])),
        ("methods", json!([{"name": "A"}])),
        ("endpoints", json!([{"rank": "second"}])),
        ("arms", json!([])),
        ("arms", json!([{"name": "x", "given": {"pooled": []}}])),
        ("arms", json!([{"name": "x", "given": "nothing", "part": {"name": "A"}}])),
        ("arms", json!([{"name": "x", "given": "nothing", "trigger": {"rise": 10.0}}])),
        ("arms", json!([{"name": "x", "given": "something"}])),
        ("arms", json!([{"name": "x", "given": "nothing", "allocation": 0}])),
        ("visits", json!([{"name": "x", "day": 0}])),
        ("sources", json!([])),
        ("sources", json!([{"document": "x", "status": "sure"}])),
        ("phase", json!(3)),
    ] {
        let mut json = trial.clone();
        json[place] = wrong;
        assert_refused::<Trial>(&of, &json);
    }
}

/// Windows of every kind are valid and read, and written as they were.
#[test]
fn windows_of_every_kind_pass_both() {
    let of = validator(schema::REGIMEN);
    for window in [
        "-3d/+3d",
        "-3d/+3d rolling",
        "-3d/+3d least gap 2mo",
        "-3d/+3d rolling least gap 25d",
        "-65535d/+59999d",
        "-64999d/+65529d",
    ] {
        let json = json!({"phases": [{"role": "maintenance", "dose": {"amount": "100 mg", "route": "IT"},
            "every": "9999mo", "open_ended": true, "window": window}]});
        assert!(of.is_valid(&json), "{window}");
        let read: Regimen = serde_json::from_value(json.clone()).expect(window);
        assert_eq!(serde_json::to_value(read).expect("JSON"), json);
    }
    let spaced = "-3d/+3d \t rolling\u{a0}least\ngap 3w";
    let phase = json!({"phases": [{"role": "single", "dose": {"amount": "1 mg", "route": "IT"}, "doses": 1,
        "window": spaced}]});
    assert!(of.is_valid(&phase) && serde_json::from_value::<Regimen>(phase).is_ok());
}

/// The largest number of doses is valid, read, and costs nothing.
#[test]
fn a_huge_count_stays_lazy() {
    let json = json!({"phases": [{"role": "loading", "dose": {"amount": "100 mg", "route": "IT"},
        "every": "14d", "doses": 4_294_967_295_u32}]});
    assert!(validator(schema::REGIMEN).is_valid(&json));
    let many: Regimen = serde_json::from_value(json).expect("a regimen");
    assert_eq!(
        many.starting(crate::date("2026-01-05")).count_through(crate::date("2026-02-05")),
        3
    );
}

/// What stands in the place of a value, when a document is changed at random. Neither `null` nor an array,
/// of which the schemas say less than serde reads.
fn anything() -> impl Strategy<Value = Value> {
    let texts = [
        "",
        "14d",
        "0d",
        "4mo",
        "2w",
        "x",
        "100 mg",
        "100mg",
        "0.3 mg/kg max 30 mg",
        "0.3 mg/kg  max  100 kg",
        " [ < 9 kg : 1 mg ; else 2 µg ] ",
        "15 mL",
        "70 kg",
        "-3d/+5d",
        "-0d/+0d rolling least gap 1d",
        "Qalsody, US",
        "IT",
        "IV",
        "single",
        "loading",
        "2026-01-05",
        "not-stated",
        "reanchor",
        "100.50 ug",
        "1.000 mg",
        "10.500 mg",
        "0.500 mg",
        "1 g",
        ".5 mg",
        "5. mg",
        "99999999999999999999 mg",
    ];
    prop_oneof![
        4 => prop::sample::select(texts.to_vec()).prop_map(Value::from),
        1 => (-3_i64..5_000_000_000).prop_map(Value::from),
        1 => Just(json!(1.5)),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(json!({})),
    ]
}

/// Every place in a document that holds something.
fn places(json: &Value, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                places(value, &format!("{at}/{name}"), into);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{index}"), into);
            }
        }
        _ => {}
    }
}

/// The document with one value replaced or taken away.
fn changed(mut json: Value, place: prop::sample::Index, value: Option<Value>) -> Value {
    let mut all = Vec::new();
    places(&json, "", &mut all);
    let place = place.get(&all);
    match (value, place.rsplit_once('/')) {
        (Some(value), _) => *json.pointer_mut(place).expect("a place of its own") = value,
        (None, Some((parent, name))) => {
            if let Some(members) = json.pointer_mut(parent).and_then(Value::as_object_mut) {
                members.remove(name);
            }
        }
        (None, None) => {}
    }
    json
}

proptest! {
    #![proptest_config(crate::cases(32))]

    #[test]
    fn every_regimen_is_valid(regimens in proptest::collection::vec(generate::regimen(), 5)) {
        let of = validator(schema::REGIMEN);
        for regimen in regimens {
            assert_valid(&of, &regimen);
        }
    }

    #[test]
    fn every_course_is_valid(courses in proptest::collection::vec(course(), 5)) {
        let of = validator(schema::COURSE);
        for course in courses {
            assert_valid(&of, &course);
        }
    }

    /// Whatever the crate reads is valid.
    #[test]
    fn what_is_read_is_valid(
        regimen in generate::regimen(),
        changes in proptest::collection::vec(
            (any::<prop::sample::Index>(), proptest::option::weighted(0.8, anything())), 60),
    ) {
        let of = validator(schema::REGIMEN);
        let json = serde_json::to_value(&regimen).expect("JSON");
        for (place, value) in changes {
            let json = changed(json.clone(), place, value);
            if serde_json::from_value::<Regimen>(json.clone()).is_ok() {
                prop_assert!(of.is_valid(&json), "{json}");
            }
        }
    }
}
