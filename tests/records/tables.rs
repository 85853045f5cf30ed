//! Tables as comma-separated values and as Dataset-JSON.

use aso_regimen::Mass;
use aso_regimen::interchange::table::{Column, Kind, Table, Value};
use serde_json::{Value as Json, json};

use crate::date;

fn columns() -> [Column; 5] {
    [
        Column::new("USUBJID", "Unique Subject Identifier", Kind::Text),
        Column::new("EXSEQ", "Sequence Number", Kind::Integer),
        Column::new("EXDOSE", "Dose", Kind::Mg),
        Column::new("EXSTDTC", "Start Date/Time of Treatment", Kind::Date),
        Column::new("AVAL", "Analysis Value", Kind::Double),
    ]
}

fn table() -> Table {
    let mut table = Table::new("EX", "Exposure", columns()).expect("columns");
    let full: [Value; 5] = [
        "a \"b\", c".into(),
        1_i64.into(),
        Mass::micrograms(100_005).into(),
        date("2026-01-05").into(),
        0.1.into(),
    ];
    table.push(full).expect("a row");
    table.push(vec![Value::Missing; 5]).expect("a row");
    table
}

#[test]
fn a_table_has_its_parts() {
    let mut empty = Table::new("EX", "Exposure", columns()).expect("columns");
    assert_eq!((empty.name(), empty.label()), ("EX", "Exposure"));
    assert_eq!(empty.columns(), columns());
    assert_eq!(empty.columns()[3].label(), "Start Date/Time of Treatment");
    assert!(empty.is_empty());
    empty.push(vec![Value::Missing; 5]).expect("a row");
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
    table()
        .write_dataset_json(created, &mut text)
        .expect("text");
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
                column("AVAL", "Analysis Value", "double"),
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
        Table::new("EX", "Exposure", twice)
            .expect_err("twice")
            .to_string(),
        "the table EX has the column USUBJID twice"
    );
    let mut table = table();
    let with = |place: usize, value: Value| {
        let mut row = vec![Value::Missing; 5];
        row[place] = value;
        row
    };
    let before = table.clone();
    for (row, expected) in [
        (
            vec![Value::Missing; 4],
            "row 3 of EX has 4 values, expected 5",
        ),
        (
            with(1, "1".into()),
            "row 3 of EX, column EXSEQ: found Text(\"1\"), expected Integer",
        ),
        (
            with(4, f64::NAN.into()),
            "row 3 of EX, column AVAL: found Double(NaN), expected a finite number or a year of 0 to 9999",
        ),
        (
            with(3, date("-0001-01-01").into()),
            "row 3 of EX, column EXSTDTC: found Date(-0001-01-01), expected a finite number or a year of 0 to 9999",
        ),
    ] {
        assert_eq!(table.push(row).expect_err("refused").to_string(), expected);
    }
    assert_eq!(table, before);
    let late = "+12026-01-05T12:30:00".parse().expect("a time");
    assert_eq!(
        table
            .write_dataset_json(late, Vec::new())
            .expect_err("five digits")
            .to_string(),
        "created on +12026-01-05 12:30:00, expected a year of 0 to 9999"
    );
}
