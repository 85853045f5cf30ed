//! Patients that nobody is, by a rule that needs no chance.

use aso_regimen::dosing::course::NextDue;
use aso_regimen::{BodyWeight, Course, Label, Window, catalog};
use chrono::{Days, NaiveDate};

use crate::patient::{Change, Patient, Stored};
use crate::{Failure, today};

const COLOURS: [&str; 10] =
    ["Amber", "Blue", "Copper", "Green", "Ivory", "Olive", "Pearl", "Ruby", "Silver", "Violet"];
const ANIMALS: [&str; 10] =
    ["Badger", "Crane", "Dormouse", "Heron", "Lynx", "Marten", "Otter", "Plover", "Stoat", "Tern"];

pub fn patients(count: u32, years: u32) -> Result<Vec<Patient>, Failure> {
    let today = today();
    let labels: Vec<&Label> = catalog::labels().current(today).iter().collect();
    let patient = |number: u32| {
        let (colour, animal) = (number as usize % 10, number as usize / 10 % 10);
        let further = if number < 100 { String::new() } else { format!(" {}", number / 100 + 1) };
        let name = format!("{} {}{further}", COLOURS[colour], ANIMALS[animal]);
        let label = labels[number as usize % labels.len()];
        let start = today - Days::new(365 * u64::from(years) - u64::from(number) % 200);
        let strict = label.course_named(&label.regimens()[0].name, start)?;
        // Where the doses are far enough apart, the clinic takes a day early or late as on time.
        let plan = strict.clone().tolerating(Window::days(1, 1)).unwrap_or(strict);
        let mut course = plan.clone();
        treat(&mut course, u64::from(number), today)?;
        let log = course.entries().map(|entry| Change::now(None, entry.clone())).collect();
        Ok(Stored { id: 0, name, plan, log }.try_into()?)
    };
    (0..count).map(patient).collect()
}

/// One dose in sixteen comes some days late, one in 256 some months; the last days are still to be written down.
fn treat(course: &mut Course, seed: u64, today: NaiveDate) -> Result<(), Failure> {
    let mut last = course.start();
    course.weigh(last, BodyWeight::kg(60 + u32::try_from(seed % 30)?))?;
    for number in 1.. {
        let planned = match course.next_due() {
            NextDue::Due(dose) => dose.date(),
            NextDue::Unspecified(_) if seed % 3 > 0 => {
                let decided = last + Days::new(28);
                course.reschedule(last, decided, "four weeks after the last dose")?;
                decided
            }
            _ => break,
        };
        let day = match (seed * 31 + number * 37) % 256 {
            0 => planned + Days::new(150),
            late @ 1..16 => planned + Days::new(late % 9 + 1),
            _ => planned,
        };
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
    Ok(())
}
