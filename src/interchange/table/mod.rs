//! Tables with named and typed columns: written as comma-separated values and Dataset-JSON 1.1, and read from both.
//!
//! [`sdtm`](crate::interchange::sdtm) and [`adam`](crate::interchange::adam) return a [`Table`], which is written. A
//! [`Dataset`] is a table that another program wrote, with its values as texts.
//!
//! ```
//! use aso_regimen::interchange::table::{Column, DataType, Dataset, Table};
//!
//! let id = Column::new("ID", DataType::Text);
//! let day = Column::new("DAY", DataType::Integer);
//! let mut table = Table::new("VISITS", [id, day])?;
//! table.push(["S-001".into(), 29_i64.into()])?;
//! assert_eq!(table.to_csv()?, "ID,DAY\nS-001,29\n");
//!
//! let dataset = Dataset::from_csv(table.to_csv()?.as_bytes())?;
//! assert_eq!(dataset.value(1, "DAY"), Some("29"));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

mod dataset;
mod dataset_json;

use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};

pub use self::dataset::Dataset;
use crate::interchange::error::FormatError;
use crate::quantity::Mass;
use crate::text::excerpt::quoted;

/// The type of the values of a [`Column`].
#[doc(alias = "dataType")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DataType {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Floating-point numbers.
    Double,
    /// Masses, written in mg as exact decimal numbers.
    Mg,
    /// Dates.
    Date,
}

impl DataType {
    const fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Integer => "a whole number",
            Self::Double => "a floating-point number",
            Self::Mg => "a mass",
            Self::Date => "a date",
        }
    }
}

/// One value of a [`Table`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DataValue {
    /// No value.
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

impl DataValue {
    /// Returns the type; `None` for a missing value, which a column of any type can hold.
    pub fn data_type(&self) -> Option<DataType> {
        match self {
            Self::Missing => None,
            Self::Text(_) => Some(DataType::Text),
            Self::Integer(_) => Some(DataType::Integer),
            Self::Double(_) => Some(DataType::Double),
            Self::Mg(_) => Some(DataType::Mg),
            Self::Date(_) => Some(DataType::Date),
        }
    }

    /// The value as a field of a file; empty for a missing value.
    fn field(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Double(number) => number.to_string(),
            Self::Mg(mass) => decimal(*mass),
            Self::Date(date) => date.to_string(),
        }
    }

    /// The value as errors show it, shortened.
    fn found(&self) -> String {
        match self {
            Self::Text(text) => format!("the text {}", quoted(text)),
            _ => self.field(),
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

/// A value of each type becomes the value of a table that holds it.
macro_rules! data_value_from {
    ($($type:ty => $variant:ident),+) => {$(
        impl From<$type> for DataValue {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        }
    )+};
}
data_value_from!(&str => Text, String => Text, NaiveDate => Date, f64 => Double, i64 => Integer, Mass => Mg);

impl<T: Into<DataValue>> From<Option<T>> for DataValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Column {
    name: &'static str,
    label: &'static str,
    data_type: DataType,
}

impl Column {
    /// Returns a column with this name and type. Its label is its name.
    pub const fn new(name: &'static str, data_type: DataType) -> Self {
        Self { name, label: name, data_type }
    }

    /// Returns this column with a label, a short description.
    #[must_use]
    pub const fn labelled(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// Returns the name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the label.
    pub const fn label(&self) -> &'static str {
        self.label
    }

    /// Returns the type of the values.
    pub const fn data_type(&self) -> DataType {
        self.data_type
    }

    /// What the column holds instead of a value; `None` if it holds the value.
    fn refuses(&self, value: &DataValue) -> Option<&'static str> {
        match value {
            DataValue::Double(number) if !number.is_finite() => Some("a finite number"),
            DataValue::Date(date) if !(0..=9999).contains(&date.year()) => {
                Some("a year from 0 to 9999")
            }
            _ => match value.data_type() {
                Some(found) if found != self.data_type => Some(self.data_type.words()),
                _ => None,
            },
        }
    }
}

/// Rows of values under named columns.
///
/// Each row has one value for each column. A value is missing or of the column's type.
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::interchange::table::{Column, DataType, Table, DataValue};
///
/// let columns = [
///     Column::new("USUBJID", DataType::Text).labelled("Unique Subject Identifier"),
///     Column::new("EXDOSE", DataType::Mg).labelled("Dose"),
/// ];
/// let mut table = Table::new("EX", columns)?.labelled("Exposure");
/// table.push([DataValue::from("P01"), DataValue::from(Mass::micrograms(100_500))])?;
/// assert_eq!(table.to_csv()?, "USUBJID,EXDOSE\nP01,100.5\n");
/// assert!(table.push([DataValue::from("P01")]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    name: &'static str,
    label: &'static str,
    columns: Vec<Column>,
    /// Row by row.
    values: Vec<DataValue>,
}

