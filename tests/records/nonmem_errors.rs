//! Every refusal with its text.

use aso_regimen::interchange::nonmem::{
    Dataset, DoseEvent, Event, EventRecord, Format, InfusionRate, ItemName, NonmemReadError,
    NumberError, Problem, RecordError, RecordSubject, RecordTime, TimeUnit,
};
use aso_regimen::{Mass, Route};

use crate::{chain, date, regimen};

const NAMES: &str = "ID,TIME,AMT,RATE,EVID,CMT,ADDL,II,MDV,DV";

#[track_caller]
fn refused(file: &str, expected: &str) {
    match Format::new(TimeUnit::Days).read(file.as_bytes()) {
        Ok(data) => panic!("{file:?} was read as {data:?}"),
        Err(error) => assert_eq!(chain(&error), expected, "{file}"),
    }
}

/// A second line of data that cannot be.
#[track_caller]
fn line_refused(line: &str, expected: &str) {
    refused(
        &format!("{NAMES}\n1,0,100,0,1,1,0,0,1,.\n{line}\n"),
        expected,
    );
}

#[test]
fn names() {
    refused("", "no column ID, expected at least ID, TIME, AMT, EVID");
    refused(
        "ID,TIME,EVID\n",
        "no column AMT, expected at least ID, TIME, AMT, EVID",
    );
    refused(
        "ID,TIME,AMT,EVID,TIME\n",
        "the column TIME comes twice, expected every name once",
    );
    refused(
        "ID,TIME,AMT,EVID,SS\n",
        "the column \"SS\" is none of ID, TIME, AMT, RATE, EVID, CMT, ADDL, II, MDV, DV and not among the \
         ignored ones",
    );
    let twice = Format::new(TimeUnit::Days)
        .ignoring("WT")
        .read("ID,WT,TIME,AMT,EVID,WT\n".as_bytes());
    assert_eq!(
        twice.expect_err("twice").to_string(),
        "the column WT comes twice, expected every name once"
    );
}

#[test]
fn numbers() {
    for (line, expected) in [
        (
            "1,1,-5,0,1,1,0,0,1,.",
            "line 3, column AMT: expected a number that is not negative, found \"-5\"",
        ),
        (
            "1,1,NaN,0,1,1,0,0,1,.",
            "line 3, column AMT: expected a number such as 100 or 0.5, found \"NaN\"",
        ),
        (
            "1,1,inf,0,1,1,0,0,1,.",
            "line 3, column AMT: expected a number such as 100 or 0.5, found \"inf\"",
        ),
        (
            "1,1,1e2,0,1,1,0,0,1,.",
            "line 3, column AMT: expected a number such as 100 or 0.5, found \"1e2\"",
        ),
        (
            "1,1,.,0,1,1,0,0,1,.",
            "line 3, column AMT: a value is missing, found \".\"",
        ),
        (
            "1,1,0,0,1,1,0,0,1,.",
            "line 3, column AMT: expected more than 0 in a dose record, found \"0\"",
        ),
        (
            "1,1,0.0001,0,1,1,0,0,1,.",
            "line 3, column AMT: expected at most 3 decimals, found \"0.0001\"",
        ),
        (
            "1,1,99999999999999999999,0,1,1,0,0,1,.",
            "line 3, column AMT: the number is too large, found \"99999999999999999999\"",
        ),
        (
            "1,-1,100,0,1,1,0,0,1,.",
            "line 3, column TIME: expected a number that is not negative, found \"-1\"",
        ),
        (
            "1,12:30,100,0,1,1,0,0,1,.",
            "line 3, column TIME: expected a number such as 100 or 0.5, found \"12:30\"",
        ),
        (
            "1,1.2.3,100,0,1,1,0,0,1,.",
            "line 3, column TIME: expected a number such as 100 or 0.5, found \"1.2.3\"",
        ),
        (
            "1,10000000000,100,0,1,1,0,0,1,.",
            "line 3, column TIME: the number is too large, found \"10000000000\"",
        ),
        (
            "1.5,1,100,0,1,1,0,0,1,.",
            "line 3, column ID: expected at most 0 decimals, found \"1.5\"",
        ),
        (
            "4294967296,1,100,0,1,1,0,0,1,.",
            "line 3, column ID: the number is too large, found \"4294967296\"",
        ),
        (
            "1,1,100,0,1,-1,0,0,1,.",
            "line 3, column CMT: expected a number that is not negative, found \"-1\"",
        ),
        (
            "1,1,.,.,0,1,.,.,0,NaN",
            "line 3, column DV: expected a finite number, found \"NaN\"",
        ),
        (
            "1,1,.,.,0,1,.,.,0,1e999",
            "line 3, column DV: expected a finite number, found \"1e999\"",
        ),
    ] {
        line_refused(line, expected);
    }
}

