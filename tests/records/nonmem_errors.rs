//! Every refusal with its text.

use aso_regimen::interchange::nonmem::{
    DoseEvent, EventDataset, EventRecord, InfusionRate, ItemName, RecordFormat, RecordTime,
    RecordedEvent, SubjectRecords, TimeUnit,
};
use aso_regimen::interchange::{FileError, FormatError};
use aso_regimen::{Mass, Route};

use crate::{date, regimen};

const NAMES: &str = "ID,TIME,AMT,RATE,EVID,CMT,ADDL,II,MDV,DV";

#[track_caller]
fn refused(file: &str, expected: &str) {
    match RecordFormat::new(TimeUnit::Days).read(file.as_bytes()) {
        Ok(data) => panic!("{file:?} was read as {data:?}"),
        Err(error) => assert_eq!(error.to_string(), expected, "{file}"),
    }
}

/// A second line of data that cannot be.
#[track_caller]
fn line_refused(line: &str, expected: &str) {
    refused(&format!("{NAMES}\n1,0,100,0,1,1,0,0,1,.\n{line}\n"), expected);
}

#[test]
fn names() {
    let expected =
        "header line: expected the names of data items, separated by commas, tabs or blanks, found";
    for empty in ["", "\n \n", "# nothing\n"] {
        refused(empty, &format!("{expected} the end of the file"));
    }
    for other in [';', '|'] {
        refused(
            &format!("ID{other}TIME{other}AMT\n"),
            &format!("{expected} {other:?} between them"),
        );
        refused(
            &format!("ID{other} TIME{other} AMT\n"),
            &format!("{expected} {other:?} between them"),
        );
    }
    refused("ID,TIME,EVID\n", "header line: expected ID, TIME and AMT, found no AMT");
    refused(
        "ID,TIME,AMT,EVID,TIME\n",
        "header line: expected every name once, found \"TIME\" twice",
    );
    refused("id,time,amt,Time\n", "header line: expected every name once, found \"Time\" twice");
    refused(
        "ID,TIME,AMT,EVID,WT,AGE,\"arm, as randomised\"\n",
        "header line: expected NONMEM data items (ID, TIME, AMT, RATE, EVID, CMT, SS, ADDL, II, MDV, DV, DATE), \
         or columns for `ignoring` or `taking_covariates`, found \"WT\", \"AGE\", \"arm, as randomised\"",
    );
    let twice = RecordFormat::new(TimeUnit::Days)
        .ignoring("WT")
        .read("ID,WT,TIME,AMT,EVID,WT\n".as_bytes());
    assert_eq!(
        twice.expect_err("twice").to_string(),
        "header line: expected every name once, found \"WT\" twice"
    );
}

#[test]
fn numbers() {
    for (line, expected) in [
        (
            "1,1,-5,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected a number that is not negative, found \"-5\"",
        ),
        (
            "1,1,NaN,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected a number such as 100 or 0.5, found \"NaN\"",
        ),
        (
            "1,1,inf,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected a number such as 100 or 0.5, found \"inf\"",
        ),
        (
            "1,1,1e,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected a number such as 100 or 0.5, found \"1e\"",
        ),
        (
            "1,1,1+2,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected a number such as 100 or 0.5, found \"1+2\"",
        ),
        (
            "1,1,1e99999999999999999999,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected a smaller number, found \"1e99999999999999999999\"",
        ),
        (
            "1,1,1e-4,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected at most 3 decimals, found \"1e-4\"",
        ),
        ("1,1,.,0,1,1,0,0,1,.", "record 2 (line 3), column AMT: expected a value, found \".\""),
        (
            "1,1,0,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected more than 0 in a dose record, found \"0\"",
        ),
        (
            "1,1,0.0001,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected at most 3 decimals, found \"0.0001\"",
        ),
        (
            "1,1,99999999999999999999,0,1,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected a smaller number, found \"99999999999999999999\"",
        ),
        (
            "1,-1,100,0,1,1,0,0,1,.",
            "record 2 (line 3), column TIME: expected a number that is not negative, found \"-1\"",
        ),
        (
            "1,12:30,100,0,1,1,0,0,1,.",
            "record 2 (line 3), column TIME: expected a number such as 100 or 0.5, found \"12:30\"",
        ),
        (
            "1,1.2.3,100,0,1,1,0,0,1,.",
            "record 2 (line 3), column TIME: expected a number such as 100 or 0.5, found \"1.2.3\"",
        ),
        (
            "1,10000000000,100,0,1,1,0,0,1,.",
            "record 2 (line 3), column TIME: expected a smaller number, found \"10000000000\"",
        ),
        (
            "1.5,1,100,0,1,1,0,0,1,.",
            "record 2 (line 3), column ID: expected a whole number, found \"1.5\"",
        ),
        (
            "4294967296,1,100,0,1,1,0,0,1,.",
            "record 2 (line 3), column ID: expected a smaller number, found \"4294967296\"",
        ),
        (
            "1,1,100,0,1,-1,0,0,1,.",
            "record 2 (line 3), column CMT: expected a number that is not negative, found \"-1\"",
        ),
        (
            "1,1,.,.,0,1,.,.,0,NaN",
            "record 2 (line 3), column DV: expected a finite number, found \"NaN\"",
        ),
        (
            "1,1,.,.,0,1,.,.,0,1e999",
            "record 2 (line 3), column DV: expected a finite number, found \"1e999\"",
        ),
    ] {
        line_refused(line, expected);
    }
}

