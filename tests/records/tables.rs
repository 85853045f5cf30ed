//! Tables as comma-separated values and as Dataset-JSON.

use aso_regimen::Mass;
use aso_regimen::interchange::sdtm::ExposureReader;
use aso_regimen::interchange::table::{Column, DataType, DataValue, Dataset, Table};
use serde_json::{Value as Json, json};

use crate::date;

fn columns() -> [Column; 5] {
    [
        Column::new("USUBJID", DataType::Text).labelled("Unique Subject Identifier"),
        Column::new("EXSEQ", DataType::Integer).labelled("Sequence Number"),
        Column::new("EXDOSE", DataType::Mg).labelled("Dose"),
        Column::new("EXSTDTC", DataType::Date).labelled("Start Date/Time of Treatment"),
        Column::new("AVAL", DataType::Double).labelled("Analysis DataValue"),
    ]
}

fn table() -> Table {
    let mut table = Table::new("EX", columns()).expect("columns").labelled("Exposure");
    let full: [DataValue; 5] = [
        "a \"b\", c".into(),
        1_i64.into(),
        Mass::micrograms(100_005).into(),
        date("2026-01-05").into(),
        0.1.into(),
    ];
    table.push(full).expect("a row");
    table.push(vec![DataValue::Missing; 5]).expect("a row");
    table
}

#[test]
fn a_table_has_its_parts() {
    let mut empty = Table::new("EX", columns()).expect("columns").labelled("Exposure");
    assert_eq!((empty.name(), empty.label()), ("EX", "Exposure"));
    assert_eq!(empty.columns(), columns());
    assert_eq!(empty.columns()[3].label(), "Start Date/Time of Treatment");
    assert!(empty.is_empty());
    empty.push(vec![DataValue::Missing; 5]).expect("a row");
    assert!(!empty.is_empty());
}

#[test]
fn comma_separated_values() {
    assert_eq!(
        table().to_csv().expect("text"),
        "USUBJID,EXSEQ,EXDOSE,EXSTDTC,AVAL\n\"a \"\"b\"\", c\",1,100.005,2026-01-05,0.1\n,,,,\n"
    );
}

#[test]
fn dataset_json() {
    // Shape, data types and the decimal as a text: Dataset-JSON 1.1 (CDISC, 5 December 2024).
    let mut text = Vec::new();
    let created = "2026-01-05T12:30:00".parse().expect("a time");
    table().write_dataset_json(created, &mut text).expect("text");
    let found: Json = serde_json::from_slice(&text).expect("JSON");
    let column = |name: &str, label: &str, kind: &str| json!({"itemOID": format!("IT.EX.{name}"), "name": name, "label": label, "dataType": kind});
    let mut dose = column("EXDOSE", "Dose", "decimal");
    dose["targetDataType"] = json!("decimal");
    assert_eq!(
        found,
        json!({
            "datasetJSONCreationDateTime": "2026-01-05T12:30:00",
            "datasetJSONVersion": "1.1.0",
            "itemGroupOID": "IG.EX",
            "records": 2,
            "name": "EX",
            "label": "Exposure",
            "columns": [
                column("USUBJID", "Unique Subject Identifier", "string"),
                column("EXSEQ", "Sequence Number", "integer"),
                dose,
                column("EXSTDTC", "Start Date/Time of Treatment", "date"),
                column("AVAL", "Analysis DataValue", "double"),
            ],
            "rows": [
                ["a \"b\", c", 1, "100.005", "2026-01-05", 0.1],
                [null, null, null, null, null],
            ],
        })
    );
}

#[test]
fn refused() {
    let twice = [columns()[0].clone(), columns()[0].clone()];
    assert_eq!(
        Table::new("EX", twice).expect_err("twice").to_string(),
        "EX: expected each column once, found USUBJID twice"
    );
    let mut table = table();
    let with = |place: usize, value: DataValue| {
        let mut row = vec![DataValue::Missing; 5];
        row[place] = value;
        row
    };
    let before = table.clone();
    for (row, expected) in [
        (vec![DataValue::Missing; 4], "EX, row 3: expected 5 values, found 4"),
        (
            with(1, "1".into()),
            "EX, row 3, column EXSEQ: expected a whole number, found the text \"1\"",
        ),
        (with(4, f64::NAN.into()), "EX, row 3, column AVAL: expected a finite number, found NaN"),
        (
            with(3, date("-0001-01-01").into()),
            "EX, row 3, column EXSTDTC: expected a year from 0 to 9999, found -0001-01-01",
        ),
    ] {
        assert_eq!(table.push(row).expect_err("refused").to_string(), expected);
    }
    assert_eq!(table, before);
    let late = "+12026-01-05T12:30:00".parse().expect("a time");
    assert_eq!(
        table.write_dataset_json(late, Vec::new()).expect_err("five digits").to_string(),
        "time of creation: expected a year from 0 to 9999, found +12026-01-05 12:30:00"
    );
    let created = "2026-01-05T12:00:00".parse().expect("a time");
    assert_eq!(
        table.write_dataset_json(created, &mut [][..]).expect_err("no room").to_string(),
        "output: expected the table to be written, found failed to write whole buffer"
    );
}

/// The line of a row is that of the file, whichever way its lines end.
#[test]
fn lines_are_counted_however_they_end() {
    for end in ["\n", "\r\n", "\r"] {
        let text = [
            "USUBJID,EXSEQ,EXTRT,EXDOSE,EXDOSU,EXSTDTC",
            "",
            "S-1,1,DRUG,100,mg,2026-01-05",
            "S-1,2,DRUG,ten,mg,2026-01-19",
            "",
        ];
        let data = Dataset::from_csv(text.join(end).as_bytes()).expect("a table");
        let refused = ExposureReader::new().read(&data).expect_err("no number").to_string();
        assert!(refused.starts_with("EX, row 2 (line 4), column EXDOSE: "), "{end:?}: {refused}");
    }
}
