//! The variables of a data set by the names that SDTM gives them in any domain, such as `--DOSE`.

use core::fmt;
use std::borrow::Cow;

use crate::interchange::error::{FormatError, row_and_line};
use crate::interchange::sdtm::record::ExposureDate;
use crate::interchange::table::Dataset;
use crate::text::excerpt::quoted;

/// A data set of one domain.
#[derive(Clone, Copy)]
pub(super) struct Variables<'d> {
    pub(super) dataset: &'d Dataset,
    /// The prefix of its variables.
    pub(super) domain: &'static str,
}

/// One of its rows, counted from 1.
#[derive(Clone, Copy)]
pub(super) struct Row<'d> {
    pub(super) variables: Variables<'d>,
    pub(super) row: usize,
}

/// The place of a row and a variable in errors.
pub(super) fn place(domain: &str, row: &str, variable: &str) -> String {
    format!("{domain}, {row}, column {}", named(domain, variable))
}

/// `--DOSE` is EXDOSE in EX.
fn named<'v>(domain: &str, variable: &'v str) -> Cow<'v, str> {
    match variable.strip_prefix("--") {
        Some(variable) => format!("{domain}{variable}").into(),
        None => variable.into(),
    }
}

impl<'d> Variables<'d> {
    pub(super) fn rows(self) -> impl Iterator<Item = Row<'d>> {
        (1..=self.dataset.len()).map(move |row| Row { variables: self, row })
    }

    /// Refuses a data set that lacks some variables, and names them all.
    pub(super) fn need(self, variables: &[&str]) -> Result<(), FormatError> {
        let names: Vec<_> = variables.iter().map(|name| named(self.domain, name)).collect();
        let lacks = |name: &&Cow<'_, str>| self.dataset.place(name).is_none();
        let lacking: Vec<_> = names.iter().filter(lacks).map(|name| format!("no {name}")).collect();
        if lacking.is_empty() {
            return Ok(());
        }
        Err(self.expected(names.join(", "), lacking.join(", ")))
    }

    /// The error that the header line should be another one.
    pub(super) fn expected(
        self,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) -> FormatError {
        FormatError::expected(format!("{}, header line", self.domain), expected, found)
    }
}

impl<'d> Row<'d> {
    /// The value; `None` if it is missing.
    pub(super) fn value(self, variable: &str) -> Option<&'d str> {
        let Variables { dataset, domain } = self.variables;
        dataset.value(self.row, &named(domain, variable))
    }

    pub(super) fn need(self, variable: &str, expected: &str) -> Result<&'d str, FormatError> {
        self.value(variable).ok_or_else(|| self.expected(variable, expected, "nothing"))
    }

    pub(super) fn date(self, variable: &str) -> Result<Option<ExposureDate>, FormatError> {
        let Some(text) = self.value(variable) else { return Ok(None) };
        let expected = "a date such as 2026-01-05, or a part of one such as 2026-01";
        let date = ExposureDate::read(text);
        date.map(Some).ok_or_else(|| self.expected(variable, expected, quoted(text)))
    }

    /// A whole number, of which some programs write a decimal point and zeros.
    pub(super) fn whole(self, variable: &str) -> Result<Option<i64>, FormatError> {
        let Some(text) = self.value(variable) else { return Ok(None) };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let number = whole.parse().ok().filter(|_| fraction.bytes().all(|digit| digit == b'0'));
        number.map(Some).ok_or_else(|| self.expected(variable, "a whole number", quoted(text)))
    }

    fn place(self, variable: &str) -> String {
        let Variables { dataset, domain } = self.variables;
        place(domain, &row_and_line(self.row, dataset.line(self.row)), variable)
    }

    /// The error that a value breaks a rule, in the words of the rule.
    pub(super) fn refused(self, variable: &str, why: impl fmt::Display) -> FormatError {
        FormatError::because(self.place(variable), why)
    }

    /// The error that a value should be another one.
    pub(super) fn expected(
        self,
        variable: &str,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) -> FormatError {
        FormatError::expected(self.place(variable), expected, found)
    }
}
