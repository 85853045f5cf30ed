//! A record of EX or EC as it was read.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::dosing::dose::Route;
use crate::interchange::error::row_and_line;
use crate::quantity::Mass;

/// Whether a record of EX or EC is of a dose planned, given or not given.
#[doc(alias("ECMOOD", "ECOCCUR"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ExposureKind {
    /// Planned: ECMOOD SCHEDULED.
    Scheduled,
    /// Not given: ECOCCUR N.
    NotGiven,
    /// Given. Every record of EX is of a dose given.
    Given,
}

/// A date of a data set, whole or partial. The day is the one written, in whatever time zone; the time of day counts for
/// [`ExposureRecord::overnight`] alone.
#[doc(alias = "EXSTDTC")]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum ExposureDate {
    /// A whole date.
    Day(NaiveDate),
    /// A partial date such as `2014-01` or `2014---15`, or a range of dates such as `2014-01-03/2014-01-05`, as
    /// written.
    Partial(String),
}

impl ExposureDate {
    /// Reads a date of ISO 8601 as SDTM has it (SDTMIG 3.4, sections 4.4.1 and 4.4.2).
    pub(super) fn read(text: &str) -> Option<Self> {
        match text.split_once('/') {
            Some((from, to)) => {
                Self::read_one(from)?;
                Self::read_one(to)?;
                Some(Self::Partial(text.to_owned()))
            }
            None => Self::read_one(text),
        }
    }

    fn read_one(text: &str) -> Option<Self> {
        let (date, time) =
            text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
        let is_clock = |c: char| c.is_ascii_digit() || "-:.,+Z".contains(c);
        if time.is_some_and(|time| time.is_empty() || !time.chars().all(is_clock)) {
            return None;
        }
        let (year, rest) = part(date, 4)?;
        let (month, rest) = next_part(rest)?;
        let (day, rest) = next_part(rest)?;
        if !rest.is_empty() || month.is_some_and(|month| !(1..=12).contains(&month)) {
            return None;
        }
        match (year, month, day) {
            (Some(year), Some(month), Some(day)) => {
                let year = i32::try_from(year).ok()?;
                NaiveDate::from_ymd_opt(year, month, day).map(Self::Day)
            }
            (.., day) => {
                let is_day = day.is_none_or(|day| (1..=31).contains(&day));
                is_day.then(|| Self::Partial(text.to_owned()))
            }
        }
    }

    /// Whether it may be this day, by all that is known of it.
    pub(super) fn may_be(&self, day: NaiveDate) -> bool {
        let text = match self {
            Self::Day(own) => return *own == day,
            Self::Partial(text) => text,
        };
        let ordered = |text: &str| compared(text, day);
        match text.split_once('/') {
            Some((from, to)) => {
                ordered(from).is_some_and(Ordering::is_le)
                    && ordered(to).is_some_and(Ordering::is_ge)
            }
            None => ordered(text).is_some_and(Ordering::is_eq),
        }
    }

    /// Returns the day; `None` if the date is partial.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Partial(_) => None,
        }
    }
}

/// How the parts of a date that are known stand to those of a day, the larger ones first.
fn compared(text: &str, day: NaiveDate) -> Option<Ordering> {
    let date = text.split_once('T').map_or(text, |(date, _)| date);
    let (year, rest) = part(date, 4)?;
    let (month, rest) = next_part(rest)?;
    let (number, _) = next_part(rest)?;
    let same_year = year.map_or(Ordering::Equal, |year| i64::from(year).cmp(&day.year().into()));
    let of_month = month.map_or(Ordering::Equal, |month| month.cmp(&day.month()));
    let of_day = number.map_or(Ordering::Equal, |number| number.cmp(&day.day()));
    Some(same_year.then(of_month).then(of_day))
}

/// A number of so many digits, or the hyphen of one that is not known; and what comes after.
fn part(text: &str, digits: usize) -> Option<(Option<u32>, &str)> {
    if let Some(rest) = text.strip_prefix('-') {
        return Some((None, rest));
    }
    let (number, rest) = text.split_at_checked(digits)?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.parse().ok()).flatten().map(|number| (Some(number), rest))
}

/// The two digits after a hyphen, where there are any.
fn next_part(text: &str) -> Option<(Option<u32>, &str)> {
    match text.strip_prefix('-') {
        Some(rest) => part(rest, 2),
        None => Some((None, text)),
    }
}

impl fmt::Display for ExposureDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Partial(text) => text.fmt(f),
        }
    }
}

/// The line of a row, if its file has lines, for errors alone: a row is the same in every file.
#[derive(Debug, Clone, Copy, Eq)]
pub(super) struct FileLine(pub(super) Option<u64>);

impl PartialEq for FileLine {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Hash for FileLine {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// One record of EX or EC.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct ExposureRecord {
    /// The row of the data set, counted from 1.
    pub row: usize,
    #[serde(skip)]
    pub(super) line: FileLine,
    /// The treatment (EXTRT, ECTRT).
    pub treatment: String,
    /// The name of its dose (ECLNKGRP), if the reader was told to [read it](super::ExposureReader::grouped_by_dose).
    pub group: Option<String>,
    /// Whether the dose was planned, given or not given.
    pub kind: ExposureKind,
    /// The mass of drug (EXDOSE with EXDOSU), zero for a treatment that masks it; `None` if the record does not state
    /// it.
    pub dose: Option<Mass>,
    /// The frequency (EXDOSFRQ), as written; `None` if the record does not state it.
    pub frequency: Option<String>,
    /// The route (EXROUTE); `None` if the record does not state it.
    pub route: Option<Route>,
    /// The reason why the dose was not given (ECREASOC) or was adjusted (EXADJ, ECADJ); `None` if the record does not
    /// state it.
    pub reason: Option<String>,
    /// The day of the first dose (EXSTDTC); `None` if the record does not state it.
    pub start: Option<ExposureDate>,
    /// The end of repeated doses (EXENDTC), which is the day of the last one or later, or the day on which one dose
    /// ended; `None` if the record does not state it.
    pub end: Option<ExposureDate>,
    /// Whether the record ends on the day after it begins, at most 24 hours later by the times of day in EXSTDTC and
    /// EXENDTC. If it has no frequency, it is then of one dose.
    pub overnight: bool,
}

impl ExposureRecord {
    /// Its place in errors.
    pub(super) fn at(&self) -> String {
        row_and_line(self.row, self.line.0)
    }
}
