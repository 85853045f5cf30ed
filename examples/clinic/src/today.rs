//! Who comes when, who should have come, and why others have no date.

use std::collections::BTreeSet;
use std::sync::Arc;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::NextDue;

use crate::clinic::{Clinic, Patient};
use crate::web::Asked;

/// No list that is shown is longer.
pub const SHOWN: usize = 100;

pub struct List {
    pub id: &'static str,
    pub title: &'static str,
    pub note: &'static str,
    pub patients: Vec<(NaiveDate, Arc<Patient>)>,
}

pub struct Lists {
    pub drugs: Vec<String>,
    pub lists: [List; 6],
}

impl Lists {
    pub fn of(clinic: &Clinic, day: NaiveDate, asked: &Asked) -> Self {
        let mut lists = [
            ("overdue", "Overdue", "by the label, if the dose is given this day"),
            ("due", "Due within two weeks", "on the open day for each"),
            ("undated", "Without a date", "since the last entry, and why"),
            ("held", "Held", "since"),
            ("stopped", "Stopped within a week", "on"),
            ("others", "Later, stopped before or ended", ""),
        ]
        .map(|(id, title, note)| List { id, title, note, patients: Vec::new() });
        let patients = clinic.patients();
        let drugs: BTreeSet<&str> = patients.iter().map(|patient| patient.drug()).collect();
        let drugs = drugs.into_iter().map(str::to_owned).collect();
        let name = asked.name.to_lowercase();
        for patient in patients {
            let is_asked = asked.drug.is_empty() || patient.drug() == asked.drug;
            if is_asked && (name.is_empty() || patient.name.to_lowercase().contains(&name)) {
                let (list, date) = place(clinic, day, &patient);
                lists[list].patients.push((date, patient));
            }
        }
        for list in &mut lists {
            list.patients.sort_by_key(|(date, patient)| (*date, patient.id));
        }
        Self { drugs, lists }
    }
}

/// The list of a patient, and the date by which it is sorted.
fn place(clinic: &Clinic, day: NaiveDate, patient: &Patient) -> (usize, NaiveDate) {
    let course = &patient.course;
    let last = course.entries().last().map_or(course.start(), |entry| entry.day());
    match course.next_due() {
        NextDue::Due(dose) if course.overdue(day).is_some() => (0, dose.date()),
        NextDue::Due(dose) if dose.date() <= day + Days::new(21) => {
            match dose.open_day(|open| open >= day && clinic.is_open(open)) {
                Some(visit) if visit <= day + Days::new(14) => (1, visit),
                _ => (5, dose.date()),
            }
        }
        NextDue::Due(dose) => (5, dose.date()),
        NextDue::Unspecified(_) => (2, last),
        NextDue::Held { since, .. } => (3, since),
        NextDue::Stopped { on, .. } if on + Days::new(7) >= day => (4, on),
        _ => (5, last),
    }
}

/// What is due, and how much that is for the last body weight.
pub fn next_dose(patient: &Patient) -> String {
    let next = patient.course.next_due();
    match (next.to_string(), next.dose().map(|dose| dose.mass())) {
        (text, Some(Ok(mass))) if text.contains(&format!(": {mass} ")) => text,
        (text, Some(Ok(mass))) => format!("{text}; that is {mass}"),
        (text, Some(Err(why))) => format!("{text}; {why}"),
        (text, None) => text,
    }
}
