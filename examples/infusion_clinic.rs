//! A day at a clinic: who is due on the open days of the coming weeks, who is overdue and what does the label say; one
//! patient is held, one is stopped, one gets a part of the dose, and one entry is corrected. Then all is saved and read.
//!
//! A thousand made-up patients on several drugs, over ten years, some of whose doses come late.

use std::error::Error;
use std::time::Instant;

use aso_regimen::catalog;
use aso_regimen::chrono::{Datelike, Days, NaiveDate, Weekday};
use aso_regimen::dosing::course::{CourseRevision, Entry, EntryKind, NextDue, Recommendation};
use aso_regimen::evidence::label::Label;
use aso_regimen::{BodyWeight, Course, Mass, Window};

const PATIENTS: u64 = 1_000;
const WEEKS_AHEAD: u64 = 2;

/// Closed at weekends and on New Year's Day.
fn is_open(day: NaiveDate) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    !weekend && (day.month(), day.day()) != (1, 1)
}

fn main() -> Result<(), Box<dyn Error>> {
    let today: NaiveDate = "2036-01-07".parse()?;
    let labels: Vec<&Label> = catalog::labels().current("2026-11-26".parse()?).iter().collect();

    let begin = Instant::now();
    let mut patients = (0..PATIENTS)
        .map(|number| {
            let label = labels[usize::try_from(number)? % labels.len()];
            treated(number, label, today)
        })
        .collect::<Result<Vec<Course>, _>>()?;
    let given: usize = patients.iter().map(|course| course.doses_given().count()).sum();
    println!("{PATIENTS} patients, {given} doses given in ten years, {:.2?}", begin.elapsed());
    agenda(&patients, today)?;
    visits(&mut patients, today)?;
    save_and_read(&patients)
}

/// Who is due, who is overdue, and whose next date nobody knows.
fn agenda(patients: &[Course], today: NaiveDate) -> Result<(), Box<dyn Error>> {
    let (mut due, mut overdue, mut open) = (Vec::new(), Vec::new(), Vec::new());
    let horizon = today + Days::new(7 * WEEKS_AHEAD);
    for (number, course) in patients.iter().enumerate() {
        match course.next_due() {
            NextDue::Due(_) if course.overdue(today).is_some() => overdue.push((number, course)),
            NextDue::Due(dose) if dose.date() <= horizon => {
                // The day of its window on which the clinic is open.
                let visit = dose.open_day(|day| day >= today && is_open(day));
                due.push((visit.ok_or("the clinic never opens")?, number, dose));
            }
            NextDue::Unspecified(reason) => open.push((number, reason)),
            _ => {}
        }
    }
    due.sort_by_key(|(visit, number, _)| (*visit, *number));
    println!("\n{} due through {horizon}; the first of them:", due.len());
    for (visit, number, dose) in due.iter().take(5) {
        println!("  {visit}, {}: patient {number}, {dose}", visit.weekday());
    }
    println!("\n{} overdue on {today}; what the label says if they come today:", overdue.len());
    for (number, course) in overdue.iter().take(5) {
        println!("  patient {number}: {}", course.advise(today)?);
    }
    println!("\n{} without a date, because the label gives none:", open.len());
    for (number, reason) in open.iter().take(5) {
        println!("  patient {number}: {reason}");
    }
    assert!(due.iter().all(|(visit, ..)| is_open(*visit)));
    Ok(())
}

/// What is written down this day.
fn visits(patients: &mut [Course], today: NaiveDate) -> Result<(), Box<dyn Error>> {
    println!("\nwritten down on {today}:");
    let due_today = |course: &Course| {
        let advice = course.advise(today);
        advice.is_ok_and(|advice| advice.recommendation() == Recommendation::Give)
    };
    let at_hand: Vec<usize> =
        (0..patients.len()).filter(|number| due_today(&patients[*number])).collect();
    let [held, stopped, partly, others @ ..] = &at_hand[..] else {
        return Err("three patients are due today".into());
    };
    let (held, stopped, partly) = (*held, *stopped, *partly);

    let revision = patients[held].hold(today, "platelets of 60 x10^9/L")?;
    tell(held, &patients[held], &revision);
    let revision = patients[stopped].stop(today, "consent withdrawn")?;
    tell(stopped, &patients[stopped], &revision);
    for number in [held, stopped] {
        let later = patients[number].advise(today + Days::new(400))?;
        assert!(matches!(later.recommendation(), Recommendation::Held | Recommendation::Stopped));
    }

    let part = Entry::given(today).partly(Mass::mg(20)).reason("needle clotted");
    let revision = patients[partly].record(part)?;
    tell(partly, &patients[partly], &revision);

    // One dose before the last was given three days later than was written down.
    for number in others {
        let course = &mut patients[*number];
        // Entries count from 1.
        let dose = course.entries().rposition(is_dose).ok_or("a dose")?;
        let was = course.entries().nth(dose - 1).ok_or("a dose")?.clone();
        let whole = course.clone();
        let revision = course.amend(dose, Entry::given(was.day() + Days::new(3)))?;
        if revision.rejudged().is_empty() {
            course.amend(dose, was)?;
            continue;
        }
        tell(*number, course, &revision);
        // And that was an error, too.
        course.amend(dose, was)?;
        assert_eq!(*course, whole);
        break;
    }
    Ok(())
}

fn is_dose(entry: &Entry) -> bool {
    *entry.kind() == EntryKind::Given
}

/// What an entry changed, and what is due now.
fn tell(number: usize, course: &Course, revision: &CourseRevision) {
    let entry = revision.entry().and_then(|number| course.entries().nth(number - 1));
    if let (Some(entry), Some(judgement)) = (entry, revision.judgement()) {
        println!("  patient {number}, {entry}: {judgement}");
    }
    for changed in revision.rejudged() {
        println!("    judged anew: {changed}");
    }
    println!("    now: {}", course.next_due());
}

/// Every course as one line of JSON, and back.
fn save_and_read(patients: &[Course]) -> Result<(), Box<dyn Error>> {
    let begin = Instant::now();
    let lines: Vec<String> =
        patients.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    let written = begin.elapsed();
    let begin = Instant::now();
    let read: Vec<Course> =
        lines.iter().map(|line| serde_json::from_str(line)).collect::<Result<_, _>>()?;
    let size: usize = lines.iter().map(String::len).sum();
    println!("\nsaved {} kB in {written:.2?}, read in {:.2?}", size / 1_000, begin.elapsed());
    assert_eq!(read, patients);
    Ok(())
}

/// A patient who began ten years ago, and comes late now and then, by a rule that needs no chance.
fn treated(number: u64, label: &Label, today: NaiveDate) -> Result<Course, Box<dyn Error>> {
    let start = today - Days::new(3_650 - number % 200);
    // Where the doses are far enough apart, the clinic takes a day early or late as on time.
    let strict = label.course_named(&label.regimens()[0].name, start)?;
    let tolerant = strict.clone().tolerating(Window::days(1, 1));
    let mut course = tolerant.unwrap_or(strict);
    course.weigh(start, BodyWeight::kg(70))?;
    let mut visits = number;
    loop {
        let planned = match course.next_due() {
            NextDue::Due(dose) => dose.date(),
            NextDue::Unspecified(_) if number % 3 > 0 => {
                // Somebody decides: four weeks after the last dose.
                let last = course.entries().last().map_or(start, Entry::day);
                let decided = last + Days::new(28);
                course.reschedule(last, decided, "four weeks after the last dose")?;
                decided
            }
            _ => break,
        };
        visits =
            visits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
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
    Ok(course)
}
