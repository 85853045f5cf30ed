//! Rows on the disk: patients, and an append-only log of what was recorded and amended. Nothing that the crate computes
//! is stored.

use std::path::Path;

use rusqlite::{Connection, Row, TransactionBehavior, params};

use crate::Failure;
use crate::patient::{Change, Patient, Stored};

/// Each schema from the one before; the number of those done is in `user_version`.
const SCHEMAS: [&str; 2] = [
    "CREATE TABLE patient (id INTEGER PRIMARY KEY, name TEXT NOT NULL, plan TEXT NOT NULL) STRICT;
     CREATE TABLE log (
         patient INTEGER NOT NULL REFERENCES patient, version INTEGER NOT NULL,
         replaces INTEGER, entry TEXT NOT NULL, PRIMARY KEY (patient, version)
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
        let all = db.transaction_with_behavior(TransactionBehavior::Exclusive);
        let all = all.map_err(|why| format!("{} cannot be opened: {why}", path.display()))?;
        let done: usize = all.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let known = SCHEMAS.len();
        let to_do = SCHEMAS.get(done..);
        let to_do = to_do.ok_or(format!("schema {done} is newer than this program's, {known}"))?;
        to_do.iter().try_for_each(|schema| all.execute_batch(schema))?;
        all.pragma_update(None, "user_version", known)?;
        all.commit()?;
        Ok(Self { db, is_new: done == 0 })
    }

    pub fn patients(&self) -> Result<Vec<Patient>, Failure> {
        let mut patients = self.db.prepare("SELECT id, name, plan FROM patient ORDER BY id")?;
        let log = "SELECT at, replaces, entry FROM log WHERE patient = ? ORDER BY version";
        let mut log = self.db.prepare(log)?;
        let change = |row: &Row<'_>| -> Result<Change, Failure> {
            let entry = serde_json::from_str(&row.get::<_, String>(2)?)?;
            Ok(Change { at: row.get(0)?, replaces: row.get(1)?, entry })
        };
        let patient = |row: &Row<'_>| -> Result<Patient, Failure> {
            let (id, name) = (row.get(0)?, row.get(1)?);
            let plan = serde_json::from_str(&row.get::<_, String>(2)?)?;
            let log = log.query_and_then([id], change)?.collect::<Result<_, _>>()?;
            Ok(Stored { id, name, plan, log }.try_into()?)
        };
        patients.query_and_then([], patient)?.collect()
    }

    /// Writes one row: all of it or nothing, and never over another of this version.
    pub fn append(&self, patient: u32, version: usize, row: &Change) -> Result<(), Failure> {
        append(&self.db, patient, version, row)
    }

    /// Adds patients with all of their rows, or none of them, and numbers those that are new.
    pub fn add(&mut self, patients: &mut [Patient]) -> Result<(), Failure> {
        let all = self.db.transaction()?;
        for Patient { id, name, plan, log, .. } in patients {
            let sql = "INSERT INTO patient VALUES (nullif(?, 0), ?, ?) ON CONFLICT DO NOTHING";
            if all.execute(sql, params![*id, *name, serde_json::to_string(plan)?])? == 0 {
                return Err(format!("patient {id} is there already").into());
            }
            *id = u32::try_from(all.last_insert_rowid())?;
            for (version, row) in (1..).zip(log) {
                append(&all, *id, version, row)?;
            }
        }
        Ok(all.commit()?)
    }
}

fn append(db: &Connection, patient: u32, version: usize, row: &Change) -> Result<(), Failure> {
    let entry = serde_json::to_string(&row.entry)?;
    let sql = "INSERT INTO log (patient, version, at, replaces, entry) VALUES (?, ?, ?, ?, ?)";
    db.prepare_cached(sql)?.execute(params![patient, version, row.at, row.replaces, entry])?;
    Ok(())
}
