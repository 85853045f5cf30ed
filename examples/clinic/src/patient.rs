//! A patient: what was written down, row by row, and the course that the crate makes of it.

use aso_regimen::Course;
use aso_regimen::dosing::course::{CourseError, CourseRevision, Entry};
use aso_regimen::evidence::label::LabelKey;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A row of the log: an entry that was recorded, or one that replaces another.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// When it was written; rows of the first schema and of made-up patients do not say.
    pub at: Option<DateTime<Utc>>,
    /// The number, at that time, of the entry that is replaced.
    pub replaces: Option<usize>,
    pub entry: Entry,
}

/// A patient as in `patients.json`.
#[derive(Clone, Serialize, Deserialize)]
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
        if chart.name.trim().is_empty() || chart.name.contains(char::is_control) {
            return Err("expected a name without control characters".to_owned());
        }
        let (rows, course) = (std::mem::take(&mut chart.log), chart.plan.clone());
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

    pub fn drug(&self) -> &str {
        self.course.label().map_or("no label", LabelKey::product)
    }
}
