//! Who comes when, who should have come, and why others have no date.

use std::sync::Arc;

use aso_regimen::dosing::course::NextDue;
use chrono::{Days, NaiveDate};

use crate::clinic::Clinic;
use crate::patient::Patient;

/// Address, title and note of each list.
pub const LISTS: [(&str, &str, &str); 6] = [
    ("overdue", "Overdue", "by the label, if the dose is given this day"),
    ("due", "Due within two weeks", "on the open day for each"),
    ("undated", "Without a date", "since the last entry, and why"),
    ("held", "Held", "since"),
    ("stopped", "Stopped within a week", "on"),
    ("others", "Everybody else", "later, stopped before or ended"),
];

pub type Lists = [Vec<(NaiveDate, Arc<Patient>)>; LISTS.len()];

pub fn lists(clinic: &Clinic, day: NaiveDate, is_asked: impl Fn(&Patient) -> bool) -> Lists {
    let mut lists = Lists::default();
    for patient in clinic.patients().into_iter().filter(|patient| is_asked(patient)) {
        let (list, date) = place(clinic, day, &patient);
        lists[list].push((date, patient));
    }
    lists.iter_mut().for_each(|list| list.sort_by_key(|(date, _)| *date));
    lists
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