#[test]
fn events() {
    for (line, expected) in [
        (
            "1,1,.,.,5,1,.,.,1,.",
            "record 2 (line 3), column EVID: expected 0 for an observation, 1 for a dose, 2 for another event, 3 for a \
             reset or 4 for a reset and a dose, found \"5\"",
        ),
        (
            "1,1,100,0,3,1,0,0,1,.",
            "record 2 (line 3), column AMT: expected nothing in a record of EVID 2 or 3, found \"100\"",
        ),
        (
            "1,1,100,0,.,1,2,14,1,.",
            "record 2 (line 3), column AMT: expected nothing in an observation record, found \"100\"",
        ),
        ("1,1,.,.,4,1,.,.,1,.", "record 2 (line 3), column AMT: expected a value, found \".\""),
        (
            "1,1,100,-2,1,1,0,0,1,.",
            "record 2 (line 3), column RATE: expected a rate, or 0 for a bolus; -1 and -2 (estimated by the \
             model) are not read, found \"-2\"",
        ),
        (
            "1,1,100,0,1,1,2,.,1,.",
            "record 2 (line 3), column II: expected an interval above 0, as ADDL is above 0, found \".\"",
        ),
        (
            "1,1,100,0,1,1,0,14,1,.",
            "record 2 (line 3), column ADDL: expected additional doses or a steady state (SS), as II is above 0, found \"0\"",
        ),
        (
            "1,1,100,0,1,1,-1,14,1,.",
            "record 2 (line 3), column ADDL: expected a number that is not negative, found \"-1\"",
        ),
        (
            "1,1,100,0,1,1,2,-14,1,.",
            "record 2 (line 3), column II: expected a number that is not negative, found \"-14\"",
        ),
        (
            "1,1,100,0,1,1,0,0,0,.",
            "record 2 (line 3), column MDV: expected 1 in a record that is no observation, found \"0\"",
        ),
        (
            "1,1,100,.,0,1,.,.,0,5",
            "record 2 (line 3), column AMT: expected nothing in an observation record, found \"100\"",
        ),
        (
            "1,1,.,.,0,1,2,14,0,5",
            "record 2 (line 3), column ADDL: expected nothing in an observation record, found \"2\"",
        ),
        (
            "1,1,.,.,0,1,.,.,0,.",
            "record 2 (line 3), column MDV: expected 1 without an observed value, found \"0\"",
        ),
        ("1,1,.,.,0,1,.,.,2,5", "record 2 (line 3), column MDV: expected 0 or 1, found \"2\""),
    ] {
        line_refused(line, expected);
    }
}

