//! All patients: rows on the disk, courses in memory, and the one way to write. Nothing that the crate computes is stored.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aso_regimen::Label;
use aso_regimen::catalog::Overlay;
use axum::http::StatusCode;
use chrono::{Datelike, NaiveDate, Weekday};
use rusqlite::{Connection, Row, TransactionBehavior, params};

use crate::Failure;
use crate::forms::Refusal;
use crate::patient::{Change, Chart, Patient};

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
    pub is_new: bool,
}

impl Clinic {
    /// Opens the file for this program alone, and brings it to the latest schema.
    pub fn open(path: &Path, labels: Overlay, open: Vec<Weekday>) -> Result<Self, Failure> {
        let mut db = Connection::open(path)?;
        db.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        // A row is on the disk before anybody is told that it was written.
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        let all = db.transaction_with_behavior(TransactionBehavior::Exclusive);
        let all = all.map_err(|why| format!("{} cannot be opened: {why}", path.display()))?;
        let done: usize = all.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let known = SCHEMAS.len();
        let to_do = SCHEMAS.get(done..);
        let to_do = to_do.ok_or(format!("schema {done} is newer than this program's, {known}"))?;
        to_do.iter().try_for_each(|schema| all.execute_batch(schema))?;
        all.pragma_update(None, "user_version", known)?;
        let patients = read(&all)?;
        all.commit()?;
        Ok(Self { state: Mutex::new(State { db, patients }), labels, open, is_new: done == 0 })
    }

    /// Memory changes after the disk and in one step, so that a panic leaves nothing half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.open.contains(&day.weekday())
    }

    pub fn patient(&self, id: u32) -> Result<Arc<Patient>, Refusal> {
        let missing = || Refusal(StatusCode::NOT_FOUND, "", "There is no such patient.".to_owned());
        self.state().patients.get(&id).cloned().ok_or_else(missing)
    }

    pub fn patients(&self) -> Vec<Arc<Patient>> {
        self.state().patients.values().cloned().collect()
    }

    /// The label of a patient; `None` if it is neither in the catalog nor in a file of the clinic.
    pub fn label(&self, patient: &Patient) -> Option<&Label> {
        self.labels.labels().key(patient.course.label()?).one().ok()
    }

    /// Writes a row for a form that was shown when the patient had so many `rows`. What the crate finds unusual about it
    /// must be `confirmed`, in the same words.
    pub fn write(&self, id: u32, rows: usize, row: Change, confirmed: &str) -> Result<(), Refusal> {
        let mut state = self.state();
        let patient = state.patients.get(&id).filter(|patient| patient.chart.log.len() == rows);
        let conflict = || Refusal(StatusCode::CONFLICT, "", "Somebody else was first.".to_owned());
        let mut next = Patient::clone(patient.ok_or_else(conflict)?);
        let revision = next.apply(row.clone()).map_err(|why| Refusal::field(why.field(), why))?;
        let concerns = next.course.concerns(revision.entry().unwrap_or_default())?;
        let asked = concerns.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        if !asked.is_empty() && asked != confirmed {
            return Err(Refusal::field("confirmed", asked));
        }
        append(&state.db, id, rows + 1, &row)?;
        state.patients.insert(id, Arc::new(next));
        Ok(())
    }

    /// Adds charts, all or none, and returns the numbers of the new patients. A chart is left out if a patient here has
    /// its name, its plan and all of its rows.
    pub fn add(&self, charts: Vec<Chart>) -> Result<Vec<u32>, Refusal> {
        let mut state = self.state();
        let State { db, patients } = &mut *state;
        let (all, mut added) = (db.transaction()?, BTreeMap::new());
        for chart in charts {
            let mut known = patients.values().chain(added.values());
            match known.find(|one| one.chart.name == chart.name).map(|one| (one.id, &one.chart)) {
                Some((_, c)) if c.plan == chart.plan && c.log.starts_with(&chart.log) => continue,
                Some((id, _)) => {
                    let why =
                        format!("{} is here already, as patient {id}, with other rows", chart.name);
                    return Err(Refusal::field("name", why));
                }
                None => {}
            }
            let insert = "INSERT INTO patient (name, plan) VALUES (?, ?)";
            all.execute(insert, params![chart.name, serde_json::to_string(&chart.plan)?])?;
            let id = u32::try_from(all.last_insert_rowid())?;
            for (version, row) in (1..).zip(&chart.log) {
                append(&all, id, version, row)?;
            }
            let patient = Patient::new(id, chart).map_err(|why| Refusal::field("name", why))?;
            added.insert(id, Arc::new(patient));
        }
        all.commit()?;
        let numbers = added.keys().copied().collect();
        patients.extend(added);
        Ok(numbers)
    }
}

fn read(db: &Connection) -> Result<BTreeMap<u32, Arc<Patient>>, Failure> {
    let mut charts = db.prepare("SELECT id, name, plan FROM patient")?;
    let log = "SELECT at, replaces, entry FROM log WHERE patient = ? ORDER BY version";
    let mut log = db.prepare(log)?;
    let change = |row: &Row<'_>| -> Result<Change, Failure> {
        let entry = serde_json::from_str(&row.get::<_, String>(2)?)?;
        Ok(Change { at: row.get(0)?, replaces: row.get(1)?, entry })
    };
    let patient = |row: &Row<'_>| -> Result<_, Failure> {
        let (id, name) = (row.get(0)?, row.get(1)?);
        let plan = serde_json::from_str(&row.get::<_, String>(2)?)?;
        let log = log.query_and_then([id], change)?.collect::<Result<_, _>>()?;
        Ok((id, Arc::new(Patient::new(id, Chart { name, plan, log })?)))
    };
    charts.query_and_then([], patient)?.collect()
}

/// Writes one row: all of it or nothing, and never over another of this version.
fn append(db: &Connection, patient: u32, version: usize, row: &Change) -> Result<(), Refusal> {
    let entry = serde_json::to_string(&row.entry)?;
    let sql = "INSERT INTO log (patient, version, at, replaces, entry) VALUES (?, ?, ?, ?, ?)";
    db.prepare_cached(sql)?.execute(params![patient, version, row.at, row.replaces, entry])?;
    Ok(())
}
