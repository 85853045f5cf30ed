//! Tables as Dataset-JSON 1.1.

use std::io::Write;

use chrono::{Datelike, NaiveDateTime};
use serde::ser::{Serialize, Serializer};

use crate::interchange::error::{FileError, FormatError};
use crate::interchange::table::{Column, DataType, DataValue, Table};

impl Table {
    /// Writes Dataset-JSON 1.1 (CDISC, 5 December 2024) with this creation time. The crate reads no clock.
    ///
    /// ```
    /// use aso_regimen::interchange::table::{Column, DataType, DataValue, Table};
    ///
    /// let visit = Column::new("VISIT", DataType::Text).labelled("Visit Name");
    /// let mut table = Table::new("TV", [visit])?.labelled("Trial Visits");
    /// table.push([DataValue::from("week 4")])?;
    /// let mut json = Vec::new();
    /// table.write_dataset_json("2026-01-05T12:00:00".parse()?, &mut json)?;
    /// assert_eq!(
    ///     String::from_utf8(json)?,
    ///     concat!(
    ///         "{\"datasetJSONCreationDateTime\":\"2026-01-05T12:00:00\",\
    ///          \"datasetJSONVersion\":\"1.1.0\",",
    ///         r#""itemGroupOID":"IG.TV","records":1,"name":"TV","label":"Trial Visits","#,
    ///         r#""columns":[{"itemOID":"IT.TV.VISIT","name":"VISIT","label":"Visit Name","#,
    ///         r#""dataType":"string"}],"rows":[["week 4"]]}"#,
    ///     )
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the time is outside the years 0 to 9999, or the output fails.
    pub fn write_dataset_json(
        &self,
        created: NaiveDateTime,
        output: impl Write,
    ) -> Result<(), FileError> {
        if !(0..=9999).contains(&created.year()) {
            let expected = "a year from 0 to 9999";
            return Err(FormatError::expected("time of creation", expected, created).into());
        }
        let dataset = DatasetJson {
            created: created.format("%Y-%m-%dT%H:%M:%S").to_string(),
            version: "1.1.0",
            oid: format!("IG.{}", self.name),
            records: self.len(),
            name: self.name,
            label: self.label,
            columns: self.columns.iter().map(|column| ItemOf::new(self, column)).collect(),
            rows: self.rows().collect(),
        };
        serde_json::to_writer(output, &dataset)
            .map_err(|error| FileError::Output { what: "the table", cause: error.into() })
    }
}

/// The attributes in the order that the specification recommends.
#[derive(serde::Serialize)]
struct DatasetJson<'t> {
    #[serde(rename = "datasetJSONCreationDateTime")]
    created: String,
    #[serde(rename = "datasetJSONVersion")]
    version: &'static str,
    #[serde(rename = "itemGroupOID")]
    oid: String,
    records: usize,
    name: &'t str,
    label: &'t str,
    columns: Vec<ItemOf<'t>>,
    rows: Vec<&'t [DataValue]>,
}

#[derive(serde::Serialize)]
struct ItemOf<'t> {
    #[serde(rename = "itemOID")]
    oid: String,
    name: &'t str,
    label: &'t str,
    #[serde(rename = "dataType")]
    data_type: &'static str,
    /// What the receiver is to make of it where that is another type.
    #[serde(rename = "targetDataType", skip_serializing_if = "Option::is_none")]
    target: Option<&'static str>,
}

impl<'t> ItemOf<'t> {
    fn new(table: &'t Table, column: &'t Column) -> Self {
        let (data_type, target) = column.json_types();
        let oid = format!("IT.{}.{}", table.name, column.name);
        Self { oid, name: column.name, label: column.label, data_type, target }
    }
}

impl Serialize for DataValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Missing => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Double(number) => serializer.serialize_f64(*number),
            // Decimals are texts there, so that none is rounded.
            Self::Mg(_) | Self::Date(_) => serializer.serialize_str(&self.field()),
        }
    }
}

impl Column {
    /// The type in Dataset-JSON, and what the receiver is to make of it where that is another.
    const fn json_types(&self) -> (&'static str, Option<&'static str>) {
        match self.data_type {
            DataType::Text => ("string", None),
            DataType::Integer => ("integer", None),
            DataType::Double => ("double", None),
            DataType::Mg => ("decimal", Some("decimal")),
            DataType::Date => ("date", None),
        }
    }
}
