//! Who of a clinic's patients is due in the coming weeks, who is overdue, and what does the label say?
//!
//! A thousand made-up patients on several drugs, over ten years, some of whose doses come late.

use std::error::Error;
use std::time::Instant;

use aso_regimen::catalog;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::NextDue;
use aso_regimen::evidence::label::Label;
use aso_regimen::{BodyWeight, Course};

const PATIENTS: u64 = 1_000;
const WEEKS_AHEAD: u64 = 2;

struct Patient<'l> {
    number: u64,
    label: &'l Label,
    course: Course,
}

fn main() -> Result<(), Box<dyn Error>> {
    let today: NaiveDate = "2036-01-07".parse()?;
    let labels: Vec<&Label> = catalog::labels().current().iter().collect();

    let begin = Instant::now();
    let patients = (0..PATIENTS)
        .map(|number| {
            treated(
                number,
                labels[usize::try_from(number)? % labels.len()],
                today,
            )
        })
        .collect::<Result<Vec<_>, _>>()?;
    let given: usize = patients
        .iter()
        .map(|patient| patient.course.doses_given().count())
        .sum();
    println!(
        "{PATIENTS} patients, {given} doses given in ten years, {:.2?}",
        begin.elapsed()
    );

    let (mut due, mut overdue, mut open) = (Vec::new(), Vec::new(), Vec::new());
    let horizon = today + Days::new(7 * WEEKS_AHEAD);
    for patient in &patients {
        match patient.course.next_due() {
            NextDue::Dose(dose) if dose.date() < today => overdue.push(patient),
            NextDue::Dose(dose) if dose.date() <= horizon => due.push((dose, patient)),
            NextDue::Unspecified(reason) => open.push((reason, patient)),
            NextDue::Dose(_) | NextDue::Ended => {}
        }
    }
    due.sort_by_key(|(dose, _)| dose.date());

    println!("\n{} due through {horizon}; the first of them:", due.len());
    for (dose, patient) in due.iter().take(5) {
        println!(
            "  {}: patient {}, {}, {dose}",
            dose.date(),
            patient.number,
            patient.label
        );
    }
    println!(
        "\n{} overdue on {today}; what the label says if they come today:",
        overdue.len()
    );
    for patient in overdue.iter().take(5) {
        let advice = patient.course.advise(today)?;
        println!("  patient {}, {}: {advice}", patient.number, patient.label);
    }
    println!(
        "\n{} without a date, because the label does not give one:",
        open.len()
    );
    for (reason, patient) in open.iter().take(5) {
        println!("  patient {}, {}: {reason}", patient.number, patient.label);
    }
    // Nobody is due on a day on which a dose was given already.
    for (dose, patient) in &due {
        let last = patient.course.doses_given().last();
        assert!(last.is_none_or(|last| last.date() < dose.date()));
    }
    Ok(())
}

/// A patient who began ten years ago, and comes late now and then, by a rule that needs no chance.
fn treated(number: u64, label: &Label, today: NaiveDate) -> Result<Patient<'_>, Box<dyn Error>> {
    let start = today - Days::new(3_650 - number % 200);
    let mut course = label.course(start);
    course.weigh(BodyWeight::kg(70));
    let mut visits = number;
    loop {
        let planned = match course.next_due() {
            NextDue::Dose(dose) => dose.date(),
            NextDue::Unspecified(_) if number % 3 == 0 => break,
            NextDue::Unspecified(_) => {
                // Somebody decides: four weeks after the last dose.
                let last = course
                    .doses_given()
                    .last()
                    .map_or(start, |given| given.date());
                let decided = last + Days::new(28);
                course.reschedule(decided)?;
                decided
            }
            NextDue::Ended => break,
        };
        visits = visits
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // One dose in sixteen comes some days late, one in 256 some months.
        let late = match visits >> 56 {
            0 => 150,
            1..16 => 1 + (visits >> 40) % 9,
            _ => 0,
        };
        let comes = planned + Days::new(late);
        // The last weeks are still to be written down.
        if comes >= today - Days::new(number % 11) {
            break;
        }
        course.give(comes)?;
    }
    Ok(Patient {
        number,
        label,
        course,
    })
}
