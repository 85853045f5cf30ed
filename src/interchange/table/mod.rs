//! A table with named and typed columns, as comma-separated values and as Dataset-JSON 1.1.
//!
//! The tables of [`sdtm`](crate::interchange::sdtm) and [`adam`](crate::interchange::adam) are of this type.

mod dataset_json;

use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

pub use self::dataset_json::DatasetJsonError;
use crate::quantity::Mass;

/// What the values of a [`Column`] are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers that are not exact.
    Double,
    /// Masses, written in mg as exact decimals.
    Mg,
    /// Dates.
    Date,
}

/// One value of a [`Table`].
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// None.
    Missing,
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Double(f64),
    /// A mass, written in mg.
    Mg(Mass),
    /// A date in the years 0 to 9999.
    Date(NaiveDate),
}

impl Value {
    fn kind(&self) -> Option<Kind> {
        match self {
            Self::Missing => None,
            Self::Text(_) => Some(Kind::Text),
            Self::Integer(_) => Some(Kind::Integer),
            Self::Double(_) => Some(Kind::Double),
            Self::Mg(_) => Some(Kind::Mg),
            Self::Date(_) => Some(Kind::Date),
        }
    }

    /// The value as text; nothing where there is none.
    fn text(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Double(number) => number.to_string(),
            Self::Mg(mass) => decimal(*mass),
            Self::Date(date) => date.to_string(),
        }
    }
}

/// A mass in mg, exactly.
fn decimal(mass: Mass) -> String {
    let micrograms = mass.as_micrograms();
    let fraction = format!("{:03}", micrograms % 1_000);
    match fraction.trim_end_matches('0') {
        "" => (micrograms / 1_000).to_string(),
        fraction => format!("{}.{fraction}", micrograms / 1_000),
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<NaiveDate> for Value {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Double(number)
    }
}

impl From<Mass> for Value {
    fn from(mass: Mass) -> Self {
        Self::Mg(mass)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Column {
    name: &'static str,
    label: &'static str,
    kind: Kind,
}

impl Column {
    /// A column of this name, with a label that says what it is.
    pub const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { name, label, kind }
    }

    /// The name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What it is, in a few words.
    pub const fn label(&self) -> &'static str {
        self.label
    }

    /// What its values are.
    pub const fn kind(&self) -> Kind {
        self.kind
    }
}

/// Rows of values under named columns.
///
/// Every row has one value for each column, and each value is missing or of the column's kind.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::interchange::table::{Column, Kind, Table, Value};
///
/// let columns = [
///     Column::new("USUBJID", "Unique Subject Identifier", Kind::Text),
///     Column::new("EXDOSE", "Dose", Kind::Mg),
/// ];
/// let mut table = Table::new("EX", "Exposure", columns)?;
/// table.push([Value::from("P01"), Value::from(Mass::micrograms(100_500))])?;
/// assert_eq!(table.to_csv()?, "USUBJID,EXDOSE\nP01,100.5\n");
/// assert!(table.push([Value::from("P01")]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    name: &'static str,
    label: &'static str,
    columns: Vec<Column>,
    /// Row by row.
    values: Vec<Value>,
}

/// Why there is no such table, or no such row in it. Rows count from 1.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum TableError {
    /// Columns are told apart by name.
    #[error("the table {table} has the column {column} twice")]
    ColumnTwice {
        /// The table.
        table: &'static str,
        /// The name.
        column: &'static str,
    },
    /// A row with other values than columns.
    #[error("row {row} of {table} has {found} values, expected {expected}")]
    Length {
        /// The table.
        table: &'static str,
        /// The row.
        row: usize,
        /// How many values it has.
        found: usize,
        /// How many columns there are.
        expected: usize,
    },
    /// A value that does not fit its column.
    #[error("row {row} of {table}, column {column}: found {value:?}, expected {kind:?}")]
    Kind {
        /// The table.
        table: &'static str,
        /// The row.
        row: usize,
        /// The column.
        column: &'static str,
        /// The value.
        value: Value,
        /// What the column holds.
        kind: Kind,
    },
    /// No finite number, or a date that needs more than four digits for its year.
    #[error(
        "row {row} of {table}, column {column}: found {value:?}, expected a finite number or a year of 0 to 9999"
    )]
    Range {
        /// The table.
        table: &'static str,
        /// The row.
        row: usize,
        /// The column.
        column: &'static str,
        /// The value.
        value: Value,
    },
}

