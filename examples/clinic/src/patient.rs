//! A patient: what was written down, row by row, and the course that the crate makes of it.

use std::fmt;

use aso_regimen::Course;
use aso_regimen::dosing::course::{CourseError, CourseRevision, Entry};
use chrono::{DateTime, Local, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use crate::forms::name;

/// A row of the log: an entry that was recorded, or one put in the place of another.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// When it was written down; rows of the first schema do not say.
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

/// A patient as in the database and in `patients.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// 0 for a new one.
    #[serde(default)]
    pub id: u32,
    pub name: String,
    /// The course before its first entry.
    pub plan: Course,
    pub log: Vec<Change>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Patient {
    pub id: u32,
    pub name: String,
    pub plan: Course,
    /// The version of a patient is the length of the log.
    pub log: Vec<Change>,
    #[serde(skip_serializing)]
    pub course: Course,
    /// What the last correction changed.
    #[serde(skip_serializing)]
    pub corrected: Option<CourseRevision>,
}

impl TryFrom<Stored> for Patient {
    type Error = String;

    fn try_from(Stored { id, name: found, plan, log: rows }: Stored) -> Result<Self, String> {
        let (name, course) = (name(&found)?, plan.clone());
        let mut patient = Self { id, name, plan, log: Vec::new(), course, corrected: None };
        for (number, row) in (1..).zip(rows) {
            patient.apply(row).map_err(|why| format!("{}, row {number}: {why}", patient.name))?;
        }
        Ok(patient)
    }
}

impl Patient {
    pub fn apply(&mut self, row: Change) -> Result<(), CourseError> {
        let entry = row.entry.clone();
        match row.replaces {
            None => drop(self.course.record(entry)?),
            Some(number) => self.corrected = Some(self.course.amend(number, entry)?),
        }
        self.log.push(row);
        Ok(())
    }

    /// The product of the label that the course follows.
    pub fn drug(&self) -> &str {
        self.course.label().map_or("no label", |label| label.product())
    }
}