#[test]
fn lines() {
    line_refused("1,1,100", "record 2 (line 3): expected 10 fields, found 3");
    refused(
        "ID,TIME,AMT,EVID\n1,14,100,1\n\n1,0,100,1\n",
        "record 2 (line 4): expected rising times, found subject 1 at 0 d after 14 d",
    );
    refused(
        "ID,TIME,AMT,EVID\r\n1,0,100,1\r\n1,14,-1,1\r\n",
        "record 2 (line 3), column AMT: expected a number that is not negative, found \"-1\"",
    );
    refused(
        "ID,TIME,AMT,EVID\n1,0,100,1\n2,0,100,1\n1,14,100,1\n",
        "record 3 (line 4): expected the records of subject 1 together, found another subject between",
    );
    refused(
        "ID,TIME,AMT,EVID,ADDL,II\n1,0,100,1,4000000000,7000000\n",
        "record 1 (line 2): expected the last dose by 184467440737.09551615 h, found 4000000000 additional doses \
         every 7000000 d after 0 d",
    );
    let mut bytes = b"ID,TIME,AMT,EVID\n1,0,".to_vec();
    bytes.extend([0xff, b',', b'1', b'\n']);
    let error = RecordFormat::new(TimeUnit::Days).read(&bytes[..]);
    assert_eq!(
        error.expect_err("no text").to_string(),
        "record 1 (line 2), column AMT: expected a number such as 100 or 0.5, found \"\u{fffd}\""
    );
}

#[test]
fn errors_have_their_place() {
    let file = "ID,TIME,AMT,EVID\n1,0,-1,1\n";
    let error = RecordFormat::new(TimeUnit::Days).read(file.as_bytes());
    let Err(FileError::Format(error)) = error else {
        panic!("expected a fault of the format, found {error:?}")
    };
    assert_eq!(error.place(), "record 1 (line 2), column AMT");
    assert_eq!(error.problem(), "expected a number that is not negative, found \"-1\"");
    let error = EventRecord::new(1, RecordTime::ZERO, Some(f64::INFINITY)).unwrap_err();
    assert_eq!(
        (error.place(), error.problem()),
        ("", "expected a finite observed value, found inf")
    );
}

/// An error is a line, however long what is wrong, and has no cause to look into.
#[test]
fn an_error_is_short_and_stands_alone() {
    let long = "x".repeat(1_000_000);
    let names = format!("ID,TIME,AMT,EVID,{long}\n");
    let twice = format!("{long},ID,TIME,AMT,EVID,{long}\n");
    let field = format!("ID,TIME,AMT,EVID\n1,0,{long},1\n");
    for file in [names, twice, field] {
        let format = RecordFormat::new(TimeUnit::Days).ignoring(if file.starts_with('x') {
            &*long
        } else {
            ""
        });
        let error = format.read(file.as_bytes()).expect_err("refused");
        let text = error.to_string();
        assert!(text.len() < 250, "{} characters", text.len());
        assert!(std::error::Error::source(&error).is_none());
        assert_eq!(format!("{error:?}"), text);
    }
}

