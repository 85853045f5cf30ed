//! The columns of a data set beside the NONMEM data items: body weight, age, arm.

use core::str::Utf8Error;

use crate::interchange::error::{FormatError, check_plain};
use crate::interchange::nonmem::format::ItemName;
use crate::interchange::nonmem::names::is_reserved;
use crate::text::excerpt::quoted;

/// The values of covariates by record, as texts. A row like the one before it takes no room of its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Covariates {
    names: Vec<String>,
    /// Rows of values, each value ended by a line feed.
    text: String,
    /// Where the row of each record starts; nothing if there are no covariates.
    starts: Vec<usize>,
}

impl Covariates {
    pub(super) fn named(names: Vec<String>) -> Self {
        Self { names, ..Self::default() }
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Adds the row of the next record, each of its values ended by a line feed.
    #[inline]
    pub(super) fn push_row(&mut self, row: &str) {
        if !self.repeats(row.as_bytes()) {
            self.add(row);
        }
    }

    /// The same with bytes of a file, unless they are not UTF-8.
    #[inline]
    pub(super) fn push_bytes(&mut self, row: &[u8]) -> Result<(), Utf8Error> {
        if !self.repeats(row) {
            self.add(core::str::from_utf8(row)?);
        }
        Ok(())
    }

    /// Adds the row of the record before once more, if this is the same.
    #[inline]
    fn repeats(&mut self, row: &[u8]) -> bool {
        match self.starts.last() {
            _ if self.names.is_empty() => true,
            Some(&last) if self.text.as_bytes()[last..] == *row => {
                self.starts.push(last);
                true
            }
            _ => false,
        }
    }

    fn add(&mut self, row: &str) {
        self.starts.push(self.text.len());
        self.text.push_str(row);
    }

    /// The row of a record, and what follows it.
    fn rest(&self, at: usize) -> &str {
        self.starts.get(at).map_or("", |start| &self.text[*start..])
    }

    /// The values of a record in the order of the names.
    pub(super) fn values(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rest(at).split('\n').take(self.names.len())
    }

    /// The row of a record as [`Covariates::push_row`] takes it.
    pub(super) fn row(&self, at: usize) -> &str {
        let rest = self.rest(at);
        let ends = rest.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let end = ends.map(|(place, _)| place + 1).take(self.names.len()).last();
        &rest[..end.unwrap_or(0)]
    }

    /// The same with one more covariate, whose values come in the order of the records.
    pub(super) fn with(
        &self,
        name: &str,
        values: impl Iterator<Item = String>,
    ) -> Result<Self, FormatError> {
        let place = format!("covariate {}", quoted(name));
        check_plain(&place, "a name", name, &[])?;
        if self.names.iter().any(|other| other == name) {
            return Err(FormatError::expected(place, "each name once", "it twice"));
        }
        if is_reserved(name) {
            let found = "the name of a NONMEM data item";
            return Err(FormatError::expected(place, "a name of its own", found));
        }
        if let Some(item) = ItemName::meant_by(name) {
            let found = format!("one that may mean {item}");
            return Err(FormatError::expected(place, "a name of its own", found));
        }
        let mut names = self.names.clone();
        names.push(name.to_owned());
        let mut longer = Self::named(names);
        let mut row = String::new();
        for (at, value) in values.enumerate() {
            if let Some(control) = value.chars().find(|c| c.is_control()) {
                let place = format!("record {}, {place}", at + 1);
                let found = format!("the control character {control:?}");
                return Err(FormatError::expected(place, "a text of one line", found));
            }
            row.clear();
            row.push_str(self.row(at));
            row.push_str(&value);
            row.push('\n');
            longer.push_row(&row);
        }
        Ok(longer)
    }
}
