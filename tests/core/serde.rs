//! The JSON of every value, both ways, and the JSON that is refused.

use std::fmt::Debug;

use aso_regimen::chrono::NaiveDate;
use aso_regimen::dosing::missed_dose::{
    Action, Limit, Measure, MissedDosePolicy, TimeBand, TimeRule,
};
use aso_regimen::{
    Amount, BodyWeight, Course, Dose, Endpoint, Interval, Mass, Regimen, Route, Source, StudyDay,
    Volume, Window,
};
use serde_json::{from_str, to_string, to_string_pretty};

use crate::regimen;

#[track_caller]
fn assert_json<T>(value: &T, json: &str)
where
    T: serde::Serialize + for<'de> serde::Deserialize<'de> + PartialEq + Debug,
{
    assert_eq!(to_string(value).expect("serialises"), json);
    assert_eq!(&from_str::<T>(json).expect("reads back"), value);
}

#[track_caller]
fn assert_refused<T: for<'de> serde::Deserialize<'de> + Debug>(json: &str, because: &str) {
    let error = from_str::<T>(json).expect_err(json);
    assert!(error.to_string().starts_with(because), "{json}: {error}");
}

#[test]
fn values_are_their_text() {
    assert_json(&Mass::micrograms(29_970), r#""29.97 mg""#);
    assert_json(&Volume::ml(15), r#""15 mL""#);
    assert_json(&BodyWeight::grams(9_900), r#""9.9 kg""#);
    assert_json(&Interval::days(14), r#""14d""#);
    assert_json(&Interval::months(4), r#""4mo""#);
    assert_json(&Window::days(3, 5), r#""-3d/+5d""#);
    assert_json(&Route::Intrathecal, r#""IT""#);
    assert_json(&Route::Named("nasal".into()), r#""\"nasal\"""#);
    assert_json(&StudyDay::from_offset(14), "15");
    assert_json(&StudyDay::from_offset(-1), "-1");
    assert_json(
        &"0.3 mg/kg max 30 mg".parse::<Amount>().expect("an amount"),
        r#""0.3 mg/kg max 30 mg""#,
    );
}

#[test]
fn a_dose_names_its_parts() {
    let dose: Dose = "100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT".parse().expect("a dose");
    assert_json(
        &dose,
        r#"{"amount":"100 mg","route":"IT","volume":"15 mL","withdrawn":"10 mL","minutes":[1,3]}"#,
    );
}

#[test]
fn amounts_by_weight_are_their_text() {
    for text in [
        "2.5 mg/kg",
        "0.3 mg/kg max 100 kg",
        "[<10 kg: 6 mg/kg; <20 kg: 330 µg/kg max 128 mg; else 3 mg]",
        "[<10 kg: 6 mg/kg]",
    ] {
        let amount: Amount = text.parse().expect("an amount");
        assert_json(&amount, &format!("{text:?}"));
    }
    let dose: Dose = "0.5 mg (over 80 min) IVT".parse().expect("a dose");
    assert_json(&dose, r#"{"amount":"0.5 mg","route":"IVT","minutes":[80,80]}"#);
}

#[test]
fn every_extent_has_its_field() {
    assert_json(
        &regimen("5 mg SC x1 window -0d/+2d"),
        r#"{"phases":[{"role":"single","dose":{"amount":"5 mg","route":"SC"},"doses":1,"window":"-0d/+2d"}]}"#,
    );
    assert_json(
        &regimen("5 mg SC q1mo for 3mo"),
        r#"{"phases":[{"role":"maintenance","dose":{"amount":"5 mg","route":"SC"},"every":"1mo","for":"3mo"}]}"#,
    );
    assert_json(
        &regimen("5 mg SC q2w"),
        r#"{"phases":[{"role":"maintenance","dose":{"amount":"5 mg","route":"SC"},"every":"14d","open_ended":true}]}"#,
    );
    // A seam that repeats the interval is read and not written.
    let spelt_out = r#"{"phases":[{"role":"loading","dose":{"amount":"5 mg","route":"SC"},"every":"2w","doses":3},
        {"role":"maintenance","dose":{"amount":"5 mg","route":"SC"},"after":"4w","every":"28d","open_ended":true}]}"#;
    assert_eq!(
        from_str::<Regimen>(spelt_out).expect("reads"),
        regimen("5 mg SC q14d x3, then q28d")
    );
}

#[test]
fn a_regimen_is_its_phases() {
    let text = "titration 5 mg/kg SC q1w for 3mo window -1d/+2d, then after 35d x1, then q4mo";
    let json = r#"{
  "phases": [
    {
      "role": "titration",
      "dose": {
        "amount": "5 mg/kg",
        "route": "SC"
      },
      "every": "7d",
      "for": "3mo",
      "window": "-1d/+2d"
    },
    {
      "role": "loading",
      "dose": {
        "amount": "5 mg/kg",
        "route": "SC"
      },
      "after": "35d",
      "doses": 1
    },
    {
      "role": "maintenance",
      "dose": {
        "amount": "5 mg/kg",
        "route": "SC"
      },
      "every": "4mo",
      "open_ended": true
    }
  ]
}"#;
    assert_eq!(to_string_pretty(&regimen(text)).expect("serialises"), json);
    assert_eq!(from_str::<Regimen>(json).expect("reads back"), regimen(text));
}

#[test]
fn a_policy_is_its_bands() {
    let rule = TimeRule::new(
        Measure::SinceLastDose,
        vec![
            TimeBand::new(
                Limit::below(Interval::months(8)),
                Action::KeepCalendar { minimum_gap: Some(Interval::days(14)) },
            ),
            TimeBand::new(
                Limit::through(Interval::months(40)),
                Action::add_doses(2, Interval::days(14)),
            ),
            TimeBand::new(None, Action::Restart),
        ],
    );
    let policy = MissedDosePolicy::new(Action::Reanchor, rule.expect("a rule"));
    assert_json(
        &policy,
        r#"{"loading":{"always":"reanchor"},"maintenance":{"by-time":{"measure":"since-last-dose","bands":[{"limit":{"below":"8mo"},"action":{"keep-calendar":{"minimum_gap":"14d"}}},{"limit":{"through":"40mo"},"action":{"add-doses":{"doses":2,"every":"14d"}}},{"action":"restart"}]}}}"#,
    );
}

/// What JSON has as an object may be its text, also inside another object; `as_text` writes it so.
#[test]
fn a_text_in_place_of_an_object() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Order {
        #[serde(with = "aso_regimen::dosing::as_text")]
        regimen: Regimen,
        #[serde(with = "aso_regimen::dosing::as_text")]
        dose: Dose,
        #[serde(with = "aso_regimen::dosing::as_text")]
        amount: Amount,
    }
    let text = "100 mg (15 mL) IT q14d x3, then q28d";
    let order = Order {
        regimen: regimen(text),
        dose: "5 mg/kg SC".parse().expect("a dose"),
        amount: Mass::mg(5).into(),
    };
    assert_json(
        &order,
        r#"{"regimen":"100 mg (15 mL) IT q14d x3, then q28d","dose":"5 mg/kg SC","amount":"5 mg"}"#,
    );
    assert_eq!(from_str::<Regimen>(&format!("{text:?}")).expect("its text"), regimen(text));
    let mixed =
        r#"{"phases":[{"role":"maintenance","dose":"5 mg SC","every":"7d","open_ended":true}]}"#;
    assert_eq!(from_str::<Regimen>(mixed).expect("a dose as text"), regimen("5 mg SC q7d"));
    let object = r#"{"regimen":{"phases":[{"role":"maintenance","dose":{"amount":"5 mg","route":"SC"},"every":"7d","open_ended":true}]},"dose":{"amount":"5 mg","route":"SC"},"amount":"5 mg"}"#;
    assert_eq!(from_str::<Order>(object).expect("objects").regimen, regimen("5 mg SC q7d"));
    let error = from_str::<Order>(r#"{"regimen":"5 mg SC q7d","dose":"5 mg","amount":"5 mg"}"#)
        .expect_err("a dose without a route")
        .to_string();
    assert!(error.starts_with("expected a route"), "{error}");
}

/// A format with names that is not for people, of which the JSON of this value is the example.
struct Binary<D>(D);

impl<'de, D: serde::Deserializer<'de>> serde::Deserializer<'de> for Binary<D> {
    type Error = D::Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// There an object is an object: its text is for people.
#[test]
fn a_binary_format_has_objects_alone() {
    use serde::Deserialize;

    let read = |json: &str| {
        Dose::deserialize(Binary(&mut serde_json::Deserializer::from_str(json)))
            .map_err(|error| error.to_string())
    };
    let dose: Dose = "100 mg (15 mL) IT".parse().expect("a dose");
    assert_eq!(read(r#"{"amount":"100 mg","route":"IT","volume":"15 mL"}"#), Ok(dose));
    let error = read(r#""100 mg (15 mL) IT""#).expect_err("a text");
    assert!(error.starts_with("invalid type: string \"100 mg (15 mL) IT\", expected "), "{error}");
}

#[test]
fn planned_doses_are_written() {
    let tofersen = regimen("100 mg IT q14d x3 no window, then q28d window -3d/+3d");
    let plan = tofersen.starting("2026-01-05".parse().expect("a date"));
    let doses: Vec<_> = plan.iter().skip(2).take(2).collect();
    assert_eq!(
        to_string(&doses).expect("serialises"),
        r#"[{"number":3,"role":"loading","date":"2026-02-02","study_day":29,"dose":{"amount":"100 mg","route":"IT"}},{"number":4,"role":"maintenance","date":"2026-03-02","study_day":57,"dose":{"amount":"100 mg","route":"IT"},"window":{"start":"2026-02-27","end":"2026-03-05"}}]"#,
    );
}

/// The error of a date names its field, the text and the form.
#[test]
fn dates_that_cannot_be_read() {
    let course = |date: &str| {
        let policy = r#"{"loading":{"always":"skip"},"maintenance":{"always":"skip"}}"#;
        let regimen = to_string(&regimen("5 mg SC q7d")).expect("serialises");
        format!(
            r#"{{"format":1,"regimen":{regimen},"policy":{policy},"first_dose":{date},"entries":[]}}"#
        )
    };
    assert!(from_str::<Course>(&course(r#""2026-01-05""#)).is_ok());
    let expected = "expected a date such as \"2026-01-05\" in the field `first_dose`";
    for (date, found) in [
        (r#""2026-13-01""#, r#"invalid value: string "2026-13-01""#),
        (r#""05.01.2026""#, r#"invalid value: string "05.01.2026""#),
        ("20260105", "invalid type: integer `20260105`"),
    ] {
        assert_refused::<Course>(&course(date), &format!("{found}, {expected}"));
    }
    // As it is printed, and not otherwise, though the calendar's own reader takes all of these.
    for date in [
        "26-01-05",
        "2026-1-5",
        "2026 - 1 - 5",
        "2026 -1 -5",
        " 2026-01-05",
        "2026-01-05 ",
        "+2026-01-05",
        "+02026-01-05",
        "-0000-01-05",
        "+010000-01-05",
        "+10000-1-5",
    ] {
        assert!(date.trim().parse::<NaiveDate>().is_ok(), "{date}");
        let refused = format!("invalid value: string {date:?}, {expected}");
        assert_refused::<Course>(&course(&format!("{date:?}")), &refused);
        let source = format!(r#"{{"document":"a label","status":"label-text","read":{date:?}}}"#);
        let refused = refused.replace("first_dose", "read");
        assert_refused::<Source>(&source, &refused);
    }
    for date in ["0000-01-05", "9999-12-31", "-0001-01-05", "+10000-01-05", "+262142-12-31"] {
        let read = from_str::<Course>(&course(&format!("{date:?}"))).expect(date);
        assert_eq!(to_string(&read).expect("serialises"), course(&format!("{date:?}")));
    }
    assert_refused::<Course>(
        &course("null"),
        "a course begins with either `first_dose` or `after_dose`, found neither",
    );
}

#[test]
#[cfg(feature = "catalog")]
fn endpoints_and_trials() {
    assert_json(
        &Endpoint::alsfrs_r(),
        r#"{"name":"ALSFRS-R total","matrix":"clinical function","unit":"points","range":[0,48],"benefit":"higher","reported_as":"difference"}"#,
    );
    for trial in aso_regimen::catalog::tofersen::trials() {
        for outcome in trial.outcomes() {
            let json = to_string(outcome).expect("serialises");
            assert_eq!(
                &from_str::<aso_regimen::evidence::result::ReportedOutcome>(&json)
                    .expect("reads back"),
                outcome
            );
        }
        for contrast in trial.contrasts() {
            let json = to_string(contrast).expect("serialises");
            assert_eq!(
                &from_str::<aso_regimen::evidence::result::Contrast>(&json).expect("reads back"),
                contrast
            );
        }
        assert!(to_string(&trial).expect("serialises").contains(&trial.registration().to_string()));
    }
}

#[test]
fn what_is_no_value_is_refused() {
    assert_refused::<Mass>(
        "100",
        "invalid type: integer `100`, expected a mass such as \"100 mg\"",
    );
    assert_refused::<Mass>(
        r#""100""#,
        "expected one of the units mg, µg, mcg, ug, g after the number at character 4, found the end",
    );
    assert_refused::<BodyWeight>(
        r#""0 kg""#,
        "expected more than 0 kg and at most 1000 kg at character 1, found \"0 kg\"",
    );
    assert_refused::<Interval>("14", "invalid type: integer `14`, expected an interval");
    assert_refused::<Interval>(
        r#""0d""#,
        "expected at least 1 and at most 4294967295 days or months at character 1, found \"0d\"",
    );
    assert_refused::<StudyDay>("0", "there is no study day 0");
    assert_refused::<StudyDay>("9000000000", "study day 9000000000, expected one from");
    assert_refused::<Window>(
        r#""3d""#,
        "expected a window such as -3d/+5d with at most 65535 days on a side at character 1, found \"3d\"",
    );
    assert_refused::<Route>(
        r#""PO""#,
        "expected a route: IT, IV, SC, IVT, or another in double quotes at character 1, found \"PO\"",
    );
    assert_refused::<Amount>(
        r#""0 mg""#,
        "a dose of 0 mg, expected more than 0 mg, at character 1",
    );
    assert_refused::<Dose>(
        r#"{"amount":"0 mg","route":"IT"}"#,
        "a dose of 0 mg, expected more than 0 mg",
    );
    assert_refused::<Dose>(
        r#"{"amount":"5 mg","route":"SC","withdrawn":"1 mL"}"#,
        "cerebrospinal fluid is withdrawn before a dose by route SC",
    );
    assert_refused::<Dose>(
        r#"{"amount":"5 mg","route":"SC","colour":"red"}"#,
        "unknown field `colour`",
    );
    assert_refused::<Dose>(r#"{"route":"SC"}"#, "missing field `amount`");
    for (minutes, because) in [
        ("[3,1]", "given over 3-1 min"),
        ("[0,1]", "given over 0-1 min"),
        ("[1]", "invalid length 1"),
        ("[1,2,3]", "trailing characters"),
        ("[-1,3]", "invalid value: integer `-1`"),
        ("[1,65536]", "invalid value: integer `65536`"),
        ("[1.5,3]", "invalid type: floating point `1.5`"),
    ] {
        let json = format!(r#"{{"amount":"5 mg","route":"SC","minutes":{minutes}}}"#);
        assert_refused::<Dose>(&json, because);
    }
    assert_refused::<Amount>(
        r#""[<20 kg: 6 mg; <10 kg: 3 mg]""#,
        "the weight band below 10 kg follows the band below 20 kg, expected rising limits of weight bands, at character 16",
    );
    assert_refused::<Endpoint>(
        r#"{"name":" ","matrix":"","unit":"","benefit":"higher","reported_as":"difference"}"#,
        "an endpoint without a name",
    );
    assert_refused::<Endpoint>(
        r#"{"name":"x","matrix":"","unit":"","range":[48,0],"benefit":"higher","reported_as":"difference"}"#,
        "an endpoint from 48 to 0",
    );
}

/// A lost or doubled member is never a treatment without an end.
#[test]
fn a_phase_has_exactly_one_extent() {
    let refused = |extent: &str, found: &str| {
        let phase = r#"{"role":"maintenance","dose":"5 mg SC","every":"7d""#;
        let error = from_str::<Regimen>(&format!(r#"{{"phases":[{phase}{extent}}}]}}"#));
        let error = error.expect_err(extent).to_string();
        let message = format!(
            r#"a phase {found}, expected exactly one of `"doses": 3`, `"for": "3mo"` and `"open_ended": true`"#
        );
        let place = error.strip_prefix(&message);
        assert!(
            place.is_some_and(|place| place.starts_with(" at line 1 column ")),
            "{extent}: {error}"
        );
    };
    refused("", "without its extent");
    for extent in [r#","doses":null"#, r#","for":null"#, r#","open_ended":null"#] {
        refused(extent, "with null for its extent");
        let beside = format!(r#"{extent},"window":"-1d/+1d""#);
        refused(&beside, "with null for its extent");
    }
    refused(r#","doses":3,"for":null"#, "with null for its extent");
    refused(r#","open_ended":true,"doses":null"#, "with null for its extent");
    for extent in [r#","open_ended":false"#, r#","doses":3,"open_ended":false"#] {
        refused(extent, "with `\"open_ended\": false`");
    }
    for extent in [
        r#","doses":3,"for":"3mo""#,
        r#","doses":3,"open_ended":true"#,
        r#","for":"3mo","open_ended":true"#,
        r#","doses":3,"for":"3mo","open_ended":true"#,
    ] {
        refused(extent, "with more than one extent");
    }
}

#[test]
fn what_is_no_regimen_is_refused() {
    let phase =
        r#"{"role":"loading","dose":{"amount":"5 mg","route":"SC"},"every":"7d","doses":3}"#;
    let with = |from: &str, to: &str| format!(r#"{{"phases":[{}]}}"#, phase.replace(from, to));
    assert_refused::<Regimen>(r#"{"phases":[]}"#, "a regimen without a phase");
    assert_refused::<Regimen>(&with(r#""doses":3"#, r#""doses":0"#), "phase 1 has 0 doses");
    assert_refused::<Regimen>(
        &with(r#""every":"7d","#, ""),
        "phase 1 has more than one dose and no interval",
    );
    assert_refused::<Regimen>(
        &with(r#""doses":3"#, r#""doses":3,"after":"3d""#),
        "phase 1 begins after 3d",
    );
    assert_refused::<Regimen>(
        &with(r#""doses":3"#, r#""doses":3,"dosis":3"#),
        "unknown field `dosis`",
    );
    assert_refused::<Regimen>(
        &with("loading", "loadin"),
        "expected a role: loading, maintenance, titration or single at character 1, found \"loadin\"",
    );
    assert_refused::<Regimen>(
        &format!(r#"{{"phases":[{phase}],"name":"tofersen"}}"#),
        "unknown field `name`",
    );
    assert_refused::<Regimen>(
        &with(r#""every""#, r#""every":"7d","every""#),
        "duplicate field `every`",
    );
    assert_refused::<Regimen>(
        &with(r#""doses":3"#, r#""doses":4294967296"#),
        "invalid value: integer `4294967296`",
    );
    assert_refused::<Regimen>(
        &with(r#""7d""#, r#""7""#),
        "expected the unit d, w or mo right after the number at character 2, found the end",
    );
    assert_refused::<Regimen>(
        &with(r#""doses":3"#, r#""doses":3,"window":"-3d/+4d""#),
        "the windows of dose 1 of phase 1 and dose 2 of phase 1 overlap",
    );
    let endless = phase.replace(r#""doses":3"#, r#""open_ended":true"#);
    assert_refused::<Regimen>(
        &format!(r#"{{"phases":[{endless}]}}"#),
        "phase 1 is loading without an end, expected an end such as x3, or another role than loading",
    );
    assert_refused::<Regimen>(
        &format!(r#"{{"phases":[{}]}}"#, phase.replace("loading", "single")),
        "phase 1 is a single dose and has more than one, expected x1, or another role than single",
    );
    let endless = endless.replace("loading", "maintenance");
    assert_refused::<Regimen>(
        &format!(r#"{{"phases":[{endless},{phase}]}}"#),
        "phase 2 cannot follow a phase without an end, expected an end of the phase before, such as x3",
    );
    let once = phase.replace(r#""every":"7d","doses":3"#, r#""doses":1"#);
    assert_refused::<Regimen>(
        &format!(r#"{{"phases":[{phase},{once}]}}"#),
        "phase 2 does not say how long after the phase before it begins",
    );
    assert_refused::<Regimen>(
        r#""5 mg SC q7""#,
        "expected the unit d, w or mo right after the number at character 11, found the end",
    );
    for json in ["7", "null", "[]"] {
        let error = from_str::<Regimen>(json).expect_err("neither").to_string();
        let expected =
            "expected a regimen such as \"100 mg IT q14d x3, then q28d\", or an object of phases";
        assert!(error.contains(expected), "{error}");
        let error = from_str::<Dose>(json).expect_err("neither").to_string();
        let expected =
            "expected a dose such as \"100 mg IT\", or an object with its amount and route";
        assert!(error.contains(expected), "{error}");
    }
    assert_refused::<Regimen>(
        &with(r#""doses":3"#, r#""doses":-3"#),
        "invalid value: integer `-3`",
    );
    assert_refused::<TimeRule>(
        r#"{"measure":"past-planned","bands":[]}"#,
        "a rule by time without a band",
    );
    assert_refused::<Action>(
        r#"{"add-doses":{"doses":0,"every":"14d"}}"#,
        "invalid value: integer `0`",
    );
}