impl Table {
    /// A table without rows.
    ///
    /// # Errors
    ///
    /// On a name that two columns have.
    pub fn new(
        name: &'static str,
        label: &'static str,
        columns: impl IntoIterator<Item = Column>,
    ) -> Result<Self, TableError> {
        let columns: Vec<Column> = columns.into_iter().collect();
        for (index, column) in columns.iter().enumerate() {
            let before = &columns[..index];
            if before.iter().any(|other| other.name == column.name) {
                return Err(TableError::ColumnTwice {
                    table: name,
                    column: column.name,
                });
            }
        }
        Ok(Self {
            name,
            label,
            columns,
            values: Vec::new(),
        })
    }

    /// Adds a row. A row that is refused leaves the table as it was.
    ///
    /// # Errors
    ///
    /// With more or fewer values than columns, on a value of another kind than its column's, on a number that
    /// is not finite, and on a year outside 0 to 9999.
    pub fn push(&mut self, row: impl IntoIterator<Item = Value>) -> Result<(), TableError> {
        let values: Vec<Value> = row.into_iter().collect();
        let (table, row) = (self.name, self.len() + 1);
        if values.len() != self.columns.len() {
            return Err(TableError::Length {
                table,
                row,
                found: values.len(),
                expected: self.columns.len(),
            });
        }
        for (value, column) in values.iter().zip(&self.columns) {
            let column_name = column.name;
            if value.kind().is_some_and(|kind| kind != column.kind) {
                return Err(TableError::Kind {
                    table,
                    row,
                    column: column_name,
                    value: value.clone(),
                    kind: column.kind,
                });
            }
            let in_range = match value {
                Value::Double(number) => number.is_finite(),
                Value::Date(date) => (0..=9999).contains(&date.year()),
                _ => true,
            };
            if !in_range {
                return Err(TableError::Range {
                    table,
                    row,
                    column: column_name,
                    value: value.clone(),
                });
            }
        }
        self.values.extend(values);
        Ok(())
    }

    /// The name of the table.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What the table holds, in a few words.
    pub fn label(&self) -> &'static str {
        self.label
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The rows, each with one value for each column.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Value]> {
        self.values.chunks_exact(self.columns.len().max(1))
    }

    /// The values of the column of this name, from the first row on; `None` where there is no such column.
    pub fn column(&self, name: &str) -> Option<impl ExactSizeIterator<Item = &Value>> {
        let place = self.columns.iter().position(|column| column.name == name)?;
        Some(self.rows().map(move |row| &row[place]))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows().len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Writes comma-separated values with one line of names; a missing value is an empty field.
    ///
    /// # Errors
    ///
    /// Where the output fails.
    pub fn write_csv(&self, output: impl Write) -> io::Result<()> {
        let mut lines = csv::Writer::from_writer(output);
        lines.write_record(self.columns.iter().map(Column::name))?;
        for row in self.rows() {
            lines.write_record(row.iter().map(Value::text))?;
        }
        lines.flush()
    }

    /// The table as comma-separated values.
    ///
    /// # Errors
    ///
    /// None in practice: text takes everything that is written to it.
    pub fn to_csv(&self) -> io::Result<String> {
        let mut text = Vec::new();
        self.write_csv(&mut text)?;
        String::from_utf8(text).map_err(io::Error::other)
    }
}
