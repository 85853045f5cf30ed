//! All patients, in memory and on the disk, and the one way to write.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use aso_regimen::Label;
use aso_regimen::catalog::Overlay;
use aso_regimen::dosing::course::CourseError;
use chrono::{Datelike, NaiveDate, Weekday};

use crate::Failure;
use crate::patient::{Change, Patient};
use crate::store::Store;

/// Why a row was not written.
pub enum Refusal {
    /// Somebody wrote since the page was made.
    Conflict,
    Course(CourseError),
    Failed(Failure),
}

/// What is behind a lock is replaced as a whole, so that nothing half-done is ever in it.
pub struct Clinic {
    store: Mutex<Store>,
    patients: RwLock<BTreeMap<u32, Arc<Patient>>>,
    /// Those of the catalog, and those of the clinic's own files.
    pub labels: Overlay,
    pub open: Vec<Weekday>,
}

impl Clinic {
    pub fn open(store: Store, labels: Overlay, open: Vec<Weekday>) -> Result<Self, Failure> {
        let patients = store.patients()?.into_iter().map(|one| (one.id, Arc::new(one))).collect();
        Ok(Self { store: Mutex::new(store), patients: RwLock::new(patients), labels, open })
    }

    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.open.contains(&day.weekday())
    }

    pub fn patient(&self, id: u32) -> Option<Arc<Patient>> {
        self.patients.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    pub fn patients(&self) -> Vec<Arc<Patient>> {
        self.patients.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn keep(&self, patient: Patient) {
        let mut patients = self.patients.write().unwrap_or_else(PoisonError::into_inner);
        patients.insert(patient.id, Arc::new(patient));
    }

    /// The label that a patient is treated by, if it is known here.
    pub fn label(&self, patient: &Patient) -> Option<&Label> {
        self.labels.labels().key(patient.course.label()?).one().ok()
    }

    /// Writes a row for a page that shows `version`. Only one writes at a time, and who reads never waits for the disk.
    pub fn write(&self, id: u32, version: usize, row: Change) -> Result<(), Refusal> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let patient = self.patient(id).filter(|patient| patient.log.len() == version);
        let mut next = Arc::unwrap_or_clone(patient.ok_or(Refusal::Conflict)?);
        next.apply(row.clone()).map_err(Refusal::Course)?;
        store.append(id, version + 1, &row).map_err(Refusal::Failed)?;
        self.keep(next);
        Ok(())
    }

    /// Adds patients, all or none; returns the number of the last.
    pub fn add(&self, mut patients: Vec<Patient>) -> Result<u32, Failure> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.add(&mut patients)?;
        let last = patients.last().map_or(0, |patient| patient.id);
        patients.into_iter().for_each(|patient| self.keep(patient));
        Ok(last)
    }
}
