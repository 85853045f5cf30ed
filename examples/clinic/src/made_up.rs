//! Patients that nobody is, by a rule that needs no chance.

use aso_regimen::dosing::course::NextDue;
use aso_regimen::{BodyWeight, Label, Window, catalog};
use chrono::Days;

use crate::patient::{Change, Chart};
use crate::{Failure, today};

pub fn charts(count: u32, years: u32) -> Result<Vec<Chart>, Failure> {
    let labels: Vec<&Label> = catalog::labels().current(today()).iter().collect();
    (0..count).map(|number| chart(&labels, number, years)).collect()
}

/// One dose in sixteen comes some days late, one in 256 some months; the last days are still to be written down.
fn chart(labels: &[&Label], number: u32, years: u32) -> Result<Chart, Failure> {
    let (seed, today) = (u64::from(number), today());
    let label = labels[number as usize % labels.len()];
    let mut last = today - Days::new(365 * u64::from(years) - seed % 200);
    let strict = label.course_named(&label.regimens()[0].name, last)?;
    // Where the doses are far enough apart, the clinic takes a day early or late as on time.
    let plan = strict.clone().tolerating(Window::days(1, 1)).unwrap_or(strict);
    let mut course = plan.clone();
    course.weigh(last, BodyWeight::kg(60 + number % 30))?;
    for dose in 1.. {
        let planned = match course.next_due() {
            NextDue::Due(dose) => dose.date(),
            NextDue::Unspecified(_) if seed % 3 > 0 => {
                let decided = last + Days::new(28);
                course.reschedule(last, decided, "four weeks after the last dose")?;
                decided
            }
            _ => break,
        };
        let late = match (seed * 31 + dose * 37) % 256 {
            0 => 150,
            late @ 1..16 => late % 9 + 1,
            _ => 0,
        };
        let day = planned + Days::new(late);
        if day + Days::new(seed % 11) >= today {
            break;
        }
        course.give(day)?;
        last = day;
    }
    let paused = last.max(today - Days::new(seed % 14));
    match seed % 25 {
        7 => drop(course.hold(paused, "an infection")?),
        13 => drop(course.stop(paused, "consent withdrawn")?),
        _ => {}
    }
    let log = course.entries().map(|entry| Change::now(None, entry.clone())).collect();
    Ok(Chart { name: format!("Patient {}", number + 1), plan, log })
}
