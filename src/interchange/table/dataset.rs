//! A data set that somebody else wrote, as texts under the names of its variables.

use std::io::Read;

use csv::{Position, StringRecord};
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::value::RawValue;

use crate::interchange::error::{FileError, FormatError, listed, row_and_line};
use crate::text::excerpt::quoted;
use crate::text::plain::{in_plain_words, short};
use crate::text::separator_but_comma;

/// A data set of another program: texts by variable and row.
///
/// It is read from comma-separated values or Dataset-JSON 1.1. SAS transport files (XPT) are not read; SAS, R and
/// Python can write their content as comma-separated values. Names are converted to capitals, and white space at the
/// ends of values is removed. Readers such as [`ExposureReader`](crate::interchange::sdtm::ExposureReader) interpret
/// the values.
///
/// ```
/// use aso_regimen::interchange::table::Dataset;
///
/// let csv = "usubjid,EXSEQ,EXENDTC\nS-001,1,2026-01-05\nS-001,2,NA\n";
/// let dataset = Dataset::from_csv(csv.as_bytes())?.taking_as_missing("NA");
/// assert_eq!(dataset.value(1, "EXENDTC"), Some("2026-01-05"));
/// assert_eq!(dataset.value(2, "EXENDTC"), None);
/// assert_eq!(dataset.value(2, "USUBJID"), Some("S-001"));
/// # Ok::<(), aso_regimen::interchange::FileError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    names: Vec<String>,
    rows: Vec<StringRecord>,
    /// What stands for no value, besides nothing.
    missing: Vec<String>,
}

impl Dataset {
    /// Reads comma-separated values in UTF-8 with one header line. Each row is one line: a line break in quotation marks
    /// is refused, since a quotation mark that is not closed makes one value of all rows after it.
    ///
    /// # Errors
    ///
    /// If the input fails or is not UTF-8, if there is no header line or another separator, if a name comes twice, if a
    /// name or value has a line break, or if a row has more or fewer values than there are names.
    pub fn from_csv(mut input: impl Read) -> Result<Self, FileError> {
        let mut text = Vec::new();
        input.read_to_end(&mut text).map_err(FileError::Input)?;
        let mut lines = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_slice());
        let malformed = |error: csv::Error| FileError::Input(error.into());
        let names = lines.headers().map_err(malformed)?;
        check_one_line("header line", names)?;
        check_separated(names)?;
        let mut dataset = Self::named(names.iter())?;
        let (mut line, mut read) = (1, text.iter());
        for row in lines.records() {
            let mut row = row.map_err(malformed)?;
            let mut position = row.position().cloned().unwrap_or_else(Position::new);
            // It is where the row before ended; between them are line breaks, also those of blank lines.
            while let Some(byte) = read.as_slice().first() {
                let at = (text.len() - read.len()) as u64;
                if at >= position.byte() && !matches!(byte, b'\n' | b'\r') {
                    break;
                }
                let is_end = *byte == b'\n' || read.as_slice().get(1) != Some(&b'\n');
                line += u64::from(is_end && matches!(byte, b'\n' | b'\r'));
                read.next();
            }
            position.set_line(line);
            row.set_position(Some(position));
            check_one_line(&row_and_line(dataset.len() + 1, Some(line)), &row)?;
            dataset.push(row)?;
        }
        Ok(dataset)
    }

    /// Reads Dataset-JSON 1.1 (CDISC, 5 December 2024): one JSON object, or lines of which the first has the columns
    /// and each further one a row.
    ///
    /// # Errors
    ///
    /// If the input fails or is not JSON of that form, if the version is not 1.1, if a name comes twice, if a row has more
    /// or fewer values than there are columns, if there are more or fewer rows than `records` says, or if there is
    /// neither a row nor `rows` nor `records`.
    pub fn from_dataset_json(mut input: impl Read) -> Result<Self, FileError> {
        let mut text = Vec::new();
        input.read_to_end(&mut text).map_err(FileError::Input)?;
        let other = |found: &str| FormatError::expected("data set", "Dataset-JSON 1.1", found);
        let malformed = |error: serde_json::Error| {
            if error.is_data() {
                return FormatError::because("data set", short(&in_plain_words(error)));
            }
            other(&short(&error))
        };
        let start = text.trim_ascii_start();
        if !start.starts_with(b"{") {
            // Else a list would be taken for the members of the object.
            return Err(other(if start.is_empty() { "an empty text" } else { "no object" }).into());
        }
        let mut json = serde_json::Deserializer::from_slice(&text);
        let head = Head::deserialize(&mut json).map_err(malformed)?;
        let version = head.version.as_deref().unwrap_or_default();
        if version != "1.1" && !version.starts_with("1.1.") {
            let place = "datasetJSONVersion";
            return Err(FormatError::expected(place, "1.1", quoted(version)).into());
        }
        let mut dataset = Self::named(head.columns.iter().map(|column| column.name.as_str()))?;
        let has_rows = head.rows.is_some();
        for row in head.rows.unwrap_or_default() {
            dataset.push(row.0)?;
        }
        for row in json.into_iter::<Row>() {
            dataset.push(row.map_err(malformed)?.0)?;
        }
        match head.records {
            Some(records) if records != dataset.len() as u64 => {
                let (expected, found) = (format!("{records} rows"), dataset.len());
                Err(FormatError::expected("records", expected, found).into())
            }
            None if !has_rows && dataset.is_empty() => {
                Err(FormatError::expected("rows", "rows, or their number (records)", "neither")
                    .into())
            }
            _ => Ok(dataset),
        }
    }

    /// Returns this data set with another text for a missing value, such as `NA` in files of R or `.` in files of SAS.
    /// An empty text is always a missing value.
    #[must_use]
    pub fn taking_as_missing(mut self, text: impl Into<String>) -> Self {
        self.missing.push(text.into());
        self
    }

    /// Returns the names of the variables, in capitals.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the data set has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the value of a variable in a row, counted from 1; `None` if it is missing, or if there is no such row or
    /// variable.
    pub fn value(&self, row: usize, name: &str) -> Option<&str> {
        self.at(row, self.place(name)?)
    }

    /// The line of a row, counted from 1, in a file of comma-separated values.
    pub(in crate::interchange) fn line(&self, row: usize) -> Option<u64> {
        line_of(self.rows.get(row.checked_sub(1)?)?)
    }

    /// In which column a variable is.
    pub(in crate::interchange) fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|own| own == name)
    }

    /// The value in a row, counted from 1, and a column.
    pub(in crate::interchange) fn at(&self, row: usize, place: usize) -> Option<&str> {
        let value = self.rows.get(row.checked_sub(1)?)?.get(place)?.trim();
        let is_missing = value.is_empty() || self.missing.iter().any(|text| text == value);
        (!is_missing).then_some(value)
    }

    fn named<'n>(names: impl Iterator<Item = &'n str>) -> Result<Self, FormatError> {
        let names: Vec<String> = names.map(|name| name.trim().to_uppercase()).collect();
        let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        let twice = sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        let mut twice: Vec<&str> = twice.collect();
        twice.dedup();
        if !twice.is_empty() {
            let found = format!("{} twice", listed(twice));
            return Err(FormatError::expected("header line", "every name once", found));
        }
        Ok(Self { names, rows: Vec::new(), missing: Vec::new() })
    }

    fn push(&mut self, row: StringRecord) -> Result<(), FormatError> {
        if row.len() == self.names.len() {
            self.rows.push(row);
            return Ok(());
        }
        let place = row_and_line(self.len() + 1, line_of(&row));
        let expected = format!("{} values", self.names.len());
        Err(FormatError::expected(place, expected, row.len()))
    }
}