#[test]
fn events() {
    for (line, expected) in [
        (
            "1,1,.,.,3,1,.,.,1,.",
            "line 3, column EVID: expected 0 for an observation or 1 for a dose, found \"3\"",
        ),
        (
            "1,1,100,0,4,1,2,14,1,.",
            "line 3, column EVID: expected 0 for an observation or 1 for a dose, found \"4\"",
        ),
        (
            "1,1,100,0,.,1,2,14,1,.",
            "line 3, column EVID: expected 0 for an observation or 1 for a dose, found \".\"",
        ),
        (
            "1,1,100,-2,1,1,0,0,1,.",
            "line 3, column RATE: expected a rate, or 0 for a dose given at once; -1 and -2 leave it to the \
             model, found \"-2\"",
        ),
        (
            "1,1,100,0,1,1,2,.,1,.",
            "line 3, column II: expected more than 0 where ADDL is, found \".\"",
        ),
        (
            "1,1,100,0,1,1,0,14,1,.",
            "line 3, column ADDL: expected more than 0 where II is, found \"0\"",
        ),
        (
            "1,1,100,0,1,1,-1,14,1,.",
            "line 3, column ADDL: expected a number that is not negative, found \"-1\"",
        ),
        (
            "1,1,100,0,1,1,2,-14,1,.",
            "line 3, column II: expected a number that is not negative, found \"-14\"",
        ),
        (
            "1,1,100,0,1,1,0,0,0,.",
            "line 3, column MDV: expected 1 in a dose record, found \"0\"",
        ),
        (
            "1,1,100,0,1,1,0,0,1,5",
            "line 3, column DV: expected nothing in a dose record, found \"5\"",
        ),
        (
            "1,1,100,.,0,1,.,.,0,5",
            "line 3, column AMT: expected nothing in an observation record, found \"100\"",
        ),
        (
            "1,1,.,.,0,1,2,14,0,5",
            "line 3, column ADDL: expected nothing in an observation record, found \"2\"",
        ),
        (
            "1,1,.,.,0,1,.,.,1,5",
            "line 3, column MDV: expected 0 with an observed value and 1 without, found \"1\"",
        ),
        (
            "1,1,.,.,0,1,.,.,0,.",
            "line 3, column MDV: expected 0 with an observed value and 1 without, found \"0\"",
        ),
        (
            "1,1,.,.,0,1,.,.,2,5",
            "line 3, column MDV: expected 0 or 1, found \"2\"",
        ),
    ] {
        line_refused(line, expected);
    }
}

#[test]
fn lines() {
    line_refused("1,1,100", "line 3 has 3 fields, expected 10");
    refused(
        "ID,TIME,AMT,EVID\n1,14,100,1\n\n1,0,100,1\n",
        "line 4: subject 1 is at 0 d after 14 d, expected rising times",
    );
    refused(
        "ID,TIME,AMT,EVID\r\n1,0,100,1\r\n1,14,-1,1\r\n",
        "line 3, column AMT: expected a number that is not negative, found \"-1\"",
    );
    refused(
        "ID,TIME,AMT,EVID\n1,0,100,1\n2,0,100,1\n1,14,100,1\n",
        "line 4: subject 1 comes again after another one, expected its records together",
    );
    refused(
        "ID,TIME,AMT,EVID,ADDL,II\n1,0,100,1,4000000000,7000000\n",
        "line 2 is no event record: 4000000000 additional doses every 7000000 d after 0 d are past the \
         largest time",
    );
    let mut bytes = b"ID,TIME,AMT,EVID\n1,0,".to_vec();
    bytes.extend([0xff, b',', b'1', b'\n']);
    let error = Format::new(TimeUnit::Days).read(&bytes[..]);
    assert_eq!(
        error.expect_err("no text").to_string(),
        "line 2, column AMT: expected text in UTF-8, found \"\u{fffd}\""
    );
}

#[test]
fn errors_are_typed() {
    let file = "ID,TIME,AMT,EVID\n1,0,-1,1\n";
    let error = Format::new(TimeUnit::Days).read(file.as_bytes());
    assert!(matches!(
        error,
        Err(NonmemReadError::Field {
            line: 2,
            column: ItemName::Amt,
            problem: Problem::Number(NumberError::Negative),
            ..
        })
    ));
    assert!(matches!(
        EventRecord::new(1, RecordTime::ZERO, Some(f64::INFINITY)),
        Err(RecordError::NotFinite(_))
    ));
}

#[test]
fn records() {
    let text = |error: RecordError| error.to_string();
    assert_eq!(
        text(DoseEvent::new(Mass::ZERO).expect_err("nothing")),
        "a dose record of 0 mg, expected more"
    );
    let dose = DoseEvent::new(Mass::mg(1)).expect("a dose");
    assert_eq!(
        text(dose.repeated(2, RecordTime::ZERO).expect_err("no time")),
        "2 additional doses 0 days apart, expected a longer interval"
    );
    assert_eq!(
        text(EventRecord::new(1, RecordTime::ZERO, Some(f64::NAN)).expect_err("NaN")),
        "an observed value of NaN, expected a finite number"
    );
}

