//! EX and EC of others: what is read, as what, and what is refused.

use std::fmt::Write as _;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, EntryKind, GivenAmount, GivenDose};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::evidence::trial::Mask;
use aso_regimen::interchange::FileError;
use aso_regimen::interchange::sdtm::{
    ExposureDate, ExposureKind, ExposureReader, Study, SubjectExposure, SubjectTreatment, exposure,
    exposure_as_collected, exposure_by_interval,
};
use aso_regimen::interchange::table::{Dataset, Table};
use aso_regimen::{Amount, Arm, BodyWeight, Course, Mass, Regimen, Route, catalog};
use proptest::prelude::*;

use crate::doses_not_given::UNSTATED;
use crate::generate::in_days_and_months;
use crate::{date, regimen};

fn csv(text: &str) -> Dataset {
    match Dataset::from_csv(text.as_bytes()) {
        Ok(dataset) => dataset,
        Err(error) => panic!("{text}: {error}"),
    }
}

#[track_caller]
fn read(text: &str) -> Vec<SubjectExposure> {
    match ExposureReader::new().read(&csv(text)) {
        Ok(subjects) => subjects,
        Err(error) => panic!("{text}: {error}"),
    }
}

fn plan(text: &str, first: &str) -> Course {
    Course::new(regimen(text), MissedDosePolicy::not_stated(), date(first))
}

const NAMES: [&str; 15] = [
    "STUDYID", "DOMAIN", "USUBJID", "EXSEQ", "EXTRT", "EXDOSE", "EXDOSU", "EXDOSFRQ", "EXROUTE",
    "EXADJ", "EXSTDTC", "EXENDTC", "EXSTDY", "EXENDY", "EXSTAT",
];

/// Two doses of one subject, of which the second has other values of some variables.
fn second(values: &[(&str, &str)]) -> String {
    let first = "STUDY1,EX,S-001,1,DRUG,100,mg,ONCE,INTRATHECAL,,2026-01-05,2026-01-05,1,1,";
    let base = "STUDY1,EX,S-001,2,DRUG,100,mg,ONCE,INTRATHECAL,,2026-01-19,2026-01-19,15,15,";
    let mut row: Vec<&str> = base.split(',').collect();
    for (name, value) in values {
        row[NAMES.iter().position(|own| own == name).expect("a name")] = value;
    }
    format!("{}\n{first}\n{}\n", NAMES.join(","), row.join(","))
}