/// Refuses the names of an empty file, and those with another separator than a comma.
fn check_separated(names: &StringRecord) -> Result<(), FormatError> {
    let expected = "the names of variables, separated by commas";
    let mut all = names.iter();
    let found = match (all.next(), all.next()) {
        (None, _) => "an empty file".to_owned(),
        (Some(only), None) => match separator_but_comma(only) {
            Some(other) => format!("{other:?} between them"),
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    Err(FormatError::expected("header line", expected, found))
}

fn line_of(row: &StringRecord) -> Option<u64> {
    row.position().map(Position::line)
}

/// Refuses a value that goes on behind its line.
fn check_one_line(place: &str, values: &StringRecord) -> Result<(), FormatError> {
    let Some(value) = values.iter().find(|value| value.contains(['\n', '\r'])) else {
        return Ok(());
    };
    let expected = "values of one line, each quotation mark closed";
    Err(FormatError::expected(place, expected, quoted(value)))
}

/// What comes before the rows. Attributes that say who made it, and when, are passed over.
#[derive(serde::Deserialize)]
struct Head {
    #[serde(rename = "datasetJSONVersion")]
    version: Option<String>,
    records: Option<u64>,
    columns: Vec<Named>,
    rows: Option<Vec<Row>>,
}

/// A column.
#[derive(serde::Deserialize)]
struct Named {
    name: String,
}

/// A row, its values as texts.
struct Row(StringRecord);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let cells: Vec<Cell> = Vec::deserialize(deserializer)?;
        Ok(Self(cells.into_iter().map(|cell| cell.0).collect()))
    }
}

/// A value of any simple type as a text; `null` as none. Its JSON says which type it is, because `serde_json` gives a
/// decimal as an object if another crate of the program turns on its feature `arbitrary_precision`.
struct Cell(String);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let text = match raw.as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw).ok(),
            Some(b'n') => Some(String::new()),
            Some(b't' | b'f') => Some(raw.to_owned()),
            Some(b'[' | b'{') => None,
            _ => number(raw),
        };
        let expected = "a text, a number, true, false or null";
        text.map(Self).ok_or_else(|| D::Error::custom(format_args!("expected {expected}")))
    }
}

/// A number without an exponent, and without zeros at the end of its decimals.
fn number(text: &str) -> Option<String> {
    if !text.contains(['.', 'e', 'E']) {
        return Some(text.to_owned());
    }
    let number: f64 = text.parse().ok()?;
    number.is_finite().then(|| number.to_string())
}