#[test]
fn subjects() {
    let first = date("2026-01-05");
    let weekly = regimen("2 mg/kg SC q1w x3");
    let plan = weekly.starting(first);
    let refused = |subject: RecordSubject| {
        let error = subject.planned(&plan, date("2026-12-31"));
        chain(&error.expect_err("no records"))
    };
    assert_eq!(
        refused(RecordSubject::new(1, first)),
        "the dose on 2026-01-05 has no mass: the amount depends on body weight and none is known, expected one such as 70 kg"
    );
    assert_eq!(
        refused(
            RecordSubject::new(1, date("2026-01-06")).weighing(aso_regimen::BodyWeight::kg(70))
        ),
        "a dose on 2026-01-05 is before time 0 on 2026-01-06"
    );
}

#[test]
fn writing() {
    let dose = DoseEvent::new(Mass::mg(100)).expect("a dose");
    let slow = dose.at_rate(InfusionRate::nanograms_per_day(1));
    let at = |time, dose| Dataset::new([EventRecord::new(1, time, dose).expect("a record")]);
    let refused = |format: &Format, data: &Dataset| {
        format
            .to_csv(data)
            .expect_err("cannot be written")
            .to_string()
    };
    let (days, hours) = (Format::new(TimeUnit::Days), Format::new(TimeUnit::Hours));
    assert_eq!(
        refused(&days, &at(RecordTime::hours(1), dose)),
        "the TIME of record 1 is not a decimal number of days, expected hours"
    );
    assert_eq!(
        refused(&hours, &at(RecordTime::ZERO, slow)),
        "the RATE of record 1 is not a decimal number per hour, expected days"
    );
    let needed = [ItemName::Id, ItemName::Time, ItemName::Amt, ItemName::Evid];
    let few = days.clone().with_columns(needed).expect("columns");
    let repeated = dose.repeated(1, RecordTime::days(1)).expect("apart");
    assert_eq!(
        refused(&few, &at(RecordTime::ZERO, repeated)),
        "record 1 needs the column ADDL, which is left out"
    );
    assert_eq!(
        refused(&few, &at(RecordTime::ZERO, slow)),
        "record 1 needs the column RATE, which is left out"
    );
    let measured =
        EventRecord::new(1, RecordTime::ZERO, Event::Observation(Some(12.5))).expect("a record");
    assert_eq!(
        refused(&few, &Dataset::new([measured])),
        "record 1 needs the column DV, which is left out"
    );
    let elsewhere = EventRecord::new(1, RecordTime::ZERO, dose)
        .expect("a record")
        .in_compartment(2);
    assert_eq!(
        refused(&few, &Dataset::new([elsewhere])),
        "record 1 needs the column CMT, which is left out"
    );
    assert_eq!(
        days.clone()
            .with_columns(needed[1..].to_vec())
            .expect_err("no ID")
            .to_string(),
        "no column ID, expected at least ID, TIME, AMT, EVID"
    );
    assert_eq!(
        days.with_columns([ItemName::Id, ItemName::Id])
            .expect_err("twice")
            .to_string(),
        "the column ID comes twice"
    );
}

#[test]
fn no_regimen() {
    let refused = |lines: &str, expected: &str| {
        let file = format!("ID,TIME,AMT,EVID,CMT,RATE,ADDL,II\n{lines}");
        let data = Format::new(TimeUnit::Days).read(file.as_bytes());
        let error = data.expect("records").regimen(1, Route::Intrathecal);
        assert_eq!(chain(&error.expect_err("no regimen")), expected, "{lines}");
    };
    refused("2,0,100,1,1,0,0,0\n", "subject 1 has no dose record");
    refused(
        "1,0,100,1,1,0,0,0\n1,0.5,50,1,1,0,0,0\n",
        "subject 1 has doses 12 h apart, expected whole days",
    );
    refused(
        "1,0,100,1,1,0,0,0\n1,0,50,1,1,0,0,0\n",
        "subject 1 has a dose record at 0 d, before or with the last dose of the record before, expected \
         one dose after the other",
    );
    refused(
        "1,0,100,1,1,0,9,14\n1,7,50,1,1,0,0,0\n",
        "subject 1 has a dose record at 7 d, before or with the last dose of the record before, expected \
         one dose after the other",
    );
    refused(
        "1,0,100,1,1,0,0,0\n1,7,100,1,2,0,0,0\n",
        "subject 1 is dosed in the compartments 1 and 2, expected one",
    );
    refused(
        "1,0,100,1,1,99.999999,0,0\n",
        "the infusion of subject 1 at 0 d does not take 1 to 65535 whole minutes",
    );
    refused(
        "1,0,100,1,1,0,4294967295,1\n",
        "subject 1 has more than 4294967295 doses in one record",
    );
}
