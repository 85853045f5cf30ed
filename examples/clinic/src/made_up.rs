//! Patients that nobody is, by a rule that needs no chance.

use aso_regimen::dosing::course::NextDue;
use aso_regimen::{BodyWeight, catalog};
use chrono::Days;

use crate::patient::{Change, Chart};
use crate::{Failure, today};

/// Every third patient comes late for one dose in sixteen; the last days are still to be written down.
pub fn chart(number: u32, years: u64) -> Result<Chart, Failure> {
    let (seed, today) = (u64::from(number), today());
    let labels = catalog::labels().current(today);
    let label = labels.iter().nth(number as usize % labels.len()).ok_or("no label")?;
    let start = today - Days::new(365 * years - seed % 200);
    let plan = label.course_named(&label.regimens()[0].name, start)?;
    let mut course = plan.clone();
    course.weigh(start, BodyWeight::kg(60 + number % 30))?;
    while let NextDue::Due(dose) = course.next_due() {
        let is_late = seed % 3 == 0 && (seed + course.entries().len() as u64) % 16 == 0;
        let day = dose.date() + Days::new(if is_late { seed % 9 + 1 } else { 0 });
        if day + Days::new(seed % 11) >= today {
            break;
        }
        course.give(day)?;
    }
    match seed % 25 {
        7 => drop(course.hold(today, "an infection")?),
        13 => drop(course.stop(today, "consent withdrawn")?),
        _ => {}
    }
    let entries = course.entries().cloned();
    let log = entries.map(|entry| Change { at: None, replaces: None, entry }).collect();
    Ok(Chart { name: format!("Patient {}", number + 1), plan, log })
}
