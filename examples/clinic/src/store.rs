//! Rows on the disk: patients, and an append-only log of what was recorded and amended. Nothing that the crate computes
//! is stored.

use std::path::Path;

use aso_regimen::Course;
use aso_regimen::dosing::course::{CourseError, CourseRevision, Entry};
use chrono::{DateTime, SubsecRound, Utc};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use crate::Failure;

/// A row of the log: an entry that was recorded, an entry put in the place of another, or an entry taken out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// When it was written down; rows of the first schema do not say.
    pub at: Option<DateTime<Utc>>,
    /// The number, at that time, of the entry that is replaced or taken out.
    pub replaces: Option<usize>,
    pub entry: Option<Entry>,
}

impl Change {
    pub fn now(replaces: Option<usize>, entry: Option<Entry>) -> Self {
        Self { at: Some(Utc::now().trunc_subsecs(0)), replaces, entry }
    }

    pub fn apply(&self, course: &mut Course) -> Result<CourseRevision, CourseError> {
        match (self.replaces, self.entry.clone()) {
            (None, Some(entry)) => course.record(entry),
            (Some(number), Some(entry)) => course.amend(number, entry),
            (number, None) => course.remove(number.unwrap_or(0)),
        }
    }
}

/// A patient as stored and as JSON: what the course began with, and each row in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredPatient {
    /// `None` for a new one.
    pub id: Option<i64>,
    pub name: String,
    pub plan: Course,
    pub log: Vec<Change>,
}

/// Each schema from the one before; the number of those done is in `user_version`.
pub const SCHEMAS: [&str; 2] = [
    "CREATE TABLE patient (id INTEGER PRIMARY KEY, name TEXT NOT NULL, plan TEXT NOT NULL) STRICT;
     CREATE TABLE log (
         patient INTEGER NOT NULL REFERENCES patient, version INTEGER NOT NULL,
         replaces INTEGER, entry TEXT, CHECK (replaces IS NOT NULL OR entry IS NOT NULL),
         PRIMARY KEY (patient, version)
     ) STRICT, WITHOUT ROWID;",
    // When each row was written; and the log takes no other change than a further row.
    "ALTER TABLE log ADD COLUMN at TEXT;
     CREATE TRIGGER log_kept BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
     CREATE TRIGGER log_whole BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append-only'); END;",
];

pub struct Store {
    db: Connection,
    pub is_new: bool,
}

impl Store {
    /// Opens the file for this program alone, and brings it to the latest schema.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let mut db = Connection::open(path)?;
        db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        // A row is on the disk before anybody is told that it is.
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        let in_use = |why| format!("{} cannot be opened: {why}", path.display());
        let all = db.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive);
        let all = all.map_err(in_use)?;
        let done: usize = all.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let Some(to_do) = SCHEMAS.get(done..) else {
            let known = SCHEMAS.len();
            return Err(format!("schema {done} is newer than this program's, {known}").into());
        };
        to_do.iter().try_for_each(|schema| all.execute_batch(schema))?;
        all.pragma_update(None, "user_version", SCHEMAS.len())?;
        all.commit()?;
        Ok(Self { db, is_new: done == 0 })
    }

    /// Every patient in turn, with the rows of each.
    pub fn patients(&self) -> Result<Vec<StoredPatient>, Failure> {
        let mut patients = self.db.prepare("SELECT id, name, plan FROM patient ORDER BY id")?;
        let mut rows = patients.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, plan): (i64, String) = (row.get(0)?, row.get(2)?);
            let plan = serde_json::from_str(&plan).map_err(|why| format!("patient {id}: {why}"))?;
            let log = self.log(id, 0)?;
            all.push(StoredPatient { id: Some(id), name: row.get(1)?, plan, log });
        }
        Ok(all)
    }

    /// The rows of a patient after a version.
    pub fn log(&self, patient: i64, after: i64) -> Result<Vec<Change>, Failure> {
        fn change(row: &Row<'_>) -> Result<Change, Failure> {
            let (at, entry): (Option<String>, Option<String>) = (row.get(0)?, row.get(2)?);
            let at = at.map(|at| at.parse()).transpose()?;
            let entry = entry.map(|entry| serde_json::from_str(&entry)).transpose()?;
            Ok(Change { at, replaces: row.get(1)?, entry })
        }
        let mut log = self.db.prepare_cached(
            "SELECT at, replaces, entry FROM log WHERE patient = ? AND version > ? ORDER BY version",
        )?;
        let rows = log.query_and_then([patient, after], change)?;
        rows.collect::<Result<_, _>>().map_err(|why| format!("patient {patient}: {why}").into())
    }

    /// Writes one row: all of it or nothing, and never over another of this version.
    pub fn append(&self, patient: i64, version: i64, change: &Change) -> Result<(), Failure> {
        append(&self.db, patient, version, change)
    }

    /// Adds patients with all of their rows, or none of them; returns their numbers.
    pub fn add(&mut self, patients: &[StoredPatient]) -> Result<Vec<i64>, Failure> {
        let all = self.db.transaction()?;
        let mut ids = Vec::new();
        for StoredPatient { id, name, plan, log } in patients {
            let plan = serde_json::to_string(plan)?;
            let row = params![id, name, plan];
            all.execute("INSERT INTO patient (id, name, plan) VALUES (?, ?, ?)", row)?;
            let id = all.last_insert_rowid();
            for (version, change) in (1..).zip(log) {
                append(&all, id, version, change)?;
            }
            ids.push(id);
        }
        all.commit()?;
        Ok(ids)
    }
}

fn append(db: &Connection, patient: i64, version: i64, change: &Change) -> Result<(), Failure> {
    let entry = change.entry.as_ref().map(serde_json::to_string).transpose()?;
    let at = change.at.map(|at| at.to_rfc3339());
    db.prepare_cached(
        "INSERT INTO log (patient, version, at, replaces, entry) VALUES (?, ?, ?, ?, ?)",
    )?
    .execute(params![patient, version, at, change.replaces, entry])?;
    Ok(())
}