/// The error of reading it, or of its course.
#[track_caller]
fn refused(values: &[(&str, &str)], expected: &str) {
    let read = ExposureReader::new().read(&csv(&second(values)));
    let course = read.and_then(|subjects| {
        subjects.into_iter().try_for_each(|subject| {
            subject.course(plan("100 mg IT q14d x3, then q28d", "2026-01-05")).map(drop)
        })
    });
    match course {
        Ok(()) => panic!("{values:?} are read"),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

/// The errors of the second row with one other value of a variable; some are found at another one.
#[track_caller]
fn each_refused<'a>(values: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) {
    for (variable, value, problem) in values {
        let variable_at = match (variable, problem) {
            ("EXADJ", _) => "EXSTDTC",
            (_, problem) if problem.starts_with("expected 0, as") => "EXDOSE",
            _ => variable,
        };
        refused(
            &[(variable, value)],
            &format!("EX, row 2 (line 3), column {variable_at}: {problem}"),
        );
    }
}

#[test]
fn a_value_that_is_not_read_is_named_with_its_row_and_variable() {
    each_refused([
        ("DOMAIN", "EC", r#"expected EX, found "EC""#),
        ("USUBJID", "", "expected a subject, found nothing"),
        ("EXSEQ", "", "expected a number, found nothing"),
        ("EXSEQ", "two", r#"expected a number, found "two""#),
        ("EXSEQ", "NaN", r#"expected a number, found "NaN""#),
        (
            "EXSEQ",
            "1.0",
            r#"expected each number once for a subject, found "1.0" again, which row 1 has"#,
        ),
        ("EXTRT", "", "expected a treatment, found nothing"),
        (
            "EXTRT",
            "OTHER",
            r#"expected "DRUG", as in row 1, or one treatment chosen by `of_treatment`, found "OTHER""#,
        ),
        ("EXTRT", "PLACEBO", r#"expected 0, as the treatment masks the drug, found "100""#),
        ("EXDOSE", "", "expected an amount above 0, found nothing"),
        (
            "EXDOSE",
            "0",
            r#"expected an amount above 0, or a treatment that masks the drug (`masked_by`), found "0""#,
        ),
        (
            "EXDOSE",
            "0.000",
            r#"expected an amount above 0, or a treatment that masks the drug (`masked_by`), found "0.000""#,
        ),
        ("EXDOSE", "-100", r#"expected a number such as 100 or 0.5, found "-100""#),
        ("EXDOSE", "+100", r#"expected a number such as 100 or 0.5, found "+100""#),
        ("EXDOSE", "1e2", r#"expected a number such as 100 or 0.5, found "1e2""#),
        ("EXDOSE", "1.0.0", r#"expected a number such as 100 or 0.5, found "1.0.0""#),
        ("EXDOSE", ".", r#"expected a number such as 100 or 0.5, found ".""#),
        ("EXDOSE", "200-400", r#"expected a number such as 100 or 0.5, found "200-400""#),
        ("EXDOSE", "0.0005", r#"expected a mass in whole micrograms, found "0.0005" "mg""#),
        (
            "EXDOSE",
            "99999999999999999999",
            r#"expected a mass in whole micrograms, found "99999999999999999999" "mg""#,
        ),
        ("EXDOSU", "", "expected g, mg, ug, or a unit that the caller gives, found nothing"),
        (
            "EXDOSU",
            "mg/kg",
            r#"expected g, mg, ug, or a unit that the caller gives, found "mg/kg""#,
        ),
        ("EXDOSU", "MG", r#"expected g, mg, ug, or a unit that the caller gives, found "MG""#),
        (
            "EXDOSFRQ",
            "BID",
            r#"expected ONCE, CONTINUOUS or a term for an interval of a day or longer, such as QD or EVERY 2 WEEKS, found "BID""#,
        ),
        (
            "EXDOSFRQ",
            "3 TIMES PER WEEK",
            r#"expected ONCE, CONTINUOUS or a term for an interval of a day or longer, such as QD or EVERY 2 WEEKS, found "3 TIMES PER WEEK""#,
        ),
        (
            "EXROUTE",
            "SUBCUTANEOUS",
            r#"expected INTRATHECAL, as the plan has it, found "SUBCUTANEOUS""#,
        ),
        (
            "EXADJ",
            "a\u{7}b",
            "the reason of the `given` entry on 2026-01-19 contains the control character '\\u{7}'",
        ),
    ]);
}

#[test]
fn a_date_that_is_not_read_is_named_with_its_row_and_variable() {
    each_refused([
        (
            "EXSTDTC",
            "19JAN2026",
            r#"expected a date such as 2026-01-05, or a part of one such as 2026-01, found "19JAN2026""#,
        ),
        (
            "EXSTDTC",
            "2026-02-30",
            r#"expected a date such as 2026-01-05, or a part of one such as 2026-01, found "2026-02-30""#,
        ),
        (
            "EXSTDTC",
            "2026-13",
            r#"expected a date such as 2026-01-05, or a part of one such as 2026-01, found "2026-13""#,
        ),
        (
            "EXSTDTC",
            "2026-01-19Tnoon",
            r#"expected a date such as 2026-01-05, or a part of one such as 2026-01, found "2026-01-19Tnoon""#,
        ),
        (
            "EXSTDTC",
            "20260119",
            r#"expected a date such as 2026-01-05, or a part of one such as 2026-01, found "20260119""#,
        ),
        ("EXSTDTC", "2026-01", r#"expected a whole date, as a dose is on a day, found "2026-01""#),
        ("EXENDTC", "2026", r#"expected a whole date, as a dose is on a day, found "2026""#),
        ("EXSTDY", "14", "expected 15, as 2026-01-19 is from 2026-01-05, found 14"),
        (
            "EXSTDY",
            "0",
            "there is no study day 0, expected at least 1, the day of the first dose, or at most -1, the day before",
        ),
        ("EXSTDY", "15.5", r#"expected a whole number, found "15.5""#),
        ("EXENDY", "16", "expected 15, as 2026-01-19 is from 2026-01-05, found 16"),
        (
            "EXSTAT",
            "NOT DONE",
            r#"expected nothing, as it changes what is given, found "NOT DONE""#,
        ),
    ]);
}

#[test]
fn errors_are_short_whatever_the_input() {
    let long = "9".repeat(1_000_000);
    for name in NAMES {
        let read = ExposureReader::new().read(&csv(&second(&[(name, &long)])));
        let doses = read
            .and_then(|subjects| subjects.iter().try_for_each(|subject| subject.doses().map(drop)));
        if let Err(error) = doses {
            assert!(error.to_string().len() < 250, "{error}");
        }
    }
    let names =
        Dataset::from_csv(format!("{long},{long}\n").as_bytes()).expect_err("twice").to_string();
    assert!(names.len() < 150, "{names}");
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let second_day =
        [("EXSTDTC", "2026-01-05"), ("EXENDTC", "2026-01-05"), ("EXSTDY", "1"), ("EXENDY", "1")];
    refused(
        &second_day,
        "EX, row 2 (line 3), column EXSEQ: expected each record once, found that of row 1 again",
    );
    let other = [&second_day[..], &[("EXDOSE", "20")]].concat();
    refused(
        &other,
        "EX, row 2 (line 3), column EXSTDTC: expected one dose a day, or several that together are at most the planned dose, found a second on 2026-01-05, after that of row 1",
    );
    for (values, expected) in [
        (
            &[("EXENDTC", "2026-01-26"), ("EXENDY", "22")][..],
            "EX, row 2 (line 3), column EXENDTC: expected 2026-01-19, the day of a dose that is given ONCE, or the day after, found \
             2026-01-26",
        ),
        (
            &[("EXENDTC", "2026-01-26"), ("EXENDY", "22"), ("EXDOSFRQ", "")],
            "EX, row 2 (line 3), column EXENDTC: expected 2026-01-19, the first day, as no EXDOSFRQ such as ONCE or QD states how \
             many doses there were, found 2026-01-26",
        ),
        (
            &[("EXENDTC", "2026-01-18"), ("EXENDY", "14")],
            "EX, row 2 (line 3), column EXENDTC: expected 2026-01-19, the first day, or a later one, found 2026-01-18",
        ),
        (
            &[("EXENDTC", ""), ("EXENDY", ""), ("EXDOSFRQ", "QD")],
            "EX, row 2 (line 3), column EXENDTC: expected the day of the last dose, or one given by `ongoing_through`, found \
             nothing",
        ),
        // The dose of 19 January is of one of two series.
        (
            &[("EXSTDTC", "2026-01-05"), ("EXSTDY", "1"), ("EXDOSFRQ", "EVERY 2 WEEKS")],
            "EX, row 2 (line 3), column EXSTDTC: expected one dose a day, or several that together are at most the \
             planned dose, found a second on 2026-01-05, after that of row 1",
        ),
        (
            &[("EXSTDTC", ""), ("EXSTDY", "")],
            "EX, row 2 (line 3), column EXSTDTC: expected the day of the first dose, found nothing",
        ),
        (
            &[("EXENDTC", "2199-12-31"), ("EXENDY", ""), ("EXDOSFRQ", "QD")],
            "EX, row 2 (line 3), column EXENDTC: expected at most 36525 doses of a subject, found more",
        ),
    ] {
        refused(values, expected);
    }
}

#[test]
fn a_line_of_names_is_refused_with_all_that_is_wrong_in_it() {
    let error = |names: &str| ExposureReader::new().read(&csv(&format!("{names}\n")));
    let error = |names: &str| error(names).expect_err("refused").to_string();
    assert_eq!(
        error("USUBJID,AETERM"),
        "header line: expected EXTRT of EX or ECTRT of EC, found neither in \"USUBJID\", \"AETERM\""
    );
    assert_eq!(
        error("EXTRT,ECTRT"),
        "header line: expected EXTRT of EX or ECTRT of EC, found both"
    );
    assert_eq!(
        error("USUBJID,ECTRT,ECSTDTC"),
        "EC, header line: expected USUBJID, ECSEQ, ECTRT, ECDOSE, ECSTDTC, found no ECSEQ, no ECDOSE"
    );
    let names = "USUBJID,EXSEQ,EXTRT,EXDOSE,EXSTDTC";
    assert_eq!(
        error(&format!(",{names},BATCH,EXTRA,ECDOSE")),
        r#"EX, header line: expected variables of SDTM, or of `ignoring`, found "", "BATCH", "EXTRA", "ECDOSE""#
    );
    let many: Vec<String> =
        (0..100_000).map(|number| format!("X{number}{}", "y".repeat(90))).collect();
    let long = error(&format!("{names},{}", many.join(",")));
    assert!(long.ends_with(" and 99980 more"), "{long}");
    assert!(long.len() < 1_600, "{}", long.len());
    let dataset = csv(&format!("{names},BATCH,EXTRA\nS-001,1,DRUG,100,2026-01-05,7,8\n"));
    let reader = ExposureReader::new().ignoring("batch");
    assert_eq!(
        reader.read(&dataset).expect_err("one is left").to_string(),
        r#"EX, header line: expected variables of SDTM, or of `ignoring`, found "EXTRA""#
    );
    let unit = "EX, row 1 (line 2), column EXDOSU: expected g, mg, ug, or a unit that the caller gives, found nothing";
    for reader in [reader.ignoring("EXTRA"), ExposureReader::new().ignoring_unknown()] {
        assert_eq!(reader.read(&dataset).expect_err("no unit").to_string(), unit);
    }
    let taken = ExposureReader::new().ignoring("EXDOSE").ignoring("EXSTDTC").ignoring_unknown();
    assert_eq!(
        taken.read(&dataset).expect_err("they are read").to_string(),
        "EX, header line: expected variables to ignore that are not read, found \"EXDOSE\", \"EXSTDTC\""
    );
}

#[test]
fn a_regimen_in_words_may_change_the_days_and_must_be_ignored_by_name() {
    let text = "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXDOSRGM,EXSTDTC,EXENDTC\n\
                S-001,1,DRUG,100,mg,QD,TWO WEEKS ON,2026-01-05,2026-01-19\n";
    let error = ExposureReader::new().ignoring_unknown().read(&csv(text)).expect_err("words");
    assert_eq!(
        error.to_string(),
        "EX, row 1 (line 2), column EXDOSRGM: expected nothing, or a variable named in `ignoring`, as it may change when doses are given, found \
         \"TWO WEEKS ON\""
    );
    let subjects = ExposureReader::new().ignoring("EXDOSRGM").read(&csv(text)).expect("ignored");
    assert_eq!(subjects[0].doses().expect("days").len(), 15);
}

#[test]
fn files_that_are_no_data_set() {
    let csv = |text: &[u8]| Dataset::from_csv(text).map(|_| ()).expect_err("refused").to_string();
    assert_eq!(
        csv(b"A,B,a,C,B\n"),
        r#"header line: expected every name once, found "A", "B" twice"#
    );
    assert_eq!(csv(b"A,B\n1,2\n1,2,3\n"), "row 2 (line 3): expected 2 values, found 3");
    let names = "header line: expected the names of variables, separated by commas, found";
    for (text, found) in [
        ("", "an empty file"),
        ("\n\n", "an empty file"),
        ("A;B\n1;2\n", "';' between them"),
        ("A\tB\n1\t2\n", "'\\t' between them"),
        ("A|B\n1|2\n", "'|' between them"),
    ] {
        assert_eq!(csv(text.as_bytes()), format!("{names} {found}"));
    }
    // A mark that nothing closes, and two of them in two rows, would take in the rows behind.
    assert_eq!(
        csv(b"A,B\n1,\"2\n3,4\n"),
        r#"row 1 (line 2): expected values of one line, each quotation mark closed, found "2\n3,4\n""#
    );
    assert_eq!(
        csv(b"A,B\n0,0\n1,\"2\n3,4\n5,\"6\n"),
        r#"row 2 (line 3): expected values of one line, each quotation mark closed, found "2\n3,4\n5,6""#
    );
    assert_eq!(
        csv(b"A,\"B\n1,2\n"),
        r#"header line: expected values of one line, each quotation mark closed, found "B\n1,2\n""#
    );
    assert!(
        csv(b"A,B\n1,\xff\n")
            .starts_with("input: expected comma-separated values, found CSV parse error")
    );
    let json = |text: &str| {
        let error = Dataset::from_dataset_json(text.as_bytes()).map(|_| ()).expect_err("refused");
        assert!(matches!(error, FileError::Format(_)));
        error.to_string()
    };
    let head = r#""datasetJSONVersion":"1.1.0","columns":[{"name":"A"},{"name":"B"}]"#;
    for (text, expected) in [
        ("", "data set: expected Dataset-JSON 1.1, found an empty text"),
        (" \n", "data set: expected Dataset-JSON 1.1, found an empty text"),
        (
            &format!("{{{head},"),
            "data set: expected Dataset-JSON 1.1, found a text that ends where a value should be at line 1 column 68",
        ),
        (
            &format!("{{{head}}}\n[1,2]\n[1,"),
            "data set: expected Dataset-JSON 1.1, found a text that ends where a value should be at line 3 column 3",
        ),
        ("{}", "data set: missing field `columns` at line 1 column 2"),
        (
            r#"{"columns":[],"records":"5"}"#,
            "data set: invalid type: string \"5\", expected a whole number from 0 at line 1 column 27",
        ),
        (
            r#"{"columns":[5]}"#,
            "data set: invalid type: integer `5`, expected an object at line 1 column 13",
        ),
        ("[1]", "data set: expected Dataset-JSON 1.1, found no object"),
        ("{\"columns\":[]}", "datasetJSONVersion: expected 1.1, found \"\""),
        (
            r#"{"datasetJSONVersion":"1.0.0","columns":[]}"#,
            "datasetJSONVersion: expected 1.1, found \"1.0.0\"",
        ),
        (
            r#"{"datasetJSONVersion":"1.10","columns":[]}"#,
            "datasetJSONVersion: expected 1.1, found \"1.10\"",
        ),
        (
            r#"{"datasetJSONVersion":"1.1","columns":[{"name":"A"},{"name":"A"}]}"#,
            "header line: expected every name once, found \"A\" twice",
        ),
        (&format!("{{{head},\"rows\":[[1,2],[1]]}}"), "row 2: expected 2 values, found 1"),
        (
            &format!("{{{head},\"rows\":[[1,[2]]]}}"),
            "data set: expected a text, a number, true, false or null at line 1 column 83",
        ),
        (
            &format!("{{{head},\"rows\":[[1,1e400]]}}"),
            "data set: expected a text, a number, true, false or null at line 1 column 85",
        ),
        (
            &format!("{{{head},\"records\":3,\"rows\":[[1,2]]}}"),
            "records: expected 3 rows, found 1",
        ),
        (&format!("{{{head},\"records\":2}}\n[1,2]\n"), "records: expected 2 rows, found 1"),
        // Misspelt, it would be a data set without rows.
        (
            &format!("{{{head},\"row\":[[1,2]]}}"),
            "rows: expected rows, or their number (records), found neither",
        ),
        (
            &format!("{{{head}}}\n[1,2]\n{{}}"),
            "data set: invalid type: map, expected a list at line 3 column 0",
        ),
    ] {
        assert_eq!(json(text), expected, "{text}");
    }
}

/// The line is that of the file, whatever is blank in it, and however its lines end.
#[test]
fn the_line_of_a_row() {
    for (text, place) in [
        ("EXTRT,USUBJID\n\n\nA,B\n\nA\n", "row 2 (line 6)"),
        ("EXTRT,USUBJID\r\n\r\nA,B\r\nA", "row 2 (line 4)"),
        ("\u{feff}EXTRT,USUBJID\nA", "row 1 (line 2)"),
        ("\n\nEXTRT,USUBJID\n \n", "row 1 (line 4)"),
        ("EXTRT,USUBJID\nA,B\nA,\"B\nC\"\n", "row 2 (line 3)"),
    ] {
        let error = Dataset::from_csv(text.as_bytes()).expect_err(text).to_string();
        assert!(error.starts_with(&format!("{place}: expected ")), "{text:?}: {error}");
    }
    let text = second(&[("EXSEQ", "two")]).replace('\n', "\n\n");
    let error = ExposureReader::new().read(&csv(&text)).expect_err("no number").to_string();
    assert!(error.starts_with("EX, row 2 (line 5), column EXSEQ: "), "{error}");
}

#[test]
fn values_of_every_simple_type() {
    let head = r#"{"datasetJSONCreationDateTime":"2026-01-05T12:00:00","datasetJSONVersion":"1.1.0","itemGroupOID":"IG.EX",
        "records":2,"name":"EX","label":"Exposure","columns":[{"itemOID":"IT.EX.A","name":"a","label":"A","dataType":"string"},
        {"itemOID":"IT.EX.B","name":"B","label":"B","dataType":"double"}]"#;
    let object = format!("{head},\"rows\":[[\" x \",54.0],[null,-0.5]]}}");
    let lines = format!("{}}}\n[\" x \",54.0]\n[null,-0.5]\n", head.replace('\n', " "));
    for text in [object, lines] {
        let dataset = Dataset::from_dataset_json(text.as_bytes()).expect("1.1");
        assert_eq!(dataset.names().collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!((dataset.len(), dataset.is_empty()), (2, false));
        let values = [(1, "A"), (1, "B"), (2, "A"), (2, "B"), (0, "A"), (3, "A"), (1, "C")];
        assert_eq!(
            values.map(|(row, name)| dataset.value(row, name)),
            [Some("x"), Some("54"), None, Some("-0.5"), None, None, None]
        );
    }
    // Rows without their number, and none of them where there is a list for them.
    let short = r#""datasetJSONVersion":"1.1","columns":[{"name":"A"}]"#;
    for (text, rows) in [
        (format!("{{{short},\"rows\":[[1],[2]]}}"), 2),
        (format!("{{{short}}}\n[1]\n"), 1),
        (format!("{{{short},\"rows\":[]}}"), 0),
    ] {
        assert_eq!(Dataset::from_dataset_json(text.as_bytes()).expect("1.1").len(), rows, "{text}");
    }
    // The standard has no type for it, but a value may be true or false.
    let text = format!("{head},\"rows\":[[true,1],[false,-2]]}}");
    let dataset = Dataset::from_dataset_json(text.as_bytes()).expect("1.1");
    let values = [(1, "A"), (1, "B"), (2, "A"), (2, "B")];
    assert_eq!(
        values.map(|(row, name)| dataset.value(row, name)),
        [Some("true"), Some("1"), Some("false"), Some("-2")]
    );
    // Whole numbers have all of their digits, others no exponent.
    let text = format!("{head},\"rows\":[[12345678901234567890,1.50],[2e2,1E-2]]}}");
    let dataset = Dataset::from_dataset_json(text.as_bytes()).expect("1.1");
    assert_eq!(
        values.map(|(row, name)| dataset.value(row, name)),
        [Some("12345678901234567890"), Some("1.5"), Some("200"), Some("0.01")]
    );
    // The number of rows may be left out beside them.
    let head = r#"{"datasetJSONVersion":"1.1.0","columns":[{"name":"A"}]"#;
    for (text, rows) in [("\"rows\":[[1],[2]]}", 2), ("\"rows\":[]}", 0), ("\"rows\":[]}\n[1]", 1)]
    {
        let text = format!("{head},{text}");
        assert_eq!(Dataset::from_dataset_json(text.as_bytes()).expect("1.1").len(), rows);
    }
    let lines = format!("{head}}}\n[1]\n[2]\n");
    assert_eq!(Dataset::from_dataset_json(lines.as_bytes()).expect("1.1").len(), 2);
    // With the mark that some programs put before UTF-8, and another line end.
    let dataset = csv("\u{feff}a,B\r\n NA ,.\r\n");
    assert_eq!(dataset.value(1, "A"), Some("NA"));
    let dataset = dataset.taking_as_missing("NA").taking_as_missing(".");
    assert_eq!((dataset.value(1, "A"), dataset.value(1, "B")), (None, None));
}

#[test]
fn dates_are_days_or_kept_as_they_are() {
    for (text, day) in [
        ("2026-01-19", Some("2026-01-19")),
        ("2026-01-19T10:30", Some("2026-01-19")),
        ("2026-01-19T23:30:00.5+05:30", Some("2026-01-19")),
        ("2026-01-19T-:30", Some("2026-01-19")),
        ("2026-01", None),
        ("2026", None),
        ("2026---19", None),
        ("--01-19", None),
        ("-----T10:30", None),
        ("2026-01-19/2026-01-21", None),
        ("2026-01-19T10/2026-01-19T12", None),
    ] {
        let text_of =
            second(&[("EXSTDTC", text), ("EXENDTC", text), ("EXSTDY", ""), ("EXENDY", "")]);
        let subjects = read(&text_of);
        let start = subjects[0].records()[1].start.clone().expect("a date");
        assert_eq!(start.day(), day.map(date), "{text}");
        match day {
            Some(day) => assert_eq!(start, ExposureDate::Day(date(day))),
            None => assert_eq!(start, ExposureDate::Partial(text.to_owned())),
        }
        assert_eq!(start.to_string(), day.unwrap_or(text));
        assert_eq!(subjects[0].doses().is_ok(), day.is_some());
    }
}

#[test]
fn frequencies_and_their_days() {
    for (term, last, doses) in [
        ("QD", "2026-01-07", 3),
        ("daily", "2026-01-07", 3),
        ("QOD", "2026-01-09", 3),
        ("Q72H", "2026-01-11", 3),
        ("EVERY WEEK", "2026-02-02", 5),
        ("Q7D", "2026-02-02", 5),
        ("EVERY 16 WEEKS", "2026-04-27", 2),
        ("QM", "2026-04-05", 4),
        ("Q4M", "2026-09-05", 3),
        ("PA", "2028-01-05", 3),
        ("EVERY 3 YEARS", "2029-01-05", 2),
        ("ONCE", "2026-01-05", 1),
        ("CONTINUOUS", "2026-01-05", 1),
        ("", "2026-01-05", 1),
        ("", "", 1),
        ("QD", "2026-01-05", 1),
    ] {
        let text = format!(
            "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC\nS-001,1,DRUG,100,mg,{term},2026-01-05,{last}\n"
        );
        let subject = read(&text).remove(0);
        let days: Vec<NaiveDate> =
            subject.doses().expect("days").iter().map(|(day, _)| *day).collect();
        assert_eq!((days.len(), days[0]), (doses, date("2026-01-05")), "{term}");
        assert_eq!(days.last(), Some(&date(if last.is_empty() { "2026-01-05" } else { last })));
    }
    // From the end of a month.
    let text = "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC\nS-001,1,DRUG,100,mg,QM,2026-01-31,2026-03-31\n";
    let days: Vec<NaiveDate> =
        read(text)[0].doses().expect("days").iter().map(|(day, _)| *day).collect();
    assert_eq!(days, ["2026-01-31", "2026-02-28", "2026-03-31"].map(date));
}

#[test]
fn doses_in_units_of_mass_and_of_the_caller() {
    let reader =
        ExposureReader::new().unit("mL", Mass::micrograms(6_667)).unit("SYRINGE", Mass::mg(284));
    for (dose, unit, micrograms) in [
        ("100", "mg", 100_000),
        ("100.0", "mg", 100_000),
        (".5", "mg", 500),
        ("0.1", "g", 100_000),
        ("12", "ug", 12),
        ("12", "mcg", 12),
        ("12", "µg", 12),
        ("1", "SYRINGE", 284_000),
        ("15", "mL", 100_005),
    ] {
        let text = second(&[("EXDOSE", dose), ("EXDOSU", unit)]);
        let subject = reader.read(&csv(&text)).expect("a mass").remove(0);
        assert_eq!(subject.records()[1].dose, Some(Mass::micrograms(micrograms)), "{dose} {unit}");
    }
    let error = reader.read(&csv(&second(&[("EXDOSE", "15.1"), ("EXDOSU", "mL")])));
    assert_eq!(
        error.expect_err("a part of a microgram").to_string(),
        r#"EX, row 2 (line 3), column EXDOSE: expected a mass in whole micrograms, found "15.1" "mL""#
    );
}

#[test]
fn routes_by_their_terms() {
    for (term, expected) in [
        ("INTRATHECAL", Some(Route::Intrathecal)),
        ("Subcutaneous", Some(Route::Subcutaneous)),
        ("INTRAVENOUS", Some(Route::Intravenous)),
        ("INTRAVENOUS DRIP", Some(Route::Intravenous)),
        ("INTRAVENOUS BOLUS", Some(Route::Intravenous)),
        ("INTRAVITREAL", Some(Route::Intravitreal)),
        ("TRANSDERMAL", Some(Route::Named("transdermal".into()))),
        ("", None),
    ] {
        assert_eq!(read(&second(&[("EXROUTE", term)]))[0].records()[1].route, expected);
    }
}

#[test]
fn courses_in_the_order_of_days_whatever_the_order_of_rows() {
    let text = "\
usubjid,exseq,extrt,exdose,exdosu,exstdtc
S-002,7,drug,100,mg,2026-01-19
S-001,1,drug,100,mg,2026-01-05
S-002,3,drug,60,mg,2026-01-05
S-001,2,drug,100,mg,2026-02-01T09:30
";
    let subjects = read(text);
    assert_eq!(subjects.iter().map(SubjectExposure::id).collect::<Vec<_>>(), ["S-002", "S-001"]);
    let courses: Vec<Course> = subjects
        .iter()
        .map(|subject| {
            let first = subject.first_day().expect("days").expect("doses");
            subject.course(plan("100 mg IT q14d", &first.to_string())).expect("a course")
        })
        .collect();
    let entries: Vec<Vec<String>> =
        courses.iter().map(|course| course.entries().map(Entry::to_string).collect()).collect();
    assert_eq!(entries[0], ["2026-01-05: given, 60 mg", "2026-01-19: given"]);
    assert_eq!(entries[1], ["2026-01-05: given", "2026-02-01: given"]);
    let adherence = courses[1].adherence(date("2026-02-01"));
    assert_eq!((adherence.planned, adherence.given, adherence.late), (2, 2, 1));
}

#[test]
fn study_days_by_the_reference_date_of_dm() {
    let dm = "DOMAIN,USUBJID,RFSTDTC\nDM,S-001,2026-01-04\nDM,S-002,\n";
    let with = |dm: &str| ExposureReader::new().with_demographics(&csv(dm));
    let reader = with(dm).expect("DM");
    let error = reader.read(&csv(&second(&[]))).expect_err("another day 1");
    assert_eq!(
        error.to_string(),
        "EX, row 1 (line 2), column EXSTDY: expected 2, as 2026-01-05 is from 2026-01-04, found 1"
    );
    // Day -1 is the day before day 1.
    let text = |id: &str, date: &str, day: &str| {
        format!("USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXSTDTC,EXSTDY\n{id},1,DRUG,1,mg,{date},{day}\n")
    };
    let days = |text: &str| -> Vec<NaiveDate> {
        let subjects = reader.read(&csv(text)).expect("days");
        subjects[0].doses().expect("days").iter().map(|(day, _)| *day).collect()
    };
    assert_eq!(days(&text("S-001", "2026-01-03", "-1")), [date("2026-01-03")]);
    // Where dates are left out, the study day is one.
    assert_eq!(days(&text("S-001", "", "-1")), [date("2026-01-03")]);
    assert_eq!(days(&text("S-001", "", "29.0")), [date("2026-02-01")]);
    let none = reader.read(&csv(&text("S-002", "", "29"))).expect("no day 1");
    assert_eq!(none[0].records()[0].start, None);
    assert_eq!(
        none[0].doses().expect_err("no date").to_string(),
        "EX, row 1 (line 2), column EXSTDTC: expected the day of the first dose, found nothing"
    );
    assert_eq!(
        reader.read(&csv(&text("S-003", "2026-01-05", "1"))).expect_err("not in DM").to_string(),
        "EX, row 1 (line 2), column USUBJID: expected a subject of DM, found \"S-003\""
    );
    assert_eq!(
        reader.read(&csv(&text("S-001", "", "99999999999"))).expect_err("no such day").to_string(),
        "EX, row 1 (line 2), column EXSTDY: study day 99999999999, expected one from -2147483648 to 2147483648"
    );
    // A partial date is checked too, by DM or by another date of the subject, wherever that is.
    let partial = |reader: &ExposureReader, text: &str| {
        reader.read(&csv(text)).map(drop).map_err(|error| error.to_string())
    };
    let refused = |row: usize, from: &str, day: &str| {
        Err(format!(
            "EX, row {row} (line {}), column EXSTDY: expected a day of \"2026-01\", found {day} from {from}",
            row + 1
        ))
    };
    assert_eq!(partial(&reader, &text("S-001", "2026-01", "28")), Ok(()));
    assert_eq!(
        partial(&reader, &text("S-001", "2026-01", "40")),
        refused(1, "2026-01-04", "40, which is 2026-02-12")
    );
    assert_eq!(partial(&reader, &text("S-002", "2026-01", "40")), Ok(()));
    for (other, row) in
        [("S-001,2,DRUG,1,mg,2026-01-05,1", 1), ("S-001,2,DRUG,1,mg,2026-02-01,28", 1)]
    {
        let both = format!("{}{other}\n", text("S-001", "2026-01", "40"));
        assert_eq!(
            partial(&ExposureReader::new(), &both),
            refused(row, "2026-01-05", "40, which is 2026-02-13")
        );
    }
    for (dm, expected) in [
        ("USUBJID\n", "DM, header line: expected USUBJID, RFSTDTC, found no RFSTDTC"),
        (
            "USUBJID,RFSTDTC\nS-001,\nS-001,\n",
            "DM, row 2 (line 3), column USUBJID: expected each subject once, found \"S-001\" again",
        ),
        (
            "USUBJID,RFSTDTC\nS-001,soon\n",
            "DM, row 1 (line 2), column RFSTDTC: expected a date such as 2026-01-05, or a part of one such as 2026-01, found \"soon\"",
        ),
    ] {
        assert_eq!(with(dm).map(drop).expect_err("refused").to_string(), expected);
    }
}

#[test]
fn placebo_is_no_drug() {
    let text = "\
USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC
S-001,1,Placebo,0,mg,EVERY 2 WEEKS,2026-01-05,2026-02-02
S-002,1,SHAM PROCEDURE,0,,ONCE,2026-01-05,2026-01-05
S-002,2,DRUG,100,mg,ONCE,2026-01-19,2026-01-19
";
    let subjects = read(text);
    let plan = || plan("100 mg IT q14d", "2026-01-05");
    assert_eq!(
        subjects[0].course(plan()).expect_err("no drug").to_string(),
        "EX, row 1 (line 2), column EXDOSE: expected an amount above 0, found 0 mg of Placebo; doses that mask the drug are read by \
         `apparent_course`"
    );
    let apparent = subjects[0].apparent_course(plan()).expect("as it seems");
    assert_eq!(apparent.adherence(date("2026-02-02")).on_time, 3);
    assert_eq!(subjects[0].doses().expect("days")[2].1.dose, Some(Mass::ZERO));
    assert!(subjects[1].course(plan()).is_err());
    assert_eq!(subjects[1].apparent_course(plan()).expect("as it seems").doses_given().count(), 2);
    let vehicle = text.replace("Placebo", "VEHICLE");
    let error = ExposureReader::new().read(&csv(&vehicle)).expect_err("another name");
    assert_eq!(
        error.to_string(),
        "EX, row 1 (line 2), column EXDOSE: expected an amount above 0, or a treatment that masks the drug (`masked_by`), found \"0\""
    );
    let subjects = ExposureReader::new().masked_by("Vehicle").read(&csv(&vehicle)).expect("named");
    assert_eq!(subjects[0].apparent_course(plan()), Ok(apparent));
}

#[test]
fn one_treatment_of_several() {
    let text = "\
USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXSTDTC
S-001,1,DRUG,100,mg,2026-01-05
S-001,2,COMPARATOR,5,mg,2026-01-05
S-001,3,PLACEBO,0,mg,2026-01-19
S-002,1,COMPARATOR,5,mg,2026-01-05
";
    let days = |reader: ExposureReader| -> Vec<(String, usize)> {
        let subjects = reader.read(&csv(text)).expect("read");
        subjects.iter().map(|subject| (subject.id().to_owned(), subject.records().len())).collect()
    };
    assert_eq!(days(ExposureReader::new().of_treatment("drug")), [("S-001".to_owned(), 2)]);
    let both = ExposureReader::new().of_treatment("DRUG").of_treatment("COMPARATOR");
    assert_eq!(days(both), [("S-001".to_owned(), 3), ("S-002".to_owned(), 1)]);
}

#[test]
fn a_last_day_that_is_missing_is_the_callers() {
    let text = "\
USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC
S-001,1,DRUG,100,mg,EVERY 2 WEEKS,2026-01-05,2026-01-19
S-001,2,DRUG,100,mg,EVERY 4 WEEKS,2026-02-16,
";
    let subject = read(text).remove(0);
    assert_eq!(
        subject.doses().expect_err("no end").to_string(),
        "EX, row 2 (line 3), column EXENDTC: expected the day of the last dose, or one given by `ongoing_through`, \
         found nothing"
    );
    let ongoing = subject.clone().ongoing_through(date("2026-04-12"));
    let days: Vec<NaiveDate> =
        ongoing.doses().expect("an end").iter().map(|(day, _)| *day).collect();
    assert_eq!(days, ["2026-01-05", "2026-01-19", "2026-02-16", "2026-03-16"].map(date));
    assert_eq!(
        subject.ongoing_through(date("2026-02-15")).doses().expect_err("before").to_string(),
        "EX, row 2 (line 3), column EXENDTC: expected 2026-02-16, the first day, or a later one, found 2026-02-15"
    );
}

const EC: &str =
    "USUBJID,ECSEQ,ECTRT,ECMOOD,ECPRESP,ECOCCUR,ECREASOC,ECDOSE,ECDOSU,ECADJ,ECSTDTC\n";

fn ec(rows: &str) -> SubjectExposure {
    read(&format!("{EC}{rows}")).remove(0)
}

#[test]
fn planned_against_performed() {
    let subject = ec("\
S-001,1,DRUG,SCHEDULED,,,,100,mg,,2026-01-05
S-001,2,DRUG,PERFORMED,Y,Y,,100,mg,,2026-01-05
S-001,3,DRUG,SCHEDULED,,,,100,mg,,2026-01-19
S-001,4,DRUG,PERFORMED,Y,N,fever,,mg,,2026-01-19
S-001,5,DRUG,SCHEDULED,,,,,,,2026-02-02
S-001,6,DRUG,PERFORMED,Y,Y,,60,mg,needle clotted,2026-02-04
");
    let [scheduled, given] = [ExposureKind::Scheduled, ExposureKind::Given];
    let kinds: Vec<ExposureKind> = subject.records().iter().map(|record| record.kind).collect();
    assert_eq!(kinds, [scheduled, given, scheduled, ExposureKind::NotGiven, scheduled, given]);
    let skips = |every: &str| {
        Course::new(regimen(every), MissedDosePolicy::always(Action::Skip), date("2026-01-05"))
    };
    let course = subject.course(skips("100 mg IT q14d")).expect("a course");
    let entries: Vec<String> = course.entries().map(Entry::to_string).collect();
    assert_eq!(
        entries,
        [
            "2026-01-05: given",
            "2026-01-19: missed (fever)",
            "2026-02-04: given, 60 mg (needle clotted)"
        ]
    );
    let adherence = course.adherence(date("2026-02-04"));
    assert_eq!((adherence.planned, adherence.given, adherence.missed), (3, 2, 1));
    // Another plan than that of the data set.
    assert_eq!(
        subject.course(skips("100 mg IT q15d")).expect_err("another plan").to_string(),
        format!(
            "EC, row 4 (line 5), column ECSTDTC: no dose was missed on 2026-01-19, as the next is planned on 2026-01-20, expected \
             2026-01-20 or a later day{UNSTATED}"
        )
    );
    let scheduled = |day: &str, dose: &str| {
        let row = format!(
            "S-001,1,DRUG,SCHEDULED,,,,{dose},mg,,{day}\nS-001,2,DRUG,,,,,100,mg,,2026-01-05\n"
        );
        let course = ec(&row).course(plan("100 mg IT q14d x3", "2026-01-05"));
        course.map(drop).map_err(|error| error.to_string())
    };
    let unplanned = |text: &str| {
        let leaving_out = "or leave out planned doses with `leaving_out_scheduled`";
        Err(format!("EC, row 1 (line 2), column {text}{UNSTATED}, {leaving_out}"))
    };
    assert_eq!(scheduled("2026-01-05", "100"), Ok(()));
    assert_eq!(scheduled("2026-02-02", "100"), Ok(()));
    assert_eq!(
        scheduled("2026-01-18", "100"),
        unplanned("ECSTDTC: expected a date on which the plan has a dose, found 2026-01-18")
    );
    assert_eq!(
        scheduled("2026-02-16", "100"),
        unplanned("ECSTDTC: expected a date on which the plan has a dose, found 2026-02-16")
    );
    assert_eq!(
        scheduled("2026-01-19", "120"),
        unplanned("ECDOSE: expected 100 mg, as the plan has it, found 120 mg")
    );
    // A dose that masks the drug is planned where the course seems to have the drug, and only there.
    let seems = |row: &str| {
        let row = format!("{row}\nS-001,2,DRUG,,,,,100,mg,,2026-01-05\n");
        let subject = ec(&row);
        [SubjectExposure::course, SubjectExposure::apparent_course].map(|course| {
            let course = course(&subject, plan("100 mg IT q14d x3", "2026-01-05"));
            course.map(drop).map_err(|error| error.to_string())
        })
    };
    let planned_mask = Err("EC, row 1 (line 2), column ECDOSE: expected 100 mg, as the plan has it, found 0 mg of PLACEBO; doses \
                            that mask the drug are read by `apparent_course`"
        .to_owned());
    let placebo = seems("S-001,1,PLACEBO,SCHEDULED,,,,0,mg,,2026-01-19");
    assert_eq!(placebo, [planned_mask, Ok(())]);
    let another = seems("S-001,1,DRUG,SCHEDULED,,,,120,mg,,2026-01-19");
    let planned = unplanned("ECDOSE: expected 100 mg, as the plan has it, found 120 mg");
    assert_eq!(another, [planned.clone(), planned]);
    let text = format!(
        "{EC}S-001,1,DRUG,SCHEDULED,,,,100,mg,,2026-01\nS-001,2,DRUG,PERFORMED,,,,100,mg,,2026-01-05\n"
    );
    let performed = ExposureReader::new().leaving_out_scheduled().read(&csv(&text)).expect("read");
    assert_eq!(performed[0].records().len(), 1);
    assert!(performed[0].course(plan("100 mg IT q14d", "2026-01-05")).is_ok());
}

#[test]
fn doses_not_given_one_after_the_other() {
    let subject = ec("\
S-001,1,DRUG,,Y,Y,,100,mg,,2026-01-05
S-001,2,DRUG,,Y,N,fever,,,,2026-01-19
S-001,3,DRUG,,Y,N,,,,,2026-02-02
S-001,4,DRUG,,Y,Y,,100,mg,,2026-02-16
");
    // Two misses where the label goes on by itself; else a hold, which decides nothing.
    for (policy, missed, held, next) in [
        (MissedDosePolicy::not_stated(), 0, 2, None),
        (MissedDosePolicy::always(Action::Skip), 2, 0, Some("2026-03-02")),
        (MissedDosePolicy::always(Action::Reanchor), 0, 2, Some("2026-03-02")),
    ] {
        let plan = Course::new(regimen("100 mg IT q14d"), policy, date("2026-01-05"));
        let course = subject.course(plan).expect("a course");
        let adherence = course.adherence(date("2026-02-16"));
        assert_eq!((adherence.planned, adherence.given), (4, 2), "{course:?}");
        assert_eq!(
            (adherence.missed, adherence.held),
            (missed, held),
            "{:?}",
            course.entries().collect::<Vec<_>>()
        );
        assert_eq!(course.next_due().dose().map(|due| due.date()), next.map(date), "{course:?}");
    }
    for (rows, expected) in [
        (
            "S-001,1,DRUG,DONE,,,,100,mg,,2026-01-05\n",
            "ECMOOD: expected SCHEDULED or PERFORMED, found \"DONE\"",
        ),
        ("S-001,1,DRUG,,Y,U,,100,mg,,2026-01-05\n", "ECOCCUR: expected Y or N, found \"U\""),
    ] {
        let error = ExposureReader::new().read(&csv(&format!("{EC}{rows}"))).expect_err("refused");
        assert_eq!(error.to_string(), format!("EC, row 1 (line 2), column {expected}"));
    }
}

fn treatment() -> SubjectTreatment {
    let study = Study::new("STUDY1").expect("an identifier");
    let subject = study.subject("STUDY1-001").expect("an identifier");
    subject.treated_with("TOFERSEN").expect("a name")
}

fn back(table: &Table) -> SubjectExposure {
    let text = table.to_csv().expect("text");
    let mut json = Vec::new();
    let created = "2026-01-05T12:00:00".parse().expect("a time");
    table.write_dataset_json(created, &mut json).expect("text");
    let read = read(&text);
    let dataset = Dataset::from_dataset_json(&json[..]).expect("our own");
    assert_eq!(ExposureReader::new().read(&dataset), Ok(read.clone()));
    read.into_iter().next().expect("a subject")
}

#[test]
fn what_is_written_is_read_again() {
    let label = catalog::tofersen::labels().remove(0);
    let first = date("2024-01-01");
    let mut course = label.course(first).expect("one regimen");
    let day = |days| first + Days::new(days);
    course.give(day(0)).expect("on its day");
    course
        .record(Entry::given(day(16)).amount(Mass::mg(60)).reason("needle clotted"))
        .expect("late");
    course.miss(day(30), "fever").expect("due");
    course.give(day(58)).expect("late");
    course.give(day(90)).expect("late");
    let plan = || label.course(first).expect("one regimen");
    let ec = back(&exposure_as_collected(&treatment(), &course).expect("a table"));
    assert_eq!(ec.course(plan()), Ok(course.clone()));
    // EX has no doses that were not given.
    course.remove(3).expect("missed");
    for table in [exposure(&treatment(), &course), exposure_by_interval(&treatment(), &course)] {
        assert_eq!(back(&table.expect("a table")).course(plan()), Ok(course.clone()));
    }
}

#[test]
fn what_masks_the_drug_is_read_again() {
    let first = date("2026-01-05");
    let arm = Arm::active("Q16W", regimen("120 mg IT q16w"))
        .masked_as(regimen("120 mg IT q8w"), Mask::Sham);
    let plan = || plan("120 mg IT q8w", "2026-01-05");
    let mut course = plan();
    for visit in 0..4 {
        course.give(first + Days::new(56 * visit)).expect("on its day");
    }
    let treatment = treatment().in_arm(arm);
    for table in [exposure(&treatment, &course), exposure_as_collected(&treatment, &course)] {
        let subject = back(&table.expect("a table"));
        assert_eq!(subject.apparent_course(plan()), Ok(course.clone()));
        let drug: Vec<u64> = subject
            .doses()
            .expect("days")
            .iter()
            .filter_map(|(_, record)| record.dose)
            .map(Mass::as_micrograms)
            .collect();
        assert_eq!(drug, [120_000, 0, 120_000, 0]);
    }
}

#[test]
fn a_dose_by_weight_is_planned_where_the_weight_is_known() {
    let plan = || {
        let mut course = plan("2 mg/kg SC q1w", "2026-01-05");
        course.weigh(date("2026-01-05"), BodyWeight::kg(70)).expect("a weight");
        course
    };
    let mut course = plan();
    course.give(date("2026-01-05")).expect("on its day");
    course.record(Entry::given(date("2026-01-12")).amount(Mass::mg(100))).expect("on its day");
    let ex = back(&exposure(&treatment(), &course).expect("a table"));
    assert_eq!(ex.course(plan()), Ok(course));
    // Without it the mass is what was given.
    let unknown = ex.course(self::plan("2 mg/kg SC q1w", "2026-01-05")).expect("a course");
    let amounts: Vec<GivenAmount> = unknown.doses_given().map(|given| given.amount()).collect();
    assert_eq!(amounts, [GivenAmount::Another(Mass::mg(140)), GivenAmount::Another(Mass::mg(100))]);
}

#[test]
fn doses_of_one_day_are_parts_of_one() {
    let names = "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXLAT,EXADJ,EXSTDTC\n";
    let of = |rows: &str| {
        let subject = read(&format!("{names}{rows}")).remove(0);
        let course = subject.course(plan("300 mg SC q1w", "2026-01-05"));
        course
            .map(|course| course.entries().map(Entry::to_string).collect::<Vec<_>>())
            .map_err(|error| error.to_string())
    };
    assert_eq!(
        of("S-001,1,DRUG,150,mg,LEFT,,2026-01-05\nS-001,2,DRUG,150,mg,RIGHT,pain,2026-01-05\n"),
        Ok(vec![
            "2026-01-05: given, part of the dose, 150 mg".to_owned(),
            "2026-01-05: given, rest of the dose, 150 mg (pain)".to_owned()
        ])
    );
    assert_eq!(
        of("S-001,1,DRUG,100,mg,LEFT,,2026-01-05\nS-001,2,DRUG,100,mg,RIGHT,,2026-01-05\n\
            S-001,3,DRUG,50,mg,LEFT,,2026-01-05\nS-001,4,DRUG,300,mg,LEFT,,2026-01-12\n")
        .map(|entries| entries.len()),
        Ok(4)
    );
    assert_eq!(
        of("S-001,1,DRUG,150,mg,LEFT,,2026-01-05\nS-001,2,DRUG,151,mg,RIGHT,,2026-01-05\n"),
        Err("EX, row 2 (line 3), column EXSTDTC: expected one dose a day, or several that together are at most the planned \
             dose, found a second on 2026-01-05, after that of row 1".to_owned())
    );
    // A placebo of another form beside the drug has no drug in it.
    assert_eq!(
        of("S-001,1,PLACEBO,0,mg,LEFT,,2026-01-05\nS-001,2,DRUG,300,mg,RIGHT,,2026-01-05\n"),
        Ok(vec!["2026-01-05: given".to_owned()])
    );
    assert_eq!(
        of("S-001,1,DRUG,150,mg,LEFT,,2026-01-05\nS-001,2,PLACEBO,0,mg,RIGHT,,2026-01-05\n"),
        Ok(vec!["2026-01-05: given, 150 mg".to_owned()])
    );
    // Given and not given on one day.
    let both = ec("S-001,1,DRUG,,,N,,,,,2026-01-05\nS-001,2,DRUG,,,Y,,100,mg,,2026-01-05\n");
    assert_eq!(
        both.course(plan("100 mg SC q1w", "2026-01-05")).expect_err("both").to_string(),
        "EC, row 2 (line 3), column ECSTDTC: expected one dose a day, or several that together are at most the planned \
         dose, found a second on 2026-01-05, after that of row 1"
    );
}

/// A hundred years of doses in two parts each are read in the time of a test.
#[test]
fn parts_of_very_many_doses() {
    let first = date("1926-01-04");
    let mut text = "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSTOT,EXLAT,EXSTDTC\n".to_owned();
    for (day, number) in first.iter_days().take(18_262).zip(0..) {
        for (part, side) in ["LEFT", "RIGHT"].iter().enumerate() {
            let sequence = 2 * number + part;
            writeln!(text, "S-001,{sequence},DRUG,50,mg,100,{side},{day}").expect("a string grows");
        }
    }
    let course = read(&text).remove(0).course(plan("100 mg SC q1d", "1926-01-04"));
    let course = course.expect("a part and its rest on each day");
    assert_eq!(course.doses_given().count(), 36_524);
    assert_eq!(course.adherence(date("1975-12-31")).on_time, 18_259);
}

/// Whether EC has all of a course. It does not have a miss of a day on which a dose was given, and it does not tell an amount
/// that is equal to the planned one from a dose as planned.
fn is_carried(course: &Course) -> bool {
    let of = |kind| course.entries().filter(move |entry| *entry.kind() == kind);
    let is_given_on = |day| of(EntryKind::Given).any(|given| given.day() == day);
    let is_planned = |given: GivenDose| matches!(given.amount(), GivenAmount::Another(mass) if *given.dose().amount() == Amount::Fixed(mass));
    !of(EntryKind::Missed).any(|missed| is_given_on(missed.day()))
        && !course.doses_given().any(is_planned)
}

/// A course that EC can carry: doses given early, on time and late, of planned and other amounts, in parts, and missed
/// ones.
fn course() -> impl Strategy<Value = (Regimen, Course)> {
    let policy = prop_oneof![
        Just(MissedDosePolicy::not_stated()),
        Just(MissedDosePolicy::always(Action::Reanchor)),
    ];
    let attempts = proptest::collection::vec((0_u8..4, -3_i64..9, 1_u64..500_000), 0..12);
    (in_days_and_months(), policy, attempts).prop_map(|(regimen, policy, attempts)| {
        let mut course = Course::new(regimen.clone(), policy, date("2024-01-31"));
        for (what, days, mass) in attempts {
            let last = course.entries().last().map_or(course.start(), Entry::day);
            let due = course.next_due().dose().map_or(last + Days::new(30), |due| due.date());
            let away = Days::new(days.unsigned_abs());
            let day = if days < 0 { due - away } else { due + away };
            let mass = Mass::micrograms(mass);
            let mut next = course.clone();
            let recorded = match what {
                0 => next.record(Entry::missed(due, "no bed")).is_ok(),
                1 => {
                    let given = Entry::given(day).amount(mass).reason("needle, \"clotted\"");
                    next.record(given).is_ok()
                }
                // EC does not say that a part has no rest.
                2 => {
                    let rest = Entry::rest(day, Mass::micrograms(mass.as_micrograms() / 2 + 1));
                    next.record(Entry::given(day).partly(mass)).is_ok() && next.record(rest).is_ok()
                }
                _ => next.record(Entry::given(day)).is_ok(),
            };
            if recorded && is_carried(&next) {
                course = next;
            }
        }
        (regimen, course)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// EC brings back the course; EX, in both forms, its doses. Their literal twin is `what_is_written_is_read_again`.
    #[test]
    fn courses_come_back((regimen, course) in course()) {
        let plan = || Course::new(regimen.clone(), course.policy().clone(), course.start());
        if course.doses_given().next().is_none() {
            return Ok(());
        }
        let ec = exposure_as_collected(&treatment(), &course).expect("a table");
        prop_assert_eq!(back(&ec).course(plan()), Ok(course.clone()));
        let given: Vec<(NaiveDate, Option<Mass>)> =
            course.doses_given().map(|given| (given.date(), given.mass().ok())).collect();
        for table in [exposure(&treatment(), &course), exposure_by_interval(&treatment(), &course)] {
            let subject = back(&table.expect("a table"));
            let read: Vec<_> = subject.doses().expect("days").iter().map(|(day, record)| (*day, record.dose)).collect();
            prop_assert_eq!(&read, &given);
            let read = subject.course(plan()).expect("a course");
            let read: Vec<_> = read.doses_given().map(|given| (given.date(), given.mass().ok())).collect();
            prop_assert_eq!(&read, &given);
        }
    }
}

/// What comes of a table of one subject with `names` beside the usual ones, by the label of tofersen.
fn by_label(domain: &str, names: &str, rows: &[&str]) -> Result<Course, String> {
    let text: Vec<String> = rows
        .iter()
        .zip(1..)
        .map(|(row, number)| format!("S-001,{number},DRUG,mg,{row}\n"))
        .collect();
    let text = text.concat();
    let names = format!("USUBJID,--SEQ,--TRT,--DOSU,--STDTC,--DOSE,{names}\n{text}");
    let dataset = csv(&names.replace("--", domain));
    let subject =
        ExposureReader::new().read(&dataset).map_err(|error| error.to_string())?.remove(0);
    let label = catalog::tofersen::labels().remove(0);
    let first = subject.first_day().map_err(|error| error.to_string())?.expect("a record");
    subject.course(label.course(first).expect("a course")).map_err(|error| error.to_string())
}

#[test]
fn one_dose_does_not_go_on() {
    let ongoing = "expected the end of one dose, or a frequency of repeated doses (EXDOSFRQ)";
    for (names, row, expected) in [
        ("--ENRTPT", "ONGOING", format!("EXENRTPT: {ongoing}, found \"ONGOING\"")),
        ("--ENRTPT", "AFTER", format!("EXENRTPT: {ongoing}, found \"AFTER\"")),
        ("--ENRF", "DURING/AFTER", format!("EXENRF: {ongoing}, found \"DURING/AFTER\"")),
        ("--DUR", "P12W", "EXDUR: expected at most a day, as 2026-01-05 is, found \"P12W\"".into()),
        (
            "--DUR",
            "12 W",
            "EXDUR: expected a duration such as P14D, P2W or PT1H, found \"12 W\"".into(),
        ),
        (
            "--DUR",
            "P1Y2M",
            "EXDUR: expected at most a day, as 2026-01-05 is, found \"P1Y2M\"".into(),
        ),
        ("--DUR", "P", "EXDUR: expected a duration such as P14D, P2W or PT1H, found \"P\"".into()),
        (
            "--DUR",
            "P1DT",
            "EXDUR: expected a duration such as P14D, P2W or PT1H, found \"P1DT\"".into(),
        ),
        (
            "--DUR",
            "P1Q",
            "EXDUR: expected a duration such as P14D, P2W or PT1H, found \"P1Q\"".into(),
        ),
        (
            "--DUR",
            "PT1D",
            "EXDUR: expected a duration such as P14D, P2W or PT1H, found \"PT1D\"".into(),
        ),
        (
            "--DOSFRQ,--DUR",
            "Q2W,P4W",
            "EXDUR: expected a first and a last day that it agrees with, found \"P4W\"".into(),
        ),
        (
            "--DOSTOT",
            "300",
            "EXDOSTOT: expected 100 mg, which the doses of the day have together, found 300 mg"
                .into(),
        ),
        (
            "--REASND",
            "REFUSED",
            "EXREASND: expected nothing, as it changes what is given, found \"REFUSED\"".into(),
        ),
        (
            "--DOSFRQ,--ENDTC,--ENRTPT",
            "EVERY 2 WEEKS,2026-01-19,ONGOING",
            "EXENRTPT: expected an end, as the record has a last day, found \"ONGOING\"".into(),
        ),
        (
            "--DOSFRQ,--ENDTC,--DUR",
            "Q2W,2026-02-02,P12W",
            "EXDUR: expected the days from 2026-01-05 to 2026-02-02, found \"P12W\"".into(),
        ),
        (
            "--DOSFRQ,--ENDTC,--DUR",
            "Q2W,2026-02-02,P27D",
            "EXDUR: expected the days from 2026-01-05 to 2026-02-02, found \"P27D\"".into(),
        ),
    ] {
        let error = by_label("EX", names, &[&format!("2026-01-05,100,{row}")]).expect_err(row);
        assert_eq!(error, format!("EX, row 1 (line 2), column {expected}"));
    }
    for (names, row, given) in [
        ("--DUR", "PT0.5H", 1),
        ("--DUR", "P1D", 1),
        ("--DUR", "PT23H59M59S", 1),
        ("--ENRF", "BEFORE", 1),
        ("--ENRTPT,--ENDTC", "AFTER,2026-01-05", 1),
        ("--DOSFRQ,--ENDTC,--DUR", "QD,2026-02-05,P1M", 32),
        ("--DOSFRQ,--ENDTC,--DUR", "QD,2026-01-07,PT72H", 3),
        ("--DOSTOT,--ENTPT,--METHOD", "100.0,VISIT 1,BOLUS", 1),
        ("--DOSTOT", "000000000000000000100.00000000000000000000000000", 1),
        ("--DOSFRQ,--ENDTC,--DUR", "Q2W,2026-02-02,P4W", 3),
        ("--DOSFRQ,--ENDTC,--DUR", "every 14 days,2026-02-02,P29D", 3),
    ] {
        let course = by_label("EX", names, &[&format!("2026-01-05,100,{row}")]);
        assert_eq!(course.expect(row).doses_given().count(), given, "{row}");
    }
    let parts = by_label("EX", "--DOSTOT", &["2026-01-05,40,100", "2026-01-05,60,100"]);
    assert_eq!(parts.expect("parts").entries().count(), 2);
}

/// A record of constant dosing ends when the dosing does, not with a dose (SDTMIG on EX), and its doses are
/// those by then: Q2D from 8 to 15 January, EVERY 2 WEEKS from 5 January to 10 February.
#[test]
fn constant_dosing_ends_between_doses() {
    let doses = |frequency: &str, start: &str, end: &str| -> Vec<String> {
        let text = format!(
            "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC\nP01,1,DRUG,100,mg,{frequency},{start},{end}\n"
        );
        let subject = read(&text).remove(0);
        let days = subject.doses().expect("doses").into_iter().map(|(day, _)| day.to_string());
        days.collect()
    };
    assert_eq!(
        doses("Q2D", "2021-01-08", "2021-01-15"),
        ["2021-01-08", "2021-01-10", "2021-01-12", "2021-01-14"]
    );
    let every_two_weeks = ["2026-01-05", "2026-01-19", "2026-02-02"];
    assert_eq!(doses("EVERY 2 WEEKS", "2026-01-05", "2026-02-02"), every_two_weeks);
    assert_eq!(doses("EVERY 2 WEEKS", "2026-01-05", "2026-02-15"), every_two_weeks);
    assert_eq!(doses("EVERY 2 WEEKS", "2026-01-05", "2026-02-16").len(), 4);
    assert_eq!(doses("QM", "2026-01-31", "2026-03-30"), ["2026-01-31", "2026-02-28"]);
}

/// What each record says is kept: a day that two of them have, has two doses.
#[test]
fn a_day_of_two_records_has_two_doses() {
    let doses = |rows: &[&str]| {
        let mut text = "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC\n".to_owned();
        for (row, number) in rows.iter().zip(1..) {
            writeln!(text, "S-001,{number},DRUG,{row}").expect("a text");
        }
        read(&text).remove(0).doses().expect("doses").len()
    };
    let first = "100,mg,QD,2026-01-05,2026-01-10";
    let next = "200,mg,QD,2026-01-10,2026-01-20";
    assert_eq!(doses(&[first, next]), 6 + 11);
    // The last dose was before the last day.
    assert_eq!(doses(&["100,mg,Q2D,2026-01-05,2026-01-10", next]), 3 + 11);
    assert_eq!(doses(&[first, "50,mg,ONCE,2026-01-10,2026-01-10"]), 7);
}

/// A hundred years of days are 36,525, in one record or in two.
#[test]
fn doses_of_all_records_together() {
    let doses = |last: &str| {
        let text = format!(
            "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC\n\
             S-001,1,DRUG,1,mg,QD,1926-01-01,1999-12-31\nS-001,2,DRUG,1,mg,QD,2000-01-01,{last}\n"
        );
        let subject = read(&text).remove(0);
        subject.doses().map(|doses| doses.len()).map_err(|error| error.to_string())
    };
    assert_eq!(doses("2025-12-31"), Ok(36_525));
    let more =
        "EX, row 2 (line 3), column EXENDTC: expected at most 36525 doses of a subject, found more";
    assert_eq!(doses("2026-01-01"), Err(more.to_owned()));
}

/// An infusion at night is one dose, of its first day.
#[test]
fn one_dose_ends_after_midnight() {
    let read = |names: &str, row: &str| {
        by_label("EX", names, &[row]).map(|course| {
            course.doses_given().map(|dose| dose.date().to_string()).collect::<Vec<_>>()
        })
    };
    let given = Ok(vec!["2026-01-05".to_owned()]);
    let start = "2026-01-05T23:10,100";
    for (names, row) in [
        ("--ENDTC", "2026-01-06T00:40"),
        ("--ENDTC", "2026-01-06T23:10"),
        ("--ENDTC,--DOSFRQ", "2026-01-06T00:40,ONCE"),
        ("--ENDTC,--DOSFRQ", "2026-01-06T00:40,CONTINUOUS"),
        ("--ENDTC,--DOSFRQ,--DUR", "2026-01-06T00:40,ONCE,PT1H30M"),
        ("--ENDTC,--DOSFRQ,--DUR", "2026-01-06T23:40,ONCE,P1DT30M"),
        // The term tells that it is one dose, where no time does.
        ("--ENDTC,--DOSFRQ", "2026-01-06,once"),
        ("--ENDTC,--DUR", "2026-01-06T00:40,PT1H30M"),
    ] {
        assert_eq!(read(names, &format!("{start},{row}")), given, "{names} {row}");
    }
    let place = "EX, row 1 (line 2), column EXENDTC: expected 2026-01-05";
    let unstated = "as no EXDOSFRQ such as ONCE or QD states how many doses there were";
    for (names, row, expected) in [
        (
            "--ENDTC,--DOSFRQ",
            "2026-01-07,ONCE",
            format!("{place}, the day of a dose that is given ONCE, or the day after, found 2026-01-07"),
        ),
        // Two days could be those of two doses.
        ("--ENDTC", "2026-01-06", format!("{place}, the first day, {unstated}, found 2026-01-06")),
        ("--ENDTC", "2026-01-06T23:11", format!("{place}, the first day, {unstated}, found 2026-01-06")),
        ("--ENDTC", "2026-01-07T00:40", format!("{place}, the first day, {unstated}, found 2026-01-07")),
        (
            "--ENDTC,--DOSFRQ,--DUR",
            "2026-01-06T00:40,ONCE,P4D",
            "EX, row 1 (line 2), column EXDUR: expected the days from 2026-01-05 to 2026-01-06, found \"P4D\"".to_owned(),
        ),
    ] {
        assert_eq!(read(names, &format!("{start},{row}")), Err(expected), "{names} {row}");
    }
}

/// Two records that print alike are equal, and what tells them apart is printed.
#[test]
fn records_that_differ_print_so() {
    let of = |end: &str| {
        let text = format!(
            "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXSTDTC,EXENDTC\nS-001,1,DRUG,100,mg,2026-01-05T23:10,{end}\n"
        );
        ExposureReader::new().read(&csv(&text)).expect("a record").remove(0)
    };
    let [night, day, again] = ["2026-01-06T00:40", "2026-01-06", "2026-01-06T23:00"].map(of);
    let json = |subject: &SubjectExposure| serde_json::to_value(subject).expect("JSON");
    assert_eq!((night == again, json(&night) == json(&again)), (true, true));
    assert_eq!((night == day, json(&night) == json(&day)), (false, false));
    assert!(night.records()[0].overnight && !day.records()[0].overnight);
    assert!(!of("2026-01-05T23:50").records()[0].overnight, "it ends on its day");
    assert_eq!(json(&night)["records"][0]["overnight"], true);
}

#[test]
fn what_occurred_agrees_with_the_rest_of_its_record() {
    let names = "--MOOD,--PRESP,--OCCUR,--REASOC,--REASND";
    for (row, expected) in [
        (
            "100,PERFORMED,,N,fever,",
            "ECDOSE: expected nothing, as the dose was not given, found \"100\"",
        ),
        (
            "100,PERFORMED,Y,,,",
            "ECOCCUR: expected Y or N, as the dose was asked for (pre-specified), found nothing",
        ),
        (
            "100,PERFORMED,,,fever,",
            "ECOCCUR: expected Y or N, as the reason is \"fever\", found nothing",
        ),
        (
            "100,SCHEDULED,,N,,",
            "ECOCCUR: expected nothing, as the record has what was planned, found \"N\"",
        ),
        (
            "100,PERFORMED,Y,Y,,refused",
            "ECREASND: expected nothing, as it changes what is given, found \"refused\"",
        ),
    ] {
        let error = by_label("EC", names, &[&format!("2026-01-05,{row}")]).expect_err(row);
        assert_eq!(error, format!("EC, row 1 (line 2), column {expected}"));
    }
    for row in ["100,PERFORMED,Y,Y,fever,", "0,PERFORMED,Y,N,,fever"] {
        let course = by_label("EC", names, &[&format!("2026-01-05,{row}")]).expect(row);
        assert_eq!(course.entries().next().and_then(Entry::why), Some("fever"), "{row}");
    }
}

#[test]
fn a_dose_not_given_is_booked_on_the_day_of_the_protocol() {
    let names = "--OCCUR,--REASOC";
    let rows =
        ["2026-01-05,100,Y,", "2026-01-20,100,Y,", "2026-02-02,,N,fever", "2026-02-10,100,Y,"];
    let course = by_label("EC", names, &rows).expect("a course");
    let entries: Vec<String> = course.entries().map(|entry| entry.day().to_string()).collect();
    assert_eq!(entries, ["2026-01-05", "2026-01-20", "2026-02-03", "2026-02-10"]);
    let kept = course.adherence(date("2026-02-10"));
    assert_eq!((kept.planned, kept.given, kept.late), (3, 3, 2));
    // It is the dose before, or another, that was not given so early.
    for day in ["2026-01-22", "2026-01-27"] {
        let row = format!("{day},,N,fever");
        let early = ["2026-01-05,100,Y,", "2026-01-20,100,Y,", &row];
        let expected = format!(
            "EC, row 3 (line 4), column ECSTDTC: no dose was missed on {day}, as the next is planned on 2026-02-03, expected \
             2026-02-03 or a later day{UNSTATED}"
        );
        assert_eq!(by_label("EC", names, &early).expect_err("early"), expected);
    }
    // A day nearer to the next one than to the one before.
    let near = ["2026-01-05,100,Y,", "2026-01-20,100,Y,", "2026-01-28,,N,fever"];
    let course = by_label("EC", names, &near).expect("a course");
    assert_eq!(course.entries().last().map(Entry::day), Some(date("2026-02-03")));
}

#[test]
fn a_partial_date_is_the_callers() {
    let text = "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC\n\
                S-001,1,DRUG,100,mg,ONCE,2026-01,2026-01\n\
                S-001,2,DRUG,100,mg,Q2W,2026-02-02,2026-03\n\
                S-001,3,DRUG,100,mg,ONCE,2026-04-01/2026-04,\n\
                S-001,4,DRUG,100,mg,ONCE,2026-05,2026-05-06\n\
                S-001,5,DRUG,100,mg,Q2W,2026-06,2026-07\n";
    let subject = read(text).remove(0);
    let set =
        |row, day| subject.clone().started_on(row, date(day)).map_err(|error| error.to_string());
    for (row, day, expected) in [
        (
            1,
            "2026-02-01",
            "EX, row 1 (line 2), column EXSTDTC: expected a day of \"2026-01\", found 2026-02-01",
        ),
        (
            2,
            "2026-02-03",
            "EX, row 2 (line 3), column EXSTDTC: expected a day of \"2026-02-02\", found 2026-02-03",
        ),
        (
            3,
            "2026-03-31",
            "EX, row 3 (line 4), column EXSTDTC: expected a day of \"2026-04-01/2026-04\", found 2026-03-31",
        ),
        (
            3,
            "2026-05-01",
            "EX, row 3 (line 4), column EXSTDTC: expected a day of \"2026-04-01/2026-04\", found 2026-05-01",
        ),
        (6, "2026-05-01", "EX, row 6, column EXSTDTC: expected a record of \"S-001\", found none"),
    ] {
        assert_eq!(set(row, day).expect_err(expected), expected);
    }
    // The first day of repeated doses is not their last.
    let started = set(2, "2026-02-02").expect("the day that it has");
    let end = started.records()[1].end.as_ref();
    assert_eq!(end.map(ToString::to_string).as_deref(), Some("2026-03"));
    let known = set(1, "2026-01-05").and_then(|subject| {
        let subject = subject.ended_on(2, date("2026-03-02")).map_err(|error| error.to_string())?;
        let subject = subject.started_on(3, date("2026-04-30")).map_err(|error| error.to_string())?;
        // An end that is known stays, and so does that of repeated doses, which is not the first day.
        let subject = subject.started_on(4, date("2026-05-05")).map_err(|error| error.to_string())?;
        let subject = subject.started_on(5, date("2026-06-01")).map_err(|error| error.to_string())?;
        assert_eq!(
            subject.doses().expect_err("a partial end").to_string(),
            "EX, row 5 (line 6), column EXENDTC: expected a whole date, as a dose is on a day, found \"2026-07\""
        );
        subject.ended_on(5, date("2026-07-01")).map_err(|error| error.to_string())
    });
    let known = known.expect("days of what the data set has");
    let days: Vec<NaiveDate> =
        known.doses().expect("whole dates").iter().map(|(day, _)| *day).collect();
    assert_eq!(
        days,
        [
            "2026-01-05",
            "2026-02-02",
            "2026-02-16",
            "2026-03-02",
            "2026-04-30",
            "2026-05-05",
            "2026-06-01",
            "2026-06-15",
            "2026-06-29",
        ]
        .map(date)
    );
}

#[test]
fn a_dose_that_does_not_count_comes_back_by_its_group() {
    let label = catalog::tofersen::labels().remove(0);
    let mut course = label.course(date("2026-01-05")).expect("a course");
    for entry in [
        Entry::given(date("2026-01-05")),
        Entry::given(date("2026-01-19")).amount(Mass::mg(20)).not_counting().reason("leak"),
        Entry::given(date("2026-01-21")),
        Entry::held(date("2026-01-25"), "infection"),
        Entry::resumed(date("2026-02-10")),
        Entry::given(date("2026-02-12")).partly(Mass::mg(40)).reason("pain"),
        Entry::rest(date("2026-02-12"), Mass::mg(60)),
    ] {
        course.record(entry).expect("recorded");
    }
    let subject = Study::new("S").and_then(|study| study.subject("S-001"));
    let treatment = subject.and_then(|subject| subject.treated_with("DRUG")).expect("a treatment");
    let table = exposure_as_collected(&treatment, &course).expect("a table");
    let reader = ExposureReader::new().grouped_by_dose().leaving_out_scheduled();
    let read = reader.read(&csv(&table.to_csv().expect("text"))).expect("read").remove(0);
    let back = read.course(label.course(date("2026-01-05")).expect("a plan")).expect("a course");
    let given = |course: &Course| -> Vec<String> {
        let given = course.entries().filter(|entry| *entry.kind() == EntryKind::Given);
        given.map(Entry::to_string).collect()
    };
    assert_eq!(given(&back), given(&course));
}

/// Every variable of SDTM 2.0 for interventions is known: read, to be empty, or passed over.
#[test]
fn variables_of_sdtm() {
    let names = "STUDYID POOLID SPDEVID NHOID FOCID --GRPID --REFID --RECID --SPID --LNKID --LNKGRP VISITNUM VISIT \
                 VISITDY TAETORD EPOCH --DTC --DY --XDY --XSTDY --XENDY --CHDY --CHSTDY --CHENDY --TPT --TPTNUM --ELTM \
                 --TPTREF --RFTDTC --STRF --EVLINT --EVINTX --STRTPT --STTPT --ENTPT MIDS RELMIDS MIDSDTC --STINT \
                 --ENINT --MODIFY --DECOD --CAT --SCAT --CNTMOD --EPCHGI --INDC --CLAS --CLASCD --DOSFRM --LOT --LOC \
                 --LAT --DIR --PORTOT --FAST --PSTRG --PSTRGU --TRTV --VAMT --VAMTU --RSDISC --METHOD --USCHFL";
    let doses = |name: &str| {
        let text = format!(
            "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXSTDTC,{name}\nS,1,DRUG,100,mg,2026-01-05,1\n"
        );
        let read = ExposureReader::new().read(&csv(&text)).map_err(|error| error.to_string());
        read.map(|subjects| subjects.len())
    };
    for name in names.split_whitespace().map(|name| name.replace("--", "EX")) {
        assert_eq!(doses(&name), Ok(1), "{name}");
    }
    let error = doses("EXSRCID").expect_err("of no observation");
    assert_eq!(
        error,
        "EX, header line: expected variables of SDTM, or of `ignoring`, found \"EXSRCID\""
    );
    for name in ["EXTDOSD", "EXFTDOSD", "EXDOSTXT", "EXSTAT"] {
        let error = doses(name).expect_err("not empty");
        let text = "expected nothing, as it changes what is given, found \"1\"";
        assert_eq!(error, format!("EX, row 1 (line 2), column {name}: {text}"));
    }
}

/// The terms of code list C71113 for a day or more between doses, their synonyms, and terms of sponsors that count.
#[test]
fn terms_of_a_frequency() {
    let dates = |term: &str| {
        let text = format!(
            "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC\nS,1,DRUG,1,mg,{term},2026-01-31,2026-01-31\n"
        );
        let subject = read(&text).remove(0).ongoing_through(date("2046-12-31"));
        subject.doses().map(|doses| doses.len()).map_err(|error| error.to_string())
    };
    let second = |term: &str| {
        let text = format!(
            "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXDOSFRQ,EXSTDTC,EXENDTC\nS,1,DRUG,1,mg,{term},2026-01-31,\n"
        );
        let subject = read(&text).remove(0).ongoing_through(date("2046-12-31"));
        let doses = subject.doses().map_err(|error| error.to_string())?;
        Ok::<_, String>(doses[1].0)
    };
    for (terms, next) in [
        (
            "QD|DAILY|/day|Per Day|Q24H|QAM|Every Morning|QPM|QHS|QN|EVERY AFTERNOON|EVERY EVENING|Q1D",
            "2026-02-01",
        ),
        ("QOD|Q2D|Every other day|Every Second Day|Every Two Days|Q48H", "2026-02-02"),
        ("Q3D|Q72H", "2026-02-03"),
        ("Q4D|Q96H", "2026-02-04"),
        ("EVERY WEEK|QS|QW|Per Week|1 TIME PER WEEK|Q7D|Q1W", "2026-02-07"),
        ("EVERY 2 WEEKS|Q2S|Q2W|Q14D", "2026-02-14"),
        ("EVERY 4 WEEKS|Q4S|Q4W|Q28D", "2026-02-28"),
        ("EVERY 16 WEEKS|Q16S|Q16W|Q112D", "2026-05-23"),
        ("QM|Every Month|Per Month|Q1M", "2026-02-28"),
        ("Q2M|Every two months", "2026-03-31"),
        ("Q6M|Every 6 Months", "2026-07-31"),
        ("PA|/Year|Every Year|Per Annum|Per Year", "2027-01-31"),
        ("EVERY 8 YEARS", "2034-01-31"),
        ("EVERY 10 YEARS", "2036-01-31"),
    ] {
        for term in terms.split('|') {
            assert_eq!(second(term), Ok(date(next)), "{term}");
            assert_eq!(dates(term), Ok(1), "{term}");
        }
    }
    for term in [
        "BID",
        "Q36H",
        "2 TIMES PER WEEK",
        "TWICE",
        "PRN",
        "Q",
        "QH",
        "Q2",
        "EVERY WEEKS AGAIN",
        "UNKNOWN",
    ] {
        assert!(second(term).is_err(), "{term}");
    }
}
