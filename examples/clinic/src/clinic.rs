//! Courses in memory, rebuilt from the log by the crate, and the one way to write.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use aso_regimen::catalog::Overlay;
use aso_regimen::dosing::course::{CourseError, CourseRevision};
use aso_regimen::{Course, Label};
use chrono::{Datelike, NaiveDate, Weekday};

use crate::Failure;
use crate::forms::{Wrong, name};
use crate::store::{Change, Store, StoredPatient};

/// A patient as of some version: the number of rows in the log.
#[derive(Debug, Clone)]
pub struct Patient {
    pub id: i64,
    pub name: String,
    pub course: Course,
    pub version: i64,
    /// The last correction, and what it changed.
    pub corrected: Option<(Change, CourseRevision)>,
}

/// Why a row was not written.
pub enum Refusal {
    Form(Wrong),
    /// Somebody wrote these since the page was made.
    Conflict(Vec<Change>),
    Course(CourseError),
    Failed(Failure),
}

impl Patient {
    fn of(id: i64, stored: &StoredPatient) -> Result<Self, String> {
        let (name, course) = (stored.name.clone(), stored.plan.clone());
        let mut patient = Self { id, name, course, version: 0, corrected: None };
        for change in &stored.log {
            let applied = patient.apply(change);
            let row = patient.version + 1;
            applied.map_err(|why| format!("{}, row {row}: {why}", stored.name))?;
        }
        Ok(patient)
    }

    fn apply(&mut self, change: &Change) -> Result<(), CourseError> {
        let revision = change.apply(&mut self.course)?;
        if change.replaces.is_some() {
            self.corrected = Some((change.clone(), revision));
        }
        self.version += 1;
        Ok(())
    }

    /// The product of the label that the course follows.
    pub fn drug(&self) -> &str {
        self.course.label().map_or("no label", |label| label.product())
    }
}

pub struct Clinic {
    store: Mutex<Store>,
    patients: RwLock<BTreeMap<i64, Arc<Patient>>>,
    /// Those of the catalog, and those of the clinic's own files.
    pub labels: Overlay,
    pub open: Vec<Weekday>,
}

impl Clinic {
    pub fn open(store: Store, labels: Overlay, open: Vec<Weekday>) -> Result<Self, Failure> {
        let mut patients = BTreeMap::new();
        for stored in store.patients()? {
            let id = stored.id.unwrap_or_default();
            patients.insert(id, Arc::new(Patient::of(id, &stored)?));
        }
        let patients = RwLock::new(patients);
        Ok(Self { store: Mutex::new(store), patients, labels, open })
    }

    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.open.contains(&day.weekday())
    }

    /// What is behind a lock is replaced as a whole, so that nothing half-done is ever in it.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn patient(&self, id: i64) -> Option<Arc<Patient>> {
        self.patients.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    pub fn patients(&self) -> Vec<Arc<Patient>> {
        self.patients.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn keep(&self, patient: Patient) -> Arc<Patient> {
        let patient = Arc::new(patient);
        let mut patients = self.patients.write().unwrap_or_else(PoisonError::into_inner);
        patients.insert(patient.id, Arc::clone(&patient));
        patient
    }

    /// The label that a course follows, if it is known here.
    pub fn label(&self, course: &Course) -> Option<&Label> {
        self.labels.labels().key(course.label()?).one().ok()
    }

    pub fn log(&self, patient: &Patient) -> Result<Vec<Change>, Failure> {
        self.store().log(patient.id, 0)
    }

    /// Writes a row for a page that shows `version`. Only one writes at a time, and who reads never waits for the disk.
    pub fn write(&self, id: i64, version: i64, change: Change) -> Result<(), Refusal> {
        let store = self.store();
        let Some(patient) = self.patient(id) else {
            return Err(Refusal::Failed("there is no such patient".into()));
        };
        if patient.version != version {
            let since = store.log(id, version).map_err(Refusal::Failed)?;
            return Err(Refusal::Conflict(since));
        }
        let mut next = Patient::clone(&patient);
        next.apply(&change).map_err(Refusal::Course)?;
        store.append(id, next.version, &change).map_err(Refusal::Failed)?;
        self.keep(next);
        Ok(())
    }

    /// Adds patients, all or none, whose rows the crate accepts; returns the number of the last.
    pub fn add(&self, patients: &[StoredPatient]) -> Result<i64, Failure> {
        let mut read = Vec::new();
        for (number, stored) in (1..).zip(patients) {
            let wrong = |why: &dyn Display| format!("patient {number} of the file: {why}");
            let id = stored.id.unwrap_or(1);
            u32::try_from(id).map_err(|_| wrong(&format!("its number is {id}")))?;
            if stored.id.is_some() && self.patient(id).is_some() {
                return Err(wrong(&format!("patient {id} is there already")).into());
            }
            name(&stored.name).map_err(|why| wrong(&why))?;
            read.push(Patient::of(id, stored).map_err(|why| wrong(&why))?);
        }
        let ids = self.store().add(patients)?;
        for (id, patient) in ids.iter().zip(read) {
            self.keep(Patient { id: *id, ..patient });
        }
        Ok(ids.last().copied().unwrap_or_default())
    }

    /// Every patient with every row.
    pub fn stored(&self) -> Result<Vec<StoredPatient>, Failure> {
        self.store().patients()
    }
}
