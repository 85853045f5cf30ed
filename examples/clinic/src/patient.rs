//! A patient: what was written down, row by row, and the course that the crate makes of it.

use std::{fmt, mem};

use aso_regimen::Course;
use aso_regimen::dosing::course::{CourseError, CourseRevision, Entry};
use chrono::{DateTime, Local, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

/// A row of the log: an entry that was recorded, or one that replaces another.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// When it was written; rows of the first schema do not say.
    pub at: Option<DateTime<Utc>>,
    /// The number, at that time, of the entry that is replaced.
    pub replaces: Option<usize>,
    pub entry: Entry,
}

impl Change {
    pub fn now(replaces: Option<usize>, entry: Entry) -> Self {
        Self { at: Some(Utc::now().trunc_subsecs(0)), replaces, entry }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = self.at {
            write!(f, "{}: ", at.with_timezone(&Local).format("%F %R"))?;
        }
        if let Some(number) = self.replaces {
            write!(f, "entry {number} corrected, ")?;
        }
        self.entry.fmt(f)
    }
}

/// A patient as in `patients.json`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    pub name: String,
    /// The course before its first entry.
    pub plan: Course,
    pub log: Vec<Change>,
}

#[derive(Clone)]
pub struct Patient {
    pub id: u32,
    pub chart: Chart,
    pub course: Course,
    /// What the last correction changed.
    pub corrected: Option<CourseRevision>,
}

impl Patient {
    pub fn new(id: u32, mut chart: Chart) -> Result<Self, String> {
        // Some characters are not seen, or turn the direction of writing.
        let hides = |c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let is_bad = |c: char| c.is_control() || hides(c);
        if chart.name.trim().is_empty() || chart.name.contains(is_bad) {
            return Err("expected a name without control characters".to_owned());
        }
        let (rows, course) = (mem::take(&mut chart.log), chart.plan.clone());
        let mut patient = Self { id, chart, course, corrected: None };
        for (number, row) in (1..).zip(rows) {
            let applied = patient.apply(row);
            applied.map_err(|why| format!("{}, row {number}: {why}", patient.chart.name))?;
        }
        Ok(patient)
    }

    /// Appends a row, and returns what it changes.
    pub fn apply(&mut self, row: Change) -> Result<CourseRevision, CourseError> {
        let entry = row.entry.clone();
        let revision = match row.replaces {
            None => self.course.record(entry)?,
            Some(number) => self.corrected.insert(self.course.amend(number, entry)?).clone(),
        };
        self.chart.log.push(row);
        Ok(revision)
    }

    /// The label that the course follows.
    pub fn label(&self) -> String {
        self.course.label().map_or("no label".to_owned(), ToString::to_string)
    }
}
