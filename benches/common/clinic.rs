//! A clinic with many patients.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::{Course, catalog};

pub(crate) const PATIENTS: u64 = 10_000;
/// Of each patient.
pub(crate) const DOSES: u64 = 131;

/// Ten years of each patient: doses of tofersen, some of them late.
pub(crate) fn patients() -> Vec<Course> {
    (0..PATIENTS).map(patient).collect()
}

fn patient(number: u64) -> Course {
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date") + Days::new(number % 365);
    let label = catalog::tofersen::labels().remove(0);
    let mut course = label.course(start).expect("one regimen");
    for dose in 0..DOSES {
        let due = course.next_due().dose().expect("it has no end").date();
        let late = u64::from((number + dose) % 16 == 0) * (1 + number % 9);
        course.give(due + Days::new(late)).expect("it is due");
    }
    course
}

/// A day on which some patients are due soon, and the last of the 14 days from it on.
pub(crate) fn fortnight() -> (NaiveDate, NaiveDate) {
    let today = NaiveDate::from_ymd_opt(2036, 1, 7).expect("a date");
    (today, today + Days::new(14))
}

/// How many patients are due in these days.
pub(crate) fn due(patients: &[Course], (first, last): (NaiveDate, NaiveDate)) -> usize {
    let is_due = |course: &&Course| {
        let next = course.next_due().dose();
        next.is_some_and(|dose| (first..=last).contains(&dose.date()))
    };
    patients.iter().filter(is_due).count()
}
