//! All patients: rows on the disk, courses in memory, and the one way to write. Nothing that the crate computes is stored.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aso_regimen::catalog::Overlay;
use axum::http::StatusCode;
use chrono::Weekday;
use rusqlite::{Connection, Row, TransactionBehavior, params};
use serde_json::{from_value, to_value};

use crate::Failure;
use crate::forms::{Refusal, Sheet};
use crate::patient::{Change, Chart, Patient};

/// This program has the file alone, and a row is on the disk before anybody is told that it was written.
const SETTINGS: &str = "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;
                        PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

/// Each schema is made from the one before; `user_version` counts those done.
const SCHEMAS: [&str; 2] = [
    "CREATE TABLE patient (id INTEGER PRIMARY KEY, name TEXT NOT NULL, plan TEXT NOT NULL) STRICT;
     CREATE TABLE log (
         patient INTEGER NOT NULL REFERENCES patient, version INTEGER NOT NULL,
         replaces INTEGER, entry TEXT NOT NULL, PRIMARY KEY (patient, version)
     ) STRICT, WITHOUT ROWID;",
    // When each row was written; and rows are only added.
    "ALTER TABLE log ADD COLUMN at TEXT;
     CREATE TRIGGER log_kept BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
     CREATE TRIGGER log_whole BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append-only'); END;",
];

struct State {
    db: Connection,
    patients: BTreeMap<u32, Arc<Patient>>,
}

pub struct Clinic {
    state: Mutex<State>,
    /// The labels of the catalog, and those of the clinic's own files.
    pub labels: Overlay,
    pub open: Vec<Weekday>,
}

impl Clinic {
    /// Opens the file, and brings it to the latest schema.
    pub fn open(path: &Path, labels: Overlay, open: Vec<Weekday>) -> Result<Self, Failure> {
        let mut db = Connection::open(path)?;
        db.execute_batch(SETTINGS)?;
        let all = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        let done: usize = all.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let newer = format!("schema {done} is newer than this program's, {}", SCHEMAS.len());
        let to_do = SCHEMAS.get(done..).ok_or(newer)?;
        to_do.iter().try_for_each(|schema| all.execute_batch(schema))?;
        all.pragma_update(None, "user_version", SCHEMAS.len())?;
        let patients = read(&all)?;
        all.commit()?;
        Ok(Self { state: Mutex::new(State { db, patients }), labels, open })
    }

    /// Memory changes after the disk and in one step, so that a panic leaves nothing half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn patient(&self, id: u32) -> Result<Arc<Patient>, Refusal> {
        self.state().patients.get(&id).cloned().ok_or_else(|| Refusal::missing("patient"))
    }

    pub fn patients(&self) -> Vec<Arc<Patient>> {
        self.state().patients.values().cloned().collect()
    }

    /// Writes the row of a form, if the patient has the version with which the form was shown. What the crate finds unusual
    /// about it must be confirmed, in the same words.
    pub fn write(&self, id: u32, sheet: &Sheet, row: Change) -> Result<(), Refusal> {
        let version: usize = sheet.read("version")?;
        let mut state = self.state();
        let patient = state.patients.get(&id).ok_or_else(|| Refusal::missing("patient"))?;
        if patient.chart.log.len() != version {
            let why = "Not written: somebody else was first. Send it again if it is still right.";
            return Err(Refusal(StatusCode::CONFLICT, "", why.to_owned()));
        }
        let mut next = Patient::clone(patient);
        let revision = next.apply(row.clone()).map_err(|why| Refusal::field(why.field(), why))?;
        let concerns = next.course.concerns(revision.entry().unwrap_or_default())?;
        let asked = concerns.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        if !asked.is_empty() && asked != sheet.text("confirmed") {
            return Err(Refusal::field("confirmed", asked));
        }
        append(&state.db, id, version + 1, &row)?;
        state.patients.insert(id, Arc::new(next));
        Ok(())
    }

    /// Adds charts of names that are not here yet, all or none, and returns the number of the last.
    pub fn add(&self, charts: Vec<Chart>) -> Result<u32, Refusal> {
        let mut state = self.state();
        let State { db, patients } = &mut *state;
        let (all, mut added, mut id) = (db.transaction()?, BTreeMap::new(), 0);
        for chart in charts {
            let mut known = patients.values().chain(added.values());
            if let Some(known) = known.find(|known| known.chart.name == chart.name) {
                let why = format!("{} is here already, as patient {}", chart.name, known.id);
                return Err(Refusal::field("name", why));
            }
            let insert = "INSERT INTO patient (name, plan) VALUES (?, ?)";
            all.execute(insert, params![chart.name, to_value(&chart.plan)?])?;
            id = u32::try_from(all.last_insert_rowid())?;
            for (version, row) in (1..).zip(&chart.log) {
                append(&all, id, version, row)?;
            }
            let patient = Patient::new(id, chart).map_err(|why| Refusal::field("name", why))?;
            added.insert(id, Arc::new(patient));
        }
        all.commit()?;
        patients.extend(added);
        Ok(id)
    }
}

fn read(db: &Connection) -> Result<BTreeMap<u32, Arc<Patient>>, Failure> {
    let mut charts = db.prepare("SELECT id, name, plan FROM patient")?;
    let log = "SELECT at, replaces, entry FROM log WHERE patient = ? ORDER BY version";
    let mut log = db.prepare(log)?;
    let change = |row: &Row<'_>| -> Result<Change, Failure> {
        Ok(Change { at: row.get(0)?, replaces: row.get(1)?, entry: from_value(row.get(2)?)? })
    };
    let patient = |row: &Row<'_>| -> Result<_, Failure> {
        let (id, name, plan) = (row.get(0)?, row.get(1)?, from_value(row.get(2)?)?);
        let log = log.query_and_then([id], change)?.collect::<Result<_, _>>()?;
        Ok((id, Arc::new(Patient::new(id, Chart { name, plan, log })?)))
    };
    charts.query_and_then([], patient)?.collect()
}

/// Writes one row: all of it or nothing, and never over another of this version.
fn append(db: &Connection, patient: u32, version: usize, row: &Change) -> Result<(), Refusal> {
    let entry = to_value(&row.entry)?;
    let sql = "INSERT INTO log (patient, version, at, replaces, entry) VALUES (?, ?, ?, ?, ?)";
    db.prepare_cached(sql)?.execute(params![patient, version, row.at, row.replaces, entry])?;
    Ok(())
}