/// What the system says of an output that fails is the cause.
#[test]
fn an_output_that_fails() {
    let format = RecordFormat::new(TimeUnit::Days);
    let error = format.write(&EventDataset::default(), &mut [][..]).expect_err("no room");
    assert_eq!(
        error.to_string(),
        "output: expected the records to be written, found failed to write whole buffer"
    );
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn records() {
    let text = |error: FormatError| error.to_string();
    assert_eq!(
        text(DoseEvent::new(Mass::ZERO).expect_err("nothing")),
        "expected a dose of more than 0 mg, found 0 mg"
    );
    let dose = DoseEvent::new(Mass::mg(1)).expect("a dose");
    assert_eq!(
        text(dose.repeated(2, RecordTime::ZERO).expect_err("no time")),
        "expected an interval of more than 0, found 2 additional doses 0 days apart"
    );
    let day = RecordTime::days(1);
    let repeated = dose.repeated(2, day).and_then(|dose| dose.at_steady_state(day, false));
    let steady = dose.at_steady_state(day, false).and_then(|dose| dose.repeated(2, day));
    for both in [repeated, steady] {
        let expected = "expected additional doses (ADDL) or steady state (SS), as programs differ in what the two \
                        mean together, found both in one record";
        assert_eq!(text(both.expect_err("both")), expected);
    }
    assert_eq!(
        text(EventRecord::new(1, RecordTime::ZERO, Some(f64::NAN)).expect_err("NaN")),
        "expected a finite observed value, found NaN"
    );
}

#[test]
fn subjects() {
    let first = date("2026-01-05");
    let weekly = regimen("2 mg/kg SC q1w x3");
    let plan = weekly.starting(first);
    let refused = |subject: SubjectRecords| {
        let error = subject.planned(&plan, date("2026-12-31"));
        error.expect_err("no records").to_string()
    };
    assert_eq!(
        refused(SubjectRecords::new(1, first)),
        "dose on 2026-01-05: the amount depends on body weight and none is known, expected one such as 70 kg"
    );
    assert_eq!(
        refused(
            SubjectRecords::new(1, date("2026-01-06")).weighing(aso_regimen::BodyWeight::kg(70))
        ),
        "dose on 2026-01-05: expected 2026-01-06, the date of time 0, or later"
    );
}

#[test]
fn writing() {
    let dose = DoseEvent::new(Mass::mg(100)).expect("a dose");
    let slow = dose.at_rate(InfusionRate::nanograms_per_day(1));
    let at = |time, dose| EventDataset::new([EventRecord::new(1, time, dose).expect("a record")]);
    let refused = |format: &RecordFormat, data: &EventDataset| {
        format.to_csv(data).expect_err("cannot be written").to_string()
    };
    let (days, hours) = (RecordFormat::new(TimeUnit::Days), RecordFormat::new(TimeUnit::Hours));
    assert_eq!(
        refused(&days, &at(RecordTime::hours(1), dose)),
        "record 1, column TIME: expected a decimal number in days, found 1 h"
    );
    assert_eq!(
        refused(&hours, &at(RecordTime::ZERO, slow)),
        "record 1, column RATE: expected a decimal number in hours, found 1 ng per day"
    );
    let needed = [ItemName::Id, ItemName::Time, ItemName::Amt, ItemName::Evid];
    let few = days.clone().with_columns(needed).expect("columns");
    let repeated = dose.repeated(1, RecordTime::days(1)).expect("apart");
    assert_eq!(
        refused(&few, &at(RecordTime::ZERO, repeated)),
        "record 1, column ADDL: expected among the columns to write, found left out"
    );
    assert_eq!(
        refused(&few, &at(RecordTime::ZERO, slow)),
        "record 1, column RATE: expected among the columns to write, found left out"
    );
    let measured = EventRecord::new(1, RecordTime::ZERO, RecordedEvent::Observation(Some(12.5)))
        .expect("a record");
    assert_eq!(
        refused(&few, &EventDataset::new([measured])),
        "record 1, column DV: expected among the columns to write, found left out"
    );
    let elsewhere =
        EventRecord::new(1, RecordTime::ZERO, dose).expect("a record").in_compartment(2);
    assert_eq!(
        refused(&few, &EventDataset::new([elsewhere])),
        "record 1, column CMT: expected among the columns to write, found left out"
    );
    // MDV says nothing more of an observation without a value, and of a dose with one that is not used.
    let file = "ID,TIME,AMT,EVID,DV\n1,0,100,1,5\n1,1,.,0,.\n";
    let with_dv = needed.into_iter().chain([ItemName::Dv]);
    let format = days.clone().with_columns(with_dv).expect("columns");
    let data = days.read(file.as_bytes()).expect("records");
    assert_eq!(format.to_csv(&data).expect("text"), file);
    let file = "ID,TIME,AMT,EVID,DV,MDV\n1,1,.,0,5,1\n";
    assert_eq!(
        refused(&format, &days.read(file.as_bytes()).expect("a record")),
        "record 1, column MDV: expected among the columns to write, found left out"
    );
    assert_eq!(
        days.clone().with_columns(needed[1..].to_vec()).expect_err("no ID").to_string(),
        "columns: expected ID, TIME, AMT and EVID, found no ID"
    );
    assert_eq!(
        days.with_columns([ItemName::Id, ItemName::Id]).expect_err("twice").to_string(),
        "columns: expected every one once, found ID twice"
    );
}

#[test]
fn no_regimen() {
    let refused = |lines: &str, expected: &str| {
        let file = format!("ID,TIME,AMT,EVID,CMT,RATE,ADDL,II\n{lines}");
        let data = RecordFormat::new(TimeUnit::Days).read(file.as_bytes());
        let error = data.expect("records").regimen(1, &Route::Intrathecal);
        assert_eq!(error.expect_err("no regimen").to_string(), expected, "{lines}");
    };
    refused("2,0,100,1,1,0,0,0\n", "subject 1: expected a dose record, found none");
    refused(
        "1,0,100,1,1,0,0,0\n1,0.5,50,1,1,0,0,0\n",
        "subject 1, record 2: expected whole days between doses, found 12 h",
    );
    refused(
        "1,0,100,1,1,0,0,0\n1,0,50,1,1,0,0,0\n",
        "subject 1, record 2: expected one dose after the other, found one at 0 d after a dose at 0 d",
    );
    refused(
        "1,0,100,1,1,0,9,14\n1,7,50,1,1,0,0,0\n",
        "subject 1, record 2: expected one dose after the other, found one at 7 d after a dose at 126 d",
    );
    refused(
        "1,0,100,1,1,0,0,0\n1,7,100,1,2,0,0,0\n",
        "subject 1, record 2: expected doses in one compartment, found 1 and 2",
    );
    refused(
        "1,0,100,1,1,99.999999,0,0\n",
        "subject 1, record 1: expected an infusion of 1 to 65535 whole minutes, found another at 0 d",
    );
    refused(
        "1,0,100,1,1,0,4294967295,1\n",
        "subject 1, record 1: expected at most 4294967295 doses in one record, found 4294967296",
    );
}

/// What does not print takes more room than one character where it is shown.
#[test]
fn a_name_that_does_not_print_is_cut_sooner() {
    let columns = format!("ID,TIME,AMT,RATE,EVID,{}\n", "\u{10}".repeat(50));
    let error = RecordFormat::new(TimeUnit::Days).read(columns.as_bytes()).expect_err("a column");
    let shown = "\\u{10}".repeat(10);
    assert!(error.to_string().contains(&format!("{shown} ...")), "{error}");
    assert!(!error.to_string().contains(&format!("{shown}\\u{{10}}")), "{error}");
}

/// A rate below -2 is no rate, and none that is left to a model.
#[test]
fn negative_rates() {
    let model =
        "expected a rate, or 0 for a bolus; -1 and -2 (estimated by the model) are not read";
    for (rate, expected) in [
        ("-1", format!("{model}, found \"-1\"")),
        ("-2.0", format!("{model}, found \"-2.0\"")),
        ("-3", "expected a number that is not negative, found \"-3\"".to_owned()),
    ] {
        line_refused(
            &format!("1,1,100,{rate},1,1,0,0,1,."),
            &format!("record 2 (line 3), column RATE: {expected}"),
        );
    }
}

/// The column whose number has no end is named, with that number and not another one.
#[test]
fn numbers_without_an_end() {
    let dose = DoseEvent::new(Mass::mg(1)).and_then(|dose| dose.repeated(2, RecordTime::hours(7)));
    let refused = |time, dose| {
        let record = EventRecord::new(1, time, dose).expect("a record");
        let data = EventDataset::new([record]);
        RecordFormat::new(TimeUnit::Days).to_csv(&data).expect_err("no end").to_string()
    };
    assert_eq!(
        refused(RecordTime::days(1), dose.expect("a dose")),
        "record 1, column II: expected a decimal number in days, found 7 h"
    );
    let once = DoseEvent::new(Mass::mg(1)).expect("a dose");
    assert_eq!(
        refused(RecordTime::hours(5), once),
        "record 1, column TIME: expected a decimal number in days, found 5 h"
    );
}

/// What a file says beside its records is kept when doses are written out one by one, or together.
#[test]
fn comments_outlast_expansion() {
    let file = "# made by hand\nID,TIME,AMT,EVID,ADDL,II\n1,0,100,1,2,14\n";
    let data = RecordFormat::new(TimeUnit::Days).read(file.as_bytes()).expect("records");
    let expanded = data.expanded(10).expect("3 records");
    assert_eq!(expanded.comments(), data.comments());
    assert_eq!(expanded.comments().len(), 1);
}