impl Table {
    /// Returns a table without rows. Its label is its name.
    ///
    /// # Errors
    ///
    /// If two columns have the same name.
    pub fn new(
        name: &'static str,
        columns: impl IntoIterator<Item = Column>,
    ) -> Result<Self, FormatError> {
        let columns: Vec<Column> = columns.into_iter().collect();
        for (index, column) in columns.iter().enumerate() {
            let before = &columns[..index];
            if before.iter().any(|other| other.name == column.name) {
                let found = format!("{} twice", column.name);
                return Err(FormatError::expected(name, "each column once", found));
            }
        }
        Ok(Self { name, label: name, columns, values: Vec::new() })
    }

    /// Returns this table with a label, a short description.
    #[must_use]
    pub fn labelled(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// Adds a row. If the row is refused, the table stays as it was.
    ///
    /// # Errors
    ///
    /// If the row has more or fewer values than there are columns, a value is of another type than its column's,
    /// a number is not finite, or a year is outside 0 to 9999.
    pub fn push(&mut self, row: impl IntoIterator<Item = DataValue>) -> Result<(), FormatError> {
        let values: Vec<DataValue> = row.into_iter().collect();
        let place = || format!("{}, row {}", self.name, self.len() + 1);
        if values.len() != self.columns.len() {
            let expected = format!("{} values", self.columns.len());
            return Err(FormatError::expected(place(), expected, values.len()));
        }
        for (value, column) in values.iter().zip(&self.columns) {
            if let Some(expected) = column.refuses(value) {
                let place = format!("{}, column {}", place(), column.name);
                return Err(FormatError::expected(place, expected, value.found()));
            }
        }
        self.values.extend(values);
        Ok(())
    }

    /// Returns the name of the table.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the label of the table.
    pub fn label(&self) -> &'static str {
        self.label
    }

    /// Returns the columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the rows, each with one value for each column.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[DataValue]> {
        self.values.chunks_exact(self.columns.len().max(1))
    }

    /// Returns the values of the column with this name, in the order of the rows; `None` if there is no such column.
    pub fn column(&self, name: &str) -> Option<impl ExactSizeIterator<Item = &DataValue>> {
        let place = self.columns.iter().position(|column| column.name == name)?;
        Some(self.rows().map(move |row| &row[place]))
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows().len()
    }

    /// Whether the table has no row.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Writes comma-separated values with one header line. A missing value is an empty field.
    ///
    /// # Errors
    ///
    /// If the output fails.
    pub fn write_csv(&self, output: impl Write) -> io::Result<()> {
        let mut lines = csv::Writer::from_writer(output);
        lines.write_record(self.columns.iter().map(Column::name))?;
        for row in self.rows() {
            lines.write_record(row.iter().map(DataValue::field))?;
        }
        lines.flush()
    }

    /// Returns the table as comma-separated values.
    ///
    /// # Errors
    ///
    /// If writing to memory fails, which it does not in practice.
    pub fn to_csv(&self) -> io::Result<String> {
        let mut text = Vec::new();
        self.write_csv(&mut text)?;
        String::from_utf8(text).map_err(io::Error::other)
    }
}
